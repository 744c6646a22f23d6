"""Which claims pair, which stay undecided, and that nothing is ever compared with everything."""

import itertools

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack._assignment import best_assignment
from claimtrack._relation import relation_of
from claimtrack.pairing import CANDIDATES, _Pairing


def report(name, *sentences, speakers=("ann",), people=(), work=None, text_id=None, derived_from=None, **fields):
    """A report with one claim a sentence, which is the words or a dict of the claim's fields with its ``quote``."""
    said = [{"quote": item} if isinstance(item, str) else dict(item) for item in sentences]
    text = "\n".join(item["quote"] for item in said)
    document = ct.Document(id=text_id or f"{name}-text", work=work, text=f"{text}\n")
    known = {"ann": ct.Speaker(id="ann", name="Ann Example"), "bob": ct.Speaker(id="bob", name="Bob Sample")}
    known |= {person.id: person for person in people}
    claims = []
    for number, item in enumerate(said):
        made = {"certainty": "CT+", "speakers": speakers, "annotator": "ed", "id": f"{name}-{number}", **fields, **item}
        quote = made.pop("quote")
        claims.append(ct.annotate(document, quote, **made))
    return ct.Report(
        id=name,
        document=document,
        derived_from=derived_from,
        annotators=[ct.Annotator(id="ed", name="Ed")],
        speakers=list(known.values()),
        claims=claims,
    )


def paired(comparison):
    return [(pairing.baseline, pairing.later) for pairing in comparison.pairings]


FILLERS = [
    "Parliament will vote on the budget in March.",
    "Rivers in the north flooded three villages.",
    "The museum reopened after long repairs.",
    "Farmers expect a poor harvest of wheat.",
]


@pytest.mark.parametrize(
    ("work", "ours", "theirs", "pairs"),
    [
        (None, {}, {"certainty": "CT-", "speakers": ["bob"]}, False),
        (None, {}, {"certainty": "CT-"}, True),
        (None, {}, {"speakers": ["bob"]}, True),
        ("work", {}, {"certainty": "CT-", "speakers": ["bob"]}, True),
    ],
)
def test_what_others_deny_in_another_text_is_not_the_same_claim(work, ours, theirs, pairs):
    words = "The closure of the harbour bridge was the right choice."
    a = report("a", {"quote": words, **ours}, FILLERS[0], work=work)
    b = report("b", {"quote": words, **theirs}, FILLERS[1], work=work)

    assert ((("a-0",), ("b-0",)) in paired(ct.compare(a, b))) == pairs


def test_look_alikes_of_other_kinds_pair_by_their_kind():
    words = "The bridge will reopen in August."
    first, second = {"quote": words, "suffix": "\nThe bridge "}, {"quote": words, "prefix": " in August.\n"}
    a = report("a", {**first, "kind": "prediction"}, {**second, "kind": "question"})
    b = report("b", {**first, "kind": "question"}, {**second, "kind": "prediction"})

    found = ct.compare(a, b)

    assert sorted(paired(found)) == [(("a-0",), ("b-1",)), (("a-1",), ("b-0",))]
    assert not any("kind" in pairing.axes for pairing in found.pairings)


def test_an_answer_by_somebody_else_is_not_the_question_in_other_words():
    a = report("a", {"quote": "Whether the bridge will reopen before the regatta is unclear.", "kind": "question"})
    b = report("b", {"quote": "The bridge will reopen before the regatta in August.", "speakers": ["bob"]})

    assert paired(ct.compare(a, b)) == []


def test_a_reworded_claim_is_found_and_an_unrelated_one_is_not():
    a = report("a", "Plans are in place to deploy troops to Ukraine.", *FILLERS[:2])
    b = report("b", "Troops will be deployed to Ukraine, plans for it are in place.", *FILLERS[2:])

    found = ct.compare(a, b)

    assert paired(found) == [(("a-0",), ("b-0",))]
    assert found.pairings[0].rule == "words"
    assert found.not_mentioned == ("a-1", "a-2")
    assert found.added == ("b-1", "b-2")


def test_the_order_of_claims_does_not_matter():
    a, b = report("a", *FILLERS), report("b", *FILLERS[::-1])

    assert paired(ct.compare(a, b)) == [((f"a-{n}",), (f"b-{3 - n}",)) for n in range(4)]


def test_look_alikes_stay_undecided():
    a = report("a", "The minister will visit Warsaw in the spring.", *FILLERS)
    b = report("b", "The minister will visit Vilnius in the spring.", "The minister will visit Prague in the spring.")

    [group] = ct.compare(a, b).undecided

    assert (group.baseline, group.later) == (("a-0",), ("b-0", "b-1"))
    assert {(edge.baseline, edge.later) for edge in group.edges} == {("a-0", "b-0"), ("a-0", "b-1")}


