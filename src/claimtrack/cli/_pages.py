"""Pages for a browser, beside what the commands print: ``--html`` and ``--open``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from claimtrack.cli._common import fail, write
from claimtrack.cli._texts import spare
from claimtrack.render.words import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def html_options(command: Any) -> Any:
    """The options of a page."""
    for option in (
        click.option("--open", "opened", is_flag=True, help="Show the page in the browser."),
        click.option(
            "--html",
            metavar="OUT",
            help="Write a page for the browser to OUT, one file that needs nothing else; nothing is printed then, save"
            " what --format asks for.",
        ),
    ):
        command = option(command)
    return command


def put_page(html: str | None, opened: bool, make: Callable[[], str], read: Sequence[str]) -> bool:
    """
    Write the page that *make* gives to where ``--html`` says, if it does, and open it if it has to be.

    Whether anything is to be printed besides: what ``--format`` asks for, and all where no page is wanted.
    """
    if html is None:
        if opened:
            fail("there is no page to open\n  hint: name its file, --html page.html")
        return True
    source = click.get_current_context().get_parameter_source("form")
    printed = source not in (ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP)
    if html == "-":
        if opened:
            fail("a page on standard output cannot be opened\n  hint: name a file, --html page.html")
        if printed:
            fail("the page and what --format asks for would both go to standard output\n  hint: --html page.html")
        write(make().encode())
        return False
    spare(html, read, option="--html")
    from claimtrack.render.html import write_page

    write_page(make(), html)
    if not printed:
        click.echo(f"page written to {visible(html)}")
    if opened:
        show_page(html)
    return printed


def show_page(path: str) -> None:
    """Open a page; where there is no browser, that is told, and nothing is lost."""
    from claimtrack.render.html import open_page

    if not open_page(path):
        click.echo(f"claimtrack: no browser was found to open {visible(path)}", err=True)
