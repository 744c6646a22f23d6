"""A sentence, or what somebody is shown to say, cut into its claims: word ranges that state one claim each."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import frozen

from claimtrack._closed import listed
from claimtrack._syntax import past_only
from claimtrack._units import lexicon
from claimtrack.drafting._stretches import Reading, Stretch, listed_in
from claimtrack.drafting.conditions import Hanging, conditions
from claimtrack.drafting.found import Range  # attrs classes name it at run time
from claimtrack.model import Sense

if TYPE_CHECKING:
    from claimtrack._syntax import Words

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
        proposition: The claim restated so that it stands alone, where joining its words does it; pronouns stay.
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


LONGEST_SENTENCE = 200
"""Words in a sentence that is still cut; a longer one is a list of something or lacks its full stops."""

HEAVY = 8
"""
Words from which on a participle or a relative clause is a claim beside its host.

A lighter one tells who or what is meant. From 7 to 12 the F1 on the annotated reports stays within .02.
"""
_LEAST_COORDINATED = 2  # words of one of two coordinated participles: "waving flags and calling for …"
_LEAST_ITEMS = 3
_HEAVY_ITEM = 3  # words that the items of a list have on average, where each is a claim
_HEAVY_MEANS = 2  # words of each of two means: "careful negotiation and mutual trust-building"

_CONFIDENCE = {
    "whole": 70,
    "clause": 80,
    "verb phrase": 75,
    "participle": 60,
    "absolute": 65,
    "relative": 55,
    "reason": 70,
    "contrast": 75,
    "circumstance": 60,
    "apposition": 55,
    "item": 70,
    "alternative": 70,
    "means": 55,
    "result": 50,
    "plan": 60,
}
"""
How sure a cut of each kind is. Of the sentences under tests/cases/splitting/news-*.json, three in four came out as
expected when they were first read; the clause is the surest, the lighter the evidence of a statement the less sure.
"""
_UNCUT = 20
"""The confidence of a sentence that is too long to read."""


def split(words: Words, first: int, last: int, *, attributed: bool) -> tuple[Piece, ...]:
    """
    The claims that the words ``first:last`` state, in the order of the text; none where no word is left.

    Args:
        words: The words of the whole text.
        first, last: The sentence, or the part of it to cut, as word numbers (half-open).
        attributed: Whether it is the content of an attribution: one claim, unless it lists or leaves a choice.
    """
    tag = words.tag
    while first < last and tag[first] in "!,;:-.)":
        first += 1
    while first < last and tag[last - 1] in "!,;:-.(":
        last -= 1
    if first == last:
        return ()
    if last - first > LONGEST_SENTENCE:
        return (Piece(content=((first, last),), rules=("too long to cut",), confidence=_UNCUT),)
    if _JOINS.isdisjoint(tag[first:last]) and not conditions(words, first, last):
        return (_piece(((first, last),), "whole" if _VERBS.isdisjoint(tag[first:last]) else "clause"),)
    return _Cutter(words, first, last, attributed).pieces()


def _piece(content: tuple[Range, ...], rule: str) -> Piece:
    return Piece(content=content, rules=(rule,), confidence=_CONFIDENCE[rule])


_JOINS = frozenset(',;:-!CIW"()')
_VERBS = frozenset("VMAEFc")


class _Unit:
    """What may be a claim of its own, in a tree: its places, and the words that it shares with its host."""

    __slots__ = (
        "alternative",
        "end",
        "host",
        "joined",
        "keep",
        "kids",
        "kind",
        "opened",
        "part",
        "prefix",
        "rule",
        "start",
        "subject",
        "until",
        "verb",
    )

    def __init__(
        self, kind: str, start: int, end: int, host: _Unit | None = None, *, rule: str, verb: int = -1
    ) -> None:
        self.kind, self.rule = kind, rule
        self.start, self.end, self.verb = start, end, verb
        self.opened = start  # where what its host leaves to it starts: at the conjunction
        self.host = host
        self.kids: list[_Unit] = []
        self.subject: Range | None = None
        self.prefix: Range | None = None  # shared words, as places
        self.until = -1  # or those of the host up to this place
        self.alternative: int | None = None
        self.part = False  # whether it is an item of what its host states as a whole
        self.joined = False  # whether "and" or "while" joins it to the one before
        self.keep = True
        if host is not None:
            host.kids.append(self)


@cache
def _openers() -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in lexicon("clauses")["openers"]["words"]:
        words = tuple(entry.split())
        found.setdefault(words[0], []).append(words)
    return {key: tuple(sorted(value, key=len, reverse=True)) for key, value in found.items()}


_STATED_BEHIND = frozenset({"clause", "verb", "past", "nominal"})
_PARTICIPLES = frozenset({"past", "participle"})
_LISTED = frozenset({"nominal", "phrase", "base", "participle", "infinitive"})
_NO_WORDS = frozenset("!,;:-()\"'.")
_DO = listed("do does did don't doesn't didn't")
_OBJECTS = frozenset("DXURONJ")
_OBJECT_STARTS = frozenset("DXURO")
_COPULAS = listed("is are was were be been seems remains became becomes seemed remained")
_PREDICATE = re.compile(r"[NXRUO]B*(?:[GE]|J(?![NXJ]))|EG")
_PARTICIPLE = re.compile(r"[GE]")


class _Cutter:
    """One sentence on its way to pieces."""

    def __init__(self, words: Words, first: int, last: int, attributed: bool) -> None:
        self.words, self.attributed = words, attributed
        self.first, self.last = first, last
        self.hanging = conditions(words, first, last)
        self.reading = Reading(words, first, last, self.hanging)
        self.roots: list[_Unit] = []
        self.choices = 0

    def pieces(self) -> tuple[Piece, ...]:
        start = self._opened()
        size = len(self.reading)
        stretches = self.reading.stretches(start)
        if not stretches:
            return self._bare()
        if len(stretches) == 1 and stretches[0].kind not in {"contrast", "with"}:
            only = _Unit(
                "main", start, size, rule="clause" if stretches[0].verb >= 0 else "whole", verb=stretches[0].verb
            )
            only.subject = self.reading.nominal_subject(start, only.verb) if only.verb >= 0 else None
            self.roots = [only]
        elif items := self._objects(stretches):
            first = _Unit("main", start, size, rule="item")
            self.roots = [first]
            for begins, ends in items[1:]:
                _Unit("item", begins, ends, first, rule="item")
        else:
            self._read(stretches)
        for root in tuple(self.roots):
            self._means(root)
        self._plans()
        return self._written(start) or self._bare()

    def _bare(self) -> tuple[Piece, ...]:
        """What is nothing but a condition or an aside stays as it is; marks alone are no claim."""
        if all(mark in _NO_WORDS for mark in self.words.tag[self.first : self.last]):
            return ()
        return (Piece(content=((self.first, self.last),), rules=("whole",), confidence=_UNCUT),)

    def _opened(self) -> int:
        """Where the sentence starts behind "However,"."""
        t, w, start = self.reading.tags, self.reading.low, 0
        size = len(t)
        while start < size:
            if t[start] in ",;:-!" or (t[start] == "C" and w[start] != "&"):
                start += 1
                continue
            if w[start] == "then" and self.hanging:
                start += 1  # "if it fails, then the plant …"
                continue
            for entry in _openers().get(w[start], ()):
                behind = start + len(entry)
                if behind < size and t[behind] == "," and tuple(w[start:behind]) == entry:
                    start = behind + 1
                    break
            else:
                break
        return start if start < size else 0

    # From stretches to units

    def _read(self, stretches: list[Stretch]) -> None:
        main: _Unit | None = None  # the clause that is being read
        latest: _Unit | None = None  # what a stretch that opens nothing of its own goes on
        number = 0
        while number < len(stretches):
            if main is None or latest is None or self._begins(number, stretches):
                before, one = main, stretches[number]
                main, number = self._clause(number, stretches)
                if before is not None and main is not None and one.coordinated and self.reading.low[one.start] == "or":
                    self._choose(before, main)
                latest = main if main is not None else latest
                continue
            taken, latest = self._goes_on(number, stretches, main, latest)
            if latest.kind == "main":
                main = latest
            number += taken
        if not self.roots:
            self.roots.append(_Unit("main", stretches[0].start, len(self.reading), rule="whole"))

    def _begins(self, number: int, stretches: list[Stretch]) -> bool:
        """Whether a clause of its own begins at stretch *number*, behind another one."""
        one = stretches[number]
        if one.kind == "clause":
            return one.coordinated or one.mark in (";", ":", "!", "-") or self._series(number, stretches)
        if one.mark in (";", "!"):
            return any(other.kind == "clause" for other in stretches[number:])
        return (  # "and its clock, a gift from the king, says twenty past four"
            one.kind == "nominal"
            and one.coordinated
            and any(other.kind == "verb" and not other.coordinated for other in stretches[number + 1 :])
        )

    def _series(self, number: int, stretches: list[Stretch]) -> bool:
        """Whether a later stretch of the same kind is coordinated: "A did x, B did y, and C did z"."""
        for other in stretches[number + 1 :]:
            if other.kind != stretches[number].kind:
                return False
            if other.coordinated:
                return True
        return False

    def _clause(self, number: int, stretches: list[Stretch]) -> tuple[_Unit | None, int]:
        """Read from stretch *number* on until a subject has its verb; the clause, and the number of the next one."""
        front = -1  # where the words in front of the subject start
        subject: Range | None = None  # what waits for its verb
        modifiers: list[_Unit] = []
        first = number
        while number < len(stretches):
            one = stretches[number]
            if front < 0 and subject is None:
                beside = self._beside(number, stretches)
                if beside:
                    number += beside
                    first = number
                    continue
            kind = one.kind
            rest = stretches[number + 1 :]
            if one.mark == ":" and kind == "clause" and not modifiers:
                front, subject = -1, None  # "Results: the bees were …"
            if (
                subject is not None
                and kind in {"past", "base"}
                and not any(other.kind in {"verb", "past"} and not other.coordinated for other in rest)
            ):
                kind = "verb"
            if kind == "phrase" and one.verb >= 0 and not any(other.kind in {"clause", "verb"} for other in rest):
                kind = "clause"
            if kind == "clause" or (kind == "verb" and (subject is not None or not rest or number == first)):
                return self._main(one, kind, front, subject, modifiers), number + 1
            if kind == "nominal" and subject is None:
                subject = (one.body, one.end)
            elif subject is not None and (kind in _PARTICIPLES or kind == "relative"):
                modifiers.append(self._modifier(one, subject, None))
            if front < 0:
                front = one.body
            number += 1
        # No verb: a heading, or what an attribution has left of a sentence.
        if modifiers:
            kept = [unit for unit in modifiers if self._heavy(unit)] or modifiers
            self.roots.extend(kept)
        elif first < len(stretches):
            self._fragment(stretches[first:])
        return None, number

    def _main(self, one: Stretch, kind: str, front: int, subject: Range | None, modifiers: list[_Unit]) -> _Unit:
        begin = min(place for place in (front, subject[0] if subject else -1, one.body) if place >= 0)
        unit = _Unit("main", begin, one.end, rule="clause", verb=one.verb if kind == "clause" else one.head)
        if subject is None:
            unit.subject = self.reading.nominal_subject(one.body, unit.verb) if kind == "clause" else None
        else:
            unit.subject = (subject[0], unit.verb) if kind == "clause" else subject
        for modifier in modifiers:
            modifier.host = unit
            unit.kids.append(modifier)
        self._weigh(unit)
        self.roots.append(unit)
        return unit

    def _beside(self, number: int, stretches: list[Stretch]) -> int:
        """
        Read a clause that stands in front of the main one and is asserted beside it: "While A, B", "With A done, B".

        Returns:
            How many stretches it takes; 0 where none is there.
        """
        one = stretches[number]
        if one.kind == "with":
            if number + 1 < len(stretches) and self._absolute(one):
                self._absolute_unit(one)
                return 1
            return 0
        if one.kind not in {"contrast", "reason", "as"}:
            return 0
        verb, taken = one.verb, 1
        while verb < 0 and number + taken < len(stretches):
            verb = self.reading.finite(one.head + 1, stretches[number + taken].end)
            taken += 1
        if not any(other.kind in _STATED_BEHIND for other in stretches[number + taken :]):
            return 0
        rule = {"contrast": "contrast", "reason": "reason", "as": "circumstance"}[one.kind]
        unit = _Unit(one.kind, one.head + 1, stretches[number + taken - 1].end, rule=rule, verb=verb)
        unit.subject = (one.head + 1, verb)
        self.roots.append(unit)
        return taken

    def _absolute(self, one: Stretch) -> bool:
        """Whether "with" opens a clause: a noun, then a participle or a predicate."""
        t = self.reading.tags
        return t[one.head + 1] in "DXNJURG" and _PREDICATE.search(t, one.head + 1, one.end) is not None

    def _absolute_unit(self, one: Stretch) -> _Unit:
        unit = _Unit("absolute", one.head + 1, one.end, rule="absolute")
        verb = _PARTICIPLE.search(self.reading.tags, one.head + 2, one.end)
        unit.subject = (one.head + 1, verb.start() if verb else one.end)
        unit.verb = verb.start() if verb else -1
        self.roots.append(unit)
        return unit

    def _fragment(self, stretches: list[Stretch]) -> None:
        """Take in stretches without a verb of their own."""
        unit = _Unit("main", stretches[0].body, stretches[-1].end, rule="whole")
        self.roots.append(unit)
        number = 1
        while number < len(stretches):
            number += self._list(number, stretches, unit)[0] or 1

    def _modifier(self, one: Stretch, noun: Range, host: _Unit | None) -> _Unit:
        rule = "participle" if one.kind in _PARTICIPLES else "relative"
        unit = _Unit(one.kind, one.body, one.end, host, rule=rule, verb=one.head)
        unit.subject = unit.prefix = noun
        unit.joined = one.coordinated
        return unit

    def _goes_on(self, number: int, stretches: list[Stretch], main: _Unit, latest: _Unit) -> tuple[int, _Unit]:
        """Take in stretch *number* behind a verb: how many it took, and the unit that the next one goes on."""
        one = stretches[number]
        kind = one.kind
        joined = one.coordinated and not one.mark
        if joined and (kind == "base" or (kind == "past" and latest.kind not in _PARTICIPLES)):
            kind = "verb"
        if joined and kind == "participle" and self._shares(main.verb, one.head) and latest is main:
            kind = "verb"  # "is weakening and moving out"
        if (
            kind == "past"
            and main.verb >= 0
            and self.reading.tags[one.head + 1] in (_OBJECTS if self.reading.tags[main.verb] == "E" else _OBJECT_STARTS)
            and (one.coordinated or self._series(number, stretches))
        ):
            kind = "verb"  # a past participle has no object: "shelled the barracks and cut the road"
        unit: _Unit | None = None
        if kind == "verb":
            if one.coordinated and self.reading.low[one.start] == "nor" and self.reading.tags[one.head + 1] in "RDXN":
                unit = _Unit("main", one.start, one.end, rule="clause", verb=one.head)  # "nor will it pay for them"
                self.roots.append(unit)
            elif one.coordinated or self._series(number, stretches):
                unit = self._verb_phrase(one, main)
        elif kind in {"contrast", "reason", "as"}:
            unit = self._subordinate(one, kind, main, latest)
        elif kind == "with":
            if one.mark == "," and self._absolute(one):
                return 1, self._absolute_unit(one)
        elif kind == "relative" or (kind == "that" and not one.mark):
            noun = self.reading.noun_before(one.start)
            if noun is not None:
                unit = self._modifier(one, noun, latest)
        elif kind == "infinitive" and not one.mark and self.reading.low[one.head + 1] in listed_in("result"):
            unit = _Unit("result", one.body, one.end, latest, rule="result")
            unit.subject = unit.prefix = latest.subject
        elif kind == "nominal" and one.mark == "," and self._apposition(one):
            unit = _Unit("apposition", one.body, one.end, latest, rule="apposition")
        else:
            taken, listing = self._list(number, stretches, latest)
            if taken:
                return taken, listing
            if kind in _PARTICIPLES and latest.subject is not None and (one.mark == "," or one.coordinated):
                unit = self._participle(one, latest)
        if unit is None:
            self._extend(latest, one.end)
            return 1, latest
        if unit.host is not None:
            self._extend(unit.host, one.end)
            self._weigh(unit.host)
        return 1, unit

    def _verb_phrase(self, one: Stretch, main: _Unit) -> _Unit:
        """A second verb phrase of the subject: with the auxiliary that it needs as shared words."""
        t, w = self.reading.tags, self.reading.low
        unit = _Unit("verb", one.body, one.end, main, rule="verb phrase", verb=one.head)
        unit.subject = unit.prefix = main.subject
        if main.subject and self._shares(main.verb, one.head):
            end = main.verb + 1
            while end < main.end and t[end] in "BA" and w[end] != "either":
                end += 1
            unit.prefix = (main.subject[0], end)
        if one.coordinated and w[one.start] == "or":
            self._choose(main, unit)
        return unit

    def _shares(self, verb: int, second: int) -> bool:
        """Whether the verb at *second* needs the auxiliary or modal at *verb*: "has | frozen … and opened …"."""
        t, w = self.reading.tags, self.reading.low
        if verb < 0 or w[second] in past_only():
            return False
        if t[verb] == "M" or w[verb] in _DO:
            return t[second] == "F" or w[second] in {"be", "have"}
        return t[verb] == "A" and t[second] in "EG"

    def _subordinate(self, one: Stretch, kind: str, main: _Unit, latest: _Unit) -> _Unit | None:
        """ "while B", "because B", ", as B" behind the main clause."""
        if one.verb < 0:
            if kind != "contrast" or self.reading.tags[one.head + 1 : one.head + 2] != "G":
                return None
            host = latest.host if latest.kind in _PARTICIPLES else latest
            unit = _Unit("participle", one.head + 1, one.end, host or main, rule="participle", verb=one.head + 1)
            unit.opened = one.start
            unit.joined = True
            unit.subject = unit.prefix = latest.subject
            return unit
        if kind == "as" and one.mark != ",":
            return None
        unit = _Unit(kind, one.head + 1, one.end, rule="contrast" if kind == "contrast" else "reason", verb=one.verb)
        unit.subject = (one.head + 1, one.verb)
        self.roots.append(unit)
        return unit

    def _participle(self, one: Stretch, latest: _Unit) -> _Unit:
        """A participle at the edge: it tells of the subject; a past one of the noun beside it that is no predicate."""
        noun = latest.subject
        if one.kind == "past" and latest.kind == "main" and not self._copular(latest):
            noun = self.reading.noun_before(one.start) or noun
        unit = self._modifier(one, noun or (one.start, one.start), latest)
        if one.coordinated and latest.kind in _PARTICIPLES:
            unit.subject, unit.prefix = latest.subject, latest.prefix
            unit.host, host = latest.host, latest.host
            latest.kids.remove(unit)
            if host is not None:
                host.kids.append(unit)
            else:
                self.roots.append(unit)
        return unit

    def _apposition(self, one: Stretch) -> bool:
        """Whether it asserts: "a framework that allows …", not "the president"."""
        t, w = self.reading.tags, self.reading.low
        if w[one.body] not in {"a", "an"}:
            return False
        return any(
            (t[place] == "W" or w[place] == "that") and t[place + 1] in "VMAE"
            for place in range(one.body + 1, one.end - 1)
        )

    def _copular(self, unit: _Unit) -> bool:
        return unit.verb >= 0 and self.reading.low[unit.verb] in _COPULAS

    def _extend(self, unit: _Unit | None, end: int) -> None:
        while unit is not None:
            unit.end = max(unit.end, end)
            unit = unit.host

    def _choose(self, *units: _Unit) -> None:
        """Mark *units* as alternatives of each other."""
        number = units[0].alternative
        if number is None:
            number, self.choices = self.choices, self.choices + 1
        for unit in units:
            unit.alternative = number

    def _heavy(self, unit: _Unit) -> bool:
        return unit.end - unit.start >= HEAVY

    def _weigh(self, host: _Unit) -> None:
        """Keep those of the modifiers of *host* that say enough to be claims."""
        modifiers = [
            kid for kid in host.kids if kid.kind in _PARTICIPLES or kid.kind == "relative" or kid.kind == "that"
        ]
        beside = [kid for kid in modifiers if kid.kind in _PARTICIPLES]
        several = {
            id(kid)
            for one, other in pairwise(beside)
            if other.joined and min(one.end - one.start, other.end - other.start) >= _LEAST_COORDINATED
            for kid in (one, other)
        }
        for kid in modifiers:
            kid.keep = self._heavy(kid) or id(kid) in several

    # Lists, choices, means, plans

    def _list(self, number: int, stretches: list[Stretch], host: _Unit) -> tuple[int, _Unit]:
        """
        Read a list whose second item is stretch *number*: "the X of …, the Y of …, and the Z of …".

        Returns:
            How many stretches it takes, 0 where they list nothing that is worth cutting, and the last item.
        """
        t, w = self.reading.tags, self.reading.low
        one = stretches[number]
        if one.mark != "," or one.coordinated or one.kind not in _LISTED:
            return 0, host
        opened = self._item_start(one, host)
        if opened < 0:
            return 0, host
        items: list[Range] = []
        taken = 0
        for other in stretches[number:]:
            misread = other.coordinated and other.kind == "clause" and t[other.verb] in "EF"
            if other.mark != "," or (other.kind != one.kind and not misread):
                return 0, host
            taken += 1
            if other.coordinated:
                items.append((other.body, other.end))
                break
            joint = self._joint(other, one)
            if joint >= 0:
                items += [(other.start, joint), (joint + 1, other.end)]
                break
            items.append((other.start, other.end))
        else:
            return 0, host
        if len(items) + 1 < _LEAST_ITEMS or not self._worth(items, one.kind, opened, stretches[number].start):
            return 0, host
        whole = t[opened - 1] == ":"  # "has three parts: the X, the Y and the Z"
        if whole:
            items.insert(0, (opened, one.start - 1))
        unit = host
        for start, end in items:
            unit = _Unit("item", start, end, host, rule="item")
            unit.until, unit.part = opened, whole
            if w[items[-1][0] - 1] == "or" and one.kind == "base":
                self._choose(host, unit)  # "may uphold it, reduce it or order a new trial"
        self._extend(host, items[-1][1])
        return taken, unit

    def _objects(self, stretches: list[Stretch]) -> list[Range]:
        """
        The items of a content that is nothing but a list, each heavy enough to be a claim; none where it is another.

        "(calls for) the restoration of X, the establishment of Y, and the return of Z"
        """
        one, *others = stretches
        if not self.attributed or any(each.kind != "nominal" for each in stretches):
            return []
        if any(each.mark != "," or each.coordinated for each in others[:-1]) or others[-1].mark != ",":
            return []
        items = [(each.start, each.end) for each in stretches[:-1]]
        last = others[-1]
        if last.coordinated:
            items.append((last.body, last.end))
        else:
            joint = self._joint(last, one)
            if joint < 0:
                return []
            items += [(last.start, joint), (joint + 1, last.end)]
        t = self.reading.tags
        heavy = all(t[start] == "D" and "P" in t[start:end] for start, end in items)
        return items if heavy and len(items) >= _LEAST_ITEMS else []

    def _item_start(self, one: Stretch, host: _Unit) -> int:
        """Where the first item of the list starts in *host*, whose second one is *one*; -1 where nothing fits."""
        t, w = self.reading.tags, self.reading.low
        end = one.start - 1
        head = t[one.head]
        if one.kind == "nominal":
            at = end
            while at > host.start and t[at - 1] not in "VFMA" and at - 1 != host.verb:
                if t[at - 1] == ":" or (t[at - 1] == "G" and t[at] in "DX"):
                    break
                at -= 1
            if at == host.start:
                return -1
            while at < end and t[at] in "BP":
                at += 1
            return at if at < end else -1
        for at in range(end - 1, host.start, -1):
            if t[at] == head and (head not in "PT" or w[at] == w[one.head]):
                if head == "F" and t[at - 1] not in "TMBF":
                    continue
                if head in "PG" and one.kind == "phrase" and t[at + 1] != t[one.head + 1]:
                    continue
                return at
        return -1

    def _joint(self, other: Stretch, one: Stretch) -> int:
        """The place of the "and" before the last item, where no comma stands there: "B and C"; else -1."""
        t, w = self.reading.tags, self.reading.low
        places = [place for place in range(other.start + 1, other.end - 1) if t[place] == "C"]
        head = t[one.head]
        alike = [
            place
            for place in places
            if t[place + 1] == head and (head not in "DPT" or w[place + 1] == w[other.head] or head == "D")
        ]
        if len(alike) == 1:
            return alike[0]
        return places[0] if len(places) == 1 and one.kind == "nominal" else -1

    def _worth(self, items: list[Range], kind: str, opened: int, second: int) -> bool:
        """Whether the items of a list are claims: heavy ones, and plain common nouns behind their verb."""
        t = self.reading.tags
        sizes = [end - start for start, end in items]
        if kind != "nominal":
            return min(sizes) > 1 and sum(sizes) >= _HEAVY_ITEM * len(sizes)
        if any(t[start] in "RU" for start, _ in items):
            return False
        if sum(sizes) >= _HEAVY_ITEM * len(sizes):
            return True
        return all(mark in "NJ" for start, end in [*items, (opened, second - 1)] for mark in t[start:end])

    def _means(self, unit: _Unit) -> None:
        """Cut "must be met through A and B" into its two means, and parallel objects into two."""
        for kid in tuple(unit.kids):
            self._means(kid)
        t, w = self.reading.tags, self.reading.low
        if "C" not in t[unit.start : unit.end]:
            return
        taken = [(kid.start, kid.end) for kid in unit.kids]
        for place in range(unit.start + 1, unit.end - 1):
            if t[place] != "C" or any(a - 1 <= place < b for a, b in taken):
                continue
            opened = self._two(place, unit)
            if opened >= 0:
                second = _Unit("item", place + 1, unit.end, unit, rule="means")
                second.until = opened
                if w[place] == "or" and "either" in w[unit.start : place]:
                    second.rule = "alternative"
                    self._choose(unit, second)
                return

    def _two(self, place: int, unit: _Unit) -> int:
        """Where the first of two heavy items that "and" at *place* joins starts; -1 where they are no claims."""
        t, w = self.reading.tags, self.reading.low
        end = place + 1
        while end < unit.end and t[end] in "JNXGEB":
            end += 1
        start = place
        while start > unit.start and t[start - 1] in "JNXGEB":
            start -= 1
        if (
            t[start - 1] == "P"
            and w[start - 1] in listed_in("means", "prepositions")
            and min(place - start, end - place - 1) >= _HEAVY_MEANS
            and "N" in t[start:place]
            and not listed_in("means", "modals").isdisjoint(w[unit.start : start])
        ):
            return start
        either = max((at for at in range(unit.start, place) if w[at] == "either"), default=-1)
        if either >= 0 and w[place] == "or" and place - either > _HEAVY_ITEM and unit.end - place > _HEAVY_ITEM:
            return either + 1 if t[either + 1] in "DJNXP" else -1
        if t[place + 1] == "D" and t[place + 2 : place + 4] == "NP" and w[place + 3] == "of":
            # "depends on the level of commitment and the clarity of objectives"
            at = unit.verb + 1
            while 0 < at < place and t[at] in "BFAE":
                at += 1
            if 0 < at < place and t[at] == "P":
                at += 1
            if 0 < at < place - 3 and w[at] == w[place + 1] and t[at + 1 : at + 3] == "NP" and w[at + 2] == "of":
                return at
        return -1

    def _plans(self) -> None:
        """
        Let a plan exist without its condition: "plans are in place to deploy troops should a ceasefire be reached".

        What the plan is to do is a claim of its own, which hangs on the condition.
        """
        t, w = self.reading.tags, self.reading.low
        for one in self.hanging:
            end = bisect_left(self.reading.numbers, one.first)
            if end == 0:
                continue
            unit = next((unit for unit in self._all() if unit.start < end <= unit.end and unit.kind == "main"), None)
            if unit is None or unit.verb < 0 or t[unit.verb] == "M":
                continue
            at = end - 1
            while at > unit.start and not (t[at] == "T" and t[at + 1] in "FA"):
                at -= 1
            if at <= unit.start or listed_in("intents").isdisjoint(w[unit.start : at]) or t[at - 1] in "VFM":
                continue
            self.roots.append(_Unit("plan", at + 1, end, rule="plan", verb=at + 1))

    # From units to pieces

    def _all(self) -> list[_Unit]:
        found: list[_Unit] = []
        waiting = list(reversed(self.roots))
        while waiting:
            unit = waiting.pop()
            if unit.keep:
                found.append(unit)
            waiting.extend(reversed(unit.kids))
        return found

    def _kept(self, unit: _Unit) -> list[_Unit]:
        found = []
        for kid in unit.kids:
            if kid.keep:
                found.append(kid)
            else:
                found.extend(self._kept(kid))
        return found

    def _own(self, unit: _Unit) -> list[Range]:
        """The places of *unit* itself: shared words, and its own without those of the units inside."""
        ranges: list[Range] = []
        if unit.until >= 0 and unit.host is not None:
            ranges = [(a, min(b, unit.until)) for a, b in self._own(unit.host) if a < unit.until]
        elif unit.prefix is not None:
            ranges = [unit.prefix]
        at = unit.start
        if unit.kids:
            for start, end in sorted((kid.opened, kid.end) for kid in self._kept(unit)):
                if start > at:
                    ranges.append((at, start))
                at = max(at, end)
        if at < unit.end:
            ranges.append((at, unit.end))
        if unit.alternative is not None:
            ranges = [part for one in ranges for part in self._without_either(one)]
        return ranges

    def _without_either(self, one: Range) -> list[Range]:
        w = self.reading.low
        for place in range(*one):
            if w[place] == "either":
                return [part for part in ((one[0], place), (place + 1, one[1])) if part[0] < part[1]]
        return [one]

    def _written(self, start: int) -> tuple[Piece, ...]:
        if self.attributed:
            self._as_one(start)
        if len(self.roots) == 1 and not self.roots[0].kids and not self.hanging:
            only = self._content(self.roots[0])
            return (_piece(only, self.roots[0].rule),) if only else ()
        units = sorted(self._all(), key=lambda unit: (unit.start, unit.kind == "plan"))
        made = [(unit, content) for unit in units if (content := self._content(unit))]
        hung: dict[int, list[tuple[Sense, Range]]] = {}
        for one in self.hanging:
            for index in self._hangs(one, made):
                hung.setdefault(index, []).append((one.sense, (one.first, one.last)))
        return tuple(
            Piece(
                content=content,
                conditions=tuple(hung.get(index, ())),
                alternative=unit.alternative,
                whole=next((i for i, (other, _) in enumerate(made) if other is unit.host), None) if unit.part else None,
                reason=self._ground(index, made) if unit.rule == "reason" else None,
                proposition=self._proposition(unit, content),
                rules=(unit.rule,),
                confidence=_CONFIDENCE[unit.rule],
            )
            for index, (unit, content) in enumerate(made)
        )

    def _as_one(self, start: int) -> None:
        """Leave one claim, but for its items, alternatives, plans, and aims that are listed at its end."""
        whole = _Unit("main", start, len(self.reading), rule="whole", verb=self.roots[0].verb)
        kept = [
            unit
            for unit in self._all()
            if unit.kind in {"item", "plan"} or unit.alternative is not None or self._aimed(unit)
        ]
        plans = [unit for unit in kept if unit.kind == "plan"]
        for unit in self._all():
            unit.keep = unit in kept and unit.kind != "main"
            if unit.kind == "main" and unit.alternative is not None:
                whole.alternative = unit.alternative
        whole.kids = [root for root in self.roots if root.kind != "plan"]
        self.roots = [whole, *plans]

    def _aimed(self, unit: _Unit) -> bool:
        """Whether *unit* is one of several past participles behind a predicate: "…, aimed at A and protecting B"."""
        host = unit.host
        if host is None or unit.kind not in _PARTICIPLES or not self._copular(host):
            return False
        beside = [kid for kid in host.kids if kid.kind in _PARTICIPLES and kid.keep]
        return len(beside) > 1 and beside[0].kind == "past" and beside[0].start > host.verb

    def _hangs(self, one: Hanging, made: list[tuple[_Unit, tuple[Range, ...]]]) -> list[int]:
        """The pieces that it belongs to: the one it stands behind; of one in front, all that share the subject."""
        best, distance = -1, -1
        if one.first > self.first and self.words.tag[one.first - 1] == "C":
            behind = [index for index, (_, content) in enumerate(made) if content[-1][0] >= one.last]
            if behind:
                return behind[:1]  # "and if it fails, …"
        for index, (unit, content) in enumerate(made):
            reach = max((end for _, end in content if end <= one.first), default=-1)
            if reach > distance or (reach == distance and reach >= 0 and unit.kind == "plan"):
                best, distance = index, reach
        if best >= 0:
            return [best]
        main = next((index for index, (unit, _) in enumerate(made) if unit.kind == "main"), 0)
        host = made[main][0] if made else None
        return [main, *(i for i, (unit, _) in enumerate(made) if unit.host is host and unit.kind in {"verb", "item"})]

    def _ground(self, index: int, made: list[tuple[_Unit, tuple[Range, ...]]]) -> int | None:
        mains = [other for other, (unit, _) in enumerate(made) if unit.kind == "main"]
        return min(mains, key=lambda other: (other > index, abs(other - index)), default=None)

    def _proposition(self, unit: _Unit, content: tuple[Range, ...]) -> str | None:
        """The pieces joined, where that makes a sentence."""
        words, text = self.words, self.words.text
        parts = [text[words.start[a] : words.end[b - 1]] for a, b in content]
        if unit.rule == "relative":
            if words.low[content[-1][0]] not in {"that", "which", "who"} or len(content) < 2:
                return None
        elif len(parts) < 2 or unit.part or unit.rule not in {"item", "means", "alternative", "verb phrase", "clause"}:
            return None
        joined = " ".join(" ".join(parts).split())
        return f"{joined[0].upper()}{joined[1:]}."

    def _content(self, unit: _Unit) -> tuple[Range, ...]:
        """The ranges of *unit* in word numbers: tidy at the edges, without conditions, neighbours joined."""
        tag, numbers, t = self.words.tag, self.reading.numbers, self.reading.tags
        found: list[Range] = []
        own = self._own(unit)
        for a, b in sorted(own) if len(own) > 1 else own:
            while a < b and t[a] in ",;:-!C" and self.reading.low[a] != "nor":
                a += 1
            while b > a and t[b - 1] in ",;:-!C":
                b -= 1
            if a >= b:
                continue
            start, end = numbers[a], numbers[b - 1] + 1
            for one in self.hanging:
                if start < one.first and one.last < end:
                    found.append((start, one.first))
                    start = one.last
            found.append((start, end))
        if len(found) == 1:
            only = self._tidy(*found[0])
            return (only,) if only else ()
        joined: list[Range] = []
        for start, end in found:
            if joined and start - joined[-1][1] <= 1 and (start <= joined[-1][1] or tag[joined[-1][1]] in '",:'):
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return tuple(tidy for one in joined if (tidy := self._tidy(*one)) is not None)

    def _tidy(self, start: int, end: int) -> Range | None:
        """The range without marks at its edges, and with both quotation marks or none."""
        tag = self.words.tag
        while start < end and tag[start] in ",;:-)!":
            start += 1
        while end > start and tag[end - 1] in ",;:-(!":
            end -= 1
        if tag[start:end].count('"') % 2:
            if start > self.first and tag[start - 1] == '"':
                start -= 1
            elif end < self.last and tag[end] == '"':
                end += 1
            elif end + 1 < self.last and tag[end] == "," and tag[end + 1] == '"':
                end += 2  # a comma inside the marks
            elif tag[end - 1] == '"':
                end -= 1
            elif tag[start] == '"':
                start += 1
        return (start, end) if start < end else None
