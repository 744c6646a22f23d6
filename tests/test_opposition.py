"""Claims that cannot both hold: what opposes them, what only looks so, and the laws of the links of two reports."""

import itertools
import json
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack._opposition import incompatible
from claimtrack.comparison import CONTRADICTION_RULES, NOTES
from claimtrack.language import Wording

CASES = Path(__file__).parent / "cases" / "opposition"


def cases(*names):
    return [
        pytest.param(case, id=f"{case['one']} | {case['other']}")
        for name in names
        for case in json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    ]


def report(name, *quotes, certainty="CT+", speakers=(None,), published=None, work=None, around="", **fields):
    """A report with one claim a quote, by the speaker or, where it is None, by the author, in a text of its own."""
    text = "\n\n".join([*quotes, f"Text {name}. {around}"])
    document = ct.Document(id=f"{name}-text", text=text, published=published, work=work, language="en")
    people = [ct.Speaker(id="author", name="The author", kind="author")]
    people += [ct.Speaker(id=f"s{number}", name=who) for number, who in enumerate(speakers) if who is not None]
    claims = []
    for number, quote in enumerate(quotes):
        at = text.index(quote)
        who = speakers[min(number, len(speakers) - 1)]
        claims.append(
            ct.Claim(
                id=f"{name}-{number}",
                kind="question" if quote.endswith("?") else "assertion",
                content=[ct.Anchor(ct.Span(at, at + len(quote)), quote)],
                attribution=ct.Attribution(
                    speakers=("author",) if who is None else (f"s{number}",), mode=None if who is None else "direct"
                ),
                certainty=certainty,
                origin=ct.Origin(annotator="ed"),
                **fields,
            )
        )
    return ct.Report(
        id=name, document=document, annotators=[ct.Annotator(id="ed", name="Ed")], speakers=people, claims=claims
    )


def both(case):
    around = " ".join(f"They met {word.capitalize()} there." for word in case.get("known", ()))
    return tuple(
        report(
            name,
            case[name],
            certainty=case.get("certainty", ["CT+", "CT+"])[side],
            speakers=(case.get("speakers", [None, None])[side],),
            published=case.get("published", [None, None])[side],
            work="work" if case.get("one_subject") else None,
            around=around,
        )
        for side, name in enumerate(("one", "other"))
    )


def rules(found):
    return [link.rule for link in found.contradictions]


@pytest.mark.parametrize("case", cases("contradictions"))
def test_what_cannot_both_hold_is_linked_with_the_words_that_oppose_it(case):
    one, other = both(case)

    found = ct.compare(one, other)

    assert rules(found) == [case["expected"]]
    [link] = found.contradictions
    for side, text in ((link.evidence_baseline, one.document.text), (link.evidence_later, other.document.text)):
        assert side.spans
        assert side.words == " … ".join(span.of(text) for span in side.spans)
    assert ct.invert(found) == ct.compare(other, one)


@pytest.mark.parametrize("case", cases("near-misses"))
def test_what_only_looks_opposed_is_not_linked(case):
    one, other = both(case)

    assert rules(ct.compare(one, other)) == rules(ct.compare(other, one)) == []


REACH = 42
"""So many of the 47 opposed pairs of `held-out.json` are found at the least; of its look-alikes none is."""


def test_the_rules_reach_pairs_that_they_were_not_written_from():
    opposed = [(case.values[0], rules(ct.compare(*both(case.values[0])))) for case in cases("held-out")]

    assert [case for case, found in opposed if found and not case["expected"]] == []
    assert sum(found == [case["expected"]] for case, found in opposed if case["expected"]) >= REACH


def test_the_tables_hold_as_many_look_alikes_as_opposed_pairs():
    wanted = [case.values[0]["expected"] for case in cases("contradictions", "near-misses", "held-out")]

    assert {rule for rule in wanted if rule} == set(CONTRADICTION_RULES) - {"relation"}
    assert 0.4 < sum(rule is None for rule in wanted) / len(wanted) < 0.6


