"""Many games in one server, over real sockets: no byte of one reaches a player, a projector or a host of another."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from quizapp.live.streams.bounds import raise_handles
from quizapp.people import service as people
from quizapp.people.service import NewAccount
from quizapp.plumbing import schema
from quizapp.plumbing.db import Database
from tests.conftest import PASSWORD
from tests.live import desk as games
from tests.live.phone import HOST, Player, let_each
from tests.live.server import Served, until

pytestmark = pytest.mark.serial
GAMES, PLAYERS, ROUNDS = 12, 8, 2
#: In each game somebody has this name.
SHARED = "Ann"
_STORED = (
    "SELECT player.nickname, response.response FROM response JOIN player ON player.id = response.player_id "
    "WHERE response.game_id = "
)


class Copying:
    """Reads lines, and keeps what it has read."""

    def __init__(self, reader: asyncio.StreamReader, kept: bytearray) -> None:
        self._reader, self._kept = reader, kept

    async def readline(self) -> bytes:
        line = await self._reader.readline()
        self._kept += line
        return line


@dataclass
class Heard(Player):
    """A player who keeps every byte that came, and answers soon."""

    raw: bytearray = field(default_factory=bytearray)

    async def post(self, path: str, values: dict[str, Any]) -> tuple[int, str, bytes]:
        status, head, body = await super().post(path, values)
        self.raw += head.encode("latin-1") + body
        return status, head, body

    async def _follow(self, reader: Any) -> None:
        await super()._follow(Copying(reader, self.raw))  # type: ignore[arg-type]


@dataclass
class Table:
    """One game: its sign, which is in all that is asked and in all names but one, and what each of its people heard."""

    no: int
    host: str
    game_id: int
    screen: str
    players: list[Heard] = field(default_factory=list)
    at_screen: bytearray = field(default_factory=bytearray)
    at_host: bytearray = field(default_factory=bytearray)

    @property
    def sign(self) -> str:
        return sign_of(self.no)

    @property
    def heard(self) -> list[bytearray]:
        return [*(player.raw for player in self.players), self.at_screen, self.at_host]


class Quick(Random):
    """Thinks for a second at most."""

    def uniform(self, _least: float, _most: float) -> float:
        return 0.1 + 0.9 * self.random()


def sign_of(no: int) -> str:
    """Give a word that no other game has, and that stands in no other."""
    return f"Zarko{'bcdfghjkmnpr'[no]}u"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def tables(tmp_path: Path, password_hash: str) -> list[Table]:
    """Store so many games, each of a teacher and a bank of its own."""
    tmp_path.chmod(0o700)
    database = Database(f"sqlite:///{tmp_path / 'quizapp.db'}")
    schema.ensure_current(database)
    made = []
    for no in range(GAMES):
        sign = sign_of(no)
        with database.transaction() as session:
            host = people.sign_up(
                session, NewAccount(name=f"Host {no}", password_hash=password_hash, role="teacher"), now()
            )
        asked = [
            {"kind": "choice", "stem": f"Which {sign} is {n}?", "key": f"{sign} {n}",
             "distractors": [f"{sign} {n}{other}" for other in "abc"], "explanation": f"It is the {sign}."}
            for n in range(ROUNDS)
        ]  # fmt: skip
        desk = games.make_desk(database, now, host, asked)
        desk.make(shows_names=True)
        made.append(Table(no, f"Host {no}", desk.game_id, desk.standing.screen_token))
    database.close()
    return made


@pytest.fixture
def served(tables: list[Table], tmp_path: Path):
    made = Served(tmp_path, GAMES, ROUNDS)
    for table, link in zip(tables, made.links, strict=True):
        names = [SHARED, *(f"{table.sign} {letter}" for letter in "bcdfghj")]
        table.players = [Heard(made.port, link, name, Quick(table.no * 100 + n)) for n, name in enumerate(names)]
    yield made
    made.process.kill()
    made.process.wait(20)


def test_no_byte_of_a_game_reaches_another(served, tables):
    raise_handles()
    everybody = [player for table in tables for player in table.players]
    cookies = [signed_in(served.port, table.host) for table in tables]

    async def scenario() -> list[asyncio.Task[None]]:
        watching = [watch(served.port, f"/screens/{table.screen}/events", "", table.at_screen) for table in tables]
        for table, cookie in zip(tables, cookies, strict=True):
            watching.append(watch(served.port, f"/games/{table.game_id}/events", cookie, table.at_host))
        tasks = [asyncio.create_task(each) for each in watching]
        for call in (Player.join, Player.measure_way, Player.listen):
            await let_each(everybody, call)
        for no in range(1, ROUNDS + 1):
            await asyncio.to_thread(served.next)
            await until(lambda: all(no in player.acknowledged for player in everybody))  # noqa: B023
            await until(lambda: all(player.phases[max(player.phases)] == "locked" for player in everybody))
            await asyncio.to_thread(served.next)
            await until(lambda: all(len(player.others) == no for player in everybody))  # noqa: B023
            await asyncio.to_thread(served.next)
        await until(lambda: all(player.phases[max(player.phases)] == "podium" for player in everybody))
        await until(lambda: all(b'"podium"' in heard for table in tables for heard in (table.at_screen, table.at_host)))
        for player in everybody:
            await player.leave()
        for task in tasks:
            task.cancel()

    asyncio.run(scenario())
    for table in tables:
        foreign = [other.sign.encode() for other in tables if other is not table]
        for heard in table.heard:
            assert not [sign for sign in foreign if sign in heard]
        # What is looked for would be seen: each player and projector has their own game's.
        assert all(table.sign.encode() in heard for heard in table.heard[:-1])
        own = {row[0] for row in served.rows(f"SELECT id FROM player WHERE game_id = {table.game_id}")}
        assert numbers_told(table.at_host) == own
        assert counts_told(table.at_host) == counts_told(table.at_screen) == (PLAYERS, PLAYERS)
        assert stored_in(served, table) == given_in(table)


def stored_in(served: Served, table: Table) -> dict[str, list[str]]:
    """Give what is stored of a game, by nickname and round."""
    found: dict[str, list[str]] = {}
    for name, words in served.rows(f"{_STORED}{table.game_id} ORDER BY response.round_no"):
        found.setdefault(name, []).append(json.loads(words))
    return found


def given_in(table: Table) -> dict[str, list[str]]:
    return {player.name: [player.acknowledged[no] for no in sorted(player.acknowledged)] for player in table.players}


def numbers_told(heard: bytearray) -> set[int]:
    """Give the players whose link a host was told of."""
    lists = re.findall(rb'"(?:stream|polling)":\[([\d,]*)\]', heard)
    return {int(number) for each in lists for number in each.split(b",") if number}


def counts_told(heard: bytearray) -> tuple[int, int]:
    """Give the most players and the most answers that somebody was told of."""
    found = [(int(all_), int(some)) for all_, some in re.findall(rb'"players":(\d+),.*?"answered":(\d+)', heard)]
    return max(all_ for all_, _ in found), max(some for _, some in found)


def signed_in(port: int, name: str) -> str:
    """Sign a host in by the page; gives the cookie."""
    with httpx.Client(base_url=f"http://{HOST}:{port}") as browser:
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/sign-in").text)
        assert token is not None
        form = {"csrf_token": token.group(1), "name": name, "password": PASSWORD}
        assert browser.post("/sign-in", data=form).status_code == 303
        return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


async def watch(port: int, path: str, cookie: str, kept: bytearray) -> None:
    """Keep all that comes on a stream."""
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nCookie: {cookie}\r\n\r\n".encode())
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in head[:16], head
        while piece := await reader.read(65_536):
            kept += piece
    finally:
        writer.close()
