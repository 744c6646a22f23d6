"""Facts for other programs: as JSON's own types, as JSON Lines, as CSV and as Parquet."""

from __future__ import annotations

import csv
import importlib
import io
import os
from collections.abc import Mapping  # attrs classes name it at run time
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec
from attrs import frozen

from claimtrack.codec import write_atomically
from claimtrack.comparison import plain
from claimtrack.errors import ClaimtrackError, InvalidValue
from claimtrack.ledger.facts import Difference, Fact, FactStatus, Sighting, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from claimtrack.certainty import Likelihood
    from claimtrack.ledger.facts import ClaimRef, Conflict, Decision, KnownSpeaker, ReportEntry
    from claimtrack.ledger.ledger import Ledger
    from claimtrack.model import Date, Publisher

FACT_VERSION = 1
"""The version of the form that a fact is written in; ``claimtrack schema fact`` prints its JSON Schema."""

ExportFormat = Literal["jsonl", "csv", "parquet"]
EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
"""What facts are exported to."""

INSTALL = 'pip install "claimtrack[tables]"'

ROWS_AT_ONCE = 10_000
"""Sightings in one row group of a Parquet file: a few megabytes, which readers skip or read as a whole."""

# --- JSON ------------------------------------------------------------------------------------------------------------


def fact_data(fact: Fact) -> dict[str, Any]:
    """
    A fact with all that a ledger tells of it, as JSON's own types; what is not known is left out.

    Claims are named ``report-id#claim-id``, as in the relations of a report; dates keep their precision.
    """
    return {
        "claimtrack_fact": FACT_VERSION,
        "id": fact.id,
        "words": fact.words,
        "status": fact.status,
        "statuses": list(fact.statuses),
        "certainty": fact.certainty.code,
        **_known(first_seen=_text(fact.first.date), last_seen=_text(fact.last.date)),
        **_known(not_mentioned_since=_text(fact.not_mentioned_since)),
        "later_reports": fact.later_reports,
        "undecided": fact.undecided,
        "outlets": [_outlet(outlet) for outlet in fact.outlets],
        "speakers": _people(fact.speakers, fact.speaker_names),
        "tags": list(fact.tags),
        "sightings": [_sighting(sighting) for sighting in fact.sightings],
        "states": [state_data(state) for state in fact.states],
        "conflicts": [_conflict(conflict) for conflict in fact.conflicts],
    }


def facts_json(facts: Iterable[Fact]) -> bytes:
    """Facts as one indented JSON text in UTF-8, with a line end at the end."""
    return json_text({"facts": [fact_data(fact) for fact in facts]})


def json_text(data: Any) -> bytes:
    """JSON's own types as indented JSON in UTF-8, with a line end at the end: the same data, the same bytes."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"


def state_data(state: State) -> dict[str, Any]:
    """A state of a fact, as JSON's own types."""
    return {
        "status": state.status,
        **_known(since=_text(state.since)),
        "report": state.report_id,
        "rule": state.rule,
        "sightings": [ref_text(ref) for ref in state.sightings],
        "evidence": plain(state.evidence),
    }


def difference_data(found: Difference) -> dict[str, Any]:
    """What is different in a ledger since a date, as JSON's own types; each fact comes with all that is told of it."""
    return {
        "since": str(found.since),
        "reports": [report_data(entry) for entry in found.reports],
        "new": [fact_data(fact) for fact in found.new],
        "changed": [
            {"fact": fact_data(fact), "states": [state_data(state) for state in states]}
            for fact, states in found.changed
        ],
        "updated": [
            {"fact": fact_data(fact), "sightings": [ref_text(each.ref) for each in seen]}
            for fact, seen in found.updated
        ],
        "reappeared": [fact_data(fact) for fact in found.reappeared],
        "repeated": [fact_data(fact) for fact in found.repeated],
        "silent": [fact_data(fact) for fact in found.silent],
        "conflicts": [
            {"fact": fact_data(fact), "conflicts": [_conflict(link) for link in links]}
            for fact, links in found.conflicts
        ],
    }


def report_data(entry: ReportEntry) -> dict[str, Any]:
    """A report as a ledger lists it, as JSON's own types."""
    return {
        "id": entry.id,
        "document": entry.document_id,
        **_known(title=entry.title, outlet=_outlet(entry.outlet), date=_text(entry.date)),
        "revision": entry.revision,
        "claims": entry.claims,
    }


