"""What a noun phrase that names a source says by itself: names with their titles, heads, owners, issuers, joint parts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Literal

from attrs import define, field

from claimtrack._closed import listed
from claimtrack._names import _bearers
from claimtrack._units import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack._syntax import Words

Gender = Literal["", "he", "she"]

LONGEST_MENTION = 120
"""Words of a phrase that are read; what goes on longer is a clause by mistake."""

WRAPPED = 50
"""Letters of a line from which on a line break inside a sentence is taken for the width of a page."""


@cache
def words_of(section: str, key: str = "words") -> frozenset[str]:
    """The words of one list of the lexicon of sources."""
    return listed(lexicon("sources")[section][key])


@cache
def abbreviated() -> dict[str, str]:
    """Offices by their abbreviations: "sen" is "senator"."""
    return dict(entry.split("=") for entry in lexicon("sources")["abbreviations"]["words"].split())


@cache
def courtesies() -> dict[str, Gender]:
    """Titles of courtesy with the pronoun that they tell, if any."""
    told: dict[str, Gender] = dict.fromkeys(words_of("honorifics", "open"), "")
    told |= dict.fromkeys(words_of("honorifics", "he"), "he")
    told |= dict.fromkeys(words_of("honorifics", "she"), "she")
    return told


@cache
def role_gender(noun: str) -> Gender:
    """The pronoun that a noun for a person tells, if any."""
    if noun in words_of("roles", "he"):
        return "he"
    return "she" if noun in words_of("roles", "she") else ""


@cache
def singular(noun: str) -> str:
    """The singular of *noun*, where it is a plural that the lexicon may hold."""
    irregular = {"people": "people", "men": "man", "women": "woman", "children": "child", "police": "police"}
    if noun in irregular:
        return irregular[noun]
    if noun.endswith("men") and len(noun) > 5:
        return f"{noun[:-2]}an"
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("ches", "shes", "sses", "xes")):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")):
        return noun[:-1]
    return noun


@cache
def bearer_of(form: tuple[str, ...]) -> str:
    """The known bearer of a name, "russia" for "moscow", or nothing."""
    for known, bearer in _bearers().get(form[0], ()) if form else ():
        if known == form:
            return bearer[1:]
    return ""


_PARTICLES = listed("von van de der den la le al bin ibn di da del du dos el ten ter zu af")
_CALENDAR = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september october "
    "november december"
)
_NO_NAME = frozenset("DPCIWROMATBU")  # parts of speech whose capital is an accident of place
_SUFFIXES = listed("jr sr ii iii iv")
_OF_HEADS = listed(
    "ministry department bank university institute office house court council bureau academy centre center chamber league "
    "association federation confederation organisation organization union board church coalition alliance republic "
    "party college school society foundation agency commission committee president secretary minister chancellor "
    "director governor mayor archbishop bishop prince duke duchess king queen chief speaker friends campaign movement "
    "workers international network fund trust institution head leader chair"
)
_CLOSING = frozenset("\"”’'»)]")
_TO_THE_LINE = re.compile(r"\n\s*")


@define(slots=True)
class Run:
    """
    A proper name in the text: words *first* to *last* (exclusive), the name itself from *name* on, a title before it.

    Attributes:
        key: The words of the name, folded, without particles.
        titled: Whether an office or a title of courtesy stands in front: then it is a person.
        body: Whether its words are those of an organisation.
    """

    first: int
    last: int
    name: int
    key: tuple[str, ...]
    titled: bool = False
    body: bool = False
    gender: Gender = ""
    bearer: str = ""


class Page:
    """The text as a reader of sources needs it: where sentences and paragraphs begin, and its proper names."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.paragraphs = self._paragraph_starts()
        self.sentences = self._sentence_starts()
        self._starts = frozenset(self.sentences)
        self.small = {raw for raw in words.raw if raw.islower()}
        self.run_at: dict[int, Run] = {}
        self.runs: list[Run] = []
        self._find_names()

    def sentence(self, number: int) -> int:
        """The number of the sentence that holds word *number*."""
        return bisect_right(self.sentences, number) - 1

    def paragraph(self, number: int) -> int:
        """The number of the paragraph that holds word *number*."""
        return bisect_right(self.paragraphs, number) - 1

    def shown(self, first: int, last: int) -> str:
        """The words as they are written, with single blanks, without a final "'s"."""
        if first >= last:
            return ""
        text = self.words.text[self.words.start[first] : self.words.end[last - 1]]
        if last - 1 in self.words.possessive:
            text = text[:-2]
        return " ".join(text.split())

    def _paragraph_starts(self) -> list[int]:
        text = self.words.text
        starts = [0]
        line = 0
        for match in _TO_THE_LINE.finditer(text):
            start = match.start()
            broken = "\n" in match.group()[1:]
            if not broken:
                last = text[start - 1 : start]
                broken = start - line < WRAPPED or last in ".!?:…" or last in _CLOSING
            line = match.end()
            if broken:
                number = self.words.first_from(match.end())
                if number > starts[-1]:
                    starts.append(number)
        return starts

    def _sentence_starts(self) -> list[int]:
        words = self.words
        starts = set(self.paragraphs)
        for number, tag in enumerate(words.tag):
            if tag == "!" and not self.is_abbreviation(number):
                following = number + 1
                while following < len(words) and words.start[following] == words.end[following - 1] and (
                    words.raw[following] in _CLOSING or words.tag[following] == "!"
                ):  # fmt: skip
                    following += 1
                starts.add(following)
        return sorted(starts)

    def is_abbreviation(self, number: int) -> bool:
        """Whether mark *number* is the full stop of "Mr." or of an initial."""
        words = self.words
        if words.raw[number] != "." or number == 0 or words.end[number - 1] != words.start[number]:
            return False
        before = words.raw[number - 1]
        if len(before) == 1:
            return before.isupper()
        low = words.low[number - 1]
        return before[0].isupper() and (low in abbreviated() or low in courtesies() or low in _SUFFIXES or low == "st")

    # Names ----------------------------------------------------------------------------------------------------------

    def _find_names(self) -> None:
        raw, low, tag = self.words.raw, self.words.low, self.words.tag
        number, total = 0, len(raw)
        capitals = [at for at, word in enumerate(raw) if word[0].isupper() or (word[:3] in {"al-", "el-"})]
        for at in capitals:
            if at < number or not self._is_name(at):
                continue
            number = self._run_end(at, total)
            self._add_run(at, number)
        counts = Counter(run.key for run in self.runs)
        self._join(counts, low, tag)

    def _is_name(self, at: int) -> bool:
        words = self.words
        word, tag, raw = words.low[at], words.tag[at], words.raw[at]
        if tag in _NO_NAME and word not in _PARTICLES_UPPER:
            return len(raw) > 1 and raw.isupper() and word not in {"i", "a"} and not self._shouts(at)
        if word in _CALENDAR:
            return False
        if at not in self._starts and (at == 0 or words.tag[at - 1] != '"'):
            return word not in _PARTICLES_UPPER or self._goes_on(at)
        if tag in "EGFV" and not self._goes_on(at):
            return False
        if self._goes_on(at):
            return word not in self.small or tag in "XNJ"
        if tag not in "XNJ":
            return False
        return word not in self.small or bool(bearer_of((word,)))

    def _goes_on(self, at: int) -> bool:
        """Whether a name goes on behind word *at*."""
        words = self.words
        following = at + 1
        if following < len(words) and words.raw[following] == "." and self.is_abbreviation(following):
            following += 1
        if following >= len(words) or following in self._starts or words.tag[following] in _NO_NAME:
            return False
        return words.raw[following][0].isupper() and words.low[following] not in _CALENDAR

    def _shouts(self, at: int) -> bool:
        words = self.words
        around = [
            words.raw[number] for number in (at - 1, at + 1) if 0 <= number < len(words) and words.raw[number].isalpha()
        ]
        return bool(around) and all(raw.isupper() for raw in around)

    def _run_end(self, at: int, total: int) -> int:
        words = self.words
        raw, low, tag = words.raw, words.low, words.tag
        end = at + 1
        organised = low[at] in _OF_HEADS
        while end < total and end - 1 not in words.possessive:
            step = end
            if raw[step] == "." and self.is_abbreviation(step):
                step += 1
            elif low[step] in _PARTICLES and raw[step].islower():
                while step < total and low[step] in _PARTICLES and raw[step].islower() and step - end < 3:
                    step += 1
            elif low[step] in {"of", "for"} and (organised or low[end - 1] in _OF_HEADS):
                step += 1
                if step < total and low[step] == "the":
                    step += 1
            elif raw[step] == "&":
                step += 1
            if step >= total or any(number in self._starts for number in range(end, step + 1)):
                break
            if not (raw[step][0].isupper() or raw[step][:3] in {"al-", "el-"}) or low[step] in _CALENDAR:
                break
            if tag[step] in _NO_NAME and not (raw[step].isupper() and len(raw[step]) > 1):
                surname = low[step] in {"may", "will"} and tag[end - 1] == "X"
                if not surname or (step + 1 < total and tag[step + 1] == "F"):
                    break
            organised = organised or low[step] in _OF_HEADS
            end = step + 1
        return end

    def _add_run(self, first: int, last: int) -> None:
        run = self._read_run(first, last)
        self.runs.append(run)
        for number in range(first, last):
            self.run_at[number] = run

    def _read_run(self, first: int, last: int) -> Run:
        words = self.words
        low = words.low
        final = low[last - 1]
        name, gender, courtesy = first, "", False
        body = final in words_of("organisations", "final") or (final in _SUFFIX_BODY)
        parts = range(first, last)
        for number in parts:
            word = low[number]
            ends = number + 1
            if ends < last and words.raw[ends] == ".":
                ends += 1
            if ends >= last:
                break
            if word in courtesies() or (word in abbreviated() and words.raw[number + 1] == "."):
                courtesy = True
                name, gender = ends, courtesies().get(word, "") or gender
            elif is_role(word) and not body:
                name, gender = ends, role_gender(singular(word)) or gender
        if courtesy:
            body = False
        if not courtesy and not body and name > first and low[name] == "of":
            name = self._after_domain(name, last)
        if not courtesy and low[first] in _OF_HEADS and any(low[number] in {"of", "for"} for number in parts):
            body = body or not (name > first and name < last)
        if body:
            name = first
        key = tuple(
            low[number]
            for number in range(name, last)
            if low[number] not in _PARTICLES and words.raw[number] not in {".", "&"} and low[number] not in _LINKING
        )
        key = key or (final,)
        whole = tuple(low[number] for number in range(name, last))
        return Run(
            first=first, last=last, name=name, key=key, titled=name > first, body=body, gender=gender,  # type: ignore[arg-type]
            bearer=bearer_of(whole),
        )  # fmt: skip

    def _after_domain(self, at: int, last: int) -> int:
        """Where the name begins behind "Secretary of State"; *last* where the office is all."""
        low = self.words.low
        number = at + 1
        while number < last and (low[number] in words_of("domains") or low[number] == "the"):
            number += 1
        if number == at + 1 or (number < last and low[at + 1] == "the" and number == at + 2):
            return last
        return number

    def _join(self, counts: Counter[tuple[str, ...]], low: list[str], tag: list[str]) -> None:
        """Put together what "and" joins inside one name: "Ministry of Defence and Security", "Johnson and Johnson"."""
        joined: list[Run] = []
        for run in self.runs:
            before = joined[-1] if joined else None
            if (
                before is not None
                and before.last == run.first - 1
                and low[run.first - 1] == "and"
                and not run.titled
                and not run.bearer
                and (
                    before.key == run.key
                    or (
                        before.body
                        and any(low[number] in {"of", "for"} for number in range(before.first, before.last))
                        and counts[run.key] == 1
                        and len(run.key) <= 2
                    )
                )
            ):
                whole = self._read_run(before.first, run.last)
                whole.body, whole.name = True, before.first
                joined[-1] = whole
                for number in range(whole.first, whole.last):
                    self.run_at[number] = whole
                continue
            joined.append(run)
        self.runs = joined


