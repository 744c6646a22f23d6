"""The command line: parse, call one library function, render, exit."""

from claimtrack.cli._program import cli, main

__all__ = ["cli", "main"]
