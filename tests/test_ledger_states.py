"""What a ledger says of facts, after each report of small stories; how it is asked; who its speakers are."""

import tomllib
from pathlib import Path

import pytest

from claimtrack.errors import ClaimtrackError, InvalidValue, NotInLedger
from claimtrack.ledger import STATUSES
from ledger_reports import fact_of, groups, ledger_of, refs, report

CASES = Path(__file__).parent / "cases" / "ledger" / "statuses"


def stories():
    """The stories, each as a parameter; those that are known to fail say why."""
    found = []
    for path in sorted(CASES.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        for story in told["story"]:
            known = story.get("known")
            marks = [] if known is None else [pytest.mark.xfail(reason=known, strict=True)]
            name = f"{path.stem}: {story['name']}"
            found.append(pytest.param(story, told.get("speakers", {}), id=name, marks=marks))
    return found


def reports_of(story, speakers):
    """The reports of a story, a day apart where it gives no dates; what it expects after each is left out."""
    made = []
    for number, told in enumerate(story["reports"], 1):
        rest = {key: value for key, value in told.items() if key not in ("id", "claims", "then")}
        made.append(report(told["id"], *told["claims"], speakers=speakers, **{"date": f"2026-02-{number:02}", **rest}))
    return made


@pytest.mark.parametrize(("story", "speakers"), stories())
def test_a_fact_is_what_its_sightings_prove_after_each_report(story, speakers):
    with ledger_of() as ledger:
        for made, told in zip(reports_of(story, speakers), story["reports"], strict=True):
            ledger.add(made)
            for claim, expected in told.get("then", {}).items():
                status, *proof = expected.replace("not mentioned", "not-mentioned").split()
                fact = fact_of(ledger, claim)
                state = [each for each in fact.states if each.status == fact.status][-1]
                found = state.status, *("#".join(ref) for ref in state.sightings)
                assert found == (status.replace("-", " "), *proof), (made.id, claim)
                assert fact.status == fact.statuses[0]

        assert sorted(map(sorted, groups(ledger))) == sorted(map(sorted, story["facts"]))
        again = ["#".join(seen.ref) for fact in ledger.facts() for seen in fact.sightings if seen.reappeared]
        assert again == story.get("reappeared", [])
        names = {fact.id: refs(fact)[0] for fact in ledger.facts()}
        left_open = {
            refs(fact)[0]: sorted(names[rival.fact_id] for rival in fact.first.rivals)
            for fact in ledger.facts()
            if fact.undecided
        }
        assert left_open == story.get("rivals", {})


@pytest.mark.parametrize(("story", "speakers"), [each for each in stories() if not each.marks])
def test_what_is_said_does_not_hang_on_the_order_of_adding(story, speakers):
    reports = reports_of(story, speakers)
    with ledger_of(*reports) as ledger, ledger_of() as other:
        for each in reversed(reports):
            other.add(each)

        assert other.facts() == ledger.facts()


def test_every_status_is_in_a_story():
    stated = {
        expected.partition(" p")[0].partition(" w")[0]
        for each in stories()
        for told in each.values[0]["reports"]
        for expected in told.get("then", {}).values()
    }

    assert stated == set(STATUSES)


# --- asking ----------------------------------------------------------------------------------------------------------

SPEAKERS = {
    "reed": {"name": "Ann Reed", "role": "Harbour master", "affiliation": "Port of Skarn"},
    "lind": {"name": "Per Lind", "role": "Chief engineer"},
}


@pytest.fixture(scope="module")
def harbour():
    """A ledger of five reports by two outlets, one of them without a date."""
    with ledger_of(
        report(
            "p1",
            {"quote": "the ferry to Skarn will stop in winter", "by": "reed", "tags": ["ferry", "winter"]},
            "800,000 people marched through the capital",
            date="2026-02-01",
            speakers=SPEAKERS,
            title="No ferry",
        ),
        report("w1", "700,000 people marched through the capital", outlet="wire", date="2026-02-03"),
        report(
            "p2",
            {"quote": "the ferry to Skarn may stop in winter", "by": "reed", "certainty": "PS+", "tags": ["ferry"]},
            date="2026-02-05",
            speakers=SPEAKERS,
        ),
        report(
            "w2",
            {"quote": "the quay is safe for lorries", "by": "lind"},
            outlet="wire",
            date="2026-02-07",
            speakers=SPEAKERS,
        ),
        report("n1", "the leaflet says nothing of the lighthouse", outlet=None),
    ) as ledger:
        yield ledger


FERRY, MARCH, QUAY, LEAFLET = "p1#c1", "p1#c2", "w2#c1", "n1#c1"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [FERRY, MARCH, QUAY, LEAFLET]),
        ({"speaker": "Ann Reed"}, [FERRY]),
        ({"speaker": "Per Lind"}, [QUAY]),
        ({"outlet": "wire"}, [MARCH, QUAY]),
        ({"outlet": "Harbour Post"}, [FERRY, MARCH]),
        ({"status": "contested"}, [MARCH]),
        ({"status": "weakened"}, [FERRY]),
        ({"status": "standing"}, [QUAY, LEAFLET]),
        ({"status": "retracted"}, []),
        ({"tag": "winter"}, [FERRY]),
        ({"tag": "win"}, []),
        ({"text": "ferry winter"}, [FERRY]),
        ({"text": "ferr*"}, [FERRY]),
        ({"text": "ferr"}, []),
        # One without a date is not known to be older.
        ({"since": "2026-02-06"}, [QUAY, LEAFLET]),
        ({"since": "2026-02-03", "outlet": "wire", "status": "contested"}, [MARCH]),
        ({"outlet": "wire", "speaker": "Ann Reed"}, []),
    ],
)
def test_facts_are_those_of_which_all_holds_that_is_asked(harbour, asked, expected):
    assert [refs(fact)[0] for fact in harbour.facts(**asked)] == expected


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"speaker": "Nobody Known"}, NotInLedger),
        ({"outlet": "tagblatt"}, NotInLedger),
        ({"text": "!?"}, InvalidValue),
        ({"since": "yesterday"}, ClaimtrackError),
    ],
)
def test_what_nobody_can_be_asked_is_told(harbour, asked, error):
    with pytest.raises(error):
        harbour.facts(**asked)


