"""A quote in a text, found again: exactly, through noise, or edited; and never a look-alike in silence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from attrs import field, frozen

from claimtrack.alignment import matching_words
from claimtrack.errors import InvalidValue
from claimtrack.language import FUNCTION_WORDS
from claimtrack.model import Anchor
from claimtrack.text import Span, View, amount, is_grapheme_boundary, tokens, whole_graphemes, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimtrack.text import Token

OutcomeStatus = Literal["exact", "moved", "edited", "ambiguous", "lost"]

MAX_PLACES = 1_000
"""Of a quote that stands in a text more often than this, only so many places are looked at."""

MAX_QUOTE = 20_000
"""A longer quote, in code points, is found where it stands to the letter or through noise, not where it was edited."""

MIN_WORDS = 3
"""A quote of fewer words is never placed by likeness: a name is like many names."""

MIN_KEPT = 2
"""So many words have to stand there unchanged and in order for a place to be the quote's, edited."""

LIKE = 0.55
"""An edited quote keeps so much of its letters at the least: more than half (1 - Levenshtein distance / length)."""

SURELY_LIKE = 0.75
"""From here on an edited quote needs no support by context."""

LEAD = 0.08
"""By so much a place has to lead before the next one, or it is ambiguous: one word in a dozen."""

CONTEXT_LEAD = 0.12
"""By so much a place's context has to fit better than the next one's to decide between equal words."""

FITS = 0.5
"""From here on a context speaks for a place, below the half against it."""

DISTINCT = 6
"""A quote of so many words is told by its words alone, though what stands around it is all different."""

NEARER = 2.0
"""A hint decides for a place that is this many times nearer to it than the next one."""

_SHORT_CONTEXT = 4  # code points: less of it tells nothing


@frozen(kw_only=True)
class WordEdit:
    """One run of words that was replaced, inserted (*before* is empty) or deleted (*after* is empty); and where."""

    old: Span
    new: Span
    before: str
    after: str


