"""The SQLite file of a ledger: how it is opened, read and written, and what its errors say."""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimtrack.errors import ClaimtrackError, LockedLedger, UnusableLedger
from claimtrack.ledger import _schema
from claimtrack.ledger._schema import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_VARIABLES = 500
"""Values in one query: SQLite before 3.32 took 999 (sqlite.org/limits.html#max_variable_number)."""

CACHE = 64 * 1024
"""KiB of pages that a connection keeps: the postings of a hundred thousand facts; a ledger's memory stays bounded."""

MOST_TOLD = 200
"""Characters of what SQLite says that stand in a message: it may quote a whole text."""

_MAGIC = b"SQLite format 3\0"
"""What an SQLite file begins with."""

_HEAD = 100
"""Bytes of the header of an SQLite file (sqlite.org/fileformat.html#the_database_header)."""

_inherited: list[sqlite3.Connection] = []
"""Connections of the process that this one was forked from: closing one here could damage the file for that one."""


class Store:
    """
    One connection to a ledger's file; for the thread that opened it.

    Args:
        path: The file.
        timeout: How long to wait for another process's lock, in seconds.
        create: Whether a file that does not exist, or is empty, is made a ledger; else that is an error.
        read_only: Whether nothing is ever written, so that a file that cannot be written will do.

    Raises:
        LockedLedger: If another process holds a lock for longer than *timeout*.
        UnusableLedger: If the file is missing, no ledger, one of a newer version, or cannot be read or written.
    """

    def __init__(self, path: str | Path, *, timeout: float, create: bool, read_only: bool) -> None:
        self.path = Path(path)
        self.timeout = timeout
        self.read_only = read_only
        self._process, self._thread, self._closed = os.getpid(), threading.get_ident(), False
        self._current: object = None
        create = create and not read_only
        with self._told():
            self._look(create)
            self._connection = self._opened()
        try:
            with self._told():
                self._prepare(create)
        except BaseException:
            self._connection.close()
            raise

    # Opening ---------------------------------------------------------------------------------------------------------

    def _look(self, create: bool) -> None:
        """Refuse what is no file, before SQLite tries to read it."""
        if "\0" in str(self.path):
            raise UnusableLedger(f"{str(self.path)!r:.200} is no name of a file", hint="name a file for the ledger")
        try:
            mode = self.path.stat().st_mode
        except FileNotFoundError:
            if not create:
                raise UnusableLedger(
                    f"there is no ledger {self.path}", hint="claimtrack track add LEDGER FILES... makes one"
                ) from None
            if not self.path.parent.is_dir():
                raise UnusableLedger(
                    f"there is no folder {self.path.parent} for {self.path}", hint="make the folder, or name another"
                ) from None
            return
        if stat.S_ISDIR(mode):
            raise UnusableLedger(f"{self.path} is a folder", hint="name a file for the ledger")
        if not stat.S_ISREG(mode):
            raise UnusableLedger(f"{self.path} is no file that can be a ledger", hint="name a file for the ledger")
        # Nothing here may open the file: to close it would drop the locks of every connection of this process
        # (sqlite.org/howtocorrupt.html, 2.2).
        if 0 < self.path.stat().st_size < _HEAD:  # SQLite takes a file of one byte for an empty one
            raise UnusableLedger(f"{self.path} is no ledger: it is not an SQLite file", hint="name another file")

    def _opened(self) -> sqlite3.Connection:
        if not self.read_only:
            return self._connected("rw" if self.path.exists() else "rwc")
        try:
            return self._connected("ro")
        except sqlite3.OperationalError as error:
            # Where the folder cannot be written, no shared memory can be made for the log, and none is needed if
            # nobody else has written anything since (sqlite.org/wal.html#read_only_databases).
            if _primary(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
            file = self.path.resolve()
            log = file.with_name(f"{file.name}-wal")
            if log.exists() and log.stat().st_size:
                raise UnusableLedger(
                    f"{self.path} cannot be read: what was written last is in {log.name}, and the folder is read-only",
                    hint="copy both files to where you may write",
                ) from error
            return self._connected("ro&immutable=1")

    def _connected(self, mode: str) -> sqlite3.Connection:
        address = self.path.resolve().as_uri()  # which quotes what an address gives a meaning to
        connection = sqlite3.connect(f"{address}?mode={mode}", uri=True, timeout=self.timeout, isolation_level=None)
        try:
            # A file from elsewhere may define what it likes, and be broken anywhere (sqlite.org/security.html).
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            connection.execute(f"PRAGMA cache_size = {-CACHE}")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the first that needs the file
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, create: bool) -> None:
        version = self._version()
        if version == 0 and not create:
            empty = UnusableLedger(f"{self.path} is empty: there is no ledger in it", hint="name another file")
            if self.read_only:
                raise empty
            with self.writing():  # somebody may be about to make a ledger of it
                version = self._version()
                if version == 0:
                    raise empty
        if self.read_only and version != _schema.SCHEMA_VERSION:
            raise UnusableLedger(
                f"{self.path} is of version {version}, this package reads {_schema.SCHEMA_VERSION}",
                hint="open it once for writing: it is brought up to date then",
            )
        if version == _schema.SCHEMA_VERSION:
            self._compare()  # before anything is written into what may be no ledger
        if not self.read_only:
            if self._one("PRAGMA journal_mode")[0] != "wal":  # a new file, or what was a backup
                self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            if version != _schema.SCHEMA_VERSION:
                with self.writing():
                    self._migrate()
                    self._compare()
            self._connection.execute("PRAGMA foreign_keys = ON")

    def _migrate(self) -> None:
        # Tables that others refer to can be made anew while foreign keys are not enforced, as they are not yet
        # (sqlite.org/lang_altertable.html#otheralter).
        _schema.migrate(self._connection, self._version())  # asked again: another process may have been quicker
        broken = self._one("PRAGMA foreign_key_check")
        if broken is not None:
            raise UnusableLedger(
                f"{self.path} cannot be brought up to date: a row of {broken[0]} leads to none of {broken[2]}",
                hint="it is as it was; go back to a backup",
            )

    def _compare(self) -> None:
        told = _schema.differences(self._connection)
        if told:
            raise UnusableLedger(f"{self.path} is damaged: {told[0]}", hint="go back to a backup")

    def _version(self) -> int:
        if not self._connection.in_transaction:
            with self.reading():  # all of it of one moment: another process may be making a ledger of the file
                return self._version()
        (application,) = self._one("PRAGMA application_id")
        (version,) = self._one("PRAGMA user_version")
        (tables,) = self._one("SELECT count(*) FROM sqlite_schema")
        if application != APPLICATION_ID and (application or version or tables):
            raise UnusableLedger(
                f"{self.path} is an SQLite file, and no ledger of claimtrack", hint="name another file for the ledger"
            )
        if version > _schema.SCHEMA_VERSION:
            raise UnusableLedger(
                f"{self.path} is a ledger of version {version}, this package knows {_schema.SCHEMA_VERSION}",
                hint="upgrade claimtrack: a newer release wrote this file",
            )
        if version < 0 or (application == APPLICATION_ID and not version):
            raise UnusableLedger(f"{self.path} is damaged: its version is {version}", hint="go back to a backup")
        return int(version)

    def close(self) -> None:
        """Let go of the file; closing twice does no harm."""
        if self._closed:
            return
        self._current = None
        if self._process != os.getpid():
            _inherited.append(self._connection)
        else:
            self.usable()
            with self._told():
                self._connection.close()
        self._closed = True

    def usable(self) -> None:
        """
        See to it that the connection can be used here.

        Raises:
            UnusableLedger: If it was closed, or is of another thread or process.
        """
        if self._closed:
            raise UnusableLedger(f"{self.path} was closed", hint="open the ledger again")
        if self._process != os.getpid():
            # (sqlite.org/howtocorrupt.html#_carrying_an_open_database_connection_across_a_fork_)
            raise UnusableLedger(
                f"{self.path} was opened by the process that this one was forked from",
                hint="open the ledger in each process",
            )
        if self._thread != threading.get_ident():
            raise UnusableLedger(
                f"{self.path} was opened by another thread, and a ledger is for one",
                hint="open the ledger in each thread",
            )

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
        """A transaction: all that is written inside is there afterwards, or nothing of it. There is none within one."""
        self.usable()
        if self.read_only:
            raise UnusableLedger(f"{self.path} is open for reading only")
        mine = self._begun()
        try:
            self.run("BEGIN IMMEDIATE")
            yield
            self.run("COMMIT")
        except BaseException:
            self._ended(mine)
            raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several queries that see one state of the ledger, whatever others write meanwhile."""
        self.usable()
        mine = self._begun()
        try:
            self.run("BEGIN")
            yield
        finally:
            self._ended(mine)

    def _begun(self) -> object:
        """
        What marks a new transaction; one that did not come to its end is undone first.

        Whoever presses Ctrl-C may do so between any two instructions, in here as well: then nothing ends a transaction
        until the next one begins, or, much later and in the midst of another one, until Python finds it abandoned.
        """
        if self._connection.in_transaction:
            self.run("ROLLBACK")
        self._current = object()
        return self._current

    def _ended(self, mine: object) -> None:
        """Undo what a transaction has left open; a full disk undoes one by itself."""
        if self._current is mine and not self._closed:
            with suppress(ClaimtrackError):  # what stopped the transaction is what is to be told
                if self._connection.in_transaction:
                    self.run("ROLLBACK")

    def backup(self, path: str | Path) -> None:
        """
        Copy the ledger to another file while others may use it (sqlite.org/backup.html).

        The copy is written beside *path* and moved there when it is whole. A symbolic link is followed.
        """
        self.usable()
        self._begun()
        target = Path(path)
        with self._told(target):
            target = target.resolve()
            mode = self._replaceable(target)
            with tempfile.TemporaryDirectory(
                dir=target.parent, prefix=f".{target.name[:80]}.", suffix=".part", ignore_cleanup_errors=True
            ) as folder:
                part = Path(folder) / "ledger"
                copy = sqlite3.connect(part, isolation_level=None)
                try:
                    self._connection.backup(copy)
                    copy.execute("PRAGMA journal_mode = DELETE")  # one file, that can be moved
                except sqlite3.DatabaseError as error:
                    if _primary(error) != sqlite3.SQLITE_CORRUPT:
                        raise
                    raise self._translated(error, self.path) from error
                finally:
                    copy.close()
                if mode is not None:
                    part.chmod(mode)
                part.replace(target)

    def _replaceable(self, target: Path) -> int | None:
        """The permissions of a file that a backup may take the place of; None where there is none."""
        if not target.parent.is_dir():
            raise UnusableLedger(
                f"there is no folder {target.parent} for {target}", hint="make the folder, or name another"
            )
        if not target.exists():
            return None
        if target.samefile(self.path):
            raise UnusableLedger(f"{target} is the ledger itself", hint="name another file for the backup")
        if not target.is_file():
            raise UnusableLedger(f"{target} is no file that can be replaced", hint="name a file for the backup")
        for suffix in ("-wal", "-journal"):
            # SQLite would take the log of the old file for one of the new (sqlite.org/howtocorrupt.html).
            if target.with_name(target.name + suffix).exists():
                raise UnusableLedger(
                    f"{target} is in use: {target.name}{suffix} stands beside it",
                    hint="close what uses it; if its program was killed, `claimtrack track facts` tidies up",
                )
        with target.open("rb") as file:
            head = file.read(_HEAD)
        if head and head[68:72] != APPLICATION_ID.to_bytes(4, "big"):
            raise UnusableLedger(f"{target} is there, and is no ledger", hint="name another file for the backup")
        return stat.S_IMODE(target.stat().st_mode)

    def faults(self) -> tuple[str, ...]:
        """What SQLite finds wrong in the file: damaged pages, and rows that lead nowhere."""
        self.usable()
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
        except RuntimeError as error:  # Python before 3.13, of links that lead in a circle
            raise UnusableLedger(f"{named}: {error}") from error

    def _translated(self, error: sqlite3.Error, path: Path) -> UnusableLedger | LockedLedger:
        code, said = _primary(error), f"{error!s:.{MOST_TOLD}}"
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL):
            return LockedLedger(
                f"{path} is locked by another process, and was for {self.timeout:g} s",
                hint="nothing was changed; try again when the other one is done, or give a longer timeout",
            )
        if said.startswith("Could not decode to UTF-8"):  # sqlite3 itself, which has no code for it
            code, said = sqlite3.SQLITE_CORRUPT, "there are bytes in it that are no text"
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
            sqlite3.SQLITE_CORRUPT: (f"{path} is damaged: {said}", "go back to a backup"),
            sqlite3.SQLITE_CANTOPEN: (f"{path} cannot be opened: {said}", "look at its permissions and its folder's"),
            sqlite3.SQLITE_IOERR: (
                f"{path} cannot be read or written: {said}",
                "nothing half-written is left; look at the disk: it may be full, or failing",
            ),
            sqlite3.SQLITE_PERM: (f"{path} may not be opened", "look at its permissions"),
        }.get(code)
        if told is None:
            return UnusableLedger(f"{path}: SQLite says: {said}")
        return UnusableLedger(told[0], hint=told[1])


def _primary(error: sqlite3.Error) -> int:
    """The primary code of an error, without what extends it (sqlite.org/rescode.html)."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
