"""Reports from texts and to the eye: ``anchor``, ``draft`` and ``show``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from claimtrack.cli._common import (
    NOTHING_FOUND,
    coloured,
    loaded,
    new_console,
    opened,
    print_problems,
    show_on,
    verdict,
    write,
)


@click.command()
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
    with opened(file) as stream:
        data = stream.read()
    done = codec.complete(data, path=file, base=base, embed=embed)
    print_problems(done.problems)
    if done.report is None:
        sys.exit(verdict(done.problems))
    if output is None or output == "-":
        write(codec.dumps(done.report))
    else:
        codec.dump(done.report, output)
    sys.exit(NOTHING_FOUND)


@click.command()
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

    report = loaded(file)
    if form == "json":
        text = report.document.text or ""
        from claimtrack import codec
        from claimtrack.anchoring import uncovered

        bare = [{"start": span.start, "end": span.end, "exact": span.of(text)} for span in uncovered(report)]

        write(
            json.dumps(
                {"report": json.loads(codec.dumps(report)), "uncovered": bare}, ensure_ascii=False, indent=2
            ).encode()
            + b"\n"
        )
    else:
        console = new_console()
        show_on(console, terminal.report(report, colour=coloured(console)))
