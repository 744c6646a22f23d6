"""
What English tells by closed classes and fixed expressions: negation, hedges, conditions, quantities, dates, names.

The expressions are data (`lexicons/cues.toml`): each with what it does and where it comes from. What a cue reaches, its
scope, are the next telling words of its clause. The scale of hedges is FactBank's (Saurí & Pustejovsky 2009).
"""

from __future__ import annotations

from collections import Counter
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from attrs import evolve, frozen

from claimtrack._closed import FUNCTION_WORDS, listed
from claimtrack._dates import DateReader, Moment
from claimtrack._names import Name, NameReader
from claimtrack._numbers import NumberReader, Quantity
from claimtrack._senses import TESTS, Place
from claimtrack._units import (
    SUFFIXES,
    Units,
    base,
    lemma,
    lexicon,
    past_forms,
    reporting_words,
    spelled_out,
    spelling,
    unchanged_forms,
)
from claimtrack.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from claimtrack.certainty import Certainty

__all__ = [
    "FUNCTION_WORDS",
    "SUFFIXES",
    "Cue",
    "CueKind",
    "Moment",
    "Name",
    "Quantity",
    "Wording",
    "base",
    "judge_certainty",
    "lemma",
    "reporting_words",
    "spelling",
]


def judge_certainty(text: str) -> Certainty:
    """
    How sure *text* sounds: the FactBank value of what its main clause states, and a score from -3 to 3.

    Words of doubt, negation and hearsay count by their scope: what stands in a relative clause, an aside or an
    adverbial clause does not touch the main clause, a condition is left out, a question is Uu. Where the main verb
    tells what somebody says, believes or denies, the value is that source's ("Italy denied that it would pay" is CT-).
    Of several sentences the first that has a verb counts. Where no rule fires the text is CT+; the rules are English.

    The score is finer than the level: what hedges or limits the text without changing its level takes from it. "Prices
    rose" has 3, "prices rose slightly" a little less.

    Args:
        text: A sentence or the wording of a claim.
    """
    from claimtrack._judging import judge_text

    return judge_text(text)


CueKind = Literal["negation", "hedge", "commitment", "quantifier", "frequency", "condition", "none"]


@frozen(kw_only=True)
class Cue:
    """
    An expression that turns, weakens, strengthens, limits or conditions what it reaches.

    Args:
        kind: What it does.
        level: How strongly, within its kind. Of hedges, on FactBank's scale: 1 possible, 2 probable, 3 certain, and 0
            for hearsay. Of commitments: 1 considered, 2 wished, 3 intended, 4 vowed. Of quantifiers and adverbs of
            frequency: 1 few, 2 some, 3 many, 4 most, 5 nearly all, 6 all. Of negations 1, and 2 where one negates
            another.
        words: The expression as it stands there; of a condition the whole clause.
        span: Where, in code points.
        first, last: The words it is made of, by number; *last* is exclusive.
        reach: The bases of the telling words it reaches, the nearest first.
        sense: Of conditions, their sense in the file format, and "only-if".
    """

    kind: CueKind
    level: int
    words: str
    span: Span
    first: int
    last: int
    reach: tuple[str, ...] = ()
    sense: str = ""

    @property
    def scope(self) -> str:
        """The base of the nearest telling word it reaches; empty where there is none."""
        return self.reach[0] if self.reach else ""


LONGEST_CONDITION = 30
"""Words of a conditional clause: what goes on longer without a mark is cut there."""

REACH = 4
"""Telling words that a cue reaches at most; the clause ends it sooner."""

_FARTHEST = 20  # words that are looked at for them

Entry = tuple[tuple[str, ...], tuple[tuple[CueKind, int], ...], str]


@cache
def _cues() -> dict[str, list[Entry]]:
    """The lexicon by first word, the longest expressions first."""
    found: dict[str, dict[tuple[str, ...], Entry]] = {}
    for group in lexicon("cues")["group"]:
        kinds = ((group["kind"], group.get("level", 1)), *group.get("also", {}).items())
        for entry in group["words"]:
            for words in spelled_out(entry):
                parts = tuple(words.split())
                found.setdefault(parts[0], {}).setdefault(parts, (parts, kinds, group.get("sense", "")))
    return {
        first: sorted(known.values(), key=lambda entry: (-len(entry[0]), entry[0])) for first, known in found.items()
    }


