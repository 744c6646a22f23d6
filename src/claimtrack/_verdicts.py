"""What a comparison finds, as values: evidence, changes, pairings, links; every rule; and the same seen from behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import evolve, frozen

from claimtrack._display import Displayed
from claimtrack._relation import RelationKind
from claimtrack.pairing import Edge, Pair, Undecided
from claimtrack.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    "source unclear": (
        "speaker",
        "the same source or not: both anonymous, a surname of two, an office of no state",
    ),
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

INVERSE = {
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
INVERSE |= {other: one for one, other in INVERSE.items()}
"""The rule of a change seen from the other side; a rule that is not listed is its own inverse."""


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
class Pairing(Pair):
    """
    Claims of both sides that are the same claim, with what changed: the fields of `Pair`, and the changes.

    Args:
        changes: Empty if the claim stands as it was.
    """

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
    """
    A claim of the baseline and a later one that cannot both hold.

    Args:
        baseline, later: The claim ids.
        rule: ``relation`` where one of the files says so, else the rule of `CONTRADICTION_RULES` that the words show.
        evidence_baseline, evidence_later: The words of both sides that are opposed.
    """

    baseline: str
    later: str
    rule: str = "relation"
    evidence_baseline: Evidence | None = None
    evidence_later: Evidence | None = None


CONTRADICTION_RULES: dict[str, str] = {
    "relation": "one of the files says that they contradict each other",
    "opposite polarity": "one says of the same things that it is so, the other that it is not",
    "opposite stance": "the same stance towards the same thing, for it and against it",
    "refusal against openness": "who is ready for something in the one refuses it, or is not ready, in the other",
    "opposite action": "two actions or changes of which only one can be, of the same things",
    "opposite state": "two states of which only one can be, of the same thing",
    "incompatible quantity": "two numbers of the same thing that cannot both be right",
}
"""Every rule of a contradiction, and what it says."""


@frozen(kw_only=True)
class Correction:
    """
    A notice in one of the texts, or a relation in one of the files, that corrects or retracts what the other says.

    Args:
        type: ``corrects`` or ``retracts``.
        by: The side that has the notice: ``baseline`` or ``later``.
        baseline, later: The claim ids. On the side with the notice those that state it, if any do; on the other those
            that it is about: none where the whole text is retracted.
        rule: ``relation`` where one of the files says so, ``notice`` where one of the texts does.
        evidence_baseline, evidence_later: The notice, and the words that it is about.
    """

    type: Literal["corrects", "retracts"]
    by: Literal["baseline", "later"]
    baseline: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    rule: str = "notice"
    evidence_baseline: Evidence | None = None
    evidence_later: Evidence | None = None


@frozen(kw_only=True)
class Note:
    """
    What a reader of a comparison has to know beside its verdicts.

    Args:
        rule: One of `NOTES`.
        baseline, later: What it is about on either side.
    """

    rule: str
    baseline: Evidence | None = None
    later: Evidence | None = None


NOTES: dict[str, str] = {
    "languages differ": "the texts are in two languages: words decided nothing, and what no link pairs is undecided",
    "notice without a claim": "a text corrects or retracts something that is no claim of the other, or not surely one",
}
"""Every rule of a note, and what it says."""


@frozen(kw_only=True)
class Comparison(Displayed):
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
        contradictions: Claims that cannot both hold: one file says so, or their words do.
        corrections: What one side corrects or retracts of the other.
        notes: What else has to be known, such as that nothing could be compared.
        encoder: The name of the encoder whose vectors were evidence beside the words, if there was one.
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
    corrections: tuple[Correction, ...] = ()
    notes: tuple[Note, ...] = ()
    encoder: str | None = None

    def changed(self) -> tuple[Pairing, ...]:
        """The pairings in which anything changed."""
        return tuple(pairing for pairing in self.pairings if pairing.changes)

    def findings(self) -> frozenset[str]:
        """
        What there is to find, in words: axes, rules, and ``added``, ``dropped``, ``not mentioned``, ``undecided``,
        ``contradicted``, ``corrected``, ``retracted``. Empty if the two reports say the same.
        """
        found = {word for pairing in self.pairings for change in pairing.changes for word in (change.axis, change.rule)}
        groups = {
            "added": self.added,
            "dropped": self.dropped,
            "not mentioned": self.not_mentioned,
            "undecided": self.undecided,
            "contradicted": self.contradictions,
            "corrected": tuple(each for each in self.corrections if each.type == "corrects"),
            "retracted": tuple(each for each in self.corrections if each.type == "retracts"),
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
    "corrected",
    "retracted",
)
"""Every word that `Comparison.findings` may hold."""


def invert(comparison: Comparison) -> Comparison:
    """The same comparison seen from the other side: what was added is dropped, what was strengthened is weakened."""

    def flip(change: Change) -> Change:
        return evolve(
            change,
            rule=INVERSE.get(change.rule, change.rule),
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
            changes=sorted_changes(map(flip, pairing.changes)),
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
        contradictions=sorted_links(map(_turned_link, comparison.contradictions), order),
        corrections=sorted_corrections(map(_turned_correction, comparison.corrections), order),
        notes=tuple(evolve(note, baseline=note.later, later=note.baseline) for note in comparison.notes),
        encoder=comparison.encoder,
    )


def _turned_link(link: Contradiction) -> Contradiction:
    return evolve(
        link,
        baseline=link.later,
        later=link.baseline,
        evidence_baseline=link.evidence_later,
        evidence_later=link.evidence_baseline,
    )


def _turned_correction(found: Correction) -> Correction:
    return evolve(
        found,
        by="baseline" if found.by == "later" else "later",
        baseline=found.later,
        later=found.baseline,
        evidence_baseline=found.evidence_later,
        evidence_later=found.evidence_baseline,
    )


def sorted_corrections(found: Iterable[Correction], order: dict[str, int]) -> tuple[Correction, ...]:
    """In the order of the baseline's claims, then of the later ids, then of the words."""
    return tuple(
        sorted(
            found,
            key=lambda each: (
                [order[name] for name in each.baseline],
                each.later,
                each.type,
                each.by,
                each.rule,
                [_start(each.evidence_baseline), _start(each.evidence_later)],
            ),
        )
    )


def sorted_notes(notes: Iterable[Note]) -> tuple[Note, ...]:
    """In the order of `NOTES`; those of one rule by where their words stand."""
    rules = list(NOTES)
    return tuple(
        sorted(notes, key=lambda note: (rules.index(note.rule), max(_start(note.baseline), _start(note.later))))
    )


def _start(evidence: Evidence | None) -> int:
    return evidence.spans[0].start if evidence is not None and evidence.spans else -1


def sorted_links(links: Iterable[Contradiction], order: dict[str, int]) -> tuple[Contradiction, ...]:
    return tuple(sorted(links, key=lambda link: (order[link.baseline], link.later)))


def sorted_changes(changes: Iterable[Change]) -> tuple[Change, ...]:
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
