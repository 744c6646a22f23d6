"""Which sentences of two texts are linked, by example and as laws."""

import itertools
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack.alignment import matching_words
from claimtrack.testing import texts

A, B, C, D, E, F = LINES = (
    "The minister resigned on Monday after a long debate.",
    "His deputy will lead the party until spring.",
    "Two hundred soldiers crossed the river at night.",
    "No one in the village had been warned of the flood.",
    "A court in Lviv will hear the case in September.",
    "Fuel prices rose by nine per cent within a week.",
)


def pairs(old, new):
    return [(link.old, link.new) for link in ct.align_sentences(old, new)]


def some_sentences():
    words = st.sampled_from(
        ["troops", "peace", "may", "will", "not", "the", "Paris", "leaders", "12", "ready", "convoy", "and"]
    )
    made = st.lists(words, min_size=1, max_size=8).map(" ".join)
    return st.lists(made | st.sampled_from(LINES) | texts(1, 5), max_size=8)


SOME = some_sentences()


@st.composite
def two_versions(draw):
    """Sentences, and the same with some deleted, repeated, moved or reworded."""
    old = draw(SOME)
    new = list(old)
    for edit in draw(st.lists(st.sampled_from(["delete", "repeat", "move", "word", "join"]), max_size=4)):
        if not new:
            break
        at, to = (draw(st.integers(0, len(new) - 1)) for _ in range(2))
        if edit == "delete":
            del new[at]
        elif edit == "repeat":
            new.insert(to, new[at])
        elif edit == "move":
            new.insert(to, new.pop(at))
        elif edit == "word":
            new[at] = " ".join([*new[at].split(" ")[:-1], draw(st.sampled_from(["perhaps", "13", "envoys"]))])
        elif at + 1 < len(new):
            new[at : at + 2] = [f"{new[at]} and {new[at + 1]}"]
    return old, new


TWO = two_versions() | st.tuples(SOME, SOME)


@given(st.lists(st.sampled_from(LINES) | texts(1, 6), max_size=12))
def test_a_text_is_aligned_with_itself(sentences):
    links = ct.align_sentences(sentences, sentences)

    wordy = [number for number, sentence in enumerate(sentences) if sentence.strip()]
    assert [(link.old, link.new) for link in links] == [((n,), (n,)) for n in wordy]
    assert {(link.score, link.chance, link.moved) for link in links} <= {(1.0, 1.0, False)}


@given(TWO)
def test_links_are_in_order_and_no_sentence_is_in_two(two):
    old, new = two

    links = ct.align_sentences(old, new)

    assert [link.old for link in links] == sorted(link.old for link in links)
    for side, size in ((0, len(old)), (1, len(new))):
        numbers = [number for link in links for number in (link.old, link.new)[side]]
        assert len(numbers) == len(set(numbers))
        assert all(0 <= number < size for number in numbers)
    for link in links:
        assert link.old
        assert link.new
        assert min(len(link.old), len(link.new)) == 1
        for numbers in (link.old, link.new):
            assert list(numbers) == list(range(numbers[0], numbers[-1] + 1))
        assert 0 <= link.score <= 1
        assert 0 <= link.chance <= 1


@given(TWO)
def test_links_that_did_not_move_do_not_cross(two):
    old, new = two

    kept = [link for link in ct.align_sentences(old, new) if not link.moved]

    for one, other in itertools.pairwise(kept):
        assert one.old[-1] < other.old[0]
        assert one.new[-1] < other.new[0]


@given(TWO)
@example((["troops", "troops troops", A], [A, "troops troops"])).xfail(
    reason="which of two sentences moved is a tie, and only one of them says enough to be recognised after a move",
    raises=AssertionError,
)
def test_alignment_is_the_same_from_both_sides(two):
    old, new = two

    there = sorted(pairs(old, new))
    back = sorted((mine, theirs) for theirs, mine in pairs(new, old))

    assert there == back


@given(TWO)
def test_alignment_is_the_same_each_time(two):
    old, new = two

    assert ct.align_sentences(old, new) == ct.align_sentences(tuple(old), tuple(new))


@given(st.permutations(range(len(LINES))))
def test_sentences_that_say_something_are_linked_wherever_they_go(order):
    new = [LINES[number] for number in order]

    found = pairs(LINES, new)

    assert found == [((number,), (order.index(number),)) for number in range(len(LINES))]


@given(st.integers(0, len(LINES) - 1))
def test_a_deleted_sentence_is_linked_to_nothing(number):
    new = [*LINES[:number], *LINES[number + 1 :]]

    found = pairs(LINES, new)

    assert found == [((n,), (n - (n > number),)) for n in range(len(LINES)) if n != number]


@given(st.integers(0, len(LINES) - 1), st.sampled_from(["not", "perhaps"]), st.data())
def test_a_sentence_with_one_more_word_is_the_same_sentence(number, word, data):
    told = LINES[number].split(" ")
    told.insert(data.draw(st.integers(1, len(told) - 1)), word)
    new = [*LINES[:number], " ".join(told), *LINES[number + 1 :]]

    links = ct.align_sentences(LINES, new)

    assert [(link.old, link.new) for link in links] == [((n,), (n,)) for n in range(len(LINES))]
    assert links[number].score < 1


