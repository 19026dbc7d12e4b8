"""What browsers send up as JSON, read in bounds, and what they are told of it: in words, with the right status."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from quizapp.core.errors import QuizError
from quizapp.live import service
from quizapp.live.service import Reply
from quizapp.live.streams.frames import dump
from quizapp.live.streams.words import DOORS as WORD_DOORS
from quizapp.plumbing.db_errors import Busy, DiskFull
from quizapp.plumbing.limits import TooMany

#: Of a request that has no business here.
NO_GAME = "There is no such game. Check the code on the big screen."
BODY_SECONDS = 15


async def read_body(request: Request) -> dict[str, Any] | Response:
    """Read the JSON of a request that may send one, in bounds; else say why not."""
    origin = request.headers.get("origin")
    if request.headers.get("sec-fetch-site") == "cross-site" or (origin is not None and _is_foreign(origin, request)):
        return refusal(403, "This was sent from another site. Open the page here and try again.")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return refusal(415, "Only JSON is taken here.")
    try:
        pieces = await _read(request)
    except TimeoutError:
        return refusal(408, "That came too slowly. Try again.")
    if len(pieces) > service.MAX_RESPONSE_BYTES:
        return refusal(413, "That is too long. Write less.")
    read = service.read_given(pieces)
    return refusal(400, "That could not be read. Reload the page.") if read is None else read


async def _read(request: Request) -> bytes:
    """Read a body, no further than it is too long."""
    pieces = b""
    async with asyncio.timeout(BODY_SECONDS):
        while len(pieces) <= service.MAX_RESPONSE_BYTES:
            message = await request.receive()
            pieces += message.get("body", b"")
            if not message.get("more_body", False):
                break
    return pieces


def _is_foreign(origin: str, request: Request) -> bool:
    try:
        return urlsplit(origin).netloc != request.headers.get("host", "")
    except ValueError:
        return True


def whole(value: Any) -> int | None:
    """Read a number of ms; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 2**40:
        return None
    return int(value)


def told(reply: Reply, event_no: int) -> Response:
    """Tell a player what became of a response."""
    values: dict[str, Any] = {"accepted": reply.is_accepted, "event_no": event_no}
    if reply.words:
        values["message"] = reply.words
    if reply.status == 409 and reply.response is not None:
        values["response"] = reply.response
    return Response(dump(values), reply.status, media_type="application/json", headers={"Cache-Control": "no-store"})


def word_in(body: dict[str, Any]) -> str:
    """Read the entry word that was typed; empty where none was."""
    word = body.get("word")
    return word.strip() if isinstance(word, str) else ""


def not_joined(result: Any) -> Response:
    """Say why somebody does not come in, and what would help."""
    if isinstance(result, Reply):
        return refusal(404, NO_GAME)
    return refusal(409, result, asks="word" if result in (service.WORD_WANTED, service.WORD_WRONG) else "")


def refused(error: QuizError) -> Response:
    """Say what went wrong, with its status."""
    if isinstance(error, TooMany):
        asks = "word" if error.door in WORD_DOORS else ""
        return refusal(429, str(error), {"Retry-After": str(error.retry_after_seconds)}, asks=asks)
    if isinstance(error, Busy):
        return refusal(503, str(error), {"Retry-After": "1"})
    return refusal(507 if isinstance(error, DiskFull) else 409, str(error))


def refusal(status: int, words: str, headers: dict[str, str] | None = None, *, asks: str = "") -> Response:
    """Refuse in words; `asks` names the input that would help."""
    return Response(
        dump({"accepted": False, "message": words} | ({"asks": asks} if asks else {})),
        status,
        media_type="application/json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )
