"""What a person decided of the claims of two reports, put into their files as relations."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve, frozen

from claimtrack import codec
from claimtrack.errors import InvalidReport, InvalidValue
from claimtrack.model import Date, Relation, RelationType, Report
from claimtrack.source import locate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack.model import Claim

DECISIONS = "claimtrack:decisions"
"""
The key of a claim's ``extra`` under which stands who decided, when and why: a list of objects, the oldest first. What
holds, the relations say: this keeps what was overruled, too.
"""

Side = Literal["base", "later"]

_PAIR = re.compile(r"\s*([^=!\s]+)\s*(!?=)\s*([^=!\s]+)\s*")
_CONTRARY: dict[str, tuple[RelationType, ...]] = {
    "same_as": ("different_from", "contradicts"),  # what contradicts a claim is not paired with it
    "different_from": ("same_as",),
}
_NEAREST = 3  # ids that are proposed for one that is not there
_NEAR = 0.7  # the similarity by Jaro and Winkler from which on an id may be a slip of the pen for another


@frozen
class Pair:
    """A decision: that a claim of the base and one of the later report are the same, or are not."""

    base: str
    later: str
    same: bool

    @classmethod
    def parse(cls, text: str) -> Pair:
        """
        The decision that ``b12=l3`` or ``b4!=l9`` stands for.

        Raises:
            InvalidValue: If *text* is neither.
        """
        match = _PAIR.fullmatch(text)
        if match is None:
            raise InvalidValue(
                f"{text!r:.100} is no decision", hint="write 'BASE=LATER' or 'BASE!=LATER', two claim ids"
            )
        return cls(match[1], match[3], match[2] == "=")

    def __str__(self) -> str:
        return f"{self.base}{'=' if self.same else '!='}{self.later}"


@frozen(kw_only=True)
class Step:
    """
    What became of one relation.

    Args:
        side: The report in which it stands.
        claim: The claim that has it.
        relation: The relation.
        result: ``added``, ``removed``, ``there already``, or ``noted`` where only who, when or why is new.
    """

    side: Side
    claim: str
    relation: Relation
    result: Literal["added", "removed", "there already", "noted"]


@frozen(kw_only=True)
class Decided:
    """Both reports with what was decided, and what became of each relation, in the order of the decisions."""

    base: Report
    later: Report
    steps: tuple[Step, ...]

    def report(self, side: Side) -> Report:
        """The report of a side."""
        return self.base if side == "base" else self.later


def decide(
    base: Report,
    later: Report,
    pairs: Iterable[Pair],
    *,
    into: Side = "later",
    by: str | None = None,
    at: Date | None = None,
    reason: str | None = None,
) -> Decided:
    """
    Put decisions into the reports as ``same_as`` and ``different_from`` relations; a contrary relation goes.

    What is decided already, in either report, is not written again.

    Args:
        base, later: The reports.
        pairs: What was decided.
        into: The report that gets the relations.
        by, at, reason: Who decided, when and why; kept in the claim's ``extra``.

    Raises:
        InvalidValue: If a decision is about claims that are not there, or two contradict each other; it tells them all.
    """
    pairs = tuple(dict.fromkeys(pairs))
    if faults := [*_faults(base, later, pairs), *_no_text(by, reason)]:
        raise InvalidValue("\n".join(["nothing was decided", *(f"  {fault}" for fault in faults)]))
    who = {"by": by, "at": None if at is None else str(at), "reason": reason}
    reports: dict[Side, Report] = {"base": base, "later": later}
    steps: list[Step] = []
    for pair in pairs:
        steps += _settle(reports, pair, into, {key: value for key, value in who.items() if value is not None})
    return Decided(base=reports["base"], later=reports["later"], steps=tuple(steps))


def _faults(base: Report, later: Report, pairs: Sequence[Pair]) -> Iterable[str]:
    if base.id == later.id:
        yield f"both reports have the id {base.id}: no relation could tell them apart"
    for report, names in ((base, [pair.base for pair in pairs]), (later, [pair.later for pair in pairs])):
        known = [claim.id for claim in report.claims]
        for name in dict.fromkeys(names):
            if name not in known:
                yield f"there is no claim {name[:100]!r} in {report.id}{_nearest(name, known)}"
            elif type(report.claim(name).extra.get(DECISIONS, [])) is not list:
                yield f"{DECISIONS} in the extra of {name} in {report.id} is no list"
    decided = {(pair.base, pair.later): pair.same for pair in pairs}
    for pair in pairs:
        if decided[pair.base, pair.later] != pair.same:
            yield f"{pair} and its contrary are both decided"


def _nearest(name: str, known: Sequence[str]) -> str:
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.process import extract

    alike = extract(name, known, scorer=JaroWinkler.normalized_similarity, limit=_NEAREST, score_cutoff=_NEAR)
    near = [found for found, *_ in alike]
    return f"; the nearest are {', '.join(near)}" if near else ""


def _no_text(*told: str | None) -> Iterable[str]:
    """Bytes on a command line that are no UTF-8 arrive as halves of surrogate pairs, which no file can hold."""
    for text in told:
        if text is not None and re.search("[\ud800-\udfff]", text):
            yield "the name or the reason holds bytes that are no UTF-8"


def _settle(reports: dict[Side, Report], pair: Pair, into: Side, who: Mapping[str, str]) -> list[Step]:
    kind: Literal["same_as", "different_from"] = "same_as" if pair.same else "different_from"
    ends: dict[Side, tuple[str, str]] = {
        "base": (pair.base, f"{reports['later'].id}#{pair.later}"),
        "later": (pair.later, f"{reports['base'].id}#{pair.base}"),
    }
    steps = []
    holding: Side | None = None
    for side in (into, "base" if into == "later" else "later"):  # the side that is written to, first
        name, target = ends[side]
        claim = reports[side].claim(name)
        gone = [each for each in claim.relations if each.target == target and each.type in _CONTRARY[kind]]
        if gone:
            kept = tuple(each for each in claim.relations if each not in gone)
            reports[side] = _with(reports[side], evolve(claim, relations=kept))
            steps += [Step(side=side, claim=name, relation=each, result="removed") for each in dict.fromkeys(gone)]
        if holding is None and Relation(kind, target) in claim.relations:
            holding = side
    side = holding or into
    name, target = ends[side]
    claim = reports[side].claim(name)
    relation = Relation(kind, target)
    noted = _noted(claim, relation, who)
    result: Literal["added", "there already", "noted"] = "there already" if noted is claim else "noted"
    if holding is None:
        noted, result = evolve(noted, relations=(*noted.relations, relation)), "added"
    if noted is not claim:
        reports[side] = _with(reports[side], noted)
    return [*steps, Step(side=side, claim=name, relation=relation, result=result)]


def _noted(claim: Claim, relation: Relation, who: Mapping[str, str]) -> Claim:
    """*claim* with who decided; nothing is added where nobody says, unless somebody said something else before."""
    told = list(claim.extra.get(DECISIONS, []))
    earlier = [entry for entry in told if isinstance(entry, dict) and entry.get("target") == relation.target]
    entry = {"type": relation.type, "target": relation.target, **who}
    last = earlier[-1] if earlier else None
    is_new = last != entry if who else last is not None and last.get("type") != relation.type
    return evolve(claim, extra={**claim.extra, DECISIONS: [*told, entry]}) if is_new else claim


def _with(report: Report, changed: Claim) -> Report:
    return evolve(report, claims=tuple(changed if claim.id == changed.id else claim for claim in report.claims))


# --- files -----------------------------------------------------------------------------------------------------------


def rewritten(data: bytes, old: Report, new: Report, *, line: bool = False) -> bytes:
    """
    The content of a report's file with the relations and ``extra`` of *new*; everything else stays, byte for byte.

    Args:
        data: The content.
        old: The report in it.
        new: The same with other relations and ``extra`` of its claims.
        line: Whether it is a line of a corpus.
    """
    canonical = codec.dumps(new, line=line)
    if old == new:
        return data
    if data == codec.dumps(old, line=line):
        return canonical
    spliced = _spliced(data, old, new)
    try:
        same = codec.dumps(codec.loads(spliced), line=line) == canonical
    except InvalidReport:
        same = False
    return spliced if same else canonical


def _spliced(data: bytes, old: Report, new: Report) -> bytes:
    text = data.decode()
    value = json.loads(text)
    edits: list[tuple[int, int, str]] = []
    for number, (before, after) in enumerate(zip(old.claims, new.claims, strict=True)):
        added = ""
        held = value["claims"][number]
        way = ("claims", number)
        last = (*way, list(held)[-1])
        places = locate(text, [((*way, key), False) for key in ("relations", "extra")] + [(last, False), (last, True)])
        end = _end(text, places[last, False])
        gap = _gap(text, places[last, True])
        for key, changed in (
            ("relations", before.relations != after.relations),
            ("extra", before.extra != after.extra),
        ):
            if not changed:
                continue
            told: Any = after.extra
            if key == "relations":
                told = [{"type": relation.type, "target": relation.target} for relation in after.relations]
            written = _written(told, gap)
            if key in held:
                start = places[(*way, key), False]
                edits.append((start, _end(text, start), written))
            else:
                added += f",{gap}{json.dumps(key)}: {written}"
        if added:
            edits.append((end, end, added))
    for start, end, written in sorted(edits, reverse=True):
        text = text[:start] + written + text[end:]
    return text.encode()


def _end(text: str, start: int) -> int:
    return json.JSONDecoder().raw_decode(text, start)[1]


def _gap(text: str, key: int) -> str:
    """The white space before a key; what is between values on one line is a space."""
    gap = text[len(text[:key].rstrip(" \t\r\n")) : key]
    return gap if "\n" in gap else " "


def _written(value: Any, gap: str) -> str:
    """A value as the lines of the file are, or on one line where its object is."""
    if "\n" not in gap:
        return json.dumps(value, ensure_ascii=False)
    indent = gap[gap.rindex("\n") + 1 :]
    line_end = "\r\n" if "\r\n" in gap else "\n"
    unit = "\t" if "\t" in indent else "  "
    return json.dumps(value, ensure_ascii=False, indent=unit).replace("\n", line_end + indent)
