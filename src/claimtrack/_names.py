"""Proper names in English news: what capitals tell, and who is meant by which form."""

from __future__ import annotations

import unicodedata
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

from claimtrack._closed import FUNCTION_WORDS, listed
from claimtrack._units import base, lexicon, past_forms, reporting_words
from claimtrack.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from claimtrack._units import Unit, Units


@frozen(kw_only=True)
class Name:
    """
    A proper name.

    Args:
        parts: Its words without titles, folded; what stands for a known bearer is one part: "@france" for "French".
        sure: Whether the capital can only be a name's; not so at the start of a sentence.
        titles: The bases of words of office that stand with it: "president", "prime".
        possessive: Whether "'s" follows.
        described: Whether it only describes: "French" in "the French president".
        words, span: How it is told, and where.
        first, last: The words it is made of, by number; *last* is exclusive.
    """

    parts: tuple[str, ...]
    sure: bool
    titles: frozenset[str]
    described: bool
    possessive: bool
    words: str
    span: Span
    first: int
    last: int

    def agrees(self, other: Name) -> bool:
        """Whether one is the other or a part of it: "Keir Starmer" and "Starmer", "EU" and "European Union"."""
        mine, theirs = set(self.parts), set(other.parts)
        if mine <= theirs or theirs <= mine:
            return True
        if all(any(_spelled_alike(one, two) for two in theirs) for one in mine):
            return True
        return self._abbreviates(other) or other._abbreviates(self)

    def _abbreviates(self, other: Name) -> bool:
        initials = "".join(part[0] for part in other.parts)
        return self.words.isupper() and len(other.parts) > 1 and self.parts == (initials,)


def _spelled_alike(one: str, two: str) -> bool:
    """Whether two words are one name in two transliterations: "Zelensky" and "Zelenskyy"."""
    if one == two:
        return True
    if one[0] != two[0] or "@" in (one[0], two[0]) or min(len(one), len(two)) < SHORTEST_ALIKE:
        return False
    from rapidfuzz.distance import Levenshtein

    return bool(Levenshtein.distance(one, two, score_cutoff=1) <= 1)


SHORTEST_ALIKE = 6
"""Letters: shorter names with one letter changed are others ("Iran" and "Iraq", "Merz" and "Mertz" alike stay two)."""


@cache
def bearers() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Forms of known names by their first word, the longest first, each with the part that stands for it."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for bearer, told in lexicon("names")["bearers"].items():
        single, *several = told.split("|")
        forms = [(form,) for form in (*single.split(), *bearer.split("-"))] if "-" not in bearer else []
        forms += [(form,) for form in single.split()] if "-" in bearer else []
        forms += [tuple(form.split()) for form in several]
        for form in forms:
            found.setdefault(form[0], []).append((form, f"@{bearer}"))
    return {first: sorted(forms, key=lambda entry: (-len(entry[0]), entry)) for first, forms in found.items()}


@cache
def _listed(section: str) -> frozenset[str]:
    return frozenset(lexicon("words")[section]["words"].split())


def offices() -> frozenset[str]:
    """Words that stand for the person that a name names: "minister", "she"."""
    return _listed("offices")


