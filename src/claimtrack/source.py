"""JSON text read strictly, every fault at once, with the line and column of any value on demand."""

from __future__ import annotations

import json
import math
import re
from json.decoder import scanstring  # type: ignore[attr-defined]  # the standard library's own string reader
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from claimtrack.errors import Location, Problem
from claimtrack.text import LineIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_REPORT_BYTES = 128 * 1024 * 1024
"""The largest file, and the largest line of a corpus, in bytes."""

MAX_DEPTH = 64
"""How deep objects and lists may nest; the format itself needs eight levels, the rest is for ``extra``."""

MAX_INTEGER = 2**53 - 1
"""The largest whole number, and its negative the smallest: beyond it readers in other languages round (RFC 8259)."""

MAX_PROBLEMS = 10_000
"""How many problems are told of one report; a last one says that there are more."""

Path = tuple[str | int, ...]
"""A way into a JSON value: keys and indexes."""


class Fault(NamedTuple):
    """A fault before it has a line and a column: rule, way to the value, message, hint, whether the key is meant."""

    code: str
    path: Path
    message: str
    hint: str | None = None
    at_key: bool = False
    offset: int | None = None


def pointer(path: Path) -> str:
    """The JSON Pointer (RFC 6901) of *path*."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


class Source:
    """
    One JSON text, decoded, with its faults and the place of every value.

    Args:
        data: The bytes, or a text that is one already.
        path: What the file is called in messages.
        line: The line of the file on which the text begins, from 1.
    """

    def __init__(self, data: bytes | str, *, path: str | None = None, line: int = 1) -> None:
        self.path, self.line = path, line
        self.faults: list[Fault] = []
        self.value: Any = None
        self.readable = False
        """Whether there is a value to look at, be it that of a faulty text."""
        self._text: str | None = None
        self._lines: LineIndex | None = None
        self._data: bytes = b""
        size = len(data)
        if size > MAX_REPORT_BYTES:
            self._add(
                "CT002", f"{size:,} bytes are more than {MAX_REPORT_BYTES:,}", "split the report or the corpus", 0
            )
            return
        if isinstance(data, str):
            self._text = data
            try:
                data = data.encode("utf-8")
            except UnicodeEncodeError as error:
                self._scan()
                self._add("CT008", "a lone surrogate cannot be written as UTF-8", _SURROGATE_HINT, error.start)
                return
        self._data = data
        if not self._decode_fast(data):
            self._decode_slow(data)

    @property
    def text(self) -> str:
        """The text of the source, without a byte order mark."""
        if self._text is None:
            self._text = self._data.decode("utf-8", "replace").removeprefix("\ufeff")
        return self._text

    def problems(self, faults: Iterable[Fault], severity: dict[str, str]) -> list[Problem]:
        """*faults* as problems, each with its line and column, in the order of the file."""
        faults = list(faults)
        wanted = {(fault.path, fault.at_key) for fault in faults if fault.offset is None}
        places = locate(self.text, wanted) if wanted and self.readable else {}
        placed = []
        for number, fault in enumerate(faults):
            offset = fault.offset if fault.offset is not None else places.get((fault.path, fault.at_key))
            line = column = None
            if offset is not None:
                line, column = self.place(offset)
            where = Location(path=self.path, line=line, column=column, pointer=pointer(fault.path))
            problem = Problem(
                code=fault.code,
                severity=severity.get(fault.code, "error"),  # type: ignore[arg-type]
                message=fault.message,
                where=where,
                hint=fault.hint,
            )
            placed.append((offset if offset is not None else -1, fault.code, number, problem))
        return [problem for *_, problem in sorted(placed, key=lambda item: item[:3])]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column in the file of *offset* (code points of `text`)."""
        if self._lines is None:
            self._lines = LineIndex(self.text)
        line, column = self._lines(offset)
        return line + self.line - 1, column

    def _add(self, code: str, message: str, hint: str | None, offset: int | None, path: Path = ()) -> None:
        self.faults.append(Fault(code, path, message, hint, offset=offset))

    def _decode_fast(self, data: bytes) -> bool:
        """Decode a text without fault; False if there may be one."""
        import msgspec

        try:
            value = msgspec.json.decode(data)
        except (msgspec.DecodeError, RecursionError, UnicodeError, ValueError):
            return False
        if _may_repeat_keys(data, value) or not _plain(value):
            return False
        self.value, self.readable = value, True
        return True

    def _decode_slow(self, data: bytes) -> None:
        bom = _BOMS.match(data)
        if bom is not None and bom.lastgroup != "utf8":
            name = str(bom.lastgroup).upper().replace("UTF", "UTF-")
            self._add("CT003", f"the file is {name}, not UTF-8", "save it as UTF-8", 0)
            return
        if bom is not None:
            data = data[bom.end() :]
            self._add("CT004", "the file begins with a byte order mark", "save it as UTF-8 without BOM", 0)
        if b"\x00" in data[:4]:
            self._add("CT003", "the file looks like UTF-16 or UTF-32: it holds null bytes", "save it as UTF-8", 0)
            return
        try:
            self._text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            self._text = data[: error.start].decode("utf-8")
            where = f"byte {error.start:,} (0x{data[error.start]:02x})"
            self._add("CT003", f"the file is not UTF-8: {where} fits nowhere", "save it as UTF-8", len(self._text))
            return
        self._scan()

    def _scan(self) -> None:
        scanner = _Scanner(self.text)
        self.value, self.readable = scanner.read()
        self.faults.extend(scanner.faults)


