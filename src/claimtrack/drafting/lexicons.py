"""Lexicons that users bring: entries beside the package's own, and languages that it does not read."""

from __future__ import annotations

import difflib
import json
import os
import re
import tomllib
from collections.abc import Mapping, Sequence  # attrs classes name them at run time
from functools import cache, lru_cache
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from claimtrack._closed import listed
from claimtrack._judging import Hedges, hedges_with
from claimtrack._rules import REMARKS
from claimtrack._syntax import is_word
from claimtrack._units import lexicon as own_lexicon
from claimtrack._units import spelled_out
from claimtrack.drafting._languages import Language
from claimtrack.drafting.blocks import Marks, ParagraphKind, boilerplate
from claimtrack.drafting.cues import Lexicon, complements, expressions, extended, forms, irregular_forms
from claimtrack.errors import InvalidLexicon, Location, Problem, UnreadableFile
from claimtrack.model import SpeakerKind
from claimtrack.source import pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LexiconSource = str | os.PathLike[str] | Mapping[str, Any]
"""A lexicon as `claimtrack.draft` takes it: the path of a TOML file, or what such a file holds."""

MAX_LEXICON_BYTES = 256 * 1024
"""Bytes of one file; the package's own largest one has 35,000."""

MAX_LEXICONS = 32
"""Lexicons at once."""

MAX_ENTRIES = 20_000
"""Words and expressions of all lexicons together; the package's own have about 6,000."""

LONGEST_WORD = 64
"""Code points."""

LONGEST_EXPRESSION = 8
"""Words."""

MOST_ALTERNATIVES = 256
"""Expressions that one entry with "/" may stand for."""

SHORTEST_START = 3
"""Code points that a line of boilerplate begins with at the least: a single letter would take half a text away."""

MOST_STOPS = 64
"""Full stops on one line of a file."""

MAX_PROBLEMS = 200
"""Faults that are listed; whoever has more has another file than he thinks."""

MOST_HINTS = 50
"""Faults for which the nearest known word is sought."""

FAULTS = {remark.code: remark.name for remark in REMARKS if remark.severity == "error"}
"""What may be wrong with a lexicon, by code."""

_SPACELESS = listed("zh ja th lo km my bo dz yue wuu")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_PLACE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$")

