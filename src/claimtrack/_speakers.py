"""Which speakers of two reports are the same: by link, by name, by office and state; and where that is not clear."""

from __future__ import annotations

import itertools
from collections import defaultdict
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from claimtrack._assignment import components
from claimtrack._closed import listed
from claimtrack._profiles import Context, Profile, first_names, profile_of, speaker_words
from claimtrack._relation import ids_mean_the_same, relation_of
from claimtrack._units import base
from claimtrack.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from claimtrack._profiles import Scope
    from claimtrack.model import Date, Report, Speaker

Sameness = Literal["same", "different", "unclear"]
_Key = tuple[str, object]

FAR_APART = timedelta(days=90)
"""
Texts that lie further apart than this may mean two persons by one office: heads of government stay about four years, so
in a quarter of a year one office in sixteen changes hands.
"""

MOST_PAIRS = 2_500
"""Pairs of speakers with a name or an office in common that are judged, fifty against fifty; of more, equal names."""


class SpeakerMatch:
    """
    Which speakers of two reports are the same.

    They are where an id or ``same_as`` links them; where a name or alias says so ("Starmer", "Sir Keir Starmer"); and
    where an office of one state does ("the UK prime minister" and "British Prime Minister Keir Starmer"), in texts that
    do not lie too far apart. A surname that two have, an office whose state nobody told, a body without its state are
    *unclear*: neither the same nor different. An anonymous speaker is never matched by its description, and the author
    of one document is not the author of another.
    """

    def __init__(self, baseline: Report, later: Report) -> None:
        self._known_pairs: dict[tuple[tuple[str, ...], tuple[str, ...]], float | None] = {}
        self._judged: dict[tuple[str, str], Sameness] = {}
        self._holders: dict[str, dict[Scope | None, list[Profile]]] = {}
        ids = ids_mean_the_same(baseline, later)
        one_text = baseline.document.sha256 == later.document.sha256 or relation_of(baseline, later) == "version"
        self._author_names: tuple[dict[str, str], dict[str, str]] = ({}, {})
        self._profiles: tuple[dict[str, Profile], dict[str, Profile]] = ({}, {})
        for side, report in enumerate((baseline, later)):
            for speaker in report.speakers:
                links = _links(speaker, report.id, ids=ids, one_text=one_text)
                self._profiles[side][speaker.id] = profile_of(speaker, side, links)
                if speaker.kind == "author":
                    self._author_names[side][speaker.id] = " ".join(words(speaker.name)) or speaker.name
        self._contexts = tuple(
            Context(report.document, profiles.values())
            for report, profiles in zip((baseline, later), self._profiles, strict=True)
        )
        self._far = _far_apart(baseline.document.published, later.document.published)
        self._class: tuple[dict[str, str], dict[str, str]] = ({}, {})
        self._label(self._edges())

    # Answers ---------------------------------------------------------------------------------------------------------

    def label(self, side: int, speaker: str) -> str:
        """A name that is equal on both sides exactly for speakers that are the same; *side* is 0 or 1."""
        return self._class[side].get(speaker, f"{'<>'[side]} {speaker}")

    def labels(self, side: int, speakers: Iterable[str]) -> frozenset[str]:
        """
        The labels of several speakers, as far as it can be told that they differ.

        The author of one document is not the author of another; but where both are called the same, as the authors of
        drafts are whose texts name none, there are no words that would show it.
        """
        return frozenset(self._told(side, speaker) for speaker in speakers)

    def _told(self, side: int, speaker: str) -> str:
        profile = self._profiles[side].get(speaker)
        if profile is None or profile.kind != "author" or speaker in self._class[side]:
            return self.label(side, speaker)
        return f"author {self._author_names[side][speaker]}"

    def _labels(self, side: int, speakers: Iterable[str]) -> frozenset[str]:
        return frozenset(self.label(side, speaker) for speaker in speakers)

    def key(self, side: int, speakers: Iterable[str]) -> frozenset[str] | None:
        """The labels, or None where one of the speakers has no counterpart at all."""
        found = self._labels(side, speakers)
        return found if all(label.startswith("=") for label in found) else None

    def relation(self, ours: str, theirs: str) -> Sameness:
        """Whether two speakers, by their ids, are the same: ``same``, ``different`` or ``unclear``."""
        if self.label(0, ours) == self.label(1, theirs):
            return "same"
        one, other = self._profiles[0].get(ours), self._profiles[1].get(theirs)
        if one is None or other is None:
            return "different"
        found = self._judge(one, other)
        return "unclear" if found == "same" else found  # the same, but for others that cannot be

    def called(self, side: int, speaker: str) -> frozenset[str]:
        """What a speaker may be called in a sentence: by the last word of a name, or, as "@state", by the state."""
        profile = self._profiles[side].get(speaker)
        if profile is None or profile.kind not in _KNOWN:
            return frozenset()
        names = {base(parts[-1]) for parts in profile.people}
        states = {word for _, scope in (*profile.posts, *profile.bodies) for word in scope if word[0] == "@"}
        if not profile.is_person:
            names |= {base(name[-1]) for name in profile.called if name[-1][0] != "@"}
        return frozenset(names | states)

    def unclear(self, ours: Sequence[str], theirs: Sequence[str]) -> bool:
        """Whether two groups of speakers may be the same, and are not surely so."""
        rest, left = self._apart(ours, theirs, self._told)
        if not rest or not left:
            return False
        maybe = {(one, other) for one in rest for other in left if self.relation(one, other) == "unclear"}
        return {one for one, _ in maybe} == set(rest) or {other for _, other in maybe} == set(left)

    def alike(self, ours: Sequence[str], theirs: Sequence[str]) -> float | None:
        """
        The share of speakers in common, from 0 to 1.

        None where nothing can be said: a side has none or only anonymous ones, or it is unclear of all of them.
        """
        pair = tuple(ours), tuple(theirs)
        if pair not in self._known_pairs:
            self._known_pairs[pair] = self._share(ours, theirs)
        return self._known_pairs[pair]

    def _share(self, ours: Sequence[str], theirs: Sequence[str]) -> float | None:
        if not self._telling(0, ours) or not self._telling(1, theirs):
            return None
        if len(ours) == len(theirs) == 1:  # as of nearly all pairs of claims
            return _SHARES[self.relation(ours[0], theirs[0])]
        rest, left = self._apart(ours, theirs, self.label)
        open_ = {(one, other) for one in rest for other in left if self.relation(one, other) == "unclear"}
        apart = len(set(rest) - {one for one, _ in open_}) + len(set(left) - {other for _, other in open_})
        common = len(self._labels(0, ours) & self._labels(1, theirs))
        return common / (common + apart) if common + apart else None

    @staticmethod
    def _apart(
        ours: Sequence[str], theirs: Sequence[str], label: Callable[[int, str], str]
    ) -> tuple[list[str], list[str]]:
        """The speakers whose label is only on one side, by their ids."""
        before, after = {label(0, name) for name in ours}, {label(1, name) for name in theirs}
        return (
            [name for name in ours if label(0, name) not in after],
            [name for name in theirs if label(1, name) not in before],
        )

    def _telling(self, side: int, speakers: Sequence[str]) -> bool:
        known = self._profiles[side]
        return any(name in known and known[name].kind != "anonymous" for name in speakers)

    # Classes ---------------------------------------------------------------------------------------------------------

    def _edges(self) -> dict[tuple[str, str], bool]:
        """The pairs that are the same, each with whether a link says so."""
        by_key: tuple[dict[_Key, list[Profile]], dict[_Key, list[Profile]]] = (defaultdict(list), defaultdict(list))
        for side in (0, 1):
            for profile in self._profiles[side].values():
                for key in sorted(keys_of(profile), key=repr):
                    by_key[side][key].append(profile)
        found = {}
        for key, mine in by_key[0].items():
            theirs = by_key[1].get(key, ())
            crowd = len(mine) * len(theirs) > MOST_PAIRS
            for one, other in itertools.product(mine, theirs) if not crowd else _equal(mine, theirs):
                if self._judge(one, other) == "same":
                    found[one.id, other.id] = bool(one.links & other.links)
        return found

    def _label(self, edges: Mapping[tuple[str, str], bool]) -> None:
        """Classes of speakers that are the same; where two in one cannot be, only links hold."""
        of_ours: dict[str, list[str]] = defaultdict(list)
        for one, other in edges:
            of_ours[one].append(other)
        for ours, theirs in _components(edges):
            classes = [(ours, theirs)]
            if self._disagree(0, ours) or self._disagree(1, theirs):
                classes = _components((one, other) for one in ours for other in of_ours[one] if edges[one, other])
            for mine, others in classes:
                label = f"= {mine[0]}"
                self._class[0].update(dict.fromkeys(mine, label))
                self._class[1].update(dict.fromkeys(others, label))

    def _disagree(self, side: int, speakers: Sequence[str]) -> bool:
        known = [self._profiles[side][name] for name in speakers[: FEW_ENOUGH + 1]]
        return any(self._compared(one, other) == "different" for one, other in itertools.combinations(known, 2))

    # Judgements ------------------------------------------------------------------------------------------------------

    def _judge(self, one: Profile, other: Profile) -> Sameness:
        pair = one.id, other.id
        if pair not in self._judged:
            self._judged[pair] = self._compared(one, other)
        return self._judged[pair]

    def _compared(self, one: Profile, other: Profile) -> Sameness:
        """Two speakers, of one side or of both."""
        if one.links & other.links:
            return "same"
        kinds = {one.kind, other.kind}
        if "author" in kinds:
            return "different"
        if "anonymous" in kinds:
            named = any(profile.people or not profile.is_person for profile in (one, other) if profile.kind in _KNOWN)
            return "different" if named else "unclear"
        if one.is_person and other.is_person:
            return self._persons(one, other)
        if one.is_person or other.is_person:
            same_name = bool(one.called & other.called) and not (one.generic or other.generic)
            return "same" if same_name else "different"
        return self._organisations(one, other)

    def _persons(self, one: Profile, other: Profile) -> Sameness:
        if one.people and other.people:
            found, sure = _names_of(one, other)
            if found != "same" or sure:
                return found
            surname = _surname(one, other)
            return "unclear" if self._shared_surname(surname) or self._held_apart(one, other) else "same"
        if one.people or other.people:
            named, nameless = (one, other) if one.people else (other, one)
            return self._by_post(nameless, named)
        if one.called & other.called and not one.posts and not other.posts:
            return "same"
        return self._by_post(one, other)

    def _by_post(self, nameless: Profile, other: Profile) -> Sameness:
        """Somebody who is only told by an office: "the prime minister"."""
        if not nameless.posts or not other.posts:
            return "unclear"
        found: set[Sameness] = set()
        for (office, scope), (held, within) in itertools.product(nameless.posts, other.posts):
            if office[0] == "*" or held[0] == "*":
                found.add(_described_alike(office.lstrip("*").split(), held.lstrip("*").split()))
                continue
            mine, theirs = self._scope(nameless, office, scope), self._scope(other, held, within)
            if office != held:
                found.add("different" if not mine or not theirs or mine & theirs or mine != theirs else "unclear")
            elif mine is None or theirs is None or (mine != theirs and mine & theirs):
                found.add("unclear")
            elif mine != theirs:
                found.add("different")
            else:
                found.add("unclear" if self._far or self._several_hold(office, mine) else "same")
        return next(verdict for verdict in _BEST_FIRST if verdict in found)

    def _scope(self, profile: Profile, name: str, scope: Scope) -> Scope | None:
        return self._contexts[profile.side].scope_of(name, scope)

    def _several_hold(self, office: str, scope: Scope) -> bool:
        """Whether the two reports give the office to two persons."""
        if office not in self._holders:
            by_scope: dict[Scope | None, list[Profile]] = defaultdict(list)
            for profile in self._named_by_office.get(office, ()):
                for known in {self._scope(profile, held, within) for held, within in profile.posts if held == office}:
                    by_scope[known].append(profile)
            self._holders[office] = by_scope
        return _differ(self._holders[office].get(scope, ()))

    @cached_property
    def _named_by_office(self) -> dict[str, list[Profile]]:
        """The persons with a name, by the offices they are said to hold."""
        found: dict[str, list[Profile]] = defaultdict(list)
        for profile in self._everybody:
            if profile.people:
                for office in {office for office, _ in profile.posts}:
                    found[office].append(profile)
        return found

    def _held_apart(self, one: Profile, other: Profile) -> bool:
        """Whether two with one surname hold offices that speak against their being one person."""
        offices = [{post for post in profile.posts if post[0][0] != "*"} for profile in (one, other)]
        if not offices[0] or not offices[1]:
            return False
        return not any(
            office == held and not (_states_only(mine) and _states_only(theirs) and not mine & theirs)
            for office, mine in offices[0]
            for held, theirs in offices[1]
        )

    @cached_property
    def _everybody(self) -> tuple[Profile, ...]:
        return (*self._profiles[0].values(), *self._profiles[1].values())

    @cached_property
    def _by_surname(self) -> dict[str, list[Profile]]:
        found: dict[str, list[Profile]] = defaultdict(list)
        for profile in self._everybody:
            for surname in {_plain_ending(parts[-1]) for parts in profile.people if len(parts) > 1}:
                found[surname].append(profile)
        return found

    def _shared_surname(self, surname: str) -> bool:
        return _differ(self._by_surname.get(surname, ()))

    def _organisations(self, one: Profile, other: Profile) -> Sameness:
        if one.generic or other.generic:
            mine, theirs = ({word for name in profile.called for word in name} for profile in (one, other))
            return "unclear" if mine & theirs else "different"
        if one.bodies or other.bodies:
            found = {
                self._same_body(one, first, other, second)
                for first, second in itertools.product(one.bodies, other.bodies)
            }
            if found:
                return next(verdict for verdict in _BEST_FIRST if verdict in found)
        if one.called & other.called:
            return "same"
        if _abbreviates(one, other) or _abbreviates(other, one):
            return "same"
        return _called_alike(one.called, other.called)

    def _same_body(self, one: Profile, first: tuple[str, Scope], other: Profile, second: tuple[str, Scope]) -> Sameness:
        mine, theirs = self._scope(one, *first), self._scope(other, *second)
        bodies = ["" if name == "government" else name for name in (first[0], second[0])]
        if bodies[0] != bodies[1]:
            # "Moscow" may be its Foreign Ministry, or not.
            return "unclear" if "" in bodies and mine is not None and mine == theirs else "different"
        if mine is None or theirs is None or (mine != theirs and mine & theirs):
            return "unclear"
        return "same" if mine == theirs else "different"


