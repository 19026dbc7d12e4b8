"""What a server does while nobody asks for anything: next to nothing, and it still ends at once."""

from __future__ import annotations

import asyncio
import signal

import pytest

from quizapp.asgi import create_asgi
from quizapp.cli import server as serving
from quizapp.cli.server import AnnouncingServer, configured


def test_an_idle_server_wakes_once_a_second_and_ends_at_once(runtime):
    server = AnnouncingServer(configured(create_asgi(runtime), runtime.settings), lambda: None, lambda: None)
    looks = 0
    on_tick = server.on_tick

    async def counted(counter):
        nonlocal looks
        looks += 1
        return await on_tick(counter)

    server.on_tick = counted

    async def whole():
        looking = asyncio.create_task(server.main_loop())
        await asyncio.sleep(0.5)
        assert looks == 1
        assert server.server_state.default_headers[0][0] == b"date"
        server.handle_exit(signal.SIGTERM, None)
        await asyncio.wait_for(looking, 0.4)

    asyncio.run(whole())
    assert looks == 2


@pytest.mark.parametrize(("handles", "seconds"), [(20_000, 130), (16_000, 5), (1_024, 5)])
def test_an_idle_connection_is_kept_longer_than_proxies_keep_theirs_where_handles_abound(
    runtime, monkeypatch, handles, seconds
):
    monkeypatch.setattr(serving, "handles_of_process", lambda: handles)
    assert configured(create_asgi(runtime), runtime.settings).timeout_keep_alive == seconds
