"""A quote in a text, found again: exactly, through noise, or edited; and never a look-alike in silence."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from attrs import field, frozen

from claimtrack._closed import FUNCTION_WORDS
from claimtrack.alignment import matching_words
from claimtrack.anchoring.quoting import MAX_CONTEXT  # of a longer context no more is looked at
from claimtrack.errors import InvalidValue
from claimtrack.model import Anchor
from claimtrack.text import (
    Span,
    View,
    amount,
    fold,
    inside_word,
    is_grapheme_boundary,
    lowered,
    whole_graphemes,
    word_bounds,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OutcomeStatus = Literal["exact", "moved", "edited", "ambiguous", "lost"]

MAX_PLACES = 1_000
"""Of a quote that stands in a text more often than this, so many places are looked at: the first, and the fitting."""

MAX_QUOTE = 20_000
"""A longer quote, in code points, is found where it stands to the letter or through noise, not where it was edited."""

MIN_WORDS = 3
"""A quote of fewer words is never placed by likeness: a name is like many names."""

MIN_KEPT = 2
"""So many words have to stand there unchanged and in order for a place to be the quote's, edited."""

LIKE = 0.55
"""An edited quote keeps so much of its letters (1 - Levenshtein distance / length): more than half …"""

KEPT = 0.6
"""… or so much of its words: two of three."""

SURELY_LIKE = 0.85
"""From here on an edited quote is one in a context of which one side is gone; sentences side by side may be alike."""

ALMOST_SAME = 0.9
"""From here on it is one in another context, too: one letter in ten, a word or a typing error."""

LEAD = 0.08
"""By so much a place has to lead before the next one, or it is ambiguous: one word in a dozen."""

FITS = 0.6
"""
From here on one side of a context fits. What stands at random places of other essays on the same topic comes to .44
in nine of ten cases and to .46 in nineteen of twenty (ArgRewrite V.2).
"""

CONTEXT_LEAD = 0.12
"""By so much a place's context has to fit better than the next one's to decide: more than chance differs by."""

SIMILAR = 0.5
"""Below this a context decides nothing between equal words: chance comes as near."""

DISTINCT = 6
"""A quote of so many words is told by its words alone, though what stands around it is all different."""

TEMPLATE_FITS = 0.9
"""Where only a name or a number differs, both sides of the context have to fit so well: rows of a list are alike."""

MAX_LIKENESS = 1_000
"""A longer quote, in code points, no ten letters of which stand in the text in a row, is not looked for any further."""

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
        candidates: The alternatives where it is ambiguous, best first.
        score: Similarity of the words from 0 to 1; 1 if they are the same.
        confidence: How likely the outcome is right, from 0 to 1; see the page on anchoring for what it is worth.
        normalised: Whether the words are the same and their letters differ: quotes, dashes, blanks, invisible marks,
            case, composition, punctuation.
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


class _Fit(NamedTuple):
    """How well what stands around a place fits the context given: each side from 0 to 1, None where none was given."""

    before: float | None
    after: float | None
    total: float

    @property
    def sides(self) -> list[float]:
        return [side for side in (self.before, self.after) if side is not None]

    @property
    def supports(self) -> bool:
        return any(side >= FITS for side in self.sides)

    @property
    def frames(self) -> bool:
        return self.fits_both(FITS)

    def fits_both(self, bar: float) -> bool:
        """Whether a context was given on both sides, and both fit so well."""
        return len(self.sides) == 2 and all(side >= bar for side in self.sides)


class _Place(NamedTuple):
    span: Span
    score: float  # of the words
    fit: _Fit
    compared: _Compared | None = None

    @property
    def total(self) -> float:
        """Words and context together: two thirds the words, where there is a context."""
        return round((2 * self.score + self.fit.total) / 3 if self.fit.sides else self.score, 4)


