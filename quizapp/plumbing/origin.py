"""The address by which others reach this server: for codes, links and QR codes that are shown to a room."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, request

from quizapp.plumbing.runtime import current

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")


def reachable_origin() -> str:
    """Give scheme and host of the settings or this request; for a name of this machine alone one that phones find."""
    if current().settings.base_url:
        parts = urlsplit(current().settings.base_url)
        return f"{parts.scheme}://{parts.netloc}"
    here = urlsplit(request.host_url)
    reachable = [host for host in current_app.config["TRUSTED_HOSTS"] if host not in LOOPBACK_HOSTS]
    if is_here_only(request.host_url) and reachable:
        # Whoever looks from the server's own machine shows others the address at which they find it.
        return f"{here.scheme}://{reachable[-1]}" + (f":{here.port}" if here.port else "")
    return f"{here.scheme}://{here.netloc}"


def is_here_only(origin: str) -> bool:
    """Whether only this machine itself reaches an address."""
    return (urlsplit(origin).hostname or "") in {host.strip("[]") for host in LOOPBACK_HOSTS}