_SURROGATE_HINT = r"write the character itself, or both halves of the pair: 😀"
_BOMS = re.compile(
    rb"(?P<utf32le>\xff\xfe\x00\x00)|(?P<utf32be>\x00\x00\xfe\xff)|(?P<utf16le>\xff\xfe)|(?P<utf16be>\xfe\xff)"
    rb"|(?P<utf8>\xef\xbb\xbf)"
)
# Counting the ends of keys in the source and in the decoded value written anew tells whether one was dropped. It is
# sound unless a string hides a quotation mark, a space or a colon behind an escape: then the slow way decides.
_KEY_END = re.compile(rb'"[ \t\r\n]+:')
_HIDING = re.compile(rb"\\u00(?:20|22|3[aA])")


def _may_repeat_keys(data: bytes, value: Any) -> bool:
    import msgspec

    again = msgspec.json.encode(value)
    spaced = len(_KEY_END.findall(data))
    ends = data.count(b'":') + spaced
    ends_again = again.count(b'":') + (len(_KEY_END.findall(again)) if spaced else 0)
    return ends != ends_again or (b"\\u00" in data and _HIDING.search(data) is not None)


def _plain(value: Any) -> bool:
    """Whether no number is too large and nothing is nested too deep: only users' own data can hide such."""
    return all(_within_limits(extra) for extra in _extras(value))


def _extras(value: Any) -> Iterator[Any]:
    """The parts of a report whose shape the schema leaves open; the whole value where it is no report."""
    if not isinstance(value, dict) or not isinstance(value.get("claims"), list):
        yield value
        return
    for key, part in value.items():
        if key == "claims":
            for claim in part:
                if isinstance(claim, dict):
                    if "extra" in claim:
                        yield claim["extra"]
                else:
                    yield claim
        elif key == "document" and isinstance(part, dict):
            yield part.get("extra")
        elif key == "extra":
            yield part


def _within_limits(value: Any) -> bool:
    stack = [(value, 2)]  # two levels lie above every part that is looked at here
    while stack:
        item, depth = stack.pop()
        if isinstance(item, dict | list):
            if depth >= MAX_DEPTH:
                return False
            stack.extend((child, depth + 1) for child in (item.values() if isinstance(item, dict) else item))
        elif type(item) is int and not -MAX_INTEGER <= item <= MAX_INTEGER:
            return False
    return True


_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_BARE = re.compile(r"[^\s,\[\]{}:\"]+")
_STRING = re.compile(r'"([^"\\\x00-\x1f]*)"')
_LITERALS = {"true": True, "false": False, "null": None}
_NO_NUMBERS = {"NaN": "nan", "Infinity": "inf", "-Infinity": "-inf"}
_NOT_JSON = {
    "True": "write true",
    "False": "write false",
    "None": "write null",
    "undefined": "write null, or leave the key out",
}
_HIGH_LOW = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class _End(Exception):
    """The text cannot be read on from here; the fault is noted already."""


