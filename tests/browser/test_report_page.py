"""The page of a report in a real browser: the words that are marked are the claims', and nothing gets out."""

import re

import pytest

import claimtrack as ct
from claimtrack.render.html import element_id, report_page

# Several code points each, joined: a family of four, the flag of Wales.
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
UGLY = (
    "<script>alert('one')</script> said the mayor & \"others\" </script></style><!-- ]]> &amp; &#x3c;b&#x3e;\n"
    "\n"
    "מי שאמר ש-100 איש יבואו, he said \u202egnp.exe\u202c and \u2066isolated\u2069 words\u200f stay.\r\n"
    f"The family {FAMILY} and the flag {FLAG} meet Zoe\u0301 and q\u0323\u0307 "
    "at cafe\u0301s;\ta tab, a\u0085line, a\u2028line.\n"
    "A bell \x07, an escape \x1b[31mred\x1b[0m, a DEL \x7f, a byte order mark \ufeff and a last \x01.\n"
    + "Averyverylongword" * 40
    + " https://example.org/"
    + "path/" * 60
    + "?q=<b>&x=1\n"
    "One two three four five six seven eight nine ten.\n"
    "هذا نص عربي طويل قليلا يقول إن الاتفاق ممكن (maybe) في 2026.\n\n\n"
)
DOCUMENT = ct.Document(
    id="ugly",
    text=UGLY,
    title="<img src=x onerror=alert(2)> “Ugly” \u202eeltit & </title><script>alert(3)</script>",
    language='en"><script>',
    publisher=ct.Publisher(id="p", name="<b>Outlet</b>"),
    url="javascript:alert(4)",
    sources=["https://example.org/a?b=<c>", "javascript:alert(5)"],
    authors=["ann"],
)


def at(words, after=""):
    start = UGLY.index(words, UGLY.index(after))
    return ct.Anchor(ct.Span(start, start + len(words)), words)


def claim(id, *content, **more):
    attribution = {"speakers": ["ann"], "mode": "indirect", **more.pop("attribution", {})}
    return ct.Claim(
        id=id,
        content=content,
        attribution=ct.Attribution(**attribution),
        certainty=more.pop("certainty", "CT+"),
        origin=ct.Origin(annotator="x", status=more.pop("status", "manual"), confidence=more.pop("confidence", None)),
        **more,
    )


CLAIMS = (
    claim("tags", at("<script>alert('one')</script>"), attribution={"mention": [at("the mayor")], "cue": [at("said")]}),
    claim("marks", at('& "others" </script></style><!-- ]]> &amp;'), proposition="<script>alert(6)</script>\u202e"),
    claim("hebrew", at("מי שאמר ש-100 איש יבואו, he"), certainty="PR-"),
    claim("bidi", at("\u202egnp.exe\u202c and \u2066isolated"), attribution={"speakers": []}),
    claim("family", at(f"{FAMILY} and the flag {FLAG}"), kind="proposal", tags=["<i>", "x" * 90]),
    claim("accents", at("Zoe\u0301 and q\u0323"), kind="question"),
    claim("accents-too", at("\u0307 at cafe\u0301s;\ta tab, a\u0085line, a\u2028line."), kind="question"),
    claim("controls", at("\x07, an escape \x1b[31mred\x1b[0m"), certainty="Uu", kind="evaluation"),
    claim("long", at("Averyverylongword" * 40), confidence=3),
    claim("address", at("https://example.org/" + "path/" * 60 + "?q=<b>"), status="drafted"),
    # Overlapping, nested, discontinuous, of one bound, over a paragraph's end.
    claim("outer", at("two three four five six seven")),
    claim(
        "inner",
        at("three four"),
        relations=[ct.Relation("supports", "outer"), ct.Relation("corrects", "other-report#x")],
    ),
    claim(
        "same-start",
        at("two three"),
        conditions=[ct.Condition("if", at("nine ten"))],
        time=[ct.Time("2026", at("2026"))],
    ),
    claim("same-end", at("six seven"), likelihood=ct.Likelihood.from_term("likely", "icd203")),
    claim("crossing", at("four five six seven eight nine")),
    claim("broken", at("One"), at("three"), at("eight nine")),
    claim("over-the-end", at("ten.\nهذا نص"), certainty="PS-"),
    claim(
        "arabic",
        at("الاتفاق ممكن (maybe)"),
        attribution={"speakers": ["ann", "bob"], "via": [ct.Relay(speakers=["bob"], mention=[at("عربي")])]},
        assessments=[ct.Assessment(rating=1, label="<u>False</u>", best=5, worst=1, author="Desk", url="javascript:1")],
    ),
)
REPORT = ct.Report(
    id="ugly-report",
    document=DOCUMENT,
    annotators=[ct.Annotator(id="x", name="<s>X</s>")],
    speakers=[
        ct.Speaker(id="ann", name="Ann \u202e<b>Example</b>", aliases=["'\"><script>"], role="mayor"),
        ct.Speaker(id="bob", name="B" * 80, kind="group"),
    ],
    claims=CLAIMS,
    rejected=[ct.Rejected(content=[at("a DEL \x7f")], reason="<b>no</b>")],
)

