"""Which claims of two reports are the same claim: explicit links first, then words, globally assigned, or undecided."""

from __future__ import annotations

import functools
import itertools
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from attrs import frozen

from claimtrack._assignment import best_assignment, components
from claimtrack._evidence import (
    CANDIDATES,
    COVERED,
    DECIDED,
    FLOOR,
    GAIN,
    MARGIN,
    PLACE,
    REBUTTED,
    SCALE,
    SPEAKER,
    WORDS,
    Said,
    Weights,
    counted,
    likeness,
    nominated,
    stems_of,
    telling,
    weight,
)
from claimtrack._meaning import CLEAR, Meaning
from claimtrack._relation import RelationKind, ids_mean_the_same, languages, links_between, relation_of
from claimtrack._speakers import SpeakerMatch
from claimtrack.anchoring.carrying import Carrier
from claimtrack.text import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack._conflicts import Conflict
    from claimtrack.encoders import Encoder
    from claimtrack.language import Wording
    from claimtrack.model import Claim, Report
    from claimtrack.text import Span

# --- weights and thresholds ------------------------------------------------------------------------------------------
PLACED_WORDS, PLACED_SPEAKER, PLACED_PLACE = 0.50, 0.10, 0.40
"""
The weights where the place of a claim in the other text is known, because both annotate one text or because its words
were carried into the later version: what covers the same characters is the same statement.
"""

REPEATED = 0.1
"""A word that more than this share of the claims of a report have tells little of any of them to an encoder."""

_NOT_REPEATED = 2  # a word that two claims share is not yet a turn that all of a report's claims repeat

MEANING = 0.65
"""
How much of what words leave open the vectors of an encoder can fill: with all the evidence that they give, a pair that
shares only function words passes `DECIDED` whoever says it; with three fifths of it only where the same speaker does.
"""

OTHER = frozenset({"quantity", "time", "name"})
"""The conflicts of a pair that is about something else; of the rest a person has to judge."""


@frozen(kw_only=True)
class Edge:
    """A possible pair: two claim ids, the score from 0 to 1, and the rule that proposes it."""

    baseline: str
    later: str
    score: float
    rule: str


@frozen(kw_only=True)
class Pair:
    """
    Claims of the baseline and of the later report that are the same claim.

    Args:
        baseline: Claim ids, in the order of the report; several for a merge.
        later: Claim ids; several for a split.
        score: From 0 to 1; 1 for explicit links.
        rule: What paired them: ``same_as``, ``same id``, ``identical wording``, ``words``, ``meaning`` (an encoder's
            vectors, without which words would not decide), ``split`` or ``merge``.
        runner_up_later: The next best partner of the baseline's claims, if any came near enough to be looked at.
        runner_up_baseline: The next best partner of the later claims.
    """

    baseline: tuple[str, ...]
    later: tuple[str, ...]
    score: float
    rule: str
    runner_up_later: Edge | None = None
    runner_up_baseline: Edge | None = None


@frozen(kw_only=True)
class Undecided:
    """Claims that are too close to call: the ids of both sides and every scored edge between them."""

    baseline: tuple[str, ...]
    later: tuple[str, ...]
    edges: tuple[Edge, ...]


@frozen(kw_only=True)
class Pairings:
    """What became of every claim of two reports: paired, undecided, or without a partner."""

    pairs: tuple[Pair, ...]
    undecided: tuple[Undecided, ...]
    only_baseline: tuple[str, ...]
    only_later: tuple[str, ...]


