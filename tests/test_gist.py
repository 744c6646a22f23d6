"""What a wording tells, in a ledger: look-alikes do not lead from one thing to another, rewordings stay one fact."""

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from ledger_reports import OUTLETS, ledger_of, report

CASES = Path(__file__).parent / "cases" / "ledger" / "chains"


def chains(sort):
    """The chains of a sort, each as a parameter; those that are known to fail say why."""
    found = []
    for path in sorted(CASES.glob("*.toml")):
        for chain in tomllib.loads(path.read_text(encoding="utf-8"))[sort]:
            known = chain.get("known")
            marks = [] if known is None else [pytest.mark.xfail(reason=known, strict=True)]
            found.append(pytest.param(chain, id=f"{path.stem}: {chain['name']}", marks=marks))
    return found


def told(chain):
    """A chain's tellings, one a report, by outlets in turn; what each is about, by its claim, and their ledger."""
    tellings = [telling.partition(": ") for telling in chain["tellings"]]
    by = chain.get("by", "author")
    reports = [
        report(
            f"r{number}",
            {"quote": words, "by": "who"},
            outlet=list(OUTLETS)[number % len(OUTLETS)],
            date=f"2026-03-{number + 1:02}",
            speakers={"who": {"name": by, "kind": "author" if by == "author" else "person"}},
        )
        for number, (_, _, words) in enumerate(tellings)
    ]
    return {f"r{number}": label for number, (label, _, _) in enumerate(tellings)}, ledger_of(*reports)


def facts(chain):
    """What a chain's tellings are about, by report, and the reports of each fact."""
    about, opened = told(chain)
    with opened as ledger:
        return about, [{seen.report_id for seen in fact.sightings} for fact in ledger.facts()]


@pytest.mark.parametrize("chain", chains("apart"))
def test_look_alikes_do_not_lead_from_one_thing_to_another(chain):
    about, found = facts(chain)

    assert len(set(about.values())) > 2
    for fact in found:
        assert all(about[one] == about[other] for one, other in combinations(sorted(fact), 2)), found


@pytest.mark.parametrize("chain", chains("together"))
def test_a_fact_is_followed_as_its_wording_drifts(chain):
    about, found = facts(chain)

    assert len(set(about.values())) == 1
    assert found == [set(about)]
