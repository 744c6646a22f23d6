"""`--html` and `--open`: what commands show, as pages for a browser."""

import os
import re
import webbrowser

import pytest

import claimtrack as ct
from claimtrack.render.html import comparison_page, fact_page, ledger_folder, matrix_page, report_page, timeline_page
from claimtrack.render.html import write_pages as written


@pytest.fixture
def files(examples, tmp_path):
    """Copies of the examples in the folder where commands run."""
    for path in examples.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


@pytest.fixture(scope="module")
def made(examples, tmp_path_factory):
    path = tmp_path_factory.mktemp("ledger") / "facts.db"
    with ct.Ledger(path) as ledger:
        ledger.add_all(ct.load(file) for file in sorted(examples.glob("*.claims.json")))
    return path


@pytest.fixture
def ledger(made, tmp_path):
    (tmp_path / "facts.db").write_bytes(made.read_bytes())
    return tmp_path / "facts.db"


@pytest.fixture
def browser(monkeypatch):
    """The addresses that a browser was asked to show; it is there as long as *there* holds True."""
    shown, there = [], [True]
    monkeypatch.setattr(webbrowser, "open", lambda address: shown.append(address) or there[0])
    return shown, there


def page(path):
    return path.read_bytes().decode()


def links(html):
    return [
        href for href in re.findall(r'<a (?:class="[^"]*" )?href="([^"]*)"', html) if not href.startswith(("#", "http"))
    ]


# --- reports and comparisons -----------------------------------------------------------------------------------------


def test_show_writes_the_page_of_the_report(run, files):
    code, out, err = run("show", "baseline.claims.json", "--html", "page.html")

    assert (code, out, err) == (0, "page written to page.html\n", "")
    assert page(files / "page.html") == report_page(ct.load(files / "baseline.claims.json"))


def test_compare_writes_the_page_of_the_comparison(run, files):
    names = ("baseline.claims.json", "2026-01-08-moscow.claims.json")
    code, out, err = run("compare", *names, "--html", "page.html")

    baseline, later = (ct.load(files / name) for name in names)
    assert (code, out, err) == (0, "page written to page.html\n", "")
    assert page(files / "page.html") == comparison_page(ct.compare(baseline, later), baseline, later)


def test_compare_with_a_version_shows_its_text(run, files):
    code, _, _ = run("compare", "baseline.claims.json", "baseline-revised.txt", "--as", "version", "--html", "p.html")

    assert code == 0
    assert "No timetable for a deployment has been published." in page(files / "p.html")


def test_compare_with_a_drafted_text_shows_both(run, files):
    code, out, _ = run("compare", "baseline.claims.json", "2026-01-08-moscow.txt", "--html", "p.html")

    assert (code, out) == (0, "page written to p.html\n")
    assert "legitimate combat targets" in page(files / "p.html")


def test_only_narrows_the_page(run, files):
    names = ("baseline.claims.json", "2026-01-08-moscow.claims.json")
    run("compare", *names, "--html", "all.html")
    run("compare", *names, "--only", "certainty", "--html", "some.html")

    assert len(page(files / "some.html")) < len(page(files / "all.html"))


@pytest.mark.parametrize(("option", "code"), [("--exit-code", 1), ("--fail-on=dropped", 0), ("--unchanged", 0)])
def test_exit_codes_are_those_without_a_page(run, files, option, code):
    arguments = ("compare", "baseline.claims.json", "2026-01-08-moscow.claims.json", option)

    assert run(*arguments)[0] == code
    assert run(*arguments, "--html", "page.html")[0] == code


def test_format_is_printed_beside_the_page(run, files):
    arguments = ("compare", "baseline.claims.json", "2026-01-08-moscow.claims.json", "--format", "markdown")
    _, alone, _ = run(*arguments)
    _, beside, _ = run(*arguments, "--html", "page.html")

    assert beside == alone
    assert (files / "page.html").exists()


