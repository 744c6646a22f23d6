"""Facts through time: a ledger follows claims through many reports, in one SQLite file."""

from claimtrack.ledger.facts import (
    STATUS_MEANINGS,
    STATUSES,
    Added,
    ClaimRef,
    Conflict,
    Decision,
    Difference,
    Fact,
    FactStatus,
    KnownSpeaker,
    ReportEntry,
    Rival,
    Sighting,
    SightingRule,
    State,
)
from claimtrack.ledger.ledger import TIMEOUT, Ledger

__all__ = [
    "STATUSES",
    "STATUS_MEANINGS",
    "TIMEOUT",
    "Added",
    "ClaimRef",
    "Conflict",
    "Decision",
    "Difference",
    "Fact",
    "FactStatus",
    "KnownSpeaker",
    "Ledger",
    "ReportEntry",
    "Rival",
    "Sighting",
    "SightingRule",
    "State",
]
