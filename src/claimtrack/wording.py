"""What a rewording did to a claim: negated, hedged, other numbers, dates, names or conditions; with the rule."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeVar

from attrs import frozen

from claimtrack._closed import listed
from claimtrack._names import offices
from claimtrack.alignment import matching_words
from claimtrack.language import (
    FUNCTION_WORDS,
    Cue,
    Moment,
    Name,
    Quantity,
    Wording,
    base,
    reporting_words,
    spelling,
    wording_of,
)
from claimtrack.text import Span, fold, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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

_OPPOSITES = (
    ("negation added", "negation removed"),
    ("hedge added", "hedge removed"),
    ("hedged more", "hedged less"),
    ("now planned", "now done"),
    ("quantity added", "quantity removed"),
    ("limited", "generalised"),
    ("time added", "time removed"),
    ("name added", "name removed"),
    ("condition added", "condition removed"),
)

INVERSE: dict[str, str] = {rule: rule for rule in RULES} | dict(_OPPOSITES) | {other: one for one, other in _OPPOSITES}
"""The rule of each rule's difference when the two wordings change sides."""

ALIKE = 0.5
"""Wordings that share fewer of the telling words of the shorter one tell different things: nothing is said of them."""

FEW_WORDS = 3
"""One shared word is enough for wordings of so many telling words at most: "Starmer resigned", "Schoof resigned"."""

SAME_CONDITION = 0.5
"""Conditions that share this part of their telling words are one: "if a ceasefire is reached", "given a ceasefire"."""


WINDOW = 100
"""So many of the items that are left on the other side are looked at for a partner: the work stays linear."""

MOST_NAMES = 300
"""Of wordings with more names than this on a side, names are not compared: no claim has as many."""


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

    def inverse(self) -> Difference:
        """The difference from *new* to *old*."""
        rule = INVERSE[self.rule]
        return Difference(axis=RULES[rule][0], rule=rule, old=self.new, new=self.old)


def differences(
    old: str, new: str, *, old_offset: int = 0, new_offset: int = 0, direct: bool = False
) -> tuple[Difference, ...]:
    """
    What differs between two wordings of a claim, in English.

    Noise and style yield nothing: quotes, dashes, blanks, "ten" for "10", "1.6bn" for "£1.6 billion", "Starmer" for
    "Keir Starmer". Nor do wordings that have little in common, where a difference would be a guess. Of another language
    only numbers in figures are compared. ``differences(new, old)`` has the same differences, each inverted.

    Args:
        old, new: The two wordings.
        old_offset, new_offset: Where they stand in their documents; spans are shifted by them (code points).
        direct: Whether both are direct quotations, in which every other word counts.

    Returns:
        The differences in the order of `RULES`, then of the text.
    """
    plain_old, plain_new = plain(old), plain(new)
    if plain_old == plain_new:
        return ()
    # Edit scripts and greedy matches depend on the side they start from: one orientation is computed, and turned.
    if (plain_new, new) < (plain_old, old):
        turned = differences(new, old, old_offset=new_offset, new_offset=old_offset, direct=direct)
        return _ordered(each.inverse() for each in turned)
    pair = _Pair(
        *(
            wording_of(text) if not offset else Wording(text, offset)
            for text, offset in ((old, old_offset), (new, new_offset))
        )
    )
    return _ordered([*_typed(pair), *(_quotation(pair) if direct else ())])


def _ordered(found: Iterable[Difference]) -> tuple[Difference, ...]:
    order = {rule: number for number, rule in enumerate(RULES)}
    return tuple(sorted(found, key=lambda each: (order[each.rule], _start(each.old), _start(each.new))))


def _start(words: Words | None) -> int:
    return -1 if words is None else words.span.start


def _typed(pair: _Pair) -> Iterator[Difference]:
    foreign = [wording.foreign for wording in pair]
    if all(foreign):
        yield from _figures(pair)
    if any(foreign) or not pair.close:
        return
    conditions = _conditions(pair)
    turned = _turned_with_unless(conditions, _negations(pair))
    yield from conditions
    negated = {stem for _, cue in turned for stem in cue.reach}
    yield from (
        _difference(rule, *((cue, None) if rule == "negation removed" else (None, cue))) for rule, cue in turned
    )
    yield from _hedges(pair, negated)
    yield from _quantifiers(pair, negated)
    yield from _aspect(pair)
    yield from _quantities(pair)
    yield from _times(pair)
    yield from _names(pair)


