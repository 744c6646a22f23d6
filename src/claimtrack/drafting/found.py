"""One attribution as it was found: source, cue and content as numbers of words."""

from __future__ import annotations

from attrs import frozen

from claimtrack.model import Mode  # attrs classes name it at run time

Range = tuple[int, int]
"""Half-open range of word numbers."""


@frozen(kw_only=True)
class Found:
    """
    One attribution; words by number, half-open.

    Args:
        cue: The words that show it; empty where only a quotation or a label does.
        source: The words that name the source, or None.
        content: What is attributed, in pieces in order.
        mode: direct, indirect or mixed.
        rule: What found it.
        confidence: How often the rule is right, 0 to 100; see `CONFIDENCE`.
        outer: The place, in the sequence, of the attribution whose content this one stands in.
        same_as: The place of the attribution whose source speaks on here.
        unnamed: Whether the text names no source at all ("it was reported").
    """

    cue: tuple[Range, ...]
    source: Range | None
    content: tuple[Range, ...]
    mode: Mode = "indirect"
    rule: str
    confidence: int
    outer: int | None = None
    same_as: int | None = None
    unnamed: bool = False


CONFIDENCE = {
    "quotation": 95, "that-clause": 90, "according-to": 90, "around": 85, "label": 90, "infinitive": 80, "clause": 80,
    "whether": 80, "request": 75, "judgement": 75, "quotation-goes-on": 80, "preposition": 65, "object": 65,
    "doing": 65, "adjective": 70, "citing": 85, "noun": 65, "passive": 60, "hearsay": 60, "colon": 75,
    "free-indirect": 45,
}  # fmt: skip
"""How sure each rule is, in percent: its precision on the project's development texts, in steps of 5."""
