"""What changed between paired claims, axis by axis: in their fields, in their words, and in their order."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from typing import TYPE_CHECKING, Literal, Protocol

from attrs import evolve

from claimtrack._closed import FUNCTION_WORDS
from claimtrack._verdicts import RULES, Change, Edit, Evidence
from claimtrack.text import Span, tokens, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimtrack._verdicts import Axis, Source
    from claimtrack.certainty import Certainty
    from claimtrack.model import Anchor, Claim, Condition, Report
    from claimtrack.pairing import Pairings


class Speakers(Protocol):
    """Which speakers of two reports, 0 and 1, are the same."""

    def labels(self, side: int, speakers: Iterable[str]) -> frozenset[str]:
        """What names the speakers on either side: equal exactly for those that are the same."""

    def unclear(self, ours: Sequence[str], theirs: Sequence[str]) -> bool:
        """Whether two groups of speakers may be the same, and are not surely so."""


class Changes:
    """The differences between paired claims of two reports."""

    def __init__(self, baseline: Report, later: Report, speakers: Speakers) -> None:
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
        if not _left_out(one, other, one.tags, other.tags):
            yield from _sets("tags", one.tags, other.tags)

    def _speaker(self, one: Claim, other: Claim) -> Iterator[Change]:
        ours, theirs = one.attribution.speakers, other.attribution.speakers
        before, after = self._match.labels(0, ours), self._match.labels(1, theirs)
        if before == after:
            return
        if self._match.unclear(ours, theirs):
            rule = "source unclear"
        elif not before or not after:
            rule = "speaker resolved" if after else "speaker left open"
        elif before < after:
            rule = "speaker added"
        elif after < before:
            rule = "speaker removed"
        elif before & after:
            rule = "speakers changed"
        else:
            rule = "other author" if self._kinds(0, ours) == self._kinds(1, theirs) == {"author"} else "re-attributed"
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
        relays = zip(one.attribution.via, other.attribution.via, strict=False)
        if len(chains[0]) == len(chains[1]) and all(
            self._match.labels(0, ours.speakers) == self._match.labels(1, theirs.speakers)
            or self._match.unclear(ours.speakers, theirs.speakers)
            for ours, theirs in relays
        ):
            rule = "source unclear"
        elif len(chains[0]) != len(chains[1]):
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
    before, after = PlacedWords.of_content(ours), PlacedWords.of_content(theirs)
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
    if len(ours) == len(theirs) == 1 and not _left_out(ours[0], theirs[0], ours[0].proposition, theirs[0].proposition):
        meant = [PlacedWords.of_proposition(claim.proposition or "") for claim in (ours[0], theirs[0])]
        if meant[0].folded != meant[1].folded:
            yield Change(
                axis="wording",
                rule="restated",
                baseline=meant[0].evidence() if meant[0].folded else None,
                later=meant[1].evidence() if meant[1].folded else None,
                edits=_edits(meant[0], meant[1]),
            )


def _left_out(one: Claim, other: Claim, mine: object, theirs: object) -> bool:
    """
    Whether one of two claims is a draft that leaves out what the other has: topics, or a proposition.

    A drafting program gives neither; that it is silent says nothing of the text, and would be told of every pair.
    """
    return (one.origin.status == "drafted" and not mine) or (other.origin.status == "drafted" and not theirs)


def _in_words(ours: Sequence[Claim], theirs: Sequence[Claim], annotated: Sequence[Change]) -> Iterator[Change]:
    """
    What the words themselves say changed, but for what the annotation says already.

    A field and the words that say the same are told once, by the field; where they disagree, or the field is silent,
    both are told.
    """
    from claimtrack.wording import differences  # reads its lexicons when it is first used

    before, after = PlacedWords.of_content(ours), PlacedWords.of_content(theirs)
    for found in differences(before.joined, after.joined):
        if found.rule in {change.rule for change in annotated} or AGREES.get(found.rule, frozenset()) & {
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


AGREES: dict[str, frozenset[str]] = {
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


class PlacedWords:
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
    def of_content(cls, claims: Sequence[Claim]) -> PlacedWords:
        return cls(((piece.exact, piece.span.start) for claim in claims for piece in claim.content), "text")

    @classmethod
    def of_anchor(cls, anchor: Anchor) -> PlacedWords:
        return cls([(anchor.exact, anchor.span.start)], "text")

    @classmethod
    def of_proposition(cls, proposition: str) -> PlacedWords:
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


def _edits(before: PlacedWords, after: PlacedWords) -> tuple[Edit, ...]:
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
            sides = PlacedWords.of_anchor(before[x][0].anchor), PlacedWords.of_anchor(after[y][0].anchor)
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


def moved(found: Pairings, ours: dict[str, Claim], theirs: dict[str, Claim]) -> frozenset[str]:
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


def moved_change(one: Claim, other: Claim) -> Change:
    shown = [Evidence(words=claim.quote, spans=tuple(piece.span for piece in claim.content)) for claim in (one, other)]
    return Change(axis="place", rule="moved", baseline=shown[0], later=shown[1])
