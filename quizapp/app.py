"""Assembly: settings become a runtime, rooms are joined, errors get their pages."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy.orm import Session

from quizapp import resources
from quizapp.banks import service as banks_service
from quizapp.banks import views as banks
from quizapp.banks.parcels import ParcelShelf
from quizapp.banks.service import BulkOutcome, LearnersCards, LoadReport, importing
from quizapp.documents import service as documents_service
from quizapp.documents import views as documents
from quizapp.documents.service import Recipient
from quizapp.live import chores as live_chores
from quizapp.live import service as live_service
from quizapp.live import views as live
from quizapp.people import guard
from quizapp.people import views as people
from quizapp.people.service import LearnerHistory, Preferences
from quizapp.plumbing import error_pages, forms, jobs, origin, pages
from quizapp.plumbing.clock import epoch_ms, system_clock
from quizapp.plumbing.db import Database
from quizapp.plumbing.job_runner import POLL_SECONDS, JobRunner
from quizapp.plumbing.jobs import Claimed
from quizapp.plumbing.runtime import EXTENSION, Runtime
from quizapp.progress import views as progress
from quizapp.settings import Settings, SettingsError
from quizapp.study import service as study_service
from quizapp.study import views as study

FORM_LIMIT_BYTES = 512_000
WEAK_KEYS = ("dev", "secret", "changeme", "change-me", "password", "secret-key", "secretkey")
MIN_KEY_LENGTH = 32
#: A file this old that no job names was left by a process that ended before it could say what it is for.
LEFT_AFTER = timedelta(hours=1)


def make_runtime(settings: Settings) -> Runtime:
    """Open the database that the settings name."""
    return Runtime(settings, Database(settings.url_of_database))


def create_app(runtime: Runtime, *, extra_hosts: tuple[str, ...] = ()) -> Flask:
    """Make the Flask app over a runtime whose database is at the present schema.

    `extra_hosts` are further names by which it may be called, such as the address on the local network.
    """
    settings = runtime.settings
    app = Flask("quizapp", template_folder=str(resources.TEMPLATES), static_folder=None)
    app.extensions[EXTENSION] = runtime
    app.config.update(
        # Flask would else take it from FLASK_DEBUG of whoever starts it.
        DEBUG=False,
        SECRET_KEY=secret_key(settings),
        SECRET_KEY_FALLBACKS=fallback_keys(settings),
        SESSION_COOKIE_NAME="__Host-quizapp" if settings.is_https else "quizapp",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=FORM_LIMIT_BYTES,
        MAX_FORM_MEMORY_SIZE=500_000,
        MAX_FORM_PARTS=1_000,
        TRUSTED_HOSTS=trusted_hosts(settings, extra_hosts),
        TEMPLATES_AUTO_RELOAD=False,
    )
    pages.install(app)
    guard.install(app)
    forms.install(app)
    error_pages.install(app)
    _join_rooms(app)
    return app


def _join_rooms(app: Flask) -> None:
    for room in (people, banks, documents, study, live, progress):
        app.register_blueprint(room.blueprint)
    app.extensions["learner_history"] = learner_history()
    app.extensions["follow_load"] = _follow_load
    app.extensions["answered_since"] = answered_since
    app.extensions["going_history"] = study_service.count_going
    app.extensions["learners_cards"] = LearnersCards(study_service.count_met, _follow_edit, study_service.CARDS_AT_ONCE)
    app.extensions["follow_change"] = _follow_change
    app.extensions["live_shared"] = live_service.Questions(), live_service.Rankings()
    app.extensions["leave_classroom"] = live_service.close_doors
    app.extensions["live_study"] = live_study()
    app.extensions["hand_over_game"] = hand_over_game
    app.extensions["tell_again"] = live_service.tell_again
    app.extensions["queue_again"] = _queue_again
    app.extensions["live_sources"] = live_sources
    # Where streams are served, they know better: nobody is known to be there.
    app.extensions["live_present"] = lambda _game_id: None


def trusted_hosts(settings: Settings, extra_hosts: tuple[str, ...] = ()) -> list[str]:
    """List the names by which the app may be called."""
    named = urlsplit(settings.base_url).hostname
    return [*([named] if named else []), *origin.LOOPBACK_HOSTS, *extra_hosts]


def secret_key(settings: Settings) -> str:
    """Give the key of the settings, or the one kept beside the database, made at the first start with mode 0600.

    Raises:
        SettingsError: the key is empty, short or one that everybody knows.
    """
    if settings.secret_key:
        return _checked(settings.secret_key, "QUIZAPP_SECRET_KEY")
    path = settings.home / "secret_key"
    if not path.exists():
        _write_private(path, secrets.token_urlsafe(48))
    return _checked(path.read_text("utf-8").strip(), str(path))


def fallback_keys(settings: Settings) -> list[str]:
    """Give the earlier keys whose cookies still count.

    Raises:
        SettingsError: one of them is one that anybody could sign with.
    """
    keys = [key.strip() for key in settings.secret_key_fallbacks.split(",") if key.strip()]
    return [_checked(key, "QUIZAPP_SECRET_KEY_FALLBACKS") for key in keys]


def _checked(key: str, where: str) -> str:
    plain = key.lower()
    is_repeated = any(plain == (word * MIN_KEY_LENGTH)[: len(plain)] for word in WEAK_KEYS) or len(set(plain)) == 1
    if len(key) < MIN_KEY_LENGTH or is_repeated or plain.startswith(("changeme", "change-me", "secret-key")):
        raise SettingsError(f"The secret key in {where} is too weak: use at least {MIN_KEY_LENGTH} random characters.")
    return key


def _write_private(path: Path, text: str) -> None:
    """Write a file whole or not at all, for its owner alone; the first of two writers wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(name)


