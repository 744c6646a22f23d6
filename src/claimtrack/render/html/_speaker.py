"""One speaker on a page: what they said through time, how certainly, in whose outlets, and who contradicts them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimtrack.ledger.facts import STATUSES
from claimtrack.render.html import _marks as marks
from claimtrack.render.html._page import Fact as PageFact
from claimtrack.render.html._page import element_id, page
from claimtrack.render.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack.ledger.facts import Fact, KnownSpeaker, ReportEntry


class _Said(NamedTuple):
    """A fact as the page of a speaker shows it: with their sightings only."""

    id: str
    fact: Fact
    href: str | None
    statuses: tuple[marks.Status, ...]
    plot: marks.Plot
    rows: list[marks.Row]
    conflicts: list[marks.Opposed]


def speaker_page(
    speaker: KnownSpeaker,
    facts: Sequence[Fact],
    *,
    reports: Sequence[ReportEntry] = (),
    links: Iterable[tuple[str, str]] = (),
    fact_hrefs: Mapping[str, str] | None = None,
    speaker_hrefs: Mapping[str, str] | None = None,
) -> str:
    """
    The page of one speaker.

    Args:
        speaker: Whose page it is.
        facts: The facts of the ledger; those that the speaker said something of are shown, contradicted ones first.
        reports: The ledger's reports: with them, axis and outlets look as they do on the ledger's other pages.
        links: Labels and relative addresses of the pages beside this one.
        fact_hrefs, speaker_hrefs: The relative addresses of other pages, by id.
    """
    theirs = [fact for fact in facts if speaker.id in fact.speakers]
    known = {fact.id: fact for fact in facts}
    axis = marks.Axis.of(marks.dates_of(theirs, reports))
    outlets = marks.Outlets(theirs, reports)
    said = [_said(speaker, fact, axis, outlets, known, fact_hrefs or {}, speaker_hrefs or {}) for fact in theirs]
    said.sort(key=lambda item: not item.conflicts)
    sightings = [row for item in said for row in item.rows]
    about = [
        ("Role", ", ".join(part for part in (speaker.role, speaker.affiliation) if part)),
        ("Kind", speaker.kind),
        ("Outlet", speaker.outlet.name if speaker.outlet is not None else ""),
        ("Also called", ", ".join(name for name in speaker.names if name != speaker.name)),
        ("Claims", f"{speaker.claims:,}"),
        ("Dates", marks.spanned(theirs)),
    ]
    levels = [(level, sum(row.level.code == level.code for row in sightings)) for level in marks.LEVELS.values()]
    papers: dict[str, int] = {}
    for row in sightings:
        name = row.sighting.outlet.name if row.sighting.outlet is not None else "outlet not known"
        papers[name] = papers.get(name, 0) + 1
    changed: dict[str, int] = {}
    for row in sightings:
        for change in row.changes:
            changed[change.rule] = changed.get(change.rule, 0) + 1
    used = {status.word for item in said for status in item.statuses}
    return page(
        "speaker.html.j2",
        title=speaker.name,
        kicker="Speaker",
        facts=[PageFact(label=label, value=value) for label, value in about if value],
        links=links,
        styles=("ledger.css",),
        scripts=("speaker.js",) if said else (),
        said=said,
        axis=axis,
        legend=marks.legend(outlets),
        levels=[(level, amount, round(100 * amount / len(sightings), 1)) for level, amount in levels if amount],
        papers=sorted(papers.items(), key=lambda item: (-item[1], item[0])),
        changed=sorted(changed.items(), key=lambda item: (-item[1], item[0])),
        contradicted=[(item, conflict) for item in said for conflict in item.conflicts],
        fact_hrefs=dict(fact_hrefs or {}),
        statuses=[(word, word) for word in STATUSES if word in used],
        counted=f"All {counted(len(said), 'fact')} shown",
    )


def _said(
    speaker: KnownSpeaker,
    fact: Fact,
    axis: marks.Axis,
    outlets: marks.Outlets,
    known: Mapping[str, Fact],
    fact_hrefs: Mapping[str, str],
    speaker_hrefs: Mapping[str, str],
) -> _Said:
    mine = frozenset(sighting.ref for sighting in fact.sightings if speaker.id in sighting.speakers)
    return _Said(
        element_id("fact", fact.id),
        fact,
        fact_hrefs.get(fact.id),
        marks.statuses(fact),
        marks.plot(fact, axis, outlets, mine=mine),
        marks.rows(fact, outlets, speaker_hrefs=speaker_hrefs, mine=mine),
        [
            _from(marks.opposed(fact, conflict, known), turned=conflict.sighting not in mine)
            for conflict in fact.conflicts
            if conflict.sighting in mine or (conflict.fact_id == fact.id and conflict.other in mine)
        ],
    )


def _from(found: marks.Opposed, *, turned: bool) -> marks.Opposed:
    """The conflict with the speaker's own side first."""
    if not turned:
        return found
    return found._replace(mine=found.other, words=found.other_words, other=found.mine, other_words=found.words)
