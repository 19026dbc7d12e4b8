"""Whom the words themselves address: “How many, Governor?”, “Not one, Buck.”; who is spoken to does not speak."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from quizapp.core.extraction.values import Actor

_AT_END = re.compile(r",\s(?:my dear |dear )?(?P<name>[A-Z][\w’.-]+(?:\s[A-Z][\w’.-]+){0,2})\s*[.?!,;…]")
_AT_START = re.compile(r"\A(?P<name>[A-Z][\w’.-]+(?:\s[A-Z][\w’.-]+){0,2}),\s")
_SHORT: Mapping[str, str] = {
    "gov.": "governor",
    "sen.": "senator",
    "rep.": "representative",
    "gen.": "general",
    "col.": "colonel",
    "capt.": "captain",
    "lt.": "lieutenant",
    "prof.": "professor",
    "dr.": "doctor",
    "dr": "doctor",
    "sgt.": "sergeant",
    "adm.": "admiral",
    "rev.": "reverend",
}


def full_office(word: str) -> str:
    """Write out “gov.” and its like."""
    return _SHORT.get(word, word)


def addressed(words: str, people: Sequence[Actor]) -> int | None:
    """Give the one of the people whom the words address by a name or by the office."""
    for pattern in (_AT_END, _AT_START):
        for match in pattern.finditer(words):
            fitting = [one.id for one in people if _is_called(one, match["name"].lower())]
            if len(fitting) == 1:
                return fitting[0]
    return None


def _is_called(actor: Actor, name: str) -> bool:
    forms = {word.lower() for form in (actor.canonical, *actor.forms) for word in form.split()}
    offices = {full_office(word) for role in actor.roles for word in role.words.lower().split()}
    called = [full_office(word) for word in name.split()]
    return all(word in forms | offices | {"mr", "mrs", "ms", "miss", "mr.", "mrs.", "ms."} for word in called)