def _described_alike(one: Sequence[str], other: Sequence[str]) -> Sameness:
    """Offices of which one at least does not tell who it is: "a spokesman", "the minister", "the former minister"."""
    if one[-1] != other[-1] or (one[0] in _GONE) != (other[0] in _GONE):
        return "different"
    return "unclear"


_GONE = listed("former ex late shadow")
FEW_ENOUGH = 20
"""So many speakers of one side that all seem to be the same are held against each other; more are no case of it."""

_KNOWN = frozenset({"person", "organisation", "group"})
_SHARES: dict[Sameness, float | None] = {"same": 1.0, "unclear": None, "different": 0.0}
_BEST_FIRST: tuple[Sameness, ...] = ("same", "unclear", "different")


def _links(speaker: Speaker, report: str, *, ids: bool, one_text: bool) -> frozenset[str]:
    """What links a speaker to another, whatever their names."""
    links = {f"{report}#{speaker.id}", *speaker.same_as}
    if ids:
        links.add(f"id {speaker.id}")
    if (
        one_text
    ):  # what a text calls somebody it goes on to call so: "the prime minister" of its next version is the same
        told = " ".join(words(speaker.name))
        if speaker.kind == "author":
            links.add("author")
        elif speaker.kind in _KNOWN and told:
            links.add(f"name {told}")
    return frozenset(links)


