"""What a person made of an earlier draft, kept in a new one: corrected claims, speakers, and what was struck out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve, frozen

from claimtrack.anchoring.carried import SOFTWARE, LeftBehind, carry
from claimtrack.errors import Location, Problem
from claimtrack.model import MAX_ID_LENGTH, Report, anchors
from claimtrack.text import words

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence, Set

    from claimtrack.anchoring.carried import Carried
    from claimtrack.anchoring.finding import Outcome
    from claimtrack.model import Annotator, Claim, Document, Rejected, Speaker
    from claimtrack.text import Span

PERSONS = frozenset({"manual", "accepted", "corrected"})
"""The statuses that only a person gives: these claims are kept."""

SAME_WORDS = 0.5
"""
A drafted claim is not proposed where kept ones, with their cues and conditions, cover so much of its own words, nor
where it shares so much with a quote that was struck out (intersection over union). Half is what attributions are
counted as found by elsewhere too; from there on, a claim has more in common with the other than not.
"""

WAS = "kept, was "
"""How the rule of a person's claim begins whose words changed: it is marked as drafted, for somebody to look at."""

_LACKING = "carried without "  # the rule by which `carry` says what a claim lost on the way


@frozen(kw_only=True)
class Kept:
    """
    A draft with what a person made of an earlier one.

    Args:
        report: The draft.
        left_behind: What of the person's work it does not have: the JSON Pointer in the earlier report, and why.
        disowned: Ids of claims that are marked as drafted, but are not what is drafted now, though neither the text nor
            the program changed: somebody may have corrected them without saying so. They were not kept.
        another: Whether the two texts share next to nothing: then nothing that is known of the one document is taken
            over to the other, and the draft is derived from nothing.
    """

    report: Report
    left_behind: tuple[LeftBehind, ...] = ()
    disowned: tuple[str, ...] = ()
    another: bool = False


def keep(drafted: Report, kept: Report) -> Kept:
    """
    A new draft with what a person made of an earlier one of the same text, or of a version of it.

    Claims that a person made, accepted or corrected stand as they are, carried into the new text where it differs;
    what overlaps them is not proposed again, nor what was struck out (``rejected``). All else is as it was drafted. A
    claim that was deleted without being listed among the rejected ones is proposed again. Where the words of a kept
    claim changed, it is marked as drafted, for a person to look at, and stays kept.

    Speakers keep their ids, and new claims use them, where a name or an alias says that they are the same.

    `claimtrack.draft` does this too, with *keep*; `notes` tells what was left behind.

    Args:
        drafted: The new draft, its text at hand.
        kept: The earlier report.

    Raises:
        InvalidValue: If both have the same id, and are of different texts.
    """
    return _Keeping(drafted, kept).result()


def notes(kept: Kept) -> tuple[Problem, ...]:
    """
    What somebody has to look at: what of their work is not in the draft, and what may be theirs though nothing says so.

    The places that they name are in the earlier report.
    """
    found = []
    if kept.another:
        found.append(
            Problem(
                code=_CODE,
                severity="warning",
                message="the two texts share next to nothing: what is known of the document is not taken over",
                where=Location(pointer="/document"),
                hint="name the report of this text; or tell its address with url if it is one page rewritten",
            )
        )
    found += [
        Problem(
            code=_CODE,
            severity="warning",
            message=f"{_named(left)} is left behind: {left.reason}",
            where=Location(pointer=left.pointer),
            hint=_hint(left),
        )
        for left in kept.left_behind
    ]
    if kept.disowned:
        shown = ", ".join(kept.disowned[:_SHOWN]) + (" and others" if len(kept.disowned) > _SHOWN else "")
        many = f"{len(kept.disowned)} claim{'' if len(kept.disowned) == 1 else 's'}"
        found.append(
            Problem(
                code=_CODE,
                severity="warning",
                message=f"{many} marked as drafted, and not what is drafted now: {shown}",
                where=Location(pointer="/claims"),
                hint='if you corrected them, give them "status": "corrected" in their origin, and draft again',
            )
        )
    return tuple(found)


_CODE = "CT506"
_SHOWN = 5  # ids: the rest is found by comparing the two files


