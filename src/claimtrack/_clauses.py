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
_SHORT_OPENING = 4  # words: "Although old, the plan": a comma behind so few ends the clause, though it has no verb


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of list *name* of the lexicon of certainty."""
    return listed(lexicon("certainty")[name]["words"])


def first_sentence(words: Words, numbers: list[int]) -> list[int]:
    """The numbers up to the end of the first sentence that has a verb."""
    tag, low, raw = words.tag, words.low, words.raw
    verb = False
    for place, number in enumerate(numbers):
        now = tag[number]
        if now in _VERBS:
            verb = True
        elif now == "!" and verb and place + 1 < len(numbers):
            before = low[number - 1] if number else ""
            if raw[number] == "." and (len(before) == 1 or before in word_list("abbreviations")):
                continue
            following = next((at for at in numbers[place + 1 : place + 3] if tag[at] != '"'), number)
            if raw[number] in ".!?" or raw[following][0].isupper():
                return numbers[: place + 1]
    return numbers


class MainClause:
    """
    The main clause of a content with the clauses that it states ("said that ...").

    Left out are relative clauses, asides, adverbial clauses, participles set off by a comma, and whatever "and" or
    "but" joins on as a clause.

    Args:
        words: The words of the document.
        numbers: The numbers of the content's words, of one sentence.

    Attributes:
        holds: For each place in *numbers* whether that word is in the main clause.
        verb: The place of its first finite verb; -1 where there is none.
    """

    __slots__ = ("_low", "_numbers", "_relative", "_tag", "holds", "verb")

    def __init__(self, words: Words, numbers: list[int]) -> None:
        self._numbers, self._tag, self._low = numbers, words.tag, words.low
        self._relative = False
        self.verb = -1
        self.holds = self._read()
        if self.verb < 0:  # "challenges that must be addressed": the relative clause has the only verb
            self._relative = True
            self.holds = self._read()

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
                elif until == "verb" and not verb and own and now in _FINITE and before not in "MATBC":
                    until = ""
                    continue
                elif now in "MAVEc" or (now == "F" and before in "RN"):
                    own = True
            else:
                opened = self._opens(place, before, verb=verb)
                if opened == "end":
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
                return ","
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
        if word in {"whether", "if"} and not place:
            return ""
        return ","

    def _is_told(self, place: int) -> bool:
        return any(self._low[number] in word_list("telling") for number in self._numbers[max(0, place - 5) : place])

    def _joins_clause(self, place: int) -> bool:
        """Whether "and" or "but" joins a clause or a verb on, not a noun."""
        numbers, tag = self._numbers, self._tag
        before = "C"
        for at in range(place + 1, min(place + 1 + AHEAD, len(numbers))):
            now = tag[numbers[at]]
            if now in "MAVc" or (now in "EF" and before in "CRX"):
                return True
            if now in ",;:!IWCT-(P":
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
