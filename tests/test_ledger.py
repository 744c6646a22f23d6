"""What the ledger promises: facts that hang on the reports and decisions alone, ids that last, decisions that hold."""

import json
import os
import subprocess
import sys

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack.errors import InvalidValue, NotInLedger
from claimtrack.testing import corpora
from ledger_reports import fact_of, groups, ledger_of, refs, report

FEW = settings(max_examples=settings.default.max_examples * 3 // 20)
"""An example is a ledger or two on disk; the profile for searches takes more of them."""


def told(ledger):
    """All that a ledger says of its reports, but for how often they were revised."""
    reports = [evolve(each, revision=1) for each in ledger.reports()]
    return ledger.facts(), ledger.speakers(), ledger.sightings(), reports


def founders(ledger):
    """The facts of a ledger by their ids, each as its claims, the one that founded it first."""
    return {fact.id: [sighting.ref for sighting in fact.sightings] for fact in ledger.facts()}


def claims_of(reports):
    return [(each.id, claim.id) for each in reports for claim in each.claims]


# --- what is in it ---------------------------------------------------------------------------------------------------


@given(corpora())
@FEW
def test_corpora_are_reports_without_an_error(reports):
    for each in reports:
        assert [problem for problem in ct.validate(ct.dumps(each)) if problem.severity == "error"] == []


@given(corpora())
@FEW
def test_every_claim_is_a_sighting_of_a_fact_and_no_fact_is_empty(reports):
    with ledger_of(*reports) as ledger:
        facts = ledger.facts()
        sightings = ledger.sightings()

        assert all(fact.sightings for fact in facts)
        assert sorted({seen.ref for _, seen in sightings}) == sorted(claims_of(reports))
        assert sorted((fact.id, seen.ref) for fact in facts for seen in fact.sightings) == sorted(
            (fact, seen.ref) for fact, seen in sightings
        )
        assert len({fact.id for fact in facts}) == len(facts)
        assert ledger.check() == ()


@given(corpora())
@FEW
def test_a_fact_tells_what_its_reports_say(reports):
    by_id = {each.id: each for each in reports}
    with ledger_of(*reports) as ledger:
        for fact in ledger.facts():
            assert fact.states[0].report_id == fact.first.report_id
            assert fact.status == fact.statuses[0]
            for seen in fact.sightings:
                claim = by_id[seen.report_id].claim(seen.claim_id)
                assert (seen.certainty, seen.kind, seen.tags) == (claim.certainty, claim.kind, claim.tags)
                assert seen.spans == tuple(piece.span for piece in claim.content)
                assert len(seen.speakers) == len(seen.speaker_names)
            for proof in [*fact.conflicts, *fact.states[1:]]:
                named = proof.sightings if hasattr(proof, "sightings") else (proof.sighting, proof.other)
                assert all(ref in claims_of(reports) for ref in named)
        assert {each.id: ledger.report(each.id) for each in reports} == by_id


# --- order -----------------------------------------------------------------------------------------------------------


@given(corpora(min_reports=2), st.randoms(use_true_random=False))
@FEW
def test_facts_do_not_hang_on_the_order_of_adding(reports, random):
    shuffled = random.sample(reports, len(reports))
    with ledger_of(*reports) as ledger, ledger_of() as other:
        for each in shuffled:
            other.add(each)

        assert told(other) == told(ledger)


@given(corpora())
@FEW
def test_adding_twice_is_adding_once(reports):
    with ledger_of(*reports) as ledger:
        before = told(ledger)

        assert {added.result for added in ledger.add_all(reports)} == {"unchanged"}
        assert told(ledger) == before
        assert {each.revision for each in ledger.reports()} == {1}


@given(corpora(min_reports=2), st.data())
@FEW
def test_what_was_added_and_removed_was_never_there(reports, data):
    gone = data.draw(st.lists(st.sampled_from(reports), min_size=1, unique_by=lambda each: each.id))
    with ledger_of(*reports) as ledger, ledger_of(*(each for each in reports if each not in gone)) as other:
        for each in gone:
            ledger.remove(each.id)

        assert told(ledger) == told(other)
        assert ledger.check() == ()


@given(corpora(min_reports=2, max_reports=4), corpora(min_reports=1, max_reports=4))
@FEW
def test_a_replaced_report_is_as_if_it_had_been_there_from_the_start(reports, others):
    new = {each.id: each for each in others}
    with ledger_of(*reports) as ledger, ledger_of(*(new.get(each.id, each) for each in reports)) as fresh:
        before = {each.id: each for each in reports}
        for name in sorted(new.keys() & before.keys()):
            same = new[name] == before[name]
            assert ledger.add(new[name]).result == ("unchanged" if same else "replaced")

        assert told(ledger) == told(fresh)
        assert {each.id: each.revision for each in ledger.reports()} == {
            name: 2 if name in new and new[name] != before[name] else 1 for name in before
        }


# --- ids -------------------------------------------------------------------------------------------------------------


@given(corpora(min_reports=2))
@FEW
def test_a_later_report_takes_nothing_away(reports):
    with ledger_of(*reports) as ledger:
        in_order = [ledger.report(each.id) for each in ledger.reports()]
        later = founders(ledger)
    with ledger_of(*in_order[:-1]) as ledger:
        for fact, claims in founders(ledger).items():
            assert later[fact][: len(claims)] == claims


@given(corpora(min_reports=2), st.data())
@FEW
def test_an_id_that_was_in_use_leads_to_the_fact_of_its_first_sighting(reports, data):
    seen = {}
    with ledger_of() as ledger:
        there = []
        for each in reports:
            if there and data.draw(st.booleans()):
                ledger.remove(there.pop(data.draw(st.integers(0, len(there) - 1))))
                seen |= founders(ledger)
            ledger.add(each)
            there.append(each.id)
            seen |= founders(ledger)
        for fact, claims in seen.items():
            if claims[0][0] in there:
                assert claims[0] in [sighting.ref for sighting in ledger.fact(fact).sightings]


@given(corpora(min_reports=3), st.data())
@FEW
def test_an_id_outlives_its_first_sighting_as_long_as_another_one_is_there(reports, data):
    with ledger_of(*reports) as ledger:
        known = founders(ledger)
        there = {each.id for each in reports}
        for name in data.draw(st.permutations(sorted(there)))[:-1]:
            last = {fact: [ref for ref in claims if ref[0] in there - {name}] for fact, claims in known.items()}
            ledger.remove(name)
            there.remove(name)
            for fact, claims in last.items():
                if claims:
                    assert {*claims} & {sighting.ref for sighting in ledger.fact(fact).sightings}


def test_an_id_follows_a_late_arrival_and_what_comes_after_it():
    first, second, third = (
        report(name, "the council approved the flood barrier on the north quay", outlet=outlet, date=date)
        for name, outlet, date in (
            ("one", "post", "2026-01-01"),
            ("two", "wire", "2026-01-02"),
            ("three", "post", "2026-01-03"),
        )
    )
    with ledger_of() as ledger:
        ids = []
        for each in (third, second, first):
            ledger.add(each)
            ids.append(ledger.facts()[0].id)
        assert len(set(ids)) == 3
        assert [ledger.fact(each) for each in ids] == [*ledger.facts()] * 3

        ledger.remove("one")
        assert [ledger.fact(each).id for each in ids] == [ids[1]] * 3
        ledger.remove("two")
        assert [ledger.fact(each).id for each in ids] == [ids[0]] * 3
        ledger.remove("three")
        for each in ids:
            with pytest.raises(NotInLedger, match="there is no fact"):
                ledger.fact(each)


# --- decisions -------------------------------------------------------------------------------------------------------

PLAN = "the council approved the flood barrier on the north quay"
BUDGET = "the treasurer has found the money"
COST = "the flood barrier will cost 340 million euros"


@st.composite
def decided(draw, reports):
    """What a person may decide of the claims of reports: kind, one claim, another one."""
    claims = claims_of(reports)
    if len(claims) < 2:
        return []
    pairs = st.lists(st.sampled_from(claims), min_size=2, max_size=2, unique=True)
    return draw(st.lists(st.tuples(st.sampled_from(("pin", "merge", "separate")), pairs), min_size=1, max_size=3))


def merged(ledger, one, other):
    """Decide that a claim belongs to the fact that another one founds, or is a sighting of."""
    return decide(ledger, "pin", one, other)


def decide(ledger, kind, one, other):
    """Take a decision on two claims; whether there was one to take."""

    def fact(ref):
        return next(fact for fact, seen in ledger.sightings(ref[0]) if seen.ref == ref)

    try:
        if kind == "pin":
            ledger.pin(one, fact(other))
        elif kind == "merge":
            ledger.merge(fact(one), fact(other))
        else:
            ledger.separate(one, other)
    except InvalidValue:
        assert kind != "separate"  # two that are in one fact, or found it
        return False
    return True


def kept(ledger):
    """Nothing that was decided, and holds, is otherwise."""
    facts = {}
    for fact, seen in ledger.sightings():
        facts.setdefault(seen.ref, set()).add(fact)
    for decision in ledger.history():
        if decision.state == "holds":
            together = facts[decision.one] & facts[decision.other]
            assert bool(together) == (decision.type != "separate"), decision


@given(st.data())
@FEW
def test_decisions_hold_whatever_is_added_later_in_whatever_order(data):
    reports = data.draw(corpora(min_reports=2))
    early = data.draw(st.integers(1, len(reports)))
    with ledger_of(*reports[:early]) as ledger:
        for kind, (one, other) in data.draw(decided(reports[:early])):
            if decide(ledger, kind, one, other):
                assert ledger.history()[-1].state == "holds"
                kept(ledger)
        for each in data.draw(st.permutations(reports[early:])):
            ledger.add(each)
            kept(ledger)
        assert all(decision.state != "waiting" for decision in ledger.history())
        assert ledger.check() == ()


@given(st.data())
@FEW
def test_facts_do_not_hang_on_when_the_same_decisions_were_taken(data):
    reports = data.draw(corpora(min_reports=2))
    early = data.draw(st.integers(1, len(reports)))
    with ledger_of(*reports[:early]) as ledger, ledger_of(*reports) as other:
        for kind, (one, another) in data.draw(decided(reports[:early])):
            decide(ledger, kind, one, another)
        # The same ones, by the claims that they are about.
        for taken in ledger.history():
            apart = taken.type == "separate"
            other.separate(taken.one, taken.other) if apart else merged(other, taken.one, taken.other)
        # A fact stands for its first sighting, which may be another one once all reports are there.
        assume(
            [(each.one, each.other) for each in ledger.history()]
            == [(each.one, each.other) for each in other.history()]
        )
        for each in reports[early:]:
            ledger.add(each)

        assert groups(ledger) == groups(other)


def test_what_was_pinned_stays_pinned(decisions):
    with decisions() as ledger:
        ledger.pin("b#c1", fact_of(ledger, "a#c1").id, by="A. Editor", at="2026-02-01", reason="the same vote")

        fact = fact_of(ledger, "a#c1")
        assert "b#c1" in refs(fact)
        assert next(seen.rule for seen in fact.sightings if seen.ref == ("b", "c1")) == "decided"
        (told,) = ledger.history()
        assert (told.type, told.one, told.other, told.quotes) == ("pin", ("b", "c1"), ("a", "c1"), (BUDGET, PLAN))
        assert (told.by, str(told.at), told.reason, told.state) == ("A. Editor", "2026-02-01", "the same vote", "holds")


@pytest.fixture
def decisions():
    """A ledger of two reports that tell of a plan, a budget and a cost, and perhaps others."""

    def opened(*more):
        return ledger_of(
            report("a", PLAN, COST, date="2026-01-01"),
            report("b", BUDGET, COST, date="2026-01-02", outlet="wire"),
            *more,
        )

    return opened


def test_what_was_merged_stays_merged_and_what_was_separated_stays_apart(decisions):
    with decisions() as ledger:
        ledger.merge(fact_of(ledger, "a#c1").id, fact_of(ledger, "b#c1").id)
        ledger.separate("a#c2", "b#c2")
        ledger.add(report("c", PLAN, COST, date="2025-12-31"))
        ledger.add(report("d", BUDGET, COST, date="2026-01-03"))

        assert refs(fact_of(ledger, "a#c1")) == ("c#c1", "a#c1", "b#c1", "d#c1")
        assert not {"a#c2", "b#c2"} <= {*refs(fact_of(ledger, "a#c2"))}
        assert [each.state for each in ledger.history()] == ["holds", "holds"]


def test_the_newest_decision_wins_and_the_older_one_is_overruled(decisions):
    with decisions() as ledger:
        before = groups(ledger)
        ledger.merge(fact_of(ledger, "a#c1").id, fact_of(ledger, "b#c1").id)
        ledger.separate("a#c1", "b#c1")

        assert groups(ledger) == before
        assert [each.state for each in ledger.history()] == ["overruled", "holds"]

        ledger.pin("b#c1", fact_of(ledger, "a#c1").id)
        assert "b#c1" in refs(fact_of(ledger, "a#c1"))
        # Of the three the newest holds, and the first agrees with it.
        assert [each.state for each in ledger.history()] == ["holds", "overruled", "holds"]


def test_a_decision_waits_for_its_claims_and_holds_again_when_they_are_there(decisions):
    with decisions() as ledger:
        ledger.merge(fact_of(ledger, "a#c1").id, fact_of(ledger, "b#c1").id)
        there = ledger.report("b")
        ledger.remove("b")
        assert [each.state for each in ledger.history()] == ["waiting"]

        ledger.add(there)
        assert [each.state for each in ledger.history()] == ["holds"]
        assert refs(fact_of(ledger, "a#c1")) == ("a#c1", "b#c1")


def test_a_decision_finds_its_claim_by_the_quote_when_ids_change(decisions):
    with decisions() as ledger:
        ledger.merge(fact_of(ledger, "a#c1").id, fact_of(ledger, "b#c1").id)
        ledger.add(
            report("b", {"quote": COST, "id": "c1"}, {"quote": BUDGET, "id": "vote"}, date="2026-01-02", outlet="wire")
        )

        assert [each.state for each in ledger.history()] == ["holds"]
        assert refs(fact_of(ledger, "a#c1")) == ("a#c1", "b#vote")


def test_a_decision_does_not_fall_to_another_claim_of_the_same_id(decisions):
    with decisions() as ledger:
        ledger.merge(fact_of(ledger, "a#c1").id, fact_of(ledger, "b#c1").id)
        ledger.add(report("b", "the ferry to the islands has new engines", date="2026-01-02", outlet="wire"))

        assert [each.state for each in ledger.history()] == ["waiting"]
        assert refs(fact_of(ledger, "a#c1")) == ("a#c1",)


def test_a_decision_keeps_to_a_claim_whose_ends_were_moved(decisions):
    with decisions() as ledger:
        ledger.merge(fact_of(ledger, "a#c1").id, fact_of(ledger, "b#c1").id)
        ledger.add(report("b", BUDGET + " too", COST, date="2026-01-02", outlet="wire"))

        assert [each.state for each in ledger.history()] == ["holds"]
        assert "b#c1" in refs(fact_of(ledger, "a#c1"))


def test_two_facts_of_one_report_are_merged():
    with ledger_of(report("a", PLAN, COST)) as ledger:
        ledger.merge(*(fact.id for fact in ledger.facts()))

        assert groups(ledger) == [{"a#c1", "a#c2"}]
        assert [each.state for each in ledger.history()] == ["holds"]


def test_a_claim_is_pinned_to_a_fact_of_its_own_report(decisions):
    with decisions() as ledger:
        ledger.pin("b#c1", fact_of(ledger, "b#c2").id)

        assert refs(fact_of(ledger, "b#c2")) == ("a#c2", "b#c1", "b#c2")
        assert [each.state for each in ledger.history()] == ["holds"]


def test_a_report_without_a_date_is_bound_to_one_that_has_one():
    for dates in (("2026-01-01", None), (None, "2026-01-01"), (None, None)):
        one, other = (
            report(name, words, date=date) for name, words, date in zip("ab", (PLAN, COST), dates, strict=True)
        )
        with ledger_of(one, other) as ledger:
            ledger.merge(*(fact.id for fact in ledger.facts()))
            assert groups(ledger) == [{"a#c1", "b#c1"}]
            ledger.separate("a#c1", "b#c1")
            assert len(groups(ledger)) == 2


def test_what_cannot_be_decided_is_told(decisions):
    with decisions() as ledger:
        fact = ledger.facts()[0].id
        before = told(ledger)
        for wrong in (
            lambda: ledger.pin("a#none", fact),
            lambda: ledger.pin("a", fact),
            lambda: ledger.pin("a#c1", "fnone"),
            lambda: ledger.merge(fact, "fnone"),
            lambda: ledger.separate("a#c1", "none#c1"),
        ):
            with pytest.raises(NotInLedger, match="there is no"):
                wrong()
        for wrong in (lambda: ledger.merge(fact, fact), lambda: ledger.separate("a#c1", ("a", "c1"))):
            with pytest.raises(InvalidValue):
                wrong()

        assert (told(ledger), ledger.history()) == (before, ())


# --- what files say of which claims are one --------------------------------------------------------------------------


def related(name, quote, kind, target, **more):
    return report(name, {"quote": quote, "relations": [{"type": kind, "target": target}]}, **more)


@pytest.mark.parametrize("dates", [("2026-01-01", "2026-01-02"), ("2026-01-02", "2026-01-01"), (None, None)])
def test_a_file_says_that_two_claims_are_one_or_two(dates):
    one = report("a", PLAN, date=dates[0])
    with ledger_of(one, related("b", COST, "same_as", "a#c1", date=dates[1])) as ledger:
        assert groups(ledger) == [{"a#c1", "b#c1"}]
        assert fact_of(ledger, "a#c1").last.rule == "same_as"
    with ledger_of(one, related("b", PLAN, "different_from", "a#c1", date=dates[1])) as ledger:
        assert sorted(map(sorted, groups(ledger))) == [["a#c1"], ["b#c1"]]


def test_files_that_contradict_one_another_leave_it_to_the_words():
    for words, count in ((COST, 2), (PLAN, 2)):  # whoever says different is heard: apart is the surer error
        one = related("a", PLAN, "different_from", "b#c1", date="2026-01-01")
        with ledger_of(one, related("b", words, "same_as", "a#c1", date="2026-01-02")) as ledger:
            assert len(groups(ledger)) == count


def test_a_person_outranks_the_files():
    one = report("a", PLAN, date="2026-01-01")
    with ledger_of(one, related("b", COST, "same_as", "a#c1", date="2026-01-02")) as ledger:
        ledger.separate("a#c1", "b#c1")
        assert len(groups(ledger)) == 2
    with ledger_of(one, related("b", COST, "different_from", "a#c1", date="2026-01-02")) as ledger:
        ledger.merge(*(fact.id for fact in ledger.facts()))
        assert groups(ledger) == [{"a#c1", "b#c1"}]


# --- other stories ---------------------------------------------------------------------------------------------------


def grouping(ledger, names):
    """The facts of some reports: the claims of each, why and how surely they are there, and what is left open."""
    return sorted(
        [(seen.ref, seen.rule, seen.score, seen.rivals) for seen in fact.sightings]
        for fact in ledger.facts()
        if fact.first.report_id in names
    )


@given(corpora(max_reports=4), st.integers(1, 8))
@FEW
def test_an_unrelated_story_changes_no_grouping(reports, count):
    words = ("a striker", "the goalkeeper", "a referee", "the coach of the visitors")
    unrelated = [
        report(
            f"football-{number}",
            f"{words[number % 4]} was sent off in minute {number}",
            f"{words[number % 3]} approved of the new stadium",
            {"quote": f"the final cost {number} million viewers their sleep", "by": "kicker"},
            date=f"2026-01-{number + 1:02}",
        )
        for number in range(count)
    ]
    names = {each.id for each in reports}
    with ledger_of(*reports) as alone, ledger_of(*unrelated, *reports) as among:
        assert grouping(among, names) == grouping(alone, names)


# --- the same bytes --------------------------------------------------------------------------------------------------


def test_a_ledger_says_the_same_under_every_hash_seed(cases, tmp_path):
    story = json.loads((cases / "stories" / "harbour" / "story.json").read_text(encoding="utf-8"))["reports"]
    names = []
    for number, each in enumerate(story[:12]):
        names.append(tmp_path / f"{number}.claims.json")
        names[-1].write_bytes(ct.dumps(ct.codec.complete(json.dumps(each)).report))
    outputs = set()
    for seed in ("0", "1"):
        found = b""
        for command in (["add", f"{seed}.db", *names, "-q"], ["export", f"{seed}.db", "-", "--format", "jsonl"]):
            done = subprocess.run(
                [sys.executable, "-m", "claimtrack", "track", *map(str, command)],
                env={"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path), "SYSTEMROOT": ""},
                cwd=tmp_path,
                capture_output=True,
                check=False,
            )
            assert (done.returncode, done.stderr) == (0, b"")
            found = done.stdout
        outputs.add(found)

    assert len(outputs) == 1
    assert outputs != {b""}


def test_a_text_that_lies_beside_its_report_goes_in_with_it(tmp_path):
    text = "The harbour board approved the budget on Tuesday."
    made = ct.draft(text, published="2026-01-06")
    document = evolve(made.document, text=None, path="board.txt", beside=text)
    apart = evolve(made, document=document)

    with ct.Ledger(tmp_path / "facts.db") as ledger:
        ledger.add(apart)

        assert ledger.report(made.id).document.text == text
        assert ledger.add(apart).result == "unchanged"