def test_show_prints_markdown(run, files):
    _, out, _ = run("show", "--format", "markdown", "2026-01-08-moscow.claims.json")

    assert out == ct.load(files / "2026-01-08-moscow.claims.json").to_markdown()


def test_page_goes_to_standard_output(run, files):
    code, out, err = run("show", "baseline.claims.json", "--html", "-")

    assert (code, err) == (0, "")
    assert out == report_page(ct.load(files / "baseline.claims.json"))


def test_report_without_its_text_has_a_page_of_quotes(run, files, without_text):
    name = without_text((files / "baseline.claims.json").read_bytes())
    code, _, err = run("show", name, "--html", "page.html")

    assert code == 0
    assert "working from the quotes alone" in err
    assert "plans are already in place" in page(files / "page.html")


@pytest.mark.parametrize("name", ["baseline.claims.json", "2026-01-08-moscow.claims.json"])
def test_page_is_not_written_over_what_is_read(run, files, name):
    before = (files / name).read_bytes()
    code, _, err = run("compare", "baseline.claims.json", "2026-01-08-moscow.claims.json", "--html", name)

    assert code == 2
    assert "--html" in err
    assert (files / name).read_bytes() == before


def test_page_is_not_written_over_the_text_beside_a_report(run, files):
    run("draft", "2026-01-08-moscow.txt", "-o", "draft.claims.json")
    code, _, err = run("show", "draft.claims.json", "--html", "2026-01-08-moscow.txt")

    assert code == 2
    assert "which is read" in err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--open",), "no page to open"),
        (("--open", "--html", "-"), "cannot be opened"),
        (("--html", "-", "--format", "json"), "both go to standard output"),
        (("--html", "no/such/folder/page.html"), "cannot be written"),
    ],
)
def test_what_cannot_be_is_said(run, files, browser, options, told):
    code, _, err = run("show", "baseline.claims.json", *options)

    assert code == 2
    assert told in err
    assert browser[0] == []


def test_page_that_cannot_be_written_leaves_the_old_one(run, files):
    (files / "folder").mkdir()
    code, _, err = run("show", "baseline.claims.json", "--html", "folder")

    assert code == 2
    assert "no file that can be replaced" in err
    assert [path.name for path in files.iterdir() if path.name.endswith(".part")] == []


# --- the browser -----------------------------------------------------------------------------------------------------


def test_open_shows_the_page(run, files, browser):
    code, _, err = run("show", "baseline.claims.json", "--html", "page.html", "--open")

    assert (code, err) == (0, "")
    assert browser[0] == [(files / "page.html").resolve().as_uri()]


def test_no_browser_is_told_and_no_failure(run, files, browser):
    browser[1][0] = False
    code, _, err = run("show", "baseline.claims.json", "--html", "page.html", "--open")

    assert code == 0
    assert err == "claimtrack: no browser was found to open page.html\n"


# --- ledgers ---------------------------------------------------------------------------------------------------------


def test_track_facts_writes_the_timeline(run, ledger, tmp_path):
    code, out, _ = run("track", "facts", "facts.db", "--text", "troops", "--html", "page.html")

    assert (code, out) == (0, "page written to page.html\n")
    with ct.Ledger(ledger) as found:
        assert page(tmp_path / "page.html") == timeline_page(found.facts(text="troops"), found.reports())


@pytest.mark.parametrize("by", ["outlet", "date", "report"])
def test_track_matrix_writes_the_matrix(run, ledger, tmp_path, by):
    run("track", "matrix", "facts.db", "--by", by, "--html", "page.html")

    with ct.Ledger(ledger) as found:
        assert page(tmp_path / "page.html") == matrix_page(found.facts(), found.reports(), by=by)


def test_track_fact_writes_its_page_with_the_words_that_stand_against_it(run, ledger, tmp_path):
    with ct.Ledger(ledger) as found:
        facts = {fact.id: fact for fact in found.facts()}
        fact = next(fact for fact in facts.values() if fact.conflicts and fact.conflicts[0].fact_id != fact.id)
        expected = fact_page(fact, others=facts, reports=found.reports(), ledger="facts.db")
    code, _, _ = run("track", "fact", "facts.db", fact.id, "--html", "page.html")

    assert code == 0
    assert page(tmp_path / "page.html") == expected


