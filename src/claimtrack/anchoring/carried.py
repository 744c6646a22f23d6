"""A whole report carried into another text of its document: every anchor, kept consistent, and what stayed behind."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec
from attrs import evolve, frozen

from claimtrack.anchoring.carrying import Carrier
from claimtrack.anchoring.finding import MIN_WORDS, Outcome, OutcomeStatus, WordEdit, find
from claimtrack.anchoring.quoting import describe
from claimtrack.errors import InvalidValue
from claimtrack.language import FUNCTION_WORDS, base
from claimtrack.model import (
    MAX_ID_LENGTH,
    Anchor,
    Annotator,
    Claim,
    Condition,
    Origin,
    Rejected,
    Relay,
    Report,
    Time,
)
from claimtrack.text import Span, amount, paragraphs, sentences, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimtrack.model import Attribution, Document

CARRIED_VERSION = 1
"""The version of the serialised form of what was carried."""

Role = Literal["content", "mention", "cue", "via mention", "via cue", "condition", "time", "rejected"]
ROLES: tuple[Role, ...] = get_args(Role)

PART_KEPT = 0.5
"""A claim of several pieces is carried on those that were found, if they hold so much of its words: half."""

SOFTWARE = "claimtrack"
"""The annotator of claims whose words changed: nobody has seen yet whether what was said of them still holds."""


@frozen(kw_only=True)
class AnchorOutcome:
    """
    What became of one anchor of a report.

    Args:
        claim: The id of its claim; None for a quote that was struck out.
        role: What it is to the claim.
        pointer: The JSON Pointer of the anchor in the baseline.
        anchor: The anchor as it was.
        outcome: Where it went.
    """

    claim: str | None
    role: Role
    pointer: str
    anchor: Anchor
    outcome: Outcome


@frozen(kw_only=True)
class LeftBehind:
    """Something of the baseline that the carried report does not have: where it was, what it is, and why."""

    claim: str | None
    pointer: str
    what: str
    reason: str


@frozen(kw_only=True)
class ClaimOutcome:
    """What became of a claim as a whole: the outcome of the worst of its content's pieces that counts."""

    claim: str
    status: OutcomeStatus
    confidence: float


@frozen(kw_only=True)
class Carried:
    """
    A report carried into another text.

    Args:
        baseline: The id of the report that was carried.
        report: The claims that were placed, in a report for the new document, derived from the baseline.
        claims: What became of every claim, in the order of the baseline.
        outcomes: What became of every anchor, in the order of the baseline.
        left_behind: Claims, anchors, relations and propositions that the carried report does not have.
        uncovered: The sentences of the new text that no carried claim touches, in code points.
        fresh: Those of them that no sentence of the old text became; all of them where the old text is not at hand.
    """

    baseline: str
    report: Report
    claims: tuple[ClaimOutcome, ...] = ()
    outcomes: tuple[AnchorOutcome, ...] = ()
    left_behind: tuple[LeftBehind, ...] = ()
    uncovered: tuple[Span, ...] = ()
    fresh: tuple[Span, ...] = ()

    @property
    def lost(self) -> tuple[str, ...]:
        """The ids of the claims whose words are gone."""
        return tuple(found.claim for found in self.claims if found.status == "lost")

    @property
    def ambiguous(self) -> tuple[str, ...]:
        """The ids of the claims that may be in several places, or whose place is not sure."""
        return tuple(found.claim for found in self.claims if found.status == "ambiguous")

    def status(self, claim_id: str) -> OutcomeStatus:
        """
        What became of a claim.

        Raises:
            KeyError: If the baseline had none with that id.
        """
        for found in self.claims:
            if found.claim == claim_id:
                return found.status
        raise KeyError(claim_id)


def carry(report: Report, new_document: Document, *, id: str | None = None) -> Carried:
    """
    Carry a report's claims into another text of its document.

    Content, mentions, cues, conditions and times go together: where a cue's own words leave it open, or would put it
    farther from its content than it was, it is looked for in the paragraph of its content, or left behind. A claim
    whose words changed is marked as drafted by software, for a person to look at; its proposition stays behind where
    the new words say something else.

    Args:
        report: The baseline. Where its text is not at hand, its quotes and their context serve.
        new_document: The document of the new text, which has to be at hand.
        id: The id of the new report; made from both ids where it is left out.

    Returns:
        The new report with the outcomes of every claim and anchor, and what stayed behind.

    Raises:
        InvalidValue: If the new text is not at hand.
    """
    if new_document.text is None:
        raise InvalidValue(f"the text of document {new_document.id} is not at hand", hint="load it with its text")
    return _Carrying(report, new_document, id).carried()


