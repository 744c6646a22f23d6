"""What tells that two claims are one: the weight of their words, and from which score on it is decided."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from claimtrack._closed import FUNCTION_WORDS
from claimtrack.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack.model import Claim

# Scores are shares of evidence, rounded to SCALE steps before they are compared, so that a last bit of a float never
# decides.
SCALE = 1000

WORDS, SPEAKER, PLACE = 0.80, 0.12, 0.08
"""
The weight of each kind of evidence. Words are what a claim is recognised by. Speaker and place break near ties: even
together they cannot lift a claim that shares a quarter of its words over `DECIDED`, nor keep a re-attributed claim
that stands elsewhere with three quarters of its words from being paired.
"""

DECIDED = 500
"""From here on a pair is decided: more than half of the evidence speaks for it."""

REBUTTED = 800
"""
From here on a pair is decided where another speaker says the opposite: a rebuttal repeats the words of what it
rebuts, so sharing most of them is not enough to be the same claim with its polarity turned.
"""

FLOOR = 330
"""Below this nothing is proposed: two thirds of the evidence speak against it. In between, a pair is undecided."""

MARGIN = 60
"""
A rival that comes closer than this to the best partner leaves the pair undecided. In a claim of a dozen informative
words it is the weight of one: a difference of one word decides nothing.
"""

COVERED = 600
"""A claim is part of a split or merge if this share (of `SCALE`) of its words stands in the partner."""

GAIN = 80
"""… and if the partner is explained better by this much with it than without: more than one word of a dozen."""

FUNCTION_WORD = 0.2
"""The weight of a word of a closed class: it tells claims apart only where all else is equal."""

STEM = 6
"""Words are compared by their first characters: "restore" and "restoration", "commit" and "commitment" are one."""

CANDIDATES = 16
"""How many partners are looked at closely for one claim: the best of those that share rare words with it."""

POSTINGS = 100
"""A word that more claims than this have in common names no candidates, unless a claim has few rarer ones."""

MAX_POSTINGS = 2_000
"""Of a word that even more claims have in common, only so many are looked up: the work stays bounded."""

ENOUGH = 3
"""Words by which a claim looks for candidates, at the least."""

RAREST = 12
"""The words of a claim that name candidates: as many as a sentence has without its function words."""


class Weights:
    """The words of one wording, each with its weight times how often it stands there, and their sum."""

    __slots__ = ("by_stem", "total")

    def __init__(self, counted: Mapping[str, int], weights: Mapping[str, int]) -> None:
        self.by_stem = {stem: weights[stem] * count for stem, count in counted.items()}
        self.total = sum(self.by_stem.values())

    def shared(self, other: Weights) -> int:
        """The weight of the words that both have; whole numbers, so that the order of adding never shows."""
        mine, theirs = self.by_stem, other.by_stem
        return sum(min(mine[stem], theirs[stem]) for stem in mine.keys() & theirs.keys())

    def alike(self, other: Weights) -> float:
        """The share of the weight of all words that both have, from 0 to 1 (Dice's coefficient)."""
        total = self.total + other.total
        return 2 * self.shared(other) / total if total else 0.0

    def joined(self, other: Weights) -> Weights:
        """The words that either has."""
        whole = Weights({}, {})
        whole.by_stem = {
            stem: max(self.by_stem.get(stem, 0), other.by_stem.get(stem, 0))
            for stem in self.by_stem.keys() | other.by_stem.keys()
        }
        whole.total = sum(whole.by_stem.values())
        return whole


def stems_of(told: Iterable[str]) -> list[str]:
    return [word if word in FUNCTION_WORDS else word[:STEM] for word in told]


class Said:
    """
    The words of one claim: what is said, what is meant, and how often each of their stems stands there.

    Where the annotator gave no proposition, what is said is what is meant.
    """

    __slots__ = ("content", "meant", "proposition", "said")

    def __init__(self, said: tuple[tuple[str, ...], ...], meant: tuple[str, ...] | None) -> None:
        self.said, self.meant = said, meant
        self.content = Counter(stems_of(itertools.chain.from_iterable(self.said)))
        self.proposition = Counter(stems_of(self.meant)) if self.meant is not None else self.content

    @classmethod
    def of(cls, claim: Claim) -> Said:
        """The words of *claim*: those of each piece of its content, and those of its proposition."""
        meant = words(claim.proposition) if claim.proposition is not None else None
        return cls(tuple(words(piece.exact) for piece in claim.content), meant)

    def weighed(self, weights: Mapping[str, int]) -> tuple[Weights, Weights]:
        """What is said and what is meant, with the weights of their words."""
        said = Weights(self.content, weights)
        return said, said if self.proposition is self.content else Weights(self.proposition, weights)

    @property
    def stems(self) -> frozenset[str]:
        """The stems of either."""
        return frozenset(self.content.keys() | self.proposition.keys())


def counted(told: Iterable[Said]) -> Counter[str]:
    """How many of some claims have each stem."""
    count: Counter[str] = Counter()
    for said in told:
        count.update(said.stems)
    return count


def weight(stem: str, often: int, total: int) -> int:
    """
    How much a stem tells that so many of *total* claims have: a rare one more (inverse document frequency).

    Args:
        stem: The stem.
        often: How many claims have it, 1 or more.
        total: How many claims there are.
    """
    return round(SCALE * math.log1p((total + 1) / often) * (FUNCTION_WORD if stem in FUNCTION_WORDS else 1))


def likeness(one: tuple[Weights, Weights], other: tuple[Weights, Weights]) -> float:
    """
    How far two claims are told alike, from 0 to 1; each is given by what is said and what is meant.

    What is meant names claims better than what is said: its pronouns are resolved, its lists taken apart. The better of
    the two views counts, the other one supports it.
    """
    said, meant = one[0].alike(other[0]), one[1].alike(other[1])
    return BETTER_VIEW * max(said, meant) + (1 - BETTER_VIEW) * min(said, meant)


BETTER_VIEW = 0.75
"""The share of the better view: three quarters, so that the other alone can neither pair two claims nor part them."""


def telling(stems: Iterable[str], weights: Mapping[str, int]) -> list[str]:
    """The stems of a claim that name candidates: its rarest."""
    return sorted(stems, key=lambda stem: (-weights[stem], stem))[:RAREST]


def nominated(
    stems: Sequence[str], postings: Mapping[str, Sequence[int]], weights: Mapping[str, int], most: int = CANDIDATES
) -> list[int]:
    """
    The candidates that share the most weight of *stems*, at most so many.

    Args:
        stems: Those of a claim that name candidates, the rarest first.
        postings: By stem, the numbers of what has it.
        weights: By stem, its weight.
        most: How many candidates are named.
    """
    shared = [stem for stem in stems if stem in postings]
    usable = [stem for stem in shared if len(postings[stem]) <= POSTINGS]
    if len(usable) < ENOUGH:
        usable = shared[:ENOUGH]  # all its words are common: those that are least so, together, still tell much
    found: dict[int, int] = defaultdict(int)
    for stem in usable:
        for number in postings[stem][:MAX_POSTINGS]:
            found[number] += weights[stem]
    if len(found) <= most:
        return list(found)
    return sorted(found, key=lambda number: (-found[number], number))[:most]
