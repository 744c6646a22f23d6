"""The command line: what it prints, how it exits, and that bad input never shows a traceback."""

import hashlib
import json
import os
import re
import subprocess
import sys

import jsonschema_rs
import pytest

import claimtrack as ct
from claimtrack._rules import EXAMPLE

BAD = json.dumps(EXAMPLE | {"id": "bad"}, indent=2).replace('"assertion"', '"rumour"')
_BEFORE = BAD[: BAD.index('"rumour"')].split("\n")
RUMOUR = f"{len(_BEFORE)}:{len(_BEFORE[-1]) + 1}"


@pytest.fixture
def run_apart(tmp_path):
    """The same in a process of its own, for what depends on the process."""

    def run(*arguments, stdin=b"", env=None):
        plain = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR")}
        done = subprocess.run(
            [sys.executable, "-m", "claimtrack", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**plain, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1", **(env or {})},
            check=False,
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in out + err
        return done.returncode, out, err

    return run


@pytest.fixture
def good(tmp_path):
    file = tmp_path / "good.claims.json"
    file.write_text(json.dumps(EXAMPLE), encoding="utf-8")
    return file


@pytest.fixture
def bad(tmp_path):
    file = tmp_path / "bad.claims.json"
    file.write_text(BAD, encoding="utf-8")
    return file


@pytest.mark.skipif(os.name != "posix", reason="pipes end in another way on Windows")
@pytest.mark.parametrize(("unread", "code"), [("stdout", 0), ("stderr", 1)])
def test_a_reader_that_leaves_costs_no_more_than_what_it_would_have_read(bad, good, unread, code):
    """An exit code of 1 would mean findings; notices that nobody reads stop nothing."""
    reader, writer = os.pipe()
    os.close(reader)
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, unread: writer}
    command = [sys.executable, "-m", "claimtrack", "validate", good, *([bad] if unread == "stderr" else [])]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False, **streams)
    os.close(writer)

    assert (done.returncode, done.stderr or b"") == (code, b"")
    assert (b"1 error" in (done.stdout or b"")) == (unread == "stderr")


@pytest.mark.skipif(os.name != "posix", reason="only a POSIX shell closes a stream")
@pytest.mark.parametrize("command", ["validate", "draft", "show"])
def test_a_closed_standard_input_is_told(command):
    line = f'"$0" -m claimtrack {command} - <&-'
    done = subprocess.run(["sh", "-c", line, sys.executable], capture_output=True, check=False)

    assert done.returncode == 2
    assert b"standard input is closed" in done.stdout + done.stderr
    assert b"Traceback" not in done.stderr


def test_a_good_file_passes(run, run_apart, good):
    assert run("validate", good) == run_apart("validate", good) == (0, "1 file checked: no problems\n", "")


def test_one_bad_file_stops_nothing(run, good, bad, tmp_path):
    code, out, _ = run("validate", tmp_path, tmp_path / "none.json")

    assert code == 2
    assert f"bad.claims.json:{RUMOUR}: error CT104" in out
    assert "CT001" in out
    assert "3 files checked: 2 errors in 2 files" in out


def test_findings_exit_with_one(run, bad):
    assert run("validate", bad)[0] == 1


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_other_programs_read_problems(run, bad, form):
    code, out, _ = run("validate", "--format", form, bad)

    found = json.loads(out)
    assert code == 1
    if form == "json":
        assert found["problems"][0]["pointer"] == "/claims/0/kind"
    else:
        assert found["runs"][0]["results"][0]["ruleId"] == "CT104"
        assert found["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] == int(
            RUMOUR.split(":")[0]
        )


def test_github_reads_problems(run, bad):
    _, out, _ = run("validate", "--format", "github", bad)

    assert out.startswith("::error file=")
    line, column = RUMOUR.split(":")
    assert f",line={line},col={column},title=CT104::" in out


def test_standard_input_and_patterns_are_read(run, good, tmp_path):
    assert run("validate", "-", stdin=good.read_bytes())[0] == 0
    assert run("validate", "--lines", "-", stdin=json.dumps(EXAMPLE).encode() + b"\n\n{}\n")[0] == 1
    assert run("validate", tmp_path / "*.claims.json")[1].startswith("1 file checked")
    assert run("validate", tmp_path / "*.nothing")[0] == 2


