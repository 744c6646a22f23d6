"""Reports to and from their files: strict in, canonical out, one report or a corpus."""

from __future__ import annotations

import codecs
import io
import os
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Union, get_args, get_origin

import msgspec
from attrs import NOTHING, Factory, evolve, fields, frozen, resolve_types

from claimtrack import model
from claimtrack._collector import collector_paused
from claimtrack._rules import SEVERITIES
from claimtrack.anchoring.quoting import fill
from claimtrack.certainty import Certainty, Likelihood
from claimtrack.errors import InvalidReport, Location, Problem, UnreadableFile
from claimtrack.model import FORMAT_VERSION, Anchor, Report, text_sha256
from claimtrack.source import MAX_REPORT_BYTES, Source
from claimtrack.text import Span
from claimtrack.validation import (
    Checked,
    bounded_lines,
    check,
    check_value,
    examine,
    is_corpus,
    open_bytes,
    read_bytes,
    real_path,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from attrs import AttrsInstance
    from cattrs import Converter


@frozen(kw_only=True)
class Refused:
    """A record of a corpus that is no valid report: its line, from 1, and everything that is wrong with it."""

    line: int
    problems: tuple[Problem, ...]


def load(path: str | Path) -> Report:
    """
    The report in the file *path*; the text beside it is read too, where the document names one.

    Raises:
        UnreadableFile: If the file cannot be read.
        InvalidReport: If `validate` finds an error in it; the exception carries all problems.
    """
    name = os.fspath(path)
    return report(check(read_bytes(name), path=name, base=Path(name).parent), path=name)


def loads(data: bytes | str, *, base: str | Path | None = None) -> Report:
    """
    The report in *data*, the content of a file.

    Args:
        data: JSON, as UTF-8 or as text.
        base: The folder that a document's ``path`` is relative to; without one, a text beside the report is not read.

    Raises:
        InvalidReport: If `validate` finds an error in it; the exception carries all problems.
    """
    return report(check(data, base=base))


def loads_own(data: str) -> Report:
    """
    The report in *data* that `dumps` wrote, and that nobody changed since: nothing is validated.

    Raises:
        Exception: Of any kind, if that is not so.
    """
    with collector_paused():
        return _report_in(msgspec.json.decode(data))


def load_stream(source: str | Path | bytes | BinaryIO, *, base: str | Path | None = None) -> Iterator[Report | Refused]:
    """
    The reports of a corpus in JSON Lines, one after the other; a bad line stops nothing.

    Args:
        source: A file's name, bytes, or a binary file that is open.
        base: The folder that documents' ``path`` is relative to; the file's own where *source* names one.

    Yields:
        A `Report`, or `Refused` with the problems of that line.

    Raises:
        UnreadableFile: If the file cannot be read.
    """
    if isinstance(source, str | Path):
        name = os.fspath(source)
        with open_bytes(name) as file:
            yield from _stream(file, name, base if base is not None else Path(name).parent)
    else:
        yield from _stream(io.BytesIO(source) if isinstance(source, bytes) else source, None, base)


def _stream(file: BinaryIO, path: str | None, base: str | Path | None) -> Iterator[Report | Refused]:
    for line in bounded_lines(file):
        if line.data.strip():
            with collector_paused():
                checked = check(line.data, path=path, base=base, line=line.number)
                item = (
                    _structured(checked) if checked.loadable else Refused(line=line.number, problems=checked.problems)
                )
            yield item


def dumps(report: Report, *, line: bool = False) -> bytes:
    """
    *report* in its canonical form: keys in a fixed order, UTF-8, a line end at the end; indented, or one *line*.

    The same report gives the same bytes, and `loads` gives the same report back.

    Raises:
        InvalidReport: If a rule between fields is broken, such as a claim that names an unknown speaker.
    """
    with collector_paused():
        data = _report_out(report)
        problems = check_value(data, text=report.document.text).problems
        if any(problem.severity == "error" for problem in problems):
            raise InvalidReport(problems)
        encoded = msgspec.json.encode(data)
    return (encoded if line else msgspec.json.format(encoded, indent=2)) + b"\n"


def dump(report: Report, path: str | Path) -> None:
    """
    Write *report* to the file *path*, whole or not at all.

    A text that lies beside the report is not written.

    Raises:
        InvalidReport: If a rule between fields is broken; nothing is written then.
        UnreadableFile: If the file cannot be written.
    """
    write_atomically(path, dumps(report, line=is_corpus(os.fspath(path))))


def dump_stream(reports: Iterable[Report], path: str | Path) -> int:
    """
    Write a corpus in JSON Lines to the file *path*, whole or not at all, and return the number of reports.

    Raises:
        InvalidReport: If a report breaks a rule; nothing is written then.
        UnreadableFile: If the file cannot be written.
    """
    count = 0

    def pieces() -> Iterator[bytes]:
        nonlocal count
        for report in reports:
            yield dumps(report, line=True)
            count += 1

    write_atomically(path, pieces())
    return count


@frozen(kw_only=True)
class Completed:
    """A report written by hand, completed: the report, or None and the problems that stand in the way."""

    report: Report | None
    problems: tuple[Problem, ...]


def complete(
    data: bytes | str, *, path: str | None = None, base: str | Path | None = None, embed: bool = False
) -> Completed:
    """
    The report that *data* is the sketch of: quotes become anchors, the rest is filled in as far as it is plain.

    Offsets, context and hash come from the document's text; ``origin`` is filled in where there is exactly one
    annotator, the format's version and unit of offsets always.

    Args:
        data: The authoring form: a report in which a quote may stand wherever an anchor is due.
        path: What the file is called in messages.
        base: The folder that the document's ``path`` is relative to.
        embed: Whether the text of the file beside the report is to be embedded in it.
    """
    source = Source(data, path=path)
    value, faults = source.value, list(source.faults)
    if not source.readable or not isinstance(value, dict):
        return Completed(report=None, problems=check(data, path=path, base=base).problems)
    value = _with_defaults(value)
    text, found = text_of(value, base, rehash=True)
    faults.extend(found)
    if text is not None:
        value["document"]["sha256"] = text_sha256(text)
        value, found = fill(value, text)
        faults.extend(found)
        if embed:
            value["document"].pop("path", None)
            value["document"]["text"] = text
    blamed = {fault.path for fault in faults}
    value, text, found = examine(value, base)
    faults.extend(fault for fault in found if not any(fault.path[: len(way)] == way for way in blamed if way))
    problems = tuple(source.problems(faults, SEVERITIES))
    checked = Checked(data=value, text=text, problems=problems, source=source)
    return Completed(report=_structured(checked) if checked.loadable else None, problems=problems)


def _with_defaults(value: dict[str, Any]) -> dict[str, Any]:
    value = {"claimtrack": FORMAT_VERSION, "offset_unit": "code-point", "annotators": [], "speakers": [], **value}
    if isinstance(value.get("document"), dict):
        value["document"] = dict(value["document"])
    annotators = value["annotators"]
    if isinstance(annotators, list) and len(annotators) == 1 and isinstance(annotators[0], dict):
        origin = {"annotator": annotators[0].get("id"), "status": "manual"}
        claims = value.get("claims")
        if isinstance(claims, list):
            value["claims"] = [
                {**claim, "origin": {**origin, **claim.get("origin", {})}}
                if isinstance(claim, dict) and isinstance(claim.get("origin", {}), dict)
                else claim
                for claim in claims
            ]
    return value


_MARKED = (  # the mark of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_NO_TEXT = "of HTML, PDF and Word files, save the words as plain text first"


def decode_text(data: bytes, *, encoding: str | None = None, path: str | None = None) -> str:
    """
    The text in *data*, line ends as they are.

    Args:
        data: The content of a text file.
        encoding: What it is written in. Where it is left out, a byte order mark tells UTF-16 and UTF-32 apart, and all
            else has to be UTF-8. The mark of UTF-8 stays part of the text, as it is part of its hash; others are gone.
        path: What the file is called in messages.

    Raises:
        UnreadableFile: If the bytes are no such text, or more than a report may have.
    """
    where = Location(path=path)
    if len(data) > MAX_REPORT_BYTES:
        raise UnreadableFile(f"the text is larger than {MAX_REPORT_BYTES:,} bytes", where=where, hint="split it")
    if encoding is None:
        encoding = next((name for mark, name in _MARKED if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
        text.encode()  # some encodings yield halves of surrogate pairs, which no file of ours can hold
    except UnicodeEncodeError as error:
        raise UnreadableFile(
            f"character {error.start:,} is half of a surrogate pair: the text is not {encoding.upper()}",
            where=where,
            hint="name the encoding that it is written in",
        ) from None
    except LookupError:
        raise UnreadableFile(
            f"{encoding!r:.40} is no encoding", where=where, hint="try utf-8, utf-16, latin-1 or cp1252"
        ) from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(
            f"byte {error.start:,} is not {encoding.upper()}",
            where=Location(path=path, line=line),
            hint=f"name the encoding: --encoding cp1252, utf-16, latin-1, ...; {_NO_TEXT}",
        ) from None
    except UnicodeError as error:
        raise UnreadableFile(f"the text is not {encoding.upper()}: {error}", where=where) from None
    if "\x00" in text:
        raise UnreadableFile(
            f"there is a NUL character at {text.index(chr(0)):,}: this is no text",
            where=where,
            hint=f"name the encoding if it is UTF-16; {_NO_TEXT}",
        )
    return text


def write_atomically(path: str | Path, content: bytes | Iterable[bytes]) -> None:
    """
    Put *content* into the file *path*: other readers see the old file or the new one, never half of it.

    A symbolic link is followed, and the permissions of a file that is replaced are kept.

    Raises:
        UnreadableFile: If the file cannot be written; an old one is still there then. What is a folder, a pipe or a
            device is not replaced.
    """
    temporary = None
    try:
        target = real_path(path)
        if target.is_symlink() or (target.exists() and not target.is_file()):  # a link still: they lead in a circle
            raise UnreadableFile(
                "what stands there is no file that can be replaced",
                where=Location(path=os.fspath(path)),
                hint="name a file, or write to standard output",
            )
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:80]}.", suffix=".part")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            for piece in (content,) if isinstance(content, bytes) else content:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(target))
        temporary.replace(target)
        temporary = None
    except UnreadableFile:
        raise
    except OSError as error:
        name = os.fspath(path)
        raise UnreadableFile(
            f"the file cannot be written: {error.strerror or error}",
            where=Location(path=name),
            hint="check that the folder exists and may be written",
        ) from None
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


def _mode(target: Path) -> int:
    """The permissions of *target*, or those a new file gets."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def report(checked: Checked, *, path: str | None = None) -> Report:
    """
    The report that *checked* holds.

    Raises:
        InvalidReport: If it has an error.
    """
    if not checked.loadable:
        raise InvalidReport(checked.problems, where=Location(path=path) if path else None)
    return _structured(checked)


def _structured(checked: Checked) -> Report:
    with collector_paused():
        made = _report_in(checked.data)
        if checked.text is not None and not made.document.embedded:
            made = evolve(made, document=made.document.with_text(checked.text))
        return made


# --- conversion ------------------------------------------------------------------------------------------------------
# Data reaches the converter only after validation, so its hooks check nothing a second time and convert nothing: the
# types are known to be right, and cattrs' own readers of str, int and float, which coerce, are never asked.

_PARTS = (
    model.Publisher,
    model.Annotator,
    model.Speaker,
    model.Relay,
    model.Attribution,
    model.Condition,
    model.Time,
    model.Relation,
    model.Assessment,
    model.Origin,
    model.Claim,
    model.Rejected,
    model.Document,
)
# Keys that are written even where the value is the default: the schema asks for them.
_ALWAYS = {"kind", "status", "speakers", "annotators", "claims", "sha256"}


@cache
def _converter() -> Converter:
    from cattrs import Converter

    converter = Converter(detailed_validation=False)
    converter.register_structure_hook_func(_is_plain, _as_it_is)
    for plain in (str, int, float):  # cattrs would inline its own conversions otherwise: 4 would become 4.0
        converter.register_structure_hook(plain, _as_it_is)
    converter.register_unstructure_hook_func(_is_plain, lambda value: value)
    converter.register_structure_hook(Anchor, _anchor_in)
    converter.register_unstructure_hook(Anchor, _anchor_out)
    converter.register_structure_hook(model.Date, lambda value, _: model.Date(value))
    converter.register_unstructure_hook(model.Date, str)
    converter.register_structure_hook(Certainty, lambda value, _: Certainty.parse(value))
    converter.register_unstructure_hook(Certainty, str)
    converter.register_structure_hook(Likelihood, lambda value, _: Likelihood(**value))
    converter.register_unstructure_hook(Likelihood, _likelihood_out)
    converter.register_structure_hook_factory(_is_list, lambda kind: _list_in(converter, get_args(kind)[0]))
    for kind in _PARTS:
        converter.register_structure_hook(kind, _trusting(kind, converter))
        converter.register_unstructure_hook(kind, _in_order(kind, converter))
    return converter


def _trusting(kind: type[AttrsInstance], converter: Converter) -> Callable[[Any, Any], Any]:
    """
    A reader that puts the parts of a validated value in place, without the checks that construction makes.

    Validation has made the same checks and more; making them twice costs a third of the time of loading.
    """
    resolve_types(kind)
    parts = []
    for part in fields(kind):
        key = part.name.lstrip("_")
        hook = None if _is_plain(part.type) else converter.get_structure_hook(part.type)
        parts.append((part.name, key, hook, part.type, part.default))

    def read(value: dict[str, Any], _: Any) -> Any:
        made = _new(kind)
        for name, key, hook, type_, default in parts:
            if key in value:
                _put(made, name, value[key] if hook is None else hook(value[key], type_))
            else:
                _put(made, name, {} if isinstance(default, Factory) else default)  # type: ignore[arg-type]
        return made

    return read


def _in_order(kind: type[AttrsInstance], converter: Converter) -> Callable[[Any], dict[str, Any]]:
    """A writer that keeps the order of the fields, which is the schema's, and leaves out what says nothing."""
    parts = [
        (field.name, field.name.lstrip("_"), field.name in _ALWAYS or field.default is NOTHING)
        for field in fields(kind)
        if field.name != "_beside"
    ]
    unstructure = converter.unstructure

    def write(value: Any) -> dict[str, Any]:
        data = {}
        for name, key, always in parts:
            part = getattr(value, name)
            if always or part not in _SAYS_NOTHING:
                data[key] = unstructure(part)
        return data

    return write


_SAYS_NOTHING: tuple[Any, ...] = (None, (), {})


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _list_in(converter: Converter, kind: Any) -> Callable[[Any, Any], tuple[Any, ...]]:
    if _is_plain(kind):
        return lambda items, _: tuple(items)
    hook = converter.get_structure_hook(kind)
    return lambda items, _: tuple([hook(item, kind) for item in items])  # a list is quicker to grow


def _is_plain(kind: Any) -> bool:
    """Whether JSON's own value serves: strings, numbers, words of a list, users' own data."""
    origin = get_origin(kind)
    if origin is UnionType or origin is Union:
        return all(part is type(None) or _is_plain(part) for part in get_args(kind))
    return kind in (str, int, float) or origin in (Literal, Mapping)


def _as_it_is(value: Any, _: Any) -> Any:
    return value


def _anchor_in(value: dict[str, Any], _: Any) -> Anchor:
    # Most of a report is anchors, and validation has proved them against the text: their own checks, which cost as
    # much as all other building together, are left out.
    span, anchor = _new(Span), _new(Anchor)
    _put(span, "start", value["start"])
    _put(span, "end", value["end"])
    _put(anchor, "span", span)
    _put(anchor, "exact", value["exact"])
    _put(anchor, "prefix", value.get("prefix"))
    _put(anchor, "suffix", value.get("suffix"))
    return anchor


_new, _put = object.__new__, object.__setattr__


def _anchor_out(anchor: Anchor) -> dict[str, Any]:
    data: dict[str, Any] = {"start": anchor.span.start, "end": anchor.span.end, "exact": anchor.exact}
    if anchor.prefix is not None:
        data["prefix"] = anchor.prefix
    if anchor.suffix is not None:
        data["suffix"] = anchor.suffix
    return data


def _likelihood_out(likelihood: Likelihood) -> dict[str, Any]:
    data: dict[str, Any] = {"low": likelihood.low, "high": likelihood.high}
    return data if likelihood.term is None else {**data, "term": likelihood.term, "scale": likelihood.scale}


_TOP = ("annotators", "speakers", "claims", "rejected")
_ITEMS = (model.Annotator, model.Speaker, model.Claim, model.Rejected)


def _report_in(data: dict[str, Any]) -> Report:
    structure = _converter().structure
    return Report(
        id=data["id"],
        derived_from=data.get("derived_from"),
        document=structure(data["document"], model.Document),
        **{
            key: tuple(structure(item, kind) for item in data.get(key, ()))
            for key, kind in zip(_TOP, _ITEMS, strict=True)
        },
        extra=data.get("extra", {}),
        schema=data.get("$schema"),
    )


def _report_out(report: Report) -> dict[str, Any]:
    unstructure = _converter().unstructure
    return {
        **({} if report.schema is None else {"$schema": report.schema}),
        "claimtrack": FORMAT_VERSION,
        "id": report.id,
        **({} if report.derived_from is None else {"derived_from": report.derived_from}),
        "offset_unit": "code-point",
        "document": unstructure(report.document),
        **{key: unstructure(getattr(report, key)) for key in _TOP if key in _ALWAYS or getattr(report, key)},
        **({"extra": report.extra} if report.extra else {}),
    }
