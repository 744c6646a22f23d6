"""Links beside the pairings of a comparison: claims that cannot both hold, by a file or by their words."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from functools import cache, cached_property
from typing import TYPE_CHECKING

from claimtrack._changes import PlacedWords
from claimtrack._closed import FUNCTION_WORDS, listed
from claimtrack._names import NameReader
from claimtrack._relation import contradictions, languages
from claimtrack._units import Units, base
from claimtrack._verdicts import Contradiction, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimtrack._clauses import Reading
    from claimtrack._opposition import Opposed
    from claimtrack._speakers import SpeakerMatch
    from claimtrack.model import Anchor, Claim, Report
    from claimtrack.pairing import Pairings

SHARED = 0.4
"""
Claims that share less than this of the telling words of the shorter one are not read for opposition: what they speak of
has to agree, and only the words that oppose them may differ.
"""

LEAST_SHARED = 2
"""… and so many words at the least: what is opposed has somebody and something in it."""

COMMON = 50
"""A word that more claims of a report have than this names no candidates: the work grows with the claims, no faster."""

LONGEST_TEXT = 200_000
"""Characters of a text in which names are looked for; a long article has a tenth of it."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_FIGURE = re.compile("[0-9]")
_COUNTS = listed(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen "
    "dozens half"
)
"""
Words for numbers that are read from a claim without its wording being read: one of them, or a figure, has to differ
where numbers oppose. They are the cardinals of English (Quirk et al., A Comprehensive Grammar of the English Language,
1985, 6.63) and the fraction that is told by itself; a word more costs a look at the pair, a word less hides it. Words
for parts of speech are another matter (`_syntax`), and so is what a number comes to (`_numbers`).
"""


def contradicted(
    baseline: Report, later: Report, found: Pairings, speakers: SpeakerMatch, *, one_work: bool
) -> tuple[Contradiction, ...]:
    """
    The claims that cannot both hold, in no particular order.

    Args:
        baseline, later: The two reports.
        found: Which of their claims are the same. Two claims that each have another partner are not opposed by their
            words: then both texts say both.
        speakers: Which of their speakers are the same.
        one_work: Whether the texts are versions of one work.
    """
    told = contradictions(baseline, later)
    links = [_by_hand(baseline, later, one, other) for one, other in told]
    if baseline.document.sha256 == later.document.sha256 or languages(baseline, later) is not None:
        return tuple(links)  # what one text says cannot oppose it to itself
    same = [(pair.baseline, pair.later) for pair in found.pairs]
    search = _Search((Heard(baseline), Heard(later)), speakers, same, one_work=one_work)
    links += [link for link in search.links() if (link.baseline, link.later) not in told]
    return tuple(links)


def opposed_among(
    pairs: Iterable[tuple[str, str]],
    texts: tuple[Heard, Heard],
    speakers: SpeakerMatch,
    same: Iterable[tuple[Sequence[str], Sequence[str]]],
    *,
    one_work: bool,
) -> tuple[Contradiction, ...]:
    """
    Those of some pairs of claims of two texts that cannot both hold, by their words.

    Args:
        pairs: The ids of the claims, the first text's first.
        texts: The two texts; or one text twice.
        speakers: Which of their speakers are the same.
        same: The ids of those claims that are the same claim.
        one_work: Whether the texts are versions of one work.
    """
    search = _Search(texts, speakers, same, one_work=one_work)
    return tuple(link for one, other in pairs if (link := search.link(one, other)) is not None)


def _by_hand(baseline: Report, later: Report, one: str, other: str) -> Contradiction:
    words = [_whole(report.claim(name)) for report, name in ((baseline, one), (later, other))]
    return Contradiction(baseline=one, later=other, evidence_baseline=words[0], evidence_later=words[1])


def _whole(claim: Claim) -> Evidence:
    return PlacedWords.of_content([claim]).evidence()


@cache
def _telling() -> frozenset[str]:
    """The words one of which differs where two claims are opposed by their words, but for figures."""
    from claimtrack._clauses import triggers

    return triggers() | _COUNTS


