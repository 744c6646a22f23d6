"""
Spans that hold on to their words: described with context, found again, carried into a changed text.

`claimtrack.anchoring.quoting` makes anchors of quotes, `claimtrack.anchoring.finding` finds one in a text,
`claimtrack.anchoring.carrying` carries spans from one text into another, and `claimtrack.anchoring.carried` whole
reports.
"""

from claimtrack.anchoring.carried import (
    AnchorOutcome,
    Carried,
    ClaimOutcome,
    LeftBehind,
    carried_data,
    carried_json,
    carry,
    uncovered,
)
from claimtrack.anchoring.carrying import carry_spans
from claimtrack.anchoring.finding import Outcome, OutcomeStatus, WordEdit, find
from claimtrack.anchoring.quoting import anchor, annotate, claim_id, describe, fill, places

__all__ = [
    "AnchorOutcome",
    "Carried",
    "ClaimOutcome",
    "LeftBehind",
    "Outcome",
    "OutcomeStatus",
    "WordEdit",
    "anchor",
    "annotate",
    "carried_data",
    "carried_json",
    "carry",
    "carry_spans",
    "claim_id",
    "describe",
    "fill",
    "find",
    "places",
    "uncovered",
]
