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

LONGEST_RUN = 8
"""Adverbs and quotation marks in a row that are looked past; more are no language."""

_VERBS = frozenset("MAVEFc")
_SHORT_OPENING = 4  # words: "Although old, the plan": a comma behind so few ends the clause, though it has no verb
_OBJECTS = 5  # words between a verb of telling and its "that": "told the ten reporters on Monday that"
_SUBJECTS = listed("i you he she it we they nobody everyone everybody someone somebody")
_ALSO_CONJUNCTIONS = listed("after before as since until like")
_NOTHING_OPENS = frozenset("DNJUXBVEFGMATOc!.);:-")


@cache
def word_list(name: str, of: str = "certainty") -> frozenset[str]:
    """The words of list *name* of lexicon *of*."""
    return listed(lexicon(of)[name]["words"])


class Content:
    """
    The words of a claim's content, up to the end of its first sentence that has a verb.

    Args:
        words: The words of the document.
        pieces: Half-open ranges of word numbers in the order of the text.

    Attributes:
        numbers: The numbers of the words in the document.
        low, tag: The words folded, and their parts of speech, by place in the content.
    """

    __slots__ = ("_clauses", "low", "numbers", "tag", "words")

    def __init__(self, words: Words, pieces: tuple[tuple[int, int], ...]) -> None:
        self.words = words
        size = len(words)
        if len(pieces) == 1:
            first, last = max(0, pieces[0][0]), max(0, min(pieces[0][1], size))
            self.numbers = list(range(first, last))
            self.low, self.tag = words.low[first:last], words.tag[first:last]
        else:
            self.numbers = [number for first, last in pieces for number in range(max(0, first), min(last, size))]
            self.low = [words.low[number] for number in self.numbers]
            self.tag = [words.tag[number] for number in self.numbers]
        if len(pieces) > 1 or "!" in self.tag[:-1]:
            end = self._first_end()
            del self.numbers[end:], self.low[end:], self.tag[end:]
        self._clauses: dict[tuple[bool, bool], MainClause] = {}

    def __len__(self) -> int:
        return len(self.numbers)

    def raw(self, place: int) -> str:
        """The word at *place* as it is written."""
        word: str = self.words.raw[self.numbers[place]]
        return word

    def tag_at(self, place: int) -> str:
        """The part of speech at *place*; a full stop's beyond both ends."""
        return self.tag[place] if 0 <= place < len(self.tag) else "!"

    def before(self, place: int, skipped: str = 'B"') -> int:
        """The place before *place* that holds none of the parts of speech in *skipped*; -1 where there is none."""
        place -= 1
        least = max(-1, place - LONGEST_RUN)
        while place > least and self.tag[place] in skipped:
            place -= 1
        return place

    def after(self, place: int, skipped: str = '"') -> int:
        """The first place from *place* on that holds none of *skipped*; the end where there is none."""
        most = min(len(self.tag), place + LONGEST_RUN)
        while place < most and self.tag[place] in skipped:
            place += 1
        return place

    def main_clause(self, *, named: bool, relayed: bool) -> MainClause:
        """The main clause; see `MainClause` for what is asked."""
        known = self._clauses.get((named, relayed))
        if known is None:
            known = self._clauses[named, relayed] = MainClause(self, named=named, relayed=relayed)
        return known

    def _first_end(self) -> int:
        """The number of words up to the end of the first sentence that has a verb."""
        verb = False
        size = len(self.tag)
        for place, now in enumerate(self.tag):
            if place + 1 == size:
                break
            if now in _VERBS:
                verb = True
            if verb and (self._ends_at(place) if now == "!" else self._ends_between(place)):
                return place + 1
        return size

    def _ends_at(self, place: int) -> bool:
        mark, before = self.raw(place), self.low[place - 1] if place else ""
        if mark == "." and (len(before) == 1 or before in word_list("abbreviations")):
            return False
        following = next((at for at in range(place + 1, min(place + 3, len(self.tag))) if self.tag[at] != '"'), place)
        return mark in ".!?" or self.raw(following)[0].isupper()

    def _ends_between(self, place: int) -> bool:
        """Whether a sentence ends in what is left out between two pieces."""
        first, last = self.numbers[place] + 1, self.numbers[place + 1]
        return last > first and "!" in self.words.tag[first : min(last, first + ASIDE)]


