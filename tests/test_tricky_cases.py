"""Before and after, case by case: each one of the table has the outcome that was promised."""

import unicodedata

import pytest

from cases.anchoring.reading import HERE, read

CASES = [case for _, _, cases in read() for case in cases]


def marked(case):
    marks = [pytest.mark.xfail(reason=case.open, strict=True)] if case.open else []
    return pytest.param(case, id=f"{case.topic}: {case.title}", marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_the_outcome_is_the_wanted_one(case):
    result = case.run()

    assert list(case.faults(result)) == [], result


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.topic}: {case.title}") for case in CASES])
def test_an_outcome_agrees_with_itself(case):
    outcome = case.run().outcome
    if outcome is None:
        return

    assert (outcome.span is None) == (outcome.status in {"ambiguous", "lost"})
    assert outcome.status not in {"exact", "moved"} or outcome.score == 1
    assert outcome.status != "edited" or outcome.score < 1
    assert 0 <= outcome.confidence <= 1
    assert outcome.status != "ambiguous" or outcome.candidates
    assert outcome.rule
    for span in (*outcome.spans, *outcome.candidates):
        assert span.end <= len(case.new)
    for edit in outcome.edits:
        assert edit.after == edit.new.of(case.new)
        assert edit.before in case.quote


def test_every_case_has_a_title_of_its_own():
    titles = [(case.topic, case.title) for case in CASES]

    assert len(titles) == len(set(titles))
    assert len(CASES) >= 60


@pytest.mark.parametrize("path", sorted(HERE.glob("*.json")), ids=lambda path: path.name)
def test_what_cannot_be_seen_is_escaped(path):
    text = path.read_text(encoding="utf-8")

    unseen = {
        f"U+{ord(character):04X}"
        for character in text
        if character not in "\n " and unicodedata.category(character) in {"Cc", "Cf", "Zs", "Zl", "Zp"}
    }

    assert unseen == set()
