"""``claimtrack draft``, and ``compare`` with raw texts: from a text to a corrected draft, and what a later one says."""

import hashlib
import json
import os

import pytest

import claimtrack as ct
from claimtrack import encoders
from claimtrack.drafting import draft
from claimtrack.render import markdown, terminal
from claimtrack.render.words import visible

TEXT = (
    "The transport minister, Carla Berg, said on Monday that the new ferry line will open in June.\n\n"
    "“We have waited long enough,” she told reporters.\n\n"
    "According to the shipping union, forty jobs may be lost in the old port.\n"
)
TODAY = TEXT.replace("will open", "may open").replace("According", "Two ships were ordered in Norway.\n\nAccording")


@pytest.fixture
def text(tmp_path):
    """Writes a text file and returns its name."""

    def text(content=TEXT, name="plan.txt"):
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return name

    return text


@pytest.fixture
def corrected(run, text, tmp_path):
    """A draft that a person went over: one claim corrected, one struck out."""
    assert run("draft", text(), "-o", "plan.claims.json", "--url", "https://example.org/plan")[0] == 0
    report = json.loads((tmp_path / "plan.claims.json").read_bytes())
    report["annotators"].append({"id": "me", "kind": "person", "name": "Me"})
    opens, waited, *others = report["claims"]
    opens["kind"], opens["tags"] = "commitment", ["ferry"]
    opens["origin"] = {"annotator": "me", "status": "corrected"}
    report["claims"] = [opens, *others]
    report["rejected"] = [{"content": waited["content"], "reason": "no news"}]
    (tmp_path / "corrected.claims.json").write_text(json.dumps(report), encoding="utf-8")
    return "corrected.claims.json"


# --- draft -----------------------------------------------------------------------------------------------------------


def test_a_draft_is_a_valid_report_that_names_its_text_and_what_is_known_of_it(run, text, tmp_path):
    options = [
        "--title",
        "A plan",
        "--url",
        "https://example.org/1",
        "--published",
        "2026-03",
        "--publisher",
        "The Post",
    ]

    code, out, err = run("draft", text(), "-o", "plan.claims.json", *options)

    report = ct.load(tmp_path / "plan.claims.json")
    assert (code, err) == (0, "")
    assert out == f"plan.claims.json: {len(report.claims)} claims, {len(report.speakers)} speakers\n"
    assert report.claims
    assert {claim.origin.status for claim in report.claims} == {"drafted"}
    document = report.document
    assert (document.path, document.text, document.title) == ("plan.txt", TEXT, "A plan")
    assert (document.url, str(document.published), document.publisher.name) == (options[3], "2026-03", "The Post")
    assert document.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert run("validate", "--strict", "plan.claims.json")[0] == 0


def test_without_a_name_the_draft_goes_to_standard_output_with_its_text(run, text):
    code, out, err = run("draft", text())

    assert (code, err) == (0, "")
    assert ct.loads(out.encode()).document.text == TEXT
    assert run("draft", "-", stdin=TEXT.encode())[1].replace('"text-', '"plan-') == out
    assert run("draft", "plan.txt")[1] == out


def test_a_draft_of_the_command_line_is_that_of_the_library(run, text):
    found = ct.loads(run("draft", text())[1].encode())

    made = draft(TEXT)
    assert (found.claims, found.speakers) == (made.claims, made.speakers)


@pytest.mark.parametrize(
    ("name", "output", "options", "path"),
    [
        ("new.txt", "out.claims.json", [], "new.txt"),
        pytest.param(
            *("report: 1.txt", "out.claims.json", [], None),
            marks=pytest.mark.skipif(os.name == "nt", reason="no name of a file on Windows"),
        ),
        ("new.txt", "reports/out.claims.json", [], None),
        ("new.txt", "out.claims.json", ["--embed"], None),
        ("new.txt", "out.claims.json", ["--encoding", "utf-8"], None),
    ],
)
def test_a_draft_names_a_text_beside_it_and_embeds_any_other(run, text, tmp_path, name, output, options, path):
    (tmp_path / "reports").mkdir()

    assert run("draft", text(name=name), "-o", output, *options)[0] == 0

    assert ct.load(tmp_path / output).document.path == path
    assert ("text" in json.loads((tmp_path / output).read_bytes())["document"]) == (path is None)