def test_a_split_and_a_merge_are_seen():
    whole = "Leaders demand the release of hostages and the delivery of medicine to hospitals."
    parts = ("Leaders demand the release of hostages.", "Leaders demand the delivery of medicine to hospitals.")
    a, b = report("a", whole, *FILLERS), report("b", *parts, *FILLERS)

    split = next(pairing for pairing in ct.compare(a, b).pairings if pairing.baseline == ("a-0",))
    merge = next(pairing for pairing in ct.compare(b, a).pairings if pairing.later == ("a-0",))

    assert (split.later, split.rule) == (("b-0", "b-1"), "split")
    assert (merge.baseline, merge.rule) == (("b-0", "b-1"), "merge")


def test_a_rebuttal_by_somebody_else_is_undecided_and_a_change_of_mind_is_a_change():
    a = report("a", "The troops are ready to deploy to the border now.", *FILLERS)
    denied = {"quote": "The troops are hardly ready to deploy to the border.", "certainty": "CT-"}
    same, other = report("b", denied, *FILLERS), report("c", {**denied, "speakers": ["bob"]}, *FILLERS)

    assert [change.rule for change in ct.compare(a, same).pairings[0].changes] == ["reworded", "reversed"]
    assert [(group.baseline, group.later) for group in ct.compare(a, other).undecided] == [(("a-0",), ("c-0",))]


def test_explicit_links_decide_before_words():
    a = report("a", "Establishing air superiority.", *FILLERS)
    linked = {"quote": "Securing the skies.", "relations": [("same_as", "a#a-0")]}
    barred = {"quote": FILLERS[0], "relations": [("different_from", "a#a-1")]}
    opposed = {"quote": FILLERS[1], "relations": [("contradicts", "a#a-2")]}
    b = report("b", linked, barred, opposed)

    found = ct.compare(a, b)

    assert [(pairing.baseline, pairing.later, pairing.rule) for pairing in found.pairings] == [
        (("a-0",), ("b-0",), "same_as")
    ]
    assert [(link.baseline, link.later) for link in found.contradictions] == [("a-2", "b-2")]
    assert found.added == ("b-1", "b-2")


def test_two_claims_the_same_as_a_third_are_the_same():
    a = report("a", {"quote": "Safer seas.", "relations": [("same_as", "root#seas")]})
    b = report("b", {"quote": "Maritime borders protected.", "relations": [("same_as", "root#seas")]})

    assert paired(ct.compare(a, b)) == [(("a-0",), ("b-0",))]


def test_one_file_saying_same_and_the_other_different_is_for_a_person_to_decide():
    a = report("a", {"quote": "Safer seas.", "relations": [("different_from", "b#b-0")]})
    b = report("b", {"quote": "Protected borders.", "relations": [("same_as", "a#a-0")]})

    found = ct.compare(a, b)

    assert not found.pairings
    assert [(group.baseline, group.later) for group in found.undecided] == [(("a-0",), ("b-0",))]


@pytest.mark.parametrize(
    ("ours", "theirs", "linked"),
    [
        ({"work": "w"}, {"work": "w"}, True),
        ({}, {"derived_from": "a"}, True),
        ({"text_id": "same"}, {"text_id": "same"}, False),
        ({}, {}, False),
    ],
)
def test_equal_ids_link_within_a_work_or_a_derivation_only(ours, theirs, linked):
    one, other = {"quote": "The harbour was closed.", "id": "x"}, {"quote": "Prices of bread doubled.", "id": "x"}

    found = ct.compare(report("a", one, **ours), report("b", other, **theirs))

    assert bool(found.pairings) == linked
    assert not linked or found.pairings[0].rule == "same id"


@pytest.mark.parametrize(
    ("ours", "theirs", "relation"),
    [
        ({"work": "w"}, {"work": "w"}, "version"),
        ({}, {"derived_from": "a"}, "version"),
        ({}, {}, "report"),
        ({"work": "v"}, {"work": "w"}, "report"),
        ({"text_id": "t"}, {"text_id": "t"}, "version"),
    ],
)
def test_the_relation_decides_between_dropped_and_not_mentioned(ours, theirs, relation):
    a, b = report("a", FILLERS[0], **ours), report("b", FILLERS[1], **theirs)

    found = ct.compare(a, b)

    assert found.relation == relation_of(a, b) == relation
    assert (found.dropped, found.not_mentioned) == ((("a-0",), ()) if relation == "version" else ((), ("a-0",)))


