"""Notices of correction and retraction: what they are about, where they are none, and the laws of their links."""

import json
from pathlib import Path

import jsonschema_rs
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack import _corrections, _schemas
from claimtrack._notices import claims_in_notices, claims_within, is_of_day, notices, notices_of


def cases(name):
    return json.loads((Path(__file__).parent / "cases" / "corrections" / name).read_text(encoding="utf-8"))["cases"]


CASES = cases("notices.json")
EARLIER = cases("earlier.json")


def report(name, sentences, notice="", *, work="work", noted=True, publisher=None, published=None, **relations):
    """A report with one claim of the author a sentence; the notice is one as well where *noted*."""
    text = "\n\n".join([*sentences, *([notice] if notice else []), f"Text {name}."])
    document = ct.Document(
        id=f"{name}-text",
        text=text,
        work=work,
        language="en",
        publisher=publisher and ct.Publisher(publisher, publisher),
        published=published and ct.Date(published),
    )
    claims, at = [], 0
    for number, quote in enumerate([*sentences, *([notice] if notice and noted else [])]):
        at = text.index(quote, at)
        span = ct.Span(at, at + len(quote))
        claims.append(
            ct.Claim(
                id=f"{name}-{number}",
                kind="assertion",
                content=[ct.Anchor(span, quote)],
                attribution=ct.Attribution(speakers=("author",)),
                certainty="CT+",
                origin=ct.Origin(annotator="ed"),
                relations=[ct.Relation(*relations[f"c{number}"])] if f"c{number}" in relations else (),
            )
        )
        at = span.end
    return ct.Report(
        id=name,
        document=document,
        annotators=[ct.Annotator(id="ed", name="Ed")],
        speakers=[ct.Speaker(id="author", name="The author", kind="author")],
        claims=claims,
    )


def both(case, **fields):
    days = case.get("published", (None, None))
    one = report("one", case["baseline"], work=fields.get("work", "work"), published=days[0])
    return one, report("other", case.get("later", case["baseline"]), case["notice"], published=days[1], **fields)


@pytest.mark.parametrize("noted", [True, False])
@pytest.mark.parametrize("case", CASES, ids=[case["notice"] for case in CASES])
def test_a_notice_is_linked_with_what_it_is_about(case, noted):
    one, other = both(case, noted=noted)

    found = ct.compare(one, other)

    expected = [
        (kind, tuple(f"one-{number}" for number in case[kind])) for kind in ("corrects", "retracts") if kind in case
    ]
    assert [(each.type, each.baseline) for each in found.corrections] == expected
    assert [note.rule for note in found.notes] == ["notice without a claim"] * case.get("note", False)
    for each in found.corrections:
        assert (each.by, each.rule) == ("later", "notice")
        assert each.later == ((f"other-{len(other.claims) - 1}",) if noted else ())
        assert each.evidence_later.words in case["notice"]
        assert each.evidence_later.words == each.evidence_later.spans[0].of(other.document.text)
        assert (each.evidence_baseline is None) == (not each.baseline)
    assert ct.invert(found) == ct.compare(other, one)


@pytest.mark.parametrize("case", CASES, ids=[case["notice"] for case in CASES])
def test_a_notice_neither_pairs_with_what_it_corrects_nor_contradicts_it(case):
    one, other = both(case)
    if not {"corrects", "retracts", "note"} & case.keys():
        return
    notice = f"other-{len(other.claims) - 1}"

    found = ct.compare(one, other)

    assert notice in found.added
    assert notice not in {link.later for link in found.contradictions}


@pytest.mark.parametrize("case", EARLIER, ids=[case["text"] for case in EARLIER])
def test_what_an_outlet_says_of_its_earlier_text_is_a_notice(case):
    found = notices(f"Rain fell in the north.\n\n{case['text']}\n\nThe roads are open again.")

    expected = [case] if "type" in case else []
    assert [each.span.of(f"Rain fell in the north.\n\n{case['text']}") for each in found] == [
        each.get("words", each["text"]) for each in expected
    ]
    assert [(each.type, each.old, each.topic, list(each.values), each.day, each.whole) for each in found] == [
        (
            each["type"],
            each.get("old", ""),
            each.get("topic", ""),
            each.get("values", []),
            each.get("day", ""),
            each.get("whole", False),
        )
        for each in expected
    ]


