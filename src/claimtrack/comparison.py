"""What changed between two reports, claim by claim and axis by axis, with the words of both that prove it."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from attrs import evolve, fields, frozen, has

from claimtrack._closed import FUNCTION_WORDS
from claimtrack._relation import RelationKind, contradictions, relation_of
from claimtrack._speakers import SpeakerMatch
from claimtrack.anchoring import Carried, carry
from claimtrack.pairing import Edge, Pairings, Undecided, pair
from claimtrack.text import Span, sentences, tokens, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimtrack.certainty import Certainty
    from claimtrack.language import Cue
    from claimtrack.model import Anchor, Claim, Condition, Document, Report
    from claimtrack.wording import Words

COMPARISON_VERSION = 1
"""The version of the serialised form of a comparison."""

Axis = Literal[
    "wording",
    "speaker",
    "mode",
    "certainty",
    "polarity",
    "kind",
    "condition",
    "quantity",
    "time",
    "name",
    "tags",
    "place",
]
Source = Literal["text", "proposition", "field"]

RULES: dict[str, tuple[Axis, str]] = {
    "reworded": ("wording", "words of the content were replaced"),
    "words added": ("wording", "the content has more words"),
    "words removed": ("wording", "the content has fewer words"),
    "reordered": ("wording", "the same words stand in another order"),
    "quotation altered": ("wording", "both quote directly, and the words of the quotation differ"),
    "restated": ("wording", "the content's words are the same, the annotator's proposition differs"),
    "re-attributed": ("speaker", "the claim is in somebody else's mouth"),
    "other author": ("speaker", "each document's author says it in their own voice"),
    "speaker added": ("speaker", "more speakers share the claim"),
    "speaker removed": ("speaker", "fewer speakers share the claim"),
    "speakers changed": ("speaker", "some of the speakers stayed, others came and went"),
    "speaker resolved": ("speaker", "who says it was open and is known now"),
    "speaker left open": ("speaker", "who says it was known and is open now"),
    "source unclear": ("speaker", "an anonymous source on both sides: it may be the same or not"),
    "relay added": ("speaker", "the claim comes through more hands"),
    "relay removed": ("speaker", "the claim comes through fewer hands"),
    "relay changed": ("speaker", "the claim comes through other hands"),
    "mode changed": ("mode", "quoted in another way: directly, indirectly, mixed or not at all"),
    "strengthened": ("certainty", "the speaker commits to more"),
    "weakened": ("certainty", "the speaker commits to less"),
    "commitment made": ("certainty", "the speaker was uncommitted and takes a side now"),
    "commitment withdrawn": ("certainty", "the speaker took a side and is uncommitted now"),
    "certainty changed": ("certainty", "the level differs, and so does the polarity: there is no order"),
    "likelihood raised": ("certainty", "the range of probability moved up"),
    "likelihood lowered": ("certainty", "the range of probability moved down"),
    "likelihood changed": ("certainty", "the range of probability or its term differs"),
    "likelihood given": ("certainty", "there is a probability now"),
    "likelihood removed": ("certainty", "there is no probability any more"),
    "hedge added": ("certainty", "the words leave room for doubt"),
    "hedge removed": ("certainty", "the words leave no such room any more"),
    "hedged more": ("certainty", "a weaker expression: from probable to possible, from a vow to a plan"),
    "hedged less": ("certainty", "a stronger expression: from possible to probable, from a plan to a vow"),
    "reversed": ("polarity", "what was said to be so is said not to be so, or the other way round"),
    "polarity settled": ("polarity", "whether it is so was open and is said now"),
    "polarity left open": ("polarity", "whether it is so was said and is open now"),
    "negation added": ("polarity", "the words negate what they did not"),
    "negation removed": ("polarity", "the words do not negate any more"),
    "kind changed": ("kind", "another sort of statement"),
    "condition added": ("condition", "the claim hangs on something now"),
    "condition removed": ("condition", "the claim hung on something"),
    "condition changed": ("condition", "the claim hangs on something else, or in another way"),
    "quantity changed": ("quantity", "another number, unit, range or approximation"),
    "quantity added": ("quantity", "there is a number now"),
    "quantity removed": ("quantity", "there is no number any more"),
    "limited": ("quantity", "of fewer: from all to some"),
    "generalised": ("quantity", "of more: from some to all"),
    "time added": ("time", "there is a date now"),
    "time removed": ("time", "there is no date any more"),
    "time changed": ("time", "another date"),
    "now planned": ("time", "what was told as done is told as still to come"),
    "now done": ("time", "what was still to come is told as done"),
    "name changed": ("name", "another name in the same place"),
    "name added": ("name", "one more name"),
    "name removed": ("name", "a name less"),
    "tags added": ("tags", "the annotator gave more topics"),
    "tags removed": ("tags", "the annotator gave fewer topics"),
    "tags changed": ("tags", "the annotator gave other topics"),
    "moved": ("place", "the claim stands elsewhere among the claims around it"),
}
"""
Every rule of a change: its axis and what it says. Of the rules that words alone can show, such as *negation added* or
*condition removed*, the evidence says whether it is the annotators' fields that differ or the words.
"""

AXES: tuple[Axis, ...] = tuple(dict.fromkeys(axis for axis, _ in RULES.values()))
"""The axes on which two claims are compared, in the order in which changes are told."""

_INVERSE = {
    "words added": "words removed",
    "speaker added": "speaker removed",
    "speaker resolved": "speaker left open",
    "relay added": "relay removed",
    "strengthened": "weakened",
    "commitment made": "commitment withdrawn",
    "likelihood raised": "likelihood lowered",
    "likelihood given": "likelihood removed",
    "polarity settled": "polarity left open",
    "condition added": "condition removed",
    "time added": "time removed",
    "tags added": "tags removed",
    "hedge added": "hedge removed",
    "hedged more": "hedged less",
    "negation added": "negation removed",
    "quantity added": "quantity removed",
    "limited": "generalised",
    "now planned": "now done",
    "name added": "name removed",
}
_INVERSE |= {other: one for one, other in _INVERSE.items()}


@frozen(kw_only=True)
class Evidence:
    """
    The words of one side.

    Args:
        words: The words, pieces joined by an ellipsis; or a field's value.
        spans: Where they stand, in code points of the document's text, or of the proposition; none for a field.
        source: ``text``, ``proposition`` or ``field``.
    """

    words: str
    spans: tuple[Span, ...] = ()
    source: Source = "text"


@frozen(kw_only=True)
class Edit:
    """One run of words that was replaced, inserted (nothing in the baseline) or deleted (nothing later)."""

    baseline: Evidence
    later: Evidence


@frozen(kw_only=True)
class Change:
    """
    One difference on one axis of a pairing.

    Args:
        axis: What differs.
        rule: The rule that fired, one of `RULES`.
        baseline, later: The words or values of both sides; None where a side has none.
        claims: The two claim ids that were compared, where a split or merge has several; None for all together.
        edits: For wording: the runs of words that differ.
    """

    axis: Axis
    rule: str
    baseline: Evidence | None = None
    later: Evidence | None = None
    claims: tuple[str, str] | None = None
    edits: tuple[Edit, ...] = ()


@frozen(kw_only=True)
class Pairing:
    """
    Claims of both sides that are the same claim, with what changed.

    Args:
        baseline, later: Claim ids; several later ones for a split, several of the baseline for a merge.
        score: From 0 to 1; 1 for explicit links.
        rule: What paired them: ``same_as``, ``same id``, ``identical wording``, ``words``, ``split`` or ``merge``.
        runner_up_later, runner_up_baseline: The next best partner on either side, if any came near.
        changes: Empty if the claim stands as it was.
    """

    baseline: tuple[str, ...]
    later: tuple[str, ...]
    score: float
    rule: str
    runner_up_later: Edge | None = None
    runner_up_baseline: Edge | None = None
    changes: tuple[Change, ...] = ()

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The axes on which something changed, in the order of `AXES`."""
        changed = {change.axis for change in self.changes}
        return tuple(axis for axis in AXES if axis in changed)


