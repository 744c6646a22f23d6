"""What one report corrects or retracts of another: relations in the files, and notices whose old words are a claim."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from claimtrack._changes import PlacedWords
from claimtrack._closed import FUNCTION_WORDS, listed
from claimtrack._names import plain_letters
from claimtrack._relation import corrections, languages
from claimtrack._units import base
from claimtrack._verdicts import Correction, Evidence, Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from claimtrack._notices import Notice
    from claimtrack.language import Quantity, Wording
    from claimtrack.model import Claim, Report

HELD = 0.75
"""So much of the old words that a notice gives has to stand in a claim (or its source) for it to be that claim."""

HELD_BESIDE = 0.5
"""… and so much where the wrong word is given by itself: the right one stands in its place, "firms, not households"."""

HELD_OF_DAY = 0.6
"""… and so much where the notice gives the day of the text: among the claims of one text few are alike."""

BACK = 0.5
"""… and so much of the claim in the old words: half of it, for a notice repeats only what was wrong."""

CLOSE = 0.1
"""Claims that fit a notice as well as the best but for so much are as good: then nobody can tell which is meant."""

_SLOTS = listed(
    "number amount figure total name title date age location place spelling size price cost sum year day time "
    "percentage proportion share value position role nationality gender surname quote quotation word description detail"
)
"""
What a notice says was wrong of its topic: "misstated the number of states" is about states, and the claim on them need
not say "number". They are the nouns that name a slot of a statement, with "of" and its filler behind them: what can be
counted or measured, dates and places, what identifies a person, and what was quoted.
"""

_PART_OF_NAME = re.compile(r"\b(?:first|last|middle|given|family)\s+(?=names?\b)", re.IGNORECASE)

_DYING = listed("die dead death kill kil fatality victim perish casualty")
_TOLL = listed("toll death dead fatality victim")
"""What a notice calls them of whom a claim says in other words that they died: "put the death toll at 40"."""

_AGES = listed("age aged")
"""A number that is an age counts years or nothing: "the minister, 52", and not "52 schools"."""


class Found(NamedTuple):
    """The corrections between two reports, and the notices that are about no claim, or not surely about one."""

    corrections: tuple[Correction, ...]
    notes: tuple[Note, ...]


def corrected(
    baseline: Report, later: Report, changed: Iterable[tuple[Sequence[str], Sequence[str]]], *, one_work: bool
) -> Found:
    """
    What either report corrects or retracts of the other.

    Args:
        baseline, later: The two reports.
        changed: The ids of the paired claims in which something changed. A notice that says only what it was about is
            about the one claim on it that changed.
        one_work: Whether the texts are versions of one work: only then a retraction of the whole text is about the
            other, and a notice without a claim worth a note.
    """
    reports = baseline, later
    found = [_by_hand(reports, *told) for told in corrections(baseline, later)]
    notes: list[Note] = []
    if baseline.document.sha256 != later.document.sha256 and languages(baseline, later) is None:
        pairs = [(tuple(ours), tuple(theirs)) for ours, theirs in changed]
        for side in (0, 1):
            search = _Search(reports, side, {name for pair in pairs for name in pair[1 - side]})
            for notice in search.notices:
                about = search.about(notice)
                if about or (notice.whole and one_work):
                    found.append(search.correction(notice, about))
                elif one_work and not notice.whole:
                    notes.append(search.note(notice))
    return Found(tuple(found), tuple(notes))


def _by_hand(reports: tuple[Report, Report], kind: str, side: int, one: str, other: str) -> Correction:
    claims = reports[0].claim(one), reports[1].claim(other)
    return Correction(
        type="corrects" if kind == "corrects" else "retracts",
        by="baseline" if side == 0 else "later",
        baseline=(one,),
        later=(other,),
        rule="relation",
        evidence_baseline=PlacedWords.of_content([claims[0]]).evidence(),
        evidence_later=PlacedWords.of_content([claims[1]]).evidence(),
    )


def postings(told: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """By stem, the numbers of the claims that have it."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, stems in enumerate(told):
        for stem in stems:
            found[stem].append(number)
    return found


def nominated(stems: frozenset[str], known: Mapping[str, Sequence[int]], held: float) -> list[int]:
    """The claims that may have so much of *stems*: they have one of the rarest, or lack too many of them."""
    least = next((count for count in range(1, len(stems)) if count / len(stems) >= held), len(stems))
    having = sorted((known.get(stem, ()) for stem in stems), key=len)
    return sorted(set(chain.from_iterable(having[: len(stems) - least + 1])))


