"""
Who is said to say, think, want, support or order what: sources, cues and contents in a text.

The relation and its three parts are those of PARC 3.0 (Pareti 2016) and PolNeAR (Newell et al. 2018). No parser: the
lexicon says how the content of a cue comes, coarse parts of speech where its subject begins and where a clause ends.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from attrs import evolve

from claimtrack.drafting.closed import BACKSHIFTED
from claimtrack.drafting.cued import Cued
from claimtrack.drafting.found import CONFIDENCE, Found
from claimtrack.drafting.phrases import SHORTEST_SPEECH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack._syntax import Words
    from claimtrack.drafting.blocks import Paragraph
    from claimtrack.drafting.cues import Lexicon
    from claimtrack.drafting.found import Range
    from claimtrack.drafting.quotations import Quotation

MOST_IN_SENTENCE = 20
"""Attributions that are looked for in one sentence: long ones in news have five or six."""

LEAST_QUOTED = 4
"""Words of a quotation, or of a sentence in it, that may hold what somebody else is said to say."""

OPEN_QUOTATION = 50
"""Percent: the confidence of a quotation that nobody is shown to speak: it may be a claim, or a title."""

_QUOTING = frozenset({"quotation", "around", "clause", "colon", "quotation-goes-on", "judgement", "object"})

_SPEECH = _QUOTING | {"that-clause", "according-to"}

_REPORTING = frozenset({"that-clause", "clause", "according-to", "around", "object", "infinitive"})


class Reader(Cued):
    """
    Finds the attributions of one text.

    Args:
        words: Its words.
        paragraphs, quotations: How it is laid out.
        lexicon: The cues.
    """

    def __init__(
        self,
        words: Words,
        paragraphs: Sequence[Paragraph],
        quotations: Sequence[Quotation],
        lexicon: Lexicon | None = None,
    ) -> None:
        super().__init__(words, quotations, lexicon)
        self.paragraphs = paragraphs
        self._last_spoken: int | None = None
        self._searched = 0  # of the attributions found, those among which it was looked for already

    def sentences(self, paragraph: Paragraph) -> list[Range]:
        """The sentences of *paragraph*, none of which ends inside a quotation or between one and its "he said"."""
        found: list[Range] = []
        for first, last in paragraph.sentences:
            cut = found and (
                self._parts_quotation(first) or self.tag[first - 1] == "." or self._is_tag(found[-1], first, last)
            )
            if cut:
                found[-1] = (found[-1][0], last)
            else:
                found.append((first, last))
        return found

    def _parts_quotation(self, number: int) -> bool:
        inside = self.inside[number]
        return inside >= 0 and inside == self.inside[number - 1]

    def _is_tag(self, before: Range, first: int, last: int) -> bool:
        """Whether a sentence only says who spoke the quotation right before it: "Will you go?" Smith asked."""
        end = before[1] - 1
        if self.inside[end] < 0 or self.tag[end] != '"' or self.inside[first] >= 0:
            return False
        if self.words.raw[first][0].islower():
            return True
        if self.words.raw[end - 1] not in "?!,…":
            return False
        return any("quote" in verb.frames for at in range(first, min(first + 8, last)) for verb in self._verbs(at))

    def read(self) -> tuple[Found, ...]:
        """The attributions in order of their contents' beginnings, nested ones behind those they stand in."""
        waiting = False  # whether the paragraph before ended in "he said:"
        for paragraph in self.paragraphs:
            if paragraph.kind != "prose":
                continue
            sentences = self.sentences(paragraph)
            speaking: int | None = None
            for place, (first, last) in enumerate(sentences):
                before = len(self.found)
                self._read_sentence(paragraph, first, last, opens=place == 0, waiting=waiting and place == 0)
                if len(self.found) == before and speaking is not None and self._is_reported(first, last):
                    self._report_on(speaking, first, last)
                elif self.inside[first] < 0:
                    speaking = self._may_go_on(before)
            waiting = self._announces(sentences)
        for quotation in self.quotations:
            if quotation.last - quotation.first >= LEAST_QUOTED and self.inside[quotation.first] >= 0:
                self._read_inside(quotation.first, quotation.last)
        self._nest()
        return tuple(self.found)

    def _may_go_on(self, start: int) -> int | None:
        """The attribution of a sentence, read from place *start* on, whose source the next sentence may go on with."""
        for place in range(start, len(self.found)):
            found = self.found[place]
            if found.source is not None and found.mode != "direct" and found.rule in _REPORTING:
                return place
        return None

    def _is_reported(self, first: int, last: int) -> bool:
        """
        Whether a sentence after a reported one reads as reported, too: in the future of the past ("would", "should").

        Free indirect speech has no other mark in English (Leech & Short 2007, ch. 10).
        """
        for at in range(first, last - 1):
            if self.tag[at] == "M" and self.low[at] in BACKSHIFTED:
                return self.low[at + 1] != "have" and self.inside[at] < 0
            if self.tag[at] in "VAE" and at > first:
                return False
            if self.tag[at] == "I" or self.low[at] in {"if", "i", "we"}:
                return False
        return False

    def _report_on(self, speaking: int, first: int, last: int) -> None:
        content = self._shown(((first, self._without_final(first, last)),))
        self._add(
            Found(
                cue=(), source=None, content=content, mode=self._mode(content), rule="free-indirect", same_as=speaking,
                confidence=CONFIDENCE["free-indirect"],
            )
        )  # fmt: skip

    def _announces(self, sentences: list[Range]) -> bool:
        return bool(sentences) and self.tag[sentences[-1][1] - 1] == ":"

    def _read_sentence(self, paragraph: Paragraph, first: int, last: int, *, opens: bool, waiting: bool) -> None:
        end = self._without_final(first, last)
        if paragraph.label is not None:
            self._label(paragraph.label, first, end)
            self._read_plain(first, end)
            return
        if self._is_quotation(first, last) and self._goes_on(first, last, opens=opens, waiting=waiting):
            return
        self.start, self.end = first, end
        before = len(self.found)
        self._read_plain(first, end)
        if len(self.found) == before:
            self._uncued(first, last, end)

    def _read_plain(self, first: int, end: int) -> None:
        """The attributions of a stretch outside its quotations."""
        self.start, self.end = first, end
        self.citing: list[tuple[Range, Range]] = []
        before = self.since = len(self.found)
        asides = self._apart(list(islice(self._asides(first, end), MOST_IN_SENTENCE)))
        for aside in asides:
            if aside[1] is not None:
                self._add(aside[1])
        self.asides = [aside[0] for aside in asides]
        done = first
        for at in self._openers(first, end):
            if len(self.found) - before > MOST_IN_SENTENCE:
                break
            if at >= done and self.inside[at] < 0 and not any(low <= at < high for low, high in self.asides):
                done = self._cue(at)
        self._relay(before)

    def _apart(self, asides: list[tuple[Range, Found | None]]) -> list[tuple[Range, Found | None]]:
        """The asides of one stretch: what one attributes does not hold another one: "According to X, A, Y wrote"."""
        if len(asides) < 2:
            return asides
        told: list[tuple[Range, Found | None]] = []
        for place, found in asides:
            others = [other[0] for other, _ in asides if other[0] > place[0]]
            if found is not None and found.rule == "according-to" and others and found.content[-1][1] > others[0]:
                cut = [(low, min(high, others[0])) for low, high in found.content if low < others[0]]
                found = evolve(found, content=self._shown(cut))
            told.append((place, found))
        return told

    def _relay(self, before: int) -> None:
        """ "X reported, citing Y, that …": what X relays, Y says."""
        for cue, source in self.citing:
            hosts = [place for place in range(before, len(self.found)) if self.found[place].rule in _SPEECH]
            if hosts:
                host = self.found[hosts[0]]
                self.found.append(
                    evolve(
                        host, cue=(cue,), source=source, rule="citing", confidence=CONFIDENCE["citing"], outer=hosts[0]
                    )
                )

    def _read_inside(self, first: int, last: int) -> None:
        """Read quoted words as if nothing were quoted around them."""
        kept = self.inside[first:last]
        self.inside[first:last] = [-1] * (last - first)
        low = first
        for at in range(first, last):
            if self.tag[at] == "!" and (
                at + 1 == last or self.words.raw[at + 1][0].isupper() or self.tag[at + 1] == '"'
            ):
                if at - low >= LEAST_QUOTED:
                    self._read_plain(low, at)
                low = at + 1
        if last - low >= LEAST_QUOTED:
            self._read_plain(low, self._without_final(low, last))
        self.inside[first:last] = kept

    def _without_final(self, first: int, last: int) -> int:
        while last > first and self.tag[last - 1] == "!" and self.words.raw[last - 1] not in "?!":
            last -= 1
        return last

    def _label(self, label: Range, first: int, end: int) -> None:
        before = self.found[-1] if self.found else None
        same = None
        if before is not None and before.source == label:
            same = before.same_as if before.same_as is not None else len(self.found) - 1
        self._add(
            Found(
                cue=(), source=label, content=self._shown(((first, end),)), mode="direct", rule="label",
                confidence=CONFIDENCE["label"], same_as=same,
            )
        )  # fmt: skip

    def _is_quotation(self, first: int, last: int) -> bool:
        """Whether the sentence is quotation from its first word to its last, or goes on with one."""
        inside = self.inside[first]
        if inside < 0:
            return False
        end = last
        while end > first and self.tag[end - 1] in "!,":
            end -= 1
        return self.inside[end - 1] >= 0 and all(number >= 0 for number in self.inside[first:end])

    def _goes_on(self, first: int, last: int, *, opens: bool, waiting: bool) -> bool:
        """A sentence that is all quotation: part of the claim before it, or a claim of the speaker before."""
        quotation = self.quotations[self.inside[first]]
        before = self._spoken()
        piece = self._shown(((first, last),))
        if before is not None:
            claim = self.found[before]
            if quotation.continues or waiting or (not opens and claim.rule in _QUOTING):
                self.found[before] = evolve(claim, content=claim.content + piece)
                return True
        if quotation.last - quotation.first < SHORTEST_SPEECH and not opens:
            return False
        self._add(
            Found(
                cue=(), source=None, content=piece, mode="direct", rule="quotation-goes-on", same_as=before,
                confidence=CONFIDENCE["quotation-goes-on"] if before is not None else OPEN_QUOTATION,
            )
        )  # fmt: skip
        return True

    def _spoken(self) -> int | None:
        """The place of the last attribution whose speaker may go on."""
        for place in range(len(self.found) - 1, self._searched - 1, -1):
            found = self.found[place]
            going_on = found.same_as is not None and found.rule == "quotation-goes-on"
            if going_on or (found.source is not None and found.rule in _SPEECH):
                self._last_spoken = place
                break
        self._searched = len(self.found)
        return self._last_spoken

    def _uncued(self, first: int, last: int, end: int) -> None:
        """`The minister was blunt: "We failed."`: a quotation behind a colon, whoever the sentence is about speaks."""
        for number in range(first + 1, end - 1):
            if self.tag[number] == ":" and self.inside[number] < 0 and self.inside[number + 1] >= 0:
                source = self._leading_subject(first, number)
                if source is not None:
                    content = self._shown(((number + 1, last),))
                    self._add(
                        Found(
                            cue=(),
                            source=source,
                            content=content,
                            mode="direct",
                            rule="colon",
                            confidence=CONFIDENCE["colon"],
                        )
                    )
                return

    def _leading_subject(self, first: int, last: int) -> Range | None:
        for number in range(first, last):
            if self.tag[number] in "VAM" or (
                self.tag[number] == "E" and number > first and self.tag[number - 1] in "NXR"
            ):
                return self._subject(number, first)
        return (first, last) if last - first <= 6 and self._is_source((first, last)) else None

    def _nest(self) -> None:
        """Set for each attribution the narrowest other one in whose content its cue stands."""
        active: list[int] = []
        places = sorted(
            (place for place in range(len(self.found)) if self.found[place].cue),
            key=lambda place: self.found[place].cue[0],
        )
        starts = sorted(range(len(self.found)), key=lambda place: self.found[place].content[0])
        nested: dict[int, int] = {}
        at = 0
        for place in places:
            cue = self.found[place].cue[0]
            while at < len(starts) and self.found[starts[at]].content[0][0] <= cue[0]:
                active.append(starts[at])
                at += 1
            active = [other for other in active if self.found[other].content[-1][1] > cue[0]]
            around = [
                other for other in active
                if other != place and self._holds(other, cue) and not self._is_within(other, place)
            ]  # fmt: skip
            if around:
                nested[place] = min(around, key=lambda other: (self._size(other), other))
        for place, outer in nested.items():
            self.found[place] = evolve(self.found[place], outer=outer)

    def _holds(self, place: int, cue: Range) -> bool:
        return any(low <= cue[0] and cue[1] <= high for low, high in self.found[place].content)

    def _is_within(self, one: int, other: int) -> bool:
        """Of two attributions that hold each other's cue, whether *one* is the larger: then it stands in no other."""
        cues = self.found[one].cue
        return bool(cues) and self._holds(other, cues[0]) and (self._size(one), one) > (self._size(other), other)

    def _size(self, place: int) -> int:
        return sum(high - low for low, high in self.found[place].content)
