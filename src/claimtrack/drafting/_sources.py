"""What a noun phrase that names a source says by itself: names and titles, heads, owners, issuers, joint sources."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from attrs import define, field

from claimtrack._closed import listed
from claimtrack._units import lexicon
from claimtrack.drafting._page import (
    Gender,
    Run,
    abbreviated,
    courtesies,
    is_body,
    is_document,
    is_role,
    is_source,
    role_gender,
    singular,
    words_of,
)

if TYPE_CHECKING:
    from claimtrack._syntax import Words
    from claimtrack.drafting._page import Page

LONGEST_MENTION = 120
"""Words of a phrase that are read; what goes on longer is a clause by mistake."""

LONGEST_SHOWN = 12
"""Words by which a source without a name is called."""

Shape = Literal["name", "description", "pronoun", "document", "relative", "outlet"]


@define(slots=True)
class Part:
    """
    One source of a mention.

    Attributes:
        shape: How it is told: by a name, a description, a pronoun, as a document, or as the outlet ("this newspaper").
        first, last: Its words, with all that modifies it.
        core: Its noun phrase, from the determiner on, without what follows the head.
        run: The proper name in it, if it has one.
        roles: What it is called beside its name: "Transport Minister", "a Democrat from Ohio".
        head: Its head noun in the singular; of a pronoun, what it fits.
        modifiers: The words between determiner and head, folded.
        kind: "person", "organisation", "group", "anonymous", "document", or "" where that is not told.
        definite: "the", "its", "this" …; an indefinite one is new.
        plural: Whether it is several.
        owner: The words of whose or of what it is: "Norlink" in "a spokesman for Norlink".
        owner_word: The possessive pronoun in its place.
        issuers: Of a document, who issued it.
        party: The party, from "(R-Ohio)".
    """

    shape: Shape
    first: int
    last: int
    core: tuple[int, int] = (0, 0)
    run: Run | None = None
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

    def read(self, first: int, last: int, depth: int = 0) -> list[Part]:
        words = self.words
        first, last = max(0, first), min(last, len(words), max(0, first) + LONGEST_MENTION)
        while first < last and words.tag[first] in '",;:-!.)':
            first += 1
        while last > first and words.tag[last - 1] in '",;:-!(' and not self.page.is_abbreviation(last - 1):
            last -= 1
        if first >= last or depth > _DEEPEST:
            return []
        if last - first > 2 and self._is_address(first, last):
            return [Part(shape="description", first=first, last=last, core=(first, last), kind="organisation")]
        pronoun = self._pronoun(first, last)
        if pronoun is not None:
            return [pronoun]
        parts: list[Part] = []
        at, joiner, clause = first, "", False
        while at < last:
            end, following, connector = self._piece_end(at, last)
            clause = clause or words.tag[at] == "W" or (bool(parts) and words.low[at] == "that")
            piece = None if words.tag[at] in "WPIT!,MAV" else self._piece(at, end, depth)
            if parts:
                before = parts[-1]
                if piece is None or self._modifies(parts, piece, joiner, connector, clause):
                    self._note_issuer(before, at, end, depth)
                else:
                    parts.append(piece)
                    clause = False
                parts[-1].last = max(parts[-1].last, end)
            elif piece is not None:
                parts.append(piece)
            clause = clause or self._has_clause(at, end)
            at, joiner = following, connector
        for part in parts[1:]:  # "two members, Una Kerr and Jon Sund"
            if part.shape == "name" and not part.roles and parts[0].roles and parts[0].roles[0][1] < parts[0].core[0]:
                part.roles, part.kind = parts[0].roles[:1], parts[0].kind
        return parts

    def _is_address(self, first: int, last: int) -> bool:
        """Whether the words are one address: "news.by"."""
        told = self.words.text[self.words.start[first] : self.words.end[last - 1]]
        return "." in told and _ADDRESS.fullmatch(told) is not None

    def _pronoun(self, first: int, last: int) -> Part | None:
        words = self.words
        if words.tag[first] not in "RODWINc":
            return None
        word = words.low[first].partition("'")[0]
        if len(word) > 1 and words.raw[first].isupper() and last - first > 1:
            return None  # "US envoy"
        sense = _pronouns().get(word)
        if sense == "relative" and last - first <= 1:
            return Part(shape="relative", first=first, last=first + 1, head=word, definite=True)
        if sense is None or sense == "relative":
            if last - first == 1 and word in _POINTING:
                return Part(shape="pronoun", first=first, last=last, head=_POINTING[word], definite=True)
            return None
        if word in _POSSESSIVES and last - first > 1:
            return None
        if word == "both" and last - first > 1:
            return None
        if last - first > 1 and words.low[first + 1] in {"and", "or"}:
            return None
        return Part(shape="pronoun", first=first, last=first + 1, head=sense, definite=True)

    # Pieces ---------------------------------------------------------------------------------------------------------

    def _piece_end(self, at: int, last: int) -> tuple[int, int, str]:
        """Where the piece that begins at *at* ends, where the next begins, and what joins them."""
        words = self.words
        depth, number = 0, at
        while number < last:
            run = self.page.run_at.get(number)
            if run is not None and run.last > number:
                number = min(run.last, last)
                continue
            tag, low = words.tag[number], words.low[number]
            if tag == "(" or (tag == '"' and (words.raw[number] in "“«„" or (depth == 0 and words.raw[number] == '"'))):
                depth += 1
            elif tag == ")" or (tag == '"' and words.raw[number] in '”»"'):
                depth = max(0, depth - 1)
            elif depth == 0 and number > at:
                if tag in ",;":
                    following, joiner = number + 1, ","
                    while following < last and words.tag[following] == '"':
                        following += 1
                    if following < last and words.low[following] in _AND:
                        following, joiner = following + 1, ",and"
                    elif following + 1 < last and words.low[following] in _WITH and words.low[following + 1] == "with":
                        following, joiner = following + 2, "and"
                    return number, following, joiner
                if low in _AND:
                    return number, number + 1, "and"
                if low in _WITH and number + 1 < last and words.low[number + 1] == "with":
                    return number, number + 2, "and"
            number += 1
        return last, last, ""

    def _has_clause(self, at: int, end: int) -> bool:
        """Whether a relative clause begins in the piece, which then takes in what follows."""
        tag, low = self.words.tag, self.words.low
        return any(tag[number] == "W" or (low[number] == "that" and number > at) for number in range(at, end))

    def _piece(self, at: int, end: int, depth: int) -> Part | None:
        """What stands between two joiners, read as a noun phrase with what follows it; None where it is none."""
        words = self.words
        first = at
        while at < end and (words.low[at] in _FOCUS or words.tag[at] == '"'):
            at += 1
        if at >= end:
            return None
        if end - at == 1:
            pronoun = self._pronoun(at, end)
            if pronoun is not None:
                return pronoun
        head_end = self._chunk_end(at, end)
        if head_end == at:
            return None
        part = self._chunk(at, head_end, depth)
        if part is None:
            return None
        part.first, part.last = first, end
        self._after_head(part, head_end, end, depth)
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
            tag, low = words.tag[number], words.low[number]
            if self.page.is_abbreviation(number):
                number += 1
                continue
            if low == "of" and number - at > 0 and words.low[number - 1] in _QUANTITIES and not seen:
                number += 1  # "one of the officials", "some of them"
                continue
            if tag == "-" and at < number < end - 1 and words.start[number + 1] - words.end[number - 1] == 1:
                number += 1  # "45-year-old"
                continue
            if tag in 'PCWIMAT,;:-()"!.' and not low.endswith("%"):
                break
            if tag in "EGFV" and seen and not is_source(low):
                before = words.low[number - 1]
                if is_source(before) or not self._noun_follows(number + 1, end):
                    break
            behind = tag == "J" or low in words_of("behind")
            if behind and seen and not is_source(low) and (number + 1 >= end or words.tag[number + 1] in "PT"):
                break
            if tag in "RO" and number > at and low not in _QUANTITIES:
                break
            if tag == "B" and seen and not is_source(low):
                break
            seen = seen or tag in "NFVX" or is_source(low)
            number += 1
        return number

    def _noun_follows(self, number: int, end: int) -> bool:
        return number < end and (self.words.tag[number] in "NJ" or number in self.page.run_at)

    def _chunk(self, at: int, end: int, depth: int) -> Part | None:
        words, page = self.words, self.page
        determiner, number = "", at
        owner: tuple[int, int] | None = None
        owner_word: int | None = None
        while number < end and (words.tag[number] in "DU" or words.low[number] in _QUANTITIES) and (
            number not in page.run_at
        ):  # fmt: skip
            if not determiner or words.low[number] in _POSSESSIVES:
                determiner = words.low[number]
            if words.low[number] in _POSSESSIVES:
                owner_word = number
            number += 1
            if number < end and words.low[number] == "of":
                number += 1
                determiner = words.low[at]
        if number >= end:  # "several", "two", "those", "one"
            if words.low[end - 1] in _NO_HEADS:
                return None
            number = end - 1
        begins = number
        for possessive in range(number, end - 1):
            if possessive in words.possessive:
                owner, number, determiner = (begins, possessive + 1), possessive + 1, "'s"
        run = page.run_at.get(end - 1)
        if run is not None and (run.last > end or run.first < number):
            run = page.read_run(max(run.first, number), end)
        if run is not None and self._is_common(run):
            run = None
        part = Part(
            shape="description", first=at, last=end, core=(at, end), determiner=determiner, owner=owner,
            owner_word=owner_word, definite=determiner in _DEFINITE,
        )  # fmt: skip
        if run is not None:
            self._named(part, run, number, end)
        else:
            self._described(part, number, end, depth)
        return part

    def _is_common(self, run: Run) -> bool:
        """Whether a capital belongs to a noun that only begins a sentence: "Officials"."""
        if run.last - run.first != 1 or run.bearer:
            return False
        at = run.first
        word = self.words.low[at]
        if at not in self.page.starts and (at == 0 or self.words.tag[at - 1] != '"'):
            return False
        return (is_source(word) and word not in words_of("surnames")) or word in _QUANTITIES

    def _named(self, part: Part, run: Run, number: int, end: int) -> None:
        words = self.words
        low = words.low
        final = low[end - 1]
        part.run, part.gender, part.shape = run, run.gender, "name"
        nouns = [at for at in range(number, run.first) if at not in self.page.run_at and words.raw[at][0].isalpha()]
        many = is_role(final) and singular(final) != final and not run.body  # "House Republicans"
        if (
            many
            or run.office
            or (is_role(final) and part.determiner and len(run.key) <= 4 and self._all_titles(run, end))
        ):
            self._office(part, run, end)
            return
        if is_document(final) and part.determiner and not nouns and not run.body:
            part.shape, part.kind, part.head, part.run = "document", "document", singular(final), None
            return
        if nouns:
            part.head = singular(low[nouns[-1]])
            part.roles.append((number, run.name))
            if is_role(low[nouns[-1]]):
                part.kind = "person"
                part.gender = run.gender or role_gender(part.head)
                if is_body(part.head) and (part.determiner in {"the", "a", "an"} or run.body):
                    part.kind = "organisation"
            elif is_body(part.head):
                part.kind = "organisation"
        elif run.titled:
            part.kind = "person"
            if not run.courtesy:
                part.roles.append((run.first, run.name))
                part.head = head_of(words, run.first, run.name)
        if (run.body or part.determiner in {"the", "its", "their", "our"}) and not part.kind:
            part.kind = "organisation"
        if run.bearer and final.endswith("s") and not run.body and final != run.bearer and len(run.key) == 1:
            part.plural = _is_people(final, run.bearer)
            if part.plural:
                part.kind = "group"

    def _all_titles(self, run: Run, end: int) -> bool:
        """Whether a name with an article is an office: "the Prime Minister", "the French President"."""
        low = self.words.low
        return all(
            is_role(low[at]) or low[at] in words_of("office_words") or self.page.words.raw[at] == "."
            for at in range(run.first + bool(run.last - run.first > 2), end)
        )

    def _office(self, part: Part, run: Run, end: int) -> None:
        part.shape, part.run = "description", None
        part.head = head_of(self.words, run.first, end)
        part.modifiers = tuple(
            self.words.low[at] for at in range(run.first, end) if singular(self.words.low[at]) != part.head
        )  # fmt: skip
        part.gender = role_gender(part.head)
        part.plural = part.head not in self.words.low[run.first : end]
        part.kind = "group" if part.plural else "person"
        part.definite = part.definite or not part.determiner

    def _described(self, part: Part, number: int, end: int, depth: int) -> None:
        words = self.words
        low = words.low
        noun = low[end - 1]
        part.head = singular(noun)
        first = part.core[0]
        many = words.tag[first] == "U" and low[first] not in {"one", "1"} and words.tag[end - 1] != "U"
        several = part.head != noun and not noun.endswith("-old")
        part.plural = several or many or noun in words_of("groups") or noun.endswith("%")
        part.gender = role_gender(part.head)
        part.modifiers = tuple(low[at] for at in range(number, end - 1) if words.tag[at] not in "DU-")
        if low[first] in _QUANTITIES and words.low[first + 1 : first + 2] == ["of"]:  # "one of the officials"
            part.plural = part.plural and low[first] not in {"one", "another"}
            part.definite = False
        if part.owner_word is not None and low[part.owner_word] == "our" and is_document(noun):
            part.shape = "outlet"
            return
        if low[first] in {"this", "our"} and end - first == 2 and noun in words_of("this"):
            part.shape = "outlet"
            return
        if is_document(noun) and noun not in words_of("groups"):
            self._as_document(part, number, end, depth)
            bare = not part.determiner and not part.plural and not part.modifiers and first not in self.page.starts
            part.kind = "nothing" if bare and not part.issuers else part.kind  # "according to plan"
            return
        part.kind = _kind_of(part)

    def _as_document(self, part: Part, number: int, end: int, depth: int) -> None:
        """Read a document with whose it is, as far as words before its noun tell: "the ministry's report"."""
        page, low = self.page, self.words.low
        part.shape, part.kind = "document", "document"
        inner = page.run_at.get(number)
        if part.owner is not None:
            part.issuers = self.read(*part.owner, depth + 1)
        elif inner is not None and inner.last < end and not _is_demonym(inner, low) and (
            part.head in words_of("documents", "signed")
        ):  # fmt: skip
            named = Part(shape="name", first=inner.first, last=inner.last, core=(inner.first, inner.last))
            self._named(named, inner, inner.first, inner.last)
            part.issuers = [named]
        elif number < end - 1 and low[number] in words_of("issuing"):
            issuer = Part(
                shape="description", first=number, last=number + 1, core=(number, number + 1), determiner="the",
                definite=True,
            )  # fmt: skip
            self._described(issuer, number, number + 1, depth)
            part.issuers = [issuer]

    def _after_head(self, part: Part, at: int, end: int, depth: int) -> None:
        """Read what follows the head: whose it is, who issued it, party and state, marks of anonymity."""
        words = self.words
        low = words.low
        if low[at : at + 2] == ["of", "this"] and part.head in {"version", "edition"}:
            part.shape = "outlet"
        if part.shape == "document":
            self._note_issuer(part, at, end, depth)
            if part.issuers:
                part.kind = "document"
            return
        if at < end and low[at] in _OWNING and part.owner is None:
            stop = self._chunk_end(at + 1, end)
            if stop > at + 1:
                part.owner = (at + 1, stop)
        if part.shape == "description" and self._hides(part, end):
            part.kind = "anonymous"
        if at < end and words.tag[at] == "(":
            self._note_party(part, at + 1)

    def _note_issuer(self, part: Part, at: int, end: int, depth: int) -> None:
        """Find who issued a document in the words *at* to *end* that follow it."""
        if part.shape != "document" or part.issuers:
            return
        low, issued = self.words.low, False
        for number in range(at, end):
            word = low[number]
            issued = issued or word in words_of("documents", "issuing")
            if (word == "from" and number == at) or (word == "by" and (number == at or issued or part.head == "copy")):
                part.issuers = self.read(number + 1, end, depth + 1)
            if part.issuers or self.words.tag[number] == "W":
                return

    def _note_party(self, part: Part, at: int) -> None:
        if at >= len(self.words):
            return
        letter = self.words.low[at].partition("-")[0]
        if letter in _parties() and self.words.raw[at][0].isupper():
            part.party = _parties()[letter]

    def _hides(self, part: Part, end: int) -> bool:
        if part.head not in words_of("anonymous") and part.head not in words_of("groups"):
            return False
        told = " ".join(self.words.low[part.first : end])
        return any(phrase in told for phrase in _anonymity())

    # Joining --------------------------------------------------------------------------------------------------------

    def _modifies(self, parts: list[Part], piece: Part, joiner: str, connector: str, clause: bool) -> bool:
        """Whether *piece* says more about the source before it; if so, what it says is noted there."""
        words, before, at = self.words, parts[-1], piece.first
        if before.shape == "document" and before.issuers:
            if not self._modifies(before.issuers, piece, joiner, connector, clause):
                before.issuers.append(piece)
            return True
        if words.tag[at] in "EG" or (words.tag[at] == "U" and piece.shape != "name" and not _speaks(piece)):
            return True
        if clause and not (joiner == ",and" and (piece.kind == "person" or (piece.run and len(piece.run.key) > 1))):
            return True
        if joiner == ",":
            return self._modifies_by_comma(parts, piece, connector)
        if piece.shape == "name":
            return self._inside_complement(before, piece)
        if piece.shape in {"description", "document"}:
            if not _speaks(piece) or (not piece.determiner and not piece.plural):
                return True
            if piece.owner_word is not None and before.owner is not None and before.owner[0] > before.core[0]:
                before.owner = (before.owner[0], piece.last)
                return True  # "a spokeswoman for Trump and his campaign"
            return not piece.determiner and self._inside_complement(before, piece)
        return False

    def _modifies_by_comma(self, parts: list[Part], piece: Part, connector: str) -> bool:
        before = parts[-1]
        named = before.shape == "name"
        if piece.shape == "description" and (named or not before.plural):
            if piece.plural and not piece.determiner and connector:
                return False
            if connector == "and" and piece.determiner == "the" and _speaks(piece):
                return False
            self._note_role(before, piece)
            return True
        if piece.shape == "document":
            return before.shape != "document"
        if piece.shape != "name" or piece.run is None:
            return False
        if named:
            letter, hyphen, _ = self.words.low[piece.first].partition("-")
            if hyphen and letter in _parties():
                self._note_party(before, piece.first)
                return True
            return not connector and len(parts) == 1 and not piece.run.titled
        if before.shape == "description" and (
            len(parts) == 1 or (before.definite and not before.plural and not connector)
        ):
            if not before.plural and connector != "and":
                self._name_by_apposition(before, piece)
                return True
            told = before.determiner and before.determiner not in {"the", "some", "many", "several"}
            if before.plural and told and connector:  # "two members, Una Kerr and Jon Sund"
                piece.roles.append(before.core)
                piece.kind = "person" if before.kind in {"person", "group", "anonymous"} else before.kind
                parts.clear()
                parts.append(piece)
                return True
            if before.plural and not connector:
                self._name_by_apposition(before, piece)
                return True
        return False

    def _inside_complement(self, before: Part, piece: Part) -> bool:
        """Whether *piece* goes on with the complement of the source before it: "leaders of France and Germany"."""
        if before.owner is None or before.owner[0] <= before.core[0] or before.shape == "document":
            return False
        run = piece.run
        own = self.page.run_at.get(before.owner[1] - 1)
        if run is None:
            inside = own is None and not before.plural
        elif run.titled or piece.kind == "person" or own is None:
            inside = False
        elif own.bearer:
            inside = bool(run.bearer)
        else:
            inside = before.plural and len(own.key) == len(run.key) and not run.bearer
        if inside and before.owner[1] == piece.first - 1:
            before.owner = (before.owner[0], piece.last)
        return inside

    def _note_role(self, before: Part, piece: Part) -> None:
        of = piece.owner is not None and piece.owner[0] == piece.core[1] + 1 and self.words.low[piece.core[1]] == "of"
        before.roles.append((piece.core[0], piece.owner[1]) if piece.owner is not None and of else piece.core)
        if not before.kind and piece.kind in {"person", "anonymous"}:
            before.kind = "person"
        elif not before.kind:
            before.kind = piece.kind
        before.gender = before.gender or piece.gender
        if before.owner is None:
            before.owner = piece.owner
        if before.owner_word is None:
            before.owner_word = piece.owner_word
        before.head = before.head or piece.head

    def _name_by_apposition(self, before: Part, piece: Part) -> None:
        before.roles.append(before.core)
        before.roles += piece.roles
        before.shape, before.run = "name", piece.run
        before.gender = piece.gender or before.gender
        if before.kind in {"anonymous", ""} or (before.kind == "group" and not before.plural):
            before.kind = "person" if before.kind == "anonymous" else piece.kind
        elif before.kind == "group":
            before.kind = "organisation" if _is_firm(piece) or is_body(before.head) else "group"
        if piece.kind == "organisation":
            before.kind = piece.kind
        before.plural = False


_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_DEEPEST = 4  # documents within documents
_AND = listed("and or & nor")
_WITH = listed("along together")
_FOCUS = listed("both either neither even only just not")
_POSSESSIVES = listed("my your his her its our their whose")
_DEFINITE = listed("the this that these those his her its their our my 's both")
_OWNING = listed("of for at from with in to on")
_POINTING = {"this": "it", "that": "it", "these": "they", "those": "they"}
_QUANTITIES = listed(
    "one another others some many most several few both all none half each two three four five six seven eight nine "
    "ten dozens hundreds thousands majority"
)
_NO_HEADS = listed("the a an my your his her its our their whose this that which what each every any no such")


@cache
def _pronouns() -> dict[str, str]:
    """What each pronoun fits: "he", "she", "it", "they", "author", "relative"."""
    return {
        word: sense
        for sense, words in lexicon("sources")["pronouns"].items()
        if sense != "reason"
        for word in words.split()
    }


@cache
def _parties() -> dict[str, str]:
    return dict(entry.split("=") for entry in lexicon("sources")["parties"]["words"].split())


@cache
def _anonymity() -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in lexicon("sources")["anonymous"]["phrases"].split("|"))


def head_of(words: Words, first: int, last: int) -> str:
    """The noun that tells the office in words *first* to *last*: "secretary" of "Secretary of State"."""
    told = [words.low[at] for at in range(first, last) if words.raw[at][0].isalnum()]
    if "of" in told[1:]:
        told = told[: told.index("of", 1)]
    told = [word for word in told if word not in courtesies()] or told
    return abbreviated().get(told[-1], singular(told[-1])) if told else ""


def _speaks(part: Part) -> bool:
    return part.shape == "document" or is_source(part.head) or part.kind in {"person", "group", "anonymous"}


def _is_firm(part: Part) -> bool:
    return part.run is not None and (part.run.body or len(part.run.key) < part.run.last - part.run.name)


def _is_people(noun: str, bearer: str) -> bool:
    return noun[:3] == bearer[:3] or noun in {"danes", "dutch", "poles", "swiss", "filipinos"}


def _is_demonym(run: Run, low: list[str]) -> bool:
    final = low[run.last - 1]
    return (
        bool(run.bearer) and final not in run.bearer.split("-") and final.endswith(("n", "h", "ese", "i", "ish", "k"))
    )


_NUMBERED = listed("a an one another no any each every")
_FEW = listed("two three four five six 2 3 4 5 6")
_PERSON_ENDINGS = ("er", "or", "ist", "ian", "ee", "man", "woman", "person")


def _kind_of(part: Part) -> str:
    """What a description is of, by its head."""
    head = part.head
    if head in {"source", "insider"}:
        return "anonymous"
    hidden = head in words_of("anonymous")
    if part.plural:
        return "anonymous" if part.determiner in _FEW and (hidden or is_role(head)) else "group"
    if is_body(head) and part.definite and head not in {"man", "woman"}:
        return "organisation"
    person = is_role(head) or hidden or (head.endswith(_PERSON_ENDINGS) and not is_body(head))
    if person:
        if part.determiner in _NUMBERED:
            return "person" if head.startswith("spokes") else "anonymous"
        return "person"
    return "organisation" if is_body(head) else ""