class _Search:
    """The notices of one side that the other side does not have, and the claims there that they are about."""

    def __init__(self, reports: tuple[Report, Report], side: int, changed: set[str]) -> None:
        self._side, self._changed = side, changed
        self._own, self._other = reports[side], reports[1 - side]
        # Imported where it is used: its expressions take long to compile.
        from claimtrack._notices import claims_in_notices, claims_within, is_of_day, notices_of

        of_day = {
            notice: is_of_day(notice.day, self._other.document, self._own.document) for notice in notices_of(self._own)
        }
        # A notice on the text of another day is not about this one.
        found = [notice for notice, fits in of_day.items() if fits is not False]
        self._of_day = frozenset(notice for notice in found if of_day[notice])
        there = notices_of(self._other) if found else ()
        known = {_told(notice.words) for notice in there}
        self.notices = tuple(notice for notice in found if _told(notice.words) not in known)
        self._stated = dict(zip(self.notices, claims_within(self._own, self.notices), strict=True))
        in_notices = claims_in_notices(self._other) if self.notices else frozenset()
        publishers = self._own.document.publisher, self._other.document.publisher
        other_outlet = publishers[0] is not None and publishers[1] is not None and publishers[0].id != publishers[1].id
        own_work = self._own.document.work is not None and self._own.document.work == self._other.document.work
        # A notice is about what its own outlet said; another's claim in the same words is nobody's to correct.
        usable = bool(self.notices) and (own_work or not other_outlet)
        self._claims = [claim for claim in self._other.claims if claim.id not in in_notices] if usable else []

    @cached_property
    def _said(self) -> tuple[_SaidClaim, ...]:
        sources: dict[str, frozenset[str]] = {"": frozenset()}  # a few sources say most of a text
        return tuple(_SaidClaim(claim, sources) for claim in self._claims)

    @cached_property
    def _with_stem(self) -> dict[str, list[int]]:
        return postings(said.stems for said in self._said)

    def about(self, notice: Notice) -> tuple[str, ...]:
        """The claims of the other side that are corrected, in the order of their ids; none where that is not clear."""
        if notice.whole:
            return ()
        wrong = _Said(notice.old or _PART_OF_NAME.sub("", notice.topic))
        values = [_Said(value) for value in notice.values]
        stems = wrong.stems if notice.old else wrong.stems - _slots()
        scored = []
        for number in nominated(stems, self._with_stem, self._least(notice)):
            said = self._said[number]
            fit = self._fit(notice, stems, wrong, values, said)
            if fit > 0:
                scored.append((fit, said.claim))
        best = max((fit for fit, _ in scored), default=0.0)
        near = [claim for fit, claim in scored if fit >= best - CLOSE]
        if len(near) > 1:
            near = [claim for claim in near if claim.id in self._changed] or near
        if len({_told(claim.quote) for claim in near}) > 1:
            return ()
        return tuple(sorted(claim.id for claim in near))

    def _least(self, notice: Notice) -> float:
        """The share of its words that a claim has to have."""
        if notice.values:
            return HELD_BESIDE
        return HELD_OF_DAY if notice in self._of_day else HELD

    def _fit(
        self, notice: Notice, stems: frozenset[str], wrong: _Said, values: Sequence[_Said], claim: _SaidClaim
    ) -> float:
        """How well a claim fits the old words, from 0 (not at all) to 2."""
        quantities = wrong.quantities
        shared = len(stems & claim.stems)
        held = shared / len(stems)
        # Without a topic the wrong word stands for itself: one that is no number may be anywhere.
        alone = bool(values) and (notice.topic,) == notice.values
        timed = bool(notice.old) and wrong.told_at(claim.said)
        telling = bool(quantities) or (bool(values) and not alone) or timed
        if held < self._least(notice) or (shared < _FEW and not telling):
            return 0.0
        ages = not _AGES.isdisjoint(wrong.stems)
        if not all(claim.said.has(value, ages=ages) for value in values):
            return 0.0
        if not notice.old:
            # Only what it was about is known: the wrong word stands there, or the claim is one that changed.
            return held if values or claim.claim.id in self._changed else 0.0
        if not all(claim.said.counts(quantity) for quantity in quantities) or wrong.at_another_time(claim.said):
            return 0.0
        back = (len(claim.content & (stems | claim.source)) + timed) / max(1, len(claim.content) + timed)
        return held + back if back >= BACK else 0.0

    def correction(self, notice: Notice, about: tuple[str, ...]) -> Correction:
        """The correction by a notice."""
        claims = [self._other.claim(name) for name in about]
        words = PlacedWords.of_content(claims).evidence() if claims else None
        stated = self._stated[notice]
        sides = (stated, about) if self._side == 0 else (about, stated)
        shown = (self._shown(notice), words) if self._side == 0 else (words, self._shown(notice))
        return Correction(
            type=notice.type,
            by="baseline" if self._side == 0 else "later",
            baseline=sides[0],
            later=sides[1],
            evidence_baseline=shown[0],
            evidence_later=shown[1],
        )

    def note(self, notice: Notice) -> Note:
        """The note of a notice that is about no claim."""
        shown = self._shown(notice)
        if self._side == 0:
            return Note(rule="notice without a claim", baseline=shown)
        return Note(rule="notice without a claim", later=shown)

    def _shown(self, notice: Notice) -> Evidence:
        return Evidence(words=notice.words, spans=(notice.span,))