def find(quote: Anchor | str, text: str, *, prefix: str = "", suffix: str = "", hint: int | None = None) -> Outcome:
    """
    Find *quote* in *text*.

    The words as they stand come first, then the same words through noise, then edited ones. Between equal places the
    context decides, be it only similar; then the hint, where one place is at it or clearly nearer than all others;
    else the outcome is ambiguous. A quote of one or two words is never placed by likeness, nor inside a longer word.

    Args:
        quote: The words; or an anchor, whose context and start serve where no others are given.
        text: The text.
        prefix, suffix: What stood right before and after the quote.
        hint: About where it stood, in code points.

    Returns:
        The outcome; its status is never ``moved``, which needs both texts.

    Raises:
        InvalidValue: If the quote is blank.
    """
    if isinstance(quote, Anchor):
        prefix, suffix = prefix or quote.prefix or "", suffix or quote.suffix or ""
        wanted = _Quote(quote.exact, prefix, suffix, quote.span.start if hint is None else hint)
    else:
        wanted = _Quote(quote, prefix, suffix, hint)
    wanted = wanted._replace(prefix=wanted.prefix[-MAX_CONTEXT:], suffix=wanted.suffix[:MAX_CONTEXT])
    plain = View(wanted.exact).text.strip()
    if not plain:
        raise InvalidValue("a quote is blank", hint="quote the words that make the claim")
    spans = [Span(at, at + len(wanted.exact)) for at in _occurrences(text, wanted.exact, wanted)]
    whole, inside = _parted(wanted, text, spans)
    if whole:
        return _among_equals(wanted, text, whole, normalised=False)
    view = View(text)
    lower = view.lower()
    for here, told in ((view.text, plain), (lower, lowered(plain))):
        if here == text and told == wanted.exact:
            continue  # nothing was noise
        found = _occurrences(here, told, wanted) if told else []
        spans = [view.to_source(Span(at, at + len(told))) for at in found]
        whole, others = _parted(wanted, text, spans)
        if whole:
            return _among_equals(wanted, text, whole, normalised=True)
        inside = inside or others
    size = amount(words(wanted.exact))
    if inside and size < MIN_WORDS:
        return Outcome(
            status="ambiguous",
            candidates=inside,
            score=1.0,
            confidence=round(0.5 / len(inside), 4),
            rule="the letters stand there inside longer words only",
        )
    if size < MIN_WORDS or len(wanted.exact) > MAX_QUOTE:
        return Outcome(status="lost", confidence=GONE, rule="the words are gone; so few are never placed by likeness")
    return _edited(wanted, text, plain, view, lower)


# --- equal places -----------------------------------------------------------------------------------------------------


def _occurrences(text: str, quote: str, wanted: _Quote) -> list[int]:
    found = _first(text, quote)
    if len(found) == MAX_PLACES:  # the place that is meant may be beyond: those in the same context, those at the hint
        found += [at + len(wanted.prefix) for at in _first(text, wanted.prefix + quote + wanted.suffix)]
        if wanted.hint is not None:
            found += [text.rfind(quote, 0, wanted.hint + len(quote)), text.find(quote, wanted.hint)]
    return sorted({at for at in found if at >= 0})


def _parted(wanted: _Quote, text: str, spans: Iterable[Span]) -> tuple[list[Span], list[Span]]:
    """The places that cut no grapheme: those that are whole words, and those inside longer words."""
    parted: tuple[list[Span], list[Span]] = ([], [])
    for span in dict.fromkeys(spans):
        if _cuts_nothing(wanted, text, span):
            parted[not _is_whole(wanted, text, span)].append(span)
    return parted


def _first(text: str, quote: str) -> list[int]:
    found: list[int] = []
    at = text.find(quote)
    while at >= 0 and len(found) < MAX_PLACES:
        found.append(at)
        at = text.find(quote, at + 1)
    return found


def _cuts_nothing(wanted: _Quote, text: str, span: Span) -> bool:
    """Whether *span* takes graphemes apart no more than the quote does."""
    cut = not is_grapheme_boundary(wanted.prefix + wanted.exact, len(wanted.prefix))
    return (cut or is_grapheme_boundary(text, span.start)) and is_grapheme_boundary(text, span.end)


def _is_whole(wanted: _Quote, text: str, span: Span) -> bool:
    """Whether the place begins and ends between words, or the quote did not do so either where it stood."""
    start = inside_word(wanted.prefix + wanted.exact, len(wanted.prefix)) or not inside_word(text, span.start)
    end = inside_word(wanted.exact + wanted.suffix, len(wanted.exact)) or not inside_word(text, span.end)
    return start and end


