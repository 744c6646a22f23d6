#!/usr/bin/env python3
"""Writes the pages that follow from code and data: commands, rules, formats, cases. ``--check`` only compares."""

from __future__ import annotations

import argparse
import difflib
import json
import re
import runpy
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimtrack.cli import cli as command_line
from claimtrack.validation import REMARKS, RULES, explain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

DOCS = Path(__file__).resolve().parent
SCHEMAS = DOCS.parent / "schemas"
TRICKY_CASES = DOCS.parent / "tests" / "cases" / "anchoring" / "reading.py"
HELP_WIDTH = 80  # characters; the width of a terminal that nobody widened
NOTICE = "<!-- Written by docs/generate.py: change the code or the schema, then run `make docs`. -->"

Schema = dict[str, Any]


def main() -> int:
    """Write the pages, or compare them; 1 if one is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a page is out of date")
    check: bool = parser.parse_args().check

    stale = 0
    for name, text in pages().items():
        path = DOCS / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if old == text:
            continue
        if check:
            stale += 1
            print(_summary(path, old, text), file=sys.stderr)
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote docs/{name}")
    if stale:
        print(f"{stale} page{'' if stale == 1 else 's'} out of date: run `make docs`", file=sys.stderr)
    return 1 if stale else 0


def pages() -> dict[str, str]:
    """Every generated page: its file name and its Markdown."""
    return {
        "cli.md": _page(cli_page()),
        "rules.md": _page(rules_page()),
        "format.md": _page(schema_page("report", "File format: report")),
        "comparison-format.md": _page(schema_page("comparison", "File format: comparison")),
        "carried-format.md": _page(schema_page("carried", "File format: carried outcomes")),
        "fact-format.md": _page(schema_page("fact", "File format: fact")),
        "tricky-cases.md": _page(tricky_cases_page()),
    }


def cli_page() -> Iterator[str]:
    """The ``--help`` of the program and of each of its commands."""
    yield "# Command line"
    yield (
        "Exit codes: 0, nothing found; 1, findings (errors in a file, or changes where an option asks for it); "
        "2, a command could not run, which outranks 1."
    )
    for path, text in _helps(command_line, "claimtrack", None):
        yield f"## {path}"
        yield _fenced(text, "text")


def _helps(command: click.Command, name: str, parent: click.Context | None) -> Iterator[tuple[str, str]]:
    context = command.make_context(
        name, [], parent=parent, resilient_parsing=True, terminal_width=HELP_WIDTH, max_content_width=HELP_WIDTH
    )
    yield context.command_path, click.unstyle(command.get_help(context))
    if isinstance(command, click.Group):
        for child_name in sorted(command.list_commands(context)):
            child = command.get_command(context, child_name)
            if child is not None and not child.hidden:
                yield from _helps(child, child_name, context)


def rules_page() -> Iterator[str]:
    """All rules in a table, then what each one means."""
    yield "# Rules"
    yield (
        "What `claimtrack validate` finds. An error keeps a file from being loaded, a warning does not. "
        "`claimtrack explain CODE` prints the same text."
    )
    yield _table(
        ("code", "name", "severity", "what is found"),
        ((f"[{rule.code}](#{rule.code.lower()})", rule.name, rule.severity, rule.summary) for rule in RULES),
    )
    for rule in RULES:
        yield f"({rule.code.lower()})="
        yield _under_heading(explain(rule.code), f"{rule.code} {rule.name}")
    yield "## What drafting tells"
    yield (
        "Notes on a draft (warnings: there is a draft, and something to know of it), and faults of a "
        "[lexicon](lexicon.md) (errors: nothing is drafted with it)."
    )
    yield _table(
        ("code", "name", "severity", "what it means"),
        ((remark.code, remark.name, remark.severity, remark.explanation) for remark in REMARKS),
    )


def schema_page(name: str, title: str) -> Iterator[str]:
    """The objects and values of one schema, the whole file first."""
    schema: Schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    page = SchemaPage(name, schema)
    yield f"# {title}"
    yield (
        f"Generated from `schemas/{name}.schema.json` (JSON Schema 2020-12), which `claimtrack schema {name}` prints. "
        f"Its id is `{schema.get('$id', '')}`."
    )
    yield from page.section("", schema, schema.get("title", name.capitalize()))
    for key, value in schema.get("$defs", {}).items():
        yield from page.section(key, value, value.get("title", key))


class SchemaPage:
    """Renders the parts of one schema; the anchors of the page begin with *name*."""

    def __init__(self, name: str, schema: Schema) -> None:
        self.name = name
        self.definitions: Schema = schema.get("$defs", {})

    def section(self, key: str, schema: Schema, title: str) -> Iterator[str]:
        """One object or value: heading, description, properties, limits, examples."""
        yield f"({self._anchor(key)})="
        yield f"## {title}"
        if "description" in schema:
            yield schema["description"]
        rows = list(self._rows(schema, ""))
        if rows:
            yield _table(("property", "", "type", "meaning"), rows)
        else:
            yield f"Type: {self.type_of(schema)}."
        rules = list(self._rules(schema))
        if rules:
            yield " ".join(rules)
        examples = schema.get("examples", [])
        if examples:
            yield "Example:" if len(examples) == 1 else "Examples:"
            yield _fenced("\n".join(_json(example) for example in examples), "json")

    def type_of(self, schema: Schema | bool) -> str:
        """The type of a value with its limits, as a phrase."""
        if isinstance(schema, bool):
            return "anything" if schema else "nothing"
        return ", ".join([self._kind(schema), *_limits(schema)])

    def _kind(self, schema: Schema) -> str:
        if "$ref" in schema:
            return self._link(schema["$ref"])
        for key in ("oneOf", "anyOf"):
            if key in schema and "type" not in schema:
                return " or ".join(self.type_of(choice) for choice in schema[key])
        if "const" in schema:
            return _code(_json(schema["const"]))
        if "enum" in schema:
            return "one of " + ", ".join(_code(_json(value)) for value in schema["enum"])
        kinds = schema.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if kinds == ["array"] and "items" in schema:
            return f"list of {self.type_of(schema['items'])}"
        if not kinds and "allOf" in schema:
            return " and ".join(self.type_of(part) for part in schema["allOf"])
        return " or ".join(kinds) or "anything"

    def _rows(self, schema: Schema, prefix: str) -> Iterator[tuple[str, str, str, str]]:
        """The properties of an object; those of an object written in place follow it, their names dotted."""
        required = schema.get("required", [])
        for key, value in schema.get("properties", {}).items():
            need = "required" if key in required else ""
            if isinstance(value, bool):
                yield _code(prefix + key), need, self.type_of(value), ""
                continue
            yield _code(prefix + key), need, self.type_of(value), self._meaning(value)
            yield from self._rows(value, f"{prefix}{key}.")
            items = value.get("items", {})
            if isinstance(items, dict):
                yield from self._rows(items, f"{prefix}{key}[].")

    def _rules(self, schema: Schema) -> Iterator[str]:
        """What an object's properties must be together, as sentences."""
        for key, needed in schema.get("dependentRequired", {}).items():
            yield f"{_code(key)} only with {_words(needed)}."
        for excluded in [schema.get("not", {}), *(part.get("not", {}) for part in schema.get("allOf", []))]:
            if "required" in excluded:
                yield f"Not together: {_words(excluded['required'])}."
        if "pattern" in schema.get("propertyNames", {}):
            yield f"Keys look like {_code(schema['propertyNames']['pattern'])}."
        for pattern, value in schema.get("patternProperties", {}).items():
            yield f"Keys like {_code(pattern)}: {self.type_of(value)}."
        others = schema.get("additionalProperties", schema.get("unevaluatedProperties"))
        if isinstance(others, dict):
            yield f"Every other property: {self.type_of(others)}."
        elif others is False:
            yield "Other properties are errors."

    def _meaning(self, schema: Schema) -> str:
        """The description of a property, or else of what it refers to."""
        target = self.definitions.get(schema.get("$ref", "").removeprefix("#/$defs/"), {})
        text: str = schema.get("description") or target.get("description", "")
        return text

    def _link(self, reference: str) -> str:
        if reference == "#":
            return f"[the whole file](#{self._anchor('')})"
        key = reference.removeprefix("#/$defs/")
        if key not in self.definitions:
            return _code(reference)
        return f"[{self.definitions[key].get('title', key)}](#{self._anchor(key)})"

    def _anchor(self, key: str) -> str:
        spelled = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+", "-", key).lower()
        return f"{self.name}-{spelled or 'file'}"


