"""What became of a report's claims in a later text: ``carry`` and ``compare``."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve

from claimtrack.cli._common import (
    FINDINGS,
    NOTHING_FOUND,
    coloured,
    data_of,
    fail,
    is_text,
    loaded,
    new_console,
    report_of,
    show_on,
    write,
)

if TYPE_CHECKING:
    from claimtrack.comparison import Comparison
    from claimtrack.model import Document, Report

_ENCODING = click.option(
    "--encoding",
    metavar="NAME",
    help="What the text is written in, if not UTF-8 and without a byte order mark: cp1252, utf-16, ...",
)


@click.command()
@click.argument("report")
@click.argument("text")
@click.option(
    "-o", "--output", metavar="OUT", help="Where the report for the new text goes; nothing is written if left out."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How outcomes are written.")
@click.option("--id", "report_id", metavar="ID", help="The id of the new report; made from the old one if left out.")
@click.option("--embed", is_flag=True, help="Put the text into the new report instead of the path of its file.")
@click.option("--unchanged", is_flag=True, help="Show the words of claims that stand as they were, too.")
@_ENCODING
def carry(
    report: str,
    text: str,
    output: str | None,
    form: str,
    report_id: str | None,
    embed: bool,
    unchanged: bool,
    encoding: str | None,
) -> None:
    """
    Carry a report's claims into a changed text of its document, and say where each one went.

    TEXT is the plain text of the new version, or - for standard input. A claim that cannot be placed surely is lost
    or ambiguous, with the places it may be at; a claim whose source or condition cannot is incomplete. Then the exit
    code is 1. Claims that changed, or are incomplete, are marked as drafted in OUT, for a person to look at.

    \b
    Example:
      claimtrack carry baseline.claims.json article-today.txt -o today.claims.json
    """
    from claimtrack import anchoring, codec

    if output == "-" and form == "json":
        fail("both the report and the outcomes would go to standard output\n  hint: name a file with -o")
    baseline = loaded(report)
    data = data_of(text)
    _spare(output, report, text, baseline)
    # A file can only be named if its bytes are the text's in UTF-8, and if the report's folder leads to it.
    beside = None if embed or encoding is not None or output in (None, "-") else _beside(text, str(output))
    document = _next_version(baseline, data, text, encoding, path=beside)
    found = anchoring.carry(baseline, document, id=report_id)
    if output == "-":
        write(codec.dumps(found.report))
    elif output is not None:
        codec.dump(found.report, output)
    if form == "json":
        write(anchoring.carried_json(found))
    elif output != "-":
        from claimtrack.render import terminal

        console = new_console()
        show_on(console, terminal.carried(found, colour=coloured(console), unchanged=unchanged))
    sys.exit(FINDINGS if found.lost or found.ambiguous or found.incomplete else NOTHING_FOUND)


_REPORT = re.compile(r'[\s\ufeff]*\{(?=.*"claims"\s*:)(?=.*"document"\s*:)', re.DOTALL)


def _spare(output: str | None, report: str, text: str, baseline: Report) -> None:
    """Refuse to write over what is read: the text, the baseline, and the text that it names."""
    if output in (None, "-"):
        return
    beside = baseline.document.path
    read = [name for name in (text, report) if name != "-"]
    read += [str(Path(report).parent / beside)] if beside is not None and report != "-" else []
    for name in read:
        if Path(output).resolve() == Path(name).resolve():
            fail(f"{output} would be written over {name}, which is read\n  hint: name another file with -o")


def _next_version(baseline: Report, data: bytes, name: str, encoding: str | None, path: str | None = None) -> Document:
    """The document of a text that replaces the baseline's; named by *path* where its bytes are UTF-8, else embedded."""
    from claimtrack import codec

    told = codec.decode_text(data, encoding=encoding, path=name)
    if _REPORT.match(told):
        fail(
            f"{name} is a report, not a text\n"
            "  hint: name the plain text of the new version; `claimtrack compare` takes two reports, without --encoding"
        )
    if path is not None and told.encode("utf-8", "surrogatepass") != data:
        path = None
    return baseline.document.next_version(told, path=path)


def _beside(text: str, output: str) -> str | None:
    """The path of *text* as a report in *output* names it; None where it lies neither in its folder nor below."""
    if text == "-":
        return None
    try:
        return Path(text).resolve().relative_to(Path(output).resolve().parent).as_posix()
    except ValueError:
        return None


