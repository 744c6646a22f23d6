"""What a report says of a speaker that may tell who it is: names, offices, bodies, and the states they belong to."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from attrs import evolve, frozen

from claimtrack._closed import FUNCTION_WORDS, listed
from claimtrack._names import NameReader, plain_letters
from claimtrack._units import Units, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimtrack.model import Document, Speaker

Scope = frozenset[str]
"""What an office or a body belongs to: states as "@britain", other words as they are; empty where it is not said."""

LONGEST_NAME = 200
"""Characters of a name that are read; what goes on longer is a description, not a name."""

KEPT = 8_192
"""Names whose reading is kept, about 1 kB each: those of the speakers of many reports."""

LONGEST_TEXT = 200_000
"""Characters of a text that are searched for the states whose offices it names: a long article has a tenth of it."""


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
    return "spokesman" if word in speaker_words("shared", "voices") else word


def _parted(entry: str) -> Iterator[tuple[str, ...]]:
    return (tuple(form.split()) for form in entry.split("|") if form.strip())


@cache
def speaker_words(section: str, key: str = "words") -> frozenset[str]:
    """The words of a section of the lexicon of speakers."""
    return listed(lexicon("speakers")[section][key])


@cache
def first_names() -> dict[str, frozenset[int]]:
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
        if words[at] in speaker_words("not_now"):
            yield _Item("not now", words[at], at)
        elif words[at] not in FUNCTION_WORDS and words[at] not in _PARTICLES:
            yield _Item("word", words[at], at)
        at += 1


def _term(words: Sequence[str], at: int) -> tuple[_Term | None, int]:
    for form, term in _terms().get(words[at], ()):
        if tuple(words[at : at + len(form)]) == form:
            return term, len(form)
    return None, 0


@lru_cache(maxsize=KEPT)  # the names of a corpus repeat
def _read(text: str, *, person: bool) -> _Reading:
    units = Units(text[:LONGEST_NAME])
    items = list(_items(units))
    named = _name_in(items, units) if person else range(0)
    parts = tuple(
        item.key if item.sort == "word" else units.word(item.first)
        for item in (items[number] for number in named)
        if item.key not in speaker_words("honorifics")
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
class Profile:
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


def profile_of(speaker: Speaker, side: int, links: frozenset[str]) -> Profile:
    """What is told of *speaker*, of the report on that side (0 the baseline), with what links it to others."""
    return evolve(_told_of(speaker), side=side, links=links)


@lru_cache(maxsize=KEPT)
def _told_of(speaker: Speaker) -> Profile:
    """What is told of *speaker* itself."""
    person = speaker.kind == "person"
    readings = [_read(name, person=person) for name in (speaker.name, *speaker.aliases)]
    posts: set[tuple[str, Scope]] = {post for reading in readings for post in reading.posts}
    states = _read(speaker.affiliation, person=False).states if speaker.affiliation else frozenset()
    if speaker.role and person:
        posts.update(_role(speaker.role))
    posts = {(office, scope or states) for office, scope in posts}
    bodies = {(body, scope or states) for reading in readings for body, scope in reading.bodies}
    people = sorted({reading.parts for reading in readings if reading.parts}, key=lambda parts: (-len(parts), parts))
    return Profile(
        id=speaker.id,
        side=0,
        kind=speaker.kind,
        links=frozenset(),
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


class Context:
    """Whose offices and bodies a report speaks of where it does not say it: "the prime minister" of a text on Japan."""

    def __init__(self, document: Document, profiles: Iterable[Profile]) -> None:
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
            told = {frozenset({state}) for state in self._states if state[1:] not in speaker_words("no_states")}
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