def test_warnings_fail_only_when_strict(run, tmp_path):
    report = json.loads(json.dumps(EXAMPLE))
    report["document"]["modified"] = "2025-01"
    (tmp_path / "w.claims.json").write_text(json.dumps(report), encoding="utf-8")

    assert run("validate", tmp_path)[0] == 0
    assert run("validate", "--strict", tmp_path)[0] == 1


@pytest.mark.parametrize("command", ["validate", "show", "anchor", "compare"])
@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"null", b'{"claims": [{"id": "\\ud800"}]}', b"\x00" * 50]
)
def test_bad_input_never_shows_a_traceback(run, tmp_path, command, content):
    file = tmp_path / "x.claims.json"
    file.write_bytes(content)

    code, _, err = run(command, *([file, file] if command == "compare" else [file]))

    assert code == 1
    assert command == "validate" or "CT0" in err or "CT1" in err


def test_a_missing_file_could_not_run(run):
    for command in (["show", "none"], ["compare", "none", "none"], ["anchor", "none"]):
        code, _, err = run(*command)
        assert code == 2
        assert "cannot be read" in err


def test_compare_shows_the_words_of_both_sides(run, examples):
    code, out, err = run("compare", examples / "baseline.claims.json", examples / "2026-01-08-moscow.claims.json")

    assert (code, err) == (0, "")
    assert "coalition-led-by-europe → europe-leads-coalition" in out
    assert "{+of the willing+}" in out
    assert all(len(line) <= 100 for line in out.splitlines())
    assert "\x1b" not in out


def test_compare_exits_as_it_is_asked_to(run, examples):
    files = examples / "baseline.claims.json", examples / "2025-12-15-joint-statement.claims.json"

    assert run("compare", *files)[0] == 0
    assert run("compare", "--exit-code", *files)[0] == 1
    assert run("compare", "--exit-code", files[0], files[0])[0] == 0
    assert run("compare", "--fail-on", "weakened", *files)[0] == 1
    assert run("compare", "--fail-on", "reversed,dropped", *files)[0] == 0
    assert run("compare", "--fail-on", "not-a-word", *files)[0] == 2


def test_compare_is_narrowed_to_axes(run, examples):
    files = examples / "baseline.claims.json", examples / "2025-12-15-joint-statement.claims.json"

    _, out, _ = run("compare", "--only", "certainty", "--format", "json", *files)

    found = json.loads(out)
    assert found["pairings"]
    assert {change["axis"] for pairing in found["pairings"] for change in pairing["changes"]} == {"certainty"}
    assert found["not_mentioned"] == []
    for form in ("text", "markdown"):
        told, whole = (run("compare", "--format", form, *more, *files)[1] for more in (["--only", "corrected"], []))
        [counts] = re.findall(r"\d+ paired.*", whole)
        assert counts in told, "the counts are those of the whole"


def test_compare_writes_markdown_that_escapes_the_document(run, tmp_path):
    for name, words in (("a", "The <b>force</b> | *is* @ready"), ("b", "The <b>force</b> | *was* @ready")):
        document = ct.Document(id=name, work="w", text=words)
        claim = ct.annotate(document, words, id="x", certainty="CT+")
        ct.dump(
            ct.Report(id=name, document=document, annotators=[ct.Annotator(id="annotator", name="x")], claims=[claim]),
            tmp_path / f"{name}.claims.json",
        )

    _, out, _ = run("compare", "--format", "markdown", "a.claims.json", "b.claims.json")

    assert r"\<b\>force" in out
    assert "<b>" not in out
    assert "~~is~~" in out
    assert "@ready" not in out


def test_a_report_whose_text_is_not_at_hand_is_compared_by_its_quotes_and_not_valid(run, without_text):
    bare = without_text(json.dumps(EXAMPLE))

    assert run("compare", "--exit-code", bare, bare)[0] == 0
    assert run("validate", bare)[0] == 1


