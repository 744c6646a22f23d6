"""The names of a text put together: which forms are one, what offices they have, which pronouns are whose."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

from claimtrack._closed import listed
from claimtrack._units import lexicon
from claimtrack.drafting._page import (
    LONGEST_SENTENCE,
    SUFFIXES,
    abbreviated,
    bearer_of,
    courtesies,
    is_body,
    is_own_name,
    is_role,
    singular,
    words_of,
)
from claimtrack.drafting._sources import read_mention

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.drafting._page import Page, Run
    from claimtrack.drafting._sources import Part

Key = tuple[str, ...]
_T = TypeVar("_T")

LOOKED = 40
"""Places that name documents which are looked at for an issuer."""

AROUND = (200, 20)
"""Roles or names of one noun that are looked at before and behind a place: enough for any article."""

ALIKE = 40
"""Bodies with one noun in common that are compared with one another."""


@frozen(kw_only=True)
class Role:
    """
    What somebody is called in one place: "Transport Minister".

    Attributes:
        key: Who.
        head: The noun, in the singular, written out.
        words: All words, folded; a form of a known bearer by the bearer: "@britain".
        shown: As written, abbreviations spelled out.
        kind: "person", "organisation" or "".
        at: The word where the name begins.
        of: The body that it is an office of: "European Commission".
    """

    key: Key
    head: str
    words: frozenset[str]
    shown: str
    kind: str
    at: int
    of: str = ""

    @property
    def rank(self) -> frozenset[str]:
        """What makes another office of it: "deputy", "former"."""
        return self.words & words_of("ranks")

    @property
    def is_plain(self) -> bool:
        """Whether no country is named: of several presidents, "the president" is the one at home."""
        return not any(word[0] == "@" for word in self.words)


class People:
    """
    Who is named in a text.

    Attributes:
        runs: Of each one, the names that mean it.
        roles_of: What it is called beside its name.
        by_head: All roles by their noun, in the order of the text.
        by_word: The names that hold a noun for bodies, by that noun, "ministry", with where each is first named.
        gender: The pronoun of those of whom it is known.
    """

    def __init__(self, page: Page) -> None:
        self.page, self.words = page, page.words
        self.runs: dict[Key, list[Run]] = defaultdict(list)
        self.roles_of: dict[Key, list[Role]] = defaultdict(list)
        self.by_head: dict[str, list[Role]] = defaultdict(list)
        self.by_word: dict[str, list[tuple[int, Key]]] = defaultdict(list)
        self.gender: dict[Key, str] = {}
        self._firsts = [run.first for run in page.runs]
        self._full: dict[str, dict[Key, int]] = defaultdict(dict)
        self._given: dict[str, dict[Key, int]] = defaultdict(dict)
        self._bare: dict[str, int] = {}
        self._initials: dict[str, dict[Key, None]] = defaultdict(dict)
        self._bodies: dict[str, dict[Key, None]] = defaultdict(dict)
        self._borne: dict[Key, Key] = {}  # the keys of known bodies, by that of their written names
        self._told: dict[Key, str] = {}
        self._things: set[Key] = set()
        self._collect()
        self._whole = self._wholes()
        self._assign()
        self._vote()

    def runs_between(self, first: int, last: int) -> list[Run]:
        """The names that begin in words *first* to *last*."""
        return self.page.runs[bisect_left(self._firsts, first) : bisect_left(self._firsts, last)]

    def called(self, noun: str, at: int) -> list[Role]:
        """The roles of that noun around word *at*, those before it first of all."""
        return _around(self.by_head.get(noun, []), at, lambda role: role.at)

    def named_with(self, noun: str, at: int) -> list[tuple[int, Key]]:
        """The names around word *at* that hold a noun for bodies."""
        return _around(self.by_word.get(noun, []), at, lambda named: named[0])

    # Which forms are one --------------------------------------------------------------------------------------------

    def _collect(self) -> None:
        for run in self.page.runs:
            if run.office:
                continue
            if len(run.key) > 1:
                self._initials["".join(word[0] for word in run.key)].setdefault(self._long_key(run))
            if run.body:
                nouns = [word for word in run.key if word in words_of("organisations", "final")]
                for word in nouns or run.key[-1:]:
                    self._bodies[word].setdefault(_body_key(run))
                if run.bearer:
                    self._borne[_body_key(run)] = _bearer_key(run)
            elif not run.bearer:
                key = _person_key(run.key)
                if len(key) > 1:
                    self._full[_surname(key)].setdefault(key, run.first)
                    self._given[key[0]].setdefault(key, run.first)
                else:
                    self._bare.setdefault(key[0], run.first)

    def _long_key(self, run: Run) -> Key:
        if run.bearer:
            return _bearer_key(run)
        return _body_key(run) if run.body else _person_key(run.key)

    def _wholes(self) -> dict[Key, Key]:
        """Of each short name of a body the one longer name that it stands for: "Foreign Ministry"."""
        whole: dict[Key, Key] = {}
        for keys in self._bodies.values():
            if 1 < len(keys) <= ALIKE:
                for short in keys:
                    longer = [key for key in keys if len(key) > len(short) and set(short) < set(key)]
                    if longer:
                        several = len(longer) > 1 or whole.get(short, longer[0]) != longer[0]
                        whole[short] = short if several else longer[0]
        return {short: self._borne.get(key, key) for short, key in whole.items() if short != key}

    def key_of(self, run: Run, gender: str = "") -> tuple[Key | None, str]:
        """Whom a name means, and by which rule; None where several may be meant."""
        if run.bearer:
            return _bearer_key(run), "name"
        if run.body or run.office:
            key = _body_key(run)
            return self._whole.get(key, key), "name" if key not in self._whole else "short name"
        key = _person_key(run.key)
        if len(key) > 1:
            return key, "name"
        return self._single(run, key, gender)

    def _single(self, run: Run, key: Key, gender: str) -> tuple[Key | None, str]:
        word = key[0]
        full = self._full.get(word, {})
        if len(full) == 1:
            return next(iter(full)), "short name"
        if full:
            told = run.gender or gender
            fitting = [one for one in islice(full, ALIKE) if told and self.gender.get(one) == told]
            if len(fitting) == 1:
                return fitting[0], "short name"
            order = list(islice(full, 2))  # in the order of the text
            # Whose surname alone stood in the text before another of that name came in keeps it.
            if full[order[0]] < self._bare.get(word, -1) < full[order[1]]:
                return order[0], "short name"
            return None, "several of that name"
        at = run.last - 1
        if self.words.raw[at].isupper() and len(word) > 1:
            meant = self._initials.get(word.replace(".", ""), {})
            if len(meant) == 1:
                return next(iter(meant)), "initials"
        if not run.titled:
            given = self._given.get(word, {})
            if len(given) == 1:
                return next(iter(given)), "first name"
            bodies = self._bodies_with(word)
            if not given and len(bodies) == 1:
                return bodies[0], "short name"
        return key, "name"

    def _bodies_with(self, word: str) -> list[Key]:
        if not self._told:
            for key in dict.fromkeys(key for keys in self._bodies.values() for key in keys):
                if key not in self._whole and len(key) > 1:
                    for one in key:
                        self._told[(one,)] = "" if (one,) in self._told else "\n".join(key)
        told = self._told.get((word,), "")
        key = tuple(told.split("\n"))
        return [self._borne.get(key, key)] if told else []

    # What they are called -------------------------------------------------------------------------------------------

    def _assign(self) -> None:
        words, tag = self.words, self.words.tag
        for run in self.page.runs:
            if run.office:
                continue
            key, _ = self.key_of(run)
            if key is None:
                continue
            self.runs[key].append(run)
            for word in run.key:
                if word in words_of("organisations") and len(self.runs[key]) == 1:
                    self.by_word[word].append((run.first, key))
            if run.gender:
                self.gender.setdefault(key, run.gender)
            if run.titled and not run.courtesy:
                self._add_role(key, run.first, run.name, run.first)
                self._body_in_title(run)
            before = run.first - 1
            if (
                before >= 0
                and tag[before] in "NJX"
                and before not in self.page.run_at
                and run.first not in self.page.starts
                and (is_role(words.low[before]) or is_body(words.low[before]))
            ):
                self._add_role(key, self._back_to(before), run.first, run.first)
            if run.last < len(words) and words.raw[run.last] == "," and run.last - 1 not in words.possessive:
                self._apposition(self._whose(run, key), run)

    def _body_in_title(self, run: Run) -> None:
        """Note the body that an office belongs to: "House Oversight Committee Chairman"."""
        for last in range(run.name - 1, run.first + 1, -1):
            if self.words.low[last - 1] in words_of("organisations", "final"):
                body = self.page.read_run(run.first, last)
                key = _body_key(body)
                if body.body and key not in self._whole:
                    self.runs[key].append(body)
                    if len(self.runs[key]) == 1:
                        self.by_word[body.key[-1]].append((run.first, key))
                return

    def _whose(self, run: Run, key: Key) -> Key:
        """Whom an apposition behind a name is about: in "Paul Dunn of Wisconsin, the speaker" the one before."""
        if run.first > 1 and self.words.low[run.first - 1] in {"of", "from", "in", "at"} and not run.titled:
            before = self.page.run_at.get(run.first - 2)
            if before is not None and not before.office:
                return self.key_of(before)[0] or key
        return key

    def _back_to(self, at: int) -> int:
        """Where the nouns before a name begin, of which word *at* is the last."""
        start = at
        while start > 0 and start > at - 6 and start not in self.page.starts and (
            self.words.tag[start - 1] in "NJX" and start - 1 not in self.words.possessive
        ):  # fmt: skip
            start -= 1
        return start

    def _apposition(self, key: Key, run: Run) -> None:
        words = self.words
        start = end = run.last + 1
        while end < len(words) and end < start + 8 and words.tag[end] in "DNJXUGE" and end not in self.page.starts:
            if words.low[end] == "of":
                break
            end += 1
            if end - 1 in words.possessive:
                start = end
        if end == start or end >= len(words):
            return
        noun = words.low[end - 1]
        article = words.tag[run.last + 1] == "D" or start > run.last + 1 or words.low[end] in {"of", "at", "for"}
        if article and (is_role(noun) or is_body(noun)):
            while start < end - 1 and words.tag[start] in "DU":
                start += 1
            self._add_role(key, start, self._with_domain(end), run.first)

    def _with_domain(self, end: int) -> int:
        """Where an office ends that goes on with "of" and a name: "president of the European Commission"."""
        words = self.words
        if end + 1 >= len(words) or words.low[end] != "of":
            return end
        first = last = end + 1 + (words.low[end + 1] == "the")
        while last < min(first + _DOMAIN, len(words)) and words.tag[last] in "NJX" and last not in self.page.starts:
            run = self.page.run_at.get(last)
            if run is not None:
                return run.last
            last += 1
        return last if last > first else end

    def _office_of(self, first: int, last: int) -> str:
        low = self.words.low
        for at in range(first + 1, last - 1):
            if low[at] == "of":
                at += 1 + (low[at + 1] == "the")
                body = self.page.read_run(at, last) if at < last else None
                if body is not None and (body.body or body.bearer):
                    return bearer_shown(body.bearer) if body.bearer and not body.body else self.page.shown(at, last)
                return ""
        return ""

    def _add_role(self, key: Key, first: int, last: int, at: int) -> None:
        words = self.words
        low = [
            abbreviated().get(words.low[number], words.low[number])
            for number in range(first, last)
            if words.raw[number][0].isalnum() and words.low[number] not in courtesies()
        ]
        if not low:
            return
        head = singular(low[low.index("of") - 1] if "of" in low[1:] else low[-1])
        kind = "person" if is_role(head) and head not in _EITHER else "organisation" if is_body(head) else ""
        if not _PARTIES.isdisjoint(low) and kind == "person":
            party = next(_PARTY_NOUNS[word] for word in low if word in _PARTIES)
            if party != head:
                self.by_head[party].append(
                    Role(key=key, head=party, words=frozenset(low), shown="", kind=kind, at=at)
                )  # fmt: skip
        role = Role(
            key=key, head=head, words=frozenset(bearer_or(word) for word in low), shown=spelled(self.page, first, last),
            of=self._office_of(first, last), kind=kind, at=at,
        )  # fmt: skip
        self.roles_of[key].append(role)
        self.by_head[head].append(role)

    @cached_property
    def firms(self) -> list[tuple[int, Key]]:
        """The firms of the text by where each is first named: called so, or with a clause behind "which"."""
        words = self.words
        found: dict[Key, int] = {}
        for role in sorted(
            (role for head in sorted(words_of("business")) for role in self.by_head.get(head, ())),
            key=lambda role: role.at,
        ):
            found.setdefault(role.key, role.at)
        for run in self.page.runs:
            at = run.last
            if at + 1 < len(words) and words.raw[at] == "," and words.low[at + 1] == "which" and not run.bearer and (
                not run.body and not run.office
            ):  # fmt: skip
                key, _ = self.key_of(run)
                if key is not None and key[-1] not in words_of("organisations"):
                    found.setdefault(key, run.first)
        return sorted((at, key) for key, at in found.items())

    def kind_of(self, key: Key) -> str:
        """What one is who has neither title nor the words of a body: told by the words around."""
        words = self.words
        if key in self.gender:
            return "person"
        if len(key) == 1 and (key[0] in words_of("outlets") or "." in key[0]):
            return "organisation"
        if key[-1] in words_of("organisations") or key in self._things:
            return "organisation"
        for run in self.runs[key]:
            following = run.last
            before = words.low[run.first - 1] if run.first else ""
            if before == "the" or (
                before in {"in", "across"} and run.last - 1 not in words.possessive and len(key) == 1
            ):
                return "organisation"
            if following + 1 < len(words) and words.raw[following] == ",":
                if words.low[following + 1] == "which":
                    return "organisation"
                if words.low[following + 1] == "who":
                    return "person"
            if words.raw[run.first].isupper() and 1 < len(words.raw[run.first]) < 7 and len(key) == 1:
                return "organisation"
            if any(not words.raw[at][0].isalnum() and words.raw[at] == "&" for at in range(run.name, run.last)):
                return "organisation"
        return "person" if len(key) > 1 else "person?"

    # Pronouns -------------------------------------------------------------------------------------------------------

    def _vote(self) -> None:
        """Learn from pronouns with one person before them which pronoun is whose."""
        page, words = self.page, self.words
        votes: dict[Key, list[int]] = {}
        for number in [number for number, word in enumerate(words.low) if word in _GENDERED]:
            word = words.low[number]
            if word == "its":
                if number not in page.starts and words.tag[number - 1] in "CP":
                    self._note_thing(number)
                continue
            if number and words.tag[number - 1] == '"':  # "…," he said: whoever is named within is another
                continue
            sentence = page.sentence(number)
            for back in (0, 1):
                if sentence < back or (back and page.sentences[sentence] in page.opens):
                    break
                start = max(page.sentences[sentence - back], number - LONGEST_SENTENCE)
                people: dict[Key, None] = {}
                for run in self.runs_between(start, number):
                    if run.body or run.bearer or run.office or page.is_weak(run):
                        continue
                    if not run.first or run.titled or words.low[run.first - 1] not in {"of", "in"}:
                        key, _ = self.key_of(run)
                        if key is not None:
                            people[key] = None
                if people:
                    if len(people) == 1:
                        votes.setdefault(next(iter(people)), [0, 0])[_GENDERED[word] == "she"] += _VOTES[back]
                    break
        for key, (he, she) in votes.items():
            if he > 2 * she:
                self.gender.setdefault(key, "he")
            elif she > 2 * he:
                self.gender.setdefault(key, "she")

    def _note_thing(self, at: int) -> None:
        """Whom "its" makes a body: the one name that the sentence before it holds."""
        start = max(self.page.sentences[self.page.sentence(at)], at - LONGEST_SENTENCE)
        keys = {self.key_of(run)[0] for run in self.runs_between(start, at)}
        if len(keys) == 1:
            key = keys.pop()
            if key is not None:
                self._things.add(key)

    # Documents ------------------------------------------------------------------------------------------------------

    def issuers(self, before: int, nouns: frozenset[str]) -> list[Part]:
        """Who issued the document that one of *nouns* names before word *before*, as the words around it tell."""
        page = self.page
        lowest = page.paragraphs[max(0, page.paragraph(before) - _FAR)]
        last = bisect_left(self._documents, before)
        for place in range(last - 1, max(-1, last - 1 - LOOKED), -1):
            number = self._documents[place]
            if number < lowest:
                break
            if self.words.low[number] not in nouns:
                continue
            start = max(page.sentences[page.sentence(number)], number - LONGEST_SENTENCE)
            # Behind *before* nothing is looked for: that would be the document that is asked about.
            end = min(page.sentence_end(number), number + LONGEST_SENTENCE, before)
            found = self._by_whom(number, end) or self._who_issued(start, number, end)
            if found:
                return found
        return []

    @cached_property
    def _documents(self) -> list[int]:
        """The words that name documents."""
        nouns = words_of("documents")
        return [number for number, word in enumerate(self.words.low) if word in nouns]

    def _by_whom(self, at: int, end: int) -> list[Part]:
        """The agent behind a document: "issued by the leaders"."""
        low, issued = self.words.low, False
        for number in range(at + 1, min(end, at + 10)):
            issued = issued or low[number] in words_of("documents", "issuing")
            if low[number] == "by" and (number == at + 1 or issued):
                return read_mention(self.page, number + 1, end)
        return []

    def _who_issued(self, start: int, at: int, end: int) -> list[Part]:
        """The subject before a document: "The leaders issued a joint statement …, together with Costa"."""
        words = self.words
        for number in range(at - 1, max(start, at - 8), -1):
            if words.low[number] in words_of("documents", "issuing") and words.tag[number] in "EV":
                found = read_mention(self.page, start, number)
                if found and found[0].shape not in {"pronoun", "relative"}:
                    for more in range(at + 1, end - 2):
                        if words.low[more] in {"together", "along"} and words.low[more + 1] == "with":
                            return found + read_mention(self.page, more + 2, end)
                    return found
        return []


_PARTY_NOUNS = dict.fromkeys(("democratic", "democrat"), "democrat") | {
    noun: noun for noun in ("republican", "conservative", "tory", "socialist", "libertarian")
}
_PARTIES = frozenset(_PARTY_NOUNS)
_DOMAIN = 4  # words of what an office is of
_VOTES = (3, 1)  # what a pronoun tells of the one before it in its sentence, and in the sentence before
_FAR = 12  # paragraphs that a document is looked for

_EITHER = listed("regulator operator ombudsman carrier monitor")  # nouns for a person and for a body
_GENDERED = {"its": ""} | dict.fromkeys(("he", "him", "his", "himself"), "he")
_GENDERED |= dict.fromkeys(("she", "her", "herself"), "she")


def _around(found: list[_T], at: int, place: Callable[[_T], int]) -> list[_T]:
    middle = bisect_left(found, at, key=place)
    return found[max(0, middle - AROUND[0]) : middle + AROUND[1]]


def bearer_or(word: str) -> str:
    """*word*, or what stands for its bearer where it is a form of a known name."""
    bearer = bearer_of((word.replace(".", ""),))
    return f"@{bearer}" if bearer else word


def bearer_shown(bearer: str) -> str:
    """The usual name of a known bearer."""
    shown = lexicon("sources")["shown"].get(bearer)
    if shown:
        return str(shown)
    if bearer in _INITIALS:
        return bearer.upper()
    return " ".join(word.capitalize() for word in bearer.split("-"))


_INITIALS = listed("eu ecb who imf iaea osce icc opec ecj echr nato un uae")


def spelled(page: Page, first: int, last: int) -> str:
    """Words of an office as written, "Sen." spelled out."""
    words = page.words
    while first < last and not words.raw[last - 1][0].isalnum():
        last -= 1
    while first < last and words.low[first] in courtesies():
        first += 1
        if first < last and words.raw[first] == ".":
            first += 1
    if first >= last:
        return ""
    if last - first == 1 and words.low[first] in abbreviated():
        return abbreviated()[words.low[first]].capitalize()
    return page.shown(first, last)


def _bearer_key(run: Run) -> Key:
    form = tuple(word.replace(".", "") for word in run.key)
    return (f"@{run.bearer}",) if is_own_name(form, run.bearer) else form


def _body_key(run: Run) -> Key:
    return tuple(sorted(set(run.key)))


def _person_key(key: Key) -> Key:
    """First name and surname without initials between; "jr" is kept: father and son are two."""
    if len(key) < 3:
        return key
    return tuple(word for number, word in enumerate(key) if len(word) > 1 or number == 0)


def _surname(key: Key) -> str:
    return key[-2] if key[-1] in SUFFIXES and len(key) > 2 else key[-1]
