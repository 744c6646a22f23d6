"""
Who is who in a draft: from the words that name a source to the speakers of the report.

`Cast` reads the whole text once (names with their titles, where sentences and paragraphs begin), then `Cast.resolve`
takes the mentions of sources in the order of the text, one `Resolution` for each. What is not plain is left open: a
resolution without speakers.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from claimtrack._closed import listed
from claimtrack.drafting._sources import (
    Page,
    Part,
    Run,
    abbreviated,
    bearer_of,
    is_role,
    read_mention,
    role_gender,
    singular,
    words_of,
)
from claimtrack.model import MAX_ID_LENGTH, Speaker, SpeakerKind
from claimtrack.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimtrack._syntax import Words

__all__ = ["AUTHOR", "Cast", "Mention", "Resolution"]

AUTHOR = "author"
"""The id of the document's author, unless a known speaker of kind author has another."""

SURE, PLAIN, LIKELY, GUESSED = 95, 85, 70, 55
"""
Confidence (0-100) of a resolution: a name itself; a short form or description with one bearer; the one that salience
tells of several; a new speaker made of a description whose kind is uncertain.
"""


@frozen
class Mention:
    """
    Words that name a source: numbers *first* to *last* (exclusive) of the `Words` of the text.

    Args:
        inside: The place, in the sequence that is resolved, of the mention whose content holds this one: "he" in
            "Starmer said he would go".
    """

    first: int
    last: int
    inside: int | None = None


@frozen(kw_only=True)
class Resolution:
    """
    Who is meant by a mention.

    Args:
        speakers: Ids, several for a joint source; none where it is left open.
        confidence: How sure, from 0 to 100; 0 where it is left open.
        rule: What decided: "name", "short name", "role", "pronoun", "issuer" …; why, where it is left open.
    """

    speakers: tuple[str, ...]
    confidence: int
    rule: str


@define(slots=True, eq=False)
class _Entity:
    """One who may be a speaker."""

    kind: str
    key: tuple[str, ...]
    name: str
    first: int
    forms: dict[str, None] = field(factory=dict)
    role: str = ""
    affiliation: str = ""
    gender: str = ""
    plural: bool = False
    heads: set[str] = field(factory=set)
    members: tuple[_Entity, ...] = ()
    known: Speaker | None = None
    document: bool = False
    used: bool = False
    id: str = ""


@frozen
class _Seen:
    """Where a source was last named."""

    entities: tuple[_Entity, ...]
    first: int
    sentence: int
    paragraph: int
    part: Part | None = None


