"""Spans, dates and the rest of the model as values."""

import pickle

import attrs
import pytest
from hypothesis import given

import claimtrack as ct
from claimtrack import model, testing
from claimtrack.text import LineIndex, fold, sentences, tokens, words


@pytest.mark.parametrize("bad", [(-1, 2), (3, 2), ("1", 2), (1.0, 2), (True, 2), (None, 2)])
def test_what_is_no_span_is_refused(bad):
    with pytest.raises(ct.InvalidSpan):
        ct.Span(*bad)


def test_a_span_beyond_the_text_covers_nothing():
    with pytest.raises(ct.InvalidSpan, match="outside the text of 3 code points"):
        ct.Span(1, 9).of("abc")


@pytest.mark.parametrize(
    ("noisy", "plain"),
    [
        ("cease\u00adfire", "ceasefire"),
        ("cease\u200bfire", "CEASEFIRE"),
        ("it’s", "it's"),
        ("ﬁrst", "first"),
        ("cafe\u0301", "café"),
        ("Straße", "STRASSE"),
        ("ten\u00a0states", "ten states"),
        ("“ready”", '"ready"'),
        ("‘willing,’", "willing"),
    ],
)
def test_extraction_noise_is_no_difference(noisy, plain):
    assert words(noisy) == words(plain)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("£1.6bn for 800,000", ("£", "1.6bn", "for", "800,000")),
        ("well-known 50% rise", ("well", "known", "50", "%", "rise")),
        ("平和条約", ("平", "和", "条", "約")),
        ("don’t, they’ll", ("don't", "they'll")),
        ("", ()),
        (" … — !", ()),
    ],
)
def test_words_are_cut_where_readers_cut_them(text, expected):
    assert words(text) == expected


@given(testing.texts())
def test_tokens_stand_where_they_say(text):
    for token in tokens(text):
        assert fold(token.span.of(text)) == token.folded


@given(testing.texts())
def test_sentences_cover_every_letter_once(text):
    found = sentences(text)

    covered = [at for span in found for at in range(span.start, span.end)]
    assert len(covered) == len(set(covered))
    assert set(covered) >= {at for at, letter in enumerate(text) if not letter.isspace()}
    assert all(span.of(text) == span.of(text).strip() for span in found)


def test_the_article_has_eighteen_sentences(examples):
    text = (examples / "baseline.txt").read_bytes().decode()

    assert len(sentences(text)) == 18


@pytest.mark.parametrize(("offset", "place"), [(0, (1, 1)), (2, (1, 3)), (4, (2, 1)), (6, (3, 1)), (8, (4, 1))])
def test_lines_end_at_every_kind_of_line_end(offset, place):
    assert LineIndex("ab\r\nc\nd\r")(offset) == place


@pytest.mark.parametrize("value", ["2025", "2025-12", "2025-12-15", "2025-12-15T09:30", "2025-12-15T09:30:00.5+01:00"])
def test_dates_keep_their_precision(value):
    date = model.Date(value)

    assert str(date) == value
    assert date.earliest <= date.latest


@pytest.mark.parametrize("value", ["", "25", "2025-1", "2025-13", "2025-02-30", "2025-12-15 09:30", "2025-12-15T24:00"])
def test_what_is_no_date_is_refused(value):
    with pytest.raises(ct.InvalidValue):
        model.Date(value)


def test_dates_are_ordered_only_where_it_is_sure():
    year, month, day, zoned = map(model.Date, ("2025", "2025-12", "2025-12-15", "2025-12-15T23:00:00Z"))

    assert not year.surely_before(month)
    assert not day.surely_before(model.Date("2025-12-16"))  # west of one date line it is still the day before
    assert day.surely_before(model.Date("2025-12-18"))
    assert zoned.surely_before(model.Date("2025-12-15T23:30:00Z"))
    assert model.Date("9999-12-31").latest.year == 9999


@given(testing.reports())
def test_reports_are_values(report):
    assert pickle.loads(pickle.dumps(report)) == report
    assert hash(report) == hash(attrs.evolve(report))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        report.id = "other"


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: model.Anchor(ct.Span(0, 3), "ab"), "2 code points long"),
        (lambda: model.Anchor(ct.Span(0, 1), " "), "blank"),
        (lambda: model.Relation("same_as", "a#b#c"), "names no claim"),
        (lambda: model.Relation("like", "a"), "no type"),
        (lambda: model.Speaker(id="a b", name="A"), "no id"),
        (lambda: model.Speaker(id="a\n", name="A"), "no id"),
        (lambda: model.Document(id="d"), "neither a text nor a hash"),
        (lambda: model.Document(id="d", text="x", path="x.txt"), "a text and a path"),
        (lambda: model.Attribution(speakers="ann"), "one string"),
        (lambda: model.Document(id="d", text="x", extra={"mine": 1}), "namespace"),
        (lambda: model.Assessment(rating=7, label="x", author="y", best=5, worst=1), "outside"),
    ],
)
def test_construction_raises_the_first_fault(build, message):
    with pytest.raises(ct.InvalidValue, match=message):
        build()


def test_a_text_with_another_hash_is_not_taken_for_the_document():
    document = model.Document(id="d", sha256=model.text_sha256("right"))

    assert document.with_text("right").text == "right"
    with pytest.raises(ct.InvalidValue, match="sha256 differs"):
        document.with_text("wrong")


def test_errors_survive_pickling_and_say_where():
    where = ct.Location(path="a.json", line=3, column=7, pointer="/claims/0")
    error = ct.AmbiguousQuote("two of them", places=(1, 5), where=where, hint="quote more")

    again = pickle.loads(pickle.dumps(error))

    assert again.places == (1, 5)
    assert str(again) == "a.json:3:7 (/claims/0): two of them\n  hint: quote more"
    invalid = ct.InvalidReport((ct.Problem(code="CT101", severity="error", message="m", where=where),))
    assert pickle.loads(pickle.dumps(invalid)).problems == invalid.problems
