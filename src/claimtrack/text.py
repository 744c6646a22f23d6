"""Spans of a text, its words and its sentences, all in Unicode code points."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import field, frozen

from claimtrack.errors import InvalidSpan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from attrs import Attribute


def _offset(value: object) -> int:
    if type(value) is not int:  # True, 3.0 and "3" are no offsets
        raise InvalidSpan(f"an offset is a whole number, not {value!r:.40}")
    if value < 0:
        raise InvalidSpan(f"offset {value} is negative")
    return value


@frozen(order=True)
class Span:
    """
    The stretch ``text[start:end]`` of one document, in Unicode code points.

    An empty span is valid: it marks a position.

    Raises:
        InvalidSpan: If an offset is negative or no integer, or *end* < *start*.
    """

    start: int = field(converter=_offset)
    end: int = field(converter=_offset)

    @end.validator
    def _not_reversed(self, _: Attribute[int], end: int) -> None:
        if end < self.start:
            raise InvalidSpan(f"span {self.start}:{end} ends before it starts")

    def __len__(self) -> int:
        return self.end - self.start

    def __str__(self) -> str:
        return f"{self.start}:{self.end}"

    def of(self, text: str) -> str:
        """
        The words this span covers in *text*.

        Raises:
            InvalidSpan: If the span reaches beyond the text.
        """
        if self.end > len(text):
            raise InvalidSpan(f"span {self} lies outside the text of {len(text)} code points")
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def hull(self, other: Span) -> Span:
        """The smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


@frozen(slots=True)
class Token:
    """A word of a text: its span and its folded form, in which extraction noise and case do not show."""

    span: Span
    folded: str


# A word is a run of characters that are neither white space nor punctuation. Soft hyphens, zero-width marks and
# variation selectors belong to the word around them; apostrophes join letters, points and commas join digits.
# Ideographs and kana, which are written without spaces, are words of one character each: a coarse cut, yet one
# that makes the shared part of two sentences visible.
_NOISE = "\u00ad\u200b-\u200d\u2060\ufeff\ufe00-\ufe0f"
_CJK = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_BREAK = (
    "\\s\\x00-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\xbf\u2000-\u206f\u2e00-\u2e7f\u3000-\u303f\ufe10-\ufe1f"
    "\ufe30-\ufe6f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_LETTER = f"(?:(?![{_BREAK}{_CJK}]).|[{_NOISE}])"
_WORD = re.compile(
    f"[{_CJK}]|[%$€£¥]|(?![{_BREAK}{_NOISE}]){_LETTER}*(?:(?:(?<=\\d)[.,:](?=\\d)|['\u2019](?=\\w)){_LETTER}+)*",
    re.DOTALL,
)
_DROPPED = re.compile(f"[{_NOISE}]")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u02bc": "'"})


@lru_cache(maxsize=65_536)  # words repeat: a corpus of a million words has some ten thousand of them
def fold(word: str) -> str:
    """*word* without case, compatibility forms, soft hyphens and zero-width marks."""
    plain = unicodedata.normalize("NFKC", _DROPPED.sub("", word)).translate(_APOSTROPHES)
    return unicodedata.normalize("NFKC", plain.casefold())


def tokens(text: str, offset: int = 0) -> tuple[Token, ...]:
    """The words of *text* in order, their spans shifted by *offset* code points."""
    return tuple(
        Token(Span(offset + match.start(), offset + match.end()), fold(match.group()))
        for match in _WORD.finditer(text)
        if match.end() > match.start()
    )


def words(text: str) -> tuple[str, ...]:
    """The folded words of *text* in order."""
    return tuple(fold(word) for word in _WORD.findall(text) if word)


def sentences(text: str, language: str = "en") -> tuple[Span, ...]:
    """
    The sentences of *text* as spans without surrounding white space; together they cover all that is not blank.

    Segmentation is sentencex's (Wikimedia), for the primary subtag of *language* (BCP 47).
    """
    import sentencex

    spans = []
    for line_start, line in _lines(text):
        for boundary in sentencex.get_sentence_boundaries(language.split("-")[0].lower() or "en", line):
            start, end = boundary["start_index"], boundary["end_index"]
            piece = line[start:end]
            if piece.strip():
                lead = len(piece) - len(piece.lstrip())
                spans.append(Span(line_start + start + lead, line_start + start + len(piece.rstrip())))
    return tuple(spans)


def _lines(text: str) -> Iterable[tuple[int, str]]:
    """Paragraphs as the segmenter wants them: it joins lines, a blank line or a line end after a mark does not."""
    start = 0
    for match in re.finditer(r"\r?\n|\r", text):
        yield start, text[start : match.start()]
        start = match.end()
    yield start, text[start:]


class LineIndex:
    """Line and column of offsets in one text; lines end at LF, CR LF or CR and count from 1, columns in code points."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]

    def __call__(self, offset: int) -> tuple[int, int]:
        """The line and column, both from 1, of *offset* (code points from 0)."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
