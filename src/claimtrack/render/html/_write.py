"""Pages to their files, and into a browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path

from claimtrack.codec import write_atomically


def write_page(html: str, path: str | Path) -> None:
    """
    Put a page into the file *path*; an old one is replaced whole or not at all.

    Raises:
        UnreadableFile: If the file cannot be written.
    """
    write_atomically(path, html.encode())


def open_page(path: str | Path) -> bool:
    """Show the page in the file *path* in the user's browser; whether one was found."""
    return webbrowser.open(Path(path).resolve().as_uri())
