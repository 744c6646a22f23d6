"""The rules a file is checked against: code, severity, meaning, and an example that breaks and one that keeps each."""

from __future__ import annotations

import copy
import json
from typing import Any

from attrs import field, frozen

from claimtrack.errors import Severity, UnknownTerm

_TEXT = "Starmer said that plans are in place should a ceasefire be reached. Macron may follow."

EXAMPLE: dict[str, Any] = {
    "claimtrack": 1,
    "id": "example",
    "offset_unit": "code-point",
    "document": {
        "id": "example-text",
        "text": _TEXT,
        "sha256": "71d6689c803d117056d19d8a0c545ea3a59a4f2e9e9ad2ebced5bda72988e20a",
        "published": "2026-01-06",
        "modified": "2026-01-07",
    },
    "annotators": [{"id": "editor", "kind": "person", "name": "An editor"}],
    "speakers": [
        {"id": "starmer", "name": "Keir Starmer", "kind": "person"},
        {"id": "writer", "name": "The writer", "kind": "author"},
    ],
    "claims": [
        {
            "id": "plans-in-place",
            "kind": "assertion",
            "content": [{"start": 18, "end": 36, "exact": "plans are in place", "suffix": " should"}],
            "attribution": {
                "speakers": ["starmer"],
                "mention": [{"start": 0, "end": 7, "exact": "Starmer"}],
                "cue": [{"start": 8, "end": 12, "exact": "said"}],
                "mode": "indirect",
            },
            "certainty": "CT+",
            "conditions": [
                {"sense": "if", "anchor": {"start": 37, "end": 66, "exact": "should a ceasefire be reached"}}
            ],
            "origin": {"annotator": "editor", "status": "manual"},
        },
        {
            "id": "macron-follows",
            "kind": "prediction",
            "content": [{"start": 68, "end": 85, "exact": "Macron may follow"}],
            "attribution": {"speakers": ["writer"]},
            "certainty": "PS+",
            "relations": [{"type": "supports", "target": "plans-in-place"}],
            "origin": {"annotator": "editor", "status": "manual"},
        },
    ],
}
"""A small valid report, which the rules' examples vary."""


@frozen(kw_only=True)
class Rule:
    """
    One rule.

    Args:
        code: Stable: a code never changes its meaning.
        name: A few words.
        severity: ``error`` (the file cannot be loaded) or ``warning``.
        summary: One sentence: what is wrong.
        explanation: Why it matters, and what to do.
        at: The JSON Pointer, in `EXAMPLE`, of the part that the two examples show; None where they are raw text.
        wrong: A value of that part that breaks the rule.
        right: A value that keeps it.
    """

    code: str
    name: str
    severity: Severity = "error"
    summary: str
    explanation: str
    at: str | None = field(default=None)
    wrong: Any = None
    right: Any = None


def example(rule: Rule, value: Any) -> dict[str, Any]:
    """`EXAMPLE` with the part that *rule* is about replaced by *value*."""
    report = copy.deepcopy(EXAMPLE)
    assert rule.at is not None
    if rule.at == "":
        report.update(value)
        return report
    *way, last = rule.at.split("/")[1:]
    place: Any = report
    for part in way:
        place = place[int(part) if isinstance(place, list) else part]
    place[int(last) if isinstance(place, list) else last] = value
    return report


_CONTENT = "/claims/0/content/0"
_OFFSETS = (
    "Offsets count Unicode code points from 0, the end is one past the last character. `claimtrack "
    "anchor` fills them in."
)

