"""Which speakers of two reports are the same: by link, by name, by office and state; and where that is not clear."""

from __future__ import annotations

import itertools
from collections import defaultdict
from datetime import timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from attrs import frozen

from claimtrack._assignment import components
from claimtrack._closed import FUNCTION_WORDS, listed
from claimtrack._names import NameReader, plain_letters
from claimtrack._relation import ids_mean_the_same, relation_of
from claimtrack._units import Units, base, lexicon
from claimtrack.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from claimtrack.model import Date, Document, Report, Speaker

Sameness = Literal["same", "different", "unclear"]
_Key = tuple[str, object]
Scope = frozenset[str]
"""What an office or a body belongs to: states as "@britain", other words as they are; empty where it is not said."""

FAR_APART = timedelta(days=90)
"""
Texts that lie further apart than this may mean two persons by one office: heads of government stay about four years, so
in a quarter of a year one office in sixteen changes hands.
"""

LONGEST_NAME = 200
"""Characters of a name that are read; what goes on longer is a description, not a name."""

MOST_PAIRS = 2_500
"""Pairs of speakers with a name or an office in common that are judged, fifty against fifty; of more, equal names."""

LONGEST_TEXT = 200_000
"""Characters of a text that are searched for the states whose offices it names: a long article has a tenth of it."""

# --- the lexicon -----------------------------------------------------------------------------------------------------


class _Term(NamedTuple):
    """An expression of the lexicon: "office", "shared", or "body", the term it stands for, and the state it implies."""

    sort: Literal["office", "shared", "body"]
    name: str
    scope: Scope = frozenset()


@cache
def _terms() -> dict[str, list[tuple[tuple[str, ...], _Term]]]:
    """Offices and bodies by the first word of their forms, the longest first."""
    told = lexicon("speakers")
    forms: dict[tuple[str, ...], _Term] = {}
    for form in _parted(told["shared"]["words"]):
        forms[form] = _Term("shared", _spokesman(" ".join(form)))
    for sort, section in (("office", "offices"), ("body", "bodies")):
        for name, entry in told[section].items():
            if name != "reason":
                forms.update({form: _Term(sort, name) for form in _parted(entry)})  # type: ignore[arg-type]
    for known, entry in told["of_state"].items():
        if known != "reason":
            body, state = entry.split()
            forms[tuple(known.split())] = _Term("body", body.replace("-", " "), frozenset({f"@{state}"}))
    found: dict[str, list[tuple[tuple[str, ...], _Term]]] = defaultdict(list)
    for form, term in forms.items():
        found[form[0]].append((form, term))
    return {first: sorted(entries, key=lambda entry: (-len(entry[0]), entry[0])) for first, entries in found.items()}


def _spokesman(word: str) -> str:
    return "spokesman" if word in _listed("shared", "voices") else word


def _parted(entry: str) -> Iterator[tuple[str, ...]]:
    return (tuple(form.split()) for form in entry.split("|") if form.strip())


@cache
def _listed(section: str, key: str = "words") -> frozenset[str]:
    return listed(lexicon("speakers")[section][key])