@cache
def _planned() -> tuple[frozenset[tuple[str, ...]], frozenset[str], frozenset[str]]:
    entries = lexicon("cues")["planned"]
    phrases = {tuple(words.split()) for entry in entries["words"] for words in spelled_out(entry)}
    carried_out = frozenset(entries["carried_out"].split())
    return frozenset(phrases), carried_out, _VERB_WORDS | {word for phrase in phrases for word in phrase}


class Wording:
    """
    A wording, read once: its words, cues, quantities, moments and names, each with its span in code points.

    Args:
        text: The words.
        offset: Where they stand in the document: every span is shifted by it.
    """

    def __init__(self, text: str, offset: int = 0) -> None:
        self.text, self.offset = text, offset
        self.units = Units(text, offset)
        self.words = self.units.words
        self.bases = tuple(map(base, self.words))
        self.stems = frozenset(
            stem for stem, word in zip(self.bases, self.words, strict=True) if word not in FUNCTION_WORDS
        )
        self.foreign = is_foreign(self.units.words, [unit.raw for unit in self.units.all])
        self.taken: set[int] = set()
        """The numbers of the words that are part of a date or quantity."""
        self.moments = tuple(DateReader(self.units, self.taken).moments())
        self.quantities = tuple(NumberReader(self.units, self.taken).quantities())
        self.name_reader = NameReader(self.units, self.taken)
        self.cues = tuple(_merged(self._cues(), self.units))

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """By base, the numbers of the words that have it."""
        found: dict[str, list[int]] = {}
        for number, stem in enumerate(self.bases):
            found.setdefault(stem, []).append(number)
        return found

    @cached_property
    def told(self) -> frozenset[str]:
        """The words, each once."""
        return frozenset(self.words)

    @cached_property
    def conditional(self) -> frozenset[int]:
        """The numbers of the words in conditions."""
        return frozenset(
            number for cue in self.cues if cue.kind == "condition" for number in range(cue.first, cue.last)
        )

    @cached_property
    def negated(self) -> frozenset[int]:
        """The numbers of the words that negate; of two that negate one another none."""
        return frozenset(cue.first for cue in self.cues if cue.kind == "negation" and cue.level % 2)

    def shown(self, first: int, last: int) -> tuple[str, Span]:
        """The words from number *first* to *last* as they stand there, and their span."""
        span = self.units.span(first, last)
        return self.units.shown(span), span

    # Cues -----------------------------------------------------------------------------------------------------------

    def _cues(self) -> Iterator[Cue]:
        at = 0
        while at < len(self.words):
            entry = None if at in self.taken else self._entry(at)
            if entry is None:
                at += 1
                continue
            parts, kinds, sense = entry
            for kind, level in kinds:
                if kind == "condition":
                    yield self._condition(at, len(parts), sense)
                elif kind != "none":
                    yield self._cue(kind, level, at, at + len(parts))
            at += len(parts)

    def _entry(self, at: int) -> Entry | None:
        for entry in _cues().get(self.words[at], ()):
            parts = entry[0]
            if self.words[at : at + len(parts)] == parts and self._means(parts, entry[1][0][0], at):
                return entry
        return None

    def _means(self, parts: tuple[str, ...], kind: CueKind, at: int) -> bool:
        """Whether the words are the expression and not others that look the same."""
        if any(self.units.breaks(number) for number in range(at + 1, at + len(parts))):
            return False
        test = TESTS.get(" ".join(parts))
        if test is not None:
            last = at + len(parts) - 1
            return test(Place(units=self.units, at=last, headline=self.name_reader.title_case))
        if kind == "quantifier":
            return self.units.between(at) != "-" and self.units.after(at + len(parts) - 1) != "-"
        return True

    def _cue(self, kind: CueKind, level: int, first: int, last: int) -> Cue:
        words, span = self.shown(first, last)
        return Cue(
            kind=kind, level=level, words=words, span=span, first=first, last=last, reach=self._reach(first, last)
        )

    def _reach(self, first: int, last: int) -> tuple[str, ...]:
        """The telling words behind the expression, in its clause; of "A deal is likely" those before it."""
        behind = self._telling(range(last, min(last + _FARTHEST, len(self.words))), self._ends_reach)
        if behind:
            return behind
        before = range(first - 1, max(-1, first - 1 - _FARTHEST), -1)
        found = self._telling(before, lambda number: self._ends_reach(number + 1))
        if found:
            return found
        # Set off at the start, as in "Reportedly, the general was killed": the next clause.
        rest = range(last, min(last + _FARTHEST, len(self.words)))
        return self._telling(rest, lambda number: number > last and self._ends_reach(number))

    def _telling(self, numbers: range, ends: Callable[[int], bool]) -> tuple[str, ...]:
        found: list[str] = []
        for number in numbers:
            word = self.words[number]
            if (ends(number) and (found or word != "that")) or len(found) == REACH:
                break
            if self._tells(number):
                found.append(self.bases[number])
        return tuple(found)

    def _tells(self, number: int) -> bool:
        word = self.words[number]
        if number in self.taken or word in FUNCTION_WORDS or word in _UNTELLING:
            return False
        return not (word in _BEFORE_TO and self.units.word(number + 1) == "to")

    def _ends_reach(self, number: int) -> bool:
        return self.units.breaks(number) or self.units.word(number) in _CLAUSE_WORDS

    def _condition(self, at: int, size: int, sense: str) -> Cue:
        """The whole clause: to the next mark or the end of its sentence, at most so many words."""
        last = at + size
        while last < len(self.words) and last - at < LONGEST_CONDITION and not self.units.breaks(last):
            if self.words[last] == "then":
                break
            last += 1
        words, span = self.shown(at, last)
        reach = tuple(
            self.bases[number] for number in range(at + size, last) if self.words[number] not in FUNCTION_WORDS
        )
        return Cue(
            kind="condition", level=1, words=words, span=span, first=at, last=last, reach=reach, sense=sense
        )  # fmt: skip

    # Verbs ----------------------------------------------------------------------------------------------------------

    def planned_from(self, number: int) -> int | None:
        """Where the words begin that put verb *number* into the future; None if none do."""
        phrases, carried_out, verb_words = _planned()
        first = number
        while first > 0 and number - first < _LONGEST_VERB and not self.units.breaks(first):
            if self.words[first - 1] not in verb_words and not self.words[first - 1].endswith("ly"):
                break
            first -= 1
        for at in range(first, number):
            for size in (2, 1):
                if at + size <= number and self.words[at : at + size] in phrases:
                    return at
        for at in range(first, number):
            if self.words[at] == "to" and carried_out.isdisjoint(self._objects_verb(at)):
                return at
        return None

    def _objects_verb(self, at: int) -> tuple[str, ...]:
        """The word before "to", and what may stand before its object: "forced the mission to be called off"."""
        first = max(0, at - _LONGEST_OBJECT)
        return self.words[max(0, at - 1) : at] + tuple(word for word in self.words[first:at] if word in _CAUSED)

    def done_from(self, number: int) -> int | None:
        """Where the words begin that tell verb *number* as done; None if it is not told so."""
        word = self.words[number]
        unchanged = word in unchanged_forms()
        regular = word.endswith("ed") and (not word.endswith("eed") or word in _PAST_IN_EED)
        if not (regular or unchanged or word in past_forms()) or self.planned_from(number) is not None:
            return None
        first = number
        while first > 0 and number - first < _LONGEST_VERB and self.words[first - 1] in _VERB_WORDS:
            if self.units.breaks(first):
                break
            first -= 1
        while first < number and self.words[first] in _NO_AUXILIARIES:
            first += 1
        before = self.words[first:number]
        if not before and regular and self.units.word(number + 1) in _AFTER_PARTICIPLE:
            return None  # "a force formed through": a participle as likely as a past
        if not before:
            return None if unchanged and not self._has_object(number) else number
        past = any(each in _PAST_AUXILIARIES for each in before) and not any(each in _MODALS for each in before)
        return first if past else None

    def _has_object(self, number: int) -> bool:
        """Whether a verb that may be a noun, too, is one here: "cut 1,000 jobs", not "a cut in taxes"."""
        following = self.units.word(number + 1)
        noun = self.units.word(number - 1) in _DETERMINERS or self.units.breaks(number + 1)
        return not noun and (number + 1 in self.taken or following in _DETERMINERS or following not in FUNCTION_WORDS)

    def names(self, known: frozenset[str] = frozenset()) -> tuple[Name, ...]:
        """The proper names in order; *known* are names of the other wording: in a headline capitals do not tell."""
        return self.name_reader.names(known)

    @property
    def capitals(self) -> frozenset[str]:
        """The words whose capital is no accident of place."""
        return self.name_reader.capitals


