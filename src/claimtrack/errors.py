"""Where a fault is, what it is, and the exceptions this package raises on purpose."""

from __future__ import annotations

from typing import Any, Literal

from attrs import field, frozen

Severity = Literal["error", "warning"]


@frozen(kw_only=True, order=True)
class Location:
    """
    A place in a file: path, line and column, and the JSON Pointer of the value (RFC 6901).

    Lines and columns count from 1, columns in Unicode code points. What is not known is None; the pointer of the
    whole file is the empty string.
    """

    path: str | None = None
    line: int | None = None
    column: int | None = None
    pointer: str | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        pointer = f"({self.pointer})" if self.pointer else ""
        return " ".join(part for part in (place, pointer) if part)


@frozen(kw_only=True)
class Problem:
    """
    One fault found in a file.

    Args:
        code: The rule's stable code, such as ``CT203``; `claimtrack.validation.explain` tells more.
        severity: ``error`` (the file cannot be loaded) or ``warning`` (it can).
        message: The fault as a fact.
        where: Path, line, column and JSON Pointer, as far as they are known.
        hint: The likely repair, or None.
    """

    code: str
    severity: Severity
    message: str
    where: Location = field(factory=Location)
    hint: str | None = None

    @property
    def pointer(self) -> str:
        """The JSON Pointer of the faulty value; empty for the whole file."""
        return self.where.pointer or ""

    @property
    def line(self) -> int | None:
        """The line, counted from 1."""
        return self.where.line

    @property
    def column(self) -> int | None:
        """The column in code points, counted from 1."""
        return self.where.column

    def __str__(self) -> str:
        return _text(f"{self.severity} {self.code}: {self.message}", self.where, self.hint)


class ClaimtrackError(Exception):
    """Base of every error this package raises on purpose."""

    def __init__(self, message: str, *, where: Location | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message, self.where, self.hint = message, where, hint

    def __str__(self) -> str:
        return _text(self.message, self.where, self.hint)

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), self.args, self.__dict__)


class InvalidSpan(ClaimtrackError, ValueError):
    """Two offsets that are no span, or a span that lies outside its text."""


class InvalidValue(ClaimtrackError, ValueError):
    """A value that its field cannot hold."""


class UnknownTerm(ClaimtrackError, ValueError):
    """A word or code that is not on the scale it was looked up on."""


class QuoteNotFound(ClaimtrackError, LookupError):
    """A quote that does not stand in the text."""


class AmbiguousQuote(ClaimtrackError, LookupError):
    """A quote that stands in the text more than once, with nothing that decides; `places` are the starts."""

    def __init__(
        self,
        message: str,
        *,
        places: tuple[int, ...] = (),
        where: Location | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, where=where, hint=hint)
        self.places = places


class UnreadableFile(ClaimtrackError, OSError):
    """A file that cannot be read or written at all."""


class UnusableLedger(ClaimtrackError, OSError):
    """A file that is no ledger, is one of a newer version, is damaged, or cannot be read or written."""


class LockedLedger(ClaimtrackError, TimeoutError):
    """A ledger that another process kept locked for longer than the timeout; nothing was changed."""


class NotInLedger(ClaimtrackError, LookupError):
    """A fact, report, claim or speaker that the ledger does not have."""


class EncoderFailed(ClaimtrackError, RuntimeError):
    """An encoder that cannot be loaded, or that did not give one usable vector for each text."""


class InvalidReport(ClaimtrackError, ValueError):
    """A report that breaks rules; `problems` are all of them, warnings included."""

    def __init__(self, problems: tuple[Problem, ...], *, where: Location | None = None) -> None:
        self.problems = problems
        super().__init__(_counted("the report is not valid", problems), where=where)

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), (self.problems,), self.__dict__)


class InvalidLexicon(ClaimtrackError, ValueError):
    """A lexicon for drafting that cannot be used; `problems` are all its faults."""

    def __init__(self, problems: tuple[Problem, ...], *, where: Location | None = None) -> None:
        self.problems = problems
        super().__init__(_counted("the lexicon is not valid", problems), where=where)

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), (self.problems,), self.__dict__)


_SHOWN_IN_MESSAGE = 10  # a screenful: the rest is in .problems


def _counted(fact: str, problems: tuple[Problem, ...]) -> str:
    """*fact* with the number of errors, and the first of them a line each."""
    errors = [problem for problem in problems if problem.severity == "error"]
    counted = f"{len(errors)} error{'' if len(errors) == 1 else 's'}"
    lines = "\n".join(str(problem) for problem in errors[:_SHOWN_IN_MESSAGE])
    rest = len(errors) - _SHOWN_IN_MESSAGE
    more = f"\n… and {rest} more (see .problems)" if rest > 0 else ""
    return f"{fact}: {counted}\n{lines}{more}"


def _text(message: str, where: Location | None, hint: str | None) -> str:
    place = str(where) if where is not None else ""
    told = f"{place}: {message}" if place else message
    return f"{told}\n  hint: {hint}" if hint else told


def _revive(kind: type[ClaimtrackError], args: tuple[Any, ...], state: dict[str, Any]) -> ClaimtrackError:
    error = kind(*args)
    error.__dict__.update(state)
    return error