@pytest.mark.parametrize("command", [("facts",), ("matrix",)])
def test_page_is_not_written_over_the_ledger(run, ledger, command):
    before = ledger.read_bytes()
    os.link(ledger, ledger.with_name("other-name.db"))
    for out in ("facts.db", "facts.db-wal", "other-name.db"):
        code, _, err = run("track", *command, "facts.db", "--html", out)

        assert code == 2
        assert "which is read" in err
    assert ledger.read_bytes() == before


def test_track_pages_writes_what_the_ledger_has_linked_with_each_other(run, ledger, tmp_path, browser):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "mine.html").write_text("mine", encoding="utf-8")
    code, out, err = run(
        *("track", "pages", "facts.db", "pages", "--compare", "coalition-baseline", "--open"),
        *("--title", "A story", "--link", "mine.html", "A page of <mine>"),
    )

    with ct.Ledger(ledger) as found:
        expected = ledger_folder(
            found,
            title="A story",
            baseline="coalition-baseline",
            links=[("A page of <mine>", "mine.html")],
            name="facts.db",
        )
        files = {path.relative_to(tmp_path / "pages").as_posix(): path for path in (tmp_path / "pages").rglob("*.html")}
        assert set(files) == {*expected, "mine.html"}
        assert all(page(files[name]) == expected[name] for name in expected)
    assert (code, err) == (0, "")
    first = (tmp_path / "pages" / "index.html").relative_to(tmp_path)
    assert out == f"{len(expected)} pages written to pages, the first is {first}\n"
    assert browser[0] == [(tmp_path / first).resolve().as_uri()]
    assert page(files["mine.html"]) == "mine"
    front = page(files["index.html"])
    assert "A page of &lt;mine&gt;" in front
    assert front.index("Overviews") < front.index("Comparisons") < front.index("Contested facts")
    reached = set()
    for name, path in files.items():
        for href in links(page(path)):
            target = (path.parent / href.partition("#")[0]).resolve()
            assert target.is_file(), (name, href)
            reached.add(target)
    assert {path.resolve() for path in files.values()} <= reached


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--compare", "nothing"), "nothing"),
        (("--link", "https://example.org", "away"), "no relative link"),
        (("--link", "a/../../b.html", "away"), "leaves the folder"),
    ],
)
def test_track_pages_writes_nothing_where_it_cannot(run, ledger, tmp_path, arguments, told):
    code, _, err = run("track", "pages", "facts.db", "pages", *arguments)

    assert code == 2
    assert told in err
    assert not (tmp_path / "pages").exists()


def test_track_pages_spares_the_ledger(run, ledger, tmp_path):
    ledger.rename(tmp_path / "index.html")
    before = (tmp_path / "index.html").read_bytes()
    code, _, err = run("track", "pages", "index.html", ".")

    assert code == 2
    assert "over this file" in err
    assert (tmp_path / "index.html").read_bytes() == before
    assert not (tmp_path / "timeline.html").exists()


def test_track_pages_writes_into_no_folder_without_a_name(run, ledger, tmp_path):
    before = sorted(tmp_path.iterdir())

    code, out, err = run("track", "pages", "facts.db", "")

    assert (code, out) == (2, "")
    assert "no name" in err
    assert sorted(tmp_path.iterdir()) == before


def test_track_pages_does_not_make_a_folder_of_a_file(run, ledger, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    code, _, err = run("track", "pages", "facts.db", "file")

    assert code == 2
    assert "folder cannot be made" in err


def test_front_page_is_written_last(tmp_path, monkeypatch):
    order = []
    monkeypatch.setattr("claimtrack.render.html._folder.write_page", lambda html, path: order.append(path.name))

    assert written({"index.html": "", "a/b.html": "", "timeline.html": ""}, tmp_path) == 3
    assert order[-1] == "index.html"
