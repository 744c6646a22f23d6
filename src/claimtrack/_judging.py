"""How sure the words of a claim are, by scope: a FactBank value with the words that decided it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from claimtrack.certainty import Certainty

if TYPE_CHECKING:
    from claimtrack._syntax import Words


@frozen(kw_only=True)
class Judgement:
    """
    A certainty, and what it was judged by.

    Args:
        certainty: The value.
        evidence: The words that decided it, as half-open ranges of word numbers, in the order of the text.
        rules: The rules that fired, in the same order: "certainty:negation". A rule without words of the content came
            from the cue.
    """

    certainty: Certainty
    evidence: tuple[tuple[int, int], ...] = ()
    rules: tuple[str, ...] = ()


def judge(words: Words, *pieces: tuple[int, int], cue: str | tuple[str, ...] | None = None) -> Judgement:
    """
    How sure the speaker of a claim is.

    Args:
        words: The words of the document.
        pieces: The content: half-open ranges of word numbers, in the order of the text; several for a content in
            pieces.
        cue: The words that govern the content, in lower case: ``("did", "not", "deny")``, ``"believes"``.
    """
    low = words.low
    numbers = [number for first, last in pieces for number in range(max(0, first), min(last, len(words)))]
    value, rules, evidence = "CT+", [], []
    for number in numbers:
        if low[number] in {"may", "might", "could", "perhaps", "possibly"}:
            value = "PS+"
            rules.append("certainty:possible")
            evidence.append((number, number + 1))
    return Judgement(certainty=Certainty.parse(value), evidence=tuple(evidence), rules=tuple(rules))
