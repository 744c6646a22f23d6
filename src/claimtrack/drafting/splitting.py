"""A sentence, or what somebody is shown to say, cut into its claims: word ranges that state one claim each."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from claimtrack._closed import listed
from claimtrack._units import lexicon
from claimtrack.drafting.conditions import Hanging, conditions
from claimtrack.model import Sense

if TYPE_CHECKING:
    from claimtrack._syntax import Words

Range = tuple[int, int]
"""Half-open range of word numbers."""


@frozen(kw_only=True)
class Piece:
    """
    One claim of a sentence.

    Args:
        content: The words that state it, as ranges of word numbers in the order of the text; at least one.
        conditions: What it hangs on, with the sense: ranges that the content leaves out.
        alternative: Pieces with the same number are alternatives of one "either … or …".
        whole: The index of the piece that this one is a part of, among the pieces of the same call.
        reason: The index of the piece that this one is given as the reason for.
        proposition: The claim restated so that it stands alone, where composing its words does it.
        rules: Why it was cut so.
        confidence: How sure the cut is, 0 to 100.
    """

    content: tuple[Range, ...]
    conditions: tuple[tuple[Sense, Range], ...] = ()
    alternative: int | None = None
    whole: int | None = None
    reason: int | None = None
    proposition: str | None = None
    rules: tuple[str, ...] = ()
    confidence: int = 50


LONGEST_SENTENCE = 250
"""Words in a sentence that is still cut; a longer one is a list of something or lacks its full stops."""

HEAVY = 8
"""
Words from which on a clause without a subject of its own, or a relative one, is a claim beside its host.

