"""Claims that cannot both hold: what the words of two say of the same things, with the rule that opposes them."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from claimtrack._clauses import opens_with_stance, opposites_words
from claimtrack._closed import listed
from claimtrack._units import base
from claimtrack.model import Date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimtrack._clauses import Clause, Reading, Sense, Token
    from claimtrack.language import Quantity
    from claimtrack.model import Claim
    from claimtrack.text import Span

STORY = timedelta(days=7)
"""Texts further apart than this may tell of two states of things: the news of one event is told within a week."""

AT_ONCE = timedelta(days=1)
"""Changes told further apart than this may be two: markets rise on one day and fall on the next."""

MOST_EXTRA = 2
"""So many words more may have who grants what the other denies: "will not send weapons", "will send heavy weapons"."""

LEAST_TOLD = 2
"""Telling words of a claim that is known to be another's: somebody and something."""

FEW_SHARED = 3
"""So many telling words must two claims share, or two of them a name: "the bill passed" may be any bill."""


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
    """The first rule, in the order of the wordings, by which two claims cannot both hold."""
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


def reversed_partner(one: Reading, other: Reading, around: Circumstances) -> Opposed | None:
    """
    That two claims which are known to be one claim have opposite polarity, of one time.

    The words have to bear the fields out: where those of the side that is said to be so negate, the two sides may only
    have been annotated by two habits.
    """
    mine, theirs = one.claim.certainty.polarity, other.claim.certainty.polarity
    if {mine, theirs} != {"positive", "negative"} or not _sure(one.claim, other.claim):
        return None
    said = one if mine == "positive" else other
    if said.negates or not one.clauses or not other.clauses or not _same_conditions(one, other):
        return None
    ours, their = one.clauses[0], other.clauses[0]
    if ours.shifting != their.shifting or ours.tense != their.tense or _counting(ours) != _counting(their):
        return None
    if not _same_time(ours, their) or (ours.tense == "past" and around.apart(STORY)):
        return None
    resolved = all(token.keys for token in (*ours.tokens, *their.tokens))  # "it" may be anything
    if not resolved or min(len(ours.tokens), len(their.tokens)) < LEAST_TOLD:
        return None
    return Opposed("opposite polarity", ours.shown(), their.shown())


def _statable(claim: Claim) -> bool:
    return claim.kind != "question"


def _same_conditions(one: Reading, other: Reading) -> bool:
    told = []
    for reading in (one, other):
        anchored = [re.findall(r"\w+", condition.anchor.exact.casefold()) for condition in reading.claim.conditions]
        cues = [re.findall(r"\w+", cue.words.casefold()) for cue in reading.wording.cues if cue.kind == "condition"]
        told.append({tuple(words) for words in (*anchored, *cues)})
    return told[0] == told[1]


def _opposed(one: Clause, other: Clause, around: Circumstances) -> Opposed | None:
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


def _counting(clause: Clause) -> list[tuple[str, Fraction]]:
    """Ordinals and the like, which tell one thing from another: "the first proposal"."""
    return sorted((quantity.unit, quantity.low) for _, quantity in clause.quantities if quantity.weak)


def _sure(*claims: Claim) -> bool:
    return all(
        claim.certainty.level in ("certain", "probable") and claim.certainty.polarity != "unknown" for claim in claims
    )


def _enough(shared: Sequence[Token], around: Circumstances) -> bool:
    """Whether what two clauses share tells that they speak of one thing."""
    telling = [token for token in shared if token.keys]
    least = FEW_SHARED - any(token.name for token in telling) - around.one_subject
    return len(telling) >= max(1, least)


def _exactly(one: Sequence[Token], other: Sequence[Token]) -> bool:
    return len(one) == len(other) and all(
        mine.same(theirs) and mine.negated == theirs.negated for mine, theirs in zip(one, other, strict=True)
    )


def _covers(broad: Sequence[Token], narrow: Sequence[Token]) -> bool:
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
            if extra == 1 and set(token.between) <= _DETERMINERS:
                return False
        elif number + 1 >= len(narrow) or not broad[at].same(narrow[number + 1]) or narrow[number + 1].between:
            return False
    return at == len(broad) and extra <= MOST_EXTRA


