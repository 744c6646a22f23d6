"""A sentence, or what somebody is shown to say, cut into its claims: word ranges that state one claim each."""

from __future__ import annotations

from attrs import frozen

from claimtrack._syntax import Words
from claimtrack.model import Sense

Range = tuple[int, int]
"""Half-open range of word numbers."""


@frozen(kw_only=True)
class Piece:
    """
    One claim of a sentence.

    Args:
        content: The words that state it, as ranges of word numbers in the order of the text; at least one.
        conditions: What it hangs on, with the sense: ranges that the content leaves out.
        alternative: Pieces with the same number are alternatives of one "either … or …".
        whole: The index of the piece that this one is a part of, among the pieces of the same call.
        reason: The index of the piece that this one is given as the reason for.
        proposition: The claim restated so that it stands alone, where composing its words does it.
        rules: Why it was cut so.
        confidence: How sure the cut is, 0 to 100.
    """

    content: tuple[Range, ...]
    conditions: tuple[tuple[Sense, Range], ...] = ()
    alternative: int | None = None
    whole: int | None = None
    reason: int | None = None
    proposition: str | None = None
    rules: tuple[str, ...] = ()
    confidence: int = 50


def split(words: Words, first: int, last: int, *, attributed: bool) -> tuple[Piece, ...]:
    """
    The claims that the words ``first:last`` state, in the order of the text; none where no word is left.

    Args:
        words: The words of the whole text.
        first, last: The sentence, or the part of it to cut, as word numbers (half-open).
        attributed: Whether it is the content of an attribution, which stays one claim unless it lists.
    """
    while first < last and words.tag[first] in '!,;:-.)CI"':
        first += 1
    while first < last and words.tag[last - 1] in '!,;:-.(C"':
        last -= 1
    if first == last:
        return ()
    return (Piece(content=((first, last),), rules=("whole",)),)
