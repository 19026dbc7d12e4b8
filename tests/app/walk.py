"""All routes of an app with addresses that fit them, so that tests grow with the routes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

#: What stands in an address for a converter without an example of its own.
_EXAMPLES = {
    "int": "1",
    "string": "example",
    "default": "example",
    "path": "example/more",
    "uuid": "0" * 8 + "-0000" * 3 + "-" + "0" * 12,
}


@dataclass(frozen=True)
class Door:
    """One route and method."""

    endpoint: str
    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def doors(app: Flask) -> Iterator[Door]:
    """Give each route with each of its own methods."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Door(rule.endpoint, method, address_of(rule))


def address_of(rule: Rule) -> str:
    """Fill a rule's converters with examples."""
    out = []
    for is_converter, text in rule._trace:
        if not is_converter:
            out.append(text)
            continue
        name = type(rule._converters[text]).__name__.removesuffix("Converter").lower()
        out.append(_EXAMPLES.get({"integer": "int", "unicode": "string"}.get(name, name), "1"))
    return "".join(out).removeprefix("|") or "/"