def uncovered(report: Report) -> tuple[Span, ...]:
    """The sentences of a report's text that no claim's content touches; none where the text is not at hand."""
    return _uncovered(report, report.document.language or "en")


def _uncovered(report: Report, language: str) -> tuple[Span, ...]:
    text = report.document.text
    if text is None:
        return ()
    covered = sorted((piece.span.start, piece.span.end) for claim in report.claims for piece in claim.content)
    bare, at, reach = [], 0, 0
    for span in sentences(text, language):
        while at < len(covered) and covered[at][0] < span.end:
            reach = max(reach, covered[at][1])
            at += 1
        if reach <= span.start:
            bare.append(span)
    return tuple(bare)


class _Paragraphs:
    """The paragraphs of a text, by number."""

    def __init__(self, text: str) -> None:
        self.spans = paragraphs(text)
        self._starts = [span.start for span in self.spans]

    def number(self, span: Span) -> int:
        return max(0, bisect_right(self._starts, span.start) - 1)

    def apart(self, span: Span, others: Iterable[Span]) -> int:
        """How many paragraphs *span* is away from the nearest of *others*."""
        return min((abs(self.number(span) - self.number(other)) for other in others), default=0)


class _Carrying:
    def __init__(self, report: Report, document: Document, report_id: str | None) -> None:
        self.baseline, self.document = report, document
        self.id = report_id or _derived_id(report.id, document.id)
        self.old, self.new = report.document.text, document.text or ""
        self.language = document.language or report.document.language or "en"
        self.carrier = None if self.old is None else Carrier(self.old, self.new, language=self.language)
        self.paragraphs = (None if self.old is None else _Paragraphs(self.old), _Paragraphs(self.new))
        self.outcomes: list[AnchorOutcome] = []
        self.claims: list[ClaimOutcome] = []
        self.left: list[LeftBehind] = []
        self.drafter: Annotator | None = None

    def carried(self) -> Carried:
        kept = [
            claim
            for number, old in enumerate(self.baseline.claims)
            if (claim := self._claim(old, f"/claims/{number}")) is not None
        ]
        known = {claim.id for claim in kept}
        places = {claim.id: number for number, claim in enumerate(self.baseline.claims)}
        claims = [self._with_relations(claim, known, f"/claims/{places[claim.id]}") for claim in kept]
        rejected = [
            found
            for number, old in enumerate(self.baseline.rejected)
            if (found := self._rejected(old, f"/rejected/{number}")) is not None
        ]
        annotators = self.baseline.annotators + (() if self.drafter is None else (self.drafter,))
        schema = self.baseline.schema
        report = Report(
            id=self.id,
            derived_from=self.baseline.id,
            document=self.document,
            annotators=tuple(dict.fromkeys(annotators)),
            speakers=self.baseline.speakers,
            claims=claims,
            rejected=rejected,
            extra=self.baseline.extra,
            schema=schema if schema is None or "://" in schema else None,  # a relative one leads nowhere elsewhere
        )
        bare = _uncovered(report, self.language)
        fresh = set(bare if self.carrier is None else self.carrier.fresh())
        return Carried(
            baseline=self.baseline.id,
            report=report,
            claims=tuple(self.claims),
            outcomes=tuple(self.outcomes),
            left_behind=tuple(self.left),
            uncovered=bare,
            fresh=tuple(span for span in bare if span in fresh),
        )

    # Anchors -------------------------------------------------------------------------------------------------------

    def _placed(self, anchor: Anchor) -> Outcome:
        if self.carrier is not None:
            return self.carrier.outcome(anchor.span)
        return find(anchor, self.new)

    def _outcome(self, claim: str | None, role: Role, pointer: str, anchor: Anchor, outcome: Outcome) -> None:
        self.outcomes.append(AnchorOutcome(claim=claim, role=role, pointer=pointer, anchor=anchor, outcome=outcome))

    def _note(self, claim: str | None, role: Role, pointer: str, anchor: Anchor, outcome: Outcome) -> None:
        self._outcome(claim, role, pointer, anchor, outcome)
        if not outcome.found:
            why = "its words are gone" if outcome.status == "lost" else "its place is not sure"
            self.left.append(LeftBehind(claim=claim, pointer=pointer, what=role, reason=why))

    def _anchors(self, outcome: Outcome) -> tuple[Anchor, ...]:
        return tuple(describe(self.new, span) for span in outcome.spans if span.of(self.new).strip())

    # Claims --------------------------------------------------------------------------------------------------------

    def _claim(self, claim: Claim, way: str) -> Claim | None:
        found = self._together(claim.content, [self._placed(anchor) for anchor in claim.content])
        content: list[Anchor] = []
        for number, (anchor, outcome) in enumerate(zip(claim.content, found, strict=True)):
            self._note(claim.id, "content", f"{way}/content/{number}", anchor, outcome)
            content += self._anchors(outcome)
        total = [amount(words(anchor.exact)) or 1.0 for anchor in claim.content]
        there = [size for size, outcome in zip(total, found, strict=True) if outcome.found]
        whole = sum(there) >= PART_KEPT * sum(total)
        status = _worst(found, complete=len(there) == len(found), carried=whole)
        counted = [outcome.confidence for outcome in found if outcome.found or not whole]
        self.claims.append(ClaimOutcome(claim=claim.id, status=status, confidence=min(counted)))
        placed = whole and bool(content)
        if not placed:
            self.left.append(LeftBehind(claim=claim.id, pointer=way, what="claim", reason=f"its content is {status}"))
        near = [(anchor.span, piece.span) for anchor, piece in zip(claim.content, found, strict=True) if piece.span]
        beside = near if placed else []
        attribution = self._attribution(claim.id, claim.attribution, f"{way}/attribution", beside)
        conditions = self._conditions(claim, way, beside)
        times = self._times(claim, way, beside)
        if not placed:
            return None
        if _in_order(claim.content):  # their sentences may have changed places
            content.sort(key=lambda anchor: anchor.span)
        return evolve(
            claim,
            content=content,
            proposition=self._proposition(claim, content, status, way),
            attribution=attribution,
            conditions=conditions,
            time=times,
            origin=self._origin(claim.origin, status, min(counted)),
        )

    def _together(self, anchors: Sequence[Anchor], found: list[Outcome]) -> list[Outcome]:
        """The pieces of one content: where one leaves its place open, the paragraphs of the others decide."""
        sure = [outcome.span for outcome in found if outcome.span is not None]
        if not sure or len(sure) == len(found):
            return found
        return [
            outcome if outcome.found else self._decided(anchor, outcome, sure)
            for anchor, outcome in zip(anchors, found, strict=True)
        ]

    def _decided(self, anchor: Anchor, outcome: Outcome, sure: Sequence[Span]) -> Outcome:
        """
        The place of a piece that is where its companions are.

        Of an ambiguous one, the only candidate there that has the same words; of a lost one, its words in another
        order among the others.
        """
        if outcome.status == "lost" and _is_telling(anchor):
            there = self._in_paragraphs(anchor, sure)
            free = there is not None and there.span is not None and not any(map(there.span.overlaps, sure))
            return evolve(there, status="moved") if free and there is not None else outcome
        here = [span for span in outcome.candidates if self.paragraphs[1].apart(span, sure) == 0]
        if outcome.status != "ambiguous" or outcome.score < 1 or len(here) != 1:
            return outcome
        return evolve(
            outcome, status="exact", spans=here, candidates=(), confidence=0.9, rule="beside what belongs to it"
        )

    def _companion(
        self, claim: str, role: Role, anchor: Anchor, pointer: str, near: Sequence[tuple[Span, Span]]
    ) -> tuple[Anchor, ...]:
        """
        The new anchors of a cue, mention, condition or time of a claim; none where it had to stay behind.

        It stays as near to the content as it was, counted in paragraphs: else it is looked for beside the content.
        Where there is no content, because the claim stays behind, it stays with it.
        """
        outcome = self._placed(anchor)
        if not near:
            self._outcome(claim, role, pointer, anchor, outcome)
            return ()
        sure = [new for _, new in near]
        was = 0 if self.paragraphs[0] is None else self.paragraphs[0].apart(anchor.span, [old for old, _ in near])
        strayed = outcome.span is not None and self.paragraphs[1].apart(outcome.span, sure) > was
        if strayed or outcome.status == "ambiguous" or (outcome.status == "lost" and _is_telling(anchor)):
            outcome = self._beside(anchor, outcome, sure, strayed=strayed)
        self._note(claim, role, pointer, anchor, outcome)
        return self._anchors(outcome)

    def _beside(self, anchor: Anchor, outcome: Outcome, sure: Sequence[Span], *, strayed: bool) -> Outcome:
        here = self._in_paragraphs(anchor, sure)
        if here is not None:
            return here
        if not strayed:
            return outcome
        return Outcome(
            status="ambiguous",
            candidates=outcome.spans,
            score=outcome.score,
            confidence=round(outcome.confidence / 2, 4),
            rule="its words stand farther from its content than they did",
        )

    def _in_paragraphs(self, anchor: Anchor, sure: Sequence[Span]) -> Outcome | None:
        """The words of *anchor* in the paragraphs of its content, if they stand there once."""
        found = []
        for number in sorted({self.paragraphs[1].number(span) for span in sure}):
            paragraph = self.paragraphs[1].spans[number]
            here = find(anchor.exact, paragraph.of(self.new))
            if here.status == "exact":
                spans = [Span(span.start + paragraph.start, span.end + paragraph.start) for span in here.spans]
                found.append(evolve(here, spans=spans, rule="in the paragraph of its content"))
            elif here.status == "ambiguous":
                return None
        return found[0] if len(found) == 1 else None

    def _attribution(self, claim: str, old: Attribution, way: str, near: Sequence[tuple[Span, Span]]) -> Attribution:
        def several(role: Role, anchors: Iterable[Anchor], where: str) -> tuple[Anchor, ...]:
            return tuple(
                new
                for number, anchor in enumerate(anchors)
                for new in self._companion(claim, role, anchor, f"{where}/{number}", near)
            )

        def step(relay: Relay, where: str) -> Relay:
            return evolve(
                relay,
                mention=several("via mention", relay.mention, f"{where}/mention"),
                cue=several("via cue", relay.cue, f"{where}/cue"),
            )

        return evolve(
            old,
            mention=several("mention", old.mention, f"{way}/mention"),
            cue=several("cue", old.cue, f"{way}/cue"),
            via=tuple(step(relay, f"{way}/via/{number}") for number, relay in enumerate(old.via)),
        )

    def _conditions(self, claim: Claim, way: str, near: Sequence[tuple[Span, Span]]) -> tuple[Condition, ...]:
        return tuple(
            Condition(condition.sense, anchor)
            for number, condition in enumerate(claim.conditions)
            for anchor in self._companion(
                claim.id, "condition", condition.anchor, f"{way}/conditions/{number}/anchor", near
            )
        )

    def _times(self, claim: Claim, way: str, near: Sequence[tuple[Span, Span]]) -> tuple[Time, ...]:
        found = []
        for number, time in enumerate(claim.time):
            if time.anchor is None:
                found.append(time)
                continue
            anchors = self._companion(claim.id, "time", time.anchor, f"{way}/time/{number}/anchor", near)
            if anchors:  # a date whose words are gone is not claimed any more
                found.append(evolve(time, anchor=anchors[0]))
        return tuple(found)

    def _proposition(self, claim: Claim, content: Sequence[Anchor], status: OutcomeStatus, way: str) -> str | None:
        """The annotator's restatement, unless the words say something else now, or no more what it took from them."""
        if claim.proposition is None or status != "edited":
            return claim.proposition
        from claimtrack.wording import differences

        before, after = (" ".join(anchor.exact for anchor in side) for side in (claim.content, content))
        changed = differences(before, after)
        gone = {base(word) for word in words(before)} - {base(word) for word in words(after)}
        missed = [word for word in words(claim.proposition) if base(word) in gone and word not in FUNCTION_WORDS]
        if not changed and not missed:
            return claim.proposition
        why = f"its words say something else now ({changed[0].rule})" if changed else f"“{missed[0]}” is said no more"
        self.left.append(LeftBehind(claim=claim.id, pointer=f"{way}/proposition", what="proposition", reason=why))
        return None

    def _origin(self, origin: Origin, status: OutcomeStatus, confidence: float) -> Origin:
        if status != "edited":
            return origin
        self.drafter = self.drafter or _software(self.baseline.annotators)
        return Origin(
            annotator=self.drafter.id,
            status="drafted",
            confidence=round(100 * confidence),
            rules=(*origin.rules, "carried, edited"),
        )

    def _with_relations(self, claim: Claim, known: set[str], way: str) -> Claim:
        kept = []
        for number, relation in enumerate(claim.relations):
            if relation.report_id in (None, self.id) and relation.claim_id not in known:
                self.left.append(
                    LeftBehind(
                        claim=claim.id,
                        pointer=f"{way}/relations/{number}",
                        what=f"relation {relation.type} {relation.target}",
                        reason="that claim stayed behind",
                    )
                )
            else:
                kept.append(relation)
        return claim if len(kept) == len(claim.relations) else evolve(claim, relations=kept)

    def _rejected(self, old: Rejected, way: str) -> Rejected | None:
        found = []
        for number, anchor in enumerate(old.content):
            outcome = self._placed(anchor)
            self._note(None, "rejected", f"{way}/content/{number}", anchor, outcome)
            found.append(outcome)
        content = tuple(anchor for outcome in found for anchor in self._anchors(outcome))
        return evolve(old, content=content) if content and all(outcome.found for outcome in found) else None


