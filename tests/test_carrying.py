"""Whole reports carried into another text: everything of a claim goes together, and nothing is lost in silence."""

import json

import jsonschema_rs
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack import _schemas, testing
from claimtrack.codec import decode_text
from claimtrack.model import anchors
from claimtrack.source import MAX_REPORT_BYTES
from claimtrack.text import sentences

BRIDGE = "The minister said on Monday that the bridge will open in June, if funds arrive."
ROAD = (
    "Residents of the village welcomed the decision. "
    "“We have waited,” the mayor said, “for ten long years for this road.”"
)
PLAN = "Critics called the project too expensive. The opposition said it would vote against the plan."
TEXT = f"{BRIDGE}\n\n{ROAD}\n\n{PLAN}\n"


def anchor(quote, text=TEXT, after=""):
    """The anchor of the first *quote* behind the first *after*."""
    at = text.index(quote, text.index(after))
    return ct.describe(text, ct.Span(at, at + len(quote)))


def claim(name, *content, cue=(), mention=(), **fields):
    made = {"kind": "assertion", "certainty": ct.Certainty.parse("CT+"), "origin": ct.Origin(annotator="ed"), **fields}
    attribution = ct.Attribution(speakers=("somebody",), cue=cue, mention=mention)
    return ct.Claim(id=name, content=[anchor(quote) for quote in content], attribution=attribution, **made)


OPENS = claim(
    "opens",
    "the bridge will open in June",
    mention=[anchor("The minister")],
    cue=[anchor("said", after="minister")],
    conditions=[ct.Condition("if", anchor("if funds arrive"))],
    time=[ct.Time(ct.Date("2026-06"), anchor("in June")), ct.Time(ct.Date("2026"))],
    proposition="The bridge will open in June.",
    relations=[ct.Relation("supports", "against")],
)
WAITED = claim(
    "waited",
    "We have waited",
    "for ten long years for this road",
    mention=[anchor("the mayor")],
    cue=[anchor("said", after="the mayor")],
)
AGAINST = claim(
    "against",
    "it would vote against the plan",
    mention=[anchor("The opposition")],
    cue=[anchor("said", after="The opposition")],
    relations=[ct.Relation("contradicts", "opens")],
)


def report(*claims, text=TEXT, **fields):
    document = ct.Document(id="text", work="bridge", text=text, title="A bridge", published="2026-01-05")
    made = {"annotators": [ct.Annotator(id="ed", name="Ed")], "speakers": [ct.Speaker(id="somebody", name="Somebody")]}
    return ct.Report(id="first", document=document, claims=claims, **{**made, **fields})


BASELINE = report(OPENS, WAITED, AGAINST)


def carried(text, baseline=BASELINE):
    found = ct.carry(baseline, baseline.document.next_version(text))
    assert ct.validate(ct.dumps(found.report)) == ()
    return found


def left(found):
    return {(item.claim, item.what.split()[0]) for item in found.left_behind}


def words_of(found, text):
    """What each role of a carried claim covers in the new text."""
    roles = {}
    for role, each in anchors(found):
        assert each.span.of(text) == each.exact
        roles.setdefault(role, []).append(each.exact)
    return roles


# --- the same text ----------------------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(testing.reports())
def test_carrying_to_an_unchanged_text_is_the_identity(baseline):
    found = ct.carry(baseline, baseline.document, id="again")

    def places(report):  # the context of an anchor is written anew, of the usual length
        return [
            (
                each.id,
                each.relations,
                each.origin,
                each.proposition,
                [(role, a.span, a.exact) for role, a in anchors(each)],
            )
            for each in report.claims
        ]

    assert places(found.report) == places(baseline)
    assert [r.content for r in found.report.rejected] == [
        tuple(ct.describe(baseline.document.text, a.span) for a in r.content) for r in baseline.rejected
    ]
    assert {each.status for each in found.claims} <= {"exact"}
    assert (found.left_behind, found.fresh, found.lost, found.ambiguous) == ((), (), (), ())
    assert found.uncovered == ct.anchoring.uncovered(baseline)


