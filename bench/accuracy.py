"""
How right drafts are: against annotated reports, the coalition article, and the pairings that hand-made reports give.

`python bench/accuracy.py` prints every figure; `--misses development` shows what a half of the corpus misses. A content
is found where it and an annotated one share at least half of the code points that either covers, one to one.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

import claimtrack as ct
from claimtrack import encoders
from claimtrack.drafting import draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from claimtrack.encoders import Encoder

HERE = Path(__file__).resolve().parent.parent
CORPUS = HERE / "tests" / "cases" / "attribution"
COALITION = HERE / "examples" / "coalition"
HALVES = ("development", "unseen")

FOUND = 0.5
"""Intersection over union of code points from which on a content counts as found."""

Points = frozenset[int]


def points(anchors: Iterable[ct.Anchor]) -> Points:
    """The code points that the anchors cover."""
    return frozenset(at for anchor in anchors for at in range(anchor.span.start, anchor.span.end))


def overlap(one: Points, other: Points) -> float:
    """Intersection over union."""
    return len(one & other) / len(one | other) if one or other else 1.0


def matched(gold: Sequence[ct.Claim], drafted: Sequence[ct.Claim]) -> dict[int, int]:
    """Which drafted claim each annotated one is found as, by number: the best overlaps first, then cues."""
    ours, theirs = [points(claim.content) for claim in gold], [points(claim.content) for claim in drafted]
    scored = []
    for i, one in enumerate(ours):
        for j, other in enumerate(theirs):
            if one & other and (share := overlap(one, other)) >= FOUND:
                cue = overlap(points(gold[i].attribution.cue), points(drafted[j].attribution.cue))
                scored.append((-share, -cue, i, j))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


class Figures:
    """Counts of one comparison of drafts with annotations, added up over documents."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def add(self, gold: ct.Report, drafted: ct.Report, keep: Callable[[ct.Report, ct.Claim], bool]) -> None:
        """Count one document; *keep* says which claims of a report are looked at."""
        ours = [claim for claim in gold.claims if keep(gold, claim)]
        theirs = [claim for claim in drafted.claims if keep(drafted, claim)]
        found = matched(ours, theirs)
        count = self.counts
        count["gold"] += len(ours)
        count["drafted"] += len(theirs)
        count["found"] += len(found)
        for i, j in found.items():
            one, other = ours[i], theirs[j]
            count["content exact"] += points(one.content) == points(other.content)
            for part in ("mention", "cue"):
                mine, made = (points(getattr(claim.attribution, part)) for claim in (one, other))
                count[f"{part} exact"] += bool(mine) and mine == made
            count["mention"] += overlap(points(one.attribution.mention), points(other.attribution.mention)) >= FOUND
            count["cue"] += bool(points(one.attribution.cue) & points(other.attribution.cue)) or not (
                one.attribution.cue or other.attribution.cue
            )
            count["speaker"] += same_speakers(gold, one, drafted, other)
            count["certainty"] += str(one.certainty) == str(other.certainty)
            count["kind"] += one.kind == other.kind
            mine, made = points(c.anchor for c in one.conditions), points(c.anchor for c in other.conditions)
            count["conditions gold"] += bool(mine)
            count["conditions drafted"] += bool(made)
            count["conditions"] += bool(mine) and overlap(mine, made) >= FOUND
        for part in ("mention", "cue"):
            count[f"{part} gold"] += sum(bool(getattr(claim.attribution, part)) for claim in ours)
            count[f"{part} drafted"] += sum(bool(getattr(claim.attribution, part)) for claim in theirs)
        for part in ("content", "mention", "cue"):
            a, b = _all(ours, part), _all(theirs, part)
            count[f"{part} points gold"] += len(a)
            count[f"{part} points drafted"] += len(b)
            count[f"{part} points"] += len(a & b)

    def line(self, found: str, gold: str = "gold", drafted: str = "drafted") -> str:
        """Precision, recall and F1 as text."""
        count = self.counts
        precision = count[found] / count[drafted] if count[drafted] else 0.0
        recall = count[found] / count[gold] if count[gold] else 0.0
        both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        counts = f"({count[found]} of {count[gold]}, {count[drafted]} drafted)"
        return f"P {precision:.3f}  R {recall:.3f}  F1 {both:.3f}  {counts}"

    def share(self, part: str, of: str = "found") -> str:
        """What share of the found claims have a part right."""
        return f"{self.counts[part] / self.counts[of] if self.counts[of] else 0:.3f}"


