"""The ledger: reports go in, facts come out."""

from __future__ import annotations

import hashlib
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from attrs import evolve

from claimtrack import codec
from claimtrack._collector import collector_paused
from claimtrack.errors import ClaimtrackError, InvalidValue, LockedLedger, NotInLedger, UnusableLedger
from claimtrack.ledger import _reading
from claimtrack.ledger._aftermath import Aftermath
from claimtrack.ledger._archive import Archive, Kept
from claimtrack.ledger._cast import Casting
from claimtrack.ledger._checking import faults, whole_report
from claimtrack.ledger._decisions import Constraints, decisions
from claimtrack.ledger._rows import (
    CLAIM,
    RELATION,
    REPORT,
    SPEAKER,
    claim_row,
    relation_rows,
    report_row,
    speaker_row,
    speakers_of,
)
from claimtrack.ledger._store import Store
from claimtrack.ledger._tracking import Tracking
from claimtrack.ledger.facts import Added
from claimtrack.model import Date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from claimtrack._speakers import SpeakerMatch
    from claimtrack.ledger.facts import (
        ClaimRef,
        Decision,
        Difference,
        Fact,
        FactStatus,
        KnownSpeaker,
        ReportEntry,
        Sighting,
    )
    from claimtrack.model import Report

TIMEOUT = 10.0
"""How long a ledger waits for another process, in seconds: adding one report takes a tenth of one."""

KEPT_MATCHES = 256
"""Pairs of reports whose speakers were matched that are kept: those of a report and the ones it is held against."""

TRACKING = "1"
"""
The way of tracking: raised whenever the same reports may give other facts, be it by a word in a lexicon. A ledger that
was tracked in another way is tracked anew when it is opened for writing.
"""


