"""The short way through `parse` for questions of nothing but texts, as large tables hold them by the hundred thousand.

It gives exactly what the full reader gives, and leaves to it whatever is not plain or not sound.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from quizapp.core.question import Json

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_ORIGIN_FIELDS = 8
_FORMAT_ALONE = {"format"}
_LETTERS = 1_000_000


def plain_values(raw: Mapping[str, Json], kind: str, limits: Mapping[str, int], most: int) -> dict[str, Any] | None:
    """Give texts and lists of texts by name, all sound; None where the full reader has to look.

    `limits` are the letters of each field that may be a text or a list of texts, of which there may be `most`.
    """
    if raw.get("kind") != kind:
        return None
    values: dict[str, Any] = {}
    texts: list[str] = []
    for name, value in raw.items():
        limit = limits.get(name)
        if limit is not None and type(value) is str:
            if len(value) > limit:
                return None
            if text := value.strip():
                values[name] = text
                texts.append(text)
        elif limit is not None and type(value) is list:
            found = _plain_list(value, limit, most)
            if found is None:
                return None
            if found:
                values[name] = found
                texts += found
        elif name != "kind" and not _take_special(values, name, value, texts):
            return None
    whole = "".join(texts)
    return values if "stem" in values and len(whole) <= _LETTERS and _is_sound(whole) else None


def _plain_list(items: list[Json], limit: int, most: int) -> list[str] | None:
    if len(items) > most:
        return None
    found = []
    for item in items:
        if type(item) is not str or len(item) > limit:
            return None
        if text := item.strip():
            found.append(text)
    return found


def _take_special(values: dict[str, Any], name: str, value: Json, texts: list[str]) -> bool:
    if name == "id" and type(value) is str:
        values[name] = value
        return _ID.fullmatch(value) is not None
    if name == "origin" and type(value) is dict and len(value) <= _ORIGIN_FIELDS:
        for field, text in value.items():
            if type(field) is not str or type(text) is not str:
                return False
            texts += (field, text)
        if value:
            values[name] = _origin_in(value["format"]) if value.keys() == _FORMAT_ALONE else value.copy()
        return True
    return False


@lru_cache(maxsize=64)
def _origin_in(format_name: str) -> Mapping[str, Json]:
    """Give the one origin of all questions of which no more than the format is known."""
    return {"format": format_name}


def _is_sound(text: str) -> bool:
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
