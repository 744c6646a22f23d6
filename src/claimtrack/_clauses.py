"""The clauses of a claim's wording as they are held against others: telling words in order, stances, tense, numbers."""

from __future__ import annotations

from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from attrs import evolve, frozen

from claimtrack._closed import FUNCTION_WORDS, listed
from claimtrack._names import plain_letters
from claimtrack._units import base, lexicon, spelled_out
from claimtrack.language import Quantity, wording_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claimtrack._units import Units
    from claimtrack.language import Cue
    from claimtrack.model import Claim
    from claimtrack.text import Span

Sort = Literal["stance", "truth", "change", "act", "rule", "state"]
Tense = Literal["past", "present", "future", "should", "can"]

LONGEST = 60
"""Words of a claim that are read; what is longer is more than one claim."""

MOST_CLAUSES = 4
"""Clauses of one wording that are read."""


class Sense(NamedTuple):
    """One of the axes that an expression is on, and at which end."""

    axis: str
    sort: Sort
    sign: int
    weak: bool
    reversible: bool


_Expression = tuple[tuple[str, ...], tuple[Sense, ...]]


@cache
def expressions() -> dict[str, list[_Expression]]:
    """The expressions with their senses, by first word, the longest first."""
    senses: dict[tuple[str, ...], list[Sense]] = {}
    for axis in lexicon("opposites")["axis"]:
        for end, sign, weak in (("positive", 1, False), ("weak", 1, True), ("negative", -1, False)):
            for words in (words for entry in axis.get(end, ()) for words in spelled_out(entry)):
                sense = Sense(axis["name"], axis["sort"], sign, weak, axis.get("reversible", False))
                senses.setdefault(tuple(words.split()), []).append(sense)
    found: dict[str, list[_Expression]] = {}
    for form, told in senses.items():
        found.setdefault(form[0], []).append((form, tuple(told)))
    return {first: sorted(entries, key=lambda entry: (-len(entry[0]), entry[0])) for first, entries in found.items()}


@cache
def _implicatives() -> dict[tuple[str, ...], bool]:
    """ "Failed to" and "managed to": whether what depends on them did not come true."""
    told = lexicon("opposites")["implicatives"]
    return {
        tuple(words.split()): end == "negative"
        for end in ("negative", "positive")
        for entry in told[end]
        for words in spelled_out(entry)
    }


@cache
def opposites_words(section: str) -> frozenset[str]:
    """The words of a section of the lexicon of opposites."""
    return listed(lexicon("opposites")[section]["words"])


@cache
def _same() -> dict[str, str]:
    """By base, the first word of the group of words that news uses for one another."""
    groups = [group.split() for group in lexicon("opposites")["same"]["words"].split("|")]
    return {base(word): base(group[0]) for group in groups for word in group}


@cache
def triggers() -> frozenset[str]:
    """The words without which nothing is opposed but by a number or a field."""
    firsts = {words[0] for words in _implicatives()} | set(expressions())
    return frozenset(firsts | _NEGATORS | {"cannot"})


_NEGATORS = listed("not no never")
_BEFORE_NOT = listed(
    "is are was were am be been being has have had do does did will would shall should can could must may might ought "
    "to"
)
_MODALS: dict[str, Tense] = {
    **dict.fromkeys(("will", "shall", "would", "going"), "future"),
    **dict.fromkeys(("should", "must", "ought"), "should"),
    "can": "can",
}
_BE = listed("is are was were be been being remain remains remained become becomes became am")
_SELF = listed("i we")
_THEY = listed("he she they it")
_UNRESOLVED = listed("it them him us me one this these those there")
_DEFINITE = listed("the this that these those its their his her our my your both")
_INDEFINITE = listed("a an another")