KEPT_WORDINGS = 4_096
"""Wordings that are kept as they were read, about 10 kB each: a claim is held against many others in one go."""


@lru_cache(maxsize=KEPT_WORDINGS)
def wording_of(text: str) -> Wording:
    """A wording as it was read last time; nobody may change it."""
    return Wording(text)


def _merged(cues: Iterable[Cue], units: Units) -> Iterator[Cue]:
    """
    The cues, with what stacks made one: "may possibly" hedges once, "did not fail to" negates nothing.

    Nor is "nor" a second negation after "neither".
    """
    waiting: Cue | None = None
    for cue in cues:
        if waiting is not None and _stacks(waiting, cue, units):
            waiting = _stacked(waiting, cue, units)
            continue
        if waiting is not None:
            yield waiting
        waiting = cue
    if waiting is not None:
        yield waiting


def _stacks(one: Cue, other: Cue, units: Units) -> bool:
    if one.kind != other.kind or one.kind not in {"negation", "hedge"} or other.first < one.last:
        return False
    between = units.words[one.last : other.first]
    if one.kind == "hedge":
        return not between and 3 not in (one.level, other.level)
    joined = {word for word in between if word not in _BETWEEN_NEGATIONS}
    return (not joined and len(between) <= 2) or (
        units.word(one.first) == "neither" and units.word(other.first) == "nor"
    )