_FRAMES = listed("that bare quote told to urge doing object as whether to-np")
_CODES = ("CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "Uu")
_SITES = (
    "negator", "determiner", "operator", "perfect", "adverb", "verb", "adjective", "noun", "cue", "limit", "boost",
    "none",
)  # fmt: skip
_VALUELESS = listed("negator determiner limit boost none")

_ENGLISH_KEYS = (
    "language", "reason", "verbs", "irregular", "nouns", "adjectives", "passive", "support_verbs", "sources", "hedges",
    "boilerplate", "remove",
)  # fmt: skip
_FOREIGN_KEYS = (
    "language", "reason", "common", "bare", "verbs", "phrases", "closed", "sources", "hedges", "boilerplate",
)  # fmt: skip
_REMOVABLE = ("verbs", "nouns", "adjectives", "passive", "sources", "hedges", "boilerplate")
_CLOSED = (
    "complementizers", "auxiliaries", "articles", "indefinite", "pronouns", "prepositions", "linking", "conjunctions",
    "subordinators", "adverbs",
)  # fmt: skip
_SOURCES = ("people", "bodies", "groups", "papers")
_BOILERPLATE: tuple[ParagraphKind, ...] = ("notice", "byline", "caption", "greeting")
_CLASSES = ("statement", "belief", "denial")

Path_ = tuple[str | int, ...]


@frozen(kw_only=True, eq=False)
class Lexicons:
    """
    What users' lexicons make of the package's own; without any nothing is set.

    Args:
        cues: The cues of English.
        hedges: The words of certainty of English.
        boilerplate: What lines that state nothing begin with, in every language.
        tags: Parts of speech of the forms of verbs that a user named; see `claimtrack._syntax`.
        kinds: Nouns for speakers that a user named, with the kind of speaker.
        languages: Further languages, by their BCP 47 primary subtag.
    """

    cues: Lexicon | None = None
    hedges: Hedges | None = None
    boilerplate: Marks | None = None
    tags: Mapping[str, str] | None = None
    kinds: Mapping[str, SpeakerKind] = field(factory=dict)
    languages: Mapping[str, Language] = field(factory=dict)


def load_lexicons(lexicon: LexiconSource | Lexicons | Sequence[LexiconSource] | None) -> Lexicons:
    """
    What *lexicon* says: one lexicon, several, none, or what this function made of them before.

    Raises:
        UnreadableFile: If a file cannot be read.
        InvalidLexicon: If a lexicon has faults; it holds those of all of them.
    """
    if lexicon is None:
        return Lexicons()
    if isinstance(lexicon, Lexicons):
        return lexicon
    several = [lexicon] if isinstance(lexicon, str | os.PathLike | Mapping) else _listed(lexicon)
    problems: list[Problem] = []
    told: list[dict[str, Any]] = []
    left = MAX_ENTRIES
    for number, each in enumerate(several[:MAX_LEXICONS], 1):
        reading = _read_source(each, f"lexicon {number}" if len(several) > 1 else None, left)
        told.append(reading.told)
        problems += reading.problems
        left = reading.left
    if len(several) > MAX_LEXICONS:
        problems.append(_problem("CT511", f"{len(several):,} lexicons are more than {MAX_LEXICONS}", Location(), None))
    if problems:
        raise InvalidLexicon(tuple(problems[:MAX_PROBLEMS]))
    return _made(json.dumps(told))


def _listed(lexicon: object) -> Sequence[LexiconSource]:
    if isinstance(lexicon, list | tuple):
        return lexicon
    message = f"a lexicon is a path or a mapping, not {_shown_type(lexicon)}"
    raise InvalidLexicon((_problem("CT514", message, Location(), "give the path of a TOML file"),))


@lru_cache(maxsize=8)  # many texts are drafted with the same lexicon; building it takes as long as drafting a page
def _made(told: str) -> Lexicons:
    each = [one for one in json.loads(told) if one]
    english = [one for one in each if one["language"] == "en"]
    codes = dict.fromkeys(one["language"] for one in each if one["language"] != "en")
    starts: dict[ParagraphKind, list[str]] = {}
    for one in each:
        for kind, words in one.get("boilerplate", {}).items():
            starts.setdefault(kind, []).extend(words)
    out = [word for one in english for word in one.get("remove", {}).get("boilerplate", ())]
    kinds: dict[str, SpeakerKind] = {}
    for one in english:
        for key, kind in _KINDS.items():
            kinds.update(dict.fromkeys(one.get("sources", {}).get(key, "").split(), kind))
    groups = [group for one in english for group in one.get("hedges", ())]
    removed = [tuple(word.split()) for one in english for word in one.get("remove", {}).get("hedges", ())]
    return Lexicons(
        cues=extended(english) if english else None,
        hedges=hedges_with(groups, frozenset(removed)) if groups or removed else None,
        boilerplate=boilerplate(starts, out) if starts or out else None,
        tags=_tags(english) or None,
        kinds=kinds,
        languages={code: Language.of([one for one in each if one["language"] == code]) for code in codes},
    )


def _tags(english: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    irregular = irregular_forms(";".join(one["irregular"].get("verbs", "") for one in english if "irregular" in one))
    bases = [verb[0] for one in english for group in one.get("verbs", ()) for verb, _ in expressions(group)]
    return {form: _FORMS[kind] for base in bases for kind, form in forms(base, irregular)}


_FORMS = {"base": "F", "s": "V", "ing": "G", "past": "E"}
_KINDS: dict[str, SpeakerKind] = {"people": "person", "bodies": "organisation", "groups": "group"}


# Reading ------------------------------------------------------------------------------------------------------------


def _problem(code: str, message: str, where: Location, hint: str | None) -> Problem:
    return Problem(code=code, severity="error", message=message, where=where, hint=hint)


def _read_source(source: object, name: str | None, left: int) -> _Reading:
    if isinstance(source, Mapping):
        reading = _Reading(name, left)
        reading.lexicon(source)
        return reading
    if not isinstance(source, str | os.PathLike):
        reading = _Reading(name, left)
        reading.fault("CT514", (), f"a lexicon is a path or a mapping, not {_shown_type(source)}")
        return reading
    path = Path(os.fsdecode(source))
    reading = _Reading(str(path), left)
    data = reading.parsed(_bytes(path))
    if data is not None:
        reading.lexicon(data)
    return reading


def _bytes(path: Path) -> bytes:
    """What the file holds, of a large one the beginning."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_LEXICON_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with a zero byte
        told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableFile(
            f"the lexicon cannot be read: {told}", where=Location(path=str(path)), hint="give the path of a TOML file"
        ) from None


class _Reading:
    """
    One lexicon as it is checked.

    Attributes:
        told: What it says, in the shape of the package's own files: words in small letters, lists joined.
        problems: Its faults in the order of the keys.
        left: Entries that may still come.
    """

    def __init__(self, path: str | None, left: int) -> None:
        self.path, self.left = path, left
        self.told: dict[str, Any] = {}
        self.problems: list[Problem] = []

    def fault(self, code: str, at: Path_, message: str, hint: str | None = None) -> None:
        """Note a fault of the value at *at*."""
        if len(self.problems) >= MAX_PROBLEMS:
            return
        self.problems.append(_problem(code, message, Location(path=self.path, pointer=pointer(at)), hint))

    def parsed(self, data: bytes) -> dict[str, Any] | None:
        """The data of a TOML file."""
        if len(data) > MAX_LEXICON_BYTES:
            self.fault("CT511", (), f"the file has more than {MAX_LEXICON_BYTES:,} bytes", "split it")
            return None
        line = column = None
        try:
            text = data.decode("utf-8-sig")
            # The work of tomllib grows with the square of a dotted key: one of 200 kB took minutes.
            for number, each in enumerate(text.split("\n"), 1):
                if each.count(".") > MOST_STOPS:
                    told = f"the line has more than {MOST_STOPS} full stops"
                    where = Location(path=self.path, line=number, column=1)
                    self.problems.append(_problem("CT511", told, where, "break it: keys do not nest so deeply"))
                    return None
            return tomllib.loads(text)
        except UnicodeDecodeError as error:
            before = data[: error.start]
            line = before.count(b"\n") + 1
            column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
            told = "the file is not UTF-8"
        except RecursionError:
            told = "lists nest too deeply"
        except ValueError as error:  # TOMLDecodeError is one; a number of thousands of digits is another
            told = str(error)
            place = _PLACE.search(told)
            if place is not None:
                told = told[: place.start()]
                line, column = (int(place[1]), int(place[2])) if place[1] else _end(data)
        where = Location(path=self.path, line=line, column=column)
        hint = "mend the TOML at that place; texts stand in quotation marks, lists in brackets"
        self.problems.append(_problem("CT512", told[:1].lower() + told[1:], where, hint))
        return None

    # A lexicon --------------------------------------------------------------------------------------------------------

    def lexicon(self, data: Mapping[str, Any]) -> None:
        """Check a whole lexicon."""
        language = self._language(data.get("language", "en"))
        self.told["language"] = language
        if language == "en":
            self._english(data)
        else:
            self._foreign(data)
        if self.left < 0:
            self.fault("CT511", (), f"the lexicons have more than {MAX_ENTRIES:,} entries", "leave some out")

    def _language(self, value: object) -> str:
        if not isinstance(value, str):
            self.fault("CT514", ("language",), f"a language is a string, not {_shown_type(value)}")
            return "en"
        code = value.lower()
        if _LANGUAGE.fullmatch(code) is None:
            primary = code.partition("-")[0]
            self.fault(
                "CT515",
                ("language",),
                f"{_shown(value)} is no primary language subtag of BCP 47",
                f'write "{primary}"' if _LANGUAGE.fullmatch(primary) else 'write one such as "de"',
            )
            return primary or "en"
        if code in _SPACELESS:
            self.fault(
                "CT515",
                ("language",),
                f"{_shown(value)} is written without blanks between words: a lexicon cannot read it",
                "drafts propose its sentences without one",
            )
        return code

    def _english(self, data: Mapping[str, Any]) -> None:
        told = self.told
        for key, value in self._keys(data, (), _ENGLISH_KEYS):
            at: Path_ = (key,)
            if key == "reason":
                self._string(value, at)
            elif key == "verbs":
                told[key] = [self._verb_group(each, place) for each, place in self._tables(value, at)]
            elif key == "hedges":
                told[key] = [self._hedges(each, place) for each, place in self._tables(value, at)]
            elif key == "boilerplate":
                told[key] = self._boilerplate(value, at)
            elif key == "irregular":
                told[key] = self._section(value, at, {"verbs": self._irregular})
            elif key in {"nouns", "adjectives"}:
                lists = dict.fromkeys(("that", "to", "whether"), self._singles)
                told[key] = self._section(value, at, {**lists, "prep": self._governing})
            elif key == "passive":
                told[key] = self._section(value, at, dict.fromkeys(("to", "of", "that", "adverbs"), self._singles))
            elif key == "support_verbs":
                told[key] = self._section(value, at, {"words": self._singles})
            elif key == "sources":
                told[key] = self._section(value, at, dict.fromkeys(_SOURCES, self._singles))
            elif key == "remove":
                told[key] = self._remove(value, at)

    def _foreign(self, data: Mapping[str, Any]) -> None:
        told = self.told
        for key in ("common", "verbs"):
            if key not in data:
                self.fault("CT517", (), f"the lexicon of a language lacks {_shown(key)}", _LACKING[key])
        for key, value in self._keys(data, (), _FOREIGN_KEYS):
            at: Path_ = (key,)
            if key == "reason":
                self._string(value, at)
            elif key == "common":
                told[key] = self._singles(value, at)
            elif key == "bare":
                told[key] = self._boolean(value, at)
            elif key == "verbs":
                told[key] = [self._forms(each, place) for each, place in self._tables(value, at)]
            elif key == "hedges":
                told[key] = [self._levels(each, place) for each, place in self._tables(value, at)]
            elif key == "boilerplate":
                told[key] = self._boilerplate(value, at)
            elif key == "phrases":
                told[key] = self._section(value, at, dict.fromkeys(("before", "after"), self._words))
            elif key == "closed":
                told[key] = self._section(value, at, dict.fromkeys(_CLOSED, self._elided))
            elif key == "sources":
                told[key] = self._section(value, at, dict.fromkeys(("titles", *_SOURCES), self._endings))

    # Sections ---------------------------------------------------------------------------------------------------------

    def _verb_group(self, group: Mapping[str, Any], at: Path_) -> dict[str, Any]:
        told: dict[str, Any] = {"class": "statement", "frames": []}
        for key, value in self._keys(
            group, at, ("class", "reason", "frames", "weak", "documents", "words", "only"), required=("class",)
        ):
            place = (*at, key)
            if key == "class":
                told[key] = self._term(value, place, _classes())
            elif key == "reason":
                self._string(value, place)
            elif key == "frames" and not (value == [] and "only" in group and "words" not in group):
                told[key] = self._terms(value, place, _is_frame, _FRAMES)
            elif key == "frames":
                told[key] = []
            elif key in {"weak", "documents"}:
                told[key] = self._boolean(value, place)
            elif key == "words":
                told[key] = self._words(value, place)
            else:
                told[key] = self._governing(value, place)
        if "words" not in group and "only" not in group:
            self.fault("CT517", at, 'verbs lack "words"', 'give their bases, or "only" with what each takes')
        elif "words" in group and "frames" not in group:
            self.fault("CT517", at, 'verbs lack "frames"', 'say how their content comes: ["that", "bare", "quote"]')
        return told

    def _hedges(self, group: Mapping[str, Any], at: Path_) -> dict[str, Any]:
        told: dict[str, Any] = {"name": "added", "site": "none", "words": []}
        keys = ("name", "reason", "site", "value", "negated", "weight", "turns", "clause", "gerund", "inflect", "words")
        for key, value in self._keys(group, at, keys, required=("site", "words")):
            place = (*at, key)
            if key == "reason":
                self._string(value, place)
            elif key == "name":
                told[key] = self._string(value, place)
            elif key == "site":
                told[key] = self._term(value, place, _SITES)
            elif key in {"value", "negated"}:
                told[key] = self._term(value, place, _CODES)
            elif key == "gerund":
                told[key] = self._term(value, place, ("must", "never"))
            elif key == "weight":
                told[key] = self._weight(value, place)
            elif key == "words":
                words = self._words(value, place, alternatives=True).split()
                told[key] = [word.replace("_", " ") for word in words]
            else:
                told[key] = self._boolean(value, place)
        if "value" not in group and "site" in group and told["site"] not in _VALUELESS:
            self.fault("CT517", at, 'hedges lack "value"', f"say what they make of a claim: one of {', '.join(_CODES)}")
        return told

    def _forms(self, group: Mapping[str, Any], at: Path_) -> dict[str, Any]:
        told: dict[str, Any] = {"class": "statement", "forms": ""}
        for key, value in self._keys(group, at, ("class", "reason", "value", "forms"), required=("class", "forms")):
            place = (*at, key)
            if key == "class":
                told[key] = self._term(value, place, _CLASSES)
            elif key == "reason":
                self._string(value, place)
            elif key == "value":
                told[key] = self._term(value, place, _CODES)
            else:
                told[key] = self._words(value, place)
        return told

    def _levels(self, group: Mapping[str, Any], at: Path_) -> dict[str, Any]:
        told: dict[str, Any] = {"words": ""}
        for key, value in self._keys(group, at, ("reason", "site", "value", "words"), required=("words",)):
            place = (*at, key)
            if key == "reason":
                self._string(value, place)
            elif key == "site":
                told[key] = self._term(value, place, ("negator",))
            elif key == "value":
                told[key] = self._term(value, place, _CODES)
            else:
                told[key] = self._words(value, place)
        if ("site" in group) is ("value" in group):
            hint = f'site = "negator", or value = one of {", ".join(_CODES)}'
            self.fault("CT517", at, 'hedges have either a "site" or a "value"', hint)
        return told

    def _boilerplate(self, value: object, at: Path_) -> dict[str, list[str]]:
        return self._section(value, at, dict.fromkeys(_BOILERPLATE, self._starts))

    def _starts(self, value: object, at: Path_) -> list[str]:
        told = []
        for each, place in self._list(value, at):
            if not isinstance(each, str):
                self.fault("CT514", place, f"a line begins with a string, not {_shown_type(each)}")
            elif len(each.strip()) < SHORTEST_START:
                self.fault("CT518", place, f"{_shown(each)} is shorter than {SHORTEST_START} code points")
            elif len(each) > LONGEST_WORD * 2:
                self.fault("CT518", place, f"{_shown(each)} is longer than {2 * LONGEST_WORD} code points")
            else:
                told.append(each.lower())
        self.left -= len(told)
        return told

    def _remove(self, value: object, at: Path_) -> dict[str, Any]:
        lists: dict[str, Callable[[object, Path_], Any]] = dict.fromkeys(_REMOVABLE, self._words)
        told = self._section(value, at, {**lists, "boilerplate": self._starts})
        for key, words in told.items():
            known = _own_entries()[key]
            for word in words.split() if isinstance(words, str) else words:
                if word not in known:
                    shown = word.replace("_", " ")
                    near = self._near(word, sorted(known))
                    hint = f"did you mean {_shown(near.replace('_', ' '))}?" if near else "leave it out"
                    self.fault("CT519", (*at, key), f"{_shown(shown)} is no entry of the package's own {key}", hint)
        if "hedges" in told:
            told["hedges"] = [word.replace("_", " ") for word in told["hedges"].split()]
        return told

    def _near(self, word: str, known: Sequence[str]) -> str:
        """The nearest of the known words, if one is near. It takes long: who has many faults gets no hint."""
        near = difflib.get_close_matches(word[:LONGEST_WORD], known, 1) if len(self.problems) < MOST_HINTS else []
        return near[0] if near else ""

    # Values -----------------------------------------------------------------------------------------------------------

    def _keys(
        self, data: Mapping[Any, Any], at: Path_, known: Sequence[str], required: Sequence[str] = ()
    ) -> Iterator[tuple[str, Any]]:
        """The items whose key is known; a fault for each other key, and for each that is lacking."""
        for key, value in data.items():
            if key in known:
                yield key, value
                continue
            near = self._near(str(key), known)
            hint = f"did you mean {_shown(near)}?" if near else f"known are {', '.join(known)}"
            self.fault("CT513", (*at, str(key)), f"{_shown(key)} is no key here", hint)
        for key in required:
            if key not in data:
                self.fault("CT517", at, f"{_shown(key)} is lacking")

    def _section(
        self, value: object, at: Path_, readers: Mapping[str, Callable[[object, Path_], Any]]
    ) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            self.fault("CT514", at, f"{_shown(at[-1])} is a table, not {_shown_type(value)}", f"write [{at[-1]}]")
            return {}
        told = {}
        for key, each in self._keys(value, at, (*readers, "reason")):
            if key == "reason":
                self._string(each, (*at, key))
            else:
                told[key] = readers[key](each, (*at, key))
        if not value:
            self.fault("CT516", at, f"{_shown(at[-1])} is empty")
        return told

    def _tables(self, value: object, at: Path_) -> Iterator[tuple[Mapping[str, Any], Path_]]:
        for each, place in self._list(value, at, hint=f"write [[{at[-1]}]]"):
            if isinstance(each, Mapping):
                yield each, place
            else:
                self.fault("CT514", place, f"a group is a table, not {_shown_type(each)}", f"write [[{at[-1]}]]")

    def _list(self, value: object, at: Path_, hint: str = 'write ["…", "…"]') -> Iterator[tuple[Any, Path_]]:
        if not isinstance(value, list | tuple):
            self.fault("CT514", at, f"{_shown(at[-1])} is a list, not {_shown_type(value)}", hint)
        elif not value:
            self.fault("CT516", at, f"{_shown(at[-1])} is empty")
        else:
            for number, each in enumerate(value):
                yield each, (*at, number)

    def _string(self, value: object, at: Path_) -> str:
        if isinstance(value, str):
            return value
        self.fault("CT514", at, f"{_shown(at[-1])} is a string, not {_shown_type(value)}")
        return ""

    def _boolean(self, value: object, at: Path_) -> bool:
        if isinstance(value, bool):
            return value
        self.fault("CT514", at, f"{_shown(at[-1])} is true or false, not {_shown_type(value)}")
        return False

    def _weight(self, value: object, at: Path_) -> float:
        if isinstance(value, int | float) and not isinstance(value, bool):
            if 0 <= value <= 1:
                return float(value)
            self.fault("CT515", at, "a weight lies between 0 and 1")
        else:
            self.fault("CT514", at, f"a weight is a number, not {_shown_type(value)}")
        return 0.0

    def _term(self, value: object, at: Path_, known: Sequence[str]) -> str:
        if isinstance(value, str) and value in known:
            return value
        if isinstance(value, str):
            self.fault("CT515", at, f"{_shown(value)} is unknown", f"one of {', '.join(known)}")
        else:
            self.fault("CT514", at, f"{_shown(at[-1])} is a string, not {_shown_type(value)}")
        return known[0]

    def _terms(self, value: object, at: Path_, fits: Callable[[str], bool], known: Iterable[str]) -> list[str]:
        told = []
        for each, place in self._list(value, at):
            if not isinstance(each, str):
                self.fault("CT514", place, f"a frame is a string, not {_shown_type(each)}")
            elif not fits(each):
                hint = f"one of {', '.join(sorted(known))}, a preposition, or person+PREPOSITION"
                self.fault("CT515", place, f"{_shown(each)} is no frame", hint)
            else:
                told.append(each)
        return told

    def _words(
        self,
        value: object,
        at: Path_,
        *,
        longest: int = LONGEST_EXPRESSION,
        endings: bool = False,
        elided: bool = False,
        alternatives: bool = False,
    ) -> str:
        """
        The words of a text or list, blanks within an expression written "_".

        Args:
            value: A text, where blanks part words, or a list, where each string is an expression.
            at: Where.
            longest: Words that an expression may have.
            endings: Whether "-minister" stands for every word that ends so.
            elided: Whether "qu'" stands for every word that begins so.
            alternatives: Whether "chance/hope of" stands for two expressions.
        """
        told: list[str] = []
        for each, place in self._expressions(value, at):
            word = each.lower().replace("’", "'")
            parts = word.split("_")
            bare = [part for one in parts for part in (one.split("/") if alternatives else (one,))]
            if endings:
                bare = [part.removeprefix("-") for part in bare]
            if elided:
                bare = [part.removesuffix("'") for part in bare]
            if not all(len(part) <= LONGEST_WORD and is_word(part) for part in bare):
                self.fault("CT518", place, f"{_shown(each)} is no word", "words have letters, no marks beside - and '")
            elif len(parts) > longest:
                counted = f"{longest} words" if longest > 1 else "one word"
                self.fault("CT518", place, f"{_shown(each.replace('_', ' '))} has more than {counted}")
            elif alternatives and prod(part.count("/") + 1 for part in parts) > MOST_ALTERNATIVES:
                shown = _shown(each.replace("_", " "))
                self.fault("CT511", place, f"{shown} stands for more than {MOST_ALTERNATIVES} expressions")
            else:
                told.append(word)
                self.left -= prod(part.count("/") + 1 for part in parts)
        return " ".join(told)

    def _expressions(self, value: object, at: Path_) -> Iterator[tuple[str, Path_]]:
        if isinstance(value, str):
            if not value.split():
                self.fault("CT516", at, f"{_shown(at[-1])} is empty")
            for word in value.split():
                yield word, at
        elif isinstance(value, list | tuple):
            for each, place in self._list(value, at):
                if not isinstance(each, str):
                    self.fault("CT514", place, f"a word is a string, not {_shown_type(each)}")
                elif not each.split():
                    self.fault("CT516", place, "the expression is empty")
                else:
                    yield "_".join(each.split()), place
        else:
            self.fault("CT514", at, f"{_shown(at[-1])} is a text or a list of words, not {_shown_type(value)}")

    def _singles(self, value: object, at: Path_) -> str:
        return self._words(value, at, longest=1)

    def _endings(self, value: object, at: Path_) -> str:
        return self._words(value, at, longest=1, endings=True)

    def _elided(self, value: object, at: Path_) -> str:
        return self._words(value, at, longest=1, elided=True)

    def _irregular(self, value: object, at: Path_) -> str:
        """ "greenlight greenlit; …": a base and its past forms."""
        told = []
        for entry in self._entries(value, at):
            words = self._words(entry, at).split()
            if len(words) < 2 and words:
                self.fault("CT517", at, f"{_shown(entry.strip())} has no past form", 'write "greenlight greenlit"')
            told.append(" ".join(words))
        return ";".join(told)

    def _governing(self, value: object, at: Path_) -> str:
        """ "speak: about of; …": each word with the prepositions that it takes."""
        told = []
        for entry in self._entries(value, at):
            head, colon, frames = entry.partition(":")
            if not colon or not frames.split():
                shown = _shown(entry.strip())
                self.fault("CT517", at, f"{shown} does not say what it takes", 'write "speak: about of; talk: about"')
                continue
            words = self._words(head, at).replace("_", " ")
            for frame in frames.split():
                if not _is_frame(frame):
                    self.fault("CT515", at, f"{_shown(frame)} is no preposition or frame")
            told.append(f"{words}: {' '.join(filter(_is_frame, frames.split()))}")
        return ";".join(told)

    def _entries(self, value: object, at: Path_) -> Iterator[str]:
        if not isinstance(value, str):
            self.fault("CT514", at, f"{_shown(at[-1])} is a text, not {_shown_type(value)}")
            return
        entries = [entry for entry in value.split(";") if entry.split()]
        if not entries:
            self.fault("CT516", at, f"{_shown(at[-1])} is empty")
        yield from entries


_LACKING = {
    "common": "list the words by which the language is told: articles, prepositions, forms of be",
    "verbs": "list its verbs of saying and thinking, by form",
}


def _end(data: bytes) -> tuple[int, int]:
    """The line and column behind the last character."""
    text = data.decode("utf-8-sig")
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _shown(value: object) -> str:
    text = str(value).encode("utf-8", "replace").decode()
    return f'"{text[:40]}{"…" if len(text) > 40 else ""}"'


def _shown_type(value: object) -> str:
    if value is None:
        return "nothing"
    for kind, name in _TYPES:
        if isinstance(value, kind):
            return name
    return f"a {type(value).__name__}"


_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "a boolean"), (str, "a string"), (int, "a number"), (float, "a number"), (list, "a list"), (tuple, "a list"),
    (Mapping, "a table"), (bytes, "bytes"),
)  # fmt: skip


@cache
def _classes() -> tuple[str, ...]:
    return tuple(dict.fromkeys(group["class"] for group in own_lexicon("attribution")["verbs"]))


@cache
def _prepositions() -> frozenset[str]:
    return frozenset(own_lexicon("verbs")["prepositions"]["words"].split()) | {"to"}


def _is_frame(frame: str) -> bool:
    return frame in _FRAMES or frame.removeprefix("person+") in _prepositions()


@cache
def _own_entries() -> dict[str, frozenset[str]]:
    """What can be removed, by section, as a user writes it with "_"."""
    data, sources = own_lexicon("attribution"), own_lexicon("sources")
    starts = own_lexicon("boilerplate")["starts"]
    hedges = (
        words
        for group in own_lexicon("certainty")["group"]
        for entry in (group["words"].split() if isinstance(group["words"], str) else group["words"])
        for words in spelled_out(entry)
    )
    speaking = [sources[key]["words"] for key in ("roles", "organisations", "anonymous", "groups", "documents")]
    passive = data["passive"]
    return {
        "verbs": frozenset("_".join(verb) for group in data["verbs"] for verb, _ in expressions(group)),
        "nouns": frozenset(noun for noun, _ in complements(data["nouns"])),
        "adjectives": frozenset(adjective for adjective, _ in complements(data["adjectives"])),
        "passive": frozenset(word for key in ("to", "of", "that", "adverbs") for word in passive[key].split()),
        "sources": frozenset(" ".join([*speaking, data["sources"]["words"], data["sources"]["papers"]]).split()),
        "hedges": frozenset(words.replace(" ", "_") for words in hedges),
        "boilerplate": frozenset(start for kind in _BOILERPLATE for start in starts[kind]),
    }