class Ledger:
    """
    Facts followed through many reports, in one SQLite file.

    A ledger is a context manager: it lets go of its file at the end of the ``with`` block. What it says is a function
    of the reports in it and of what persons decided; the order in which they were added does not matter. One ledger
    object is for one thread; several processes may use one file at a time.

    Args:
        path: The file; it is made where there is none.
        timeout: How long to wait while another process writes, in seconds.
        create: Whether a file that does not exist is made; else that is an error.
        read_only: Whether nothing is to be written: for a file, or a folder, that cannot be.

    Raises:
        LockedLedger: If another process holds the ledger for longer than *timeout*.
        UnusableLedger: If the file is no ledger, one of a newer version, damaged, or cannot be read or written.
    """

    def __init__(
        self, path: str | Path, *, timeout: float = TIMEOUT, create: bool = True, read_only: bool = False
    ) -> None:
        self._store = Store(path, timeout=timeout, create=create, read_only=read_only)
        self._archive = Archive(self._store)
        self._matches: Kept[tuple[int, int], SpeakerMatch] = Kept(KEPT_MATCHES)
        casting = Casting(self._store, self._archive, self._matches)
        self._casting = casting
        self._tracking = Tracking(self._store, self._archive, casting)
        self._aftermath = Aftermath(self._store, self._archive, casting)
        self._data_version = -1
        self._whole = True
        if not read_only:
            self._renew()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; closing twice does no harm."""
        self._store.close()

    @property
    def path(self) -> Path:
        """The file."""
        return self._store.path

    # Adding and removing ---------------------------------------------------------------------------------------------

    def add(self, report: Report) -> Added:
        """
        Add a report, and track its claims; with its text, if that is at hand.

        A report that is there already, with the same content, changes nothing. The same id with other content takes
        the place of what was there, as a new revision. A report that is older than some that are there is put where it
        belongs: what follows is tracked anew.

        Raises:
            LockedLedger: If another process holds the ledger for too long; nothing was added.
            UnusableLedger: If the file cannot be written; nothing was added.
        """
        with self._writing():
            added = self._keep(report)
            self._catch_up()
        return added

    def add_all(
        self, reports: Iterable[Report], *, progress: Callable[[str, int, int | None], None] | None = None
    ) -> tuple[Added, ...]:
        """
        Add many reports: each is in the ledger as soon as it was read, and all are tracked at the end.

        Whoever interrupts this loses nothing: what was added stays, and what is not tracked yet is tracked when the
        ledger is used next.

        Args:
            reports: The reports, in any order; they are read one by one.
            progress: Called with ``"add"`` or ``"track"``, how many are done, and how many there are, if known.
        """
        found = []
        for count, report in enumerate(reports, 1):
            with self._writing():
                found.append(self._keep(report))
            if progress is not None:
                progress("add", count, None)
        self.refresh(progress=progress)
        return tuple(found)

    def refresh(self, *, progress: Callable[[str, int, int | None], None] | None = None) -> int:
        """Track what waits for it, as after an interruption, report by report; how many there were."""
        done = 0
        with collector_paused():
            while True:
                with self._writing():
                    if not self._step():
                        return done
                    (waiting,) = self._store.row("SELECT count(*) FROM reports WHERE place IS NULL")
                done += 1
                if progress is not None:
                    progress("track", done, done + waiting)

    def remove(self, report_id: str) -> None:
        """
        Take a report out, with its claims; what follows it is tracked anew.

        Raises:
            NotInLedger: If there is no such report.
        """
        with self._writing():
            row = self._store.row("SELECT number, place FROM reports WHERE id = ?", (report_id,))
            if row is None:
                raise NotInLedger(
                    f"there is no report {report_id!r:.100} in {self.path}",
                    hint="claimtrack track reports lists them",
                )
            self._take_out(*row)
            self._catch_up()

    def _keep(self, report: Report) -> Added:
        document = report.document
        if not document.embedded and document.text is not None:
            # The ledger may be read where the file of the text is not: notices, names and pages need it.
            report = evolve(report, document=evolve(document, text=document.text, path=None, beside=None))
        data = codec.dumps(report, line=True)
        digest = hashlib.sha256(data).hexdigest()
        row = self._store.row("SELECT number, place, revision, sha256 FROM reports WHERE id = ?", (report.id,))
        revision = 1
        if row is not None:
            number, place, revision, known = row
            if known == digest:
                return Added(report_id=report.id, result="unchanged")
            self._take_out(number, place)
            revision += 1
        self._insert(report, data.decode(), digest, revision)
        return Added(report_id=report.id, result="added" if row is None else "replaced")

    def _insert(self, report: Report, data: str, digest: str, revision: int) -> None:
        row = revision, digest, data, *report_row(report)
        number = self._store.run(
            f"INSERT INTO reports (revision, sha256, data, {REPORT}) VALUES ({', '.join('?' * len(row))})", row
        )
        speakers = {
            speaker.id: self._store.run(
                f"INSERT INTO report_speakers (report, {SPEAKER}) VALUES (?, ?, ?, ?, ?)",
                (number, *speaker_row(speaker)),
            )
            for speaker in report.speakers
        }
        relations: list[tuple[int, str, str, str]] = []
        sayings: list[tuple[int, int, int]] = []
        for position, claim in enumerate(report.claims):
            saying = self._store.run(
                f"INSERT INTO claims (report, {CLAIM}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (number, *claim_row(claim, position)),
            )
            self._store.run(
                "INSERT INTO claims_text (rowid, proposition, quote) VALUES (?, ?, ?)",
                (saying, claim.proposition, claim.quote),
            )
            sayings += [(saying, at, speakers[name]) for at, name in enumerate(speakers_of(claim))]
            relations += [(saying, *relation) for relation in relation_rows(claim, report.id)]
        self._store.run_many("INSERT INTO claim_speakers (claim, position, speaker) VALUES (?, ?, ?)", sayings)
        self._store.run_many(f"INSERT INTO relations (claim, {RELATION}) VALUES (?, ?, ?, ?)", relations)

    def _take_out(self, number: int, place: int | None) -> None:
        """Delete a report; of the facts that it founded, the ids go on to lead to their next sightings."""
        heirs = self._store.rows(
            "SELECT f.id, (SELECT r.id || '#' || c.id FROM sightings AS s JOIN claims AS c ON c.number = s.claim"
            " JOIN reports AS r ON r.number = c.report WHERE s.fact = f.number AND r.number <> ?1"
            " ORDER BY s.place, s.position LIMIT 1)"
            " FROM facts AS f JOIN claims AS k ON k.number = f.first WHERE k.report = ?1"
            # Ids that were in use before, and lead to a claim of this report.
            " UNION SELECT a.id, (SELECT r.id || '#' || c.id FROM sightings AS s JOIN claims AS c ON c.number = s.claim"
            " JOIN reports AS r ON r.number = c.report WHERE s.fact = m.fact AND r.number <> ?1"
            " ORDER BY s.place, s.position LIMIT 1)"
            " FROM aliases AS a JOIN reports AS q ON q.id = a.report_id"
            " JOIN claims AS k ON k.report = q.number AND k.id = a.claim_id"
            " JOIN sightings AS m ON m.claim = k.number WHERE q.number = ?1 ORDER BY 1, 2",
            (number,),
        )
        if place is not None:
            self._truncate(place)
        for fact, heir in heirs:
            if heir is not None:
                report, _, claim = heir.partition("#")
                self._alias(fact, report, claim)
        self._store.run(
            "INSERT INTO claims_text (claims_text, rowid, proposition, quote)"
            " SELECT 'delete', number, proposition, quote FROM claims WHERE report = ?",
            (number,),
        )
        self._store.run("DELETE FROM reports WHERE number = ?", (number,))
        self._archive.forget()
        self._matches.clear()

    def _alias(self, fact: str, report: str, claim: str) -> None:
        self._store.run(
            "INSERT INTO aliases (id, report_id, claim_id) VALUES (?, ?, ?) ON CONFLICT (id)"
            " DO UPDATE SET report_id = excluded.report_id, claim_id = excluded.claim_id",
            (fact, report, claim),
        )

    # Tracking --------------------------------------------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction, in which nothing is remembered that another process may have changed."""
        with self._sound(), self._store.writing():
            (version,) = self._store.row("PRAGMA data_version")
            # What was read of a transaction that did not come to its end is not so.
            if version != self._data_version or not self._whole:
                self._data_version = version
                self._archive.forget()
                self._matches.clear()
            self._whole = False
            yield
        self._whole = True

    @contextmanager
    def _sound(self) -> Iterator[None]:
        """What goes wrong inside because the file holds what no ledger holds is told as that."""
        try:
            yield
        except (LockedLedger, NotInLedger, UnusableLedger):
            raise
        except Exception as error:
            told: tuple[str, ...] = ()
            with suppress(ClaimtrackError):
                told = self.check()
            if not told:
                raise
            raise UnusableLedger(
                f"{self.path} is damaged: {told[0]}", hint="go back to a backup; Ledger.check lists all faults"
            ) from error

    def _catch_up(self) -> None:
        with collector_paused():
            while self._step():
                pass
        self._store.run("DELETE FROM aliases WHERE id IN (SELECT id FROM facts)")

    def _step(self) -> bool:
        """Track the first report that waits; whether there was one."""
        row = self._store.row("SELECT number, order_key FROM reports WHERE place IS NULL ORDER BY order_key LIMIT 1")
        if row is None:
            return False
        number, key = row
        (after,) = self._store.row("SELECT min(place) FROM reports WHERE order_key > ? AND place IS NOT NULL", (key,))
        if after is not None:
            self._truncate(after)
        (last,) = self._store.row("SELECT coalesce(max(place), 0) FROM reports")
        place = last + 1
        self._store.run("UPDATE reports SET place = ? WHERE number = ?", (place, number))
        new = self._archive.report(number)
        new.place = place
        cast = self._casting.cast(new, place)
        new.known = cast.known
        tracked = self._tracking.track(new, cast, Constraints(self._store), place)
        self._aftermath.follow(new, cast, tracked, place)
        return True

    def _truncate(self, place: int) -> None:
        """Undo the tracking of all reports from a place on; they wait for it then."""
        for fact, report, claim in self._store.rows(
            "SELECT f.id, r.id, c.id FROM facts AS f JOIN claims AS c ON c.number = f.first"
            " JOIN reports AS r ON r.number = c.report WHERE f.place >= ?",
            (place,),
        ):
            self._alias(fact, report, claim)
        for table in _TRACKED:
            self._store.run(f"DELETE FROM {table} WHERE place >= ?", (place,))
        self._store.run("UPDATE reports SET place = NULL WHERE place >= ?", (place,))
        self._archive.forget_speakers()

    def _renew(self) -> None:
        """Have everything tracked anew where another way of tracking did it; what persons decided stays."""
        query = "SELECT value FROM about WHERE name = 'tracking'"
        known = self._store.row(query)
        if known is not None and known[0] == TRACKING:
            return
        with self._writing():
            known = self._store.row(query)
            if known is not None and known[0] != TRACKING:
                self._truncate(0)
            self._store.run("INSERT OR REPLACE INTO about (name, value) VALUES ('tracking', ?)", (TRACKING,))

    @contextmanager
    def _reading(self) -> Iterator[_reading.Reader]:
        """A state of the ledger in which everything is tracked."""
        until = None
        while True:
            with self._sound(), self._store.reading():
                (waiting,) = self._store.row("SELECT count(*) FROM reports WHERE place IS NULL")
                if waiting and self._store.read_only:
                    raise UnusableLedger(
                        f"{self.path} has {waiting} reports that wait to be tracked, and is open for reading only",
                        hint="claimtrack track refresh LEDGER tracks them, where the file can be written",
                    )
                if not waiting:
                    yield _reading.Reader(self._store)
                    return
            # While another process adds many reports there may be new ones as soon as these are tracked.
            if until is not None and time.monotonic() > until:
                raise LockedLedger(
                    f"another process adds reports to {self.path}, and did for {self._store.timeout:g} s",
                    hint="try again when it is done, or give a longer timeout",
                )
            self.refresh()
            until = until or time.monotonic() + self._store.timeout

    # Asking ----------------------------------------------------------------------------------------------------------

    def facts(
        self,
        *,
        speaker: str | None = None,
        outlet: str | None = None,
        status: FactStatus | None = None,
        since: Date | str | None = None,
        tag: str | None = None,
        text: str | None = None,
    ) -> tuple[Fact, ...]:
        """
        The facts, in the order in which they were first seen.

        Args:
            speaker: Only those that a speaker said: the id of one of `speakers`, or a name.
            outlet: Only those that an outlet told of: its id or name.
            status: Only those of which that is to be said, be it beside something else.
            since: Only those that were seen on that day or later.
            tag: Only those with that tag.
            text: Only those in whose sightings these words stand.

        Raises:
            NotInLedger: If nobody in the ledger is called *speaker*, or no outlet *outlet*.
        """
        day = Date(since) if isinstance(since, str) else since
        if text is not None:
            _reading.words_of(text)
        with self._reading() as reader:
            numbers = reader.numbers(speaker=speaker, outlet=outlet, since=day, tag=tag, text=text)
            found = reader.facts(numbers)
        return tuple(fact for fact in found if status is None or status in fact.statuses)

    def fact(self, fact_id: str) -> Fact:
        """
        One fact, by its id, or by one that it had before.

        Raises:
            NotInLedger: If there is none.
        """
        with self._reading() as reader:
            return reader.fact(reader.number(fact_id))

    def sightings(self, report_id: str | None = None) -> tuple[tuple[str, Sighting], ...]:
        """Every sighting, or those of one report, with the id of its fact, in the order of time."""
        with self._reading() as reader:
            if report_id is not None:
                reader.report(report_id)
            facts = reader.facts(reader.numbers(report=report_id))
            places = reader.places()
        found = [(fact.id, seen) for fact in facts for seen in fact.sightings]
        kept = [(fact, seen) for fact, seen in found if report_id is None or seen.report_id == report_id]
        return tuple(sorted(kept, key=lambda item: (places[item[1].report_id], item[1].spans[:1], item[1].claim_id)))

    def search(self, text: str, *, limit: int | None = None) -> tuple[Fact, ...]:
        """The facts in whose sightings all words of *text* stand, the best first; a last word with ``*`` is a start."""
        _reading.words_of(text)
        with self._reading() as reader:
            return reader.facts(reader.matching(text)[:limit])

    def speakers(self) -> tuple[KnownSpeaker, ...]:
        """Everybody who says something, in the order of their first appearance."""
        with self._reading() as reader:
            return reader.speakers()

    def speaker(self, name: str) -> KnownSpeaker:
        """
        One speaker, by an id or a name.

        Raises:
            NotInLedger: If nobody is called so.
        """
        with self._reading() as reader:
            return reader.speakers(reader.speaker_numbers(name)[:1])[0]

    def reports(self) -> tuple[ReportEntry, ...]:
        """The reports, in the order of time."""
        with self._reading() as reader:
            return reader.reports()

    def report(self, report_id: str) -> Report:
        """
        A report as it was added; a text that lay beside it is in it.

        Raises:
            NotInLedger: If there is none with that id.
        """
        with self._reading() as reader:
            number = reader.report(report_id)
            return whole_report(*self._store.row("SELECT sha256, data FROM reports WHERE number = ?", (number,)))

    def since(self, day: Date | str) -> Difference:
        """What is different since a day, by the dates of the reports: what an analyst did not see yet."""
        with self._reading() as reader:
            return reader.since(Date(day) if isinstance(day, str) else day)

    # Deciding --------------------------------------------------------------------------------------------------------

    def pin(
        self,
        claim: str | ClaimRef,
        fact_id: str,
        *,
        by: str | None = None,
        at: Date | str | None = None,
        reason: str | None = None,
    ) -> Decision:
        """
        Decide that a claim is a sighting of a fact, whatever the words say.

        Args:
            claim: ``report#claim``, or the two ids.
            fact_id: The fact.
            by, at, reason: Who decides, when and why.

        Raises:
            NotInLedger: If there is no such claim or fact.
        """
        with self._writing():
            self._catch_up()
            reader = _reading.Reader(self._store)
            one, other = reader.claim(claim), reader.first_of(reader.number(fact_id))
            return self._decide("pin", one, other, by, at, reason)

    def merge(
        self,
        fact_id: str,
        other_id: str,
        *,
        by: str | None = None,
        at: Date | str | None = None,
        reason: str | None = None,
    ) -> Decision:
        """
        Decide that two facts are one.

        Raises:
            NotInLedger: If there is no such fact.
            InvalidValue: If both ids are of one fact.
        """
        with self._writing():
            self._catch_up()
            reader = _reading.Reader(self._store)
            one, other = reader.first_of(reader.number(fact_id)), reader.first_of(reader.number(other_id))
            return self._decide("merge", one, other, by, at, reason)

    def separate(
        self,
        one: str | ClaimRef,
        other: str | ClaimRef,
        *,
        by: str | None = None,
        at: Date | str | None = None,
        reason: str | None = None,
    ) -> Decision:
        """
        Decide that two claims are no sightings of one fact; a fact stands for its first sighting.

        Args:
            one, other: Each ``report#claim``, the two ids of a claim, or the id of a fact.
            by, at, reason: Who decides, when and why.

        Raises:
            NotInLedger: If there is no such claim or fact.
            InvalidValue: If both are one claim.
        """
        with self._writing():
            self._catch_up()
            reader = _reading.Reader(self._store)
            return self._decide("separate", reader.claim_or_first(one), reader.claim_or_first(other), by, at, reason)

    def history(self) -> tuple[Decision, ...]:
        """What persons decided, in the order in which they did, and whether it still holds."""
        with self._reading():
            return decisions(self._store)

    def _decide(
        self, kind: str, one: int, other: int, by: str | None, at: Date | str | None, reason: str | None
    ) -> Decision:
        if one == other:
            raise InvalidValue("both are one claim", hint="name two")
        day = Date(at) if isinstance(at, str) else at
        constraints = Constraints(self._store)
        bound = {*constraints.bound(one), *constraints.bound(other)}
        bound |= {each for claim in tuple(bound) for each in constraints.apart(claim)}
        rows = {
            number: (report, claim, quote)
            for number, report, claim, quote in self._store.rows(
                "SELECT c.number, r.id, c.id, c.quote FROM claims AS c JOIN reports AS r ON r.number = c.report"
                " WHERE c.number IN (?, ?)",
                (one, other),
            )
        }
        number = self._store.run(
            "INSERT INTO decisions (type, report_1, claim_1, quote_1, report_2, claim_2, quote_2, decided_by,"
            " decided_at, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (kind, *rows[one], *rows[other], by, str(day) if day is not None else None, reason),
        )
        # All that is bound to either, now or before, is assigned anew, and what follows it; but for the first of them,
        # which nothing binds when it comes.
        constraints = Constraints(self._store)
        bound |= {*constraints.bound(one), *constraints.bound(other)}
        bound |= {each for claim in tuple(bound) for each in constraints.apart(claim)}
        places = self._store.rows_of(
            "SELECT r.place FROM claims AS c JOIN reports AS r ON r.number = c.report WHERE c.number IN (?)", bound
        )
        in_order = sorted(place for (place,) in places)
        self._truncate(in_order[min(1, len(in_order) - 1)])
        self._catch_up()
        return decisions(self._store, [number])[0]

    # Keeping ---------------------------------------------------------------------------------------------------------

    def backup(self, path: str | Path) -> None:
        """
        Copy the ledger to *path*, while others may use it; a file that is there is replaced when the copy is whole.

        Raises:
            UnusableLedger: If that cannot be written.
        """
        self._store.backup(path)

    def check(self) -> tuple[str, ...]:
        """
        What is wrong in the file; empty if all is well.

        That is damage which SQLite finds, rows that lead nowhere, reports and values that are not what was written, and
        an index of words that is out of step, which only a ledger that can be written tells.
        """
        return faults(self._store)


_TRACKED = (
    "states",
    "rivals",
    "conflicts",
    "corrections",
    "terms",
    "sightings",
    "facts",
    "speaker_keys",
    "appearances",
    "speakers",
)
"""The tables of what tracking makes, in an order in which no row is missed by another."""