def _spans(items: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(items)


@frozen(kw_only=True)
class Outcome:
    """
    Where a span went in a new text.

    Args:
        status: ``exact`` (same words, order kept), ``moved`` (same words, elsewhere), ``edited`` (words changed),
            ``ambiguous`` (several places, or one that nothing confirms) or ``lost``.
        spans: The pieces in the new text, in code points; none where ambiguous or lost.
        candidates: The alternatives where it is ambiguous, best first; where it is lost, what came nearest, if any.
        score: Similarity of the words from 0 to 1; 1 if they are the same.
        confidence: How likely the outcome is right, from 0 to 1.
        normalised: Whether the letters differ in noise: quotes, dashes, blanks, invisible marks, case, composition.
        edits: What changed, word by word; old places are in the old text, or in the quote where there was only one.
        rule: What decided.
    """

    status: OutcomeStatus
    spans: tuple[Span, ...] = field(default=(), converter=_spans)
    candidates: tuple[Span, ...] = field(default=(), converter=_spans)
    score: float = 0.0
    confidence: float = 0.0
    normalised: bool = False
    edits: tuple[WordEdit, ...] = ()
    rule: str = ""

    @property
    def span(self) -> Span | None:
        """The hull of the pieces; None where ambiguous or lost."""
        if not self.spans:
            return None
        return Span(min(piece.start for piece in self.spans), max(piece.end for piece in self.spans))

    @property
    def found(self) -> bool:
        """Whether there is a place: exact, moved or edited."""
        return bool(self.spans)


class _Quote(NamedTuple):
    exact: str
    prefix: str
    suffix: str
    hint: int | None


class _Place(NamedTuple):
    span: Span
    score: float  # of the words
    context: float | None  # None where none was given


def find(quote: Anchor | str, text: str, *, prefix: str = "", suffix: str = "", hint: int | None = None) -> Outcome:
    """
    Find *quote* in *text*.

    The words as they stand come first, then the same words through noise, then edited ones. Between equal places the
    context decides, be it only similar; then the hint, where one place is at it or clearly nearer than all others;
    else the outcome is ambiguous. A quote of one or two words is never placed by likeness.

    Args:
        quote: The words; or an anchor, whose context and start serve where no others are given.
        text: The text.
        prefix, suffix: What stood right before and after the quote.
        hint: About where it stood, in code points.

    Raises:
        InvalidValue: If the quote is blank.
    """
    if isinstance(quote, Anchor):
        prefix, suffix = prefix or quote.prefix or "", suffix or quote.suffix or ""
        wanted = _Quote(quote.exact, prefix, suffix, quote.span.start if hint is None else hint)
    else:
        wanted = _Quote(quote, prefix, suffix, hint)
    if not wanted.exact.strip():
        raise InvalidValue("a quote is blank", hint="quote the words that make the claim")
    found = _occurrences(text, wanted.exact)
    if found:
        return _among_equals(wanted, text, [Span(at, at + len(wanted.exact)) for at in found], normalised=False)
    for case in (False, True):
        view, plain = View(text, case=case), View(wanted.exact, case=case).text.strip()
        spans = [view.to_source(Span(at, at + len(plain))) for at in _occurrences(view.text, plain)] if plain else []
        spans = [span for span in spans if _cuts_no_grapheme(text, span)]
        if spans:
            return _among_equals(wanted, text, spans, normalised=True)
    return _edited(wanted, text)


def _occurrences(text: str, quote: str) -> list[int]:
    found: list[int] = []
    at = text.find(quote)
    while at >= 0 and len(found) < MAX_PLACES:
        found.append(at)
        at = text.find(quote, at + 1)
    return found


def _cuts_no_grapheme(text: str, span: Span) -> bool:
    return is_grapheme_boundary(text, span.start) and is_grapheme_boundary(text, span.end)


# --- equal places -----------------------------------------------------------------------------------------------------


def _among_equals(wanted: _Quote, text: str, spans: Sequence[Span], *, normalised: bool) -> Outcome:
    """Which of several places with the same words is meant: context, then hint, else ambiguous."""
    rated = [_Place(span, 1.0, _context(wanted, text, span)) for span in spans]
    if len(rated) > 1 and rated[0].context is None:
        whole = [place for place in rated if _is_whole(text, place.span, wanted.exact)]
        rated = whole or rated  # a part of a longer word is no rival to the word itself
    ranked = sorted(rated, key=lambda place: (-(place.context or 0.0), place.span))
    best = ranked[0]
    if len(ranked) == 1:
        if best.context is not None and best.context < FITS / 2 and _both_sides(wanted):
            if amount(words(wanted.exact)) < DISTINCT:
                return Outcome(
                    status="ambiguous",
                    candidates=(best.span,),
                    score=1.0,
                    confidence=0.5,
                    normalised=normalised,
                    rule="the words stand there once, in a place that is nothing like theirs",
                )
            return _exact(best, normalised, 0.85, "the words stand there once, in another place")
        return _exact(best, normalised, 0.99 if best.context is None else 0.995, "the words stand there once")
    if best.context is not None and best.context >= FITS:
        tied = [place for place in ranked if (place.context or 0.0) > best.context - CONTEXT_LEAD]
        if len(tied) == 1:
            lead = best.context - (ranked[1].context or 0.0)
            return _exact(best, normalised, min(0.99, 0.9 + lead / 5), "the context decides")
        ranked = tied
    nearest = _by_hint([place.span for place in ranked], wanted.hint)
    if nearest is not None:
        place = next(place for place in ranked if place.span == nearest)
        return _exact(place, normalised, 0.9, "the hint decides")
    return Outcome(
        status="ambiguous",
        candidates=[place.span for place in ranked],
        score=1.0,
        confidence=round(1 / len(ranked), 4),
        normalised=normalised,
        rule="several places with the same words, and nothing that decides",
    )


def _exact(place: _Place, normalised: bool, confidence: float, rule: str) -> Outcome:
    return Outcome(
        status="exact",
        spans=(place.span,),
        score=1.0,
        confidence=round(confidence, 4),
        normalised=normalised,
        rule=rule,
    )


def _both_sides(wanted: _Quote) -> bool:
    return min(len(wanted.prefix.strip()), len(wanted.suffix.strip())) >= _SHORT_CONTEXT


def _is_whole(text: str, span: Span, quote: str) -> bool:
    """Whether the place begins and ends where words do, as far as the quote does."""
    left = span.start > 0 and text[span.start - 1].isalnum() and quote[0].isalnum()
    right = span.end < len(text) and text[span.end].isalnum() and quote[-1].isalnum()
    return not left and not right


def _by_hint(spans: Sequence[Span], hint: int | None) -> Span | None:
    if hint is None:
        return None
    near = sorted((abs(span.start - hint), span) for span in spans)
    if near[0][0] == 0 or near[0][0] * NEARER <= near[1][0]:
        return near[0][1]
    return None


def _context(wanted: _Quote, text: str, span: Span) -> float | None:
    """How well what stands around *span* fits the context, from 0 to 1; None where no context was given."""
    parts = []
    if wanted.prefix.strip():
        width = 2 * len(wanted.prefix) + 8
        here = _folded(text[max(0, span.start - width) : span.start])
        parts.append((len(wanted.prefix), _alike(_folded(wanted.prefix)[::-1], here[::-1])))
    if wanted.suffix.strip():
        width = 2 * len(wanted.suffix) + 8
        parts.append((len(wanted.suffix), _alike(_folded(wanted.suffix), _folded(text[span.end : span.end + width]))))
    if not parts:
        return None
    total = sum(weight for weight, _ in parts)
    return round(sum(weight * value for weight, value in parts) / total, 6)


def _folded(text: str) -> str:
    return View(text, case=True).text


def _alike(context: str, here: str) -> float:
    """How alike a context is to what stands there, read away from the quote: what is nearest counts twice."""
    from rapidfuzz.distance import Indel

    size = len(context)
    near = min(size, 12)
    shares = [_prefix_alike(context[:near], here, Indel), _prefix_alike(context, here, Indel)]
    return sum(shares) / 2


def _prefix_alike(context: str, here: str, indel: object) -> float:
    return float(indel.normalized_similarity(context, here[: len(context)]))  # type: ignore[attr-defined]


# --- edited places ----------------------------------------------------------------------------------------------------

_PIECE = 10  # letters in a row by which an edited quote is searched: with one edit in ten, one piece in three is whole
_PIECES = 24  # of a long quote; enough that some survive
_COMMON = 200  # a piece that stands in the text more often tells nothing
_CLUSTERS = 6  # places that are looked at closely


def _edited(wanted: _Quote, text: str) -> Outcome:
    quote = View(wanted.exact, case=True).text.strip()
    told = words(quote)
    if amount(told) < MIN_WORDS or len(quote) > MAX_QUOTE:
        return Outcome(status="lost", rule="the words are gone; so few are never placed by likeness")
    view = View(text, case=True)
    places = []
    for start, end in _windows(quote, view.text):
        span = _refined(quote, view.text, start, end)
        if span is None:
            continue
        score = _similarity(quote, view.text[span.start : span.end])
        if score < LIKE or not _enough_kept(told, words(view.text[span.start : span.end])):
            continue
        source = view.to_source(span)
        places.append(_Place(source, score, _context(wanted, text, source)))
    places = _apart(places)
    if not places:
        return Outcome(status="lost", rule="nothing there is like it")
    ranked = sorted(places, key=lambda place: (-_total(place), place.span))
    best = ranked[0]
    rivals = [place for place in ranked[1:] if _total(place) > _total(best) - LEAD]
    candidates = [place.span for place in (best, *rivals)]
    if rivals:
        chosen = _by_hint(candidates, wanted.hint) if all(r.score == best.score for r in rivals) else None
        if chosen is None:
            return _unsure(candidates, best, "several places are like it, and nothing decides")
        best = next(place for place in ranked if place.span == chosen)
    supported = best.context is not None and best.context >= FITS
    opposed = best.context is not None and best.context < FITS / 2 and _both_sides(wanted)
    if opposed or (best.score < SURELY_LIKE and not supported and best.context is not None):
        return _unsure(candidates, best, "a place is like it, but stands among other words")
    if not supported and _marks(wanted.exact) != _marks(best.span.of(text)) and amount(told) < DISTINCT:
        return _unsure(candidates, best, "a place is like it, with another number or name")
    confidence = 0.6 + 0.35 * (best.score - LIKE) / (1 - LIKE) + (0.05 if supported else 0.0)
    span = whole_graphemes(text, best.span)
    return Outcome(
        status="edited",
        spans=(span,),
        score=round(best.score, 4),
        confidence=round(min(0.98, confidence), 4),
        edits=word_edits(wanted.exact, 0, span.of(text), span.start),
        rule="the words are like it" + (", in the same context" if supported else ""),
    )


def _unsure(candidates: Sequence[Span], best: _Place, rule: str) -> Outcome:
    return Outcome(
        status="ambiguous",
        candidates=candidates,
        score=round(best.score, 4),
        confidence=round(1 / (1 + len(candidates)), 4),
        rule=rule,
    )


def _total(place: _Place) -> float:
    """Words and context together: two thirds the words, where there is a context."""
    return round(place.score if place.context is None else (2 * place.score + place.context) / 3, 4)


def _windows(quote: str, text: str) -> Iterable[tuple[int, int]]:
    """Stretches of *text* that may hold the quote, the likeliest first: pieces of it agree on where it begins."""
    step = max(_PIECE // 2, (len(quote) - _PIECE) // _PIECES)
    hits: list[int] = []
    for offset in range(0, max(1, len(quote) - _PIECE + 1), step):
        piece = quote[offset : offset + _PIECE]
        at, found = text.find(piece), []
        while at >= 0 and len(found) <= _COMMON:
            found.append(at - offset)
            at = text.find(piece, at + 1)
        if len(found) <= _COMMON:
            hits += found
    slack = len(quote) // 4 + _PIECE
    hits.sort()
    clusters: list[list[int]] = []
    for begin in hits:
        if clusters and begin - clusters[-1][0] <= slack:
            clusters[-1].append(begin)
        else:
            clusters.append([begin])
    clusters.sort(key=lambda cluster: (-len(cluster), cluster[0]))
    if not clusters:
        yield from _by_likeness(quote, text)
    for cluster in clusters[:_CLUSTERS]:
        middle = cluster[len(cluster) // 2]
        yield max(0, middle), min(len(text), middle + len(quote))


def _by_likeness(quote: str, text: str) -> Iterable[tuple[int, int]]:
    """The most similar stretch, and the most similar ones beside it."""
    from rapidfuzz import fuzz

    waiting = [(0, len(text))]
    for round_ in range(2):
        following = []
        for low, high in waiting:
            found = fuzz.partial_ratio_alignment(quote, text[low:high], score_cutoff=100 * LIKE)
            if found is not None and high - low >= len(quote) // 2:
                start, end = low + found.dest_start, low + found.dest_end
                yield start, end
                if round_ == 0:
                    following = [(low, start), (end, high)]
        waiting = [gap for gap in following if gap[1] - gap[0] > len(quote) // 2]


_REACH = 4  # words: so far the ends of a rough place may be off


def _refined(quote: str, text: str, start: int, end: int) -> Span | None:
    """The stretch near *start* and *end*, from word to word, that takes the fewest edits to become the quote."""
    from rapidfuzz.distance import Levenshtein

    slack = len(quote) // 4 + 8 * _REACH
    low, high = max(0, start - slack), min(len(text), end + slack)
    window = text[low:high]
    rough = _best_stretch(quote, window)
    if rough is None:
        return None
    found = tokens(window)
    if not found:
        return None
    starts, ends = [token.span.start for token in found], [token.span.end for token in found]
    lead, trail = _outer(quote)

    def near(bounds: list[int], at: int) -> list[int]:
        return sorted(bounds, key=lambda bound: (abs(bound - at), bound))[: 2 * _REACH + 1]

    def cost(first: int, last: int) -> tuple[int, int]:
        if first >= last:
            return len(quote) + len(window), 0
        inner = quote[lead : len(quote) - trail]
        return Levenshtein.distance(inner, window[first:last]), -(last - first)

    first, last = min(near(starts, rough[0]), key=lambda at: abs(at - rough[0])), rough[1]
    for _ in range(2):
        last = min(near(ends, last), key=lambda at: cost(first, at))
        first = min(near(starts, first), key=lambda at: cost(at, last))
    if first >= last:
        return None
    # Marks at the quote's ends belong to the place where they stand there, too.
    while lead and first > 0 and window[first - 1] == quote[lead - 1]:
        first, lead = first - 1, lead - 1
    while trail and last < len(window) and window[last] == quote[len(quote) - trail]:
        last, trail = last + 1, trail - 1
    return Span(low + first, low + last)


def _best_stretch(quote: str, window: str) -> tuple[int, int] | None:
    from rapidfuzz import fuzz

    if len(window) < len(quote):
        return 0, len(window)
    found = fuzz.partial_ratio_alignment(quote, window)
    return None if found is None else (found.dest_start, found.dest_end)


def _outer(quote: str) -> tuple[int, int]:
    """How many characters stand before the first word of the quote, and after its last."""
    found = tokens(quote)
    return (found[0].span.start, len(quote) - found[-1].span.end) if found else (0, 0)


def _similarity(one: str, other: str) -> float:
    from rapidfuzz.distance import Levenshtein

    return round(float(Levenshtein.normalized_similarity(one, other)), 6)


def _enough_kept(told: Sequence[str], here: Sequence[str]) -> bool:
    kept = [told[number] for block in matching_words(told, here) for number in range(block.old, block.old + block.size)]
    return amount(kept) >= MIN_KEPT and any(word not in FUNCTION_WORDS for word in kept)


def _apart(places: Iterable[_Place]) -> list[_Place]:
    """The places without those that overlap a better one."""
    kept: list[_Place] = []
    for place in sorted(places, key=lambda place: (-_total(place), place.span)):
        if not any(place.span.overlaps(other.span) for other in kept):
            kept.append(place)
    return kept


_MARK = re.compile(r"\d+(?:[.,]\d+)*|(?<=[\w,;] )[A-Z\u00c0-\u00de]\w+")


def _marks(text: str) -> set[str]:
    return set(_MARK.findall(text))


# --- what changed -----------------------------------------------------------------------------------------------------


def word_edits(old: str, old_offset: int, new: str, new_offset: int) -> tuple[WordEdit, ...]:
    """The runs of words in which *old* and *new* differ; offsets shift the spans (code points)."""
    before, after = tokens(old, old_offset), tokens(new, new_offset)
    edits = []
    i = j = 0
    ends = [*matching_words([t.folded for t in before], [t.folded for t in after]), (len(before), len(after), 0)]
    for x, y, size in ends:
        if i < x or j < y:
            one = _stretch(before, i, x, old_offset)
            other = _stretch(after, j, y, new_offset)
            edits.append(
                WordEdit(
                    old=one,
                    new=other,
                    before=old[one.start - old_offset : one.end - old_offset],
                    after=new[other.start - new_offset : other.end - new_offset],
                )
            )
        i, j = x + size, y + size
    return tuple(edits)


def _stretch(found: Sequence[Token], start: int, end: int, offset: int) -> Span:
    """The words from number *start* to *end*; where there are none, the place after the word before."""
    if start < end:
        return Span(found[start].span.start, found[end - 1].span.end)
    at = found[start - 1].span.end if start else found[0].span.start if found else offset
    return Span(at, at)
