"""The words of one English wording as the readers of numbers, dates and cues want them: contractions taken apart."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from attrs import frozen

from claimtrack._closed import listed
from claimtrack.text import Span, View, fold, tokens


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The data file *name* of the package's lexicons; read once."""
    return tomllib.loads(files("claimtrack").joinpath("lexicons", f"{name}.toml").read_text(encoding="utf-8"))


def spelled_out(entry: str) -> list[str]:
    """The expressions that *entry* of a lexicon stands for: "plan/plans to" is two."""
    expressions = [""]
    for word in entry.split():
        expressions = [f"{before} {choice}".strip() for before in expressions for choice in word.split("/")]
    return expressions


@frozen(kw_only=True)
class Unit:
    """
    One word: a token, or what a contraction holds.

    Args:
        word: Folded, without "'s".
        raw: As it is written, noise aside.
        start, end: Where, in code points of the view; both halves of "won't" have the place of the whole.
        possessive: Whether "'s" stood there.
    """

    word: str
    raw: str
    start: int
    end: int
    possessive: bool = False


_NEGATED = {"wo": "will", "ca": "can", "sha": "shall", "ai": "is"}
_ENDINGS = {"'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'d": "would"}
_BEFORE_IS = frozenset({"he", "she", "it", "that", "there", "here", "who", "what", "where", "let"})


def _taken_apart(word: str) -> tuple[tuple[str, ...], bool]:
    """The words in *word*, and whether it is a possessive."""
    if word == "cannot":
        return ("can", "not"), False
    if word.endswith("n't") and len(word) > 3:
        stem = word[:-3]
        return (_NEGATED.get(stem, stem), "not"), False
    for ending, meant in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return (word.removesuffix(ending), meant), False
    if word.endswith("'s"):
        stem = word[:-2]
        return ((stem, "is"), False) if stem in _BEFORE_IS else ((stem,), True)
    return (word,), False


_LONGEST_INITIALS = 6  # letters


class Units:
    """
    The words of a text in order, read from its `View`: quotes and dashes are plain, blanks single, marks gone.

    Args:
        text: The words as they stand in the document.
        offset: Where they start there, in code points; spans are shifted by it.
    """

    def __init__(self, text: str, offset: int = 0) -> None:
        self.source, self.offset = text, offset
        self.view = View(text)
        self.text = self.view.text
        self.all = tuple(self._read())
        self.words = tuple(unit.word for unit in self.all)

    def __len__(self) -> int:
        return len(self.all)

    def _read(self) -> list[Unit]:
        found: list[Unit] = []
        for token in tokens(self.text):
            start, end = token.span.start, token.span.end
            raw = self.text[start:end]
            if self._continues_initials(found, raw, start):
                last = found.pop()
                found.append(
                    Unit(word=last.word + token.folded, raw=last.raw + raw, start=last.start, end=end)
                )  # fmt: skip
                continue
            parts, possessive = _taken_apart(token.folded)
            found += [Unit(word=part, raw=raw, start=start, end=end, possessive=possessive) for part in parts]
        return found

    def _continues_initials(self, found: list[Unit], raw: str, start: int) -> bool:
        """Whether a letter goes on an abbreviation such as "U.S." or "p.m."."""
        if not found or len(raw) != 1 or not raw.isalpha() or start != found[-1].end + 1 or self.text[start - 1] != ".":
            return False
        last = found[-1]
        letters = len(last.raw)
        return letters < _LONGEST_INITIALS and last.raw.isalpha() and last.end - last.start == 2 * letters - 1

    def word(self, number: int) -> str:
        """Word *number*, or nothing before the first and after the last."""
        return self.words[number] if 0 <= number < len(self.words) else ""

    def raw(self, number: int) -> str:
        """Word *number* as it is written, noise aside."""
        return self.all[number].raw

    def between(self, number: int) -> str:
        """What stands between word *number* - 1 and word *number*."""
        if not 0 < number < len(self.all):
            return ""
        return self.text[self.all[number - 1].end : self.all[number].start]

    def after(self, number: int) -> str:
        """What stands between word *number* and the next one, or the end."""
        return self.text[self.all[number].end : self.all[number + 1].start if number + 1 < len(self) else None]

    def span(self, start: int, end: int) -> Span:
        """The span, in the document, of the words from number *start* to *end*."""
        return self.span_of(self.all[start].start, self.all[end - 1].end)

    def span_of(self, start: int, end: int) -> Span:
        """The span, in the document, of the stretch from *start* to *end* of the view."""
        found = self.view.to_source(Span(start, end))
        return Span(found.start + self.offset, found.end + self.offset)

    def shown(self, span: Span) -> str:
        """The words in *span* of the document, as they stand there."""
        return self.source[span.start - self.offset : span.end - self.offset]

    def starts_sentence(self, number: int) -> bool:
        """Whether word *number* may owe its capital to its place."""
        return number == 0 or any(mark in self.between(number) for mark in '.!?:"')

    def breaks(self, number: int) -> bool:
        """Whether a clause ends before word *number*: at a mark, or a dash with blanks."""
        between = self.between(number)
        return any(mark in between for mark in ",;:.!?()") or " - " in between or "--" in between


