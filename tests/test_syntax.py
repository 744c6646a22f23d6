"""The word tagger: a table of tagged sentences, and what holds for every text."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack._syntax import TAGS, Words, bases, ed_form, ing_form, is_word, past_only, third_person
from claimtrack._units import lexicon

CASES = Path(__file__).parent / "cases" / "tags" / "sentences.txt"
LINES = [line for line in CASES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
NO_SPACE_BEFORE = re.compile(r" (?=[.,;:!?)”])")
CLOSING = re.compile(r"(?<=[(“])(?: )")
WORDS = """
    a the plan plans state states said that failed general officials Kyiv US May may Smith’s teachers' it's cut U.S. J.
    5.5 20% $3bn Sen. of to and which if not as , . ; : ! ? “ ” ‘ ’ " ' ( ) [ – -- ... é ß ﬁ 政府
"""  # what the tagger looks at, and what it never saw
PIECES = [*WORDS.split(), "\u00ad", "\n", "\t"]
texts = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=40).flatmap(
        lambda some: st.sampled_from(["", " "]).map(lambda joint: joint.join(some))
    ),
)


def text_of(line):
    """The sentence of a line of the table, written without blanks before marks that close."""
    words = " ".join(token.rpartition("/")[0] for token in line.split())
    return CLOSING.sub("", NO_SPACE_BEFORE.sub("", words)).replace("s ' ", "s' ")


def told(words):
    return " ".join(f"{raw}/{tag}" for raw, tag in zip(words.raw, words.tag, strict=True))


@pytest.mark.parametrize("line", LINES, ids=text_of)
def test_sentence_has_the_parts_of_speech_of_the_table(line):
    assert told(Words(text_of(line))) == line


@pytest.mark.parametrize("line", LINES[::6], ids=text_of)
def test_a_sentence_is_read_alike_alone_and_between_others(line):
    alone = Words(text_of(line))

    between = Words(f"It was late. {text_of(line)} It was late.")

    assert between.tag[4:-4] == alone.tag


def test_the_table_shows_every_part_of_speech():
    assert {token.rpartition("/")[2] for line in LINES for token in line.split()} == set(TAGS)


@given(texts)
def test_every_text_is_read_and_every_word_has_one_part_of_speech(text):
    words = Words(text)

    sizes = {len(each) for each in (words, words.raw, words.low, words.start, words.end, words.tag)}

    assert len(sizes) == 1
    assert set(words.tag) <= set(TAGS)
    assert words.possessive <= set(range(len(words)))


@given(texts)
def test_words_stand_in_order_inside_the_text_and_only_blanks_between(text):
    words = Words(text)

    at = 0
    for raw, start, end in zip(words.raw, words.start, words.end, strict=True):
        assert not text[at:start].strip()
        assert text[start:end] == raw != ""
        at = end
    assert not text[at:].strip()


@given(texts)
def test_the_same_text_is_read_alike(text):
    assert told(Words(text)) == told(Words(text))


@given(texts, st.integers(0, 90))
def test_a_word_is_found_by_where_it_starts(text, offset):
    words = Words(text)

    first = words.first_from(offset)

    assert all(start < offset for start in words.start[:first])
    assert all(start >= offset for start in words.start[first:])


@given(texts)
def test_whether_a_word_ends_a_subject_can_be_asked_of_every_word(text):
    words = Words(text)

    assert {words.ends_subject(number) for number in range(len(words))} <= {True, False}


@pytest.mark.parametrize(
    ("text", "word", "ends"),
    [
        ("Officials from three states said so.", "states", True),
        ("European states will join.", "states", True),
        ("Three claims were false", "claims", True),
        ("The states failed.", "states", True),
        ("Three states", "states", False),
        ("It states that this is so.", "states", False),
        ("The plant supplies needed parts.", "supplies", False),
        ("It lets users being watched go.", "users", False),
    ],
)
def test_a_word_before_a_finite_verb_ends_its_subject(text, word, ends):
    words = Words(text)

    assert words.ends_subject(words.low.index(word)) is ends


@pytest.mark.parametrize(
    ("text", "owned"),
    [
        ("The mayor's claim", ["mayor"]),
        ("the teachers' union met", ["teachers"]),
        ("the boss’s desk", ["boss"]),
        ("it's late", []),
        ("he said 'the plans' and left", []),
        ("", []),
    ],
)
def test_possessives_are_told_from_contractions_and_quotations(text, owned):
    words = Words(text)

    assert [words.low[number] for number in sorted(words.possessive)] == owned


def test_parts_of_speech_of_other_words_can_be_added_but_never_overrule():
    assert Words("They greenlit it.", {"greenlit": "E"}).tag == ["R", "E", "R", "!"]
    assert Words("They said it.", {"said": "N"}).tag == ["R", "E", "R", "!"]


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("plan", "plans planning planned"),
        ("deny", "denies denying denied"),
        ("say", "says saying sayed"),  # irregular pasts are listed, not made
        ("tie", "ties tying tied"),
        ("agree", "agrees agreeing agreed"),
        ("commit", "commits committing committed"),
        ("visit", "visits visiting visited"),
        ("offer", "offers offering offered"),
        ("refer", "refers referring referred"),
        ("push", "pushes pushing pushed"),
        ("veto", "vetoes vetoing vetoed"),
        ("fix", "fixes fixing fixed"),
        ("develop", "develops developing developed"),
    ],
)
def test_forms_of_a_verb_are_made_from_its_base(base, forms):
    assert [third_person(base), ing_form(base), ed_form(base)] == forms.split()


def test_past_tenses_that_are_no_participles_are_told():
    assert {"went", "took", "oversaw", "blew", "undertook"} <= past_only()
    assert past_only().isdisjoint({"said", "gone", "taken", "put", "winning", "planned"})


def test_bases_are_known_as_words():
    assert {"say", "plan"} <= bases()
    assert all(is_word(base) for base in bases())
    assert not any(map(is_word, ("", "12", "...", "two words", "“")))


@pytest.mark.parametrize("name", ["closed", "verbs", "words"])
def test_every_group_of_words_has_its_reason(name):
    groups = dict(lexicon(name))
    groups |= groups.pop("parts", {})

    assert all(group["reason"].strip() for group in groups.values())


@pytest.mark.parametrize(
    "unit",
    ["a", "'", "’", "“", "(", ".", "U.", "a-", "a'", "a.b", "1.", "$", "-", "\u00ad", "s' ", "plans ", "as ", "the "],
)
def test_work_grows_with_the_length_alone(unit, calls):
    small, large = (calls(lambda size=size: Words(unit * size)) for size in (4_000, 32_000))

    assert large < 8 * 1.5 * small