@frozen(kw_only=True)
class Digest:
    """A claim as a comparison shows it: enough to read the verdicts without the reports."""

    id: str
    kind: str
    certainty: str
    speakers: tuple[str, ...]
    words: str
    spans: tuple[Span, ...]
    proposition: str | None = None


@frozen(kw_only=True)
class Side:
    """One of the two reports as a comparison shows it."""

    report: str
    document: str
    sha256: str
    title: str | None = None
    published: str | None = None
    claims: tuple[Digest, ...] = ()

    def claim(self, claim_id: str) -> Digest:
        """
        The digest of a claim.

        Raises:
            KeyError: If there is none with that id.
        """
        for digest in self.claims:
            if digest.id == claim_id:
                return digest
        raise KeyError(claim_id)


@frozen(kw_only=True)
class Contradiction:
    """A ``contradicts`` relation, of either file, between a claim of the baseline and a later one."""

    baseline: str
    later: str


@frozen(kw_only=True)
class Comparison:
    """
    What became of every claim of the baseline, and which claims are new.

    Args:
        relation: ``version`` (same work, or derived) or ``report`` (another text).
        baseline, later: The two sides, in brief.
        pairings: Claims that are in both, with their changes, in the order of the baseline.
        undecided: Groups that are too close to call, with every scored edge.
        added: Ids of later claims that the baseline does not have.
        dropped: Ids of baseline claims that are gone, where the later text is a version of the same work.
        not_mentioned: Ids of baseline claims that another text does not take up: it need not.
        contradictions: Claims that one file says contradict each other.
    """

    relation: RelationKind
    baseline: Side
    later: Side
    pairings: tuple[Pairing, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    not_mentioned: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    def changed(self) -> tuple[Pairing, ...]:
        """The pairings in which anything changed."""
        return tuple(pairing for pairing in self.pairings if pairing.changes)

    def findings(self) -> frozenset[str]:
        """
        What there is to find, in words: axes, rules, and ``added``, ``dropped``, ``not mentioned``, ``undecided``,
        ``contradicted``. Empty if the two reports say the same.
        """
        found = {word for pairing in self.pairings for change in pairing.changes for word in (change.axis, change.rule)}
        groups = {
            "added": self.added,
            "dropped": self.dropped,
            "not mentioned": self.not_mentioned,
            "undecided": self.undecided,
            "contradicted": self.contradictions,
        }
        return frozenset(found | {word for word, members in groups.items() if members})


FINDINGS: tuple[str, ...] = (
    *AXES,
    *RULES,
    "added",
    "dropped",
    "not mentioned",
    "undecided",
    "contradicted",
)
"""Every word that `Comparison.findings` may hold."""


def compare(baseline: Report, later: Report, *, relation: RelationKind | None = None) -> Comparison:
    """
    Compare two reports, claim by claim.

    Args:
        baseline: The first report.
        later: The report that is held against it.
        relation: ``version`` if the later text is a version of the same work, ``report`` if it is another text; found
            out from the documents where it is left out. It decides whether a claim without a partner was *dropped* or
            is *not mentioned*, and whether a new order is a change.

    Returns:
        The comparison. ``invert(compare(a, b)) == compare(b, a)``, and ``compare(r, r)`` finds nothing.
    """
    # Edit scripts and last tie-breaks are not symmetric by themselves: work in one fixed orientation, then turn.
    if _stands_first(baseline, later):
        return _compare(baseline, later, relation)
    return invert(_compare(later, baseline, relation))


@frozen(kw_only=True)
class TextComparison:
    """
    A baseline against a later text that nobody annotated.

    Args:
        comparison: What became of every claim: paired, *dropped* if its words are gone, *undecided* without a partner
            if its place is not sure.
        carried: The claims in the later text, with the outcome of every anchor.
    """

    comparison: Comparison
    carried: Carried

    @property
    def new_sentences(self) -> tuple[Span, ...]:
        """The sentences of the later text that no claim touches, and that are new or those of claims that are gone."""
        return self.carried.fresh


def compare_text(baseline: Report, document: Document) -> TextComparison:
    """
    Compare a report with the raw text of a later version of its document, by carrying its claims there.

    Args:
        baseline: The report.
        document: The document of the later version, with its text at hand.

    Raises:
        InvalidValue: If the text is not at hand.
    """
    carried = carry(baseline, document)
    found = compare(baseline, carried.report, relation="version")
    unsure = set(carried.ambiguous)
    around = _Around(baseline, carried.report)
    return TextComparison(
        comparison=evolve(
            found,
            pairings=tuple(around.told(_retold(pairing, baseline, carried)) for pairing in found.pairings),
            dropped=tuple(name for name in found.dropped if name not in unsure),
            undecided=found.undecided
            + tuple(Undecided(baseline=(name,), later=(), edges=()) for name in carried.ambiguous),
        ),
        carried=carried,
    )


class _Around:
    """
    What changed in the sentences of a claim outside of every claim's content.

    Nobody annotated the later text: a condition, a denial or another speaker's name beside words that stayed would
    show in no field.
    """

    def __init__(self, baseline: Report, later: Report) -> None:
        self._reports = baseline, later
        self._texts = tuple(report.document.text or "" for report in self._reports)
        language = later.document.language or baseline.document.language or "en"  # as the claims were carried
        self._sentences = tuple(sentences(text, language) if all(self._texts) else () for text in self._texts)
        self._ends = tuple([span.end for span in side] for side in self._sentences)
        self._covered = tuple(
            sorted(piece.span for claim in report.claims for piece in claim.content) for report in self._reports
        )

    def told(self, pairing: Pairing) -> Pairing:
        """*pairing* with these changes, if its claims are one each and both texts are at hand."""
        if len(pairing.baseline) > 1 or len(pairing.later) > 1 or not all(self._texts):
            return pairing
        from claimtrack.wording import differences

        places = [
            self._place(side, self._reports[side].claim(name))
            for side, name in enumerate((pairing.baseline[0], pairing.later[0]))
        ]
        old, new = places
        if old is None or new is None:
            return pairing
        changes = list(pairing.changes)
        for found in differences(
            old.of(self._texts[0]), new.of(self._texts[1]), old_offset=old.start, new_offset=new.start
        ):
            rules = {change.rule for change in changes}
            if found.axis not in _AROUND or found.rule in rules or _AGREES.get(found.rule, frozenset()) & rules:
                continue
            sides = found.old, found.new
            if any(words_ is not None and self._is_content(side, words_.span) for side, words_ in enumerate(sides)):
                continue
            shown = [None if each is None else Evidence(words=each.words, spans=(each.span,)) for each in sides]
            changes.append(Change(axis=found.axis, rule=found.rule, baseline=shown[0], later=shown[1]))
        return evolve(pairing, changes=_sorted_changes(changes))

    def _place(self, side: int, claim: Claim) -> Span | None:
        """The sentences that the content touches, if they stand side by side; None if others are between."""
        spans, ends = self._sentences[side], self._ends[side]
        touched: set[int] = set()
        for piece in claim.content:
            first, last = bisect_right(ends, piece.span.start), bisect_left(ends, piece.span.end)
            touched.update(range(first, min(last, len(spans) - 1) + 1))
        if not touched or max(touched) - min(touched) >= len(touched):
            return None
        return Span(spans[min(touched)].start, spans[max(touched)].end)

    def _is_content(self, side: int, span: Span) -> bool:
        return any(span.overlaps(other) for other in self._covered[side])


_AROUND = frozenset({"polarity", "certainty", "condition", "name"})


def _retold(pairing: Pairing, baseline: Report, carried: Carried) -> Pairing:
    """
    *pairing* with each condition and time that was lost on the way told by the words that took its place.

    That the field of a carried claim is empty is nobody's verdict: other words may stand there.
    """
    if len(pairing.baseline) > 1 or len(pairing.later) > 1:
        return pairing
    changes = list(pairing.changes)
    axes: tuple[Axis, ...] = ("condition", "time")
    for axis in axes:
        lost = [
            each.anchor.span
            for each in carried.outcomes
            if (each.claim, each.role, each.outcome.status) == (pairing.baseline[0], axis, "lost")
        ]
        told = {span: _replaced(axis, span, pairing.later[0], baseline, carried) for span in lost}
        for change in [each for each in changes if each.rule == f"{axis} removed"]:
            # A condition's change says where it stood; that of the times is one for all of them.
            places = change.baseline.spans if change.baseline is not None else ()
            its = [told[span] for span in lost if axis == "time" or span in places]
            if its and all(its):
                changes.remove(change)
                changes += [each for each in dict.fromkeys(its) if each is not None and each not in changes]
    return evolve(pairing, changes=_sorted_changes(changes))


def _replaced(axis: Axis, lost: Span, name: str, baseline: Report, carried: Carried) -> Change | None:
    """What the words say changed where those at *lost* stood, if others stand there now."""
    from claimtrack.language import Wording
    from claimtrack.wording import differences

    old, new = baseline.document.text, carried.report.document.text
    if old is None or new is None:
        return None
    content = [piece.span for piece in carried.report.claim(name).content]
    before, after = _around(old, [lost], baseline), _around(new, content, carried.report)
    found = differences(before.of(old), after.of(new), old_offset=before.start, new_offset=after.start)
    for each in found:
        if each.axis == axis and each.old is not None and each.old.span.overlaps(lost):
            return None if each.new is None else _in_text(axis, each.rule, each.old, each.new)
    # A condition in other words is none of the differences, and no less there.
    ours, theirs = (
        [cue for cue in Wording(span.of(text), span.start).cues if cue.kind == axis]
        for span, text in ((before, old), (after, new))
    )
    if len(ours) == len(theirs) == 1 and ours[0].span.overlaps(lost):
        return _in_text(axis, f"{axis} changed", ours[0], theirs[0])
    return None


def _in_text(axis: Axis, rule: str, old: Cue | Words, new: Cue | Words) -> Change:
    sides = [Evidence(words=side.words, spans=(side.span,)) for side in (old, new)]
    return Change(axis=axis, rule=rule, baseline=sides[0], later=sides[1])


def _around(text: str, spans: Sequence[Span], report: Report) -> Span:
    """The sentences that *spans* touch."""
    touched = [
        sentence
        for sentence in sentences(text, report.document.language or "en")
        if any(sentence.overlaps(span) for span in spans)
    ]
    touched += spans
    return Span(min(each.start for each in touched), max(each.end for each in touched))


def invert(comparison: Comparison) -> Comparison:
    """The same comparison seen from the other side: what was added is dropped, what was strengthened is weakened."""

    def flip(change: Change) -> Change:
        return evolve(
            change,
            rule=_INVERSE.get(change.rule, change.rule),
            baseline=change.later,
            later=change.baseline,
            claims=change.claims and (change.claims[1], change.claims[0]),
            edits=tuple(Edit(baseline=edit.later, later=edit.baseline) for edit in change.edits),
        )

    def turn(edge: Edge | None) -> Edge | None:
        return edge and Edge(baseline=edge.later, later=edge.baseline, score=edge.score, rule=edge.rule)

    order = {digest.id: number for number, digest in enumerate(comparison.later.claims)}
    edge_order = {digest.id: number for number, digest in enumerate(comparison.baseline.claims)}
    pairings = [
        Pairing(
            baseline=pairing.later,
            later=pairing.baseline,
            score=pairing.score,
            rule={"split": "merge", "merge": "split"}.get(pairing.rule, pairing.rule),
            runner_up_later=turn(pairing.runner_up_baseline),
            runner_up_baseline=turn(pairing.runner_up_later),
            changes=_sorted_changes(map(flip, pairing.changes)),
        )
        for pairing in comparison.pairings
    ]
    undecided = [
        Undecided(
            baseline=group.later,
            later=group.baseline,
            edges=tuple(
                sorted(
                    (edge for edge in map(turn, group.edges) if edge is not None),
                    key=lambda edge: (order[edge.baseline], edge_order[edge.later]),
                )
            ),
        )
        for group in comparison.undecided
    ]
    version = comparison.relation == "version"
    return Comparison(
        relation=comparison.relation,
        baseline=comparison.later,
        later=comparison.baseline,
        pairings=tuple(sorted(pairings, key=lambda pairing: [order[name] for name in pairing.baseline])),
        undecided=tuple(sorted(undecided, key=lambda group: [order[name] for name in group.baseline])),
        added=comparison.dropped if version else comparison.not_mentioned,
        dropped=comparison.added if version else (),
        not_mentioned=() if version else comparison.added,
        contradictions=_sorted_links(
            (Contradiction(baseline=link.later, later=link.baseline) for link in comparison.contradictions), order
        ),
    )


def _sorted_links(links: Iterable[Contradiction], order: dict[str, int]) -> tuple[Contradiction, ...]:
    return tuple(sorted(links, key=lambda link: (order[link.baseline], link.later)))


def _sorted_changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    """In the order of the axes; within one, by the claims and words that they are about."""
    return tuple(
        sorted(
            changes,
            key=lambda change: (
                AXES.index(change.axis),
                change.claims or ("", ""),
                change.rule,
                change.baseline.words if change.baseline else "",
                change.later.words if change.later else "",
            ),
        )
    )


def _stands_first(one: Report, other: Report) -> bool:
    """A total order of reports that does not depend on which was named first, up to what verdicts ignore."""
    keys = [(report.document.sha256, report.document.id, report.id) for report in (one, other)]
    if keys[0] != keys[1]:
        return keys[0] < keys[1]
    return repr(evolve(one, schema=None, extra={})) <= repr(evolve(other, schema=None, extra={}))


def _compare(baseline: Report, later: Report, relation: RelationKind | None) -> Comparison:
    relation = relation or relation_of(baseline, later)
    found = pair(baseline, later, relation)
    speakers = SpeakerMatch(baseline, later)
    ours, theirs = ({claim.id: claim for claim in report.claims} for report in (baseline, later))
    moved = _moved(found, ours, theirs) if relation == "version" else frozenset()
    changes = _Changes(baseline, later, speakers)
    pairings = tuple(
        Pairing(
            baseline=pair.baseline,
            later=pair.later,
            score=pair.score,
            rule=pair.rule,
            runner_up_later=pair.runner_up_later,
            runner_up_baseline=pair.runner_up_baseline,
            changes=_sorted_changes(
                changes.between([ours[name] for name in pair.baseline], [theirs[name] for name in pair.later])
                + ([_moved_change(ours[pair.baseline[0]], theirs[pair.later[0]])] if pair.baseline[0] in moved else [])
            ),
        )
        for pair in found.pairs
    )
    order = {claim.id: number for number, claim in enumerate(baseline.claims)}
    return Comparison(
        relation=relation,
        baseline=_side(baseline),
        later=_side(later),
        pairings=pairings,
        undecided=found.undecided,
        added=found.only_later,
        dropped=found.only_baseline if relation == "version" else (),
        not_mentioned=found.only_baseline if relation == "report" else (),
        contradictions=_sorted_links(
            (Contradiction(baseline=one, later=other) for one, other in contradictions(baseline, later)), order
        ),
    )


def _side(report: Report) -> Side:
    names = {speaker.id: speaker.name for speaker in report.speakers}
    return Side(
        report=report.id,
        document=report.document.id,
        sha256=report.document.sha256,
        title=report.document.title,
        published=str(report.document.published) if report.document.published else None,
        claims=tuple(
            Digest(
                id=claim.id,
                kind=claim.kind,
                certainty=str(claim.certainty),
                speakers=tuple(names.get(name, name) for name in claim.attribution.speakers),
                words=claim.quote,
                spans=tuple(piece.span for piece in claim.content),
                proposition=claim.proposition,
            )
            for claim in report.claims
        ),
    )


# --- axes ------------------------------------------------------------------------------------------------------------


class _Changes:
    """The differences between paired claims of two reports."""

    def __init__(self, baseline: Report, later: Report, speakers: SpeakerMatch) -> None:
        self._match = speakers
        self._speakers = tuple({speaker.id: speaker for speaker in report.speakers} for report in (baseline, later))

    def between(self, ours: Sequence[Claim], theirs: Sequence[Claim]) -> list[Change]:
        """Wording of all together; every other axis claim by claim."""
        changes = list(_wording(ours, theirs))
        several = len(ours) > 1 or len(theirs) > 1
        for one, other in itertools.product(ours, theirs):
            found = self._fields(one, other)
            changes.extend(evolve(change, claims=(one.id, other.id)) if several else change for change in found)
        if any(change.axis == "wording" and change.edits and change.rule != "restated" for change in changes):
            changes += _in_words(ours, theirs, changes)
        return changes

    def _fields(self, one: Claim, other: Claim) -> Iterator[Change]:
        yield from self._speaker(one, other)
        yield from self._relays(one, other)
        if one.attribution.mode != other.attribution.mode:
            yield _change("mode changed", one.attribution.mode or "none", other.attribution.mode or "none")
        yield from _certainty(one, other)
        if one.kind != other.kind:
            yield _change("kind changed", one.kind, other.kind)
        yield from _conditions(one.conditions, other.conditions)
        yield from _sets("time", [str(time.value) for time in one.time], [str(time.value) for time in other.time])
        yield from _sets("tags", one.tags, other.tags)

    def _speaker(self, one: Claim, other: Claim) -> Iterator[Change]:
        ours, theirs = one.attribution.speakers, other.attribution.speakers
        before, after = self._match.labels(0, ours), self._match.labels(1, theirs)
        if before == after:
            return
        if not before or not after:
            rule = "speaker resolved" if after else "speaker left open"
        elif before < after:
            rule = "speaker added"
        elif after < before:
            rule = "speaker removed"
        elif before & after:
            rule = "speakers changed"
        else:
            kinds = self._kinds(0, ours), self._kinds(1, theirs)
            rule = {"author": "other author", "anonymous": "source unclear"}.get(
                next(iter(kinds[0])) if kinds[0] == kinds[1] and len(kinds[0]) == 1 else "", "re-attributed"
            )
        yield Change(
            axis="speaker",
            rule=rule,
            baseline=self._named(0, ours, one.attribution.mention),
            later=self._named(1, theirs, other.attribution.mention),
        )

    def _relays(self, one: Claim, other: Claim) -> Iterator[Change]:
        chains = tuple(
            tuple(self._match.labels(side, relay.speakers) for relay in claim.attribution.via)
            for side, claim in enumerate((one, other))
        )
        if chains[0] == chains[1]:
            return
        rule = "relay changed"
        if len(chains[0]) != len(chains[1]):
            rule = "relay added" if len(chains[1]) > len(chains[0]) else "relay removed"
        shown = [
            Evidence(
                words=" < ".join(self._names(side, relay.speakers) for relay in claim.attribution.via),
                spans=tuple(piece.span for relay in claim.attribution.via for piece in relay.mention),
                source="field",
            )
            if claim.attribution.via
            else None
            for side, claim in enumerate((one, other))
        ]
        yield Change(axis="speaker", rule=rule, baseline=shown[0], later=shown[1])

    def _kinds(self, side: int, names: Iterable[str]) -> set[str]:
        return {self._speakers[side][name].kind if name in self._speakers[side] else "" for name in names}

    def _names(self, side: int, names: Iterable[str]) -> str:
        known = self._speakers[side]
        return " + ".join(known[name].name if name in known else name for name in names) or "not resolved"

    def _named(self, side: int, names: Sequence[str], mention: Sequence[Anchor]) -> Evidence:
        return Evidence(words=self._names(side, names), spans=tuple(piece.span for piece in mention), source="field")


def _change(rule: str, before: str | None, after: str | None) -> Change:
    one, other = (None if value is None else Evidence(words=value, source="field") for value in (before, after))
    return Change(axis=RULES[rule][0], rule=rule, baseline=one, later=other)


def _wording(ours: Sequence[Claim], theirs: Sequence[Claim]) -> Iterator[Change]:
    if len(ours) == len(theirs) == 1 and _same_words(ours[0], theirs[0]):
        return
    before, after = _Words.of_content(ours), _Words.of_content(theirs)
    direct = all(claim.attribution.mode == "direct" for claim in (*ours, *theirs))
    if before.folded != after.folded:
        edits = _edits(before, after)
        yield Change(
            axis="wording",
            rule="quotation altered" if direct else _wording_rule(before.folded, after.folded, edits),
            baseline=before.evidence(),
            later=after.evidence(),
            edits=edits,
        )
        return
    if len(ours) == len(theirs) == 1:
        meant = [_Words.of_proposition(claim.proposition or "") for claim in (ours[0], theirs[0])]
        if meant[0].folded != meant[1].folded:
            yield Change(
                axis="wording",
                rule="restated",
                baseline=meant[0].evidence() if meant[0].folded else None,
                later=meant[1].evidence() if meant[1].folded else None,
                edits=_edits(meant[0], meant[1]),
            )


def _in_words(ours: Sequence[Claim], theirs: Sequence[Claim], annotated: Sequence[Change]) -> Iterator[Change]:
    """
    What the words themselves say changed, but for what the annotation says already.

    A field and the words that say the same are told once, by the field; where they disagree, or the field is silent,
    both are told.
    """
    from claimtrack.wording import differences  # reads its lexicons when it is first used

    before, after = _Words.of_content(ours), _Words.of_content(theirs)
    for found in differences(before.joined, after.joined):
        if found.rule in {change.rule for change in annotated} or _AGREES.get(found.rule, frozenset()) & {
            change.rule for change in annotated
        }:
            continue
        sides = [
            None if side is None else words_.at(side.span) for side, words_ in ((found.old, before), (found.new, after))
        ]
        if found.axis in ("condition", "time") and any(
            _is_annotated(found.axis, side, claims) for side, claims in zip(sides, (ours, theirs), strict=True)
        ):
            continue
        yield Change(axis=found.axis, rule=found.rule, baseline=sides[0], later=sides[1])


_AGREES: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("hedge added", "hedged more"), frozenset({"weakened", "commitment withdrawn", "likelihood lowered"})
    ),
    **dict.fromkeys(
        ("hedge removed", "hedged less"), frozenset({"strengthened", "commitment made", "likelihood raised"})
    ),
    **dict.fromkeys(
        ("negation added", "negation removed"), frozenset({"reversed", "polarity settled", "polarity left open"})
    ),
}
"""The rules of fields that say what a rule of words says."""


