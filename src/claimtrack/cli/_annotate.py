"""Reports from texts and to the eye: ``anchor``, ``draft`` and ``show``."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import evolve

from claimtrack.cli._common import (
    NOTHING_FOUND,
    coloured,
    data_of,
    fail,
    loaded,
    new_console,
    opened,
    print_problems,
    show_on,
    verdict,
    write,
)
from claimtrack.cli._pages import html_options, put_page
from claimtrack.cli._texts import ENCODING, LEXICON, beside, document_of, drafted, read_with, spare, text_in
from claimtrack.render.words import counted

if TYPE_CHECKING:
    from claimtrack.model import Report


def _text_of(file: str, data: bytes) -> list[str]:
    """The file of the text that a report names, which is good JSON."""
    path = json.loads(data.decode("utf-8-sig"))["document"].get("path")
    return [] if path is None or file == "-" else [str(Path(file).parent / path)]


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
        spare(output, _text_of(file, data))
        codec.dump(done.report, output)
    sys.exit(NOTHING_FOUND)


def _tag(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """A language tag (BCP 47); ``English`` would be one of eight letters that nobody registered."""
    if value is not None and not re.match(r"[A-Za-z]{2,3}(?:-[0-9A-Za-z]{1,8})*\Z", value):
        raise click.BadParameter(f"{value!r:.40} is no language tag: write en, de or pt-BR")
    return value


@click.command()
@click.argument("file")
@click.option("-o", "--output", metavar="OUT", help="Where the draft goes. Standard output if left out.")
@click.option("--id", "report_id", metavar="ID", help="The report's id; made from FILE's name and text if left out.")
@click.option("--title", metavar="TITLE", help="The document's title.")
@click.option("--url", metavar="URL", help="Its address; texts of one address are versions of one document.")
@click.option("--published", metavar="DATE", help="When it appeared: 2026-01-06, also 2026-01 or with a time.")
@click.option("--publisher", metavar="NAME", help="The outlet it appeared in.")
@click.option(
    "--language", callback=_tag, metavar="TAG", help="The language it is in: en, de-AT, ...; found out if left out."
)
@click.option("--keep", metavar="REPORT", help="An earlier draft that a person corrected: their work is kept.")
@click.option("--embed", is_flag=True, help="Put the text into the report instead of the path of its file.")
@LEXICON
@ENCODING
def draft(
    file: str,
    output: str | None,
    report_id: str | None,
    title: str | None,
    url: str | None,
    published: str | None,
    publisher: str | None,
    language: str | None,
    keep: str | None,
    embed: bool,
    lexicons: tuple[str, ...],
    encoding: str | None,
) -> None:
    """
    Draft a report of a plain text: who claims what, how certainly, under which conditions; for a person to correct.

    FILE is a text, or - for standard input. Each claim says how sure the draft is of it, and by which rules; look at
    them with `claimtrack show`. Mark what you corrected with "status": "corrected", what is right with "accepted", and
    move what is no claim to "rejected": with --keep all this survives in a new draft of this text, or of a later
    version.

    \b
    Example:
      claimtrack draft article.txt -o article.claims.json --title "A plan" --published 2026-01-06
      claimtrack draft article-today.txt --keep article.claims.json -o today.claims.json
    """
    from claimtrack import codec
    from claimtrack.drafting.keeping import is_a_persons

    if file == keep == "-":
        fail("both FILE and --keep are standard input\n  hint: name a file for one of them")
    data = data_of(file)
    text = text_in(data, file, encoding, hint="a text is drafted; `claimtrack show` prints a report")
    earlier = loaded(keep) if keep is not None else None
    spare(output, [file, *lexicons, *(read_with(keep, earlier) if keep is not None and earlier is not None else [])])
    document = document_of(text, file, title=title, url=url, published=published, language=language)
    report, notes = drafted(
        document, file, id=report_id, publisher=publisher, lexicon=lexicons or None, keep=earlier, keep_path=keep
    )
    path = None if embed or encoding is not None or output in (None, "-") else beside(file, str(output))
    if path is not None and text.encode("utf-8", "surrogatepass") == data:
        report = evolve(report, document=evolve(report.document, text=None, beside=text, path=path))
    if output in (None, "-"):
        write(codec.dumps(report))
    else:
        codec.dump(report, str(output))
        kept = sum(map(is_a_persons, report.claims))
        told = f", {kept} of them kept" if earlier is not None else ""
        speakers = counted(len(report.speakers), "speaker")
        click.echo(f"{output}: {counted(len(report.claims), 'claim')}{told}, {speakers}")
    print_problems(notes)
    sys.exit(NOTHING_FOUND)


@click.command()
@click.argument("file")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="How it is written."
)
@click.option(
    "--by",
    type=click.Choice(["text", "claim"]),
    default="text",
    help="The whole text with its claims marked in it, or claim after claim, each in its context.",
)
@html_options
def show(file: str, form: str, by: str, html: str | None, opened: bool) -> None:
    """
    Print a report as its text, with the words of every claim marked beneath them, and the claims after each paragraph.

    A claim has a number in the margin and a track of its own: === its content, @@@ its source, ^^^ the cue, ??? a
    condition. A sentence that no claim covers has an empty box, [ ]; a claim of little confidence is marked, [7]!.

    \b
    Example:
      claimtrack show draft.claims.json
      claimtrack show --by claim baseline.claims.json
      claimtrack show --html baseline.html --open baseline.claims.json
    """
    from claimtrack.render import terminal

    report = loaded(file)
    if not put_page(html, opened, lambda: _page(report), read_with(file, report)):
        return
    if form == "json":
        text = report.document.text or ""
        from claimtrack import codec
        from claimtrack.anchoring import uncovered

        bare = [{"start": span.start, "end": span.end, "exact": span.of(text)} for span in uncovered(report)]
        told = {"report": json.loads(codec.dumps(report)), "uncovered": bare}
        write(json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n")
        return
    if form == "markdown":
        click.echo(report.to_markdown(), nl=False)
        return
    console = new_console()
    if by == "text" and report.document.text is not None:
        from claimtrack.render.annotated import annotated

        show_on(console, annotated(report, width=console.width))
    else:
        show_on(console, terminal.report(report, colour=coloured(console)))


def _page(report: Report) -> str:
    from claimtrack.render.html import report_page

    return report_page(report)
