"""The pages of a ledger in a real browser: marks, words, keys, filters, widths, speed."""

import re

import pytest

import ledger_story as story
from claimtrack.render.html import _marks as marks
from claimtrack.render.html import fact_page, ledger_pages, matrix_page, speaker_page, timeline_page
from claimtrack.render.html._timeline import DRAWN_AT_ONCE

OPENED_WITHIN, ANSWERED_WITHIN = 2.0, 0.2
"""What a page of 2,000 facts and 200 reports has to keep, in seconds."""

SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"

# How long a choice takes until it is on the screen, in seconds; no name resets all choices.
ANSWER = """async ([name, value]) => {
  const form = document.getElementById("filters");
  const start = performance.now();
  if (name === "scroll") scrollTo(0, Number(value));
  else if (name) {
    form.elements[name].value = value;
    form.elements[name].dispatchEvent(new Event("change", { bubbles: true }));
  } else form.reset();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return (performance.now() - start) / 1000;
}"""

# The middles of a row's marks, in pixels from the left end of its drawing and from its top.
PLACES = """(row) => {
  const plot = row.querySelector(".plot").getBoundingClientRect();
  return [...row.querySelectorAll(".mark")].map((mark) => {
    const box = mark.querySelector(".hit").getBoundingClientRect();
    return [(box.left + box.width / 2 - plot.left) / plot.width * 100, box.top + box.height / 2 - plot.top];
  });
}"""


@pytest.fixture(scope="module")
def timeline():
    return timeline_page(story.FACTS, story.REPORTS, title="The flood barrier, through four papers")


@pytest.fixture(scope="module")
def pages():
    """Every sort of page, of the story and of the ugly facts."""
    facts, reports, speakers = story.ugly()
    known = list(story.SPEAKERS.values())
    made = {}
    for name, set_ in (
        ("story", ledger_pages(story.FACTS, story.REPORTS, known, title="The flood barrier")),
        ("ugly", ledger_pages(facts, reports, speakers, title=story.UGLY_WORDS[0])),
    ):
        of_each = {re.sub(r"/.*", "", key): key for key in reversed(list(set_))}  # one fact, one speaker
        made |= {f"{name}: {key}": set_[key] for key in of_each.values()}
    return made


KINDS = ("index", "timeline", "matrix", "matrix-dates", "matrix-reports", "facts", "speakers")


def chosen(pages, kind, name):
    return next(html for key, html in pages.items() if re.match(rf"{name}: {kind}[./]", key))


def row(page, fact_id):
    return page.locator(f"#fact-{fact_id}")


def reset(page):
    """Back to no choice; the page's script follows the event."""
    page.click("button[type=reset]")
    page.evaluate("() => new Promise((done) => setTimeout(done, 30))")


def names(page):
    """The facts that are shown, in their order."""
    return page.eval_on_selector_all(".row:not([hidden])", "(rows) => rows.map((row) => row.id.slice(5))")


def test_marks_stand_where_certainty_and_date_say(page_of, timeline):
    """
    In the browser, each mark is at the height of its certainty and at its date, or a little behind that.
    """
    page = page_of(timeline)
    axis = marks.Axis.of(marks.dates_of(story.FACTS, story.REPORTS))

    for fact in story.FACTS:
        found = row(page, fact.id).evaluate(PLACES)
        assert len(found) == len(fact.sightings)
        for (x, y), sighting in zip(found, fact.sightings, strict=True):
            assert abs(y - marks.LEVELS[sighting.certainty.code].y) < 1
            assert -0.1 < x - axis.at(sighting.date) < 100 * marks.MOST_ASIDE / marks.NOMINAL_WIDTH + 0.1


def test_rows_that_the_script_draws_look_like_those_in_the_file(page_of):
    """
    Marks, lines and labels of a drawn row are those that the template would have drawn.
    """
    facts, reports = story.large(DRAWN_AT_ONCE + 15, 30)
    ordered = sorted(facts, key=lambda fact: not marks.contested(fact))
    page = page_of(timeline_page(facts, reports))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    own = """(rows) => rows.map((row) => {
      const plot = row.querySelector(".plot").cloneNode(true);
      for (const mark of plot.querySelectorAll(".mark")) mark.removeAttribute("tabindex");
      const told = plot.outerHTML.replace(/>\\s+</g, "><").replace(/(\\d)\\.0(?=["%])/g, "$1");
      return told.replace(/><\\/(line|circle|use)>/g, "/>");
    })"""
    drawn = page.eval_on_selector_all(".row", own)
    late = ordered[DRAWN_AT_ONCE:]
    # The same facts as the first ones of a page: there the template draws them, if the axis is the same.
    twin = page_of(timeline_page(late, reports), scripts=False)
    rows = twin.eval_on_selector_all(".row", own)
    looks = marks.Outlets(ordered, reports).names
    assert list(looks) == list(marks.Outlets(late, reports).names)
    assert len(rows) == len(late) == 15
    assert drawn[DRAWN_AT_ONCE:] == rows


