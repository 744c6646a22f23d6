"""Facts by outlets, dates or reports on one page: a table that says who told of what, and how."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from claimtrack.ledger.facts import STATUSES
from claimtrack.render.html import _marks as marks
from claimtrack.render.html._page import Fact as PageFact
from claimtrack.render.html._page import element_id, page
from claimtrack.render.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack.ledger.facts import Fact, ReportEntry, Sighting
    from claimtrack.model import Date

By = Literal["outlet", "date", "report"]

MOST_PERIODS = 36
"""So many columns of dates there are at most: of days, else of weeks, months, quarters, years, decades, centuries."""

_UNKNOWN = "outlet not known"
_UNDATED = "no date"
_PERIODS = ("day", "week", "month", "quarter", "year", "decade", "century")


class _Column(NamedTuple):
    """A column of the table: its heading, and what is beneath it."""

    heading: str
    under: str
    look: marks.Look | None


class _Cell(NamedTuple):
    """One cell: the last certainty, how many sightings; or *across* columns in which there is none."""

    across: int
    level: marks.Level | None
    amount: int
    contested: bool
    told: str


class _Line(NamedTuple):
    """One row of the table."""

    id: str
    fact: Fact
    href: str | None
    statuses: tuple[marks.Status, ...]
    contested: bool
    cells: list[_Cell]


def matrix_page(
    facts: Sequence[Fact],
    reports: Sequence[ReportEntry] = (),
    *,
    by: By = "outlet",
    title: str | None = None,
    links: Iterable[tuple[str, str]] = (),
    fact_hrefs: Mapping[str, str] | None = None,
) -> str:
    """
    The page that shows in a table which outlet told of which fact, how certainly the last time, and how often.

    Args:
        facts: The rows; contested ones first, then in this order.
        reports: The reports that the facts come from: a column is there though nothing of it is a sighting.
        by: What the columns are: outlets, dates (see `MOST_PERIODS`) or reports.
        title: The heading.
        links: Labels and relative addresses of the pages beside this one.
        fact_hrefs: The relative addresses of facts' own pages, by id.
    """
    ordered = sorted(facts, key=lambda fact: not marks.contested(fact))
    outlets = marks.Outlets(ordered, reports)
    columns, place = _columns(ordered, reports, by, outlets)
    lines = [_line(fact, len(columns), place, fact_hrefs or {}) for fact in ordered]
    used = {status.word for line in lines for status in line.statuses}
    return page(
        "matrix.html.j2",
        title=title if title is not None else f"Facts by {by}",
        kicker="Matrix",
        facts=[
            PageFact(label="Facts", value=f"{len(facts):,}"),
            PageFact(label="Columns", value=f"{len(columns):,}"),
            PageFact(label="Dates", value=marks.spanned(facts)),
            PageFact(label="Contested", value=f"{sum(line.contested for line in lines):,}"),
        ],
        links=links,
        styles=("ledger.css", "matrix.css"),
        scripts=("matrix.js",) if lines else (),
        lines=lines,
        columns=columns,
        by=by,
        narrow=len(columns) > 12,
        scale=marks.SCALE,
        statuses=[(word, word) for word in STATUSES if word in used],
        counted=f"All {counted(len(lines), 'fact')} shown",
    )


class _Place:
    """Which column a sighting belongs to."""

    def __init__(self, keys: Iterable[str], key: _Key) -> None:
        self._numbers = {name: number for number, name in enumerate(keys)}
        self._key = key

    def __call__(self, sighting: Sighting) -> int:
        return self._numbers[
            self._key(sighting.date, sighting.report_id, sighting.outlet.id if sighting.outlet else "")
        ]


class _Key(NamedTuple):
    """The key of a column, out of the date, the report and the outlet of a sighting."""

    by: By
    period: str

    def __call__(self, when: Date | None, report_id: str, outlet_id: str) -> str:
        if self.by == "outlet":
            return outlet_id
        if self.by == "report":
            return report_id
        return _period(when, self.period) if when is not None else ""


def _columns(
    facts: Sequence[Fact], reports: Sequence[ReportEntry], by: By, outlets: marks.Outlets
) -> tuple[list[_Column], _Place]:
    seen = {report.id: (report.date, report.outlet, report.title) for report in reports}
    for fact in facts:
        for sighting in fact.sightings:
            seen.setdefault(sighting.report_id, (sighting.date, sighting.outlet, sighting.title))
    sightings = [sighting for fact in facts for sighting in fact.sightings]
    if by == "outlet":
        headings = dict(outlets.names)
        columns = [_Column(name, "", marks.look(number)) for number, name in enumerate(headings.values())]
        keys = list(headings)
        if any(sighting.outlet is None for sighting in sightings):
            columns.append(_Column(_UNKNOWN, "", marks.look(None)))
            keys.append("")
        return columns, _Place(keys, _Key(by, ""))
    if by == "report":
        # Undated reports come last, as they do in a ledger.
        order = sorted(
            seen, key=lambda name: (seen[name][0] is None, marks.days_of(d)[0] if (d := seen[name][0]) else "", name)
        )
        columns = [
            _Column(
                seen[name][2] or name,
                str(seen[name][0]) if seen[name][0] is not None else _UNDATED,
                outlets.look(seen[name][1]) if seen[name][1] is not None else marks.look(None),
            )
            for name in order
        ]
        return columns, _Place(order, _Key(by, ""))
    dates = [when for when, _, _ in seen.values()] + [sighting.date for sighting in sightings]
    known = sorted(
        {when.value: when for when in dates if when is not None}.values(), key=lambda when: marks.days_of(when)[0]
    )
    for period in _PERIODS:
        keys = sorted({_period(when, period) for when in known})
        if len(keys) <= MOST_PERIODS:
            break
    columns = [_Column(key, period if period not in ("day", "month", "year") else "", None) for key in keys]
    if any(when is None for when in dates):
        keys.append("")
        columns.append(_Column(_UNDATED, "", None))
    return columns, _Place(keys, _Key(by, period))


def _period(when: Date, period: str) -> str:
    """The day, week, month … that a date belongs to, as words that sort by time; a vaguer date is one of its own."""
    value = when.value[:10]
    year = int(value[:4])
    if period == "century":
        return f"{year // 100 * 100:04}–{year // 100 * 100 + 99:04}"
    if period == "decade":
        return f"{year // 10 * 10:04}–{year // 10 * 10 + 9:04}"
    if period == "year" or len(value) < 7:
        return value[:4]
    if period == "quarter":
        return f"{value[:4]} Q{(int(value[5:7]) + 2) // 3}"
    if period == "month" or len(value) < 10:
        return value[:7]
    if period == "week":
        day = date.fromisoformat(value)
        return (day - timedelta(days=day.weekday())).isoformat()  # the first day of the calendar is a Monday
    return value


def _line(fact: Fact, columns: int, place: _Place, fact_hrefs: Mapping[str, str]) -> _Line:
    found: dict[int, list[Sighting]] = {}
    for sighting in fact.sightings:
        found.setdefault(place(sighting), []).append(sighting)
    opposed = {conflict.sighting for conflict in fact.conflicts}
    opposed |= {conflict.other for conflict in fact.conflicts if conflict.fact_id == fact.id}
    cells: list[_Cell] = []
    number = 0
    for column in sorted(found):
        if column > number:
            cells.append(_Cell(column - number, None, 0, False, ""))
        here = found[column]
        level = marks.LEVELS[here[-1].certainty.code]
        contested = any(sighting.ref in opposed for sighting in here)
        words = f"{level.words}, {counted(len(here), 'sighting')}" + (", contradicted" if contested else "")
        cells.append(_Cell(1, level, len(here), contested, words))
        number = column + 1
    if number < columns:
        cells.append(_Cell(columns - number, None, 0, False, ""))
    return _Line(
        element_id("fact", fact.id),
        fact,
        fact_hrefs.get(fact.id),
        marks.statuses(fact),
        marks.contested(fact),
        cells,
    )
