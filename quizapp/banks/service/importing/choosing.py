"""What is chosen of a parcel: proposed ticks and those that a person has turned, and what that makes of each entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from quizapp.banks.models import Import
from quizapp.banks.parcels import KeptEntry, KeptParcel, ParcelShelf, Verdicts
from quizapp.banks.service.importing.planning import Wanted
from quizapp.banks.verdicts import (
    ARCHIVED,
    CHANGES,
    CLASH,
    CONTRARY,
    DOUBLE,
    EDITED,
    NEW,
    OWN_IDS,
    RECAST,
    SAME,
    SETTLED,
    TICKED,
    TWIN,
    UNFILLED,
    UPDATE,
)
from quizapp.core.errors import Conflict, InvalidQuestion, NotFound
from quizapp.core.evidence import KeptReading, with_evidence
from quizapp.core.formats.parcel import Parcel
from quizapp.core.formats.same_questions import mark_of
from quizapp.core.kinds import parse_question

#: Why an entry was left out, for the report.
LEFT_OUT = {
    SAME: "unchanged",
    DOUBLE: "stands in the bank already, with the same stem and key",
    EDITED: "edited here since; kept as it stands here",
    RECAST: "would be a question of another kind; not ticked",
    TWIN: "same stem and key as an earlier question of these files",
    CONTRARY: "asks the same as another question, with another answer; not ticked",
    ARCHIVED: "archived in the bank, or resting, and stays so",
    UNFILLED: "no question of the bank",
}
CHANGED_IN_BOTH = "changed both here and in the file; kept as it stands here"
_NOT_TICKED = "not ticked"
#: The words by which a page asks for entries of one sort.
SORTS: Mapping[str, Collection[str]] = {
    "new": (NEW, CLASH),
    "update": (UPDATE, RECAST, EDITED),
    "archived": (ARCHIVED,),
    "double": (CONTRARY, DOUBLE, TWIN),
    "same": (SAME,),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is ticked of a parcel beside one bank; `turned` are the numbers with another tick than the proposed."""

    verdicts: Verdicts
    turned: frozenset[int]

    def is_ticked(self, number: int) -> bool:
        """Whether an entry is to be imported."""
        code = self.verdicts.codes[number]
        return code not in SETTLED and (code in TICKED) != (number in self.turned)

    def by_hand(self) -> dict[int, bool]:
        """Give the entries whose ticks were turned, and whether they are ticked."""
        return {number: self.is_ticked(number) for number in sorted(self.turned)}

    def numbers(self) -> list[int]:
        """List the entries that are to be imported."""
        return [number for number in range(len(self.verdicts.codes)) if self.is_ticked(number)]

    def rekeyed(self) -> list[str]:
        """List the questions of the bank, by their ids, in which what is ticked makes something else right."""
        said = self.verdicts.partners.items()
        return [str(each["slug"]) for number, each in said if each.get("is_rekeyed") and self.is_ticked(number)]

    def counts(self) -> Counter[str]:
        """Count the entries by verdict."""
        return Counter(self.verdicts.codes)

    def why_left_out(self, number: int) -> str:
        """Say why an entry that is not ticked is left out."""
        if self.verdicts.partners.get(number, {}).get("is_both"):
            return CHANGED_IN_BOTH
        return LEFT_OUT.get(self.verdicts.codes[number], _NOT_TICKED)


def choice_of(held: Import, parcel: KeptParcel) -> Choice:
    """Give what is ticked of an import's parcel beside the bank that was chosen last.

    Raises:
        Conflict: it was not compared with that bank yet.
    """
    verdicts = parcel.get_verdicts(held.choices.get("bank_id"))
    if verdicts is None:
        raise Conflict("These files were not compared with this bank yet. Choose the bank again.")
    return Choice(verdicts, frozenset(held.choices.get("turned", ())))


def turned_of(choice: Choice, shown: Sequence[int], ticked: Collection[int]) -> list[int]:
    """Give which of the entries shown have another tick than the proposed one."""
    codes = choice.verdicts.codes
    sound = [number for number in shown if 0 <= number < len(codes) and codes[number] not in SETTLED]
    return [number for number in sound if (codes[number] in TICKED) != (number in ticked)]


def are_ticks_taken(held: Import, shelf: ParcelShelf, shown: Sequence[int], ticked: Collection[int]) -> bool:
    """Whether an import that goes or went into its bank took the ticks of a page; where none can know it, it did."""
    if held.state not in ("storing", "done"):
        return True
    with suppress(NotFound, Conflict):
        choice = choice_of(held, shelf.open(held.parcel))
        return choice.turned.intersection(shown) == set(turned_of(choice, shown, ticked))
    return True


def turned_for_all(choice: Choice, *, is_ticked: bool) -> list[int]:
    """Give the turned ticks by which all entries, or none, are ticked."""
    codes = choice.verdicts.codes
    return [n for n, code in enumerate(codes) if code not in SETTLED and (code in TICKED) != is_ticked]


def wanted_of(entry: KeptEntry, parcel: KeptParcel, verdicts: Verdicts, kept: KeptReading | None) -> Wanted | str:
    """Make a question of an entry; what came from a child is judged like any input. Gives the flaw where it is none.

    Its passages stand where the bank's reading (`kept`) has them now, which may have changed since the comparison.
    """
    code, partner = verdicts.codes[entry.number], verdicts.partners.get(entry.number, {})
    try:
        spans = kept.place(entry.raw) if kept is not None else None
        raw = entry.raw if spans is None else with_evidence(entry.raw, spans)
        question = parse_question({**raw, "id": partner["slug"]} if code in CHANGES else raw)
    except InvalidQuestion as error:
        return "; ".join(problem.message for problem in error.problems)
    is_own = parcel.files[entry.file].format in OWN_IDS
    return Wanted(entry.number, question, is_own, code, partner.get("kept") if code in CHANGES else None)


@dataclass(slots=True)
class Tally:
    """What became of the entries of an import, by their numbers."""

    created: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    unchanged: set[int] = field(default_factory=set)
    #: Why an entry turned out to be no question.
    unsound: dict[int, str] = field(default_factory=dict)
    #: Ids of questions that were out of use and came back.
    revived: set[str] = field(default_factory=set)
    #: The ids that the questions of entries have in the bank.
    ids: dict[int, str] = field(default_factory=dict)

    @property
    def imported(self) -> set[int]:
        """The entries that are in the bank by this import."""
        return self.created | self.changed

    def to_json(self) -> dict[str, Any]:
        """Give how many entries became what."""
        counts = {"created": len(self.created), "changed": len(self.changed), "unchanged": len(self.unchanged)}
        return {**counts, "revived": sorted(self.revived)}


def find_twins(parcel: Parcel) -> dict[str, str]:
    """Find the questions that ask the same with the same key as an earlier one of their file, by their ids."""
    first: dict[str, str] = {}
    named = ((entry.question.id, entry.mark or mark_of(entry.question.dump())) for entry in parcel.entries)
    return {identity: earlier for identity, mark in named if (earlier := first.setdefault(mark, identity)) != identity}
