"""What a report corrects or retracts of what was said before."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from claimtrack._corrections import corrected
from claimtrack._gist import gist
from claimtrack._relation import relation_of
from claimtrack.ledger._archive import evidence_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimtrack._notices import Notice
    from claimtrack.ledger._archive import Archive, Loaded
    from claimtrack.ledger._store import Store

CORRECTED_REPORTS = 40
"""The last reports of an outlet that a notice of correction may be about: it comes within weeks."""


def righted(
    store: Store, archive: Archive, new: Loaded, place: int, placed: Iterable[tuple[int, int]]
) -> dict[int, tuple[int, ...]]:
    """
    Write what a report corrects or retracts.

    Args:
        store, archive: The ledger.
        new: The report.
        place: Its place.
        placed: The claims of the report and the facts that they are sightings of, by their numbers, as far as known.

    Returns:
        By the number of a claim that is corrected, those of the claims of this report that say so.
    """
    told = [relation.type for claim in new.report.claims for relation in claim.relations]
    if not new.notices and not {"corrects", "retracts"}.intersection(told):
        return {}
    found: dict[int, tuple[int, ...]] = {}
    rows = []
    facts = list(placed)
    named = {relation.claim_id for claim in new.report.claims for relation in claim.relations}
    keys = [_keys(notice) for notice in new.notices]
    whole = any(notice.whole for notice in new.notices)
    for number in _earlier_reports(store, new, place):
        earlier = archive.report(number)
        one_work = relation_of(earlier.report, new.report) == "version"
        # Only claims that have words of a notice are read for it.
        likely = [
            claim
            for claim, row in earlier.claims.items()
            if claim in named or any(not told.isdisjoint(archive.told([row])[row].wordings.signs()) for told in keys)
        ]
        if not likely and not (whole and one_work):
            continue
        changed = _changed(store, earlier, new, facts)
        for correction in corrected(earlier.only(likely), new.report, changed, one_work=one_work).corrections:
            if correction.by != "later":
                continue
            evidence = evidence_json(correction.evidence_later, correction.evidence_baseline)
            for name in correction.baseline or tuple(earlier.claims):
                claim = earlier.claims[name]
                rows.append((correction.type, new.number, claim, correction.rule, evidence, place))
                found[claim] = tuple(new.claims[later] for later in correction.later)
    store.run_many(
        "INSERT INTO corrections (type, report, claim, rule, evidence, place) VALUES (?, ?, ?, ?, ?, ?)", rows
    )
    return found


def _keys(notice: Notice) -> frozenset[str]:
    """The words, and what they stand for, by which a claim that a notice is about may be known."""
    told = gist(" ".join((notice.old, notice.topic, *notice.values)))
    return frozenset(term.key for term in told.terms) | told.senses


def _earlier_reports(store: Store, new: Loaded, place: int) -> list[int]:
    """The reports that it may be about: of its outlet, its document and its work, and those that a relation names."""
    document = new.report.document
    rows = store.rows(
        "SELECT number, place FROM (SELECT number, place FROM reports WHERE outlet IS ?1 AND place < ?2"
        " ORDER BY place DESC LIMIT ?3)"
        " UNION SELECT number, place FROM reports WHERE place < ?2 AND work = ?4"
        " UNION SELECT number, place FROM reports WHERE place < ?2 AND document_id IN (?5, ?6)"
        " UNION SELECT r.number, r.place FROM relations AS l JOIN claims AS c ON c.number = l.claim"
        " JOIN reports AS r ON r.id = l.report_id"
        " WHERE c.report = ?7 AND l.type IN ('corrects', 'retracts') AND r.place < ?2 ORDER BY place DESC",
        (new.outlet, place, CORRECTED_REPORTS, document.work, document.id, document.previous or "", new.number),
    )
    return [number for number, _ in rows]


def _changed(
    store: Store, earlier: Loaded, new: Loaded, placed: Iterable[tuple[int, int]]
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The claims of an earlier report that are sightings of one fact with one of this, in other words."""
    facts: dict[int, list[str]] = defaultdict(list)
    for name, fact in store.rows(
        "SELECT c.id, s.fact FROM claims AS c JOIN sightings AS s ON s.claim = c.number WHERE c.report = ?"
        " ORDER BY c.position",
        (earlier.number,),
    ):
        facts[fact].append(name)
    return [
        ((name,), (new.ids[claim],))
        for claim, fact in placed
        for name in facts.get(fact, ())
        if earlier.by_id[name].quote != new.by_id[new.ids[claim]].quote
    ]
