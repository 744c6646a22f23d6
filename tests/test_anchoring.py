"""Quotes written by hand become anchors, and those that cannot are named."""

import json

import pytest

import claimtrack as ct
from claimtrack.anchoring.quoting import CONTEXT, MAX_CONTEXT

TEXT = "He said so. She said no. “Never,” he said, “will they go.” 🕊️ He said so."
DOCUMENT = ct.Document(id="d", text=TEXT)
SKETCH = {
    "id": "sketch",
    "document": {"id": "d", "text": TEXT},
    "annotators": [{"id": "ann", "kind": "person", "name": "Ann"}],
    "speakers": [{"id": "he", "name": "He", "kind": "person"}],
    "claims": [
        {
            "id": "never",
            "kind": "prediction",
            "content": ["Never", "will they go"],
            "attribution": {"speakers": ["he"], "cue": [{"exact": "said", "prefix": "he ", "suffix": ", “will"}]},
            "certainty": "CT-",
        }
    ],
}


def sketch(**claim):
    made = json.loads(json.dumps(SKETCH))
    made["claims"][0].update(claim)
    return json.dumps(made, indent=1).encode()


def test_quotes_become_anchors():
    report = ct.complete(sketch()).report

    claim = report.claims[0]
    assert [piece.span.of(TEXT) for piece in claim.content] == ["Never", "will they go"]
    assert claim.attribution.cue[0].span.start == TEXT.index("said, “will")
    assert claim.origin.annotator == "ann"
    assert report.document.sha256 == DOCUMENT.sha256
    assert ct.validate(ct.dumps(report)) == ()


def test_completing_twice_changes_nothing():
    once = ct.dumps(ct.complete(sketch()).report)

    assert ct.dumps(ct.complete(once).report) == once


def test_anchors_are_placed_anew_when_the_text_has_changed():
    data = json.loads(ct.dumps(ct.complete(sketch()).report))
    data["document"]["text"] = "By the way: " + TEXT
    for anchor in (*data["claims"][0]["content"], *data["claims"][0]["attribution"]["cue"]):
        anchor.pop("prefix", None)
        anchor.pop("suffix", None)
    data["claims"][0]["attribution"]["cue"][0]["suffix"] = ", “will"

    report = ct.complete(json.dumps(data)).report

    assert report.claims[0].content[0].span.start == len("By the way: ") + TEXT.index("Never")


@pytest.mark.parametrize(
    ("claim", "code", "pointer", "told"),
    [
        ({"content": ["Newer"]}, "CT212", "/claims/0/content/0", "does not stand"),
        ({"content": ["will they gone"]}, "CT212", "/claims/0/content/0", "will they go"),
        ({"content": ["He said so"]}, "CT213", "/claims/0/content/0", "2 times"),
        ({"content": [" "]}, "CT208", "/claims/0/content/0", "blank"),
        ({"conditions": [{"sense": "if", "anchor": "said"}]}, "CT213", "/claims/0/conditions/0/anchor", "4 times"),
    ],
)
def test_quotes_that_are_missing_or_ambiguous_are_named(claim, code, pointer, told):
    done = ct.complete(sketch(**claim))

    assert done.report is None
    [problem] = [problem for problem in done.problems if problem.severity == "error"]
    assert (problem.code, problem.pointer) == (code, pointer)
    assert told in f"{problem.message} {problem.hint}"
    assert problem.line is not None


def test_the_hint_for_an_ambiguous_quote_can_be_followed():
    with pytest.raises(ct.AmbiguousQuote) as caught:
        ct.annotate(DOCUMENT, "He said so", certainty="CT+")

    assert caught.value.places == (0, TEXT.rindex("He said so"))
    claim = ct.annotate(DOCUMENT, "He said so", certainty="CT+", prefix="🕊️ ")
    assert claim.content[0].span.start == TEXT.rindex("He said so")


def test_ids_come_from_the_quote_and_which_occurrence_it_is():
    first = ct.annotate(DOCUMENT, "She said no", certainty="CT+")
    again = ct.annotate(ct.Document(id="d2", text="Well. " + TEXT), "She said no", certainty="CT+")
    other = ct.annotate(DOCUMENT, ["She said", "no."], certainty="CT+")

    assert first.id == again.id
    assert first.id.startswith("she-said-no-")
    assert other.id != first.id


def test_every_fault_of_a_sketch_is_named_at_once():
    done = ct.complete(sketch(content=["Newer"], kind="rumour", certainty="sure"))

    assert {problem.code for problem in done.problems} >= {"CT212", "CT104"}


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{", b"null", b'{"document": 3, "claims": 4}', b'{"claims": [1, {"content": 2}]}']
)
def test_no_sketch_makes_the_tool_raise(data):
    done = ct.complete(data)

    assert done.report is None
    assert done.problems


def test_the_text_must_be_at_hand():
    with pytest.raises(ct.InvalidValue, match="not at hand"):
        ct.annotate(ct.Document(id="d", sha256="0" * 64), "said", certainty="CT+")


def test_a_place_that_no_context_tells_apart_can_be_an_error():
    text = "No comment. " * 200
    start = text.index("No comment", 1200)

    anchor = ct.describe(text, ct.Span(start, start + 10))

    assert len(anchor.prefix) == len(anchor.suffix) == MAX_CONTEXT
    with pytest.raises(ct.AmbiguousQuote, match=r"stands 1.. times between the same 400 code points") as caught:
        ct.describe(text, ct.Span(start, start + 10), unique=True)
    assert start in caught.value.places


def test_no_more_context_is_given_than_tells_a_place_apart():
    text = "Yes, said Ann. No comment. No, said Bob and all the others at that table. No comment. No, said Bob."
    start = text.rindex("No comment")

    anchor = ct.describe(text, ct.Span(start, start + 10), unique=True)

    assert anchor.prefix == text[start - CONTEXT : start]