def pair(
    baseline: Report,
    later: Report,
    relation: RelationKind | None = None,
    encoder: Encoder | None = None,
    speakers: SpeakerMatch | None = None,
) -> Pairings:
    """
    Pair the claims of two reports.

    Explicit links come first: ``same_as`` and ``different_from`` of either file, and equal claim ids within one
    report id, one work or a derivation. Then words: rare ones weigh more, their order does not matter; speaker and
    place are further evidence. The assignment maximises the sum of the scores; what is too close to call is left
    undecided. The result depends on the order of the arguments only in its last tie-breaks; `compare` fixes it.
    Between texts in two languages words decide nothing: what no link pairs is undecided, all of it.
    With an encoder, nearness in meaning is evidence beside the words. Near is not the same, let alone in agreement: by
    it alone a pair is decided only if it lies clearly nearest on both sides and nothing in the words speaks against it.
    *speakers* are those of both reports, where somebody matched them already.
    """
    pairing = _Pairing(baseline, later, relation or relation_of(baseline, later), encoder, speakers)
    pairing.link()
    if languages(baseline, later) is not None:
        pairing.leave_open()
        return pairing.result()
    pairing.identical()
    pairing.weigh()
    pairing.assign()
    pairing.split_and_merge()
    return pairing.result()


class _Side:
    """The claims of one report with what is compared of them: their words, and where they stand."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.claims: Sequence[Claim] = report.claims
        self.kinds = {speaker.id: speaker.kind for speaker in report.speakers}
        self.index = {claim.id: number for number, claim in enumerate(report.claims)}
        self.told = [Said.of(claim) for claim in report.claims]
        length = len(report.document.text or "") or max(
            (piece.span.end for claim in report.claims for piece in claim.content), default=1
        )
        self.places = [min(piece.span.start for piece in claim.content) / max(1, length) for claim in report.claims]
        self.weighed: list[tuple[Weights, Weights]] = []

    def authors(self, speakers: Iterable[str]) -> bool:
        """Whether all of *speakers* are the document's authors."""
        return all(self.kinds.get(name) == "author" for name in speakers)

    def wordings(self) -> list[tuple[str, str, str]]:
        """
        What an encoder reads of every claim: what is said, what is meant, and what of this tells it from the others.

        Claims of one report repeat one another, "the force is to assist in …", and a vector of the whole is for the
        most part one of what they repeat.
        """
        repeated: Counter[str] = Counter(itertools.chain.from_iterable(told.proposition for told in self.told))
        most = max(_NOT_REPEATED, REPEATED * len(self.claims))
        found = []
        for claim in self.claims:
            meant = " ".join(claim.wording.split())
            telling = " ".join(
                token.span.of(meant) for token in tokens(meant) if repeated[stems_of([token.folded])[0]] <= most
            )
            said = " ".join(" ".join(piece.exact for piece in claim.content).split())
            found.append((said, meant, telling or meant))
        return found

    def weigh(self, weights: Mapping[str, int]) -> None:
        """Give every claim the weights of its words, of what is said and of what is meant."""
        self.weighed.extend(told.weighed(weights) for told in self.told)


