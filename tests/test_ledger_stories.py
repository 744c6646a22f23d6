"""Two scripted stories, tracked: the facts are those that were written, in whatever order the reports come."""

import importlib.util
import json
import random
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from claimtrack.codec import complete
from ledger_reports import ledger_of

ROOT = Path(__file__).parent.parent
STORIES = ROOT / "tests" / "cases" / "stories"
FLOORS = tomllib.loads((ROOT / "tests" / "cases" / "ledger" / "floors.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def stories():
    """The benchmark's generator, which counts pairs."""
    spec = importlib.util.spec_from_file_location("stories", ROOT / "bench" / "stories.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(story):
    """The reports of a story, and its truth."""
    made, truth = (
        json.loads((STORIES / story / f"{name}.json").read_text(encoding="utf-8")) for name in ("story", "truth")
    )
    return [complete(json.dumps(report)).report for report in made["reports"]], truth


@pytest.fixture(scope="module", params=sorted(FLOORS))
def tracked(request):
    """A story: its name, its reports, its truth, and the facts that a ledger tells."""
    reports, truth = read(request.param)
    with ledger_of(*reports) as ledger:
        return request.param, reports, truth, ledger.facts()


def by_claim(facts):
    """The facts of each claim, by ``report#claim``, given the claims of each fact."""
    found = {}
    for fact, claims in facts.items():
        for claim in claims:
            found.setdefault(claim, []).append(fact)
    return found


def sightings(facts):
    """The claims of facts by their ids."""
    return {fact.id: ["#".join(seen.ref) for seen in fact.sightings] for fact in facts}


def counterparts(truth, facts):
    """For each written fact, the tracked one that has the most of its sightings, if any has half of them."""
    found = {}
    by_id = {fact.id: fact for fact in facts}
    claims = by_claim(sightings(facts))
    for name, written in truth["facts"].items():
        votes = Counter(fact for claim in written["sightings"] for fact in claims.get(claim, ()))
        best, count = max(votes.items(), key=lambda item: (item[1], item[0]), default=(None, 0))
        if best is not None and 2 * count >= len(written["sightings"]):
            found[name] = by_id[best]
    return found


def test_claims_are_grouped_as_they_were_written(stories, tracked):
    story, _, truth, facts = tracked
    written = {name: fact["sightings"] for name, fact in truth["facts"].items()}

    precision, recall, mean = stories.pairwise(by_claim(written), by_claim(sightings(facts)))

    floor = FLOORS[story]
    assert precision >= floor["precision"], (precision, recall, mean)
    assert recall >= floor["recall"], (precision, recall, mean)
    assert mean >= floor["f1"], (precision, recall, mean)


def test_facts_have_the_status_that_was_written(tracked):
    story, _, truth, facts = tracked
    found = counterparts(truth, facts)
    right = sum(name in found and found[name].status == fact["status"] for name, fact in truth["facts"].items())

    assert right >= FLOORS[story]["statuses"] * len(truth["facts"]), right


def test_every_claim_that_was_written_into_a_fact_is_there(tracked):
    _, reports, truth, facts = tracked
    claims = {f"{report.id}#{claim.id}" for report in reports for claim in report.claims}

    assert {claim for fact in truth["facts"].values() for claim in fact["sightings"]} <= claims
    assert by_claim(sightings(facts)).keys() == claims


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_facts_are_the_same_in_every_order_of_adding(tracked, seed):
    _, reports, _, facts = tracked
    shuffled = random.Random(seed).sample(reports, len(reports))
    half = len(shuffled) // 2
    with ledger_of(*shuffled[:half]) as ledger:
        ledger.add_all(shuffled[half:])

        same = ledger.facts() == facts  # of a story that is held out no words are shown
        assert same


def test_another_story_in_the_same_ledger_changes_no_grouping(stories, tracked):
    _, reports, _, facts = tracked
    others = [report for report, _ in stories.generate(12, 8, seed=7)]
    with ledger_of(*others, *reports) as ledger:
        names = {report.id for report in reports}
        mine = [fact for fact in ledger.facts() if fact.first.report_id in names]

        assert sightings(mine) == sightings(facts)