def test_what_belongs_to_the_report_comes_along():
    baseline = report(OPENS, AGAINST, extra={"desk:note": [1]}, schema="https://example.org/report.schema.json")

    found = carried(TEXT + "\nMore to follow.\n", baseline).report

    assert (found.derived_from, found.speakers, found.annotators) == ("first", baseline.speakers, baseline.annotators)
    assert (found.extra, found.schema) == (baseline.extra, baseline.schema)
    assert (found.document.work, found.document.previous, found.document.published) == ("bridge", "text", None)


def test_a_relative_schema_is_dropped_as_it_leads_nowhere_from_elsewhere():
    assert carried(TEXT, report(OPENS, AGAINST, schema="../schemas/report.schema.json")).report.schema is None


def test_the_new_report_has_an_id_of_its_own_however_often_it_is_carried_on():
    baseline, ids = BASELINE, {BASELINE.id}
    for day in range(25):
        baseline = carried(f"{TEXT}\nDay {day}.\n", baseline).report
        ids.add(baseline.id)

    assert len(ids) == 26
    assert ct.carry(BASELINE, BASELINE.document, id="mine").report.id == "mine"


# --- claims that are gone or unsure -----------------------------------------------------------------------------------


def test_a_claim_whose_sentence_is_deleted_is_lost_with_the_relations_to_it():
    found = carried(TEXT.replace("The opposition said it would vote against the plan.", ""))

    assert found.lost == ("against",)
    assert found.status("against") == "lost"
    assert [each.id for each in found.report.claims] == ["opens", "waited"]
    assert left(found) == {("against", "content"), ("against", "claim"), ("opens", "relation")}
    [relation] = [item for item in found.left_behind if item.what.startswith("relation")]
    assert (relation.pointer, relation.what) == ("/claims/0/relations/0", "relation supports against")
    assert found.report.claim("opens").relations == ()


def test_a_relation_to_another_report_stays():
    baseline = report(evolve(AGAINST, relations=[ct.Relation("contradicts", "elsewhere#opens")]))

    assert carried(TEXT.replace(BRIDGE, ""), baseline).report.claims[0].relations == baseline.claims[0].relations


def test_a_claim_that_stands_there_twice_is_ambiguous_and_listed_with_both_places():
    baseline = report(claim("refrain", "it would vote against the plan"), text=TEXT)
    twice = f"{PLAN}\n\nSomething else.\n\n{PLAN}\n"

    found = carried(twice, baseline)

    assert (found.ambiguous, found.report.claims) == (("refrain",), ())
    [outcome] = [each.outcome for each in found.outcomes]
    first = twice.index("it would vote")
    second = twice.index("it would vote", first + 1)
    assert {span.start for span in outcome.candidates} == {first, second}
    assert not outcome.spans
    assert [item.reason for item in found.left_behind] == ["its place is not sure", "its content is ambiguous"]


def test_a_quote_that_was_struck_out_is_carried_and_left_behind_where_it_is_gone():
    struck = ct.Rejected(content=[anchor("Critics called the project too expensive")], reason="hearsay", annotator="ed")
    baseline = report(OPENS, AGAINST, rejected=[struck])

    moved = carried(TEXT.replace("Residents of the village", "People"), baseline)
    gone = carried(TEXT.replace("Critics called the project too expensive. ", ""), baseline)

    assert moved.report.rejected[0].content[0].exact == struck.content[0].exact
    assert moved.report.rejected[0].reason == "hearsay"
    assert gone.report.rejected == ()
    assert [(item.claim, item.pointer) for item in gone.left_behind] == [(None, "/rejected/0/content/0")]


def test_every_anchor_has_its_outcome_in_the_order_of_the_file_even_of_claims_that_stay_behind():
    found = carried(f"{ROAD}\n\n{PLAN}\n")

    assert found.lost == ("opens",)
    assert [each.pointer for each in found.outcomes] == [
        "/claims/0/content/0",
        "/claims/0/attribution/mention/0",
        "/claims/0/attribution/cue/0",
        "/claims/0/conditions/0/anchor",
        "/claims/0/time/0/anchor",
        "/claims/1/content/0",
        "/claims/1/content/1",
        "/claims/1/attribution/mention/0",
        "/claims/1/attribution/cue/0",
        "/claims/2/content/0",
        "/claims/2/attribution/mention/0",
        "/claims/2/attribution/cue/0",
    ]


