"""What a lexicon tells of a language that the package does not read itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from claimtrack._expressions import Expressions  # attrs classes name it at run time

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Value = tuple[int, int]
"""Level (3 certain … 0 unknown) and direction (1, -1, 0)."""

VALUES: dict[str, Value] = {
    "CT+": (3, 1), "PR+": (2, 1), "PS+": (1, 1), "CT-": (3, -1), "PR-": (2, -1), "PS-": (1, -1), "Uu": (0, 0),
}  # fmt: skip
CODES = {value: code for code, value in VALUES.items()}
_OF_CLASS: dict[str, Value | None] = {"statement": None, "belief": None, "denial": (3, -1)}


@frozen
class Nouns:
    """Nouns, some of which stand for every word that ends so."""

    exact: frozenset[str]
    endings: tuple[str, ...]

    def __contains__(self, word: str) -> bool:
        return word in self.exact or (bool(self.endings) and word.endswith(self.endings))


@frozen
class Starts:
    """Words, some of which stand for every word that begins so: "qu'"."""

    exact: frozenset[str]
    elided: tuple[str, ...]

    def __contains__(self, word: str) -> bool:
        return word in self.exact or self.is_elided(word)

    def is_elided(self, word: str) -> bool:
        """Whether the word only begins so."""
        return bool(self.elided) and word.startswith(self.elided)


@frozen(kw_only=True, eq=False)
class Language:
    """
    What a lexicon tells of a language.

    Args:
        code: Its BCP 47 primary subtag.
        common: Frequent words, by which it is told.
        plain: Those, and all words that are listed for what they do: they are of no name, capital or not.
        bare: Whether a clause beside a cue, behind a comma, may be its content without a complementizer.
        cues: Forms of verbs of saying and thinking, each with what it makes of its content.
        before, after: Expressions before and behind a source: "laut", "zufolge".
        hedges: Expressions with their value; None negates.
        complementizers: "dass".
        auxiliaries: "hat".
        articles: "die"; the `indefinite` ones are among them.
        pronouns: Those of persons, as subjects.
        prepositions: They begin what belongs to no source; `linking` ones may stand in one: "von".
        conjunctions: They join two sources: "und".
        subordinators: They open a clause that is no content: "als", "wenn".
        adverbs: What stands beside a cue and is no source: "gestern", "außerdem".
        titles, people, bodies, groups, papers: Nouns of sources.
    """

    code: str
    common: frozenset[str]
    plain: frozenset[str]
    bare: bool
    cues: Expressions[Value | None]
    before: Expressions[None]
    after: Expressions[None]
    hedges: Expressions[Value | None]
    complementizers: Starts
    auxiliaries: Starts
    articles: Starts
    indefinite: Starts
    pronouns: Starts
    prepositions: Starts
    linking: Starts
    conjunctions: Starts
    subordinators: Starts
    adverbs: Starts
    titles: Nouns
    people: Nouns
    bodies: Nouns
    groups: Nouns
    papers: Nouns

    @classmethod
    def of(cls, sections: Sequence[Mapping[str, Any]]) -> Language:
        """The language of lexicons that were checked; see `claimtrack.drafting.lexicons`."""
        common = frozenset(word for one in sections for word in one["common"].split())
        listed = [group[key] for one, key in _LISTED for group in _groups(sections, one)]
        listed += [words for one in sections for name in ("phrases", "closed") for words in one.get(name, {}).values()]
        return cls(
            code=sections[0]["language"],
            common=common,
            plain=common | frozenset(part for words in listed for parts in _parts(words) for part in parts),
            bare=any(one.get("bare", False) for one in sections),
            cues=Expressions(
                (parts, VALUES[group["value"]] if "value" in group else _OF_CLASS[group["class"]])
                for group in _groups(sections, "verbs")
                for parts in _parts(group["forms"])
            ),
            hedges=Expressions(
                (parts, VALUES[group["value"]] if "value" in group else None)
                for group in _groups(sections, "hedges")
                for parts in _parts(group["words"])
            ),
            before=_expressions(sections, "before"),
            after=_expressions(sections, "after"),
            complementizers=_closed(sections, "complementizers"),
            auxiliaries=_closed(sections, "auxiliaries"),
            articles=_closed(sections, "articles", "indefinite"),
            indefinite=_closed(sections, "indefinite"),
            pronouns=_closed(sections, "pronouns"),
            prepositions=_closed(sections, "prepositions", "linking"),
            linking=_closed(sections, "linking"),
            conjunctions=_closed(sections, "conjunctions"),
            subordinators=_closed(sections, "subordinators"),
            adverbs=_closed(sections, "adverbs"),
            titles=_nouns(sections, "titles"),
            people=_nouns(sections, "people"),
            bodies=_nouns(sections, "bodies"),
            groups=_nouns(sections, "groups"),
            papers=_nouns(sections, "papers"),
        )

    def is_noun(self, word: str) -> bool:
        """Whether *word* is a noun for a source."""
        return (
            word in self.titles or word in self.people or word in self.bodies or word in self.groups
            or word in self.papers
        )  # fmt: skip


_LISTED = (("verbs", "forms"), ("hedges", "words"))


def _groups(sections: Sequence[Mapping[str, Any]], key: str) -> Iterator[Mapping[str, Any]]:
    for one in sections:
        yield from one.get(key, ())


def _joined(sections: Sequence[Mapping[str, Any]], section: str, key: str) -> str:
    return " ".join(one.get(section, {}).get(key, "") for one in sections)


def _parts(words: str) -> Iterator[tuple[str, ...]]:
    for word in words.split():
        yield tuple(word.split("_"))


def _expressions(sections: Sequence[Mapping[str, Any]], key: str) -> Expressions[None]:
    return Expressions((parts, None) for parts in _parts(_joined(sections, "phrases", key)))


def _closed(sections: Sequence[Mapping[str, Any]], *keys: str) -> Starts:
    told = [word for key in keys for word in _joined(sections, "closed", key).split()]
    return Starts(
        frozenset(word for word in told if not word.endswith("'")), tuple(word for word in told if word.endswith("'"))
    )


def _nouns(sections: Sequence[Mapping[str, Any]], key: str) -> Nouns:
    told = _joined(sections, "sources", key).split()
    endings = tuple(word[1:] for word in told if word.startswith("-"))
    return Nouns(frozenset(word.removeprefix("-") for word in told), endings)


LONGEST_ELIDED = 4
"""Letters of an article before an apostrophe: "dell'"."""


def has_case(raw: str) -> bool:
    return raw.lower() != raw.upper()


def is_capital(raw: str) -> bool:
    """Whether a word is written with a capital, be it behind an elided article: "l'Élysée"."""
    if raw[0].isupper():
        return True
    head, mark, rest = raw.replace("’", "'").partition("'")
    return bool(mark) and len(head) <= LONGEST_ELIDED and rest[:1].isupper()


def names_somebody(raw: str, low: str, language: Language) -> bool:
    """Whether a word may be the noun or name of a source."""
    if low in language.articles or low in language.indefinite:
        return False
    return language.is_noun(low) or is_capital(raw) or (not has_case(raw) and raw[0].isalpha())
