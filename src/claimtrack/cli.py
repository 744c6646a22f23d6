"""The command line: parse, call one library function, render, exit."""

from __future__ import annotations

import glob
import io
import json
import os
import re
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

import click
from attrs import evolve

from claimtrack.errors import ClaimtrackError, InvalidReport, Location, Problem
from claimtrack.render.words import visible
from claimtrack.validation import CORPUS_SUFFIXES, RULES, check, open_bytes, read_bytes, validate_files
from claimtrack.validation import explain as explain_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType

    from claimtrack.comparison import Comparison
    from claimtrack.model import Document, Report

NOTHING_FOUND, FINDINGS, COULD_NOT_RUN = 0, 1, 2
INTERRUPTED = 130  # what shells expect of a program that Ctrl-C ended

REPORT_SUFFIXES = (".claims.json", *(f".claims{suffix}" for suffix in CORPUS_SUFFIXES))
"""The names of files that a directory is searched for."""

PIPE_WIDTH = 100
"""The width of output that goes into a pipe or a file, in columns."""

_PROGRESS_FROM = 20 * 1024 * 1024  # bytes: a second of work, from which on one wants to see something move


class _Commands(click.Group):
    """A group whose commands never show a traceback for what is in a file."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click fixes the signature
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InvalidReport as error:
            _print_problems(error.problems)
            sys.exit(FINDINGS)
        except ClaimtrackError as error:
            _fail(str(error))


def _fail(message: str) -> NoReturn:
    click.echo(f"claimtrack: {visible(message, lines=True)}", err=True)
    sys.exit(COULD_NOT_RUN)


@click.group(
    "claimtrack", cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="claimtrack", prog_name="claimtrack")
def cli() -> None:
    """
    Version control for claims: who claims what, how certainly, in which words, and what a later report made of it.

    \b
    Exit codes: 0 nothing found, 1 findings, 2 could not run.
    """


def main() -> None:
    """Run the command line; the entry point of ``claimtrack`` and of ``python -m claimtrack``."""
    if sys.stderr is None:  # closed by whoever started this: there is nobody to tell
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - as long as the process lives
    if sys.stdout is None:
        sys.stdout = sys.stderr
        click.echo("claimtrack: standard output is closed", err=True)
        sys.exit(COULD_NOT_RUN)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal or a pipe that is not UTF-8 shows escapes instead of failing on a quotation mark.
            stream.reconfigure(errors="backslashreplace")
    try:
        cli.main(prog_name="claimtrack", standalone_mode=False)
    except click.exceptions.Exit as exit_:
        sys.exit(exit_.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(COULD_NOT_RUN)
    except (click.Abort, KeyboardInterrupt):
        click.echo("claimtrack: interrupted", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader has seen enough. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(NOTHING_FOUND)
    except OSError as error:  # a full disk, a stream that is closed: what was found could not be told
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            click.echo(f"claimtrack: output cannot be written: {error.strerror or error}", err=True)
        os._exit(COULD_NOT_RUN)  # at a usual exit Python would try to write the rest once more


# --- validate --------------------------------------------------------------------------------------------------------


@cli.command()
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

    names, missing = _expanded(files)
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
        _print_problems(found, err=False)
        if not quiet:
            click.echo(_summary(len(names), found))
    sys.exit(_verdict(found, strict=strict))


def _verdict(found: Sequence[Problem], *, strict: bool = False) -> int:
    if any(problem.code == "CT001" for problem in found):
        return COULD_NOT_RUN
    if any(problem.severity == "error" or strict for problem in found):
        return FINDINGS
    return NOTHING_FOUND


def _summary(files: int, found: Sequence[Problem]) -> str:
    errors = sum(problem.severity == "error" for problem in found)
    warnings = len(found) - errors
    told = [_counted(errors, "error")] if errors else []
    told += [_counted(warnings, "warning")] if warnings else []
    bad = len({problem.where.path for problem in found})
    where = f" in {_counted(bad, 'file')}" if found else ""
    return f"{_counted(files, 'file')} checked: {' and '.join(told) or 'no problems'}{where}"


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _expanded(files: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """Every file that is meant, once, in a fixed order; and a problem for each name that means none."""
    names: dict[str, None] = {}
    missing: list[Problem] = []
    for name in files:
        if name != "-" and Path(name).is_dir():
            found = sorted(
                str(path) for path in Path(name).rglob("*") if path.name.endswith(REPORT_SUFFIXES) and path.is_file()
            )
            if not found:
                missing.append(_nothing_there(name, f"no {' or '.join('*' + suffix for suffix in REPORT_SUFFIXES)}"))
        elif glob.has_magic(name) and not Path(name).exists():
            # Path.glob takes no absolute patterns.
            found = sorted(path for path in glob.glob(name, recursive=True) if Path(path).is_file())  # noqa: PTH207
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


def _opened(name: str) -> Any:
    return _standard_input() if name == "-" else open_bytes(name)


@contextmanager
def _standard_input() -> Iterator[BinaryIO]:
    yield sys.stdin.buffer


@contextmanager
def _progress(names: Sequence[str]) -> Iterator[Any]:
    """How files are opened: with a bar on the terminal where there is much to read."""
    sizes = {name: Path(name).stat().st_size for name in names if name != "-" and Path(name).is_file()}
    if sum(sizes.values()) < _PROGRESS_FROM or not sys.stderr.isatty():
        yield _opened
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("validating", total=sum(sizes.values()))

        @contextmanager
        def opened(name: str) -> Iterator[BinaryIO]:
            with _opened(name) as file:
                yield progress.wrap_file(file, task_id=task) if name in sizes else file

        yield opened


def _print_problems(problems: Sequence[Problem], *, err: bool = True) -> None:
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

    console = _console(err=err)
    for problem in problems:
        first, _, hint = as_line(problem).partition("\n")
        line = Text(first)
        line.highlight_words(
            [f"{problem.severity} {problem.code}"], "bold red" if problem.severity == "error" else "yellow"
        )
        console.print(line)
        if hint:
            console.print(Text(hint, style="dim"))


# --- anchor ----------------------------------------------------------------------------------------------------------


@cli.command()
@click.argument("file")
@click.option(
    "-o", "--output", metavar="OUT", help="Where the report goes; FILE itself is fine. Standard output if left out."
)
@click.option("--embed", is_flag=True, help="Put the text that the document's path names into the report.")
def anchor(file: str, output: str | None, embed: bool) -> None:
    """
    Turn quotes written by hand into anchors with offsets, context and hash.

    In FILE a quote alone may stand wherever an anchor is due. Each quote that is not in the text, or is there more
    than once, is named with its places, and nothing is written then.

    \b
    Example:
      claimtrack anchor draft.claims.json -o report.claims.json
    """
    from claimtrack import codec

    base = Path.cwd() if file == "-" else Path(file).parent
    with _opened(file) as stream:
        data = stream.read()
    done = codec.complete(data, path=file, base=base, embed=embed)
    _print_problems(done.problems)
    if done.report is None:
        sys.exit(_verdict(done.problems))
    if output is None or output == "-":
        _write(codec.dumps(done.report))
    else:
        codec.dump(done.report, output)
    sys.exit(NOTHING_FOUND)


# --- carry -----------------------------------------------------------------------------------------------------------

_ENCODING = click.option(
    "--encoding",
    metavar="NAME",
    help="What the text is written in, if not UTF-8 and without a byte order mark: cp1252, utf-16, ...",
)


@cli.command()
@click.argument("report")
@click.argument("text")
@click.option(
    "-o", "--output", metavar="OUT", help="Where the report for the new text goes; nothing is written if left out."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How outcomes are written.")
@click.option("--id", "report_id", metavar="ID", help="The id of the new report; made from the old one if left out.")
@click.option("--embed", is_flag=True, help="Put the text into the new report instead of the path of its file.")
@click.option("--unchanged", is_flag=True, help="Show the words of claims that stand as they were, too.")
@_ENCODING
def carry(
    report: str,
    text: str,
    output: str | None,
    form: str,
    report_id: str | None,
    embed: bool,
    unchanged: bool,
    encoding: str | None,
) -> None:
    """
    Carry a report's claims into a changed text of its document, and say where each one went.

    TEXT is the plain text of the new version, or - for standard input. A claim that cannot be placed surely is lost
    or ambiguous, with the places it may be at; a claim whose source or condition cannot is incomplete. Then the exit
    code is 1. Claims that changed, or are incomplete, are marked as drafted in OUT, for a person to look at.

    \b
    Example:
      claimtrack carry baseline.claims.json article-today.txt -o today.claims.json
    """
    from claimtrack import anchoring, codec

    if output == "-" and form == "json":
        _fail("both the report and the outcomes would go to standard output\n  hint: name a file with -o")
    baseline = _loaded(report)
    data = _data(text)
    _spare(output, report, text, baseline)
    # A file can only be named if its bytes are the text's in UTF-8, and if the report's folder leads to it.
    beside = None if embed or encoding is not None or output in (None, "-") else _beside(text, str(output))
    document = _next_version(baseline, data, text, encoding, path=beside)
    found = anchoring.carry(baseline, document, id=report_id)
    if output == "-":
        _write(codec.dumps(found.report))
    elif output is not None:
        codec.dump(found.report, output)
    if form == "json":
        _write(anchoring.carried_json(found))
    elif output != "-":
        from claimtrack.render import terminal

        console = _console()
        _print(console, terminal.carried(found, colour=_coloured(console), unchanged=unchanged))
    sys.exit(FINDINGS if found.lost or found.ambiguous or found.incomplete else NOTHING_FOUND)


_REPORT = re.compile(r'[\s\ufeff]*\{(?=.*"claims"\s*:)(?=.*"document"\s*:)', re.DOTALL)


def _spare(output: str | None, report: str, text: str, baseline: Report) -> None:
    """Refuse to write over what is read: the text, the baseline, and the text that it names."""
    if output in (None, "-"):
        return
    beside = baseline.document.path
    read = [name for name in (text, report) if name != "-"]
    read += [str(Path(report).parent / beside)] if beside is not None and report != "-" else []
    for name in read:
        if Path(output).resolve() == Path(name).resolve():
            _fail(f"{output} would be written over {name}, which is read\n  hint: name another file with -o")


def _next_version(baseline: Report, data: bytes, name: str, encoding: str | None, path: str | None = None) -> Document:
    """The document of a text that replaces the baseline's; named by *path* where its bytes are UTF-8, else embedded."""
    from claimtrack import codec

    told = codec.decode_text(data, encoding=encoding, path=name)
    if _REPORT.match(told):
        _fail(
            f"{name} is a report, not a text\n"
            "  hint: name the plain text of the new version; `claimtrack compare` takes two reports, without --encoding"
        )
    if path is not None and told.encode("utf-8", "surrogatepass") != data:
        path = None
    return baseline.document.next_version(told, path=path)


