"""Reports and comparisons as Markdown, for pull requests and notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimtrack.render.words import arrow, counted, counts, note, opposed, relation, runs, spaced, verdict, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.anchoring import Carried
    from claimtrack.comparison import Change, Comparison, Correction, Side
    from claimtrack.model import Report

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+|~&@])")


def escaped(text: str) -> str:
    """*text* with nothing in it that Markdown or HTML would read as markup, and nobody mentioned by ``@``."""
    return _SPECIAL.sub(r"\\\1", visible(text)).replace("\\@", "@\u2060")


def report(found: Report) -> str:
    """A report: what it is of, and a table of its claims in the order of the text."""
    document = found.document
    outlet = document.publisher.name if document.publisher is not None else None
    told = [f"`{found.id}`", *(escaped(str(each)) for each in (outlet, document.published) if each is not None)]
    told += [counted(len(found.claims), "claim"), counted(len(found.speakers), "speaker")]
    lines = [f"### {escaped(document.title or found.id)}", "", " · ".join(told)]
    if found.claims:
        lines += ["", "| claim | kind | certainty | speakers | words |", "| --- | --- | --- | --- | --- |"]
    names = {speaker.id: speaker.name for speaker in found.speakers}
    for claim in sorted(found.claims, key=lambda claim: (min(anchor.span.start for anchor in claim.content), claim.id)):
        who = " + ".join(names.get(name, name) for name in claim.attribution.speakers) or "not resolved"
        conditions = "".join(f"<br>*{each.sense}* {escaped(each.anchor.exact)}" for each in claim.conditions)
        words = f"“{escaped(claim.quote)}”{conditions}"
        lines.append(f"| `{claim.id}` | {claim.kind} | {claim.certainty} | {escaped(who)} | {words} |")
    return "\n".join(lines) + "\n"


def comparison(found: Comparison, *, whole: Comparison | None = None) -> str:
    """A comparison: counts, those of the *whole* where it is a part, a table of what changed, and lists of the rest."""
    return "\n".join(_lines(found, found if whole is None else whole)) + "\n"


def new_sentences(found: Carried) -> str:
    """The sentences of the new text that are new, or whose claims are gone, as a list; empty if there are none."""
    text = found.report.document.text or ""
    lines = [f"- {escaped(span.of(text))}" for span in found.fresh]
    return "\n".join(["", "**New sentences**", "", *lines]) + "\n" if lines else ""


def _lines(found: Comparison, whole: Comparison) -> Iterator[str]:
    yield f"### {escaped(found.baseline.report)} → {escaped(found.later.report)}"
    yield ""
    yield f"{' · '.join(counts(whole))} ({escaped(relation(found))})"
    if found.notes:
        yield ""
        yield from (f"> {escaped(note(each))}" for each in found.notes)
    if found.contradictions:
        yield from ("", "**Contradicted**", "")
        for link in found.contradictions:
            why = f" ({escaped(opposed(link))})" if link.rule != "relation" else ""
            yield f"- {_quoted(found.baseline, link.baseline)} ✗ {_quoted(found.later, link.later)}{why}"
    for kind, title in (("corrects", "Corrected"), ("retracts", "Retracted")):
        links = [link for link in found.corrections if link.type == kind]
        if links:
            yield from ("", f"**{title}**", "")
            yield from (_correction(found, link) for link in links)
    if changed := found.changed():
        yield from ("", "| claim | what changed | words |", "| --- | --- | --- |")
        for pairing in changed:
            told = "<br>".join(_change(change) for change in pairing.changes)
            yield f"| {escaped(arrow(pairing))} | {verdict(pairing)} | {told} |"
    if found.undecided:
        yield from ("", "**Undecided**", "")
        for group in found.undecided:
            ours = "; ".join(_quoted(found.baseline, name) for name in group.baseline)
            theirs = "; ".join(_quoted(found.later, name) for name in group.later)
            best = max(group.edges, key=lambda edge: edge.score, default=None)
            yield f"- {ours} ? {theirs}" + (f" (best score {best.score:.2f})" if best else "")
    for title, names, side in (
        ("Added", found.added, found.later),
        ("Dropped", found.dropped, found.baseline),
        ("Not mentioned", found.not_mentioned, found.baseline),
    ):
        if names:
            yield from ("", f"**{title}**", "")
            yield from (f"- {_quoted(side, name)}" for name in names)
    standing = [pairing for pairing in found.pairings if not pairing.changes]
    if standing:
        yield from ("", "**Unchanged**", "")
        yield from (f"- {escaped(arrow(pairing))}" for pairing in standing)


def _correction(found: Comparison, link: Correction) -> str:
    """What is corrected: the words of the notice first, then those that it is about."""
    sides = [
        [f"“{escaped(told.words)}”"]
        if told is not None
        else [_quoted(side, name) for name in names] or ["the whole text"]
        for side, names, told in (
            (found.baseline, link.baseline, link.evidence_baseline),
            (found.later, link.later, link.evidence_later),
        )
    ]
    by, about = sides if link.by == "baseline" else reversed(sides)
    return f"- {'; '.join(by)} {link.type} {'; '.join(about)}"


def _quoted(side: Side, name: str) -> str:
    digest = side.claim(name)
    who = " + ".join(digest.speakers) or "not resolved"
    return f"`{name}` “{escaped(digest.words)}” ({escaped(who)}, {digest.certainty})"


def _change(change: Change) -> str:
    if change.edits:
        marks = {"deleted": ("~~", "~~"), "inserted": ("**", "**"), "same": ("", "")}
        woven = "".join(
            f"{marks[mark][0]}{escaped(text.strip()) if marks[mark][0] else escaped(text)}{marks[mark][1]}"
            for mark, text in spaced(runs(change))
        )
        return f"*{change.axis}* {woven}"
    values = [escaped(side.words) if side else "—" for side in (change.baseline, change.later)]
    return f"*{change.axis}* {values[0]} → {values[1]}"
