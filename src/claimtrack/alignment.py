"""Which sentences of two texts belong together, and which words of two sentences do."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from claimtrack.language import FUNCTION_WORDS
from claimtrack.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# --- weights and thresholds ------------------------------------------------------------------------------------------

CANDIDATES = 6
"""How many partners of a changed sentence are looked at closely: those that share the most informative words."""

POSTINGS = 200
"""A word that stands in more changed sentences than this names no candidates: the work stays near-linear."""

SAMPLED = 600
"""The rarity of words is judged on so many sentences of each text at the most."""

PARTS = 3
"""A sentence is split into, or merged from, at most so many."""

STEM = 6
"""Words are compared by their first characters: "reduce" and "reducing" are one."""

DISTINCTIVE = 4
"""A sentence that is to be recognised at another place has so many words at the least that tell something."""

_FUNCTION = 0.2  # the weight of a word of a closed class, as in pairing: it decides only where all else is equal


@frozen(kw_only=True)
class Link:
    """
    Sentences of two texts that are the same sentence, be it changed.

    Args:
        old, new: Indices; one on each side, or several in a row on one side for a merge or a split.
        score: Similarity of the words from 0 to 1; 1 if they are the same.
        chance: How likely the link is right, from 0 to 1; see `claimtrack.anchoring` for what it is worth.
        moved: Whether the sentence left the order that the others keep.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    score: float
    chance: float = 1.0
    moved: bool = False


class Block(NamedTuple):
    """A run of words that stands on both sides: its first word in either, and its length."""

    old: int
    new: int
    size: int


def align_sentences(old: Sequence[str], new: Sequence[str]) -> tuple[Link, ...]:
    """
    Link the sentences of two versions of a text.

    Sentences that stayed as they were are matched first, the longest run that keeps its order; only the gaps between
    them are searched. There, sentences that share informative words are candidates; how likely each is a link follows
    from their words, order of words, numbers and names, and from where they stand. The links of the main order maximise the
    sum of the log odds; what is left may have moved.

    Args:
        old, new: The sentences of both texts, in order.

    Returns:
        Links in the order of *old*; each sentence is in one link at the most.
    """
    return _Aligner(old, new).links()


def matching_words(old: Sequence[str], new: Sequence[str]) -> tuple[Block, ...]:
    """The runs of words that an edit script of fewest words keeps, in order (Levenshtein 1966)."""
    from rapidfuzz.distance import Levenshtein

    return tuple(
        Block(found.a, found.b, found.size)
        for found in Levenshtein.opcodes(old, new).as_matching_blocks()
        if found.size
    )


class _Candidate(NamedTuple):
    old: range
    new: range
    value: float  # log odds that this is a link
    score: float


