"""Raw texts on the command line: how they are told from reports, read, named and drafted."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec
from attrs import evolve

from claimtrack.cli._common import COULD_NOT_RUN, fail, print_problems
from claimtrack.errors import InvalidReport
from claimtrack.render.words import visible
from claimtrack.validation import real_path, same_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimtrack.errors import Problem
    from claimtrack.model import Document, Report

ENCODING = click.option(
    "--encoding",
    metavar="NAME",
    help="What the text is written in, if not UTF-8 and without a byte order mark: cp1252, utf-16, ...",
)

LEXICON = click.option(
    "--lexicon",
    "lexicons",
    multiple=True,
    metavar="FILE",
    help="Words of your own for drafting, or a language it does not read (TOML); may be given more than once.",
)

_REPORT = re.compile(r'[\s\ufeff]*\{(?=.*"claims"\s*:)(?=.*"document"\s*:)', re.DOTALL)
_FOUND = re.compile(r'[\s\ufeff]*\{\s*"claimtrack_(comparison|carried)"')
_BY = {"comparison": "compare", "carried": "carry"}
_MARKUP = re.compile(r"[\s\ufeff]*<(?:!doctype|html|\?xml)\b", re.IGNORECASE)
_TAG_ENDS = re.compile(r"</(?:p|div|span|a|li|ul|td|tr|h[1-6]|article|body)>", re.IGNORECASE)
_MOST_TAGS = 2  # a text may tell of a tag or two
_PROGRESS_FROM = 200_000  # code points, about a second's work
_JSON = (".json", ".jsonl", ".ndjson")


def is_text(name: str, data: bytes) -> bool:
    """
    Whether a file is a text, not a report: a report is named as JSON or begins with a brace.

    A ``.txt`` may begin with a brace too, as long as it is no JSON object.
    """
    ending = Path(name).suffix.lower()
    if ending in _JSON:
        return False
    if not data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return True
    if ending != ".txt":
        return False
    try:
        return not isinstance(msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf")), dict)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return True


def text_in(data: bytes, name: str, encoding: str | None, *, hint: str) -> str:
    """The text of a file; ends the program where it is none, with *hint* at what to do about a report."""
    from claimtrack import codec

    text = codec.decode_text(data, encoding=encoding, path=name)
    if found := _FOUND.match(text):
        fail(f"{name} is what `claimtrack {_BY[found[1]]}` found, not a text\n  hint: name the plain text")
    if _REPORT.match(text):
        fail(f"{name} is a report, not a text\n  hint: {hint}")
    what = "a PDF" if text.startswith("%PDF-") else "the source of a web page" if _is_page(text) else ""
    if what:  # its markup would be read as words
        fail(f"{name} is {what}, not a text\n  hint: save the words as plain text first")
    return text


def _is_page(text: str) -> bool:
    tags = sum(1 for _ in islice(_TAG_ENDS.finditer(text), _MOST_TAGS + 1))
    return _MARKUP.match(text) is not None or tags > _MOST_TAGS


def document_of(text: str, name: str, **told: Any) -> Document:
    """The document of a text that stands by itself: its id tells the file's name and the text."""
    from claimtrack.model import MAX_ID_LENGTH, Document, text_sha256

    stem = re.sub(r"[^0-9A-Za-z]+", "-", "" if name == "-" else Path(name).stem).strip("-").lower() or "text"
    name = f"{stem[: MAX_ID_LENGTH // 4].strip('-')}-{text_sha256(text)[:8]}"
    return Document(id=name, text=text, **{key: value for key, value in told.items() if value is not None})


def drafted(
    document: Document, name: str, *, keep_path: str | None = None, **options: Any
) -> tuple[Report, tuple[Problem, ...]]:
    """
    The draft of a document, and what there is to tell of it; *options* are those of `claimtrack.draft`.
    """
    from claimtrack import codec, drafting

    with _patience(name, len(document.text or "")):
        made = drafting.draft_with_notes(document, **options)
    try:
        codec.dumps(evolve(made.report, claims=(), rejected=()))
    except InvalidReport as error:  # a value that an option gave to the document
        print_problems([evolve(problem, where=evolve(problem.where, path=name)) for problem in error.problems])
        sys.exit(COULD_NOT_RUN)
    return made.report, tuple(_placed(made.notes, name, keep_path))


@contextmanager
def _patience(name: str, size: int) -> Iterator[None]:
    """A sign on the terminal that a long text is being read."""
    if size < _PROGRESS_FROM or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    told = "standard input" if name == "-" else visible(name)
    with Console(stderr=True, markup=False).status(f"drafting {told}, {size:,} code points"):
        yield


def _placed(notes: Iterable[Problem], name: str, kept: str | None) -> Iterable[Problem]:
    """*notes* with the file that each is about: a text has no pointers, so that one with a pointer is about *kept*."""
    for note in notes:
        path = note.where.path or (name if note.where.pointer is None else kept)
        yield evolve(note, where=evolve(note.where, path=path))


def beside(text: str, output: str) -> str | None:
    """
    The path of *text* as a report in *output* names it.

    None where it lies neither in its folder nor below, or has a name that not every system reads as one: "a: b.txt".
    """
    if text == "-":
        return None
    try:
        path = real_path(text).relative_to(real_path(output).parent).as_posix()
    except ValueError:
        return None
    return None if re.search(r"[\\:\n\r\t\ud800-\udfff]", path) else path


def spare(output: str | None, read: Sequence[str], *, option: str = "-o") -> None:
    """Refuse to write over one of the files that are read."""
    if output in (None, "-"):
        return
    for name in read:
        if name != "-" and same_file(str(output), name):
            fail(f"{output} would be written over {name}, which is read\n  hint: name another file with {option}")


def read_with(report: str, found: Report) -> list[str]:
    """The files that a report was read from: its own, and that of the text beside it."""
    path = found.document.path
    return [report, *([str(Path(report).parent / path)] if path is not None and report != "-" else [])]
