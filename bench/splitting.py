"""
How well sentences are cut into claims: those of the author and what others say in annotated reports, found again.

Whose a claim is comes from the annotation here, so that the figures tell of the cutting alone:
``python bench/splitting.py [-v] [FILE.claims.json …]``.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from attrs import define, field

import claimtrack as ct
from claimtrack._syntax import Words
from claimtrack.drafting.splitting import split
from claimtrack.text import sentences

ROOT = Path(__file__).parent.parent
COALITION = ROOT / "examples" / "coalition"
DEVELOPMENT = ROOT / "tests" / "cases" / "attribution" / "development"
ENOUGH = 0.5  # intersection over union of the letters covered


@define
class Score:
    """Claims found, proposed and wanted."""

    found: int = 0
    proposed: int = 0
    wanted: int = 0
    conditions: list[int] = field(factory=lambda: [0, 0, 0])

    def __str__(self) -> str:
        precision, recall = self.found / (self.proposed or 1), self.found / (self.wanted or 1)
        f1 = 2 * precision * recall / (precision + recall or 1)
        right, shown, wanted = self.conditions
        hung = f"   conditions {right} right of {shown} proposed, {wanted} wanted"
        counts = f"({self.found} of {self.wanted}; {self.proposed} proposed)"
        return f"P {precision:.2f}  R {recall:.2f}  F1 {f1:.2f}  {counts}{hung}"

    def add(self, other: Score) -> None:
        """Sum both."""
        self.found += other.found
        self.proposed += other.proposed
        self.wanted += other.wanted
        self.conditions = [a + b for a, b in zip(self.conditions, other.conditions, strict=True)]


def letters(text: str, spans: list[tuple[int, int]]) -> frozenset[int]:
    """The places of *text* that hold letters or digits inside *spans*."""
    return frozenset(place for start, end in spans for place in range(start, end) if text[place].isalnum())


def paired(proposed: list[frozenset[int]], wanted: list[frozenset[int]]) -> list[tuple[int, int]]:
    """The best pairs first, each side once, with an overlap of at least `ENOUGH`."""
    scored = sorted(
        (
            (-len(one & other) / len(one | other), i, j)
            for i, one in enumerate(proposed)
            for j, other in enumerate(wanted)
            if one & other
        ),
    )
    pairs, used, taken = [], set(), set()
    for score, i, j in scored:
        if -score >= ENOUGH and i not in used and j not in taken:
            pairs.append((i, j))
            used.add(i)
            taken.add(j)
    return pairs


def spans(anchors) -> list[tuple[int, int]]:
    """Where *anchors* stand."""
    return [(anchor.span.start, anchor.span.end) for anchor in anchors]


def judge(text: str, words: Words, parts: list[tuple[int, int]], gold, *, attributed: bool, verbose: bool) -> Score:
    """Cut the *parts* of one sentence and count which claims of *gold* come out."""
    pieces = []
    for start, end in parts:
        numbers = words.numbers(start, end)
        pieces += split(words, numbers.start, numbers.stop, attributed=attributed)
    told = [[(words.start[a], words.end[b - 1]) for a, b in piece.content] for piece in pieces]
    proposed = [letters(text, one) for one in told]
    wanted = [letters(text, spans(claim.content)) for claim in gold]
    pairs = paired(proposed, wanted)
    hung = {(words.start[a], words.end[b - 1]) for piece in pieces for _, (a, b) in piece.conditions}
    due = {place for claim in gold for condition in claim.conditions for place in spans([condition.anchor])}
    score = Score(
        found=len(pairs),
        proposed=len(pieces),
        wanted=len(gold),
        conditions=[len(hung & due), len(hung), len(due)],
    )
    if verbose and (len(pairs) < max(len(pieces), len(gold)) or hung != due):
        print("#", " … ".join(text[a:b] for a, b in parts))
        for i, one in enumerate(told):
            sign = "=" if any(i == pair[0] for pair in pairs) else "+"
            print("   ", sign, " // ".join(text[a:b] for a, b in one), f"({', '.join(pieces[i].rules)})")
        for j, claim in enumerate(gold):
            if not any(j == pair[1] for pair in pairs):
                print("    -", " // ".join(anchor.exact for anchor in claim.content))
        for place in sorted(hung ^ due):
            print("   ", "+IF" if place in hung else "-IF", text[slice(*place)])
    return score


def rest(start: int, end: int, holes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What *holes* leave of ``start:end``."""
    found, at = [], start
    for first, last in sorted(holes):
        if first > at:
            found.append((at, first))
        at = max(at, last)
    return [*found, (at, end)] if at < end else found


