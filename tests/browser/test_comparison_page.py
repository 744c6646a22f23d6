"""The page of a comparison in a real browser: what is marked, what is linked, what the filters leave, how it fits."""

from functools import cache
from pathlib import Path

import pytest
from attrs import evolve

import claimtrack as ct
from claimtrack.comparison import (
    Contradiction,
    Correction,
    Edge,
    Evidence,
    Note,
    Pairing,
    TextComparison,
    Undecided,
    compare_text,
)
from claimtrack.render.html import comparison_page

COALITION = Path(__file__).parents[2] / "examples" / "coalition"
FOLLOW_UPS = tuple(path.name for path in sorted(COALITION.glob("20*.claims.json")))
CASES = (*FOLLOW_UPS, "revised", "ugly")

HEBREW = (
    "\u05d4\u05de\u05de\u05e9\u05dc\u05d4 \u05d0\u05de\u05e8\u05d4 \u05e9\u05d4\u05ea\u05d5\u05db\u05e0\u05d9\u05ea "
    "\u05de\u05d5\u05db\u05e0\u05d4"
)
FAMILY, FLAG = "\U0001f469\u200d\U0001f469\u200d\U0001f467", "\U0001f1fa\U0001f1e6"
LONG = "w" * 300

UGLY_BASELINE = f"""He said: "<script>alert('one')</script> is not 'safe' & sound", and nobody laughed.
Prices rose sharply last year in Kyiv, which nobody doubts. The plan, he said, is dead.
{HEBREW} today. {FAMILY} families number 800,000 {FLAG} here.
Tanks and guns were sent. Boats came. Planes came. A \u202egnirts\u202c turned round.
{LONG} is a word. The bridge is open. The bridge is shut at night.
"""
UGLY_LATER = f"""</script><b onclick="alert(2)">Bold</b> words came first.
Boats and planes came. Tanks were sent. Guns were sent. The plan, they said, is still dead.
Prices rose a little last year in Kyiv. {FAMILY} families number 700,000 {FLAG} here.
He said: "<script>alert('one')</script> may be 'safe' & sound", and all laughed.
The bridge may be open. The bridge was open once. {LONG} is two words. &amp; &lt;i&gt; stays as it is.
"""


def annotated(name, text, claims):
    """A report with a claim for each id; its speaker is as ugly as its words."""
    document = ct.Document(id=f"{name}-text", text=text, work="ugly", title=f"<i>{name}</i> \u202e title")
    return ct.Report(
        id=name,
        document=document,
        annotators=(ct.Annotator(id="ed", name="Ed"),),
        speakers=(
            ct.Speaker(id="ann", name='Ann "<b>X</b>" & Sons'),
            ct.Speaker(id="bob", name="\u05d1\u05d5\u05d1 " + "n" * 120),
        ),
        claims=tuple(
            ct.annotate(document, quote, id=key, speakers=[who], certainty=certainty, annotator="ed")
            for key, (quote, who, certainty) in claims.items()
        ),
    )


