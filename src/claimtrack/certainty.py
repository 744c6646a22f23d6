"""How sure somebody is: a speaker's certainty, an event's likelihood, an annotator's confidence, and their scales."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Literal, TypeVar, get_args

from attrs import field, frozen

from claimtrack.errors import InvalidValue, UnknownTerm

if TYPE_CHECKING:
    from attrs import Attribute

Level = Literal["certain", "probable", "possible", "unknown"]
Polarity = Literal["positive", "negative", "unknown"]
LikelihoodScale = Literal["icd203", "icd203-other", "ipcc"]
ConfidenceScale = Literal["none-low-med-high", "0-10", "admiralty", "wep", "dni"]

T = TypeVar("T")


@frozen
class Converted(Generic[T]):
    """
    What a conversion gave, and what it lost on the way.

    Args:
        value: The converted value, or None where the target scale has no place for it.
        losses: One sentence for each thing that the target scale cannot say; empty for a faithful conversion.
    """

    value: T
    losses: tuple[str, ...] = ()


_LETTERS: dict[Level, str] = {"certain": "CT", "probable": "PR", "possible": "PS", "unknown": "U"}
_SIGNS: dict[Polarity, str] = {"positive": "+", "negative": "-", "unknown": "u"}
_SCORES: dict[Level, int] = {"certain": 3, "probable": 2, "possible": 1, "unknown": 0}
_DIRECTIONS: dict[Polarity, int] = {"positive": 1, "negative": -1, "unknown": 0}


@frozen(cache_hash=True)
class Certainty:
    """
    What a speaker commits to: how surely, and whether the event is or is not the case.

    The values are FactBank's (Saurí & Pustejovsky 2009, 2012): CT+ certain, PR+ probable, PS+ possible, the same with
    ``-`` for "not", CTu for a speaker who knows whether but does not say, Uu for unknown or uncommitted. An unknown
    level has an unknown polarity: FactBank has no U+ and no U-.

    Args:
        level: How surely.
        polarity: Whether it is, or is not, the case.
        strength: Where within the level, from the level's number (3, 2, 1) down to, not including, the next; None for
            the number itself. A judgement of words gives it (`claimtrack.judge_certainty`). It refines the score, and
            is neither compared nor written to files: two annotators agree on a level, not on its fractions.

    Raises:
        InvalidValue: If level or polarity is no word of its scale, an unknown level has a polarity, or the strength is
            outside its level.
    """

    level: Level = field()
    polarity: Polarity = field()
    strength: float | None = field(default=None, eq=False, repr=False, kw_only=True)

    @level.validator
    def _known_level(self, _: Attribute[Level], level: Level) -> None:
        if level not in _LETTERS:
            raise InvalidValue(f"{level!r} is no level of certainty", hint=f"one of {', '.join(_LETTERS)}")

    @polarity.validator
    def _known_polarity(self, _: Attribute[Polarity], polarity: Polarity) -> None:
        if polarity not in _SIGNS:
            raise InvalidValue(f"{polarity!r} is no polarity", hint=f"one of {', '.join(_SIGNS)}")
        if self.level == "unknown" and polarity != "unknown":
            raise InvalidValue("an unknown level of certainty has no polarity", hint="Uu is the only unknown value")

    @strength.validator
    def _within_level(self, _: Attribute[float | None], strength: float | None) -> None:
        if strength is None:
            return
        number = _SCORES[self.level]
        if type(strength) not in (int, float) or not number - 1 < strength <= number or not number:
            raise InvalidValue(
                f"{strength!r:.40} is no strength of the level {self.level}",
                hint=f"above {number - 1}, up to {number}" if number else "an unknown level has no strength",
            )

    @classmethod
    def parse(cls, code: str) -> Certainty:
        """
        The certainty that a FactBank code such as ``PR+`` stands for; a minus sign (U+2212) is read as a hyphen.

        Raises:
            UnknownTerm: If *code* is none of FactBank's values.
        """
        found = _BY_CODE.get(code) or _BY_CODE.get(code.replace("\u2212", "-"))
        if found is None:
            raise UnknownTerm(f"{code!r:.40} is no FactBank value", hint=f"one of {', '.join(CODES)}")
        return found

    @property
    def code(self) -> str:
        """The FactBank code, in ASCII: ``CT+`` … ``Uu``."""
        return _LETTERS[self.level] + _SIGNS[self.polarity]

    def __str__(self) -> str:
        return self.code

    @property
    def score(self) -> float:
        """
        The place on a line from -3 (certainly not) to 3 (certainly); 0 for Uu, CTu, PRu and PSu.

        This is how later work maps FactBank's values to numbers (Stanovsky et al. 2017, "Integrating Deep Linguistic
        Features in Factuality Prediction over Unified Datasets"). Where there is a strength, it stands for the
        level's number.
        """
        strength = _SCORES[self.level] if self.strength is None else self.strength
        return float(strength * _DIRECTIONS[self.polarity])

    def stronger_than(self, other: Certainty) -> bool:
        """
        Whether this commits the speaker to more than *other* does, about the same polarity.

        Values of differing polarity are not ordered, nor is anything with an unknown polarity: both directions are
        False then.
        """
        if self.polarity == "unknown" or self.polarity != other.polarity:
            return False
        return _SCORES[self.level] > _SCORES[other.level]

    def to_likelihood(self) -> Converted[Likelihood | None]:
        """
        A range of probability that a speaker with this certainty may have in mind; always lossy.

        FactBank gives no numbers. The ranges are ICD 203's for the words that FactBank's annotators were shown:
        "certain" as almost certain (95-99 %) widened to 100 %, "probable" as likely up to that, "possible" as anything
        but certain or impossible.
        """
        if self.level == "unknown" or self.polarity == "unknown":
            return Converted(None, (f"{self.code} says nothing about the probability of the event",))
        low, high = {3: (0.95, 1.0), 2: (0.55, 0.95), 1: (0.05, 0.8)}[_SCORES[self.level]]
        if self.polarity == "negative":
            low, high = _complement(high), _complement(low)
        return Converted(
            Likelihood(low, high),
            (
                f"{self.code} is a commitment of the speaker, no probability of the event: the range is a convention",
                "whose certainty it is is not said",
            ),
        )


_VALUES = (
    *(
        Certainty(level, polarity)
        for level in ("certain", "probable", "possible")
        for polarity in ("positive", "negative", "unknown")
    ),
    Certainty("unknown", "unknown"),
)
_BY_CODE = {value.code: value for value in _VALUES}

CODES: tuple[str, ...] = tuple(_BY_CODE)
"""FactBank's codes in ASCII, in the order of the level, then of the polarity."""

