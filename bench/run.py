"""
The benchmarks: each figure is a ratio against a named peer, measured in the same run.

``python bench/run.py`` prints a table and exits with 1 if a target is missed; ``--quick`` uses smaller sizes, ``--only
NAME`` runs one.
"""

from __future__ import annotations

import argparse
import compileall
import json
import statistics
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anchoring
import corpus
import drafting
from figures import Figure, median_of

import claimtrack as ct
from claimtrack import _schemas
from claimtrack.pairing import _Pairing

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.model import Report

ROOT = Path(__file__).parent.parent


def validate(*, quick: bool) -> Figure:
    """Bytes in, verdict out, all stages, against decoding and the schema alone by ``jsonschema``."""
    from jsonschema import Draft202012Validator

    data = corpus.corpus(3_000 if quick else 20_000)
    lines = data.splitlines()
    peer = Draft202012Validator(_schemas.schema("report"))
    sample = lines[:: max(1, len(lines) // 100)]  # the peer takes many seconds: a spread sample is scaled up
    ours = median_of(lambda: ct.validate(data, lines=True), 5)
    theirs = median_of(lambda: [peer.is_valid(json.loads(line)) for line in sample], 3) * len(lines) / len(sample)
    note = f"{len(data) / 1e6:.0f} MB: {ours:.2f} s against {theirs:.2f} s of jsonschema (from {len(sample)} lines)"
    return Figure(
        name="validate", measured=f"{theirs / ours:.1f}x", target=">= 15x", good=theirs >= 15 * ours, notes=(note,)
    )


def load(*, quick: bool) -> Figure:
    """Bytes to typed objects, validation included, against orjson and plain cattrs, which validate nothing."""
    import orjson
    import plain
    from cattrs import Converter

    data = corpus.corpus(3_000 if quick else 20_000)
    converter = Converter()

    def theirs() -> list[object]:
        return [converter.structure(orjson.loads(line), plain.Report) for line in data.splitlines()]

    theirs()  # cattrs makes its functions at the first use
    list(ct.load_stream(data[: data.index(b"\n") + 1]))
    ratios, ours, peer = [], [], []
    for _ in range(5):
        ours.append(median_of(lambda: list(ct.load_stream(data)), 1))
        peer.append(median_of(theirs, 1))
        ratios.append(peer[-1] / ours[-1])
    ratio = statistics.median(ratios)
    note = f"{statistics.median(ours):.2f} s against {statistics.median(peer):.2f} s of orjson + cattrs"
    return Figure(name="load", measured=f"{ratio:.2f}x", target=">= 0.75x", good=ratio >= 0.75, notes=(note,))


def import_(*, quick: bool) -> Figure:
    """What ``import claimtrack`` adds to a bare interpreter, compiled as it is once installed."""
    compileall.compile_dir(Path(ct.__file__).parent, quiet=1)

    def run(code: str) -> float:
        return median_of(lambda: subprocess.run([sys.executable, "-c", code], check=True), 7 if quick else 15)

    run("import claimtrack")
    added = 1000 * (run("import claimtrack") - run("pass"))
    return Figure(name="import", measured=f"{added:.0f} ms", target="<= 150 ms", good=added <= 150)


def command_line(*, quick: bool) -> Figure:
    """``claimtrack validate`` on the example, the whole process."""
    example = ROOT / "examples" / "coalition" / "baseline.claims.json"
    if not example.is_file():
        return Figure(name="cli", measured="skipped: the example is not there", target="<= 0.4 s", good=False)
    command = [sys.executable, "-m", "claimtrack", "validate", str(example)]
    taken = median_of(lambda: subprocess.run(command, check=True, capture_output=True), 5 if quick else 11)
    return Figure(name="cli", measured=f"{taken:.2f} s", target="<= 0.4 s", good=taken <= 0.4)


def compare(*, quick: bool) -> Figure:
    """Two reports of 1,000 claims, against DeepDiff(ignore_order=True) on the same data."""
    from deepdiff import DeepDiff

    count = 1_000
    baseline = corpus.report("a", count)
    later = corpus.edited(baseline, "b", keep_ids=True)
    ours = median_of(lambda: ct.compare(baseline, later), 3)
    # DeepDiff grows with the square of the claims: a part of the data, scaled in proportion only, flatters it.
    part = 60 if quick else 300
    small = corpus.report("a", part)
    pair = [json.loads(ct.dumps(report)) for report in (small, corpus.edited(small, "b", keep_ids=True))]
    theirs = median_of(lambda: DeepDiff(*pair, ignore_order=True), 1) * count / part
    note = f"{ours:.2f} s against at least {theirs:.1f} s of DeepDiff (from {part} claims, scaled in proportion)"
    return Figure(
        name="compare", measured=f"{theirs / ours:.0f}x", target=">= 20x", good=theirs >= 20 * ours, notes=(note,)
    )


def growth(*, quick: bool) -> Figure:
    """How the time of a comparison grows with the claims, and how many of them it pairs as they belong together."""
    sizes = (300, 1_000, 3_000) if quick else (300, 1_000, 3_000, 10_000)
    rows, taken = ["claims    seconds   to 1,000   pairs scored   paired right   peak MB"], {}
    reports = {}
    for count in sizes:
        baseline = corpus.report("a", count)
        reports[count] = baseline, corpus.edited(baseline, "b")
        taken[count] = median_of(lambda pair=reports[count]: ct.compare(*pair), 3)
    for count, (baseline, later) in reports.items():
        scored, right, peak = traced(baseline, later)
        rows.append(
            f"{count:>6,}   {taken[count]:8.3f}   {taken[count] / taken[1_000]:>8.1f}   {scored:>12,}"
            f"   {right / count:>12.1%}   {peak:7.1f}"
        )
    ratio = taken[3_000] / taken[1_000]
    return Figure(
        name="growth", measured=f"3,000 is {ratio:.1f}x 1,000", target="<= 5x", good=ratio <= 5, notes=tuple(rows)
    )


def traced(baseline: Report, later: Report) -> tuple[int, int, float]:
    """
    One comparison under observation, which is slow.

    Returns:
        The pairs that were scored, the claims that were paired with their own edited form, the peak memory in MB.
    """
    scored = 0
    score = _Pairing._score

    def counted(pairing: _Pairing, one: int, other: int) -> int:
        nonlocal scored
        scored += 1
        return score(pairing, one, other)

    _Pairing._score = counted  # type: ignore[method-assign]
    tracemalloc.start()
    try:
        found = ct.compare(baseline, later)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()
        _Pairing._score = score  # type: ignore[method-assign]
    right = sum(pairing.later == (f"later-{pairing.baseline[0]}",) for pairing in found.pairings)
    return scored, right, peak


def explain(*, quick: bool) -> Figure:
    """A hundred faults in a large report, each named at its line and column; no target."""
    data = json.loads(ct.dumps(corpus.report("large", 1_000 if quick else 8_000)))
    step = len(data["claims"]) // 100
    for claim in data["claims"][::step]:
        claim["kind"] = "rumour"
    content = json.dumps(data, indent=2).encode()
    taken = median_of(lambda: ct.validate(content), 3)
    found = len(ct.validate(content))
    measured = f"{taken:.2f} s for {found} faults in {len(content) / 1e6:.0f} MB"
    return Figure(name="explain", measured=measured, target="(none)", good=True)


BENCHMARKS: dict[str, Callable[..., Figure]] = {
    "validate": validate,
    "load": load,
    "import": import_,
    "cli": command_line,
    "compare": compare,
    "growth": growth,
    "explain": explain,
    **anchoring.BENCHMARKS,
    **drafting.BENCHMARKS,
}


def main() -> Any:
    """Run what the command line asks for; 0 if every target is met, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=BENCHMARKS)
    options = parser.parse_args()
    missed = False
    for name, benchmark in BENCHMARKS.items():
        if options.only in (None, name):
            figure = benchmark(quick=options.quick)
            missed |= not figure.good
            print(f"{figure.name:<10} {figure.measured:<44} {figure.target:<20} {'met' if figure.good else 'MISSED'}")
            for note in figure.notes:
                print(f"           {note}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
