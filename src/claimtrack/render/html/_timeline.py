"""Facts through time on one page: a row for each fact, and a mark for each sighting of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack._collector import collector_paused
from claimtrack.ledger.facts import STATUSES
from claimtrack.render.html import _marks as marks
from claimtrack.render.html._page import Fact as PageFact
from claimtrack.render.html._page import element_id, page
from claimtrack.render.words import counted, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack.ledger.facts import Fact, ReportEntry

DRAWN_AT_ONCE = 40
"""So many rows are drawn in the file itself: for who has no script, and for the first look. Others wait."""

# Why no plot library: 2,000 facts with 20,000 sightings as SVG, in headless Chromium on two cores, from opening the
# file to the second frame: Vega 5 1.2-1.4 s, Observable Plot 1.5 s, Plotly 2.4-3.1 s, for the bare marks and without a
# word, with 0.5, 0.5 and 4.8 MB of script in each page, and all of it drawn before anything is seen. Their marks are no
# links, take no keyboard and are not there without a script; Vega compiles its expressions with eval, which the page's
# policy forbids. A mark here is one <use> of a shape at a percentage of the width, which the browser lays out:
# the words of all rows are there at once, the rows that are looked at are drawn, and no script of others comes along.


class _Row(NamedTuple):
    """A fact as the template shows it."""

    number: int
    id: str
    fact: Fact
    href: str | None
    statuses: tuple[marks.Status, ...]
    contested: bool
    amount: str
    silent: str
    caption: str
    plot: marks.Plot | None
    table: list[marks.Row]


def timeline_page(
    facts: Sequence[Fact],
    reports: Sequence[ReportEntry] = (),
    *,
    title: str = "Facts through time",
    links: Iterable[tuple[str, str]] = (),
    fact_hrefs: Mapping[str, str] | None = None,
    speaker_hrefs: Mapping[str, str] | None = None,
) -> str:
    """
    The page that shows when each fact was told, by whom, and how certainly.

    Contested facts come first, then the order of *facts* holds.

    Args:
        facts: What is shown, a row each.
        reports: The reports that the facts come from; they give the axis its reach, and outlets their order.
        title: The heading.
        links: Labels and relative addresses of the pages beside this one.
        fact_hrefs: The relative addresses of facts' own pages, by id.
        speaker_hrefs: The relative addresses of speakers' own pages, by id.
    """
    ordered = sorted(facts, key=lambda fact: not marks.contested(fact))
    axis = marks.Axis.of(marks.dates_of(ordered, reports))
    outlets = marks.Outlets(ordered, reports)
    with collector_paused():
        data = _Payload(ordered, axis, outlets, fact_hrefs or {}, speaker_hrefs or {})
    drawn = [
        _row(number, fact, axis, outlets, fact_hrefs or {}, speaker_hrefs or {}) for number, fact in enumerate(ordered)
    ]
    known = {report.id for report in reports} | {item.report_id for fact in facts for item in fact.sightings}
    used = {status.word for row in drawn for status in row.statuses}
    conflicts = sum(row.contested for row in drawn)
    about = [
        PageFact(label="Facts", value=f"{len(facts):,}"),
        PageFact(label="Reports", value=f"{len(known):,}"),
        PageFact(label="Outlets", value=f"{len(outlets.names):,}"),
        PageFact(label="Dates", value=marks.spanned(facts)),
        PageFact(label="Contested", value=f"{conflicts:,}"),
    ]
    return page(
        "timeline.html.j2",
        title=title,
        kicker="Timeline",
        facts=about,
        links=links,
        styles=("ledger.css",),
        scripts=("timeline.js",) if drawn else (),
        data={"timeline": data.value} if drawn else None,
        rows=drawn,
        rest=max(0, len(drawn) - DRAWN_AT_ONCE),
        reports=len(known),
        counted=f"All {counted(len(drawn), 'fact')} shown",
        statuses=[(word, word) for word in STATUSES if word in used],
        outlets=[(str(number), name) for number, name in enumerate(outlets.names.values())],
        speakers=[(str(number), name) for number, name in data.speaker_options()],
        tags=[(str(number), tag) for number, tag in data.tag_options()],
        axis=axis,
        rug=sorted({axis.at(report.date) for report in reports}),
        legend=marks.legend(outlets),
    )


def _row(
    number: int,
    fact: Fact,
    axis: marks.Axis,
    outlets: marks.Outlets,
    fact_hrefs: Mapping[str, str],
    speaker_hrefs: Mapping[str, str],
) -> _Row:
    at_once = number < DRAWN_AT_ONCE
    count = counted(len(fact.sightings), "sighting")
    if len(fact.outlets) > 1:
        count += f", {counted(len(fact.outlets), 'outlet')}"
    silent = str(fact.not_mentioned_since) if fact.not_mentioned_since is not None else ""
    if silent and fact.later_reports:
        silent += f" ({counted(fact.later_reports, 'later report')})"
    return _Row(
        number,
        element_id("fact", fact.id),
        fact,
        fact_hrefs.get(fact.id),
        marks.statuses(fact),
        marks.contested(fact),
        count,
        silent,
        f"Sightings of: {visible(fact.words)}",
        marks.plot(fact, axis, outlets) if at_once else None,
        marks.rows(fact, outlets, speaker_hrefs=speaker_hrefs) if at_once else [],
    )


class _Numbers:
    """Gives each value a number, in the order of their coming: what comes often is written once."""

    def __init__(self) -> None:
        self.values: dict[Any, int] = {}

    def __call__(self, value: Any) -> int:
        return self.values.setdefault(value, len(self.values))

    @property
    def listed(self) -> list[Any]:
        return list(self.values)


class _Payload:
    """
    What the page's script reads: values that repeat are written once and named by their number.

    The places of marks are worked out here, by the same functions that draw the first rows; the script only puts them
    on the page.
    """

    def __init__(
        self,
        facts: Sequence[Fact],
        axis: marks.Axis,
        outlets: marks.Outlets,
        fact_hrefs: Mapping[str, str],
        speaker_hrefs: Mapping[str, str],
    ) -> None:
        self._outlets = outlets
        self._strings, self._reports, self._speakers = _Numbers(), _Numbers(), _Numbers()
        self._tags, self._rules = _Numbers(), _Numbers()
        self._names: dict[str, str] = {}
        self._numbers = {fact.id: number for number, fact in enumerate(facts)}
        self._places = [{sighting.ref: number for number, sighting in enumerate(fact.sightings)} for fact in facts]
        told = [self._fact(fact, axis, fact_hrefs.get(fact.id)) for fact in facts]
        self.value = {
            "facts": told,
            "strings": [visible(text) for text in self._strings.listed],
            "reports": [self._report(*key) for key in self._reports.listed],
            "outlets": [[visible(name), *marks.look(number)] for number, name in enumerate(outlets.names.values())],
            "speakers": [[visible(self._names[name]), speaker_hrefs.get(name)] for name in self._speakers.listed],
            "tags": [visible(tag) for tag in self._tags.listed],
            "rules": [list(rule) for rule in self._rules.listed],
            "codes": [[level.code, level.words, level.tone, level.y] for level in marks.LEVELS.values()],
            "why": marks.SIGHTING_RULES,
            "signs": marks.SIGNS,
            "statuses": list(STATUSES),
            "height": marks.PLOT_HEIGHT,
        }

    def speaker_options(self) -> list[tuple[int, str]]:
        """The numbers and names of all speakers, by name."""
        return sorted(
            ((number, self._names[name]) for name, number in self._speakers.values.items()),
            key=lambda item: (item[1].casefold(), item[0]),
        )

    def tag_options(self) -> list[tuple[int, str]]:
        """The numbers and names of all tags, by name."""
        return sorted(((number, tag) for tag, number in self._tags.values.items()), key=lambda item: (item[1], item[0]))

    def _report(self, report_id: str, title: str | None, date: Any, outlet: Any) -> list[Any]:
        days = marks.days_of(date) if date is not None else (None, None)
        return [
            report_id,
            visible(title) if title is not None else None,
            str(date) if date is not None else None,
            *days,
            self._outlets.number(outlet),
        ]

    def _fact(self, fact: Fact, axis: marks.Axis, href: str | None) -> dict[str, Any]:
        drawn = marks.plot(fact, axis, self._outlets)
        signs = marks.signs_of(fact)
        places = self._places[self._numbers[fact.id]]
        sightings = []
        for number, (sighting, mark) in enumerate(zip(fact.sightings, drawn.marks, strict=True)):
            for speaker, name in zip(sighting.speakers, sighting.speaker_names, strict=True):
                self._names.setdefault(speaker, name)
            sightings.append(
                [
                    self._reports((sighting.report_id, sighting.title, sighting.date, sighting.outlet)),
                    sighting.claim_id,
                    _CODES[sighting.certainty.code],
                    mark.x,
                    self._strings(sighting.words),
                    [
                        [self._speakers(speaker), self._strings(name)]
                        for speaker, name in zip(sighting.speakers, sighting.speaker_names, strict=True)
                    ],
                    sighting.rule,
                    round(sighting.score, 2),
                    places.get(sighting.against, -1) if sighting.against is not None else -1,
                    [self._change(change) for change in map(marks.change, sighting.changes)],
                    list(signs.get(number, ())),
                    [self._tags(tag) for tag in sighting.tags],
                    sighting.kind,
                ]
            )
        return {
            "id": fact.id,
            "w": self._strings(fact.words),
            "s": [STATUSES.index(status.word) for status in marks.statuses(fact)],
            "k": sightings,
            "l": [list(line) for line in drawn.lines],
            "v": [list(at) for at in drawn.versus],
            "c": [
                [
                    places.get(conflict.sighting, -1),
                    self._numbers.get(conflict.fact_id, -1),
                    self._place(conflict.fact_id, conflict.other),
                    conflict.rule,
                    marks.opposition(conflict.rule),
                    self._strings(conflict.words.words),
                    self._strings(conflict.other_words.words),
                ]
                for conflict in fact.conflicts
            ],
            "h": href,
        }

    def _place(self, fact_id: str, ref: tuple[str, str]) -> int:
        number = self._numbers.get(fact_id)
        return self._places[number].get(ref, -1) if number is not None else -1

    def _change(self, told: marks.Told) -> list[Any]:
        return [
            self._rules((told.axis, told.rule, told.meaning)),
            *([_RUN_MARKS[run.mark], self._strings(run.text)] for run in told.runs),
        ]


_RUN_MARKS = {"same": 0, "deleted": 1, "inserted": 2}
_CODES = {code: number for number, code in enumerate(marks.LEVELS)}
