"""The speakers of a report as speakers of the ledger: known ones, told anew, and new ones."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from claimtrack._profiles import profile_of
from claimtrack._speakers import SpeakerMatch, full_names, keys_of
from claimtrack.ledger._archive import id_of
from claimtrack.model import Speaker
from claimtrack.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimtrack._speakers import Sameness
    from claimtrack.ledger._archive import Archive, Kept, Loaded
    from claimtrack.ledger._store import Store
    from claimtrack.model import Document

MOST_KNOWN = 8
"""Known speakers that one of a report is held against: those that share most with it; a name is shared by few."""

COMMON_KEY = 40
"""A name or an office that more speakers of a ledger have than this tells nothing alone."""

MOST_REPORTS = 24
"""Reports whose casts are held against that of a new one: those where its speakers appeared last."""


class Cast:
    """
    The speakers of one report.

    Args:
        known: By the id of a speaker, the number of the ledger's speaker that it is.
        unclear: By the id of a speaker, the numbers of those of whom that cannot be told.
    """

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self.unclear: dict[str, set[int]] = defaultdict(set)


class Recognised:
    """
    Which speakers of an earlier report and of a new one are the same, as the ledger knows them.

    Args:
        earlier: The earlier report.
        new: The new report.
        cast: Its speakers.
    """

    def __init__(self, earlier: Loaded, new: Loaded, cast: Cast) -> None:
        self._known = earlier.known, cast.known
        self._unclear = cast.unclear
        self._authors = tuple(
            {each.id: " ".join(words(each.name)) for each in loaded.report.speakers if each.kind == "author"}
            for loaded in (earlier, new)
        )

    def _label(self, side: int, speaker: str) -> str:
        # The authors of two outlets are two; but where they are called the same, there are no words that would show it.
        author = self._authors[side].get(speaker)
        return f"= {self._known[side][speaker]}" if author is None else f"author {author}"

    def labels(self, side: int, speakers: Iterable[str]) -> frozenset[str]:
        """What names the speakers on either side: equal exactly for those that are the same."""
        return frozenset(self._label(side, speaker) for speaker in speakers)

    def unclear(self, ours: Sequence[str], theirs: Sequence[str]) -> bool:
        """Whether two groups of speakers may be the same, and are not surely so."""
        before, after = self.labels(0, ours), self.labels(1, theirs)
        rest = [name for name in ours if self._label(0, name) not in after]
        left = [name for name in theirs if self._label(1, name) not in before]
        maybe = {(one, other) for one in rest for other in left if self._known[0][one] in self._unclear.get(other, ())}
        return bool(maybe) and ({one for one, _ in maybe} == set(rest) or {other for _, other in maybe} == set(left))


class Casting:
    """Finds the speakers of reports among those of a ledger."""

    def __init__(self, store: Store, archive: Archive, matches: Kept[tuple[int, int], SpeakerMatch]) -> None:
        self._store, self._archive, self._matches = store, archive, matches

    def match(self, earlier: Loaded, later: Loaded) -> SpeakerMatch:
        """Which speakers of two reports are the same."""
        return self._matches.made((earlier.number, later.number), lambda: SpeakerMatch(earlier.report, later.report))

    def cast(self, new: Loaded, place: int) -> Cast:
        """Find every speaker of a report in the ledger, or add them; *place* is that of the report."""
        cast = Cast()
        numbers = dict(self._store.rows("SELECT id, number FROM report_speakers WHERE report = ?", (new.number,)))
        keys = {speaker.id: self._keys(speaker, new) for speaker in new.report.speakers}
        candidates = self._candidates(keys)
        last = self._last_appearances({known for found in candidates.values() for known in found})
        places = sorted({seen.place for seen in last.values()}, reverse=True)[:MOST_REPORTS]
        last = {known: seen for known, seen in last.items() if seen.place in places}
        for speaker in new.report.speakers:
            number = self._found(speaker, new, candidates[speaker.id], last, cast)
            if number is None:
                number = self._store.run(
                    "INSERT INTO speakers (id, name, kind, place) VALUES (?, ?, ?, ?)",
                    (id_of("s", new.report.id, speaker.id), speaker.name, speaker.kind, place),
                )
            cast.known[speaker.id] = number
            self._store.run_many(
                "INSERT OR IGNORE INTO speaker_keys (key, speaker, place) VALUES (?, ?, ?)",
                [(key, number, place) for key in keys[speaker.id]],
            )
        self._store.run_many(
            "INSERT INTO appearances (report_speaker, speaker, place) VALUES (?, ?, ?)",
            [(numbers[speaker.id], cast.known[speaker.id], place) for speaker in new.report.speakers],
        )
        return cast

    def _found(
        self,
        speaker: Speaker,
        new: Loaded,
        candidates: list[int],
        last: dict[int, _Appearance],
        cast: Cast,
    ) -> int | None:
        if speaker.kind == "author":
            return candidates[0] if candidates else None  # the voice of an outlet is told by its key alone
        same: list[int] = []
        for known in candidates:
            seen = last.get(known)
            if seen is None:
                continue
            relation = _by_names(seen.speaker, speaker)
            if relation is None:
                relation = self.match(self._archive.report(seen.report), new).relation(seen.speaker.id, speaker.id)
            if relation == "same":
                same.append(known)
            elif relation == "unclear":
                cast.unclear[speaker.id].add(known)
        # Two that the ledger keeps apart and that this one may be: the one that was seen last.
        return max(same, key=lambda known: (last[known].place, -known), default=None)

    def _keys(self, speaker: Speaker, new: Loaded) -> list[str]:
        """What this speaker would have in common with one of another report."""
        report = new.report
        if speaker.kind == "author":
            whose = _voice(report.document)
            return [json.dumps(["author", whose, " ".join(words(speaker.name))], ensure_ascii=False)]
        links = frozenset({f"{report.id}#{speaker.id}", *speaker.same_as})
        found = {json.dumps(key, ensure_ascii=False) for key in keys_of(profile_of(speaker, 0, links))}
        return sorted(found)

    def _candidates(self, keys: dict[str, list[str]]) -> dict[str, list[int]]:
        holders: dict[str, list[int]] = {}
        for key in sorted({key for own in keys.values() for key in own}):
            rows = self._store.rows(
                "SELECT speaker FROM speaker_keys WHERE key = ? ORDER BY speaker DESC LIMIT ?", (key, COMMON_KEY + 1)
            )
            holders[key] = [speaker for (speaker,) in rows] if len(rows) <= COMMON_KEY else []
        found = {}
        for name, own in keys.items():
            often = Counter(speaker for key in own for speaker in holders[key])
            found[name] = sorted(often, key=lambda speaker: (-often[speaker], -speaker))[:MOST_KNOWN]
        return found

    def _last_appearances(self, speakers: set[int]) -> dict[int, _Appearance]:
        """By the number of a speaker, where they appeared last."""
        found = {}
        for speaker in sorted(speakers):
            place, report, name, called, kind, details = self._store.row(
                "SELECT a.place, n.report, n.id, n.name, n.kind, n.details FROM appearances AS a"
                " JOIN report_speakers AS n ON n.number = a.report_speaker"
                " WHERE a.speaker = ? ORDER BY a.place DESC, n.number LIMIT 1",
                (speaker,),
            )
            aliases, role, affiliation = msgspec.json.decode(details)
            known = Speaker(id=name, name=called, aliases=aliases, kind=kind, role=role, affiliation=affiliation)
            found[speaker] = _Appearance(place, report, known)
        return found


class _Appearance(NamedTuple):
    """A speaker as the report at a place has them."""

    place: int
    report: int
    speaker: Speaker


def _by_names(earlier: Speaker, later: Speaker) -> Sameness | None:
    """
    What names alone tell of two speakers; None where more has to be known: the offices they hold, the states that their
    texts are on, and who else is in them.
    """
    if later.same_as or "author" in (earlier.kind, later.kind) or "anonymous" in (earlier.kind, later.kind):
        return None
    one, other = (profile_of(each, 0, frozenset()) for each in (earlier, later))
    if one.is_person and other.is_person:
        if one.people and other.people and len(one.people[0]) > 1 and len(other.people[0]) > 1:
            return full_names(one.people[0], other.people[0])
        return None
    if one.is_person or other.is_person:
        return None if one.called & other.called else "different"
    proper = not (one.generic or other.generic or one.bodies or other.bodies)
    return "same" if proper and earlier.name == later.name else None


def _voice(document: Document) -> str:
    """Whose voice the author of a document speaks in: that of an outlet, else of a work, else of the document."""
    if document.publisher is not None:
        return f"outlet {document.publisher.id}"
    return f"work {document.work}" if document.work is not None else f"document {document.id}"
