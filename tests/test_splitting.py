"""Sentences cut into claims: the table of cases, and what holds for every text."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack._syntax import Words
from claimtrack.drafting.conditions import conditions
from claimtrack.drafting.splitting import LONGEST_SENTENCE, split

CASES = [
    pytest.param(case, id=f"{path.stem}-{number}")
    for path in sorted((Path(__file__).parent / "cases" / "splitting").glob("*.json"))
    for number, case in enumerate(json.loads(path.read_text(encoding="utf-8")))
]
WORDS = """
    the a ship crew plan law minister Russia it they which who that if unless once should had has was will could either
    or and but while because as with to of on by through said signed led moving allows include must not Friday 12
    , ; : . ( ) – " “ ”
"""  # what opens and joins clauses, and something to open and join
sentences = st.lists(st.sampled_from(WORDS.split()), max_size=40).map(" ".join)


def quoted(text, words, ranges):
    return " // ".join(text[words.start[first] : words.end[last - 1]] for first, last in ranges)


@pytest.mark.parametrize("case", CASES)
def test_sentence_is_cut_as_the_guide_cuts(case):
    text = case["text"]
    words = Words(text)

    pieces = split(words, 0, len(words), attributed=case.get("attributed", False))

    chosen = {}
    for number, piece in enumerate(pieces):
        if piece.alternative is not None:
            chosen.setdefault(piece.alternative, []).append(number)
    assert [quoted(text, words, piece.content) for piece in pieces] == case["claims"]
    assert [
        [number, sense, quoted(text, words, [place])]
        for number, piece in enumerate(pieces)
        for sense, place in piece.conditions
    ] == case.get("conditions", [])
    assert list(chosen.values()) == case.get("alternatives", [])
    for link, key in (("reason", "reasons"), ("whole", "wholes")):
        links = [[number, getattr(piece, link)] for number, piece in enumerate(pieces)]
        assert [one for one in links if one[1] is not None] == case.get(key, [])


@given(st.one_of(sentences, st.text(max_size=120)), st.booleans())
def test_pieces_are_ordered_ranges_inside_the_sentence(text, attributed):
    """
    Whatever the words: the ranges of a piece are inside, in order and apart; the same words give the same pieces.
    """
    words = Words(text)

    pieces = split(words, 0, len(words), attributed=attributed)

    for piece in pieces:
        assert piece.content
        assert all(0 <= first < last <= len(words) for first, last in piece.content)
        assert all(one[1] <= other[0] for one, other in pairwise(piece.content))
        assert 0 <= piece.confidence <= 100
        assert piece.rules
        for link in (piece.whole, piece.reason):
            assert link is None or (0 <= link < len(pieces) and pieces[link] is not piece)
    assert pieces == split(Words(text), 0, len(words), attributed=attributed)


@given(sentences, st.booleans())
def test_no_piece_repeats_the_words_of_its_conditions(text, attributed):
    """
    What a claim hangs on stands in its conditions alone.
    """
    words = Words(text)

    for piece in split(words, 0, len(words), attributed=attributed):
        for _, (start, end) in piece.conditions:
            assert all(last <= start or end <= first for first, last in piece.content)


@given(sentences)
def test_every_condition_hangs_on_a_piece(text):
    """
    No condition is lost: each one found is one of some piece, unless nothing but it is there.
    """
    words = Words(text)

    found = {(one.first, one.last) for one in conditions(words, 0, len(words))}
    hung = {place for piece in split(words, 0, len(words), attributed=False) for _, place in piece.conditions}

    assert hung <= found
    assert hung == found or len(words) > LONGEST_SENTENCE or not hung


@given(sentences, sentences)
def test_words_around_the_sentence_do_not_matter_for_its_ranges(before, text):
    """
    Only the words that were asked for are in the pieces.
    """
    words = Words(f"{before} . {text}")
    start = words.first_from(len(before) + 3)

    for piece in split(words, start, len(words), attributed=False):
        assert all(start <= first < last <= len(words) for first, last in piece.content)


@pytest.mark.parametrize(
    "unit", ["a", ",", '"', "(", "and ", "if ", "which the ", "[](", "the X of Y, ", "either ", "–"]
)
def test_long_and_odd_sentences_take_little_time(unit):
    text = (unit * 200_000)[:200_000]
    words = Words(text)

    pieces = split(words, 0, len(words), attributed=False)

    assert len(pieces) <= 1
    for first in range(0, min(len(words), 20_000), LONGEST_SENTENCE):
        split(words, first, min(first + LONGEST_SENTENCE, len(words)), attributed=False)


def test_nothing_but_marks_is_no_claim():
    words = Words("… , . !")

    assert split(words, 0, len(words), attributed=False) == ()


def test_shared_words_make_a_sentence_of_each_piece():
    text = "The ruling could either free the prisoners or send the case back."
    words = Words(text)

    told = [piece.proposition for piece in split(words, 0, len(words), attributed=False)]

    assert told == ["The ruling could free the prisoners.", "The ruling could send the case back."]