_GROUPS = ("added", "dropped", "not-mentioned", "undecided", "contradicted")


def _words(_: click.Context, parameter: click.Parameter, value: str | None) -> frozenset[str] | None:
    """The findings that a comma-separated option names; spaces, hyphens and underscores are the same."""
    from claimtrack import comparison

    if value is None:
        return None
    known = {word.replace(" ", "-"): word for word in comparison.FINDINGS}
    if parameter.name == "only":
        known = {word: word.replace("-", " ") for word in (*comparison.AXES, *_GROUPS)}
    found = set()
    for word in value.split(","):
        plain = word.strip().lower().replace("_", "-").replace(" ", "-")
        if plain not in known:
            raise click.BadParameter(f"{word.strip()!r} is none of: {', '.join(known)}")
        found.add(known[plain])
    return frozenset(found)


@click.command()
@click.argument("base")
@click.argument("later")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="How it is written."
)
@click.option(
    "--as",
    "relation",
    type=click.Choice(["version", "report"]),
    help="Whether LATER is a version of the same work or another text; found out from the documents if left out.",
)
@click.option(
    "--only", callback=_words, metavar="AXIS,...", help=f"Show these axes and groups only ({', '.join(_GROUPS)})."
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything that is shown differs.")
@click.option(
    "--fail-on",
    callback=_words,
    metavar="WORD,...",
    help="Exit with 1 on one of these axes, rules or groups: weakened,dropped,...",
)
@click.option("--unchanged", is_flag=True, help="Show the words of claims that stand as they were, too.")
@_ENCODING
def compare(
    base: str,
    later: str,
    form: str,
    relation: Any,
    only: frozenset[str] | None,
    exit_code: bool,
    fail_on: frozenset[str] | None,
    unchanged: bool,
    encoding: str | None,
) -> None:
    """
    Say claim by claim what a later report made of a first one, with the words of both.

    BASE is an annotated report, LATER another one, or the plain text of a later version of BASE's document: then
    BASE's claims are carried into it, and its new sentences are listed. One of the two may be - for standard input.
    Claims that are too close to call are shown as undecided, never guessed.

    \b
    Example:
      claimtrack compare baseline.claims.json later.claims.json
      claimtrack compare --fail-on weakened,dropped old.claims.json new.claims.json
      claimtrack compare baseline.claims.json article-today.txt --as version
    """
    from claimtrack import comparison as engine

    baseline, data = loaded(base), data_of(later)
    carried = None
    if is_text(data) or encoding is not None:
        if relation == "report":
            fail(
                f"{later} is a text, not a report: only a version of {base}'s document can be compared as text\n"
                "  hint: leave --as report out, or annotate the text first"
            )
        whole = engine.compare_text(baseline, _next_version(baseline, data, later, encoding))
        found, carried = whole.comparison, whole.carried
    else:
        found = engine.compare(baseline, report_of(data, later), relation=relation)
    shown = _narrowed(found, only) if only is not None else found
    if form == "json":
        write(engine.comparison_json(shown if carried is None else evolve(whole, comparison=shown)))
    elif form == "markdown":
        from claimtrack.render import markdown

        click.echo(markdown.comparison(shown), nl=False)
        if carried is not None:
            click.echo(markdown.new_sentences(carried), nl=False)
    else:
        from claimtrack.render import terminal

        console = new_console()
        show_on(console, terminal.comparison(shown, colour=coloured(console), unchanged=unchanged))
        if carried is not None and carried.fresh:
            show_on(console, terminal.new_sentences(carried))
    failed = (exit_code and shown.findings()) or (fail_on and fail_on & found.findings())
    sys.exit(FINDINGS if failed else NOTHING_FOUND)


def _narrowed(found: Comparison, only: frozenset[str]) -> Comparison:
    pairings = (
        evolve(pairing, changes=tuple(change for change in pairing.changes if change.axis in only))
        for pairing in found.pairings
    )
    return evolve(
        found,
        pairings=tuple(pairing for pairing in pairings if pairing.changes),
        undecided=found.undecided if "undecided" in only else (),
        added=found.added if "added" in only else (),
        dropped=found.dropped if "dropped" in only else (),
        not_mentioned=found.not_mentioned if "not mentioned" in only else (),
        contradictions=found.contradictions if "contradicted" in only else (),
    )
