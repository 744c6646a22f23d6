"""A real browser for tests of pages: headless Chromium, and what every page has to pass."""

import os
import shutil
import time
from importlib.resources import files
from pathlib import Path

import pytest

HERE = Path(__file__).parent

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
"""The names that Chromium and its kin go by."""

SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""A quiet browser: it runs in a container too, and looks up nothing by itself."""

GRAVE = ("serious", "critical")
"""What of axe's findings fails a test."""

# Elements whose right edge lies beyond the window. What lies in a box that scrolls by itself, or is clipped away from
# the eye, moves nothing.
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  const found = [];
  const whole = document.documentElement.scrollWidth;
  if (whole > width) found.push(`the page is ${whole} wide`);
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || (box.right <= width + 1 && box.left >= -1)) continue;
    let inside = false;
    for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== "visible") inside = true;
    const style = getComputedStyle(element);
    if (inside || style.clipPath !== "none" || element.classList.contains("skip")) continue;
    found.push(`${element.tagName}.${element.className}: ${Math.round(box.left)} to ${Math.round(box.right)}`);
  }
  return found;
}"""


EVERY_PAGE = "every_page"
"""The marker of what is left to `make browser`, which takes minutes: more than one test of what each page does."""

QUICK = frozenset(
    {
        "test_a_click_leads_to_the_words",
        "test_filters_leave_exactly_what_they_name",
        "test_filters_show_what_the_data_says",
        "test_marked_words_are_those_of_the_spans",
        "test_marks_stand_where_certainty_and_date_say",
        "test_nothing_is_wider_than_the_window",
        "test_ugly_words_are_shown_as_text",
    }
)
"""The tests that `make test` runs as well."""

OF_MANY = frozenset(
    {
        "test_filters_leave_exactly_what_they_name",
        "test_hover_marks_the_partners_and_brings_them_into_view",
        "test_marked_words_are_those_of_the_spans",
        "test_nothing_is_wider_than_the_window",
    }
)
"""Tests with many cases: the ugly ones, which find most, are run each time, the others by the marker."""


def pytest_collection_modifyitems(items):
    """Marks the tests of this folder: all need a browser, and some take long."""
    for item in items:
        if not item.path.is_relative_to(HERE):
            continue
        item.add_marker("browser")
        many = item.originalname in OF_MANY and "ugly" not in item.name
        if item.originalname not in QUICK or many or "axe" in item.fixturenames:
            item.add_marker(EVERY_PAGE)


def _missing(reason):
    if os.environ.get("CLAIMTRACK_BROWSER_TESTS") == "required":
        pytest.fail(f"the tests of pages are required, but {reason}", pytrace=False)
    pytest.skip(f"no test of pages: {reason}")


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium, one for all tests of a process."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        _missing("the package playwright is not installed")
    path = os.environ.get("CLAIMTRACK_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        if path is None and Path(playwright.chromium.executable_path).exists():  # by `playwright install chromium`
            path = playwright.chromium.executable_path
        if path is None:
            _missing("no Chromium was found; install one, or set CLAIMTRACK_BROWSER to the path of one")
        try:
            started = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        except Error as error:
            _missing(f"{path} does not start: {str(error).splitlines()[0]}")
        yield started
        started.close()


@pytest.fixture
def page_of(browser, tmp_path):
    """
    Opens pages: ``page_of(html, width=1280, dark=False)`` gives Playwright's page, loaded from a file.

    At the end of the test no page has asked for anything but its file, and no script has complained.
    """
    contexts, asked, complaints, opened = [], [], [], []

    def open_(html, width=1280, *, dark=False, height=800, scripts=True, bypass_csp=False):
        path = tmp_path / f"page-{len(opened)}.html"
        path.write_bytes(html.encode())
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",  # what moves is not yet where it will be
            java_script_enabled=scripts,
            bypass_csp=bypass_csp,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        opened.append(path.as_uri())
        page.on("request", lambda request: asked.append(request.url.partition("#")[0]))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path.as_uri(), wait_until="load")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []
    assert [address for address in asked if address not in opened] == []


@pytest.fixture(scope="session")
def overflow():
    """What of a page is wider than its window: ``overflow(page)`` gives a list, empty if nothing is."""
    return lambda page: page.evaluate(TOO_WIDE)


@pytest.fixture(scope="session")
def eventually():
    """
    Waits until something holds: ``eventually(lambda: ...)``, for five seconds at the most.

    Playwright's own ``wait_for_function`` evaluates strings in the page, whose policy forbids it.
    """

    def wait(holds):
        end = time.monotonic() + 5
        while not holds():
            assert time.monotonic() < end, "it never came to hold"
            time.sleep(0.02)

    return wait


@pytest.fixture
def axe(page_of):
    """
    Fails where axe-core finds something grave: ``axe(html, width=1280, dark=False, rules=(), prepare=...)``.

    *rules* are those to be run, all where there are none; *prepare* gets the page before.
    axe is put into the page, whose own policy would refuse it: this one check runs without the policy.
    """
    try:
        script = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    except ModuleNotFoundError:
        _missing("the package axe-playwright-python is not installed")

    def check(html, width=1280, *, dark=False, rules=(), prepare=lambda page: None):
        page = page_of(html, width, dark=dark, bypass_csp=True)
        prepare(page)
        page.evaluate(script)
        options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
        found = page.evaluate("(options) => axe.run(document, options)", options)
        told = [
            (violation["id"], node["target"], node["failureSummary"])
            for violation in found["violations"]
            if violation["impact"] in GRAVE
            for node in violation["nodes"][:3]
        ]
        assert told == []

    return check
