"""
Who is who in a draft: from the words that name a source to the speakers of the report.

`Cast` reads the whole text once (its names with their titles, where sentences and paragraphs begin); `Cast.resolve`
takes the mentions of sources in the order of the text and gives one `Resolution` for each. A short name stands for the
one fuller name in the text, a description for the one who is called so, a document for its issuers, a pronoun for the
last source that it fits. What is not plain is left open: a resolution without speakers.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import define, frozen

from claimtrack._closed import listed
from claimtrack.drafting._entities import Entity, Ids, alike, capital, country_in, fits, of_one
from claimtrack.drafting._page import (
    LONGEST_SENTENCE,
    Page,
    is_body,
    is_source,
    role_gender,
    words_of,
)
from claimtrack.drafting._people import Key, People, bearer_or, bearer_shown, spelled
from claimtrack.drafting._sources import LONGEST_SHOWN, Part, head_of, read_mention
from claimtrack.model import Speaker, SpeakerKind
from claimtrack.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimtrack._syntax import Words
    from claimtrack.drafting._page import Run

__all__ = ["AUTHOR", "Cast", "Mention", "Resolution"]

AUTHOR = "author"
"""The id of the document's author."""

SURE, PLAIN, LIKELY, GUESSED = 95, 85, 70, 55
"""
Confidence (0-100) of a resolution: a name itself; a short form, or a description with one bearer; the one of several
that the place in the text tells; a new speaker made of a description whose kind is uncertain.
"""

REMEMBERED = 12
"""Mentions of sources that a pronoun or description looks back over."""

FAR = 3
"""Paragraphs that it looks back over: a pronoun further from its name is hardly plain."""


