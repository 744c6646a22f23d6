"""What a ledger gives to other programs: JSON Lines that fit their schema, CSV, Parquet."""

import csv
import io
import json
import sys

import jsonschema_rs
import pytest

import claimtrack as ct
from claimtrack import _schemas
from claimtrack.certainty import CODES
from claimtrack.codec import complete
from claimtrack.ledger import STATUSES, Ledger, exporting

STORIES = ("ceasefire", "harbour")


@pytest.fixture(scope="module")
def stories(cases, examples, tmp_path_factory):
    """A ledger of each story, and one of the real example, by name."""
    folder = tmp_path_factory.mktemp("ledgers")
    made = {"coalition": [ct.load(path) for path in sorted(examples.glob("*.claims.json"))]}
    for name in STORIES:
        story = json.loads((cases / "stories" / name / "story.json").read_text(encoding="utf-8"))
        made[name] = [complete(json.dumps(report)).report for report in story["reports"]]
    for name, reports in made.items():
        with Ledger(folder / f"{name}.db") as ledger:
            ledger.add_all(reports)
    return {name: folder / f"{name}.db" for name in made}


@pytest.fixture(params=["coalition", *STORIES])
def ledger(stories, request):
    with Ledger(stories[request.param]) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def schema():
    return jsonschema_rs.validator_for(_schemas.schema("fact"))


