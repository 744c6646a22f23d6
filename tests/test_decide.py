"""`claimtrack decide`: a person's word on two claims goes into the files, and the comparison keeps to it."""

import json
import os
import re

import pytest

import claimtrack as ct
from claimtrack._deciding import DECISIONS, Pair, decide, rewritten

BASE, LATER = "coalition-baseline", "coalition-2026-01-08-moscow"
OPEN, ANSWER, REPORTED = "duma-openness", "no-openness-in-answer", "reported-duma-considered"


@pytest.fixture
def files(examples, tmp_path):
    """The baseline and a later report, with the texts beside them, in the folder where commands run."""
    for path in examples.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path / "baseline.claims.json", tmp_path / "2026-01-08-moscow.claims.json"


def relations(path, claim):
    return [(relation.type, relation.target) for relation in ct.load(path).claim(claim).relations]


def common(one, other):
    """How many items two sequences begin with that are the same."""
    return next((at for at, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))


def pairing(run, base, later, claim):
    """How compare pairs a claim of the base: the later ids and the rule."""
    _, out, _ = run("compare", "--format", "json", base, later)
    pairings = [each for each in json.loads(out)["pairings"] if claim in each["baseline"]]
    return [(tuple(each["later"]), each["rule"]) for each in pairings]


def test_what_was_decided_is_what_compare_says(run, files):
    base, later = files
    before = pairing(run, *files, OPEN)

    code, out, err = run("decide", base, later, f"{OPEN}={REPORTED}", "--by", "A. Editor", "--at", "2026-02-01")

    assert (code, err) == (0, "")
    assert out == f"{later}: {REPORTED} same_as {BASE}#{OPEN}: added\n"
    assert before != pairing(run, *files, OPEN) == [((REPORTED,), "same_as")]
    assert ct.load(later).claim(REPORTED).extra[DECISIONS] == [
        {"type": "same_as", "target": f"{BASE}#{OPEN}", "by": "A. Editor", "at": "2026-02-01"}
    ]
    assert run("validate", base, later)[0] == 0


def test_only_the_claim_changes_in_the_file(run, files):
    base, later = files
    untouched, before = base.read_bytes(), later.read_bytes()

    run("decide", base, later, f"{OPEN}={REPORTED}")

    after = later.read_bytes()
    at = common(before, after)
    assert base.read_bytes() == untouched
    assert len(after) - len(before) == len(after[at:].split(before[at : at + 40])[0])
    assert after.endswith(before[at:])
    assert f"{BASE}#{OPEN}".encode() in after[at : len(after) - len(before[at:])]


def test_deciding_again_changes_nothing(run, files):
    base, later = files
    run("decide", base, later, f"{OPEN}!={REPORTED}", "--by", "A. Editor", "--reason", "another matter")
    written = base.read_bytes(), later.read_bytes()

    for who in (("--by", "A. Editor", "--reason", "another matter"), ()):
        code, out, _ = run("decide", base, later, f"{OPEN}!={REPORTED}", *who)
        assert code == 0
        assert out.endswith(": there already\n")
    run("decide", base, later, f"{OPEN}!={REPORTED}", "--in", "base")

    assert (base.read_bytes(), later.read_bytes()) == written


def test_another_word_takes_the_place_of_the_first_in_either_file(run, files):
    base, later = files
    run("decide", base, later, f"{OPEN}={REPORTED}", "--by", "A. Editor")

    code, out, _ = run("decide", base, later, f"{OPEN}!={REPORTED}", "--in", "base", "--by", "B. Editor")

    assert code == 0
    assert out.splitlines() == [
        f"{later}: {REPORTED} same_as {BASE}#{OPEN}: removed",
        f"{base}: {OPEN} different_from {LATER}#{REPORTED}: added",
    ]
    assert ("same_as", f"{BASE}#{OPEN}") not in relations(later, REPORTED)
    assert pairing(run, *files, OPEN) != [((REPORTED,), "same_as")]
    # Who decided first is kept.
    assert [entry["by"] for entry in ct.load(later).claim(REPORTED).extra[DECISIONS]] == ["A. Editor"]


def test_what_contradicted_a_claim_does_not_once_it_is_the_same(run, files):
    base, later = files
    assert ("contradicts", f"{BASE}#{OPEN}") in relations(later, ANSWER)

    _, out, _ = run("decide", base, later, f"{OPEN}={ANSWER}")

    assert f"{ANSWER} contradicts {BASE}#{OPEN}: removed" in out
    assert pairing(run, *files, OPEN) == [((ANSWER,), "same_as")]


def test_several_decisions_at_once(run, files):
    base, later = files

    code, out, _ = run("decide", base, later, f"{OPEN}={REPORTED}", f" {OPEN} != {ANSWER} ", f"{OPEN}={REPORTED}")

    assert code == 0
    assert [line.rpartition(": ")[2] for line in out.splitlines()] == ["added", "added"]
    assert ("different_from", f"{BASE}#{OPEN}") in relations(later, ANSWER)


