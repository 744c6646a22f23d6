"""The front page of a folder of pages, and the whole set of pages of a ledger, linked with each other."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from attrs import field, frozen

from claimtrack.render.html import _marks as marks
from claimtrack.render.html._fact import fact_page
from claimtrack.render.html._matrix import By, matrix_page
from claimtrack.render.html._page import Fact as PageFact
from claimtrack.render.html._page import Link, page
from claimtrack.render.html._speaker import speaker_page
from claimtrack.render.html._timeline import timeline_page
from claimtrack.render.words import counted, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from claimtrack.ledger.facts import Fact, KnownSpeaker, ReportEntry

LONGEST_NAME = 80
"""The longest name of a file without its ending, in characters: folders of some depth keep within Windows' 260."""

LISTED = 200
"""So many facts and speakers are listed on the front page; the timeline has all of them."""

_SAFE = re.compile(r"[0-9a-z][0-9a-z_-]*\Z")
# What Windows takes for a device, whatever the ending.
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{name}{digit}" for name in ("com", "lpt") for digit in "123456789"))
)


def _as_links(items: Iterable[tuple[str, str, str]]) -> tuple[tuple[str, str, str], ...]:
    found = tuple(items)
    for label, href, _ in found:
        Link(label, href)  # a link that leaves the folder is refused
    return found


@frozen(kw_only=True)
class Section:
    """
    A part of a front page.

    Args:
        heading: What it is about.
        text: A sentence or two.
        links: Labels, relative addresses, and a note to each, possibly empty.

    Raises:
        InvalidValue: If an address leaves the folder tree of the page.
    """

    heading: str
    text: str = ""
    links: tuple[tuple[str, str, str], ...] = field(default=(), converter=_as_links)


def index_page(title: str, sections: Sequence[Section], *, links: Iterable[tuple[str, str]] = ()) -> str:
    """The front page of a folder: *sections* with links to its pages."""
    return page(
        "index.html.j2",
        title=title,
        kicker="Pages",
        links=links,
        styles=("ledger.css",),
        sections=tuple(sections),
        facts=[PageFact(label="Pages", value=f"{sum(len(section.links) for section in sections):,}")],
    )


def file_name(name: str) -> str:
    """
    A name for the file of *name*, without its ending: good on every system, and unlike that of every other name.

    An id of small letters, digits, ``-`` and ``_`` stays as it is. Any other gets a part of its hash: file systems may
    not tell ``A`` from ``a``, and give some names a meaning of their own.
    """
    if _SAFE.match(name) and len(name) <= LONGEST_NAME and name not in _DEVICES:
        return name
    plain = re.sub("[^0-9a-z_-]+", "-", name.lower()).strip("-")
    plain += "-" if plain in _DEVICES else ""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    # The point keeps it apart from every id that stays as it is.
    return f"{plain[: LONGEST_NAME - 17]}.{digest}" if plain else f"x.{digest}"


