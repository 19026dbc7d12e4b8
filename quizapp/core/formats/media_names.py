"""How texts name their pictures and sounds: `media/<sha256>.<suffix>`."""

from __future__ import annotations

import re

MEDIA_NAME = r"media/[0-9a-f]{64}\.[a-z0-9]{2,4}"

_NAMED = re.compile(MEDIA_NAME)


def media_names(text: str) -> tuple[str, ...]:
    """List the media that a text names, each once."""
    return tuple(dict.fromkeys(_NAMED.findall(text))) if "media/" in text else ()