def speaker_data(speaker: KnownSpeaker) -> dict[str, Any]:
    """A speaker, as JSON's own types."""
    return {
        "id": speaker.id,
        "name": speaker.name,
        "kind": speaker.kind,
        **_known(role=speaker.role, affiliation=speaker.affiliation, outlet=_outlet(speaker.outlet)),
        "names": list(speaker.names),
        "appearances": [ref_text(place) for place in speaker.appearances],
        "claims": speaker.claims,
    }


def decision_data(decision: Decision) -> dict[str, Any]:
    """A decision, as JSON's own types."""
    return {
        "number": decision.number,
        "type": decision.type,
        "one": ref_text(decision.one),
        "other": ref_text(decision.other),
        "quotes": list(decision.quotes),
        **_known(by=decision.by, at=_text(decision.at), reason=decision.reason),
        "state": decision.state,
    }


def ref_text(ref: ClaimRef) -> str:
    """A claim or a speaker of a report, as the relations of reports name it: ``report-id#claim-id``."""
    return f"{ref[0]}#{ref[1]}"


def _sighting(sighting: Sighting) -> dict[str, Any]:
    return {
        "report": sighting.report_id,
        "claim": sighting.claim_id,
        **_known(title=sighting.title, date=_text(sighting.date), outlet=_outlet(sighting.outlet)),
        "speakers": _people(sighting.speakers, sighting.speaker_names),
        "kind": sighting.kind,
        "certainty": sighting.certainty.code,
        **_known(likelihood=_likelihood(sighting.likelihood)),
        "tags": list(sighting.tags),
        "words": sighting.words,
        **_known(proposition=sighting.proposition),
        "spans": plain(sighting.spans),
        "rule": sighting.rule,
        "score": sighting.score,
        **_known(against=ref_text(sighting.against) if sighting.against is not None else None),
        "changes": plain(sighting.changes),
        "reappeared": sighting.reappeared,
        "rivals": [{"fact": rival.fact_id, "score": rival.score} for rival in sighting.rivals],
    }


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "fact": conflict.fact_id,
        "sighting": ref_text(conflict.sighting),
        "other": ref_text(conflict.other),
        "rule": conflict.rule,
        "words": plain(conflict.words),
        "other_words": plain(conflict.other_words),
    }


