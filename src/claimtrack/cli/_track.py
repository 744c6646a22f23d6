"""Facts through many reports: ``track`` and its commands."""

from __future__ import annotations

import math
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimtrack.cli._common import (
    COULD_NOT_RUN,
    FINDINGS,
    INTERRUPTED,
    NOTHING_FOUND,
    coloured,
    data_of,
    day,
    fail,
    new_console,
    opened,
    print_problems,
    report_of,
    show_on,
    verdict,
    write,
)
from claimtrack.cli._pages import html_options, put_page, show_page
from claimtrack.cli._texts import is_text
from claimtrack.cli._validate import REPORT_SUFFIXES, expanded
from claimtrack.errors import (
    InvalidReport,
    Location,
    LockedLedger,
    Problem,
    UnreadableFile,
    UnusableLedger,
)
from claimtrack.render.words import counted, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from claimtrack.codec import Refused
    from claimtrack.ledger import Added, Decision, Fact, FactStatus, Ledger, ReportEntry
    from claimtrack.model import Date, Report


class _Track(click.Group):
    """The group of the commands; they are listed in the order in which one needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click fixes the signature
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UnicodeEncodeError:  # SQLite takes no halves of surrogate pairs, which stand for bytes that are no text
            fail("an argument holds bytes that are no UTF-8\n  hint: set the terminal to UTF-8")


@click.group(cls=_Track)
def track() -> None:
    """
    Follow facts through many reports, in a ledger: one SQLite file.

    \b
    Example:
      claimtrack track add facts.db examples/coalition
      claimtrack track facts facts.db --status contested
    """


# --- options ---------------------------------------------------------------------------------------------------------


def _seconds(_: click.Context, __: click.Parameter, value: float | None) -> float | None:
    if value is not None and not (math.isfinite(value) and 0 <= value <= _LONGEST_WAIT):
        raise click.BadParameter(f"it is not from 0 to {_LONGEST_WAIT:,}")
    return value


_LONGEST_WAIT = 86_400  # a day in seconds; SQLite counts milliseconds in 31 bits

TIMEOUT = click.option(
    "--timeout",
    type=float,
    callback=_seconds,
    metavar="SECONDS",
    help="How long to wait while another process writes; 10 if left out.",
)


def _form(*forms: str) -> Callable[[Any], Any]:
    return click.option("--format", "form", type=click.Choice(forms), default="text", help="How it is written.")


def _status(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """A status; hyphens and spaces are the same."""
    if value is None:
        return None
    from claimtrack.ledger import STATUSES

    known = {status.replace(" ", "-"): status for status in STATUSES}
    plain = value.strip().lower().replace(" ", "-").replace("_", "-")
    if plain not in known:
        raise click.BadParameter(f"{visible(value)!r} is none of: {', '.join(known)}")
    return known[plain]


def _narrowing(command: Any) -> Any:
    """The options that say which facts are meant."""
    for option in reversed(
        (
            click.option("--speaker", metavar="NAME", help="Only what somebody said: a name, or an id of a speaker."),
            click.option("--outlet", metavar="NAME", help="Only what an outlet told of: its id or name."),
            click.option("--status", callback=_status, metavar="STATUS", help="Only what is retracted, contested, ..."),
            click.option("--since", callback=day, metavar="DATE", help="Only what was told of on that day or later."),
            click.option("--tag", metavar="TAG", help="Only what has that tag."),
            click.option("--text", metavar="WORDS", help="Only that in whose sightings these words stand."),
        )
    ):
        command = option(command)
    return command


def _by(command: Any) -> Any:
    """The options of a decision."""
    for option in reversed(
        (
            click.option("--by", metavar="NAME", help="Who decides."),
            click.option("--at", callback=day, metavar="DATE", help="When."),
            click.option("--reason", metavar="TEXT", help="Why."),
        )
    ):
        command = option(command)
    return command


LEDGER = click.argument("ledger", metavar="LEDGER")

# --- opening ---------------------------------------------------------------------------------------------------------


def _writing(path: str, timeout: float | None, *, create: bool = False) -> Ledger:
    from claimtrack import ledger

    return ledger.Ledger(path, timeout=ledger.TIMEOUT if timeout is None else timeout, create=create)


def _reading(path: str, timeout: float | None) -> Ledger:
    """A ledger to ask; one that cannot be written is only read."""
    from claimtrack import ledger

    # SQLite opens a file that it cannot write as well, and says so only when something is to be written.
    places = [Path(path), Path(path).absolute().parent]
    # os.path never raises: a name that is too long, or a folder that is closed, is told by the ledger.
    read_only = all(map(os.path.exists, places)) and not all(os.access(place, os.W_OK) for place in places)
    wait = ledger.TIMEOUT if timeout is None else timeout
    try:
        return ledger.Ledger(path, timeout=wait, create=False, read_only=read_only)
    except UnusableLedger as error:
        if read_only:
            raise
        try:
            return ledger.Ledger(path, timeout=wait, create=False, read_only=True)
        except UnusableLedger:
            raise error from None


def _files_of(ledger: str) -> list[str]:
    """The files that belong to a ledger; what was written last may be in one of those beside it."""
    return [ledger, *(f"{ledger}{suffix}" for suffix in ("-wal", "-shm", "-journal"))]


# --- reports in and out ----------------------------------------------------------------------------------------------


@track.command()
@LEDGER
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-q", "--quiet", is_flag=True, help="Only the summary.")
@TIMEOUT
def add(ledger: str, files: tuple[str, ...], quiet: bool, timeout: float | None) -> None:
    """
    Add reports to a ledger, and track their claims; a ledger that is not there is made.

    FILE is a report, a corpus (.jsonl), a directory that is searched for *.claims.json and *.claims.jsonl, a pattern
    in quotation marks, or - for standard input, a report or a corpus. One bad file stops nothing. A report that is
    there already changes nothing; with other content it takes the place of what was there. Their order does not matter.

    \b
    Example:
      claimtrack track add facts.db examples/coalition
    """
    if ledger.endswith(REPORT_SUFFIXES):
        fail(f"{ledger} is the name of a report, not of a ledger\n  hint: claimtrack track add LEDGER FILE...")
    names, problems = expanded(files)
    if not names:
        print_problems(problems)
        sys.exit(COULD_NOT_RUN)
    taken = _Taken(problems)
    with _writing(ledger, timeout, create=True) as found:
        try:
            with _progress() as progress:
                added = found.add_all(taken.reports(names), progress=taken.watched(progress))
        except KeyboardInterrupt:
            print_problems(taken.problems)
            click.echo(
                f"claimtrack: interrupted: {counted(taken.added, 'report')} are in {visible(ledger)},"
                f" {taken.tracked} tracked: nothing is lost"
                "\n  hint: add the same files again; what waits is tracked when the ledger is used next",
                err=True,
            )
            sys.exit(INTERRUPTED)
        except (LockedLedger, UnusableLedger):
            print_problems(taken.problems)
            if taken.added:
                click.echo(f"claimtrack: {counted(taken.added, 'report')} are in {visible(ledger)}", err=True)
            raise
    print_problems(taken.problems)
    if not quiet:
        for each in added:
            click.echo(f"{each.result:<{_RESULT}}  {each.report_id}")
    taken.warn(added)
    click.echo(_summary(added, taken.problems))
    sys.exit(verdict(taken.problems))


_RESULT = len("unchanged")


def _summary(added: Sequence[Added], problems: Sequence[Problem]) -> str:
    told = [
        f"{number} {result}"
        for result in ("added", "replaced", "unchanged")
        if (number := sum(each.result == result for each in added))
    ]
    bad = len({(problem.where.path, problem.where.line if _is_line(problem) else None) for problem in problems})
    told += [f"{bad} refused"] if bad else []
    return f"{counted(len(added), 'report')}: {', '.join(told) or 'none added'}"


def _is_line(problem: Problem) -> bool:
    """Whether a problem is of one line of a corpus, which is a record of its own."""
    from claimtrack.validation import is_corpus

    return problem.where.path is not None and is_corpus(problem.where.path)


class _Taken:
    """What was read so far, and what is wrong with the rest."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        self.added = self.tracked = 0
        self._files: list[str] = []

    def reports(self, names: Iterable[str]) -> Iterator[Report]:
        """The reports of files, one by one."""
        from claimtrack.model import Report

        for name in names:
            try:
                for item in _read(name):
                    if isinstance(item, Report):
                        self._files.append(name)
                        yield item
                    else:
                        self.problems.extend(_named(problem, name) for problem in item.problems)
            except InvalidReport as error:
                self.problems.extend(error.problems)
            except UnreadableFile as error:
                self.problems.append(_unreadable(name, error))

    def watched(self, progress: Callable[[str, int, int | None], None]) -> Callable[[str, int, int | None], None]:
        def watch(step: str, done: int, total: int | None) -> None:
            if step == "add":
                self.added = done
            else:
                self.tracked = done
            progress(step, done, total)

        return watch

    def warn(self, added: Sequence[Added]) -> None:
        """Tell of reports of one id, of which the last one stands: that may be a mistake."""
        before: dict[str, str] = {}
        for each, name in zip(added, self._files, strict=True):
            if each.result == "replaced" and each.report_id in before:
                files = " and ".join(dict.fromkeys(map(visible, (before[each.report_id], name))))
                click.echo(f"claimtrack: {files}: {each.report_id} is there twice, the last one is kept", err=True)
            before[each.report_id] = name


