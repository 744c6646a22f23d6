"""
Synthetic news for the benchmarks: the frequencies of words follow Zipf's law, names and numbers stand in between, and
where each word went in an edited version is known.
"""

from __future__ import annotations

import random
import string
from itertools import accumulate
from typing import TYPE_CHECKING

from attrs import field, frozen

from claimtrack.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# The commonest words of English news, in about their order.
_COMMON = (
    "the of to and a in that for is on said with it was as he at by be from have his has will are an but not they who "
    "this were had which or their would after been one its about more she when if we there could also than all last "
    "new over before into year other out up against no may can her two people first some time under because what"
)
_PLAIN = "ka lo mi ren tu vas no per shi dal or em quin za bel gru sta fi con tri ble pan dra sel"
_ACCENTED = _PLAIN + " é ü ñi çø łó ša"
_FOREIGN = "χα λο μι ρεν του βασ νο περ σι δαλ ωρ εμ κου ζα μπελ γρου"
_NAMES = 0.06  # of the words
_NUMBERS = 0.02
_ZIPF = 2.7  # Mandelbrot's offset: the commonest word of English is a sixteenth of the text, not a tenth

Sentence = list[str]
"""The words of a sentence with the marks that stand at them; between two of them is one blank."""


class Writer:
    """
    A source of sentences, the same ones for the same *seed*.

    Args:
        seed: What the sentences depend on.
        typographic: Whether there are curly quotes, dashes and letters with accents; else the text is ASCII.
        foreign: Whether the words are none that another writer uses.
        known: The size of the vocabulary in words.
    """

    def __init__(self, seed: object, *, typographic: bool = False, foreign: bool = False, known: int = 20_000) -> None:
        self.random = random.Random(f"writer {seed}")
        syllables = (_FOREIGN if foreign else _ACCENTED if typographic else _PLAIN).split()
        found = dict.fromkeys([] if foreign else _COMMON.split())
        drawn = random.Random(f"vocabulary {typographic} {foreign}")  # all writers of a kind share their words
        while len(found) < known:
            found["".join(drawn.choices(syllables, k=drawn.randint(2, 4)))] = None
        self.known = list(found)
        self._weights = list(accumulate(1 / (rank + _ZIPF) for rank in range(known)))
        self._rare = self.known[known // 20 :]
        self._quotes = "“”" if typographic else '""'
        self._dash = "–" if typographic else "-"
        self._waiting: list[str] = []

    def word(self) -> str:
        """A word, common ones more often."""
        if not self._waiting:
            self._waiting = self.random.choices(self.known, cum_weights=self._weights, k=10_000)
        return self._waiting.pop()

    def sentence(self) -> Sentence:
        """A sentence of 6 to 28 words."""
        chance = self.random.random
        words = []
        for _ in range(self.random.randint(6, 28)):
            word, kind = self.word(), chance()
            if kind < _NAMES:
                word = self.random.choice(self._rare).capitalize()
            elif kind < _NAMES + _NUMBERS:
                word = str(self.random.choice((self.random.randint(2, 99), self.random.randint(1990, 2030))))
            elif kind < 0.14:
                word += ","
            words.append(word)
        words[0] = words[0][0].upper() + words[0][1:]
        words[-1] = words[-1].rstrip(",") + "."
        kind = chance()
        if kind < 0.15:
            words[0] = self._quotes[0] + words[0]
            words[-1] += self._quotes[1]
        elif kind < 0.25:
            words.insert(self.random.randrange(2, len(words)), self._dash)
        return words

    def paragraphs(self, size: int) -> list[list[Sentence]]:
        """Paragraphs of one to five sentences, *size* code points together or little more."""
        found, length = [], 0
        while length < size:
            paragraph = [self.sentence() for _ in range(self.random.randint(1, 5))]
            length += sum(len(word) + 1 for sentence in paragraph for word in sentence) + 1
            found.append(paragraph)
        return found

    def text(self, size: int) -> str:
        """Text of exactly *size* code points."""
        return joined(self.paragraphs(size))[:size]

    def misspelt(self, word: str) -> str:
        """*word* with one letter replaced, inserted or deleted."""
        at, letter = self.random.randrange(len(word)), self.random.choice(string.ascii_lowercase)
        end = at if self.random.random() < 1 / 3 or len(word) == 1 else at + 1
        return word[:at] + ("" if end > at and self.random.random() < 1 / 2 and len(word) > 1 else letter) + word[end:]


def joined(paragraphs: Iterable[Iterable[Sentence]]) -> str:
    """The text of *paragraphs*: a blank between sentences, an empty line between paragraphs."""
    return "\n\n".join(" ".join(" ".join(sentence) for sentence in paragraph) for paragraph in paragraphs)


def core(text: str, span: Span) -> Span:
    """*span* without the marks and blanks at its ends: from the first letter or digit to the last."""
    start, end = span.start, span.end
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return Span(start, end)


# --- quotes -----------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Quotation:
    """A quote that was edited, and the place in the text that it was made from."""

    quote: str
    span: Span


def quotations(
    writer: Writer,
    text: str,
    count: int,
    *,
    size: int = 200,
    share: float = 0.1,
    by: str,
    ends: bool = False,
    names: bool = False,
) -> Iterator[Quotation]:
    """
    Quotes of about *size* code points from places all over *text*, edited.

    Args:
        writer: Where edits and their words come from.
        text: The text.
        count: How many.
        size: Their length in code points before the edits.
        share: How much of each is edited.
        by: ``"letters"`` (letters replaced, inserted, deleted) or ``"words"`` (words likewise).
        ends: Whether the first and the last word are edited, too; they are never deleted.
        names: Whether words with a capital and numbers are edited, too: then it may well be another statement.
    """
    for _ in range(count):
        words = ["-"]
        while not (words[0][-1:].isalpha() and words[-1][-1:].isalpha()):  # a mark alone is no end to be found
            start = text.index(" ", writer.random.randrange(len(text) - 2 * size)) + 1
            words = text[start : start + size].rsplit(None, 1)[0].split(" ")
        original = " ".join(words)
        many = max(2, round(share * (len(original) if by == "letters" else len(words))))
        changed = list(words)
        if ends:
            many -= 2
            for end in (0, -1):
                changed[end] = writer.misspelt(changed[end]) if by == "letters" else writer.word()
        inner = [place for place in range(1, len(words) - 1) if names or words[place].islower()]
        if by == "letters":
            for _ in range(many):
                place = writer.random.choice(inner)
                changed[place] = writer.misspelt(changed[place])
        else:
            for place in sorted(writer.random.sample(inner, min(many, len(inner))), reverse=True):
                kind = writer.random.randrange(3)
                changed[place : place + (kind != 1)] = [writer.word()] if kind < 2 else []
        yield Quotation(quote=" ".join(changed), span=Span(start, start + len(original)))


# --- versions ---------------------------------------------------------------------------------------------------------

_Place = tuple[int, int]  # a span: millions of them are made


@frozen(kw_only=True)
class Version:
    """
    A text and an edited version of it.

    Args:
        old, new: Both texts.
        words: The place of each word of the old text, marks included, a list for each sentence.
        went: For each of these words its place in the new text, or None if it was deleted.
        touched: The numbers of the sentences that were edited, deleted or moved.
        paragraphs: The numbers of the sentences of each paragraph.
    """

    old: str
    new: str
    words: list[list[_Place]] = field(repr=False)
    went: list[list[_Place | None]] = field(repr=False)
    touched: list[int] = field(repr=False)
    paragraphs: list[range] = field(repr=False)

    def place(self, first: tuple[int, int], last: tuple[int, int]) -> tuple[Span, Span | None]:
        """The span from one word to another (sentence, word) in both texts; None if all of its words were deleted."""
        span = Span(self.words[first[0]][first[1]][0], self.words[last[0]][last[1]][1])
        there = [
            place
            for number in range(first[0], last[0] + 1)
            for word, place in enumerate(self.went[number])
            if place is not None and first <= (number, word) <= last
        ]
        if not there:
            return span, None
        return span, Span(min(place[0] for place in there), max(place[1] for place in there))

    def claims(self, chosen: random.Random, count: int, among: Sequence[int]) -> list[tuple[Span, Span | None]]:
        """*count* spans as claims have them, a third each parts of a sentence, sentences, two in a row."""
        found = []
        paragraph_of = {number: paragraph for paragraph in self.paragraphs for number in paragraph}
        for index in range(count):
            number = chosen.choice(among)
            words = self.words[number]
            first, last = (number, 0), (number, len(words) - 1)
            if index % 3 == 0:
                size = chosen.randint(4, max(4, len(words) - 2))
                begin = chosen.randint(0, max(0, len(words) - size))
                first, last = (number, begin), (number, min(len(words), begin + size) - 1)
            elif index % 3 == 1 and number + 1 in paragraph_of[number]:
                last = (number + 1, len(self.words[number + 1]) - 1)
            found.append(self.place(first, last))
        return found


def version(writer: Writer, paragraphs: list[list[Sentence]], *, share: float = 0.02, moves: int = 1) -> Version:
    """
    *paragraphs* and an edited version of them.

    In a *share* of the sentences one to three words are replaced, inserted or deleted; a tenth as many sentences are
    deleted, as many inserted, and *moves* paragraphs stand elsewhere.
    """
    chance, touched = writer.random, []
    new: list[list[tuple[int, list[tuple[int, str]]]]] = []  # (sentence, (word, its text)); -1 where it is new
    ranges, number = [], 0
    for paragraph in paragraphs:
        ranges.append(range(number, number + len(paragraph)))
        made = []
        for sentence in paragraph:
            kind = chance.random()
            kept = list(enumerate(sentence))
            if kind < share:
                touched.append(number)
                made.append((number, _edited(writer, kept)))
            elif kind < 1.1 * share:
                touched.append(number)
            else:
                made.append((number, kept))
            if chance.random() < 0.1 * share:
                made.append((-1, [(-1, word) for word in writer.sentence()]))
            number += 1
        new.append(made)
    for _ in range(moves):
        moved = chance.randrange(len(new))
        touched += [number for number, _ in new[moved] if number >= 0]
        new.insert(chance.randrange(len(new)), new.pop(moved))
    words = [
        [span for _, span in places]
        for sentences in _places([list(enumerate(sentence)) for sentence in paragraph] for paragraph in paragraphs)
        for places in sentences
    ]
    went: list[list[_Place | None]] = [[None] * len(each) for each in words]
    kept_paragraphs = [paragraph for paragraph in new if paragraph]
    for paragraph, sentences in zip(kept_paragraphs, _places([s for _, s in p] for p in kept_paragraphs), strict=True):
        for (origin, _), places in zip(paragraph, sentences, strict=True):
            for word, span in places:
                if origin >= 0 and word >= 0:
                    went[origin][word] = span
    return Version(
        old=joined(paragraphs),
        new=joined([[word for _, word in sentence] for _, sentence in paragraph] for paragraph in kept_paragraphs),
        words=words,
        went=went,
        touched=sorted(set(touched)),
        paragraphs=ranges,
    )


def _edited(writer: Writer, words: list[tuple[int, str]]) -> list[tuple[int, str]]:
    chance = writer.random
    for _ in range(chance.randint(1, 3)):
        at, kind = chance.randrange(1, len(words) - 1), chance.randrange(3)
        if kind == 0:
            words[at] = (words[at][0], writer.word())
        elif kind == 1:
            words.insert(at, (-1, writer.word()))
        elif len(words) > 4:
            del words[at]
    return words


def _places(paragraphs: Iterable[list[list[tuple[int, str]]]]) -> Iterator[list[list[tuple[int, _Place]]]]:
    """Where each word stands in the text that `joined` makes."""
    at = 0
    for paragraph in paragraphs:
        sentences = []
        for sentence in paragraph:
            places = []
            for word, text in sentence:
                places.append((word, (at, at + len(text))))
                at += len(text) + 1
            sentences.append(places)
        yield sentences
        at += 1
