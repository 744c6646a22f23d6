"""The words of claimtrack as values: documents, speakers, claims, reports, and what they are made of."""

from __future__ import annotations

import calendar
import hashlib
import re
from collections.abc import Mapping  # attrs classes name it at run time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

from attrs import evolve, field, frozen

from claimtrack._display import Displayed
from claimtrack.certainty import Certainty, Likelihood
from claimtrack.errors import InvalidValue
from claimtrack.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from attrs import Attribute

FORMAT_VERSION = 1
"""The version of the file format that this package writes."""

Kind = Literal["assertion", "proposal", "commitment", "prediction", "evaluation", "question"]
Mode = Literal["direct", "indirect", "mixed"]
Sense = Literal["if", "unless", "once", "even-if", "other"]
SpeakerKind = Literal["person", "organisation", "group", "anonymous", "author"]
AnnotatorKind = Literal["person", "software"]
Status = Literal["manual", "drafted", "accepted", "corrected"]
RelationType = Literal[
    "same_as", "different_from", "contradicts", "supports", "alternative_to", "part_of", "corrects", "retracts"
]

KINDS: tuple[Kind, ...] = get_args(Kind)
MODES: tuple[Mode, ...] = get_args(Mode)
SENSES: tuple[Sense, ...] = get_args(Sense)
SPEAKER_KINDS: tuple[SpeakerKind, ...] = get_args(SpeakerKind)
RELATION_TYPES: tuple[RelationType, ...] = get_args(RelationType)
STATUSES: tuple[Status, ...] = get_args(Status)

MAX_ID_LENGTH = 200
"""The longest id, in characters."""

ID_PATTERN = "^[0-9A-Za-z][0-9A-Za-z._-]*$"
"""What an id looks like; neither ``#`` nor ``/``, so that ``report#claim`` can be told apart."""

_ID = re.compile(ID_PATTERN.replace("$", r"\Z"))


