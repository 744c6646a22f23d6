"""Pages as files: each stands alone, every word of a document is text in it, and one report gives one page."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack import testing
from claimtrack.errors import InvalidValue, UnreadableFile
from claimtrack.render.html import element_id, open_page, page, report_page, web_address, write_page
from claimtrack.render.html._inplace import LONG, Mark, blocks
from claimtrack.render.html._page import in_script

VOID = {"meta", "input", "br", "img", "link"}

ELEMENTS = frozenset(
    {"html", "head", "meta", "title", "style", "body", "header", "main", "footer", "script"}
    | {"div", "nav", "section", "article", "form", "fieldset", "legend", "details", "summary"}
    | {"h1", "h2", "h3", "p", "ul", "li", "dl", "dt", "dd"}
    | {"a", "b", "bdi", "mark", "q", "span", "label", "select", "option", "button", "input"}
)
"""Everything that the page of a report is made of."""

ODD = "<script>\u202e&\"'\r\n\t\x00\x1b\x85\u2028\ufeff\ud800</script>"


class Seen(HTMLParser):
    """What a browser would make of a page: its elements with their attributes, and the words of each claim."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.words, self.open, self.texts = [], {}, [], {}
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.elements.append((tag, attributes))
        if tag not in VOID:
            self.open.append((tag, attributes))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        self.texts.setdefault(self.open[-1][0] if self.open else "", []).append(data)
        for _, attributes in self.open:
            for number in (attributes.get("data-claims") or "").split():
                self.words[number] = self.words.get(number, "") + data


def covered(report, claim):
    """The words of a claim in the order of the text, those of overlapping pieces once, as HTML can hold them."""
    places = sorted({at for anchor in claim.content for at in range(anchor.span.start, anchor.span.end)})
    return "".join(kept(report.document.text[at]) for at in places)


def kept(letter):
    return "\ufffd" if letter == "\0" or "\ud800" <= letter <= "\udfff" else letter


@given(testing.reports())
@settings(max_examples=40)
def test_page_holds_each_claims_words_and_nothing_foreign(report):
    """
    Whatever a report says, its page has the elements of pages only, no address but its own and those of the web, and
    the words of each claim marked with its number.
    """
    html = report_page(report)
    seen = Seen(html)

    assert {tag for tag, _ in seen.elements} <= ELEMENTS
    assert [tag for tag, _ in seen.elements].count("script") == 2
    for _, attributes in seen.elements:
        assert not {name for name in attributes if name.startswith("on") or name in {"src", "srcset", "action"}}
        assert re.match("#|https?://", attributes.get("href", "#"), re.IGNORECASE)
    ids = [attributes["id"] for _, attributes in seen.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert html == report_page(report)
    html.encode()
    if report.document.text is not None:
        ordered = sorted(
            report.claims, key=lambda claim: (min(anchor.span.start for anchor in claim.content), claim.id)
        )
        found = {str(number): covered(report, claim) for number, claim in enumerate(ordered, 1)}
        assert {number: words.replace("\n", "") for number, words in seen.words.items()} == {
            number: words.replace("\n", "") for number, words in found.items()
        }


@given(st.text(max_size=60), st.data())
def test_segments_are_the_text_and_the_marks(text, data):
    """
    Segments put together are the text; those that a mark holds in are its span; it ends in one of them.
    """
    bounds = st.integers(0, len(text))
    marks = [
        Mark(span=ct.Span(*sorted(data.draw(st.tuples(bounds, bounds)))), number=number, role=role)
        for number, role in enumerate(data.draw(st.lists(st.sampled_from(["content", "cue"]), max_size=6)))
    ]

    segments = [segment for block in blocks(text, marks) for segment in block.segments]

    def words(chosen):
        return "".join(piece.text for segment in chosen for piece in segment.pieces)

    assert words(segments) == "".join(map(kept, text))
    for mark in marks:
        assert words(segment for segment in segments if mark.number in segment.of(mark.role)) == "".join(
            map(kept, mark.span.of(text))
        )
        assert sum(mark.number in segment.ending(mark.role) for segment in segments) == bool(len(mark.span))


@pytest.mark.parametrize("words", ["Rain fell. ", "rain ", "雨が降った。", "rain"])
def test_long_paragraph_is_drawn_in_pieces(words):
    """
    A paragraph too long for one block is cut behind a sentence, or at a blank; words are not cut.
    """
    text = words * 3000 + "\nThe end."

    found = list(blocks(text, [Mark(span=ct.Span(10, len(text) - 2), number=0, role="content")]))

    pieces = ["".join(piece.text for segment in block.segments for piece in segment.pieces) for block in found]
    assert "".join(pieces) == text
    assert [block.goes_on for block in found] == [True] * (len(found) - 2) + [False] * 2
    assert (len(found) > 3) is (words != "rain")
    assert all(len(piece) <= LONG + len(words) for piece in pieces) or words == "rain"
    assert all(piece.endswith(words) for piece in pieces[:-2])


def test_policy_names_the_one_script_that_runs(examples):
    """
    The policy of the page allows its own script, by its hash, and nothing that is loaded.
    """
    html = report_page(ct.load(examples / "baseline.claims.json"))
    script = re.search("<script>(.*?)</script>", html, re.DOTALL).group(1)
    policy = re.search('Content-Security-Policy" content="([^"]*)"', html).group(1)

    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}';" in policy
    assert "unsafe-eval" not in policy
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//|url\(|@import|\bfetch\(|XMLHttp|eval\(""", html)


