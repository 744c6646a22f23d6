"""Dates and times in English news, as far as they are said: nothing is taken from a clock."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping  # attrs resolves it: it stays real
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from claimtrack._closed import listed
from claimtrack.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack._units import Units

_MONTH_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
    | {name[:3]: number for number, name in enumerate(_MONTH_NAMES, 1)}
    | {"sept": 9}
)
_WEEKDAYS = (
    {name: number for number, name in enumerate(_DAY_NAMES, 1)}
    | {name[:3]: number for number, name in enumerate(_DAY_NAMES, 1)}
    | {"tues": 2, "thurs": 4}
)
_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_STEPS = {"last": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}
_PERIODS = {
    "week": "week", "weekend": "weekend", "month": "month", "year": "year", "quarter": "quarter", "spring": "season",
    "summer": "season", "autumn": "season", "fall": "season", "winter": "season",
    "decade": "decade", "century": "century",
}  # fmt: skip
_PARTS_OF_DAY = {
    "morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "evening", "midday": "noon",
}  # fmt: skip
_PARTS_OF_PERIOD = {"early": "early", "mid": "mid", "late": "late"}
_BOUNDS = {
    **dict.fromkeys(("by", "before", "until", "till"), "before"),
    **dict.fromkeys(("after", "since", "from"), "after"),
}

_YEAR = re.compile(r"(?:1[5-9]|20)[0-9]{2}")
_DAY = re.compile(r"([1-9]|0[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
_SLASHED = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})(?![0-9])")
_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(am|pm)?")
_BEFORE_YEAR = listed(
    "in since by until till from of before after during early late mid through for the year spring summer autumn "
    "winter fall its his her their our"
)
_BEFORE_MONTH = listed(
    "in since until till by before after from last next early late mid of this and through during to"
)
_AFTER_YEAR = frozenset({"troops", "people", "soldiers", "men", "women", "dead", "of", "%", "percent", "per"})
_WORDS_TOO = frozenset({"may", "march", "mar", "jan", "sun", "sat", "mon", "wed", "fri", "dec", "jun", "fall"})


@frozen(kw_only=True)
class Moment:
    """
    A date or time, as far as it is said.

    Args:
        said: What it says, by field: year, month, day, weekday, clock, part, and steps from now such as day -1.
        derived: The fields that follow from others, such as the weekday of a full date.
        bound: "before" or "after" where it is an end or a beginning.
        words, span: How it is told, and where.
        first, last: The words it is made of, by number; *last* is exclusive.
    """

    said: Mapping[str, int | str] = field(factory=dict)
    derived: Mapping[str, int | str] = field(factory=dict)
    bound: str = ""
    words: str
    span: Span
    first: int
    last: int

    def _shared(self, other: Moment) -> list[tuple[int | str, int | str]]:
        mine, theirs = {**self.derived, **self.said}, {**other.derived, **other.said}
        keys = [key for key in mine if key in theirs and (key in self.said or key in other.said)]
        return [(mine[key], theirs[key]) for key in keys]

    def agrees(self, other: Moment) -> bool:
        """Whether both may be the same: nothing that both say differs, and they say something in common."""
        shared = self._shared(other)
        return bool(shared) and all(one == two for one, two in shared)

    def comparable(self, other: Moment) -> bool:
        """Whether both say something of the same sort: a weekday and a day of a month cannot be told apart."""
        return bool(self._shared(other))

    def in_common(self, other: Moment) -> int:
        """How many fields both say."""
        return len(self._shared(other))


class DateReader:
    """
    Finds the dates and times of one wording.

    Args:
        units: Its words.
        taken: Gets the numbers of the words that belong to dates.
    """

    def __init__(self, units: Units, taken: set[int]) -> None:
        self.units, self.taken = units, taken

    def moments(self) -> Iterator[Moment]:
        """The dates and times in order; a weekday and the date that follows it are one."""
        waiting: Moment | None = None
        at = 0
        while at < len(self.units):
            found = self._moment(at)
            if found is None:
                at += 1
                continue
            at = found.last
            if waiting is not None and self._joins(waiting, found):
                waiting = self._joined(waiting, found)
                continue
            if waiting is not None:
                yield self._settled(waiting)
            waiting = found
        if waiting is not None:
            yield self._settled(waiting)

    def _settled(self, moment: Moment) -> Moment:
        self.taken.update(range(moment.first, moment.last))
        said = moment.said
        bound = _BOUNDS.get(self.units.word(moment.first - 1), "")
        derived: dict[str, int | str] = {}
        if {"year", "month", "day"} <= said.keys():
            try:
                day = datetime.date(int(said["year"]), int(said["month"]), int(said["day"]))
                derived["weekday"] = day.isoweekday()
            except ValueError:
                derived = {}  # 31 February: told, though no day of any calendar
        return evolve(moment, bound=bound, derived=derived)

    def _joins(self, one: Moment, other: Moment) -> bool:
        glue = self.units.text[self.units.all[one.last - 1].end : self.units.all[other.first].start]
        if glue.strip() not in {"", ",", "(", "/"} or one.said.keys() & other.said.keys():
            return False
        return bool({"weekday", "day"} & one.said.keys()) and bool({"day", "weekday"} & other.said.keys())

    def _joined(self, one: Moment, other: Moment) -> Moment:
        return self._made(one.first, other.last, {**one.said, **other.said})

    def _made(self, first: int, last: int, said: Mapping[str, int | str]) -> Moment:
        span = self.units.span(first, last)
        return Moment(said=said, words=self.units.shown(span), span=span, first=first, last=last)

    def _moment(self, at: int) -> Moment | None:
        for read in (
            self._written,
            self._clock,
            self._day_month,
            self._month,
            self._weekday,
            self._relative,
            self._year,
        ):
            found = read(at)
            if found is not None:
                return found
        return None

    # Each reader gets the number of a word and tells the moment that begins there -----------------------------------

    def _end_of(self, at: int, end: int) -> int:
        while at < len(self.units) and self.units.all[at].start < end:
            at += 1
        return at

    def _written(self, at: int) -> Moment | None:
        """2025-12-15; 15/12/2025 and 12/15/2025 where only one order is a date."""
        start = self.units.all[at].start
        iso = _ISO.match(self.units.text, start)
        if iso:
            year, month, day = map(int, iso.groups())
            return self._made(at, self._end_of(at, iso.end()), {"year": year, "month": month, "day": day})
        slashed = _SLASHED.match(self.units.text, start)
        if not slashed:
            return None
        one, two, year = map(int, slashed.groups())
        end = self._end_of(at, slashed.end())
        if one > 12 >= two:
            return self._made(at, end, {"year": year, "month": two, "day": one})
        if two > 12 >= one:
            return self._made(at, end, {"year": year, "month": one, "day": two})
        return self._made(at, end, {"year": year, **({"month": one, "day": two} if one == two else {})})

    def _clock(self, at: int) -> Moment | None:
        word, following = self.units.word(at), self.units.word(at + 1)
        if word in {"noon", "midnight"}:
            return self._made(at, at + 1, {"clock": 720 if word == "noon" else 0})
        match = _CLOCK.fullmatch(word)
        if not match or int(match[1]) > 24 or int(match[2] or 0) > 59:
            return None
        half, end = match[3], at + 1
        if not half and following in {"am", "pm"} and self.units.raw(at + 1).lower() in {"am", "pm"}:
            half, end = following, at + 2
        if not half and following == "o'clock":
            return self._made(at, at + 2, {"hour": int(match[1]) % 12})
        if not half and ":" not in word:
            return None
        hour = int(match[1]) % 12 + 12 * (half == "pm") if half else int(match[1]) % 24
        return self._made(at, end, {"clock": 60 * hour + int(match[2] or 0), "hour": hour % 12})

    def _month_at(self, at: int) -> int | None:
        """The month that word *at* names; "May" and "March" with a capital only."""
        word = self.units.word(at)
        number = _MONTHS.get(word)
        if number is None or (not self.units.raw(at)[0].isupper() and (len(word) == 3 or word in _WORDS_TOO)):
            return None
        return number

    def _year_at(self, at: int) -> int | None:
        plain = _YEAR.fullmatch(self.units.word(at)) and self.units.between(at).strip() in {"", ",", "."}
        return int(self.units.word(at)) if plain else None

    def _day_month(self, at: int) -> Moment | None:
        """15 December 2025, the 15th of December; 6 to 8 January: each day with the month."""
        day = _DAY.fullmatch(self.units.word(at))
        if not day:
            return None
        month_at = at + 1 + (self.units.word(at + 1) == "of")
        month = self._month_at(month_at) if month_at < len(self.units) else None
        if month is not None:
            return self._with_year(at, month_at + 1, {"month": month, "day": int(day[1])})
        second = at + 1 + (self.units.word(at + 1) in {"to", "and"})
        ranged = second > at + 1 or self.units.between(at + 1) == "-"
        if ranged and _DAY.fullmatch(self.units.word(second)) and second + 1 < len(self.units):
            month = self._month_at(second + 1)
            if month is not None:
                return self._made(at, at + 1, {"month": month, "day": int(day[1])})
        return None

    def _with_year(self, first: int, last: int, said: dict[str, int | str]) -> Moment:
        year = self._year_at(last)
        return self._made(first, last + (year is not None), said if year is None else {**said, "year": year})

    def _month(self, at: int) -> Moment | None:
        """December 15, 2025; December 2025; early December."""
        start = at
        part = _PARTS_OF_PERIOD.get(self.units.word(at)) if at + 1 < len(self.units) else None
        if part:
            at += 1
        month = self._month_at(at)
        if month is None:
            return None
        said: dict[str, int | str] = {"month": month, **({"part of period": part} if part else {})}
        day = _DAY.fullmatch(self.units.word(at + 1))
        if day and self.units.between(at + 1).strip() in {"", "."}:
            return self._with_year(start, at + 2, {**said, "day": int(day[1])})
        found = self._with_year(start, at + 1, said)
        before = self.units.word(start - 1)
        ambiguous = self.units.word(at) in _WORDS_TOO and "year" not in said and not part
        if ambiguous and before not in _BEFORE_MONTH and "year" not in found.said:
            return None
        return found

    def _weekday(self, at: int) -> Moment | None:
        word, start = self.units.word(at), at
        step = _STEPS.get(word)
        if step is not None and self.units.word(at + 1) in _WEEKDAYS:
            at += 1
            word = self.units.word(at)
        day = _WEEKDAYS.get(word.removesuffix("s") if word.endswith("days") else word)
        introduced = self.units.word(start - 1) in {"on", "by", "until", "from"}
        if day is None or (
            not introduced and len(word) < 6 and (word in _WORDS_TOO or not self.units.raw(at)[0].isupper())
        ):
            return None
        said: dict[str, int | str] = {"weekday": day}
        if at > start and step:
            said["weekday step"] = step
        return self._with_part_of_day(start, at + 1, said)

    def _with_part_of_day(self, first: int, last: int, said: dict[str, int | str]) -> Moment:
        part = _PARTS_OF_DAY.get(self.units.word(last))
        if part is None or self.units.breaks(last):
            return self._made(first, last, said)
        return self._made(first, last + 1, {**said, "part of day": part})

    def _relative(self, at: int) -> Moment | None:
        """Today, yesterday morning, last night, next week."""
        word, following = self.units.word(at), self.units.word(at + 1)
        if word in _DAYS:
            return self._with_part_of_day(at, at + 1, {"step": f"day {_DAYS[word]}"})
        step = _STEPS.get(word)
        if step is None:
            return None
        if following in _PARTS_OF_DAY and step <= 0:
            return self._with_part_of_day(at, at + 1, {"step": f"day {step}"})
        if following in _PERIODS and not self.units.raw(at + 1)[0].isupper():
            period = following if _PERIODS[following] == "season" else _PERIODS[following]
            return self._made(at, at + 2, {"step": f"{period} {step}"})
        return None

    def _introduces_year(self, at: int) -> bool:
        before = self.units.all[at - 1] if at else None
        return before is not None and (before.word in _BEFORE_YEAR or before.possessive)

    def _year(self, at: int) -> Moment | None:
        year = self._year_at(at)
        if year is None or not self._introduces_year(at) or self.units.word(at + 1) in _AFTER_YEAR:
            return None
        if self.units.word(at - 1) in {"of", "for", "the"} and self.units.word(at + 1).endswith("s") and year < 1990:
            return None
        return self._made(at, at + 1, {"year": year})
