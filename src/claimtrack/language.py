"""
What English tells by closed classes and fixed expressions: negation, hedges, conditions, quantities, dates, names.

Each entry of a lexicon is an expression with what it does; what it reaches, its scope, is the next telling word after
it. The groups name where they come from; the scale of hedges is FactBank's (Saurí & Pustejovsky 2009).
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

from attrs import evolve, frozen

from claimtrack.text import Span, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from claimtrack.text import Token

# Determiners, prepositions, conjunctions, auxiliaries and pronouns of English: closed classes, as any grammar lists
# them. Other languages do without: there the rarity of a word in the two reports is all.
FUNCTION_WORDS = frozenset(
    """
    a an the this that these those some any each every both either neither such all of in on at by for with from to
    into onto over under between among through during before after about against within without as than and or but
    nor so yet if unless while because since until when where which who whom whose what how be is are was were been
    being am do does did have has had having will would shall should can could may might must not no n't it its he
    him his she her they them their we us our you your i me my there here also s t
    """.split()  # noqa: SIM905 - as a list it would fill two pages
)

SUFFIXES = ("ations", "ation", "ments", "ment", "ings", "ing", "ed", "es", "s", "e")
"""Endings without which forms of one word are alike, the longest first."""


def lemma(word: str) -> str:
    """A stem of *word*, crude but even: "deploy", "deploys", "deployed" and "deployment" are one."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            stem = word[: -len(suffix)]
            return stem[:-1] if len(stem) > 4 and stem[-1] == stem[-2] else stem
    return word


CueKind = Literal["negation", "hedge", "commitment", "quantifier", "planned", "condition"]


@frozen(kw_only=True)
class Cue:
    """
    An expression that turns, weakens, strengthens, limits or conditions what it reaches.

    Args:
        kind: What it does.
        level: How strongly, within its kind: of hedges 1 possible, 2 probable, 3 certain, and 0 for hearsay; of
            commitments 1 considered, 2 intended, 3 vowed; of quantifiers 0 none, 1 few, 2 some, 3 most, 4 all.
        words: The expression as it stands there.
        span: Where, in code points.
        scope: The stem of the telling word it reaches; empty where there is none.
        sense: Of conditions, their sense in the file format.
    """

    kind: CueKind
    level: int
    words: str
    span: Span
    scope: str = ""
    sense: str = ""


