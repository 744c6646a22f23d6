"""Drafts as a whole: what holds for the draft of any text, and what hostile texts come to."""

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack.drafting import ANNOTATOR, NOTES, draft, draft_with_notes
from claimtrack.drafting.assembling import MOST_RELAYS

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases" / "drafting"
NEWS = [
    path.read_bytes().decode()
    for folder in ("examples/coalition", "tests/cases/attribution/development")
    for path in sorted((ROOT / folder).glob("*.txt"))
]

# --- texts ------------------------------------------------------------------------------------------------------------

WHO = st.sampled_from(
    """
    Berg|Carla Berg, the transport minister,|the Foreign Ministry|a person familiar with the talks|she|They|Reuters
    the leaders of ten states and Ana Moreno|The document|Sen. Jane Dorrit (R-Ohio)|A spokesman for Mr. Hale|Moscow
    """.strip()
    .replace("\n    ", "|")
    .split("|")
)
SAID = st.sampled_from(
    ["said", "told reporters", "warned", "did not say", "announced", "insists", "was said to have claimed"]
)
WHAT = st.sampled_from(
    """
    the new ferry line will open in June|troops could be sent should a ceasefire be reached|nobody was hurt
    the plan would either pave the way for talks or end them|it had not been told of the vote
    the aims include the restoration of the navy, the training of crews, and the repair of two ports
    he thinks the minister wants to resign|prices rose 4.5% to $3 million, because demand fell|is it over
    """.strip()
    .replace("\n    ", "|")
    .split("|")
)
SHAPES = st.sampled_from(
    [
        "{who} {said} that {what}.",
        "{who} {said} {what}.",
        "“{what},” {who} {said}.",
        '"{what}," {said} {who}. "And {what}."',
        "According to {who}, {what}.",
        "{what}, {who} {said}, adding that {what}.",
        "{what}.",
        "Did {who} know that {what}?",
        "{who} {said} that {who} {said} {what}.",
        "{who}: {what}.",
        "• {what}",
        "‘{what},’ {said} {who}, ‘so “{what}”.’",
        "READ MORE: {what}",
        "By Lena Fisk",
        "It is expected to be announced that {what}",
    ]
)


@st.composite
def sentences(draw):
    shape = draw(SHAPES)
    made = re.sub(r"\{who\}", lambda _: draw(WHO), shape)
    made = re.sub(r"\{said\}", lambda _: draw(SAID), made)
    made = re.sub(r"\{what\}", lambda _: draw(WHAT), made)
    return made[:1].upper() + made[1:]


@st.composite
def articles(draw):
    """News-like paragraphs."""
    gaps = st.sampled_from([" ", " ", "\n", "\n\n", "\r\n\r\n"])
    return "".join(draw(sentences()) + draw(gaps) for _ in range(draw(st.integers(1, 8))))


@st.composite
def slices(draw):
    """Pieces of real prose, cut anywhere and put together."""
    pieces = []
    for _ in range(draw(st.integers(1, 3))):
        text = draw(st.sampled_from(NEWS))
        start = draw(st.integers(0, len(text)))
        pieces.append(text[start : start + draw(st.integers(0, 400))])
    return "".join(pieces)


@st.composite
def disturbed(draw):
    """Prose with marks put in at any place."""
    text = draw(st.one_of(articles(), slices()))
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(text)))
        mark = draw(
            st.sampled_from([*"“”‘’\"'«»„()[]{}…—:;.!?\n\r\t\0\u200b\u2028\ufeff\u0301", "\r\n", "“ ", "\n\n", "..."])
        )
        text = text[:at] + mark + text[at:]
    return text


texts = st.one_of(articles(), slices(), disturbed(), st.text(max_size=200))


def anchors(claim):
    told = claim.attribution
    yield from (*claim.content, *told.mention, *told.cue)
    yield from (anchor for relay in told.via for anchor in (*relay.mention, *relay.cue))
    yield from (condition.anchor for condition in claim.conditions)


