"""What an operator can set: one frozen value, read from `QUIZAPP_*` variables; `docs/settings.md` lists each."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from quizapp.core.errors import QuizError

PREFIX = "QUIZAPP_"
SIGN_UP_CHOICES = ("open", "closed")
JOBS_CHOICES = ("serve", "work")


class SettingsError(QuizError):
    """A setting cannot be used; the message names the variable and what it may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that may differ between two installations."""

    home: Path = field(default=Path("instance"), metadata={"help": "Folder for the database and the secret key."})
    database_url: str = field(
        default="", metadata={"help": "SQLAlchemy URL of the database; empty = the file `quizapp.db` in the home."}
    )
    questions: str = field(
        default="", metadata={"help": "Folder whose banks are loaded at start; empty = the banks that come along."}
    )
    host: str = field(default="127.0.0.1", metadata={"help": "Address to listen on."})
    port: int = field(default=8000, metadata={"help": "Port to listen on, 1 to 65535."})
    base_url: str = field(
        default="",
        metadata={"help": "Address people type, such as `https://quiz.school.example`; empty = loopback names."},
    )
    trusted_proxies: str = field(
        default="", metadata={"help": "Addresses of reverse proxies whose `X-Forwarded-*` headers count, by commas."}
    )
    sign_up: str = field(default="open", metadata={"help": "Who may make an account: `open` or `closed`."})
    secret_key: str = field(
        default="", metadata={"help": "Key that signs cookies, at least 32 characters; empty = kept in the home."}
    )
    secret_key_fallbacks: str = field(
        default="", metadata={"help": "Earlier secret keys, by commas, whose cookies still count."}
    )
    threads: int = field(default=8, metadata={"help": "Threads that answer pages, 1 to 64."})
    upload_limit_mb: int = field(
        default=20, metadata={"help": "Largest file that a teacher may upload, 1 to 100 megabytes."}
    )
    workers: int = field(
        default=1, metadata={"help": "Processes that answer pages, 1 to 64; more than one need PostgreSQL and Redis."}
    )
    redis_url: str = field(
        default="",
        repr=False,
        metadata={"help": "Redis by which several processes wake each other, such as `redis://localhost:6379`."},
    )
    jobs: str = field(
        default="serve",
        metadata={
            "help": "Who reads, imports and exports files, and brings many cards up to date: `serve` itself, or "
            "processes of `quizapp work` (`work`)."
        },
    )

    spacy_pipeline: str = field(
        default="",
        metadata={"help": "Pipeline of spaCy that votes on names and subjects: its package or folder; empty = none."},
    )
    model_url: str = field(
        default="",
        metadata={"help": "Base of an OpenAI-compatible model, such as `http://127.0.0.1:11434/v1`; empty = no model."},
    )
    model_name: str = field(default="", metadata={"help": "Name of that model, as its server knows it."})
    model_key: str = field(
        default="", repr=False, metadata={"help": "Key that the model’s server asks for; empty = none."}
    )

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings of the environment.

        Raises:
            SettingsError: for an unknown `QUIZAPP_*` variable or a value out of range.
        """
        given = {k: v for k, v in (os.environ if environ is None else environ).items() if k.startswith(PREFIX)}
        names = {PREFIX + f.name.upper(): f for f in fields(cls)}
        unknown = sorted(set(given) - set(names))
        if unknown:
            raise SettingsError(f"{unknown[0]} is not a setting of quizapp; docs/settings.md lists those there are.")
        values: dict[str, object] = {}
        for variable, text in given.items():
            name = names[variable].name
            values[name] = _value(variable, name, text)
        settings = cls(**values)  # type: ignore[arg-type]
        settings.validate()
        return settings

    def validate(self) -> None:
        """Refuse values that cannot work, naming the variable."""
        if not 1 <= self.port <= 65535:
            raise SettingsError("QUIZAPP_PORT must be a number from 1 to 65535.")
        if not 1 <= self.threads <= 64:
            raise SettingsError("QUIZAPP_THREADS must be a number from 1 to 64.")
        if not 1 <= self.upload_limit_mb <= 100:
            raise SettingsError("QUIZAPP_UPLOAD_LIMIT_MB must be a number from 1 to 100.")
        if self.sign_up not in SIGN_UP_CHOICES:
            raise SettingsError("QUIZAPP_SIGN_UP must be open or closed.")
        if self.jobs not in JOBS_CHOICES:
            raise SettingsError("QUIZAPP_JOBS must be serve or work.")
        if self.jobs == "work" and self.is_sqlite:
            raise SettingsError(
                "QUIZAPP_JOBS=work needs PostgreSQL: a SQLite file is written by one process, so leave it at serve."
            )
        self._check_workers()
        self._check_proxies()
        if self.base_url and urlsplit(self.base_url).scheme not in ("http", "https"):
            raise SettingsError("QUIZAPP_BASE_URL must begin with http:// or https://.")
        self._check_model()

    def _check_workers(self) -> None:
        if not 1 <= self.workers <= 64:
            raise SettingsError("QUIZAPP_WORKERS must be a number from 1 to 64.")
        if self.redis_url and urlsplit(self.redis_url).scheme not in ("redis", "rediss", "unix"):
            raise SettingsError("QUIZAPP_REDIS_URL must begin with redis://, rediss:// or unix://.")
        if self.workers > 1 and (self.is_sqlite or not self.redis_url):
            raise SettingsError(
                "QUIZAPP_WORKERS above 1 needs PostgreSQL (QUIZAPP_DATABASE_URL) and Redis (QUIZAPP_REDIS_URL): "
                "a SQLite file is written by one process."
            )

    def _check_model(self) -> None:
        if not self.model_url:
            if self.model_name or self.model_key:
                raise SettingsError("QUIZAPP_MODEL_URL must be set where QUIZAPP_MODEL_NAME or QUIZAPP_MODEL_KEY is.")
            return
        if not _is_plain_address(self.model_url):
            raise SettingsError(
                "QUIZAPP_MODEL_URL must be an address such as https://models.example/v1, with http:// or https://, "
                "without a user, a question mark or a #."
            )
        if not self.model_name or len(self.model_name) > 100 or not self.model_name.isprintable():
            raise SettingsError("QUIZAPP_MODEL_NAME must name the model in 1 to 100 characters.")
        if not self.model_key.isascii() or not self.model_key.isprintable() or " " in self.model_key:
            raise SettingsError("QUIZAPP_MODEL_KEY must be printable ASCII without spaces.")

    def _check_proxies(self) -> None:
        for named in filter(None, (part.strip() for part in self.trusted_proxies.split(","))):
            try:
                network = ip_network(named)
            except ValueError:
                network = None
            # A mistyped address would be believed by nobody, "*" and 0.0.0.0/0 would believe everybody.
            if network is None or network.prefixlen == 0:
                raise SettingsError(
                    f"QUIZAPP_TRUSTED_PROXIES must list addresses such as 127.0.0.1 or 10.0.0.0/8, not “{named[:40]}”."
                )

    @property
    def upload_limit_bytes(self) -> int:
        """The largest file that a teacher may upload."""
        return self.upload_limit_mb * 1_000_000

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file, which one process alone may write."""
        return self.url_of_database.startswith("sqlite")

    @property
    def is_https(self) -> bool:
        """Whether people reach the app by https, so that cookies may insist on it."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def url_of_database(self) -> str:
        """The database's SQLAlchemy URL, the file in the home by default."""
        return self.database_url or f"sqlite:///{(self.home / 'quizapp.db').resolve()}"


def _is_plain_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        is_port_sound = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_plain = not (parts.username or parts.password or parts.query or parts.fragment or "@" in parts.netloc)
    has_sound_characters = text.isascii() and text.isprintable() and not set(text) & set(' \\"<>')
    return (
        len(text) <= 300
        and parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and is_plain
        and is_port_sound
        and has_sound_characters
    )


def _value(variable: str, name: str, text: str) -> object:
    if name in ("port", "threads", "upload_limit_mb", "workers"):
        if not text.isascii() or not text.isdigit():
            raise SettingsError(f"{variable} must be a whole number, not “{text[:40]}”.")
        return int(text)
    return Path(text) if name == "home" else text.strip()
