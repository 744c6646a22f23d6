"""How a raw text is laid out: its paragraphs and sentences, and which of its lines state nothing."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from claimtrack._units import lexicon
from claimtrack.text import sentence_bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack._syntax import Words

ParagraphKind = Literal["prose", "heading", "byline", "caption", "notice", "greeting"]

LONGEST_HEADING = 22
"""Words: a line without a final mark that is longer is a sentence whose full stop is missing."""

LONGEST_SLOGAN = 5
"""Words of a line that is one quotation without a mark in it: a headline or a cross-head rather than speech."""

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"

LONGEST_NAME = 4
"""Words of a name in a byline."""

LONGEST_CREDIT = 12
"""Words of a credit that ends with a full stop: "Additional reporting by Lena Fisk in Abel."."""

WIDEST_WRAP = 120
"""Code points: lines that are longer were not broken by a program that wraps text."""

SHORTEST_WRAP = 30
"""Code points: lines that are shorter stand by themselves."""

LONGEST_SENTENCE = 200
"""Words: what goes on longer without a mark is cut there, so that a text without any is read in pieces."""

_LINE = re.compile(r"[^\r\n\v\f\u2028\u2029]+")
_ENDING = ".!?…。！？｡．।॥؟۔።։"
_CLOSING = "\"”’'»」』〉》）］"
_FINAL = f"{_ENDING}{_CLOSING})]：；:;"
# Scripts without blanks between words: Thai, Lao, Burmese, Khmer, kana, Chinese characters. Two letters make a word.
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’/ \-]{2,40})(?:,[^\n—–(]{2,40})?(?: ?\([^()\n]{1,60}\))? ?(?:—|–|--|-) ?"
    r"|[A-Z][A-Za-z.'’ ]{2,30}(?:, [A-Z][\w. ]{1,30})? ?\((?:AP|AFP|Reuters|UPI|PA|CNN|dpa|TASS|Xinhua)\)"
    r" ?(?:—|–|--|-) ?"
)
_PLACE = re.compile(r"[A-Z][A-Z.'’ \-]{3,30}(?:, [A-Z][\w. ]{1,30})?: ")
_LABEL = re.compile(
    r"(?P<name>[A-Z][A-Z.'’\-]*(?: [A-Z][A-Z.'’\-]*){0,4}|[A-Z][\w.'’\-]{0,30}(?: [A-Z][\w.'’\-]{0,30}){0,3})"
    r"(?:, [\w .'’\-]{1,40})?(?: ?\([^()\n]{1,40}\))?:(?=\s)"
)
_BULLET = re.compile(r"(?:[•‣◦▪●○■□►▶·*\-–—]|\d{1,2}[.)])\s+")
# A line that begins with one is not cut into sentences.
_BULLETS = str.maketrans(dict.fromkeys("•‣◦▪●○■□►▶·", " "))


_Starts = tuple[tuple[ParagraphKind, tuple[str, ...]], ...]
Marks = tuple[_Starts, _Starts]
"""What lines that state nothing begin and end with, by what they are."""


@frozen(kw_only=True)
class Paragraph:
    """
    A paragraph; its words by number, half-open.

    Args:
        first, last: Its words, without a dateline, a bullet or a speaker's label.
        kind: "prose", or what it is that states nothing.
        sentences: The words of each sentence of prose.
        label: The words of a transcript's speaker label before it.
    """

    first: int
    last: int
    kind: ParagraphKind
    sentences: tuple[tuple[int, int], ...] = ()
    label: tuple[int, int] | None = None


_KINDS: tuple[ParagraphKind, ...] = ("notice", "byline", "caption", "greeting")


def boilerplate(added: Mapping[ParagraphKind, Sequence[str]], removed: Sequence[str] = ()) -> Marks:
    """The package's own boilerplate without *removed* starts, and with *added* ones, in lower case."""
    data = lexicon("boilerplate")
    starts = tuple(
        (kind, (*added.get(kind, ()), *(start for start in data["starts"][kind] if start not in removed)))
        for kind in _KINDS
    )
    return starts, tuple((kind, tuple(data["ends"].get(kind, ()))) for kind in _KINDS)


@cache
def _boilerplate() -> Marks:
    return boilerplate({})