@pytest.mark.parametrize(
    ("data", "options"),
    [
        (TEXT.replace("\n", "\r\n").encode(), []),
        (b"\xef\xbb\xbf" + TEXT.encode(), []),
        (TEXT.encode("utf-16"), []),
        (TEXT.encode("cp1252"), ["--encoding", "cp1252"]),
        (b"{Updated} " + TEXT.encode(), []),
    ],
)
def test_texts_of_every_make_are_drafted(run, text, tmp_path, data, options):
    assert run("draft", text(data), "-o", "out.claims.json", *options)[0] == 0

    assert ct.validate(tmp_path / "out.claims.json") == ()
    assert any(
        "the new ferry line will open in June" in claim.quote for claim in ct.load(tmp_path / "out.claims.json").claims
    )


@pytest.mark.parametrize(
    ("data", "arguments", "fact", "remedy"),
    [
        (bytes(range(256)), [], "is not UTF-8", "save the words as plain text"),
        (b"%PDF-1.4\n\x00\x01", [], "NUL character", "save the words as plain text"),
        (b"<!DOCTYPE html>\n<p>Ann said so.</p>", [], "the source of a web page", "save the words as plain text"),
        (b"<div><p>Ann said so.</p><p>Bob did not.</p></div>", [], "source of a web page", "save the words"),
        (b"%PDF-1.4\n1 0 obj\n(Ann said so.) Tj\n", [], "is a PDF", "save the words as plain text"),
        (b'{"claimtrack_comparison": 1}', [], "is what `claimtrack compare` found, not a text", "the plain text"),
        (b'{"document": {}, "claims": []}', [], "is a report, not a text", "claimtrack show"),
        (TEXT, ["--published", "2026-13-01"], "there is no date 2026-13-01", "month"),
        (TEXT, ["--url", "no address"], "CT105", "for example https://"),
        (TEXT, ["--id", "no id"], "is no id", "letters, digits"),
        (TEXT, ["--language", "English"], "is no language tag", "en"),
        (TEXT, ["--encoding", "klingon"], "is no encoding", "cp1252"),
        (TEXT, ["-o", "plan.txt"], "would be written over plan.txt", "-o"),
        (TEXT, ["-o", "nowhere/out.json"], "cannot be written", "folder"),
        (TEXT, ["--keep", "none.claims.json"], "cannot be read", "check the name"),
    ],
)
def test_what_cannot_be_drafted_says_why_and_exits_with_two(run, text, tmp_path, data, arguments, fact, remedy):
    code, out, err = run("draft", text(data), *arguments)

    assert (code, out) == (2, "")
    assert fact in err
    assert remedy in err
    assert [file.name for file in tmp_path.iterdir()] == ["plan.txt"]


def test_a_missing_text_and_too_many_texts_could_not_run(run, text):
    for arguments in (["none.txt"], ["."], [text(), "plan.txt"], [], ["-", "--keep", "-"]):
        code, out, err = run("draft", *arguments)
        assert (code, out) == (2, "")
        assert err.strip()


@pytest.mark.parametrize("content", ["", "\n\n", "Ja. " * 3])
def test_a_text_without_claims_gives_an_empty_draft_and_a_reason(run, text, content):
    code, out, err = run("draft", text(content))

    assert code == 0
    assert ct.loads(out.encode()).claims == ()
    assert err.startswith("plan.txt: warning CT50")
    assert "hint: " in err


def test_a_text_in_another_language_is_told_and_drafted_without_labels(run, text):
    code, out, err = run(
        "draft", text("Die Ministerin hat am Montag gesagt, dass die neue Linie im Juni eröffnet wird.\n")
    )

    assert code == 0
    assert {str(claim.certainty) for claim in ct.loads(out.encode()).claims} == {"Uu"}
    assert "plan.txt: warning CT502" in err


# --- the round of correction -----------------------------------------------------------------------------------------


def test_what_a_person_corrected_survives_a_new_draft_of_the_same_text(run, corrected, tmp_path):
    code, out, err = run("draft", "plan.txt", "--keep", corrected, "-o", "again.claims.json")

    kept, found = ct.load(tmp_path / corrected), ct.load(tmp_path / "again.claims.json")
    assert (code, err) == (0, "")
    assert "1 of them kept" in out
    assert (found.id, found.claims, found.rejected) == (kept.id, kept.claims, kept.rejected)
    assert found.document.url == "https://example.org/plan"


