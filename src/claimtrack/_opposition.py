"""Claims that cannot both hold: what the words of two say of the same things, with the rule that opposes them."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from attrs import frozen

from claimtrack._closed import FUNCTION_WORDS, listed
from claimtrack._names import plain_letters
from claimtrack._units import base, lexicon, spelled_out
from claimtrack.language import Quantity, Wording
from claimtrack.model import Date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimtrack.model import Claim
    from claimtrack.text import Span

RULES: dict[str, str] = {
    "opposite polarity": "one says of the same things that it is so, the other that it is not",
    "opposite stance": "the same stance towards the same thing, for it and against it",
    "refusal against openness": "the one is ready for what the other refuses",
    "opposite action": "two actions or changes of which only one can be, of the same things",
    "opposite state": "two states of which only one can be, of the same thing",
    "incompatible quantity": "two numbers of the same thing that cannot both be right",
}
"""Every rule that opposes the words of two claims, and what it says."""

Sort = Literal["stance", "truth", "change", "act", "rule", "state"]
Tense = Literal["past", "present", "future", "should", "can"]

STORY = timedelta(days=7)
"""Texts further apart than this may tell of two states of things: the news of one event is told within a week."""

AT_ONCE = timedelta(days=1)
"""Changes told further apart than this may be two: markets rise on one day and fall on the next."""

MOST_EXTRA = 2
"""So many words more may have who grants what the other denies: "will not send weapons", "will send heavy weapons"."""

LONGEST = 60
"""Words of a claim that are read; what is longer is more than one claim."""

MOST_CLAUSES = 4
"""Clauses of one wording that are read."""

FEW_SHARED = 3
"""So many telling words must two claims share, or two of them a name: "the bill passed" may be any bill."""

# --- the lexicon -----------------------------------------------------------------------------------------------------


class _Sense(NamedTuple):
    """One of the axes that an expression is on, and at which end."""

    axis: str
    sort: Sort
    sign: int
    weak: bool
    reversible: bool


_Expression = tuple[tuple[str, ...], tuple[_Sense, ...]]


@cache
def _expressions() -> dict[str, list[_Expression]]:
    """The expressions with their senses, by first word, the longest first."""
    senses: dict[tuple[str, ...], list[_Sense]] = {}
    for axis in lexicon("opposites")["axis"]:
        for end, sign, weak in (("positive", 1, False), ("weak", 1, True), ("negative", -1, False)):
            for words in (words for entry in axis.get(end, ()) for words in spelled_out(entry)):
                sense = _Sense(axis["name"], axis["sort"], sign, weak, axis.get("reversible", False))
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
def _listed(section: str) -> frozenset[str]:
    return listed(lexicon("opposites")[section]["words"])


@cache
def _same() -> dict[str, str]:
    """By base, the first word of the group of words that news uses for one another."""
    groups = [group.split() for group in lexicon("opposites")["same"]["words"].split("|")]
    return {base(word): base(group[0]) for group in groups for word in group}


@cache
def triggers() -> frozenset[str]:
    """The words without which nothing is opposed but by a number or a field."""
    firsts = {words[0] for words in _implicatives()} | set(_expressions())
    return frozenset(firsts | _NEGATORS | {"cannot", "n't", "won't", "can't", "don't"})


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
class _Token:
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
    senses: tuple[_Sense, ...] = ()
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

    def same(self, other: _Token) -> bool:
        """Whether both say the same, negation aside."""
        if self.keys & other.keys:
            return True
        return bool(self.senses) and bool(other.senses) and self._ends() == other._ends()

    def _ends(self) -> frozenset[tuple[str, int]]:
        return frozenset((sense.axis, sense.sign) for sense in self.senses)


@frozen(kw_only=True)
class _Clause:
    """One clause of a wording, as it is held against another."""

    reading: Reading
    tokens: tuple[_Token, ...]
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
        if opening.first != self.first or opening.name or _is_noun(self):
            return False
        return bool(opening.senses) or wording.done_from(opening.first) is not None

    @property
    def denied(self) -> bool:
        """Whether the field alone says that it is not so: no word negates."""
        return self.reading.denied

    def shown(self) -> Span:
        """Where it stands in the wording's text."""
        return self.reading.wording.units.span(self.first, self.last)


