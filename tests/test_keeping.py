"""What a person made of a draft survives the next one: laws on generated reports, and cases one can read."""

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack import drafting, model, testing
from claimtrack.drafting.keeping import SAME_WORDS, is_a_persons, keep, notes

PERSONS = ["manual", "accepted", "corrected"]


def marked(claim, status):
    return evolve(claim, origin=evolve(claim.origin, status=status, rules=()))


@st.composite
def drafts(draw, **options):
    """Reports as software drafts them: every claim drafted, nothing struck out."""
    report = draw(testing.reports(**options))
    return evolve(report, claims=[marked(claim, "drafted") for claim in report.claims], rejected=())


@st.composite
def corrections(draw, draft):
    """*draft* as a person leaves it: some claims accepted, corrected, deleted, struck out or made anew."""
    claims, rejected = [], []
    for claim in draft.claims:
        fate = draw(st.sampled_from(["left", "left", *PERSONS, "reworded", "deleted", "struck out"]))
        if fate in PERSONS:
            claims.append(marked(evolve(claim, certainty=draw(testing.certainties())), fate))
        elif fate == "reworded":
            content = draw(testing.claims(draft.document.text, id="x", targets=["else#where"])).content
            claims.append(marked(evolve(claim, content=content), "corrected"))
        elif fate == "left":
            claims.append(claim)
        elif fate == "struck out":
            rejected.append(ct.Rejected(content=claim.content, reason="not said"))
    annotators = [annotator.id for annotator in draft.annotators]
    if draw(st.booleans()):
        made = draw(testing.claims(draft.document.text, id="m-1", annotator_ids=annotators, targets=["else#where"]))
        claims.append(marked(made, "manual"))
    known = {claim.id for claim in claims}
    assume("m-1" not in {speaker.id for speaker in draft.speakers} | {claim.id for claim in draft.claims})
    claims = [
        evolve(claim, relations=[link for link in claim.relations if link.report_id or link.target in known])
        for claim in claims
    ]
    return evolve(draft, claims=claims, rejected=rejected)


@st.composite
def corrected(draw):
    draft = draw(drafts(max_claims=3))
    return draft, draw(corrections(draft))


@st.composite
def versions(draw):
    """A draft, what a person made of it, and the draft of a later version of the text."""
    edited = draw(testing.edited_reports())
    old, new = (
        evolve(report, claims=[marked(claim, "drafted") for claim in report.claims])
        for report in (edited.baseline, edited.later)
    )
    assume(old.document.text != new.document.text)
    return new, draw(corrections(old))


def redrafted(draft, kept):
    return keep(draft, kept).report


def words_of(content):
    return frozenset(at for piece in content for at in range(piece.span.start, piece.span.end))


def is_valid(report):
    return [problem for problem in ct.validate(ct.dumps(report)) if problem.severity == "error"] == []


# --- laws ------------------------------------------------------------------------------------------------------------


@given(drafts(), st.sampled_from(PERSONS))
@settings(deadline=None, max_examples=25)
def test_a_draft_that_nobody_changed_stays_as_it_is(draft, status):
    """
    keep(draft(t), draft(t)) is draft(t), and it is that up to the status where a person agreed with all of it.
    """
    agreed = evolve(draft, claims=[marked(claim, status) for claim in draft.claims])

    assert redrafted(draft, draft) == draft
    assert redrafted(draft, agreed) == agreed


@given(corrected())
@settings(deadline=None, max_examples=25)
def test_in_the_same_text_what_a_person_made_survives_and_what_they_struck_out_stays_out(case):
    """
    Their claims word for word; and no claim is proposed whose words are those of a quote that was struck out.
    """
    draft, kept = case

    found = redrafted(draft, kept)

    assert is_valid(found)
    for claim in kept.claims:
        if claim.origin.status in PERSONS:
            still = found.claim(claim.id)
            assert evolve(still, relations=claim.relations) == claim
            assert set(claim.relations) - set(still.relations) == {
                link for link in claim.relations if link.report_id is None and link.target not in ids(found)
            }
    assert found.rejected == kept.rejected
    assert {claim.id for claim in draft.claims if claim.id in ids(kept)} <= ids(found) | struck(draft, kept)
    proposed = ids(found) - {claim.id for claim in kept.claims if claim.origin.status in PERSONS}
    assert not proposed & struck(draft, kept)


