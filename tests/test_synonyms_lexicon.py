"""The laws of the lexicon of synonyms: its form, that its groups are senses, and that no group holds opposites."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import combinations, product
from typing import Any

import pytest

GROUPED = ("verbs", "nouns", "adjectives", "adverbs")
MIN_GROUPS = {"verbs": 250, "nouns": 220, "adjectives": 80, "adverbs": 40}
"""What the lexicon has to cover to be of use over all topics of news."""
MIN_CONTRASTS = 60
MAX_SENSES = 2
"""A word in more groups than that tells hardly anything of what is meant."""
MAX_SHARED = 1
"""Groups that share more words than that are one group, or a word stands in the wrong one."""
LIGHT = """
set run make get take issue go do have give put come be bring let see look show turn work play case point
"""
"""Words of so many senses that they say something only inside a longer expression."""
PREPOSITIONS = frozenset(("to", "of", "for", "from", "in", "with", "towards"))
EXPRESSION = re.compile(r"[a-z0-9][a-z0-9'%-]*( [a-z0-9][a-z0-9'%-]*)*")


def lexicon(name: str) -> dict[str, Any]:
    return tomllib.loads(files("claimtrack").joinpath("lexicons", f"{name}.toml").read_text(encoding="utf-8"))


SYNONYMS = lexicon("synonyms")
GROUPS = {
    f"{section}.{name}": tuple(entry.split("|"))
    for section in GROUPED
    for name, entry in SYNONYMS[section].items()
    if name != "reason"
}
CONTRASTS = {
    name: tuple(tuple(member.split("=")) for member in entry.split("|"))
    for name, entry in SYNONYMS["contrasts"].items()
    if name != "reason"
}
SENSES: dict[str, list[str]] = {}
for group, expressions in GROUPS.items():
    for expression in expressions:
        SENSES.setdefault(expression, []).append(group)


def end_of(entries: list[str]) -> Iterator[str]:
    """The expressions of one end of an axis, with and without the prepositions that they end in."""
    for entry in entries:
        for chosen in product(*(slot.split("/") for slot in entry.split())):
            words = list(chosen)
            yield " ".join(words)
            while len(words) > 1 and words[-1] in PREPOSITIONS:
                words.pop()
                yield " ".join(words)


@cache
def regular_forms(expression: str) -> frozenset[str]:
    """What the first word of an expression becomes by the regular rules of English, and some that are no words."""
    first, *rest = expression.split()
    bare = first.removesuffix("e")
    forms = {first, first + "s", first + "es", first + "d", first + "ed", first + "ing", bare + "ing"}
    if first.endswith("y"):
        forms |= {first[:-1] + "ies", first[:-1] + "ied"}
    return frozenset(" ".join([form, *rest]) for form in forms)


def test_the_sections_have_reasons_and_cover_news() -> None:
    assert set(SYNONYMS) == {*GROUPED, "contrasts"}
    assert all(section["reason"].strip() for section in SYNONYMS.values())
    sizes = {section: sum(group.startswith(f"{section}.") for group in GROUPS) for section in GROUPED}
    assert all(sizes[section] >= MIN_GROUPS[section] for section in GROUPED), sizes
    assert len(CONTRASTS) >= MIN_CONTRASTS


def test_every_expression_is_words_in_lower_case() -> None:
    told = [*SENSES, *(variant for members in CONTRASTS.values() for member in members for variant in member)]
    assert [expression for expression in told if not EXPRESSION.fullmatch(expression)] == []


def test_no_expression_stands_twice_in_a_group() -> None:
    assert {name: told for name, told in GROUPS.items() if len(told) < 2 or len(set(told)) < len(told)} == {}


def test_words_of_many_senses_stand_only_inside_longer_expressions() -> None:
    assert {word: SENSES[word] for word in LIGHT.split() if word in SENSES} == {}
    assert {told: groups for told, groups in SENSES.items() if len(groups) > MAX_SENSES} == {}


def test_groups_that_share_words_are_told_apart() -> None:
    shared: dict[tuple[str, ...], list[str]] = {}
    for expression, groups in SENSES.items():
        for pair in combinations(groups, 2):
            shared.setdefault(pair, []).append(expression)
    assert {pair: told for pair, told in shared.items() if len(told) > MAX_SHARED} == {}


@pytest.mark.parametrize("axis", lexicon("opposites")["axis"], ids=lambda axis: axis["name"])
def test_no_group_holds_both_ends_of_an_axis(axis: dict[str, list[str]]) -> None:
    positive, negative = frozenset(end_of(axis["positive"])), frozenset(end_of(axis["negative"]))
    found = {}
    for name, told in GROUPS.items():
        ends = [[one for one in told if regular_forms(one) & end] for end in (positive, negative)]
        if all(ends):
            found[name] = ends
    assert found == {}


def test_members_of_a_contrast_are_told_apart() -> None:
    doubled = {
        name: members
        for name, members in CONTRASTS.items()
        if len(members) < 2 or len(set().union(*members)) < sum(map(len, members))
    }
    assert doubled == {}


def test_no_group_holds_two_members_of_a_contrast() -> None:
    together = [
        (name, group, one, other)
        for name, members in CONTRASTS.items()
        for one, other in combinations(members, 2)
        for group, told in GROUPS.items()
        if not set(told).isdisjoint(one) and not set(told).isdisjoint(other)
    ]
    assert together == []
