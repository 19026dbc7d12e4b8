"""The served application: static files on the event loop, everything else the Flask app in threads.

What every response owes (headers) and what no request may bring (header names with `_`) is settled here, once.
"""

from __future__ import annotations

from urllib.parse import quote

from a2wsgi import WSGIMiddleware
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quizapp.app import create_app
from quizapp.plumbing.assets import Asset, Assets
from quizapp.plumbing.headers import security_headers
from quizapp.plumbing.runtime import Runtime

GZIP_LEVEL = 5
GZIP_FROM_BYTES = 1_000
FOR_EVER = "public, max-age=31536000, immutable"


def create_asgi(runtime: Runtime, *, extra_hosts: tuple[str, ...] = ()) -> ASGIApp:
    """Make the served application over a runtime whose database is at the present schema.

    `extra_hosts` are further names by which it may be called, such as the address on the local network.
    """
    pages = WSGIMiddleware(create_app(runtime, extra_hosts=extra_hosts), workers=runtime.settings.threads)  # type: ignore[arg-type]
    packed = GZipMiddleware(InOnePiece(pages), minimum_size=GZIP_FROM_BYTES, compresslevel=GZIP_LEVEL)  # type: ignore[arg-type]
    served = Starlette(
        routes=[
            Route("/static/{version}/{name:path}", StaticFiles(runtime.assets), methods=["GET", "HEAD"]),
            Route("/robots.txt", _robots),
            Route("/favicon.ico", _no_icon),
            Mount("/", packed),
        ]
    )
    return CleanHeaders(served, security_headers(is_https=runtime.settings.is_https))


class CleanHeaders:
    """Keeps doubtful headers out and puts the security headers on every response, errors included."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self.app = app
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(_cleaned(scope), receive, send_with_headers)


def _cleaned(scope: Scope) -> Scope:
    # WSGI writes "-" as "_": `X_Forwarded_For` would pass for the header that only a trusted proxy may set.
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    # a2wsgi decodes the query as ASCII and fails on a raw byte, which would be a 500 made by a stranger.
    query = scope["query_string"]
    if not query.isascii():
        query = "".join(chr(b) if b < 128 else quote(bytes([b])) for b in query).encode()
    return {**scope, "headers": headers, "query_string": query}


class InOnePiece:
    """Sends a response of stated length as one message.

    a2wsgi sends body and end apart; GZip takes that for a stream and packs even a body of twenty bytes.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        is_whole = False
        pieces: list[bytes] = []

        async def send_joined(message: Message) -> None:
            nonlocal is_whole
            if message["type"] == "http.response.start":
                is_whole = any(name == b"content-length" for name, _ in message["headers"])
            elif is_whole:
                pieces.append(message.get("body", b""))
                if message.get("more_body", False):
                    return
                message = {"type": "http.response.body", "body": b"".join(pieces)}
            await send(message)

        await self.app(scope, receive, send_joined)


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
        if asset.packed is not None and _accepts_gzip(request.headers.get("accept-encoding", "")):
            body = asset.packed
            headers["Content-Encoding"] = "gzip"
        return Response(body, headers=headers, media_type=asset.media_type)


def _accepts_gzip(accepted: str) -> bool:
    for part in accepted.lower().split(","):
        coding, _, parameters = part.partition(";")
        if coding.strip() == "gzip":
            return parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


async def _robots(_request: Request) -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


async def _no_icon(_request: Request) -> Response:
    # Pages name their icon; browsers ask for this one beside files that cannot, and need no page in reply.
    return Response(status_code=404)
