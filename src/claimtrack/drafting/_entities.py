"""Those who may be speakers of a draft: what is known of each, whom a pronoun fits, the ids they get."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache

from attrs import define, field

from claimtrack._closed import listed
from claimtrack._units import lexicon
from claimtrack.drafting._page import is_role, singular
from claimtrack.drafting._people import Key, bearer_shown
from claimtrack.model import MAX_ID_LENGTH


@define(slots=True, eq=False)
class Entity:
    """One who may be a speaker; `first` and `used` are words, -1 as long as no mention named it."""

    kind: str
    key: Key
    name: str
    first: int
    forms: dict[str, None] = field(factory=dict)
    role: str = ""
    affiliation: str = ""
    gender: str = ""
    plural: bool = False
    heads: set[str] = field(factory=set)
    words: set[str] = field(factory=set)
    document: bool = False
    used: int = -1
    id: str = ""


@cache
def alike(noun: str) -> str:
    """What stands for nouns that news uses for one another: "army" and "military"."""
    for nouns in lexicon("sources")["alike"]["words"].split("|"):
        if noun in nouns.split():
            return str(nouns.split()[0])
    return noun


def fits(entity: Entity, sense: str) -> bool:
    """Whether a pronoun may mean somebody."""
    if sense in {"he", "she", "person"}:
        person = entity.kind in {"person", "person?"} or (entity.kind == "anonymous" and not entity.plural)
        return person and (sense == "person" or entity.gender in {"", sense})
    if sense == "it":
        return entity.kind in {"organisation", "group", "person?"} and not entity.plural and not entity.gender
    return entity.kind == "group" or entity.plural or entity.kind == "organisation"


def country_in(words: frozenset[str]) -> str:
    found = sorted(word for word in words if word[0] == "@" and word not in _CONTINENTS)
    return bearer_shown(found[0][1:]) if len(found) == 1 else ""


_CONTINENTS = frozenset({"@europe", "@africa", "@asia"})


def of_one(role: str) -> str:
    """The office of one of several: "envoys Witkoff and Kushner"."""
    words = role.split()
    noun = words[-1].lower() if words else ""
    if singular(noun) != noun and is_role(noun) and not words[-1].isupper():
        words[-1] = words[-1][: len(singular(noun))] if noun.startswith(singular(noun)) else singular(noun)
    if len(words) > 1 and words[0].lower() in _NUMBERS:
        del words[0]
    return " ".join(words)


_NUMBERS = listed("two three four five six seven eight nine ten both several")


def capital(shown: str) -> str:
    return shown[:1].upper() + shown[1:]


_NO_SLUG = re.compile(r"[^0-9a-z]+")


def slug(name: str) -> str:
    """*name* as an id: its ASCII letters and digits in lower case, joined by hyphens; empty where it has none."""
    plain = (
        unicodedata.normalize("NFKD", name.replace("'", "").replace("’", "")).encode("ascii", "ignore").decode().lower()
    )
    return _NO_SLUG.sub("-", plain).strip("-")[:MAX_ID_LENGTH].strip("-")


class Ids:
    """The ids of one report."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._salts: dict[str, int] = {}

    def is_free(self, name: str) -> bool:
        """Whether no speaker has that id."""
        return name not in self._taken

    def take(self, name: str) -> None:
        """Note that an id is given."""
        self._taken.add(name)

    def made_for(self, entity: Entity, sentence: str) -> str:
        """
        An id made of the name.

        An anonymous speaker is not its description: the id of a short one holds a digest of its sentence, so that
        another of that description elsewhere, or in another version, has another id.
        """
        name = slug(entity.name)
        distinct = entity.kind != "anonymous" or len(entity.name.split()) > _SHORT
        if name and distinct and self.is_free(name):
            return name
        stem = name[: MAX_ID_LENGTH - 70] or "speaker"
        salt = f"{entity.name}\n{sentence}"
        occurrence = self._salts[salt] = self._salts.get(salt, 0) + 1
        digest = hashlib.sha256(f"{salt}\n{occurrence}".encode("utf-8", "surrogatepass")).hexdigest()
        length = _DIGEST
        while not self.is_free(made := f"{stem}-{digest[:length]}"):
            length += 1
            if length > len(digest):
                digest, length = hashlib.sha256(digest.encode()).hexdigest(), _DIGEST
        return made


_DIGEST = 4  # letters of a digest, more where these are taken
_SHORT = 2  # words of a description that many could have
