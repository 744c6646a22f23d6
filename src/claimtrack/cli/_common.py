"""What the commands share: how they read, print, write and fail."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

import click

from claimtrack.errors import InvalidValue, Location, UnreadableFile
from claimtrack.render.words import visible
from claimtrack.validation import check, open_bytes, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType

    from claimtrack.errors import Problem
    from claimtrack.model import Date, Report

NOTHING_FOUND, FINDINGS, COULD_NOT_RUN = 0, 1, 2
INTERRUPTED = 130  # what shells expect of a program that Ctrl-C ended

PIPE_WIDTH = 100
"""The width of output that goes into a pipe or a file, in columns."""


def fail(message: str) -> NoReturn:
    click.echo(f"claimtrack: {visible(message, lines=True)}", err=True)
    sys.exit(COULD_NOT_RUN)


def verdict(found: Sequence[Problem], *, strict: bool = False) -> int:
    if any(problem.code == "CT001" for problem in found):
        return COULD_NOT_RUN
    if any(problem.severity == "error" or strict for problem in found):
        return FINDINGS
    return NOTHING_FOUND


def opened(name: str) -> Any:
    return _standard_input() if name == "-" else open_bytes(name)


@contextmanager
def _standard_input() -> Iterator[BinaryIO]:
    if sys.stdin is None:
        raise UnreadableFile("standard input is closed: name a file, or send it through a pipe")
    yield sys.stdin.buffer


def data_of(name: str) -> bytes:
    data = read_bytes(name, opened)
    if data.startswith(_SQLITE):
        raise UnreadableFile(
            "it is an SQLite file, as ledgers are, not a report or a text",
            where=Location(path=name),
            hint="claimtrack track facts reads a ledger",
        )
    return data


_SQLITE = b"SQLite format 3\0"
"""What the files of SQLite begin with (sqlite.org/fileformat.html)."""


def loaded(name: str) -> Report:
    return report_of(data_of(name), name)


_TEXT_CODES = frozenset({"CT201", "CT203", "CT204", "CT205", "CT206", "CT207"})  # the text beside a report is another


def report_of(data: bytes, name: str) -> Report:
    """
    A report for reading. Where the text beside it is not at hand, as in git's temporary copies, or is not the annotated
    one any more, its quotes serve.
    """
    from claimtrack import codec

    base = Path.cwd() if name == "-" else Path(name).parent
    checked = check(data, path=name, base=base)
    errors = [problem for problem in checked.problems if problem.severity == "error"]
    if errors and {problem.code for problem in errors} <= _TEXT_CODES:
        alone = check(data, path=name)  # without the text beside it
        if alone.loadable:
            reason = next((problem for problem in errors if problem.code in ("CT206", "CT207")), errors[0])
            told = f"{visible(name)}: {visible(reason.message)}: working from the quotes alone"
            click.echo(f"claimtrack: {told}", err=True)
            return codec.report(alone)
    return codec.report(checked)


def write(data: bytes) -> None:
    """Bytes as they are: no line end is translated on the way out."""
    sys.stdout.flush()
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(data.decode())


def new_console(*, err: bool = False) -> Console:
    """A console as wide as the terminal; in a pipe without colours, of a fixed width."""
    from rich.console import Console

    stream = sys.stderr if err else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
    return Console(stderr=err, width=width, highlight=False, emoji=False, markup=False)


def coloured(console: Console) -> bool:
    return console.color_system is not None and not console.no_color


def show_on(console: Console, what: RenderableType) -> None:
    with console.capture() as captured:
        console.print(what)
    # Lines are padded to the width for the sake of backgrounds, of which there are none.
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()), color=True)


def print_problems(problems: Sequence[Problem], *, err: bool = True) -> None:
    """Each problem on a line, its hint on another; wrapped and coloured on a terminal, plain in a pipe."""
    from claimtrack.render.problems import as_line

    if not problems:
        return
    stream = sys.stderr if err else sys.stdout
    if not stream.isatty():
        for problem in problems:
            click.echo(as_line(problem), err=err)
        return
    from rich.text import Text

    console = new_console(err=err)
    for problem in problems:
        first, _, hint = as_line(problem).partition("\n")
        line = Text(first)
        line.highlight_words(
            [f"{problem.severity} {problem.code}"], "bold red" if problem.severity == "error" else "yellow"
        )
        console.print(line)
        if hint:
            console.print(Text(hint, style="dim"))


def day(_: click.Context, __: click.Parameter, value: str | None) -> Date | None:
    """A date of any precision, as reports have them."""
    from claimtrack.model import Date

    try:
        return None if value is None else Date(value)
    except InvalidValue as error:
        raise click.BadParameter(visible(f"{error.message}; {error.hint}")) from None