# FactBank's markers of possibility and probability (Saurí & Pustejovsky 2009), with the evidentials of hearsay
# (Aikhenvald 2004) at level 0, and the boosters of Hyland (2005) at level 3.
_HEDGES: dict[str, int] = {
    **dict.fromkeys(
        """
        may|might|could|possibly|perhaps|maybe|conceivably|potentially|possible|potential|in theory|may be able to
        """.strip().split("|"),
        1,
    ),
    **dict.fromkeys(
        """
        probably|likely|presumably|apparently|seemingly|seem|seems|seemed|appear to|appears to|appeared to|appear
        |appears|appeared|suggest|suggests|suggested|is expected to|are expected to|was expected to|were expected to
        |expected to|is likely to|are likely to|likely to|is believed to|are believed to|believed to|is thought to
        |are thought to|thought to|tend to|tends to|probable|almost certainly
        """.replace("\n", " ")
        .replace(" |", "|")
        .strip()
        .split("|"),
        2,
    ),
    **dict.fromkeys(
        """
        reportedly|allegedly|purportedly|supposedly|alleged|according to|is said to|are said to|said to
        |is reported to|are reported to|rumoured|rumored
        """.replace("\n", " ")
        .replace(" |", "|")
        .strip()
        .split("|"),
        0,
    ),
    **dict.fromkeys(
        ["certainly", "definitely", "undoubtedly", "clearly", "surely", "without doubt", "of course", "indeed"], 3
    ),
}
# Intention by strength: from a thought to a vow (the commissives of Searle 1976).
_COMMITMENTS: dict[str, int] = {
    **dict.fromkeys(
        [
            "consider",
            "considers",
            "considered",
            "considering",
            "weigh",
            "weighs",
            "weighing",
            "mull",
            "mulling",
            "mulls",
            "explore",
            "exploring",
        ],
        1,
    ),
    **dict.fromkeys(
        [
            "plan to",
            "plans to",
            "planned to",
            "planning to",
            "intend to",
            "intends to",
            "intended to",
            "hope to",
            "hopes to",
            "hoped to",
            "aim to",
            "aims to",
            "aimed to",
            "seek to",
            "seeks to",
            "sought to",
            "want to",
            "wants to",
            "wanted to",
        ],
        2,
    ),
    **dict.fromkeys(
        [
            "vow",
            "vows",
            "vowed",
            "pledge",
            "pledges",
            "pledged",
            "promise",
            "promises",
            "promised",
            "guarantee",
            "guarantees",
            "guaranteed",
            "swear",
            "swore",
            "commit to",
            "commits to",
            "committed to",
        ],
        3,
    ),
}
_NEGATIONS = frozenset(
    [
        "not",
        "no",
        "never",
        "cannot",
        "neither",
        "nor",
        "nobody",
        "nothing",
        "nowhere",
        "without",
        "none",
        "hardly",
        "scarcely",
        "barely",
        "fail to",
        "fails to",
        "failed to",
        "refuse to",
        "refuses to",
        "refused to",
        "decline to",
        "declines to",
        "declined to",
        "no longer",
        "unable to",
        "far from",
        "deny",
        "denies",
        "denied",
        "denying",
        "rule out",
        "rules out",
        "ruled out",
    ]
)
_QUANTIFIERS: dict[str, int] = {
    **dict.fromkeys(("all", "every", "each", "always", "entire", "everyone", "everybody", "everything", "whole"), 4),
    **dict.fromkeys(("most", "mostly", "usually", "generally", "majority", "largely"), 3),
    **dict.fromkeys(("some", "many", "several", "sometimes", "often", "partly", "various"), 2),
    **dict.fromkeys(("few", "rarely", "seldom", "a few"), 1),
}
_PLANNED = frozenset(
    [
        "will",
        "shall",
        "going to",
        "plan to",
        "plans to",
        "planned to",
        "set to",
        "about to",
        "due to be",
        "intend to",
        "intends to",
        "is to",
        "are to",
        "would",
        "ready to",
        "aim to",
        "aims to",
        "to be",
    ]
)
_CONDITIONS: dict[str, str] = {
    **dict.fromkeys(
        ("if", "only if", "provided", "provided that", "as long as", "so long as", "on condition that", "assuming",
         "in the event of", "in the event that", "in case of", "in case", "should"),
        "if",
    ),
    "unless": "unless",
    "once": "once",
    "even if": "even-if",
}  # fmt: skip
_NO_CONDITION = frozenset({"as", "what", "see", "ask", "asked", "wonder", "know"})  # "as if", "asked if"


def _lexicon() -> dict[str, list[tuple[tuple[str, ...], CueKind, int, str]]]:
    entries: list[tuple[str, CueKind, int, str]] = [
        *((words, "hedge", level, "") for words, level in _HEDGES.items()),
        *((words, "commitment", level, "") for words, level in _COMMITMENTS.items()),
        *((words, "negation", 1, "") for words in _NEGATIONS),
        *((words, "quantifier", level, "") for words, level in _QUANTIFIERS.items()),
        *((words, "condition", 1, sense) for words, sense in _CONDITIONS.items()),
    ]
    found: dict[str, list[tuple[tuple[str, ...], CueKind, int, str]]] = {}
    for words, kind, level, sense in entries:
        parts = tuple(words.split())
        found.setdefault(parts[0], []).append((parts, kind, level, sense))
    for known in found.values():
        known.sort(key=lambda entry: (-len(entry[0]), entry))
    return found


_LEXICON = _lexicon()
_PLANNED_PARTS = [tuple(words.split()) for words in sorted(_PLANNED)]
_MONTH_NAMES = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]  # fmt: skip
_MONTHS = (
    {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
    | {name[:3]: number for number, name in enumerate(_MONTH_NAMES, 1)}
    | {"sept": 9}
)
_WEEKDAYS = {name: number for number, name in enumerate(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], 1
)}  # fmt: skip


