"""What a user's lexicon adds to drafting, and what becomes of texts in other languages."""

import pickle
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack.drafting.lexicons import (
    FAULTS,
    MAX_ENTRIES,
    MAX_LEXICON_BYTES,
    MAX_LEXICONS,
    MAX_PROBLEMS,
    load_lexicons,
)
from claimtrack.language import Wording, closest_language

CASES = Path(__file__).parent / "cases" / "lexicons"
GERMAN = Path(__file__).parents[1] / "examples" / "lexicons" / "de.toml"
ADDITIONS = CASES / "additions.toml"
LANGUAGE = {
    "language": "fr",
    "common": "le la les des est une que qui dans pour pas ne sur avec sont ont du et il elle au aux ce un en par",
    "verbs": [{"class": "statement", "forms": "déclaré affirmé dit"}, {"class": "denial", "forms": "nié"}],
    "phrases": {"before": ["selon", "d'après"]},
    "closed": {
        "complementizers": "que qu'", "auxiliaries": "a ont", "articles": "le la les l'", "indefinite": "un une",
        "pronouns": "il elle", "prepositions": "à en dans sur pour au aux", "linking": "de du des d'",
        "adverbs": "mardi hier", "conjunctions": "et",
    },
    "sources": {"titles": "ministre président", "bodies": "syndicat gouvernement", "papers": "rapport"},
    "hedges": [{"value": "PS+", "words": ["pourrait", "peut-être"]}, {"site": "negator", "words": "pas jamais"}],
}  # fmt: skip


