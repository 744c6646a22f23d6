"""Notices in a text that it, or another, said something wrong: corrections, clarifications and retractions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Literal

from attrs import evolve, frozen

from claimtrack.text import Span, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.model import Report

NoticeType = Literal["corrects", "retracts"]

LONGEST_SENTENCE = 1_000
"""Characters of a sentence that is read for a notice; what goes on longer is no notice."""

FOLLOWING = 2
"""Sentences behind a notice that may give the right word and the wrong one: "It was ten, not eleven." """


@frozen(kw_only=True)
class Notice:
    """
    A notice, as far as it says what was wrong.

    Args:
        type: ``corrects`` or ``retracts``.
        span: Where it stands, in code points of the text.
        words: What stands there; empty until the whole of it is known.
        old: The words that were wrong, as the notice gives them: a statement; empty where it gives none.
        topic: What they were about: "the number of states that signed"; or the statement as it is right now.
        values: The wrong words that the topic goes with: "eleven".
        whole: Whether the whole text is retracted.
    """

    type: NoticeType
    span: Span
    words: str = ""
    old: str = ""
    topic: str = ""
    values: tuple[str, ...] = ()
    whole: bool = False


_PAPER = r"(?:article|story|report|post|piece|page|column|headline|caption|text|dispatch|item|blog|liveblog|newsletter)"
_EARLIER = r"(?:earlier|previous|prior|original|initial|first|older)"
_WRONGLY = r"(?:incorrectly|mistakenly|wrongly|erroneously|inaccurately|falsely)"
_BEFORE = r"(?:originally|previously|initially|earlier|first)"
_TELLER = (
    rf"(?:(?:an?|the|our)\s+{_EARLIER}\s+(?:version|edition|draft)s?\s+of\s+(?:this|the|our)\s+(?:\w+\s+)?{_PAPER}"
    rf"(?:\s+{_WRONGLY}|\s+had)?"
    rf"|an?\s+(?:earlier|previous)\s+version(?:\s+{_WRONGLY}|\s+had)?"
    rf"|(?:this|the|our)\s+{_PAPER}\s+(?:had\s+)?(?:{_BEFORE}|{_WRONGLY})"
    rf"|we\s+(?:originally|initially|{_WRONGLY}))"
)
_SAID = (
    r"(?:said|stated|reported|claimed|wrote|gave|suggested|implied|indicated|described|identified|listed|put|named|"
    r"quoted|referred\s+to|called|attributed)"
)
_MISTOLD = (
    r"(?:misstated|misidentified|misspelled|misspelt|misreported|misattributed|misquoted|misrepresented|misnamed|"
    r"mischaracterised|mischaracterized|mislabelled|mislabeled|(?:had|gave|used|contained)\s+(?:the\s+wrong|an?\s+wrong|"
    r"an?\s+incorrect|the\s+incorrect))"
)
# A wrong word: up to a mark, but "30,000" and "2.5" go on.
_VALUE = r"(?P<value>(?:[^,;.!]|[,.](?=\d)){1,120}?)"
_OLD = r"(?P<old>(?:[^;.!]|\.(?=\d)){3,400}?)"
_TOPIC = r"(?P<topic>(?:[^;.!]|\.(?=\d)){3,300}?)"
_END = r"(?=[;.!]|,\s+(?:when|but|which|while|whereas)\b|\s+\(|$)"
_VERSION_SAID = re.compile(rf"\b{_TELLER}\s+{_SAID}\s+(?:that\s+)?{_OLD}{_END}", re.IGNORECASE)
_VERSION_MISTOLD = re.compile(rf"\b{_TELLER}\s+{_MISTOLD}\s+{_TOPIC}(?:\s+as\s+{_VALUE})?{_END}", re.IGNORECASE)
_INSTEAD = r"(?:[,;]\s*(?:and\s+|but\s+)?not|,?\s*\brather\s+than|,?\s*\binstead\s+of)\s+"
_AS_SAID = re.compile(
    rf"{_INSTEAD}{_VALUE},?\s+as\s+"
    rf"(?:(?:an?|the|our)\s+{_EARLIER}\s+(?:version|edition|draft)|(?:was\s+|we\s+|it\s+)?(?:had\s+)?"
    rf"(?:{_BEFORE}|{_WRONGLY})\b|we\s+(?:said|reported|wrote|stated))",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\s*(?:corrections?|clarifications?|corrections?\s+and\s+clarifications?|corrected|erratum|amendment)\b"
    r"[^:.!?]{0,40}:\s*",
    re.IGNORECASE,
)
_NOT = re.compile(rf"{_INSTEAD}{_VALUE}(?=[;!]|[,.](?!\d)|$)", re.IGNORECASE)
_AMENDED = re.compile(
    rf"\b(?:this|the)\s+{_PAPER}\s+(?:has\s+been|was|is)\s+(?:since\s+)?(?:amended|corrected|updated|changed|edited|revised)\b"
    r"[^;.!]{0,60}?\bto\s+(?:(?P<removed>remove|delete|withdraw)\s+(?:an?|the)\s+(?:\w+\s+)?"
    r"(?:claim|reference|suggestion|statement|line|assertion|allegation)\s+(?:that|to)\s+(?P<old>[^;.!]{3,400})"
    r"|(?:correct|fix)\s+(?P<topic>[^;.!]{3,300})"
    r"|(?:say|clarify|state|reflect|show|note|make\s+clear)\s+(?:that\s+)?(?P<new>[^;.!]{3,300}))",
    re.IGNORECASE,
)
_STATEMENT = r"(?:claim|statement|report|allegation|assertion|accusation|remark|comment|story|suggestion)s?"
_RETRACTS = re.compile(
    r"\b(?:retract|retracts|retracted|retracting|withdraw|withdraws|withdrew|withdrawn|take\s+back|takes\s+back|took\s+back)"
    rf"\s+(?:the|our|his|her|its|their|this|that|an?)\s+(?:\w+\s+){{0,2}}{_STATEMENT}\s+that\s+{_OLD}{_END}",
    re.IGNORECASE,
)
_RETRACTED = re.compile(
    rf"\bthe\s+(?:\w+\s+)?{_STATEMENT}\s+that\s+{_OLD}\s+(?:has|have|was|were)\s+(?:since\s+|later\s+)?"
    r"(?:been\s+)?(?:retracted|withdrawn)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"\bthis\s+{_PAPER}\s+(?:has\s+been|was|is|has)\s+(?:since\s+)?(?:been\s+)?(?:retracted|withdrawn|taken\s+down)\b"
    rf"|\bwe\s+(?:have\s+|hereby\s+)?(?:retract|retracted|withdraw|withdrew|withdrawn)\s+(?:this|the)\s+{_PAPER}\b(?!\s+that\b)",
    re.IGNORECASE,
)
_HINTS = (
    "version", "edition", "draft", "correct", "retract", "withdr", "clarif", "originally", "previously", "initially",
    "wrongly", "mistakenly", "amended", "erratum", "took back", "take back", "takes back", "updated", "taken down",
    "erroneously", "edited", "changed", "revised",
)  # fmt: skip


def notices(text: str, language: str = "en") -> tuple[Notice, ...]:
    """The notices of a text in English, in order."""
    folded = text.casefold()
    if not any(hint in folded for hint in _HINTS):
        return ()
    spans = sentences(text, language)
    found: list[Notice] = []
    number = 0
    while number < len(spans):
        notice, last = _notice(text, spans, number)
        if notice is not None:
            found.append(notice)
        number = last + 1
    return tuple(found)


def _notice(text: str, spans: Sequence[Span], number: int) -> tuple[Notice | None, int]:
    """The notice that begins in sentence *number*, and the last sentence that belongs to it."""
    span = spans[number]
    sentence = span.of(text)
    if len(sentence) > LONGEST_SENTENCE:
        return None, number
    notice = _read(sentence, span)
    if notice is None or notice.old or notice.whole or notice.values:
        return notice, number
    # What is wrong may stand behind: "It was ten, not eleven."
    for behind in range(number + 1, min(number + 1 + FOLLOWING, len(spans))):
        following = spans[behind].of(text)
        if len(following) > LONGEST_SENTENCE or text[spans[behind - 1].end : spans[behind].start].count("\n") > 1:
            break
        said = _VERSION_SAID.search(following)
        if said:
            return evolve(notice, span=Span(span.start, spans[behind].end), old=said["old"]), behind
        value = _NOT.search(following)
        if value:
            return evolve(notice, span=Span(span.start, spans[behind].end), values=(value["value"],)), behind
    return notice, number


def _read(sentence: str, span: Span) -> Notice | None:
    whole = _WHOLE.search(sentence)
    if whole:
        return Notice(type="retracts", span=span, whole=True)
    for pattern in (_RETRACTS, _RETRACTED):
        told = pattern.search(sentence)
        if told:
            return Notice(type="retracts", span=span, old=told["old"])
    as_said = _AS_SAID.search(sentence)
    if as_said:
        return Notice(
            type="corrects", span=span, topic=_unlabelled(sentence[: as_said.start()]), values=(as_said["value"],)
        )
    mistold = _VERSION_MISTOLD.search(sentence)
    if mistold:
        values = (mistold["value"],) if mistold["value"] else _value(sentence[mistold.end() :])
        return Notice(type="corrects", span=span, topic=mistold["topic"], values=values)
    said = _VERSION_SAID.search(sentence)
    if said:
        return Notice(type="corrects", span=span, old=said["old"])
    amended = _AMENDED.search(sentence)
    if amended:
        if amended["old"]:
            return Notice(type="retracts", span=span, old=amended["old"])
        topic, value = amended["topic"] or amended["new"], _NOT.search(amended["topic"] or amended["new"])
        if value:
            return Notice(type="corrects", span=span, topic=topic[: value.start()], values=(value["value"],))
        return Notice(type="corrects", span=span, topic=topic)
    label = _LABEL.match(sentence)
    if label:
        rest = sentence[label.end() :]
        value = _NOT.search(rest)
        if value:
            return Notice(type="corrects", span=span, topic=rest[: value.start()], values=(value["value"],))
        return Notice(type="corrects", span=span, topic=rest) if rest.strip() else None
    return None


def _unlabelled(sentence: str) -> str:
    label = _LABEL.match(sentence)
    return sentence[label.end() :] if label else sentence


def _value(rest: str) -> tuple[str, ...]:
    value = _NOT.search(rest)
    return (value["value"],) if value else ()


def notices_of(report: Report) -> tuple[Notice, ...]:
    """The notices of a report's text, or, where that is not at hand, of the words of its claims."""
    document = report.document
    if document.language is not None and document.language.split("-")[0].casefold() != "en":
        return ()
    if document.text is not None:
        return _in_pieces(((document.text, 0),))
    pieces = ((piece.exact, piece.span.start) for claim in report.claims for piece in claim.content)
    return _in_pieces(tuple(dict.fromkeys(pieces)))