@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("The Kelmouth Post reported on 3 May that the bank had closed. That was wrong.", "the bank had closed"),
        ("On 3 May the Post said that the bank had closed. The Post regrets the error.", "the bank had closed"),
        ("On 3 May Kelmouth Post said that the bank had closed. We withdraw the report.", "the bank had closed"),
        ("The Post's article of 3 May said that the bank had closed. It had not.", "the bank had closed"),
        ("Correction: The Post wrongly reported on 3 May that the bank had closed.", "the bank had closed"),
        ("The Guardian reported on 3 May that the bank had closed. That was wrong.", None),
        ("The Evening Post reported on 3 May that the bank had closed. That was wrong.", None),
        ("On 3 May the post said that the bank had closed. That was wrong.", None),
        ("On 3 May the Post said that the bank had closed. The manager regrets the error.", None),
        ("On 3 May the Kelmouth Post building closed. That was wrong.", None),
    ],
)
def test_an_outlet_may_speak_of_itself_by_its_name(text, old):
    found = notices(text, outlet="The Kelmouth Post")

    assert [each.old for each in found] == ([old] if old else [])
    assert [each.span.of(text) for each in found] == ([text] if old else [])


@pytest.mark.parametrize(
    ("day", "published", "now", "fits"),
    [
        ("10 March", "2025-03-10", "2025-03-26", True),
        ("March 10th", "2025-03-10T22:00:00Z", "2025-03-26", True),
        ("Mar. 10, 2025", "2025-03-10", None, True),
        ("2025-03-10", "2025-03-10", None, True),
        ("10 March", "2025-03-11", "2025-03-26", False),
        ("10 March", "2024-03-10", "2025-03-26", False),
        ("10 December", "2024-12-10", "2025-01-03", True),
        ("10 March", "2025-03", "2025-03-26", True),
        ("10 March", "2025-04", "2025-05-26", False),
        ("March", "2025-03-10", "2025-05-26", True),
        ("March", "2025-04-10", "2025-05-26", False),
        ("Monday", "2025-03-10", "2025-03-14", True),
        ("last Monday", "2025-03-10", None, True),
        ("Monday", "2025-03-11", "2025-03-14", False),
        ("Monday", "2025-02-10", "2025-03-14", False),
        ("Tuesday 11 March", "2025-03-11", "2025-03-14", True),
        ("yesterday", "2025-03-13", "2025-03-14", True),
        ("yesterday", "2025-03-12", "2025-03-14", False),
        ("last week", "2025-03-12", "2025-03-14", None),
        ("last month", "2025-03-12", "2025-03-14", None),
        ("10 March", None, "2025-03-14", None),
        ("", "2025-03-12", "2025-03-14", None),
        ("31 February", "2025-02-28", "2025-03-14", False),
    ],
)
def test_the_day_that_a_notice_names_is_that_of_the_text(day, published, now, fits):
    earlier, later = (
        ct.Document(id=name, text=name, published=value and ct.Date(value))
        for name, value in (("one", published), ("other", now))
    )

    assert is_of_day(day, earlier, later) is fits


@pytest.mark.parametrize("case", CASES, ids=[case["notice"] for case in CASES])
def test_a_notice_that_both_have_is_not_new(case):
    one = report("one", case["baseline"], case["notice"])
    other = report("other", case["baseline"], case["notice"])

    found = ct.compare(one, other)

    assert (found.corrections, found.notes) == ((), ())
    assert ct.compare(one, one).findings() == frozenset()


def test_another_text_is_corrected_where_no_other_outlet_wrote_it():
    case = CASES[0]
    outlets = ((None, None, 1), ("daily", "daily", 1), ("daily", "weekly", 0))
    for ours, theirs, count in outlets:
        one = report("one", case["baseline"], work=None, publisher=ours)
        other = report("other", case["baseline"], case["notice"], work=None, publisher=theirs)

        found = ct.compare(one, other)

        assert found.relation == "report"
        assert (len(found.corrections), found.notes) == (count, ())


def test_relations_of_either_file_are_corrections():
    one = report("one", ["Eleven states signed.", "Rain fell."], work=None)
    other = report(
        "other",
        ["Ten states signed.", "No rain fell."],
        work=None,
        c0=("corrects", "one#one-0"),
        c1=("retracts", "one#one-1"),
    )

    found = ct.compare(one, other)

    assert [(each.type, each.by, each.baseline, each.later, each.rule) for each in found.corrections] == [
        ("corrects", "later", ("one-0",), ("other-0",), "relation"),
        ("retracts", "later", ("one-1",), ("other-1",), "relation"),
    ]
    assert {"corrected", "retracted"} <= found.findings()
    assert [each.by for each in ct.compare(other, one).corrections] == ["baseline", "baseline"]


def test_a_raw_text_with_a_notice_corrects_what_was_carried():
    one = report("one", ["Eleven states signed the statement.", "Rain fell in Berlin."])
    text = (
        one.document.text.replace("Eleven", "Ten")
        + "\n\nAn earlier version of this article said that eleven states signed the statement."
    )

    [found] = ct.compare_text(one, one.document.next_version(text)).comparison.corrections

    assert (found.type, found.by, found.baseline, found.later) == ("corrects", "later", ("one-0",), ())