# --- clauses ---------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Token:
    """
    A telling word of a clause, a name, or an expression of the lexicon.

    Args:
        keys: What it may be known by: its base; a state as "@britain"; of "we" who that may be.
        first, last: The words it is made of, by number; *last* is exclusive.
        senses: Its axes, if it is an expression of the lexicon.
        negated_at: The number of the word that negates it; -1 if none does.
        by_no: Whether that is "no": the thing is negated, not a verb.
        name: Whether it is a name.
        between: The function words between it and the telling word before.
        definite, indefinite: Whether its phrase begins with "the" or the like, or with "a".
        to_verb: Whether a verb follows: "open to sending", "refuses to send".
    """

    keys: frozenset[str]
    first: int
    last: int
    senses: tuple[Sense, ...] = ()
    negated_at: int = -1
    by_no: bool = False
    name: bool = False
    between: tuple[str, ...] = ()
    definite: bool = False
    indefinite: bool = False
    plural: bool = False
    to_verb: bool = False

    @property
    def negated(self) -> bool:
        """Whether a negator stands before it."""
        return self.negated_at >= 0

    def same(self, other: Token) -> bool:
        """Whether both say the same, negation aside."""
        if self.keys & other.keys:
            return True
        return bool(self.senses) and bool(other.senses) and self._ends() == other._ends()

    def _ends(self) -> frozenset[tuple[str, int]]:
        return frozenset((sense.axis, sense.sign) for sense in self.senses)


@frozen(kw_only=True)
class Clause:
    """One clause of a wording, as it is held against another."""

    reading: Reading
    tokens: tuple[Token, ...]
    first: int
    last: int
    tense: Tense
    quantities: tuple[tuple[int, Quantity], ...]
    """Each with the number of the token that it stands before."""
    shifting: tuple[str, ...]

    @property
    def headless(self) -> bool:
        """Whether it begins with its verb: who does it is not said."""
        opening, wording = self.tokens[0], self.reading.wording
        if opening.first != self.first or opening.name or opens_with_stance(self):
            return False
        return bool(opening.senses) or wording.done_from(opening.first) is not None

    @property
    def denied(self) -> bool:
        """Whether the field alone says that it is not so: no word negates."""
        return self.reading.denied

    def word(self, token: Token) -> str:
        """The first word of one of its tokens."""
        return self.reading.wording.units.word(token.first)

    def shown(self) -> Span:
        """Where it stands in the wording's text."""
        return self.reading.wording.units.span(self.first, self.last)


