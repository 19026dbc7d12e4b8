"""Settings: each one is documented, each mistake is named, and the key is kept well."""

from __future__ import annotations

import os
import stat
from dataclasses import fields
from pathlib import Path

import pytest
from flask import Flask, request

from quizapp.app import create_app, secret_key
from quizapp.plumbing.runtime import Runtime
from quizapp.settings import PREFIX, Settings, SettingsError
from tests.app.checkout import ROOT

KEY = "a-key-of-at-least-thirty-two-characters"
OTHER_KEY = "another-key-of-thirty-two-characters-and-more"


def documented() -> dict[str, tuple[str, str]]:
    """Give default and meaning of each variable in the table of docs/settings.md."""
    rows = {}
    for line in (ROOT / "docs/settings.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if line.startswith("| `") and len(cells) == 3:
            rows[cells[0].strip("`")] = (cells[1].strip("`"), cells[2])
    return rows


def test_each_setting_is_documented() -> None:
    code = {PREFIX + f.name.upper(): (str(f.default), f.metadata["help"]) for f in fields(Settings)}
    assert documented() == {name: (default or "empty", words) for name, (default, words) in code.items()}


def test_unknown_variable_is_refused() -> None:
    with pytest.raises(SettingsError, match="QUIZAPP_PROT"):
        Settings.from_env({"QUIZAPP_PROT": "8000"})


def test_foreign_variables_are_left_alone() -> None:
    assert Settings.from_env({"PORT": "1", "HOME": "/root"}) == Settings()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("QUIZAPP_PORT", "0"),
        ("QUIZAPP_PORT", "65536"),
        ("QUIZAPP_PORT", "-1"),
        ("QUIZAPP_PORT", "80a"),
        ("QUIZAPP_PORT", "٨٠"),
        ("QUIZAPP_PORT", ""),
        ("QUIZAPP_THREADS", "0"),
        ("QUIZAPP_THREADS", "65"),
        ("QUIZAPP_WORKERS", "0"),
        ("QUIZAPP_WORKERS", "2"),
        ("QUIZAPP_REDIS_URL", "localhost:6379"),
        ("QUIZAPP_SIGN_UP", "maybe"),
        ("QUIZAPP_TRUSTED_PROXIES", "*"),
        ("QUIZAPP_TRUSTED_PROXIES", "127.0.0.1, proxy"),
        ("QUIZAPP_TRUSTED_PROXIES", "0.0.0.0/0"),
        ("QUIZAPP_TRUSTED_PROXIES", "::/0"),
        ("QUIZAPP_BASE_URL", "ftp://quiz.example"),
        ("QUIZAPP_BASE_URL", "quiz.example"),
    ],
)
def test_bad_value_names_its_variable(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        Settings.from_env({variable: value})


SCHOOL = {"QUIZAPP_WORKERS": "2", "QUIZAPP_DATABASE_URL": "postgresql+psycopg://localhost/quizapp"}


def test_several_workers_need_redis_and_a_server_of_the_database() -> None:
    with pytest.raises(SettingsError, match="QUIZAPP_WORKERS"):
        Settings.from_env(SCHOOL)
    redis = {"QUIZAPP_REDIS_URL": "redis://localhost:6379"}
    assert Settings.from_env(SCHOOL | redis).workers == 2
    with pytest.raises(SettingsError, match="QUIZAPP_WORKERS"):
        Settings.from_env({"QUIZAPP_WORKERS": "2"} | redis)


MODEL = {"QUIZAPP_MODEL_URL": "https://models.example/v1", "QUIZAPP_MODEL_NAME": "small"}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("QUIZAPP_MODEL_URL", ""),
        ("QUIZAPP_MODEL_URL", "models.example/v1"),
        ("QUIZAPP_MODEL_URL", "file:///etc/passwd"),
        ("QUIZAPP_MODEL_URL", "https://user:word@models.example/v1"),
        ("QUIZAPP_MODEL_URL", "https://models.example/v1?key=1"),
        ("QUIZAPP_MODEL_URL", "https://models.example/v1 HTTP/1.1"),
        ("QUIZAPP_MODEL_URL", "https://models.example:port/v1"),
        ("QUIZAPP_MODEL_URL", "https:///v1"),
        ("QUIZAPP_MODEL_NAME", ""),
        ("QUIZAPP_MODEL_NAME", "x" * 101),
        ("QUIZAPP_MODEL_KEY", "two words"),
        ("QUIZAPP_MODEL_KEY", "line\nend"),
    ],
)
def test_a_model_that_cannot_be_asked_names_its_variable(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        Settings.from_env(MODEL | {variable: value})


def test_the_key_of_a_model_is_in_no_description_of_the_settings() -> None:
    settings = Settings.from_env(MODEL | {"QUIZAPP_MODEL_KEY": "canary-of-the-key"})
    assert settings.model_key == "canary-of-the-key"
    assert "canary" not in repr(settings)


def test_values_are_read() -> None:
    given = {"QUIZAPP_HOME": "/srv/quiz", "QUIZAPP_PORT": "81", "QUIZAPP_BASE_URL": " https://quiz.example "}
    settings = Settings.from_env(given)
    assert (settings.home, settings.port, settings.is_https) == (Path("/srv/quiz"), 81, True)


def test_key_is_made_once_and_private(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    first = secret_key(settings)
    assert len(first) >= 32
    assert secret_key(settings) == first
    if os.name == "posix":
        assert stat.S_IMODE((settings.home / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize("key", ["dev", "short", "changeme" * 5, "secret-key-that-everybody-knows-by-now"])
def test_weak_key_stops_the_start(tmp_path: Path, key: str) -> None:
    with pytest.raises(SettingsError, match="QUIZAPP_SECRET_KEY"):
        secret_key(Settings(home=tmp_path, secret_key=key))


def test_empty_key_file_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("\n")
    with pytest.raises(SettingsError, match="secret_key"):
        secret_key(Settings(home=tmp_path))


def test_cookies_of_an_earlier_key_count_until_it_is_taken_out(installed: Runtime, tmp_path: Path) -> None:
    def app_with(key: str, fallbacks: str = "") -> Flask:
        settings = Settings(home=tmp_path, secret_key=key, secret_key_fallbacks=fallbacks)
        return create_app(Runtime(settings, installed.database))

    def read(app: Flask, cookie: str) -> dict[str, object]:
        with app.test_request_context(headers={"Cookie": f"quizapp={cookie}"}):
            return dict(app.session_interface.open_session(app, request) or {})

    old = app_with(KEY)
    cookie = old.session_interface.get_signing_serializer(old).dumps({"seen": 1})
    assert read(old, cookie) == {"seen": 1}
    assert read(app_with(OTHER_KEY, KEY), cookie) == {"seen": 1}
    assert read(app_with(OTHER_KEY), cookie) == {}