RULES: tuple[Rule, ...] = (
    Rule(
        code="CT001",
        name="unreadable file",
        summary="The file cannot be read at all.",
        explanation="It is missing, is a directory, or may not be read. Nothing else can be said about it.",
        wrong="claimtrack validate no-such-file.claims.json",
        right="claimtrack validate examples/coalition/baseline.claims.json",
    ),
    Rule(
        code="CT002",
        name="too large",
        summary="A file, or a line of a corpus, is larger than 128 MiB.",
        explanation="The limit keeps a broken or hostile file from taking all memory. Write a corpus as JSON "
        "Lines, one "
        "report a line: a corpus as a whole has no limit.",
        wrong="a report of 200 MB",
        right="a corpus of 200 MB, one report a line",
    ),
    Rule(
        code="CT003",
        name="not UTF-8",
        summary="The bytes are not UTF-8.",
        explanation="Reports are UTF-8, so that offsets mean the same everywhere. Save the file as UTF-8, without "
        "a byte "
        "order mark.",
        wrong='{"claimtrack": 1, "id": "caf\\xe9"}   (a byte of Latin-1)',
        right='{"claimtrack": 1, "id": "caf\\xc3\\xa9"}   (the same letter in UTF-8)',
    ),
    Rule(
        code="CT004",
        name="byte order mark",
        summary="The file begins with a byte order mark.",
        explanation="JSON has none (RFC 8259, section 8.1). Save the file as UTF-8 without BOM. A mark at the "
        "beginning of "
        "a document's *text* is another matter: it is part of the text and of its hash.",
        wrong='\\ufeff{"claimtrack": 1}',
        right='{"claimtrack": 1}',
    ),
    Rule(
        code="CT005",
        name="not JSON",
        summary="The text breaks the grammar of JSON.",
        explanation="The message says what stands where. Where reading can go on, every such place is named at "
        "once; where "
        "the file ends too early, the message says which bracket is still open.",
        wrong='{"id": "example", "claims": [1, 2,]}',
        right='{"id": "example", "claims": [1, 2]}',
    ),
    Rule(
        code="CT006",
        name="duplicate key",
        summary="A key stands twice in one object.",
        explanation="Readers keep one of the two values without a word, and not all the same one.",
        wrong='{"id": "example", "id": "sample"}',
        right='{"id": "example"}',
    ),
    Rule(
        code="CT007",
        name="no number",
        summary="NaN, an infinity, or a number beyond every float.",
        explanation="JSON has no such numbers. Leave the key out where a value is not known.",
        wrong='{"low": NaN}',
        right='{"low": 0.2}',
    ),
    Rule(
        code="CT008",
        name="lone surrogate",
        summary="A string holds half of a surrogate pair.",
        explanation="It stands for no character and cannot be written as UTF-8. Mostly a text was cut between two "
        "UTF-16 "
        "units.",
        wrong='{"id": "example", "title": "\\ud83d"}',
        right='{"id": "example", "title": "\\ud83d\\ude00"}',
    ),
    Rule(
        code="CT009",
        name="too deep",
        summary="Objects and lists nest deeper than 64 levels.",
        explanation="The format itself needs eight. The limit keeps a hostile file from exhausting the reader.",
        wrong="[[[[ … a hundred of them … ]]]]",
        right="[[1, 2], [3, 4]]",
    ),
    Rule(
        code="CT010",
        name="integer too large",
        summary="A whole number lies beyond ±(2^53 - 1).",
        explanation="Readers in other languages round such numbers silently (RFC 8259, section 6). Write a long "
        "identifier as a string.",
        wrong='{"newsroom:key": 12345678901234567890}',
        right='{"newsroom:key": "12345678901234567890"}',
    ),
    Rule(
        code="CT101",
        name="missing key",
        summary="An object lacks a key that it must have.",
        explanation="The message names the key.",
        at="/annotators/0",
        wrong={"id": "editor", "name": "An editor"},
        right={"id": "editor", "kind": "person", "name": "An editor"},
    ),
    Rule(
        code="CT102",
        name="unknown key",
        summary="An object has a key that the format does not know.",
        explanation="Mostly a slip of the pen: the nearest known key is suggested. Your own data goes under "
        "`extra`, with a "
        "namespace before a colon.",
        at="/annotators/0",
        wrong={"id": "editor", "kind": "person", "name": "An editor", "mail": "editor@example.org"},
        right={"id": "editor", "kind": "person", "name": "An editor"},
    ),
    Rule(
        code="CT103",
        name="wrong type",
        summary="A value is of another type than its key asks for.",
        explanation='Nothing is converted silently: "12" is no offset, and one id is no list of ids.',
        at="/claims/1/attribution",
        wrong={"speakers": "writer"},
        right={"speakers": ["writer"]},
    ),
    Rule(
        code="CT104",
        name="value not allowed",
        summary="A value is none of those that its key allows.",
        explanation="The message lists them.",
        at="/claims/1/certainty",
        wrong="likely",
        right="PR+",
    ),
    Rule(
        code="CT105",
        name="malformed string",
        summary="A string is not written as its key asks for.",
        explanation="Ids hold letters, digits, '.', '_' and '-'. Dates are those of ISO 8601: 2025, 2025-12, "
        "2025-12-15, or "
        "with a time. Addresses begin with their scheme. A path is relative, uses forward slashes, and leads to the "
        "report's own folder or below it. Keys of `extra` have a namespace: `newsroom:priority`.",
        at="/document/published",
        wrong="6 January 2026",
        right="2026-01-06",
    ),
    Rule(
        code="CT106",
        name="wrong size",
        summary="A number, a string or a list is too small or too large.",
        explanation="An empty string says nothing: leave the key out. A claim has at least one anchor of content.",
        at="/claims/1/origin",
        wrong={"annotator": "editor", "status": "manual", "confidence": 120},
        right={"annotator": "editor", "status": "manual", "confidence": 90},
    ),
    Rule(
        code="CT107",
        name="repeated entry",
        summary="A list names the same thing twice.",
        explanation="Speakers, tags, aliases, addresses and relations are sets: remove one of the two.",
        at="/claims/1/attribution",
        wrong={"speakers": ["writer", "writer"]},
        right={"speakers": ["writer"]},
    ),
    Rule(
        code="CT108",
        name="keys that do not go together",
        summary="Keys stand together that exclude each other, or one lacks its companion.",
        explanation="A document has an embedded `text`, or the `path` of a file, or neither: not both. The `term` of a "
        "likelihood comes with its `scale`, and the other way round.",
        at="/claims/1/likelihood",
        wrong={"low": 0.55, "high": 0.8, "term": "likely"},
        right={"low": 0.55, "high": 0.8, "term": "likely", "scale": "icd203"},
    ),
    Rule(
        code="CT109",
        name="unsupported version",
        summary="The file is of a version of the format that this claimtrack cannot read.",
        explanation="An older version is migrated on load. A newer one needs a newer claimtrack.",
        at="/claimtrack",
        wrong=2,
        right=1,
    ),
    Rule(
        code="CT201",
        name="span outside the text",
        summary="A span ends after the end of the text.",
        explanation=_OFFSETS,
        at=_CONTENT,
        wrong={"start": 80, "end": 98, "exact": "plans are in place"},
        right={"start": 18, "end": 36, "exact": "plans are in place"},
    ),
    Rule(
        code="CT202",
        name="span reversed",
        summary="A span ends before it starts.",
        explanation=_OFFSETS,
        at=_CONTENT,
        wrong={"start": 36, "end": 18, "exact": "plans are in place"},
        right={"start": 18, "end": 36, "exact": "plans are in place"},
    ),
    Rule(
        code="CT203",
        name="quote differs from the text",
        summary="`exact` is not what stands in the text at the span.",
        explanation="Either the offsets or the words are wrong. Where the words stand elsewhere in the text, the "
        "hint says "
        "at which offsets. Offsets counted in UTF-16 units or in bytes show as quotes that are a little off after "
        "the first emoji or accented letter: offsets count code points.",
        at=_CONTENT,
        wrong={"start": 17, "end": 35, "exact": "plans are in place"},
        right={"start": 18, "end": 36, "exact": "plans are in place"},
    ),
    Rule(
        code="CT204",
        name="prefix differs from the text",
        summary="`prefix` is not what stands right before the span.",
        explanation="The prefix touches the span, white space included.",
        at=_CONTENT,
        wrong={"start": 18, "end": 36, "exact": "plans are in place", "prefix": "that"},
        right={"start": 18, "end": 36, "exact": "plans are in place", "prefix": "that "},
    ),
    Rule(
        code="CT205",
        name="suffix differs from the text",
        summary="`suffix` is not what stands right after the span.",
        explanation="The suffix touches the span, white space included.",
        at=_CONTENT,
        wrong={"start": 18, "end": 36, "exact": "plans are in place", "suffix": "should"},
        right={"start": 18, "end": 36, "exact": "plans are in place", "suffix": " should"},
    ),
    Rule(
        code="CT206",
        name="hash differs from the text",
        summary="`sha256` is not that of the text.",
        explanation="The text was changed after it was annotated, or its line ends were: git and editors do that "
        "unless "
        "told not to (see the page on git). If the change is meant, run `claimtrack anchor`.",
        at="/document",
        wrong={"id": "example-text", "text": _TEXT, "sha256": "0" * 64},
        right=EXAMPLE["document"],
    ),
    Rule(
        code="CT207",
        name="text file missing",
        summary="The file that `path` names cannot be read.",
        explanation="The path is relative to the report's own file, and the file is UTF-8. Without `path` the report "
        "keeps hash and quotes only, for texts that may not be copied.",
        at="/document",
        wrong={"id": "example-text", "path": "no-such-file.txt", "sha256": EXAMPLE["document"]["sha256"]},
        right={"id": "example-text", "sha256": EXAMPLE["document"]["sha256"]},
    ),
    Rule(
        code="CT208",
        name="blank quote",
        summary="`exact` is empty or only white space.",
        explanation="An anchor quotes the words that make the claim.",
        at=_CONTENT,
        wrong={"start": 7, "end": 8, "exact": " "},
        right={"start": 18, "end": 36, "exact": "plans are in place"},
    ),
    Rule(
        code="CT209",
        name="quote and span of different length",
        summary="`exact` has another number of code points than its span.",
        explanation="This can be told without the text. " + _OFFSETS,
        at=_CONTENT,
        wrong={"start": 18, "end": 40, "exact": "plans are in place"},
        right={"start": 18, "end": 36, "exact": "plans are in place"},
    ),
    Rule(
        code="CT210",
        name="pieces overlap or stand out of order",
        severity="warning",
        summary="The pieces of a content overlap, or do not stand in the order of the text.",
        explanation="A discontinuous content reads as one statement from first piece to last.",
        at="/claims/0/content",
        wrong=[{"start": 28, "end": 36, "exact": "in place"}, {"start": 18, "end": 27, "exact": "plans are"}],
        right=[{"start": 18, "end": 27, "exact": "plans are"}, {"start": 28, "end": 36, "exact": "in place"}],
    ),
    Rule(
        code="CT211",
        name="whole number written with a fraction",
        summary="An offset or another whole number is written like 12.0.",
        explanation="JSON Schema takes 12.0 for a whole number; other readers make a float of it. Write 12.",
        at=_CONTENT,
        wrong={"start": 18.0, "end": 36, "exact": "plans are in place"},
        right={"start": 18, "end": 36, "exact": "plans are in place"},
    ),
    Rule(
        code="CT212",
        name="quote not found",
        summary="A quote to be anchored does not stand in the text.",
        explanation="`claimtrack anchor` looks for the words code point for code point: copy them from the text, "
        "with its "
        "own quotation marks, dashes and spaces. The most similar place is suggested.",
        wrong='"content": ["plans are in plaice"]',
        right='"content": ["plans are in place"]',
    ),
    Rule(
        code="CT213",
        name="quote stands there more than once",
        summary="A quote to be anchored stands in the text several times, and nothing says which is meant.",
        explanation="No look-alike is ever taken silently. Say which one is meant by the words that touch it, or quote "
        "more.",
        wrong='"cue": ["said"]',
        right='"cue": [{"exact": "said", "prefix": "Starmer "}]',
    ),
    Rule(
        code="CT301",
        name="duplicate id",
        summary="Two claims or speakers, or two annotators, have the same id.",
        explanation="Claims and speakers share one namespace, so that a link says which one it means.",
        at="/speakers/1",
        wrong={"id": "plans-in-place", "name": "The writer", "kind": "author"},
        right={"id": "writer", "name": "The writer", "kind": "author"},
    ),
    Rule(
        code="CT302",
        name="unknown speaker",
        summary="An attribution, a relay or the document's authors name a speaker that the report does not list.",
        explanation="Add the speaker to `speakers`, or correct the id: the nearest known one is suggested.",
        at="/claims/0/attribution",
        wrong={"speakers": ["stamer"]},
        right={"speakers": ["starmer"]},
    ),
    Rule(
        code="CT303",
        name="unknown annotator",
        summary="An origin names an annotator that the report does not list.",
        explanation="Add the annotator to `annotators`, or correct the id.",
        at="/claims/1/origin",
        wrong={"annotator": "editors", "status": "manual"},
        right={"annotator": "editor", "status": "manual"},
    ),
    Rule(
        code="CT304",
        name="unknown claim",
        summary="A relation leads to a claim that does not exist.",
        explanation="A target in another report, `report-id#claim-id`, is checked where that report is among the "
        "files at "
        "hand.",
        at="/claims/1/relations",
        wrong=[{"type": "supports", "target": "plans-in-places"}],
        right=[{"type": "supports", "target": "plans-in-place"}],
    ),
    Rule(
        code="CT305",
        name="relation to itself",
        summary="A claim has a relation to itself.",
        explanation="Mostly the target was copied from the wrong claim.",
        at="/claims/1/relations",
        wrong=[{"type": "supports", "target": "macron-follows"}],
        right=[{"type": "supports", "target": "plans-in-place"}],
    ),
    Rule(
        code="CT308",
        name="the same and different",
        summary="A claim is `same_as` and `different_from` the same other claim.",
        explanation="The two links exclude each other: keep the one that is meant.",
        at="/claims/1/relations",
        wrong=[{"type": "same_as", "target": "other#claim"}, {"type": "different_from", "target": "other#claim"}],
        right=[{"type": "same_as", "target": "other#claim"}],
    ),
    Rule(
        code="CT309",
        name="duplicate report id",
        summary="Two reports among the files at hand have the same id.",
        explanation="An id is unique in a corpus, so that `report-id#claim-id` says which claim it means.",
        wrong='{"claimtrack": 1, "id": "a", …}\n{"claimtrack": 1, "id": "a", …}',
        right='{"claimtrack": 1, "id": "a", …}\n{"claimtrack": 1, "id": "b", …}',
    ),
    Rule(
        code="CT401",
        name="no such date",
        summary="A date has the right form, but no such day exists.",
        explanation="2025-02-30 is no day. Where the day is not known, leave it out: 2025-02 is the whole month.",
        at="/document/published",
        wrong="2025-02-30",
        right="2025-02",
    ),
    Rule(
        code="CT402",
        name="dates out of order",
        severity="warning",
        summary="A document was modified before it was published, or retrieved before it was either.",
        explanation="Dates are compared only as far as they are precise: 2025 and 2025-12-15 are in order either "
        "way, and a "
        "date without a zone may be a day off.",
        at="/document/modified",
        wrong="2025-11",
        right="2026-01",
    ),
    Rule(
        code="CT403",
        name="range reversed",
        summary="A likelihood's `low` is greater than its `high`.",
        explanation="Both are probabilities from 0 to 1, the smaller one first.",
        at="/claims/1/likelihood",
        wrong={"low": 0.8, "high": 0.55},
        right={"low": 0.55, "high": 0.8},
    ),
    Rule(
        code="CT404",
        name="term and range disagree",
        summary="A likelihood's term is not on its scale, or stands there for another range.",
        explanation="ICD 203 has two columns of terms that are not mixed (`icd203`, `icd203-other`); IPCC's bands "
        "nest. "
        "Leave term and scale out where the text gives a number.",
        at="/claims/1/likelihood",
        wrong={"low": 0.66, "high": 1.0, "term": "likely", "scale": "icd203"},
        right={"low": 0.55, "high": 0.8, "term": "likely", "scale": "icd203"},
    ),
    Rule(
        code="CT405",
        name="rating off its scale",
        summary="An assessment's rating lies outside `worst` to `best`.",
        explanation="A scale may run either way; the rating lies between its ends.",
        at="/claims/1/assessments",
        wrong=[{"rating": 7, "label": "True", "best": 5, "worst": 1, "author": "A checker"}],
        right=[{"rating": 5, "label": "True", "best": 5, "worst": 1, "author": "A checker"}],
    ),
)
"""Every rule, in the order of the codes."""

BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}
SEVERITIES: dict[str, str] = {rule.code: rule.severity for rule in RULES}


@frozen(kw_only=True)
class Remark:
    """
    What drafting has to tell of a text, or of a lexicon; it is no rule of the file format.

    Args:
        code: Stable, as with `Rule`.
        name: A few words.
        severity: ``error`` where nothing can be drafted with it, ``warning`` where the draft lacks something.
        explanation: Why, and what to do.
    """

    code: str
    name: str
    severity: Severity
    explanation: str


REMARKS: tuple[Remark, ...] = (
    Remark(
        code="CT501",
        name="nothing to draft",
        severity="warning",
        explanation="The text states nothing, or nothing that drafting reads: headings, bylines and other "
        "furniture are no claims. Annotate by hand what you see in it.",
    ),
    Remark(
        code="CT502",
        name="not English",
        severity="warning",
        explanation="Drafting reads English. Of a text in another language every sentence is proposed as a "
        "claim of unknown certainty, for a person to correct; a lexicon of the language reads "
        "more.",
    ),
    Remark(
        code="CT503",
        name="partly not English",
        severity="warning",
        explanation="Of the paragraphs in another language only sentences are proposed.",
    ),
    Remark(
        code="CT504",
        name="no sentence marks",
        severity="warning",
        explanation="Without full stops sentences cannot be told apart: the draft is coarse.",
    ),
    Remark(
        code="CT505",
        name="not a text",
        severity="warning",
        explanation="So many control characters stand in a binary file, not in a text. Draft from the text itself.",
    ),
    Remark(
        code="CT506",
        name="left behind",
        severity="warning",
        explanation="Something that a person made in the earlier draft is not in the new one: its words are "
        "gone, or what it hangs on. Draft it by hand if it still holds.",
    ),
    Remark(
        code="CT511",
        name="larger than allowed",
        severity="error",
        explanation="A lexicon, or all of them together, are larger than the limits in the documentation.",
    ),
    Remark(
        code="CT512",
        name="not TOML",
        severity="error",
        explanation="The lexicon cannot be read as TOML; line and column say where.",
    ),
    Remark(
        code="CT513",
        name="unknown key",
        severity="error",
        explanation="The lexicon has a key that nothing reads: most likely it is misspelt.",
    ),
    Remark(
        code="CT514",
        name="wrong type",
        severity="error",
        explanation="A value of the lexicon is of another type than its key asks for.",
    ),
    Remark(
        code="CT515",
        name="unknown term",
        severity="error",
        explanation="A frame, a value or a language is none that drafting knows.",
    ),
    Remark(
        code="CT516",
        name="empty",
        severity="error",
        explanation="A list of the lexicon has no entry.",
    ),
    Remark(
        code="CT517",
        name="missing key",
        severity="error",
        explanation="A section lacks a key without which it says nothing.",
    ),
    Remark(
        code="CT518",
        name="not a word",
        severity="error",
        explanation="An entry is no word or expression that could stand in a text.",
    ),
    Remark(
        code="CT519",
        name="nothing to remove",
        severity="error",
        explanation="The lexicon removes a word that the package's own does not have.",
    ),
)
"""What drafting tells, in the order of the codes."""