@cache
def _no_labels() -> frozenset[str]:
    return frozenset(" ".join(label.split()) for label in lexicon("boilerplate")["labels"]["words"].split(";"))


def paragraphs(text: str, words: Words, language: str = "en", marks: Marks | None = None) -> tuple[Paragraph, ...]:
    """
    The paragraphs of *text* in order; *words* are its words.

    Lines that a program wrapped, and stray breaks inside a sentence, are joined. *marks* are boilerplate in place of
    the package's own.
    """
    marks = marks or _boilerplate()
    soft = joined(text)
    lines = [(match.start(), match.end()) for match in _LINE.finditer(soft) if not match.group().isspace()]
    bare = [soft[start:end].strip() for start, end in lines]
    transcript = _is_transcript(bare)
    unmarked = sum(line[-1] not in _FINAL for line in bare) * 2 > len(bare) and len(bare) > 1
    bounds = sentence_bounds(soft.translate(_BULLETS), language)
    found: list[Paragraph] = []
    at, credits_follow = 0, False
    for number, ((start, end), line) in enumerate(zip(lines, bare, strict=True)):
        here = []
        while at < len(bounds) and bounds[at][0] < end:
            here.append(bounds[at])
            at += 1
        kind = _kind(line, number, marks, unmarked=unmarked)
        if kind == "heading" and len(bare) == 1 and len(line.split()) > LONGEST_SLOGAN:
            kind = "prose"  # a sentence that was pasted without its full stop
        if credits_follow and len(line.split()) < LONGEST_HEADING and kind == "prose":
            kind = "byline"
        if line.startswith("___"):
            credits_follow = True
        found.append(_paragraph(soft, words, start, end, kind, here, transcript=transcript))
    return tuple(paragraph for paragraph in found if paragraph.first < paragraph.last)


def _paragraph(
    soft: str,
    words: Words,
    start: int,
    end: int,
    kind: ParagraphKind,
    bounds: list[tuple[int, int]],
    *,
    transcript: bool,
) -> Paragraph:
    begin, label = start + len(soft[start:end]) - len(soft[start:end].lstrip()), None
    bullet = _BULLET.match(soft, begin, end)
    if bullet is not None:
        begin = bullet.end()
    dateline = _DATELINE.match(soft, begin, min(end, begin + 160))
    if dateline is None and not transcript:
        dateline = _PLACE.match(soft, begin, min(end, begin + 160))
    if dateline is not None and kind == "prose":
        begin = dateline.end()
    named = _LABEL.match(soft, begin, min(end, begin + 120)) if transcript else None
    if named is not None and named.group("name").lower() not in _no_labels():
        marked = words.numbers(begin, named.end("name"))
        label, kind = (marked.start, marked.stop), "prose"
        begin = named.end()
    numbers = words.numbers(begin, end)
    while numbers and words.tag[numbers.start] == "." and words.raw[numbers.start] not in "$€£#@":
        numbers = numbers[1:]  # an emoji or a byte-order mark before the first word
        begin = words.start[numbers.start] if numbers else end
    sentences = []
    if kind == "prose":
        for low, high in bounds:
            inside = words.numbers(max(low, begin), high)
            sentences += [
                (first, min(first + LONGEST_SENTENCE, inside.stop))
                for first in range(inside.start, inside.stop, LONGEST_SENTENCE)
            ]
    return Paragraph(
        first=numbers.start,
        last=numbers.stop,
        kind=kind,
        label=label,
        sentences=tuple(pair for pair in sentences if pair[0] < pair[1]),
    )


