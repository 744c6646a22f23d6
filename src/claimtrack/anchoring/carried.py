"""A whole report carried into another text of its document: every anchor, kept consistent, and what stayed behind."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from attrs import evolve, frozen

from claimtrack._closed import FUNCTION_WORDS
from claimtrack.anchoring.carrying import Carrier
from claimtrack.anchoring.finding import MIN_WORDS, Outcome, OutcomeStatus, WordEdit, find, likeness
from claimtrack.anchoring.quoting import describe
from claimtrack.errors import InvalidValue
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
from claimtrack.text import Span, View, amount, paragraphs, sentences, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimtrack.model import Attribution, Document

CARRIED_VERSION = 1
"""The version of the serialised form of what was carried."""

Role = Literal["content", "mention", "cue", "via mention", "via cue", "condition", "time", "rejected"]

PART_KEPT = 0.5
"""A claim of several pieces is carried on those that were found, if they hold so much of its words: half."""

OTHER_NAME, BESIDE = 0.8, 0.9
"""
The confidence that another name of a speaker, in the sentence of the content, names the source, and that a piece of a
content is where the others are; set by judgement.
"""

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

    @classmethod
    def of_relation(cls, claim: Claim, way: str, number: int, reason: str) -> LeftBehind:
        """A relation of the claim at the pointer *way*, by its number."""
        relation = claim.relations[number]
        what = f"relation {relation.type} {relation.target}"
        return cls(claim=claim.id, pointer=f"{way}/relations/{number}", what=what, reason=reason)


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
        fresh: Those of them that no sentence of the old text became, or only one whose claims are gone; none where
            *by_quotes*, for it cannot be told.
        by_quotes: Whether the old text was not at hand, so that quotes and their context had to serve.
    """

    baseline: str
    report: Report
    claims: tuple[ClaimOutcome, ...] = ()
    outcomes: tuple[AnchorOutcome, ...] = ()
    left_behind: tuple[LeftBehind, ...] = ()
    uncovered: tuple[Span, ...] = ()
    fresh: tuple[Span, ...] = ()
    by_quotes: bool = False

    @property
    def lost(self) -> tuple[str, ...]:
        """The ids of the claims whose words are gone."""
        return tuple(found.claim for found in self.claims if found.status == "lost")

    @property
    def ambiguous(self) -> tuple[str, ...]:
        """The ids of the claims that may be in several places, or whose place is not sure."""
        return tuple(found.claim for found in self.claims if found.status == "ambiguous")

    @property
    def incomplete(self) -> tuple[str, ...]:
        """The ids of the claims that were placed, but that lack a piece, source, cue, condition or time they had."""
        kept = {claim.id for claim in self.report.claims}
        lacking = {found.claim for found in self.outcomes if not found.outcome.found}
        return tuple(found.claim for found in self.claims if found.claim in kept & lacking)

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
        InvalidValue: If the new text is not at hand, or *id* is the baseline's own.
    """
    if new_document.text is None:
        raise InvalidValue(f"the text of document {new_document.id} is not at hand", hint="load it with its text")
    if id == report.id:
        raise InvalidValue(f"{id} is the id of the report that is carried", hint="give the new report another one")
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


class _Units:
    """The paragraphs or the sentences of a text, by number."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self._starts = [span.start for span in self.spans]

    def number(self, span: Span) -> int:
        return max(0, bisect_right(self._starts, span.start) - 1)

    def apart(self, span: Span, others: Iterable[Span]) -> int:
        """How many of them *span* is away from the nearest of *others*."""
        return min((abs(self.number(span) - self.number(other)) for other in others), default=0)


