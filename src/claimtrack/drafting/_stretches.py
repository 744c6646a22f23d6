"""The stretches of a sentence: what stands between marks and conjunctions, and what kind of clause each one is."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from claimtrack._closed import listed
from claimtrack._syntax import past_only
from claimtrack._units import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack._syntax import Words
    from claimtrack.drafting.conditions import Hanging


@cache
def listed_in(group: str, key: str = "words") -> frozenset[str]:
    """The words of a group of the clause lexicon."""
    entry = lexicon("clauses")[group][key]
    return listed(entry) if isinstance(entry, str) else frozenset(entry)


@cache
def participle_only() -> frozenset[str]:
    """Forms that are a participle and never a past tense: "given", "taken"."""
    entries = [entry.split() for entry in lexicon("words")["irregular"]["verbs"].split(";")]
    prefixes = ("", *lexicon("words")["irregular"]["prefixes"].split())
    return frozenset(
        prefix + form
        for entry in entries
        for form in entry[2:]
        if form not in entry[:2] and not form.endswith("ing") and entry[0] != "be"
        for prefix in prefixes
    )


@frozen
class Stretch:
    """
    What stands between two marks, or behind a conjunction that opens something.

    Args:
        start, end: Its places (half-open).
        mark: The mark in front, or nothing.
        kind: clause (subject and finite verb), verb (finite, without subject), base (of a verb), participle (-ing),
            past (participle, or past tense without subject), infinitive, relative, with, as, contrast, reason, time,
            that, phrase (prepositional), nominal, adverb.
        head: Where its first word stands that is no conjunction and no adverb.
        verb: The place of the finite verb of a clause, else -1.
        coordinated: Whether "and", "or" or "but" opens it.
    """

    start: int
    end: int
    mark: str
    kind: str
    head: int
    verb: int
    coordinated: bool

    @property
    def body(self) -> int:
        """Where it starts behind its conjunction."""
        return self.start + 1 if self.coordinated else self.start


NON_FINITE = listed("be been being having")
_AUXILIARIES = listed("be been being have having do")
_MARKS = ",;:-!"
_MARK = re.compile(r"[,;:\-!]")
_CUTS = re.compile(r"[,;:\-!CIW]|TF")
_IN_THE_WAY = re.compile(r'["(\-!]')
_RELATIVES = listed("which who whom whose where when")
_TIMES = listed("after before since until till when whenever as")
_NOUN_PARTS = "DXNJURO"
_FEWEST_BEHIND_WHILE = 3  # words, "while" with them: "while maintaining ties"; fewer are a circumstance of their clause
_CLAUSE_PHRASE = 9
"""Words from a preposition to the verb of the clause that its phrase opens: "by noon the crane drivers had gone"."""
_BEHIND = "!!!"  # what stands behind the last word, so that the next ones can be asked for


class Reading:
    """
    A sentence without what holds up its reading: quotation marks, brackets, asides in dashes, conditions.

    Places are counted in what is left; `numbers` has the words' numbers in the text.

    Attributes:
        tags: A letter each, see `claimtrack._syntax.TAGS`. low: The words, folded.
    """

    __slots__ = ("low", "numbers", "tags")

    def __init__(self, words: Words, first: int, last: int, hanging: Sequence[Hanging]) -> None:
        run = "".join(words.tag[first:last])
        if not hanging and _IN_THE_WAY.search(run) is None:
            self.numbers: Sequence[int] = range(first, last)
            self.tags = run + _BEHIND
            self.low = [*words.low[first:last], *_BEHIND]
            return
        self.numbers = _left(words, first, last, hanging)
        self.tags = "".join([words.tag[number] for number in self.numbers]) + _BEHIND
        self.low = [*[words.low[number] for number in self.numbers], *_BEHIND]

    def __len__(self) -> int:
        return len(self.numbers)

    def finite(self, a: int, b: int) -> int:
        """The place of the finite verb of the clause ``a:b`` itself, not of a clause inside; -1 where there is none."""
        t, w = self.tags, self.low
        waiting, closed, past, i = 0, False, -1, a
        while i < b:
            tag = t[i]
            if tag in "NDXPJ,UCBRO":
                pass
            elif tag == "T":
                i += 1
                while i < b and t[i] == "B":
                    i += 1
                if i < b and t[i] in "FAN":
                    i = self._group(i + 1, b)
                continue
            elif tag in "MAVc":
                if w[i] not in NON_FINITE:
                    if not waiting:
                        return i
                    waiting, closed = waiting - 1, True
                    if tag != "V":
                        i = self._group(i + 1, b)
                        continue
            elif tag == "E":
                if w[i] in participle_only():
                    pass
                elif w[i] in past_only() or (i > a and t[i - 1] in "RW"):
                    if not waiting:
                        return i
                    waiting -= 1
                elif waiting and i > a and t[i - 1] in "XNWR":
                    waiting -= 1
                elif past < 0 and i > a and ((closed and t[i - 1] in "NXPBRUE") or self._past(i, b)):
                    past = i  # "protesters who had gathered outside cheered"
            elif tag == "F":
                if i > a and self._present(i, a):
                    if not waiting:
                        return i
                    waiting -= 1
            elif tag in "WI" and i > a:
                waiting += 1
            i += 1
        return past

    def _group(self, i: int, b: int) -> int:
        """Where the verb group ends that goes on at *i*: "has | never been seen"."""
        t, w = self.tags, self.low
        while i < b and (t[i] in "BEFG" or (t[i] == "A" and w[i] in _AUXILIARIES)):
            i += 1
        return i

    def _past(self, i: int, b: int) -> bool:
        """Whether the form in -ed at *i* may be a past tense: it follows its subject, and no "by" follows."""
        t, w = self.tags, self.low
        before = i - 1
        while before >= 0 and t[before] == "B":
            before -= 1
        if before < 0 or t[before] not in "NXRUOD":
            return False
        return i + 1 >= b or w[i + 1] != "by"

    def _present(self, i: int, a: int) -> bool:
        """Whether the base at *i* may be a present tense: it follows a plural, which no "let" or "help" governs."""
        t, w = self.tags, self.low
        before = i - 1
        while before > a and t[before] == "B":
            before -= 1
        if not _CAUSING.isdisjoint(w[a:before]):
            return False
        return t[before] in "RX" or (t[before] == "N" and w[before].endswith(("s", "people", "men", "children")))

    def stretches(self, start: int) -> list[Stretch]:
        """The sentence from *start* on in order, without the marks between."""
        t = self.tags
        size = len(self)
        found: list[Stretch] = []
        a, mark = start, ""
        for match in _CUTS.finditer(t, start, size):
            i = match.start()
            if i < a:
                continue
            tag = t[i]
            if tag in _MARKS:
                if tag == "," and self._joins(i, a):
                    continue
                if i > a:
                    found.append(self._stretch(a, i, mark))
                a, mark = i + 1, tag
            elif i > a and self._opens(i, a):
                found.append(self._stretch(a, i, mark))
                a, mark = i, ""
        if a < size:
            found.append(self._stretch(a, size, mark))
        return found

    def _joins(self, i: int, a: int) -> bool:
        """Whether the comma at *i* stands between adjectives, or inside a date."""
        t = self.tags
        if i == a:
            return False
        before, after, then = t[i - 1], t[i + 1], t[i + 2]
        if before == "J":
            if after == "J" or (after in "EB" and then in "NJ"):
                return then in "N,CJ"
            if after == "C" and then in "JN":
                earlier = t.rfind(",", a, i)
                return earlier > a and t[earlier - 1] == "J"
        return before == "U" and after == "U"

    def _end(self, i: int) -> int:
        """The next mark from *i* on."""
        found = _MARK.search(self.tags, i)
        return min(found.start(), len(self)) if found else len(self)

    def _opens(self, i: int, a: int) -> bool:
        """Whether the word at *i* opens a stretch of its own without a mark."""
        t, w = self.tags, self.low
        tag, word = t[i], w[i]
        if tag == "C":
            return self._coordinates(i, a, self._end(i + 1))
        if tag == "I":
            if word == "that":
                return w[i + 1] in listed_in("necessity") and t[i - 1] == "N" and self._stated(a, i)
            if word in {"while", "whilst"}:
                return t[i + 1] == "G" and self._end(i + 1) - i > _FEWEST_BEHIND_WHILE
            return (
                (word == "because" or word in listed_in("contrast"))
                and self._stated(a, i)
                and self.finite(i + 1, self._end(i + 1)) >= 0
            )
        if tag == "W":
            return word in {"which", "who"} and w[i + 1] in listed_in("necessity") and self._stated(a, i)
        return (  # "T": to
            w[i + 1] in listed_in("result")
            and t[a] == "G"
            and t[i - 1] in "NXEJ"
            and not listed_in("result", "verbs").isdisjoint(w[a:i])
        )

    def _stated(self, a: int, b: int) -> bool:
        """Whether ``a:b`` holds a verb already."""
        return self.finite(a, b) >= 0 or "G" in self.tags[a:b]

    def _coordinates(self, i: int, a: int, b: int) -> bool:
        """Whether "and" at *i* joins clauses, verb phrases or participles of the stretch ``a:b``."""
        t, w = self.tags, self.low
        r = i + 1
        while r < b and t[r] == "B":
            r += 1
        if r + 1 >= b:
            return False
        tag, before, following = t[r], t[i - 1], t[r + 1]
        if tag == "c":
            return self.finite(a, i) >= 0
        if tag in "VM" or (tag == "A" and w[r] not in NON_FINITE):
            return not _VERBS.isdisjoint(t[a:i]) and not self._inside(a, i)
        if tag == "E":
            if w[r] in participle_only() and "A" not in t[a:i] and "E" not in t[a:i]:
                return False
            if before in "EJBGA" or following in "CGE" or w[r] in listed_in("attributive"):
                return False
            return ("E" in t[a:i] or "A" in t[a:i]) and not self._inside(a, i)
        if tag == "F" or w[r] in {"be", "have"}:
            left = t[a:i]
            if w[i] == "nor":
                return False
            modal = left.rfind("M")
            return modal >= 0 and "TF" not in left[modal:] and _BASE_BEHIND.match(left, modal + 1) is not None
        if tag == "G":
            progressive = before == "G" and t[i - 2] == "A"
            return (before not in "GJEB" or progressive) and following in "DXNJRUPTEGO" and self._gerund(a, i)
        if tag in _NOUN_PARTS:
            if self.finite(a, i) < 0:
                return False
            verb = self.finite(i + 1, b)
            if verb < 0 or _NOMINAL.fullmatch(t, i + 1, verb) is None:
                return False
            if t[verb] == "E" and (t[verb + 1] not in "DXRUPTIOB" or verb + 1 >= b or not self._plain(i + 1, verb)):
                return False  # "mutual trust among all parties involved"
            j = i - 1
            while j > a and (t[j] in "DJNXUGE" or w[j] == "of"):
                j -= 1
            return not (t[j] in "IW" or w[j] in _NOUNS_JOINED or w[j] in _TIMES) and not self._inside(a, i)
        return False

    def _plain(self, a: int, b: int) -> bool:
        """Whether ``a:b`` is a noun phrase without any other preposition than "of"."""
        return all(self.tags[place] != "P" or self.low[place] == "of" for place in range(a, b))

    def _inside(self, a: int, i: int) -> bool:
        """Whether a clause with "that", "whether" or a wh-word is open at *i*: what "and" joins belongs to it."""
        t, w = self.tags, self.low
        if t[a] in "IW" or (t[a] == "P" and (w[a] in _TIMES or t[a + 1] == "W")):
            return True
        for j in range(i - 1, a, -1):
            if t[j] == "W" or w[j] in {"that", "whether"}:
                return self.finite(a, i) < j  # a relative clause of the subject is closed by the verb behind it
        return False

    def _gerund(self, a: int, i: int) -> bool:
        """Whether one in -ing stands in ``a:i`` that the one behind "and" goes on."""
        t = self.tags
        for j in range(i - 1, a - 1, -1):
            if t[j] == "G" and (j == a or t[j - 1] in "P,ABI"):
                return True
            if t[j] in "VM":
                return False
        return False

    def _stretch(self, a: int, b: int, mark: str) -> Stretch:
        coordinated = self.tags[a] == "C" or (mark == "," and self.low[a] in _ALSO_CONJUNCTIONS)
        kind, head, verb = self._kind(a + 1 if coordinated else a, b)
        return Stretch(a, b, mark, kind, head, verb, coordinated)

    def _kind(self, a: int, b: int) -> tuple[str, int, int]:
        t, w = self.tags, self.low
        j = a
        while j < b and t[j] == "B":
            j += 1
        if j >= b:
            return "adverb", a, -1
        tag, word = t[j], w[j]
        if tag in _NOUN_PARTS or tag == "c" or (t[j + 1] == "U" and word in _ABOUT):
            if "PW" in t[j : j + 4]:
                return "relative", j, -1  # "most of which"
            verb = self.finite(a, b)
            return ("clause" if verb >= 0 else "nominal"), a, verb
        if tag == "P":
            return self._phrase(j, b)
        if tag == "W":
            if word in _RELATIVES:
                return "relative", j, -1
            return "nominal", j, -1
        if tag == "I":
            verb = self.finite(j + 1, b)
            if word in listed_in("contrast"):
                return "contrast", j, verb
            if word == "because":
                return "reason", j, verb
            return {"whether": "nominal", "that": "that"}.get(word, "time"), j, verb
        if word in listed_in("no_participles"):
            return "phrase", j, -1
        if tag == "G" or word in {"being", "having"}:
            verb = self.finite(j + 1, b)
            subject = verb >= 0 and t[verb] in "VM" and t[verb - 1] != "R" and "W" not in t[j:verb]
            return ("clause" if subject else "participle"), j, verb  # "sending troops would be", "sending troops"
        if tag == "E":
            return ("verb" if word in past_only() else "past"), j, -1
        if tag in "VMA":
            return "verb", j, j
        return {"F": "base", "T": "infinitive"}.get(tag, "nominal"), j, -1

    def _phrase(self, j: int, b: int) -> tuple[str, int, int]:
        """The kind of what a preposition at *j* opens."""
        t, w = self.tags, self.low
        word = w[j]
        if t[j + 1] == "W" and w[j + 1] in _RELATIVES:
            return "relative", j, -1
        if word in listed_in("absolutes"):
            return "with", j, -1
        verb = self.finite(j + 1, b)
        if verb < 0:
            return "phrase", j, -1
        if t[j + 1] in "DXNJURGcO" or t[j + 1] == "B":
            if word == "as":
                return "as", j, verb
            if word in _TIMES:
                return "time", j, verb
        subject = verb - 1
        while subject > j and t[subject] in "BNXJU":
            subject -= 1
        if (
            (t[subject] in "RNX" or (t[subject] == "D" and verb - subject > 1))
            and subject - j <= _CLAUSE_PHRASE
            and subject > j + 1
        ):
            return "clause", j, verb  # "by noon the crane drivers had gone"
        return "phrase", j, verb

    def nominal_subject(self, start: int, verb: int) -> tuple[int, int]:
        """The subject in ``start:verb``, without a phrase in front: "by noon | the crane drivers"."""
        t = self.tags
        if start < verb and t[start] == "P":
            at = verb
            while at > start + 1 and t[at - 1] in "BNXJU":
                at -= 1
            if at > start + 1 and t[at - 1] in "DR":
                at -= 1
            start = at if at < verb else start
        while verb > start + 1 and t[verb - 1] == "B":
            verb -= 1
        return (start, verb)

    def noun_before(self, end: int) -> tuple[int, int] | None:
        """The noun phrase that ends before *end*; None where no noun does."""
        t = self.tags
        while end > 0 and t[end - 1] == ",":
            end -= 1
        start = end
        while start > 0 and t[start - 1] in "NXJUG":
            start -= 1
        if start == end:
            return None
        return (start - 1 if start > 0 and t[start - 1] == "D" else start), end


_VERBS = frozenset("VMAEF")
_BASE_BEHIND = re.compile(r"B*[FA]")
_NOMINAL = re.compile(r"[DXNJURPBOGEC]*")
_ALSO_CONJUNCTIONS = listed("yet so")
_ABOUT = listed("about over around than under below above nearly")  # before a number: "over 200 people"
_CAUSING = listed("let lets letting help helps helped helping make makes made making")
_NOUNS_JOINED = listed("between both")
_ABBREVIATED = 5  # letters at most: "Sept."


def _left(words: Words, first: int, last: int, hanging: Sequence[Hanging]) -> list[int]:
    """The numbers of the words that count for the reading."""
    tag = words.tag
    skipped: set[int] = set()
    for one in hanging:
        skipped.update(range(one.first, one.last))
        before = tag[one.first - 1] if one.first > first else "!"
        after = tag[one.last] if one.last < last else "!"
        if after == "," and before in ",!":
            skipped.add(one.last)
        if before in ",-" and after in ",!":
            skipped.add(one.first - 1)
    opened: list[int] = []
    dashes: list[int] = []
    for number in range(first, last):
        mark = tag[number]
        if mark == '"' or (mark == "!" and not _ends(words, number, last)):
            skipped.add(number)
        elif mark == "(":
            opened.append(number)
        elif mark == ")" and opened:
            skipped.update(range(opened.pop(), number + 1))
        elif mark == "-" and number not in skipped:
            dashes.append(number)
    dashes = [number for number in dashes if number not in skipped]
    if len(dashes) == 2:
        skipped.update(range(dashes[0], dashes[1] + 1))
    elif dashes and dashes[0] - first <= _LONGEST_DATELINE and "X" in tag[first : dashes[0]]:
        skipped.update(range(first, dashes[0] + 1))
    return [number for number in range(first, last) if number not in skipped]


_LONGEST_DATELINE = 6  # words and marks: "WASHINGTON (AP) —"


def _ends(words: Words, number: int, last: int) -> bool:
    """Whether the mark at *number* ends a sentence, and no abbreviation."""
    if words.raw[number] != ".":
        return words.raw[number] in "!?"
    before = words.raw[number - 1] if number else ""
    if number + 1 < last and not words.raw[number + 1][0].isupper() and words.tag[number + 1] != '"':
        return False
    return not (before[:1].isupper() and len(before) < _ABBREVIATED) and not before[:1].isdigit()
