"""
What a ledger takes: time for each report, memory, and how well its facts agree with the truth.

``python bench/ledger.py`` adds the corpus of `stories` (700 reports, 20,000 claims) and prints the figures beside those
of a peer: each claim goes to the fact with the most similar wording, by ``rapidfuzz.fuzz.token_set_ratio``, if that is
similar enough. ``--growth`` adds one more report to ledgers of 1,000, 10,000 and 100,000 facts: the last one takes a
quarter of an hour to make.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import stories
from figures import timed

from claimtrack.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from claimtrack import Report

CLAIMS = 28
"""Claims a report, as in a long article."""

SIMILAR = 85
"""From here on the peer takes two wordings for one: the best of 70, 75 … 95 on this corpus, in its favour."""

PEER = 100
"""Reports that the peer groups: it takes four times as long for twice as many."""

AGAIN = 20
"""Reports that are added one after the other for the time of one more; the middle one counts."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=714)
    parser.add_argument("--growth", action="store_true", help="one more report on ledgers of more and more facts")
    parser.add_argument("--most", type=int, default=100_000, help="the most facts for --growth")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.growth:
            growth(Path(folder), given.most)
        else:
            corpus(Path(folder), given.reports)


def corpus(folder: Path, count: int) -> None:
    """Add a corpus of that many reports, and group its claims as the peer does."""
    reports: list[Report] = []
    truth: dict[str, tuple[str, ...]] = {}
    for report, labels in stories.generate(count, CLAIMS):
        reports.append(report)
        truth.update({f"{report.id}#{claim}": tuple(facts) for claim, facts in labels.items()})
    before = _memory()
    with Ledger(folder / "ledger.db") as ledger:
        _, seconds = timed(lambda: ledger.add_all(reports))
        facts, reading = timed(ledger.facts)
        found: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for fact in facts:
            for seen in fact.sightings:
                found["#".join(seen.ref)] += (fact.id,)
    size, memory = (folder / "ledger.db").stat().st_size, _memory() - before
    print(f"{len(truth):,} claims of {count} reports, {len({x for facts in truth.values() for x in facts}):,} facts")
    _tell("claimtrack", seconds, count, truth, found)
    print(f"  {len(facts):,} facts, read in {reading:.1f} s; {size / 1e6:.0f} MB on disk, {memory:.0f} MB of memory")
    # The peer holds each claim against all earlier ones: it is timed, and judged, on the first reports.
    some = reports[:PEER]
    names = {f"{report.id}#{claim.id}" for report in some for claim in report.claims}
    peer, slower = timed(lambda: grouped(some))
    kept = {name: facts for name, facts in truth.items() if name in names}
    _tell(f"peer on {len(some)} reports: rapidfuzz, similar from {SIMILAR}", slower, len(some), kept, peer)
    _tell("claimtrack on the same", seconds * len(some) / count, len(some), kept, {name: found[name] for name in names})


def _tell(
    name: str, seconds: float, count: int, truth: Mapping[str, Iterable[str]], found: Mapping[str, Iterable[str]]
) -> None:
    precision, recall, f1 = stories.pairwise(truth, found)
    print(f"{name}: {seconds:.1f} s, {1000 * seconds / count:.0f} ms a report")
    print(f"  pairs of claims in one fact: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


def grouped(reports: Iterable[Report]) -> dict[str, tuple[str, ...]]:
    """By claim, the group that the peer puts it in: that of the first wording most like its own."""
    from rapidfuzz import fuzz, process, utils

    wordings: list[str] = []
    found: dict[str, tuple[str, ...]] = {}
    for report in reports:
        for claim in report.claims:
            told = utils.default_process(claim.wording)
            best = process.extractOne(told, wordings, scorer=fuzz.token_set_ratio, score_cutoff=SIMILAR)
            if best is None:
                wordings.append(told)
            found[f"{report.id}#{claim.id}"] = (str(best[2] if best is not None else len(wordings) - 1),)
    return found


def growth(folder: Path, most: int) -> None:
    """The time of one more report, and the memory, as the facts grow."""
    print("reports | claims | facts | one more report | most memory so far")
    for size in (1_000, 10_000, 100_000):
        if size > most:
            break
        stream = [report for report, _ in stories.ledger(size)]
        last, count, claims = stream[-AGAIN:], len(stream), sum(len(report.claims) for report in stream)
        with Ledger(folder / f"{size}.db") as ledger:
            ledger.add_all(stream[:-AGAIN], progress=_progress)
            times = []
            for report in last:
                start = time.perf_counter()
                ledger.add(report)
                times.append(time.perf_counter() - start)
            (facts,) = ledger._store.row("SELECT count(*) FROM facts")
        del stream
        middle = 1000 * statistics.median(times)
        print(f"{count:,} | {claims:,} | {facts:,} | {middle:.0f} ms | {_memory():.0f} MB", flush=True)


def _progress(what: str, done: int, total: int | None) -> None:
    if sys.stderr.isatty() and done % 100 == 0:
        print(f"\r{what} {done} {total or ''}", end="", file=sys.stderr)


def _memory() -> float:
    """The most memory of this process so far, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most / 1e3


if __name__ == "__main__":
    main()
