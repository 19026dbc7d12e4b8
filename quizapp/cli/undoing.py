"""`quizapp import --undo`: the way back of an import of the command line."""

from __future__ import annotations

import click

from quizapp.banks.service import importing
from quizapp.cli.opened import opened_database
from quizapp.core.errors import Conflict, NotFound
from quizapp.plumbing.clock import epoch_ms, system_clock
from quizapp.settings import Settings
from quizapp.study import service as study


def undo(import_id: int) -> bool:
    """Undo an import by its number and tell what came of it; False when that cannot be."""
    now = system_clock()
    try:
        with opened_database(Settings.from_env()) as database, database.transaction() as session:
            undone = importing.undo_command_import(
                session, import_id, lambda s, bank, since: study.list_answered(s, bank, epoch_ms(since)), now
            )
            study.follow_load(session, undone.load, epoch_ms(now))
    except (Conflict, NotFound) as error:
        click.echo(f"{error.message} Nothing was changed.", err=True)
        return False
    closed = "; the bank that was made for it is closed" if undone.is_bank_closed else ""
    counts = f"{undone.removed} removed, {undone.restored} restored, {undone.kept_count} kept"
    click.echo(f"import {import_id}: undone in bank “{undone.bank_slug}”: {counts}{closed}")
    for name in undone.kept_words:
        click.echo(f"kept {name} (edited since)", err=True)
    for each in undone.kept:
        click.echo(f"kept {each.slug} ({each.reason} since): {each.stem}", err=True)
    return True