class Wording:
    """
    A wording, read once: its words, cues, quantities, dates and names, each with its span in code points.

    Args:
        text: The words.
        offset: Where they stand in the document: every span is shifted by it.
    """

    def __init__(self, text: str, offset: int = 0) -> None:
        self.text, self.offset = text, offset
        self.tokens: tuple[Token, ...] = tokens(text)
        self.folded = [token.folded for token in self.tokens]
        self.taken: set[int] = set()  # words that are part of a date or quantity
        self.dates = tuple(self._dates())
        self.quantities = tuple(self._quantities())
        self.cues = tuple(self._cues())
        self.names = tuple(self._names())

    def raw(self, number: int) -> str:
        """Word *number* as it is written."""
        return self.tokens[number].span.of(self.text)

    def span(self, start: int, end: int) -> Span:
        """The span of the words from number *start* to *end*."""
        return Span(self.tokens[start].span.start + self.offset, self.tokens[end - 1].span.end + self.offset)

    def words(self, start: int, end: int) -> str:
        """The words from number *start* to *end* as they stand there."""
        return self.text[self.tokens[start].span.start : self.tokens[end - 1].span.end]

    def starts_sentence(self, number: int) -> bool:
        """Whether word *number* may owe its capital to its place."""
        if number == 0:
            return True
        between = self.text[self.tokens[number - 1].span.end : self.tokens[number].span.start]
        return bool(re.search(r"[.!?:\n\u201c\"]", between))

    # Cues ----------------------------------------------------------------------------------------------------------

    def _cues(self) -> Iterator[Cue]:
        at = 0
        while at < len(self.folded):
            word = self.folded[at]
            if at in self.taken:
                at += 1
                continue
            if word.endswith("n't") and word != "n't":
                yield self._cue("negation", 1, at, at + 1)
                at += 1
                continue
            for parts, kind, level, sense in _LEXICON.get(word, ()):
                if tuple(self.folded[at : at + len(parts)]) == parts and self._means(parts, kind, at):
                    if kind == "condition":
                        yield self._condition(at, len(parts), sense)
                    else:
                        yield self._cue(kind, level, at, at + len(parts))
                    at += len(parts) - 1
                    break
            at += 1

    def _means(self, parts: tuple[str, ...], kind: CueKind, at: int) -> bool:
        """Whether the words are the expression and not others that look the same."""
        before = self.folded[at - 1] if at else ""
        after = self.folded[at + len(parts)] if at + len(parts) < len(self.folded) else ""
        if parts == ("may",):
            return not (self.raw(at)[0].isupper() and not self.starts_sentence(at))
        if parts == ("might",):
            return before not in {"the", "military", "its", "their", "of", "his", "her", "full", "and"}
        if parts == ("should",):  # "should a ceasefire be reached", not "they should"
            return self.starts_sentence(at) or self.text[: self.tokens[at].span.start].rstrip().endswith(
                (",", ";", "-")
            )
        if parts == ("if",):
            return before not in _NO_CONDITION
        if parts == ("once",):  # "once a week", "at once", "once again": how often, not when
            return (before not in {"at", "than", "just", "only"} and after not in {"a", "again", "more", "every"}) or (
                after == "a" and before == ""
            )
        if parts == ("no",):
            return after not in {"doubt"}
        if parts == ("provided",):
            return after not in {"by", "with", "to", "for"} and before not in {
                "be",
                "been",
                "was",
                "were",
                "have",
                "has",
            }
        if parts in {("indeed",), ("considered",)}:
            return (kind == "commitment" and after in {"a", "the", "whether"}) or kind != "commitment"
        return True

    def _cue(self, kind: CueKind, level: int, start: int, end: int) -> Cue:
        scope = next((lemma(word) for word in self.folded[end : end + 6] if word not in FUNCTION_WORDS), "")
        return Cue(kind=kind, level=level, words=self.words(start, end), span=self.span(start, end), scope=scope)

    def _condition(self, at: int, size: int, sense: str) -> Cue:
        """The whole clause: to the next comma or the end of its sentence, at most so many words."""
        end = at + size
        while end < len(self.tokens) and end - at < _LONGEST_CONDITION:
            between = self.text[self.tokens[end - 1].span.end : self.tokens[end].span.start]
            if re.search(r"[,;:.!?\n]|\s[-\u2013\u2014]\s", between):
                break
            end += 1
        return Cue(
            kind="condition", level=1, words=self.words(at, end), span=self.span(at, end), sense=sense,
            scope=next((lemma(word) for word in self.folded[at + size : end] if word not in FUNCTION_WORDS), ""),
        )  # fmt: skip

    def planned(self, number: int) -> bool:
        """Whether word *number*, a verb, is in the reach of an expression for what is still to come."""
        before = self.folded[max(0, number - 4) : number]
        return any(
            tuple(before[at : at + len(parts)]) == parts for parts in _PLANNED_PARTS for at in range(len(before))
        )

    # Quantities ----------------------------------------------------------------------------------------------------

    def _quantities(self) -> Iterator[Quantity]:
        at = 0
        while at < len(self.folded):
            found = None if at in self.taken else self._quantity(at)
            if found is None:
                at += 1
                continue
            quantity, end = found
            self.taken.update(range(at, end))
            joined = self._range(quantity, end)
            if joined is not None:
                quantity, new_end = joined
                self.taken.update(range(end, new_end))
                end = new_end
            yield quantity
            at = max(end, at + 1)

    def _quantity(self, at: int) -> tuple[Quantity, int] | None:
        start = at
        unit = ""
        if self.folded[at] in _CURRENCY and at + 1 < len(self.folded):
            unit, at = _CURRENCY[self.folded[at]], at + 1
        number = self._number(at)
        if number is None:
            return None
        value, at = number
        if at < len(self.folded) and (after := _UNITS.get(self.folded[at])) is not None:
            unit, at = after, at + 1
        elif tuple(self.folded[at : at + 2]) == ("per", "cent"):
            unit, at = "%", at + 2
        about, first = self._approximation(start)
        return Quantity(
            low=value, high=value, unit=unit, about=about, words=self.words(first, at), span=self.span(first, at)
        ), at

    def _number(self, at: int) -> tuple[Decimal, int] | None:
        word = self.folded[at]
        match = _DIGITS.fullmatch(word)
        if match:
            value = _decimal(match[1])
            if value is None:
                return None
            if match[2]:
                return value * _MAGNITUDES[match[2]], at + 1
            at += 1
            while at < len(self.folded) and self.folded[at] in _MAGNITUDES and len(self.folded[at]) > 1:
                value, at = value * _MAGNITUDES[self.folded[at]], at + 1
            if (
                at < len(self.folded)
                and self.folded[at] in {"m", "k", "b"}
                and self.tokens[at].span.start == self.tokens[at - 1].span.end
            ):
                value, at = value * _MAGNITUDES[self.folded[at]], at + 1
            return value, at
        return self._spelled(at)

    def _spelled(self, at: int) -> tuple[Decimal, int] | None:
        """A number in words: "twenty-five thousand", "a dozen", "half a million"."""
        total = current = Decimal(0)
        start, said = at, False
        while at < len(self.folded):
            word = self.folded[at]
            if word in _SMALL:
                current += _SMALL[word]
            elif word == "hundred" and said:
                current *= 100
            elif word in _MAGNITUDES and len(word) > 2 and said:
                total += (current or 1) * _MAGNITUDES[word]
                current = Decimal(0)
            elif word == "dozen":
                current = (current or 1) * 12
            elif (
                word == "a"
                and at + 1 < len(self.folded)
                and self.folded[at + 1] in {"hundred", "dozen", *_SPELLED_MAGNITUDES}
            ):
                current += 1
            elif (
                word == "half"
                and self.folded[at + 1 : at + 2] == ["a"]
                and self.folded[at + 2 : at + 3]
                and self.folded[at + 2] in _SPELLED_MAGNITUDES
            ):
                current, at = Decimal("0.5"), at + 1
            elif (
                word == "and"
                and said
                and at + 1 < len(self.folded)
                and self.folded[at + 1] in _SMALL
                and self.folded[at - 1] in {"hundred", "thousand"}
            ):
                pass
            else:
                break
            said = True
            at += 1
        if not said or self.folded[start:at] in (["one"], ["a"]):
            return None  # "one of them", "no one": no quantity
        return total + current, at

    def _approximation(self, start: int) -> tuple[str, int]:
        for size in (2, 1):
            told = " ".join(self.folded[max(0, start - size) : start])
            if start >= size and told in _APPROXIMATIONS:
                return _APPROXIMATIONS[told], start - size
        return "", start

    def _range(self, low: Quantity, end: int) -> tuple[Quantity, int] | None:
        """A second number that makes a range with the first: "10 to 12", "10-12", "between 10 and 12"."""
        if end >= len(self.folded):
            return None
        between = self.text[self.tokens[end - 1].span.end : self.tokens[end].span.start]
        at = end
        if re.fullmatch(r"\s*[-\u2010-\u2015]\s*", between) is None:
            word = self.folded[end]
            before = self.folded[self._first_of(low) - 1] if self._first_of(low) else ""
            if not (word == "to" or (word == "and" and before == "between")):
                return None
            at = end + 1
        if at >= len(self.folded) or at in self.taken:
            return None
        found = self._quantity(at)
        if found is None or found[0].high < low.low:
            return None
        high, end = found
        first = self._first_of(low)
        scale = high.high / _leading(high) if not low.unit and high.high >= 1000 and low.low < 1000 else Decimal(1)
        return (
            evolve(
                high, low=low.low * scale, about=low.about, unit=high.unit or low.unit,
                words=self.words(first, end), span=self.span(first, end),
            ),
            end,
        )  # fmt: skip

    def _first_of(self, quantity: Quantity) -> int:
        return next(n for n, token in enumerate(self.tokens) if token.span.start + self.offset == quantity.span.start)

    # Dates ---------------------------------------------------------------------------------------------------------

    def _dates(self) -> Iterator[Moment]:
        at = 0
        while at < len(self.folded):
            found = self._date(at)
            if found is None:
                at += 1
                continue
            moment, end = found
            self.taken.update(range(at, end))
            yield moment
            at = end

    def _date(self, at: int) -> tuple[Moment, int] | None:
        word, following = self.folded[at], self.folded[at + 1 : at + 4]
        iso = _ISO.match(self.text, self.tokens[at].span.start)
        if iso:
            end = at
            while end < len(self.tokens) and self.tokens[end].span.end <= iso.end():
                end += 1
            return self._moment(at, end, year=int(iso[1]), month=int(iso[2]), day=int(iso[3]))
        if word in _WEEKDAYS:
            return self._moment(at, at + 1, weekday=_WEEKDAYS[word])
        if (
            word in _MONTHS
            and (word != "may" or self.raw(at)[0].isupper())
            and (
                word
                not in {"may", "march", "mar", "dec", "jan", "sep", "oct", "nov", "jun", "jul", "apr", "aug", "feb"}
                or self.raw(at)[0].isupper()
            )
        ):
            day = following and _DAY.fullmatch(following[0])
            if (
                word in {"may", "march"}
                and not day
                and not (following and _YEAR.fullmatch(following[0]))
                and (
                    at == 0
                    or self.folded[at - 1]
                    not in {"in", "since", "until", "by", "last", "next", "early", "late", "mid", "of", "this", "and"}
                )
            ):
                return None
            if day:
                year = len(following) > 1 and _YEAR.fullmatch(following[1])
                return self._moment(
                    at,
                    at + 2 + bool(year),
                    month=_MONTHS[word],
                    day=int(day[1]),
                    year=int(following[1]) if year else None,
                )
            year = following and _YEAR.fullmatch(following[0])
            return self._moment(at, at + 1 + bool(year), month=_MONTHS[word], year=int(following[0]) if year else None)
        day = _DAY.fullmatch(word)
        if day and following:
            skip = 1 if following[0] == "of" and len(following) > 1 else 0
            if following[skip] in _MONTHS and self.raw(at + 1 + skip)[0].isupper():
                year = len(following) > skip + 1 and _YEAR.fullmatch(following[skip + 1])
                end = at + 2 + skip + bool(year)
                return self._moment(
                    at,
                    end,
                    day=int(day[1]),
                    month=_MONTHS[following[skip]],
                    year=int(following[skip + 1]) if year else None,
                )
        if _YEAR.fullmatch(word) and (at == 0 or self.folded[at - 1] in _BEFORE_YEAR):
            return self._moment(at, at + 1, year=int(word))
        if word in {"today", "tomorrow", "yesterday", "tonight"}:
            return self._moment(at, at + 1, relative=word)
        if word in {"next", "last", "this"} and following and following[0] in _PERIODS:
            return self._moment(at, at + 2, relative=f"{word} {following[0]}")
        clock = _CLOCK.match(self.text, self.tokens[at].span.start)
        if clock and (at == 0 or self.tokens[at - 1].span.end <= clock.start()):
            hour = int(clock[1]) % 12 + 12 if (clock[3] or "").lower().startswith("p") else int(clock[1])
            end = at
            while end < len(self.tokens) and self.tokens[end].span.start < clock.end():
                end += 1
            return self._moment(at, end, relative=f"{hour:02}:{clock[2] or '00'}")
        return None

    def _moment(
        self, start: int, end: int, *, year: int | None = None, month: int | None = None, day: int | None = None,
        weekday: int | None = None, relative: str = "",
    ) -> tuple[Moment, int]:  # fmt: skip
        return Moment(
            year=year, month=month, day=day, weekday=weekday, relative=relative,
            words=self.words(start, end), span=self.span(start, end),
        ), end  # fmt: skip

    # Names ---------------------------------------------------------------------------------------------------------

    def _names(self) -> Iterator[Name]:
        capital = {self.folded[n] for n in range(len(self.tokens)) if self._is_name(n) and not self.starts_sentence(n)}
        at = 0
        while at < len(self.tokens):
            if not self._is_name(at) or (
                self.starts_sentence(at) and self.folded[at] not in capital and not self._name_goes_on(at)
            ):
                at += 1
                continue
            end = at + 1
            while (
                end < len(self.tokens)
                and self._is_name(end)
                and self.text[self.tokens[end - 1].span.end : self.tokens[end].span.start].strip() == ""
            ):
                end += 1
            parts = tuple(
                _ALIASES.get(word, word)
                for word in (_bare(self.folded[n]) for n in range(at, end))
                if word not in _TITLES
            )
            if parts:
                yield Name(parts=_whole_name(parts), words=self.words(at, end), span=self.span(at, end))
            at = end

    def _is_name(self, number: int) -> bool:
        raw = self.raw(number)
        return (
            raw[:1].isupper()
            and number not in self.taken
            and self.folded[number] not in FUNCTION_WORDS
            and self.folded[number] not in _COMMON_CAPITALS
        )

    def _name_goes_on(self, number: int) -> bool:
        """Whether a capital at a sentence's start is followed by another: "Keir Starmer said"."""
        return (
            number + 1 < len(self.tokens)
            and self._is_name(number + 1)
            and self.text[self.tokens[number].span.end : self.tokens[number + 1].span.start] == " "
        )