def languages():
    """The short texts of `languages.txt`, each with its language."""
    for number, line in enumerate((CASES / "languages.txt").read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            language, text = line.split("\t")
            yield pytest.param(language, text, id=f"{language}:{number}")


TEXTS = {case.id: case.values[1] for case in languages()}
FOREIGN = [text for name, text in TEXTS.items() if not name.startswith("en:")]
ENGLISH = [text for name, text in TEXTS.items() if name.startswith("en:")]
QUOTING_FOREIGN = "“Wir schaffen das"  # a sentence that is mostly a foreign quotation is told with its marks only


def words(text):
    return text.split()


def shown(report):
    """The claims as `*.claims.txt` have them: certainty, speakers, cue, content."""
    for claim in report.claims:
        cells = (
            [str(claim.certainty)],
            claim.attribution.speakers,
            [anchor.exact for anchor in claim.attribution.cue],
            [anchor.exact for anchor in claim.content],
        )
        joints = ("", "+", " | ", " | ")
        yield "\t".join(joint.join(cell) or "-" for joint, cell in zip(joints, cells, strict=True))


def expected(path):
    return [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def told(text, **how):
    return list(shown(ct.draft(text, **how)))


def codes(text, **how):
    return [note.code for note in ct.draft_with_notes(text, **how).notes]


# --- which language ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "text"), list(languages()))
def test_a_short_text_is_foreign_exactly_if_it_is_not_english(language, text):
    if not text.startswith(QUOTING_FOREIGN):
        assert Wording(text).foreign is (language != "en")


@pytest.mark.parametrize(("language", "text"), list(languages()))
def test_a_draft_warns_of_a_short_text_exactly_if_it_is_not_english(language, text):
    assert ("CT502" in codes(text)) is (language != "en")


@pytest.mark.parametrize("text", FOREIGN)
def test_of_another_language_every_sentence_is_a_claim_of_unknown_certainty(text):
    report = ct.draft(text)

    assert report.claims
    assert {(str(claim.certainty), claim.attribution.speakers) for claim in report.claims} == {("Uu", ("author",))}
    assert "".join(anchor.exact for claim in report.claims for anchor in claim.content).strip()[:5] == text[:5]


def test_chinese_and_japanese_sentences_are_told_apart_without_blanks():
    assert told("政府将于秋季提交该法案。部长星期二在北京说：“我们不会等待。”工会呼吁罢工。") == [
        "Uu\tauthor\t-\t政府将于秋季提交该法案",
        "Uu\tauthor\t-\t部长星期二在北京说：“我们不会等待。”",
        "Uu\tauthor\t-\t工会呼吁罢工",
    ]


def test_english_with_foreign_names_and_a_foreign_quotation_is_read_as_english():
    text = "Emmanuel Macron met Olaf Müller in Besançon. “Nous ne voulons pas de guerre dans les rues”, Macron said."

    assert codes(text) == []
    assert told(text)[-1] == "CT+\temmanuel-macron\tsaid\tNous ne voulons pas de guerre dans les rues"


def test_of_a_mixed_text_the_english_paragraphs_are_read():
    text = (
        "The minister said that the bridge would close on Monday.\n\n"
        "Die Ministerin sagte am Montag in Berlin, dass die Brücke nicht mehr sicher sei.\n\n"
        "The council denied that the bridge was safe."
    )

    assert codes(text) == ["CT503"]
    assert [line.split("\t")[0] for line in told(text)] == ["CT+", "Uu", "CT-"]
    assert codes(text, lexicon=GERMAN) == []
    assert [line.split("\t")[0] for line in told(text, lexicon=GERMAN)] == ["CT+", "CT-", "CT-"]


def test_a_language_is_told_by_most_frequent_words_and_only_where_one_has_most():
    assert closest_language(words("die frau hat das haus und der mann ist nicht da")) == "de"
    assert closest_language(words("la casa")) is None
    assert closest_language([]) is None
    assert closest_language(words("foo bar foo bar foo"), {"xx": frozenset({"foo"})}) == "xx"


# --- English additions ------------------------------------------------------------------------------------------------


def test_words_of_a_lexicon_go_with_the_packages_own():
    text = (CASES / "additions.txt").read_text(encoding="utf-8")

    assert told(text, lexicon=ADDITIONS) == expected(CASES / "additions.claims.txt")
    assert told(text) != expected(CASES / "additions.claims.txt")


def test_a_lexicon_is_a_path_a_mapping_several_of_them_or_what_was_made_of_these():
    text = (CASES / "additions.txt").read_text(encoding="utf-8")
    data = tomllib.loads(ADDITIONS.read_text(encoding="utf-8"))
    halves = [{key: data[key] for key in keys} for keys in (list(data)[:5], list(data)[5:])]

    drafts = [
        told(text, lexicon=lexicon) for lexicon in (str(ADDITIONS), ADDITIONS, data, halves, load_lexicons(ADDITIONS))
    ]

    assert all(draft == drafts[0] for draft in drafts)


def test_what_is_removed_can_be_put_back_in_another_way():
    text = "Smith noted that it rained. Smith noted the rain."
    removed = {"remove": {"verbs": "note"}}
    objects = {**removed, "verbs": [{"class": "belief", "frames": ["object"], "words": "note"}]}

    assert told(text, lexicon=removed) == [
        "CT+\tauthor\t-\tSmith noted that it rained",
        "CT+\tauthor\t-\tSmith noted the rain",
    ]
    assert told(text, lexicon=objects)[-1] == "CT+\tsmith\tnoted\tthe rain"


def test_a_noun_for_speakers_says_what_kind_of_speaker_is_meant():
    text = "The gloop said that it rained. The floogles said that it snowed."
    lexicon = {"sources": {"people": "gloop", "groups": "floogles"}}

    kinds = {speaker.name: speaker.kind for speaker in ct.draft(text, lexicon=lexicon).speakers}

    assert (kinds["Gloop"], kinds["Floogles"]) == ("person", "group")


def test_a_negator_of_a_lexicon_turns_a_claim():
    assert told("Nowt will change in the town.", lexicon={"hedges": [{"site": "determiner", "words": "nowt"}]}) == [
        "CT-\tauthor\t-\tNowt will change in the town"
    ]


def test_without_a_lexicon_nothing_is_added():
    nothing = load_lexicons(None)

    assert (nothing.cues, nothing.hedges, nothing.boilerplate, nothing.languages) == (None, None, None, {})
    assert load_lexicons([]).cues is None


# --- another language -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bridge", "bath", "ferry"])
def test_german_is_read_with_its_lexicon(name):
    text = (CASES / "german" / f"{name}.txt").read_text(encoding="utf-8")

    assert told(text, lexicon=GERMAN) == expected(CASES / "german" / f"{name}.claims.txt")
    assert codes(text, lexicon=GERMAN) == []
    assert told(text, lexicon=GERMAN, language="de-AT") == told(text, lexicon=GERMAN)
    assert all(line.startswith("Uu\tauthor\t-\t") for line in told(text))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("« Nous ne voulons pas de guerre », a déclaré la ministre Claire Morel mardi à Paris.",
         "CT-\tclaire-morel\ta déclaré\tNous ne voulons pas de guerre"),
        ("La ministre a affirmé hier que le texte de la loi pourrait changer.",
         "PS+\tministre\ta affirmé\tle texte de la loi pourrait changer"),
        ("Selon Morel, la réforme de la loi est prête pour la rentrée.",
         "Uu\tmorel\tSelon\tla réforme de la loi est prête pour la rentrée"),
        ("Le syndicat a nié que la grève des trains soit finie.",
         "CT-\tsyndicat\ta nié\tla grève des trains soit finie"),
        ("Le ministre a dit qu'il ne viendrait pas dans la ville.",
         "CT-\tministre\ta dit\tqu'il ne viendrait pas dans la ville"),
        ("La réforme de la loi pourrait être prête pour la rentrée.",
         "PS+\tauthor\t-\tLa réforme de la loi pourrait être prête pour la rentrée"),
        ("Le ministre a déclaré : « Est-ce que la loi est prête ? »",
         "Uu\tministre\ta déclaré\tEst-ce que la loi est prête ?"),
    ],
)  # fmt: skip
def test_a_lexicon_of_french_tells_who_says_what_how_surely(text, line):
    assert told(text, lexicon=LANGUAGE) == [line]