class Cast:
    """
    The speakers of one text.

    Args:
        words: The words of the whole text.
        authors: The names of the document's authors, as far as they are known.
        publisher: The name of the outlet.
        known: Speakers of an earlier, corrected draft: who is one of them keeps its id, name and all.
        reserved: Ids that are taken, such as those of claims.
    """

    def __init__(
        self,
        words: Words,
        *,
        authors: Sequence[str] = (),
        publisher: str = "",
        known: Sequence[Speaker] = (),
        reserved: Iterable[str] = (),
    ) -> None:
        self.words = words
        self.page = Page(words)
        self.publisher = publisher
        self._taken = set(reserved)
        self._known = _KnownSpeakers(known)
        self._author = self._make_author(authors)
        self._taken.add(self._author.id)
        self._entities: dict[tuple[str, ...], _Entity] = {}
        self._used: list[_Entity] = []
        self._recent: list[_Seen] = []
        self._people = _People(self.page)

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """Everybody whom a resolution named, in order of first mention, and the author at the end."""
        return (*(self._speaker(entity) for entity in self._used), self._author)

    @property
    def author(self) -> str:
        """The id of the document's author."""
        return self._author.id

    def resolve(self, mentions: Sequence[Mention]) -> tuple[Resolution, ...]:
        """
        Say who is meant by each mention.

        Args:
            mentions: In the order of the text. May be called again with later ones.
        """
        resolved: list[tuple[_Entity, ...]] = []
        told: list[Resolution] = []
        for mention in mentions:
            holder = resolved[mention.inside] if mention.inside is not None and mention.inside < len(resolved) else ()
            entities, confidence, rule = self._resolve(mention, holder)
            resolved.append(entities)
            ids = []
            for entity in entities:
                name = self._id_of(entity)
                if name not in ids:
                    ids.append(name)
            told.append(Resolution(speakers=tuple(ids), confidence=confidence if ids else 0, rule=rule))
        return tuple(told)

    # One mention ----------------------------------------------------------------------------------------------------

    def _resolve(self, mention: Mention, holder: tuple[_Entity, ...]) -> tuple[tuple[_Entity, ...], int, str]:
        parts = read_mention(self.page, mention.first, mention.last)
        if not parts:
            return (), 0, "no source in these words"
        found: list[_Entity] = []
        confidence, rules = 100, []
        for part in parts:
            entities, sure, rule = self._part(part, holder)
            if not entities:
                return (), 0, rule
            found += entities
            confidence = min(confidence, sure)
            if rule not in rules:
                rules.append(rule)
        entities = tuple(dict.fromkeys(found))
        self._note(entities, mention.first, parts[0])
        return entities, confidence, ", ".join(rules)

    def _note(self, entities: tuple[_Entity, ...], first: int, part: Part) -> None:
        self._recent.append(
            _Seen(entities, first, self.page.sentence(first), self.page.paragraph(first), part)
        )  # fmt: skip
        if len(self._recent) > _REMEMBERED:
            del self._recent[0]

    def _part(self, part: Part, holder: tuple[_Entity, ...]) -> tuple[tuple[_Entity, ...], int, str]:
        if part.shape == "pronoun":
            return self._pronoun(part, holder)
        if part.shape == "relative":
            return self._relative(part, holder)
        if part.shape == "document":
            return self._document(part)
        if part.shape == "name":
            return self._name(part)
        return self._description(part)

    # Names ----------------------------------------------------------------------------------------------------------

    def _name(self, part: Part) -> tuple[tuple[_Entity, ...], int, str]:
        run = part.run
        assert run is not None  # noqa: S101 - of a name there is a run
        canon, rule = self._people.canon(run, person=part.kind == "person", gender=part.gender)
        if canon is None:
            return (), 0, rule
        entity = self._entity_of(canon, run, part)
        self._describe(entity, part)
        return (entity,), SURE if rule == "name" else PLAIN, rule

    def _entity_of(self, canon: tuple[str, ...], run: Run, part: Part | None) -> _Entity:
        entity = self._entities.get(canon)
        if entity is None:
            entity = self._entities[canon] = _Entity("", canon, "", run.first)
            self._learn(entity, canon, part)
        if part is not None and part.kind and entity.kind != part.kind and entity.known is None:
            if part.kind == "person" and entity.kind in {"", "person?"}:
                entity.kind = "person"
            elif entity.kind in {"", "person?"}:
                entity.kind = part.kind
        return entity

    def _learn(self, entity: _Entity, canon: tuple[str, ...], part: Part | None) -> None:
        """What the whole text tells of one who is named in it."""
        longest: tuple[int, str] = (0, "")
        for run in self._people.runs[canon]:
            shown = self.page.shown(run.name, run.last)
            entity.forms.setdefault(shown)
            if len(run.key) > longest[0]:
                longest = len(run.key), shown
            if run.gender:
                entity.gender = entity.gender or run.gender
            if run.titled and run.name < run.last:
                entity.forms.setdefault(self.page.shown(run.first, run.last))
                entity.kind = "person"
        entity.name = longest[1] or (self.page.shown(part.first, part.last) if part else canon[-1])
        for role in self._people.roles_of.get(canon, ()):
            if not entity.role and role.kind == "person":
                entity.role = role.shown
            entity.heads.add(role.head)
            entity.kind = entity.kind if entity.kind not in {"", "person?"} else role.kind
            entity.gender = entity.gender or role_gender(role.head)
        entity.gender = entity.gender or self._people.gender.get(canon, "")
        run = self._people.runs[canon][0]
        if run.bearer or run.body:
            entity.kind = "organisation"
            if run.bearer and run.bearer != "-".join(canon) and "@" not in canon[0]:
                entity.affiliation = _bearer_shown(run.bearer)
        elif entity.kind == "":
            entity.kind = self._people.kind_of(canon)
        entity.known = self._known.find((entity.name, *entity.forms))

    def _describe(self, entity: _Entity, part: Part) -> None:
        """Note what this mention tells."""
        run = part.run
        if run is not None:
            entity.forms.setdefault(self.page.shown(run.name, run.last))
        for first, last in ([part.role] if part.role else []) + part.roles:
            head = singular(self.words.low[last - 1])
            entity.heads.add(abbreviated().get(head, head))
            shown = self.page.shown(*_without_article(self.words, first, last))
            if not entity.role and shown:
                entity.role = shown
        if part.head:
            entity.heads.add(part.head)
        entity.gender = entity.gender or part.gender
        if part.party:
            entity.heads.add(part.party.lower())
        if not entity.affiliation:
            entity.affiliation = self._affiliation(part)

    def _affiliation(self, part: Part) -> str:
        if part.owner is not None:
            first, last = _without_article(self.words, *part.owner)
            run = self.page.run_at.get(last - 1)
            if run is not None:
                return self.page.shown(max(first, run.first), last)
            return self.page.shown(first, last)
        if part.owner_word is not None and self.words.low[part.owner_word] in {"its", "their"}:
            owner = self._owner_before(part.owner_word)
            if owner is not None:
                return owner
        return ""

    def _owner_before(self, at: int) -> str | None:
        """Whom "its" means: the one body that the sentence, or else the sentence before, names in front of it."""
        start = self.page.sentences[max(0, self.page.sentence(at) - 1)]
        for number in range(at - 1, start - 1, -1):
            run = self.page.run_at.get(number)
            if run is not None and not run.titled:
                if run.bearer:
                    return _bearer_shown(run.bearer)
                return self.page.shown(run.name, run.last)
        return None

    # Descriptions ---------------------------------------------------------------------------------------------------

    def _description(self, part: Part) -> tuple[tuple[_Entity, ...], int, str]:
        shown = self.page.shown(*_without_article(self.words, part.first, part.last))
        definite = part.definite or (part.kind == "person" and not part.determiner)
        if definite and part.kind in {"person", "organisation", "", "anonymous", "group"}:
            earlier = self._earlier(part)
            if earlier is not None:
                for entity in earlier[0]:
                    if entity.kind != "anonymous":
                        entity.forms.setdefault(shown)
                return earlier
        if part.kind == "anonymous":
            return (self._anonymous(part, shown),), PLAIN, "anonymous"
        key = ("the", *(fold(word) for word in shown.split()))
        entity = self._entities.get(key)
        if entity is None:
            kind = part.kind or ("group" if part.plural else "organisation")
            entity = self._entities[key] = _Entity(kind, key, _capital(shown), part.first)
            entity.plural, entity.gender = part.plural, part.gender
            entity.heads.add(part.head)
            entity.affiliation = self._affiliation(part)
            if kind == "person":
                entity.role = _capital(shown)
            entity.known = self._known.find((shown,))
        entity.forms.setdefault(shown)
        return (entity,), PLAIN if part.kind else GUESSED, "description"

    def _earlier(self, part: Part) -> tuple[tuple[_Entity, ...], int, str] | None:
        """The one whom a definite description takes up, where that is plain."""
        head, wanted = part.head, {word for word in part.modifiers if not word.endswith("'s")}
        wanted = {_bearer_or(word) for word in wanted} - _EMPTY_MODIFIERS
        people = self._people
        if part.kind == "person" or (part.kind == "anonymous" and not part.plural):
            fitting: dict[tuple[str, ...], int] = {}
            for role in people.by_head.get(head, ()):
                if wanted <= role.words:
                    fitting[role.canon] = role.at
            if len(fitting) == 1:
                canon = next(iter(fitting))
                return (self._entity_of(canon, people.runs[canon][0], None),), PLAIN, "role"
            if len(fitting) > 1:
                near = self._nearest(
                    part, {canon: self._entity_of(canon, people.runs[canon][0], None) for canon in fitting}
                )
                if near is not None:
                    return (near,), LIKELY, "role"
                return (), 0, "several of that role"
        # Those who were sources already, the nearest first.
        for seen in reversed(self._recent):
            if seen.paragraph < self.page.paragraph(part.first) - _FAR:
                break
            for entity in seen.entities:
                if self._takes_up(part, entity, wanted):
                    return (entity,), LIKELY, "taken up"
            if part.plural and part.kind == "group" and len(seen.entities) > 1 and (
                head in {"signatory", "pair", "two"} or any(head in entity.heads for entity in seen.entities)
            ):  # fmt: skip
                return seen.entities, LIKELY, "taken up"
        if part.kind == "organisation":
            bodies = {
                run_canon: None
                for run_canon, run in people.bodies
                if head in run.key and (not wanted or wanted & set(run.key) or run.bearer)
            }
            if len(bodies) == 1:
                canon = next(iter(bodies))
                return (self._entity_of(canon, people.runs[canon][0], None),), PLAIN, "role"
        return None

    def _nearest(self, part: Part, among: dict[tuple[str, ...], _Entity]) -> _Entity | None:
        entities = list(among.values())
        for seen in reversed(self._recent):
            if seen.paragraph < self.page.paragraph(part.first) - 1:
                break
            hits = [entity for entity in seen.entities if entity in entities]
            if hits:
                return hits[0] if len(hits) == 1 else None
        return None

    def _takes_up(self, part: Part, entity: _Entity, wanted: set[str]) -> bool:
        head = part.head
        if entity.document:
            return False
        if entity.kind == "anonymous":
            return (
                not part.plural
                and not entity.plural
                and (head in entity.heads or head in {"person", "source", "official"})
            )
        if head in entity.heads and not entity.plural == (not part.plural):
            own = {fold(word) for form in entity.forms for word in form.split()} | set(entity.key)
            role = {_bearer_or(word) for word in fold(entity.role).split()}
            return not wanted or wanted <= (own | role)
        if entity.kind == "person" and head in {"man", "woman"} and not wanted:
            return entity.gender == role_gender(head)
        if entity.kind == "organisation":
            if head in entity.key:
                return True
            business = head in _BUSINESS and not wanted
            return business and (bool(entity.heads & _BUSINESS) or not entity.heads)
        return False

    def _anonymous(self, part: Part, shown: str) -> _Entity:
        key = ("?", str(part.first))
        entity = self._entities[key] = _Entity("anonymous", key, _capital(shown), part.first)
        entity.plural, entity.gender = part.plural, part.gender
        entity.heads.add(part.head)
        entity.affiliation = self._affiliation(part)
        entity.known = self._known.find_anonymous(shown)
        return entity

    # Documents ------------------------------------------------------------------------------------------------------

    def _document(self, part: Part) -> tuple[tuple[_Entity, ...], int, str]:
        if part.issuers:
            found: list[_Entity] = []
            for issuer in part.issuers:
                entities, _, _ = self._part(issuer, ())
                found += entities
            if found:
                return tuple(dict.fromkeys(found)), PLAIN, "issuer"
        generic = part.head in words_of("documents", "generic")
        if part.definite:
            for seen in reversed(self._recent):
                other = seen.part
                if other is not None and other.shape == "document" and (generic or other.head == part.head):
                    return seen.entities, LIKELY, "document taken up"
        issuers = self._people.issuers(part, generic)
        if issuers:
            found = []
            for issuer in issuers:
                entities, _, _ = self._part(issuer, ())
                found += entities
            if found:
                return tuple(dict.fromkeys(found)), LIKELY, "issuer named elsewhere"
        shown = self.page.shown(*_without_article(self.words, part.first, part.last))
        key = ("document", *(fold(word) for word in shown.split()))
        entity = self._entities.get(key)
        if entity is None:
            entity = self._entities[key] = _Entity("organisation", key, _capital(shown), part.first)
            entity.document = True
            entity.heads.add(part.head)
            entity.known = self._known.find((shown,))
        return (entity,), LIKELY, "document"

    # Pronouns -------------------------------------------------------------------------------------------------------

    def _relative(self, part: Part, holder: tuple[_Entity, ...]) -> tuple[tuple[_Entity, ...], int, str]:
        at = part.first - 1
        while at >= 0 and self.words.tag[at] in ',("':
            at -= 1
        if at < 0:
            return (), 0, "nothing before the relative"
        run = self.page.run_at.get(at)
        start = run.first if run is not None else at
        while run is None and start > 0 and self.words.tag[start - 1] in "JNDUX" and start > at - 6:
            start -= 1
        parts = read_mention(self.page, start, at + 1)
        if not parts or parts[-1].shape in {"pronoun", "relative"}:
            return (), 0, "nothing before the relative"
        return self._part(parts[-1], holder)

    def _pronoun(self, part: Part, holder: tuple[_Entity, ...]) -> tuple[tuple[_Entity, ...], int, str]:
        sense = part.head
        if sense == "author":
            if holder:
                return holder, PLAIN, "first person"
            return (), 0, "first person"
        fitting = [entity for entity in holder if _fits(entity, sense)]
        if len(holder) == 1 and fitting:
            return tuple(fitting), PLAIN, "pronoun"
        if len(holder) > 1 and sense == "they":
            return holder, PLAIN, "pronoun"
        sentence, paragraph = self.page.sentence(part.first), self.page.paragraph(part.first)
        subject = self._subject_before(part.first, sense)
        for seen in reversed(self._recent):
            if seen.paragraph < paragraph - _FAR:
                break
            if sense == "they" and len(seen.entities) > 1:
                return seen.entities, LIKELY, "pronoun"
            hits = [entity for entity in seen.entities if _fits(entity, sense)]
            if not hits:
                continue
            if len(hits) > 1:
                return (), 0, "several whom the pronoun fits"
            entity = hits[0]
            if subject is not None and subject is not entity and seen.sentence < sentence - 1:
                break
            if entity.gender == "" and sense in {"he", "she"} and entity.kind in {"person", "person?", "anonymous"}:
                entity.gender = sense
            return (entity,), LIKELY, "pronoun"
        if subject is not None:
            return (subject,), LIKELY, "subject before"
        return (), 0, "nobody plain whom the pronoun means"

    def _subject_before(self, at: int, sense: str) -> _Entity | None:
        """The person or body that is the subject of the sentence before, where it begins with a name."""
        number = self.page.sentence(at)
        if number == 0 or sense == "they":
            return None
        start = self.page.sentences[number - 1]
        run = None
        for word in range(start, min(at, start + 12)):
            run = self.page.run_at.get(word)
            if run is not None or self.words.tag[word] in "MAVEP":
                break
        if run is None or run.last - 1 in self.words.possessive:
            return None
        canon, _ = self._people.canon(run)
        if canon is None:
            return None
        entity = self._entity_of(canon, run, None)
        return entity if _fits(entity, sense) else None

    # Speakers -------------------------------------------------------------------------------------------------------

    def _id_of(self, entity: _Entity) -> str:
        if not entity.used:
            entity.used = True
            self._used.append(entity)
            entity.id = entity.known.id if entity.known is not None else self._free_id(entity)
            self._taken.add(entity.id)
        return entity.id

    def _free_id(self, entity: _Entity) -> str:
        name = slug(entity.name)
        if name and name not in self._taken and not self._known.has(name):
            return name
        number = self.page.sentence(entity.first)
        sentences = self.page.sentences
        end = sentences[number + 1] if number + 1 < len(sentences) else len(self.words)
        told = " ".join(self.words.low[sentences[number] : end])
        base = name[: MAX_ID_LENGTH - 20] or "speaker"
        salt = entity.name + "\n" + told
        while True:
            digest = hashlib.sha256(salt.encode("utf-8", "surrogatepass")).hexdigest()[:6]
            if f"{base}-{digest}" not in self._taken and not self._known.has(f"{base}-{digest}"):
                return f"{base}-{digest}"
            salt += "\n"

    def _speaker(self, entity: _Entity) -> Speaker:
        if entity.known is not None:
            return entity.known
        kind: SpeakerKind = "person"
        if entity.kind in {"organisation", "group", "anonymous"}:
            kind = entity.kind  # type: ignore[assignment]
        name = entity.name or entity.id
        aliases = tuple(form for form in entity.forms if form and form != name) if kind != "anonymous" else ()
        return Speaker(
            id=entity.id, name=name, aliases=aliases, kind=kind, role=entity.role or None,
            affiliation=entity.affiliation or None,
        )  # fmt: skip

    def _make_author(self, authors: Sequence[str]) -> Speaker:
        known = self._known.author
        if known is not None:
            return known
        name = AUTHOR
        while name in self._taken or self._known.has(name):
            name += "-of-the-document"
        return Speaker(id=name, name=" and ".join(authors) or "Author of the document", kind="author")