@cache
def _first_names() -> dict[str, frozenset[int]]:
    """By first name, the numbers of the groups of names that it is a form of."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(_parted(lexicon("speakers")["first_names"]["words"])):
        for name in group:
            found[name].add(number)
    return {name: frozenset(groups) for name, groups in found.items()}


_PARTICLES = listed("von van de der den la le al bin ibn di da del du dos el zu")
_BEFORE_STATE = listed("of for in")

# --- what a name says ------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class _Reading:
    """
    What one name or role says.

    Args:
        parts: The words of a person's name, without titles and particles.
        posts: Offices, each with what it belongs to; one that several hold at a time begins with "*".
        bodies: Bodies with the state; "" is the state itself, whose government, capital and people speak for it.
        states: The states in it.
        called: All of it in order, without articles.
        generic: Whether nothing in it is a name: "a person familiar with the talks".
        initials: The name, where it is an abbreviation.
    """

    parts: tuple[str, ...] = ()
    posts: tuple[tuple[str, Scope], ...] = ()
    bodies: tuple[tuple[str, Scope], ...] = ()
    states: Scope = frozenset()
    called: tuple[str, ...] = ()
    generic: bool = False
    initials: str = ""


class _Item(NamedTuple):
    sort: Literal["state", "office", "shared", "body", "word", "not now"]
    key: str
    first: int
    scope: Scope = frozenset()


def _items(units: Units) -> Iterator[_Item]:
    reader = NameReader(units, set())
    words = tuple(plain_letters(word) for word in units.words)
    at = 0
    while at < len(words):
        term, size = _term(words, at)
        if term is not None:
            yield _Item(term.sort, term.name, at, term.scope)
            at += size
            continue
        part, end = reader.bearer(at)
        if part:
            yield _Item("state", part, at)
            at = end
            continue
        if words[at] in _listed("not_now"):
            yield _Item("not now", words[at], at)
        elif words[at] not in FUNCTION_WORDS and words[at] not in _PARTICLES:
            yield _Item("word", words[at], at)
        at += 1


def _term(words: Sequence[str], at: int) -> tuple[_Term | None, int]:
    for form, term in _terms().get(words[at], ()):
        if tuple(words[at : at + len(form)]) == form:
            return term, len(form)
    return None, 0


def _read(text: str, *, person: bool) -> _Reading:
    units = Units(text[:LONGEST_NAME])
    items = list(_items(units))
    named = _name_in(items, units) if person else range(0)
    parts = tuple(
        item.key if item.sort == "word" else units.word(item.first)
        for item in (items[number] for number in named)
        if item.key not in _listed("honorifics")
    )
    about = [item for number, item in enumerate(items) if number not in named]
    scope = frozenset(item.key for item in about if item.sort in ("state", "word") and not item.key.isdigit())
    raw = text.strip()
    return _Reading(
        parts=parts,
        posts=tuple(_posts(about, scope)) if person else (),
        bodies=() if person else tuple(_bodies(about, scope)),
        states=frozenset(word for word in scope if word[0] == "@"),
        called=tuple(item.key for item in items),
        generic=not parts
        and any(item.sort == "shared" for item in items)
        and all(units.raw(item.first)[:1].islower() for item in about if item.sort == "word" and item.first),
        initials=raw.casefold() if raw.isupper() and raw.isalpha() and len(raw) > 1 else "",
    )


def _name_in(items: Sequence[_Item], units: Units) -> range:
    """
    Which items are a person's name, not what describes the person.

    In "Labour MP Jess Phillips" the words at the end are, in "Keir Starmer, British Prime Minister" those at the start,
    and the state in "Israel Katz" belongs to them.
    """
    if not any(item.sort in ("office", "shared", "body", "not now") for item in items):
        told = [item.sort == "state" and _describes(item, units) for item in items]
        if len(items) == 1 and items[0].sort == "state":
            return range(0)
        first = next((number for number, state in enumerate(told) if not state), len(items))
        return range(first, next((number for number in range(first, len(items)) if told[number]), len(items)))
    opening = range(next((number for number in range(1, len(items)) if _breaks(items, number, units)), 0))
    if opening and all(items[number].sort in ("word", "state") for number in opening):
        return opening
    first = len(items)
    while first > 0 and items[first - 1].sort == "word":
        first -= 1
    if 1 < first < len(items) and items[first - 1].sort == "state" and items[first - 2].sort in ("office", "shared"):
        beside = items[first - 1].first + 1 == items[first].first and not _describes(items[first - 1], units)
        first -= beside  # "Defence Minister Israel Katz"
    if first == len(items) or units.word(items[first].first - 1) in (*_BEFORE_STATE, "the"):
        last = 0
        while last < len(items) and items[last].sort == "word":
            last += 1
        return range(last if last and last < len(items) and _breaks(items, last, units) else 0)
    return range(first, len(items))


def _breaks(items: Sequence[_Item], number: int, units: Units) -> bool:
    """Whether a comma or another mark stands between item *number* and the one before."""
    return any(units.breaks(word) for word in range(items[number - 1].first + 1, items[number].first + 1))


def _describes(item: _Item, units: Units) -> bool:
    """Whether a state says where somebody is from: "Ukraine's Zelensky", "Merz of Germany"."""
    return units.all[item.first].possessive or units.word(item.first - 1) in _BEFORE_STATE


def _posts(items: Sequence[_Item], scope: Scope) -> Iterator[tuple[str, Scope]]:
    within = scope | frozenset(
        name for item in items if item.sort == "body" for name in (item.key, *item.scope) if name != "government"
    )
    waiting = ""
    for number, item in enumerate(items):
        if item.sort == "not now":
            waiting = item.key
            if number and items[number - 1].sort == "office":
                waiting = ""  # told already, with the office before it: "president-elect"
        elif item.sort in ("office", "shared"):
            behind = items[number + 1] if number + 1 < len(items) else None
            elect = behind is not None and behind.sort == "not now" and behind.key in ("elect", "designate")
            held = item.sort == "office" and not waiting and not elect
            told = " ".join(filter(None, (waiting, item.key, "elect" if elect else "")))
            yield (told if held else f"*{told}", within)
            waiting = ""


def _bodies(items: Sequence[_Item], scope: Scope) -> Iterator[tuple[str, Scope]]:
    bodies = [item for item in items if item.sort == "body"]
    for item in bodies:
        within = scope | item.scope
        yield ("" if item.key == "government" and within else item.key, within)
    if not bodies and items and all(item.sort == "state" for item in items):
        yield "", scope


@frozen(kw_only=True)
class _Profile:
    """Everything a report says of one speaker that may tell who it is."""

    id: str
    side: int
    kind: str
    links: frozenset[str]
    people: tuple[tuple[str, ...], ...]
    posts: frozenset[tuple[str, Scope]]
    bodies: frozenset[tuple[str, Scope]]
    called: frozenset[tuple[str, ...]]
    initials: frozenset[str]
    generic: bool

    @property
    def is_person(self) -> bool:
        """Whether it is one person, who may have no name."""
        return self.kind == "person"


def _profile(speaker: Speaker, side: int, links: frozenset[str]) -> _Profile:
    person = speaker.kind == "person"
    readings = [_read(name, person=person) for name in (speaker.name, *speaker.aliases)]
    posts: set[tuple[str, Scope]] = {post for reading in readings for post in reading.posts}
    states = _read(speaker.affiliation, person=False).states if speaker.affiliation else frozenset()
    if speaker.role and person:
        posts.update(_role(speaker.role))
    posts = {(office, scope or states) for office, scope in posts}
    bodies = {(body, scope or states) for reading in readings for body, scope in reading.bodies}
    people = sorted({reading.parts for reading in readings if reading.parts}, key=lambda parts: (-len(parts), parts))
    return _Profile(
        id=speaker.id,
        side=side,
        kind=speaker.kind,
        links=links,
        people=tuple(people),
        posts=_told(posts),
        bodies=_told(bodies),
        called=frozenset(reading.called for reading in readings if reading.called),
        initials=frozenset(reading.initials for reading in readings if reading.initials),
        generic=all(reading.generic for reading in readings),
    )


def _role(role: str) -> Iterator[tuple[str, Scope]]:
    """The posts of a role, in which no word is a name: "President of the European Council"."""
    units = Units(role[:LONGEST_NAME])
    items = list(_items(units))
    scope = frozenset(item.key for item in items if item.sort in ("state", "word") and not item.key.isdigit())
    yield from _posts(items, scope)


def _told(found: Iterable[tuple[str, Scope]]) -> frozenset[tuple[str, Scope]]:
    """Without the short forms: "the Foreign Ministry" beside "the Russian Foreign Ministry" is the same body."""
    known = set(found)
    full = {name for name, scope in known if scope}
    largest = {
        (name, scope) for name, scope in known if not any(name == other and scope < wider for other, wider in known)
    }
    return frozenset((name, scope) for name, scope in largest if scope or name not in full)


# --- what a report says around its speakers --------------------------------------------------------------------------


class _Context:
    """Whose offices and bodies a report speaks of where it does not say it: "the prime minister" of a text on Japan."""

    def __init__(self, document: Document, profiles: Iterable[_Profile]) -> None:
        self._document = document
        self._profiles = tuple(profiles)
        self._known: dict[str, Scope | None] = {}

    def scope_of(self, name: str, scope: Scope) -> Scope | None:
        """What the office or body belongs to, told or the only one this report has; None where it is not clear."""
        if scope:
            return scope
        if name not in self._known:
            self._known[name] = self._only_one(name)
        return self._known[name]

    def _only_one(self, name: str) -> Scope | None:
        told = {scope for profile in self._profiles for known, scope in (*profile.posts, *profile.bodies)
                if known == name and scope}  # fmt: skip
        told |= {frozenset({state}) for state in self._in_text(name)}
        if not told:
            told = {frozenset({state}) for state in self._states if state[1:] not in _listed("no_states")}
        return next(iter(told)) if len(told) == 1 else None

    @cached_property
    def _units(self) -> Units:
        return Units((self._document.text or "")[:LONGEST_TEXT])

    @cached_property
    def _places(self) -> tuple[dict[int, str], dict[int, str]]:
        """The states that the text names, by the first of their words and by the word behind them."""
        reader = NameReader(self._units, set())
        starts, ends = {}, {}
        for at in range(len(self._units)):
            part, end = reader.bearer(at)
            if part:
                starts[at] = ends[end] = part
        return starts, ends

    @property
    def _states(self) -> frozenset[str]:
        return frozenset(self._places[0].values())

    def _in_text(self, name: str) -> Iterator[str]:
        """The states whose office or body of that name stands in the text: "British prime minister", "… of Japan"."""
        words, (starts, ends) = self._units.words, self._places
        for at in range(len(words)):
            term, size = _term(words, at)
            if term is None or term.name != name:
                continue
            if at in ends:
                yield ends[at]
            elif self._units.word(at + size) in _BEFORE_STATE:
                behind = at + size + 1
                yield from filter(None, [starts.get(behind + (self._units.word(behind) == "the"))])


# --- the match -------------------------------------------------------------------------------------------------------


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
        ids = ids_mean_the_same(baseline, later)
        one_text = baseline.document.sha256 == later.document.sha256 or relation_of(baseline, later) == "version"
        self._profiles: tuple[dict[str, _Profile], dict[str, _Profile]] = ({}, {})
        for side, report in enumerate((baseline, later)):
            for speaker in report.speakers:
                links = _links(speaker, report.id, ids=ids, one_text=one_text)
                self._profiles[side][speaker.id] = _profile(speaker, side, links)
        self._contexts = tuple(
            _Context(report.document, profiles.values())
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
        """The labels of several speakers."""
        return frozenset(self.label(side, speaker) for speaker in speakers)

    def key(self, side: int, speakers: Iterable[str]) -> frozenset[str] | None:
        """The labels, or None where one of the speakers has no counterpart at all."""
        found = self.labels(side, speakers)
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
        rest, left = self._apart(ours, theirs)
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
        rest, left = self._apart(ours, theirs)
        open_ = {(one, other) for one in rest for other in left if self.relation(one, other) == "unclear"}
        apart = len(set(rest) - {one for one, _ in open_}) + len(set(left) - {other for _, other in open_})
        common = len(self.labels(0, ours) & self.labels(1, theirs))
        return common / (common + apart) if common + apart else None

    def _apart(self, ours: Sequence[str], theirs: Sequence[str]) -> tuple[list[str], list[str]]:
        """The speakers that are only on one side, by their ids."""
        before, after = self.labels(0, ours), self.labels(1, theirs)
        return (
            [name for name in ours if self.label(0, name) not in after],
            [name for name in theirs if self.label(1, name) not in before],
        )

    def _telling(self, side: int, speakers: Sequence[str]) -> bool:
        known = self._profiles[side]
        return any(name in known and known[name].kind != "anonymous" for name in speakers)

    # Classes ---------------------------------------------------------------------------------------------------------

    def _edges(self) -> dict[tuple[str, str], bool]:
        """The pairs that are the same, each with whether a link says so."""
        by_key: tuple[dict[_Key, list[_Profile]], dict[_Key, list[_Profile]]] = (defaultdict(list), defaultdict(list))
        for side in (0, 1):
            for profile in self._profiles[side].values():
                for key in sorted(_keys(profile), key=repr):
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
        for ours, theirs in self._components(edges):
            within = {pair: linked for pair, linked in edges.items() if pair[0] in ours}
            if self._disagree(0, ours) or self._disagree(1, theirs):
                within = {pair: linked for pair, linked in within.items() if linked}
            for one, other in self._components(within):
                label = f"= {min(one)}"
                self._class[0].update(dict.fromkeys(one, label))
                self._class[1].update(dict.fromkeys(other, label))

    def _components(self, edges: Iterable[tuple[str, str]]) -> Iterator[tuple[list[str], list[str]]]:
        order = sorted(self._profiles[0]), sorted(self._profiles[1])
        number = tuple({name: at for at, name in enumerate(names)} for names in order)
        pairs = sorted((number[0][one], number[1][other]) for one, other in edges)
        for ours, theirs in components(dict.fromkeys(pairs)):
            yield [order[0][x] for x in sorted(ours)], [order[1][y] for y in sorted(theirs)]

    def _disagree(self, side: int, speakers: Sequence[str]) -> bool:
        known = [self._profiles[side][name] for name in speakers[: FEW_ENOUGH + 1]]
        return any(self._compared(one, other) == "different" for one, other in itertools.combinations(known, 2))

    # Judgements ------------------------------------------------------------------------------------------------------

    def _judge(self, one: _Profile, other: _Profile) -> Sameness:
        pair = one.id, other.id
        if pair not in self._judged:
            self._judged[pair] = self._compared(one, other)
        return self._judged[pair]

    def _compared(self, one: _Profile, other: _Profile) -> Sameness:
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

    def _persons(self, one: _Profile, other: _Profile) -> Sameness:
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

    def _by_post(self, nameless: _Profile, other: _Profile) -> Sameness:
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

    def _scope(self, profile: _Profile, name: str, scope: Scope) -> Scope | None:
        return self._contexts[profile.side].scope_of(name, scope)

    def _several_hold(self, office: str, scope: Scope) -> bool:
        """Whether the two reports give the office to two persons."""
        holders = [
            profile
            for profile in self._everybody
            if profile.people
            and any(held == office and self._scope(profile, held, within) == scope for held, within in profile.posts)
        ]
        return _differ(holders)

    def _held_apart(self, one: _Profile, other: _Profile) -> bool:
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
    def _everybody(self) -> tuple[_Profile, ...]:
        return (*self._profiles[0].values(), *self._profiles[1].values())

    @cached_property
    def _by_surname(self) -> dict[str, list[_Profile]]:
        found: dict[str, list[_Profile]] = defaultdict(list)
        for profile in self._everybody:
            for surname in {_plain_ending(parts[-1]) for parts in profile.people if len(parts) > 1}:
                found[surname].append(profile)
        return found

    def _shared_surname(self, surname: str) -> bool:
        return _differ(self._by_surname.get(surname, ()))

    def _organisations(self, one: _Profile, other: _Profile) -> Sameness:
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

    def _same_body(
        self, one: _Profile, first: tuple[str, Scope], other: _Profile, second: tuple[str, Scope]
    ) -> Sameness:
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


def _keys(profile: _Profile) -> Iterator[_Key]:
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


def _equal(ours: Iterable[_Profile], theirs: Iterable[_Profile]) -> Iterator[tuple[_Profile, _Profile]]:
    by_name: dict[object, list[_Profile]] = defaultdict(list)
    for profile in theirs:
        for known in (*profile.people[:1], *profile.links):
            by_name[known].append(profile)
    for one in ours:
        for name in (*one.people[:1], *one.links):
            yield from ((one, other) for other in by_name[name][:FEW_ENOUGH])


def _far_apart(one: Date | None, other: Date | None) -> bool:
    if one is None or other is None:
        return False
    return one.earliest - other.latest > FAR_APART or other.earliest - one.latest > FAR_APART


# --- names of persons ------------------------------------------------------------------------------------------------


def _names_of(one: _Profile, other: _Profile) -> tuple[Sameness, bool]:
    """Whether two persons have one name, and whether that is sure: a surname alone may be another's."""
    full = one.people[0], other.people[0]
    if len(full[0]) > 1 and len(full[1]) > 1:
        return _full_names(*full), True
    found = {_short_names(first, second) for first, second in itertools.product(one.people, other.people)}
    return next(verdict for verdict in _BEST_FIRST if verdict in found), False


