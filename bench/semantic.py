"""
What an encoder adds to pairing: precision and recall of decided pairs with and without, and how long it takes.

    python bench/semantic.py [ENCODER ...] [--data development held-out coalition] [--list]

The cases are under tests/cases/semantic: stories of invented outlets, half of them to set weights by and half held out,
and the example article against its follow-ups, without the links that were made by hand.
"""

from __future__ import annotations

import argparse
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


def measure(data, encoder, listed=False):
    """How many of the pairs are decided, right or wrong; and how many claims are left undecided."""
    count = Counter()
    for name, baseline, later, kinds in data:
        count["same"] += sum(kind == "same" for kind in kinds.values())
        found = pair(baseline, later, encoder=encoder)
        for each in found.pairs:
            edges = {(x, y) for x in each.baseline for y in each.later}
            verdicts = [kinds.get(edge, "unrelated") for edge in sorted(edges)]
            verdict = "same" if "same" in verdicts else verdicts[0]
            count["open" if verdict == "open" else "right" if verdict == "same" else "wrong"] += 1
            if listed and verdict != "same":
                count[verdict] += 0
                print(f"  {name}: {verdict}, {each.rule} {each.score}")
                show(baseline, each.baseline)
                show(later, each.later)
        for group in found.undecided:
            count["undecided"] += len(group.baseline) + len(group.later)
            edges = {(edge.baseline, edge.later) for edge in group.edges}
            count["found but undecided"] += sum(kinds.get(edge) == "same" for edge in edges)
            if listed:
                print(f"  {name}: undecided", [(e.baseline, e.later, e.score, kinds.get((e.baseline, e.later))) for e in group.edges])
                show(baseline, group.baseline)
                show(later, group.later)
        if listed:
            paired = {(x, y) for each in found.pairs for x in each.baseline for y in each.later}
            for (x, y), kind in kinds.items():
                if kind == "same" and x in found.only_baseline:
                    print("  missed", name)
                    show(baseline, [x])
                    show(later, [y])
        count["claims"] += len(baseline.claims) + len(later.claims)
    return count


def show(report, ids):
    for name in ids:
        print(f"      {report.claim(name).wording}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoders", nargs="*", default=list(encoders.NAMES))
    parser.add_argument("--data", nargs="+", default=["development", "held-out", "coalition"])
    parser.add_argument("--list", action="store_true", help="show what was wrong, undecided or missed")
    options = parser.parse_args()
    known = {"none": None, **{name: encoders.load(name) for name in options.encoders if name != "none"}}
    print(f"{'data':12} {'encoder':10} {'same':>5} {'right':>6} {'wrong':>6} {'open':>5} {'P':>5} {'R':>5} {'und.':>5} {'+und.R':>6}")
    for half in options.data:
        data = list(coalition() if half == "coalition" else stories(half))
        for name, encoder in known.items():
            count = measure(data, encoder, options.list)
            decided = count["right"] + count["wrong"]
            print(
                f"{half:12} {name:10} {count['same']:5} {count['right']:6} {count['wrong']:6} {count['open']:5}"
                f" {count['right'] / decided if decided else 1:5.2f} {count['right'] / count['same']:5.2f}"
                f" {count['undecided'] / count['claims']:5.2f} {(count['right'] + count['found but undecided']) / count['same']:6.2f}"
            )
    texts = [claim.wording for half in ("development", "held-out") for _, *both, _ in stories(half) for r in both for claim in r.claims]
    for name, encoder in known.items():
        if encoder is not None:
            start = time.perf_counter()
            encoder.encode(texts)
            print(f"{name}: {len(texts) / (time.perf_counter() - start):.0f} claims/s")


if __name__ == "__main__":
    main()