def report_of(words, **more):
    """A report of one claim with these words."""
    return complete(
        json.dumps(
            {
                "id": "one",
                "document": {"id": "one-text", "text": f"{words} is what the mayor said on Monday.", **more},
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


def test_the_schema_of_a_fact_is_printed_and_is_one(run):
    code, out, _ = run("schema", "fact")

    assert code == 0
    assert out == _schemas.schema_text("fact")
    jsonschema_rs.validator_for(json.loads(out))


def test_the_schema_knows_every_word_that_a_ledger_uses():
    defined = _schemas.schema("fact")["$defs"]

    assert tuple(defined["certainty"]["enum"]) == CODES
    assert tuple(defined["status"]["enum"]) == STATUSES
    assert defined["change"]["properties"] == _schemas.schema("comparison")["$defs"]["change"]["properties"]
    assert defined["likelihood"] == _schemas.schema("report")["$defs"]["likelihood"]


def test_every_line_of_an_export_fits_the_schema_and_tells_all(ledger, schema, tmp_path):
    out = tmp_path / "facts.jsonl"

    number = exporting.export(ledger, out)

    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert number == len(lines) == len(ledger.facts())
    assert [error.message for line in lines for error in schema.iter_errors(line)] == []
    assert lines == [exporting.fact_data(fact) for fact in ledger.facts()]
    assert sum(len(line["sightings"]) for line in lines) == len(ledger.sightings())


def test_an_export_is_the_same_each_time(ledger, tmp_path):
    for form in ("jsonl", "csv"):
        first, second = (b"".join(exporting.exported(ledger.facts(), form)) for _ in range(2))
        assert first == second


def test_csv_has_a_row_for_each_sighting(ledger, tmp_path):
    out = tmp_path / "sightings.csv"

    exporting.export(ledger, out)

    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"), newline="")))
    told = {(row["fact"], row["report"], row["claim"]): row for row in rows}
    assert len(told) == len(rows) == len(ledger.sightings())
    for fact in ledger.facts():
        for seen in fact.sightings:
            row = told[fact.id, *seen.ref]
            assert row["words"].removeprefix("'") == seen.words
            assert row["certainty"] == seen.certainty.code
            assert row["status"] == fact.status


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_cell_is_a_formula(sign, tmp_path):
    words = f'{sign}HYPERLINK("http://example.org";"the budget, is 4 million")'
    report = report_of(words, title=f"{sign}1+1", publisher={"id": "post", "name": f"{sign}Post"})
    with Ledger(tmp_path / "facts.db") as ledger:
        ledger.add(report)
        exporting.export(ledger, tmp_path / "out.csv")
        listed = exporting.facts_csv(ledger.facts()).decode()
        matrix = exporting.matrix_csv(exporting.matrix(ledger.facts())).decode()

    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["words"] == f"'{words}"
    assert row["title"] == f"'{sign}1+1"
    assert row["outlet"] == f"'{sign}Post"
    for text in (listed, matrix):
        assert not any(cell.startswith(sign) for line in csv.reader(io.StringIO(text, newline="")) for cell in line)


def test_csv_keeps_quotation_marks_and_line_ends(tmp_path):
    words = 'the "budget",\nhe said'
    with Ledger(tmp_path / "facts.db") as ledger:
        ledger.add(report_of(words))
        exporting.export(ledger, tmp_path / "out.csv")

    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["words"] == words


def test_parquet_has_the_rows_of_the_csv(ledger, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")

    exporting.export(ledger, tmp_path / "sightings.parquet")

    table = parquet.read_table(tmp_path / "sightings.parquet")
    assert tuple(table.column_names) == exporting.COLUMNS
    assert table.to_pylist() == [row for fact in ledger.facts() for row in exporting.sighting_rows(fact)]


def test_parquet_without_pyarrow_names_what_to_install(ledger, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    out = tmp_path / "sightings.parquet"
    out.write_bytes(b"as it was")

    with pytest.raises(ct.ClaimtrackError, match=r"claimtrack\[tables\]"):
        exporting.export(ledger, out)

    assert out.read_bytes() == b"as it was"


def test_a_name_without_a_known_ending_asks_for_the_format(ledger, tmp_path):
    with pytest.raises(ct.InvalidValue, match="parquet"):
        exporting.export(ledger, tmp_path / "facts.txt")

    exporting.export(ledger, tmp_path / "facts.txt", format="jsonl")
    assert (tmp_path / "facts.txt").exists()


def test_an_empty_ledger_gives_empty_files(tmp_path):
    with Ledger(tmp_path / "facts.db") as ledger:
        assert exporting.export(ledger, tmp_path / "facts.jsonl") == 0
        assert exporting.export(ledger, tmp_path / "facts.csv") == 0

    assert (tmp_path / "facts.jsonl").read_bytes() == b""
    assert (tmp_path / "facts.csv").read_text(encoding="utf-8").count("\n") == 1


@pytest.mark.parametrize("by", exporting.MATRIX_BY)
def test_a_matrix_has_each_sighting_once(ledger, by):
    found = exporting.matrix(ledger.facts(), by=by)

    cells = [seen for _, cells in found.rows for seen in cells.values()]
    assert sum(map(len, cells)) == len(ledger.sightings())
    assert {column for _, cells in found.rows for column in cells} == set(found.columns)
    assert len(set(found.columns)) == len(found.columns)


def test_the_columns_of_a_matrix_are_in_the_order_of_time(stories):
    with Ledger(stories["harbour"]) as ledger:
        by_date = exporting.matrix(ledger.facts(), by="date")
        by_report = exporting.matrix(ledger.facts(), by="report")
        dates = {entry.id: str(entry.date) for entry in ledger.reports()}

    assert list(by_date.columns) == sorted(by_date.columns)
    assert [dates[column] for column in by_report.columns] == sorted(dates[column] for column in by_report.columns)


def test_what_is_alarming_is_what_the_states_say(ledger):
    day = "2025-03-01"
    found = ledger.since(day)
    recent = {entry.id for entry in found.reports}

    told = exporting.alarms(found)

    wanted = {
        fact.id
        for fact in ledger.facts()
        for number, state in enumerate(fact.states)
        if state.report_id in recent and state.status in exporting.ALARMS and state not in fact.states[:number]
    }
    assert {fact.id for fact, _ in told} <= wanted
    assert all(state.evidence and state.sightings for _, states in told for state in states)
