"""What a clause that was read to its end counts or measures: how many, how much, for how long, how high."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from quizapp.core.extraction.facts.parsing import Clause, Parsed
from quizapp.core.extraction.facts.quantities import Quantity, read_measure, read_quantity, read_sum
from quizapp.core.extraction.facts.slots import Setting
from quizapp.core.extraction.facts.told import pieces_of, told_fact
from quizapp.core.extraction.facts.wholes import Whole, words_of
from quizapp.core.extraction.values import Fact, Slot


def amounts_of(setting: Setting, parsed: Parsed, clause: Clause, whole: Whole) -> Iterator[Fact]:
    """Give every amount that a clause tells."""
    yield from _counted_subject(setting, parsed, clause, whole)
    yield from _measure(setting, parsed, clause, whole)
    yield from _quantities(setting, parsed, clause, whole)


def _counted_subject(setting: Setting, parsed: Parsed, clause: Clause, whole: Whole) -> Iterator[Fact]:
    """Ask how many did it: about how many people were told to leave their homes?"""
    span = clause.subject
    if (
        span is None
        or clause.kind == "participle"
        or clause.group.letter == "B"
        or len(span.parts) > 1
        or clause.inherits is not None
        or whole.subject.heads
    ):
        return
    found = read_quantity(whole.subject.words)
    rest = _of_many(setting, parsed, whole)
    if found is None or found.sort != "count" or rest is None:
        return
    pieces = (("asked", _how_many(found)), ("finite", whole.finite), ("rest", rest.words), ("front", whole.fronted))
    yield told_fact(parsed, clause, whole, "count", _key(whole.subject, found), pieces, rest)


def _of_many(setting: Setting, parsed: Parsed, whole: Whole) -> Slot | None:
    """Give what many did; “their” is theirs, whoever else the text may name."""
    line = parsed.line
    if "their" not in line.words[whole.first : whole.last]:
        return words_of(setting, parsed, whole, whole.first, whole.last)
    start, end = line.starts[whole.first], line.ends[whole.last - 1]
    is_sure = not {"U", "u"} & set(line.letters[whole.first : whole.last])
    return Slot(" ".join(setting.text[start:end].split()), start, end) if is_sure else None


def _measure(setting: Setting, parsed: Parsed, clause: Clause, whole: Whole) -> Iterator[Fact]:
    """Ask how long or high something is."""
    if clause.group.letter != "B" or not whole.subject.words:
        return
    slot = words_of(setting, parsed, whole, whole.first, whole.last)
    found = read_measure(slot.words) if slot is not None else None
    if slot is None or found is None:
        return
    pieces = (("asked", f"how {found[0]}"), ("aux", whole.aux), ("subject", whole.subject.words))
    yield told_fact(parsed, clause, whole, "measure", replace(slot, words=found[1], heads=()), pieces)


def _quantities(setting: Setting, parsed: Parsed, clause: Clause, whole: Whole) -> Iterator[Fact]:
    """Ask for each amount behind the verb: how many, how much, for how long."""
    if clause.group.letter == "B":
        return
    for chunk in parsed.chunks:
        if not (whole.first <= chunk.first and chunk.last <= whole.last) or chunk.kind not in "NT":
            continue
        start = _begin_of_amount(parsed, chunk.first, whole.first)
        slot = words_of(setting, parsed, whole, start, chunk.last)
        if slot is None:
            continue
        known = read_sum(slot.words)
        noun, found = known if known is not None else ("", read_quantity(slot.words))
        if found is not None:
            yield from _quantity(setting, parsed, clause, whole, (start, chunk.last), slot, found, noun)


def _begin_of_amount(parsed: Parsed, first: int, least: int) -> int:
    """Step back over words that say that a number is rough and that stand outside its phrase."""
    letters = parsed.line.letters
    return first - 1 if first > least and letters[first - 1] == "C" else first


def _quantity(
    setting: Setting,
    parsed: Parsed,
    clause: Clause,
    whole: Whole,
    units: tuple[int, int],
    slot: Slot,
    found: Quantity,
    noun: str,
) -> Iterator[Fact]:
    first, last = units
    line = parsed.line
    if _is_inside_another(line.letters[whole.first : first]) or line.words[first - 1] == "but":
        return
    preposition = line.words[first - 1] if first > whole.first and line.letters[first - 1] in "POtZ" else ""
    asked = _asked_for_sum(noun, preposition) if noun else _asked_for(found, preposition)
    if asked is None:
        return
    begin = first - 1 if preposition else first
    if found.sort == "time" and _hangs_on_thing(parsed, begin, whole.first):
        return
    if clause.group.verb is not None and clause.group.verb.lemma == "put":
        return
    before = words_of(setting, parsed, whole, whole.first, begin)
    after = words_of(setting, parsed, whole, last, whole.last)
    if before is None or after is None or (preposition == "by" and after.words.startswith("to ")):
        return  # “by seven votes to four”
    if found.sort == "money" and found.things:
        return
    pieces = pieces_of(whole, asked, f"{before.words} {after.words}".strip())
    yield told_fact(parsed, clause, whole, found.sort, _key(slot, found), pieces, before, after)


def _is_inside_another(letters: Sequence[str]) -> bool:
    """Whether a verb stands before an amount that is none of the clause’s own: a tank containing 40 litres."""
    before = "." + "".join(letters)
    return any(before[at] in "gdzenRWv" and before[at - 1] != "t" for at in range(1, len(before)))


def _hangs_on_thing(parsed: Parsed, begin: int, least: int) -> bool:
    """Whether a stretch of time stands behind “with food”, which it may belong to."""
    line = parsed.line
    return any(line.words[at] == "with" for at in range(max(least, begin - 4), begin))


#: “By how many votes”, “from how many villages”; behind other prepositions the number may belong to the noun before.
_COUNTED_BEHIND = frozenset({"", "by", "from"})


def _asked_for_sum(noun: str, preposition: str) -> str | None:
    """Give “at what cost”, “how large a fine”."""
    if noun in ("cost", "price"):
        return f"at what {noun}" if preposition == "at" else None
    return f"how large a {noun}" if not preposition else None


def _asked_for(found: Quantity, preposition: str) -> str | None:
    """Give the words that ask for an amount; None behind a preposition with which nobody would ask."""
    if found.sort == "time":
        return "for how long" if preposition == "for" and found.rough in ("", "about", "nearly") else None
    if found.sort == "money":
        much = f"{found.rough} how much".strip()
        if preposition in ("for", "at", "by"):
            return f"{preposition} {much}"
        return much if not preposition else None
    if preposition not in _COUNTED_BEHIND:
        return None
    return f"{preposition} {_how_many(found)}".strip()


def _how_many(found: Quantity) -> str:
    return f"{found.rough} how many {found.things}".strip()


def _key(slot: Slot, found: Quantity) -> Slot:
    words = str(found.value) if found.sort == "count" else found.words
    return replace(slot, words=words, heads=(), actors=())