NOTE = "The ministry has been approached for comment."
ALPHA = "Team Alpha saw no shelling along the northern road."
BETA = "Team Beta saw no shelling along the northern road."
SPLIT = ["The minister resigned on Monday after a long debate", "his deputy will lead the party until spring"]
MERGED = f"{SPLIT[0]}, and {SPLIT[1]}."
HALVES = [f"{SPLIT[0]}.", f"{SPLIT[1].capitalize()}."]
REFRAIN = "And the river runs on."


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        pytest.param([], [], [], id="nothing"),
        pytest.param([A], [], [], id="all deleted"),
        pytest.param([], [A], [], id="all new"),
        pytest.param(LINES[:2], LINES[2:4], [], id="nothing in common"),
        pytest.param([C, MERGED, D], [C, *HALVES, D], [(0, 0), (1, (1, 2)), (2, 3)], id="split"),
        pytest.param([C, *HALVES, D], [C, MERGED, D], [(0, 0), ((1, 2), 1), (3, 2)], id="merge"),
        pytest.param(LINES, [B, C, D, E, F, A], [(0, 5), (1, 0), (2, 1), (3, 2), (4, 3), (5, 4)], id="first is last"),
        pytest.param([A, ALPHA, BETA, B], [A, BETA, B], [(0, 0), (2, 1), (3, 2)], id="look-alike"),
        pytest.param([A, ALPHA, BETA, B], [A, ALPHA, B], [(0, 0), (1, 1), (3, 2)], id="its twin"),
        pytest.param(
            [A, NOTE, B, NOTE, C],
            [A, NOTE, B, C],
            [(0, 0), (1, 1), (2, 2), (4, 3)],
            id="boilerplate, the second deleted",
        ),
        pytest.param(
            [A, NOTE, B, NOTE, C],
            [A, B, NOTE, C],
            [(0, 0), (2, 1), (3, 2), (4, 3)],
            id="boilerplate, the first deleted",
        ),
        pytest.param(
            [A, REFRAIN, B, REFRAIN],
            [D, REFRAIN, A, REFRAIN, B, REFRAIN],
            [(0, 2), (1, 3), (2, 4), (3, 5)],
            id="a refrain, a verse added in front",
        ),
        pytest.param(
            [D, REFRAIN, A, REFRAIN, B, REFRAIN],
            [A, REFRAIN, B, REFRAIN],
            [(2, 0), (3, 1), (4, 2), (5, 3)],
            id="a refrain, the first verse deleted",
        ),
        pytest.param(["“It’s over,” he said."], ['"It\'s over," he said.'], [(0, 0)], id="noise"),
    ],
)
def test_sentences_are_linked_as_a_reader_would(old, new, wanted):
    def listed(side):
        return side if isinstance(side, tuple) else (side,)

    assert pairs(old, new) == [(listed(mine), listed(theirs)) for mine, theirs in wanted]


def test_what_moved_is_said_to_have_moved():
    links = ct.align_sentences(LINES, [*LINES[1:], LINES[0]])

    assert [link.moved for link in links] == [True, False, False, False, False, False]


def test_a_long_text_with_a_few_edits_is_aligned():
    """
    Ten thousand sentences, two in a hundred edited: as long as a parliament's minutes of a week.
    """
    choose = random.Random(20260106)
    stock = [
        f"{first}{last}" for first in ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti") for last in map(str, range(250))
    ]
    old = [" ".join(choose.choice(stock) for _ in range(12)) + "." for _ in range(10_000)]
    new = list(old)
    edited = set(choose.sample(range(len(old)), 200))
    for number in edited:
        told = new[number].split(" ")
        told[choose.randrange(11)] = "perhaps"
        new[number] = " ".join(told)

    links = ct.align_sentences(old, new)

    assert [(link.old, link.new) for link in links] == [((n,), (n,)) for n in range(len(old))]
    assert {link.old[0] for link in links if link.score < 1} == edited


# Words


WORDS = st.lists(st.sampled_from("abcde"), max_size=12)


@given(WORDS, WORDS)
def test_matching_words_are_the_same_on_both_sides_and_in_order(old, new):
    blocks = matching_words(old, new)

    for block in blocks:
        assert block.size > 0
        assert old[block.old : block.old + block.size] == new[block.new : block.new + block.size]
    for one, other in itertools.pairwise(blocks):
        assert one.old + one.size <= other.old
        assert one.new + one.size <= other.new


@given(WORDS)
def test_all_words_of_equal_sentences_match(words):
    assert sum(block.size for block in matching_words(words, words)) == len(words)


def test_words_of_texts_too_long_for_one_edit_script_match():
    """
    Twenty thousand words, one in a hundred replaced: the runs between are found, be their words common or rare.
    """
    choose = random.Random(20260107)
    stock = [f"{first}{last}" for first in ("ba", "ke", "li", "mo") for last in range(500)]
    old = choose.choices(stock, weights=[1 / (rank + 1) for rank in range(len(stock))], k=20_000)
    replaced = set(choose.sample(range(len(old)), 200))
    new = ["perhaps" if number in replaced else word for number, word in enumerate(old)]

    blocks = matching_words(old, new)

    kept = {block.old + step for block in blocks for step in range(block.size) if block.old == block.new}
    assert kept == set(range(len(old))) - replaced


def test_long_texts_without_a_common_word_match_nowhere():
    old, new = ([f"{side}{number}" for number in range(5_000)] for side in ("old", "new"))

    assert matching_words(old, new) == ()