def _all(claims: Sequence[ct.Claim], part: str) -> Points:
    if part == "content":
        return points(anchor for claim in claims for anchor in claim.content)
    return points(anchor for claim in claims for anchor in getattr(claim.attribution, part))


def attributed(report: ct.Report, claim: ct.Claim) -> bool:
    """Whether somebody else than the author is shown to make the claim."""
    return not is_author(report, claim)


def is_author(report: ct.Report, claim: ct.Claim) -> bool:
    """Whether the author makes the claim."""
    authors = {speaker.id for speaker in report.speakers if speaker.kind == "author"}
    return bool(claim.attribution.speakers) and set(claim.attribution.speakers) <= authors


def every(_: ct.Report, __: ct.Claim) -> bool:
    """Every claim."""
    return True


def _names(report: ct.Report, claim: ct.Claim) -> list[set[str]]:
    """What each speaker of a claim is called, folded, without articles."""
    found = []
    for name in claim.attribution.speakers:
        speaker = report.speaker(name)
        if speaker.kind == "author":
            found.append({"the author"})
            continue
        told = {speaker.name, *speaker.aliases}
        found.append({form.lower().replace("’", "'").removeprefix("the ").removeprefix("a ").strip() for form in told})
    return found


def same_speakers(gold: ct.Report, one: ct.Claim, drafted: ct.Report, other: ct.Claim) -> bool:
    """Whether the same speakers make two claims: each by a name in common, or by the last word of a person's name."""
    ours, theirs = _names(gold, one), _names(drafted, other)
    if len(ours) != len(theirs):
        return False
    if not ours:
        return True
    free = list(theirs)
    for names in ours:
        hit = next((told for told in free if _alike(names, told)), None)
        if hit is None:
            if len(ours) == 1 and overlap(points(one.attribution.mention), points(other.attribution.mention)) >= FOUND:
                return _unnamed(gold, one) and _unnamed(drafted, other)
            return False
        free.remove(hit)
    return True


def _unnamed(report: ct.Report, claim: ct.Claim) -> bool:
    """Whether the speaker has no proper name: then the same mention is the same somebody."""
    speaker = report.speaker(claim.attribution.speakers[0])
    return not any(word[:1].isupper() for word in speaker.name.split()[1:]) or speaker.kind in {"anonymous", "group"}


def _alike(one: set[str], other: set[str]) -> bool:
    if one & other:
        return True
    lasts = {name.split()[-1] for name in other if name}
    return any(name.split()[-1] in lasts for name in one if name)


def drafts(half: str) -> Iterator[tuple[ct.Report, ct.Report]]:
    """The annotated reports of a half of the corpus, each with the draft of its text."""
    for path in sorted((CORPUS / half).glob("*.claims.json")):
        gold = ct.load(path)
        assert gold.document.text is not None
        yield gold, draft(gold.document.text, publisher=gold.document.publisher)


def corpus(half: str) -> None:
    """Print the figures of a half of the corpus."""
    said, own = Figures(), Figures()
    for gold, drafted in drafts(half):
        said.add(gold, drafted, attributed)
        own.add(gold, drafted, is_author)
    print(f"\n{half}: attributed claims")
    print("  content (half shared)  ", said.line("found"))
    print("  content (exact)        ", said.line("content exact"))
    for part in ("mention", "cue"):
        print(f"  {part + ' (exact)':22} ", said.line(f"{part} exact", f"{part} gold", f"{part} drafted"))
    for part in ("content", "mention", "cue"):
        print(
            f"  {part + ' (code points)':22} ",
            said.line(f"{part} points", f"{part} points gold", f"{part} points drafted"),
        )
    told = "  ".join(f"{part} {said.share(part)}" for part in ("speaker", "mention", "cue", "certainty", "kind"))
    print("  of those found, right:  ", told)
    print(f"{half}: the authors' own claims\n  content (half shared)  ", own.line("found"))
    print("  of those found, right:  ", f"certainty {own.share('certainty')}  kind {own.share('kind')}")