_PARTICLES_UPPER = listed("may will")
_SUFFIX_BODY = listed("inc ltd llc plc corp co gmbh ag")
_LINKING = listed("of for the and")


def is_role(noun: str) -> bool:
    """Whether *noun* is one for a person by office, profession or part."""
    return noun in words_of("roles") or (noun.endswith("s") and singular(noun) in words_of("roles") and noun != "press")


Shape = Literal["name", "description", "pronoun", "document", "relative"]


@define(slots=True)
class Part:
    """
    One source of a mention.

    Attributes:
        shape: How it is told.
        first, last: Its words.
        run: The proper name in it, if it has one.
        role: The words of its role, as written; `role_words` folded.
        head: Its head noun in the singular.
        kind: What it is: "person", "organisation", "group", "anonymous", "document" or "" where that is not told.
        definite: "the", "its", "this" …; an indefinite one is new.
        plural: Whether it is several.
        owner: The words of whose or of what it is, as written: "Norlink" in "a spokesman for Norlink".
        issuers: Of a document, who issued it.
    """

    shape: Shape
    first: int
    last: int
    run: Run | None = None
    role: tuple[int, int] | None = None
    roles: list[tuple[int, int]] = field(factory=list)
    head: str = ""
    modifiers: tuple[str, ...] = ()
    kind: str = ""
    determiner: str = ""
    definite: bool = False
    plural: bool = False
    gender: Gender = ""
    owner: tuple[int, int] | None = None
    owner_word: int | None = None
    issuers: list[Part] = field(factory=list)
    party: str = ""


