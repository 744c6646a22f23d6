"""Where noun phrases and clauses begin and end, and who is the subject of a verb, from coarse parts of speech."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from claimtrack.drafting.closed import (
    AFTER_SOURCE,
    BE,
    CLAUSE_OPENING,
    DO_NOT_SPEAK,
    GET,
    INDEFINITE,
    PRONOUNS,
    REFLEXIVES,
    SENTENCE_ADVERBS,
    TIME,
    TIME_AHEAD,
    TIME_NOUNS,
    TIME_PREPOSITIONS,
    WEEKDAYS,
    WHEN,
)
from claimtrack.drafting.cues import english

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

    from claimtrack._syntax import Words
    from claimtrack.drafting.cues import Lexicon, Verb
    from claimtrack.drafting.found import Found, Range
    from claimtrack.drafting.quotations import Quotation
    from claimtrack.model import Mode

LONGEST_SUBJECT = 40
"""Words: a longer stretch before a verb is no noun phrase that was read rightly."""

LONGEST_GROUP = 8
"""Words of a verb group: "would not have been expected to"."""

SHORTEST_SPEECH = 4
"""Words: a shorter quotation is a term or a title rather than something said, unless a cue stands beside it."""

MOST_APPOSITIONS = 3
"""Appositions to one name: "Rep. Hector Quiroga, D-Texas, who chairs the committee"."""

_BEHIND_LOW, _BEHIND_TAG = ("", "", ""), ("!", "!", "!")

_BEFORE_DETERMINERS = frozenset({"all", "both", "half", "such", "many", "its", "his", "her", "their", "some", "no"})

_AGENTS = ("ers", "ors", "ists", "ians", "ist", "ian", "man", "men", "woman", "women", "crats", "cans")


class Phrases:
    """
    Reads noun phrases, subjects and clauses of one text.

    Args:
        words: Its words.
        quotations: Where something is quoted.
        lexicon: The cues.
    """

    def __init__(self, words: Words, quotations: Sequence[Quotation], lexicon: Lexicon | None = None) -> None:
        # A word on may be looked at beyond the last one: sentence marks stand there.
        self.words, self.low, self.tag = words, [*words.low, *_BEHIND_LOW], [*words.tag, *_BEHIND_TAG]
        self.quotations = quotations
        self.lexicon = english() if lexicon is None else lexicon
        self.inside = self._inside()
        self.openers = [number for number, word in enumerate(self.low) if word in self.lexicon.openers]
        """The words that may open an attribution or stand in one's cue: all others are passed over."""
        self.found: list[Found] = []
        self.since = 0
        """The place of the first attribution of the stretch that is read now."""
        self.start, self.end = 0, 0
        """The stretch that is read now."""
        self.asides: list[Range] = []
        """Where sources stand in it beside what they say."""
        self.citing: list[tuple[Range, Range]] = []
        """Cues and sources of ", citing a diplomat," in it."""

    def _inside(self) -> list[int]:
        """For each word the number of the quotation it stands in, marks included; -1 outside."""
        inside = [-1] * len(self.tag)
        for number, quotation in enumerate(self.quotations):
            if quotation.closed or quotation.continues or self._goes_on_below(number):
                inside[quotation.opens : quotation.end] = [number] * (quotation.end - quotation.opens)
        return inside

    def _openers(self, first: int, end: int) -> list[int]:
        """The numbers from *first* to *end* of the words that may show an attribution."""
        return self.openers[bisect_left(self.openers, first) : bisect_left(self.openers, end)]

    def _goes_on_below(self, number: int) -> bool:
        return number + 1 < len(self.quotations) and self.quotations[number + 1].continues

    def _verbs(self, number: int) -> Iterator[Verb]:
        if self.tag[number] in "VFEGN":
            for _, verb in self.lexicon.verbs.get(self.low[number], ()):
                yield verb

    def _group(self, at: int, first: int) -> tuple[int, bool]:
        """Where the verb group of the verb at *at* begins, and whether it is a passive."""
        begins = at
        while begins > first and at - begins < LONGEST_GROUP:
            tag, low = self.tag[begins - 1], self.low[begins - 1]
            if tag in "AM" or (tag == "B" and low not in TIME_AHEAD) or low == "c" or (tag == "E" and low in BE):
                begins -= 1
            elif tag == "T" and begins - 2 > first and self.low[begins - 2] == "going":
                begins -= 2  # "is not going to apologize"
            else:
                break
        while begins < at and self.tag[begins] == "B" and self.low[begins] not in {"not", "never"}:
            begins += 1
        helping = [self.low[number] for number in range(begins, at) if self.tag[number] in "AM"]
        form = self.tag[at]
        be = (bool(helping) and helping[-1] in BE) or (bool(helping) and any(word in GET for word in helping))
        return begins, be and form in "EN" and not self.low[at].endswith("ing")

    def _has_finite(self, first: int, last: int) -> bool:
        """Whether a finite verb stands in the stretch."""
        for at in range(first, last):
            tag = self.tag[at]
            if tag in "VAMc":
                return True
            if tag == "E" and at > first and self.tag[at - 1] in "NXRB":
                return True
            if tag == "F" and at > first and self.tag[at - 1] in "NXR":
                return True
        return False

    def _is_clause(self, stop: int, end: int) -> bool:
        """Whether a clause of its own begins here: a subject, then a finite verb."""
        tag = self.tag[stop]
        if tag == "c":
            return True
        # "about fifty jobs may be lost", "as many as 200 people may have died"
        about = tag == "P" and stop + 1 < end and (self.tag[stop + 1] == "U" or self.low[stop] == "as")
        if tag not in 'DNXJURG"E' and not about and self.low[stop] not in CLAUSE_OPENING:
            return False
        limit = min(end, stop + LONGEST_SUBJECT)
        for at in range(stop + 1, limit):
            tag = self.tag[at]
            if self.inside[at] >= 0 and self.inside[stop] < 0:
                quotation = self.quotations[self.inside[at]]
                opens = self.tag[quotation.first] in "VAMEFBc" or self.low[quotation.first] in self.lexicon.verbs
                if opens and self.tag[at - 1] in "NXRU":
                    return True  # "said India "reserves the right to respond""
            if tag in "VAM" or (tag in "EF" and self.tag[at - 1] in 'NXRO"U'):
                if self.tag[at - 1] == "T":
                    continue  # "to be formed"
                return self.tag[at - 1] not in "IWC" or tag == "A"
            if tag in ";:!" or (tag == "," and at + 1 < limit and self.tag[at + 1] in "GCI"):
                return False
        return False

    def _identifies(self, at: int, end: int) -> bool:
        """Whether the preposition at *at* tells which one is meant, not when or in what: "a man in the back row"."""
        following = self.low[at + 1] if at + 1 < end else ""
        if self.low[at] in {"during", "after", "before", "when", "while", "following", "amid", "since", "as"}:
            return False
        if following in TIME or self.tag[at - 1] == "X":
            return False
        return not self._is_head(at + 1, end, self.lexicon.occasions)

    def _is_head(self, at: int, end: int, nouns: Set[str]) -> bool:
        """Whether the noun phrase at *at* has one of *nouns* for its head: "a news conference", not "news coverage"."""
        for number in range(at, min(end, at + 5)):
            if self.low[number] in nouns and self.tag[number + 1] not in "NX":
                return True
        return False

    def _np_end(self, at: int, end: int, *, whole: bool = False) -> int:
        """Where the noun phrase ends that begins at *at*; with *whole*, what tells which one is meant is of it."""
        start = at
        while at < end and at - start < LONGEST_SUBJECT:
            tag = self.tag[at]
            if self.inside[at] >= 0:
                if at == start:
                    return at
                quotation = self.quotations[self.inside[at]]
                if quotation.last - quotation.first >= SHORTEST_SPEECH:
                    return at
                at = min(quotation.end, end)
                continue
            if tag in "NXUJG." or (tag == "D" and (at == start or self.tag[at - 1] in "PCDB")):
                pass
            elif tag == "R" or tag == "O":
                return at + 1 if at == start else at
            elif (
                (tag == "E" and (at + 1 < end and (self.tag[at + 1] in "PTNJX" or self.low[at + 1] == "by")))
                or (
                    tag == "P"
                    and at > start
                    and (self.low[at] not in AFTER_SOURCE or (whole and self._identifies(at, end)))
                )
                or (tag == "P" and at > start and self.low[at] in {"to", "on", "at", "in"} and self.tag[at - 1] == "E")
            ):
                pass
            elif (
                tag == "C"
                and at > start
                and self.low[at] in {"and", "&"}
                and at + 1 < end
                and self.tag[at + 1] in "DNXJU"
            ):
                if self._clause_after(at + 1, end):
                    break
            elif tag in "B" and (at == start or (at + 1 < end and self.tag[at + 1] in "NJU")):
                pass
            else:
                break
            if at > start and self.low[at] in TIME and at + 1 == end:
                break
            at += 1
        while at > start + 1 and self.tag[at - 1] in "PCD":
            at -= 1
        return at

    def _clause_after(self, at: int, end: int) -> bool:
        """Whether a clause with a finite verb begins at *at*, before any mark."""
        for number in range(at, min(end, at + 12)):
            tag = self.tag[number]
            infinitive = number > at and self.tag[number - 1] == "T"  # "to be formed"
            if (tag in "VAMc" and not infinitive) or (tag == "E" and number > at and self.tag[number - 1] in "NXR"):
                return True
            if tag in ",;:!-":
                return False
        return False

    def _appositive_end(self, at: int, end: int) -> int:
        """Where a source ends whose noun phrase ends at *at*, with what a comma adds to identify it."""
        if at < end and self.tag[at] == "(":
            for number in range(at, min(end, at + 12)):
                if self.tag[number] == ")":
                    at = number + 1
                    break
        if at + 2 < end and self.tag[at] == "," and self.tag[at + 1] == "U" and self.tag[at + 2] == ",":
            at += 2  # "Paula Mendel, 58, a teacher"
        if at + 1 < end and self.tag[at] == "," and self.inside[at + 1] < 0:
            following = at + 1
            if self.tag[following] in "DNUJXW" and not self._clause_after_name(following, end):
                stop = following
                while stop < end and self.tag[stop] not in ",;:-!" and self.inside[stop] < 0:
                    if self.low[stop] in {"during", "before", "while", "when", "on"} and self.tag[following] != "W":
                        break
                    stop += 1
                return stop
        return at

    def _clause_after_name(self, at: int, end: int) -> bool:
        if self.tag[at] == "W":
            return self.low[at] not in {"who", "whose"}
        return self._clause_after(at, end)

    def _subject(self, begins: int, first: int) -> Range | None:
        """The noun phrase that a verb group beginning at *begins* has for its subject; not before *first*."""
        if begins <= first:
            return None
        while begins - 1 > first and self.tag[begins - 1] == "B" and self.low[begins - 1] not in SENTENCE_ADVERBS:
            begins -= 1
        if begins - 2 > first and self.low[begins - 1] in WEEKDAYS and self.low[begins - 2] == "on":
            begins -= 2  # "The minister on Saturday said"
        if begins - 1 > first and self.low[begins - 1] in REFLEXIVES:
            begins -= 1  # "the president himself told"
        last = begins - 1
        tag = self.tag[last]
        if tag == "c":
            return (last, begins)
        inner = last > first and self.tag[last - 1] in "PT"
        if tag in "RO" and not inner and self.low[last] not in {"nothing", "everything", "anything", "something"}:
            return (last, begins)
        if tag == "W":
            if self.low[last] not in {"who", "which", "that"}:
                return None
            return self._antecedent(last - (last > first and self.tag[last - 1] == ","), first)
        if tag == "I" and self.low[last] == "that":
            return self._antecedent(last, first)
        if tag in ",-)":
            return self._subject_with_aside(last, first)
        start = self._np_start(begins, first)
        if start >= begins:
            return None
        return (self._with_list(start, begins, first), begins)

    def _antecedent(self, stop: int, first: int) -> Range | None:
        """The noun phrase that a relative clause at *stop* is of: the nearest one, with what "of" adds."""
        if stop <= first:
            return None
        if self.tag[stop - 1] in "RO":
            return (stop - 1, stop)
        start = self._np_start(stop, first)
        if start >= stop:
            return None
        for at in range(stop - 1, start, -1):
            if self.tag[at] == "P" and self.low[at] not in {"of", "for", "from"} and self.tag[at - 1] not in "NX":
                return (at + 1, stop)  # "axed the bill with | a two-line memo that called"
            if (
                self.tag[at] == "D"
                and self.tag[at - 1] == "P"
                and self.low[at - 1] in {"with", "by", "in", "to", "against"}
            ):
                return (at, stop)
        return (self._apposed_to(start, first), stop)

    def _apposed_to(self, start: int, first: int) -> int:
        """Where the name begins that "a cook" at *start* is an apposition to: "Ann Falk, a cook who"; else *start*."""
        comma = start - 1
        if self.low[start] not in {"a", "an"} or comma <= first or self.tag[comma] != "," or self.inside[comma] >= 0:
            return start
        head = self._np_start(comma, first)
        alone = head == first or self.tag[head - 1] in 'C,;:!I"-'
        return head if head < comma and alone and "X" in self.tag[head:comma] else start

    def _subject_with_aside(self, closes: int, first: int, *, opens_clause: bool = False) -> Range | None:
        """ "Smith, who chairs the panel, said": the head and what the commas hold."""
        opening = {")": "(", "-": "-", ",": ","}[self.tag[closes]]
        for opens in range(closes - 1, max(first, closes - LONGEST_SUBJECT), -1):
            if self.tag[opens] == opening and self.inside[opens] < 0:
                following = self.tag[opens + 1]
                if opening == "," and following not in "DNXUWJEGPR":
                    return None
                start = self._np_start(opens, first)
                if start >= opens:
                    return None
                clause = opening == "," and following in "DNXU" and self._has_finite(opens + 1, closes)
                if clause and not any(self.tag[number] in "WI" for number in range(opens + 1, closes)):
                    return None
                if opening == "," and following in "GP":
                    return (start, opens) if not self._is_introduction(start) else None
                if following == "W" and any(opens < found.cue[0][0] < closes for found in self.found[-3:] if found.cue):
                    closes = opens  # "The company, which said …, agreed": what it said does not identify it
                if opens_clause and start > first and self.tag[start - 1] not in 'C,;:I"':
                    return None
                if self.tag[start] == "P" or (opening == "," and self._is_introduction(start)):
                    inner = self._np_start(closes, opens + 1)
                    return (inner, closes) if inner < closes else None
                return (start, closes)
            if (self.tag[opens] in ";!:" and opening != "(") or self.inside[opens] >= 0:
                return None
        return None

    def _is_introduction(self, start: int) -> bool:
        return self.low[start] in TIME or self.tag[start] in "PIBG"

    def _np_start(self, stop: int, first: int) -> int:
        """Where the noun phrase begins that ends before word *stop*; *stop* where none does."""
        at, more = stop, True
        while more and at > first and stop - at < LONGEST_SUBJECT:
            at, more = self._one_back(at, stop, first)
        while at + 2 < stop and self.tag[at] == "E" and self.low[at + 1] == "by":
            at += 2  # "brokered by | Farr"
        while at < stop and (
            (self.tag[at] in "PC,!." and self.low[at + 1 : at + 2] != ["least"])
            or (self.tag[at] == "B" and self.low[at] not in {"about", "only", "nearly"})
        ):
            at += 1
        return at

    def _one_back(self, at: int, stop: int, first: int) -> tuple[int, bool]:
        """Where the noun phrase ``at:stop`` begins with what stands before it, and whether to look further back."""
        last, tag = at - 1, self.tag[at - 1]
        if self.inside[last] >= 0:
            return self._over_quotation(at, stop, first)
        if tag == "P" or (tag == "T" and at < stop and self.tag[at] in "DXUJNOR"):
            return self._over_preposition(at, stop, first)
        if tag in "NXUJG":
            joined = self._joins_noun(at, stop, first)
        elif tag == "D":
            joined = at == stop or self.tag[at] != "D" or self.low[last] in _BEFORE_DETERMINERS
        elif tag == "E":
            return self._over_participle(at, stop, first)
        elif tag == "C":
            joined = at < stop and last > first and self.low[last] in {"and", "or", "&"}
            joined = joined and not self._has_finite_clause(first, last)
        elif tag == "B":
            joined = at < stop and last > first and self.low[last] not in SENTENCE_ADVERBS | TIME
            joined = joined and self.tag[at] in "JUED"
        elif tag in "VFAM" and at < stop:
            relative = self._relative_before(last, first)
            return (at, False) if relative is None else (relative, True)
        else:
            joined = self._is_abbreviation(last) or self._is_pronoun_with_more(at, stop, first)
        return (last, True) if joined else (at, False)

    def _over_quotation(self, at: int, stop: int, first: int) -> tuple[int, bool]:
        quotation = self.quotations[self.inside[at - 1]]
        said = self.tag[quotation.last - 1] in ",!"
        if quotation.last - quotation.first >= SHORTEST_SPEECH or quotation.opens < first or at == stop or said:
            return at, False
        return quotation.opens, True

    def _joins_noun(self, at: int, stop: int, first: int) -> bool:
        last, tag = at - 1, self.tag[at - 1]
        if tag == "G":
            return last == first or self.tag[last - 1] != ","
        # "Monday | the ministry said": two noun phrases side by side
        beside = at < stop and (self.tag[at] in "DR" or (self.tag[at] == "X" and self.low[last] in TIME_NOUNS))
        return not beside

    def _over_preposition(self, at: int, stop: int, first: int) -> tuple[int, bool]:
        last = at - 1
        if at == stop or self.low[last] in TIME_PREPOSITIONS:
            return at, False
        if self.low[last] == "at" and self.low[at] == "least":
            return last, True
        opens_clause = last == first or self.tag[last - 1] in ',;:!IWCVFAM"-'
        if opens_clause and self.low[last] not in {"about", "over", "around", "like"}:
            return self._behind_adjunct(last, stop), False
        return last, True

    def _over_participle(self, at: int, stop: int, first: int) -> tuple[int, bool]:
        """Over a past participle, or over the relative clause that a past tense ends."""
        last = at - 1
        before = self.tag[last - 1] if last > first else ""
        if before == "W" and self.low[last - 1] in {"who", "which"}:
            return last - 1, True
        noun_follows = at < stop and self.tag[at] in "NXDJ" and self.low[at] not in WHEN
        if before and before in "NXRBAMcC" and noun_follows:
            relative = self._relative_before(last, first)
            return (at, False) if relative is None else (relative, True)  # "he announced | plans"
        if not before:
            return (last, True) if at == stop or self.tag[at] in "NX" else (at, False)
        if before in "RB" and (at == stop or before == "R"):
            return at, False
        return (at, False) if before in "NX" and self._is_finite_past(last, stop) else (last, True)

    def _is_abbreviation(self, last: int) -> bool:
        """The full stop of "Sen. Finch", "Mr. Smith"."""
        if self.tag[last] == ".":
            return True
        short = self.words.end[last - 1] - self.words.start[last - 1] <= 4
        return self.tag[last] == "!" and self.words.raw[last] == "." and self.tag[last - 1] == "X" and short

    def _is_pronoun_with_more(self, at: int, stop: int, first: int) -> bool:
        """Whether a pronoun has more behind it, or a preposition before it: "nobody in the room", "close to him"."""
        last, tag = at - 1, self.tag[at - 1]
        if tag in "RO" and at == stop and last > first and self.tag[last - 1] in "PT":
            return True
        return tag in "RD" and self.low[last] in INDEFINITE and at < stop and self.tag[at] in "PWJ"

    def _relative_before(self, number: int, first: int) -> int | None:
        """The "who" of the relative clause that the verb at *number* is of: "people who know him said"."""
        for at in range(number - 1, max(first, number - LONGEST_GROUP), -1):
            if self.tag[at] == "W" and self.low[at] in {"who", "which", "whose"} and self.tag[at - 1] in "NXU":
                return at
            if self.low[at] == "that" and self.tag[at - 1] in "NU":
                return at
            if self.tag[at] in ",;:!-CI" or self.inside[at] >= 0:
                return None
        return None

    def _behind_adjunct(self, preposition: int, stop: int) -> int:
        """ "In Paris | critics said": where the noun phrase of a preposition at the start of a clause ends."""
        for at in range(preposition + 1, stop - 1):
            if self.tag[at] in "NXU" and (
                self.tag[at + 1] in "DR"
                or (self.tag[at] == "X" and self.tag[at + 1] == "N")
                or self.low[at] in WEEKDAYS
            ):
                return at + 1
        return preposition + 1 if self.low[preposition] == "with" else stop  # "with | Unite warning of"

    def _is_finite_past(self, number: int, stop: int) -> bool:
        """Whether a form in -ed is the verb of a clause before: "the vote failed and Smith said"."""
        return any(self.tag[at] == "C" for at in range(number + 1, stop)) and self.tag[number + 1] not in "P"

    def _has_finite_clause(self, first: int, last: int) -> bool:
        low = last
        while low > first and self.tag[low - 1] not in ",;:!IW" and self.inside[low - 1] < 0:
            low -= 1
        return self._has_finite(low, last)

    def _with_list(self, start: int, stop: int, first: int) -> int:
        """Where a list of sources begins whose last items start at *start*: "A, B and C said"."""
        if not any(self.low[at] == "and" for at in range(start, stop)):
            return start
        at = start
        while at - 2 >= first and self.tag[at - 1] == ",":
            item = self._np_start(at - 1, first)
            if item >= at - 1 or at - 1 - item > 8 or self.tag[item] not in "DNXJU":
                break
            if self.low[item] in TIME:
                break
            at = item
        return at

    def _paper_before(self, at: int) -> Range | None:
        """The paper that ", outlining …" is said of: "a joint statement issued by the leaders"."""
        for number in range(at - 2, self.start, -1):
            if self.low[number] in self.lexicon.papers and self.tag[number] == "N":
                first = self._np_start(number + 1, self.start)
                return (first, at - 1) if first < number and self.tag[at - 1] == "," else None
            if self.tag[number] in "VM":
                return None
        return None

    def _main_subject(self, before: int) -> Range | None:
        """The subject of the first finite verb of the sentence, which stands before word *before*."""
        first = self.start
        for at in range(first + 1, before):
            tag = self.tag[at]
            if self.inside[at] >= 0:
                continue
            if tag in "VAM" or (
                tag == "E" and self.tag[at - 1] in "NXR,)B" and self.low[at + 1 if at + 1 < before else at] != "by"
            ):
                begins = at
                while begins > first and self.tag[begins - 1] == "B":
                    begins -= 1
                subject = self._subject(begins, first)
                if subject is not None:
                    return subject
        return None

    def _nearest_subject(self, joint: int) -> Range | None:
        """The subject of the last finite verb before word *joint* that is not of a relative clause."""
        first = self.start
        for at in range(joint - 1, first, -1):
            tag = self.tag[at]
            if self.inside[at] >= 0:
                continue
            by = at + 1 < self.end and self.low[at + 1] == "by"
            if tag in "VAM" or (tag == "E" and self.tag[at - 1] in "NXR,)B" and not by):
                begins, _ = self._group(at, first)
                if self.tag[begins - 1] in "WI":
                    continue
                subject = self._subject(begins, first)
                if subject is not None:
                    return subject
        return None

    def _is_source(self, source: Range) -> bool:
        """Whether a noun phrase is somebody who can speak, or a paper that does."""
        first, stop = source
        head = True
        for at in range(first, stop):
            tag, low = self.tag[at], self.low[at]
            if tag == ",":
                head = True
                continue
            if not head:
                continue
            if tag == "U" and (self.words.raw[at].endswith("%") or self.low[at + 1] in {"percent", "per"}):
                return True
            if tag == "D" and at + 1 < stop and self.tag[at + 1] in "NJUEG":
                continue  # "a few votes": not "a few"
            if tag == "X" and low not in DO_NOT_SPEAK and at not in self.words.possessive:
                return True
            if low in PRONOUNS or tag == "c":
                return True
            if low in self.lexicon.sources or low in self.lexicon.papers:
                return True
            if tag in "N" and low.endswith(_AGENTS) and len(low) > 5:
                return True
            if tag in "PW" and at > first and self.tag[at - 1] not in "DU":
                head = False
        return False

    def _is_paper(self, source: Range) -> bool:
        for at in range(*source):
            if self.low[at] in self.lexicon.papers:
                return True
            if self.tag[at] in "PW," and at > source[0]:
                return False
        return False

    def _clause_start(self, at: int) -> int:
        while at > self.start and self.tag[at - 1] not in ",;:-IW" and self.inside[at - 1] < 0:
            at -= 1
        return at

    def _shown(self, content: Sequence[Range]) -> tuple[Range, ...]:
        """*content* without the marks around it; a stretch that is all quotation without its quotation marks."""
        found: list[Range] = []
        for low, high in content:
            low, high = self._bare(low, high)
            if low >= high:
                continue
            number = self.inside[low]
            while number >= 0 and low < high and self.tag[low] == '"' and self.quotations[number].opens == low:
                quotation = self.quotations[number]
                stop = min(quotation.end, high)
                if stop < high:
                    break
                inner = self._bare(quotation.first, min(quotation.last, high))
                low, high = inner
                break
            found.append((low, high))
        return tuple(pair for pair in found if pair[0] < pair[1])

    def _bare(self, low: int, high: int) -> Range:
        """The stretch without commas, full stops, dashes and single quotation marks at its ends."""
        while low < high and self.tag[low] in ",;:-!.":
            low += 1
        while high > low:
            last = high - 1
            if (
                self.tag[last] in ",;:-"
                or (self.tag[last] == "!" and self.words.raw[last] not in "?!")
                or (self.tag[last] == '"' and self.inside[last] < 0 and self.words.raw[last] in "'’\"")
            ):
                high = last
            else:
                break
        return low, high

    def _mode(self, content: Sequence[Range]) -> Mode:
        """How the words are given: all in quotation marks, some, or none."""
        words = quoted = 0
        for low, high in content:
            for number in range(low, high):
                if self.tag[number] not in ',;:-!."()':
                    words += 1
                    quoted += self.inside[number] >= 0
        return "indirect" if not quoted else "direct" if quoted == words else "mixed"
