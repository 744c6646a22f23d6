"""What became of a report's claims in a later text: ``carry`` and ``compare``."""

from __future__ import annotations

import hashlib
import re
import sys
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve, frozen

from claimtrack.cli._common import (
    FINDINGS,
    NOTHING_FOUND,
    coloured,
    data_of,
    fail,
    loaded,
    new_console,
    print_problems,
    report_of,
    show_on,
    write,
)
from claimtrack.cli._pages import html_options, put_page
from claimtrack.cli._texts import ENCODING, LEXICON, beside, document_of, drafted, is_text, read_with, spare, text_in
from claimtrack.render.words import counted, visible

if TYPE_CHECKING:
    from claimtrack.comparison import Comparison, RelationKind, TextComparison
    from claimtrack.model import Document, Report


@click.command()
@click.argument("report")
@click.argument("text")
@click.option(
    "-o", "--output", metavar="OUT", help="Where the report for the new text goes; nothing is written if left out."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How outcomes are written.")
@click.option("--id", "report_id", metavar="ID", help="The id of the new report; made from the old one if left out.")
@click.option("--embed", is_flag=True, help="Put the text into the new report instead of the path of its file.")
@click.option("--unchanged", is_flag=True, help="Show the words of claims that stand as they were, too.")
@ENCODING
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
        fail("both the report and the outcomes would go to standard output\n  hint: name a file with -o")
    baseline = loaded(report)
    data = data_of(text)
    spare(output, [text, *read_with(report, baseline)])
    # A file can only be named if its bytes are the text's in UTF-8, and if the report's folder leads to it.
    path = None if embed or encoding is not None or output in (None, "-") else beside(text, str(output))
    document = _next_version(baseline, data, text, encoding, path=path)
    found = anchoring.carry(baseline, document, id=report_id)
    if output == "-":
        write(codec.dumps(found.report))
    elif output is not None:
        codec.dump(found.report, output)
    if form == "json":
        write(anchoring.carried_json(found))
    elif output != "-":
        from claimtrack.render import terminal

        console = new_console()
        show_on(console, terminal.carried(found, colour=coloured(console), unchanged=unchanged))
    sys.exit(FINDINGS if found.lost or found.ambiguous or found.incomplete else NOTHING_FOUND)


def _next_version(baseline: Report, data: bytes, name: str, encoding: str | None, path: str | None = None) -> Document:
    """The document of a text that replaces the baseline's; named by *path* where its bytes are UTF-8, else embedded."""
    hint = "name the plain text of the new version; `claimtrack compare` takes two reports, without --encoding"
    text = text_in(data, name, encoding, hint=hint)
    if path is not None and text.encode("utf-8", "surrogatepass") != data:
        path = None
    return baseline.document.next_version(text, path=path)


_GROUPS = ("added", "dropped", "not-mentioned", "undecided", "contradicted", "corrected", "retracted")


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


@click.command()
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
    "--url",
    metavar="URL",
    help="The address of LATER, where it is a text: if it is that of BASE's document, LATER is a version of it.",
)
@click.option(
    "--encoder", metavar="NAME", help="Pair claims by what they mean too, with this encoder: wordllama, minilm, ..."
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
@LEXICON
@ENCODING
@html_options
def compare(
    base: str,
    later: str,
    form: str,
    relation: RelationKind | None,
    url: str | None,
    encoder: str | None,
    only: frozenset[str] | None,
    exit_code: bool,
    fail_on: frozenset[str] | None,
    unchanged: bool,
    lexicons: tuple[str, ...],
    encoding: str | None,
    html: str | None,
    opened: bool,
) -> None:
    """
    Say claim by claim what a later report made of a first one, with the words of both.

    BASE and LATER are annotated reports or plain texts; a text is drafted first. One of them may be - for standard
    input. Claims that are too close to call are shown as undecided, never guessed.

    A LATER text is another text about the matter, unless --as version is given, --url is the address of BASE's
    document, or it is BASE's own text: as a version it is not drafted, but BASE's claims are carried into it, and its
    new sentences are listed; no claim is added by them, as --fail-on sees it.

    \b
    Example:
      claimtrack compare baseline.claims.json later.claims.json
      claimtrack compare --fail-on weakened,dropped old.claims.json new.claims.json
      claimtrack compare baseline.claims.json another-outlet.txt
      claimtrack compare baseline.claims.json article-today.txt --as version
      claimtrack compare --html changes.html --open old.claims.json new.claims.json
    """
    from claimtrack import comparison as engine

    if base == later == "-":
        fail("both BASE and LATER are standard input\n  hint: name a file for one of them")
    texts = _Texts(encoding=encoding, url=url, lexicons=lexicons)
    sides, found, whole = _compared(
        base, later, relation, texts, {} if encoder is None else {"encoder": _encoder(encoder)}
    )
    carried = None if whole is None or not (only is None or "added" in only) else whole.carried
    shown = _narrowed(found, only) if only is not None else found
    told = shown if whole is None else evolve(whole, comparison=shown)
    read = [name for side, name in zip(sides, (base, later), strict=True) for name in read_with(name, side)]
    if not put_page(html, opened, lambda: _page(told, sides), [*read, *lexicons]):
        pass
    elif form == "json":
        write(engine.comparison_json(told))
    elif form == "markdown":
        from claimtrack.render import markdown

        click.echo(markdown.comparison(shown, whole=found), nl=False)
        if carried is not None:
            click.echo(markdown.new_sentences(carried), nl=False)
    else:
        from claimtrack.render import terminal

        console = new_console()
        show_on(console, terminal.comparison(shown, colour=coloured(console), unchanged=unchanged, whole=found))
        if carried is not None and carried.fresh:
            show_on(console, terminal.new_sentences(carried))
    differs = shown.findings() or (carried is not None and carried.fresh)
    failed = (exit_code and differs) or (fail_on and fail_on & found.findings())
    sys.exit(FINDINGS if failed else NOTHING_FOUND)


def _compared(
    base: str, later: str, relation: RelationKind | None, texts: _Texts, with_encoder: dict[str, Any]
) -> tuple[tuple[Report, Report], Comparison, TextComparison | None]:
    """
    Both reports, and what became of the claims of *base*; with what was carried, where *later* is a text and a version.
    """
    from claimtrack import comparison as engine

    data, later_data = data_of(base), data_of(later)
    baseline = evolve(texts, url=None).drafted(data, base) if is_text(base, data) else report_of(data, base)
    if not is_text(later, later_data) and texts.encoding is None:
        if texts.url is not None:
            fail(f"{later} is a report, which has its own address\n  hint: leave --url out")
        report = report_of(later_data, later)
        if relation is None and _is_one_page(baseline.document.url, report.document.url):
            relation = "version"
        return (baseline, report), engine.compare(baseline, report, relation=relation, **with_encoder), None
    one_text = _is_one_text(baseline, later_data, later, texts.encoding)
    if relation == "version" or (relation is None and (one_text or _is_one_page(baseline.document.url, texts.url))):
        if with_encoder:
            fail("claims that are carried are not paired\n  hint: leave --encoder out, or compare --as report")
        if relation is None:
            why = "it is the same text" if one_text else "they have one address"
            _tell(f"{_called(later)} is compared as a version of {_called(base)}: {why}", "--as report, if it is none")
        document = _next_version(baseline, later_data, later, texts.encoding)
        whole = engine.compare_text(baseline, document if texts.url is None else evolve(document, url=texts.url))
        return (baseline, whole.carried.report), whole.comparison, whole
    report = texts.drafted(later_data, later)
    if relation is None:
        alike = ", though much of it is the same word for word" if _is_mostly(report, baseline) else ""
        what = f"{_called(later)} is compared as another text"
        _tell(f"{what}: nothing says that it is a version of {_called(base)}{alike}", "--as version, if it is one")
    return (baseline, report), engine.compare(baseline, report, relation="report", **with_encoder), None


def _page(told: Comparison | TextComparison, sides: tuple[Report, Report]) -> str:
    from claimtrack.render.html import comparison_page

    return comparison_page(told, *sides)


@frozen(kw_only=True)
class _Texts:
    """How texts are drafted: what they are written in, and the address of the later one."""

    encoding: str | None
    url: str | None
    lexicons: tuple[str, ...] = ()

    def drafted(self, data: bytes, name: str) -> Report:
        """The draft of a text; what there is to tell of it is told."""
        text = text_in(data, name, self.encoding, hint="name the plain text; a report is read without --encoding")
        report, notes = drafted(document_of(text, name, url=self.url), name, lexicon=self.lexicons or None)
        print_problems(notes)
        _tell(f"{_called(name)} is drafted: {counted(len(report.claims), 'claim')}")
        return report


def _encoder(name: str) -> Any:
    from claimtrack import encoders

    return encoders.load(name)


def _is_one_text(baseline: Report, data: bytes, name: str, encoding: str | None) -> bool:
    """Whether the text of *baseline* is at hand and that of a file, whatever bytes and line ends it is written in."""
    from claimtrack import codec

    if baseline.document.text is None:
        return hashlib.sha256(data).hexdigest() == baseline.document.sha256
    one, other = baseline.document.text, codec.decode_text(data, encoding=encoding, path=name)
    return one == other or one.splitlines() == other.splitlines()


def _called(name: str) -> str:
    return "standard input" if name == "-" else name


def _tell(what: str, hint: str | None = None) -> None:
    click.echo(f"claimtrack: {visible(what)}" + (f"\n  hint: {hint}" if hint else ""), err=True)


def _is_one_page(one: str | None, other: str | None) -> bool:
    """Whether both addresses are known, and are those of one page."""
    return one is not None and other is not None and _bare(one) == _bare(other)


def _bare(url: str) -> str:
    """An address without what does not make another page of it: scheme, ``www.``, fragment, and a slash at the end."""
    return re.sub(r"^https?://(?:www\.)?", "", url.partition("#")[0].strip(), flags=re.IGNORECASE).rstrip("/")


_MOSTLY = 0.5  # of the sentences: two outlets that quote one statement share fewer


def _is_mostly(later: Report, baseline: Report) -> bool:
    """Whether half of the sentences of one of the texts, or more, stand word for word in the other."""
    from claimtrack.text import sentences, words

    texts = [report.document.text or "" for report in (later, baseline)]
    told, known = ([words(span.of(text)) for span in sentences(text)] for text in texts)
    return any(
        bool(one) and sum(map(set(other).__contains__, one)) >= _MOSTLY * len(one)
        for one, other in ((told, known), (known, told))
    )


_CORRECTIONS = {"corrects": "corrected", "retracts": "retracted"}


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
        corrections=tuple(link for link in found.corrections if _CORRECTIONS[link.type] in only),
    )
