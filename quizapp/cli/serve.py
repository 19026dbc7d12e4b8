"""`quizapp serve`: from nothing to an address that can be opened, in one command."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import click

from quizapp import __version__, resources
from quizapp.asgi import create_asgi
from quizapp.cli import network, server
from quizapp.cli.loading import load_folder
from quizapp.cli.opened import opened_database
from quizapp.cli.shared import make_runtime
from quizapp.cli.workers import Workers
from quizapp.documents.voting import notice_at_start
from quizapp.people import service as people
from quizapp.plumbing.runtime import Runtime
from quizapp.runners import make_runners
from quizapp.settings import Settings, SettingsError


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the app can be opened: on this machine, and on the local network (None without `--lan`)."""

    here: str
    lan: str | None


@click.command("serve")
@click.option("--host", help="Address to listen on, instead of QUIZAPP_HOST.")
@click.option("--port", type=int, help="Port to listen on, instead of QUIZAPP_PORT.")
@click.option("--workers", type=int, help="Processes that answer, instead of QUIZAPP_WORKERS (PostgreSQL and Redis).")
@click.option("--lan", is_flag=True, help="Let phones and computers of the local network in, and show a QR code.")
def command(host: str | None, port: int | None, workers: int | None, lan: bool) -> None:
    """Start the app and print its address."""
    settings = _settings(host, port, workers, lan)
    address = network.lan_address() if lan else None
    listener = network.bind(settings.host, settings.port)
    with opened_database(settings) as database:
        runtime = make_runtime(settings, database)
        _load_banks(runtime)
        if notice := notice_at_start(settings.spacy_pipeline):
            click.echo(notice, err=True)
        addresses = Addresses(
            settings.base_url.rstrip("/") or network.origin(settings.host, settings.port),
            network.origin(address, settings.port) if address else None,
        )
        link = _first_account_link(runtime, addresses.here)
        runners = make_runners(runtime) if settings.jobs == "serve" else []
        for runner in runners:
            runner.start()
        try:
            _serve(runtime, listener, _extra_hosts(settings, address), lambda: _announce(addresses, link))
        finally:
            for runner in runners:
                runner.stop()
            runtime.hub.close()


def _serve(
    runtime: Runtime, listener: socket.socket, extra_hosts: tuple[str, ...], announce: Callable[[], None]
) -> None:
    """Answer in this process, or in as many as the settings say."""
    if runtime.settings.workers > 1:
        Workers(runtime.settings, listener, extra_hosts).run(announce)
    else:
        server.run(create_asgi(runtime, extra_hosts=extra_hosts), listener, runtime.settings, announce)


def _settings(host: str | None, port: int | None, workers: int | None, lan: bool) -> Settings:
    settings = Settings.from_env()
    if lan and host:
        raise SettingsError("--lan listens on every address of this machine: leave --host out.")
    settings = replace(
        settings,
        host="0.0.0.0" if lan else host or settings.host,
        port=settings.port if port is None else port,
        workers=settings.workers if workers is None else workers,
    )
    settings.validate()
    return settings


def _extra_hosts(settings: Settings, lan_address: str | None) -> tuple[str, ...]:
    # Who listens on one address of the machine means to be called by it; "everywhere" is not a name.
    named = [lan_address] if settings.host in network.EVERYWHERE else [settings.host, lan_address]
    return tuple(f"[{name}]" if ":" in name else name for name in named if name)


def _load_banks(runtime: Runtime) -> None:
    """Bring the banks of the questions folder into the database."""
    named = runtime.settings.questions
    folder = Path(named) if named else resources.QUESTIONS
    load_folder(runtime.database, folder, runtime.clock(), lambda line: click.echo(line, err=True), runtime.media)


def _first_account_link(runtime: Runtime, address: str) -> str | None:
    """Make the one-time link for the first account; None when somebody can sign in as a teacher."""
    with runtime.database.transaction() as session:
        code = people.issue_first_account_code(session, runtime.clock())
    return None if code is None else f"{address}/first-account#{code}"


def _announce(addresses: Addresses, link: str | None) -> None:
    click.echo(f"quizapp {__version__} is at {addresses.here}")
    if addresses.lan:
        click.echo(f"In this network it is at {addresses.lan}\n\n{network.qr_code(addresses.lan)}")
        click.echo("This is plain http: others in the same network can listen in. Use it where you trust the network.")
    if link:
        click.echo(f"To make the first teacher’s account, open this link; it works once:\n  {link}")
    click.echo("Stop it with Ctrl+C.")