def _among_equals(wanted: _Quote, text: str, spans: Sequence[Span], *, normalised: bool) -> Outcome:
    """Which of several places with the same words is meant: context, then hint, else ambiguous."""
    ranked = sorted(
        (_Place(span, 1.0, _context(wanted, text, span)) for span in spans),
        key=lambda place: (-place.fit.total, place.span),
    )
    best = ranked[0]
    if len(ranked) == 1:
        return _only_one(wanted, best, normalised=normalised)
    tied = ranked
    if best.fit.sides and best.fit.total >= SIMILAR:
        bar = 1.0 if best.fit.total == 1.0 else best.fit.total - CONTEXT_LEAD
        tied = [place for place in ranked if place.fit.total == 1.0 or bar < place.fit.total]
        if len(tied) == 1:
            return _exact(best, CONTEXT_DECIDED, "the context decides", normalised=normalised)
    nearest = _by_hint([place.span for place in tied], wanted.hint)
    if nearest is not None:
        place = next(place for place in tied if place.span == nearest)
        return _exact(place, HINT_DECIDED, "the hint decides", normalised=normalised)
    return Outcome(
        status="ambiguous",
        candidates=[place.span for place in tied],
        score=1.0,
        confidence=round(1 / len(tied), 4),
        normalised=normalised,
        rule="several places with the same words, and nothing that decides",
    )


def _only_one(wanted: _Quote, place: _Place, *, normalised: bool) -> Outcome:
    told = amount(words(wanted.exact))
    fit = place.fit
    if not fit.sides or (fit.supports if told >= MIN_WORDS else all(side >= FITS for side in fit.sides)):
        return _exact(place, ONLY_PLACE, "the words stand there once", normalised=normalised)
    if told >= DISTINCT:
        return _exact(place, OTHER_PLACE, "the words stand there once, among others than before", normalised=normalised)
    return Outcome(
        status="ambiguous",
        candidates=(place.span,),
        score=1.0,
        confidence=0.5,
        normalised=normalised,
        rule="the words stand there once, in a place that is nothing like theirs",
    )


def _exact(place: _Place, confidence: float, rule: str, *, normalised: bool) -> Outcome:
    return Outcome(
        status="exact", spans=(place.span,), score=1.0, confidence=confidence, normalised=normalised, rule=rule
    )


def _by_hint(spans: Sequence[Span], hint: int | None) -> Span | None:
    if hint is None:
        return None
    near = sorted((abs(span.start - hint), span) for span in spans)
    if len(near) == 1 or near[0][0] == 0 or near[0][0] * NEARER <= near[1][0]:
        return near[0][1]
    return None


def _context(wanted: _Quote, text: str, span: Span) -> _Fit:
    before = after = None
    parts = []
    if wanted.prefix.strip():
        here = text[max(0, span.start - 2 * len(wanted.prefix) - 8) : span.start]
        before = _alike(_folded(wanted.prefix)[::-1], _folded(here)[::-1])
        parts.append((len(wanted.prefix), before))
    if wanted.suffix.strip():
        here = text[span.end : span.end + 2 * len(wanted.suffix) + 8]
        after = _alike(_folded(wanted.suffix), _folded(here))
        parts.append((len(wanted.suffix), after))
    total = sum(weight * value for weight, value in parts) / (sum(weight for weight, _ in parts) or 1)
    return _Fit(before, after, round(total, 6))


def _folded(text: str) -> str:
    return View(text, case=True).text


_NEAR = 12  # letters: two words


def _alike(context: str, here: str) -> float:
    """How alike a context is to what stands there, read away from the quote: what is nearest counts twice."""
    from rapidfuzz.distance import Indel

    context, here = context.strip(), here.strip()
    if _SHORT_CONTEXT <= len(here) < len(context):
        context = context[: len(here)]  # a text that begins or ends here, as an excerpt does, contradicts nothing
    shares = [
        Indel.normalized_similarity(context[:size], here[: len(context[:size])]) for size in (_NEAR, len(context))
    ]
    return round(sum(shares) / 2, 6)


# --- edited places ----------------------------------------------------------------------------------------------------

_PIECE = 10  # letters in a row by which an edited quote is searched: with one edit in ten, one piece in three is whole
_PIECES = 24  # of a long quote; enough that some survive
_COMMON = 200  # a piece that stands in the text more often tells nothing
_CLUSTERS = 6  # places that are looked at closely
_FEWER = 3  # times: a place with so many fewer pieces is no rival
_AGREEING = 3  # pieces: so many do not agree by chance


