"""Spans of a text, its words and its sentences, all in Unicode code points."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, overload

from attrs import field, frozen

from claimtrack.errors import InvalidSpan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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
_NOISE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufe00-\ufe0f"
_APOSTROPHE = "'\u2019\u2018\u201b\u02bc\u2032\u00b4\u0060\uff07"
_CJK = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
# Thai, Lao, Burmese and Khmer are written without spaces, too: there a letter with its marks is a word.
_UNSPACED = "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u1000-\u102a\u1780-\u17b3"
_UNSPACED_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3"
_BREAK = (  # without what is noise
    "\\s\\x00-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\xa9\\xab\\xac\\xae-\\xb1\\xb4\\xb6-\\xb8\\xbb-\\xbf\u02bc"
    "\u2000-\u200a\u2010-\u2029\u202f-\u205f\u2061-\u2065\u206a-\u206f"
    "\u2e00-\u2e7f\u3000-\u303f\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_LETTER = f"[^{_BREAK}{_CJK}{_UNSPACED}]"  # one set: alternatives take twice as long
_WORD = re.compile(
    f"[{_CJK}]|[{_UNSPACED}][{_UNSPACED_MARKS}{_NOISE}]*|[%$€£¥％＄￡￥]"
    f"|[^{_BREAK}{_CJK}{_UNSPACED}{_NOISE}]{_LETTER}*(?:(?:(?<=\\d)[.,:](?=\\d)|[{_APOSTROPHE}](?=\\w)){_LETTER}+)*"
)
_ASCII_WORD = re.compile(  # the same in ASCII
    "[A-Za-z0-9]+(?:(?:(?<=[0-9])[.,:](?=[0-9])|['`](?=[A-Za-z0-9]))[A-Za-z0-9]+)*|[%$]"
)
_LETTER_WORD = re.compile(f"[{_CJK}{_UNSPACED}]")
_DROPPED = re.compile(f"[{_NOISE}]")
_APOSTROPHES = str.maketrans(dict.fromkeys(_APOSTROPHE, "'"))


def fold(word: str) -> str:
    """*word* without case, compatibility forms, soft hyphens and zero-width marks."""
    return word.lower().replace("`", "'") if word.isascii() else _folded(word)


@lru_cache(maxsize=65_536)  # words repeat: a corpus of a million words has some ten thousand of them
def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKC", _DROPPED.sub("", word).translate(_APOSTROPHES))
    return unicodedata.normalize("NFKC", plain.casefold())


def tokens(text: str, offset: int = 0) -> tuple[Token, ...]:
    """The words of *text* in order, their spans shifted by *offset* code points."""
    return tuple(
        Token(Span(offset + match.start(), offset + match.end()), fold(match.group())) for match in _WORD.finditer(text)
    )


def words(text: str) -> tuple[str, ...]:
    """The folded words of *text* in order."""
    if text.isascii():  # twice as fast, and case is all that there is to fold
        return tuple(_ASCII_WORD.findall(text.lower().replace("`", "'")))
    return tuple(map(fold, _WORD.findall(text)))


def word_bounds(text: str) -> list[tuple[int, int]]:
    """Where the words of *text* start and end (code points): `tokens` without what they are."""
    return [match.span() for match in (_ASCII_WORD if text.isascii() else _WORD).finditer(text)]


_LONGEST_WORD = 40  # code points: of a longer one, so much on either side of an offset tells that it is inside


def inside_word(text: str, offset: int) -> bool:
    """Whether *offset* (code points) parts a word; in scripts without spaces every letter is one."""
    if not 0 < offset < len(text) or text[offset - 1].isspace() or text[offset].isspace():
        return False
    low = max(0, offset - _LONGEST_WORD)
    return any(low + start < offset < low + end for start, end in word_bounds(text[low : offset + _LONGEST_WORD]))


def amount(folded: Iterable[str]) -> float:
    """How many words *folded* make: where a word of `tokens` is one letter of an unspaced script, two make a word."""
    return sum(0.5 if _LETTER_WORD.match(word) else 1.0 for word in folded)


def sentences(text: str, language: str = "en") -> tuple[Span, ...]:
    """
    The sentences of *text* as spans without surrounding white space; together they cover all that is not blank.

    Segmentation is sentencex's (Wikimedia), for the primary subtag of *language* (BCP 47).
    """
    return tuple(Span(start, end) for start, end in sentence_bounds(text, language))


def sentence_bounds(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Where the `sentences` of *text* start and end (code points), as plain numbers."""
    import sentencex

    code = language.split("-")[0].lower() or "en"
    bounds = []
    wide, halved = any(map(text.__contains__, _WIDE_BLANKS)), _HALVES.search(text) is not None
    for start, line in _lines(text):
        if not line or line.isspace():
            continue
        # sentencex takes the blank between a capital and a full stop for one byte, and fails on "A\u00a0.".
        told = line.translate(_NARROW) if wide else line
        if halved:
            told = _HALVES.sub("\ufffd", told)
        if len(line) > MOST_OPEN and any(line.count(pair[0]) - line.count(pair[1]) > MOST_OPEN for pair in _PAIRED):
            told = told.translate(_UNPAIRED)
        # The pieces make up the line; their offsets would cost thrice.
        for piece in chain.from_iterable(sentencex.segment(code, part) for part in _parts(told)):
            bare = piece.strip()
            if bare:
                first = start + len(piece) - len(piece.lstrip())
                bounds.append((first, first + len(bare)))
            start += len(piece)
    return bounds


