"""The laws: what holds for every report and every pair of them."""

import json
import subprocess
import sys

import jsonschema_rs
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack import _schemas, testing
from claimtrack.comparison import AXES
from claimtrack.text import words


@given(testing.reports())
def test_a_report_survives_the_trip_through_its_file(report):
    data = ct.dumps(report)

    assert ct.validate(data) == ()
    assert ct.loads(data) == report
    assert ct.dumps(ct.loads(data)) == data
    assert ct.loads(ct.dumps(report, line=True)) == report


@given(testing.reports())
def test_a_report_does_not_differ_from_itself(report):
    assert ct.compare(report, report).findings() == frozenset()


@settings(max_examples=100)
@given(testing.reports(), testing.reports(), st.booleans())
def test_comparing_the_other_way_round_is_the_inverse(one, other, of_one_text):
    if of_one_text:
        other = evolve(one, id="second", claims=one.claims[::-1][:2])

    forth, back = ct.compare(one, other), ct.compare(other, one)

    assert ct.invert(forth) == back
    assert ct.invert(ct.invert(forth)) == forth


@settings(max_examples=50)
@given(testing.reports(), testing.reports())
def test_every_claim_has_exactly_one_fate(one, other):
    found = ct.compare(one, other)

    ours = [name for pairing in found.pairings for name in pairing.baseline]
    ours += [name for group in found.undecided for name in group.baseline]
    ours += [*found.dropped, *found.not_mentioned]
    theirs = [name for pairing in found.pairings for name in pairing.later]
    theirs += [name for group in found.undecided for name in group.later]
    theirs += found.added
    assert sorted(ours) == sorted(claim.id for claim in one.claims)
    assert sorted(theirs) == sorted(claim.id for claim in other.claims)
    assert not (found.dropped and found.not_mentioned)


@settings(max_examples=100)
@given(testing.edited_reports())
def test_known_edits_are_found_and_nothing_else(edited):
    found = ct.compare(edited.baseline, edited.later)

    assert {
        pairing.baseline[0]: {(change.axis, change.rule) for change in pairing.changes} for pairing in found.pairings
    } == dict(edited.changes)
    assert set(found.dropped) == set(edited.dropped)
    assert set(found.added) == set(edited.added)
    assert ct.invert(found) == ct.compare(edited.later, edited.baseline)


@given(testing.edited_reports())
def test_edited_reports_are_valid(edited):
    assert ct.validate(ct.dumps(edited.baseline)) == ()
    assert ct.validate(ct.dumps(edited.later)) == ()


@settings(max_examples=50)
@given(testing.reports(), testing.reports())
def test_where_a_comparison_is_silent_the_claims_agree(one, other):
    """
    Forced into one pairing by an equal id, two arbitrary claims differ on an axis exactly where the comparison says so.
    """
    if not one.claims or not other.claims:
        return
    ours = evolve(one.claims[0], id="same", relations=())
    theirs = evolve(other.claims[0], id="same", relations=())
    speakers = (
        *one.speakers,
        *(speaker for speaker in other.speakers if speaker.id not in {s.id for s in one.speakers}),
    )
    one = evolve(one, id="r", claims=(ours,), speakers=speakers)
    other = evolve(other, id="r", claims=(theirs,), speakers=speakers)

    [pairing] = ct.compare(one, other).pairings

    said = [words(" ".join(piece.exact for piece in claim.content)) for claim in (ours, theirs)]
    meant = [words(claim.proposition or "") for claim in (ours, theirs)]
    expected = {
        "wording": said[0] != said[1] or meant[0] != meant[1],
        "mode": ours.attribution.mode != theirs.attribution.mode,
        "certainty": ours.certainty.level != theirs.certainty.level or ours.likelihood != theirs.likelihood,
        "polarity": ours.certainty.polarity != theirs.certainty.polarity,
        "kind": ours.kind != theirs.kind,
        "condition": _hung_on(ours) != _hung_on(theirs),
        "time": {str(time.value) for time in ours.time} != {str(time.value) for time in theirs.time},
        "tags": set(ours.tags) != set(theirs.tags),
    }
    changed = {change.axis for change in pairing.changes}
    assert {axis: axis in changed for axis in expected} == expected


def _hung_on(claim):
    return sorted((condition.sense, words(condition.anchor.exact)) for condition in claim.conditions)


@settings(max_examples=50)
@given(testing.reports(), testing.reports())
def test_every_verdict_shows_words_that_stand_in_the_text(one, other):
    found = ct.compare(one, evolve(other, document=evolve(other.document, work=None)))

    texts = one.document.text, other.document.text
    for pairing in found.pairings:
        for change in pairing.changes:
            for side, text in zip((change.baseline, change.later), texts, strict=True):
                if side is not None and side.source == "text" and change.axis != "condition":
                    assert side.words == " … ".join(span.of(text) for span in side.spans)
            for edit in change.edits:
                for side, text in zip((edit.baseline, edit.later), texts, strict=True):
                    if side.source == "text":
                        assert side.words == " … ".join(span.of(text) for span in side.spans)


@settings(max_examples=50)
@given(testing.reports(), testing.reports())
def test_a_comparison_fits_its_schema(one, other):
    validator = jsonschema_rs.Draft202012Validator(_schemas.schema("comparison"))

    found = json.loads(ct.comparison_json(ct.compare(one, other)))

    assert [error.message for error in validator.iter_errors(found)] == []


def test_the_axes_are_those_of_the_schema():
    axes = _schemas.schema("comparison")["$defs"]["change"]["properties"]["axis"]["enum"]

    assert set(AXES) <= set(axes)


@pytest.mark.parametrize(
    ("command", "names"),
    [
        (["compare", "--format", "json"], ["baseline.claims.json", "2026-01-08-moscow.claims.json"]),
        (["compare"], ["baseline.claims.json", "2026-01-08-moscow.claims.json"]),
        (["compare", "--format", "json", "--as", "version"], ["baseline.claims.json", "baseline-revised.txt"]),
        (["draft"], ["2026-01-08-moscow.txt"]),
        (["carry", "--format", "json"], ["baseline.claims.json", "baseline-revised.txt"]),
        (["carry", "-o", "-"], ["baseline.claims.json", "baseline-revised.txt"]),
    ],
)
def test_output_does_not_depend_on_the_hash_seed(command, names, examples):
    files = [str(examples / name) for name in names]

    outputs = set()
    for seed in ("0", "1", "271828"):
        done = subprocess.run(
            [sys.executable, "-m", "claimtrack", *command, *files],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path), "SYSTEMROOT": ""},
            capture_output=True,
            check=False,
        )
        assert (done.returncode in (0, 1), done.stderr) == (True, b"")
        outputs.add((done.returncode, done.stdout))

    assert len(outputs) == 1


@given(testing.texts_with_spans())
def test_a_described_span_is_found_again_or_called_ambiguous(case):
    text, span = case
    described = ct.describe(text, span)

    def again():
        return ct.annotate(
            ct.Document(id="d", text=text),
            described.exact,
            prefix=described.prefix or "",
            suffix=described.suffix or "",
            certainty="CT+",
        )

    if text.count((described.prefix or "") + described.exact + (described.suffix or "")) == 1:
        assert again().content[0].span == span
    else:
        with pytest.raises(ct.AmbiguousQuote) as caught:
            again()
        assert span.start in caught.value.places