def test_the_page_on_comparing_has_every_rule():
    page = (Path(__file__).parents[1] / "docs" / "comparing.md").read_text(encoding="utf-8")

    assert all(f"| `{rule}` |" in page for rule in (*CONTRADICTION_RULES, *NOTES))


@pytest.mark.parametrize("case", cases("contradictions", "near-misses"))
def test_nothing_opposes_itself(case):
    one, _ = both(case)
    again = evolve(one, id="again", document=evolve(one.document, id="again-text", text=f"{one.document.text}\nMore."))

    assert rules(ct.compare(one, one)) == rules(ct.compare(one, again)) == []


SENTENCES = sorted({case.values[0][side] for case in cases("contradictions") for side in ("one", "other")})


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6, unique=True),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6, unique=True),
    st.randoms(use_true_random=False),
)
def test_links_are_the_same_from_both_sides_and_in_any_order(ours, theirs, random):
    one, other = report("one", *ours), report("other", *theirs)
    found = ct.compare(one, other)
    shuffled = list(one.claims)
    random.shuffle(shuffled)

    assert ct.invert(found) == ct.compare(other, one)
    again = ct.compare(evolve(one, claims=shuffled), other)
    assert set(again.contradictions) == set(found.contradictions)


def test_what_both_texts_say_opposes_nothing_between_them():
    said = "The army of Ukraine has 800,000 soldiers.", "The army of Ukraine has 700,000 soldiers."
    one, other = report("one", *said), report("other", *said, around="A second text.")

    assert rules(ct.compare(one, other)) == []


def test_a_new_claim_opposes_one_that_still_stands():
    said = "The army of Ukraine has 800,000 soldiers."
    other = report("other", said, "The army of Ukraine has 700,000 soldiers.")

    [link] = ct.compare(report("one", said), other).contradictions

    assert (link.baseline, link.later, link.rule) == ("one-0", "other-1", "incompatible quantity")
    assert (link.evidence_baseline.words, link.evidence_later.words) == ("800,000", "700,000")


def test_the_cue_takes_part_in_the_stance():
    """
    Where the annotation leaves "ruled out" outside the content, the mention and the cue complete it.
    """
    text = "Italy ruled out sending troops to Ukraine."
    document = ct.Document(id="d", text=text)

    def anchor(words):
        return ct.Anchor(ct.Span(text.index(words), text.index(words) + len(words)), words)

    claim = ct.Claim(
        id="c",
        kind="commitment",
        content=[anchor("sending troops to Ukraine")],
        attribution=ct.Attribution(
            speakers=("italy",), mention=[anchor("Italy")], cue=[anchor("ruled out")], mode="indirect"
        ),
        certainty="CT-",
        origin=ct.Origin(annotator="ed"),
    )
    one = ct.Report(
        id="one",
        document=document,
        annotators=[ct.Annotator(id="ed", name="Ed")],
        speakers=[ct.Speaker(id="italy", name="Italy", kind="organisation")],
        claims=[claim],
    )

    [link] = ct.compare(one, report("other", "Italy is open to sending troops to Ukraine.")).contradictions

    assert link.rule == "refusal against openness"
    assert (link.evidence_baseline.words, link.evidence_later.words) == ("ruled out", "open to")


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (("", ""), ["opposite polarity"]),
        ((" if a truce holds", ""), []),
        ((" if a truce holds",) * 2, ["opposite polarity"]),
    ],
)
def test_only_what_hangs_on_the_same_is_opposed(conditions, expected):
    one = report("one", f"Britain will send troops to Ukraine{conditions[0]}.")
    other = report("other", f"Britain will not send troops to Ukraine{conditions[1]}.")

    assert rules(ct.compare(one, other)) == expected


@pytest.mark.parametrize(
    ("certainty", "expected"),
    [("CT+", ["opposite polarity"]), ("PR+", ["opposite polarity"]), ("PS+", []), ("Uu", []), ("CTu", [])],
)
def test_only_who_commits_is_opposed(certainty, expected):
    one = report("one", "Britain will send troops to Ukraine.", certainty=certainty)

    assert rules(ct.compare(one, report("other", "Britain will not send troops to Ukraine."))) == expected


