"""One fact on a page: what was said of it and when, the words that prove it, and what stands against it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.render.html import _marks as marks
from claimtrack.render.html._page import Fact as PageFact
from claimtrack.render.html._page import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack.ledger.facts import Fact, ReportEntry, State

_NAMED = "LEDGER"
"""What command lines call the ledger where its file is not known."""

_STATE_RULES = {
    "silence": "those who told of it told of it no more",
    "": "it was first told",
    "certainty": "said with another certainty",
}


class _Stage(NamedTuple):
    """A state as the page shows it: since when, why, and the words that prove it with where they stand."""

    status: marks.Status
    since: str
    why: str
    evidence: list[tuple[str, str, str]]


class _Choice(NamedTuple):
    """Another fact that this one may be: its words, and the commands that decide."""

    id: str
    words: str
    href: str | None
    score: str
    commands: list[tuple[str, str]]


def fact_page(
    fact: Fact,
    *,
    others: Mapping[str, Fact] | None = None,
    reports: Sequence[ReportEntry] = (),
    links: Iterable[tuple[str, str]] = (),
    ledger: str = _NAMED,
    fact_hrefs: Mapping[str, str] | None = None,
    speaker_hrefs: Mapping[str, str] | None = None,
) -> str:
    """
    The page of one fact.

    Args:
        fact: What is shown.
        others: The ledger's facts by id: those that stand against it, or that it may be, are told with their words.
        reports: The ledger's reports: with them, axis and outlets look as they do on the ledger's other pages.
        links: Labels and relative addresses of the pages beside this one.
        ledger: What command lines call the ledger.
        fact_hrefs, speaker_hrefs: The relative addresses of other pages, by id.
    """
    known = others or {}
    axis = marks.Axis.of(marks.dates_of([fact], reports))
    outlets = marks.Outlets([fact], reports)
    about = [
        PageFact(label="Sightings", value=f"{len(fact.sightings):,}"),
        PageFact(label="Outlets", value=", ".join(outlet.name for outlet in fact.outlets) or "not known"),
        PageFact(label="Dates", value=marks.spanned([fact])),
        PageFact(label="Fact", value=fact.id),
    ]
    if fact.not_mentioned_since is not None:
        about.insert(3, PageFact(label="Not mentioned since", value=str(fact.not_mentioned_since)))
    return page(
        "fact.html.j2",
        title=fact.words,
        kicker="Fact",
        facts=about,
        links=links,
        styles=("ledger.css",),
        fact=fact,
        statuses=marks.statuses(fact),
        level=marks.LEVELS[fact.certainty.code],
        axis=axis,
        drawn=marks.plot(fact, axis, outlets),
        legend=marks.legend(outlets),
        stages=[_stage(fact, state, known) for state in fact.states],
        rows=marks.rows(fact, outlets, speaker_hrefs=speaker_hrefs),
        conflicts=[marks.opposed(fact, conflict, known) for conflict in fact.conflicts],
        fact_hrefs=dict(fact_hrefs or {}),
        choices=_choices(fact, known, ledger, fact_hrefs or {}),
        decided=[
            (name, _command("separate", ledger, f"{fact.first.report_id}#{fact.first.claim_id}", name))
            for name in (f"{item.report_id}#{item.claim_id}" for item in fact.sightings[1:])
        ],
    )


def _stage(fact: Fact, state: State, others: Mapping[str, Fact]) -> _Stage:
    by_ref = {sighting.ref: sighting for sighting in fact.sightings}
    for conflict in fact.conflicts:
        against = others.get(conflict.fact_id)
        if against is not None:
            by_ref |= {sighting.ref: sighting for sighting in against.sightings if sighting.ref not in by_ref}
    evidence = []
    for number, words in enumerate(state.evidence):
        ref = state.sightings[number] if number < len(state.sightings) else None
        seen = by_ref.get(ref) if ref is not None else None
        where = "notice" if ref is None else marks.source(seen) if seen is not None else f"{ref[0]}#{ref[1]}"
        own = next((place for place, item in enumerate(fact.sightings) if item.ref == ref), None)
        evidence.append((where, words.words, marks.sighting_anchor(fact, own) if own is not None else ""))
    meaning = marks.opposition(state.rule)
    why = _STATE_RULES.get(state.rule, f"{state.rule}: {meaning}" if meaning != state.rule else state.rule)
    return _Stage(marks.status(state.status), str(state.since) if state.since is not None else "no date", why, evidence)


def _choices(fact: Fact, others: Mapping[str, Fact], ledger: str, hrefs: Mapping[str, str]) -> list[_Choice]:
    claim = f"{fact.first.report_id}#{fact.first.claim_id}"
    found = []
    for rival in fact.first.rivals:
        other = others.get(rival.fact_id)
        commands = [
            ("It is the same fact", _command("merge", ledger, fact.id, rival.fact_id)),
            ("Only this claim belongs there", _command("pin", ledger, claim, rival.fact_id)),
        ]
        if other is not None:
            first = f"{other.first.report_id}#{other.first.claim_id}"
            commands.append(("They are two facts", _command("separate", ledger, claim, first)))
        found.append(
            _Choice(
                rival.fact_id,
                other.words if other is not None else "",
                hrefs.get(rival.fact_id),
                f"{rival.score:.2f}",
                commands,
            )
        )
    return found


def _command(verb: str, ledger: str, *arguments: str) -> str:
    """A command line that can be pasted into a shell as it stands."""
    return f"claimtrack track {verb} " + shlex.join((ledger, *arguments))