_REMEMBERED = 12
"""Mentions of sources that a pronoun may look back over."""

_FAR = 3
"""Paragraphs that it may look back over."""

_BUSINESS = listed("company firm business operator group carrier manufacturer maker airline retailer bank corporation")
_EMPTY_MODIFIERS = listed("same then former late new current")


def _fits(entity: _Entity, sense: str) -> bool:
    if sense in {"he", "she"}:
        person = entity.kind in {"person", "person?", "author"} or (entity.kind == "anonymous" and not entity.plural)
        return person and entity.gender in {"", sense}
    if sense == "it":
        return entity.kind in {"organisation", "group", "person?"} and not entity.plural
    return entity.kind == "group" or entity.plural or entity.kind == "organisation"


def _bearer_or(word: str) -> str:
    bearer = bearer_of((word,))
    return f"@{bearer}" if bearer else word


def _bearer_shown(bearer: str) -> str:
    if bearer in _INITIALS:
        return bearer.upper()
    return " ".join(word.capitalize() for word in bearer.split("-"))


_INITIALS = listed("eu ecb who imf iaea osce icc opec ecj echr nato un uae")


def _capital(shown: str) -> str:
    return shown[:1].upper() + shown[1:]


def _without_article(words: Words, first: int, last: int) -> tuple[int, int]:
    while first < last - 1 and words.low[first] in {
        "the",
        "a",
        "an",
        "this",
        "that",
        "its",
        "their",
        "his",
        "her",
        "former",
    }:
        first += 1
    return first, last