def test_a_claim_that_moved_within_its_work_is_named_and_no_other():
    a = report("a", *FILLERS, work="w")
    b = report("b", FILLERS[3], *FILLERS[:3], work="w")

    moved = [pairing.baseline for pairing in ct.compare(a, b).pairings if "place" in pairing.axes]

    assert moved == [("a-3",)]


@pytest.mark.parametrize(
    ("ours", "theirs", "rule"),
    [
        (ct.Speaker(id="p", name="Ann"), ct.Speaker(id="q", name="ANN"), None),
        (ct.Speaker(id="p", name="Ann Lee"), ct.Speaker(id="q", name="A. Lee", aliases=["Ann Lee"]), None),
        (ct.Speaker(id="p", name="Ann"), ct.Speaker(id="p", name="Zoe"), "re-attributed"),
        (ct.Speaker(id="p", name="Ann"), ct.Speaker(id="q", name="X", same_as=["a#p"]), None),
        (
            ct.Speaker(id="p", name="An official", kind="anonymous"),
            ct.Speaker(id="q", name="An official", kind="anonymous"),
            "source unclear",
        ),
        (
            ct.Speaker(id="p", name="The author", kind="author"),
            ct.Speaker(id="q", name="The author", kind="author"),
            None,
        ),
        (
            ct.Speaker(id="p", name="Ann Lee", kind="author"),
            ct.Speaker(id="q", name="Zoe Fox", kind="author"),
            "other author",
        ),
        (
            ct.Speaker(id="p", name="Author of the document", kind="author"),
            ct.Speaker(id="q", name="Zoe Fox", kind="author"),
            "other author",
        ),
    ],
)
def test_speakers_are_the_same_by_name_never_by_description(ours, theirs, rule):
    a = report("a", *FILLERS, people=[ours], speakers=[ours.id])
    b = report("b", "Elsewhere a lighthouse went dark.", *FILLERS, people=[theirs], speakers=[theirs.id])

    for pairing in ct.compare(a, b).pairings:
        assert [change.rule for change in pairing.changes] == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("CT+", "PR+", "weakened"),
        ("PS-", "CT-", "strengthened"),
        ("CT+", "CT-", "reversed"),
        ("CT+", "Uu", "commitment withdrawn"),
        ("Uu", "PR-", "commitment made"),
        ("CTu", "CT+", "polarity settled"),
        ("PR+", "PS-", "certainty changed"),
    ],
)
def test_certainty_and_polarity_have_their_rules(before, after, rule):
    a, b = report("a", *FILLERS, certainty=before, work="w"), report("a", *FILLERS, certainty=after, work="w")

    forth, back = ct.compare(a, b), ct.compare(b, a)

    assert all(rule in {change.rule for change in pairing.changes} for pairing in forth.pairings)
    assert ct.invert(forth) == back


def test_a_direct_quotation_whose_words_changed_is_altered():
    a = report("a", {"quote": "We will never leave this land.", "mode": "direct", "id": "x"}, work="w")
    b = report("b", {"quote": "We will not leave this land.", "mode": "direct", "id": "x"}, work="w")

    [change] = ct.compare(a, b).pairings[0].changes

    assert change.rule == "quotation altered"
    [edit] = change.edits
    assert (edit.baseline.words, edit.later.words) == ("never", "not")
    assert edit.baseline.spans[0].of(a.document.text) == "never"
    assert edit.later.spans[0].of(b.document.text) == "not"


def test_noise_of_extraction_is_no_change():
    a = report("a", {"quote": "It’s the “first” step of\u00a0peace.", "id": "x"}, work="w")
    b = report("b", {"quote": 'It\'s the "first" step, of pea\u00adce', "id": "x"}, work="w")

    assert ct.compare(a, b).findings() == frozenset()


def test_refrains_pair_in_the_order_of_the_text():
    texts = []
    for name in ("a", "b"):
        document = ct.Document(id=f"{name}-text", text="So it goes. Rain fell. So it goes. Snow fell.")
        claims = [
            ct.annotate(document, "So it goes", prefix=prefix, suffix=suffix, certainty="CT+", id=f"{name}{number}")
            for number, (prefix, suffix) in enumerate([("", ". Rain"), ("fell. ", "")])
        ]
        claims = [evolve(claim, attribution=evolve(claim.attribution, speakers=("ann",))) for claim in claims]
        texts.append(
            ct.Report(
                id=name,
                document=document,
                annotators=[ct.Annotator(id="annotator", name="x")],
                claims=claims,
                speakers=[ct.Speaker(id="ann", name="Ann")],
            )
        )

    assert paired(ct.compare(*texts)) == [(("a0",), ("b0",)), (("a1",), ("b1",))]