def ids(report):
    return {claim.id for claim in report.claims}


def struck(draft, kept):
    """The ids of drafted claims whose words are those of a quote that was struck out."""
    return {
        claim.id
        for claim in draft.claims
        for quote in kept.rejected
        if len(words_of(claim.content) & words_of(quote.content))
        >= SAME_WORDS * len(words_of(claim.content) | words_of(quote.content))
    }


@given(corrected() | versions())
@settings(deadline=None, max_examples=25)
def test_keeping_twice_is_keeping_once(case):
    draft, kept = case

    once = redrafted(draft, kept)

    assert redrafted(draft, once) == once


@given(versions())
@settings(deadline=None, max_examples=25)
def test_in_a_new_text_each_claim_of_a_person_is_carried_or_named(case):
    draft, kept = case

    found = keep(draft, kept)

    assert is_valid(found.report)
    carried = {claim.id: claim for claim in ct.carry(kept, draft.document).report.claims}
    lost = {left.claim for left in found.left_behind if left.what == "claim"}
    for claim in kept.claims:
        if claim.origin.status in PERSONS:
            assert (claim.id in carried) != (claim.id in lost)
            if claim.id in carried:
                still = found.report.claim(claim.id)
                assert still.content == carried[claim.id].content
                assert is_a_persons(still)
                if carried[claim.id].origin == claim.origin:
                    assert evolve(still, relations=()) == evolve(carried[claim.id], relations=())
    assert found.report.derived_from == kept.id
    assert found.report.document.previous == kept.document.id


@given(versions())
@settings(deadline=None, max_examples=25)
def test_nothing_of_a_draft_is_withheld_where_nobody_did_anything(case):
    draft, kept = case
    untouched = evolve(kept, claims=[marked(claim, "drafted") for claim in kept.claims], rejected=())

    found = redrafted(draft, untouched)

    assert found.claims == draft.claims
    assert evolve(found, derived_from=None, document=draft.document, speakers=draft.speakers) == draft


# --- cases -----------------------------------------------------------------------------------------------------------

TEXT = (
    "Starmer said plans are in place to deploy troops if a ceasefire holds.\n"
    "The package covers boats, drones and training.\n"
    "A person familiar with the talks said Moscow will refuse.\n"
)
SOFTWARE = ct.Annotator(id="claimtrack", kind="software", name="claimtrack", version="1")
EDITOR = ct.Annotator(id="ed", name="Ed")
STARMER = ct.Speaker(id="starmer", name="Starmer")
AUTHOR = ct.Speaker(id="author", name="The author", kind="author")
SOURCE = ct.Speaker(id="person-familiar", name="A person familiar with the talks", kind="anonymous")


def mention(text, claim):
    """The name before the content, where it is somebody's."""
    name = "Starmer" if claim.attribution.speakers == ("starmer",) else None
    at = text.rindex(name, 0, claim.content[0].span.start) if name else 0
    return [ct.describe(text, ct.Span(at, at + len(name)))] if name else []


def drafted(text, *claims, speakers=(STARMER, AUTHOR, SOURCE), **fields):
    document = ct.Document(id=f"article-{model.text_sha256(text)[:8]}", text=text)
    made = []
    for quote, options in claims:
        given_ = {"certainty": "CT+", "annotator": "claimtrack", "status": "drafted", "confidence": 80}
        claim = ct.annotate(document, quote, **given_ | options)
        made.append(evolve(claim, attribution=evolve(claim.attribution, mention=mention(text, claim))))
    used = {name for claim in made for name in claim.attribution.speakers}
    return ct.Report(
        id=document.id,
        document=document,
        annotators=[SOFTWARE],
        speakers=[speaker for speaker in speakers if speaker.id in used],
        claims=made,
        **fields,
    )


PLANS = ("plans are in place to deploy troops", {"speakers": ["starmer"], "mode": "indirect"})
COVERS = [(["The package covers", item], {"speakers": ["author"]}) for item in ("boats", "drones", "training")]
REFUSES = ("Moscow will refuse", {"speakers": ["person-familiar"]})
DRAFT = drafted(TEXT, PLANS, *COVERS, REFUSES)


