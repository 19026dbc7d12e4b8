"""`quizapp import --undo`: the way back of anybody's import."""

from __future__ import annotations

from datetime import datetime

import click
from sqlalchemy.orm import Session

from quizapp.banks.service import LoadReport, importing
from quizapp.cli.loading import bring_cards_up_to_date
from quizapp.cli.opened import opened_database
from quizapp.core.errors import Conflict, NotFound
from quizapp.plumbing.clock import epoch_ms, system_clock
from quizapp.plumbing.db import Database
from quizapp.settings import Settings
from quizapp.study import service as study

#: What has become of a question that stays though its import was undone.
KEPT_SINCE = {
    "answered": "answered",
    "reported": "reported by a learner",
    "moved": "moved to another bank",
    "confirmed": "brought again by a later import",
    "edited": "edited",
}


def undo(import_id: int) -> bool:
    """Undo an import by its number and tell what came of it; False when that cannot be."""
    try:
        settings = Settings.from_env()
        with opened_database(settings) as database:
            undone = undo_in(database, import_id)
            bring_cards_up_to_date(database, settings.home)
    except (Conflict, NotFound) as error:
        click.echo(f"{error.message} Nothing was changed.", err=True)
        return False
    closed = "; the bank that was made for it is closed" if undone.is_bank_closed else ""
    counts = f"{undone.removed} removed, {undone.restored} restored, {undone.kept_count} kept"
    word = "partly undone" if undone.kept_count else "undone"
    click.echo(
        f"import {import_id}: {word} in bank “{undone.bank_slug}”: {counts}{closed}{_way_back(undone, import_id)}"
    )
    for name in undone.kept_words:
        click.echo(f"kept {name} (edited or said again since)", err=True)
    for each in undone.kept:
        why = KEPT_SINCE.get(each.reason, "edited")
        click.echo(f"kept {each.slug} ({why} since): {each.stem}", err=True)
    if (more := undone.kept_count - len(undone.kept)) > 0:
        click.echo(f"and {more:,} more that were kept", err=True)
    return True


def _way_back(undone: importing.Undone, import_id: int) -> str:
    """Say how what went comes back, and how what stayed goes after all."""
    again = "; to bring it back: import its file again" if undone.removed or undone.restored else ""
    rest = f"; to undo the rest once it is back, or its later import undone: quizapp import --undo {import_id}"
    return f"{again}{rest if undone.kept_ids else ''}"


def undo_in(database: Database, import_id: int) -> importing.Undone:
    """Undo an import: a large one in pieces, and one that was stopped among them goes on from there.

    Raises:
        NotFound, Conflict: it cannot be undone.
    """
    # The whole app comes with it, a start-up cost that an import need not pay.
    from quizapp.app import answered_since

    now = system_clock()
    with database.transaction() as session:
        undone = importing.undo_command_import(session, import_id, answered_since, now)
        if undone is not None:
            _follow_load(session, undone.load, now)
            return undone
    undoing = importing.ImportUndoing(database.reading, answered_since, _follow_load, system_clock)
    for undo_piece, _ in undoing.rest_of(import_id):
        with database.transaction() as session:
            undo_piece(session, None)
    with database.transaction() as session:
        return undoing.finish(session, None, import_id)


def _follow_load(session: Session, load: LoadReport, now: datetime) -> None:
    study.follow_load(session, load, epoch_ms(now))