@frozen
class Mention:
    """
    Words that name a source: numbers *first* to *last* (exclusive) of the `Words` of the text.

    Args:
        inside: The place, in the sequence that is resolved, of the mention whose content holds this one, before or
            behind it: that of Starmer for the "he" of "Starmer said he would go" and the "I" of "'I will go,' Starmer
            said". What stands inside somebody's words is no source that the words around them go on with.
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


_Found = tuple[tuple[Entity, ...], int, str]


@define(slots=True, eq=False)
class _Seen:
    """A source where it was named; `quoted` is None until somebody asks."""

    first: int
    entities: tuple[Entity, ...]
    holder: int | None
    part: Part
    quoted: bool | None = None


_ANSWERED = frozenset({("answered", "by"), ("answers", "by"), ("answers", "from"), ("interview", "with")})
"""How a page tells whose the answers are that it labels "A:"."""


class Cast:
    """
    The speakers of one text.

    Args:
        words: The words of the whole text.
        authors: The names of the document's authors, as far as they are known.
        publisher: The name of the outlet, who speaks as "this newspaper".
    """

    def __init__(self, words: Words, *, authors: Sequence[str] = (), publisher: str = "") -> None:
        self.words = words
        self.page = Page(words)
        self._people = People(self.page)
        self._ids = Ids()
        name = " and ".join(filter(None, authors)) or "Author of the document"
        self._author = Speaker(id=AUTHOR, name=name, kind="author")
        self._ids.take(self._author.id)
        self._publisher = publisher
        self._entities: dict[Key, Entity] = {}
        self._used: list[Entity] = []
        self._seen: list[_Seen] = []
        self._places: list[int] = []
        self._holder: int | None = None
        self._answered: list[int] | None = None

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """Everybody whom a resolution named, in order of first mention, and the author at the end."""
        used = sorted(self._used, key=lambda entity: (entity.used, entity.id))
        by_id: dict[str, Entity] = {}
        for entity in used:
            by_id.setdefault(entity.id, entity)
        by_id.pop(self._author.id, None)
        return (*map(self._speaker, by_id.values()), self._author)

    @property
    def author(self) -> str:
        """The id of the document's author."""
        return self._author.id

    def resolve(self, mentions: Sequence[Mention]) -> tuple[Resolution, ...]:
        """
        Say who is meant by each mention.

        Args:
            mentions: All of the text, in its order.
        """
        self._seen, self._places = [], []
        found: list[_Found] = [((), 0, "")] * len(mentions)
        for number in _outer_first(mentions):
            mention = mentions[number]
            self._holder = _holder(mentions, number)
            holder = found[self._holder][0] if self._holder is not None else ()
            entities, confidence, rule = self._resolve(mention, holder)
            for entity in entities:
                self._use(entity, max(0, mention.first))
            found[number] = entities, confidence, rule
        told = []
        for entities, confidence, rule in found:
            ids = tuple(dict.fromkeys(entity.id for entity in entities))
            told.append(Resolution(speakers=ids, confidence=confidence if ids else 0, rule=rule))
        return tuple(told)

    # One mention ----------------------------------------------------------------------------------------------------

    def _resolve(self, mention: Mention, holder: tuple[Entity, ...]) -> _Found:
        is_answer = self._is_answer(mention)
        parts = self._answerer(mention.first) if is_answer else read_mention(self.page, mention.first, mention.last)
        if not parts:
            return (), 0, "no source in these words"
        found: list[Entity] = []
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
        at = bisect_left(self._places, mention.first)
        self._places.insert(at, mention.first)
        self._seen.insert(at, _Seen(mention.first, entities, self._holder, parts[-1]))
        return entities, confidence, ", ".join(rules)

    def _is_answer(self, mention: Mention) -> bool:
        """Whether it is the label of an answer: "A: Not after rain."."""
        label = self.words.low[mention.first : mention.last]
        return label in (["a"], ["answer"]) and self.words.raw[mention.last : mention.last + 1] == [":"]

    def _answerer(self, at: int) -> Sequence[Part]:
        """Who is said to answer, before word *at*: "Answered by our editor, Jo Lind"."""
        if self._answered is None:
            low = self.words.low
            self._answered = [number + 2 for number, told in enumerate(pairwise(low)) if told in _ANSWERED]
        place = bisect_left(self._answered, at)
        if not place:
            return ()
        first = last = self._answered[place - 1]
        paragraph, tag = self.page.paragraph(first), self.words.tag
        while last < at and tag[last] in "DNXJOR,." and self.page.paragraph(last) == paragraph:
            last += 1
        while last > first and tag[last - 1] in ",.":
            last -= 1
        return read_mention(self.page, first, last)

    def _part(self, part: Part, holder: tuple[Entity, ...]) -> _Found:
        if part.shape == "pronoun":
            return self._pronoun(part, holder)
        if part.shape == "relative":
            return self._relative(part, holder)
        if part.shape == "document":
            return self._document(part)
        if part.shape == "outlet":
            return (self._outlet(part),), PLAIN, "outlet"
        if part.shape == "name" and part.run is not None:
            return self._name(part, part.run)
        return self._description(part)

    def _before(self, at: int, *, inner: bool = True) -> Iterator[_Seen]:
        """The sources named before word *at*, the nearest first; of those in quoted content only its own."""
        paragraph = self.page.paragraph(at) - FAR
        last = bisect_left(self._places, at)
        for number in range(last - 1, max(-1, last - 1 - REMEMBERED), -1):
            seen = self._seen[number]
            if self.page.paragraph(seen.first) < paragraph:
                return
            if seen.holder is None or (inner and seen.holder == self._holder):
                yield seen

    # Names ----------------------------------------------------------------------------------------------------------

    def _name(self, part: Part, run: Run) -> _Found:
        key, rule = self._people.key_of(run, part.gender)
        if key is None:
            return (), 0, rule
        entity = self._entity(key, run)
        # A title or noun beside the name tells more than the guess made from the whole text.
        if part.kind and (entity.kind in {"", "person?"} or (part.roles and rule != "first name")):
            entity.kind = part.kind
        self._describe(entity, part, run)
        return (entity,), SURE if rule == "name" else PLAIN, rule

    def _entity(self, key: Key, run: Run) -> Entity:
        entity = self._entities.get(key)
        if entity is None:
            entity = self._entities[key] = Entity("", key, "", run.first)
            self._learn(entity, key, run)
        return entity

    def _learn(self, entity: Entity, key: Key, at: Run) -> None:
        """What the whole text tells of one who is named in it."""
        people = self._people
        longest = (0, "")
        bearer, body, titled = "", False, False
        for run in people.runs.get(key, [at]):
            shown = self.page.shown(run.name, run.last)
            if len(run.key) > longest[0]:
                longest = len(run.key), shown
            entity.forms.setdefault(shown)
            if run.titled:
                entity.forms.setdefault(self.page.shown(run.first, run.last))
            bearer, body, titled = run.bearer or bearer, body or run.body, titled or run.titled
        entity.name = longest[1] or " ".join(key)
        entity.gender = people.gender.get(key, "")
        entity.words = {bearer_or(word) for word in key}
        for role in people.roles_of.get(key, ()):
            if role.kind and not entity.kind and not body and not bearer:
                entity.kind = role.kind
            if not entity.role and role.kind:
                entity.role = of_one(role.shown) if role.kind == "person" else role.shown
                entity.affiliation = entity.affiliation or role.of or country_in(role.words)
            entity.heads.add(role.head)
            entity.words |= role.words
            entity.gender = role_gender(role.head) or entity.gender
        if titled:
            entity.kind = "person"
        elif body or bearer:
            entity.kind = "organisation"
            if bearer and key[0] != f"@{bearer}":
                entity.affiliation = bearer_shown(bearer)
            elif bearer:
                entity.name = longest[1]
        entity.kind = entity.kind or people.kind_of(key)

    def _describe(self, entity: Entity, part: Part, run: Run) -> None:
        """Note what this mention tells."""
        entity.forms.setdefault(self.page.shown(run.name, run.last))
        if part.plural and run.bearer:
            entity.kind, entity.plural = "group", True
        for first, last in part.roles:
            entity.words |= {bearer_or(word) for word in self.words.low[first:last]}
            first, last = self._without_owner(*self._without_determiner(first, last))
            entity.heads.add(head_of(self.words, first, last))
            shown = spelled(self.page, first, last)
            if not entity.role and shown:
                entity.role = of_one(shown) if entity.kind == "person" else shown
        if part.head:
            entity.heads.add(part.head)
        entity.gender = part.gender or entity.gender
        if part.party:
            entity.heads.add(part.party.lower())
        if not entity.affiliation:
            entity.affiliation = self._affiliation(part)

    def _affiliation(self, part: Part) -> str:
        if part.head in words_of("relations"):
            return ""
        if part.owner is not None and (part.plural or self.words.low[part.owner[0] - 1] not in {"from", "in", "on"}):
            first, last = part.owner
            run = self.page.run_at.get(last - 1)
            if run is not None and not run.office and run.last <= last:
                if run.bearer:
                    return bearer_shown(run.bearer)
                return self.page.shown(max(first, run.name), last)
        if part.owner_word is not None:
            owner = self._owner_before(part.owner_word)
            if owner is not None:
                return owner.name
        for first, last in part.roles:
            run = self.page.run_at.get(first)
            if run is not None and run.bearer and run.last < last:
                return bearer_shown(run.bearer)
        return ""

    def _owner_before(self, at: int) -> Entity | None:
        """Whom a possessive pronoun means: a source of the sentence, its first name, or those of the one before."""
        sense = _SENSES.get(self.words.low[at], "")
        if not sense:
            return None
        number = self.page.sentence(at)
        for sentence in (number, number - 1):
            if sentence < 0:
                break
            start = max(self.page.sentences[sentence], at - LONGEST_SENTENCE)
            for seen in self._before(at):
                if seen.first < start:
                    break
                for entity in seen.entities:
                    if fits(entity, sense):
                        return entity
            for run in self._people.runs_between(start, at):
                if run.office:
                    continue
                key, _ = self._people.key_of(run)
                if key is not None and fits(self._entity(key, run), sense):
                    return self._entity(key, run)
        return None

    # Descriptions ---------------------------------------------------------------------------------------------------

    def _description(self, part: Part) -> _Found:
        owner = self._owner_of(part)
        shown = self._called(part, owner)
        key = self._description_key(part, owner)
        if part.definite or (part.plural and part.kind == "group"):
            earlier = self._earlier(part, key, owner)
            if earlier is not None:
                if len(earlier[0]) == 1:
                    self._note_form(earlier[0][0], part)
                return earlier
        if part.kind == "anonymous" or (not part.definite and not part.plural and part.determiner in _INDEFINITE):
            return (self._new(part, shown, ("?", str(part.core[0])), owner),), PLAIN, "anonymous"
        entity = self._entities.get(key)
        if entity is None:
            entity = self._new(part, shown, key, owner)
        return (entity,), PLAIN if part.kind else GUESSED, "description"

    def _note_form(self, entity: Entity, part: Part) -> None:
        """
        Note a description as an alias, if a name is in it: "the UK prime minister".

        Of "the ministry" every report has its own.
        """
        first, last = self._without_determiner(*part.core)
        if entity.kind != "anonymous" and any(number in self.page.run_at for number in range(first, last)):
            entity.forms.setdefault(self.page.shown(first, last))

    def _new(self, part: Part, shown: str, key: Key, owner: Entity | None) -> Entity:
        entity = self._entities.get(key)
        if entity is not None:
            return entity
        kind = part.kind or ("group" if part.plural else "organisation")
        if key[0] == "?" and not part.kind:
            kind = "anonymous"
        entity = self._entities[key] = Entity(kind, key, shown, part.core[0])
        entity.plural, entity.gender = part.plural, part.gender
        entity.heads.add(part.head)
        entity.words = {bearer_or(word) for word in part.modifiers} | {part.head}
        entity.affiliation = owner.name if owner is not None else self._affiliation(part)
        if kind == "person":
            entity.role = capital(self.page.shown(*self._without_determiner(*part.core)))
        if kind != "anonymous":
            self._note_form(entity, part)
        return entity

    def _owner_of(self, part: Part) -> Entity | None:
        """Whose the one described is, where a name or a pronoun before it tells."""
        if part.owner_word is not None:
            return self._owner_before(part.owner_word)
        at = None
        if part.owner is not None and part.determiner == "'s":
            at = part.owner[1] - 1
        elif part.head in _OWNED and part.core[1] - part.core[0] > 1:
            at = part.core[1] - 2  # "the Brandt campaign"
        if at is not None:
            run = self.page.run_at.get(at)
            if run is not None and not run.office and not run.bearer:
                key, _ = self._people.key_of(run)
                if key is not None:
                    return self._entity(key, run)
        return None

    def _called(self, part: Part, owner: Entity | None) -> str:
        """The name of a speaker who has none: the description without its article and without clauses."""
        words = self.words
        first, last = self._without_determiner(*part.core)
        end = last
        told = last - first == 1 and words.low[end : end + 1] == ["who"]  # of a mere "man" the clause tells more
        stops = ',;:-("!' if told else ',;:-("!WI'
        while end < part.last and end < first + LONGEST_SHOWN and words.tag[end] not in stops and (
            told or words.low[end] not in _CLAUSE
        ):  # fmt: skip
            end += 1
        while end > last and words.tag[end - 1] in "DPT":
            end -= 1
        shown = self.page.shown(first, min(end, first + LONGEST_SHOWN))
        if owner is not None and part.owner_word is not None:
            shown = f"{owner.name}'s {shown}"
        return capital(shown)

    def _description_key(self, part: Part, owner: Entity | None) -> Key:
        low = self.words.low
        first, last = self._without_determiner(*part.core)
        told = [word for word in low[first:last] if word[0].isalnum()]
        if owner is not None:
            told = ["/".join(owner.key), *(part.modifiers if part.head not in _OWNED else ()), part.head]
        elif part.owner is not None and part.owner[0] >= last:
            told += ["of", *low[part.owner[0] : part.owner[1]]]
        return ("the", *told)

    def _earlier(self, part: Part, key: Key, owner: Entity | None) -> _Found | None:
        """The one whom a definite description takes up, where that is plain."""
        if key in self._entities:
            return (self._entities[key],), PLAIN, "description"
        if part.owner_word is not None or part.determiner == "'s":
            return self._owned(part, owner)
        if self._singled_out(part):
            return None
        wanted = {bearer_or(word) for word in part.modifiers} - _EMPTY_MODIFIERS
        if part.definite and not part.plural:
            by_role = self._by_role(part, wanted)
            if by_role is not None:
                return by_role
        taken = self._taken_up(part, wanted)
        if taken is not None:
            return taken
        if part.head == "pollster":
            issuers = self._each(self._people.issuers(part.first, _POLLS))
            return (issuers, LIKELY, "issuer") if issuers else None
        if part.definite and not part.plural:
            if part.head in words_of("vague"):
                subject = self._subject_before(part.first, "person")
                if subject is not None and subject.kind != "anonymous" and subject.key[0] != "the":
                    return (subject,), LIKELY, "subject before"
            return self._by_body(part, wanted)
        return None

    def _singled_out(self, part: Part) -> bool:
        """Whether a clause right behind tells which one is meant, so that none before is: "the judge who wrote it"."""
        behind = part.core[1]
        return part.kind == "person" and behind < len(self.words) and self.words.low[behind] in {"who", "whose"}

    def _owned(self, part: Part, owner: Entity | None) -> _Found | None:
        """Somebody's spokesman, minister, leader who was named with that office."""
        if owner is None or part.plural:
            return None
        fitting = {
            role.key: role
            for role in self._people.called(part.head, part.first)
            if role.words & owner.words and (set(part.modifiers) <= role.words)
        }
        if len(fitting) != 1:
            return None
        key = next(iter(fitting))
        return (self._entity(key, self._people.runs[key][0]),), PLAIN, "role"

    def _by_role(self, part: Part, wanted: set[str]) -> _Found | None:
        """The one who is called so beside a name."""
        fitting: dict[Key, list[int]] = {}
        roles = self._people.called(part.head, part.first)
        rank = wanted & words_of("ranks")
        for role in roles:
            if wanted <= role.words and role.rank == rank:
                fitting.setdefault(role.key, []).append(role.at)
        before = {key for key, places in fitting.items() if places[0] < part.first}
        if part.head in words_of("vague") and not before:
            return None
        among = before or set(fitting)
        if len(among) == 1:
            key = next(iter(among))
            return (self._entity(key, self._people.runs[key][0]),), PLAIN, "role"
        if among:
            for seen in self._before(part.first):
                hits = [entity for entity in seen.entities if entity.key in among]
                if hits:
                    return ((hits[0],), LIKELY, "role") if len(hits) == 1 else None
            at_home = {role.key for role in roles if role.key in among and role.is_plain}
            if len(at_home) == 1 and not wanted:
                key = at_home.pop()
                return (self._entity(key, self._people.runs[key][0]),), LIKELY, "role"
            near = {
                key
                for key in among
                if any(
                    self.page.paragraph(at) >= self.page.paragraph(part.first) - 1 and at < part.first
                    for at in fitting[key]
                )
            }
            if len(near) == 1:
                key = near.pop()
                return (self._entity(key, self._people.runs[key][0]),), LIKELY, "role"
            return (), 0, "several of that office"
        return None

    def _taken_up(self, part: Part, wanted: set[str]) -> _Found | None:
        """One who was a source a little before, by the same noun or by what that noun is a kind of."""
        for seen in self._before(part.first):
            together = len(seen.entities) > 1 and part.plural and part.definite
            if together and (part.head in _SEVERAL or self._all_are(part.head, seen.entities)):
                return seen.entities, LIKELY, "taken up"
            if part.head == "pollster" and seen.part.head in _POLLS and seen.part.shape == "document":
                return seen.entities, LIKELY, "issuer"
            if seen.part.shape == "document":
                continue
            if part.plural and part.definite and part.kind == "group":
                several = self._several(part, wanted)
                if len(several) > 1:
                    return several, LIKELY, "taken up"
            hits = [entity for entity in seen.entities if self._takes_up(part, entity, wanted)]
            if hits:
                return ((hits[0],), LIKELY, "taken up") if len(hits) == 1 else ((), 0, "several of that kind")
        return None

    def _several(self, part: Part, wanted: set[str]) -> tuple[Entity, ...]:
        """Those single ones of an office who spoke in this paragraph or the one before: "the senators"."""
        paragraph = self.page.paragraph(part.first) - 1
        found = [
            entity
            for seen in self._before(part.first)
            if self.page.paragraph(seen.first) >= paragraph
            for entity in seen.entities
            if entity.kind == "person" and not entity.plural and part.head in entity.heads and wanted <= entity.words
        ]
        return tuple(dict.fromkeys(reversed(found)))

    def _all_are(self, head: str, entities: tuple[Entity, ...]) -> bool:
        """Whether a noun in the plural takes up a group of that noun together with persons beside it."""
        return any(head in entity.heads for entity in entities) and all(
            head in entity.heads or entity.kind in {"person", "person?"} for entity in entities
        )

    def _takes_up(self, part: Part, entity: Entity, wanted: set[str]) -> bool:
        head = part.head
        if entity.document:
            return False
        if entity.kind == "anonymous":
            same = head in entity.heads or (head in {"person", "source", "official", "people"} and not wanted)
            return part.definite and same and part.plural == entity.plural
        if part.plural == entity.plural and any(alike(head) == alike(one) for one in entity.heads):
            if entity.kind == "person" and (wanted ^ entity.words) & words_of("ranks"):
                return False
            return not wanted or wanted <= entity.words
        if not part.definite or part.plural:
            return False
        if entity.kind == "person":
            return head in {"man", "woman"} and not wanted and entity.gender == role_gender(head)
        if entity.kind in {"organisation", "person?"} and not entity.plural:
            if head in entity.key:
                return True
            if head in words_of("media") and not wanted:
                return entity.key[-1] in words_of("outlets") or not words_of("mastheads").isdisjoint(entity.key)
            if head not in words_of("business") or any(is_body(word) for word in entity.key):
                return False
            if wanted and (entity is not self._last_body(part.first) or any(word[0] == "@" for word in wanted)):
                return False  # "the oil giant" is the firm that spoke last, if any
            return not entity.heads or not entity.heads.isdisjoint(words_of("business"))
        return False

    def _last_body(self, at: int) -> Entity | None:
        """The body that spoke last before word *at* in its paragraph."""
        for seen in self._before(at):
            if self.page.paragraph(seen.first) != self.page.paragraph(at):
                return None
            for entity in seen.entities:
                if entity.kind in {"organisation", "person?"}:
                    return entity
        return None

    def _by_body(self, part: Part, wanted: set[str]) -> _Found | None:
        """The one body in the text whose name holds the noun: "the county" for "Ferris County"."""
        if not is_body(part.head):
            return None
        if part.head in words_of("business") and not wanted:
            firms = self._people.firms
            if firms and firms[0][0] < part.first and (len(firms) == 1 or firms[1][0] >= part.first):
                key = firms[0][1]
                return (self._entity(key, self._people.runs[key][0]),), LIKELY, "the one firm"
        named = self._people.named_with(part.head, part.first)
        fitting = [(at, key) for at, key in named if wanted <= set(key)]
        before = [(at, key) for at, key in fitting if at < part.first]
        for among in (before, fitting):
            if len(among) == 1:
                key = among[0][1]
                return (self._entity(key, self._people.runs[key][0]),), PLAIN, "short name"
        return None

    # Documents ------------------------------------------------------------------------------------------------------

    def _document(self, part: Part) -> _Found:
        if part.kind == "nothing":
            return (), 0, "no source in these words"
        if part.issuers:
            found = self._each(part.issuers)
            if found:
                return found, PLAIN, "issuer"
        generic = part.head in words_of("documents", "generic")
        if part.definite and part.determiner != "'s" and part.owner_word is None:
            for seen in self._before(part.first):
                if seen.part.shape == "document" and (generic or seen.part.head == part.head):
                    return seen.entities, LIKELY, "document taken up"
            nouns = words_of("documents") if generic else frozenset({part.head, f"{part.head}s"})
            found = self._each(self._people.issuers(part.first, nouns))
            if found:
                return found, LIKELY, "issuer named elsewhere"
        owner = self._owner_of(part)
        if owner is not None:
            return (owner,), LIKELY, "issuer"
        shown = self._called(part, None)
        key = ("document", *(word for word in self.words.low[slice(*self._without_determiner(*part.core))]))
        entity = self._entities.get(key)
        if entity is None:
            entity = self._entities[key] = Entity("organisation", key, shown, part.core[0])
            entity.document = True
            entity.heads.add(part.head)
        return (entity,), LIKELY, "document"

    def _each(self, parts: Iterable[Part]) -> tuple[Entity, ...]:
        """Those whom the parts mean; nobody where one of them is open."""
        found: list[Entity] = []
        for part in parts:
            entities, _, _ = self._part(part, ())
            if not entities:
                return ()
            found += entities
        return tuple(dict.fromkeys(found))

    def _outlet(self, part: Part) -> Entity:
        key = ("outlet",)
        entity = self._entities.get(key)
        if entity is None:
            if self._publisher:
                entity = Entity("organisation", key, self._publisher, part.first)
            else:
                entity = Entity("author", key, self._author.name, part.first, id=self._author.id)
            self._entities[key] = entity
        return entity

    # Pronouns -------------------------------------------------------------------------------------------------------

    def _relative(self, part: Part, holder: tuple[Entity, ...]) -> _Found:
        words = self.words
        at = part.first - 1
        while at >= 0 and words.tag[at] in ',("':
            at -= 1
        if at < 0:
            return (), 0, "nothing before the relative"
        run = self.page.run_at.get(at)
        start = run.first if run is not None else at
        while (
            start > 0
            and start > at - _LONGEST_PHRASE
            and words.tag[start - 1] in "JNDUX"
            and start not in self.page.starts
        ):
            start -= 1
        parts = read_mention(self.page, start, at + 1)
        if not parts or parts[-1].shape in {"pronoun", "relative"}:
            return (), 0, "nothing before the relative"
        return self._part(parts[-1], holder)

    def _pronoun(self, part: Part, holder: tuple[Entity, ...]) -> _Found:
        sense = part.head
        if sense == "author":
            if holder:
                return holder, PLAIN, "first person"
            return (), 0, "first person"
        quoted = self.page.in_quotes(part.first)
        if holder and not quoted:
            fitting = tuple(entity for entity in holder if fits(entity, sense))
            if len(fitting) == 1 or (fitting and sense == "they"):
                return fitting, PLAIN, "pronoun"
        # In quoted words the third person is somebody else than who says them.
        found = self._last_source(part, sense, holder if quoted else (), outside=not quoted)
        for entity in found[0]:
            if sense in {"he", "she"} and not entity.gender:
                entity.gender = sense
        return found

    def _last_source(self, part: Part, sense: str, others: tuple[Entity, ...], *, outside: bool) -> _Found:
        sentence = self.page.sentence(part.first)
        source: _Seen | None = None
        hits: list[Entity] = []
        for seen in self._before(part.first):
            if outside and self._is_quoted(seen):
                continue
            if sense == "they" and len(seen.entities) > 1:
                return seen.entities, LIKELY, "pronoun"
            hits = [entity for entity in seen.entities if fits(entity, sense) and entity not in others]
            if hits:
                source = seen
                break
        since = source.first if source is not None else -1
        goes_on = part.last < len(self.words) and self.words.low[part.last] in _GOING_ON
        if source is None or (self.page.sentence(since) < sentence - 1 and not goes_on):
            actor = self._subject_before(part.first, sense, since)
            if actor is not None and actor not in others:
                return (actor,), LIKELY, "subject before"
        if source is None:
            return (), 0, "nobody plain whom the pronoun means"
        if len(hits) > 1:
            return (), 0, "several whom the pronoun fits"
        return (hits[0],), LIKELY, "pronoun"

    def _is_quoted(self, seen: _Seen) -> bool:
        if seen.quoted is None:
            seen.quoted = self.page.in_quotes(seen.first)
        return seen.quoted

    def _subject_before(self, at: int, sense: str, since: int = -1) -> Entity | None:
        """The one who last did something in the sentences before: a name before a verb, outside quotations."""
        number = self.page.sentence(at)
        lowest = max(0, number - _SENTENCES)
        for sentence in range(number - 1, lowest - 1, -1):
            end = self.page.sentences[sentence + 1]
            start = max(self.page.sentences[sentence], end - LONGEST_SENTENCE)
            if end <= since or self.page.paragraph(start) < self.page.paragraph(at) - 1:
                return None
            phrase = self._subject_phrase(start, end, sense)
            if phrase is not None:
                return phrase
            nearest = sentence == number - 1
            found: dict[Key, Entity] = {}
            for run in self._people.runs_between(max(start, since + 1), end):
                if not self._acts(run) and (nearest or run.body or run.office):
                    continue
                key, _ = self._people.key_of(run)
                if key is None:
                    return None
                if self.page.is_weak(run) and (key not in self._entities or self._entities[key].used < 0):
                    continue
                entity = self._entity(key, run)
                if fits(entity, sense):
                    found[key] = entity
            if len(found) == 1:
                return next(iter(found.values()))
            if found:
                return None
        return None

    def _subject_phrase(self, start: int, end: int, sense: str) -> Entity | None:
        """The one described by the noun phrase that the sentence begins with: "The governor signed …"."""
        words = self.words
        last = start
        while last < end and last < start + _LONGEST_PHRASE and words.tag[last] in "DJNXU":
            last += 1
        if last == start or last >= end or words.tag[last] not in "EVAM,PB" or words.tag[start] != "D":
            return None
        parts = read_mention(self.page, start, last)
        if len(parts) != 1 or parts[0].shape not in {"description", "document"} or not parts[0].definite:
            return None
        part = parts[0]
        fitting = (
            {"person"}
            if sense in {"he", "she", "person"}
            else {"organisation", "document"}
            if sense == "it"
            else {"group"}
        )
        if part.kind not in fitting or not is_source(part.head):
            return None
        entities, _, _ = self._part(part, ())
        return entities[0] if len(entities) == 1 and fits(entities[0], sense) else None

    def _acts(self, run: Run) -> bool:
        """Whether a verb follows the name, or a clause about it that is set off."""
        words = self.words
        if run.office or run.last - 1 in words.possessive or run.last >= len(words):
            return False
        at = run.last
        if words.tag[at] in "B" and at + 1 < len(words):
            at += 1
        verb = words.tag[at] in "EVAM" or (
            words.tag[at] == "N" and words.low[at].endswith("s") and run.first in self.page.starts
        )
        verb = verb or (words.raw[at] == "," and at + 1 < len(words) and words.tag[at + 1] in "WDJN")
        before = words.low[run.first - 1] if run.first and run.first not in self.page.starts else ""
        if before == "," and words.raw[at] == "," and at + 1 < len(words):  # "its chairman, Per Lund, was"
            verb = words.tag[at + 1] in "EVAM"
        return verb and before not in _BEFORE_OBJECTS and not self.page.in_quotes(run.first)

    # Speakers -------------------------------------------------------------------------------------------------------

    def _use(self, entity: Entity, at: int) -> None:
        if entity.used < 0:
            self._used.append(entity)
            entity.id = entity.id or self._ids.made_for(entity, self._told_in(entity))
            self._ids.take(entity.id)
            entity.used = at
        entity.used = min(entity.used, at)

    def _told_in(self, entity: Entity) -> str:
        """The sentence that names somebody first."""
        start = max(self.page.sentences[self.page.sentence(entity.first)], entity.first - LONGEST_SENTENCE)
        end = min(self.page.sentence_end(entity.first), entity.first + LONGEST_SENTENCE)
        return " ".join(self.words.low[start:end])

    def _speaker(self, entity: Entity) -> Speaker:
        kind: SpeakerKind = "person"
        if entity.kind in {"organisation", "group", "anonymous"}:
            kind = entity.kind  # type: ignore[assignment]
        name = entity.name or entity.id
        aliases: tuple[str, ...] = ()
        if kind != "anonymous":
            aliases = tuple(form for form in entity.forms if form and fold(form) != fold(name))
        return Speaker(
            id=entity.id, name=name, aliases=aliases, kind=kind, role=entity.role or None,
            affiliation=entity.affiliation or None,
        )  # fmt: skip

    def _without_owner(self, first: int, last: int) -> tuple[int, int]:
        for number in range(last - 2, first - 1, -1):
            if number in self.words.possessive:
                return number + 1, last
        return first, last

    def _without_determiner(self, first: int, last: int) -> tuple[int, int]:
        while first < last - 1 and self.words.low[first] in _DETERMINERS:
            first += 1
        return first, last


