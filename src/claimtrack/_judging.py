"""
How sure the words of a claim are, by scope: a FactBank value with the words that decided it.

The words that weaken, deny or question are data (`lexicons/certainty.toml`). They are read in the order of the text,
which in English is the order of their nesting: what comes first governs what comes after ("does not believe that it
may" is *not* over *believe* over *may*). Only those in the main clause govern the claim, and an adjective only as a
predicate, not before its noun.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from attrs import field, frozen

from claimtrack._closed import listed
from claimtrack._expressions import Expressions, spelled
from claimtrack._main_clause import AHEAD, Content, word_list
from claimtrack._syntax import Words
from claimtrack._units import lexicon, spelled_out
from claimtrack.certainty import Certainty

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from claimtrack._main_clause import MainClause
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
        content: The content as it was read, for whoever asks more of it.
    """

    certainty: Certainty
    evidence: tuple[tuple[int, int], ...] = ()
    rules: tuple[str, ...] = ()
    content: Content | None = field(default=None, eq=False, repr=False)


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


@frozen(kw_only=True, eq=False)
class Hedges:
    """
    The expressions of the lexicon.

    Args:
        content: Those that a content is searched for.
        cue: Those for a cue: its own groups first.
    """

    content: Expressions[_Group]
    cue: Expressions[_Group]


def hedges_with(added: Sequence[Mapping[str, object]] = (), removed: Collection[tuple[str, ...]] = ()) -> Hedges:
    """The package's own expressions without those *removed*, behind further groups."""
    own = lexicon("certainty")["group"]

    def read(site: Callable[[Mapping[str, object]], bool], *, cues_first: bool) -> Expressions[_Group]:
        groups = [(data, ()) for data in added if site(data)] + [(data, removed) for data in own if site(data)]
        if cues_first:
            groups.sort(key=lambda one: one[0]["site"] != "cue")
        return Expressions(
            (parts, group)
            for data, without in groups
            for group in (_group(data),)
            for parts in spelled(_without(data, without) if without else data)
        )

    return Hedges(
        content=read(lambda data: data["site"] != "cue", cues_first=False),
        cue=read(lambda _: True, cues_first=True),
    )


def _without(data: Mapping[str, object], removed: Collection[tuple[str, ...]]) -> dict[str, object]:
    entries = data["words"]
    words: list[str] = entries.split() if isinstance(entries, str) else entries  # type: ignore[assignment]
    kept = [one for entry in words for one in spelled_out(entry) if tuple(one.split()) not in removed]
    return {**data, "words": kept}


@cache
def _own() -> Hedges:
    return hedges_with()


def _group(data: Mapping[str, object]) -> _Group:
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