LONGEST_PART = 20_000
"""Code points of a line that are cut into sentences at once: sentencex takes time that grows with their square."""

_ENDS = re.compile(r"[.!?][\"'”’»)\]]*\s|[。！？]")


def _parts(line: str) -> Iterator[str]:
    """*line* in parts of at most `LONGEST_PART`, cut behind the last mark that may end a sentence, else at a blank."""
    start = 0
    while len(line) - start > LONGEST_PART:
        stop = start + LONGEST_PART
        ends = [match.end() for match in _ENDS.finditer(line, start, stop)]
        blank = line.rfind(" ", start, stop) + 1
        cut = ends[-1] if ends else blank if blank > start else stop
        yield line[start:cut]
        start = cut
    yield line[start:]


_WIDE_BLANKS = "\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
MOST_OPEN = 2_000
"""Of a line with more quotation marks than this that open and never close, they are read as plain ones."""

# For each mark that opens sentencex looks to the end of the line for one that closes: 160,000 of them took 11 seconds.
_PAIRED = ("\u201c\u201d", "\u00ab\u00bb", "\u2018\u2019", "\u201e\u201c", "\u2039\u203a")
_UNPAIRED = str.maketrans(dict.fromkeys("\u201c\u00ab\u2018\u201e\u2039", '"'))
_HALVES = re.compile("[\ud800-\udfff]")  # halves of surrogate pairs are no text to it at all
_NARROW = str.maketrans(dict.fromkeys(_WIDE_BLANKS, " "))


def paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of *text* that are not blank: a line each, or the lines that were wrapped at a column together."""
    return tuple(Span(start, start + len(line)) for start, line in _lines(text) if line.strip())


_LINE_END = re.compile(r"\r?\n|\r")

WRAPPED_AT_MOST = 120
"""A text whose lines are longer than this, in code points, is not taken for one that was wrapped by hand."""


def _lines(text: str) -> Iterable[tuple[int, str]]:
    """
    The paragraphs: a line each, unless the text was wrapped at a column.

    A line goes on in the next one where all lines are short and the next word would not have fitted any more: that is
    why it was broken there. A heading, an item or a verse ends earlier.
    """
    if "\r" not in text:
        ends = list(accumulate(len(line) + 1 for line in text.split("\n")))
        bounds = list(zip([0, *ends], [end - 1 for end in ends], strict=False))
    else:
        marks = [match.span() for match in _LINE_END.finditer(text)]
        bounds = list(zip([0, *(end for _, end in marks)], [*(start for start, _ in marks), len(text)], strict=True))
    width = max(end - start for start, end in bounds)
    if width > WRAPPED_AT_MOST or len(bounds) < _FEWEST_WRAPPED:
        for start, end in bounds:
            yield start, text[start:end]
        return
    (first, last), before = bounds[0], bounds[0]
    for start, end in bounds[1:]:
        line = text[start:end]
        word = line.split(maxsplit=1)[0] if line.strip() else ""
        told = text[before[0] : before[1]].rstrip()
        before = start, end
        if word and told and not line[0].isspace() and len(told) + 1 + len(word) > width:
            last = end
        else:
            yield first, text[first:last]
            first, last = start, end
    yield first, text[first:last]


_FEWEST_WRAPPED = 4  # lines: fewer show no width


class LineIndex:
    """Line and column of offsets in one text; lines end at LF, CR LF or CR and count from 1, columns in code points."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]

    def __call__(self, offset: int) -> tuple[int, int]:
        """The line and column, both from 1, of *offset* (code points from 0)."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


# --- other units ------------------------------------------------------------------------------------------------------

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


class Offsets:
    """
    Offsets of one text in code points, UTF-16 code units (JavaScript, Java, the browser's selections) and UTF-8 bytes.

    Building it takes one pass over the text, a look-up the logarithm of the number of characters that are wider than
    one unit. Every method takes one offset, or several at once. A lone surrogate counts as one unit and three bytes.

    Raises:
        InvalidSpan: If an offset lies outside the text, or inside a surrogate pair or the bytes of one character. It
            is never rounded.
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._astral = array("q", (match.start() for match in _ASTRAL.finditer(text)))
        self._astral_units = array("q", (at + number for number, at in enumerate(self._astral)))
        self._wide = array("q", (match.start() for match in _BEYOND_ASCII.finditer(text)))
        widths = (1 if text[at] < "\u0800" else 2 if text[at] < "\U00010000" else 3 for at in self._wide)
        self._extra = array("q", accumulate(widths, initial=0))  # bytes beyond one for each character, summed up
        self._wide_bytes = array("q", (at + extra for at, extra in zip(self._wide, self._extra, strict=False)))

    @overload
    def to_utf16(self, offset: int) -> int: ...
    @overload
    def to_utf16(self, offset: Iterable[int]) -> tuple[int, ...]: ...
    def to_utf16(self, offset: int | Iterable[int]) -> int | tuple[int, ...]:
        """UTF-16 code units from code points."""
        return _each(offset, lambda at: self._known(at) + bisect_left(self._astral, at))

    @overload
    def from_utf16(self, offset: int) -> int: ...
    @overload
    def from_utf16(self, offset: Iterable[int]) -> tuple[int, ...]: ...
    def from_utf16(self, offset: int | Iterable[int]) -> int | tuple[int, ...]:
        """Code points from UTF-16 code units."""
        return _each(offset, self._from_utf16)

    @overload
    def to_utf8(self, offset: int) -> int: ...
    @overload
    def to_utf8(self, offset: Iterable[int]) -> tuple[int, ...]: ...
    def to_utf8(self, offset: int | Iterable[int]) -> int | tuple[int, ...]:
        """UTF-8 bytes from code points."""
        return _each(offset, lambda at: self._known(at) + self._extra[bisect_left(self._wide, at)])

    @overload
    def from_utf8(self, offset: int) -> int: ...
    @overload
    def from_utf8(self, offset: Iterable[int]) -> tuple[int, ...]: ...
    def from_utf8(self, offset: int | Iterable[int]) -> int | tuple[int, ...]:
        """Code points from UTF-8 bytes."""
        return _each(offset, self._from_utf8)

    def _known(self, offset: int) -> int:
        if _offset(offset) > self._length:
            raise InvalidSpan(f"offset {offset} lies outside the text of {self._length} code points")
        return offset

    def _from_utf16(self, offset: int) -> int:
        units = self._length + len(self._astral)
        if _offset(offset) > units:
            raise InvalidSpan(f"offset {offset} lies outside the text of {units} UTF-16 code units")
        pairs = bisect_left(self._astral_units, offset)
        if pairs and self._astral_units[pairs - 1] + 1 == offset:
            raise InvalidSpan(f"UTF-16 offset {offset} lies inside a surrogate pair", hint="move it by one unit")
        return offset - pairs

    def _from_utf8(self, offset: int) -> int:
        size = self._length + self._extra[-1]
        if _offset(offset) > size:
            raise InvalidSpan(f"offset {offset} lies outside the text of {size} bytes")
        wide = bisect_left(self._wide_bytes, offset)
        if wide:
            width = self._extra[wide] - self._extra[wide - 1] + 1
            if offset < self._wide_bytes[wide - 1] + width:
                raise InvalidSpan(
                    f"byte {offset} lies inside a character of {width} bytes",
                    hint=f"the character starts at byte {self._wide_bytes[wide - 1]}",
                )
        return offset - self._extra[wide]


def _each(offset: int | Iterable[int], convert: Callable[[int], int]) -> int | tuple[int, ...]:
    if isinstance(offset, int) or not hasattr(offset, "__iter__"):
        return convert(offset)  # type: ignore[arg-type]
    return tuple(map(convert, offset))


def to_utf16(text: str, offset: int) -> int:
    """One offset of *text* in UTF-16 code units from code points; `Offsets` is quicker for many."""
    return Offsets(text).to_utf16(offset)


def from_utf16(text: str, offset: int) -> int:
    """One offset of *text* in code points from UTF-16 code units; an offset inside a surrogate pair is an error."""
    return Offsets(text).from_utf16(offset)


def to_utf8(text: str, offset: int) -> int:
    """One offset of *text* in UTF-8 bytes from code points; `Offsets` is quicker for many."""
    return Offsets(text).to_utf8(offset)


def from_utf8(text: str, offset: int) -> int:
    """One offset of *text* in code points from UTF-8 bytes; an offset inside a character is an error."""
    return Offsets(text).from_utf8(offset)


# --- characters that readers see --------------------------------------------------------------------------------------

LONGEST_GRAPHEME = 256
"""So many code points before an offset are looked at, at the most, to tell whether it is inside a grapheme."""


def is_grapheme_boundary(text: str, offset: int) -> bool:
    """
    Whether *offset* (code points) lies between two user-perceived characters (UAX #29, extended grapheme clusters).

    Both ends of a text are boundaries. A mark on a letter, a joined emoji or a flag is never cut.
    """
    if offset <= 0 or offset >= len(text):
        return True
    before, after = text[offset - 1], text[offset]
    if before < "\x80" and after < "\x80":
        return not (before == "\r" and after == "\n")
    import regex

    start = offset - 1
    while start > 0 and offset - start < LONGEST_GRAPHEME and not "\x20" <= text[start] < "\x7f":
        start -= 1
    for found in regex.finditer(r"\X", text, pos=start, endpos=min(len(text), offset + LONGEST_GRAPHEME)):
        if found.end() >= offset:
            return bool(found.end() == offset)
    return True


def whole_graphemes(text: str, span: Span) -> Span:
    """*span* widened until both ends are grapheme boundaries, by `LONGEST_GRAPHEME` at the most."""
    start, end = span.start, span.end
    for _ in range(LONGEST_GRAPHEME):
        if is_grapheme_boundary(text, start):
            break
        start -= 1
    for _ in range(LONGEST_GRAPHEME):
        if is_grapheme_boundary(text, end):
            break
        end += 1
    return Span(start, end)


# --- normalised views -------------------------------------------------------------------------------------------------

_BLANK = "\t\n\v\f\r" + _WIDE_BLANKS
_SAME_LENGTH: dict[str, str] = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032\u00b4\u0060\u2039\u203a", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys(_BLANK, " "),
}
_TRANSLATED = str.maketrans(_SAME_LENGTH)
_INVISIBLE = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    + "".join(map(chr, range(0xFE00, 0xFE10)))  # variation selectors
)
_UNSEEN = dict.fromkeys(map(ord, _INVISIBLE))
_BLANK_RUN = re.compile("  +")