def test_a_click_leads_to_the_words(page_of, timeline):
    page = page_of(timeline)

    row(page, "f-cost").locator(".mark").nth(2).click()

    panel = page.locator("#panel")
    assert panel.is_visible()
    text = panel.inner_text()
    for words in (
        story.COST_MAYBE,
        "North Gazette",
        "2025-12-18",
        "Adaeze Okafor",
        "weakened",
        "Mayor: work may start",
        "0.91",
        story.COST,
    ):
        assert words in text
    assert panel.locator("del").all_inner_texts() == ["CT+ (certain)", "will"]
    assert panel.locator("ins").all_inner_texts() == ["PS+ (possible)", "may"]


@pytest.mark.parametrize(("fact", "mark"), [("f-cost", 4), ("f-cost", 3), ("f-quay", 1), ("f-unsafe", 0)])
def test_both_sides_of_a_conflict_are_told_from_either_side(page_of, timeline, fact, mark):
    page = page_of(timeline)

    row(page, fact).locator(".mark").nth(mark).click()

    sides = page.locator("#panel .opposed").all_inner_texts()
    own = {
        ("f-cost", 4): "480 million euros",
        ("f-cost", 3): "at least 610 million euros",
        ("f-quay", 1): "should hold",
        ("f-unsafe", 0): "is not safe",
    }
    assert sides[0] == own[fact, mark]
    assert len(sides) == 2
    assert sides[0] != sides[1]


def test_keys_move_between_marks_and_escape_returns_to_them(page_of, timeline):
    page = page_of(timeline)
    label = "() => document.activeElement.getAttribute('aria-label')"
    row(page, "f-cost").locator(".mark").first.focus()

    page.keyboard.press("ArrowRight")
    assert page.evaluate(label).startswith("2025-11-19")
    page.keyboard.press("End")
    assert page.evaluate(label).startswith("2026-02-20")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("() => document.activeElement.closest('.row').id") == "fact-f-quay"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "panel"
    page.keyboard.press("ArrowRight")
    assert "Ministry of Transport" in page.locator("#panel").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert page.evaluate(label).startswith("2025-11-19")


def test_a_row_is_one_stop_of_the_tab_key(page_of, timeline):
    page = page_of(timeline)

    stops = page.eval_on_selector_all(
        ".row", "(rows) => rows.map((row) => row.querySelectorAll('.mark[tabindex=\"0\"]').length)"
    )

    assert set(stops) == {1}


def test_filters_show_what_the_data_says(page_of, timeline):
    page = page_of(timeline)
    told = page.locator(".count")

    def expected(holds):
        return [fact.id for fact in sorted(story.FACTS, key=lambda fact: not marks.contested(fact)) if holds(fact)]

    def one(test):
        return lambda fact: any(test(item) for item in fact.sightings)

    page.select_option("[name=status]", "contested")
    assert names(page) == expected(lambda fact: fact.status == "contested")
    assert told.inner_text() == "3 of 11 facts shown"
    reset(page)
    page.select_option("[name=outlet]", label="Meridian Wire")
    assert names(page) == expected(one(lambda item: item.outlet == story.WIRE))
    page.select_option("[name=speaker]", label="State Audit Office")
    assert names(page) == expected(one(lambda item: item.outlet == story.WIRE and "audit" in item.speakers))
    assert row(page, "f-cost").locator(".mark.dim").count() == 4
    page.select_option("[name=tag]", label="homes")
    assert names(page) == []
    reset(page)
    assert page.locator(".mark.dim").count() == 0
    page.fill("[name=from]", "2026-02-25")
    page.dispatch_event("[name=from]", "change")
    # The month of February lies partly within; what has no date does not.
    assert names(page) == expected(one(lambda item: item.report_id in ("w3", "g3")))
    page.fill("[name=until]", "2026-02-28")
    page.dispatch_event("[name=until]", "change")
    assert names(page) == expected(one(lambda item: item.report_id == "g3"))
    reset(page)
    page.fill("[name=text]", "HÄLFTE bund")
    page.locator("#fact-f-cost").wait_for(state="hidden")
    assert names(page) == ["f-federal"]


def test_rows_are_sorted_as_asked(page_of, timeline):
    page = page_of(timeline)
    begins = {fact.id: marks.days_of(fact.first.date)[0] for fact in story.FACTS}
    counts = {fact.id: len(fact.sightings) for fact in story.FACTS}
    usual = names(page)

    page.select_option("[name=order]", "first")
    assert names(page) == sorted(usual, key=begins.get)
    page.select_option("[name=order]", "count")
    assert names(page) == sorted(usual, key=lambda name: -counts[name])
    page.select_option("[name=order]", "last")
    assert names(page)[0] in ("f-federal", "f-fish", "f-contract")
    reset(page)
    assert names(page) == usual


def test_a_table_has_the_same_sightings(page_of):
    facts, reports = story.large(DRAWN_AT_ONCE + 5, 30)
    page = page_of(timeline_page(facts, reports))
    ordered = sorted(facts, key=lambda fact: not marks.contested(fact))

    for number in (0, DRAWN_AT_ONCE + 2):
        fact = ordered[number]
        shown = row(page, fact.id)
        shown.locator("summary").click()
        assert shown.locator("tbody tr").count() == len(fact.sightings)
        text = shown.locator("table").inner_text()
        assert all(item.words in text for item in fact.sightings)


