"""The network as a person meets it: a socket to listen on, the address on the local network, its QR code."""

from __future__ import annotations

import io
import socket
import sys

import segno

from quizapp.settings import SettingsError

EVERYWHERE = ("0.0.0.0", "::")
#: An address kept for documentation (RFC 5737): it has a route wherever there is one, and nobody lives there.
SOMEWHERE_ELSE = ("192.0.2.1", 9)


def bind(host: str, port: int) -> socket.socket:
    """Take the port, so that it is ours before anything else is done; nothing is accepted yet.

    Raises:
        SettingsError: the port is taken, or the address is not this machine's.
    """
    taken = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            # There SO_REUSEADDR would let two servers share a port and steal each other's visitors.
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, port))
        # A port that is bound but not listened on can still be bound by a second start.
        taken.listen(1)
    except OSError as error:
        taken.close()
        raise SettingsError(
            f"Cannot listen on {host}, port {port}: {error.strerror or error}. Choose another with --port or --host."
        ) from error
    return taken


def lan_address() -> str:
    """Find this machine's address on its local network; nothing is sent.

    Raises:
        SettingsError: the machine is in no network.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE_ELSE)
        except OSError as error:
            raise SettingsError("No local network was found. Connect to one, or start without --lan.") from error
        address: str = probe.getsockname()[0]
        return address


def origin(host: str, port: int) -> str:
    """Give the address to type for a host on which we listen."""
    if host in EVERYWHERE:
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def qr_code(address: str) -> str:
    """Draw the address as a QR code for a terminal; empty where the terminal lacks the characters."""
    drawn = io.StringIO()
    segno.make(address, micro=False).terminal(out=drawn, border=2, compact=True)
    text = drawn.getvalue()
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return ""
    return text