def ugly():
    """Two reports of everything that could break a page, and a comparison in which everything happens."""
    baseline = annotated(
        "ugly-baseline",
        UGLY_BASELINE,
        {
            "script": ("<script>alert('one')</script> is not 'safe' & sound", "ann", "CT-"),
            "prices": ("Prices rose sharply last year", "ann", "CT+"),
            "kyiv": ("rose sharply last year in Kyiv", "bob", "CT+"),
            "plan": (("The plan", "is dead"), "bob", "CT+"),
            "rtl": (HEBREW, "bob", "CT+"),
            "families": (
                f"{FAMILY} families number 800,000 {FLAG}",
                "ann",
                "CT+",
            ),
            "sent": ("Tanks and guns were sent", "ann", "CT+"),
            "boats": ("Boats came", "ann", "CT+"),
            "planes": ("Planes came", "ann", "CT+"),
            "turned": ("A \u202egnirts\u202c turned round", "bob", "PS+"),
            "long": (LONG + " is a word", "ann", "CT+"),
            "bridge": ("The bridge is open", "ann", "CT+"),
            "night": ("The bridge is shut at night", "ann", "CT+"),
        },
    )
    later = annotated(
        "ugly-later",
        UGLY_LATER,
        {
            "bold": ('</script><b onclick="alert(2)">Bold</b> words came first', "bob", "CT+"),
            "came": ("Boats and planes came", "ann", "CT+"),
            "tanks": ("Tanks were sent", "ann", "CT+"),
            "guns": ("Guns were sent", "ann", "CT+"),
            "plan-later": (("The plan", "is still dead"), "bob", "CT+"),
            "prices-later": ("Prices rose a little last year", "ann", "PR+"),
            "families-later": (
                f"{FAMILY} families number 700,000 {FLAG}",
                "ann",
                "CT+",
            ),
            "script-later": ("<script>alert('one')</script> may be 'safe' & sound", "bob", "PS+"),
            "open": ("The bridge may be open", "ann", "PS+"),
            "once": ("The bridge was open once", "ann", "CT+"),
            "long-later": (LONG + " is two words", "ann", "CT+"),
        },
    )
    # Each pair compared alone, so that it is surely one: what is shown is wanted here, not what is found.
    found = ct.compare(baseline, later)

    def paired(ours, theirs, rule="words"):
        parts = [
            evolve(report, claims=tuple(claim for claim in report.claims if claim.id in ids))
            for report, ids in ((baseline, ours), (later, theirs))
        ]
        linked = [
            evolve(claim, relations=tuple(ct.Relation("same_as", f"{parts[1].id}#{other}") for other in theirs))
            for claim in parts[0].claims
        ]
        alone = ct.compare(evolve(parts[0], claims=linked), parts[1]).pairings
        changes = alone[0].changes if alone else ()
        edge = Edge(baseline=ours[0], later="bold", score=0.34, rule="words")
        return Pairing(baseline=ours, later=theirs, score=0.71, rule=rule, runner_up_later=edge, changes=changes)

    comparison = evolve(
        found,
        relation="version",
        pairings=(
            paired(("script",), ("script-later",)),
            paired(("prices",), ("prices-later",)),
            paired(("plan",), ("plan-later",)),
            paired(("families",), ("families-later",)),
            paired(("sent",), ("tanks", "guns"), "split"),
            paired(("boats", "planes"), ("came",), "merge"),
        ),
        undecided=(
            Undecided(
                baseline=("bridge", "night"),
                later=("open", "once"),
                edges=(
                    Edge(baseline="bridge", later="open", score=0.55, rule="words"),
                    Edge(baseline="bridge", later="once", score=0.6, rule="words"),
                    Edge(baseline="night", later="once", score=0.35, rule="words"),
                ),
            ),
            Undecided(baseline=("turned",), later=(), edges=()),
        ),
        added=("bold",),
        dropped=("kyiv", "rtl"),
        not_mentioned=(),
        contradictions=(
            Contradiction(
                baseline="long",
                later="long-later",
                rule="incompatible quantity",
                evidence_baseline=Evidence(words="a"),
                evidence_later=Evidence(words="two"),
            ),
        ),
        corrections=(
            Correction(type="corrects", by="later", baseline=("long",), evidence_later=Evidence(words="<i>sorry</i>")),
            Correction(type="retracts", by="later", evidence_later=Evidence(words="all of it")),
        ),
        notes=(Note(rule="languages differ", baseline=Evidence(words="<en>"), later=Evidence(words="he")),),
    )
    return comparison, baseline, later


@cache
def case(name):
    """A comparison with its reports and its page."""
    baseline = ct.load(COALITION / "baseline.claims.json")
    if name == "ugly":
        found, baseline, later = ugly()
    elif name == "revised":
        text = (COALITION / "baseline-revised.txt").read_text(encoding="utf-8")
        found = compare_text(baseline, baseline.document.next_version(text))
        later = found.carried.report
    else:
        later = ct.load(COALITION / name)
        found = ct.compare(baseline, later)
    return found, baseline, later, comparison_page(found, baseline, later, links=[("All pages", "index.html")])


def verdicts(found):
    return found.comparison if isinstance(found, TextComparison) else found