def test_what_a_person_corrected_survives_in_a_later_version_and_only_what_changed_is_proposed(
    run, corrected, text, tmp_path
):
    code, _, err = run("draft", text(TODAY, "today.txt"), "--keep", corrected, "-o", "today.claims.json")

    kept, found = ct.load(tmp_path / corrected), ct.load(tmp_path / "today.claims.json")
    assert (code, err) == (0, "")
    assert run("validate", "today.claims.json")[0] == 0
    [opens] = [claim for claim in found.claims if claim.tags == ("ferry",)]
    assert "may open in June" in opens.quote
    assert (opens.id, opens.kind, str(opens.certainty)) == (kept.claims[0].id, "commitment", "PS+")
    assert not any("We have waited" in claim.quote for claim in found.claims)
    assert any("Two ships" in claim.quote for claim in found.claims)
    assert (found.derived_from, found.document.previous) == (kept.id, kept.document.id)
    out = run("compare", corrected, "today.claims.json")[1]
    assert "(a version of the same work)" in out
    assert "[-will-] {+may+}" in out


def test_what_cannot_be_kept_is_named(run, corrected, text, tmp_path):
    later = text(TEXT.partition("\n\n")[2], "later.txt")

    code, out, err = run("draft", later, "--keep", corrected, "-o", "later.claims.json")

    name = ct.load(tmp_path / corrected).claims[0].id
    assert code == 0
    assert "0 of them kept" in out
    assert f"{corrected}: warning CT506: claim {name} is left behind: its content is lost (/claims/0)" in err
    assert "hint: make it anew" in err


def test_each_note_names_the_file_that_it_is_about(run, corrected, text):
    german = "Der Minister hat am Montag gesagt, dass die neue Linie nicht mehr eröffnet wird.\n"
    later = text(TEXT.partition("\n\n")[2] + "\n" + german, "later.txt")

    err = run("draft", later, "--keep", corrected, "-o", "later.claims.json")[2]

    notes = [line.partition(": warning ") for line in err.splitlines() if ": warning " in line]
    assert {(name, told[:5]) for name, _, told in notes} == {(later, "CT503"), (corrected, "CT506")}


def test_a_correction_that_was_not_marked_is_named(run, corrected, tmp_path):
    report = json.loads((tmp_path / corrected).read_bytes())
    report["claims"][-1]["certainty"] = "CT-"
    (tmp_path / corrected).write_text(json.dumps(report), encoding="utf-8")

    code, _, err = run("draft", "plan.txt", "--keep", corrected)

    assert code == 0
    assert "1 claim marked as drafted, and not what is drafted now" in err
    assert '"status": "corrected"' in err


@pytest.mark.parametrize("output", ["corrected.claims.json", "plan.txt"])
def test_a_draft_is_not_written_over_what_it_was_made_from(run, corrected, text, tmp_path, output):
    before = (tmp_path / output).read_bytes()

    code, _, err = run("draft", text(TODAY, "today.txt"), "--keep", corrected, "-o", output)

    assert code == 2
    assert f"{output} would be written over {output}" in err
    assert (tmp_path / output).read_bytes() == before


# --- compare ---------------------------------------------------------------------------------------------------------


def test_a_later_text_is_drafted_and_compared_as_another_report_unless_something_says_it_is_a_version(
    run, corrected, text
):
    code, out, err = run("compare", corrected, text(TODAY, "today.txt"))

    assert code == 0
    assert "(another text)" in out
    assert "DROPPED" not in out
    assert "today.txt is drafted: " in err
    assert f"today.txt is compared as another text: nothing says that it is a version of {corrected}" in err
    assert "much of it is the same word for word" in err
    assert "hint: --as version" in err
    told = run("compare", corrected, text("Rain fell on the town for two days.\n", "rain.txt"))[2]
    assert "word for word" not in told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_same_text_in_other_bytes_and_with_other_line_ends_is_a_version(run, corrected, text, encoding):
    code, out, err = run("compare", corrected, text(TEXT.replace("\n", "\r\n").encode(encoding), "copy.txt"))

    assert (code, "(a version of the same work)" in out) == (0, True)
    assert "it is the same text" in err
    assert "\nCHANGED" not in out


def test_what_is_no_text_is_no_version_either(run, corrected, text):
    for data in (b"%PDF-1.4\n(Ann said so.) Tj\n", b"<div><p>Ann said so.</p><p>Bob did not.</p></div>"):
        new = text(data, "new.txt")
        for command in (["compare", corrected, new, "--as", "version"], ["carry", corrected, new]):
            code, out, err = run(*command)
            assert (code, out) == (2, "")
            assert "save the words as plain text first" in err