def test_anchor_writes_nothing_where_a_quote_is_missing(run, tmp_path):
    sketch = {
        "id": "s",
        "document": {"id": "d", "text": "Ann spoke."},
        "annotators": [{"id": "e", "kind": "person", "name": "E"}],
        "claims": [
            {
                "id": "c",
                "kind": "assertion",
                "content": ["Ann sang"],
                "attribution": {"speakers": []},
                "certainty": "CT+",
            }
        ],
    }
    (tmp_path / "s.json").write_text(json.dumps(sketch), encoding="utf-8")

    code, _, err = run("anchor", "s.json", "-o", "out.json")
    assert code == 1
    assert "CT212" in err
    assert not (tmp_path / "out.json").exists()

    (tmp_path / "s.json").write_text(json.dumps(sketch).replace("sang", "spoke"), encoding="utf-8")
    assert run("anchor", "s.json", "-o", "out.json")[0] == 0
    assert ct.validate(tmp_path / "out.json") == ()
    assert run("anchor", "s.json")[1].encode() == (tmp_path / "out.json").read_bytes()


def test_explain_schema_and_completion_print(run):
    assert "CT203" in run("explain", "ct203")[1]
    assert run("explain", "CT999")[0] == 2
    assert "CT405" in run("explain", "--list")[1]
    assert json.loads(run("schema")[1])["title"] == "claimtrack report"
    assert json.loads(run("schema", "comparison")[1])["title"] == "claimtrack comparison"
    assert "_CLAIMTRACK_COMPLETE" in run("completion", "zsh")[1]
    assert run("--version")[1].startswith("claimtrack")
    for command in ("validate", "anchor", "carry", "compare", "show", "explain", "schema", "completion"):
        assert "Example:" in run(command, "--help")[1]


def test_a_terminal_that_is_not_utf_8_gets_no_traceback(run_apart, examples):
    code, out, _ = run_apart(
        "show", examples / "baseline.claims.json", env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    )

    assert code == 0
    assert "\u2019" in out or r"\u2019" in out


# --- carry, and compare against a text --------------------------------------------------------------------------------

OLD = (
    "Ann said that the bridge will open in June, if funds arrive.\n\n"
    "Rain fell on the town. Bob said that trains are late.\n"
)
FERRIES = "The council buys forty ferries from a yard in Norway."


@pytest.fixture
def baseline(tmp_path):
    """A report with its text beside it: two claims."""
    (tmp_path / "old.txt").write_bytes(OLD.encode())
    document = ct.Document(id="bridge", work="bridge", text=OLD)
    claims = [
        ct.annotate(document, "the bridge will open in June", id="opens", certainty="CT+"),
        ct.annotate(document, "trains are late", id="late", certainty="CT+"),
    ]
    report = ct.Report(
        id="first", document=document, annotators=[ct.Annotator(id="annotator", name="Ed")], claims=claims
    )
    file = tmp_path / "first.claims.json"
    ct.dump(report, file)
    return file


@pytest.fixture
def text(tmp_path):
    """Writes a text file and returns its name."""

    def text(content, name="new.txt"):
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return name

    return text


def test_carry_says_where_each_claim_went_and_writes_a_report_that_validates(run, baseline, text, tmp_path):
    new = text(OLD.replace("will open", "may open"))

    code, out, err = run("carry", baseline, new, "-o", "out.claims.json")

    assert (code, err) == (0, "")
    assert "2 of 2 claims carried · 1 exact · 1 edited" in out
    assert "the bridge [-will-] {+may+} open in June" in out
    assert all(len(line) <= 100 for line in out.splitlines())
    assert run("validate", "out.claims.json")[0] == 0
    report = ct.load(tmp_path / "out.claims.json")
    assert (report.derived_from, report.document.path, report.document.previous) == ("first", "new.txt", "bridge")
    assert report.claim("opens").origin.status == "drafted"


def test_carry_exits_with_one_where_a_claim_is_lost_or_unsure(run, baseline, text):
    lost = run("carry", baseline, text(OLD.replace("Bob said that trains are late.", "")))
    twice = run(
        "carry", baseline, text("Bob said that trains are late.\nAll else is new.\nBob said that trains are late.")
    )

    assert (lost[0], twice[0]) == (1, 1)
    assert "LOST\n  late\n    − “trains are late”" in lost[1]
    assert "AMBIGUOUS\n  late" in twice[1]
    assert "? 1: Bob said that trains are late" in twice[1]


def test_carry_writes_outcomes_that_fit_their_schema(run, baseline, text):
    new = text(OLD.replace("will open", "may open"))

    code, out, _ = run("carry", "--format", "json", baseline, new)

    validator = jsonschema_rs.Draft202012Validator(json.loads(run("schema", "carried")[1]))
    found = json.loads(out)
    assert code == 0
    assert [error.message for error in validator.iter_errors(found)] == []
    assert [(claim["claim"], claim["status"]) for claim in found["claims"]] == [("opens", "edited"), ("late", "exact")]
    assert run("carry", "--format", "json", baseline, new)[1] == out