def _kind(line: str, number: int, marks: Marks, *, unmarked: bool) -> ParagraphKind:
    """What a line without surrounding blanks is."""
    low = line.lower()
    starts, ends = marks
    if not any(map(str.isalnum, line)):
        return "notice"
    count = len(line.split()) + (0 if line.isascii() else len(_SPACELESS.findall(line)) // 2)
    if count <= 2 * LONGEST_HEADING and (low.startswith(_flat(starts)) or low.endswith(_flat(ends))):
        for kind, expressions in starts:
            if low.startswith(expressions) and (kind != "byline" or _names_only(line, expressions)):
                if kind == "notice" and count > LONGEST_HEADING and line[-1] in _FINAL:
                    continue
                return kind
        for kind, expressions in ends:
            if low.endswith(expressions):
                return kind
    if _DATELINE.fullmatch(line):
        return "heading"
    if _is_closed(line) or (line[-1] == ":" and count > 2):
        return "prose"
    if _BULLET.match(line) and count > 5:
        return "prose"
    if unmarked and number and count > 5:
        return "prose"
    return "heading" if count <= LONGEST_HEADING * (1 if number else 2) else "prose"


@lru_cache(maxsize=16)
def _flat(marks: tuple[tuple[ParagraphKind, tuple[str, ...]], ...]) -> tuple[str, ...]:
    """All expressions of *marks*: most lines have none of them, and are asked but once."""
    return tuple(expression for _, expressions in marks for expression in expressions)


def _is_closed(line: str) -> bool:
    """Whether a line ends as a sentence does: not as a headline whose last words are quoted."""
    line = line.rstrip(_INVISIBLE)
    if line[-1:] not in _FINAL[:-2]:
        return False
    quoted = line[-1] in "\"”’'»"
    whole = line[0] in "\"“‘'«„" and len(line.split()) > LONGEST_SLOGAN
    return not quoted or line[-2:-1] in f"{_ENDING}," or whole


def _names_only(line: str, starts: tuple[str, ...]) -> bool:
    """Whether a line that begins as a byline holds names and small words, not a sentence: "By Monday it was over."."""
    if line[-1] not in ".!?":
        return True
    told = tuple(start for start in starts if " " in start.strip())
    return len(line.split()) < LONGEST_CREDIT and line.lower().startswith(told)


def byline_names(lines: Iterable[str]) -> tuple[str, ...]:
    """The names of "By Jane Doe and John Roe, Political Editor": who wrote it, as far as a byline tells."""
    found: list[str] = []
    for line in lines:
        named = line.strip()
        if not named.lower().startswith("by "):
            continue
        for part in re.split(r",| and | & |\|", named[3:]):
            words = part.split()
            if not (2 <= len(words) <= LONGEST_NAME and all(word[0].isupper() for word in words)):
                break  # what follows is an office or an outlet
            found.append(" ".join(word.capitalize() if word.isupper() else word for word in words))
    return tuple(dict.fromkeys(found))


def _is_transcript(lines: list[str]) -> bool:
    """Whether at least two lines begin with a speaker's label."""
    labels = [match.group("name").lower() for line in lines if (match := _LABEL.match(line[:120])) is not None]
    return sum(label not in _no_labels() for label in labels) >= 2


def joined(text: str) -> str:
    """*text* with the line breaks inside paragraphs made blanks; as long as before."""
    if "\n" not in text and "\r" not in text:
        return text
    lines = [(match.start(), match.end()) for match in _LINE.finditer(text)]
    pieces: list[str] = []
    done = 0
    for first, last in _groups(text, lines):
        block = lines[first:last]
        wrapped = _is_wrapped([text[start:end] for start, end in block])
        for (start, end), (following, stop) in pairwise(block):
            if wrapped or _goes_on(text[start:end], text[following:stop]):
                pieces += (text[done:end], " " * (following - end))
                done = following
    pieces.append(text[done:])
    return "".join(pieces)


def _groups(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs of lines without an empty line between them, as half-open ranges of numbers."""
    found = []
    first = 0
    for number in range(1, len(lines) + 1):
        if number == len(lines) or _is_gap(text[lines[number - 1][1] : lines[number][0]]):
            found.append((first, number))
            first = number
    return found


def _is_gap(between: str) -> bool:
    return between.replace("\r\n", "\n").count("\n") + between.count("\r") > 1


def _is_wrapped(lines: list[str]) -> bool:
    """Whether a program broke these lines: each is as full as the widest allows."""
    if len(lines) < 3:
        return False
    width = max(map(len, lines))
    if not SHORTEST_WRAP < width <= WIDEST_WRAP:
        return False
    full = sum(
        len(line.rstrip()) + 1 + len((following.split(None, 1) or [""])[0]) > width
        for line, following in pairwise(lines)
    )
    return full >= 0.9 * (len(lines) - 1)


def _goes_on(line: str, following: str) -> bool:
    """Whether a sentence goes on over the break: no mark before it, a small letter behind."""
    line, following = line.rstrip(), following.lstrip()
    return len(line) >= SHORTEST_WRAP and line[-1:] not in _FINAL and following[:1].islower()
