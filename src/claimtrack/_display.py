"""How values show themselves in notebooks, terminals and pull requests, whichever renderer is registered for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.console import Console, ConsoleOptions, RenderableType


class Display(NamedTuple):
    """
    What draws the values of a class.

    Args:
        markdown: A value as Markdown.
        html: A value as a fragment of HTML.
        terminal: A value for a terminal that is so many columns wide, with colours or without.
    """

    markdown: Callable[[Any], str]
    html: Callable[[Any], str]
    terminal: Callable[[Any, int, bool], Iterable[RenderableType]]


_DISPLAYS: dict[str, Display] = {}


def register(name: str, display: Display) -> None:
    """
    Have *display* draw the values of the class *name*, a subclass of `Displayed`, and of its subclasses.

    A name serves where the class itself need not be imported for it.
    """
    _DISPLAYS[name] = display


class Displayed:
    """
    A value that notebooks, `rich` and pull requests can show.

    Its methods look up what draws it; `claimtrack.render.notebook` registers that, so that no value knows a renderer.
    """

    __slots__ = ()

    def to_markdown(self) -> str:
        """This as Markdown, for pull requests and notes; no word of a document is read as markup."""
        return _display(type(self)).markdown(self)

    def _repr_html_(self) -> str:
        """This as a notebook shows it: a fragment that brings its own style, without scripts."""
        return _display(type(self)).html(self)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """This as the command line prints it, for ``rich.print``."""
        colour = console.color_system is not None and not console.no_color
        yield from _display(type(self)).terminal(self, options.max_width, colour)


def _display(kind: type) -> Display:
    for each in kind.__mro__:
        if each.__name__ in _DISPLAYS:
            return _DISPLAYS[each.__name__]
    raise LookupError(f"nothing is registered that draws the class {kind.__name__}")
