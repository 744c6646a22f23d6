"""Verbs of saying, thinking and wanting with what they attribute behind them, and who their subject is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.drafting.asides import Asides
from claimtrack.drafting.closed import (
    DENYING,
    OPENING,
    PRONOUNS,
    WHEN,
)

if TYPE_CHECKING:
    from claimtrack.drafting.cues import Verb
    from claimtrack.drafting.found import Found, Range


UNSURE_VERB = 15
"""Percent that the confidence is less where a word that is mostly a noun is read as a verb."""


class Verbs(Asides):
    """Finds verbs of attribution and their sources."""

    def _verb(self, at: int) -> int | None:
        """A verb of attribution with what it attributes behind it."""
        first, end = self.start, self.end
        begins, passive = self._group(at, first)
        if passive:
            return None
        for form, verb in self.lexicon.verbs.get(self.low[at], ()):
            size = len(verb.particles)
            # "called Thursday for"
            skip = int(size > 0 and at + 1 < end and self.low[at + 1] != verb.particles[0] and self.low[at + 1] in WHEN)
            if size and tuple(self.low[at + 1 + skip : at + 1 + skip + size]) != verb.particles:
                continue
            stop = at + 1 + skip + size
            told = self._content(verb, stop, end) or self._content_later(verb, stop, end)
            if told is None:
                around = self._object_gap(verb, begins, stop)
                if around is None:
                    continue
                self._note(((begins, stop),), around[0], around[1], "object")
                return stop
            start, rule, frame = told
            self._look_around(at, begins)
            source, gap = self._source_of(at, begins, form, verb, frame)
            if source is None:
                continue
            content = self._gap(source, start) if gap else self._stretch(start, end, rule, form)
            less = UNSURE_VERB if self.tag[at] in "NBP" else 0
            if not self._note(((begins, stop),), source, content, rule, less=less):
                continue
            if rule == "infinitive":
                return self._behind_infinitive(start)
            if rule == "doing":
                return start + 1
            return start if rule == "whether" and frame == "to" else stop
        return None

    def _look_around(self, at: int, begins: int) -> None:
        """Note where the verb at *at* stands, whose group begins at *begins*: that decides where its content ends."""
        first = self.start
        # "Noting that …, the judge", "If he thinks this is over, she": the content ends with the clause in front.
        clause = self.tag[first] == "I" or self.low[first] in OPENING
        self._fronted = (at == first and self.tag[at] == "G") or (clause and "," not in self.tag[first:begins])
        self._helped = any(self.tag[number] == "A" for number in range(begins, at))
        self._in_aside = begins > first and self.tag[begins - 1] == "W"
        plain = self._in_aside and begins - 1 > first and self.tag[begins - 2] != ","
        head = self._antecedent(begins - 1, first) if plain else None
        self._restrictive = head is not None and not self._has_finite(self._clause_start(head[0]), head[0])

    def _behind_infinitive(self, start: int) -> int:
        """The verb of an infinitive with the same subject: "promised to support X" is one attribution."""
        at = start
        while at < self.end and self.tag[at] in "BA":
            at += 1
        return at + 1

    def _source_of(self, at: int, begins: int, form: str, verb: Verb, frame: str) -> tuple[Range | None, bool]:
        """The source of a cue, and whether its content surrounds it ("a bill that critics said would fail")."""
        if self.tag[at] in "NBP" and not self._is_verb(at, begins, form, verb, frame):
            return None, False
        source = self._subject_for(at, begins, frame)
        if source is None or not self._speaks(source, at, begins, verb, frame):
            return None, False
        return source, frame == "gap"

    def _is_verb(self, at: int, begins: int, form: str, verb: Verb, frame: str) -> bool:
        """Whether a word that looks like a noun is a verb here, by what stands around it: "Most voters support it"."""
        if self.words.raw[at][0].isupper() or self.words.ends_subject(at) or begins - 1 in self.words.possessive:
            return False  # "Officials from three states met", "Ukraine's claims"
        before = self.tag[begins - 1] if begins > self.start else "!"
        spoke = before == "C" and bool(self.found) and self.found[-1].cue[:1] > ((self.start,) * 2,) and form == "s"
        plural = before == "N" and self.low[begins - 1].endswith(("s", "people", "police"))
        if before not in "XRU" and not plural and not spoke and not self._agrees(begins, form):
            return False
        if self.low[at + 1] in {"of", "by"} or frame == "gap" or (frame == "to" and not spoke):
            return False
        return frame != "object" or self.tag[at + 1 + len(verb.particles)] in 'DORX"'

    def _subject_for(self, at: int, begins: int, frame: str) -> Range | None:
        """The subject of the verb at *at*, whose group begins at *begins*."""
        first, tag = self.start, self.tag[at]
        before = self.tag[begins - 1] if begins > first else "!"
        clausal = frame in {"that", "quote", "whether", "bare"}
        if tag == "G" and begins == at:
            if at == first:
                return self._subject_behind(at)
            if before in "NXR":
                if frame == "to":
                    return None  # "with nations seeking to play a role": what the author says of them
                source = self._subject(begins, first)
                carried = source is not None and source[0] > first and self.tag[source[0] - 1] in "VEF"
                if source is not None and carried and self._is_paper(source):  # "issued a statement saying"
                    return self._subject(self._group(source[0] - 1, first)[0], first) or source
                return source
            return None if before == "P" and not clausal else self._subject_of_participle(at)  # "assist in supporting"
        if before == "T":
            return self._subject_of_infinitive(begins - 1, frame)
        if before in "C," and before:
            if tag == "F" and begins == at and self._is_in(at, {"infinitive", "request"}):
                return None  # "wants to help A, secure B and support C"
            if before == ",":
                aside = self._subject_with_aside(begins - 1, first, opens_clause=True)
                return aside or self._subject_shared(begins - 1)
            return self._subject_shared(begins - 1)
        return self._subject(begins, first)

    def _is_in(self, at: int, rules: set[str]) -> bool:
        """Whether word *at* stands in the content of an attribution that one of *rules* found lately."""
        return any(
            found.rule in rules and any(low <= at < high for low, high in found.content) for found in self.found[-4:]
        )

    def _speaks(self, source: Range, at: int, begins: int, verb: Verb, frame: str) -> bool:
        """Whether the subject of a cue can be its source."""
        before = self.tag[begins - 1] if begins > self.start else "!"
        if self.tag[begins - 1] == "T" and frame == "object" and verb.frames[frame] == "statement":
            return False  # "were not authorised to discuss the matter"
        if self._is_supposed(source):
            return False
        attitude = verb.frames.get(frame) in {"support", "opposition", "judgement", "intention"}
        if frame in verb.documents and not self._is_paper(source):
            return False
        if attitude and frame != "to" and self._is_paper(source) and frame == "object":
            return False  # "Six columns support the roof"
        if self.tag[at] == "P" and self.low[at] == "like":
            return False  # "residents like Marta Quill"
        if before == "M" and self.low[source[0]] == "you" and source[1] - source[0] == 1:
            return False  # "You could say it was over"
        relative = before == "W" and self.low[begins - 1] == "who"
        if frame in verb.weak and not relative and not self._is_source(source):
            return False
        reduced = self.tag[at] == "E" and begins == at and self.low[source[1] - 1] not in PRONOUNS
        return not (reduced and self.low[at + 1] not in verb.frames and self._is_reduced(at, source, frame))

    def _is_supposed(self, source: Range) -> bool:
        """Whether that somebody says it is supposed or denied: "If Smith says", "It is not true that Smith said"."""
        first = source[0]
        if first <= self.start:
            return False
        before = self.low[first - 1]
        if before in {"if", "whether", "unless"}:
            return True
        opening = self.low[self.start : first - 1]
        return before == "that" and opening[:1] == ["it"] and not DENYING.isdisjoint(opening)

    def _agrees(self, begins: int, form: str) -> bool:
        """Whether what stands before a word is a plural that a base fits, or a singular that a form in -s fits."""
        subject = self._subject(begins, self.start)
        if subject is None or not self._is_source(subject):
            return False
        head = subject[0]
        for at in range(*subject):
            if self.tag[at] in "PWTE,":
                break
            head = at if self.tag[at] in "NXRD" else head
        plural = self.low[head].endswith("s") or self.low[head] in {
            "people",
            "police",
            "many",
            "most",
            "some",
            "others",
        }
        return head < subject[1] - 1 and self.tag[head] in "NXRDJ" and plural == (form == "base")

    def _is_reduced(self, at: int, source: Range, frame: str) -> bool:
        """Whether a past participle only describes what stands before it: "the plan announced by", "people told to"."""
        if at + 1 >= self.end or self.tag[source[1] - 1] == "X":
            return False
        following = self.low[at + 1]
        return following == "by" or (following in {"in", "at", "as"} and frame not in {"that", "quote", "whether"})

    def _subject_of_participle(self, at: int) -> Range | None:
        """Of ", adding that …" whoever spoke before in the sentence, or the sentence's subject."""
        here = [found for found in self._lately() if found.source is not None and found.cue[0][0] < at]
        for found in reversed(here):
            nested = any(
                low <= found.cue[0][0] < high for other in here if other is not found for low, high in other.content
            )
            if not nested:
                return found.source
        subject = self._main_subject(at)
        if subject is None or not self._is_source(subject):
            return self._paper_before(at) or subject
        return subject

    def _subject_behind(self, at: int) -> Range | None:
        """Of "Noting that …, the judge …" the subject behind the comma."""
        comma = self._clause_comma(at)
        if comma is None:
            return None
        for number in range(comma + 2, self.end):
            tag = self.tag[number]
            if tag in "VAM" or (tag in "E" and self.tag[number - 1] in "NXR,)B"):
                begins, _ = self._group(number, comma + 1)
                return self._subject(begins, comma + 1)
        return None

    def _subject_of_infinitive(self, to: int, frame: str) -> Range | None:
        """Of "went on to say": the subject of the verb before; of an intention to speak nothing."""
        if frame not in {"that", "quote", "whether", "bare", "urge", "as", "object"}:
            return None
        if frame in {"urge", "as", "object"} and any(
            low <= to < high for found in self.found[-4:] for low, high in found.content
        ):
            return None  # "urged her to reject it" is one attribution
        return self._main_subject(to)

    def _subject_shared(self, joint: int) -> Range | None:
        """Of "… and warned that": the subject of the verb before with the same form."""
        here = [found for found in self._lately() if found.source is not None and found.cue[0][0] < joint]
        ending = [found for found in here if found.content[-1][1] == joint]
        if ending:  # "told us he regretted it but | denied lying": who told us
            return min(ending, key=lambda found: found.cue[0]).source
        return next((found.source for found in reversed(here)), None) or self._nearest_subject(joint)

    def _lately(self) -> list[Found]:
        """The attributions with a cue that were found in the stretch that is read now."""
        return [found for found in self.found[self.since :] if found.cue]
