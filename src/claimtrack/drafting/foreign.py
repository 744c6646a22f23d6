"""Texts in other languages: which paragraphs are in one, and what a lexicon of it tells of who says what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from claimtrack.certainty import Certainty
from claimtrack.drafting._languages import CODES, has_case, is_capital, names_somebody
from claimtrack.drafting.found import Range  # attrs classes name it at run time
from claimtrack.drafting.phrases import SHORTEST_SPEECH
from claimtrack.drafting.quotations import quotations as quoted_in
from claimtrack.language import closest_language, is_english, is_foreign
from claimtrack.model import Kind, Mode  # attrs classes name them at run time

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from claimtrack._syntax import Words
    from claimtrack.drafting._foreigners import Speakers
    from claimtrack.drafting._languages import Language, Value
    from claimtrack.drafting.blocks import Paragraph
    from claimtrack.drafting.quotations import Quotation

FEWEST_TO_TELL = 8
"""Words of a paragraph from which on its language is told by itself; a shorter one is taken for the document's."""

MOSTLY_ENGLISH = 0.3
"""
The share of English words of closed classes from which on a paragraph is English without further ado.

English prose has 35 to 50 % of them. Other languages share the look of a few ("in", "a", "die"), at most a sixth.
"""
_CLOSED = frozenset("DPCAMTIRO")
_NO_WORDS = frozenset('!,;:-()"U.')

LEAST_WORDS = 3
"""Words of a sentence that is a claim of the author's at the least; see `size`."""

LONGEST_SOURCE = 12
"""Words of a source at the most."""

LOOKED_BACK = 8
"""Words before a cue that are looked at for its auxiliary."""

LONGEST_CLAUSE = 40
"""Words before and behind a cue that are searched for a negation."""

MOST_PIECES = 50
"""Quotations in a row that make one claim; what goes on longer is several."""

SHORTEST_QUOTED = 2
"""Words of a quotation that is something said: one word is a term."""

CONFIDENCE = {
    "quotation": 75, "that-clause": 70, "according-to": 65, "clause": 55, "colon": 55, "label": 75,
    "quotation-goes-on": 60, "sentence": 30,
}  # fmt: skip
"""
How sure each rule is, 0 to 100: guesses, a good deal below those of English, which were measured.
"""

UNREAD = 25
"""The confidence of a sentence of which only its end is known, and of a quotation that nobody is shown to say."""


# Which language -----------------------------------------------------------------------------------------------------


class Tongues:
    """
    In which language the paragraphs of one text are.

    Args:
        words: Its words.
        told: The language that its document names, as BCP 47 has it.
        languages: The languages beside English for which there is a lexicon.
    """

    def __init__(self, words: Words, told: str | None, languages: Mapping[str, Language]) -> None:
        self.words, self.languages = words, languages
        self.told = told.split("-")[0].lower() if told else ""
        self._closed = [tag in _CLOSED for tag in words.tag]
        self._common = {code: language.common for code, language in languages.items()}

    @property
    def main(self) -> str:
        """The language of most of the text, for cutting it into sentences; English where it is not known."""
        if self.told:
            return self.told
        if not self._is_foreign(0, len(self.words)):
            return "en"
        return self._closest(0, len(self.words)) or "en"

    @property
    def found(self) -> str | None:
        """The tag of the language that most of the text is plainly in; None where none is plain."""
        if sum(self._closed) > MOSTLY_ENGLISH * len(self.words):
            return "en"
        return self._closest(0, len(self.words)) if self._is_foreign(0, len(self.words)) else None

    def of(self, layout: Sequence[Paragraph]) -> list[str]:
        """For each paragraph "en", the language whose lexicon reads it, or nothing where none does."""
        if self.told and self.told != "en":
            return [self.told if self.told in self.languages else ""] * len(layout)
        prose = [paragraph for paragraph in layout if paragraph.kind == "prose"]
        whole = "en"
        if not self.told and prose:
            whole = self._tongue(0, len(self.words))
        return [
            self._tongue(each.first, each.last, each)
            if each.last - each.first >= FEWEST_TO_TELL or not self._is_latin(each)
            else whole
            for each in layout
        ]

    def _tongue(self, first: int, last: int, paragraph: Paragraph | None = None) -> str:
        if not self._is_foreign(first, last):
            return "en"
        if paragraph is not None:  # what is quoted tells nothing of it, where enough is not
            rest = self._unquoted(paragraph)
            if is_english(*self._spelled(rest)):
                return "en"
        closest = self._closest(first, last) or ""
        return closest if closest in self.languages else ""

    def _unquoted(self, paragraph: Paragraph) -> list[int]:
        inside = {
            number
            for quotation in quoted_in(self.words, [paragraph])
            for number in range(quotation.opens, quotation.end)
        }
        return [number for number in self._told_in(paragraph.first, paragraph.last) if number not in inside]

    def _told_in(self, first: int, last: int) -> list[int]:
        tag = self.words.tag
        return [number for number in range(first, last) if tag[number] not in _NO_WORDS]

    def _is_foreign(self, first: int, last: int) -> bool:
        if sum(self._closed[first:last]) > MOSTLY_ENGLISH * (last - first):
            return False
        return is_foreign(*self._spelled(self._told_in(first, last)))

    def _spelled(self, numbers: Sequence[int]) -> tuple[list[str], list[str]]:
        low, raw = self.words.low, self.words.raw
        return [low[number] for number in numbers], [raw[number] for number in numbers]

    def _is_latin(self, paragraph: Paragraph) -> bool:
        return bool(self.words.raw[paragraph.first][0] < _BEYOND_LATIN)

    def _closest(self, first: int, last: int) -> str | None:
        return closest_language([self.words.low[number] for number in self._told_in(first, last)], self._common)


