"""How a report is shown: its text with every claim's words marked beneath, and nothing that steers the terminal."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

import claimtrack as ct
from claimtrack import testing
from claimtrack.model import anchors
from claimtrack.render.annotated import LOW_CONFIDENCE, NARROWEST, annotated

TEXT = (
    "“We have waited,” the mayor said, “for ten long years, if the funds arrive.”\n"
    "Nobody came to listen. Rain fell on the town.\n"
    "Ann hopes to win."
)
DOCUMENT = ct.Document(id="d", text=TEXT, title="A road")
WAITED = ct.annotate(
    DOCUMENT,
    ["We have waited", "for ten long years"],
    id="waited",
    mention="the mayor",
    cue="said",
    mode="direct",
    conditions=[("if", "if the funds arrive")],
    certainty="CT+",
    status="drafted",
    confidence=LOW_CONFIDENCE - 1,
)
HOPES = ct.annotate(
    DOCUMENT, "Ann hopes to win", id="hopes", speakers=["ann"], certainty="CT+", relations=[("supports", "waited")]
)
WINS = ct.annotate(DOCUMENT, "win", id="wins", speakers=["ann"], certainty="Uu", confidence=LOW_CONFIDENCE)
RAIN = ct.Rejected(content=[ct.describe(TEXT, ct.Span(TEXT.index("Rain"), TEXT.index("Rain fell") + 9))])
REPORT = ct.Report(
    id="r",
    document=DOCUMENT,
    annotators=[ct.Annotator(id="annotator", name="x")],
    speakers=[ct.Speaker(id="ann", name="Ann Example", aliases=["Ann"])],
    claims=[HOPES, WAITED, WINS],
    rejected=[RAIN],
)


def shown(report, width=100, colour=False):
    console = Console(width=width, force_terminal=colour, color_system="standard" if colour else None, highlight=False)
    with console.capture() as captured:
        console.print(annotated(report, width=width))
    return captured.get().splitlines()


def beneath(lines, row, label):
    """The words that the track *label* below the line with *row* in it marks, by their mark."""
    at = next(number for number, line in enumerate(lines) if row in line)
    track = next(line for line in lines[at + 1 :] if line.startswith(label))
    found = {}
    for letter, mark in list(zip(lines[at], track, strict=False))[len(label) :]:
        if mark != " ":
            found[mark] = found.get(mark, "") + letter
    return found


def test_each_claim_has_a_track_of_its_own_with_the_roles_of_the_words():
    lines = shown(REPORT)

    assert beneath(lines, "We have waited", "[1]!") == {
        "=": "We have waitedfor ten long years",
        "@": "the mayor",
        "^": "said",
        "?": "if the funds arrive",
    }
    assert beneath(lines, "Ann hopes", "[2]") == {"=": "Ann hopes to win"}
    assert beneath(lines, "Ann hopes", "[3]") == {"=": "win"}


def test_what_no_claim_covers_and_what_was_struck_out_stand_out():
    lines = shown(REPORT)

    assert beneath(lines, "Nobody came", "[ ]") == {"-": "Nobody came to listen."}
    assert beneath(lines, "Nobody came", "[x]") == {"x": "Rain fell"}


def test_claims_are_told_below_their_paragraph_and_counted_above():
    lines = [line.rstrip() for line in shown(REPORT)]

    assert lines[0] == "r  A road"
    counts = " ".join(lines[1:3])
    assert counts.startswith("3 claims (1 drafted, 2 manual) · 1 speaker · 1 to be looked at · 1 without a speaker · ")
    assert "1 sentence in no claim · 1 struck out" in counts
    assert "[1]!  waited  assertion  CT+  not resolved  direct" in lines
    assert f"      drafted, confidence {LOW_CONFIDENCE - 1}" in lines
    assert lines.index("[1]!  waited  assertion  CT+  not resolved  direct") < lines.index(
        next(line for line in lines if "Nobody came" in line)
    )
    assert "[2]   hopes  assertion  CT+  Ann Example" in lines
    assert "      supports waited" in lines
    assert "  ann  Ann Example  person; also Ann  2 claims" in lines


def test_the_text_itself_can_be_copied():
    told = " ".join(line[6:].strip() for line in shown(REPORT) if not line.startswith("["))

    for sentence in TEXT.splitlines():
        assert sentence in told


def test_colours_only_add_to_the_marks():
    plain = [line.rstrip() for line in shown(REPORT)]
    coloured = [Text.from_ansi(line).plain.rstrip() for line in shown(REPORT, colour=True)]

    assert coloured == plain


@settings(max_examples=40, deadline=None)
@given(testing.reports(), st.integers(1, 100), st.booleans())
def test_every_report_is_shown_within_its_width_with_every_claim(report, width, colour):
    """
    Whatever the spans and the letters: no line is wider than what there is, and every claim is told once.
    """
    lines = shown(report, max(width, NARROWEST + 10))

    assert all(cell_len(line.rstrip()) <= max(width, NARROWEST + 10) + 1 for line in lines)
    for number in range(1, len(report.claims) + 1):
        assert any(line.startswith(f"[{number}]") for line in lines)
    if colour:
        assert len(shown(report, width, colour=True)) >= len(report.claims)


@given(testing.reports())
@settings(max_examples=30, deadline=None)
def test_a_track_is_as_long_as_its_words(report):
    """
    Below every code point of an anchor stands a mark, unless an anchor of the same claim and another role covers it.
    """
    text = report.document.text
    lines = shown(report, 10_000)
    for number, claim in enumerate(
        sorted(report.claims, key=lambda claim: (min(a.span.start for a in claim.content), claim.id)), 1
    ):
        marked = {at for _, anchor in anchors(claim) for at in range(anchor.span.start, anchor.span.end)}
        if all(text[at].isascii() and text[at].isalnum() for at in marked):
            tracks = [line for line in lines if line.startswith(f"[{number}]") and claim.id not in line]
            assert sum(len(track[6:]) - track[6:].count(" ") for track in tracks) == len(marked)


def test_show_prints_by_text_by_claim_and_as_json(run, tmp_path):
    ct.dump(REPORT, tmp_path / "r.claims.json")

    code, by_text, err = run("show", "r.claims.json")
    by_claim = run("show", "--by", "claim", "r.claims.json")[1]
    found = json.loads(run("show", "--format", "json", "r.claims.json")[1])

    assert (code, err) == (0, "")
    assert "[1]!   ==============   @@@@@@@@@ ^^^^" in by_text
    assert "1: waited  assertion  CT+" in by_claim
    assert "⟦We have waited⟧,” the mayor said" in by_claim
    assert [item["exact"] for item in found["uncovered"]] == ["Nobody came to listen.", "Rain fell on the town."]


def test_a_report_without_its_text_is_shown_by_claim(run, without_text):
    code, out, err = run("show", without_text(ct.dumps(REPORT)))

    assert code == 0
    assert "“We have waited … for ten long years”" in out
    assert "quotes alone" in err


@pytest.mark.parametrize("by", ["text", "claim"])
def test_a_document_does_not_steer_the_terminal(run, tmp_path, by):
    words = "A \x1b[31mred\x1b[0m \u202eclaim\u202c \x07 here"
    document = ct.Document(id="d", text=words)
    claim = ct.annotate(document, words, id="x", certainty="CT+")
    report = ct.Report(id="r", document=document, annotators=[ct.Annotator(id="annotator", name="x")], claims=[claim])
    ct.dump(report, tmp_path / "r.claims.json")

    _, out, _ = run("show", "--by", by, "r.claims.json")

    assert r"\u001b[31m" in out
    assert not any(mark in out for mark in "\x1b\x07\u202e")
