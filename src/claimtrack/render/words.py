"""What every rendering shares: words made safe to show, word-level differences, and verdicts in a few words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.anchoring import Carried, Outcome
    from claimtrack.comparison import Change, Comparison, Contradiction, Evidence, Note, Pairing
    from claimtrack.model import Claim

Mark = Literal["same", "deleted", "inserted"]

# Control characters, and marks that turn the direction of writing: a document must not steer the terminal or make
# words look like others. Line ends and tabs become spaces: an excerpt is one line.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_BREAKS = re.compile(r"[ \t\r\n\u2028\u2029]+")


def visible(text: str, *, lines: bool = False) -> str:
    """*text* with control characters written as escapes; on one line unless *lines* are to be kept."""
    safe = _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text.replace("\r\n", "\n"))
    return safe if lines else _BREAKS.sub(" ", safe)


class Run(NamedTuple):
    """A run of words that is on both sides, or on one of them only."""

    mark: Mark
    text: str


def runs(change: Change) -> Iterator[Run]:
    """The words of both sides woven together, in order, with what was deleted and what was inserted."""
    if change.baseline is None or change.later is None:
        for mark, side in (("deleted", change.baseline), ("inserted", change.later)):
            if side is not None:
                yield Run(mark, side.words)  # type: ignore[arg-type]
        return
    pieces = _pieces(change.baseline)
    piece, at = 0, pieces[0][0] if pieces else 0
    for edit in change.edits:
        for span in edit.baseline.spans:
            while piece < len(pieces) and span.start > pieces[piece][0] + len(pieces[piece][1]):
                yield from _rest(pieces[piece], at)
                piece += 1
                at = pieces[piece][0] if piece < len(pieces) else at
                yield Run("same", " … ")
            if piece >= len(pieces):
                break
            start, text = pieces[piece]
            yield Run("same", text[at - start : span.start - start])
            if span.end > span.start:
                yield Run("deleted", text[span.start - start : span.end - start])
            at = span.end
        if edit.later.words:
            yield Run("inserted", edit.later.words)
    while piece < len(pieces):
        yield from _rest(pieces[piece], at)
        piece += 1
        if piece < len(pieces):
            at = pieces[piece][0]
            yield Run("same", " … ")


def carried_runs(outcome: Outcome, text: str) -> Iterator[Run]:
    """
    The words of a carried anchor as they stand in the new *text*, woven with those that are gone.

    Args:
        outcome: Where it went; it has a place.
        text: The new text.
    """
    edits = sorted(outcome.edits, key=lambda edit: (edit.new, edit.old))
    number = 0
    for index, piece in enumerate(outcome.spans):
        if index:
            yield Run("same", " … ")
        at = piece.start
        last = index == len(outcome.spans) - 1
        while number < len(edits) and (edits[number].new.start <= piece.end or last):
            edit = edits[number]
            number += 1
            start = min(max(edit.new.start, at), piece.end)
            yield Run("same", text[at:start])
            if edit.before:
                if start > piece.start and not text[start - 1].isspace():
                    yield Run("same", " ")
                yield Run("deleted", edit.before)
            at = min(max(edit.new.end, start), piece.end)
            if at > start:
                yield Run("inserted", text[start:at])
        yield Run("same", text[at : piece.end])


def _pieces(evidence: Evidence) -> list[tuple[int, str]]:
    """The pieces of an evidence with where each starts; its words join them by an ellipsis between spaces."""
    pieces, at = [], 0
    for span in evidence.spans:
        pieces.append((span.start, evidence.words[at : at + len(span)]))
        at += len(span) + len(" … ")
    return pieces


def _rest(piece: tuple[int, str], at: int) -> Iterator[Run]:
    start, text = piece
    if text[max(0, at - start) :]:
        yield Run("same", text[max(0, at - start) :])


def spaced(woven: Iterator[Run]) -> list[Run]:
    """*woven* with a space wherever two runs would touch though their words are apart."""
    found: list[Run] = []
    for run in woven:
        if not run.text:
            continue
        if (
            found
            and not found[-1].text[-1].isspace()
            and not run.text[0].isspace()
            and (run.mark == "inserted" or (found[-1].mark == "inserted" and run.text[0].isalnum()))
        ):
            found.append(Run("same", " "))
        found.append(run)
    return found


def verdict(pairing: Pairing) -> str:
    """What became of a claim, in the words of the rules; ``unchanged`` if nothing did."""
    return " · ".join(dict.fromkeys(change.rule for change in pairing.changes)) or "unchanged"


def arrow(pairing: Pairing) -> str:
    """The claim ids of both sides."""
    return f"{' + '.join(pairing.baseline)} → {' + '.join(pairing.later)}"


def relation(comparison: Comparison) -> str:
    """What the later text is to the baseline's, and what helped to pair the claims."""
    how = "a version of the same work" if comparison.relation == "version" else "another text"
    return how + (f", encoder {visible(comparison.encoder)}" if comparison.encoder is not None else "")