_BEYOND_LATIN = "\u0250"


UNKNOWN = Certainty("unknown", "unknown")


# Claims -------------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Stated:
    """
    A claim that was read; words by number, half-open.

    Args:
        content: What is claimed, in pieces.
        by_author: Whether nobody else is shown to say it.
        source: The words that name the speaker.
        speakers: Who that is: ids. None where it is left open.
        cue: The words that show it.
        mode: How the words are given.
        kind, certainty, confidence, rules: As in a claim.
    """

    content: tuple[Range, ...]
    by_author: bool = False
    source: Range | None = None
    speakers: tuple[str, ...] = ()
    cue: tuple[Range, ...] = ()
    mode: Mode | None = None
    kind: Kind = "assertion"
    certainty: Certainty
    confidence: int
    rules: tuple[str, ...] = ()


_QUESTIONS = "?？؟;"  # the last is Greek
_ENDS = frozenset(".。｡．।॥۔։…!！")
_BREAKING = frozenset(",;:-()!")
_BREAKS = frozenset("،؛：；，、")
_OPENING = frozenset(",:-")


def sentences_of(words: Words, paragraph: Paragraph) -> Iterator[Stated]:
    """Every sentence a claim of the author, of unknown certainty: no label is better than a wrong one."""
    for first, last in paragraph.sentences:
        end = without_mark(words, first, last)
        if size(words, first, end) >= LEAST_WORDS:
            yield Stated(
                content=((first, end),), by_author=True, certainty=UNKNOWN, confidence=UNREAD, rules=("sentence",)
            )


def without_mark(words: Words, first: int, last: int) -> int:
    """The end of a sentence without the marks that close it; those of questions and exclamations stay."""
    while last > first and words.raw[last - 1][-1] in _ENDS and words.raw[last - 1] not in "!！":
        last -= 1
    return last


def ends_sentence(raw: str) -> bool:
    """Whether a word or mark ends sentences, in whatever script."""
    return raw[-1] in _ENDS or raw[-1] in _QUESTIONS[:-1]


