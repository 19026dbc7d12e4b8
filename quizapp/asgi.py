"""The served application: static files on the event loop, everything else the Flask app in threads.

What every response owes (headers) and what no request may bring (header names with `_`) is settled here, once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Flask
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quizapp.app import FORM_LIMIT_BYTES, create_app, secret_key
from quizapp.core.errors import QuizError
from quizapp.joining import hand_over_game
from quizapp.live import service as live_service
from quizapp.live.streams import Doors, Games, Trips
from quizapp.live.streams.posts import refused
from quizapp.people import guard
from quizapp.people.service import SignIn, is_account
from quizapp.plumbing.assets import Asset, Assets
from quizapp.plumbing.forms import body_limit
from quizapp.plumbing.gate import Gate, accepts_gzip, environ_of
from quizapp.plumbing.headers import DATA_TYPES, security_headers
from quizapp.plumbing.runtime import Runtime

_log = logging.getLogger("quizapp.live")

FOR_EVER = "public, max-age=31536000, immutable"


def create_asgi(runtime: Runtime, *, extra_hosts: tuple[str, ...] = ()) -> CleanHeaders:
    """Make the served application over a runtime whose database is at the present schema.

    `extra_hosts` are further names by which it may be called, such as the address on the local network.
    """
    pages = create_app(runtime, extra_hosts=extra_hosts)
    pages.config["USE_X_SENDFILE"] = True
    gate = Gate(
        pages,
        threads=runtime.settings.threads,
        form_limit_bytes=FORM_LIMIT_BYTES,
        limit_of=partial(body_limit, pages),
        folders=(runtime.files.folder, runtime.media.folder),
    )
    games, doors = _live(runtime, pages, gate)
    served = Starlette(
        routes=[
            Route("/static/{version}/{name:path}", StaticFiles(runtime.assets), methods=["GET", "HEAD"]),
            Route("/robots.txt", _robots),
            Route("/favicon.ico", _no_icon),
            Mount("/", gate),
        ]
    )
    return CleanHeaders(LiveFirst(doors, served), is_https=runtime.settings.is_https, closing=games.close)


def _live(runtime: Runtime, pages: Flask, gate: Gate) -> tuple[Games, Doors]:
    """Make the live part; who asks is known from the cookie of the pages, which only they can read."""

    def render(template: str, /, **inputs: Any) -> str:
        return pages.jinja_env.get_template(template).render(**inputs).strip()

    def identify(environ: dict[str, Any], game_id: int) -> tuple[int | None, bool]:
        with pages.request_context(environ):
            viewer = guard.viewer()
        with runtime.database.reading() as session:
            standing = live_service.find_standing(session, game_id)
        return viewer.id, standing is not None and live_service.may_lead(viewer, standing)

    def plays_on(environ: dict[str, Any], user_id: int) -> tuple[bool, SignIn | None]:
        with runtime.database.reading() as session:
            if not is_account(session, user_id):
                return True, None
        with pages.request_context(environ):
            sign_in = guard.find_sign_in_of(user_id)
        return sign_in is not None, sign_in

    async def identified(scope: Scope, game_id: int) -> tuple[int | None, bool]:
        return await gate.in_thread(identify, environ_of(scope), game_id)  # type: ignore[no-any-return]

    async def plays(scope: Scope, user_id: int) -> tuple[bool, SignIn | None]:
        return await gate.in_thread(plays_on, environ_of(scope), user_id)  # type: ignore[no-any-return]

    games = Games(runtime.database, runtime.clock, runtime.hub, render, partial(hand_over_game, runtime))
    pages.extensions["live_present"] = games.list_present
    trips = Trips(secret_key(runtime.settings))
    return games, Doors(games, runtime.limits, identified, plays, trips, is_https=runtime.settings.is_https)


class LiveFirst:
    """Serves the live part's addresses, and hands all others on."""

    def __init__(self, doors: Doors, others: ASGIApp) -> None:
        self.doors = doors
        self.others = others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection; what fails before it answers is answered with a plain 500."""
        door = self.doors.find(scope) if scope["type"] == "http" else None
        if door is None:
            await self.others(scope, receive, send)
            return
        has_begun = False

        async def send_and_know(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await door(scope, receive, send_and_know)
        except QuizError as error:
            # Mostly a database that is busy or away: said in words, with the moment to come back.
            if has_begun:
                raise
            await refused(error)(scope, receive, send)
        except Exception:
            _log.exception("a live request failed")
            if has_begun:
                raise
            await PlainTextResponse("Something broke on our side. Try again.\n", 500)(scope, receive, send)


class CleanHeaders:
    """Keeps doubtful headers out and puts the security headers on every response, errors included."""

    def __init__(self, app: ASGIApp, closing: Callable[[], None], *, is_https: bool) -> None:
        self.app = app
        self._headers = _raw(security_headers(is_https=is_https))
        self._data_headers = _raw(security_headers(is_https=is_https, is_data=True))
        #: Ends what is open for long; called on the event loop when the server begins to stop.
        self.close = closing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = dict(message["headers"])
                is_data = own.get(b"content-type", b"").decode("latin-1").startswith(DATA_TYPES)
                owed = self._data_headers if is_data else self._headers
                message["headers"] = [*message["headers"], *(each for each in owed if each[0] not in own)]
            await send(message)

        await self.app(_cleaned(scope), receive, send_with_headers)


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


def _cleaned(scope: Scope) -> Scope:
    # WSGI writes "-" as "_": `X_Forwarded_For` would pass for the header that only a trusted proxy may set.
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if b"_" not in name]}


class StaticFiles:
    """Answers with files that are held in memory; a name is looked up and never becomes a path."""

    def __init__(self, assets: Assets) -> None:
        self.assets = assets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one file, or 404."""
        request = Request(scope)
        asset = self.assets.find(request.path_params["name"])
        response = self._found(asset, request) if asset else PlainTextResponse("There is no such file.\n", 404)
        await response(scope, receive, send)

    def _found(self, asset: Asset, request: Request) -> Response:
        is_present = request.path_params["version"] == self.assets.version
        headers = {"Cache-Control": FOR_EVER if is_present else "no-cache", "Vary": "Accept-Encoding"}
        body = asset.body
        if asset.packed is not None and accepts_gzip(request.headers.get("accept-encoding", "")):
            body = asset.packed
            headers["Content-Encoding"] = "gzip"
        return Response(body, headers=headers, media_type=asset.media_type)


async def _robots(_request: Request) -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


async def _no_icon(_request: Request) -> Response:
    # Pages name their icon; browsers ask for this one beside files that cannot, and need no page in reply.
    return Response(status_code=404)
