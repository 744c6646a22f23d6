"""Which facts the claims of a report are sightings of: the best assignment of all of them together, or a new fact."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from claimtrack._assignment import best_assignment
from claimtrack._conflicts import conflict_between
from claimtrack._evidence import (
    COVERED,
    DECIDED,
    ENOUGH,
    FLOOR,
    GAIN,
    MARGIN,
    MAX_POSTINGS,
    POSTINGS,
    REBUTTED,
    SCALE,
    SPEAKER,
    WORDS,
    nominated,
    weight,
)
from claimtrack._gist import LEAST_TOLD, covered, joined
from claimtrack._relation import ids_mean_the_same, in_two_languages, languages, relation_of
from claimtrack.language import wording_of
from claimtrack.ledger._archive import ALL_OF_IT, Wordings, id_of, told
from claimtrack.ledger._righting import righted
from claimtrack.pairing import pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack._gist import Gist
    from claimtrack.ledger._archive import Archive, Loaded, Told
    from claimtrack.ledger._cast import Cast, Casting
    from claimtrack.ledger._decisions import Constraints
    from claimtrack.ledger._store import Store
    from claimtrack.ledger.facts import SightingRule
    from claimtrack.model import Claim

RECENT = 3
"""
The last wordings of a fact that a claim is held against. A fact is followed as it drifts, so that the first wording
does not bind it; three of them are what the outlets of one day say.
"""

LOOKED_AT = 12
"""The last sightings among which these wordings are found; most of them repeat one another."""

SUPPORT = 0.25
"""
The share of the other wordings in the score of a fact, beside that of the nearest. A claim that is like one sighting
and unlike the others is the next link of a chain of look-alikes, which would end at something else altogether.
"""

FACTS_LOOKED_AT = 12
"""The facts that a claim is held against word by word: those that share most of its rare words."""

OPPOSED = 250
"""
Claims that are less alike than this are not held against each other for contradictions: who denies something says what
is denied, or speaks of the same things, which are a quarter of it at the least.
"""

HALF = 800
"""
The share, of `SCALE`, of what each of two halves tells that stands in the whole, and of the whole that both tell: a
statement that two persons signed in December is no whole of a declaration that they and a third one signed in January.
"""

IMAGINED = 1_000
"""
The number of claims against which the words that name candidates are weighed. It stands for the size of a ledger and
is the same for all of them: which facts are looked at must not hang on how many there are.
"""


class Edge(NamedTuple):
    """How well a claim fits a fact, of `SCALE`, and why."""

    score: int
    rule: SightingRule
    apart: bool = False
    """Whether the words show that it is another fact, however like they are."""


class Placed(NamedTuple):
    """A claim as a sighting of a fact, by their numbers."""

    claim: int
    fact: int
    rule: SightingRule
    score: int


class Rivalry(NamedTuple):
    """A claim that may be a sighting of a fact, and is not put there: the score comes too close to another's."""

    claim: int
    fact: int
    score: int


class Tracked(NamedTuple):
    """What a report brought: sightings in the order of its claims, new facts among them, and what is left open."""

    placed: tuple[Placed, ...]
    born: tuple[int, ...]
    rivals: tuple[Rivalry, ...]
    near: dict[int, tuple[int, ...]]
    """By claim, the facts whose words are like its own, most like ones first: what stands against it is among them."""
    stems: dict[int, tuple[str, ...]]
    """By claim, the stems of its telling words."""
    opposed: dict[tuple[int, int], str]
    """By two claims that say the opposite, the earlier one first, the rule that shows it."""


class Tracking:
    """Assigns the claims of reports to the facts of a ledger."""

    def __init__(self, store: Store, archive: Archive, casting: Casting) -> None:
        self._store, self._archive, self._casting = store, archive, casting

    def track(self, new: Loaded, cast: Cast, constraints: Constraints, place: int) -> Tracked:
        """Assign the claims of *new*, whose speakers are known, and add the facts that it founds."""
        return _Assignment(self._store, self._archive, self._casting, new, cast, constraints, place).tracked()


