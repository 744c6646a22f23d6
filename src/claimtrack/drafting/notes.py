"""What a draft comes to: a report, and notes on what could not be read."""

from __future__ import annotations

import re

from attrs import frozen

from claimtrack._rules import REMARKS
from claimtrack.errors import Location, Problem
from claimtrack.model import Report  # attrs classes name it at run time

ANNOTATOR = "claimtrack"
"""The id of the annotator of drafted claims."""

NOTES = {remark.code: remark.name for remark in REMARKS if remark.severity == "warning"}
"""What a draft may have to tell, by code."""


@frozen(kw_only=True)
class Drafted:
    """
    A draft with what its reader should know of it.

    Args:
        report: The draft.
        notes: What could not be read, and why; each a warning.
    """

    report: Report
    notes: tuple[Problem, ...] = ()


def slug(name: str) -> str:
    """*name* as an id may have it: small ASCII letters, digits and hyphens."""
    return re.sub(r"[^0-9a-z]+", "-", name.lower()).strip("-")[:60].strip("-")


def note(code: str, message: str, hint: str) -> Problem:
    """A note on a draft."""
    return Problem(code=code, severity="warning", message=message, where=Location(), hint=hint)
