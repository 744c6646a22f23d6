"""Which sentences of two texts belong together, and which words of two sentences do."""

from __future__ import annotations

import itertools
import math
import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from heapq import heappop, heappush, heapreplace, merge
from operator import mul
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from attrs import evolve, frozen

from claimtrack._closed import FUNCTION_WORDS
from claimtrack.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

_Item = TypeVar("_Item", bound="Hashable")
_Known = tuple[list[_Item | None], list[_Item | None]]
_Gap = tuple[int, int, int, int]  # of old sentences from, to; of new ones from, to

# --- weights and thresholds ------------------------------------------------------------------------------------------

CANDIDATES = 6
"""How many partners of a changed sentence are looked at closely: those that share the most informative words."""

POSTINGS = 200
"""A word that stands in more changed sentences than this names no candidates: the work stays near-linear."""

VISITED = 300
"""So many places of its words, the rarest first, are looked up for a sentence: with 100 links begin to be missed."""

SAMPLED = 300
"""The rarity of words is judged on so many sentences of each text at the most."""

REPEATS = 8
"""A word counts so many times in a sentence; what says it more often, a list or a table, is not told by it."""

LOPSIDED = 20
"""
A text without a full stop, so many times as long as a sentence (a short one counts as so many words), is not that
sentence, whatever they share: nine of ten words differ. To weigh each sentence against all of it takes minutes.
"""

PARTS = 3
"""A sentence is split into, or merged from, at most so many."""

STEM = 6
"""Words are compared by their first characters: "reduce" and "reducing" are one."""

DISTINCTIVE = 3
"""A sentence that is to be recognised at another place has so many words at the least that tell something."""

FIRST_BIAS = -6.96
FIRST_WEIGHTS = (7.62, 1.93, 1.12, 4.19, -0.5, 1.57, -7.51, 0.84, -0.88)
SECOND_BIAS = -4.87
SECOND_WEIGHTS = (5.97, -1.48, 3.71, 3.34, -0.5, 1.51, -4.62, 0.66, -1.17, 4.04)
"""
Log odds that two changed sentences are the same one: a bias, and a weight for each of `_Aligner._alike` and, before its
last, of `_placed`; the second set judges again between neighbours that are settled, and has one weight more, for the
lead before rivals.

Logistic regression without a penalty, so that the odds are calibrated, over the candidate pairs of 84 revisions of
essays that humans aligned (ArgRewrite V.2, Kashefi et al. 2022). Weights fitted on five sixths of the writers found
the changed links of the last sixth with F1 .952, those fitted on all of them .956: little was learned by heart. Essays
have few numbers and names, so the weight of those that differ is set, not fitted: they speak against a link, weakly.
"""

_SECOND_ALIKE = (*SECOND_WEIGHTS[:5], SECOND_WEIGHTS[8])
_SECOND_PLACED = (*SECOND_WEIGHTS[5:8], SECOND_WEIGHTS[9])
"""The second weights of what two sentences have in common, and of where they stand and how far they lead."""

SURE = 2.2
"""Log odds (nine to one) from which on a link divides its gap before the rest is judged again."""

HOPELESS = -5.0
"""Log odds (one to a hundred and fifty) below which a pair is not looked at again: unrelated texts have many."""

NAMED = 4.0
"""Log odds (fifty to one) that a pair loses to a rival with names or numbers in common that it lacks; not fitted."""

AS_ALIKE = 0.05
"""A rival is worded as much alike if so little of the similarity of the words is missing: one word in twenty."""

PART_FROM = -1.0
"""A link of lower log odds (one to three) is no part of a split or merge."""

PART_GAIN = 0.7
"""Log odds that a split has to gain over its better part alone: twice as likely. Between .3 and 1.2 little changes."""

OWN = 0.6
"""A part of a split consists of words of the whole by this share at the least …"""

GAIN = 0.25
"""… and accounts for this share of the whole that no other part accounts for."""

ALIKE = 0.85
"""A sentence that was edited and moved keeps so much of its words, in order: one change in seven words, no more."""

RIVAL = 0.2
"""… and is ahead of the next best place by this much, so that no look-alike is taken for it."""

MOVED_CHANCE, MOVED_EDITED_CHANCE = 0.95, 0.8
"""The chance that a sentence found elsewhere, unchanged or edited, is the same one; see the page on anchoring."""