# --- cues, mentions, conditions, times --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "paragraphs",
    [
        [BRIDGE, ROAD, PLAN],
        [PLAN, BRIDGE, ROAD],
        [PLAN, ROAD, BRIDGE],
        ["Nobody said anything.", ROAD, "He said so.", BRIDGE, PLAN],
        [BRIDGE, PLAN],
        [ROAD.replace("waited", "been waiting"), BRIDGE.replace("June", "July"), PLAN],
        [f"She said no. {BRIDGE}", f"They said yes. {ROAD}", PLAN],
    ],
)
def test_a_cue_stays_in_the_sentence_of_its_content_wherever_that_goes(paragraphs):
    text = "\n\n".join(paragraphs) + "\n"

    found = carried(text)

    by_claim = {"opens": ("minister", "said"), "waited": ("mayor", "said"), "against": ("opposition", "said")}
    assert found.report.claims
    for each in found.report.claims:
        [cue] = each.attribution.cue
        speaker, word = by_claim[each.id]
        assert cue.span.start == text.index(word, text.index(speaker))


def test_a_cue_whose_word_is_gone_stays_behind_though_the_word_stands_elsewhere():
    found = carried(TEXT.replace("The minister said on Monday", "The minister told reporters on Monday"))

    assert found.report.claim("opens").attribution.cue == ()
    assert left(found) == {("opens", "cue")}


def test_a_cue_that_would_stand_farther_from_its_content_than_it_did_stays_behind():
    text = "The mayor said little. The school was closed by the council.\n\nRain fell all day long on the town.\n"
    closed = ct.Claim(
        id="closed",
        content=[anchor("The school was closed by the council", text)],
        attribution=ct.Attribution(cue=[anchor("said", text)], mention=[anchor("The mayor", text)]),
        certainty=ct.Certainty.parse("CT+"),
        kind="assertion",
        origin=ct.Origin(annotator="ed"),
    )
    apart = "The mayor said little.\n\nRain fell all day long on the town.\n\nThe school was closed by the council.\n"

    found = carried(apart, report(closed, text=text))

    assert found.report.claim("closed").attribution.cue == ()
    outcomes = {each.role: each.outcome for each in found.outcomes}
    assert outcomes["cue"].status == "ambiguous"
    assert [span.start for span in outcomes["cue"].candidates] == [apart.index("said")]


def test_everything_of_a_claim_goes_with_its_content():
    text = f"A word before.\n\n{PLAN}\n\n{ROAD}\n\n{BRIDGE}\n"

    [opens, waited, _] = carried(text).report.claims

    assert words_of(opens, text) == {
        "content": ["the bridge will open in June"],
        "mention": ["The minister"],
        "cue": ["said"],
        "condition": ["if funds arrive"],
        "time": ["in June"],
    }
    assert words_of(waited, text)["content"] == ["We have waited", "for ten long years for this road"]


def test_a_condition_that_is_gone_stays_behind_and_the_claim_does_not():
    found = carried(TEXT.replace(", if funds arrive", ""))

    assert found.report.claim("opens").conditions == ()
    assert left(found) == {("opens", "condition")}


def test_a_condition_that_changed_its_place_in_the_sentence_is_found():
    text = TEXT.replace("bridge will open in June, if funds arrive.", "bridge will, if funds arrive, open in June.")

    [condition] = carried(text).report.claim("opens").conditions

    assert condition.anchor.span.start == text.index("if funds arrive")


def test_a_date_whose_words_are_gone_is_claimed_no_more_and_one_without_words_stays():
    found = carried(TEXT.replace("in June", "soon"))

    assert [(str(time.value), time.anchor) for time in found.report.claim("opens").time] == [("2026", None)]
    assert ("opens", "time") in left(found)


