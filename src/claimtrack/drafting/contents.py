"""What a cue attributes: how its content comes, where it begins and where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.drafting.closed import (
    CONTRAST,
    CUTS,
    DAYS,
    DECLINING,
    DO_NOT_SPEAK,
    FOLLOWING,
    IS,
    NAMING,
    PLATFORMS,
    QUESTIONING,
    REBUTTING,
    SPEAKING,
    SUBORDINATING,
    TIME,
    TIME_NOUNS,
    WEEKDAYS,
    WHEN,
)
from claimtrack.drafting.found import CONFIDENCE, Found
from claimtrack.drafting.phrases import SHORTEST_SPEECH, Phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack._syntax import Words
    from claimtrack.drafting.cues import Lexicon, Verb
    from claimtrack.drafting.found import Range
    from claimtrack.drafting.quotations import Quotation

TAKES_OBJECT = frozenset({"object", "as", "doing", "that"})

LONGEST_WHEN = 5
"""Words of "on Thursday", "late last week"."""

LONGEST_ADDRESSEE = 14
"""Words between a cue and "that": "told reporters outside the hearing room on Thursday that"."""

LONGEST_TITLE = 8
"""Words of a quotation that is the name of something: "told "State of the Union" that"."""

_VERBAL = (["V"], ["E"], ["F"])
_NOMINAL = (["D"], ["N"], ["X"], ["J"], ["U"], ["P"], ["B"])

ALSO_TIME = frozenset({"this", "that", "last", "next"})
"""Determiners that open a telling of when beside a noun: "on Friday this week"."""

PHRASES = frozenset({"object", "request", "judgement", "doing", "preposition", "infinitive"})


class Contents(Phrases):
    """Finds what verbs and nouns of attribution attribute."""

    def __init__(self, words: Words, quotations: Sequence[Quotation], lexicon: Lexicon | None = None) -> None:
        super().__init__(words, quotations, lexicon)
        # Of the cue that is read now: where its content must reach at least, and what it stands in.
        self.least = 0
        self._in_aside = self._helped = self._fronted = self._restrictive = False

    def _content(self, verb: Verb, stop: int, end: int) -> tuple[int, str, str] | None:
        """Where the content begins that stands behind a verb, the rule, and the frame of the verb that asks for it."""
        frames = verb.frames
        speaks = "quote" in frames or "bare" in frames or "told" in frames
        if stop >= end:
            return None
        tag, low = self.tag[stop], self.low[stop]
        if "that" in frames or "told" in frames:
            that = self._that(stop, end)
            if that is not None:
                return that + 1, "that-clause", "that"
        if speaks:
            quoted = self._quoted(stop, end, told="told" in frames)
            if quoted is not None:
                return quoted, "clause", "quote" if "quote" in frames else "bare"
        if "whether" in frames or frames.get("that") == "statement":
            asked = self._whether(stop, end)
            if asked is not None:
                return asked, "whether", "whether" if "whether" in frames else "that"
        if "to" in frames and (tag == "T" or (tag == "B" and stop + 1 < end and self.tag[stop + 1] == "T")):
            start = stop + (1 if tag == "T" else 2)
            if verb.base in DECLINING and self.low[start : start + 1] and self.low[start] in SPEAKING:
                asked = self._whether(start + 1, end)
                return (asked, "whether", "to") if asked is not None else None
            if start < end and self.tag[start] in "FBANE":
                return start, "infinitive", "to"
        for frame in frames:
            if frame.startswith("person+"):
                preposition = self._after_object(stop, end, frame[7:])
                if preposition is not None:
                    self.least = preposition + 1
                    return stop, "judgement", frame
        if "as" in frames and self._judged(verb, stop, end):
            return stop, "judgement", "as"
        if "urge" in frames and self._asked_to(verb, stop, end):
            return stop, "request", "urge"
        if "bare" in frames and tag in "MAV":
            return stop, "clause", "gap"
        if "told" in frames and tag == "O" and stop + 1 < end and self._is_clause(stop + 1, end):
            return stop + 1, "clause", "bare"
        if ("bare" in frames or "told" in frames) and self._is_clause(stop, end):
            if "told" in frames:
                return self._behind_addressee(stop, end), "clause", "bare"
            while stop + 2 < end and low in DAYS and self._is_clause(stop + 1, end):
                stop, low = stop + 1, self.low[stop + 1]  # "said Thursday it would"
            return stop, "clause", "bare"
        if "doing" in frames and tag == "G":
            return stop, "doing", "doing"
        for frame in frames:
            word = "to" if frame == "to-np" else frame
            if low == word and frame != "as" and stop + 1 < end and self.tag[stop + 1] in 'DNXJURGOWE"BA':
                return stop + 1, "preposition", frame
        further = tag == "B" and stop + 1 < end and self.tag[stop + 1] in "NJU"  # "further tax rises"
        if "object" in frames and (tag in 'DNXJUROGE"' or further or low == "that") and low not in TIME:
            if tag in "OR" and (stop + 1 >= end or self.tag[stop + 1] in "TC,;PB" or self.inside[stop + 1] >= 0):
                return None  # "condemned it to remain"; a pronoun alone tells nothing
            return None if self._carries_noun(stop, end) else (stop, "object", "object")
        return None

    def _carries_noun(self, stop: int, end: int) -> bool:
        """Whether the object is a noun of saying with a content of its own: "expressed concern about"."""
        if stop == 0 or self.low[stop - 1] not in self.lexicon.supporting or self.low[stop - 1] in REBUTTING:
            return False
        for at in range(stop, min(end - 1, stop + 6)):
            told = self.lexicon.nouns.get(self.low[at])
            if told is not None and (self.low[at + 1] in told or (self.low[at + 1] == "to" and "to-np" in told)):
                return True
            if self.tag[at] not in "DNJEGBU":
                return False
        return False

    def _content_later(self, verb: Verb, stop: int, end: int) -> tuple[int, str, str] | None:
        """The same behind an adjunct that tells when or in what: "vowed on Thursday to veto"."""
        if self.tag[stop : stop + 1] == ["P"] and "bare" in verb.frames:
            start = self._clause_behind_adjuncts(stop, end)
            if start is not None:
                return start, "clause", "bare"
        at = stop + (self.tag[stop : stop + 1] == ["P"])
        while (
            at < end
            and at - stop < LONGEST_WHEN
            and (
                self.low[at] in WHEN
                or self.low[at] in TIME_NOUNS
                or self.low[at] in TIME
                or self.low[at] in DO_NOT_SPEAK
            )
        ):
            at += 1
        if at == stop or at >= end or (self.tag[stop] == "P" and at == stop + 1):
            return None
        return self._content(verb, at, end) if self.tag[at] in "TPDNXRJU" or self.inside[at] >= 0 else None

    def _clause_behind_adjuncts(self, stop: int, end: int) -> int | None:
        """Where the clause begins behind adjuncts without a "that": "said in a statement on Friday | it had cut"."""
        for at in range(stop + 2, min(end, stop + LONGEST_ADDRESSEE)):
            tag = self.tag[at]
            beside = tag == "R" or (tag == "D" and self.tag[at - 1] in "NXU" and self.low[at] not in ALSO_TIME)
            if beside and self._is_clause(at, end):
                return at
            if tag not in "DNXJUPG" or self.inside[at] >= 0 or self.low[at] in {"who", "which"}:
                return None
        return None

    def _that(self, stop: int, end: int) -> int | None:
        """The "that" which opens the content, behind an addressee or an adjunct."""
        around = dict(self.asides)
        at = stop - 1
        while at + 1 < min(end, stop + LONGEST_ADDRESSEE + sum(high - low for low, high in self.asides)):
            at += 1
            if at in around:
                at = around[at] - 1
                continue
            tag = self.tag[at]
            if self.low[at] == "that":
                if at + 1 >= end or self.tag[at + 1] in "VMA":
                    return None
                subjunctive = tag == "I" and end - at > SHORTEST_SPEECH and self.tag[at + 1] in "DXR"
                return at if subjunctive or self._is_clause(at + 1, end) else None
            if self.inside[at] >= 0:
                quotation = self.quotations[self.inside[at]]
                if quotation.last - quotation.first > LONGEST_TITLE or at == stop:
                    return None
                at = quotation.end - 1
                continue
            if tag in "VAMIW!;:F(" or (
                tag == "," and self.tag[at + 1 : at + 2] not in _NOMINAL and at + 1 < end and self.low[at + 1] != "that"
            ):
                return None
            if tag == "C" and (at == stop or self.tag[at + 1 : at + 2] in (["V"], ["E"], ["F"], ["B"], ["G"])):
                return None
            if tag == "E" and at > stop and self.tag[at - 1] in "NXR" and self._takes_that(at):
                return None  # "said his wife told him that"
        return None

    def _takes_that(self, at: int) -> bool:
        return any(
            "that" in verb.frames or "told" in verb.frames for _, verb in self.lexicon.verbs.get(self.low[at], ())
        )

    def _quoted(self, stop: int, end: int, *, told: bool) -> int | None:
        """Where a quotation or a clause behind a colon begins, behind an addressee or an adjunct."""
        for at in range(stop, min(end, stop + LONGEST_ADDRESSEE)):
            if self.inside[at] >= 0:
                quotation = self.quotations[self.inside[at]]
                long = min(quotation.last, end) - quotation.first
                plain = self.tag[stop] in "PBTO" or self.low[stop] in TIME or told
                if self.tag[at - 1] == "T":
                    return None  # "told them to "get on with it""
                if at == stop or self.tag[at - 1] in ",:" or (plain and long >= SHORTEST_SPEECH):
                    return at
                return None
            tag = self.tag[at]
            if tag == ":" and at + 1 < end:
                plain = (
                    at == stop or self.tag[stop] in "PBT:OX" or self.low[stop] in TIME or self.low[at - 1] in FOLLOWING
                )
                return at + 1 if plain else None
            if tag == '"' and at + 1 < end and (at == stop or self.tag[at - 1] in ",:"):
                return at + 1
            if tag in "VAMW!;" or self.low[at] == "that" or (tag == "C" and self.tag[at + 1 : at + 2] in _VERBAL):
                return None
            if tag == "," and not (at + 1 < end and (self.inside[at + 1] >= 0 or self.tag[at + 1] == '"')):
                return None
        return None

    def _whether(self, stop: int, end: int) -> int | None:
        for at in range(stop, min(end, stop + 6)):
            if self.low[at] in QUESTIONING and (at == stop or self.low[at] in {"whether", "if", "why", "how"}):
                return at if at + 1 < end and self.tag[at + 1] not in "P!," else None
            if self.tag[at] not in "DNXOPJU" or self.inside[at] >= 0:
                return None
        return None

    def _after_object(self, stop: int, end: int, preposition: str) -> int | None:
        if self.tag[stop] not in 'DNXJUROGE"':
            return None
        for at in range(stop + 1, min(end, stop + LONGEST_ADDRESSEE)):
            if self.low[at] == preposition:
                return at
            if self.tag[at] in "VAMIWT!;:F" or (self.tag[at] == "," and self.tag[at + 1] in "GCWI"):
                return None
        return None

    def _judged(self, verb: Verb, stop: int, end: int) -> bool:
        """Whether something is judged "as" or called something."""
        if self.tag[stop] not in 'DNXJUROGE"':
            return False
        named = verb.base in NAMING
        limit = self._np_end(stop, end) if named else 0
        for at in range(stop + 1, min(end, stop + LONGEST_ADDRESSEE)):
            if self.low[at] == "as" and not named:
                return True
            if named and self.inside[at] >= 0:
                return True
            if named and (at >= limit or self.tag[at - 1] in "OR") and self.tag[at] != "P" and self.tag[at - 1] != "P":
                return self.tag[at] in 'DJN"EU'
            if named and self.tag[at] == "D" and (self.tag[at - 1] in "NXO" or self.low[at - 1] == "her"):
                return True
            if self.tag[at] in "VAMIWT!;:F,":
                return False
        return False

    def _asked_to(self, verb: Verb, stop: int, end: int) -> bool:
        if self.tag[stop] not in 'DNXJURO"E':
            return False
        for at in range(stop + 1, min(end - 1, stop + LONGEST_ADDRESSEE)):
            if self.tag[at] == "T" and self.tag[at + 1] in "FABNE":
                return True
            if verb.base == "order" and self.tag[at + 1] == "E" and at + 2 >= end:
                return True  # "ordered the evidence suppressed"
            if self.tag[at] in "VAMIW!;:," or self.inside[at] >= 0:
                return False
        return False

    def _behind_addressee(self, stop: int, end: int) -> int:
        """Where the clause begins that is told to somebody: "told reporters | he would go"."""
        if self.tag[stop] == "O" and stop + 1 < end:
            return stop + 1
        for at in range(stop + 1, min(end, stop + LONGEST_ADDRESSEE)):
            if self.tag[at] in "DR" and self.tag[at - 1] in "NXU":
                return at
            if self.tag[at] == "X" and self.tag[at - 1] == "N":
                return at
            if self.tag[at] in "VAM":
                break
        return stop

    def _stretch(self, start: int, end: int, rule: str, form: str) -> tuple[Range, ...]:
        """The content that begins at *start*: to where its clause ends, around the asides that break it."""
        if self._restrictive:
            end = self._predicate_behind(start, end, clause=rule not in PHRASES)
        stop = self._content_stop(start, end, rule, form)
        pieces: list[Range] = []
        at = start
        for low, high in self.asides:
            if start < high and low < stop and low >= start:
                pieces.append((at, low))
                at = high
        pieces.append((at, stop))
        return tuple(pair for pair in pieces if pair[0] < pair[1])

    def _content_stop(self, start: int, end: int, rule: str, form: str) -> int:
        for low, high in self.asides:
            if low > start and high >= end:
                end = low
        if self.inside[start] >= 0:
            quotation = self.quotations[self.inside[start]]
            if (
                quotation.end < end
                and self.tag[quotation.end] in ",C;-:P"
                and (quotation.last - quotation.first >= SHORTEST_SPEECH)
            ):
                if self.tag[quotation.end] != "C" and not (
                    self.tag[quotation.end] == "P"
                    and self.low[quotation.end] not in {"in", "during", "after", "before", "at", "on"}
                ):
                    return quotation.end
                if self._another_verb(quotation.end + 1, end, form):
                    return quotation.end
        if self._fronted:
            end = self._clause_comma(start - 1) or end
        clause = rule in {"that-clause", "clause", "whether", "quotation"}
        at = max(start + 1, min(self.least, end) if rule == "judgement" else 0)
        while at < end:
            tag = self.tag[at]
            if self.inside[at] >= 0:
                quotation = self.quotations[self.inside[at]]
                at = max(at + 1, min(quotation.end, end))
                if not clause and at < end and self.tag[quotation.last - 1] == "," and self._ends_phrase(at, end):
                    return at
                continue
            if tag == ";" or (tag == ":" and not clause):
                return at
            if tag == "P" and rule in PHRASES and self._is_occasion(at, end):
                return at
            if tag == "I" and rule in PHRASES and self.low[at] in SUBORDINATING:
                return at
            goes_on = self.tag[at + 1 : at + 2] in (["V"], ["E"]) and self.tag[at - 1] != self.tag[at + 1]
            if tag == "C" and not clause and form in {"s", "past"} and goes_on:
                return at  # "wanted detail and got poetry"
            if tag == "C" and self._another_verb(at + 1, end, form if clause else "any"):
                return at
            if tag == "," and at + 1 < end:
                if self._adding(at + 1, end) or self.low[at + 1] in CUTS:
                    return at
                if self.tag[at + 1] in "MAVE" and self._in_aside:
                    return at  # "Marsh, who says that he admires her, would …": the aside is over
                if self.low[at + 1] == "but" and at + 3 < end and self._contrasts(at + 2, end):
                    return at
                if self.tag[at + 1] == "C" and (
                    self._another_verb(at + 2, end, form) or self._another_source(at + 2, end)
                ):
                    return at
                if self.low[at + 1] in CONTRAST and self._another_source(at + 2, end):
                    return at
                if not clause and self._ends_phrase(at + 1, end):
                    return at
            at += 1
        if rule in PHRASES and end - start > 2 and self.low[end - 2] == "on" and self.low[end - 1] in WEEKDAYS:
            return end - 2
        return end

    def _contrasts(self, at: int, end: int) -> bool:
        """Whether what follows ", but" is the author's: another subject by name, or an event told as done."""
        for number in range(at, min(end, at + 10)):
            tag = self.tag[number]
            if tag in "VE" or (tag == "F" and number == at):
                return tag in "EF" or self.tag[at] == "X"
            if tag in "MA,;":
                return self.tag[at] == "X" and tag in "MA"
        return False

    def _is_occasion(self, at: int, end: int) -> bool:
        """Whether the preposition at *at* tells in what something was said: "in a call with", "on Twitter"."""
        if self.low[at] not in {"in", "on", "at", "during", "via"}:
            return False
        for number in range(at + 1, min(end, at + 5)):
            occasion = self.low[number] in self.lexicon.occasions or self.low[number] in PLATFORMS
            if occasion and self.tag[number + 1] not in "NX":  # not "in news coverage"
                return self.low[number] not in {"report", "report's", "letter"} or self.low[at] != "on"
            if self.tag[number] not in "DJNXU":
                return False
        return False

    def _clause_stop(self, start: int, end: int) -> int:
        return self._content_stop(start, end, "clause", "past")

    def _ends_phrase(self, at: int, end: int) -> bool:
        """Whether a comma before word *at* ends the phrase that a verb takes, rather than parts of a list."""
        if self.tag[at] in "CIGWRMAVBPE":
            return not (self.tag[at] == "C" and not self._clause_after(at + 1, end))
        return self._clause_after(at, end)

    def _adding(self, at: int, end: int) -> bool:
        """Whether ", adding …" begins here: a participle of saying with something to say."""
        if self.tag[at] != "G":
            return False
        return any(
            form == "ing" and self._content(verb, at + 1 + len(verb.particles), end) is not None
            for form, verb in self.lexicon.verbs.get(self.low[at], ())
            if tuple(self.low[at + 1 : at + 1 + len(verb.particles)]) == verb.particles
        )

    def _another_verb(self, at: int, end: int, form: str) -> bool:
        """Whether a second verb of attribution with the same subject begins at *at*: "and warned that"."""
        helped = False
        while at < end and self.tag[at] in "BA":
            helped = helped or self.tag[at] == "A"
            at += 1
        if helped and form != "any" and not self._helped:
            return False  # "reported that it had demanded it and had threatened": not another verb of the reporter
        if at >= end or (self.tag[at] not in "VEF" and not (self.tag[at] == "N" and form in {"s", "any"})):
            return False
        for kind, verb in self.lexicon.verbs.get(self.low[at], ()):
            size = len(verb.particles)
            if (kind != form if form != "any" else kind not in {"s", "past"}) or tuple(
                self.low[at + 1 : at + 1 + size]
            ) != verb.particles:
                continue
            if self._content(verb, at + 1 + size, end) is not None:
                return True
        return False

    def _another_source(self, at: int, end: int) -> bool:
        """Whether somebody else is said to say something from word *at* on: ", but critics said"."""
        if self.low[at : at + 1] == ["that"]:
            return False  # "counter that A, and that B"
        for number in range(at, min(end, at + 14)):
            tag = self.tag[number]
            if tag in "VE":
                subject = self._subject(number, at)
                if subject is None or not self._is_source(subject):
                    return False
                told = any(
                    self._content(verb, number + 1 + len(verb.particles), end) is not None
                    for _, verb in self.lexicon.verbs.get(self.low[number], ())
                    if tuple(self.low[number + 1 : number + 1 + len(verb.particles)]) == verb.particles
                )
                if told:
                    return True
                if tag == "V":
                    return False
            if tag in "M;:!" or self.inside[number] >= 0:
                return False
        return False

    def _gap(self, source: Range, start: int) -> tuple[Range, ...]:
        """The content around "a bill that critics said would fail": what it is about, and the rest."""
        first = source[0]
        if first - 1 >= self.start and self.low[first - 1] in {"that", "which", "who", "what"}:
            if self.low[first - 1] == "what":  # "what police said was a stolen bicycle"
                stop = start + 1
                while stop < self.end and self.tag[stop] not in ",;":
                    stop += 1
                return ((start + 1, stop),) if self.low[start] in IS else ()
            first -= 1
        if first - 1 >= self.start and self.tag[first - 1] == ",":
            first -= 1
        head = self._np_start(first, self.start)
        if head >= first:
            return ()
        stop = start
        while stop < self.end and self.tag[stop] not in ",;":
            stop += 1
        return (head, first), (start, stop)

    def _object_gap(self, verb: Verb, begins: int, stop: int) -> tuple[Range, tuple[Range, ...]] | None:
        """ "which it called a fabrication", "whom he blames for": the object stands before the subject."""
        if not TAKES_OBJECT & verb.frames.keys() and not any(frame.startswith("person+") for frame in verb.frames):
            return None
        source = self._subject(begins, self.start)
        if source is None or not self._is_source(source) or source[0] - 1 < self.start:
            return None
        joint = source[0] - 1
        what = self.low[joint]
        if any(found.content[0][0] == joint + 1 for found in self.found[-3:]):
            return None  # the "that" of what somebody said
        if what not in {"which", "whom", "that", "what"} or (what != "what" and self.tag[joint - 1] not in "NXU,"):
            return None
        rest = stop
        while rest < self.end and self.tag[rest] not in ",;:C" and not (self.tag[rest] in "VMA" and what == "what"):
            rest = self.quotations[self.inside[rest]].end if self.inside[rest] >= 0 else rest + 1
        behind = ((stop, min(rest, self.end)),) if rest > stop else ()
        if what == "what":
            if stop + 1 < self.end and self.low[stop] in IS:  # "What Democrats want is a vote"
                start = stop + 1 + (self.low[stop + 1] == "that")
                return source, self._stretch(start, self.end, "that-clause", "past")
            if behind and self.low[stop] == "as":
                return source, ((stop + 1, behind[0][1]),)
            return (source, behind) if behind and verb.base in NAMING else None
        last = joint - (self.tag[joint - 1] == ",")
        head = self._np_start(last, self.start)
        return (source, ((head, last), *behind)) if head < last else None

    def _clause_comma(self, at: int) -> int | None:
        """The first comma behind *at* that a subject with a finite verb follows."""
        for number in range(at + 1, self.end - 2):
            mark = self.tag[number]
            if self.inside[number] < 0:
                comma = mark == ","
            else:
                closes = mark == '"' and self.quotations[self.inside[number]].closes == number
                comma = closes and self.tag[number - 1] == ","
            if comma and self.tag[number + 1] in "DNXRJUc" and self._clause_after(number + 1, self.end):
                return number
        return None

    def _predicate_behind(self, start: int, end: int, *, clause: bool) -> int:
        """Where the verb begins whose subject the content is a part of: "X's claim that it rains | surprised us"."""
        seen = not clause
        relative = False
        for at in range(start + 1, end):
            tag = self.tag[at]
            if tag == "F" and self.tag[at - 1] in "BN" and seen and not relative and self.tag[at - 2] not in "MTA":
                return at - (self.tag[at - 1] == "B")  # "… is dangerous | rarely change their minds"
            if self.inside[at] >= 0 or tag in "IW":
                relative = relative or tag in "IW"
                continue
            past = tag == "E" and self.tag[at - 1] in "NXOEJBGPFU" and at + 1 < end and self.tag[at + 1] in "DNXPTUJBRO"
            if not (tag in "VAM" or past or (tag == "E" and at + 1 == end)):
                continue
            if self.tag[at - 1] in "AMT" or (
                tag == "A" and self.tag[at - 1] == "B" and seen and self.tag[at - 2] in "AM"
            ):
                continue  # the same verb group
            if past and self.tag[at - 1] == "B" and self.tag[at - 2] in "AM":
                continue
            if not seen or relative:
                seen, relative = True, relative and not seen
                continue
            return at
        return end

    def _noun_with_agent(self, told: frozenset[str], stop: int, end: int) -> tuple[int | None, Range | None]:
        """ "allegations by three employees that", "calls from Democrats to": the content's start and the source."""
        if self.low[stop] not in {"by", "from", "of", "among", "in"}:
            return None, None
        at = self._np_end(stop + 1, end)
        if not stop + 1 < at < end - 1:
            return None, None
        source = (stop + 1, at)
        if self.low[at] == "that" and "that" in told and self.tag[at + 1] not in "VAM" and self._is_clause(at + 1, end):
            return at + 1, source if self._is_source(source) and self.low[stop] != "in" else None
        takes = (self.tag[at] == "T" and "to" in told) or self.low[at] in told
        if takes and self._is_source(source) and self.low[stop] not in told | {"in"}:
            return at + 1, source
        return None, None

    def _add(self, found: Found) -> None:
        if found.source is not None and found.source[0] >= found.source[1]:
            return
        if found.content and all(low < high for low, high in (*found.content, *found.cue)):
            self.found.append(found)

    def _note(
        self,
        cue: tuple[Range, ...],
        source: Range | None,
        content: Sequence[Range],
        rule: str,
        *,
        less: int = 0,
        unnamed: bool = False,
    ) -> bool:
        """Add an attribution with what *content* shows, its confidence *less* percent lower; whether it shows any."""
        shown = self._shown(content)
        mode = self._mode(shown)
        if rule == "clause" and mode == "direct":
            rule = "quotation"
        self._add(
            Found(
                cue=cue, source=source, content=shown, mode=mode, rule=rule, confidence=CONFIDENCE[rule] - less,
                unnamed=unnamed,
            )
        )  # fmt: skip
        return bool(shown)
