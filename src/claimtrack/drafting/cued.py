"""Cues of every kind: adjectives and nouns of saying, beside verbs and passives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.drafting.closed import (
    BE,
    IMPERSONAL,
    IS,
    LINKING,
    POSSESSIVES,
    QUESTIONING,
    REBUTTING,
    VOICELESS,
)
from claimtrack.drafting.impersonal import Impersonal
from claimtrack.drafting.verbs import UNSURE_VERB

if TYPE_CHECKING:
    from claimtrack.drafting.found import Range


class Cued(Impersonal):
    """Finds the attributions whose content stands behind the cue."""

    def _cue(self, at: int) -> int:
        """Read what word *at* shows, if anything; the number of the word to go on from."""
        low, tag = self.low[at], self.tag[at]
        if tag == "E" and low in self.lexicon.adjectives:
            told = self._adjective(at)
            if told is not None:
                return told
        if tag in "VFEG" or (tag in "NBP" and low in self.lexicon.verbs):
            told = self._passive(at) or self._verb(at)
            if told is not None:
                return told
        if low in self.lexicon.adjectives:
            told = self._adjective(at)
            if told is not None:
                return told
        if low == "against" or (low == "in" and self.low[at + 1 : at + 2] in (["favor"], ["favour"])):
            told = self._stance(at)
            if told is not None:
                return told
        if low in self.lexicon.nouns and tag in "NFVGX":
            told = self._noun(at)
            if told is not None:
                return told
        if low in self.lexicon.adverbs:
            self._hearsay(at)
        return at + 1

    def _adjective(self, at: int) -> int | None:
        """ "is confident that", "were furious about", "remains opposed to"."""
        begins, end = at, self.end
        while begins > self.start and self.tag[begins - 1] in "AMB":
            begins -= 1
        linked = any(self.low[number] in BE for number in range(begins, at) if self.tag[number] in "A")
        linked = linked or (begins > self.start and self.tag[begins - 1] == "c")
        if not linked and begins > self.start and self.low[begins - 1] in LINKING:
            begins -= 1
            while begins > self.start and self.tag[begins - 1] in "AMB":
                begins -= 1
            linked = True
        if not linked or at + 1 >= end:
            return None
        subject = self._subject(begins, self.start)
        if subject is None or not self._is_source(subject) or self._is_paper(subject):
            return None
        if self.low[subject[0]] == "it" and self.low[at] in IMPERSONAL:
            return None
        told = self.lexicon.adjectives[self.low[at]]
        stop = at + 1
        start = None
        if "that" in told:
            that = self._that(stop, end)
            if that is not None:
                start = that + 1
            elif self._is_clause(stop, end) and self.tag[stop] in "DRXNc":
                start = stop
        if start is None and "whether" in told and self.low[stop] in QUESTIONING:
            start = stop
        if start is None and "to" in told and self.tag[stop] == "T":
            start = stop + 1
        if start is None and (self.low[stop] in told or (self.low[stop] == "to" and "to-np" in told)):
            start = stop + 1
            stop = start
            if start + 1 >= end and self.tag[start : start + 1] in (["R"], ["O"]):
                return None
        if start is None or start >= end:
            return None
        kind = "that-clause" if self.low[start - 1] == "that" else "object"
        self._note(((begins, stop),), subject, self._stretch(start, end, kind, "past"), "adjective")
        return stop

    def _stance(self, at: int) -> int | None:
        """ "are against", "is in favour of"."""
        stop = at + (1 if self.low[at] == "against" else 3)
        if (
            at == self.start
            or self.low[at - 1] not in BE
            or stop >= self.end
            or self.low[stop - 1] not in {"against", "of"}
        ):
            return None
        begins, _ = self._group(at, self.start)
        subject = self._subject(begins, self.start)
        if subject is None or not self._is_source(subject) or self._is_paper(subject):
            return None
        self._note(((begins, stop),), subject, self._phrase_from(stop), "adjective")
        return stop

    def _noun(self, at: int) -> int | None:
        """ "X's claim that", "expressed concern about", "has plans to"."""
        told, end, stop = self.lexicon.nouns[self.low[at]], self.end, at + 1
        if stop >= end:
            return None
        start = None
        if (
            ("that" in told and self.low[stop] == "that" and stop + 1 < end and self.tag[stop + 1] not in "VAMP")
            or ("to" in told and self.tag[stop] == "T" and stop + 1 < end and self.tag[stop + 1] in "FABNE")
            or self.low[stop] in told
            or (self.low[stop] == "to" and "to-np" in told)
        ):
            start = stop + 1
        elif "that" in told and self.low[stop] in IS and stop + 2 < end and self.low[stop + 1] == "that":
            start = stop + 2
        source: Range | None = None
        if start is None:
            start, source = self._noun_with_agent(told, stop, end)
        if start is None or start >= end:
            return None
        clause = self.low[start - 1] == "that"
        first = self._np_start(at + 1, self.start)
        cue: Range = (at, stop)
        owner = next((number for number in range(at - 1, first - 1, -1) if number in self.words.possessive), None)
        if source is None and owner is not None:
            source = (self._np_start(owner + 1, self.start), owner + 1)
        elif source is None:
            carried = self._carried(first)
            if carried is not None:
                source, begins = carried
                cue = (begins, stop)
            else:
                possessive = next((n for n in range(at - 1, first - 1, -1) if self.low[n] in POSSESSIVES), None)
                source = None if possessive is None else (possessive, possessive + 1)
        if any(found.content[0][0] == start for found in self.found[-3:]):
            return None  # "noted in her opinion that": the verb has it already
        if source is None:
            if not clause and self.low[at] not in VOICELESS:
                return None
        elif not self._is_source(source) and owner is None and self.low[source[0]] not in POSSESSIVES:
            return None
        if cue == (at, stop) and not self._has_finite(self._clause_start(first), first):
            end = self._predicate_behind(start, end, clause=clause)
        content = self._stretch(start, end, "that-clause" if clause else "object", "past")
        self._note(
            (cue,), source, content, "noun", less=0 if source is not None else UNSURE_VERB, unnamed=source is None
        )
        return stop

    def _carried(self, first: int) -> tuple[Range | None, int] | None:
        """Who is said to have the noun phrase at *first*, and where the cue begins: "expressed concern"."""
        verb = first - 1
        while verb > self.start and self.tag[verb] in "B":
            verb -= 1
        if verb <= self.start or self.low[verb] not in self.lexicon.supporting or self.tag[verb] not in "VEFGAN":
            return None
        begins, passive = self._group(verb, self.start)
        if passive:
            return None
        if self.tag[verb] == "G" and begins == verb:
            source = self._subject_of_participle(verb)
        elif begins > self.start and self.tag[begins - 1] in "CT":
            source = self._subject_shared(begins - 1)
        else:
            source = self._subject(begins, self.start)
        # "rejected claims that": the noun alone shows it, and who claims is another.
        return (source, begins if source is not None and self.low[verb] not in REBUTTING else first)
