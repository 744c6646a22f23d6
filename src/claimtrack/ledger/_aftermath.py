"""What a report does to the facts that it tells of: changes, conflicts, corrections, and what is to be said of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from claimtrack._changes import Changes, PlacedWords
from claimtrack._evidence import SCALE
from claimtrack._links import may_oppose, opposed_among
from claimtrack._opposition import incompatible
from claimtrack._relation import contradictions, in_two_languages, relation_of
from claimtrack.language import wording_of
from claimtrack.ledger._archive import changes_json, evidence_json
from claimtrack.ledger._cast import Recognised
from claimtrack.ledger._states import (
    SILENT_AFTER,
    STRONGER,
    WEAKER,
    Opposed,
    Righted,
    Seen,
    Verdict,
    positions,
    verdict,
)
from claimtrack.ledger._tracking import LOOKED_AT
from claimtrack.model import Date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimtrack._verdicts import Contradiction, Evidence
    from claimtrack.ledger._archive import Archive, Loaded, Told
    from claimtrack.ledger._cast import Cast, Casting
    from claimtrack.ledger._store import Store
    from claimtrack.ledger._tracking import Placed, Tracked
    from claimtrack.model import Claim

VOICES = 3
"""The wordings that stand in a fact and that a new claim is held against, the last ones; most outlets repeat others."""

OPPOSED_FACTS = 2
"""Other facts that a claim is held against for contradictions: those whose words are most like its own."""


_AHEAD = frozenset({"prediction", "commitment", "proposal"})
"""The kinds of claims on what is to come, whose dates differ where somebody is wrong; what happens may go on."""


class Aftermath:
    """Writes what the claims of a report, once they are assigned, say of their facts."""

    def __init__(self, store: Store, archive: Archive, casting: Casting) -> None:
        self._store, self._archive, self._casting = store, archive, casting

    def follow(self, new: Loaded, cast: Cast, tracked: Tracked, place: int) -> None:
        """Write sightings, conflicts, corrections and states of the report at *place*."""
        _Following(self._store, self._archive, self._casting, new, cast, tracked, place).write()


class Facts:
    """The sightings of facts, as far as they tell what is to be said; read once for each report."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: dict[int, tuple[Seen, ...]] = {}
        self._righted: dict[int, tuple[Righted, ...]] = {}
        self._standing: dict[int, tuple[Seen, ...]] = {}

    def seen(self, fact: int) -> tuple[Seen, ...]:
        """The sightings of a fact, in the order of time."""
        if fact not in self._seen:
            self._seen[fact] = seen_of(self._store, fact)
        return self._seen[fact]

    def righted(self, fact: int) -> tuple[Righted, ...]:
        """The corrections and retractions of its sightings, in the order of time."""
        if fact not in self._righted:
            self._righted[fact] = righted_of(self._store, fact)
        return self._righted[fact]

    def standing(self, fact: int) -> tuple[Seen, ...]:
        """Its sightings that stand."""
        if fact not in self._standing:
            self._standing[fact] = positions(self.seen(fact), self.righted(fact))
        return self._standing[fact]

    def changed(self, fact: int) -> None:
        """Read a fact anew when it is asked for: something was written of it."""
        for known in (self._seen, self._righted, self._standing):
            known.pop(fact, None)


def seen_of(store: Store, fact: int) -> tuple[Seen, ...]:
    """The sightings of a fact, in the order of time."""
    rows = store.rows(
        "SELECT s.claim, s.place, r.number, r.outlet, r.date, s.moved, s.against, s.rule,"
        " (SELECT group_concat(a.speaker || n.kind) FROM claim_speakers AS p"
        "  JOIN report_speakers AS n ON n.number = p.speaker JOIN appearances AS a ON a.report_speaker = n.number"
        "  WHERE p.claim = s.claim)"
        " FROM sightings AS s JOIN claims AS c ON c.number = s.claim JOIN reports AS r ON r.number = c.report"
        " WHERE s.fact = ? ORDER BY s.place, s.position",
        (fact,),
    )
    return tuple(_seen(*row) for row in rows)