def _is_annotated(axis: Axis, side: Evidence | None, claims: Sequence[Claim]) -> bool:
    """Whether words stand in a condition or time that the annotation has as a field, where it is compared."""
    if side is None:
        return False
    if axis == "condition":
        known = [condition.anchor.span for claim in claims for condition in claim.conditions]
    else:
        known = [time.anchor.span for claim in claims for time in claim.time if time.anchor is not None]
    return any(span.overlaps(other) for span in side.spans for other in known)


def _same_words(one: Claim, other: Claim) -> bool:
    """Whether the two are worded alike to the letter, as most claims of two versions are."""
    return one.proposition == other.proposition and [piece.exact for piece in one.content] == [
        piece.exact for piece in other.content
    ]


def _wording_rule(before: Sequence[str], after: Sequence[str], edits: Sequence[Edit]) -> str:
    if sorted(before) == sorted(after):
        return "reordered"
    if all(not edit.baseline.words for edit in edits):
        return "words added"
    if all(not edit.later.words for edit in edits):
        return "words removed"
    return "reworded"


class _Words:
    """The words of one side in order, each knowing where it stands; pieces are kept apart."""

    def __init__(self, pieces: Iterable[tuple[str, int]], source: Source) -> None:
        self.source: Source = source
        self.folded: list[str] = []
        self._spans: list[Span] = []
        self._pieces: list[int] = []
        self._texts: list[tuple[str, int]] = list(pieces)
        for number, (text, offset) in enumerate(self._texts):
            for token in tokens(text, offset):
                self.folded.append(token.folded)
                self._spans.append(token.span)
                self._pieces.append(number)

    @classmethod
    def of_content(cls, claims: Sequence[Claim]) -> _Words:
        return cls(((piece.exact, piece.span.start) for claim in claims for piece in claim.content), "text")

    @classmethod
    def of_anchor(cls, anchor: Anchor) -> _Words:
        return cls([(anchor.exact, anchor.span.start)], "text")

    @classmethod
    def of_proposition(cls, proposition: str) -> _Words:
        return cls([(proposition, 0)], "proposition")

    @property
    def joined(self) -> str:
        """The pieces as one text, each on a line of its own."""
        return "\n".join(text for text, _ in self._texts)

    def at(self, span: Span) -> Evidence:
        """The words of a span of the joined text, with where they stand in the document, piece by piece."""
        shown, spans, at = [], [], 0
        for text, offset in self._texts:
            start, end = max(span.start - at, 0), min(span.end - at, len(text))
            if start < end:
                shown.append(text[start:end])
                spans.append(Span(offset + start, offset + end))
            at += len(text) + 1
        return Evidence(words=" … ".join(shown), spans=tuple(spans), source=self.source)

    def evidence(self) -> Evidence:
        return Evidence(
            words=" … ".join(text for text, _ in self._texts),
            spans=tuple(Span(offset, offset + len(text)) for text, offset in self._texts),
            source=self.source,
        )

    def stretch(self, start: int, end: int) -> Evidence:
        """The words from number *start* to *end*; where there are none, the place between their neighbours."""
        if start == end:
            if start > 0:
                at = self._spans[start - 1].end
            else:
                at = self._spans[0].start if self._spans else self._texts[0][1] if self._texts else 0
            return Evidence(words="", spans=(Span(at, at),), source=self.source)
        shown, spans = [], []
        for number, group in itertools.groupby(range(start, end), key=lambda word: self._pieces[word]):
            run = list(group)
            text, offset = self._texts[number]
            span = Span(self._spans[run[0]].start, self._spans[run[-1]].end)
            spans.append(span)
            shown.append(text[span.start - offset : span.end - offset])
        return Evidence(words=" … ".join(shown), spans=tuple(spans), source=self.source)