class View:
    """
    A text as it is compared, with the way back: extraction noise is gone, every offset of it leads to the source.

    In a view, quotes and dashes are plain, every run of blanks is one space, soft hyphens, zero-width and direction
    marks are gone, and characters stand in their compatibility composition (NFKC). With *case*, case is folded as well.

    Args:
        text: The source.
        case: Whether case is noise, too.
    """

    def __init__(self, text: str, *, case: bool = False) -> None:
        # Where a stretch begins and ends in the view and in the source; between two stretches offsets run alongside.
        self._view, self._view_end, self._source, self._source_end = (array("q") for _ in range(4))
        present = _beyond_ascii(text)
        same = text
        for character in sorted(present & _SAME_LENGTH.keys()) + [each for each in "\t\n\v\f\r`" if each in text]:
            same = same.replace(character, _SAME_LENGTH[character])
        pieces: list[str] = []
        at = length = 0
        for start, end in _changing(text, same, present):
            plain = _plain(text[start:end])
            if plain == same[start:end]:
                continue
            pieces += (same[at:start], plain)
            length += start - at
            self._mark(length, length + len(plain), start, end)
            length += len(plain)
            at = end
        pieces.append(same[at:])
        self.text = "".join(pieces)
        if case:
            self.text = self.lower()

    def lower(self) -> str:
        """The view's text without case, as many code points long: offsets are the same."""
        return lowered(self.text)

    def _mark(self, view: int, view_end: int, source: int, source_end: int) -> None:
        self._view.append(view)
        self._view_end.append(view_end)
        self._source.append(source)
        self._source_end.append(source_end)

    def to_source(self, span: Span) -> Span:
        """The stretch of the source that *span* of the view stands for; what became one character stays whole."""
        start = self._back(span.start, self._source, ends=False)
        end = self._back(span.end, self._source_end, ends=True)
        return Span(min(start, end), end)

    def _back(self, offset: int, inside: array[int], *, ends: bool) -> int:
        if ends:  # the end of what stands before the offset
            number = bisect_left(self._view, offset) - 1
            if number >= 0 and offset < self._view_end[number]:
                return inside[number]
        else:
            number = bisect_right(self._view, offset) - 1
            if number >= 0 and offset < self._view_end[number]:
                return inside[number]
        return offset if number < 0 else self._source_end[number] + offset - self._view_end[number]

    def from_source(self, offset: int) -> int:
        """The offset of the view where *offset* of the source is; inside what became one, its end."""
        number = bisect_right(self._source, offset) - 1
        if number < 0:
            return offset
        if offset < self._source_end[number]:
            return self._view[number] if offset == self._source[number] else self._view_end[number]
        return self._view_end[number] + offset - self._source_end[number]


