"""
The benchmarks of drafting: throughput on news, how the time grows with the text, and hostile texts.

``python bench/drafting.py SHAPE SIZE`` drafts one hostile text and prints the seconds it took: `hostile` runs each as a
process of its own, so that one that takes hours stops nothing.
"""

from __future__ import annotations

import json
import random
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from figures import Figure

from claimtrack.drafting import draft

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
SHAPES = ROOT / "tests" / "cases" / "drafting" / "shapes.json"

THROUGHPUT = 0.5
"""MB of news a second on one core that drafting has to reach."""

_LIMITS = {True: 10, False: 60}  # seconds, quick or not: a hostile text that takes longer is given up


def processor(work: Callable[[], object]) -> float:
    """The processor time of *work* in seconds: other processes on the machine do not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


# --- news -------------------------------------------------------------------------------------------------------------


def sources() -> list[str]:
    """Real layouts: the article and follow-ups of the example, and the development half of the annotated corpus."""
    folders = (ROOT / "examples" / "coalition", ROOT / "tests" / "cases" / "attribution" / "development")
    return [path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.glob("*.txt"))]


_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
_NUMBER = re.compile(r"\b\d{1,3}\b")


def written(size: int) -> str:
    """
    News of *size* code points: the sources over and over, with other names and numbers each time.

    No paragraph stands twice: a quote that stands often costs more, as its anchors need more context.
    """
    chosen = random.Random("news")
    texts, pieces, length = sources(), [], 0
    while length < size:
        for text in texts:
            names: dict[str, str] = {}

            def renamed(match: re.Match[str], names: dict[str, str] = names) -> str:
                ending = "".join(chosen.choices("abdegiklmnorstu", k=3))
                return names.setdefault(match.group(), match.group()[:4] + ending)

            piece = _NUMBER.sub(lambda _: str(chosen.randint(2, 999)), _NAME.sub(renamed, text)).strip()
            pieces.append(piece)
            length += len(piece) + 2
    return "\n\n".join(pieces)[:size]


_HEDGES = re.compile(
    r"\b(?:may|might|could|would|perhaps|possibl[ey]|probably|likely|unlikely|allegedly|reportedly|apparently|suggests?"
    r"|believes?|thinks?|expects?|not|no|never)\b",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b(?:said|says|told|warned|added|announced|according to|denied|claimed|argued|insisted)\b")
_QUOTED = re.compile(r"[“\"]([^“”\"]{1,400})[”\"]")
_WORD = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")


def counting(text: str) -> int:
    """The peer: sentences of sentencex, in each the words, hedges, cues of saying and quotations counted with `re`."""
    import sentencex

    return sum(
        len(_WORD.findall(sentence))
        + len(_HEDGES.findall(sentence))
        + len(_SAID.findall(sentence))
        + len(_QUOTED.findall(sentence))
        for sentence in sentencex.segment("en", text)
    )


def throughput(*, quick: bool) -> Figure:
    """News drafted on one core, in MB a second, and against splitting it into sentences and counting cues in them."""
    text = written(100_000 if quick else 500_000)
    draft(text[:20_000])  # what is loaded once
    rounds = [(processor(lambda: draft(text)), processor(lambda: counting(text))) for _ in range(3 if quick else 5)]
    ours, theirs = (statistics.median(round_[side] for round_ in rounds) for side in (0, 1))
    rate = len(text.encode()) / 1e6 / ours
    note = f"{ours:.2f} s against {theirs:.3f} s of sentencex and re, for {len(draft(text).claims):,} claims"
    return Figure(
        name="draft",
        measured=f"{rate:.2f} MB/s, {ours / theirs:.0f}x the counting of cues",
        target=f">= {THROUGHPUT} MB/s",
        good=rate >= THROUGHPUT,
        notes=(note,),
    )


def growth(*, quick: bool) -> Figure:
    """Seconds to a megabyte of news in texts that grow."""
    sizes = (50_000, 200_000, 500_000) if quick else (100_000, 1_000_000, 5_000_000)
    rows, rates = ["code points    seconds   s/MB   claims"], []
    draft(written(20_000))
    for size in sizes:
        text = written(size)
        count = 0

        def work(text: str = text) -> None:
            nonlocal count
            count = len(draft(text).claims)

        taken = processor(work)
        rates.append(taken / size)
        rows.append(f"{size:>11,}   {taken:8.2f}   {1e6 * rates[-1]:4.2f}   {count:>6,}")
    ratio = max(rates) / rates[0]
    return Figure(
        name="long draft",
        measured=f"per MB at most {ratio:.2f}x that of {sizes[0] // 1000} kB",
        target="<= 1.5x",
        good=ratio <= 1.5,
        notes=tuple(rows),
    )


# --- hostile texts ----------------------------------------------------------------------------------------------------


def filled(unit: str, size: int) -> str:
    """A sentence, then *unit* over and over, each "#" a number in letters, then a full stop, or it were a heading."""
    letters = str.maketrans("0123456789", "abcdefghij")
    count = max(1, size // len(unit))
    numbers = (str(number).translate(letters) for number in range(count))
    body = "".join(unit.replace("#", number) for number in numbers) if "#" in unit else unit * count
    return f"It is so.\n\n{body} x."


def apart(name: str, size: int, limit: int) -> float | str:
    """The seconds of a process that drafts a hostile text; or what stopped it, *limit* seconds at the latest."""
    command = [sys.executable, __file__, name, str(size)]
    try:
        done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return f"given up after {limit} s"
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["stopped"])[-1][:80]
    return float(done.stdout)


def hostile(*, quick: bool) -> Figure:
    """Texts of one thing over and over: seconds to a megabyte, and how they grow, against news of the same size."""
    sizes = (20_000, 100_000) if quick else (100_000, 1_000_000)
    limit = _LIMITS[quick]
    draft(text := written(sizes[-1]))
    news = processor(lambda: draft(text))
    rows = [f"{'text':<40}" + "".join(f"{f'{size:,}':>12}" for size in sizes) + "   to the news     growth"]
    slowest, grown, given_up = 0.0, 0.0, 0
    for shape in json.loads(SHAPES.read_text(encoding="utf-8")):
        taken, stopped = [], ""
        for size in sizes:
            seconds = apart(shape["name"], size, limit)
            if isinstance(seconds, str):  # a larger one would take longer
                stopped = seconds
                break
            taken.append(seconds)
        shown = "".join(f"{seconds:>12.2f}" for seconds in taken)
        if len(taken) < len(sizes):
            given_up += 1
            rows.append(f"{shape['name']:<40}{shown}   {stopped}")
            continue
        relative = taken[-1] / news
        per_byte = taken[-1] / max(taken[0], _UNSURE) * sizes[0] / sizes[-1]
        slowest, grown = max(slowest, relative), max(grown, per_byte)
        if relative > 2 or per_byte > 1.5:
            rows.append(f"{shape['name']:<40}{shown}   {relative:10.1f}x   {per_byte:7.2f}x")
    rows.append(f"{'news':<40}{'':>{12 * (len(sizes) - 1)}}{news:>12.2f}   (only what is slower or grows is listed)")
    return Figure(
        name="hostile",
        measured=f"at most {slowest:.1f}x news, growth {grown:.1f}x" + (f", {given_up} given up" if given_up else ""),
        target="<= 5x, <= 2x",
        good=not given_up and slowest <= 5 and grown <= 2,
        notes=tuple(rows),
    )


_UNSURE = 0.02  # seconds: a shorter time tells nothing of how it grows

BENCHMARKS = {"draft": throughput, "long-draft": growth, "hostile": hostile}


def main() -> None:
    """Draft one hostile text and print the seconds."""
    name, size = sys.argv[1], int(sys.argv[2])
    units = {shape["name"]: shape["unit"] for shape in json.loads(SHAPES.read_text(encoding="utf-8"))}
    text = filled(units[name], size)
    draft(written(10_000))
    print(processor(lambda: draft(text)))


if __name__ == "__main__":
    main()
