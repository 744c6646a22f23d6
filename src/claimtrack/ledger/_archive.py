"""The reports and claims of a ledger as tracking reads them, with what was read last kept at hand."""

from __future__ import annotations

import base64
import hashlib
from collections import OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import msgspec
from attrs import evolve, frozen

from claimtrack import codec
from claimtrack._evidence import BETTER_VIEW, DECIDED, SCALE
from claimtrack._gist import Gist, gist
from claimtrack._gist import Kept as KeptGist
from claimtrack._links import Heard
from claimtrack.comparison import plain
from claimtrack.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from claimtrack._notices import Notice
    from claimtrack._verdicts import Evidence
    from claimtrack.ledger._store import Store
    from claimtrack.model import Claim, Date, Report, Speaker

KEPT_REPORTS = 256
"""Whole reports that are kept in memory, about 200 kB each: the weeks that a new one is held against."""

KEPT_CLAIMS = 8_000
"""Claims of which words and speakers are kept, about 10 kB each."""

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Kept(Generic[_Key, _Value]):
    """What was asked for last, at most so many; the rest is made anew."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[_Key, _Value] = OrderedDict()

    def get(self, key: _Key) -> _Value | None:
        """What is kept for *key*, or None."""
        found = self._known.get(key)
        if found is not None:
            self._known.move_to_end(key)
        return found

    def put(self, key: _Key, value: _Value) -> _Value:
        """Keep *value*, and let go of what was not asked for longest."""
        self._known[key] = value
        if len(self._known) > self._most:
            self._known.popitem(last=False)
        return value

    def made(self, key: _Key, make: Callable[[], _Value]) -> _Value:
        """What is kept for *key*, or what *make* makes."""
        found = self.get(key)
        return found if found is not None else self.put(key, make())

    def clear(self) -> None:
        """Keep nothing."""
        self._known.clear()


FEW_SHARED = 3
"""
Telling words that two wordings must share for their words to decide, unless both tell the very same: "the council
approved the budget" and "the council approved the plan" share two, and are two facts.
"""

FEW_NAMED = 2
"""… and so many where one of them is a name: who or where it was is told, and what."""

HALF = DECIDED / SCALE
"""Wordings that are less alike are not the same, whatever they share."""

ALL_OF_IT = 0.65
"""… or where little else is told: all of the shorter one, and most of the longer, which has one or two words more."""


class _Kept(NamedTuple):
    wording: str
    said: str
    meant: str | None
    content: KeptGist
    proposition: KeptGist | None


class Wordings(NamedTuple):
    """
    The words of a claim, and what they tell.

    Args:
        wording: Its proposition, where there is one, else its words.
        said: The folded words of its content.
        meant: Those of its proposition; None where it has none.
        content: What its content tells.
        proposition: What its proposition tells; None where it has none.
    """

    wording: str
    said: str
    meant: str | None
    content: Gist
    proposition: Gist | None

    @classmethod
    def of(cls, claim: Claim) -> Wordings:
        """Read a claim."""
        said, meant = " ".join(claim.quote.split()), claim.proposition
        return cls(
            " ".join(claim.wording.split()),
            " ".join(words(said)),
            None if meant is None else " ".join(words(meant)),
            gist(said),
            None if meant is None else gist(meant),
        )

    @classmethod
    def kept(cls, data: str) -> Wordings:
        """The words of a claim as `as_json` keeps them."""
        found = msgspec.json.decode(data, type=_Kept)
        meant = found.proposition
        return cls(
            found.wording, found.said, found.meant, Gist(*found.content), None if meant is None else Gist(*meant)
        )

    def as_json(self) -> str:
        """The same, to be kept."""
        meant = self.proposition
        kept = _Kept(self.wording, self.said, self.meant, self.content.kept(), None if meant is None else meant.kept())
        return msgspec.json.encode(kept, order="deterministic").decode()

    @property
    def best(self) -> Gist:
        """What the proposition tells, where there is one: it names what the content only points at."""
        return self.content if self.proposition is None else self.proposition

    def signs(self) -> tuple[str, ...]:
        """What names candidates: the words that tell much, and what they stand for."""
        terms = (*self.content.terms, *(self.proposition.terms if self.proposition is not None else ()))
        heavy = [term for term in terms if term.weight == 1]
        return tuple(sorted({term.key for term in heavy} | {sense for term in heavy for sense in term.senses}))

    def likeness(self, other: Wordings) -> tuple[float, bool]:
        """
        How far two claims tell the same, from 0 to 1, and whether they share as much as it takes to be sure.

        The better of the two views counts, the other one supports it, as in pairing.
        """
        said, shared = self.content.likeness(other.content)
        told = said
        if self.proposition is not None or other.proposition is not None:
            meant, more = self.best.likeness(other.best)
            told = BETTER_VIEW * max(said, meant) + (1 - BETTER_VIEW) * min(said, meant)
            shared = max(shared, more)
        return told, told >= HALF and self._enough(other, told, shared)

    def _enough(self, other: Wordings, told: float, shared: int) -> bool:
        if shared >= FEW_SHARED:
            return True
        if shared >= FEW_NAMED and told >= ALL_OF_IT:
            inside = self.best.within(other.best) or other.best.within(self.best)
            # With a number on both sides they tell how many, or how much, of the same.
            if inside or (self.best.figures and other.best.figures):
                return True
        if shared >= FEW_NAMED and (self.best.names(other.best) or self.content.names(other.content)):
            return True
        return self.best.within(other.best) and other.best.within(self.best)

    def names_differ(self, other: Wordings) -> bool:
        """Whether each names somebody or something that the other does not."""
        return self.best.names_differ(other.best)

    @property
    def has_ends(self) -> bool:
        """Whether it tells of an end of something."""
        return bool(self.best.ends or self.content.ends)

    def opposite_ends(self, other: Wordings) -> bool:
        """Whether they tell of the two ends of something."""
        return self.best.opposite_ends(other.best) or self.content.opposite_ends(other.content)

    @property
    def denies(self) -> bool | None:
        """Whether the words say that something is not so; None where that is open."""
        return self.best.denies

    def tells_apart(self, other: Wordings) -> bool:
        """Whether the two are told of two things, or of the two ends of one: "opened", "closed"."""
        return self.best.tells_apart(other.best) or self.best.opposite_ends(other.best)


@frozen(kw_only=True)
class Told:
    """
    A claim of a report that was tracked: what later ones are held against.

    Args:
        number: Its number in the ledger.
        report: The number of its report.
        id: Its id in that report.
        wordings: Its words, and what they tell.
        kind: As in the report.
        unsure: Whether it is told as possible, or open: then nothing stands against it.
        denies: Whether it says that something is not so: by its words, or by its certainty; None where that is open.
        speakers: The numbers of the ledger's speakers who say it, anonymous ones and authors included.
        named: Those that are neither.
        anonymous: Whether all of them are, or nobody knows who says it.
        author: Whether only authors say it.
    """

    number: int
    report: int
    id: str
    wordings: Wordings
    kind: str
    denies: bool | None
    unsure: bool
    speakers: frozenset[int]
    named: frozenset[int]
    anonymous: bool
    author: bool

    @property
    def negative(self) -> bool:
        """Whether it denies or refuses something."""
        return self.denies is True or min(self.wordings.best.ready, self.wordings.content.ready) < 0

    def denied(self, other: Told) -> bool:
        """Whether one of two claims denies something, and the other does not."""
        return {self.denies, other.denies} == {True, False}

    def opposes(self, other: Told) -> str | None:
        """The rule by which two claims say opposite things of the same, None if they do not."""
        if self.unsure or other.unsure:
            return None
        denied = self.denied(other)
        mine, theirs = self.wordings, other.wordings
        return mine.best.opposes(theirs.best, denied=denied) or mine.content.opposes(theirs.content, denied=denied)


class Loaded:
    """A report as it stands in the ledger."""

    def __init__(
        self, number: int, place: int | None, report: Report, claims: dict[str, int], known: dict[str, int]
    ) -> None:
        self.number, self.place, self.report, self.claims = number, place, report, claims
        self.known = known
        """By the id of a speaker, the number of the ledger's speaker; nothing before the report was tracked."""
        self.ids = {claim: name for name, claim in claims.items()}

    @property
    def outlet(self) -> str | None:
        """The id of its outlet."""
        publisher = self.report.document.publisher
        return publisher.id if publisher is not None else None

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """The notices of correction in its text."""
        from claimtrack._notices import notices_of  # whose expressions take long to compile

        return notices_of(self.report)

    @cached_property
    def in_notices(self) -> frozenset[str]:
        """The ids of its claims that stand in one."""
        from claimtrack._notices import claims_in_notices

        return claims_in_notices(self.report) if self.notices else frozenset()

    @cached_property
    def heard(self) -> Heard:
        """Its claims, ready to be held against others."""
        return Heard(self.report, self.in_notices)

    @cached_property
    def by_id(self) -> dict[str, Claim]:
        """Its claims by their ids."""
        return {claim.id: claim for claim in self.report.claims}

    def only(self, claims: Iterable[str]) -> Report:
        """The report with only these of its claims: what is asked of few of them need not read them all."""
        wanted = set(claims)
        return evolve(self.report, claims=tuple(claim for claim in self.report.claims if claim.id in wanted))