def _read(name: str) -> Iterator[Any]:
    """The reports in a file, and what there is beside them."""
    from claimtrack import codec
    from claimtrack.validation import is_corpus

    if name == "-":
        yield from _from_standard_input()
    elif is_corpus(name):
        yield from codec.load_stream(name)
    else:
        data = data_of(name)
        if is_text(name, data):
            raise UnreadableFile("it is a text, not a report", hint="claimtrack draft makes a report of a text")
        yield report_of(data, name)


def _from_standard_input() -> Iterator[Any]:
    """A report, or a corpus: that is one if its first line is a whole object."""
    import msgspec

    from claimtrack import codec
    from claimtrack.source import MAX_REPORT_BYTES

    with opened("-") as stream:
        first = stream.readline(MAX_REPORT_BYTES + 1)
        try:
            whole = isinstance(msgspec.json.decode(first), dict)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            whole = False
        if not whole:
            yield report_of(first + stream.read(MAX_REPORT_BYTES), "-")
            return
        for at, part in enumerate((first, stream)):
            for item in codec.load_stream(part, base=Path.cwd()):
                yield _one_line_on(item) if at and isinstance(item, codec.Refused) else item


def _one_line_on(refused: Refused) -> Refused:
    """What was refused, counted from the line before: the first one was read by itself."""
    from attrs import evolve

    return evolve(
        refused,
        line=refused.line + 1,
        problems=tuple(
            evolve(problem, where=evolve(problem.where, line=problem.where.line + 1))
            if problem.where.line is not None
            else problem
            for problem in refused.problems
        ),
    )


