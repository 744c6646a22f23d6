"""What a wording tells, whatever its words: its telling words by what they stand for, and the things it tells of."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from claimtrack._clauses import expressions
from claimtrack._closed import FUNCTION_WORDS, listed
from claimtrack._syntax import Words
from claimtrack._units import base as _base
from claimtrack._units import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

KEY = 6
"""Words are compared by the first letters of their base: "council" and "councillor", "restore" and "restoration"."""

LIGHT = 0.3
"""The weight of a word that goes along with many: an adverb, a verb that needs another word to say something."""

FURTHER = 0.5
"""The weight of the second and the further words of a name: a long one is no more than a short one."""

SLIPS, LONG_NAME = 2, 5
"""Letters that may be wrong in a name, and the letters that it must have: two of five leave more right than wrong."""

WHOLE = 0.6
"""
How much of the likeness of two wordings hangs on all that either tells; the rest hangs on what the shorter one tells.
Reports leave out what others add, so that most of a short wording within a long one is much, and not all.
"""

OPPOSED, OPPOSED_TERMS = 0.5, 3
"""
Who denies something repeats what is denied: half of all that is told, and three telling words, for "it will not" alone
may be said of anything.
"""

REFUSED, REFUSED_TERMS = 0.35, 2
"""Who refuses something need not: the words for the stance differ by themselves, so that less has to agree."""

SAID = 0.34
"""So far, at the least, what is said of the names in two wordings has to be alike for words to decide."""

KEPT_BASES = 32_768
"""Words whose base is kept: as many different ones as a long novel has."""

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
    "thursday friday saturday sunday today yesterday tomorrow tonight"
)
"""Words for times: another time is a change of a claim, and no other claim."""

_SPANS = listed(
    "morning afternoon evening night week weekend month year day hour minute decade spring summer autumn winter noon"
)
_VERBS = frozenset("VFEGnv")
_CEASING = listed(
    "stop halt suspend cease end refuse reject deny decline fail lack avoid prevent ban block cancel scrap abandon "
    "dismiss rule quit drop withhold forbid bar"
)
"""
Verbs that say of something that it is not so, or not any more (Karttunen, Implicative Verbs, Language 47, 1971): "has
stopped dredging" and "no dredging takes place" agree.
"""


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
    """
    A noun with the words that say which: "the north channel", "the budget for the barrier".

    Args:
        head: The noun.
        which: The words right before it.
        behind: The noun behind "of" or "for", if there is one.
    """

    head: Term
    which: tuple[Term, ...]
    behind: Term | None = None


class Kept(NamedTuple):
    """A gist as it is kept in a file."""

    terms: tuple[Term, ...]
    things: tuple[Thing, ...]
    numbers: frozenset[str]
    denies: bool | None
    ready: int
    ends: frozenset[tuple[str, int]]


class Gist:
    """
    What a wording tells.

    Args:
        terms: Its telling words, each once.
        things: Its nouns that are told apart by the words before them.
        numbers: Its numbers, as they are written, and months.
        denies: Whether it says that something is not so; None where a verb does: "stopped", "refused".
        ready: Whether it says that somebody is ready or willing to do something: -1 where they refuse, else 0.
        ends: The ends of the axes of the lexicon of opposites that it tells of, each as 1 or -1.
    """

    __slots__ = (
        "by_key",
        "denies",
        "ends",
        "meaning",
        "numbers",
        "ready",
        "said",
        "senses",
        "terms",
        "things",
        "total",
    )

    def __init__(
        self,
        terms: Iterable[Term],
        things: tuple[Thing, ...],
        numbers: frozenset[str],
        denies: bool | None = False,
        ready: int = 0,
        ends: frozenset[tuple[str, int]] = frozenset(),
    ) -> None:
        self.by_key: dict[str, Term] = {}
        for term in terms:
            known = self.by_key.get(term.key)
            if known is None or known.weight < term.weight:
                self.by_key[term.key] = term
        self.terms = tuple(self.by_key.values())
        self.meaning = {term.key: term for term in self.terms if term.senses}
        self.senses = frozenset(sense for term in self.meaning.values() for sense in term.senses)
        self.things, self.numbers, self.denies, self.ready, self.ends = things, numbers, denies, ready, ends
        self.total = sum(term.weight for term in self.terms)
        self.said = sum(term.weight for term in self.terms if not term.name)

    def kept(self) -> Kept:
        """The same, as plain values."""
        return Kept(self.terms, self.things, self.numbers, self.denies, self.ready, self.ends)

    def shared(self, other: Gist) -> tuple[float, int]:
        """The weight of the words that both tell, and how many of them tell much."""
        weight, often, _ = self._shared(other)
        return weight, often

    def _shared(self, other: Gist) -> tuple[float, int, float]:
        """The same, and the weight of those that are no names."""
        mine, theirs = self.by_key, other.by_key
        common = mine.keys() & theirs.keys()
        weights = [min(mine[key].weight, theirs[key].weight) for key in common]
        told = sum(min(mine[key].weight, theirs[key].weight) for key in common if not mine[key].name)
        # What is told in other words on either side; each word answers one.
        if not self.senses.isdisjoint(other.senses):
            left = [term for key, term in other.meaning.items() if key not in common]
            for key, term in self.meaning.items():
                if key in common or not left:
                    continue
                twin = next((each for each in left if not term.senses.isdisjoint(each.senses)), None)
                if twin is not None:
                    left.remove(twin)
                    weights.append(min(term.weight, twin.weight))
                    told += 0 if term.name else weights[-1]
        return round(sum(weights), 6), weights.count(1.0), round(told, 6)

    @property
    def figures(self) -> frozenset[str]:
        """Its numbers that are no dates."""
        return frozenset(number for number in self.numbers if number[0].isdigit() and number.find(" ") < 0)

    def names(self, other: Gist) -> bool:
        """Whether both tell of somebody or something by one name."""
        return any(term.name and term.key in other.by_key for term in self.terms)

    def names_differ(self, other: Gist) -> bool:
        """Whether each has a name that the other does not have."""
        return bool(self._unnamed(other)) and bool(other._unnamed(self))

    def _unnamed(self, other: Gist) -> list[Term]:
        """The names that the other does not have, but for first names that somebody may have got wrong."""
        missing = [term for term in self.terms if term.name and not other.tells(term)]
        return [term for term in missing if not self._is_slip(term, other)] if missing else missing

    def _is_slip(self, term: Term, other: Gist) -> bool:
        return any(
            term in thing.which and twin.head.key == thing.head.key and any(_nearly(term, each) for each in twin.which)
            for thing in self.things
            for twin in other.things
        )

    def opposite_ends(self, other: Gist) -> bool:
        """Whether both tell of one axis of the lexicon of opposites, and of its two ends: "rose", "fell"."""
        return any((axis, -sign) in other.ends for axis, sign in self.ends)

    def _said_alike(self, other: Gist) -> float:
        """How far what is said of the names is the same, from 0 to 1."""
        equal = len(self.numbers & other.numbers)
        return _alike(self._shared(other)[2] + equal, self.said + equal, other.said + equal)

    def likeness(self, other: Gist) -> tuple[float, int]:
        """How far two wordings tell the same, from 0 to 1, and how many telling words they share."""
        common = len(self.by_key.keys() & other.by_key.keys())
        common += len(self.senses & other.senses) + len(self.numbers & other.numbers)
        if common < min(LEAST_TOLD, len(self.terms), len(other.terms)):
            return 0.0, 0  # a single word, of several on either side
        shared, often, told = self._shared(other)
        if not shared:
            return 0.0, 0
        # An equal number tells much; another number is a change of the claim, and tells nothing of what it is about.
        equal = len(self.numbers & other.numbers)
        mine, theirs = self.total + equal, other.total + equal
        shared, often = shared + equal, often + equal
        # Who and where is told by names; what is said of them has to agree by itself.
        if _alike(told + equal, self.said + equal, other.said + equal) < SAID:
            often = 0
        return _alike(shared, mine, theirs), often

    def tells(self, term: Term) -> bool:
        """Whether a word, or another one for the same, is told."""
        if term.key in self.by_key:
            return True
        return not term.senses.isdisjoint(self.senses)

    def alike(self, other: Gist) -> float:
        """The share of all that either tells which both do, from 0 to 1 (Dice's coefficient)."""
        total = self.total + other.total
        return 2 * self.shared(other)[0] / total if total else 0.0

    def within(self, other: Gist) -> bool:
        """Whether there is something told here, and all of it is told there."""
        return self.total + len(self.numbers) >= LEAST_TOLD and covered(self, other) == 1

    def opposes(self, other: Gist, *, denied: bool) -> str | None:
        """
        The rule by which two wordings say opposite things of the same, None if they do not.

        ``opposite polarity``, where one denies what the other says; ``refusal against openness``, where somebody is
        ready for something in the one and refuses it in the other.

        Args:
            other: The other wording.
            denied: Whether one of them is denied, and the other said: by its words, or by who claims it.
        """
        if not denied and self.ready * other.ready >= 0:
            return None
        likely, often = self.likeness(other)
        least, terms = (OPPOSED, OPPOSED_TERMS) if denied else (REFUSED, REFUSED_TERMS)
        if min(likely, self._said_alike(other)) < least:
            return None
        if often < terms and not (self.within(other) and other.within(self)):
            return None
        # What Italy refuses stands against nothing that France does.
        if self.names_differ(other) or self.tells_apart(other):
            return None
        return "opposite polarity" if denied else "refusal against openness"

    def tells_apart(self, other: Gist) -> bool:
        """
        Whether both tell of one sort of thing and each says another one: "the north channel", "the south channel".

        The words that say which must stand nowhere in the other wording, whatever they are about there.
        """
        return _other_names(self, other) or _apart(self, other) or _contrasted(self.terms, other.terms)


def _alike(shared: float, one: float, other: float) -> float:
    """How much of two weights a shared one is: of both, and of the smaller."""
    if not one or not other:
        return 0.0
    return WHOLE * 2 * shared / (one + other) + (1 - WHOLE) * shared / min(one, other)


def covered(part: Gist, whole: Gist) -> float:
    """The share of what one wording tells that another one tells, from 0 to 1: nothing, where a number is missing."""
    if not part.figures <= whole.figures:
        return 0.0
    return round(part.shared(whole)[0] / part.total, 6) if part.total else 0.0


def joined(gists: Iterable[Gist]) -> Gist:
    """What several wordings tell together; what two of them tell is told once."""
    terms: list[Term] = []
    numbers: set[str] = set()
    for each in gists:
        terms += [term for term in each.terms if not _within(term, terms)]
        numbers |= each.numbers
    return Gist(terms, (), frozenset(numbers))


@lru_cache(maxsize=KEPT_BASES)
def base(word: str) -> str:
    """What forms of one word have in common."""
    return _base(word)


def gist(text: str) -> Gist:
    """What a text tells."""
    words = Words(text)
    bases = list(map(base, words.low))
    length = len(bases)
    terms = [_term(words, at) for at in range(length)]
    at = 0
    while at < length:
        found = _expression(words.low, bases, at)
        if found is None:
            at += 1
            continue
        senses, end = found
        inside = [number for number in range(at, end) if terms[number] is not None]
        if inside:
            # Its last telling word stands for it; one that says little alone says something here: "put off".
            last = max(inside, key=lambda number: (_weight(terms[number]), number))
            term = terms[last]
            assert term is not None
            terms[last] = term._replace(senses=term.senses | senses, weight=max(term.weight, WITH_OTHERS))
        at = end
    numbers = frozenset(found for at in range(length) for found in _numbers(words, at))
    told = [term for term in terms if term is not None]
    negations = sum(low in _NEGATIONS or low.endswith("n't") for low in words.low)
    negations -= sum(
        low == "not" and following in _NOT_ONLY for low, following in zip(words.low, words.low[1:], strict=False)
    )
    negated = negations % 2 == 1
    ceasing = any(tag in _VERBS and stem in _ceasing() for stem, tag in zip(bases, words.tag, strict=True))
    denies = None if ceasing and not negated else negated
    return Gist(
        told,
        tuple(_things(words, terms)),
        numbers,
        denies,
        _readiness(bases, "M" in words.tag, negated=negated),
        _ends(words),
    )


def _ends(words: Words) -> frozenset[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for at, word in enumerate(words.low):
        for form, senses in expressions().get(word, ()):
            if tuple(words.low[at : at + len(form)]) == form:
                found.update((sense.axis, sense.sign) for sense in senses if sense.sign)
                break
    return frozenset(found)


def _readiness(bases: Iterable[str], will: bool, *, negated: bool) -> int:
    """1 where the words tell of readiness, -1 where they tell of a refusal, 0 where they tell of neither or of both."""
    stems = frozenset(bases)
    ready, refused = not stems.isdisjoint(_ready()), not stems.isdisjoint(_refusing())
    if negated:
        return -1 if (ready or will) and not refused else int(refused)
    return int(ready) - int(refused)


_READY = listed(
    "ready willing prepared open agree offer pledge promise vow accept allow permit support consent welcome"
)
_REFUSING = listed("refuse reject decline oppose forbid ban bar veto resist rule")


@cache
def _ready() -> frozenset[str]:
    return frozenset(map(base, _READY))


@cache
def _refusing() -> frozenset[str]:
    return frozenset(map(base, _REFUSING))


@cache
def _ceasing() -> frozenset[str]:
    return frozenset(map(base, _CEASING))


_NOT_ONLY = listed("only merely just simply solely least necessarily")
"""Words with which "not" denies nothing: "not merely a concept", "not least in Paris"."""

_NEGATIONS = listed("not no never nobody nothing neither nor none cannot")


def _numbers(words: Words, at: int) -> Iterator[str]:
    """A number in figures; or a month, with its day: what tells how many, or when."""
    low = words.low[at]
    if _is_time(words, at):
        if low in _MONTHS:
            yield low
            yield from (f"{words.low[day]} {low}" for day in (at - 1, at + 1) if _is_day(words, day))
    elif words.tag[at] == "U" and not any(_is_month(words, near) and _is_day(words, at) for near in (at - 1, at + 1)):
        told = low.strip("$€£%").replace(",", "")
        figure = told if told[:1].isdigit() else _figures().get(told)
        if figure is not None:
            yield figure


def _is_day(words: Words, at: int) -> bool:
    return 0 <= at < len(words) and words.low[at].isdigit() and len(words.low[at]) <= _LONGEST_DAY


def _is_month(words: Words, at: int) -> bool:
    return 0 <= at < len(words) and words.low[at] in _MONTHS and _is_time(words, at)


_LONGEST_DAY = 2  # figures


@cache
def _figures() -> dict[str, str]:
    small = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen"
    )
    tens = "twenty thirty forty fifty sixty seventy eighty ninety"
    found = {word: str(number) for number, word in enumerate(small.split())}
    found |= {word: str(10 * number) for number, word in enumerate(tens.split(), 2)}
    return {word: number for word, number in found.items() if int(number) > 1}  # "one" may be a pronoun


def _is_time(words: Words, at: int) -> bool:
    low = words.low[at]
    return low in _TIMES and (low not in _ALSO_VERBS or words.raw[at][:1].isupper())


_MONTHS = listed("january february march april may june july august september october november december")
_ALSO_VERBS = listed("march may")


def _weight(term: Term | None) -> float:
    return 0.0 if term is None else term.weight


WITH_OTHERS = 1.0
"""The weight of a word that stands for an expression of several."""


def _term(words: Words, at: int) -> Term | None:
    tag, low = words.tag[at], words.low[at]
    if tag in _SILENT or tag in _MARKS or tag == "U" or low in FUNCTION_WORDS or _is_time(words, at):
        return None
    stem = base(low)
    weight = LIGHT if tag == "B" or low in _SPANS or (tag in _VERBS and stem in _light()) else 1.0
    name = _is_name(words, at)
    if name and at > 0 and _is_name(words, at - 1):
        weight = FURTHER  # "the Coastal Environment Agency" is one
    return Term(stem[:KEY], _senses().get(stem, frozenset()), weight, name)


def _is_name(words: Words, at: int) -> bool:
    capital = words.raw[at][:1].isupper() and words.low[at] not in FUNCTION_WORDS
    return words.tag[at] == "X" or (capital and at > 0 and words.tag[at - 1] not in _MARKS)


@cache
def _light() -> frozenset[str]:
    return frozenset(map(base, _LIGHT_WORDS))


def _things(words: Words, terms: Sequence[Term | None]) -> Iterator[Thing]:
    """The nouns with the words right before them, and with those behind "of" or "for"."""
    phrases: list[tuple[int, int, list[Term]]] = []
    at = 0
    while at < len(words):
        start = at
        while at < len(words) and _in_phrase(words, at, start):
            at += 1
        inside = [term for term in terms[start:at] if term is not None and term.weight > LIGHT]
        if inside and words.tag[at - 1] != "J":
            phrases.append((start, at, inside))
        at = max(at, start + 1)
    for number, (_, end, inside) in enumerate(phrases):
        behind = None
        if number + 1 < len(phrases):
            following, _, other = phrases[number + 1]
            between = words.low[end:following]
            if between and between[0] in _OF and all(word in _ARTICLES for word in between[1:]):
                behind = other[-1]
        if len(inside) > 1 or behind is not None:
            yield Thing(inside[-1], tuple(inside[:-1]), behind)


_OF = frozenset({"of", "for"})


def _in_phrase(words: Words, at: int, start: int) -> bool:
    """Whether a word belongs to a noun phrase; a participle does behind an article: "the dredging plan"."""
    tag = words.tag[at]
    if tag in "NXJUn":
        return True
    behind = words.tag[at + 1] if at + 1 < len(words) else "."
    return tag in "GE" and behind in "NXn" and (at > start or (at > 0 and words.tag[at - 1] in "DJ"))


def _apart(one: Gist, other: Gist) -> bool:
    for thing in one.things:
        for twin in other.things:
            mine = [term for term in thing.which if not other.tells(term)]
            theirs = [term for term in twin.which if not one.tells(term)]
            if thing.head.agrees(twin.head):
                # "the flood barrier" may be "the Kelmouth barrier"; it is not "the sand barrier".
                if any(first.name == second.name and not _nearly(first, second) for first in mine for second in theirs):
                    return True
            elif _of_one(thing, twin) and not other.tells(thing.head) and not one.tells(twin.head):
                return True  # "the barrier plan", "the budget for the barrier"
    return False


def _other_names(one: Gist, other: Gist) -> bool:
    """Whether both tell of names, and have none in common, nor one that is the other's initials."""
    mine, theirs = ([term for term in gist.terms if term.name] for gist in (one, other))
    if not mine or not theirs or any(other.tells(term) for term in mine) or any(one.tells(term) for term in theirs):
        return False
    return not (_abbreviates(mine, theirs) or _abbreviates(theirs, mine))


def _abbreviates(short: Sequence[Term], names: Sequence[Term]) -> bool:
    """Whether one of some names may be the initials of others: "EHT", "Evermoor Hospital Trust"."""
    initials = "".join(term.key[0] for term in names)
    return any(len(term.key) > 1 and term.key in initials for term in short)


def _of_one(thing: Thing, twin: Thing) -> bool:
    """Whether two nouns are told apart by the same word, which is no name, right before one of them at the least."""
    mine, theirs = (
        [term for term in (*each.which, *((each.behind,) if each.behind is not None else ())) if not term.name]
        for each in (thing, twin)
    )
    shared = [term for term in mine if any(term.agrees(each) for each in theirs)]
    return bool(shared) and any(term in thing.which or any(term.agrees(each) for each in twin.which) for term in shared)


def _nearly(one: Term, other: Term) -> bool:
    """Whether two names may be one that somebody got wrong: "Marian", "Miriam"."""
    if not (one.name and other.name) or one.key[:1] != other.key[:1] or min(len(one.key), len(other.key)) < LONG_NAME:
        return False
    from rapidfuzz.distance import Levenshtein

    return bool(Levenshtein.distance(one.key, other.key, score_cutoff=SLIPS) <= SLIPS)


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


@cache
def _expressions() -> dict[str, dict[str, list[tuple[tuple[str, ...], frozenset[str]]]]]:
    """By their first two bases the expressions of several words, longest first, each with its groups."""
    groups: dict[tuple[str, ...], set[str]] = {}
    for name, forms in _groups():
        for form in forms:
            if len(form) > 1:
                groups.setdefault(form, set()).add(name)
    found: dict[str, dict[str, list[tuple[tuple[str, ...], frozenset[str]]]]] = {}
    for form in sorted(groups, key=lambda form: (-len(form), form)):
        found.setdefault(form[0], {}).setdefault(form[1], []).append((form, frozenset(groups[form])))
    return found


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


def _expression(low: Sequence[str], bases: Sequence[str], at: int) -> tuple[frozenset[str], int] | None:
    """The longest expression of the lexicon that begins with a word, articles aside: its groups, and where it ends."""
    seconds = _expressions().get(bases[at])
    if seconds is None:
        return None
    following = _behind(low, at + 1)
    forms = seconds.get(bases[following]) if following < len(bases) else None
    for form, names in forms or ():
        end = at
        for part in form:
            end = _behind(low, end) if end > at else end
            if end >= len(bases) or bases[end] != part:
                break
            end += 1
        else:
            return names, end
    return None


def _behind(low: Sequence[str], at: int) -> int:
    """The first word from *at* on that is no article."""
    while at < len(low) and low[at] in _ARTICLES:
        at += 1
    return at