class _Item(Protocol):
    @property
    def words(self) -> str: ...
    @property
    def span(self) -> Span: ...


class _Placed(Protocol):
    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...


T = TypeVar("T")
P = TypeVar("P", bound=_Placed)


def _difference(rule: str, old: _Item | None, new: _Item | None) -> Difference:
    shown = [None if side is None else Words(words=side.words, span=side.span) for side in (old, new)]
    return Difference(axis=RULES[rule][0], rule=rule, old=shown[0], new=shown[1])


class _Gap(NamedTuple):
    """Words of either side, by number, that stand between the same kept words."""

    old: range
    new: range


class _Pair:
    """Two wordings side by side."""

    def __init__(self, ours: Wording, theirs: Wording) -> None:
        self.ours, self.theirs = ours, theirs
        self.hidden: tuple[set[int], set[int]] = (set(), set())
        """The words of conditions that only one side has, or that differ: nothing else is said of them."""

    def __iter__(self) -> Iterator[Wording]:
        return iter((self.ours, self.theirs))

    @cached_property
    def close(self) -> bool:
        """Whether the wordings share enough for a difference to mean something."""
        mine, theirs = _content(self.ours), _content(self.theirs)
        if not mine or not theirs:
            mine, theirs = set(self.ours.words), set(self.theirs.words)
        shared, shorter, longer = len(mine & theirs), *sorted((len(mine), len(theirs)))
        return shared >= ALIKE * shorter and (shared > 1 or (shared == 1 and longer <= FEW_WORDS))

    @cached_property
    def gaps(self) -> tuple[_Gap, ...]:
        """The words that an edit script replaces, takes out or puts in."""
        found = []
        i = j = 0
        for x, y, size in (*matching_words(self.ours.bases, self.theirs.bases), (*self._sizes, 0)):
            if i < x or j < y:
                found.append(_Gap(range(i, x), range(j, y)))
            i, j = x + size, y + size
        return tuple(found)

    @property
    def _sizes(self) -> tuple[int, int]:
        return len(self.ours.words), len(self.theirs.words)

    def gap_of(self, side: int, item: _Placed) -> _Gap | None:
        """The first gap that *item* of a side stands in."""
        number = bisect_right(self.gaps, item.first, key=lambda gap: gap[side].start) - 1
        return next(
            (gap for gap in self.gaps[max(number, 0) : number + 3] if _meet(gap[side], range(item.first, item.last))),
            None,
        )

    def seen(self, side: int, items: Iterable[P]) -> list[P]:
        """Those of *items* that no difference of conditions covers."""
        return [item for item in items if self.hidden[side].isdisjoint(range(item.first, item.last))]

    def cues(self, kind: str) -> tuple[list[Cue], list[Cue]]:
        """The cues of a kind, on either side, outside conditions that differ."""
        ours, theirs = ([cue for cue in wording.cues if cue.kind == kind] for wording in self)
        return self.seen(0, ours), self.seen(1, theirs)


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _content(wording: Wording) -> set[str]:
    """What a wording is about: its telling words without numbers, dates and cues."""
    left_out = set(wording.taken)
    for cue in wording.cues:
        if cue.kind != "condition":
            left_out.update(range(cue.first, cue.last))
    return {
        stem
        for number, (stem, word) in enumerate(zip(wording.bases, wording.words, strict=True))
        if number not in left_out and word not in FUNCTION_WORDS
    }


def _unmatched(before: Iterable[T], after: Iterable[T], same: Callable[[T, T], bool]) -> tuple[list[T], list[T]]:
    """What is left on either side when each takes the first on the other side that is the same."""
    rest, left = list(after), []
    for one in before:
        twin = next((number for number, other in enumerate(rest[:WINDOW]) if same(one, other)), None)
        if twin is None:
            left.append(one)
        else:
            del rest[twin]
    return left, rest


