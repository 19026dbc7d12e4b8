"""The command `quizapp`: one module here for each of its commands, loaded when it is called for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from quizapp import __version__
from quizapp.core.errors import QuizError

#: Command → module of this package that holds it as `command`.
COMMANDS = {
    "serve": "serve",
    "work": "work",
    "import": "importing",
    "export": "exporting",
    "lint": "linting",
    "extract": "extracting",
    "draft": "drafting",
    "user": "user",
}


class Commands(click.Group):
    """A group that imports a command when it is called, and tells a person's mistake in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the command of that name; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__name__}.{COMMANDS[cmd_name]}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; whatever a person can mend ends in one line and exit code 1."""
        try:
            return super().invoke(ctx)
        except QuizError as error:
            raise click.ClickException(" ".join(error.message.split())) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="quizapp")
def main() -> None:
    """Question banks drawn from documents, studied with spaced repetition."""