def text_sha256(text: str) -> str:
    """The SHA-256 of *text* as UTF-8, in lower-case hexadecimal digits, line ends and a BOM as they are."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _identifier(_: object, attribute: Attribute[str], value: object) -> None:
    if type(value) is not str or not _ID.match(value) or len(value) > MAX_ID_LENGTH:
        raise InvalidValue(
            f"{attribute.name} {value!r:.60} is no id",
            hint=f"letters, digits, '.', '_' and '-', a letter or digit first, at most {MAX_ID_LENGTH}",
        )


def _one_of(words: tuple[str, ...]) -> Callable[[object, Attribute[Any], object], None]:
    known = frozenset(words)

    def check(_: object, attribute: Attribute[Any], value: object) -> None:
        if value not in known:
            raise InvalidValue(f"{value!r:.60} is no {attribute.name}", hint=f"one of {', '.join(words)}")

    return check


def _namespaced(_: object, attribute: Attribute[Any], value: Any) -> None:
    for key in value:
        if type(key) is not str or ":" not in key[1:-1]:
            raise InvalidValue(f"{key!r:.60} in {attribute.name} has no namespace", hint="write newsroom:priority")


def _not_empty(_: object, attribute: Attribute[Any], value: Any) -> None:
    if not value:
        raise InvalidValue(f"{attribute.name} is empty")


def _code(value: Certainty | str) -> Certainty:
    return Certainty.parse(value) if isinstance(value, str) else value


_DATE = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?)?)?\Z", re.ASCII
)
# A date without a zone may be meant anywhere on Earth: civil time runs from UTC-12 to UTC+14.
_FARTHEST_EAST, _FARTHEST_WEST = timedelta(hours=14), timedelta(hours=12)


@frozen(order=False)
class Date:
    """
    A date of ISO 8601, written as it is known: ``2025``, ``2025-12``, ``2025-12-15`` or with a time.

    Precision is kept: ``2025-12`` is the whole month. A date without a zone is uncertain by the zones of the Earth
    (UTC-12 to UTC+14), so that no order is claimed that is not sure.

    Raises:
        InvalidValue: If *value* is written otherwise, or no such day or time exists.
    """

    value: str

    def __attrs_post_init__(self) -> None:
        self._bounds()

    def __str__(self) -> str:
        return self.value

    @property
    def earliest(self) -> datetime:
        """The first moment that may be meant, in UTC."""
        return self._bounds()[0]

    @property
    def latest(self) -> datetime:
        """The last moment that may be meant, in UTC."""
        return self._bounds()[1]

    def surely_before(self, other: Date) -> bool:
        """Whether every moment this may mean lies before every moment that *other* may mean."""
        return self.latest < other.earliest

    def _bounds(self) -> tuple[datetime, datetime]:
        return _bounds(self.value)


@lru_cache(maxsize=4096)  # the dates of a corpus repeat
def _bounds(value: str) -> tuple[datetime, datetime]:
    match = _DATE.match(value) if type(value) is str else None
    if match is None:
        raise InvalidValue(
            f"{value!r:.40} is no date", hint="write 2025, 2025-12, 2025-12-15 or 2025-12-15T09:30:00+01:00"
        )
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        start = datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=UTC
        )
        if hour is not None:
            length = timedelta(seconds=1) if second is not None else timedelta(minutes=1)
        elif day is not None:
            length = timedelta(days=1)
        elif month is not None:
            length = timedelta(days=calendar.monthrange(start.year, start.month)[1])
        else:
            length = timedelta(days=366 if calendar.isleap(start.year) else 365)
        # The last moment within, so that a date at the very end of the calendar is one too.
        end = start + (length - timedelta(microseconds=1))
        if zone is None:
            return _shift(start, -_FARTHEST_EAST), _shift(end, _FARTHEST_WEST)
        if zone == "Z":
            return start, end
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
        if offset >= timedelta(days=1) or int(zone[4:6]) > 59:
            raise ValueError("the zone is a day or more away")
        offset = -offset if zone[0] == "+" else offset
        return _shift(start, offset), _shift(end, offset)
    except ValueError as error:
        raise InvalidValue(f"there is no date {value}", hint=f"{error}") from None


def _shift(moment: datetime, by: timedelta) -> datetime:
    try:
        return moment + by
    except OverflowError:  # at the ends of the calendar, years 1 and 9999
        return moment


def _strings(items: Iterable[str]) -> tuple[str, ...]:
    if isinstance(items, str):  # its letters would pass for strings
        raise InvalidValue(f"{items!r:.60} is one string, not several", hint="write a list, be it of one")
    return tuple(items)


# One converter for each kind of item: type checkers cannot carry a type through a generic one.
def _anchors(items: Iterable[Anchor]) -> tuple[Anchor, ...]:
    return tuple(items)


def _relays(items: Iterable[Relay]) -> tuple[Relay, ...]:
    return tuple(items)


def _conditions(items: Iterable[Condition]) -> tuple[Condition, ...]:
    return tuple(items)


def _times(items: Iterable[Time]) -> tuple[Time, ...]:
    return tuple(items)


def _relations(items: Iterable[Relation]) -> tuple[Relation, ...]:
    return tuple(items)


def _assessments(items: Iterable[Assessment]) -> tuple[Assessment, ...]:
    return tuple(items)


def _annotators(items: Iterable[Annotator]) -> tuple[Annotator, ...]:
    return tuple(items)


def _speakers(items: Iterable[Speaker]) -> tuple[Speaker, ...]:
    return tuple(items)


def _claims(items: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple(items)


def _rejecteds(items: Iterable[Rejected]) -> tuple[Rejected, ...]:
    return tuple(items)


def _date(value: Date | str | None) -> Date | None:
    return Date(value) if isinstance(value, str) else value


def _known_date(value: Date | str) -> Date:
    return Date(value) if isinstance(value, str) else value


@frozen
class Anchor:
    """
    A span together with the words it covers and a little context, so that a file proves itself.

    This is the pair of `TextPositionSelector` and `TextQuoteSelector` of the W3C Web Annotation Data Model (2017).

    Args:
        span: The place, in code points of the document's text.
        exact: The words, exactly as they stand there; as many code points as the span is long.
        prefix: Words right before the span, or None.
        suffix: Words right after it, or None.

    Raises:
        InvalidValue: If *exact* is blank or not as long as the span.
    """

    span: Span
    exact: str = field()
    prefix: str | None = field(default=None, kw_only=True)
    suffix: str | None = field(default=None, kw_only=True)

    @exact.validator
    def _fits(self, _: Attribute[str], exact: str) -> None:
        if not exact or exact.isspace():
            raise InvalidValue(f"the quote at {self.span} is blank", hint="quote the words that make the claim")
        if len(exact) != self.span.end - self.span.start:
            raise InvalidValue(
                f"the quote is {len(exact)} code points long, its span {self.span} covers {len(self.span)}"
            )


@frozen
class Publisher:
    """The outlet a document appeared in; not its speaker."""

    id: str = field(validator=_identifier)
    name: str = field(validator=_not_empty)


@frozen(kw_only=True)
class Document:
    """
    One text as it was read. Versions of one text are documents of one *work*.

    Args:
        id: The id of this text; shared by the reports of several annotators.
        text: The text; None where only its hash and quotes may be kept.
        path: The file that holds the text, relative to the report's file; only without an embedded text.
        sha256: The hash of the text as UTF-8; computed where *text* is given and this is left out.
        work: The id that versions of one text share.
        version: What the source calls this version.
        previous: The id of the document that this one replaced.
        authors: Ids of speakers.
        sources: Addresses that the document rests on.
        language: A language tag (BCP 47).
        published, modified, retrieved: Dates of ISO 8601, of any precision.
        extra: Users' own data under namespaced keys.

    Raises:
        InvalidValue: If there is neither text nor hash, the two disagree, or a value cannot be what its field says.
    """

    id: str = field(validator=_identifier)
    work: str | None = None
    version: str | None = None
    previous: str | None = None
    _text: str | None = field(default=None, alias="text")
    path: str | None = None
    sha256: str = field(default="")
    title: str | None = None
    authors: tuple[str, ...] = field(default=(), converter=_strings)
    publisher: Publisher | None = None
    url: str | None = None
    sources: tuple[str, ...] = field(default=(), converter=_strings)
    language: str | None = None
    published: Date | None = field(default=None, converter=_date)
    modified: Date | None = field(default=None, converter=_date)
    retrieved: Date | None = field(default=None, converter=_date)
    extra: Mapping[str, Any] = field(factory=dict, hash=False, validator=_namespaced)
    # The text of *path*, once somebody has read it: known to this object, no part of the file or of equality.
    _beside: str | None = field(default=None, eq=False, repr=False, alias="beside")

    def __attrs_post_init__(self) -> None:
        if self._text is not None and self.path is not None:
            raise InvalidValue(f"document {self.id} has a text and a path", hint="embed the text or name its file")
        text = self.text
        if not self.sha256:
            if text is None:
                raise InvalidValue(f"document {self.id} has neither a text nor a hash", hint="give text= or sha256=")
            object.__setattr__(self, "sha256", text_sha256(text))

    @property
    def text(self) -> str | None:
        """The text, embedded or read from the file beside the report; None where neither is at hand."""
        return self._text if self._text is not None else self._beside

    @property
    def embedded(self) -> bool:
        """Whether the report's file itself holds the text."""
        return self._text is not None

    def with_text(self, text: str) -> Document:
        """
        This document with the text of its file at hand; the file stays where it is.

        Raises:
            InvalidValue: If *text* does not have this document's hash.
        """
        if text_sha256(text) != self.sha256:
            raise InvalidValue(f"the text is not that of document {self.id}: its sha256 differs")
        return evolve(self, beside=text)

    def next_version(self, text: str, *, id: str | None = None, path: str | None = None) -> Document:
        """
        The document of *text*, a later version of this one: of the same work, replacing this one.

        Title, authors, outlet, address and language are taken over, its dates are not known.

        Args:
            text: The new text.
            id: Its id; made from this one's and from the text's hash where it is left out.
            path: The file that holds the text, relative to the report's; the text is embedded where it is left out.
        """
        digest = text_sha256(text)
        stem = self.id.removesuffix(f"-{self.sha256[:8]}")  # ids do not grow from version to version
        return evolve(
            self,
            id=f"{stem[: MAX_ID_LENGTH - 9]}-{digest[:8]}" if id is None else id,
            version=None,
            previous=self.id,
            text=text if path is None else None,
            beside=None if path is None else text,
            path=path,
            sha256=digest,
            published=None,
            modified=None,
            retrieved=None,
        )


