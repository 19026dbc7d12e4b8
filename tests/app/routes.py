"""The frozen list of routes. `python -m tests.app.routes` writes it anew, to be read in the difference."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask

from quizapp.app import create_app
from quizapp.plumbing.db import Database
from quizapp.plumbing.runtime import Runtime
from quizapp.settings import Settings

FROZEN = Path(__file__).with_name("routes.txt")
SAID_BY_ITSELF = {"HEAD", "OPTIONS"}


def listed(app: Flask) -> list[str]:
    """List method, rule and guard of every route; `-` for a view without a guard."""
    found = []
    for rule in app.url_map.iter_rules():
        guard = getattr(app.view_functions[rule.endpoint], "__guard__", "-")
        found += [(rule.rule, method, guard) for method in (rule.methods or set()) - SAID_BY_ITSELF]
    return [f"{method:<6} {rule:<60} {guard}".rstrip() for rule, method, guard in sorted(found)]


def main() -> None:
    """Write the list of the app as it is."""
    with TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        app = create_app(Runtime(settings, Database(settings.url_of_database)))
        FROZEN.write_text("\n".join(listed(app)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