def _named(problem: Problem, name: str) -> Problem:
    from attrs import evolve

    return problem if problem.where.path is not None else evolve(problem, where=evolve(problem.where, path=name))


def _unreadable(name: str, error: UnreadableFile) -> Problem:
    where = error.where if error.where is not None and error.where.path is not None else Location(path=name)
    return Problem(code="CT001", severity="error", message=error.message, where=where, hint=error.hint)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int | None], None]]:
    """Shows on a terminal how many reports were added and tracked."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks = {step: progress.add_task(f"{step}ing", total=None, visible=False) for step in ("add", "track")}

        def show(step: str, done: int, total: int | None) -> None:
            progress.update(tasks[step], completed=done, total=total, visible=True)

        yield show


@track.command()
@LEDGER
@click.argument("report")
@TIMEOUT
def remove(ledger: str, report: str, timeout: float | None) -> None:
    """
    Take a report out of a ledger, with its claims; what follows it is tracked anew.

    REPORT is its id. What persons decided of its claims is kept, and waits for it to come back.

    \b
    Example:
      claimtrack track remove facts.db coalition-baseline
    """
    with _writing(ledger, timeout) as found:
        found.remove(report)
    click.echo(f"removed {visible(report)}")


@track.command()
@LEDGER
@TIMEOUT
def refresh(ledger: str, timeout: float | None) -> None:
    """
    Track the reports that wait for it, as after an interruption.

    Every other command does that, too, before it tells anything; this one shows how far it is.

    \b
    Example:
      claimtrack track refresh facts.db
    """
    with _writing(ledger, timeout) as found, _progress() as progress:
        number = found.refresh(progress=progress)
    click.echo(f"{counted(number, 'report')} tracked")


# --- asking ----------------------------------------------------------------------------------------------------------


@track.command()
@LEDGER
@_form("text", "json")
@TIMEOUT
def reports(ledger: str, form: str, timeout: float | None) -> None:
    """
    List the reports of a ledger, in the order of time.

    \b
    Example:
      claimtrack track reports facts.db
    """
    from claimtrack.ledger import exporting
    from claimtrack.render import ledger as render

    with _reading(ledger, timeout) as found:
        entries = found.reports()
    if form == "json":
        write(exporting.json_text({"reports": [exporting.report_data(entry) for entry in entries]}))
    else:
        _show(render.reports(entries))


@track.command()
@LEDGER
@_form("text", "json")
@TIMEOUT
def speakers(ledger: str, form: str, timeout: float | None) -> None:
    """
    List everybody who says something, with all their names.

    \b
    Example:
      claimtrack track speakers facts.db
    """
    from claimtrack.ledger import exporting
    from claimtrack.render import ledger as render

    with _reading(ledger, timeout) as found:
        known = found.speakers()
    if form == "json":
        write(exporting.json_text({"speakers": [exporting.speaker_data(speaker) for speaker in known]}))
    else:
        _show(render.speakers(known))


@track.command()
@LEDGER
@_narrowing
@_form("text", "json", "csv", "markdown")
@html_options
@TIMEOUT
def facts(ledger: str, form: str, html: str | None, opened: bool, timeout: float | None, **which: Any) -> None:
    """
    List facts, in the order in which they were first told of.

    STATUS is one of retracted, corrected, contested, not-mentioned, weakened, strengthened and standing. Their page is
    a timeline: when each was told, by whom, and how certainly.

    \b
    Example:
      claimtrack track facts facts.db
      claimtrack track facts facts.db --speaker Macron --since 2026-01
      claimtrack track facts facts.db --html timeline.html --open
    """
    with _reading(ledger, timeout) as found:
        listed = _matching(found, **which)
        entries = found.reports() if html is not None else ()
    if put_page(html, opened, lambda: _timeline(listed, entries), _files_of(ledger)):
        _list(listed, form)


@track.command()
@LEDGER
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many facts.")
@_form("text", "json", "csv", "markdown")
@TIMEOUT
def search(ledger: str, words: tuple[str, ...], limit: int | None, form: str, timeout: float | None) -> None:
    """
    Find the facts in whose sightings all WORDS stand, the best first.

    A last word with * is a start: depl* finds deploy and deployment.

    \b
    Example:
      claimtrack track search facts.db peacekeepers
    """
    with _reading(ledger, timeout) as found:
        listed = found.search(" ".join(words), limit=limit)
    _list(listed, form)


@track.command()
@LEDGER
@click.argument("fact_id", metavar="FACT")
@_form("text", "json", "markdown")
@html_options
@TIMEOUT
def fact(ledger: str, fact_id: str, form: str, html: str | None, opened: bool, timeout: float | None) -> None:
    """
    Show one fact: what is to be said of it and since when, all its sightings, and what changed from one to the next.

    FACT is its id, or one that it had before.

    \b
    Example:
      claimtrack track fact facts.db fg76zuvn3yetr
    """
    from claimtrack.ledger import exporting
    from claimtrack.render import ledger as render

    with _reading(ledger, timeout) as found:
        shown = found.fact(fact_id)
        if not put_page(html, opened, lambda: _fact_page(found, shown, ledger), _files_of(ledger)):
            return
    if form == "json":
        write(exporting.json_text(exporting.fact_data(shown)))
    elif form == "markdown":
        click.echo(render.fact_markdown(shown), nl=False)
    else:
        console = new_console()
        show_on(console, render.fact(shown, colour=coloured(console)))


@track.command()
@LEDGER
@click.option("--by", type=click.Choice(["outlet", "date", "report"]), default="outlet", help="What the columns are.")
@_narrowing
@_form("text", "json", "csv", "markdown")
@html_options
@TIMEOUT
def matrix(
    ledger: str, by: Any, form: str, html: str | None, opened: bool, timeout: float | None, **which: Any
) -> None:
    """
    Show which outlet told of which fact, how certainly, and where that changed; or on which day, or in which report.

    \b
    Example:
      claimtrack track matrix facts.db
      claimtrack track matrix facts.db --by date --text troops
    """
    from claimtrack.ledger import exporting
    from claimtrack.render import ledger as render

    with _reading(ledger, timeout) as found:
        listed = _matching(found, **which)
        if not put_page(html, opened, lambda: _matrix_page(found, listed, by), _files_of(ledger)):
            return
    told = exporting.matrix(listed, by=by)
    if form == "json":
        write(exporting.json_text(exporting.matrix_data(told)))
    elif form == "csv":
        _write_csv(exporting.matrix_csv(told))
    elif form == "markdown":
        click.echo(render.matrix_markdown(told), nl=False)
    else:
        console = new_console()
        show_on(console, render.matrix(told, width=console.width))


@track.command()
@LEDGER
@click.option("--since", callback=day, required=True, metavar="DATE", help="The day of your last look.")
@click.option("--repeated", is_flag=True, help="List facts that were told of again, and nothing else, too.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there is anything but repetition.")
@_form("text", "json", "markdown")
@TIMEOUT
def diff(ledger: str, since: Date, repeated: bool, exit_code: bool, form: str, timeout: float | None) -> None:
    """
    Show what changed since your last look, by the dates of the reports.

    New facts, those of which something else is to be said now, with the words that prove it, those that something
    stands against, those that were told of again after a silence, and those that are not mentioned any more.

    \b
    Example:
      claimtrack track diff facts.db --since 2026-01-08
    """
    from claimtrack.ledger import exporting
    from claimtrack.render import ledger as render

    with _reading(ledger, timeout) as found:
        told = found.since(since)
    if form == "json":
        write(exporting.json_text(exporting.difference_data(told)))
    elif form == "markdown":
        click.echo(render.difference_markdown(told, repeated=repeated), nl=False)
    else:
        _show(render.difference(told, repeated=repeated))
    differs = told.new or told.changed or told.conflicts or told.reappeared or told.silent
    sys.exit(FINDINGS if exit_code and differs else NOTHING_FOUND)


@track.command()
@LEDGER
@click.option("--since", callback=day, required=True, metavar="DATE", help="The day of the last check.")
@_form("text", "json")
@TIMEOUT
def check(ledger: str, since: Date, form: str, timeout: float | None) -> None:
    """
    Exit with 1 if a fact was weakened, contested, corrected or retracted since a day; for cron and CI.

    Each such fact is told, with the words that prove it.

    \b
    Example:
      claimtrack track check facts.db --since 2026-01-08
    """
    from claimtrack.ledger import exporting
    from claimtrack.render import ledger as render

    with _reading(ledger, timeout) as found:
        told = exporting.alarms(found.since(since))
    if form == "json":
        write(exporting.json_text(exporting.alarms_data(told, since)))
    else:
        _show(render.alarms(told, since))
    sys.exit(FINDINGS if told else NOTHING_FOUND)


# --- deciding --------------------------------------------------------------------------------------------------------


@track.command()
@LEDGER
@click.argument("claim", metavar="REPORT#CLAIM")
@click.argument("fact_id", metavar="FACT")
@_by
@TIMEOUT
def pin(ledger: str, claim: str, fact_id: str, timeout: float | None, **who: Any) -> None:
    """
    Decide that a claim is a sighting of a fact, whatever the words say.

    \b
    Example:
      claimtrack track pin facts.db coalition-baseline#plans-in-place \\
        fg76zuvn3yetr --by "A. Editor"
    """
    with _writing(ledger, timeout) as found:
        _decided(found, found.pin(claim, fact_id, **who))


@track.command()
@LEDGER
@click.argument("fact_id", metavar="FACT")
@click.argument("other_id", metavar="FACT")
@_by
@TIMEOUT
def merge(ledger: str, fact_id: str, other_id: str, timeout: float | None, **who: Any) -> None:
    """
    Decide that two facts are one.

    \b
    Example:
      claimtrack track merge facts.db fd53pq572eccy fenj2g3lepyxv --reason "one signature"
    """
    with _writing(ledger, timeout) as found:
        _decided(found, found.merge(fact_id, other_id, **who))


@track.command()
@LEDGER
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@_by
@TIMEOUT
def separate(ledger: str, one: str, other: str, timeout: float | None, **who: Any) -> None:
    """
    Decide that two claims are no sightings of one fact.

    A and B are each REPORT#CLAIM, or the id of a fact, which stands for its first sighting.

    \b
    Example:
      claimtrack track separate facts.db fg76zuvn3yetr \\
        coalition-baseline#plans-in-place
    """
    with _writing(ledger, timeout) as found:
        _decided(found, found.separate(one, other, **who))


def _decided(found: Ledger, decision: Decision) -> None:
    from claimtrack.render import ledger as render

    _show(render.history([decision]))
    facts = {
        fact: None
        for report, claim in (decision.one, decision.other)
        for fact, seen in found.sightings(report)
        if seen.claim_id == claim
    }
    for fact in facts:
        told = found.fact(fact)
        click.echo(f"fact {told.id} now: {counted(len(told.sightings), 'sighting')}, {told.status}")


@track.command()
@LEDGER
@_form("text", "json")
@TIMEOUT
def history(ledger: str, form: str, timeout: float | None) -> None:
    """
    List what persons decided, and whether it still holds.

    \b
    Example:
      claimtrack track history facts.db
    """
    from claimtrack.ledger import exporting
    from claimtrack.render import ledger as render

    with _reading(ledger, timeout) as found:
        told = found.history()
    if form == "json":
        write(exporting.json_text({"decisions": [exporting.decision_data(decision) for decision in told]}))
    else:
        _show(render.history(told))


# --- keeping ---------------------------------------------------------------------------------------------------------


@track.command()
@LEDGER
@click.argument("out")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "parquet"]),
    help="What OUT is to be; told by the ending of its name if left out.",
)
@TIMEOUT
def export(ledger: str, out: str, form: Any, timeout: float | None) -> None:
    """
    Write all facts with their sightings to a file, or with - to standard output.

    JSON Lines has a fact a line, with everything (claimtrack schema fact). CSV and Parquet have a row a sighting.
    In CSV a cell that a spreadsheet would take for a formula begins with an apostrophe. Parquet needs pyarrow:
    pip install "claimtrack[tables]".

    \b
    Example:
      claimtrack track export facts.db facts.jsonl
      claimtrack track export facts.db sightings.csv
    """
    from claimtrack.ledger import exporting
    from claimtrack.validation import same_file

    if out == "-":
        if form is None:
            fail("nothing says what standard output is to be\n  hint: --format jsonl, csv or parquet")
        with _reading(ledger, timeout) as found:
            for piece in exporting.exported(found.facts(), form):
                write(piece)
        return
    if any(same_file(out, name) for name in _files_of(ledger)):
        fail(f"{out} is the ledger itself\n  hint: name another file")
    with _reading(ledger, timeout) as found:
        number = exporting.export(found, out, format=form)
    click.echo(f"{counted(number, 'fact')} written to {visible(out)}")


@track.command()
@LEDGER
@click.argument("folder")
@click.option("--title", metavar="TITLE", default="Facts through time", help="The heading of the front page.")
@click.option(
    "--compare", "baseline", metavar="REPORT", help="The id of a report that each other one is compared with, too."
)
@click.option(
    "--link",
    "links",
    nargs=2,
    multiple=True,
    metavar="HREF LABEL",
    help="Link another page of FOLDER on the front page; may be given more than once.",
)
@click.option("--open", "opened", is_flag=True, help="Show the front page in the browser.")
@TIMEOUT
def pages(
    ledger: str,
    folder: str,
    title: str,
    baseline: str | None,
    links: tuple[tuple[str, str], ...],
    opened: bool,
    timeout: float | None,
) -> None:
    """
    Write pages for the browser into a folder, linked with each other: index.html leads to all of them.

    A timeline, what each outlet, day and report told of, and a page for each fact, speaker and report. Pages that are
    there are replaced; what else is in the folder stays.

    \b
    Example:
      claimtrack track pages facts.db pages --open
      claimtrack track pages facts.db pages --compare coalition-baseline
    """
    from claimtrack.render import html

    if not folder:
        fail("the folder has no name\n  hint: this one is .")
    with _reading(ledger, timeout) as found:
        made = html.ledger_folder(
            found, title=title, baseline=baseline, links=[(label, href) for href, label in links], name=ledger
        )
        with _patience(f"writing {counted(len(made), 'page')}"):
            number = html.write_pages(made, folder, spared=_files_of(ledger))
    front = str(Path(folder, "index.html"))
    click.echo(f"{counted(number, 'page')} written to {visible(folder)}, the first is {visible(front)}")
    if opened:
        show_page(front)


@contextmanager
def _patience(what: str) -> Iterator[None]:
    """A sign on the terminal of what takes a while."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True, markup=False).status(what):
        yield


