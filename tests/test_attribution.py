"""Who is found to say what: a table of marked sentences held to floors, exact cases, and annotated documents."""

import importlib.util
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from attrs import frozen

import claimtrack as ct
from claimtrack._syntax import Words
from claimtrack.drafting.attribution import Reader
from claimtrack.drafting.blocks import paragraphs
from claimtrack.drafting.quotations import quotations

ROOT = Path(__file__).parent.parent
TABLES = ROOT / "tests" / "cases" / "attribution-sentences"
EXACT = ROOT / "tests" / "cases" / "drafting" / "exact.txt"
FLOORS = tomllib.loads((TABLES / "floors.toml").read_text(encoding="utf-8"))
FOUND = FLOORS["found_from"]

PAIRS = {"<": ">", "{": "}", "[": "]"}
PARTS = {"<": "source", "{": "cue", "[": "content"}

# --- the table of sentences -------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Told:
    """One attribution: the places in the text of the letters and digits of each part."""

    source: frozenset[int] = frozenset()
    cue: frozenset[int] = frozenset()
    content: frozenset[int] = frozenset()


def letters(text, spans):
    """What is compared: marks and blanks at an edge, or between two pieces, make no difference."""
    return frozenset(at for start, end in spans for at in range(start, end) if text[at].isalnum())


def unmarked(case):
    """The text of a marked case and its attributions, by their numbers; the format is that of 00-format.txt."""
    text, opened, spans, at = "", [], {}, 0
    while at < len(case):
        mark = case[at]
        if mark in PAIRS:
            blank = case.index(" ", at)
            opened.append((mark, [int(number) for number in case[at + 1 : blank].split(",")], len(text)))
            at = blank
        elif mark in PAIRS.values():
            kind, numbers, start = opened.pop()
            assert PAIRS[kind] == mark, case
            for number in numbers:
                spans.setdefault(number, {}).setdefault(PARTS[kind], []).append((start, len(text)))
        else:
            text += mark
        at += 1
    assert not opened, case
    return text, [
        Told(**{part: letters(text, places) for part, places in spans[number].items()}) for number in sorted(spans)
    ]


@cache
def table(path):
    """The marked cases of a file."""
    lines = ("" if line.startswith("#") else line for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(" ".join(block.split()) for block in "\n".join(lines).split("\n\n") if block.strip())


def read(text):
    """The attributions that are found in *text*."""
    words = Words(text)
    layout = paragraphs(text, words)
    found = Reader(words, layout, quotations(words, layout)).read()

    def told(ranges):
        return letters(text, [(words.start[first], words.end[last - 1]) for first, last in ranges])

    return [
        Told(
            source=told([each.source] if each.source is not None else []),
            cue=told(each.cue),
            content=told(each.content),
        )
        for each in found
    ]


def overlap(one, other):
    return len(one & other) / len(one | other) if one or other else 1.0


def paired(gold, found):
    """Each attribution with the one that it is found as, one to one: the best overlaps of contents first, then cues."""
    scored = sorted(
        (-overlap(one.content, other.content), -overlap(one.cue, other.cue), i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(found)
        if overlap(one.content, other.content) >= FOUND
    )
    pairs, taken = {}, set()
    for _, _, i, j in scored:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return [(gold[i], found[j]) for i, j in sorted(pairs.items())]


@cache
def counted(path):
    """How many attributions of a table are annotated, proposed, found, and right in every part."""
    counts = Counter()
    for case in table(path):
        text, gold = unmarked(case)
        found = read(text)
        pairs = paired(gold, found)
        counts["annotated"] += len(gold)
        counts["proposed"] += len(found)
        counts["found"] += len(pairs)
        counts["source"] += sum(overlap(one.source, other.source) >= FOUND for one, other in pairs)
        counts["cue"] += sum(overlap(one.cue, other.cue) >= FOUND for one, other in pairs)
        counts["right"] += sum(
            overlap(one.source, other.source) >= FOUND and overlap(one.cue, other.cue) >= FOUND for one, other in pairs
        )
        counts["exact"] += sum(one == other for one, other in pairs)
    return counts


TABLE_FILES = [path for path in sorted(TABLES.glob("*.txt")) if path.stem in FLOORS["tables"]]


def test_every_table_has_its_floors():
    assert {path.stem for path in TABLES.glob("*.txt")} == {"00-format", *FLOORS["tables"]}


@pytest.mark.parametrize("path", TABLE_FILES, ids=lambda path: path.stem)
def test_no_fewer_attributions_of_a_table_are_found_than_before(path):
    floors, counts = FLOORS["tables"][path.stem], counted(path)

    beyond = counts["proposed"] - counts["found"]
    assert beyond <= floors["beyond"], f"{beyond} are proposed that nobody annotated"
    for part in ("found", "right"):
        if part in floors:
            share = counts[part] / counts["annotated"]
            assert share >= floors[part], f"{counts[part]} of {counts['annotated']} are {part}"


@cache
def marks():
    """The marked form of every sentence of the tables, by its text."""
    return {unmarked(case)[0]: case for path in TABLE_FILES for case in table(path)}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(line, id=f"line {number}")
        for number, line in enumerate(EXACT.read_text(encoding="utf-8").splitlines(), 1)
        if line and not line.startswith("#")
    ],
)
def test_sentence_is_read_to_the_letter(text):
    _, gold = unmarked(marks()[text])

    def shown(told):
        return sorted(
            tuple("".join(text[at] for at in sorted(part)) for part in (each.source, each.cue, each.content))
            for each in told
        )

    found = read(text)

    assert shown(found) == shown(gold)
    assert set(found) == set(gold)


# --- whole documents --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def accuracy():
    """The benchmark of accuracy: floors and published figures are counted in one way."""
    spec = importlib.util.spec_from_file_location("accuracy", ROOT / "bench" / "accuracy.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reached(figures, floors):
    """The floors that the counts of *figures* do not reach."""
    counts = figures.counts
    shares = {
        "precision": counts["found"] / counts["drafted"],
        "recall": counts["found"] / counts["gold"],
        **{part: counts[part] / counts["found"] for part in ("speaker", "mention", "cue", "certainty", "kind")},
    }
    return {part: (round(shares[part], 3), floor) for part, floor in floors.items() if shares[part] < floor}


@pytest.mark.parametrize("half", ["development", "unseen"])
def test_drafts_of_annotated_documents_are_no_worse_than_before(half, accuracy):
    said, own = accuracy.Figures(), accuracy.Figures()
    for gold, drafted in accuracy.drafts(half):
        said.add(gold, drafted, accuracy.attributed)
        own.add(gold, drafted, accuracy.is_author)

    assert reached(said, FLOORS["documents"][half]["said"]) == {}
    assert reached(own, FLOORS["documents"][half]["own"]) == {}


def test_draft_of_the_example_is_no_worse_than_before(accuracy, examples):
    gold = ct.load(examples / "baseline.claims.json")
    figures = accuracy.Figures()

    figures.add(gold, ct.draft(gold.document), accuracy.every)

    assert reached(figures, FLOORS["documents"]["example"]) == {}


def test_draft_of_the_example_finds_its_condition(accuracy, examples):
    gold = ct.load(examples / "baseline.claims.json")

    [hung] = [claim for claim in ct.draft(gold.document).claims if claim.conditions]

    assert [(each.sense, each.anchor.exact) for each in hung.conditions] == [
        (each.sense, each.anchor.exact) for claim in gold.claims for each in claim.conditions
    ]
