"""Facts, speakers and reports as a ledger tells them."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from claimtrack.certainty import Certainty, Likelihood
from claimtrack.comparison import Change, Edit, Evidence
from claimtrack.errors import InvalidValue, NotInLedger
from claimtrack.ledger._aftermath import Facts, opposed_of
from claimtrack.ledger._archive import id_of
from claimtrack.ledger._states import SILENT_AFTER, conflicting
from claimtrack.ledger.facts import (
    STATUSES,
    UPDATES,
    Conflict,
    Difference,
    Fact,
    FactStatus,
    KnownSpeaker,
    ReportEntry,
    Rival,
    Sighting,
    State,
)
from claimtrack.model import Date, Publisher
from claimtrack.text import Span, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack.ledger._states import Seen
    from claimtrack.ledger._store import Store
    from claimtrack.ledger.facts import ClaimRef

MOST_WORDS = 50
"""Words of a search that are looked up; a long sentence has so many."""

_WORD = re.compile(r"[^\W_]+\*?")


class Reader:
    """Reads one state of a ledger, within a transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen = Facts(store)

    # Which facts -----------------------------------------------------------------------------------------------------

    def numbers(
        self,
        *,
        speaker: str | None = None,
        outlet: str | None = None,
        since: Date | None = None,
        tag: str | None = None,
        text: str | None = None,
        report: str | None = None,
    ) -> list[int]:
        """The numbers of the facts of which all that is given holds, in the order in which they were first seen."""
        found = {number for (number,) in self._store.rows("SELECT number FROM facts")}
        if speaker is not None:
            known = self.speaker_numbers(speaker)
            found &= self._having(
                "s.claim IN (SELECT p.claim FROM claim_speakers AS p JOIN appearances AS a"
                " ON a.report_speaker = p.speaker WHERE a.speaker IN (?))",
                known,
            )
        if outlet is not None:
            found &= self._having("r.outlet IN (?)", self._outlets(outlet))
        if report is not None:
            found &= self._having("r.id IN (?)", [report])
        if since is not None:
            found &= self._having("s.place IN (?)", [place for place, day in self._dates if not _before(day, since)])
        if tag is not None:
            rows = self._store.rows(
                "SELECT DISTINCT s.fact, c.tags FROM sightings AS s JOIN claims AS c ON c.number = s.claim"
                " WHERE c.tags <> ''"
            )
            found &= {fact for fact, tags in rows if tag in tags.split(", ")}
        if text is not None:
            found &= set(self.matching(text))
        return sorted(found)

    def _having(self, condition: str, values: Iterable[Any]) -> set[int]:
        rows = self._store.rows_of(
            "SELECT DISTINCT s.fact FROM sightings AS s JOIN claims AS c ON c.number = s.claim"
            f" JOIN reports AS r ON r.number = c.report WHERE {condition}",
            values,
        )
        return {fact for (fact,) in rows}

    def matching(self, text: str) -> list[int]:
        """The facts in whose sightings all words of a text stand, the best first."""
        told = " ".join(f'"{word.rstrip("*")}"{"*" if word.endswith("*") else ""}' for word in words_of(text))
        rows = self._store.rows(
            "SELECT s.fact, bm25(claims_text) AS rank FROM claims_text"
            " JOIN sightings AS s ON s.claim = claims_text.rowid WHERE claims_text MATCH ? ORDER BY rank, s.fact",
            (told,),
        )
        return list(dict.fromkeys(fact for fact, _ in rows))

    def number(self, fact_id: str) -> int:
        """The number of a fact, by its id or by one that it had before."""
        row = self._store.row("SELECT number FROM facts WHERE id = ?", (fact_id,))
        seen: set[str] = set()
        while row is None and fact_id not in seen:
            seen.add(fact_id)
            alias = self._store.row("SELECT report_id, claim_id FROM aliases WHERE id = ?", (fact_id,))
            if alias is None:
                break
            row = self._store.row(
                "SELECT s.fact FROM sightings AS s JOIN claims AS c ON c.number = s.claim"
                " JOIN reports AS r ON r.number = c.report WHERE r.id = ? AND c.id = ? ORDER BY s.fact LIMIT 1",
                alias,
            )
            if row is None:  # that claim is gone, too: it may have founded a fact whose id leads on
                fact_id = id_of("f", *alias)
        if row is None:
            raise NotInLedger(
                f"there is no fact {fact_id!r:.60} in {self._store.path}", hint="claimtrack track facts lists them"
            )
        return int(row[0])

    def first_of(self, fact: int) -> int:
        """The claim that founded a fact."""
        (claim,) = self._store.row("SELECT first FROM facts WHERE number = ?", (fact,))
        return int(claim)

    def claim(self, name: str | ClaimRef) -> int:
        """The number of a claim, by ``report#claim`` or by both ids."""
        report, _, claim = name.rpartition("#") if isinstance(name, str) else (name[0], "#", name[1])
        row = self._store.row(
            "SELECT c.number FROM claims AS c JOIN reports AS r ON r.number = c.report WHERE r.id = ? AND c.id = ?",
            (report, claim),
        )
        if row is None:
            raise NotInLedger(
                f"there is no claim {report + '#' + claim!r:.120} in {self._store.path}", hint="write REPORT#CLAIM"
            )
        return int(row[0])

    def claim_or_first(self, name: str | ClaimRef) -> int:
        """The number of a claim, or of the one that founded the fact of that id."""
        if isinstance(name, str) and "#" not in name:
            return self.first_of(self.number(name))
        return self.claim(name)

    def _outlets(self, name: str) -> list[str]:
        rows = self._store.rows(
            "SELECT DISTINCT outlet, outlet_name FROM reports WHERE outlet IS NOT NULL ORDER BY outlet, outlet_name"
        )
        found = [outlet for outlet, called in rows if name.casefold() in (outlet.casefold(), called.casefold())]
        found = list(dict.fromkeys(found))
        if not found:
            known = ", ".join(dict.fromkeys(outlet for outlet, _ in rows[:10])) or "none has an outlet"
            raise NotInLedger(f"no report is of the outlet {name!r:.60}", hint=f"known are: {known}")
        return found

    # Facts -----------------------------------------------------------------------------------------------------------

    def fact(self, number: int) -> Fact:
        """One fact."""
        return self.facts([number])[0]

    def facts(self, numbers: Sequence[int]) -> tuple[Fact, ...]:
        """Facts by their numbers."""
        if not numbers:
            return ()
        heads = {
            number: (name, told)
            for number, name, told in self._store.rows_of(
                "SELECT number, id, words FROM facts WHERE number IN (?)", numbers
            )
        }
        sightings = self._sightings(numbers)
        states = defaultdict(list)
        for fact, place, status, rule, claims, evidence in self._store.rows_of(
            "SELECT fact, place, status, rule, sightings, evidence FROM states WHERE fact IN (?) ORDER BY fact, place",
            numbers,
        ):
            states[fact].append((place, status, rule, msgspec.json.decode(claims), evidence))
        refs = self._refs({claim for rows in states.values() for row in rows for claim in row[3]})
        return tuple(self._fact(number, *heads[number], sightings[number], states[number], refs) for number in numbers)

    def _fact(
        self,
        number: int,
        name: str,
        told: str,
        seen: list[tuple[int, int, Sighting]],
        rows: list[tuple[int, FactStatus, str, list[int], str]],
        refs: Mapping[int, tuple[ClaimRef, str]],
    ) -> Fact:
        by_place: dict[int, list[State]] = defaultdict(list)
        for place, status, rule, claims, evidence in rows:
            entry = self._entries[place]
            shown = [_evidence(side) for side in msgspec.json.decode(evidence)]
            if not shown:
                shown = [Evidence(words=refs[claim][1]) for claim in claims]
            by_place[place].append(
                State(
                    status=status,
                    since=entry.date,
                    report_id=entry.id,
                    sightings=tuple(refs[claim][0] for claim in claims),
                    rule=rule,
                    evidence=tuple(side for side in shown if side is not None),
                )
            )
        silent = self._silences(seen)
        for place, state in silent.items():
            by_place[place].append(state)
        back = self._back_again(seen, silent, rows, refs)
        for place, state in back.items():
            by_place[place].insert(0, state)
        states = tuple(state for place in sorted(by_place) for state in by_place[place])
        now = rows[-1][1] if rows else "standing"
        holding: set[FactStatus] = {now}
        outlets = dict.fromkeys(_outlet_of(sighting) for _, _, sighting in seen)
        later, quiet = self._later(outlets, seen[-1][0])
        if quiet is not None:
            holding.add("not mentioned")
        moved = next((sighting for sighting in reversed(self._seen.seen(number)) if sighting.moved), None)
        if moved is not None:
            holding.add("weakened" if moved.moved < 0 else "strengthened")
        if len(holding) > 1:
            holding.discard("standing")
        statuses = tuple(status for status in STATUSES if status in holding)
        return Fact(
            id=name,
            words=told,
            sightings=tuple(sighting for _, _, sighting in seen),
            states=states,
            conflicts=self._conflicts(number),
            status=statuses[0],
            statuses=statuses,
            not_mentioned_since=seen[-1][2].date if quiet is not None else None,
            later_reports=later,
        )

    def _later(self, outlets: Iterable[str | None], after: int, until: int | None = None) -> tuple[int, int | None]:
        """
        How many reports of some outlets come after a place, and before another one; and the place of the one that makes
        them a silence.
        """
        count, first = 0, []
        for outlet in outlets:
            places = self._places_of.get(outlet, [])
            start = bisect.bisect_right(places, after)
            end = len(places) if until is None else bisect.bisect_left(places, until)
            count += max(0, end - start)
            first += places[start : min(end, start + SILENT_AFTER)]
        return count, sorted(first)[SILENT_AFTER - 1] if count >= SILENT_AFTER else None

    def _silences(self, seen: list[tuple[int, int, Sighting]]) -> dict[int, State]:
        """By place, where a fact fell silent: at the report that made the silence long enough."""
        found = {}
        outlets: dict[str | None, None] = {}
        for at, (own, _, last) in enumerate(seen):
            outlets[_outlet_of(last)] = None
            until = seen[at + 1][0] if at + 1 < len(seen) else None
            if until == own:
                continue
            _, place = self._later(outlets, own, until)
            if place is not None:
                found[place] = State(
                    status="not mentioned",
                    since=self._entries[place].date,
                    report_id=self._entries[place].id,
                    sightings=(last.ref,),
                    rule="silence",
                    evidence=(Evidence(words=last.words, spans=last.spans),),
                )
        return found

    def _back_again(
        self,
        seen: list[tuple[int, int, Sighting]],
        silent: Mapping[int, State],
        rows: list[tuple[int, FactStatus, str, list[int], str]],
        refs: Mapping[int, tuple[ClaimRef, str]],
    ) -> dict[int, State]:
        """By place, where a silent fact was told of again, and what was to be said of it before is so again."""
        found = {}
        written = {place for place, *_ in rows}
        for fell in silent:
            again = next(((place, sighting) for place, _, sighting in seen if place > fell), None)
            if again is None or again[0] in written:
                continue
            before = [row for row in rows if row[0] < again[0]]
            if before:
                _, status, rule, claims, _ = before[-1]
                place, sighting = again
                found[place] = State(
                    status=status,
                    since=sighting.date,
                    report_id=sighting.report_id,
                    sightings=tuple(refs[claim][0] for claim in claims),
                    rule=rule,
                    evidence=(Evidence(words=sighting.words, spans=sighting.spans),),
                )
        return found

    def _conflicts(self, number: int) -> tuple[Conflict, ...]:
        links = opposed_of(self._store, number)
        if not links:
            return ()
        elsewhere: dict[int, Seen] = {}
        facts: dict[int, int] = {}
        for _, others in links:
            for other in others:
                if other != number:
                    for each in self._seen.standing(other):
                        elsewhere[each.claim] = each
                        facts[each.claim] = min(other, facts.get(each.claim, other))  # of several, the oldest
        found = conflicting(self._seen.standing(number), [link for link, _ in links], elsewhere)
        wanted = {claim for link in found for claim in link[:2]}
        refs = self._refs(wanted)
        ids = dict(self._store.rows_of("SELECT number, id FROM facts WHERE number IN (?)", {number, *facts.values()}))
        conflicts = []
        for link in found:
            row = self._store.row("SELECT evidence FROM conflicts WHERE one = ? AND other = ?", link[:2])
            if row is not None:
                sides = msgspec.json.decode(row[0])
            else:
                row = self._store.row("SELECT evidence FROM conflicts WHERE one = ? AND other = ?", (link[1], link[0]))
                sides = list(reversed(msgspec.json.decode(row[0])))
            mine, theirs = (
                _evidence(side) or Evidence(words=refs[claim][1]) for side, claim in zip(sides, link[:2], strict=True)
            )
            conflicts.append(
                Conflict(
                    fact_id=ids[facts.get(link.other, number)],
                    sighting=refs[link.one][0],
                    other=refs[link.other][0],
                    rule=link.rule,
                    words=mine,
                    other_words=theirs,
                )
            )
        return tuple(sorted(conflicts, key=lambda link: (link.sighting, link.other)))

    def _refs(self, claims: Iterable[int]) -> dict[int, tuple[ClaimRef, str]]:
        """By the number of a claim its ids and its words."""
        rows = self._store.rows_of(
            "SELECT c.number, r.id, c.id, c.quote FROM claims AS c JOIN reports AS r ON r.number = c.report"
            " WHERE c.number IN (?)",
            sorted(claims),
        )
        return {number: ((report, claim), quote) for number, report, claim, quote in rows}

    def _sightings(self, facts: Sequence[int]) -> dict[int, list[tuple[int, int, Sighting]]]:
        """By fact, its sightings, each with its place and position."""
        rows = list(
            self._store.rows_of(
                "SELECT s.fact, s.place, s.position, s.rule, s.score, s.reappeared, s.changes, s.against, c.number,"
                " c.id, c.kind, c.certainty, c.proposition, c.quote, c.tags, c.spans, c.likelihood"
                " FROM sightings AS s JOIN claims AS c ON c.number = s.claim"
                " WHERE s.fact IN (?) ORDER BY s.fact, s.place, s.position",
                facts,
            )
        )
        claims = [row[8] for row in rows]
        speakers: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for claim, speaker, called in self._store.rows_of(
            "SELECT p.claim, k.id, n.name FROM claim_speakers AS p JOIN report_speakers AS n ON n.number = p.speaker"
            " JOIN appearances AS a ON a.report_speaker = n.number JOIN speakers AS k ON k.number = a.speaker"
            " WHERE p.claim IN (?) ORDER BY p.claim, p.position",
            claims,
        ):
            speakers[claim].append((speaker, called))
        rivals: dict[int, list[Rival]] = defaultdict(list)
        for claim, fact, score in self._store.rows_of(
            "SELECT v.claim, f.id, v.score FROM rivals AS v JOIN facts AS f ON f.number = v.fact"
            " WHERE v.claim IN (?) ORDER BY v.claim, v.score DESC, f.number",
            claims,
        ):
            rivals[claim].append(Rival(fact_id=fact, score=score))
        refs = self._refs({row[7] for row in rows if row[7] is not None})
        found: dict[int, list[tuple[int, int, Sighting]]] = defaultdict(list)
        for row in rows:
            fact, place, position, rule, score, reappeared, changes, against, claim = row[:9]
            name, kind, certainty, proposition, quote, tags, spans, likelihood = row[9:]
            entry = self._entries[place]
            who = speakers[claim]
            found[fact].append(
                (
                    place,
                    position,
                    Sighting(
                        report_id=entry.id,
                        claim_id=name,
                        title=entry.title,
                        date=entry.date,
                        outlet=entry.outlet,
                        speakers=tuple(dict.fromkeys(speaker for speaker, _ in who)),
                        speaker_names=tuple(dict(who).values()),
                        kind=kind,
                        certainty=Certainty.parse(certainty),
                        likelihood=_likelihood(likelihood),
                        tags=tuple(tags.split(", ")) if tags else (),
                        words=quote,
                        proposition=proposition,
                        spans=tuple(Span(start, end) for start, end in msgspec.json.decode(spans)),
                        rule=rule,
                        score=score,
                        against=refs[against][0] if against is not None else None,
                        changes=tuple(map(_change, msgspec.json.decode(changes))),
                        reappeared=bool(reappeared),
                        rivals=tuple(rivals[claim]) if rule == "first" else (),
                    ),
                )
            )
        return found

    # Reports ---------------------------------------------------------------------------------------------------------

    @cached_property
    def _entries(self) -> dict[int, ReportEntry]:
        """The reports by their places."""
        rows = self._store.rows(
            "SELECT r.place, r.id, r.document_id, r.title, r.outlet, r.outlet_name, r.date, r.revision,"
            " (SELECT count(*) FROM claims AS c WHERE c.report = r.number)"
            " FROM reports AS r WHERE r.place IS NOT NULL ORDER BY r.place"
        )
        return {
            place: ReportEntry(
                id=name,
                document_id=document,
                title=title,
                outlet=Publisher(outlet, called) if outlet is not None else None,
                date=Date(date) if date is not None else None,
                revision=revision,
                claims=claims,
            )
            for place, name, document, title, outlet, called, date, revision, claims in rows
        }

    @cached_property
    def _places_of(self) -> dict[str | None, list[int]]:
        """The places of the reports of each outlet."""
        found: dict[str | None, list[int]] = defaultdict(list)
        for place, entry in self._entries.items():
            found[entry.outlet.id if entry.outlet is not None else None].append(place)
        return found

    @cached_property
    def _dates(self) -> list[tuple[int, Date | None]]:
        return [(place, entry.date) for place, entry in self._entries.items()]

    def reports(self) -> tuple[ReportEntry, ...]:
        """The reports, in the order of time."""
        return tuple(self._entries.values())

    def places(self) -> dict[str, int]:
        """The place of every report, by its id."""
        return {entry.id: place for place, entry in self._entries.items()}

    def report(self, report_id: str) -> int:
        """The number of a report."""
        row = self._store.row("SELECT number FROM reports WHERE id = ?", (report_id,))
        if row is None:
            raise NotInLedger(
                f"there is no report {report_id!r:.100} in {self._store.path}",
                hint="claimtrack track reports lists them",
            )
        return int(row[0])

    # Speakers --------------------------------------------------------------------------------------------------------

    def speaker_numbers(self, name: str) -> list[int]:
        """The numbers of the speakers with that id, or with that name, or of whose name these are words."""
        row = self._store.row("SELECT number FROM speakers WHERE id = ?", (name,))
        if row is not None:
            return [int(row[0])]
        wanted = words(name)
        exact, within = [], []
        for speaker in self.speakers():
            called = [words(each) for each in speaker.names]
            if wanted and wanted in called:
                exact.append(speaker.id)
            elif wanted and any(set(wanted) <= set(each) for each in called):
                within.append(speaker.id)
        if not exact and not within:
            raise NotInLedger(
                f"nobody in {self._store.path} is called {name!r:.60}", hint="claimtrack track speakers lists them"
            )
        ids = exact or within
        found = dict(self._store.rows_of("SELECT id, number FROM speakers WHERE id IN (?)", ids))
        return [found[speaker] for speaker in ids]

    def speakers(self, numbers: Sequence[int] | None = None) -> tuple[KnownSpeaker, ...]:
        """Speakers by their numbers, or all of them, in the order of their first appearance."""
        heads = self._store.rows("SELECT number, id, kind FROM speakers ORDER BY number")
        wanted = None if numbers is None else set(numbers)
        appearances: dict[int, list[tuple[str, str]]] = defaultdict(list)
        told: dict[int, list[Any]] = defaultdict(list)
        claims: dict[int, int] = defaultdict(int)
        for speaker, report, name, called, outlet, publisher, details, said in self._store.rows(
            "SELECT a.speaker, r.id, n.id, n.name, r.outlet, r.outlet_name, n.details,"
            " (SELECT count(*) FROM claim_speakers AS p WHERE p.speaker = n.number)"
            " FROM appearances AS a JOIN report_speakers AS n ON n.number = a.report_speaker"
            " JOIN reports AS r ON r.number = n.report"
            " ORDER BY a.place, n.number"
        ):
            if wanted is None or speaker in wanted:
                appearances[speaker].append((report, name))
                told[speaker].append((called, outlet, publisher, msgspec.json.decode(details)))
                claims[speaker] += said
        found = []
        for number, name, kind in heads:
            if wanted is not None and number not in wanted:
                continue
            rows = told[number]
            names = tuple(dict.fromkeys(each for called, _, _, more in rows for each in (called, *more[0])))
            first = rows[0]
            found.append(
                KnownSpeaker(
                    id=name,
                    name=max((called for called, *_ in rows), key=len),
                    kind=kind,
                    role=next((more[1] for *_, more in reversed(rows) if more[1]), None),
                    affiliation=next((more[2] for *_, more in reversed(rows) if more[2]), None),
                    names=names,
                    outlet=Publisher(first[1], first[2]) if kind == "author" and first[1] is not None else None,
                    appearances=tuple(appearances[number]),
                    claims=claims[number],
                )
            )
        return tuple(found)

    # What changed ----------------------------------------------------------------------------------------------------

    def since(self, day: Date) -> Difference:
        """What is different since a day."""
        places = {place for place, date in self._dates if not _before(date, day)}
        recent = {self._entries[place].id for place in places}
        facts = self.facts(self.numbers())
        new, changed, updated, reappeared, repeated, silent, conflicts = [], [], [], [], [], [], []
        for fact in facts:
            states = tuple(state for state in fact.states if state.report_id in recent)
            if fact.status == "not mentioned" and states and states[-1].status == "not mentioned":
                silent.append(fact)
            against = tuple(link for link in fact.conflicts if {link.sighting[0], link.other[0]} & recent)
            if against:
                conflicts.append((fact, against))
            if fact.first.report_id in recent:
                new.append(fact)
                continue
            seen = [sighting for sighting in fact.sightings if sighting.report_id in recent]
            told = tuple(state for state in states if state.status != "not mentioned" and not _again(fact, state))
            if told:
                changed.append((fact, told))
            other = tuple(each for each in seen if any(change.axis in UPDATES for change in each.changes))
            if other:
                updated.append((fact, other))
            if any(sighting.reappeared for sighting in seen):
                reappeared.append(fact)
            elif seen and not told and not other:
                repeated.append(fact)
        return Difference(
            since=day,
            reports=tuple(self._entries[place] for place in sorted(places)),
            new=tuple(new),
            changed=tuple(changed),
            reappeared=tuple(reappeared),
            updated=tuple(updated),
            repeated=tuple(repeated),
            silent=tuple(silent),
            conflicts=tuple(conflicts),
        )


