"""Cues with what they attribute behind them: verbs, passives, adjectives and nouns of saying, thinking, wanting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.drafting.asides import Asides
from claimtrack.drafting.closed import (
    BE,
    IMPERSONAL,
    IS,
    LINKING,
    NAMED,
    OPENING,
    POSSESSIVES,
    PRONOUNS,
    QUESTIONING,
    REBUTTING,
    VOICELESS,
    WHEN,
)
from claimtrack.drafting.contents import TAKES_OBJECT
from claimtrack.drafting.found import CONFIDENCE, Found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.drafting.cues import Verb
    from claimtrack.drafting.found import Range


class Cued(Asides):
    """Finds the attributions whose content stands behind the cue."""

    def _add(self, found: Found) -> None:
        if found.source is not None and found.source[0] >= found.source[1]:
            return
        if found.content and all(low < high for low, high in (*found.content, *found.cue)):
            self.found.append(found)

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
                shown = self._shown(around[1])
                self._add(
                    Found(
                        cue=((begins, stop),), source=around[0], content=shown, mode=self._mode(shown), rule="object",
                        confidence=CONFIDENCE["object"],
                    )
                )  # fmt: skip
                return stop
            start, rule, frame = told
            # "Noting that …, the judge", "If he thinks this is over, she": the content ends with the clause in front.
            clause = self.tag[first] == "I" or self.low[first] in OPENING
            self._fronted = (at == first and self.tag[at] == "G") or (clause and "," not in self.tag[first:begins])
            self._helped = any(self.tag[number] == "A" for number in range(begins, at))
            relative = begins > first and self.tag[begins - 1] == "W"
            self._in_aside = relative
            plain = relative and begins - 1 > first and self.tag[begins - 2] != ","
            head = self._antecedent(begins - 1, first) if plain else None
            self._restrictive = head is not None and not self._has_finite(self._clause_start(head[0]), head[0])
            source, gap = self._source_of(at, begins, form, verb, frame)
            if source is None and not gap:
                continue
            cue_first = begins
            if gap and source is not None:
                content = self._gap(source, start)
                if not content:
                    continue
            else:
                content = self._stretch(start, end, rule, form)
            shown = self._shown(content)
            if not shown:
                continue
            mode = self._mode(shown)
            if rule == "clause" and mode == "direct":
                rule = "quotation"
            confidence = CONFIDENCE[rule] - (15 if self.tag[at] in "NBP" else 0)
            self._add(
                Found(
                    cue=((cue_first, stop),), source=source, content=shown, mode=mode, rule=rule, confidence=confidence
                )
            )
            if rule == "infinitive":
                return self._behind_infinitive(start)
            if rule == "doing":
                return start + 1
            if rule == "whether" and frame == "to":
                return start
            return stop
        return None

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
        if self.words.raw[at][0].isupper():
            return False
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
        attitude = verb.frames.get(frame) in {"support", "opposition", "judgement", "intention"}
        if frame in verb.documents and not self._is_paper(source):
            return False
        if attitude and frame != "to" and self._is_paper(source) and frame == "object":
            return False  # "Six columns support the roof"
        if (
            frame in {"object", "doing", "as"}
            and source[0] > self.start
            and self.low[source[0] - 1] in {"if", "whether", "unless"}
        ):
            return False  # what somebody would support, nobody is said to
        if before == "M" and self.low[source[0]] == "you" and source[1] - source[0] == 1:
            return False  # "You could say it was over"
        relative = before == "W" and self.low[begins - 1] == "who"
        if frame in verb.weak and not relative and not self._is_source(source):
            return False
        reduced = self.tag[at] == "E" and begins == at and self.low[source[1] - 1] not in PRONOUNS
        return not (reduced and self.low[at + 1] not in verb.frames and self._is_reduced(at, source, frame))

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
        here = [
            found
            for found in self.found
            if found.cue and found.source is not None and self.start <= found.cue[0][0] < at
        ]
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
        ending = [
            found for found in self.found
            if found.source is not None and found.cue and found.cue[0][0] >= self.start
            and found.content[-1][1] == joint and found.cue[0][0] < joint
        ]  # fmt: skip
        if ending:  # "told us he regretted it but | denied lying": who told us
            return min(ending, key=lambda found: found.cue[0]).source
        for found in reversed(self.found):
            if found.source is None or not found.cue or found.cue[0][0] < self.start:
                break
            if found.cue[0][0] < joint and found.source[0] < joint:
                return found.source
        return self._nearest_subject(joint)

    def _passive(self, at: int) -> int | None:
        """ "is expected to", "was accused of", "it was reported that", "was criticised by"."""
        if self.low[at] == "asked" and at + 1 < self.end:
            alone = (
                at == self.start or self.tag[at - 1] in ',"' or (at == self.start + 1 and self.low[at - 1] == "when")
            )
            if alone:  # "Asked whether he would stay, she …": nobody is named
                asked = self._whether(at + 1, self.end)
                if asked is not None:
                    stop = asked
                    while stop < self.end and self.tag[stop] not in ",;":
                        stop += 1
                    return self._unnamed(((at, at + 1),), ((asked, stop),), "passive", stop)
        if self.tag[at] not in "EN" or at == self.start:
            return None
        begins, passive = self._group(at, self.start)
        if not passive:
            return None
        told = self.lexicon.passive.get(self.low[at], frozenset())
        stop, end = at + 1, self.end
        if stop >= end:
            return None
        subject = self._subject(begins, self.start)
        cue: tuple[Range, ...] = ((begins, stop),)
        if "that" in told and subject is not None and self.low[subject[0]] == "it" and subject[1] - subject[0] == 1:
            that = self._that(stop, end)
            start = that + 1 if that is not None else (stop if self._is_clause(stop, end) else None)
            if start is not None:
                content = self._stretch(start, end, "that-clause", "past")
                return self._unnamed(((subject[0], stop),), content, "passive", stop)
        if "to" in told and self.tag[stop] == "T" and subject is not None:
            comma = next((number for number in range(*subject) if self.tag[number] == ","), None)
            if comma is not None:
                subject = (subject[0], comma)
            agentless = self._stretch(stop + 1, end, "infinitive", "past")
            return self._unnamed(cue, (subject, *agentless), "passive", stop + 1)
        if "of" in told and subject is not None and self.low[stop] != "by":
            for of in range(stop, min(end - 1, stop + 4)):
                if self.low[of] == "of":
                    return self._unnamed(
                        cue, (subject, *self._stretch(of + 1, end, "object", "past")), "passive", of + 1
                    )
                if self.tag[of] in "VAMIWT!;:F,":
                    break
        if self.low[at] == "expected" and subject is not None and (self.tag[stop] == "P" or self.low[stop] in WHEN):
            return self._unnamed(cue, (subject, *self._stretch(stop, end, "object", "past")), "passive", stop + 1)
        verbs = [verb for _, verb in self.lexicon.verbs.get(self.low[at], ()) if not verb.particles]
        if subject is not None and self.low[subject[0]] == "it" and any("that" in verb.frames for verb in verbs):
            that = self._that(stop, end)
            if that is not None:
                content = self._stretch(that + 1, end, "that-clause", "past")
                return self._unnamed(((subject[0], stop),), content, "passive", stop)
        preps = {frame[7:] for verb in verbs for frame in verb.frames if frame.startswith("person+")}
        if subject is not None and self.low[stop] in preps:
            return self._unnamed(cue, (subject, *self._stretch(stop + 1, end, "object", "past")), "passive", stop)
        if subject is not None and preps and self.low[stop] == "by":
            to = next((n for n in range(stop + 2, min(end, stop + 12)) if self.low[n] in preps), None)
            if to is not None and self._is_source((stop + 1, to)):
                shown = self._shown((subject, *self._stretch(to + 1, end, "object", "past")))
                self._add(
                    Found(
                        cue=cue, source=(stop + 1, to), content=shown, mode=self._mode(shown), rule="passive",
                        confidence=CONFIDENCE["passive"],
                    )
                )  # fmt: skip
                return to
        if subject is not None and self.low[at] in NAMED and (self.tag[stop] in "DJ" or self.inside[stop] >= 0):
            return self._unnamed(cue, (subject, *self._stretch(stop, end, "object", "past")), "passive", stop)
        if self.low[stop] == "by" and subject is not None and any(TAKES_OBJECT & verb.frames.keys() for verb in verbs):
            source = (stop + 1, self._np_end(stop + 1, end, whole=True))
            if source[0] < source[1] and self._is_source(source) and not self._is_paper(source):
                rest = (
                    self._stretch(source[1], end, "object", "past")
                    if source[1] < end and self.tag[source[1]] in "PT"
                    else ()
                )
                shown = self._shown((subject, *rest))
                self._add(
                    Found(
                        cue=cue,
                        source=source,
                        content=shown,
                        mode=self._mode(shown),
                        rule="passive",
                        confidence=CONFIDENCE["passive"],
                    )
                )
                return source[1]
        for verb in verbs:
            if "told" in verb.frames or "urge" in verb.frames:
                if self.low[stop] == "by" and subject is not None:
                    source = (stop + 1, self._np_end(stop + 1, end))
                    to = source[1]
                    if to < end and self.tag[to] == "T" and self._is_source(source):
                        shown = self._shown((subject, *self._stretch(to + 1, end, "request", "past")))
                        self._add(
                            Found(
                                cue=cue,
                                source=source,
                                content=shown,
                                mode=self._mode(shown),
                                rule="passive",
                                confidence=CONFIDENCE["passive"],
                            )
                        )
                        return to + 1
                that = self._that(stop, end)
                if that is not None:
                    return self._unnamed(cue, self._stretch(that + 1, end, "that-clause", "past"), "passive", stop)
                to = stop + (self.low[stop] == "not")
                if self.tag[to] == "T" and "urge" in verb.frames and subject is not None:
                    return self._unnamed(
                        cue, (subject, *self._stretch(to + 1, end, "request", "past")), "passive", stop
                    )
        for verb in verbs:
            if "as" in verb.frames and subject is not None and self.low[stop] == "as":
                return self._unnamed(cue, (subject, *self._stretch(stop + 1, end, "object", "past")), "passive", stop)
        return None

    def _unnamed(self, cue: tuple[Range, ...], content: Sequence[Range], rule: str, stop: int) -> int:
        shown = self._shown(content)
        self._add(
            Found(
                cue=cue, source=None, content=shown, mode=self._mode(shown), rule=rule, confidence=CONFIDENCE[rule],
                unnamed=True,
            )
        )  # fmt: skip
        return stop

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
        start, rule = None, "adjective"
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
        shown = self._shown(
            self._stretch(start, end, "that-clause" if self.low[start - 1] == "that" else "object", "past")
        )
        self._add(
            Found(
                cue=((begins, stop),),
                source=subject,
                content=shown,
                mode=self._mode(shown),
                rule=rule,
                confidence=CONFIDENCE[rule],
            )
        )
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
        shown = self._shown(self._stretch(stop, self.end, "object", "past"))
        self._add(
            Found(
                cue=((begins, stop),), source=subject, content=shown, mode=self._mode(shown), rule="adjective",
                confidence=CONFIDENCE["adjective"],
            )
        )  # fmt: skip
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
        if source is not None:
            pass
        elif owner is not None:
            source = (self._np_start(owner + 1, self.start), owner + 1)
        else:
            possessive = next((n for n in range(at - 1, first - 1, -1) if self.low[n] in POSSESSIVES), None)
            verb = first - 1
            while verb > self.start and self.tag[verb] in "B":
                verb -= 1
            if verb > self.start and self.low[verb] in self.lexicon.supporting and self.tag[verb] in "VEFGAN":
                begins, passive = self._group(verb, self.start)
                if passive:
                    return None
                if self.tag[verb] == "G" and begins == verb:
                    source = self._subject_of_participle(verb)
                elif begins > self.start and self.tag[begins - 1] in "CT":
                    source = self._subject_shared(begins - 1)
                else:
                    source = self._subject(begins, self.start)
                if source is not None and (self.low[verb] not in REBUTTING):
                    cue = (begins, stop)
            elif possessive is not None:
                source = (possessive, possessive + 1)
        if any(found.content[0][0] == start for found in self.found[-3:]):
            return None  # "noted in her opinion that": the verb has it already
        if source is None:
            if not clause and self.low[at] not in VOICELESS:
                return None
        elif not self._is_source(source) and owner is None and self.low[source[0]] not in POSSESSIVES:
            return None
        if cue == (at, stop) and not self._has_finite(self._clause_start(first), first):
            end = self._predicate_behind(start, end, clause=clause)
        shown = self._shown(self._stretch(start, end, "that-clause" if clause else "object", "past"))
        self._add(
            Found(
                cue=(cue,), source=source, content=shown, mode=self._mode(shown), rule="noun",
                confidence=CONFIDENCE["noun"] - (0 if source is not None else 15), unnamed=source is None,
            )
        )  # fmt: skip
        return stop

    def _hearsay(self, at: int) -> None:
        """ "reportedly": the clause around it, without a source."""
        low = at
        while low > self.start and self.tag[low - 1] not in ";:!" and self.inside[low - 1] < 0:
            if self.tag[low - 1] in "IWC," and self._has_finite(low, at + 3):
                break
            low -= 1
        stop = self._clause_stop(at + 1, self.end) if at + 1 < self.end else self.end
        content = [(low, at), (at + 1, stop)]
        self._unnamed(((at, at + 1),), content, "hearsay", at + 1)
