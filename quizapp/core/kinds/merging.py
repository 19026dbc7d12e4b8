"""What two people have made of one question at the same time, put together field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizapp.core.errors import InvalidQuestion
from quizapp.core.kinds import parse_question
from quizapp.core.kinds.differences import FieldDifference, differences
from quizapp.core.kinds.gap_rows import GAP
from quizapp.core.question import Json

#: Fields that say something only together: how much it is, and the gaps that a text names by their numbers.
_AMOUNT, _GAPPED = frozenset(("key", "from", "to", "unit")), frozenset(("stem", "gaps"))


@dataclass(frozen=True, slots=True)
class Merge:
    """A question as both have changed it.

    `theirs` is what they alone have changed, by how it stood; `clashes` what both have changed, by how they left it:
    there `body` says what is mine.
    """

    body: Mapping[str, Json]
    theirs: tuple[FieldDifference, ...]
    clashes: tuple[FieldDifference, ...]


def merged(base: Mapping[str, Json], theirs: Mapping[str, Json], mine: Mapping[str, Json]) -> Merge:
    """Put together what they and I have made of `base`; mine stands for itself where the two make no question.

    Tags stay as they are in mine: it holds theirs already (`seen_tags`).
    """
    base, theirs, mine = (_plain(each) for each in (base, theirs, mine))
    taken, kept = _changed(base, theirs) - {"tags"}, _changed(base, mine)
    for group in _groups(base, theirs, mine):
        if taken & group and kept & group:
            # Neither half of what belongs together is put to the other's.
            kept |= group
    body = {**mine, **{name: theirs.get(name) for name in taken - kept}}
    body = {name: value for name, value in body.items() if value is not None}
    if not _is_question(body):
        return Merge(mine, (), tuple(differences(theirs, mine)))
    told = taken - kept | (_changed(base, theirs) & {"tags"})
    return Merge(body, _differing(base, theirs, told), _differing(theirs, mine, taken & kept))


def _changed(before: Mapping[str, Json], after: Mapping[str, Json]) -> set[str]:
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def _groups(*bodies: Mapping[str, Json]) -> list[frozenset[str]]:
    if len({str(body.get("kind")) for body in bodies}) > 1:
        return [frozenset(name for body in bodies for name in body)]
    has_other_gaps = len({tuple(GAP.findall(str(body.get("stem", "")))) for body in bodies}) > 1
    return [_AMOUNT, _GAPPED] if has_other_gaps else [_AMOUNT]


def _differing(before: Mapping[str, Json], after: Mapping[str, Json], names: set[str]) -> tuple[FieldDifference, ...]:
    given = ({name: value for name, value in body.items() if name in names} for body in (before, after))
    return tuple(differences(*given))


def _plain(body: Mapping[str, Json]) -> dict[str, Json]:
    """Give a body as it would be stored now, so that only what says something else differs."""
    try:
        return parse_question(body).dump()
    except InvalidQuestion:
        return dict(body)


def _is_question(body: Mapping[str, Json]) -> bool:
    try:
        parse_question(body)
    except InvalidQuestion:
        return False
    return True