def _paired(before: list[T], after: list[T], fits: Callable[[T, T], bool]) -> list[tuple[T, T]]:
    """The pairs that fit; what is paired leaves the lists."""
    pairs, rest = [], []
    for one in before:
        twin = next((number for number, other in enumerate(after[:WINDOW]) if fits(one, other)), None)
        if twin is None:
            rest.append(one)
        else:
            pairs.append((one, after.pop(twin)))
    before[:] = rest
    return pairs


# --- conditions -----------------------------------------------------------------------------------------------------


def _conditions(pair: _Pair) -> list[Difference]:
    before, after = pair.cues("condition")
    senses = {id(cue): _sense(cue, wording) for wording in pair for cue in wording.cues if cue.kind == "condition"}
    before, after = _unmatched(
        before, after, lambda one, other: senses[id(one)] == senses[id(other)] and _share_reach(one, other)
    )
    changed = _paired(before, after, _share_reach)
    changed += _paired(before, after, lambda *_: True)
    before = [cue for cue in before if not _told_as_time(cue, pair.theirs)]
    after = [cue for cue in after if not _told_as_time(cue, pair.ours)]
    for side, cues in enumerate(([*before, *(one for one, _ in changed)], [*after, *(other for _, other in changed)])):
        pair.hidden[side].update(number for cue in cues for number in range(cue.first, cue.last))
    return [
        *(_difference("condition changed", one, other) for one, other in changed),
        *(_difference("condition removed", one, None) for one in before),
        *(_difference("condition added", None, other) for other in after),
    ]


def _sense(cue: Cue, wording: Wording) -> tuple[str, bool]:
    """The sense of a condition, and whether what it hangs on is negated: "unless" is "if not"."""
    negated = sum(number in wording.negated for number in range(cue.first, cue.last)) % 2 == 1
    return ("if", not negated) if cue.sense == "unless" else (cue.sense, negated)


def _share_reach(one: Cue, other: Cue) -> bool:
    mine, theirs = set(one.reach), set(other.reach)
    if not mine or not theirs:
        return mine == theirs
    return bool(mine & theirs) and len(mine & theirs) >= SAME_CONDITION * min(len(mine), len(theirs))


def _told_as_time(cue: Cue, other: Wording) -> bool:
    """Whether the other side tells "once a deal is signed" as "when" or "after a deal is signed"."""
    if cue.sense != "once":
        return False
    for word in ("when", "after"):
        for number in other.places.get(word, [])[:WINDOW]:
            clause = set(other.bases[number + 1 : number + 2 + 2 * len(cue.reach) + 4])
            if len(clause & set(cue.reach)) >= SAME_CONDITION * len(set(cue.reach)):
                return True
    return False


# --- negation -------------------------------------------------------------------------------------------------------


# Prefixes that negate adjectives; all but "un" and "non" begin other words as often, hence the endings of adjectives.
_SURE_PREFIXES = ("un", "non")
_PREFIXES = ("in", "im", "il", "ir", "dis")
_ADJECTIVE_ENDINGS = ("al", "ent", "ant", "ible", "able", "ate", "ete", "ive", "ect", "lar", "ous", "proper", "honest")
_NO_OPPOSITES = listed("unless until under invaluable instant intent inform important")


def _turned_with_unless(conditions: list[Difference], turned: list[tuple[str, Cue]]) -> list[tuple[str, Cue]]:
    """Take out what cancels: "will not attend unless asked" is "will attend if asked"; both lists lose it."""
    if len(turned) != 1:
        return turned
    for number, each in enumerate(conditions):
        sides = [side is not None and fold(side.words).startswith("unless") for side in (each.old, each.new)]
        if (
            each.rule == "condition changed"
            and sides == ([True, False], [False, True])[turned[0][0] == "negation added"]
        ):
            del conditions[number]
            return []
    return turned