@frozen(kw_only=True)
class Annotator:
    """Who annotated: a person, or software with its version."""

    id: str = field(validator=_identifier)
    kind: AnnotatorKind = field(default="person", validator=_one_of(get_args(AnnotatorKind)))
    name: str = field(validator=_not_empty)
    version: str | None = None


@frozen(kw_only=True)
class Speaker:
    """
    Somebody who makes claims. The speaker is not the outlet: that is the document's publisher.

    Args:
        id: One namespace with the report's claims.
        name: The fullest name.
        aliases: Other names the texts use.
        kind: person, organisation, group, anonymous, or author (of the document itself).
        role: "Prime Minister".
        affiliation: "United Kingdom".
        same_as: Addresses of the same entity elsewhere, or ``report#speaker``.
    """

    id: str = field(validator=_identifier)
    name: str = field(validator=_not_empty)
    aliases: tuple[str, ...] = field(default=(), converter=_strings)
    kind: SpeakerKind = field(default="person", validator=_one_of(SPEAKER_KINDS))
    role: str | None = None
    affiliation: str | None = None
    same_as: tuple[str, ...] = field(default=(), converter=_strings)


@frozen(kw_only=True)
class Relay:
    """One step of the chain that relays a claim: who passed it on, with the words that name and show it."""

    speakers: tuple[str, ...] = field(default=(), converter=_strings)
    mention: tuple[Anchor, ...] = field(default=(), converter=_anchors)
    cue: tuple[Anchor, ...] = field(default=(), converter=_anchors)


