"""
Spans that hold on to their words: described with context, found again, carried into a changed text.

`claimtrack.anchoring.quoting` makes anchors of quotes, `claimtrack.anchoring.finding` finds one in a text, and
`claimtrack.anchoring.carrying` carries spans and whole reports from one text into another.
"""

from claimtrack.anchoring.carrying import carry_spans
from claimtrack.anchoring.finding import Outcome, OutcomeStatus, WordEdit, find
from claimtrack.anchoring.quoting import anchor, annotate, claim_id, describe, fill, places

__all__ = [
    "Outcome",
    "OutcomeStatus",
    "WordEdit",
    "anchor",
    "annotate",
    "carry_spans",
    "claim_id",
    "describe",
    "fill",
    "find",
    "places",
]
