"""What the words of paired claims say changed, beside what the fields say; and a report against a raw text."""

import json

import jsonschema_rs
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack import _schemas, testing, wording
from claimtrack._verdicts import INVERSE
from claimtrack.comparison import RULES

FRAME = ("Reporters waited at the gate.", "Rain fell on the old town.")


def report(name, quote, *, around="{}", certainty="CT+", conditions=(), time=(), **fields):
    """One claim on *quote*, a piece a list item, in a sentence of a work; conditions and times by their words."""
    pieces = [quote] if isinstance(quote, str) else list(quote)
    text = "\n".join((FRAME[0], around.format(*pieces) + ".", FRAME[1]))
    document = ct.Document(id=f"{name}-text", work="work", text=text)

    def anchor(words):
        at = text.index(words)
        return ct.Anchor(ct.Span(at, at + len(words)), words)

    claim = ct.Claim(
        id="claim",
        content=[anchor(piece) for piece in pieces],
        attribution=ct.Attribution(speakers=("ann",)),
        certainty=ct.Certainty.parse(certainty),
        conditions=[ct.Condition("if", anchor(words)) for words in conditions],
        time=[ct.Time(ct.Date(value), words and anchor(words)) for value, words in time],
        origin=ct.Origin(annotator="ed"),
        **{"kind": "assertion", **fields},
    )
    return ct.Report(
        id=name,
        document=document,
        annotators=[ct.Annotator(id="ed", name="Ed")],
        speakers=[ct.Speaker(id="ann", name="Ann Example")],
        claims=[claim],
    )


def changes(one, other):
    """The changes of the one pairing but for its wording. Turned round they are the inverse; all evidence is true."""
    found = ct.compare(one, other)
    assert ct.invert(found) == ct.compare(other, one)
    [pairing] = found.pairings
    for change in pairing.changes:
        for side, text in ((change.baseline, one.document.text), (change.later, other.document.text)):
            if side is not None and side.source == "text" and not side.words.startswith("if: "):
                assert side.words == " … ".join(span.of(text) for span in side.spans)
    return [change for change in pairing.changes if change.axis != "wording"]


def told(found):
    return [
        (each.rule, each.baseline and each.baseline.words, each.later and each.later.words, _source(each))
        for each in found
    ]


def _source(change):
    return (change.baseline or change.later).source


PLAIN = "The bridge over the river will open in June"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (PLAIN, "The bridge over the river may open in June", [("hedge added", None, "may")]),
        (PLAIN, "The bridge over the river will not open in June", [("negation added", None, "not")]),
        (PLAIN, "The bridge over the river will open in July", [("time changed", "June", "July")]),
        (PLAIN, "The bridge over the river will open", [("time removed", "June", None)]),
        (
            "The bridge will cost 20 million euros",
            "The bridge will cost 30 million euros",
            [("quantity changed", "20 million euros", "30 million euros")],
        ),
        (
            "The leaders of France met in the old town hall",
            "The leaders of Poland met in the old town hall",
            [("name changed", "France", "Poland")],
        ),
        (
            "All of the villages were flooded by the river",
            "Some of the villages were flooded by the river",
            [("limited", "All of", "Some of")],
        ),
        (
            "The bridge will open in June",
            "The bridge will open in June if the money arrives",
            [("condition added", None, "if the money arrives")],
        ),
    ],
)
def test_words_tell_what_no_field_says(before, after, expected):
    found = changes(report("a", before), report("b", after))

    assert told(found) == [(*each, "text") for each in expected]
    assert all(RULES[each.rule][0] == each.axis for each in found)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The bridge will open in June", "the bridge will open in June"),
        ("It’s the “first” bridge of ten", 'It\'s the "first" bridge of 10'),
        ("The minister of the region opened the new bridge", "The minister of the region opened the brand-new bridge"),
        ("The bridge will open in June", "In June the bridge will open"),
    ],
)
def test_style_is_told_as_wording_at_most(before, after):
    assert changes(report("a", before), report("b", after)) == []


@pytest.mark.parametrize(
    ("certainty", "after", "expected"),
    [
        ("PS+", "may open", ["weakened"]),
        ("PR+", "may open", ["weakened"]),
        ("Uu", "may open", ["commitment withdrawn"]),
        ("CT-", "will not open", ["reversed"]),
        ("CTu", "will not open", ["polarity left open"]),
    ],
)
def test_what_field_and_words_both_say_is_told_once_by_the_field(certainty, after, expected):
    found = changes(report("a", PLAIN), report("b", PLAIN.replace("will open", after), certainty=certainty))

    assert [each.rule for each in found if each.axis in ("certainty", "polarity")][: len(expected)] == expected
    assert "text" not in {_source(each) for each in found}


