"""What the benchmarks share: a figure with its target, and a clock."""

from __future__ import annotations

import gc
import statistics
import time
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Callable


@frozen(kw_only=True)
class Figure:
    """One measured figure and its target; *good* tells whether it is met."""

    name: str
    measured: str
    target: str
    good: bool
    notes: tuple[str, ...] = field(default=())


def timed(work: Callable[[], Any], *, collect: bool = True) -> tuple[Any, float]:
    """What *work* returns, and its time in seconds; from a clean collector, unless that would outweigh the work."""
    if collect:
        gc.collect()
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def median_of(work: Callable[[], object], times: int) -> float:
    """The median time of *work* in seconds, each run from a clean collector."""
    return statistics.median(timed(work)[1] for _ in range(times))


def medians_of(one: Callable[[], object], other: Callable[[], object], times: int) -> tuple[float, float]:
    """The median times of both in seconds, run in turns so that a busy machine slows both."""
    pairs = [(timed(one)[1], timed(other)[1]) for _ in range(times)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)
