"""Files that people brought, sent so that nothing in them runs, whatever their bytes pretend to be."""

from __future__ import annotations

from pathlib import Path

from flask import send_file
from werkzeug.wrappers import Response

#: The bytes of a name never change; a browser may keep them for its own user.
KEPT_SECONDS = 30 * 24 * 3600
POLICY = "default-src 'none'; sandbox"


def send_inert(path: Path, content_type: str, etag: str) -> Response:
    """Send the bytes of a file with its fixed type, in parts where a player asks for them."""
    response = send_file(path, mimetype=content_type, etag=etag, conditional=True)
    response.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}, immutable"
    response.headers["Content-Security-Policy"] = POLICY
    return response
