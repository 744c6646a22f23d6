"""What English tells by its closed classes and fixed expressions: function words, hedges, negation, numbers, dates."""

FUNCTION_WORDS = frozenset(
    """
    a an the this that these those some any each every both either neither such all of in on at by for with from to
    into onto over under between among through during before after about against within without as than and or but
    nor so yet if unless while because since until when where which who whom whose what how be is are was were been
    being am do does did have has had having will would shall should can could may might must not no n't it its he
    him his she her they them their we us our you your i me my there here also s t
    """.split()  # noqa: SIM905 - as a list it would fill two pages
)
