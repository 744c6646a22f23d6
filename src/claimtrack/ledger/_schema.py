"""The tables of a ledger, and how a file of an older version becomes one of this."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID = 0x434C_4D54
"""What marks an SQLite file as a ledger: "CLMT" (sqlite.org/pragma.html#pragma_application_id)."""

SCHEMA_VERSION = 1
"""The version of the tables that this package writes."""

_VERSION_1 = """
-- One row a report: all of it, as JSON, and what is asked for most. "place" counts the reports in the order of time;
-- it is empty while a report waits for being tracked. All rows that tracking adds carry the place that added them.
CREATE TABLE reports (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL DEFAULT 1,
    sha256 TEXT NOT NULL,
    document_id TEXT NOT NULL,
    work TEXT,
    title TEXT,
    url TEXT,
    language TEXT,
    outlet TEXT,
    outlet_name TEXT,
    published TEXT,
    retrieved TEXT,
    date TEXT GENERATED ALWAYS AS (coalesce(published, retrieved)) VIRTUAL,
    order_key TEXT NOT NULL,
    place INTEGER UNIQUE,
    data TEXT NOT NULL
);
CREATE INDEX reports_in_order ON reports (order_key);
CREATE INDEX reports_by_outlet ON reports (outlet, place);
CREATE INDEX reports_by_work ON reports (work) WHERE work IS NOT NULL;
CREATE INDEX reports_by_document ON reports (document_id);

CREATE TABLE claims (
    number INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES reports (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    certainty TEXT NOT NULL,
    proposition TEXT,
    quote TEXT NOT NULL,
    spans TEXT NOT NULL,
    likelihood TEXT,
    tags TEXT NOT NULL,
    wordings TEXT,
    UNIQUE (report, id)
);

CREATE TABLE relations (
    claim INTEGER NOT NULL REFERENCES claims (number) ON DELETE CASCADE,
    type TEXT NOT NULL,
    report_id TEXT NOT NULL,
    claim_id TEXT NOT NULL
);
CREATE INDEX relations_of_claim ON relations (claim);
CREATE INDEX relations_to ON relations (report_id, claim_id);

CREATE TABLE report_speakers (
    number INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES reports (number) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    details TEXT NOT NULL,
    UNIQUE (report, id)
);

CREATE TABLE claim_speakers (
    claim INTEGER NOT NULL REFERENCES claims (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    speaker INTEGER NOT NULL REFERENCES report_speakers (number) ON DELETE CASCADE,
    PRIMARY KEY (claim, position)
) WITHOUT ROWID;
CREATE INDEX claims_of_speaker ON claim_speakers (speaker);

-- Kept by the program, not by triggers, which would have to be trusted in a file that comes from elsewhere.
CREATE VIRTUAL TABLE claims_text USING fts5 (
    proposition, quote, content = 'claims', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
-- What tracking makes of the reports; all of it can be made anew from them and from the decisions.
CREATE TABLE facts (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    first INTEGER NOT NULL REFERENCES claims (number),
    words TEXT NOT NULL,
    place INTEGER NOT NULL
);
CREATE INDEX facts_by_place ON facts (place);
CREATE INDEX facts_by_first ON facts (first);

CREATE TABLE sightings (
    fact INTEGER NOT NULL REFERENCES facts (number) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    position INTEGER NOT NULL,
    claim INTEGER NOT NULL REFERENCES claims (number),
    rule TEXT NOT NULL,
    score REAL NOT NULL,
    against INTEGER REFERENCES claims (number),
    moved INTEGER NOT NULL DEFAULT 0,
    reappeared INTEGER NOT NULL DEFAULT 0,
    changes TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (fact, place, position)
) WITHOUT ROWID;
CREATE INDEX sightings_of_claim ON sightings (claim);
CREATE INDEX sightings_by_place ON sightings (place);
CREATE INDEX sightings_told_against ON sightings (against) WHERE against IS NOT NULL;

CREATE TABLE terms (
    stem TEXT NOT NULL,
    fact INTEGER NOT NULL REFERENCES facts (number) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    PRIMARY KEY (stem, fact)
) WITHOUT ROWID;
CREATE INDEX terms_by_place ON terms (place);
CREATE INDEX terms_of_fact ON terms (fact);

CREATE TABLE rivals (
    claim INTEGER NOT NULL REFERENCES claims (number),
    fact INTEGER NOT NULL REFERENCES facts (number) ON DELETE CASCADE,
    score REAL NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (claim, fact)
) WITHOUT ROWID;
CREATE INDEX rivals_by_place ON rivals (place);
CREATE INDEX rivals_of_fact ON rivals (fact);

CREATE TABLE conflicts (
    one INTEGER NOT NULL REFERENCES claims (number),
    other INTEGER NOT NULL REFERENCES claims (number),
    rule TEXT NOT NULL,
    evidence TEXT NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX conflicts_of_other ON conflicts (other);
CREATE INDEX conflicts_by_place ON conflicts (place);

CREATE TABLE corrections (
    number INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    report INTEGER NOT NULL REFERENCES reports (number),
    claim INTEGER NOT NULL REFERENCES claims (number),
    rule TEXT NOT NULL,
    evidence TEXT NOT NULL,
    place INTEGER NOT NULL
);
CREATE INDEX corrections_of_claim ON corrections (claim);
CREATE INDEX corrections_by_place ON corrections (place);
CREATE INDEX corrections_by_report ON corrections (report);

CREATE TABLE states (
    fact INTEGER NOT NULL REFERENCES facts (number) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    status TEXT NOT NULL,
    rule TEXT NOT NULL,
    sightings TEXT NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (fact, place)
) WITHOUT ROWID;
CREATE INDEX states_by_place ON states (place);

CREATE TABLE speakers (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    place INTEGER NOT NULL
);
CREATE INDEX speakers_by_place ON speakers (place);

CREATE TABLE appearances (
    report_speaker INTEGER PRIMARY KEY REFERENCES report_speakers (number) ON DELETE CASCADE,
    speaker INTEGER NOT NULL REFERENCES speakers (number) ON DELETE CASCADE,
    place INTEGER NOT NULL
);
CREATE INDEX appearances_of ON appearances (speaker, place);
CREATE INDEX appearances_by_place ON appearances (place);

CREATE TABLE speaker_keys (
    key TEXT NOT NULL,
    speaker INTEGER NOT NULL REFERENCES speakers (number) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    PRIMARY KEY (key, speaker)
) WITHOUT ROWID;
CREATE INDEX speaker_keys_by_place ON speaker_keys (place);
CREATE INDEX speaker_keys_of ON speaker_keys (speaker);

CREATE TABLE about (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- What persons decided, and ids of facts that were in use: nothing can make these anew.
CREATE TABLE decisions (
    number INTEGER PRIMARY KEY,
    type TEXT NOT NULL CHECK (type IN ('pin', 'separate', 'merge')),
    report_1 TEXT NOT NULL,
    claim_1 TEXT NOT NULL,
    quote_1 TEXT NOT NULL,
    report_2 TEXT NOT NULL,
    claim_2 TEXT NOT NULL,
    quote_2 TEXT NOT NULL,
    decided_by TEXT,
    decided_at TEXT,
    reason TEXT
);

CREATE TABLE aliases (
    id TEXT PRIMARY KEY,
    report_id TEXT NOT NULL,
    claim_id TEXT NOT NULL
) WITHOUT ROWID;

-- For reading with plain SQL.
CREATE VIEW fact_sightings AS
SELECT f.id AS fact, f.words AS fact_words, r.date, r.outlet_name AS outlet, r.title, r.id AS report, c.id AS claim,
    c.kind, c.certainty, c.quote, c.proposition,
    (SELECT group_concat(name, '; ') FROM (
        SELECT n.name FROM claim_speakers AS s JOIN report_speakers AS n ON n.number = s.speaker
        WHERE s.claim = c.number ORDER BY s.position)) AS speakers,
    s.rule, s.score, s.reappeared, s.changes, s.place
FROM sightings AS s
JOIN facts AS f ON f.number = s.fact
JOIN claims AS c ON c.number = s.claim
JOIN reports AS r ON r.number = c.report;

CREATE VIEW facts_now AS
SELECT f.id, f.words,
    (SELECT t.status FROM states AS t WHERE t.fact = f.number ORDER BY t.place DESC LIMIT 1) AS status,
    count(*) AS sightings, min(s.place) AS first_place, max(s.place) AS last_place,
    (SELECT date FROM reports WHERE place = min(s.place)) AS first_seen,
    (SELECT date FROM reports WHERE place = max(s.place)) AS last_seen
FROM facts AS f JOIN sightings AS s ON s.fact = f.number
GROUP BY f.number;
"""

MIGRATIONS: tuple[str, ...] = (_VERSION_1,)
"""What makes a file of version n one of version n + 1; version 0 is an empty file."""


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring the tables of *version* to `SCHEMA_VERSION`; within the transaction that is open."""
    for script in MIGRATIONS[version:SCHEMA_VERSION]:
        for statement in _statements(script):
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def differences(connection: sqlite3.Connection) -> list[str]:
    """
    What makes the tables of a file others than those of `SCHEMA_VERSION`; what stands beside them does no harm.

    A trigger does: it would change what is written.
    """
    found = _objects(connection)
    told = [f"{_named(*key)} is missing" for key in _objects_made() if key not in found]
    told += [
        f"{_named(*key)} is not that of a ledger of version {SCHEMA_VERSION}"
        for key, definition in _objects_made().items()
        if found.get(key, definition) != definition
    ]
    return told + [f"{_named(*key)} is there, and a ledger has none" for key in found if key[0] == "trigger"]


def _named(kind: str, name: str) -> str:
    return f"the {kind} {name!r:.60}"


def _objects_made() -> dict[tuple[str, str], str]:
    return _made(SCHEMA_VERSION, MIGRATIONS)


@cache
def _made(version: int, migrations: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """The objects that *migrations* make up to a *version*: what they are asked for by, so that nothing is stale."""
    import sqlite3

    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for script in migrations[:version]:
            connection.executescript(script)
        return _objects(connection)
    finally:
        connection.close()


def _objects(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """The kinds, names and definitions of the tables, views, indexes and triggers."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").fetchall()
    # The tables of a full-text index are made by SQLite, by each version in its way, and so are those that it needs.
    return {
        (kind, name): " ".join(_ASIDE.sub("", sql or "").split())
        for kind, name, sql in rows
        if not name.startswith(("claims_text_", "sqlite_"))
    }


_ASIDE = re.compile(r"--[^\n]*")  # comments tell nothing apart


def _statements(script: str) -> list[str]:
    """The statements of a script: `executescript` would commit before it runs them."""
    import sqlite3

    found, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            found.append(current)
            current = ""
    return found
