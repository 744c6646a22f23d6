"""Offsets, graphemes, views and sentences: what they promise, for any text."""

import itertools
import json
import unicodedata
from pathlib import Path

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack import text as t
from claimtrack.testing import texts
from claimtrack.text import Offsets, Span, View

# Letters of every width, marks, joiners, flags, line ends, lone surrogates: whatever makes offsets or borders differ.
NASTY = (
    *(
        "a",
        "b",
        " ",
        ".",
        "é",
        "e",
        "\u0301",
        "\u0308",
        "ß",
        "ﬁ",
        "…",
        "½",
        "Å",
        "ｆ",
        "한",
        "\u1112",
        "\u1161",
        "\u11ab",
    ),
    *("\r", "\n", "\t", "\u00a0", "\u00ad", "\u200b", "\u200d", "\u200f", "\ufeff", "\ufe0f", "\u2028"),
    *(
        "👩",
        "👧",
        "🏽",
        "🇺",
        "🇦",
        "🇸",
        "𝔽",
        "中",
        "か",
        "\u3099",
        "ก",
        "\u0e33",
        "ا",
        "\u064b",
        "ש",
        "\u05b8",
        "क",
        "\u094d",
        "ष",
    ),
)


def nasty(extra=()):
    return st.lists(st.sampled_from((*NASTY, *extra)), max_size=24).map("".join)


ANY = nasty() | texts() | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
WITH_SURROGATES = nasty(["\ud83d", "\udc69"]) | ANY


# Offsets


@given(WITH_SURROGATES)
def test_offsets_survive_the_trip_through_utf16(text):
    offsets = Offsets(text)
    everywhere = range(len(text) + 1)

    assert offsets.from_utf16(offsets.to_utf16(everywhere)) == tuple(everywhere)


@given(WITH_SURROGATES)
def test_offsets_survive_the_trip_through_utf8(text):
    offsets = Offsets(text)
    everywhere = range(len(text) + 1)

    assert offsets.from_utf8(offsets.to_utf8(everywhere)) == tuple(everywhere)


@given(ANY)
def test_offsets_agree_with_the_codecs(text):
    offsets = Offsets(text)

    for at in range(len(text) + 1):
        assert offsets.to_utf16(at) == t.to_utf16(text, at) == len(text[:at].encode("utf-16-le")) // 2
        assert offsets.to_utf8(at) == t.to_utf8(text, at) == len(text[:at].encode())


@given(ANY)
def test_every_utf16_unit_is_the_start_of_a_character_or_an_error(text):
    offsets = Offsets(text)
    starts = set(offsets.to_utf16(range(len(text) + 1)))

    for unit in range(len(text.encode("utf-16-le")) // 2 + 1):
        if unit in starts:
            assert offsets.to_utf16(offsets.from_utf16(unit)) == unit
        else:
            with pytest.raises(ct.InvalidSpan, match="surrogate"):
                offsets.from_utf16(unit)


@given(ANY)
def test_every_byte_is_the_start_of_a_character_or_an_error(text):
    offsets = Offsets(text)
    starts = set(offsets.to_utf8(range(len(text) + 1)))

    for byte in range(len(text.encode()) + 1):
        if byte in starts:
            assert offsets.to_utf8(offsets.from_utf8(byte)) == byte
        else:
            with pytest.raises(ct.InvalidSpan, match="inside a character"):
                offsets.from_utf8(byte)


@pytest.mark.parametrize("convert", ["to_utf16", "from_utf16", "to_utf8", "from_utf8"])
@pytest.mark.parametrize("offset", [-1, 100, True, 1.0, "1", None])
def test_an_offset_that_is_none_of_the_text_is_an_error(convert, offset):
    with pytest.raises(ct.InvalidSpan):
        getattr(Offsets("a𝔽b"), convert)(offset)
    with pytest.raises(ct.InvalidSpan):
        getattr(t, convert)("a𝔽b", offset)


# Graphemes


@given(WITH_SURROGATES)
@example("🇺🇦🇺🇸🇫")
@example("👩\u200d👩\u200d👧👩")
@example("\r\n\r\r\n\n")
@example("ก\u0e33a\u0301\u0308")
def test_grapheme_boundaries_are_those_of_the_whole_text(text):
    boundaries = {0, len(text), *(found.end() for found in regex.finditer(r"\X", text))}

    assert {at for at in range(len(text) + 1) if t.is_grapheme_boundary(text, at)} == boundaries


@given(WITH_SURROGATES, st.data())
def test_whole_graphemes_cover_the_span_and_cut_nothing(text, data):
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))

    whole = t.whole_graphemes(text, Span(start, end))

    assert whole.start <= start <= end <= whole.end <= len(text)
    assert t.is_grapheme_boundary(text, whole.start)
    assert t.is_grapheme_boundary(text, whole.end)
    assert t.whole_graphemes(text, whole) == whole


# Views


@pytest.mark.parametrize("case", [False, True])
@given(text=ANY)
def test_a_view_leads_back_into_its_source_in_order(case, text):
    view = View(text, case=case)
    ends = [view.to_source(Span(0, at)).end for at in range(len(view.text) + 1)]
    starts = [view.to_source(Span(at, len(view.text))).start for at in range(len(view.text) + 1)]

    assert ends == sorted(ends)
    assert starts == sorted(starts)
    assert all(0 <= at <= len(text) for at in (*starts, *ends))


@pytest.mark.parametrize("case", [False, True])
@given(text=ANY)
def test_a_source_leads_into_its_view_in_order(case, text):
    view = View(text, case=case)
    there = [view.from_source(at) for at in range(len(text) + 1)]

    assert there == sorted(there)
    assert there[-1] <= len(view.text)
    assert there[0] == 0


