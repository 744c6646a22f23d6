"""The published JSON Schemas, found in an installed package and in the source tree alike."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

NAMES = ("report", "comparison", "carried", "fact")
"""The schemas that are published."""


@cache
def schema_text(name: str) -> str:
    """
    The schema *name* as it is published, a JSON text.

    Raises:
        KeyError: If there is no such schema.
    """
    if name not in NAMES:
        raise KeyError(name)
    file = f"{name}.schema.json"
    packaged = resources.files("claimtrack") / "schemas" / file
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    # An editable install leaves the top-level directory where it is.
    return (Path(__file__).parents[2] / "schemas" / file).read_text(encoding="utf-8")


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema *name* as data; not to be changed."""
    loaded: dict[str, Any] = json.loads(schema_text(name))
    return loaded