def test_new_sentences_of_a_version_differ_but_are_no_claims(run, corrected, text):
    new = text(TEXT + "\nTwo more ships were ordered in Norway.\n", "today.txt")
    version = ["compare", corrected, new, "--as", "version"]

    assert (run(*version, "--exit-code")[0], run(*version, "--fail-on", "added")[0]) == (1, 0)
    assert run(*version, "--exit-code", "--only", "certainty")[0] == 0
    assert "NEW SENTENCES" in run(*version, "--only", "added")[1]
    assert "NEW SENTENCES" not in run(*version, "--only", "certainty")[1]


def test_anchors_are_not_written_over_the_text_they_are_made_from(run, text):
    name = text()
    assert run("draft", name, "-o", "out.claims.json")[0] == 0

    for more in ([], ["--embed"]):
        code, _, err = run("anchor", "out.claims.json", "-o", name, *more)
        assert code == 2
        assert f"{name} would be written over" in err


def test_texts_in_two_languages_are_not_compared_by_their_words(run, text):
    german = (
        "Die Ministerin hat am Montag gesagt, dass die neue Linie im Juni eröffnet wird und dass sie nicht teuer ist."
    )

    out = run("compare", text(TEXT), text(german, "german.txt"))[1]

    assert "the texts are in two languages" in out
    assert "NOT MENTIONED" not in out


@pytest.mark.parametrize("url", ["https://example.org/plan", "http://www.example.org/plan/#top"])
def test_a_text_of_the_same_address_is_a_version(run, corrected, text, url):
    code, out, err = run("compare", corrected, text(TODAY, "today.txt"), "--url", url)

    assert code == 0
    assert "(a version of the same work)" in out
    assert "NEW SENTENCES\n  5: Two ships were ordered in Norway." in out
    assert "hint: --as report" in err
    assert "is drafted" not in err


def test_the_relation_that_is_asked_for_is_taken_and_not_talked_about(run, corrected, text):
    new = text(TODAY, "today.txt")

    as_report = run("compare", corrected, new, "--as", "report", "--url", "https://example.org/plan")
    as_version = run("compare", corrected, new, "--as", "version")

    assert "(another text)" in as_report[1]
    assert "compared as" not in as_report[2]
    assert "(a version of the same work)" in as_version[1]
    assert as_version[2] == ""


def test_reports_of_one_address_are_versions(run, corrected, text, tmp_path):
    for name, url in (("same", "https://www.example.org/plan"), ("other", "https://example.org/plan-2")):
        run("draft", text(TODAY, "today.txt"), "--url", url, "-o", f"{name}.claims.json")

    assert "(a version of the same work)" in run("compare", corrected, "same.claims.json")[1]
    assert "(another text)" in run("compare", corrected, "other.claims.json")[1]
    assert "(another text)" in run("compare", corrected, "same.claims.json", "--as", "report")[1]


def test_two_texts_are_compared(run, text):
    old, new = text(), text(TODAY, "today.txt")

    code, out, err = run("compare", old, new)
    piped = run("compare", "-", new, stdin=TEXT.encode())

    assert code == 0
    assert out.startswith("plan-")
    assert "[-will-] {+may+}" in out
    assert [line for line in err.splitlines() if "drafted" in line] == [
        "claimtrack: plan.txt is drafted: 3 claims",
        "claimtrack: today.txt is drafted: 4 claims",
    ]
    assert piped[1].replace("text-", "plan-") == out
    assert "standard input is drafted: 3 claims" in piped[2]
    assert run("compare", old, new, "--as", "version")[1].count("NEW SENTENCES") == 1
    assert run("compare", "--exit-code", old, old)[0] == 0


def test_a_text_is_a_baseline_for_a_report(run, corrected, text):
    code, out, _ = run("compare", "plan.txt", corrected, "--format", "json")

    assert code == 0
    assert json.loads(out)["relation"] == "version"


def test_a_comparison_of_drafts_is_json_and_markdown_too(run, text):
    old, new = text(), text(TODAY, "today.txt")

    found = json.loads(run("compare", old, new, "--format", "json")[1])
    assert found["relation"] == "report"
    assert found["added"]
    assert "~~will~~ **may**" in run("compare", old, new, "--format", "markdown")[1]