_TIMES = (
    listed("monday tuesday wednesday thursday friday saturday sunday"),
    listed("january february march april may june july august september october november december"),
    frozenset(map(str, range(1, 32))),
)
"""What tells one time from another: the day of the week, the month, the day of the month."""

_FEW = 2  # telling words: "The mayor" alone is nobody's old wording


def _told(words: str) -> str:
    """*words* without case and blanks: what makes two notices, or two claims, one."""
    return " ".join(words.casefold().split())


class _Said:
    """The telling words of a statement, its names by what they stand for, and its numbers."""

    def __init__(self, text: str) -> None:
        from claimtrack.language import Wording  # reads its lexicons when it is first used

        wording = Wording(text)
        self.quantities: tuple[Quantity, ...] = tuple(each for each in wording.quantities if not each.weak)
        self.stems = frozenset(_stems(wording))
        self._times = frozenset(
            wording.words[number] for moment in wording.moments for number in range(moment.first, moment.last)
        )

    def counts(self, quantity: Quantity, *, ages: bool = False) -> bool:
        """
        Whether it has that number, as an age where *ages* says so.

        A notice gives the number that was wrong as it is: "misstated the number of dead fish as 900" is about "about
        900 dead fish" as well.
        """
        return any(
            each.agrees(quantity) or (not quantity.about and each.about and evolve(each, about="").agrees(quantity))
            for each in self.quantities
            if not ages or each.unit == "year" or not (each.unit or each.noun)
        )

    def told_at(self, claim: _Said) -> bool:
        """Whether it gives a time, and the claim the same."""
        return bool(self._times) and self._times <= claim._times

    def at_another_time(self, claim: _Said) -> bool:
        """Whether it gives a time and the claim another one in the same way: two days of the week, two months."""
        return any(
            mine and theirs and not mine & theirs
            for mine, theirs in ((self._times & names, claim._times & names) for names in _TIMES)
        )

    def has(self, value: _Said, *, ages: bool = False) -> bool:
        """Whether it has the number, the date or the words of *value*."""
        if value.quantities:
            return all(self.counts(quantity, ages=ages) for quantity in value.quantities)
        if value._times:
            return value._times <= self._times
        return bool(value.stems) and value.stems <= self.stems


class _SaidClaim:
    """
    What a claim says and who says it, as notices are held against it: read once.

    Args:
        claim: The claim.
        sources: The stems of the words for sources, by these words: what is not known yet is added.
    """

    def __init__(self, claim: Claim, sources: dict[str, frozenset[str]]) -> None:
        attribution = claim.attribution
        source = " ".join(piece.exact for piece in (*attribution.mention, *attribution.cue))
        if source not in sources:
            sources[source] = _Said(source).stems
        self.claim, self.source = claim, sources[source]
        content = claim.quote
        self.said = _Said(content if claim.proposition is None else f"{content}\n{claim.proposition}")
        self.content = self.said.stems if claim.proposition is None else _Said(content).stems
        self.stems = self.said.stems | self.source
        if self.said.quantities and not _DYING.isdisjoint(self.stems):
            self.stems |= _TOLL


@cache
def _slots() -> frozenset[str]:
    return frozenset(map(base, _SLOTS))


def _stems(wording: Wording) -> Iterator[str]:
    from claimtrack._clauses import forms

    named: set[int] = set()
    for name in wording.names():
        named.update(range(name.first, name.last))
        yield from (part if part[0] == "@" else base(plain_letters(part)) for part in name.parts)
    for number, word in enumerate(wording.words):
        if number not in named and number not in wording.taken and word not in FUNCTION_WORDS and word[:1].isalnum():
            yield min(forms(word))
