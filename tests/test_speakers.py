"""Who is the same speaker in two reports, who is not, of whom it cannot be told, and what a comparison says then."""

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack import model
from claimtrack._speakers import SpeakerMatch

CASES = Path(__file__).parent / "cases" / "speakers"


def cases():
    for path in sorted(CASES.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
            yield pytest.param(case, id=f"{path.stem}: {case['title']}")


def report(name, speakers, *, text=None, published=None, work=None, previous=None, said="The bridge is safe"):
    """A report in which the first of *speakers* says something; the text around it may be given."""
    listed = speakers if isinstance(speakers, list) else [speakers]
    known = [ct.Speaker(**{"id": f"s{number}", "kind": "person", **told}) for number, told in enumerate(listed)]
    document = ct.Document(
        id=f"{name}-text",
        text=f"{said}.\n{text or name}\n",
        published=published,
        work=work,
        previous=previous,
        language="en",
    )
    claim = ct.annotate(document, said, id="c", speakers=["s0"], certainty="CT+", annotator="ed")
    return ct.Report(
        id=name, document=document, annotators=[ct.Annotator(id="ed", name="Ed")], speakers=known, claims=[claim]
    )


def both(case):
    published = case.get("published", [None, None])
    return tuple(
        report(
            name, case[name], text=case.get(f"{name}_text"), published=date, work=case.get("work"), previous=previous
        )
        for name, date, previous in zip(
            ("one", "other"), published, (None, "one-text" if case.get("version") else None), strict=True
        )
    )


@pytest.mark.parametrize("case", list(cases()))
def test_who_is_the_same(case):
    one, other = both(case)

    assert SpeakerMatch(one, other).relation("s0", "s0") == case["expected"]
    assert SpeakerMatch(other, one).relation("s0", "s0") == case["expected"]


@pytest.mark.parametrize("case", list(cases()))
def test_a_change_of_speaker_is_told_only_where_it_is_sure(case):
    one, other = both(case)

    [pairing] = ct.compare(one, other).pairings

    rules = {change.rule for change in pairing.changes if change.axis == "speaker"}
    expected = {"same": [], "unclear": ["source unclear"], "different": ["re-attributed"]}[case["expected"]]
    assert rules == set(case.get("told", expected))


JOINT = [{"name": "Keir Starmer"}, {"name": "Emmanuel Macron"}, {"name": "the prime minister"}, {"name": "Merz"}]


@pytest.mark.parametrize(
    ("ours", "theirs", "share", "unclear"),
    [
        ([0, 1], [0, 1], 1.0, False),
        ([0, 1], [0], 0.5, False),
        ([0, 1], [0, 3], 1 / 3, False),
        ([0], [2], None, True),
        ([0, 1], [2, 1], 1.0, True),
        ([0, 1], [2, 3], 0.0, True),
        ([0], [1], 0.0, False),
        ([], [1], None, False),
    ],
)
def test_what_is_unclear_is_left_out_of_the_share(ours, theirs, share, unclear):
    one, other = report("one", JOINT), report("other", JOINT, text="No state is named.")
    match = SpeakerMatch(one, other)

    told = [f"s{number}" for number in ours], [f"s{number}" for number in theirs]

    assert match.alike(*told) == share
    assert match.unclear(*told) == unclear


def test_who_may_be_either_of_two_joins_nobody():
    one = report("one", [{"name": "Biden"}, {"name": "Joe Biden"}, {"name": "Hunter Biden"}])
    other = report("other", [{"name": "Joe Biden"}, {"name": "Hunter Biden"}])

    match = SpeakerMatch(one, other)

    assert match.relation("s1", "s0") == match.relation("s2", "s1") == "same"
    assert match.relation("s1", "s1") == match.relation("s2", "s0") == "different"
    assert match.relation("s0", "s0") == match.relation("s0", "s1") == "unclear"


NAMES = (
    *("Keir Starmer", "Starmer", "British Prime Minister Keir Starmer", "the prime minister", "the UK prime minister"),
    *("Joe Biden", "Hunter Biden", "Biden", "EU", "European Union", "the Foreign Ministry", "Russian Foreign Ministry"),
    *("Moscow", "officials", "a spokesman", "…", "Xi Jinping", "Xi", "President", "former President Trump"),
)
SPEAKERS = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from(NAMES), "kind": st.sampled_from(model.SPEAKER_KINDS)}),
    min_size=1,
    max_size=6,
)


@settings(max_examples=100)
@given(SPEAKERS, SPEAKERS)
def test_the_match_is_the_same_from_both_sides(ours, theirs):
    one, other = report("one", ours), report("other", theirs)
    forth, back = SpeakerMatch(one, other), SpeakerMatch(other, one)

    ids = list(itertools.product([s.id for s in one.speakers], [s.id for s in other.speakers]))

    assert [forth.relation(x, y) for x, y in ids] == [back.relation(y, x) for x, y in ids]
    assert [forth.alike([x], [y]) for x, y in ids] == [back.alike([y], [x]) for x, y in ids]


@settings(max_examples=50)
@given(SPEAKERS, SPEAKERS, st.randoms(use_true_random=False))
def test_the_order_of_speakers_has_no_influence(ours, theirs, random):
    one, other = report("one", ours), report("other", theirs)
    shuffled = list(one.speakers)
    random.shuffle(shuffled)
    again = SpeakerMatch(ct.Report(id="one", document=one.document, speakers=shuffled), other)

    match = SpeakerMatch(one, other)

    for ours_, theirs_ in itertools.product(one.speakers, other.speakers):
        assert match.relation(ours_.id, theirs_.id) == again.relation(ours_.id, theirs_.id)


def test_many_speakers_of_one_surname_take_little_time():
    crowd = [{"name": f"A{number} Smith"} for number in range(400)] + [{"name": "Smith"}] * 100
    one, other = report("one", crowd), report("other", crowd)

    match = SpeakerMatch(one, other)

    assert match.relation("s7", "s7") == "same"
    assert match.relation("s450", "s7") == "unclear"