_LONGEST_CONDITION = 30  # words

_COMMON_CAPITALS = frozenset({"i'm", "i've", "i'd", "i'll", "mr", "mrs", "ms", "dr"})
_TITLES = frozenset("mr mrs ms dr sir lord lady president prime minister chancellor general king queen the".split())  # noqa: SIM905
# One country, many forms; longer ones are joined first.
_ALIASES = {
    "uk": "britain",
    "us": "america",
    "usa": "america",
    "u.s": "america",
    "eu": "europe-union",
    "u.k": "britain",
}
_LONG_ALIASES = {
    ("united", "kingdom"): ("britain",),
    ("great", "britain"): ("britain",),
    ("united", "states"): ("america",),
    ("european", "union"): ("europe-union",),
    ("united", "nations"): ("un",),
}


def _whole_name(parts: tuple[str, ...]) -> tuple[str, ...]:
    for known, short in _LONG_ALIASES.items():
        if parts[: len(known)] == known:
            return short + parts[len(known) :]
    return parts


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("'")


@frozen(kw_only=True)
class Quantity:
    """A number with what it counts in; a range where *low* and *high* differ."""

    low: Decimal
    high: Decimal
    unit: str
    about: str
    words: str
    span: Span

    def agrees(self, other: Quantity) -> bool:
        """Whether both say the same: "ten" and "10", "1.6bn" and "£1.6 billion"; a missing unit is no other unit."""
        same = (self.low, self.high) == (other.low, other.high)
        return same and (not self.unit or not other.unit or self.unit == other.unit) and self.about == other.about