_LONGEST_PHRASE = 6  # words between a relative pronoun and the beginning of what it goes with
_SENTENCES = 3  # that a subject is looked for in
_POLLS = listed("poll survey")
_SEVERAL = listed("signatory pair two duo leader both")
_EMPTY_MODIFIERS = listed("same late new current outgoing")
_OWNED = listed("campaign office administration government team camp")
_INDEFINITE = listed("a an one another")
_DETERMINERS = listed("the a an this that these those its their his her our my")
_CLAUSE = listed("that because after before while when as since if")
_GOING_ON = listed("added adds continued continues concluded concludes also went")
_BEFORE_OBJECTS = listed("of to with for from by against about in on at told asked and or between under behind")
_SENSES = {"his": "he", "her": "she", "its": "it", "their": "they"}


def _outer_first(mentions: Sequence[Mention]) -> list[int]:
    """The numbers of the mentions, those inside nobody's words first."""
    return sorted(range(len(mentions)), key=lambda number: (_depth(mentions, number), number))


def _holder(mentions: Sequence[Mention], number: int) -> int | None:
    holder = mentions[number].inside
    return holder if holder is not None and 0 <= holder < len(mentions) and holder != number else None


def _depth(mentions: Sequence[Mention], number: int) -> int:
    depth = 0
    holder = _holder(mentions, number)
    while holder is not None and depth < _DEEPEST:
        depth += 1
        holder = _holder(mentions, holder)
    return depth


_DEEPEST = 6  # sources within sources; a circle ends there
