"""Which words of a sentence say what its claim hangs on: "should a ceasefire be reached", "subject to approval"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from claimtrack._closed import listed
from claimtrack._syntax import bases
from claimtrack._units import lexicon
from claimtrack.model import SENSES, Sense

if TYPE_CHECKING:
    from claimtrack._syntax import Words


@frozen(kw_only=True)
class Hanging:
    """
    One condition.

    Args:
        sense: How the claim hangs on it.
        first, last: Its words, the opening one with them, as word numbers (half-open).
    """

    sense: Sense
    first: int
    last: int


@frozen(kw_only=True)
class _Opening:
    sense: Sense
    words: tuple[str, ...]
    clause: bool  # whether a finite clause follows; else a nominal


@cache
def _openings() -> dict[str, tuple[_Opening, ...]]:
    """The expressions that open a condition, by their rarest word, longest first."""
    found: dict[str, list[_Opening]] = {}
    for sense in SENSES:
        group = lexicon("clauses")["conditions"][sense]
        for clause, entries in ((True, group.get("clause", [])), (False, group.get("phrase", []))):
            for entry in entries:
                opening = _Opening(sense=sense, words=tuple(entry.split()), clause=clause)
                key = next((word for word in opening.words if word not in _FREQUENT), opening.words[0])
                found.setdefault(key, []).append(opening)
    return {key: tuple(sorted(entries, key=lambda one: -len(one.words))) for key, entries in found.items()}


_FREQUENT = listed("as in on of the so that only even to upon")  # too many sentences have them to look further


@cache
def _words(group: str, key: str = "words") -> frozenset[str]:
    entry = lexicon("clauses")["conditions"][group][key]
    return listed(entry) if isinstance(entry, str) else frozenset(entry)


@cache
def _telling() -> frozenset[str]:
    """Without one of these there is no condition: one look spares most sentences the rest."""
    return frozenset(_openings()) | _INVERTED | _words("awaited", "nouns")


_ALSO_VERBS = listed("provided providing assuming supposing")
_INVERTED = listed("should had were")
_SUBJECT_STARTS = frozenset("DXNRUJGc")
_CLAUSE_ENDS = frozenset("!,;:-)(")
_FINITE = frozenset("MAVEFc")
_REACH = 4
"""How many words before "if" a verb of asking may stand: "asked him on Monday if"."""
_SPANS = (["day"], ["week"], ["month"], ["year"], ["decade"])
_SHORTEST_CLAUSE = 3  # words: "the bulldozers come"
_LONGEST_SUBJECT = 12
"""Words between "should" and its verb, where "should" opens a condition."""


def conditions(words: Words, first: int, last: int) -> tuple[Hanging, ...]:
    """The conditions in the words ``first:last``, a sentence or a part of one, in order; they never overlap."""
    low = words.low
    if _telling().isdisjoint(low[first:last]):
        return ()
    found: list[Hanging] = []
    openings, awaited, number = _openings(), _words("awaited", "nouns"), first
    while number < last:
        word, one = low[number], None
        if word in openings:
            one = _opened(words, number, first, last)
        elif word in _INVERTED:
            one = _inverted(words, number, first, last)
        elif word in awaited:
            one = _awaited(words, number, first, last)
        if one is not None and (not found or one.first >= found[-1].last):
            found.append(one)
            number = max(number, one.last - 1)
        number += 1
    return tuple(found)


def _opened(words: Words, number: int, first: int, last: int) -> Hanging | None:
    low, tag = words.low, words.tag
    for opening in _openings()[low[number]]:
        start = number - opening.words.index(low[number])
        behind = start + len(opening.words)
        if start < first or behind >= last or tuple(low[start:behind]) != opening.words:
            continue
        if opening.words[-1] == "if" or low[number] == "once":
            if not _sets(words, start, number, behind, first, last):
                return None
        elif (
            opening.clause and opening.words[-1] not in {"that", "unless"} and not _has_clause(words, behind, last)
        ) or (not opening.clause and tag[behind] not in "DXNJUGRWOE"):
            continue
        if opening.words[0] == "depending" and start > first and tag[start - 1] in "PBAG":
            continue  # "the risk of depending on"
        if opening.words[0] in _ALSO_VERBS and start > first and tag[start - 1] not in ",-":
            continue  # "the company provided that figure"
        end = _end(words, start, behind, first, last, clause=opening.clause)
        return Hanging(sense=opening.sense, first=start, last=end)
    return None


def _sets(words: Words, start: int, number: int, behind: int, first: int, last: int) -> bool:
    """Whether "if" or "once" set a condition here."""
    low, tag = words.low, words.tag
    before, following = low[start - 1] if start > first else "", low[behind]
    then = tag[behind]
    elliptic = then == "E" or (then == "J" and following in _words("elliptic", "adjectives"))
    if low[number] == "once":
        if low[behind] == "every" or (low[behind] == "a" and low[behind + 1 : behind + 2] in _SPANS):
            return False  # "once a week"
        if start > first and (tag[start - 1] in "AMTD" or before in {"at", "than", "for", "just", "only", "all"}):
            return False
        return then in _SUBJECT_STARTS and _has_clause(words, behind, last)
    if before in _words("not-if", "before") or following in _words("not-if", "behind"):
        return False
    asking = _words("asking")
    for back in range(start - 1, max(first, start - _REACH) - 1, -1):
        if tag[back] in _CLAUSE_ENDS:
            break
        if low[back] in asking and tag[back] not in "DP":
            return False
    clause = then in "DXR" and last - behind >= _SHORTEST_CLAUSE  # its verb may be one that no list knows
    return elliptic or clause or (then in _SUBJECT_STARTS and _has_clause(words, behind, last)) or then in 'B,"'


def _has_clause(words: Words, start: int, last: int) -> bool:
    """Whether a finite verb follows before the clause ends."""
    tag = words.tag
    for number in range(start, min(last, start + 2 * _LONGEST_SUBJECT)):
        if tag[number] in "!;:)":
            return False
        if tag[number] in _FINITE and number > start:
            return True
    return False


def _end(words: Words, start: int, behind: int, first: int, last: int, *, clause: bool) -> int:
    """
    Where the condition that starts at *start* ends.

    One in front reaches to the comma behind which a subject and its verb begin; another one to the next mark.
    """
    tag, low = words.tag, words.low
    front = all(tag[number] in '"C,B!' for number in range(first, start)) or (
        start - 2 >= first and ((tag[start - 1] == "C" and tag[start - 2] in ",;-") or low[start - 1] == "that")
    )
    if front and "," not in tag[behind:last]:
        return _before_subject(words, behind, last)
    number, seen, depth = behind, not clause, 0
    while number < last:
        mark = tag[number]
        if mark == "(":
            depth += 1
        elif mark == ")":
            depth -= 1
            if depth < 0:
                break
        elif mark in "!;:-" and depth == 0:
            break
        elif mark == "," and depth == 0 and seen:
            following = tag[number + 1] if number + 1 < last else "!"
            if not front:
                if not _goes_on(words, number + 1, last):
                    break
            elif (
                low[number + 1 : number + 2] == ["then"]
                or following in 'PITW"'
                or not _goes_on(words, number + 1, last)
            ):
                break
        elif front and seen and low[number] == "then":
            break
        elif mark in _FINITE and (number > behind or mark == "E"):
            seen = True
        elif not front and mark == "I" and seen and low[number] in {"because", "although", "while", "whereas"}:
            break
        number += 1
    while number > behind and tag[number - 1] in '"' and not _opens_inside(words, start, number - 1):
        number -= 1
    return number


def _before_subject(words: Words, behind: int, last: int) -> int:
    """Where the main clause starts behind a condition in front without a comma: "if it fails | the plant will …"."""
    tag = words.tag
    seen = False
    for number in range(behind, last):
        if tag[number] in "IW;:!":
            break
        if seen and words.low[number] == "then":
            return number
        if tag[number] not in "MAVc":
            seen = seen or tag[number] in "EF"
            continue
        start = number
        while start > behind and tag[start - 1] in "NXJUB":
            start -= 1
        if start > behind and tag[start - 1] in "DR":
            start -= 1
        if seen and start < number and tag[start - 1] in "VENJBUXRO":
            return start
        seen = True
    return last


def _opens_inside(words: Words, start: int, closing: int) -> bool:
    return sum(tag == '"' for tag in words.tag[start:closing]) % 2 == 1


def _goes_on(words: Words, start: int, last: int) -> bool:
    """Whether what follows the comma before *start* still lists: "if France, Germany and Italy agree"."""
    tag = words.tag
    for number in range(start, min(last, start + _LONGEST_SUBJECT)):
        if tag[number] in "MAVEFcWITP!;:-(":
            return False
        if tag[number] == "C":
            return number > start and tag[number + 1 : number + 2] != [] and tag[number + 1] in "XNJDUG"
        if tag[number] == ",":
            continue
    return False


def _inverted(words: Words, number: int, first: int, last: int) -> Hanging | None:
    """ "should a ceasefire be reached", "had he known", "were it to fail"."""
    tag, low = words.tag, words.low
    if number + 2 >= last or tag[number + 1] not in "DXNRUJG":
        return None
    starts = number == first or tag[number - 1] in ',;-(!"'
    before = tag[number - 1] if number > first else "!"
    if before in "WCIRDBc" or (number > first and low[number - 1] in {"so", "nor", "neither", "only"}):
        return None
    word = low[number]
    if word != "should" and not starts:
        return None
    verb = _verb(words, number, last)
    if verb < 0:
        return None
    if (
        word == "were"
        and low[number + 1] not in {"it", "he", "she", "they", "we"}
        and tag[verb + 1 : verb + 2] != ["F"]
    ):
        return None
    end = _end(words, number, verb + 1, first, last, clause=False)
    asked = end >= last or "?" in (words.raw[last - 1], words.raw[min(last, len(words) - 1)])
    if number == first and asked:
        return None  # "Should Ukraine join?"
    return Hanging(sense="if", first=number, last=end)


def _verb(words: Words, number: int, last: int) -> int:
    """The verb that "should", "had" or "were" at *number* belongs to, behind the subject; -1 where there is none."""
    tag, low, word = words.tag, words.low, words.low[number]
    for verb in range(number + 2, min(last, number + _LONGEST_SUBJECT)):
        one = tag[verb]
        if word == "should":
            if one == "F" or low[verb] in {"be", "have", "do"} or (one == "N" and low[verb] in bases()):
                return verb
        elif one == ("E" if word == "had" else "T") or (word == "had" and low[verb] == "been"):
            return verb
        if one not in "DXNRUJGPBCE":
            return -1
    return -1


def _awaited(words: Words, number: int, first: int, last: int) -> Hanging | None:
    """ "after a ceasefire", where the clause is about the future."""
    low = words.low
    start = number - 1
    while start > first and number - start < 4 and low[start] not in _words("awaited", "determiners"):
        start -= 1
    if low[start] not in _words("awaited", "determiners") or start == first:
        return None
    start -= 1
    if low[start] not in _words("awaited", "prepositions"):
        return None
    if not any(low[at] in {"will", "would", "shall", "'ll"} for at in range(first, last)):
        return None
    if number + 1 < last and words.tag[number + 1] not in '!,;:-)C"P':
        return None
    return Hanging(sense="once", first=start, last=number + 1)