def test_all_faults_are_told_and_nothing_is_written(run, files):
    base, later = files
    before = base.read_bytes(), later.read_bytes()

    code, out, err = run(
        "decide", base, later, "duma-opennes=l3", f"{OPEN}={REPORTED}", f"{OPEN}!={REPORTED}", f"{OPEN}={ANSWER[:-1]}"
    )

    assert (code, out) == (2, "")
    assert f"there is no claim 'duma-opennes' in {BASE}; the nearest are {OPEN}" in err
    assert f"there is no claim 'l3' in {LATER}" in err
    assert f"the nearest are {ANSWER}" in err
    assert "its contrary are both decided" in err
    assert (base.read_bytes(), later.read_bytes()) == before


@pytest.mark.parametrize("wrong", ["x", "a==b", "a=b=c", "=b", "a!", "a b=c", ""])
def test_what_is_no_decision_is_told(run, files, wrong):
    code, _, err = run("decide", *files, wrong, f"{OPEN}={REPORTED}")

    assert code == 2
    assert "is no decision" in err
    assert "BASE!=LATER" in err


def test_a_dry_run_writes_nothing(run, files):
    base, later = files
    before = base.read_bytes(), later.read_bytes()

    code, out, _ = run("decide", base, later, f"{OPEN}={ANSWER}", "--dry-run")

    assert code == 0
    assert [line.rpartition(": ")[2] for line in out.splitlines()] == ["would be removed", "would be added"]
    assert (base.read_bytes(), later.read_bytes()) == before


@pytest.fixture
def locked(monkeypatch):
    """Makes files look as if they could not be written, which even root believes."""
    access = os.access

    def lock(*paths):
        names = {str(path) for path in paths}
        monkeypatch.setattr(os, "access", lambda path, mode: str(path) not in names and access(path, mode))

    return lock


def test_the_base_is_written_where_the_later_one_cannot_be(run, files, locked):
    base, later = files
    locked(later)

    code, out, err = run("decide", base, later, f"{OPEN}={REPORTED}")

    assert code == 0
    assert "cannot be written" in err
    assert out == f"{base}: {OPEN} same_as {LATER}#{REPORTED}: added\n"
    assert pairing(run, *files, OPEN) == [((REPORTED,), "same_as")]


def test_nothing_is_written_where_a_contrary_relation_cannot_go(run, files, locked):
    base, later = files
    before = base.read_bytes()
    locked(later)

    code, _, err = run("decide", base, later, f"{OPEN}={ANSWER}")

    assert code == 2
    assert "contradicts" in err
    assert base.read_bytes() == before


def test_what_cannot_hold_decisions_is_told(run, files):
    base, _ = files

    for later, told in (("2026-01-08-moscow.txt", "is a text"), ("-", "into files"), ("none.json", "cannot be read")):
        code, _, err = run("decide", base, later, "a=b")
        assert code == 2
        assert told in err
    assert "no relation could tell them apart" in run("decide", base, base, f"{OPEN}={OPEN}")[2]
    assert run("decide", *files, f"{OPEN}={REPORTED}", "--at", "yesterday")[0] == 2


LAYOUTS = {
    "one line": lambda value: json.dumps(value, ensure_ascii=False),
    "four spaces": lambda value: json.dumps(value, indent=4, ensure_ascii=False),
    "tabs, escapes": lambda value: json.dumps(value, indent="\t"),
    "Windows": lambda value: json.dumps(value, indent=2).replace("\n", "\r\n"),
    "by hand": lambda value: re.sub(r"\[\s+(\{[^{}\[\]]*\})\s+\]", r"[ \1 ]", json.dumps(value, indent=2)) + "\n\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("names", [[REPORTED], [ANSWER], [REPORTED, ANSWER]])
def test_a_file_in_another_form_keeps_it(files, layout, names):
    base, later = (ct.load(path) for path in files)
    data = LAYOUTS[layout](json.loads(files[1].read_text(encoding="utf-8"))).encode()
    found = decide(base, later, [Pair(OPEN, name, False) for name in names], by="A. Editor")

    written = rewritten(data, later, found.later)

    assert ct.dumps(ct.loads(written)) == ct.dumps(found.later)
    old, new = data.decode(), written.decode()
    at = common(old, new)
    end = common(old[::-1], new[::-1])
    first = min(old.index(f'"{name}"') for name in names)
    assert first < at
    assert end > len(old) - max(old.index(f'"{name}"') for name in names) - 4000
    if layout == "Windows":
        assert new.count("\n") == new.count("\r\n")
    if layout == "one line":
        assert "\n" not in new


def test_the_canonical_form_stays_canonical(files):
    base, later = (ct.load(path) for path in files)
    found = decide(base, later, [Pair(OPEN, REPORTED, True)], by="A. Editor")

    assert rewritten(ct.dumps(later), later, found.later) == ct.dumps(found.later)
    assert rewritten(b"anything", later, later) == b"anything"


def test_a_name_is_not_read_as_markup_or_control(run, files):
    _, out, _ = run("decide", *files, f"{OPEN}={REPORTED}", "--by", "\x1b[31mred")

    assert "\x1b" not in out
    assert "\\u001b" in files[1].read_text(encoding="utf-8")
