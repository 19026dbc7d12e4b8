"""Facts told by nouns: the visit of X to Y, X’s election as president, the collapse of X, each with its own time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quizapp.core.extraction.facts.event_nouns import EventNoun, event_nouns
from quizapp.core.extraction.facts.filling import subject_slot
from quizapp.core.extraction.facts.lists import joined_right
from quizapp.core.extraction.facts.parsing import Clause, Complement, Parsed, Span
from quizapp.core.extraction.facts.slots import Setting, agrees, is_place, phrase_slot, time_slot
from quizapp.core.extraction.facts.units import head_unit
from quizapp.core.extraction.lexicons.word_sets import word_set
from quizapp.core.extraction.values import Fact, Reason, Slot

BY_NOUN = Reason("told by a noun", 0.9, "The event is only named (“the fall of …”), not told in a sentence.")
OWN = Reason("possessive", 0.9, "“His” or “its” is taken to mean whom the sentence is about.")

_UNREAL = word_set("unreal_governors")
_SURE = frozenset({"after", "since", "following", "until", "upon", "despite", "because of", "thanks to"})
_JOINS = frozenset({"between", "with"})
_IRREALIS = frozenset({"planned", "proposed", "possible", "expected", "alleged", "threatened", "attempted", "future"})


@dataclass(slots=True)
class Told:
    """The slots that a noun phrase and what follows it fill."""

    owner: Slot | None = None
    of: Slot | None = None
    agent: Slot | None = None
    object: Slot | None = None
    time: Slot | None = None
    place: Slot | None = None
    others: list[tuple[str, Slot]] = field(default_factory=list)
    last: int = 0


def noun_facts(setting: Setting, parsed: Parsed, clauses: Sequence[Clause]) -> Iterator[Fact]:
    """Give the facts of a sentence that its nouns tell as having happened."""
    for at, chunk in enumerate(parsed.chunks):
        if chunk.kind != "N":
            continue
        letters = parsed.line.letters[chunk.first : chunk.last]
        head = head_unit(letters, chunk.first)
        row = event_nouns().get(parsed.line.words[head]) if parsed.line.letters[head] == "N" else None
        if row is None or not _is_definite(parsed, chunk.first, head) or not _has_happened(parsed, clauses, at):
            continue
        told = _read(setting, parsed, clauses, at, head, row)
        fact = _fact_of(setting, row, told, parsed, at)
        if fact is not None and (clauses or told.last < len(parsed.line) - 1):
            yield fact


def _is_definite(parsed: Parsed, first: int, head: int) -> bool:
    """Whether it is “the collapse” or “X’s collapse”; not a collapse, nor a planned one."""
    line = parsed.line
    if set(line.words[first:head]) & _IRREALIS:
        return False
    opener = line.letters[first]
    return "s" in line.letters[first:head] or opener == "p" or (opener == "D" and line.words[first] == "the")


def _has_happened(parsed: Parsed, clauses: Sequence[Clause], at: int) -> bool:
    """Whether nothing around the noun makes it wished for, denied, planned or merely said."""
    if any(clause.content_at is not None or clause.content_of is not None for clause in clauses):
        return False
    if parsed.kind(at - 1) in ("P", "Z") and parsed.word(at - 1) in _SURE:
        return True
    around = [one for one in clauses if one.first <= parsed.chunks[at].first < max(one.last, one.group.main + 1)]
    near = around or [one for one in clauses if one.at > at][:1]
    groups = [group for one in near for group in (*one.chain, one.group)]
    if not groups:
        # A verb that no table knows follows the first phrase: “The murder of X in 1911 shocked …”.
        return at <= 1
    return not any(
        group.modal
        or group.is_negative
        or group.tense == "future"
        or (group.verb is not None and group.verb.lemma in _UNREAL)
        for group in groups
    ) and not any(one.opener in ("if", "unless", "whether") for one in near)


def _read(setting: Setting, parsed: Parsed, clauses: Sequence[Clause], at: int, head: int, row: EventNoun) -> Told:
    line, chunk = parsed.line, parsed.chunks[at]
    told = Told(last=chunk.last)
    # “After his death the duke fled”: whoever acts afterwards is somebody else.
    is_end = row.verb.verb_class in ("die", "kill", "execute")
    told.owner = _owner(setting, parsed, clauses, chunk.first, head, is_end)
    if head + 1 < chunk.last and line.letters[head + 1] == "O":
        told.last = _take_of(setting, parsed, told, at, head)
    at += 1
    while at < len(parsed.chunks) and parsed.chunks[at].first < told.last:
        at += 1
    while _take_behind(setting, parsed, told, at, row):
        while at < len(parsed.chunks) and parsed.chunks[at].first < told.last:
            at += 1
    return told


def _owner(
    setting: Setting, parsed: Parsed, clauses: Sequence[Clause], first: int, head: int, is_end: bool
) -> Slot | None:
    line = parsed.line
    letters = line.letters[first:head]
    if "s" in letters:
        last = first + letters.index("s")
        return phrase_slot(setting, parsed, Span(first, last, ((first, last),)))
    if letters[:1] != ["p"]:
        return None
    for clause in clauses:
        subject = subject_slot(setting, parsed, clause)
        if (
            subject is not None
            and len(subject.heads) == 1
            and not is_end
            and agrees(setting, line.words[first], subject)
        ):
            reasons = (*subject.reasons, OWN)
            return Slot(
                subject.words, line.starts[first], line.ends[first], subject.heads, None, reasons, subject.heads
            )
        if subject is not None:
            return None
    return None


def _take_of(setting: Setting, parsed: Parsed, told: Told, at: int, head: int) -> int:
    """Take what stands behind “of”, with “between X and Y” or “with X” where it has no name of its own."""
    first, last = head + 2, parsed.chunks[at].last
    is_named = parsed.line.letters[first:last] == ["M"]
    if parsed.kind(at + 1) == "P" and parsed.word(at + 1) in _JOINS and parsed.kind(at + 2) == "N" and not is_named:
        last = _both(parsed, at + 2)[0].last
    elif is_named and parsed.kind(at + 1) == "K" and parsed.kind(at + 2) == "N":
        second = parsed.chunks[at + 2]
        if parsed.line.letters[second.first : second.last] == ["M"]:
            parts = ((first, last), (second.first, second.last))
            told.of = phrase_slot(setting, parsed, Span(first, second.last, parts))
            return second.last
    told.of = phrase_slot(setting, parsed, Span(first, last, ((first, last),)))
    return last


def _take_behind(setting: Setting, parsed: Parsed, told: Told, at: int, row: EventNoun) -> bool:
    """Take one phrase behind the noun that can only belong to it; False at the first that may not."""
    kind, following = parsed.kind(at), parsed.kind(at + 1)
    if kind not in ("P", "Z", "t") or following not in ("N", "T"):
        return False
    word = parsed.word(at)
    if following == "T":
        slot = time_slot(setting, parsed, Complement("time", word, parsed.span(at + 1, at + 1)))
        if slot is None or slot.value is None or told.time is not None or word not in ("in", "on", "of"):
            return False
        told.time, told.last = slot, parsed.chunks[at + 1].last
        return True
    span, next_at = _both(parsed, at + 1) if word == "between" else joined_right(parsed, at + 1)
    slot = phrase_slot(setting, parsed, span, told.owner or told.of, word)
    if word == "by" and told.agent is None:
        told.agent = slot
    elif word == row.object or (word == "between" and row.object == "with"):
        told.object = slot
    elif word == "as" and "as" in row.verb.prepositions:
        told.others.append(("as", slot))
    elif is_place(parsed, Complement("phrase", word, span)) and told.place is None:
        told.place = slot
    else:
        return False
    told.last = parsed.chunks[next_at - 1].last
    return True


def _both(parsed: Parsed, at: int) -> tuple[Span, int]:
    """Give “X and Y” behind “between”, whatever verb follows, and the chunk behind."""
    if parsed.kind(at + 1) != "K" or parsed.kind(at + 2) != "N":
        return parsed.span(at, at), at + 1
    units = tuple((parsed.chunks[one].first, parsed.chunks[one].last) for one in (at, at + 2))
    return Span(units[0][0], units[1][1], units), at + 3


def _fact_of(setting: Setting, row: EventNoun, told: Told, parsed: Parsed, at: int) -> Fact | None:
    subject, other, particle = _sides(row, told)
    heads = [slot for slot in (subject, other) if slot is not None and slot.heads]
    has_time = told.time is not None
    is_full = has_time or (len(heads) == 2 and row.shape == "both")
    has_actor = bool(heads) or (has_time and any(_is_named(setting, slot) for slot in (subject, other)))
    if not has_actor or not is_full or (subject is None and other is None):
        return None
    line, chunk = parsed.line, parsed.chunks[at]
    return Fact(
        frame=row.verb.frame,
        verb=row.verb.lemma,
        subject=subject,
        object=other,
        time=told.time,
        place=told.place,
        claimant=None,
        modality="asserted",
        start=line.starts[chunk.first],
        end=line.ends[told.last - 1],
        is_passive=subject is None,
        particle=particle,
        rule="facts.noun",
        reasons=(BY_NOUN,),
        others=tuple(told.others),
        worth=row.verb.worth,
    )


def _is_named(setting: Setting, slot: Slot | None) -> bool:
    return slot is not None and (bool(slot.actors) or setting.names.has_within(slot.start, slot.end))


def _sides(row: EventNoun, told: Told) -> tuple[Slot | None, Slot | None, str]:
    """Say who did it and to whom, in “X’s visit to Y”, “the invasion of Y by X”, “the death of X”."""
    if row.shape == "doer":
        has_goal = told.object is not None
        return told.owner or told.of, told.object, row.object if has_goal else ""
    if row.shape == "done":
        return told.agent or (told.owner if told.of is not None else None), told.of or told.owner, ""
    if row.object == "of":
        return told.agent or told.owner, told.of, ""
    # “The visit of X to Y”, “the meeting between X and Y”: behind “of” stands who did it.
    doer = told.owner or told.of or told.agent
    for several in (told.object, told.of):
        is_mutual = several is not None and len(several.heads) > 1 and row.object in ("with", "to")
        if is_mutual and (several is told.object) == (doer is None) and (several is told.object or told.object is None):
            return several, None, ""
    return (doer, told.object, "") if doer is not None and told.object is not None else (None, None, "")