def bare(report):
    """What a draft says, without places and ids: of each claim the words, whose they are, how sure and of what kind."""

    def folded(several):
        return tuple(" ".join(anchor.exact.split()) for anchor in several)

    return [
        (
            folded(claim.content), folded(claim.attribution.mention), folded(claim.attribution.cue),
            claim.attribution.speakers, claim.attribution.mode, str(claim.certainty), claim.kind,
            folded(condition.anchor for condition in claim.conditions),
        )
        for claim in report.claims
    ]  # fmt: skip


# --- laws -------------------------------------------------------------------------------------------------------------


NEWS = [path.read_text(encoding="utf-8") for path in sorted((CASES.parent / "attribution").glob("*/*.txt"))]


@st.composite
def cut_off(draw):
    """A stretch of news that begins and ends anywhere, a mark put behind it or not."""
    text = draw(st.sampled_from(NEWS))
    start = draw(st.integers(0, len(text) - 1))
    return text[start : start + draw(st.integers(1, 400))].rstrip() + draw(
        st.sampled_from(["", ",", " ‘", ", reportedly"])
    )


@settings(max_examples=300)
@given(cut_off())
@example("The plan died, reportedly.")
@example("The minister spoke to reporters. That is what Smith claims")
@example("He rejected the allegation and blames the weather,")
@example('"We have all won this together," wrote 10')
@example("It rained on the hills today. ‘")
@example("A report issued by the report said that it rained.")
def test_a_text_that_is_cut_off_anywhere_is_drafted(text):
    assert ct.validate(ct.dumps(draft(text))) == ()


@settings(max_examples=100)
@given(texts)
@example("")
@example("“")
@example("\ufeffShe said that it will rain.")
def test_draft_of_any_text_is_a_valid_report(text):
    report = draft(text)
    data = ct.dumps(report)

    assert ct.validate(data) == ()
    assert ct.loads(data) == report
    assert report.document.text == text


@settings(max_examples=100)
@given(texts)
def test_every_anchor_shows_the_words_that_stand_at_its_span(text):
    report = draft(text)

    for claim in report.claims:
        for anchor in anchors(claim):
            assert anchor.exact
            assert anchor.span.of(text) == anchor.exact
            assert text.endswith(anchor.prefix or "", 0, anchor.span.start)
            assert text.startswith(anchor.suffix or "", anchor.span.end)


@settings(max_examples=100)
@given(texts)
def test_claims_of_a_draft_are_complete(text):
    """
    Each claim has words in order and apart, a status, a confidence and a rule; each speaker exists and is used.
    """
    report = draft(text)

    ids = [*(claim.id for claim in report.claims), *(speaker.id for speaker in report.speakers)]
    assert len(set(ids)) == len(ids)
    used = set()
    for claim in report.claims:
        spans = [anchor.span for anchor in claim.content]
        assert spans
        assert all(one.end <= other.start for one, other in pairwise(spans))
        assert (claim.origin.annotator, claim.origin.status) == (ANNOTATOR, "drafted")
        assert claim.origin.confidence in range(101)
        assert claim.origin.rules
        assert all(claim.origin.rules)
        used.update(claim.attribution.speakers)
        used.update(name for relay in claim.attribution.via for name in relay.speakers)
    assert used == {speaker.id for speaker in report.speakers}


@settings(max_examples=40)
@given(texts)
def test_claims_stand_in_the_order_of_the_text_and_no_two_are_the_same(text):
    report = draft(text)

    places = [claim.content[0].span.start for claim in report.claims]
    assert places == sorted(places)
    told = [(claim.content, claim.attribution) for claim in report.claims]
    assert len(set(told)) == len(told)


@settings(max_examples=30)
@given(texts)
def test_same_text_gives_the_same_bytes(text):
    assert ct.dumps(draft(text)) == ct.dumps(draft(text))


