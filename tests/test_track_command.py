"""`claimtrack track`: a ledger as its users use it, with bad input beside good."""

import csv
import io
import json
import os
import shutil
import sqlite3

import pytest

import claimtrack as ct
from claimtrack.codec import complete
from claimtrack.ledger import STATUSES, Ledger

COALITION = (
    "coalition-2025-12-15-joint-statement",
    "coalition-2026-01-06-paris",
    "coalition-2026-01-08-moscow",
    "coalition-baseline",
)
FORMS = ("text", "json", "csv", "markdown")


@pytest.fixture(scope="module")
def reports(cases):
    """The reports of the stories, by story."""
    found = {}
    for name in ("ceasefire", "harbour"):
        story = json.loads((cases / "stories" / name / "story.json").read_text(encoding="utf-8"))
        found[name] = [complete(json.dumps(report)).report for report in story["reports"]]
    return found


@pytest.fixture(scope="module")
def made(reports, examples, tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    told = {"coalition": [ct.load(path) for path in sorted(examples.glob("*.claims.json"))], **reports}
    for name, each in told.items():
        with Ledger(folder / f"{name}.db") as ledger:
            ledger.add_all(each)
    return folder


@pytest.fixture
def coalition(made, tmp_path):
    return shutil.copy(made / "coalition.db", tmp_path / "facts.db")


@pytest.fixture
def harbour(made, tmp_path):
    return shutil.copy(made / "harbour.db", tmp_path / "harbour.db")


def lines(text):
    return [line.split() for line in text.splitlines()]


# --- adding ----------------------------------------------------------------------------------------------------------


def test_a_folder_goes_in_and_changes_nothing_the_second_time(run, examples):
    code, out, err = run("track", "add", "facts.db", examples)

    assert (code, err) == (0, "")
    assert lines(out)[:-1] == [["added", name] for name in COALITION]
    assert out.endswith("4 reports: 4 added\n")
    assert run("track", "add", "facts.db", examples, "-q") == (0, "4 reports: 4 unchanged\n", "")


def test_what_goes_in_through_the_command_line_is_what_the_library_adds(run, examples, made):
    run("track", "add", "facts.db", *sorted(examples.glob("*.claims.json"), reverse=True))

    _, ours, _ = run("track", "export", "facts.db", "-", "--format", "jsonl")
    assert ours == run("track", "export", made / "coalition.db", "-", "--format", "jsonl")[1]


def test_a_corpus_goes_in_line_by_line_and_a_broken_line_stops_nothing(run, reports, tmp_path):
    whole = [ct.dumps(report, line=True) for report in reports["harbour"][:5]]
    broken = whole[1].replace(b'"assertion"', b'"rumour"')
    (tmp_path / "corpus.claims.jsonl").write_bytes(b"".join([whole[0], b"{ no json\n", b"\n", broken, *whole[2:]]))

    code, out, err = run("track", "add", "facts.db", "corpus.claims.jsonl")

    assert code == 1
    assert "corpus.claims.jsonl:2:" in err
    assert "corpus.claims.jsonl:4:" in err
    assert "CT104" in err
    assert out.endswith("4 reports: 4 added, 2 refused\n")
    assert len(json.loads(run("track", "reports", "facts.db", "--format", "json")[1])["reports"]) == 4


def test_standard_input_is_a_report_or_a_corpus(run, reports):
    one, *more = reports["harbour"][:4]
    corpus = b"".join(ct.dumps(report, line=True) for report in more)

    assert run("track", "add", "facts.db", "-", stdin=ct.dumps(one))[:2] == (
        0,
        f"added      {one.id}\n1 report: 1 added\n",
    )
    assert run("track", "add", "facts.db", "-", "-q", stdin=corpus)[:2] == (0, "3 reports: 3 added\n")
    code, out, err = run("track", "add", "facts.db", "-", "-q", stdin=corpus + b"{}\n")
    assert (code, out) == (1, "3 reports: 3 unchanged, 1 refused\n")
    assert "-:4:" in err
    assert run("track", "add", "facts.db", "-", stdin=b"")[0] in (1, 2)


def test_bad_files_beside_good_ones(run, examples, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.claims.json").write_text('{"claims": 3}', encoding="utf-8")
    (tmp_path / "text.txt").write_text("Only words.", encoding="utf-8")
    good = examples / "baseline.claims.json"

    code, out, err = run("track", "add", "facts.db", "empty", "bad.claims.json", "text.txt", "none.json", good)

    assert code == 2
    assert out.endswith("1 report: 1 added, 4 refused\n")
    for told in ("no *.claims.json", "bad.claims.json:1:", "claimtrack draft", "none.json"):
        assert told in err
    assert run("track", "add", "facts.db", "bad.claims.json", good)[0] == 1


def test_nothing_to_read_makes_no_ledger(run, tmp_path):
    (tmp_path / "empty").mkdir()

    assert run("track", "add", "facts.db", "empty")[0] == 2
    assert run("track", "add", "a.claims.json", "b.claims.json")[0] == 2
    assert not list(tmp_path.glob("*.db"))


def test_a_report_of_another_content_replaces_and_two_of_one_id_are_told(run, reports, tmp_path):
    one, other = (ct.dumps(report) for report in reports["harbour"][:2])
    changed = one.replace(b"340 million", b"999 million")
    (tmp_path / "one.claims.json").write_bytes(one)
    (tmp_path / "other.claims.json").write_bytes(other)
    run("track", "add", "facts.db", "one.claims.json", "other.claims.json")
    again = json.loads(other)
    again["document"]["title"] = "Another title"
    (tmp_path / "again.claims.json").write_text(json.dumps(again), encoding="utf-8")

    code, out, err = run("track", "add", "facts.db", "other.claims.json", "again.claims.json")

    assert changed != one
    assert code == 0
    assert [line[0] for line in lines(out)[:2]] == ["unchanged", "replaced"]
    assert "other.claims.json and again.claims.json" in err
    assert json.loads(run("track", "reports", "facts.db", "--format", "json")[1])["reports"][1]["revision"] == 2


def test_an_interruption_loses_nothing(run, examples, monkeypatch):
    from claimtrack.cli import _track

    seen = []

    def interrupted(data, name):
        seen.append(name)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return read(data, name)

    read = _track.report_of
    with monkeypatch.context() as patched:
        patched.setattr(_track, "report_of", interrupted)
        code, out, err = run("track", "add", "facts.db", examples)

    assert (code, out) == (130, "")
    assert "2 reports are in facts.db" in err
    assert "nothing is lost" in err
    assert "refresh" not in run("track", "reports", "facts.db")[2]
    assert run("track", "add", "facts.db", examples, "-q")[1] == "4 reports: 2 added, 2 unchanged\n"


def test_what_waits_is_tracked_by_refresh(run, examples, monkeypatch):
    from claimtrack.cli import _track

    read = _track.data_of

    def interrupted(name):
        if "moscow" in name:
            raise KeyboardInterrupt
        return read(name)

    with monkeypatch.context() as patched:
        patched.setattr(_track, "data_of", interrupted)
        run("track", "add", "facts.db", examples)

    assert run("track", "refresh", "facts.db")[:2] == (0, "2 reports tracked\n")
    assert run("track", "refresh", "facts.db")[:2] == (0, "0 reports tracked\n")


def test_a_report_is_removed(run, coalition):
    assert run("track", "remove", coalition, COALITION[1])[:2] == (0, f"removed {COALITION[1]}\n")

    assert COALITION[1] not in run("track", "reports", coalition)[1]
    code, _, err = run("track", "remove", coalition, COALITION[1])
    assert code == 2
    assert "there is no report" in err
    assert "track reports lists them" in err


# --- what is no ledger ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["facts", "reports", "speakers", "history", "matrix"])
def test_a_ledger_that_is_not_there_is_told_and_not_made(run, command, tmp_path):
    code, out, err = run("track", command, "none.db")

    assert (code, out) == (2, "")
    assert "there is no ledger none.db" in err
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_ledger_is_told(run, examples, coalition, tmp_path):
    (tmp_path / "text.db").write_text("Only words, and many of them. " * 50, encoding="utf-8")
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE facts (id)")
    connection.close()
    connection = sqlite3.connect(coalition)
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    for name, told in (
        ("text.db", "is no ledger"),
        ("other.db", "no ledger of claimtrack"),
        (coalition, "upgrade claimtrack"),
        (tmp_path, "is a folder"),
        ("none/facts.db", "there is no"),
    ):
        for arguments in (("facts", name), ("add", name, examples)):
            code, out, err = run("track", *arguments)
            assert (code, out) == (2, "")
            assert told in err


def test_another_process_that_writes_is_waited_for_and_told(run, coalition, examples):
    connection = sqlite3.connect(coalition, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        code, _, err = run("track", "remove", coalition, COALITION[0], "--timeout", "0")
        assert code == 2
        assert "locked by another process" in err
        assert run("track", "facts", coalition, "--timeout", "0")[0] == 0  # reading goes on
    finally:
        connection.close()


@pytest.mark.parametrize("seconds", ["-1", "nan", "inf", "x", "1e9"])
def test_a_timeout_is_a_number_of_seconds(run, coalition, seconds):
    assert run("track", "facts", coalition, "--timeout", seconds)[0] == 2


def test_a_ledger_that_cannot_be_written_is_read(run, coalition, monkeypatch):
    seen = []
    access, opened = os.access, Ledger.__init__

    def watched(self, *arguments, **options):
        seen.append(options["read_only"])
        opened(self, *arguments, **options)

    monkeypatch.setattr(os, "access", lambda path, mode, **more: str(path) != str(coalition) and access(path, mode))
    monkeypatch.setattr(Ledger, "__init__", watched)

    assert run("track", "facts", coalition)[0] == run("track", "export", coalition, "out.csv")[0] == 0
    assert seen == [True, True]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everything")
def test_a_folder_that_cannot_be_written_is_read(run, coalition, tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    name = shutil.copy(coalition, folder / "facts.db")
    name.chmod(0o444)
    folder.chmod(0o555)
    try:
        assert run("track", "facts", name)[0] == 0
        assert "read-only" in run("track", "remove", name, COALITION[0])[2]
    finally:
        folder.chmod(0o755)


def test_bytes_that_are_no_text_are_told(run, coalition):
    for arguments in (
        ("search", coalition, "a\udcff"),
        ("fact", coalition, "\udcff"),
        ("facts", coalition, "--tag", "\udcff"),
    ):
        code, _, err = run("track", *arguments)
        assert code in (0, 2)
        assert "Traceback" not in err


# --- asking ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["coalition", "ceasefire", "harbour"])
def test_facts_are_told_in_every_form(run, made, name):
    database = made / f"{name}.db"
    with Ledger(database) as ledger:
        facts = ledger.facts()
    told = {form: run("track", "facts", database, "--format", form) for form in FORMS}

    assert {(code, err) for code, _, err in told.values()} == {(0, "")}
    for fact in facts:
        assert all(fact.id in out for _, out, _ in told.values())
    assert [fact["id"] for fact in json.loads(told["json"][1])["facts"]] == [fact.id for fact in facts]
    rows = list(csv.DictReader(io.StringIO(told["csv"][1], newline="")))
    assert [row["fact"] for row in rows] == [fact.id for fact in facts]
    assert told["markdown"][1].count("\n") == len(facts) + 2
    assert max(map(len, told["text"][1].splitlines())) <= 100


@pytest.mark.parametrize("status", STATUSES)
def test_facts_of_a_status(run, harbour, status):
    with Ledger(harbour) as ledger:
        wanted = [fact.id for fact in ledger.facts(status=status)]

    for written in (status, status.replace(" ", "-")):
        _, out, _ = run("track", "facts", harbour, "--status", written, "--format", "json")
        assert [fact["id"] for fact in json.loads(out)["facts"]] == wanted


def test_facts_are_narrowed(run, coalition):
    def ids(*options):
        return {
            fact["id"]
            for fact in json.loads(run("track", "facts", coalition, *options, "--format", "json")[1])["facts"]
        }

    everything = ids()
    for options in (
        ("--speaker", "Macron"),
        ("--outlet", "claimtrack-digest"),
        ("--text", "troops"),
        ("--tag", "Duma"),
    ):
        assert ids(*options) < everything
    assert ids("--speaker", "Macron", "--text", "soldiers") == ids("--speaker", "Macron") & ids("--text", "soldiers")
    assert ids("--since", "2026-01") < everything


def test_what_is_asked_in_vain_is_told(run, coalition):
    for arguments, told in (
        (("facts", coalition, "--speaker", "Nobody Inthere"), "nobody"),
        (("facts", coalition, "--outlet", "none"), "no report is of the outlet"),
        (("facts", coalition, "--status", "true"), "is none of: retracted"),
        (("facts", coalition, "--since", "yesterday"), "is no date"),
        (("diff", coalition, "--since", "2026-13"), "there is no date"),
        (("check", coalition), "Missing option '--since'"),
        (("fact", coalition, "fnone"), "there is no fact"),
        (("search", coalition, "!?"), "there is no word"),
        (("pin", coalition, "x#y", "fnone"), "there is no"),
        (("pin", coalition, f"{COALITION[3]}#none", "fnone"), "there is no claim"),
        (("merge", coalition, "fa", "fb"), "there is no fact"),
    ):
        code, out, err = run("track", *arguments)
        assert (code, out) == (2, "")
        assert told in err
        assert "Traceback" not in err


def test_a_fact_is_shown_with_what_proves_it(run, coalition):
    with Ledger(coalition) as ledger:
        (fact,) = ledger.facts(status="strengthened")

    text = run("track", "fact", coalition, fact.id)[1]
    told = run("track", "fact", coalition, fact.id, "--format", "markdown")[1]

    for out in (text, told):
        assert "PR" in out
        assert "strengthened" in out
        assert "the last time somebody said it otherwise than before, it was with more certainty" in out
        assert all(f"{seen.report_id}#{seen.claim_id}" in out for seen in fact.sightings)
    assert "[-will probably-]" in text
    assert "~~will probably~~" in told
    assert json.loads(run("track", "fact", coalition, fact.id, "--format", "json")[1])["id"] == fact.id


def test_every_fact_of_the_stories_is_shown(run, made):
    for name in ("ceasefire", "harbour"):
        with Ledger(made / f"{name}.db") as ledger:
            facts = [fact for fact in ledger.facts() if fact.conflicts or fact.status != "standing" or fact.undecided]
        assert facts
        for fact in facts:
            for form in ("text", "markdown"):
                code, out, err = run("track", "fact", made / f"{name}.db", fact.id, "--format", form)
                assert (code, err) == (0, "")
                assert all(status in out for status in fact.statuses)


def test_words_are_found(run, coalition):
    code, out, _ = run("track", "search", coalition, "depl*", "--format", "json")

    found = json.loads(out)["facts"]
    assert code == 0
    assert found
    for fact in found:
        assert any("depl" in (seen["words"] + seen.get("proposition", "")).lower() for seen in fact["sightings"])
    assert (
        len(json.loads(run("track", "search", coalition, "depl*", "--limit", "1", "--format", "json")[1])["facts"]) == 1
    )
    assert run("track", "search", coalition, "xylophone")[:2] == (0, "fact  status  now  seen  last  words\n0 facts\n")


@pytest.mark.parametrize("by", ["outlet", "date", "report"])
@pytest.mark.parametrize("form", FORMS)
def test_a_matrix_is_told_in_every_form_and_not_too_wide(run, harbour, by, form):
    code, out, err = run("track", "matrix", harbour, "--by", by, "--format", form)

    assert (code, err) == (0, "")
    with Ledger(harbour) as ledger:
        facts = ledger.facts()
    assert all(fact.id in out for fact in facts)
    if form == "text":
        assert max(map(len, out.splitlines())) <= 100
    if form == "json":
        rows = json.loads(out)["rows"]
        assert [len(cell["claims"]) for row in rows for cell in row["cells"].values()]
        assert sum(len(cell["claims"]) for row in rows for cell in row["cells"].values()) == sum(
            len(fact.sightings) for fact in facts
        )


def test_speakers_are_listed_with_their_names(run, coalition):
    code, out, _ = run("track", "speakers", coalition)
    told = json.loads(run("track", "speakers", coalition, "--format", "json")[1])["speakers"]

    assert code == 0
    assert "Keir Starmer; Starmer" in out
    assert {"Keir Starmer", "Starmer"} <= set(next(each for each in told if each["name"] == "Keir Starmer")["names"])


# --- what changed ----------------------------------------------------------------------------------------------------


def test_what_changed_since_the_last_look(run, harbour):
    with Ledger(harbour) as ledger:
        found = ledger.since("2025-04-01")
    told = {
        form: run("track", "diff", harbour, "--since", "2025-04-01", "--format", form)[1]
        for form in ("text", "json", "markdown")
    }

    data = json.loads(told["json"])
    assert [fact["id"] for fact in data["new"]] == [fact.id for fact in found.new]
    assert [each["fact"]["id"] for each in data["changed"]] == [fact.id for fact, _ in found.changed]
    assert [each["fact"]["id"] for each in data["updated"]] == [fact.id for fact, _ in found.updated]
    for fact in (*found.new, *found.silent, *found.reappeared, *(fact for fact, _ in (*found.changed, *found.updated))):
        assert fact.id in told["text"]
        assert fact.id in told["markdown"]
    assert "quantity changed" in told["text"].partition("UPDATED")[2]


def test_what_was_only_repeated_is_listed_where_that_is_asked(run, harbour):
    with Ledger(harbour) as ledger:
        days = sorted({str(entry.date) for entry in ledger.reports()})
        day = next(day for day in reversed(days) if ledger.since(day).repeated)

    assert "REPEATED" not in run("track", "diff", harbour, "--since", day)[1]
    assert "REPEATED" in run("track", "diff", harbour, "--since", day, "--repeated")[1]


def test_a_diff_exits_with_one_only_where_that_is_asked(run, harbour):
    assert run("track", "diff", harbour, "--since", "2025-04-01")[0] == 0
    assert run("track", "diff", harbour, "--since", "2025-04-01", "--exit-code")[0] == 1
    assert run("track", "diff", harbour, "--since", "2030", "--exit-code")[0] == 0


def test_a_check_fails_for_what_is_alarming_and_says_so(run, harbour):
    code, out, _ = run("track", "check", harbour, "--since", "2025-01")
    data = json.loads(run("track", "check", harbour, "--since", "2025-01", "--format", "json")[1])

    assert code == 1
    states = [state for alarm in data["alarms"] for state in alarm["states"]]
    assert {state["status"] for state in states} <= {"weakened", "contested", "corrected", "retracted"}
    assert all(alarm["fact"]["id"] in out for alarm in data["alarms"])
    first = states[0]["evidence"][0]["words"].split()[0]
    assert first in out
    assert run("track", "check", harbour, "--since", "2030")[:2] == (
        0,
        "since 2030: nothing was weakened, contested, corrected or retracted\n",
    )


# --- deciding --------------------------------------------------------------------------------------------------------


def test_a_claim_is_pinned_separated_and_the_history_says_so(run, coalition):
    with Ledger(coalition) as ledger:
        (fact,) = ledger.facts(text="cautiously considered")
    claim = f"{COALITION[3]}#duma-openness"

    code, out, _ = run(
        "track", "pin", coalition, claim, fact.id, "--by", "A. Editor", "--at", "2026-02-01", "--reason", "one thing"
    )
    assert code == 0
    assert claim in out
    assert f"fact {fact.id} now: " in out
    with Ledger(coalition) as ledger:
        assert claim in [f"{seen.report_id}#{seen.claim_id}" for seen in ledger.fact(fact.id).sightings]
    assert run("track", "separate", coalition, claim, fact.id)[0] == 0

    told = json.loads(run("track", "history", coalition, "--format", "json")[1])["decisions"]
    assert [(each["type"], each["state"]) for each in told] == [("pin", "overruled"), ("separate", "holds")]
    assert (told[0]["by"], told[0]["at"], told[0]["reason"]) == ("A. Editor", "2026-02-01", "one thing")
    text = run("track", "history", coalition)[1]
    assert "because: one thing" in text
    assert "[overruled]" in text


@pytest.mark.parametrize("of", ["one report", "two reports"])
def test_two_facts_are_merged_and_the_old_id_leads_on(run, coalition, of):
    with Ledger(coalition) as ledger:
        one, *others = [fact for fact in ledger.facts() if len(fact.sightings) == 1]
    other = next(fact for fact in others if (fact.first.report_id == one.first.report_id) == (of == "one report"))

    code, out, _ = run("track", "merge", coalition, one.id, other.id)

    assert code == 0
    assert f"fact {one.id} now: 2 sightings" in out
    assert json.loads(run("track", "fact", coalition, other.id, "--format", "json")[1])["id"] == one.id
    assert run("track", "merge", coalition, one.id, other.id)[0] == 2


def test_nothing_decided_is_no_history(run, coalition):
    assert run("track", "history", coalition)[:2] == (0, "nothing was decided\n")


# --- keeping ---------------------------------------------------------------------------------------------------------


def test_facts_are_exported(run, coalition, tmp_path):
    for name in ("facts.jsonl", "facts.csv"):
        code, out, _ = run("track", "export", coalition, name)
        assert code == 0
        assert out.endswith(f"facts written to {name}\n")
        piped = run("track", "export", coalition, "-", "--format", name.partition(".")[2])[1]
        assert piped == (tmp_path / name).read_bytes().decode()


def test_an_export_does_not_go_over_the_ledger_or_nowhere(run, coalition):
    before = coalition.read_bytes()

    assert "is the ledger itself" in run("track", "export", coalition, coalition, "--format", "csv")[2]
    assert "is the ledger itself" in run("track", "export", coalition, f"{coalition}-wal", "--format", "csv")[2]
    assert "--format" in run("track", "export", coalition, "-")[2]
    assert "parquet" in run("track", "export", coalition, "facts.xyz")[2]
    assert run("track", "export", coalition, "none/facts.csv")[0] == 2
    assert coalition.read_bytes() == before


def test_a_backup_is_a_ledger(run, coalition):
    assert run("track", "backup", coalition, "copy.db")[0] == 0

    assert run("track", "facts", "copy.db") == run("track", "facts", coalition)
    assert run("track", "backup", coalition, coalition)[0] == 2
    assert run("track", "backup", coalition, "none/copy.db")[0] == 2


def test_a_text_does_not_steer_the_terminal(run, tmp_path):
    words = "the \x1b[31mbudget\x07 is 4 million"
    report = complete(
        json.dumps(
            {
                "id": "one",
                "document": {"id": "one-text", "text": f"He said {words}.", "title": "a\u202eb"},
                "annotators": [{"id": "desk", "kind": "person", "name": "Desk"}],
                "claims": [
                    {
                        "id": "c1",
                        "kind": "assertion",
                        "content": [words],
                        "attribution": {"speakers": []},
                        "certainty": "CT+",
                    }
                ],
            }
        )
    ).report
    ct.dump(report, tmp_path / "one.claims.json")
    run("track", "add", "facts.db", "one.claims.json")
    with Ledger(tmp_path / "facts.db") as ledger:
        (fact,) = ledger.facts()

    for arguments in (
        ("facts", "facts.db"),
        ("facts", "facts.db", "--format", "markdown"),
        ("fact", "facts.db", fact.id),
        ("fact", "facts.db", fact.id, "--format", "markdown"),
        ("matrix", "facts.db"),
        ("reports", "facts.db"),
        ("diff", "facts.db", "--since", "2020"),
        ("facts", "facts.db", "--format", "json"),
    ):
        code, out, _ = run("track", *arguments)
        assert code == 0
        assert not {"\x1b", "\x07"} & set(out)


def test_every_command_shows_an_example(run):
    _, out, _ = run("track", "--help")

    commands = [line.split()[0] for line in out.partition("Commands:")[2].splitlines() if line.strip()]
    assert len(commands) == 18
    for command in commands:
        _, told, _ = run("track", command, "--help")
        assert f"claimtrack track {command} facts.db" in told
        assert "--timeout" in told


def test_a_ledger_that_is_given_as_a_report_is_told_to_be_one(run, coalition):
    told = "it is an SQLite file, as ledgers are"
    assert told in run("track", "add", "new.db", coalition)[2]
    assert told in run("show", coalition)[2]
    assert told in run("compare", coalition, coalition)[2]
    assert told in run("decide", coalition, coalition, "a=b")[2]


# --- names of files that are none ------------------------------------------------------------------------------------


def test_a_name_that_is_too_long_is_told_for_what_it_is(run, coalition, tmp_path):
    long = "x" * 300

    code, out, err = run("track", "add", coalition, long, tmp_path / "none.claims.json")
    assert (code, out) == (2, "0 reports: 2 refused\n")
    assert f"{long} cannot be read" in err
    for command in ("facts", "reports", "history"):
        code, _, err = run("track", command, long)
        assert code == 2
        assert err.startswith(f"claimtrack: {long}: ")


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize(
    "command",
    [
        ("track", "facts", "facts.db", "--html", "circle"),
        ("track", "export", "facts.db", "circle", "--format", "csv"),
        ("track", "backup", "facts.db", "circle"),
        ("track", "pages", "facts.db", "circle"),
        ("track", "facts", "circle"),
        ("track", "add", "facts.db", "circle"),
    ],
)
def test_links_that_lead_in_a_circle_are_told(run, coalition, tmp_path, command):
    (tmp_path / "circle").symlink_to("circle")

    code, _, err = run(*command)

    assert code == 2
    assert "circle" in err
    assert (tmp_path / "circle").is_symlink()