def test_quotations_open_with_the_mark_that_closes_them_in_swedish():
    swedish = {
        "language": "sv",
        "common": "och att det som inte är på för av till från den i vi",
        "verbs": [{"class": "statement", "forms": "sade"}],
        "sources": {"titles": "ministern"},
    }

    text = "Det är inte över. Ministern sade: ”Vi väntar inte på det.”"

    assert told(text, lexicon=swedish)[-1] == "Uu\tministern\tsade\tVi väntar inte på det"


def test_a_lexicon_reads_no_other_language():
    italian = "Il governo ha detto che presenterà la legge nella sessione di autunno, e non è una promessa."

    assert codes(italian, lexicon=[LANGUAGE, GERMAN]) == ["CT502"]
    assert codes(italian, lexicon=GERMAN, language="it") == ["CT502"]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Anna Vogt, Karl Kern und Eva Lind sagten, dass es regnet.", ()),
        ("„Es regnet heute nicht“, sagten Anna Vogt, Karl Kern und Eva Lind.", ()),
        ("Anna Vogt und Karl Kern sagten, dass es regnet.", ("Anna Vogt", "Karl Kern")),
        ("„Es regnet heute nicht“, sagte Anna Vogt, die Ministerin aus Bonn.", ("Anna Vogt",)),
        ("Anna Vogt sagte, dass es regnet. Karl Vogt sagte, dass es schneit. Vogt sagte, dass es hagelt.", ()),
        ("Der Minister nannte das „Unsinn“, und die Opposition klagte, dass alles zu spät kommt.", ("Opposition",)),
    ],
)
def test_speakers_are_told_whole_or_left_open(text, last):
    report = ct.draft(text, lexicon=GERMAN, language="de")

    assert tuple(report.speaker(name).name for name in report.claims[-1].attribution.speakers) == last


def test_who_is_named_in_two_languages_is_one_speaker():
    text = (
        "Klara Vogt said that the bridge would close on Monday.\n\n"
        "„Die Brücke ist nicht mehr sicher und wird gesperrt“, sagte Klara Vogt am Montag in Berlin."
    )

    report = ct.draft(text, lexicon=GERMAN)

    assert [claim.attribution.speakers for claim in report.claims] == [("klara-vogt",)] * 2


def test_the_example_gives_a_reason_for_its_words():
    data = tomllib.loads(GERMAN.read_text(encoding="utf-8"))

    sections = (data, data["phrases"], data["sources"], *data["verbs"], *data["hedges"])
    assert all(section["reason"] for section in sections)


