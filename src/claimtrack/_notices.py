"""Notices in a text that it, or another, said something wrong: corrections, clarifications and retractions."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Literal

from attrs import evolve, frozen

from claimtrack._closed import listed
from claimtrack.text import Span, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.model import Document, Report

NoticeType = Literal["corrects", "retracts"]

LONGEST_SENTENCE = 1_000
"""Characters of a sentence that is read for a notice; what goes on longer is no notice."""

FOLLOWING = 2
"""Sentences behind a notice that may give the right word and the wrong one: "It was ten, not eleven." """

ADMITTING = 5
"""Sentences behind one on an earlier text in which its outlet may say that it was wrong, or take it back."""

RECENT_DAYS = 13
"""Days back to which the name of a weekday leads: two weeks, for a correction comes some days after the mistake."""


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
        day: The day of the earlier text that was wrong, as the notice gives it: "10 March", "Tuesday".
    """

    type: NoticeType
    span: Span
    words: str = ""
    old: str = ""
    topic: str = ""
    values: tuple[str, ...] = ()
    whole: bool = False
    day: str = ""


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
    r"mischaracterised|mischaracterized|mislabelled|mislabeled|(?:had|gave|used|contained|named|cited|listed)\s+(?:the\s+wrong|an?\s+wrong|"
    r"an?\s+incorrect|the\s+incorrect))"
)
# A wrong word: up to a mark, but "30,000" and "2.5" go on.
_VALUE = r"(?P<value>(?:[^,;.!]|[,.](?=\d)){1,120}?)"
_OLD = r"(?P<old>(?:[^;.!]|\.(?=\d)){3,400}?)"
_TOPIC = r"(?P<topic>(?:[^;.!]|\.(?=\d)){3,300}?)"
_END = r"(?=[;.!]|,\s+(?:when|but|which|while|whereas)\b|\s+\(|$)"
_AS = (
    rf"(?:(?:{_WRONGLY}\s+)?(?:gave|identified|named|listed|reported|recorded|cited|spelled|spelt|stated)\s+"
    rf"(?!that\b)(?P<topic>(?:[^;.!]|\.(?=\d)){{3,200}}?)\s+as\s+{_VALUE}"
    rf"|put\s+(?P<put>(?:[^;.!]|\.(?=\d)){{3,200}}?)\s+at\s+(?P<at>(?:[^,;.!]|[,.](?=\d)){{1,120}}?)){_END}"
)
_VERSION_AS = re.compile(rf"\b{_TELLER}\s+{_AS}", re.IGNORECASE)
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
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}}\b)?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?|\d{{4}}-\d{{2}}-\d{{2}})"
)
_DAY = (
    rf"(?:(?:last\s+|this\s+)?{_WEEKDAY}(?:,?\s+{_DATE})?|yesterday|{_DATE}"
    r"|(?:earlier\s+)?(?:this|last)\s+(?:week|month|year)|earlier\s+today)"
)
_STATEMENT = r"(?:claim|statement|report|allegation|assertion|accusation|remark|comment|story|suggestion)s?"
_RETRACTS = re.compile(
    r"\b(?:retract|retracts|retracted|retracting|withdraw|withdraws|withdrew|withdrawn|take\s+back|takes\s+back|took\s+back)"
    rf"\s+(?:the|our|his|her|its|their|this|that|an?)\s+(?:\w+\s+){{0,2}}{_STATEMENT}"
    rf"(?:\s+(?:of|on|from|in)\s+(?P<day>{_DAY}),?)?\s+that\s+{_OLD}{_END}",
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

# What an outlet says of another text of its own: "On 21 February we reported that …".
_ISSUE = r"(?:issue|edition|paper|newspaper|bulletin|broadcast|programme|number)"
_TEXT = rf"(?:{_PAPER}|{_ISSUE}|coverage|obituary|profile|editorial|map|chart|graphic|table|timeline)"
_SURE = r"(?:article|column|headline|caption|obituary|editorial|graphic)"
_OF_DAY = (
    r"(?:,?\s+(?:(?:that\s+|which\s+)?(?:was\s+)?(?:published|printed|posted|appeared|carried)\s+(?:here\s+)?)?"
    rf"(?:(?:on|of|in|from|for|dated)\s+)?(?:(?:our|the)\s+{_ISSUE}\s+(?:of|on|for)\s+)?{_DAY},?)"
)
_ABOUT = r"(?:,?\s+(?:about|on|regarding|headlined)\s+[^;.!]{3,160}?,?)?"
_OUR = rf"our\s+(?:(?:{_DATE}|[\w-]+)\s+)?{_TEXT}"
_TITLED = r"(?:(?:front-page|news|business|sports|opinion|leading|earlier|recent)\s+)?"
_OWN_TEXT = rf"(?P<own>{_OUR}{_OF_DAY}?|an?\s+{_TITLED}{_SURE}{_OF_DAY}){_ABOUT}"
_MAYBE_OWN = (
    rf"(?P<own>(?:an?|the)\s+{_TITLED}{_TEXT}{_OF_DAY}|an?\s+{_EARLIER}\s+{_TEXT}"
    rf"|(?:an?\s+{_PAPER}\s+in\s+)?(?:{_WEEKDAY}|yesterday)['’]s\s+{_TEXT}){_ABOUT}"
)
_TELLS = r"(?:said|stated|reported|claimed|wrote|suggested|implied|indicated|told\s+(?:readers|viewers|listeners))"
_HAD = r"(?:(?:had|may\s+have|might\s+have)\s+)?"
_EARLIER_AS, _MAYBE_AS = (re.compile(rf"{text}\s+{_HAD}{_AS}", re.IGNORECASE) for text in (_OWN_TEXT, _MAYBE_OWN))
_EARLIER_SAID, _MAYBE_SAID = (
    re.compile(rf"{text}\s+{_HAD}(?P<wrongly>{_WRONGLY}\s+)?{_TELLS}\s+(?:that\s+)?{_OLD}{_END}", re.IGNORECASE)
    for text in (_OWN_TEXT, _MAYBE_OWN)
)
_EARLIER_MISTOLD, _MAYBE_MISTOLD = (
    re.compile(rf"{text}\s+{_HAD}{_MISTOLD}\s+{_TOPIC}(?:\s+as\s+{_VALUE})?{_END}", re.IGNORECASE)
    for text in (_OWN_TEXT, _MAYBE_OWN)
)
_WE = (
    r"(?:we|this\s+(?:newspaper|paper|website|site|programme|channel|magazine|agency|station)"
    r"|our\s+(?:\w+\s+)?(?:correspondent|reporter))"
)
_BEFORE_WE = (
    rf"(?:in\s+(?:{_OUR}|an?\s+(?:{_EARLIER}\s+)?{_TITLED}{_TEXT}|(?:{_WEEKDAY}|yesterday)['’]s\s+{_TEXT}){_OF_DAY}?,?\s+"
    rf"|(?:(?:on|in)\s+)?{_DAY},?\s+)"
)
_WHEN_WE_SAID = rf"(?:,?\s+(?:on\s+|in\s+)?(?:{_DAY}|{_OUR}{_OF_DAY}?),?)?"
_WE_SAID = re.compile(
    rf"(?P<own>{_BEFORE_WE}?{_WE}\s+{_HAD}(?P<wrongly>{_WRONGLY}\s+)?"
    rf"(?:{_TELLS}{_WHEN_WE_SAID}|(?:published|carried|ran|printed|broadcast)\s+an?\s+(?:\w+\s+)?{_PAPER}{_WHEN_WE_SAID}"
    rf"(?:\s+(?:saying|stating|claiming|suggesting))?))\s+(?P<that>that\s+)?{_OLD}{_END}",
    re.IGNORECASE,
)
_WE_AS = re.compile(rf"(?P<own>{_BEFORE_WE}?{_WE}(?:\s+{_WRONGLY})?)\s+{_HAD}{_AS}", re.IGNORECASE)
_GIVEN = re.compile(
    rf"(?:(?P<own>in\s+(?:{_OUR}|an?\s+(?:{_EARLIER}\s+)?{_TITLED}{_TEXT}|(?:{_WEEKDAY}|yesterday)['’]s\s+{_TEXT}){_OF_DAY}?)"
    rf",?\s+)?{_TOPIC}\s+(?:was|were)\s+(?:(?P<wrongly>{_WRONGLY})\s+)?"
    r"(?:(?:given|named|identified|listed|reported|recorded|spelled|spelt|stated)\s+as|put\s+at"
    r"|(?P<mistold>misstated|misidentified|misspelled|misspelt|misreported|misnamed)(?:\s+as)?)"
    rf"(?:\s+(?!in\s+our\b){_VALUE})?(?:\s+in\s+(?P<behind>{_OUR}{_OF_DAY}?))?{_END}",
    re.IGNORECASE,
)
_NOT_AS_SAID = re.compile(
    rf"{_TOPIC}[,;]?\s+(?:and\s+|but\s+)?not,?\s+(?P<own>as\s+(?:(?P<we>we\s+)|(?:it\s+)?was\s+)?(?:had\s+)?"
    rf"(?:(?:{_BEFORE}|{_WRONGLY})\s+)?{_TELLS}(?:\s+here)?{_WHEN_WE_SAID}),\s+{_VALUE}{_END}",
    re.IGNORECASE,
)
_WE_WERE_WRONG = re.compile(
    r"(?P<own>we\s+(?:(?:were|are)\s+(?:wrong|mistaken)\s+(?:to|in)|(?:apologi[sz]e|are\s+sorry)\s+for|regret)\s+"
    r"(?:having\s+)?(?:(?:wrongly|incorrectly|mistakenly|falsely)\s+)?(?:say|report|state|write|suggest|claim|imply|"
    rf"saying|reporting|stating|writing|suggesting|claiming|implying|said|reported|stated|written)"
    rf"(?:,?\s+(?:on\s+|in\s+)?(?:{_DAY}|{_OUR}{_OF_DAY}?),?)?)\s+that\s+{_OLD}{_END}",
    re.IGNORECASE,
)
_WRONG = (
    r"(?:wrong|incorrect|inaccurate|untrue|false|mistaken|erroneous|unfounded|an?\s+(?:error|mistake)|in\s+error"
    r"|not\s+(?:true|correct|accurate|right|the\s+case|so))"
)
_WAS = r"(?:is|was|are|were|has\s+proved|proved|turned\s+out)\s+(?:to\s+be\s+)?(?:\w+ly\s+)?"
_STOP = r"(?=\s*(?:[.;:!–—]|$|,?\s+and\s+(?:we|has|have|is|was)\b|,\s+(?:but|for\s+which)\b))"
_OUR_REPORT_WAS_WRONG = re.compile(
    rf"(?P<own>our\s+(?:[\w-]+\s+)?(?:{_PAPER}|{_STATEMENT}|reporting){_OF_DAY}?)\s+that\s+{_OLD},?\s+{_WAS}{_WRONG}{_STOP}",
    re.IGNORECASE,
)
_OUR_REPORT_RESTED = re.compile(
    rf"(?P<own>our\s+(?:[\w-]+\s+)?(?:{_PAPER}|{_STATEMENT}|reporting){_OF_DAY}?)\s+that\s+{_OLD},?\s+"
    r"(?:was|were|is|had\s+been)\s+(?:based|founded)\s+(?:on|upon)\b",
    re.IGNORECASE,
)
_OUR_REPORT_IS_WITHDRAWN = re.compile(
    rf"(?P<own>our\s+(?:[\w-]+\s+)?(?:{_PAPER}|{_STATEMENT}|reporting){_OF_DAY}?)\s+that\s+{_OLD}\s+"
    r"(?:is|was|has\s+been)\s+(?:hereby\s+|now\s+)?(?:withdrawn|retracted)\b",
    re.IGNORECASE,
)
_AS_WE_SAID = rf"as\s+we\s+(?:had\s+)?(?:{_WRONGLY}\s+)?{_TELLS}(?:\s+(?:on\s+|in\s+)?(?:{_DAY}|{_OUR}{_OF_DAY}?))?"
_IS_NOT_TRUE = (
    re.compile(rf"(?:it\s+is|it['’]s)\s+{_WRONG},\s+(?P<own>{_AS_WE_SAID}),\s+that\s+{_OLD}{_END}", re.IGNORECASE),
    re.compile(rf"{_OLD},\s+(?P<own>{_AS_WE_SAID}),?\s+{_WAS}{_WRONG}{_STOP}", re.IGNORECASE),
)
_THAT = re.compile(rf"(?:that|(?:the|an?)\s+(?:\w+\s+)?(?:{_STATEMENT}|news|rumou?r)\s+that)\s+", re.IGNORECASE)
_CONTRARY = re.compile(
    rf"contrary\s+to\s+(?P<own>what\s+we\s+(?:had\s+)?{_TELLS}(?:\s+(?:on\s+|in\s+)?(?:{_DAY}|{_OUR}{_OF_DAY}?))?"
    rf"|{_OUR}{_OF_DAY}?),\s+{_TOPIC}{_END}",
    re.IGNORECASE,
)
_SHOULD_HAVE = re.compile(
    rf"(?:(?P<own>in\s+(?:{_OUR}|an?\s+{_TITLED}{_TEXT}){_OF_DAY}?),?\s+)?"
    r"(?:(?P<quoted>[“\"‘][^”\"’]{2,120}[”\"’])|(?:the\s+)?(?:figure|number|name|words?)\s+(?:of\s+)?"
    r"(?P<value>(?:[^,;.!]|[,.](?=\d)){2,120}?))"
    r",?\s+should\s+have\s+(?:read|been|said)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"(?:(?:finally|unfortunately|regrettably|however|lastly|also|and|but),?\s+)?"
    r"(?:editors?['’]?s?['’]?\s+note:\s*)?(?P<admits>(?:because\s+of|due\s+to|owing\s+to|through|as\s+a\s+result\s+of)\s+an?\s+"
    r"(?:[\w'’-]+\s+){0,3}(?:error|mistake|misunderstanding|mix-up|slip)(?:\s+[^,;.!]{1,60})?,\s+"
    r"|we\s+(?:regret|apologi[sz]e|are\s+sorry)\s+that\s+)?",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"\s*(?:(?:and|finally|now|first|next|also|lastly),?\s+)?(?:an?\s+|the\s+)?"
    r"(?:(?P<retracts>retractions?|withdrawals?)|corrections?(?:\s+and\s+clarifications?)?|clarifications?"
    r"|apolog(?:y|ies))\s*[.:!]?\s*",
    re.IGNORECASE,
)
_RETRACTION = re.compile(r"\s*(?:retractions?|withdrawals?)\b[^:.!?]{0,40}:\s*", re.IGNORECASE)
_APOLOGY = re.compile(r"\s*(?:an?\s+)?apolog(?:y|ies)\b[^:.!?]{0,40}:\s*", re.IGNORECASE)
_HE_DID_NOT = (
    r"(?:in\s+fact,?\s+|we\s+now\s+know\s+(?:that\s+)?)?(?:it|he|she|they|this|that|there)\s+"
    r"(?:did|does|do|was|is|are|were|has|have|had|will|would|can|could|should)(?:\s+not|n['’]t)(?:\s+do\s+so)?(?=\s*[.;!]|$)"
)
_FALSE = (
    rf"(?:(?:in\s+fact|however|but|and),?\s+)?(?:that|this|it|which|(?:the|this|that|our)\s+(?:{_PAPER}|{_STATEMENT}))\s+"
    rf"{_WAS}{_WRONG}{_STOP}"
)
_THE_ERROR = (
    r"(?:the|this|that|our|any|these)\s+(?:\w+\s+)?(?:errors?|mistakes?|inaccurac(?:y|ies)|confusion|misunderstanding"
    rf"|misstatements?|misreporting|oversight|publication|{_PAPER})\b"
)
_SORRY = (
    r"we\s+(?:(?:fully|unreservedly|sincerely)\s+)?(?:were\s+(?:wrong|mistaken)\b|got\s+(?:it|this|that)\s+wrong\b"
    r"|made\s+(?:a|an)\s+(?:mistake|error)\b"
    rf"|(?:apologi[sz]e|are\s+(?:very\s+)?(?:sorry|happy\s+to\s+apologi[sz]e))(?=\s*(?:[.,;!–—]|$|to\b|unreservedly\b)"
    rf"|\s+for\s+{_THE_ERROR})|regret\s+{_THE_ERROR})"
)
_TAKEN_BACK = (
    rf"we\s+(?:(?:have|now|hereby|therefore|accordingly|fully|unreservedly)\s+){{0,2}}(?:withdraw|withdrew|withdrawn|"
    rf"retract|retracted|take\s+back)\s+(?:it\b|(?:the|this|that|our)\s+(?:\w+\s+)?(?:{_PAPER}|{_STATEMENT})\b)"
    r"|we\s+(?:\w+\s+)?take\s+(?:it|this|that)\s+back\b|it\s+has\s+(?:now\s+|since\s+)?been\s+retracted\b"
    rf"|we\s+(?:can\s+)?no\s+longer\s+stand\s+by\s+(?:it\b|(?:the|this|that|our)\s+{_PAPER}\b)"
    rf"|(?:the|this|that|our)\s+{_PAPER}\s+(?:is|was|has\s+been|has\s+now\s+been)\s+"
    r"(?:hereby\s+|now\s+)?(?:withdrawn|retracted)\b"
)
_ADMISSIONS = (
    ("taken back", re.compile(rf"(?:^|[,;:–—]|\band|\bso)\s*(?:{_TAKEN_BACK})", re.IGNORECASE)),
    ("sorry", re.compile(rf"(?:^|[,;:–—]|\band|\bso)\s*(?:{_SORRY})", re.IGNORECASE)),
    ("false", re.compile(rf"(?:^|[,;:–—])\s*(?:{_FALSE})", re.IGNORECASE)),
    ("not", re.compile(rf"(?:^|[,;:–—])\s*(?:{_HE_DID_NOT})", re.IGNORECASE)),
)
_FORESEEN = re.compile(
    r"\b(?:will|would|may|might|could|should|shall|likely|expect\w*|plan\w*|hop(?:e|es|ed|ing)|aim\w*|intend\w*|due|set\s+to"
    r"|going\s+to|ask\w*|urg\w+|call\w*\s+(?:on|for)|want\w*|about\s+to)\b",
    re.IGNORECASE,
)
_ANOTHERS = re.compile(
    r"\b(?:says?|said|saying|tells?|told|claim\w*|according\s+to|alleg\w+|insist\w*|argu\w+|den(?:y|ies|ied)|believ\w+"
    r"|thinks?|thought|accus\w+|warn\w*)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    rf"\bwe\s+(?:had\s+)?(?:{_WRONGLY}\s+)?(?:{_TELLS}|published|carried|ran|printed|broadcast)\b|\bour\s+(?:[\w-]+\s+)?{_TEXT}\b|\ban?\s+{_TITLED}{_TEXT}{_OF_DAY}",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    rf"\b(?:we|our|should\s+have|this\s+\w+|not,?\s+as)\b|\b(?:an?|the|this|{_WEEKDAY}['’]s|yesterday['’]s)\s+(?:{_EARLIER}\s+)?{_TITLED}{_TEXT}\b",
    re.IGNORECASE,
)
"""What no sentence on an earlier text is without: most sentences need not be looked at any further."""

_TO_OUR = re.compile(rf"\bto\s+our\s+(?:\w+\s+)?{_TEXT}\s+(?:of|on|from)\s+(?P<day>{_DAY})", re.IGNORECASE)

_HINTS = (
    "version", "edition", "draft", "correct", "retract", "withdr", "clarif", "originally", "previously", "initially",
    "wrongly", "mistakenly", "amended", "erratum", "took back", "take back", "takes back", "updated", "taken down",
    "erroneously", "edited", "changed", "revised", "we reported", "we said", "we wrote", "we stated", "we told",
    "our article", "our report", "our story", "our issue", "our edition", "misspel", "misreport", "misquot",
    "an article", "a column", "a headline", "a caption", "an obituary", "an editorial", "a graphic", "wrong", "mistak",
    "did not.", "was not.", "is not.", "has not.", "have not.", "were not.", "had not.",
    "sorry", "regret", "apolog", "misstated", "misidentif", "should have", "not true", "untrue", "in error", "contrary",
)  # fmt: skip


def notices(text: str, language: str = "en", *, outlet: str = "") -> tuple[Notice, ...]:
    """The notices of a text in English, in order; an *outlet* may speak of itself by its name."""
    folded = text.casefold()
    if not any(hint in folded for hint in _HINTS):
        return ()
    spans = sentences(text, language)
    found: list[Notice] = []
    number = 0
    while number < len(spans):
        notice, last = _notice(text, spans, number, outlet)
        if notice is not None:
            found.append(notice)
        number = last + 1
    return tuple(found)


def _notice(text: str, spans: Sequence[Span], number: int, outlet: str) -> tuple[Notice | None, int]:
    """The notice that begins in sentence *number*, and the last sentence that belongs to it."""
    span = spans[number]
    sentence = span.of(text)
    if len(sentence) > LONGEST_SENTENCE:
        return None, number
    notice, last = _of_earlier(text, spans, number, outlet)
    if notice is None:
        notice = _read(sentence, span)
        if notice is not None and notice.whole and _names_another(text, spans, number):
            return None, number
    if notice is None or notice.old or notice.whole or notice.values or last > number:
        return notice, last
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
            return Notice(type="retracts", span=span, old=told["old"], day=told.groupdict().get("day") or "")
    as_said = _AS_SAID.search(sentence)
    if as_said:
        return Notice(
            type="corrects", span=span, topic=_unlabelled(sentence[: as_said.start()]), values=(as_said["value"],)
        )
    mistold = _VERSION_MISTOLD.search(sentence)
    if mistold:
        values = (mistold["value"],) if mistold["value"] else _value(sentence[mistold.end() :])
        return Notice(type="corrects", span=span, topic=mistold["topic"], values=values)
    given = _VERSION_AS.search(sentence)
    if given:
        return Notice(
            type="corrects", span=span, topic=given["topic"] or given["put"], values=(given["value"] or given["at"],)
        )
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
        own = _TO_OUR.search(label[0])
        day = own["day"] if own else ""
        if value:
            return Notice(type="corrects", span=span, topic=rest[: value.start()], values=(value["value"],), day=day)
        return Notice(type="corrects", span=span, topic=rest, day=day) if rest.strip() else None
    return None


# What is said of an earlier text ------------------------------------------------------------------------------------


@frozen(kw_only=True)
class _Told:
    """
    What a sentence tells of an earlier text of its outlet.

    Args:
        old, topic, values: As in `Notice`.
        own: The words for that text, with its day.
        needs: What has to be said beside it, so that it is a notice: nothing, that it was wrong (``admission``), or
            that in the first person (``we``), where the text may be somebody else's.
        rest: What follows in the sentence.
        taken_back: Whether it says that the text was withdrawn.
    """

    old: str = ""
    topic: str = ""
    values: tuple[str, ...] = ()
    own: str = ""
    needs: Literal["", "admission", "we"] = ""
    rest: str = ""
    taken_back: bool = False


def _of_earlier(text: str, spans: Sequence[Span], number: int, outlet: str) -> tuple[Notice | None, int]:
    """The notice on an earlier text that begins in sentence *number*, and the last sentence that belongs to it."""
    span = spans[number]
    sentence = _in_first_person(span.of(text), outlet)
    if not _SPEAKS.search(sentence):
        return None, number
    label = _LABEL.match(sentence) or _RETRACTION.match(sentence) or _APOLOGY.match(sentence)
    heading = None
    if label is None and number:
        heading = _HEADING.fullmatch(spans[number - 1].of(text)[:LONGEST_SENTENCE])
    opening = _OPENS.match(sentence, label.end() if label else 0)
    start = opening.end() if opening else 0
    told = _told(sentence[start:], labelled=label is not None or heading is not None)
    if told is None or _in_quotes(text, min(span.start + start, span.end)):
        return None, number
    admitted, last = _admitted(text, spans, number, told, outlet)
    surely = label is not None or heading is not None or bool(opening and opening["admits"]) or not told.needs
    if not surely and not (admitted if told.needs == "admission" else admitted & {"sorry", "taken back"}):
        return None, number
    retraction = (label is not None and _RETRACTION.match(sentence)) or (heading is not None and heading["retracts"])
    day = _DAY_NAMED.search(told.own)
    return Notice(
        type="retracts" if retraction or told.taken_back or "taken back" in admitted else "corrects",
        span=Span(span.start, spans[last].end),
        old=told.old,
        topic=told.topic,
        values=told.values,
        day=day[0] if day else "",
    ), last


def _in_first_person(sentence: str, outlet: str) -> str:
    """A sentence as its outlet would say it with "we", where it tells by its name what it said or takes back."""
    if not outlet:
        return sentence
    name = _named(outlet)
    return name.sub(_we_instead, sentence) if name.search(sentence) else sentence


@lru_cache(maxsize=64)
def _named(outlet: str) -> re.Pattern[str]:
    """The name of an outlet where it tells something: "The National Courier reported", "the Courier regrets"."""
    words = outlet.split()
    if len(words) > 1 and words[0].casefold() == "the":
        words = words[1:]
    names = [r"(?:[Tt]he\s+)?" + r"\s+".join(map(re.escape, words))]
    if len(words) > 1:
        names.append(rf"[Tt]he\s+{re.escape(words[-1])}")
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(names)})(?:(?P<our>['’]s?)(?=\s)|\s+(?:(?P<verb>regret|apologi[sz]e|withdraw|retract)s\b"
        rf"|(?P<has>has)\b|(?P<are>is)(?=\s+(?:sorry|happy))|(?={_WRONGLY}\s|(?:{_TELLS}|published|carried|ran|printed"
        r"|broadcast|gave|put|named|identified|withdrew|retracted|got|made)\s)))"
    )


def _we_instead(name: re.Match[str]) -> str:
    if name["our"]:
        return "our"
    return f"we {name['verb'] or ('have' if name['has'] else 'are' if name['are'] else '')}"


def _told(body: str, *, labelled: bool) -> _Told | None:
    for pattern, taken_back in (
        (_OUR_REPORT_IS_WITHDRAWN, True),
        (_OUR_REPORT_WAS_WRONG, False),
        (_WE_WERE_WRONG, False),
    ):
        told = pattern.match(body)
        if told:
            return _Told(old=told["old"], own=told["own"], rest=body[told.end() :], taken_back=taken_back)
    told = _OUR_REPORT_RESTED.match(body)
    if told:
        return _Told(old=told["old"], own=told["own"], needs="we", rest=body[told.end() :])
    for pattern in _IS_NOT_TRUE:
        told = pattern.match(body)
        if told:
            that = _THAT.match(told["old"])
            old = told["old"][that.end() :] if that else told["old"]
            return _Told(old=old, own=told["own"], needs="we", rest=body[told.end() :])
    told = _CONTRARY.match(body)
    if told:
        return _Told(topic=told["topic"], own=told["own"], rest=body[told.end() :])
    told = _SHOULD_HAVE.match(body)
    if told and (labelled or told["own"]):
        wrong = (told["quoted"] or told["value"]).strip("“”‘’\"'")
        return _Told(topic=wrong, values=(wrong,), own=told["own"] or "", rest=body[told.end() :])
    return _of_text(body) or _we_said(body, labelled=labelled) or _given(body, labelled=labelled)


def _of_text(body: str) -> _Told | None:
    """What a sentence says that an earlier text said."""
    for sure, mistold, given, said in (
        (True, _EARLIER_MISTOLD, _EARLIER_AS, _EARLIER_SAID),
        (False, _MAYBE_MISTOLD, _MAYBE_AS, _MAYBE_SAID),
    ):
        told = mistold.match(body)
        if told:
            values = (told["value"],) if told["value"] else _value(body[told.end() :])
            return _Told(
                topic=told["topic"], values=values, own=told["own"], needs="" if sure else "we", rest=body[told.end() :]
            )
        needs: Literal["admission", "we"] = "admission" if sure else "we"
        told = given.match(body)
        if told:
            topic, value = told["topic"] or told["put"], told["value"] or told["at"]
            return _Told(topic=topic, values=(value,), own=told["own"], needs=needs, rest=body[told.end() :])
        told = said.match(body)
        if told:
            surely = sure and told["wrongly"] is not None
            return _Told(old=told["old"], own=told["own"], needs="" if surely else needs, rest=body[told.end() :])
    return None


def _we_said(body: str, *, labelled: bool) -> _Told | None:
    told = _WE_AS.match(body)
    if told:
        topic, value = told["topic"] or told["put"], told["value"] or told["at"]
        return _Told(topic=topic, values=(value,), own=told["own"], needs="admission", rest=body[told.end() :])
    told = _WE_SAID.match(body)
    if told is None or not (labelled or told["that"]):
        return None
    needs: Literal["", "admission"] = "" if told["wrongly"] else "admission"
    return _Told(old=told["old"], own=told["own"], needs=needs, rest=body[told.end() :])


def _given(body: str, *, labelled: bool) -> _Told | None:
    """What a sentence says that was said, in the passive: "The number was given as 120 in our report"."""
    told = _NOT_AS_SAID.match(body)
    if told and (labelled or told["we"]):
        return _Told(topic=told["topic"], values=(told["value"],), own=told["own"], rest=body[told.end() :])
    told = _GIVEN.match(body)
    if told is None or not (told["value"] or told["mistold"]):
        return None
    own = told["own"] or told["behind"] or ""
    if not (labelled or own):
        return None
    surely = told["wrongly"] or told["mistold"]
    return _Told(
        topic=told["topic"],
        values=(told["value"],) if told["value"] else (),
        own=own,
        needs="" if surely and _SPEAKS_OF_OUR.search(own) else "we",
        rest=body[told.end() :],
    )


def _admitted(text: str, spans: Sequence[Span], number: int, told: _Told, outlet: str) -> tuple[set[str], int]:
    """How it is said that it was wrong, and the last sentence that says so."""
    found = _admissions(told.rest, told)
    last = number
    for behind in range(number + 1, min(number + 1 + ADMITTING, len(spans))):
        following = spans[behind].of(text)
        if len(following) > LONGEST_SENTENCE:
            break
        following = _in_first_person(following, outlet)
        admits = _admissions(following, told)
        parted = text[spans[behind - 1].end : spans[behind].start].count("\n") > 1
        if (parted and not admits) or _begins_another(following):
            break
        if admits and not ("not" in admits and behind > number + 1):
            found |= admits
            last = behind
    return found, last


def _admissions(words: str, told: _Told) -> set[str]:
    found = {name for name, pattern in _ADMISSIONS if pattern.search(words)}
    if _FORESEEN.search(told.old):
        found.discard("not")  # "We reported that it would open. It did not": that was true when it was written
    if _ANOTHERS.search(told.old):
        found -= {"not", "false"}  # "We reported that he says he has paid. That is not true": but he does say so
    return found


def _begins_another(sentence: str) -> bool:
    return bool(_LABEL.match(sentence) or _RETRACTION.match(sentence) or _HEADING.fullmatch(sentence))


def _names_another(text: str, spans: Sequence[Span], number: int) -> bool:
    """Whether what sentence *number* withdraws may be another text, which stands before it in its paragraph."""
    if not re.search(r"\bthe\b", _WHOLE.search(spans[number].of(text))[0], re.IGNORECASE):  # type: ignore[index]
        return False
    for before in range(number - 1, max(-1, number - 1 - ADMITTING), -1):
        sentence = spans[before].of(text)
        if text[spans[before].end : spans[before + 1].start].count("\n") > 1 or len(sentence) > LONGEST_SENTENCE:
            return False
        if _ELSEWHERE.search(sentence):
            return True
    return False


def _in_quotes(text: str, at: int) -> bool:
    """Whether the words at an offset are quoted: then it is not the outlet that says "we"."""
    paragraph = text[max(text.rfind("\n\n", 0, at), at - LONGEST_PARAGRAPH, 0) : at]
    curly = paragraph.count("“") > paragraph.count("”")
    single = paragraph.rfind("‘")
    return curly or paragraph.count('"') % 2 == 1 or (single >= 0 and not _CLOSED.search(paragraph, single))


LONGEST_PARAGRAPH = 5_000
"""Characters before a notice that are looked through for an open quotation."""

_SPEAKS_OF_OUR = re.compile(r"\bour\b", re.IGNORECASE)
_CLOSED = re.compile(r"’(?!\w)")
_DAY_NAMED = re.compile(rf"{_DAY}|{_MONTH}(?=\s+{_ISSUE})", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = re.compile(r"\d+")
_WORDS = re.compile(r"[a-z]+")


def is_of_day(day: str, earlier: Document, later: Document) -> bool | None:
    """
    Whether a text is of the day that a notice gives; None where nobody can tell.

    A day without a year is the last one before the notice; a day of the week is one of the two weeks before it.

    Args:
        day: As in `Notice`.
        earlier: The text.
        later: The text with the notice.
    """
    dates = [date.value[:10] for date in (earlier.published, earlier.modified) if date is not None]
    if not day or not dates:
        return None
    told = later.published or later.modified
    now = datetime.date.fromisoformat(told.value[:10]) if told is not None and len(told.value) >= _WHOLE_DATE else None
    answers = [_is_of(day.casefold(), date, now) for date in dates]
    return True if True in answers else None if None in answers else False


def _is_of(day: str, date: str, now: datetime.date | None) -> bool | None:
    words = _WORDS.findall(day)
    month = next((_MONTHS.index(word[:3]) + 1 for word in words if word[:3] in _MONTHS and word not in _NO_MONTHS), 0)
    numbers = _NUMBERS.findall(day)
    if len(numbers) == _PARTS_OF_DATE:  # 2025-03-10
        return "-".join(numbers).startswith(date)
    if month:
        year = next((int(number) for number in numbers if len(number) == _DIGITS_OF_YEAR), None)
        number = next((int(number) for number in numbers if len(number) < _DIGITS_OF_YEAR), None)
        if year is None and now is not None:
            year = now.year - ((month, number or 1) > (now.month, now.day))
        given = (year, month, number)
        known = [int(part) for part in date.split("-")]
        return all(one == other for one, other in zip(given, known, strict=False) if one is not None)
    if len(date) < _WHOLE_DATE:
        return None
    then = datetime.date.fromisoformat(date)
    weekday = next(
        (_WEEKDAYS.index(word[:3]) for word in words if word.endswith("day") and word[:3] in _WEEKDAYS), None
    )
    ago = (now - then).days if now is not None else None
    if weekday is not None:
        return then.weekday() == weekday and (ago is None or 0 <= ago <= RECENT_DAYS)
    if "yesterday" in words:
        return None if ago is None else ago == 1
    return None


_WHOLE_DATE = len("2025-03-10")
_PARTS_OF_DATE = 3
_DIGITS_OF_YEAR = 4
_NO_MONTHS = listed("month months")


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
    outlet = document.publisher.name if document.publisher is not None else ""
    if document.text is not None:
        return _in_pieces(((document.text, 0),), outlet)
    pieces = ((piece.exact, piece.span.start) for claim in report.claims for piece in claim.content)
    return _in_pieces(tuple(dict.fromkeys(pieces)), outlet)


KEPT = 2
"""Readings that are kept: a comparison asks several times for the notices of its two reports, and of no others."""


@lru_cache(maxsize=KEPT)
def _in_pieces(pieces: tuple[tuple[str, int], ...], outlet: str) -> tuple[Notice, ...]:
    """The notices of texts that stand so many code points into a document."""
    return tuple(
        evolve(
            notice,
            span=Span(notice.span.start + start, notice.span.end + start),
            words=notice.span.of(text),
        )
        for text, start in pieces
        for notice in notices(text, outlet=outlet)
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
