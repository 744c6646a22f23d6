"""
Which kind a claim is: question, commitment, proposal, prediction, evaluation or assertion.

The cue decides where it names the act ("vowed", "urged", "praised"), else the content: what its verb group and its
predicate say. The words are data (`lexicons/kinds.toml`); the order is that of the annotation guide.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import frozen

from claimtrack._closed import FUNCTION_WORDS, listed
from claimtrack._expressions import Expressions, spelled
from claimtrack._judging import as_words, judge
from claimtrack._main_clause import AHEAD, Content, word_list
from claimtrack._syntax import bases
from claimtrack._units import lexicon
from claimtrack.model import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from claimtrack._judging import Judgement
    from claimtrack._syntax import Words


@frozen(kw_only=True, eq=False)
class _Group:
    kind: Kind
    site: str
    shapes: frozenset[str]
    heads: frozenset[str]
    dynamic: bool


@cache
def _known(*sites: str) -> Expressions[_Group]:
    return Expressions(
        (parts, group)
        for data in lexicon("kinds")["group"]
        if data["site"] in sites
        for group in (_group(data),)
        for parts in spelled(data)
    )


def _group(data: Mapping[str, Any]) -> _Group:
    return _Group(
        kind=data["kind"],
        site=data["site"],
        shapes=frozenset(data.get("shape", ())),
        heads=listed(data.get("noun", "")),
        dynamic=data.get("dynamic", False),
    )


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
    told = as_words(cue)
    reading = _Reading(judgement.content or Content(words, pieces))
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

    __slots__ = ("content", "low", "tag")

    def __init__(self, content: Content) -> None:
        self.content, self.low, self.tag = content, content.low, content.tag

    def opens_question(self) -> bool:
        """Whether the content opens like a reported question: "whether", "who"."""
        start = self.content.after(0)
        return self.content.tag_at(start) == "W" or self.low[start : start + 1] in (["whether"], ["if"])

    # The cue --------------------------------------------------------------------------------------------------------

    def by_cue(self, cue: tuple[str, ...], *sites: str) -> Kind | None:
        """The kind that the cue names, if it does."""
        known = _known(*sites)
        shapes: frozenset[str] | None = None
        for at in range(len(cue)):
            found = known.at(cue, at) + [one for one in known.open_at(cue, at, "to") if at + one[0] == len(cue)]
            for _, group in found:
                if group.shapes:
                    shapes = shapes or self._shapes()
                    if group.shapes.isdisjoint(shapes):
                        continue
                if not group.heads or not group.heads.isdisjoint(self.low[:AHEAD]):
                    return group.kind
        return None

    def _shapes(self) -> frozenset[str]:
        """What the content is: an infinitive, a gerund, a clause, an object, somebody directed to do something."""
        content = self.content
        start = content.after(0, 'B"')
        stated = self.low[start : start + 1] == ["that"]
        start = content.after(start + stated)
        first, following = content.tag_at(start), content.tag_at(content.after(start + 1))
        if first in "TF" or (first == "N" and not stated and following in "DPOXURB" and self.low[start] in bases()):
            return _INFINITIVE
        if first == "G":
            return _GERUND
        before = "!"
        for now in self.tag[start : start + 2 * AHEAD]:
            if now == "W" or (now == "I" and before in "NX"):
                break  # a relative clause
            if now == "T":
                return _DIRECTED
            if now in "MAVc" or (now in "FE" and before in "RNX"):
                return _CLAUSE
            if now not in 'B"':
                before = now
        return _OBJECT

    # The content ----------------------------------------------------------------------------------------------------

    def by_content(self, judgement: Judgement, cue: tuple[str, ...], *, by_author: bool, own: Collection[str]) -> Kind:
        """The kind that the words of the content tell."""
        if self._is_imperative():
            return "proposal"
        if cue and self.content.tag_at(self.content.after(0)) in "TF":
            return "commitment"  # "said | to deploy troops"
        hits = _known("verb", "predicate", "phrase").scan(self.low)
        if not hits:
            return "assertion"
        clause = self.content.main_clause(named=bool(cue), relayed=False)
        kinds: set[Kind] = set()
        for place, found in hits:
            if not clause.holds[place]:
                continue
            for size, group in found:
                if self._fits(place, size, group):
                    kinds.add(self._kind(place, group, judgement, cue, by_author=by_author, own=own))
                    break
        return next((kind for kind in _ORDER if kind in kinds), "assertion")

    def _kind(
        self,
        place: int,
        group: _Group,
        judgement: Judgement,
        cue: tuple[str, ...],
        *,
        by_author: bool,
        own: Collection[str],
    ) -> Kind:
        if group.kind != "prediction":
            return group.kind
        if self._binds(place, cue, by_author=by_author, own=own):
            return "commitment"
        if group.dynamic and judgement.certainty.code == "CT-":
            return "proposal"  # "neither state may": permission
        return "assertion" if by_author and self._is_refusal(place) else "prediction"

    def _fits(self, place: int, size: int, group: _Group) -> bool:
        now, before = self.tag[place], self.content.tag_at(place - 1)
        if group.site == "predicate":
            return self._is_predicate(place)
        if group.site != "verb":
            return True
        if group.kind == "evaluation":
            return now in "VEFAc" and before not in "DJPT"
        if self._is_past(place + size) or (now == "A" and before == "M"):
            return False  # "would have cost", "will have to wait"
        if not group.dynamic:
            return True
        if now in "NX":
            return False  # the month, the surname
        return self._verb(place + size) not in word_list("stative", "kinds")

    def _verb(self, place: int, skipped: str = 'BR"') -> str:
        """The verb from *place* on, behind adverbs."""
        at = self.content.after(place, skipped)
        return self.low[at] if at < len(self.low) else ""

    def _is_past(self, place: int) -> bool:
        """Whether "have" and a participle follow: "must have been", "would have cost"."""
        have = self.content.after(place, 'BR"')
        if self.low[have : have + 1] != ["have"]:
            return False
        return self.content.tag_at(self.content.after(have + 1, 'B"')) in "EA"

    def _is_predicate(self, place: int) -> bool:
        """Whether a judgement is said of the subject: "is a triumph", "was avoidable", not "the important talks"."""
        for at in range(place - 1, max(-1, place - 1 - AHEAD), -1):
            now, word = self.tag[at], self.low[at]
            if word in _BE or now == "c" or word in word_list("linking"):
                return True
            if now not in 'DJBNUC"':
                return False
        return False

    def _is_imperative(self) -> bool:
        """Whether the content is an order: "Show me the code"."""
        start = self.content.after(0, 'B"')
        now, following = self.content.tag_at(start), self.content.tag_at(start + 1)
        if now not in "FN" or start >= len(self.low) or not self.content.raw(start)[0].isupper():
            return False
        return following in ("DORXPB" if now == "F" else "DO") and (now == "F" or self.low[start] in bases())

    def _binds(self, place: int, cue: tuple[str, ...], *, by_author: bool, own: Collection[str]) -> bool:
        """Whether the subject of a verb of futurity is the speaker, who commits himself so."""
        if by_author:
            return False
        owned = word_list("owned", "kinds")
        at = self.content.before(place)
        if self.low[place] in owned or (at >= 0 and self.low[at] in owned):
            return True
        if at < 0:
            return False
        if own and not (self._subject(at) - FUNCTION_WORDS).isdisjoint(own):
            return True
        said = bool(cue) and cue[-1] in word_list("reporting")
        return self.low[at] in _SUBJECTS and self.low[place] in _FUTURE and said

    def _is_refusal(self, place: int) -> bool:
        """Whether "would not" tells of a refusal in the past: "she would not say"."""
        word = self.low[place]
        return word == "wouldn't" or (word == "would" and self._verb(place + 1, "R") == "not")

    def _subject(self, at: int) -> set[str]:
        """The words of the noun phrase that ends at *at*."""
        found: set[str] = set()
        while at >= 0 and self.tag[at] in "NXJDUC" and len(found) < AHEAD:
            found.add(self.low[at])
            at -= 1
        return found


_ORDER: tuple[Kind, ...] = ("commitment", "proposal", "prediction", "evaluation")
_INFINITIVE, _GERUND, _CLAUSE = frozenset({"infinitive"}), frozenset({"gerund"}), frozenset({"clause"})
_OBJECT, _DIRECTED = frozenset({"object"}), frozenset({"object", "directed"})
