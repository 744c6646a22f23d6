"""A folder of pages: all that a ledger has, its reports and comparisons of them included."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from claimtrack.comparison import compare
from claimtrack.errors import InvalidValue, Location, UnreadableFile
from claimtrack.render.html._comparison import comparison_page
from claimtrack.render.html._index import Section, file_name, ledger_pages
from claimtrack.render.html._report import report_page
from claimtrack.render.html._write import write_page
from claimtrack.render.words import counted, visible
from claimtrack.validation import same_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from claimtrack.ledger import Ledger, ReportEntry

_UP = (("All pages", "../index.html"), ("Timeline", "../timeline.html"))


def ledger_folder(
    ledger: Ledger,
    *,
    title: str = "Facts through time",
    baseline: str | None = None,
    links: Iterable[tuple[str, str]] = (),
    name: str = "LEDGER",
) -> Mapping[str, str]:
    """
    The pages of a ledger as `ledger_pages` gives them, with a page for each report in ``reports``.

    A page is made when it is asked for: the ledger has to stay open that long.

    Args:
        ledger: The ledger.
        title: The heading of the front page and of the timeline.
        baseline: The id of a report that every other one is compared with, a page each in ``comparisons``.
        links: Labels and relative addresses of more pages, which the front page links.
        name: What command lines on the pages call the ledger.

    Raises:
        NotInLedger: If there is no such report.
        InvalidValue: If an address leaves the folder.
    """
    for _, href in links:
        if posixpath.normpath(href).split("/")[0] == "..":
            raise InvalidValue(
                f"{href!r:.100} leaves the folder", hint="link pages that lie in the folder, or below it"
            )
    entries = ledger.reports()
    more: dict[str, Callable[[], str]] = {}
    sections = []
    if given := tuple((label, href, "") for label, href in links):
        sections.append(Section(heading="More pages", links=given))
    if baseline is not None:
        ledger.report(baseline)  # one that is not there is told before any page is made
        others = [entry for entry in entries if entry.id != baseline]
        files = {entry.id: f"comparisons/{file_name(f'{baseline}--{entry.id}')}.html" for entry in others}
        more |= {files[entry.id]: partial(_comparison, ledger, baseline, entry.id) for entry in others}
        sections.append(
            Section(
                heading="Comparisons",
                text=f"What each report made of the claims of {visible(baseline)}.",
                links=tuple((visible(f"{baseline} → {entry.id}"), files[entry.id], _told(entry)) for entry in others),
            )
        )
    reports = {entry.id: f"reports/{file_name(entry.id)}.html" for entry in entries}
    more |= {reports[entry.id]: partial(_report, ledger, entry.id) for entry in entries}
    sections.append(
        Section(
            heading="Reports",
            links=tuple((visible(entry.title or entry.id), reports[entry.id], _told(entry)) for entry in entries),
        )
    )
    pages = ledger_pages(ledger.facts(), entries, ledger.speakers(), title=title, sections=sections, ledger=name)
    return _Both(pages, more)


def write_pages(pages: Mapping[str, str], folder: str | Path, *, spared: Sequence[str | Path] = ()) -> int:
    """
    Put *pages* into a folder, which is made where there is none; how many there were.

    Each file is written whole or not at all, ``index.html`` last. What else is in the folder stays.

    Args:
        pages: Pages by their relative file names.
        folder: The folder.
        spared: Files that no page may take the place of.

    Raises:
        UnreadableFile: If a file cannot be written, or is one of *spared*; nothing was written in that case.
    """
    paths = {name: Path(folder, name) for name in sorted(pages, key=lambda name: (name == "index.html", name))}
    for path in paths.values():
        if any(same_file(path, name) for name in spared):
            raise UnreadableFile(
                "a page would be written over this file", where=Location(path=str(path)), hint="name another folder"
            )
    try:
        for parent in sorted({path.parent for path in paths.values()}):
            parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnreadableFile(
            f"the folder cannot be made: {error.strerror or error}",
            where=Location(path=str(folder)),
            hint="name another folder",
        ) from None
    for name, path in paths.items():
        write_page(pages[name], path)
    return len(paths)


class _Both(Mapping[str, str]):
    """Pages that are made when they are asked for, and more of them."""

    def __init__(self, pages: Mapping[str, str], more: dict[str, Callable[[], str]]) -> None:
        self._pages, self._more = pages, more

    def __getitem__(self, name: str) -> str:
        return self._more[name]() if name in self._more else self._pages[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._pages
        yield from self._more

    def __len__(self) -> int:
        return len(self._pages) + len(self._more)


def _report(ledger: Ledger, report_id: str) -> str:
    return report_page(ledger.report(report_id), links=_UP)


def _comparison(ledger: Ledger, baseline_id: str, later_id: str) -> str:
    baseline, later = ledger.report(baseline_id), ledger.report(later_id)
    return comparison_page(compare(baseline, later), baseline, later, links=_UP)


def _told(entry: ReportEntry) -> str:
    outlet = entry.outlet.name if entry.outlet is not None else None
    known = (visible(outlet) if outlet else None, str(entry.date) if entry.date is not None else "no date")
    return " · ".join([*(each for each in known if each), counted(entry.claims, "claim")])