@given(ANY)
def test_a_piece_of_a_view_stands_for_words_that_look_the_same(text):
    view = View(text)

    for at, letter in enumerate(view.text):
        if letter.isalnum():
            source = view.to_source(Span(at, at + 1)).of(text)
            assert letter in t.plain(source)


@given(ANY)
def test_a_view_of_a_view_is_the_same(text):
    assert t.plain(t.plain(text)) == t.plain(text)
    folded = View(text, case=True).text
    assert View(folded, case=True).text == folded


WORDS = st.lists(
    st.sampled_from(
        ["the", "café", "Zürich", "it's", '"ready"', "2014-2022", "officials", "and...", "中文", "한국", "no."]
    ),
    min_size=1,
    max_size=12,
)
NOISE = {
    "'": "\u2019",
    '"': "\u201d",
    "-": "\u2013",
    " ": "\u00a0",
    "...": "\u2026",
    "ffi": "f\ufb01",
    "c": "\u00adc",
    "r": "r\u200b",
}


@st.composite
def noisy(draw):
    """A text, and the same text as another extraction would have it."""
    text = " ".join(draw(WORDS))
    other = text
    for plain, noise in NOISE.items():
        if draw(st.booleans()):
            other = other.replace(plain, noise)
    if draw(st.booleans()):
        other = unicodedata.normalize("NFD", other)
    if draw(st.booleans()):
        other = other.replace(" ", "\r\n" if draw(st.booleans()) else "  ")
    return text, other


@given(noisy())
def test_texts_that_differ_in_noise_have_one_view(case):
    text, other = case

    assert t.plain(other) == t.plain(text)
    assert t.words(other) == t.words(text)


@given(noisy())
def test_words_are_found_again_through_noise(case):
    text, other = case
    here, there = t.tokens(text), t.tokens(other)

    assert [token.folded for token in here] == [token.folded for token in there]
    for one, two in zip(here, there, strict=True):
        assert t.plain(one.span.of(text)) == t.plain(two.span.of(other))


@pytest.mark.parametrize(
    "other", ["Don’t", "Don´t", "Don`t", "Don‘t", "Don＇t", "Do\u00adn't", "Do\u200fn't", "Do\u2060n't"]
)
def test_a_word_is_one_word_through_noise(other):
    assert t.words(f"{other} go") == ("don't", "go")


@pytest.mark.parametrize(("one", "other"), [("50%", "50％"), ("$5", "＄5"), ("£5", "￡5"), ("¥5", "￥5")])
def test_compatibility_forms_are_the_same_words(one, other):
    assert t.words(other) == t.words(one)


# Words and sentences


@given(ANY, st.integers(0, 5))
def test_tokens_are_in_order_and_their_spans_are_exact(text, offset):
    found = t.tokens(text, offset)

    for one, other in itertools.pairwise(found):
        assert one.span.end <= other.span.start
    assert [t.fold(text[token.span.start - offset : token.span.end - offset]) for token in found] == [
        token.folded for token in found
    ]
    assert t.words(text) == tuple(token.folded for token in found)


PROSE = st.lists(
    st.sampled_from(
        [
            *(
                "He left.",
                "Mr. Smith said so!",
                "“Why?” she asked.",
                "U.S. forces",
                "came at 5 a.m.",
                "…",
                "No. 10",
                "3.5%",
            ),
            *(
                "他走了。",
                "「なぜ？」",
                "क्या हुआ।",
                "لماذا؟",
                "\n",
                "\r\n",
                "\r",
                "\n\n",
                " ",
                "  ",
                "\u00a0",
                "\u2028",
                "\u3000",
            ),
            *(
                "\t",
                "ไปแล้ว",
                "e\u0301",
                "👩\u200d👧",
                "- item",
                "https://example.org/a.b?c=d",
                "(sic).",
                "\x0b",
                "\x0c",
                "\x85",
            ),
        ]
    ),
    max_size=20,
).map(" ".join)


@pytest.mark.parametrize("language", ["en", "de-AT", "zh", "xx", ""])
@given(text=PROSE | ANY)
def test_sentences_are_disjoint_and_cover_what_is_not_blank(language, text):
    found = t.sentences(text, language)

    rest = list(text)
    last = 0
    for span in found:
        assert last <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        rest[span.start : span.end] = " " * len(span)
        last = span.end
    assert "".join(rest).strip() == ""


SENTENCES = json.loads(
    (Path(__file__).parent / "cases" / "anchoring" / "sentences" / "news.json").read_text(encoding="utf-8")
)["cases"]


def told(case):
    marks = [pytest.mark.xfail(reason=case["open"], strict=True)] if "open" in case else []
    return pytest.param(case, id=case["title"], marks=marks)


@pytest.mark.parametrize("case", [told(case) for case in SENTENCES])
def test_sentences_of_news_are_told_apart(case):
    text = case.get("join", " ").join(case["sentences"])

    assert [span.of(text) for span in t.sentences(text, case.get("language", "en"))] == case["sentences"]


@pytest.mark.parametrize("blank", ["\x85", "\u00a0", "\u2003", "\u3000"])
def test_a_wide_blank_before_a_full_stop_is_a_blank(blank):
    """
    The segmenter fails on one after a capital letter; it is given narrow ones.
    """
    text = f"They chose plan A{blank}. Nobody liked it."

    assert t.sentences(text) == t.sentences(text.replace(blank, " "))


@pytest.mark.parametrize("mark", "\u201c\u00ab\u2018\u201e\u2039")
def test_marks_that_never_close_are_cut_into_sentences_all_the_same(mark):
    """
    The segmenter looks for the end of each; with so many it would not come to an end here.
    """
    text = mark * 200_000 + " Nobody came."

    [*_, last] = t.sentences(text)

    assert last.end == len(text)
