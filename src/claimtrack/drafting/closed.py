"""Words of closed classes that the reading of attributions asks for; data of `attribution.toml`."""

from claimtrack._units import lexicon


def _words(name: str) -> frozenset[str]:
    return frozenset(lexicon("attribution")["closed"][name]["words"].split())


TIME = _words("time")
CUTS = _words("cuts")
BE = _words("be")
DO_NOT_SPEAK = _words("do_not_speak")
AFTER_SOURCE = _words("after_source")
WEEKDAYS = _words("weekdays")
SENTENCE_ADVERBS = _words("sentence_adverbs")
BACKSHIFTED = _words("backshifted")
QUESTIONING = _words("questioning")
CONTRAST = _words("contrast")
NAMING = _words("naming")
PRONOUNS = _words("pronouns")
POSSESSIVES = _words("possessives")
LINKING = _words("linking")
REBUTTING = _words("rebutting")
TIME_AHEAD = _words("time_ahead")
SAYING = _words("saying")
DECLINING = _words("declining")
SPEAKING = _words("speaking")
NORMS = _words("norms")
TIME_NOUNS = _words("time_nouns")
FOLLOWING = _words("following")
IS = _words("is")
TIME_PREPOSITIONS = _words("time_prepositions")
NAMED = _words("named")
VOICELESS = _words("voiceless")
PLATFORMS = _words("platforms")
QUANTIFYING = _words("quantifying")
TELLING = _words("telling")
SUBORDINATING = _words("subordinating")
VIEWS = _words("views")
INDEFINITE = _words("indefinite")
GET = _words("get")
OPENING = _words("opening")
IMPERSONAL = _words("impersonal")
CLAUSE_OPENING = _words("clause_opening")
REFLEXIVES = _words("reflexives")
DENYING = _words("denying")
NOBODY = _words("nobody")
DAYS = WEEKDAYS | {"today", "yesterday"}
WHEN = TIME | WEEKDAYS | {"last", "this", "next", "one", "two", "three", "late", "early"}
"""What opens a telling of when: "Monday", "last week"."""
