"""Which kind a claim is: question, commitment, proposal, prediction, evaluation or assertion."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimtrack._syntax import Words
    from claimtrack.model import Kind


def kind_of(
    words: Words, *pieces: tuple[int, int], cue: str | tuple[str, ...] | None = None, by_author: bool = False
) -> Kind:
    """
    The kind of a claim: the first that fits, in the order of the annotation guide.

    Args:
        words: The words of the document.
        pieces: The content: half-open ranges of word numbers, in the order of the text.
        cue: The words that govern the content, in lower case.
        by_author: Whether the document's author is the speaker.
    """
    low = words.low
    for first, last in pieces:
        if "will" in low[first:last]:
            return "prediction" if by_author else "commitment"
    return "assertion"
