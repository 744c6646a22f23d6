"""What is to be said of a fact, by its sightings, what stands against them, and what was corrected."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from claimtrack.model import Date  # attrs classes name it at run time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack.ledger.facts import FactStatus

SILENT_AFTER = 3
"""
A fact is not mentioned any more when the outlets that told of it published so many further reports without it. One may
be about something else, and so may two; three in a row are a turn of the story.
"""

AT_ONCE = timedelta(days=1)
"""
Two outlets that quote one speaker with two things within this time disagree about what was said; later than that, the
speaker may have said something else. It is the time that the news of one statement takes.
"""

WEAKER = frozenset({"weakened", "commitment withdrawn", "likelihood lowered"})
STRONGER = frozenset({"strengthened", "commitment made", "likelihood raised"})
"""The rules of changes that say that a claim was told with less, or more, certainty than before."""


@frozen(kw_only=True)
class Seen:
    """
    A sighting, as far as it tells what is to be said of its fact.

    Args:
        claim: Its number.
        place: That of its report.
        report: The number of its report.
        outlet: The id of the outlet; None where it is not known.
        speakers: The numbers of the ledger's speakers who say it, without anonymous ones and authors.
        own_voice: Whether the outlet says it itself: the author does, or nobody knows who.
        date: That of the report.
        moved: -1, 1 or 0: told with less, with more, or with the same certainty as before.
        against: The number of the claim that this is told against.
        notice: Whether it is the words of a correction.
    """

    claim: int
    place: int
    report: int
    outlet: str | None
    speakers: frozenset[int]
    own_voice: bool
    date: Date | None
    moved: int
    against: int | None
    notice: bool = False


class Opposed(NamedTuple):
    """Two claims that cannot both hold, by their numbers."""

    one: int
    other: int
    rule: str


class Righted(NamedTuple):
    """A correction or retraction: its type, the place and outlet of the report that has it, the claim it is about."""

    number: int
    type: str
    place: int
    outlet: str | None
    claim: int
    rule: str


class Verdict(NamedTuple):
    """
    A status, the rule that fired, the numbers of the claims that prove it, and of the correction, if it is one; and of
    a contest all pairs of claims that would prove it as well.
    """

    status: FactStatus
    rule: str
    claims: tuple[int, ...]
    correction: int | None = None
    pairs: tuple[tuple[int, int], ...] = ()


def positions(seen: Sequence[Seen], righted: Iterable[Righted]) -> tuple[Seen, ...]:
    """
    The sightings that stand: for each speaker and outlet the last thing that they say of the fact.

    A later sighting takes the place of an earlier one where a speaker says both, or where an outlet does in its own
    voice. What an outlet took back or put right is no position of its own any more.
    """
    gone: set[int] = set()
    order = {each.claim: each for each in seen}
    for right in righted:
        about = order.get(right.claim)
        for each in seen:
            own = about is not None and each.outlet == about.outlet and each.place <= about.place
            if (own or each.claim == right.claim) and each.place < right.place:
                gone.add(each.claim)
    standing: list[Seen] = []
    for each in seen:
        if each.notice:
            continue  # it tells what was said wrongly, and does not say it
        standing = [earlier for earlier in standing if not _replaces(each, earlier)]
        standing.append(each)
    return tuple(each for each in standing if each.claim not in gone)


def _replaces(later: Seen, earlier: Seen) -> bool:
    if later.place == earlier.place:
        return False  # one report says both
    if later.speakers & earlier.speakers:
        return later.outlet == earlier.outlet or not _at_once(later.date, earlier.date)
    return later.outlet == earlier.outlet and (later.own_voice or earlier.own_voice)


def _at_once(one: Date | None, other: Date | None) -> bool:
    if one is None or other is None:
        return False
    if one.value[:10] == other.value[:10]:
        return True
    # Of a date that is a month or a year, any day may be meant.
    return max(one.earliest, other.earliest) - min(one.latest, other.latest) <= AT_ONCE


def disagree(one: Seen, other: Seen) -> bool:
    """Whether two sightings are of different speakers or outlets."""
    if one.outlet != other.outlet:
        return True
    return not (one.own_voice and other.own_voice) and not (one.speakers & other.speakers)


def verdict(
    seen: Sequence[Seen],
    opposed: Iterable[Opposed],
    righted: Sequence[Righted],
    elsewhere: Mapping[int, Seen],
) -> Verdict:
    """
    What is to be said of a fact; *not mentioned* is left to who knows what was published since.

    Args:
        seen: Its sightings, in the order of time.
        opposed: The pairs of claims that cannot both hold, of which one at least is a sighting of this fact.
        righted: The corrections and retractions of its sightings, in the order of time.
        elsewhere: The sightings of other facts that stand, by the numbers of their claims.
    """
    mine = {each.claim: each for each in seen}
    standing = positions(seen, righted)
    against = conflicting(standing, opposed, elsewhere)
    last = righted[-1] if righted else None
    if last is not None:
        again = [each for each in seen if each.place > last.place and not each.notice]
        if last.type == "retracts":
            if not again:
                return Verdict("retracted", last.rule, (last.claim,), last.number)
            if not any(each.outlet == last.outlet for each in again):
                return Verdict("contested", "retraction", (last.claim, again[-1].claim), last.number)
        else:
            # What stands against the right words has to be said anew: the wrong ones stood there before.
            renewed = [
                link
                for link in against
                if any(
                    (each := mine.get(name) or elsewhere.get(name)) is not None
                    and each.place > last.place
                    and each.outlet != last.outlet
                    for name in link[:2]
                )
            ]
            if not renewed:
                return Verdict("corrected", last.rule, (last.claim,), last.number)
            against = renewed
    if against:
        pairs = tuple((link.one, link.other) for link in against)
        return Verdict("contested", against[0].rule, against[0][:2], pairs=pairs)
    for each in reversed(seen):
        if each.moved:
            told = (each.against, each.claim) if each.against is not None else (each.claim,)
            return Verdict("weakened" if each.moved < 0 else "strengthened", "certainty", told)
    return Verdict("standing", "", (seen[0].claim,))


def conflicting(standing: Sequence[Seen], opposed: Iterable[Opposed], elsewhere: Mapping[int, Seen]) -> list[Opposed]:
    """
    The pairs of which both sides stand and are of different speakers or outlets, each with its own claim first.

    They come in the order of time of the one claim, and then of the other.
    """
    mine = {each.claim: each for each in standing}
    found: dict[tuple[int, int], Opposed] = {}
    times: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for link in opposed:
        for one, other in ((link.one, link.other), (link.other, link.one)):
            here, there = mine.get(one), mine.get(other) or elsewhere.get(other)
            known = here is not None and there is not None and (other, one) not in found
            if known and here is not None and there is not None and disagree(here, there):
                found[one, other] = Opposed(one, other, link.rule)
                # The numbers of claims tell who was added first, but within one report.
                times[one, other] = (here.place, one, there.place, other)
    return [found[pair] for pair in sorted(found, key=times.__getitem__)]