def test_corrections_and_notes_fit_the_schema():
    validator = jsonschema_rs.Draft202012Validator(_schemas.schema("comparison"))
    for case in CASES:
        data = json.loads(ct.comparison_json(ct.compare(*both(case))))
        assert [error.message for error in validator.iter_errors(data)] == []


NOTICES = [case["notice"] for case in CASES]
SENTENCES = sorted({sentence for case in CASES for sentence in case["baseline"]})


@settings(max_examples=30)
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5),
    st.sampled_from([*NOTICES, ""]),
    st.sampled_from([*NOTICES, ""]),
    st.sampled_from(["work", None]),
)
def test_corrections_can_be_turned(ours, theirs, first, second, work):
    one, other = report("one", ours, first, work=work), report("other", theirs, second, work=work)

    found = ct.compare(one, other)

    assert ct.invert(found) == ct.compare(other, one)
    assert ct.invert(ct.invert(found)) == found


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)), max_size=12), st.sampled_from(NOTICES))
def test_a_notice_is_stated_by_the_claims_that_touch_it(places, notice):
    one = report("one", SENTENCES[:2], f"{notice}\n\n{NOTICES[0]}", noted=False)
    text, middle = one.document.text, one.document.text.index(notice)
    known = (ct.Span(middle - 30 + start, middle - 30 + start + length) for start, length in places)
    spans = [span for span in known if span.end <= len(text) and span.of(text).strip()]
    noted = evolve(
        one,
        claims=[
            evolve(one.claims[0], id=f"c{number}", content=[ct.Anchor(span, span.of(text))])
            for number, span in enumerate(spans)
        ],
    )

    found = notices_of(noted)

    told = claims_within(noted, found)
    assert [set(names) for names in told] == [
        {f"c{number}" for number, span in enumerate(spans) if span.overlaps(each.span)} for each in found
    ]
    assert claims_in_notices(noted) == {name for names in told for name in names}
    assert [each.words for each in found] == [each.span.of(text) for each in found]


def test_claims_are_read_once_however_many_notices_there_are(monkeypatch):
    sentences = [f"Mill {number} in Emden has {number + 20} workers." for number in range(40)]
    said = "An earlier version of this article said that mill {} in Emden has {} workers."
    read = []
    monkeypatch.setattr(
        _corrections,
        "_SaidClaim",
        lambda claim, known, made=_corrections._SaidClaim: read.append(claim.id) or made(claim, known),
    )
    one = report("one", sentences)
    other = report(
        "other", sentences, "\n\n".join(said.format(number, number + 20) for number in range(20)), noted=False
    )

    found = ct.compare(one, other).corrections

    assert [each.baseline for each in found] == [(f"one-{number}",) for number in range(20)]
    assert sorted(read) == sorted(claim.id for claim in one.claims)


@given(
    st.lists(st.frozensets(st.sampled_from("abcdefg")), max_size=8),
    st.frozensets(st.sampled_from("abcdefg"), min_size=1),
    st.sampled_from([_corrections.HELD, _corrections.HELD_BESIDE]),
)
def test_no_claim_that_has_enough_of_the_old_words_is_overlooked(claims, stems, held):
    enough = {number for number, known in enumerate(claims) if len(stems & known) / len(stems) >= held}

    found = _corrections.nominated(stems, _corrections.postings(claims), held)

    assert enough <= set(found)
    assert all(stems & claims[number] for number in found)


def test_texts_without_a_notice_have_none():
    assert notices("The earlier version of the bill was corrected by the ministry. It withdrew its troops.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "an earlier version of this article " * 3000,
        "we retract the claim that " * 4000,
        "Correction: " * 8000,
        "not x, " * 10000 + "as an earlier version",
        "an earlier version said " + "a" * 200_000,
        "corrected" + "(" * 100_000,
        "retract" + ", not 1,000" * 10_000,
        "our report of 3 May that " * 4_000,
        "on 3 May we reported that " * 37 + "it was wrong",
        "we withdraw the report, " * 4_000,
        "“" * 50_000 + "we were wrong to say that it rains",
        ("as we reported on 3 May, " * 40)[:990],
    ],
)
def test_odd_texts_are_read_in_little_time(text):
    assert len(notices(text)) <= 1


def test_a_report_without_its_text_has_the_notices_of_its_claims():
    one, other = both(CASES[0])
    bare = evolve(
        other, document=ct.Document(id="other-text", sha256=other.document.sha256, work="work", language="en")
    )

    [found] = ct.compare(one, bare).corrections

    assert (found.baseline, found.later) == (("one-0",), ("other-2",))
