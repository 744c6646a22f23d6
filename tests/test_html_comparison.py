"""The page of a comparison as text: what is escaped, in which order, and that it is always the same."""

import re

import pytest
from attrs import evolve

import claimtrack as ct
from claimtrack.comparison import RULES, compare_text
from claimtrack.render.html import comparison_page
from claimtrack.render.html._comparison import FINDINGS, GROUPS, HEDGED, OWN_VOICE, STRENGTHENED, WEIGHT


@pytest.fixture(scope="module")
def baseline(examples):
    return ct.load(examples / "baseline.claims.json")


@pytest.fixture(scope="module")
def moscow(examples):
    return ct.load(examples / "2026-01-08-moscow.claims.json")


def hostile(report):
    """*report* with markup in every name and title."""
    name = "<img src=x onerror=alert(1)>\u202e"
    return evolve(
        report,
        document=evolve(report.document, title=name),
        speakers=tuple(evolve(speaker, name=name) for speaker in report.speakers),
    )


def test_what_comes_from_documents_is_escaped(baseline, moscow):
    """
    Markup in names and titles is text, and marks that turn the direction of writing are shown as codes.
    """
    baseline, moscow = hostile(baseline), hostile(moscow)

    html = comparison_page(ct.compare(baseline, moscow), baseline, moscow)

    assert "<img" not in html
    assert "&lt;img src=x" in html
    assert "\u202e" not in html


def test_same_comparison_gives_the_same_page(baseline, moscow):
    """
    Two pages of one comparison are the same to the byte.
    """
    found = ct.compare(baseline, moscow)

    assert comparison_page(found, baseline, moscow) == comparison_page(ct.compare(baseline, moscow), baseline, moscow)


def test_cards_stand_in_the_order_of_an_analyst(baseline, moscow):
    """
    Undecided, contradicted, changed, added, not mentioned, unchanged; of the changed what turns a claim comes first.
    """
    found = ct.compare(baseline, moscow)

    ids = re.findall(r'<li class="item" id="(\w+)"', comparison_page(found, baseline, moscow))

    kinds = "".join(dict.fromkeys(name[0] for name in ids if name[0] != "p"))
    assert kinds == "uxao"
    changed = [int(name[1:]) for name in ids if name[0] == "p"]
    unchanged = [number for number, pairing in enumerate(found.pairings, 1) if not pairing.changes]
    assert changed[-len(unchanged) :] == unchanged
    first = found.pairings[changed[0] - 1]
    assert "certainty" in first.axes
    assert sorted(changed) == list(range(1, len(found.pairings) + 1))
    assert len(ids) == len(found.pairings) + len(found.undecided) + len(found.contradictions) + len(found.added) + len(
        found.not_mentioned
    )


def test_texts_that_are_not_at_hand_are_shown_by_their_quotes(baseline, moscow):
    """
    Without reports the page shows the quotes of both sides, and says so.
    """
    html = comparison_page(ct.compare(baseline, moscow))

    assert html.count("the text is not at hand") == 2
    assert "The implications of such a move are profound" in html
    assert "should a ceasefire be reached" not in html  # in no claim's content


def test_another_report_is_refused(baseline, moscow):
    """
    Words are never shown at offsets of another text.
    """
    found = ct.compare(baseline, moscow)

    with pytest.raises(ct.InvalidValue, match="is not the report that was compared"):
        comparison_page(found, moscow, baseline)


def test_raw_text_has_new_sentences_and_outcomes(baseline, examples):
    """
    Against a raw text there is a card for every new sentence, and what became of the anchors of a claim.
    """
    text = (examples / "baseline-revised.txt").read_text(encoding="utf-8")
    found = compare_text(baseline, baseline.document.next_version(text))

    html = comparison_page(found, baseline)

    assert html.count('<article class="card state-new-sentence"') == len(found.new_sentences) == 1
    assert "carried: edited" in html


def test_places_of_a_claim_that_is_not_placed_are_shown(baseline):
    """
    A claim whose words stand in several places of the new text is undecided, with every place as a candidate.
    """
    old = "Rain fell. He was ready to go. Wind blew."
    new = "He was ready to go. Snow fell on the old town. He was ready to go. The market closed early."
    document = ct.Document(id="d", text=old)
    report = ct.Report(
        id="r",
        document=document,
        annotators=(ct.Annotator(id="annotator", name="A"),),
        claims=(ct.annotate(document, "He was ready to go", id="ready", certainty="CT+"),),
    )
    found = compare_text(report, document.next_version(new))
    assert found.comparison.undecided, "the words are no longer ambiguous"

    html = comparison_page(found, report)

    assert "Where it may have gone" in html
    assert html.count('<li><q class="quote" dir="auto"><span class="context">') == 2


def test_every_rule_and_axis_is_known():
    """
    The rules that the page groups are rules of comparisons, and every axis has its weight.
    """
    assert HEDGED | STRENGTHENED | {OWN_VOICE} <= set(RULES)
    assert sorted(WEIGHT) == sorted(ct.comparison.AXES)
    assert set(GROUPS) - {"changed"} <= set(FINDINGS)
