"""The words of an English text with coarse parts of speech: what tells subjects, verbs and clauses without a parser."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, cast

from claimtrack._closed import listed
from claimtrack._units import lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
    "c": "pronoun and auxiliary in one", "B": "adverb", "J": "adjective", "V": "third person of a verb",
    "F": "base of a verb", "E": "past or past participle", "G": "-ing", "X": "name", "U": "number",
    "N": "noun or unknown", "!": "full stop, question or exclamation mark", ",": "comma", ";": "semicolon",
    ":": "colon", "-": "dash", "(": "opening bracket", ")": "closing bracket", '"': "quotation mark",
    ".": "other mark",
}  # fmt: skip
"""
The parts of speech, one letter each.

In between, "n" ("plan") and "v" ("plans") are verbs that may be nouns: the words around decide.
"""

_QUOTES = "\"“”„‟«»‹›‘’'"
_MARKS = {".": "!", "!": "!", "?": "!", "…": "!", ",": ",", ";": ";", ":": ":", "—": "-", "–": "-", "-": "-", "(": "(",
          "[": "(", "{": "(", ")": ")", "]": ")", "}": ")", "''": '"', "``": '"'}  # fmt: skip
_MARKS.update(dict.fromkeys(_QUOTES, '"'))

_PRONOUNS = listed("i you he she it we they there who that what here where")


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
    for group in lexicon("closed")["parts"].values():
        told |= dict.fromkeys(group["words"].split(), group["tag"])
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
        text: The text.
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

    def ends_subject(self, number: int) -> bool:
        """Whether a finite verb follows word *number* at once, so that the word is a noun: "three states said"."""
        near = slice(number, number + 3)
        return _verb_behind(self.tag[near] + _BEHIND, self.low[near] + _BEHIND, 0)

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
        _Reader(self, tags).read()
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


def _verb_behind(tags: list[str], low: list[str], number: int) -> bool:
    """Whether the word behind *number* is a finite verb; two more words, or marks, follow."""
    tag, word = tags[number + 1], low[number + 1]
    if tag == "A":
        return word not in _NOT_FINITE
    if tag == "E":  # but "supplies needed parts"
        return word in _SAID or word in past_only() or tags[number + 2] not in "NnvJX"
    return tag in "MV" or (tag == "F" and low[number] not in _DO)


class _Reader:
    """
    Decides from left to right what a word alone leaves open.

    Attributes:
        tags, raw, low: As `Words` has them, with marks behind: the next two words and, as a list's end stands before
            its beginning, the last two can be asked for everywhere.
        before, previous: The tag of the word before, and the word.
        stated: Whether the clause has a verb already. subordinate: Whether it is a subordinate one.
        after_base: Whether a modal, "to" or a base came before in the sentence's part: another base may go on.
    """

    __slots__ = (
        "after_base", "before", "low", "possessive", "previous", "raw", "size", "stated", "subordinate", "tags",
    )  # fmt: skip

    def __init__(self, words: Words, tags: list[str]) -> None:
        self.tags, self.size = tags, len(tags)
        self.raw, self.low = words.raw + _BEHIND, words.low + _BEHIND
        self.possessive = words.possessive
        self.before, self.previous = "!", ""
        self.stated = self.subordinate = self.after_base = False

    def read(self) -> None:
        """Put the decisions into the tags."""
        tags, raw, low = self.tags, self.raw, self.low
        tags += _BEHIND
        for number in range(self.size):
            tag = tags[number]
            if tag in _OPEN_CLASSES and raw[number][0].isupper():
                tag = tags[number] = self._with_capital(number, tag)
            decide = _DECISIONS.get(tag)
            if decide is not None:
                tag = tags[number] = decide(self, number)
            turn = _TURNS.get(tag)
            if turn is not None:
                turn(self, number)
            self.before, self.previous = tag, low[number]
        del tags[self.size :]

    def _with_capital(self, number: int, tag: str) -> str:
        """A name, or a word that only begins a sentence."""
        starts = self.before in '!":-'
        if starts and tag == "B" and self.low[number] in _common_starts():
            return "B"  # "Yesterday Carl Holm said"
        name = self.raw[number + 1][0].isupper() and self.low[number + 1] not in _known()
        if starts and self.low[number] in _common_starts() and (name or tag == "N"):
            return "N"
        if not starts or tag == "N":
            return "X"
        return tag

    def _noun(self, number: int) -> str:
        """An unknown word is a noun, if no modal, "to" or subject makes it a verb."""
        before = self.before
        if before in "NX":
            shaped = not self.stated and self.tags[number + 1] in "DO" and _ends_in_s(self.low[number])
            if shaped and not self._is_owned(number):
                return "N" if self._verb_ahead(number) else "V"  # "soot darkens its surface"
        elif before == "M":
            if self.raw[number][0].islower():
                return "F"  # "will class"
        elif before == "T":
            if self.tags[number + 1] in "DO" and self.raw[number][0].islower():
                return "F"  # "to map the seabed"
        elif before == "R" and not self.stated and self.previous in _ONE_SUBJECT and self.low[number].endswith("s"):
            return "V"  # "it rains"
        return "N"

    def _base_or_noun(self, number: int) -> str:
        """A word like "plan": verb, participle without an ending, or noun."""
        tags, before, previous = self.tags, self.before, self.previous
        following = tags[number + 1]
        if before in "TMRc" or previous in _DO or (before == "B" and tags[number - 2] in "TMR"):
            return "F"
        if self.after_base:
            if before == "C" and (following in "DXROJ" or (previous == "or" and following in "BP")):
                return "F"  # "to secure its skies and support safer seas"
            if before == "," and following in "DXRO":
                return "F"  # "would raise the age, cut the pensions"
        if self._is_past(number, following):
            return "E"
        if before == "D" and previous in _ALSO_PRONOUNS and previous not in _POINTING and following in "DRO":
            tags[number - 1] = "R"
            return "F"  # "Many fear the worst"
        return "N" if self._is_owned(number) or not self._has_subject(number, following) else "F"

    def _is_past(self, number: int, following: str) -> bool:
        """Whether a form like "cut" is a past tense or a participle."""
        before = self.before
        if self.low[number] not in _UNCHANGED:
            return False
        if before in "NXCR":  # "the operator cut its forecast"
            return following in "DXUOR" or (before == "C" and following == "T" and self.stated)
        return before == "A" or (before == "B" and self.tags[number - 2] == "A")  # "would be put to a vote"

    def _has_subject(self, number: int, following: str) -> bool:
        """Whether what stands before a word like "plan" is its subject."""
        tags, before, previous = self.tags, self.before, self.previous
        then = tags[number + 2]
        plural = _is_plural(previous) or "C" in tags[max(0, number - _JOINT) : number]
        if before in "NX" and following == "I" and self.low[number + 1] == "that" and then not in "MAVvB":
            return plural or before == "X"  # but "the government claim that taxes fell"
        if before == "X":
            if not plural and following == "T" and tags[number - 2] == "D":
                return False  # "the Trump plan to end the war"
            return following in "DTXIROU" or (following == "J" and plural)  # "Americans support stricter laws"
        if not (before == "N" and plural) and not previous.endswith("%"):
            return False
        if following in "DTXIROU":
            return True
        # "the ships leave on Friday"
        return before == "N" and not self.stated and following in "PB!" and not self._verb_ahead(number)

    def _third_or_plural(self, number: int) -> str:
        """A word like "plans": verb with a singular subject, or plural noun."""
        tags, before, previous = self.tags, self.before, self.previous
        following, then = tags[number + 1], tags[number + 2]
        no_one = previous == "one" and self.low[number - 2] in {"no", "every"}
        if before == "R" or no_one:
            return "V"
        if self._is_owned(number) or self._ends_subject(number) or (before == "X" and tags[number - 2] == "U"):
            return "N"  # "the party's hopes", "European states said", "ten European states"
        if following != "I" or then not in "MAVvB":  # but "challenges that must be met"
            if before in "NB" and previous != "of" and following in 'DXIROU"BcG':
                return "V"
            if before == "X" and following in 'DTXIROPU"BJWcG':
                return "N" if following == "P" and self._phrase_has_verb(number + 1) else "V"
            if before in "C," and following in 'DRO"':
                return "V"  # "and signals a shift", "Smith, a critic, calls it"
        if before == "," and not self.stated and following in "BPT":
            return "N" if self._verb_ahead(number) else "V"  # "the lake, which …, dates back to"
        if previous in _RELATIVES and before in "IW":
            reported = before == "I" and tags[number - 2] in "EVFGJO"  # "said that talks with the union went on"
            return "N" if reported else "V"  # "the plant that supplies the city"
        if before in "NXB" and previous != "only":
            if not self.stated:
                return "N" if self._verb_ahead(number) else "V"  # "the plan breaks with caution"
            if before == "N" and following == "N" and not _is_plural(previous) and self._ends_subject(number + 1):
                return "V"  # "she said the bank doubts prices rose": two plurals in a row are no compound
        return "N"

    def _third(self, number: int) -> str:
        """A form like "approves" that is seldom a noun."""
        noun = self.previous in _ARTICLES or self._is_owned(number)
        return "N" if noun or (self.before in "UJ" and self._ends_subject(number)) else "V"

    def _base(self, number: int) -> str:
        """A verb's base that is seldom a noun."""
        before, previous = self.before, self.previous
        if self._is_owned(number):
            return "N"  # "the party's resolve"
        if before == "N":
            return (
                "N" if self.tags[number + 1] in ",!VMA" and not previous.endswith("s") else "F"
            )  # "a four-page annex"
        if before in "DJ" and self.raw[number][0].islower():
            if previous not in _POINTING and (previous not in _ALSO_PRONOUNS or before != "D"):
                return "N"
            self.tags[number - 1] = "R"
        return "N" if before == "P" else "F"  # "decades of caution"

    def _participle(self, number: int) -> str:
        """A form in -ed or -ing, or like them: behind a determiner an adjective, in -ing also a noun."""
        tag, before = self.tags[number], self.before
        if before not in "DJ" and (before not in "XN" or number - 1 not in self.possessive):
            return tag
        following = self.tags[number + 1]
        adjective = tag == "G" or self.low[number].endswith(("ed", "en", "wn"))
        if adjective and following in ("NnvXJ" if before != "J" else "NnvJ"):
            return "J"  # "its armed forces", "the coming months"
        return "N" if tag == "G" and before != "J" else tag  # "the monitoring of"

    def _adjective(self, number: int) -> str:
        before = self.before
        if before in "MT":
            return "F" if self.low[number] in bases() else "J"  # "will close"
        if before in "DJU":
            following = self.tags[number + 1]
            if following in "MV" or (following == "A" and self.low[number + 1] not in _NOT_FINITE):
                return "N" if before == "D" else "J"  # "the poor will pay"
            if following in "EWP!" and self.low[number] in _ALSO_PERSONS:
                return "N"  # "the general ordered a retreat"
        return "J"

    def _determiner(self, number: int) -> str:
        word = self.low[number]
        if word in _ALSO_PRONOUNS:
            following = self.tags[number + 1]
            if following in "MAVc":
                return "R"
            if word in _BOTH and (self.before in "MA" or following in "FVTPG"):
                return "B"  # "could either pave the way"
        return "D"

    def _object(self, number: int) -> str:
        return "X" if self.raw[number] == "US" else "O"

    def _adverb(self, number: int) -> str:
        ordinal = self.before in "DJ" and self.low[number] in _ORDINALS and self.tags[number + 1] in "NnX"
        return "J" if ordinal else "B"  # "the first lady"

    def _subordinator(self, number: int) -> str:
        if self.before == "A" and self.low[number] == "since":
            return "B"  # "has since extended it"
        if self.before in '!"' and self.tags[number + 1] in "MAV" and self.low[number] == "that":
            return "R"  # "That may have been …"
        return "I"

    def _preposition(self, number: int) -> str:
        if self.before in ",NX" and self.raw[number][0].isupper() and self.raw[number + 1][0].isupper():
            return "X"  # "the chairman, Per Lund"
        return "F" if self.before == "M" and self.low[number] == "like" else "P"

    def _modal(self, number: int) -> str:
        if self.before == "D" and self.low[number] in _MODAL_NOUNS:
            return "N"
        named = self.raw[number] == "May" and (self.before not in '!"' or self.tags[number + 1] in "UE")
        return "X" if named else "M"  # "in May", "May 5", "May resigned"

    def _goes_on(self, _: int) -> None:  # a base, "to", a modal
        self.after_base = self.stated = True

    def _has_verb(self, _: int) -> None:
        self.after_base, self.stated = False, True

    def _ends(self, _: int) -> None:
        self.after_base = self.stated = self.subordinate = False

    def _has_participle(self, number: int) -> None:
        self.stated = self.stated or self.tags[number] == "G" or self.before in "NXRB"

    def _opens(self, _: int) -> None:
        self.stated = False
        self.subordinate = self.subordinate or self.before in '!,"'

    def _opens_with_as(self, number: int) -> None:
        if self.low[number] == "as" and self.before in '!,"' and self.tags[number + 1] in _NO_VERBS:
            self.subordinate, self.stated = True, False

    def _ends_subordinate(self, _: int) -> None:
        if self.subordinate:
            self.stated = self.subordinate = False

    def _is_owned(self, number: int) -> bool:
        """Whether a possessive stands before word *number*, which then is no verb: "the governor's claim"."""
        before = number - 1
        if self.raw[before] in _SINGLE:
            before -= 1
        return before in self.possessive

    def _ends_subject(self, number: int) -> bool:
        """Whether a finite verb follows word *number* at once, so that the word is a noun."""
        return _verb_behind(self.tags, self.low, number)

    def _phrase_has_verb(self, number: int) -> bool:
        """Whether a finite verb follows the phrase that begins at *number*: "calls | for reform grew"."""
        tags = self.tags
        for ahead in range(number, min(number + _CLAUSE, self.size)):
            tag = tags[ahead]
            if tag in "MV" or (tag == "A" and self.low[ahead] not in _NOT_FINITE) or self.low[ahead] in past_only():
                return ahead > number + 1
            if tag not in _NO_VERBS or tag in "ROC":
                return False
        return False

    def _verb_ahead(self, number: int) -> bool:
        """Whether a finite verb follows word *number* in its clause, so that the word itself is a noun."""
        tags = self.tags
        for ahead in range(number + 1, min(number + _CLAUSE, self.size)):
            tag = tags[ahead]
            if tag in "!;:,IW":
                return tag == "," and tags[ahead + 1] in "EW"
            finite = tag in "MVc" or (tag == "A" and self.low[ahead] not in _NOT_FINITE)
            if finite and tags[ahead - 1] not in "CR":  # "bans plastic and raises the tax", "says it will"
                return True
            if tag in "Ev" and (ahead == number + 1 or tags[ahead - 1] == "B"):
                return tag == "E" or tags[ahead + 1] not in "IW!,"
        return False


