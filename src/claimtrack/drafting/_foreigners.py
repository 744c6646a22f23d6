"""Who speaks in the paragraphs of a text that a lexicon of another language reads."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

from attrs import define, field

from claimtrack._closed import listed
from claimtrack.drafting._entities import slug
from claimtrack.drafting._languages import has_case, is_capital
from claimtrack.model import Speaker, SpeakerKind
from claimtrack.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimtrack._syntax import Words
    from claimtrack.drafting._languages import Language
    from claimtrack.drafting.blocks import Paragraph
    from claimtrack.drafting.found import Range

LONGEST_NAME = 12
"""Words of a proper name at the most."""

FULL = 3
"""Words with a capital behind an article that are rather a noun and a full name than the name of a body."""

REMEMBERED = 12
"""Sources that a pronoun looks back over."""

AROUND = 8
"""Words before somebody who is only described that tell him from another one of that description."""

_PARTICLES = listed("von van de der den di da del della du dos ter ten zu al el bin")


@define(eq=False)
class _Entity:
    id: str
    name: str
    kind: SpeakerKind
    role: str = ""
    forms: dict[str, None] = field(factory=dict)
    known: Speaker | None = None


class Speakers:
    """
    Who speaks in the foreign paragraphs of a text.

    Args:
        words: Its words.
        known: Speakers that its English paragraphs name: who has the name of one of them is that one.
        taken: Ids that are taken.
    """

    def __init__(self, words: Words, known: Sequence[Speaker], taken: Iterable[str]) -> None:
        self.words = words
        self.paragraph = 0
        self._taken = set(taken)
        self._known = {fold(name): speaker for speaker in known for name in (speaker.name, *speaker.aliases)}
        self._entities: dict[str, _Entity] = {}
        self._full: dict[str, dict[str, str]] = defaultdict(dict)
        self._roles: dict[str, dict[str, None]] = defaultdict(dict)
        self._seen: list[tuple[int, tuple[_Entity, ...]]] = []
        self._bearers: dict[str, tuple[str, ...]] = {}
        self._used: dict[str, int] = {}

    @property
    def named(self) -> tuple[Speaker, ...]:
        """Everybody who was named, in order, without those that were known before."""
        return tuple(
            Speaker(
                id=entity.id, name=entity.name, kind=entity.kind, role=entity.role or None,
                aliases=tuple(form for form in entity.forms if form != entity.name),
            )
            for entity in self._entities.values()
            if entity.known is None
        )  # fmt: skip

    def learn(self, paragraphs: Sequence[Paragraph], language: Language) -> None:
        """Note the full names of the paragraphs."""
        self._seen, self._bearers = [], {}
        for paragraph in paragraphs:
            at = paragraph.first
            while at < paragraph.last:
                run = self._name_at(at, paragraph.last, language)
                if run is None or not is_capital(self.words.raw[at]):
                    at += 1
                    continue
                words = [self.words.low[number] for number in range(*run)]
                if len(words) > 1:
                    self._full[words[-1]].setdefault(" ".join(words), self._shown(*run))
                    if at > paragraph.first and self.words.low[at - 1] in language.titles:
                        self._roles[self.words.low[at - 1]].setdefault(" ".join(words))
                at = run[1]

    def meant(self, source: Range, language: Language) -> tuple[str, ...]:
        """The ids of those whom the words name; none where it is left open."""
        first, last = source
        for number in range(first, last):  # an aside behind the name tells of the same one
            if self.words.tag[number] == ",":
                last = number
                break
        if self._is_longer_list(first, last, language):
            return ()
        entities: list[_Entity] = []
        for low, high in self._parts(first, last, language):
            entity = self._one(low, high, language)
            if entity is None:
                return ()
            entities.append(entity)
        if entities:
            self._seen.append((self.paragraph, tuple(entities)))
        return tuple(dict.fromkeys(entity.id for entity in entities))

    def _is_longer_list(self, first: int, last: int, language: Language) -> bool:
        """Whether more names stand before or behind, set off by commas: some alone would be a wrong answer."""
        raw, low = self.words.raw, self.words.low
        joined = any(low[number] in language.conjunctions for number in range(first, last))
        if joined and first > 1 and raw[first - 1] == "," and is_capital(raw[first - 2]):
            return True
        if raw[last : last + 1] != [","]:
            return False
        for number in range(last + 1, min(last + 1 + LONGEST_NAME, len(raw) - 1)):
            if low[number] in language.conjunctions:
                return number > last + 1 and is_capital(raw[number + 1])
            if not is_capital(raw[number]):
                return False
        return False

    def _parts(self, first: int, last: int, language: Language) -> Iterator[Range]:
        start = first
        for number in range(first, last):
            if self.words.low[number] in language.conjunctions:
                if number > start:
                    yield start, number
                start = number + 1
        if last > start:
            yield start, last

    def _one(self, first: int, last: int, language: Language) -> _Entity | None:
        low = self.words.low
        if last - first == 1 and low[first] in language.pronouns:
            return self._before()
        definite = low[first] in language.articles
        indefinite = low[first] in language.indefinite
        if definite or indefinite:
            first += 1
        nouns = [number for number in range(first, last) if language.is_noun(low[number])]
        head = low[nouns[0]] if nouns else ""
        run = next((run for at in range(first, last) if (run := self._name_at(at, last, language)) is not None), None)
        if any(low[number] in language.papers for number in nouns[:1]):
            return None  # who wrote it is not told
        personal = head in language.titles or head in language.people
        if run is not None and personal and run[0] not in {number + 1 for number in nouns}:
            run = None  # "ein Sprecher des Innenministeriums" is not called so
        if run is not None and (personal or not (definite or indefinite)):
            return self._named(run, nouns, language)
        if first >= last:
            return None
        if run is not None and not nouns and not indefinite:
            # "die Deutsche Bahn", but "die Rentnerin Gerda Wolf": an unknown noun before a full name
            return self._entity(self._shown(*run), "person" if run[1] - run[0] >= FULL else "organisation")
        if indefinite:
            return self._anonymous(first, last) if personal else None
        if head in language.groups:
            return self._entity(self._shown(first, last), "group")
        if head in language.bodies or not head:
            return self._entity(self._shown(first, last), "organisation") if head or last - first > 1 else None
        called = self._called(head)
        if len(called) > 1:
            return None
        if called:
            return self._entity(self._full[called[0].split()[-1]][called[0]], "person")
        return self._entity(self._shown(first, last), "person", role=self._shown(first, last))

    def _called(self, noun: str) -> tuple[str, ...]:
        """Those who are called so before their name: "Verkehrsministerin" is a "Ministerin"."""
        if noun not in self._bearers:
            told = (key for role, keys in self._roles.items() if role.endswith(noun) for key in keys)
            self._bearers[noun] = tuple(dict.fromkeys(told))
        return self._bearers[noun]

    def _named(self, run: Range, nouns: Sequence[int], language: Language) -> _Entity | None:
        low = self.words.low
        shown = self._shown(*run)
        role = next((self.words.raw[number] for number in nouns if number + 1 == run[0]), "")
        whole = self._full.get(low[run[1] - 1], {}) if run[1] - run[0] == 1 else {}
        if len(whole) > 1:
            return None  # several of that name
        name = next(iter(whole.values()), shown)
        body = any(low[number] in language.bodies for number in nouns) and not role
        entity = self._entity(name, "organisation" if body else "person", role=role)
        entity.forms.setdefault(shown)
        return entity

    def _entity(self, name: str, kind: SpeakerKind, role: str = "") -> _Entity:
        name = name[:1].upper() + name[1:]
        key = fold(name)
        entity = self._entities.get(key)
        if entity is None:
            known = self._known.get(key)
            entity = _Entity(known.id if known is not None else self._free_id(name), name, kind, known=known)
            self._entities[key] = entity
        if role and not entity.role:
            entity.role = role[:1].upper() + role[1:]
        return entity

    def _anonymous(self, first: int, last: int) -> _Entity:
        """Somebody who is described only: never the same as another one of that description."""
        name = self._shown(first, last)
        around = self.words.text[self.words.start[max(0, first - AROUND)] : self.words.end[last - 1]]
        digest = hashlib.sha256(around.encode("utf-8", "surrogatepass")).hexdigest()[:4]
        made = self._free_id(f"{name} {digest}")
        entity = self._entities[f"?{made}"] = _Entity(made, name[:1].upper() + name[1:], "anonymous")
        return entity

    def _before(self) -> _Entity | None:
        """Whom a pronoun means: the one person who spoke in this paragraph, or in the one before."""
        for back in (0, 1):
            recent = self._seen[-REMEMBERED:]
            here = [entities for paragraph, entities in recent if paragraph == self.paragraph - back]
            told = {one.id: one for entities in here for one in entities if one.kind in {"person", "anonymous"}}
            if told:
                return next(iter(told.values())) if len(told) == 1 else None
        return None

    def _name_at(self, at: int, last: int, language: Language) -> Range | None:
        """The proper name that begins at word *at*."""
        words, end = self.words, at
        for number in range(at, min(last, at + LONGEST_NAME)):
            raw, low = words.raw[number], words.low[number]
            if number > at and words.text[words.end[number - 1] : words.start[number]].strip(" \n\r\t\u00a0"):
                break
            if self._is_name(raw, low, language):
                end = number + 1
            elif number == at or low not in _PARTICLES:
                break
        return (at, end) if end > at else None

    def _is_name(self, raw: str, low: str, language: Language) -> bool:
        if not is_capital(raw) and (has_case(raw) or not raw[0].isalpha()):
            return False
        return not language.is_noun(low) and low not in language.plain and low not in language.articles

    def _shown(self, first: int, last: int) -> str:
        return " ".join(self.words.text[self.words.start[first] : self.words.end[last - 1]].split())

    def _free_id(self, name: str) -> str:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        wanted = slug(name) or f"speaker-{digest}"
        made = wanted
        while made in self._taken:
            self._used[wanted] = number = self._used.get(wanted, 1) + 1
            made = f"{wanted}-{number}"
        self._taken.add(made)
        return made
