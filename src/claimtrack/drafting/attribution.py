"""
Who is said to say, think, want, support or order what: sources, cues and contents in a text.

The relation and its three parts are those of PARC 3.0 (Pareti 2016) and PolNeAR (Newell et al. 2018). No parser: the
lexicon says how the content of a cue comes, coarse parts of speech where its subject begins and where a clause ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from claimtrack._closed import listed
from claimtrack.drafting.cues import Lexicon, Verb, english

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimtrack._syntax import Words
    from claimtrack.drafting.blocks import Paragraph
    from claimtrack.drafting.quotations import Quotation
    from claimtrack.model import Mode

Range = tuple[int, int]


@frozen(kw_only=True)
class Found:
    """
    One attribution; words by number, half-open.

    Args:
        cue: The words that show it; empty where only a quotation or a label does.
        source: The words that name the source, or None.
        content: What is attributed, in pieces in order.
        mode: direct, indirect or mixed.
        rule: What found it.
        confidence: How often the rule is right, 0 to 100; see `CONFIDENCE`.
        outer: The place, in the sequence, of the attribution whose content this one stands in.
        same_as: The place of the attribution whose source speaks on here.
        unnamed: Whether the text names no source at all ("it was reported").
    """

    cue: tuple[Range, ...]
    source: Range | None
    content: tuple[Range, ...]
    mode: Mode = "indirect"
    rule: str
    confidence: int
    outer: int | None = None
    same_as: int | None = None
    unnamed: bool = False


CONFIDENCE = {
    "quotation": 95, "that-clause": 90, "according-to": 90, "around": 85, "label": 90, "infinitive": 80, "clause": 80,
    "whether": 80, "request": 75, "judgement": 75, "quotation-goes-on": 80, "preposition": 65, "object": 65, "doing": 65,
    "adjective": 70, "citing": 85, "noun": 65, "passive": 60, "hearsay": 60, "colon": 75, "free-indirect": 45,
}  # fmt: skip
"""How sure each rule is, in percent: its precision on the development half of the project's corpus, in steps of 5."""

LONGEST_SUBJECT = 40
"""Words: a longer stretch before a verb is no noun phrase that was read rightly."""

LONGEST_GROUP = 8
"""Words of a verb group: "would not have been expected to"."""

LONGEST_WHEN = 5
"""Words of "on Thursday", "late last week"."""

LONGEST_ADDRESSEE = 14
"""Words between a cue and "that": "told reporters outside the hearing room on Thursday that"."""

_NP = frozenset("DJNXUEGPR")
_AUXILIARY = frozenset("AMB")
_TIME = listed(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight earlier later afterwards "
    "afterward separately again recently previously meanwhile then once repeatedly publicly privately"
)
_CUTS = listed("according citing")
_SUBJECT_ENDS = frozenset("VFAMTIW!;:")
_BE = listed("be is are was were been being isn't aren't wasn't weren't am")
_HAVE = listed("have has had having haven't hasn't hadn't")
_DO_NOT_SPEAK = listed(
    "january february march april june july august september october november december monday tuesday wednesday thursday "
    "friday saturday sunday"
)
_AFTER_SOURCE = listed("on in during after before as when at while following by from to because since amid over")
_WEEKDAYS = listed("monday tuesday wednesday thursday friday saturday sunday")
_SENTENCE_ADVERBS = listed("but and so yet still however meanwhile")


