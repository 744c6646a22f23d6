"""Who is who in a draft: tables of short texts with their speakers, and what holds for every text."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack._syntax import Words
from claimtrack._units import lexicon
from claimtrack.drafting.speakers import AUTHOR, Cast, Mention, slug
from claimtrack.model import ID_PATTERN, Speaker

FOLDER = Path(__file__).parent / "cases" / "draft-speakers"
CASES = {
    f"{path.stem}-{number}": case
    for path in sorted(FOLDER.glob("*.json"))
    for number, case in enumerate(json.loads(path.read_text(encoding="utf-8")))
}

# A mention in a case: {words}, {words|Name}, {words|Name + Name}, {words|?} for one left open, {words|Name|@2} for one
# inside the content of mention 2; "Name#1" and "Name#2" are two of one name.
MARKED = re.compile(r"\{([^{}|]*)(?:\|([^{}|]*))?(?:\|@(\d+))?\}")


def unmarked(marked):
    """
    The text of a case, and its mentions as spans with the names expected and the number of the holder.
    """
    text, mentions, last = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[last : match.start()]
        start = len(text)
        text += match[1]
        expected = match[2] if match[2] is not None else match[1]
        mentions.append((start, len(text), expected, int(match[3]) if match[3] else None))
        last = match.end()
    return text + marked[last:], mentions


def resolved(case):
    text, marked = unmarked(case["text"])
    words = Words(text)
    known = tuple(Speaker(**speaker) for speaker in case.get("known", ()))
    cast = Cast(words, publisher=case.get("publisher", ""), known=known, reserved=case.get("reserved", ()))
    mentions = []
    for start, end, _, inside in marked:
        numbers = words.numbers(start, end)
        mentions.append(Mention(numbers.start, numbers.stop, inside))
    return cast, cast.resolve(mentions), [expected for _, _, expected, _ in marked]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_mention_means_who_a_reader_takes_it_for(case):
    cast, resolutions, expected = resolved(case)
    names = {speaker.id: speaker.name for speaker in cast.speakers}

    told, labels = [], {}
    for resolution, wanted in zip(resolutions, expected, strict=True):
        wanted_names = [] if wanted == "?" else wanted.split(" + ")
        shown = []
        for position, speaker in enumerate(resolution.speakers):
            label = wanted_names[position] if position < len(wanted_names) else ""
            if label and names[speaker] == label.partition("#")[0] and labels.setdefault(label, speaker) == speaker:
                shown.append(label)
            else:
                shown.append(f"{names[speaker]} ({speaker}, {resolution.rule})")
        told.append(" + ".join(shown) or "?")
    assert told == expected


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "speakers" in case or "ids" in case])
def test_speaker_has_what_the_text_tells_of_it(name):
    case = CASES[name]
    cast, resolutions, _ = resolved(case)

    by_name = {speaker.name: speaker for speaker in cast.speakers}
    for speaker, wanted in case.get("speakers", {}).items():
        for field, value in wanted.items():
            found = getattr(by_name[speaker], field)
            assert (set(value) <= set(found)) if field == "aliases" else found == value, (speaker, field, found)
    for wanted, resolution in zip(case.get("ids", ()), resolutions, strict=False):
        told = resolution.speakers[0]
        assert told.startswith(wanted) if wanted.endswith("-") else told == wanted