# --- bad lexicons -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((CASES / "invalid").glob("*.toml")), ids=lambda path: path.stem)
def test_all_faults_of_a_lexicon_are_told_at_once_with_their_places(path):
    with pytest.raises(ct.InvalidLexicon) as caught:
        ct.draft("It rained.", lexicon=path)

    problems = caught.value.problems
    assert expected(path.with_suffix(".txt")) == [
        f"{problem.code} line {problem.line}"
        if problem.code == "CT512"  # in tomllib's words, which are not ours to promise
        else f"{problem.code} {problem.pointer or '-'} {problem.message}"
        for problem in problems
    ]
    assert all(problem.where.path == str(path) and problem.code in FAULTS for problem in problems)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"#" * (MAX_LEXICON_BYTES + 1), "CT511"),
        (b"a = " + b"[" * 100_000, "CT512"),
        (b"a." * 100_000 + b"b = 1", "CT511"),
        (b"a = " + b"1" * 10_000, "CT512"),
        ("reason = 'é'".encode("latin-1"), "CT512"),
        (b"a = \x00", "CT512"),
        (b"[sources]\npeople = '" + b" ".join(b"w%da" % number for number in range(MAX_ENTRIES + 1)) + b"'", "CT511"),
        (b"[[hedges]]\nsite = 'negator'\nwords = ['" + b"a/" * 100_000 + b"b']", "CT511"),
        (b"[remove]\nverbs = '" + b" ".join(b"w%da" % number for number in range(10_000)) + b"'", "CT519"),
    ],
    ids=["large", "nested", "dotted", "digits", "Latin-1", "zero byte", "words", "alternatives", "removed"],
)  # fmt: skip
def test_a_hostile_file_is_refused(tmp_path, content, code):
    path = tmp_path / "hostile.toml"
    path.write_bytes(content)

    with pytest.raises(ct.InvalidLexicon) as caught:
        ct.draft("It rained.", lexicon=path)

    assert caught.value.problems[0].code == code
    assert len(caught.value.problems) <= MAX_PROBLEMS


def test_a_file_that_cannot_be_read_is_an_error_with_its_path(tmp_path):
    for path in (tmp_path / "none.toml", tmp_path, "a\0b"):
        with pytest.raises(ct.UnreadableFile, match="lexicon cannot be read"):
            ct.draft("It rained.", lexicon=path)


@pytest.mark.parametrize("lexicon", [7, b"language = 'en'", float("nan"), [7], [None], [{}] * (MAX_LEXICONS + 1)])
def test_what_is_no_lexicon_is_refused(lexicon):
    with pytest.raises(ct.InvalidLexicon):
        ct.draft("It rained.", lexicon=lexicon)


def test_the_faults_of_several_lexicons_are_told_together():
    with pytest.raises(ct.InvalidLexicon) as caught:
        ct.draft("It rained.", lexicon=[{"verb": []}, {}, {"noun": {}}])

    assert [(problem.where.path, problem.pointer) for problem in caught.value.problems] == [
        ("lexicon 1", "/verb"),
        ("lexicon 3", "/noun"),
    ]


def faults(lexicon):
    try:
        load_lexicons(lexicon)
    except ct.InvalidLexicon as error:
        return error.problems
    return ()


# --- laws -------------------------------------------------------------------------------------------------------------

KEYS = words(
    "language reason verbs irregular nouns adjectives passive support_verbs sources hedges boilerplate remove common "
    "bare phrases closed class frames words only weak documents that to whether prep people bodies papers groups "
    "titles site value negated weight turns clause gerund inflect notice byline before after articles forms x"
)
VALUES = ["", "say", "say_so deny", "a: of", "x/y", "en", "de", "statement", "CT+", "negator", "-minister", "qu'", "!"]
leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(VALUES), st.text(max_size=4))
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=15,
)
GERMAN_WORDS = words(
    "sagte Müller Ministerin die der Vogt , „ “ . : dass nicht könnte laut so hat er zufolge ! ? und Berlin ( ) – « » "
    "” bestritt warten Wie mitteilte"
)


@given(st.dictionaries(st.sampled_from(KEYS), values, max_size=6))
def test_any_mapping_is_a_lexicon_or_has_faults_with_codes(lexicon):
    problems = faults(lexicon)

    assert all(problem.code in FAULTS for problem in problems)


@settings(max_examples=60)
@given(st.one_of(st.lists(st.sampled_from(GERMAN_WORDS), max_size=40).map(" ".join), st.text(max_size=60)))
def test_whatever_is_read_with_a_lexicon_is_a_report_that_proves_itself(text):
    report = ct.draft(text, language="de", lexicon=GERMAN)

    assert ct.loads(ct.dumps(report)) == report
    for claim in report.claims:
        for anchor in (*claim.content, *claim.attribution.mention, *claim.attribution.cue):
            assert text[anchor.span.start : anchor.span.end] == anchor.exact


@settings(max_examples=20)
@given(st.lists(st.sampled_from(ENGLISH), min_size=1, max_size=3).map("\n\n".join))
def test_a_lexicon_of_another_language_changes_nothing_of_english(text):
    assert ct.draft(text, lexicon=GERMAN) == ct.draft(text)