def counted(number: int, word: str) -> str:
    """ "1 claim", "2,000 claims"."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def counts(comparison: Comparison) -> list[str]:
    """How many claims went which way, each count with its word; what is none is left out, save the pairs."""
    changed = len(comparison.changed())
    total = len(comparison.pairings)
    told = [f"{total} paired ({total - changed} unchanged, {changed} changed)"]
    for number, word in (
        (len(comparison.undecided), "undecided"),
        (len(comparison.added), "added"),
        (len(comparison.dropped), "dropped"),
        (len(comparison.not_mentioned), "not mentioned"),
        (len(comparison.contradictions), "contradicted"),
        (sum(link.type == "corrects" for link in comparison.corrections), "corrected"),
        (sum(link.type == "retracts" for link in comparison.corrections), "retracted"),
    ):
        if number:
            told.append(f"{number} {word}")
    return told


def opposed(link: Contradiction) -> str:
    """Why two claims cannot both hold: the rule, and the words of both sides."""
    words = [side.words for side in (link.evidence_baseline, link.evidence_later) if side is not None]
    return link.rule + (": " + " / ".join(f"“{word}”" for word in words) if words else "")


def note(found: Note) -> str:
    """What a note says, and of what."""
    from claimtrack.comparison import NOTES  # what imports the comparison is the command that has made one

    words = [side.words for side in (found.baseline, found.later) if side is not None]
    return f"{found.rule}" + (f" ({' / '.join(words)})" if words else "") + f": {NOTES[found.rule]}"


def carried_counts(found: Carried) -> list[str]:
    """How many claims of a carried report went which way, and how many sentences are new."""
    total = Counter(claim.status for claim in found.claims)
    told = [f"{len(found.report.claims)} of {len(found.claims)} claims carried"]
    told += [
        f"{total[status]} {status}" for status in ("exact", "moved", "edited", "ambiguous", "lost") if total[status]
    ]
    if found.incomplete:
        told.append(f"{len(found.incomplete)} incomplete")
    if found.fresh:
        told.append(f"{len(found.fresh)} new sentence{'' if len(found.fresh) == 1 else 's'}")
    return told


def asides(claim: Claim) -> Iterator[str]:
    """What a claim has beside its words, source, certainty and conditions, a line each."""
    if claim.likelihood is not None:
        term = f" ({claim.likelihood.term}, {claim.likelihood.scale})" if claim.likelihood.term else ""
        yield f"likelihood {claim.likelihood.low:g} to {claim.likelihood.high:g}{term}"
    if claim.time:
        yield "time " + ", ".join(str(time.value) for time in claim.time)
    for relation in claim.relations:
        yield f"{relation.type} {relation.target}"
    for assessment in claim.assessments:
        yield f"assessed {visible(assessment.label)} ({assessment.rating:g}) by {visible(assessment.author)}"