MAX_CELLS = 16_000_000
"""Of so many pairs of words at the most an edit script is made at once: 4,000 by 4,000 words, some 4 MB of bits."""

BEGINS = 20_000
"""
Runs of words that divide longer texts are looked for at so many places of both together at the most, those of the
rarest words: there a run stands once most likely, and a tuple for each word would take many times the text's memory.
"""

_RUNS = (6, 3, 1)  # words in a row that divide longer texts: the longer, the surer

_FUNCTION = 0.2  # the weight of a word of a closed class, as in pairing: it decides only where all else is equal


@frozen(kw_only=True)
class Link:
    """
    Sentences of two texts that are the same sentence, be it changed.

    Args:
        old, new: Indices; one on each side, or several in a row on one side for a merge or a split.
        score: Similarity of the words from 0 to 1; 1 if they are the same.
        chance: How likely the link is right, from 0 to 1; see the page on anchoring for what it is worth.
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
    from their words, order of words, numbers and names, and from where they stand. The links of the main order maximise
    the sum of the log odds; what is left may have moved.

    Args:
        old, new: The sentences of both texts, in order.

    Returns:
        Links in the order of *old*; each sentence is in one link at the most.
    """
    aligner = _Aligner(old, new)
    related = aligner.related()
    if related is None:
        return aligner.links()
    links = _Aligner([old[n] for n in related[0]], [new[n] for n in related[1]]).links()
    return tuple(
        evolve(link, old=tuple(related[0][n] for n in link.old), new=tuple(related[1][n] for n in link.new))
        for link in links
    )


def matching_words(old: Sequence[str], new: Sequence[str]) -> tuple[Block, ...]:
    """
    The runs of words that an edit script of fewest words keeps, in order (Levenshtein 1966).

    Where more than `MAX_CELLS` pairs of words would have to be weighed, the texts are first divided at runs of words
    that stand once on either side; what then still is too long, and shares no such run, keeps nothing.
    """
    if len(old) * len(new) <= MAX_CELLS:
        return tuple(block for block in _fewest_edits(old, new, (0, len(old), 0, len(new))) if block.size)
    found: list[Block] = []
    pending = [(0, len(old), 0, len(new))]
    while pending:
        top, bottom, left, right = pending.pop()
        head = 0
        while top + head < bottom and left + head < right and old[top + head] == new[left + head]:
            head += 1
        if head:
            found.append(Block(top, left, head))
        top, left = top + head, left + head
        tail = 0
        while bottom - tail > top and right - tail > left and old[bottom - tail - 1] == new[right - tail - 1]:
            tail += 1
        bottom, right = bottom - tail, right - tail
        if tail:
            found.append(Block(bottom, right, tail))
        if top == bottom or left == right:
            continue
        if (bottom - top) * (right - left) <= MAX_CELLS:
            found += _fewest_edits(old, new, (top, bottom, left, right))
            continue
        i, j = top, left
        for x, y, size in [*_common_runs(old, new, (top, bottom, left, right)), (bottom, right, 0)]:
            if i < x and j < y and (i, x, j, y) != (top, bottom, left, right):
                pending.append((i, x, j, y))
            if size:
                found.append(Block(x, y, size))
            i, j = x + size, y + size
    return _joined_blocks(found)


def _fewest_edits(old: Sequence[str], new: Sequence[str], gap: _Gap) -> Iterator[Block]:
    from rapidfuzz.distance import Levenshtein

    top, bottom, left, right = gap
    for block in Levenshtein.opcodes(old[top:bottom], new[left:right]).as_matching_blocks():
        if block.size:
            yield Block(top + block.a, left + block.b, block.size)


def _common_runs(old: Sequence[str], new: Sequence[str], gap: _Gap) -> list[Block]:
    """Short runs of words that stand once on either side of a gap, the longest chain that keeps its order."""
    top, bottom, left, right = gap
    rare = _rarest(old[top:bottom], new[left:right])
    begins = [n for n in range(top, bottom) if old[n] in rare], [n for n in range(left, right) if new[n] in rare]
    for size in _RUNS:
        ours = _unique([tuple(old[n : n + size]) for n in begins[0] if n + size <= bottom])
        theirs = _unique([tuple(new[n : n + size]) for n in begins[1] if n + size <= right])
        pairs = sorted((begins[0][number], begins[1][theirs[run]]) for run, number in ours.items() if run in theirs)
        chain: list[Block] = []
        for x, y in _increasing(pairs):
            if not chain or (x >= chain[-1].old + chain[-1].size and y >= chain[-1].new + chain[-1].size):
                chain.append(Block(x, y, size))
        if chain:
            return chain
    return []


