"""Drafting from outside: a text, and what is known of its document, made a report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from attrs import evolve

from claimtrack._collector import collector_paused
from claimtrack.drafting.notes import Drafted, slug
from claimtrack.errors import InvalidValue
from claimtrack.model import Document, Publisher, Report, text_sha256
from claimtrack.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.drafting.lexicons import Lexicons, LexiconSource
    from claimtrack.model import Date


MAX_TEXT = 20_000_000
"""Code points of a text that is drafted at the most: many times the longest article, and a minute or two of work."""

_HALVES = re.compile("[\ud800-\udfff]")


def draft(
    text: str | Document,
    *,
    id: str | None = None,
    title: str | None = None,
    url: str | None = None,
    published: Date | str | None = None,
    publisher: Publisher | str | None = None,
    language: str | None = None,
    keep: Report | None = None,
    lexicon: LexiconSource | Lexicons | Sequence[LexiconSource] | None = None,
) -> Report:
    """
    A draft report of a text: claims with speakers, certainty, kind and conditions, each with its confidence and rules.

    Deterministic and offline. English is read; of a text in another language every sentence is a claim of unknown
    certainty, unless a lexicon of that language is given. A draft is a proposal: `keep` carries what a person corrected
    in an earlier one.

    Args:
        text: The text, or a document that has it.
        id: The report's id; made from the title and the text's hash where it is left out.
        title, url, published, publisher, language: What is known of the document; of a `Document`, they replace what
            it says.
        keep: An earlier draft of this document, or of a version of it, that a person corrected.
        lexicon: The path of a TOML file with words beside the package's own, or with those of another language; what
            such a file holds; or several of these.

    Raises:
        InvalidValue: If *text* is neither, its text is not at hand or longer than `MAX_TEXT`, or a value is none that
            its field can hold.
        InvalidLexicon: If a lexicon has faults; it holds all of them.
        UnreadableFile: If a lexicon cannot be read.
    """
    return draft_with_notes(
        text,
        id=id,
        title=title,
        url=url,
        published=published,
        publisher=publisher,
        language=language,
        keep=keep,
        lexicon=lexicon,
    ).report


def draft_with_notes(
    text: str | Document,
    *,
    id: str | None = None,
    title: str | None = None,
    url: str | None = None,
    published: Date | str | None = None,
    publisher: Publisher | str | None = None,
    language: str | None = None,
    keep: Report | None = None,
    lexicon: LexiconSource | Lexicons | Sequence[LexiconSource] | None = None,
) -> Drafted:
    """
    The same as `draft`, with notes: what of the text could not be read, and why; what of *keep* is not in the draft.

    A note whose place has a JSON Pointer is about the report that is kept, all others are about the text.
    """
    if isinstance(publisher, str):
        publisher = Publisher(id=slug(publisher) or "publisher", name=publisher)
    told: dict[str, Any] = {
        key: value
        for key, value in {
            "title": title, "url": url, "published": published, "publisher": publisher, "language": language,
        }.items()
        if value is not None
    }  # fmt: skip
    if isinstance(text, Document):
        document = evolve(text, **told) if told else text
        if document.text is None:
            raise InvalidValue(f"the text of document {document.id} is not at hand", hint="load it with its text")
    elif not isinstance(text, str):
        raise InvalidValue(
            f"a text is due, not {type(text).__name__}", hint="decode bytes first, or give a Document that has its text"
        )
    else:
        document = Document(id=_document_id(title, text), text=text, **told)
    if len(document.text or "") > MAX_TEXT:
        raise InvalidValue(
            f"the text of document {document.id} has {len(document.text or ''):,} code points, over {MAX_TEXT:,}",
            hint="draft its articles one by one",
        )
    if _HALVES.search(document.text or ""):
        raise InvalidValue(
            f"the text of document {document.id} holds half a character (a lone surrogate)",
            hint="read the file anew with its right encoding",
        )
    # What drafts, and its word lists, is read only where something is drafted.
    from claimtrack.drafting.assembling import drafted_of
    from claimtrack.drafting.lexicons import load_lexicons

    if keep is not None:
        from claimtrack.drafting import keeping

        if document.language is None and not keeping.is_another(document, keep.document):
            document = evolve(document, language=keep.document.language)
    lexicons = load_lexicons(lexicon)
    with collector_paused():  # two thirds of a long draft's time went into collecting what is all still in use
        drafted = drafted_of(document, id=id or document.id, lexicons=lexicons)
        drafted = evolve(drafted, report=_without_wrong_words(drafted.report))
    if keep is None:
        return drafted
    kept = keeping.keep(drafted.report, keep)
    return Drafted(report=kept.report, notes=(*drafted.notes, *keeping.notes(kept)))


def _without_wrong_words(report: Report) -> Report:
    """
    A draft without what a notice of correction says was wrong: "an earlier version said that it injured 14" does not
    say so.
    """
    from claimtrack._notices import notices_of  # whose expressions take long to compile

    text = report.document.text or ""
    wrong = []
    for notice in notices_of(report):
        start = text.find(notice.old, notice.span.start, notice.span.end) if notice.old else -1
        if start >= 0:
            wrong.append(Span(start, start + len(notice.old)))
    if not wrong:
        return report
    claims = tuple(
        claim
        for claim in report.claims
        if not all(any(piece.span.overlaps(span) for span in wrong) for piece in claim.content)
    )
    return evolve(report, claims=claims)


def _document_id(title: str | None, text: str) -> str:
    return f"{slug(title or '') or 'text'}-{text_sha256(text)[:8]}"
