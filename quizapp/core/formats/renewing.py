"""What a file says anew of a question that a bank has: fields that it cannot say, or only repeats, stay as they are."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Container, Iterable, Mapping

from quizapp.core.compare import fold
from quizapp.core.errors import FormatError, InvalidQuestion
from quizapp.core.formats.gathering import stand_in
from quizapp.core.formats.media_names import MEDIA_NAME, media_names
from quizapp.core.formats.parcel import BankFields, Format, Outgoing
from quizapp.core.formats.table_words import KIND_WORDS, plain_word
from quizapp.core.kinds import parse_question
from quizapp.core.question import Json

Body = Mapping[str, Json]

_COMMON = frozenset(
    ("stem", "title", "context", "about", "explanation", "hints", "evidence", "tags", "worth", "limit_seconds",
     "language", "draft")
)  # fmt: skip
_SHOWN_MEDIA = re.compile(rf"!\[([^\]]*)\]\({MEDIA_NAME}\)")
#: They name a question and where it is from; neither is what it says.
_NAMING = frozenset(("id", "origin"))


def said_by(known: Format, bank: BankFields, bodies: Iterable[Body]) -> dict[str, Body]:
    """Give what a format says of questions, by their ids: as they come back from a file that is written in it."""
    if known.write is None or known.read is None:
        return {}
    questions = [parse_question(body) for body in bodies]
    # Their pictures and sounds need not be at hand: what stands in for them comes back under names of its own.
    media = {name: stand_in(name) for question in questions for name in media_names(json.dumps(question.dump()))}
    try:
        found = known.read(known.write(Outgoing(bank, questions, media)).content)
    except FormatError:
        return {}
    name_by_digest = {hashlib.sha256(content).hexdigest(): name for name, content in media.items()}
    return {entry.question.id: _named_again(entry.question.dump(), name_by_digest) for entry in found.entries}


def _named_again(body: dict[str, Json], name_by_digest: Mapping[str, str]) -> dict[str, Json]:
    """Name pictures and sounds as before where others stood in for them."""
    if not name_by_digest:
        return body
    text = json.dumps(body)
    for name in media_names(text):
        before = name_by_digest.get(name.removeprefix("media/").partition(".")[0])
        text = text.replace(name, before) if before else text
    found: dict[str, Json] = json.loads(text)
    return found


def kept_fields(
    body: Body, standing: Body, said: Body | None, *, is_partial: bool, unsaid: Container[str] = ()
) -> list[str]:
    """Name the fields of a standing question that stay as they are where a file brings it again as `body`.

    `said` is what the file's format says of the standing question (None = not known). Of a partial file, such as a
    table with few columns, what is absent was not said, and so it is of the fields that are `unsaid`; else it was taken
    away.
    """

    def stays(name: str) -> bool:
        if said is not None and body.get(name) == said.get(name):
            return True
        if name == "distractors" and _sorted(body.get(name)) == _sorted(standing.get(name)):
            return True
        return (is_partial or name in unsaid) and name not in body

    names = (body.keys() | standing.keys()) - _NAMING
    kept = [name for name in names if name in _COMMON and stays(name)]
    is_stem_other = "stem" not in kept and body.get("stem") != standing.get("stem")
    if (
        said is not None
        and "context" not in said
        and "context" not in unsaid
        and is_stem_other
        and _stem_below(body, standing) is None
    ):
        # What stood above is part of the new stem, somehow: it must not stand there twice.
        kept = [name for name in kept if name != "context"]
    answer = [name for name in names if name not in _COMMON]
    if all(map(stays, answer)) or (is_partial and _says_less(body, standing)):
        return sorted([*kept, *answer])
    some = [name for name in answer if stays(name)]
    if body.get("kind") == standing.get("kind") and _is_sound(renewed(body, standing, [*kept, *some])):
        return sorted([*kept, *some])
    return sorted(kept)


def kept_since(
    body: Body,
    standing: Body,
    before: Body,
    said: Body | None,
    kept: Collection[str],
    *,
    is_partial: bool,
    unsaid: Container[str] = (),
) -> list[str]:
    """Add to the fields that stay those that were edited since a file brought the question, and that it says as then.

    `before` is the question as a file left it last, `said` what the format says of that.
    """
    names = {*kept, *kept_fields(body, before, said, is_partial=is_partial, unsaid=unsaid)}
    names |= (standing.keys() - body.keys() - before.keys()) & _COMMON
    if {name for name in body.keys() | before.keys() if name not in _COMMON | _NAMING} <= names:
        names |= standing.keys() - _COMMON - _NAMING
    return sorted(names) if _is_sound(renewed(body, standing, names)) else sorted(kept)


def edited_since(body: Body, standing: Body, before: Body) -> tuple[list[str], bool]:
    """Name the fields of a standing question that were edited since a file said `before`, and that it says as then.

    Tells besides whether what the file changes was edited too, or does not go together with the edits.
    """
    names = (body.keys() | standing.keys() | before.keys()) - _NAMING
    edited = [name for name in names if standing.get(name) != before.get(name)]
    kept = sorted(name for name in edited if body.get(name) == before.get(name))
    is_contradicted = any(body.get(name) not in (before.get(name), standing.get(name)) for name in edited)
    return kept, is_contradicted or not _is_sound(renewed(body, standing, kept))


def renewed(body: Body, standing: Body, kept: Collection[str]) -> dict[str, Json]:
    """Give a standing question as a file renews it, but for the fields that are kept.

    It keeps its id, and where it is from unless the same format says more of that: this alone is no change.
    """
    found = {name: value for name, value in body.items() if name not in kept and name not in _NAMING}
    if "context" in kept and "stem" not in kept:
        found["stem"] = _stem_below(body, standing) or body["stem"]
    found |= {name: standing[name] for name in kept if name in standing}
    found["id"] = standing["id"]
    before, after = standing.get("origin"), body.get("origin")
    is_changed = found != {name: value for name, value in standing.items() if name != "origin"}
    if before and after and is_changed and before.get("format") == after.get("format"):
        found["origin"] = {**before, **after}
    elif before:
        found["origin"] = before
    return found


def _stem_below(body: Body, standing: Body) -> str | None:
    """Give what stands below the text above a standing question where that begins the new stem; else None."""
    above, stem = str(standing.get("context", "")), str(body.get("stem", ""))
    if not above or "context" in body:
        return None
    # Formats without pictures and sounds write their words alone.
    forms = (above, _SHOWN_MEDIA.sub(r"\1", above))
    return next((stem.removeprefix(form).strip() for form in forms if stem.startswith(form)), "") or None


def brings_more(body: Body, standing: Body) -> bool:
    """Whether the answer has fields that the standing question lacks, such as wrong options."""
    return bool(body.keys() - standing.keys() - _COMMON - _NAMING)


def _says_less(body: Body, standing: Body) -> bool:
    """Whether a table tells of a question of another kind what is right alone: neither its kind nor wrong options."""
    keys = body.get("key"), standing.get("key")
    is_plain = all(isinstance(key, str | int | float) and key != "" for key in keys)
    is_same_key = body.get("kind") != standing.get("kind") and is_plain and fold(str(keys[0])) == fold(str(keys[1]))
    is_kind_said = KIND_WORDS.get(plain_word(str((body.get("origin") or {}).get("kind", "")))) == body.get("kind")
    return is_same_key and not is_kind_said and not brings_more(body, standing)


def _sorted(value: Json) -> Json:
    """Give a list in an order that says nothing."""
    return sorted(value, key=lambda each: json.dumps(each, sort_keys=True)) if isinstance(value, list) else value


def _is_sound(body: Mapping[str, Json]) -> bool:
    try:
        parse_question(body)
    except InvalidQuestion:
        return False
    return True
