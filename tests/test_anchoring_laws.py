"""What holds for every span, every quote and every pair of texts."""

import unicodedata

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack.testing import spans, texts, texts_with_spans
from claimtrack.text import Span, View, is_grapheme_boundary, plain, tokens, words

WHO = (
    "Starmer",
    "The minister",
    "A spokeswoman",
    "Macron",
    "The governor of Odesa",
    "General Syrskyi",
    "Two officials",
)
SAYS = ("said", "told reporters", "denied", "insisted", "has suggested", "confirmed on Monday", "warned")
WHAT = (
    "the force",
    "a ceasefire",
    "the port of Mykolaiv",
    "the second convoy",
    "“our plan”",
    "every bridge",
    "the budget",
)
DOES = (
    "will be ready",
    "may fail",
    "has been attacked",
    "was not touched",
    "cannot wait",
    "would cost £1.6bn",
    "moved",
)
WHEN = (
    "within 12 weeks",
    "before Friday",
    "in Zürich",
    "for the third time",
    "at 5 a.m.",
    "without warning",
    "in 2026",
)
TEMPLATES = (
    "{who} {says} that {what} {does} {when}.",
    "“{what} {does},” {who} {says}.",
    "If {what} {does} {when}, {who} won’t stay.",
    "Later {who} {says} what nobody expected: {what} {does}.",
    "{what} {does} {when}, and then {what2} {does2}.",
)
UNRELATED = (
    "Tomatoes want sun and warmth, never shade.",
    "Cut side shoots weekly with clean scissors!",
    "Basil thrives beside them; mint does not.",
    "Water roots, not leaves, each early morning.",
    "Frost kills seedlings overnight.",
)


@st.composite
def sentences(draw):
    """A sentence of news."""
    names = {"who": WHO, "says": SAYS, "what": WHAT, "does": DOES, "when": WHEN, "what2": WHAT, "does2": DOES}
    made = draw(st.sampled_from(TEMPLATES)).format(
        **{name: draw(st.sampled_from(choices)) for name, choices in names.items()}
    )
    return made[:1].upper() + made[1:]


@st.composite
def paragraphs(draw, least=1, most=5):
    """Paragraphs of one to three sentences, no sentence twice."""
    found = draw(st.lists(sentences(), min_size=least, max_size=2 * most, unique=True))
    made = []
    while found and len(made) < most:
        size = draw(st.integers(1, 3))
        made.append(" ".join(found[:size]))
        found = found[size:]
    return made


@st.composite
def versions(draw):
    """Two versions of a text, in paragraphs."""
    old = draw(paragraphs(least=2))
    new = list(old)
    for edit in draw(st.lists(st.sampled_from(["word", "delete", "insert", "move", "not"]), max_size=3)):
        at = draw(st.integers(0, max(0, len(new) - 1)))
        if edit == "insert" or not new:
            new.insert(at, draw(sentences()))
        elif edit == "delete":
            del new[at]
        elif edit == "move":
            new.insert(draw(st.integers(0, len(new) - 1)), new.pop(at))
        else:
            found = new[at].split(" ")
            place = draw(st.integers(0, len(found) - 1))
            found[place : place + (edit == "word")] = [draw(st.sampled_from(["not", "perhaps", "Schoof", "17"]))]
            new[at] = " ".join(found)
    return old, new


def joined(parts):
    return "\n\n".join(parts)


ANY_PAIR = st.one_of(
    versions().map(lambda pair: (joined(pair[0]), joined(pair[1]))),
    st.tuples(texts(), texts()),
)


@st.composite
def carried(draw):
    """An old text, some spans of it, and a new text."""
    old, new = draw(ANY_PAIR)
    return old, draw(st.lists(spans(old), min_size=1, max_size=4)), new


@st.composite
def wordy_spans(draw, text):
    """A span from the start of a word to the end of one, of three words at the least where there are so many."""
    found = tokens(text)
    first = draw(st.integers(0, max(0, len(found) - 3)))
    last = draw(st.integers(min(first + 2, len(found) - 1), min(first + 12, len(found) - 1)))
    return Span(found[first].span.start, found[last].span.end)


def agrees_with_itself(outcome, text):
    assert (outcome.span is None) == (outcome.status in {"ambiguous", "lost"})
    assert outcome.found == (outcome.span is not None)
    if outcome.status in {"exact", "moved"}:
        assert outcome.score == 1
        assert outcome.edits == ()
    if outcome.status == "edited":
        assert outcome.score < 1
        assert not outcome.normalised
    if outcome.status == "ambiguous":
        assert outcome.candidates
    assert 0 <= outcome.score <= 1
    assert 0 <= outcome.confidence <= 1
    assert outcome.rule
    assert len(set(outcome.candidates)) == len(outcome.candidates)
    for span in (*outcome.spans, *outcome.candidates):
        assert span.end <= len(text)
    assert list(outcome.spans) == sorted(outcome.spans)
    for edit in outcome.edits:
        assert edit.after == edit.new.of(text)
        assert edit.before or edit.after


