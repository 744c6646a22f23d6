"""What a ledger tells: facts with their sightings, states and conflicts, speakers, reports, and what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from attrs import frozen

from claimtrack._display import Displayed
from claimtrack.certainty import Certainty, Likelihood
from claimtrack.comparison import Change, Evidence
from claimtrack.model import Date, Kind, Publisher, SpeakerKind
from claimtrack.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

FactStatus = Literal["retracted", "corrected", "contested", "not mentioned", "weakened", "strengthened", "standing"]
STATUSES: tuple[FactStatus, ...] = get_args(FactStatus)
"""Every status of a fact. Of several that hold, the first of these is the one that a fact is said to have."""

STATUS_MEANINGS: dict[FactStatus, str] = {
    "retracted": "an outlet took it back, and nobody has said it since",
    "corrected": "an outlet corrected it",
    "contested": "two speakers or outlets say of it what cannot both hold",
    "not mentioned": "the outlets that told of it do so no more",
    "weakened": "the last time somebody said it otherwise than before, it was with less certainty, or denied",
    "strengthened": "the last time somebody said it otherwise than before, it was with more certainty",
    "standing": "nothing was found that speaks against it",
}

SightingRule = Literal[
    "first",
    "decided",
    "same_as",
    "same id",
    "identical wording",
    "words",
    "split",
    "merge",
    "notice",
]
"""
Why a claim is a sighting of a fact: it is the first one; a person decided it; a file says so; by one report's ids; by
its words; as one part of a claim that became several; as a claim that several became; as the words of a correction.
"""

ClaimRef = tuple[str, str]
"""A claim of a report in a ledger: the ids of the report and of the claim."""


@frozen(kw_only=True)
class Rival:
    """Another fact that a claim may be a sighting of, and the score, from 0 to 1, that leaves it open."""

    fact_id: str
    score: float


@frozen(kw_only=True)
class Sighting:
    """
    One claim of one report, as a sighting of a fact.

    Args:
        report_id, claim_id: The claim.
        title: The title of its document.
        date: When its document was published, else when it was retrieved; None where neither is known.
        outlet: Who published it.
        speakers: The ids of the ledger's speakers who say it.
        speaker_names: What the report calls them, in the same order.
        kind, certainty, likelihood, tags, proposition: As in the report.
        words: The words of its content, pieces joined by an ellipsis.
        spans: Where they stand in the document's text, in code points.
        rule: Why it is a sighting of this fact.
        score: How well it fits, from 0 to 1.
        against: The earlier sighting that `changes` are told against: the last one of the same outlet or speaker, else
            the last one; None for the first.
        changes: What is different from that one.
        reappeared: Whether the outlets that told of the fact had fallen silent about it before.
        rivals: The facts that came too close to be ruled out; such a claim founds a fact of its own.
    """

    report_id: str
    claim_id: str
    title: str | None = None
    date: Date | None = None
    outlet: Publisher | None = None
    speakers: tuple[str, ...] = ()
    speaker_names: tuple[str, ...] = ()
    kind: Kind = "assertion"
    certainty: Certainty
    likelihood: Likelihood | None = None
    tags: tuple[str, ...] = ()
    words: str
    proposition: str | None = None
    spans: tuple[Span, ...] = ()
    rule: SightingRule = "first"
    score: float = 1.0
    against: ClaimRef | None = None
    changes: tuple[Change, ...] = ()
    reappeared: bool = False
    rivals: tuple[Rival, ...] = ()

    @property
    def ref(self) -> ClaimRef:
        """The ids of the report and of the claim."""
        return self.report_id, self.claim_id


@frozen(kw_only=True)
class State:
    """
    What is to be said of a fact from one report on.

    Args:
        status: One of `STATUSES`.
        since: The date of the report that brought it; None where that has none.
        report_id: That report.
        sightings: The sightings that prove it, of this fact or of one that it stands against.
        rule: The rule that fired: of a change, a contradiction or a correction; ``silence`` for *not mentioned*.
        evidence: Their words, in the order of *sightings*; for a correction the notice as well.
    """

    status: FactStatus
    since: Date | None
    report_id: str
    sightings: tuple[ClaimRef, ...] = ()
    rule: str = ""
    evidence: tuple[Evidence, ...] = ()


@frozen(kw_only=True)
class Conflict:
    """
    Two sightings that cannot both hold, by two speakers or outlets, each being the last that these say of it.

    Args:
        fact_id: The fact of *other*: this fact itself where its sightings disagree, or the one that it stands against.
        sighting: The sighting of this fact.
        other: The sighting that it stands against.
        rule: ``relation`` or a rule of `claimtrack.comparison.CONTRADICTION_RULES`.
        words, other_words: What is opposed.
    """

    fact_id: str
    sighting: ClaimRef
    other: ClaimRef
    rule: str
    words: Evidence
    other_words: Evidence


@frozen(kw_only=True)
class Fact(Displayed):
    """
    One claim, followed through many reports.

    Args:
        id: Made from its first sighting; an id that was in use before still leads here, see `Ledger.fact`.
        words: What it says: the proposition, else the words, of its first sighting.
        sightings: In the order of time; one at least.
        states: What was to be said of it, from when on, in the order of time; the first one is ``standing``, unless it
            was contested as soon as it was told.
        conflicts: What stands against it now.
        status: What is to be said of it now: the first of *statuses*.
        statuses: All that is to be said of it now, in the order of `STATUSES`: it may be contested, and weakened.
        not_mentioned_since: The date of its last sighting, where those who told of it do so no more and that is known.
        later_reports: How many later reports of the outlets that told of it do not mention it.
    """

    id: str
    words: str
    sightings: tuple[Sighting, ...]
    states: tuple[State, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    status: FactStatus = "standing"
    statuses: tuple[FactStatus, ...] = ("standing",)
    not_mentioned_since: Date | None = None
    later_reports: int = 0

    @property
    def first(self) -> Sighting:
        """The sighting that founded it."""
        return self.sightings[0]

    @property
    def last(self) -> Sighting:
        """The latest sighting."""
        return self.sightings[-1]

    @property
    def certainty(self) -> Certainty:
        """How certain it was, the last time it was said."""
        return self.last.certainty

    @property
    def outlets(self) -> tuple[Publisher, ...]:
        """The outlets that told of it, in the order in which they did."""
        found = {sighting.outlet.id: sighting.outlet for sighting in self.sightings if sighting.outlet is not None}
        return tuple(found.values())

    @property
    def speakers(self) -> tuple[str, ...]:
        """The ids of the ledger's speakers who said it, in the order in which they did."""
        return _once(name for sighting in self.sightings for name in sighting.speakers)

    @property
    def speaker_names(self) -> tuple[str, ...]:
        """What the reports call them first, in the same order."""
        named: dict[str, str] = {}
        for sighting in self.sightings:
            for speaker, name in zip(sighting.speakers, sighting.speaker_names, strict=True):
                named.setdefault(speaker, name)
        return tuple(named.values())

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of its sightings."""
        return _once(tag for sighting in self.sightings for tag in sighting.tags)

    @property
    def undecided(self) -> bool:
        """Whether its first sighting may belong to another fact: a person has to decide."""
        return bool(self.first.rivals)


@frozen(kw_only=True)
class KnownSpeaker:
    """
    A speaker, followed through many reports.

    Args:
        id: Made from where they appeared first.
        name: The longest name that a report gives.
        kind: As in the report that names them first.
        role, affiliation: The last that a report gives.
        names: Every name and alias in use, in the order of their appearance.
        outlet: For the author of documents: the outlet in whose voice they speak, if it is known.
        appearances: The ids of report and speaker, in the order of time.
        claims: How many sightings are theirs.
    """

    id: str
    name: str
    kind: SpeakerKind
    role: str | None = None
    affiliation: str | None = None
    names: tuple[str, ...] = ()
    outlet: Publisher | None = None
    appearances: tuple[tuple[str, str], ...] = ()
    claims: int = 0


@frozen(kw_only=True)
class ReportEntry:
    """A report as a ledger lists it; `Ledger.report` gives all of it."""

    id: str
    document_id: str
    title: str | None = None
    outlet: Publisher | None = None
    date: Date | None = None
    revision: int = 1
    claims: int = 0


@frozen(kw_only=True)
class Decision:
    """
    What a person decided, whatever the words say.

    Args:
        number: Counts the decisions of a ledger from 1.
        type: ``pin`` (a claim is a sighting of a fact), ``merge`` (two facts are one) or ``separate`` (two claims are
            no sightings of one fact).
        one, other: The claims that it is about; of a fact, its first sighting.
        quotes: The words of both, by which they are found again where a report comes anew with other ids.
        by, at, reason: Who decided, when and why, as far as they said.
        state: ``holds``; ``overruled`` by a later decision; ``waiting`` while one of the claims is not in the ledger.
    """

    number: int
    type: Literal["pin", "separate", "merge"]
    one: ClaimRef
    other: ClaimRef
    quotes: tuple[str, str]
    by: str | None = None
    at: Date | None = None
    reason: str | None = None
    state: Literal["holds", "overruled", "waiting"] = "holds"


@frozen(kw_only=True)
class Added:
    """What became of a report that was given to a ledger: it is new, was there already, or replaced another content."""

    report_id: str
    result: Literal["added", "unchanged", "replaced"]


UPDATES = frozenset({"polarity", "kind", "condition", "quantity", "time", "name"})
"""The axes on which a sighting tells something else than the one before, and not only in another way."""


@frozen(kw_only=True)
class Difference:
    """
    What is different in a ledger since a date.

    Args:
        since: The date.
        reports: The reports from then on, in the order of time.
        new: Facts that were first told of since then.
        changed: Facts with a state that holds since then, but for new ones: with these states, in the order of time.
        reappeared: Facts that had been silent and were told of again.
        updated: Facts that were told of with something else, such as another number or date, but for new ones: with the
            sightings that do, in the order of time.
        repeated: Facts that were told of again, and nothing else.
        silent: Facts that are not mentioned any more, since a report from then on.
        conflicts: By fact, the conflicts that arose since then.
    """

    since: Date
    reports: tuple[ReportEntry, ...] = ()
    new: tuple[Fact, ...] = ()
    changed: tuple[tuple[Fact, tuple[State, ...]], ...] = ()
    reappeared: tuple[Fact, ...] = ()
    updated: tuple[tuple[Fact, tuple[Sighting, ...]], ...] = ()
    repeated: tuple[Fact, ...] = ()
    silent: tuple[Fact, ...] = ()
    conflicts: tuple[tuple[Fact, tuple[Conflict, ...]], ...] = ()


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
