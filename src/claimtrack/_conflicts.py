"""What two wordings say that cannot both be said by one claim: other numbers, dates and names, or the opposite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from claimtrack._clauses import expressions
from claimtrack.wording import MOST_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimtrack.language import Name, Quantity, Wording

Conflict = Literal["language", "quantity", "time", "name", "polarity"]


def conflict_between(ours: Wording, theirs: Wording) -> Conflict | None:
    """
    Why two wordings are not the same claim, whatever they are about; None if nothing shows it.

    Wordings that share few words cannot be compared word by word, as `claimtrack.wording` does. So only what can be
    told without the words around it is looked at, and where one side simply says less, nothing is: "a farmer" and
    "one farmer", "the president" and "Okoro" go together.
    """
    if ours.foreign or theirs.foreign:
        return "language"  # what it says cannot be read, so nothing rules a conflict out
    if _other_quantities(ours, theirs):
        return "quantity"
    if ours.moments and theirs.moments and not _some_agree(ours, theirs):
        return "time"
    if _other_names(ours, theirs):
        return "name"
    turned = _negations(ours) % 2 != _negations(theirs) % 2
    return "polarity" if turned or _opposite_ends(ours, theirs) else None


def _other_quantities(ours: Wording, theirs: Wording) -> bool:
    """Whether both have numbers and none in common, or one of them has its like on the other side, none equal."""
    mine, their = ([each for each in wording.quantities if not each.weak] for wording in (ours, theirs))
    if mine and their and not any(one.agrees(other) for one in mine for other in their):
        return True
    return _unanswered(mine, theirs.quantities) or _unanswered(their, ours.quantities)


def _unanswered(quantities: Iterable[Quantity], others: Iterable[Quantity]) -> bool:
    for one in quantities:
        like = [other for other in others if one.sort == other.sort or not (one.sort and other.sort)]
        if like and not any(one.agrees(other) for other in like):
            return True
    return False


def _some_agree(ours: Wording, theirs: Wording) -> bool:
    comparable = [(one, other) for one in ours.moments for other in theirs.moments if one.comparable(other)]
    return not comparable or any(one.agrees(other) for one, other in comparable)


def _other_names(ours: Wording, theirs: Wording) -> bool:
    """Whether each side names somebody or something that the other one does not."""
    known = ours.capitals | theirs.capitals
    mine, their = ([name for name in wording.names(known) if name.sure] for wording in (ours, theirs))
    if max(len(mine), len(their)) > MOST_NAMES:
        return True
    return _unnamed(mine, theirs, known) and _unnamed(their, ours, known)


def _unnamed(names: Iterable[Name], other: Wording, known: frozenset[str]) -> bool:
    others = other.names(known)
    return any(
        not any(name.agrees(each) for each in others) and not all(part in other.words for part in name.parts)
        for name in names
    )


def _negations(wording: Wording) -> int:
    """How many expressions negate, outside of conditions; "not without" is none."""
    return sum(
        cue.kind == "negation" and cue.level % 2 == 1 and cue.first not in wording.conditional for cue in wording.cues
    )


def _opposite_ends(ours: Wording, theirs: Wording) -> bool:
    """
    Whether both tell of one of the axes of the lexicon, and of no end of it in common: "rose", "fell".

    A negation is not looked at: whether "did not rise" is "fell" needs the words around it.
    """
    mine, their = (_ends(wording) for wording in (ours, theirs))
    return any(axis in their and mine[axis].isdisjoint(their[axis]) for axis in mine)


def _ends(wording: Wording) -> dict[str, set[int]]:
    """By axis, the ends that the words tell of: 1 and -1."""
    found: dict[str, set[int]] = {}
    for at, word in enumerate(wording.words):
        for parts, senses in expressions().get(word, ()):
            if wording.words[at : at + len(parts)] == parts:
                for sense in senses:
                    found.setdefault(sense.axis, set()).add(sense.sign)
                break
    return found
