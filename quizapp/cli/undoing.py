"""`quizapp import --undo`: the way back of anybody's import."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import click
from sqlalchemy.orm import undefer

from quizapp.banks.models import Import
from quizapp.banks.service import importing
from quizapp.cli.loading import bring_cards_up_to_date
from quizapp.cli.opened import found_database, opened_database
from quizapp.core.errors import Conflict, NotFound
from quizapp.plumbing.clock import system_clock
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


class UndoneInPart(Conflict):
    """An undo in pieces that came to no end, neither here nor by a server."""


def has_way_back(database: Database, import_id: int) -> bool:
    """Whether an import has brought anything that could be undone, once its learning history is here too."""
    with database.reading() as session:
        return importing.can_be_undone(session, session.get_one(Import, import_id, options=[undefer(Import.report)]))


def undo(import_id: int, *, is_dry: bool = False, is_json: bool = False) -> bool:
    """Undo an import by its number, or only look at it (`is_dry`), and tell what came of it; False = it cannot be."""
    settings = Settings.from_env()
    try:
        with _ended_as_by_keys():
            undone = _foreseen(settings, import_id) if is_dry else _undone(settings, import_id)
    except (Conflict, NotFound) as error:
        if is_json:
            _tell_json({"import": import_id, "problems": [{"where": "import", "line": None, "reason": error.message}]})
        else:
            changed = "" if isinstance(error, UndoneInPart) else " Nothing was changed."
            click.echo(f"{error.message}{changed}", err=True)
        return False
    except KeyboardInterrupt:
        if not is_dry:
            click.echo(_left(settings, import_id), err=True)
        raise
    if is_json:
        _tell_json(_to_json(undone, import_id))
    else:
        _tell(undone, import_id, is_dry=is_dry)
    return True


@contextmanager
def _ended_as_by_keys() -> Iterator[None]:
    """Let SIGTERM end what is done here as Ctrl+C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _foreseen(settings: Settings, import_id: int) -> importing.Undone:
    from quizapp.joining import answered_since  # start-up cost: every service comes with it

    with found_database(settings) as database:
        if database is None:
            raise NotFound("There are no imports here yet: no database of this release. Start quizapp serve once.")
        with database.reading() as session:
            undone = importing.foresee_undoing(session, import_id, answered_since)
            undone.going = study.count_going(session, importing.find_history(session, import_id))
            return undone


def _undone(settings: Settings, import_id: int) -> importing.Undone:
    with opened_database(settings) as database:
        with database.reading() as session:
            going = study.count_going(session, importing.find_history(session, import_id))
        undone = undo_in(database, import_id)
        undone.going = going
        with database.transaction() as session:
            importing.note_going(session, import_id, going)
        bring_cards_up_to_date(database, settings.home)
    return undone


def _left(settings: Settings, import_id: int) -> str:
    """Leave an undo that was stopped to the server, and say what goes on."""
    with found_database(settings) as database:
        if database is None:
            return "Nothing was changed."
        with database.transaction() as session:
            state, has_job = importing.leave_undoing(session, import_id, system_clock())
    if state == "undone":
        return f"Import {import_id} is undone; learners’ cards follow when a server runs."
    if state != "undoing":
        return "Nothing was changed."
    command = f"quizapp import --undo {import_id}"
    who = f"A server goes on with it when it runs, and so does {command}" if has_job else f"{command} goes on with it"
    return f"Import {import_id} is undone in part. {who}."


def _tell_json(said: Mapping[str, Any]) -> None:
    click.echo(json.dumps(said, ensure_ascii=False))


def _to_json(undone: importing.Undone, import_id: int) -> dict[str, Any]:
    removed, restored = undone.counts_now
    return {
        "import": import_id,
        "bank": undone.bank_slug,
        "removed": removed,
        "restored": restored,
        "before": dict(zip(("removed", "restored"), undone.before, strict=True)),
        "kept": undone.kept_count,
        "kept_questions": [asdict(each) for each in undone.kept],
        "kept_words": list(undone.kept_words),
        "bank_closed": undone.is_bank_closed,
        **({} if undone.going is None else {"history": asdict(undone.going)}),
        "problems": [],
    }


def _tell(undone: importing.Undone, import_id: int, *, is_dry: bool) -> None:
    removed, restored = undone.counts_now
    counts = f"{removed} removed, {restored} restored, {undone.kept_count} kept"
    if any(undone.before):
        counts += f"; {undone.before[0]} removed and {undone.before[1]} restored before"
    head = f"import {import_id}: {{}} in bank “{undone.bank_slug}”: {counts}"
    closed = f"; the bank that was made for it {'would be' if is_dry else 'is'} closed" if undone.is_bank_closed else ""
    closed += _going(undone.going, is_dry=is_dry)
    if is_dry:
        click.echo(f"{head.format('would be undone')}{closed}; nothing was changed")
    else:
        word = "partly undone" if undone.kept_count else "undone"
        click.echo(f"{head.format(word)}{closed}{_way_back(undone, import_id)}")
    for name in undone.kept_words:
        click.echo(f"kept {name} (edited or said again since)", err=True)
    for each in undone.kept:
        why = KEPT_SINCE.get(each.reason, "edited")
        click.echo(f"kept {each.slug} ({why} since): {each.stem}", err=True)
    if (more := undone.kept_count - len(undone.kept)) > 0:
        click.echo(f"and {more:,} more that were kept", err=True)


def _going(going: importing.GoingHistory | None, *, is_dry: bool) -> str:
    """Say how much of a learning history goes; empty where none came along."""
    if going is None:
        return ""
    answers = f"{going.answers:,} answer{'' if going.answers == 1 else 's'}"
    cards = f"{going.cards:,} card{'' if going.cards == 1 else 's'}"
    goes = "would go" if is_dry else "goes" if going.answers == 1 else "go"
    return f"; of the learning history that came along {answers} on {cards} {goes}"


def _way_back(undone: importing.Undone, import_id: int) -> str:
    """Say how what went comes back, and how what stayed goes after all."""
    again = "; to bring it back: import its file again" if undone.removed or undone.restored else ""
    rest = f"; to undo the rest once it is back, or its later import undone: quizapp import --undo {import_id}"
    return f"{again}{rest if undone.kept_ids else ''}"


def undo_in(database: Database, import_id: int) -> importing.Undone:
    """Undo an import: a large one in pieces, and one that was stopped among them goes on from there.

    Raises:
        NotFound, Conflict: it cannot be undone.
        UndoneInPart: it could not go on, after some of it was done.
    """
    # Every service comes with it, a start-up cost that an import need not pay.
    from quizapp.joining import answered_since, follow_load

    now = system_clock()
    with database.transaction() as session:
        undone = importing.undo_command_import(session, import_id, answered_since, now)
        if undone is not None:
            follow_load(session, undone.load, now)
            return undone
    undoing = importing.ImportUndoing(database.reading, answered_since, follow_load, system_clock)
    try:
        for undo_piece, _ in undoing.rest_of(import_id):
            with database.transaction() as session:
                undo_piece(session, None)
        with database.transaction() as session:
            return undoing.finish(session, None, import_id)
    except Conflict as error:
        # A server that was at it too, since it was told so on its page, may have come to the end first.
        with database.reading() as session:
            found = importing.get_undone(session, import_id)
        if found is None:
            words = f"Import {import_id} is undone in part; quizapp import --undo {import_id} goes on with it."
            raise UndoneInPart(words) from error
        return found