def test_carry_reads_a_text_and_writes_a_report_through_pipes(run, baseline, tmp_path):
    code, out, _ = run("carry", baseline, "-", "-o", "-", "--id", "second", stdin=OLD.replace("June", "July").encode())

    assert code == 0
    (tmp_path / "second.claims.json").write_text(out, encoding="utf-8", newline="")
    assert ct.validate(tmp_path / "second.claims.json") == ()
    report = ct.loads(out.encode())
    assert (report.id, report.document.path) == ("second", None)
    assert report.document.text == OLD.replace("June", "July")


@pytest.mark.parametrize(
    ("name", "output", "options", "path"),
    [
        ("new.txt", "out.claims.json", [], "new.txt"),
        ("texts/new.txt", "out.claims.json", [], "texts/new.txt"),
        ("new.txt", "reports/out.claims.json", [], None),
        ("new.txt", "out.claims.json", ["--embed"], None),
        ("new.txt", "out.claims.json", ["--encoding", "utf-8"], None),
    ],
)
def test_a_carried_report_names_a_text_beside_or_below_it_and_embeds_any_other(
    run, baseline, text, tmp_path, name, output, options, path
):
    for folder in ("texts", "reports"):
        (tmp_path / folder).mkdir()

    assert run("carry", baseline, text(f"{OLD}More.\n", name), "-o", output, *options)[0] == 0

    report = ct.load(tmp_path / output)
    assert (report.document.path, report.document.text) == (path, f"{OLD}More.\n")
    assert ("text" in json.loads((tmp_path / output).read_bytes())["document"]) == (path is None)


@pytest.mark.parametrize(
    ("data", "options"),
    [
        (OLD.replace("\n", "\r\n").encode(), []),
        (b"\xef\xbb\xbf" + OLD.encode(), []),
        (OLD.encode("utf-16"), []),
        (OLD.replace("Rain", "“Été”").encode("cp1252"), ["--encoding", "cp1252"]),
    ],
)
def test_texts_of_every_make_are_carried_to_with_their_hash_right(run, baseline, text, tmp_path, data, options):
    new = text(data)

    assert run("carry", baseline, new, "-o", "out.claims.json", *options)[0] == 0

    report = ct.load(tmp_path / "out.claims.json")
    assert [claim.quote for claim in report.claims] == ["the bridge will open in June", "trains are late"]
    if report.document.path is not None:
        assert report.document.sha256 == hashlib.sha256(data).hexdigest()
    assert ct.validate(tmp_path / "out.claims.json") == ()


@pytest.mark.parametrize("command", ["carry", "compare"])
@pytest.mark.parametrize(
    ("data", "fact", "remedy"),
    [
        (b"Ann said\n\xe9t\xe9", "new.txt:2: byte 9 is not UTF-8", "--encoding cp1252"),
        (b"%PDF-1.4\n\x00\x01", "NUL character", "save the words as plain text"),
        (bytes(range(256)), "is not UTF-8", "save the words as plain text"),
    ],
)
def test_bytes_that_are_no_text_could_not_be_read(run, baseline, text, command, data, fact, remedy):
    code, out, err = run(command, baseline, text(data))

    assert (code, out) == (2, "")
    assert fact in err
    assert remedy in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["carry", "first.claims.json", "none.txt"],
        ["carry", "none.claims.json", "old.txt"],
        ["carry", "first.claims.json", "."],
        ["carry", "first.claims.json", "old.txt", "--id", "not an id"],
        ["carry", "first.claims.json", "old.txt", "-o", "nowhere/out.json"],
        ["carry", "first.claims.json", "old.txt", "--encoding", "klingon"],
        ["carry", "first.claims.json"],
        ["compare", "first.claims.json", "none.txt"],
        ["compare", "first.claims.json", "old.txt", "--encoding", "klingon"],
        ["compare", "first.claims.json", "old.txt", "--only", "weather"],
    ],
)
def test_what_cannot_be_run_says_why_and_exits_with_two(run, baseline, arguments):
    code, out, err = run(*arguments)

    assert (code, out) == (2, "")
    assert err.strip()


