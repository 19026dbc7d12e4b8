"""Logs: one line an event, control characters escaped, no secret, no name, no response."""

from __future__ import annotations

import ipaddress
import logging
import re
import sys

#: PostgreSQL tells under DETAIL which row it refused, people's words included, over as many lines as these have.
_DETAIL = re.compile(
    r"^DETAIL:.*?(?=^\[SQL: |^\(Background on this error|^\nThe above exception was the direct|\Z)", re.M | re.S
)

security = logging.getLogger("quizapp.security")
"""Sign-ins that failed, limits that were met, roles that changed: ids and addresses shortened, never names."""


class OneLine(logging.Formatter):
    """Escapes line breaks and control characters, so that no input can forge a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the record as one line; a traceback follows on lines that begin with a space."""
        trace = _without_rows(self.formatException(record.exc_info)) if record.exc_info else ""
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {_escape(record.getMessage())}"
        return line if not trace else line + "\n" + "\n".join(" " + _escape(t) for t in trace.splitlines())


def _without_rows(trace: str) -> str:
    return _DETAIL.sub("", trace)


def _escape(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def configure(level: int = logging.INFO) -> None:
    """Send the app's log to standard error, once."""
    root = logging.getLogger("quizapp")
    if not root.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(OneLine())
        root.addHandler(handler)
    root.setLevel(level)
    root.propagate = False


def shortened(address: str | None) -> str:
    """Shorten an address to its /24 or /48, which is all that may be kept."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "-"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    kept_bits = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network((parsed, kept_bits), strict=False).network_address)