_DETERMINERS = listed("a an the this that these those its their his her our my your")


def _holders(one: Sequence[Token], other: Sequence[Token]) -> list[Token] | None:
    """The tokens by which two clauses have one subject; None where they have none, or not surely one."""
    if not one or not other:
        return None
    if _exactly(one, other) or _is_turned(one, other):
        return list(one)
    lists = _is_list(one) and _is_list(other)
    if lists:
        return [token for token in one if any(token.same(each) for each in other)] or None
    return None


def _is_turned(one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Whether one name changed its place: "Chad's army", "the army of Chad"."""
    if len(one) != len(other) or sum(token.name for token in one) != 1:
        return False
    plain = not any(token.negated or token.senses for token in (*one, *other))
    return plain and all(any(token.same(each) for each in other) for token in one)


def _stancers(one: Sequence[Token], other: Sequence[Token]) -> list[Token] | None:
    """The tokens by which it is one stance that two clauses tell of."""
    held = _holders(one, other)
    return _voices(one, other) if held is None else held


def _is_list(tokens: Sequence[Token]) -> bool:
    """Whether a subject is names joined by "and": what is said of them is said of each."""
    return bool(tokens) and all(
        token.name and not token.negated and set(token.between) <= {"and", "the"} for token in tokens
    )


def _voices(one: Sequence[Token], other: Sequence[Token]) -> list[Token] | None:
    """The states that both subjects speak for: "Moscow's answer", "the Russian Duma"."""
    states = [{key for token in side for key in token.keys if key[0] == "@"} for side in (one, other)]
    if not states[0] or states[0] != states[1]:
        return None
    known = {base(word) for word in opposites_words("voices")} | opposites_words("voices")
    rest = (token for side in (one, other) for token in side if not any(key[0] == "@" for key in token.keys))
    if all(token.keys and token.keys <= known and not token.negated for token in rest):
        return [token for token in one if any(key[0] == "@" for key in token.keys)]
    return None


def _same_time(one: Clause, other: Clause, *, broad: Clause | None = None) -> bool:
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


def _counted(clause: Clause) -> bool:
    """Whether a plain number of things is told: of some things, not of all."""
    return any(not quantity.unit and not quantity.weak for _, quantity in clause.quantities)


def _same_numbers(one: Clause, other: Clause) -> bool:
    """Whether every number of *one* is in *other* as well."""
    return all(
        any(mine.agrees(theirs) and mine.noun == theirs.noun for _, theirs in other.quantities)
        for _, mine in one.quantities
        if not mine.weak
    )


# Polarity: one clause negates what the other says -------------------------------------------------------------------


def _polarity(one: Clause, other: Clause, around: Circumstances) -> Opposed | None:
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


def _denies_a_whole(clause: Clause, pivot: int) -> bool:
    """Whether "all" or the like stands behind the negation: "will not send all its troops"."""
    behind = clause.reading.wording.words[clause.tokens[pivot].negated_at : clause.last]
    return not opposites_words("whole").isdisjoint(behind)


def _is_crowd(holder: Sequence[Token]) -> bool:
    """Whether the subject is several of many, whom nothing tells apart: "lawmakers", "US officials", "Ukrainians"."""
    if not holder:
        return False
    head = holder[-1]
    return head.plural and not any(token.definite for token in holder)


def _negation(clause: Clause, pivot: int) -> Span:
    token = clause.tokens[pivot]
    return clause.reading.wording.units.span(min(token.negated_at, token.first), token.last)


def _verb(clause: Clause, place: int) -> Span:
    """The token with what makes its tense: "will send"."""
    token, wording = clause.tokens[place], clause.reading.wording
    first = wording.planned_from(token.first)
    return wording.units.span(token.first if first is None else max(first, clause.first), token.last)


# Stances: openness against refusal, support against opposition -------------------------------------------------------


def _stances(one: Clause, other: Clause, around: Circumstances) -> Opposed | None:
    """*one* refuses or opposes what *other* is open to or supports."""
    for pivot, stance in enumerate(one.tokens):
        if not any(sense.sort == "stance" for sense in stance.senses):
            continue
        for place, token in enumerate(other.tokens):
            rule = _against(stance, token, is_openness=one.word(stance) in _OPENNESS)
            if rule is None:
                continue
            held = _stancers(one.tokens[:pivot], other.tokens[:place])
            if held is None and pivot == place == 0 and opens_with_stance(one) and opens_with_stance(other):
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


def _agree(one: Clause, other: Clause, shared: Sequence[Token], around: Circumstances) -> bool:
    same_numbers = _same_numbers(one, other)
    return same_numbers and _same_time(one, other, broad=one) and _enough(shared, around)


_OPENNESS = listed("open openness ready readiness willing willingness prepared rule rules ruled ruling")


def _against(stance: Token, token: Token, *, is_openness: bool) -> str | None:
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
                if mine.sign == theirs.sign and not is_openness:
                    return "opposite polarity"  # "has not accepted", "has accepted"
                return "refusal against openness" if mine.axis == "willingness" else "opposite stance"
    return None


def _primary(token: Token) -> tuple[Sense, ...]:
    """The senses that count: before a verb, "accepts" and "rules out" are about what one does oneself."""
    stances = tuple(sense for sense in token.senses if sense.sort == "stance")
    if token.to_verb and len(stances) > 1:
        return stances[:1]
    return stances


def _stance(clause: Clause, pivot: int) -> Span:
    token = clause.tokens[pivot]
    first = min(token.negated_at, token.first) if token.negated else token.first
    return clause.reading.wording.units.span(first, token.last)


def _plainly(one: Clause, pivot: int, other: Clause, around: Circumstances) -> Opposed | None:
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


def _antonyms(one: Clause, other: Clause, around: Circumstances) -> Opposed | None:
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


def _antonym(one: Clause, pivot: int, mine: Sense, other: Clause, around: Circumstances) -> Opposed | None:
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


def _dated_alike(one: Clause, other: Clause) -> bool:
    return bool(one.reading.wording.moments) and bool(other.reading.wording.moments)


def _told_apart(token: Token) -> bool:
    """Whether a thing is a certain one: named, "the bridge", or no thing; "a school" and "schools" may be any."""
    return token.name or bool(token.senses) or (not token.indefinite and (token.definite or not token.plural))


def _has_truth(clause: Clause) -> bool:
    return any(sense.sort == "truth" for token in clause.tokens for sense in token.senses)


def _truth(one: Clause, pivot: int, mine: Sense, other: Clause, around: Circumstances) -> Opposed | None:
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


def _numbers(one: Clause, other: Clause, around: Circumstances) -> Opposed | None:
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
        if _is_label(one, mine) or _is_label(other, theirs):
            return None
        if not mine.agrees(theirs):
            differing.append((mine, theirs))
    if len(differing) == 1 and incompatible(*differing[0]):
        mine, theirs = differing[0]
        return Opposed("incompatible quantity", mine.span, theirs.span)
    return None


@cache
def _tolls() -> frozenset[str]:
    return frozenset(base(word) for word in opposites_words("tolls"))


def _before(clause: Clause, quantity: Quantity) -> str:
    """The preposition before a number: "rose by 10" and "rose to 20" do not disagree."""
    word = clause.reading.wording.units.word(quantity.first - 1)
    return word if word in {"by", "to", "from", "of", "between", "per", "every"} else ""


def _is_label(clause: Clause, quantity: Quantity) -> bool:
    """Whether a number belongs to a name: "Resolution 1701", "Flight 370"."""
    units, at = clause.reading.wording.units, quantity.first
    counts = quantity.noun and units.word(quantity.last) not in _DETERMINERS
    if quantity.unit or counts or at == 0 or units.between(at) != " ":
        return False
    return units.raw(at - 1)[:1].isupper()


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