def _edits(before: _Words, after: _Words) -> tuple[Edit, ...]:
    from rapidfuzz.distance import Levenshtein

    runs: list[list[int]] = []  # start and end before, start and end after
    for block in Levenshtein.opcodes(before.folded, after.folded):
        if block.tag == "equal":
            continue
        if runs and _in_passing(before.folded[runs[-1][1] : block.src_start]):
            runs[-1][1], runs[-1][3] = block.src_end, block.dest_end
        else:
            runs.append([block.src_start, block.src_end, block.dest_start, block.dest_end])
    return tuple(
        Edit(baseline=before.stretch(start, end), later=after.stretch(later_start, later_end))
        for start, end, later_start, later_end in runs
    )


def _in_passing(shared: Sequence[str]) -> bool:
    """Whether two edits are one: only a word or two like "of the" lies between, which both sides share by chance."""
    return len(shared) <= _CHANCE and all(word in FUNCTION_WORDS for word in shared)


_CHANCE = 2  # function words in a row: three of them already make a phrase that was kept


def _certainty(one: Claim, other: Claim) -> Iterator[Change]:
    before, after = one.certainty, other.certainty
    if before.level != after.level:
        yield _change(_certainty_rule(before, after), str(before), str(after))
    if before.polarity != after.polarity:
        if "unknown" not in (before.polarity, after.polarity):
            rule = "reversed"
        else:
            rule = "polarity left open" if after.polarity == "unknown" else "polarity settled"
        yield _change(rule, str(before), str(after))
    likely = one.likelihood, other.likelihood
    if likely[0] != likely[1]:
        shown = [
            None if found is None else f"{found.low:g} to {found.high:g}" + (f" ({found.term})" if found.term else "")
            for found in likely
        ]
        if likely[0] is None or likely[1] is None:
            rule = "likelihood given" if likely[0] is None else "likelihood removed"
        elif (likely[0].low, likely[0].high) == (likely[1].low, likely[1].high):
            rule = "likelihood changed"
        elif likely[0].low <= likely[1].low and likely[0].high <= likely[1].high:
            rule = "likelihood raised"
        elif likely[0].low >= likely[1].low and likely[0].high >= likely[1].high:
            rule = "likelihood lowered"
        else:
            rule = "likelihood changed"
        yield _change(rule, *shown)


