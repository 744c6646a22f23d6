"""Who is who in a draft: tables of short texts with their speakers, and what holds for every text."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack._syntax import Words
from claimtrack._units import lexicon
from claimtrack.drafting._entities import slug
from claimtrack.drafting.speakers import AUTHOR, Cast, Mention
from claimtrack.model import ID_PATTERN

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
    cast = Cast(words, publisher=case.get("publisher", ""))
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


# --- laws -------------------------------------------------------------------------------------------------------------

SCRAPS = """
Keir Starmer|Starmer|Mr. Starmer|the prime minister|he|she|They|it|a diplomat|two officials|the officials|Reuters
the Foreign Ministry|its|The document|a poll by|issued by|and|,|who|said|told|“|”|"|'|(|)|.|of|Ursula von der Leyen
Sen. Jane Doe (R-Ohio)|Johnson|Boris Johnson|Mike Johnson|Moscow|Russia|’s|Dr.|J.|al-Assad|Київ|—|31%
""".replace("\n", "|").split("|")
texts = st.one_of(
    st.lists(st.sampled_from([*SCRAPS, "\n", "\n\n"]), max_size=40).map(" ".join),
    st.text(max_size=60),
)


@st.composite
def texts_with_mentions(draw):
    words = Words(draw(texts))
    numbers = st.integers(min_value=-3, max_value=len(words) + 3)
    ranges = draw(st.lists(st.tuples(numbers, numbers, st.none() | st.integers(-2, 8)), max_size=8))
    return words, [Mention(first, last, inside) for first, last, inside in sorted(ranges, key=lambda each: each[:2])]


@given(texts_with_mentions())
def test_any_words_are_resolved_to_speakers_that_exist(case):
    """
    For any text and any ranges there is a resolution each; ids are valid and unique; the author is last.
    """
    words, mentions = case

    cast = Cast(words)
    resolutions = cast.resolve(mentions)

    ids = [speaker.id for speaker in cast.speakers]
    assert len(resolutions) == len(mentions)
    assert len(set(ids)) == len(ids)
    assert all(re.match(ID_PATTERN, name) for name in ids)
    assert (cast.speakers[-1].kind, ids[-1]) == ("author", cast.author)
    for resolution in resolutions:
        assert set(resolution.speakers) <= set(ids)
        assert len(set(resolution.speakers)) == len(resolution.speakers)
        assert resolution.confidence in range(101)
        assert resolution.rule
        assert bool(resolution.speakers) == bool(resolution.confidence)


@given(texts_with_mentions())
def test_same_words_and_mentions_give_the_same_speakers(case):
    words, mentions = case

    first, second = Cast(words), Cast(Words(words.text))

    assert first.resolve(mentions) == second.resolve(mentions)
    assert first.speakers == second.speakers


def test_second_diplomat_before_the_first_leaves_the_first_its_id():
    sentence = "{A diplomat} said the talks had failed."
    alone, _, _ = resolved({"text": sentence})
    _, resolutions, _ = resolved({"text": "{A diplomat} said the talks went on. " + sentence})

    assert resolutions[1].speakers == (alone.speakers[0].id,)
    assert resolutions[0].speakers != resolutions[1].speakers


def test_id_is_made_of_letters_of_the_name():
    assert slug("José Díaz") == "jose-diaz"
    assert slug("Tolvar's interior ministry") == "tolvars-interior-ministry"
    assert slug("Київ") == ""


def test_the_author_has_the_names_of_all_authors_and_nobody_else_the_id():
    words = Words("Author said so.")
    cast = Cast(words, authors=["Kip Larrabee", "Ann Poe"])
    cast.resolve([Mention(0, 1)])

    *others, author = cast.speakers
    assert (author.id, author.name, author.kind) == (AUTHOR, "Kip Larrabee and Ann Poe", "author")
    assert AUTHOR not in {speaker.id for speaker in others}


@pytest.mark.parametrize("text", ["A" * 50_000, "Mr. " * 10_000, "“" * 20_000, "(" * 20_000, "Jane Doe, " * 8_000])
def test_monotonous_text_is_read_in_time(text):
    words = Words(text)

    resolutions = Cast(words).resolve([Mention(0, len(words)), Mention(len(words) - 1, len(words))])

    assert len(resolutions) == 2


def test_every_group_of_the_lexicon_says_where_it_comes_from():
    assert all(section["reason"].strip() for section in lexicon("sources").values())
