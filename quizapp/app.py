"""Assembly: settings become a runtime, rooms are joined, errors get their pages."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask

from quizapp import joining, resources
from quizapp.banks import views as banks
from quizapp.banks.service import LearnersCards
from quizapp.documents import views as documents
from quizapp.live import service as live_service
from quizapp.live import views as live
from quizapp.people import guard
from quizapp.people import views as people
from quizapp.plumbing import error_pages, forms, origin, pages
from quizapp.plumbing.db import Database
from quizapp.plumbing.runtime import EXTENSION, Runtime
from quizapp.progress import views as progress
from quizapp.settings import Settings, SettingsError
from quizapp.study import service as study_service
from quizapp.study import views as study

FORM_LIMIT_BYTES = 512_000
WEAK_KEYS = ("dev", "secret", "changeme", "change-me", "password", "secret-key", "secretkey")
MIN_KEY_LENGTH = 32


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
    app.extensions["learner_history"] = joining.learner_history()
    app.extensions["follow_load"] = joining.follow_load
    app.extensions["answered_since"] = joining.answered_since
    app.extensions["going_history"] = study_service.count_going
    app.extensions["learners_cards"] = LearnersCards(
        study_service.count_met, joining.follow_edit, study_service.CARDS_AT_ONCE
    )
    app.extensions["follow_change"] = joining.follow_change
    app.extensions["live_shared"] = live_service.Questions(), live_service.Rankings()
    app.extensions["leave_classroom"] = live_service.close_doors
    app.extensions["live_study"] = joining.live_study()
    app.extensions["hand_over_game"] = joining.hand_over_game
    app.extensions["queue_again"] = joining.queue_again
    app.extensions["live_sources"] = joining.live_sources
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