def _affixed(own: Wording, other: Wording) -> list[Cue]:
    """The words that a prefix turned: "unlawful" where the other side says "lawful"."""
    found = []
    cued = {number for cue in own.cues if cue.kind != "condition" for number in range(cue.first, cue.last)}
    for number, word in enumerate(own.words):
        if number in cued:
            continue
        plain_word = _without_prefix(word)
        if plain_word in other.told and word not in other.told and plain_word not in own.told:
            words, span = own.shown(number, number + 1)
            cue = Cue(
                kind="negation", level=1, words=words, span=span, first=number, last=number + 1,
                reach=(base(plain_word),),
            )  # fmt: skip
            found.append(cue)
    return found


def _add_affixed(cues: list[Cue], own: Wording, other: Wording) -> None:
    for affixed in _affixed(own, other):
        word = base(own.words[affixed.first])
        outer = next((cue for cue in cues if cue.scope == word), None)
        if outer is None:
            if all(cue.first != affixed.first for cue in cues):
                cues.append(affixed)
        else:
            cues.remove(outer)  # "not unlawful"


def _without_prefix(word: str) -> str:
    if word not in _NO_OPPOSITES:
        for prefix in (*_SURE_PREFIXES, *_PREFIXES):
            rest = word.removeprefix(prefix)
            if rest != word and len(rest) >= 4 and (prefix in _SURE_PREFIXES or rest.endswith(_ADJECTIVE_ENDINGS)):
                return rest
    return ""


def _negations(pair: _Pair) -> list[tuple[str, Cue]]:
    """The negations that one side has and the other has not, each with its rule."""
    ours, theirs = pair.ours.stems, pair.theirs.stems
    before, after = (
        [cue for cue in cues if cue.level % 2 and cue.first not in wording.conditional]
        for cues, wording in zip(pair.cues("negation"), pair, strict=True)
    )
    _add_affixed(before, pair.ours, pair.theirs)
    _add_affixed(after, pair.theirs, pair.ours)
    before, after = _unmatched(before, after, lambda one, other: bool(one.scope) and one.scope == other.scope)
    before, after = _unmatched(before, after, lambda one, other: bool(set(one.reach) & set(other.reach)))
    # Two negations that reach different words are one that was worded otherwise, unless both words stand on both sides.
    before, after = _unmatched(before, after, lambda one, other: not (one.scope in theirs and other.scope in ours))
    before = [cue for cue in before if not theirs.isdisjoint(cue.reach)]
    after = [cue for cue in after if not ours.isdisjoint(cue.reach)]
    return [*(("negation removed", cue) for cue in before), *(("negation added", cue) for cue in after)]


# --- hedges and commitments -----------------------------------------------------------------------------------------


def _hedges(pair: _Pair, negated: set[str]) -> Iterator[Difference]:
    hedges, wishes = _left(pair, "hedge"), _left(pair, "commitment")
    for cues in (hedges, wishes):
        for one, other in _matched_reach(pair, *cues):
            if _rank(one) != _rank(other):
                yield _difference("hedged less" if _rank(other) > _rank(one) else "hedged more", one, other)
    for side, wording in enumerate((pair.theirs, pair.ours)):
        wishes[side][:] = [cue for cue in wishes[side] if _weakens(cue, wording, negated)]
        # "Hopes to send" and "may send" leave as much room: neither was added.
        _paired(hedges[side], wishes[1 - side], lambda one, other: one.level < _CERTAIN and _meet_in_reach(one, other))
        hedges[side][:] = [
            cue for cue in hedges[side] if _still_told(cue, pair, side) and not _is_ability(cue, negated)
        ]
    for cue in (*hedges[0], *wishes[0]):
        yield _difference("hedged more" if _boosts(cue) else "hedge removed", cue, None)
    for cue in (*hedges[1], *wishes[1]):
        yield _difference("hedged less" if _boosts(cue) else "hedge added", None, cue)


_CERTAIN = 3
_WISHED = 2


def _boosts(cue: Cue) -> bool:
    return cue.kind == "hedge" and cue.level == _CERTAIN


def _left(pair: _Pair, kind: str) -> tuple[list[Cue], list[Cue]]:
    """The cues of a kind that the other side does not have, as strong, over the same words."""
    before, after = pair.cues(kind)
    before, after = _unmatched(before, after, lambda one, other: one.level == other.level and one.scope == other.scope)
    return _unmatched(before, after, lambda one, other: one.level == other.level and not _apart(pair, one, other))