def _named(left: LeftBehind) -> str:
    if left.claim is None:
        return "a quote that was struck out"
    return f"claim {left.claim}" if left.what == "claim" else f"{left.what} of claim {left.claim}"


def _hint(left: LeftBehind) -> str:
    if left.claim is None:
        return "strike it out again if it is proposed"
    return "make it anew if it still holds" if left.what == "claim" else "look at the claim, and add what still holds"


def is_a_persons(claim: Claim) -> bool:
    """Whether a person made, accepted or corrected *claim*, be it in an earlier text."""
    return claim.origin.status in PERSONS or any(rule.startswith(WAS) for rule in claim.origin.rules)


class _Keeping:
    def __init__(self, drafted: Report, kept: Report) -> None:
        self.drafted, self.kept = drafted, kept
        carried = None
        if drafted.document.sha256 != kept.document.sha256:
            carried = carry(kept, drafted.document, id=drafted.id)
        self.carried = carried
        self.another = carried is not None and is_another(drafted.document, kept.document)
        # The id that a draft got from its document makes way for that of the same annotation; one that was given stays.
        given = drafted.id not in (kept.id, drafted.document.id)
        self.id = drafted.id if carried is not None or given else kept.id
        self.left: list[LeftBehind] = []
        there = kept if carried is None else carried.report
        self.before = {claim.id: claim for claim in kept.claims}
        self.ours = [claim for claim in there.claims if is_a_persons(self.before[claim.id])]
        self.rejected = kept.rejected if carried is None else self._still_rejected(carried)
        self.annotators, annotator_ids = self._merged_annotators(there.annotators)
        self.drafter = next((annotator_ids[who.id] for who in drafted.annotators if _is_this_software(who)), None)
        speakers = _SpeakerIds(drafted, kept, self.ours, same_text=carried is None)
        self.speaker_ids, self.kept_speakers = speakers.ids, speakers.staying
        self.theirs = [self._translated(claim, annotator_ids) for claim in drafted.claims]
        self.contents = [_joined(piece.span for piece in claim.content) for claim in self.theirs]
        if carried is not None:
            near = _Near(self.contents)
            self.ours = [self._revised(claim, near) for claim in self.ours]
            mine = {claim.id for claim in kept.claims if is_a_persons(claim)}
            lost = {each.claim for each in carried.left_behind if each.what == "claim"}
            self.left[:0] = [
                each
                for each in carried.left_behind
                if each.claim is None or (each.claim in mine and (each.what == "claim" or each.claim not in lost))
            ]

    def result(self) -> Kept:
        proposed = self._proposed()
        claims = self._with_relations(self._in_order(proposed))
        document = self._document()
        same = self.carried is None
        report = evolve(
            self.drafted,
            id=self.id,
            derived_from=self._derived_from(),
            document=document,
            annotators=self.annotators,
            speakers=self._speakers(claims, document),
            claims=claims,
            rejected=[*self.rejected, *(quote for quote in self.drafted.rejected if quote not in self.rejected)],
            extra={**self.kept.extra, **self.drafted.extra},
            schema=self.drafted.schema or (self.kept.schema if same else None),
        )
        disowned = self._disowned(claims)
        return Kept(report=report, left_behind=tuple(self.left), disowned=disowned, another=self.another)

    def _derived_from(self) -> str | None:
        if self.another:
            return None
        return self.kept.derived_from if self.id == self.kept.id else self.kept.id

    # What is kept ----------------------------------------------------------------------------------------------------

    def _still_rejected(self, carried: Carried) -> tuple[Rejected, ...]:
        """The quotes that stand as they were struck out; what became of others is somebody's to judge anew."""
        text = carried.report.document.text or ""
        outcomes: dict[int, list[Outcome]] = {}
        for each in carried.outcomes:
            if each.role == "rejected":
                outcomes.setdefault(int(each.pointer.split("/")[2]), []).append(each.outcome)
        still, found = [], iter(carried.report.rejected)
        for number, pieces in sorted(outcomes.items()):
            words_there = any(span.of(text).strip() for piece in pieces for span in piece.spans)
            if not words_there or not all(piece.found for piece in pieces):
                continue
            quote = next(found)
            if any(piece.status == "edited" for piece in pieces):
                why = "its words changed, so that it may be proposed again"
                self.left.append(LeftBehind(claim=None, pointer=f"/rejected/{number}", what="rejected", reason=why))
            else:
                still.append(quote)
        return tuple(still)

    def _revised(self, claim: Claim, near: _Near) -> Claim:
        """A carried claim; where its words changed, what they say of its certainty and source is drafted anew."""
        before = self.before[claim.id]
        if claim.origin == before.origin:
            return claim
        rules = [*claim.origin.rules]
        if before.origin.status in PERSONS:
            rules.append(WAS + before.origin.status)
        annotator = self.drafter or claim.origin.annotator
        drafted = self._counterpart(claim, near)
        if drafted is not None:
            # To compare the words takes far longer than all else here.
            if drafted.certainty != claim.certainty and _says_more_or_less(before, claim):
                claim = evolve(claim, certainty=drafted.certainty)
                rules.append("certainty drafted anew")
            if _LACKING + "speakers" in rules and drafted.attribution.speakers:
                claim = evolve(claim, attribution=drafted.attribution)
                rules.append("source drafted anew")
            if _LACKING + "condition" in rules and drafted.conditions:
                told = {condition.anchor for condition in claim.conditions}
                new = [condition for condition in drafted.conditions if condition.anchor not in told]
                claim = evolve(claim, conditions=[*claim.conditions, *new])
                rules.append("condition drafted anew")
        return evolve(claim, origin=evolve(claim.origin, annotator=annotator, rules=tuple(dict.fromkeys(rules))))

    def _counterpart(self, claim: Claim, near: _Near) -> Claim | None:
        """The drafted claim that shares the most words with *claim*, if that is at least half of all their words."""
        own = _joined(piece.span for piece in claim.content)
        shared = {number: _shared(own, self.contents[number]) for number in near(own)}
        best = max(shared, key=shared.__getitem__, default=None)
        return self.theirs[best] if best is not None and shared[best] >= SAME_WORDS else None

    # What is proposed ------------------------------------------------------------------------------------------------

    def _proposed(self) -> list[Claim]:
        """The drafted claims that are neither kept already nor struck out."""
        kept = {claim.id for claim in self.ours}
        beside = {claim.id for claim in self.kept.claims if not is_a_persons(claim)}
        repeated = _repeated(self.contents)
        # A whole sentence is known too where what is said in it was kept, and its cue and condition stand beside.
        ours = _joined(
            anchor.span
            for claim in self.ours
            for role, anchor in anchors(claim)
            if role in ("content", "cue", "condition")
        )
        struck = [_joined(piece.span for piece in quote.content) for quote in self.rejected]
        near = _Near(struck)
        covered, common, covered_common = _Covered(ours), _Covered(repeated), _Covered(_both(ours, repeated))
        found = []
        for claim, content in zip(self.theirs, self.contents, strict=True):
            if claim.id in kept or any(_shared(content, struck[number]) >= SAME_WORDS for number in near(content)):
                continue
            # What stood beside the kept claims and was left there has been looked at: it overlaps them rightly.
            if claim.id not in beside:
                # The words that drafted claims share, as the subject of a list, do not tell which of them is kept.
                size, known = _length(content) - common(content), covered(content) - covered_common(content)
                if size <= 0:
                    size, known = _length(content), covered(content)
                if known >= SAME_WORDS * size:
                    continue
            found.append(claim)
        return found

    def _translated(self, claim: Claim, annotators: Mapping[str, str]) -> Claim:
        """A drafted claim with the ids that its speakers and annotator have in the new report."""

        def several(names: Iterable[str]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(self.speaker_ids.get(name, name) for name in names))

        attribution = claim.attribution
        return evolve(
            claim,
            attribution=evolve(
                attribution,
                speakers=several(attribution.speakers),
                via=tuple(evolve(relay, speakers=several(relay.speakers)) for relay in attribution.via),
            ),
            origin=evolve(claim.origin, annotator=annotators.get(claim.origin.annotator, claim.origin.annotator)),
        )

    def _in_order(self, proposed: Sequence[Claim]) -> list[Claim]:
        """The kept claims among the proposed ones: in the place of the draft of the same id, else where they stand."""
        kept = {claim.id: claim for claim in self.ours}
        open_ = {claim.id: claim for claim in proposed}
        order = [kept.get(claim.id) or open_.get(claim.id) for claim in self.theirs]
        claims = [claim for claim in order if claim is not None]
        placed = {claim.id for claim in claims}
        others = sorted((_place(claim), claim.id, claim) for claim in self.ours if claim.id not in placed)
        starts = list(accumulate((_place(claim)[0] for claim in claims), max))
        merged: list[Claim] = []
        at = 0
        for place, _, claim in others:
            until = max(at, bisect_right(starts, place[0]))
            merged += [*claims[at:until], claim]
            at = until
        return [*merged, *claims[at:]]

    def _with_relations(self, claims: Sequence[Claim]) -> list[Claim]:
        """*claims* under ids that are free, without relations to claims that are not among them."""
        kept = {claim.id for claim in self.ours}
        speakers = {speaker.id for speaker in self.kept_speakers} | set(self.speaker_ids.values())
        taken = kept | speakers | {claim.id for claim in claims}
        names: dict[str, str] = {}
        for claim in claims:
            if claim.id not in kept and claim.id in speakers:
                names[claim.id] = _other_id(claim.id, taken)
                taken.add(names[claim.id])
        known = {claim.id for claim in claims}
        places = {claim.id: number for number, claim in enumerate(self.kept.claims)}
        made = []
        for claim in claims:
            relations = []
            for number, relation in enumerate(claim.relations):
                here = relation.report_id in (None, self.id)
                if here and relation.claim_id not in known:
                    if claim.id in kept:
                        before = self.before[claim.id]  # `carry` may have left some of its relations behind already
                        reason = "that claim is not proposed any more"
                        place = before.relations.index(relation) if relation in before.relations else number
                        self.left.append(LeftBehind.of_relation(before, f"/claims/{places[claim.id]}", place, reason))
                    continue
                new = names.get(relation.claim_id) if here else None
                relations.append(relation if new is None else evolve(relation, target=new))
            made.append(evolve(claim, id=names.get(claim.id, claim.id), relations=relations))
        return made

    def _disowned(self, claims: Sequence[Claim]) -> tuple[str, ...]:
        """Claims that are marked as drafted, and that this very program drafts otherwise from the same text."""
        if self.carried is not None:
            return ()
        now = {claim.id: claim for claim in (*self.theirs, *claims)}
        who = {annotator.id: annotator for annotator in self.kept.annotators}
        here = [annotator for annotator in self.drafted.annotators if annotator.kind == "software"]
        found = []
        for claim in self.kept.claims:
            author = who.get(claim.origin.annotator)
            if is_a_persons(claim) or author is None or not any(_alike(author, other) for other in here):
                continue
            drafted = now.get(claim.id)
            # Relations come and go with the claims they lead to.
            if drafted is None or evolve(drafted, origin=claim.origin, relations=claim.relations) != claim:
                found.append(claim.id)
        return tuple(found)

    # Around the claims -----------------------------------------------------------------------------------------------

    def _document(self) -> Document:
        """The document of the draft, and where that says nothing, what was known of the text or of the one before."""
        drafted, kept = self.drafted.document, self.kept.document
        if self.another:
            return drafted
        if self.carried is not None:
            kept = kept.next_version(drafted.text or "")
        authors = tuple(dict.fromkeys(self.speaker_ids.get(name, name) for name in drafted.authors))
        told: dict[str, Any] = {
            name: value
            for name in _METADATA
            if getattr(drafted, name) in (None, ()) and (value := getattr(kept, name)) not in (None, ())
        }
        if kept.language is not None and kept.language.split("-")[0] == drafted.language:
            told["language"] = kept.language  # "en-GB" says more than what was found in the text
        return evolve(
            drafted,
            id=drafted.id if self.carried is not None else kept.id,
            authors=authors or kept.authors,
            extra={**kept.extra, **drafted.extra},
            **told,
        )

    def _speakers(self, claims: Sequence[Claim], document: Document) -> list[Speaker]:
        """The speakers that somebody needs, and those that nobody needed before either."""
        used = {*document.authors, *(name for claim in claims for name in _speakers_of(claim))}
        wanted = used | _idle(self.kept) | {self.speaker_ids[name] for name in _idle(self.drafted)}
        known = {speaker.id for speaker in self.kept_speakers}
        new = [evolve(speaker, id=self.speaker_ids[speaker.id]) for speaker in self.drafted.speakers]
        new = [speaker for speaker in new if speaker.id not in known]
        return [speaker for speaker in (*self.kept_speakers, *new) if speaker.id in wanted]

    def _merged_annotators(self, kept: Sequence[Annotator]) -> tuple[list[Annotator], dict[str, str]]:
        """Those of both reports that are people or have done something; and the new ids of the draft's own."""
        drafted = self.drafted.annotators
        drafts = any(_is_this_software(who) for who in drafted)
        used = {quote.annotator for quote in self.rejected if quote.annotator is not None}
        for claim in self.ours:
            # A claim that `carry` marked as its own is the drafting program's now.
            if not drafts or claim.origin == self.before[claim.id].origin:
                used.add(claim.origin.annotator)
        merged = [
            who
            for who in kept
            if who.id in used or who.kind == "person" or any(_alike(who, other) for other in drafted)
        ]
        ids: dict[str, str] = {}
        for who in drafted:
            same = [other for other in merged if _alike(who, other)]
            if same:
                ids[who.id] = who.id if any(other.id == who.id for other in same) else same[0].id
            else:
                ids[who.id] = _other_id(who.id, {other.id for other in merged})
                merged.append(evolve(who, id=ids[who.id]))
        return merged, ids


