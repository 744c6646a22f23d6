"""A document's text as blocks of segments: cut wherever a mark begins or ends, every character kept."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from attrs import frozen

from claimtrack.text import Span, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What would steer the display (as in claimtrack.render.words, and what HTML cannot hold as it is): each is shown as its
# code, with the character itself kept out of sight. Line ends and tabs stay.
_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
LONG = 4_000
"""
Code points of a paragraph beyond which it is drawn in several blocks, at ends of sentences: a browser lays out a block
as a whole, and one of a million code points with a thousand marks takes it ten seconds (measured in Chromium).
"""

_STOP = re.compile(r"[.!?…]['\"”’»)\]]*\s+|[。！？]")
_BLANK = re.compile(r"\s+")

_REPLACEMENT = "\ufffd"


@frozen(kw_only=True)
class Mark:
    """Something that is marked in a text: where, of which item (its number), and as what."""

    span: Span
    number: int
    role: str


@frozen(kw_only=True)
class Piece:
    """
    A run of a segment's text that is drawn in one way.

    Args:
        text: The characters; NUL and halves of surrogate pairs, which HTML cannot hold, are replaced by U+FFFD.
        code: For a character that would steer the display, what is shown instead: ``U+202E``.
        gap: Whether it is the blank space between two blocks.
    """

    text: str
    code: str = ""
    gap: bool = False


@frozen(kw_only=True)
class Segment:
    """
    A stretch in which the same marks hold.

    Args:
        pieces: The text, all of it.
        marks: The numbers of the marks of each role that hold here, by role, each in ascending order.
        ends: The numbers of marks, by role, that end where the segment ends.
    """

    pieces: tuple[Piece, ...]
    marks: tuple[tuple[str, tuple[int, ...]], ...]
    ends: tuple[tuple[str, tuple[int, ...]], ...]

    def of(self, role: str) -> tuple[int, ...]:
        """The numbers of the marks of *role* that hold here."""
        return dict(self.marks).get(role, ())

    def ending(self, role: str) -> tuple[int, ...]:
        """The numbers of the marks of *role* whose last character is the segment's last."""
        return dict(self.ends).get(role, ())


@frozen
class Block:
    """
    A paragraph, or a piece of a long one, with the blank space after it.

    Args:
        segments: Its segments, in order.
        goes_on: Whether the next block is of the same paragraph.
    """

    segments: tuple[Segment, ...]
    goes_on: bool = False


def blocks(text: str, marks: Iterable[Mark]) -> Iterator[Block]:
    """
    *text* in blocks, a paragraph each or a piece of a long one: put together, their segments are the text.

    The marks may overlap, nest and touch. The time is that of sorting them, and of what holds in each segment.
    """
    edges: list[tuple[int, int, str, int]] = []  # where, 0 for an end and 1 for a begin, role, number
    for mark in marks:
        if len(mark.span):
            edges.append((mark.span.start, 1, mark.role, mark.number))
            edges.append((mark.span.end, 0, mark.role, mark.number))
    edges.sort()
    holding: dict[str, list[int]] = {}
    at = 0

    def pass_edges(until: int) -> dict[str, list[int]]:
        """Apply the edges up to *until*; the numbers that ended there, by role."""
        nonlocal at
        ended: dict[str, list[int]] = {}
        while at < len(edges) and edges[at][0] <= until:
            _, begins, role, number = edges[at]
            numbers = holding.setdefault(role, [])
            if begins:
                insort(numbers, number)
            else:
                del numbers[bisect_left(numbers, number)]
                ended.setdefault(role, []).append(number)
            at += 1
        return ended

    def held() -> tuple[tuple[str, tuple[int, ...]], ...]:
        # Two pieces of one item may overlap: it is one number all the same.
        return tuple((role, tuple(dict.fromkeys(numbers))) for role, numbers in sorted(holding.items()) if numbers)

    pass_edges(0)
    for start, body, end, goes_on in _stretches(text):
        segments, begin = [], start
        while begin < end:
            until = edges[at][0] if at < len(edges) and edges[at][0] < end else end
            marks_here = held()
            ended = pass_edges(until)
            segments.append(
                Segment(
                    pieces=tuple(_pieces(text, begin, until, body)),
                    marks=marks_here,
                    ends=tuple((role, tuple(dict.fromkeys(numbers))) for role, numbers in sorted(ended.items())),
                )
            )
            begin = until
        yield Block(tuple(segments), goes_on)


def _stretches(text: str) -> Iterator[tuple[int, int, int, bool]]:
    """Start, end of the words, and end of each block, and whether its paragraph goes on; all of them are the text."""
    found = paragraphs(text)
    if not found:
        if text:
            yield 0, 0, len(text), False
        return
    for number, span in enumerate(found):
        start = span.start if number else 0
        end = found[number + 1].start if number + 1 < len(found) else len(text)
        for cut in _cuts(text, start, span.end):
            yield start, start + len(text[start:cut].rstrip()), cut, True
            start = cut
        yield start, start + len(text[start : span.end].rstrip()), end, False


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Where a long paragraph is cut: behind a sentence, failing that at a blank; where there is neither, nowhere."""
    while end - start > LONG:
        cut = -1
        for match in _STOP.finditer(text, start + LONG // 2, start + LONG):
            cut = match.end()
        if cut < 0:
            blank = _BLANK.search(text, start + LONG, end)
            cut = blank.end() if blank is not None else end
        if not start < cut < end:
            return
        yield cut
        start = cut


def _pieces(text: str, start: int, end: int, body: int) -> Iterator[Piece]:
    """The pieces of ``text[start:end]``; what lies behind *body* is the gap to the next block."""
    words = max(start, min(end, body))
    at = start
    for match in _ODD.finditer(text, start, words):
        if match.start() > at:
            yield Piece(text=text[at : match.start()])
        yield _odd(match.group())
        at = match.end()
    if words > at:
        yield Piece(text=text[at:words])
    if end > words:
        yield Piece(text=_ODD.sub(_kept, text[words:end]), gap=True)


def _odd(letter: str) -> Piece:
    kept = _REPLACEMENT if letter == "\0" or "\ud800" <= letter <= "\udfff" else letter
    return Piece(text=kept, code=f"U+{ord(letter):04X}")


def _kept(match: re.Match[str]) -> str:
    return _odd(match.group()).text
