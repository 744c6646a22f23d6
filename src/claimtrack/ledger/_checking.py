"""Whether the rows of a ledger hold what they should: a broken disk may have changed them, or somebody's hand."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from claimtrack import codec
from claimtrack.errors import LockedLedger, UnusableLedger
from claimtrack.ledger import _reading
from claimtrack.ledger._archive import Wordings
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
from claimtrack.ledger.facts import STATUSES, SightingRule
from claimtrack.model import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from claimtrack.ledger._store import Store
    from claimtrack.model import Report

MOST_FAULTS = 100
"""Faults that are told, as many as SQLite tells itself: a broken disk makes thousands."""


def faults(store: Store) -> tuple[str, ...]:
    """Everything that is wrong in the file, at most `MOST_FAULTS`."""
    found: list[str] = []
    with store.reading():
        for part in (store.faults, lambda: _reports(store), lambda: _values(store), lambda: _tracked(store)):
            try:
                for fault in part():
                    found.append(fault)
                    if len(found) >= MOST_FAULTS:
                        return tuple(found)
            except UnusableLedger as error:
                found.append(error.message)  # not even that much can be read
    return tuple(found) if found or store.read_only else _index(store)


def whole_report(digest: str, data: str) -> Report:
    """
    A report as it is kept, if it is what was added.

    Raises:
        ValueError: If it is not, for whoever asks `faults` then what is wrong in all.
    """
    if _digest(data) != digest:
        raise ValueError("a report is not what was added")
    return codec.loads(data)


def _digest(data: Any) -> str | None:
    return hashlib.sha256(data.encode()).hexdigest() if isinstance(data, str) else None


def _reports(store: Store) -> Iterator[str]:
    """Reports that are not what was added, or of which something is missing."""
    for number, name, digest, data in store.rows("SELECT number, id, sha256, data FROM reports ORDER BY number"):
        called = f"report {name!r:.100}"
        try:
            report = whole_report(digest, data)
        except ValueError:  # which InvalidReport is as well
            yield f"{called} is not what was added"
            continue
        if store.row(f"SELECT {REPORT} FROM reports WHERE number = ?", (number,)) != report_row(report):
            yield f"what the table reports says of {called} is not what is in the report"
        if not _claims_fit(store, number, report):
            yield f"the claims of {called} are not those of the report"


def _claims_fit(store: Store, number: int, report: Report) -> bool:
    rows = store.rows(f"SELECT {CLAIM} FROM claims WHERE report = ? ORDER BY position", (number,))
    speakers = store.rows(f"SELECT {SPEAKER} FROM report_speakers WHERE report = ? ORDER BY number", (number,))
    relations = store.rows(
        f"SELECT c.id, {RELATION} FROM relations AS l JOIN claims AS c ON c.number = l.claim WHERE c.report = ?",
        (number,),
    )
    sayings = store.rows(
        "SELECT c.id, n.id FROM claim_speakers AS s JOIN claims AS c ON c.number = s.claim"
        " JOIN report_speakers AS n ON n.number = s.speaker WHERE c.report = ? ORDER BY c.position, s.position",
        (number,),
    )
    return (
        rows == [claim_row(claim, position) for position, claim in enumerate(report.claims)]
        and speakers == [speaker_row(speaker) for speaker in report.speakers]
        and sorted(map(repr, relations))
        == sorted(repr((claim.id, *row)) for claim in report.claims for row in relation_rows(claim, report.id))
        and sayings == [(claim.id, name) for claim in report.claims for name in speakers_of(claim)]
    )


def _one_of(*values: Any) -> Callable[[Any], Any]:
    """What fails for everything but *values*."""
    known = {(type(value), value) for value in values}

    def read(value: Any) -> None:
        if (type(value), value) not in known:
            raise ValueError

    return read


def _number(value: Any) -> None:
    if not 0 <= value <= 1:
        raise ValueError


def _counted(value: Any) -> None:
    if not isinstance(value, int) or value < 1:
        raise ValueError


def _changes(data: str) -> None:
    for change in msgspec.json.decode(data, type=list[dict[str, Any]]):
        _reading._change(change)


def _evidence(data: str) -> None:
    for side in msgspec.json.decode(data, type=list[dict[str, Any] | None]):
        _reading._evidence(side)


def _claim_numbers(data: str) -> None:
    msgspec.json.decode(data, type=list[int])


def _text(value: Any) -> None:
    if not isinstance(value, str):
        raise TypeError


_VALUES: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
    ("reports", "revision", _counted),
    ("reports", "place", _counted),
    ("claims", "wordings", Wordings.kept),
    ("facts", "id", _text),
    ("facts", "words", _text),
    ("facts", "place", _counted),
    ("sightings", "place", _counted),
    ("sightings", "rule", _one_of(*get_args(SightingRule))),
    ("sightings", "score", _number),
    ("sightings", "moved", _one_of(-1, 0, 1)),
    ("sightings", "reappeared", _one_of(0, 1)),
    ("sightings", "changes", _changes),
    ("rivals", "score", _number),
    ("conflicts", "evidence", _evidence),
    ("corrections", "type", _one_of("corrects", "retracts")),
    ("corrections", "evidence", _evidence),
    ("states", "status", _one_of(*STATUSES)),
    ("states", "sightings", _claim_numbers),
    ("states", "evidence", _evidence),
    ("speakers", "name", _text),
    ("speakers", "kind", _one_of(*get_args(SpeakerKind))),
    ("aliases", "report_id", _text),
    ("aliases", "claim_id", _text),
)
"""What must be readable beside the rows of reports, and what reads it; a value that is not there says nothing."""


def _values(store: Store) -> Iterator[str]:
    """Values that cannot be read as what they should be."""
    for table, column, read in _VALUES:
        for (value,) in store.rows(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"):
            try:
                read(value)
            except (ValueError, TypeError, LookupError, AttributeError, AssertionError):
                yield f"{column} of {table} holds {value!r:.60}"


_COUNTS = {
    "claims of tracked reports are in no fact": """
        SELECT count(*) FROM claims AS c JOIN reports AS r ON r.number = c.report WHERE r.place IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM sightings AS s WHERE s.claim = c.number AND s.place = r.place)""",
    "claims of tracked reports were not read": """
        SELECT count(*) FROM claims AS c JOIN reports AS r ON r.number = c.report
        WHERE r.place IS NOT NULL AND c.wordings IS NULL""",
    "facts do not begin with the sighting that they are known by": """
        SELECT count(*) FROM facts AS f WHERE NOT EXISTS (
        SELECT 1 FROM sightings AS s WHERE s.fact = f.number AND s.claim = f.first AND s.place = f.place)""",
    "facts have other words than the claims that they are known by": """
        SELECT count(*) FROM facts AS f JOIN claims AS c ON c.number = f.first
        WHERE f.words NOT IN (coalesce(c.proposition, c.quote), c.quote)""",
    "speakers have a name that none of their reports gives them": """
        SELECT count(*) FROM speakers AS k WHERE NOT EXISTS (SELECT 1 FROM appearances AS a
        JOIN report_speakers AS n ON n.number = a.report_speaker WHERE a.speaker = k.number AND n.name = k.name)""",
    "speakers of tracked reports are unknown": """
        SELECT count(*) FROM report_speakers AS n JOIN reports AS r ON r.number = n.report WHERE r.place IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM appearances AS a WHERE a.report_speaker = n.number AND a.place = r.place)""",
    "reports are tracked in another order than that of time": """
        SELECT count(*) FROM reports AS r WHERE EXISTS (
        SELECT 1 FROM reports AS n WHERE n.place = r.place + 1 AND n.order_key < r.order_key)""",
    **{
        f"rows of {table} belong to no tracked report": f"""
        SELECT count(*) FROM {table} AS t WHERE NOT EXISTS (SELECT 1 FROM reports AS r WHERE r.place = t.place)"""
        for table in ("facts", "sightings", "terms", "rivals", "conflicts", "corrections", "states", "speakers")
    },
}
"""What tracking never leaves, and the queries that count it."""


def _tracked(store: Store) -> Iterator[str]:
    """What tracking left half done, which it never does."""
    for told, query in _COUNTS.items():
        (count,) = store.row(query)
        if count:
            yield f"{count} {told}"


def _index(store: Store) -> tuple[str, ...]:
    """Whether the index of words is in step; that is asked by writing nothing into it (sqlite.org/fts5.html)."""
    try:
        with store.writing():
            store.run("INSERT INTO claims_text (claims_text, rank) VALUES ('integrity-check', 1)")
    except LockedLedger:
        return ()  # another process writes, and leaves an index that is in step
    except UnusableLedger as error:
        if error.message.startswith(f"{store.path} is damaged"):
            return ("the index of words is out of step with the claims",)
        return ()  # it cannot be written, and then not be asked
    return ()
