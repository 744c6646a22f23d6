"""Many anchors of one text at once are the anchors that each would get by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimtrack._syntax import Words
from claimtrack.anchoring.quoting import Describer, claim_id, describe
from claimtrack.text import Span

WORDS = st.sampled_from(
    ["the", "cat", "sat.", "On", "mat,", "“he", "said”", "U.S.", "a", "\n", "x\u00a0y", "dog7", "", "é"]
)


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text in which much stands several times, and places in it that cover words."""
    text = " ".join(draw(st.lists(WORDS, min_size=1, max_size=120)))
    spans = []
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, max(0, len(text) - 1)))
        end = draw(st.integers(start, min(len(text), start + 60)))
        if text[start:end].strip():
            spans.append(Span(start, end))
    return text, spans


@given(texts_with_spans())
def test_anchors_made_together_are_those_made_alone(case):
    text, spans = case
    words = Words(text)
    together = Describer(text, list(zip(words.start, words.end, strict=True)))

    for span in spans:
        alone = describe(text, span)
        assert together.describe(span) == alone
        assert together.claim_id([alone]) == claim_id(text, [alone])
