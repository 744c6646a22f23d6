"""What changed beside a claim in a text that nobody annotated: words around it, words in the place of a field."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
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

    Args:
        baseline: The report whose claims were carried.
        carried: What became of them; its report is the later one.
    """

    def __init__(self, baseline: Report, carried: Carried) -> None:
        later = carried.report
        self._reports = baseline, later
        self._texts = tuple(report.document.text or "" for report in self._reports)
        language = later.document.language or baseline.document.language or "en"  # as the claims were carried
        self._sentences = tuple(sentences(text, language) if all(self._texts) else () for text in self._texts)
        self._ends = tuple([span.end for span in side] for side in self._sentences)
        self._covered = tuple(
            sorted(piece.span for claim in report.claims for piece in claim.content) for report in self._reports
        )
        self._reach = tuple(list(accumulate((span.end for span in side), max)) for side in self._covered)
        self._lost: dict[tuple[str | None, str], list[Span]] = {}
        for each in carried.outcomes:
            if each.outcome.status == "lost":
                self._lost.setdefault((each.claim, each.role), []).append(each.anchor.span)

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
        spans = self._sentences[side]
        touched: set[int] = set()
        for piece in claim.content:
            touched.update(range(*self._touched(side, piece.span)))
        if not touched or max(touched) - min(touched) >= len(touched):
            return None
        return Span(spans[min(touched)].start, spans[max(touched)].end)

    def _is_content(self, side: int, span: Span) -> bool:
        before = bisect_left(self._covered[side], span.end, key=lambda other: other.start)
        return before > 0 and self._reach[side][before - 1] > span.start

    def retold(self, pairing: Pairing) -> Pairing:
        """
        *pairing* with each condition and time that was lost on the way told by the words that took its place.

        That the field of a carried claim is empty is nobody's verdict: other words may stand there.
        """
        if len(pairing.baseline) > 1 or len(pairing.later) > 1:
            return pairing
        changes = list(pairing.changes)
        axes: tuple[Axis, ...] = ("condition", "time")
        for axis in axes:
            lost = self._lost.get((pairing.baseline[0], axis), [])
            told = {span: self._replaced(axis, span, pairing.later[0]) for span in lost}
            for change in [each for each in changes if each.rule == f"{axis} removed"]:
                # A condition's change says where it stood; that of the times is one for all of them.
                places = change.baseline.spans if change.baseline is not None else ()
                its = [told[span] for span in lost if axis == "time" or span in places]
                if its and all(its):
                    changes.remove(change)
                    changes += [each for each in dict.fromkeys(its) if each is not None and each not in changes]
        return evolve(pairing, changes=sorted_changes(changes))

    def _replaced(self, axis: Axis, lost: Span, name: str) -> Change | None:
        """What the words say changed where those at *lost* stood, if others stand there now."""
        from claimtrack.language import Wording
        from claimtrack.wording import differences

        if not all(self._texts):
            return None
        old, new = self._texts
        content = [piece.span for piece in self._reports[1].claim(name).content]
        before, after = self._sentences_of(0, [lost]), self._sentences_of(1, content)
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

    def _sentences_of(self, side: int, touched: Sequence[Span]) -> Span:
        """From the first to the last of the sentences that spans touch."""
        found = list(touched)
        for span in touched:
            first, last = self._touched(side, span)
            found += self._sentences[side][first:last]
        return Span(min(each.start for each in found), max(each.end for each in found))

    def _touched(self, side: int, span: Span) -> tuple[int, int]:
        """The numbers of the sentences that a span touches (half-open)."""
        ends = self._ends[side]
        first, last = bisect_right(ends, span.start), bisect_left(ends, span.end)
        return first, min(last, len(ends) - 1) + 1


_AROUND = frozenset({"polarity", "certainty", "condition", "name"})


def _in_text(axis: Axis, rule: str, old: Cue | Words, new: Cue | Words) -> Change:
    sides = [Evidence(words=side.words, spans=(side.span,)) for side in (old, new)]
    return Change(axis=axis, rule=rule, baseline=sides[0], later=sides[1])
