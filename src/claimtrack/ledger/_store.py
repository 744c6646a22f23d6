"""The SQLite file of a ledger: how it is opened, read and written, and what its errors say."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimtrack.errors import ClaimtrackError, LockedLedger, UnusableLedger
from claimtrack.ledger._schema import APPLICATION_ID, SCHEMA_VERSION, migrate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_VARIABLES = 500
"""Values in one query: SQLite before 3.32 took 999 (sqlite.org/limits.html#max_variable_number)."""

CACHE = 64 * 1024
"""KiB of pages that a connection keeps: the postings of a hundred thousand facts; a ledger's memory stays bounded."""


class Store:
    """
    One connection to a ledger's file.

    Args:
        path: The file.
        timeout: How long to wait for another process's lock, in seconds.
        create: Whether a file that does not exist is made; else that is an error.
        read_only: Whether nothing is ever written, so that a file that cannot be written will do.

    Raises:
        LockedLedger: If another process holds a lock for longer than *timeout*.
        UnusableLedger: If the file is missing, no ledger, one of a newer version, or cannot be read or written.
    """

    def __init__(self, path: str | Path, *, timeout: float, create: bool, read_only: bool) -> None:
        self.path = Path(path)
        self.timeout = timeout
        self.read_only = read_only
        if self.path.is_dir():
            raise UnusableLedger(f"{self.path} is a folder", hint="name a file for the ledger")
        if not self.path.exists():
            if not create or read_only:
                raise UnusableLedger(
                    f"there is no ledger {self.path}", hint="claimtrack track add LEDGER FILES... makes one"
                )
            if not self.path.parent.is_dir():
                raise UnusableLedger(f"there is no folder {self.path.parent} for {self.path}")
        self._connection = self._opened()
        try:
            with self._told():
                self._prepare()
        except BaseException:
            self._connection.close()
            raise

    # Opening ---------------------------------------------------------------------------------------------------------

    def _opened(self) -> sqlite3.Connection:
        with self._told():
            if not self.read_only:
                return self._connected("rw" if self.path.exists() else "rwc")
            connection = self._connected("ro")
            try:
                connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            except sqlite3.OperationalError:
                # Where the folder cannot be written, no shared memory can be made for the log, and none is needed if
                # nobody else has written anything since (sqlite.org/wal.html#read_only_databases).
                connection.close()
                wal = self.path.with_name(f"{self.path.name}-wal")
                if wal.exists() and wal.stat().st_size:
                    raise
                connection = self._connected("ro&immutable=1")
            return connection

    def _connected(self, mode: str) -> sqlite3.Connection:
        address = self.path.resolve().as_uri()
        connection = sqlite3.connect(f"{address}?mode={mode}", uri=True, timeout=self.timeout, isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = {-CACHE}")
        connection.execute("PRAGMA trusted_schema = OFF")  # a file from elsewhere may define what it likes
        return connection

    def _prepare(self) -> None:
        version = self._version()
        if version == SCHEMA_VERSION:
            if not self.read_only:
                self._connection.execute("PRAGMA synchronous = FULL")
            return
        if self.read_only:
            raise UnusableLedger(
                f"{self.path} is of version {version}, this package reads {SCHEMA_VERSION}",
                hint="open it once for writing: it is brought up to date then",
            )
        if version == 0:
            self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        with self.writing():
            migrate(self._connection, self._version())  # asked again: another process may have been quicker

    def _version(self) -> int:
        (application,) = self._one("PRAGMA application_id")
        (version,) = self._one("PRAGMA user_version")
        (tables,) = self._one("SELECT count(*) FROM sqlite_schema")
        if application != APPLICATION_ID and (application or version or tables):
            raise UnusableLedger(
                f"{self.path} is an SQLite file, and no ledger of claimtrack", hint="name another file for the ledger"
            )
        if version > SCHEMA_VERSION:
            raise UnusableLedger(
                f"{self.path} is a ledger of version {version}, this package knows {SCHEMA_VERSION}",
                hint="upgrade claimtrack: a newer release wrote this file",
            )
        return int(version)

    def close(self) -> None:
        """Let go of the file; closing twice does no harm."""
        self._connection.close()

    # Reading and writing ---------------------------------------------------------------------------------------------

    def rows(self, query: str, values: Iterable[Any] = ()) -> list[Any]:
        """Everything that a query finds, or that a statement returns."""
        try:
            return self._connection.execute(query, tuple(values)).fetchall()
        except sqlite3.Error as error:
            raise self._translated(error, self.path) from error

    def row(self, query: str, values: Iterable[Any] = ()) -> Any:
        """The first row that a query finds, or None."""
        try:
            return self._connection.execute(query, tuple(values)).fetchone()
        except sqlite3.Error as error:
            raise self._translated(error, self.path) from error

    def run(self, statement: str, values: Iterable[Any] = ()) -> int:
        """Run a statement; the row that it inserted."""
        with self._told():
            return self._connection.execute(statement, tuple(values)).lastrowid or 0

    def run_many(self, statement: str, values: Iterable[tuple[Any, ...]]) -> None:
        """Run a statement once for each of *values*."""
        with self._told():
            self._connection.executemany(statement, values)

    def rows_of(self, query: str, values: Iterable[Any]) -> Iterator[Any]:
        """Everything that a query with ``IN (?)`` finds of any number of values, in their order of groups."""
        wanted = list(values)
        for at in range(0, len(wanted), MOST_VARIABLES):
            part = wanted[at : at + MOST_VARIABLES]
            yield from self.rows(query.replace("(?)", f"({', '.join('?' * len(part))})"), part)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction: all that is written inside is there afterwards, or nothing of it."""
        if self.read_only:
            raise UnusableLedger(f"{self.path} is open for reading only")
        if self._connection.in_transaction:
            yield
            return
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # a full disk has rolled back by itself
                self.run("ROLLBACK")
            raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several queries that see one state of the ledger, whatever others write meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        self.run("BEGIN")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self.run("ROLLBACK")

    def backup(self, path: str | Path) -> None:
        """
        Copy the ledger to another file while others may use it (sqlite.org/backup.html).

        The copy is written beside *path* and moved there when it is whole.
        """
        target = Path(path)
        if target.exists() and target.samefile(self.path):
            raise UnusableLedger(f"{target} is the ledger itself", hint="name another file for the backup")
        part = target.with_name(f".{target.name[:80]}.part")
        with self._told(target):
            if not target.parent.is_dir():
                raise UnusableLedger(f"there is no folder {target.parent} for {target}")
            part.unlink(missing_ok=True)
            copy = sqlite3.connect(part)
            try:
                self._connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, that can be moved
                copy.close()
                part.replace(target)
            finally:
                copy.close()
                part.unlink(missing_ok=True)

    def faults(self) -> tuple[str, ...]:
        """What SQLite finds wrong in the file: damaged pages, and rows that lead nowhere."""
        found = [str(told) for (told,) in self.rows("PRAGMA integrity_check") if told != "ok"]
        found += [
            f"a row of {table} leads to none of {parent}"
            for table, _, parent, _ in self.rows("PRAGMA foreign_key_check")
        ]
        return tuple(found)

    # Errors ----------------------------------------------------------------------------------------------------------

    def _one(self, query: str) -> Any:
        return self._connection.execute(query).fetchone()

    @contextmanager
    def _told(self, path: Path | None = None) -> Iterator[None]:
        """What goes wrong inside, as an error that says what to do."""
        named = path or self.path
        try:
            yield
        except sqlite3.Error as error:
            raise self._translated(error, named) from error
        except OSError as error:
            if isinstance(error, ClaimtrackError):
                raise
            raise UnusableLedger(f"{named}: {error.strerror or error}") from error

    def _translated(self, error: sqlite3.Error, path: Path) -> UnusableLedger | LockedLedger:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary code of an extended one
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return LockedLedger(
                f"{path} is locked by another process, and was for {self.timeout:g} s",
                hint="nothing was changed; try again when the other one is done, or give a longer timeout",
            )
        told = {
            sqlite3.SQLITE_NOTADB: (f"{path} is no ledger: it is not an SQLite file", "name another file"),
            sqlite3.SQLITE_READONLY: (
                f"{path} cannot be written: the file or its folder is read-only",
                "reading it works; to add reports, copy it to where you may write",
            ),
            sqlite3.SQLITE_FULL: (
                f"{path}: the disk is full",
                "nothing half-written is left; make room and try again",
            ),
            sqlite3.SQLITE_CORRUPT: (f"{path} is damaged: {error}", "go back to a backup"),
            sqlite3.SQLITE_CANTOPEN: (f"{path} cannot be opened: {error}", "look at its permissions and its folder's"),
            sqlite3.SQLITE_IOERR: (f"{path} cannot be read or written: {error}", "look at the disk"),
            sqlite3.SQLITE_PERM: (f"{path} may not be opened", "look at its permissions"),
        }.get(code)
        if told is None:
            return UnusableLedger(f"{path}: SQLite says: {error}")
        return UnusableLedger(told[0], hint=told[1])