# ICD 203 (Office of the Director of National Intelligence, Analytic Standards, 2015), in percent. Each band has two
# names; the columns are not mixed in one product.
_ICD203 = (
    (1, 5, "almost no chance", "remote"),
    (5, 20, "very unlikely", "highly improbable"),
    (20, 45, "unlikely", "improbable"),
    (45, 55, "roughly even chance", "roughly even odds"),
    (55, 80, "likely", "probable"),
    (80, 95, "very likely", "highly probable"),
    (95, 99, "almost certain", "nearly certain"),
)
# IPCC guidance note on uncertainty (Mastrandrea et al. 2010, used in AR5), in percent. The bands nest.
_IPCC = (
    (99, 100, "virtually certain"),
    (95, 100, "extremely likely"),
    (90, 100, "very likely"),
    (66, 100, "likely"),
    (50, 100, "more likely than not"),
    (33, 66, "about as likely as not"),
    (0, 33, "unlikely"),
    (0, 10, "very unlikely"),
    (0, 5, "extremely unlikely"),
    (0, 1, "exceptionally unlikely"),
)
TERMS: dict[LikelihoodScale, dict[str, tuple[float, float]]] = {
    "icd203": {term: (low / 100, high / 100) for low, high, term, _ in _ICD203},
    "icd203-other": {term: (low / 100, high / 100) for low, high, _, term in _ICD203},
    "ipcc": {term: (low / 100, high / 100) for low, high, term in _IPCC},
}
"""The terms of each likelihood scale with their range of probability, from 0 to 1."""