_DECISIONS: dict[str, Callable[[_Reader, int], str]] = {
    "N": _Reader._noun, "n": _Reader._base_or_noun, "v": _Reader._third_or_plural, "V": _Reader._third,
    "F": _Reader._base, "E": _Reader._participle, "G": _Reader._participle, "J": _Reader._adjective,
    "D": _Reader._determiner, "B": _Reader._adverb, "I": _Reader._subordinator, "P": _Reader._preposition,
    "M": _Reader._modal, "O": _Reader._object,
}  # fmt: skip
_TURNS: dict[str, Callable[[_Reader, int], None]] = {
    "F": _Reader._goes_on, "T": _Reader._goes_on, "M": _Reader._goes_on, "V": _Reader._has_verb,
    "A": _Reader._has_verb, "!": _Reader._ends, ";": _Reader._ends, "E": _Reader._has_participle,
    "G": _Reader._has_participle, "I": _Reader._opens, "W": _Reader._opens, "P": _Reader._opens_with_as,
    ",": _Reader._ends_subordinate,
}  # fmt: skip
_BEHIND = ["!", "!"]
_NO_VERBS = "NDPXJBUROCnv"


@cache
def _abbreviations() -> frozenset[str]:
    """Words that a full stop behind them shortens: titles, months, "St.", "No."."""
    sources = lexicon("sources")
    told = {entry.partition("=")[0] for entry in sources["abbreviations"]["words"].split()}
    for key in ("he", "she", "open"):
        told |= set(sources["honorifics"][key].split())
    return frozenset(told) | listed(lexicon("closed")["abbreviations"]["words"])


