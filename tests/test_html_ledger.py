"""The pages of a ledger, as far as that needs no browser."""

import json
import re
import shlex
from datetime import timedelta
from html.parser import HTMLParser
from posixpath import dirname, join, normpath

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ledger_story as story
from claimtrack.certainty import CODES, Certainty
from claimtrack.comparison import Evidence
from claimtrack.errors import InvalidValue
from claimtrack.ledger.facts import STATUSES, Conflict, KnownSpeaker, ReportEntry, Sighting
from claimtrack.model import Date, Publisher
from claimtrack.render.html import (
    Section,
    fact_page,
    index_page,
    ledger_pages,
    matrix_page,
    speaker_page,
    timeline_page,
)
from claimtrack.render.html import _marks as marks
from claimtrack.render.html._index import file_name
from claimtrack.render.html._matrix import MOST_PERIODS
from claimtrack.render.html._timeline import DRAWN_AT_ONCE
from claimtrack.render.words import visible


class Parsed(HTMLParser):
    """The elements, ids, links and words of a page."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.text, self.data = [], [], {}
        self._script = None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self._script = dict(attributes).get("id") if tag == "script" else None

    def handle_endtag(self, tag):
        self._script = None

    def handle_data(self, data):
        self.text.append(data)
        if self._script is not None:
            self.data[self._script] = json.loads(data)

    def all(self, tag, **wanted):
        return [found for name, found in self.elements if name == tag and wanted.items() <= found.items()]

    @property
    def ids(self):
        return [found["id"] for _, found in self.elements if "id" in found]

    @property
    def hrefs(self):
        return [found["href"] for name, found in self.elements if name == "a"]


def marks_of(page):
    return [found for found in page.all("a") if found.get("class") == "mark"]


words = st.one_of(
    st.text(min_size=1, max_size=40),
    st.sampled_from(story.UGLY_WORDS),
)
dates = st.one_of(
    st.none(),
    st.builds(Date, st.dates().map(lambda day: day.isoformat())),
    st.builds(Date, st.integers(1, 9999).map(lambda year: f"{year:04}")),
    st.builds(Date, st.dates().map(lambda day: day.isoformat()[:7])),
    st.builds(Date, st.datetimes().map(lambda moment: moment.isoformat(timespec="minutes") + "Z")),
)
outlets = st.one_of(st.none(), st.builds(lambda number, name: Publisher(f"o{number}", name), st.integers(0, 80), words))


@st.composite
def ledgers(draw):
    """Facts with their reports, every word of them hostile."""
    reports = [
        ReportEntry(id=f"r{number}", document_id="d", title=draw(words), outlet=draw(outlets), date=draw(dates))
        for number in range(draw(st.integers(1, 4)))
    ]
    facts = []
    for number in range(draw(st.integers(0, 3))):
        sightings = []
        for place in range(draw(st.integers(1, 5))):
            report = draw(st.sampled_from(reports))
            speakers = draw(st.lists(st.sampled_from(["s1", "s2", "CON"]), max_size=2, unique=True))
            before = sightings[-1] if sightings else None
            said = draw(words)
            sightings.append(
                Sighting(
                    report_id=report.id,
                    claim_id=f"c{number}-{place}",
                    title=report.title,
                    date=report.date,
                    outlet=report.outlet,
                    speakers=tuple(speakers),
                    speaker_names=tuple(draw(words) for _ in speakers),
                    certainty=Certainty.parse(draw(st.sampled_from(CODES))),
                    words=said,
                    tags=tuple(draw(st.lists(words, max_size=2))),
                    against=before.ref if before and draw(st.booleans()) else None,
                    changes=(story.wording(before.words, said),) if before else (),
                    reappeared=draw(st.booleans()),
                    score=draw(st.floats(0, 1)),
                )
            )
        fact = story.founded(
            id=f"f{number}",
            words=draw(words),
            status=draw(st.sampled_from(STATUSES)),
            sightings=tuple(sightings),
            not_mentioned_since=draw(dates),
        )
        if draw(st.booleans()):
            clash = Conflict(
                fact_id=draw(st.sampled_from([fact.id, "f0", "nowhere"])),
                sighting=fact.first.ref,
                other=fact.last.ref,
                rule="relation",
                words=Evidence(words=draw(words)),
                other_words=Evidence(words=draw(words)),
            )
            fact = evolve(fact, conflicts=(clash,))
        facts.append(fact)
    return facts, reports


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers())
def test_whatever_the_words_are_they_are_words(case):
    """
    No word of a document makes an element, leaves its attribute or ends a script; all of it is there to be read.
    """
    facts, reports = case
    speakers = story.speakers_of(facts)

    pages = ledger_pages(facts, reports, speakers)

    allowed = {"img", "iframe", "object", "embed", "form"} - {"form"}
    for html in pages.values():
        html.encode()
        page = Parsed(html)
        assert not any(name in allowed for name, _ in page.elements)
        assert not any(key.startswith("on") for _, found in page.elements for key in found)
        assert len(page.all("script")) <= 2
        assert len(set(page.ids)) == len(page.ids)
    data = Parsed(pages["timeline.html"]).data.get("timeline", {"strings": []})
    for fact in facts:
        assert visible(fact.words) in data["strings"]
        text = "".join(Parsed(pages[f"facts/{fact.id}.html"]).text)
        for sighting in fact.sightings:
            assert visible(sighting.words) in text
            assert visible(sighting.words) in data["strings"]
    assert pages == ledger_pages(facts, reports, speakers)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers())
def test_every_link_leads_somewhere(case):
    """
    A link names a page of the set, or an element of its own page.
    """
    facts, reports = case

    pages = ledger_pages(facts, reports, story.speakers_of(facts))

    for name, html in pages.items():
        page = Parsed(html)
        for href in page.hrefs:
            path, _, anchor = href.partition("#")
            if path:
                assert normpath(join(dirname(name), path)) in pages
            else:
                assert anchor in {*page.ids}


@given(st.lists(dates, min_size=1, max_size=12))
def test_the_axis_keeps_the_order_of_time(found):
    """
    What is surely earlier stands farther left, ticks are few and stand in their order, and nothing leaves the width.
    """
    axis = marks.Axis.of(found)

    known = [when for when in found if when is not None]
    for one in known:
        assert marks.FIRST_AT <= axis.at(one) <= axis.last_at
        for other in known:
            if marks.middle(one) <= marks.middle(other):
                assert axis.at(one) <= axis.at(other)
    ticks = axis.ticks()
    assert len(ticks) <= marks.MOST_TICKS
    assert bool(ticks) == bool(known)
    assert [tick.at for tick in ticks] == sorted(tick.at for tick in ticks)
    assert len({tick.label for tick in ticks}) == len(ticks)
    assert axis.undated == (None in found)
    assert axis.at(None) > axis.last_at - 6


def test_a_tick_stands_where_its_date_stands():
    """
    The label of the first of a month is at the place of that day.
    """
    axis = marks.Axis.of([Date("2025-11-03"), Date("2026-03-02")])

    labels = {tick.label: tick.at for tick in axis.ticks()}

    assert list(labels) == ["Dec 2025", "Jan 2026", "Feb", "Mar"]
    assert abs(labels["Jan 2026"] - axis.at(Date("2026-01-01T00:00:00Z"))) < 0.01
    whole = axis.end - axis.start
    assert whole == timedelta(days=119)


@pytest.mark.parametrize("code", CODES)
def test_height_is_certainty(code):
    """
    Every level of both polarities has its own height; whoever takes no side stands in the middle.
    """
    level = marks.LEVELS[code]

    assert level.y == marks.MIDDLE - marks.LEVEL_HEIGHT * Certainty.parse(code).score


def test_sixty_four_outlets_look_different_and_the_rest_shares_a_ring():
    looks = [marks.look(number) for number in range(marks.MOST_LOOKS)]

    assert len(set(looks)) == marks.MOST_LOOKS
    assert len({look.shape for look in looks[:8]}) == len({look.colour for look in looks[:8]}) == 8
    assert marks.look(marks.MOST_LOOKS) == marks.look(None) == marks.Look("r", "r")


def test_a_mark_stands_at_its_date_or_a_little_behind_it():
    """
    Marks of one date and level stand side by side, and none is farther from its date than is promised.
    """
    facts, reports = story.large(60, 40)
    axis, looks = marks.Axis.of(marks.dates_of(facts, reports)), marks.Outlets(facts, reports)

    for fact in facts:
        for mark, sighting in zip(marks.plot(fact, axis, looks).marks, fact.sightings, strict=True):
            aside = mark.x - axis.at(sighting.date)
            assert -0.01 <= aside <= 100 * marks.MOST_ASIDE / marks.NOMINAL_WIDTH + 0.01
            assert mark.y == marks.LEVELS[sighting.certainty.code].y
    contract = next(fact for fact in story.FACTS if fact.id == "f-contract")
    one, other = marks.plot(contract, axis, marks.Outlets([contract])).marks
    assert other.x - one.x == pytest.approx(100 * marks.MARK_WIDTH / marks.NOMINAL_WIDTH, abs=0.01)


def test_lines_tell_what_happened_between_sightings():
    """
    Another certainty, silence, a return and a conflict each have a line of their own.
    """
    axis, looks = marks.Axis.of(marks.dates_of(story.FACTS)), marks.Outlets(story.FACTS)
    kinds = {fact.id: [line.kind for line in marks.plot(fact, axis, looks).lines] for fact in story.FACTS}

    assert kinds["f-cost"] == ["same", "step", "same", "step", "versus"]
    assert kinds["f-jobs"] == ["step", "silent"]
    assert kinds["f-fish"] == ["same", "gap"]
    assert kinds["f-contract"] == ["same"]
    assert kinds["f-start"][0] == "reach"


def test_contested_facts_come_first_and_say_so():
    page = Parsed(timeline_page(story.FACTS[::-1], story.REPORTS))

    rows = page.all("li")
    rows = [row for row in rows if "row" in row.get("class", "").split()]
    contested = [row["id"] for row in rows if "contested" in row["class"]]
    assert contested == [row["id"] for row in rows[: len(contested)]]
    assert set(contested) == {"fact-f-cost", "fact-f-quay", "fact-f-unsafe"}
    assert "".join(page.text).count("≠") >= 3


def test_without_scripts_the_first_rows_are_drawn_and_their_marks_lead_to_the_words():
    facts, reports = story.large(DRAWN_AT_ONCE + 20, 30)

    page = Parsed(timeline_page(facts, reports))

    assert len(page.all("svg", role="group")) == DRAWN_AT_ONCE
    assert {mark["href"].removeprefix("#") for mark in marks_of(page)} <= {*page.ids}
    ordered = sorted(facts, key=lambda fact: not marks.contested(fact))
    assert len(marks_of(page)) == sum(len(fact.sightings) for fact in ordered[:DRAWN_AT_ONCE])
    text = "".join(page.text)
    assert all(fact.words in text for fact in facts)
    assert "20 more facts" in text


def test_the_matrix_counts_what_each_outlet_told():
    """
    A row has one cell for each outlet that told of the fact, with the last certainty; the others are empty.
    """
    html = matrix_page(story.FACTS, story.REPORTS)

    row = re.search(r'<tr role="row" id="fact-f-cost".*?</tr>', html, re.DOTALL).group()
    told = re.findall(r'<span class="unseen">(.*?)</span>', row)
    assert told == ["certain, 1 sighting, contradicted", "possible, 2 sightings", "certain, 2 sightings, contradicted"]
    assert '<td role="cell" colspan' in row
    for line in re.findall(r'<tr role="row" id=.*?</tr>', html, re.DOTALL):
        spans = [int(number) for number in re.findall(r'<td[^>]* colspan="(\d+)"', line)]
        assert line.count("<td") - len(spans) + sum(spans) == 5  # four outlets, and one that is not known


@settings(max_examples=30, deadline=None)
@given(st.lists(dates, min_size=1, max_size=90))
def test_a_matrix_of_dates_has_columns_for_all_of_them_and_not_too_many(found):
    reports = [ReportEntry(id=f"r{number}", document_id="d", date=when) for number, when in enumerate(found)]

    page = Parsed(matrix_page([], reports, by="date"))
    assert not page.all("table")
    sighting = story.FACTS[0].first
    fact = story.founded(
        id="f",
        words="w",
        sightings=tuple(evolve(sighting, report_id=report.id, date=report.date) for report in reports),
    )
    page = Parsed(matrix_page([fact], reports, by="date"))
    columns = len(page.all("th", role="columnheader")) - 1
    if all(when is None or len(when.value) > 9 for when in found):
        assert columns <= MOST_PERIODS + 1 or len({when.value[:2] for when in found if when}) > MOST_PERIODS
    assert len(page.all("td")) >= 1


def test_the_page_of_a_fact_tells_both_sides_and_how_to_decide():
    by_id = {fact.id: fact for fact in story.FACTS}

    quay = "".join(Parsed(fact_page(by_id["f-quay"], others=by_id)).text)
    assert "should hold" in quay
    assert "is not safe" in quay
    assert "The old quay is not safe any more." in quay
    html = fact_page(by_id["f-contractor"], others=by_id, ledger="my facts.db")
    commands = [shlex.split(found) for found in re.findall(r"<code[^>]*>(.*?)</code>", html.replace("&#39;", "'"))]
    assert commands == [
        ["claimtrack", "track", "merge", "my facts.db", "f-contractor", "f-contract"],
        ["claimtrack", "track", "pin", "my facts.db", "c4#k3", "f-contract"],
        ["claimtrack", "track", "separate", "my facts.db", "c4#k3", "w3#k3"],
    ]


def test_the_page_of_a_fact_shows_the_words_that_changed():
    page = fact_page(next(fact for fact in story.FACTS if fact.id == "f-cost"))

    assert "<del>will</del>" in page
    assert "<ins>may</ins>" in page
    assert "<del>CT+ (certain)</del>" in page


def test_a_speaker_has_only_what_they_said_and_who_contradicts_them():
    html = speaker_page(story.SPEAKERS["okafor"], story.FACTS)

    page = Parsed(html)
    text = "".join(page.text)
    said = [item for fact in story.FACTS for item in fact.sightings if "okafor" in item.speakers]
    assert len(marks_of(page)) == len(said)
    assert "at least 610 million euros" in text
    assert "State Audit Office" in text
    assert "die alte Kaimauer" not in text


def test_a_speaker_of_no_fact_has_a_page():
    html = speaker_page(KnownSpeaker(id="x", name="X", kind="person"), story.FACTS)

    assert "None of the facts is theirs." in html


def test_pages_of_nothing_say_so():
    assert "There is no fact here." in timeline_page([], [])
    assert "There is no fact here." in matrix_page([], [])
    assert set(ledger_pages([], [], [])) == {
        "index.html",
        "timeline.html",
        "matrix.html",
        "matrix-dates.html",
        "matrix-reports.html",
    }


def test_a_front_page_links_only_what_lies_beside_it():
    html = index_page("Demo", [Section(heading="One", text="t", links=(("A <b>", "a/b.html", "note"),))])

    assert Parsed(html).hrefs[-1] == "a/b.html"
    assert "A &lt;b&gt;" in html
    with pytest.raises(InvalidValue):
        Section(heading="One", links=(("x", "javascript:alert(1)", ""),))


ids = st.from_regex(r"[0-9A-Za-z][0-9A-Za-z._-]{0,199}\Z", fullmatch=True)


@given(st.one_of(ids, st.sampled_from(["CON", "con", "nul", "a.", "A", "a", "com1", "x" * 200, "f-1", "F-1"])), ids)
def test_a_file_name_is_good_everywhere_and_nobody_elses(one, other):
    """
    Small letters, digits and three signs; no device of Windows; other ids have other names, in any case of letters.
    """
    name = file_name(one)

    assert re.fullmatch(r"[0-9a-z][0-9a-z._-]*", name)
    assert len(name) <= 80
    assert name.split(".")[0] not in ("con", "nul", "com1", "aux", "prn", "lpt1")
    assert not name.endswith(".")
    assert (file_name(one) == file_name(other)) == (one == other)


def test_tens_of_thousands_of_sightings_make_a_page_of_some_megabytes():
    facts, reports = story.large(200, 100)

    size = len(timeline_page(facts, reports))

    assert size / sum(len(fact.sightings) for fact in facts) < 1000  # characters a sighting, all in all