def changed(report, number, status="corrected", **fields):
    claims = list(report.claims)
    claims[number] = marked(evolve(claims[number], **fields), status)
    return evolve(report, claims=claims, annotators=[*report.annotators, EDITOR])


def quotes(report):
    return [claim.quote for claim in report.claims]


def test_one_item_of_a_list_that_was_accepted_leaves_the_others_proposed():
    alone = evolve(changed(DRAFT, 1, "accepted"), claims=[changed(DRAFT, 1, "accepted").claims[1]])

    assert quotes(redrafted(DRAFT, alone)) == quotes(DRAFT)


def test_a_claim_whose_words_were_trimmed_is_not_proposed_in_full_again():
    content = [ct.describe(TEXT, ct.Span(TEXT.index("plans"), TEXT.index(" to deploy")))]
    under_its_id = changed(DRAFT, 0, content=content)
    longer = [ct.describe(TEXT, ct.Span(TEXT.index("plans"), TEXT.index(" troops")))]
    under_another = changed(DRAFT, 0, "manual", id="mine", content=longer)

    for kept in (under_its_id, under_another):
        assert redrafted(DRAFT, kept).claims == kept.claims


def test_speakers_keep_their_ids_and_new_claims_use_them():
    named = ct.Speaker(id="pm", name="Keir Starmer", aliases=["Starmer"], role="Prime Minister")
    kept = evolve(
        changed(DRAFT, 0, attribution=evolve(DRAFT.claims[0].attribution, speakers=["pm"])),
        speakers=[named, AUTHOR, SOURCE],
    )
    text = TEXT + "Starmer said the bill will pass.\n"
    new = drafted(text, PLANS, *COVERS, REFUSES, ("the bill will pass", {"speakers": ["starmer"]}))

    found = redrafted(new, kept)

    assert [speaker.id for speaker in found.speakers] == ["pm", "author", "person-familiar"]
    assert found.speakers[0] == named
    assert found.claims[-1].quote == "the bill will pass"
    assert found.claims[-1].attribution.speakers == ("pm",)


def test_a_name_is_the_same_with_its_article():
    ministry = ct.Speaker(id="mot", name="Ministry of Transport", aliases=["The ministry"], kind="organisation")
    kept = evolve(
        changed(DRAFT, 0, attribution=evolve(DRAFT.claims[0].attribution, speakers=["mot"])),
        speakers=[ministry, AUTHOR, SOURCE],
    )
    text = TEXT + "The ministry said the bill will pass.\n"
    called = ct.Speaker(id="ministry", name="ministry", kind="organisation")
    bill = ("the bill will pass", {"speakers": ["ministry"]})
    new = drafted(text, PLANS, *COVERS, REFUSES, bill, speakers=[STARMER, AUTHOR, SOURCE, called])

    found = redrafted(new, kept)

    assert found.claims[-1].attribution.speakers == ("mot",)
    assert "ministry" not in {speaker.id for speaker in found.speakers}


@pytest.mark.parametrize("same_as", [[], ["https://www.wikidata.org/entity/Q1"]])
def test_of_several_speakers_with_one_name_none_is_taken_for_the_new_one_unless_a_link_or_its_id_tells(same_as):
    ann, other = (ct.Speaker(id=f"ann-{number}", name="Ann", same_as=same_as[number:]) for number in range(2))
    claims = [
        evolve(changed(DRAFT, number).claims[number], attribution=ct.Attribution(speakers=[f"ann-{number}"]))
        for number in range(2)
    ]
    kept = evolve(changed(DRAFT, 0), claims=claims, speakers=[ann, other])
    text = TEXT + "Ann said the bill will pass.\n"

    def who(**fields):
        called = ct.Speaker(**{"id": "ann", "name": "Ann", **fields})
        bill = ("the bill will pass", {"speakers": [called.id]})
        return redrafted(drafted(text, bill, speakers=[called]), kept).claims[-1].attribution.speakers

    assert who() == ("ann",)
    assert who(id="ann-1") == ("ann-1",)
    assert who(name="Anna", same_as=same_as) == (("ann-0",) if same_as else ("ann",))