class MainClause:
    """
    The main clause of a content with the clauses that it states ("said that ...").

    Left out are relative clauses, asides, adverbial clauses, participles set off by a comma, and whatever "and" or
    "but" joins on as a clause.

    Args:
        content: The content.
        named: Whether a content without a verb is a thing that a cue governs ("blames officials who ..."); else its
            relative clause is taken for what it states ("challenges that must be addressed").
        relayed: Whether what somebody is told to say belongs to the clause, too.

    Attributes:
        holds: For each place of the content whether that word is in the main clause.
        verb: The place of its first finite verb; -1 where there is none.
        asks: Whether it is no more than what "whether" opens.
    """

    __slots__ = ("_content", "_low", "_relative", "_relayed", "_tag", "asks", "holds", "verb")

    def __init__(self, content: Content, *, named: bool = False, relayed: bool = True) -> None:
        self._content, self._tag, self._low = content, content.tag, content.low
        self._relative, self._relayed = False, relayed
        self.verb = -1
        self.holds = self._read()
        first = content.after(0, '"C')
        self.asks = self.verb < 0 and first < len(content) and content.low[first] == "whether"
        if self.verb < 0 and not named:
            self._relative = True
            self.holds = self._read()

    def _read(self) -> bytearray:
        tag, low = self._tag, self._low
        size = len(tag)
        main = bytearray(size)
        verb = own = False
        until, began, place, before = "", 0, 0, "!"
        while place < size:
            now = tag[place]
            if now in '"(-;:':
                if now == '"':
                    place += 1
                    continue
                if now in "(-":
                    closing = self._closing(place, ")" if now == "(" else "-")
                    if closing:
                        place = closing + 1
                        continue
                if verb and now != "(" and (now != ":" or low[place - 1] not in word_list("speaking")):
                    break
            if until:
                if now == ",":
                    if own or place - began <= _SHORT_OPENING or until == "verb":
                        until = ""
                elif until == "verb" and not verb and own and _resumes(now, before):
                    until, before = "", "N"
                    continue
                elif now in "MAVEc" or (now == "F" and before in "RN"):
                    own = True
            else:
                opened = "" if self._relayed and now in _NOTHING_OPENS else self._opens(place, before, verb=verb)
                if opened == "end":
                    main[place] = now not in "CRIDXN"
                    break
                if not opened or opened == "that":
                    main[place] = 1
                    if opened:
                        verb = False
                    if not verb and self._is_finite(place, before):
                        verb = True
                        if self.verb < 0:
                            self.verb = place
                else:
                    until, began, own = opened, place, now in "PG,"
            before = now
            place += 1
        return main

    def _is_finite(self, place: int, before: str) -> bool:
        now = self._tag[place]
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
        now = self._tag[place]
        if verb and not self._relayed and now in "IRDXNc" and self._is_told_here(place):
            return "end"
        if now in _NOTHING_OPENS:
            return ""
        following = self._content.tag_at(place + 1)
        if now == "R":
            contact = verb and before == "N" and self._low[place] in _SUBJECTS and not self._is_told(place)
            return "," if contact else ""  # "a spreadsheet nobody can reproduce"
        if now == "W":
            if self._relative or (place == 0 and following in "MA"):
                return ""
            return "," if before == "," else "verb"
        if now == "I":
            return self._subordinates(place, before)
        if now == "P":
            return self._leads(place, following, verb=verb)
        if now == "," and verb:
            set_off = following == "G" or (following == "E" and self._content.tag_at(place + 2) in "PT")
            return "," if set_off else ""
        return "end" if now == "C" and verb and self._joins_clause(place) else ""

    def _leads(self, place: int, following: str, *, verb: bool) -> str:
        """What a preposition opens: a gerund, or a circumstance."""
        if following == "B":
            following = self._content.tag_at(place + 2)
        if following == "G":
            return "," if verb else "verb" if place else ""
        word = self._low[place]
        if word in word_list("leading") and (verb or not place):
            return "," if verb or word in _ALSO_CONJUNCTIONS else "verb"
        return ""

    def _subordinates(self, place: int, before: str) -> str:
        word = self._low[place]
        if word == "that":
            previous = self._low[place - 1] if place else ""
            if before not in "NXU" or previous in word_list("stating") or self._is_told(place):
                return "that"
            return "" if self._relative else "verb"
        if not place and word in {"whether", "if"}:
            return "" if self._relative else "," if word == "if" else "verb"
        return ","

    def _is_told_here(self, place: int) -> bool:
        """Whether what somebody says begins here, behind the verb of saying."""
        if not place:
            return False
        if self._low[place] == "that":
            return not word_list("reporting").isdisjoint(self._low[max(0, place - _OBJECTS) : place])
        if self._low[place - 1] not in word_list("reporting"):
            return False
        return any(tag in "MAVc" for tag in self._tag[place : place + AHEAD])

    def _is_told(self, place: int) -> bool:
        return not word_list("telling").isdisjoint(self._low[max(0, place - _OBJECTS) : place])

    def _joins_clause(self, place: int) -> bool:
        """Whether "and" or "but" joins a clause or a verb on, not a noun."""
        before = "C"
        apart = place > 0 and self._tag[place - 1] == ","
        for now in self._tag[place + 1 : place + 1 + AHEAD]:
            if now in "MAVc" or (now in "EF" and before in "CRX"):
                return True
            if now in ",;:!IWCT-(" or (now == "P" and not apart):
                return False
            if now != "B":
                before = now
        return False

    def _is_reduced(self, place: int) -> bool:
        """Whether a participle stands for a relative clause: "the force formed in Paris will"."""
        if self._content.tag_at(place + 1) not in "PT":
            return False
        for now in self._tag[place + 2 : place + AHEAD]:
            if now in "MAV":
                return True
            if now in ",;:!IWCRcT":
                return False
        return False

    def _closing(self, place: int, mark: str) -> int:
        """Where an aside that opens at *place* closes; 0 if it does not."""
        try:
            return self._tag.index(mark, place + 1, place + ASIDE)
        except ValueError:
            return 0


def _resumes(now: str, before: str) -> bool:
    """Whether a second verb ends a relative clause: "those who had been warned fled"."""
    return (now in "MAV" and before not in "MATBC") or (now == "E" and before == "E")
