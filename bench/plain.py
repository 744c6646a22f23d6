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
class Likelihood:
    low: float
    high: float
    term: str | None = None
    scale: str | None = None


@frozen
class Assessment:
    rating: float
    label: str
    author: str
    best: float | None = None
    worst: float | None = None
    url: str | None = None
    date: str | None = None


@frozen
class Claim:
    id: str
    kind: str
    content: list[Anchor]
    attribution: Attribution
    certainty: str
    origin: Origin
    proposition: str | None = None
    likelihood: Likelihood | None = None
    conditions: list[Condition] = Factory(list)
    time: list[Time] = Factory(list)
    tags: list[str] = Factory(list)
    relations: list[Relation] = Factory(list)
    assessments: list[Assessment] = Factory(list)
    extra: dict[str, Any] = Factory(dict)


@frozen
class Rejected:
    content: list[Anchor]
    reason: str | None = None
    annotator: str | None = None
    at: str | None = None


@frozen
class Publisher:
    id: str
    name: str


@frozen
class Document:
    id: str
    sha256: str
    work: str | None = None
    version: str | None = None
    previous: str | None = None
    text: str | None = None
    path: str | None = None
    title: str | None = None
    authors: list[str] = Factory(list)
    publisher: Publisher | None = None
    url: str | None = None
    sources: list[str] = Factory(list)
    language: str | None = None
    published: str | None = None
    modified: str | None = None
    retrieved: str | None = None
    extra: dict[str, Any] = Factory(dict)


@frozen
class Annotator:
    id: str
    kind: str
    name: str
    version: str | None = None


@frozen
class Speaker:
    id: str
    name: str
    kind: str
    aliases: list[str] = Factory(list)
    role: str | None = None
    affiliation: str | None = None
    same_as: list[str] = Factory(list)


@frozen
class Report:
    claimtrack: int
    id: str
    offset_unit: str
    document: Document
    annotators: list[Annotator]
    speakers: list[Speaker]
    claims: list[Claim]
    rejected: list[Rejected] = Factory(list)
    derived_from: str | None = None
    extra: dict[str, Any] = Factory(dict)
