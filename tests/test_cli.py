"""The command line: what it prints, how it exits, and that bad input never shows a traceback."""

import json
import os
import subprocess
import sys

import pytest

import claimtrack as ct
from claimtrack._rules import EXAMPLE

TRACEBACK = "Traceback"
BAD = json.dumps(EXAMPLE | {"id": "bad"}, indent=2).replace('"assertion"', '"rumour"')
_BEFORE = BAD[: BAD.index('"rumour"')].split("\n")
RUMOUR = f"{len(_BEFORE)}:{len(_BEFORE[-1]) + 1}"


@pytest.fixture
def run(tmp_path):
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
        assert TRACEBACK not in out + err
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


def test_a_good_file_passes(run, good):
    assert run("validate", good) == (0, "1 file checked: no problems\n", "")


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


def test_a_document_does_not_steer_the_terminal(run, tmp_path):
    words = "A \x1b[31mred\x1b[0m \u202eclaim\u202c \x07 here"
    document = ct.Document(id="d", text=words)
    claim = ct.annotate(document, words, id="x", certainty="CT+")
    report = ct.Report(id="r", document=document, annotators=[ct.Annotator(id="annotator", name="x")], claims=[claim])
    ct.dump(report, tmp_path / "r.claims.json")

    _, out, _ = run("show", "r.claims.json")

    assert r"\u001b[31m" in out
    assert not any(mark in out for mark in "\x1b\x07\u202e")


def test_show_names_what_no_claim_covers(run, tmp_path):
    document = ct.Document(id="d", text="Ann spoke. Nobody listened.\nIt rained.")
    claim = ct.annotate(document, "Ann spoke", id="x", certainty="CT+")
    report = ct.Report(id="r", document=document, annotators=[ct.Annotator(id="annotator", name="x")], claims=[claim])
    ct.dump(report, tmp_path / "r.claims.json")

    code, out, _ = run("show", "r.claims.json")
    bare = json.loads(run("show", "--format", "json", "r.claims.json")[1])["uncovered"]

    assert code == 0
    assert "1: x  assertion  CT+" in out
    assert "⟦Ann spoke⟧. Nobody" in out.replace("\n", " ") or "⟦Ann spoke⟧." in out
    assert [item["exact"] for item in bare] == ["Nobody listened.", "It rained."]


def test_a_report_whose_text_is_not_at_hand_is_shown_by_its_quotes(run, tmp_path):
    report = json.loads(json.dumps(EXAMPLE))
    del report["document"]["text"]
    report["document"]["path"] = "elsewhere.txt"
    (tmp_path / "x").write_text(json.dumps(report), encoding="utf-8")

    code, out, err = run("show", "x")

    assert code == 0
    assert "“plans are in place”" in out
    assert "quotes alone" in err
    assert run("compare", "--exit-code", "x", "x")[0] == 0
    assert run("validate", "x")[0] == 1


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
    for command in ("validate", "anchor", "compare", "show", "explain", "schema", "completion"):
        assert "Example:" in run(command, "--help")[1]


def test_a_terminal_that_is_not_utf_8_gets_no_traceback(run, examples):
    code, out, _ = run("show", examples / "baseline.claims.json", env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})

    assert code == 0
    assert "\u2019" in out or r"\u2019" in out
