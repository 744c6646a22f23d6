"""The news in stories that the ledger is measured with: valid, the same every time, and a task."""

import importlib.util
import itertools
from collections import Counter
from pathlib import Path

import pytest

import claimtrack as ct

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def stories():
    """The benchmark's generator."""
    spec = importlib.util.spec_from_file_location("stories", ROOT / "bench" / "stories.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def corpus(stories):
    """A corpus of 1,500 claims, each report with the facts of its claims."""
    return list(stories.generate(100, 15, seed=3))


def test_same_arguments_give_same_reports_and_another_seed_others(stories):
    once, again = (list(stories.generate(20, 8, seed=5)) for _ in range(2))

    assert once == again
    assert once != list(stories.generate(20, 8, seed=6))


def test_reports_load_again_without_a_problem(corpus):
    for report, _ in corpus:
        data = ct.dumps(report)

        assert not ct.validate(data)
        assert ct.loads(data) == report


def test_every_claim_is_in_a_fact_and_facts_are_as_many_as_asked(stories, corpus):
    labels = {label for _, truth in corpus for each in truth.values() for label in each}

    assert sum(len(report.claims) for report, _ in corpus) == 100 * 15
    assert all({claim.id for claim in report.claims} == set(truth) for report, truth in corpus)
    assert all(each for _, truth in corpus for each in truth.values())
    assert len(labels) == pytest.approx(100 * 15 / stories.SIGHTINGS, rel=0.1)


def test_reports_are_in_order_of_time_by_several_outlets_over_two_years(corpus):
    dates = [report.document.published for report, _ in corpus]

    assert all(one.surely_before(other) for one, other in itertools.pairwise(dates))
    assert (dates[-1].earliest - dates[0].earliest).days > 700
    assert len({report.document.publisher.id for report, _ in corpus}) == 6


def test_a_fact_is_told_in_other_words_and_has_look_alikes(stories, corpus):
    figures = stories.figures(corpus)

    assert figures["repeats"] > 1000
    assert figures["copied"] < 0.4
    assert 0.3 < figures["overlap"] < 0.7
    assert figures["twins"] > 0.1


def test_life_of_a_fact_has_hedges_denials_merges_halves_and_silence(corpus):
    certainties, seen, merged, halved = {}, {}, 0, 0
    for number, (report, truth) in enumerate(corpus):
        per_report = Counter(label for labels in truth.values() for label in labels)
        halved += sum(count > 1 for count in per_report.values())
        for claim in report.claims:
            merged += len(truth[claim.id]) > 1
            for label in truth[claim.id]:
                certainties.setdefault(label, set()).add(str(claim.certainty))
                seen.setdefault(label, []).append(number)

    assert sum({"CT+", "PS+"} <= found for found in certainties.values()) > 20
    assert sum(found == {"CT-"} for found in certainties.values()) > 10
    assert any("CT-" in found and len(found) > 1 for found in certainties.values())
    assert merged
    assert halved
    assert any(later - earlier > 30 for told in seen.values() for earlier, later in itertools.pairwise(told))


def test_stories_are_as_many_as_asked_and_names_meet_in_several(stories):
    made = list(stories.generate(60, 10, stories=12))
    told = {label.partition("/")[0] for _, truth in made for labels in truth.values() for label in labels}
    surnames = {}
    for report, truth in made:
        for claim in report.claims:
            for speaker in map(report.speaker, claim.attribution.speakers):
                if speaker.kind == "person":
                    story = truth[claim.id][0].partition("/")[0]
                    surnames.setdefault(speaker.name.rpartition(" ")[2], set()).add(story)

    assert len(told) == 12
    assert any(len(found) > 1 for found in surnames.values())


def test_generation_is_a_stream_of_bounded_state(stories):
    world = stories._World(400, 10, seed=1, stories=400, outlets=4, facts=2000)
    for number in range(400):
        world.report(number)

        assert len(world.open) <= stories.PARALLEL

    assert world.begun > 2 * stories.PARALLEL


@pytest.mark.parametrize(
    ("reports", "options"), [(0, {}), (2, {"facts": 30}), (2, {"stories": 0}), (2, {"outlets": 0})]
)
def test_impossible_corpora_are_refused(stories, reports, options):
    with pytest.raises(ValueError, match=r"at least 1|cannot tell"):
        stories.generate(reports, 5, **options)


def test_pairs_are_counted_as_by_hand(stories):
    truth = {"a": ["x"], "b": ["x"], "c": ["x", "y"], "d": ["y"], "e": ["z"]}
    found = {"a": ["1"], "b": ["1"], "c": ["2"], "d": ["2"], "e": ["2"]}

    # True pairs: ab, ac, bc, cd. Found: ab, cd, ce, de. Both: ab, cd.
    assert stories.pairwise(truth, found) == (0.5, 0.5, 0.5)
    assert stories.pairwise(truth, truth) == (1, 1, 1)
    assert stories.pairwise(truth, {claim: [claim] for claim in truth}) == (1, 0, 0)
    assert stories.pairwise({}, {}) == (1, 1, 1)


def test_pairs_that_share_several_facts_count_once(stories):
    draw = stories.random.Random(4)
    for _ in range(50):
        truth, found = (
            {claim: draw.sample("pqrs", draw.choice((0, 1, 1, 2, 3))) for claim in range(draw.randint(1, 12))}
            for _ in range(2)
        )
        claims = range(12)
        true, told = (
            {
                (one, other)
                for one, other in itertools.combinations(claims, 2)
                if {*side.get(one, ())} & {*side.get(other, ())}
            }
            for side in (truth, found)
        )
        precision, recall, _ = stories.pairwise(truth, found)

        assert precision == pytest.approx(len(true & told) / len(told) if told else 1)
        assert recall == pytest.approx(len(true & told) / len(true) if true else 1)