class Archive:
    """What tracking reads from a ledger's file."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reports: Kept[int, Loaded] = Kept(KEPT_REPORTS)
        self._claims: Kept[int, Told] = Kept(KEPT_CLAIMS)
        self._languages: Kept[int, str] = Kept(KEPT_CLAIMS)
        self._outlets: Kept[int, str] = Kept(KEPT_CLAIMS)

    def forget(self) -> None:
        """Let go of everything: the file may have changed."""
        for kept in (self._reports, self._claims, self._languages, self._outlets):
            kept.clear()

    def forget_speakers(self) -> None:
        """Let go of what hangs on the places of reports: those from one place on are tracked anew."""
        self._reports.clear()
        self._claims.clear()

    def report(self, number: int) -> Loaded:
        """A report by its number."""
        return self._reports.made(number, lambda: self._load(number))

    def _load(self, number: int) -> Loaded:
        place, data = self._store.row("SELECT place, data FROM reports WHERE number = ?", (number,))
        claims = dict(self._store.rows("SELECT id, number FROM claims WHERE report = ? ORDER BY position", (number,)))
        known = dict(
            self._store.rows(
                "SELECT n.id, a.speaker FROM report_speakers AS n JOIN appearances AS a ON a.report_speaker = n.number"
                " WHERE n.report = ?",
                (number,),
            )
        )
        return Loaded(number, place, codec.loads_own(data), claims, known)

    def language(self, number: int) -> str | None:
        """The language of a report."""

        def load() -> str:
            (tag,) = self._store.row("SELECT language FROM reports WHERE number = ?", (number,))
            return tag or ""

        return self._languages.made(number, load) or None

    def outlet(self, number: int) -> str | None:
        """The id of the outlet of a report."""

        def load() -> str:
            (outlet,) = self._store.row("SELECT outlet FROM reports WHERE number = ?", (number,))
            return outlet or ""

        return self._outlets.made(number, load) or None

    def told(self, numbers: Iterable[int]) -> dict[int, Told]:
        """Claims by their numbers; of reports whose speakers are known."""
        wanted = list(dict.fromkeys(numbers))
        found = {number: known for number in wanted if (known := self._claims.get(number)) is not None}
        missing = [number for number in wanted if number not in found]
        if not missing:
            return found
        speakers: dict[int, list[tuple[int, str]]] = {number: [] for number in missing}
        for claim, speaker, kind in self._store.rows_of(
            "SELECT s.claim, a.speaker, n.kind FROM claim_speakers AS s"
            " JOIN report_speakers AS n ON n.number = s.speaker JOIN appearances AS a ON a.report_speaker = n.number"
            " WHERE s.claim IN (?)",
            missing,
        ):
            speakers[claim].append((speaker, kind))
        for number, report, name, kind, certainty, read in self._store.rows_of(
            "SELECT number, report, id, kind, certainty, wordings FROM claims WHERE number IN (?)", missing
        ):
            found[number] = self._claims.put(
                number,
                told(number, report, name, Wordings.kept(read), kind, certainty, speakers[number]),
            )
        return found


def told(
    number: int,
    report: int,
    name: str,
    wordings: Wordings,
    kind: str,
    certainty: str,
    speakers: Iterable[tuple[int, str]],
) -> Told:
    """A claim with its speakers, each given by its number in the ledger and its kind in the report."""
    who = list(speakers)
    kinds = {kind for _, kind in who}
    return Told(
        number=number,
        report=report,
        id=name,
        wordings=wordings,
        kind=kind,
        unsure=certainty[:2] not in ("CT", "PR"),
        denies=wordings.denies or (certainty[-1] == "-" if wordings.denies is False else None),
        speakers=frozenset(speaker for speaker, _ in who),
        named=frozenset(speaker for speaker, kind in who if kind not in ("anonymous", "author")),
        anonymous=kinds <= {"anonymous"},
        author=kinds == {"author"},
    )


def spans_json(claim: Claim) -> str:
    """Where a claim stands in its text, as it is kept."""
    return msgspec.json.encode([[piece.span.start, piece.span.end] for piece in claim.content]).decode()


def likelihood_json(claim: Claim) -> str | None:
    """The likelihood of a claim as it is kept; None where it has none."""
    told = claim.likelihood
    return None if told is None else msgspec.json.encode([told.low, told.high, told.term, told.scale]).decode()


def details_json(speaker: Speaker) -> str:
    """What a report says of a speaker beside name and kind, as it is kept."""
    return msgspec.json.encode([speaker.aliases, speaker.role, speaker.affiliation]).decode()


def id_of(letter: str, report: str, name: str) -> str:
    """An id made from where something appeared first: the same reports, the same ids."""
    digest = hashlib.sha256(f"{report}#{name}".encode()).digest()
    return letter + base64.b32encode(digest)[:ID_LENGTH].decode().lower()


ID_LENGTH = 12
"""Letters and digits of an id, 60 bits: among a million facts two of one id are as likely as 1 in 2 million."""


def order_key(published: Date | None, retrieved: Date | None, report_id: str) -> str:
    """What reports are ordered by: when they were published, when retrieved, and their ids; undated ones last."""
    return "|".join((_moment(published), _moment(retrieved), report_id))


def _moment(date: Date | None) -> str:
    # The first moment that may be meant, and then the last: a month comes before its first day.
    return "~" if date is None else f"{date.earliest.isoformat()}/{_UP_TO - date.latest.timestamp():020.6f}"


_UP_TO = 1e12  # later than any date, in seconds since 1970: of two that begin together the longer one comes first


def changes_json(changes: Iterable[object]) -> str:
    """Changes as they are kept."""
    return msgspec.json.encode([plain(change) for change in changes]).decode()


def evidence_json(*sides: Evidence | None) -> str:
    """The words of several sides as they are kept."""
    return msgspec.json.encode([None if side is None else plain(side) for side in sides]).decode()