class Reader:
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
        self.words, self.low, self.tag = words, words.low, words.tag
        self.paragraphs, self.quotations = paragraphs, quotations
        self.lexicon = english() if lexicon is None else lexicon
        self.found: list[Found] = []
        self.asides: list[Range] = []
        self.least = 0
        self._in_aside = False
        self._helped = False
        self._fronted = False
        self._restrictive = False
        self.inside = self._inside()

    def _inside(self) -> list[int]:
        """For each word the number of the quotation it stands in, marks included; -1 outside."""
        inside = [-1] * (len(self.words) + 1)
        for number, quotation in enumerate(self.quotations):
            if quotation.closed or quotation.continues or self._goes_on_below(number):
                inside[quotation.opens : quotation.end] = [number] * (quotation.end - quotation.opens)
        return inside

    def _goes_on_below(self, number: int) -> bool:
        return number + 1 < len(self.quotations) and self.quotations[number + 1].continues

    # Sentences ------------------------------------------------------------------------------------------------------

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

    def _verbs(self, number: int) -> Iterator[Verb]:
        if self.tag[number] in "VFEGN":
            for _, verb in self.lexicon.verbs.get(self.low[number], ()):
                yield verb

    # The whole text -------------------------------------------------------------------------------------------------

    def read(self) -> tuple[Found, ...]:
        """The attributions in order of their contents' beginnings, nested ones behind those they stand in."""
        waiting = False  # whether the paragraph before ended in "he said:"
        for paragraph in self.paragraphs:
            if paragraph.kind != "prose":
                continue
            sentences = self.sentences(paragraph)
            start = len(self.found)
            speaking: int | None = None
            for place, (first, last) in enumerate(sentences):
                before = len(self.found)
                self._read_sentence(paragraph, first, last, opens=place == 0, waiting=waiting and place == 0)
                if len(self.found) == before and speaking is not None and self._is_reported(first, last):
                    self._report_on(speaking, first, last)
                elif self.inside[first] < 0:
                    speaking = self._may_go_on(before)
            waiting = self._announces(sentences, start)
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
            if self.tag[at] == "M" and self.low[at] in _BACKSHIFTED:
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

    def _announces(self, sentences: list[Range], start: int) -> bool:
        return bool(sentences) and self.tag[sentences[-1][1] - 1] == ":" and len(self.found) >= start

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
        before = len(self.found)
        asides = list(self._asides(first, end))
        for aside in asides:
            if aside[1] is not None:
                self._add(aside[1])
        self.asides = [aside[0] for aside in asides]
        at = first
        while at < end:
            if self.inside[at] < 0 and not any(low <= at < high for low, high in self.asides):
                at = max(at + 1, self._cue(at))
            else:
                at += 1
        self._relay(before)

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

    def _read_quoted(self, first: int, last: int) -> None:
        """What others are said to say within the quotations of a sentence."""
        at = first
        while at < last:
            number = self.inside[at]
            if number < 0:
                at += 1
                continue
            quotation = self.quotations[number]
            stop = min(quotation.end, last)
            if quotation.last - quotation.first >= LEAST_QUOTED:
                self._read_inside(max(at, quotation.first), min(quotation.last, stop))
            at = max(stop, at + 1)

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

    def _add(self, found: Found) -> None:
        if found.source is not None and found.source[0] >= found.source[1]:
            return
        if found.content and all(low < high for low, high in (*found.content, *found.cue)):
            self.found.append(found)

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

    # Quotations without a cue ---------------------------------------------------------------------------------------

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
                confidence=CONFIDENCE["quotation-goes-on"] if before is not None else 50,
            )
        )  # fmt: skip
        return True

    def _spoken(self) -> int | None:
        """The place of the last attribution whose speaker may go on."""
        for place in range(len(self.found) - 1, -1, -1):
            found = self.found[place]
            if found.same_as is not None and found.rule == "quotation-goes-on":
                return place
            if found.source is not None and found.rule in _SPEECH:
                return place
        return None

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

    # What a content shows -------------------------------------------------------------------------------------------

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
            if self.tag[last] in ",;:-" or (self.tag[last] == "!" and self.words.raw[last] not in "?!"):
                high = last
            elif self.tag[last] == '"' and self.inside[last] < 0 and self.words.raw[last] in "'’\"":
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

    # Asides: what stands around a clause ----------------------------------------------------------------------------

    def _asides(self, first: int, end: int) -> Iterator[tuple[Range, Found | None]]:
        """Sources and cues beside the clause they attribute: ", he said", "according to X", "said Smith"."""
        at = first
        while at < end:
            if self.inside[at] < 0:
                told = (
                    self._according(at, first, end)
                    or self._cited(at, first, end)
                    or self._put(at, first, end)
                    or self._own_view(at, first, end)
                    or self._tagged(at, first, end)
                )
                if told is not None:
                    yield told
                    at = max(at + 1, told[0][1])
                    continue
            at += 1

    def _own_view(self, at: int, first: int, end: int) -> tuple[Range, Found] | None:
        """ "In the union's view, …", "By her own account, …"."""
        if at != first or self.low[at] not in {"in", "by", "on"}:
            return None
        noun = next((n for n in range(at + 2, min(end - 2, at + 12)) if self.low[n] in self.lexicon.views), None)
        if noun is None or self.tag[noun + 1] != "," or any(self.tag[n] in "VAMIW,;" for n in range(at + 1, noun)):
            return None
        owner = next((n for n in range(noun - 1, at, -1) if n in self.words.possessive), None)
        if owner is None and self.low[at + 1] not in _POSSESSIVES:
            return None
        source = (at + 1, at + 2 if owner is None else owner + 1)
        content = self._shown(((noun + 2, self._clause_stop(noun + 2, end)),))
        return (at, noun + 1), Found(
            cue=((noun, noun + 1),), source=source, content=content, mode=self._mode(content), rule="noun",
            confidence=CONFIDENCE["noun"],
        )  # fmt: skip

    def _phrase(self, at: int, first: int, end: int) -> int:
        """How many words of "according to", "in the words of" or "per" begin at *at*; none where none does."""
        low = self.low[at]
        if low == "according":
            return 2 if self.low[at + 1 : at + 2] == ["to"] else 0
        if low == "in" and self.low[at + 1 : at + 2] == ["the"] and self.low[at + 3 : at + 4] == ["of"]:
            return 4 if self.low[at + 2] in _VIEWS and (at == first or self.tag[at - 1] in ',A"') else 0
        set_off = at == first or (self.tag[at - 1] == "," and self.inside[at - 1] < 0)
        return 1 if low == "per" and set_off and self.tag[at + 1 : at + 2] in (["X"], ["D"]) else 0

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
        size = self._phrase(at, first, end)
        if not size or at + size >= end:
            return None
        stop = at + size
        while stop < end and self.tag[stop] not in ",;:-!" and self.inside[stop] < 0:
            stop += 1
        front = at <= first + 1
        further = self._appositive_end(at + size, stop, end)
        if further > stop and self.low[stop + 1] in _QUANTIFYING:
            further = stop
        if not front or (further < end and self.tag[further] == ","):
            stop = further
        source = (at + size, stop)
        if self.low[stop - 1] in _NORMS and (stop - at <= 4 or not self._has_clause(stop, end, first, at)):
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
        for low, high in getattr(self, "_done", ()):
            if first <= low and high <= last:
                first = high
        if self.low[first] in _SENTENCE_ADVERBS and self.inside[first] < 0:
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
        if quoted or at == stop or self.tag[at] in "CGWI" or self.low[at] in _AFTER_SOURCE:
            return []
        return [(at, self._clause_stop(at, end))]

    def _tagged(self, at: int, first: int, end: int) -> tuple[Range, Found] | None:
        """A verb of saying beside what was said: "…," Smith said on Monday; "…," said Smith."""
        noun = self.tag[at] == "N" and self.low[at] in self.lexicon.verbs and self.words.raw[at][0].islower()
        if (self.tag[at] not in "VEF" and not noun) or at == first:
            return None
        if not any("quote" in verb.frames and not verb.particles for verb in self._verbs(at)):
            if not self._phrasal(at, end):
                return None
        group, passive = self._group(at, first)
        if passive or (noun and not (at + 1 == end or self.inside[at - 1] >= 0)):
            return None
        stop = self._after_verb(at, end)
        direct = self._normal(at, group, stop, first, end)
        if direct is not None:
            return direct
        quoted = self.inside[at - 1] >= 0
        inverted = self._is_behind(at, first) and (quoted or self.low[at] in _SAYING)
        if not inverted and at - first >= 3 and self.tag[at - 1] == "," and self._np_end(at + 1, end) == end:
            inverted = self.low[at] in {"said", "says", "say"}
        if inverted and stop < end and self.tag[stop] in "DNXJRU" and self.low[stop] not in _TIME:
            source = self._np_end(stop, end, whole=self.tag[stop] != "X")
            for _ in range(MOST_APPOSITIONS):
                source = self._appositive_end(stop, source, end)
            follows = self.tag[source] if source < end else "!"
            verb = follows in "VMAT" or (follows == '"' and self.tag[stop] == "R")
            if not verb and (self.tag[stop] != "R" or follows in "!,") and self._is_source((stop, source)):
                return self._aside((at, stop), (stop, source), first, end, at, source)
        return None

    def _normal(self, at: int, group: int, stop: int, first: int, end: int) -> tuple[Range, Found] | None:
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
        """Whether the stretch has a finite verb that no subordinator at its start governs: not "When asked why, X said"."""
        if self.tag[first] in "IW" or self.low[first] in {"as", "after", "before", "asked", "when", "despite", "since"}:
            comma = next((n for n in range(first, last) if self.tag[n] == "," and self.inside[n] < 0), None)
            return comma is not None and self._has_finite(comma, last)
        return self._has_finite(first, last)

    def _tail(self, stop: int, end: int) -> int | None:
        """Where the aside ends whose verb group ends before *stop*; None if a content follows it instead."""
        at = stop
        while at < end and self.tag[at] not in ",;:-" and self.inside[at] < 0:
            if self.low[at] == "that" and self.tag[at] == "I":
                return None
            if self.tag[at] in "VAM" and not self._begins_adjunct(stop, at):
                return None
            at += 1
        if at < end and self.inside[at] >= 0 and self.tag[at - 1] not in ",:-":
            return at if at - stop <= 6 else None
        if at < end and self.tag[at] == ":":
            return None
        if stop < at and self.tag[stop] not in "PBIOTUNXDWG" and self.low[stop] not in _TIME:
            return None
        if (
            stop < at
            and self.tag[stop] in "DNXU"
            and self.low[stop] not in _WHEN
            and self.low[stop - 1] not in _TELLING
        ):
            return None
        return at

    def _breaks(self, subject: Range, tail: int, first: int, end: int) -> bool:
        """Whether ", he said," stands between a subject and its verb: "The bill, he said, is dead"."""
        if subject[0] <= first + 1 or self.tag[subject[0] - 1] != "," or tail + 1 >= end or self.tag[tail] != ",":
            return False
        return self.tag[tail + 1] in "VAM" and not self._is_introduction(first, subject[0] - 1)

    def _begins_adjunct(self, stop: int, at: int) -> bool:
        return any(self.tag[number] in "IW" or self.low[number] in _AFTER_SOURCE for number in range(stop, at))

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

    # Cues with their content behind them ----------------------------------------------------------------------------

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

    def _group(self, at: int, first: int) -> tuple[int, bool]:
        """Where the verb group of the verb at *at* begins, and whether it is a passive."""
        begins = at
        while begins > first and at - begins < LONGEST_GROUP:
            tag, low = self.tag[begins - 1], self.low[begins - 1]
            if tag in "AM" or (tag == "B" and low not in _TIME_AHEAD) or low == "c":
                begins -= 1
            elif tag == "E" and low in _BE:
                begins -= 1
            else:
                break
        while begins < at and self.tag[begins] == "B" and self.low[begins] not in {"not", "never"}:
            begins += 1
        helping = [self.low[number] for number in range(begins, at) if self.tag[number] in "AM"]
        form = self.tag[at]
        be = bool(helping) and helping[-1] in _BE or (bool(helping) and any(word in _GET for word in helping))
        return begins, be and form in "EN" and not self.low[at].endswith("ing")

    def _verb(self, at: int) -> int | None:
        """A verb of attribution with what it attributes behind it."""
        first, end = self.start, self.end
        begins, passive = self._group(at, first)
        if passive:
            return None
        for form, verb in self.lexicon.verbs.get(self.low[at], ()):
            size = len(verb.particles)
            skip = int(
                bool(size)
                and self.low[at + 1 : at + 2] != [verb.particles[0]]
                and self.low[at + 1 : at + 2]
                and self.low[at + 1] in _WHEN
            )
            if size and tuple(self.low[at + 1 + skip : at + 1 + skip + size]) != verb.particles:
                continue
            stop = at + 1 + skip + size
            if stop >= end and not (self.tag[at] == "G"):
                continue
            told = self._content(verb, stop, end) or self._content_later(verb, stop, end)
            if told is None:
                gap = self._object_gap(verb, begins, stop)
                if gap is None:
                    continue
                source, content = gap
                shown = self._shown(content)
                self._add(
                    Found(
                        cue=((begins, stop),), source=source, content=shown, mode=self._mode(shown), rule="object",
                        confidence=CONFIDENCE["object"],
                    )
                )  # fmt: skip
                return stop
            start, rule, frame = told
            self._fronted = at == first and self.tag[at] == "G"
            self._helped = any(self.tag[number] == "A" for number in range(begins, at))
            relative = begins > first and self.tag[begins - 1] == "W"
            self._in_aside = relative and begins - 1 > first and self.tag[begins - 2] == ","
            self._restrictive = relative and not self._in_aside and not self._has_finite(first, begins - 1)
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

    def _object_gap(self, verb: Verb, begins: int, stop: int) -> tuple[Range, tuple[Range, ...]] | None:
        """ "which it called a fabrication", "whom he blames for": the object stands before the subject."""
        if not _TAKES_OBJECT & verb.frames.keys() and not any(frame.startswith("person+") for frame in verb.frames):
            return None
        source = self._subject(begins, self.start)
        if source is None or not self._is_source(source) or source[0] - 1 < self.start:
            return None
        joint = source[0] - 1
        what = self.low[joint]
        if what not in {"which", "whom", "that", "what"}:
            return None
        rest = stop
        while rest < self.end and self.tag[rest] not in ",;:C" and not (self.tag[rest] in "VMA" and what == "what"):
            rest = self.quotations[self.inside[rest]].end if self.inside[rest] >= 0 else rest + 1
        behind = ((stop, min(rest, self.end)),) if rest > stop else ()
        if what == "what":
            if self.low[stop] in _IS and stop + 1 < self.end:  # "What Democrats want is a vote"
                start = stop + 1 + (self.low[stop + 1] == "that")
                return source, self._stretch(start, self.end, "that-clause", "past")
            if behind and self.low[stop] == "as":
                return source, ((stop + 1, behind[0][1]),)
            return (source, behind) if behind and verb.base in _NAMING else None
        last = joint - (self.tag[joint - 1] == ",")
        head = self._np_start(last, self.start)
        return (source, ((head, last), *behind)) if head < last else None

    def _source_of(self, at: int, begins: int, form: str, verb: Verb, frame: str) -> tuple[Range | None, bool]:
        """The source of a cue, and whether its content surrounds it ("a bill that critics said would fail")."""
        first = self.start
        tag = self.tag[at]
        before = self.tag[begins - 1] if begins > first else "!"
        if tag in "NBP":
            if self.words.raw[at][0].isupper():
                return None, False
            spoke = before == "C" and bool(self.found) and self.found[-1].cue[:1] > ((first, first),) and form == "s"
            plural = before == "N" and self.low[begins - 1].endswith(("s", "people", "police"))
            if before not in "XRU" and not plural and not spoke and not self._agrees(begins, form):
                return None, False
            if self.low[at + 1] in {"of", "by"} or frame == "gap" or (frame == "to" and not spoke):
                return None, False
            behind = at + 1 + len(verb.particles)
            if frame == "object" and self.tag[behind] not in 'DORX"':
                return None, False
        if tag == "G" and begins == at and before in "NXR" and at > first:
            source = self._subject(begins, first)
            if source is not None and self._is_paper(source) and self.tag[source[0] - 1] in "VEF" and source[0] > first:
                source = self._subject(self._group(source[0] - 1, first)[0], first) or source  # "issued a paper saying"
        elif tag == "G" and begins == at and at == first:
            source = self._subject_behind(at)
        elif tag == "G" and begins == at:
            if before == "P" and frame not in {"that", "quote", "whether", "bare"}:
                return None, False  # "assist in supporting"
            source = self._subject_of_participle(at)
        elif before == "T":
            source = self._subject_of_infinitive(begins - 1, frame)
        elif before == "C":
            source = self._subject_shared(begins - 1)
        elif before == ",":
            source = self._subject_with_aside(begins - 1, first, opens_clause=True) or self._subject_shared(begins - 1)
        else:
            source = self._subject(begins, first)
        if source is None:
            return None, False
        if frame in verb.documents and frame in verb.weak and not self._is_paper(source):
            strong = frame in verb.frames and self._is_source(source)
            if not strong or verb.frames[frame] == "document":
                return None, False
        elif (
            frame in verb.weak and not self._is_source(source) and not (before == "W" and self.low[begins - 1] == "who")
        ):
            return None, False
        reduced = tag == "E" and begins == at and self.low[source[1] - 1] not in _PRONOUNS
        if reduced and self.low[at + 1] not in verb.frames and self._is_reduced(at, source, frame):
            return None, False
        gap = frame == "gap"
        return source, gap

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

    # What a verb takes ----------------------------------------------------------------------------------------------

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
            if verb.base in _DECLINING and self.low[start : start + 1] and self.low[start] in _SPEAKING:
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
        if "urge" in frames and self._asked_to(stop, end):
            return stop, "request", "urge"
        if "bare" in frames and tag in "MAV" and self._behind_relative(stop, verb):
            return stop, "clause", "gap"
        if "told" in frames and tag == "O" and stop + 1 < end and self._is_clause(stop + 1, end):
            return stop + 1, "clause", "bare"
        if ("bare" in frames or "told" in frames) and self._is_clause(stop, end):
            if "told" in frames:
                return self._behind_addressee(stop, end), "clause", "bare"
            while stop + 2 < end and low in _DAYS and self._is_clause(stop + 1, end):
                stop, low = stop + 1, self.low[stop + 1]  # "said Thursday it would"
            return stop, "clause", "bare"
        if "doing" in frames and tag == "G":
            return stop, "doing", "doing"
        for frame in frames:
            word = "to" if frame == "to-np" else frame
            if low == word and frame != "as" and stop + 1 < end and self.tag[stop + 1] in 'DNXJURGOWE"BA':
                return stop + 1, "preposition", frame
        if (
            "object" in frames
            and (tag in 'DNXJUROGE"' or low in {"that", "more", "less", "fewer"})
            and low not in _TIME
        ):
            if tag in "OR" and (stop + 1 >= end or self.tag[stop + 1] in "TC,;PB" or self.inside[stop + 1] >= 0):
                return None  # "condemned it to remain"; a pronoun alone tells nothing
            return None if self._carries_noun(stop, end) else (stop, "object", "object")
        return None

    def _carries_noun(self, stop: int, end: int) -> bool:
        """Whether the object is a noun of saying with a content of its own: "expressed concern about"."""
        if stop == 0 or self.low[stop - 1] not in self.lexicon.supporting or self.low[stop - 1] in _REBUTTING:
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
        at = stop + (self.tag[stop : stop + 1] == ["P"])
        while (
            at < end
            and at - stop < LONGEST_WHEN
            and (
                self.low[at] in _WHEN
                or self.low[at] in _TIME_NOUNS
                or self.low[at] in _TIME
                or self.low[at] in _DO_NOT_SPEAK
            )
        ):
            at += 1
        if at == stop or at >= end or (self.tag[stop] == "P" and at == stop + 1):
            return None
        return self._content(verb, at, end) if self.tag[at] in "TPDN" or self.inside[at] >= 0 else None

    def _that(self, stop: int, end: int) -> int | None:
        """The "that" which opens the content, behind an addressee or an adjunct."""
        around = {low: high for low, high in self.asides}
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
            if tag == "C" and (at == stop or self.tag[at + 1 : at + 2] in (["V"], ["E"], ["F"], ["B"])):
                return None
        return None

    def _quoted(self, stop: int, end: int, *, told: bool) -> int | None:
        """Where a quotation or a clause behind a colon begins, behind an addressee or an adjunct."""
        for at in range(stop, min(end, stop + LONGEST_ADDRESSEE)):
            if self.inside[at] >= 0:
                quotation = self.quotations[self.inside[at]]
                long = min(quotation.last, end) - quotation.first
                plain = self.tag[stop] in "PBTO" or self.low[stop] in _TIME or told
                if at == stop or self.tag[at - 1] in ",:" or (plain and long >= SHORTEST_SPEECH):
                    return at
                return None
            tag = self.tag[at]
            if tag == ":" and at + 1 < end:
                plain = (
                    at == stop
                    or self.tag[stop] in "PBT:OX"
                    or self.low[stop] in _TIME
                    or self.low[at - 1] in _FOLLOWING
                )
                return at + 1 if plain else None
            if tag == '"' and at + 1 < end and (at == stop or self.tag[at - 1] in ",:"):
                return at + 1
            if tag in "VAMW!;" or self.low[at] == "that":
                return None
            if tag == "," and not (at + 1 < end and (self.inside[at + 1] >= 0 or self.tag[at + 1] == '"')):
                return None
        return None

    def _whether(self, stop: int, end: int) -> int | None:
        for at in range(stop, min(end, stop + 6)):
            if self.low[at] in _QUESTIONING and (at == stop or self.low[at] in {"whether", "if", "why", "how"}):
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
        named = verb.base in _NAMING
        limit = self._np_end(stop, end) if named else 0
        for at in range(stop + 1, min(end, stop + LONGEST_ADDRESSEE)):
            if self.low[at] == "as" and not named:
                return True
            if named and self.inside[at] >= 0:
                return True
            if named and (at >= limit or self.tag[at - 1] in "OR") and self.inside[at - 1] < 0:
                return self.tag[at] in 'DJN"EU' or self.inside[at] >= 0
            if named and self.tag[at] == "D" and (self.tag[at - 1] in "NXO" or self.low[at - 1] == "her"):
                return True
            if self.tag[at] in "VAMIWT!;:F,":
                return False
        return False

    def _asked_to(self, stop: int, end: int) -> bool:
        if self.tag[stop] not in 'DNXJURO"E':
            return False
        for at in range(stop + 1, min(end - 1, stop + LONGEST_ADDRESSEE)):
            if self.tag[at] == "T" and self.tag[at + 1] in "FABNE":
                return True
            if self.tag[at] in "VAMIW!;:," or self.inside[at] >= 0:
                return False
        return False

    def _behind_relative(self, stop: int, verb: Verb) -> bool:
        return True

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
        if self.tag[stop] not in 'DNXJURGcB"E' and self.low[stop] not in {
            "there",
            "if",
            "when",
            "once",
            "unless",
            "because",
        }:
            return False
        if self.tag[stop] == "c":
            return True
        limit = min(end, stop + LONGEST_SUBJECT)
        for at in range(stop + 1, limit):
            tag = self.tag[at]
            if tag in "VAM" or (tag in "EF" and self.tag[at - 1] in 'NXRO"U'):
                return self.tag[at - 1] not in "IWCT" or tag == "A"
            if tag in ";:!" or (tag == "," and at + 1 < limit and self.tag[at + 1] in "GCI"):
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

    # Stretches ------------------------------------------------------------------------------------------------------

    def _identifies(self, at: int, end: int) -> bool:
        """Whether the preposition at *at* tells which one is meant, not when or in what: "a man in the back row"."""
        following = self.low[at + 1] if at + 1 < end else ""
        if self.low[at] in {"during", "after", "before", "when", "while", "following", "amid", "since", "as"}:
            return False
        if following in _TIME or self.tag[at - 1] == "X":
            return False
        return not any(self.low[number] in self.lexicon.occasions for number in range(at + 1, min(end, at + 5)))

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
            elif tag == "E" and (at + 1 < end and (self.tag[at + 1] in "PTNJX" or self.low[at + 1] == "by")):
                pass
            elif (
                tag == "P"
                and at > start
                and (self.low[at] not in _AFTER_SOURCE or (whole and self._identifies(at, end)))
            ):
                pass
            elif tag == "P" and at > start and self.low[at] in {"to", "on", "at", "in"} and self.tag[at - 1] == "E":
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
            if at > start and self.low[at] in _TIME and at + 1 == end:
                break
            at += 1
        while at > start + 1 and self.tag[at - 1] in "PCD":
            at -= 1
        return at

    def _clause_after(self, at: int, end: int) -> bool:
        """Whether a clause with a finite verb begins at *at*, before any mark."""
        for number in range(at, min(end, at + 12)):
            tag = self.tag[number]
            if tag in "VAMc" or (tag == "E" and number > at and self.tag[number - 1] in "NXR"):
                return True
            if tag in ",;:!-":
                return False
        return False

    def _appositive_end(self, start: int, at: int, end: int) -> int:
        """Where a source ends that begins at *start* and ends at *at*, with what a comma adds to identify it."""
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
        return self._clause_after(at, end) and self.tag[at] != "U"

    def _stretch(self, start: int, end: int, rule: str, form: str) -> tuple[Range, ...]:
        """The content that begins at *start*: to where its clause ends, around the asides that break it."""
        if self._restrictive:
            end = self._predicate_behind(start, end, clause=rule not in _PHRASES)
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
            if tag == "P" and rule in _PHRASES and self._is_occasion(at, end):
                return at
            if tag == "I" and rule in _PHRASES and self.low[at] in _SUBORDINATING:
                return at
            if tag == "C" and not clause and form in {"s", "past"} and self.tag[at + 1 : at + 2] in (["V"], ["E"]):
                if self.tag[at - 1] != self.tag[at + 1]:
                    return at  # "wanted detail and got poetry"
            if tag == "C" and self._another_verb(at + 1, end, form if clause else "any"):
                return at
            if tag == "," and at + 1 < end:
                if self._adding(at + 1, end) or self.low[at + 1] in _CUTS:
                    return at
                if self.tag[at + 1] in "MAVE" and self._in_aside:
                    return at  # "Marsh, who says that he admires her, would …": the aside is over
                if self.low[at + 1] == "but" and at + 3 < end and self._contrasts(at + 2, end):
                    return at
                if self.tag[at + 1] == "C" and (
                    self._another_verb(at + 2, end, form) or self._another_source(at + 2, end)
                ):
                    return at
                if self.low[at + 1] in _CONTRAST and self._another_source(at + 2, end):
                    return at
                if not clause and self._ends_phrase(at + 1, end):
                    return at
            at += 1
        if rule in _PHRASES and end - start > 2 and self.low[end - 2] == "on" and self.low[end - 1] in _WEEKDAYS:
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
            if self.low[number] in self.lexicon.occasions or self.low[number] in _PLATFORMS:
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
        for number in range(at, min(end, at + 14)):
            tag = self.tag[number]
            if tag in "VE":
                subject = self._subject(number, at)
                if subject is None or not self._is_source(subject):
                    return tag == "E"
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
                return ((start + 1, stop),) if self.low[start] in _IS else ()
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

    # Subjects -------------------------------------------------------------------------------------------------------

    def _subject(self, begins: int, first: int) -> Range | None:
        """The noun phrase that a verb group beginning at *begins* has for its subject; not before *first*."""
        if begins <= first:
            return None
        while begins - 1 > first and self.tag[begins - 1] == "B" and self.low[begins - 1] not in _SENTENCE_ADVERBS:
            begins -= 1
        last = begins - 1
        tag = self.tag[last]
        if tag == "c":
            return (last, begins)
        inner = last > first and self.tag[last - 1] in "PT"
        if tag in "RO" and not inner and self.low[last] not in {"nothing", "everything", "anything", "something"}:
            return (last, begins)
        if tag == "W":
            if self.low[last] in {"who", "which", "that"}:
                head = last - 1 if last > first and self.tag[last - 1] == "," else last
                start = self._np_start(head, first)
                return (start, head) if start < head else None
            return None
        if tag == "I" and self.low[last] == "that":
            start = self._np_start(last, first)
            return (start, last) if start < last else None
        if tag in ",-)":
            return self._subject_with_aside(last, first)
        start = self._np_start(begins, first)
        if start >= begins:
            return None
        return (self._with_list(start, begins, first), begins)

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
                if (
                    opening == ","
                    and following in "DNXU"
                    and self._has_finite(opens + 1, closes)
                    and self.tag[opens + 1] != "W"
                ):
                    if not any(self.tag[number] in "WI" for number in range(opens + 1, closes)):
                        return None
                if opening == "," and following in "GP":
                    return (start, opens) if not self._is_introduction(start, opens) else None
                if following == "W" and any(opens < found.cue[0][0] < closes for found in self.found[-3:] if found.cue):
                    closes = opens  # "The company, which said …, agreed": what it said does not identify it
                if opens_clause and start > first and self.tag[start - 1] not in 'C,;:I"':
                    return None
                if self.tag[start] == "P" or (opening == "," and self._is_introduction(start, opens)):
                    inner = self._np_start(closes, opens + 1)
                    return (inner, closes) if inner < closes else None
                return (start, closes)
            if (self.tag[opens] in ";!:" and opening != "(") or self.inside[opens] >= 0:
                return None
        return None

    def _is_introduction(self, start: int, stop: int) -> bool:
        return self.low[start] in _TIME or self.tag[start] in "PIBG"

    def _np_start(self, stop: int, first: int) -> int:
        """Where the noun phrase begins that ends before word *stop*; *stop* where none does."""
        at = stop
        while at > first and stop - at < LONGEST_SUBJECT:
            last = at - 1
            tag = self.tag[last]
            if self.inside[last] >= 0:
                quotation = self.quotations[self.inside[last]]
                said = self.tag[quotation.last - 1] in ",!"
                if quotation.last - quotation.first >= SHORTEST_SPEECH or quotation.opens < first or at == stop or said:
                    break
                at = quotation.opens
                continue
            if tag in "NXUJG":
                if (
                    at < stop
                    and tag != "G"
                    and (self.tag[at] in "DR" or (self.tag[at] == "X" and self.low[last] in _TIME_NOUNS))
                ):
                    break  # "Monday | the ministry said": two noun phrases side by side
                if tag == "G" and last > first and self.tag[last - 1] == ",":
                    break
            elif tag == "D":
                if (
                    at < stop
                    and self.tag[at] == "D"
                    and self.low[last]
                    not in {"all", "both", "half", "such", "many", "its", "his", "her", "their", "some", "no"}
                ):
                    break
            elif tag == "P" or (tag == "T" and at < stop and self.tag[at] in "DXUJNOR"):
                if at == stop or self.low[last] in _TIME_PREPOSITIONS:
                    break
                if self.low[last] == "at" and self.low[at] == "least":
                    at = last
                    continue
                if last == first or self.tag[last - 1] in ',;:!IWCVFAM"-':
                    if self.low[last] not in {"about", "over", "around", "like"}:
                        at = self._behind_adjunct(last, stop)
                        break
            elif tag == "E" and last > first and self.tag[last - 1] == "W" and self.low[last - 1] in {"who", "which"}:
                last -= 1
            elif (
                tag == "E"
                and last > first
                and self.tag[last - 1] in "NXRBAMcC"
                and self.low[at] not in _WHEN
                and at < stop
                and self.tag[at] in "NXDJ"
            ):
                relative = self._relative_before(last, first)
                if relative is None:
                    break  # "he announced | plans"
                last = relative
            elif tag == "E":
                if at == stop or (last > first and self.tag[last - 1] in "RC") or last == first:
                    if last > first and self.tag[last - 1] in "RB":
                        break
                    if last == first and at < stop and self.tag[at] not in "NX":
                        break
                if last > first and self.tag[last - 1] in "NX" and self._is_finite_past(last, stop):
                    break
            elif tag == "C":
                if at == stop or self._has_finite_clause(first, last):
                    break
                if self.low[last] not in {"and", "or", "&"} or last == first:
                    break
            elif tag == "B":
                if at == stop or self.low[last] in _SENTENCE_ADVERBS | _TIME or last == first:
                    break
                if self.tag[at] not in "JUED":
                    break
            elif tag == ".":
                pass  # "Sen. Finch"
            elif tag in "RO" and at == stop and last > first and self.tag[last - 1] in "PT":
                pass  # "those close to him"
            elif tag in "RD" and self.low[last] in _INDEFINITE and at < stop and self.tag[at] in "PWJ":
                pass  # "nobody in the room"
            elif (
                tag == "!"
                and self.words.raw[last] == "."
                and self.tag[last - 1] == "X"
                and self.words.end[last - 1] - self.words.start[last - 1] <= 4
            ):
                pass  # "Sen. Finch", "Mr. Smith"
            elif tag in "VFAM" and at < stop:
                relative = self._relative_before(last, first)
                if relative is None:
                    break
                last = relative
            else:
                break
            at = last
        while at + 2 < stop and self.tag[at] == "E" and self.low[at + 1] == "by":
            at += 2  # "brokered by | Farr"
        while at < stop and (
            self.tag[at] in "PC,!." or (self.tag[at] == "B" and self.low[at] not in {"about", "only", "nearly"})
        ):
            at += 1
        return at

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
                or self.low[at] in _WEEKDAYS
            ):
                return at + 1
        return stop

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
            if self.low[item] in _TIME:
                break
            at = item
        return at

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

    def _clause_comma(self, at: int) -> int | None:
        """The first comma behind *at* that a subject with a finite verb follows."""
        for number in range(at + 1, self.end - 2):
            quoted = self.inside[number] >= 0 and self.tag[number] == '"' and self.tag[number - 1] == ","
            if (self.tag[number] == "," and self.inside[number] < 0) or (
                quoted and self.quotations[self.inside[number]].closes == number
            ):
                if self.tag[number + 1] in "DNXRJUc" and self._clause_after(number + 1, self.end):
                    return number
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
        for found in reversed(self.found):
            if found.source is None or not found.cue or found.cue[0][0] < self.start:
                break
            if found.cue[0][0] < joint and found.source[0] < joint:
                return found.source
        return self._nearest_subject(joint)

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
            if tag == "X" and low not in _DO_NOT_SPEAK and at not in self.words.possessive:
                return True
            if low in _PRONOUNS or tag == "c":
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

    # Passives, adjectives, nouns, hearsay ---------------------------------------------------------------------------

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
        if self.low[at] == "expected" and subject is not None and (self.tag[stop] == "P" or self.low[stop] in _WHEN):
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
        if subject is not None and self.low[at] in _NAMED and (self.tag[stop] in "DJ" or self.inside[stop] >= 0):
            return self._unnamed(cue, (subject, *self._stretch(stop, end, "object", "past")), "passive", stop)
        if self.low[stop] == "by" and subject is not None and any(_TAKES_OBJECT & verb.frames.keys() for verb in verbs):
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
        linked = any(self.low[number] in _BE for number in range(begins, at) if self.tag[number] in "A")
        linked = linked or (begins > self.start and self.tag[begins - 1] == "c")
        if not linked and begins > self.start and self.low[begins - 1] in _LINKING:
            begins -= 1
            while begins > self.start and self.tag[begins - 1] in "AMB":
                begins -= 1
            linked = True
        if not linked or at + 1 >= end:
            return None
        subject = self._subject(begins, self.start)
        if subject is None or not self._is_source(subject) or self._is_paper(subject):
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
        if start is None and "whether" in told and self.low[stop] in _QUESTIONING:
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
            or self.low[at - 1] not in _BE
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
        if "that" in told and self.low[stop] == "that" and stop + 1 < end and self.tag[stop + 1] not in "VAMP":
            start = stop + 1
        elif "to" in told and self.tag[stop] == "T" and stop + 1 < end and self.tag[stop + 1] in "FABNE":
            start = stop + 1
        elif self.low[stop] in told or (self.low[stop] == "to" and "to-np" in told):
            start = stop + 1
        elif "that" in told and self.low[stop] in _IS and stop + 2 < end and self.low[stop + 1] == "that":
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
            possessive = next((n for n in range(at - 1, first - 1, -1) if self.low[n] in _POSSESSIVES), None)
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
                if source is not None and (self.low[verb] not in _REBUTTING):
                    cue = (begins, stop)
            elif possessive is not None:
                source = (possessive, possessive + 1)
        if any(found.content[0][0] == start for found in self.found[-3:]):
            return None  # "noted in her opinion that": the verb has it already
        if source is None:
            if not clause and self.low[at] not in _VOICELESS:
                return None
        elif not self._is_source(source) and owner is None and self.low[source[0]] not in _POSSESSIVES:
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

    def _clause_start(self, at: int) -> int:
        while at > self.start and self.tag[at - 1] not in ",;:-IW" and self.inside[at - 1] < 0:
            at -= 1
        return at

    def _predicate_behind(self, start: int, end: int, *, clause: bool) -> int:
        """Where the verb begins whose subject the content is a part of: "X's claim that it rains | surprised us"."""
        seen = not clause
        relative = False
        for at in range(start + 1, end):
            tag = self.tag[at]
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

    # Nesting --------------------------------------------------------------------------------------------------------

    def _nest(self) -> None:
        """Set for each attribution the narrowest other one in whose content its cue stands."""
        order = sorted(range(len(self.found)), key=lambda place: (self.found[place].content[0][0], place))
        del order
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
                if other != place and any(low <= cue[0] and cue[1] <= high for low, high in self.found[other].content)
            ]  # fmt: skip
            if around:
                nested[place] = min(around, key=lambda other: (self._size(other), other))
        for place, outer in nested.items():
            self.found[place] = evolve(self.found[place], outer=outer)

    def _size(self, place: int) -> int:
        return sum(high - low for low, high in self.found[place].content)


