"""One self-contained HTML file out of a template: styles, scripts and data inlined, nothing that leaves the page."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from attrs import field, frozen
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from claimtrack.errors import InvalidValue
from claimtrack.render.words import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from attrs import Attribute

    from claimtrack.model import Document

_PACKAGE = "claimtrack.render.html"

_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# What browsers skip before they look for a scheme: " javascript:" and "java\nscript:" have one.
_SKIPPED = re.compile(r"\A\s|[\x00-\x1f]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[0-9A-Za-z]{1,8})*\Z")
_BEYOND_IDS = re.compile("[^0-9A-Za-z._-]")
# A parser of HTML reads CR as LF unless it is written as a reference; marks that turn the direction of writing would
# steer whoever reads the source. (References to U+0080 to U+009F mean other characters: those stay as they are.)
_AS_REFERENCE = {
    code: f"&#{code};"
    for code in (0x0D, 0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
}
# Inside a script element only these could end the element, open a comment, or end a line of a script.
_IN_SCRIPT = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def _relative(_: object, __: Attribute[str], href: str) -> None:
    if _SCHEME.match(href) or href.startswith(("/", "\\")) or _SKIPPED.search(href):
        raise InvalidValue(f"{href!r:.60} is no relative link", hint="name a page beside this one: other.html")


@frozen
class Link:
    """
    A link to a page beside this one.

    Raises:
        InvalidValue: If *href* is no relative address.
    """

    label: str
    href: str = field(validator=_relative)


@frozen(kw_only=True)
class Fact:
    """One line of what a page says of its subject: a word, its value, and a web address where the value is one."""

    label: str
    value: str
    href: str | None = None


def page(
    template: str,
    *,
    title: str,
    heading: str | None = None,
    kicker: str = "",
    facts: Iterable[Fact] = (),
    links: Iterable[tuple[str, str]] = (),
    styles: Iterable[str] = (),
    scripts: Iterable[str] = (),
    data: Mapping[str, Any] | None = None,
    **context: Any,
) -> str:
    """
    The page that *template* draws: one HTML file that asks for nothing else.

    Args:
        template: The name of a template that extends ``base.html.j2``.
        title: What the page is called in a list of windows.
        heading: The heading on the page; the title where it is left out.
        kicker: What sort of page it is, in a word or two above the heading.
        facts: What is known of its subject, beneath the heading.
        links: Labels and relative addresses of the pages beside this one.
        styles: Names of style sheets in ``assets``, after ``base.css``.
        scripts: Names of scripts in ``assets``, after ``base.js``.
        data: What the scripts read, by the id of its element (``claimtrack.data(id)``): anything that JSON can say.
        context: What the template reads besides.
    """
    script = _joined(("base.js", *scripts))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    return (
        _environment()
        .get_template(template)
        .render(
            title=title,
            heading=title if heading is None else heading,
            kicker=kicker,
            facts=tuple(facts),
            links=tuple(Link(label, href) for label, href in links),
            style=Markup(_joined(("base.css", *styles))),  # files of this package
            script=Markup(script),  # likewise
            script_hash=f"sha256-{digest}",
            data={name: in_script(value) for name, value in sorted((data or {}).items())},
            version=_version(),
            **context,
        )
        + "\n"
    )


def fragment(template: str, **context: Any) -> str:
    """What *template* draws, to be put into somebody else's page: every word that is no markup is escaped."""
    return _environment().get_template(template).render(**context)


def in_script(value: Any) -> Markup:
    """*value* as JSON that can stand in a script element: nothing in it ends the element."""
    # Half a surrogate pair cannot be written to a file; JSON's own escapes can say it, so everything is in ASCII.
    told = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return Markup(told.translate(_IN_SCRIPT))  # what could be markup is escaped


def exact(text: str) -> Markup:
    """*text* for the body of a page, so that a browser reads every character of it as it is."""
    return Markup(str(escape(text)).translate(_AS_REFERENCE))  # escaped


def element_id(kind: str, name: str) -> str:
    """The id of the element that shows *name*, unlike that of every other name; good in an address as it stands."""
    return f"{kind}-" + _BEYOND_IDS.sub(lambda match: f"~{ord(match.group()):x}~", name)


def web_address(address: str | None) -> str | None:
    """*address* if it may be a link: of the web, and of no other scheme."""
    return address if address is not None and _WEB.match(address) else None


def language_tag(document: Document) -> str:
    """The language of a document's words for a ``lang`` attribute; empty where none is known that a browser knows."""
    return document.language if document.language and _LANGUAGE.match(document.language) else ""


def document_facts(document: Document) -> tuple[Fact, ...]:
    """What is known of a document: outlet, dates, language, address, ids."""
    outlet = document.publisher.name if document.publisher is not None else None
    known = (
        ("Outlet", outlet),
        ("Published", document.published),
        ("Modified", document.modified),
        ("Retrieved", document.retrieved),
        ("Version", document.version),
        ("Language", document.language),
        ("Document", document.id),
        ("Work", document.work),
    )
    found = [Fact(label=label, value=str(value)) for label, value in known if value is not None]
    if document.url is not None:
        found.append(Fact(label="Address", value=document.url, href=web_address(document.url)))
    return tuple(found)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["exact"] = exact
    environment.filters["thousands"] = _thousands
    environment.globals["element_id"] = element_id
    return environment


def _shown(value: Any) -> Any:
    """What a template puts out: of a string that is no markup, nothing may steer the display."""
    return visible(value) if type(value) is str else value


def _thousands(number: int) -> str:
    return f"{number:,}"


@cache
def _joined(names: tuple[str, ...]) -> str:
    folder = files(_PACKAGE).joinpath("assets")
    # Line ends are LF in every checkout, or the hash would not be that of what the browser reads.
    return "\n".join(
        folder.joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n").strip("\n") for name in names
    )


@cache
def _version() -> str:
    try:
        return version("claimtrack")
    except PackageNotFoundError:  # run from its sources, without having been installed
        return ""
