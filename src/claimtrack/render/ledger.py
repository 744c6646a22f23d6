"""What a ledger tells, for a terminal and as Markdown: facts, where they are told of, what changed, who decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claimtrack.ledger._states import STRONGER, WEAKER
from claimtrack.ledger.exporting import ref_text
from claimtrack.ledger.facts import STATUS_MEANINGS, UPDATES
from claimtrack.render import terminal
from claimtrack.render.markdown import escaped
from claimtrack.render.words import counted, runs, spaced, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from claimtrack.comparison import Change, Evidence
    from claimtrack.ledger.exporting import Matrix
    from claimtrack.ledger.facts import (
        Conflict,
        Decision,
        Difference,
        Fact,
        KnownSpeaker,
        ReportEntry,
        Sighting,
        State,
    )

_STYLES = {
    "retracted": "bold red",
    "corrected": "red",
    "contested": "bold yellow",
    "not mentioned": "dim",
    "weakened": "yellow",
    "strengthened": "green",
    "standing": "",
}
_UNKNOWN = "—"
_UPDATED = "Updated"

# --- lists -----------------------------------------------------------------------------------------------------------


def facts(found: Sequence[Fact]) -> RenderableType:
    """Facts as a table: id, status, how often and when they were told of, and their words."""
    rows = (
        (
            fact.id,
            _statuses(fact),
            fact.certainty.code,
            str(len(fact.sightings)),
            _last(fact),
            Text(_told(fact, visible)),
        )
        for fact in found
    )
    open_ = sum(fact.undecided for fact in found)
    told = counted(len(found), "fact") + (f", {open_} undecided (?): each may belong to another one" if open_ else "")
    return Group(_table(("fact", "status", "now", "seen", "last", "words"), rows), Text(told))


def facts_markdown(found: Sequence[Fact]) -> str:
    """The same as a Markdown table."""
    rows = (
        (
            f"`{fact.id}`",
            ", ".join(fact.statuses),
            fact.certainty.code,
            str(len(fact.sightings)),
            _last(fact),
            _told(fact, escaped),
        )
        for fact in found
    )
    return _lines([*_markdown_table(("fact", "status", "now", "seen", "last", "words"), rows)])


def reports(found: Sequence[ReportEntry]) -> RenderableType:
    """The reports of a ledger as a table."""
    rows = (
        (
            _date(entry.date),
            Text(entry.id),
            str(entry.claims),
            Text(visible(entry.outlet.name if entry.outlet is not None else _UNKNOWN)),
            Text(visible(entry.title or _UNKNOWN)),
        )
        for entry in found
    )
    return Group(
        _table(("date", "report", "claims", "outlet", "title"), rows),
        Text(counted(len(found), "report")),
    )


def speakers(found: Sequence[KnownSpeaker]) -> RenderableType:
    """The speakers of a ledger as a table."""
    rows = (
        (
            speaker.id,
            speaker.kind,
            str(speaker.claims),
            str(len(speaker.appearances)),
            Text(visible(_called(speaker))),
        )
        for speaker in found
    )
    return Group(
        _table(("speaker", "kind", "claims", "reports", "names"), rows),
        Text(counted(len(found), "speaker")),
    )


def _called(speaker: KnownSpeaker) -> str:
    names = [speaker.name, *(name for name in speaker.names if name != speaker.name)]
    about = [each for each in (speaker.role, speaker.affiliation) if each]
    about += [speaker.outlet.name] if speaker.outlet is not None else []
    return "; ".join(names) + (f" ({', '.join(about)})" if about else "")


def history(found: Sequence[Decision]) -> RenderableType:
    """What persons decided."""
    if not found:
        return Text("nothing was decided")
    return Group(*(part for decision in found for part in _decision(decision)))


_DECIDED = {"pin": "is a sighting of the fact of", "merge": "is one fact with", "separate": "is not the fact of"}


def _decision(decision: Decision) -> Iterator[RenderableType]:
    who = [str(decision.at)] if decision.at is not None else []
    who += [visible(decision.by)] if decision.by is not None else []
    state = "" if decision.state == "holds" else f"  [{decision.state}]"
    told = "".join(f"  {each}" for each in who)
    yield Text.assemble((f"{decision.number} {decision.type}", "bold"), (state, "yellow"), (told, "dim"))
    yield _indent(_quoted(decision.quotes[0], ref_text(decision.one)), 4)
    yield _indent(Text(_DECIDED[decision.type], style="dim"), 4)
    yield _indent(_quoted(decision.quotes[1], ref_text(decision.other)), 4)
    if decision.reason is not None:
        yield _indent(Text(f"because: {visible(decision.reason)}"), 4)


# --- one fact --------------------------------------------------------------------------------------------------------


def fact(found: Fact, *, colour: bool) -> RenderableType:
    """
    A fact: what is to be said of it and since when, with the words that prove it, and all its sightings.

    Args:
        found: The fact.
        colour: Whether colours can show what was deleted and inserted; brackets do otherwise.
    """
    parts: list[RenderableType] = [
        Text.assemble((found.id, "bold"), "  ", visible(found.words)),
        *(
            Text.assemble((status, _STYLES[status] or "bold"), f": {STATUS_MEANINGS[status]}")
            for status in found.statuses
        ),
    ]
    if found.undecided:
        parts.append(Text("! may belong to another fact: a person has to decide (claimtrack track merge, separate)"))
    if found.conflicts:
        parts.append(_heading("Stands against it"))
        parts += [_indent(line, 2) for link in found.conflicts for line in _conflict(found, link)]
    parts.append(_heading("States"))
    parts += [line for state in found.states for line in _state(state)]
    parts.append(_heading("Sightings"))
    for seen in found.sightings:
        parts.append(_indent(Text.assemble((_date(seen.date), "bold"), "  ", visible(_where(seen))), 2))
        parts.append(_indent(Text.assemble(f"“{visible(seen.words)}”", (f"  {visible(_who(seen))}", "dim")), 4))
        parts += [_indent(_change(change, colour=colour), 4) for change in seen.changes]
        parts += [
            _indent(Text(f"may belong to {rival.fact_id} ({rival.score:.2f})", style="yellow"), 4)
            for rival in seen.rivals
        ]
    return Group(*parts)


def fact_markdown(found: Fact) -> str:
    """The same as Markdown."""
    lines = [f"### {escaped(found.words)}", "", f"`{found.id}`", ""]
    lines += [f"- **{status}**: {STATUS_MEANINGS[status]}" for status in found.statuses]
    if found.conflicts:
        lines += ["", "**Stands against it**", ""]
        lines += [
            f"- {_cited(link.words, ref_text(link.sighting))} ✗ {_cited(link.other_words, ref_text(link.other))}"
            f" ({escaped(link.rule)})"
            for link in found.conflicts
        ]
    lines += ["", "**States**", "", *(f"- {_state_line(state)}" for state in found.states)]
    lines += ["", "**Sightings**", ""]
    rows = (
        (
            _date(seen.date),
            escaped(_outlet(seen)),
            f"`{ref_text(seen.ref)}`",
            f"“{escaped(seen.words)}” ({escaped(_who(seen))})",
            "<br>".join(map(_change_line, seen.changes)),
        )
        for seen in found.sightings
    )
    lines += _markdown_table(("date", "outlet", "claim", "words", "what changed"), rows)
    return _lines(lines)


def _state(state: State) -> Iterator[RenderableType]:
    why = f"  {state.rule}" if state.rule else ""
    yield _indent(
        Text.assemble(
            (_date(state.since), "bold"),
            "  ",
            (state.status, _STYLES[state.status] or "bold"),
            (f"{why}  {state.report_id}", "dim"),
        ),
        2,
    )
    if state.rule:  # else it is the first sighting's words, which stand below
        yield from (_indent(Text(f"“{visible(side.words)}”"), 4) for side in state.evidence)


def _state_line(state: State) -> str:
    words = " → ".join(f"“{escaped(side.words)}”" for side in state.evidence) if state.rule else ""
    why = f" ({escaped(state.rule)})" if state.rule else ""
    return f"{_date(state.since)} **{state.status}**{why}, `{state.report_id}`" + (f": {words}" if words else "")


def _conflict(found: Fact, link: Conflict) -> Iterator[RenderableType]:
    yield _quoted(link.words.words, ref_text(link.sighting))
    other = "" if link.fact_id == found.id else f", fact {link.fact_id}"
    yield _quoted(link.other_words.words, f"{ref_text(link.other)}{other}", mark="✗ ")


def _cited(words: Evidence, ref: str) -> str:
    return f"“{escaped(words.words)}” (`{ref}`)"


def _change(change: Change, *, colour: bool) -> Text:
    line = Text(f"{change.rule}: ", style="dim")
    if change.edits:
        return line.append_text(terminal.woven(change, colour=colour))
    sides = [visible(side.words) if side else _UNKNOWN for side in (change.baseline, change.later)]
    return line.append(" → ".join(sides), style="not dim")


_MARKS = {"deleted": "~~", "inserted": "**"}


def _change_line(change: Change) -> str:
    if change.edits:
        woven = "".join(
            escaped(text) if mark == "same" else f"{_MARKS[mark]}{escaped(text.strip())}{_MARKS[mark]}"
            for mark, text in spaced(runs(change))
        )
        return f"*{change.rule}* {woven}"
    sides = [escaped(side.words) if side else _UNKNOWN for side in (change.baseline, change.later)]
    return f"*{change.rule}* {' → '.join(sides)}"


# --- where and when --------------------------------------------------------------------------------------------------

_WORDS_AT_LEAST = 30  # columns of the terminal for the words of a fact
_CELL = 6  # "CT+ *" and a space
_ID = 14
LEGEND = "↓ less certain than before · ↑ more certain · * something else changed · FactBank codes: CT+ certain, PR+ "
LEGEND += "probable, PS+ possible, CT- certainly not, Uu open"


def matrix(found: Matrix, *, width: int) -> RenderableType:
    """Where facts are told of: a row a fact, in each cell how certain it is there; in parts no wider than *width*."""
    parts: list[RenderableType] = [
        Text(f"{number} {visible(column)}") for number, column in enumerate(found.columns, 1)
    ]
    fit = max(1, (width - _ID - _WORDS_AT_LEAST) // _CELL)
    for at in range(0, len(found.columns), fit):
        shown = found.columns[at : at + fit]
        heads = ("fact", "words", *(str(number) for number in range(at + 1, at + 1 + len(shown))))
        rows: Iterator[tuple[RenderableType, ...]] = (
            (fact.id, Text(visible(fact.words)), *(_cell(cells.get(column, ())) for column in shown))
            for fact, cells in found.rows
            if any(column in cells for column in shown)
        )
        parts.append(Padding(_table(heads, rows, wide=1), (1, 0, 0, 0)))
    parts.append(Text(LEGEND, style="dim"))
    return Group(*parts)


def matrix_markdown(found: Matrix) -> str:
    """The same as a Markdown table."""
    rows = (
        (f"`{fact.id}`", escaped(fact.words), *(_cell(cells.get(column, ())).plain for column in found.columns))
        for fact, cells in found.rows
    )
    heads = ("fact", "words", *map(escaped, found.columns))
    return _lines([*_markdown_table(heads, rows), "", LEGEND])


_ASIDE = frozenset({"wording", "speaker", "mode", "place", "tags"})  # axes on which what is claimed stays the same


def _cell(seen: Sequence[Sighting]) -> Text:
    if not seen:
        return Text("")
    changes = [change for each in seen for change in each.changes]
    rules = {change.rule for change in seen[-1].changes}
    mark = "↓" if rules & WEAKER else "↑" if rules & STRONGER else ""
    if any(change.axis not in _ASIDE and change.rule not in WEAKER | STRONGER for change in changes):
        mark += "*"
    style = {"↓": "yellow", "↑": "green"}.get(mark[:1], "")
    return Text(seen[-1].certainty.code + mark, style=style)


# --- what changed ----------------------------------------------------------------------------------------------------


def difference(found: Difference, *, repeated: bool = False) -> RenderableType:
    """
    What is different in a ledger since a date.

    Args:
        found: The difference.
        repeated: Whether facts that were told of again, and nothing else, are listed too.
    """
    parts: list[RenderableType] = [
        Text.assemble(("since " + str(found.since), "bold"), f"  {' · '.join(difference_counts(found))}")
    ]
    told = _updates(found)
    for title, rows in _sections(found, repeated=repeated):
        parts.append(_heading(title))
        for fact_, states, links in rows:
            parts.append(_indent(Text.assemble((fact_.id, "bold"), "  ", visible(fact_.words)), 2))
            if title == "New":
                parts.append(_indent(Text(visible(_first_told(fact_)), style="dim"), 4))
            parts += [_indent(line, 2) for state in states for line in _state(state)]
            parts += [_indent(line, 4) for link in links for line in _conflict(fact_, link)]
            parts += [_indent(Text(visible(line)), 4) for line in told.get((title, fact_.id), ())]
    return Group(*parts)


def _updates(found: Difference) -> dict[tuple[str, str], tuple[str, ...]]:
    """What facts were told of with, by the title of the section and their ids."""
    return {
        (_UPDATED, fact_.id): tuple(
            f"{_where(each)}: {_change_line(change)}"
            for each in seen
            for change in each.changes
            if change.axis in UPDATES
        )
        for fact_, seen in found.updated
    }


def difference_markdown(found: Difference, *, repeated: bool = False) -> str:
    """The same as Markdown."""
    lines = [f"### Since {found.since}", "", " · ".join(difference_counts(found))]
    told = _updates(found)
    for title, rows in _sections(found, repeated=repeated):
        lines += ["", f"**{title}**", ""]
        for fact_, states, links in rows:
            last = f" {escaped(_first_told(fact_))}" if title == "New" else ""
            lines.append(f"- `{fact_.id}` {escaped(fact_.words)}{last}")
            lines += [f"  - {_state_line(state)}" for state in states]
            lines += [
                f"  - {_cited(link.words, ref_text(link.sighting))} ✗ {_cited(link.other_words, ref_text(link.other))}"
                for link in links
            ]
            lines += [f"  - {escaped(line)}" for line in told.get((title, fact_.id), ())]
    return _lines(lines)


def difference_counts(found: Difference) -> list[str]:
    """How many facts went which way, each count with its word; what is none is left out, save the reports."""
    told = [counted(len(found.reports), "report")]
    for number, word in (
        (len(found.new), "new"),
        (len(found.changed), "changed"),
        (len(found.updated), "updated"),
        (len(found.conflicts), "with something against them"),
        (len(found.reappeared), "told of again after a silence"),
        (len(found.silent), "not mentioned any more"),
        (len(found.repeated), "repeated"),
    ):
        if number:
            told.append(f"{number} {word}")
    return told


_Row = tuple["Fact", "Sequence[State]", "Sequence[Conflict]"]


def _sections(found: Difference, *, repeated: bool) -> Iterator[tuple[str, list[_Row]]]:
    sections: list[tuple[str, list[_Row]]] = [
        ("New", [(each, (), ()) for each in found.new]),
        ("Changed", [(each, states, ()) for each, states in found.changed]),
        (_UPDATED, [(each, (), ()) for each, _ in found.updated]),
        ("With something against them", [(each, (), links) for each, links in found.conflicts]),
        ("Told of again", [(each, (), ()) for each in found.reappeared]),
        ("Not mentioned any more", [(each, (), ()) for each in found.silent]),
        ("Repeated", [(each, (), ()) for each in found.repeated] if repeated else []),
    ]
    return ((title, rows) for title, rows in sections if rows)


def _first_told(found: Fact) -> str:
    return f"{_where(found.first)}: {_who(found.first)}"


def alarms(found: Sequence[tuple[Fact, Sequence[State]]], since: object) -> RenderableType:
    """What somebody who relied on facts wants to hear of: each with its states, and the words that prove them."""
    if not found:
        return Text(f"since {since}: nothing was weakened, contested, corrected or retracted")
    parts: list[RenderableType] = [Text(f"since {since}: {counted(len(found), 'fact')} to look at")]
    for fact_, states in found:
        now = f"  (now {fact_.status})" if fact_.status != states[-1].status else ""
        parts.append(Text.assemble((fact_.id, "bold"), "  ", visible(fact_.words), (now, "dim")))
        parts += [line for state in states for line in _state(state)]
    return Group(*parts)


# --- parts -----------------------------------------------------------------------------------------------------------


def _told(found: Fact, safe: Callable[[str], str]) -> str:
    who = "; ".join(found.speaker_names)
    return safe(found.words) + (f" ({safe(who)})" if who else "")


def _statuses(found: Fact) -> Text:
    line = Text("\n").join(Text(status, style=_STYLES[status]) for status in found.statuses)
    if found.undecided:
        line.append(" ?", style="yellow")
    return line


def _last(found: Fact) -> str:
    return _date(found.last.date)


def _date(date: object) -> str:
    return _UNKNOWN if date is None else str(date)


def _outlet(seen: Sighting) -> str:
    return seen.outlet.name if seen.outlet is not None else _UNKNOWN


def _where(seen: Sighting) -> str:
    outlet = f"{seen.outlet.name}, " if seen.outlet is not None else ""
    return f"{outlet}{ref_text(seen.ref)}"


def _who(seen: Sighting) -> str:
    return f"{' + '.join(seen.speaker_names) or 'not resolved'}, {seen.certainty}"


def _quoted(words: str, ref: str, mark: str = "") -> Text:
    return Text.assemble(mark, f"“{visible(words)}”", (f"  {ref}", "dim"))


def _heading(title: str) -> RenderableType:
    return Padding(Text(title.upper(), style="bold underline"), (1, 0, 0, 0))


def _indent(text: RenderableType, left: int) -> RenderableType:
    return Padding(text, (0, 0, 0, left))


def _table(heads: Sequence[str], rows: Iterable[Sequence[RenderableType]], *, wide: int | None = None) -> Table:
    """A table without lines; the column *wide*, the last one if left out, takes the room that the others leave."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0), expand=False)
    room = len(heads) - 1 if wide is None else wide
    for number, head in enumerate(heads):
        table.add_column(head, overflow="fold", ratio=1 if number == room else None)
    for row in rows:
        table.add_row(*row)
    return table


def _markdown_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