A lighter one tells who or what is meant. Between 7 and 10 the cases under tests/cases and examples hardly differ.
"""
_HEAVY_ITEM = 2  # words that the items of a list have on average, where each is a claim
_LIGHT = 3  # words of a coordinated participle ("led by Europe and supported by …")
_LEAST_ITEMS = 3

_CONFIDENCE = {
    "whole": 70,
    "clause": 75,
    "verb phrase": 65,
    "participle": 55,
    "absolute": 60,
    "relative": 55,
    "reason": 65,
    "contrast": 70,
    "circumstance": 55,
    "apposition": 55,
    "item": 65,
    "alternative": 65,
    "means": 55,
    "result": 50,
    "plan": 60,
}
"""How often a cut of this kind is right on the cases, in steps of five."""


class _Unit:
    """A stretch of the sentence that may be a claim: its own range of places, and what it shares with its host."""

    __slots__ = (
        "alternative",
        "end",
        "host",
        "keep",
        "kids",
        "kind",
        "prefix",
        "reason",
        "rule",
        "start",
        "subject",
        "verb",
    )

    def __init__(self, kind: str, start: int, end: int, host: _Unit | None, rule: str) -> None:
        self.kind, self.start, self.end, self.host, self.rule = kind, start, end, host, rule
        self.prefix: list[Range] = []
        self.subject: Range | None = None
        self.verb = -1  # the place of the finite verb, or of the participle
        self.kids: list[_Unit] = []
        self.keep = True
        self.alternative: int | None = None
        self.reason = False
        if host is not None:
            host.kids.append(self)


@cache
def _words(group: str, key: str = "words") -> frozenset[str]:
    entry = lexicon("clauses")[group][key]
    return listed(entry) if isinstance(entry, str) else frozenset(entry)


@cache
def _openers() -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in lexicon("clauses")["openers"]["words"]:
        split_entry = tuple(entry.split())
        found.setdefault(split_entry[0], []).append(split_entry)
    return {key: tuple(sorted(value, key=len, reverse=True)) for key, value in found.items()}


@cache
def _past_only() -> frozenset[str]:
    """Forms that are a past tense and never a participle: "went", "took"."""
    entries = [entry.split() for entry in lexicon("words")["irregular"]["verbs"].split(";")]
    prefixes = ("", *lexicon("words")["irregular"]["prefixes"].split())
    return frozenset(
        prefix + entry[1]
        for entry in entries
        if len(entry) > 2 and entry[1] not in entry[2:] and entry[1] != entry[0]
        for prefix in prefixes
    )


_CUTS = re.compile(r"[,;:\-!CIW]|PW|TF|P")
_NON_FINITE = listed("be been being having")
_RELATIVES = listed("which who whom whose where when")
_NOT_PARTICIPLES = listed(
    "according including regarding concerning excluding following pending barring notwithstanding considering given "
    "depending starting beginning owing based compared"
)
_TIMES = listed("after before since until till when whenever as")
_OPENS_NOUN = "DXNJURO"


def split(words: Words, first: int, last: int, *, attributed: bool) -> tuple[Piece, ...]:
    """
    The claims that the words ``first:last`` state, in the order of the text; none where no word is left.

    Args:
        words: The words of the whole text.
        first, last: The sentence, or the part of it to cut, as word numbers (half-open).
        attributed: Whether it is the content of an attribution, which stays one claim unless it lists.
    """
    tag = words.tag
    while first < last and tag[first] in "!,;:-.)":
        first += 1
    while first < last and tag[last - 1] in "!,;:-.(":
        last -= 1
    if first == last:
        return ()
    if last - first > LONGEST_SENTENCE:
        return (Piece(content=((first, last),), rules=("too long to cut",), confidence=20),)
    return _Cutter(words, first, last, attributed).pieces()


class _Cutter:
    """One sentence on its way to pieces."""

    def __init__(self, words: Words, first: int, last: int, attributed: bool) -> None:
        self.words, self.attributed = words, attributed
        self.first, self.last = first, last
        self.hanging = conditions(words, first, last)
        self.place = self._places()  # the numbers of the words that count
        self.t = "".join([words.tag[number] for number in self.place])
        self.w = [words.low[number] for number in self.place]
        self.roots: list[_Unit] = []
        self.alternatives = 0

    def _places(self) -> list[int]:
        """The words but for quotation marks, what stands in brackets, conditions, and commas around these."""
        first, last, tag = self.first, self.last, self.words.tag
        run = tag[first:last]
        if not self.hanging and '"' not in run and "(" not in run and "-" not in run:
            return list(range(first, last))
        skipped: set[int] = set()
        for one in self.hanging:
            skipped.update(range(one.first, one.last))
            before = tag[one.first - 1] if one.first > first else "!"
            after = tag[one.last] if one.last < last else "!"
            if after == "," and (before in ",!"):
                skipped.add(one.last)
            if before == "," and after in ",!":
                skipped.add(one.first - 1)
        opened: list[int] = []
        for number in range(first, last):
            mark = tag[number]
            if mark == '"':
                skipped.add(number)
            elif mark == "(":
                opened.append(number)
            elif mark == ")" and opened:
                skipped.update(range(opened.pop(), number + 1))
        dashes = [number for number in range(first, last) if tag[number] == "-" and number not in skipped]
        if len(dashes) == 2:
            skipped.update(range(dashes[0], dashes[1] + 1))
        return [number for number in range(first, last) if number not in skipped]

    # Reading the clauses

    def pieces(self) -> tuple[Piece, ...]:
        t = self.t
        start = self._opened()
        if start >= len(t):
            return (Piece(content=((self.first, self.last),), rules=("whole",), confidence=30),)
        self._read(start)
        return self._written()

    def _opened(self) -> int:
        """Where the sentence starts behind "However,"."""
        t, w, start = self.t, self.w, 0
        size = len(t)
        for _ in range(3):
            while start < size and (t[start] in ",;:-" or (t[start] == "C" and w[start] != "&")):
                start += 1
            if start >= size:
                break
            for entry in _openers().get(w[start], ()):
                behind = start + len(entry)
                if behind < size and t[behind] == "," and tuple(w[start:behind]) == entry:
                    start = behind + 1
                    break
            else:
                break
        return start if start < size else 0

    def _finite(self, a: int, b: int) -> int:
        """The place of the finite verb that belongs to the clause ``a:b`` itself; -1 where there is none."""
        t, w = self.t, self.w
        waiting, past, i = 0, -1, a
        while i < b:
            tag = t[i]
            if tag == "T":
                i += 1
                while i < b and t[i] == "B":
                    i += 1
                if i < b and t[i] in "FAN":
                    i += 1
                    while i < b and t[i] in "BAEG":
                        i += 1
                continue
            if tag in "MAVc" and w[i] not in _NON_FINITE:
                if waiting:
                    waiting -= 1
                else:
                    return i
                if tag != "V":
                    i += 1
                    while i < b and t[i] in "BAEFG":
                        i += 1
                    continue
            elif tag == "E":
                if w[i] in _past_only() or (i > a and t[i - 1] in "RW"):
                    if not waiting:
                        return i
                    waiting -= 1
                elif waiting and i > a and t[i - 1] in "XNWR":
                    waiting -= 1
                elif past < 0 and i > a and self._past(i, b):
                    past = i
            elif tag == "F" and i > a and self._present(i, a):
                if not waiting:
                    return i
                waiting -= 1
            elif (tag == "W" and i > a) or (tag == "I" and i > a):
                waiting += 1
            i += 1
        return past

    def _past(self, i: int, b: int) -> bool:
        """Whether the form in -ed at *i* may be a past tense: it follows a noun and no "by" follows."""
        t, w = self.t, self.w
        before = i - 1
        while before >= 0 and t[before] == "B":
            before -= 1
        if before < 0 or t[before] not in "NXRUOD":
            return False
        return not (i + 1 < b and w[i + 1] == "by") and not (i + 1 < b and t[i + 1] in "NJ" and t[before] not in "RX")

    def _present(self, i: int, a: int) -> bool:
        t, w = self.t, self.w
        before = i - 1
        while before > a and t[before] == "B":
            before -= 1
        return t[before] in "RX" or (t[before] == "N" and w[before].endswith(("s", "people", "men", "children")))

    def _chunks(self, start: int) -> list[tuple[int, int, str]]:
        """The stretches between marks, and those that a conjunction opens, where it opens a clause."""
        t = self.t
        size = len(t)
        found: list[tuple[int, int, str]] = []
        a, mark = start, ""
        for match in _CUTS.finditer(t, start):
            i = match.start()
            tag = t[i]
            if i < a:
                continue
            if tag in ",;:-!":
                if tag == "," and self._joins(i, a):
                    continue
                if i > a:
                    found.append((a, i, mark))
                a, mark = i + 1, tag
            elif i > a and self._opens(i, a):
                found.append((a, i, mark))
                a, mark = i, ""
        if a < size:
            found.append((a, size, mark))
        return found

    def _joins(self, i: int, a: int) -> bool:
        """Whether the comma at *i* stands between adjectives, or inside a date."""
        t = self.t
        if i + 1 >= len(t) or i == a:
            return False
        before, after = t[i - 1], t[i + 1]
        if before == "J":
            if after == "J" or (after in "EB" and t[i + 2 : i + 3] in {"N", "J"}):
                return i + 2 < len(t) and t[i + 2] in "N,CJ"
            if after == "C" and t[i + 2 : i + 3] in {"J", "N"}:
                return t.rfind(",", a, i) >= 0 and t[max(a, t.rfind(",", a, i)) - 1] == "J"
        return before == "U" and after == "U"

    def _end_of_chunk(self, i: int) -> int:
        t = self.t
        for j in range(i, len(t)):
            if t[j] in ",;:-!":
                return j
        return len(t)

    def _opens(self, i: int, a: int) -> bool:
        """Whether the conjunction, relative or preposition at *i* opens a stretch of its own without a mark."""
        t, w = self.t, self.w
        tag, word = t[i], w[i]
        b = self._end_of_chunk(i + 1)
        if tag == "C":
            return self._coordinates(i, a, b)
        if tag == "I":
            if word == "that":
                return (
                    t[i - 1] == "N"
                    and w[i + 1 : i + 2] != []
                    and w[i + 1] in _words("necessity")
                    and self._verb_in(a, i)
                )
            if word in {"while", "whilst"}:
                return i + 1 < b and t[i + 1] == "G" and b - i > _LIGHT
            return (
                word in {"because", "although", "though", "whereas"}
                and self._finite(i + 1, b) > 0
                and self._verb_in(a, i)
            )
        if tag == "W":
            return (
                word in {"which", "who"}
                and w[i + 1 : i + 2] != []
                and w[i + 1] in _words("necessity")
                and self._verb_in(a, i)
            )
        if tag == "T":
            return w[i + 1] in _words("result") and bool(_words("result", "verbs") & set(w[a:i])) and t[i - 1] in "NXE"
        return False

    def _verb_in(self, a: int, b: int) -> bool:
        return self._finite(a, b) >= 0 or any(tag in "VMAG" for tag in self.t[a:b])

    def _coordinates(self, i: int, a: int, b: int) -> bool:
        """Whether "and" at *i* joins clauses, verb phrases or participles of the stretch ``a:b``."""
        t, w = self.t, self.w
        r = i + 1
        while r < b and t[r] == "B":
            r += 1
        if r >= b:
            return False
        tag, before = t[r], t[i - 1]
        following = t[r + 1] if r + 1 < b else "!"
        left = t[a:i]
        if tag in "VMc" or (tag == "A" and w[r] not in _NON_FINITE):
            if tag == "c":
                return self._finite(a, i) >= 0
            return any(mark in "VMAEF" for mark in left)
        if tag == "E":
            if before in "EJBG" or (following in "NJCGE!" and r + 1 < b) or r + 1 >= b:
                return False
            return "E" in left and t[i - 1] != "A"
        if tag == "F":
            return bool(re.search(r"MB*[FA]", left)) and not re.search(r"TB*F", left[left.rfind("M") :])
        if tag == "G":
            return before not in "GJEB" and ("G" in left) and following in "DXNJRUPTEGO" and self._gerund(a, i) >= 0
        if tag in _OPENS_NOUN and self._finite(a, i) >= 0:
            verb = self._finite(i + 1, b)
            if verb < 0 or not all(mark in "DXNJURPBOGEC" for mark in t[i + 1 : verb]):
                return False
            if t[verb] == "E" and w[verb] not in _past_only() and following not in "DXNRU":
                pass
            j = i - 1
            while j > a and (t[j] in "DJNXUGE" or w[j] == "of"):
                j -= 1
            return not (
                t[j] in "IW" or (t[j] == "P" and w[j] in _TIMES) or w[j] in {"between", "both"}
            ) and not self._open(a, i)
        return False

    def _open(self, a: int, i: int) -> bool:
        """Whether a clause with "that", "whether" or a wh-word is open at *i*."""
        t, w = self.t, self.w
        return any(t[j] in "IW" and w[j] not in {"because", "while"} for j in range(a + 1, i))

    def _gerund(self, a: int, i: int) -> int:
        """The participle or gerund in ``a:i`` that one behind "and" goes on; -1 where there is none."""
        t = self.t
        for j in range(i - 2, a - 1, -1):
            if t[j] == "G" and (j == a or t[j - 1] in "P,ABI"):
                return j
            if t[j] in "VM":
                return -1
        return -1

    def _head(self, a: int, b: int) -> tuple[str, int, bool]:
        """What kind of stretch ``a:b`` is, where its head stands, and whether "and" opens it."""
        t, w = self.t, self.w
        i = a
        coordinated = t[i] == "C"
        if coordinated:
            i += 1
        j = i
        while j < b and t[j] == "B":
            j += 1
        if j >= b:
            return "adverb", i, coordinated
        tag, word = t[j], w[j]
        if tag == "P":
            if j + 1 < b and t[j + 1] == "W" and w[j + 1] in _RELATIVES:
                return "relative", j, coordinated
            if word == "as":
                return ("as" if self._clause(j + 1, b) else "phrase"), j, coordinated
            if word in _words("absolutes"):
                return "with", j, coordinated
            if word in _TIMES and self._clause(j + 1, b):
                return "time", j, coordinated
            return "phrase", j, coordinated
        if tag == "W":
            return ("relative" if word in _RELATIVES else "nominal"), j, coordinated
        if tag == "I":
            if word in _words("contrast"):
                return "contrast", j, coordinated
            if word == "because":
                return "reason", j, coordinated
            return ("nominal" if word == "whether" else "that" if word == "that" else "time"), j, coordinated
        if tag == "G" or (tag == "A" and word in {"being", "having"}):
            if word in _NOT_PARTICIPLES:
                return "phrase", j, coordinated
            return "participle", j, coordinated
        if tag == "E":
            if word in _past_only():
                return "verb", j, coordinated
            return ("phrase" if word in _NOT_PARTICIPLES else "past"), j, coordinated
        if tag in "VMA":
            return "verb", j, coordinated
        if tag == "F":
            return "base", j, coordinated
        if tag == "T":
            return "infinitive", j, coordinated
        if tag == "c":
            return "clause", i, coordinated
        if "W" in t[j : j + 4] and t[j : j + 4].find("PW") >= 0:
            return "relative", j, coordinated
        return ("clause" if self._finite(i, b) >= 0 else "nominal"), i, coordinated

    def _clause(self, a: int, b: int) -> bool:
        """Whether ``a:b`` starts with a subject and has a finite verb."""
        return a < b and self.t[a] in "DXNJURGcO" and self._finite(a, b) >= 0

    def _read(self, start: int) -> None:
        """Build the units out of the stretches."""
        t, _w = self.t, self.w
        chunks = self._chunks(start)
        heads = [self._head(a, b) for a, b, _ in chunks]
        size = len(t)
        main: _Unit | None = None  # the clause that is being read
        latest: _Unit | None = None  # what a stretch that opens nothing goes on
        front = -1  # where the words in front of the subject start
        waiting: Range | None = None  # the subject that waits for its verb
        middle: list[_Unit] = []
        number = 0
        while number < len(chunks):
            a, b, mark = chunks[number]
            kind, head, coordinated = heads[number]
            body = a + 1 if coordinated else a
            if main is None or (mark in ";:!" and mark and kind == "clause"):
                if main is not None:
                    main, waiting, front, middle = None, None, -1, []
                if kind == "past" and waiting and not self._later_verb(heads, number):
                    kind = "verb"
                if kind == "base" and waiting:
                    kind = "verb"
                if kind in {"contrast", "reason", "as"} and front < 0 and waiting is None:
                    end = number
                    while end < len(chunks) and self._finite(head + 1, chunks[end][1]) < 0:
                        end += 1
                    if end + 1 < len(chunks) and any(
                        one[0] in {"clause", "verb", "nominal"} for one in heads[end + 1 :]
                    ):
                        rule = {"contrast": "contrast", "reason": "reason", "as": "circumstance"}[kind]
                        unit = _Unit(kind, head + 1, chunks[end][1], None, rule)
                        unit.reason = kind == "reason"
                        unit.verb = self._finite(head + 1, chunks[end][1])
                        unit.subject = (head + 1, unit.verb)
                        self.roots.append(unit)
                        number = end + 1
                        continue
                    front = a if front < 0 else front
                elif (
                    kind == "with"
                    and front < 0
                    and waiting is None
                    and self._absolute(head, b)
                    and number + 1 < len(chunks)
                ):
                    self.roots.append(_Unit("absolute", head + 1, b, None, "absolute"))
                elif kind == "clause" or (kind == "verb" and waiting):
                    subject_start = waiting[0] if waiting else body
                    begin = min(x for x in (front, subject_start, body) if x >= 0)
                    main = latest = _Unit("main", begin, b, None, "clause")
                    main.verb = self._finite(body, b) if kind == "clause" else head
                    main.subject = waiting if waiting else (body, main.verb)
                    if waiting and kind == "clause":
                        main.subject = (waiting[0], main.verb)
                    for unit in middle:
                        unit.host = main
                        main.kids.append(unit)
                    self.roots.append(main)
                    middle = []
                elif kind == "nominal":
                    if waiting is None:
                        waiting = (body, b)
                    front = a if front < 0 else front
                elif waiting and kind in {"relative", "past", "participle"}:
                    middle.append(self._modifier(kind, a, head, b, waiting, None, coordinated, middle))
                else:
                    front = a if front < 0 else front
            elif latest is not None:
                latest = self._goes_on(number, chunks, heads, main, latest)
                if latest.kind == "main" and latest is not main:
                    main = latest
            number += 1
        if main is None:
            if middle:
                self.roots.extend(middle)
                for unit in middle:
                    if not self._keep(unit):
                        unit.keep = True
            else:
                self.roots.append(
                    _Unit(
                        "main", start if not self.roots else max(front, 0) if front >= 0 else start, size, None, "whole"
                    )
                )
        for root in list(self.roots):
            self._close(root)

    def _later_verb(self, heads: list[tuple[str, int, bool]], number: int) -> bool:
        return any(head[0] == "verb" or head[0] == "past" for head in heads[number + 1 :])

    def _absolute(self, head: int, b: int) -> bool:
        """Whether "with" at *head* opens a clause: a noun, then a participle or a predicate."""
        t = self.t
        if head + 1 >= b or t[head + 1] not in "DXNJURG":
            return False
        return bool(re.search(r"[NXRUO](?:B*[GE][^!]|J)", t[head + 1 : b] + " "))

    def _modifier(
        self,
        kind: str,
        a: int,
        head: int,
        b: int,
        noun: Range,
        host: _Unit | None,
        coordinated: bool,
        before: list[_Unit],
    ) -> _Unit:
        unit = _Unit(kind, a, b, host, "relative" if kind == "relative" else "participle")
        unit.prefix = [noun]
        unit.subject = noun
        unit.verb = head
        if coordinated:
            unit.start = a + 1
            if before:
                before[-1].alternative = None
        return unit

    def _goes_on(
        self,
        number: int,
        chunks: list[tuple[int, int, str]],
        heads: list[tuple[str, int, bool]],
        main: _Unit,
        latest: _Unit,
    ) -> _Unit:
        """Take in the stretch *number* behind a clause; the unit that the next one goes on."""
        t, w = self.t, self.w
        a, b, mark = chunks[number]
        kind, head, coordinated = heads[number]
        body = a + 1 if coordinated else a
        if kind == "clause" and (coordinated or self._series(number, heads, "clause")):
            unit = _Unit("main", body, b, None, "clause")
            unit.verb = self._finite(body, b)
            unit.subject = (body, unit.verb)
            self.roots.append(unit)
            return unit
        if kind == "past" and coordinated and mark == "" and latest.kind not in {"past", "participle"}:
            kind = "verb"
        if kind == "base" and coordinated and mark == "":
            kind = "verb"
        if kind == "verb" and (coordinated or self._series(number, heads, "verb")):
            host = main
            unit = _Unit("verb", a, b, host, "verb phrase")
            unit.start = body
            unit.verb = head
            unit.subject = main.subject
            if host.subject:
                unit.prefix = [self._shared(host, head)]
            self._extend(host, b)
            if coordinated and w[a] == "or":
                self._alternate(host, unit)
            return unit
        if kind in {"contrast", "reason"} or (kind == "as" and mark == ","):
            if t[head + 1 : head + 2] == "G" and kind == "contrast":
                unit = _Unit("participle", a, b, main, "participle")
                unit.subject = latest.subject
                unit.prefix = [latest.subject] if latest.subject else []
                unit.start = head + 1
                self._extend(main, b)
                return unit
            if self._finite(head + 1, b) >= 0:
                unit = _Unit(kind, head + 1, b, None, "contrast" if kind == "contrast" else "reason")
                unit.verb = self._finite(head + 1, b)
                unit.subject = (head + 1, unit.verb)
                unit.reason = kind != "contrast"
                self.roots.append(unit)
                return unit
        if kind == "with" and mark == "," and self._absolute(head, b):
            unit = _Unit("absolute", head + 1, b, None, "absolute")
            verb = re.compile(r"[GE]").search(t, head + 2, b)
            unit.subject = (head + 1, verb.start() if verb else b)
            self.roots.append(unit)
            return unit
        if kind == "relative" and mark == ",":
            noun = self._noun_before(a - 1)
            if noun:
                unit = self._modifier(kind, a, head, b, noun, latest, coordinated, [])
                self._extend(latest, b)
                return unit
        if kind in {"participle", "past"} and (mark == "," or coordinated) and latest.subject:
            noun_of = latest.subject
            if kind == "past" and latest.kind == "main" and not self._copular(latest):
                noun_of = self._noun_before(a - 1) or noun_of
            unit = self._modifier(kind, a, head, b, noun_of, latest, coordinated, [])
            if coordinated and latest.kind in {"past", "participle"}:
                unit.prefix = list(latest.prefix)
            self._extend(latest, b)
            return unit
        if kind == "that" or (kind == "relative" and mark == ""):
            noun = self._noun_before(a)
            if noun and mark == "":
                unit = self._modifier("relative", a, head, b, noun, latest, coordinated, [])
                unit.rule = "relative"
                self._extend(latest, b)
                return unit
        if kind == "infinitive" and mark == "" and w[head + 1] in _words("result"):
            unit = _Unit("result", a, b, latest, "result")
            unit.subject = latest.subject
            unit.prefix = [latest.subject] if latest.subject else []
            self._extend(latest, b)
            return unit
        self._extend(latest, b)
        return latest

    def _extend(self, unit: _Unit, b: int) -> None:
        while unit is not None:
            unit.end = max(unit.end, b)
            unit = unit.host  # type: ignore[assignment]

    def _series(self, number: int, heads: list[tuple[str, int, bool]], kind: str) -> bool:
        """Whether a later stretch of the same kind is coordinated: "A did x, B did y, and C did z"."""
        for other, _, coordinated in heads[number + 1 :]:
            if other != kind:
                return False
            if coordinated:
                return True
        return False

    def _shared(self, host: _Unit, head: int) -> Range:
        """The subject, with the auxiliary or modal that the verb at *head* needs."""
        t = self.t
        subject = host.subject or (host.start, host.verb)
        if host.verb >= 0 and t[host.verb] in "MA" and t[head] in "FE" and self.w[head] not in _past_only():
            end = host.verb + 1
            while end < host.end and t[end] in "BA" and self.w[end] != "either":
                end += 1
            return (subject[0], end)
        return subject

    def _alternate(self, host: _Unit, unit: _Unit) -> None:
        if host.alternative is None:
            host.alternative = self.alternatives
            self.alternatives += 1
        unit.alternative = host.alternative

    def _noun_before(self, i: int) -> Range | None:
        """The noun phrase that ends before *i*."""
        t, _w = self.t, self.w
        end = i
        while end > 0 and t[end - 1] in ",":
            end -= 1
        j = end
        while j > 0 and t[j - 1] in "NXJUG":
            j -= 1
        if j == end:
            return None
        if j > 0 and t[j - 1] == "D":
            j -= 1
        return (j, end)

    def _copular(self, unit: _Unit) -> bool:
        return unit.verb >= 0 and self.w[unit.verb] in listed("is are was were be been seems remains became becomes")

    def _keep(self, unit: _Unit) -> bool:
        if unit.kind in {"relative", "past", "participle"}:
            if unit.rule == "relative" and unit.end - unit.start >= HEAVY:
                return True
            return unit.end - unit.start >= HEAVY
        return True

    def _close(self, unit: _Unit) -> None:
        """Decide which of the units inside *unit* are claims, and find lists and means."""
        for kid in list(unit.kids):
            kid.keep = self._keep(kid)
            self._close(kid)

    # Writing the pieces

    def _own(self, unit: _Unit) -> list[Range]:
        """The ranges of *unit* itself: its prefix and its words without those of the units inside."""
        taken = sorted((kid.start, kid.end) for kid in self._kept(unit))
        ranges, at = [], unit.start
        for start, end in taken:
            if start > at:
                ranges.append((at, start))
            at = max(at, end)
        if at < unit.end:
            ranges.append((at, unit.end))
        return [*unit.prefix, *ranges]

    def _kept(self, unit: _Unit) -> list[_Unit]:
        found = []
        for kid in unit.kids:
            if kid.keep:
                found.append(kid)
            else:
                found.extend(self._kept(kid))
        return found

    def _all(self) -> list[_Unit]:
        found: list[_Unit] = []
        stack = list(reversed(self.roots))
        while stack:
            unit = stack.pop()
            if unit.keep:
                found.append(unit)
            stack.extend(reversed(unit.kids))
        return found

    def _written(self) -> tuple[Piece, ...]:
        units = sorted(self._all(), key=lambda unit: unit.start)
        contents = []
        kept = []
        for unit in units:
            content = self._content(unit)
            if content:
                kept.append(unit)
                contents.append(content)
        hung: dict[int, list[tuple[Sense, Range]]] = {}
        for one in self.hanging:
            hung.setdefault(self._hangs(one, contents), []).append((one.sense, (one.first, one.last)))
        pieces = []
        for index, (unit, content) in enumerate(zip(kept, contents, strict=True)):
            pieces.append(
                Piece(
                    content=content,
                    conditions=tuple(hung.get(index, ())),
                    alternative=unit.alternative,
                    reason=self._ground(index, kept) if unit.reason else None,
                    rules=(unit.rule,),
                    confidence=_CONFIDENCE[unit.rule],
                )
            )
        return tuple(pieces)

    def _ground(self, index: int, units: list[_Unit]) -> int | None:
        for other in (*range(index - 1, -1, -1), *range(index + 1, len(units))):
            if units[other].kind == "main":
                return other
        return None

    def _hangs(self, one: Hanging, contents: list[tuple[Range, ...]]) -> int:
        """The piece that the condition stands next to: the one it follows, or the first one."""
        best, distance = 0, -1
        for index, content in enumerate(contents):
            for start, end in content:
                if end <= one.first and start > distance:
                    best, distance = index, start
        return best

    def _content(self, unit: _Unit) -> tuple[Range, ...]:
        """The ranges of *unit* in word numbers: tidy at the edges, without conditions, neighbours joined."""
        tag, place, t = self.words.tag, self.place, self.t
        found: list[list[int]] = []
        for a, b in sorted(self._own(unit)):
            while a < b and t[a] in ",;:-!C":
                a += 1
            while b > a and t[b - 1] in ",;:-!C":
                b -= 1
            if a >= b:
                continue
            start, end = place[a], place[b - 1] + 1
            for one in self.hanging:
                if start < one.first and one.last < end:
                    found.append([start, one.first])
                    start = one.last
            found.append([start, end])
        joined: list[list[int]] = []
        for start, end in found:
            if (joined and all(tag[number] in '"' for number in range(joined[-1][1], start))) or (
                joined and start <= joined[-1][1] + 1 and tag[joined[-1][1]] == ","
            ):
                joined[-1][1] = max(end, joined[-1][1])
            else:
                joined.append([start, end])
        tidy = []
        for start, end in joined:
            while start < end and tag[start] in ",;:-)!":
                start += 1
            while end > start and tag[end - 1] in ",;:-(!":
                end -= 1
            if sum(mark == '"' for mark in tag[start:end]) % 2:
                if start > self.first and tag[start - 1] == '"':
                    start -= 1
                elif end < self.last and tag[end] == '"':
                    end += 1
                elif tag[end - 1] == '"':
                    end -= 1
                elif tag[start] == '"':
                    start += 1
            if start < end:
                tidy.append((start, end))
        return tuple(tidy)