@given(
    st.dictionaries(
        st.integers(0, 5), st.dictionaries(st.integers(0, 5), st.integers(1, 9), min_size=1, max_size=4), max_size=5
    )
)
def test_no_assignment_is_better_than_the_best(weights):
    chosen = best_assignment(weights)

    assert len(set(chosen.values())) == len(chosen)
    rows = sorted(weights)
    options = [[None, *weights[row]] for row in rows]
    best = max(
        sum(weights[row][column] for row, column in zip(rows, columns, strict=True) if column is not None)
        for columns in itertools.product(*options)
        if len({column for column in columns if column is not None}) == sum(column is not None for column in columns)
    )
    assert sum(weights[row][column] for row, column in chosen.items()) == best


def test_candidates_grow_with_the_claims_not_with_their_square():
    count = 600
    quotes = [f"Delegate number{n} of group{n % 7} spoke about topic{n % 50} today." for n in range(count)]
    a, b = report("a", *quotes), report("b", *quotes[::-1])
    pairing = _Pairing(a, b, "report")

    pairing.weigh()

    assert len(pairing.scores) <= 2 * CANDIDATES * count


def test_the_example_pairs_what_a_reader_pairs(examples):
    baseline = ct.load(examples / "baseline.claims.json")

    for later in sorted(examples.glob("20*.claims.json")):
        found = ct.compare(baseline, ct.load(later))
        assert found.pairings
        assert found.relation == "report"
        assert all(pairing.score >= 0.5 for pairing in found.pairings)


def test_a_claim_whose_partner_is_contested_is_undecided_too():
    """
    Nobody is called gone while the claim that it would pair with is still open.
    """
    a = report(
        "a", "The northern bridge over the river opens in June.", "The southern bridge over the river opens in June."
    )
    b = report("b", "A bridge over the river opens in June.", "Another bridge over the river opens in June.")

    found = ct.compare(a, b)

    assert not found.pairings
    assert not found.not_mentioned
    assert not found.added
    assert found.undecided


OPENING = "The minister said on Monday that the bridge over the river will open to traffic in June."


@pytest.mark.parametrize(
    "reworded",
    [
        "The minister said on Monday that cars may cross the water before the summer holidays.",
        "The minister told parliament on Monday that cars will cross the river from June.",
    ],
)
def test_a_claim_that_was_reworded_where_it_stood_is_paired_by_its_place(reworded):
    """
    In a version of the same work the sentence went from one text into the other; words alone would not decide.
    """
    before, after = (FILLERS[0], OPENING, *FILLERS[1:3]), (FILLERS[0], reworded, *FILLERS[1:3])

    version = ct.compare(report("a", *before, work="w"), report("b", *after, work="w"))
    elsewhere = ct.compare(report("a", *before), report("b", *after))

    assert (("a-1",), ("b-1",)) in paired(version)
    assert (version.added, version.dropped, version.undecided) == ((), (), ())
    of_words = {pairing.baseline: pairing.score for pairing in elsewhere.pairings}
    of_place = {pairing.baseline: pairing.score for pairing in version.pairings}
    assert of_place["a-1",] > of_words.get(("a-1",), 0)


def test_a_look_alike_elsewhere_does_not_take_the_place_of_a_reworded_claim():
    reworded = "The minister told parliament on Monday that cars will cross the river from June."
    look_alike = "The bridge over the canal will open to walkers in May."
    a = report("a", FILLERS[0], OPENING, *FILLERS[1:3], work="w")
    b = report("b", FILLERS[0], reworded, *FILLERS[1:3], look_alike, work="w")

    found = ct.compare(a, b)

    assert (("a-1",), ("b-1",)) in paired(found)
    assert found.added == ("b-4",)
    assert ct.invert(found) == ct.compare(b, a)


def test_two_annotations_of_one_text_pair_by_the_characters_they_cover():
    document = ct.Document(id="text", text=f"{FILLERS[0]}\n{OPENING}")
    part = "the bridge over the river will open to traffic"
    sides = []
    for name, quote in zip("ab", (OPENING, part), strict=True):
        claim = ct.annotate(document, quote, id=f"{name}-0", certainty="CT+", annotator="ed")
        sides.append(
            ct.Report(id=name, document=document, annotators=[ct.Annotator(id="ed", name="Ed")], claims=[claim])
        )

    found = ct.compare(*sides)

    assert paired(found) == [(("a-0",), ("b-0",))]