def learner_history() -> LearnerHistory:
    """Give the study room's functions that people need but must not import."""
    return LearnerHistory(
        hold=live_service.hold_games_of,
        are_two=live_service.play_side_by_side,
        both_gave=live_service.both_gave,
        find_nickname=live_service.find_nickname,
        adopt=live_service.adopt_seat,
        list_moved=live_service.list_moved,
        merge=_merge_people,
        export=_export_person,
        erase=_erase_person,
        load_preferences=_load_preferences,
        save_preferences=_save_preferences,
    )


def _merge_people(session: Session, guest_id: int, learner_id: int, now: datetime) -> None:
    study_service.merge_learners(session, guest_id, learner_id)
    banks_service.merge_shares(session, guest_id, learner_id)
    live_service.merge_players(session, guest_id, learner_id, live_study(), now)


def _export_person(session: Session, learner_id: int) -> dict[str, Any]:
    """Give a learner's history, and what a teacher has brought and decided."""
    taught = documents_service.export_teacher(session, learner_id) | banks_service.export_shares(session, learner_id)
    taught["imports"] = importing.export_imports(session, learner_id)
    taught |= live_service.export_player(session, learner_id)
    return study_service.export_learner(session, learner_id) | {name: rows for name, rows in taught.items() if rows}


def _erase_person(session: Session, learner_id: int) -> list[tuple[str, str]]:
    study_service.erase_learner(session, learner_id)
    topics = live_service.erase_players(session, learner_id, system_clock())
    banks_service.hand_on_banks(session, learner_id)
    banks_service.release_banks(session, learner_id, system_clock())
    banks_service.forget_media(session)
    return topics


def _follow_load(session: Session, report: LoadReport, now: datetime) -> None:
    study_service.follow_load(session, report, epoch_ms(now))


def _follow_change(session: Session, outcome: BulkOutcome, now: datetime) -> None:
    if (moved := outcome.moved) is not None:
        study_service.follow_move(session, moved.ids, moved.from_bank_id, moved.to_bank_id)
    if outcome.load is not None:
        _follow_load(session, outcome.load, now)


def answered_since(session: Session, question_ids: Sequence[int], moment: datetime) -> Collection[int]:
    """List those of some questions that anybody has answered, in study or in a game, since a moment."""
    since = epoch_ms(moment)
    answered = study_service.list_answered(session, question_ids, since)
    return answered | live_service.list_played(session, question_ids, since)


def live_study() -> live_service.Study:
    """Give the live room what the study room does with what was played."""
    return live_service.Study(
        record=lambda session, answers, now: study_service.record_live(session, answers, epoch_ms(now)),
        withdraw=lambda session, answers, now: study_service.withdraw_live(session, answers, epoch_ms(now)),
        enrol=study_service.enrol,
        find_wish=study_service.find_live_wish,
        count_wanted=study_service.count_wanted,
        foretell=study_service.foretell,
    )


def _queue_again(session: Session, wanted: Sequence[tuple[int, int]], preset: str, key: str, now: datetime) -> Any:
    return study_service.queue_again(session, wanted, preset, key, epoch_ms(now))


def live_sources(classroom_id: int | None) -> live_service.Sources:
    """Give the live room what the study room knows of a classroom, and say where nothing is known of it."""

    def due(session: Session, learners: Sequence[int], bank_id: int, at_most: int, now: datetime) -> list[int]:
        if not study_service.is_studied_by_any(session, learners, bank_id):
            raise live_service.CannotPlay(live_service.NOTHING_STUDIED)
        return study_service.list_due_for_most(session, learners, bank_id, at_most, epoch_ms(now))

    def missed(session: Session, learners: Sequence[int], bank_id: int, at_most: int, now: datetime) -> list[int]:
        in_games = live_service.misses_of(classroom_id, learners)
        found = study_service.list_most_missed(session, learners, bank_id, at_most, epoch_ms(now), in_games)
        if not found and not study_service.is_studied_by_any(session, learners, bank_id):
            raise live_service.CannotPlay(live_service.NOTHING_MISSED)
        return found

    return live_service.Sources(due, missed)


def hand_over_game(runtime: Runtime, game_id: int | None, batches_at_most: int | None = None) -> None:
    """Tell study what was played in a game so far; None = in all games, as far as it does not know."""
    live_chores.hand_over_game(runtime.database, runtime.clock, live_study(), game_id, batches_at_most)


def _follow_edit(session: Session, report: LoadReport, choice: str, now: datetime) -> None:
    study_service.follow_edit(session, report, choice, epoch_ms(now))


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
        documents_service.job_kind(runtime.files, _follow_load, runtime.settings.spacy_pipeline),
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
    storer = importing.ImportStoring(shelf, runtime.media, runtime.files, database.reading, _follow_edit, runtime.clock)
    changer = banks_service.BulkChanging(database.reading, _follow_change, runtime.clock)
    undoer = importing.ImportUndoing(database.reading, answered_since, _follow_load, runtime.clock)
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


def _load_preferences(session: Session, learner_id: int) -> Preferences:
    kept = study_service.get_preferences(session, learner_id)
    names = ("new_per_day", "reviews_per_day", "buttons", "fixed_way")
    return Preferences(**{name: getattr(kept, name) for name in names})


def _save_preferences(session: Session, learner_id: int, wanted: Preferences) -> None:
    study_service.save_preferences(
        session,
        learner_id,
        buttons=wanted.buttons,
        new_per_day=wanted.new_per_day,
        reviews_per_day=wanted.reviews_per_day,
        fixed_way=wanted.fixed_way,  # type: ignore[arg-type]
    )