# --- content in several pieces ----------------------------------------------------------------------------------------


def test_a_claim_is_kept_on_more_than_half_of_its_words_and_the_loss_is_listed():
    found = carried(TEXT.replace("“We have waited,” the mayor said, “for", "“For"))

    assert found.status("waited") == "edited"
    assert [piece.exact for piece in found.report.claim("waited").content] == ["For ten long years for this road"]
    assert ("waited", "content") in left(found)
    assert found.report.claim("waited").origin.status == "drafted"


def test_a_claim_is_not_kept_on_less_than_half_of_its_words():
    found = carried(TEXT.replace("“for ten long years for this road.”", "and left."))

    assert found.lost == ("waited",)
    assert {item.pointer for item in found.left_behind} >= {"/claims/1", "/claims/1/content/1"}


@pytest.mark.parametrize(
    "road",
    [
        "“For ten long years for this road,” the mayor said, “we have waited.”",
        "He spoke: “for ten long years for this road.”\nHe spoke again: “We have waited.”",
    ],
)
def test_pieces_that_changed_places_are_found_and_stand_in_the_order_of_the_text(road):
    text = TEXT.replace(ROAD, f"Residents of the village welcomed the decision. {road}")

    pieces = carried(text).report.claim("waited").content

    assert [piece.exact.lower() for piece in pieces] == ["for ten long years for this road", "we have waited"]
    assert pieces[0].span.end <= pieces[1].span.start


def test_sentences_of_one_claim_that_changed_places_stand_in_the_order_of_the_text():
    first, second = "Critics called the project too expensive", "The opposition said it would vote against the plan"
    baseline = report(claim("both", first, second))

    pieces = carried(TEXT.replace(PLAN, f"{second}. Nobody was surprised. {first}."), baseline).report.claims[0].content

    assert [piece.exact for piece in pieces] == [second, first]


def test_pieces_that_came_to_overlap_are_one():
    text = "plans plans plans. 条約 coalition coalition\n\nplans plans plans plans plans plans plans plans plans "
    first, second = "ans plans plans. 条約 coalition coalition", "an"
    at = text.index(second, text.index("\n") + 13)
    content = [anchor(first, text), ct.describe(text, ct.Span(at, at + 2))]
    baseline = report(evolve(claim("pieces", "Residents"), content=content), text=text)

    found = carried(" ".join(text.split()), baseline)

    assert len(found.report.claims[0].content) == 1
    assert [each.outcome.found for each in found.outcomes] == [True, True]


# --- edited claims ----------------------------------------------------------------------------------------------------


def test_an_edited_claim_is_drafted_by_software_for_a_person_to_look_at():
    baseline = report(evolve(OPENS, origin=ct.Origin(annotator="ed", at="2026-01-05", rules=["cue"])), WAITED, AGAINST)
    found = carried(TEXT.replace("will open", "will soon open"), baseline)

    origin = found.report.claim("opens").origin
    assert (origin.annotator, origin.status, origin.at) == ("claimtrack", "drafted", None)
    assert origin.rules == ("cue", "carried, edited")
    assert origin.confidence == round(100 * next(each.confidence for each in found.claims if each.claim == "opens"))
    assert found.report.annotators[-1] == ct.Annotator(id="claimtrack", kind="software", name="claimtrack")
    assert found.report.claim("waited").origin == WAITED.origin


def test_the_software_takes_an_id_that_is_free_and_its_own_if_it_is_there():
    edited = TEXT.replace("will open", "will soon open")
    people = [ct.Annotator(id="ed", name="Ed"), ct.Annotator(id="claimtrack", name="Tracy Claim")]
    software = ct.Annotator(id="tool", kind="software", name="claimtrack", version="1")

    taken = carried(edited, report(OPENS, AGAINST, annotators=people)).report
    known = carried(edited, report(OPENS, AGAINST, annotators=[*people, software])).report

    assert taken.claim("opens").origin.annotator == taken.annotators[-1].id == "claimtrack-2"
    assert known.claim("opens").origin.annotator == "tool"
    assert known.annotators == (*people, software)


