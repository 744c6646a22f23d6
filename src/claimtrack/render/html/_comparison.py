"""A comparison as one HTML page: what happened, both texts side by side with their claims linked, and every finding."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from claimtrack.certainty import Certainty
from claimtrack.comparison import (
    AXES,
    CONTRADICTION_RULES,
    NOTES,
    RULES,
    Comparison,
    TextComparison,
)
from claimtrack.errors import InvalidValue
from claimtrack.render.html._inplace import Block, Mark, Piece, Segment, blocks
from claimtrack.render.html._page import Fact, document_facts, page
from claimtrack.render.words import Run, counted, relation, runs, spaced, visible
from claimtrack.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimtrack.anchoring import AnchorOutcome
    from claimtrack.comparison import (
        Change,
        Contradiction,
        Correction,
        Digest,
        Edge,
        Evidence,
        Pairing,
        Side,
        Undecided,
    )
    from claimtrack.model import Report

SIDES = ("baseline", "later")

HEDGED = frozenset({"weakened", "commitment withdrawn", "likelihood lowered", "hedge added", "hedged more"})
"""The rules by which a claim is held with less certainty than before."""

STRENGTHENED = frozenset({"strengthened", "commitment made", "likelihood raised", "hedge removed", "hedged less"})
"""The rules by which it is held with more."""

OWN_VOICE = "other author"
"""A change of the speaker that is none of attribution: every document's author speaks in their own voice."""

WEIGHT = (
    "polarity",
    "certainty",
    "quantity",
    "condition",
    "speaker",
    "kind",
    "time",
    "name",
    "wording",
    "mode",
    "place",
    "tags",
)
"""The axes in the order in which an analyst wants to see them: what turns a claim first, what only files it last."""

LAZY = 100
"""
From so many cards or paragraphs on the browser draws them only as they come into view: their heights are guessed till
then.
"""

SHOWN_CANDIDATES = 12
"""Of the candidates of one anchor no more are shown than this: one more place tells an analyst nothing new."""

AROUND = 60
"""Code points of context on either side of a candidate: enough to see which place it is."""

GROUPS = {
    "undecided": ("Undecided", "Too close to call: a person has to decide."),
    "contradicted": ("Contradicted", "Claims of the two texts that cannot both hold."),
    "corrected": ("Corrected and retracted", "What one of the texts takes back of the other."),
    "changed": ("Changed", "The same claim, told otherwise."),
    "added": ("Added", "Claims of the later text that the baseline does not have."),
    "dropped": ("Dropped", "Claims whose words are gone from this version."),
    "not mentioned": ("Not mentioned", "Claims that the later text does not take up: it need not."),
    "new sentence": ("New sentences", "Sentences of the later text that no claim touches."),
    "unchanged": ("Unchanged", "Claims that stand as they were."),
}
"""The groups of cards with their headings, in the order of the page."""

FINDINGS = {
    "undecided": "undecided",
    "contradicted": "contradicted",
    "corrected": "corrected",
    "retracted": "retracted",
    "reversed": "reversed",
    "hedged": "hedged",
    "strengthened": "strengthened",
    "re-attributed": "re-attributed",
    "reworded": "reworded",
    "added": "added",
    "dropped": "dropped",
    "not mentioned": "not mentioned",
    "new sentence": "new sentences",
    "unchanged": "unchanged",
}
"""What a card can be found by, besides the axes that changed, with the words of the page for it."""

_TAGS = {
    "undecided": "?",
    "contradicted": "×",
    "corrected": "!",
    "changed": "",
    "unchanged": "",
    "added": "+",
    "dropped": "−",
    "not mentioned": "○",
    "new sentence": "¶",
}
"""What stands before a card's number, so that no meaning hangs on a colour."""

_LETTERS = {
    "undecided": "u",
    "contradicted": "x",
    "corrected": "c",
    "changed": "p",
    "unchanged": "p",
    "added": "a",
    "dropped": "d",
    "not mentioned": "o",
    "new sentence": "s",
}
"""With what the id of a card begins; ``b`` and ``l`` are those of the claims in the texts."""


