"""
Reads the tricky cases beside this file, runs them and says where an outcome is not what was wanted.

A file is one topic: `topic`, `about` and `cases`. A case has

- `title`, `why` (with a source where the idea came from one) and `change`: what happened to the text;
- `kind`: *find* (a quote in `new`) or *carry* (a span of `old` into `new`);
- `old`, `new`: texts; a list is paragraphs, and `{"repeat": 3, "of": "No. {n}", "first": 1}` is several of them;
- `quote`: a place of `old`, or, where there is none, the words with the context they were noted with. To find a place
  of `old` is to find its anchor, context and start included;
- `hint`: a place of `new`, perhaps with a `shift` (code points), or `{"between": [place, place]}`, right in the middle;
- `want`: `status` (one, or all that would do; *error* with the name of the `error`), and where something is to be
  found: `at` (a place of `new`, or all that would do), `pieces`, `normalised`, `edits` (pairs of words before and
  after, among others); where it is ambiguous: `count`, the number of candidates;
- `open`: why the case is not as wanted, once that is known and agreed.

A place is a quote that stands in the text once; or `exact` with the `prefix` and `suffix` that touch it and make it
unique; or everything between the beginning of one quote, `from`, and the end of another, `to`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

import claimtrack as ct
from claimtrack.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent

KEYS = frozenset({"title", "why", "change", "kind", "old", "new", "quote", "hint", "want", "open"})
WANTS = frozenset({"status", "at", "pieces", "normalised", "edits", "count", "error"})


@frozen(kw_only=True)
class Result:
    """What came of a case: the outcome, or the error."""

    outcome: ct.Outcome | None = None
    error: str | None = None

    @property
    def status(self) -> str:
        """The outcome's status, or *error*."""
        return self.outcome.status if self.outcome is not None else "error"


@frozen(kw_only=True)
class Case:
    """One tricky case, its texts laid out and its places found."""

    topic: str
    title: str
    why: str
    change: str
    kind: str
    old: str | None
    new: str
    quote: str
    span: Span | None
    prefix: str
    suffix: str
    hint: int | None
    statuses: tuple[str, ...]
    at: tuple[Span, ...]
    pieces: tuple[Span, ...]
    normalised: bool | None
    edits: tuple[tuple[str, str], ...]
    count: int | None
    error: str | None
    open: str | None

    def run(self) -> Result:
        """Find or carry."""
        try:
            return Result(outcome=self._outcome())
        except ct.ClaimtrackError as error:
            return Result(error=type(error).__name__)

    def _outcome(self) -> ct.Outcome:
        if self.kind == "carry":
            assert self.old is not None
            assert self.span is not None
            return ct.carry_spans(self.old, [self.span], self.new)[0]
        if self.old is not None and self.span is not None:
            return ct.find(ct.describe(self.old, self.span), self.new, hint=self.hint)
        return ct.find(self.quote, self.new, prefix=self.prefix, suffix=self.suffix, hint=self.hint)

    def faults(self, result: Result) -> Iterator[str]:
        """Where *result* is not what was wanted; nothing if all is well."""
        if result.status not in self.statuses:
            yield f"status is {result.status}, wanted {' or '.join(self.statuses)}"
        outcome = result.outcome
        if outcome is None:
            if self.error is not None and result.error != self.error:
                yield f"error is {result.error}, wanted {self.error}"
            return
        if self.count is not None and len(outcome.candidates) != self.count:
            yield f"candidates are {len(outcome.candidates)}, wanted {self.count}"
        if outcome.span is None:
            return
        if self.at and outcome.span not in self.at:
            wanted = " or ".join(repr(span.of(self.new)) for span in self.at)
            yield f"found {outcome.span.of(self.new)!r} at {outcome.span}, wanted {wanted} at {self.at[0]}"
        if self.pieces and outcome.spans != self.pieces:
            yield f"pieces are {[span.of(self.new) for span in outcome.spans]}"
        if self.normalised is not None and outcome.normalised != self.normalised:
            yield f"normalised is {outcome.normalised}"
        if outcome.status == "edited":
            shown = {(edit.before, edit.after) for edit in outcome.edits}
            if missing := [edit for edit in self.edits if edit not in shown]:
                yield f"edits are {sorted(shown)}, without {missing}"


def read() -> tuple[tuple[str, str, tuple[Case, ...]], ...]:
    """Every topic in the order of the files: its name, what it is about, and its cases."""
    topics = []
    for path in sorted(HERE.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        cases = []
        for item in data["cases"]:
            try:
                cases.append(_case(data["topic"], item))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path.name}: {item.get('title')}: {error}") from error
        topics.append((data["topic"], data["about"], tuple(cases)))
    return tuple(topics)


def _case(topic: str, item: dict[str, Any]) -> Case:
    want = item["want"]
    if unknown := (item.keys() - KEYS) | (want.keys() - WANTS):
        raise ValueError(f"unknown keys {sorted(unknown)}")
    new = _text(item["new"])
    old = _text(item["old"]) if "old" in item else None
    quote = item["quote"]
    span = None if old is None else _place(quote, old)
    exact = (
        span.of(old) if span is not None and old is not None else quote if isinstance(quote, str) else quote["exact"]
    )
    context = quote if span is None and isinstance(quote, dict) else {}
    return Case(
        topic=topic,
        title=item["title"],
        why=item["why"],
        change=item["change"],
        kind=item["kind"],
        old=old,
        new=new,
        quote=exact,
        span=span,
        prefix=context.get("prefix", ""),
        suffix=context.get("suffix", ""),
        hint=_hint(item["hint"], new) if "hint" in item else None,
        statuses=tuple(_listed(want["status"])),
        at=tuple(_place(place, new) for place in _listed(want.get("at", []))),
        pieces=tuple(_place(place, new) for place in want.get("pieces", [])),
        normalised=want.get("normalised"),
        edits=tuple((before, after) for before, after in want.get("edits", [])),
        count=want.get("count"),
        error=want.get("error"),
        open=item.get("open"),
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    paragraphs: list[str] = []
    for item in value:
        if isinstance(item, str):
            paragraphs.append(item)
        else:
            first = item.get("first", 1)
            paragraphs += (item["of"].replace("{n}", str(n)) for n in range(first, first + item["repeat"]))
    return "\n\n".join(paragraphs)


def _place(place: Any, text: str) -> Span:
    if isinstance(place, str):
        start = _once(text, place)
        return Span(start, start + len(place))
    if "from" in place:
        return Span(_once(text, place["from"]), _once(text, place["to"]) + len(place["to"]))
    prefix = place.get("prefix", "")
    start = _once(text, prefix + place["exact"] + place.get("suffix", "")) + len(prefix)
    return Span(start, start + len(place["exact"]))


def _once(text: str, words: str) -> int:
    start = text.find(words)
    if start < 0 or text.find(words, start + 1) >= 0:
        raise ValueError(f"{words!r} stands in the text {'several times' if start >= 0 else 'nowhere'}")
    return start


def _hint(hint: Any, text: str) -> int:
    if isinstance(hint, dict) and "between" in hint:
        one, other = (_place(place, text).start for place in hint["between"])
        if (one + other) % 2:
            raise ValueError("there is no middle: the places are an odd number of code points apart")
        return (one + other) // 2
    shift: int = hint.get("shift", 0) if isinstance(hint, dict) else 0
    return _place(hint, text).start + shift