def on_boundaries(text, span):
    return is_grapheme_boundary(text, span.start) and is_grapheme_boundary(text, span.end)


def unpadded(text, span):
    """The span without the blanks at its ends."""
    found = span.of(text)
    return Span(span.start + len(found) - len(found.lstrip()), span.start + len(found.rstrip()))


def trimmed(text, span):
    """The span without the blanks and marks at its ends: a neighbour that is gone takes them along."""
    start, end = span.start, span.end
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return Span(start, end)


# Carrying


@given(texts(), st.data())
def test_carrying_to_an_unchanged_text_is_the_identity(text, data):
    ends = st.integers(0, len(text))
    found = [Span(*sorted(pair)) for pair in data.draw(st.lists(st.tuples(ends, ends), max_size=5))]

    outcomes = ct.carry_spans(text, found, text)

    assert [outcome.spans for outcome in outcomes] == [(span,) for span in found]
    assert {(outcome.status, outcome.confidence, outcome.normalised) for outcome in outcomes} <= {("exact", 1.0, False)}


@given(versions(), st.data())
def test_there_and_back_is_the_same_span(pair, data):
    old, new = map(joined, pair)
    assume(new.strip())
    for span in data.draw(st.lists(spans(old), min_size=1, max_size=4)):
        [there] = ct.carry_spans(old, [span], new)
        if there.status in {"exact", "moved"} and len(there.spans) == 1:
            [back] = ct.carry_spans(new, [there.span], old)
            if back.status in {"exact", "moved"}:
                assert trimmed(old, back.span) == trimmed(old, span)


@given(carried())
def test_a_carried_outcome_agrees_with_itself(case):
    old, found, new = case

    for span, outcome in zip(found, ct.carry_spans(old, found, new), strict=True):
        agrees_with_itself(outcome, new)
        if outcome.status in {"exact", "moved"} and len(outcome.spans) == 1:
            assert words(outcome.span.of(new)) == words(span.of(old))
            assert outcome.normalised == (outcome.span.of(new) != span.of(old))
        for edit in outcome.edits:
            assert edit.before == edit.old.of(old)


@given(carried())
def test_a_carried_span_cuts_no_character_unless_it_did(case):
    old, found, new = case

    for span, outcome in zip(found, ct.carry_spans(old, found, new), strict=True):
        if on_boundaries(old, span):
            assert all(on_boundaries(new, place) for place in (*outcome.spans, *outcome.candidates))


@given(carried())
def test_spans_are_carried_each_for_itself(case):
    old, found, new = case

    together = ct.carry_spans(old, found, new)

    assert together == tuple(ct.carry_spans(old, [span], new)[0] for span in found)
    assert together == ct.carry_spans(old, found, new)


@given(paragraphs(least=2), st.lists(st.sampled_from(UNRELATED), min_size=1, max_size=3, unique=True), st.data())
def test_a_span_stays_where_unrelated_text_is_inserted(old, inserted, data):
    """
    The plainest of changes: paragraphs about something else, between or around those that stay.
    """
    text = joined(old)
    new = list(old)
    for sentence in inserted:
        new.insert(data.draw(st.integers(0, len(new))), sentence)
    paragraph = data.draw(st.integers(0, len(old) - 1))
    inside = data.draw(
        wordy_spans(old[paragraph]) | spans(old[paragraph]).map(lambda span: unpadded(old[paragraph], span))
    )
    by = len(joined([*old[:paragraph], ""]))
    span = Span(by + inside.start, by + inside.end)

    [outcome] = ct.carry_spans(text, [span], joined(new))

    assert outcome.status == "exact"
    assert not outcome.normalised
    start = len(joined([*new[: new.index(old[paragraph])], ""])) + inside.start
    assert outcome.span == Span(start, start + len(inside))


@given(versions(), st.lists(st.sampled_from(UNRELATED), min_size=1, max_size=3, unique=True), st.data())
def test_unrelated_text_does_not_change_where_an_edited_span_goes(pair, inserted, data):
    old, new = pair
    more = list(new)
    for sentence in inserted:
        more.insert(data.draw(st.integers(0, len(more))), sentence)
    found = data.draw(st.lists(wordy_spans(joined(old)), min_size=1, max_size=3))
    one, other = joined(new), joined(more)

    for before, after in zip(
        ct.carry_spans(joined(old), found, one), ct.carry_spans(joined(old), found, other), strict=True
    ):
        assert before.status == after.status
        kept = [place.of(one) for place in before.spans]
        now = [place.of(other) for place in after.spans]
        assert " ".join(kept).split() == " ".join(now).split()


# Noise