class NameReader:
    """
    Finds the proper names of one wording.

    Args:
        units: Its words.
        taken: The numbers of the words that belong to dates and quantities.
    """

    def __init__(self, units: Units, taken: Set[int]) -> None:
        self.units, self.words, self.taken = units, units.words, taken
        self.title_case = _is_title_case(units)

    def names(self, known: frozenset[str] = frozenset()) -> tuple[Name, ...]:
        """
        The proper names in order.

        Args:
            known: Words that are names in the other wording: in a headline capitals do not tell.
        """
        return tuple(self._names(known | self.capitals))

    @cached_property
    def capitals(self) -> frozenset[str]:
        """The words whose capital is no accident of place."""
        if self.title_case:
            return frozenset()
        return frozenset(
            unit.word
            for number, unit in enumerate(self.units.all)
            if self._has_capital(number) and not self.units.starts_sentence(number)
        )

    def _has_capital(self, number: int) -> bool:
        unit = self.units.all[number]
        return unit.raw[:1].isupper() and number not in self.taken and (
            unit.word not in FUNCTION_WORDS or _is_initials(unit)
        )  # fmt: skip

    def _names(self, known: frozenset[str]) -> Iterator[Name]:
        at = 0
        while at < len(self.words):
            part, end = self.bearer(at)
            if part:
                yield self._made_name((part,), at, end, sure=True)
                at = end
                continue
            if not self._is_name(at, known):
                at += 1
                continue
            end = self._name_end(at, known)
            parts = tuple(
                plain_letters(self.words[number])
                for number in range(at, end)
                if self.words[number] not in _listed("titles") and self.words[number] not in _PARTICLES
            )
            if parts:
                sure = self.words[at] in known or end > at + 1 or not self.units.starts_sentence(at)
                yield self._made_name(parts, at, end, sure=sure)
            at = end

    def _made_name(self, parts: tuple[str, ...], first: int, last: int, *, sure: bool) -> Name:
        while self.words[first] in _listed("titles") and first < last - 1:
            first += 1
        before = range(max(0, first - 3), first)
        titles = frozenset(base(self.words[number]) for number in before if self.words[number] in _listed("titles"))
        described = parts[0][0] == "@" and self.units.word(last) in _listed("titles")
        final = self.units.all[last - 1]
        span = self.units.span_of(self.units.all[first].start, final.end - 2 * final.possessive)
        return Name(
            parts=parts, sure=sure, possessive=final.possessive, titles=titles, described=described,
            words=self.units.shown(span), span=span, first=first, last=last,
        )  # fmt: skip

    def bearer(self, at: int) -> tuple[str, int]:
        """The known name that begins with word *at*, and where it ends."""
        for form, part in bearers().get(plain_letters(self.words[at]), ()):
            end = at + len(form)
            unit = self.units.all[at]
            if tuple(map(plain_letters, self.words[at:end])) != form or at in self.taken:
                continue
            if form in _ALSO_WORDS and not _is_initials(unit):
                continue
            if unit.raw[:1].isupper():
                return part, end
        return "", at

    def _is_name(self, at: int, known: frozenset[str]) -> bool:
        if not self._has_capital(at) or (self.words[at] in _listed("titles") and not self._has_next_name(at)):
            return False
        if self.words[at] in known:
            return True
        if self.title_case:
            return False
        return not self.units.starts_sentence(at) or self._has_next_name(at) or self._is_subject(at)

    def _has_next_name(self, at: int) -> bool:
        """Whether a name goes on behind word *at*: "Keir Starmer", "Ursula von der Leyen"."""
        following = at + 1
        while following - at <= _MOST_PARTICLES and self.units.word(following) in _PARTICLES:
            following += 1
        return (
            following < len(self.words)
            and not self.title_case
            and all(self.units.between(number) == " " for number in range(at + 1, following + 1))
            and self._has_capital(following)
            and not self.bearer(following)[0]
        )

    def _is_subject(self, at: int) -> bool:
        """Whether a sentence's first word, without an article before a finite verb, can hardly be but a name."""
        unit, following = self.units.all[at], self.units.word(at + 1)
        word = unit.word
        if word in _listed("common") or word.endswith(_NOUN_ENDINGS) or len(word) < 3 or not word.isalpha():
            return False
        if self.units.breaks(at + 1):
            return False
        finite = following in _FINITE or following in reporting_words() or following in past_forms()
        return unit.possessive or finite or (following.endswith("ed") and len(following) > 4)

    def _name_end(self, at: int, known: frozenset[str]) -> int:
        end = at + 1
        while end < len(self.words) and not self.units.all[end - 1].possessive:
            step = end
            while step - end < _MOST_PARTICLES and self.words[step] in _PARTICLES and step + 1 < len(self.words):
                step += 1
            joined = all(self.units.between(number) in {" ", "-", ". "} for number in range(end, step + 1))
            if not joined or not self._has_capital(step) or self.bearer(step)[0]:
                break
            if self.title_case and self.words[step] not in known:
                break
            end = step + 1
        return end


_FINITE = listed(
    "will would has have had is was are were to can could may might must shall should did does and also wants plans "
    "hopes vows agrees sends calls needs takes gives makes backs joins leads"
)
_NOUN_ENDINGS = ("s", "ing", "ly", "ion", "ness", "ment", "ity", "ism", "ance", "ence", "ure")
_MOST_PARTICLES = 3  # "von und zu", "de la"
_PARTICLES = listed("von van de der den la le al bin ibn di da del du dos el")
_ALSO_WORDS = frozenset({("us",), ("un",), ("poles",), ("turkey",), ("dc",), ("eu",), ("who",), ("icc",)})


def _is_initials(unit: Unit) -> bool:
    """Whether a word is written as an abbreviation or with a capital that its small form would not have: "US"."""
    letters = [letter for letter in unit.raw if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters[:2])


@lru_cache(maxsize=4096)
def plain_letters(word: str) -> str:
    """*word* without marks on its letters: "Erdoğan" is written "Erdogan", too."""
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


HEADLINE = 4
"""Telling words that are all written with capitals make a headline; of fewer, one small function word decides."""


def _is_title_case(units: Units) -> bool:
    """Whether capitals tell nothing: a headline, or capitals throughout."""
    telling = [unit for unit in units.all if unit.word.isalpha() and unit.word not in FUNCTION_WORDS]
    if len(telling) >= HEADLINE and all(unit.raw.isupper() for unit in telling):
        return True
    small = [
        unit
        for number, unit in enumerate(units.all)
        if unit.word in FUNCTION_WORDS
        and unit.word.isalpha()
        and not units.starts_sentence(number)
        and unit.word != "i"
    ]
    raised = sum(unit.raw[0].isupper() and not _is_initials(unit) for unit in small if unit.word not in {"may", "us"})
    all_raised = all(unit.raw[0].isupper() for unit in telling)
    return all_raised and len(telling) >= 2 and (bool(raised) or len(telling) > HEADLINE)
