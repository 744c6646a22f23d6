"""What English tells by closed classes and fixed expressions: the lexicons, and what is read from a wording."""

from fractions import Fraction
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack._units import lexicon, spelled_out
from claimtrack.language import FUNCTION_WORDS, Wording, base, lemma
from claimtrack.text import fold

GROUPS = lexicon("cues")["group"]
KINDS = {"none", "negation", "hedge", "commitment", "quantifier", "frequency", "condition"}


def read(text):
    return Wording(text)


# --- lexicons ---------------------------------------------------------------------------------------------------------


def test_every_group_of_the_lexicon_says_where_it_comes_from():
    assert all(group["reason"].strip() and group["kind"] in KINDS and group["words"] for group in GROUPS)
    assert all(lexicon("words")[section]["reason"] for section in lexicon("words"))


def test_every_expression_stands_in_one_group_and_is_written_as_words_are_folded():
    expressions = [words for group in GROUPS for entry in group["words"] for words in spelled_out(entry)]

    assert sorted(expressions) == sorted(set(expressions))
    assert all(words == " ".join(map(fold, words.split())) for words in expressions)


def test_every_expression_that_is_no_other_word_is_found_where_it_stands():
    for group in GROUPS:
        if group["kind"] in {"none", "condition"}:
            continue
        for words in (words for entry in group["words"] for words in spelled_out(entry) if " " in words):
            text = f"They {words} deploy"
            found = [cue.words for cue in read(text).cues if cue.kind == group["kind"]]
            assert words in found, words


def test_a_known_name_has_one_bearer():
    forms = [form for told in lexicon("names")["bearers"].values() for form in told.replace(" ", "_").split("|")]

    assert len([form for form in forms if form]) == len({form for form in forms if form})


def test_the_lexicons_are_package_data():
    folder = files("claimtrack").joinpath("lexicons")

    assert {file.name for file in folder.iterdir()} >= {"cues.toml", "names.toml", "words.toml"}


# --- forms of words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "forms",
    [
        "send sends sent sending",
        "deploy deploys deployed deploying deployment",
        "plan plans planned planning",
        "recognise recognised recognize recognizing",
        "labour labor",
        "defence defense",
        "centre center centres",
        "programme program programs",
        "cancelled canceled",
        "country countries",
        "person people",
        "withdraw withdrew withdrawn withdrawing",
        "die dies died",
        "end ends ended ending",
    ],
)
def test_forms_and_spellings_of_a_word_have_one_base(forms):
    assert len({base(form) for form in forms.split()}) == 1


def test_other_words_have_other_bases():
    words = ("may", "will", "war", "peace", "north", "south", "import", "export", "attack", "win", "lose", "france")

    assert len({base(word) for word in words}) == len(words)


@given(st.text())
def test_any_word_has_a_stem_and_a_base(word):
    assert len(lemma(word)) <= len(word)
    assert isinstance(base(word), str)


def test_function_words_are_small_words_in_folded_form():
    assert len(FUNCTION_WORDS) == 111
    assert all(word == fold(word) for word in FUNCTION_WORDS)


# --- cues -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops will not be sent.", [("negation", 1, "not", "send")]),
        ("It won't rain.", [("negation", 1, "won't", "rain")]),
        ("He did not fail to respond.", [("negation", 2, "not fail to", "respond")]),
        ("They may possibly come.", [("hedge", 1, "may possibly", "come")]),
        ("Theresa May resigned in May.", []),
        ("The might of the army grew.", []),
        ("A deal is likely.", [("hedge", 2, "likely", "deal")]),
        ("A deal is unlikely.", [("negation", 1, "unlikely", "deal"), ("hedge", 2, "unlikely", "deal")]),
        ("No 10 declined to comment.", [("negation", 1, "declined to", "comment")]),
        ("The talks were most useful after all.", []),
        ("He asked if it was ready.", []),
        ("They meet once a week.", []),
        ("Ministers should resign.", []),
        ("All-out war looms.", []),
    ],
)
def test_a_cue_has_a_kind_a_level_and_a_scope(text, expected):
    assert expected == [(cue.kind, cue.level, cue.words, cue.scope) for cue in read(text).cues]


@pytest.mark.parametrize(
    ("text", "words", "sense"),
    [
        ("Troops come if a truce holds, he said.", "if a truce holds", "if"),
        ("Should a truce hold, troops come.", "Should a truce hold", "if"),
        ("Troops stay unless Russia attacks.", "unless Russia attacks", "unless"),
        ("Troops come once a deal is signed.", "once a deal is signed", "once"),
        ("Troops come even if Russia objects.", "even if Russia objects", "even-if"),
        ("Troops come only if asked.", "only if asked", "only-if"),
    ],
)
def test_a_condition_is_its_whole_clause_with_a_sense(text, words, sense):
    assert [(words, sense)] == [(cue.words, cue.sense) for cue in read(text).cues if cue.kind == "condition"]


