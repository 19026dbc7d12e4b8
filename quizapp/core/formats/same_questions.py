"""Marks of questions that ask the same and have the same key, whatever else is said of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.native_identity import KEY_FIELDS, find_made_id, id_of
from quizapp.core.formats.table_words import plain_word
from quizapp.core.formats.truth_words import TRUTH_WORDS
from quizapp.core.question import Json

Body = Mapping[str, Json]

#: What is said of an option besides its words.
_SAID_OF_OPTIONS = frozenset(("explanation", "weight"))


def mark_of(body: Body) -> str:
    """Give what two questions have in common that ask the same and have the same key: folded, as ids are made.

    A text above the stem is part of what is asked; what is said after grading is not.
    """
    # Most have a key of one word and nothing above them; that is much quicker.
    quick = "" if body.get("context") else find_made_id(body)
    return quick or id_of(whole_stem(body), _keys(body))


def bare_mark_of(body: Body) -> str:
    """Give the mark of a question without the text above it."""
    return id_of(str(body.get("stem", "")), _keys(body))


def plain_mark_of(body: Body) -> str:
    """Give the mark of the words alone, as formats without markup write them."""
    from quizapp.core.formats.rich_html import plain_words  # start-up cost: it loads lxml

    keys = {name: _each_text(value, plain_words) for name, value in _keys(body).items()}
    return id_of(plain_words(whole_stem(body)), keys)


def truth_mark_of(body: Body) -> str:
    """Give the mark as true or false of a choice between two words for them, as some tables have it; else nothing."""
    if body.get("kind") != "choice":
        return ""
    others = [each for each in body.get("options") or body.get("distractors", ()) if each != body["key"]]
    if len(others) != 1:
        return ""
    from quizapp.core.formats.rich_html import plain_words  # start-up cost: it loads lxml

    key, other = (TRUTH_WORDS.get(plain_word(str(_bare(each)))) for each in (body["key"], others[0]))
    is_truth = key is not None and other is not None and key != other
    return id_of(plain_words(whole_stem(body)), {"key": key == "true"}) if is_truth else ""


def shows_media(body: Body) -> bool:
    """Whether what is asked, or what is right, names pictures or sounds."""
    return bool(media_names(f"{whole_stem(body)} {_keys(body)}"))


def whole_stem(body: Body) -> str:
    """Give the stem below the text above it."""
    return "\n\n".join(str(body[name]) for name in ("context", "stem") if body.get(name))


def _keys(body: Body) -> dict[str, Json]:
    keys = {name: _bare(body[name]) for name in KEY_FIELDS if name in body}
    if body.get("kind") == "multiple" and isinstance(keys.get("key"), list):
        # In which order right options stand says nothing.
        keys["key"] = sorted(map(str, keys["key"]))
    return keys


def _bare(value: Json) -> Json:
    """Leave out what is said of options; one of which only its words are left is those."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if not isinstance(value, dict):
        return value
    left = {name: _bare(each) for name, each in value.items() if name not in _SAID_OF_OPTIONS}
    return left["text"] if left.keys() == {"text"} else left


def _each_text(value: Json, change: Callable[[str], str]) -> Json:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each_text(each, change) for each in value]
    return {name: _each_text(each, change) for name, each in value.items()} if isinstance(value, dict) else value
