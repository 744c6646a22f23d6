"""
Which kind a claim is: question, commitment, proposal, prediction, evaluation or assertion.

The cue decides where it names the act ("vowed", "urged", "praised"), else the content: what its verb group and its
predicate say. The words are data (`lexicons/kinds.toml`); the order is that of the annotation guide.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from claimtrack._clauses import AHEAD, MainClause, first_sentence, word_list
from claimtrack._closed import FUNCTION_WORDS, listed
from claimtrack._judging import inflected, judge
from claimtrack._units import lexicon, spelled_out
from claimtrack.model import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claimtrack._judging import Judgement
    from claimtrack._syntax import Words


@frozen(kw_only=True, eq=False)
class _Group:
    kind: Kind
    site: str
    shapes: frozenset[str]
    heads: frozenset[str]
    dynamic: bool


_Entry = tuple[tuple[str, ...], _Group]


@cache
def _entries(*sites: str) -> dict[str, list[_Entry]]:
    """The lexicon by first word, the longest expressions first, then in the order of the file."""
    found: dict[str, list[_Entry]] = {}
    for data in lexicon("kinds")["group"]:
        if data["site"] not in sites:
            continue
        group = _Group(
            kind=data["kind"],
            site=data["site"],
            shapes=frozenset(data.get("shape", ())),
            heads=listed(data.get("noun", "")),
            dynamic=data.get("dynamic", False),
        )
        for parts in _expressions(data):
            found.setdefault(parts[0], []).append((parts, group))
    return {first: sorted(known, key=lambda entry: -len(entry[0])) for first, known in found.items()}


def _expressions(data: dict[str, object]) -> Iterator[tuple[str, ...]]:
    entries = data["words"]
    for entry in entries.split() if isinstance(entries, str) else list(entries):  # type: ignore[call-overload]
        for words in spelled_out(entry):
            parts = tuple(words.split())
            for first in inflected(parts[0]) if data.get("inflect") else (parts[0],):
                yield (first, *parts[1:])


def kind_of(
    words: Words,
    *pieces: tuple[int, int],
    cue: str | Sequence[str] | None = None,
    by_author: bool = False,
    own: Collection[str] = (),
    judgement: Judgement | None = None,
) -> Kind:
    """
    The kind of a claim: the first that fits, in the order of the annotation guide.

    Args:
        words: The words of the document.
        pieces: The content: half-open ranges of word numbers, in the order of the text.
        cue: The words that govern the content, in lower case.
        by_author: Whether the document's author is the speaker.
        own: Words, in lower case, that name the speaker or whom he speaks for: "will" with them as a subject is a
            commitment, with others a prediction.
        judgement: What `judge` found for the same content and cue, where it is at hand.
    """
    if judgement is None:
        judgement = judge(words, *pieces, cue=cue)
    numbers = [number for first, last in pieces for number in range(max(0, first), min(last, len(words)))]
    told = tuple(cue.split() if isinstance(cue, str) else cue) if cue else ()
    reading = _Reading(words, [number for number in first_sentence(words, numbers) if words.tag[number] != '"'])
    if judgement.certainty.level == "unknown" and (
        not _QUESTIONS.isdisjoint(judgement.rules) or reading.opens_question()
    ):
        return "question"
    kind = reading.by_cue(told, "cue") or reading.by_content(judgement, told, by_author=by_author, own=own)
    return (reading.by_cue(told, "opinion") or kind) if kind == "assertion" else kind


_QUESTIONS = listed("certainty:question certainty:unknown certainty:asking")
_BE = listed("be is are was were been being am isn't aren't wasn't weren't 's 're 'm")
_FUTURE = listed("will won't would wouldn't 'll shall")
_SUBJECTS = listed("he she they")


class _Reading:
    """The content of a claim, asked for its kind."""

    __slots__ = ("low", "numbers", "tag", "words")

    def __init__(self, words: Words, numbers: list[int]) -> None:
        self.words, self.numbers = words, numbers
        self.tag, self.low = words.tag, words.low

    def opens_question(self) -> bool:
        """Whether the content opens like a reported question: "whether", "who"."""
        return bool(self.numbers) and (self._tag(0) == "W" or self.low[self.numbers[0]] in {"whether", "if"})

    # The cue --------------------------------------------------------------------------------------------------------

    def by_cue(self, cue: tuple[str, ...], *sites: str) -> Kind | None:
        """The kind that the cue names, if it does."""
        shapes: frozenset[str] | None = None
        known = _entries(*sites)
        for at, word in enumerate(cue):
            for parts, group in known.get(word, ()):
                if cue[at : at + len(parts)] != parts and not (
                    parts[-1] == "to" and len(parts) > 1 and cue[at:] == parts[:-1]
                ):
                    continue
                if shapes is None:
                    shapes = self._shapes()
                if group.shapes and group.shapes.isdisjoint(shapes):
                    continue
                if group.heads and not self._has_head(group.heads):
                    continue
                return group.kind
        return None

    def _shapes(self) -> frozenset[str]:
        """What the content is: an infinitive, a gerund, a clause, an object, somebody directed to do something."""
        tag, low, numbers = self.tag, self.low, self.numbers
        start = 0
        while start < len(numbers) and tag[numbers[start]] == "B":
            start += 1
        stated = start < len(numbers) and low[numbers[start]] == "that"
        if start + stated >= len(numbers):
            return frozenset({"object"})
        start += stated
        first = tag[numbers[start]]
        following = tag[numbers[start + 1]] if start + 1 < len(numbers) else "!"
        if first in "TF" or (first == "N" and not stated and following in "DPOXURB" and _is_base(low[numbers[start]])):
            return frozenset({"infinitive"})
        if first == "G":
            return frozenset({"gerund"})
        before = ""
        for number in numbers[start : start + 2 * AHEAD]:
            now = tag[number]
            if now == "W" or (now == "I" and before in "NX"):
                break  # a relative clause
            if now == "T":
                return frozenset({"object", "directed"})
            if now in "MAVc" or (now in "FE" and before in "RNX"):
                return frozenset({"clause"})
            if now != "B":
                before = now
        return frozenset({"object"})

    def _has_head(self, heads: frozenset[str]) -> bool:
        return any(self.low[number] in heads for number in self.numbers[:AHEAD])

    # The content ----------------------------------------------------------------------------------------------------

    def by_content(self, judgement: Judgement, cue: tuple[str, ...], *, by_author: bool, own: Collection[str]) -> Kind:
        """The kind that the words of the content tell."""
        low, numbers = self.low, self.numbers
        known = _entries("verb", "predicate", "phrase")
        if self._is_imperative():
            return "proposal"
        if cue and self._tag(0) in "TF":
            return "commitment"  # "said | to deploy troops"
        places = [place for place, number in enumerate(numbers) if low[number] in known]
        if not places:
            return "assertion"
        clause = MainClause(self.words, numbers, named=bool(cue), relayed=False)
        found: set[Kind] = set()
        for place in places:
            if not clause.holds[place]:
                continue
            for parts, group in known[low[numbers[place]]]:
                if self._stands(parts, place) and self._fits(place, len(parts), group):
                    kind = group.kind
                    if group.dynamic and judgement.certainty.code == "CT-":
                        kind = "proposal"  # "neither state may": permission
                    if by_author and kind == "prediction" and self._is_refusal(place):
                        kind = "assertion"
                    if kind == "prediction" and self._binds(place, cue, by_author=by_author, own=own):
                        kind = "commitment"
                    found.add(kind)
                    break
        return next((kind for kind in _ORDER if kind in found), "assertion")

    def _stands(self, parts: tuple[str, ...], place: int) -> bool:
        low, numbers = self.low, self.numbers
        return place + len(parts) <= len(numbers) and all(
            low[numbers[place + at]] == parts[at] for at in range(1, len(parts))
        )

    def _fits(self, place: int, size: int, group: _Group) -> bool:
        now = self.tag[self.numbers[place]]
        if group.site == "predicate":
            return self._is_predicate(place)
        if group.site == "verb":
            if group.kind == "evaluation":
                return now in "VEFAc" and self._tag(place - 1) not in "DJPT"
            if self._is_past(place + size) or (now == "A" and self._tag(place - 1) == "M"):
                return False  # "would have cost", "will have to wait"
            if group.dynamic:
                if place and self.words.raw[self.numbers[place]][0].isupper():
                    return False  # the month
                verb = self._verb(place + size)
                return not verb or verb not in word_list("stative", "kinds")
        return True

    def _tag(self, place: int) -> str:
        return self.tag[self.numbers[place]] if 0 <= place < len(self.numbers) else "!"

    def _verb(self, place: int, skipped: str = "BR") -> str:
        """The verb from *place* on, behind adverbs."""
        for at in range(place, min(place + AHEAD, len(self.numbers))):
            if self._tag(at) not in skipped:
                return self.low[self.numbers[at]]
        return ""

    def _is_past(self, place: int) -> bool:
        """Whether "have" and a participle follow: "must have been", "would have cost"."""
        if self._verb(place) != "have":
            return False
        at = next(at for at in range(place, len(self.numbers)) if self.low[self.numbers[at]] == "have")
        return self._tag(at + 1) in "EA" or (self._tag(at + 1) == "B" and self._tag(at + 2) in "EA")

    def _is_predicate(self, place: int) -> bool:
        """Whether a judgement is said of the subject: "is a triumph", "was avoidable", not "the important talks"."""
        for at in range(place - 1, max(-1, place - 1 - AHEAD), -1):
            now, word = self._tag(at), self.low[self.numbers[at]]
            if word in _BE or now == "c" or word in word_list("linking"):
                return True
            if now not in "DJBNUC":
                return False
        return False

    def _is_imperative(self) -> bool:
        """Whether the content is an order: "Show me the code"."""
        start = next((at for at in range(len(self.numbers)) if self._tag(at) != "B"), 0)
        if self._tag(start) != "F" or not self.words.raw[self.numbers[start]][0].isupper():
            return False
        return self._tag(start + 1) in "DORXPB"

    def _binds(self, place: int, cue: tuple[str, ...], *, by_author: bool, own: Collection[str]) -> bool:
        """Whether the subject of a verb of futurity is the speaker, who commits himself so."""
        number = self.numbers[place]
        owned = word_list("owned", "kinds")
        if self.low[number] in owned:
            return True
        at = place - 1
        while at >= 0 and self._tag(at) == "B":
            at -= 1
        if at < 0:
            return False
        subject = self.low[self.numbers[at]]
        if subject in owned:
            return not by_author
        if not by_author and not (self._subject(at) - FUNCTION_WORDS).isdisjoint(own):
            return True
        said = bool(cue) and cue[-1] in word_list("reporting")
        return subject in _SUBJECTS and self.low[number] in _FUTURE and said and not by_author

    def _is_refusal(self, place: int) -> bool:
        """Whether "would not" tells of a refusal in the past: "she would not say"."""
        word = self.low[self.numbers[place]]
        return word == "wouldn't" or (word == "would" and self._verb(place + 1, "R") == "not")

    def _subject(self, at: int) -> set[str]:
        """The words of the noun phrase that ends at *at*."""
        found: set[str] = set()
        while at >= 0 and self._tag(at) in "NXJDUC" and len(found) < AHEAD:
            found.add(self.low[self.numbers[at]])
            at -= 1
        return found


_ORDER: tuple[Kind, ...] = ("commitment", "proposal", "prediction", "evaluation")


@cache
def _bases() -> frozenset[str]:
    verbs = lexicon("verbs")
    return listed(verbs["verbs"]["words"]) | listed(verbs["also_nouns"]["words"])


def _is_base(word: str) -> bool:
    return word in _bases()