def judge(
    words: Words,
    *pieces: tuple[int, int],
    cue: str | Sequence[str] | None = None,
    relayed: bool = False,
    hedges: Hedges | None = None,
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
        hedges: The lexicon; the package's own where it is left out.
    """
    reading = _Reading(Content(words, pieces), hedges or _own())
    told = as_words(cue)
    governed = bool(told) and not reading.holds(told)
    if governed:
        reading.read_cue(told)
    reading.read_content(governed=governed, relayed=relayed)
    return reading.judgement()


def as_words(cue: str | Sequence[str] | None) -> tuple[str, ...]:
    """A cue as a tuple of words."""
    return tuple(cue.split() if isinstance(cue, str) else cue) if cue else ()


def judge_text(text: str) -> Certainty:
    """What `claimtrack.judge_certainty` promises."""
    words = Words(text)
    return judge(words, (0, len(words)), relayed=True).certainty


_ONLY = (["only"], ["just"], ["merely"], ["simply"], ["solely"])

# Reading ------------------------------------------------------------------------------------------------------------

SHIELD = 1.0
"""The weight of a word that hedges a commitment; see the lexicon for the source."""

_CORRECTED = frozenset("DPJNXTBUE")
_OPENING = 4  # words: where "whether" opens a content, behind quotation marks and "and"
_APOSTROPHES = listed("' ’")
_WITHOUT_SCOPE = listed("limit boost none")


class _Reading:
    """One reading of a content, after its cue: a value and a negation that waits for what it will reach."""

    __slots__ = (
        "content", "evidence", "hedges", "low", "negated", "relayed", "rules", "tag", "turned", "value", "weight",
    )  # fmt: skip

    def __init__(self, content: Content, hedges: Hedges) -> None:
        self.hedges = hedges
        self.content, self.tag, self.low = content, content.tag, content.low
        self.value: Value = (3, 1)
        self.negated = False
        self.relayed = False
        self.turned = -1  # the number of the word that negated last
        self.weight = 0.0
        self.rules: list[str] = []
        self.evidence: list[tuple[int, int]] = []

    def judgement(self) -> Judgement:
        """What was found."""
        level, direction = self.value
        return Judgement(
            certainty=_certainty(level, -direction if self.negated else direction, self.weight),
            evidence=tuple(self.evidence),
            rules=tuple(dict.fromkeys(self.rules)),
            content=self.content,
        )

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
            again = group.site == "determiner" and self._in_one_clause(place)
            self.negated = again or not self.negated
            self.turned = place[0] if place else -1
            self._note(group, place)
        else:
            self._take(group, place)

    def _in_one_clause(self, place: tuple[int, int] | None) -> bool:
        """Whether nothing opens a clause since the last negation: "nobody saw no" denies once, "not that no" twice."""
        return self.turned < 0 or place is None or "that" not in self.content.words.low[self.turned : place[0]]

    def holds(self, cue: tuple[str, ...]) -> bool:
        """Whether the words of the cue stand in the content, one behind the other."""
        low = self.low
        if cue[0] not in low:
            return False
        size = len(cue)
        return any(word == cue[0] and tuple(low[at : at + size]) == cue for at, word in enumerate(low))

    # The cue --------------------------------------------------------------------------------------------------------

    def read_cue(self, cue: tuple[str, ...]) -> None:
        """Read the words of the source's cue: all of them govern the content."""
        known = self.hedges.cue
        at = 0
        while at < len(cue):
            # An expression's last "to" may stand in the content, or be left out: "declined | comment".
            opened = [one for one in known.open_at(cue, at, "to") if self._is_left_open(*one, cue, at)]
            found = [*known.at(cue, at), *opened]
            for size, group in sorted(found, key=lambda one: -one[0]):
                if self._cue_fits(group):
                    self._apply(group, None)
                    at += size
                    break
            else:
                at += 1

    def _is_left_open(self, size: int, group: _Group, cue: tuple[str, ...], at: int) -> bool:
        return at + size == len(cue) and (group.turns or self.content.tag_at(0) in "TF")

    def _cue_fits(self, group: _Group) -> bool:
        if group.site == "perfect" or (group.clause and not self._has_clause(0)):
            return False
        if group.name == "rejection" and self._is_characterised():
            return False
        return _gerund_fits(group, self.content.tag_at(0))

    def _is_characterised(self) -> bool:
        """Whether something is rejected as being something: "dismissed the count as false" says what it is."""
        for word, now in zip(self.low[:AHEAD], self.tag, strict=False):
            if word == "as":
                return True
            if now in "MAVW":
                return False
        return False

    def _has_clause(self, place: int) -> bool:
        """Whether a clause with a finite verb begins at *place* of the content."""
        if self.content.tag_at(place) not in 'IWRDXNJUc"':
            return False
        before = "!"
        for now in self.tag[place : place + 2 * AHEAD]:
            if now in "MAVc" or (now in "FE" and before in "RNXW") or (now == "E" and before == "J"):
                return True
            if now in ";!":
                return False
            if now != "B":
                before = now
        return False

    # The content ----------------------------------------------------------------------------------------------------

    def read_content(self, *, governed: bool, relayed: bool) -> None:
        """Read the words of the content: with a cue that governs it, and judged by what is relayed."""
        self.relayed = relayed
        if self._is_question():
            self._ask()
        hits = self.hedges.content.scan(self.low)
        clause = None
        if "whether" in self.low[:_OPENING] or _has_scope(hits):
            clause = self.content.main_clause(named=governed, relayed=relayed)
            if clause.asks:
                self._ask()
        free = 0
        for place, found in hits:
            if place < free:
                continue
            if self.content.tag_at(place + 1) == "B":
                found = [*self._parted(place), *found]
            for size, group in found:
                if self._takes(place, size, group, clause):
                    free = place + size
                    break
            else:
                self.weight += max((group.weight for _, group in found), default=0.0) / 2

    def _ask(self) -> None:
        self.value = (0, 0)
        self.rules.append("certainty:question")

    def _parted(self, place: int) -> list[tuple[int, _Group]]:
        """Expressions whose "to" stands behind an adverb: "thought not to"."""
        if self.content.tag_at(self.content.after(place + 1, "B")) != "T":
            return []
        return [one for one in self.hedges.content.open_at(self.low, place, "to") if one[0] == 1]

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
            numbers = self.content.numbers
            self._apply(group, (numbers[place], numbers[place + size - 1] + 1))
        return fits or site in {"negator", "determiner"}

    def _is_question(self) -> bool:
        """Whether the content is asked, by its mark: one behind a colon asks only where the beginning does."""
        if not self.low:
            return False
        all_low, last = self.content.words.low, self.content.numbers[-1]
        marked = "?" in self.low[-2:] or (last + 1 < len(all_low) and all_low[last + 1] == "?")
        if not marked:
            return False
        start = self.content.after(0, 'B"C')
        return self.content.tag_at(start) in "WMA" or ":" not in self.tag

    # Which hits are what they look like -----------------------------------------------------------------------------

    def _negates(self, place: int, size: int, group: _Group) -> bool:
        """Whether a negator negates the clause, and not only the word behind it."""
        content, word = self.content, self.low[place]
        following = content.after(place + size)
        before, after = content.tag_at(content.before(place, '"')), content.tag_at(following)
        if group.site == "determiner":
            if word in {"no", "zero"} and after in "!,;:-.":
                return False  # the answer "No."
            title = place > 0 and following < len(content) and _is_capital(content.raw(place), content.raw(following))
            return before not in "PJ" and (before != "C" or place == 1) and not title
        if word == "far":
            return after in "JEG"
        if word == "nor":
            return place == 0 or not self.negated
        if word in {"not", "never"} and size == 1:
            helped = content.tag_at(content.before(place)) in "Ac"  # "is still not negotiating"
            if before in "DP" or (after == "G" and not helped):
                return False
            if before == "," and after in "XNDPJRO" and place > 1:
                return False  # "Italy, not France, will"
        if self.low[place + size : place + size + 1] in _ONLY:
            return False  # "isn't just a warning", "can not only win"
        if word == "not" or word.endswith("n't"):
            return not self._is_corrected(place + size)
        return True

    def _is_corrected(self, place: int) -> bool:
        """Whether "but" puts right what is denied: "is not a threat but a chance" states the chance."""
        tag, low = self.tag, self.low
        if self.content.tag_at(place) not in _CORRECTED:
            return False
        for at in range(place, min(place + AHEAD, len(tag))):
            now = tag[at]
            if low[at] == "but":
                return self.content.tag_at(self.content.after(at + 1)) not in "RcMA"
            if now in "MAVFIW;:!c" or (now == "," and low[at + 1 : at + 2] != ["but"]):
                return False
        return False

    def _is_object(self, place: int) -> bool:
        """Whether a noun is the object of a verb of being, having or raising: "there is a chance that"."""
        for at in range(place - 1, max(-1, place - 1 - AHEAD), -1):
            now, word = self.tag[at], self.low[at]
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
        have = self.content.after(place + 1, 'BR"')
        if self.low[have : have + 1] != ["have"]:
            return False
        done = self.content.after(have + 1, 'B"')
        return self.content.tag_at(done) == "E" or self.low[done : done + 1] in (["been"], ["had"])

    def _is_modal(self, place: int, size: int) -> bool:
        """Whether "may" and "might" are modals: a verb follows, and it is no month or power."""
        if self.low[place] not in {"may", "might"}:
            return True
        if self.tag[place] != "M":
            return False  # "Theresa May ended the talks"
        content = self.content
        after = content.tag_at(content.after(place + size))
        if content.tag_at(content.before(place, '"')) in "DP" or after in "U.":
            return False
        return after not in "!,;:-)" or content.raw(place)[0].islower()

    def _is_free_adverb(self, place: int, size: int) -> bool:
        content = self.content
        before, after = content.tag_at(content.before(place, '"')), content.tag_at(content.after(place + size))
        return after != "U" and not (before in "DJP" and after in "JEGN")

    def _is_predicate(self, place: int, size: int) -> bool:
        content = self.content
        before, after = content.before(place), content.after(place + size)
        preceding, following = content.tag_at(before), content.tag_at(after)
        if preceding in "MAc" or (before >= 0 and self.low[before] in word_list("linking")):
            return True
        if self.low[after : after + 1] and self.low[after] in {"that", "whether", "if"}:
            return True
        if preceding == "C":  # "difficult and unlikely"
            return following in "!,;:-PTI"
        return preceding in "!,R" and following in "TPI!"

    def _is_verb(self, place: int, size: int, group: _Group) -> bool:
        content, now = self.content, self.tag[place]
        before = content.before(place)
        preceding, following = content.tag_at(before), content.tag_at(content.after(place + size))
        if not _gerund_fits(group, following):
            return False
        if not self.relayed and group.clause and self.low[place] in word_list("reporting"):
            return False  # "he never said that": the saying is denied, for certain
        if group.name == "passive-probable":
            return preceding in "AcM"
        if now in "NX":
            return preceding == "R" or (preceding in "NX" and following in "IW" and not self._is_owned(place, before))
        if now == "G":
            return preceding in "Ac!"
        if now == "E":
            return preceding not in "DP"
        if preceding == "T":
            return content.tag_at(content.before(place, 'BT"')) in "VEFAMJGc!"
        return now != "J"

    def _is_owned(self, place: int, owner: int) -> bool:
        """Whether a noun belongs to the word before: "the sceptics' fear"."""
        return self.content.numbers[owner] in self.content.words.possessive or self.low[place - 1] in _APOSTROPHES


def _has_scope(hits: list[tuple[int, list[tuple[int, _Group]]]]) -> bool:
    """Whether any of the expressions that were found can govern the claim."""
    for _, found in hits:
        for _, group in found:
            if group.site not in _WITHOUT_SCOPE:
                return True
    return False


def _gerund_fits(group: _Group, following: str) -> bool:
    if not group.gerund:
        return True
    return (following == "G") is (group.gerund == "must")


def _is_capital(one: str, other: str) -> bool:
    return one[0].isupper() and other[0].isupper()


# Values -------------------------------------------------------------------------------------------------------------

_LEVELS: tuple[Level, ...] = ("unknown", "possible", "probable", "certain")
_MOST = 8.0  # weight: beyond it the third decimal of the score is reached
_POLARITIES: dict[int, Polarity] = {1: "positive", -1: "negative", 0: "unknown"}


def _certainty(level: int, direction: int, weight: float) -> Certainty:
    """
    The value with its place within the level.

    The level's own number is the upper end; what else limits or hedges takes from it, each unit of weight half of what
    is left down to the next level, which is never reached.
    """
    return _value(level, direction, 0.0 if weight <= 0 or not level else min(_MOST, weight))


@lru_cache(maxsize=512)  # weights come in halves: few values, and building one is slow beside looking it up
def _value(level: int, direction: int, weight: float) -> Certainty:
    if not level:
        return Certainty("unknown", "unknown")
    return Certainty(_LEVELS[level], _POLARITIES[direction], strength=round(level - 1 + 2**-weight, 3))