class _Scanner:
    """
    A reader of JSON that notes every fault it can go on from, and keeps its own stack, however deep the text nests.

    It runs only on texts that the fast reader refused; so it is written for good messages, not for speed.
    """

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.faults: list[Fault] = []
        self._path: list[str | int] = []
        self._opened: list[int] = []

    def read(self) -> tuple[Any, bool]:
        """The value and whether the whole text could be read, faults or not."""
        try:
            value = self._value()
        except _End:
            return None, False
        self._space()
        if self.at < len(self.text):
            self._fault("CT005", "there is text after the end of the report", "one file holds one JSON object")
        return value, True

    def _value(self) -> Any:
        """One value, read with an explicit stack: nesting never reaches Python's own limit."""
        stack: list[tuple[Any, str | None, int]] = []  # container, key it goes to, where it opened
        while True:
            self._space()
            opening = self.text[self.at : self.at + 1]
            if opening in ("{", "["):
                if len(stack) >= MAX_DEPTH:
                    self._fault("CT009", f"the nesting is deeper than {MAX_DEPTH} levels", "flatten the data")
                    raise _End
                container: Any = {} if opening == "{" else []
                stack.append((container, None, self.at))
                self._opened.append(self.at)
                self.at += 1
                value = self._enter(stack)
                if value is _GO_ON:
                    continue
            else:
                value = self._scalar()
            while stack:
                value = self._put(stack, value)
                if value is _GO_ON:
                    break
            else:
                return value

    def _enter(self, stack: list[tuple[Any, str | None, int]]) -> Any:
        """Go into the container that has just been opened, or close it where it is empty."""
        self._space()
        if self.text[self.at : self.at + 1] == ("}" if isinstance(stack[-1][0], dict) else "]"):
            return self._close(stack)
        self._next(stack)
        return _GO_ON

    def _next(self, stack: list[tuple[Any, str | None, int]]) -> None:
        """Read up to the next value: in an object, its key and the colon."""
        container, _, opened = stack[-1]
        if isinstance(container, list):
            self._path.append(len(container))
            return
        start = self.at
        if self.text[start : start + 1] != '"':
            self._unexpected("a key in double quotation marks")
        key = self._string()
        if key in container:
            self.faults.append(
                Fault(
                    "CT006",
                    (*self._path, key),
                    f"the key {key!r:.60} stands twice in one object",
                    "keep one of the two",
                    offset=start,
                )
            )
        self._space()
        if self.text[self.at : self.at + 1] != ":":
            self._unexpected(f"a colon after the key {key!r:.60}")
        self.at += 1
        self._path.append(key)
        stack[-1] = (container, key, opened)

    def _put(self, stack: list[tuple[Any, str | None, int]], value: Any) -> Any:
        """Put *value* into the innermost container and go on to its next value, or close it and return it."""
        container, key, _ = stack[-1]
        self._path.pop()
        if isinstance(container, dict):
            container[key] = value
        else:
            container.append(value)
        closing = "}" if isinstance(container, dict) else "]"
        self._space()
        mark = self.text[self.at : self.at + 1]
        if mark == closing:
            return self._close(stack)
        if mark == ",":
            comma = self.at
            self.at += 1
            self._space()
            if self.text[self.at : self.at + 1] == closing:
                self._add(comma, "there is a comma before the closing bracket", "remove the comma")
                return self._close(stack)
        elif mark and mark not in "}]:":
            self._add(self.at, "a comma is missing before this value", "add the comma")
        else:
            self._unexpected(f"a comma or {closing!r}")
        self._next(stack)
        return _GO_ON

    def _close(self, stack: list[tuple[Any, str | None, int]]) -> Any:
        self.at += 1
        self._opened.pop()
        return stack.pop()[0]

    def _scalar(self) -> Any:
        start = self.at
        if self.text[start : start + 1] == '"':
            return self._string()
        number = _NUMBER.match(self.text, start)
        bare = _BARE.match(self.text, start)
        if bare is None:
            self._unexpected("a value")
        if number is not None and number.end() == bare.end():
            self.at = number.end()
            return self._number(number)
        word = bare.group()
        if word in _LITERALS:
            self.at = bare.end()
            return _LITERALS[word]
        if word in _NO_NUMBERS:
            self._fault("CT007", f"{word} is no JSON number", "write a number, or leave the key out")
            self.at = bare.end()
            return None
        if word not in _NOT_JSON:
            self._unexpected("a value")
        self._add(start, f"{word} is not JSON", _NOT_JSON[word])
        self.at = bare.end()
        return None

    def _number(self, match: re.Match[str]) -> Any:
        digits = match.group()
        if match.group(1) is None and match.group(2) is None:
            if len(digits) > len(str(MAX_INTEGER)) + 1 or not -MAX_INTEGER <= int(digits) <= MAX_INTEGER:
                shown = digits if len(digits) <= 24 else f"{digits[:20]}… ({len(digits):,} digits)"
                self._fault_at(match.start(), "CT010", f"the number {shown} is too large", _INTEGER_HINT)
                return 0
            return int(digits)
        value = float(digits)
        if math.isinf(value):
            self._fault_at(
                match.start(), "CT007", f"the number {digits:.40} is beyond every float", "write a smaller one"
            )
            return None
        return value

    def _string(self) -> str:
        start = self.at
        quick = _STRING.match(self.text, start)
        if quick is not None:
            self.at = quick.end()
            value = quick.group(1)
        else:
            try:
                value, self.at = scanstring(self.text, start + 1, True)
            except json.JSONDecodeError as error:
                value = self._faulty_string(start, error)
        if _HIGH_LOW.search(value):
            found = _ESCAPED_SURROGATE.search(self.text, start, self.at)
            self._fault_at(
                found.start() if found else start, "CT008", "a string holds half of a surrogate pair", _SURROGATE_HINT
            )
            value = _HIGH_LOW.sub("\ufffd", value)
        return value

    def _faulty_string(self, start: int, error: json.JSONDecodeError) -> str:
        if error.msg.startswith("Unterminated"):
            self._add(start, "a string begins here and never ends", 'close it with "')
            raise _End
        if error.msg.startswith("Invalid control"):
            what = (
                "a line end"
                if self.text[error.pos] in "\r\n"
                else f"the control character U+{ord(self.text[error.pos]):04X}"
            )
            self._add(
                error.pos, f"{what} stands inside a string", r'write \n for a line end, or close the string with "'
            )
            try:
                value, self.at = scanstring(self.text, start + 1, False)
            except json.JSONDecodeError:
                raise _End from None
            return str(value)
        self._add(error.pos, "a backslash begins no escape of JSON", r"write \\ for a backslash")
        raise _End

    def _space(self) -> None:
        match = _SPACE.match(self.text, self.at)
        assert match is not None
        self.at = match.end()

    def _unexpected(self, wanted: str) -> NoReturn:
        """Note that something else stands where *wanted* is due, and stop."""
        if self.at >= len(self.text):
            if self._opened:
                line, column = LineIndex(self.text)(self._opened[-1])
                what = "object" if self.text[self._opened[-1]] == "{" else "list"
                self._add(
                    self.at,
                    f"the file ends inside the {what} that opens at {line}:{column}",
                    "the file may be cut off: restore its end",
                )
            else:
                self._add(self.at, "the file is empty", "a report is a JSON object")
            raise _End
        mark = self.text[self.at]
        hint = None
        if mark == "/" or mark == "#":
            hint = "JSON has no comments"
        elif not self.text[: self.at].strip("\ufeff \t\r\n"):
            hint = "a report is a JSON object; a plain text is made a report with `claimtrack draft`"
        elif mark in "'\u2018\u2019\u201c\u201d":
            hint = 'JSON strings stand in straight double quotation marks: "'
        self._add(self.at, f"{mark!r} stands where {wanted} is due", hint)
        raise _End

    def _fault(self, code: str, message: str, hint: str | None) -> None:
        self._fault_at(self.at, code, message, hint)

    def _fault_at(self, offset: int, code: str, message: str, hint: str | None) -> None:
        self.faults.append(Fault(code, tuple(self._path), message, hint, offset=offset))

    def _add(self, offset: int, message: str, hint: str | None) -> None:
        self._fault_at(offset, "CT005", message, hint)


