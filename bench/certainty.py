"""
How far judged certainty and kind agree with annotated claims: `python bench/certainty.py FILE.claims.json ...`.

Content and cue are taken as annotated, so that only the judging is measured. `-v` shows each difference.
"""

import argparse
from collections import Counter
from pathlib import Path

import claimtrack as ct
from claimtrack._judging import judge
from claimtrack._kinds import kind_of
from claimtrack._syntax import Words

SHORTEST_NAME = 2  # letters: "of", "to" name nobody
HERE = Path(__file__).parent
EXAMPLE = sorted((HERE.parent / "examples" / "coalition").glob("*.claims.json"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, default=EXAMPLE, help="reports; without: those of the example")
    parser.add_argument("-v", "--verbose", action="store_true", help="show each difference")
    options = parser.parse_args()
    totals: Counter[str] = Counter()
    for path in options.files:
        totals += compared(path, verbose=options.verbose)
    claims = totals["claims"]
    print(f"claims    {claims}")
    for what in ("certainty", "level", "polarity", "kind"):
        print(f"{what:<9} {totals[what]} agree, {totals[what] / max(1, claims):.3f}")


def compared(path: Path, *, verbose: bool) -> Counter[str]:
    """Count the claims of a report, and those whose values agree with the judged ones."""
    report = ct.load(path)
    text = report.document.text or (path.parent / report.document.path).read_text(encoding="utf-8", newline="")
    words = Words(text)
    authors = {speaker.id for speaker in report.speakers if speaker.kind == "author"}
    names = {speaker.id: name_words(speaker) for speaker in report.speakers}
    found: Counter[str] = Counter()
    for claim in report.claims:
        pieces = [span_of(words, anchor) for anchor in claim.content]
        cue = [words.low[number] for anchor in claim.attribution.cue for number in range(*span_of(words, anchor))]
        by_author = bool(authors & set(claim.attribution.speakers)) and not claim.attribution.via
        certainty = judge(words, *pieces, cue=cue or None).certainty
        own = {word for name in claim.attribution.speakers for word in names[name]}
        kind = kind_of(words, *pieces, cue=cue or None, by_author=by_author, own=own)
        found["claims"] += 1
        found["certainty"] += certainty == claim.certainty
        found["level"] += certainty.level == claim.certainty.level
        found["polarity"] += certainty.polarity == claim.certainty.polarity
        found["kind"] += kind == claim.kind
        if verbose and (certainty != claim.certainty or kind != claim.kind):
            marked = "".join(
                mark if wrong else " "
                for mark, wrong in (("C", certainty != claim.certainty), ("K", kind != claim.kind))
            )
            shown = " … ".join(" ".join(anchor.exact.split()) for anchor in claim.content)
            print(
                f"{marked} {claim.certainty} {claim.kind:<10} judged {certainty} {kind:<10} [{' '.join(cue)}] {shown}"
            )
    return found


def name_words(speaker: ct.Speaker) -> set[str]:
    """The words of a speaker's names and of whom he speaks for, in lower case."""
    names = (speaker.name, *speaker.aliases, speaker.affiliation or "")
    return {word for name in names for word in Words(name or "").low if len(word) > SHORTEST_NAME}


def span_of(words: Words, anchor: ct.Anchor) -> tuple[int, int]:
    """The words of an anchor, by number."""
    numbers = words.numbers(anchor.span.start, anchor.span.end)
    return numbers.start, numbers.stop


if __name__ == "__main__":
    main()