@frozen(kw_only=True)
class Moment:
    """A date, as far as it is said."""

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None
    relative: str
    words: str
    span: Span

    def agrees(self, other: Moment) -> bool:
        """Whether both may be the same: nothing that both say differs, and they say something in common."""
        parts = (
            (self.year, other.year),
            (self.month, other.month),
            (self.day, other.day),
            (self.weekday, other.weekday),
        )
        said = [(one, two) for one, two in parts if one is not None and two is not None]
        return (
            self.relative == other.relative
            and all(one == two for one, two in said)
            and (bool(said) or bool(self.relative))
        )

    def comparable(self, other: Moment) -> bool:
        """Whether both say something of the same sort: a weekday and a date cannot be told apart or together."""
        mine = {name for name in ("year", "month", "day", "weekday") if getattr(self, name) is not None}
        theirs = {name for name in ("year", "month", "day", "weekday") if getattr(other, name) is not None}
        return bool(mine & theirs) or bool(self.relative and other.relative)


@frozen(kw_only=True)
class Name:
    """A proper name: its words, without titles."""

    parts: tuple[str, ...]
    words: str
    span: Span

    def agrees(self, other: Name) -> bool:
        """Whether one is the other or a part of it: "Keir Starmer" and "Starmer"."""
        mine, theirs = set(self.parts), set(other.parts)
        return mine <= theirs or theirs <= mine