def _stacked(one: Cue, other: Cue, units: Units) -> Cue:
    if one.kind == "negation" and units.word(one.first) == "neither" and units.word(other.first) == "nor":
        return evolve(one, reach=one.reach + other.reach)
    span = units.span(one.first, other.last)
    level = min(one.level, other.level) if one.kind == "hedge" else 1 + one.level % 2
    return evolve(one, level=level, words=units.shown(span), span=span, last=other.last, reach=other.reach)


# Words between the two halves of a double negation: "did not, however, fail to", "never once denied".
_BETWEEN_NEGATIONS = listed("be been a an the to have has had do did does was were is are")
# Words that tell nothing of what a cue reaches: adverbs of time and degree, other cues' parts, and the frames that hand
# it on: "it is not true that", "it is not the case that".
_UNTELLING = listed("yet already still even ever now then soon very quite rather about true correct case")
_BEFORE_TO = listed("able going ready set due")
_CLAUSE_WORDS = listed(
    "and but or that which who whom whose because although though while whereas if unless once after before when "
    "until since"
)
_VERB_WORDS = listed(
    "will would shall to be been being was were is are am has have had do does did not never also now soon then only "
    "already just recently later first finally jointly reportedly allegedly probably likely possibly certainly still "
    "going about due set ready may might could can should must plans plan planned hopes vowed"
)
_NO_AUXILIARIES = listed("not never also now soon then only already just later first still to")
_AFTER_PARTICIPLE = listed("by through with under")
_CAUSED = listed("forced caused led helped enabled allowed got")
_LONGEST_OBJECT = 5  # words
_PAST_IN_EED = listed("agreed freed guaranteed decreed fled disagreed refereed")
_PAST_AUXILIARIES = listed("was were has have had did been")
_MODALS = listed("will would shall may might could can should must to")
_LONGEST_VERB = 6  # words of a verb group: "will not have been fully destroyed"
_DETERMINERS = listed("a an the its their his her our this that these those no any some all")