_INTEGER_HINT = f"whole numbers go to {MAX_INTEGER:,}; write a longer one as a string"
_GO_ON: Any = object()

_MARKS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
_SCALAR = re.compile(r"[^\s,\]}]*")


def locate(text: str, wanted: Iterable[tuple[Path, bool]]) -> dict[tuple[Path, bool], int]:
    """
    The offset in *text* (code points) of each wanted value, or of its key, in one walk that skips all else.

    Args:
        text: A JSON text, faulty perhaps, but with balanced brackets.
        wanted: Ways into the value, each with whether its key is meant rather than the value.

    Returns:
        The offsets found. A way that leads nowhere gives the place of the deepest part that is there.
    """
    tree: dict[Any, Any] = {}
    wanted = list(wanted)
    for path, _ in wanted:
        node = tree
        for part in path:
            node = node.setdefault(part, {})
    keys: dict[Path, int] = {}
    values: dict[Path, int] = {}
    stack: list[tuple[Path, dict[Any, Any], int, int]] = []  # way, what is wanted below, offset, index in a list

    def skip_space(at: int) -> int:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        return at

    at = skip_space(0)
    values[()] = at
    if at < len(text) and text[at] in "{[" and tree:
        stack.append(((), tree, at + 1, 0))
    elif at >= len(text):
        values[()] = 0
    while stack:
        path, node, at, index = stack.pop()
        at = skip_space(at)
        if at >= len(text) or text[at] in "}]":
            if stack:  # go on in the container around it
                outer_path, outer_node, _, outer_index = stack.pop()
                stack.append((outer_path, outer_node, at + 1, outer_index))
            continue
        step: str | int = index
        if _inside_object(text, path, values):
            start = at
            try:
                step, at = scanstring(text, at + 1, False)
            except json.JSONDecodeError:
                break
            if step in node:
                keys[(*path, step)] = start
            at = skip_space(at)
            at = skip_space(at + 1)  # over the colon
        below = node.get(step)
        if below is not None:
            values[(*path, step)] = at
        if below and at < len(text) and text[at] in "{[":
            stack.append((path, node, at, index + 1))
            stack.append(((*path, step), below, at + 1, 0))
        else:
            stack.append((path, node, _skip(text, at), index + 1))
    return {(path, key): _deepest(path, keys if key else {}, values) for path, key in wanted}