LEAST_SHARED = 0.1
"""
The share of the shorter text's three-word sequences from which on one text may be a version of the other. Two outlets
that quote one statement share fewer; of a version that was rewritten from start to end more are left.
"""

LEAST_SEQUENCES = 20
"""Three-word sequences of a text of which this can be told; of two lines that were reworded none may be left."""


def is_another(one: Document, other: Document) -> bool:
    """Whether two texts share next to nothing, and no address says that they are of one page."""
    if one.url is not None and one.url == other.url:
        return False
    told, known = (_sequences(document.text or "") for document in (one, other))
    least = min(len(told), len(known))
    return least >= LEAST_SEQUENCES and len(told & known) < LEAST_SHARED * least


def _sequences(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return set(zip(found, found[1:], found[2:], strict=False))


_METADATA = (
    "work",
    "version",
    "previous",
    "title",
    "publisher",
    "url",
    "sources",
    "language",
    "published",
    "modified",
    "retrieved",
)


_Key = TypeVar("_Key", bound="Hashable")


class _SpeakerIds:
    """The ids of the drafted speakers beside the kept ones: that of who is the same, else one that is free."""

    def __init__(self, drafted: Report, kept: Report, ours: Sequence[Claim], *, same_text: bool) -> None:
        self.kept, self.same_text = kept, same_text
        self.known = {speaker.id: speaker for speaker in kept.speakers}
        self.authors = [speaker.id for speaker in kept.speakers if speaker.kind == "author"]
        self.named = {speaker.id: speaker for speaker in kept.speakers if speaker.kind not in ("author", "anonymous")}
        self.by_name = _table((_told(speaker.name), speaker.id) for speaker in self.named.values())
        self.by_any_name = _table((name, speaker.id) for speaker in self.named.values() for name in _names(speaker))
        self.by_address = _table((same, speaker.id) for speaker in self.named.values() for same in speaker.same_as)
        self.beside = self._by_claims(drafted) if same_text else {}
        self.idle = _idle(kept)
        same = {speaker.id: self._same(speaker) for speaker in drafted.speakers}
        needed = self.idle | {*kept.document.authors, *same.values()}
        needed |= {name for claim in ours for name in _speakers_of(claim)}
        self.staying = tuple(speaker for speaker in kept.speakers if speaker.id in needed)
        here = {speaker.id for speaker in self.staying} | {claim.id for claim in ours}
        taken = here | {speaker.id for speaker in drafted.speakers} | {claim.id for claim in drafted.claims}
        self.ids: dict[str, str] = {}
        for name, other in same.items():
            made = other
            if made is None:
                made = _other_id(name, taken) if name in here else name
                taken.add(made)
            self.ids[name] = made

    def _by_claims(self, drafted: Report) -> dict[str, str]:
        """Who says the same claim in both reports; of an anonymous speaker nothing else can tell."""
        before = {claim.id: claim for claim in self.kept.claims}
        sides: list[tuple[Sequence[str], Sequence[str]]] = [(drafted.document.authors, self.kept.document.authors)]
        for claim in drafted.claims:
            if claim.id in before and not is_a_persons(before[claim.id]):
                ours, theirs = list(_speakers_of(before[claim.id])), list(_speakers_of(claim))
                sides.append((theirs, ours))
        found: dict[str, str] = {}
        for there, here in sides:
            if len(there) == len(here):
                for one, other in zip(there, here, strict=True):
                    found.setdefault(one, other)
        return found

    def _same(self, speaker: Speaker) -> str | None:
        if speaker.kind == "author":
            return _one_of([self.authors], speaker.id)
        if speaker.kind == "anonymous":
            idle = self.same_text and speaker.id in self.idle
            other = self.known.get(self.beside.get(speaker.id, speaker.id if idle else ""))
            same = other is not None and (other.kind == "anonymous" or other.id == speaker.id)
            return other.id if other is not None and same else None
        own = _told(speaker.name)
        found = _one_of([self.by_name.get(own, ())], speaker.id) or _one_of(
            [
                *(self.by_any_name.get(name, ()) for name in _names(speaker)),
                *(self.by_address.get(same, ()) for same in speaker.same_as),
            ],
            speaker.id,
        )
        other = self.named.get(speaker.id)
        if found is None and other is not None and (self.same_text or _within(_told(other.name), own)):
            return other.id
        return found


def _table(pairs: Iterable[tuple[_Key, str]]) -> dict[_Key, dict[str, None]]:
    """The ids under each key."""
    table: dict[_Key, dict[str, None]] = {}
    for key, name in pairs:
        table.setdefault(key, {})[name] = None
    return table


def _one_of(several: Sequence[Collection[str]], preferred: str) -> str | None:
    """The id that *several* hold if they hold but one; of more, the one that is preferred, if it is among them."""
    if any(preferred in names for names in several):
        return preferred
    first = next((name for names in several for name in names), None)
    return first if all(name == first for names in several for name in names) else None


def _names(speaker: Speaker) -> set[tuple[str, ...]]:
    return {_told(name) for name in (speaker.name, *speaker.aliases)}


def _told(name: str) -> tuple[str, ...]:
    """The words of a name without its article; the name itself where it has none, as one of signs."""
    told = words(name)
    return told[told[0] in _ARTICLES and len(told) > 1 :] if told else (name,)


_ARTICLES = frozenset({"the"})  # a draft calls "the ministry" "ministry", a person perhaps not


def _within(one: Sequence[str], other: Sequence[str]) -> bool:
    return set(one) <= set(other) or set(other) <= set(one)


def _speakers_of(claim: Claim) -> Iterator[str]:
    yield from claim.attribution.speakers
    for relay in claim.attribution.via:
        yield from relay.speakers


def _idle(report: Report) -> frozenset[str]:
    """The speakers that nothing in *report* names."""
    used = {*report.document.authors, *(name for claim in report.claims for name in _speakers_of(claim))}
    return frozenset(speaker.id for speaker in report.speakers if speaker.id not in used)


def _alike(one: Annotator, other: Annotator) -> bool:
    return (one.kind, one.name, one.version) == (other.kind, other.name, other.version)


def _is_this_software(annotator: Annotator) -> bool:
    return annotator.kind == "software" and annotator.name == SOFTWARE


def _other_id(name: str, taken: Set[str]) -> str:
    """*name*, or with a number behind it where it is taken."""
    made, number = name, 1
    while made in taken:
        number += 1
        end = f"-{number}"
        made = name[: MAX_ID_LENGTH - len(end)] + end
    return made


def _says_more_or_less(before: Claim, after: Claim) -> bool:
    """Whether the words of a claim are hedged or negated otherwise than they were."""
    from claimtrack.wording import differences  # reads its lexicons when it is first used

    old, new = (" ".join(piece.exact for piece in claim.content) for claim in (before, after))
    return any(each.axis in ("certainty", "polarity") for each in differences(old, new))


# --- spans as sets of code points ------------------------------------------------------------------------------------

Stretches = list[tuple[int, int]]


def _place(claim: Claim) -> tuple[int, int]:
    return min(piece.span.start for piece in claim.content), max(piece.span.end for piece in claim.content)


def _joined(spans: Iterable[Span]) -> Stretches:
    """What *spans* cover: stretches in order, apart from each other."""
    found: Stretches = []
    for span in sorted(spans):
        if found and span.start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], span.end)
        elif span.end > span.start:
            found.append((span.start, span.end))
    return found


