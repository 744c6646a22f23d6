"""Spans carried into a changed text: where their words went, or that it cannot be told."""

from __future__ import annotations

import itertools
import math
import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from claimtrack._closed import FUNCTION_WORDS
from claimtrack._collector import collector_paused
from claimtrack.alignment import Link, align_sentences, matching_words
from claimtrack.anchoring.finding import MIN_KEPT, MIN_WORDS, Outcome, OutcomeStatus, likeness, word_edits
from claimtrack.text import (
    Span,
    amount,
    inside_word,
    is_grapheme_boundary,
    plain,
    sentence_bounds,
    whole_graphemes,
    word_bounds,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SURE = 0.6
"""
From this chance on a link of sentences carries what is in them; a weaker one leaves it ambiguous. A wrong place costs
more than none, so the bar is above the even chance at which sentences are linked.
"""

SHARE = 0.25
"""A part of a sentence that keeps less of its words than this is lost, however much of the sentence stayed."""

LONG_SENTENCE = 60
"""
A sentence of more words is a list, or a text without full stops: that two of them belong together says little of where
a part went, for any two long texts share words in some order. There the words around a part must have stayed, too.
"""

AROUND = 8
"""So many words on either side of a part of a long sentence are looked at with it, …"""

STEADY = 0.5
"""
… so many of them all stayed, … Of 10,000 spans of unrelated lines none was placed by these figures, and of spans in
lines of which 2, 15 and 30 in a hundred words were replaced .1, 1 and 7 in a hundred were missed.
"""

STEADY_RUN = 4
"""… and some of them so many in a row, for three in a row unrelated texts have in common here and there; …"""

IN_ROWS = 0.1
"""… of a long part, this share of its words."""

RIVAL = 0.1
"""
A sentence that nothing accounts for, and that comes nearer than this to the likeness of the one that was linked, leaves
it open which of the two is meant: one word in ten.
"""

HALF = 0.5
"""An edited sentence with less of its letters is not taken for the same where no other sentence surely stayed."""

MUCH_ALIKE = 0.65
"""So much of its letters a new sentence has in common with one that is gone, to be named as where it may have gone."""

MAX_FREE = 300
"""Where more sentences than this are new, what is gone is not looked for among them."""

RIVALS_WITHIN = 8
"""Rivals are looked for among so many sentences on either side."""

ANCHORED = 0.9
"""From this chance on a link tells where in the text its neighbours are."""

MAX_CANDIDATES = 20
"""Of the places with the same words, so many are given."""


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


class _Words:
    """The words of one side of linked sentences: where they start and end in the text, and what they are, folded."""

    def __init__(self, text: str, span: Span) -> None:
        self.starts, self.ends = array("q"), array("q")
        self.folded: list[str] = []
        known: dict[str, str] = {}  # one object for each word: in a chapter without a full stop they are many
        for start, end in _stretches(text, span):
            piece = text[start:end]
            bounds = word_bounds(piece)
            self.starts.extend([start + first for first, _ in bounds])
            self.ends.extend([start + last for _, last in bounds])
            self.folded += [known.setdefault(word, word) for word in words(piece)]

    def __len__(self) -> int:
        return len(self.folded)


_STRETCH = 50_000  # code points: the bounds of so many words are looked up at once
_BLANK = re.compile(r"\s")


def _stretches(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """*span* cut at blanks, where no word is cut."""
    start = span.start
    while span.end - start > _STRETCH:
        blank = _BLANK.search(text, start + _STRETCH, span.end)
        if blank is None:
            break
        yield start, blank.start()
        start = blank.start()
    yield start, span.end


class _Pair:
    """The words of linked sentences, and which of the old ones became which of the new ones."""

    def __init__(self, old: _Words, new: _Words) -> None:
        self.old, self.new = old, new
        self._there = array("q", [-1]) * len(old)
        i = j = 0
        for x, y, size in [*matching_words(old.folded, new.folded), (len(old), len(new), 0)]:
            for number, there in _counterparts(old.folded, new.folded, range(i, x), range(j, y)):
                self._there[number] = there
            self._there[x : x + size] = array("q", range(y, y + size))
            i, j = x + size, y + size
        self.numbers = array("q", (number for number, there in enumerate(self._there) if there >= 0))

    def kept(self, number: int) -> int | None:
        """The new word that old word *number* became, be it in another form."""
        there = self._there[number] if 0 <= number < len(self._there) else -1
        return there if there >= 0 else None

    def same(self, number: int) -> bool:
        """Whether old word *number* stands in the new text as it is."""
        there = self._there[number]
        return there >= 0 and self.old.folded[number] == self.new.folded[there]

    @property
    def is_long(self) -> bool:
        """Whether a sentence is too long for its link to be evidence of its parts."""
        return max(len(self.old), len(self.new)) > LONG_SENTENCE

    def is_steady(self, inside: range, share: float) -> bool:
        """Whether a *share* of the words of a part, and of those around it, stayed, some of them in a row."""
        around = range(max(0, inside.start - AROUND), min(len(self.old), inside.stop + AROUND))
        needed = min(STEADY_RUN, len(around))
        stayed = run = in_rows = 0
        for number in around:
            if not self.same(number):
                run = 0
                continue
            stayed += 1
            run = run + 1 if run and self._there[number] == self._there[number - 1] + 1 else 1
            if run >= needed:
                in_rows += needed if run == needed else 1
        return stayed >= share * len(around) and in_rows >= max(needed, IN_ROWS * len(around))

    def next(self, number: int | None) -> int:
        """The place after the new word that old word *number* became; the first place if there is none."""
        return 0 if number is None else self._there[number] + 1

    def at(self, number: int | None) -> int:
        """The place of the new word that old word *number* became; the end if there is none."""
        return len(self.new) if number is None else self._there[number]

    def before(self, number: int) -> int | None:
        """The last word before *number* that was kept, be it in another form."""
        at = bisect_left(self.numbers, number)
        return self.numbers[at - 1] if at else None

    def after(self, number: int) -> int | None:
        """The first word after *number* that was kept."""
        at = bisect_right(self.numbers, number)
        return self.numbers[at] if at < len(self.numbers) else None


class _Piece(NamedTuple):
    """What became of the part of a span that lies in the sentences of one link."""

    span: Span
    part: Span  # of the old text
    words: tuple[float, float] | None  # how many were kept, of how many; None for all
    ends: int  # how many of its two ends stand at words that were kept
    link: Link
    moved: bool = False  # within its sentence


class Carrier:
    """Two texts, their linked sentences, and the way of any span from one into the other."""

    def __init__(self, old: str, new: str, *, language: str = "en") -> None:
        self.old, self.new = old, new
        self.same = old == new
        self._pairs: dict[tuple[int, ...], _Pair] = {}
        self._likenesses: dict[tuple[int, ...], float] = {}
        self._classes: dict[str, tuple[list[int], list[int]]] | None = None
        self._membership: dict[tuple[str, int], tuple[int, list[int]]] = {}
        self._anchored: tuple[list[int], list[int]] = ([], [])
        self._are_anchored = False
        self._settled: set[int] = set()
        self._fresh: tuple[Span, ...] | None = None
        self._kin: bool | None = None
        self._looked = 0
        self._index: dict[str, array[int]] | None = None
        with collector_paused():
            self._read(language)

    def _read(self, language: str) -> None:
        texts = (self.old, self.new)
        bounds = [sentence_bounds(text, language) for text in (() if self.same else texts)] or [[], []]
        self._starts = [[start for start, _ in side] for side in bounds]
        self._ends = [[end for _, end in side] for side in bounds]
        self._told = [[text[start:end] for start, end in side] for text, side in zip(texts, bounds, strict=True)]
        self.links = align_sentences(*self._told)
        self._look_up()
        if self._classes_of_repeated():
            self._settle()

    def _look_up(self) -> None:
        self._link_of = (
            {number: link for link in self.links for number in link.old},
            {number: link for link in self.links for number in link.new},
        )

    def _settle(self) -> None:
        """
        Link repeated sentences by what stands next to them: a line of boilerplate goes where its paragraph goes.

        Alignment keeps an order; where paragraphs changed places, it cannot know whose line is whose.
        """
        wanted = {
            number: twin
            for key, (ours, _) in self._classes_of_repeated().items()
            for number in ours
            if (twin := self._beside_neighbours(number, key)) is not None
        }
        often = Counter(new for new, _ in wanted.values())
        self._settled = {number for number, (new, _) in wanted.items() if often[new] == 1}
        changed = {
            number: wanted[number]
            for number in self._settled
            if (link := self._link_of[0].get(number)) is None or link.new != (wanted[number][0],)
        }
        if not changed:
            return
        taken = {new for new, _ in changed.values()}
        kept = [link for link in self.links if not changed.keys() & set(link.old) and not taken & set(link.new)]
        made = [Link(old=(old,), new=(new,), score=1.0, moved=moved) for old, (new, moved) in changed.items()]
        self.links = tuple(sorted([*kept, *made], key=lambda link: link.old))
        self._look_up()

    def _beside_neighbours(self, number: int, key: str) -> tuple[int, bool] | None:
        """
        The new sentence with the words of old sentence *number* that stands where its surely linked neighbours are,
        and whether these moved; None where they disagree or tell nothing.
        """
        classes = self._classes_of_repeated()
        found: set[tuple[int, bool]] = set()
        for neighbour, step in ((number - 1, 1), (number + 1, -1)):
            link = self._link_of[0].get(neighbour)
            if link is None or link.chance < ANCHORED or self._told[0][neighbour] in classes:
                continue
            there = (link.new[-1] if step == 1 else link.new[0]) + step
            if 0 <= there < len(self._told[1]) and self._told[1][there] == key:
                found.add((there, link.moved))
        places = {there for there, _ in found}
        return (places.pop(), any(moved for _, moved in found)) if len(places) == 1 else None

    def outcome(self, span: Span) -> Outcome:
        """
        Where *span* of the old text is in the new one.

        Raises:
            InvalidSpan: If it lies outside the old text.
        """
        quote = span.of(self.old)
        if self.same:
            return Outcome(status="exact", spans=(span,), score=1.0, confidence=1.0, rule="the text is the same")
        if not quote.strip():
            return self._blank(span)
        numbers = self._within(0, span)
        many, twins = self._twins(numbers, span)
        if twins:
            return Outcome(
                status="ambiguous",
                candidates=twins,
                score=1.0,
                confidence=round(1 / (1 + many), 4),
                rule="several places with the same words, and nothing around them decides",
            )
        if len(numbers) == 1 and (stayed := self._stayed(span, quote, numbers[0])) is not None:
            return stayed
        pieces = []
        gone = 0.0
        for link, group in itertools.groupby(numbers, key=self._link_of[0].get):
            members = list(group)
            part = Span(max(span.start, self._starts[0][members[0]]), min(span.end, self._ends[0][members[-1]]))
            piece = None if link is None else self._piece(link, part)
            if piece is None:
                gone += amount(words(part.of(self.old)))
            else:
                pieces.append(piece)
        if not pieces or (gone and not self._carries(pieces, gone)):
            return self._elsewhere(quote)
        return self._joined(span, quote, pieces, gone)

    def _stayed(self, span: Span, quote: str, number: int) -> Outcome | None:
        """The outcome of a span in one sentence that stayed to the letter; None if it did not."""
        link = self._link_of[0].get(number)
        if link is None or len(link.old) + len(link.new) > 2 or self._told[0][number] != self._told[1][link.new[0]]:
            return None
        by = self._starts[1][link.new[0]] - self._starts[0][number]
        if span.start + by < 0 or self.new[span.start + by : span.end + by] != quote:
            return None  # blanks beyond its sentence that stand there no more
        return Outcome(
            status="moved" if link.moved else "exact",
            spans=(Span(span.start + by, span.end + by),),
            score=1.0,
            confidence=MOVED if link.moved else STAYED,
            rule="its sentence moved" if link.moved else "its sentence stayed",
        )

    def _within(self, side: int, span: Span) -> range:
        """The numbers of the sentences that *span* touches."""
        return range(bisect_right(self._ends[side], span.start), bisect_left(self._starts[side], span.end))

    def _sentence(self, side: int, number: int) -> Span:
        return Span(self._starts[side][number], self._ends[side][number])

    def _hull(self, side: int, numbers: Sequence[int]) -> Span:
        return Span(self._starts[side][numbers[0]], self._ends[side][numbers[-1]])

    def _pair(self, link: Link) -> _Pair:
        if link.old not in self._pairs:
            sides = self._hull(0, link.old), self._hull(1, link.new)
            self._pairs[link.old] = _Pair(_Words(self.old, sides[0]), _Words(self.new, sides[1]))
        return self._pairs[link.old]

    # Pieces --------------------------------------------------------------------------------------------------------

    def _piece(self, link: Link, part: Span) -> _Piece | None:
        """Where *part*, which lies in the old sentences of *link*, is in the new ones; None if its words are gone."""
        old, new = self._hull(0, link.old), self._hull(1, link.new)
        if len(old) == len(new) and old.of(self.old) == new.of(self.new):
            by = new.start - old.start
            return _Piece(Span(part.start + by, part.end + by), part, None, 2, link)
        pair = self._pair(link)
        first, last = bisect_right(pair.old.ends, part.start), bisect_left(pair.old.starts, part.end) - 1
        if first > last:
            return self._marks_only(link, part, pair)
        inside = range(first, last + 1)
        kept = [number for number in inside if pair.same(number)]
        whole = self._is_whole(link, part)
        if not whole and len(kept) < len(inside) and (verbatim := self._verbatim(part, old, new)) is not None:
            return _Piece(verbatim, part, None, 2, link, moved=True)
        if not self._survives(pair, inside, kept, whole=whole):
            return None
        total, stayed = (amount(pair.old.folded[number] for number in numbers) for numbers in (inside, kept))
        if whole:
            return _Piece(new, part, (stayed, total), 2, link)
        start, end = self._left(pair, inside, part), self._right(pair, inside, part)
        if start is None or end is None or end <= start:
            return None
        start, end = self._with_marks(part, pair.old.starts[first], pair.old.ends[last], start, end)
        return _Piece(
            Span(start, end), part, (stayed, total), sum(pair.kept(end) is not None for end in (first, last)), link
        )

    def _is_whole(self, link: Link, part: Span) -> bool:
        """Whether *part* is whole sentences: they become whole sentences, be it one that was merged with others."""
        starts, ends = ([bounds[0][number] for number in link.old] for bounds in (self._starts, self._ends))
        return part.start in starts and part.end in ends

    def _verbatim(self, part: Span, old: Span, new: Span) -> Span | None:
        """
        The words of *part* in the new sentence as they stand, where its clauses changed places: an alignment that keeps
        the order would put them on the other clause.
        """
        quote = part.of(self.old)
        if amount(words(quote)) < MIN_WORDS or self.old.find(quote, part.start + 1, old.end) >= 0:
            return None
        if self.old.find(quote, old.start, part.end - 1) >= 0:
            return None
        at = self.new.find(quote, new.start, new.end)
        if at < 0 or self.new.find(quote, at + 1, new.end) >= 0:
            return None
        place = Span(at, at + len(quote))
        cut = inside_word(self.new, place.start) or inside_word(self.new, place.end)
        return None if cut and not (inside_word(self.old, part.start) or inside_word(self.old, part.end)) else place

    def _survives(self, pair: _Pair, inside: range, kept: Sequence[int], *, whole: bool) -> bool:
        """Whether enough words stand there still: all of one or two, else two that tell something; see `is_steady`."""
        if pair.is_long and not pair.is_steady(inside, SHARE if whole else STEADY):
            return False
        size = amount(pair.old.folded[number] for number in inside)
        if size < MIN_WORDS:
            return len(kept) == len(inside)
        if whole:
            return bool(kept)  # the link of the whole sentence is evidence by itself
        telling = any(pair.old.folded[number] not in FUNCTION_WORDS for number in kept)
        stayed = amount(pair.old.folded[number] for number in kept)
        return stayed >= MIN_KEPT and telling and stayed >= SHARE * size

    def _left(self, pair: _Pair, inside: range, part: Span) -> int | None:
        """Where the part begins in the new text: at its first word, or where the words that replaced it may begin."""
        first = inside[0]
        there = pair.kept(first)
        if there is not None:
            inner = max(0, part.start - pair.old.starts[first]) if pair.same(first) else 0
            return min(pair.new.starts[there] + inner, pair.new.ends[there])
        before, after = pair.before(first), pair.after(first)
        if after is None or after > inside[-1]:
            return None
        low, high = pair.next(before), pair.at(after)
        outside = first - (0 if before is None else before + 1)
        at = low + round((high - low) * outside / (outside + after - first))
        return pair.new.starts[at]

    def _right(self, pair: _Pair, inside: range, part: Span) -> int | None:
        """Where it ends."""
        last = inside[-1]
        there = pair.kept(last)
        if there is not None:
            inner = max(0, pair.old.ends[last] - part.end) if pair.same(last) else 0
            return max(pair.new.ends[there] - inner, pair.new.starts[there])
        before, after = pair.before(last), pair.after(last)
        if before is None or before < inside[0]:
            return None
        low, high = pair.next(before), pair.at(after)
        outside = (len(pair.old) if after is None else after) - last - 1
        at = low + round((high - low) * (last - before) / (outside + last - before))
        return pair.new.ends[at - 1]

    def _with_marks(self, part: Span, first: int, last: int, start: int, end: int) -> tuple[int, int]:
        """*start* and *end* moved over the marks that the part has before its *first* and after its *last* word."""
        for mark in reversed(self.old[part.start : first]):
            if start == 0 or plain(self.new[start - 1]) != plain(mark):
                break
            start -= 1
        for mark in self.old[last : part.end]:
            if end >= len(self.new) or plain(self.new[end]) != plain(mark):
                break
            end += 1
        return start, end

    def _marks_only(self, link: Link, part: Span, pair: _Pair) -> _Piece | None:
        """A part without a word, such as a quotation mark: between the same neighbours, or gone."""
        new = self._hull(1, link.new)
        here = bisect_left(pair.old.starts, part.start)
        before, after = pair.kept(here - 1), pair.kept(here)
        low = pair.new.ends[before] if before is not None else new.start if here == 0 else None
        high = pair.new.starts[after] if after is not None else new.end if here == len(pair.old) else None
        if low is None or high is None or high < low:
            return None
        mark = part.of(self.old)
        at = self.new.find(mark, low, high)
        if at < 0 or self.new.find(mark, at + 1, high) >= 0:
            return None
        return _Piece(Span(at, at + len(part)), part, (1.0, 1.0), 2, link)

    # Verdicts ------------------------------------------------------------------------------------------------------

    def _carries(self, pieces: Sequence[_Piece], gone: float) -> bool:
        """Whether enough of a span is left where some of its sentences are gone."""
        sizes = [piece.words or (amount(words(piece.part.of(self.old))) or 1.0,) * 2 for piece in pieces]
        kept, total = (math.fsum(each) for each in zip(*sizes, strict=True))
        return kept >= MIN_KEPT and kept >= SHARE * (total + gone)

    def _joined(self, span: Span, quote: str, pieces: Sequence[_Piece], gone: float) -> Outcome:
        spans = self._with_blanks(span, self._merged(piece.span for piece in pieces))
        if is_grapheme_boundary(self.old, span.start) and is_grapheme_boundary(self.old, span.end):
            spans = [whole_graphemes(self.new, place) for place in spans]
        there = self.new[spans[0].start : spans[-1].end]
        raw = len(spans) == 1 and there == quote
        same = gone == 0 and (
            raw or words(quote) == tuple(itertools.chain.from_iterable(words(s.of(self.new)) for s in spans))
        )
        score = 1.0 if same else min(0.9999, round(_likeness(quote, there), 4))
        confidence = _confidence(pieces, same=same, gone=gone)
        rivals = [] if same else self._rivals(pieces)
        doubtful = min(piece.link.chance for piece in pieces) < SURE or (score < HALF and not self._related())
        if rivals or (doubtful and not same):
            return Outcome(
                status="ambiguous",
                candidates=[*spans, *rivals][:MAX_CANDIDATES],
                score=score,
                confidence=round(confidence / (1 + len(rivals)), 4),
                rule="several sentences are like it, and nothing decides"
                if rivals
                else "a sentence there is like it, but not surely the same one",
            )
        moved = any(piece.link.moved or piece.moved for piece in pieces) or any(
            one.span.start > other.span.start for one, other in itertools.pairwise(pieces)
        )
        if same:
            return Outcome(
                status="moved" if moved else "exact",
                spans=spans,
                score=1.0,
                confidence=confidence,
                normalised=not raw,
                rule="its sentence moved" if moved else "its words stand there",
            )
        return Outcome(
            status="edited",
            spans=spans,
            score=score,
            confidence=confidence,
            edits=word_edits(self.old, [span], self.new, spans),
            rule="its sentence was edited" + (" and moved" if moved else ""),
        )

    def _merged(self, spans: Iterable[Span]) -> list[Span]:
        """Pieces in order of the new text; those with nothing but blanks between become one."""
        found: list[Span] = []
        for span in sorted(spans):
            if found and not self.new[found[-1].end : span.start].strip():
                found[-1] = found[-1].hull(span)
            else:
                found.append(span)
        return found

    def _with_blanks(self, span: Span, spans: list[Span]) -> list[Span]:
        """*spans* with the blanks that *span* has at its ends, where the same blanks stand there."""
        quote = span.of(self.old)
        lead = quote[: len(quote) - len(quote.lstrip())]
        if lead and self.new[: spans[0].start].endswith(lead):
            spans[0] = Span(spans[0].start - len(lead), spans[0].end)
        trail = quote[len(quote.rstrip()) :]
        if trail and self.new.startswith(trail, spans[-1].end):
            spans[-1] = Span(spans[-1].start, spans[-1].end + len(trail))
        return spans

    def _elsewhere(self, quote: str) -> Outcome:
        """Its sentence is gone, or its words are: does the same stand in a place that nothing else accounts for?"""
        told = words(quote)
        if amount(told) < MIN_WORDS:
            return Outcome(status="lost", confidence=GONE, rule="the words are gone")
        free: list[Span] = []
        for at in self._places(quote):
            place = Span(at, at + len(quote))
            if not self._accounted(place, quote):
                free.append(place)
                if len(free) == MAX_CANDIDATES:
                    break
        if not free:
            alike = self._alike(quote)
            return Outcome(
                status="ambiguous" if alike else "lost",
                candidates=alike,
                confidence=round(0.5 / len(alike), 4) if alike else GONE,
                rule="a new sentence elsewhere is like it" if alike else "the words are gone",
            )
        telling = len({word for word in told if word not in FUNCTION_WORDS})
        here = self.old.find(quote)
        alone = len(free) == 1 and self.old.find(quote, here + 1) < 0
        if alone and telling >= MIN_WORDS and not self._is_quoted_now(Span(here, here + len(quote)), free[0]):
            return Outcome(
                status="moved", spans=free, score=1.0, confidence=MOVED, rule="its words stand in another sentence"
            )
        return Outcome(
            status="ambiguous",
            candidates=free,
            score=1.0,
            confidence=round(0.5 / len(free), 4),
            rule="the same words stand elsewhere, and nothing tells whether they are the same statement",
        )

    def _places(self, quote: str) -> Iterator[int]:
        """Where *quote* stands in the new text. Of many quotes, most of which do not, each is looked up by a word."""
        self._looked += 1
        if self._looked > _LOOKED:
            index = self._index = self._index or _index(self.new)
            pieces = list(_PIECE.finditer(quote))[1:-1]  # the first and the last may be parts of longer ones
            if pieces:
                rarest = min(pieces, key=lambda piece: len(index.get(piece.group(), ())))
                for place in index.get(rarest.group(), ()):
                    start = place - rarest.start()
                    if start >= 0 and self.new.startswith(quote, start):
                        yield start
                return
        at = self.new.find(quote)
        while at >= 0:
            yield at
            at = self.new.find(quote, at + 1)

    def _alike(self, quote: str) -> list[Span]:
        """New sentences that nothing accounts for and that are much like *quote*, the most alike first."""
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        free = self._free_sentences()
        if len(free) > MAX_FREE or len(quote) > _LONG:
            return []
        found = process.extract(
            quote,
            [span.of(self.new) for span in free],
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=MUCH_ALIKE,
        )
        return [free[number] for _, _, number in found]

    def _free_sentences(self) -> tuple[Span, ...]:
        if self._fresh is None:
            self._fresh = self.fresh()
        return self._fresh

    def _is_quoted_now(self, old: Span, new: Span) -> bool:
        """Whether the words stand in quotation marks and did not before: others speak of them, perhaps to deny them."""
        quoted = []
        for side, (text, span) in enumerate(((self.old, old), (self.new, new))):
            numbers = self._within(side, span)
            start = self._starts[side][numbers[0]] if numbers else span.start
            quoted.append(plain(text[min(start, span.start) : span.start]).count('"') % 2)
        return quoted == [0, 1]

    def _accounted(self, place: Span, quote: str) -> bool:
        """Whether the words at *place* came from another place of the old text."""
        for number in self._within(1, place):
            link = self._link_of[1].get(number)
            if link is not None and quote in self._hull(0, link.old).of(self.old):
                return True
        return False

    # Look-alikes ---------------------------------------------------------------------------------------------------

    def _twins(self, numbers: range, span: Span) -> tuple[int, list[Span]]:
        """
        The places that *span* may be at, where its sentence stands several times and nothing decides which is which:
        how many they are, and the first of them.

        Between two sentences that are anchored, equal sentences are told by their order as long as there are as many
        of them as before; if one came or went, none of them can be told.
        """
        if len(numbers) != 1:
            return 0, []
        number = numbers[0]
        key = self._told[0][number]
        classes = self._repeated()
        if key not in classes or number in self._settled or self._is_elsewhere(0, number, key):
            return 0, []
        ours, theirs = self._members(key, self._segment(0, number))
        if not theirs or ours == len(theirs):
            return 0, []
        by = span.start - self._starts[0][number]
        quote = span.of(self.old)
        found = []
        for other in theirs[:MAX_CANDIDATES]:
            start = max(0, self._starts[1][other] + by)
            place = Span(start, start + len(span))
            exact = place.end <= len(self.new) and place.of(self.new) == quote
            found.append(place if exact else self._sentence(1, other))
        return len(theirs), found

    def _members(self, key: str, segment: int) -> tuple[int, list[int]]:
        """How many old sentences *key* there are in a segment, and which new ones; many spans ask for the same."""
        if (key, segment) not in self._membership:
            ours, theirs = (
                [n for n in numbers if self._segment(side, n) == segment and not self._is_elsewhere(side, n, key)]
                for side, numbers in enumerate(self._repeated()[key])
            )
            self._membership[key, segment] = len(ours), theirs
        return self._membership[key, segment]

    def _classes_of_repeated(self) -> dict[str, tuple[list[int], list[int]]]:
        """The sentences that stand in one text several times, with their numbers in both."""
        if self._classes is None:
            # Most texts repeat nothing, and sets are made in a third of the time of counts.
            counts = [Counter(side) if len(set(side)) < len(side) else Counter[str]() for side in self._told]
            classes: dict[str, tuple[list[int], list[int]]] = {
                text: ([], []) for count in counts for text, many in count.items() if many > 1
            }
            for side in (0, 1) if classes else ():
                for number, text in enumerate(self._told[side]):
                    if text in classes:
                        classes[text][side].append(number)
            self._classes = classes
        return self._classes

    def _repeated(self) -> dict[str, tuple[list[int], list[int]]]:
        """The same; and, made with it, the sentences that anchor the others."""
        classes = self._classes_of_repeated()
        if classes and not self._are_anchored:
            self._are_anchored = True
            for link in self.links:
                alone = not any(self._told[0][n] in classes for n in link.old)
                if alone and not link.moved and link.chance >= ANCHORED:
                    self._anchored[0].append(link.old[0])
                    self._anchored[1].append(link.new[0])
        return classes

    def _segment(self, side: int, number: int) -> int:
        return bisect_right(self._anchored[side], number)

    def _is_elsewhere(self, side: int, number: int, key: str) -> bool:
        """Whether the sentence was linked to one with other words: it is no twin then."""
        link = self._link_of[side].get(number)
        if link is None:
            return False
        partners = link.new if side == 0 else link.old
        return len(link.old) + len(link.new) > 2 or self._told[1 - side][partners[0]] != key

    def _rivals(self, pieces: Sequence[_Piece]) -> list[Span]:
        """Sentences near an edited one that are as like it, and that nothing accounts for."""
        if len(pieces) != 1 or len(pieces[0].link.old) + len(pieces[0].link.new) > 2:
            return []
        link = pieces[0].link
        if self._support(link):
            return []  # the context decides
        mine, theirs = link.old[0], link.new[0]
        free = tuple(self._free(0, mine)), tuple(self._free(1, theirs))
        if not free[0] and not free[1]:
            return []
        texts = self._told[0][mine], self._told[1][theirs]
        bar = self._likeness_of(link) - RIVAL
        if bar < HALF:  # what shares less than that by its letters is like anything
            return []
        found = [self._sentence(1, number) for number in free[1] if _likeness(texts[0], self._told[1][number]) >= bar]
        if not found and any(_likeness(self._told[0][number], texts[1]) >= bar for number in free[0]):
            return [self._sentence(1, theirs)]  # another sentence may have become this one
        return found

    def _likeness_of(self, link: Link) -> float:
        """How like the two sentences of *link* are by their letters; many spans may lie in them."""
        if link.old not in self._likenesses:
            self._likenesses[link.old] = _likeness(self._told[0][link.old[0]], self._told[1][link.new[0]])
        return self._likenesses[link.old]

    def _support(self, link: Link) -> bool:
        """Whether a sentence next to those of *link*, on either side, is surely linked to one next to them, too."""
        before, after = self._link_of[0].get(link.old[0] - 1), self._link_of[0].get(link.old[-1] + 1)
        return (before is not None and before.chance >= ANCHORED and before.new[-1] == link.new[0] - 1) or (
            after is not None and after.chance >= ANCHORED and after.new[0] == link.new[-1] + 1
        )

    def _related(self) -> bool:
        """Whether any sentence surely stands in both texts; else they may as well be about something else."""
        if self._kin is None:
            self._kin = any(link.chance >= ANCHORED for link in self.links)
        return self._kin

    def _free(self, side: int, number: int) -> Iterable[int]:
        low, high = max(0, number - RIVALS_WITHIN), min(len(self._told[side]), number + RIVALS_WITHIN + 1)
        return (each for each in range(low, high) if each not in self._link_of[side])

    # Positions -----------------------------------------------------------------------------------------------------

    def _blank(self, span: Span) -> Outcome:
        """A position, or blanks: it stays beside the words before or after it, if they stayed."""
        number = bisect_right(self._ends[0], span.start)
        for at in (number, number - 1):
            link = self._link_of[0].get(at)
            if link is None or len(link.old) + len(link.new) > 2:
                continue
            old, new = self._hull(0, link.old), self._hull(1, link.new)
            if old.of(self.old) != new.of(self.new):
                continue
            by = new.start - old.start
            if span.start + by < 0 or span.end + by > len(self.new):
                continue
            place = Span(span.start + by, span.end + by)
            if place.of(self.new) == span.of(self.old):
                status: OutcomeStatus = "moved" if link.moved else "exact"
                return Outcome(
                    status=status, spans=(place,), score=1.0, confidence=STAYED, rule="beside a sentence that stayed"
                )
        return Outcome(status="lost", confidence=0.5, rule="what stood around it changed")

    # What is new ---------------------------------------------------------------------------------------------------

    def fresh(self, annotated: Iterable[Span] = ()) -> tuple[Span, ...]:
        """
        The sentences of the new text that no sentence of the old one is linked to; and those linked to sentences that
        *annotated* spans of the old text touch.
        """
        known = {number for span in annotated for number in self._within(0, span)}
        found = []
        for number in range(len(self._told[1])):
            link = self._link_of[1].get(number)
            if link is None or (known and not known.isdisjoint(link.old)):
                found.append(self._sentence(1, number))
        return tuple(found)


_PIECE = re.compile(r"\S+")
_LOOKED = 50  # quotes: for so many, going through the text takes less time than an index of it


def _index(text: str) -> dict[str, array[int]]:
    """Where each run of characters without a blank begins in *text*."""
    found: defaultdict[str, array[int]] = defaultdict(lambda: array("q"))
    for piece in _PIECE.finditer(text):
        found[piece.group()].append(piece.start())
    return found


# --- how likely it is right -------------------------------------------------------------------------------------------

STAYED, MOVED, GONE = 0.99, 0.9, 0.87
"""The confidence in a span whose sentence stayed, in one that moved, and in a loss; see the page on anchoring."""

_EDITED_BIAS, _EDITED_SLOPE = 0.75, 0.6
"""
The log odds that an edited sentence was placed right, from those of its link: logistic regression over the 692 edited
sentences that were carried in ArgRewrite V.2, of which 97 % were right.
"""

_PARTED = 0.8
"""Where a sentence was split or merged people draw its ends otherwise in one case of five (26 there)."""

_ENDS = (0.85, 0.93, 1.0)
"""Of a part of a sentence neither, one or both ends stand at words that were kept; set by judgement, not measured."""


def _confidence(pieces: Sequence[_Piece], *, same: bool, gone: float) -> float:
    found = []
    for piece in pieces:
        chance = min(max(piece.link.chance, 0.001), 0.999)
        if piece.link.moved or piece.moved:
            found.append(MOVED)
        elif same:
            found.append(STAYED)
        else:
            odds = _EDITED_BIAS + _EDITED_SLOPE * math.log(chance / (1 - chance))
            parted = _PARTED if len(piece.link.old) + len(piece.link.new) > 2 else 1.0
            found.append(parted * _ENDS[piece.ends] / (1 + math.exp(-odds)))
    return round(min(found) * (_PARTED if gone else 1.0), 4)


# --- words that changed their form -----------------------------------------------------------------------------------

_COUNTERPART = 0.5  # half of the letters the same: one word in two forms
_MAX_CELLS = 10_000  # a run of words that was replaced by another of a hundred has no counterparts worth a search


def _counterparts(old: Sequence[str], new: Sequence[str], ours: range, theirs: range) -> Iterator[tuple[int, int]]:
    """The words of a replaced run that are forms of each other, in order: ends of spans hold on to them."""
    from rapidfuzz.distance import Indel

    at = theirs.start
    if not ours or not theirs or len(ours) * len(theirs) > _MAX_CELLS:
        return
    for one in ours:
        best = max(
            ((Indel.normalized_similarity(old[one], new[other]), -other) for other in range(at, theirs.stop)),
            default=(0.0, 0),
        )
        if best[0] > _COUNTERPART:
            yield one, -best[1]
            at = -best[1] + 1


_LONG = 20_000  # letters: two longer texts are compared by their words, or it would take minutes


def _likeness(one: str, other: str) -> float:
    """`likeness` without noise; of very long texts by their words."""
    if max(len(one), len(other)) > _LONG:
        told = words(one), words(other)
        kept = math.fsum(block.size for block in matching_words(*told))
        return kept / max(1, len(told[0]), len(told[1]))
    return likeness(plain(one), plain(other))