def _apart(pair: _Pair, one: Cue, other: Cue) -> bool:
    """Whether two cues reach two things that both sides tell: they are not one cue reworded."""
    if _meet_in_reach(one, other):
        return False
    return one.scope in pair.theirs.stems and other.scope in pair.ours.stems


def _meet_in_reach(one: Cue, other: Cue) -> bool:
    return bool(set(one.reach) & set(other.reach))


def _matched_reach(pair: _Pair, before: list[Cue], after: list[Cue]) -> list[tuple[Cue, Cue]]:
    pairs = _paired(before, after, lambda one, other: one.scope == other.scope)
    pairs += _paired(before, after, _meet_in_reach)
    return pairs + _paired(before, after, lambda one, other: not _apart(pair, one, other))


def _rank(cue: Cue) -> float:
    """How much a speaker commits to with this cue; hearsay stands between the possible and the probable."""
    return 1.5 if cue.kind == "hedge" and cue.level == 0 else float(cue.level)


def _still_told(cue: Cue, pair: _Pair, side: int) -> bool:
    """Whether what a hedge reaches stands on the other side, too, and no "officials said" there does its work."""
    own, other = (pair.ours, pair.theirs)[side], (pair.theirs, pair.ours)[side]
    if cue.level == 0:
        relayed = [sum(word in reporting_words() for word in wording.words) for wording in (own, other)]
        if relayed[1] > relayed[0]:
            return False
        if fold(cue.words).startswith("according"):
            return True
    return not other.stems.isdisjoint(cue.reach)


def _is_ability(cue: Cue, negated: set[str]) -> bool:
    """Whether "could" says what somebody was able to do: the other side has "could not"."""
    return fold(cue.words) == "could" and not negated.isdisjoint(cue.reach)


def _weakens(cue: Cue, other: Wording, negated: set[str]) -> bool:
    """Whether a wish or a thought stands for what the other side tells as sure to come."""
    if cue.level > _WISHED or not negated.isdisjoint(cue.reach):
        return False
    places = other.places.get(cue.scope, [])[:WINDOW]
    wished = any(each.kind == "commitment" and cue.scope in each.reach for each in other.cues)
    return not wished and any(other.planned_from(number) is not None for number in places)


# --- quantifiers ----------------------------------------------------------------------------------------------------

_ALL = 6
_DEFINITE = listed("the these those this that its their his her our my your both")


def _quantifiers(pair: _Pair, negated: set[str]) -> Iterator[Difference]:
    for kind in ("quantifier", "frequency"):
        cues = [[cue for cue in side if negated.isdisjoint(cue.reach[:1])] for side in pair.cues(kind)]
        before, after = _unmatched(
            cues[0], cues[1], lambda one, other: one.level == other.level and one.scope == other.scope
        )
        before, after = _unmatched(
            before, after, lambda one, other: one.level == other.level and not _apart(pair, one, other)
        )
        for one, other in _matched_reach(pair, before, after):
            if one.level != other.level:
                yield _difference("limited" if other.level < one.level else "generalised", one, other)
        for cue in before:
            if _bare(cue, pair.theirs):
                yield _difference("limited" if cue.level >= _ALL - 1 else "generalised", cue, None)
        for cue in after:
            if _bare(cue, pair.ours):
                yield _difference("generalised" if cue.level >= _ALL - 1 else "limited", None, cue)


def _bare(cue: Cue, other: Wording) -> bool:
    """Whether the other side tells of the same, without a quantifier, an article or a number: "hostages were freed"."""
    places = other.places.get(cue.scope, [])
    if not places:
        return False
    if cue.kind == "frequency":
        return cue.level < _ALL
    head = places[0]
    if cue.level == 1 or not (other.words[head].endswith("s") or other.words[head] in {"people", "men", "women"}):
        return False
    before = range(max(0, head - 2), head)
    return not any(other.words[number] in _DEFINITE or number in other.taken for number in before)


# --- done and planned -----------------------------------------------------------------------------------------------


