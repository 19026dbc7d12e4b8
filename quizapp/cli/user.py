"""`quizapp user …`: accounts from the command line. Passwords come from a prompt or standard input, never by argv."""

from __future__ import annotations

import sys

import click
from sqlalchemy.orm import Session

from quizapp.cli.opened import opened_database
from quizapp.core.errors import NotFound
from quizapp.people import passwords, service
from quizapp.people.service import Credentials, NewAccount
from quizapp.people.viewer import Viewer
from quizapp.plumbing.clock import system_clock
from quizapp.plumbing.logs import security


@click.group("user")
def command() -> None:
    """Make accounts, list them, change passwords and roles."""


@command.command()
@click.argument("name")
@click.option("--role", type=click.Choice(service.ROLES), default="student", show_default=True)
@click.option("--admin", is_flag=True, help="May do everything.")
@click.option("--email", default=None, help="Optional.")
def add(name: str, role: str, admin: bool, email: str | None) -> None:
    """Make an account; the password is asked for, or read as a line from standard input."""
    name, email = service.tidy_name(name), service.tidy_email(email)
    hashed = passwords.hash_password(_ask_password([name, email or ""]))
    account = NewAccount(name=name, password_hash=hashed, email=email, role=role, is_admin=admin)
    with opened_database() as database, database.transaction() as session:
        made = service.sign_up(session, account, system_clock())
    security.info("user %d was made as %s from the command line", made.id, _rights(made))
    click.echo(f"{made.name} can sign in as {_rights(made)}.")


@command.command("list")
def list_() -> None:
    """List all accounts."""
    with opened_database() as database, database.reading() as session:
        users, guests = service.list_users(session), service.count_guests(session)
    for one in users:
        click.echo(f"{one.id:>6}  {_rights(one):<15}  {one.name}")
    click.echo(f"{len(users)} accounts, {guests} guests")


@command.command("set-password")
@click.argument("name")
def set_password(name: str) -> None:
    """Give an account a new password; it is signed out everywhere."""
    with opened_database() as database:
        with database.reading() as session:
            found = _get(session, name)
        hashed = passwords.hash_password(_ask_password([found.viewer.name]))
        with database.transaction() as session:
            changed = service.change_password(session, _get(session, name).viewer.id or 0, hashed)
    security.info("user %d got a new password from the command line", changed.id)
    click.echo(f"{changed.name} has a new password and is signed out everywhere.")


@command.command("set-role")
@click.argument("name")
@click.argument("role", type=click.Choice(service.ROLES))
@click.option("--admin/--no-admin", default=None, help="May do everything, or no longer; unchanged without either.")
def set_role(name: str, role: str, admin: bool | None) -> None:
    """Give an account a role; it has to sign in again."""
    with opened_database() as database, database.transaction() as session:
        found = _get(session, name).viewer
        is_admin = found.is_admin if admin is None else admin
        changed = service.set_role(session, found.id or 0, role, is_admin)
    security.info("user %d became %s from the command line", changed.id, _rights(changed))
    click.echo(f"{changed.name} is now {_rights(changed)} and has to sign in again.")


def _get(session: Session, name: str) -> Credentials:
    found = service.find_credentials(session, name)
    if found is None:
        raise NotFound(f"There is no account named “{name}”. `quizapp user list` shows all.")
    return found


def _ask_password(own_names: list[str]) -> str:
    if sys.stdin.isatty():
        password = str(click.prompt("New password", hide_input=True, confirmation_prompt="Once more"))
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    problem = passwords.problem(password, own_names)
    if problem:
        raise click.ClickException(problem)
    return password


def _rights(viewer: Viewer) -> str:
    return f"{viewer.role}, admin" if viewer.is_admin else viewer.role