def read_mention(page: Page, first: int, last: int) -> list[Part]:
    """The sources that words *first* to *last* name; none where there is nothing to read."""
    return _MentionReader(page).read(first, last)


class _MentionReader:
    def __init__(self, page: Page) -> None:
        self.page, self.words = page, page.words

    def read(self, first: int, last: int) -> list[Part]:
        words = self.words
        last = min(last, len(words), first + LONGEST_MENTION)
        first = max(0, first)
        while first < last and words.tag[first] in '",;:-!.':
            first += 1
        while last > first and words.tag[last - 1] in '",;:-!' and not (
            words.raw[last - 1] == "." and self.page.is_abbreviation(last - 1)
        ):  # fmt: skip
            last -= 1
        if first >= last:
            return []
        if last - first == 1 or words.tag[first] in "RO":
            pronoun = self._pronoun(first)
            if pronoun is not None:
                return [pronoun]
        parts: list[Part] = []
        at = first
        joiner = ""
        while at < last:
            end, following, connector = self._piece_end(at, last, bool(parts))
            piece = self._piece(at, end)
            if piece is not None and not (parts and self._modifies(parts, piece, joiner, at, last, connector)):
                parts.append(piece)
            elif piece is None and not parts:
                piece = None
            if parts:
                parts[-1].last = max(parts[-1].last, end)
            joiner = connector
            at = following
        return parts

    def _pronoun(self, at: int) -> Part | None:
        word = self.words.low[at].partition("'")[0]
        pronouns = lexicon("sources")["pronouns"]
        for sense in ("he", "she", "it", "they", "author", "relative"):
            if word in pronouns[sense].split():
                shape: Shape = "relative" if sense == "relative" else "pronoun"
                return Part(shape=shape, first=at, last=at + 1, head=sense, definite=True)
        if word in {"this", "that", "these", "those"}:
            return Part(shape="pronoun", first=at, last=at + 1, head="it" if word in {"this", "that"} else "they")
        return None

    # Pieces ---------------------------------------------------------------------------------------------------------

    def _piece_end(self, at: int, last: int, inside: bool) -> tuple[int, int, str]:
        """Where the piece that begins at *at* ends, where the next begins, and what joins them."""
        words = self.words
        depth, number = 0, at
        while number < last:
            run = self.page.run_at.get(number)
            if run is not None and run.last > number:
                number = min(run.last, last)
                continue
            tag, low = words.tag[number], words.low[number]
            if tag == "(":
                depth += 1
            elif tag == ")":
                depth = max(0, depth - 1)
            elif depth == 0 and number > at:
                if tag == ",":
                    following = number + 1
                    joiner = ","
                    if following < last and words.low[following] in {"and", "or", "&"}:
                        following, joiner = following + 1, "and"
                    elif following + 1 < last and words.low[following] in {"along", "together"}:
                        following, joiner = following + 2, "and"
                    return number, following, joiner
                if low in {"and", "or", "&", "nor"}:
                    return number, number + 1, "and"
                if low in {"along", "together"} and number + 1 < last and words.low[number + 1] == "with":
                    return number, number + 2, "and"
            number += 1
        return last, last, ""

    def _piece(self, at: int, end: int) -> Part | None:
        """What stands between two joiners, read as a noun phrase with what follows it; None where it is none."""
        words, page = self.words, self.page
        if at >= end or words.tag[at] in "WPIT!":
            return None
        first = at
        while at < end and words.low[at] in {"both", "either", "neither", "even", "only"}:
            at += 1
        if at >= end:
            return None
        if end - at == 1:
            pronoun = self._pronoun(at)
            if pronoun is not None:
                return pronoun
        head_end = self._chunk_end(at, end)
        if head_end == at:
            return None
        part = self._chunk(at, head_end, end)
        part.first = first
        part.last = end
        self._after_head(part, head_end, end)
        del page
        return part

    def _chunk_end(self, at: int, end: int) -> int:
        """Where the noun phrase proper ends: before a preposition, a clause, a participle behind its head."""
        words = self.words
        number, seen = at, False
        while number < end:
            run = self.page.run_at.get(number)
            if run is not None:
                number, seen = min(run.last, end), True
                continue
            tag, raw = words.tag[number], words.raw[number]
            if raw == "." and self.page.is_abbreviation(number):
                number += 1
                continue
            if tag in 'PCWIMAT,;:-()"!':
                break
            if tag in "EGVF" and seen and not self._noun_follows(number + 1, end):
                if tag in "FV" and (is_noun(words.low[number])):
                    number += 1
                    continue
                break
            if tag == "J" and seen and (number + 1 >= end or words.tag[number + 1] in "PT"):
                if not is_noun(words.low[number]):
                    break
            if tag in "RO" and number > at and words.low[number] not in {"one", "others"}:
                break
            if tag == "B" and seen:
                break
            if tag in "NFVGEUJRO":
                seen = seen or tag in "NFV" or is_noun(words.low[number])
            number += 1
        return number

    def _noun_follows(self, number: int, end: int) -> bool:
        return number < end and (self.words.tag[number] in "NJX" or number in self.page.run_at)

    def _chunk(self, at: int, end: int, limit: int) -> Part:
        words, page = self.words, self.page
        determiner = ""
        number = at
        owner: tuple[int, int] | None = None
        owner_word: int | None = None
        while number < end and words.tag[number] in "DU" and number not in page.run_at:
            if not determiner or words.low[number] in _POSSESSIVES:
                determiner = words.low[number]
                if determiner in _POSSESSIVES:
                    owner_word = number
            number += 1
        if number >= end:  # "several", "two", "those"
            number = at
        possessive = [at_ for at_ in range(number, end - 1) if at_ in words.possessive]
        if possessive:
            owner = (number, possessive[-1] + 1)
            number = possessive[-1] + 1
            determiner = "'s"
        run = page.run_at.get(end - 1)
        if run is not None and run.last > end:
            run = None
        if run is not None and run.first >= number - 1:
            return self._named(run, number, end, determiner, owner, owner_word)
        return self._described(number, end, determiner, owner, owner_word, at)

    def _named(
        self, run: Run, number: int, end: int, determiner: str, owner: tuple[int, int] | None, owner_word: int | None
    ) -> Part:
        words = self.words
        low = words.low
        final = low[end - 1]
        part = Part(
            shape="name", first=number, last=end, run=run, determiner=determiner, definite=bool(determiner), gender=run.gender,
            owner=owner, owner_word=owner_word,
        )  # fmt: skip
        before = range(number, run.first)
        nouns = [at for at in before if at not in self.page.run_at]
        if nouns:
            head = singular(low[nouns[-1]])
            part.head = head
            part.role = (number, run.name)
            if is_role(low[nouns[-1]]):
                part.kind = "person"
                part.gender = run.gender or role_gender(head)
            elif head in words_of("organisations"):
                part.kind = "organisation"
        elif run.titled:
            part.role, part.kind = (run.first, run.name), "person"
            at = run.name - 1
            while at > run.first and not low[at].isalpha():
                at -= 1
            part.head = abbreviated().get(low[at], singular(low[at]))
        if run.titled and not part.kind:
            part.kind = "person"
        if run.body or (determiner in {"the", "its", "their"} and not part.kind):
            part.kind = part.kind or "organisation"
        if not part.role and not run.titled:
            if run.name >= run.last or (is_role(final) and len(run.key) <= 3 and determiner):  # "the Prime Minister"
                part.shape, part.kind = "description", "person"
                part.head = singular(final)
                if run.name >= run.last:
                    part.head = singular(low[run.first])
            elif self._is_document(final) and determiner:
                part.shape, part.kind, part.head = "document", "document", singular(final)
        if part.shape == "name" and run.name >= run.last:
            part.shape, part.kind = "description", "person"
        part.plural = final.endswith("s") and is_role(final) and singular(final) != final
        return part

    def _is_document(self, noun: str) -> bool:
        return noun in words_of("documents") or singular(noun) in words_of("documents")

    def _described(
        self, number: int, end: int, determiner: str, owner: tuple[int, int] | None, owner_word: int | None, first: int
    ) -> Part:
        words = self.words
        low = words.low
        noun = low[end - 1]
        head = singular(noun)
        plural = head != noun or noun in words_of("groups") or words.tag[first] == "U"
        part = Part(
            shape="description", first=first, last=end, head=head, determiner=determiner, plural=plural, owner=owner,
            owner_word=owner_word, definite=determiner in _DEFINITE, gender=role_gender(head),
        )  # fmt: skip
        part.modifiers = tuple(low[at] for at in range(number, end - 1) if words.tag[at] not in "DU")
        if self._is_document(noun) and not (noun in words_of("groups")):
            part.shape, part.kind = "document", "document"
            inner = self.page.run_at.get(number)
            if owner is not None:
                part.issuers = self.read(*owner)
            elif inner is not None and inner.last < end and not _is_demonym(inner, words):
                part.issuers = [self._named(inner, inner.first, inner.last, "", None, None)]
            elif part.modifiers and part.modifiers[0] in {"police", "government", "ministry", "company", "army"}:
                part.issuers = [self._described(number, number + 1, "the", None, None, number)]
            return part
        part.kind = _kind_of(part)
        return part

    def _after_head(self, part: Part, at: int, end: int) -> None:
        """Read what follows the head: whose it is, who issued it, party and state, marks of anonymity."""
        words = self.words
        low = words.low
        number = at
        if part.shape == "document" and not part.issuers:
            by = next((n for n in range(at, end) if low[n] in {"by", "from"}), None)
            if by is not None:
                part.issuers = self.read(by + 1, end)
        elif part.shape != "document":
            if number < end and low[number] in _OWNING and part.owner is None:
                stop = self._chunk_end(number + 1, end)
                if stop > number + 1:
                    part.owner = (number + 1, stop)
            if part.kind != "anonymous" and part.shape == "description" and self._hides(at, end, part):
                part.kind = "anonymous"
        if number < end and words.tag[number] == "(":
            self._party(part, number + 1)

    def _party(self, part: Part, at: int) -> None:
        if at >= len(self.words):
            return
        letter = self.words.low[at].partition("-")[0]
        parties = dict(entry.split("=") for entry in lexicon("sources")["parties"]["words"].split())
        if letter in parties and self.words.raw[at][0].isupper():
            part.party = parties[letter]

    def _hides(self, at: int, end: int, part: Part) -> bool:
        told = " ".join(self.words.low[part.first : end])
        return part.head in words_of("anonymous") and any(phrase in told for phrase in _anonymity())

    # Joining --------------------------------------------------------------------------------------------------------

    def _modifies(self, parts: list[Part], piece: Part, joiner: str, at: int, last: int, connector: str) -> bool:
        """Whether *piece* says more about the source before it; if so, what it says is noted there."""
        before = parts[-1]
        named = before.run is not None and before.shape == "name"
        if before.shape == "document" and (before.issuers or joiner == ","):
            if before.issuers and not self._modifies(before.issuers, piece, joiner, at, last, connector):
                before.issuers.append(piece)
            return True
        if self.words.tag[at] == "U" or self.words.tag[at] in "EG":
            return True
        if joiner == ",":
            if piece.shape == "description" and (named or not before.plural):
                listed_on = connector == "and" or (len(parts) > 1)
                if piece.determiner in {"a", "an"} or not listed_on or not piece.determiner:
                    self._note_role(before, piece)
                    return True
                return False
            if piece.shape == "name" and before.shape == "description" and connector != "and" and len(parts) == 1:
                self._name_by_apposition(before, piece)
                return True
            if piece.shape == "name" and named:
                token = self.words.low[piece.first].partition("-")
                if token[1] and token[0] in {"d", "r", "i"}:
                    self._party(before, piece.first)
                    return True
                if piece.run is not None and not piece.run.titled and connector != "and" and len(parts) == 1:
                    return True
            return False
        if piece.shape == "name":
            return self._inside_complement(before, piece)
        if piece.shape == "description":
            if piece.determiner and not _speaks(piece):
                return True
            if not piece.determiner and not (piece.plural and _speaks(piece)):
                return True
            return self._inside_complement(before, piece) and not piece.determiner
        return False

    def _inside_complement(self, before: Part, piece: Part) -> bool:
        """Whether *piece* goes on with the complement of the source before it: "leaders of France and Germany"."""
        if before.owner is None or before.owner[0] <= before.first or before.shape == "document":
            return False
        own = self.page.run_at.get(before.owner[1] - 1)
        run = piece.run
        if run is None:
            return True
        if run.titled or piece.kind == "person":
            return False
        if own is None:
            return False
        if own.bearer:
            return bool(run.bearer)
        return before.plural and len(own.key) == len(run.key)

    def _note_role(self, before: Part, piece: Part) -> None:
        before.roles.append((piece.first, piece.last))
        if not before.kind and piece.kind in {"person", "anonymous"}:
            before.kind = "person"
        elif not before.kind:
            before.kind = piece.kind
        before.gender = before.gender or piece.gender
        if before.owner is None:
            before.owner = piece.owner
        if before.owner_word is None:
            before.owner_word = piece.owner_word
        if not before.head:
            before.head = piece.head

    def _name_by_apposition(self, before: Part, piece: Part) -> None:
        before.roles.append((before.first, before.last))
        before.shape, before.run = "name", piece.run
        before.gender = piece.gender or before.gender
        if before.kind == "anonymous":
            before.kind = "person"
        if piece.kind:
            before.kind = piece.kind if before.kind in {"", "group"} else before.kind
        before.plural = False