class Reading:
    """
    One wording of a claim, read once: its proposition, its words, or its words with its source and cue.

    `negates` says whether a word of it negates, `denied` whether only the claim's polarity does.

    Args:
        text: The wording.
        claim: The claim.
        who: What the speakers may be called, for "we" and "he".
        bare: Whether the wording may lack its subject, as the words behind "refused to" do.
        known: Words that the claim's text has with a capital within its sentences: names, also where they begin one.
    """

    def __init__(
        self, text: str, claim: Claim, *, who: frozenset[str], bare: bool, known: frozenset[str] = frozenset()
    ) -> None:
        self.claim, self.who, self.bare, self.known = claim, who, bare, known
        self.wording = wording_of(text)
        self.negates = self._negates()
        self.denied = claim.certainty.polarity == "negative" and not self.negates

    def _negates(self) -> bool:
        words = self.wording.words
        return (
            any(cue.kind == "negation" for cue in self.wording.cues)
            or not _NEGATORS.isdisjoint(words)
            or any(sense.sign < 0 for at in range(len(words)) for sense in self._expression(at)[0])
        )

    def _expression(self, at: int) -> tuple[tuple[Sense, ...], int]:
        """The senses of the longest expression that begins with word *at*, and where it ends."""
        words, units = self.wording.words, self.wording.units
        for form, senses in expressions().get(words[at], ()):
            end = at + len(form)
            if words[at:end] == form and not any(units.breaks(number) for number in range(at + 1, end)):
                return senses, end
        return (), at

    @cached_property
    def names(self) -> dict[int, tuple[frozenset[str], int]]:
        """By first word, what each name is known by, and where it ends; titles before it belong to it."""
        found = {}
        for name in self.wording.names(self.known):
            part = name.parts[-1]
            key = part if part[0] == "@" else base(plain_letters(part))
            found[name.first] = (frozenset({key}), name.last)
        return found

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses that can be held against others; none where the wording is no plain statement."""
        wording = self.wording
        if wording.foreign or len(wording.words) > LONGEST or "?" in wording.text or not wording.words:
            return ()
        if not opposites_words("partial").isdisjoint(wording.words):
            return ()
        if any(cue.kind == "hedge" and cue.level in (1, 2) and not self._is_stance(cue) for cue in wording.cues):
            return ()
        found = [self._clause(first, last) for first, last in self._stretches()]
        return tuple(clause for clause in found if clause is not None)[:MOST_CLAUSES]

    def _is_stance(self, cue: Cue) -> bool:
        """Whether a cue that looks like a hedge is one of a stance: "has not ruled out"."""
        numbers = range(cue.first, cue.last)
        return any(sense.sort == "stance" for number in numbers for sense in self._expression(number)[0])

    def _stretches(self) -> Iterator[tuple[int, int]]:
        """The whole wording, and its parts between marks and behind "but", each with its own subject, if with any."""
        units, size = self.wording.units, len(self.wording.words)
        yield 0, size
        cuts = [0]
        for number in range(1, size):
            if units.breaks(number) or units.words[number] in _CUTS:
                cuts.append(number + (units.words[number] in _CUTS))
            elif number + 1 < size and self._says(cuts[-1], number):
                cuts.append(number + 1 + (units.words[number + 1] == "that"))
        if len(cuts) > 1:
            yield from ((first, last) for first, last in zip(cuts, [*cuts[1:], size], strict=True) if last - first > 1)

    def _says(self, first: int, at: int) -> bool:
        """Whether word *at* is plain "said", from which on the claim itself is told; "never said" is not."""
        before = range(first, at)
        return self.wording.units.word(at) in opposites_words("saying") and not any(
            self.wording.units.word(number) in _NEGATORS or self._expression(number)[0] for number in before
        )

    def _clause(self, first: int, last: int) -> Clause | None:
        """The clause of the words from number *first* to *last*; None where it negates in a way that is not read."""
        words = self.wording.words
        quantities = {quantity.first: quantity for quantity in self.wording.quantities}
        built = _Building(self.wording.units)
        at = first
        while at < last:
            if at in quantities:
                built.placed.append((len(built.tokens), quantities[at]))
                at = quantities[at].last
                continue
            if at in self.wording.taken or at in self.wording.conditional or not words[at][:1].isalnum():
                at += 1
                continue
            negates, end = self._implicative(at)
            if end > at:
                built.implied.append(at)
                if negates and not built.negate(at):
                    return None  # "did not fail to"
            elif words[at] in _NEGATORS and not self._expression(at)[0]:
                end = at + 1
                if not self._negates_next(at, first) or not built.negate(at):
                    return None
            else:
                token, end = self._token(at, first)
                if token is None:
                    built.pass_over(words[at])
                else:
                    built.add(evolve(token, plural=self._is_plural(at, token)))
            at = end
        if built.negator >= 0 or not built.tokens:
            return None
        told = [*(token.first for token in built.tokens), *built.implied]
        return Clause(
            reading=self,
            tokens=tuple(self._with_subject(built.tokens, first)),
            first=first,
            last=last,
            tense=self._tense(told, first, last),
            quantities=tuple(built.placed),
            shifting=tuple(sorted(self._shifting(first, last))),
        )

    def _shifting(self, first: int, last: int) -> Iterator[str]:
        for number in range(first, last):
            if self.wording.words[number] in opposites_words("shifting") and number not in self.wording.taken:
                yield self.wording.words[number]

    def _implicative(self, at: int) -> tuple[bool, int]:
        for form, negative in _implicatives().items():
            if self.wording.words[at : at + len(form)] == form:
                return negative, at + len(form)
        return False, at

    def _negates_next(self, at: int, first: int) -> bool:
        """Whether a negator takes the next telling word, not a part of the sentence or a comparison."""
        units = self.wording.units
        word, following = units.word(at), units.word(at + 1)
        if word == "not":
            return units.word(at - 1) in _BEFORE_NOT and following not in opposites_words("constituent")
        if word == "no":
            return following not in FUNCTION_WORDS and not following[:1].isdigit() and following not in (
                "longer", "more", "less", "fewer", "one", "doubt",
            )  # fmt: skip
        return at > first

    def _token(self, at: int, first: int) -> tuple[Token | None, int]:
        """The token that begins with word *at*, and where it ends; None where the word does not tell."""
        units = self.wording.units
        word = units.word(at)
        if at in self.names:
            keys, end = self.names[at]
            return Token(keys=keys, first=at, last=end, name=True), end
        senses, end = self._expression(at)
        if senses and not self._is_attribute(senses, at):
            return Token(keys=frozenset({" ".join(sorted({f"{s.axis}{s.sign}" for s in senses}))}), first=at, last=end,
                          senses=senses), end  # fmt: skip
        if word in _SELF | _THEY and at == first:
            return Token(
                keys=self._named_before(at) or self._speaker_of(word), first=at, last=at + 1, name=True
            ), at + 1
        if word in _UNRESOLVED and not self._determines(at):
            return Token(keys=frozenset(), first=at, last=at + 1), at + 1
        if word in FUNCTION_WORDS or word in opposites_words("neutral") or self._is_title(at):
            return None, at + 1
        return Token(keys=forms(word), first=at, last=at + 1), at + 1

    def _is_attribute(self, senses: tuple[Sense, ...], at: int) -> bool:
        """Whether a state only describes: "the safe area", not "the area is safe"."""
        units = self.wording.units
        before = units.word(at - 1)
        if before in opposites_words("neutral") or before in _NEGATORS:
            before = units.word(at - 2)
        return all(sense.sort == "state" for sense in senses) and before not in _BE

    def _determines(self, at: int) -> bool:
        """Whether "this" or "there" leaves the word to what follows: "this plan", "there is"."""
        following = self.wording.units.word(at + 1)
        word = self.wording.units.word(at)
        if word == "there":
            return True
        return word in {"this", "these", "those"} and bool(following) and following not in FUNCTION_WORDS

    def _is_title(self, at: int) -> bool:
        """Whether a word of office only stands before a name: "prime minister Keir Starmer"."""
        titles = listed(lexicon("words")["titles"]["words"])
        end = at
        while end - at < _LONGEST_TITLE and self.wording.units.word(end) in titles:
            end += 1
        return end > at and end in self.names

    def _named_before(self, at: int) -> frozenset[str]:
        """Who says it in the words before, if that is all they tell: "Starmer said he …"."""
        saying = at - 1 - (self.wording.units.word(at - 1) == "that")
        if saying <= 0 or self.wording.units.word(saying) not in opposites_words("saying"):
            return frozenset()
        return next((keys for keys, end in self.names.values() if end == saying), frozenset())

    def _speaker_of(self, pronoun: str) -> frozenset[str]:
        """What a pronoun at the beginning may stand for: the one speaker, where somebody speaks."""
        attribution = self.claim.attribution
        if not attribution.speakers or (attribution.mode is None and pronoun in _THEY):
            return frozenset()
        if pronoun in {"i", "he", "she"}:
            return frozenset(key for key in self.who if key[0] != "@")
        return self.who

    def _with_subject(self, tokens: list[Token], first: int) -> list[Token]:
        """The tokens with the speaker before them, where the words begin with a verb: "sending troops"."""
        opening, following = self.wording.units.word(first), self.wording.units.word(first + 1)
        gerund = opening.endswith("ing") and following not in _BEFORE_NOT and opening not in self.known
        if not self.bare or first or not (opening == "to" or gerund):
            return tokens
        return [Token(keys=self.who, first=tokens[0].first, last=tokens[0].first, name=True), *tokens]

    def _is_plural(self, at: int, token: Token) -> bool:
        """Whether several are told that nothing tells apart: "lawmakers", "Ukrainians"; not a body or a measure."""
        word = self.wording.words[at]
        if token.name:
            return any(key[0] == "@" for key in token.keys) and word in _peoples()
        several = word.endswith("s") and not word.endswith(("ss", "us", "is"))
        return several and word not in opposites_words("collective")

    def _tense(self, numbers: Iterable[int], first: int, last: int) -> Tense:
        """The tense of a clause whose telling words are *numbers*."""
        words = self.wording.words[first:last]
        modal = next((_MODALS[word] for word in words if word in _MODALS), None)
        if modal is not None:
            return modal
        if not _PAST.isdisjoint(words):
            return "past"
        for number in sorted(numbers):  # the first verb is that of the clause: "allowed the witness to testify"
            if self.wording.planned_from(number) is not None:
                return "future"
            if self.wording.done_from(number) is not None:
                return "past"
        return "present"


class _Building:
    """A clause while its words are read in order."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self.tokens: list[Token] = []
        self.placed: list[tuple[int, Quantity]] = []
        self.implied: list[int] = []
        self.negator = -1
        self._between: list[str] = []
        self._definite = self._indefinite = False

    def negate(self, at: int) -> bool:
        """Note that word *at* negates the next token; False if another one does already."""
        free = self.negator < 0
        self.negator = at
        return free

    def pass_over(self, word: str) -> None:
        """Note a word that does not tell."""
        if word in FUNCTION_WORDS:
            self._between.append(word)
            self._definite |= word in _DEFINITE
            self._indefinite |= word in _INDEFINITE

    def add(self, token: Token) -> None:
        """Add a token, with what stood before it."""
        units, last = self._units, self.tokens[-1] if self.tokens else None
        phrase = last if last is not None and not self._between and not last.senses and not last.name else None
        self.tokens.append(
            evolve(
                token,
                negated_at=self.negator,
                by_no=self.negator >= 0 and units.word(self.negator) == "no",
                between=tuple(self._between),
                definite=self._definite or (phrase is not None and phrase.definite),
                indefinite=self._indefinite or (phrase is not None and phrase.indefinite),
                to_verb=units.word(token.last - 1) == "to" or units.word(token.last).endswith("ing"),
            )
        )
        self.negator, self._between, self._indefinite = -1, [], False
        self._definite = units.all[token.last - 1].possessive


@lru_cache(maxsize=16_384)
def forms(word: str) -> frozenset[str]:
    """What forms of one word may have in common: "taking" and "took", "selling" and "sell"."""
    stems = {base(word)}
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            stems |= {base(stem), base(stem + "e")}
    return frozenset(_same().get(stem, stem) for stem in stems)


@cache
def _peoples() -> frozenset[str]:
    """Forms of the names of states that mean some or all of their people: "Ukrainians"."""
    found = set(listed("poles turks spaniards brits"))
    for entry in lexicon("names")["bearers"].values():
        forms = entry.split("|")[0].split()
        found.update(form for form in forms if form.endswith("s") and form[:-1] in forms)
    return frozenset(found)


_CUTS = listed("but although though whereas which who")
_PAST = listed("was were did had has have been")
_LONGEST_TITLE = 4  # words: "foreign minister", "vice prime minister"


def opens_with_stance(clause: Clause) -> bool:
    """Whether a clause begins with a stance as a thing: "no plans to …", "support for …"."""
    return clause.reading.wording.words[clause.first] in _STANCE_NOUNS


_STANCE_NOUNS = listed(
    "no plan plans openness readiness willingness support opposition refusal rejection denial approval"
)