class Heard:
    """
    The claims of one report, ready to be held against those of another.

    Args:
        report: The report.
        in_notices: The ids of its claims that stand in a notice of correction, where somebody read its notices already.
    """

    def __init__(self, report: Report, in_notices: frozenset[str] | None = None) -> None:
        self.report = report
        if in_notices is None:
            from claimtrack._notices import claims_in_notices  # whose expressions take long to compile

            in_notices = claims_in_notices(report)  # they tell what was said wrongly, and do not say it
        self.claims = {claim.id: claim for claim in report.claims if claim.id not in in_notices}
        self.words: dict[str, frozenset[str]] = {}
        self.stems: dict[str, frozenset[str]] = {}
        self.loaded: set[str] = set()
        """The claims that may oppose another by a number, a word or a field; two others cannot oppose each other."""
        telling = _telling()
        for name, claim in self.claims.items():
            told = self._told(claim)
            words = frozenset(_WORD.findall(told))
            self.words[name] = words
            self.stems[name] = frozenset(map(base, words - FUNCTION_WORDS))
            if claim.certainty.polarity == "negative" or not telling.isdisjoint(words) or _FIGURE.search(told):
                self.loaded.add(name)

    @staticmethod
    def _told(claim: Claim) -> str:
        pieces = [*claim.content, *claim.attribution.mention, *claim.attribution.cue]
        told = " ".join([*(piece.exact for piece in pieces), claim.proposition or ""])
        return told.casefold().replace("’", "'").replace("n't", " not")

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that the text has with a capital within its sentences."""
        return NameReader(Units((self.report.document.text or "")[:LONGEST_TEXT]), set()).capitals


class _Side:
    """The claims of one report, with what their speakers may be called, as they are held against those of another."""

    def __init__(self, heard: Heard, side: int, speakers: SpeakerMatch) -> None:
        self.heard, self._number, self._speakers = heard, side, speakers
        self._read: dict[str, tuple[tuple[Reading, PlacedWords], ...]] = {}

    def readings(self, name: str) -> tuple[tuple[Reading, PlacedWords], ...]:
        """The wordings of a claim: what it says, with its source where that takes a stance, and its proposition."""
        if name not in self._read:
            self._read[name] = tuple(self._wordings(self.heard.claims[name]))
        return self._read[name]

    def _wordings(self, claim: Claim) -> Iterator[tuple[Reading, PlacedWords]]:
        from claimtrack._clauses import Reading, triggers

        who = self._who(claim)
        known = self.heard.names
        content = PlacedWords.of_content([claim])
        cue = frozenset(word for piece in claim.attribution.cue for word in _WORD.findall(piece.exact.casefold()))
        if not cue.isdisjoint(triggers()):
            with_cue = PlacedWords(
                _in_order([*claim.attribution.mention, *claim.attribution.cue, *claim.content]), "text"
            )
            yield Reading(with_cue.joined, claim, who=who, bare=False, known=known), with_cue
        yield Reading(content.joined, claim, who=who, bare=True, known=known), content
        if claim.proposition is not None:
            meant = PlacedWords.of_proposition(claim.proposition)
            yield Reading(meant.joined, claim, who=who, bare=False, known=known), meant

    def _who(self, claim: Claim) -> frozenset[str]:
        """What the speakers may be called; who speak together only by being the same on both sides."""
        told = claim.attribution.speakers
        if not told:
            return frozenset()
        label = self._speakers.key(self._number, told)
        together = frozenset() if label is None else frozenset({" + ".join(sorted(label))})
        return together | (self._speakers.called(self._number, told[0]) if len(told) == 1 else frozenset())


def _in_order(anchors: Iterable[Anchor]) -> Iterator[tuple[str, int]]:
    """The words of *anchors* and where they stand, in the order of the text, each once."""
    end = 0
    for anchor in sorted(anchors, key=lambda anchor: (anchor.span.start, -anchor.span.end)):
        if anchor.span.start >= end:
            yield anchor.exact, anchor.span.start
            end = anchor.span.end


def may_oppose(one: tuple[Heard, str], other: tuple[Heard, str], *, paired: bool) -> bool:
    """Whether two claims, each a text and an id, share enough and differ where it counts: the rest is never read."""
    (ours, mine), (theirs, their) = one, other
    if mine not in ours.claims or their not in theirs.claims:
        return False
    common = len(ours.stems[mine] & theirs.stems[their])
    if not paired and common < SHARED * min(len(ours.stems[mine]), len(theirs.stems[their])):
        return False
    if {ours.claims[mine].certainty.polarity, theirs.claims[their].certainty.polarity} == {"positive", "negative"}:
        return True
    differing = ours.words[mine] ^ theirs.words[their]
    return not _telling().isdisjoint(differing) or any(word[0].isdigit() for word in differing)


class _Search:
    def __init__(
        self,
        texts: tuple[Heard, Heard],
        speakers: SpeakerMatch,
        same: Iterable[tuple[Sequence[str], Sequence[str]]],
        *,
        one_work: bool,
    ) -> None:
        self._ours, self._theirs = texts
        self._sides = _Side(texts[0], 0, speakers), _Side(texts[1], 1, speakers)
        self._one_work = one_work
        self._partners: tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]] = ({}, {})
        for ours, theirs in same:
            self._partners[0].update(dict.fromkeys(ours, tuple(theirs)))
            self._partners[1].update(dict.fromkeys(theirs, tuple(ours)))

    def links(self) -> Iterator[Contradiction]:
        for one, other in sorted(self._candidates()):
            found = self._opposed(one, other)
            if found is not None:
                yield found

    def link(self, one: str, other: str) -> Contradiction | None:
        """The contradiction of two claims, if there is one."""
        known = one in self._ours.claims and other in self._theirs.claims
        return self._opposed(one, other) if known and self._may_oppose(one, other) else None

    def _candidates(self) -> Iterator[tuple[str, str]]:
        """The pairs that share enough words, of which not each has another partner, and that differ where it counts."""
        ours, theirs = self._ours, self._theirs
        postings: dict[str, list[str]] = defaultdict(list)
        loaded: dict[str, list[str]] = defaultdict(list)
        for name, stems in theirs.stems.items():
            for stem in stems:
                postings[stem].append(name)
                if name in theirs.loaded:
                    loaded[stem].append(name)
        for one, stems in ours.stems.items():
            known = postings if one in ours.loaded else loaded
            told = [known[stem] for stem in stems if stem in known and len(known[stem]) <= COMMON]
            shared = Counter(itertools.chain.from_iterable(told))
            partners = self._partners[0].get(one, ())
            for other in {*(name for name, count in shared.items() if count >= LEAST_SHARED), *partners}:
                elsewhere = partners and other not in partners and other in self._partners[1]
                if not elsewhere and other in theirs.claims and self._may_oppose(one, other):
                    yield one, other

    def _may_oppose(self, one: str, other: str) -> bool:
        return may_oppose((self._ours, one), (self._theirs, other), paired=other in self._partners[0].get(one, ()))

    def _opposed(self, one: str, other: str) -> Contradiction | None:
        from claimtrack._opposition import Circumstances, opposed, reversed_partner

        paired = other in self._partners[0].get(one, ())
        documents = self._ours.report.document, self._theirs.report.document
        around = Circumstances(
            published=(documents[0].published, documents[1].published), one_subject=self._one_work or paired
        )
        mine, their = self._sides[0].readings(one), self._sides[1].readings(other)
        for ours, our_words in mine:
            for theirs, their_words in their:
                found = opposed([ours], [theirs], around)
                if found is not None:
                    return _link(one, other, found, our_words, their_words)
        alone = paired and self._partners[0][one] == (other,) and self._partners[1][other] == (one,)
        if alone:
            (ours, our_words), (theirs, their_words) = mine[-1], their[-1]
            found = reversed_partner(ours, theirs, around)
            if found is not None:
                return _link(one, other, found, our_words, their_words)
        return None


def _link(one: str, other: str, found: Opposed, ours: PlacedWords, theirs: PlacedWords) -> Contradiction:
    return Contradiction(
        baseline=one,
        later=other,
        rule=found.rule,
        evidence_baseline=ours.at(found.ours),
        evidence_later=theirs.at(found.theirs),
    )