_POSSESSIVES = listed("my your his her its our their whose")
_DEFINITE = listed("the this that these those his her its their our 's both")
_OWNING = listed("of for at from with in to on")


@cache
def _anonymity() -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in lexicon("sources")["anonymous"]["phrases"].split("|"))


@cache
def is_noun(word: str) -> bool:
    """Whether the lexicon holds *word* as a noun for a source."""
    return (
        is_role(word)
        or word in words_of("groups")
        or word in words_of("organisations")
        or singular(word) in words_of("organisations")
        or word in words_of("documents")
        or singular(word) in words_of("documents")
        or singular(word) in words_of("anonymous")
    )


def _speaks(part: Part) -> bool:
    return part.shape == "document" or is_noun(part.head) or part.head in words_of("groups")


def _is_demonym(run: Run, words: Words) -> bool:
    return bool(run.bearer) and words.low[run.last - 1] not in run.bearer.split("-")


_NUMBERED = listed("a an one another two three four five six seven eight nine ten several some no any")


def _kind_of(part: Part) -> str:
    head = part.head
    if head == "source":
        return "anonymous"
    hidden = head in words_of("anonymous")
    numbered = part.determiner in _NUMBERED or part.determiner[:1].isdigit()
    if part.plural:
        few = part.determiner in {"two", "three", "four"}
        return "anonymous" if few and hidden else "group"
    if head in words_of("roles") or hidden:
        if numbered or not part.determiner:
            return "anonymous"
        return "person"
    if head in words_of("organisations"):
        return "organisation"
    return "group" if part.plural else ""


def sources_in(parts: list[Part]) -> Iterator[Part]:
    """The sources themselves: of a document, who issued it."""
    for part in parts:
        if part.shape == "document" and part.issuers:
            yield from sources_in(part.issuers)
        else:
            yield part
