"""How sure a text sounds and which kind of claim it is: by tables of cases, and by laws of scope."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack._judging import judge
from claimtrack._kinds import kind_of
from claimtrack._syntax import Words
from claimtrack.certainty import CODES

CASES = Path(__file__).parent / "cases"


def rows(folder, columns):
    """The lines of every table in *folder*, split at tabs; a line that begins with # is a comment."""
    for path in sorted((CASES / folder).glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line and not line.startswith("#"):
                cells = line.split("\t")
                assert len(cells) in columns, f"{path.name}:{number} has {len(cells)} cells"
                yield pytest.param(*cells, id=f"{path.stem}:{number}")


def judged(text, cue=None, **how):
    words = Words(text)
    return judge(words, (0, len(words)), cue=cue, **how)


def kind(text, cue=None, **how):
    words = Words(text)
    return kind_of(words, (0, len(words)), cue=cue, **how)


# Clauses as they stand in the middle of a sentence.
PLAIN = [
    "the bridge reopened",
    "prices rose in May",
    "the general ordered the attack",
    "France sent troops",
    "the talks have ended",
    "the two ministers signed a treaty",
]
HEDGED = [
    "the bridge may reopen",
    "prices will probably rise",
    "the general did not order the attack",
    "France could send troops",
    "the talks are unlikely to end",
    "no treaty was signed",
]
plain = st.sampled_from(PLAIN)
hedged = st.sampled_from(HEDGED)


@pytest.mark.parametrize("cells", [pytest.param(case.values, id=case.id) for case in rows("certainty", {2, 3})])
def test_a_sentence_or_a_governed_content_has_its_value(cells):
    code, *cue, text = cells

    found = judged(text, cue[0]).certainty if cue else ct.judge_certainty(text)

    assert found.code == code


@pytest.mark.parametrize(("expected", "whose", "cue", "text"), list(rows("kinds", {4})))
def test_a_content_has_its_kind(expected, whose, cue, text):
    assert kind(text, cue or None, by_author=whose == "author") == expected


# Laws ---------------------------------------------------------------------------------------------------------------

SAMPLES = [cells.values[-1] for cells in rows("certainty", {2, 3})]
FRAGMENTS = "not no may denied that whether if would have likely , . ? “ ” ' ( ) - — : ; and but to the a 5 is who"
fragments = st.sampled_from(FRAGMENTS.split())
texts = st.one_of(st.text(max_size=60), st.lists(fragments, max_size=25).map(" ".join), st.sampled_from(SAMPLES))
cues = st.one_of(st.none(), st.text(max_size=20), st.lists(fragments, max_size=5).map(" ".join))


@given(texts, cues, st.booleans(), st.data())
def test_every_text_has_a_certainty_with_its_evidence_and_a_kind(text, cue, by_author, data):
    words = Words(text)
    places = st.integers(-2, len(words) + 2)
    pieces = sorted(data.draw(st.lists(st.tuples(places, places).map(sorted).map(tuple), min_size=1, max_size=3)))

    found = judge(words, *pieces, cue=cue)

    assert found.certainty.code in CODES
    assert all(rule.startswith("certainty:") for rule in found.rules)
    for first, last in found.evidence:
        assert min(begin for begin, _ in pieces) <= first < last <= max(end for _, end in pieces)
    assert kind_of(words, *pieces, cue=cue, by_author=by_author) in ct.model.KINDS


@given(texts)
def test_the_score_stays_within_the_level(text):
    certainty = ct.judge_certainty(text)
    level = abs(ct.Certainty.parse(certainty.code).score)

    assert level - 1 < abs(certainty.score) <= level or certainty.score == level == 0


@given(texts, cues)
def test_judging_twice_gives_the_same(text, cue):
    assert judged(text, cue) == judged(text, cue)
    assert judged(text, cue).certainty.score == judged(text, cue).certainty.score


@given(st.sampled_from(PLAIN + HEDGED), st.sampled_from(["The sun shone.", "Nobody came.", "Perhaps it rained."]))
def test_a_sentence_behind_changes_nothing(clause, behind):
    sentence = f"{clause[0].upper()}{clause[1:]}."

    both = ct.judge_certainty(f"{sentence} {behind}")

    assert (both, both.score) == (ct.judge_certainty(sentence), ct.judge_certainty(sentence).score)


ASIDES = [
    "Although {}, the ministers met.",
    "The ministers met, although {}.",
    "The ministers met because {}.",
    "While {}, the ministers met.",
    "The ministers (and {}) met in Paris.",
    "The ministers met – {} – in Paris.",
    "If {}, the ministers will meet.",
    "The ministers met, and {}.",
]


@given(hedged, st.sampled_from(ASIDES))
def test_what_is_said_aside_does_not_touch_the_claim(clause, frame):
    assert ct.judge_certainty(frame.format(clause)).code == "CT+"


FRAMES = [
    ("It is possible that {}.", "PS+"),
    ("Perhaps {}.", "PS+"),
    ("There is a chance that {}.", "PS+"),
    ("Officials did not rule out that {}.", "PS+"),
    ("It is likely that {}.", "PR+"),
    ("Officials believe that {}.", "PR+"),
    ("Probably {}.", "PR+"),
    ("It is unlikely that {}.", "PR-"),
    ("Officials do not believe that {}.", "PR-"),
    ("Officials doubt that {}.", "PR-"),
    ("Officials denied that {}.", "CT-"),
    ("It is clear that {}.", "CT+"),
    ("There is no doubt that {}.", "CT+"),
    ("Officials said that {}.", "CT+"),
    ("It is unclear whether {}.", "Uu"),
    ("Officials asked whether {}.", "Uu"),
    ("Officials hope that {}.", "Uu"),
]
# Of these the negation would reach the clause's own hedge: "not true that it may" is "it cannot".
NEGATED = [("It is not true that {}.", "CT-"), ("Officials did not believe that {}.", "PR-")]
LEVELS = {"CT": 3, "PR": 2, "PS": 1, "Uu": 0}


@given(plain, st.sampled_from(FRAMES + NEGATED))
def test_a_frame_gives_its_value_to_a_plain_clause(clause, frame):
    words, code = frame

    assert ct.judge_certainty(words.format(clause)).code == code


@given(hedged, st.sampled_from(FRAMES))
def test_nested_values_compose_to_the_weaker_level_and_the_product_of_signs(clause, frame):
    words, outer = frame
    inner = ct.judge_certainty(clause).code

    found = ct.judge_certainty(words.format(clause)).code

    assert LEVELS[found[:2]] == min(LEVELS[outer[:2]], LEVELS[inner[:2]])
    if found != "Uu":
        assert (found[2] == "+") == (outer[2] == inner[2])


@given(plain, st.sampled_from(["reportedly", "slightly", "in part", "roughly", "as a rule"]))
def test_a_limit_lowers_the_score_and_keeps_the_level(clause, limit):
    certainty = ct.judge_certainty(f"{clause}, {limit}.")

    assert certainty.code == "CT+"
    assert certainty.score < ct.judge_certainty(f"{clause}.").score == 3


@given(
    plain, st.sampled_from(["denied that", "did not rule out that", "doubts that", "believes", "asked whether", "said"])
)
def test_a_cue_works_as_it_does_in_the_sentence(clause, cue):
    assert judged(clause, cue).certainty == ct.judge_certainty(f"The spokesman {cue} {clause}.")


def test_pieces_are_read_as_one_content():
    words = Words("“The bridge,” he said, “may reopen.”")
    low = words.low

    found = judge(words, (low.index("the"), low.index("bridge") + 1), (low.index("may"), low.index("reopen") + 1))

    assert found.certainty.code == "PS+"
    assert [low[first:last] for first, last in found.evidence] == [["may"]]


def test_a_cue_within_the_content_is_read_once():
    assert judged("Italy ruled out sending troops", "ruled out").certainty.code == "CT-"


def test_a_content_that_tells_of_saying_states_the_saying():
    text = "The minister told us that taxes would not rise"

    assert judged(text).certainty.code == "CT+"
    assert judged(text, relayed=True).certainty.code == "CT-"
    assert judged("He never said that he was sad").certainty.code == "CT-"
    assert judged("He never said that he was sad", relayed=True).certainty.code == "Uu"


def test_a_judged_certainty_equals_the_plain_value():
    hedged = ct.judge_certainty("Prices rose slightly in some towns.")

    assert hedged == ct.Certainty.parse("CT+")
    assert hash(hedged) == hash(ct.Certainty.parse("CT+"))
    assert str(hedged) == "CT+"


@pytest.mark.parametrize(
    ("level", "strength"), [("certain", 2.0), ("certain", 3.1), ("unknown", 0.0), ("possible", "1")]
)
def test_a_strength_outside_its_level_is_refused(level, strength):
    polarity = "unknown" if level == "unknown" else "positive"

    with pytest.raises(ct.InvalidValue, match="strength"):
        ct.Certainty(level, polarity, strength=strength)


@pytest.mark.parametrize("unit", ["a", "“", "(", "- ", "not ", "may, ", "said that ", "“not” ", "if "])
def test_a_long_line_without_a_full_stop_takes_no_more_work_than_its_length_asks_for(unit, calls):
    text = unit * (20_000 // len(unit))

    assert ct.judge_certainty(text).code in CODES
    work, long_work = (calls(lambda line=line: ct.judge_certainty(line)) for line in (text, text * 4))
    assert long_work <= 1.3 * 4 * work


def test_speakers_bind_themselves_where_they_are_the_subject():
    text = "Britain will set up military hubs"

    assert kind(text, "said", own={"starmer", "britain"}) == "commitment"
    assert kind(text, "said", own={"macron", "france"}) == "prediction"
    assert kind(text, by_author=True) == "prediction"
