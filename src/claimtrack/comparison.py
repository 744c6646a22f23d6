"""What changed between two reports, claim by claim and axis by axis, with the words of both that prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from attrs import evolve, fields, frozen, has

from claimtrack._beside import Around
from claimtrack._changes import Changes, moved, moved_change
from claimtrack._corrections import corrected
from claimtrack._display import Displayed
from claimtrack._links import contradicted
from claimtrack._meaning import name_of
from claimtrack._relation import RelationKind, languages, relation_of
from claimtrack._speakers import SpeakerMatch
from claimtrack._verdicts import (
    AXES,
    CONTRADICTION_RULES,
    FINDINGS,
    NOTES,
    RULES,
    Axis,
    Change,
    Comparison,
    Contradiction,
    Correction,
    Digest,
    Edit,
    Evidence,
    Note,
    Pairing,
    Side,
    Source,
    invert,
    sorted_changes,
    sorted_corrections,
    sorted_links,
    sorted_notes,
)
from claimtrack.anchoring import Carried, carry
from claimtrack.pairing import Edge, Undecided, pair
from claimtrack.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.encoders import Encoder
    from claimtrack.model import Document, Report

__all__ = [
    "AXES",
    "COMPARISON_VERSION",
    "CONTRADICTION_RULES",
    "FINDINGS",
    "NOTES",
    "RULES",
    "Axis",
    "Change",
    "Comparison",
    "Contradiction",
    "Correction",
    "Digest",
    "Edge",
    "Edit",
    "Evidence",
    "Note",
    "Pairing",
    "RelationKind",
    "Side",
    "Source",
    "TextComparison",
    "Undecided",
    "compare",
    "compare_text",
    "comparison_data",
    "comparison_json",
    "invert",
]

COMPARISON_VERSION = 1
"""The version of the serialised form of a comparison."""


def compare(
    baseline: Report, later: Report, *, relation: RelationKind | None = None, encoder: Encoder | None = None
) -> Comparison:
    """
    Compare two reports, claim by claim.

    Args:
        baseline: The first report.
        later: The report that is held against it.
        relation: ``version`` if the later text is a version of the same work, ``report`` if it is another text; found
            out from the documents where it is left out. It decides whether a claim without a partner was *dropped* or
            is *not mentioned*, and whether a new order is a change.
        encoder: Gives vectors of meaning as evidence beside the words, see `claimtrack.encoders`. The comparison keeps
            its name.

    Returns:
        The comparison. ``invert(compare(a, b)) == compare(b, a)``, and ``compare(r, r)`` finds nothing.

    Raises:
        EncoderFailed: If the encoder raises, or does not give one usable vector for each text.
        InvalidValue: If there are more claims than can be compared by meaning.
    """
    # Edit scripts and last tie-breaks are not symmetric by themselves: work in one fixed orientation, then turn.
    if _stands_first(baseline, later):
        return _compare(baseline, later, relation, encoder)
    return invert(_compare(later, baseline, relation, encoder))


@frozen(kw_only=True)
class TextComparison(Displayed):
    """
    A baseline against a later text that nobody annotated.

    Args:
        comparison: What became of every claim: paired, *dropped* if its words are gone, *undecided* without a partner
            if its place is not sure.
        carried: The claims in the later text, with the outcome of every anchor.
    """

    comparison: Comparison
    carried: Carried

    @property
    def new_sentences(self) -> tuple[Span, ...]:
        """The sentences of the later text that no claim touches, and that are new or those of claims that are gone."""
        return self.carried.fresh


def compare_text(baseline: Report, document: Document) -> TextComparison:
    """
    Compare a report with the raw text of a later version of its document, by carrying its claims there.

    Args:
        baseline: The report.
        document: The document of the later version, with its text at hand.

    Raises:
        InvalidValue: If the text is not at hand.
    """
    carried = carry(baseline, document)
    found = compare(baseline, carried.report, relation="version")
    unsure = set(carried.ambiguous)
    around = Around(baseline, carried)
    return TextComparison(
        comparison=evolve(
            found,
            pairings=tuple(around.told(around.retold(pairing)) for pairing in found.pairings),
            dropped=tuple(name for name in found.dropped if name not in unsure),
            undecided=found.undecided
            + tuple(Undecided(baseline=(name,), later=(), edges=()) for name in carried.ambiguous),
        ),
        carried=carried,
    )


def _stands_first(one: Report, other: Report) -> bool:
    """A total order of reports that does not depend on which was named first, up to what verdicts ignore."""
    keys = [(report.document.sha256, report.document.id, report.id) for report in (one, other)]
    if keys[0] != keys[1]:
        return keys[0] < keys[1]
    return repr(evolve(one, schema=None, extra={})) <= repr(evolve(other, schema=None, extra={}))


def _compare(baseline: Report, later: Report, relation: RelationKind | None, encoder: Encoder | None) -> Comparison:
    relation = relation or relation_of(baseline, later)
    speakers = SpeakerMatch(baseline, later)
    found = pair(baseline, later, relation, encoder, speakers)
    ours, theirs = ({claim.id: claim for claim in report.claims} for report in (baseline, later))
    displaced = moved(found, ours, theirs) if relation == "version" else frozenset()
    changes = Changes(baseline, later, speakers)
    pairings = tuple(
        Pairing(
            baseline=pair.baseline,
            later=pair.later,
            score=pair.score,
            rule=pair.rule,
            runner_up_later=pair.runner_up_later,
            runner_up_baseline=pair.runner_up_baseline,
            changes=sorted_changes(
                changes.between([ours[name] for name in pair.baseline], [theirs[name] for name in pair.later])
                + (
                    [moved_change(ours[pair.baseline[0]], theirs[pair.later[0]])]
                    if pair.baseline[0] in displaced
                    else []
                )
            ),
        )
        for pair in found.pairs
    )
    order = {claim.id: number for number, claim in enumerate(baseline.claims)}
    righted = corrected(
        baseline,
        later,
        ((pairing.baseline, pairing.later) for pairing in pairings if pairing.changes),
        one_work=relation == "version",
    )
    return Comparison(
        relation=relation,
        baseline=_side(baseline),
        later=_side(later),
        pairings=pairings,
        undecided=found.undecided,
        added=found.only_later,
        dropped=found.only_baseline if relation == "version" else (),
        not_mentioned=found.only_baseline if relation == "report" else (),
        contradictions=sorted_links(
            contradicted(baseline, later, found, speakers, one_work=relation == "version"), order
        ),
        corrections=sorted_corrections(righted.corrections, order),
        notes=sorted_notes((*_notes(baseline, later), *righted.notes)),
        encoder=None if encoder is None else name_of(encoder),
    )


def _notes(baseline: Report, later: Report) -> Iterator[Note]:
    tags = languages(baseline, later)
    if tags is not None:
        sides = [Evidence(words=tag, source="field") for tag in tags]
        yield Note(rule="languages differ", baseline=sides[0], later=sides[1])


def _side(report: Report) -> Side:
    names = {speaker.id: speaker.name for speaker in report.speakers}
    return Side(
        report=report.id,
        document=report.document.id,
        sha256=report.document.sha256,
        title=report.document.title,
        published=str(report.document.published) if report.document.published else None,
        claims=tuple(
            Digest(
                id=claim.id,
                kind=claim.kind,
                certainty=str(claim.certainty),
                speakers=tuple(names.get(name, name) for name in claim.attribution.speakers),
                words=claim.quote,
                spans=tuple(piece.span for piece in claim.content),
                proposition=claim.proposition,
            )
            for claim in report.claims
        ),
    )


# --- the serialised form ---------------------------------------------------------------------------------------------


def comparison_data(comparison: Comparison | TextComparison) -> dict[str, Any]:
    """*comparison* as JSON's own types, in the form of ``schemas/comparison.schema.json``; what is None is left out."""
    data: dict[str, Any] = {"claimtrack_comparison": COMPARISON_VERSION, "offset_unit": "code-point"}
    if isinstance(comparison, Comparison):
        data.update(plain(comparison))
        return data
    text = comparison.carried.report.document.text or ""
    new = [{"start": span.start, "end": span.end, "exact": span.of(text)} for span in comparison.new_sentences]
    data.update(plain(comparison.comparison), new_sentences=new)
    return data


def comparison_json(comparison: Comparison | TextComparison) -> bytes:
    """The same as indented JSON in UTF-8, with a line end at the end: the same comparison, the same bytes."""
    return msgspec.json.format(msgspec.json.encode(comparison_data(comparison)), indent=2) + b"\n"


def plain(value: Any) -> Any:
    """A value of a comparison as JSON's own types; what is None is left out."""
    if isinstance(value, Span):
        return {"start": value.start, "end": value.end}
    if has(type(value)):
        parts = ((name, getattr(value, name)) for name in _field_names(type(value)))
        return {name: plain(part) for name, part in parts if part is not None}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def _field_names(kind: Any) -> Iterator[str]:
    return (field.name for field in fields(kind))