@frozen(kw_only=True)
class Wording:
    """A claim on a card: its words with what changed in them, and what else tells it from others."""

    anchor: str
    id: str
    runs: tuple[Run, ...]
    speakers: str
    certainty: str
    kind: str
    proposition: str | None


@frozen(kw_only=True)
class Told:
    """One change: what the rule says, and the words or values of both sides, or the runs of words that differ."""

    rule: str
    says: str
    claims: str
    before: str | None
    after: str | None
    edits: tuple[tuple[str, str], ...]
    woven: tuple[Run, ...]
    is_field: bool


@frozen(kw_only=True)
class Badge:
    """An axis that changed, with its changes."""

    axis: str
    changes: tuple[Told, ...]


@frozen(kw_only=True)
class Candidate:
    """A possible partner of a claim, and the decision that would make it the partner."""

    baseline: str
    later: str
    baseline_anchor: str
    later_anchor: str
    score: str
    percent: int
    rule: str
    decision: str


@frozen(kw_only=True)
class Place:
    """A place where the words of a claim may have gone."""

    of: str
    before: str
    words: str
    after: str


@frozen(kw_only=True)
class Card:
    """
    One finding.

    Args:
        id: The id of its element.
        group: One of `GROUPS`.
        tag: A short mark, the same beside the claims in both texts.
        verdict: What happened, in a few words.
        tokens: What it is found by: findings, and axes as ``axis:wording``.
        sides: The numbers of its claims on either side.
        baseline, later: Those claims.
        badges: What changed, by axis.
        candidates: Possible pairs, best first.
        places: Where words may have gone that are in several places of the new text.
        how: What decided, and what came near.
        evidence: The words of either side that show it, where they are not the claim's own.
        evidence_is: What those words are.
        same: Whether both sides have the same words.
    """

    id: str
    group: str
    tag: str
    verdict: str
    tokens: tuple[str, ...]
    sides: tuple[tuple[int, ...], tuple[int, ...]]
    baseline: tuple[Wording, ...] = ()
    later: tuple[Wording, ...] = ()
    badges: tuple[Badge, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    places: tuple[Place, ...] = ()
    how: tuple[str, ...] = ()
    evidence: tuple[str | None, str | None] = (None, None)
    evidence_is: tuple[str, str] = ("the words", "the words")
    same: bool = False


@frozen(kw_only=True)
class Group:
    """The cards of one sort, under one heading."""

    key: str
    title: str
    says: str
    cards: tuple[Card, ...]


@frozen(kw_only=True)
class Tag:
    """The mark before a claim in its text: a link to its card."""

    id: str
    claim: str
    card: str
    text: str
    label: str
    state: str


@frozen(kw_only=True)
class Stretch:
    """A segment of a text: the tags of the claims that begin there, the claims that hold there, what was edited."""

    tags: tuple[Tag, ...]
    claims: str
    edits: str
    state: str
    depth: int
    is_new: bool
    pieces: tuple[Piece, ...]


@frozen(kw_only=True)
class Column:
    """One of the two texts, or the quotes of its claims where the text is not at hand."""

    side: str
    title: str
    facts: tuple[Fact, ...]
    language: str | None
    whole: bool
    paragraphs: tuple[tuple[Stretch, ...], ...]
    claims: int

    @property
    def lazy(self) -> bool:
        """Whether paragraphs are drawn as they come into view."""
        return len(self.paragraphs) >= LAZY


@frozen(kw_only=True)
class Choice:
    """A filter with the number of cards that it finds."""

    token: str
    label: str
    count: int

    @property
    def pair(self) -> tuple[str, str]:
        """The value of a control and its words."""
        return self.token, f"{self.label} ({self.count:,})"


def comparison_page(
    comparison: Comparison | TextComparison,
    baseline: Report | None = None,
    later: Report | None = None,
    *,
    links: Iterable[tuple[str, str]] = (),
) -> str:
    """
    A comparison as one self-contained page.

    Args:
        comparison: The comparison; of a text that nobody annotated, its new sentences and the outcome of every claim
            are shown, too.
        baseline: The report of the baseline; without its text the quotes of its claims are shown.
        later: The same of the later side. A `TextComparison` has it at hand.
        links: Labels and relative addresses of pages beside this one.

    Raises:
        InvalidValue: If a report is not the one that was compared.
    """
    text = comparison if isinstance(comparison, TextComparison) else None
    found = comparison.comparison if isinstance(comparison, TextComparison) else comparison
    if text is not None and later is None:
        later = text.carried.report
    for side, report in ((found.baseline, baseline), (found.later, later)):
        if report is not None and (report.id, report.document.sha256) != (side.report, side.sha256):
            raise InvalidValue(
                f"{report.id} is not the report that was compared as {side.report}",
                hint="give the reports in the order in which they were compared, with the texts they had",
            )
    view = _View(found, text, (baseline, later))
    return page(
        "comparison.html.j2",
        title=f"{found.baseline.report} → {found.later.report}",
        kicker="Comparison",
        facts=[Fact(label="Later text", value=relation(found))],
        links=links,
        styles=("comparison.css",),
        scripts=("comparison.js",),
        data={"index": view.index()},
        view=view,
        relation=found.relation,
    )


class _View:
    """What the template draws."""

    def __init__(
        self, found: Comparison, text: TextComparison | None, reports: tuple[Report | None, Report | None]
    ) -> None:
        self._found, self._text, self._reports = found, text, reports
        self._sides: tuple[Side, Side] = (found.baseline, found.later)
        self._numbers = tuple({digest.id: number for number, digest in enumerate(side.claims)} for side in self._sides)
        self._edits: tuple[dict[int, list[Span]], dict[int, list[Span]]] = ({}, {})
        self._outcomes: dict[str, list[AnchorOutcome]] = {}
        self._left: dict[str, list[str]] = {}
        if text is not None:
            for each in text.carried.outcomes:
                if each.claim is not None:
                    self._outcomes.setdefault(each.claim, []).append(each)
            for item in text.carried.left_behind:
                if item.claim is not None:
                    self._left.setdefault(item.claim, []).append(f"{item.what} left behind: {item.reason}")
        cards = tuple(self._cards())
        by_group: dict[str, list[Card]] = {group: [] for group in GROUPS}
        for card in cards:
            by_group[card.group].append(card)
        self.groups = tuple(
            Group(key=key, title=GROUPS[key][0], says=GROUPS[key][1], cards=tuple(of_it))
            for key, of_it in by_group.items()
            if of_it
        )
        self.cards = tuple(card for group in self.groups for card in group.cards)
        self.columns = tuple(self._column(side) for side in (0, 1))
        self.notes = tuple(
            (
                each.rule,
                NOTES[each.rule],
                *(visible(told.words) if told else None for told in (each.baseline, each.later)),
            )
            for each in found.notes
        )
        self._firsts = {token: card.id for card in reversed(self.cards) for token in card.tokens}
        total = Counter(token for card in self.cards for token in card.tokens)
        self.findings = tuple(
            Choice(token=token, label=label, count=total[token]) for token, label in FINDINGS.items() if total[token]
        )
        self.axes = tuple(
            Choice(token=f"axis:{axis}", label=axis, count=total[f"axis:{axis}"])
            for axis in AXES
            if total[f"axis:{axis}"]
        )
        self._card_speakers = [
            sorted(
                {
                    visible(name)
                    for side, numbers in enumerate(card.sides)
                    for number in numbers
                    for name in self._sides[side].claims[number].speakers
                }
            )
            for card in self.cards
        ]
        spoken = Counter(name for names in self._card_speakers for name in names)
        self.speakers = tuple(
            Choice(token=name, label=name, count=spoken[name])
            for name in sorted(spoken, key=lambda name: (name.casefold(), name))
        )
        self.shares = tuple(self._shares())
        self.lazy = len(self.cards) >= LAZY

    def index(self) -> dict[str, Any]:
        """What the script needs: each card's id, claims, tokens and speakers, by number."""
        tokens = sorted({token for card in self.cards for token in card.tokens})
        speakers = [choice.token for choice in self.speakers]
        token_numbers = {token: number for number, token in enumerate(tokens)}
        speaker_numbers = {name: number for number, name in enumerate(speakers)}
        return {
            "tokens": tokens,
            "speakers": speakers,
            "cards": [
                [
                    card.id,
                    [f"b{number}" for number in card.sides[0]],
                    [f"l{number}" for number in card.sides[1]],
                    [token_numbers[token] for token in card.tokens],
                    [speaker_numbers[name] for name in names],
                ]
                for card, names in zip(self.cards, self._card_speakers, strict=True)
            ],
        }

    def first_of(self, token: str) -> str:
        """The id of the first card that *token* finds."""
        return self._firsts[token]

    def _shares(self) -> Iterator[tuple[str, int, float]]:
        """What became of the baseline's claims: a word, how many, and their share in percent."""
        number_of: dict[str, set[int]] = {}
        for card in self.cards:
            if card.group in ("unchanged", "changed", "undecided", "dropped", "not mentioned"):
                number_of.setdefault(card.group, set()).update(card.sides[0])
        total = len(self._sides[0].claims)
        for group in ("unchanged", "changed", "undecided", "dropped", "not mentioned"):
            if number_of.get(group):
                yield group, len(number_of[group]), round(100 * len(number_of[group]) / total, 2)

    @property
    def total(self) -> tuple[int, int]:
        """How many claims either side has."""
        return len(self._sides[0].claims), len(self._sides[1].claims)

    @property
    def sentence(self) -> str:
        """What happened to the baseline's claims, in words."""
        verbs = {
            "unchanged": ("stands unchanged", "stand unchanged"),
            "changed": ("changed", "changed"),
            "undecided": ("is undecided", "are undecided"),
            "dropped": ("is dropped", "are dropped"),
            "not mentioned": ("is not mentioned", "are not mentioned"),
        }
        told = [f"{number:,} {verbs[group][number != 1]}" for group, number, _ in self.shares]
        added = len({number for card in self.cards if card.group == "added" for number in card.sides[1]})
        ours, theirs = (counted(total, "claim") for total in self.total)
        first = f"Of the {ours} of the baseline, {_listed(told)}. " if told else ""
        return f"{first}Of the {theirs} of the later text, {added or 'none'} {'is' if added < 2 else 'are'} new."

    # The cards -------------------------------------------------------------------------------------------------------

    def _cards(self) -> Iterator[Card]:
        found = self._found
        for number, group in enumerate(found.undecided, 1):
            yield self._undecided(number, group)
        for number, link in enumerate(found.contradictions, 1):
            yield self._contradiction(number, link)
        for number, correction in enumerate(found.corrections, 1):
            yield self._correction(number, correction)
        numbered = list(enumerate(found.pairings, 1))
        for number, pairing in sorted(numbered, key=lambda each: (_weight(each[1]), each[0])):
            yield self._pairing(number, pairing)
        for token, names, side in (("added", found.added, 1), ("dropped", found.dropped, 0)):
            yield from self._single(token, names, side)
        yield from self._single("not mentioned", found.not_mentioned, 0)
        if self._text is not None:
            text = self._text.carried.report.document.text or ""
            for number, span in enumerate(self._text.new_sentences, 1):
                yield Card(
                    id=f"{_LETTERS['new sentence']}{number}",
                    group="new sentence",
                    tag=f"{_TAGS['new sentence']}{number}",
                    verdict="new sentence",
                    tokens=("new sentence",),
                    sides=((), ()),
                    evidence=(None, visible(span.of(text))),
                )

    def _base(self, group: str, number: int, ids: tuple[Sequence[str], Sequence[str]]) -> dict[str, Any]:
        sides = tuple(tuple(self._numbers[side][name] for name in ids[side]) for side in (0, 1))
        return {"id": f"{_LETTERS[group]}{number}", "group": group, "tag": f"{_TAGS[group]}{number}", "sides": sides}

    def _wordings(self, side: int, numbers: Iterable[int]) -> tuple[Wording, ...]:
        return tuple(self._wording(side, number) for number in numbers)

    def _wording(self, side: int, number: int) -> Wording:
        digest = self._sides[side].claims[number]
        return Wording(
            anchor=f"{'bl'[side]}{number}",
            id=digest.id,
            runs=tuple(_cut(digest, self._edits[side].get(number, ()), "deleted" if side == 0 else "inserted")),
            speakers=visible(" + ".join(digest.speakers)) or "speaker not resolved",
            certainty=_certainty(digest.certainty),
            kind=digest.kind,
            proposition=None if digest.proposition in (None, digest.words) else visible(digest.proposition or ""),
        )

    def _undecided(self, number: int, group: Undecided) -> Card:
        base = self._base("undecided", number, (group.baseline, group.later))
        edges = sorted(group.edges, key=lambda edge: -edge.score)  # a stable sort: ties stay in the comparison's order
        places = tuple(place for name in group.baseline for place in self._places(name)) if not edges else ()
        return Card(
            **base,
            verdict="undecided" if edges else "place not sure",
            tokens=("undecided",),
            baseline=self._wordings(0, base["sides"][0]),
            later=self._wordings(1, base["sides"][1]),
            candidates=tuple(map(self._candidate, edges)),
            places=places,
            how=tuple(told for name in group.baseline for told in self._carried(name)) if not edges else (),
        )

    def _candidate(self, edge: Edge) -> Candidate:
        return Candidate(
            baseline=edge.baseline,
            later=edge.later,
            baseline_anchor=f"b{self._numbers[0][edge.baseline]}",
            later_anchor=f"l{self._numbers[1][edge.later]}",
            score=f"{edge.score:.2f}",
            percent=round(100 * edge.score),
            rule=edge.rule,
            decision=f"claimtrack decide BASE LATER '{edge.baseline}={edge.later}'",
        )

    def _places(self, name: str) -> Iterator[Place]:
        text = self._text.carried.report.document.text if self._text is not None else None
        if text is None:
            return
        for each in self._outcomes.get(name, ()):
            if each.role != "content":
                continue
            for span in each.outcome.candidates[:SHOWN_CANDIDATES]:
                start, end = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
                yield Place(
                    of=visible(each.anchor.exact),
                    before=("…" if start else "") + visible(text[start : span.start]),
                    words=visible(span.of(text)),
                    after=visible(text[span.end : end]) + ("…" if end < len(text) else ""),
                )

    def _carried(self, name: str) -> Iterator[str]:
        """What became of a claim that was carried into a text: status, rule, confidence, and what it left behind."""
        for each in self._outcomes.get(name, ()):
            if each.role == "content":
                outcome = each.outcome
                sure = f", confidence {outcome.confidence:.2f}" if outcome.found else ""
                rule = f" ({visible(outcome.rule)})" if outcome.rule else ""
                yield f"carried: {outcome.status}{rule}{sure}"
        yield from map(visible, self._left.get(name, ()))

    def _contradiction(self, number: int, link: Contradiction) -> Card:
        base = self._base("contradicted", number, ((link.baseline,), (link.later,)))
        return Card(
            **base,
            verdict="contradicted" + ("" if link.rule == "relation" else f" · {link.rule}"),
            tokens=("contradicted",),
            baseline=self._wordings(0, base["sides"][0]),
            later=self._wordings(1, base["sides"][1]),
            evidence=self._evidence(base["sides"], (link.evidence_baseline, link.evidence_later)),
            how=(CONTRADICTION_RULES.get(link.rule, link.rule),),
        )

    def _evidence(
        self, sides: tuple[Sequence[int], Sequence[int]], told: tuple[Evidence | None, Evidence | None]
    ) -> tuple[str | None, str | None]:
        """The words of either side that show it, where they are others than the claim's."""
        baseline, later = (
            None
            if each is None or each.words in [self._sides[side].claims[number].words for number in sides[side]]
            else visible(each.words)
            for side, each in enumerate(told)
        )
        return baseline, later

    def _correction(self, number: int, link: Correction) -> Card:
        base = self._base("corrected", number, (link.baseline, link.later))
        token = "corrected" if link.type == "corrects" else "retracted"
        what = "a notice in the {} text {} this" if link.rule == "notice" else "the {} report says that it {} this"
        labels = ("the notice", "what it is about")
        bare = not (link.later if link.by == "baseline" else link.baseline)
        return Card(
            **base,
            verdict=token + (" · the whole text" if bare and link.type == "retracts" else ""),
            tokens=(token,),
            baseline=self._wordings(0, base["sides"][0]),
            later=self._wordings(1, base["sides"][1]),
            evidence=self._evidence(base["sides"], (link.evidence_baseline, link.evidence_later)),
            evidence_is=labels if link.by == "baseline" else (labels[1], labels[0]),
            how=(what.format(link.by, link.type),),
        )

    def _pairing(self, number: int, pairing: Pairing) -> Card:
        base = self._base("changed" if pairing.changes else "unchanged", number, (pairing.baseline, pairing.later))
        for change in pairing.changes:
            for edit in change.edits if change.axis == "wording" else ():
                for side, told in enumerate((edit.baseline, edit.later)):
                    if told.source == "text":
                        for claim in base["sides"][side]:
                            self._edits[side].setdefault(claim, []).extend(told.spans)
        changes = sorted(pairing.changes, key=_rank)
        rules = dict.fromkeys(change.rule for change in changes)
        how = [f"paired by {pairing.rule}, score {pairing.score:.2f}"]
        for runner, side, own in ((pairing.runner_up_later, 1, 0), (pairing.runner_up_baseline, 0, 1)):
            if runner is not None:
                names = (runner.baseline, runner.later)
                how.append(f"next best for {names[own]}: {names[side]}, score {runner.score:.2f}")
        for name in pairing.baseline:
            how.extend(self._carried(name))
        ours, theirs = (self._wordings(side, base["sides"][side]) for side in (0, 1))
        return Card(
            **base,
            verdict=" · ".join(rules) or "unchanged",
            tokens=_tokens(pairing),
            baseline=ours,
            later=theirs,
            badges=tuple(
                Badge(axis=axis, changes=tuple(_told(change) for change in changes if change.axis == axis))
                for axis in dict.fromkeys(change.axis for change in changes)
            ),
            how=tuple(how),
            same=[wording.runs for wording in ours] == [wording.runs for wording in theirs],
        )

    def _single(self, group: str, names: Sequence[str], side: int) -> Iterator[Card]:
        for number, name in enumerate(names, 1):
            base = self._base(group, number, ((name,), ()) if side == 0 else ((), (name,)))
            wordings = self._wordings(side, base["sides"][side])
            yield Card(
                **base,
                verdict=group,
                tokens=(group,),
                baseline=wordings if side == 0 else (),
                later=wordings if side == 1 else (),
                how=tuple(self._carried(name)) if side == 0 else (),
            )

    # The texts -------------------------------------------------------------------------------------------------------

    def _column(self, side: int) -> Column:
        told, report = self._sides[side], self._reports[side]
        text = report.document.text if report is not None else None
        letter = "bl"[side]
        # A claim is shown as its first card says: those that are not of the claim alone come after.
        order = {"contradicted": 1, "corrected": 1}
        states: dict[int, str] = {}
        of_claim: dict[int, list[Card]] = {}
        for card in sorted(self.cards, key=lambda card: order.get(card.group, 0)):
            for number in card.sides[side]:
                of_claim.setdefault(number, []).append(card)
                states.setdefault(number, card.group)
                if card.group == "contradicted":
                    states[number] = card.group
        tags = {number: tuple(self._tags(letter, number, of_it, told)) for number, of_it in of_claim.items()}
        marks = [
            Mark(span=span, number=number, role="claim")
            for number, digest in enumerate(told.claims)
            for span in digest.spans
        ]
        marks += [
            Mark(span=span, number=number, role="edit")
            for number, spans in self._edits[side].items()
            for span in dict.fromkeys(spans)
        ]
        if side == 1 and self._text is not None:
            marks += [Mark(span=span, number=0, role="new") for span in self._text.new_sentences]
        lengths = [sum(map(len, digest.spans)) for digest in told.claims]
        drawn = _Drawn(letter, tags, states, lengths)
        if text is not None:
            paragraphs = tuple(drawn.block(block) for block in blocks(text, marks))
        else:
            edits = self._edits[side]
            paragraphs = tuple(
                drawn.quote(number, _cut(told.claims[number], edits.get(number, ()), "deleted"))
                for number in sorted(
                    range(len(told.claims)),
                    key=lambda number: (min(told.claims[number].spans, default=Span(0, 0)), number),
                )
            )
        facts = document_facts(report.document) if report is not None else ()
        if report is None and told.published is not None:
            facts = (Fact(label="Published", value=visible(told.published)),)
        return Column(
            side=SIDES[side],
            title=visible(told.title or told.report),
            facts=facts,
            language=report.document.language if report is not None else None,
            whole=text is not None,
            paragraphs=paragraphs,
            claims=len(told.claims),
        )

    def _tags(self, letter: str, number: int, cards: Sequence[Card], side: Side) -> Iterator[Tag]:
        for card in cards:
            yield Tag(
                id=f"{letter}{number}" if card is cards[0] else "",
                claim=f"{letter}{number}",
                card=card.id,
                text=card.tag,
                label=f"{card.tag}: {side.claims[number].id}, {card.verdict}",
                state=card.group,
            )


class _Drawn:
    """Draws the segments of one text; every claim has its tags where it begins first."""

    def __init__(
        self, letter: str, tags: dict[int, tuple[Tag, ...]], states: dict[int, str], lengths: Sequence[int]
    ) -> None:
        self._letter, self._tags, self._states, self._lengths = letter, tags, states, lengths
        self._begun: set[int] = set()

    def block(self, block: Block) -> tuple[Stretch, ...]:
        return tuple(self._stretch(segment) for segment in block.segments)

    def quote(self, number: int, words: Iterable[Run]) -> tuple[Stretch, ...]:
        """The words of one claim, where there is no text."""
        name = f"{self._letter}{number}"
        drawn = [
            Stretch(
                tags=(),
                claims=name,
                edits=name if run.mark != "same" else "",
                state=_state(self._states.get(number, "")),
                depth=1,
                is_new=False,
                pieces=(Piece(text=visible(run.text)),),
            )
            for run in words
            if run.text
        ]
        return (evolve(drawn[0], tags=self._tags.get(number, ())), *drawn[1:]) if drawn else ()

    def _stretch(self, segment: Segment) -> Stretch:
        claims = segment.of("claim")
        first = [number for number in claims if number not in self._begun]
        self._begun.update(first)
        # The shortest claim is the innermost one: the one that a pointer means.
        inner = sorted(claims, key=lambda number: (self._lengths[number], number))
        return Stretch(
            tags=tuple(tag for number in first for tag in self._tags.get(number, ())),
            claims=self._names(inner),
            edits=self._names(number for number in segment.of("edit") if number in claims),
            state=_state(self._states.get(inner[0], "")) if inner else "",
            depth=min(3, len(claims)),
            is_new=bool(segment.of("new")),
            pieces=segment.pieces,
        )

    def _names(self, numbers: Iterable[int]) -> str:
        return " ".join(f"{self._letter}{number}" for number in numbers)


def _state(group: str) -> str:
    return group.replace(" ", "-")


def _cut(digest: Digest, edits: Iterable[Span], mark: Any) -> Iterator[Run]:
    """The words of a claim, cut where something was edited."""
    if sum(map(len, digest.spans)) + len(" … ") * (len(digest.spans) - 1) != len(digest.words):
        yield Run("same", digest.words)
        return
    ordered = sorted(set(edits))
    starts = [span.start for span in ordered]
    offset = 0
    for index, piece in enumerate(digest.spans):
        if index:
            yield Run("same", " … ")
        words = digest.words[offset : offset + len(piece)]
        offset += len(piece) + len(" … ")
        at = piece.start
        # Edits of one claim do not overlap: only the one before the first that starts inside can reach in.
        for span in ordered[max(0, bisect_left(starts, piece.start) - 1) :]:
            if span.start >= piece.end:
                break
            start, end = max(span.start, at), min(span.end, piece.end)
            if start < end:
                if start > at:
                    yield Run("same", words[at - piece.start : start - piece.start])
                yield Run(mark, words[start - piece.start : end - piece.start])
                at = end
        if at < piece.end:
            yield Run("same", words[at - piece.start :])


def _rank(change: Change) -> int:
    return WEIGHT.index("mode" if change.rule == OWN_VOICE else change.axis)


def _weight(pairing: Pairing) -> int:
    return min(map(_rank, pairing.changes), default=len(WEIGHT))


def _tokens(pairing: Pairing) -> tuple[str, ...]:
    if not pairing.changes:
        return ("unchanged",)
    rules = {change.rule for change in pairing.changes}
    axes = pairing.axes
    speakers = {change.rule for change in pairing.changes if change.axis == "speaker"} - {OWN_VOICE}
    found = {
        "reversed": "polarity" in axes,
        "hedged": bool(rules & HEDGED),
        "strengthened": bool(rules & STRENGTHENED),
        "re-attributed": bool(speakers),
        "reworded": "wording" in axes,
    }
    return (*(token for token, holds in found.items() if holds), *(f"axis:{axis}" for axis in axes))


def _told(change: Change) -> Told:
    in_text = change.axis == "wording" and all(
        told is None or told.source == "text" for told in (change.baseline, change.later)
    )
    sides = [None if told is None else visible(_value(change, told.words)) for told in (change.baseline, change.later)]
    return Told(
        rule=change.rule,
        says=RULES[change.rule][1],
        claims=" → ".join(change.claims or ()),
        before=sides[0],
        after=sides[1],
        edits=tuple((visible(edit.baseline.words), visible(edit.later.words)) for edit in change.edits)
        if in_text
        else (),
        woven=tuple(spaced(runs(change))) if change.axis == "wording" and change.edits and not in_text else (),
        is_field=any(told is not None and told.source == "field" for told in (change.baseline, change.later)),
    )


def _value(change: Change, words: str) -> str:
    return _certainty(words) if change.axis in ("certainty", "polarity") and words in _certainties() else words


@cache
def _certainties() -> dict[str, str]:
    from claimtrack.certainty import CODES

    return {code: _in_words(Certainty.parse(code)) for code in CODES}


def _in_words(certainty: Certainty) -> str:
    level, polarity = certainty.level, certainty.polarity
    if level == "unknown":
        return "not committed"
    return level + {"positive": "", "negative": " that not", "unknown": ", which way not said"}[polarity]


def _certainty(code: str) -> str:
    """``certain (CT+)``."""
    words = _certainties().get(code)
    return f"{words} ({code})" if words is not None else visible(code)


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
