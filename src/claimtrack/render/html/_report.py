"""A report as a page: its text with the claims in place, and a card for each claim."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from attrs import frozen

from claimtrack.anchoring import uncovered
from claimtrack.model import KINDS, STATUSES, anchors
from claimtrack.render.annotated import LOW_CONFIDENCE, _apart
from claimtrack.render.html._inplace import Mark, Piece, blocks
from claimtrack.render.html._page import Fact, document_facts, element_id, language_tag, page, web_address
from claimtrack.render.html._views import QuoteView, claim_views, in_order, quote_view, speaker_view
from claimtrack.render.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claimtrack.model import Claim, Report
    from claimtrack.render.html._inplace import Segment
    from claimtrack.render.html._views import ClaimView
    from claimtrack.text import Span

DEEPEST = 3
"""So many claims on the same words are told apart by lines beneath them; more look like so many."""

_BATCH = 24
"""
Cards are laid out and painted by so many: a browser skips what is out of sight. One by one would cost it more to hide
than it saves (measured in Chromium: 13 s for 4,000 of 5,000). It fills rows of one, two, three and four cards.
"""

_NOBODY = "~"  # stands for no speaker in the filter: no id looks like this

# The roles that are marked lightly. Relays look like sources: both are who is named, and how.
_PARTS = {
    "mention": "mention",
    "via mention": "mention",
    "cue": "cue",
    "via cue": "cue",
    "condition": "condition",
    "time": "time",
}
_LEVELS = ("certain", "probable", "possible", "unknown")
_POLARITIES = ("positive", "negative", "unknown")
_POLARITY_WORDS = {"positive": "it is so", "negative": "it is not so", "unknown": "not said"}


@frozen(kw_only=True)
class _Ref:
    """The number of a claim behind the words that it ends with, a link to its card."""

    number: int
    card: str
    element: str | None


@frozen(kw_only=True)
class _Stretch:
    """A segment as it is drawn: its classes, the claims it belongs to, and the numbers behind it."""

    tag: str
    classes: str
    claims: str
    parts: str
    pieces: tuple[Piece, ...]
    refs: tuple[_Ref, ...]


@frozen(kw_only=True)
class _Filter:
    name: str
    label: str
    options: tuple[tuple[str, str], ...]


@frozen(kw_only=True)
class _Struck:
    quotes: tuple[QuoteView, ...]
    reason: str


def report_page(report: Report, *, links: Iterable[tuple[str, str]] = ()) -> str:
    """
    A report as one HTML file: the text with every claim marked in place, a card for each, and filters.

    Where the text is not at hand, the cards show the quotes, and the page says so.

    Args:
        report: The report.
        links: Labels and relative addresses of the pages beside this one.

    Raises:
        InvalidValue: If a link is not relative.
    """
    document = report.document
    cards, claims = claim_views(report), in_order(report)
    text = document.text
    struck_spans = [anchor.span for quote in report.rejected for anchor in quote.content]
    bare = _apart(uncovered(report), struck_spans)
    said = Counter(name for claim in claims for name in claim.attribution.speakers)
    return page(
        "report.html.j2",
        title=document.title or document.id,
        kicker="Claims in a report",
        facts=_facts(report),
        links=links,
        styles=("report.css",),
        scripts=("report.js",),
        data={"claims": _index(claims)},
        language=language_tag(document),
        summary=" · ".join(_summary(report, cards, len(bare))),
        blocks=None if text is None else _drawn(text, claims, cards, bare, struck_spans),
        cards=cards,
        batch_size=_BATCH,
        filters=tuple(_filters(report, claims, said)),
        low=LOW_CONFIDENCE,
        bare=len(bare),
        struck=tuple(
            _Struck(quotes=tuple(map(quote_view, quote.content)), reason=quote.reason or "")
            for quote in report.rejected
        ),
        speakers=tuple(speaker_view(speaker, said[speaker.id]) for speaker in report.speakers),
        sources=tuple((source, web_address(source)) for source in document.sources),
        counted=f"All {counted(len(claims), 'claim')} shown" if len(claims) != 1 else "1 claim shown",
    )


def _facts(report: Report) -> Iterator[Fact]:
    names = {speaker.id: speaker.name for speaker in report.speakers}
    if report.document.authors:
        yield Fact(label="By", value=", ".join(names.get(author, author) for author in report.document.authors))
    yield from document_facts(report.document)
    yield Fact(label="Report", value=report.id)
    if report.derived_from is not None:
        yield Fact(label="Made from", value=report.derived_from)
    if report.annotators:
        yield Fact(
            label="Annotated by",
            value="; ".join(
                f"{annotator.name} {annotator.version or ''}".rstrip() + f" ({annotator.kind})"
                for annotator in report.annotators
            ),
        )


def _summary(report: Report, cards: tuple[ClaimView, ...], bare: int) -> Iterator[str]:
    yield counted(len(cards), "claim")
    yield counted(len(report.speakers), "speaker")
    if open_ := sum(not card.speakers for card in cards):
        yield f"{open_:,} without a speaker"
    if doubtful := sum(card.doubtful for card in cards):
        yield f"{doubtful:,} to be looked at"
    if report.document.text is not None:
        yield f"{counted(bare, 'sentence')} in no claim" if bare else "every sentence in a claim"
    if report.rejected:
        yield f"{counted(len(report.rejected), 'quote')} struck out"


def _index(claims: Iterable[Claim]) -> dict[str, list[Any]]:
    """What the filters ask of the claims, a list for each question."""
    claims = tuple(claims)
    return {
        "kind": [claim.kind for claim in claims],
        "level": [claim.certainty.level for claim in claims],
        "polarity": [claim.certainty.polarity for claim in claims],
        "status": [claim.origin.status for claim in claims],
        "speaker": [list(claim.attribution.speakers) or [_NOBODY] for claim in claims],
    }


def _filters(report: Report, claims: list[Claim], said: Counter[str]) -> Iterator[_Filter]:
    """The questions that have more than one answer in this report."""
    nobody = sum(not claim.attribution.speakers for claim in claims)
    speakers = [(speaker.id, speaker.name, said[speaker.id]) for speaker in report.speakers]
    speakers.append((_NOBODY, "not resolved", nobody))
    kinds = Counter(claim.kind for claim in claims)
    levels: Counter[str] = Counter(claim.certainty.level for claim in claims)
    polarities: Counter[str] = Counter(claim.certainty.polarity for claim in claims)
    statuses = Counter(claim.origin.status for claim in claims)
    for name, label, found in (
        ("speaker", "Speaker", speakers),
        ("kind", "Kind", [(kind, kind, kinds[kind]) for kind in KINDS]),
        ("level", "Certainty", [(level, level, levels[level]) for level in _LEVELS]),
        ("polarity", "Polarity", [(value, _POLARITY_WORDS[value], polarities[value]) for value in _POLARITIES]),
        ("status", "Status", [(status, status, statuses[status]) for status in STATUSES]),
    ):
        options = tuple((value, f"{told} ({count:,})") for value, told, count in found if count)
        if len(options) > 1:
            yield _Filter(name=name, label=label, options=options)


def _drawn(
    text: str, claims: list[Claim], cards: tuple[ClaimView, ...], bare: Iterable[Span], struck: Iterable[Span]
) -> Iterator[tuple[bool, Iterator[_Stretch]]]:
    """The blocks of *text*: whether the paragraph goes on in the next one, and the stretches."""
    marks = [
        Mark(span=anchor.span, number=number, role=_PARTS.get(role, role))
        for number, claim in enumerate(claims)
        for role, anchor in anchors(claim)
    ]
    marks += [Mark(span=span, number=0, role="bare") for span in bare]
    marks += [Mark(span=span, number=0, role="struck") for span in struck]
    seen: set[int] = set()
    for block in blocks(text, marks):
        yield block.goes_on, (_stretch(segment, cards, seen) for segment in block.segments)


def _stretch(segment: Segment, cards: tuple[ClaimView, ...], seen: set[int]) -> _Stretch:
    held = dict(segment.marks)
    content = held.pop("content", ())
    parts = sorted({number for role in _PARTS.values() for number in held.get(role, ())})
    classes = [f"c{min(len(content), DEEPEST)}"] if content else []
    refs = []
    for number in segment.ending("content"):
        card = cards[number]
        refs.append(
            _Ref(
                number=card.number,
                card=card.element,
                element=None if number in seen else element_id("words", card.id),
            )
        )
        seen.add(number)
    return _Stretch(
        tag="mark" if content else "span",
        classes=" ".join([*classes, *held]),
        claims=" ".join(str(cards[number].number) for number in content),
        parts=" ".join(str(cards[number].number) for number in parts),
        pieces=segment.pieces,
        refs=tuple(refs),
    )