class _Aligner:
    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.texts = (old, new)
        self.words: tuple[dict[int, tuple[str, ...]], dict[int, tuple[str, ...]]] = ({}, {})
        self.stems: tuple[dict[int, dict[str, float]], dict[int, dict[str, float]]] = ({}, {})
        self.sums: tuple[dict[int, float], dict[int, float]] = ({}, {})
        self.order: list[tuple[int, int]] = []  # links of sentences that stayed as they were, in order
        self.found: list[Link] = []

    def links(self) -> tuple[Link, ...]:
        self._unchanged()
        rest = self._gaps()
        self._weigh(rest)
        kept = self._changed(rest)
        found = [Link(old=(i,), new=(j,), score=1.0) for i, j in self.order] + kept
        found += self._moved(found)
        return tuple(sorted(found, key=lambda link: link.old))

    # Unchanged sentences -------------------------------------------------------------------------------------------

    def _unchanged(self) -> None:
        """Match what is the same to the letter, then what differs in noise only; gap by gap, unique ones first."""
        old, new = self.texts
        pending = [(0, len(old), 0, len(new))]
        gaps = []
        while pending:
            gap = pending.pop()
            found = self._same(gap, self._letters) or self._same(gap, self._folded)
            if not found:
                gaps.append(gap)
                continue
            i, j = gap[0], gap[2]
            for x, y in [*found, (gap[1], gap[3])]:
                if i < x and j < y:
                    pending.append((i, x, j, y))
                i, j = x + 1, y + 1
            self.order += found
        self.order.sort()

    def _letters(self, side: int, number: int) -> str:
        return self.texts[side][number]

    def _folded(self, side: int, number: int) -> str:
        return " ".join(self._words(side, number))

    def _words(self, side: int, number: int) -> tuple[str, ...]:
        known = self.words[side]
        if number not in known:
            known[number] = words(self.texts[side][number])
        return known[number]

    def _same(self, gap: tuple[int, int, int, int], key: object) -> list[tuple[int, int]]:
        """The pairs of equal sentences in a gap that keep their order: common ends, unique ones, and runs from them."""
        top, bottom, left, right = gap
        make = key  # type: ignore[assignment]
        ours = [make(0, number) for number in range(top, bottom)]  # type: ignore[operator]
        theirs = [make(1, number) for number in range(left, right)]  # type: ignore[operator]
        head = 0
        while head < min(len(ours), len(theirs)) and ours[head] == theirs[head] and ours[head]:
            head += 1
        tail = 0
        while tail < min(len(ours), len(theirs)) - head and ours[-1 - tail] == theirs[-1 - tail] and ours[-1 - tail]:
            tail += 1
        pairs = [(number, number) for number in range(head)]
        ends = [(len(ours) - number, len(theirs) - number) for number in range(tail, 0, -1)]
        low, high = (head, head), (len(ours) - tail, len(theirs) - tail)
        here = _unique(ours, low[0], high[0]), _unique(theirs, low[1], high[1])
        unique = sorted((here[0][text], here[1][text]) for text in here[0].keys() & here[1].keys() if text)
        for x, y in _increasing(unique):
            last = pairs[-1] if pairs else (-1, -1)
            if x <= last[0] or y <= last[1]:
                continue  # a run before it reached here already
            run = [(x, y)]
            while run[0][0] - 1 > last[0] and run[0][1] - 1 > last[1] and _equal(ours, theirs, run[0], -1):
                run.insert(0, (run[0][0] - 1, run[0][1] - 1))
            while run[-1][0] + 1 < high[0] and run[-1][1] + 1 < high[1] and _equal(ours, theirs, run[-1], 1):
                run.append((run[-1][0] + 1, run[-1][1] + 1))
            pairs += run
        return [(top + x, left + y) for x, y in pairs + ends]

    # Changed sentences ---------------------------------------------------------------------------------------------

    def _gaps(self) -> list[tuple[int, int, int, int]]:
        gaps = []
        i = j = 0
        for x, y in [*self.order, (len(self.texts[0]), len(self.texts[1]))]:
            if i < x or j < y:
                gaps.append((i, x, j, y))
            i, j = x + 1, y + 1
        return gaps

    def _weigh(self, gaps: Iterable[tuple[int, int, int, int]]) -> None:
        """How much each stem tells: the rarer, the more (inverse document frequency over the sentences)."""
        counts = []
        for side in (0, 1):
            changed = [n for gap in gaps for n in range(gap[2 * side], gap[2 * side + 1])]
            step = max(1, len(self.texts[side]) // SAMPLED)
            looked = sorted({*changed[:: max(1, len(changed) // SAMPLED)], *range(0, len(self.texts[side]), step)})
            count: Counter[str] = Counter()
            for number in looked if changed else ():
                count.update({stem(word) for word in self._words(side, number)})
            counts.append((count, len(looked)))
        total = max(size for _, size in counts) + 1
        self.weights = {
            name: math.log1p(total / max(counts[0][0][name], counts[1][0][name], 1))
            * (_FUNCTION if name in FUNCTION_WORDS else 1.0)
            for name in counts[0][0].keys() | counts[1][0].keys()
        }
        self.unseen = math.log1p(total)

    def _stems(self, side: int, number: int) -> dict[str, float]:
        known = self.stems[side]
        if number not in known:
            counted = Counter(stem(word) for word in self._words(side, number))
            known[number] = {name: self.weights.get(name, self.unseen) * many for name, many in counted.items()}
            self.sums[side][number] = math.fsum(known[number].values())
        return known[number]

    def _nominated(self, gap: tuple[int, int, int, int]) -> Iterator[tuple[int, int]]:
        """The pairs of a gap that are worth a closer look."""
        top, bottom, left, right = gap
        postings: dict[str, list[int]] = defaultdict(list)
        for number in range(left, right):
            for name in self._stems(1, number):
                postings[name].append(number)
        pairs: set[tuple[int, int]] = set()
        by_new: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for number in range(top, bottom):
            shared: dict[int, float] = defaultdict(float)
            for name, weight in self._stems(0, number).items():
                places = postings.get(name, ())
                if len(places) <= POSTINGS:
                    for other in places:
                        shared[other] += min(weight, self._stems(1, other)[name])
            ranked = sorted(shared, key=lambda other: (-round(shared[other] / (self.sums[1][other] + 1), 6), other))
            pairs.update((number, other) for other in ranked[:CANDIDATES])
            for other, weight in shared.items():
                by_new[other].append((-round(weight / (self.sums[0][number] + 1), 6), number))
        for other, ranked_old in by_new.items():
            pairs.update((number, other) for _, number in sorted(ranked_old)[:CANDIDATES])
        yield from sorted(pairs)

    def features(self, old: range, new: range, gap: tuple[int, int, int, int]) -> tuple[float, ...]:
        """What speaks for and against a link of the sentences *old* and *new*, each from 0 to 1."""
        from rapidfuzz.distance import Indel, LCSseq

        mine, theirs = self._joined(0, old), self._joined(1, new)
        totals = (math.fsum(mine.values()), math.fsum(theirs.values()))
        shared = math.fsum(min(weight, theirs[name]) for name, weight in mine.items() if name in theirs)
        dice = 2 * shared / (totals[0] + totals[1] or 1)
        contained = shared / (min(totals) or 1)
        told = [word for n in old for word in self._words(0, n)], [word for n in new for word in self._words(1, n)]
        ordered = LCSseq.similarity(*told) / (min(len(told[0]), len(told[1])) or 1)
        letters = Indel.normalized_similarity(" ".join(told[0]), " ".join(told[1]))
        marks = [_marks(self.texts[side], side_range) for side, side_range in ((0, old), (1, new))]
        all_marks = len(marks[0]) + len(marks[1])
        differing = len(marks[0] ^ marks[1]) / (all_marks or 1)
        top, bottom, left, right = gap
        height, width = bottom - top, right - left
        before = abs((old.start - top) - (new.start - left))
        after = abs((bottom - old.stop) - (right - new.stop))
        away = abs((old.start - top + 0.5) / height - (new.start - left + 0.5) / width)
        return (
            dice,
            contained,
            ordered,
            letters,
            differing,
            1.0 / (1 + min(before, after)),
            away,
            1.0 / max(height, width),
            min(1.0, math.log1p(min(len(told[0]), len(told[1]))) / 4),
        )

    def _joined(self, side: int, numbers: range) -> Mapping[str, float]:
        if len(numbers) == 1:
            return self._stems(side, numbers[0])
        joined: Counter[str] = Counter()
        for number in numbers:
            joined.update(self._stems(side, number))  # type: ignore[arg-type]
        return joined

    def _value(self, old: range, new: range, gap: tuple[int, int, int, int]) -> _Candidate:
        found = self.features(old, new, gap)
        value = FIRST_BIAS + math.fsum(weight * part for weight, part in zip(FIRST_WEIGHTS, found, strict=True))
        return _Candidate(old, new, round(value, 6), round(found[0], 6))

    def _changed(self, gaps: Iterable[tuple[int, int, int, int]]) -> list[Link]:
        """
        The links of changed sentences: in each gap the chain that keeps its order and has the greatest value.

        What is beyond doubt divides its gap, and all else is judged once more by where it stands between.
        """
        kept = []
        for gap in gaps:
            singles = [self._value(range(x, x + 1), range(y, y + 1), gap) for x, y in self._nominated(gap)]
            sure = [one for one in self._chain(singles, gap) if one.value >= SURE]
            second = [
                one if inner is None else _Candidate(one.old, one.new, self._second(one, inner, lead), one.score)
                for one, inner, lead in self.judged_again(singles, sure, gap)
            ]
            for one in self._chain(self._with_parts(second, gap), gap):
                chance = round(1 / (1 + math.exp(-one.value)), 4)
                kept.append(Link(old=tuple(one.old), new=tuple(one.new), score=one.score, chance=chance))
        return kept

    def judged_again(
        self, singles: Sequence[_Candidate], sure: Sequence[_Candidate], gap: tuple[int, int, int, int]
    ) -> Iterator[tuple[_Candidate, tuple[int, int, int, int] | None, float]]:
        """
        Every candidate that keeps the order of the *sure* ones, with the part of the gap between those around it,
        and with how far it leads before its rivals; the sure ones themselves with no such part.
        """
        top: tuple[dict[int, list[float]], dict[int, list[float]]] = (defaultdict(list), defaultdict(list))
        for one in singles:
            top[0][one.old.start].append(one.score)
            top[1][one.new.start].append(one.score)
        for ranked in (*top[0].values(), *top[1].values()):
            ranked.sort(reverse=True)
        rows = [one.old.start for one in sure]
        for one in singles:
            x, y = one.old.start, one.new.start
            at = bisect_left(rows, x)
            before = (sure[at - 1].old.start + 1, sure[at - 1].new.start + 1) if at else (gap[0], gap[2])
            if at < len(sure) and sure[at].old.start == x:
                if sure[at].new.start == y:
                    yield one, None, 0.0
                continue
            after = (sure[at].old.start, sure[at].new.start) if at < len(sure) else (gap[1], gap[3])
            if before[1] <= y < after[1]:
                rivals = [*top[0][x][:2], *top[1][y][:2]]
                rivals.remove(one.score) if one.score in rivals else None
                rivals.remove(one.score) if one.score in rivals else None
                yield one, (before[0], after[0], before[1], after[1]), one.score - max(rivals, default=0.0)

    def _second(self, one: _Candidate, inner: tuple[int, int, int, int], lead: float) -> float:
        found = (*self.features(one.old, one.new, inner), lead)
        return round(
            SECOND_BIAS + math.fsum(weight * part for weight, part in zip(SECOND_WEIGHTS, found, strict=True)), 6
        )

    def _with_parts(self, singles: list[_Candidate], gap: tuple[int, int, int, int]) -> list[_Candidate]:
        """*singles* and, where a neighbour completes one of them, the split or merge that they make together."""
        found = list(singles)
        for one in singles:
            if one.value < PART_FROM:
                continue
            x, y = one.old[0], one.new[0]
            for size in range(2, PARTS + 1):
                for shift in range(size):
                    for side in (0, 1):
                        whole, at = ((x, y), (y, x))[side]
                        parts = range(at - shift, at - shift + size)
                        if parts.start < gap[2 - 2 * side] or parts.stop > gap[3 - 2 * side]:
                            continue
                        if all(self._completes(part, parts, whole, side) for part in parts):
                            single = range(whole, whole + 1)
                            pair = (single, parts) if side == 0 else (parts, single)
                            joined = self._value(*pair, gap)
                            if joined.score > one.score:
                                gain = joined.value - self._value(one.old, one.new, gap).value
                                if gain >= PART_GAIN:
                                    found.append(joined._replace(value=round(one.value + gain - PART_GAIN, 6)))
        return found

    def _completes(self, part: int, parts: range, whole: int, side: int) -> bool:
        """Whether *part* explains words of *whole* that the other *parts* do not, and consists of such words."""
        mine, theirs = self._stems(1 - side, part), self._stems(side, whole)
        others = {name for number in parts if number != part for name in self._stems(1 - side, number)}
        own = math.fsum(min(weight, theirs[name]) for name, weight in mine.items() if name in theirs)
        new = math.fsum(
            min(weight, theirs[name]) for name, weight in mine.items() if name in theirs and name not in others
        )
        return own >= OWN * self.sums[1 - side][part] and new >= GAIN * self.sums[side][whole]

    def _chain(self, candidates: list[_Candidate], gap: tuple[int, int, int, int]) -> list[_Candidate]:
        """The candidates of the greatest total value of which each stands after the one before, on both sides."""
        useful = sorted(
            (one for one in candidates if one.value > 0),
            key=lambda one: (one.old.start, one.new.start, one.old.stop, one.new.stop),
        )
        left, width = gap[2], gap[3] - gap[2]
        tree: list[tuple[float, int]] = [(0.0, -1)] * (width + 1)  # best value of a chain that ends before a column
        before = [-1] * len(useful)
        total = [0.0] * len(useful)

        def best(column: int) -> tuple[float, int]:
            found = (0.0, -1)
            while column > 0:
                found = max(found, tree[column], key=lambda entry: entry[0])
                column &= column - 1
            return found

        waiting: list[tuple[int, int]] = []  # chains end with their last old sentence: (stop, number)
        import heapq

        for number, one in enumerate(useful):
            while waiting and waiting[0][0] <= one.old.start:
                _, ended = heapq.heappop(waiting)
                column = useful[ended].new.stop - left
                while column <= width:
                    if total[ended] > tree[column][0]:
                        tree[column] = (total[ended], ended)
                    column += column & -column
            value, before[number] = best(one.new.start - left)
            total[number] = round(value + one.value, 6)
            heapq.heappush(waiting, (one.old.stop, number))
        if not useful:
            return []
        number = max(range(len(useful)), key=lambda each: (total[each], -each))
        chain = []
        while number >= 0:
            chain.append(useful[number])
            number = before[number]
        return chain[::-1]

    # Moved sentences -----------------------------------------------------------------------------------------------

    def _moved(self, links: Sequence[Link]) -> list[Link]:
        """Links between what is left that are so alike, and so unlike all else, that place does not matter."""
        taken = ({n for link in links for n in link.old}, {n for link in links for n in link.new})
        free = tuple([n for n in range(len(self.texts[side])) if n not in taken[side]] for side in (0, 1))
        if not free[0] or not free[1]:
            return []
        everywhere = Counter(self._folded(1, number) for number in free[1])
        ours = Counter(self._folded(0, number) for number in free[0])
        by_text = {self._folded(1, number): number for number in free[1]}
        found = []
        for number in free[0]:
            text = self._folded(0, number)
            if ours[text] == everywhere[text] == 1 and self._distinctive(0, number):
                found.append(Link(old=(number,), new=(by_text[text],), score=1.0, chance=0.95, moved=True))
        gone = ({n for link in found for n in link.old}, {n for link in found for n in link.new})
        rest = tuple([n for n in free[side] if n not in gone[side]] for side in (0, 1))
        return found + self._moved_and_changed(rest)

    def _moved_and_changed(self, free: tuple[list[int], ...]) -> list[Link]:
        from rapidfuzz.distance import LCSseq

        postings: dict[str, list[int]] = defaultdict(list)
        for number in free[1]:
            for name in self._stems(1, number):
                postings[name].append(number)
        scored: list[tuple[float, int, int]] = []
        for number in free[0]:
            if not self._distinctive(0, number):
                continue
            shared: dict[int, float] = defaultdict(float)
            for name, weight in self._stems(0, number).items():
                if len(postings.get(name, ())) <= POSTINGS:
                    for other in postings.get(name, ()):
                        shared[other] += min(weight, self._stems(1, other)[name])
            for other, weight in shared.items():
                dice = 2 * weight / (self.sums[0][number] + self.sums[1][other])
                if dice >= ALIKE - RIVAL:
                    told = self._words(0, number), self._words(1, other)
                    ordered = LCSseq.similarity(*told) / max(map(len, told))
                    scored.append((round(min(dice, ordered), 6), number, other))
        best: tuple[dict[int, list[float]], dict[int, list[float]]] = (defaultdict(list), defaultdict(list))
        for score, number, other in scored:
            best[0][number].append(score)
            best[1][other].append(score)
        found = []
        for score, number, other in scored:
            rivals = [*sorted(best[0][number])[-2:-1], *sorted(best[1][other])[-2:-1]]
            leads = score == max(best[0][number]) == max(best[1][other])
            if score >= ALIKE and leads and all(rival < score - RIVAL for rival in rivals):
                found.append(Link(old=(number,), new=(other,), score=score, chance=0.8, moved=True))
        return found

    def _distinctive(self, side: int, number: int) -> bool:
        return len({word for word in self._words(side, number) if word not in FUNCTION_WORDS}) >= DISTINCTIVE


FIRST_BIAS = -6.87
FIRST_WEIGHTS = (6.2, 2.2, 1.5, 3.5, 0.0, 1.5, -5.7, 0.8, -0.55)
SECOND_BIAS = -5.4
SECOND_WEIGHTS = (3.6, 1.2, 2.4, 2.7, 0.3, 1.8, -3.9, 0.8, -0.5, 3.8)
SURE = 2.2
PART_FROM = -1.0
OWN = 0.6
PART_GAIN = 0.7
GAIN = 0.25
ALIKE = 0.85
RIVAL = 0.2


def stem(word: str) -> str:
    """The part of a word by which words are compared: its first letters; function words and numbers stay whole."""
    return word if word in FUNCTION_WORDS or word[:1].isdigit() else word[:STEM]


_MARK = re.compile(r"\d[\d.,:]*|(?<=[\w,;] )[A-Z\u00c0-\u00de][\w'\u2019-]*")


def _marks(texts: Sequence[str], numbers: range) -> set[str]:
    """The numbers and the names, words with a capital inside a sentence: what tells look-alikes apart."""
    return {found.rstrip(".,:") for number in numbers for found in _MARK.findall(texts[number])}


def _unique(texts: Sequence[str], start: int, end: int) -> dict[str, int]:
    places: dict[str, int] = {}
    for number in range(start, end):
        places[texts[number]] = -1 if texts[number] in places else number
    return {text: number for text, number in places.items() if number >= 0}


def _equal(ours: Sequence[str], theirs: Sequence[str], pair: tuple[int, int], step: int) -> bool:
    return ours[pair[0] + step] == theirs[pair[1] + step] and bool(ours[pair[0] + step])


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of *pairs*, sorted by their first, whose second increase too (patience sorting)."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, new) in enumerate(pairs):
        at = bisect_left(ends, new)
        before.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(new)
            last.append(number)
        else:
            ends[at], last[at] = new, number
    run = []
    number = last[-1] if last else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]