# Function words by language: enough to tell it, none that English has, too. Only who has more in a wording is asked.
_FUNCTION_WORDS_OF = {
    "de": "der die das und nicht ist ein eine einen dem des zu mit auf kein keine keinen wird werden sind auch sich "
    "von vom im zum zur dass sei wie aus bei nach für oder haben hatte wurde es er sie wir ich den vor durch gegen "
    "seit beim",
    "fr": "le la les des est une que qui dans pour pas ne sur avec sont ont du et il elle au aux ce cette un mais nous "
    "leur leurs ses par été être plus ou où sous selon va doit peut",
    "es": "el los las y en por con una se su del lo al para como más es que pero sus este esta fue han hay sobre sin",
    "it": "di che e per non è il una sono della dello delle dei degli gli nel nella alla anche ha hanno più questo con "
    "ma dal dalla",
    "pt": "os um uma não com em da dos das na nas ao aos pelo pela é são foi mais mas seu sua como",
    "nl": "het een van de niet op te dat zijn aan wordt worden voor naar ook bij uit maar deze werd heeft hebben zei",
    "sv": "och att det som inte är på för av till från den har vill vi sade sa om ett hos eller samt",
    "da": "og ikke er på af til det som fra den har vil vi ved efter eller også blev sagde",
    "no": "og ikke er på av til det som fra den har vil vi ved etter eller også ble sa",
    "pl": "nie się na jest w z że po od oraz przez ale jak są był była będzie już dla czy",
    "cs": "se na je že v ve po od ale jak jsou byl byla bude už pro které který podle jako",
    "ro": "și nu în la cu pe este sunt din care pentru mai sau fost după că ale",
    "hu": "az és nem hogy egy van meg el csak már volt lesz ezt azt szerint",
    "fi": "ja ei että se hän ovat oli mutta myös kuin joka tai mukaan sanoi",
    "tr": "ve bir bu için ile da de değil olarak daha çok gibi dedi ancak sonra",
    "id": "dan yang di itu ini tidak akan dengan untuk dari pada oleh telah kata dalam adalah",
    "vi": "và của là không các được cho một những trong với đã sẽ này người",
}
_FOREIGN_WORDS = listed(" ".join(_FUNCTION_WORDS_OF.values()))
# Two of these tell nothing: they stand in English, too, as words, in titles or in borrowed phrases ("en route").
_ALSO_ENGLISH = listed(
    "die der den dem van al um non est con pas par la le les des du de en y e o se lo os er sur per ha hay sin el "
    "un ma mas da do na as es om sa hos is on meg bin bei der von di una au ne te aux ou plus ve han pro via ale i s "
    "w z v a bu op sous fra kin pay fur dos das was sum pela dan war"
)
_PARTICLES = listed("von van der den de la le les du di da del della des do dos das el al ten ter zu y e af av und")


def is_foreign(words: Sequence[str], raw: Sequence[str]) -> bool:
    """
    Whether more words are of another language than of English: there no English cue may fire.

    What stands in a name tells nothing: "Los Angeles", "Ursula von der Leyen". Letters that English has not count where
    several small words have them: of most languages only a few words are known.

    Args:
        words: The words, folded.
        raw: The same words as they are written.
    """
    if _is_beyond_latin(words):
        return True
    if all(map(str.isascii, words)) and _FOREIGN_WORDS.isdisjoint(words):
        return False
    other = _foreign_words(words, raw)
    accented = sum(not word.isascii() and _is_accented(word, each) for word, each in zip(words, raw, strict=True))
    count = len(other) + (accented if accented >= _ACCENTED or 2 * accented > len(words) else 0)
    if not count or (not accented and len(set(other)) < _SEVERAL and _ALSO_ENGLISH.issuperset(other)):
        return False
    return count > _english_words(words, raw)


def is_english(words: Sequence[str], raw: Sequence[str]) -> bool:
    """Whether some of the words are of English alone, and none is another language's; see `is_foreign`."""
    return not _ENGLISH_ALONE.isdisjoint(words) and not _is_beyond_latin(words) and not _foreign_words(words, raw)


def _is_beyond_latin(words: Sequence[str]) -> bool:
    letters = "".join(words[:_SAMPLE])
    if letters.isascii():
        return False
    letters = "".join(filter(str.isalpha, letters))
    return sum(letter < _BEYOND_LATIN for letter in letters) < len(letters) / 2


