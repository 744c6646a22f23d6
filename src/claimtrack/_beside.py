"""What changed beside a claim in a text that nobody annotated: words around it, words in the place of a field."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from attrs import evolve

from claimtrack._changes import AGREES
from claimtrack._verdicts import Change, Evidence, sorted_changes
from claimtrack.text import Span, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack._verdicts import Axis, Pairing
    from claimtrack.anchoring import Carried
    from claimtrack.language import Cue
    from claimtrack.model import Claim, Report
    from claimtrack.wording import Words


class Around:
    """
    What changed in the sentences of a claim outside of every claim's content.

    Nobody annotated the later text: a condition, a denial or another speaker's name beside words that stayed would
    show in no field.
    """

    def __init__(self, baseline: Report, later: Report) -> None:
        self._reports = baseline, later
        self._texts = tuple(report.document.text or "" for report in self._reports)
        language = later.document.language or baseline.document.language or "en"  # as the claims were carried
        self._sentences = tuple(sentences(text, language) if all(self._texts) else () for text in self._texts)
        self._ends = tuple([span.end for span in side] for side in self._sentences)
        self._covered = tuple(
            sorted(piece.span for claim in report.claims for piece in claim.content) for report in self._reports
        )

    def told(self, pairing: Pairing) -> Pairing:
        """*pairing* with these changes, if its claims are one each and both texts are at hand."""
        if len(pairing.baseline) > 1 or len(pairing.later) > 1 or not all(self._texts):
            return pairing
        from claimtrack.wording import differences

        places = [
            self._place(side, self._reports[side].claim(name))
            for side, name in enumerate((pairing.baseline[0], pairing.later[0]))
        ]
        old, new = places
        if old is None or new is None:
            return pairing
        changes = list(pairing.changes)
        for found in differences(
            old.of(self._texts[0]), new.of(self._texts[1]), old_offset=old.start, new_offset=new.start
        ):
            rules = {change.rule for change in changes}
            if found.axis not in _AROUND or found.rule in rules or AGREES.get(found.rule, frozenset()) & rules:
                continue
            sides = found.old, found.new
            if any(words_ is not None and self._is_content(side, words_.span) for side, words_ in enumerate(sides)):
                continue
            shown = [None if each is None else Evidence(words=each.words, spans=(each.span,)) for each in sides]
            changes.append(Change(axis=found.axis, rule=found.rule, baseline=shown[0], later=shown[1]))
        return evolve(pairing, changes=sorted_changes(changes))

    def _place(self, side: int, claim: Claim) -> Span | None:
        """The sentences that the content touches, if they stand side by side; None if others are between."""
        spans, ends = self._sentences[side], self._ends[side]
        touched: set[int] = set()
        for piece in claim.content:
            first, last = bisect_right(ends, piece.span.start), bisect_left(ends, piece.span.end)
            touched.update(range(first, min(last, len(spans) - 1) + 1))
        if not touched or max(touched) - min(touched) >= len(touched):
            return None
        return Span(spans[min(touched)].start, spans[max(touched)].end)

    def _is_content(self, side: int, span: Span) -> bool:
        return any(span.overlaps(other) for other in self._covered[side])


_AROUND = frozenset({"polarity", "certainty", "condition", "name"})


def retold(pairing: Pairing, baseline: Report, carried: Carried) -> Pairing:
    """
    *pairing* with each condition and time that was lost on the way told by the words that took its place.

    That the field of a carried claim is empty is nobody's verdict: other words may stand there.
    """
    if len(pairing.baseline) > 1 or len(pairing.later) > 1:
        return pairing
    changes = list(pairing.changes)
    axes: tuple[Axis, ...] = ("condition", "time")
    for axis in axes:
        lost = [
            each.anchor.span
            for each in carried.outcomes
            if (each.claim, each.role, each.outcome.status) == (pairing.baseline[0], axis, "lost")
        ]
        told = {span: _replaced(axis, span, pairing.later[0], baseline, carried) for span in lost}
        for change in [each for each in changes if each.rule == f"{axis} removed"]:
            # A condition's change says where it stood; that of the times is one for all of them.
            places = change.baseline.spans if change.baseline is not None else ()
            its = [told[span] for span in lost if axis == "time" or span in places]
            if its and all(its):
                changes.remove(change)
                changes += [each for each in dict.fromkeys(its) if each is not None and each not in changes]
    return evolve(pairing, changes=sorted_changes(changes))


def _replaced(axis: Axis, lost: Span, name: str, baseline: Report, carried: Carried) -> Change | None:
    """What the words say changed where those at *lost* stood, if others stand there now."""
    from claimtrack.language import Wording
    from claimtrack.wording import differences

    old, new = baseline.document.text, carried.report.document.text
    if old is None or new is None:
        return None
    content = [piece.span for piece in carried.report.claim(name).content]
    before, after = _around(old, [lost], baseline), _around(new, content, carried.report)
    found = differences(before.of(old), after.of(new), old_offset=before.start, new_offset=after.start)
    for each in found:
        if each.axis == axis and each.old is not None and each.old.span.overlaps(lost):
            return None if each.new is None else _in_text(axis, each.rule, each.old, each.new)
    # A condition in other words is none of the differences, and no less there.
    ours, theirs = (
        [cue for cue in Wording(span.of(text), span.start).cues if cue.kind == axis]
        for span, text in ((before, old), (after, new))
    )
    if len(ours) == len(theirs) == 1 and ours[0].span.overlaps(lost):
        return _in_text(axis, f"{axis} changed", ours[0], theirs[0])
    return None


def _in_text(axis: Axis, rule: str, old: Cue | Words, new: Cue | Words) -> Change:
    sides = [Evidence(words=side.words, spans=(side.span,)) for side in (old, new)]
    return Change(axis=axis, rule=rule, baseline=sides[0], later=sides[1])


def _around(text: str, spans: Sequence[Span], report: Report) -> Span:
    """The sentences that *spans* touch."""
    touched = [
        sentence
        for sentence in sentences(text, report.document.language or "en")
        if any(sentence.overlaps(span) for span in spans)
    ]
    touched += spans
    return Span(min(each.start for each in touched), max(each.end for each in touched))
