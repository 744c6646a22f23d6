"""
How sure the words of a claim are, by scope: a FactBank value with the words that decided it.

The words that weaken, deny or question are data (`lexicons/certainty.toml`). They are read in the order of the text,
which in English is the order of their nesting: what comes first governs what comes after ("does not believe that it
may" is *not* over *believe* over *may*). Only those in the main clause govern the claim (`claimtrack._clauses`), and an
adjective only as a predicate, not before its noun.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from claimtrack._clauses import AHEAD, MainClause, first_sentence, word_list
from claimtrack._closed import listed
from claimtrack._syntax import Words, ed_form, ing_form, third_person
from claimtrack._units import lexicon, spelled_out
from claimtrack.certainty import Certainty

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimtrack.certainty import Level, Polarity

Value = tuple[int, int]
"""Level (3 certain … 0 unknown) and direction (1, -1, 0)."""


@frozen(kw_only=True)
class Judgement:
    """
    A certainty, and what it was judged by.

    Args:
        certainty: The value; its score is finer than its level.
        evidence: The words of the content that decided it: half-open ranges of word numbers, in the order of the text.
        rules: The rules that fired, first those of the cue: "certainty:negation". Empty for a plain statement.
    """

    certainty: Certainty
    evidence: tuple[tuple[int, int], ...] = ()
    rules: tuple[str, ...] = ()


@frozen(kw_only=True, eq=False)
class _Group:
    """The words of one group of the lexicon: what they do, and where."""

    name: str
    site: str
    value: Value
    negated: Value
    consumes: bool
    """Whether a negation before it is used up."""
    weight: float
    turns: bool
    clause: bool
    gerund: str


_Entry = tuple[tuple[str, ...], _Group]


@cache
def _entries(*, of_cue: bool = False) -> dict[str, list[_Entry]]:
    """The lexicon by first word, the longest expressions first; then in the order of the file."""
    found: dict[str, dict[tuple[str, ...], list[_Group]]] = {}
    groups = lexicon("certainty")["group"]
    if of_cue:
        groups = sorted(groups, key=lambda group: group["site"] != "cue")
    for data in groups:
        if data["site"] == "cue" and not of_cue:
            continue
        group = _group(data)
        for entry in data["words"]:
            for parts in _forms(entry, inflect=data.get("inflect", False)):
                found.setdefault(parts[0], {}).setdefault(parts, []).append(group)
    return {
        first: [
            (parts, group)
            for parts, listed_groups in sorted(known.items(), key=lambda entry: (-len(entry[0]), entry[0]))
            for group in listed_groups
        ]
        for first, known in found.items()
    }


def _group(data: dict[str, object]) -> _Group:
    value = _values()[str(data.get("value", "CT+"))]
    negated = data.get("negated")
    return _Group(
        name=str(data["name"]),
        site=str(data["site"]),
        value=value,
        negated=(value[0], -value[1]) if negated is None else _values()[str(negated)],
        consumes=data["site"] != "adverb",
        weight=float(str(data.get("weight", 0))),
        turns=bool(data.get("turns", data["site"] in {"negator", "determiner"})),
        clause=bool(data.get("clause", False)),
        gerund=str(data.get("gerund", "")),
    )


@cache
def _values() -> dict[str, Value]:
    levels, directions = {"CT": 3, "PR": 2, "PS": 1, "U": 0}, {"+": 1, "-": -1, "u": 0}
    return {
        letters + sign: (level, direction)
        for letters, level in levels.items()
        for sign, direction in directions.items()
    }


def _forms(entry: str, *, inflect: bool) -> Iterator[tuple[str, ...]]:
    for words in spelled_out(entry):
        parts = tuple(words.split())
        for first in inflected(parts[0]) if inflect else (parts[0],):
            yield (first, *parts[1:])


def inflected(base: str) -> tuple[str, ...]:
    """The forms of a verb, from its base."""
    irregular = _irregular().get(base)
    if base == "be":
        return ("be", "is", "are", "was", "were", "been", "being", "am")
    past = irregular or (ed_form(base),)
    return (base, third_person(base), ing_form(base), *past)


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    data = lexicon("words")["irregular"]
    listed_verbs = (entry.split() for entry in data["verbs"].split(";"))
    unchanged = {base: (base,) for base in data["unchanged"].split()}
    return unchanged | {base: tuple(forms) for base, *forms in listed_verbs}


def judge(
    words: Words, *pieces: tuple[int, int], cue: str | Sequence[str] | None = None, relayed: bool = False
) -> Judgement:
    """
    How sure the speaker of a claim is, after FactBank: the value of what the content states, as the cue puts it.

    A content of several sentences is judged by its first one that has a verb.

    Args:
        words: The words of the document.
        pieces: The content: half-open ranges of word numbers in the order of the text; several where it is in pieces.
        cue: The words that govern the content, in lower case: ``("did", "not", "deny")``, ``"believes"``. They are
            taken to stand before it. Where they stand in the content, they are read there.
        relayed: Whether a content that tells what somebody says ("he said that it might") is judged by what is said;
            else by the saying, which is certain.
    """
    numbers = [number for first, last in pieces for number in range(max(0, first), min(last, len(words)))]
    reading = _Reading(words, first_sentence(words, numbers))
    told = tuple(cue.split() if isinstance(cue, str) else cue) if cue else ()
    governed = bool(told) and not reading.holds(told)
    if governed:
        reading.read_cue(told)
    reading.read_content(governed=governed, relayed=relayed)
    return reading.judgement()


def judge_text(text: str) -> Certainty:
    """What `claimtrack.judge_certainty` promises."""
    words = Words(text)
    return judge(words, (0, len(words)), relayed=True).certainty


# Reading ------------------------------------------------------------------------------------------------------------

SHIELD = 1.0
"""The weight of a word that hedges a commitment; see the lexicon for the source."""

_CORRECTED = frozenset("DPJNXTBUE")
_WITHOUT_SCOPE = listed("limit boost none")


class _Reading:
    """One reading of a content, after its cue: a value and a negation that waits for what it will reach."""

    __slots__ = ("evidence", "low", "negated", "numbers", "rules", "tag", "value", "weight", "words")

    def __init__(self, words: Words, numbers: list[int]) -> None:
        self.words, self.numbers = words, numbers
        self.tag, self.low = words.tag, words.low
        self.value: Value = (3, 1)
        self.negated = False
        self.weight = 0.0
        self.rules: list[str] = []
        self.evidence: list[tuple[int, int]] = []

    def judgement(self) -> Judgement:
        level, direction = self.value
        if self.negated:
            direction = -direction
        certainty = _certainty(level, direction, self.weight)
        return Judgement(certainty=certainty, evidence=tuple(self.evidence), rules=tuple(dict.fromkeys(self.rules)))

    # What a hit does ------------------------------------------------------------------------------------------------

    def _take(self, group: _Group, place: tuple[int, int] | None) -> None:
        """Compose the value of what was read so far with that of *group*, which it governs."""
        mine = group.negated if self.negated and group.consumes else group.value
        if group.consumes:
            self.negated = False
        level, direction = self.value
        before = level
        level = min(level, mine[0])
        self.value = (level, direction * mine[1]) if level else (0, 0)
        if mine[0] >= before and before < 3:
            self.weight += group.weight
        elif mine[0] < before < 3:
            self.weight += SHIELD  # the one that decided until now is the weaker hedge of two
        if mine != (3, 1):
            self._note(group, place)

    def _note(self, group: _Group, place: tuple[int, int] | None) -> None:
        self.rules.append(f"certainty:{group.name}")
        if place is not None:
            self.evidence.append(place)

    def _apply(self, group: _Group, place: tuple[int, int] | None) -> None:
        if group.site in _WITHOUT_SCOPE:
            self.weight += -group.weight if group.site == "boost" else group.weight
        elif group.turns:
            self.negated = group.site == "determiner" or not self.negated
            self._note(group, place)
        else:
            self._take(group, place)

    def holds(self, cue: tuple[str, ...]) -> bool:
        """Whether the words of the cue stand in the content, one behind the other."""
        content = [self.low[number] for number in self.numbers]
        size, first = len(cue), cue[0]
        return any(word == first and tuple(content[at : at + size]) == cue for at, word in enumerate(content))

    # The cue --------------------------------------------------------------------------------------------------------

    def read_cue(self, cue: Sequence[str]) -> None:
        """Read the words of the source's cue: all of them govern the content."""
        at = 0
        while at < len(cue):
            for parts, group in _entries(of_cue=True).get(cue[at], ()):
                size = self._matches_cue(parts, cue, at, group)
                if size and self._cue_fits(group):
                    self._apply(group, None)
                    at += size
                    break
            else:
                at += 1

    def _matches_cue(self, parts: tuple[str, ...], cue: Sequence[str], at: int, group: _Group) -> int:
        """How many words of the cue an expression takes; its last "to" may stand in the content or be left out."""
        if tuple(cue[at : at + len(parts)]) == parts:
            return len(parts)
        whole = len(parts) - 1
        if whole and parts[-1] == "to" and at + whole == len(cue) and tuple(cue[at:]) == parts[:-1]:
            return whole if group.turns or (self.numbers and self.tag[self.numbers[0]] in "TF") else 0
        return 0

    def _cue_fits(self, group: _Group) -> bool:
        if group.site == "perfect" or (group.clause and not self._has_clause(0)):
            return False
        if group.name == "rejection" and self._is_characterised():
            return False
        first = self.tag[self.numbers[0]] if self.numbers else ""
        return not ((group.gerund == "must" and first != "G") or (group.gerund == "never" and first == "G"))

    def _is_characterised(self) -> bool:
        """Whether something is rejected as being something: "dismissed the count as false" says what it is."""
        for number in self.numbers[:AHEAD]:
            if self.low[number] == "as":
                return True
            if self.tag[number] in "MAVW":
                return False
        return False

    def _has_clause(self, place: int) -> bool:
        """Whether a clause with a finite verb begins at *place* of the content."""
        tag, numbers = self.tag, self.numbers
        if place >= len(numbers) or tag[numbers[place]] not in 'IWRDXNJUc"':
            return False
        before = ""
        for number in numbers[place : place + 2 * AHEAD]:
            now = tag[number]
            if now in "MAVc" or (now in "FE" and before in "RNXW"):
                return True
            if now in ";!":
                return False
            if now != "B":
                before = now
        return False

    # The content ----------------------------------------------------------------------------------------------------

    def read_content(self, *, governed: bool, relayed: bool) -> None:
        """Read the words of the content: with a cue that governs it, and judged by what is relayed."""
        known, low, numbers = _entries(), self.low, self.numbers
        if self._is_question():
            self.value = (0, 0)
            self.rules.append("certainty:question")
        hits = {place: self._hits(place) for place, number in enumerate(numbers) if low[number] in known}
        governing = any(group.site not in _WITHOUT_SCOPE for found in hits.values() for _, group in found)
        first = next((low[number] for number in numbers if self.tag[number] not in '"C'), "")
        clause = (
            MainClause(self.words, numbers, named=governed, relayed=relayed)
            if governing or first == "whether"
            else None
        )
        if clause is not None and clause.asks:
            self.value = (0, 0)
            self.rules.append("certainty:question")
        free = 0
        for place, found in hits.items():
            if place < free:
                continue
            for size, group in found:
                if self._takes(place, size, group, clause):
                    free = place + size
                    break
            else:
                self.weight += max((group.weight for _, group in found), default=0.0) / 2

    def _hits(self, place: int) -> list[tuple[int, _Group]]:
        """The expressions of the lexicon that begin at *place*, the longest first, each with its number of words."""
        found = []
        for parts, group in _entries()[self.low[self.numbers[place]]]:
            size = 1 if len(parts) == 1 else self._matches(parts, place)
            if size:
                found.append((size, group))
        return found

    def _matches(self, parts: tuple[str, ...], place: int) -> int:
        """How many words an expression takes at *place*; of "thought not to" only those before the adverb."""
        low, numbers = self.low, self.numbers
        if place + len(parts) > len(numbers):
            return 0
        for at in range(1, len(parts)):
            if low[numbers[place + at]] != parts[at]:
                if parts[at] != "to" or at + 1 < len(parts):
                    return 0
                after = self._after(place + at, "B")
                return at if after >= 0 and low[after] == "to" else 0
        return len(parts)

    def _takes(self, place: int, size: int, group: _Group, clause: MainClause | None) -> bool:
        """Let *group* do what it does; False where the words are not what they look like, or govern something else."""
        site = group.site
        if site in _WITHOUT_SCOPE:
            self._apply(group, None)
            return True
        if clause is None or not clause.holds[place]:
            return False
        if site in {"negator", "determiner"}:
            fits = self._negates(place, size, group)
        elif site == "noun":
            fits = clause.verb < 0 or self._is_object(place)
        else:
            fits = self._fits(place, size, group)
        if fits:
            self._apply(group, (self.numbers[place], self.numbers[place + size - 1] + 1))
        return fits or site in {"negator", "determiner"}

    def _is_question(self) -> bool:
        """Whether the content is asked: by its mark, or because it opens with "whether"."""
        numbers, tag, low = self.numbers, self.tag, self.low
        if not numbers:
            return False
        start = 0
        while start < len(numbers) and (tag[numbers[start]] in '"B' or low[numbers[start]] in {"and", "but", "so"}):
            start += 1
        if start == len(numbers):
            return False
        first = numbers[start]
        last = numbers[-1]
        marked = low[last] == "?" or (last + 1 < len(low) and low[last + 1] == "?")
        marked = marked or (tag[last] == '"' and len(numbers) > 1 and low[numbers[-2]] == "?")
        if not marked:
            return False
        inverted = tag[first] in "WMA"
        return inverted or not any(tag[number] == ":" for number in numbers)

    def _before(self, place: int, skipped: str = 'B"') -> int:
        """The word before *place* that is no adverb; -1 where there is none."""
        place -= 1
        while place >= 0 and self.tag[self.numbers[place]] in skipped:
            place -= 1
        return self.numbers[place] if place >= 0 else -1

    def _after(self, place: int, skipped: str = '"') -> int:
        """The word from *place* on; -1 where there is none."""
        while place < len(self.numbers) and self.tag[self.numbers[place]] in skipped:
            place += 1
        return self.numbers[place] if place < len(self.numbers) else -1

    def _tag(self, number: int) -> str:
        return self.tag[number] if number >= 0 else "!"

    # Which hits are what they look like -------------------------------------------------------------------------------

    def _negates(self, place: int, size: int, group: _Group) -> bool:
        """Whether a negator negates the clause, and not only the word behind it."""
        word = self.low[self.numbers[place]]
        before, after = self._tag(self._before(place, '"')), self._tag(self._after(place + size))
        if group.site == "determiner":
            if word in {"no", "zero"} and after in "!,;:-.":
                return False  # the answer "No."
            raw = self.words.raw
            title = place > 0 and raw[self.numbers[place]][0].isupper() and raw[self._after(place + 1)][0].isupper()
            return before not in "PJ" and (before != "C" or place == 1) and not title
        if word == "far":
            return after in "JEG"
        if word == "nor":
            return place == 0 or not self.negated
        if word in {"not", "never"} and size == 1:
            if before in "DP" or (after == "G" and before not in "Ac"):
                return False
            if before == "," and after in "XNDPJRO" and place > 1:
                return False  # "Italy, not France, will"
        if word == "not" or word.endswith("n't"):
            return not self._is_corrected(place + size)
        return True

    def _is_corrected(self, place: int) -> bool:
        """Whether "but" puts right what is denied: "is not a threat but a chance" states the chance."""
        numbers, tag, low = self.numbers, self.tag, self.low
        if place >= len(numbers) or tag[numbers[place]] not in _CORRECTED:
            return False
        for at in range(place, min(place + AHEAD, len(numbers))):
            now = tag[numbers[at]]
            if low[numbers[at]] == "but":
                return self._tag(self._after(at + 1)) not in "RcMA"
            if now in "MAVFIW;:!c" or (now == "," and low[numbers[min(at + 1, len(numbers) - 1)]] != "but"):
                return False
        return False

    def _is_object(self, place: int) -> bool:
        """Whether a noun is the object of a verb of being, having or raising: "there is a chance that"."""
        for at in range(place - 1, max(-1, place - 1 - AHEAD), -1):
            now = self.tag[self.numbers[at]]
            word = self.low[self.numbers[at]]
            if word in word_list("having") or (now == "c" and word != "let's"):
                return True
            if now in "PMTVEFG,;:!CIW":
                return False
        return False

    def _fits(self, place: int, size: int, group: _Group) -> bool:
        site = group.site
        if group.clause and not self._has_clause(place + size):
            return False
        if site == "adverb":
            return self._is_free_adverb(place, size)
        if site == "adjective":
            return self._is_predicate(place, size)
        if site == "verb":
            return self._is_verb(place, size, group)
        return self._is_perfect(place) if site == "perfect" else self._is_modal(place, size)

    def _is_perfect(self, place: int) -> bool:
        """Whether "have" and a participle follow: "would have banned", not "would have to ban"."""
        have = self._after(place + 1, 'BR"')
        if have < 0 or self.low[have] != "have":
            return False
        at = self.numbers.index(have, place)
        done = self._after(at + 1)
        return done >= 0 and (self.tag[done] == "E" or self.low[done] in {"been", "had"})

    def _is_modal(self, place: int, size: int) -> bool:
        """Whether "may" and "might" are modals: a verb follows, and it is no month or power."""
        number = self.numbers[place]
        if self.low[number] not in {"may", "might"}:
            return True
        after = self._tag(self._after(place + size))
        if self._tag(self._before(place, '"')) in "DP" or after in "U.":
            return False
        return after not in "!,;:-)" or self.words.raw[number][0].islower()

    def _is_free_adverb(self, place: int, size: int) -> bool:
        before, after = self._tag(self._before(place, '"')), self._tag(self._after(place + size))
        return after != "U" and not (before in "DJP" and after in "JEGN")

    def _is_predicate(self, place: int, size: int) -> bool:
        before = self._before(place)
        if self._tag(before) in "MAc" or (before >= 0 and self.low[before] in word_list("linking")):
            return True
        after = self._after(place + size)
        if after >= 0 and self.low[after] in {"that", "whether", "if"}:
            return True
        if self._tag(before) == "C":  # "difficult and unlikely"
            return self._tag(after) in "!,;:-PTI"
        return self._tag(before) in "!,R" and self._tag(after) in "TPI!"

    def _is_verb(self, place: int, size: int, group: _Group) -> bool:
        numbers = self.numbers
        now = self.tag[numbers[place]]
        before, after = self._before(place), self._after(place + size)
        following = self._tag(after)
        if (group.gerund == "must" and following != "G") or (group.gerund == "never" and following == "G"):
            return False
        preceding = self._tag(before)
        if group.name == "passive-probable":
            return preceding in "AcM"
        if now in "NX":
            owned = before in self.words.possessive or (place > 0 and self.low[numbers[place - 1]] == "'")
            return preceding in "R" or (preceding in "NX" and following in "IW" and not owned)
        if now == "G":
            return preceding in "Ac!"
        if now == "E":
            return preceding not in "DP"
        if preceding == "T":
            governor = self._before(place, 'BT"')
            return self._tag(governor) in "VEFAMJGc!"
        return now != "J"


# Values -------------------------------------------------------------------------------------------------------------

_LEVELS: tuple[Level, ...] = ("unknown", "possible", "probable", "certain")
_POLARITIES: dict[int, Polarity] = {1: "positive", -1: "negative", 0: "unknown"}


def _certainty(level: int, direction: int, weight: float) -> Certainty:
    """
    The value with its place within the level.

    The level's own number is the upper end; what else limits or hedges takes from it, each unit of weight half of what
    is left down to the next level, which is never reached.
    """
    if not level:
        return Certainty("unknown", "unknown")
    taken = 1 - 2 ** -max(0.0, weight)
    return Certainty(_LEVELS[level], _POLARITIES[direction], strength=round(level - taken, 3))