def _edited(wanted: _Quote, text: str, quote: str, view: View, here: str) -> Outcome:
    """Where the *quote*, without noise, stands with other words: in a *view* of the text, and the same without case."""
    whole = [Span(0, len(wanted.exact))]
    places = []
    for start, end in _windows(lowered(quote), here):
        span = _refined(quote, view.text, here, start, end)
        if span is None:
            continue
        score = likeness(lowered(quote), here[span.start : span.end])
        source = whole_graphemes(text, view.to_source(span))
        words_there = _Compared(wanted.exact, whole, text, [source])
        if words_there.enough(score):
            places.append(_Place(source, score, _context(wanted, text, source), words_there))
    ranked = _apart(places)
    if not ranked:
        return Outcome(status="lost", confidence=GONE, rule="nothing there is like it")
    best = ranked[0]
    rivals = [place for place in ranked[1:] if place.total > best.total - LEAD]
    candidates = [place.span for place in (best, *rivals)]
    if rivals and not (best.fit.total == 1.0 and all(rival.fit.total < 1.0 for rival in rivals)):
        chosen = _by_hint(candidates, wanted.hint) if all(r.score == best.score for r in rivals) else None
        if chosen is None:
            return _unsure(candidates, best, "several places are like it, and nothing decides")
        best = next(place for place in ranked if place.span == chosen)
    edits = best.compared.edits() if best.compared is not None else ()
    if not edits:  # other letters, and the same words: "STRASSE" and "Straße"
        return _only_one(wanted, best, normalised=True)
    doubt = _doubt(wanted, best, edits)
    if doubt:
        return _unsure(candidates, best, doubt)
    return Outcome(
        status="edited",
        spans=(best.span,),
        score=round(min(best.score, 0.9999), 4),
        confidence=_edited_confidence(best),
        edits=edits,
        rule="the words are like it" + (", in the same context" if best.fit.frames else ""),
    )


def _doubt(wanted: _Quote, place: _Place, edits: Sequence[WordEdit]) -> str:
    """Why a place that is like the quote may be a look-alike; empty where its context, or its words, say otherwise."""
    template = all(_names(edit.before) != _names(edit.after) for edit in edits)
    if place.fit.fits_both(TEMPLATE_FITS if template else FITS):
        return ""
    template = template and place.score >= ALMOST_SAME
    if not place.fit.sides:
        # The same but for a name or a number is what tables and boilerplate are made of.
        return "a place is the same but for a name or a number, and there is no context to tell" if template else ""
    bar = SURELY_LIKE if place.fit.supports else ALMOST_SAME
    if template or place.score < bar or amount(words(wanted.exact)) < DISTINCT:
        return "a place is like it, but stands among other words"
    return ""


def _names(found: str) -> set[str]:
    """The words of *found* that name or count: with a capital or a digit."""
    told = (found[start:end] for start, end in word_bounds(found))
    return {word for word in told if (word[0].isupper() or word[0].isdigit()) and fold(word) not in FUNCTION_WORDS}


def _unsure(candidates: Sequence[Span], best: _Place, rule: str) -> Outcome:
    return Outcome(
        status="ambiguous",
        candidates=candidates,
        score=round(best.score, 4),
        confidence=round(1 / (1 + len(candidates)), 4),
        rule=rule,
    )