def test_an_anonymous_source_of_another_text_is_not_taken_for_the_one_that_was_kept():
    kept = changed(DRAFT, 4, "accepted")
    text = TEXT + "A person familiar with the talks said the bill will pass.\n"
    new = drafted(text, PLANS, *COVERS, REFUSES, ("the bill will pass", {"speakers": ["person-familiar"]}))

    found = redrafted(new, kept)

    assert found.claim(DRAFT.claims[4].id).attribution.speakers == ("person-familiar",)
    assert found.claims[-1].attribution.speakers == ("person-familiar-2",)
    assert redrafted(new, found) == found


def test_a_speaker_whom_nobody_quotes_any_more_goes_unless_a_person_put_it_there():
    extra = ct.Speaker(id="merz", name="Friedrich Merz")
    kept = evolve(DRAFT, speakers=[*DRAFT.speakers, extra])

    found = redrafted(drafted("Rain fell.\n", ("Rain fell", {"speakers": ["author"]})), kept)

    assert [speaker.id for speaker in found.speakers] == ["author", "merz"]


def test_where_the_words_of_a_kept_claim_changed_it_is_for_a_person_to_look_at_and_stays_kept():
    kept = changed(DRAFT, 0, kind="commitment", tags=["troops"])
    text = TEXT.replace("plans are in place", "plans may be in place")
    quote, options = "plans may be in place to deploy troops", {**PLANS[1], "certainty": "PS+"}
    new = drafted(text, (quote, options), *COVERS, REFUSES)

    found = keep(new, kept)
    claim = found.report.claims[0]

    assert quotes(found.report) == quotes(new)
    assert (claim.id, claim.kind, claim.tags, str(claim.certainty)) == (
        DRAFT.claims[0].id,
        "commitment",
        ("troops",),
        "PS+",
    )
    assert claim.origin.status == "drafted"
    assert claim.origin.annotator == "claimtrack"
    assert claim.origin.rules == ("carried, edited", "kept, was corrected", "certainty drafted anew")
    assert [annotator.id for annotator in found.report.annotators] == ["claimtrack", "ed"]

    later = drafted(text + "More.\n", (quote, options), *COVERS, REFUSES)
    assert redrafted(later, found.report).claims[0].tags == ("troops",)


def test_what_was_struck_out_stays_out_in_a_new_text_until_its_words_change():
    kept = evolve(DRAFT, claims=DRAFT.claims[1:], rejected=[ct.Rejected(content=DRAFT.claims[0].content)])
    same = drafted("News.\n" + TEXT, PLANS, *COVERS, REFUSES)
    text = TEXT.replace("to deploy troops", "to deploy no troops")
    other = drafted(text, ("plans are in place to deploy no troops", PLANS[1]), *COVERS, REFUSES)

    assert quotes(redrafted(same, kept)) == quotes(DRAFT)[1:]
    assert len(redrafted(same, kept).rejected) == 1
    found = keep(other, kept)
    assert quotes(found.report) == quotes(other)
    assert found.report.rejected == ()
    assert [(left.pointer, left.what) for left in found.left_behind] == [("/rejected/0", "rejected")]


def test_only_what_is_listed_as_rejected_counts_as_struck_out():
    deleted = evolve(changed(DRAFT, 1, "accepted"), claims=changed(DRAFT, 1, "accepted").claims[1:])

    assert quotes(redrafted(DRAFT, deleted)) == quotes(DRAFT)


def test_a_claim_that_is_gone_from_the_new_text_is_named():
    kept = changed(DRAFT, 0, "accepted")
    new = drafted(TEXT.partition("\n")[2], *COVERS, REFUSES)

    found = keep(new, kept)

    assert quotes(found.report) == quotes(new)
    assert [(left.claim, left.what) for left in found.left_behind if left.what == "claim"] == [
        (DRAFT.claims[0].id, "claim")
    ]


def test_a_correction_that_nobody_marked_as_one_is_named():
    claims = [evolve(DRAFT.claims[0], certainty="PS+"), *DRAFT.claims[1:]]

    found = keep(DRAFT, evolve(DRAFT, claims=claims))

    assert found.disowned == (DRAFT.claims[0].id,)
    assert found.report == DRAFT
    assert keep(DRAFT, changed(DRAFT, 0, certainty="PS+")).disowned == ()