def _rarest(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The words that both texts have: all of them, or of longer texts the rarest, at `BEGINS` places together."""
    counts = Counter(old), Counter(new)
    shared = sorted((many + counts[1][word], word) for word, many in counts[0].items() if word in counts[1])
    places = itertools.accumulate(many for many, _ in shared)
    return {word for (_, word), place in zip(shared, places, strict=True) if place <= BEGINS}


def _joined_blocks(found: Iterable[Block]) -> tuple[Block, ...]:
    joined: list[Block] = []
    for block in sorted(found):
        if not block.size:
            continue
        last = joined[-1] if joined else None
        if last is not None and (last.old + last.size, last.new + last.size) == (block.old, block.new):
            joined[-1] = Block(last.old, last.new, last.size + block.size)
        else:
            joined.append(block)
    return tuple(joined)


class _Candidate(NamedTuple):
    old: range
    new: range
    value: float  # log odds that this is a link
    score: float
    again: float  # what its words weigh when it is judged again


class _Stems(dict[str, str]):
    """The stem of each word that was asked for; one object for each stem."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def __missing__(self, word: str) -> str:
        found = word if len(word) <= STEM else stem(word)
        self[word] = found = self.known.setdefault(found, found)
        return found


class _Weights(dict[str, float]):
    """
    How much each stem tells. The second "the" of a sentence, which has a name of its own, tells as much as the first;
    a stem that was not counted tells most.
    """

    unseen = 0.0

    def __missing__(self, name: str) -> float:
        base = name.partition("\x00")[0]
        self[name] = found = self.unseen if base == name else self[base]
        return found


class _Aligner:
    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        from rapidfuzz.distance import Indel, LCSseq

        self.in_order, self.by_letters = LCSseq.similarity, Indel.normalized_similarity
        self.texts = (old, new)
        self.known_texts: tuple[frozenset[str], frozenset[str]] | None = None
        # What is known of each sentence of either text; lists, for there may be many sentences.
        self.words: _Known[tuple[str, ...]] = ([None] * len(old), [None] * len(new))
        self.stems: _Known[tuple[str, ...]] = ([None] * len(old), [None] * len(new))
        self.marks: _Known[tuple[str, ...]] = ([None] * len(old), [None] * len(new))
        self.sums = array("d", bytes(8 * len(old))), array("d", bytes(8 * len(new)))
        self.weights = _Weights()
        self.stem_of = _Stems()
        self.order: list[tuple[int, int]] = []  # links of sentences that stayed as they were, in order
        self.found: list[Link] = []
        self.known: dict[str, str] = {}  # one object for each word
        self.matched: dict[tuple[range, range], int] = {}  # the words that very long sentences share
        self.current: tuple[int, frozenset[str], str] = (-1, frozenset(), "")  # an old sentence: its stems and its text

    def related(self) -> tuple[list[int], list[int]] | None:
        """
        The sentences that may have a counterpart; None if all may.

        A changed sentence none of whose telling words stands in a changed sentence of the other text has none: it is
        left out from the start, so that text about something else, wherever it is put in, moves nothing.
        """
        self._unchanged()
        told: list[dict[int, set[str]]] = [{}, {}]
        for gap in self._gaps():
            for side in (0, 1):
                for number in range(gap[2 * side], gap[2 * side + 1]):
                    telling = (word for word in self._words(side, number) if word not in FUNCTION_WORDS)
                    told[side][number] = {self.stem_of[word] for word in telling}
        known = [set[str]().union(*side.values()) for side in told]
        alien = [
            {number for number, stems in told[side].items() if stems and stems.isdisjoint(known[1 - side])}
            for side in (0, 1)
        ]
        if not alien[0] and not alien[1]:
            return None
        rest = [[n for n in range(len(self.texts[side])) if n not in alien[side]] for side in (0, 1)]
        return rest[0], rest[1]

    def links(self) -> tuple[Link, ...]:
        if not self.order:
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
        while pending:
            gap = pending.pop()
            found = self._same(gap, self._letters) or self._same(gap, self._without_noise)
            if not found:
                continue
            i, j = gap[0], gap[2]
            for x, y in [*found, (gap[1], gap[3])]:
                if i < x and j < y:
                    pending.append((i, x, j, y))
                i, j = x + 1, y + 1
            self.order += found
        self.order.sort()

    def _letters(self, side: int, start: int, end: int) -> Sequence[str]:
        return self.texts[side][start:end]

    def _without_noise(self, side: int, start: int, end: int) -> Sequence[str]:
        return [self._folded(side, number) for number in range(start, end)]

    def _folded(self, side: int, number: int) -> str:
        return " ".join(self._words(side, number))

    def _words(self, side: int, number: int) -> tuple[str, ...]:
        found = self.words[side][number]
        if found is None:
            told = words(self.texts[side][number])
            found = tuple(map(self.known.setdefault, told, told))
            self.words[side][number] = found
        return found

    def _same(self, gap: _Gap, key: Callable[[int, int, int], Sequence[str]]) -> list[tuple[int, int]]:
        """The pairs of equal sentences in a gap that keep their order: common ends, unique ones, and runs from them."""
        top, bottom, left, right = gap
        ours, theirs = key(0, top, bottom), key(1, left, right)
        shorter = min(len(ours), len(theirs))
        head = 0
        while head < shorter and ours[head] == theirs[head] and ours[head]:
            head += 1
        tail = 0
        while tail < shorter - head and ours[-1 - tail] == theirs[-1 - tail] and ours[-1 - tail]:
            tail += 1
        pairs = list(zip(range(head), range(head), strict=True))
        low, high = (head, head), (len(ours) - tail, len(theirs) - tail)
        here, there = _unique(ours[low[0] : high[0]]), _unique(theirs[low[1] : high[1]])
        unique = sorted(
            [(head + number, head + there[text]) for text, number in here.items() if text and text in there]
        )
        end = low  # of the run before
        for x, y in _increasing(unique):
            if x < end[0] or y < end[1]:
                continue  # that run reached here already
            i, j = x, y
            while i > end[0] and j > end[1] and ours[i - 1] == theirs[j - 1] and ours[i - 1]:
                i, j = i - 1, j - 1
            x, y = x + 1, y + 1
            while x < high[0] and y < high[1] and ours[x] == theirs[y] and ours[x]:
                x, y = x + 1, y + 1
            pairs += zip(range(i, x), range(j, y), strict=True)
            end = x, y
        pairs += zip(range(high[0], len(ours)), range(high[1], len(theirs)), strict=True)
        return [(top + x, left + y) for x, y in pairs] if top or left else pairs

    # Changed sentences ---------------------------------------------------------------------------------------------

    def _gaps(self) -> list[_Gap]:
        gaps = []
        i = j = 0
        for x, y in [*self.order, (len(self.texts[0]), len(self.texts[1]))]:
            if i < x or j < y:
                gaps.append((i, x, j, y))
            i, j = x + 1, y + 1
        return gaps

    def _weigh(self, gaps: Iterable[_Gap]) -> None:
        """How much each stem tells: the rarer, the more (inverse document frequency over the sentences)."""
        counts = []
        for side in (0, 1):
            changed = [n for gap in gaps for n in range(gap[2 * side], gap[2 * side + 1])]
            step = max(1, len(self.texts[side]) // SAMPLED)
            looked = sorted({*changed[:: max(1, len(changed) // SAMPLED)], *range(0, len(self.texts[side]), step)})
            stem_of = self.stem_of.__getitem__
            told = (set(map(stem_of, self._words(side, number))) for number in (looked if changed else ()))
            counts.append((Counter(itertools.chain.from_iterable(told)), len(looked)))
        total = max(size for _, size in counts) + 1
        most = dict(counts[0][0])
        for name, many in counts[1][0].items():
            if many > most.get(name, 0):
                most[name] = many
        rarity = {many: math.log1p(total / many) for many in set(most.values())}
        self.weights.update((name, rarity[many]) for name, many in most.items())
        for name in FUNCTION_WORDS & most.keys():
            self.weights[name] *= _FUNCTION
        self.weights.unseen = math.log1p(total)

    def _stems(self, side: int, number: int) -> tuple[str, ...]:
        """The stems of a sentence, each once: the second "the" of a sentence is another one than the first."""
        found = self.stems[side][number]
        if found is None:
            found = tuple(map(self.stem_of.__getitem__, self._words(side, number)))
            if len(set(found)) < len(found):
                found = tuple(self._repeated_apart(Counter(found)))
            self.stems[side][number] = found
            self.sums[side][number] = self._sum(found)
        return found

    def _sum(self, stems: Iterable[str]) -> float:
        return math.fsum(map(self.weights.__getitem__, stems))

    def _nominated(self, gap: _Gap) -> Iterator[tuple[int, int]]:
        """The pairs of a gap that are worth a closer look."""
        top, bottom, left, right = gap
        if max(bottom - top, right - left) <= CANDIDATES:
            for one, other in itertools.product(range(top, bottom), range(left, right)):
                if not set(self._stems(0, one)).isdisjoint(self._stems(1, other)):
                    yield one, other
            return
        postings: dict[str, list[int]] = defaultdict(list)
        for number in range(left, right):
            for name in self._stems(1, number):
                postings[name].append(number)
        width, height = len(self.texts[1]), len(self.texts[0])
        pairs, backward = array("q"), array("q")  # both numbers of a pair in one, for there are many
        # The best old sentences of each new one: a heap, the worst of them first; score and place are one number, too.
        by_new: list[list[int] | None] = [None] * (right - left)
        worst = array("d", bytes(8 * (right - left)))
        sizes = array("d", [size + 1 for size in self.sums[1][left:right]])
        for number in range(top, bottom):
            shared = _shared(self._stems(0, number), postings, self.weights)
            if not shared:
                continue
            scores = [weight / sizes[other - left] for other, weight in shared.items()]
            pairs.extend(sorted([number * width + other for other in _best_partners(shared, scores)]))
            own = self.sums[0][number] + 1
            place = height - number
            for other, score in [
                (other, score) for other, weight in shared.items() if (score := weight / own) >= worst[other - left]
            ]:
                entry = round(score * _MILLION) * height + place
                best = by_new[other - left]
                if best is None:
                    by_new[other - left] = [entry]
                elif len(best) < CANDIDATES:
                    heappush(best, entry)
                elif entry > best[0]:
                    heapreplace(best, entry)
                    worst[other - left] = (best[0] // height - 1) / _MILLION  # what is below it rounds to less
        for other, best in enumerate(by_new, start=left):
            backward.extend((height - (entry - 1) % height - 1) * width + other for entry in best or ())
            by_new[other - left] = None
        backward.extend(number * width + other for number, other in self._repeated(gap))
        backward = array("q", sorted(backward))
        for pair, _ in itertools.groupby(merge(pairs, backward)):
            yield divmod(pair, width)

    def _repeated(self, gap: _Gap) -> Iterator[tuple[int, int]]:
        """
        The pairs of equal sentences that stand in a gap many times: the first with the first and so on, and the last
        with the last. One that was added or taken away lies where the two counts part.
        """
        classes: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, numbers in ((0, range(gap[0], gap[1])), (1, range(gap[2], gap[3]))):
            for number in numbers:
                classes[self._folded(side, number)][side].append(number)
        for ours, theirs in classes.values():
            if max(len(ours), len(theirs)) > CANDIDATES:
                yield from zip(ours, theirs, strict=False)
                yield from zip(reversed(ours), reversed(theirs), strict=False)

    def _alike(self, old: range, new: range) -> tuple[float, ...]:
        """What the words say of a link, from 0 to 1: shared, contained, in order, letters, differing marks, length."""
        if len(old) == len(new) == 1:  # there are many such pairs: what is known is looked up without a call
            x, y = old.start, new.start
            theirs: Iterable[str] = self.stems[1][y] or self._stems(1, y)
            if self.current[0] != x:
                self.current = x, frozenset(self._stems(0, x)), self._folded(0, x)
            _, mine, text = self.current
            totals = self.sums[0][x], self.sums[1][y]
            told: Sequence[Sequence[str]] = (
                self.words[0][x] or self._words(0, x),
                self.words[1][y] or self._words(1, y),
            )
            marks = self._marks(0, x), self._marks(1, y)
        else:
            mine, theirs = frozenset(self._joined(0, old)), self._joined(1, new)
            totals = self._sum(mine), self._sum(theirs)
            told = [[word for n in numbers for word in self._words(side, n)] for side, numbers in ((0, old), (1, new))]
            text = " ".join(told[0])
            marks = (
                tuple(mark for n in old for mark in self._marks(0, n)),
                tuple(mark for n in new for mark in self._marks(1, n)),
            )
        shared = self._sum(mine.intersection(theirs))
        shorter = min(len(told[0]), len(told[1]))
        if len(told[0]) * len(told[1]) <= MAX_CELLS:
            ordered = self.in_order(*told) / (shorter or 1)
            letters = self.by_letters(text, " ".join(told[1]))
        else:  # a chapter without a full stop: letters by words
            same = self.matched.get((old, new), -1)
            if same < 0:
                same = self.matched[old, new] = sum(block.size for block in matching_words(*told))
            ordered, letters = same / shorter, 2 * same / (len(told[0]) + len(told[1]))
        differing = 0.0
        if marks[0] or marks[1]:
            sides = set(marks[0]), set(marks[1])
            differing = len(sides[0] ^ sides[1]) / (len(sides[0]) + len(sides[1]))
        return (
            2 * shared / (totals[0] + totals[1] or 1),
            shared / (min(totals) or 1),
            ordered,
            letters,
            differing,
            min(1.0, math.log1p(shorter) / 4),
        )

    def _marks(self, side: int, number: int) -> tuple[str, ...]:
        found = self.marks[side][number]
        if found is None:
            found = self.marks[side][number] = tuple(sorted(_marks(self.texts[side][number])))
        return found

    def _joined(self, side: int, numbers: range) -> Iterable[str]:
        """The stems of one sentence, or of several in a row."""
        if len(numbers) == 1:
            return self._stems(side, numbers[0])
        counted: Counter[str] = Counter(
            name.partition("\x00")[0] for number in numbers for name in self._stems(side, number)
        )
        return list(self._repeated_apart(counted))

    def _repeated_apart(self, counted: Mapping[str, int]) -> Iterator[str]:
        """Each stem as many times as it was counted, the second and later ones under a name of their own."""
        for base, many in counted.items():
            for again in range(1, min(many, REPEATS) + 1):
                if again == 1:
                    yield base
                else:
                    name = f"{base}\x00{again}"
                    yield self.known.setdefault(name, name)

    def _value(self, old: range, new: range, gap: _Gap) -> _Candidate:
        found = self._alike(old, new)
        value = math.fsum(map(mul, FIRST_WEIGHTS, (*found[:-1], *_placed(old, new, gap), found[-1])))
        again = math.fsum(map(mul, _SECOND_ALIKE, found))
        return _Candidate(old, new, round(FIRST_BIAS + value, 6), round(found[0], 6), again)

    def _changed(self, gaps: Iterable[_Gap]) -> list[Link]:
        """
        The links of changed sentences: in each gap the chain that keeps its order and has the greatest value.

        What is beyond doubt divides its gap, and all else is judged once more by where it stands between.
        """
        kept = []
        for gap in gaps:
            singles = []
            best = _Best(gap[0], gap[1]), _Best(gap[2], gap[3])
            # One range for each sentence, for many candidates.
            single: tuple[dict[int, range], dict[int, range]] = ({}, {})
            for x, y in self._nominated(gap):
                if self._is_lopsided(x, y) or self._is_copy(x, y):
                    continue
                old = single[0].get(x) or single[0].setdefault(x, range(x, x + 1))
                new = single[1].get(y) or single[1].setdefault(y, range(y, y + 1))
                one = self._value(old, new, gap)
                best[0].add(x, one.score)
                best[1].add(y, one.score)
                if one.value >= HOPELESS:
                    singles.append(one)
            singles = self._named(singles)
            sure = [one for one in self._chain(singles, gap) if one.value >= SURE]
            second = []
            for one, inner, lead in self.judged_again(singles, sure, gap, best):
                value = one.value if inner is None else self._second(one, inner, lead)
                if value >= PART_FROM:
                    second.append(one._replace(value=value))
            for one in self._chain(self._with_parts(second, gap), gap):
                chance = round(1 / (1 + math.exp(-one.value)), 4)
                kept.append(Link(old=tuple(one.old), new=tuple(one.new), score=one.score, chance=chance))
        return kept

    def _named(self, singles: list[_Candidate]) -> list[_Candidate]:
        """
        *singles*, those judged down that lack names or numbers which a rival, worded as much alike, has in common.

        In a list whose oldest entry went and that got a new one, every entry is like the next; its names are not.
        """
        common = []
        rows: dict[int, list[tuple[float, int]]] = defaultdict(list)
        columns: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for one in singles:
            mine, theirs = self._marks(0, one.old.start), self._marks(1, one.new.start)
            common.append(len(set(mine).intersection(theirs)) if mine and theirs else 0)
            for rivals in (rows[one.old.start], columns[one.new.start]):
                rivals.append((one.score, common[-1]))
        judged = []
        for one, own in zip(singles, common, strict=True):
            rivals = rows[one.old.start] + columns[one.new.start]
            best = max(many for score, many in rivals if score >= one.score - AS_ALIKE)
            down = NAMED * (1 - own / best) if best > own else 0.0
            judged.append(one._replace(value=round(one.value - down, 6), again=one.again - down) if down else one)
        return judged

    def _is_copy(self, x: int, y: int) -> bool:
        """Whether one of two sentences that differ stands in the other text as it is: it is no edit of this one."""
        one, other = self.texts[0][x], self.texts[1][y]
        if self.known_texts is None:
            self.known_texts = frozenset(self.texts[0]), frozenset(self.texts[1])
        known = self.known_texts
        return one != other and (one in known[1] or other in known[0]) and self._folded(0, x) != self._folded(1, y)

    def _is_lopsided(self, x: int, y: int) -> bool:
        """Whether one of two sentences is a text without a full stop and the other a sentence, perhaps out of it."""
        shorter, longer = sorted((len(self._words(0, x)), len(self._words(1, y))))
        return longer > LOPSIDED * max(shorter, LOPSIDED)

    def judged_again(
        self, singles: Sequence[_Candidate], sure: Sequence[_Candidate], gap: _Gap, best: tuple[_Best, _Best]
    ) -> Iterator[tuple[_Candidate, _Gap | None, float]]:
        """
        Every candidate that keeps the order of the *sure* ones, with the part of the gap between those around it,
        and with how far it leads before its rivals; the sure ones themselves with no such part.
        """
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
                rivals = [*best[0].of(x), *best[1].of(y)]
                rivals.remove(one.score) if one.score in rivals else None
                rivals.remove(one.score) if one.score in rivals else None
                yield one, (before[0], after[0], before[1], after[1]), one.score - max(rivals, default=0.0)

    def _second(self, one: _Candidate, inner: _Gap, lead: float) -> float:
        places = (*_placed(one.old, one.new, inner), lead)
        return round(SECOND_BIAS + one.again + math.fsum(map(mul, _SECOND_PLACED, places)), 6)

    def _with_parts(self, singles: list[_Candidate], gap: _Gap) -> list[_Candidate]:
        """*singles* and, where a neighbour completes one of them, the split or merge that they make together."""
        found = list(singles)
        for one in singles:
            if one.score == 1.0:
                continue  # no part adds to what is the same
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
        shared = set(self._stems(1 - side, part)).intersection(self._stems(side, whole))
        if self._sum(shared) < OWN * self.sums[1 - side][part]:
            return False
        for number in parts:
            if number != part:
                shared.difference_update(self._stems(1 - side, number))
        return self._sum(shared) >= GAIN * self.sums[side][whole]

    def _chain(self, candidates: list[_Candidate], gap: _Gap) -> list[_Candidate]:
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
        for number, one in enumerate(useful):
            while waiting and waiting[0][0] <= one.old.start:
                _, ended = heappop(waiting)
                column = useful[ended].new.stop - left
                while column <= width:
                    if total[ended] > tree[column][0]:
                        tree[column] = (total[ended], ended)
                    column += column & -column
            value, before[number] = best(one.new.start - left)
            total[number] = round(value + one.value, 6)
            heappush(waiting, (one.old.stop, number))
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
                found.append(Link(old=(number,), new=(by_text[text],), score=1.0, chance=MOVED_CHANCE, moved=True))
        gone = ({n for link in found for n in link.old}, {n for link in found for n in link.new})
        rest = tuple([n for n in free[side] if n not in gone[side]] for side in (0, 1))
        return found + self._moved_and_changed(rest)

    def _moved_and_changed(self, free: tuple[list[int], ...]) -> list[Link]:
        postings: dict[str, list[int]] = defaultdict(list)
        for number in free[1]:
            for name in self._stems(1, number):
                postings[name].append(number)
        scored: list[tuple[float, int, int]] = []
        bar = ALIKE - RIVAL
        for number in free[0]:
            if not self._distinctive(0, number):
                continue
            shared = _shared(self._stems(0, number), postings, self.weights)
            own, sums = self.sums[0][number], self.sums[1]
            least = bar / (2 - bar) * own  # with less in common the shorter of the two is not alike
            if max(shared.values(), default=0.0) < least:
                continue
            for other, weight in shared.items():
                dice = 2 * weight / (own + sums[other])
                if dice >= bar:
                    told = self._words(0, number), self._words(1, other)
                    ordered = self.in_order(*told) / max(map(len, told))
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
                found.append(Link(old=(number,), new=(other,), score=score, chance=MOVED_EDITED_CHANCE, moved=True))
        return found

    def _distinctive(self, side: int, number: int) -> bool:
        return len({word for word in self._words(side, number) if word not in FUNCTION_WORDS}) >= DISTINCTIVE


class _Best:
    """The two best scores of each sentence of one side of a gap, from number *start* to *end*."""

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.first, self.second = array("d", [-1.0]) * (end - start), array("d", [-1.0]) * (end - start)

    def add(self, number: int, score: float) -> None:
        at = number - self.start
        if score > self.first[at]:
            self.first[at], self.second[at] = score, self.first[at]
        elif score > self.second[at]:
            self.second[at] = score

    def of(self, number: int) -> list[float]:
        at = number - self.start
        return [score for score in (self.first[at], self.second[at]) if score >= 0]


def _placed(old: range, new: range, gap: _Gap) -> tuple[float, float, float]:
    """What their places say of a link: at the edge of their gap, how far apart, and among how few."""
    top, bottom, left, right = gap
    height, width = bottom - top, right - left
    before = abs((old.start - top) - (new.start - left))
    after = abs((bottom - old.stop) - (right - new.stop))
    away = abs((old.start - top + 0.5) / height - (new.start - left + 0.5) / width)
    return 1.0 / (1 + min(before, after)), away, 1.0 / max(height, width)


_MILLION = 1_000_000  # scores are compared by six digits


def _best_partners(others: Iterable[int], scores: Sequence[float]) -> list[int]:
    """The sentences of the highest *scores*; of equal ones, the first."""
    if len(scores) <= CANDIDATES:
        return list(others)
    least = sorted(scores)[-CANDIDATES] - 1 / _MILLION  # what is below it rounds to less
    near = [(-round(score, 6), other) for other, score in zip(others, scores, strict=True) if score >= least]
    return [other for _, other in sorted(near)[:CANDIDATES]]


def _shared(
    stems: Iterable[str], postings: Mapping[str, Sequence[int]], weights: Mapping[str, float]
) -> dict[int, float]:
    """How much each sentence of *postings* has in common with that of *stems*, by the words that are rare enough."""
    shared: defaultdict[int, float] = defaultdict(float)
    visited = 0
    for many, against, name in sorted(
        [(len(postings[name]), -weights[name], name) for name in stems if name in postings],
    ):
        visited += many
        if visited > VISITED or many > POSTINGS:
            break
        for other in postings[name]:
            shared[other] -= against
    return shared


def stem(word: str) -> str:
    """The part of a word by which words are compared: its first letters; function words and numbers stay whole."""
    return word if word in FUNCTION_WORDS or word[:1].isdigit() else word[:STEM]


_MARK = re.compile(r"\d[\d.,:]*|(?<=[\w,;] )[A-Z\u00c0-\u00de][\w'\u2019-]*")


def _marks(text: str) -> set[str]:
    """The numbers and the names, words with a capital inside a sentence: what tells look-alikes apart."""
    return {found.rstrip(".,:") for found in _MARK.findall(text)}


def _unique(items: Sequence[_Item]) -> dict[_Item, int]:
    """The items that stand there once, each with its place."""
    last = dict(zip(items, range(len(items)), strict=True))
    if len(last) == len(items):
        return last
    first = dict(zip(reversed(items), range(len(items) - 1, -1, -1), strict=True))
    return {item: number for item, number in last.items() if first[item] == number}


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of *pairs*, sorted by their first, whose second increase too (patience sorting)."""
    if all(one[1] < other[1] for one, other in itertools.pairwise(pairs)):
        return list(pairs)
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, new) in enumerate(pairs):
        at = len(ends) if not ends or new > ends[-1] else bisect_left(ends, new)
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