WORDS_OF = """([number, list]) => [...document.querySelectorAll(`[data-${list}]`)]
  .filter((element) => element.dataset[list].split(" ").includes(String(number)))
  .map((element) => element.textContent)"""


@pytest.fixture(scope="module")
def ugly():
    return report_page(REPORT, links=[("Overview & more", "index.html")])


@pytest.fixture(scope="module")
def coalition(examples):
    return report_page(ct.load(examples / "baseline.claims.json"))


@pytest.fixture(scope="module")
def paris(examples):
    return report_page(ct.load(examples / "2026-01-06-paris.claims.json"))


def number_of(page, claim_id):
    """The claim's number on the page, from its card."""
    return int(page.locator(f'[id="{element_id("claim", claim_id)}"]').get_attribute("data-claim"))


def shown_cards(page):
    return page.locator(".claim:visible").count()


def assert_words_are_marked(page, report):
    numbers = page.evaluate(
        """() => [...document.querySelectorAll("[data-claim]")]
          .map((card) => [card.querySelector(".id").textContent, card.dataset.claim])"""
    )
    words = {claim_id: "".join(page.evaluate(WORDS_OF, [number, "claims"])) for claim_id, number in numbers}
    assert words == {claim.id: covered(report, claim) for claim in report.claims}


def covered(report, claim):
    """The words of a claim in the order of the text, those of overlapping pieces once."""
    places = sorted({at for anchor in claim.content for at in range(anchor.span.start, anchor.span.end)})
    return "".join(report.document.text[at] for at in places)


@pytest.mark.parametrize("scripts", [True, False])
def test_marked_words_are_the_claims_words(page_of, coalition, examples, scripts):
    """
    The segments of each claim, put together, are its quote; without scripts too.
    """
    page = page_of(coalition, scripts=scripts)

    assert_words_are_marked(page, ct.load(examples / "baseline.claims.json"))
    assert page.locator("#filters").is_visible() is scripts
    assert shown_cards(page) == 50


def test_ugly_words_are_shown_as_text(page_of, ugly):
    """
    Markup, directions of writing and control characters of a document are words like others; all text is there.
    """
    page = page_of(ugly)

    assert_words_are_marked(page, REPORT)
    assert page.evaluate("document.getElementById('document').textContent.replace(/\\n/g, '')") == UGLY.replace(
        "\n", ""
    )
    assert page.locator("main script, main img, main b b, main iframe").count() == 0
    addresses = page.evaluate("[...document.querySelectorAll('a')].map((link) => link.getAttribute('href'))")
    assert [address for address in addresses if not address.startswith(("#", "index.html", "https:"))] == []
    assert "\\u202e" in page.title()
    odd = page.locator(".odd", has_text="\u202e").first
    assert odd.get_attribute("data-code") == "U+202E"
    assert odd.evaluate("(element) => getComputedStyle(element.firstElementChild).display") == "none"


