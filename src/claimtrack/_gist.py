"""What a wording tells, whatever its words: its telling words by what they stand for, and the things it tells of."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from claimtrack._closed import FUNCTION_WORDS, listed
from claimtrack._syntax import Words
from claimtrack._units import base, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

KEY = 6
"""Words are compared by the first letters of their base: "council" and "councillor", "restore" and "restoration"."""

LIGHT = 0.3
"""The weight of a word that goes along with many: an adverb, a verb that needs another word to say something."""

WHOLE = 0.6
"""
How much of the likeness of two wordings hangs on all that either tells; the rest hangs on what the shorter one tells.
Reports leave out what others add, so that most of a short wording within a long one is much, and not all.
"""

LEAST_TOLD = 2
"""What a wording tells by a single word is within too many others to be known again."""

_SILENT = frozenset("DPCIWROMATc")  # tags of closed classes
_MARKS = frozenset('!,;:-()".')
_LIGHT_WORDS = listed(
    "make take get give go come put set keep remain stay become hold say tell report claim state announce add note "
    "think believe expect plan hope want need call use see show find know mean let seem appear continue begin start"
)
_TIMES = listed(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday today yesterday tomorrow tonight morning afternoon evening night week weekend "
    "month year day hour minute decade spring summer autumn winter midnight noon"
)
"""Words for times: another time is a change of a claim, and no other claim."""


class Term(NamedTuple):
    """
    A telling word, or an expression.

    Args:
        key: Its base, cut to `KEY` letters.
        senses: The groups of the lexicon of synonyms that it belongs to.
        weight: How much it tells, from 0 to 1.
        name: Whether it is a name.
    """

    key: str
    senses: frozenset[str]
    weight: float
    name: bool = False

    def agrees(self, other: Term) -> bool:
        """Whether both stand for the same."""
        return self.key == other.key or not self.senses.isdisjoint(other.senses)


class Thing(NamedTuple):
    """A noun with the words before it that say which: "the north channel"."""

    head: Term
    which: tuple[Term, ...]


class Kept(NamedTuple):
    """A gist as it is kept in a file."""

    terms: tuple[Term, ...]
    things: tuple[Thing, ...]
    numbers: frozenset[str]
    denies: bool


class Gist:
    """
    What a wording tells.

    Args:
        terms: Its telling words, each once.
        things: Its nouns that are told apart by the words before them.
        numbers: Its numbers, as they are written, and months.
        denies: Whether it says that something is not so.
    """

    __slots__ = ("by_key", "denies", "meaning", "numbers", "terms", "things", "total")

    def __init__(
        self, terms: Iterable[Term], things: tuple[Thing, ...], numbers: frozenset[str], denies: bool = False
    ) -> None:
        self.by_key: dict[str, Term] = {}
        for term in terms:
            known = self.by_key.get(term.key)
            if known is None or known.weight < term.weight:
                self.by_key[term.key] = term
        self.terms = tuple(self.by_key.values())
        self.meaning = {term.key: term for term in self.terms if term.senses}
        self.things, self.numbers, self.denies = things, numbers, denies
        self.total = sum(term.weight for term in self.terms)

    def kept(self) -> Kept:
        """The same, as plain values."""
        return Kept(self.terms, self.things, self.numbers, self.denies)

    def shared(self, other: Gist) -> tuple[float, int]:
        """The weight of the words that both tell, and how many of them tell much."""
        mine, theirs = self.by_key, other.by_key
        common = mine.keys() & theirs.keys()
        weights = [min(mine[key].weight, theirs[key].weight) for key in common]
        # What is told in other words on either side; each word answers one.
        if self.meaning and other.meaning:
            left = [term for key, term in other.meaning.items() if key not in common]
            for key, term in self.meaning.items():
                if key in common or not left:
                    continue
                twin = next((each for each in left if not term.senses.isdisjoint(each.senses)), None)
                if twin is not None:
                    left.remove(twin)
                    weights.append(min(term.weight, twin.weight))
        return round(sum(weights), 6), weights.count(1.0)

    def likeness(self, other: Gist) -> tuple[float, int]:
        """How far two wordings tell the same, from 0 to 1, and how many telling words they share."""
        shared, often = self.shared(other)
        if not shared:
            return 0.0, 0
        # An equal number tells much; another number is a change of the claim, and tells nothing of what it is about.
        equal = len(self.numbers & other.numbers)
        mine, theirs = self.total + equal, other.total + equal
        shared, often = shared + equal, often + equal
        whole, within = 2 * shared / (mine + theirs), shared / min(mine, theirs)
        return WHOLE * whole + (1 - WHOLE) * within, often

    def tells(self, term: Term) -> bool:
        """Whether a word, or another one for the same, is told."""
        if term.key in self.by_key:
            return True
        return bool(term.senses) and any(not term.senses.isdisjoint(each.senses) for each in self.meaning.values())

    def alike(self, other: Gist) -> float:
        """The share of all that either tells which both do, from 0 to 1 (Dice's coefficient)."""
        total = self.total + other.total
        return 2 * self.shared(other)[0] / total if total else 0.0

    def within(self, other: Gist) -> bool:
        """Whether there is something told here, and all of it is told there."""
        return self.total + len(self.numbers) >= LEAST_TOLD and covered(self, other) == 1

    def tells_apart(self, other: Gist) -> bool:
        """
        Whether both tell of one sort of thing and each says another one: "the north channel", "the south channel".

        The words that say which must stand nowhere in the other wording, whatever they are about there.
        """
        return _apart(self, other) or _contrasted(self.terms, other.terms)


def covered(part: Gist, whole: Gist) -> float:
    """The share of what one wording tells that another one tells, from 0 to 1."""
    return round(part.shared(whole)[0] / part.total, 6) if part.total else 0.0


def joined(gists: Iterable[Gist]) -> Gist:
    """What several wordings tell together; what two of them tell is told once."""
    terms: list[Term] = []
    numbers: set[str] = set()
    for each in gists:
        terms += [term for term in each.terms if not _within(term, terms)]
        numbers |= each.numbers
    return Gist(terms, (), frozenset(numbers))


def gist(text: str) -> Gist:
    """What a text tells."""
    words = Words(text)
    terms: list[Term | None] = []
    at = 0
    while at < len(words):
        found = _expression(words, at)
        if found is not None:
            term, length = found
            terms += [term, *[None] * (length - 1)]
            at += length
            continue
        terms.append(_term(words, at))
        at += 1
    numbers = frozenset(filter(None, (_number(words, at) for at in range(len(words)))))
    told = [term for term in terms if term is not None]
    negated = sum(low in _NEGATIONS or low.endswith("n't") for low in words.low) % 2 == 1
    return Gist(told, tuple(_things(words, terms)), numbers, negated)


_NEGATIONS = listed("not no never nobody nothing neither nor none cannot without")


def _number(words: Words, at: int) -> str | None:
    """A number in figures, or a month: what tells how many, or when."""
    low = words.low[at]
    if _is_time(words, at):
        return low if low in _MONTHS else None
    if words.tag[at] != "U":
        return None
    told = low.strip("$€£%").replace(",", "")
    return told if told[:1].isdigit() else _figures().get(told)


@cache
def _figures() -> dict[str, str]:
    small = listed_in_order(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen"
    )
    tens = listed_in_order("twenty thirty forty fifty sixty seventy eighty ninety")
    found = {word: str(number) for number, word in enumerate(small)}
    found |= {word: str(10 * number) for number, word in enumerate(tens, 2)}
    return {word: number for word, number in found.items() if int(number) > 1}  # "one" may be a pronoun


def listed_in_order(told: str) -> tuple[str, ...]:
    """The words of *told*, in their order."""
    return tuple(told.split())


def _is_time(words: Words, at: int) -> bool:
    low = words.low[at]
    return low in _TIMES and (low not in _ALSO_VERBS or words.raw[at][:1].isupper())


_MONTHS = listed("january february march april may june july august september october november december")
_ALSO_VERBS = listed("march may")


def _term(words: Words, at: int) -> Term | None:
    tag, low = words.tag[at], words.low[at]
    if tag in _SILENT or tag in _MARKS or tag == "U" or low in FUNCTION_WORDS or _is_time(words, at):
        return None
    stem = base(low)
    light = tag == "B" or stem in _light()
    name = tag == "X" or (words.raw[at][:1].isupper() and at > 0 and words.tag[at - 1] not in _MARKS)
    return Term(stem[:KEY], _senses().get(stem, frozenset()), LIGHT if light else 1.0, name)


@cache
def _light() -> frozenset[str]:
    return frozenset(map(base, _LIGHT_WORDS))


def _things(words: Words, terms: Sequence[Term | None]) -> Iterator[Thing]:
    """The nouns with the nouns, names and adjectives right before them."""
    at = 0
    while at < len(words):
        start = at
        while at < len(words) and words.tag[at] in "NXJUn" and words.raw[at] not in ",;":
            at += 1
        inside = [term for term in terms[start:at] if term is not None and term.weight == 1]
        if len(inside) > 1 and words.tag[at - 1] != "J":
            yield Thing(inside[-1], tuple(inside[:-1]))
        at = max(at, start + 1)


def _apart(one: Gist, other: Gist) -> bool:
    for thing in one.things:
        for twin in other.things:
            mine = {term.name for term in thing.which if not other.tells(term)}
            theirs = {term.name for term in twin.which if not one.tells(term)}
            if thing.head.agrees(twin.head):
                # "the flood barrier" may be "the Kelmouth barrier"; it is not "the sand barrier".
                if mine & theirs:
                    return True
            elif any(term.agrees(each) for term in thing.which for each in twin.which):
                heads = not other.tells(thing.head) and not one.tells(twin.head)
                if heads:
                    return True
    return False


def _within(term: Term, terms: Iterable[Term]) -> bool:
    return any(term.agrees(each) for each in terms)


def _contrasted(one: Sequence[Term], other: Sequence[Term]) -> bool:
    """Whether each side has a word of a set that sets things apart, and none of the other's: "north", "south"."""
    known = _contrasts()
    for term in one:
        for name, member in known.get(term.key, ()):
            if _has(other, name, member):
                continue
            for each in other:
                for same, member_there in known.get(each.key, ()):
                    if same == name and not _has(one, name, member_there):
                        return True
    return False


def _has(terms: Iterable[Term], name: str, member: int) -> bool:
    return any((name, member) in _contrasts().get(term.key, ()) for term in terms)


# --- the lexicon of synonyms -----------------------------------------------------------------------------------------


@cache
def _expressions() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """By first base the expressions of several words, longest first, each with its group."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, forms in _groups():
        for form in forms:
            if len(form) > 1:
                found.setdefault(form[0], []).append((form, name))
    return {first: sorted(forms, key=lambda form: (-len(form[0]), form)) for first, forms in found.items()}


@cache
def _senses() -> dict[str, frozenset[str]]:
    """By base the groups of words that stand alone."""
    found: dict[str, set[str]] = {}
    for name, forms in _groups():
        for form in forms:
            if len(form) == 1:
                found.setdefault(form[0], set()).add(name)
    return {stem: frozenset(names) for stem, names in found.items()}


@cache
def _groups() -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
    found = []
    for section, entries in lexicon("synonyms").items():
        if section == "contrasts":
            continue
        for name, entry in entries.items():
            if name != "reason":
                forms = tuple(_bases(form) for form in entry.split("|") if form.strip())
                found.append((f"{section} {name}", tuple(dict.fromkeys(forms))))
    return tuple(found)


def _bases(form: str) -> tuple[str, ...]:
    return tuple(base(word) for word in form.replace("-", " ").split() if word not in _ARTICLES)


_ARTICLES = frozenset({"a", "an", "the", "its", "their", "his", "her"})


@cache
def _contrasts() -> dict[str, tuple[tuple[str, int], ...]]:
    """By key the sets that a word belongs to, each with the number of the member that it is a form of."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name, entry in lexicon("synonyms")["contrasts"].items():
        if name == "reason":
            continue
        for number, member in enumerate(entry.split("|")):
            for form in member.split("="):
                if form.strip() and " " not in form.strip():
                    found.setdefault(base(form.strip())[:KEY], []).append((name, number))
    return {key: tuple(sets) for key, sets in found.items()}


def _expression(words: Words, at: int) -> tuple[Term, int] | None:
    """The longest expression of the lexicon that begins with a word, articles within it aside; and its words."""
    forms = _expressions().get(base(words.low[at]))
    if forms is None:
        return None
    for form, name in forms:
        end = at
        for part in form:
            while end > at and end < len(words) and words.low[end] in _ARTICLES:
                end += 1
            if end >= len(words) or base(words.low[end]) != part:
                break
            end += 1
        else:
            senses = frozenset(group for other, group in forms if other == form) | {name}
            return Term(" ".join(form), senses, 1.0), end - at
    return None