_NO_SLUG = re.compile(r"[^0-9a-z]+")


def slug(name: str) -> str:
    """*name* as an id: its ASCII letters and digits in lower case, joined by hyphens; empty where it has none."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NO_SLUG.sub("-", plain).strip("-")[:MAX_ID_LENGTH].strip("-")


class _KnownSpeakers:
    """Speakers of an earlier draft, by the words that name them."""

    def __init__(self, known: Sequence[Speaker]) -> None:
        self._ids = {speaker.id for speaker in known}
        self.author = next((speaker for speaker in known if speaker.kind == "author"), None)
        self._by_name: dict[str, list[Speaker]] = defaultdict(list)
        self._hidden: dict[str, list[Speaker]] = defaultdict(list)
        for speaker in known:
            if speaker.kind == "author":
                continue
            table = self._hidden if speaker.kind == "anonymous" else self._by_name
            for name in (speaker.name, *speaker.aliases):
                if speaker not in table[_plain(name)]:
                    table[_plain(name)].append(speaker)

    def has(self, name: str) -> bool:
        return name in self._ids

    def find(self, names: Iterable[str]) -> Speaker | None:
        """The one whom the names tell, if they tell one."""
        for name in names:
            found = self._by_name.get(_plain(name), [])
            if len(found) == 1:
                return found[0]
        return None

    def find_anonymous(self, name: str) -> Speaker | None:
        """An anonymous speaker of that description who was not met yet."""
        found = self._hidden.get(_plain(name), [])
        return found.pop(0) if found else None


def _plain(name: str) -> str:
    words = fold(name).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words)


@frozen(kw_only=True)
class _Role:
    canon: tuple[str, ...]
    head: str
    words: frozenset[str]
    shown: str
    kind: str
    at: int


class _People:
    """The names of a text put together: which forms are one, and what offices they have."""

    def __init__(self, page: Page) -> None:
        self.page, self.words = page, page.words
        self._full: dict[str, dict[tuple[str, ...], int]] = defaultdict(dict)
        self._given: dict[str, dict[tuple[str, ...], int]] = defaultdict(dict)
        self._bare: dict[str, int] = {}
        self._collect()
        self.runs: dict[tuple[str, ...], list[Run]] = defaultdict(list)
        self.bodies: list[tuple[tuple[str, ...], Run]] = []
        self.roles_of: dict[tuple[str, ...], list[_Role]] = defaultdict(list)
        self.by_head: dict[str, list[_Role]] = defaultdict(list)
        self.gender: dict[tuple[str, ...], str] = {}
        self._assign()
        self._vote()

    def _collect(self) -> None:
        for run in self.page.runs:
            if run.body or run.bearer or run.name >= run.last:
                continue
            key = _person_key(run.key)
            if len(key) > 1:
                self._full[_surname(key)].setdefault(key, run.first)
                self._given[key[0]].setdefault(key, run.first)
            else:
                self._bare.setdefault(key[0], run.first)

    def canon(self, run: Run, *, person: bool = False, gender: str = "") -> tuple[tuple[str, ...] | None, str]:
        """The key of the one whom a name means, and by which rule; None where several may be meant."""
        if run.bearer:
            return run.key, "name"
        if run.body or run.name >= run.last:
            return self._body_canon(run), "name"
        key = _person_key(run.key)
        if len(key) > 1:
            return key, "name"
        full = self._full.get(key[0], {})
        if len(full) == 1:
            return next(iter(full)), "short name"
        if full:
            if run.gender or gender:
                fitting = [one for one in full if self.gender.get(one, "") in {run.gender or gender}]
                if len(fitting) == 1:
                    return fitting[0], "short name"
            order = sorted(full, key=lambda one: (full[one], one))
            if full[order[0]] < self._bare.get(key[0], -1) < full[order[1]]:
                return order[0], "short name"
            return None, "several of that name"
        given = self._given.get(key[0], {})
        if len(given) == 1 and not run.titled:
            return next(iter(given)), "first name"
        return key, "name"

    def _body_canon(self, run: Run) -> tuple[str, ...]:
        return tuple(sorted(set(run.key)))

    def _assign(self) -> None:
        words = self.words
        for run in self.page.runs:
            canon, _ = self.canon(run)
            if canon is None:
                continue
            self.runs[canon].append(run)
            if run.body:
                self.bodies.append((canon, run))
            if run.gender:
                self.gender.setdefault(canon, run.gender)
            if run.titled and run.name < run.last:
                self._role(canon, run.first, run.name, run.first)
            elif not run.body and not run.bearer:
                before = run.first - 1
                if before >= 0 and words.tag[before] in "NJ" and before not in self.page.run_at:
                    start = before
                    while start > 0 and start > before - 5 and words.tag[start - 1] in "NJX" and (
                        start not in self._starts()
                    ):  # fmt: skip
                        start -= 1
                    if is_role(words.low[before]) or singular(words.low[before]) in words_of("organisations"):
                        self._role(canon, start, run.first, run.first)
            if not run.body and not run.bearer:
                self._apposition(canon, run)

    def _starts(self) -> frozenset[int]:
        return self.page._starts

    def _apposition(self, canon: tuple[str, ...], run: Run) -> None:
        words = self.words
        at = run.last
        if at + 2 >= len(words) or words.raw[at] != "," or words.tag[at + 1] not in "DNJX":
            return
        start = at + 1
        end = start
        while end < len(words) and end < start + 8 and words.tag[end] in "DNJXU" and end - 1 not in words.possessive:
            end += 1
        if end > start and end - 1 not in words.possessive:
            first, last = _without_article(words, start, end)
            noun = words.low[last - 1]
            if is_role(noun) or (
                singular(noun) in words_of("organisations") and words.low[start] in {"a", "an", "the"}
            ):
                self._role(canon, first, last, run.first)

    def _role(self, canon: tuple[str, ...], first: int, last: int, at: int) -> None:
        words = self.words
        while last > first and not words.raw[last - 1][0].isalpha():
            last -= 1
        if first >= last:
            return
        low = [words.low[number] for number in range(first, last) if words.raw[number] != "."]
        noun = singular(low[-1])
        if "of" in low:
            noun = singular(low[low.index("of") - 1])
        head = abbreviated().get(noun, noun)
        kind = "person" if is_role(head) else "organisation" if head in words_of("organisations") else ""
        role = _Role(
            canon=canon, head=head, words=frozenset(_bearer_or(word) for word in low), shown=self.page.shown(first, last),
            kind=kind, at=at,
        )  # fmt: skip
        self.roles_of[canon].append(role)
        self.by_head[head].append(role)

    def _vote(self) -> None:
        """Learn from pronouns with one person before them which pronoun is whose."""
        page, words = self.page, self.words
        votes: dict[tuple[str, ...], list[int]] = {}
        firsts = [run.first for run in page.runs]
        from bisect import bisect_left

        for number, word in enumerate(words.low):
            if word not in _GENDERED:
                continue
            sentence = page.sentence(number)
            for back in (0, 1):
                if sentence - back < 0:
                    break
                start = page.sentences[sentence - back]
                people: dict[tuple[str, ...], None] = {}
                for run in page.runs[bisect_left(firsts, start) : bisect_left(firsts, number)]:
                    canon, _ = self.canon(run)
                    if canon is not None and not run.body and not run.bearer:
                        people[canon] = None
                if people:
                    if len(people) == 1:
                        votes.setdefault(next(iter(people)), [0, 0])[_GENDERED[word] == "she"] += 1
                    break
        for canon, (he, she) in votes.items():
            if he > 3 * she:
                self.gender.setdefault(canon, "he")
            elif she > 3 * he:
                self.gender.setdefault(canon, "she")

    def kind_of(self, canon: tuple[str, ...]) -> str:
        """What one is who has neither title nor the words of a body: told by the words around."""
        words = self.words
        if canon in self.gender:
            return "person"
        if len(canon) == 1 and (canon[0] in words_of("outlets") or "." in canon[0]):
            return "organisation"
        for run in self.runs[canon]:
            before = words.low[run.first - 1] if run.first else ""
            if before == "the":
                return "organisation"
            following = run.last
            if (
                following + 1 < len(words)
                and words.raw[following] == ","
                and words.low[following + 1] in {"which", "who"}
            ):
                return "person" if words.low[following + 1] == "who" else "organisation"
            if words.raw[run.last - 1].isupper() and len(words.raw[run.last - 1]) > 1 and len(canon) == 1:
                return "organisation"
        return "person" if len(canon) > 1 else "person?"

    def issuers(self, part: Part, generic: bool) -> list[Part]:
        """Who issued the document that *part* takes up, as an earlier place in the text tells."""
        words, page = self.words, self.page
        nouns = _generic_nouns() if generic else frozenset({part.head})
        looked = 0
        for number in range(part.first - 1, -1, -1):
            if words.low[number] not in nouns:
                continue
            looked += 1
            if looked > _LOOKED:
                break
            sentence = page.sentence(number)
            start = page.sentences[sentence]
            end = page.sentences[sentence + 1] if sentence + 1 < len(page.sentences) else len(words)
            for at in range(number + 1, min(end, number + 8)):
                if words.low[at] == "by" and (
                    at == number + 1 or words.low[at - 1] in words_of("documents", "issuing")
                ):
                    found = read_mention(page, at + 1, end)
                    if found:
                        return found
            for at in range(number - 1, max(start, number - 8), -1):
                if words.low[at] in words_of("documents", "issuing") and words.tag[at] in "EV":
                    found = read_mention(page, start, at)
                    if found:
                        for more in range(number + 1, end - 2):
                            if words.low[more] in {"together", "along"} and words.low[more + 1] == "with":
                                found += read_mention(page, more + 2, end)
                                break
                        return found
        return []


_LOOKED = 20
"""Places that name a document which are looked at for its issuer."""


def _generic_nouns() -> frozenset[str]:
    return words_of("documents")


_GENDERED = dict.fromkeys(("he", "him", "his", "himself"), "he") | dict.fromkeys(("she", "her", "herself"), "she")
_SUFFIXES = listed("jr sr ii iii iv")


def _person_key(key: tuple[str, ...]) -> tuple[str, ...]:
    """First name and surname without initials between; "jr" is kept: father and son are two."""
    if len(key) < 3:
        return key
    return tuple(word for number, word in enumerate(key) if len(word) > 1 or number == 0)


def _surname(key: tuple[str, ...]) -> str:
    return key[-2] if key[-1] in _SUFFIXES and len(key) > 1 else key[-1]
