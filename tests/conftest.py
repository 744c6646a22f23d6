"""What several tests share."""

import io
import json
import sys
from pathlib import Path

import pytest

from claimtrack.cli import main

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def calls():
    """Counts the calls that a function makes: a measure of its work that does not depend on the machine."""

    def counted(function):
        count = 0

        def counting(frame, event, argument):
            nonlocal count
            count += event in {"call", "c_call"}

        before = sys.getprofile()
        sys.setprofile(counting)
        try:
            function()
        finally:
            sys.setprofile(before)
        return count

    return counted


@pytest.fixture(scope="session")
def examples():
    """The folder of the real example."""
    return ROOT / "examples" / "coalition"


@pytest.fixture(scope="session")
def cases():
    """The folder of the tables of cases."""
    return ROOT / "tests" / "cases"


@pytest.fixture
def without_text(tmp_path):
    """Writes a report, given as JSON, whose text is not at hand; returns the file's name."""

    def write(data):
        report = json.loads(data)
        del report["document"]["text"]
        report["document"]["path"] = "gone.txt"
        (tmp_path / "bare.claims.json").write_text(json.dumps(report), encoding="utf-8")
        return "bare.claims.json"

    return write


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs the command line within this process, in an empty folder; returns exit code, output and messages."""

    def run(*arguments, stdin=b""):
        streams = [io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="") for data in (stdin, b"", b"")]
        with monkeypatch.context() as patched:
            patched.chdir(tmp_path)
            patched.delenv("COLUMNS", raising=False)
            patched.setattr(sys, "argv", ["claimtrack", *map(str, arguments)])
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patched.setattr(sys, name, stream)
            code = 0
            try:
                main()
            except SystemExit as end:
                code = end.code
        for stream in streams[1:]:
            stream.flush()
        return code, *(stream.buffer.getvalue().decode() for stream in streams[1:])

    return run