_VARIANTS = {"almost certainly": "almost certain", "nearly certainly": "nearly certain"}


def _probability(value: object) -> float:
    if type(value) is int or type(value) is float:  # True and "0.8" are no numbers
        return float(value)
    raise InvalidValue(f"a probability is a number from 0 to 1, not {value!r:.40}")


@frozen
class Likelihood:
    """
    The probability of an event as a range, from 0 to 1, and the term it was given in, if any.

    Args:
        low: The lower end, from 0 to 1.
        high: The upper end, from *low* to 1.
        term: The term that was used, as its scale writes it.
        scale: ``icd203`` or ``icd203-other`` (the two columns of ICD 203's terms) or ``ipcc`` (AR5).

    Raises:
        InvalidValue: If the range is reversed or leaves 0…1, or a term comes without a scale or the other way round.
        UnknownTerm: If the term is not on its scale.
    """

    low: float = field(converter=_probability)
    high: float = field(converter=_probability)
    term: str | None = field(default=None, kw_only=True)
    scale: LikelihoodScale | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.low <= self.high <= 1:
            raise InvalidValue(
                f"{self.low} to {self.high} is no range of probability", hint="0 ≤ low ≤ high ≤ 1; 80 % is 0.8"
            )
        if (self.term is None) != (self.scale is None):
            raise InvalidValue("a likelihood has a term and its scale together, or neither")
        if self.scale is not None and self.term is not None:
            terms = TERMS.get(self.scale)
            if terms is None:
                raise UnknownTerm(f"{self.scale!r:.40} is no likelihood scale", hint=f"one of {', '.join(TERMS)}")
            if self.term not in terms:
                raise UnknownTerm(
                    f"{self.term!r:.60} is no term of the scale {self.scale}", hint=f"one of {', '.join(terms)}"
                )
            if terms[self.term] != (self.low, self.high):
                low, high = terms[self.term]
                raise InvalidValue(
                    f"{self.term!r} on the scale {self.scale} is {low:g} to {high:g}, "
                    f"not {self.low:g} to {self.high:g}",
                    hint="correct the range, or leave the term out",
                )

    @classmethod
    def from_term(cls, term: str, scale: LikelihoodScale) -> Likelihood:
        """
        The range that *term* stands for on *scale*; case and the adverb form of ICD 203's last band do not matter.

        Raises:
            UnknownTerm: If *scale* does not have the term.
        """
        terms = TERMS.get(scale)
        if terms is None:
            raise UnknownTerm(f"{scale!r:.40} is no likelihood scale", hint=f"one of {', '.join(TERMS)}")
        plain = " ".join(term.lower().split())
        plain = _VARIANTS.get(plain, plain)
        if plain not in terms:
            others = [name for name in get_args(LikelihoodScale) if plain in TERMS[name]]
            hint = f"it is on {', '.join(others)}" if others else f"one of {', '.join(terms)}"
            raise UnknownTerm(f"{term!r:.60} is no term of the scale {scale}", hint=hint)
        low, high = terms[plain]
        return cls(low, high, term=plain, scale=scale)

    @classmethod
    def from_number(cls, probability: float) -> Likelihood:
        """
        The likelihood of exactly *probability*, from 0 to 1.

        Raises:
            InvalidValue: If *probability* is no number from 0 to 1.
        """
        return cls(probability, probability)

    @property
    def middle(self) -> float:
        """The middle of the range, from 0 to 1, rounded to six places."""
        return round((self.low + self.high) / 2, 6)

    def to_number(self) -> Converted[float]:
        """The middle of the range; the width of the range and the term are lost."""
        losses = []
        if self.high > self.low:
            losses.append(f"the range {self.low:g} to {self.high:g} became its middle")
        if self.term is not None:
            losses.append(f"the term {self.term!r} of {self.scale} is gone")
        return Converted(self.middle, tuple(losses))

    def to_term(self, scale: LikelihoodScale) -> Converted[str | None]:
        """
        The term of *scale* whose band holds the range, else the one that holds its middle; None where no band does
        (ICD 203 has no word for 0 and for 1). Where several do, IPCC's nested bands give the narrowest; on a border
        between two bands of ICD 203 the one nearer to even odds is taken: the weaker claim.

        Raises:
            UnknownTerm: If there is no such scale.
        """
        terms = TERMS.get(scale)
        if terms is None:
            raise UnknownTerm(f"{scale!r:.40} is no likelihood scale", hint=f"one of {', '.join(TERMS)}")
        if self.scale == scale:
            return Converted(self.term)
        holding = [item for item in terms.items() if item[1][0] <= self.low and self.high <= item[1][1]]
        near = [item for item in terms.items() if item[1][0] <= self.middle <= item[1][1]]
        if not (holding or near):
            return Converted(None, (f"{scale} has no term for {self.low:g} to {self.high:g}",))
        nested = scale == "ipcc"
        term, (low, high) = min(
            holding or near,
            key=lambda item: (
                round(item[1][1] - item[1][0], 6) if nested else 0,
                round(abs(sum(item[1]) / 2 - 0.5), 6),
                item[0],
            ),
        )
        losses = []
        if not holding:
            losses.append(f"{self.low:g} to {self.high:g} reaches beyond {term!r} ({low:g} to {high:g})")
        elif (low, high) != (self.low, self.high):
            losses.append(f"{self.low:g} to {self.high:g} became the wider {low:g} to {high:g}")
        if self.term is not None and self.term != term:
            losses.append(f"the term {self.term!r} of {self.scale} is gone")
        return Converted(term, tuple(losses))