MARKED = """() => {
  const found = {};
  for (const mark of document.querySelectorAll("mark.c"))
    for (const claim of mark.dataset.c.split(" ")) found[claim] = (found[claim] ?? "") + mark.textContent;
  return found;
}"""

IN_VIEW = """([element, box]) => {
  const [one, whole] = [element, box].map((each) => document.querySelector(each).getBoundingClientRect());
  return one.height > 0 && one.top >= whole.top && one.bottom <= whole.bottom;
}"""


def until(page, holds, argument=None):
    """Waits till *holds* does. Playwright's own way would need the page's policy to allow eval."""
    for _ in range(150):
        if page.evaluate(holds, argument):
            return
        page.wait_for_timeout(20)
    pytest.fail(f"never became true: {holds} of {argument}")


@pytest.mark.parametrize("name", CASES)
def test_marked_words_are_those_of_the_spans(page_of, name):
    """
    What is marked for a claim, put together, are the words of its spans: overlapping, broken, right to left or odd.
    """
    _, baseline, later, html = case(name)

    marked = page_of(html).evaluate(MARKED)

    assert marked == {
        f"{letter}{number}": "".join(piece.exact for piece in claim.content)
        for letter, report in (("b", baseline), ("l", later))
        for number, claim in enumerate(report.claims)
    }


@pytest.mark.parametrize("name", CASES)
def test_hover_marks_the_partners_and_brings_them_into_view(page_of, name):
    """
    A pointer on a claim marks its partners in the other text and scrolls that text, not the page.
    """
    found, _, _, html = case(name)
    found = verdicts(found)
    numbers = [{digest.id: at for at, digest in enumerate(side.claims)} for side in (found.baseline, found.later)]
    page = page_of(html)
    page.locator("#texts").scroll_into_view_if_needed()

    for pairing in found.pairings[-3:]:
        page.evaluate("document.querySelector('#text-later').scrollTo(0, 0)")
        ours = f"b{numbers[0][pairing.baseline[0]]}"
        theirs = {f"l{numbers[1][claim]}" for claim in pairing.later}
        # The mark of this claim alone or, of several within each other, the one that the pointer means.
        target = page.locator(f'#text-baseline mark[data-c="{ours}"], #text-baseline mark[data-c^="{ours} "]').first
        target.scroll_into_view_if_needed()
        target.hover()

        lit = page.evaluate(
            "() => [...document.querySelectorAll('#text-later .partner')].flatMap((each) => each.dataset.c.split(' '))"
        )
        assert theirs <= set(lit)
        before = page.evaluate("scrollY")
        until(page, IN_VIEW, ["#text-later mark.partner", "#text-later"])
        assert page.evaluate("scrollY") == before


@pytest.mark.parametrize("name", ["revised", "ugly"])
def test_keyboard_links_pairs_and_escape_lets_go(page_of, name):
    """
    The focus on a claim's number marks its partner, Enter keeps it, Escape clears everything.
    """
    page = page_of(case(name)[3])

    tag = page.locator("#text-later a.tag[href='#p3']").first
    tag.focus()
    assert page.locator("#text-baseline mark.partner").count() > 0
    until(page, IN_VIEW, ["#text-baseline mark.partner", "#text-baseline"])
    assert "3 " in page.locator("#now").inner_text()

    page.keyboard.press("Enter")
    page.mouse.move(2, 2)
    assert page.locator("#now button").last.inner_text() == "Let go"
    assert page.locator("#text-baseline mark.partner").count() > 0

    page.keyboard.press("Escape")
    assert page.locator(".on, .partner").count() == 0


def test_click_keeps_a_claim_and_goes_on_to_the_claim_around_it(page_of):
    """
    Where claims overlap, every click goes on to the next of them, and the last one lets go.
    """
    page = page_of(case("ugly")[3])
    both = page.locator("#text-baseline mark[data-c='b1 b2'], #text-baseline mark[data-c='b2 b1']").first

    told = []
    for _ in range(3):
        both.click()
        told.append(page.evaluate("[...document.querySelectorAll('a.tag.on')].map((each) => each.dataset.c)"))

    assert sorted(told[:2]) == [["b1"], ["b2"]]
    assert told[2] == []