_ASCII = bytes(range(0x80))


def _beyond_ascii(text: str) -> set[str]:
    """The characters of *text* that are not ASCII; by its bytes, which takes half the time of a set of its letters."""
    if text.isascii():
        return set()
    return set(text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass"))


def _changing(text: str, same: str, present: set[str]) -> Iterator[tuple[int, int]]:
    """The stretches of *text* that a view may shorten or lengthen, in order; *same* has plain quotes and blanks."""
    found = [match.span() for match in _BLANK_RUN.finditer(same)] if "  " in same else []
    unstable = sorted(character for character in present if _is_unstable(character))
    if unstable:
        for match in re.finditer(f"[{re.escape(''.join(unstable))}]+", text):
            start, end = match.span()
            if start and _joins(text[start]):
                start -= 1  # a mark belongs to the letter before it
            if any(map(_leaves_blanks, match.group())):  # then blanks on both sides are one
                while start and same[start - 1] == " ":
                    start -= 1
                while end < len(same) and same[end] == " ":
                    end += 1
            found.append((start, end))
        found.sort()
    last: tuple[int, int] | None = None
    for start, end in found:
        if last is not None and start <= last[1]:
            last = last[0], max(end, last[1])
            continue
        if last is not None:
            yield last
        last = start, end
    if last is not None:
        yield last


@lru_cache(maxsize=4096)
def _is_unstable(character: str) -> bool:
    """Whether a view drops *character*, composes it with others, or has another form of it."""
    plain = _SAME_LENGTH.get(character, character)
    return character in _INVISIBLE or _joins(character) or unicodedata.normalize("NFKC", plain) != plain


@lru_cache(maxsize=4096)
def _leaves_blanks(character: str) -> bool:
    """Whether *character* is gone in a view, or a blank is part of its other form."""
    return character in _INVISIBLE or " " in unicodedata.normalize("NFKC", character)


def _joins(character: str) -> bool:
    """Whether *character* may compose with the one before it: a mark, or a vowel or final consonant of Hangul."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"


@lru_cache(maxsize=4096)  # most are two line ends
def _plain(found: str) -> str:
    seen = found.translate(_UNSEEN).translate(_TRANSLATED)
    return _BLANK_RUN.sub(" ", unicodedata.normalize("NFKC", seen).translate(_TRANSLATED))


def lowered(text: str) -> str:
    """*text* without case, as many code points long: a letter that would become two stays as it is."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(_lower(letter) for letter in text)


def _lower(letter: str) -> str:
    lower = letter.lower()
    return lower if len(lower) == 1 else letter


def plain(text: str) -> str:
    """*text* as it is compared where noise does not count; see `View`."""
    return View(text).text
