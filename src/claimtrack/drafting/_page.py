"""A text as the reader of sources needs it: where its sentences and paragraphs begin, and its proper names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Literal

from attrs import define

from claimtrack._closed import listed
from claimtrack._names import bearers
from claimtrack._units import lexicon

if TYPE_CHECKING:
    from claimtrack._syntax import Words

LONGEST_SENTENCE = 100
"""Words of a sentence that are looked over, so that a text without full stops takes no longer."""

Gender = Literal["", "he", "she"]

WRAPPED = 50
"""Letters of a line from which on a line break inside a sentence is taken for the width of a page."""

LONGEST_NAME = 14
"""Words of one proper name; a line in title case goes on longer and is none."""


@cache
def words_of(section: str, key: str = "words") -> frozenset[str]:
    """The words of one list of the lexicon of sources."""
    return listed(lexicon("sources")[section][key])


@cache
def abbreviated() -> dict[str, str]:
    """Offices by their abbreviations: "sen" is "senator"."""
    return dict(entry.split("=") for entry in lexicon("sources")["abbreviations"]["words"].split())


@cache
def courtesies() -> dict[str, Gender]:
    """Titles of courtesy with the pronoun that they tell, if any."""
    told: dict[str, Gender] = dict.fromkeys(words_of("honorifics", "open"), "")
    told |= dict.fromkeys(words_of("honorifics", "he"), "he")
    told |= dict.fromkeys(words_of("honorifics", "she"), "she")
    return told


def role_gender(noun: str) -> Gender:
    """The pronoun that a noun for a person tells, if any."""
    if noun in words_of("roles", "he"):
        return "he"
    return "she" if noun in words_of("roles", "she") else ""


_IRREGULAR = {"people": "people", "children": "child", "police": "police", "mps": "mp", "meps": "mep", "news": "news",
              "ceos": "ceo", "lens": "lens"}  # fmt: skip


@cache
def singular(noun: str) -> str:
    """The singular of *noun*, where it is a plural."""
    if noun.endswith(("-year-old", "-year-olds")):
        return "year-old"
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.endswith("men") and len(noun) > 2 and noun not in {"specimen", "regimen", "abdomen"}:
        return f"{noun[:-2]}an"
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("ches", "shes", "sses", "xes")):
        return noun[:-2]
    if noun.endswith("s") and len(noun) > 2 and not noun.endswith(("ss", "us", "is", "'s")):
        return noun[:-1]
    return noun


@cache
def is_role(noun: str) -> bool:
    """Whether *noun* is one for a person by office, profession or part, in the singular or plural."""
    if noun in words_of("roles") or noun.endswith(("policymaker", "filmmaker", "policymakers")):
        return True
    if "-of-" in noun:  # mother-of-three
        return is_role(noun.partition("-")[0])
    one = singular(noun)
    return one != noun and one in words_of("roles")


@cache
def is_body(noun: str) -> bool:
    """Whether *noun* is one for a body that speaks as one, in the singular or plural."""
    if noun in words_of("organisations") or singular(noun) in words_of("organisations"):
        return True
    return noun.endswith(("maker", "makers")) and not is_role(noun)


@cache
def is_document(noun: str) -> bool:
    """Whether *noun* is one for what is written or asked."""
    return noun in words_of("documents") or singular(noun) in words_of("documents")


@cache
def is_source(noun: str) -> bool:
    """Whether the lexicon holds *noun* as one for a source of any kind."""
    return (
        is_role(noun)
        or is_body(noun)
        or is_document(noun)
        or noun in words_of("groups")
        or singular(noun) in words_of("anonymous")
    )


@cache
def bearer_of(form: tuple[str, ...]) -> str:
    """The known bearer of a name, "russia" for "moscow", or nothing."""
    for known, bearer in bearers().get(form[0], ()) if form else ():
        if known == form:
            return bearer[1:]
    return ""


@cache
def is_own_name(form: tuple[str, ...], bearer: str) -> bool:
    """Whether *form* names its bearer itself: "UK", not "London", "Kremlin" or "British"."""
    shown = " ".join(form)
    return shown == bearer.replace("-", " ") or shown in _own_names()


@cache
def _own_names() -> frozenset[str]:
    return frozenset(name.strip() for name in lexicon("sources")["own_names"]["words"].split("|"))


_PARTICLES = listed("von van de der den la le al bin ibn di da del du dos el ten ter zu af")
_RAISED_PARTICLES = listed("von van der de la le del di da du el ten ter")
_CALENDAR = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september "
    "october november december"
)
_NO_NAME = frozenset("DPCIWROMATBU")  # parts of speech whose capital is an accident of place
SUFFIXES = listed("jr sr ii iii iv")
_BODY_ENDINGS = listed("inc ltd llc plc corp co gmbh ag")
_LINKING = listed("of for the and to without")
_WITH_OF = listed("of for without")
_CLOSING = frozenset("\"”’'»)]")
_OPENING = frozenset("\"“‘'«")
_LINE_BREAK = re.compile(r"\n\s*")
_LOWER_ARTICLES = ("al-", "el-", "ad-", "as-", "at-")
_ARTICLE = re.compile(r"(?<!\w)(?:al|el|ad|as|at)-(?=[A-Z])")


def _has_capital(raw: str) -> bool:
    return raw[0].isupper() or (raw[:3] in _LOWER_ARTICLES and raw[3:4].isupper())


@define(slots=True)
class Run:
    """
    A proper name in the text: words *first* to *last* (exclusive).

    Attributes:
        name: Where the name itself begins, behind a title; *last* where the office is all: "Prime Minister".
        key: The words of the name, folded, without particles.
        titled: Whether an office or a title of courtesy stands in front: then it is a person.
        courtesy: Whether that title is all of courtesy: "Mr".
        body: Whether its words are those of an organisation.
        bearer: The known bearer: "russia" for "Moscow".
    """

    first: int
    last: int
    name: int
    key: tuple[str, ...]
    titled: bool = False
    courtesy: bool = False
    body: bool = False
    gender: Gender = ""
    bearer: str = ""

    @property
    def office(self) -> bool:
        """Whether it names an office without its holder."""
        return self.name >= self.last


class Page:
    """
    The text of a document with its sentences, paragraphs and names.

    Attributes:
        paragraphs, sentences: The numbers of the words that begin them, in order; `opens` and `starts` as sets.
        runs: The proper names in order; `run_at`: by each of their words.
    """

    def __init__(self, words: Words) -> None:
        self.words = words
        self.paragraphs = self._paragraph_starts()
        self.opens = frozenset(self.paragraphs)
        self.sentences = self._sentence_starts()
        self.starts = frozenset(self.sentences)
        self._small = {raw for raw in set(words.raw) if raw.islower()}
        self._capitals = self._with_capitals()
        self._shouted = self._shouting_lines()
        self._raised = self._raised_inside()
        self.run_at: dict[int, Run] = {}
        self.runs: list[Run] = []
        self._find_names()

    def sentence(self, number: int) -> int:
        """The number of the sentence that holds word *number*."""
        return bisect_right(self.sentences, number) - 1

    def sentence_end(self, number: int) -> int:
        """Where the sentence that holds word *number* ends."""
        following = bisect_right(self.sentences, number)
        return self.sentences[following] if following < len(self.sentences) else len(self.words)

    def paragraph(self, number: int) -> int:
        """The number of the paragraph that holds word *number*."""
        return bisect_right(self.paragraphs, number) - 1

    def shown(self, first: int, last: int) -> str:
        """The words as they are written, with single blanks, without a final "'s"."""
        if first >= last:
            return ""
        text = self.words.text[self.words.start[first] : self.words.end[last - 1]]
        if last - 1 in self.words.possessive:
            text = text[:-2]
        return " ".join(text.split())

    def in_quotes(self, number: int) -> bool:
        """Whether word *number* stands between quotation marks of its paragraph, as far as these tell."""
        words = self.words
        start = self.paragraphs[max(0, self.paragraph(number))]
        within = False
        for at in range(max(start, number - _QUOTE_REACH), number):
            if words.tag[at] != '"':
                continue
            mark = words.raw[at]
            if mark in "“«„":
                within = True
            elif mark in "”»":
                within = False
            else:
                left = at > 0 and words.end[at - 1] == words.start[at]
                right = at + 1 < len(words) and words.start[at + 1] == words.end[at]
                if right and not left:
                    within = True
                elif left and not right:
                    within = False
                elif mark == '"':
                    within = not within
        return within

    # Sentences and paragraphs ---------------------------------------------------------------------------------------

    def _paragraph_starts(self) -> list[int]:
        text = self.words.text
        starts = [0]
        line = 0
        for match in _LINE_BREAK.finditer(text):
            start = match.start()
            broken = "\n" in match.group()[1:]
            if not broken:
                last = text[start - 1 : start]
                broken = start - line < WRAPPED or last in ".!?:…" or last in _CLOSING
            line = match.end()
            if broken:
                number = self.words.first_from(match.end())
                if number > starts[-1]:
                    starts.append(number)
        return starts

    def _sentence_starts(self) -> list[int]:
        words = self.words
        starts = set(self.paragraphs)
        for number in [number for number, tag in enumerate(words.tag) if tag == "!"]:
            if not self.is_abbreviation(number):
                following = number + 1
                while following < len(words) and words.start[following] == words.end[following - 1] and (
                    words.raw[following] in _CLOSING or words.tag[following] == "!"
                ):  # fmt: skip
                    following += 1
                starts.add(following)
        return sorted(starts)

    def is_abbreviation(self, number: int) -> bool:
        """Whether mark *number* is the full stop of "Mr." or of an initial."""
        words = self.words
        if words.raw[number] != "." or number == 0 or words.end[number - 1] != words.start[number]:
            return False
        before = words.raw[number - 1]
        if len(before) == 1:
            return bool(before.isupper())
        low = words.low[number - 1]
        titles = low in abbreviated() or low in courtesies() or low in SUFFIXES
        return before[0].isupper() and (titles or low == "st")

    def _shouting_lines(self) -> frozenset[int]:
        """The numbers of words in lines that are all capitals, where capitals tell no name."""
        raw = self.words.raw
        found: set[int] = set()
        ends = [*self.paragraphs[1:], len(raw)]
        for start, end in zip(self.paragraphs, ends, strict=True):
            if end - start < _HEADLINE or not raw[start].isupper():
                continue
            letters = [word for word in raw[start:end] if word.isalpha()]
            if len(letters) >= _HEADLINE and all(word.isupper() for word in letters):
                found.update(range(start, end))
        return frozenset(found)

    def _raised_inside(self) -> frozenset[str]:
        """The words that are written with a capital inside a sentence, too."""
        low, tag = self.words.low, self.words.tag
        return frozenset(
            low[at] for at in self._capitals if at not in self.starts and at not in self._shouted and tag[at - 1] != '"'
        )

    def _with_capitals(self) -> list[int]:
        """The numbers of the words that are written as names: with a capital, or as "al-Assad"."""
        found = [at for at, raw in enumerate(self.words.raw) if raw[0].isupper()]
        articles = [self.words.first_from(match.start()) for match in _ARTICLE.finditer(self.words.text)]
        return sorted({*found, *articles}) if articles else found

    # Names ----------------------------------------------------------------------------------------------------------

    def _find_names(self) -> None:
        number = 0
        for at in self._capitals:
            if at < number or at in self._shouted or not self._is_name(at):
                continue
            number = self._run_end(at)
            self.runs.append(self.read_run(at, number))
        self._join()
        for run in self.runs:
            for at in range(run.first, run.last):
                self.run_at[at] = run

    def is_weak(self, run: Run) -> bool:
        """Whether a name is one word that has its capital from the beginning of a sentence only."""
        at = run.first
        return (
            run.last - at == 1
            and not run.bearer
            and (at in self.starts or (at > 0 and self.words.tag[at - 1] == '"'))
            and self.words.low[at] not in self._raised
            and self.words.low[at] not in words_of("outlets")
        )

    def _is_name(self, at: int) -> bool:
        words = self.words
        word, tag, raw = words.low[at], words.tag[at], words.raw[at]
        if tag in _NO_NAME and word not in _ALSO_NAMES:
            return len(raw) > 1 and raw.isupper() and not self._shouts(at)
        if word in _CALENDAR:
            return False
        if at not in self.starts and (at == 0 or words.tag[at - 1] != '"'):
            return word not in _ALSO_NAMES or self._goes_on(at) or (at - 1) in self.run_at
        if self._goes_on(at):
            return tag not in "EGFV" and (word not in self._small or tag in "XNJ")
        if tag not in "XNJ":
            return False
        if is_source(word) and not _is_initials(raw):
            return word in words_of("surnames") and word in self._raised
        if bearer_of((word,)) or word in words_of("outlets"):
            return True
        return word not in self._small and (word in self._raised or not word.endswith(_PEOPLE_ENDINGS))

    def _goes_on(self, at: int) -> bool:
        """Whether a name goes on behind word *at*."""
        words = self.words
        following = at + 1
        if following < len(words) and words.raw[following] == "." and self.is_abbreviation(following):
            following += 1
        if following >= len(words) or following in self.starts or at in words.possessive:
            return False
        if words.low[following] in _PARTICLES and words.raw[following].islower():
            return following + 1 < len(words) and words.raw[following + 1][0].isupper() and words.tag[following] != "D"
        if (
            words.low[following] in {"of", "for"}
            and words.low[at] in words_of("with_of")
            and following + 2 < len(words)
        ):
            following += 1 + (words.low[following + 1] == "the")
        if words.tag[following] in _NO_NAME:
            return False
        return words.raw[following][0].isupper() and words.low[following] not in _CALENDAR

    def _shouts(self, at: int) -> bool:
        raw = self.words.raw
        around = [raw[number] for number in (at - 1, at + 1) if 0 <= number < len(raw) and raw[number].isalpha()]
        return bool(around) and all(word.isupper() for word in around)

    def _run_end(self, at: int) -> int:
        """Where the name that begins at *at* ends."""
        words = self.words
        raw, low, total = words.raw, words.low, len(words)
        end = at + 1
        while end < total and end - at < LONGEST_NAME and end - 1 not in words.possessive:
            step = end
            if raw[step] == ".":
                step += self.is_abbreviation(step)
            elif low[step] in _PARTICLES and raw[step].islower():
                while step < total and low[step] in _PARTICLES and raw[step].islower() and step - end < 3:
                    step += 1
            elif (low[step] in {"of", "for", "without"} and low[end - 1] in words_of("with_of")) or (
                low[step] in {"in", "and"} and low[at] in {"organization", "organisation"} and end - at > 1
            ):  # fmt: skip
                step += 1
                if step < total and low[step] == "the":
                    step += 1
            elif raw[step] == "&":
                step += 1
            elif raw[step] in _OPENING and words.start[step] > words.end[step - 1]:
                step = self._behind_nickname(step)
            if step >= total or not _has_capital(raw[step]) or low[step] in _CALENDAR:
                break
            if step in self.starts or (step > end and not self.starts.isdisjoint(range(end, step))):
                break
            if words.tag[step] in _NO_NAME and not _is_initials(raw[step]) and not self._is_surname(step, end):
                break
            end = step + 1
        if end < total and low[end - 1] in SUFFIXES and raw[end] == "." and self.is_abbreviation(end):
            end += 1
        return end

    def _behind_nickname(self, at: int) -> int:
        """The word behind a nickname in quotation marks that opens at *at*: "Stan “The Van” Kowal"; else *at*."""
        words = self.words
        for step in range(at + 2, min(at + 5, len(words) - 1)):
            if words.raw[step] in _CLOSING:
                inner = all(words.raw[number][0].isupper() for number in range(at + 1, step))
                return step + 1 if inner and words.raw[step + 1][0].isupper() else at
        return at

    def _is_surname(self, at: int, end: int) -> bool:
        """Whether "May" or "Will" behind a name is one, too."""
        words = self.words
        if words.low[at] not in _ALSO_NAMES or words.tag[end - 1] != "X":
            return False
        return at + 1 >= len(words) or words.tag[at + 1] != "F"

    def read_run(self, first: int, last: int) -> Run:
        """The name that words *first* to *last* make: what of it is title, and of what kind it is."""
        words = self.words
        low, raw = words.low, words.raw
        if last - first == 1:  # most names are one word
            word = low[first]
            office = is_role(word) and not self._is_surname_of(first, first)
            return Run(
                first=first, last=last, name=last if office else first, key=(word,),
                body=word in words_of("organisations", "final"), bearer=bearer_of((word.replace(".", ""),)),
            )  # fmt: skip
        final = low[last - 1] if raw[last - 1] != "." else low[last - 2]
        body = final in words_of("organisations", "final") or final in _BODY_ENDINGS
        name, gender, courtesy, office = first, "", False, False
        for number in range(first, last):
            word, following = low[number], number + 1
            if following < last and raw[following] == ".":
                following += 1
            dotted = following == number + 2
            if word in courtesies() or (dotted and word in abbreviated()):
                if following >= last:
                    break
                courtesy = courtesy or word in courtesies()
                office = office or word not in courtesies()
                name, gender = following, courtesies().get(word, "") or gender
            elif is_role(word) and number not in words.possessive and (word not in _PLURAL_BODIES or number > first):
                plural = number > first and singular(word) != word
                if following >= last and (plural or self._is_surname_of(number, first)):
                    break  # "National Union of Teachers", "Angus King"
                if following < last and low[following] == "of" and singular(word) == word:
                    following, body = self._after_domain(following, last), False
                elif body and not courtesy and not office:
                    break
                name, gender = following, role_gender(singular(word)) or gender
                office = True
                if number + 1 < last and low[number + 1] == "of":
                    break
        if courtesy and name < last:
            body = False
        body = body or any(low[at] in _WITH_OF and self._is_body_of(at - 1) for at in range(first + 1, last))
        if body:
            name, courtesy, office, gender = first, False, False, ""
        key = tuple(
            low[at]
            for at in range(name if name < last else first, last)
            if raw[at][0].isalnum() and low[at] not in _LINKING and not self._is_particle(at)
        )
        if '"' in (words.tag[at] for at in range(name, last)) and len(key) > 2:  # a nickname
            key = (key[0], key[-1])
        whole = tuple(low[at].replace(".", "") for at in range(first, last) if raw[at] != ".")
        return Run(
            first=first, last=last, name=name, key=key or (final,), titled=name > first,
            courtesy=courtesy and not office, body=body, gender=gender,  # type: ignore[arg-type]
            bearer=bearer_of(whole) if name == first else "",
        )  # fmt: skip

    def _is_body_of(self, at: int) -> bool:
        """Whether word *at* is one that the name of a body goes on with "of" behind: "Union", "Friends"."""
        word = self.words.low[at]
        return word in words_of("with_of") and (word in _PLURAL_BODIES or not is_role(word))

    def _is_surname_of(self, at: int, first: int) -> bool:
        """Whether the last word of a name is a surname that is an office, too: "Angus King", but "the King"."""
        low = self.words.low
        if low[at] not in words_of("surnames"):
            return False
        if at == first:
            return first == 0 or low[first - 1] not in {"the", "a", "an", "our", "his", "her", "their", "former"}
        before = low[at - 1]
        return not (is_role(before) or before in words_of("office_words") or before in words_of("domains"))

    def _is_particle(self, at: int) -> bool:
        """Whether a word of a name is written or left out at will: "von der Leyen", "Le Pen"."""
        word = self.words.low[at]
        return word in _PARTICLES and (self.words.raw[at].islower() or word in _RAISED_PARTICLES)

    def _after_domain(self, at: int, last: int) -> int:
        """Where the name begins behind "Secretary of State", *at* being "of"; *last* where the office is all."""
        low = self.words.low
        number = first = at + 1 + (low[min(at + 1, last - 1)] == "the")
        while number < last and (low[number] in words_of("domains") or low[number] in _LINKING):
            number += 1
        if number > first:
            return number
        for end in range(last, first, -1):
            if low[end - 1] in words_of("organisations", "final") or bearer_of(tuple(low[first:end])):
                return end
        return max(first + 1, last - 2) if last - first > 2 else last

    def _join(self) -> None:
        """Put together what "and" joins in one name: "Ministry of Defence and Security", "Johnson and Johnson"."""
        low = self.words.low
        counts = Counter(run.key for run in self.runs)
        joined: list[Run] = []
        for run in self.runs:
            before = joined[-1] if joined else None
            apart = before is None or before.last != run.first - 1 or low[before.last] != "and"
            if before is None or apart or run.bearer or run.last - before.first > LONGEST_NAME:
                joined.append(run)
                continue
            if run.titled:
                office = {*low[run.first : run.name - 1], *before.key}
                if low[before.first] in words_of("domains") and office <= words_of("domains") and not run.courtesy:
                    joined[-1] = self.read_run(before.first, run.last)
                else:
                    joined.append(run)
                continue
            listed_on = any(low[number] in {"of", "for"} for number in range(before.first, before.last))
            alone = counts[run.key] == 1 and len(run.key) <= 2 and not run.body
            belongs = before.body and listed_on and (alone or set(run.key) <= words_of("domains"))
            if before.key == run.key or belongs:
                whole = self.read_run(before.first, run.last)
                whole.body, whole.name, whole.titled = True, before.first, False
                joined[-1] = whole
            else:
                joined.append(run)
        self.runs = joined


_ALSO_NAMES = listed("may will")
_PLURAL_BODIES = listed(
    "friends doctors reporters lawyers mothers parents students teachers farmers scientists veterans"
)
_PEOPLE_ENDINGS = ("ists", "ers", "ors", "ents", "ants", "ics", "ials", "ians", "ees")
_HEADLINE = 4  # words that are all capitals and make a line a headline
_QUOTE_REACH = 300  # words that an opening quotation mark is looked for


def _is_initials(raw: str) -> bool:
    return len(raw) > 1 and raw.isupper()