@pytest.mark.parametrize(
    ("edit", "kept"),
    [
        (("the bridge will open", "the new bridge will open"), True),
        (("the bridge will open", "the bridge shall open"), True),
        (("the bridge will open", "the bridge will not open"), False),
        (("the bridge will open", "the bridge may open"), False),
        (("in June", "in July"), False),
        (("the bridge will open", "the tunnel will open"), False),
    ],
)
def test_a_proposition_is_kept_on_an_edit_of_style_and_stays_behind_where_something_else_is_said(edit, kept):
    found = carried(TEXT.replace(*edit))

    assert found.status("opens") == "edited"
    assert (found.report.claim("opens").proposition is not None) == kept
    assert (("opens", "proposition") in left(found)) == (not kept)


# --- texts that are not at hand ---------------------------------------------------------------------------------------


def test_a_report_without_its_text_is_carried_by_its_quotes():
    bare = evolve(BASELINE, document=evolve(BASELINE.document, text=None))
    text = f"An update.\n\n{TEXT}".replace("will open", "may well open")

    found = carried(text, bare)

    assert [each.status for each in found.claims] == ["edited", "exact", "exact"]
    assert words_of(found.report.claim("against"), text)["cue"] == ["said"]
    assert found.by_quotes
    assert found.fresh == ()  # which sentences are new cannot be told


def test_a_new_document_without_its_text_is_refused():
    document = evolve(BASELINE.document, id="later", text=None)

    with pytest.raises(ct.InvalidValue, match="text of document later is not at hand"):
        ct.carry(BASELINE, document)


@pytest.mark.parametrize("text", ["", " \n\n", "。", "\ufeff"])
def test_in_a_text_without_words_every_claim_is_lost(text):
    found = carried(text)

    assert found.lost == ("opens", "waited", "against")
    assert found.report.claims == ()


def test_new_sentences_are_cut_by_the_habits_of_the_texts_language():
    text = "Der Bürgermeister kam, z. B. mit Dr. Meier, am 3. Mai in die Stadt."
    old = report(text=text)
    old = evolve(old, document=evolve(old.document, language="de"))
    added = "Die Brücke bleibt lt. Dr. Huber am 5. Juni gesperrt."
    new = ct.Document(id="neu", text=f"{text} {added}")

    assert [span.of(new.text) for span in ct.carry(old, new).fresh] == [added]


# --- the bytes of a text ----------------------------------------------------------------------------------------------

TOLD = "Zoë said “no”.\r\nThen\u2028nothing 👩.\n"


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (TOLD.encode(), None, TOLD),
        (b"\xef\xbb\xbf" + TOLD.encode(), None, f"\ufeff{TOLD}"),
        (TOLD.encode("utf-16"), None, TOLD),
        (b"\xfe\xff" + TOLD.encode("utf-16-be"), None, TOLD),
        (TOLD.encode("utf-32"), None, TOLD),
        (b"\x00\x00\xfe\xff" + TOLD.encode("utf-32-be"), None, TOLD),
        (TOLD.encode("utf-16-le"), "utf-16-le", TOLD),
        ("Zoë said “no”.\r\n".encode("cp1252"), "cp1252", "Zoë said “no”.\r\n"),
        (b"", None, ""),
    ],
)
def test_a_text_is_read_as_it_is_line_ends_and_the_mark_of_utf_8_included(data, encoding, text):
    assert decode_text(data, encoding=encoding) == text