def _beside(text: str, output: str) -> str | None:
    """The path of *text* as a report in *output* names it; None where it lies neither in its folder nor below."""
    if text == "-":
        return None
    try:
        return Path(text).resolve().relative_to(Path(output).resolve().parent).as_posix()
    except ValueError:
        return None


# --- compare ---------------------------------------------------------------------------------------------------------

_GROUPS = ("added", "dropped", "not-mentioned", "undecided", "contradicted")


def _words(_: click.Context, parameter: click.Parameter, value: str | None) -> frozenset[str] | None:
    """The findings that a comma-separated option names; spaces, hyphens and underscores are the same."""
    from claimtrack import comparison

    if value is None:
        return None
    known = {word.replace(" ", "-"): word for word in comparison.FINDINGS}
    if parameter.name == "only":
        known = {word: word.replace("-", " ") for word in (*comparison.AXES, *_GROUPS)}
    found = set()
    for word in value.split(","):
        plain = word.strip().lower().replace("_", "-").replace(" ", "-")
        if plain not in known:
            raise click.BadParameter(f"{word.strip()!r} is none of: {', '.join(known)}")
        found.add(known[plain])
    return frozenset(found)


@cli.command()
@click.argument("base")
@click.argument("later")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="How it is written."
)
@click.option(
    "--as",
    "relation",
    type=click.Choice(["version", "report"]),
    help="Whether LATER is a version of the same work or another text; found out from the documents if left out.",
)
@click.option(
    "--only", callback=_words, metavar="AXIS,...", help=f"Show these axes and groups only ({', '.join(_GROUPS)})."
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything that is shown differs.")
@click.option(
    "--fail-on",
    callback=_words,
    metavar="WORD,...",
    help="Exit with 1 on one of these axes, rules or groups: weakened,dropped,...",
)
@click.option("--unchanged", is_flag=True, help="Show the words of claims that stand as they were, too.")
@_ENCODING
def compare(
    base: str,
    later: str,
    form: str,
    relation: Any,
    only: frozenset[str] | None,
    exit_code: bool,
    fail_on: frozenset[str] | None,
    unchanged: bool,
    encoding: str | None,
) -> None:
    """
    Say claim by claim what a later report made of a first one, with the words of both.

    BASE is an annotated report, LATER another one, or the plain text of a later version of BASE's document: then
    BASE's claims are carried into it, and its new sentences are listed. One of the two may be - for standard input.
    Claims that are too close to call are shown as undecided, never guessed.

    \b
    Example:
      claimtrack compare baseline.claims.json later.claims.json
      claimtrack compare --fail-on weakened,dropped old.claims.json new.claims.json
      claimtrack compare baseline.claims.json article-today.txt --as version
    """
    from claimtrack import comparison as engine

    baseline, data = _loaded(base), _data(later)
    carried = None
    if _is_text(data) or encoding is not None:
        if relation == "report":
            _fail(
                f"{later} is a text, not a report: only a version of {base}'s document can be compared as text\n"
                "  hint: leave --as report out, or annotate the text first"
            )
        whole = engine.compare_text(baseline, _next_version(baseline, data, later, encoding))
        found, carried = whole.comparison, whole.carried
    else:
        found = engine.compare(baseline, _report(data, later), relation=relation)
    shown = _narrowed(found, only) if only is not None else found
    if form == "json":
        _write(engine.comparison_json(shown if carried is None else evolve(whole, comparison=shown)))
    elif form == "markdown":
        from claimtrack.render import markdown

        click.echo(markdown.comparison(shown), nl=False)
        if carried is not None:
            click.echo(markdown.new_sentences(carried), nl=False)
    else:
        from claimtrack.render import terminal

        console = _console()
        _print(console, terminal.comparison(shown, colour=_coloured(console), unchanged=unchanged))
        if carried is not None and carried.fresh:
            _print(console, terminal.new_sentences(carried))
    failed = (exit_code and shown.findings()) or (fail_on and fail_on & found.findings())
    sys.exit(FINDINGS if failed else NOTHING_FOUND)


def _narrowed(found: Comparison, only: frozenset[str]) -> Comparison:
    pairings = (
        evolve(pairing, changes=tuple(change for change in pairing.changes if change.axis in only))
        for pairing in found.pairings
    )
    return evolve(
        found,
        pairings=tuple(pairing for pairing in pairings if pairing.changes),
        undecided=found.undecided if "undecided" in only else (),
        added=found.added if "added" in only else (),
        dropped=found.dropped if "dropped" in only else (),
        not_mentioned=found.not_mentioned if "not mentioned" in only else (),
        contradictions=found.contradictions if "contradicted" in only else (),
    )


# --- show ------------------------------------------------------------------------------------------------------------


@cli.command()
@click.argument("file")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How it is written.")
def show(file: str, form: str) -> None:
    """
    Print the claims of a report, each with its words in context, and the sentences that no claim covers.

    \b
    Example:
      claimtrack show baseline.claims.json
    """
    from claimtrack.render import terminal

    report = _loaded(file)
    if form == "json":
        text = report.document.text or ""
        from claimtrack import codec
        from claimtrack.anchoring import uncovered

        bare = [{"start": span.start, "end": span.end, "exact": span.of(text)} for span in uncovered(report)]

        _write(
            json.dumps(
                {"report": json.loads(codec.dumps(report)), "uncovered": bare}, ensure_ascii=False, indent=2
            ).encode()
            + b"\n"
        )
    else:
        console = _console()
        _print(console, terminal.report(report, colour=_coloured(console)))


# --- explain, schema, completion -------------------------------------------------------------------------------------


@cli.command()
@click.argument("code", required=False)
@click.option("--list", "listed", is_flag=True, help="List every rule with its summary.")
def explain(code: str | None, listed: bool) -> None:
    """
    Say what a rule means, with an example that breaks it and one that keeps it.

    \b
    Example:
      claimtrack explain CT203
    """
    if listed or code is None:
        for rule in RULES:
            click.echo(f"{rule.code}  {rule.severity:<8} {rule.summary}")
        return
    click.echo(explain_rule(code), nl=False)


@cli.command()
@click.argument("name", type=click.Choice(["report", "comparison", "carried"]), default="report")
def schema(name: str) -> None:
    """
    Print a JSON Schema: that of a report, of a comparison, or of carried outcomes.

    \b
    Example:
      claimtrack schema report > report.schema.json
    """
    from claimtrack import _schemas

    _write(_schemas.schema_text(name).encode())


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """
    Print the lines that make a shell complete commands and options.

    \b
    Example:
      claimtrack completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(cli, {}, "claimtrack", "_CLAIMTRACK_COMPLETE").source())


# --- input and output ------------------------------------------------------------------------------------------------


def _data(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else read_bytes(name)


def _is_text(data: bytes) -> bool:
    """Whether these are the bytes of a text, not of a report: a report begins with a brace."""
    return not data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _loaded(name: str) -> Report:
    return _report(_data(name), name)


_TEXT_CODES = frozenset({"CT201", "CT203", "CT204", "CT205", "CT206", "CT207"})  # the text beside a report is another


def _report(data: bytes, name: str) -> Report:
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
            click.echo(f"claimtrack: {visible(reason.message)}: working from the quotes alone", err=True)
            return codec.report(alone)
    return codec.report(checked)


def _write(data: bytes) -> None:
    """Bytes as they are: no line end is translated on the way out."""
    sys.stdout.flush()
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(data.decode())


def _console(*, err: bool = False) -> Console:
    """A console as wide as the terminal; in a pipe without colours, of a fixed width."""
    from rich.console import Console

    stream = sys.stderr if err else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
    return Console(stderr=err, width=width, highlight=False, emoji=False, markup=False)


def _coloured(console: Console) -> bool:
    return console.color_system is not None and not console.no_color


def _print(console: Console, what: RenderableType) -> None:
    with console.capture() as captured:
        console.print(what)
    # Lines are padded to the width for the sake of backgrounds, of which there are none.
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()), color=True)
