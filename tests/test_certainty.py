"""Certainty, likelihood and confidence, against the published scales."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack import testing
from claimtrack.certainty import CODES, TERMS


@pytest.mark.parametrize(
    ("code", "score"),
    [
        ("CT+", 3),
        ("PR+", 2),
        ("PS+", 1),
        ("Uu", 0),
        ("CTu", 0),
        ("PRu", 0),
        ("PSu", 0),
        ("PS-", -1),
        ("PR-", -2),
        ("CT-", -3),
    ],
)
def test_each_factbank_value_has_its_place_on_the_line(code, score):
    assert ct.Certainty.parse(code).score == score


@given(testing.certainties())
def test_a_certainty_survives_the_trip_through_its_code(certainty):
    assert ct.Certainty.parse(str(certainty)) == certainty


def test_a_minus_sign_is_read_as_a_hyphen():
    assert ct.Certainty.parse("CT\u2212") == ct.Certainty.parse("CT-")


@pytest.mark.parametrize("code", ["", "CT", "ct+", "U+", "Uu ", "PR++", "likely"])
def test_what_is_no_factbank_value_is_refused(code):
    with pytest.raises(ct.UnknownTerm):
        ct.Certainty.parse(code)


def test_an_unknown_level_has_no_polarity():
    with pytest.raises(ct.InvalidValue):
        ct.Certainty("unknown", "positive")


def test_stronger_than_orders_one_polarity_only():
    for one, other in itertools.product(map(ct.Certainty.parse, CODES), repeat=2):
        if one.stronger_than(other):
            assert one.polarity == other.polarity != "unknown"
            assert abs(one.score) > abs(other.score)
            assert not other.stronger_than(one)
    assert ct.Certainty.parse("CT-").stronger_than(ct.Certainty.parse("PS-"))
    assert not ct.Certainty.parse("CT+").stronger_than(ct.Certainty.parse("PS-"))
    assert not ct.Certainty.parse("CTu").stronger_than(ct.Certainty.parse("Uu"))


@given(testing.certainties())
def test_a_certainty_becomes_a_likelihood_only_with_losses(certainty):
    converted = certainty.to_likelihood()

    assert converted.losses
    assert (converted.value is None) == (certainty.score == 0)
    if converted.value is not None:
        assert (converted.value.middle > 0.5) == (certainty.score > 0) or abs(certainty.score) == 1


@pytest.mark.parametrize(
    ("scale", "term", "low", "high"),
    [
        ("icd203", "almost no chance", 0.01, 0.05),
        ("icd203-other", "remote", 0.01, 0.05),
        ("icd203", "very unlikely", 0.05, 0.20),
        ("icd203", "unlikely", 0.20, 0.45),
        ("icd203", "roughly even chance", 0.45, 0.55),
        ("icd203-other", "roughly even odds", 0.45, 0.55),
        ("icd203", "likely", 0.55, 0.80),
        ("icd203-other", "highly probable", 0.80, 0.95),
        ("icd203", "almost certainly", 0.95, 0.99),
        ("ipcc", "likely", 0.66, 1),
        ("ipcc", "about as likely as not", 0.33, 0.66),
        ("ipcc", "exceptionally unlikely", 0, 0.01),
        ("ipcc", "virtually certain", 0.99, 1),
    ],
)
def test_each_term_stands_for_its_range(scale, term, low, high):
    found = ct.Likelihood.from_term(term, scale)

    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(("scale", "term"), [(scale, term) for scale in TERMS for term in TERMS[scale]])
def test_a_term_survives_the_trip_through_its_range(scale, term):
    found = ct.Likelihood.from_term(term, scale)

    assert found.to_term(scale) == ct.Converted(term)
    assert ct.Likelihood(found.low, found.high).to_term(scale) == ct.Converted(term)


def test_the_two_columns_of_icd_203_are_not_mixed():
    with pytest.raises(ct.UnknownTerm, match="probable") as caught:
        ct.Likelihood.from_term("probable", "icd203")

    assert "icd203-other" in caught.value.hint


@pytest.mark.parametrize(
    ("number", "scale", "term"),
    [
        (0.8, "icd203", "likely"),
        (0.2, "icd203", "unlikely"),
        (0.5, "icd203", "roughly even chance"),
        (0.995, "ipcc", "virtually certain"),
        (0.97, "ipcc", "extremely likely"),
        (0, "ipcc", "exceptionally unlikely"),
    ],
)
def test_a_number_becomes_a_term_and_says_what_that_lost(number, scale, term):
    converted = ct.Likelihood.from_number(number).to_term(scale)

    assert converted.value == term
    assert converted.losses


@pytest.mark.parametrize("number", [0, 1])
def test_icd_203_has_no_word_for_the_ends(number):
    converted = ct.Likelihood.from_number(number).to_term("icd203")

    assert converted.value is None
    assert converted.losses


@given(testing.likelihoods(), st.sampled_from(sorted(TERMS)))
def test_a_lossless_conversion_keeps_the_range(likelihood, scale):
    converted = likelihood.to_term(scale)

    if not converted.losses:
        back = ct.Likelihood.from_term(converted.value, scale)
        assert (back.low, back.high) == (likelihood.low, likelihood.high)


@pytest.mark.parametrize("bad", [(0.8, 0.2), (-0.1, 0.2), (0.5, 1.1), ("0.5", 0.6), (True, True), (float("nan"), 1)])
def test_what_is_no_range_of_probability_is_refused(bad):
    with pytest.raises(ct.InvalidValue):
        ct.Likelihood(*bad)


_BANDS = [
    ("none-low-med-high", {0: "None", 1: "Low", 29: "Low", 30: "Med", 69: "Med", 70: "High", 100: "High"}),
    ("0-10", {0: "0", 4: "0", 5: "1", 14: "1", 85: "9", 94: "9", 95: "10", 100: "10"}),
    ("admiralty", {0: "5", 19: "5", 20: "4", 39: "4", 40: "3", 59: "3", 60: "2", 79: "2", 80: "1", 100: "1"}),
    ("wep", {0: "Impossible", 19: "Highly Unlikely", 20: "Unlikely", 40: "Even", 79: "Likely", 80: "Highly Likely"}),
    ("wep", {99: "Highly Likely", 100: "Certain"}),
    ("dni", {0: "Almost No", 9: "Almost No", 10: "Very Unlikely", 20: "Unlikely", 59: "Roughly", 89: "Very Likely"}),
]


@pytest.mark.parametrize(
    ("scale", "value", "term"), [(scale, value, term) for scale, bands in _BANDS for value, term in bands.items()]
)
def test_each_confidence_has_its_band_on_the_stix_scales(scale, value, term):
    assert ct.Confidence(value).to_term(scale).value.startswith(term)


@given(testing.confidences(), st.sampled_from(["none-low-med-high", "0-10", "admiralty", "wep", "dni"]))
def test_a_confidence_comes_back_from_its_term_unless_a_loss_was_told(confidence, scale):
    there = confidence.to_term(scale)
    back = ct.Confidence.from_term(there.value, scale).value

    assert back.to_term(scale) == ct.Converted(there.value)
    assert (back == confidence) == (not there.losses)


@pytest.mark.parametrize(("digit", "value"), [(1, 90), (2, 70), (3, 50), (4, 30), (5, 10)])
def test_an_admiralty_digit_is_its_stix_value(digit, value):
    assert ct.Confidence.from_credibility(digit) == ct.Converted(ct.Confidence(value))
    assert ct.Confidence(value).to_credibility() == ct.Converted(digit)


def test_what_cannot_be_judged_has_no_number():
    six, letter = ct.Confidence.from_credibility(6), ct.Confidence.from_reliability("F")

    assert six.value is letter.value is None
    assert six.losses
    assert letter.losses


@pytest.mark.parametrize("bad", [-1, 101, 50.0, "50", True, None])
def test_what_is_no_confidence_is_refused(bad):
    with pytest.raises(ct.InvalidValue):
        ct.Confidence(bad)
