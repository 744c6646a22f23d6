"""Spans and whole reports carried into a changed text: where the words went, or that it cannot be told."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.alignment import Link, align_sentences, matching_words
from claimtrack.anchoring.finding import MIN_KEPT, MIN_WORDS, Outcome, word_edits
from claimtrack.language import FUNCTION_WORDS
from claimtrack.text import Span, amount, is_grapheme_boundary, plain, sentences, tokens, whole_graphemes, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimtrack.text import Token

SURE = 0.6
"""
From this chance on a link of sentences carries what is in them; a weaker one leaves it ambiguous. A wrong place costs
more than none, so the bar is above the even chance at which sentences are linked.
"""

SHARE = 0.25
"""A part of a sentence that keeps less of its words than this is lost, however much of the sentence stayed."""

MAX_CANDIDATES = 20
"""Of the places with the same words, so many are given."""


# --- spans ------------------------------------------------------------------------------------------------------------


def carry_spans(old: str, spans: Iterable[Span], new: str, *, language: str = "en") -> tuple[Outcome, ...]:
    """
    Say for each span of *old* where its words are in *new*.

    The sentences of both texts are linked first (`claimtrack.alignment`), then the words of linked sentences, so that
    a part of a sentence goes where its own words went. What is gone is *lost*; what could be in several places, with
    nothing that decides, is *ambiguous*.

    Args:
        old: The text that the spans belong to.
        spans: Stretches of it, in code points.
        new: The changed text.
        language: The language (BCP 47) by whose habits sentences are cut.

    Returns:
        One outcome for each span, in their order.

    Raises:
        InvalidSpan: If a span lies outside *old*.
    """
    carrier = Carrier(old, new, language=language)
    return tuple(carrier.outcome(span) for span in spans)


class _Words(NamedTuple):
    """The words of linked sentences and which of the old ones became which of the new ones."""

    old: tuple[Token, ...]
    new: tuple[Token, ...]
    kept: dict[int, int]


class _Piece(NamedTuple):
    """What became of the part of a span that lies in the sentences of one link."""

    span: Span
    old: Span
    kept: float  # words
    total: float
    ends: int  # how many of its two ends stand at words that were kept
    link: Link


class Carrier:
    """Two texts, their linked sentences, and the way of any span from one into the other."""

    def __init__(self, old: str, new: str, *, language: str = "en") -> None:
        self.old, self.new = old, new
        self.same = old == new
        self.sentences = ((), ()) if self.same else (sentences(old, language), sentences(new, language))
        self.links: tuple[Link, ...] = ()
        if not self.same:
            self.links = align_sentences(
                [old[span.start : span.end] for span in self.sentences[0]],
                [new[span.start : span.end] for span in self.sentences[1]],
            )
        self._starts = [span.start for span in self.sentences[0]]
        self._ends = [span.end for span in self.sentences[0]]
        self._of_old = {number: link for link in self.links for number in link.old}
        self._of_new = {number: link for link in self.links for number in link.new}
        self._words: dict[tuple[int, ...], _Words] = {}
        self._twins: tuple[dict[str, list[int]], dict[str, list[int]]] | None = None

    def outcome(self, span: Span) -> Outcome:
        """
        Where *span* of the old text is in the new one.

        Raises:
            InvalidSpan: If it lies outside the old text.
        """
        quote = span.of(self.old)
        if self.same:
            return Outcome(status="exact", spans=(span,), score=1.0, confidence=1.0, rule="the text is the same")
        first, last = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)
        if not quote.strip():
            return self._blank(span, first)
        numbers = range(first, last)
        groups = []
        for link, members in itertools.groupby(numbers, key=self._of_old.get):
            groups.append((link, list(members)))
        pieces = []
        gone = 0.0
        for link, members in groups:
            part = Span(max(span.start, self._starts[members[0]]), min(span.end, self._ends[members[-1]]))
            piece = None if link is None else self._piece(link, part)
            if piece is None:
                gone += amount(words(part.of(self.old)))
            else:
                pieces.append(piece)
        if not pieces:
            return self._elsewhere(span, quote)
        return self._joined(span, quote, pieces, gone)

    # Pieces --------------------------------------------------------------------------------------------------------

    def _piece(self, link: Link, part: Span) -> _Piece | None:
        """Where *part*, which lies in the old sentences of *link*, is in the new ones; None if its words are gone."""
        old = self._hull(0, link.old)
        new = self._hull(1, link.new)
        if len(old) == len(new) and old.of(self.old) == new.of(self.new):
            by = new.start - old.start
            size = 1.0 if part == old else max(1.0, amount(words(part.of(self.old))))
            return _Piece(Span(part.start + by, part.end + by), part, size, size, 2, link)
        found = self._aligned(link, old, new)
        inside = [n for n, token in enumerate(found.old) if token.span.start < part.end and token.span.end > part.start]
        if not inside:
            return self._marks_only(part, old, new, found, link)
        first, last = inside[0], inside[-1]
        kept = [n for n in inside if n in found.kept and found.old[n].folded == found.new[found.kept[n]].folded]
        total, stayed = amount(found.old[n].folded for n in inside), amount(found.old[n].folded for n in kept)
        whole = first == 0 and last == len(found.old) - 1
        if not self._survives(found, inside, kept, whole=whole):
            return None
        ends = (first in kept) + (last in kept)
        if whole and found.new:
            start = new.start if part.start <= old.start else found.new[0].span.start
            end = new.end if part.end >= old.end else found.new[-1].span.end
            start, end = self._with_marks(part, found.old[0], found.old[-1], start, end)
            return _Piece(Span(start, max(start, end)), part, stayed, total, 2 if stayed == total else 1, link)
        start = self._left(found, first, last, part)
        end = self._right(found, first, last, part)
        if start is None or end is None or end <= start:
            return None
        start, end = self._with_marks(part, found.old[first], found.old[last], start, end)
        return _Piece(Span(start, end), part, stayed, total, ends, link)

    def _survives(self, found: _Words, inside: Sequence[int], kept: Sequence[int], *, whole: bool) -> bool:
        """Whether enough words stand there still: all of one or two, else two that tell something."""
        size = amount(found.old[n].folded for n in inside)
        if size < MIN_WORDS:
            return len(kept) == len(inside)
        if whole:
            return bool(kept)  # the link of the whole sentence is evidence by itself
        telling = any(found.old[n].folded not in FUNCTION_WORDS for n in kept)
        stayed = amount(found.old[n].folded for n in kept)
        return stayed >= MIN_KEPT and telling and stayed >= SHARE * size

    def _left(self, found: _Words, first: int, last: int, part: Span) -> int | None:
        """Where the part begins in the new text."""
        if first in found.kept:
            token, here = found.old[first], found.new[found.kept[first]]
            inner = max(0, part.start - token.span.start) if token.folded == here.folded else 0
            return min(here.span.start + inner, here.span.end)
        before = max((n for n in found.kept if n < first), default=-1)
        after = min((n for n in found.kept if first < n <= last), default=None)
        if after is None:
            return None
        low, high = (found.kept[before] + 1 if before >= 0 else 0), found.kept[after]
        outside, within = first - before - 1, after - first
        at = low + round((high - low) * outside / (outside + within))
        return found.new[at].span.start

    def _right(self, found: _Words, first: int, last: int, part: Span) -> int | None:
        """Where it ends."""
        if last in found.kept:
            token, here = found.old[last], found.new[found.kept[last]]
            inner = max(0, token.span.end - part.end) if token.folded == here.folded else 0
            return max(here.span.end - inner, here.span.start)
        after = min((n for n in found.kept if n > last), default=len(found.old))
        before = max((n for n in found.kept if first <= n < last), default=None)
        if before is None:
            return None
        low = found.kept[before] + 1
        high = found.kept[after] if after < len(found.old) else len(found.new)
        outside, within = after - last - 1, last - before
        at = low + round((high - low) * within / (outside + within))
        return found.new[at - 1].span.end

    def _with_marks(self, part: Span, first: Token, last: Token, start: int, end: int) -> tuple[int, int]:
        """*start* and *end* moved over the marks that the part has before its first and after its last word."""
        for mark in reversed(self.old[part.start : first.span.start]):
            if start == 0 or plain(self.new[start - 1]) != plain(mark):
                break
            start -= 1
        for mark in self.old[last.span.end : part.end]:
            if end >= len(self.new) or plain(self.new[end]) != plain(mark):
                break
            end += 1
        return start, end

    def _marks_only(self, part: Span, old: Span, new: Span, found: _Words, link: Link) -> _Piece | None:
        """A part without a word, such as a quotation mark: between the same neighbours, or gone."""
        here = bisect_left([token.span.start for token in found.old], part.start)
        before, after = found.kept.get(here - 1), found.kept.get(here)
        low = found.new[before].span.end if before is not None else new.start if here == 0 else None
        high = found.new[after].span.start if after is not None else new.end if here == len(found.old) else None
        if low is None or high is None or high < low:
            return None
        at = self.new.find(part.of(self.old), low, high)
        if at < 0 or self.new.find(part.of(self.old), at + 1, high) >= 0:
            return None
        return _Piece(Span(at, at + len(part)), part, 1.0, 1.0, 2, link)

    def _hull(self, side: int, numbers: Sequence[int]) -> Span:
        spans = self.sentences[side]
        return Span(spans[numbers[0]].start, spans[numbers[-1]].end)

    def _aligned(self, link: Link, old: Span, new: Span) -> _Words:
        if link.old not in self._words:
            before, after = tokens(old.of(self.old), old.start), tokens(new.of(self.new), new.start)
            told = [token.folded for token in before], [token.folded for token in after]
            kept: dict[int, int] = {}
            i = j = 0
            for x, y, size in [*matching_words(*told), (len(before), len(after), 0)]:
                kept.update(_counterparts(told, range(i, x), range(j, y)))
                kept.update((x + n, y + n) for n in range(size))
                i, j = x + size, y + size
            self._words[link.old] = _Words(before, after, kept)
        return self._words[link.old]

    # Verdicts ------------------------------------------------------------------------------------------------------

    def _joined(self, span: Span, quote: str, pieces: list[_Piece], gone: float) -> Outcome:
        total = math_sum(piece.total for piece in pieces) + gone
        kept = math_sum(piece.kept for piece in pieces)
        if gone and (kept < MIN_KEPT or kept < SHARE * total):
            return self._elsewhere(span, quote)
        spans = self._merged([piece.span for piece in pieces])
        spans = [whole_graphemes(self.new, place) if self._on_boundaries(span) else place for place in spans]
        links = [piece.link for piece in pieces]
        chance = min(link.chance for link in links)
        words_here = " ".join(place.of(self.new) for place in spans)
        same = gone == 0 and words(quote) == words(words_here)
        score = 1.0 if same else _likeness(quote, words_here)
        confidence = chance * (1.0 if same else (0.9, 0.95, 1.0)[min(piece.ends for piece in pieces)])
        if not same:
            confidence *= total and (kept + gone * 0.0) / total * 0.1 + 0.9
        confidence = round(confidence, 4)
        twins = self._rivals(pieces)
        if twins:
            return Outcome(
                status="ambiguous",
                candidates=[*spans, *twins][:MAX_CANDIDATES],
                score=round(score, 4),
                confidence=round(1 / (1 + len(twins)), 4),
                rule="several places with the same words, and nothing around them decides",
            )
        if chance < SURE and not same:
            return Outcome(
                status="ambiguous",
                candidates=spans,
                score=round(score, 4),
                confidence=confidence,
                rule="a sentence there is like it, but not surely the same one",
            )
        moved = any(link.moved for link in links) or any(
            one.span.start > other.span.start for one, other in itertools.pairwise(pieces)
        )
        raw = len(spans) == 1 and spans[0].of(self.new) == quote
        if same:
            return Outcome(
                status="moved" if moved else "exact",
                spans=spans,
                score=1.0,
                confidence=confidence,
                normalised=not raw,
                rule="its sentence moved" if moved else "its sentence stayed" if raw else "its words stayed",
            )
        edits = word_edits(quote, span.start, words_between(self.new, spans), spans[0].start) if len(spans) == 1 else ()
        return Outcome(
            status="edited",
            spans=spans,
            score=round(min(score, 0.9999), 4),
            confidence=confidence,
            edits=edits,
            rule="its sentence was edited" + (" and moved" if moved else ""),
        )

    def _on_boundaries(self, span: Span) -> bool:
        return is_grapheme_boundary(self.old, span.start) and is_grapheme_boundary(self.old, span.end)

    def _merged(self, spans: Iterable[Span]) -> list[Span]:
        """Pieces in order of the new text; those with nothing but blanks between become one."""
        found: list[Span] = []
        for span in sorted(spans):
            if found and not self.new[found[-1].end : span.start].strip():
                found[-1] = found[-1].hull(span)
            else:
                found.append(span)
        return found

    def _elsewhere(self, span: Span, quote: str) -> Outcome:
        """Its sentence is gone, or its words are: does the same stand in a place that nothing else accounts for?"""
        told = words(quote)
        if amount(told) < MIN_WORDS:
            return Outcome(status="lost", confidence=0.9, rule="the words are gone")
        free = []
        at = self.new.find(quote)
        while at >= 0 and len(free) <= MAX_CANDIDATES:
            place = Span(at, at + len(quote))
            if not self._accounted(place, quote):
                free.append(place)
            at = self.new.find(quote, at + 1)
        if not free:
            return Outcome(status="lost", confidence=0.9, rule="the words are gone")
        telling = len({word for word in told if word not in FUNCTION_WORDS})
        if len(free) == 1 and telling >= MIN_WORDS and self.old.count(quote) == 1:
            return Outcome(
                status="moved", spans=free, score=1.0, confidence=0.85, rule="its words stand in another sentence"
            )
        return Outcome(
            status="ambiguous",
            candidates=free,
            score=1.0,
            confidence=round(0.5 / len(free), 4),
            rule="the same words stand elsewhere, and nothing tells whether they are the same statement",
        )

    def _accounted(self, place: Span, quote: str) -> bool:
        """Whether the words at *place* came from another place of the old text."""
        for number, span in enumerate(self.sentences[1]):
            if span.start < place.end and place.start < span.end:
                link = self._of_new.get(number)
                if link is not None and quote in self._hull(0, link.old).of(self.old):
                    return True
        return False

    def _rivals(self, pieces: Sequence[_Piece]) -> list[Span]:
        """Other places for pieces whose sentence has twins, on either side, that stand as well as the linked ones."""
        found: list[Span] = []
        for piece in pieces:
            link = piece.link
            if len(link.old) > 1 or len(link.new) > 1:
                continue
            mine, theirs = link.old[0], link.new[0]
            support = self._support(mine, theirs)
            if support == 2:
                continue
            ours, others = self._same_text(0, mine), self._same_text(1, theirs)
            free_new = [n for n in others if n != theirs and n not in self._of_new]
            free_old = [n for n in ours if n != mine and n not in self._of_old]
            for number in free_new:
                if self._support(mine, number) >= support:
                    rival = self.sentences[1][number]
                    found.append(rival)
            if any(self._support(number, theirs) >= support for number in free_old):
                found.extend(self.sentences[1][n] for n in others if n != theirs and self._of_new.get(n) != link)
                if not found:
                    return [piece.span]  # it may be this one, or gone
        return [place for place in found if all(place != piece.span for piece in pieces)]

    def _support(self, mine: int, theirs: int) -> int:
        """How many neighbours of two sentences are each other's: those before, and those after; ends of text count."""
        before = (mine == 0 and theirs == 0) or (
            mine > 0 and (link := self._of_old.get(mine - 1)) is not None and link.new[-1] == theirs - 1
        )
        sizes = len(self.sentences[0]), len(self.sentences[1])
        after = (mine == sizes[0] - 1 and theirs == sizes[1] - 1) or (
            (link := self._of_old.get(mine + 1)) is not None and link.new[0] == theirs + 1
        )
        return before + after

    def _same_text(self, side: int, number: int) -> list[int]:
        if self._twins is None:
            made: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})
            for at, text in enumerate((self.old, self.new)):
                for count, span in enumerate(self.sentences[at]):
                    made[at].setdefault(text[span.start : span.end], []).append(count)
            self._twins = made
        text = (self.old, self.new)[side]
        span = self.sentences[side][number]
        return self._twins[side][text[span.start : span.end]]

    def _blank(self, span: Span, sentence: int) -> Outcome:
        """A position, or blanks: it stays beside the words before or after it, if they stayed."""
        number = min(sentence, len(self.sentences[0]) - 1)
        for at in (number, number - 1):
            link = self._of_old.get(at)
            if link is None or link.score < 1 or len(link.old) > 1:
                continue
            old, new = self._hull(0, link.old), self._hull(1, link.new)
            if len(old) != len(new):
                continue
            by = new.start - old.start
            place = Span(max(0, span.start + by), max(0, span.end + by))
            if place.end <= len(self.new) and place.of(self.new) == span.of(self.old):
                status = "moved" if link.moved else "exact"
                return Outcome(
                    status=status,
                    spans=(place,),
                    score=1.0,
                    confidence=link.chance,
                    rule="beside a sentence that stayed",
                )
        return Outcome(status="lost", confidence=0.5, rule="what stood around it changed")

    # What is new ---------------------------------------------------------------------------------------------------

    def fresh(self) -> tuple[Span, ...]:
        """The sentences of the new text that no sentence of the old one is linked to."""
        return tuple(span for number, span in enumerate(self.sentences[1]) if number not in self._of_new)


def math_sum(values: Iterable[float]) -> float:
    return float(sum(values))


def words_between(text: str, spans: Sequence[Span]) -> str:
    return text[spans[0].start : spans[-1].end]


_COUNTERPART = 0.5  # half of the letters the same: one word in two forms


def _counterparts(told: tuple[list[str], list[str]], old: range, new: range) -> dict[int, int]:
    """The words of a replaced run that are forms of each other, in order: ends of spans hold on to them."""
    from rapidfuzz.distance import Indel

    found: dict[int, int] = {}
    at = new.start
    if len(old) * len(new) > _MAX_CELLS:
        return found
    for one in old:
        best = max(
            ((Indel.normalized_similarity(told[0][one], told[1][other]), -other) for other in range(at, new.stop)),
            default=(0.0, 0),
        )
        if best[0] > _COUNTERPART:
            found[one] = -best[1]
            at = -best[1] + 1
    return found


_MAX_CELLS = 10_000  # a run of words that was replaced by another of a hundred has no counterparts worth a search


def _likeness(one: str, other: str) -> float:
    from rapidfuzz.distance import Levenshtein

    return float(Levenshtein.normalized_similarity(plain(one), plain(other)))