@pytest.mark.parametrize(
    ("before", "after", "certainty", "expected"),
    [
        ("PS+", "may open", "CT+", {"strengthened", "hedge added"}),
        ("CT-", "will not open", "CT-", {"negation added"}),
        ("CT+", "may not open", "CT-", {"reversed", "hedge added"}),
        ("CT+", "will not open", "PS+", {"weakened", "negation added"}),
    ],
)
def test_where_field_and_words_disagree_both_are_told(before, after, certainty, expected):
    one = report("a", PLAIN, certainty=before)

    found = changes(one, report("b", PLAIN.replace("will open", after), certainty=certainty))

    assert {each.rule for each in found} == expected


def test_words_are_found_in_the_right_piece_of_a_discontinuous_content():
    around = "“{0},” she said, “{1}”"
    one = report("a", ["The bridge will open in June", "and cost 20 million euros"], around=around)
    other = report("b", ["The bridge may open in June", "and cost 30 million euros"], around=around)

    hedge, quantity = changes(one, other)

    assert (hedge.rule, quantity.rule) == ("hedge added", "quantity changed")
    assert hedge.later.spans[0].start == other.document.text.index("may")
    assert quantity.baseline.spans[0].start == one.document.text.index("20 million")
    assert quantity.later.spans[0].start == other.document.text.index("30 million")


@pytest.mark.parametrize(
    "around", ["“{0},” she said, “{1}”", "“{0}”, which nobody in the town had ever heard of, “{1}”"]
)
def test_words_that_go_through_two_pieces_have_a_place_in_each(around):
    one = report("a", "The bridge to the village will open")
    other = report("b", ["The bridge to the village will open if", "the money arrives soon"], around=around)

    [condition] = changes(one, other)

    assert condition.rule == "condition added"
    assert condition.later.words == "if … the money arrives soon"
    assert [span.of(other.document.text) for span in condition.later.spans] == ["if", "the money arrives soon"]


def test_a_condition_within_the_content_that_is_a_field_too_is_told_once():
    hung = "The bridge will open in June if the money arrives"

    found = changes(report("a", "The bridge will open in June"), report("b", hung, conditions=["if the money arrives"]))

    assert told(found) == [("condition added", None, "if: if the money arrives", "text")]


def test_a_date_within_the_content_that_is_a_field_too_is_told_once():
    one = report("a", PLAIN, time=[("2026-06", "in June")])
    other = report("b", PLAIN.replace("June", "July"), time=[("2026-07", "in July")])

    assert told(changes(one, other)) == [("time changed", "2026-06", "2026-07", "field")]


SENTENCES = st.builds(
    "{} {} {} open{}{}".format,
    st.sampled_from(["The bridge in France", "All bridges in Poland", "Ten bridges", "The bridge"]),
    st.sampled_from(["will", "may", "will not", "must", "is said to"]),
    st.sampled_from(["soon", "certainly", "hardly", "again"]),
    st.sampled_from(["", " in June", " on 3 May 2026", " for 20 million euros"]),
    st.sampled_from(["", " if the money arrives", " unless voters object", " even if it rains"]),
)
CODES = st.sampled_from(["CT+", "CT-", "PR+", "PS+", "PS-", "CTu", "Uu"])


@settings(max_examples=200)
@given(SENTENCES, SENTENCES, CODES, CODES, st.booleans())
def test_changes_in_words_are_turned_with_the_comparison_and_stand_in_the_text(before, after, ours, theirs, parted):
    pieces = [words.split(" open", 1) for words in (before, after)]
    quotes = [
        [piece[0], f"open{piece[1]}"] if parted else words for piece, words in zip(pieces, (before, after), strict=True)
    ]
    around = "“{0},” it was said, “{1}”" if parted else "{0}"
    one, other = (
        report(name, quote, around=around, certainty=code)
        for name, quote, code in zip("ab", quotes, (ours, theirs), strict=True)
    )

    found = changes(one, other)

    rules = [(each.axis, each.rule, each.baseline, each.later) for each in found]
    assert len(set(rules)) == len(rules)
    assert ct.compare(one, one).findings() == frozenset()
    if before == after:
        assert {_source(each) for each in found} <= {"field"}


# --- a report against a raw text --------------------------------------------------------------------------------------

OPENS = report(
    "a", "the bridge will open in June", around="Ann said that {}, if funds arrive", conditions=["if funds arrive"]
)
OLD = OPENS.document.text


def compared(text, baseline=OPENS):
    found = ct.compare_text(baseline, baseline.document.next_version(text))
    schema = jsonschema_rs.Draft202012Validator(_schemas.schema("comparison"))
    assert [error.message for error in schema.iter_errors(json.loads(ct.comparison_json(found)))] == []
    assert found.comparison.relation == "version"
    return found


def test_a_report_against_its_own_text_finds_nothing():
    found = compared(OLD)

    assert (found.comparison.findings(), found.new_sentences) == (frozenset(), ())


