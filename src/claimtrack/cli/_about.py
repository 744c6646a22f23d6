"""What the program says of itself: ``explain``, ``schema`` and ``completion``."""

from __future__ import annotations

import click

from claimtrack.cli._common import write
from claimtrack.validation import REMARKS, RULES
from claimtrack.validation import explain as explain_rule


@click.command()
@click.argument("code", required=False)
@click.option("--list", "listed", is_flag=True, help="List every rule with its summary.")
def explain(code: str | None, listed: bool) -> None:
    """
    Say what a rule means, with an example that breaks it and one that keeps it.

    \b
    Example:
      claimtrack explain CT203
    """
    if listed or code is None:
        for rule in RULES:
            click.echo(f"{rule.code}  {rule.severity:<8} {rule.summary}")
        for remark in REMARKS:
            click.echo(f"{remark.code}  {remark.severity:<8} {remark.name[:1].upper()}{remark.name[1:]}.")
        return
    click.echo(explain_rule(code), nl=False)


@click.command()
@click.argument("name", type=click.Choice(["report", "comparison", "carried", "fact"]), default="report")
def schema(name: str) -> None:
    """
    Print a JSON Schema: that of a report, of a comparison, of carried outcomes, or of a fact as a ledger exports it.

    \b
    Example:
      claimtrack schema report > report.schema.json
    """
    from claimtrack import _schemas

    write(_schemas.schema_text(name).encode())


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """
    Print the lines that make a shell complete commands and options.

    \b
    Example:
      claimtrack completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    program = click.get_current_context().find_root().command
    click.echo(kind(program, {}, "claimtrack", "_CLAIMTRACK_COMPLETE").source())