@pytest.mark.parametrize(
    ("arguments", "fact"),
    [
        (["plan.txt", "today.txt", "--encoder", "oracle"], "there is no encoder 'oracle'"),
        (["plan.txt", "today.txt", "--as", "version", "--encoder", "os:sep"], "not"),
        (["plan.txt", "corrected.claims.json", "--url", "https://example.org"], "leave --url out"),
        (["-", "-"], "both BASE and LATER are standard input"),
        (["plan.txt", "none.txt"], "cannot be read"),
        (["bad.txt", "plan.txt"], "is not UTF-8"),
    ],
)
def test_a_comparison_that_cannot_be_made_says_why(run, corrected, text, arguments, fact):
    text(TODAY, "today.txt")
    text(b"\xff\xfa", "bad.txt")

    code, out, err = run("compare", *arguments)

    assert (code, out) == (2, "")
    assert fact in err


def test_a_txt_that_begins_with_a_brace_is_a_text_unless_it_is_an_object(run, corrected, text, tmp_path):
    braced = text("{Updated} " + TEXT, "braced.txt")
    report = text((tmp_path / corrected).read_bytes().replace(b"plan.txt", b"plan.txt"), "report.txt")

    assert "braced.txt is drafted" in run("compare", corrected, braced)[2]
    assert "is drafted" not in run("compare", corrected, report)[2]
    assert run("compare", corrected, text("{Updated} " + TEXT, "braced.claims.json"))[0] == 1


def test_every_encoder_is_named_in_the_help(run):
    out = run("compare", "--help")[1]

    assert all(name in out for name in encoders.NAMES)
    for command in ("draft", "compare", "show"):
        assert "Example:" in run(command, "--help")[1]


# --- how contradictions, corrections and notes are told --------------------------------------------------------------


def side(name, **claims):
    digests = [
        ct.comparison.Digest(id=key, kind="assertion", certainty="CT+", speakers=("Ann",), words=words, spans=())
        for key, words in claims.items()
    ]
    return ct.comparison.Side(report=name, document=name, sha256="0" * 64, claims=digests)


TOLD = ct.Comparison(
    relation="report",
    baseline=side("old", ready="Moscow is *ready*", dead="Five people died"),
    later=side("new", refuses="Moscow refuses", notice="An earlier version was wrong"),
    contradictions=[
        ct.Contradiction(
            baseline="ready",
            later="refuses",
            rule="refusal against openness",
            evidence_baseline=ct.Evidence(words="ready"),
            evidence_later=ct.Evidence(words="refuses"),
        )
    ],
    corrections=[
        ct.comparison.Correction(
            type="corrects",
            by="later",
            baseline=("dead",),
            later=("notice",),
            evidence_later=ct.Evidence(words="An earlier version of this article gave a wrong number\x1b[31m"),
        ),
        ct.comparison.Correction(type="retracts", by="later", evidence_later=ct.Evidence(words="We withdraw this")),
    ],
    notes=[
        ct.comparison.Note(
            rule="languages differ",
            baseline=ct.Evidence(words="en", source="field"),
            later=ct.Evidence(words="de", source="field"),
        )
    ],
)


def test_contradictions_corrections_and_notes_are_told_with_their_words():
    from rich.console import Console

    console = Console(width=100, highlight=False)
    with console.capture() as captured:
        console.print(terminal.comparison(TOLD, colour=False))
    out = "\n".join(line.rstrip() for line in captured.get().splitlines())

    assert "! languages differ (en / de): the texts are in two languages" in out
    assert "ready ✗ refuses  refusal against openness: “ready” / “refuses”" in out
    assert "CORRECTED\n  notice corrects dead\n    “An earlier version" in out
    assert "“Five people died”" in out
    assert "RETRACTED\n  a notice retracts the whole text\n    “We withdraw this”" in out
    assert "1 contradicted · 1 corrected · 1 retracted" in out
    assert visible("\x1b") in out
    assert "\x1b" not in out


def test_markdown_tells_them_too():
    out = markdown.comparison(TOLD)

    assert "> languages differ (en / de): the texts" in out
    assert "(refusal against openness: “ready” / “refuses”)" in out
    assert r"Moscow is \*ready\*" in out
    assert "- “An earlier version of this article gave a wrong number" in out
    assert "corrects `dead` “Five people died”" in out
    assert "- “We withdraw this” retracts the whole text" in out
