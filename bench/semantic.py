"""
What an encoder adds to pairing: precision and recall of decided pairs with and without, and how long it takes.

    python bench/semantic.py [ENCODER ...] [--data development held-out coalition] [--list]

The cases are under tests/cases/semantic: stories of invented outlets, half of them to set weights by and half held out,
and the example article against its follow-ups, without the links that were made by hand.
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
from collections import Counter
from pathlib import Path

from attrs import evolve

import claimtrack as ct
from claimtrack import encoders
from claimtrack.pairing import pair

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases" / "semantic"
EXAMPLE = ROOT / "examples" / "coalition"


def claims_of(story):
    """The two reports of a story, and by ids which pairs are the same claim and which only look so."""
    told = ([], [])
    kinds = {}
    for claim in story["claims"]:
        if "baseline" in claim:
            told[0].append(claim["baseline"])
            later = {"same": claim.get("same"), **claim.get("near", {})}
            for kind, words in later.items():
                if words is not None:
                    kinds[f"b{len(told[0])}", f"l{len(told[1]) + 1}"] = kind
                    told[1].append(words)
        else:
            told[1].append(claim["later"])
    return report("b", told[0]), report("l", told[1]), kinds


def report(name, told):
    """A report in which each of *told* is one claim: words, or a list of speaker, certainty (or not) and words."""
    parts = [[None, "CT+", each] if isinstance(each, str) else [each[0], *["CT+", *each[1:]][-2:]] for each in told]
    document = ct.Document(id=f"{name}-text", text="\n".join(words for _, _, words in parts))
    author = ct.Speaker(id="author", name=f"Author of {name}", kind="author")
    people = {who: ct.Speaker(id=who.lower().replace(" ", "-"), name=who) for who, _, _ in parts if who is not None}
    claims = [
        ct.annotate(
            document,
            words,
            id=f"{name}{number}",
            speakers=["author" if who is None else people[who].id],
            certainty=certainty,
            annotator="ed",
        )
        for number, (who, certainty, words) in enumerate(parts, 1)
    ]
    return ct.Report(
        id=name,
        document=document,
        annotators=[ct.Annotator(id="ed", name="Ed")],
        speakers=[author, *people.values()],
        claims=claims,
    )


def stories(half):
    """The name of each story, its two reports and the kinds of its pairs."""
    for story in json.loads((CASES / f"{half}.json").read_text(encoding="utf-8")):
        yield story["story"], *claims_of(story)


def coalition():
    """The example against its follow-ups; links between the files, made by hand, are taken out."""
    baseline = ct.load(EXAMPLE / "baseline.claims.json")
    for name, judged in json.loads((CASES / "coalition.json").read_text(encoding="utf-8")).items():
        later = ct.load(EXAMPLE / f"{name}.claims.json")
        claims = [
            evolve(claim, relations=[each for each in claim.relations if "#" not in each.target])
            for claim in later.claims
        ]
        kinds = {(x, y): kind for kind, pairs in judged.items() for x, y in pairs}
        yield name, baseline, evolve(later, claims=claims), kinds


def measure(data, encoder, *, listed=False):
    """How many of the pairs that are the same are decided, how many others; and how much is left undecided."""
    count = Counter()
    for name, baseline, later, kinds in data:
        found = pair(baseline, later, encoder=encoder)
        missed = {edge for edge, kind in kinds.items() if kind == "same"}
        count["same"] += len(missed)
        count["claims"] += len(baseline.claims) + len(later.claims)
        for each in found.pairs:
            edges = list(itertools.product(each.baseline, each.later))
            missed.difference_update(edges)
            verdicts = [kinds.get(edge, "unrelated") for edge in edges]
            verdict = next((kind for kind in ("same", "open") if kind in verdicts), verdicts[0])
            count[{"same": "right", "open": "open"}.get(verdict, "wrong")] += 1
            if listed and verdict != "same":
                show(f"{name}: {verdict}, by {each.rule}, {each.score}", baseline, each.baseline, later, each.later)
        for group in found.undecided:
            edges = {(edge.baseline, edge.later): edge.score for edge in group.edges}
            count["proposed"] += len(missed & edges.keys())
            missed -= edges.keys()
            count["undecided"] += len(group.baseline) + len(group.later)
            if listed:
                told = ", ".join(f"{kinds.get(edge, 'unrelated')} {score}" for edge, score in edges.items())
                show(f"{name}: undecided, {told}", baseline, group.baseline, later, group.later)
        if listed:
            for x, y in sorted(missed):
                show(f"{name}: missed", baseline, [x], later, [y])
    return count


def show(title, baseline, ours, later, theirs):
    """What a verdict is about."""
    print(f"  {title}")
    for report_, ids in ((baseline, ours), (later, theirs)):
        for claim_id in ids:
            print(f"    {report_.id:>4} {report_.claim(claim_id).wording}")


def speed(encoder):
    """How many claims an encoder reads in a second: the best of three rounds, since other work can only slow it."""
    reports = [each for half in ("development", "held-out") for _, *both, _ in stories(half) for each in both]
    texts = [claim.wording for each in reports for claim in each.claims]
    times = []
    for _ in range(3):
        start = time.perf_counter()
        encoder.encode(texts)
        times.append(time.perf_counter() - start)
    return len(texts) / min(times)


def main():
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoders", nargs="*", default=list(encoders.NAMES))
    parser.add_argument("--data", nargs="+", default=["development", "held-out", "coalition"])
    parser.add_argument("--list", action="store_true", help="show what is wrong, undecided or missed")
    options = parser.parse_args()
    known = {"none": None, **{name: encoders.load(name) for name in options.encoders}}
    columns = ("same", "right", "wrong", "open", "proposed")
    print(
        f"{'data':12} {'encoder':10}" + "".join(f"{name:>9}" for name in (*columns, "P", "R", "R+prop.", "undecided"))
    )
    for part in options.data:
        data = list(coalition() if part == "coalition" else stories(part))
        for name, encoder in known.items():
            count = measure(data, encoder, listed=options.list)
            decided, same = count["right"] + count["wrong"], count["same"]
            shares = (
                count["right"] / decided if decided else 1,
                count["right"] / same,
                (count["right"] + count["proposed"]) / same,
                count["undecided"] / count["claims"],
            )
            told = "".join(f"{count[column]:9}" for column in columns) + "".join(f"{share:9.2f}" for share in shares)
            print(f"{part:12} {name:10}{told}")
    for name, encoder in known.items():
        if encoder is not None:
            print(f"{name}: {speed(encoder):.0f} claims a second")


if __name__ == "__main__":
    main()
