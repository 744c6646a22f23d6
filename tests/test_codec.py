"""Files: strict in, canonical out, texts beside, corpora, atomic writes."""

import json
import os
import sys

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack import testing
from claimtrack._rules import EXAMPLE
from claimtrack.codec import write_atomically

REPORT = ct.loads(json.dumps(EXAMPLE))


def beside(**changes):
    document = evolve(REPORT.document, text=None, path="text.txt", sha256=REPORT.document.sha256, **changes)
    return evolve(REPORT, document=document)


def test_a_text_beside_the_report_is_read(tmp_path):
    (tmp_path / "text.txt").write_bytes(EXAMPLE["document"]["text"].encode())
    ct.dump(beside(), tmp_path / "a.claims.json")

    report = ct.load(tmp_path / "a.claims.json")

    assert report.document.text == EXAMPLE["document"]["text"]
    assert not report.document.embedded
    assert report == beside()
    assert ct.dumps(report) == (tmp_path / "a.claims.json").read_bytes()


@pytest.mark.parametrize(
    ("content", "code", "hint"),
    [(None, "CT207", None), (b"other", "CT206", None), (b"caf\xe9", "CT207", "UTF-8")],
)
def test_a_text_beside_that_is_not_the_right_one_is_refused(tmp_path, content, code, hint):
    if content is not None:
        (tmp_path / "text.txt").write_bytes(content)
    (tmp_path / "a.claims.json").write_bytes(ct.dumps(beside()))

    with pytest.raises(ct.InvalidReport) as caught:
        ct.load(tmp_path / "a.claims.json")

    assert caught.value.problems[0].code == code
    assert hint is None or hint in caught.value.problems[0].hint


def test_changed_line_ends_are_told_from_other_changes(tmp_path):
    text = "One line.\nAnother line.\n"
    document = ct.Document(id="d", path="text.txt", sha256=ct.Document(id="d", text=text).sha256)
    (tmp_path / "text.txt").write_bytes(text.replace("\n", "\r\n").encode())
    ct.dump(ct.Report(id="r", document=document), tmp_path / "r.claims.json")

    [problem] = ct.validate(tmp_path / "r.claims.json")

    assert problem.code == "CT206"
    assert ".gitattributes" in problem.hint


def test_a_path_does_not_lead_out_of_the_folder(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    inner = tmp_path / "inner"
    inner.mkdir()
    for path in ("../secret.txt", "/etc/passwd", "a/../../secret.txt", "C:\\secret.txt", "a\\b"):
        data = json.dumps({**EXAMPLE, "document": {"id": "d", "sha256": "0" * 64, "path": path}}).encode()
        assert "CT105" in {problem.code for problem in ct.validate(data, base=inner)}
    if hasattr(os, "symlink") and sys.platform != "win32":
        (inner / "text.txt").symlink_to(tmp_path / "secret.txt")
        assert ct.validate(ct.dumps(beside()), base=inner)[0].code == "CT207"


def test_a_report_without_its_text_is_still_a_report():
    data = ct.dumps(evolve(REPORT, document=evolve(REPORT.document, text=None, sha256=REPORT.document.sha256)))

    assert ct.validate(data) == ()
    assert ct.loads(data).document.text is None


@pytest.mark.parametrize("value", ["12", 12.0, True, None])
def test_nothing_is_converted_silently(value):
    broken = json.loads(json.dumps(EXAMPLE))
    broken["claims"][0]["content"][0]["start"] = value

    with pytest.raises(ct.InvalidReport):
        ct.loads(json.dumps(broken))


def test_users_own_data_survives():
    mine = {"x:a": [1, 2.5, None, {"deep": "ü"}]}
    report = evolve(REPORT, extra=mine, document=evolve(REPORT.document, extra=mine))

    assert ct.loads(ct.dumps(report)).extra == mine


def test_a_broken_reference_is_not_written(tmp_path):
    broken = evolve(REPORT, speakers=())

    with pytest.raises(ct.InvalidReport, match="starmer"):
        ct.dump(broken, tmp_path / "a.claims.json")

    assert list(tmp_path.iterdir()) == []


@given(st.lists(testing.reports(max_claims=1), max_size=3), st.data())
def test_a_bad_line_stops_no_corpus(reports, data):
    lines = [ct.dumps(report, line=True) for report in reports]
    at = data.draw(st.integers(0, len(lines)))
    lines[at:at] = [b"\n", b'{"claimtrack": 1}\n']

    found = list(ct.load_stream(b"".join(lines)))

    assert [item for item in found if isinstance(item, ct.Report)] == reports
    [refused] = [item for item in found if isinstance(item, ct.Refused)]
    assert refused.line == at + 2
    assert all(problem.line == at + 2 for problem in refused.problems)


def test_a_corpus_is_written_and_read_back(tmp_path):
    reports = [REPORT, evolve(REPORT, id="second")]

    assert ct.dump_stream(reports, tmp_path / "c.claims.jsonl") == 2

    assert list(ct.load_stream(tmp_path / "c.claims.jsonl")) == reports
    assert ct.validate(tmp_path / "c.claims.jsonl") == ()
    ct.dump(REPORT, tmp_path / "one.claims.jsonl")
    assert list(ct.load_stream(tmp_path / "one.claims.jsonl")) == [REPORT]


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    file = tmp_path / "a.json"
    file.write_bytes(b"old")

    def pieces():
        yield b"half of the new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_atomically(file, pieces())

    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions and links of POSIX")
def test_a_write_keeps_permissions_and_follows_links(tmp_path):
    file, link = tmp_path / "a.json", tmp_path / "link.json"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)

    write_atomically(link, b"new")

    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_file_that_cannot_be_written_is_a_clear_error(tmp_path):
    with pytest.raises(ct.UnreadableFile, match="cannot be written"):
        ct.dump(REPORT, tmp_path / "none" / "a.claims.json")


def test_a_file_that_cannot_be_read_is_a_clear_error(tmp_path):
    with pytest.raises(ct.UnreadableFile, match="cannot be read"):
        ct.load(tmp_path / "none.claims.json")