def test_data_cannot_end_its_script():
    """
    What is handed to scripts comes back the same, and has no character that could be markup.
    """
    told = in_script({"words": [ODD, "]]>", "<!--"]})

    assert not set(told) & set("<>&\u2028\u2029")
    assert json.loads(str(told)) == {"words": [ODD, "]]>", "<!--"]}


def test_strings_steer_nothing():
    """
    A title full of markup and marks of direction is text in title and heading, with the marks written out.
    """
    html = page("base.html.j2", title=ODD)
    seen = Seen(html)

    assert "\u202e" not in html
    assert "\\u202e" in seen.texts["title"][0]
    assert "\\u202e" in "".join(seen.texts["bdi"])
    assert [tag for tag, _ in seen.elements].count("script") == 1
    html.encode()


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org/",
        "//example.org/",
        "/etc/passwd",
        "javascript:alert(1)",
        "\\\\h",
        " javascript:x",
        "\tjava\nscript:x",
    ],
)
def test_pages_link_only_to_pages_beside_them(href):
    """
    A link that leaves the folder tree is refused, by its name.
    """
    with pytest.raises(InvalidValue, match="no relative link"):
        page("base.html.j2", title="t", links=[("elsewhere", href)])


def test_links_between_pages_are_drawn():
    """
    Pages lead to those beside them.
    """
    seen = Seen(page("base.html.j2", title="t", links=[("All & more", "sub/all.html#x")]))

    assert ("a", {"href": "sub/all.html#x"}) in seen.elements


def test_only_addresses_of_the_web_are_links():
    """
    Of addresses in a report, those of other schemes stay words.
    """
    assert web_address("HTTPS://example.org/a") == "HTTPS://example.org/a"
    assert [
        web_address(address) for address in ("javascript:alert(1)", " https://x", "file:///x", "https://", None)
    ] == [None] * 5


@given(st.text(), st.text())
def test_element_ids_tell_names_apart(one, other):
    """
    Two names have one id only if they are one; no id has a blank or a character that an address would have to escape.
    """
    assert (element_id("claim", one) == element_id("claim", other)) is (one == other)
    assert re.fullmatch("[0-9A-Za-z._~-]+", element_id("claim", one))


def test_page_is_written_whole_or_not_at_all(tmp_path):
    """
    The file holds the page as UTF-8 with its line ends; where it cannot be written, the error says so.
    """
    write_page("a\nü\n", tmp_path / "page.html")

    assert (tmp_path / "page.html").read_bytes() == "a\nü\n".encode()
    with pytest.raises(UnreadableFile, match="cannot be written"):
        write_page("x", tmp_path / "no" / "page.html")


def test_page_opens_from_its_file(tmp_path, monkeypatch):
    """
    The browser gets the file's address, whatever is in its name.
    """
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)

    assert open_page(tmp_path / "a b#c.html")
    assert opened == [(tmp_path / "a b#c.html").resolve().as_uri()]


def test_report_without_text_says_so():
    """
    Where the text is not at hand, the page says so and shows what is quoted.
    """
    document = ct.Document(id="d", text="Rain fell on the town.")
    claim = ct.annotate(document, "Rain fell", id="rain", certainty="CT+")
    report = ct.Report(id="r", document=ct.Document(id="d", sha256=document.sha256), claims=[claim])

    seen = Seen(report_page(report))

    assert "not at hand" in "".join(seen.texts["p"])
    assert "Rain fell" in seen.texts["b"]
    assert "mark" not in {tag for tag, _ in seen.elements}


def test_import_of_the_package_draws_no_pages():
    """
    Templates are loaded by who draws pages, not by ``import claimtrack``.
    """
    told = subprocess.run(
        [sys.executable, "-c", "import sys, claimtrack; print('jinja2' in sys.modules)"],
        capture_output=True,
        check=True,
        text=True,
    )

    assert told.stdout.strip() == "False"
