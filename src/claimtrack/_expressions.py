"""Expressions of a lexicon, found among the words of a text by their first two."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

from claimtrack._syntax import ed_form, ing_form, third_person
from claimtrack._units import lexicon, spelled_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

G = TypeVar("G")


class Expressions(Generic[G]):
    """
    The expressions of a lexicon, each with the group it belongs to.

    Args:
        entries: Expressions as words, with their group. Of those that begin alike the longer goes first, then the one
            that was given first.
    """

    __slots__ = ("_alone", "_firsts", "_longer")

    def __init__(self, entries: Iterable[tuple[tuple[str, ...], G]]) -> None:
        self._alone: dict[str, list[tuple[int, G]]] = {}
        self._longer: dict[str, dict[str, list[tuple[tuple[str, ...], G]]]] = {}
        for parts, group in entries:
            if len(parts) == 1:
                self._alone.setdefault(parts[0], []).append((1, group))
            else:
                self._longer.setdefault(parts[0], {}).setdefault(parts[1], []).append((parts, group))
        for seconds in self._longer.values():
            for known in seconds.values():
                known.sort(key=lambda entry: -len(entry[0]))
        self._firsts = frozenset(self._alone) | frozenset(self._longer)

    def scan(self, words: Sequence[str]) -> list[tuple[int, list[tuple[int, G]]]]:
        """Every place where expressions stand, in order, with what `at` gives for it."""
        firsts, alone, longer, last = self._firsts, self._alone, self._longer, len(words) - 1
        found = []
        for place in [place for place, word in enumerate(words) if word in firsts]:
            word = words[place]
            seconds = longer.get(word)
            if seconds is not None and place < last and words[place + 1] in seconds:
                here = self.at(words, place)
                if here:
                    found.append((place, here))
            elif word in alone:
                found.append((place, alone[word]))
        return found

    def at(self, words: Sequence[str], place: int) -> list[tuple[int, G]]:
        """The expressions that stand at *place*, the longest first, each as its number of words and its group."""
        word = words[place]
        alone = self._alone.get(word, [])
        seconds = self._longer.get(word)
        if seconds is None or place + 1 >= len(words):
            return alone
        known = seconds.get(words[place + 1])
        if known is None:
            return alone
        found = []
        for parts, group in known:
            size = len(parts)
            if size == 2 or tuple(words[place : place + size]) == parts:
                found.append((size, group))
        return found + alone if alone else found

    def open_at(self, words: Sequence[str], place: int, last: str) -> list[tuple[int, G]]:
        """The expressions of which all but their last word *last* stand at *place*."""
        found = []
        for seconds in self._longer.get(words[place], {}).values():
            for parts, group in seconds:
                size = len(parts) - 1
                if parts[-1] == last and tuple(words[place : place + size]) == parts[:-1]:
                    found.append((size, group))
        return sorted(found, key=lambda entry: -entry[0])


def spelled(data: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    """The expressions of a group of a lexicon, as words; with `inflect` the first word in all forms of a verb."""
    entries = data["words"]
    for entry in entries.split() if isinstance(entries, str) else entries:  # type: ignore[attr-defined]
        for words in spelled_out(entry):
            first, *rest = words.split()
            for form in inflected(first) if data.get("inflect") else (first,):
                yield (form, *rest)


def inflected(base: str) -> tuple[str, ...]:
    """The forms of a verb, from its base."""
    if base == "be":
        return ("be", "is", "are", "was", "were", "been", "being", "am")
    past = _irregular().get(base) or (ed_form(base),)
    return tuple(dict.fromkeys((base, third_person(base), ing_form(base), *past)))


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    data = lexicon("words")["irregular"]
    unchanged = {base: (base,) for base in data["unchanged"].split()}
    return unchanged | {base: tuple(forms) for base, *forms in map(str.split, data["verbs"].split(";"))}