class _Assignment:
    def __init__(
        self,
        store: Store,
        archive: Archive,
        casting: Casting,
        new: Loaded,
        cast: Cast,
        constraints: Constraints,
        place: int,
    ) -> None:
        self._store, self._archive, self._casting = store, archive, casting
        self._new, self._cast, self._constraints, self._place = new, cast, constraints, place
        self._claims = {number: new.by_id[name] for name, number in new.claims.items()}
        kinds = {speaker.id: speaker.kind for speaker in new.report.speakers}
        self._told: dict[int, Told] = {
            number: told(
                number,
                new.number,
                claim.id,
                Wordings.of(claim),
                claim.kind,
                claim.certainty.code,
                [(cast.known[name], kinds[name]) for name in claim.attribution.speakers],
            )
            for number, claim in self._claims.items()
        }
        self._store.run_many(
            "UPDATE claims SET wordings = ? WHERE number = ?",
            [(each.wordings.as_json(), number) for number, each in self._told.items()],
        )
        self._open = {
            number: frozenset(
                known for name in self._claims[number].attribution.speakers for known in cast.unclear.get(name, ())
            )
            for number in self._claims
        }
        self._edges: dict[int, dict[int, Edge]] = defaultdict(dict)
        self._recent: dict[int, tuple[Told, ...]] = {}
        self._near: dict[int, tuple[int, ...]] = {}
        self._by_hand: set[int] = set()
        """The facts with sightings that a person or a file put there, whatever their words."""
        self._barred: dict[int, set[int]] = defaultdict(set)
        self._placed: dict[int, list[Placed]] = defaultdict(list)
        self._rivals: list[Rivalry] = []
        self._born: list[int] = []
        self._held_back = {new.claims[name] for name in new.in_notices}
        """The claims of notices of correction: they tell what was said wrongly, and do not say it."""
        self._conflicts: dict[tuple[int, int], bool] = {}
        self._opposed: dict[tuple[int, int], str] = {}
        self._other_language: dict[int, bool] = {}
        self._by_key: dict[str, list[int]] = defaultdict(list)

    def tracked(self) -> Tracked:
        self._bar()
        self._nominate()
        self._follow_versions()
        self._score()
        held_back = self._held_back
        self._assign(set(self._claims) - held_back)
        self._repeat()
        self._split_and_merge()
        self._right(held_back)
        self._assign({number for number in held_back if not self._placed[number]})
        self._found()
        in_order = [placed for number in self._claims for placed in self._placed[number]]
        stems = {number: tuple(each.wordings.signs()) for number, each in self._told.items()}
        self._oppose_within()
        return Tracked(tuple(in_order), tuple(self._born), tuple(self._rivals), self._near, stems, self._opposed)

    def _oppose_within(self) -> None:
        """Note which claims of the report say the opposite of one another, where it gives them to two speakers."""
        for number, one in self._told.items():
            if not one.negative or number in self._held_back:
                continue  # of two opposites one denies or refuses
            for other in sorted(self._sharing(number) - self._held_back):
                first, second = sorted((one, self._told[other]), key=lambda told: told.number)
                if first.speakers.isdisjoint(second.speakers):
                    rule = first.opposes(second)
                    if rule is not None:
                        self._opposed[first.number, second.number] = rule

    def _right(self, held_back: set[int]) -> None:
        """Put the words of a notice of correction with what they correct: they are no claim of their own."""
        placed = [(each.claim, each.fact) for found in self._placed.values() for each in found]
        for claim, by in righted(self._store, self._archive, self._new, self._place, placed).items():
            for number in by:
                known = {each.fact for each in self._placed[number]}
                for fact in self._fact_of([claim]):
                    if number in held_back and fact not in known:
                        self._place_in(number, fact, "notice", SCALE)

    # What links say --------------------------------------------------------------------------------------------------

    def _fact_of(self, claims: Iterable[int]) -> list[int]:
        """The facts that claims are sightings of, oldest first."""
        found = {fact for (fact,) in self._store.rows_of("SELECT fact FROM sightings WHERE claim IN (?)", claims)}
        found |= {placed.fact for claim in claims for placed in self._placed.get(claim, ())}
        return sorted(found)

    def _bar(self) -> None:
        for number in self._claims:
            apart = self._constraints.apart(number)
            if apart:
                self._barred[number].update(self._fact_of(apart))

    def _follow_versions(self) -> None:
        """Take over what an earlier version of the document, or an earlier annotation of it, shows."""
        earlier = self._version()
        if earlier is None:
            return
        old = self._archive.report(earlier)
        pairs: list[tuple[str, str, Edge]] = []
        if ids_mean_the_same(old.report, self._new.report):
            pairs += [(name, name, Edge(SCALE, "same id")) for name in self._new.claims if name in old.claims]
        if languages(old.report, self._new.report) is None:
            match = self._casting.match(old, self._new)
            for found in pair(old.report, self._new.report, "version", None, match).pairs:
                pairs += [
                    (one, other, Edge(round(SCALE * found.score), "words"))
                    for one in found.baseline
                    for other in found.later
                    if found.rule in ("words", "identical wording")
                ]
        facts: dict[str, list[int]] = defaultdict(list)
        for name, fact in self._store.rows(
            "SELECT c.id, s.fact FROM claims AS c JOIN sightings AS s ON s.claim = c.number WHERE c.report = ?",
            (earlier,),
        ):
            facts[name].append(fact)
        for one, other, edge in pairs:
            for fact in sorted(facts[one]):
                self._offer(self._new.claims[other], fact, edge)

    def _version(self) -> int | None:
        """The last report before this one that annotates a version of the same document."""
        document = self._new.report.document
        rows = self._store.rows(
            "SELECT number, place FROM reports WHERE place < ?1 AND work = ?2 UNION"
            " SELECT number, place FROM reports WHERE place < ?1 AND document_id IN (?3, ?4) UNION"
            " SELECT number, place FROM reports WHERE place < ?1 AND id = ?5 ORDER BY place DESC LIMIT 1",
            (self._place, document.work, document.id, document.previous or "", self._new.report.derived_from or ""),
        )
        if not rows:
            return None
        number = int(rows[0][0])
        return number if relation_of(self._archive.report(number).report, self._new.report) == "version" else None

    # Candidates ------------------------------------------------------------------------------------------------------

    def _nominate(self) -> None:
        """Name the facts whose words each claim shares, by its rarest."""
        own = {number: each.wordings.signs() for number, each in self._told.items()}
        postings: dict[str, list[int]] = {}
        for stem in sorted({stem for stems in own.values() for stem in stems}):
            postings[stem] = self._with_stem(stem, POSTINGS + 1)
        weights = {stem: weight(stem, max(1, len(facts)), IMAGINED) for stem, facts in postings.items()}
        full: dict[str, list[int]] = {}
        for number, stems in own.items():
            known = {stem: postings[stem] for stem in stems if postings[stem]}
            in_order = sorted(known, key=lambda stem: (len(known[stem]), stem))
            if sum(len(facts) <= POSTINGS for facts in known.values()) < ENOUGH:
                for stem in in_order[:ENOUGH]:  # all its words are common
                    if len(known[stem]) > POSTINGS:
                        if stem not in full:
                            full[stem] = self._with_stem(stem, MAX_POSTINGS)
                        known[stem] = full[stem]
            self._near[number] = tuple(nominated(in_order, known, weights, FACTS_LOOKED_AT))
        facts = sorted({fact for near in self._near.values() for fact in near})
        self._read(facts)

    def _with_stem(self, stem: str, most: int) -> list[int]:
        rows = self._store.rows("SELECT fact FROM terms WHERE stem = ? ORDER BY fact DESC LIMIT ?", (stem, most))
        return [fact for (fact,) in rows]

    def _read(self, facts: Sequence[int]) -> None:
        """Read the last wordings of facts."""
        last: dict[int, list[int]] = {fact: [] for fact in facts if fact not in self._recent}
        for fact, claim in self._store.rows_of(
            "SELECT fact, claim FROM (SELECT fact, claim, place, position, row_number()"
            " OVER (PARTITION BY fact ORDER BY place DESC, position) AS number FROM sightings WHERE fact IN (?))"
            f" WHERE number <= {LOOKED_AT} ORDER BY fact, place DESC, position",
            last,
        ):
            last[fact].append(claim)
        self._by_hand.update(
            fact
            for (fact,) in self._store.rows_of(
                "SELECT DISTINCT fact FROM sightings WHERE rule IN ('decided', 'same_as') AND fact IN (?)", last
            )
        )
        known = self._archive.told(claim for claims in last.values() for claim in claims)
        for fact, claims in last.items():
            wordings: dict[object, Told] = {}
            for claim in claims:
                each = known[claim]
                wordings.setdefault((each.wordings.said, each.wordings.meant, each.speakers), each)
            self._recent[fact] = tuple(wordings.values())[:RECENT]

    # Scores ----------------------------------------------------------------------------------------------------------

    def _score(self) -> None:
        for number, near in self._near.items():
            alike = []
            for fact in near:
                edge = self._fit(number, fact)
                if number not in self._held_back:  # who tells of a wrong word does not say it
                    self._oppose(number, fact)
                if edge.score >= OPPOSED:
                    alike.append((-edge.score, fact))
                self._offer(number, fact, edge)
            self._near[number] = tuple(fact for _, fact in sorted(alike))

    def _oppose(self, number: int, fact: int) -> None:
        """Note which of the last wordings of a fact say the opposite of a claim."""
        mine = self._told[number]
        for theirs in self._recent[fact]:
            if not self._foreign(theirs.report):
                rule = mine.opposes(theirs)
                if rule is not None:
                    self._opposed[theirs.number, number] = rule

    def _offer(self, claim: int, fact: int, edge: Edge) -> None:
        if fact not in self._barred[claim] and edge.score >= FLOOR and not edge.apart:
            known = self._edges[claim].get(fact)
            if known is None or known.score < edge.score:
                self._edges[claim][fact] = edge

    def _fit(self, number: int, fact: int) -> Edge:
        """How well a claim fits a fact: by the nearest of its last wordings, supported by the others."""
        mine = self._told[number]
        recent = self._recent[fact]
        if any(self._same_words(mine, theirs) for theirs in recent):
            return Edge(SCALE, "identical wording")
        scores = [self._likeness(mine, recent[0])]
        # What is like nothing of the last wording is rarely like the ones before: only of joined facts may that be.
        others = recent[1:] if scores[0] or fact in self._by_hand else ()
        scores += [self._likeness(mine, theirs) for theirs in others]
        recent = recent[: len(scores)]
        best = max(scores)
        nearest = recent[scores.index(best)]
        strand = [each for each in recent if self._one_strand(fact, nearest, each)]
        rest = [score for score, each in zip(scores, recent, strict=True) if each is not nearest and each in strand]
        if rest:
            best = round((1 - SUPPORT) * best + SUPPORT * sum(rest) / len(rest))
        # What any of them tells of another thing is another fact: else one would lead to the next.
        apart = best >= DECIDED - MARGIN and any(self._other(mine, each) or self._rebuts(mine, each) for each in strand)
        return Edge(best, "words", apart)

    def _one_strand(self, fact: int, one: Told, other: Told) -> bool:
        """
        Whether two wordings of a fact may support one another. In a fact that a person or a file joined some are alike
        in nothing: what is like one of them says nothing of the others, and they nothing of it.
        """
        if one is other or fact not in self._by_hand:
            return True
        if in_two_languages(self._archive.language(one.report), self._archive.language(other.report)):
            return False
        likely, _ = one.wordings.likeness(other.wordings)
        return likely * SCALE >= FLOOR and not one.wordings.tells_apart(other.wordings)

    def _apart(self, number: int, fact: int) -> bool:
        """Whether any of the last wordings of a fact tells of another thing than a claim, or denies what it says."""
        mine = self._told[number]
        return any(self._other(mine, theirs) or self._rebuts(mine, theirs) for theirs in self._recent[fact])

    def _same_words(self, mine: Told, theirs: Told) -> bool:
        one, other = mine.wordings, theirs.wordings
        same = bool(one.said) and one.said == other.said and one.meant == other.meant
        return same and (mine.speakers == theirs.speakers or (mine.author and theirs.author))

    def _likeness(self, mine: Told, theirs: Told) -> int:
        """How far two claims are the same, of `SCALE`."""
        if self._foreign(theirs.report):
            return 0  # between two languages words decide nothing
        likely, enough = mine.wordings.likeness(theirs.wordings)
        if likely < OPPOSED / SCALE:
            return 0
        score = round(SCALE * likely)
        who = self._who(mine, theirs)
        if who is not None:
            score = round(SCALE * (WORDS * likely + SPEAKER * who) / (WORDS + SPEAKER))
        if score >= DECIDED and (score < _needed(mine, theirs, who) or not enough):
            return DECIDED - MARGIN  # near, and not surely the same: it keeps nothing that is sure from being so
        return score

    def _foreign(self, report: int) -> bool:
        """Whether a report is known to be in another language."""
        if report not in self._other_language:
            own, other = self._archive.language(self._new.number), self._archive.language(report)
            self._other_language[report] = in_two_languages(own, other)
        return self._other_language[report]

    def _who(self, mine: Told, theirs: Told) -> float | None:
        """How far the speakers are the same, from 0 to 1; None where that tells nothing."""
        if mine.anonymous or theirs.anonymous:
            return None
        common = len(mine.speakers & theirs.speakers)
        if not common and mine.author and theirs.author:
            return None  # each tells the story in the voice of its document
        rest, left = mine.speakers - theirs.speakers, theirs.speakers - mine.speakers
        unclear = self._open[mine.number] & left
        apart = len(rest) + len(left)
        if unclear:
            apart -= len(unclear) + min(len(rest), len(unclear))
        return common / (common + apart) if common + apart > 0 else None

    def _rebuts(self, mine: Told, theirs: Told) -> bool:
        """
        Whether others deny what is claimed, or claim what was denied, or refuse what somebody is ready for.

        A speaker or an outlet that takes something back says the opposite of the same fact; who denies what others say
        makes a claim of their own.
        """
        if mine.named & theirs.named or not (mine.denied(theirs) or mine.opposes(theirs)):
            return False
        one_outlet = self._archive.outlet(theirs.report) == self._new.outlet
        return not (one_outlet and not mine.named and not theirs.named)

    def _other(self, mine: Told, theirs: Told) -> bool:
        """Whether the words tell of other things: two claims that are alike but for what they are about are two."""
        pair = mine.number, theirs.number
        if pair not in self._conflicts:
            apart = mine.wordings.tells_apart(theirs.wordings)
            if not apart and mine.wordings.names_differ(theirs.wordings):
                one, other = (wording_of(each.wordings.wording) for each in (mine, theirs))
                apart = conflict_between(one, other) == "name"
            self._conflicts[pair] = apart
        return self._conflicts[pair]

    def _claim(self, each: Told) -> Claim:
        return self._archive.report(each.report).by_id[each.id]

    # Decisions -------------------------------------------------------------------------------------------------------

    def _assign(self, claims: set[int]) -> None:
        """Assign some of the claims, for the greatest sum of scores; what is too close to call is left."""
        forced: dict[int, int] = {}
        for number in sorted(claims):
            facts = self._fact_of(self._constraints.together(number))
            if facts:
                forced[number] = facts[0]
                self._place_in(number, facts[0], self._constraints.rule(number), SCALE)
        followers = {
            number
            for number in self._claims
            if number not in forced and any(other < number for other in self._partners_here(number))
        }
        free = {
            number: {fact: edge.score for fact, edge in edges.items()}
            for number, edges in self._edges.items()
            if number in claims and number not in forced and number not in followers and edges
        }
        taken = {each.fact for found in self._placed.values() for each in found}
        # What is not sure by itself may leave a better pair open, and never takes a fact from it.
        offered = {
            number: {fact: score for fact, score in facts.items() if fact not in taken and score >= DECIDED}
            for number, facts in free.items()
        }
        chosen = best_assignment({number: facts for number, facts in sorted(offered.items()) if facts})
        holder = {fact: number for number, fact in chosen.items()}
        for number in sorted(chosen):
            fact = chosen[number]
            score = free[number][fact]
            rivals = [
                other
                for other, near in sorted(free[number].items())
                if other != fact
                and near >= score - MARGIN
                and not self._settled(holder.get(other), other, near, free)
                and not self._twins(fact, other)
            ]
            rivals_here = [
                other
                for other, facts in sorted(free.items())
                if other != number
                and facts.get(fact, 0) >= score - MARGIN
                and not self._settled(other, chosen.get(other), facts[fact], free)
                and not self._repeats(other, number)
            ]
            if rivals or rivals_here:
                continue
            self._place_in(number, fact, self._edges[number][fact].rule, score)
        for number, near in sorted(free.items()):
            if self._placed[number]:
                continue
            best = max(near.values())
            self._rivals += [
                Rivalry(number, fact, score)
                for fact, score in sorted(near.items())
                if score >= max(DECIDED - MARGIN, best - MARGIN)
            ]

    def _partners_here(self, number: int) -> list[int]:
        """The claims of this report that must be with a claim."""
        return [other for other in self._constraints.together(number) if other in self._claims]

    def _is_free(self, number: int) -> bool:
        """Whether the words of a claim may put it beside another one of this report."""
        return number not in self._held_back and not self._partners_here(number)

    def _may_join(self, number: int, fact: int) -> bool:
        """Whether no claim of this report that must not be with a claim is a sighting of a fact."""
        return fact not in self._barred[number] and not any(
            each.fact == fact for other in self._constraints.apart(number) for each in self._placed.get(other, ())
        )

    def _settled(self, number: int | None, fact: int | None, rival: int, free: Mapping[int, Mapping[int, int]]) -> bool:
        """Whether a claim and a fact are clearly better with each other than with who contends for one of them."""
        return number is not None and fact is not None and free[number].get(fact, 0) > rival + MARGIN

    def _twins(self, one: int, other: int) -> bool:
        """Whether one of two facts was founded because it might have been the other: to choose the older is right."""
        row = self._store.row(
            "SELECT 1 FROM rivals AS r JOIN facts AS f ON f.first = r.claim"
            " WHERE (f.number = ?1 AND r.fact = ?2) OR (f.number = ?2 AND r.fact = ?1)",
            (one, other),
        )
        return row is not None

    def _place_in(self, number: int, fact: int, rule: SightingRule, score: int) -> None:
        self._placed[number].append(Placed(number, fact, rule, score))

    def _repeats(self, number: int, other: int) -> bool:
        """
        Whether one claim of the report says what another says: all that one tells is in the other, or most of it with
        the same number.
        """
        mine, theirs = self._told[number].wordings.best, self._told[other].wordings.best
        if not mine.terms or not theirs.terms or mine.tells_apart(theirs) or mine.numbers != theirs.numbers:
            return False
        alike = bool(mine.figures) and mine.likeness(theirs)[0] >= ALL_OF_IT
        return alike or max(covered(mine, theirs), covered(theirs, mine)) == 1

    def _repeat(self) -> None:
        """A report that says something twice tells of one fact twice."""
        for number in self._claims:
            if self._placed[number] or number not in self._edges or not self._is_free(number):
                continue
            for fact, edge in sorted(self._edges[number].items(), key=lambda item: (-item[1].score, item[0])):
                if edge.score < DECIDED:
                    break
                here = [other for other in self._claims if any(each.fact == fact for each in self._placed[other])]
                # Its very words are the fact's, even if a person put another claim there.
                again = edge.rule == "identical wording" or any(self._repeats(number, other) for other in here)
                if here and again and self._may_join(number, fact):
                    self._place_in(number, fact, edge.rule, edge.score)
                    break

    def _split_and_merge(self) -> None:
        """Join a claim that completes a fact which another claim stands for, and a fact that completes a claim."""
        at_fact: dict[int, list[int]] = defaultdict(list)
        # An earlier version names facts that no words did.
        self._read(sorted({fact for found in self._edges.values() for fact in found}))
        self._halve()
        for number, placed in self._placed.items():
            for each in placed:
                if each.rule in ("words", "identical wording", "split"):
                    at_fact[each.fact].append(number)
        edges = [(-edge.score, number, fact) for number, found in self._edges.items() for fact, edge in found.items()]
        for negative, number, fact in sorted(edges):
            score = -negative
            if not self._is_free(number):
                continue
            if not self._placed[number] and at_fact.get(fact):
                if (
                    self._may_join(number, fact)
                    and not self._apart(number, fact)
                    and self._completes_fact(number, fact, at_fact[fact])
                ):
                    self._place_in(number, fact, "split", score)
                    at_fact[fact].append(number)
            elif self._placed[number] and not at_fact.get(fact):
                own = [each.fact for each in self._placed[number]]
                known = all(each.rule in ("words", "identical wording", "merge") for each in self._placed[number])
                if (
                    known
                    and fact not in own
                    and self._completes_claim(fact, number, own)
                    and not self._apart(number, fact)
                ):
                    self._place_in(number, fact, "merge", score)
                    at_fact[fact].append(number)

    def _halve(self) -> None:
        """Join two claims that contend for one fact, or two facts for one claim, where they are its two halves."""
        fitting = {
            (number, fact): edge.score
            for number, edges in self._edges.items()
            if not self._placed[number] and self._is_free(number)
            for fact, edge in edges.items()
            if edge.score >= DECIDED
        }
        taken = {each.fact for found in self._placed.values() for each in found}
        for fact in sorted({fact for _, fact in fitting} - taken):
            wholes = [each.wordings.best for each in self._recent[fact]]
            parts = sorted(number for number, other in fitting if other == fact and not self._placed[number])
            for two in combinations(parts, 2):
                one, other = (self._told[number].wordings.best for number in two)
                apart = two[1] in self._constraints.apart(two[0])
                if not apart and any(_are_halves(one, other, whole) for whole in wholes):
                    for number in two:
                        self._place_in(number, fact, "split", fitting[number, fact])
                    taken.add(fact)
                    break
        for number in sorted({number for number, _ in fitting}):
            if self._placed[number]:
                continue
            facts = sorted(fact for other, fact in fitting if other == number and fact not in taken)
            for two in combinations(facts, 2):
                one, other = (self._recent[fact][0].wordings.best for fact in two)
                if _are_halves(one, other, self._told[number].wordings.best):
                    for fact in two:
                        self._place_in(number, fact, "merge", fitting[number, fact])
                    taken.update(two)
                    break

    def _completes_fact(self, number: int, fact: int, parts: Sequence[int]) -> bool:
        """Whether a claim is a part of what a fact said as a whole, which other claims do not tell already."""
        mine = self._told[number].wordings.best
        for whole in self._recent[fact]:
            target = whole.wordings.best
            if SCALE * covered(mine, target) < COVERED:
                continue
            before = joined(self._told[part].wordings.best for part in parts)
            if _gain(before, mine, target) >= GAIN:
                return True
        return False

    def _completes_claim(self, fact: int, number: int, facts: Sequence[int]) -> bool:
        """Whether a claim tells of a fact as well, which the facts it tells of do not cover."""
        mine = self._told[number]
        target = mine.wordings.best
        for part in self._recent[fact]:
            if SCALE * covered(part.wordings.best, target) < COVERED or part.wordings.best.tells_apart(target):
                continue
            before = [self._recent[other][0].wordings.best for other in facts if self._recent.get(other)]
            if before and _gain(joined(before), part.wordings.best, target) >= GAIN:
                return True
        return False

    # Births ----------------------------------------------------------------------------------------------------------

    def _found(self) -> None:
        """Found a fact for every claim that is left; claims that a person or a file calls one share it."""
        for number, claim in self._claims.items():
            if self._placed[number]:
                continue
            facts = self._fact_of(self._constraints.together(number))
            if facts:
                self._place_in(number, facts[0], self._constraints.rule(number), SCALE)
                continue
            disputed = self._disputed(number)
            if disputed is not None:
                self._place_in(number, disputed.fact, "words", disputed.score)
                continue
            fact = self._store.run(
                "INSERT INTO facts (id, first, words, place) VALUES (?, ?, ?, ?)",
                (id_of("f", self._new.report.id, claim.id), number, " ".join(claim.wording.split()), self._place),
            )
            self._place_in(number, fact, "first", SCALE)
            self._born.append(fact)
        born = {placed.claim for number in self._claims for placed in self._placed[number] if placed.rule == "first"}
        self._rivals = [rival for rival in self._rivals if rival.claim in born]

    def _sharing(self, number: int) -> set[int]:
        """The other claims of the report that share telling words with a claim."""
        if not self._by_key:
            for other, each in self._told.items():
                for key in each.wordings.signs():
                    self._by_key[key].append(other)
        found = Counter(other for key in self._told[number].wordings.signs() for other in self._by_key[key])
        return {other for other, often in found.items() if often >= LEAST_TOLD and other != number}

    def _disputed(self, number: int) -> Placed | None:
        """
        The sighting of another claim of this report that says the same with another number, in another mouth: who
        disagrees on how many speaks of one thing.
        """
        mine = self._told[number]
        if not mine.wordings.best.figures:
            return None
        for other in sorted(self._sharing(number)):
            placed, theirs = self._placed.get(other, []), self._told[other]
            figures = mine.wordings.best.figures, theirs.wordings.best.figures
            if (
                not placed
                or not mine.speakers.isdisjoint(theirs.speakers)
                or not all(figures)
                or figures[0] & figures[1]
            ):
                continue
            likely, enough = mine.wordings.likeness(theirs.wordings)
            told_apart = mine.wordings.tells_apart(theirs.wordings) or self._rebuts(mine, theirs)
            if likely * SCALE < DECIDED or not enough or told_apart or not self._is_free(number):
                continue
            for each in placed:
                if each.rule in ("first", "words", "identical wording") and self._may_join(number, each.fact):
                    return Placed(number, each.fact, "words", round(SCALE * likely))
        return None


def _needed(mine: Told, theirs: Told, who: float | None) -> int:
    """The score from which on two claims are the same: more, where one asks what others answer."""
    return REBUTTED if who == 0 and (mine.kind == "question") != (theirs.kind == "question") else DECIDED


def _are_halves(one: Gist, other: Gist, whole: Gist) -> bool:
    """Whether two wordings are the halves of a third one: they tell all of it, and each what the other does not."""
    if SCALE * min(covered(one, whole), covered(other, whole), covered(whole, joined([one, other]))) < HALF:
        return False
    return _gain(one, other, whole) >= GAIN and _gain(other, one, whole) >= GAIN


def _gain(before: Gist, added: Gist, target: Gist) -> int:
    """By how much a whole is explained better with one more part, of `SCALE`."""
    return round(SCALE * (joined([before, added]).alike(target) - before.alike(target)))
