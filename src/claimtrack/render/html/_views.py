"""What pages show of speakers, certainties, quotes and claims: small values, ready for a template."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import frozen

from claimtrack.render.annotated import _is_doubtful
from claimtrack.render.html._page import element_id, web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from claimtrack.certainty import Certainty
    from claimtrack.model import Anchor, Assessment, Claim, Relation, Report, Speaker, Time

_CERTAINTY_WORDS = {
    "CT+": "certain",
    "CT-": "certain that not",
    "CTu": "certain, which way is not said",
    "PR+": "probable",
    "PR-": "probably not",
    "PRu": "probable, which way is not said",
    "PS+": "possible",
    "PS-": "possibly not",
    "PSu": "possible, which way is not said",
    "Uu": "no commitment",
}
_POLARITY_TONES = {"positive": "info", "negative": "warn", "unknown": "neutral"}
_EDGES = re.compile(r"\A[\s.,;:!?\"'“”‘’]+|[\s.,;:!?\"'“”‘’]+\Z")


@frozen(kw_only=True)
class CertaintyView:
    """A certainty: its code, what the code means, and a tone that says the polarity once more."""

    code: str
    words: str
    tone: str


@frozen(kw_only=True)
class SpeakerView:
    """A speaker: the name, what else is known in one line, and how often they speak where that is asked."""

    id: str
    name: str
    facts: str
    claims: int = 0


@frozen(kw_only=True)
class QuoteView:
    """Words of a document, with the words around them where they are known."""

    prefix: str
    exact: str
    suffix: str


@frozen(kw_only=True)
class RelationView:
    """A relation to another claim: in words, and where that claim stands on the page, if it does."""

    words: str
    target: str
    href: str | None


@frozen(kw_only=True)
class AssessmentView:
    """Somebody's verdict on a claim, in a few words."""

    words: str
    href: str | None


@frozen(kw_only=True)
class ClaimView:
    """A claim as its card shows it; ``number`` is its place in the text's order, from 1."""

    number: int
    id: str
    element: str
    kind: str
    certainty: CertaintyView
    speakers: tuple[SpeakerView, ...]
    mode: str | None
    via: tuple[tuple[SpeakerView, ...], ...]
    statement: str
    restated: bool
    quotes: tuple[QuoteView, ...]
    conditions: tuple[tuple[str, str], ...]
    likelihood: str | None
    times: tuple[str, ...]
    tags: tuple[str, ...]
    relations: tuple[RelationView, ...]
    assessments: tuple[AssessmentView, ...]
    status: str
    confidence: int | None
    doubtful: bool
    origin: str
    rules: tuple[str, ...]

    @property
    def told(self) -> bool:
        """Whether there is anything to tell in lines of its own."""
        return bool(self.conditions or self.times or self.likelihood or self.relations or self.assessments or self.tags)


def certainty_view(certainty: Certainty) -> CertaintyView:
    """A certainty in a sign and in words."""
    return CertaintyView(
        code=certainty.code, words=_CERTAINTY_WORDS[certainty.code], tone=_POLARITY_TONES[certainty.polarity]
    )


def speaker_view(speaker: Speaker, claims: int = 0) -> SpeakerView:
    """A speaker with role, affiliation, kind and other names in one line."""
    known = [fact for fact in (speaker.role, speaker.affiliation) if fact]
    also = [f"also {', '.join(speaker.aliases)}"] if speaker.aliases else []
    return SpeakerView(
        id=speaker.id, name=speaker.name, facts="; ".join([", ".join([*known, speaker.kind]), *also]), claims=claims
    )


def speakers_of(report: Report) -> dict[str, SpeakerView]:
    """The speakers of *report* by id."""
    return {speaker.id: speaker_view(speaker) for speaker in report.speakers}


def quote_view(anchor: Anchor) -> QuoteView:
    """The words of an anchor with their context."""
    return QuoteView(prefix=anchor.prefix or "", exact=anchor.exact, suffix=anchor.suffix or "")