def _full_names(one: tuple[str, ...], other: tuple[str, ...]) -> Sameness:
    if set(one) <= set(other) or set(other) <= set(one):
        return "same"
    first = _same_first_name(one[0], other[0])
    if _plain_ending(one[-1]) == _plain_ending(other[-1]):
        return "same" if first else "different"
    return "same" if first and _one_letter_apart(one[-1], other[-1]) else "different"


def _same_first_name(one: str, other: str) -> bool:
    if one == other or (1 in (len(one), len(other)) and one[0] == other[0]):
        return True
    known = _first_names()
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


def _surname(one: _Profile, other: _Profile) -> str:
    """The surname that two persons share, of whom one is told by it alone."""
    endings = [{_plain_ending(parts[-1]) for parts in profile.people} for profile in (one, other)]
    return min(endings[0] & endings[1], default="")


def _differ(profiles: Sequence[_Profile]) -> bool:
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


def _abbreviates(one: _Profile, other: _Profile) -> bool:
    return any(word == _initials(name) for word in one.initials for name in other.called if len(name) > 1)


def _without_company(name: tuple[str, ...]) -> tuple[str, ...]:
    """*name* without its legal form: "Lockheed Martin Corp" is "Lockheed Martin"."""
    end = len(name)
    while end > 1 and name[end - 1] in _listed("company"):
        end -= 1
    return name[:end]


def _called_alike(one: Iterable[tuple[str, ...]], other: Iterable[tuple[str, ...]]) -> Sameness:
    """ "Reuters" and "Reuters news agency" are the same; "Amnesty" and "Amnesty International" may be."""
    names = [{_without_company(name) for name in side} for side in (one, other)]
    if names[0] & names[1]:
        return "same"
    within = any(set(mine) < set(theirs) or set(theirs) < set(mine) for mine in names[0] for theirs in names[1])
    return "unclear" if within else "different"
