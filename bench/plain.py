"""The file's shape as plain attrs classes without validators: what a quick script would define for itself."""

from __future__ import annotations

from typing import Any

from attrs import Factory, frozen


@frozen
class Anchor:
    start: int
    end: int
    exact: str
    prefix: str | None = None
    suffix: str | None = None


@frozen
class Relay:
    speakers: list[str]
    mention: list[Anchor] = Factory(list)
    cue: list[Anchor] = Factory(list)


@frozen
class Attribution:
    speakers: list[str]
    mention: list[Anchor] = Factory(list)
    cue: list[Anchor] = Factory(list)
    mode: str | None = None
    via: list[Relay] = Factory(list)


@frozen
class Condition:
    sense: str
    anchor: Anchor


@frozen
class Time:
    value: str
    anchor: Anchor | None = None


@frozen
class Relation:
    type: str
    target: str


@frozen
class Origin:
    annotator: str
    status: str
    at: str | None = None
    confidence: int | None = None
    rules: list[str] = Factory(list)


@frozen
class Claim:
    id: str
    kind: str
    content: list[Anchor]
    attribution: Attribution
    certainty: str
    origin: Origin
    proposition: str | None = None
    conditions: list[Condition] = Factory(list)
    time: list[Time] = Factory(list)
    tags: list[str] = Factory(list)
    relations: list[Relation] = Factory(list)
    extra: dict[str, Any] = Factory(dict)


@frozen
class Document:
    id: str
    sha256: str
    text: str | None = None
    language: str | None = None
    published: str | None = None


@frozen
class Annotator:
    id: str
    kind: str
    name: str


@frozen
class Speaker:
    id: str
    name: str
    kind: str
    aliases: list[str] = Factory(list)


@frozen
class Report:
    claimtrack: int
    id: str
    offset_unit: str
    document: Document
    annotators: list[Annotator]
    speakers: list[Speaker]
    claims: list[Claim]