def _aspect(pair: _Pair) -> Iterator[Difference]:
    """A verb that one side tells as done, and the other, wherever it stands, as still to come."""
    ours, theirs = _verbs(pair.ours), _verbs(pair.theirs)
    for stem, (done, shown) in ours.items():
        if done is None or stem not in theirs or theirs[stem][0] is None or theirs[stem][0] == done:
            continue
        yield _difference("now planned" if done else "now done", shown, theirs[stem][1])


def _verbs(wording: Wording) -> dict[str, tuple[bool | None, Words]]:
    """By base, whether a verb is told as done or as planned (None: as both), and its first group."""
    found: dict[str, tuple[bool | None, Words]] = {}
    for number, stem in enumerate(wording.bases):
        if wording.words[number] in FUNCTION_WORDS or number in wording.taken:
            continue
        planned, done = wording.planned_from(number), wording.done_from(number)
        first = done if planned is None else planned
        if first is None:
            continue
        words, span = wording.shown(first, number + 1)
        told, shown = found.get(stem, (planned is None, Words(words=words, span=span)))
        found[stem] = (told if told == (planned is None) else None, shown)
    return found


# --- quantities -----------------------------------------------------------------------------------------------------

_HALF, _MOST = 50, 4
_ANAPHORIC = 10  # "the two sides" are "the sides": a small number with an article is told again, not told


def _quantities(pair: _Pair) -> Iterator[Difference]:
    before, after = pair.seen(0, pair.ours.quantities), pair.seen(1, pair.theirs.quantities)
    nouns = {each.noun for each in before}, {each.noun for each in after}

    def same_noun(one: Quantity, other: Quantity) -> bool:
        return one.noun == other.noun

    def crossed(one: Quantity, other: Quantity) -> bool:
        return not same_noun(one, other) and one.noun in nouns[1] - {""} and other.noun in nouns[0] - {""}

    def same_gap(one: Quantity, other: Quantity) -> bool:
        gap = pair.gap_of(0, one)
        return gap is not None and gap == pair.gap_of(1, other)

    before, after = _unmatched(before, after, lambda one, other: one.agrees(other) and same_noun(one, other))
    before, after = _unmatched(before, after, lambda one, other: one.agrees(other) and not crossed(one, other))
    _drop_ends(before, after)
    _drop_ends(after, before)
    changed = _paired(
        before, after, lambda one, other: _same_sort(one, other) and same_noun(one, other) and bool(one.noun)
    )
    changed += _paired(before, after, lambda one, other: one.sort == other.sort and _same_value(one, other))
    changed += _paired(before, after, lambda one, other: _same_sort(one, other) and same_gap(one, other))
    if len(before) == len(after) == 1:
        changed += _paired(before, after, lambda one, other: _same_sort(one, other) and not (one.weak or other.weak))
    yield from (_difference("quantity changed", one, other) for one, other in changed)
    yield from (_difference("quantity removed", one, None) for one in before if _missed(one, pair.ours, pair.theirs))
    yield from (_difference("quantity added", None, one) for one in after if _missed(one, pair.theirs, pair.ours))


def _drop_ends(before: list[Quantity], after: list[Quantity]) -> None:
    """Take out ranges whose two ends the other side tells apart: "rose from 1 to 2", "rose to 2 from 1"."""
    for one in [each for each in before if each.low != each.high]:
        ends = [next((each for each in after if each.low == each.high == end), None) for end in (one.low, one.high)]
        if ends[0] is not None and ends[1] is not None:
            before.remove(one)
            after.remove(ends[0])
            after.remove(ends[1])


def _same_value(one: Quantity, other: Quantity) -> bool:
    return (one.low, one.high) == (other.low, other.high)


def _same_sort(one: Quantity, other: Quantity) -> bool:
    if one.sort == other.sort or _same_value(one, other):
        return True  # "18%" and "18": the unit changed
    return not one.weak and not other.weak and "" in (one.sort, other.sort) and not {one.sort, other.sort} & {
        "share", "ordinal", "times",
    }  # fmt: skip