def _certainty_rule(before: Certainty, after: Certainty) -> str:
    if after.stronger_than(before):
        return "strengthened"
    if before.stronger_than(after):
        return "weakened"
    if before.level == "unknown":
        return "commitment made"
    if after.level == "unknown":
        return "commitment withdrawn"
    return "certainty changed"


def _conditions(ours: Sequence[Condition], theirs: Sequence[Condition]) -> Iterator[Change]:
    before = [(condition, words(condition.anchor.exact)) for condition in ours]
    after = [(condition, words(condition.anchor.exact)) for condition in theirs]
    for found in list(before):  # what is on both sides is no change
        twin = next((other for other in after if other[0].sense == found[0].sense and other[1] == found[1]), None)
        if twin is not None:
            before.remove(found)
            after.remove(twin)
    # The rest pairs by how many words it shares; one condition against one is the same one, changed.
    edges = sorted(
        (
            (-_shared(one[1], other[1]), x, y)
            for x, one in enumerate(before)
            for y, other in enumerate(after)
            if _shared(one[1], other[1]) >= _SAME_CONDITION or len(before) == len(after) == 1
        ),
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, x, y in edges:
        if x not in taken[0] and y not in taken[1]:
            taken[0].add(x)
            taken[1].add(y)
            sides = _Words.of_anchor(before[x][0].anchor), _Words.of_anchor(after[y][0].anchor)
            yield Change(
                axis="condition",
                rule="condition changed",
                baseline=_hangs_on(before[x][0]),
                later=_hangs_on(after[y][0]),
                edits=_edits(*sides),
            )
    for x, (condition, _) in enumerate(before):
        if x not in taken[0]:
            yield Change(axis="condition", rule="condition removed", baseline=_hangs_on(condition))
    for y, (condition, _) in enumerate(after):
        if y not in taken[1]:
            yield Change(axis="condition", rule="condition added", later=_hangs_on(condition))


_SAME_CONDITION = 0.5  # half of the words in common: the same thing is hung on


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    return 2 * len(set(one) & set(other)) / max(1, len(set(one)) + len(set(other)))


def _hangs_on(condition: Condition) -> Evidence:
    return Evidence(words=f"{condition.sense}: {condition.anchor.exact}", spans=(condition.anchor.span,))


def _sets(axis: Literal["time", "tags"], ours: Iterable[str], theirs: Iterable[str]) -> Iterator[Change]:
    before, after = sorted(set(ours)), sorted(set(theirs))
    if before == after:
        return
    if set(before) < set(after):
        rule = f"{axis} added"
    elif set(after) < set(before):
        rule = f"{axis} removed"
    else:
        rule = f"{axis} changed"
    yield _change(rule, ", ".join(before) or None, ", ".join(after) or None)


def _moved(found: Pairings, ours: dict[str, Claim], theirs: dict[str, Claim]) -> frozenset[str]:
    """The baseline ids of the fewest pairs that would have to move for the rest to stand in the same order."""
    pairs = [(_start(ours[pair.baseline[0]]), _start(theirs[pair.later[0]]), pair.baseline[0]) for pair in found.pairs]
    pairs.sort()
    # The longest run of pairs that keep their order (patience sorting; equal starts keep it too).
    ends: list[tuple[int, int]] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, later, _) in enumerate(pairs):
        at = bisect_left(ends, (later, number))
        before.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append((later, number))
            last.append(number)
        else:
            ends[at], last[at] = (later, number), number
    kept: set[int] = set()
    number = last[-1] if last else -1
    while number >= 0:
        kept.add(number)
        number = before[number]
    return frozenset(name for number, (_, _, name) in enumerate(pairs) if number not in kept)