def test_a_report_that_is_broken_is_not_carried(run, bad, text, tmp_path):
    code, out, err = run("carry", bad, text(OLD), "-o", "out.claims.json")

    assert (code, out) == (1, "")
    assert f"bad.claims.json:{RUMOUR}: error CT104" in err
    assert not (tmp_path / "out.claims.json").exists()
    assert run("carry", text(OLD), text(OLD))[0] == 1


@pytest.mark.parametrize("arguments", [["carry"], ["compare", "--encoding", "utf-8"]])
def test_a_report_where_a_text_is_due_is_told_as_the_mistake_it_is(run, baseline, arguments):
    code, out, err = run(*arguments, baseline, "first.claims.json")

    assert (code, out) == (2, "")
    assert "first.claims.json is a report, not a text" in err
    assert "hint: name the plain text" in err


def test_a_text_that_begins_with_a_brace_is_still_a_text(run, baseline, text):
    assert run("carry", baseline, text("{Updated} " + OLD))[0] == 0
    assert run("compare", baseline, "new.txt", "--encoding", "utf-8")[0] == 0


@pytest.mark.parametrize("command", ["carry", "compare"])
@pytest.mark.parametrize("content", ["", "\n", "word " * 200_000], ids=["empty", "blank", "one line of a megabyte"])
def test_in_a_text_that_has_none_of_them_all_claims_are_lost(run, baseline, text, command, content):
    code, out, err = run(command, baseline, text(content), *(["--as", "version"] if command == "compare" else []))

    assert err == ""
    if command == "carry":
        assert code == 1
        assert "0 of 2 claims carried · 2 lost" in out
    else:
        assert code == 0
        assert "0 paired (0 unchanged, 0 changed) · 2 dropped" in out


def test_a_report_without_its_text_is_carried_by_its_quotes(run, baseline, text, tmp_path):
    report = json.loads(baseline.read_bytes())
    del report["document"]["text"]
    report["document"]["path"] = "gone.txt"
    baseline.write_text(json.dumps(report), encoding="utf-8")

    code, out, err = run("carry", baseline, text(OLD.replace("Rain", "Snow")))

    assert code == 0
    assert "2 of 2 claims carried" in out
    assert "quotes alone" in err


def test_compare_holds_a_report_against_a_text_as_a_version(run, baseline, text):
    new = text(OLD.replace("will open", "may open").replace("Bob said that trains are late.", FERRIES))

    code, out, err = run("compare", baseline, new, "--as", "version")

    assert (code, err) == (0, "")
    assert "(a version of the same work)" in out
    assert "opens → opens  reworded · hedge added" in out
    assert "DROPPED\n  late" in out
    assert f"NEW SENTENCES\n  3: {FERRIES}" in out


def test_compare_against_a_text_exits_narrows_and_writes_as_against_a_report(run, baseline, text):
    new = text(OLD.replace("will open", "may open").replace("Bob said that trains are late.", FERRIES))
    plan = baseline, new, "--as", "version"

    assert run("compare", "--fail-on", "dropped", *plan)[0] == 1
    assert run("compare", "--fail-on", "hedge-added", *plan)[0] == 1
    assert run("compare", "--fail-on", "negation-added,added", *plan)[0] == 0
    assert run("compare", "--exit-code", *plan)[0] == 1
    assert run("compare", "--exit-code", baseline, "old.txt")[0] == 0
    found = json.loads(run("compare", "--only", "dropped", "--format", "json", *plan)[1])
    assert (found["dropped"], found["pairings"]) == (["late"], [])
    assert [each["exact"] for each in found["new_sentences"]] == [FERRIES]
    markdown = run("compare", "--format", "markdown", *plan)[1]
    assert "~~will~~ **may**" in markdown
    assert f"**New sentences**\n\n- {FERRIES}\n" in markdown
    assert run("compare", baseline, "-", stdin=OLD.encode())[1].startswith("first → ")


def test_a_carried_text_does_not_steer_the_terminal(run, baseline, text):
    new = text(OLD.replace("will open", "will \x1b[31mnot\x1b[0m \u202eopen").replace("Rain fell", "It is \x07 new"))

    for command in ("carry", "compare"):
        out = run(command, "--unchanged", baseline, new, *(["--as", "version"] if command == "compare" else []))[1]
        assert not any(mark in out for mark in "\x1b\x07\u202e")