def _missed(quantity: Quantity, own: Wording, other: Wording) -> bool:
    """Whether a number that only one side has says more of what both sides tell."""
    definite = own.units.word(quantity.first - 1) in _DEFINITE and not quantity.unit
    most = quantity.unit == "share" and quantity.high == _HALF and quantity.about == "at least"
    if most and any(cue.kind == "quantifier" and cue.level == _MOST for cue in other.cues):
        return False  # "more than half" is "most"
    return not quantity.weak and not (definite and quantity.high <= _ANAPHORIC)


def _figures(pair: _Pair) -> Iterator[Difference]:
    """Of another language: the numbers in figures, whatever parts their thousands, where there are as many."""
    told = [
        [
            (number, "".join(filter(str.isdigit, word)))
            for number, word in enumerate(wording.words)
            if word[:1].isdigit()
        ]
        for wording in pair
    ]
    if not pair.close or len(told[0]) != len(told[1]):
        return
    before, after = _unmatched(told[0], told[1], lambda one, other: one[1] == other[1])
    for one, other in zip(before, after, strict=True):
        shown = [
            Words(words=words, span=span)
            for wording, (number, _) in zip(pair, (one, other), strict=True)
            for words, span in [wording.shown(number, number + 1)]
        ]
        yield _difference("quantity changed", shown[0], shown[1])


# --- dates ----------------------------------------------------------------------------------------------------------


def _times(pair: _Pair) -> Iterator[Difference]:
    before, after = pair.seen(0, pair.ours.moments), pair.seen(1, pair.theirs.moments)
    agreed = []
    for least in (3, 2, 1):  # those that say most in common first: "6 January" before "January"
        agreed += _paired(before, after, lambda one, other, n=least: one.agrees(other) and one.in_common(other) >= n)  # type: ignore[misc]
    for one, other in agreed:
        if one.bound and other.bound and one.bound != other.bound:
            yield _difference("time changed", _with_bound(pair.ours, one), _with_bound(pair.theirs, other))
    # What one side tells in two places, the other may tell in one: "in July", "the 2024 race" and "in July 2024".
    before = [one for one in before if not any(one.agrees(other) for _, other in agreed[:WINDOW])]
    after = [other for other in after if not any(other.agrees(one) for one, _ in agreed[:WINDOW])]
    changed = _paired(before, after, Moment.comparable)
    yield from (_difference("time changed", one, other) for one, other in changed)
    if before and after:
        return  # "Monday" and "15 December" may be one day
    yield from (_difference("time removed", one, None) for one in before)
    yield from (_difference("time added", None, other) for other in after)


def _with_bound(wording: Wording, moment: Moment) -> Words:
    words, span = wording.shown(moment.first - 1, moment.last)
    return Words(words=words, span=span)


# --- names ----------------------------------------------------------------------------------------------------------

_PRONOUNS = listed("he she it they him her them his hers its their theirs we us our who whose")


def _names(pair: _Pair) -> Iterator[Difference]:
    """Names in the place of others, and names more or less where the rest stayed; a pronoun for a name is style."""
    known = pair.ours.capitals | pair.theirs.capitals
    ours, theirs = (pair.seen(side, wording.names(known)) for side, wording in enumerate(pair))
    if max(len(ours), len(theirs)) > MOST_NAMES:
        return
    before = [one for one in ours if not any(one.agrees(other) for other in theirs) and not _known(one, pair.theirs)]
    after = [one for one in theirs if not any(one.agrees(other) for other in ours) and not _known(one, pair.ours)]
    if not before and not after:
        return
    changed: list[tuple[Name, Name]] = []
    for gap in pair.gaps:
        mine = [name for name in before if _meet(gap.old, range(name.first, name.last))]
        their = [name for name in after if _meet(gap.new, range(name.first, name.last))]
        for one, other in zip(mine, their, strict=False):
            before.remove(one)
            after.remove(other)
            if one.described == other.described:
                changed.append((one, other))
    before, after = [name for name in before if name.sure], [name for name in after if name.sure]
    if len(before) == len(after) == 1 and _same_class(before[0], after[0]) and _same_otherwise(pair):
        changed.append((before.pop(), after.pop()))
    yield from (_difference("name changed", one, other) for one, other in changed)
    for name in before:
        if _put_in(pair, 0, name, theirs):
            yield _difference("name removed", name, None)
    for name in after:
        if _put_in(pair, 1, name, ours):
            yield _difference("name added", None, name)