_LIMIT_PHRASES = {  # JSON Schema keyword: how the page says it
    "format": "format {}",
    "pattern": "pattern {}",
    "minimum": "at least {}",
    "exclusiveMinimum": "more than {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "less than {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minProperties": "at least {} properties",
    "maxProperties": "at most {} properties",
    "default": "default {}",
}


def _limits(schema: Schema) -> Iterator[str]:
    for keyword, phrase in _LIMIT_PHRASES.items():
        if keyword in schema:
            value = schema[keyword]
            said = phrase.format(_code(value if isinstance(value, str) and keyword != "default" else _json(value)))
            yield "not empty" if keyword.startswith("min") and said.startswith("at least `1` ") else said
    if schema.get("uniqueItems"):
        yield "no repetition"


def tricky_cases_page() -> Iterator[str]:
    """The cases of anchoring by topic: what changed, the wanted outcome, and the one there is."""
    topics = runpy.run_path(str(TRICKY_CASES))["read"]()
    results = [(case, case.run()) for _, _, cases in topics for case in cases]
    differing = sum(any(case.faults(result)) for case, result in results)
    yield "# Tricky cases"
    yield (
        "What becomes of a quote when its text changes, in the cases that are easy to get wrong. *find* looks for a "
        "quote in a text, with the context it was noted with; *carry* takes a span from the old text into the new one. "
        "The wanted outcomes follow from one promise: a wrong answer is worse than none. The other outcomes were "
        "computed when this page was made; a wanted place is given where it is not the outcome's. Texts are shortened; "
        "what cannot be seen is escaped. The cases are data under `tests/cases/anchoring/`, and part of the test suite."
    )
    yield (
        f"{len(results)} cases, {len(results) - differing} of them with the wanted outcome"
        + (f"; {differing} are marked **differs**." if differing else ".")
    )
    for name, about, _ in topics:
        yield f"## {name}"
        yield about
        yield _table(
            ("case", "quote", "what changed", "wanted", "outcome"),
            (_tricky_row(case, result) for case, result in results if case.topic == name),
        )


def _tricky_row(case: Any, result: Any) -> tuple[str, ...]:
    why = re.sub(r"https?://\S+?(?=[.,;)]?(?:\s|$))", lambda found: f"[{_source(found[0])}]({found[0]})", case.why)
    wanted = " or ".join(f"*{status}*" for status in case.statuses)
    differs = any(case.faults(result))
    if differs:  # else the outcome shows all the rest, too
        places = [*case.at[:1], *case.pieces]
        if places:
            wanted += ": " + ", ".join(_shown(place.of(case.new)) for place in places)
        if case.count is not None:
            wanted += f", {case.count} candidates"
        if case.normalised:
            wanted += ", normalised"
        if case.edits:
            wanted += "; " + _edits(case.edits)
    outcome = result.outcome
    got = f"*{result.status}*" + (f": {_code(result.error)}" if result.error else "")
    if outcome is not None and outcome.spans:
        got += ": " + ", ".join(_shown(place.of(case.new)) for place in outcome.spans)
    if result.status == "ambiguous":
        got += f", {len(outcome.candidates)} candidate{'' if len(outcome.candidates) == 1 else 's'}"
    if outcome is not None and outcome.spans and outcome.normalised:
        got += ", normalised"
    if outcome is not None and outcome.edits:
        got += "; " + _edits([(edit.before, edit.after) for edit in outcome.edits])
    if differs:
        got = f"**differs** {got}" + (f" (known: {case.open})" if case.open else "")
    change = f"{case.kind}: {case.change}"
    return f"**{case.title}.** {why}", _shown(case.quote), change, wanted, got


def _source(address: str) -> str:
    """A short name of an address: what stands behind the host, as far as it is an issue of a repository."""
    parts = address.split("/")[3:]
    issue = len(parts) == 4 and parts[2] in {"issues", "pull"}
    return f"{parts[0]}/{parts[1]}#{parts[3]}" if issue else "/".join(parts)


_MOST_EDITS = 3  # more are a rewrite that a table cannot show


def _edits(edits: Sequence[tuple[str, str]]) -> str:
    shown = [f"{_shown(before) if before else '∅'} → {_shown(after) if after else '∅'}" for before, after in edits]
    more = [f"{len(shown) - _MOST_EDITS} more"] if len(shown) > _MOST_EDITS else []
    return ", ".join(shown[:_MOST_EDITS] + more)


_SHOWN = 64  # code points of a quote in a table: its beginning and its end


def _shown(text: str) -> str:
    """*text* as code, shortened, with everything escaped that could not be told apart on the page."""
    if len(text) > _SHOWN:
        text = f"{text[: _SHOWN * 2 // 3]}…{text[-_SHOWN // 3 :]}"
    text = "".join(_visible(letter) for letter in text)
    return _code(f" {text} " if text.startswith("`") or text.endswith("`") else text) if text else "(nothing)"


def _visible(letter: str) -> str:
    if letter == " " or letter in "\n\r\t":
        return letter  # the table's code escapes the last three
    hidden = unicodedata.category(letter) in {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"} and letter not in _THAI_MARKS
    if not hidden and not "\u1100" <= letter <= "\u11ff":
        return letter
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"


_THAI_MARKS = "".join(map(chr, (0x0E31, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F))))  # parts of every other word


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join([NOTICE, *(part.strip("\n") for part in parts)]) + "\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *(tuple(_cell(cell) for cell in row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text.strip()).replace("|", "\\|")


_CONTROLS = str.maketrans({"\n": "\\n", "\r": "\\r", "\t": "\\t"})


def _code(text: str) -> str:
    text = text.translate(_CONTROLS)
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}"


