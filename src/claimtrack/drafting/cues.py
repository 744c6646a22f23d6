"""The lexicon of attribution: which words show that somebody says, thinks, wants, supports or orders something."""

from __future__ import annotations

from collections.abc import Mapping  # attrs classes name it at run time
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from attrs import define, field, frozen

from claimtrack._syntax import ed_form, ing_form, third_person
from claimtrack._units import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Form = Literal["base", "s", "ing", "past"]


@frozen(kw_only=True)
class Verb:
    """
    A verb of attribution.

    Args:
        base: Its base.
        particles: The words that belong to it: "out" in "point out".
        frames: How its content may come, each with the class of attribution; see `attribution.toml`.
        weak: The frames that only a subject takes that can speak or think.
        documents: The frames that only documents take, beside those who speak.
    """

    base: str
    particles: tuple[str, ...] = ()
    frames: dict[str, str] = field(factory=dict, hash=False)
    weak: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()


@frozen(kw_only=True)
class Lexicon:
    """
    The cues, ready to be looked up by a folded word.

    Args:
        verbs: By form: the form's kind and the verbs it belongs to, those with particles first.
        nouns: By noun: what it takes ("that", "to", prepositions).
        adjectives: By adjective, as with nouns.
        supporting: Forms of verbs that only carry a noun.
        passive: Participles of "is said to", by what they take.
        adverbs: "reportedly".
        sources: Nouns of those who speak: people, bodies, groups.
        papers: Nouns of what is written and speaks for its issuer.
        occasions: Nouns of what something is said in: "in a statement".
        relaying: The participles of relays ("citing").
        putting: Forms of verbs of "as X put it".
        views: Nouns of "in X's view".
    """

    verbs: Mapping[str, tuple[tuple[Form, Verb], ...]] = field(hash=False)
    nouns: Mapping[str, frozenset[str]] = field(hash=False)
    adjectives: Mapping[str, frozenset[str]] = field(hash=False)
    supporting: frozenset[str]
    passive: Mapping[str, frozenset[str]] = field(hash=False)
    adverbs: frozenset[str]
    sources: frozenset[str]
    papers: frozenset[str]
    occasions: frozenset[str]
    relaying: frozenset[str]
    putting: frozenset[str]
    views: frozenset[str]
    openers: frozenset[str] = field(init=False, repr=False)
    """Every word that may open an attribution or stand in its cue."""

    def __attrs_post_init__(self) -> None:
        words = {*self.verbs, *self.nouns, *self.adjectives, *self.passive, *self.adverbs, *self.relaying, *_OPENERS}
        object.__setattr__(self, "openers", frozenset(words))


_OPENERS = ("according", "against", "as", "by", "in", "on", "per")
"""Words of "according to", "as X put it", "in X's view", "are against" …"""


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    words = lexicon("words")["irregular"]
    told = irregular_forms(words["verbs"])
    return told | {base: (base,) for base in words["unchanged"].split() if base not in told}


def irregular_forms(entries: str) -> dict[str, tuple[str, ...]]:
    """By base, the past forms of "greenlight greenlit; overhear overheard"."""
    told = {}
    for entry in entries.split(";"):
        if entry.split():
            base, *past = entry.split()
            told[base] = tuple(past)
    return told


def forms(base: str, irregular: Mapping[str, tuple[str, ...]] | None = None) -> Iterator[tuple[Form, str]]:
    """The forms of the verb *base*; *irregular* are past forms beside those that the package knows."""
    told = (irregular or {}).get(base) or _irregular().get(base)
    if told is None:
        for prefix in lexicon("words")["irregular"]["prefixes"].split():
            stem = base.removeprefix(prefix)
            if stem != base and stem in _irregular():
                told = tuple(prefix + form for form in _irregular()[stem])
    yield "base", base
    yield "s", "has" if base == "have" else third_person(base)
    yield "ing", ing_form(base)
    for form in told or (ed_form(base),):
        if not form.endswith("ing"):
            yield "past", form


