"""The words of an English text with coarse parts of speech: what tells subjects, verbs and clauses without a parser."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, cast

from claimtrack._closed import listed
from claimtrack._units import lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping

# One pass, no nested repeats over the same letters: linear. A word holds inner apostrophes, hyphens, full stops between
# single letters ("U.S.") and, of numbers, separators; a full stop belongs to initials and to a few abbreviations only.
_TOKEN = re.compile(
    r"[^\W\d_]\.(?:[^\W\d_]\.)+"  # U.S.
    r"|[$€£]?\d+(?:[.,:]\d+)*(?:[a-zA-Z%]+|(?:-[a-zA-Z]+)+)?"
    r"|[^\W_]+(?:['’‘\-‑&\u00ad][^\W_]+)*['’]?(?<![’'])"
    r"|\.\.\.+|--+|''|``|\S"
)

TAGS = {
    "D": "determiner or possessive", "P": "preposition", "C": "and, or, but, nor", "I": "subordinator", "W": "wh-word",
    "R": "pronoun, as subject", "O": "pronoun, as object", "M": "modal", "A": "form of be, have, do", "T": "to",
    "B": "adverb", "J": "adjective", "V": "finite verb", "F": "base of a verb", "E": "past or past participle",
    "G": "-ing", "X": "name", "U": "number", "N": "noun or unknown", "!": "full stop, question or exclamation mark",
    ",": "comma", ";": "semicolon", ":": "colon", "-": "dash", "(": "opening bracket", ")": "closing bracket",
    '"': "quotation mark", ".": "other mark",
}  # fmt: skip
"""The parts of speech, one letter each; "'" alone is a quotation mark, too."""

_QUOTES = "\"“”„‟«»‹›‘’'"
_MARKS = {".": "!", "!": "!", "?": "!", "…": "!", ",": ",", ";": ";", ":": ":", "—": "-", "–": "-", "-": "-", "(": "(",
          "[": "(", "{": "(", ")": ")", "]": ")", "}": ")", "''": '"', "``": '"'}  # fmt: skip
_MARKS.update(dict.fromkeys(_QUOTES, '"'))

_CLOSED = {
    "D": "a an the this these those some any each every either neither such all no another both several many few most "
    "my your his her its our their whose what which half enough",
    "R": "i you he she it we they there who everyone everybody someone somebody anyone anybody nobody none nothing "
    "something anything everything one others",
    "O": "me him them us himself herself itself themselves myself ourselves yourself yourselves mine yours hers ours "
    "theirs",
    "M": "will would shall should can could may might must won't wouldn't shan't shouldn't can't cannot couldn't "
    "mightn't mustn't mayn't needn't ought 'll 'd",
    "A": "be is are was were been being am do does did have has had having isn't aren't wasn't weren't don't doesn't "
    "didn't haven't hasn't hadn't ain't",
    "T": "to",
    "C": "and or but nor & plus",
    "W": "who whom whose which what where when why how whoever whatever whichever wherever however",
    "U": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion "
    "dozen dozens hundreds thousands millions",
}
_CONTRACTED = {"'s": "", "'re": "A", "'ve": "A", "'m": "A", "'ll": "M", "'d": "M"}
_PRONOUNS = listed("i you he she it we they there who that what here where")
_ADJECTIVE_ENDINGS = ("ous", "ful", "ive", "able", "ible", "less", "ical", "ic", "ary", "ish", "ese")
_NOT_ADJECTIVES = listed(
    "initiative executive representative motive objective perspective alternative relative native narrative detective "
    "directive incentive archive music public republic topic critic clinic traffic fabric secretary library summary "
    "january february boundary territory military table cable variable dictionary anniversary commentary adversary "
    "salary diary logic panic rhetoric arithmetic academic politic epidemic pandemic statistic mechanic"
)
_NOT_PAST = listed(
    "need seed speed feed breed deed weed greed indeed red bed shed bred led sacred hundred wicked naked "
    "biased sled wed seabed embed bleed creed reed steed freed"
)
_NOT_ING = listed(
    "thing something anything nothing everything king ring wing string spring morning evening during beijing "
    "building wrongdoing funding housing spending bombing shooting hearing briefing ruling finding filing "
    "rating funeral meeting ceiling wedding feeling being sing bring swing sting cling fling sling ming ping ding"
)


@cache
def _known() -> dict[str, str]:
    """Words with one part of speech; of those with several the likeliest, which the words around may overrule."""
    verbs, words = lexicon("verbs"), lexicon("words")
    irregular = [entry.split() for entry in words["irregular"]["verbs"].split(";")]
    prefixes = ("", *words["irregular"]["prefixes"].split())
    told: dict[str, str] = {}
    bases = verbs["verbs"]["words"].split()
    also_nouns = frozenset(verbs["also_nouns"]["words"].split()) | frozenset(verbs["also_adjectives"]["words"].split())
    has_own = {entry[0] for entry in irregular}
    for base in (*bases, *verbs["also_nouns"]["words"].split()):
        told[base] = "n" if base in also_nouns else "F"
        told[third_person(base)] = "v" if base in also_nouns else "V"
        told[ing_form(base)] = "G"
        if base not in has_own:
            told[ed_form(base)] = "E"
    for entry in irregular:
        for prefix in prefixes:
            first = prefix + entry[0]
            told.setdefault(first, "F")
            told.setdefault(third_person(first), "V")
            told.setdefault(ing_form(first), "G")
            for form in entry[1:]:
                told.setdefault(prefix + form, "G" if form.endswith("ing") else "E")
    for form in words["irregular"]["unchanged"].split():
        told[form] = "n"
    for word in words["adjectives"]["words"].split():
        if told.get(word, "F") in "Fn":
            told[word] = "J"
        if len(word) <= _LONGEST_COMPARED:
            stem = word[:-1] if word.endswith("e") else f"{word[:-1]}i" if word.endswith("y") else _doubled(word)
            told.setdefault(f"{stem}er", "J")
            told.setdefault(f"{stem}est", "J")
    told |= dict.fromkeys(verbs["adverbs"]["words"].split(), "B")
    told |= dict.fromkeys(verbs["prepositions"]["words"].split(), "P")
    told |= dict.fromkeys(verbs["subordinators"]["words"].split(), "I")
    for tag, told_words in _CLOSED.items():
        told |= dict.fromkeys(told_words.split(), tag)
    told |= {"who": "W", "which": "W", "what": "W", "whose": "W", "as": "P", "that": "I", "her": "D", "so": "B"}
    return told


@cache
def _known_and_marks() -> dict[str, str]:
    return _known() | _MARKS


@cache
def bases() -> frozenset[str]:
    """The bases of the verbs that are known, those that are also nouns among them."""
    verbs = lexicon("verbs")
    return listed(verbs["verbs"]["words"]) | listed(verbs["also_nouns"]["words"])


_VOWELS = "aeiou"
_LONGEST_COMPARED = 6  # letters: longer adjectives are compared by "more", "gentle" and a few others aside


def third_person(base: str) -> str:
    """The form of *base* with "he": "says", "goes", "denies"."""
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return f"{base[:-1]}ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _doubled(base: str) -> str:
    """*base* with its last letter doubled where the ending asks for it: "plann", "stopp"."""
    one_syllable = sum(letter in _VOWELS for letter in base) == 1 or base in _STRESSED_AT_END
    closed = len(base) > 2 and base[-1] not in _VOWELS + "wxyhr" and base[-2] in _VOWELS and base[-3] not in _VOWELS
    if base.endswith("r"):
        closed = base in _STRESSED_AT_END or (len(base) < 5 and base[-2] in _VOWELS and base[-3:-2] not in _VOWELS)
    return base + base[-1] if closed and one_syllable else base


_STRESSED_AT_END = listed(
    "commit admit permit submit omit refer defer prefer confer incur occur deter compel expel repel rebel control "
    "patrol annul embed regret forget begin upset equip transfer rebut abet allot acquit"
)


def ing_form(base: str) -> str:
    """The form of *base* in -ing."""
    if base.endswith("ie"):
        return f"{base[:-2]}ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return f"{base[:-1]}ing"
    return f"{_doubled(base)}ing"


def ed_form(base: str) -> str:
    """The regular past of *base*."""
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return f"{base[:-1]}ied"
    return f"{_doubled(base)}ed"


def is_word(text: str) -> bool:
    """Whether *text*, without blanks, is one word as `Words` reads it, and no number or mark."""
    return _TOKEN.fullmatch(text) is not None and any(map(str.isalpha, text))


class Words:
    """
    The words and marks of a text in order, as parallel lists: a document has hundreds of thousands of them.

    Args:
        text: The text; or a part of it, with `start` and `end` in code points of the whole.
        added: Parts of speech of words that are not known here.

    Attributes:
        raw: As written. low: Folded to lower case with plain apostrophes, without a possessive "'s".
        start, end: Where, in code points of *text* (half-open).
        tag: The part of speech, a key of `TAGS`.
        possessive: The numbers of the words that "'s" or a final apostrophe followed.
    """

    __slots__ = ("_added", "end", "low", "possessive", "raw", "start", "tag", "text")

    def __init__(self, text: str, added: Mapping[str, str] | None = None) -> None:
        self.text = text
        self._added = added
        self.raw = _TOKEN.findall(text)
        self.low = list(map(str.lower, self.raw))
        self.start: list[int] = []
        self.end: list[int] = []
        at = 0
        for raw in self.raw:  # quicker than to ask each match where it is: only blanks stand between two tokens
            at = text.find(raw, at)
            self.start.append(at)
            at += len(raw)
            self.end.append(at)
        self.possessive: set[int] = set()
        self.tag = self._tags()

    def __len__(self) -> int:
        return len(self.raw)

    def first_from(self, offset: int) -> int:
        """The number of the first word that starts at *offset* (code points) or later."""
        return bisect_left(self.start, offset)

    def numbers(self, start: int, end: int) -> range:
        """The numbers of the words that start in ``start:end`` (code points)."""
        return range(bisect_left(self.start, start), bisect_left(self.start, end))

    def _tags(self) -> list[str]:
        low, guesses = self.low, dict[str, str]()
        known = _known_and_marks() if self._added is None else {**self._added, **_known_and_marks()}
        found = list(map(known.get, low))
        for number in [number for number, tag in enumerate(found) if tag is None]:
            word = low[number]
            tag = guesses.get(word)
            if tag is None:
                plain = word.replace("’", "'").replace("‘", "'")
                if plain != word:
                    low[number] = plain
                tag = _known().get(plain) or self._guessed(number, plain)
                if "'" not in plain:
                    guesses[word] = tag
            found[number] = tag
        for number in [number for number, word in enumerate(low) if word == "."]:
            if number and self._ends_abbreviation(number):
                found[number] = "."
        if "'" in self.text or "’" in self.text:
            self._mark_plural_possessives(found)
        tags = cast("list[str]", found)
        self._in_context(tags)
        return tags

    def _mark_plural_possessives(self, tags: list[str | None]) -> None:
        """Tell the apostrophe behind a plural from a mark that closes a quotation: "the teachers' union"."""
        open_at = -_LONGEST_QUOTED
        for number in [number for number, raw in enumerate(self.raw) if raw in _SINGLE]:
            touches = number > 0 and self.end[number - 1] == self.start[number]
            if not touches:
                open_at = number
                continue
            last = number + 1 >= len(self.raw)
            follows = not last and self.raw[number + 1][0].isalpha() and self.start[number + 1] > self.end[number]
            plural = self.low[number - 1].endswith("s") and self.raw[number - 1][-1].isalpha()
            if follows and plural and number - open_at >= _LONGEST_QUOTED:
                tags[number] = "."
                self.possessive.add(number - 1)
            else:
                open_at = -_LONGEST_QUOTED

    def _ends_abbreviation(self, number: int) -> bool:
        """Whether a full stop only shortens the word before it: "Sen. Finch", "(R-Ala.)", "J. Smith"."""
        if self.end[number - 1] != self.start[number]:
            return False
        before, behind = self.raw[number - 1], self.raw[number + 1] if number + 1 < len(self.raw) else ""
        if behind in {")", ","}:
            return True
        if not behind or not behind[0].isalnum():
            return False
        if self.low[number - 1] in _abbreviations():
            return True
        initial = len(before) == 1 and before.isupper() and before != "I"
        # "wrote on X. He added": a word of a closed class with a capital begins a sentence.
        return initial and not (behind[0].isupper() and _known().get(self.low[number + 1], "N") in "DRPCAMTIWBO")

    def _guessed(self, number: int, word: str) -> str:
        if "'" in word:
            stem, _, ending = word.rpartition("'")
            if ending == "s" and stem not in _PRONOUNS:
                self.low[number] = stem
                self.possessive.add(number)
                tag = _known().get(stem)
                return "N" if tag is None or tag not in "XU" else tag
            if ending in {"s", "re", "ve", "m", "ll", "d"} and stem in _PRONOUNS:
                return "c"  # "he's", "we'll": pronoun and auxiliary in one
        if word[0].isdigit() or word[0] in "$€£":
            return "U"
        if not word[0].isalpha():
            return "."
        return _by_ending(word)

    def _in_context(self, tags: list[str]) -> None:
        """Decide what a word alone leaves open, from left to right."""
        raw, low = self.raw, self.low
        before, previous, after_base = "!", "", False
        stated, subordinate = False, False  # whether the clause has a verb already, and whether it is a subordinate one
        last = len(tags) - 1
        for number, tag in enumerate(tags):
            if tag in _OPEN_CLASSES and raw[number][0].isupper():
                starts = before in '!":-' or number == 0
                following = raw[number + 1] if number < last else ""
                if not starts or (following[:1].isupper() and low[number + 1] not in _known()) or tag == "N":
                    tag = "X" if not (starts and tag != "N") else tag
                    if starts and low[number] in _COMMON_STARTS:
                        tag = "N"
            if tag == "N":
                if before == "M" and raw[number][0].islower():
                    tag = "F"  # "will class"
                elif before == "T" and number < last and tags[number + 1] in "DO" and raw[number][0].islower():
                    tag = "F"  # "to map the seabed"
                elif before == "R" and previous in _ONE_SUBJECT and low[number].endswith("s") and not stated:
                    tag = "V"  # "it rains"
                elif (
                    before in "NX"
                    and not stated
                    and number < last
                    and tags[number + 1] in "DO"
                    and _ends_in_s(low[number])
                ):
                    tag = "N" if self._verb_ahead(tags, number) else "V"  # "soot darkens its surface"
            elif tag == "n":  # base of a verb, or noun
                following = tags[number + 1] if number < last else "!"
                if before in "TMRc" or previous in _DO or (before == "B" and number > 1 and tags[number - 2] in "TMR"):
                    tag = "F"
                elif (
                    before == "C" and after_base and (following in "DXROJ" or (previous == "or" and following in "BP"))
                ):
                    tag = "F"  # "to secure its skies and support safer seas"
                elif (
                    low[number] in _UNCHANGED
                    and before in "NXCR"
                    and (following in "DXUOR" or (before == "C" and following == "T" and stated))
                ):
                    tag = "E"  # "the operator cut its forecast"
                elif before == "," and after_base and following in "DXRO":
                    tag = "F"  # "would raise the age, cut the pensions"
                elif before == "D" and previous in _ALSO_PRONOUNS and previous not in _POINTING and following in "DRO":
                    tag, tags[number - 1] = "F", "R"  # "Many fear the worst"
                elif before in "AB" and low[number] in _UNCHANGED and (before == "A" or tags[number - 2] == "A"):
                    tag = "E"  # "would be put to a vote"
                else:
                    subject = before in "X" or (before == "N" and previous.endswith("s")) or previous.endswith("%")
                    then = tags[number + 2] if number + 1 < last else "!"
                    says = before in "NX" and following == "I" and low[number + 1] == "that" and then not in "MAVvB"
                    tag = "F" if says or (subject and following in "DTXIROU") else "N"
                    if subject and following == "J" and before == "X" and previous.endswith("s"):
                        tag = "F"  # "Americans support stricter laws"
                    if subject and tag == "N" and not stated and before == "N" and following in "PB!":
                        tag = "N" if self._verb_ahead(tags, number) else "F"  # "the ships leave on Friday"
            elif tag == "v":  # third person, or plural noun
                following = tags[number + 1] if number < last else "!"
                then = tags[number + 2] if number + 1 < last else "!"
                relative = following == "I" and then in "MAVvB"  # "challenges that must be met"
                bare = before in "NB" and previous != "of" and following in 'DXIROU"BcG'
                if before == "R" or (not relative and (bare or (before == "X" and following in 'DTXIROPU"BJWcG'))):
                    tag = "V"
                elif before in "C," and following in 'DRO"' and not relative:
                    tag = "V"  # "and signals a shift", "Smith, a critic, calls it"
                elif before == "," and not stated and following in "BPT":
                    tag = "N" if self._verb_ahead(tags, number) else "V"  # "the lake, which …, dates back to"
                elif previous in _RELATIVES and before in "IW" and following not in "MAVc":
                    tag = "V"  # "the plant that supplies the city"
                elif before in "NXB" and previous != "only" and not stated and number - 1 not in self.possessive:
                    tag = "N" if self._verb_ahead(tags, number) else "V"  # "the plan breaks with caution"
                else:
                    tag = "N"
            elif tag == "J":
                if before in "MT" and low[number] in bases():
                    tag = "F"  # "will close"
            elif tag == "D":
                word = low[number]
                if word in _ALSO_PRONOUNS:
                    following = tags[number + 1] if number < last else "!"
                    if following in "MAVc":
                        tag = "R"
                    elif word in _BOTH and (before in "MA" or following in "FVTPG"):
                        tag = "B"  # "could either pave the way"
            elif tag == "F":
                following = tags[number + 1] if number < last else "!"
                if before == "N" and not previous.endswith("s") and following in ",!VMA":
                    tag = "N"  # "a four-page annex, seen by"
                elif before in "DJ" and raw[number][0].islower():
                    if previous in _POINTING or (previous in _ALSO_PRONOUNS and before == "D"):
                        tags[number - 1] = "R"
                    else:
                        tag = "N"
                elif before == "P":
                    tag = "N"  # "decades of caution"
            elif tag == "E" or tag == "G":
                if before in "DJ" or (before in "XN" and number and number - 1 in self.possessive):
                    following = tags[number + 1] if number < last else "!"
                    adjective = tag == "G" or low[number].endswith(("ed", "en", "wn"))
                    if adjective and following in ("NnvXJ" if before != "J" else "NnvJ"):
                        tag = "J"  # "its armed forces", "the coming months"
                    elif tag == "G" and before != "J":
                        tag = "N"  # "the monitoring of"
            elif tag == "B":
                if before in "DJ" and low[number] in _ORDINALS and number < last and tags[number + 1] in "NnX":
                    tag = "J"  # "the first lady"
            elif tag == "I":
                following = tags[number + 1] if number < last else "!"
                if before == "A" and low[number] == "since":
                    tag = "B"  # "has since extended it"
                elif before in '!"' and following in "MAV" and low[number] == "that":
                    tag = "R"  # "That may have been …"
            elif tag == "P":
                if raw[number][0].isupper() and before in ",NX" and number < last and raw[number + 1][:1].isupper():
                    tag = "X"  # "the chairman, Per Lund"
                elif before == "M" and low[number] == "like":
                    tag = "F"
            elif tag == "M":
                if before == "D" and low[number] in _MODAL_NOUNS:
                    tag = "N"
                elif (
                    low[number] == "may"
                    and raw[number][0] == "M"
                    and (before not in '!"' or tags[number + 1 : number + 2] == ["U"])
                ):
                    tag = "X"
            if tag in "NDPXJBUROC":
                if previous == "as" and before == "P" and number > 1 and tags[number - 2] in '!,"':
                    subordinate, stated = True, False
            elif tag in "FTM":
                after_base = stated = True
            elif tag in "!;VA":
                after_base = False
                stated = tag in "VA"
                subordinate = subordinate and stated
            elif tag in "EG":
                stated = stated or tag == "G" or before in "NXRB"
            elif tag in "IW":
                stated = False
                subordinate = subordinate or before in '!,"'
            elif tag == "," and subordinate:
                stated = subordinate = False
            tags[number] = tag
            before, previous = tag, low[number]

    def _verb_ahead(self, tags: list[str], number: int) -> bool:
        """Whether a finite verb follows word *number* in its clause, so that the word itself is a noun."""
        for ahead in range(number + 1, min(number + _CLAUSE, len(tags))):
            tag = tags[ahead]
            if tag in "!;:,IW":
                return tag == "," and tags[ahead + 1 : ahead + 2] in (["E"], ["W"])
            finite = tag in "MVc" or (tag == "A" and self.low[ahead] not in _NOT_FINITE)
            if finite and tags[ahead - 1] != "C":  # "bans plastic and raises the tax"
                return True
            if tag in "Ev" and (ahead == number + 1 or tags[ahead - 1] == "B"):
                return tag == "E" or tags[ahead + 1 : ahead + 2] not in (["I"], ["W"], ["!"], [","])
        return False


@cache
def _abbreviations() -> frozenset[str]:
    """Words that a full stop behind them shortens: titles, months, "St.", "No."."""
    sources = lexicon("sources")
    told = {entry.partition("=")[0] for entry in sources["abbreviations"]["words"].split()}
    for key in ("he", "she", "open"):
        told |= set(sources["honorifics"][key].split())
    return frozenset(told) | listed("jan feb mar apr jun jul aug sep sept oct nov dec st no jr sr vs mt ft")


def _ends_in_s(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss")


_SINGLE = frozenset("'’‘")
_LONGEST_QUOTED = 60
"""Words between single quotation marks at most, where an apostrophe behind a plural might be the closing one."""

_OPEN_CLASSES = "NFEGVJnvB"
_DO = listed("do does did don't doesn't didn't not let help helped")
_ALSO_PRONOUNS = listed("that this these those some all many most few several both another each neither either")
_POINTING = listed("this these that those")
_BOTH = listed("either neither both")
_RELATIVES = listed("that which who")
_ONE_SUBJECT = listed("it he she")
_NOT_FINITE = listed("be been being having")
_CLAUSE = 12  # words that are searched for the verb of a clause
_ORDINALS = listed("first last next")
_MODAL_NOUNS = listed("will might must can may")
_UNCHANGED = listed(lexicon("words")["irregular"]["unchanged"])
_COMMON_STARTS = listed(lexicon("words")["common"]["words"])


def _by_ending(word: str) -> str:
    if word.endswith("ly") and len(word) > 4 and word not in _NOT_ADVERBS:
        return "B"
    if word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST:
        return "E"
    if word.endswith("ing") and len(word) > 5 and word not in _NOT_ING:
        return "G"
    if word.endswith(_ADJECTIVE_ENDINGS) and len(word) > 5 and word not in _NOT_ADJECTIVES:
        return "J"
    if "-" in word:
        ending = word.rpartition("-")[2]
        return (
            "J" if ending in {"old", "year", "long", "term", "wide", "based", "led", "backed", "born", "scale"} else "N"
        )
    return "N"


_NOT_ADVERBS = listed(
    "family italy reply supply ally rally july bully assembly monopoly anomaly elderly friendly early only"
)
