"""Ids of questions in a bank file, given and made."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from json.encoder import encode_basestring_ascii as _quoted

from quizapp.core.question import Json, Question

ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")

KEY_FIELDS = ("key", "from", "to", "gaps", "pairs", "items")
_FURTHER_KEYS = frozenset(KEY_FIELDS[1:])
_UNORDERED_FIELDS = frozenset({"pairs"})
#: Their key is a list, even where one word was written.
_LISTED_KINDS = frozenset({"multiple"})


def made_id(question: Question) -> str:
    """Make an id from stem and key: the same wherever the question stands, whatever else of it changes."""
    raw = question.dump()
    return id_of(question.stem, {name: raw[name] for name in KEY_FIELDS if name in raw})


def id_of(stem: str, keys: Mapping[str, Json]) -> str:
    """Make an id from a stem and the fields of a key, as a question dumps them."""
    parts = {name: _key_part(name, value) for name, value in keys.items()}
    material = json.dumps([_folded(stem), parts], ensure_ascii=True, sort_keys=True)
    return f"q-{hashlib.sha256(material.encode('ascii')).hexdigest()[:16]}"


def find_made_id(raw: Mapping[str, Json]) -> str:
    """Give the id that `made_id` will make of a raw mapping’s question; empty where only the question can tell."""
    stem, key = raw.get("stem"), raw.get("key")
    if raw.get("kind") in _LISTED_KINDS or not raw.keys().isdisjoint(_FURTHER_KEYS):
        return ""
    if type(stem) is not str or type(key) is not str or not key.strip():
        return ""
    material = f'[{_quoted(_folded(stem))}, {{"key": {_quoted(_folded(key))}}}]'
    return f"q-{hashlib.sha256(material.encode('ascii')).hexdigest()[:16]}"


def _key_part(name: str, value: Json) -> Json:
    if name == "gaps":
        return [_key_part("key", gap.get("key", "") if isinstance(gap, dict) else gap) for gap in value]
    if isinstance(value, dict):
        return {part: _key_part(part, inner) for part, inner in value.items()}
    if isinstance(value, list):
        parts = [_key_part("", inner) for inner in value]
        return sorted(parts, key=lambda part: json.dumps(part, sort_keys=True)) if name in _UNORDERED_FIELDS else parts
    return _folded(str(value))


def _folded(text: str) -> str:
    """Fold case and white space, no more: made ids carry history, so they must not change with the rules of grading."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.casefold().split())