def keys_of(profile: Profile) -> Iterator[_Key]:
    """What two speakers have in common if they are the same."""
    yield from (("link", link) for link in profile.links)
    if profile.kind not in _KNOWN:
        return
    yield from (("person", part) for part in {_plain_ending(part) for parts in profile.people for part in parts})
    yield from (("post", office) for office in {office for office, _ in profile.posts if office[0] != "*"})
    yield from (("body", "" if body == "government" else body) for body in {body for body, _ in profile.bodies})
    yield from (("called", name) for name in profile.called)
    if not profile.is_person:
        yield from (("initials", word) for word in profile.initials)
        yield from (("initials", _initials(name)) for name in profile.called if len(name) > 1)
        yield from (("called", _without_company(name)) for name in profile.called)


def _equal(ours: Iterable[Profile], theirs: Iterable[Profile]) -> Iterator[tuple[Profile, Profile]]:
    by_name: dict[object, list[Profile]] = defaultdict(list)
    for profile in theirs:
        for known in (*profile.people[:1], *profile.links):
            by_name[known].append(profile)
    for one in ours:
        for name in (*one.people[:1], *one.links):
            yield from ((one, other) for other in by_name[name][:FEW_ENOUGH])


def _components(edges: Iterable[tuple[str, str]]) -> list[tuple[list[str], list[str]]]:
    """The connected groups, each as the names on both sides in their order."""
    pairs = sorted(edges)
    order = sorted({one for one, _ in pairs}), sorted({other for _, other in pairs})
    number = [{name: at for at, name in enumerate(names)} for names in order]
    found = components(dict.fromkeys((number[0][one], number[1][other]) for one, other in pairs))
    return [([order[0][x] for x in sorted(ours)], [order[1][y] for y in sorted(theirs)]) for ours, theirs in found]