def test_draft_does_not_depend_on_the_hash_seed(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text("\n\n".join(NEWS[:6]), encoding="utf-8")

    outputs = set()
    for seed in ("0", "1", "271828"):
        done = subprocess.run(
            [sys.executable, "-m", "claimtrack", "draft", str(path), "-o", "-"],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        )
        outputs.add(done.stdout)

    assert len(outputs) == 1


@settings(max_examples=30)
@given(st.lists(sentences(), min_size=1, max_size=6))
def test_line_ends_make_no_difference(paragraphs):
    unix = "\n\n".join(paragraphs)

    assert bare(draft(unix.replace("\n", "\r\n"))) == bare(draft(unix))


@settings(max_examples=30)
@given(
    articles(), st.sampled_from(["Nobody was hurt on the island.", "Rain fell on the hills and the roads were closed."])
)
def test_ids_of_claims_do_not_change_when_another_paragraph_follows(text, more):
    """
    The ids come from words and which of their occurrences it is: what is added behind the text changes none of them.

    A speaker may be known by more from what follows, so speakers are not looked at.
    """
    ids = [claim.id for claim in draft(text).claims]

    later = [claim.id for claim in draft(f"{text}\n\n{more}\n").claims]

    assert later[: len(ids)] == ids


def test_nobody_relays_himself():
    report = draft("According to early figures, there were no casualties, Mayor Vitali Kern wrote on Telegram.")

    for claim in report.claims:
        steps = [claim.attribution.cue, *(relay.cue for relay in claim.attribution.via)]
        assert len(set(steps)) == len(steps)


# --- hostile texts ----------------------------------------------------------------------------------------------------


def known(case, name):
    """A parameter; a fault that is known has its reason, and the test says when it is gone."""
    marks = [pytest.mark.xfail(reason=case["known"], strict=True)] if "known" in case else []
    return pytest.param(case, id=name, marks=marks)


HOSTILE = json.loads((CASES / "hostile.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [known(case, case["name"]) for case in HOSTILE])
def test_hostile_text_gives_a_valid_draft_and_a_reason(case):
    text = case["text"] * case.get("times", 1)
    if case.get("refused"):
        with pytest.raises(ct.ClaimtrackError):
            draft(text)
        return

    drafted = draft_with_notes(text)
    report = drafted.report

    assert ct.loads(ct.dumps(report)) == report
    assert report.claims or drafted.notes
    assert all(note.code in NOTES and note.severity == "warning" and note.hint for note in drafted.notes)
    assert [note.code for note in drafted.notes] == case["notes"]
    if "claims" in case:
        assert len(report.claims) == case["claims"]
    if "speakers" in case:
        assert [name for claim in report.claims for name in claim.attribution.speakers] == case["speakers"]


@given(st.text(st.characters(codec=None), max_size=80))
def test_any_string_gives_a_draft_or_an_error_of_the_package(text):
    try:
        drafted = draft_with_notes(text)
    except ct.ClaimtrackError:
        return

    assert drafted.report.claims or drafted.notes


def test_document_without_its_text_is_refused():
    with pytest.raises(ct.InvalidValue, match="not at hand"):
        draft(ct.Document(id="d", sha256="0" * 64))


def told(text):
    """Who claims what in a draft: the names of the speakers, the words, the certainty."""
    report = draft(text)
    return [
        ([report.speaker(name).name for name in claim.attribution.speakers], claim.quote, str(claim.certainty))
        for claim in report.claims
    ]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Nobody said that the dam would hold.", [([], "the dam would hold", "Uu")]),
        ("If Holm says the dam will hold, he is wrong.", None),
        ("It is not true that Holm said the dam would hold.", None),
        ("Ines Falk, a teacher who says the sale was wrong.", [(["Ines Falk"], "the sale was wrong", "CT+")]),
        ("Yesterday Carl Holm said that the dam would hold.", [(["Carl Holm"], "the dam would hold", "CT+")]),
        ("Acme said in a statement on Friday it had cut 400 jobs.", [(["Acme"], "it had cut 400 jobs", "CT+")]),
    ],
)
def test_who_says_what_and_who_does_not(text, claims):
    """None: what is only supposed or denied to be said is nobody's but the author's."""
    found = told(text)

    assert found == claims if claims is not None else {name for names, _, _ in found for name in names} == AUTHOR


AUTHOR = {"Author of the document"}


def test_a_chain_of_many_relays_is_cut_and_says_so():
    report = draft("A said that B said that C said that D said that E said that F said that the dam would hold.")

    longest = max(report.claims, key=lambda claim: claim.content[0].span.start)
    assert longest.quote == "the dam would hold"
    assert len(longest.attribution.via) == MOST_RELAYS
    assert "relays cut" in longest.origin.rules


def test_the_language_of_a_text_is_told_where_it_is_plain():
    languages = [
        draft(text).document.language
        for text in (
            "The dam will hold, she said.",
            "Der Damm wird nicht halten, und das ist für die Stadt schlimm.",
            "42",
        )
    ]

    assert languages == ["en", "de", None]


@pytest.mark.parametrize("text", [None, b"It rains.", 3])
def test_what_is_no_text_is_refused(text):
    with pytest.raises(ct.InvalidValue, match="a text is due"):
        draft(text)


def test_a_text_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr("claimtrack.drafting.drafts.MAX_TEXT", 10)

    with pytest.raises(ct.InvalidValue, match="has 11 code points, over 10"):
        draft("It rains!!!")


# --- how the work grows -----------------------------------------------------------------------------------------------

SHAPES_OF_WORK = json.loads((CASES / "shapes.json").read_text(encoding="utf-8"))
COMMON = {
    "one word", "capitalised words", "one-word lines", "quotations with tags", "quotations never closed",
    "paragraphs of quotation never closed", "bracketed words", "no full stop", "he said that", "denied", "because",
    "is believed to", "sources by name", "lists", "transcript lines", "single marks and words", "words and commas",
}  # fmt: skip

MOST_WORK = 150
"""Calls to a code point, at the most: news takes from 9 to 18, a sentence that is one chain of clauses about 60."""

GROWN = 3
MOST_GROWTH = 1.5
"""Calls to a code point of a text, over those of one a third as long: 3 if the work were quadratic."""


def filled(unit, size):
    """
    A text of about *size* code points: a first line, then *unit* over and over, each "#" a number in letters.

    It begins with a sentence and ends with a full stop, or it would be a heading.
    """
    count = max(1, size // len(unit))
    numbers = (str(number).translate(LETTERS) for number in range(count))
    body = "".join(unit.replace("#", number) for number in numbers) if "#" in unit else unit * count
    return f"It is so.\n\n{body} x."


LETTERS = str.maketrans("0123456789", "abcdefghij")


class TooMuchWork(Exception):
    """More calls than there may be: stops a draft that would take hours."""


def work(text):
    """How many calls a draft of *text* makes to a code point: a measure that does not depend on the machine."""
    count, most = 0, MOST_WORK * len(text)

    def counting(frame, event, argument):
        nonlocal count
        count += event in {"call", "c_call"}
        if count > most:
            raise TooMuchWork(f"more than {MOST_WORK} calls to a code point")

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        draft(text)
    finally:
        sys.setprofile(before)
    if count > most:  # raised where Python swallows what is raised
        raise TooMuchWork(f"more than {MOST_WORK} calls to a code point")
    return count / len(text)


@pytest.fixture(scope="module")
def loaded():
    """What is loaded once is no part of the work."""
    draft("“It is so,” she said, denying that Mr. Smith was the minister. Il ne faut pas.")


@pytest.mark.parametrize("case", [known(case, case["name"]) for case in SHAPES_OF_WORK if case["name"] in COMMON])
def test_work_grows_with_the_text_and_no_faster(case, loaded):
    assert work(filled(case["unit"], 3_000 * GROWN)) <= MOST_GROWTH * work(filled(case["unit"], 3_000))


@pytest.mark.large
@pytest.mark.parametrize("case", [known(case, case["name"]) for case in SHAPES_OF_WORK])
def test_work_of_a_long_text_grows_with_it_and_no_faster(case, loaded):
    assert work(filled(case["unit"], 30_000 * GROWN)) <= MOST_GROWTH * work(filled(case["unit"], 30_000))


@pytest.mark.large
@pytest.mark.parametrize("unit", ["a", "peace would not agree because leaders may ", "(", "“a ", "said "])
def test_line_of_a_megabyte_gives_a_valid_draft(unit):
    report = draft(filled(unit, 1_000_000))

    assert ct.validate(ct.dumps(report)) == ()


def test_what_a_correction_says_was_wrong_is_no_claim():
    text = (
        "Correction: An earlier version of this article said that the spill injured 14 workers. The spill injured 23 "
        "workers, according to the health office."
    )

    drafted = draft(text)

    assert ["23" in claim.quote for claim in drafted.claims] == [True]
