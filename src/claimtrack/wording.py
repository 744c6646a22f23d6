"""What a rewording did to a claim: negated, hedged, other numbers, dates, names or conditions; with the rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from attrs import frozen

from claimtrack.alignment import matching_words
from claimtrack.language import FUNCTION_WORDS, Cue, Wording, lemma
from claimtrack.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimtrack.text import Span

DifferenceAxis = Literal["polarity", "certainty", "quantity", "time", "name", "condition", "wording"]

RULES: dict[str, tuple[DifferenceAxis, str]] = {
    "negation added": ("polarity", "the words negate what they did not"),
    "negation removed": ("polarity", "the words do not negate any more"),
    "hedge added": ("certainty", "the words leave room for doubt"),
    "hedge removed": ("certainty", "the words leave no such room any more"),
    "hedged more": ("certainty", "a weaker expression: from probable to possible, from a vow to a plan"),
    "hedged less": ("certainty", "a stronger expression: from possible to probable, from a plan to a vow"),
    "now planned": ("time", "what was told as done is told as still to come"),
    "now done": ("time", "what was still to come is told as done"),
    "quantity changed": ("quantity", "another number, unit, range or approximation"),
    "quantity added": ("quantity", "there is a number now"),
    "quantity removed": ("quantity", "there is no number any more"),
    "limited": ("quantity", "of fewer: from all to some"),
    "generalised": ("quantity", "of more: from some to all"),
    "time changed": ("time", "another date"),
    "time added": ("time", "there is a date now"),
    "time removed": ("time", "there is no date any more"),
    "name changed": ("name", "another name in the same place"),
    "name added": ("name", "one more name"),
    "name removed": ("name", "a name less"),
    "condition added": ("condition", "the words hang on something now"),
    "condition removed": ("condition", "the words hung on something"),
    "condition changed": ("condition", "the words hang on something else"),
    "quotation altered": ("wording", "a direct quotation, and its words differ"),
}
"""Every rule of a difference: its axis and what it says."""

ALIKE = 0.5
"""Of wordings that share fewer of their words, what only one of them mentions is no change: they tell different things."""


@frozen(kw_only=True)
class Words:
    """Words of one wording and where they stand, in code points."""

    words: str
    span: Span


@frozen(kw_only=True)
class Difference:
    """
    One typed difference between two wordings.

    Args:
        axis: What differs.
        rule: One of `RULES`.
        old, new: The words on either side; None where a side has none.
    """

    axis: DifferenceAxis
    rule: str
    old: Words | None = None
    new: Words | None = None


class _Item(Protocol):
    words: str
    span: Span

    def agrees(self, other: Any) -> bool: ...


T = TypeVar("T")


def differences(
    old: str, new: str, *, old_offset: int = 0, new_offset: int = 0, direct: bool = False
) -> tuple[Difference, ...]:
    """
    What differs between two wordings of a claim, in English.

    Noise and style yield nothing: quotes, dashes, blanks, "ten" for "10", "1.6bn" for "£1.6 billion", "Starmer" for
    "Keir Starmer".

    Args:
        old, new: The two wordings.
        old_offset, new_offset: Where they stand in their documents; spans are shifted by them (code points).
        direct: Whether both are direct quotations, in which every other word counts.

    Returns:
        The differences in the order of `RULES`, then of the text.
    """
    if old == new or plain(old) == plain(new):
        return ()
    ours, theirs = Wording(old, old_offset), Wording(new, new_offset)
    found = [
        *_cues(ours, theirs),
        *_aspect(ours, theirs),
        *_quantities(ours, theirs),
        *_times(ours, theirs),
        *_names(ours, theirs),
        *_conditions(ours, theirs),
    ]
    if direct and ours.folded != theirs.folded and ours.tokens and theirs.tokens:
        found.append(
            _difference(
                "quotation altered",
                Words(words=old, span=ours.span(0, len(ours.tokens))),
                Words(words=new, span=theirs.span(0, len(theirs.tokens))),
            )
        )
    order = list(RULES)
    return tuple(sorted(found, key=lambda each: (order.index(each.rule), _start(each.old), _start(each.new))))


def _start(words: Words | None) -> int:
    return -1 if words is None else words.span.start


def _difference(rule: str, old: _Item | Words | None, new: _Item | Words | None) -> Difference:
    shown = [None if side is None else Words(words=side.words, span=side.span) for side in (old, new)]
    return Difference(axis=RULES[rule][0], rule=rule, old=shown[0], new=shown[1])


def _alike(ours: Wording, theirs: Wording) -> bool:
    """Whether the wordings share enough for what only one has to mean something."""
    kept = sum(block.size for block in matching_words(ours.folded, theirs.folded))
    return kept >= ALIKE * min(len(ours.folded), len(theirs.folded))


def _stems(wording: Wording) -> set[str]:
    return {lemma(word) for word in wording.folded if word not in FUNCTION_WORDS}


# --- negation, hedges, quantifiers --------------------------------------------------------------------------------------


def _cues(ours: Wording, theirs: Wording) -> Iterator[Difference]:
    stems = _stems(ours), _stems(theirs)
    close = _alike(ours, theirs)

    def left(kind: str) -> tuple[list[Cue], list[Cue]]:
        """The cues of a kind that the other side does not have over the same word."""
        before = [cue for cue in ours.cues if cue.kind == kind]
        after = [cue for cue in theirs.cues if cue.kind == kind]
        return _unmatched(before, after, lambda one, other: (one.level, one.scope) == (other.level, other.scope))

    def reaches(cue: Cue, other: set[str]) -> bool:
        return close or (bool(cue.scope) and cue.scope in other)

    before, after = left("negation")
    # Two negations that only reach another word are one that was worded otherwise, unless both words stand in both.
    before, after = _unmatched(
        before, after, lambda one, other: not (one.scope in stems[1] and other.scope in stems[0])
    )
    for cue in before:
        if reaches(cue, stems[1]):
            yield _difference("negation removed", cue, None)
    for cue in after:
        if reaches(cue, stems[0]):
            yield _difference("negation added", None, cue)
    for kind, added, removed in (("hedge", "hedge added", "hedge removed"), ("commitment", "", "")):
        before, after = left(kind)
        for one, other in _paired(before, after):
            if one.level != other.level and 3 not in (one.level * (kind == "hedge"), other.level * (kind == "hedge")):
                ranks = _rank(one), _rank(other)
                if ranks[0] != ranks[1]:
                    yield _difference("hedged less" if ranks[1] > ranks[0] else "hedged more", one, other)
            elif one.level != other.level:
                yield _difference("hedged less" if _rank(other) > _rank(one) else "hedged more", one, other)
        if added:
            for cue in before[len(after) :]:
                if reaches(cue, stems[1]):
                    yield _difference("hedged more" if cue.level == 3 else removed, cue, None)
            for cue in after[len(before) :]:
                if reaches(cue, stems[0]):
                    yield _difference("hedged less" if cue.level == 3 else added, None, cue)
    before, after = left("quantifier")
    for one, other in _paired(before, after):
        if one.level != other.level:
            yield _difference("limited" if other.level < one.level else "generalised", one, other)
    if close:
        for cue in before[len(after) :]:
            if cue.level == 4:
                yield _difference("limited", cue, None)
            elif cue.scope in stems[1]:
                yield _difference("generalised", cue, None)
        for cue in after[len(before) :]:
            if cue.level == 4:
                yield _difference("generalised", None, cue)
            elif cue.scope in stems[0]:
                yield _difference("limited", None, cue)


def _rank(cue: Cue) -> float:
    """How much a speaker commits to with this cue; hearsay stands between the possible and the probable."""
    return 1.5 if cue.kind == "hedge" and cue.level == 0 else float(cue.level)


def _unmatched(before: Iterable[T], after: Iterable[T], same: Any) -> tuple[list[T], list[T]]:
    rest, left = list(after), []
    for one in before:
        twin = next((other for other in rest if same(one, other)), None)
        if twin is None:
            left.append(one)
        else:
            rest.remove(twin)
    return left, rest


def _paired(before: Sequence[T], after: Sequence[T]) -> list[tuple[T, T]]:
    return list(zip(before, after, strict=False))


# --- done and planned ---------------------------------------------------------------------------------------------------


def _aspect(ours: Wording, theirs: Wording) -> Iterator[Difference]:
    """A verb in both that is told as done on one side and as still to come on the other."""
    verbs: dict[str, list[int]] = {}
    for number, word in enumerate(theirs.folded):
        verbs.setdefault(lemma(word), []).append(number)
    seen = set()
    for number, word in enumerate(ours.folded):
        stem = lemma(word)
        if word in FUNCTION_WORDS or stem in seen or stem not in verbs:
            continue
        seen.add(stem)
        other = verbs[stem][0]
        done = _done(ours, number), _done(theirs, other)
        planned = ours.planned(number), theirs.planned(other)
        if done[0] and planned[1] and not done[1]:
            yield _difference("now planned", _verb(ours, number), _verb(theirs, other))
        elif planned[0] and done[1] and not done[0]:
            yield _difference("now done", _verb(ours, number), _verb(theirs, other))


def _done(wording: Wording, number: int) -> bool:
    word = wording.folded[number]
    before = wording.folded[max(0, number - 3) : number]
    past = word.endswith("ed") or any(each in {"has", "have", "had"} for each in before)
    return past and not wording.planned(number)


def _verb(wording: Wording, number: int) -> Words:
    """The verb with the auxiliaries before it."""
    start = number
    while start > 0 and number - start < 4 and wording.folded[start - 1] in _AUXILIARIES:
        start -= 1
    return Words(words=wording.words(start, number + 1), span=wording.span(start, number + 1))


_AUXILIARIES = frozenset(
    "will would shall has have had been be was were is are to plans plan planned going set due".split()
)  # noqa: SIM905


# --- quantities, dates, names -------------------------------------------------------------------------------------------


def _quantities(ours: Wording, theirs: Wording) -> Iterator[Difference]:
    before, after = _unmatched(ours.quantities, theirs.quantities, lambda one, other: one.agrees(other))
    yield from _changed("quantity", before, after, only=_alike(ours, theirs))


def _times(ours: Wording, theirs: Wording) -> Iterator[Difference]:
    before, after = _unmatched(ours.dates, theirs.dates, lambda one, other: one.agrees(other))
    pairs = []
    for one in list(before):
        other = next((each for each in after if one.comparable(each)), None)
        if other is not None:
            pairs.append((one, other))
            before.remove(one)
            after.remove(other)
    yield from (_difference("time changed", one, other) for one, other in pairs)
    if before and after:
        return  # "Monday" and "15 December" may be one day
    yield from _changed("time", before, after, only=_alike(ours, theirs))


def _changed(axis: str, before: Sequence[_Item], after: Sequence[_Item], *, only: bool) -> Iterator[Difference]:
    for one, other in _paired(before, after):
        yield _difference(f"{axis} changed", one, other)
    if only:
        yield from (_difference(f"{axis} removed", one, None) for one in before[len(after) :])
        yield from (_difference(f"{axis} added", None, other) for other in after[len(before) :])


def _names(ours: Wording, theirs: Wording) -> Iterator[Difference]:
    """Names in the place of others, and names more or less where the rest stayed; a pronoun for a name is style."""
    before, after = _unmatched(ours.names, theirs.names, lambda one, other: one.agrees(other))
    if not before and not after:
        return
    kept = matching_words(ours.folded, theirs.folded)
    ends = [*kept, (len(ours.folded), len(theirs.folded), 0)]
    i = j = 0
    for x, y, size in ends:
        mine = [name for name in before if _within(ours, name.span, i, x)]
        their = [name for name in after if _within(theirs, name.span, j, y)]
        for one, other in _paired(mine, their):
            if not _known(one.parts, theirs) and not _known(other.parts, ours):
                yield _difference("name changed", one, other)
        if _alike(ours, theirs) and not (mine and their):
            # "Ukraine's skies" and "its skies": a name for a pronoun, or for a description, is no other name.
            if mine and j == y:
                yield from (_difference("name removed", one, None) for one in mine if not _known(one.parts, theirs))
            if their and i == x:
                yield from (_difference("name added", None, one) for one in their if not _known(one.parts, ours))
        i, j = x + size, y + size


def _within(wording: Wording, span: Span, start: int, end: int) -> bool:
    return start < end and wording.span(start, end).overlaps(span)


def _known(parts: Sequence[str], wording: Wording) -> bool:
    """Whether the words of a name stand there, in whatever case or as a part of a word in another form."""
    told = {re.sub(r"'s?$", "", word) for word in wording.folded}
    return any(part in told for part in parts)


# --- conditions ---------------------------------------------------------------------------------------------------------


def _conditions(ours: Wording, theirs: Wording) -> Iterator[Difference]:
    before = [cue for cue in ours.cues if cue.kind == "condition"]
    after = [cue for cue in theirs.cues if cue.kind == "condition"]
    told = {cue.span: {lemma(token) for token in _told(cue)} for cue in (*before, *after)}

    def same(one: Cue, other: Cue) -> bool:
        shared, total = told[one.span] & told[other.span], told[one.span] | told[other.span]
        return one.sense == other.sense and len(shared) >= 0.5 * len(total)

    before, after = _unmatched(before, after, same)
    yield from _changed("condition", before, after, only=_alike(ours, theirs))


def _told(cue: Cue) -> list[str]:
    return [word for word in Wording(cue.words).folded if word not in FUNCTION_WORDS]