def _seen(
    claim: int,
    place: int,
    report: int,
    outlet: str | None,
    date: str | None,
    moved: int,
    against: int | None,
    rule: str,
    speakers: str | None,
) -> Seen:
    who = [speaker for speaker in (speakers or "").split(",") if speaker]
    named = frozenset(int(speaker.rstrip(_LETTERS)) for speaker in who if not speaker.endswith(_NAMELESS))
    return Seen(
        claim=claim,
        place=place,
        report=report,
        outlet=outlet,
        speakers=named,
        own_voice=all(speaker.endswith("author") for speaker in who),
        date=Date(date) if date else None,
        moved=moved,
        against=against,
        notice=rule == "notice",
    )


_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_NAMELESS = ("anonymous", "author")


def righted_of(store: Store, fact: int) -> tuple[Righted, ...]:
    """The corrections and retractions of the sightings of a fact, in the order of time."""
    rows = store.rows(
        "SELECT DISTINCT k.number, k.type, k.place, r.outlet, k.claim, k.rule FROM sightings AS s"
        " JOIN corrections AS k ON k.claim = s.claim JOIN reports AS r ON r.number = k.report"
        " WHERE s.fact = ? ORDER BY k.place, k.number",
        (fact,),
    )
    return tuple(Righted(*row) for row in rows)


def opposed_of(store: Store, fact: int) -> tuple[tuple[Opposed, tuple[int, ...]], ...]:
    """The conflicts of the sightings of a fact, each with the facts of its other claim."""
    rows = store.rows(
        "SELECT DISTINCT k.one, k.other, k.rule, t.fact FROM sightings AS s JOIN conflicts AS k ON k.one = s.claim"
        " JOIN sightings AS t ON t.claim = k.other WHERE s.fact = ?1"
        " UNION SELECT k.one, k.other, k.rule, t.fact FROM sightings AS s JOIN conflicts AS k ON k.other = s.claim"
        " JOIN sightings AS t ON t.claim = k.one WHERE s.fact = ?1 ORDER BY 1, 2, 4",
        (fact,),
    )
    found: dict[Opposed, list[int]] = defaultdict(list)
    for one, other, rule, elsewhere in rows:
        found[Opposed(one, other, rule)].append(elsewhere)
    return tuple((link, tuple(facts)) for link, facts in found.items())


