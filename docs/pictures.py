#!/usr/bin/env python3
"""Takes the pictures of the README: pages that the commands write, as headless Chromium shows them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
EXAMPLE = "examples/coalition"

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")

WIDTH = 1280  # pixels; what the README has room for on a wide screen, halved
MOST_BYTES = 300_000  # a picture that takes longer to load than the text takes to read is in the way


class Picture(NamedTuple):
    """A part of a page: the file that it goes to, the command that writes the page, and what is done to it before."""

    name: str
    command: tuple[str, ...]
    height: int
    choose: tuple[str, str] = ("", "")  # the selector of a list, and the value that is chosen
    click: str = ""  # the selector of what is clicked
    top: str = ""  # the selector of the element at the upper edge; the top of the page where empty


PICTURES = (
    Picture(
        name="comparison.png",
        command=("compare", f"{EXAMPLE}/baseline.claims.json", f"{EXAMPLE}/2026-01-08-moscow.claims.json"),
        height=860,
    ),
    Picture(
        name="timeline.png",
        command=("track", "facts", "LEDGER"),
        height=760,
        choose=("select[name=order]", "count"),
        click='.row:has-text("strengthened") .mark >> nth=1',
        top=".axis",
    ),
)


def main() -> int:
    """Take every picture; 1 if one is too large."""
    IMAGES.mkdir(exist_ok=True)
    path = os.environ.get("CLAIMTRACK_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    large = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        ledger = str(Path(folder, "coalition.db"))
        _run("track", "add", "--quiet", ledger, EXAMPLE)
        browser = playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        for picture in PICTURES:
            page = Path(folder, f"{picture.name}.html")
            _run(*(ledger if word == "LEDGER" else word for word in picture.command), "--html", str(page))
            size = _take(browser, picture, page)
            print(f"docs/images/{picture.name}: {size:,} bytes")
            large += size > MOST_BYTES
        browser.close()
    if large:
        print(f"a picture has more than {MOST_BYTES:,} bytes: show less", file=sys.stderr)
    return 1 if large else 0


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "claimtrack", *arguments], cwd=ROOT, check=True)


def _take(browser: Browser, picture: Picture, path: Path) -> int:
    page = browser.new_page(
        viewport={"width": WIDTH, "height": picture.height}, color_scheme="light", reduced_motion="reduce"
    )
    page.goto(path.as_uri(), wait_until="load")
    selector, value = picture.choose
    if selector:
        page.select_option(selector, value)
    if picture.click:
        page.click(picture.click)
    if picture.top:
        page.eval_on_selector(picture.top, "element => element.scrollIntoView({block: 'start'})")
    target = IMAGES / picture.name
    page.screenshot(path=str(target))
    page.close()
    return target.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