@pytest.mark.parametrize("name", CASES)
def test_filters_leave_exactly_what_they_name(page_of, name):
    """
    Each filter, and two at once, leave as many cards as the comparison has such findings, and say so.
    """
    found, _, _, html = case(name)
    sentences = len(found.new_sentences) if isinstance(found, TextComparison) else 0
    found = verdicts(found)
    wanted = {f"axis:{axis}": sum(axis in pairing.axes for pairing in found.pairings) for axis in ct.comparison.AXES}
    wanted |= {
        "undecided": len(found.undecided),
        "contradicted": len(found.contradictions),
        "corrected": sum(each.type == "corrects" for each in found.corrections),
        "retracted": sum(each.type == "retracts" for each in found.corrections),
        "added": len(found.added),
        "dropped": len(found.dropped),
        "not mentioned": len(found.not_mentioned),
        "new sentence": sentences,
        "unchanged": sum(not pairing.changes for pairing in found.pairings),
        "reworded": sum("wording" in pairing.axes for pairing in found.pairings),
    }
    page = page_of(html)
    shown = page.locator(".item:not([hidden])")
    whole = shown.count()

    offered = page.evaluate("[...document.querySelectorAll('input[name=token]')].map((each) => each.value)")
    assert {token for token, count in wanted.items() if count} <= set(offered)
    for token in offered:
        box = page.locator(f'input[name="token"][value="{token}"]')
        box.check()
        if token in wanted:
            assert shown.count() == wanted[token], token
        assert f"{shown.count()} of {whole}" in page.locator("#filters .count").inner_text()
        box.uncheck()
    assert shown.count() == whole

    two = [token.removeprefix("axis:") for token in offered if token.startswith("axis:")][:2]
    for axis in two:
        page.locator(f'input[value="axis:{axis}"]').check()
    either = sum(bool(set(two) & set(pairing.axes)) for pairing in found.pairings)
    assert shown.count() == either
    page.locator("#filters button[type=reset]").click()
    until(page, "() => document.querySelectorAll('.item[hidden]').length === 0")


def test_undecided_come_first_and_tell_how_to_settle_them(page_of):
    """
    The first cards are the undecided ones: candidates with the best first, each with the line that decides it.
    """
    page = page_of(case("ugly")[3])

    groups = page.locator("#findings h3").all_inner_texts()
    assert [group.split(" ")[0] for group in groups] == [
        "Undecided",
        "Contradicted",
        "Corrected",
        "Changed",
        "Added",
        "Dropped",
    ]
    assert page.locator("#u1 .decide code").all_inner_texts() == [
        "claimtrack decide BASE LATER 'bridge=once'",
        "claimtrack decide BASE LATER 'bridge=open'",
        "claimtrack decide BASE LATER 'night=once'",
    ]
    assert page.locator("#u1 .score b").all_inner_texts() == ["0.60", "0.55", "0.35"]
    page.locator("input[name=only]").check()
    assert page.locator(".item:not([hidden])").count() == 2


def test_speaker_and_words_narrow_together(page_of):
    """
    A speaker and free text restrict each other; a tile of the summary chooses its finding alone.
    """
    page = page_of(case("ugly")[3])
    shown = page.locator(".item:not([hidden])")

    page.select_option("select[name=speaker]", label=page.locator("select[name=speaker] option").nth(1).inner_text())
    page.fill("input[type=search]", "FAMILIES 700,000")
    until(page, "() => document.querySelectorAll('.item:not([hidden])').length === 1")
    page.fill("input[type=search]", "no such words")
    until(page, "() => document.querySelectorAll('.item:not([hidden])').length === 0")
    page.locator("#nothing button").click()
    until(page, "() => document.querySelectorAll('.item[hidden]').length === 0")

    page.locator(".tile[data-token=dropped]").click()
    until(page, "() => document.querySelectorAll('.item:not([hidden])').length === 2")
    assert shown.first.locator("h4").inner_text().endswith("dropped")


