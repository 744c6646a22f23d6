"""Where quotations begin and end: every kind of mark, nested ones, and those that run over paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack._syntax import Words
    from claimtrack.drafting.blocks import Paragraph

MOST_NESTED = 8
"""Quotations within quotations: marks that open more are read as closing."""

SHORTEST_UNOPENED = 3
"""Words before a mark that closes what no mark opened: a paragraph that begins inside a quotation."""

_OPENING = {"“": "”“", "‘": "’", "„": "“”", "‟": "”", "«": "»", "‹": "›", "``": "''”\""}
_REVERSED = {"»": "«", "›": "‹"}
_STRAIGHT = {'"': '"', "'": "'", "''": "''"}


@frozen(kw_only=True)
class Quotation:
    """
    A quotation that stands in no other; words by number, half-open.

    Args:
        first, last: The words between the marks.
        opens, closes: The marks' own numbers; *closes* is *last* where no mark closes it, *opens* is *first* where none
            opens it.
        closed: Whether a mark closes it.
        continues: Whether it goes on with a quotation that the paragraph before left open.
        paragraph: The paragraph's place in the sequence.
    """

    first: int
    last: int
    opens: int
    closes: int
    closed: bool
    continues: bool
    paragraph: int

    @property
    def end(self) -> int:
        """The word behind it, its mark included."""
        return self.closes + 1 if self.closed else self.last


def quotations(words: Words, paragraphs: Sequence[Paragraph]) -> tuple[Quotation, ...]:
    """The outermost quotations of the paragraphs in order."""
    found: list[Quotation] = []
    left_open = False  # whether the paragraph before ended inside a quotation
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind != "prose":
            continue
        here = _inside(words, paragraph.first, paragraph.last)
        for place, (opens, closes) in enumerate(here):
            starts = place == 0 and opens == paragraph.first
            found.append(
                Quotation(
                    first=opens + (words.tag[opens] == '"'),
                    last=paragraph.last if closes is None else closes,
                    opens=opens,
                    closes=paragraph.last if closes is None else closes,
                    closed=closes is not None,
                    continues=left_open and starts,
                    paragraph=number,
                )
            )
        left_open = bool(here) and here[-1][1] is None
    return tuple(found)


def _inside(words: Words, first: int, last: int) -> list[tuple[int, int | None]]:
    """The outermost pairs of marks within one paragraph: opening and closing word, None where nothing closes."""
    found: list[tuple[int, int | None]] = []
    stack: list[tuple[str, int]] = []
    for number in range(first, last):
        if words.tag[number] != '"':
            continue
        mark = words.raw[number]
        if stack and _closes(words, number, mark, stack[-1][0], first, last):
            opened = stack.pop()[1]
            if not stack:
                found.append((opened, number))
            continue
        if len(stack) > 1 and _closes(words, number, mark, stack[0][0], first, last) and mark not in "'’":
            # The outer one closes, the inner one was an apostrophe or is missing its mark.
            found.append((stack[0][1], number))
            stack.clear()
            continue
        if (
            not stack
            and mark in "”»"
            and not found
            and number - first >= SHORTEST_UNOPENED
            and not _blank_before(words, number, first)
        ):
            found.append((first, number))  # the mark that opens it is missing
            continue
        closing = _opens(words, number, mark, first, last)
        if closing and len(stack) < MOST_NESTED:
            stack.append((closing, number))
    if stack:
        opened = stack[0][1]
        begins = opened + 1 < last and (opened == first or words.tag[opened - 1] == "!")
        if stack[0][0] in {"'", "’"} and not (begins and words.raw[opened + 1][0].isupper()):
            return found  # an apostrophe ("'90s") rather than a quotation without an end
        found.append((opened, None))
    return found


def _opens(words: Words, number: int, mark: str, first: int, last: int) -> str:
    """The marks that would close a quotation that *mark* opens here; empty if it opens none."""
    if mark in _OPENING:
        return _OPENING[mark]
    if mark in _REVERSED and _blank_before(words, number, first):
        return _REVERSED[mark]
    if mark == "”" and _blank_before(words, number, first):  # Swedish and Finnish open with it, too
        at = next((at for at in range(number + 1, last) if words.raw[at] in "“”"), last)
        if at == last or words.start[number + 1] != words.end[number]:
            return ""
        # Or both marks are the wrong way round: ”We go,“ she said.
        turned = words.raw[at] == "“" and words.end[at - 1] == words.start[at]
        return words.raw[at] if words.raw[at] == "”" or turned else ""
    if mark in _STRAIGHT and number + 1 < last:
        followed = words.start[number + 1] == words.end[number]
        if followed and _blank_before(words, number, first):
            return _STRAIGHT[mark] if mark != "'" or words.raw[number + 1][0].isalpha() else ""
    return ""


def _closes(words: Words, number: int, mark: str, closing: str, first: int, last: int) -> bool:
    """Whether *mark* closes a quotation that one of *closing* closes."""
    if mark not in closing or (len(mark) == 1 and mark == "'" and "''" in closing):
        return False
    if number == first:
        return False
    touching = words.end[number - 1] == words.start[number]
    if mark in "\"'’" and not touching:
        return mark == '"' and not (number + 1 < last and words.start[number + 1] == words.end[number])
    if mark in "'’":  # an apostrophe behind a plural closes nothing: "the ministers’ plan"
        word = number + 1 < last and words.raw[number + 1][0].isalpha() and words.start[number + 1] > words.end[number]
        plural = words.low[number - 1].endswith("s") and words.tag[number - 1] in "NX"
        if word and plural and _closes_later(words, number + 1, last, mark):
            return False
        return not (
            number + 1 < last and words.start[number + 1] == words.end[number] and words.raw[number + 1].isalnum()
        )
    return True


_LOOKAHEAD = 60  # words


def _closes_later(words: Words, number: int, last: int, mark: str) -> bool:
    """Whether the same mark stands soon behind, after a mark or before one."""
    for later in range(number, min(last, number + _LOOKAHEAD)):
        if words.raw[later] == mark:
            return words.tag[later - 1] in "!,;" or later + 1 >= last or words.tag[later + 1] in "!,;:-"
        if words.raw[later] in "‘“":
            return False
    return False


def _blank_before(words: Words, number: int, first: int) -> bool:
    """Whether a blank, a bracket, a dash or nothing stands before word *number*."""
    if number == first:
        return True
    touching = words.end[number - 1] == words.start[number]
    return not touching or words.tag[number - 1] in '(-"'
