"""Words of closed classes: what every layer asks for, without the lexicons that the readers of wordings need."""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    """The words of a list that is written as a text."""
    return frozenset(words.split())


# Determiners, prepositions, conjunctions, auxiliaries and pronouns of English: closed classes, as any grammar lists
# them. Other languages do without: there the rarity of a word in the two reports is all.
FUNCTION_WORDS = listed(
    """
    a an the this that these those some any each every both either neither such all of in on at by for with from to
    into onto over under between among through during before after about against within without as than and or but
    nor so yet if unless while because since until when where which who whom whose what how be is are was were been
    being am do does did have has had having will would shall should can could may might must not no n't it its he
    him his she her they them their we us our you your i me my there here also s t
    """
)
