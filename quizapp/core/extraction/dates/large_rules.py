"""Rules for decades, centuries and millennia, in digits and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quizapp.core.extraction.dates.lexemes import Lexeme
from quizapp.core.extraction.dates.patterns import era_of, parts, rule
from quizapp.core.extraction.dates.senses import Large, Loose, Run, Scene, Sighting

_POSSESSIVES = frozenset(("his", "her", "their", "my", "your", "our", "its"))


def _decade_sense(lexeme: Lexeme, era: str) -> Large:
    number = lexeme.number
    is_tens = number < 100 and not era
    unit = "hundreds" if number % 100 == 0 and number != 2000 and number > 0 else "decade"
    return Large("hundreds" if unit == "hundreds" else "decade", number, era, is_tens)


def _decade(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    at = next(at for at in range(first, last) if scene.kind(at) == "decade")
    lexeme = scene.lexemes[at]
    owner = scene.word(first - 1) if scene.kind(first - 1) != "part" else scene.word(first - 2)
    if scene.kind(first - 1) == "dash" and scene.kind(first - 2) == "part":
        owner = scene.word(first - 3)
    if owner in _POSSESSIVES:
        return (Sighting(first, last, Loose("age"), "D91-age"),)
    if not _is_decade(scene, first, lexeme, owner, before):
        return ()
    return (Sighting(first, last, _decade_sense(lexeme, era_of(scene, first, last)), "D41-decade"),)


def _is_decade(scene: Scene, first: int, lexeme: Lexeme, owner: str, before: Sighting | None) -> bool:
    """Tell whether a short decade or one in words has an article or another decade before it."""
    if lexeme.number >= 1000:
        return scene.kind(first - 1) != "dash" or not scene.is_glued(first) or scene.kind(first - 2) != "word"
    if lexeme.word[0] in "‘’'" or (lexeme.number >= 200 and not lexeme.word[0].isdigit()):
        return True
    if owner == "the" or scene.kind(first - 1) == "the":
        return not lexeme.is_capital
    return before is not None and before.last == first - 1 and scene.kind(first - 1) in ("and", "dash", "to")


def _decade_pair(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read two decades or hundreds with one era: "the 600s and 500s BC"."""
    at = [position for position in range(first, last) if scene.kind(position) == "decade"]
    era = era_of(scene, first, last)
    start, end = (_decade_sense(scene.lexemes[position], era) for position in at)
    if any(scene.kind(position) in ("dash", "to", "until") for position in range(first, last)):
        return (Sighting(first, last, Run(start, end), "D42-decades-era"),)
    return (Sighting(first, at[0] + 1, start, "D42-decades-era"), Sighting(at[1], last, end, "D42-decades-era"))


def _century(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    nth = parts(scene, first, last, "ordinal", "ordinal_word")[-1]
    is_millennium = any(scene.kind(at) in ("millennium", "millennia") for at in range(first, last))
    is_owned = scene.word(first - 1) in ("my", "his", "her", "their", "our", "your", "its")
    if (is_millennium and nth.number > 9) or _is_regnal(scene, last) or is_owned:
        return ()
    unit = "millennium" if is_millennium else "century"
    sense = Large("millennium" if is_millennium else "century", nth.number, era_of(scene, first, last))
    return (Sighting(first, last, sense, f"D43-{unit}"),)


def _is_regnal(scene: Scene, last: int) -> bool:
    """Tell whether the centuries are those of a calendar or institution: "the first century of Islam"."""
    return scene.kind(last) == "of" and (scene.is_capital(last + 1) or scene.word(last + 1) in ("its", "his", "their"))


def _centuries(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    at = [position for position in range(first, last) if scene.kind(position) in ("ordinal", "ordinal_word")]
    is_millennium = any(scene.kind(position) in ("millennium", "millennia") for position in range(first, last))
    era = era_of(scene, first, last)
    unit: str = "millennium" if is_millennium else "century"
    start, end = (
        Large("millennium" if is_millennium else "century", scene.lexemes[position].number, era) for position in at
    )
    is_list = any(scene.kind(position) == "and" for position in range(first, last)) and scene.kind(first) != "between"
    if is_list and abs(start.number - end.number) != 1:
        rule_id = f"D44-{unit}-list"
        return (Sighting(first, at[0] + 1, start, rule_id), Sighting(at[1], last, end, rule_id))
    return (Sighting(first, last, Run(start, end), f"D44-{unit}-span"),)


def _decade_of_century(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    ordinals = parts(scene, first, last, "ordinal", "ordinal_word")
    century = ordinals[-1].number
    which = 9 if any(scene.kind(at) == "last" for at in range(first, last)) else ordinals[0].number - 1
    if not 0 <= which <= 9 or "decade" not in (scene.word(first + 1), scene.word(first + 2)):
        return ()
    sense = replace(Large("century", century, era_of(scene, first, last)), decade=which)
    return (Sighting(first, last, sense, "D45-decade-of-century"),)


_CENTURY = "(century|centuries|millennium|millennia)"

LARGE_RULES = (
    rule("D41", "(the part? dash?)? decade era?", _decade),
    rule("D42", "the? decade (and|dash|to|until) the? decade era", _decade_pair),
    rule("D43", f"the? (part dash?)? NTH dash? {_CENTURY} era?", _century),
    rule("D43", "the? NTH about era?", _century),
    rule(
        "D44",
        f"(from|between)? the? (part dash?)? NTH (dash|to|until|and) (the|about)? (part dash?)? NTH "
        f"dash? {_CENTURY} era?",
        _centuries,
    ),
    rule("D45", f"the (NTH|last) unit of the NTH dash? {_CENTURY} era?", _decade_of_century),
)
