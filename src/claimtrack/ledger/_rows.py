"""A report as the rows that a ledger keeps of it; what is written, and what a check finds the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.ledger._archive import details_json, likelihood_json, order_key, spans_json

if TYPE_CHECKING:
    from claimtrack.model import Claim, Report, Speaker

REPORT = "id, document_id, work, title, url, language, outlet, outlet_name, published, retrieved, order_key"
CLAIM = "position, id, kind, certainty, proposition, quote, spans, likelihood, tags"
SPEAKER = "id, name, kind, details"
RELATION = "type, report_id, claim_id"
"""The columns that follow from the report alone, as `report_row` and the others give them."""


def report_row(report: Report) -> tuple[str | None, ...]:
    """What is asked for most of a report."""
    document = report.document
    return (
        report.id,
        document.id,
        document.work,
        document.title,
        document.url,
        document.language,
        document.publisher.id if document.publisher is not None else None,
        document.publisher.name if document.publisher is not None else None,
        str(document.published) if document.published is not None else None,
        str(document.retrieved) if document.retrieved is not None else None,
        order_key(document.published, document.retrieved, report.id),
    )


def claim_row(claim: Claim, position: int) -> tuple[int | str | None, ...]:
    """A claim, which stands at *position* in its report."""
    return (
        position,
        claim.id,
        claim.kind,
        claim.certainty.code,
        claim.proposition,
        claim.quote,
        spans_json(claim),
        likelihood_json(claim),
        ", ".join(claim.tags),
    )


def speaker_row(speaker: Speaker) -> tuple[str, ...]:
    """A speaker of a report."""
    return speaker.id, speaker.name, speaker.kind, details_json(speaker)


def speakers_of(claim: Claim) -> tuple[str, ...]:
    """The ids of those who say a claim; somebody may be named twice."""
    return tuple(dict.fromkeys(claim.attribution.speakers))


def relation_rows(claim: Claim, report_id: str) -> list[tuple[str, str, str]]:
    """Where the relations of a claim lead."""
    return [(relation.type, relation.report_id or report_id, relation.claim_id) for relation in claim.relations]