# --- quantities -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "about"),
    [
        ("ten countries", 10, 10, "", ""),
        ("2,500 people", 2500, 2500, "", ""),
        ("1 203 people", 1203, 1203, "", ""),
        ("one hundred and twenty people", 120, 120, "", ""),
        ("three million two hundred thousand people", 3_200_000, 3_200_000, "", ""),
        ("one and a half million people", 1_500_000, 1_500_000, "", ""),
        ("half a million people", 500_000, 500_000, "", ""),
        ("two dozen states", 24, 24, "", ""),
        ("tens of thousands of people", 10_000, 10_000, "", "vague"),
        ("several hundred people", 100, 100, "", "vague"),
        ("£1.6bn", 1_600_000_000, 1_600_000_000, "GBP", ""),
        ("US$5m", 5_000_000, 5_000_000, "USD", ""),
        ("5 million US dollars", 5_000_000, 5_000_000, "USD", ""),
        ("EUR 5 million", 5_000_000, 5_000_000, "EUR", ""),
        ("2.5 per cent", Fraction("2.5"), Fraction("2.5"), "share", ""),
        ("3pc", 3, 3, "share", ""),
        ("2 percentage points", 2, 2, "points", ""),
        ("two-thirds of voters", Fraction(200, 3), Fraction(200, 3), "share", ""),
        ("one in four children", 25, 25, "share", ""),
        ("9 out of 10 voters", 90, 90, "share", ""),
        ("10 to 12 ships", 10, 12, "", ""),
        ("between 10 and 12 ships", 10, 12, "", ""),
        ("$5-6 million", 5_000_000, 6_000_000, "USD", ""),
        ("5km to 6km", 5, 6, "km", ""),
        ("about 800 people", 800, 800, "", "about"),
        ("no fewer than 50 people", 50, 50, "", "at least"),
        ("up to 50 people", 50, 50, "", "at most"),
        ("50 people or so", 50, 50, "", ""),
        ("50 or more people", 50, 50, "", "at least"),
        ("an 18-year-old", 18, 18, "year", ""),
    ],
)
def test_a_quantity_has_a_value_a_unit_and_a_bound(text, low, high, unit, about):
    assert [(low, high, unit, about)] == [(q.low, q.high, q.unit, q.about) for q in read(text).quantities]


@pytest.mark.parametrize("text", ["F-16 jets", "the Covid-19 wave", "No 10 said", "10 Downing Street", "G7 leaders"])
def test_a_number_in_a_name_is_no_quantity(text):
    assert read(text).quantities == ()


# --- dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("on 15 December 2025", {"day": 15, "month": 12, "year": 2025}),
        ("on December 15th, 2025", {"day": 15, "month": 12, "year": 2025}),
        ("on the 15th of December", {"day": 15, "month": 12}),
        ("on 2025-12-15", {"day": 15, "month": 12, "year": 2025}),
        ("on 15/12/2025", {"day": 15, "month": 12, "year": 2025}),
        ("on 06/01/2026", {"year": 2026}),  # in one country June, in another January
        ("on Monday, 15 December", {"weekday": 1, "day": 15, "month": 12}),
        ("in Sept. 2025", {"month": 9, "year": 2025}),
        ("in early May", {"month": 5, "part of period": "early"}),
        ("in 2022", {"year": 2022}),
        ("at 8.30pm", {"clock": 1230, "hour": 8}),
        ("at 20:30", {"clock": 1230, "hour": 8}),
        ("at noon", {"clock": 720}),
        ("on Tuesday morning", {"weekday": 2, "part of day": "morning"}),
        ("last night", {"step": "day -1", "part of day": "evening"}),
        ("next month", {"step": "month 1"}),
    ],
)
def test_a_date_says_what_its_words_say_and_no_more(text, said):
    assert [said] == [dict(moment.said) for moment in read(text).moments]


@pytest.mark.parametrize("text", ["He may resign", "a march on the capital", "The sun is hot", "2022 people came"])
def test_words_that_also_name_dates_are_none(text):
    assert read(text).moments == ()


# --- names and languages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sir Keir Starmer met President Macron in Paris.", ["Keir Starmer", "Macron", "Paris"]),
        ("Starmer's plan for Ukraine", ["Starmer", "Ukraine"]),
        ("Troops will be sent.", []),
        ("Britain To Send Troops To Kyiv", ["Britain", "Kyiv"]),
        ("BRITAIN TO SEND TROOPS NOW", ["BRITAIN"]),
        ("The U.S. will help us.", ["U.S"]),
        ("Ursula von der Leyen spoke on Monday.", ["Ursula von der Leyen"]),
    ],
)
def test_a_name_is_what_capitals_and_place_tell(text, names):
    assert names == [name.words for name in read(text).names()]


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Britain sends troops", False),
        ("The die was cast, no?", False),
        ("Los Angeles braces for El Niño", False),
        ("Le Pen convicted", False),
        ("Die Regierung wird keine Truppen senden", True),
        ("Le gouvernement ne va pas envoyer de troupes", True),
        ("El gobierno no enviará tropas", True),
        ("Правительство не отправит войска", True),
        ("政府は部隊を派遣しない", True),
        ("", False),
    ],
)
def test_another_language_is_told_by_its_function_words_or_script(text, foreign):
    assert read(text).foreign is foreign


@given(st.text(), st.integers(0, 1000))
def test_whatever_is_read_stands_where_its_span_says(text, offset):
    wording = Wording(text, offset)

    for item in (*wording.cues, *wording.quantities, *wording.moments, *wording.names()):
        assert item.words == text[item.span.start - offset : item.span.end - offset]
        assert item.words
