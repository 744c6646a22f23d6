"""Problems for people and for other programs: lines of text, JSON, GitHub's annotations, SARIF."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from claimtrack.render.words import visible
from claimtrack.validation import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimtrack.errors import Problem


def as_line(problem: Problem) -> str:
    """``file:line:column: error CT203 message (/pointer)``, and the hint on a line of its own."""
    where = problem.where
    place = ":".join(str(part) for part in (where.path, where.line, where.column) if part is not None)
    told = f"{place}: " if place else ""
    told += f"{problem.severity} {problem.code}: {problem.message}"
    told = visible(told + (f" ({where.pointer})" if where.pointer else ""))
    return f"{told}\n    hint: {visible(problem.hint)}" if problem.hint else told


def as_data(problem: Problem) -> dict[str, Any]:
    """A problem as JSON's own types; what is not known is left out."""
    where = problem.where
    data = {
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "hint": problem.hint,
        "file": where.path,
        "line": where.line,
        "column": where.column,
        "pointer": where.pointer,
    }
    return {key: value for key, value in data.items() if value is not None}


def as_json(files: int, problems: Iterable[Problem]) -> str:
    """The number of files that were looked at, and every problem."""
    return _dumped({"files": files, "problems": [as_data(problem) for problem in problems]})


def as_github(problem: Problem) -> str:
    """A workflow command that marks the line in a pull request."""
    where = problem.where
    properties = {"file": where.path, "line": where.line, "col": where.column, "title": problem.code}
    told = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value is not None)
    message = problem.message + (f"\nhint: {problem.hint}" if problem.hint else "")
    return f"::{problem.severity} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(problems: Iterable[Problem]) -> str:
    """A log in SARIF 2.1.0 (OASIS Standard, 2020), which code hosts and editors read."""
    found = list(problems)
    used = {problem.code for problem in found}
    rules = [rule for rule in RULES if rule.code in used]
    index = {rule.code: number for number, rule in enumerate(rules)}
    driver = {
        "name": "claimtrack",
        "rules": [
            {
                "id": rule.code,
                "name": "".join(word.capitalize() for word in re.findall(r"[0-9A-Za-z]+", rule.name)),
                "shortDescription": {"text": rule.summary},
                "fullDescription": {"text": rule.explanation},
                "defaultConfiguration": {"level": rule.severity},
            }
            for rule in rules
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, index) for problem in found],
    }
    return _dumped({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def _result(problem: Problem, index: dict[str, int]) -> dict[str, Any]:
    where = problem.where
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": index[problem.code],
        "level": problem.severity,
        "message": {"text": problem.message + (f" Hint: {problem.hint}" if problem.hint else "")},
    }
    location: dict[str, Any] = {}
    if where.path is not None:
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(where.path)}}
        if where.line is not None:
            location["physicalLocation"]["region"] = {"startLine": where.line, "startColumn": where.column}
    if where.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": where.pointer}]
    if location:
        result["locations"] = [location]
    return result


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path.replace("\\", "/"))


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