def _far_apart(one: Date | None, other: Date | None) -> bool:
    if one is None or other is None:
        return False
    return one.earliest - other.latest > FAR_APART or other.earliest - one.latest > FAR_APART


# --- names of persons ------------------------------------------------------------------------------------------------


def _names_of(one: Profile, other: Profile) -> tuple[Sameness, bool]:
    """Whether two persons have one name, and whether that is sure: a surname alone may be another's."""
    full = one.people[0], other.people[0]
    if len(full[0]) > 1 and len(full[1]) > 1:
        return full_names(*full), True
    found = {_short_names(first, second) for first, second in itertools.product(one.people, other.people)}
    return next(verdict for verdict in _BEST_FIRST if verdict in found), False


def full_names(one: tuple[str, ...], other: tuple[str, ...]) -> Sameness:
    if set(one) <= set(other) or set(other) <= set(one):
        return "same"
    first = _same_first_name(one[0], other[0])
    if _plain_ending(one[-1]) == _plain_ending(other[-1]):
        return "same" if first else "different"
    return "same" if first and _one_letter_apart(one[-1], other[-1]) else "different"


def _same_first_name(one: str, other: str) -> bool:
    if one == other or (1 in (len(one), len(other)) and one[0] == other[0]):
        return True
    known = first_names()
    return bool(known.get(one, frozenset()) & known.get(other, frozenset())) or _one_letter_apart(one, other)