def _outlet_of(sighting: Sighting) -> str | None:
    return sighting.outlet.id if sighting.outlet is not None else None


def words_of(text: str) -> list[str]:
    """
    The words of a search.

    Raises:
        InvalidValue: If there is none.
    """
    found = _WORD.findall(text)[:MOST_WORDS]
    if not found:
        raise InvalidValue(f"there is no word in {text!r:.60}", hint="search for a word, or for its start: depl*")
    return found


def _again(fact: Fact, state: State) -> bool:
    """Whether a state only says that what was so before a silence is so again."""
    at = fact.states.index(state)
    before = [each for each in fact.states[:at] if each.status != "not mentioned"]
    return bool(before) and before[-1].status == state.status and before[-1].sightings == state.sightings


def _before(date: Date | None, day: Date) -> bool:
    """Whether a report is older than a day; one without a date is not known to be."""
    if date is None:
        return False
    return date.value[: len(day.value)] < day.value[: len(date.value)]


def _likelihood(data: str | None) -> Likelihood | None:
    if data is None:
        return None
    low, high, term, scale = msgspec.json.decode(data)
    return Likelihood(low=low, high=high, term=term, scale=scale)


def _evidence(data: Any) -> Evidence | None:
    if data is None:
        return None
    return Evidence(
        words=data["words"],
        spans=tuple(Span(span["start"], span["end"]) for span in data.get("spans", ())),
        source=data.get("source", "text"),
    )


def _change(data: Any) -> Change:
    edits = data.get("edits", ())
    claims = data.get("claims")
    return Change(
        axis=data["axis"],
        rule=data["rule"],
        baseline=_evidence(data.get("baseline")),
        later=_evidence(data.get("later")),
        claims=tuple(claims) if claims is not None else None,
        edits=tuple(_edit(edit) for edit in edits),
    )


def _edit(data: Any) -> Edit:
    one, other = _evidence(data["baseline"]), _evidence(data["later"])
    assert one is not None
    assert other is not None
    return Edit(baseline=one, later=other)