KEPT = 2
"""Readings that are kept: a comparison asks several times for the notices of its two reports, and of no others."""


@lru_cache(maxsize=KEPT)
def _in_pieces(pieces: tuple[tuple[str, int], ...]) -> tuple[Notice, ...]:
    """The notices of texts that stand so many code points into a document."""
    return tuple(
        evolve(
            notice,
            span=Span(notice.span.start + start, notice.span.end + start),
            words=notice.span.of(text),
        )
        for text, start in pieces
        for notice in notices(text)
    )


def claims_within(report: Report, found: Sequence[Notice]) -> tuple[tuple[str, ...], ...]:
    """For each of some notices the ids of the claims that its words state, in their order."""
    stated: list[set[str]] = [set() for _ in found]
    in_order = sorted(range(len(found)), key=lambda number: found[number].span)
    starts = [found[number].span.start for number in in_order]
    ends = list(accumulate((found[number].span.end for number in in_order), max))  # so far: those of quotes may overlap
    for claim in report.claims if found else ():
        for piece in claim.content:
            for at in range(bisect_right(ends, piece.span.start), bisect_left(starts, piece.span.end)):
                if found[in_order[at]].span.overlaps(piece.span):
                    stated[in_order[at]].add(claim.id)
    return tuple(tuple(sorted(names)) for names in stated)


def claims_in_notices(report: Report) -> frozenset[str]:
    """The ids of the claims that stand in a notice: they tell what was wrong, and do not say it."""
    return frozenset(chain.from_iterable(claims_within(report, notices_of(report))))