def _known(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _outlet(outlet: Publisher | None) -> dict[str, Any] | None:
    return None if outlet is None else {"id": outlet.id, "name": outlet.name}


def _people(ids: Iterable[str], names: Iterable[str]) -> list[dict[str, Any]]:
    return [{"id": one, "name": name} for one, name in zip(ids, names, strict=True)]


def _likelihood(likelihood: Likelihood | None) -> dict[str, Any] | None:
    if likelihood is None:
        return None
    return {"low": likelihood.low, "high": likelihood.high, **_known(term=likelihood.term, scale=likelihood.scale)}


# --- what to look at, and where facts are told of -------------------------------------------------------------------

ALARMS: frozenset[FactStatus] = frozenset({"retracted", "corrected", "contested", "weakened"})
"""What somebody who relied on a fact wants to hear of."""


def alarms(found: Difference) -> tuple[tuple[Fact, tuple[State, ...]], ...]:
    """The facts of which something in `ALARMS` is to be said since a date, each with these states, in order of time."""
    recent = {entry.id for entry in found.reports}
    new = [(fact, [state for state in fact.states if state.report_id in recent]) for fact in found.new]
    told = [
        # What is so again after a silence is no news.
        (fact, tuple({(state.status, state.sightings): state for state in states if state.status in ALARMS}.values()))
        for fact, states in (*found.changed, *new)
    ]
    return tuple((fact, states) for fact, states in told if states)


def alarms_data(found: Iterable[tuple[Fact, tuple[State, ...]]], since: Date) -> dict[str, Any]:
    """What `alarms` found, as JSON's own types."""
    return {
        "since": str(since),
        "alarms": [
            {"fact": fact_data(fact), "states": [state_data(state) for state in states]} for fact, states in found
        ],
    }


MatrixBy = Literal["outlet", "date", "report"]
MATRIX_BY: tuple[MatrixBy, ...] = get_args(MatrixBy)
"""What the columns of a matrix may be."""

NOT_KNOWN = "not known"
"""The column of reports without an outlet, or without a date."""


@frozen(kw_only=True)
class Matrix:
    """
    Which outlet, on which day or in which report a fact was told of.

    Args:
        by: What the columns are.
        columns: The names of outlets, days, or ids of reports, in the order of time; those that tell of a fact here.
        rows: Each fact with its sightings by column.
    """

    by: MatrixBy
    columns: tuple[str, ...]
    rows: tuple[tuple[Fact, Mapping[str, tuple[Sighting, ...]]], ...]


def matrix(facts: Iterable[Fact], *, by: MatrixBy = "outlet") -> Matrix:
    """Where *facts* are told of."""
    rows = []
    first: dict[str, tuple[str, str]] = {}
    for fact in facts:
        cells: dict[str, tuple[Sighting, ...]] = {}
        for seen in fact.sightings:
            name = _column(seen, by)
            cells[name] = (*cells.get(name, ()), seen)
            when = seen.date.value if seen.date is not None else _LAST, seen.report_id
            first[name] = min(first.get(name, when), when)
        rows.append((fact, cells))
    return Matrix(by=by, columns=tuple(sorted(first, key=lambda name: (first[name], name))), rows=tuple(rows))


_LAST = "9999"


def _column(seen: Sighting, by: MatrixBy) -> str:
    if by == "report":
        return seen.report_id
    if by == "date":
        return seen.date.value[:_DAY] if seen.date is not None else NOT_KNOWN
    return seen.outlet.name if seen.outlet is not None else NOT_KNOWN


_DAY = len("2025-12-15")


def matrix_data(found: Matrix) -> dict[str, Any]:
    """A matrix, as JSON's own types: of each cell the last certainty, the claims, and the rules of what changed."""
    return {
        "by": found.by,
        "columns": list(found.columns),
        "rows": [
            {
                "fact": fact.id,
                "words": fact.words,
                "status": fact.status,
                "cells": {
                    column: {
                        "certainty": cells[column][-1].certainty.code,
                        "claims": [ref_text(seen.ref) for seen in cells[column]],
                        "changes": list(
                            dict.fromkeys(change.rule for seen in cells[column] for change in seen.changes)
                        ),
                    }
                    for column in found.columns
                    if column in cells
                },
            }
            for fact, cells in found.rows
        ],
    }


def matrix_csv(found: Matrix) -> bytes:
    """A matrix as CSV: a row a fact, in each cell the last certainty; cells are guarded as by `guarded`."""
    heads = ("fact", "words", "status")
    rows = (
        {
            **dict(zip(heads, (fact.id, fact.words, fact.status), strict=True)),
            **{
                f"{found.by} {column}": cells[column][-1].certainty.code if column in cells else None
                for column in found.columns
            },
        }
        for fact, cells in found.rows
    )
    return b"".join(csv_lines((*heads, *(f"{found.by} {column}" for column in found.columns)), rows))


# --- tables ----------------------------------------------------------------------------------------------------------

_LISTS = ("statuses", "speaker_ids", "speakers", "tags", "changes", "rivals")
_NUMBERS = ("likelihood_low", "likelihood_high", "score")
COLUMNS = (
    *("fact", "fact_words", "status", "statuses"),
    *("date", "outlet_id", "outlet", "report", "claim", "title", "speaker_ids", "speakers", "kind", "certainty"),
    *("likelihood_low", "likelihood_high", "likelihood_term", "tags", "words", "proposition"),
    *("rule", "score", "against", "changes", "reappeared", "rivals"),
)
"""The columns of an export to CSV or Parquet, in which each row is a sighting."""

FACT_COLUMNS = (
    *("fact", "words", "status", "statuses", "certainty", "sightings", "first_seen", "last_seen"),
    *("outlets", "speakers", "tags"),
)
"""The columns of `facts_csv`, in which each row is a fact."""


def sighting_rows(fact: Fact) -> Iterator[dict[str, Any]]:
    """A fact as rows of a table, one a sighting, with the columns `COLUMNS`."""
    for seen in fact.sightings:
        likelihood = seen.likelihood
        yield {
            "fact": fact.id,
            "fact_words": fact.words,
            "status": fact.status,
            "statuses": list(fact.statuses),
            "date": _text(seen.date),
            "outlet_id": seen.outlet.id if seen.outlet is not None else None,
            "outlet": seen.outlet.name if seen.outlet is not None else None,
            "report": seen.report_id,
            "claim": seen.claim_id,
            "title": seen.title,
            "speaker_ids": list(seen.speakers),
            "speakers": list(seen.speaker_names),
            "kind": seen.kind,
            "certainty": seen.certainty.code,
            "likelihood_low": likelihood.low if likelihood is not None else None,
            "likelihood_high": likelihood.high if likelihood is not None else None,
            "likelihood_term": likelihood.term if likelihood is not None else None,
            "tags": list(seen.tags),
            "words": seen.words,
            "proposition": seen.proposition,
            "rule": seen.rule,
            "score": seen.score,
            "against": ref_text(seen.against) if seen.against is not None else None,
            "changes": [change.rule for change in seen.changes],
            "reappeared": seen.reappeared,
            "rivals": [rival.fact_id for rival in seen.rivals],
        }


def facts_csv(facts: Iterable[Fact]) -> bytes:
    """Facts as CSV, one row a fact; cells are guarded as by `guarded`."""
    rows = (
        {
            "fact": fact.id,
            "words": fact.words,
            "status": fact.status,
            "statuses": list(fact.statuses),
            "certainty": fact.certainty.code,
            "sightings": len(fact.sightings),
            "first_seen": _text(fact.first.date),
            "last_seen": _text(fact.last.date),
            "outlets": [outlet.name for outlet in fact.outlets],
            "speakers": list(fact.speaker_names),
            "tags": list(fact.tags),
        }
        for fact in facts
    )
    return b"".join(csv_lines(FACT_COLUMNS, rows))


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(cell: str) -> str:
    """
    A cell that no spreadsheet takes for a formula: one that would begin as such gets an apostrophe before it.

    What a text says comes from elsewhere, and ``=HYPERLINK(...)`` in a quotation is to stay a quotation. The signs are
    those of OWASP (owasp.org/www-community/attacks/CSV_Injection); cells are in quotation marks for the same reason.
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def csv_lines(columns: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """A table as CSV in UTF-8, its head first: cells in quotation marks, guarded, lists joined by ``"; "``."""
    lines = io.StringIO()
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\n")
    for cells in chain([columns], ([_cell(row[column]) for column in columns] for row in rows)):
        writer.writerow(cells)
        yield lines.getvalue().encode()
        lines.seek(0)
        lines.truncate()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded("; ".join(value) if isinstance(value, list) else str(value))


# --- files -----------------------------------------------------------------------------------------------------------


def format_of(path: str | Path) -> ExportFormat | None:
    """The format that the ending of a file's name tells, if it does."""
    ending = os.path.splitext(os.fspath(path))[1].lower()  # noqa: PTH122 - of a name that may be "-"
    return {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet"}.get(ending)  # type: ignore[return-value]


def exported(facts: Iterable[Fact], form: ExportFormat) -> Iterator[bytes]:
    """
    Facts with their sightings, as the pieces of a file.

    Args:
        facts: The facts.
        form: ``jsonl``, a fact a line as `fact_data` gives it, with nothing left out; ``csv`` or ``parquet``, one row a
            sighting with the columns `COLUMNS`: spans, states, conflicts, and the words that changed, are left out.

    Raises:
        ClaimtrackError: If Parquet is asked for and pyarrow is not installed.
    """
    if form == "jsonl":
        return (msgspec.json.encode(fact_data(fact)) + b"\n" for fact in facts)
    rows = (row for fact in facts for row in sighting_rows(fact))
    return csv_lines(COLUMNS, rows) if form == "csv" else iter([_parquet(rows)])


def export(ledger: Ledger, path: str | Path, *, format: ExportFormat | None = None) -> int:
    """
    Write all facts of a ledger with their sightings to a file, whole or not at all; returns how many facts there are.

    Args:
        ledger: The ledger.
        path: The file; one that is there is replaced.
        format: As for `exported`; told by the ending of the file's name where it is left out.

    Raises:
        InvalidValue: If neither *format* nor the name says what to write.
        ClaimtrackError: If Parquet is asked for and pyarrow is not installed.
        UnreadableFile: If the file cannot be written.
    """
    form = format or format_of(path)
    if form not in EXPORT_FORMATS:
        raise InvalidValue(
            f"nothing says what {os.fspath(path)!r:.100} is to be",
            hint="end its name in .jsonl, .csv or .parquet, or name the format",
        )
    facts = ledger.facts()
    write_atomically(path, exported(facts, form))
    return len(facts)


def _parquet(rows: Iterator[dict[str, Any]]) -> bytes:
    try:
        arrow, parquet = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise ClaimtrackError("Parquet is written by pyarrow, which is not installed", hint=INSTALL) from None
    text = arrow.string()
    types: dict[str, Any] = {
        **dict.fromkeys(COLUMNS, text),
        **dict.fromkeys(_LISTS, arrow.list_(text)),
        **dict.fromkeys(_NUMBERS, arrow.float64()),
        "reappeared": arrow.bool_(),
    }
    schema = arrow.schema([(column, types[column]) for column in COLUMNS])
    sink = arrow.BufferOutputStream()
    with parquet.ParquetWriter(sink, schema) as writer:
        while part := list(islice(rows, ROWS_AT_ONCE)):
            writer.write_table(arrow.Table.from_pylist(part, schema=schema))
    written: bytes = sink.getvalue().to_pybytes()
    return written