def noise(text, kind):
    return {
        "quotes": lambda: text.translate({0x201C: '"', 0x201D: '"', 0x2019: "'"}),
        "blanks": lambda: text.replace(" ", "\u00a0"),
        "double": lambda: text.replace(" ", "  "),
        "soft hyphens": lambda: text.replace("st", "s\u00adt").replace("er", "e\u00adr"),
        "zero width": lambda: text.replace("in", "i\u200bn"),
        "line ends": lambda: text.replace("\n", "\r\n"),
        "composition": lambda: unicodedata.normalize("NFD", text),
        "case": lambda: text.upper(),
    }[kind]()


NOISES = st.lists(
    st.sampled_from(["quotes", "blanks", "double", "soft hyphens", "zero width", "line ends", "composition", "case"]),
    min_size=1,
    max_size=3,
    unique=True,
)


def noisy(text, kinds):
    for kind in kinds:
        text = noise(text, kind)
    return text


@given(paragraphs(), NOISES, st.data())
def test_noise_is_no_edit_where_a_quote_is_found(parts, kinds, data):
    text = joined(parts)
    span = data.draw(wordy_spans(text))
    other = noisy(text, kinds)

    outcome = ct.find(ct.describe(text, span), other)

    assert outcome.status in {"exact", "ambiguous"}
    if outcome.found:
        assert words(outcome.span.of(other)) == words(span.of(text))
        assert outcome.normalised == (outcome.span.of(other) != span.of(text))


@given(paragraphs(), NOISES, st.data())
def test_noise_is_no_edit_where_a_span_is_carried(parts, kinds, data):
    text = joined(parts)
    other = noisy(text, kinds)
    span = data.draw(wordy_spans(text))

    [outcome] = ct.carry_spans(text, [span], other)

    assert outcome.status == "exact"
    assert words(outcome.span.of(other)) == words(span.of(text))
    assert outcome.normalised == (outcome.span.of(other) != span.of(text))
    before = len(words(text[: span.start]))
    assert len(words(other[: outcome.span.start])) == before


# Finding


@given(texts_with_spans())
def test_what_is_described_is_found_where_it_is(case):
    text, span = case
    anchor = ct.describe(text, span)
    context = (anchor.prefix or "") + anchor.exact + (anchor.suffix or "")
    unique = text.find(context) == text.rfind(context)

    with_start = ct.find(anchor, text)
    without = ct.find(anchor.exact, text, prefix=anchor.prefix or "", suffix=anchor.suffix or "")

    whole = on_boundaries(text, span)
    if unique and whole:
        assert with_start.span == span
        assert without.span == span or (not without.found and span in without.candidates)
        assert (with_start.status, with_start.normalised) == ("exact", False)


@given(paragraphs(), st.data())
def test_described_prose_is_found_where_it_is(parts, data):
    text = joined(parts)
    span = data.draw(spans(text))
    anchor = ct.describe(text, span)

    assert ct.find(anchor, text).spans == (span,)
    assert ct.find(anchor.exact, text, prefix=anchor.prefix or "", suffix=anchor.suffix or "").spans == (span,)


@given(ANY_PAIR, st.data())
def test_a_found_outcome_agrees_with_itself(pair, data):
    old, new = pair
    span = data.draw(spans(old))
    hint = data.draw(st.none() | st.integers(0, 200))

    outcome = ct.find(ct.describe(old, span), new, hint=hint)

    agrees_with_itself(outcome, new)
    if outcome.status == "exact":
        assert View(outcome.span.of(new), case=True).text.strip() == View(span.of(old), case=True).text.strip()
        assert outcome.normalised == (outcome.span.of(new) != span.of(old))
    for edit in outcome.edits:
        assert edit.before in span.of(old)
    if on_boundaries(old, span):
        assert all(on_boundaries(new, place) for place in (*outcome.spans, *outcome.candidates))
    assert ct.find(ct.describe(old, span), new, hint=hint) == outcome


@given(paragraphs(), st.sampled_from([word for group in (WHO, WHAT, DOES) for name in group for word in name.split()]))
@settings(max_examples=50)
def test_a_single_word_is_never_placed_by_likeness(parts, word):
    text = joined(parts)
    for near in (word[:-1] + "q", "q" + word, word + "s", word[1:] or "q"):
        outcome = ct.find(near, text)
        if outcome.found:
            assert words(near)[0] in words(text)
            assert plain(outcome.span.of(text)).casefold() == plain(near).casefold()


@given(paragraphs(least=2), st.data())
def test_a_quote_that_was_deleted_with_its_paragraph_is_not_found_elsewhere(parts, data):
    """
    Templates make look-alikes by the dozen: not one of them may be taken for a whole sentence that is gone.
    """
    at = data.draw(st.integers(0, len(parts) - 1))
    rest = joined(parts[:at] + parts[at + 1 :])
    gone = joined(parts[:at] + ([""] if at else []))
    span = Span(len(gone), len(gone) + len(parts[at]))

    [outcome] = ct.carry_spans(joined(parts), [span], rest)

    assert not outcome.found
