"""Quantities in English news: figures and number words with what they count in, ranges, approximations, shares."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from claimtrack._closed import FUNCTION_WORDS, listed
from claimtrack._units import base
from claimtrack.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack._units import Units


@frozen(kw_only=True)
class Quantity:
    """
    A number with what it counts in.

    Args:
        low, high: The number, of a share in percent; they differ in a range.
        unit: A currency code, a measure, "share", "points", "times", "ordinal"; empty for a plain count.
        about: "about", "at least", "at most" or "vague" ("dozens"); empty if exact.
        noun: The base of the word it counts.
        part: Whether a share is told as a fraction: "a third", "one in four".
        weak: Whether it is a quantity only beside another one: "one", "first", "double".
        words, span: How it is told, and where.
        first, last: The words it is made of, by number; *last* is exclusive.
    """

    low: Fraction
    high: Fraction
    unit: str
    about: str
    noun: str
    part: bool
    weak: bool
    words: str
    span: Span
    first: int
    last: int

    @property
    def sort(self) -> str:
        """What it may be compared with: money with money, shares with shares, durations with durations."""
        if self.unit in _CURRENCIES:
            return "money"
        return _MEASURE_SORTS.get(self.unit, self.unit)

    def agrees(self, other: Quantity) -> bool:
        """Whether both say the same: "ten" and "10", "1.6bn" and "£1.6 billion"; a missing unit is no other unit."""
        if self.about != other.about:
            return False
        if self.unit == other.unit:
            slack = _SHARE_SLACK if self.part != other.part else Fraction(0)
            return abs(self.low - other.low) <= slack and abs(self.high - other.high) <= slack
        if not self.unit or not other.unit:
            known = self.unit or other.unit
            return known not in _NEVER_MISSING and (self.low, self.high) == (other.low, other.high)
        return self._converted(other)

    def _converted(self, other: Quantity) -> bool:
        factors = _METRIC.get(self.unit), _METRIC.get(other.unit)
        if self.sort != other.sort or factors[0] is None or factors[1] is None:
            return False
        mine, theirs = self.low * factors[0], other.low * factors[1]
        return abs(mine - theirs) <= _CONVERSION_SLACK * max(mine, theirs)


_SHARE_SLACK = Fraction(1, 2)  # in percent: "a third" is "33%": shares are told in whole percents
_CONVERSION_SLACK = Fraction(1, 20)  # "10 km" is "6 miles": conversions are rounded to a figure or two
_NEVER_MISSING = frozenset({"share", "points", "times", "ordinal"})

# --- what numbers are made of ---------------------------------------------------------------------------------------

_SMALL_WORDS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TEN_WORDS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINAL_WORDS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)
_SMALL = {word: Fraction(value) for value, word in enumerate(_SMALL_WORDS)}
_TENS = {word: Fraction(10 * value) for value, word in enumerate(_TEN_WORDS, 2)}
_ORDINALS = {word: Fraction(value) for value, word in enumerate(_ORDINAL_WORDS, 1)}
_SIZES = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
_SHORT_SIZES = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "b": 10**9, "bn": 10**9, "bln": 10**9, "tn": 10**12,
    "trn": 10**12,
}  # fmt: skip
_BEHIND_FIGURES = _SIZES | {word: _SHORT_SIZES[word] for word in ("m", "mn", "bn", "tn")}
_PARTS = {
    "half": 2, "halves": 2, "quarter": 4, "quarters": 4,
    **{f"{word}{plural}": int(value) for word, value in _ORDINALS.items() if value > 2 for plural in ("", "s")},
}  # fmt: skip
_VAGUE_SIZES = {f"{word}s": Fraction(size) for word, size in _SIZES.items()} | {
    "tens": Fraction(10), "scores": Fraction(20),
}  # fmt: skip
_TIMES = {
    **dict.fromkeys(("double", "doubles", "doubled", "doubling", "twice", "twofold"), Fraction(2)),
    **dict.fromkeys(("triple", "triples", "tripled", "tripling", "trebled", "threefold", "thrice"), Fraction(3)),
    **dict.fromkeys(("quadruple", "quadrupled", "quadrupling", "fourfold"), Fraction(4)),
    **dict.fromkeys(("halve", "halves", "halved", "halving"), Fraction(1, 2)),
    "fivefold": Fraction(5), "tenfold": Fraction(10),
}  # fmt: skip

_SYMBOLS = {"£": "GBP", "$": "USD", "€": "EUR", "¥": "JPY"}
_DOLLARS = {"us": "USD", "c": "CAD", "ca": "CAD", "a": "AUD", "au": "AUD", "hk": "HKD", "nz": "NZD", "s": "SGD"}
_CURRENCY_WORDS = {
    **dict.fromkeys(("pounds", "pound", "sterling", "gbp"), "GBP"),
    **dict.fromkeys(("dollars", "dollar", "usd", "bucks"), "USD"),
    **dict.fromkeys(("euros", "euro", "eur"), "EUR"),
    **dict.fromkeys(("yen", "jpy"), "JPY"),
    **dict.fromkeys(("yuan", "renminbi", "cny"), "CNY"),
    **dict.fromkeys(("roubles", "rubles", "rouble", "ruble", "rub"), "RUB"),
    **dict.fromkeys(("hryvnia", "hryvnias", "uah"), "UAH"),
    **dict.fromkeys(("zloty", "zlotys", "pln"), "PLN"),
    **dict.fromkeys(("francs", "chf"), "CHF"),
    **dict.fromkeys(("rupees", "rupee", "inr"), "INR"),
}
_CURRENCIES = frozenset({*_CURRENCY_WORDS.values(), *_SYMBOLS.values(), *_DOLLARS.values()})
_MEASURES = {
    "km": "km kms kilometre kilometres kilometer kilometers",
    "mile": "mile miles mi",
    "metre": "metre metres meter meters",
    "foot": "foot feet ft",
    "kg": "kg kilo kilos kilogram kilograms kilogramme kilogrammes",
    "pound-weight": "lb lbs",
    "tonne": "tonne tonnes ton tons",
    "second": "seconds",
    "minute": "minute minutes",
    "hour": "hour hours",
    "day": "day days",
    "week": "week weeks",
    "month": "month months",
    "year": "year years",
    "decade": "decade decades",
    "degree": "degree degrees",
    "megawatt": "megawatt megawatts mw",
    "gigawatt": "gigawatt gigawatts gw",
}
_MEASURE_WORDS = {word: unit for unit, words in _MEASURES.items() for word in words.split()}
_JOINED_UNITS = {"pc": "share", "c": "degree", "f": "degree"}  # "3pc", "40C"
_DURATIONS = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade"})
_MEASURE_SORTS = {
    **dict.fromkeys(("km", "mile", "metre", "foot"), "length"),
    **dict.fromkeys(("kg", "pound-weight", "tonne"), "weight"),
    **dict.fromkeys(_DURATIONS, "duration"),
    **dict.fromkeys(("share", "points"), "share"),
}
# Metres and kilograms (International yard and pound agreement, 1959); a duration is not converted: "a week" is rounder
# than "seven days" but as long.
_METRIC = {
    "km": Fraction(1000), "metre": Fraction(1), "mile": Fraction("1609.344"), "foot": Fraction("0.3048"),
    "kg": Fraction(1), "pound-weight": Fraction("0.45359237"), "tonne": Fraction(1000),
}  # fmt: skip

_BEFORE = {
    **dict.fromkeys(
        ("about", "around", "roughly", "approximately", "approx", "some", "circa", "nearly", "almost", "close to",
         "an estimated", "estimated", "in the region of", "something like"), "about"),
    **dict.fromkeys(
        ("under", "below", "just under", "less than", "fewer than", "up to", "at most", "no more than",
         "not more than", "as many as", "as much as", "a maximum of"), "at most"),
    **dict.fromkeys(
        ("over", "above", "just over", "well over", "more than", "at least", "upwards of", "no fewer than",
         "no less than", "not less than", "in excess of", "a minimum of"), "at least"),
}  # fmt: skip
_BEFORE_MOST = max(len(words.split()) for words in _BEFORE)
_BEHIND = {
    ("or", "so"): "about", ("or", "more"): "at least", ("or", "fewer"): "at most", ("or", "less"): "at most",
    ("at", "least"): "at least", ("at", "most"): "at most",
}  # fmt: skip
_FIGURES = re.compile(r"([0-9][0-9.,]*)([a-z]*)")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_LONGEST_SIZE = 6  # words: "hundreds of thousands of millions" is no size in news, and "5 million million" none more
_LONGEST_SPELLED = 20  # words of a number that is written out
LONGEST_NUMBER = 40
"""Digits: what has more is no quantity, and costs no time."""


def value_of(figures: str) -> Fraction | None:
    """What *figures* are worth in English: "1,200.5"; None if they are no number."""
    plain = figures.rstrip(".,")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if len(plain) > LONGEST_NUMBER or plain.count(".") > 1 or "," in plain or not plain:
        return None
    return Fraction(plain)


@frozen(kw_only=True)
class _Number:
    """A number as it was read: its value, the word after it, and what its form says."""

    value: Fraction
    end: int
    unit: str = ""
    about: str = ""
    part: bool = False
    weak: bool = False
    size: int = 1  # its magnitude word: in "10 to 12 million" it serves both
    figures: bool = False


class NumberReader:
    """
    Finds the quantities of one wording.

    Args:
        units: Its words.
        taken: The numbers of words that belong to dates; words of quantities are added.
    """

    def __init__(self, units: Units, taken: set[int]) -> None:
        self.units, self.taken = units, taken

    def quantities(self) -> Iterator[Quantity]:
        """The quantities in order."""
        at = 0
        while at < len(self.units):
            found = None if at in self.taken else self._quantity(at)
            if found is None:
                at += 1
                continue
            self.taken.update(range(found.first, found.last))
            yield found
            at = found.last

    # A quantity: number, unit, range, approximation -----------------------------------------------------------------

    def _quantity(self, at: int) -> Quantity | None:
        units = self.units
        symbol = self._symbol(at)
        start = at + (symbol is not None)
        number = self._number(start)
        if number is None or self._is_label(at):
            return None
        unit, end = (symbol, number.end) if symbol else self._unit(number)
        if symbol:
            unit, end = symbol, end + (units.word(end) in _CURRENCY_WORDS)
        first = at - (symbol is not None and self._letters_before(at))
        found = self._made(first, end, number, unit)
        found = self._share(found, number) or self._range(found, number)
        return self._approximated(found)

    def _made(self, first: int, end: int, number: _Number, unit: str) -> Quantity:
        span = self.units.span(first, end)
        return Quantity(
            low=number.value, high=number.value, unit=unit, about=number.about,
            noun=self._noun(end), part=number.part, weak=number.weak,
            words=self.units.shown(span), span=span, first=first, last=end,
        )  # fmt: skip

    def _widened(self, quantity: Quantity, first: int, last: int, about: str) -> Quantity:
        span = self.units.span(first, last)
        return evolve(quantity, first=first, last=last, about=about, span=span, words=self.units.shown(span))

    def _is_label(self, at: int) -> bool:
        """Whether the number is a part of a name: "F-16", "Covid-19", "No 10", "10 Downing Street"."""
        before, glue = self.units.word(at - 1), self.units.between(at)
        joined = glue == "-" and before[-1:].isalpha() and not self._spells_number(before) and before not in _DOLLARS
        house = before in {"no", "number"} and self.units.raw(at - 1)[0].isupper() and self.units.raw(at)[0].isdigit()
        return joined or house or self.units.word(at + 1) == "downing"

    def _spells_number(self, word: str) -> bool:
        return word in _SMALL or word in _TENS or word in _SIZES or word in {"a", "to", "mid"}

    def _symbol(self, at: int) -> str | None:
        word = self.units.word(at)
        if word == "$" and self._letters_before(at):
            return _DOLLARS[self.units.word(at - 1)]
        if word in _SYMBOLS:
            return _SYMBOLS[word]
        return _CURRENCY_WORDS.get(word) if len(word) == 3 and self.units.word(at + 1)[:1].isdigit() else None

    def _letters_before(self, at: int) -> bool:
        return self.units.word(at - 1) in _DOLLARS and self.units.between(at) == ""

    def _unit(self, number: _Number) -> tuple[str, int]:
        word, following, end = self.units.word(number.end), self.units.word(number.end + 1), number.end
        if number.unit:
            return number.unit, end
        if word in {"%", "percent", "pc"}:
            return ("points", end + 2) if following in {"point", "points"} else ("share", end + 1)
        if word == "per" and following == "cent":
            return "share", end + 2
        if word == "percentage" and following in {"point", "points"}:
            return "points", end + 2
        if word in {"us", "canadian", "australian"} and following in {"dollar", "dollars"}:
            return {"us": "USD", "canadian": "CAD", "australian": "AUD"}[word], end + 2
        if word in _CURRENCY_WORDS:
            return _CURRENCY_WORDS[word], end + 1
        if word in {"times", "fold"}:
            return "times", end + 1
        if word in {"c", "f"} and "°" in self.units.between(end):
            return "degree", end + 1
        if word == "degrees" and following in {"celsius", "fahrenheit"}:
            return "degree", end + 2
        if word in _MEASURE_WORDS:
            return _MEASURE_WORDS[word], end + 1
        return "", end

    def _noun(self, end: int) -> str:
        for number in range(end, min(end + 3, len(self.units))):
            word = self.units.word(number)
            if self.units.breaks(number) or number in self.taken:
                break
            if word not in _SKIPPED:
                return base(word) if word.isalpha() and word not in FUNCTION_WORDS else ""
        return ""

    def _approximated(self, found: Quantity) -> Quantity:
        last, about = found.last, found.about
        behind = (self.units.word(last), self.units.word(last + 1))
        if behind in _BEHIND and not self.units.breaks(last):
            return self._widened(found, found.first, last + 2, _BEHIND[behind])
        for size in range(min(_BEFORE_MOST, found.first), 0, -1):
            start = found.first - size
            told = _BEFORE.get(" ".join(self.units.words[start : found.first]))
            if told is None or self.taken & set(range(start, found.first)):
                continue
            if told == "at least" and size == 1 and found.unit in _DURATIONS:
                break  # "over two days": during them
            return self._widened(found, start, last, told if about != "vague" else about)
        return found

    def _range(self, low: Quantity, number: _Number) -> Quantity:
        """A second number makes a range with the first: "10 to 12", "10-12", "between 10 and 12"."""
        word = self.units.word(low.last)
        spread = self.units.word(low.first - 1) == "between"
        start = low.last
        if not (self.units.between(start).strip() == "-" and word not in _MEASURE_WORDS):
            if word != "to" and not (word == "and" and spread):
                return low
            start += 1
        if start >= len(self.units) or start in self.taken:
            return low
        symbol = self._symbol(start)
        second = self._number(start + (symbol is not None))
        if second is None or second.about:
            return low
        unit, end = (symbol, second.end) if symbol else self._unit(second)
        scale = second.size if number.size == 1 and number.value < 1000 else 1
        least = low.low * scale
        if least > second.value or (low.unit and unit and low.unit != unit):
            return low
        joined = evolve(
            low, low=least, high=second.value, unit=unit or low.unit, noun=self._noun(end), weak=False
        )  # fmt: skip
        return self._widened(joined, low.first - spread, end, low.about)

    def _share(self, found: Quantity, number: _Number) -> Quantity | None:
        """ "One in three", "9 out of 10"."""
        skip = 1 if self.units.word(found.last) == "in" else 2
        if self.units.words[found.last : found.last + skip] not in {("in",), ("out", "of")} or found.unit:
            return None
        whole = self._number(found.last + skip)
        if whole is None or not 1 <= found.low < whole.value or whole.value not in _WHOLES or self._unit(whole)[0]:
            return None
        if number.figures and skip == 1:
            return None  # "5 in 10 cities"
        value = 100 * found.low / whole.value
        share = evolve(found, low=value, high=value, unit="share", noun=self._noun(whole.end), part=True, weak=False)
        return self._widened(share, found.first, whole.end, found.about)

    # A number -------------------------------------------------------------------------------------------------------

    def _number(self, at: int) -> _Number | None:
        if at >= len(self.units) or at in self.taken:
            return None
        for read in (self._in_figures, self._vague, self._part, self._spelled, self._multiple, self._ordinal):
            found = read(at)
            if found is not None:
                return found
        return None

    def _in_figures(self, at: int) -> _Number | None:
        match = _FIGURES.fullmatch(self.units.word(at))
        value = value_of(match[1]) if match else None
        if match is None or value is None:
            return None
        ending, end = match[2], at + 1
        while not ending and self._groups(at, end):  # "1 200 000"
            value, end = value * 1000 + int(self.units.word(end)), end + 1
        if ending in {"st", "nd", "rd", "th"}:
            return _Number(value=value, end=end, unit="ordinal", weak=True)
        if ending in _SHORT_SIZES:
            size = _SHORT_SIZES[ending]
            return _Number(value=value * size, end=end, size=size, figures=True)
        if ending:
            unit = _JOINED_UNITS.get(ending) or _MEASURE_WORDS.get(ending)
            return _Number(value=value, end=end, unit=unit, figures=True) if unit else None
        size = 1
        while end - at < _LONGEST_SIZE and self.units.word(end) in _BEHIND_FIGURES and not self.units.breaks(end):
            size *= _BEHIND_FIGURES[self.units.word(end)]
            end += 1
        return _Number(value=value * size, end=end, size=size, figures=True)

    def _groups(self, at: int, end: int) -> bool:
        """Whether word *end* is a group of three digits that a blank parts from the number at *at*."""
        first, word = self.units.word(at), self.units.word(end)
        grouped = len(first) <= 3 and first.isdecimal() and len(word) == 3 and word.isdecimal() and word.isascii()
        return grouped and end - at < _LONGEST_SIZE and end not in self.taken and self.units.between(end) == " "

    def _vague(self, at: int) -> _Number | None:
        """ "Dozens", "tens of thousands", "several hundred": a size and no number."""
        words = self.units
        size, end = Fraction(1), at
        if words.word(at) in {"several", "few", "many"} and words.word(at + 1) in _SIZES:
            size, end = Fraction(_SIZES[words.word(at + 1)]), at + 2
        while end - at < _LONGEST_SIZE:
            if words.word(end) not in _VAGUE_SIZES and not (end > at and words.word(end) in _SIZES):
                break
            size *= _VAGUE_SIZES.get(words.word(end)) or _SIZES[words.word(end)]
            end += 1
            if words.word(end) == "of" and words.word(end + 1) in _VAGUE_SIZES:
                end += 1
        return _Number(value=size, end=end, about="vague") if end > at else None

    def _part(self, at: int) -> _Number | None:
        """ "Two-thirds", "a quarter of", "half"; "half a million"."""
        word, following = self.units.word(at), self.units.word(at + 1)
        if word == "half":
            return self._half(at)
        count = Fraction(1) if word in {"a", "one"} else _SMALL.get(word)
        if count is None or following not in _PARTS:
            return None
        if count == 1 and not self._ends_share(at + 2):
            return None  # "a third attack", "a third was hurt"
        return _Number(value=100 * count / _PARTS[following], end=at + 2, unit="share", part=True)

    def _ends_share(self, at: int) -> bool:
        return at >= len(self.units) or self.units.breaks(at) or self.units.word(at) in _AFTER_SHARE

    def _half(self, at: int) -> _Number | None:
        before, following = self.units.word(at - 1), self.units.word(at + 1)
        if before in _ORDINALS or self.units.after(at) == "-":
            return None  # "the second half", "half-hour"
        if following in {"a", "an"} and self.units.word(at + 2) in _SIZES:
            size = _SIZES[self.units.word(at + 2)]
            return _Number(value=Fraction(size, 2), end=at + 3, size=size)
        if following in {"a", "an"}:
            return None
        return _Number(value=Fraction(50), end=at + 1, unit="share", part=True)

    def _spelled(self, at: int) -> _Number | None:
        """ "Two hundred and fifty thousand": numbers in words, up to trillions."""
        words = self.units
        total = current = Fraction(0)
        size, end, told = 1, at, False
        if words.word(at) in {"a", "an"}:
            if words.word(at + 1) not in _SIZES:
                return None
            current, end = Fraction(1), at + 1
        last = ""
        while end < len(words) and not (told and words.breaks(end)):
            word = words.word(end)
            if end - at > _LONGEST_SPELLED:
                break
            if word in _SMALL and (not told or last in {"tens", "size"}):
                current, last = current + _SMALL[word], "small"
            elif word in _TENS and (not told or last == "size"):
                current, last = current + _TENS[word], "tens"
            elif word in {"hundred", "dozen"} and current:
                current, last, size = current * _SIZES[word], "size", _SIZES[word]
            elif word in _SIZES and current:
                total, current, last, size = total + current * _SIZES[word], Fraction(0), "size", _SIZES[word]
            elif word == "and" and last == "size" and self._goes_on(end + 1):
                end += 1
                continue
            else:
                break
            told = True
            end += 1
        value = total + current
        if not told:
            return None
        if words.words[end : end + 3] == ("and", "a", "half"):
            size = _SIZES.get(words.word(end + 3), 1)
            return _Number(value=(value + Fraction(1, 2)) * size, end=end + 3 + (size > 1), size=size)
        return _Number(value=value, end=end, size=size, weak=words.words[at:end] == ("one",))

    def _goes_on(self, at: int) -> bool:
        """Whether "and" joins parts of one number, not two numbers: "a hundred and twenty", not "two dozen and one"."""
        word = self.units.word(at)
        return (word in _SMALL or word in _TENS) and self.units.word(at + 1) not in _SIZES

    def _multiple(self, at: int) -> _Number | None:
        value = _TIMES.get(self.units.word(at))
        return None if value is None else _Number(value=value, end=at + 1, unit="times", weak=True)

    def _ordinal(self, at: int) -> _Number | None:
        value = _ORDINALS.get(self.units.word(at))
        return None if value is None else _Number(value=value, end=at + 1, unit="ordinal", weak=True)


_WHOLES = frozenset({*range(2, 11), 20, 50, 100, 1000})  # "83 out of 103" tells two numbers
_AFTER_SHARE = listed("of in from since this last by over during on to")
_SKIPPED = listed("of the a an more other new such these those their its his her our and or")
