"""`quizapp export`: a bank as a file, and what that file does not carry."""

from __future__ import annotations

import json
import os
import secrets
from functools import partial
from pathlib import Path

import click

from quizapp.banks.packing import Packed, pack, writer_named, writers
from quizapp.banks.service import Choice, contents_of, get_any_bank, media_paths
from quizapp.cli.opened import opened_database
from quizapp.core.errors import QuizError
from quizapp.core.formats.accounts import Account, losses_of
from quizapp.plumbing.clock import system_clock
from quizapp.plumbing.files import MediaStore
from quizapp.settings import Settings

_STANDARD = Path("-")


class ListedFormats(click.Command):
    """A command whose help lists the formats, which are loaded only for that."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the names of formats, each with what it is."""
        with formatter.section("Formats"):
            formatter.write_dl([(known.name, known.label) for known in writers()])


@click.command("export", cls=ListedFormats)
@click.argument("bank")
@click.option("--format", "format_name", required=True, help="Name of the format; they are listed below.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="File to write; - is standard output, and what is lost goes to standard error.",
)
@click.option("--archived", is_flag=True, help="Take archived questions along.")
@click.option("--backwards", is_flag=True, help="Anki package: short and open answers also from answer to question.")
@click.option("--json", "is_json", is_flag=True, help="Print what is lost as one JSON object.")
@click.option("--strict", is_flag=True, help="Write nothing when something would be lost.")
def command(
    bank: str, format_name: str, output: Path, archived: bool, backwards: bool, is_json: bool, strict: bool
) -> None:
    """Write a bank as a file, and say what that does not carry."""
    writer_named(format_name)
    settings = Settings.from_env()
    with opened_database(settings) as database, database.reading() as session:
        found = get_any_bank(session, bank)
        media = media_paths(session, found.id, MediaStore(settings.home / "media"))
        choice = Choice(with_archived=archived, backwards=backwards)
        packed = pack(contents_of(session, found.id, choice, format_name, media, system_clock()), format_name)
    reason = _why_not(packed.account, is_strict=strict)
    if not reason:
        _write(output, packed.written.content)
    _tell(packed, output, is_json, is_written=not reason)
    if reason:
        click.echo(f"Nothing was written to {_named(output)}, since {reason}.", err=True)
        raise SystemExit(1)


def _why_not(account: Account, *, is_strict: bool) -> str:
    """Say why no file is to be written; empty where one is."""
    if is_strict and not account.is_whole:
        return "something would be lost"
    return "no question can be" if account.total and not account.written else ""


def _tell(packed: Packed, output: Path, is_json: bool, *, is_written: bool) -> None:
    tell = partial(click.echo, err=output == _STANDARD)
    if is_json:
        tell(json.dumps(losses_of(packed.known, str(output), packed.written), ensure_ascii=False))
        return
    account = packed.account
    tell(_head(account, "written" if is_written else "can be written"))
    for left in account.left_out:
        further = f" and {left.further} more" if left.further else ""
        tell(f"  left out, {left.count}: {left.reason} {', '.join(left.names)}{further}")
    for lost in account.lost:
        where = f" In {lost.questions}: {lost.names}." if lost.names else ""
        tell(f"  lost: {lost.what}: {lost.reason}{where}")


def _head(account: Account, done: str) -> str:
    noun = "question" if account.total == 1 else "questions"
    whole = ", nothing is lost" if account.is_whole else ""
    return f"{account.label}: {account.written} of {account.total} {noun} {done}{whole}."


def _named(path: Path) -> str:
    return "standard output" if path == _STANDARD else str(path)


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    if path == _STANDARD:
        click.echo(content, nl=False)
        return
    beside = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise QuizError(f"{path} cannot be written: {error.strerror}.") from error
