"""Which speakers of two reports are the same."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from claimtrack._assignment import components
from claimtrack._relation import ids_mean_the_same, relation_of
from claimtrack.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimtrack.model import Report, Speaker


class SpeakerMatch:
    """
    Which speakers of two reports are the same.

    By name, alias or ``same_as``, and by id where ids mean the same. An anonymous speaker is never matched by its
    description, and the author of one document is not the author of another.
    """

    def __init__(self, baseline: Report, later: Report) -> None:
        self._known_pairs: dict[tuple[tuple[str, ...], tuple[str, ...]], float | None] = {}
        self._by_id = ({speaker.id: speaker for speaker in baseline.speakers}, {s.id: s for s in later.speakers})
        ids = ids_mean_the_same(baseline, later)
        one_text = baseline.document.sha256 == later.document.sha256 or relation_of(baseline, later) == "version"
        names: tuple[dict[str, set[str]], dict[str, set[str]]] = (defaultdict(set), defaultdict(set))
        for side, report in enumerate((baseline, later)):
            for speaker in report.speakers:
                for name in _names(speaker, report.id, ids=ids, one_text=one_text):
                    names[side][name].add(speaker.id)
        links = {(x, y) for name in names[0].keys() & names[1].keys() for x in names[0][name] for y in names[1][name]}
        # Classes of speakers that any name connects: the same class, the same speaker.
        self._class: tuple[dict[str, str], dict[str, str]] = ({}, {})
        order = (sorted(self._by_id[0]), sorted(self._by_id[1]))
        number = ({name: at for at, name in enumerate(order[0])}, {name: at for at, name in enumerate(order[1])})
        for one, other in components({(number[0][x], number[1][y]): None for x, y in links}):
            label = min(order[0][x] for x in one)
            self._class[0].update({order[0][x]: f"= {label}" for x in one})
            self._class[1].update({order[1][y]: f"= {label}" for y in other})

    def label(self, side: int, speaker: str) -> str:
        """A name that is equal on both sides exactly for speakers that are the same; *side* is 0 or 1."""
        return self._class[side].get(speaker, f"{'<>'[side]} {speaker}")

    def labels(self, side: int, speakers: Iterable[str]) -> frozenset[str]:
        """The labels of several speakers."""
        return frozenset(self.label(side, speaker) for speaker in speakers)

    def key(self, side: int, speakers: Iterable[str]) -> frozenset[str] | None:
        """The labels, or None where one of the speakers has no counterpart at all."""
        found = self.labels(side, speakers)
        return found if all(label.startswith("=") for label in found) else None

    def alike(self, ours: Sequence[str], theirs: Sequence[str]) -> float | None:
        """The share of speakers in common, from 0 to 1; None where a side has none, or only anonymous ones."""
        pair = tuple(ours), tuple(theirs)
        if pair not in self._known_pairs:
            share = None
            if self._telling(0, ours) and self._telling(1, theirs):
                one, other = self.labels(0, ours), self.labels(1, theirs)
                share = len(one & other) / len(one | other)
            self._known_pairs[pair] = share
        return self._known_pairs[pair]

    def _telling(self, side: int, speakers: Sequence[str]) -> bool:
        known = self._by_id[side]
        return any(name in known and known[name].kind != "anonymous" for name in speakers)


def _names(speaker: Speaker, report: str, *, ids: bool, one_text: bool) -> set[str]:
    names = {f"{report}#{speaker.id}", *speaker.same_as}
    if ids:
        names.add(f"id {speaker.id}")
    if speaker.kind == "author":
        return names | ({"author"} if one_text else set())
    if speaker.kind != "anonymous":
        names |= {"name " + " ".join(words(name)) for name in (speaker.name, *speaker.aliases) if words(name)}
    return names