def _start(claim: Claim) -> int:
    return min(piece.span.start for piece in claim.content)


def _moved_change(one: Claim, other: Claim) -> Change:
    shown = [Evidence(words=claim.quote, spans=tuple(piece.span for piece in claim.content)) for claim in (one, other)]
    return Change(axis="place", rule="moved", baseline=shown[0], later=shown[1])


# --- the serialised form ---------------------------------------------------------------------------------------------


def comparison_data(comparison: Comparison | TextComparison) -> dict[str, Any]:
    """*comparison* as JSON's own types, in the form of ``schemas/comparison.schema.json``; what is None is left out."""
    data: dict[str, Any] = {"claimtrack_comparison": COMPARISON_VERSION, "offset_unit": "code-point"}
    if isinstance(comparison, Comparison):
        data.update(_plain(comparison))
        return data
    text = comparison.carried.report.document.text or ""
    new = [{"start": span.start, "end": span.end, "exact": span.of(text)} for span in comparison.new_sentences]
    data.update(_plain(comparison.comparison), new_sentences=new)
    return data


def comparison_json(comparison: Comparison | TextComparison) -> bytes:
    """The same as indented JSON in UTF-8, with a line end at the end: the same comparison, the same bytes."""
    return msgspec.json.format(msgspec.json.encode(comparison_data(comparison)), indent=2) + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return {"start": value.start, "end": value.end}
    if has(type(value)):
        parts = ((name, getattr(value, name)) for name in _field_names(type(value)))
        return {name: _plain(part) for name, part in parts if part is not None}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _field_names(kind: Any) -> Iterator[str]:
    return (field.name for field in fields(kind))
