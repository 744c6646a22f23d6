"""What a rewording did: tables of cases in both directions, laws, noise, and very long wordings."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.wording import INVERSE, RULES, differences

FILES = sorted((Path(__file__).parent / "cases" / "wording").glob("*.json"))
CASES = [
    pytest.param(case, id=f"{file.stem}-{number}")
    for file in FILES
    for number, case in enumerate(json.loads(file.read_text(encoding="utf-8")), 1)
]
WORDINGS = sorted({case.values[0][side] for case in CASES for side in ("old", "new")})
wordings = st.sampled_from(WORDINGS)


def shown(found):
    return sorted(
        ((each.rule, each.old and each.old.words, each.new and each.new.words) for each in found), key=repr
    )  # fmt: skip


def expected(case):
    return sorted(((each["rule"], each["old"], each["new"]) for each in case["expected"]), key=repr)


@pytest.mark.parametrize("case", CASES)
def test_a_rewording_has_these_differences_and_no_other(case):
    old, new = case["old"], case["new"]

    found = differences(old, new, old_offset=100, new_offset=2000, direct=case.get("direct", False))

    assert expected(case) == shown(found)
    for each in found:  # every difference shows its words where they stand
        for side, text, offset in ((each.old, old, 100), (each.new, new, 2000)):
            assert side is None or side.words == text[side.span.start - offset : side.span.end - offset] != ""
        assert each.axis == RULES[each.rule][0]
        assert each.old or each.new


@pytest.mark.parametrize("case", CASES)
def test_a_rewording_turned_round_has_the_inverse_differences(case):
    turned = sorted(((INVERSE[rule], new, old) for rule, old, new in expected(case)), key=repr)

    assert turned == shown(differences(case["new"], case["old"], direct=case.get("direct", False)))


def test_the_tables_are_large_and_a_third_of_them_expects_nothing():
    silent = [case for case in CASES if not case.values[0]["expected"]]

    assert len(CASES) >= 150
    assert 3 * len(silent) >= len(CASES)


def test_every_rule_has_a_case():
    told = {each["rule"] for case in CASES for each in case.values[0]["expected"]}

    assert told | {INVERSE[rule] for rule in told} == set(RULES)


ROW = re.compile(r"\| (\w+) \| `([^`]+)` \| (.*) \| (.*) \|")
PAGE = (Path(__file__).parent.parent / "docs" / "wording.md").read_text(encoding="utf-8")


def test_the_page_of_the_rules_has_each_and_its_examples_hold():
    """
    In a row of the table, the words that make the difference stand between asterisks.
    """
    rows = [match.groups() for match in map(ROW.fullmatch, PAGE.splitlines()) if match]

    assert [rule for _, rule, *_ in rows] == sorted(RULES, key=[rule for _, rule, *_ in rows].index)
    for axis, rule, *sides in rows:
        words = [next(iter(re.findall(r"\*(.*?)\*", side)), None) for side in sides]
        old, new = (side.replace("*", "") for side in sides)
        found = differences(old, new, direct=rule == "quotation altered")
        assert [(rule, *words)] == shown(found)
        assert axis == RULES[rule][0]


def test_the_inverse_of_the_inverse_is_the_rule_on_the_same_axis():
    assert {rule: INVERSE[INVERSE[rule]] for rule in RULES} == {rule: rule for rule in RULES}
    assert all(RULES[rule][0] == RULES[INVERSE[rule]][0] for rule in RULES)


# --- laws -------------------------------------------------------------------------------------------------------------

NOISE = {
    "straight quotes": lambda text: text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}),
    "curly apostrophes": lambda text: text.replace("'", "\u2019"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "double blanks": lambda text: text.replace(" ", "  "),
    "line ends": lambda text: text.replace(" ", "\r\n", 2),
    "soft hyphens": lambda text: text.replace("e", "e\u00ad"),
    "zero-width marks": lambda text: text.replace("a", "a\u200b"),
    "en dashes": lambda text: text.replace("-", "\u2013"),
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
}
noises = st.sets(st.sampled_from(sorted(NOISE)), min_size=1)


def noisy(text, kinds):
    for kind in sorted(kinds):
        text = NOISE[kind](text)
    return text


@given(st.text(), st.booleans())
def test_nothing_differs_from_itself(text, direct):
    assert differences(text, text, direct=direct) == ()


@given(wordings, noises, st.booleans())
def test_noise_makes_no_difference(text, kinds, direct):
    assert differences(text, noisy(text, kinds), direct=direct) == ()


@given(st.sampled_from([case.values[0] for case in CASES]), noises, noises)
def test_noise_hides_no_difference(case, old_noise, new_noise):
    found = differences(
        noisy(case["old"], old_noise), noisy(case["new"], new_noise), direct=case.get("direct", False)
    )  # fmt: skip

    assert sorted(each["rule"] for each in case["expected"]) == sorted(each.rule for each in found)


@given(wordings, wordings, st.booleans())
def test_what_differs_is_inverted_when_the_sides_change(old, new, direct):
    """
    The law holds for any two wordings, also for those that have little to do with each other.
    """
    there, back = differences(old, new, direct=direct), differences(new, old, direct=direct)

    assert shown(each.inverse() for each in there) == shown(back)


SCRAP_WORDS = (
    *("not", "no", "never", "neither", "nor", "won't", "may", "will", "if", "unless", "should", "all", "some"),
    *("Monday", "6", "January", "2026", "next", "week", "8", "p.m", "10", "to", "12", "%", "$", "£1.6bn", "about"),
    *("half", "a", "third", "of", "hundred", "and", "thousand", "in", ".", ",", "-", "–"),
    *("Starmer", "France", "Sir", "send", "sent", "troops", "soldiers"),
)
SCRAPS = st.lists(
    st.sampled_from(SCRAP_WORDS),
    max_size=30,
).map(" ".join)


@given(SCRAPS | st.text(max_size=40), SCRAPS | st.text(max_size=40), st.booleans())
def test_any_text_is_read_and_its_differences_invert(old, new, direct):
    there, back = differences(old, new, direct=direct), differences(new, old, direct=direct)

    assert shown(each.inverse() for each in there) == shown(back)
    for each in there:
        for side, text in ((each.old, old), (each.new, new)):
            assert side is None or side.words == text[side.span.start : side.span.end]


# --- size -------------------------------------------------------------------------------------------------------------

LONG = {
    "prose": "The leaders of 35 countries may meet on 6 January if Russia does not attack Kyiv. ",
    "numbers": "1 ",
    "different numbers": None,
    "words": "not ",
    "commas": "a, ",
    "digits": "7",
    "grouped digits": "1,111,",
    "letters": "a",
    "names": "Keir de la ",
    "dots": "u.s.",
    "conditions": "if a ",
}


@pytest.mark.parametrize("kind", LONG)
def test_a_very_long_wording_is_compared(kind):
    """
    A step that grew with the square of the length would not come to an end here.
    """
    size = 100_000 if kind == "prose" else 8_000  # time grows with the size; all kinds at full size take too long here
    piece = LONG[kind]
    old = " ".join(map(str, range(size // 5))) if piece is None else piece * (size // len(piece))
    new = old.replace("a", "e", 50) if "a" in old else old[: len(old) // 2] + " x 8 " + old[len(old) // 2 :]

    found = differences(old, new, direct=True)

    assert {each.rule for each in found} <= RULES.keys()
