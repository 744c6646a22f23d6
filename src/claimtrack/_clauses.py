"""Which words of a claim are its main clause: by the parts of speech alone, from left to right, in one pass."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from claimtrack._closed import listed
from claimtrack._units import lexicon

if TYPE_CHECKING:
    from claimtrack._syntax import Words

ASIDE = 60
"""Words that a bracket or a dash encloses at most; what goes on longer is no aside."""

AHEAD = 14
"""Words that are looked at for what may follow."""

_VERBS = frozenset("MAVEFc")
_FINITE = frozenset("MAV")
_SUBJECTS = listed("i you he she it we they nobody everyone everybody someone somebody")
_ALSO_CONJUNCTIONS = listed("after before as since until like")
_SHORT_OPENING = 4  # words: "Although old, the plan": a comma behind so few ends the clause, though it has no verb


@cache
def word_list(name: str, of: str = "certainty") -> frozenset[str]:
    """The words of list *name* of lexicon *of*."""
    return listed(lexicon(of)[name]["words"])


def first_sentence(words: Words, numbers: list[int]) -> list[int]:
    """The numbers up to the end of the first sentence that has a verb."""
    tag, low, raw = words.tag, words.low, words.raw
    verb = False
    for place, number in enumerate(numbers):
        now = tag[number]
        if now in _VERBS:
            verb = True
        if (
            place + 1 < len(numbers)
            and numbers[place + 1] > number + 1
            and verb
            and _ends_between(words, numbers, place)
        ):
            return numbers[: place + 1]
        if now == "!" and verb and place + 1 < len(numbers):
            before = low[number - 1] if number else ""
            if raw[number] == "." and (len(before) == 1 or before in word_list("abbreviations")):
                continue
            following = next((at for at in numbers[place + 1 : place + 3] if tag[at] != '"'), number)
            if raw[number] in ".!?" or raw[following][0].isupper():
                return numbers[: place + 1]
    return numbers


def _ends_between(words: Words, numbers: list[int], place: int) -> bool:
    """Whether a sentence ends in what is left out between two pieces."""
    left_out = words.tag[numbers[place] + 1 : min(numbers[place + 1], numbers[place] + 1 + ASIDE)]
    return "!" in left_out


class MainClause:
    """
    The main clause of a content with the clauses that it states ("said that ...").

    Left out are relative clauses, asides, adverbial clauses, participles set off by a comma, and whatever "and" or
    "but" joins on as a clause.

    Args:
        words: The words of the document.
        numbers: The numbers of the content's words, of one sentence.
        named: Whether a content without a verb is a thing that a cue governs ("blames officials who ..."); else its
            relative clause is taken for what it states ("challenges that must be addressed").
        relayed: Whether what somebody is told to say belongs to the clause, too.

    Attributes:
        holds: For each place in *numbers* whether that word is in the main clause.
        verb: The place of its first finite verb; -1 where there is none.
        asks: Whether it is no more than what "whether" opens.
    """

    __slots__ = ("_low", "_numbers", "_relative", "_relayed", "_tag", "asks", "holds", "verb")

    def __init__(self, words: Words, numbers: list[int], *, named: bool = False, relayed: bool = True) -> None:
        self._numbers, self._tag, self._low = numbers, words.tag, words.low
        self._relative, self._relayed = False, relayed
        self.verb = -1
        self.holds = self._read()
        self.asks = self.verb < 0 and bool(numbers) and self._first() == "whether"
        if self.verb < 0 and not named:
            self._relative = True
            self.holds = self._read()

    def _first(self) -> str:
        return next((self._low[number] for number in self._numbers if self._tag[number] not in '"C'), "")

    def _read(self) -> bytearray:
        numbers, tag, low = self._numbers, self._tag, self._low
        size = len(numbers)
        main = bytearray(size)
        verb = own = False
        until, began, place, before = "", 0, 0, "!"
        while place < size:
            number = numbers[place]
            now = tag[number]
            if now in "(-":
                closing = self._closing(place, ")" if now == "(" else "-")
                if closing:
                    place = closing + 1
                    continue
                if now == "-" and verb:
                    break
            elif now in ";:" and verb and (now == ";" or low[numbers[place - 1]] not in word_list("speaking")):
                break
            elif now == '"':
                place += 1
                continue
            if until:
                if now == ",":
                    if own or place - began <= _SHORT_OPENING or until == "verb":
                        until = ""
                elif until == "verb" and not verb and own and self._resumes(now, before):
                    until, before = "", "N"
                    continue
                elif now in "MAVEc" or (now == "F" and before in "RN"):
                    own = True
            else:
                opened = self._opens(place, before, verb=verb)
                if opened == "end":
                    main[place] = now not in "CRIDXN"
                    break
                if opened in {"", "that"}:
                    main[place] = 1
                    verb = (verb and not opened) or self._is_finite(place, before)
                    if verb and self.verb < 0:
                        self.verb = place
                else:
                    until, began, own = opened, place, now in "PG,"
            before = now
            place += 1
        return main

    @staticmethod
    def _resumes(now: str, before: str) -> bool:
        """Whether a second verb ends a relative clause: "those who had been warned fled"."""
        return (now in _FINITE and before not in "MATBC") or (now == "E" and before == "E")

    def _is_finite(self, place: int, before: str) -> bool:
        now = self._tag[self._numbers[place]]
        if now == "E":
            return before in "NXRBO," and not self._is_reduced(place)
        return now in "MAVc" or (now == "F" and before in "RNX")

    def _opens(self, place: int, before: str, *, verb: bool) -> str:
        """
        What the word at *place* opens.

        Returns:
            What ends it, "," or the next finite "verb"; "that" for a statement; "end" where nothing behind counts; or
            nothing.
        """
        numbers, tag, low = self._numbers, self._tag, self._low
        now = tag[numbers[place]]
        following = tag[numbers[place + 1]] if place + 1 < len(numbers) else "!"
        if verb and not self._relayed and self._is_told_here(place):
            return "end"
        if now == "R" and verb and before == "N" and low[numbers[place]] in _SUBJECTS and not self._is_told(place):
            return ","  # "a spreadsheet nobody can reproduce"
        if now == "W":
            if self._relative or (place == 0 and following in "MA"):
                return ""
            return "," if before == "," else "verb"
        if now == "I":
            return self._subordinates(place, before)
        if now == "P":
            if following == "B" and place + 2 < len(numbers):
                following = tag[numbers[place + 2]]
            if following == "G":
                return "," if verb else "verb" if place else ""
            if low[numbers[place]] in word_list("leading") and (verb or not place):
                return "," if verb or low[numbers[place]] in _ALSO_CONJUNCTIONS else "verb"
        elif now == "," and verb:
            if following == "G":
                return ","
            if following == "E" and place + 2 < len(numbers) and tag[numbers[place + 2]] in "PT":
                return ","
        elif now == "C" and verb and self._joins_clause(place):
            return "end"
        return ""

    def _subordinates(self, place: int, before: str) -> str:
        numbers, low = self._numbers, self._low
        word = low[numbers[place]]
        previous = low[numbers[place - 1]] if place else ""
        if word == "that":
            if before not in "NXU" or previous in word_list("stating") or self._is_told(place):
                return "that"
            return "" if self._relative else "verb"
        if not place and word in {"whether", "if"}:
            return "" if self._relative or word == "if" else "verb"
        return ","

    def _is_told_here(self, place: int) -> bool:
        """Whether what somebody says begins here, behind the verb of saying."""
        tag, numbers, low = self._tag, self._numbers, self._low
        if not place or tag[numbers[place]] not in "IRDXNc":
            return False
        if low[numbers[place]] == "that":
            return any(low[number] in word_list("reporting") for number in numbers[max(0, place - 5) : place])
        return low[numbers[place - 1]] in word_list("reporting") and any(
            tag[number] in "MAVc" for number in numbers[place : place + AHEAD]
        )

    def _is_told(self, place: int) -> bool:
        return any(self._low[number] in word_list("telling") for number in self._numbers[max(0, place - 5) : place])

    def _joins_clause(self, place: int) -> bool:
        """Whether "and" or "but" joins a clause or a verb on, not a noun."""
        numbers, tag = self._numbers, self._tag
        before = "C"
        apart = place > 0 and tag[numbers[place - 1]] == ","
        for at in range(place + 1, min(place + 1 + AHEAD, len(numbers))):
            now = tag[numbers[at]]
            if now in "MAVc" or (now in "EF" and before in "CRX"):
                return True
            if now in ",;:!IWCT-(" or (now == "P" and not apart):
                return False
            if now != "B":
                before = now
        return False

    def _is_reduced(self, place: int) -> bool:
        """Whether a participle stands for a relative clause: "the force formed in Paris will"."""
        numbers, tag = self._numbers, self._tag
        if place + 1 >= len(numbers) or tag[numbers[place + 1]] not in "PT":
            return False
        for at in range(place + 2, min(place + AHEAD, len(numbers))):
            now = tag[numbers[at]]
            if now in _FINITE:
                return True
            if now in ",;:!IWCRcT":
                return False
        return False

    def _closing(self, place: int, mark: str) -> int:
        """Where an aside that opens at *place* closes; 0 if it does not."""
        numbers, tag = self._numbers, self._tag
        for at in range(place + 1, min(place + ASIDE, len(numbers))):
            if tag[numbers[at]] == mark:
                return at
        return 0