def _prepositions(entries: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in entries.split(";"):
        head, _, told = entry.partition(":")
        if told:
            yield head.strip().strip('"'), tuple(told.split())


@define
class _Frames:
    """The frames of one verb while the groups are read, and which of them need a subject that can speak."""

    classes: dict[str, str] = field(factory=dict)
    weak: set[str] = field(factory=set)
    documents: set[str] = field(factory=set)
    strong: set[str] = field(factory=set)

    def add(self, frame: str, group: Mapping[str, Any]) -> None:
        """Note that *group* has the verb with *frame*."""
        self.classes.setdefault(frame, group["class"])
        kind = "documents" if group.get("documents") else "weak" if group.get("weak") else "strong"
        getattr(self, kind).add(frame)


def expressions(group: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The verbs of a group, each with its particles and its frames."""
    for word in group.get("words", "").split():
        yield tuple(word.split("_")), tuple(group["frames"])
    for verb, frames in _prepositions(group.get("only", "")):
        yield tuple(verb.split()), frames


def _verbs(
    entries: Iterable[tuple[Mapping[str, Any], tuple[str, ...], tuple[str, ...]]],
    irregular: Mapping[str, tuple[str, ...]],
) -> dict[str, tuple[tuple[Form, Verb], ...]]:
    """The verbs by form; *entries* are groups, each with one of its verbs and that verb's frames."""
    known: dict[tuple[str, ...], _Frames] = {}
    for group, expression, frames in entries:
        told = known.setdefault(expression, _Frames())
        for frame in frames:
            told.add(frame, group)
    verbs: dict[str, list[tuple[Form, Verb]]] = {}
    for (base, *particles), told in known.items():
        verb = Verb(
            base=base,
            particles=tuple(particles),
            frames=told.classes,
            weak=frozenset((told.weak | told.documents) - told.strong),
            documents=frozenset(told.documents - told.weak - told.strong),
        )
        for kind, form in forms(base, irregular):
            verbs.setdefault(form, []).append((kind, verb))
    return {form: tuple(sorted(told, key=lambda one: -len(one[1].particles))) for form, told in verbs.items()}


def _read(data: Mapping[str, Any], added: Sequence[Mapping[str, Any]] = ()) -> Lexicon:
    """The lexicon *data* with the sections of *added*, which are of its shape, or say what of it to leave out."""
    out = {key: frozenset(_section(added, "remove", key)) for key in REMOVABLE}
    sources = lexicon("sources")
    own = (
        *sources["roles"]["words"].split(),
        *sources["organisations"]["words"].split(),
        *sources["anonymous"]["words"].split(),
        *data["sources"]["words"].split(),
        *sources["groups"]["words"].split(),
    )
    speaking = [word for word in own if word not in out["sources"]]
    papers = [*sources["documents"]["words"].split(), *data["sources"]["papers"].split()]
    groups = frozenset(sources["groups"]["words"].split())
    irregular = irregular_forms(";".join(_section(added, "irregular", "verbs", split=False)))
    verbs = [
        (group, expression, frames)
        for place, one in enumerate((data, *added))
        for group in one.get("verbs", ())
        for expression, frames in expressions(group)
        if place or "_".join(expression) not in out["verbs"]
    ]
    passive: dict[str, set[str]] = {}
    for frame in ("to", "of", "that"):
        for word in data["passive"][frame].split():
            if word not in out["passive"]:
                passive.setdefault(word, set()).add(frame)
        for word in _section(added, "passive", frame):
            passive.setdefault(word, set()).add(frame)
    supporting = [*data["support_verbs"]["words"].split(), *_section(added, "support_verbs", "words")]
    adverbs = frozenset(data["passive"]["adverbs"].split()) - out["passive"]
    return Lexicon(
        views=frozenset(data["phrases"]["views"].split()),
        verbs=_verbs(verbs, irregular),
        nouns=_complements(data, added, "nouns", out["nouns"], plural=True),
        adjectives=_complements(data, added, "adjectives", out["adjectives"], plural=False),
        supporting=frozenset(form for base in supporting for _, form in forms(base, irregular)),
        passive={word: frozenset(told) for word, told in passive.items()},
        adverbs=adverbs | frozenset(_section(added, "passive", "adverbs")),
        sources=frozenset(_with_plurals(word for word in speaking if word not in groups))
        | frozenset(word for word in speaking if word in groups)
        | frozenset(_with_plurals([*_section(added, "sources", "people"), *_section(added, "sources", "bodies")]))
        | frozenset(_section(added, "sources", "groups")),
        papers=frozenset(_with_plurals(word for word in papers if word not in out["sources"]))
        | frozenset(_with_plurals(_section(added, "sources", "papers"))),
        occasions=frozenset(_with_plurals(data["phrases"]["statements"].split())),
        relaying=frozenset(data["phrases"]["relays"].split()),
        putting=frozenset(form for base in data["phrases"]["around"].split() for _, form in forms(base)),
    )


REMOVABLE = ("verbs", "nouns", "adjectives", "passive", "sources")
"""The sections of whose entries some may be left out."""


def _section(sections: Sequence[Mapping[str, Any]], name: str, key: str, *, split: bool = True) -> list[str]:
    """The words that the sections *name* have under *key*."""
    told = [one[name][key] for one in sections if key in one.get(name, {})]
    return [word for words in told for word in words.split()] if split else told


def _with_plurals(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield word
        yield third_person(word)
        if word.endswith("man"):
            yield f"{word[:-2]}en"


def complements(data: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The nouns or adjectives of a section, each with what it takes."""
    for frame in ("that", "to", "whether"):
        for word in data.get(frame, "").split():
            yield word, (frame,)
    yield from _prepositions(data.get("prep", "").replace("\n", " "))


def _complements(
    data: Mapping[str, Any], added: Sequence[Mapping[str, Any]], section: str, out: frozenset[str], *, plural: bool
) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for place, one in enumerate((data, *added)):
        for word, frames in complements(one.get(section, {})):
            if place or word not in out:
                found.setdefault(word, set()).update(frames)
    if plural:
        for word, told in list(found.items()):
            if third_person(word) not in out:
                found.setdefault(third_person(word), set()).update(told)
    return {word: frozenset(told) for word, told in found.items()}


@cache
def english() -> Lexicon:
    """The package's own lexicon, read once."""
    return _read(lexicon("attribution"))


def extended(added: Sequence[Mapping[str, Any]]) -> Lexicon:
    """The package's own lexicon with the sections of users' lexicons; see `claimtrack.drafting.lexicons`."""
    return _read(lexicon("attribution"), added)