def _worst(found: Sequence[Outcome], *, complete: bool, carried: bool) -> OutcomeStatus:
    statuses = {outcome.status for outcome in found}
    if carried:
        if not complete or "edited" in statuses:
            return "edited"
        return "moved" if "moved" in statuses else "exact"
    return "ambiguous" if "ambiguous" in statuses else "lost"


def _in_order(pieces: Sequence[Anchor]) -> bool:
    return all(one.span.end <= other.span.start for one, other in itertools.pairwise(pieces))


def _is_telling(anchor: Anchor) -> bool:
    """Whether the words are enough of them, and not all of them such as stand everywhere, to be known again."""
    told = words(anchor.exact)
    return amount(told) >= MIN_WORDS and any(word not in FUNCTION_WORDS for word in told)


def _derived_id(report: str, document: str) -> str:
    """Both ids; of a long one of a document the end, where the versions of one text differ."""
    half = MAX_ID_LENGTH // 2
    return f"{report[: half - 1]}-{document[-half:]}"


def _software(annotators: Sequence[Annotator]) -> Annotator:
    """This software among the annotators, or to be added to them, under an id that is free."""
    for annotator in annotators:
        if annotator.kind == "software" and annotator.name == SOFTWARE:
            return annotator
    taken = {annotator.id for annotator in annotators}
    number, name = 1, SOFTWARE
    while name in taken:
        number, name = number + 1, f"{SOFTWARE}-{number + 1}"
    return Annotator(id=name, kind="software", name=SOFTWARE)


