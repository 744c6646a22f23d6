"""Quotes to anchors: where words stand in a text, with offsets and context that nobody has to count by hand."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING, Any

from claimtrack.errors import AmbiguousQuote, InvalidValue, QuoteNotFound
from claimtrack.model import (
    Anchor,
    Attribution,
    Claim,
    Condition,
    Document,
    Kind,
    Mode,
    Origin,
    Relation,
    Relay,
    Status,
    Time,
)
from claimtrack.source import Fault
from claimtrack.text import Span, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimtrack.certainty import Certainty, Likelihood
    from claimtrack.source import Path as Way

CONTEXT = 24
"""The context an anchor gets on each side, in code points: about four words, which tell most repeated quotes apart."""

MAX_CONTEXT = 400
"""The most context an anchor gets where less does not make it unique, in code points."""

_SHOWN_PLACES = 5  # more would not fit on a screen; the error carries them all
_MAX_PLACES = 1_000
_BLANK = frozenset(" \n\r\t\u00a0\u2009\u202f\u3000")


def describe(text: str, span: Span, *, unique: bool = False) -> Anchor:
    """
    The anchor of *span*: its words and as much context as tells it from every other place with the same words.

    At least `CONTEXT` code points are given on each side, as far as the text goes, and at most `MAX_CONTEXT`.

    Args:
        text: The text.
        span: The place.
        unique: Whether a place whose surroundings repeat for longer than that is an error; without its offsets, its
            anchor is ambiguous.

    Raises:
        InvalidSpan: If the span lies outside the text.
        InvalidValue: If it covers no words.
        AmbiguousQuote: If *unique* is asked for and no such context tells the place from others.
    """
    exact = span.of(text)
    width = CONTEXT
    while True:
        prefix, suffix = text[max(0, span.start - width) : span.start], text[span.end : span.end + width]
        found = text.find(prefix + exact + suffix)
        alone = found == span.start - len(prefix) and text.find(prefix + exact + suffix, found + 1) < 0
        if alone or width >= MAX_CONTEXT:
            break
        width = min(2 * width, MAX_CONTEXT)
    if unique and not alone:
        same = places(text, exact, prefix=prefix, suffix=suffix)
        raise AmbiguousQuote(
            f"{excerpt(exact)} at {span} stands {len(same)} times between the same {MAX_CONTEXT} code points",
            places=same,
            hint="only its offsets tell it from the others: keep them, or quote more of the words",
        )
    return Anchor(span, exact, prefix=prefix or None, suffix=suffix or None)


def places(text: str, quote: str, *, prefix: str = "", suffix: str = "") -> tuple[int, ...]:
    """The starts (code points) of every place where *quote* stands right between *prefix* and *suffix*."""
    found: list[int] = []
    wanted = prefix + quote + suffix
    at = text.find(wanted) if quote else -1
    while at >= 0 and len(found) < _MAX_PLACES:
        found.append(at + len(prefix))
        at = text.find(wanted, at + 1)
    return tuple(found)


def anchor(text: str, quote: str, *, prefix: str = "", suffix: str = "") -> Anchor:
    """
    The anchor of *quote*, which stands in *text* exactly once, code point for code point.

    Args:
        text: The text of the document.
        quote: The words.
        prefix: Words right before them, where the quote alone stands there more than once.
        suffix: Words right after them.

    Raises:
        QuoteNotFound: If the quote does not stand in the text.
        AmbiguousQuote: If it stands there more than once; `places` of the error are the starts.
        InvalidValue: If it is blank.
    """
    if not quote.strip():
        raise InvalidValue("a quote is blank", hint="quote the words that make the claim")
    found = places(text, quote, prefix=prefix, suffix=suffix)
    if not found:
        raise QuoteNotFound(f"{excerpt(quote)} does not stand in the text", hint=_missing_hint(text, quote, prefix))
    if len(found) > 1:
        shown = ", ".join(f"{at}:{at + len(quote)}" for at in found[:_SHOWN_PLACES])
        rest = f" and {len(found) - _SHOWN_PLACES} more" if len(found) > _SHOWN_PLACES else ""
        raise AmbiguousQuote(
            f"{excerpt(quote)} stands {len(found)} times in the text, at {shown}{rest}",
            places=found,
            hint=_deciding_hint(text, quote, found),
        )
    return describe(text, Span(found[0], found[0] + len(quote)))


def annotate(
    document: Document,
    quote: str | Sequence[str],
    *,
    certainty: Certainty | str,
    speakers: Iterable[str] = (),
    kind: Kind = "assertion",
    id: str | None = None,
    prefix: str = "",
    suffix: str = "",
    proposition: str | None = None,
    mention: str | Sequence[str] = (),
    cue: str | Sequence[str] = (),
    mode: Mode | None = None,
    via: Iterable[Relay] = (),
    likelihood: Likelihood | None = None,
    conditions: Iterable[Condition | tuple[str, str]] = (),
    time: Iterable[Time | str] = (),
    tags: Iterable[str] = (),
    relations: Iterable[Relation | tuple[str, str]] = (),
    annotator: str = "annotator",
    status: Status = "manual",
    confidence: int | None = None,
) -> Claim:
    """
    A claim made from quotes alone: offsets and context are filled in from the document's text.

    Args:
        document: The document, with its text at hand.
        quote: The words that state the claim; several where the statement is broken.
        certainty: What the speaker commits to; a FactBank code serves.
        speakers: Ids of speakers.
        kind: What sort of statement it is.
        id: The claim's id; made from the quote where it is left out, so that it stays the same the next time.
        prefix: Words right before the first quote, where it stands in the text more than once.
        suffix: Words right after the last one.
        proposition: The claim restated so that it stands alone.
        mention, cue: The words that name the source, and that show the saying.
        mode: direct, indirect or mixed.
        via: The relays, innermost first.
        likelihood: The probability of the event, where the text gives one.
        conditions: What the claim hangs on: conditions, or pairs of sense and quote.
        time: When the claimed event is: times, or dates.
        tags: Topics.
        relations: Links: relations, or pairs of type and target.
        annotator: The id of the annotator, whom the report has to list.
        status, confidence: See `Origin`.

    Raises:
        QuoteNotFound: If a quote does not stand in the text.
        AmbiguousQuote: If one stands there more than once.
        InvalidValue: If the document's text is not at hand, or a value is none that its field can hold.
    """
    text = document.text
    if text is None:
        raise InvalidValue(f"the text of document {document.id} is not at hand", hint="load it with its text")
    quotes = _several(quote)
    content = tuple(
        anchor(
            text,
            piece,
            prefix=prefix if index == 0 else "",
            suffix=suffix if index == len(quotes) - 1 else "",
        )
        for index, piece in enumerate(quotes)
    )
    return Claim(
        id=id if id is not None else claim_id(text, content),
        kind=kind,
        content=content,
        proposition=proposition,
        attribution=Attribution(
            speakers=speakers,
            mention=tuple(anchor(text, piece) for piece in _several(mention)),
            cue=tuple(anchor(text, piece) for piece in _several(cue)),
            mode=mode,
            via=via,
        ),
        certainty=certainty,
        likelihood=likelihood,
        conditions=tuple(
            item if isinstance(item, Condition) else Condition(item[0], anchor(text, item[1]))  # type: ignore[arg-type]
            for item in conditions
        ),
        time=tuple(item if isinstance(item, Time) else Time(item) for item in time),
        tags=tags,
        relations=tuple(
            item if isinstance(item, Relation) else Relation(item[0], item[1])  # type: ignore[arg-type]
            for item in relations
        ),
        origin=Origin(annotator=annotator, status=status, confidence=confidence),
    )


def claim_id(text: str, content: Sequence[Anchor]) -> str:
    """
    An id made from the quotes and from which of their occurrences in *text* is meant, never from a running number.

    It stays the same when claims are added or removed elsewhere, and when the text around them changes.
    """
    return _claim_id(content, [sum(at < piece.span.start for at in places(text, piece.exact)) for piece in content])


def _claim_id(content: Sequence[Anchor], earlier: Sequence[int]) -> str:
    """The id of a claim whose quotes stand so many times in the text before these places."""
    told = (word for piece in content for word in words(piece.exact) if word.isascii() and word.isalnum())
    slug = "-".join(islice(told, 5))[:60].strip("-") or "claim"
    marks = "\x1f".join(f"{piece.exact}\x1e{count}" for piece, count in zip(content, earlier, strict=True))
    return f"{slug}-{hashlib.sha256(marks.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


class Describer:
    """
    `describe` and `claim_id` for many places of one text: the same answers, with the text read once.

    A place is held against those where its rarest word stands: where no word is rare, as in long tables of few words,
    these are many, and the time grows faster than the text.

    Args:
        text: The text.
        words: Where its words start and end, in code points, in order.
    """

    def __init__(self, text: str, words: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self._bounds = words
        self._starts = [start for start, _ in words]
        self._found: dict[str, Sequence[int]] = {}
        stand: dict[str, list[int]] = {}
        self._known: list[list[int]] = []
        for start, end in words:
            word = text[start:end]
            known = stand.get(word)
            if known is None:
                known = stand[word] = []
            known.append(start)
            self._known.append(known)
        # Only a word with a blank on either side is a word wherever the stretch around it stands.
        marked, none = f"\0{text}\0", len(text) + 1
        self._weights = [
            len(known) if marked[start] in _BLANK and marked[end + 1] in _BLANK else none
            for known, (start, end) in zip(self._known, words, strict=True)
        ]

    def describe(self, span: Span) -> Anchor:
        """The anchor of *span*; see the function of the same name."""
        exact = span.of(self.text)
        width = CONTEXT
        while True:
            low, high = max(0, span.start - width), min(len(self.text), span.end + width)
            if width >= MAX_CONTEXT or self._alone(low, high):
                break
            width = min(2 * width, MAX_CONTEXT)
        return Anchor(
            span, exact, prefix=self.text[low : span.start] or None, suffix=self.text[span.end : high] or None
        )

    def claim_id(self, content: Sequence[Anchor]) -> str:
        """The id of a claim with this content; see the function of the same name."""
        return _claim_id(content, [bisect_left(self._all(piece.span), piece.span.start) for piece in content])

    def _all(self, span: Span) -> Sequence[int]:
        """Where the words of *span* stand, as `places` tells; each quote is looked for once."""
        exact = span.of(self.text)
        found = self._found.get(exact)
        if found is None:
            found = self._found[exact] = self._look(span)
        return found

    def _look(self, span: Span) -> Sequence[int]:
        rarest = self._rarest(span.start, span.end)
        if rarest is None:
            return places(self.text, span.of(self.text))
        if len(rarest[1]) == 1:
            return (span.start,)
        return list(islice(self._same(span.start, span.end, rarest), _MAX_PLACES))

    def _alone(self, low: int, high: int) -> bool:
        rarest = self._rarest(low, high)
        if rarest is None:
            wanted = self.text[low:high]
            return self.text.find(wanted) == low and self.text.find(wanted, low + 1) < 0
        if len(rarest[1]) == 1:
            return True
        return all(at == low for at in self._same(low, high, rarest))

    def _rarest(self, low: int, high: int) -> tuple[int, list[int]] | None:
        """
        The word between blanks in ``low:high`` that stands at the fewest places, and these.
        """
        first, last = bisect_left(self._starts, low + 1), bisect_left(self._starts, high)
        while last > first and self._bounds[last - 1][1] >= high:
            last -= 1
        if first >= last:
            return None
        weights = self._weights[first:last]
        fewest = min(weights)
        if fewest > len(self.text):
            return None
        number = first + weights.index(fewest)
        return self._starts[number], self._known[number]

    def _same(self, low: int, high: int, rarest: tuple[int, list[int]]) -> Iterator[int]:
        wanted, ahead = self.text[low:high], rarest[0] - low
        return (at - ahead for at in rarest[1] if at >= ahead and self.text.startswith(wanted, at - ahead))


def _several(quotes: str | Sequence[str]) -> tuple[str, ...]:
    return (quotes,) if isinstance(quotes, str) else tuple(quotes)


def fill(data: Any, text: str) -> tuple[Any, list[Fault]]:
    """
    A report as written by hand, with every quote made an anchor of *text*; and the quotes that could not be.

    Wherever an anchor is due, a string is a quote, and so is an object with ``exact`` and perhaps ``prefix`` and
    ``suffix``. Full anchors that fit the text stay as they are; others are placed anew by their words and context.

    Args:
        data: The decoded JSON value; whatever else it holds is kept.
        text: The document's text.
    """
    faults: list[Fault] = []

    def anchors(owner: dict[str, Any], key: str, way: Way) -> dict[str, Any]:
        items = owner.get(key)
        if isinstance(items, list):
            items = [_filled(item, (*way, key, at), text, faults) for at, item in enumerate(items)]
            return {**owner, key: items}
        if isinstance(items, str):  # one quote where a list is due: the meaning is plain
            return {**owner, key: [_filled(items, (*way, key), text, faults)]}
        return owner

    def one(owner: Any, way: Way) -> Any:
        if isinstance(owner, dict) and "anchor" in owner:
            return {**owner, "anchor": _filled(owner["anchor"], (*way, "anchor"), text, faults)}
        return owner

    def step(owner: Any, way: Way) -> Any:
        if not isinstance(owner, dict):
            return owner
        owner = anchors(anchors(owner, "mention", way), "cue", way)
        return each(owner, "via", way, step)

    def each(owner: dict[str, Any], key: str, way: Way, inner: Any) -> dict[str, Any]:
        items = owner.get(key)
        if not isinstance(items, list):
            return owner
        return {**owner, key: [inner(item, (*way, key, at)) for at, item in enumerate(items)]}

    def claim(owner: Any, way: Way) -> Any:
        if not isinstance(owner, dict):
            return owner
        owner = anchors(owner, "content", way)
        if "attribution" in owner:
            owner["attribution"] = step(owner["attribution"], (*way, "attribution"))
        return each(each(owner, "conditions", way, one), "time", way, one)

    def rejected(owner: Any, way: Way) -> Any:
        return anchors(owner, "content", way) if isinstance(owner, dict) else owner

    if isinstance(data, dict):
        data = each(each(data, "claims", (), claim), "rejected", (), rejected)
    return data, faults


def _filled(item: Any, way: Way, text: str, faults: list[Fault]) -> Any:
    quote = {"exact": item} if isinstance(item, str) else item
    if not isinstance(quote, dict) or not isinstance(quote.get("exact"), str):
        return item  # the schema says what is wrong with it
    exact, prefix, suffix = (quote.get(key) or "" for key in ("exact", "prefix", "suffix"))
    if not isinstance(prefix, str) or not isinstance(suffix, str):
        return item
    start = quote.get("start")
    if type(start) is int and quote.get("end") == start + len(exact):
        found = places(text, exact, prefix=prefix, suffix=suffix)
        if start in found:
            return item
    try:
        made = anchor(text, exact, prefix=prefix, suffix=suffix)
    except QuoteNotFound as error:
        faults.append(Fault("CT212", way, error.message, error.hint))
    except AmbiguousQuote as error:
        faults.append(Fault("CT213", way, error.message, error.hint))
    except InvalidValue as error:
        faults.append(Fault("CT208", way, error.message, error.hint))
    else:
        filled = {"start": made.span.start, "end": made.span.end, "exact": exact}
        filled |= {key: words for key, words in (("prefix", made.prefix), ("suffix", made.suffix)) if words}
        known = {"start", "end", "exact", "prefix", "suffix"}
        return filled | {key: value for key, value in quote.items() if key not in known}
    return item


def _missing_hint(text: str, quote: str, prefix: str) -> str:
    if prefix and quote in text:
        return "the quote stands there, but not right after that prefix and before that suffix: they touch it"
    if (place := alike(text, quote)) is not None:
        return f"nearest is {excerpt(place.of(text))} at {place}; copy the words from the text"
    return "copy the words from the text, quotation marks and dashes as they stand there"


def alike(text: str, quote: str) -> Span | None:
    """The place that differs least from *quote*, where something does stand there that is much like it."""
    from rapidfuzz import fuzz

    if len(quote) < 8 or len(text) > 5_000_000:
        return None
    found = fuzz.partial_ratio_alignment(quote, text, score_cutoff=70)
    return Span(found.dest_start, found.dest_end) if found is not None else None


def _deciding_hint(text: str, quote: str, found: Sequence[int]) -> str:
    """What to write for each place, as far as a few words tell them apart."""
    ways = []
    for at in found[:_SHOWN_PLACES]:
        for before, after in _growing(text, at, at + len(quote)):
            if len(places(text, quote, prefix=before, suffix=after)) == 1:
                key, context = ("prefix", before) if before else ("suffix", after)
                ways.append(f'"{key}": {context!r} for {at}')
                break
    return f"give the words that touch it: {', '.join(ways)}" if ways else "quote more of the words around it"


def _growing(text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    for width in (12, CONTEXT, 2 * CONTEXT, 4 * CONTEXT):
        yield text[max(0, start - width) : start], ""
        yield "", text[end : end + width]


def excerpt(quote: str) -> str:
    """*quote* as a message shows it: at most some sixty characters."""
    return repr(quote if len(quote) <= 60 else f"{quote[:38]}…{quote[-18:]}")