def _inside_object(text: str, path: Path, values: dict[Path, int]) -> bool:
    return text[values[path]] == "{"


def _deepest(path: Path, keys: dict[Path, int], values: dict[Path, int]) -> int:
    if path in keys:
        return keys[path]
    while path not in values:
        path = path[:-1]
    return values[path]


def _skip(text: str, at: int) -> int:
    """The offset after the value that begins at *at*."""
    if at >= len(text):
        return at
    if text[at] not in '{["':
        match = _SCALAR.match(text, at)
        assert match is not None
        return max(match.end(), at + 1)
    depth = 0
    for match in _MARKS.finditer(text, at):
        mark = match.group()
        if mark in "{[":
            depth += 1
        elif mark in "}]":
            depth -= 1
        if depth <= 0:
            return match.end()
    return len(text)


def json_faults(value: Any) -> list[Fault]:
    """What keeps an object in memory from being JSON: other types, keys that are no strings, NaN, depth, surrogates."""
    faults: list[Fault] = []
    stack: list[tuple[Any, Path]] = [(value, ())]
    while stack and len(faults) < MAX_PROBLEMS:
        item, path = stack.pop()
        if isinstance(item, dict | list) and len(path) >= MAX_DEPTH:
            faults.append(Fault("CT009", path, f"the nesting is deeper than {MAX_DEPTH} levels", "flatten the data"))
        elif isinstance(item, dict):
            for key in reversed(item):
                if type(key) is str:
                    faults.extend(_string_faults(key, path))
                    stack.append((item[key], (*path, key)))
                else:
                    faults.append(Fault("CT005", path, f"the key {key!r:.40} is no string", "JSON keys are strings"))
        elif isinstance(item, list):
            stack.extend((child, (*path, index)) for index, child in reversed(list(enumerate(item))))
        elif type(item) is str:
            faults.extend(_string_faults(item, path))
        elif type(item) is int:
            if not -MAX_INTEGER <= item <= MAX_INTEGER:
                shown = f"{item}" if abs(item) < 10**24 else "with more than 24 digits"
                faults.append(Fault("CT010", path, f"the number {shown} is too large", _INTEGER_HINT))
        elif type(item) is float:
            if not math.isfinite(item):
                faults.append(Fault("CT007", path, f"{item} is no JSON number", "write a number, or leave the key out"))
        elif item is not None and type(item) is not bool:
            kind = type(item).__name__
            hint = "write a list" if isinstance(item, tuple | set | frozenset) else "use JSON's types only"
            faults.append(Fault("CT005", path, f"a Python {kind} is not JSON", hint))
    return faults


def _string_faults(string: str, path: Path) -> Iterator[Fault]:
    if _HIGH_LOW.search(string):
        yield Fault("CT008", path, "a string holds half of a surrogate pair", _SURROGATE_HINT)