@frozen(kw_only=True)
class Attribution:
    """
    Who says it. No speakers means: not resolved, which is not the same as anonymous.

    Args:
        speakers: Ids; several for a joint statement.
        mention: Where the text names the source.
        cue: Where the text shows the saying ("said", "underscores").
        mode: direct, indirect or mixed; None where nothing is quoted, as for the author's own claims.
        via: The relays, innermost first; the document's author stands implicitly at the end (the nested sources of
            FactBank, Saurí & Pustejovsky 2009).
    """

    speakers: tuple[str, ...] = field(default=(), converter=_strings)
    mention: tuple[Anchor, ...] = field(default=(), converter=_anchors)
    cue: tuple[Anchor, ...] = field(default=(), converter=_anchors)
    mode: Mode | None = field(default=None, validator=_one_of((*MODES, None)))  # type: ignore[arg-type]
    via: tuple[Relay, ...] = field(default=(), converter=_relays)


@frozen
class Condition:
    """What a claim hangs on: the words, and how it hangs on them."""

    sense: Sense = field(validator=_one_of(SENSES))
    anchor: Anchor


@frozen
class Time:
    """When the claimed event is, as a date of any precision, and the words that say so, if any."""

    value: Date = field(converter=_known_date)
    anchor: Anchor | None = None


@frozen
class Relation:
    """A link to another claim: an id of this report, or ``report#claim``."""

    type: RelationType = field(validator=_one_of(RELATION_TYPES))
    target: str = field()

    @target.validator
    def _names_a_claim(self, _: Attribute[str], target: str) -> None:
        parts = target.split("#") if type(target) is str else []
        if len(parts) not in (1, 2) or not all(_ID.match(part) and len(part) <= MAX_ID_LENGTH for part in parts):
            raise InvalidValue(f"{target!r:.60} names no claim", hint="a claim id, or report-id#claim-id")

    @property
    def report_id(self) -> str | None:
        """The other report's id; None for a claim of the same report."""
        return self.target.rpartition("#")[0] or None

    @property
    def claim_id(self) -> str:
        """The claim's id within its report."""
        return self.target.rpartition("#")[2]


@frozen(kw_only=True)
class Assessment:
    """A verdict on a claim by somebody, on a scale from *worst* to *best* (schema.org ClaimReview's rating)."""

    rating: float
    label: str = field(validator=_not_empty)
    best: float | None = None
    worst: float | None = None
    author: str = field(validator=_not_empty)
    url: str | None = None
    date: Date | None = field(default=None, converter=_date)

    def __attrs_post_init__(self) -> None:
        best, worst = self.best, self.worst
        ends = [end for end in (worst, best) if end is not None]
        if len(ends) == 2 and not min(ends) <= self.rating <= max(ends):
            raise InvalidValue(f"the rating {self.rating:g} lies outside {worst:g} to {best:g}")


@frozen(kw_only=True)
class Origin:
    """
    Where an annotation comes from.

    Args:
        annotator: The id of an annotator of the report.
        at: When, as a date of any precision.
        status: manual, drafted (by software), accepted or corrected (a draft, by a person).
        confidence: How sure the annotator is, 0 to 100 (STIX 2.1); see `claimtrack.certainty.Confidence`.
        rules: The rules that fired where software annotated.
    """

    annotator: str = field(validator=_identifier)
    at: Date | None = field(default=None, converter=_date)
    status: Status = field(default="manual", validator=_one_of(STATUSES))
    confidence: int | None = field(default=None)
    rules: tuple[str, ...] = field(default=(), converter=_strings)

    @confidence.validator
    def _in_range(self, _: Attribute[int | None], value: int | None) -> None:
        if value is not None and (type(value) is not int or not 0 <= value <= 100):
            raise InvalidValue(f"{value!r:.40} is no confidence", hint="a whole number from 0 to 100")


