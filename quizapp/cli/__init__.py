"""The command line: `quizapp …`. Each command reads the settings, opens the database, does one thing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from quizapp import __version__
from quizapp.cli.user import user
from quizapp.core.errors import QuizError


class Commands(click.Group):
    """A group whose commands' errors are told in words, without a trace."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _told():
            return super().invoke(ctx)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except QuizError as error:
        raise click.ClickException(error.message) from error


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="quizapp")
def main() -> None:
    """Question banks from readings, learned by spaced repetition and played live."""


main.add_command(user)