# STIX 2.1 (OASIS Standard, 2021), appendix "Confidence Scales": upper end of the range of 0-100, value, words.
_STIX: dict[ConfidenceScale, tuple[tuple[int, int, tuple[str, ...]], ...]] = {
    "none-low-med-high": ((0, 0, ("None",)), (29, 15, ("Low",)), (69, 50, ("Med",)), (100, 85, ("High",))),
    "0-10": tuple((min(10 * step + 4, 100), 10 * step, (str(step),)) for step in range(11)),
    "admiralty": (
        (19, 10, ("5 - Improbable", "5")),
        (39, 30, ("4 - Doubtful", "4")),
        (59, 50, ("3 - Possibly True", "3")),
        (79, 70, ("2 - Probably True", "2")),
        (100, 90, ("1 - Confirmed by other sources", "1")),
    ),
    "wep": (
        (0, 0, ("Impossible",)),
        (19, 10, ("Highly Unlikely/Almost Certainly Not", "Highly Unlikely", "Almost Certainly Not")),
        (39, 30, ("Unlikely/Probably Not", "Unlikely", "Probably Not")),
        (59, 50, ("Even Chance",)),
        (79, 70, ("Likely/Probable", "Likely", "Probable")),
        (99, 90, ("Highly Likely/Almost Certain", "Highly Likely", "Almost Certain")),
        (100, 100, ("Certain",)),
    ),
    "dni": (
        (9, 5, ("Almost No Chance / Remote", "Almost No Chance", "Remote")),
        (19, 15, ("Very Unlikely / Highly Improbable", "Very Unlikely", "Highly Improbable")),
        (39, 30, ("Unlikely / Improbable", "Unlikely", "Improbable")),
        (59, 50, ("Roughly Even Chance / Roughly Even Odds", "Roughly Even Chance", "Roughly Even Odds")),
        (79, 70, ("Likely / Probable", "Likely", "Probable")),
        (89, 85, ("Very Likely / Highly Probable", "Very Likely", "Highly Probable")),
        (100, 95, ("Almost Certain / Nearly Certain", "Almost Certain", "Nearly Certain")),
    ),
}