class Reading:
    """
    One wording of a claim, read once: its proposition, its words, or its words with its source and cue.

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
        self.wording = Wording(text)
        self.denied = claim.certainty.polarity == "negative" and not self._negates()

    def _negates(self) -> bool:
        words = self.wording.words
        return (
            any(cue.kind == "negation" for cue in self.wording.cues)
            or not _NEGATORS.isdisjoint(words)
            or any(sense.sign < 0 for at in range(len(words)) for sense in self._expression(at)[0])
        )

    def _expression(self, at: int) -> tuple[tuple[_Sense, ...], int]:
        """The senses of the longest expression that begins with word *at*, and where it ends."""
        words, units = self.wording.words, self.wording.units
        for form, senses in _expressions().get(words[at], ()):
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
    def clauses(self) -> tuple[_Clause, ...]:
        """The clauses that can be held against others; none where the wording is no plain statement."""
        wording = self.wording
        if wording.foreign or len(wording.words) > LONGEST or "?" in wording.text or not wording.words:
            return ()
        if not _listed("partial").isdisjoint(wording.words):
            return ()
        if any(cue.kind == "hedge" and cue.level in (1, 2) and not self._is_stance(cue.first) for cue in wording.cues):
            return ()
        found = [self._clause(first, last) for first, last in self._stretches()]
        return tuple(clause for clause in found if clause is not None)[:MOST_CLAUSES]

    def _is_stance(self, at: int) -> bool:
        """Whether a cue that looks like a hedge is one of a stance: "has not ruled out"."""
        near = range(at, min(at + 3, len(self.wording.words)))
        return any(sense.sort == "stance" for number in near for sense in self._expression(number)[0])

    def _stretches(self) -> Iterator[tuple[int, int]]:
        """The whole wording, and its parts between marks and behind "but", each with its own subject, if with any."""
        units, size = self.wording.units, len(self.wording.words)
        yield 0, size
        cuts = [0]
        for number in range(1, size):
            if units.breaks(number) or units.words[number] in _CUTS:
                cuts.append(number + (units.words[number] in _CUTS))
            elif units.words[number] in _listed("saying") and number + 1 < size:
                cuts.append(number + 1 + (units.words[number + 1] == "that"))
        if len(cuts) > 1:
            yield from ((first, last) for first, last in zip(cuts, [*cuts[1:], size], strict=True) if last - first > 1)

    def _clause(self, first: int, last: int) -> _Clause | None:
        tokens: list[_Token] = []
        quantities = {quantity.first: quantity for quantity in self.wording.quantities}
        placed: list[tuple[int, Quantity]] = []
        conditional = self.wording.conditional
        words, units = self.wording.words, self.wording.units
        negator, between, implied = -1, [], []
        definite = indefinite = False
        at = first
        while at < last:
            word = words[at]
            if at in quantities:
                placed.append((len(tokens), quantities[at]))
                at = quantities[at].last
                continue
            if at in self.wording.taken or at in conditional or not word[:1].isalnum():
                at += 1
                continue
            verdict, end = self._implicative(at)
            if end > at:
                implied.append(at)
                if verdict:
                    if negator >= 0:
                        return None  # "did not fail to"
                    negator = at
                at = end
                continue
            if word in _NEGATORS and not self._expression(at)[0]:
                if negator >= 0 or not self._negates_next(at, first):
                    return None
                negator = at
                at += 1
                continue
            token, end = self._token(at, first)
            if token is None:
                if word in FUNCTION_WORDS:
                    between.append(word)
                    definite, indefinite = definite or word in _DEFINITE, indefinite or word in _INDEFINITE
                at = end
                continue
            following = tokens[-1] if tokens else None
            inside = not between and following is not None and not following.senses and not following.name
            tokens.append(
                _Token(
                    keys=token.keys,
                    first=at,
                    last=end,
                    senses=token.senses,
                    negated_at=negator,
                    by_no=negator >= 0 and words[negator] == "no",
                    name=token.name,
                    between=tuple(between),
                    definite=definite or (inside and following is not None and following.definite),
                    indefinite=indefinite or (inside and following is not None and following.indefinite),
                    plural=self._is_plural(at, token),
                    to_verb=units.word(end - 1) == "to" or units.word(end).endswith("ing"),
                )
            )
            negator, between, definite, indefinite = -1, [], units.all[end - 1].possessive, False
            at = end
        if negator >= 0 or not tokens:
            return None
        return _Clause(
            reading=self,
            tokens=tuple(self._with_subject(tokens, first)),
            first=first,
            last=last,
            tense=self._tense([*(token.first for token in tokens), *implied], first, last),
            quantities=tuple(placed),
            shifting=tuple(sorted(word for word in words[first:last] if word in _listed("shifting"))),
        )

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
            return units.word(at - 1) in _BEFORE_NOT and following not in _listed("constituent")
        if word == "no":
            return following not in FUNCTION_WORDS and not following[:1].isdigit() and following not in (
                "longer", "more", "less", "fewer", "one", "doubt",
            )  # fmt: skip
        return at > first

    def _token(self, at: int, first: int) -> tuple[_Token | None, int]:
        """The token that begins with word *at*, and where it ends; None where the word does not tell."""
        wording, units = self.wording, self.wording.units
        word = units.word(at)
        if at in self.names:
            keys, end = self.names[at]
            return _Token(keys=keys, first=at, last=end, name=True), end
        senses, end = self._expression(at)
        if senses and not self._is_attribute(senses, at):
            return _Token(keys=frozenset({" ".join(sorted({f"{s.axis}{s.sign}" for s in senses}))}), first=at, last=end,
                          senses=senses), end  # fmt: skip
        if word in _SELF | _THEY and at == first:
            return _Token(keys=self._speaker_of(word), first=at, last=at + 1, name=True), at + 1
        if word in _UNRESOLVED and not self._determines(at):
            return _Token(keys=frozenset(), first=at, last=at + 1), at + 1
        if word in FUNCTION_WORDS or word in _listed("neutral") or self._is_title(at):
            return None, at + 1
        stem = wording.bases[at]
        return _Token(keys=frozenset({_same().get(stem, stem)}), first=at, last=at + 1), at + 1

    def _is_attribute(self, senses: tuple[_Sense, ...], at: int) -> bool:
        """Whether a state only describes: "the safe area", not "the area is safe"."""
        units = self.wording.units
        before = units.word(at - 1) if units.word(at - 1) not in _listed("neutral") | _NEGATORS else units.word(at - 2)
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

    def _speaker_of(self, pronoun: str) -> frozenset[str]:
        """What a pronoun at the beginning may stand for: the one speaker, where somebody speaks."""
        attribution = self.claim.attribution
        if not attribution.speakers or (attribution.mode is None and pronoun in _THEY):
            return frozenset()
        if pronoun in {"i", "he", "she"}:
            return frozenset(key for key in self.who if key[0] != "@")
        return self.who

    def _with_subject(self, tokens: list[_Token], first: int) -> list[_Token]:
        """The tokens with the speaker before them, where the words begin with a verb: "sending troops"."""
        opening = self.wording.units.word(first)
        if not self.bare or first or not (opening == "to" or opening.endswith("ing")):
            return tokens
        return [_Token(keys=self.who, first=tokens[0].first, last=tokens[0].first, name=True), *tokens]

    def _is_plural(self, at: int, token: _Token) -> bool:
        """Whether several are told that nothing tells apart: "lawmakers", "Ukrainians"; not a body or a measure."""
        word = self.wording.words[at]
        if token.name:
            return any(key[0] == "@" for key in token.keys) and word in _peoples()
        return word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in _listed("collective")

    def _tense(self, numbers: Iterable[int], first: int, last: int) -> Tense:
        """The tense of a clause whose telling words are *numbers*."""
        words = self.wording.words[first:last]
        modal = next((_MODALS[word] for word in words if word in _MODALS), None)
        if modal is not None:
            return modal
        told = list(numbers)
        if any(self.wording.planned_from(number) is not None for number in told):
            return "future"
        if not _PAST.isdisjoint(words) or any(self.wording.done_from(number) is not None for number in told):
            return "past"
        return "present"


@cache
def _peoples() -> frozenset[str]:
    """Forms of the names of states that mean some or all of their people: "Ukrainians"."""
    found = set(listed("poles turks spaniards brits"))
    for entry in lexicon("names")["bearers"].values():
        forms = entry.split("|")[0].split()
        found.update(form for form in forms if form.endswith("s") and form[:-1] in forms)
    return frozenset(found)


_CUTS = listed("but although though whereas because which who")
_PAST = listed("was were did had has have been")
_LONGEST_TITLE = 4  # words: "foreign minister", "vice prime minister"

# --- the judgement ---------------------------------------------------------------------------------------------------


class Opposed(NamedTuple):
    """That two claims cannot both hold: the rule, and the words of each wording that show it."""

    rule: str
    ours: Span
    theirs: Span


@frozen(kw_only=True)
class Circumstances:
    """
    What is known of two claims beside their words.

    Args:
        published: When either text appeared.
        one_subject: Whether it is known that both speak of one thing: of one work, or paired.
    """

    published: tuple[Date | None, Date | None]
    one_subject: bool

    @property
    def other_days(self) -> bool:
        """Whether the texts are of two days."""
        one, other = self.published
        return one is not None and other is not None and str(one)[:10] != str(other)[:10]

    def apart(self, by: timedelta) -> bool:
        """Whether the texts surely lie further apart."""
        one, other = self.published
        if one is None or other is None:
            return False
        return one.earliest - other.latest > by or other.earliest - one.latest > by

    def turned(self) -> Circumstances:
        """The same, seen from the other side."""
        return Circumstances(published=(self.published[1], self.published[0]), one_subject=self.one_subject)


def opposed(ours: Iterable[Reading], theirs: Iterable[Reading], around: Circumstances) -> Opposed | None:
    """The first rule, in the order of the wordings and of `RULES`, by which two claims cannot both hold."""
    pairs = [(one, other) for one in ours for other in theirs]
    for one, other in pairs:
        if not _statable(one.claim) or not _statable(other.claim) or not _same_conditions(one, other):
            continue
        for mine in one.clauses:
            for their in other.clauses:
                found = _opposed(mine, their, around)
                if found is not None:
                    return found
    return None


def _statable(claim: Claim) -> bool:
    return claim.kind != "question"


def _same_conditions(one: Reading, other: Reading) -> bool:
    told = []
    for reading in (one, other):
        anchored = [re.findall(r"\w+", condition.anchor.exact.casefold()) for condition in reading.claim.conditions]
        cues = [re.findall(r"\w+", cue.words.casefold()) for cue in reading.wording.cues if cue.kind == "condition"]
        told.append({tuple(words) for words in (*anchored, *cues)})
    return told[0] == told[1]


def _opposed(one: _Clause, other: _Clause, around: Circumstances) -> Opposed | None:
    if one.headless or other.headless or one.shifting != other.shifting or _counting(one) != _counting(other):
        return None
    for judge in (_stances, _polarity, _antonyms, _numbers):
        found = judge(one, other, around)
        if found is not None:
            return found
        turned = judge(other, one, around.turned()) if judge is not _numbers else None
        if turned is not None:
            return Opposed(turned.rule, turned.theirs, turned.ours)
    return None


def _counting(clause: _Clause) -> list[tuple[str, Fraction]]:
    """Ordinals and the like, which tell one thing from another: "the first proposal"."""
    return sorted((quantity.unit, quantity.low) for _, quantity in clause.quantities if quantity.weak)


def _sure(*claims: Claim) -> bool:
    return all(claim.certainty.level in ("certain", "probable") for claim in claims)


def _enough(shared: Sequence[_Token], around: Circumstances) -> bool:
    """Whether what two clauses share tells that they speak of one thing."""
    telling = [token for token in shared if token.keys]
    least = FEW_SHARED - any(token.name for token in telling) - around.one_subject
    return len(telling) >= max(1, least)


def _exactly(one: Sequence[_Token], other: Sequence[_Token]) -> bool:
    return len(one) == len(other) and all(
        mine.same(theirs) and mine.negated == theirs.negated for mine, theirs in zip(one, other, strict=True)
    )


def _covers(broad: Sequence[_Token], narrow: Sequence[_Token]) -> bool:
    """
    Whether who denies *broad* denies *narrow*: the same words, and at most a few that narrow them down.

    A name more may move it elsewhere, and a verb or a noun more may make another thing of it: only words before a noun
    that both have, and what a preposition adds at the end, count as more of the same.
    """
    at = extra = 0
    for number, token in enumerate(narrow):
        if at < len(broad) and broad[at].same(token) and broad[at].negated == token.negated:
            at += 1
            continue
        if token.senses or token.name or token.negated or not token.keys:
            return False
        extra += 1
        if at == len(broad):
            if not token.between and not extra > 1:
                return False
        elif number + 1 >= len(narrow) or not broad[at].same(narrow[number + 1]) or narrow[number + 1].between:
            return False
    return at == len(broad) and extra <= MOST_EXTRA


def _holders(one: Sequence[_Token], other: Sequence[_Token]) -> list[_Token] | None:
    """The tokens by which two clauses have one subject; None where they have none, or not surely one."""
    if not one or not other:
        return None
    if _exactly(one, other):
        return list(one)
    lists = _is_list(one) and _is_list(other)
    if lists:
        return [token for token in one if any(token.same(each) for each in other)] or None
    return None


def _stancers(one: Sequence[_Token], other: Sequence[_Token]) -> list[_Token] | None:
    """The tokens by which it is one stance that two clauses tell of."""
    held = _holders(one, other)
    return _voices(one, other) if held is None else held


def _is_noun(clause: _Clause) -> bool:
    """Whether a clause begins with a stance as a thing: "no plans to …", "support for …"."""
    return clause.reading.wording.words[clause.first] in _STANCE_NOUNS


_STANCE_NOUNS = listed(
    "no plan plans openness readiness willingness support opposition refusal rejection denial approval"
)


def _is_list(tokens: Sequence[_Token]) -> bool:
    """Whether a subject is names joined by "and": what is said of them is said of each."""
    return bool(tokens) and all(
        token.name and not token.negated and set(token.between) <= {"and", "the"} for token in tokens
    )


def _voices(one: Sequence[_Token], other: Sequence[_Token]) -> list[_Token] | None:
    """The states that both subjects speak for: "Moscow's answer", "the Russian Duma"."""
    states = [{key for token in side for key in token.keys if key[0] == "@"} for side in (one, other)]
    if not states[0] or states[0] != states[1]:
        return None
    known = {base(word) for word in _listed("voices")} | _listed("voices")
    rest = (token for side in (one, other) for token in side if not any(key[0] == "@" for key in token.keys))
    if all(token.keys and token.keys <= known and not token.negated for token in rest):
        return [token for token in one if any(key[0] == "@" for key in token.keys)]
    return None


def _same_time(one: _Clause, other: _Clause, *, broad: _Clause | None = None) -> bool:
    """
    Whether both may tell of one time.

    Where only one is dated, it must not be *broad*, the side that denies: what is not so in May may be so in June.
    """
    moments = [
        [moment for moment in clause.reading.wording.moments if clause.first <= moment.first < clause.last]
        for clause in (one, other)
    ]
    dates = [{str(time.value) for time in clause.reading.claim.time} for clause in (one, other)]
    if dates[0] and dates[1] and not any(a.startswith(b) or b.startswith(a) for a in dates[0] for b in dates[1]):
        return False
    if moments[0] and moments[1]:
        return all(any(mine.agrees(theirs) for theirs in moments[1]) for mine in moments[0]) and all(
            any(theirs.agrees(mine) for mine in moments[0]) for theirs in moments[1]
        )
    if not moments[0] and not moments[1]:
        return True
    dated = one if moments[0] else other
    return broad is not None and dated is not broad


def _counted(clause: _Clause) -> bool:
    """Whether a plain number of things is told: of some things, not of all."""
    return any(not quantity.unit and not quantity.weak for _, quantity in clause.quantities)


def _same_numbers(one: _Clause, other: _Clause) -> bool:
    """Whether every number of *one* is in *other* as well."""
    return all(
        any(mine.agrees(theirs) and mine.noun == theirs.noun for _, theirs in other.quantities)
        for _, mine in one.quantities
        if not mine.weak
    )


# Polarity: one clause negates what the other says -------------------------------------------------------------------


def _polarity(one: _Clause, other: _Clause, around: Circumstances) -> Opposed | None:
    """*one* denies what *other* says."""
    if not _sure(one.reading.claim, other.reading.claim) or other.denied:
        return None
    if one.tense != other.tense or (one.tense == "past" and around.apart(STORY)):
        return None
    if not _same_time(one, other, broad=one) or not _same_numbers(one, other):
        return None
    if one.denied:
        plain = not any(token.negated for token in (*one.tokens, *other.tokens))
        if plain and _exactly(one.tokens, other.tokens) and _enough(one.tokens, around):
            return Opposed("opposite polarity", one.shown(), other.shown())
        return None
    negated = [number for number, token in enumerate(one.tokens) if token.negated]
    if len(negated) != 1 or _denies_a_whole(one, negated[0]):
        return None
    pivot = negated[0]
    for place, token in enumerate(other.tokens):
        if token.negated or not token.same(one.tokens[pivot]):
            continue
        held = _holders(one.tokens[:pivot], other.tokens[:place])
        if held is None and not (pivot == place == 0 and one.tokens[0].by_no):
            continue
        rest = one.tokens[pivot + 1 :]
        if not _covers(rest, other.tokens[place + 1 :]) or not _enough([*(held or ()), token, *rest], around):
            continue
        if _is_crowd(one.tokens[:pivot]):
            continue
        return Opposed("opposite polarity", _negation(one, pivot), _verb(other, place))
    return None


def _denies_a_whole(clause: _Clause, pivot: int) -> bool:
    """Whether "all" or the like stands behind the negation: "will not send all its troops"."""
    behind = clause.reading.wording.words[clause.tokens[pivot].negated_at : clause.last]
    return not _listed("whole").isdisjoint(behind)


def _is_crowd(holder: Sequence[_Token]) -> bool:
    """Whether the subject is several of many, whom nothing tells apart: "lawmakers", "US officials", "Ukrainians"."""
    if not holder:
        return False
    head = holder[-1]
    return head.plural and not any(token.definite for token in holder)


def _negation(clause: _Clause, pivot: int) -> Span:
    token = clause.tokens[pivot]
    return clause.reading.wording.units.span(min(token.negated_at, token.first), token.last)


def _verb(clause: _Clause, place: int) -> Span:
    """The token with what makes its tense: "will send"."""
    token, wording = clause.tokens[place], clause.reading.wording
    first = wording.planned_from(token.first)
    return wording.units.span(token.first if first is None else max(first, clause.first), token.last)


# Stances: openness against refusal, support against opposition -------------------------------------------------------


def _stances(one: _Clause, other: _Clause, around: Circumstances) -> Opposed | None:
    """*one* refuses or opposes what *other* is open to or supports."""
    for pivot, stance in enumerate(one.tokens):
        if not any(sense.sort == "stance" for sense in stance.senses):
            continue
        for place, token in enumerate(other.tokens):
            rule = _against(stance, token)
            if rule is None:
                continue
            held = _stancers(one.tokens[:pivot], other.tokens[:place])
            if held is None and pivot == place == 0 and _is_noun(one) and _is_noun(other):
                held = []  # "no plans to send troops are in place"
            if held is None or _is_crowd(one.tokens[:pivot]):
                continue
            theme = one.tokens[pivot + 1 :]
            if theme and _covers(theme, other.tokens[place + 1 :]) and _agree(one, other, [*held, *theme], around):
                return Opposed(rule, _stance(one, pivot), _stance(other, place))
        found = _plainly(one, pivot, other, around)
        if found is not None:
            return found
    return None


def _agree(one: _Clause, other: _Clause, shared: Sequence[_Token], around: Circumstances) -> bool:
    same_numbers = _same_numbers(one, other)
    return same_numbers and _same_time(one, other, broad=one) and _enough(shared, around)


def _against(stance: _Token, token: _Token) -> str | None:
    """The rule by which *stance* is against what *token* is for; None where it is not."""
    senses = _primary(stance), _primary(token)
    for mine in senses[0]:
        for theirs in senses[1]:
            if mine.axis != theirs.axis or mine.sort != "stance":
                continue
            refuses = (mine.sign < 0 and not stance.negated) or (mine.sign > 0 and stance.negated and not mine.weak)
            grants = (theirs.sign > 0 and not token.negated) or (theirs.sign < 0 and token.negated)
            both_turned = stance.negated and token.negated
            # "Does not support" and "does not oppose" agree; so do "not open to" and "has not ruled out", hardly.
            if refuses and grants and not both_turned:
                if mine.sign == theirs.sign:
                    return "opposite polarity"
                return "refusal against openness" if mine.axis == "willingness" else "opposite stance"
    return None


def _primary(token: _Token) -> tuple[_Sense, ...]:
    """The senses that count: before a verb, "accepts" and "rules out" are about what one does oneself."""
    stances = tuple(sense for sense in token.senses if sense.sort == "stance")
    if token.to_verb and len(stances) > 1:
        return stances[:1]
    return stances


def _stance(clause: _Clause, pivot: int) -> Span:
    token = clause.tokens[pivot]
    first = min(token.negated_at, token.first) if token.negated else token.first
    return clause.reading.wording.units.span(first, token.last)


def _plainly(one: _Clause, pivot: int, other: _Clause, around: Circumstances) -> Opposed | None:
    """A stance against plain words about the future: "ruled out sending" and "will send", "open to" and "will not"."""
    stance = one.tokens[pivot]
    mine = next((sense for sense in _primary(stance) if sense.axis == "willingness"), None)
    theme = one.tokens[pivot + 1 :]
    if mine is None or not stance.to_verb or not theme or other.tense != "future" or other.denied:
        return None
    if any(sense.sort == "stance" for token in other.tokens for sense in token.senses):
        return None
    refused = (mine.sign < 0) != stance.negated
    if not refused and mine.sign > 0 and stance.negated:
        return None
    for place, token in enumerate(other.tokens):
        if not token.same(theme[0]):
            continue
        held = _holders(one.tokens[:pivot], other.tokens[:place])
        if held is None or token.negated != (not refused) or token.by_no:
            continue
        rest = other.tokens[place + 1 :]
        broad, narrow = (theme[1:], rest) if refused else (rest, theme[1:])
        denying = one if refused else other
        if _covers(broad, narrow) and _same_time(one, other, broad=denying) and _enough([*held, *theme], around):
            if not _same_numbers(*((one, other) if refused else (other, one))):
                continue
            shown = _verb(other, place) if refused else _negation(other, place)
            return Opposed("refusal against openness", _stance(one, pivot), shown)
    return None


# Antonyms: two actions, changes or states that exclude each other ----------------------------------------------------


def _antonyms(one: _Clause, other: _Clause, around: Circumstances) -> Opposed | None:
    if len(one.tokens) != len(other.tokens) and not _has_truth(one):
        return None
    if not _sure(one.reading.claim, other.reading.claim) or one.denied or other.denied:
        return None
    for pivot, token in enumerate(one.tokens):
        for mine in token.senses:
            if mine.sort == "stance" or token.negated or not pivot:
                continue
            found = (
                _truth(one, pivot, mine, other, around)
                if mine.sort == "truth"
                else _antonym(one, pivot, mine, other, around)
            )
            if found is not None:
                return found
    return None


def _antonym(one: _Clause, pivot: int, mine: _Sense, other: _Clause, around: Circumstances) -> Opposed | None:
    if pivot >= len(other.tokens):
        return None
    token = other.tokens[pivot]
    if token.negated or not any(theirs.axis == mine.axis and theirs.sign == -mine.sign for theirs in token.senses):
        return None
    rest = [*one.tokens[:pivot], *one.tokens[pivot + 1 :]], [*other.tokens[:pivot], *other.tokens[pivot + 1 :]]
    if not _exactly(*rest) or not _enough([*rest[0], token], around) or one.tense != other.tense:
        return None
    if not _same_time(one, other):
        return None
    if mine.sort == "change" and around.apart(AT_ONCE) and one.tense != "future":
        return None
    if mine.sort in ("act", "change") and (_counted(one) or _counted(other)):
        return None
    if one.tense == "past" and (around.apart(STORY) or (mine.reversible and not _dated_alike(one, other))):
        return None
    if mine.sort == "act" and not all(map(_told_apart, (*rest[0], *rest[1]))):
        return None
    if _is_crowd(one.tokens[:pivot]) and mine.sort in ("act", "rule"):
        return None
    rule = "opposite state" if mine.sort == "state" else "opposite action"
    return Opposed(rule, _stance(one, pivot), _stance(other, pivot))


def _dated_alike(one: _Clause, other: _Clause) -> bool:
    return bool(one.reading.wording.moments) and bool(other.reading.wording.moments)


def _told_apart(token: _Token) -> bool:
    """Whether a thing is a certain one: named, "the bridge", or no thing; "a school" and "schools" may be any."""
    return token.name or bool(token.senses) or (not token.indefinite and (token.definite or not token.plural))


def _has_truth(clause: _Clause) -> bool:
    return any(sense.sort == "truth" for token in clause.tokens for sense in token.senses)


def _truth(one: _Clause, pivot: int, mine: _Sense, other: _Clause, around: Circumstances) -> Opposed | None:
    """What *one* denies, *other* confirms or says: "denied attacking the hospital", "attacked the hospital"."""
    if mine.sign > 0 or around.apart(STORY) or not _same_time(one, other, broad=one):
        return None
    theme = one.tokens[pivot + 1 :]
    own_subject = bool(theme) and ("that" in theme[0].between or theme[0].name)
    said = list(theme) if own_subject else [*one.tokens[:pivot], *theme]
    for place, token in enumerate(other.tokens):
        if any(sense.axis == mine.axis and sense.sign > 0 for sense in token.senses) and not token.negated:
            confirmed = other.tokens[place + 1 :]
            sides = own_subject or _exactly(one.tokens[:pivot], other.tokens[:place])
            if theme and sides and _exactly(theme, confirmed) and _enough(said, around):
                return Opposed("opposite polarity", _stance(one, pivot), _stance(other, place))
    plain = not any(token.senses and token.senses[0].sort in ("truth", "stance") for token in other.tokens)
    told = bool(theme) and plain and other.tense in ("past", "present") and _covers(said, other.tokens)
    if told and _enough(said, around) and _same_numbers(one, other):
        return Opposed("opposite polarity", _stance(one, pivot), other.shown())
    return None


# Quantities: two numbers of one thing --------------------------------------------------------------------------------

ABOUT = Fraction(1, 5)
"""How far "about" reaches: news rounds to one figure or two, which is a fifth at the most."""

EXACT_BELOW = 100
"""Whole numbers below this are counted; from here on their last zeros may be rounding."""


def _numbers(one: _Clause, other: _Clause, around: Circumstances) -> Opposed | None:
    """The same words around two numbers of one thing that cannot both be right."""
    if len(one.quantities) != len(other.quantities) or not one.quantities or one.tense != other.tense:
        return None
    if not _sure(one.reading.claim, other.reading.claim) or one.denied or other.denied:
        return None
    if not _exactly(one.tokens, other.tokens) or any(token.negated for token in one.tokens):
        return None
    if not _same_time(one, other) or around.apart(STORY) or not _enough(one.tokens, around):
        return None
    if around.other_days and any(not token.keys.isdisjoint(_tolls()) for token in one.tokens):
        return None
    differing = []
    for (place, mine), (at, theirs) in zip(one.quantities, other.quantities, strict=True):
        if place != at or mine.noun != theirs.noun or _before(one, mine) != _before(other, theirs):
            return None
        if not mine.agrees(theirs):
            differing.append((mine, theirs))
    if len(differing) == 1 and incompatible(*differing[0]):
        mine, theirs = differing[0]
        return Opposed("incompatible quantity", mine.span, theirs.span)
    return None


@cache
def _tolls() -> frozenset[str]:
    return frozenset(base(word) for word in _listed("tolls"))


def _before(clause: _Clause, quantity: Quantity) -> str:
    """The preposition before a number: "rose by 10" and "rose to 20" do not disagree."""
    word = clause.reading.wording.units.word(quantity.first - 1)
    return word if word in {"by", "to", "from", "of", "between", "per", "every"} else ""


def incompatible(one: Quantity, other: Quantity) -> bool:
    """
    Whether two numbers cannot both be right of one thing.

    "At least 700" and "800" can; so can a number and one that it rounds to ("1,234" and "1,200"), and "about" reaches a
    fifth to either side. What is vague ("dozens"), ordinal or told in units of different sorts is never incompatible.
    """
    if one.unit != other.unit or "vague" in (one.about, other.about) or one.weak or other.weak:
        return False
    if one.unit in {"ordinal", "times"}:
        return False
    least, most = _bounds(one)
    low, high = _bounds(other)
    rounded = bool(_rounding(one) and _rounding(other))  # of two roundings, one takes in where they meet
    return most < low or high < least or (rounded and least != low and (most == low or high == least))


def _bounds(quantity: Quantity) -> tuple[Fraction, Fraction]:
    slack = _rounding(quantity)
    low, high = quantity.low - slack, quantity.high + slack
    if quantity.about == "at least":
        return quantity.low, Fraction(10) ** 30
    if quantity.about == "at most":
        return Fraction(0), quantity.high
    if quantity.about == "about":
        return low - ABOUT * quantity.low, high + ABOUT * quantity.high
    return low, high


def _rounding(quantity: Quantity) -> Fraction:
    """Half of the last figure that is told: "800,000" may be anything from 750,000 on."""
    value = quantity.high
    if quantity.part:
        return Fraction(1)  # "a third" is 33 or 34 %
    if value.denominator == 1 and value < EXACT_BELOW:
        return Fraction(0) if not quantity.unit else Fraction(1, 2)
    step = Fraction(1)
    while value % (step * 10) == 0 and step < value:
        step *= 10
    while value % step:
        step /= 10
    return step / 2
