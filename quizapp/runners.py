"""What this installation does by itself: its jobs, and its chores between them."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from quizapp.banks import service as banks_service
from quizapp.banks.parcels import ParcelShelf
from quizapp.banks.service import importing
from quizapp.documents import service as documents_service
from quizapp.documents.service import Recipient
from quizapp.joining import answered_since, follow_change, follow_edit, follow_load, hand_over_game, live_study
from quizapp.live import chores as live_chores
from quizapp.plumbing import jobs
from quizapp.plumbing.clock import system_clock
from quizapp.plumbing.job_runner import POLL_SECONDS, JobRunner
from quizapp.plumbing.jobs import Claimed
from quizapp.plumbing.runtime import Runtime
from quizapp.study import service as study_service

#: A file this old that no job names was left by a process that ended before it could say what it is for.
LEFT_AFTER = timedelta(hours=1)


def make_runners(runtime: Runtime, *, poll_seconds: float = POLL_SECONDS) -> list[JobRunner]:
    """Make all that does this installation's jobs: reading documents, importing, and asking a model where one is."""
    model = make_model_runner(runtime, poll_seconds=poll_seconds)
    runners = [
        make_job_runner(runtime, poll_seconds=poll_seconds),
        make_import_runner(runtime, poll_seconds=poll_seconds),
    ]
    return [*runners, model] if model is not None else runners


def make_job_runner(runtime: Runtime, *, poll_seconds: float = POLL_SECONDS) -> JobRunner:
    """Make a runner of this installation's jobs, and remove files that no job waits for any more."""
    # A command or another process may be about to put a job to its file.
    remove_unwanted(runtime, system_clock() - LEFT_AFTER)
    kinds = [
        documents_service.job_kind(runtime.files, follow_load, runtime.settings.spacy_pipeline),
        banks_service.export_job_kind(runtime.files, lambda claimed, path: _put_down(runtime, claimed, path)),
    ]
    return JobRunner(runtime.database, kinds, runtime.clock, runtime.job_bell, poll_seconds=poll_seconds)


def remove_unwanted(runtime: Runtime, before: datetime) -> None:
    """Remove uploaded files older than a moment that no job and no import waits for."""
    names = runtime.files.names(before)
    with runtime.database.reading() as session:
        wanted = {str(arguments.get("file")) for arguments in jobs.list_open_arguments(session)}
        wanted |= banks_service.kept_exports(session)
        wanted |= importing.list_kept_files(session)
    for name in names:
        if name not in wanted:
            runtime.files.remove(name)


def _put_down(runtime: Runtime, claimed: Claimed, path: Path) -> None:
    with runtime.database.reading() as session:
        banks_service.put_down_export(session, claimed, path, runtime.media)


def make_import_runner(runtime: Runtime, *, poll_seconds: float = POLL_SECONDS) -> JobRunner:
    """Make the runner of imports, large acts on questions and cards that follow, beside that of slow documents."""
    shelf, database = ParcelShelf(runtime.settings.home / "parcels"), runtime.database
    reader = importing.ImportReading(shelf, runtime.files, database.reading, runtime.settings.upload_limit_bytes)
    storer = importing.ImportStoring(shelf, runtime.media, runtime.files, database.reading, follow_edit, runtime.clock)
    changer = banks_service.BulkChanging(database.reading, follow_change, runtime.clock)
    undoer = importing.ImportUndoing(database.reading, answered_since, follow_load, runtime.clock)
    return JobRunner(
        database,
        [
            reader.kind(),
            storer.kind(),
            undoer.kind(),
            changer.kind(),
            study_service.cards_job_kind(database.reading),
            study_service.history_job_kind(database.reading, runtime.files),
        ],
        runtime.clock,
        runtime.job_bell,
        poll_seconds=poll_seconds,
        chore=lambda now: sweep(runtime, shelf, now),
        # A bank that was loaded or changed may hold again what was played of it.
        after=lambda: hand_over_game(runtime, None),
        # Who brings a small file sees it at once, however long another import is written.
        apart=frozenset((reader.kind().name,)),
    )


def sweep(runtime: Runtime, shelf: ParcelShelf, now: datetime) -> None:
    """Remove what nobody needs any more: parcels and exports of yesterday, pieces of imports, names of old games.

    What a command has left half undone is taken up.
    """
    with runtime.database.transaction() as session:
        importing.take_up_undoing(session, now)
        parcels, files = importing.forget_old(session, now)
        files += banks_service.forget_old_exports(session, now)
    for name in parcels:
        shelf.remove(name)
    for name in files:
        runtime.files.remove(name)
    with runtime.database.reading() as session:
        kept = importing.list_parcels(session)
        left = importing.list_left(session, now)
        unsaved = banks_service.list_unsaved(session, now)
        # Files have the time of the system, whatever the clock of the app says.
        banks_service.sweep_media(session, runtime.media, system_clock())
    for bank_id in unsaved:
        with runtime.database.transaction() as session:
            banks_service.forget_unsaved(session, bank_id, now)
    for name in set(shelf.names(system_clock() - LEFT_AFTER)) - kept:
        shelf.remove(name)
    live_chores.look_after_games(runtime.database, runtime.clock, runtime.hub, live_study())
    _forget_typed(runtime, now)
    # Of somebody who was erased the rows are gone, and so nothing names their files any more.
    remove_unwanted(runtime, system_clock() - LEFT_AFTER)
    for slug in left:
        is_left = True
        while is_left:
            with runtime.database.transaction() as session:
                is_left = importing.clear_left(session, slug, now)


def _forget_typed(runtime: Runtime, now: datetime) -> None:
    """Forget in short transactions, which nobody waits for, what learners typed long ago."""
    is_left = True
    while is_left:
        with runtime.database.transaction() as session:
            is_left = study_service.forget_typed(session, now)


def make_model_runner(runtime: Runtime, *, poll_seconds: float = POLL_SECONDS) -> JobRunner | None:
    """Make the runner that asks the settings’ model, beside the other: it waits for answers most of its time."""
    endpoint = runtime.endpoint
    if endpoint is None:
        return None

    def may_send(claimed: Claimed, recipient: Recipient) -> bool:
        with runtime.database.reading() as session:
            return documents_service.may_be_sent(session, claimed, recipient)

    kind = documents_service.model_job_kind(runtime.files, endpoint, may_send)
    return JobRunner(runtime.database, [kind], runtime.clock, runtime.job_bell, poll_seconds=poll_seconds)