def test_two_habits_of_annotating_one_negation_oppose_nothing():
    one = report("one", "The United States did not sign the declaration.", certainty="CT-")
    other = report("other", "The United States did not sign the declaration.", certainty="CT+")

    assert rules(ct.compare(one, other)) == []


def test_a_link_by_hand_comes_before_one_by_words():
    one = report("one", "Britain will send troops to Ukraine.")
    other = report(
        "other", "Britain will not send troops to Ukraine.", relations=[ct.Relation("contradicts", "one#one-0")]
    )

    [link] = ct.compare(one, other).contradictions

    assert link.rule == "relation"
    assert link.evidence_later.words == "Britain will not send troops to Ukraine."


def test_texts_in_two_languages_are_left_open_with_a_note():
    one = report("one", "Britain will send troops to Ukraine.")
    other = evolve(report("other", "Britain will not send troops to Ukraine."))
    other = evolve(other, document=evolve(other.document, language="de-AT"))

    found = ct.compare(one, other)

    assert [note.rule for note in found.notes] == ["languages differ"]
    assert (found.notes[0].baseline.words, found.notes[0].later.words) == ("en", "de-AT")
    assert (found.contradictions, found.pairings, found.added, found.not_mentioned) == ((), (), (), ())
    assert [(group.baseline, group.later, group.edges) for group in found.undecided] == [(("one-0",), ("other-0",), ())]
    assert ct.invert(found) == ct.compare(other, one)


@pytest.mark.parametrize(("one", "other"), [("en", "en-GB"), ("en", None), (None, "de"), ("und", "de"), ("en", "mul")])
def test_languages_that_do_not_surely_differ_are_compared(one, other):
    said = "Britain will send troops to Ukraine."
    reports = [
        evolve(made, document=evolve(made.document, language=language))
        for made, language in ((report("one", said), one), (report("other", said), other))
    ]

    found = ct.compare(*reports)

    assert (len(found.pairings), found.notes) == (1, ())


def test_a_link_between_languages_by_hand_still_pairs():
    one = report("one", "Britain will send troops to Ukraine.", "Rain fell.")
    other = report("other", "Britain schickt Truppen.", "Es regnet.", relations=[ct.Relation("same_as", "one#one-0")])
    claims = other.claims[0], evolve(other.claims[1], relations=())
    other = evolve(other, claims=claims, document=evolve(other.document, language="de"))

    found = ct.compare(one, other)

    assert [(pairing.baseline, pairing.later) for pairing in found.pairings] == [(("one-0",), ("other-0",))]
    assert [(group.baseline, group.later) for group in found.undecided] == [(("one-1",), ("other-1",))]


NUMBERS = ("10", "11", "about 10", "at least 10", "up to 10", "more than 1,000", "1,000", "1,234", "1,200", "800,000")


@pytest.mark.parametrize(("one", "other"), list(itertools.product(NUMBERS, repeat=2)))
def test_numbers_are_compatible_with_themselves_and_from_both_sides(one, other):
    [mine], [theirs] = (Wording(f"It has {number} tanks").quantities for number in (one, other))

    assert incompatible(mine, theirs) == incompatible(theirs, mine)
    assert not incompatible(mine, mine)
    if mine.low == theirs.low:
        assert not incompatible(mine, theirs)
    if {mine.about, theirs.about} == {""} and Fraction(1, 2) * max(mine.low, theirs.low) > min(mine.low, theirs.low):
        assert incompatible(mine, theirs)


def test_long_and_odd_wordings_are_read_in_little_time():
    for odd in ("not " * 900, "no " * 900, "Italy ruled out " * 300, "800,000 " * 300, "said he " * 300):
        one, other = report("one", f"{odd}end."), report("other", f"{odd}the end.")
        assert ct.compare(one, other).baseline.report == "one"