@track.command()
@LEDGER
@click.argument("out")
@TIMEOUT
def backup(ledger: str, out: str, timeout: float | None) -> None:
    """
    Copy a ledger to another file, while others may use it.

    A file that is there is replaced when the copy is whole.

    \b
    Example:
      claimtrack track backup facts.db facts-backup.db
    """
    with _reading(ledger, timeout) as found:
        found.backup(out)
    click.echo(f"{visible(ledger)} copied to {visible(out)}")


# --- showing ---------------------------------------------------------------------------------------------------------


def _matching(found: Ledger, *, status: FactStatus | None, **which: Any) -> Sequence[Fact]:
    return found.facts(status=status, **which)


def _list(listed: Sequence[Fact], form: str) -> None:
    from claimtrack.ledger import exporting
    from claimtrack.render import ledger as render

    if form == "json":
        write(exporting.facts_json(listed))
    elif form == "csv":
        _write_csv(exporting.facts_csv(listed))
    elif form == "markdown":
        click.echo(render.facts_markdown(listed), nl=False)
    else:
        _show(render.facts(listed))


def _timeline(listed: Sequence[Fact], entries: Sequence[ReportEntry]) -> str:
    from claimtrack.render.html import timeline_page

    return timeline_page(listed, entries)


def _fact_page(found: Ledger, shown: Fact, ledger: str) -> str:
    from claimtrack.render.html import fact_page

    beside = {link.fact_id for link in shown.conflicts}
    beside |= {rival.fact_id for seen in shown.sightings for rival in seen.rivals}
    others = {name: found.fact(name) for name in sorted(beside - {shown.id})}
    return fact_page(shown, others=others, reports=found.reports(), ledger=ledger)


def _matrix_page(found: Ledger, listed: Sequence[Fact], by: Any) -> str:
    from claimtrack.render.html import matrix_page

    return matrix_page(listed, found.reports(), by=by)


def _write_csv(data: bytes) -> None:
    """A terminal is not steered by what stands in a text; a pipe gets what there is."""
    write(visible(data.decode(), lines=True).encode() if sys.stdout.isatty() else data)


def _show(what: RenderableType) -> None:
    show_on(new_console(), what)