def _windows(quote: str, text: str) -> Iterable[tuple[int, int]]:
    """
    Stretches of *text* that may hold the quote, the likeliest first: pieces of it agree on where it begins.

    Every third piece is searched first; the others only where those agree on nothing.
    """
    slack = len(quote) // 4 + _PIECE
    step = max(_PIECE // 2, (len(quote) - _PIECE) // _PIECES)
    offsets = range(0, max(1, len(quote) - _PIECE + 1), step)
    hits: list[tuple[int, int]] = []  # where the quote would begin, and the offset of the piece that says so
    clusters: list[list[tuple[int, int]]] = []
    common = False
    for third in range(3):
        for offset in offsets[third::3]:
            piece = quote[offset : offset + _PIECE]
            at = text.find(piece)
            found: list[tuple[int, int]] = []
            while at >= 0 and len(found) <= _COMMON:
                found.append((at - offset, offset))
                at = text.find(piece, at + 1)
            if len(found) <= _COMMON:
                hits += found
            else:
                common = True
        clusters = _clusters(hits, slack)
        if clusters and len(clusters[0]) >= _AGREEING:
            break
    if not clusters and not common and len(quote) <= MAX_LIKENESS:
        yield from _by_likeness(quote, text)
    for cluster in clusters[:_CLUSTERS]:
        if len(cluster) * _FEWER < len(clusters[0]):
            break  # no rival of the best one
        first, last = min(cluster, key=lambda hit: hit[1])[0], max(cluster, key=lambda hit: hit[1])[0]
        yield max(0, first), min(len(text), max(last + len(quote), first + 1))


def _clusters(hits: list[tuple[int, int]], slack: int) -> list[list[tuple[int, int]]]:
    """The hits that agree on where the quote begins, up to *slack* code points; the largest groups first."""
    clusters: list[list[tuple[int, int]]] = []
    for hit in sorted(hits):
        if clusters and hit[0] - clusters[-1][0][0] <= slack:
            clusters[-1].append(hit)
        else:
            clusters.append([hit])
    return sorted(clusters, key=lambda cluster: (-len(cluster), cluster[0]))


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


_REACH = 2  # words: so far the ends of a rough place may be off


_COSTS = (8, 12, 10)
"""
What a word costs that the quote lacks, one that the text lacks, and one for another. A word put in before the last one
must not be taken for it (8 < 10), a word in the place of the last one must be (10 < 12).
"""


def _refined(quote: str, text: str, lower: str, start: int, end: int) -> Span | None:
    """
    The stretch near *start* and *end*, from word to word, that takes the fewest edits of words, then of letters.

    Args:
        quote: The quote.
        text: The text, and in *lower* the same without case.
        start, end: About where it is.
    """
    from rapidfuzz.distance import Levenshtein

    slack = len(quote) // 4 + 8 * _REACH
    low, high = max(0, start - slack), min(len(text), end + slack)
    window = lower[low:high]
    (bounds, here_words), (outer, told_words) = _words_of(window), _words_of(quote)
    if not bounds or not outer:
        return None
    lead, trail = outer[0][0], len(quote) - outer[-1][1]
    inner = lowered(quote[lead : len(quote) - trail])
    known: dict[str, str] = {}  # a letter for each word: strings are compared fastest
    told, here = (
        "".join([known.setdefault(word, chr(0x4E00 + len(known))) for word in found])
        for found in (told_words, here_words)
    )

    def cost(i: int, j: int) -> int:
        return Levenshtein.distance(told, here[i : j + 1], weights=_COSTS) if i <= j else 12 * (len(told) + len(here))

    def letters(i: int, j: int) -> tuple[int, int]:
        return Levenshtein.distance(inner, window[bounds[i][0] : bounds[j][1]]), i - j

    def around(at: int) -> range:
        return range(max(0, at - _REACH), min(len(bounds), at + _REACH + 1))

    first = min(bisect_left(bounds, (start - low,)), len(bounds) - 1)
    last = max(bisect_left(bounds, (end - low,)) - 1, first)
    settled = (-1, -1)
    for _ in range(2):
        if settled == (first, last):
            break
        settled = (first, last)
        costs = [(cost(first, j), j) for j in around(last) if j >= first] or [(0, last)]
        least = min(costs)[0]
        last = min((j for value, j in costs if value == least), key=lambda j: letters(first, j))
        costs = [(cost(i, last), i) for i in around(first) if i <= last] or [(0, first)]
        least = min(costs)[0]
        first = min((i for value, i in costs if value == least), key=lambda i: letters(i, last))
    cased = text[low:high]
    while first < last and here[first] not in told and not _in_phrase(cased, bounds, first):
        first += 1
    while first < last and here[last] not in told and not _in_phrase(cased, bounds, last - 1):
        last -= 1
    begin, stop = bounds[first][0], bounds[last][1]
    # Marks at the quote's ends belong to the place where they stand there, too.
    while lead and begin > 0 and window[begin - 1] == lowered(quote[lead - 1]):
        begin, lead = begin - 1, lead - 1
    while trail and stop < len(window) and window[stop] == lowered(quote[len(quote) - trail]):
        stop, trail = stop + 1, trail - 1
    return Span(low + begin, low + stop)


def _in_phrase(text: str, bounds: Sequence[tuple[int, int]], number: int) -> bool:
    """Whether word *number* and the next one are in one phrase: what stands beyond its end replaced no word of it."""
    return not _PHRASE_END.search(text, bounds[number][1], bounds[number + 1][0])


_PHRASE_END = re.compile("[.!?;:\n]")


def likeness(one: str, other: str) -> float:
    """The share of letters that an edit of one into the other leaves, from 0 to 1 (normalised Levenshtein)."""
    from rapidfuzz.distance import Levenshtein

    return round(float(Levenshtein.normalized_similarity(one, other)), 6)


def _apart(places: Iterable[_Place]) -> list[_Place]:
    """The places, best first, without those that overlap a better one."""
    kept: list[_Place] = []
    for place in sorted(places, key=lambda place: (-place.total, place.span)):
        if not any(place.span.overlaps(other.span) for other in kept):
            kept.append(place)
    return kept


# --- how likely it is right -------------------------------------------------------------------------------------------

ONLY_PLACE, CONTEXT_DECIDED, HINT_DECIDED, OTHER_PLACE, GONE = 0.98, 0.98, 0.9, 0.85, 0.85
"""
How often each is right. The first and the last were counted on the sentences of 84 revisions that humans aligned
(ArgRewrite V.2), found by their words and context; the others are set by judgement, for there they are rare.
"""

FRAMED, SUPPORTED, UNSUPPORTED = 0.96, 0.92, (0.7, 0.95)
"""
The same for edited quotes. Of 227 whose context fits on both sides 225 were at their place, 218 with the right ends; of
124 whose context fits on one side, 115 were at their place; without a context, seven of ten of those that are just
like enough, and nineteen of twenty of the most alike.
"""


def _edited_confidence(place: _Place) -> float:
    if place.fit.frames:
        return FRAMED
    if place.fit.supports:
        return SUPPORTED
    least, most = UNSUPPORTED
    return round(least + (most - least) * max(0.0, place.score - LIKE) / (1 - LIKE), 4)


# --- what changed -----------------------------------------------------------------------------------------------------


class _Compared:
    """The words of two texts within some spans, and which of them were kept."""

    def __init__(self, old: str, old_spans: Sequence[Span], new: str, new_spans: Sequence[Span]) -> None:
        self.texts, self.spans = (old, new), (old_spans, new_spans)
        before, after = _words_in(old, old_spans), _words_in(new, new_spans)
        self.bounds, self.told, self.here = (before[0], after[0]), before[1], after[1]
        self.blocks = matching_words(self.told, self.here)

    def enough(self, score: float) -> bool:
        """Whether enough was kept, in order: two words, one of which tells, and half of the letters or words."""
        kept = [self.told[block.old + number] for block in self.blocks for number in range(block.size)]
        if amount(kept) < MIN_KEPT or all(word in FUNCTION_WORDS for word in kept):
            return False
        return score >= LIKE or amount(kept) >= KEPT * amount(self.told)

    def edits(self) -> tuple[WordEdit, ...]:
        """The runs of words that were not."""
        (old, new), (before, after) = self.texts, self.bounds
        edits = []
        i = j = 0
        for x, y, size in [*self.blocks, (len(before), len(after), 0)]:
            if i < x or j < y:
                one, other = _stretch(before, i, x, self.spans[0]), _stretch(after, j, y, self.spans[1])
                edits.append(
                    WordEdit(old=one, new=other, before=old[one.start : one.end], after=new[other.start : other.end])
                )
            i, j = x + size, y + size
        return tuple(edits)


def word_edits(old: str, old_spans: Sequence[Span], new: str, new_spans: Sequence[Span]) -> tuple[WordEdit, ...]:
    """The runs of words in which *old* and *new* differ within the spans; each with its place in its text."""
    return _Compared(old, old_spans, new, new_spans).edits()


def _words_in(text: str, spans: Sequence[Span]) -> tuple[list[tuple[int, int]], list[str]]:
    """Where the words of *text* within the spans start and end, and what they are, folded."""
    places: list[tuple[int, int]] = []
    told: list[str] = []
    for span in spans:
        bounds, found = _words_of(text[span.start : span.end])
        places += [(span.start + start, span.start + end) for start, end in bounds] if span.start else bounds
        told += found
    return places, told


@lru_cache(maxsize=16)  # a quote is asked for at every place that may be it
def _words_of(text: str) -> tuple[list[tuple[int, int]], list[str]]:
    bounds = word_bounds(text)
    if text.isascii():  # folded as a whole, in a third of the time
        text = fold(text)
        return bounds, [text[start:end] for start, end in bounds]
    return bounds, [fold(text[start:end]) for start, end in bounds]


def _stretch(bounds: Sequence[tuple[int, int]], start: int, end: int, spans: Sequence[Span]) -> Span:
    """The words from number *start* to *end*; where there are none, the place after the word before."""
    if start < end:
        return Span(bounds[start][0], bounds[end - 1][1])
    at = bounds[start - 1][1] if start else bounds[0][0] if bounds else spans[0].start
    return Span(at, at)
