"""What the pages of a ledger share: a scale for certainty, an axis for dates, a look for outlets, and rows of marks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import frozen

from claimtrack.certainty import CODES, Certainty
from claimtrack.comparison import CONTRADICTION_RULES, RULES
from claimtrack.ledger.facts import STATUS_MEANINGS, STATUSES
from claimtrack.render.html._page import element_id
from claimtrack.render.words import Run, counted, runs, spaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from claimtrack.comparison import Change
    from claimtrack.ledger.facts import ClaimRef, Conflict, Fact, FactStatus, ReportEntry, Sighting
    from claimtrack.model import Date, Publisher

# --- the scale of certainty ------------------------------------------------------------------------------------------

LEVEL_HEIGHT = 12
"""How far two levels of certainty are apart, in CSS pixels: a mark of 11 pixels overlaps none of the next level."""

MIDDLE = 50
"""How far below the top of a row "not committed" stands, in CSS pixels: signs above the highest level need 14."""

PLOT_HEIGHT = 2 * MIDDLE
"""The height of a row's drawing, in CSS pixels."""

_TONES = {3: "good", 2: "info", 1: "warn", 0: "neutral", -1: "warn", -2: "warn", -3: "bad"}


class Level(NamedTuple):
    """A certainty as pages show it: code, words, tone, and how far below the top of a row it stands (CSS pixels)."""

    code: str
    words: str
    tone: str
    y: int


def _level(certainty: Certainty) -> Level:
    if certainty.level == "unknown":
        words = "not committed"
    else:
        words = (
            certainty.level
            + {"positive": "", "negative": " that not", "unknown": ", which way not said"}[certainty.polarity]
        )
    score = round(certainty.score)  # levels only: fractions within one are no two annotators' agreement
    return Level(certainty.code, words, _TONES[score], MIDDLE - LEVEL_HEIGHT * score)


LEVELS: dict[str, Level] = {code: _level(Certainty.parse(code)) for code in CODES}
"""Every certainty by its code; those that take no side stand in the middle, as their score is 0."""

SCALE: tuple[Level, ...] = tuple(
    sorted((LEVELS[code] for code in CODES if code[-1] != "u" or code == "Uu"), key=lambda level: level.y)
)
"""The lines of the scale, from certain to certain that not."""

# --- the axis of time ------------------------------------------------------------------------------------------------

FIRST_AT, LAST_AT = 2.0, 97.0
"""Where the first and the last date stand, in percent of the drawing's width: a mark at either end is not cut."""

LAST_AT_BESIDE_UNDATED, UNDATED_AT = 84.0, 92.0
"""The same where some reports have no date: these have a column of their own behind the dates."""