SAME_OTHERWISE = 0.8
"""Wordings whose other telling words overlap so far (Jaccard) are one, turned: "sent by Germany", "Germany sent"."""


def _same_otherwise(pair: _Pair) -> bool:
    known = pair.ours.capitals | pair.theirs.capitals
    told = []
    for wording in pair:
        named = {number for name in wording.names(known) for number in range(name.first, name.last)}
        told.append(_content(wording) - {wording.bases[number] for number in named})
    return len(told[0] & told[1]) >= SAME_OTHERWISE * len(told[0] | told[1])


def _same_class(one: Name, other: Name) -> bool:
    """Whether both are known bearers, or both are not: "Macron" may be said to be "Paris"."""
    return (one.parts[0][0] == "@") == (other.parts[0][0] == "@") and one.described == other.described


def _known(name: Name, other: Wording) -> bool:
    """Whether the words of a name stand there as well, in whatever case."""
    return all(part in other.words for part in name.parts)


def _in_apposition(name: Name, own: Wording, others: Iterable[Name]) -> bool:
    """Whether a name only describes one that both sides have: "the EU's top diplomat, Kaja Kallas"."""
    if not name.possessive:
        return False
    named = {part for other in others for part in other.parts}
    return any(word in named for word in own.words[name.last : name.last + _APPOSITION])


_APPOSITION = 6  # words


def _put_in(pair: _Pair, side: int, name: Name, others: Sequence[Name]) -> bool:
    """Whether nothing on the other side stands in for a name: no pronoun, no office, no description."""
    own, other = (pair.ours, pair.theirs)[side], (pair.theirs, pair.ours)[side]
    gap = pair.gap_of(side, name)
    if gap is None or name.described or _in_apposition(name, own, others):
        return False
    if name.parts[0][0] != "@" and any(word in offices() for word in other.told - own.told):
        return False  # "the prime minister"
    if not name.titles.isdisjoint(other.stems):
        return False
    for number in gap[1 - side]:
        word = other.words[number]
        if word in _PRONOUNS:
            return False
        told = any(number in range(each.first, each.last) for each in others)
        if word not in FUNCTION_WORDS and other.bases[number] not in own.stems and not told:
            return False
    return True


# --- quotations -----------------------------------------------------------------------------------------------------


def _quotation(pair: _Pair) -> Iterator[Difference]:
    """The stretch of a direct quotation within which words differ, if any do to the ear."""
    ours, theirs = _heard(pair.ours), _heard(pair.theirs)
    if "".join(key for key, *_ in ours) == "".join(key for key, *_ in theirs):
        return
    head = 0
    while head < min(len(ours), len(theirs)) and ours[head][0] == theirs[head][0]:
        head += 1
    tail = 0
    while tail < min(len(ours), len(theirs)) - head and ours[-1 - tail][0] == theirs[-1 - tail][0]:
        tail += 1
    shown = [
        _stretch(wording, heard[head : len(heard) - tail]) for wording, heard in zip(pair, (ours, theirs), strict=True)
    ]
    yield _difference("quotation altered", shown[0], shown[1])


def _heard(wording: Wording) -> list[tuple[str, int, int]]:
    """The words as they are heard: numbers by value, one spelling; with the numbers of the words they stand for."""
    exact = {each.first: each for each in wording.quantities if not each.about}
    found: list[tuple[str, int, int]] = []
    at = 0
    while at < len(wording.words):
        quantity = exact.get(at)
        if quantity is not None:
            key = f"#{quantity.low}-{quantity.high}{quantity.unit}"
            found.append((key, at, quantity.last))
            at = quantity.last
            continue
        last = at + 1
        while last < len(wording.words) and wording.units.all[last].start == wording.units.all[at].start:
            last += 1  # both halves of "won't"
        found.append((spelling(wording.units.raw(at)), at, last))
        at = last
    return found


def _stretch(wording: Wording, heard: Sequence[tuple[str, int, int]]) -> Words | None:
    if not heard:
        return None
    words, span = wording.shown(heard[0][1], heard[-1][2])
    return Words(words=words, span=span)