def coalition() -> None:
    """Print the figures of the example's article against its annotation."""
    gold = ct.load(COALITION / "baseline.claims.json")
    figures = Figures()
    figures.add(gold, draft(gold.document.text or ""), every)
    print("\nthe coalition article: every claim")
    print("  claims                 ", figures.line("found"))
    print("  conditions             ", figures.line("conditions", "conditions gold", "conditions drafted"))
    told = "  ".join(f"{part} {figures.share(part)}" for part in ("speaker", "certainty", "kind"))
    print("  of those found, right:  ", told)


def follow_ups(encoder: Encoder | None = None) -> None:
    """
    Print how many of the pairings with hand-made follow-ups the drafts of their texts give.

    Some of those pairings stand only in the hand-made files, as `same_as`: words do not show them.
    """
    baseline = ct.load(COALITION / "baseline.claims.json")
    print("\npairings of the baseline with drafts of the follow-ups' texts")
    counts: Counter[str] = Counter()
    for path in sorted(COALITION.glob("20*.claims.json")):
        hand = ct.load(path)
        drafted = draft(hand.document.text or "", id=hand.id, publisher=hand.document.publisher)
        as_hand = {drafted.claims[j].id: hand.claims[i].id for i, j in matched(hand.claims, drafted.claims).items()}
        expected = _pairs(ct.compare(baseline, hand))
        by_words = expected & _pairs(ct.compare(baseline, _without_links(hand)))
        comparison = ct.compare(baseline, drafted, encoder=encoder)
        made = {(ours, as_hand.get(theirs, f"({theirs})")) for ours, theirs in _pairs(comparison)}
        right, beyond = len(expected & made), len(made - expected)
        print(f"  {path.stem.split('.')[0]:28} {right} of {len(expected)} found, {beyond} others")
        for ours, theirs in sorted(made - expected):
            print(f"    other: {ours} = {theirs}")
        for ours, theirs in sorted(expected - made):
            linked = "" if (ours, theirs) in by_words else " (by hand only)"
            print(f"    missed: {ours} = {theirs}{linked}")
        counts.update(found=len(expected & made), all=len(expected), others=len(made - expected))
        counts.update(shown=len(by_words), found_shown=len(by_words & made))
    print(f"  together: {counts['found']} of {counts['all']}, {counts['others']} others")
    print(f"  of those that words show: {counts['found_shown']} of {counts['shown']}")


def _pairs(comparison: ct.Comparison) -> set[tuple[str, str]]:
    return {(ours, theirs) for pairing in comparison.pairings for ours in pairing.baseline for theirs in pairing.later}


def _without_links(report: ct.Report) -> ct.Report:
    """*report* without what its annotator says of other reports."""
    return evolve(
        report,
        claims=[
            evolve(claim, relations=[link for link in claim.relations if link.report_id is None])
            for claim in report.claims
        ],
    )


def misses(half: str) -> None:
    """Show what a half of the corpus misses, and what is drafted beyond it."""
    for gold, drafted in drafts(half):
        print(f"\n== {gold.id}")
        ours = [claim for claim in gold.claims if attributed(gold, claim)]
        theirs = [claim for claim in drafted.claims if attributed(drafted, claim)]
        found = matched(ours, theirs)
        for i, claim in enumerate(ours):
            if i not in found:
                print("  missed ", _shown(claim))
            elif not same_speakers(gold, claim, drafted, theirs[found[i]]):
                print("  speaker", _shown(claim), "| drafted:", theirs[found[i]].attribution.speakers)
        for j, claim in enumerate(theirs):
            if j not in found.values():
                print("  beyond ", _shown(claim), claim.origin.rules)


def _shown(claim: ct.Claim) -> str:
    told = claim.attribution
    return f"{[a.exact for a in told.mention]} {[a.exact for a in told.cue]} {[a.exact for a in claim.content]}"


def main() -> None:
    """Parse the command line and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--misses", choices=HALVES, help="show what a half misses instead")
    parser.add_argument("--encoder", metavar="NAME", help="pair the example's claims by what they mean, too")
    parser.add_argument("--example", action="store_true", help="the coalition example only")
    options = parser.parse_args()
    if options.misses:
        misses(options.misses)
        return
    if not options.example:
        for half in HALVES:
            corpus(half)
    coalition()
    follow_ups(encoders.load(options.encoder) if options.encoder else None)


if __name__ == "__main__":
    main()