SHORTEST_SPEECH = 4
"""Words: a shorter quotation is a term or a title rather than something said, unless a cue stands beside it."""

_QUOTING = frozenset({"quotation", "around", "clause", "colon", "quotation-goes-on", "judgement", "object"})
_SPEECH = _QUOTING | {"that-clause", "according-to"}
_REPORTING = frozenset({"that-clause", "clause", "according-to", "around", "object", "infinitive"})
_BACKSHIFTED = listed("would should must")
_QUESTIONING = listed("whether if how why when where what who which")
_CONTRAST = listed("while although though whereas as but")
_NAMING = listed("call label brand dub deem term declare pronounce consider find think name")
_PRONOUNS = listed("i you he she it we they who him her them us me everyone everybody someone somebody nobody others")
_POSSESSIVES = listed("his her their my our")
_AGENTS = ("ers", "ors", "ists", "ians", "ist", "ian", "man", "men", "woman", "women", "crats", "cans")
_TAKES_OBJECT = frozenset({"object", "as", "doing", "that"})
_LINKING = listed(
    "feel feels felt seem seems seemed remain remains remained become becomes became sound sounds sounded grow grew appear appears appeared stay stayed"
)
_REBUTTING = listed(
    "reject rejects rejected rejecting dispute disputes disputed disputing dismiss dismisses dismissed dismissing deny denies denied denying back backs backed support supports supported"
)
_TIME_AHEAD = listed("then now")
_SAYING = listed(
    "said says added adds explained explains warned warns insisted insists reported reports wrote writes announced claimed claims argued argues noted notes recalled admitted admits concluded concludes continued continues replied"
)
_DECLINING = listed("decline refuse")
_SPEAKING = listed("comment say answer respond elaborate discuss speak talk explain reply confirm")
_NORMS = listed("plan plans schedule law laws protocol custom tradition need needs rules size age merit plan's")
_TIME_NOUNS = listed(
    "day days week weeks month months year years morning evening afternoon night hours minutes time end"
)
_FOLLOWING = listed("this following thus so")
_IS = listed("is was")
_TIME_PREPOSITIONS = listed("after before since until than when")
_DAYS = _WEEKDAYS | listed("today yesterday")
_NAMED = listed("considered called deemed dubbed labeled labelled")
_VOICELESS = listed("fears hopes concerns calls criticism allegations accusations threats rumors rumours")
_PLATFORMS = listed("twitter facebook instagram x youtube cnn fox television tv radio")
MOST_APPOSITIONS = 3
"""Appositions to one name: "Rep. Hector Quiroga, D-Texas, who chairs the committee"."""
_QUANTIFYING = listed("no any some all many most few")
_WHEN = _TIME | _WEEKDAYS | listed("last this next one two three late early")
_TELLING = listed("told tells tell telling informed reminded assured warned asked tweeted wrote")
_PHRASES = frozenset({"object", "request", "judgement", "doing", "preposition", "infinitive"})
_SUBORDINATING = listed("because although while whereas since until though")
_VIEWS = listed("words view opinion eyes estimation judgment judgement telling")
LONGEST_TITLE = 8
"""Words of a quotation that is the name of something: "told "State of the Union" that"."""
_NOMINAL = (["D"], ["N"], ["X"], ["J"], ["U"], ["P"], ["B"])
_INDEFINITE = listed(
    "nobody everyone everybody anyone someone those one others many some most few several none all both each"
)
LEAST_QUOTED = 4
"""Words of a quotation, or of a sentence in it, that may hold what somebody else is said to say."""

_GET = listed("get gets got getting gotten")
