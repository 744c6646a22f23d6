"""What persons decided, and what files say, of which claims are one: what holds, and what a later word overrules."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.ledger.facts import Decision
from claimtrack.model import Date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimtrack.ledger._store import Store
    from claimtrack.ledger.facts import SightingRule

SAME_QUOTE = 0.8
"""
A claim that kept its id keeps what was decided of it where four fifths of its words are the same: an annotator moved
its ends. With other words under the same id it is another claim.
"""


class _Kept(NamedTuple):
    number: int
    together: bool
    one: int
    other: int


class Constraints:
    """Which claims must be sightings of one fact, and which must not, by their numbers in the ledger."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._states: dict[int, str] = {}
        self._known: dict[tuple[int, str], set[int]] = {}
        self._has_relations = store.row("SELECT 1 FROM relations LIMIT 1") is not None
        self._group: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self._apart: dict[int, set[int]] = defaultdict(set)
        told: list[_Kept] = []
        for row in store.rows("SELECT * FROM decisions ORDER BY number DESC"):
            number, kind, *places = row[:8]
            one, other = self._claim(*places[:3]), self._claim(*places[3:])
            if one is None or other is None:
                self._states[number] = "waiting"
                continue
            told.append(_Kept(number, kind != "separate", one, other))
        # The newest first: what contradicts it does not hold any more.
        for kept in told:
            self._states[kept.number] = "holds" if self._add(kept) else "overruled"

    def _add(self, kept: _Kept) -> bool:
        one, other = self._of(kept.one), self._of(kept.other)
        if kept.together:
            mine, theirs = self._members.get(one, [kept.one]), self._members.get(other, [kept.other])
            if any(self._apart[claim] & set(theirs) for claim in mine):
                return False
            if one != other:
                joined = sorted({*mine, *theirs})
                for claim in joined:
                    self._group[claim] = joined[0]
                self._members[joined[0]] = joined
            return True
        if one == other:
            return False
        self._apart[kept.one].add(kept.other)
        self._apart[kept.other].add(kept.one)
        return True

    def _of(self, claim: int) -> int:
        return self._group.get(claim, claim)

    def _claim(self, report: str, name: str, quote: str) -> int | None:
        """The claim that a decision is about: by its words, for ids change; or by its id, if it fits."""
        rows = self._store.rows(
            "SELECT c.number, c.id, c.quote FROM claims AS c JOIN reports AS r ON r.number = c.report"
            " WHERE r.id = ? AND (c.id = ? OR c.quote = ?) ORDER BY c.position",
            (report, name, quote),
        )
        exact = [number for number, known, words in rows if words == quote and known == name]
        worded = [number for number, _, words in rows if words == quote]
        if exact or worded:
            return int((exact or worded)[0]) if exact or len(worded) == 1 else None
        from rapidfuzz.distance import Indel

        fitting = [number for number, _, words in rows if Indel.normalized_similarity(words, quote) >= SAME_QUOTE]
        return int(fitting[0]) if fitting else None

    # Answers ---------------------------------------------------------------------------------------------------------

    def state(self, decision: int) -> str:
        """What became of a decision: ``holds``, ``overruled`` or ``waiting``."""
        return self._states[decision]

    def together(self, claim: int) -> tuple[int, ...]:
        """The claims that must be with *claim*: by decisions, else by files."""
        decided = [other for other in self._members.get(self._of(claim), ()) if other != claim]
        if decided:
            return tuple(decided)
        same, different = self._related(claim, "same_as"), self._related(claim, "different_from")
        # One file says the same, another says different: nobody but a person decides.
        return tuple(sorted(same - different - self._kept_apart(claim)))

    def bound(self, claim: int) -> tuple[int, ...]:
        """*claim* and those that decisions put with it."""
        return tuple(self._members.get(self._of(claim), (claim,)))

    def rule(self, claim: int) -> SightingRule:
        """Why `together` says so."""
        return "decided" if len(self._members.get(self._of(claim), ())) > 1 else "same_as"

    def apart(self, claim: int) -> tuple[int, ...]:
        """The claims that must not be with *claim*."""
        different = self._related(claim, "different_from") | self._related(claim, "contradicts")
        decided = set(self._members.get(self._of(claim), ()))
        return tuple(sorted(self._kept_apart(claim) | (different - decided)))

    def _kept_apart(self, claim: int) -> set[int]:
        """Those that a decision keeps apart from *claim*, or from one that is the same."""
        found: set[int] = set()
        for member in self._members.get(self._of(claim), (claim,)):
            for other in self._apart.get(member, ()):
                found.update(self._members.get(self._of(other), (other,)))
        return found

    def _related(self, claim: int, kind: str) -> set[int]:
        """The claims that a relation leads to from *claim*, or from which one leads here."""
        if not self._has_relations:
            return set()
        if (claim, kind) not in self._known:
            self._known[claim, kind] = self._read(claim, kind)
        return self._known[claim, kind]

    def _read(self, claim: int, kind: str) -> set[int]:
        rows = self._store.rows(
            "SELECT c.number FROM relations AS l JOIN reports AS r ON r.id = l.report_id"
            " JOIN claims AS c ON c.report = r.number AND c.id = l.claim_id WHERE l.claim = ?1 AND l.type = ?2"
            " UNION SELECT l.claim FROM claims AS c JOIN reports AS r ON r.number = c.report"
            " JOIN relations AS l ON l.report_id = r.id AND l.claim_id = c.id WHERE c.number = ?1 AND l.type = ?2",
            (claim, kind),
        )
        return {number for (number,) in rows}


def decisions(store: Store, numbers: Iterable[int] | None = None) -> tuple[Decision, ...]:
    """The decisions of a ledger, in the order in which they were taken, each with what became of it."""
    constraints = Constraints(store)
    wanted = None if numbers is None else set(numbers)
    found = []
    for number, kind, *rest in store.rows("SELECT * FROM decisions ORDER BY number"):
        if wanted is not None and number not in wanted:
            continue
        one, other, by, at, reason = tuple(rest[:3]), tuple(rest[3:6]), rest[6], rest[7], rest[8]
        found.append(
            Decision(
                number=number,
                type=kind,
                one=(one[0], one[1]),
                other=(other[0], other[1]),
                quotes=(one[2], other[2]),
                by=by,
                at=Date(at) if at else None,
                reason=reason,
                state=constraints.state(number),  # type: ignore[arg-type]
            )
        )
    return tuple(found)