MOST_TICKS = 8
"""So many labelled dates have room beneath each other's words on a screen of 1280 pixels."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6)
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
_VAGUE = timedelta(days=4)  # a day of no zone is 50 hours long; what is longer is a month, a year
_SAME = timedelta(days=1)  # an axis is a day long at least


class Tick(NamedTuple):
    """A labelled date: where it stands, in percent of the width, and its words."""

    at: float
    label: str


def middle(when: Date) -> datetime:
    """The moment in the middle of what a date may mean."""
    earliest, latest = when.earliest, when.latest
    return earliest + (latest - earliest) / 2


def days_of(when: Date) -> tuple[str, str]:
    """The first and the last day of a date as it is written, whatever its zone: ``YYYY-MM-DD``."""
    day = when.value[:10]
    if len(day) == 4:
        return f"{day}-01-01", f"{day}-12-31"
    if len(day) == 7:
        year, month = int(day[:4]), int(day[5:])
        last = 31 if month == 12 else (date(year, month + 1, 1) - timedelta(days=1)).day
        return f"{day}-01", f"{day}-{last:02}"
    return day, day


@frozen(kw_only=True)
class Axis:
    """Dates from left to right: the first moment and the last one, and whether a column for the undated follows."""

    start: datetime | None
    end: datetime | None
    undated: bool

    @classmethod
    def of(cls, dates: Iterable[Date | None]) -> Axis:
        """The axis on which all of *dates* have room."""
        known, undated = [], False
        for when in dates:
            if when is None:
                undated = True
            else:
                known.append(middle(when))
        return cls(start=min(known, default=None), end=max(known, default=None), undated=undated)

    @property
    def last_at(self) -> float:
        """Where the dates end, in percent."""
        return LAST_AT_BESIDE_UNDATED if self.undated else LAST_AT

    def at(self, when: Date | None) -> float:
        """Where a date stands, in percent of the width."""
        return UNDATED_AT if when is None else self._at(middle(when))

    def reach(self, when: Date | None) -> tuple[float, float] | None:
        """From where to where a date of a month or a year may lie, in percent; None for one that is known well."""
        if when is None or when.latest - when.earliest < _VAGUE:
            return None
        return self._at(when.earliest), self._at(when.latest)

    def _at(self, moment: datetime) -> float:
        if self.start is None or self.end is None:
            return FIRST_AT
        if self.end - self.start < _SAME:
            return round((FIRST_AT + self.last_at) / 2, 2)
        share = (moment - self.start) / (self.end - self.start)
        return round(FIRST_AT + min(max(share, 0.0), 1.0) * (self.last_at - FIRST_AT), 2)

    def ticks(self) -> tuple[Tick, ...]:
        """Round dates, `MOST_TICKS` at most."""
        if self.start is None or self.end is None:
            return ()
        first, last = self.start.date(), self.end.date()
        chosen = next(days for days in _candidates(first, last) if len(days) <= MOST_TICKS)
        if not chosen:
            chosen = [first]
        by_day = any(day.day != 1 for day in chosen) or len(chosen) == 1
        by_year = not by_day and len(chosen) > 1 and all(day.month == 1 for day in chosen)
        told: list[Tick] = []
        year = None
        for day in chosen:
            if by_year:
                label = f"{day.year}"
            else:
                label = f"{day.day} {_MONTHS[day.month - 1]}" if by_day else _MONTHS[day.month - 1]
                label += f" {day.year}" if day.year != year else ""
            year = day.year
            told.append(Tick(self._at(datetime(day.year, day.month, day.day, tzinfo=UTC)), label))
        return tuple(told)


def _candidates(first: date, last: date) -> Iterator[list[date]]:
    """The round days from *first* to *last* in ever larger steps; the coarsest steps are years."""
    span = (last - first).days
    for step in _DAY_STEPS:
        if span // step <= MOST_TICKS:
            start = first.toordinal() if step < 7 else first.toordinal() + (-first.weekday()) % 7  # Mondays
            yield [date.fromordinal(number) for number in range(start, last.toordinal() + 1, step)]
    for step in _MONTH_STEPS:
        if span // (28 * step) <= 2 * MOST_TICKS:
            months = range(-(-(first.year * 12 + first.month - 1) // step) * step, last.year * 12 + last.month, step)
            yield [
                day
                for day in (date(month // 12, month % 12 + 1, 1) for month in months if month // 12 <= 9999)
                if day >= first
            ]
    for step in _YEAR_STEPS:
        years = range(max(1, -(-first.year // step) * step), last.year + 1, step)
        yield [day for day in (date(year, 1, 1) for year in years) if day >= first]


# --- the look of outlets ---------------------------------------------------------------------------------------------

SHAPES = 8
"""How many shapes marks have; so many colours are there as well (`ledger.css`)."""

MOST_LOOKS = SHAPES * SHAPES
"""Each pair of a shape and a colour stands for one outlet; what goes beyond shares a ring, and words tell it apart."""

RING = "r"
"""The shape of a mark without a look of its own."""


class Look(NamedTuple):
    """The look of an outlet's marks: the numbers of shape and colour, as the style sheet names them."""

    shape: str
    colour: str