# --- forms of one word ----------------------------------------------------------------------------------------------

SUFFIXES = ("ations", "ation", "ments", "ment", "ings", "ing", "ed", "es", "s", "e")
"""Endings without which forms of one word are alike, the longest first."""


def lemma(word: str) -> str:
    """A stem of *word*, crude but even: "deploy", "deploys", "deployed" and "deployment" are one."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            stem = word[: -len(suffix)]
            return stem[:-1] if len(stem) > 4 and stem[-1] == stem[-2] else stem
    return word


# American and British spelling: "-ize" and "-ise", "-or" and "-our", "-er" and "-re", "-se" and "-ce", "-l-", "-ll-".
_SPELLING = (
    (re.compile(r"is(?=(?:e|es|ed|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile(r"ys(?=(?:e|es|ed|er|ers|ing)$)"), "yz"),
    (re.compile(r"(?<=[a-z]{2})our(?=(?:s|ed|er|ers|ing|able|ably|ful|hood|ite|ites|y|ies|ist|al)?$)"), "or"),
    (re.compile(r"(?<=[a-z]{2}[tbh])re(?=s?$)"), "er"),
    (re.compile(r"(?<=[a-z]{2}[e]n)ce(?=s?$)"), "se"),
    (re.compile(r"amme(?=s?$)"), "am"),
    (re.compile(r"ll(?=(?:ed|ing|er|ers)$)"), "l"),
)


@cache
def _irregular() -> dict[str, str]:
    """The base of each irregular form, of verbs with a prefix, too: "retaken" is of "retake"."""
    words = lexicon("words")
    told = {}
    for entry in (*words["irregular"]["verbs"].split(";"), *words["nouns"]["forms"].split(";")):
        first, *others = entry.split()
        for prefix in ("", *words["irregular"]["prefixes"].split()):
            told.update({f"{prefix}{other}": f"{prefix}{first}" for other in others})
    return told


@cache
def past_forms() -> frozenset[str]:
    """Irregular forms that tell of the past: "sent", "was"."""
    words = lexicon("words")["irregular"]
    forms = {form for entry in words["verbs"].split(";") for form in entry.split()[1:] if not form.endswith("ing")}
    return frozenset(f"{prefix}{form}" for prefix in ("", *words["prefixes"].split()) for form in forms)


def spelling(word: str) -> str:
    """*word*, in whatever case, in one of its spellings: the same for "recognise" and "recognize"."""
    word = fold(word)
    for pattern, plain in _SPELLING:
        word = pattern.sub(plain, word)
    return word


@cache
def unchanged_forms() -> frozenset[str]:
    """Verbs whose past looks like their present: "put"."""
    return listed(lexicon("words")["irregular"]["unchanged"])


@cache
def reporting_words() -> frozenset[str]:
    """Verbs that relay what a source says: "said", "reported"."""
    return listed(lexicon("cues")["reporting"]["words"])


@lru_cache(maxsize=65_536)
def base(word: str) -> str:
    """What forms and spellings of one word have in common: "sent" and "sending", "recognise" and "recognized"."""
    if not word.isascii() or not word.isalpha():
        return word
    known = _irregular().get(word)
    if known is not None:
        return lemma(known)
    word = spelling(word)
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return lemma(f"{word[:-3]}y")
    stem = lemma(word)
    if stem != word:
        return _irregular().get(stem, stem)
    for ending in ("ing", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            stem = word[: -len(ending)]
            return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
    return word