_DIGITS = re.compile(r"([\d][\d.,]*)(k|m|mn|b|bn|tn|million|billion|trillion|st|nd|rd|th)?")
_MAGNITUDES: Mapping[str, Decimal] = {
    **dict.fromkeys(("k", "thousand"), Decimal(10) ** 3),
    **dict.fromkeys(("m", "mn", "million"), Decimal(10) ** 6),
    **dict.fromkeys(("b", "bn", "billion"), Decimal(10) ** 9),
    **dict.fromkeys(("tn", "trillion"), Decimal(10) ** 12),
    **dict.fromkeys(("hundred",), Decimal(100)),
    **dict.fromkeys(("st", "nd", "rd", "th"), Decimal(1)),
}
_SPELLED_MAGNITUDES = frozenset({"hundred", "thousand", "million", "billion", "trillion"})
_SMALL = {
    word: Decimal(value)
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: Decimal(10 * value)
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_CURRENCY = {"£": "GBP", "$": "USD", "€": "EUR", "¥": "JPY"}
_UNITS = {
    "%": "%", "percent": "%", "pounds": "GBP", "pound": "GBP", "sterling": "GBP", "dollars": "USD", "dollar": "USD",
    "euros": "EUR", "euro": "EUR", "gbp": "GBP", "usd": "USD", "eur": "EUR", "yen": "JPY",
}  # fmt: skip
_APPROXIMATIONS = {
    **dict.fromkeys(("about", "around", "roughly", "approximately", "some", "circa"), "about"),
    **dict.fromkeys(
        ("nearly", "almost", "under", "below", "less than", "fewer than", "up to", "at most", "no more"), "at most"
    ),
    **dict.fromkeys(("over", "above", "more than", "at least", "upwards of"), "at least"),
}
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DAY = re.compile(r"([1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s?(am|pm|a\.m\.|p\.m\.)", re.IGNORECASE)
_BEFORE_YEAR = frozenset("in since by until from of before after during to and early late mid through for".split())  # noqa: SIM905
_PERIODS = frozenset("week month year weekend spring summer autumn winter quarter".split())  # noqa: SIM905


def _decimal(digits: str) -> Decimal | None:
    plain = digits.rstrip(".,")
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"\d+,\d+", plain):
        plain = plain.replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _leading(quantity: Quantity) -> Decimal:
    """The number before its magnitude: of "12 thousand", 12."""
    value = quantity.high
    for size in (Decimal(10) ** 12, Decimal(10) ** 9, Decimal(10) ** 6, Decimal(10) ** 3):
        if value >= size and re.search(r"[a-z]", quantity.words.lower()):
            return value / size
    return value


def spans_of(items: Sequence[Cue | Quantity | Moment | Name]) -> tuple[Span, ...]:
    """The spans of *items*, in order."""
    return tuple(item.span for item in items)