def _short_names(one: tuple[str, ...], other: tuple[str, ...]) -> Sameness:
    """Names of which one at least is a single word."""
    if len(one) > 1 and len(other) > 1:
        return "different"
    short, long = (one[0], other) if len(one) == 1 else (other[0], one)
    if _plain_ending(short) == _plain_ending(long[-1]):
        return "same"
    if short in long or _one_letter_apart(short, long[-1]):
        return "unclear"  # a first or middle name; or another's
    return "different"


def _states_only(scope: Scope) -> bool:
    return bool(scope) and all(word[0] == "@" for word in scope)


def _surname(one: Profile, other: Profile) -> str:
    """The surname that two persons share, of whom one is told by it alone."""
    endings = [{_plain_ending(parts[-1]) for parts in profile.people} for profile in (one, other)]
    return min(endings[0] & endings[1], default="")


def _differ(profiles: Sequence[Profile]) -> bool:
    """Whether two of them are different persons, by their names."""
    return any(
        _names_of(one, other)[0] == "different" for one, other in itertools.combinations(profiles[: FEW_ENOUGH + 1], 2)
    )


_ENDINGS = ("skyy", "skyi", "skiy", "skii", "skij", "sky", "ski")


def _plain_ending(name: str) -> str:
    """*name* with one of the endings that transliterations give to Slavic names: "Zelenskyy", "Zelenskiy"."""
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name[: -len(ending)] + "sky"
    return name


_LONG_ENOUGH = 6  # letters, as for names in texts: "Merz" and "Mertz" are two


def _one_letter_apart(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _LONG_ENOUGH or one[0] != other[0]:
        return False
    from rapidfuzz.distance import Levenshtein

    return bool(Levenshtein.distance(one, other, score_cutoff=1) <= 1)


# --- names of organisations ------------------------------------------------------------------------------------------


def _initials(name: tuple[str, ...]) -> str:
    return "".join(word.lstrip("@")[:1] for word in name)


def _abbreviates(one: Profile, other: Profile) -> bool:
    return any(word == _initials(name) for word in one.initials for name in other.called if len(name) > 1)


def _without_company(name: tuple[str, ...]) -> tuple[str, ...]:
    """*name* without its legal form: "Lockheed Martin Corp" is "Lockheed Martin"."""
    end = len(name)
    while end > 1 and name[end - 1] in speaker_words("company"):
        end -= 1
    return name[:end]


def _called_alike(one: Iterable[tuple[str, ...]], other: Iterable[tuple[str, ...]]) -> Sameness:
    """ "Reuters" and "Reuters news agency" are the same; "Amnesty" and "Amnesty International" may be."""
    names = [{_without_company(name) for name in side} for side in (one, other)]
    if names[0] & names[1]:
        return "same"
    within = any(set(mine) < set(theirs) or set(theirs) < set(mine) for mine in names[0] for theirs in names[1])
    return "unclear" if within else "different"