def explain(code: str) -> str:
    """
    What the rule *code* means, with a wrong and a right example, as Markdown.

    Raises:
        UnknownTerm: If there is no such rule.
    """
    rule = BY_CODE.get(code.upper())
    if rule is None:
        for remark in REMARKS:
            if remark.code == code.upper():
                return f"## {remark.code} {remark.name}\n\n*{remark.severity}* · {remark.explanation}\n"
        raise UnknownTerm(
            f"there is no rule {code!r:.40}", hint=f"rules go from {RULES[0].code} to {REMARKS[-1].code}; see `--list`"
        )
    parts = [f"## {rule.code} {rule.name}", f"*{rule.severity}* · {rule.summary}", rule.explanation]
    where = f", at `{rule.at}` of a report" if rule.at else ""
    for word, value in (("Wrong", rule.wrong), ("Right", rule.right)):
        shown = value if rule.at is None else _indented(value)
        language = "text" if rule.at is None else "json"
        parts.append(f"{word}{where}:\n\n```{language}\n{shown}\n```")
    return "\n\n".join(parts) + "\n"


def _indented(value: Any) -> str:
    inline = json.dumps(value, ensure_ascii=False)
    return inline if len(inline) <= 100 else json.dumps(value, ensure_ascii=False, indent=2)
