"""``validate``: every fault of a file at once."""

from __future__ import annotations

import glob
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from claimtrack.cli._common import opened, print_problems, verdict
from claimtrack.errors import Location, Problem
from claimtrack.render.words import counted
from claimtrack.validation import CORPUS_SUFFIXES, validate_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REPORT_SUFFIXES = (".claims.json", *(f".claims{suffix}" for suffix in CORPUS_SUFFIXES))
"""The names of files that a directory is searched for."""

_PROGRESS_FROM = 20 * 1024 * 1024  # bytes: a second of work, from which on one wants to see something move


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="How problems are written; github marks lines in pull requests.",
)
@click.option("--lines", is_flag=True, help="Read every FILE as JSON Lines, one report a line.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option("-q", "--quiet", is_flag=True, help="No summary line.")
def validate(files: tuple[str, ...], form: str, lines: bool, strict: bool, quiet: bool) -> None:
    """
    Check reports: JSON, schema, and the rules between fields.

    FILE is a report, a corpus (.jsonl), a directory that is searched for *.claims.json and *.claims.jsonl, a pattern
    in quotation marks, or - for standard input. One bad file stops nothing.

    \b
    Example:
      claimtrack validate examples/coalition
      claimtrack validate --format github 'reports/**/*.claims.json'
    """
    from claimtrack.render import problems as render

    names, missing = expanded(files)
    found: list[Problem] = []
    with _progress(names) as open_file:
        checked = validate_files(names, lines=True if lines else None, opener=open_file)
        found.extend(problem for _, problems in checked for problem in problems)
    found.extend(missing)
    if form == "json":
        click.echo(render.as_json(len(names), found))
    elif form == "sarif":
        click.echo(render.as_sarif(found))
    elif form == "github":
        for problem in found:
            click.echo(render.as_github(problem))
    else:
        print_problems(found, err=False)
        if not quiet:
            click.echo(_summary(len(names), found))
    sys.exit(verdict(found, strict=strict))


def _summary(files: int, found: Sequence[Problem]) -> str:
    errors = sum(problem.severity == "error" for problem in found)
    warnings = len(found) - errors
    told = [counted(errors, "error")] if errors else []
    told += [counted(warnings, "warning")] if warnings else []
    bad = len({problem.where.path for problem in found})
    where = f" in {counted(bad, 'file')}" if found else ""
    return f"{counted(files, 'file')} checked: {' and '.join(told) or 'no problems'}{where}"


def expanded(files: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """Every file that is meant, once, in a fixed order; and a problem for each name that means none."""
    names: dict[str, None] = {}
    missing: list[Problem] = []
    for name in files:
        if name != "-" and os.path.isdir(name):  # noqa: PTH112 - unlike pathlib it never raises
            found = sorted(
                str(path)
                for path in Path(name).rglob("*")
                if path.name.endswith(REPORT_SUFFIXES) and os.path.isfile(path)  # noqa: PTH113
            )
            if not found:
                missing.append(_nothing_there(name, f"no {' or '.join('*' + suffix for suffix in REPORT_SUFFIXES)}"))
        elif glob.has_magic(name) and not os.path.exists(name):  # noqa: PTH110
            # Path.glob takes no absolute patterns.
            found = sorted(path for path in glob.glob(name, recursive=True) if os.path.isfile(path))  # noqa: PTH113, PTH207
            if not found:
                missing.append(_nothing_there(name, "no file matches"))
        else:
            found = [name]
        names.update(dict.fromkeys(found))
    return list(names), missing


def _nothing_there(name: str, what: str) -> Problem:
    return Problem(
        code="CT001", severity="error", message=f"{what} in {name}", where=Location(path=name), hint="check the name"
    )


@contextmanager
def _progress(names: Sequence[str]) -> Iterator[Any]:
    """How files are opened: with a bar on the terminal where there is much to read."""
    sizes = {name: Path(name).stat().st_size for name in names if name != "-" and os.path.isfile(name)}  # noqa: PTH113
    if sum(sizes.values()) < _PROGRESS_FROM or not sys.stderr.isatty():
        yield opened
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("validating", total=sum(sizes.values()))

        @contextmanager
        def watched(name: str) -> Iterator[BinaryIO]:
            with opened(name) as file:
                yield progress.wrap_file(file, task_id=task) if name in sizes else file

        yield watched