def look(number: int | None) -> Look:
    """The look of the outlet with that number; of no outlet where it is None."""
    if number is None or number >= MOST_LOOKS:
        return Look(RING, RING)
    # The first eight differ in both; the next eight have the same colours and other shapes.
    return Look(str((number + number // SHAPES) % SHAPES), str(number % SHAPES))


class Outlets:
    """The outlets of reports and facts, numbered in the order of their appearance: the look of each stays the same."""

    def __init__(self, facts: Sequence[Fact], reports: Sequence[ReportEntry] = ()) -> None:
        self.names: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        self.unknown = False
        for report in reports:
            if report.outlet is not None:
                self.names.setdefault(report.outlet.id, report.outlet.name)
        for fact in facts:
            for sighting in fact.sightings:
                if sighting.outlet is None:
                    self.unknown = True
                else:
                    self.names.setdefault(sighting.outlet.id, sighting.outlet.name)
                    self.counts[sighting.outlet.id] = self.counts.get(sighting.outlet.id, 0) + 1
        self._numbers = {name: number for number, name in enumerate(self.names)}

    def number(self, outlet: Publisher | None) -> int | None:
        """The number of an outlet; None for none."""
        return None if outlet is None else self._numbers[outlet.id]

    def look(self, outlet: Publisher | None) -> Look:
        """How its marks look."""
        return look(self.number(outlet))


# --- a row of marks --------------------------------------------------------------------------------------------------

NOMINAL_WIDTH = 640
"""A drawing's usual width, in CSS pixels: by it is judged which marks would cover each other."""

MARK_WIDTH = 11
"""The width of a mark, in CSS pixels; two marks of one level and date stand so far apart."""

MOST_ASIDE = 33
"""A mark stands so far behind its date at most, in CSS pixels of `NOMINAL_WIDTH`; from there on marks overlap."""

ABOVE = 12
"""How far above the middle of its mark a sign stands, in CSS pixels."""

ROOM_FOR_SIGN = 30
"""So far apart are two marks, in CSS pixels of `NOMINAL_WIDTH`, if a sign has room between them; else it is above."""

SIGNS = {
    "conflict": "contradicted",
    "versus": "contradicted by another sighting",
    "correction": "a correction",
    "reappeared": "told of again after silence",
}
"""The signs beside marks, by what they say. *versus* stands on a line between two marks, not beside them."""


class Mark(NamedTuple):
    """A sighting as it is drawn: its number, where it stands (percent, CSS pixels), its look, signs and words."""

    number: int
    x: float
    y: int
    look: Look
    signs: tuple[str, ...]
    label: str
    anchor: str

    @property
    def drawn(self) -> tuple[str, ...]:
        """The signs that stand beside it."""
        return tuple(sign for sign in self.signs if sign != "versus")


class Line(NamedTuple):
    """A line between two places: ``same``, ``step`` (another certainty), ``gap`` (silence between), ``versus``, …"""

    kind: str
    x1: float
    y1: int
    x2: float
    y2: int


class Versus(NamedTuple):
    """Where the sign of a conflict between two sightings of one fact stands."""

    x: float
    y: float


class Plot(NamedTuple):
    """All that is drawn in a row."""

    label: str
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    versus: tuple[Versus, ...]


def plot(fact: Fact, axis: Axis, outlets: Outlets, *, mine: frozenset[ClaimRef] | None = None) -> Plot:
    """
    The drawing of a fact.

    Args:
        fact: What is drawn.
        axis: Where dates stand.
        outlets: How outlets look.
        mine: The only sightings that get a mark; None for all of them.
    """
    chosen = [
        (number, sighting) for number, sighting in enumerate(fact.sightings) if mine is None or sighting.ref in mine
    ]
    levels = {number: LEVELS[sighting.certainty.code] for number, sighting in chosen}
    places = _places([(number, axis.at(sighting.date), levels[number].y) for number, sighting in chosen])
    refs = {sighting.ref: number for number, sighting in chosen}
    signs = signs_of(fact)
    inner = [pair for pair in inner_conflicts(fact) if pair[0] in places and pair[1] in places]
    lines: list[Line] = []
    for number, sighting in chosen:
        if (reach := axis.reach(sighting.date)) is not None and reach[0] < reach[1]:
            lines.append(Line("reach", reach[0], levels[number].y, reach[1], levels[number].y))
    for place, (number, sighting) in enumerate(chosen):
        before = refs.get(sighting.against) if sighting.against is not None else None
        if before is None and place:
            before = chosen[place - 1][0]
        if before is None or (before, number) in inner:
            continue
        kind = "gap" if sighting.reappeared else "step" if levels[before].y != levels[number].y else "same"
        lines.append(Line(kind, places[before], levels[before].y, places[number], levels[number].y))
    last = chosen[-1][0] if chosen else None
    if fact.not_mentioned_since is not None and last == len(fact.sightings) - 1 and places[last] < axis.last_at:
        lines.append(Line("silent", places[last], levels[last].y, axis.last_at, levels[last].y))
    versus: list[Versus] = []
    for one, other in inner:
        lines.append(Line("versus", places[one], levels[one].y, places[other], levels[other].y))
        near = (
            abs(places[one] - places[other]) * NOMINAL_WIDTH < 100 * ROOM_FOR_SIGN and levels[one].y == levels[other].y
        )
        height = levels[one].y - ABOVE if near else (levels[one].y + levels[other].y) / 2
        versus.append(Versus(round((places[one] + places[other]) / 2, 2), height))
    marks = tuple(
        Mark(
            number,
            places[number],
            levels[number].y,
            outlets.look(sighting.outlet),
            signs.get(number, ()),
            told(sighting, signs.get(number, ())),
            sighting_anchor(fact, number),
        )
        for number, sighting in chosen
    )
    return Plot(f"{counted(len(chosen), 'sighting')} over time", tuple(lines), marks, tuple(versus))


def _places(wanted: Sequence[tuple[int, float, int]]) -> dict[int, float]:
    """Where marks stand, in percent: at their date, or a little behind it where another one of their level stands."""
    found: dict[int, float] = {}
    ends: dict[int, float] = {}
    for number, x, y in sorted(wanted, key=lambda item: (item[2], item[1], item[0])):
        pixels = x * NOMINAL_WIDTH / 100
        moved = min(max(pixels, ends.get(y, pixels - MARK_WIDTH) + MARK_WIDTH), pixels + MOST_ASIDE)
        ends[y] = moved
        found[number] = round(moved * 100 / NOMINAL_WIDTH, 2)
    return found


def sighting_anchor(fact: Fact, number: int) -> str:
    """The id of the element that tells of a sighting."""
    return element_id("s", f"{fact.id}.{number + 1}")


def signs_of(fact: Fact) -> dict[int, tuple[str, ...]]:
    """The signs beside the marks of a fact, by the number of the sighting."""
    inner = {number for pair in inner_conflicts(fact) for number in pair}
    outer = {conflict.sighting for conflict in fact.conflicts if conflict.fact_id != fact.id}
    corrected = {ref for state in fact.states if state.status in ("corrected", "retracted") for ref in state.sightings}
    found = {}
    for number, sighting in enumerate(fact.sightings):
        signs = (
            *(("conflict",) if sighting.ref in outer else ()),
            *(("versus",) if number in inner else ()),
            *(("correction",) if sighting.ref in corrected or sighting.rule == "notice" else ()),
            *(("reappeared",) if sighting.reappeared else ()),
        )
        if signs:
            found[number] = signs
    return found


def inner_conflicts(fact: Fact) -> list[tuple[int, int]]:
    """The pairs of a fact's own sightings that stand against each other, each once."""
    refs = {sighting.ref: number for number, sighting in enumerate(fact.sightings)}
    found: dict[tuple[int, int], None] = {}
    for conflict in fact.conflicts:
        if conflict.fact_id == fact.id and conflict.sighting in refs and conflict.other in refs:
            pair = sorted((refs[conflict.sighting], refs[conflict.other]))
            found[(pair[0], pair[1])] = None
    return list(found)


def told(sighting: Sighting, signs: Sequence[str]) -> str:
    """A sighting in a line, as a screen reader tells it."""
    level = LEVELS[sighting.certainty.code]
    parts = [
        str(sighting.date) if sighting.date is not None else "no date",
        sighting.outlet.name if sighting.outlet is not None else "outlet not known",
        f"{level.code}, {level.words}",
        *(SIGNS[sign] for sign in signs),
    ]
    return " · ".join(parts)


# --- words about facts ----------------------------------------------------------------------------------------------

STATUS_TONES: dict[FactStatus, str] = {
    "retracted": "bad",
    "corrected": "warn",
    "contested": "bad",
    "not mentioned": "neutral",
    "weakened": "warn",
    "strengthened": "info",
    "standing": "neutral",
}
STATUS_SIGNS: dict[FactStatus, str] = {
    "retracted": "×",
    "corrected": "!",
    "contested": "≠",
    "not mentioned": "…",
    "weakened": "↓",
    "strengthened": "↑",
    "standing": "=",
}
"""A sign before the word of each status, from characters that every system's letters have."""

SIGHTING_RULES = {
    "first": "it is the first one",
    "decided": "a person decided it",
    "same_as": "a file says so",
    "same id": "one report's ids",
    "identical wording": "identical wording",
    "words": "its words",
    "split": "it is one part of a claim that became several",
    "merge": "it is a claim that several became",
    "notice": "it is the words of a correction",
}
"""Why a claim is a sighting of a fact, in words."""


class Status(NamedTuple):
    """A status as pages show it."""

    word: str
    tone: str
    sign: str
    meaning: str


@cache
def status(word: FactStatus) -> Status:
    """How a status is shown."""
    return Status(word, STATUS_TONES[word], STATUS_SIGNS[word], STATUS_MEANINGS[word])


def statuses(fact: Fact) -> tuple[Status, ...]:
    """All that is to be said of a fact now; ``standing`` only where that is all."""
    words = {fact.status, *fact.statuses, *(("contested",) if fact.conflicts else ())}
    return tuple(status(word) for word in STATUSES if word in words and (word != "standing" or len(words) == 1))


def contested(fact: Fact) -> bool:
    """Whether something stands against the fact now, or that is what is to be said of it."""
    return bool(fact.conflicts) or "contested" in (fact.status, *fact.statuses)


class Told(NamedTuple):
    """A change as pages show it: axis, rule, what the rule says, and the words woven together."""

    axis: str
    rule: str
    meaning: str
    runs: tuple[Run, ...]


def change(of: Change) -> Told:
    """How a change is shown: its words word by word, or the old value and the new one."""
    meaning = RULES[of.rule][1] if of.rule in RULES else ""
    woven = spaced(runs(of)) if of.edits else _values(of)
    return Told(of.axis, of.rule, meaning, tuple(woven))


def _values(of: Change) -> list[Run]:
    sides = []
    for mark, side in (("deleted", of.baseline), ("inserted", of.later)):
        if side is not None and side.words:
            words = f"{side.words} ({LEVELS[side.words].words})" if side.words in LEVELS else side.words
            sides.append(Run(mark, words))  # type: ignore[arg-type]
    if len(sides) == 2:
        return [sides[0], Run("same", " → "), sides[1]]
    return sides


def opposition(rule: str) -> str:
    """What a rule of a contradiction says."""
    return CONTRADICTION_RULES.get(rule, rule)


class Row(NamedTuple):
    """A sighting as a table or a list shows it."""

    number: int
    anchor: str
    sighting: Sighting
    level: Level
    look: Look
    rule: str
    changes: tuple[Told, ...]
    against: str
    signs: tuple[str, ...]
    speakers: tuple[tuple[str, str | None], ...]


def rows(
    fact: Fact,
    outlets: Outlets,
    *,
    speaker_hrefs: Mapping[str, str] | None = None,
    mine: frozenset[ClaimRef] | None = None,
) -> list[Row]:
    """The sightings of a fact, as tables and lists show them; only those of *mine* where that is given."""
    signs = signs_of(fact)
    by_ref = {sighting.ref: sighting for sighting in fact.sightings}
    found = []
    for number, sighting in enumerate(fact.sightings):
        if mine is not None and sighting.ref not in mine:
            continue
        before = by_ref.get(sighting.against) if sighting.against is not None else None
        found.append(
            Row(
                number,
                sighting_anchor(fact, number),
                sighting,
                LEVELS[sighting.certainty.code],
                outlets.look(sighting.outlet),
                SIGHTING_RULES[sighting.rule],
                tuple(map(change, sighting.changes)),
                source(before) if before is not None else "",
                tuple(SIGNS[sign] for sign in signs.get(number, ())),
                tuple(
                    (name, (speaker_hrefs or {}).get(speaker))
                    for speaker, name in zip(sighting.speakers, sighting.speaker_names, strict=True)
                ),
            )
        )
    return found


def source(sighting: Sighting) -> str:
    """Outlet and date of a sighting, in a few words."""
    outlet = sighting.outlet.name if sighting.outlet is not None else "outlet not known"
    return f"{outlet}, {sighting.date}" if sighting.date is not None else f"{outlet}, no date"


class Opposed(NamedTuple):
    """A conflict as pages show it: both sightings where they are at hand, their words, and the other fact."""

    rule: str
    meaning: str
    mine: Sighting | None
    words: str
    other: Sighting | None
    other_words: str
    other_fact: Fact | None
    other_id: str


def opposed(fact: Fact, conflict: Conflict, others: Mapping[str, Fact]) -> Opposed:
    """How a conflict is shown."""
    against = fact if conflict.fact_id == fact.id else others.get(conflict.fact_id)
    return Opposed(
        conflict.rule,
        opposition(conflict.rule),
        _sighting(fact, conflict.sighting),
        conflict.words.words,
        _sighting(against, conflict.other) if against is not None else None,
        conflict.other_words.words,
        against if against is not fact else None,
        conflict.fact_id,
    )


def _sighting(fact: Fact, ref: ClaimRef) -> Sighting | None:
    return next((sighting for sighting in fact.sightings if sighting.ref == ref), None)


def legend(outlets: Outlets) -> dict[str, Any]:
    """What the legend of marks needs."""
    used = [(look(number), name) for number, (key, name) in enumerate(outlets.names.items()) if key in outlets.counts]
    own = [(shown, name) for shown, name in used if shown.shape != RING]
    return {
        "scale": SCALE,
        "outlets": own,
        "more": [name for shown, name in used if shown.shape == RING],
        "many": len(own) > SHAPES,
        "unknown": outlets.unknown,
        "ring": look(None),
    }


def dates_of(facts: Iterable[Fact], reports: Iterable[ReportEntry] = ()) -> list[Date | None]:
    """The dates of the reports and of what the facts were seen in."""
    found: dict[str, Date | None] = {report.id: report.date for report in reports}
    for fact in facts:
        for sighting in fact.sightings:
            found.setdefault(sighting.report_id, sighting.date)
            if found[sighting.report_id] != sighting.date:
                found[f"{sighting.report_id}#{sighting.claim_id}"] = sighting.date
    return list(found.values())


def spanned(facts: Sequence[Fact]) -> str:
    """From when to when something was told, in words."""
    known = [sighting.date for fact in facts for sighting in fact.sightings if sighting.date is not None]
    if not known:
        return "no dates"
    first, last = min(known, key=middle), max(known, key=middle)
    return str(first) if first == last else f"{first} to {last}"