@pytest.mark.parametrize(
    ("data", "encoding", "fact", "line"),
    [
        (b"one\ntwo\n\xe9t\xe9", None, "byte 8 is not UTF-8", 3),
        (b"\xff\xfe\x00\xd8", None, "is not UTF-16", 1),
        (b"caf\x81", "cp1252", "byte 3 is not CP1252", 1),
        (b"any", "klingon", "'klingon' is no encoding", None),
        (b"any", "base64", "'base64' is no encoding", None),
        (b"any", "", "'' is no encoding", None),
        (b"a\x00b", None, "NUL character at 1", None),
        ("word".encode("utf-16-le"), None, "NUL character at 1", None),
        (rb"half \ud800", "unicode_escape", "half of a surrogate pair", None),
        (b"any", "undefined", "the text is not UNDEFINED", None),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_fact_place_and_remedy(data, encoding, fact, line):
    with pytest.raises(ct.UnreadableFile) as caught:
        decode_text(data, encoding=encoding, path="new.txt")

    assert fact in caught.value.message
    assert (caught.value.where.path, caught.value.where.line) == ("new.txt", line)
    assert caught.value.hint or line is None


def test_a_text_larger_than_a_report_may_be_is_refused():
    with pytest.raises(ct.UnreadableFile, match="larger than 134,217,728 bytes"):
        decode_text(bytes(MAX_REPORT_BYTES + 1))


# --- laws -------------------------------------------------------------------------------------------------------------

NOISE = {"’": "'", "“": '"', " ": "\u00a0", "–": "-"}


@st.composite
def revisions(draw, text):
    """*text* with sentences deleted, inserted, doubled, swapped, cut, reworded, or with the noise of extraction."""
    pieces = [span.of(text) for span in sentences(text)]
    for _ in range(draw(st.integers(0, 4))):
        if not pieces:
            break
        at, other = (draw(st.integers(0, len(pieces) - 1)) for _ in range(2))
        match draw(st.sampled_from(["delete", "insert", "double", "swap", "cut", "reword", "noise"])):
            case "delete":
                del pieces[at]
            case "insert":
                pieces.insert(at, draw(testing.texts(3, 8)))
            case "double":
                pieces.insert(other, pieces[at])
            case "swap":
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case "cut":
                pieces[at] = pieces[at][draw(st.integers(0, len(pieces[at]))) :]
            case "reword":
                told = pieces[at].split(" ")
                told[draw(st.integers(0, len(told) - 1))] = draw(st.sampled_from(["not", "perhaps", "", "Paris"]))
                pieces[at] = " ".join(told)
            case "noise":
                pieces[at] = "".join(NOISE.get(letter, letter) for letter in pieces[at])
    return draw(st.sampled_from([" ", "\n", "\r\n", "\n\n"])).join(pieces)


@settings(max_examples=30)
@given(st.data(), testing.reports(), st.booleans())
def test_what_is_carried_is_valid_complete_true_and_always_the_same(data, baseline, at_hand):
    text = data.draw(revisions(baseline.document.text))
    document = baseline.document.next_version(text)
    whole = baseline
    if not at_hand:
        baseline = evolve(baseline, document=evolve(baseline.document, text=None))

    found = ct.carry(baseline, document)

    assert ct.validate(ct.dumps(found.report)) == ()
    told = ct.carried_data(found)
    schema = jsonschema_rs.Draft202012Validator(_schemas.schema("carried"))
    assert [error.message for error in schema.iter_errors(json.loads(ct.carried_json(found)))] == []
    assert [each["claim"] for each in told["claims"]] == [each.id for each in baseline.claims]
    assert {each.id for each in found.report.claims} == {
        each.claim for each in found.claims if each.status in ("exact", "moved", "edited")
    }
    for each in told["anchors"]:
        assert each["exact"] == whole.document.text[each["start"] : each["end"]]
        for place in (*each["spans"], *each["candidates"]):
            assert place["exact"] == text[place["start"] : place["end"]]
        for edit in each["edits"]:
            assert edit["new"]["words"] == text[edit["new"]["start"] : edit["new"]["end"]]
    kept = {each.id for each in found.report.claims}
    missing = {each.pointer for each in found.outcomes if not each.outcome.found and each.claim in {None, *kept}}
    assert missing <= {item.pointer for item in found.left_behind}
    assert set(found.fresh) <= set(found.uncovered)
    assert ct.dumps(ct.carry(baseline, document).report) == ct.dumps(found.report)
    assert ct.carried_json(ct.carry(baseline, document)) == ct.carried_json(found)


@given(testing.edited_reports())
def test_a_claim_goes_where_its_words_went_or_nowhere(edited):
    found = ct.carry(edited.baseline, edited.later.document)

    for each in found.claims:
        if each.claim in edited.dropped:
            assert each.status in ("lost", "ambiguous")
        elif each.status not in ("lost", "ambiguous"):
            [piece] = found.report.claim(each.claim).content
            [meant] = edited.later.claim(each.claim).content
            assert piece.span.overlaps(meant.span)
    new = {edited.later.claim(name).content[0].span.start for name in edited.added}
    assert new <= {span.start for span in found.uncovered}


ATTRIBUTED = (
    "Aid was cut on Monday. \u201cThis is a dark day for Europe,\u201d said Ursula von der Leyen. "
    "The vote is on Friday."
)


def quoted(text=ATTRIBUTED, **more):
    document = ct.Document(id="morning", text=text)
    claim = ct.annotate(
        document,
        "This is a dark day for Europe",
        id="dark",
        certainty="CT+",
        speakers=["vdl"],
        mention="Ursula von der Leyen",
        cue="said",
        mode="direct",
        annotator="editor",
    )
    speaker = ct.Speaker(id="vdl", name="Ursula von der Leyen", aliases=["von der Leyen"])
    editor = ct.Annotator(id="editor", name="An editor")
    return ct.Report(id="morning-1", document=document, annotators=[editor], speakers=[speaker], claims=[claim])


def test_a_quotation_in_another_mouth_has_no_speaker_until_somebody_reads_it():
    text = ATTRIBUTED.replace("Ursula von der Leyen", "Donald Tusk")

    found = ct.compare_text(quoted(), quoted().document.next_version(text))

    [claim] = found.carried.report.claims
    assert (claim.attribution.speakers, claim.attribution.mention) == ((), ())
    assert claim.origin.status == "drafted"
    assert found.carried.incomplete == ("dark",)
    [pairing] = found.comparison.pairings
    assert [change.rule for change in pairing.changes] == ["speaker left open", "name changed"]
    assert [side.words for side in (pairing.changes[1].baseline, pairing.changes[1].later)] == [
        "Ursula von der Leyen",
        "Donald Tusk",
    ]


def test_a_name_in_the_next_sentence_is_not_the_source():
    text = ATTRIBUTED.replace("said Ursula von der Leyen", "said Donald Tusk. Ursula von der Leyen left")

    found = ct.carry(quoted(), quoted().document.next_version(text))

    assert found.report.claims[0].attribution.speakers == ()


def test_a_shorter_name_of_the_speaker_is_the_same_source():
    text = ATTRIBUTED.replace("Ursula von der Leyen", "von der Leyen")

    found = ct.carry(quoted(), quoted().document.next_version(text))

    [mention] = found.report.claims[0].attribution.mention
    assert (mention.exact, found.report.claims[0].attribution.speakers) == ("von der Leyen", ("vdl",))
    assert found.incomplete == ()


@pytest.mark.parametrize(
    ("new", "rule"),
    [
        ("If the vote fails, taxes will rise in April.", "condition added"),
        ("It is not true that taxes will rise in April.", "negation added"),
        ("Reportedly, taxes will rise in April.", "hedge added"),
    ],
)
def test_what_is_put_before_a_claim_is_told(new, rule):
    text = "Parliament met on Monday. Taxes will rise in April. Nobody objected."
    document = ct.Document(id="morning", text=text)
    claim = ct.annotate(document, "will rise", id="taxes", certainty="CT+", annotator="editor")
    editor = ct.Annotator(id="editor", name="An editor")
    report = ct.Report(id="morning-1", document=document, annotators=[editor], claims=[claim])
    later = text.replace("Taxes will rise in April.", new)

    [pairing] = ct.compare_text(report, document.next_version(later)).comparison.pairings

    [change] = [change for change in pairing.changes if change.rule == rule]
    assert change.baseline is None
    assert [span.of(later) for span in change.later.spans] == [change.later.words]


def test_the_id_of_the_baseline_is_no_id_of_the_new_report():
    with pytest.raises(ct.InvalidValue, match="is the id of the report that is carried"):
        ct.carry(quoted(), quoted().document.next_version("Something else."), id="morning-1")