@frozen(order=True)
class Confidence:
    """
    How sure an annotator is of an annotation, from 0 to 100 (STIX 2.1); no probability of the event.

    Raises:
        InvalidValue: If *value* is no whole number from 0 to 100.
    """

    value: int = field()

    @value.validator
    def _in_range(self, _: Attribute[int], value: int) -> None:
        if type(value) is not int or not 0 <= value <= 100:
            raise InvalidValue(f"{value!r:.40} is no confidence", hint="a whole number from 0 to 100")

    def __int__(self) -> int:
        return self.value

    @classmethod
    def from_term(cls, term: str, scale: ConfidenceScale) -> Converted[Confidence | None]:
        """
        The STIX value of *term* on *scale*; case and spacing do not matter.

        Admiralty credibility 6 ("truth cannot be judged") says nothing and becomes None.

        Raises:
            UnknownTerm: If *scale* does not have the term.
        """
        plain = _plain(term)
        if scale == "admiralty" and plain in ("6", "6-truthcannotbejudged"):
            return Converted(None, ("credibility 6 means that nothing can be judged: it has no number",))
        for _, value, names in _bands(scale):
            if any(plain == _plain(name) for name in names):
                return Converted(cls(value))
        shown = ", ".join(names[0] for _, _, names in _bands(scale))
        raise UnknownTerm(f"{term!r:.60} is no term of the scale {scale}", hint=f"one of {shown}")

    def to_term(self, scale: ConfidenceScale) -> Converted[str]:
        """
        The term of *scale* in whose range the value lies; a value that is not the range's own is lost.

        Raises:
            UnknownTerm: If there is no such scale.
        """
        for upper, value, names in _bands(scale):
            if self.value <= upper:
                lost = () if value == self.value else (f"{self.value} became {value}, the value of {names[0]!r}",)
                return Converted(names[0], lost)
        raise AssertionError("every scale ends at 100")  # pragma: no cover

    @classmethod
    def from_credibility(cls, digit: int) -> Converted[Confidence | None]:
        """
        The STIX value of an Admiralty credibility digit; 6 becomes None.

        Raises:
            UnknownTerm: If *digit* is not 1 to 6.
        """
        return cls.from_term(str(digit), "admiralty")

    def to_credibility(self) -> Converted[int]:
        """The Admiralty credibility digit, 1 (confirmed) to 5 (improbable)."""
        term = self.to_term("admiralty")
        return Converted(int(term.value[0]), term.losses)

    @classmethod
    def from_reliability(cls, letter: str) -> Converted[Confidence | None]:
        """
        What an Admiralty source letter says about confidence in the information: nothing, by the code's own rule.

        The letter rates the source, the digit the information, independently of each other; F judges nothing at all.

        Raises:
            UnknownTerm: If *letter* is not A to F.
        """
        if letter.upper() not in tuple("ABCDEF"):
            raise UnknownTerm(f"{letter!r:.40} is no Admiralty source letter", hint="one of A, B, C, D, E, F")
        what = "the source cannot be judged" if letter.upper() == "F" else "the letter rates the source"
        return Converted(None, (f"{letter.upper()}: {what}, not the information: it has no number",))


def _bands(scale: ConfidenceScale) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    if scale not in _STIX:
        raise UnknownTerm(f"{scale!r:.40} is no confidence scale", hint=f"one of {', '.join(_STIX)}")
    return _STIX[scale]


def _plain(term: str) -> str:
    return "".join(term.lower().split())


def _complement(probability: float) -> float:
    return round(1 - probability, 6)
