"""Which of the words that look like a cue are one: "may" and May, "should we" and "we should", "once" and "at once"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from claimtrack._closed import listed
from claimtrack._units import Units

if TYPE_CHECKING:
    from collections.abc import Callable


@frozen(kw_only=True)
class Place:
    """
    A word with what stands around it.

    Args:
        units: The words of the wording.
        at: The number of the word.
        headline: Whether capitals tell nothing there.
    """

    units: Units
    at: int
    headline: bool

    @property
    def before(self) -> str:
        """The word before."""
        return self.units.word(self.at - 1)

    @property
    def following(self) -> str:
        """The word behind; nothing where a clause ends."""
        return "" if self.units.breaks(self.at + 1) else self.units.word(self.at + 1)

    @property
    def opens_clause(self) -> bool:
        """Whether a sentence or a clause begins with the word."""
        return self.units.starts_sentence(self.at) or any(mark in self.units.between(self.at) for mark in ",;-")


_NO_VERBS = listed("of is was and against to has had will")
_BE_OR_HAVE = listed("be been was were have has is are had not")
_PLURALS = listed("people men women children troops of police")
_DETERMINERS = listed("a an the whether how its their his her our")
_PLACES = listed("in on at before with for a the his her new")


def _is_modal(place: Place) -> bool:
    """Whether "may" or "might" is the modal: a verb follows, and it is no month, name or power."""
    following = place.following
    if not following or following in _NO_VERBS or following[0].isdigit():
        return False
    return place.headline or not place.units.raw(place.at)[0].isupper()


def _is_inversion(place: Place) -> bool:
    """ "Should a ceasefire be reached", not "they should"."""
    return place.opens_clause and place.following not in {"be", "have", "not"}


def _is_once(place: Place) -> bool:
    """ "Once a deal is signed", not "he once led": a clause with its verb follows, and no subject stands before."""
    clause = any(word in _BE_OR_HAVE for word in place.units.words[place.at + 1 : place.at + 8])
    return clause and place.before not in {"at", "than", "he", "she", "it", "they", "we", "i", "who"}


def _is_provided(place: Place) -> bool:
    """ "Provided others pay", not "provided by"."""
    if place.following in {"by", "with", "to", "for", ""} or place.before in _BE_OR_HAVE:
        return False
    return place.opens_clause or place.following in {"the", "a", "it"}


def _is_no(place: Place) -> bool:
    """ "No troops", not "No 10" or the answer "No, we will"."""
    return bool(place.following) and not place.following[0].isdigit()


def _is_plural(place: Place) -> bool:
    """ "Some members", "some of", not "some progress"."""
    following = place.following
    return following in _PLURALS or (following.endswith("s") and not following.endswith(("ss", "us")))


def _is_most(place: Place) -> bool:
    """ "Most members", "most of", not "most useful" or "the most"."""
    return _is_plural(place) and place.before not in _DETERMINERS | {"at"}


def _is_negator(place: Place) -> bool:
    """ "Little evidence", not "a little", "the little town"."""
    return bool(place.following) and place.before not in _DETERMINERS | {"very", "so", "as"}


def _stands_alone(place: Place) -> bool:
    """ "All members", not "all-out"."""
    return place.units.between(place.at) != "-" and place.units.after(place.at) != "-"


def _is_appearance(place: Place) -> bool:
    """ "It appears that", "seems ready", not "appeared in court"."""
    return bool(place.following) and place.following not in _PLACES


def _is_suspicion(place: Place) -> bool:
    """ "The suspected killer", not "police suspected"."""
    return bool(place.following) and place.before in _DETERMINERS | _BE_OR_HAVE | {"of"}


def _is_weighing(place: Place) -> bool:
    """ "Considers a visit", a plan, not "considered dangerous"."""
    return place.following in _DETERMINERS or place.following.endswith("ing")


def _is_verdict(place: Place) -> bool:
    """ "The report is false", not "a false alarm"."""
    return place.before in _BE_OR_HAVE | {"as"} and place.following in {"", "and"}


_WEIGHING = (
    "consider", "considers", "considered", "considering", "weigh", "weighs", "weighed", "weighing", "explore",
    "explores", "explored", "exploring",
)  # fmt: skip

TESTS: dict[str, Callable[[Place], bool]] = {
    **dict.fromkeys(("may", "might"), _is_modal),
    **dict.fromkeys(("all", "every", "few"), _stands_alone),
    **dict.fromkeys(("appear", "appears", "appeared", "seem", "seems", "seemed"), _is_appearance),
    **dict.fromkeys(("false", "untrue"), _is_verdict),
    **dict.fromkeys(_WEIGHING, _is_weighing),
    "little": _is_negator,
    "should": _is_inversion,
    **dict.fromkeys(("once", "only once"), _is_once),
    "provided": _is_provided,
    "no": _is_no,
    "most": _is_most,
    "some": _is_plural,
    "suspected": _is_suspicion,
}
"""For a cue of one word that is also another word: whether it is the cue."""