def ledger_pages(
    facts: Sequence[Fact],
    reports: Sequence[ReportEntry],
    speakers: Sequence[KnownSpeaker],
    *,
    title: str = "Facts through time",
    sections: Iterable[Section] = (),
    ledger: str = "LEDGER",
) -> Mapping[str, str]:
    """
    All pages of a ledger, linked with each other: relative file names with ``/``, and the HTML of each, which is made
    when it is asked for.

    ``index.html``, ``timeline.html``, ``matrix.html`` (by outlet), ``matrix-dates.html``, ``matrix-reports.html``, and
    a page for each fact and speaker in ``facts`` and ``speakers``.

    Args:
        facts, reports, speakers: What the ledger has.
        title: The heading of the front page and of the timeline.
        sections: More sections for the front page, after the overviews.
        ledger: What command lines call the ledger.
    """
    fact_files = {fact.id: f"facts/{file_name(fact.id)}.html" for fact in facts}
    speaker_files = {speaker.id: f"speakers/{file_name(speaker.id)}.html" for speaker in speakers}
    top = (("All pages", "index.html"), ("Timeline", "timeline.html"), *((label, name) for label, name, _ in _MATRICES))
    below = tuple((label, f"../{href}") for label, href in top)
    from_below = {name: f"../{href}" for name, href in fact_files.items()}
    speakers_from_below = {name: f"../{href}" for name, href in speaker_files.items()}
    known = {fact.id: fact for fact in facts}
    theirs: dict[str, list[Fact]] = {}
    for fact in facts:
        for name in fact.speakers:
            theirs.setdefault(name, []).append(fact)

    def of_fact(fact: Fact) -> str:
        return fact_page(
            fact,
            others=known,
            reports=reports,
            links=below,
            ledger=ledger,
            fact_hrefs=from_below,
            speaker_hrefs=speakers_from_below,
        )

    def of_speaker(speaker: KnownSpeaker) -> str:
        about = theirs.get(speaker.id, [])
        against = {conflict.fact_id for fact in about for conflict in fact.conflicts}
        mine = {fact.id for fact in about}
        return speaker_page(
            speaker,
            [*about, *(known[name] for name in sorted(against - mine) if name in known)],
            reports=reports,
            links=below,
            fact_hrefs=from_below,
            speaker_hrefs=speakers_from_below,
        )

    overviews, *rest = _sections(facts, speakers, fact_files, speaker_files)
    front = (overviews, *sections, *rest)
    return _Pages(
        {
            "index.html": partial(index_page, title, front),
            "timeline.html": partial(
                timeline_page,
                facts,
                reports,
                title=title,
                links=top,
                fact_hrefs=fact_files,
                speaker_hrefs=speaker_files,
            ),
            **{
                name: partial(matrix_page, facts, reports, by=by, links=top, fact_hrefs=fact_files)
                for _, name, by in _MATRICES
            },
            **{fact_files[fact.id]: partial(of_fact, fact) for fact in facts},
            **{speaker_files[speaker.id]: partial(of_speaker, speaker) for speaker in speakers},
        }
    )


class _Pages(Mapping[str, str]):
    """Pages by their names, each made when it is asked for: of thousands, one at a time is in memory."""

    def __init__(self, makers: dict[str, Callable[[], str]]) -> None:
        self._makers = makers

    def __getitem__(self, name: str) -> str:
        return self._makers[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


_MATRICES: tuple[tuple[str, str, By], ...] = (
    ("Facts by outlet", "matrix.html", "outlet"),
    ("Facts by date", "matrix-dates.html", "date"),
    ("Facts by report", "matrix-reports.html", "report"),
)


def _sections(
    facts: Sequence[Fact],
    speakers: Sequence[KnownSpeaker],
    fact_files: Mapping[str, str],
    speaker_files: Mapping[str, str],
) -> list[Section]:
    contested = [fact for fact in facts if marks.contested(fact)]
    calm = [fact for fact in facts if not marks.contested(fact)]
    undecided = [fact for fact in calm if fact.undecided]
    rest = [fact for fact in calm if not fact.undecided]
    told = [
        Section(
            heading="Overviews",
            text=f"{counted(len(facts), 'fact')}, {counted(len(speakers), 'speaker')}.",
            links=(
                ("Timeline", "timeline.html", "when each fact was told, by whom, and how certainly"),
                ("Facts by outlet", "matrix.html", "who told of what"),
                ("Facts by date", "matrix-dates.html", "what was told when"),
                ("Facts by report", "matrix-reports.html", "what each report tells of"),
            ),
        )
    ]
    for heading, group in (("Contested facts", contested), ("Undecided facts", undecided), ("Facts", rest)):
        if group:
            told.append(
                Section(
                    heading=heading,
                    text=_of_many(len(group)),
                    links=tuple(
                        (
                            visible(fact.words),
                            fact_files[fact.id],
                            " · ".join(
                                (*(of.word for of in marks.statuses(fact)), counted(len(fact.sightings), "sighting"))
                            ),
                        )
                        for fact in group[:LISTED]
                    ),
                )
            )
    if speakers:
        order = sorted(speakers, key=lambda speaker: (-speaker.claims, speaker.name, speaker.id))
        told.append(
            Section(
                heading="Speakers",
                text=_of_many(len(order)),
                links=tuple(
                    (
                        visible(speaker.name),
                        speaker_files[speaker.id],
                        " · ".join(part for part in (speaker.role, counted(speaker.claims, "claim")) if part),
                    )
                    for speaker in order[:LISTED]
                ),
            )
        )
    return told


def _of_many(number: int) -> str:
    return "" if number <= LISTED else f"The first {LISTED} of {number:,}; the timeline has all of them."
