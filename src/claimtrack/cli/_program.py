"""The program: its commands, and how it ends whatever happens."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import Any

import click

from claimtrack.cli._about import completion, explain, schema
from claimtrack.cli._annotate import anchor, draft, show
from claimtrack.cli._common import COULD_NOT_RUN, FINDINGS, INTERRUPTED, NOTHING_FOUND, fail, print_problems
from claimtrack.cli._decide import decide
from claimtrack.cli._follow import carry, compare
from claimtrack.cli._track import track
from claimtrack.cli._validate import validate
from claimtrack.errors import ClaimtrackError, InvalidLexicon, InvalidReport


class _Commands(click.Group):
    """A group whose commands never show a traceback for what is in a file."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click fixes the signature
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InvalidReport as error:
            print_problems(error.problems)
            sys.exit(FINDINGS)
        except InvalidLexicon as error:
            print_problems(error.problems)
            sys.exit(COULD_NOT_RUN)
        except ClaimtrackError as error:
            fail(str(error))
        except BrokenPipeError:  # caught before click ends with 1, which here would mean findings
            # The reader has seen enough. Python would complain once more when it flushes at exit.
            _to_nowhere(sys.stdout.fileno())
            sys.exit(NOTHING_FOUND)


class _Notices(io.TextIOWrapper):
    """Standard error: where nobody reads it, notices are lost, and the work goes on."""

    def write(self, text: str, /) -> int:
        try:
            return super().write(text)
        except BrokenPipeError:
            _to_nowhere(2)
            return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except BrokenPipeError:
            _to_nowhere(2)


def _to_nowhere(descriptor: int) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


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


for _command in (validate, anchor, draft, show, carry, compare, decide, track, explain, schema, completion):
    cli.add_command(_command)


def main() -> None:
    """Run the command line; the entry point of ``claimtrack`` and of ``python -m claimtrack``."""
    if sys.stderr is None:  # closed by whoever started this: there is nobody to tell
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - as long as the process lives
    if sys.stdout is None:
        sys.stdout = sys.stderr
        click.echo("claimtrack: standard output is closed", err=True)
        sys.exit(COULD_NOT_RUN)
    # A terminal or a pipe that is not UTF-8 shows escapes instead of failing on a quotation mark.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    if sys.stderr is sys.__stderr__ and isinstance(sys.stderr, io.TextIOWrapper):
        encoding = sys.stderr.encoding
        sys.stderr = _Notices(sys.stderr.detach(), encoding, "backslashreplace", line_buffering=True)
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
    except OSError as error:  # a full disk, a stream that is closed: what was found could not be told
        with suppress(OSError, ValueError):
            _to_nowhere(1)
            click.echo(f"claimtrack: output cannot be written: {error.strerror or error}", err=True)
        os._exit(COULD_NOT_RUN)  # at a usual exit Python would try to write the rest once more