def test_without_scripts_a_mark_leads_to_its_line_in_the_table(page_of, timeline):
    page = page_of(timeline, scripts=False)

    assert page.locator("#filters").is_hidden()
    row(page, "f-houses").locator(".mark").nth(2).click()

    assert page.locator("#s-f-houses\\.3").is_visible()


@pytest.mark.parametrize("name", ["story", "ugly"])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_the_window(page_of, overflow, pages, kind, name):
    html = chosen(pages, kind, name)

    for width in (380, 1280):
        page = page_of(html, width)
        page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        assert overflow(page) == []


@pytest.mark.parametrize("width", [380, 1280])
def test_the_words_of_a_mark_fit_beside_the_rows(page_of, overflow, pages, width):
    page = page_of(chosen(pages, "timeline", "ugly"), width)

    page.locator(".row .mark").nth(3).dispatch_event("click")

    assert page.locator("#panel").is_visible()
    assert overflow(page) == []


@pytest.mark.parametrize("name", ["story", "ugly"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_grave(axe, pages, kind, name):
    html = chosen(pages, kind, name)

    axe(html)
    axe(html, 380, dark=True)


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_grave_in_the_words_of_a_mark(axe, timeline, dark):
    def prepare(page):
        row(page, "f-cost").locator(".mark").nth(3).click()
        row(page, "f-start").locator("summary").click()

    axe(timeline, dark=dark, prepare=prepare)


@pytest.mark.parametrize("kind", KINDS)
def test_scripts_in_words_are_shown_as_text(page_of, pages, kind):
    page = page_of(chosen(pages, kind, "ugly"))

    if kind == "timeline":
        page.locator(".row .mark").nth(0).dispatch_event("click")
        page.eval_on_selector_all(
            "summary", "(all) => all.forEach((summary) => { summary.parentElement.open = true; })"
        )
    assert page.title() != "broken"
    assert page.locator("main img").count() == 0
    assert "<script>" in page.locator("body").inner_text()


@pytest.mark.parametrize("dark", [False, True])
def test_marks_are_told_from_the_paper(page_of, timeline, dark):
    """
    Each colour of an outlet has a contrast of 3 to 1 at least against what it stands on (WCAG 2.2, 1.4.11).
    """
    page = page_of(timeline, dark=dark)

    contrasts = page.evaluate(
        """() => {
          const style = getComputedStyle(document.documentElement);
          const light = (name) => {
            const hex = style.getPropertyValue(name).trim().slice(1);
            const linear = (part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
            const parts = [0, 2, 4].map((at) => linear(parseInt(hex.slice(at, at + 2), 16) / 255));
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
          };
          const found = {};
          for (const paper of ["--paper", "--raised", "--mark"])
            for (const mark of ["0", "1", "2", "3", "4", "5", "6", "7", "r"].map((number) => `--o${number}`)) {
              const [low, high] = [light(paper), light(mark)].sort((a, b) => a - b);
              found[`${mark} on ${paper}`] = (high + 0.05) / (low + 0.05);
            }
          return found;
        }"""
    )

    assert {key: value for key, value in contrasts.items() if value < 3} == {}


def test_a_speaker_and_a_fact_can_be_read_without_scripts(page_of):
    for html in (
        speaker_page(story.SPEAKERS["lind"], story.FACTS),
        fact_page(story.FACTS[0]),
        matrix_page(story.FACTS, story.REPORTS),
    ):
        page = page_of(html, scripts=False)
        assert page.locator("#filters:visible").count() == 0
        assert (
            "480 million euros" in page.locator("main").inner_text() or "not safe" in page.locator("main").inner_text()
        )


@pytest.mark.large
def test_two_thousand_facts_and_two_hundred_reports_open_at_once_and_answer(browser, tmp_path):
    """
    The page opens within 2 s; a filter, an order, the free text and a jump answer within 200 ms.
    """
    facts, reports = story.large()
    for name, html in (
        ("timeline", timeline_page(facts, reports)),
        *((by, matrix_page(facts, reports, by=by)) for by in ("outlet", "date", "report")),
    ):
        path = tmp_path / f"{name}.html"
        path.write_bytes(html.encode())
        page = browser.new_page()
        opened = []
        for _ in range(3):
            page.goto("about:blank")
            page.goto(path.as_uri(), wait_until="load")
            page.evaluate(SETTLED)
            opened.append(page.evaluate("() => performance.now()") / 1000)
        assert min(opened) < OPENED_WITHIN, (name, opened)
        steps = [("status", "weakened"), ("", ""), ("text", "harbour"), ("", "")]
        steps += [("outlet", "3"), ("order", "count"), ("scroll", "90000")] if name == "timeline" else []
        for step in steps:
            answers = [page.evaluate(ANSWER, step) for _ in range(3)]
            assert min(answers) < ANSWERED_WITHIN, (name, step, answers)
        page.close()