def size(words: Words, first: int, last: int) -> int:
    """How many words a stretch has; without blanks between words two letters make one."""
    count = 0
    for number in range(first, last):
        if words.tag[number] not in '!,;:-()"':
            raw = words.raw[number]
            count += 1 if raw[0] < _FIRST_SPACELESS or not _is_spaceless(raw[0]) else max(1, len(raw) // 2)
    return count


_FIRST_SPACELESS = "\u0e00"


def _is_spaceless(letter: str) -> bool:
    return any(low <= letter <= high for low, high in _SPACELESS)


_SPACELESS = (
    ("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u3040", "\u30ff"), ("\u3400", "\u9fff"),
    ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"),
)  # fmt: skip


class ForeignReader:
    """
    Reads paragraphs in a language of which there is a lexicon.

    Three things are told: quotations beside a cue, clauses that a complementizer joins to one, and what stands beside
    "according to". All other sentences are the author's.

    Args:
        words: The words of the text.
        paragraphs: Those in the language.
        language: Its lexicon.
        speakers: Who is named in the text; more are added.
    """

    def __init__(self, words: Words, paragraphs: Sequence[Paragraph], language: Language, speakers: Speakers) -> None:
        self.words, self.low, self.tag = words, words.low, words.tag
        self.paragraphs, self.language, self.speakers = paragraphs, language, speakers
        self.quotations = quoted_in(words, paragraphs)
        self.inside = self._inside()
        self.stated: list[Stated] = []
        speakers.learn(paragraphs, language)

    def _inside(self) -> list[int]:
        inside = [-1] * (len(self.words) + 1)
        for number, quotation in enumerate(self.quotations):
            if quotation.closed or quotation.continues:
                inside[quotation.opens : quotation.end] = [number] * (quotation.end - quotation.opens)
        return inside

    def read(self) -> list[Stated]:
        """The claims in the order of the text."""
        for number, paragraph in enumerate(self.paragraphs):
            if paragraph.kind != "prose":
                continue
            self.speakers.paragraph = number
            start = len(self.stated)
            for place, (first, last) in enumerate(self._sentences(paragraph)):
                if paragraph.label is not None:
                    self._label(paragraph.label, first, last)
                else:
                    self._sentence(first, last, start, opens=place == 0)
        return self.stated

    def _sentences(self, paragraph: Paragraph) -> list[Range]:
        """The sentences, none of which ends inside a quotation or between one and its "sagte er"."""
        found: list[Range] = []
        for first, last in paragraph.sentences:
            inside = self.inside[first]
            goes_on = inside >= 0 and inside == self.inside[first - 1]
            tag = bool(found) and self.inside[first - 1] >= 0 and self.words.raw[first][0].islower()
            if found and (goes_on or tag):
                found[-1] = (found[-1][0], last)
            else:
                found.append((first, last))
        return found

    def _sentence(self, first: int, last: int, start: int, *, opens: bool) -> None:
        end = without_mark(self.words, first, last)
        if end <= first:
            return
        if all(self.inside[number] >= 0 for number in range(first, end)) and self._goes_on(first, end, start, opens):
            return
        found = self._attributed(first, end)
        if found is not None:
            self.stated.append(found)
        elif size(self.words, first, end) >= LEAST_WORDS:
            self.stated.append(self._claim(((first, end),), rule="sentence", by_author=True))

    def _label(self, label: Range, first: int, last: int) -> None:
        end = without_mark(self.words, first, last)
        if size(self.words, first, end) >= LEAST_WORDS:
            self.stated.append(self._claim(((first, end),), rule="label", source=label, mode="direct"))

    def _goes_on(self, first: int, end: int, start: int, opens: bool) -> bool:
        """A sentence that is all quotation: part of the claim before it in the paragraph, or a claim of its own."""
        quotation = self.quotations[self.inside[first]]
        pieces = self._shown(((first, end),))
        if not pieces:
            return False
        before = self.stated[-1] if self.stated else None
        spoke = before is not None and before.mode == "direct" and not before.by_author
        near = len(self.stated) > start
        if before is not None and spoke and near and len(before.content) < MOST_PIECES:
            self.stated[-1] = evolve(before, content=(*before.content, *pieces))
        elif before is not None and spoke and (near or (quotation.continues and opens)):
            claim = self._claim(pieces, rule="quotation-goes-on", mode="direct")
            self.stated.append(evolve(claim, speakers=before.speakers))
        elif size(self.words, first, end) >= LEAST_WORDS:
            self.stated.append(evolve(self._claim(pieces, rule="quotation-goes-on", mode="direct"), confidence=UNREAD))
        return True

    # Attributions -----------------------------------------------------------------------------------------------------

    def _attributed(self, first: int, end: int) -> Stated | None:
        """The first attribution of a sentence outside its quotations."""
        at = first
        while at < end:
            if self.inside[at] >= 0:
                at = self.quotations[self.inside[at]].end
                continue
            for size_, value in self.language.cues.at(self.low, at):
                found = self._cue(first, at, min(at + size_, end), end, value)
                if found is not None:
                    return found
            for size_, _ in self.language.before.at(self.low, at):
                found = self._according(first, at, at + size_, end)
                if found is not None:
                    return found
            for size_, _ in self.language.after.at(self.low, at):
                found = self._behind_source(first, at, at + size_, end)
                if found is not None:
                    return found
            at += 1
        return self._colon(first, end) or self._unclaimed(first, end)

    def _unclaimed(self, first: int, end: int) -> Stated | None:
        """A sentence that begins with something said, by whom is not told by any word that is known."""
        if self.inside[first] < 0:
            return None
        quotation = self.quotations[self.inside[first]]
        if quotation.opens != first or quotation.last - quotation.first < SHORTEST_SPEECH or quotation.end >= end:
            return None
        if self.tag[quotation.end] not in _OPENING and self.tag[quotation.last - 1] not in ",!":
            return None
        found = self._told(((quotation.first, quotation.last),), None, (), None, "quotation", open_source=True)
        return found and evolve(found, confidence=UNREAD)

    def _colon(self, first: int, end: int) -> Stated | None:
        """ "Müller zögert nicht: „Wir bauen.“": a quotation behind a colon, whoever the sentence is about speaks."""
        _, high = self._clause(first, first, first, end)
        quotation = self._quotation_behind(high, end)
        if quotation is None or quotation.end < end or self.words.raw[high] != ":":
            return None
        source = self._source_before(first, high)
        if source is None or (source[1] < high and not self._is_somebody(source)):
            return None
        return self._told(((quotation.first, quotation.last),), source, (), None, "colon")

    def _cue(self, first: int, at: int, stop: int, end: int, value: Value | None) -> Stated | None:
        low, high = self._clause(at, stop, first, end)
        helped = self._auxiliary(low, at)
        begins = at if helped is None else helped
        left, right = self._quotation_before(low, first), self._quotation_behind(high, end)
        if left is not None and left.opens > first and low < begins and self.low[low] in self.language.conjunctions:
            left = None  # "called it “nonsense”, and the opposition complained that": of the clause before
        that = self._complement(stop, high, end)
        if that is not None and (left is None or that == high):
            source, cue = self._source(low, begins, at, stop, min(high, that), first, behind=True)
            start = that if self.language.complementizers.is_elided(self.low[that]) else that + 1
            return self._told(((start, end),), source, cue, value, "that-clause")
        if left is not None or right is not None:
            pieces = tuple((quotation.first, quotation.last) for quotation in (left, right) if quotation is not None)
            if left is None and right is not None and not self._is_said(right, end):
                return None
            source, cue = self._source(low, begins, at, stop, high, first, behind=left is None)
            return self._told(pieces, source, cue, value, "quotation", open_source=True)
        if low > first and self.words.raw[low - 1] in {",", "،"}:
            if self.low[first] in self.language.complementizers:
                source, cue = self._source(low, begins, at, stop, high, first, behind=False)
                return self._told(((first + 1, low - 1),), source, cue, value, "that-clause")
            if self.language.bare and begins == low and high == end:
                source, cue = self._source(low, begins, at, stop, high, first, behind=False)
                told = source is not None and self._is_somebody(source) and self._ends_with(source, stop, high)
                if told and self._may_be_said(first, low - 1):
                    return self._told(((first, low - 1),), source, cue, value, "clause")
        elif self.language.bare and low == first and high < end and self.words.raw[high] in {",", ":"}:
            source, cue = self._source(low, begins, at, stop, high, first, behind=True)
            if source is not None and self._ends_with(source, stop, high) and self._may_be_said(high + 1, end):
                return self._told(((high + 1, end),), source, cue, value, "clause")
        return None

    def _is_somebody(self, source: Range) -> bool:
        """Whether a phrase behind a verb is its subject, not its object: it names a source, or has no article."""
        first, last = source
        told = any(self.language.is_noun(self.low[number]) for number in range(first, last))
        return told or self.low[first] not in self.language.articles

    def _ends_with(self, source: Range, stop: int, high: int) -> bool:
        """Whether only a source, and where and when, stand behind a cue in its clause."""
        at = source[1] if source[0] >= stop else stop
        return at >= high or self.low[at] in self.language.prepositions or self.low[at] in self.language.adverbs

    def _may_be_said(self, first: int, end: int) -> bool:
        told = self.language.subordinators, self.language.conjunctions
        return size(self.words, first, end) >= LEAST_WORDS and not any(self.low[first] in words for words in told)

    def _is_said(self, quotation: Quotation, end: int) -> bool:
        """Whether a quotation behind a cue is what is said, not a term: it ends the sentence, or is long enough."""
        return quotation.end >= end or quotation.last - quotation.first >= SHORTEST_QUOTED

    def _according(self, first: int, at: int, stop: int, end: int) -> Stated | None:
        """ "Laut Müller ist …", "…, so Müller"."""
        if at > first and not self._breaks(at - 1):
            return None
        low, high = self._clause(at, stop, first, end)
        if stop < high and self.low[stop] in self.language.linking:
            stop += 1  # "nach den Worten von"
        source = self._source_behind(stop, high)
        if source is None:
            return None
        cue = ((at, stop),)
        quotation = self._quotation_before(low, first)
        if quotation is not None:
            return self._told(((quotation.first, quotation.last),), source, cue, None, "according-to")
        if at == first:
            said = self._cue_in(source[1], high)
            if said is not None and high < end:  # "Wie die Polizei mitteilte, …"
                return self._told(((high, end),), source, (*cue, said), None, "according-to")
            return self._told(((source[1], end),), source, cue, None, "according-to")
        return self._told(((first, at - 1), (high, end)), source, cue, None, "according-to")

    def _cue_in(self, first: int, last: int) -> Range | None:
        for at in range(first, last):
            for size_, _ in self.language.cues.at(self.low, at):
                return (at, at + size_)
        return None

    def _behind_source(self, first: int, at: int, stop: int, end: int) -> Stated | None:
        """ "Müller zufolge ist …"."""
        low, high = self._clause(at, stop, first, end)
        source = self._source_before(low, at)
        if source is None:
            return None
        content = ((stop, end),) if low == first else ((first, low - 1), (high, end))
        return self._told(content, source, ((at, stop),), None, "according-to")

    def _told(
        self,
        content: Sequence[Range],
        source: Range | None,
        cue: tuple[Range, ...],
        value: Value | None,
        rule: str,
        *,
        open_source: bool = False,
    ) -> Stated | None:
        pieces = self._shown(content)
        if not pieces or (source is None and not open_source):
            return None
        claim = self._claim(pieces, rule=rule, source=source, cue=cue, value=value, mode=self._mode(content))
        if cue and self._is_denied(cue, content):
            claim = evolve(claim, certainty=UNKNOWN, rules=(*claim.rules, "certainty:unclear"))
        return claim

    def _is_denied(self, cue: tuple[Range, ...], content: Sequence[Range]) -> bool:
        """Whether a negation stands beside the cue: "sagte er nicht" may deny the saying, or what is said."""
        first, last = cue[0][0], cue[-1][1]
        low, high = self._clause(
            first, last, max(0, first - LONGEST_CLAUSE), min(len(self.words), last + LONGEST_CLAUSE)
        )
        numbers = [n for n in range(low, high) if not any(first <= n < last for first, last in content)]
        hits = self.language.hedges.scan([self.low[number] for number in numbers])
        return any(found[0][1] is None for _, found in hits)

    def _claim(
        self,
        content: tuple[Range, ...],
        *,
        rule: str,
        by_author: bool = False,
        source: Range | None = None,
        cue: tuple[Range, ...] = (),
        value: Value | None = None,
        mode: Mode | None = None,
    ) -> Stated:
        certainty, rules = self._judged(content, value)
        asked = self._asks(content)
        if asked:
            certainty, rules = UNKNOWN, ("certainty:question",)
        speakers: tuple[str, ...] = ()
        if source is not None:
            speakers = self.speakers.meant(source, self.language)
            if not speakers:
                rules = ("speaker left open", *rules)
        return Stated(
            content=content, by_author=by_author, source=source, speakers=speakers, cue=cue, mode=mode,
            kind="question" if asked else "assertion", certainty=certainty, confidence=CONFIDENCE[rule],
            rules=(rule, f"language:{self.language.code}", *rules),
        )  # fmt: skip

    # Stretches --------------------------------------------------------------------------------------------------------

    def _breaks(self, number: int) -> bool:
        """Whether a clause ends at word *number*: a mark, or a quotation."""
        return self.inside[number] >= 0 or self.tag[number] in _BREAKING or self.words.raw[number] in _BREAKS

    def _clause(self, at: int, stop: int, first: int, end: int) -> Range:
        """The words around ``at:stop`` up to the next marks."""
        while at > first and not self._breaks(at - 1):
            at -= 1
        while stop < end and not self._breaks(stop):
            stop += 1
        return at, stop

    def _quotation_before(self, low: int, first: int) -> Quotation | None:
        at = low - 1
        while at > first and self.inside[at] < 0 and self._breaks(at):
            at -= 1
        if at < first or self.inside[at] < 0:
            return None
        quotation = self.quotations[self.inside[at]]
        return quotation if quotation.end == at + 1 else None

    def _quotation_behind(self, high: int, end: int) -> Quotation | None:
        at = high
        while at < end and self.inside[at] < 0 and self.tag[at] in _OPENING:
            at += 1
        if at >= end or self.inside[at] < 0:
            return None
        quotation = self.quotations[self.inside[at]]
        return quotation if quotation.opens == at else None

    def _complement(self, stop: int, high: int, end: int) -> int | None:
        """The complementizer in the clause of a cue, or right behind it."""
        words = self.language.complementizers
        for at in range(stop, high):
            if self.low[at] in words:
                return at
        at = high
        while at < end and self.inside[at] < 0 and self._breaks(at):
            at += 1
        return at if at < end and self.inside[at] < 0 and self.low[at] in words else None

    def _auxiliary(self, low: int, at: int) -> int | None:
        """The auxiliary before a cue in its clause."""
        for number in range(at - 1, max(low, at - LOOKED_BACK) - 1, -1):
            if self.low[number] in self.language.auxiliaries:
                return number
        return None

    def _shown(self, content: Sequence[Range]) -> tuple[Range, ...]:
        """The pieces without marks at their ends, and a quotation without its own."""
        found = []
        for low, high in content:
            low, high = self._bare(low, high)
            if low < high:
                number = self.inside[low]
                if number >= 0 and self.quotations[number].opens == low and self.quotations[number].end == high:
                    low, high = self._bare(self.quotations[number].first, self.quotations[number].last)
            if low < high:
                found.append((low, high))
        return tuple(found)

    def _bare(self, low: int, high: int) -> Range:
        raw = self.words.raw
        while low < high and (self.tag[low] in ",;:-!" or raw[low] in _BREAKS):
            low += 1
        while high > low and (self.tag[high - 1] in ",;:-" or raw[high - 1] in _BREAKS or raw[high - 1] in _ENDS):
            if raw[high - 1] in "!！":
                break
            high -= 1
        return low, high

    def _mode(self, content: Sequence[Range]) -> Mode:
        told = [number for low, high in content for number in range(low, high) if self.tag[number] not in _NO_WORDS]
        quoted = sum(self.inside[number] >= 0 for number in told)
        return "indirect" if not quoted else "direct" if quoted == len(told) else "mixed"

    def _asks(self, content: Sequence[Range]) -> bool:
        last = content[-1][1]
        return self.words.raw[last - 1] in _QUESTIONS or (
            last < len(self.words) and self.words.raw[last] in _QUESTIONS[:-1]
        )

    # Sources ----------------------------------------------------------------------------------------------------------

    def _source(
        self, low: int, begins: int, at: int, stop: int, high: int, first: int, *, behind: bool
    ) -> tuple[Range | None, tuple[Range, ...]]:
        """
        The source of a cue, and the cue with its auxiliary.

        Args:
            low, high: The clause of the cue.
            begins: Its auxiliary, or the cue itself.
            at, stop: The cue.
            first: Where the sentence begins.
            behind: Whether the content stands behind the cue: then the source rather stands before it.
        """
        cue = ((begins, stop),) if at - begins <= 1 else ((begins, begins + 1), (at, stop))
        before = self._source_before(low, begins) or self._apposed(low, begins, first)
        between = self._source_behind(begins + 1, at) if begins < at else None
        after = self._source_behind(stop, high)
        if begins == low and not behind:
            return between or after, cue
        return before or between or after, cue

    def _source_before(self, low: int, at: int) -> Range | None:
        language = self.language
        while low < at and (self.low[low] in language.adverbs or self.low[low] in language.conjunctions):
            low += 1
        if low >= at or self.low[low] in language.prepositions:
            return None
        return self._noun_phrase(low, at)

    def _source_behind(self, start: int, high: int) -> Range | None:
        while start < high and self.low[start] in self.language.adverbs:
            start += 1
        return self._noun_phrase(start, high)

    def _apposed(self, low: int, at: int, first: int) -> Range | None:
        """ "Klara Vogt, Ministerin für Verkehr, sagte": the source that an aside parts from its cue."""
        if low != at or low - 2 < first or self.tag[low - 1] != ",":
            return None
        comma = low - 2
        while comma > first and self.tag[comma] != "," and self.inside[comma] < 0:
            comma -= 1
        if comma <= first or self.inside[comma] >= 0:
            return None
        start, _ = self._clause(comma - 1, comma, first, comma)
        source = self._source_before(start, comma)
        return (source[0], low - 1) if source is not None and source[1] == comma else None

    def _noun_phrase(self, start: int, stop: int) -> Range | None:
        """The noun phrase that begins at *start*, up to what cannot belong to it; None if it names nobody."""
        language, low, raw = self.language, self.low, self.words.raw
        if start < stop and low[start] in language.pronouns:
            return (start, start + 1)
        at = last = start
        named = False
        while at < min(stop, start + LONGEST_SOURCE) and not self._breaks(at):
            word = low[at]
            if word in language.prepositions:
                if word not in language.linking or at == start:
                    break
            elif word in language.adverbs or word in language.complementizers or word in language.auxiliaries:
                break
            elif word in language.articles and at > start and named and low[at - 1] not in language.conjunctions:
                break  # "sagte Müller | dem Spiegel": behind a name begins another phrase
            elif language.is_noun(word):
                last, named = at + 1, False
            elif is_capital(raw[at]):
                last, named = at + 1, low[at - 1] not in language.articles or at == start
            elif not has_case(raw[at]) and self.tag[at] not in "U":
                last = at + 1
            elif last > start and word not in language.articles and word not in language.conjunctions:
                break  # a small word behind the head, most likely a verb
            at += 1
        return (
            (start, last)
            if last > start and any(names_somebody(raw[n], low[n], language) for n in range(start, last))
            else None
        )

    # Certainty --------------------------------------------------------------------------------------------------------

    def _judged(self, content: Sequence[Range], value: Value | None) -> tuple[Certainty, tuple[str, ...]]:
        """
        The certainty that hedges, negations and the cue tell; unknown where none does, or where it is not plain which.

        Words in a content of several clauses may stand in any of them; two negations may cancel each other or not.
        """
        numbers = [number for low, high in content for number in range(low, high)]
        told: list[Value | None] = []
        set_off: set[int] = set()  # marks around a hedge join no clause: "Das ist, vermutlich, das Ende"
        free = 0
        for place, found in self.language.hedges.scan([self.low[number] for number in numbers]):
            if place >= free:
                size_, hedge = found[0]
                told.append(hedge)
                free = place + size_
                set_off |= {place - 1, free}
        if not told and value is None:
            return UNKNOWN, ()
        if told and (told.count(None) > 1 or self._has_clauses(numbers, set_off)):
            return UNKNOWN, ("certainty:unclear",)
        level, direction = value or (3, 1)
        for hedge in told:
            other = (3, -1) if hedge is None else hedge
            level = min(level, other[0])
            direction *= other[1]
        rules = ["certainty:negation" if hedge is None else "certainty:hedge" for hedge in told]
        rules += ["certainty:cue"] if value is not None else []
        certainty = Certainty.parse(CODES[level, direction]) if level else UNKNOWN
        return certainty, tuple(dict.fromkeys(rules))

    def _has_clauses(self, numbers: Sequence[int], set_off: set[int]) -> bool:
        """Whether a content may have several clauses: a mark inside, or a word that opens one."""
        opening = self.language.complementizers, self.language.subordinators
        return any(
            (self._is_mark(number) and place not in set_off) or any(self.low[number] in words for words in opening)
            for place, number in enumerate(numbers[1:-1], 1)
        )

    def _is_mark(self, number: int) -> bool:
        return self.tag[number] in _BREAKING or self.words.raw[number] in _BREAKS