def _ends_in_s(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss")


_SINGLE = frozenset("'’‘")
_LONGEST_QUOTED = 60
"""Words between single quotation marks at most, where an apostrophe behind a plural might be the closing one."""

_OPEN_CLASSES = "NFEGVJnvB"
_DO = listed("do does did don't doesn't didn't not let lets help helps helped")
_ALSO_PRONOUNS = listed("that this these those some all many most few several both another each neither either")
_POINTING = listed("this these that those")
_BOTH = listed("either neither both")
_RELATIVES = listed("that which who")
_ONE_SUBJECT = listed("it he she")
_NOT_FINITE = listed("be been being having")
_ARTICLES = listed("a an the my your his its our their")
_JOINT = 5  # words before a verb among which "and" makes its subject several: "the EU and the US plan"
_CLAUSE = 12  # words that are searched for the verb of a clause
_ORDINALS = listed("first last next")
_MODAL_NOUNS = listed("will might must can may")
_UNCHANGED = listed(lexicon("words")["irregular"]["unchanged"])
_ALSO_PERSONS = listed(lexicon("words")["also_persons"]["words"])
_SAID = listed("said told")  # hardly ever participles before a noun
_PLURALS = listed(lexicon("words")["plurals"]["words"])


def _is_plural(noun: str) -> bool:
    return noun.endswith(("s", "men")) or noun in _PLURALS


@cache
def past_only() -> frozenset[str]:
    """Forms that are a past tense and never a participle: "went", "took"."""
    irregular = lexicon("words")["irregular"]
    entries = [entry.split() for entry in irregular["verbs"].split(";")]
    return frozenset(
        prefix + entry[1]
        for entry in entries
        if len(entry) > 2 and entry[1] not in entry[2:] and entry[1] != entry[0] and not entry[2].endswith("ing")
        for prefix in ("", *irregular["prefixes"].split())
    )


@cache
def _common_starts() -> frozenset[str]:
    """Words that begin a sentence with a capital and are no name, nouns for several persons among them: "Officials"."""
    sources = lexicon("sources")
    parties = [entry.partition("=")[2].lower() for entry in sources["parties"]["words"].split()]
    names = listed(sources["surnames"]["words"]).union(parties)
    several = listed(sources["groups"]["words"]).union(map(third_person, sources["roles"]["words"].split()))
    return listed(lexicon("words")["common"]["words"]) | (several - set(map(third_person, names)))


@cache
def _told_otherwise(group: str) -> frozenset[str]:
    """The words of a group of the closed classes: those whose endings tell nothing, those that compounds end with."""
    return listed(lexicon("closed")[group]["words"])


@cache
def _adjective_endings() -> tuple[str, ...]:
    return tuple(lexicon("closed")["adjectives"]["endings"].split())


def _by_ending(word: str) -> str:
    if word.endswith("ly") and len(word) > 4 and word not in _told_otherwise("adverbs"):
        return "B"
    if "-" in word and word.rpartition("-")[2] in _told_otherwise("hyphened"):
        return "J"
    if word.endswith("ed") and len(word) > 4 and word not in _told_otherwise("past"):
        return "E"
    if word.endswith("ing") and len(word) > 5 and word not in _told_otherwise("ing"):
        return "G"
    if word.endswith(_adjective_endings()) and len(word) > 5 and word not in _told_otherwise("adjectives"):
        return "J"
    return "N"