def test_the_draft_of_an_older_program_is_not_taken_for_a_correction():
    older = evolve(SOFTWARE, version="0")
    claims = [evolve(DRAFT.claims[0], certainty="PS+"), *DRAFT.claims[1:]]

    found = keep(DRAFT, evolve(DRAFT, claims=claims, annotators=[older]))

    assert found.disowned == ()
    assert found.report == DRAFT


@pytest.mark.parametrize("kept_id", [DRAFT.id, "other"])
def test_in_the_same_text_the_report_keeps_its_id_and_in_another_it_says_where_it_comes_from(kept_id):
    kept = evolve(changed(DRAFT, 0), id=kept_id, derived_from="first")
    new = drafted("News.\n" + TEXT, PLANS, *COVERS, REFUSES)

    assert (redrafted(DRAFT, kept).id, redrafted(DRAFT, kept).derived_from) == (kept_id, "first")
    assert redrafted(new, kept).id != kept_id
    assert redrafted(new, kept).derived_from == kept_id


def test_an_id_that_was_asked_for_is_given_but_never_to_two_texts():
    kept = changed(DRAFT, 0)
    asked = evolve(DRAFT, id="second")

    assert (redrafted(asked, kept).id, redrafted(asked, kept).derived_from) == ("second", kept.id)
    with pytest.raises(ct.InvalidValue, match="is the id of the report"):
        redrafted(evolve(drafted("News.\n" + TEXT, PLANS), id=kept.id), kept)


def test_what_a_person_wrote_about_the_document_stays_with_its_text():
    document = evolve(DRAFT.document, id="mine", title="Plans", published="2026-01-05")
    found = redrafted(
        evolve(DRAFT, document=evolve(DRAFT.document, url="https://example.org/1")), evolve(DRAFT, document=document)
    )

    assert (found.document.id, found.document.title, str(found.document.published)) == ("mine", "Plans", "2026-01-05")
    assert found.document.url == "https://example.org/1"


def test_ids_that_are_taken_make_way():
    speaker = ct.Speaker(id=DRAFT.claims[1].id, name="Somebody")
    kept = evolve(
        changed(DRAFT, 0, attribution=evolve(DRAFT.claims[0].attribution, speakers=[speaker.id])),
        claims=[changed(DRAFT, 0, attribution=ct.Attribution(speakers=[speaker.id])).claims[0]],
        speakers=[speaker],
    )

    found = redrafted(DRAFT, kept)

    assert is_valid(found)
    assert f"{speaker.id}-2" in ids(found)
    assert redrafted(DRAFT, found) == found


def test_what_is_drafted_of_real_prose_is_kept_too(cases):
    """
    The laws above, on the drafts of prose with every shape of attribution, and of the same prose with a part left out.
    """
    fates = ["left", "corrected", "left", "struck out", "left", "accepted", "deleted"]
    for number, path in enumerate(sorted((cases / "attribution" / "development").glob("*.txt"))):
        text = path.read_bytes().decode()
        draft = drafting.draft(text)
        assert redrafted(draft, draft) == draft
        fate = {claim.id: fates[(at + number) % len(fates)] for at, claim in enumerate(draft.claims)}
        claims = [
            marked(claim, fate[claim.id]) if fate[claim.id] in PERSONS else claim
            for claim in draft.claims
            if fate[claim.id] not in ("struck out", "deleted")
        ]
        known = {claim.id for claim in claims}
        claims = [
            evolve(claim, relations=[link for link in claim.relations if link.target in known]) for claim in claims
        ]
        struck_out = [ct.Rejected(content=claim.content) for claim in draft.claims if fate[claim.id] == "struck out"]
        kept = evolve(draft, claims=claims, rejected=struck_out)
        for new in (draft, drafting.draft(text.partition("\n\n")[2].replace(" will ", " may ", 3))):
            found = keep(new, kept)
            assert is_valid(found.report)
            assert redrafted(new, found.report) == found.report
            assert found.disowned == ()
            gone = {left.claim for left in found.left_behind if left.what == "claim"}
            mine = {claim.id for claim in claims if claim.origin.status in PERSONS}
            assert mine == mine & (ids(found.report) | gone)
            assert not gone & ids(found.report)


