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
@click.option(
    "--by",
    type=click.Choice(["text", "claim"]),
    default="text",
    help="The whole text with its claims marked in it, or claim after claim, each in its context.",
)
def show(file: str, form: str, by: str) -> None:
    """
    Print a report as its text, with the words of every claim marked beneath them, and the claims after each paragraph.

    A claim has a number in the margin and a track of its own: === its content, @@@ its source, ^^^ the cue, ??? a
    condition. A sentence that no claim covers has an empty box, [ ]; a claim of little confidence is marked, [7]!.

    \b
    Example:
      claimtrack show draft.claims.json
      claimtrack show --by claim baseline.claims.json
    """
    from claimtrack.render import terminal

    report = loaded(file)
    if form == "json":
        text = report.document.text or ""
        from claimtrack import codec
        from claimtrack.anchoring import uncovered

        bare = [{"start": span.start, "end": span.end, "exact": span.of(text)} for span in uncovered(report)]
        told = {"report": json.loads(codec.dumps(report)), "uncovered": bare}
        write(json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n")
        return
    console = new_console()
    if by == "text" and report.document.text is not None:
        from claimtrack.render.annotated import annotated

        show_on(console, annotated(report, width=console.width))
    else:
        show_on(console, terminal.report(report, colour=coloured(console)))