# --- the serialised form ----------------------------------------------------------------------------------------------


def carried_data(carried: Carried) -> dict[str, Any]:
    """*carried* as JSON's own types, in the form of ``schemas/carried.schema.json``, without the report itself."""
    new = carried.report.document.text or ""
    return {
        "claimtrack_carried": CARRIED_VERSION,
        "offset_unit": "code-point",
        "baseline": carried.baseline,
        "report": carried.report.id,
        "document": carried.report.document.id,
        "sha256": carried.report.document.sha256,
        "claims": [
            {"claim": found.claim, "status": found.status, "confidence": found.confidence} for found in carried.claims
        ],
        "anchors": [_anchor_data(found, new) for found in carried.outcomes],
        "left_behind": [
            {
                **({"claim": left.claim} if left.claim is not None else {}),
                "pointer": left.pointer,
                "what": left.what,
                "reason": left.reason,
            }
            for left in carried.left_behind
        ],
        "uncovered": [_place(span, new) for span in carried.uncovered],
        "fresh": [_place(span, new) for span in carried.fresh],
    }


def carried_json(carried: Carried) -> bytes:
    """The same as indented JSON in UTF-8, with a line end at the end: the same input, the same bytes."""
    return msgspec.json.format(msgspec.json.encode(carried_data(carried)), indent=2) + b"\n"


def _anchor_data(found: AnchorOutcome, new: str) -> dict[str, Any]:
    outcome = found.outcome
    return {
        **({"claim": found.claim} if found.claim is not None else {}),
        "role": found.role,
        "pointer": found.pointer,
        "start": found.anchor.span.start,
        "end": found.anchor.span.end,
        "exact": found.anchor.exact,
        "status": outcome.status,
        "spans": [_place(span, new) for span in outcome.spans],
        "candidates": [_place(span, new) for span in outcome.candidates],
        "score": outcome.score,
        "confidence": outcome.confidence,
        "normalised": outcome.normalised,
        "edits": [_edit_data(edit) for edit in outcome.edits],
        "rule": outcome.rule,
    }


def _edit_data(edit: WordEdit) -> dict[str, Any]:
    return {
        "old": {"start": edit.old.start, "end": edit.old.end, "words": edit.before},
        "new": {"start": edit.new.start, "end": edit.new.end, "words": edit.after},
    }


def _place(span: Span, text: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "exact": span.of(text)}