@frozen(kw_only=True)
class Claim:
    """
    A statement that somebody makes in a document.

    Args:
        id: Unique in the report, one namespace with the speakers.
        kind: assertion, proposal, commitment, prediction, evaluation or question.
        content: The anchors that state the claim; several where the statement is broken.
        proposition: The claim restated so that it stands alone.
        attribution: Who says it.
        certainty: What the innermost speaker commits to; a FactBank code serves.
        likelihood: The probability of the event, where the text gives one.
        conditions: What the claim hangs on.
        time: When the claimed event is.
        tags: The annotator's own topics.
        relations: Links to other claims.
        assessments: Verdicts on the claim.
        origin: Who annotated it, and how.
        extra: Users' own data under namespaced keys; ignored by verdicts.
    """

    id: str = field(validator=_identifier)
    kind: Kind = field(default="assertion", validator=_one_of(KINDS))
    content: tuple[Anchor, ...] = field(converter=_anchors, validator=_not_empty)
    proposition: str | None = None
    attribution: Attribution
    certainty: Certainty = field(converter=_code)
    likelihood: Likelihood | None = None
    conditions: tuple[Condition, ...] = field(default=(), converter=_conditions)
    time: tuple[Time, ...] = field(default=(), converter=_times)
    tags: tuple[str, ...] = field(default=(), converter=_strings)
    relations: tuple[Relation, ...] = field(default=(), converter=_relations)
    assessments: tuple[Assessment, ...] = field(default=(), converter=_assessments)
    origin: Origin
    extra: Mapping[str, Any] = field(factory=dict, hash=False, validator=_namespaced)

    @property
    def quote(self) -> str:
        """The words of the content, its pieces joined by an ellipsis."""
        return " … ".join(anchor.exact for anchor in self.content)

    @property
    def wording(self) -> str:
        """The proposition, or the content's words where there is none."""
        return self.proposition if self.proposition is not None else self.quote


@frozen(kw_only=True)
class Rejected:
    """A quote that a person struck out, so that a draft does not propose it again."""

    content: tuple[Anchor, ...] = field(converter=_anchors, validator=_not_empty)
    reason: str | None = None
    annotator: str | None = None
    at: Date | None = field(default=None, converter=_date)


@frozen(kw_only=True)
class Report(Displayed):
    """
    One annotation of one text: the document, its speakers, its claims, and who annotated them.

    Construction checks each value; references between them are checked by `claimtrack.validate`, and by
    `claimtrack.dumps` before anything is written.

    Args:
        id: Unique in a corpus.
        document: The text that is annotated.
        derived_from: The id of the report this one was made from, for instance by carrying it to a new version.
        schema: The relative path or address of the schema, for editors (``$schema`` in the file).
        extra: Users' own data under namespaced keys.
    """

    id: str = field(validator=_identifier)
    document: Document
    derived_from: str | None = None
    annotators: tuple[Annotator, ...] = field(default=(), converter=_annotators)
    speakers: tuple[Speaker, ...] = field(default=(), converter=_speakers)
    claims: tuple[Claim, ...] = field(default=(), converter=_claims)
    rejected: tuple[Rejected, ...] = field(default=(), converter=_rejecteds)
    extra: Mapping[str, Any] = field(factory=dict, hash=False, validator=_namespaced)
    schema: str | None = None

    def claim(self, claim_id: str) -> Claim:
        """
        The claim with that id.

        Raises:
            KeyError: If there is none.
        """
        return _with_id(self.claims, claim_id)

    def speaker(self, speaker_id: str) -> Speaker:
        """
        The speaker with that id.

        Raises:
            KeyError: If there is none.
        """
        return _with_id(self.speakers, speaker_id)


_WithId = TypeVar("_WithId", Claim, Speaker)


def _with_id(items: Iterable[_WithId], wanted: str) -> _WithId:
    for item in items:
        if item.id == wanted:
            return item
    raise KeyError(wanted)


def anchors(claim: Claim) -> Iterable[tuple[str, Anchor]]:
    """Every anchor of *claim* with its role: content, mention, cue, via mention, via cue, condition, time."""
    for anchor in claim.content:
        yield "content", anchor
    for role, found in (("mention", claim.attribution.mention), ("cue", claim.attribution.cue)):
        for anchor in found:
            yield role, anchor
    for relay in claim.attribution.via:
        for role, found in (("via mention", relay.mention), ("via cue", relay.cue)):
            for anchor in found:
                yield role, anchor
    for condition in claim.conditions:
        yield "condition", condition.anchor
    for time in claim.time:
        if time.anchor is not None:
            yield "time", time.anchor
