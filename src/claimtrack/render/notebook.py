"""How reports, comparisons and facts show themselves: who draws them is registered here, and imported only then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claimtrack._display import Display, register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from claimtrack.comparison import Comparison, TextComparison
    from claimtrack.ledger import Fact
    from claimtrack.model import Report

MOST_ROWS = 50
"""So many rows each table in a notebook has: nobody reads more than two screens there; pages have them all."""


def _report_markdown(found: Report) -> str:
    from claimtrack.render import markdown

    return markdown.report(found)


def _report_terminal(found: Report, width: int, colour: bool) -> Iterator[RenderableType]:
    if found.document.text is not None:
        from claimtrack.render.annotated import annotated

        yield annotated(found, width=width)
    else:
        from claimtrack.render import terminal

        yield terminal.report(found, colour=colour)


def _report_html(found: Report) -> str:
    from claimtrack.render.html import claim_views

    cards = claim_views(found)
    return _fragment(
        title=found.document.title or found.id,
        about=_report_facts(found),
        head=("", "claim", "kind", "certainty", "speakers"),
        rows=[
            (
                str(card.number),
                card.statement,
                card.kind,
                card.certainty.code,
                _who(each.name for each in card.speakers),
            )
            for card in cards[:MOST_ROWS]
        ],
        rest=len(cards) - MOST_ROWS,
        what="claim",
    )


def _report_facts(found: Report) -> str:
    from claimtrack.render.words import counted

    document = found.document
    known = [document.publisher.name if document.publisher is not None else None, document.published]
    told = [counted(len(found.claims), "claim"), counted(len(found.speakers), "speaker")]
    return " · ".join([found.id, *(str(each) for each in known if each is not None), *told])


def _comparison_markdown(found: Comparison) -> str:
    from claimtrack.render import markdown

    return markdown.comparison(found)


def _comparison_terminal(found: Comparison, _: int, colour: bool) -> Iterator[RenderableType]:
    from claimtrack.render import terminal

    yield terminal.comparison(found, colour=colour)


def _comparison_html(found: Comparison, sentences: tuple[str, ...] = ()) -> str:
    from claimtrack.render.words import counts, note, relation, visible

    rows = list(_comparison_rows(found))
    rows += [("new sentence", "", visible(sentence)) for sentence in sentences]
    return _fragment(
        title=f"{found.baseline.report} → {found.later.report}",
        about=" · ".join([*counts(found), relation(found)]),
        notes=[note(each) for each in found.notes],
        head=("verdict", "claims", "words"),
        rows=rows[:MOST_ROWS],
        rest=len(rows) - MOST_ROWS,
        what="row",
    )


def _comparison_rows(found: Comparison) -> Iterator[tuple[Any, ...]]:
    """What is to be looked at first; claims that stand as they were are only counted."""
    from claimtrack.render.words import arrow, opposed, verdict

    for link in found.contradictions:
        sides = (found.baseline.claim(link.baseline), found.later.claim(link.later))
        words = [("", f"“{side.words}” ({_who(side.speakers)}, {side.certainty})") for side in sides]
        why = [("", opposed(link))] if link.rule != "relation" else []
        yield "contradicted", f"{link.baseline} ✗ {link.later}", [[each] for each in [*words, *why]]
    for each in found.corrections:
        kind = "corrected" if each.type == "corrects" else "retracted"
        ids = f"{' + '.join(each.baseline) or '—'} → {' + '.join(each.later) or '—'}"
        told = [side.words for side in (each.evidence_baseline, each.evidence_later) if side is not None]
        yield kind, ids, [[("", f"“{words}”")] for words in told]
    for pairing in found.changed():
        yield verdict(pairing), arrow(pairing), [_change(change) for change in pairing.changes]
    for group in found.undecided:
        lines = [f"− “{found.baseline.claim(name).words}”" for name in group.baseline]
        lines += [f"+ “{found.later.claim(name).words}”" for name in group.later]
        ids = f"{', '.join(group.baseline)} ? {', '.join(group.later)}"
        yield "undecided", ids, [[("", line)] for line in lines]
    for word, names, side in (
        ("added", found.added, found.later),
        ("dropped", found.dropped, found.baseline),
        ("not mentioned", found.not_mentioned, found.baseline),
    ):
        for name in names:
            digest = side.claim(name)
            yield word, name, f"“{digest.words}” ({_who(digest.speakers)}, {digest.certainty})"


def _change(change: Any) -> list[tuple[str, str]]:
    """A change as runs of words: what each one is, ``deleted`` or ``inserted`` or nothing, and its text."""
    from claimtrack.render.words import runs, spaced

    start = [("axis", f"{change.axis} ")]
    if change.edits:
        marks = {"same": ""}
        return start + [(marks.get(run.mark, run.mark), run.text) for run in spaced(runs(change))]
    before, after = (side.words if side is not None else "—" for side in (change.baseline, change.later))
    return [*start, ("", f"{before} → {after}")]


def _text_comparison_markdown(found: TextComparison) -> str:
    from claimtrack.render import markdown

    return markdown.comparison(found.comparison) + markdown.new_sentences(found.carried)


def _text_comparison_terminal(found: TextComparison, _: int, colour: bool) -> Iterator[RenderableType]:
    from claimtrack.render import terminal

    yield terminal.comparison(found.comparison, colour=colour)
    if found.carried.fresh:
        yield terminal.new_sentences(found.carried)


def _text_comparison_html(found: TextComparison) -> str:
    text = found.carried.report.document.text or ""
    return _comparison_html(found.comparison, tuple(span.of(text) for span in found.new_sentences))


def _fact_markdown(found: Fact) -> str:
    from claimtrack.render import ledger

    return ledger.fact_markdown(found)


def _fact_terminal(found: Fact, _: int, colour: bool) -> Iterator[RenderableType]:
    from claimtrack.render import ledger

    yield ledger.fact(found, colour=colour)


def _fact_html(found: Fact) -> str:
    seen = found.sightings
    return _fragment(
        title=found.words,
        about=" · ".join([found.id, *found.statuses]),
        notes=["it may belong to another fact: a person has to decide"] if found.undecided else [],
        head=("date", "outlet", "certainty", "speakers", "words", "what changed"),
        rows=[
            (
                str(each.date) if each.date is not None else "—",
                each.outlet.name if each.outlet is not None else "",
                each.certainty.code,
                _who(each.speaker_names),
                f"“{each.words}”",
                [_change(change) for change in each.changes],
            )
            for each in seen[:MOST_ROWS]
        ],
        rest=len(seen) - MOST_ROWS,
        what="sighting",
    )


def _who(names: Any) -> str:
    return " + ".join(names) or "not resolved"


def _fragment(**told: Any) -> str:
    from claimtrack.render.html import fragment

    return fragment("notebook.html.j2", **{"notes": [], **told})


register("Report", Display(markdown=_report_markdown, html=_report_html, terminal=_report_terminal))
register("Comparison", Display(markdown=_comparison_markdown, html=_comparison_html, terminal=_comparison_terminal))
register(
    "TextComparison",
    Display(markdown=_text_comparison_markdown, html=_text_comparison_html, terminal=_text_comparison_terminal),
)
register("Fact", Display(markdown=_fact_markdown, html=_fact_html, terminal=_fact_terminal))
