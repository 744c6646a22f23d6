"""Comparisons and reports for reading in a terminal, with words highlighted; nothing is wider than the terminal."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from claimtrack.anchoring import uncovered
from claimtrack.model import anchors
from claimtrack.render.words import (
    Run,
    arrow,
    asides,
    carried_counts,
    carried_runs,
    counts,
    note,
    opposed,
    relation,
    runs,
    spaced,
    verdict,
    visible,
)
from claimtrack.text import LineIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from claimtrack.anchoring import AnchorOutcome, Carried
    from claimtrack.comparison import Change, Comparison, Correction, Pairing, Side
    from claimtrack.model import Claim, Report
    from claimtrack.text import Span

STYLES = {"deleted": "red strike", "inserted": "green", "same": ""}
_BRACKETS = {"deleted": ("[-", "-]"), "inserted": ("{+", "+}"), "same": ("", "")}
_ROLES = {
    "content": "bold",
    "mention": "cyan",
    "cue": "magenta",
    "condition": "yellow",
    "time": "blue",
    "via mention": "cyan",
    "via cue": "magenta",
}
_LABEL = 11  # the widest axis name and two spaces


def comparison(
    found: Comparison, *, colour: bool, unchanged: bool = False, whole: Comparison | None = None
) -> RenderableType:
    """
    A comparison: counts, contradictions, what changed axis by axis, what is open, and what only one side has.

    Args:
        found: The comparison.
        colour: Whether colours can show what was deleted and inserted; brackets do otherwise.
        unchanged: Whether claims that stand as they were are shown with their words.
        whole: The whole comparison, where *found* is a part of it: the counts are its.
    """
    how = relation(found)
    parts: list[RenderableType] = [
        Text.assemble((_name(found.baseline), "bold"), " → ", (_name(found.later), "bold"), f"  ({how})"),
        Text(" · ".join(counts(found if whole is None else whole))),
    ]
    parts.extend(Text.assemble(("! ", "bold yellow"), visible(told)) for told in map(note, found.notes))
    if found.contradictions:
        parts.append(_heading("Contradicted"))
        for link in found.contradictions:
            why = f"  {visible(opposed(link))}" if link.rule != "relation" else "  [relation]"
            ids = ((link.baseline, "bold"), " ✗ ", (link.later, "bold red"))
            parts.append(_indent(Text.assemble(*ids, (why, "dim")), 2))
            parts.append(_quote(found.baseline, link.baseline))
            parts.append(_quote(found.later, link.later))
    for kind, title in (("corrects", "Corrected"), ("retracts", "Retracted")):
        links = [link for link in found.corrections if link.type == kind]
        if links:
            parts.append(_heading(title))
        for correction in links:
            parts.extend(_correction(found, correction))
    if changed := found.changed():
        parts.append(_heading("Changed"))
        for pairing in changed:
            parts.extend(_pairing(pairing, colour=colour))
    if found.undecided:
        parts.append(_heading("Undecided"))
        for group in found.undecided:
            parts.append(_indent(Text(f"{', '.join(group.baseline)}  ?  {', '.join(group.later)}", style="bold"), 2))
            parts.extend(_quote(found.baseline, name, "− ") for name in group.baseline)
            parts.extend(_quote(found.later, name, "+ ") for name in group.later)
            told = ", ".join(f"{edge.baseline} ~ {edge.later} {edge.score:.2f}" for edge in group.edges)
            parts.append(_indent(Text(told, style="dim"), 4))
    for title, names, side in (
        ("Added", found.added, found.later),
        ("Dropped", found.dropped, found.baseline),
        ("Not mentioned", found.not_mentioned, found.baseline),
    ):
        if names:
            parts.append(_heading(title))
            parts.extend(_listed(side, name) for name in names)
    standing = [pairing for pairing in found.pairings if not pairing.changes]
    if standing:
        parts.append(_heading("Unchanged"))
        for pairing in standing:
            parts.append(_indent(Text(arrow(pairing)), 2))
            if unchanged:
                parts.extend(_quote(found.later, name) for name in pairing.later)
    return Group(*parts)


def _correction(found: Comparison, link: Correction) -> Iterator[RenderableType]:
    """What is corrected, the words of the notice first, then those that it is about."""
    by, about = (0, 1) if link.by == "baseline" else (1, 0)
    sides, words = (found.baseline, found.later), (link.evidence_baseline, link.evidence_later)
    ids = (link.baseline, link.later)
    notice, target = ", ".join(ids[by]) or "a notice", ", ".join(ids[about]) or "the whole text"
    yield _indent(Text.assemble((notice, "bold"), f" {link.type} ", (target, "bold")), 2)
    for side in (by, about):
        told = words[side]
        if told is not None:
            yield _indent(Text(f"“{visible(told.words)}”"), 4)
        else:
            yield from (_quote(sides[side], name) for name in ids[side])


def _name(side: Side) -> str:
    return side.report + (f" ({side.published})" if side.published else "")


def _heading(title: str) -> RenderableType:
    return Padding(Text(title.upper(), style="bold underline"), (1, 0, 0, 0))


def _indent(text: RenderableType, left: int) -> RenderableType:
    return Padding(text, (0, 0, 0, left))


def _quote(side: Side, name: str, mark: str = "") -> RenderableType:
    digest = side.claim(name)
    who = " + ".join(digest.speakers) or "not resolved"
    return _indent(
        Text.assemble(mark, f"“{visible(digest.words)}”", (f"  {visible(who)}, {digest.certainty}", "dim")), 4
    )


def _listed(side: Side, name: str) -> RenderableType:
    digest = side.claim(name)
    who = " + ".join(digest.speakers) or "not resolved"
    line = Text.assemble(
        (f"{name}  ", "bold"),
        visible(digest.proposition or digest.words),
        (f"  {visible(who)}, {digest.certainty}", "dim"),
    )
    return _indent(line, 2)


def _pairing(pairing: Pairing, *, colour: bool) -> Iterator[RenderableType]:
    how = f"{pairing.rule} {pairing.score:.2f}" if pairing.rule == "words" or pairing.score < 1 else pairing.rule
    yield _indent(
        Text.assemble((arrow(pairing), "bold"), "  ", (verdict(pairing), _tone(pairing)), (f"  [{how}]", "dim")), 2
    )
    for change in pairing.changes:
        yield _indent(_change(change, colour=colour), 4)


_TONES = {"reversed": "bold red", "weakened": "yellow", "strengthened": "cyan", "quotation altered": "bold red"}


def _tone(pairing: Pairing) -> str:
    return next((_TONES[change.rule] for change in pairing.changes if change.rule in _TONES), "")


def _change(change: Change, *, colour: bool) -> Text:
    line = Text(f"{change.axis:<{_LABEL}}", style="dim")
    if change.claims:
        line.append(f"{change.claims[0]} → {change.claims[1]}: ", style="dim")
    if change.edits:
        if change.axis == "condition" and change.baseline and change.later:
            before, after = change.baseline.words, change.later.words
            if before.partition(":")[0] != after.partition(":")[0]:
                line.append(f"{before.partition(':')[0]} → {after.partition(':')[0]}: ", style="default")
        line.append_text(woven(change, colour=colour))
        return line
    values = [visible(side.words) if side else "—" for side in (change.baseline, change.later)]
    line.append(f"{values[0]} → {values[1]}", style="default not dim")
    return line


def woven(change: Change, *, colour: bool) -> Text:
    """The words of both sides in one line: deleted ones struck out, inserted ones marked."""
    return _woven(spaced(runs(change)), colour=colour)


def _woven(words: Iterable[Run], *, colour: bool, plain: str = "") -> Text:
    line = Text(style="default not dim")
    for mark, text in words:
        before, after = ("", "") if colour else _BRACKETS[mark]
        line.append(before + visible(text) + after, style=f"{STYLES[mark] or plain} not dim")
    return line


# --- what was carried ------------------------------------------------------------------------------------------------


def carried(found: Carried, *, colour: bool, unchanged: bool = False) -> RenderableType:
    """
    Where a report's claims went: those that are lost or unsure first, then edited and moved ones with their words.

    Args:
        found: The report that was carried.
        colour: Whether colours can show what was deleted and inserted; brackets do otherwise.
        unchanged: Whether claims that stand as they were are shown with their words.
    """
    text = found.report.document.text or ""
    lines = LineIndex(text)
    contents: dict[str, list[AnchorOutcome]] = {}
    for each in found.outcomes:
        if each.role == "content" and each.claim is not None:
            contents.setdefault(each.claim, []).append(each)
    parts: list[RenderableType] = [
        Text.assemble((found.baseline, "bold"), " → ", (found.report.id, "bold")),
        Text(" · ".join(carried_counts(found))),
    ]
    # What is told as edited anyway is not told as unchanged; what it lacks, the next section says.
    incomplete = found.incomplete
    if found.by_quotes:
        parts.append(Text("the old text is not at hand: which sentences are new cannot be told", style="yellow"))
    for status in ("lost", "ambiguous", "edited", "moved", "exact"):
        if status == "exact":
            parts.extend(_incomplete(found))
        told_already = incomplete if status in ("exact", "moved") else ()
        claims = [claim for claim in found.claims if claim.status == status and claim.claim not in told_already]
        if not claims:
            continue
        parts.append(_heading({"exact": "Unchanged"}.get(status, status)))
        if status == "exact" and not unchanged:
            parts.append(_indent(Text(", ".join(claim.claim for claim in claims)), 2))
            continue
        for claim in claims:
            told = f"  confidence {claim.confidence:.2f}" if status in ("edited", "moved") else ""
            parts.append(_indent(Text.assemble((claim.claim, "bold"), (told, "dim")), 2))
            parts.extend(
                _indent(line, 4)
                for each in contents.get(claim.claim, ())
                for line in _outcome(each, text, lines, colour=colour)
            )
    left = [
        each for each in found.left_behind if each.what not in ("claim", "content") and each.claim not in incomplete
    ]
    if left:
        parts.append(_heading("Left behind"))
        for item in left:
            of = f" of {item.claim}" if item.claim is not None else ""
            parts.append(_indent(Text(visible(f"{item.what}{of}: {item.reason}")), 2))
    if found.fresh:
        parts.append(_heading("New sentences"))
        parts.extend(_new_sentences(found))
    return Group(*parts)


def _incomplete(found: Carried) -> Iterator[RenderableType]:
    """The claims that were placed and lack something they had, each with what and why."""
    if found.incomplete:
        yield _heading("Incomplete")
    for name in found.incomplete:
        yield _indent(Text(name, style="bold"), 2)
        for left in found.left_behind:
            if left.claim == name:
                yield _indent(Text(visible(f"{left.what}: {left.reason}")), 4)


def new_sentences(found: Carried) -> RenderableType:
    """The sentences of the new text that are new, or whose claims are gone, under their heading."""
    return Group(*([_heading("New sentences"), *_new_sentences(found)] if found.fresh else []))


def _new_sentences(found: Carried) -> Iterator[RenderableType]:
    text = found.report.document.text or ""
    lines = LineIndex(text)
    for span in found.fresh:
        yield _indent(Text.assemble((f"{lines(span.start)[0]}: ", "dim"), visible(span.of(text))), 2)


def _outcome(found: AnchorOutcome, text: str, lines: LineIndex, *, colour: bool) -> Iterator[Text]:
    outcome = found.outcome
    if outcome.span is None:
        yield Text.assemble("− ", f"“{visible(found.anchor.exact)}”", (f"  {outcome.rule}", "dim"))
        for span in outcome.candidates[:_SHOWN_CANDIDATES]:
            line = Text.assemble("? ", (f"{lines(span.start)[0]}: ", "dim"))
            yield line.append_text(_placed(text, span, [Run("same", span.of(text))], colour=colour))
        if len(outcome.candidates) > _SHOWN_CANDIDATES:
            yield Text(f"  and {len(outcome.candidates) - _SHOWN_CANDIDATES} more", style="dim")
        return
    woven_words = spaced(carried_runs(outcome, text))
    yield Text(f"{lines(outcome.span.start)[0]}: ", style="dim").append_text(
        _placed(text, outcome.span, woven_words, colour=colour)
    )


_SHOWN_CANDIDATES = 5  # more would push the next claim off the screen; the JSON has them all
_AROUND = 40  # code points of context on either side: half a line


def _placed(text: str, span: Span, words: Iterable[Run], *, colour: bool) -> Text:
    """Words in the context where they stand, what changed among them marked."""
    start, end = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
    before, after = text[start : span.start], text[span.end : end]
    before = before.rpartition("\n")[2] if "\n" in before else ("…" if start else "") + before
    after = after.partition("\n")[0] if "\n" in after else after + ("…" if end < len(text) else "")
    line = Text(style="default not dim")
    line.append(visible(before), style="dim")
    line.append_text(_woven(words, colour=colour, plain="bold"))
    line.append(visible(after), style="dim")
    return line


# --- a report --------------------------------------------------------------------------------------------------------


def report(found: Report, *, colour: bool) -> RenderableType:
    """
    A report: each claim with its words in context, then what no claim covers.

    Args:
        found: The report.
        colour: Whether colours can show the roles of words; brackets mark the content otherwise.
    """
    text = found.document.text
    title = f"  {visible(found.document.title)}" if found.document.title else ""
    speakers = {speaker.id: speaker.name for speaker in found.speakers}
    parts: list[RenderableType] = [
        Text.assemble((found.id, "bold"), title),
        Text(f"{len(found.claims)} claims · {len(found.speakers)} speakers", style="dim"),
    ]
    if text is None:
        parts.append(Text("the text is not at hand: quotes only", style="yellow"))
    lines = LineIndex(text) if text is not None else None
    ordered = sorted(found.claims, key=lambda claim: (min(piece.span.start for piece in claim.content), claim.id))
    for claim in ordered:
        who = " + ".join(speakers.get(name, name) for name in claim.attribution.speakers) or "not resolved"
        for relay in claim.attribution.via:
            who += " < " + (" + ".join(speakers.get(name, name) for name in relay.speakers) or "not resolved")
        place = f"{lines(claim.content[0].span.start)[0]}: " if lines is not None else ""
        head = Text.assemble(
            (place, "dim"), (claim.id, "bold"), f"  {claim.kind}  {claim.certainty}  ", (visible(who), "cyan")
        )
        parts.append(Padding(head, (1, 0, 0, 0)))
        parts.append(
            _indent(
                _in_context(claim, text, colour=colour) if text is not None else Text(f"“{visible(claim.quote)}”"), 4
            )
        )
        if claim.proposition is not None:
            parts.append(_indent(Text(f"= {visible(claim.proposition)}"), 4))
        parts.extend(
            _indent(Text(f"{condition.sense}: {visible(condition.anchor.exact)}", style="yellow"), 4)
            for condition in claim.conditions
        )
        parts.extend(_indent(Text(told, style="dim"), 4) for told in asides(claim))
    if text is not None and lines is not None:
        bare = uncovered(found)
        if bare:
            parts.append(_heading("Covered by no claim"))
            for span in bare:
                told = Text.assemble((f"{lines(span.start)[0]}: ", "dim"), visible(span.of(text)))
                parts.append(_indent(told, 2))
    return Group(*parts)


def _in_context(claim: Claim, text: str, *, colour: bool) -> Text:
    """The sentences that the claim's content touches, its anchors styled by role."""
    roles = [(role, anchor.span) for role, anchor in anchors(claim)]
    start = min(anchor.span.start for anchor in claim.content)
    end = max(anchor.span.end for anchor in claim.content)
    start, end = _sentence_bounds(text, start, end)
    opening, closing = ({piece.span.start for piece in claim.content}, {piece.span.end for piece in claim.content})
    line = Text(style="dim")
    cuts = sorted({start, end, *(cut for _, span in roles for cut in (span.start, span.end) if start < cut < end)})
    for left, right in itertools.pairwise(cuts):
        here = [role for role, span in roles if span.start <= left and right <= span.end]
        told = visible(text[left:right])
        if not colour:
            told = ("⟦" if left in opening else "") + told + ("⟧" if right in closing else "")
        line.append(
            told,
            style=" ".join(["not dim", *(_ROLES[role] for role in dict.fromkeys(here))]) if here else "dim",
        )
    return line


_CONTEXT_LIMIT = 300  # code points: a sentence is rarely longer, and a text without any is not shown whole


def _sentence_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    left = max((text.rfind(mark, 0, start) + len(mark) for mark in ("\n", ". ") if mark in text[:start]), default=0)
    right = min((at for at in (text.find("\n", end), text.find(". ", end)) if at >= 0), default=len(text))
    return max(left, start - _CONTEXT_LIMIT), min(right + 1, end + _CONTEXT_LIMIT, len(text))
