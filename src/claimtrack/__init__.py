"""
Version control for claims: who claims what, how certainly, in which words, and what a later report made of it.

The names here are the public face; the modules hold more, such as the scales in `claimtrack.certainty`. Those of
`claimtrack.ledger` are imported when they are first used: nobody who only reads and compares files waits for them.
"""

from typing import TYPE_CHECKING, Any

from claimtrack.alignment import Link, align_sentences
from claimtrack.anchoring import (
    AnchorOutcome,
    Carried,
    ClaimOutcome,
    LeftBehind,
    Outcome,
    WordEdit,
    annotate,
    carried_data,
    carried_json,
    carry,
    carry_spans,
    describe,
    find,
)
from claimtrack.certainty import Certainty, Confidence, Converted, Likelihood
from claimtrack.codec import Completed, Refused, complete, dump, dump_stream, dumps, load, load_stream, loads
from claimtrack.comparison import (
    Change,
    Comparison,
    Contradiction,
    Correction,
    Edit,
    Evidence,
    Note,
    Pairing,
    TextComparison,
    compare,
    compare_text,
    comparison_data,
    comparison_json,
    invert,
)
from claimtrack.drafting import Drafted, draft, draft_with_notes
from claimtrack.errors import (
    AmbiguousQuote,
    ClaimtrackError,
    EncoderFailed,
    InvalidLexicon,
    InvalidReport,
    InvalidSpan,
    InvalidValue,
    Location,
    LockedLedger,
    NotInLedger,
    Problem,
    QuoteNotFound,
    UnknownTerm,
    UnreadableFile,
    UnusableLedger,
)
from claimtrack.language import judge_certainty
from claimtrack.model import (
    FORMAT_VERSION,
    Anchor,
    Annotator,
    Assessment,
    Attribution,
    Claim,
    Condition,
    Date,
    Document,
    Origin,
    Publisher,
    Rejected,
    Relation,
    Relay,
    Report,
    Speaker,
    Time,
)
from claimtrack.pairing import Edge, Undecided
from claimtrack.render import notebook as _notebook  # noqa: F401 - it has reports and comparisons show themselves
from claimtrack.text import Span
from claimtrack.validation import explain, validate, validate_files

if TYPE_CHECKING:
    from claimtrack.ledger import (
        Added,
        Conflict,
        Decision,
        Difference,
        Fact,
        FactStatus,
        KnownSpeaker,
        Ledger,
        ReportEntry,
        Rival,
        Sighting,
        State,
    )

__all__ = [
    "FORMAT_VERSION",
    "Added",
    "AmbiguousQuote",
    "Anchor",
    "AnchorOutcome",
    "Annotator",
    "Assessment",
    "Attribution",
    "Carried",
    "Certainty",
    "Change",
    "Claim",
    "ClaimOutcome",
    "ClaimtrackError",
    "Comparison",
    "Completed",
    "Condition",
    "Confidence",
    "Conflict",
    "Contradiction",
    "Converted",
    "Correction",
    "Date",
    "Decision",
    "Difference",
    "Document",
    "Drafted",
    "Edge",
    "Edit",
    "EncoderFailed",
    "Evidence",
    "Fact",
    "FactStatus",
    "InvalidLexicon",
    "InvalidReport",
    "InvalidSpan",
    "InvalidValue",
    "KnownSpeaker",
    "Ledger",
    "LeftBehind",
    "Likelihood",
    "Link",
    "Location",
    "LockedLedger",
    "NotInLedger",
    "Note",
    "Origin",
    "Outcome",
    "Pairing",
    "Problem",
    "Publisher",
    "QuoteNotFound",
    "Refused",
    "Rejected",
    "Relation",
    "Relay",
    "Report",
    "ReportEntry",
    "Rival",
    "Sighting",
    "Span",
    "Speaker",
    "State",
    "TextComparison",
    "Time",
    "Undecided",
    "UnknownTerm",
    "UnreadableFile",
    "UnusableLedger",
    "WordEdit",
    "align_sentences",
    "annotate",
    "carried_data",
    "carried_json",
    "carry",
    "carry_spans",
    "compare",
    "compare_text",
    "comparison_data",
    "comparison_json",
    "complete",
    "describe",
    "draft",
    "draft_with_notes",
    "dump",
    "dump_stream",
    "dumps",
    "explain",
    "find",
    "invert",
    "judge_certainty",
    "load",
    "load_stream",
    "loads",
    "validate",
    "validate_files",
]


def __getattr__(name: str) -> Any:
    if name in __all__:  # and not imported above: it is the ledger's
        from claimtrack import ledger

        return getattr(ledger, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