def test_search_finds_words_of_every_sighting_the_best_first(harbour):
    assert [refs(fact)[0] for fact in harbour.search("capital 700,000")] == [MARCH]
    assert [refs(fact)[0] for fact in harbour.search("the")][:1] != []
    assert len(harbour.search("the", limit=1)) == 1
    assert harbour.search("zeppelin") == ()
    assert harbour.search('ferry" OR "quay') == ()  # no language of queries: only words


def test_a_difference_tells_what_an_analyst_did_not_see_yet(harbour):
    told = harbour.since("2026-02-03")

    assert [each.id for each in told.reports] == ["w1", "p2", "w2", "n1"]
    assert [refs(fact)[0] for fact in told.new] == [QUAY, LEAFLET]
    assert [(refs(fact)[0], [state.status for state in states]) for fact, states in told.changed] == [
        (FERRY, ["weakened"]),
        (MARCH, ["contested"]),
    ]
    assert [(refs(fact)[0], [link.other for link in links]) for fact, links in told.conflicts] == [
        (MARCH, [("w1", "c1")])
    ]
    assert (told.reappeared, told.repeated, told.silent) == ((), (), ())


def test_a_difference_since_before_everything_and_after_everything(harbour):
    assert [refs(fact)[0] for fact in harbour.since("2020").new] == [FERRY, MARCH, QUAY, LEAFLET]
    assert harbour.since("2020").changed == ()
    after = harbour.since("2030")
    assert [each.id for each in after.reports] == ["n1"]  # nobody knows when
    assert after.changed == ()


# --- speakers --------------------------------------------------------------------------------------------------------


def speakers_of(*names, outlets=("post", "wire", "gazette", "courier")):
    """The ids of the ledger's speakers for the speakers of as many reports, each a name or more of a speaker."""
    made = [
        report(
            f"r{number}",
            {"quote": f"matter {number} is of no importance", "by": "who"},
            outlet=outlets[number % len(outlets)],
            date=f"2026-02-{number + 1:02}",
            speakers={"who": {"kind": "person", **({"name": name} if isinstance(name, str) else name)}},
        )
        for number, name in enumerate(names)
    ]
    with ledger_of(*made) as ledger:
        known = {report_id: each.id for each in ledger.speakers() for report_id, _ in each.appearances}
        return [known[each.id] for each in made]


@pytest.mark.parametrize(
    "names",
    [
        ("Ann Reed", "Ann Reed"),
        ("Ann Reed", "Reed"),
        ("Ann Reed", {"name": "Reed", "role": "Harbour master"}),
        ({"name": "Ann Reed", "role": "Harbour master"}, {"name": "the harbour master", "aliases": ["Ann Reed"]}),
        ({"name": "Port Authority", "kind": "organisation"}, {"name": "the Port Authority", "kind": "organisation"}),
        ({"name": "Ann Reed", "same_as": ["urn:example:reed"]}, {"name": "A. R.", "same_as": ["urn:example:reed"]}),
    ],
)
def test_one_speaker_is_known_again(names):
    one, other = speakers_of(*names)

    assert one == other


@pytest.mark.parametrize(
    "names",
    [
        ("Ann Reed", "Per Lind"),
        ("Ann Reed", "Tom Reed"),
        ({"name": "an official", "kind": "anonymous"}, {"name": "an official", "kind": "anonymous"}),
        (
            {"name": "a source", "kind": "anonymous", "role": "close to the talks"},
            {"name": "a source", "kind": "anonymous", "role": "close to the talks"},
        ),
        ({"name": "Ann Reed", "kind": "author"}, {"name": "Ann Reed", "kind": "author"}),  # of two outlets
    ],
)
def test_two_speakers_stay_two(names):
    one, other = speakers_of(*names)

    assert one != other


def test_the_author_of_an_outlet_is_one_voice():
    one, other = speakers_of(*[{"name": "Jo Writer", "kind": "author"}] * 2, outlets=("post",))

    assert one == other


def test_a_speaker_is_told_by_the_longest_name_and_the_latest_office(harbour):
    with ledger_of(
        report("a", {"quote": "it rains", "by": "x"}, speakers={"x": {"name": "Reed"}}, date="2026-01-01"),
        report(
            "b",
            {"quote": "it pours", "by": "x"},
            speakers={"x": {"name": "Ann Reed", "role": "Mayor"}},
            date="2026-01-02",
        ),
    ) as ledger:
        (reed,) = ledger.speakers()

    assert (reed.name, reed.role, reed.claims) == ("Ann Reed", "Mayor", 2)
    assert reed.appearances == (("a", "x"), ("b", "x"))
    assert harbour.speaker("Ann Reed").claims == 2
    assert harbour.speaker(harbour.speaker("Ann Reed").id) == harbour.speaker("Ann Reed")
    with pytest.raises(NotInLedger):
        harbour.speaker("Tom Reed")