def test_changed_words_are_struck_out_and_underlined(page_of):
    """
    What changed is marked as deleted and inserted, in the texts and on the card, and not by colour alone.
    """
    page = page_of(case("revised")[3])

    card = page.locator("#p25")
    assert card.locator("q del").all_inner_texts() == ["already"]
    gone = page.locator("#text-baseline del", has_text="already")
    assert gone.evaluate("(each) => getComputedStyle(each).textDecorationLine") == "line-through"
    new = page.locator("#text-later ins", has_text="could be")
    assert new.evaluate("(each) => getComputedStyle(each).textDecorationLine") == "underline"
    page.locator("#words").uncheck()
    assert gone.evaluate("(each) => getComputedStyle(each).textDecorationLine") == "none"


def test_link_of_a_card_leads_to_the_claim_in_its_text(page_of):
    """
    A claim's id on a card brings both texts to it and keeps it.
    """
    page = page_of(case("revised")[3])

    page.locator("#p25 .ids a").first.click()

    assert page.locator("#text-baseline a.tag.on").inner_text() == "25"
    until(page, IN_VIEW, ["#text-baseline mark.on", "#text-baseline"])
    until(page, IN_VIEW, ["#text-later mark.partner", "#text-later"])


def test_partner_far_down_a_long_text_comes_into_view(page_of):
    """
    Paragraphs that were not yet drawn have a guessed height; a partner among them is brought into view all the same.
    """
    lines = [
        f"Item {number} counts {number * 7} boats " + "and more " * (number % 40) + "today." for number in range(600)
    ]
    document = ct.Document(id="long", work="long", text="\n".join(lines))
    claims = tuple(
        ct.annotate(
            document, f"Item {number} counts {number * 7} boats", id=f"c{number}", certainty="CT+", annotator="ed"
        )
        for number in (3, 200, 431, 599)
    )
    baseline = ct.Report(id="long", document=document, annotators=(ct.Annotator(id="ed", name="Ed"),), claims=claims)
    found = compare_text(baseline, document.next_version("\n".join(reversed(lines))))
    page = page_of(comparison_page(found, baseline))
    assert page.locator(".scroll.lazy").count() == 2

    for number in (1, 3, 0, 2):
        page.locator("#text-baseline a.tag").nth(number).focus()
        until(page, IN_VIEW, ["#text-later mark.partner", "#text-later"])
        assert page.locator("#text-later mark.partner").text_content() == claims[number].quote


def test_narrow_window_has_two_tabs(page_of):
    """
    Where two columns do not fit there are two tabs that the arrow keys turn, and a way to the partner.
    """
    page = page_of(case("revised")[3], width=380)

    assert page.locator("[role=tab]").count() == 2
    assert page.locator("[role=tabpanel]:visible").count() == 1
    page.locator("[role=tab][aria-selected=true]").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("[role=tab]:focus").inner_text() == "Later"
    assert page.locator("#column-later").is_visible()
    assert not page.locator("#column-baseline").is_visible()

    page.locator("#text-later a.tag[href='#p30']").click()
    page.locator("#now button", has_text="Show in the baseline").click()
    until(page, IN_VIEW, ["#text-baseline mark.partner", "#text-baseline"])


@pytest.mark.parametrize("width", [380, 1280])
@pytest.mark.parametrize("name", CASES)
def test_nothing_is_wider_than_the_window(page_of, overflow, name, width):
    """
    No word and no card sticks out, narrow or wide.
    """
    page = page_of(case(name)[3], width=width)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")

    assert overflow(page) == []


@pytest.mark.parametrize("width", [380, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", [FOLLOW_UPS[-1], "ugly"])
def test_everybody_can_read_it(axe, name, dark, width):
    """
    axe finds nothing serious with a claim kept and everything open.
    """

    def prepare(page):
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        page.locator("#text-baseline a.tag").first.click()

    axe(case(name)[3], width, dark=dark, prepare=prepare)


def test_page_is_readable_without_scripts(page_of):
    """
    Without scripts both texts, all cards and the links from claims to cards are there; what would do nothing is not.
    """
    page = page_of(case("revised")[3], scripts=False)

    assert page.locator("#column-baseline").is_visible()
    assert page.locator("#column-later").is_visible()
    assert page.locator("#p25").is_visible()
    assert not page.locator("#filters").is_visible()
    assert page.locator("#text-baseline a.tag[href='#p25']").count() == 1
