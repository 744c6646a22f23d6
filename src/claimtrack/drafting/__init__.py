"""From a raw text to an annotated draft: who says what, how surely, in which words; for a person to correct."""

from claimtrack.drafting.drafts import draft, draft_with_notes
from claimtrack.drafting.notes import ANNOTATOR, NOTES, Drafted

__all__ = ["ANNOTATOR", "NOTES", "Drafted", "draft", "draft_with_notes"]