def _foreign_words(words: Sequence[str], raw: Sequence[str]) -> list[str]:
    named = _in_names(raw, words)
    return [word for word, inside in zip(words, named, strict=True) if not inside and word in _FOREIGN_WORDS]


def _english_words(words: Sequence[str], raw: Sequence[str]) -> int:
    known = _ENGLISH_WORDS
    return sum(word in known or (word == "i" and each == "I") for word, each in zip(words, raw, strict=True))


def closest_language(words: Sequence[str], known: Mapping[str, frozenset[str]] | None = None) -> str | None:
    """
    Which language the words are of, by its frequent words; None if several are as near, or none is.

    Args:
        words: The words, folded, of a text that is not English.
        known: Frequent words by language, beside those that are known here: its BCP 47 primary subtag.
    """
    counts: dict[str, int] = {}
    for word, times in Counter(words).items():
        told = {language for language, frequent in (known or {}).items() if word in frequent}
        for language in told.union(_languages_of().get(word, ())):
            counts[language] = counts.get(language, 0) + times
    best = max(counts.values(), default=0)
    nearest = [language for language, count in counts.items() if count == best]
    return nearest[0] if len(nearest) == 1 and best >= max(_TELLING, _TELLING_SHARE * len(words)) else None


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    """By word, the languages in which it is frequent."""
    found: dict[str, tuple[str, ...]] = {}
    for language, words in _FUNCTION_WORDS_OF.items():
        for word in listed(words):
            found[word] = (*found.get(word, ()), language)
    return found


def _in_names(raw: Sequence[str], words: Sequence[str]) -> list[bool]:
    """For each word whether it may be of a name: a capital before a capital, particles between two, or an acronym."""
    capital = [word[0].isupper() for word in raw]
    inside = [
        one and (following or word.isupper())  # "Los Angeles", "DER"
        for one, following, word in zip(capital, [*capital[1:], True], raw, strict=True)
    ]
    last = 0
    for first in [number for number, word in enumerate(words) if word in _PARTICLES]:
        if first < last:
            continue
        last = first + 1
        while last < len(words) and words[last] in _PARTICLES:
            last += 1
        if last < len(words) and capital[last]:
            opened = capital[first] or (capital[first - 1] if first else last > first + 1)
            inside[first:last] = [opened] * (last - first)
    return inside


def _is_accented(word: str, raw: str) -> bool:
    """Whether a small word has letters that English has not, and is none that English has borrowed."""
    if raw[0].isupper() or word in _BORROWED:
        return False
    return any(letter >= _BEYOND_ASCII and letter.isalpha() for letter in word)


_SAMPLE = 200  # words tell the script
_BEYOND_LATIN = "\u0250"  # the first letter behind Latin Extended-B
_BEYOND_ASCII = "\u0080"
_ACCENTED = 3  # words: fewer may be borrowed ones
_SEVERAL = 3  # different words
_TELLING, _TELLING_SHARE = 3, 0.1  # frequent words make up a third of prose, of a related language far less
_ENGLISH_ALONE = listed(
    "the and that this these those with from by to are were been being has have his her its their they who which said "
    "says told after about would could should not there here when where while because"
)
_NEUTRAL = listed("no me he do at a is was as an so in")  # frequent in other languages, too
_ENGLISH_WORDS = (FUNCTION_WORDS | listed("said says told")) - _FOREIGN_WORDS - _NEUTRAL
_BORROWED = listed(
    "café cafés naïve façade façades fiancé fiancée fiancés résumé résumés protégé protégés protégée cliché clichés "
    "clichéd décor élan élite élites exposé exposés émigré émigrés matinée née attaché attachés communiqué communiqués "
    "über crème brûlée entrée entrées détente rôle soufflé purée sauté sautéed jalapeño jalapeños piñata piñatas "
    "señor señora vis-à-vis déjà coup d'état papier-mâché à touché canapés pâté rosé divorcé divorcée smörgåsbord "
    "doppelgänger führer naïveté cortège mêlée régime ménage première premières débâcle coöperate zoölogy"
)