class _Pairing:
    def __init__(
        self,
        baseline: Report,
        later: Report,
        relation: RelationKind,
        encoder: Encoder | None = None,
        speakers: SpeakerMatch | None = None,
    ) -> None:
        self.a, self.b, self.relation = _Side(baseline), _Side(later), relation
        self.same_text = baseline.document.sha256 == later.document.sha256
        self.free_a, self.free_b = set(range(len(self.a.claims))), set(range(len(self.b.claims)))
        self.barred: dict[int, set[int]] = {}
        self.noticed: tuple[set[int], set[int]] = (set(), set())
        """The claims of either side that stand in a notice of correction."""
        self.found: list[tuple[tuple[int, ...], tuple[int, ...], int, str]] = []
        self.groups: list[tuple[set[int], set[int]]] = []
        self.scores: dict[tuple[int, int], int] = {}
        self.by_a: dict[int, dict[int, int]] = defaultdict(dict)
        self.by_b: dict[int, dict[int, int]] = defaultdict(dict)
        self.speakers = speakers or SpeakerMatch(baseline, later)
        self.weights = self._weights()
        self.encoder = encoder
        self.meaning: Meaning | None = None
        self.near: dict[tuple[int, int], int] = {}
        self.by_words: dict[tuple[int, int], int] = {}
        """What the words alone scored, of the pairs that their meaning lifted."""
        self._wordings: dict[str, Wording] = {}
        self._conflicts: dict[tuple[int, int], Conflict | None] = {}
        self._carrier: Carrier | None = None
        self._carried: dict[int, tuple[Span, ...]] = {}

    def _weights(self) -> dict[str, int]:
        """How much each stem tells: rare ones more (inverse document frequency over both reports)."""
        seen = counted(self.a.told), counted(self.b.told)
        total = max(len(self.a.claims), len(self.b.claims))
        return {
            stem: weight(stem, max(seen[0][stem], seen[1][stem]), total) for stem in seen[0].keys() | seen[1].keys()
        }

    # Explicit links ------------------------------------------------------------------------------------------------

    def link(self) -> None:
        """Pair by ``same_as`` and by ids where they mean the same; bar by ``different_from`` and ``contradicts``."""
        links = links_between(self.a.report, self.b.report)
        for x, y in links.different | links.contradicting:
            self.barred.setdefault(self.a.index[x], set()).add(self.b.index[y])
        self.noticed = {self.a.index[x] for x in links.noticed[0]}, {self.b.index[y] for y in links.noticed[1]}
        same = {(self.a.index[x], self.b.index[y]): "same_as" for x, y in links.same}
        if ids_mean_the_same(self.a.report, self.b.report):
            for name, number in self.a.index.items():
                if name in self.b.index:
                    same.setdefault((number, self.b.index[name]), "same id")
        of_claim: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for edge in same:
            of_claim[edge[0]].append(edge)
        for one, other in components(same):
            edges = {edge for x in one for edge in of_claim[x]}
            barred = [edge for edge in edges if self._bars(*edge)]
            if barred:  # one file says the same, the other says different: nobody but a person decides
                if any(same[edge] == "same_as" for edge in barred):
                    self._undecide(one, other, dict.fromkeys(edges, SCALE))
                continue
            rule = "same_as" if "same_as" in {same[edge] for edge in edges} else "same id"
            self._take(one, other, SCALE, rule)

    def _bars(self, x: int, y: int) -> bool:
        """Whether two claims are not the same: somebody says so, or one of them stands in a notice of correction."""
        return y in self.barred.get(x, ()) or (x in self.noticed[0]) != (y in self.noticed[1])

    def identical(self) -> None:
        """
        Pair claims whose words and speakers are the same: first those of one kind, then those that changed it.

        Equally many look-alikes pair in the order of the text.
        """
        for one_kind in (True, False):
            classes: dict[tuple[object, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
            for side, free, at in ((self.a, self.free_a, 0), (self.b, self.free_b, 1)):
                for number in sorted(free):
                    claim = side.claims[number]
                    who = self.speakers.key(at, claim.attribution.speakers)
                    told = side.told[number]
                    if who is not None and any(told.said):
                        kind = claim.kind if one_kind else None
                        classes[(told.said, told.meant, who, kind)][at].append(number)
            for ours, theirs in classes.values():
                if len(ours) == len(theirs) and not self._any_barred(ours, theirs):
                    ours.sort(key=lambda number: (self.a.places[number], number))
                    theirs.sort(key=lambda number: (self.b.places[number], number))
                    for x, y in zip(ours, theirs, strict=True):
                        self._take({x}, {y}, SCALE, "identical wording")

    def _any_barred(self, ours: Sequence[int], theirs: Sequence[int]) -> bool:
        """Whether any of the claims of one side is not the same as any of the other's."""
        told = {x in self.noticed[0] for x in ours}, {y in self.noticed[1] for y in theirs}
        barred = any(x in self.barred and not self.barred[x].isdisjoint(theirs) for x in ours)
        return barred or len(told[0] | told[1]) > 1

    def leave_open(self) -> None:
        """Leave undecided what is not paired yet, in one group: nothing is known of it."""
        if self.free_a and self.free_b:
            self._undecide(set(self.free_a), set(self.free_b), {})

    # Scores --------------------------------------------------------------------------------------------------------

    def weigh(self) -> None:
        """Score, for every claim, the candidates that share rare words with it; all others are never looked at."""
        for side in (self.a, self.b):
            side.weigh(self.weights)
        rarest = [[telling(told.stems, self.weights) for told in side.told] for side in (self.a, self.b)]
        edges: set[tuple[int, int]] = set()
        for one, other in ((0, 1), (1, 0)):
            postings: dict[str, list[int]] = defaultdict(list)
            for number, stems in enumerate(rarest[other]):
                for stem in stems:
                    postings[stem].append(number)
            for number, stems in enumerate(rarest[one]):
                best = nominated(stems, postings, self.weights)
                edges.update((number, found) if one == 0 else (found, number) for found in best)
        edges |= self._in_place() | self._near_in_meaning()
        for x, y in sorted(edge for edge in edges if not self._bars(*edge)):
            score = self._score(x, y)
            if score >= FLOOR:
                self.scores[x, y] = self.by_a[x][y] = self.by_b[y][x] = score

    def _in_place(self) -> set[tuple[int, int]]:
        """The pairs of free claims whose contents cover the same characters, once they are in one text."""
        pieces = sorted(
            (piece.span.start, piece.span.end, y) for y in self.free_b for piece in self.b.claims[y].content
        )
        longest = max((end - start for start, end, _ in pieces), default=0)
        found: set[tuple[int, int]] = set()
        for x in sorted(self.free_a):
            partners: set[int] = set()
            for span in self._places(x):
                at = bisect_left(pieces, (span.start - longest, 0, 0))
                while at < len(pieces) and pieces[at][0] < span.end and len(partners) < CANDIDATES:
                    if pieces[at][1] > span.start:
                        partners.add(pieces[at][2])
                    at += 1
            found.update((x, y) for y in partners)
        return found

    def _near_in_meaning(self) -> set[tuple[int, int]]:
        """The pairs of free claims that lie near each other in the vectors of the encoder."""
        if self.encoder is None or not self.free_a or not self.free_b:
            return set()
        self.meaning = Meaning(self.encoder, self.a.wordings(), self.b.wordings())
        self.near = {
            (x, y): evidence
            for (x, y), evidence in self.meaning.pairs().items()
            if x in self.free_a and y in self.free_b and not self._places(x)
        }
        return set(self.near)

    def _places(self, x: int) -> tuple[Span, ...]:
        """Where the content of a claim of the baseline stands in the later text; nothing where that is not sure."""
        content = self.a.claims[x].content
        if self.same_text:
            return tuple(piece.span for piece in content)
        texts = self.a.report.document.text, self.b.report.document.text
        if self.relation != "version" or texts[0] is None or texts[1] is None:
            return ()
        if x not in self._carried:
            if self._carrier is None:
                self._carrier = Carrier(
                    texts[0],
                    texts[1],
                    language=self.b.report.document.language or self.a.report.document.language or "en",
                )
            outcomes = [self._carrier.outcome(piece.span) for piece in content]
            sure = all(outcome.found for outcome in outcomes)
            self._carried[x] = tuple(span for outcome in outcomes for span in outcome.spans) if sure else ()
        return self._carried[x]

    def _score(self, x: int, y: int) -> int:
        told = likeness(self.a.weighed[x], self.b.weighed[y])
        score = self._weighed(x, y, told, self._who(x, y))
        return self._lifted(x, y, told, score) if (x, y) in self.near else score

    def _weighed(self, x: int, y: int, told: float, who: float | None) -> int:
        """The score of a pair of whose words, or meaning, so much is shared, by speakers who are so far the same."""
        places = self._places(x)
        if not places and WORDS * told + SPEAKER + PLACE < FLOOR / SCALE:
            return 0  # whoever says it, and wherever
        evidence = [(PLACED_WORDS if places else WORDS, told)]
        if who is not None:
            evidence.append((PLACED_SPEAKER if places else SPEAKER, who))
        if places:
            evidence.append((PLACED_PLACE, _overlap(places, [piece.span for piece in self.b.claims[y].content])))
        elif self.relation == "version":
            evidence.append((PLACE, 1 - min(1.0, abs(self.a.places[x] - self.b.places[y]))))
        total = sum(share for share, _ in evidence)
        return round(SCALE * sum(share * value for share, value in evidence) / total)

    def _who(self, x: int, y: int) -> float | None:
        """
        How far the speakers of two claims are the same, None where that tells nothing.

        That the authors of two documents are two people speaks against nothing: each tells the story in the voice of
        the document, where a named speaker would stand for what they alone claim.
        """
        ours, theirs = self.a.claims[x].attribution.speakers, self.b.claims[y].attribution.speakers
        alike = self.speakers.alike(ours, theirs)
        return None if alike == 0 and self.a.authors(ours) and self.b.authors(theirs) else alike

    def _lifted(self, x: int, y: int, told: float, score: int) -> int:
        """The score of a pair with what its meaning adds to its words."""
        # Meaning tells less than words: here that the authors are two people counts, too.
        who = self.speakers.alike(self.a.claims[x].attribution.speakers, self.b.claims[y].attribution.speakers)
        lifted = self._weighed(x, y, told + (1 - told) * MEANING * self.near[x, y] / SCALE, who)
        conflict = self._conflict(x, y)
        if lifted <= score or conflict in OTHER:
            return score
        lead = self._lead(x, y)
        if lead <= -CLEAR:
            return score  # others are nearer
        if lead < CLEAR or conflict is not None or self._is_by_others(x, y):
            lifted = max(score, min(lifted, DECIDED - 1))
        self.by_words[x, y] = score
        return lifted

    def _lead(self, x: int, y: int) -> float:
        """By how much two free claims lie nearer to each other than to any others that they may be the same as."""

        def rivals(x: int, y: int) -> bool:
            free = x in self.free_a and y in self.free_b and not self._bars(x, y)
            return free and self._conflict(x, y) not in OTHER

        return 1.0 if self.meaning is None else self.meaning.lead(x, y, rivals)

    def _is_by_others(self, x: int, y: int) -> bool:
        """Whether other speakers say two claims, one of them by name: what rebuts a claim lies as near to it."""
        return self._who(x, y) == 0

    def _conflict(self, x: int, y: int) -> Conflict | None:
        """What the words of two claims say that one claim cannot; their nearness in meaning would hide it."""
        from claimtrack._conflicts import conflict_between

        if (x, y) not in self._conflicts:
            ours, theirs = self.a.claims[x], self.b.claims[y]
            found = conflict_between(self._wording(ours.wording), self._wording(theirs.wording))
            if found is None and {ours.certainty.polarity, theirs.certainty.polarity} == {"positive", "negative"}:
                found = "polarity"
            self._conflicts[x, y] = found
        return self._conflicts[x, y]

    def _wording(self, text: str) -> Wording:
        from claimtrack.language import Wording

        if text not in self._wordings:
            self._wordings[text] = Wording(text)
        return self._wordings[text]

    # Decisions -----------------------------------------------------------------------------------------------------

    def assign(self) -> None:
        """Assign the free claims for the greatest sum of scores; leave open what a rival comes too close to."""
        free = {
            x: {y: score for y, score in self.by_a[x].items() if y in self.free_b}
            for x in sorted(self.free_a)
            if x in self.by_a
        }
        chosen = best_assignment({x: partners for x, partners in free.items() if partners})
        partner_of_b = {y: x for x, y in chosen.items()}
        open_edges: set[tuple[int, int]] = set()
        for x, y in chosen.items():
            score = self.scores[x, y]
            rivals = []
            for other in free[x]:
                if other != y and self._contends((x, other), score, self._settled(partner_of_b.get(other), other)):
                    if other in partner_of_b:
                        rivals += [(x, other), (partner_of_b[other], other)]
                    elif not self._completes(other, {y}, x, merging=False):
                        rivals.append((x, other))
            for other in self.by_b[y]:
                if other == x or other not in self.free_a:
                    continue
                if self._contends((other, y), score, self._settled(other, chosen.get(other))):
                    if other in chosen:
                        rivals += [(other, y), (other, chosen[other])]
                    elif not self._completes(other, {x}, y, merging=True):
                        rivals.append((other, y))
            if rivals or score < self._needed(x, y):
                open_edges.update(rivals, [(x, y)])
        for ours, theirs in components(dict.fromkeys(sorted(open_edges))):
            edges = {(x, y): score for x in ours for y, score in self.by_a[x].items() if y in theirs}
            self._undecide(ours, theirs, edges)
        for x, y in chosen.items():
            if x in self.free_a and y in self.free_b:
                rule = "meaning" if self.by_words.get((x, y), DECIDED) < DECIDED else "words"
                self._take({x}, {y}, self.scores[x, y], rule)

    def _needed(self, x: int, y: int) -> int:
        """The score from which on a pair is decided: more where one rebuts the other, or asks what it answers."""
        ours, theirs = self.a.claims[x], self.b.claims[y]
        if self.speakers.alike(ours.attribution.speakers, theirs.attribution.speakers) != 0:
            return DECIDED
        if {ours.certainty.polarity, theirs.certainty.polarity} == {"positive", "negative"}:
            # In another text, nobody took over a claim that others deny: both are made beside each other.
            return SCALE + 1 if self.relation == "report" else REBUTTED
        return REBUTTED if (ours.kind == "question") != (theirs.kind == "question") else DECIDED

    def _settled(self, x: int | None, y: int | None) -> int:
        """The score of the chosen pair that a rival would have to leave; 0 where it has none."""
        return self.scores[x, y] if x is not None and y is not None else 0

    def _contends(self, rival: tuple[int, int], score: int, settled: int) -> bool:
        """Whether *rival* comes too close to a pair of that *score*, and is not clearly better *settled* itself."""
        return self.scores[rival] >= score - MARGIN and settled <= self.scores[rival] + MARGIN

    def split_and_merge(self) -> None:
        """Join a claim without a partner to a pair that it completes: two claims became one, or one became two."""
        joined: dict[int, tuple[set[int], set[int], int, str]] = {}
        for number, (one, other, score, rule) in enumerate(self.found):
            if rule in ("words", "identical wording") and len(one) == len(other) == 1:
                joined[number] = (set(one), set(other), score, rule)
        at_a = {next(iter(one)): number for number, (one, _, _, _) in joined.items()}
        at_b = {next(iter(other)): number for number, (_, other, _, _) in joined.items()}
        for x, y in sorted(self.scores, key=lambda edge: (-self.scores[edge], edge)):
            if x in self.free_a and y in at_b:
                number, merging = at_b[y], True
            elif y in self.free_b and x in at_a:
                number, merging = at_a[x], False
            else:
                continue
            ours, theirs, _, _ = joined[number]
            if len(theirs if merging else ours) > 1:
                continue  # a pair is split or merged, not both
            newcomer, parts, whole = (x, ours, y) if merging else (y, theirs, x)
            if self._completes(newcomer, parts, whole, merging=merging):
                parts.add(newcomer)
                (self.free_a if merging else self.free_b).discard(newcomer)
                joined[number] = (ours, theirs, self._joint(ours, theirs), "merge" if merging else "split")
        for number, (ours, theirs, score, rule) in joined.items():
            self.found[number] = (tuple(sorted(ours)), tuple(sorted(theirs)), score, rule)

    def _completes(self, newcomer: int, parts: set[int], whole: int, *, merging: bool) -> bool:
        """Whether *newcomer* stands in *whole* for the most part, in words that its *parts* do not already explain."""
        ours, other = (newcomer, whole) if merging else (whole, newcomer)
        places = self._places(ours)
        if places and not _overlap(places, [piece.span for piece in self.b.claims[other].content]):
            return False  # in the other version it stands elsewhere
        mine, theirs = (self.a, self.b) if merging else (self.b, self.a)
        added, target = mine.weighed[newcomer][1], theirs.weighed[whole][1]
        if not added.total or SCALE * added.shared(target) < COVERED * added.total:
            return False
        before = _joined(mine, parts)
        gain = before.joined(added).alike(target) - before.alike(target)
        return round(SCALE * gain) >= GAIN

    def _joint(self, one: set[int], other: set[int]) -> int:
        return round(SCALE * _joined(self.a, one).alike(_joined(self.b, other)))

    # Results -------------------------------------------------------------------------------------------------------

    def _take(self, one: set[int], other: set[int], score: int, rule: str) -> None:
        self.free_a -= one
        self.free_b -= other
        self.found.append((tuple(sorted(one)), tuple(sorted(other)), score, rule))

    def _undecide(self, one: set[int], other: set[int], edges: Mapping[tuple[int, int], int]) -> None:
        self.free_a -= one
        self.free_b -= other
        self.groups.append((set(one), set(other)))
        for edge, score in edges.items():
            self.scores.setdefault(edge, score)

    def result(self) -> Pairings:
        ids_a, ids_b = [claim.id for claim in self.a.claims], [claim.id for claim in self.b.claims]

        def edge(x: int, y: int) -> Edge:
            rule = "meaning" if self.by_words.get((x, y), FLOOR) < FLOOR else "words"
            return Edge(baseline=ids_a[x], later=ids_b[y], score=self.scores[x, y] / SCALE, rule=rule)

        def runner_up(edges: Iterable[tuple[int, int]]) -> Edge | None:
            best = min(edges, key=lambda found: (-self.scores[found], found), default=None)
            return None if best is None else edge(*best)

        pairs = [
            Pair(
                baseline=tuple(ids_a[x] for x in one),
                later=tuple(ids_b[y] for y in other),
                score=score / SCALE,
                rule=rule,
                runner_up_later=runner_up((x, y) for x in one for y in self.by_a.get(x, ()) if y not in other),
                runner_up_baseline=runner_up((x, y) for y in other for x in self.by_b.get(y, ()) if x not in one),
            )
            for one, other, score, rule in sorted(self.found)
        ]
        undecided = [
            Undecided(
                baseline=tuple(ids_a[x] for x in sorted(one)),
                later=tuple(ids_b[y] for y in sorted(other)),
                edges=tuple(edge(x, y) for x in sorted(one) for y in sorted(other) if (x, y) in self.scores),
            )
            for one, other in sorted(self.groups, key=lambda group: (sorted(group[0]), sorted(group[1])))
        ]
        return Pairings(
            pairs=tuple(pairs),
            undecided=tuple(undecided),
            only_baseline=tuple(ids_a[x] for x in sorted(self.free_a)),
            only_later=tuple(ids_b[y] for y in sorted(self.free_b)),
        )


def _joined(side: _Side, numbers: Iterable[int]) -> Weights:
    return functools.reduce(Weights.joined, (side.weighed[number][1] for number in sorted(numbers)))


def _overlap(one: Sequence[Span], other: Sequence[Span]) -> float:
    """The share of the characters that both contents cover, of those that either covers."""
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    total = sum(len(span) for side in (one, other) for span in side) - shared
    return min(1.0, shared / total) if total > 0 else 1.0
