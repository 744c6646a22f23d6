"""How reports, comparisons and facts show themselves: in notebooks, with rich, and as Markdown."""

import copy
import io
import pickle
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from attrs import evolve
from rich.console import Console

import claimtrack as ct
import ledger_story as story
from claimtrack._display import Displayed
from claimtrack.render import ledger as render_ledger
from claimtrack.render import markdown, terminal
from claimtrack.render.annotated import annotated
from claimtrack.render.notebook import MOST_ROWS

WILD = "<script>alert(1)</script> \u202e & \"'`|*_ <img src=x onerror=y>"
ELEMENTS = {"div", "style", "p", "bdi", "table", "thead", "tbody", "tr", "th", "td", "br", "ins", "del", "span"}


class Seen(HTMLParser):
    """The elements, attributes, styles and words of a fragment."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.attributes, self.style, self.words, self.open = set(), set(), "", "", []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attributes}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.words += data


@pytest.fixture(scope="module")
def baseline(examples):
    return ct.load(examples / "baseline.claims.json")


@pytest.fixture(scope="module")
def later(examples):
    return ct.load(examples / "2026-01-08-moscow.claims.json")


@pytest.fixture(scope="module")
def text_comparison(baseline, examples):
    text = (examples / "baseline-revised.txt").read_text(encoding="utf-8")
    return ct.compare_text(baseline, baseline.document.next_version(text))


@pytest.fixture(scope="module")
def shown(baseline, later, text_comparison):
    """One of each that can show itself."""
    facts, _, _ = story.ugly()
    return [baseline, later, ct.compare(baseline, later), text_comparison, story.FACTS[0], *facts]


def wild_reports():
    """Two reports in whose words everything is that could be markup."""
    made = []
    for name, said in (("one", "is true"), ("two", "is not true")):
        text = f"{WILD} {said}."
        document = ct.Document(id=f"{name}-text", work="work", text=text, title=WILD)
        claim = ct.annotate(
            document, text.rstrip("."), id="claim", speakers=["speaker"], certainty="CT+", annotator="editor"
        )
        made.append(
            ct.Report(
                id=name,
                document=document,
                annotators=[ct.Annotator(id="editor", name=WILD)],
                speakers=[ct.Speaker(id="speaker", name=WILD)],
                claims=[claim],
            )
        )
    return made


def printed(what, **options):
    file = io.StringIO()
    Console(file=file, width=90, highlight=False, emoji=False, markup=False, **options).print(what)
    return file.getvalue()


# --- notebooks -------------------------------------------------------------------------------------------------------


def test_fragment_has_no_script_no_address_and_no_style_beyond_itself(shown):
    for value in shown:
        seen = Seen(value._repr_html_())

        assert seen.elements <= ELEMENTS
        assert seen.attributes <= {"class", "scope"}
        rules = re.sub(r"\{[^}]*\}", ";", seen.style)
        assert all(rule.strip().startswith(".claimtrack-shown") for rule in re.split("[;,]", rules) if rule.strip())
        assert "url(" not in seen.style
        assert "@" not in seen.style


def test_words_of_documents_are_text_in_a_fragment():
    one, two = wild_reports()
    for value in (one, ct.compare(one, two)):
        html = value._repr_html_()
        seen = Seen(html)

        assert seen.elements <= ELEMENTS
        assert "<script>alert(1)</script>" in seen.words
        assert "\u202e" not in html


def test_fragment_of_a_report_names_every_claim(later):
    words = Seen(later._repr_html_()).words

    assert all(claim.wording in words for claim in later.claims)
    assert "20 claims" in words


def test_fragment_of_a_comparison_shows_words_that_changed():
    one, two = wild_reports()
    html = ct.compare(one, two)._repr_html_()

    assert "<ins>not </ins>" in html or "<ins>not</ins>" in html


def test_fragment_of_a_text_comparison_has_new_sentences(text_comparison):
    words = Seen(text_comparison._repr_html_()).words

    assert "No timetable for a deployment has been published." in words


def test_fragment_of_a_fact_has_all_sightings():
    fact = max(story.FACTS, key=lambda fact: len(fact.sightings))
    words = Seen(fact._repr_html_()).words

    assert all(seen.words in words for seen in fact.sightings)
    assert fact.id in words


def test_long_tables_are_cut_and_say_so(baseline):
    claims = [evolve(claim, id=f"{claim.id}-{number}") for number in range(3) for claim in baseline.claims]
    html = evolve(baseline, claims=claims)._repr_html_()

    assert html.count("<tr>") == MOST_ROWS + 1
    assert f"… and {len(claims) - MOST_ROWS} more claims" in html


def test_fragment_of_the_example_is_small(shown):
    assert max(len(value._repr_html_()) for value in shown[:5]) < 25_000


# --- terminals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [{}, {"force_terminal": True, "color_system": "truecolor"}], ids=["pipe", "colour"])
def test_rich_prints_what_the_command_line_prints(baseline, later, text_comparison, options):
    colour = bool(options)
    bare = evolve(later, document=evolve(later.document, text=None))
    found = ct.compare(baseline, later)
    fact = story.FACTS[0]

    assert printed(later, **options) == printed(annotated(later, width=90), **options)
    assert printed(bare, **options) == printed(terminal.report(bare, colour=colour), **options)
    assert printed(found, **options) == printed(terminal.comparison(found, colour=colour), **options)
    assert printed(fact, **options) == printed(render_ledger.fact(fact, colour=colour), **options)
    told = printed(text_comparison, **options)
    assert told.startswith(printed(terminal.comparison(text_comparison.comparison, colour=colour), **options))
    assert told.endswith(printed(terminal.new_sentences(text_comparison.carried), **options))


# --- Markdown --------------------------------------------------------------------------------------------------------


def test_to_markdown_is_what_the_command_line_writes(baseline, later, text_comparison):
    found = ct.compare(baseline, later)

    assert found.to_markdown() == markdown.comparison(found)
    assert baseline.to_markdown() == markdown.report(baseline)
    assert story.FACTS[0].to_markdown() == render_ledger.fact_markdown(story.FACTS[0])
    assert text_comparison.to_markdown() == markdown.comparison(text_comparison.comparison) + markdown.new_sentences(
        text_comparison.carried
    )


def test_markdown_of_a_report_has_a_row_a_claim(later):
    lines = later.to_markdown().splitlines()
    rows = [line for line in lines if line.startswith("| `")]

    assert len(rows) == len(later.claims)
    assert rows[0].startswith("| `western-units-targets` | commitment | CT+ | Russian Foreign Ministry |")


def test_no_word_of_a_document_is_markup_in_markdown():
    for report in wild_reports():
        told = report.to_markdown()

        assert "<script" not in told.replace("\\<", "")
        [row] = [line for line in told.splitlines() if line.startswith("| `")]
        assert len(re.findall(r"(?<!\\)\|", row)) == 6


# --- values stay what they were --------------------------------------------------------------------------------------


def test_values_are_equal_copied_and_pickled_as_before(shown):
    for value in shown:
        assert isinstance(value, Displayed)
        assert not hasattr(value, "__dict__")
        assert pickle.loads(pickle.dumps(value)) == value
        assert copy.deepcopy(value) == value
        assert "_repr_html_" not in repr(value)


def test_what_nobody_draws_says_so():
    class Odd(Displayed):
        __slots__ = ()

    with pytest.raises(LookupError, match="draws the class Odd"):
        Odd().to_markdown()


def test_import_takes_no_renderer_and_no_ledger():
    code = (
        "import sys, claimtrack;"
        "print([name for name in ('rich', 'jinja2', 'sqlite3', 'claimtrack.ledger', 'claimtrack.render.html')"
        " if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"


def test_ledger_is_at_the_top_when_it_is_asked_for():
    from claimtrack import ledger

    assert ct.Ledger is ledger.Ledger
    assert all(hasattr(ct, name) for name in ct.__all__)
    assert set(ct.__all__) <= set(dir(ct))
    assert not hasattr(ct, "Nonsense")