def _length(stretches: Stretches) -> int:
    return sum(end - start for start, end in stretches)


def _both(one: Stretches, other: Stretches) -> Stretches:
    """What both cover."""
    found, at = [], 0
    for start, end in one:
        while at < len(other) and other[at][1] <= start:
            at += 1
        number = at
        while number < len(other) and other[number][0] < end:
            found.append((max(start, other[number][0]), min(end, other[number][1])))
            number += 1
    return found


def _shared(one: Stretches, other: Stretches) -> float:
    """Intersection over union."""
    if not one or not other or one[-1][1] <= other[0][0] or other[-1][1] <= one[0][0]:
        return 0.0
    shared = _length(_both(one, other))
    return shared / (_length(one) + _length(other) - shared)


def _repeated(contents: Iterable[Stretches]) -> Stretches:
    """What more than one of *contents* covers."""
    edges = sorted(edge for stretches in contents for start, end in stretches for edge in ((start, 1), (end, -1)))
    found: Stretches = []
    depth, since = 0, 0
    for at, step in edges:
        if depth >= 2 and at > since:
            if found and found[-1][1] == since:
                found[-1] = found[-1][0], at
            else:
                found.append((since, at))
        depth, since = depth + step, at
    return found


class _Near:
    """
    Which of many stretches may share at least half of all their words with those given (`SAME_WORDS`).

    Such are at most twice as long or half as long: each is found among those of its magnitude, so that one that covers
    a whole text is not met at every place in it.
    """

    def __init__(self, many: Sequence[Stretches]) -> None:
        self._by_magnitude: dict[int, list[tuple[int, int]]] = {}
        for number, stretches in enumerate(many):
            places = self._by_magnitude.setdefault(_length(stretches).bit_length(), [])
            places += ((start, number) for start, _ in stretches)
        for places in self._by_magnitude.values():
            places.sort()

    def __call__(self, stretches: Stretches) -> list[int]:
        """Their numbers, in order."""
        own = _length(stretches).bit_length()
        found: set[int] = set()
        for magnitude in (own - 1, own, own + 1):
            places = self._by_magnitude.get(magnitude)
            if places is None:
                continue
            for start, end in stretches:
                # What begins further ahead than the longest of this magnitude ends before *start*.
                first, last = bisect_left(places, (start - (1 << magnitude), 0)), bisect_left(places, (end, 0))
                found.update(number for _, number in places[first:last])
        return sorted(found)


class _Covered:
    """How many code points of some stretches are among those given."""

    def __init__(self, stretches: Stretches) -> None:
        self._starts = [start for start, _ in stretches]
        self._stretches = stretches
        self._before = [0, *accumulate(end - start for start, end in stretches)]

    def __call__(self, stretches: Stretches) -> int:
        return sum(self._until(end) - self._until(start) for start, end in stretches)

    def _until(self, offset: int) -> int:
        at = bisect_left(self._starts, offset)
        if at == 0:
            return 0
        start, end = self._stretches[at - 1]
        return self._before[at - 1] + min(end, offset) - start