class _Following:
    def __init__(
        self,
        store: Store,
        archive: Archive,
        casting: Casting,
        new: Loaded,
        cast: Cast,
        tracked: Tracked,
        place: int,
    ) -> None:
        self._store, self._archive, self._casting = store, archive, casting
        self._new, self._cast, self._tracked, self._place = new, cast, tracked, place
        self._facts = Facts(store)
        kinds = {speaker.id: speaker.kind for speaker in new.report.speakers}
        self._named = {
            number: frozenset(
                cast.known[name]
                for name in new.by_id[claim].attribution.speakers
                if kinds[name] not in ("anonymous", "author")
            )
            for claim, number in new.claims.items()
        }
        self._placed: dict[int, list[Placed]] = defaultdict(list)
        for each in tracked.placed:
            self._placed[each.claim].append(each)
        self._of_claim: dict[int, tuple[int, ...]] = {}

    def write(self) -> None:
        self._sightings()
        touched = {each.fact for each in self._tracked.placed}
        touched |= self._conflicts()
        touched |= {fact for claim in self._corrected() for fact in self._facts_of(claim)}
        self._states(touched)

    def _facts_of(self, claim: int) -> tuple[int, ...]:
        if claim not in self._of_claim:
            rows = self._store.rows("SELECT fact FROM sightings WHERE claim = ? ORDER BY fact", (claim,))
            self._of_claim[claim] = tuple(fact for (fact,) in rows)
        return self._of_claim[claim]

    # Sightings -------------------------------------------------------------------------------------------------------

    def _sightings(self) -> None:
        rows = []
        terms: list[tuple[str, int, int]] = []
        for position, (number, placed) in enumerate(self._placed.items()):
            claim = self._new.by_id[self._new.ids[number]]
            for each in placed:
                against, moved, changes = self._step(claim, each)
                rows.append(
                    (
                        each.fact,
                        self._place,
                        position,
                        number,
                        each.rule,
                        each.score / SCALE,
                        against,
                        moved,
                        int(each.rule != "first" and self._was_silent(each.fact)),
                        changes,
                    )
                )
        self._store.run_many("INSERT INTO sightings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        for each in self._tracked.placed:
            terms += [(stem, each.fact, self._place) for stem in self._tracked.stems[each.claim]]
            self._facts.changed(each.fact)
        self._store.run_many("INSERT OR IGNORE INTO terms (stem, fact, place) VALUES (?, ?, ?)", terms)
        self._store.run_many(
            "INSERT INTO rivals (claim, fact, score, place) VALUES (?, ?, ?, ?)",
            [(rival.claim, rival.fact, rival.score / SCALE, self._place) for rival in self._tracked.rivals],
        )
        self._of_claim.clear()

    def _step(self, claim: Claim, placed: Placed) -> tuple[int | None, int, str]:
        """The sighting that a new one is told against, whether it moved, and the changes."""
        seen = self._facts.seen(placed.fact)
        if not seen:
            return None, 0, "[]"  # this report founded the fact, and no earlier one says it otherwise
        named = self._named[placed.claim]
        same_speaker = [each for each in seen if each.speakers & named]
        same_outlet = [each for each in seen if each.outlet == self._new.outlet]
        last = (same_speaker or same_outlet or seen)[-1]
        earlier = self._archive.report(last.report)
        before = earlier.by_id[earlier.ids[last.claim]]
        match = Recognised(earlier, self._new, self._cast)
        changes = Changes(earlier.report, self._new.report, match).between([before], [claim])
        rules = {change.rule for change in changes}
        moved = 0
        if (same_speaker or same_outlet) and placed.rule not in ("split", "merge", "notice"):
            moved = -1 if rules & WEAKER else int(bool(rules & STRONGER))
            moved = self._turned(placed.claim, last.claim, seen[0].claim) or moved
        return last.claim, moved, changes_json(changes)

    def _turned(self, claim: int, before: int, first: int) -> int:
        """-1 where a claim denies, or says, what it did not before, and not at first; 1 where it comes back to that."""
        known = self._archive.told((claim, before, first))
        if not known[claim].denied(known[before]):
            return 0
        return -1 if known[claim].denied(known[first]) else 1

    def _report_of(self, claim: int) -> int:
        (number,) = self._store.row("SELECT report FROM claims WHERE number = ?", (claim,))
        return int(number)

    def _was_silent(self, fact: int) -> bool:
        """Whether those who told of a fact had fallen silent about it."""
        seen = self._facts.seen(fact)
        if not seen or self._place - seen[-1].place <= SILENT_AFTER:
            return False
        count = 0
        for outlet in {each.outlet for each in seen}:
            (more,) = self._store.row(
                "SELECT count(*) FROM reports WHERE outlet IS ? AND place > ? AND place < ?",
                (outlet, seen[-1].place, self._place),
            )
            count += more
        return count >= SILENT_AFTER

    # Conflicts -------------------------------------------------------------------------------------------------------

    def _conflicts(self) -> set[int]:
        """Find what cannot hold beside the new claims; the facts it is about."""
        wanted: dict[int, set[int]] = defaultdict(set)
        own_words = self._archive.told(self._placed)
        for number in self._placed:
            facts = [fact for fact in self._tracked.near.get(number, ()) if own_words[number].wordings.has_ends]
            for fact in facts[:OPPOSED_FACTS]:
                for claim in self._voices(fact):
                    wanted[claim].add(number)
        told = self._archive.told(wanted)
        by_report: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for claim in sorted(wanted):
            by_report[told[claim].report] += [
                (claim, number)
                for number in sorted(wanted[claim])
                if told[claim].wordings.opposite_ends(own_words[number].wordings)
            ]
        touched: set[int] = set()
        for report, pairs in sorted(by_report.items()):
            if pairs:
                touched |= self._against(report, pairs)
        return touched | self._told_opposite() | self._differing() | self._by_hand()

    def _told_opposite(self) -> set[int]:
        """What was found to say the opposite when the claims were assigned."""
        found = []
        for (earlier, later), rule in sorted(self._tracked.opposed.items()):
            if self._one_fact(earlier, later) and rule != "opposite polarity":
                continue  # whoever is ready and refuses in one fact took something back
            found.append((earlier, later, rule, self._words(earlier), self._words(later)))
        return self._noted(found)

    def _differing(self) -> set[int]:
        """What one fact is told with by others: another number, or another month."""
        found = []
        here: dict[int, list[int]] = defaultdict(list)
        for number, placed in self._placed.items():
            for fact in dict.fromkeys(each.fact for each in placed if each.rule not in ("split", "merge", "notice")):
                voices = [*self._voices(fact), *here[fact][-VOICES:]]
                here[fact].append(number)
                known = self._archive.told([*voices, number])
                for claim in voices:
                    rule = self._differ(known[claim], known[number])
                    if rule is not None:
                        found.append((claim, number, rule, self._words(claim), self._words(number)))
        return self._noted(found)

    def _differ(self, one: Told, other: Told) -> str | None:
        """The rule by which two sightings of one fact give it another number or month; None where they agree."""
        mine, theirs = one.wordings.best.numbers, other.wordings.best.numbers
        if mine & theirs or not mine or not theirs:
            return None
        first, second = (wording_of(each.wordings.wording) for each in (one, other))
        quantities = [[each for each in wording.quantities if not each.weak] for wording in (first, second)]
        if quantities[0] and quantities[1]:
            apart = all(incompatible(here, there) for here in quantities[0] for there in quantities[1])
            return "incompatible quantity" if apart else None
        months = [{number for number in numbers if number.isalpha()} for numbers in (mine, theirs)]
        ahead = one.kind in _AHEAD and other.kind in _AHEAD
        return "incompatible date" if ahead and months[0] and months[1] else None

    def _claim(self, claim: int) -> Claim:
        report = self._new if claim in self._new.ids else self._archive.report(self._report_of(claim))
        return report.by_id[report.ids[claim]]

    def _words(self, claim: int) -> Evidence:
        return _whole(self._claim(claim))

    def _voices(self, fact: int) -> list[int]:
        """The claims that stand in a fact, the last of each wording, at most so many."""
        standing = [each.claim for each in self._facts.standing(fact)[-LOOKED_AT:] if each.place != self._place]
        known = self._archive.told(standing)
        last = {(known[claim].wordings.said, known[claim].denies): claim for claim in standing}
        return sorted(last.values(), key=standing.index)[-VOICES:]

    def _against(self, report: int, pairs: Sequence[tuple[int, int]]) -> set[int]:
        earlier = self._archive.report(report)
        one, other = earlier.report.document, self._new.report.document
        if one.sha256 == other.sha256 or in_two_languages(one.language, other.language):
            return set()
        shared = {(claim, number) for claim, number in pairs if self._one_fact(claim, number)}
        likely = [
            (earlier.ids[claim], self._new.ids[number])
            for claim, number in pairs
            if may_oppose(
                (earlier.heard, earlier.ids[claim]),
                (self._new.heard, self._new.ids[number]),
                paired=(claim, number) in shared,
            )
        ]
        if not likely:
            return set()
        links = opposed_among(
            likely,
            (earlier.heard, self._new.heard),
            self._casting.match(earlier, self._new),
            [((earlier.ids[claim],), (self._new.ids[number],)) for claim, number in sorted(shared)],
            one_work=relation_of(earlier.report, self._new.report) == "version",
        )
        return self._note((earlier.claims[link.baseline], self._new.claims[link.later], link) for link in links)

    def _one_fact(self, claim: int, number: int) -> bool:
        own = {each.fact for each in self._placed[number]}
        return not own.isdisjoint(self._facts_of(claim))

    def _by_hand(self) -> set[int]:
        """What a relation of a file says, of this report or of an earlier one."""
        rows = self._store.rows(
            "SELECT DISTINCT r.number FROM relations AS l JOIN claims AS c ON c.number = l.claim"
            " JOIN reports AS r ON r.id = l.report_id WHERE c.report = ?1 AND l.type = 'contradicts' AND r.place < ?2"
            " UNION SELECT DISTINCT c.report FROM relations AS l JOIN claims AS c ON c.number = l.claim"
            " JOIN reports AS r ON r.number = c.report"
            " WHERE l.report_id = ?3 AND l.type = 'contradicts' AND r.place < ?2 ORDER BY 1",
            (self._new.number, self._place, self._new.report.id),
        )
        touched: set[int] = set()
        for (number,) in rows:
            earlier = self._archive.report(number)
            found = []
            for one, other in contradictions(earlier.report, self._new.report):
                evidence = [_whole(report.by_id[name]) for report, name in ((earlier, one), (self._new, other))]
                found.append((earlier.claims[one], self._new.claims[other], "relation", evidence[0], evidence[1]))
            touched |= self._noted(found)
        return touched

    def _note(self, links: Iterable[tuple[int, int, Contradiction]]) -> set[int]:
        return self._noted(
            (one, other, link.rule, link.evidence_baseline, link.evidence_later) for one, other, link in links
        )

    def _noted(self, links: Iterable[tuple[int, int, str, Evidence | None, Evidence | None]]) -> set[int]:
        touched: set[int] = set()
        rows = []
        for one, other, rule, mine, theirs in links:
            rows.append((one, other, rule, evidence_json(mine, theirs), self._place))
            touched.update(self._facts_of(one), self._facts_of(other))
        self._store.run_many(
            "INSERT INTO conflicts (one, other, rule, evidence, place) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (one, other) DO NOTHING",
            rows,
        )
        return touched

    def _corrected(self) -> list[int]:
        """The earlier claims that the report corrects or retracts."""
        rows = self._store.rows("SELECT claim FROM corrections WHERE place = ?", (self._place,))
        return [claim for (claim,) in rows]

    # States ----------------------------------------------------------------------------------------------------------

    def _states(self, facts: set[int]) -> None:
        """Write what is to be said of facts now, where that is something else than before."""
        conflicts = {fact: opposed_of(self._store, fact) for fact in facts}
        # What a fact stands against may stand no more.
        facts = facts | {other for links in conflicts.values() for _, others in links for other in others}
        for fact in sorted(facts):
            links = conflicts.get(fact)
            now = judged(self._facts, fact, opposed_of(self._store, fact) if links is None else links)
            row = self._store.row(
                "SELECT status, rule, sightings, evidence FROM states WHERE fact = ? ORDER BY place DESC LIMIT 1",
                (fact,),
            )
            told = msgspec.json.encode(now.claims).decode()
            if row is not None and self._still_says(row, now, told):
                continue
            self._store.run(
                "INSERT OR REPLACE INTO states (fact, place, status, rule, sightings, evidence)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (fact, self._place, now.status, now.rule, told, self._proof(now)),
            )

    def _still_says(self, row: tuple[str, str, str, str], now: Verdict, told: str) -> bool:
        """Whether what was said of a fact before is so still, and what proved it proves it still."""
        status, _, sightings, evidence = row
        if status != now.status:
            return False
        if status == "contested" and now.correction is None:
            return tuple(msgspec.json.decode(sightings)) in now.pairs
        if status == "standing":
            return True
        return sightings == told and (now.correction is None or evidence == self._proof(now))

    def _proof(self, now: Verdict) -> str:
        """The words that prove a verdict."""
        if now.correction is not None:
            (evidence,) = self._store.row("SELECT evidence FROM corrections WHERE number = ?", (now.correction,))
            return str(evidence)
        if now.status == "contested":
            row = self._store.row("SELECT evidence FROM conflicts WHERE one = ? AND other = ?", now.claims)
            if row is not None:
                return str(row[0])
            row = self._store.row("SELECT evidence FROM conflicts WHERE other = ? AND one = ?", now.claims)
            return msgspec.json.encode(list(reversed(msgspec.json.decode(row[0])))).decode()
        return "[]"


def judged(facts: Facts, fact: int, links: Iterable[tuple[Opposed, tuple[int, ...]]]) -> Verdict:
    """What is to be said of a fact, given its conflicts with the facts of their other claims."""
    known = list(links)
    elsewhere = {
        each.claim: each for _, others in known for other in others if other != fact for each in facts.standing(other)
    }
    return verdict(facts.seen(fact), [link for link, _ in known], facts.righted(fact), elsewhere)


def _whole(claim: Claim) -> Evidence:
    return PlacedWords.of_content([claim]).evidence()
