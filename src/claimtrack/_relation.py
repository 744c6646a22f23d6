"""How two reports stand to each other: one work or two, whether ids mean the same, and the relations between them."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, Literal

from attrs import frozen

if TYPE_CHECKING:
    from claimtrack.model import Report

RelationKind = Literal["version", "report"]


def relation_of(baseline: Report, later: Report) -> RelationKind:
    """
    ``version`` where both documents belong to one work, one was made from the other, or they are the same text;
    ``report`` otherwise.
    """
    a, b = baseline.document, later.document
    one_work = a.work is not None and a.work == b.work
    one_text = a.id == b.id or a.sha256 == b.sha256
    follows = a.id == b.previous or b.id == a.previous
    derived = baseline.id == later.derived_from or later.id == baseline.derived_from
    return "version" if one_work or one_text or follows or derived else "report"


def languages(baseline: Report, later: Report) -> tuple[str, str] | None:
    """
    The languages of two texts where both are given and differ, as they stand in the files; None otherwise.

    Only the primary subtag counts (BCP 47): ``en-GB`` and ``en-US`` are one language. A tag that names none, such as
    ``und`` or ``mul``, is not given; and one text is in one language, whatever its two annotators wrote.
    """
    if baseline.document.sha256 == later.document.sha256:
        return None
    one, other = baseline.document.language, later.document.language
    return (one, other) if one is not None and other is not None and in_two_languages(one, other) else None


def in_two_languages(one: str | None, other: str | None) -> bool:
    """Whether two tags name two languages, as in `languages`."""
    primary = [tag.split("-")[0].casefold() for tag in (one, other) if tag is not None]
    return len(primary) > 1 and primary[0] != primary[1] and _NO_LANGUAGE.isdisjoint(primary)


_NO_LANGUAGE = frozenset({"", "und", "mul", "mis", "zxx", "x", "i"})  # the special codes of ISO 639-2; private use


def ids_mean_the_same(baseline: Report, later: Report) -> bool:
    """
    Whether an equal claim id is the same claim: in one report, one work, or a derivation.

    Two annotators of one document share its id, not their claims' ids.
    """
    work = baseline.document.work
    return (
        baseline.id == later.id
        or (work is not None and work == later.document.work)
        or baseline.id == later.derived_from
        or later.id == baseline.derived_from
    )


@frozen(kw_only=True)
class Links:
    """
    The pairs of claim ids, the baseline's first, that are the same, are not, or contradict each other.

    Args:
        noticed: The claims of either side that stand in a notice of correction. Who tells of a wrong word does not say
            it: "An earlier version said ten" is not the claim that it was ten, so that these pair among themselves.
    """

    same: frozenset[tuple[str, str]]
    different: frozenset[tuple[str, str]]
    contradicting: frozenset[tuple[str, str]]
    noticed: tuple[frozenset[str], frozenset[str]]


def links_between(baseline: Report, later: Report) -> Links:
    """The relations of either report that lead to the other; two claims the same as one third are the same."""
    found = _told(baseline, later)
    elsewhere: tuple[dict[str, set[str]], dict[str, set[str]]] = (defaultdict(set), defaultdict(set))
    if baseline.id != later.id:
        for side, report in enumerate((baseline, later)):
            for claim in report.claims:
                for relation in claim.relations:
                    if relation.type == "same_as" and relation.report_id not in (None, baseline.id, later.id):
                        elsewhere[side][relation.target].add(claim.id)
    for target in elsewhere[0].keys() & elsewhere[1].keys():
        found["same_as"].update(product(elsewhere[0][target], elsewhere[1][target]))
    from claimtrack._notices import claims_in_notices  # whose expressions take long to compile

    return Links(
        same=frozenset(found["same_as"]),
        different=frozenset(found["different_from"]),
        contradicting=frozenset(found["contradicts"]),
        noticed=(frozenset(claims_in_notices(baseline)), frozenset(claims_in_notices(later))),
    )


def _told(baseline: Report, later: Report) -> dict[str, set[tuple[str, str]]]:
    """By type, the pairs of claims, the baseline's first, that a relation in one report leads from and to."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    if baseline.id == later.id:
        return found  # a qualified target means the report itself then; equal ids link
    known = ({claim.id for claim in baseline.claims}, {claim.id for claim in later.claims})
    for side, (report, other) in enumerate(((baseline, later), (later, baseline))):
        for claim in report.claims:
            for relation in claim.relations:
                if relation.report_id == other.id and relation.claim_id in known[1 - side]:
                    ids = (claim.id, relation.claim_id)
                    found[relation.type].add(ids if side == 0 else (ids[1], ids[0]))
    return found


def corrections(baseline: Report, later: Report) -> tuple[tuple[str, int, str, str], ...]:
    """
    The ``corrects`` and ``retracts`` relations of either file to the other.

    Each is its type, the side whose file has it (0 the baseline), and the two claim ids, the baseline's first.
    """
    found: set[tuple[str, int, str, str]] = set()
    if baseline.id == later.id:
        return ()
    known = ({claim.id for claim in baseline.claims}, {claim.id for claim in later.claims})
    for side, (report, other) in enumerate(((baseline, later), (later, baseline))):
        for claim in report.claims:
            for relation in claim.relations:
                wanted = relation.type in ("corrects", "retracts") and relation.report_id == other.id
                if wanted and relation.claim_id in known[1 - side]:
                    ids = (claim.id, relation.claim_id) if side == 0 else (relation.claim_id, claim.id)
                    found.add((relation.type, side, *ids))
    return tuple(sorted(found))


def contradictions(baseline: Report, later: Report) -> tuple[tuple[str, str], ...]:
    """The pairs of claim ids, baseline's first, that a ``contradicts`` relation of either file links."""
    return tuple(sorted(_told(baseline, later)["contradicts"]))
