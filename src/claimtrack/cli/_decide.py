"""What a person decides of the claims of two reports: ``decide``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from claimtrack.cli._common import data_of, day, fail, report_of
from claimtrack.cli._texts import is_text
from claimtrack.errors import InvalidValue
from claimtrack.render.words import visible
from claimtrack.validation import real_path

if TYPE_CHECKING:
    from claimtrack._deciding import Decided, Pair, Side


@click.command()
@click.argument("base")
@click.argument("later")
@click.argument("decisions", nargs=-1, required=True, metavar="DECISION...")
@click.option(
    "--in",
    "into",
    type=click.Choice(["base", "later"]),
    help="The file that is written to; LATER if left out, or BASE where LATER cannot be written.",
)
@click.option("--by", metavar="NAME", help="Who decides.")
@click.option("--at", callback=day, metavar="DATE", help="When.")
@click.option("--reason", metavar="TEXT", help="Why.")
@click.option("--dry-run", is_flag=True, help="Write nothing, and say what would be written.")
def decide(base: str, later: str, decisions: tuple[str, ...], into: Side | None, dry_run: bool, **who: Any) -> None:
    """
    Decide which claims of two reports are the same, and which are not; `claimtrack compare` keeps to it.

    DECISION is 'b12=l3' (the claim b12 of BASE and l3 of LATER are the same) or 'b4!=l9' (they are not); quotation
    marks keep the shell from reading the exclamation mark. It is written into the file as a relation, same_as or
    different_from; a contrary relation of the two goes, in either file. Who decided, when and why stands in the claim's
    extra, under claimtrack:decisions. Deciding the same once more changes nothing.

    \b
    Example:
      claimtrack decide baseline.claims.json later.claims.json \\
        'duma-openness!=no-openness-in-answer' --by "A. Editor" --at 2026-02-01
    """
    from claimtrack import _deciding, codec
    from claimtrack.validation import is_corpus

    pairs = _pairs(decisions)
    names: dict[Side, str] = {"base": base, "later": later}
    data = {side: _data(name) for side, name in names.items()}
    reports = {side: report_of(data[side], name) for side, name in names.items()}
    if into is None:
        into = "later"
        if not _can_be_written(later) and _can_be_written(base):
            into = "base"
            click.echo(f"claimtrack: {visible(later)} cannot be written: decided in {visible(base)}", err=True)
    found = _deciding.decide(reports["base"], reports["later"], pairs, into=into, **who)
    changed = [side for side in names if found.report(side) != reports[side]]
    content = {
        side: _deciding.rewritten(data[side], reports[side], found.report(side), line=is_corpus(names[side]))
        for side in changed
    }
    if not dry_run:
        locked = [names[side] for side in changed if not _can_be_written(names[side])]
        if locked:
            fail(f"nothing was decided: {' and '.join(locked)} cannot be written\n  hint: {_hint(found, into)}")
        for side in changed:
            codec.write_atomically(names[side], content[side])
    for step in found.steps:
        would = "would be " if dry_run and step.result in ("added", "removed", "noted") else ""
        what = f"{step.claim} {step.relation.type} {step.relation.target}"
        click.echo(f"{visible(names[step.side])}: {what}: {would}{step.result}")


def _pairs(decisions: tuple[str, ...]) -> list[Pair]:
    from claimtrack._deciding import Pair

    pairs, faults = [], []
    for text in decisions:
        try:
            pairs.append(Pair.parse(text))
        except InvalidValue as error:
            faults.append(error.message)
    if faults:
        fail("\n  ".join([*faults, "hint: write 'BASE=LATER' or 'BASE!=LATER', two claim ids"]))
    return pairs


def _data(name: str) -> bytes:
    if name == "-":
        fail("decisions are written into files\n  hint: name the files of both reports")
    data = data_of(name)
    if is_text(name, data):
        fail(f"{name} is a text, not a report\n  hint: claimtrack draft makes a report of it, which keeps decisions")
    return data


def _can_be_written(name: str) -> bool:
    """Whether a file can be replaced: another one is put in its place."""
    path = real_path(name)
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _hint(found: Decided, into: Side) -> str:
    removed = [step for step in found.steps if step.result == "removed" and step.side != into]
    if removed:
        return f"{removed[0].claim} is {removed[0].relation.type} {removed[0].relation.target} there, which has to go"
    return "make it writable, or write to the other one with --in"
