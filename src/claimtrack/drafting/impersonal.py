"""Passives and hearsay: what is said of somebody or something, mostly without a named source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.drafting.closed import (
    NAMED,
    WHEN,
)
from claimtrack.drafting.contents import LONGEST_WHEN, TAKES_OBJECT
from claimtrack.drafting.verbs import Verbs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.drafting.cues import Verb
    from claimtrack.drafting.found import Range


LONGEST_AGENT = 12
"""Words of an agent with what it is asked for: "accused by opposition MPs of"."""


class Impersonal(Verbs):
    """Finds attributions in passives, and "reportedly"."""

    def _passive(self, at: int) -> int | None:
        """ "is expected to", "was accused of", "it was reported that", "was criticised by"."""
        asked = self._asked(at)
        if asked is not None:
            return asked
        if self.tag[at] not in "EN" or at == self.start or at + 1 >= self.end:
            return None
        begins, passive = self._group(at, self.start)
        subject = self._subject(begins, self.start) if passive else None
        if subject is None:
            return None
        verbs = [verb for _, verb in self.lexicon.verbs.get(self.low[at], ()) if not verb.particles]
        return (
            self._impersonal(at, subject, verbs)
            or self._expected(at, begins, subject)
            or self._of_somebody(at, begins, subject, verbs)
            or self._by_agent(at, begins, subject, verbs)
            or self._told(at, begins, subject, verbs)
        )

    def _asked(self, at: int) -> int | None:
        """ "Asked whether he would stay, she …": nobody is named."""
        if self.low[at] != "asked" or at + 1 >= self.end:
            return None
        opens = at == self.start or self.tag[at - 1] in ',"' or (at == self.start + 1 and self.low[at - 1] == "when")
        asked = self._whether(at + 1, self.end) if opens else None
        if asked is None:
            return None
        stop = asked
        while stop < self.end and self.tag[stop] not in ",;":
            stop += 1
        return self._unnamed(((at, at + 1),), ((asked, stop),), "passive", stop)

    def _impersonal(self, at: int, subject: Range, verbs: Sequence[Verb]) -> int | None:
        """ "it was reported that"."""
        if self.low[subject[0]] != "it" or subject[1] - subject[0] != 1:
            return None
        stop, known = at + 1, "that" in self.lexicon.passive.get(self.low[at], ())
        that = self._that(stop, self.end) if known or any("that" in verb.frames for verb in verbs) else None
        if that is not None:
            start = that + 1
        elif known and self._is_clause(stop, self.end):
            start = stop
        else:
            return None
        content = self._stretch(start, self.end, "that-clause", "past")
        return self._unnamed(((subject[0], stop),), content, "passive", stop)

    def _expected(self, at: int, begins: int, subject: Range) -> int | None:
        """ "is expected to", "was accused last year of", "is expected on Friday"."""
        told, stop = self.lexicon.passive.get(self.low[at], frozenset()), at + 1
        cue: tuple[Range, ...] = ((begins, stop),)
        if "to" in told and self.tag[stop] == "T":
            comma = next((number for number in range(*subject) if self.tag[number] == ","), subject[1])
            rest = self._stretch(stop + 1, self.end, "infinitive", "past")
            return self._unnamed(cue, ((subject[0], comma), *rest), "passive", stop + 1)
        if "of" in told and self.low[stop] != "by":
            for of in range(stop, min(self.end - 1, stop + LONGEST_WHEN)):
                if self.low[of] == "of":
                    return self._unnamed(cue, (subject, *self._phrase_from(of + 1)), "passive", of + 1)
                if self.tag[of] in "VAMIWT!;:F,":
                    break
        if self.low[at] == "expected" and (self.tag[stop] == "P" or self.low[stop] in WHEN):
            return self._unnamed(cue, (subject, *self._phrase_from(stop)), "passive", stop + 1)
        return None

    def _of_somebody(self, at: int, begins: int, subject: Range, verbs: Sequence[Verb]) -> int | None:
        """ "was criticised for", "was accused by MPs of", "is considered a moderate", "was described as"."""
        stop = at + 1
        cue: tuple[Range, ...] = ((begins, stop),)
        asks = {frame[7:] for verb in verbs for frame in verb.frames if frame.startswith("person+")}
        if self.low[stop] in asks:
            return self._unnamed(cue, (subject, *self._phrase_from(stop + 1)), "passive", stop)
        if asks and self.low[stop] == "by":
            to = next((n for n in range(stop + 2, min(self.end, stop + LONGEST_AGENT)) if self.low[n] in asks), None)
            if to is not None and self._is_source((stop + 1, to)):
                self._note(cue, (stop + 1, to), (subject, *self._phrase_from(to + 1)), "passive")
                return to
        if self.low[at] in NAMED and (self.tag[stop] in "DJ" or self.inside[stop] >= 0):
            return self._unnamed(cue, (subject, *self._phrase_from(stop)), "passive", stop)
        if self.low[stop] == "as" and any("as" in verb.frames for verb in verbs):
            return self._unnamed(cue, (subject, *self._phrase_from(stop + 1)), "passive", stop)
        return None

    def _by_agent(self, at: int, begins: int, subject: Range, verbs: Sequence[Verb]) -> int | None:
        """ "was criticised by the opposition", "was told by the minister to"."""
        stop, end = at + 1, self.end
        if self.low[stop] != "by":
            return None
        if any(TAKES_OBJECT & verb.frames.keys() for verb in verbs):
            source = (stop + 1, self._np_end(stop + 1, end, whole=True))
            if source[0] < source[1] and self._is_source(source) and not self._is_paper(source):
                goes_on = source[1] < end and self.tag[source[1]] in "PT"
                rest = self._phrase_from(source[1]) if goes_on else ()
                self._note(((begins, stop),), source, (subject, *rest), "passive")
                return source[1]
        if any({"told", "urge"} & verb.frames.keys() for verb in verbs):
            source = (stop + 1, self._np_end(stop + 1, end))
            to = source[1]
            if to < end and self.tag[to] == "T" and self._is_source(source):
                content = (subject, *self._stretch(to + 1, end, "request", "past"))
                self._note(((begins, stop),), source, content, "passive")
                return to + 1
        return None

    def _told(self, at: int, begins: int, subject: Range, verbs: Sequence[Verb]) -> int | None:
        """ "were told that", "have been told not to"."""
        stop, end = at + 1, self.end
        cue: tuple[Range, ...] = ((begins, stop),)
        for verb in verbs:
            if not {"told", "urge"} & verb.frames.keys():
                continue
            that = self._that(stop, end)
            if that is not None:
                return self._unnamed(cue, self._stretch(that + 1, end, "that-clause", "past"), "passive", stop)
            to = stop + (self.low[stop] == "not")
            if to < end and self.tag[to] == "T" and "urge" in verb.frames:
                content = (subject, *self._stretch(to + 1, end, "request", "past"))
                return self._unnamed(cue, content, "passive", stop)
        return None

    def _phrase_from(self, start: int) -> tuple[Range, ...]:
        """The phrase that begins at *start*, to where it ends."""
        return self._stretch(start, self.end, "object", "past")

    def _unnamed(self, cue: tuple[Range, ...], content: Sequence[Range], rule: str, stop: int) -> int:
        self._note(cue, None, content, rule, unnamed=True)
        return stop

    def _hearsay(self, at: int) -> None:
        """ "reportedly": the clause around it, without a source."""
        low = at
        while low > self.start and self.tag[low - 1] not in ";:!" and self.inside[low - 1] < 0:
            if self.tag[low - 1] in "IWC," and self._has_finite(low, min(at + 3, self.end)):
                break
            low -= 1
        stop = self._clause_stop(at + 1, self.end) if at + 1 < self.end else self.end
        joint = (
            number
            for number in range(at + 1, stop)
            if self.tag[number] == "C" and self.tag[number + 1] in "DXRNJ" and self._has_finite(number + 1, stop)
        )
        stop = next(joint, stop)  # "reportedly died and the deal allegedly failed"
        content = [(low, at), (at + 1, stop)]
        self._unnamed(((at, at + 1),), content, "hearsay", at + 1)