class _Carrying:
    def __init__(self, report: Report, document: Document, report_id: str | None) -> None:
        self.baseline, self.document = report, document
        self.id = _derived_id(report, document.id) if report_id is None else report_id
        self.old, self.new = report.document.text, document.text or ""
        self.language = document.language or report.document.language or "en"
        self.carrier = None if self.old is None else Carrier(self.old, self.new, language=self.language)
        self.paragraphs = self._units(paragraphs)
        self.sentences = self._units(lambda text: sentences(text, self.language))
        self.outcomes: list[AnchorOutcome] = []
        self.claims: list[ClaimOutcome] = []
        self.left: list[LeftBehind] = []
        self.drafter: Annotator | None = None

    def _units(self, cut: Callable[[str], Sequence[Span]]) -> tuple[_Units | None, _Units]:
        return (None if self.old is None else _Units(cut(self.old)), _Units(cut(self.new)))

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
        annotated = [piece.span for claim in self.baseline.claims for piece in claim.content]
        fresh = set(() if self.carrier is None else self.carrier.fresh(annotated))
        return Carried(
            baseline=self.baseline.id,
            report=report,
            claims=tuple(self.claims),
            outcomes=tuple(self.outcomes),
            left_behind=tuple(self.left),
            uncovered=bare,
            fresh=tuple(span for span in bare if span in fresh),
            by_quotes=self.carrier is None,
        )

    # Anchors -------------------------------------------------------------------------------------------------------

    def _placed(self, anchor: Anchor) -> Outcome:
        if self.carrier is not None:
            return self.carrier.outcome(anchor.span)
        if not View(anchor.exact).text.strip():  # invisible marks alone: they stand everywhere, and nobody sees where
            return Outcome(status="lost", confidence=0.5, rule="a quote without a word to be seen")
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
        before = len(self.left)
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
        lacking = [left.what for left in self.left[before:] if left.what != "content"]
        if _in_order(claim.content):  # their sentences may have changed places
            content = [describe(self.new, span) for span in _joined(anchor.span for anchor in content)]
        return evolve(
            claim,
            content=content,
            proposition=self._proposition(claim, content, status, way),
            attribution=attribution,
            conditions=conditions,
            time=times,
            origin=self._origin(claim.origin, status, min(counted), lacking),
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
            there = self._in_units(anchor, sure, self.paragraphs[1])
            free = there is not None and there.span is not None and not any(map(there.span.overlaps, sure))
            return evolve(there, status="moved") if free and there is not None else outcome
        here = [span for span in outcome.candidates if self.paragraphs[1].apart(span, sure) == 0]
        if outcome.status != "ambiguous" or outcome.score < 1 or len(here) != 1:
            return outcome
        return evolve(
            outcome, status="exact", spans=here, candidates=(), confidence=BESIDE, rule="beside what belongs to it"
        )

    def _companion(
        self, claim: str, role: Role, anchor: Anchor, pointer: str, near: Sequence[tuple[Span, Span]]
    ) -> tuple[Anchor, ...]:
        """
        The new anchors of a cue, mention, condition or time of a claim; none where it had to stay behind.

        It stays as near to the content as it was, sources and cues counted in sentences, conditions and times in
        paragraphs: else it is looked for beside the content. Where there is no content, because the claim stays behind,
        it stays with it.
        """
        outcome = self._placed(anchor)
        if not near:
            self._outcome(claim, role, pointer, anchor, outcome)
            return ()
        sure = [new for _, new in near]
        units = self.paragraphs if role in ("condition", "time") else self.sentences
        # Without the old text nobody knows how far it was: its quote and context found it, and that has to do.
        was = 0 if units[0] is None else units[0].apart(anchor.span, [old for old, _ in near])
        known = units[0] is not None and outcome.span is not None
        strayed = known and outcome.span is not None and units[1].apart(outcome.span, sure) > was
        if strayed or outcome.status == "ambiguous" or (outcome.status == "lost" and _is_telling(anchor)):
            within = self.paragraphs[1] if was else units[1]
            outcome = self._beside(anchor, outcome, sure, within, strayed=strayed)
        if role == "mention" and not outcome.found:
            outcome = self._by_other_name(claim, anchor, outcome, sure)
        self._note(claim, role, pointer, anchor, outcome)
        return self._anchors(outcome)

    def _by_other_name(self, claim: str, anchor: Anchor, outcome: Outcome, sure: Sequence[Span]) -> Outcome:
        """A speaker who is named otherwise now, in a sentence of the content: "Starmer" for "Sir Keir Starmer"."""
        speakers = {speaker.id: speaker for speaker in self.baseline.speakers}
        names = {
            name
            for speaker in self.baseline.claim(claim).attribution.speakers
            if speaker in speakers
            for name in (speakers[speaker].name, *speakers[speaker].aliases)
        }
        for name in sorted(names, key=lambda name: (-len(name), name)):
            if not View(name).text.strip():
                continue
            for number in sorted({self.sentences[1].number(span) for span in sure}):
                sentence = self.sentences[1].spans[number]
                here = find(name, sentence.of(self.new))
                if here.status != "exact" or here.span is None:
                    continue
                span = Span(here.span.start + sentence.start, here.span.end + sentence.start)
                old = anchor.span if self.carrier is not None else Span(0, len(anchor.exact))
                edit = WordEdit(old=old, new=span, before=anchor.exact, after=span.of(self.new))
                return Outcome(
                    status="edited",
                    spans=(span,),
                    score=min(0.9999, likeness(anchor.exact, span.of(self.new))),
                    confidence=OTHER_NAME,
                    edits=(edit,),
                    rule="another name of the speaker",
                )
        return outcome

    def _beside(
        self, anchor: Anchor, outcome: Outcome, sure: Sequence[Span], within: _Units, *, strayed: bool
    ) -> Outcome:
        here = self._in_units(anchor, sure, within)
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

    def _in_units(self, anchor: Anchor, sure: Sequence[Span], within: _Units) -> Outcome | None:
        """The words of *anchor* in the sentences or paragraphs of its content, if they stand there once."""
        found = []
        for number in sorted({within.number(span) for span in sure}):
            unit = within.spans[number]
            here = find(anchor.exact, unit.of(self.new))
            if here.status == "exact":
                spans = [Span(span.start + unit.start, span.end + unit.start) for span in here.spans]
                found.append(evolve(here, spans=spans, rule="beside its content"))
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

        mention = several("mention", old.mention, f"{way}/mention")
        if near and old.mention and not mention and old.speakers:  # who says it now, nobody has read yet
            why = "the words that named them are gone from beside the content"
            self.left.append(LeftBehind(claim=claim, pointer=f"{way}/speakers", what="speakers", reason=why))
            old = evolve(old, speakers=())
        return evolve(
            old,
            mention=mention,
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
        from claimtrack.language import base  # reads its lexicons when it is first used
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

    def _origin(self, origin: Origin, status: OutcomeStatus, confidence: float, lacking: Sequence[str]) -> Origin:
        """Who is to answer for the claim: this software, where its words or what belongs to it changed."""
        if status != "edited" and not lacking:
            return origin
        rules = (*origin.rules, *(["carried, edited"] if status == "edited" else []))
        rules += tuple(f"carried without {what}" for what in dict.fromkeys(lacking))
        self.drafter = self.drafter or _software(self.baseline.annotators)
        return Origin(
            annotator=self.drafter.id,
            status="drafted",
            confidence=round(100 * confidence),
            rules=rules,
        )

    def _with_relations(self, claim: Claim, known: set[str], way: str) -> Claim:
        kept = []
        for number, relation in enumerate(claim.relations):
            if relation.report_id in (None, self.id) and relation.claim_id not in known:
                self.left.append(LeftBehind.of_relation(claim, way, number, "that claim stayed behind"))
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


def _joined(spans: Iterable[Span]) -> list[Span]:
    """*spans* in the order of the text, those that overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _is_telling(anchor: Anchor) -> bool:
    """Whether the words are enough of them, and not all of them such as stand everywhere, to be known again."""
    told = words(anchor.exact)
    return amount(told) >= MIN_WORDS and any(word not in FUNCTION_WORDS for word in told)


def _derived_id(report: Report, document: str) -> str:
    """
    The ids of a report and of its new document; of a long one of a document the end, where versions differ.

    The id of the document it was carried to before makes way: ids do not grow from version to version.
    """
    half = MAX_ID_LENGTH // 2
    stem = report.id.removesuffix(f"-{report.document.id}")
    made = f"{stem[: half - 3]}-{document[-half:]}"
    return made if made != report.id else f"{made}-2"


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
        "by_quotes": carried.by_quotes,
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