def measure(path: Path, *, verbose: bool) -> tuple[Score, Score]:
    """The scores of one report: the author's claims, and what others say."""
    report = ct.load(path)
    text = report.document.text
    words = Words(text)
    authors = {speaker.id for speaker in report.speakers if speaker.kind == "author"}
    own, others = Score(), Score()
    for sentence in sentences(text):
        here = [
            claim
            for claim in report.claims
            if sentence.start <= claim.content[0].span.start < sentence.end
            and claim.content[-1].span.end <= sentence.end
        ]
        gold = [claim for claim in here if authors & set(claim.attribution.speakers)]
        said = [claim for claim in here if not authors & set(claim.attribution.speakers)]
        if not here:
            continue
        holes: list[tuple[int, int]] = []
        by_cue: dict[object, list] = {}
        for claim in said:
            by_cue.setdefault(tuple(spans(claim.attribution.cue)), []).append(claim)
            holes += spans([*claim.attribution.cue, *(condition.anchor for condition in claim.conditions)])
        for group in by_cue.values():
            covered = spans(
                [*(anchor for claim in group for anchor in claim.content)]
                + [condition.anchor for claim in group for condition in claim.conditions]
            )
            hull = (min(a for a, _ in covered), max(b for _, b in covered))
            cues = [place for claim in group for place in spans(claim.attribution.cue) if hull[0] <= place[0] < hull[1]]
            mentions = [
                place for claim in group for place in spans(claim.attribution.mention) if hull[0] <= place[0] < hull[1]
            ]
            if not cues and not mentions:
                others.add(judge(text, words, [hull], group, attributed=True, verbose=verbose))
            holes.append(hull)
        if said:
            kept = {
                place
                for claim in gold
                for anchor in claim.content
                for place in range(anchor.span.start, anchor.span.end)
            }
            parts = [
                part
                for part in rest(sentence.start, sentence.end, [hole for hole in holes if not kept & set(range(*hole))])
                if kept & set(range(*part))
            ]
        else:
            parts = [(sentence.start, sentence.end)]
        if parts:
            own.add(judge(text, words, parts, gold, attributed=False, verbose=verbose))
    return own, others


def speed(paths: list[Path]) -> float:
    """Seconds that a megabyte of the texts at *paths* takes to be cut, its words read already."""
    text = "\n".join(ct.load(path).document.text for path in paths)
    text = text * (1_000_000 // len(text) + 1)
    words = Words(text)
    bounds = [words.numbers(span.start, span.end) for span in sentences(text)]
    started = time.process_time()
    for numbers in bounds:
        split(words, numbers.start, numbers.stop, attributed=False)
    return (time.process_time() - started) / len(text.encode()) * 1e6


def main(arguments: list[str]) -> None:
    """Print the scores of the reports named, or of the coalition's and those for developing."""
    verbose = "-v" in arguments
    named = [Path(name) for name in arguments if not name.startswith("-")]
    paths = named or [*sorted(COALITION.glob("*.claims.json")), *sorted(DEVELOPMENT.glob("*.claims.json"))]
    sums: dict[str, tuple[Score, Score]] = {}
    for path in paths:
        scores = measure(path, verbose=verbose)
        print(f"{path.name}\n  author     {scores[0]}\n  attributed {scores[1]}")
        group = sums.setdefault(path.parent.name, (Score(), Score()))
        group[0].add(scores[0])
        group[1].add(scores[1])
    for name, (own, others) in sums.items():
        print(f"{name}, all\n  author     {own}\n  attributed {others}")
    print(f"{speed(paths):.2f} s for 1 MB")


if __name__ == "__main__":
    main(sys.argv[1:])