def test_parts_are_marked_too(page_of, ugly):
    """
    Source, cue, condition, time and relay are marked for their claim.
    """
    page = page_of(ugly)

    assert page.evaluate(WORDS_OF, [number_of(page, "tags"), "parts"]) == ["said", "the mayor"]
    assert page.evaluate(WORDS_OF, [number_of(page, "same-start"), "parts"]) == ["nine", " ", "ten", "2026"]
    assert page.evaluate(WORDS_OF, [number_of(page, "arabic"), "parts"]) == ["عربي"]


def test_filters_take_cards_and_marks(page_of, ugly, eventually):
    """
    A filter leaves the claims it names, counts them, and takes the mark off the words of the others.
    """
    page = page_of(ugly)
    count = page.locator("#filters .count")
    marked = page.locator("mark.c1, mark.c2, mark.c3")
    before = page.locator("#document").locator(marked).count()

    page.locator("select[name=kind]").select_option("question")
    assert shown_cards(page) == 2
    assert count.inner_text() == "2 of 18 claims shown"
    words = "".join(page.locator("#document").locator(marked).all_inner_texts())
    assert words.startswith("Zoe\u0301")
    assert "two" not in words
    page.get_by_role("button", name="Show all").click()
    eventually(lambda: count.inner_text() == "All 18 claims shown")
    assert page.locator("#document").locator(marked).count() == before

    page.locator("select[name=level]").select_option("probable")
    assert shown_cards(page) == 1
    page.locator("select[name=polarity]").select_option("positive")
    assert shown_cards(page) == 0
    assert page.get_by_text("No claim is left").is_visible()
    page.get_by_role("button", name="Show all").click()
    page.locator("select[name=status]").select_option("drafted")
    assert shown_cards(page) == 1
    page.locator("select[name=status]").select_option("")
    page.locator("select[name=speaker]").select_option("~")
    assert shown_cards(page) == 1
    page.locator("select[name=speaker]").select_option("")
    page.get_by_role("searchbox").fill("ZOÉ")
    eventually(lambda: count.inner_text() == "1 of 18 claims shown")


def test_what_is_in_no_claim_can_be_marked(page_of, ugly, eventually):
    """
    Sentences in no claim and struck-out quotes are marked when they are asked for.
    """
    page = page_of(ugly)
    struck = page.locator(".struck").first
    line = "(element) => getComputedStyle(element).textDecorationLine"

    assert struck.evaluate(line) == "none"
    page.get_by_label("struck out").check()
    assert struck.evaluate(line) == "line-through"
    page.get_by_role("button", name="Show all").click()
    eventually(lambda: struck.evaluate(line) == "none")


def test_words_and_cards_point_at_each_other(page_of, ugly):
    """
    The pointer on words marks all words of the claim and its card, and the other way round.
    """
    page = page_of(ugly)
    broken = number_of(page, "broken")
    of_broken = page.locator("mark.hot")

    page.locator("mark", has_text=re.compile("^One$")).hover()
    assert (
        of_broken.all_inner_texts() == ["One", "three", "eight nine"]
        or "".join(of_broken.all_text_contents()) == "Onethreeeight nine"
    )
    assert page.locator(".claim.hot").get_attribute("data-claim") == str(broken)

    page.locator(f'[id="{element_id("claim", "outer")}"] .statement').hover()
    assert "".join(of_broken.all_text_contents()) == "two three four five six seven"