def long_report(status, *, verb="is", count=1000):
    """As many claims as lines; each has a speaker of its own."""
    text = "".join(f"Item {number} {verb} due in town {number} on day {number}.\n" for number in range(count))
    document = ct.Document(id=f"long-{verb.replace(' ', '-')}", text=text)
    lines = text.splitlines()
    starts = [text.index(line) for line in lines]
    claims = [
        ct.Claim(
            id=f"c-{number}",
            content=[ct.Anchor(ct.Span(start, start + len(line) - 1), line[:-1])],
            attribution=ct.Attribution(speakers=[f"s-{number}"]),
            certainty="CT+",
            origin=ct.Origin(annotator="claimtrack", status=status),
        )
        for number, (start, line) in enumerate(zip(starts, lines, strict=True))
    ]
    speakers = [ct.Speaker(id=f"s-{number}", name=f"Person Number{number}") for number in range(count)]
    return ct.Report(id=document.id, document=document, annotators=[SOFTWARE], speakers=speakers, claims=claims)


def kept_in_every_way(count):
    """A draft that keeps an earlier one: half of it accepted, struck out, under other ids, with other words."""
    drafted, accepted = long_report("drafted", count=count), long_report("accepted", count=count)
    half = [pair[number % 2] for number, pair in enumerate(zip(drafted.claims, accepted.claims, strict=True))]
    half_accepted = evolve(drafted, claims=half)
    struck_out = evolve(drafted, claims=[], rejected=[ct.Rejected(content=claim.content) for claim in drafted.claims])
    renamed = evolve(
        drafted,
        speakers=[evolve(speaker, id=f"x-{speaker.id}") for speaker in drafted.speakers],
        claims=[
            evolve(claim, id=f"x-{claim.id}", attribution=ct.Attribution(speakers=[f"x-s-{number}"]))
            for number, claim in enumerate(drafted.claims)
        ],
    )
    edited = long_report("drafted", verb="may be", count=count)

    assert redrafted(drafted, half_accepted) == half_accepted
    assert redrafted(renamed, struck_out).claims == ()
    assert redrafted(renamed, drafted).speakers == drafted.speakers
    assert [claim.id for claim in redrafted(edited, accepted).claims] == [claim.id for claim in drafted.claims]


def test_keeping_takes_work_that_grows_with_the_claims_and_no_faster(calls):
    kept_in_every_way(10)  # what is loaded once is no part of the work

    assert calls(lambda: kept_in_every_way(400)) <= 1.3 * 4 * calls(lambda: kept_in_every_way(100))


SNOW = """Snow fell on the northern valleys from early morning, and the pass was shut at noon. “Nobody was hurt,” said
the head of the rescue service, Ola Hansen. She said that the road may open again on Sunday, when the wind has dropped.
"""
CRANE = """The council of Talbury voted on Tuesday to sell the old harbour crane, which has not moved since 1998. “It is
a sad day,” Marion Price told reporters. A spokesman for the buyers said that the crane will be taken to pieces in May.
"""


def test_what_is_known_of_another_text_is_not_taken_over():
    """Somebody named the wrong file: the new text is no version of the kept one."""
    known = drafting.draft(SNOW, title="Snow", url="https://example.org/snow", publisher="The Herald")
    accepted = evolve(
        known, claims=[evolve(claim, origin=evolve(claim.origin, status="accepted")) for claim in known.claims]
    )

    found = keep(drafting.draft(CRANE), accepted)
    version = keep(drafting.draft(SNOW.replace("at noon", "at ten")), accepted)
    told = keep(drafting.draft(CRANE, url="https://example.org/snow"), accepted)

    assert (found.another, version.another, told.another) == (True, False, False)
    document = found.report.document
    assert (found.report.derived_from, document.previous, document.url, document.title) == (None, None, None, None)
    assert "share next to nothing" in notes(found)[0].message
    assert version.report.document.url == told.report.document.url == "https://example.org/snow"
