"""Is this a report? JSON syntax, JSON Schema and the rules between fields, every fault in one answer."""

from __future__ import annotations

import io
import itertools
import json
import os
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from attrs import frozen

from claimtrack import _schemas
from claimtrack._collector import collector_paused
from claimtrack._rules import BY_CODE, EXAMPLE, REMARKS, RULES, SEVERITIES, Remark, Rule, explain
from claimtrack.anchoring.quoting import alike, excerpt, places
from claimtrack.certainty import Likelihood
from claimtrack.errors import ClaimtrackError, Location, Problem, UnreadableFile
from claimtrack.model import FORMAT_VERSION, Date, text_sha256
from claimtrack.source import MAX_PROBLEMS, MAX_REPORT_BYTES, Fault, Source, json_faults, pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from claimtrack.source import Path as Way

    Opener = Callable[[str], AbstractContextManager[BinaryIO]]

__all__ = ["EXAMPLE", "REMARKS", "RULES", "Remark", "Rule", "explain", "validate", "validate_files"]

MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""How to make version n + 1 of the format from version n, by n; empty while there is only one version."""

CORPUS_SUFFIXES = (".jsonl", ".ndjson")
"""The names of files that hold one report a line end so."""


@frozen(kw_only=True)
class Checked:
    """A decoded report with everything that was found wrong with it."""

    data: Any
    text: str | None
    problems: tuple[Problem, ...]
    source: Source | None

    @property
    def loadable(self) -> bool:
        """Whether there is no error; warnings do not count."""
        return not any(problem.severity == "error" for problem in self.problems)


def validate(
    source: str | Path | bytes | dict[str, Any], *, base: str | Path | None = None, lines: bool | None = None
) -> tuple[Problem, ...]:
    """
    Every fault of a report or a corpus; empty if there is none. Bad data never raises.

    Args:
        source: A str or Path is a file, bytes are the content of one, anything else is a decoded JSON value.
        base: The folder that a document's ``path`` is relative to; the file's own where *source* is a file. Without
            one, texts beside the report are not looked at.
        lines: Whether *source* is JSON Lines, one report a line; None means: a file is if it is called ``.jsonl`` or
            ``.ndjson``, bytes are not.

    Returns:
        Errors and warnings in the order of the file. `validate` finds no error if and only if `load` succeeds.
    """
    if isinstance(source, str | Path):
        return tuple(problem for _, problems in validate_files([source], lines=lines) for problem in problems)
    if isinstance(source, bytes | bytearray | memoryview):
        data = bytes(source)
        if not lines:
            return check(data, base=base).problems
        corpus = Corpus()
        checked = check_lines(io.BytesIO(data), base=base, corpus=corpus)
        problems = [problem for line in checked for problem in line.problems]
        return (*problems, *(problem for _, problem in corpus.problems()))
    return check_value(source, base=base).problems


def validate_files(
    paths: Iterable[str | Path], *, lines: bool | None = None, opener: Opener | None = None
) -> Iterator[tuple[str, tuple[Problem, ...]]]:
    """
    Each file with its problems, then, file by file, those that only the files together show.

    One bad file stops nothing: what cannot be read is a problem too. Links between reports (``report-id#claim-id``)
    and the uniqueness of report ids are checked among the given files; a file with such a problem comes a second time.

    Args:
        paths: The files.
        lines: Whether they are JSON Lines; None means: those are that are called so.
        opener: What opens a file for reading bytes, where it is not to be opened by its name.
    """
    corpus = Corpus()
    for path in paths:
        name = os.fspath(path)
        found: list[Problem] = []
        try:
            if is_corpus(name) if lines is None else lines:
                with (opener or open_bytes)(name) as file:
                    for checked in check_lines(file, path=name, base=Path(name).parent, corpus=corpus):
                        found.extend(checked.problems)
            else:
                checked = check(read_bytes(name, opener), path=name, base=Path(name).parent)
                corpus.note(checked, name)
                found.extend(checked.problems)
        except UnreadableFile as error:
            found.append(
                Problem(
                    code="CT001", severity="error", message=error.message, where=Location(path=name), hint=error.hint
                )
            )
        yield name, tuple(found)
    together: dict[str, list[Problem]] = {}
    for name, problem in corpus.problems():
        together.setdefault(name, []).append(problem)
    for name, problems in together.items():
        yield name, tuple(problems)


def is_corpus(name: str) -> bool:
    """Whether a file of that name holds one report a line."""
    return name.lower().endswith(CORPUS_SUFFIXES)


@contextmanager
def open_bytes(path: str) -> Iterator[BinaryIO]:
    """
    *path* opened for reading.

    Raises:
        UnreadableFile: If it cannot be opened or read.
    """
    try:
        with Path(path).open("rb") as file:
            yield file
    except ValueError as error:  # a null byte in the name
        raise UnreadableFile(f"{path!r:.80} cannot be read: {error}") from None
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}", hint=_open_hint(error)) from None


def real_path(path: str | Path) -> Path:
    """
    The file that *path* leads to, links followed; those that lead in a circle stay as they are.

    Raises:
        UnreadableFile: If no file can have such a name.
    """
    try:
        return Path(os.path.realpath(path))  # Path.resolve raises for a circle in some versions of Python
    except ValueError as error:  # a null byte in the name
        raise UnreadableFile(f"{str(path)!r:.80} is no name of a file: {error}", hint="name another file") from None


def same_file(one: str | Path, other: str | Path) -> bool:
    """
    Whether two names mean one file, be it that the disk does not tell ``A`` from ``a``.

    Raises:
        UnreadableFile: If no file can have such a name.
    """
    if real_path(one) == real_path(other):
        return True
    try:
        return Path(one).samefile(other)
    except OSError:  # one of them is not there
        return False


def read_bytes(path: str, opener: Opener | None = None) -> bytes:
    """
    The content of *path*, at most one byte more than a report may have.

    Raises:
        UnreadableFile: If it cannot be read.
    """
    with (opener or open_bytes)(path) as file:
        return bytes(file.read(MAX_REPORT_BYTES + 1))


def _open_hint(error: OSError) -> str | None:
    if isinstance(error, FileNotFoundError):
        return "check the name"
    if isinstance(error, IsADirectoryError):
        return "name the files in it; the command line takes directories"
    return None


def check(data: bytes | str, *, path: str | None = None, base: str | Path | None = None, line: int = 1) -> Checked:
    """The report in *data*, decoded and checked in all three stages."""
    with collector_paused():
        source = Source(data, path=path, line=line)
        faults = list(source.faults)
        value, text = source.value, None
        if source.readable:
            value, text, found = examine(value, base)
            known = {fault.path for fault in faults}
            faults.extend(fault for fault in found if fault.path not in known)
    if not faults:
        return Checked(data=value, text=text, problems=(), source=source)
    problems = source.problems(faults, SEVERITIES)
    return Checked(data=value, text=text, problems=_at_most(problems), source=source)


def check_value(value: Any, *, base: str | Path | None = None, text: str | None = None) -> Checked:
    """A decoded JSON value, checked in the second and the third stage, and for being JSON at all; *text* is known."""
    faults = json_faults(value)
    if not faults:
        value, text, faults = examine(value, base, text)
    problems = [
        Problem(
            code=fault.code,
            severity=BY_CODE[fault.code].severity,
            message=fault.message,
            where=Location(pointer=pointer(fault.path)),
            hint=fault.hint,
        )
        for fault in faults
    ]
    return Checked(data=value, text=text, problems=_at_most(problems), source=None)


def check_lines(
    lines: BinaryIO,
    *,
    path: str | None = None,
    base: str | Path | None = None,
    corpus: Corpus | None = None,
) -> Iterator[Checked]:
    """Each report of a corpus in JSON Lines; blank lines are skipped."""
    for line in bounded_lines(lines):
        if line.data.strip():
            checked = check(line.data, path=path, base=base, line=line.number)
            if corpus is not None:
                corpus.note(checked, path or "")
            yield checked


class Line(NamedTuple):
    """A line of a corpus: its number, from 1, and its bytes."""

    number: int
    data: bytes


def bounded_lines(lines: BinaryIO) -> Iterator[Line]:
    """Lines with their number; of a line that is too long only the beginning, the rest is skipped."""
    number = 0
    while line := lines.readline(MAX_REPORT_BYTES + 1):
        number += 1
        yield Line(number, line)
        while len(line) > MAX_REPORT_BYTES and not line.endswith(b"\n"):
            line = lines.readline(MAX_REPORT_BYTES + 1)


def _at_most(problems: list[Problem]) -> tuple[Problem, ...]:
    if len(problems) <= MAX_PROBLEMS:
        return tuple(problems)
    worst = "error" if any(problem.severity == "error" for problem in problems[MAX_PROBLEMS:]) else "warning"
    last = Problem(
        code=problems[MAX_PROBLEMS].code,
        severity=worst,  # type: ignore[arg-type]
        message=f"and more than {MAX_PROBLEMS:,} problems in all",
        where=problems[MAX_PROBLEMS].where,
        hint="repair these first",
    )
    return (*problems[:MAX_PROBLEMS], last)


def examine(value: Any, base: str | Path | None, known: str | None = None) -> tuple[Any, str | None, list[Fault]]:
    """The value in today's version of the format, the text beside it, and the faults of the second and third stage."""
    value, faults = migrated(value)
    if faults:
        return value, None, faults
    if not _accepted(value):
        faults = _explanations(value)
    if not isinstance(value, dict):
        return value, None, faults
    text, found = text_of(value, base, known)
    blamed = {fault.path for fault in faults}
    faults.extend(fault for fault in (*found, *_cross_faults(value, text)) if fault.path not in blamed)
    return value, text, faults


def migrated(value: Any) -> tuple[Any, list[Fault]]:
    """*value* brought to today's version of the format, or the fault that says why it cannot be."""
    if isinstance(value, dict) and "claimtrack" not in value:
        for key, what in _NO_REPORTS.items():
            if key in value:
                return value, [Fault("CT101", (), f"this is {what}, not a report", "name the report that it tells of")]
    if not isinstance(value, dict) or type(value.get("claimtrack")) is not int:
        return value, []
    version = value["claimtrack"]
    if version > FORMAT_VERSION:
        message = f"the file is of version {version} of the format, this claimtrack reads up to {FORMAT_VERSION}"
        return value, [Fault("CT109", ("claimtrack",), message, "install a newer claimtrack")]
    while version < FORMAT_VERSION:
        step = MIGRATIONS.get(version)
        if step is None:
            message = f"there is no version {value['claimtrack']} of the format"
            return value, [Fault("CT109", ("claimtrack",), message, f"write {FORMAT_VERSION}")]
        version += 1
        value = {**step(value), "claimtrack": version}
    return value, []


_NO_REPORTS = {
    "claimtrack_comparison": "what `claimtrack compare` found",
    "claimtrack_carried": "what `claimtrack carry` found",
}
"""The keys that the package's other files begin with."""


# --- stage two: the schema -------------------------------------------------------------------------------------------


@cache
def _fast(definition: str | None = None) -> Any:
    """The Rust validator for the report, or for one definition of its schema."""
    import jsonschema_rs

    schema = _schemas.schema("report")
    if definition is not None:
        schema = {"$schema": schema["$schema"], "$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]}
    return jsonschema_rs.Draft202012Validator(schema, offline=True)


def _accepted(value: Any, definition: str | None = None) -> bool:
    try:
        return bool(_fast(definition).is_valid(value))
    except ValueError:  # what the Rust side cannot take over, such as a lone surrogate, is no valid report
        return False


@cache
def _slow() -> Any:
    """The validator that explains, with patterns read as the Rust validator reads them."""
    import re

    from jsonschema import Draft202012Validator, ValidationError, validators

    def pattern(_: Any, regex: str, instance: Any, __: Any) -> Iterator[ValidationError]:
        # Python's $ also matches before a final line end; \Z does not.
        if isinstance(instance, str) and not re.search(regex.replace("$", r"\Z"), instance):
            yield ValidationError("pattern")

    def unique(_: Any, wanted: bool, instance: Any, __: Any) -> Iterator[ValidationError]:
        # The library compares every item with every other where they cannot be sorted.
        if wanted and isinstance(instance, list) and _twice(instance) is not None:
            yield ValidationError("uniqueItems")

    checks = {"pattern": pattern, "uniqueItems": unique}
    return validators.extend(Draft202012Validator, checks)(_schemas.schema("report"))


def _twice(items: list[Any]) -> Any:
    """The first item that stood in *items* before, or None."""
    seen = set()
    for item in items:
        key = json.dumps(item, sort_keys=True)
        if key in seen:
            return item
        seen.add(key)
    return None


_LISTS = {"claims": "claim", "speakers": "speaker", "annotators": "annotator", "rejected": "rejected"}


def _explanations(value: Any) -> list[Fault]:
    """Why the schema refuses *value*; only the items that it refuses are looked at closely, however many there are."""
    reduced, kept = value, {}
    if isinstance(value, dict):
        reduced = dict(value)
        for key, definition in _LISTS.items():
            if isinstance(items := value.get(key), list):
                kept[key] = [index for index, item in enumerate(items) if not _accepted(item, definition)][
                    :MAX_PROBLEMS
                ]
                reduced[key] = [items[index] for index in kept[key]]
    faults: list[Fault] = []
    for error in _slow().iter_errors(reduced):
        way = tuple(error.absolute_path)
        if len(way) > 1 and way[0] in kept:
            way = (way[0], kept[str(way[0])][way[1]], *way[2:])
        faults.extend(_explained(error, way))
        if len(faults) > MAX_PROBLEMS:
            break
    if not faults:  # cannot be while both validators agree, which the tests prove; a refusal is never silent
        faults.append(Fault("CT103", (), "the schema refuses this report", None))
    return list(dict.fromkeys(faults))


def _explained(error: Any, way: Way) -> Iterator[Fault]:
    keyword, wanted, value = error.validator, error.validator_value, error.instance
    name = f"{way[-1]!r}" if way else "the report"
    match keyword:
        case "required":
            for key in wanted:
                if key not in value:
                    yield Fault("CT101", way, f"the key {key!r} is missing", _missing_hint(key))
        case "additionalProperties":
            known = error.schema.get("properties", {})
            for key in value:
                if key not in known:
                    hint = _nearest_hint(key, known) or "remove it, or put it under 'extra' with a namespace"
                    yield Fault("CT102", (*way, key), f"the key {key!r:.60} is not known here", hint, at_key=True)
        case "type":
            yield Fault("CT103", way, f"{name} is {_kind(value)}, not {_TYPES[wanted]}", _type_hint(value, wanted))
        case "enum" | "const":
            words = wanted if keyword == "enum" else [wanted]
            listed = ", ".join(str(word) for word in words)
            nearest = _nearest_hint(value, map(str, words)) if isinstance(value, str) else None
            yield Fault("CT104", way, f"{_short(value)} is none of: {listed}", nearest)
        case "pattern" if "propertyNames" in error.absolute_schema_path:
            hint = "write a namespace before a colon: newsroom:priority"
            yield Fault("CT105", (*way, value), f"the key {value!r:.60} has no namespace", hint, at_key=True)
        case "pattern":
            title = error.schema.get("title") or name
            samples = error.schema.get("examples")
            hint = f"for example {', '.join(map(str, samples))}" if samples else error.schema.get("description")
            yield Fault("CT105", way, f"{_short(value)} is not written as {title} asks for", hint)
        case "minLength":
            yield Fault("CT106", way, f"{name} is empty", "leave the key out, or fill it in")
        case "maxLength":
            yield Fault("CT106", way, f"{name} is {len(value):,} characters long, the limit is {wanted}", None)
        case "minItems":
            yield Fault("CT106", way, f"{name} is empty", f"at least {wanted} is needed")
        case "minimum" | "maximum":
            word = "less" if keyword == "minimum" else "more"
            yield Fault("CT106", way, f"{_short(value)} is {word} than {wanted}", None)
        case "uniqueItems":
            yield Fault("CT107", way, f"{_short(_twice(value))} stands twice in {name}", "remove one of the two")
        case "not":
            keys = " and ".join(map(repr, wanted.get("required", ())))
            yield Fault("CT108", way, f"{keys} stand together", "keep one of the two")
        case "dependentRequired":
            for key, companions in wanted.items():
                for companion in companions:
                    if key in value and companion not in value:
                        yield Fault("CT108", way, f"{key!r} stands without {companion!r}", "give both, or neither")
        case _:
            yield Fault("CT103", way, f"{name} is not what the schema asks for ({keyword})", None)


_TYPES = {
    "object": "an object",
    "array": "a list",
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
}


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    kinds = {dict: "an object", list: "a list", str: "a string", int: "a whole number", float: "a number"}
    return kinds[type(value)]


def _short(value: Any) -> str:
    if isinstance(value, dict | list):
        return _kind(value)
    shown = repr(value) if isinstance(value, str) else _kind(value) if value is None else str(value)
    if isinstance(value, bool):
        shown = _kind(value)
    return shown if len(shown) <= 60 else shown[:57] + "…" + (shown[-1] if isinstance(value, str) else "")


def _missing_hint(key: str) -> str | None:
    return {
        "sha256": "`claimtrack anchor` computes it",
        "start": "`claimtrack anchor` fills in offsets",
        "end": "`claimtrack anchor` fills in offsets",
        "claimtrack": f'write "claimtrack": {FORMAT_VERSION}',
        "offset_unit": 'write "offset_unit": "code-point"',
    }.get(key)


def _type_hint(value: Any, wanted: str) -> str | None:
    if isinstance(value, str) and wanted == "object":
        return "a quote alone becomes an anchor by `claimtrack anchor`"
    if wanted == "array" and not isinstance(value, list | dict):
        return "write a list, be it of one"
    if value is None:
        return "leave the key out where there is no value"
    if isinstance(value, str) and wanted in ("integer", "number"):
        return "write the number without quotation marks"
    return None


MAX_SUGGESTIONS = 2_000
"""Among more names than this the nearest one is not looked for."""


def _nearest_hint(word: str, known: Iterable[str]) -> str | None:
    from rapidfuzz import fuzz, process

    known = list(known)
    if len(known) > MAX_SUGGESTIONS:
        return None
    # Half of the letters in common is where a slip of the pen ends and another word begins.
    found = process.extractOne(word[:200], sorted(known), scorer=fuzz.ratio, score_cutoff=50)
    return f"did you mean {found[0]!r}?" if found else None


# --- stage three: rules between fields -------------------------------------------------------------------------------
# They run on decoded data whatever the schema said, so that one answer holds all faults; hence the checks of types.


def text_of(
    data: dict[str, Any], base: str | Path | None, known: str | None = None, *, rehash: bool = False
) -> tuple[str | None, list[Fault]]:
    """
    The document's text, embedded or from the file beside the report, and what is wrong with it.

    Args:
        data: The report.
        base: The folder of the report's file, if any.
        known: The text where the caller has it already.
        rehash: Whether the hash is about to be computed anew, so that a wrong one is no fault.
    """
    document = data.get("document")
    if not isinstance(document, dict):
        return None, []
    text, path = document.get("text"), document.get("path")
    way: Way = ("document", "sha256")
    beside = None
    if not isinstance(text, str):
        text = known
    if text is None and base is not None and isinstance(path, str) and _accepted(path, "document/properties/path"):
        found = _text_beside(path, Path(base))
        if isinstance(found, Fault):
            return None, [found]
        text = beside = found
    if text is None:
        return None, []
    digest = "" if rehash else text_sha256(text)
    if not rehash and isinstance(document.get("sha256"), str) and document["sha256"] != digest:
        hint = f"the text's is {digest}; if the text was changed on purpose, run `claimtrack anchor`"
        if beside is not None and text_sha256(text.replace("\r\n", "\n")) == document["sha256"]:
            hint = "its line ends were changed to CR LF: tell git not to (-text in .gitattributes)"
        return text, [Fault("CT206", way, "sha256 is not that of the text", hint)]
    return text, []


def _text_beside(path: str, base: Path) -> str | Fault:
    way: Way = ("document", "path")
    try:
        file = (base / path).resolve()
        if not file.is_relative_to(base.resolve()):
            return Fault(
                "CT207", way, f"{path!r:.80} leads out of the report's folder", "copy the text beside the report"
            )
        if file.stat().st_size > MAX_REPORT_BYTES:
            return Fault("CT207", way, f"{path!r:.80} is larger than {MAX_REPORT_BYTES:,} bytes", None)
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        return Fault("CT207", way, f"{path!r:.80} is not UTF-8 at byte {error.start:,}", "save it as UTF-8")
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Fault(
            "CT207", way, f"{path!r:.80} cannot be read: {reason}", "the path is relative to the report's file"
        )


def _cross_faults(data: dict[str, Any], text: str | None) -> list[Fault]:
    faults: list[Fault] = []
    report_id = data.get("id")
    speakers = _index(data, "speakers", faults, {})
    claims = _index(data, "claims", faults, speakers)
    annotators = _index(data, "annotators", faults, {})
    document = data.get("document")
    if isinstance(document, dict):
        faults.extend(_unknown(document.get("authors"), ("document", "authors"), speakers, "CT302", "speaker"))
        faults.extend(_document_dates(document))
    if type(data.get("claimtrack")) is float:
        faults.append(_fraction(("claimtrack",), data["claimtrack"]))
    for index, claim in enumerate(_list(data, "claims")):
        if isinstance(claim, dict):
            _claim_faults(claim, ("claims", index), text, speakers, claims, annotators, report_id, faults)
    for index, rejected in enumerate(_list(data, "rejected")):
        if isinstance(rejected, dict):
            way: Way = ("rejected", index)
            for at, anchor in enumerate(_list(rejected, "content")):
                _anchor_faults(anchor, (*way, "content", at), text, faults)
            if "annotator" in rejected:
                faults.extend(_unknown([rejected["annotator"]], way, annotators, "CT303", "annotator", "annotator"))
            _date_fault(rejected, "at", way, faults)
    return faults


_NOTHING: list[Any] = []


def _list(data: dict[str, Any], key: str) -> list[Any]:
    value = data.get(key)
    return value if type(value) is list else _NOTHING


def _index(data: dict[str, Any], key: str, faults: list[Fault], taken: dict[str, Any]) -> dict[str, Any]:
    """The items of a list by their id; ids that are taken are faults."""
    found: dict[str, Any] = {}
    for index, item in enumerate(_list(data, key)):
        name = item.get("id") if isinstance(item, dict) else None
        if type(name) is str:
            if name in found or name in taken:
                what = "speaker" if name in taken else key.removesuffix("s")
                message = f"the id {name!r:.60} is already that of another {what}"
                hint = "claims and speakers share one namespace: rename one"
                faults.append(Fault("CT301", (key, index, "id"), message, hint))
            found.setdefault(name, item)
    return found


def _claim_faults(
    claim: dict[str, Any],
    way: Way,
    text: str | None,
    speakers: dict[str, Any],
    claims: dict[str, Any],
    annotators: dict[str, Any],
    report_id: Any,
    faults: list[Fault],
) -> None:
    content = _list(claim, "content")
    for index, anchor in enumerate(content):
        _anchor_faults(anchor, (*way, "content", index), text, faults)
    if len(content) > 1:
        faults.extend(_out_of_order(content, (*way, "content")))
    attribution = claim.get("attribution")
    if isinstance(attribution, dict):
        _step_faults(attribution, (*way, "attribution"), text, speakers, faults)
        for index, relay in enumerate(_list(attribution, "via")):
            if isinstance(relay, dict):
                _step_faults(relay, (*way, "attribution", "via", index), text, speakers, faults)
    for index, condition in enumerate(_list(claim, "conditions")):
        if isinstance(condition, dict):
            _anchor_faults(condition.get("anchor"), (*way, "conditions", index, "anchor"), text, faults)
    for index, time in enumerate(_list(claim, "time")):
        if isinstance(time, dict):
            if "anchor" in time:
                _anchor_faults(time["anchor"], (*way, "time", index, "anchor"), text, faults)
            _date_fault(time, "value", (*way, "time", index), faults)
    relations = _list(claim, "relations")
    if relations:
        faults.extend(_relation_faults(relations, claim.get("id"), (*way, "relations"), claims, report_id))
    origin = claim.get("origin")
    if isinstance(origin, dict):
        annotator = origin.get("annotator")
        if type(annotator) is not str or annotator not in annotators:  # what cannot be a key is in no dictionary
            faults.extend(_unknown([annotator], (*way, "origin"), annotators, "CT303", "annotator", "annotator"))
        if type(origin.get("confidence")) is float:
            faults.append(_fraction((*way, "origin", "confidence"), origin["confidence"]))
        _date_fault(origin, "at", (*way, "origin"), faults)
    if "likelihood" in claim:
        faults.extend(_likelihood_faults(claim["likelihood"], (*way, "likelihood")))
    for index, assessment in enumerate(_list(claim, "assessments")):
        if isinstance(assessment, dict):
            _date_fault(assessment, "date", (*way, "assessments", index), faults)
            faults.extend(_rating_faults(assessment, (*way, "assessments", index)))


def _step_faults(
    step: dict[str, Any], way: Way, text: str | None, speakers: dict[str, Any], faults: list[Fault]
) -> None:
    """One step of an attribution: its speakers, and the words that name and show it."""
    for name in _list(step, "speakers"):
        if type(name) is not str or name not in speakers:
            faults.extend(_unknown(step["speakers"], (*way, "speakers"), speakers, "CT302", "speaker"))
            break
    for key in ("mention", "cue"):
        for index, anchor in enumerate(_list(step, key)):
            _anchor_faults(anchor, (*way, key, index), text, faults)


def _anchor_faults(anchor: Any, way: Way, text: str | None, faults: list[Fault]) -> None:
    """An anchor against itself and, where there is one, against the text."""
    if type(anchor) is not dict:
        return
    start, end, exact = anchor.get("start"), anchor.get("end"), anchor.get("exact")
    if type(start) is not int or type(end) is not int or type(exact) is not str:
        faults.extend(_fraction((*way, key), anchor[key]) for key in ("start", "end") if type(anchor.get(key)) is float)
        return
    if (
        text is not None
        and start < end
        and exact
        and text[start:end] == exact
        and not exact.isspace()
        and len(exact) == end - start
        and ("prefix" not in anchor or _touches(text, anchor["prefix"], start, before=True))
        and ("suffix" not in anchor or _touches(text, anchor["suffix"], end, before=False))
    ):
        return
    faults.extend(_anchor_explained(anchor, way, text, near=len(faults) < MAX_SEARCHED_HINTS))


def _touches(text: str, context: Any, at: int, *, before: bool) -> bool:
    if type(context) is not str:
        return True  # the schema's affair
    if before:
        return at >= len(context) and text.startswith(context, at - len(context))
    return text.startswith(context, at)


def _anchor_explained(anchor: dict[str, Any], way: Way, text: str | None, *, near: bool) -> Iterator[Fault]:
    start, end, exact = anchor["start"], anchor["end"], anchor["exact"]
    if not exact or exact.isspace():
        yield Fault("CT208", (*way, "exact"), "the quote is blank", "quote the words that make the claim")
        return
    if start < 0 or end < 0:
        return  # the schema's affair
    if end < start:
        yield Fault(
            "CT202",
            way,
            f"the span {start}:{end} ends before it starts",
            _found_hint(exact, text, start) if near else None,
        )
        return
    if text is not None and end > len(text):
        message = f"the span {start}:{end} reaches beyond the text of {len(text)} code points"
        yield Fault("CT201", way, message, _found_hint(exact, text, start) if near else None)
        return
    if len(exact) != end - start:
        message = f"the quote has {len(exact)} code points, its span {start}:{end} covers {end - start}"
        yield Fault("CT209", way, message, _found_hint(exact, text, start) if near else None)
        return
    if text is None:
        return
    if text[start:end] != exact:
        message = f"the text has {excerpt(text[start:end])} at {start}:{end}, the quote is {excerpt(exact)}"
        yield Fault("CT203", (*way, "exact"), message, _found_hint(exact, text, start) if near else None)
        return
    for key, before, at, code in (("prefix", True, start, "CT204"), ("suffix", False, end, "CT205")):
        context = anchor.get(key)
        if context is not None and not _touches(text, context, at, before=before):
            there = text[max(0, at - len(context)) : at] if before else text[at : at + len(context)]
            message = f"the text has {excerpt(there)} there, the {key} is {excerpt(context)}"
            yield Fault(code, (*way, key), message, f"write the words that touch the span, or leave the {key} out")


MAX_SEARCHED_HINTS = 100
"""For so many faults of a report the text is searched for where a quote does stand; more of them have no such hint."""


def _found_hint(exact: str, text: str | None, near: int) -> str | None:
    """Where the quote does stand in the text, nearest to where it was said to be first."""
    if text is None:
        return "`claimtrack anchor` fills in offsets"
    found = sorted(places(text, exact), key=lambda at: (abs(at - near), at))
    if found:
        shown = ", ".join(f"{at}:{at + len(exact)}" for at in found[:3])
        return f"the quote stands at {shown}" + (f" and {len(found) - 3} more places" if len(found) > 3 else "")
    place = alike(text, exact)
    if place is None:
        return "the quote does not stand in the text: correct the words"
    return f"the quote does not stand in the text; nearest is {excerpt(place.of(text))} at {place}"


def _out_of_order(content: list[Any], way: Way) -> Iterator[Fault]:
    spans = [(item.get("start"), item.get("end")) for item in content if isinstance(item, dict)]
    for (_, end), (start, _) in itertools.pairwise(spans):
        if type(end) is int and type(start) is int and start < end:
            yield Fault("CT210", way, "the pieces overlap or stand out of order", "order them as in the text")
            return


def _unknown(
    names: Any, way: Way, known: dict[str, Any], code: str, what: str, key: str | None = None
) -> Iterator[Fault]:
    """The *names* that are not *known*; *way* is that of the list, or of the object that has the name under *key*."""
    for index, name in enumerate(names if isinstance(names, list) else ()):
        if type(name) is str and name not in known:
            hint = _nearest_hint(name, known) or f"add it to '{what}s'"
            yield Fault(code, (*way, key if key is not None else index), f"there is no {what} {name!r:.60}", hint)


def _relation_faults(
    relations: list[Any], own: Any, way: Way, claims: dict[str, Any], report_id: Any
) -> Iterator[Fault]:
    kinds: dict[str, set[str]] = {}
    for index, relation in enumerate(relations):
        if not isinstance(relation, dict):
            continue
        target, kind = relation.get("target"), relation.get("type")
        if type(target) is not str or type(kind) is not str:
            continue
        report, _, claim = target.rpartition("#")
        kinds.setdefault(target, set()).add(kind)
        if {"same_as", "different_from"} <= kinds[target] and kind in ("same_as", "different_from"):
            message = f"{target!r:.80} is the same and different"
            yield Fault("CT308", (*way, index), message, "keep the relation that is meant")
        if report and report != report_id:
            continue  # checked where that report is at hand
        place = (*way, index, "target")
        if claim == own:
            yield Fault("CT305", place, f"the claim {claim!r:.60} has a relation to itself", "name another claim")
        elif claim not in claims:
            yield Fault("CT304", place, f"there is no claim {claim!r:.60}", _nearest_hint(claim, claims))


def _date_fault(data: dict[str, Any], key: str, way: Way, faults: list[Fault]) -> None:
    value = data.get(key)
    if value is None or type(value) is not str:
        return
    if _date(value) is None and _accepted(value, "date"):
        faults.append(Fault("CT401", (*way, key), f"there is no date {value}", "correct it, or give the month alone"))


def _date(value: Any) -> Date | None:
    if type(value) is not str:
        return None  # the schema's affair
    try:
        return Date(value)
    except ClaimtrackError:
        return None


def _document_dates(document: dict[str, Any]) -> list[Fault]:
    faults: list[Fault] = []
    known: list[tuple[str, Date]] = []
    for key in ("published", "modified", "retrieved"):
        _date_fault(document, key, ("document",), faults)
        date = _date(document.get(key))
        if date is None:
            continue
        for earlier, other in known:
            if date.surely_before(other):
                message = f"{key} ({date}) lies before {earlier} ({other})"
                faults.append(Fault("CT402", ("document", key), message, "correct one of the two"))
                break
        known.append((key, date))
    return faults


def _likelihood_faults(likelihood: Any, way: Way) -> Iterator[Fault]:
    if not isinstance(likelihood, dict):
        return
    low: Any = likelihood.get("low")
    high: Any = likelihood.get("high")
    if type(low) not in (int, float) or type(high) not in (int, float) or not (0 <= low <= 1 and 0 <= high <= 1):
        return
    if low > high:
        yield Fault("CT403", way, f"low {low:g} is greater than high {high:g}", "put the smaller one first")
        return
    term, scale = likelihood.get("term"), likelihood.get("scale")
    if type(term) is str and type(scale) is str:
        try:
            Likelihood(low, high, term=term, scale=scale)  # type: ignore[arg-type]
        except ClaimtrackError as error:
            if _accepted(likelihood, "likelihood"):
                yield Fault("CT404", way, error.message, error.hint)


def _rating_faults(assessment: dict[str, Any], way: Way) -> Iterator[Fault]:
    rating: Any = assessment.get("rating")
    best: Any = assessment.get("best")
    worst: Any = assessment.get("worst")
    if all(type(value) in (int, float) for value in (rating, best, worst)):
        low, high = min(best, worst), max(best, worst)
        if not low <= rating <= high:
            message = f"{_brief(rating)} lies outside {_brief(worst)} to {_brief(best)}"
            yield Fault("CT405", (*way, "rating"), message, None)


def _brief(number: float) -> str:
    try:
        return f"{number:g}"
    except OverflowError:  # a whole number of hundreds of digits
        return "a number beyond all floats"


def _fraction(way: Way, value: float) -> Fault:
    whole = f"write {int(value)}" if value.is_integer() else "write a whole number"
    return Fault("CT211", way, f"{value} is written with a fraction", whole)


class Corpus:
    """What several reports say of each other: ids that repeat, and links to claims that are not there."""

    def __init__(self) -> None:
        self._reports: dict[str, tuple[str, int, frozenset[str]]] = {}
        self._links: list[tuple[str, str, Way, Source]] = []
        self._found: list[tuple[str, Problem]] = []

    def note(self, checked: Checked, file: str) -> None:
        """Remember the report's id, its claims' ids and its links to other reports."""
        data, source = checked.data, checked.source
        if not isinstance(data, dict) or source is None or type(data.get("id")) is not str:
            return
        report_id = sys.intern(data["id"])
        claims = [claim for claim in _list(data, "claims") if isinstance(claim, dict)]
        if report_id in self._reports:
            other, line, _ = self._reports[report_id]
            where = f"{other}:{line}" if is_corpus(other) else other or f"line {line}"
            fault = Fault("CT309", ("id",), f"the report id {report_id!r:.60} is already that of {where}", "rename one")
            self._found.extend((file, problem) for problem in source.problems([fault], SEVERITIES))
        else:
            names = frozenset(claim["id"] for claim in claims if type(claim.get("id")) is str)
            self._reports[report_id] = (file, source.line, names)
        for index, claim in enumerate(claims):
            for at, relation in enumerate(_list(claim, "relations")):
                target = relation.get("target") if isinstance(relation, dict) else None
                if type(target) is str and "#" in target and not target.startswith(report_id + "#"):
                    way: Way = ("claims", index, "relations", at, "target")
                    self._links.append((file, target, way, source))

    def problems(self) -> Iterator[tuple[str, Problem]]:
        """Each problem with the file it is in."""
        yield from self._found
        for file, target, way, source in self._links:
            report, _, claim = target.rpartition("#")
            if report in self._reports and claim not in self._reports[report][2]:
                names = self._reports[report][2]
                message = f"the report {report!r:.60} has no claim {claim!r:.60}"
                fault = Fault("CT304", way, message, _nearest_hint(claim, names))
                for problem in source.problems([fault], SEVERITIES):
                    yield file, problem