def in_order(report: Report) -> list[Claim]:
    """The claims in the order of the text; of those that begin at one place, by id."""
    return sorted(report.claims, key=lambda claim: (min(anchor.span.start for anchor in claim.content), claim.id))


def claim_views(report: Report) -> tuple[ClaimView, ...]:
    """The claims of *report* as cards, in the order of the text."""
    speakers = speakers_of(report)
    annotators = {annotator.id: annotator.name for annotator in report.annotators}
    claims = in_order(report)
    numbers = {claim.id: number for number, claim in enumerate(claims, 1)}
    return tuple(_claim(claim, numbers, speakers, annotators, report.id) for claim in claims)


def _claim(
    claim: Claim,
    numbers: Mapping[str, int],
    speakers: Mapping[str, SpeakerView],
    annotators: Mapping[str, str],
    report_id: str,
) -> ClaimView:
    origin, attribution = claim.origin, claim.attribution
    likelihood = None
    if claim.likelihood is not None:
        term = f" ({claim.likelihood.term}, {claim.likelihood.scale})" if claim.likelihood.term else ""
        likelihood = f"{claim.likelihood.low:.0%} to {claim.likelihood.high:.0%}{term}"
    # Where one annotator made them all, the head of the page says who.
    by = f" by {annotators.get(origin.annotator, origin.annotator)}" if len(annotators) != 1 else ""
    return ClaimView(
        number=numbers[claim.id],
        id=claim.id,
        element=element_id("claim", claim.id),
        kind=claim.kind,
        certainty=certainty_view(claim.certainty),
        speakers=_named(attribution.speakers, speakers),
        mode=attribution.mode,
        via=tuple(_named(step.speakers, speakers) for step in attribution.via),
        statement=claim.wording,
        restated=claim.proposition is not None and _bare(claim.proposition) != _bare(claim.quote),
        quotes=tuple(map(quote_view, claim.content)),
        conditions=tuple((condition.sense, condition.anchor.exact) for condition in claim.conditions),
        likelihood=likelihood,
        times=tuple(map(_time, claim.time)),
        tags=claim.tags,
        relations=tuple(_relation(relation, numbers, report_id) for relation in claim.relations),
        assessments=tuple(map(_assessment, claim.assessments)),
        status=origin.status,
        confidence=origin.confidence,
        doubtful=_is_doubtful(claim),
        origin=origin.status + by + (f", {origin.at}" if origin.at is not None else ""),
        rules=origin.rules,
    )


def _named(ids: Iterable[str], speakers: Mapping[str, SpeakerView]) -> tuple[SpeakerView, ...]:
    return tuple(speakers.get(name) or SpeakerView(id=name, name=name, facts="") for name in ids)


def _time(time: Time) -> str:
    return str(time.value) + (f" (“{time.anchor.exact}”)" if time.anchor is not None else "")


def _relation(relation: Relation, numbers: Mapping[str, int], report_id: str) -> RelationView:
    here = relation.report_id in (None, report_id) and relation.claim_id in numbers
    return RelationView(
        words=relation.type.replace("_", " "),
        target=f"claim {numbers[relation.claim_id]} ({relation.claim_id})" if here else relation.target,
        href=f"#{element_id('claim', relation.claim_id)}" if here else None,
    )


def _assessment(assessment: Assessment) -> AssessmentView:
    ends = (assessment.worst, assessment.best)
    scale = f" on a scale from {ends[0]:g} to {ends[1]:g}" if ends[0] is not None and ends[1] is not None else ""
    when = f", {assessment.date}" if assessment.date is not None else ""
    return AssessmentView(
        words=f"{assessment.label} ({assessment.rating:g}{scale}), by {assessment.author}{when}",
        href=web_address(assessment.url),
    )


def _bare(words: str) -> str:
    """Words without what sets a restatement apart from its quote only for style: case and marks at the ends."""
    return _EDGES.sub("", words).casefold()
