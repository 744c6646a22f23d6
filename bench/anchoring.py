"""
The benchmarks of finding quotes, carrying spans and aligning sentences, on synthetic news whose truth is known.

``python bench/anchoring.py OLD NEW`` carries spans from one file into the other: `scale` runs it as a process of its
own, to see the memory it takes.
"""

from __future__ import annotations

import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import news
from figures import Figure, medians_of, timed

import claimtrack as ct
from claimtrack.text import Span, sentences, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack import Outcome


def landing(outcome: Outcome, text: str, truth: Span | None) -> str:
    """Where a span landed: right to the token, unsure (not placed, though its words are there) or wrong."""
    if outcome.span is None:
        return "right" if truth is None else "unsure"
    return "right" if truth and news.core(text, outcome.span) == news.core(text, truth) else "wrong"


def shares(landed: Counter[str]) -> str:
    """The shares of *landed* for a row of a table."""
    return " ".join(f"{landed[kind] / landed.total():>7.1%}" for kind in ("right", "unsure", "wrong"))


# --- finding a quote --------------------------------------------------------------------------------------------------


def find(*, quick: bool) -> Figure:
    """Quotes of 200 letters, a tenth of them edited, against the library call that finds about such a place."""
    from rapidfuzz import fuzz

    counts = {5_000: 60, 100_000: 30, 5_000_000: 3} if quick else {5_000: 300, 100_000: 100, 5_000_000: 10}
    rows = ["text         size   edits      ours ms   peer ms   ratio     right  unsure   wrong   peer's right"]
    ratios, all_landed = [], Counter[str]()
    for typographic in (False, True):
        for size, count in counts.items():
            writer = news.Writer(f"find {size}", typographic=typographic)
            texts = [writer.text(size) for _ in range(1 if size > 1_000_000 else 5)]
            ct.find("a quote that is not there at all", texts[0])
            for by in ("letters", "words"):
                ours, theirs, landed, peer_right = [], [], Counter[str](), 0
                for text in texts:
                    for case in news.quotations(writer, text, count // len(texts), by=by):
                        found, taken = timed(partial(fuzz.partial_ratio_alignment, case.quote, text), collect=False)
                        theirs.append(taken)
                        place = Span(found.dest_start, found.dest_end)
                        peer_right += news.core(text, place) == news.core(text, case.span)
                        outcome, taken = timed(partial(ct.find, case.quote, text), collect=False)
                        ours.append(taken)
                        landed[landing(outcome, text, case.span)] += 1
                mine, peer = 1000 * statistics.median(ours), 1000 * statistics.median(theirs)
                ratios.append(mine / peer)
                all_landed += landed
                rows.append(
                    f"{'curly' if typographic else 'ASCII'} {size:>11,}   {by:<7} {mine:>10.2f} {peer:>9.2f}"
                    f" {mine / peer:>6.1f}x  {shares(landed)} {peer_right / len(ours):>14.1%}"
                )
    for hard in ("ends", "names"):
        rows.append(f"with {'the first and the last word' if hard == 'ends' else 'names and numbers'} edited, too:")
        for by in ("letters", "words"):
            writer = news.Writer(f"find {by}")
            landed = Counter[str]()
            for text in [writer.text(5_000) for _ in range(20 if quick else 80)]:
                for case in news.quotations(writer, text, 5, by=by, **{hard: True}):
                    landed[landing(ct.find(case.quote, text), text, case.span)] += 1
            rows.append(f"ASCII       5,000   {by:<7} {'':>29}  {shares(landed)}")
    share = all_landed["right"] / all_landed.total()
    return Figure(
        name="find",
        measured=f"at most {max(ratios):.1f}x the peer, {share:.1%} right",
        target="<= 3x, >= 99%",
        good=max(ratios) <= 3 and share >= 0.99,
        notes=tuple(rows),
    )


# --- carrying spans ---------------------------------------------------------------------------------------------------


def carry(*, quick: bool) -> Figure:
    """A thousand spans through a megabyte with 2 % of the sentences edited, against the bare diff of both texts."""
    size = 1_000_000
    rows = ["text     ours ms   peer ms   ratio"]
    ratios, landings = [], ["where the spans went        right  unsure   wrong"]
    worst = 1.0
    for typographic in (False, True):
        writer = news.Writer("carry", typographic=typographic)
        made = news.version(writer, writer.paragraphs(size))
        chosen = random.Random("claims")
        claims = made.claims(chosen, 1_000, range(len(made.words)))
        spans = [span for span, _ in claims]
        ours, theirs = medians_of(
            lambda made=made, spans=spans: ct.carry_spans(made.old, spans, made.new),
            lambda made=made: bare_diff(made.old, made.new),
            3 if quick else 7,
        )
        ratios.append(ours / theirs)
        kind = "curly" if typographic else "ASCII"
        rows.append(f"{kind} {1000 * ours:>10.0f} {1000 * theirs:>9.0f} {ratios[-1]:>6.1f}x")
        edited = made.claims(chosen, 1_000, made.touched)
        for name, among in (("all sentences", claims), ("edited, gone or moved", edited)):
            outcomes = ct.carry_spans(made.old, [span for span, _ in among], made.new)
            landed = Counter(
                landing(outcome, made.new, truth) for outcome, (_, truth) in zip(outcomes, among, strict=True)
            )
            landings.append(f"{kind}, {name:<22}{shares(landed)}")
            if among is claims:
                worst = min(worst, landed["right"] / landed.total())
    return Figure(
        name="carry",
        measured=f"{max(ratios):.1f}x the bare diff, {worst:.1%} right",
        target="<= 4x",
        good=max(ratios) <= 4,
        notes=(*rows, *landings),
    )


_TOKEN = re.compile(r"\w+|[^\w\s]")


def bare_diff(old: str, new: str) -> list[object]:
    """The sentences that differ, and the edit script of the tokens in each such run: no spans, no verdicts."""
    import sentencex
    from rapidfuzz.distance import Levenshtein

    ours, theirs = list(sentencex.segment("en", old)), list(sentencex.segment("en", new))
    found: list[object] = []
    for tag, i, x, j, y in Levenshtein.opcodes(ours, theirs):
        if tag != "equal":
            told = _TOKEN.findall("".join(ours[i:x])), _TOKEN.findall("".join(theirs[j:y]))
            found.append(Levenshtein.opcodes(*told))
    return found


# --- aligning sentences -----------------------------------------------------------------------------------------------


def align(*, quick: bool) -> Figure:
    """Ten thousand sentences with 2 % of them edited, against reading both texts, into sentences and words."""
    writer = news.Writer("align")
    made = news.version(writer, writer.paragraphs(10_000 * 127))

    def cut(text: str) -> list[str]:
        return [text[span.start : span.end] for span in sentences(text)]

    def read() -> list[object]:
        return [[words(sentence) for sentence in cut(text)] for text in (made.old, made.new)]

    old, new = cut(made.old), cut(made.new)
    ours, theirs = medians_of(lambda: ct.align_sentences(old, new), read, 3 if quick else 7)
    note = f"{len(old):,} sentences: {1000 * ours:.0f} ms against {1000 * theirs:.0f} ms for reading both texts"
    return Figure(
        name="align", measured=f"{ours / theirs:.2f}x", target="<= 2x", good=ours <= 2 * theirs, notes=(note,)
    )


# --- how time and memory grow -----------------------------------------------------------------------------------------

_ADDRESSES = 8_000_000_000  # bytes: a machine that runs out of memory measures nothing


def edited_texts(size: int) -> tuple[str, str]:
    """2 % of the sentences edited."""
    writer = news.Writer("scale")
    made = news.version(writer, writer.paragraphs(size))
    return made.old, made.new


def foreign_texts(size: int) -> tuple[str, str]:
    """Not one word in common."""
    return news.Writer("scale").text(size), news.Writer("foreign", foreign=True).text(size)


def unrelated_texts(size: int) -> tuple[str, str]:
    """The same vocabulary, and not one sentence in common."""
    return news.Writer("scale").text(size), news.Writer("other").text(size)


def repeated_texts(size: int) -> tuple[str, str]:
    """One short paragraph over and over, with 2 % of its sentences edited."""
    writer = news.Writer("scale")
    paragraph = [writer.sentence() for _ in range(3)]
    made = news.version(writer, [paragraph] * (size // len(news.joined([paragraph]))))
    return made.old, made.new


def endless_texts(size: int) -> tuple[str, str]:
    """One line without a full stop, with 1 % of its words replaced."""
    writer = news.Writer("scale", typographic=True)
    old = [writer.word() for _ in range(size // 7)]
    new = [writer.word() if writer.random.random() < 0.01 else word for word in old]
    return " ".join(old), " ".join(new)


def unrelated_lines(size: int) -> tuple[str, str]:
    """Two lines without a full stop and without a statement in common."""
    old, new = ([writer.word() for _ in range(size // 7)] for writer in (news.Writer("scale"), news.Writer("other")))
    return " ".join(old), " ".join(new)


CASES: dict[str, Callable[[int], tuple[str, str]]] = {
    "2 % edited": edited_texts,
    "no word shared": foreign_texts,
    "no sentence shared": unrelated_texts,
    "one paragraph repeated": repeated_texts,
    "one line, no full stop": endless_texts,
    "two lines, nothing shared": unrelated_lines,
}


def scale(*, quick: bool) -> Figure:
    """Time and memory of carrying a span a kilobyte through texts that grow; each case a process of its own."""
    sizes = (10_000, 100_000, 1_000_000) if quick else (10_000, 100_000, 1_000_000, 10_000_000)
    rows = ["texts                          size   seconds   per MB to 1 MB   memory / bytes of both texts"]
    growth, memory, failed = [0.0], [0.0], 0
    with tempfile.TemporaryDirectory() as folder:
        for name, make in CASES.items():
            per_mb: dict[int, float] = {}
            measured = []
            for size in sizes:
                old, new = (Path(folder) / each for each in ("old.txt", "new.txt"))
                for path, text in zip((old, new), make(size), strict=True):
                    path.write_bytes(text.encode())
                found = apart(old, new, 20 if quick else 120)
                if isinstance(found, str):  # a larger one will fail, too
                    failed += 1
                    measured.append((size, found, None))
                    break
                taken, peak = found
                per_mb[size] = taken / size
                measured.append((size, f"{taken:8.3f}", peak))
                if peak is not None and size >= 1_000_000:  # below, what is made once outweighs the texts
                    memory.append(peak)
            base = per_mb.get(1_000_000)
            for size, taken, peak in measured:
                relative = f"{per_mb[size] / base:.2f}" if base and size in per_mb else "-"
                shown = "-" if peak is None else f"{peak:.1f}"
                rows.append(f"{name:<24} {size:>10,}   {taken:>8}   {relative:>14}   {shown:>10}")
            if base:
                growth += [per_mb[size] / base for size in per_mb if size > 1_000_000]
    target = "<= 20x memory" if quick else "<= 2x, <= 20x memory"
    grown = "" if quick else f"per MB at most {max(growth):.2f}x, "
    return Figure(
        name="scale",
        measured=f"{grown}memory {max(memory):.1f}x" + (f", {failed} given up" if failed else ""),
        target=target,
        good=not failed and max(growth) <= 2 and max(memory) <= 20,
        notes=tuple(rows),
    )


def apart(old: Path, new: Path, limit: int) -> tuple[float, float | None] | str:
    """
    The seconds and the memory (bytes, to a byte of text) of a process that carries spans; or what stopped it, *limit*
    seconds at the latest.
    """
    command = [sys.executable, __file__, str(old), str(new)]
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=limit, text=True)
    except subprocess.TimeoutExpired:
        return f"> {limit} s"
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        return "memory" if "MemoryError" in last or "bad_alloc" in last or done.returncode < 0 else last[:40]
    taken, peak = json.loads(done.stdout)
    return taken, peak


def carry_files(old_path: str, new_path: str) -> tuple[float, float | None]:
    """
    The seconds for carrying a span a kilobyte from one file into the other, and the memory in bytes for each byte of
    both files: the highest resident size above that with both texts read; None where a system does not tell.
    """
    old, new = Path(old_path).read_text("utf-8"), Path(new_path).read_text("utf-8")
    spans = [Span(at, at + 100) for at in range(0, len(old) - 100, 1_000)]
    ct.carry_spans("Warm up. The first time is slow.", [Span(0, 4)], "Warm up! The first time was slow.")
    ct.find("the first time is slow", "Warm up! The first time was slow.")
    before = highest()
    start = time.perf_counter()
    ct.carry_spans(old, spans, new)
    taken = time.perf_counter() - start
    after = highest()
    size = len(old.encode()) + len(new.encode())
    return taken, None if before is None or after is None else (after - before) / size


def highest() -> int | None:
    """The highest resident size of this process until now, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage counts in Linux what the process was before it became this program
        return 1024 * int(re.search(r"VmHWM:\s*(\d+)", status.read_text())[1])  # type: ignore[index]
    try:
        import resource
    except ImportError:  # Windows
        return None
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size if sys.platform == "darwin" else 1024 * size


def bound_memory() -> None:
    """Let this process fail rather than take the memory of all."""
    try:
        import resource
    except ImportError:
        return
    if sys.platform != "darwin":  # which refuses the limit
        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))


BENCHMARKS: dict[str, Callable[..., Figure]] = {"find": find, "carry": carry, "align": align, "scale": scale}

if __name__ == "__main__":
    bound_memory()
    print(json.dumps(carry_files(*sys.argv[1:])))