def test_a_claim_whose_words_are_gone_is_dropped():
    found = compared(f"{FRAME[0]}\n{FRAME[1]}").comparison

    assert (found.dropped, found.undecided, found.pairings) == (("claim",), (), ())


def test_a_claim_that_may_be_in_two_places_is_undecided_not_dropped():
    said = "Ann said that the bridge will open in June, if funds arrive."
    found = compared(f"{said}\nNothing else is as it was.\n{said}").comparison

    assert (found.dropped, found.pairings) == ((), ())
    assert [(group.baseline, group.later, group.edges) for group in found.undecided] == [(("claim",), (), ())]


def test_new_sentences_are_listed_as_they_stand():
    added = "A second bridge is planned for the north."
    found = compared(f"{OLD}\n{added}")

    assert [span.of(f"{OLD}\n{added}") for span in found.new_sentences] == [added]
    assert [each["exact"] for each in ct.comparison_data(found)["new_sentences"]] == [added]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (("will open", "may open"), [("hedge added", None, "may")]),
        (("will open", "will not open"), [("negation added", None, "not")]),
        ((", if funds arrive", ""), [("condition removed", "if: if funds arrive", None)]),
        (
            ("if funds arrive", "unless voters object"),
            [("condition changed", "if funds arrive", "unless voters object")],
        ),
        (
            ("if funds arrive", "if the money arrives"),
            [("condition changed", "if funds arrive", "if the money arrives")],
        ),
        (("June, if funds arrive", "June"), [("condition removed", "if: if funds arrive", None)]),
        (("will open in June, if funds arrive", "will, if funds arrive, open in June"), []),
    ],
)
def test_a_changed_text_shows_in_the_words(edit, expected):
    [pairing] = compared(OLD.replace(*edit)).comparison.pairings

    found = [change for change in pairing.changes if change.axis != "wording"]
    assert [each[:3] for each in told(found)] == expected


@pytest.mark.parametrize("within", [True, False])
def test_a_date_that_was_replaced_is_changed_not_removed(within):
    """
    The date's words are gone, so the carried claim has none; but another date stands there now.
    """
    quote, around = (
        ("the bridge will open in June", "Ann said that {}")
        if within
        else ("the bridge will open", "Ann said that {} in June")
    )
    baseline = report("a", quote, around=around, time=[("2026-06", "in June")])
    text = baseline.document.text.replace("June", "July")

    [pairing] = compared(text, baseline).comparison.pairings

    [change] = [change for change in pairing.changes if change.axis == "time"]
    assert (change.rule, change.baseline.words, change.later.words) == ("time changed", "June", "July")
    assert change.baseline.spans[0].start == baseline.document.text.index("June")
    assert change.later.spans[0].start == text.index("July")


def test_one_condition_of_two_that_gave_way_is_told_once_and_the_other_stays():
    baseline = report(
        "a",
        "the bridge will open",
        around="Ann said that {} if funds arrive and unless voters object",
        conditions=["if funds arrive", "unless voters object"],
    )

    [pairing] = compared(
        baseline.document.text.replace("unless voters object", "the mayor agrees"), baseline
    ).comparison.pairings

    found = [change for change in pairing.changes if change.axis == "condition"]
    assert len(found) == 1
    assert "unless voters object" in found[0].baseline.words


def test_a_date_that_is_gone_is_removed():
    baseline = report("a", "the bridge will open", around="Ann said that {} in June", time=[("2026-06", "in June")])

    [pairing] = compared(baseline.document.text.replace(" in June", ""), baseline).comparison.pairings

    assert [change.rule for change in pairing.changes] == ["time removed"]


def test_a_text_that_is_not_at_hand_is_refused():
    with pytest.raises(ct.InvalidValue):
        ct.compare_text(OPENS, evolve(OPENS.document, text=None))


@settings(max_examples=100)
@given(testing.edited_reports())
def test_every_claim_has_one_fate_in_a_raw_text(edited):
    found = compared(edited.later.document.text, edited.baseline)

    fates = [name for pairing in found.comparison.pairings for name in pairing.baseline]
    fates += [name for group in found.comparison.undecided for name in group.baseline]
    fates += found.comparison.dropped
    assert sorted(fates) == sorted(claim.id for claim in edited.baseline.claims)
    assert found.comparison.added == found.comparison.not_mentioned == ()
    assert set(found.comparison.dropped) == set(found.carried.lost)


def test_the_rules_of_words_are_rules_of_changes_and_have_the_same_inverse():
    assert {rule: axis for rule, (axis, _) in wording.RULES.items()}.items() <= {
        rule: axis for rule, (axis, _) in RULES.items()
    }.items()
    inverse = {rule: INVERSE.get(rule, rule) for rule in wording.RULES}
    assert inverse == wording.INVERSE
