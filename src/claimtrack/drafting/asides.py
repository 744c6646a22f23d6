"""Sources beside the clause they are the source of: ", he said", "according to X", "said Smith"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.drafting.closed import (
    AFTER_SOURCE,
    NORMS,
    POSSESSIVES,
    QUANTIFYING,
    SAYING,
    SENTENCE_ADVERBS,
    TELLING,
    TIME,
    VIEWS,
    WHEN,
)
from claimtrack.drafting.contents import Contents
from claimtrack.drafting.found import CONFIDENCE, Found
from claimtrack.drafting.phrases import MOST_APPOSITIONS, SHORTEST_SPEECH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.drafting.found import Range


LONGEST_TAIL = 60
"""Words behind the verb of an aside, up to the comma that ends it, at the most: "he said in a speech on Friday,"."""


class Asides(Contents):
    """Finds the sources that stand beside a clause."""

    def _asides(self, first: int, end: int) -> Iterator[tuple[Range, Found | None]]:
        """Sources and cues beside the clause they attribute: ", he said", "according to X", "said Smith"."""
        done = first
        for at in self._openers(first, end):
            if at < done or self.inside[at] >= 0:
                continue
            told = (
                self._according(at, first, end)
                or self._cited(at, first, end)
                or self._put(at, first, end)
                or self._own_view(at, first, end)
                or self._tagged(at, first, end)
            )
            if told is not None:
                yield told
                done = told[0][1]

    def _goes_on_behind(self, comma: int, end: int) -> bool:
        """Whether a clause with a subject of its own follows the comma that ends an apposition in front."""
        if comma + 1 >= end or self.tag[comma] != ",":
            return False
        return self.tag[comma + 1] in "DXRNJ" and self._clause_after(comma + 1, end)

    def _own_view(self, at: int, first: int, end: int) -> tuple[Range, Found] | None:
        """ "In the union's view, …", "By her own account, …"."""
        if at != first or self.low[at] not in {"in", "by", "on"}:
            return None
        noun = next((n for n in range(at + 2, min(end - 2, at + 12)) if self.low[n] in self.lexicon.views), None)
        if noun is None or self.tag[noun + 1] != "," or any(self.tag[n] in "VAMIW,;" for n in range(at + 1, noun)):
            return None
        owner = next((n for n in range(noun - 1, at, -1) if n in self.words.possessive), None)
        if owner is None and self.low[at + 1] not in POSSESSIVES:
            return None
        source = (at + 1, at + 2 if owner is None else owner + 1)
        content = self._shown(((noun + 2, self._clause_stop(noun + 2, end)),))
        return (at, noun + 1), Found(
            cue=((noun, noun + 1),), source=source, content=content, mode=self._mode(content), rule="noun",
            confidence=CONFIDENCE["noun"],
        )  # fmt: skip

    def _phrase(self, at: int, first: int) -> int:
        """How many words of "according to", "in the words of" or "per" begin at *at*; none where none does."""
        low = self.low[at]
        if low == "according":
            return 2 if self.low[at + 1 : at + 2] == ["to"] else 0
        if low == "in" and self.low[at + 1 : at + 2] == ["the"] and self.low[at + 3 : at + 4] == ["of"]:
            return 4 if self.low[at + 2] in VIEWS and (at == first or self.tag[at - 1] in ',A"') else 0
        set_off = at == first or (self.tag[at - 1] == "," and self.inside[at - 1] < 0)
        return (
            1 if low == "per" and self.tag[at] == "P" and set_off and self.tag[at + 1 : at + 2] in (["X"], ["D"]) else 0
        )

    def _put(self, at: int, first: int, end: int) -> tuple[Range, Found] | None:
        """ "as Smith put it", "As she told delegates last month, the party …"."""
        if self.low[at] != "as" or at + 2 >= end or not (at == first or self.tag[at - 1] in ',"N'):
            return None
        verb = next((n for n in range(at + 2, min(end, at + 14)) if self.tag[n] in "VEAM"), None)
        while verb is not None and verb + 1 < end and self.tag[verb] in "AM":
            verb += 1
        if verb is None or self.low[verb] not in self.lexicon.putting:
            return None
        begins, _ = self._group(verb, at)
        source = self._subject(begins, at + 1)
        if source is None or source[0] != at + 1 or not self._is_source(source):
            return None
        stop = verb + 1
        while stop < end and self.tag[stop] not in ",;:-" and self.inside[stop] < 0:
            stop += 1
        begin = at - (at > first and self.tag[at - 1] == ",")
        if at == first:
            content: list[Range] = [(stop, self._clause_stop(stop + 1, end))] if stop + 1 < end else []
        else:
            content = [(self._host_start(first, begin), begin), *self._rest_behind(stop, end, quoted=False)]
        shown = self._shown(content)
        last = verb + 2 if self.low[verb + 1 : verb + 2] == ["it"] else verb + 1
        return (begin, stop), Found(
            cue=((at, at + 1), (begins, last)), source=source, content=shown, mode=self._mode(shown), rule="around",
            confidence=CONFIDENCE["around"],
        )  # fmt: skip

    def _according(self, at: int, first: int, end: int) -> tuple[Range, Found] | None:
        size = self._phrase(at, first)
        if not size or at + size >= end:
            return None
        stop = at + size
        while stop < end and self.tag[stop] not in ",;:-!" and self.inside[stop] < 0:
            stop += 1
        front = at <= first + 1
        further = self._appositive_end(stop, end)
        if further > stop and self.low[stop + 1] in QUANTIFYING:
            further = stop
        if not front or self._goes_on_behind(further, end):
            stop = further
        source = (at + size, stop)
        if self.low[stop - 1] in NORMS and (stop - at <= 4 or not self._has_clause(stop, end, first, at)):
            return None
        if not self._is_source(source) and not self._has_clause(stop, end, first, at):
            return None
        begins = at
        if begins > first and self.tag[begins - 1] == ",":
            begins -= 1
        if front:
            content = [(stop, self._clause_stop(stop, end))]
        else:
            after = self._rest_behind(stop, end, quoted=False)
            content = [(self._host_start(first, begins), begins), *after]
        return (begins, stop), Found(
            cue=((at, at + size),), source=source, content=self._shown(content), mode=self._mode(content),
            rule="according-to", confidence=CONFIDENCE["according-to"],
        )  # fmt: skip

    def _cited(self, at: int, first: int, end: int) -> tuple[Range, None] | None:
        """ ", citing a diplomat,": a source behind the source."""
        if self.low[at] not in self.lexicon.relaying or at == first or self.tag[at - 1] != ",":
            return None
        stop = self._np_end(at + 1, end)
        if stop <= at + 1 or not self._is_source((at + 1, stop)):
            return None
        self.citing.append(((at, at + 1), (at + 1, stop)))
        return (at - 1, stop + (stop < end and self.tag[stop] == ",")), None

    def _has_clause(self, stop: int, end: int, first: int, at: int) -> bool:
        """Whether what "according to" stands beside is set off by a comma, as a source is: not "according to plan"."""
        return (at == first and stop < end and self.tag[stop] == ",") or (at > first and self.tag[at - 1] in ',"')

    def _host_start(self, first: int, last: int) -> int:
        """Where the clause begins that an aside at *last* stands behind."""
        for number in range(last - 1, first, -1):
            if self.tag[number] == ";" and self.inside[number] < 0:
                return number + 1
        if self.low[first] in SENTENCE_ADVERBS and self.inside[first] < 0:
            return first + 1
        return first

    def _rest_behind(self, stop: int, end: int, *, quoted: bool) -> list[Range]:
        """What goes on behind an aside: the clause it broke, or the next quotation."""
        if stop >= end:
            return []
        at = stop
        if self.tag[at] in ",:-":
            at += 1
        if at >= end:
            return []
        if self.inside[at] >= 0:
            quotation = self.quotations[self.inside[at]]
            return [(at, min(quotation.end, end))] if quoted else [(at, self._clause_stop(at, end))]
        if self.low[at] == "that" and self.tag[at] == "I" and at > stop:
            return [(at + 1, self._clause_stop(at + 1, end))]
        if quoted or at == stop or self.tag[at] in "CGWI" or self.low[at] in AFTER_SOURCE:
            return []
        return [(at, self._clause_stop(at, end))]

    def _tagged(self, at: int, first: int, end: int) -> tuple[Range, Found] | None:
        """A verb of saying beside what was said: "…," Smith said on Monday; "…," said Smith."""
        noun = self.tag[at] == "N" and self.low[at] in self.lexicon.verbs and self.words.raw[at][0].islower()
        if (self.tag[at] not in "VEF" and not noun) or at == first:
            return None
        single = any("quote" in verb.frames and not verb.particles for verb in self._verbs(at))
        if not single and not self._phrasal(at, end):
            return None
        group, passive = self._group(at, first)
        if passive or (noun and not (at + 1 == end or self.inside[at - 1] >= 0)):
            return None
        stop = self._after_verb(at, end)
        direct = self._normal(group, stop, first, end)
        if direct is not None:
            return direct
        quoted = self.inside[at - 1] >= 0
        named = stop < end and self.tag[stop] == "X"  # "…, cautioned Dr. Lena Moss"
        inverted = self._is_behind(at, first) and (quoted or named or self.low[at] in SAYING)
        if not inverted and at - first >= 3 and self.tag[at - 1] == "," and self._np_end(at + 1, end) == end:
            inverted = self.low[at] in {"said", "says", "say"}
        if inverted and stop < end and self.tag[stop] in "DNXJRU" and self.low[stop] not in TIME:
            source = self._np_end(stop, end, whole=self.tag[stop] != "X")
            for _ in range(MOST_APPOSITIONS):
                source = self._appositive_end(source, end)
            follows = self.tag[source] if source < end else "!"
            verb = follows in 'VMAT"'  # "said Bell "is carrying water"": what Bell is said to do
            subject = self._subject(group, first)
            if subject is not None and subject[0] <= first + 1 and not quoted:
                return None  # "Dunne, who leads the House, said Bell …": the subject stands before the verb
            if not verb and (self.tag[stop] != "R" or follows in "!,") and self._is_source((stop, source)):
                return self._aside((at, stop), (stop, source), first, end, at, source)
        return None

    def _normal(self, group: int, stop: int, first: int, end: int) -> tuple[Range, Found] | None:
        """ "…," Smith said on Monday: the subject stands before the verb."""
        subject = self._subject(group, first)
        if subject is None or self.tag[group - 1] == "W":
            return None
        tail = self._tail(stop, end)
        if tail is None:
            return None
        if not self._is_behind(subject[0], first) and not self._breaks(subject, tail, first, end):
            return None
        return self._aside((group, stop), subject, first, end, subject[0], tail)

    def _phrasal(self, at: int, end: int) -> bool:
        return any(
            "quote" in verb.frames and tuple(self.low[at + 1 : at + 1 + len(verb.particles)]) == verb.particles
            for verb in self._verbs(at)
            if at + 1 < end
        )

    def _after_verb(self, at: int, end: int) -> int:
        """The word behind the verb at *at* and its particles."""
        for verb in self._verbs(at):
            size = len(verb.particles)
            if size and tuple(self.low[at + 1 : min(end, at + 1 + size)]) == verb.particles:
                return at + 1 + size
        return at + 1

    def _is_behind(self, number: int, first: int) -> bool:
        """Whether a clause or quotation that was set off ends right before word *number*."""
        if number <= first:
            return False
        before = number - 1
        if self.tag[before] == '"' and self.inside[before] >= 0:
            quotation = self.quotations[self.inside[before]]
            speech = quotation.last - quotation.first >= SHORTEST_SPEECH or self.tag[before - 1] in "!,"
            return quotation.closes == before and speech
        if self.tag[before] in ",-":
            inside = before > first and self.inside[before - 1] >= 0
            return inside or (before - first >= 2 and self._is_main_clause(first, before))
        return False

    def _is_main_clause(self, first: int, last: int) -> bool:
        """Whether a finite verb stands there that no subordinator at the start governs: not "When asked why"."""
        if self.tag[first] in "IW" or self.low[first] in {"as", "after", "before", "asked", "when", "despite", "since"}:
            comma = next((n for n in range(first, last) if self.tag[n] == "," and self.inside[n] < 0), None)
            return comma is not None and self._has_finite(comma, last)
        return self._has_finite(first, last)

    def _tail(self, stop: int, end: int) -> int | None:
        """Where the aside ends whose verb group ends before *stop*; None if a content follows it instead."""
        at = stop
        adjunct = False
        while at < end and self.tag[at] not in ",;:-" and self.inside[at] < 0:
            if self.low[at] == "that" and self.tag[at] == "I":
                return None
            if (self.tag[at] in "VAM" and not adjunct) or at - stop > LONGEST_TAIL:
                return None
            adjunct = adjunct or self.tag[at] in "IW" or self.low[at] in AFTER_SOURCE
            at += 1
        if at < end and self.inside[at] >= 0 and self.tag[at - 1] not in ",:-":
            return at if at - stop <= 6 else None
        if at < end and self.tag[at] == ":":
            return None
        if stop < at and self.tag[stop] not in "PBIOTUNXDWG" and self.low[stop] not in TIME:
            return None
        if stop < at and self.tag[stop] in "DNXU" and self.low[stop] not in WHEN and self.low[stop - 1] not in TELLING:
            return None
        return at

    def _breaks(self, subject: Range, tail: int, first: int, end: int) -> bool:
        """Whether ", he said," stands between a subject and its verb: "The bill, he said, is dead"."""
        if subject[0] <= first + 1 or self.tag[subject[0] - 1] != "," or tail + 1 >= end or self.tag[tail] != ",":
            return False
        return self.tag[tail + 1] in "VAM" and not self._is_introduction(first)

    def _aside(self, cue: Range, source: Range, first: int, end: int, begins: int, stop: int) -> tuple[Range, Found]:
        if begins > first and self.tag[begins - 1] in ",-":
            begins -= 1
        start = self._host_start(first, begins)
        quoted = self.inside[begins - 1] >= 0 and self.inside[start] >= 0
        content = [(start, begins), *self._rest_behind(stop, end, quoted=quoted)]
        shown = self._shown(content)
        mode = self._mode(shown)
        rule = "quotation" if mode == "direct" else "around"
        return (begins, stop), Found(
            cue=(cue,), source=source, content=shown, mode=mode, rule=rule, confidence=CONFIDENCE[rule]
        )