def test_shared_words_offer_all_their_claims(page_of, ugly):
    """
    A click on words of several claims offers each of them; Escape takes the offer away.
    """
    page = page_of(ugly)
    chooser = page.locator("#chooser")

    page.locator("mark", has_text=re.compile("^three$")).click()
    assert chooser.is_visible()
    ids = {"outer", "inner", "same-start", "broken"}
    assert chooser.locator("a").count() == len(ids)
    page.keyboard.press("Escape")
    assert not chooser.is_visible()
    assert page.locator(".current").count() == 0

    page.locator("mark", has_text=re.compile("^three$")).click()
    chooser.locator(f'a[href="#{element_id("claim", "inner")}"]').click()
    assert page.locator(".claim.current .id").inner_text() == "inner"
    assert "".join(page.locator("mark.current").all_text_contents()) == "three four"


@pytest.mark.parametrize("width", [380, 1280])
def test_keyboard_goes_from_words_to_card_and_back(page_of, coalition, width):
    """
    Enter on the number behind the words leads to the card, Enter on the card's number back to the words.
    """
    page = page_of(coalition, width)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"

    page.locator("#document .ref").nth(3).focus()
    number = page.evaluate("document.activeElement.dataset.ref")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.claim") == number
    card = page.locator(f'[data-claim="{number}"]')
    assert "current" in card.get_attribute("class")
    box = card.bounding_box()
    assert 0 <= box["y"] < 800

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.ref") == number
    assert 0 <= page.locator("mark.current").first.bounding_box()["y"] < 800
    page.keyboard.press("Escape")
    assert page.locator(".current").count() == 0


def test_link_to_a_claim_shows_it(page_of, coalition):
    """
    An address with a claim's id marks the claim and brings it into view.
    """
    page = page_of(coalition)

    page.evaluate("location.hash = document.querySelectorAll('.claim')[40].id")
    page.wait_for_selector(".claim.current")

    assert page.locator(".claim.current").get_attribute("data-claim") == "41"
    assert 0 <= page.locator("mark.current").first.bounding_box()["y"] < 800


def test_cards_keep_up_with_the_text(page_of, coalition, eventually):
    """
    Reading on, the cards of the words in sight come into sight.
    """
    page = page_of(coalition)

    page.locator("#document p").nth(12).evaluate("(paragraph) => paragraph.scrollIntoView()")
    eventually(lambda: page.locator(".cards").evaluate("(column) => column.scrollTop") > 1000)


@pytest.mark.parametrize("width", [380, 1280])
@pytest.mark.parametrize("name", ["coalition", "ugly"])
def test_nothing_is_wider_than_the_window(page_of, overflow, request, name, width):
    """
    Long words, addresses and ids are broken.
    """
    assert overflow(page_of(request.getfixturevalue(name), width)) == []


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["paris", "ugly"])
def test_page_is_accessible(axe, request, name, dark):
    """
    axe finds nothing grave, with words chosen too; in the dark, only colours may differ.
    """
    rules = ("color-contrast",) if dark else ()
    axe(request.getfixturevalue(name), dark=dark, rules=rules, prepare=lambda page: page.locator("mark").nth(5).click())


def test_page_without_text_says_so(page_of, axe, overflow):
    """
    Where the text is not at hand, cards show the quotes.
    """
    bare = ct.Report(
        id="r",
        document=ct.Document(id="d", sha256=DOCUMENT.sha256, title="Kept away"),
        annotators=REPORT.annotators,
        speakers=REPORT.speakers,
        claims=CLAIMS,
    )
    html = report_page(bare)
    page = page_of(html, 380)

    assert page.get_by_text("not at hand").is_visible()
    assert page.locator("mark").count() == 0
    assert shown_cards(page) == len(CLAIMS)
    assert page.locator(f'[id="{element_id("claim", "broken")}"] .words b').all_inner_texts() == [
        "One",
        "three",
        "eight nine",
    ]
    assert overflow(page) == []
    page.locator("select[name=kind]").select_option("proposal")
    assert shown_cards(page) == 1
    axe(html)