def _words(names: Iterable[str]) -> str:
    return ", ".join(_code(name) for name in names)


def _fenced(text: str, language: str) -> str:
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.strip(chr(10))}\n{fence}"


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= HELP_WIDTH else json.dumps(value, ensure_ascii=False, indent=2)


def _under_heading(markdown: str, heading: str) -> str:
    """*markdown* as a section of a page: under *heading* unless it has its own, all headings from level 2 down."""
    lines = markdown.strip("\n").split("\n")
    if not lines[0].startswith("#"):
        lines = [f"# {heading}", "", *lines]
    deeper = "#" if lines[0].startswith("# ") else ""
    fence = ""
    for number, line in enumerate(lines):
        mark = re.match(r"\s*(`{3,}|~{3,})", line)
        if mark and (not fence or line.strip() == fence):
            fence = "" if fence else mark[1]
        elif line.startswith("#") and not fence:
            lines[number] = deeper + line
    return "\n".join(lines)


def _summary(path: Path, old: str, new: str) -> str:
    """How far a page is from what it should be: the first lines of the difference and its size."""
    shown = 12  # lines: enough to recognise the change
    if not old:
        return f"docs/{path.name}: missing"
    diff = list(difflib.unified_diff(old.splitlines(), new.splitlines(), "as it is", "as it should be", "", "", 0, ""))
    changed = diff[2:]
    added = sum(line.startswith("+") for line in changed)
    removed = sum(line.startswith("-") for line in changed)
    more = [f"… and {len(changed) - shown} more lines"] if len(changed) > shown else []
    return "\n".join([f"docs/{path.name}: +{added} -{removed} lines", *changed[:shown], *more])


if __name__ == "__main__":
    sys.exit(main())
