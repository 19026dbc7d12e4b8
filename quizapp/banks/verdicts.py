"""What entries of a file are to each other and to the questions of a bank: new, the same, changed, archived, doubled.

Values in, values out. The child that reads a file uses it, and so does whatever writes an import.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from typing import Any, TypeAlias, TypeVar

from rapidfuzz import fuzz

from quizapp.banks.reader_faults import ReaderBroke, told_as_ours
from quizapp.core.compare import fold
from quizapp.core.duplicates import are_told_apart, ask_else, fill_one_frame
from quizapp.core.formats.gathering import as_id
from quizapp.core.formats.parcel import BankFields, Format
from quizapp.core.formats.renewing import brings_more, edited_since, kept_fields, kept_since, renewed, said_by
from quizapp.core.formats.same_questions import bare_mark_of, mark_of, plain_mark_of, shows_media, truth_mark_of
from quizapp.core.kinds.changes import change_of
from quizapp.core.likeness import LETTERS_AT_MOST, key_words

Body = Mapping[str, Any]
#: One of the letters below, and whom the entry is like.
Verdict: TypeAlias = tuple[str, dict[str, Any]]
T = TypeVar("T")

#: One letter an entry.
NEW, UPDATE, SAME, DOUBLE, TWIN, CLASH, ARCHIVED, RECAST, EDITED, CONTRARY = "nusdtcakeo"
#: A row that says a part of a question alone, of which the bank does not say the rest.
UNFILLED = "m"
#: Entries that go to a question that is there: change it, make it one of another kind, or bring it back into use.
CHANGES = frozenset((UPDATE, RECAST, ARCHIVED, EDITED))
#: Entries that are ticked unless a person says otherwise; what a person edited, took out of use or made another kind is
#: not, where the file says what it said before.
TICKED = frozenset((NEW, UPDATE, CLASH))
#: Entries of which nothing can be imported.
SETTLED = frozenset((SAME, UNFILLED))
#: What says of a question of the bank that its file holds it too.
SAID_AGAIN = frozenset((SAME, DOUBLE, EDITED))
#: Ids of these formats are ours, so that they name the same question whatever it says.
OWN_IDS = frozenset(("bank", "bank-json", "bank-zip"))
#: Below, the stems of two questions of one id have nothing to do with each other.
_RELATED = 55.0
#: From here on two keys say nearly the same.
_ALIKE_KEYS = 80.0
#: Said of an edited question in which the file has changed since what was edited here too.
BOTH = {"is_both": True}
#: So many entries of a file are judged with what its format says of their questions at hand.
_PIECE = 2_000


def verdict_by_id(body: Body, standing: Body, is_own: bool, is_known: bool = False) -> str:
    """Tell what an entry is to the question that has its id: the same, a change, or a stranger by chance.

    Ids of other programs are often numbers within one file; one that neither asks nor answers the like is another
    question. `is_known`: a file of that name was brought into the bank before, so that its ids are likely the same;
    yet what asks for something else is another question under any name, unless it has its key and is but worded anew.
    """
    if body == standing:
        return SAME
    if is_own:
        return UPDATE
    stems = str(body.get("stem", ""))[:LETTERS_AT_MOST], str(standing.get("stem", ""))[:LETTERS_AT_MOST]
    keys = fold(key_words(body)), fold(key_words(standing))
    is_like = fuzz.token_set_ratio(fold(stems[0]), fold(stems[1])) >= _RELATED
    if fuzz.token_set_ratio(*keys) >= _ALIKE_KEYS:
        # Of two questions with one answer each may name what it asks for: run and swim are both verbs.
        is_told = are_told_apart(*stems) or (is_known and fill_one_frame(*stems))
        is_other = is_told and ask_else(*stems) if is_known else is_told or ask_else(*stems)
        return UPDATE if is_like and not is_other else CLASH
    return UPDATE if is_like and not (are_told_apart(*stems) or ask_else(*stems)) else CLASH


def _is_tagged_alone(known: Body, before: Body) -> bool:
    """Whether nothing but tags was changed since a file said `before`: they stay, and many at once make no edit."""
    return all(known.get(name) == before.get(name) for name in known.keys() | before.keys() if name != "tags")


def _named(slug: str, body: Body) -> dict[str, Any]:
    """Name the question that says the same, where it has another id than the entry."""
    return {} if slug == body["id"] else {"slug": slug}


def _likeness(body: Body, standing: Body) -> float:
    one, other = (fold(f"{each.get('stem', '')} {key_words(each)}"[:LETTERS_AT_MOST]) for each in (body, standing))
    return fuzz.ratio(one, other)


def rests(body: Body) -> bool:
    """Whether a question says of itself that it waits for its teacher; a file of YAML says it in letters."""
    return (body.get("draft") or {}).get("suspended") in (True, "true")


@dataclass(frozen=True, slots=True)
class FileMarks:
    """What is known of the file that entries are from.

    `has_own_ids`: its ids are ours; `is_known`: one of its name was brought into the bank before; `is_trusted` tells
    whether, besides, most of its ids name the questions that they named then: it takes long, and is asked seldom.
    `said` is what its format says of the bank's questions by slug, `is_partial`: it says only part of that
    (`formats.renewing`), and nothing of the fields that are `unsaid`. `before` are those that were edited here, as a
    file left them last, `said_before` what the format says of them.
    """

    has_own_ids: bool = False
    #: Ids of rows that were filled in from the questions that they name, whatever they make of them (`part_rows`).
    named: Collection[str] = ()
    is_known: bool = False
    is_trusted: Callable[[], bool] = bool
    is_partial: bool = False
    unsaid: Collection[str] = ()
    said: Mapping[str, Body] = field(default_factory=dict)
    before: Mapping[str, Body] = field(default_factory=dict)
    said_before: Mapping[str, Body] = field(default_factory=dict)

    def kept(self, body: Body, standing: Body, slug: str) -> list[str]:
        """Name the fields of a question of the bank that stay where an entry brings it again."""
        if self.has_own_ids:
            return []
        return kept_fields(body, standing, self.said.get(slug), is_partial=self.is_partial, unsaid=self.unsaid)

    def means(self, body: Body, standing: Body, slug: str) -> bool:
        """Whether an entry means a question of the bank that has its id, by what its format says of that question."""
        if slug == body["id"] and slug in self.named:
            return True
        forms = [standing, *(known[slug] for known in (self.said, self.before) if slug in known)]
        is_like = any(verdict_by_id(body, each, self.has_own_ids, self.is_known) != CLASH for each in forms)
        return is_like or self.is_trusted()


class StoredBodies(Mapping[str, Body]):
    """The questions of a bank by slug, kept as the texts that are stored: decoded they take five times the memory."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        self._texts = {slug: text.encode() for slug, text in rows}
        #: Those that were asked for last: each is asked for several times in a row.
        self._decoded: dict[str, Body] = {}

    def __getitem__(self, slug: str) -> Body:
        body = self._decoded.get(slug)
        if body is None:
            body = json.loads(self._texts[slug])
            # One that was moved from another bank may have got another id here.
            body = body if body.get("id") == slug else {**body, "id": slug}
            if len(self._decoded) > 2 * _PIECE:
                self._decoded.clear()
            self._decoded[slug] = body
        return body

    def mark(self, slug: str) -> str:
        """Give what tells whether a question still says what it said."""
        return hashlib.blake2b(self._texts[slug], digest_size=8).hexdigest()

    def __contains__(self, slug: object) -> bool:
        return slug in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


@dataclass(slots=True)
class Judge:
    """Judges the entries of one import, one after the other, beside the questions that a bank has by slug."""

    standing: Mapping[str, Body]
    #: Those out of use, by slug: a person took them out, or has yet to look at their changed text.
    archived: Mapping[str, Body] = field(default_factory=dict)
    #: Those that a person edited here, by slug, as a file left them last.
    before: Mapping[str, Body] = field(default_factory=dict)
    _mark_by_slug: dict[str, str] = field(default_factory=dict)
    _slug_by_mark: dict[str, str] = field(default_factory=dict)
    _archived_by_mark: dict[str, str] = field(default_factory=dict)
    #: Marks under which a question comes back that said less: by its words alone, without the text above it.
    _slug_by_lesser_mark: dict[str, str] | None = None
    _number_by_mark: dict[str, int] = field(default_factory=dict)
    #: Ids of questions by format and id there, where these are others.
    _slugs_by_origin: defaultdict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for slug, body in self.standing.items():
            mark = self._mark_by_slug[slug] = mark_of(body)
            self._slug_by_mark[mark] = slug
            named = _foreign_name(body)
            if named is not None and named[1] != slug:
                self._slugs_by_origin[named].append(slug)
        self._archived_by_mark = {mark_of(body): slug for slug, body in self.archived.items()}

    def namesakes(self, body: Body) -> list[str]:
        """List the questions of the bank that have an entry's id, here or in the file that they are from."""
        identity, named = str(body["id"]), _foreign_name(body)
        found = [identity] if identity in self.standing else []
        return found + (self._slugs_by_origin.get(named, []) if named is not None else [])

    def find_meant(self, body: Body, file: FileMarks) -> str | None:
        """Find the question of the bank that an entry's id means; None where those of its id are others."""
        found = [slug for slug in self.namesakes(body) if file.means(body, self.standing[slug], slug)]
        if len(found) < 2 or found[0] in file.named:
            return found[0] if found else None
        return max(found, key=lambda slug: _likeness(body, self.standing[slug]))

    def judge_file(
        self, bodies: Callable[[], Iterable[Body]], first: int, file: FileMarks, known: Format, bank: BankFields
    ) -> Iterator[Verdict]:
        """Give the verdicts on the entries of a file, numbered from `first`; of a large one not all is at hand at once.

        `bodies` gives all of them, as often as it is called.
        """
        file = replace(file, is_partial=file.is_partial or known.write is None, before=self.before)

        @cache
        def is_trusted() -> bool:
            return file.is_known and self._means_most(bodies, file, known, bank)

        number = first
        for piece in _pieces_of(bodies()):
            heard = replace(self._heard(piece, file, known, bank), is_trusted=is_trusted)
            for body in piece:
                yield self._with_rekeyed(body, self.judge(number, body, heard))
                number += 1

    def _with_rekeyed(self, body: Body, said: Verdict) -> Verdict:
        """Tell too whether an entry makes something else right in a question that is asked, or would be again."""
        code, partner = said
        if code not in CHANGES:
            return said
        slug = partner["slug"]
        known = self.standing[slug] if slug in self.standing else self.archived[slug]
        after = renewed(body, known, partner["kept"]) if "kept" in partner else body
        is_asked = code == ARCHIVED or not rests(after)
        return (code, partner | {"is_rekeyed": True}) if is_asked and change_of(known, after) == "key_changed" else said

    def _means_most(
        self, bodies: Callable[[], Iterable[Body]], file: FileMarks, known: Format, bank: BankFields
    ) -> bool:
        """Whether most of a file's entries mean the questions of the bank that they are named after."""
        met = meant = 0
        for body in bodies():
            if self.namesakes(body):
                met += 1
                meant += self.find_meant(body, file) is not None
        if 2 * meant >= met:
            return True
        # What the format says takes long to find out, and can only let more of them mean what they are named after.
        meant = 0
        for piece in _pieces_of(body for body in bodies() if self.namesakes(body)):
            heard = self._heard(piece, file, known, bank)
            meant += sum(self.find_meant(body, heard) is not None for body in piece)
            if 2 * meant >= met:
                return True
        return False

    def _heard(self, bodies: Sequence[Body], file: FileMarks, known: Format, bank: BankFields) -> FileMarks:
        """Add what the file's format says of the questions that these entries are named after."""
        if file.has_own_ids:
            return file
        # What comes again as it stands is the same whatever the format says: of a large file that is nearly all.
        bodies = [body for body in bodies if "stem" in body]
        slugs = dict.fromkeys(slug for body in bodies for slug in self.namesakes(body) if body != self.standing[slug])
        out = dict.fromkeys(slug for body in bodies if (slug := self._find_out(body)) is not None)
        found = [*(self.standing[slug] for slug in slugs), *(self.archived[slug] for slug in out)]
        before = [self.before[slug] for slug in slugs if slug in self.before]
        said, said_before = (_said_by(known, bank, some) if some else {} for some in (found, before))
        return replace(file, said=said, said_before=said_before)

    def _find_out(self, body: Body) -> str | None:
        """Find the question out of use that has an entry's id, or asks the same with the same key."""
        if not self.archived:
            return None
        identity = str(body["id"])
        return identity if identity in self.archived else self._archived_by_mark.get(mark_of(body))

    def judge(self, number: int, body: Body, file: FileMarks) -> Verdict:
        """Give the verdict on an entry, and whom it is like."""
        if "stem" not in body:
            return UNFILLED, {}
        is_same = body == self.standing.get(body["id"])
        mark = self._mark_by_slug[body["id"]] if is_same else mark_of(body)
        earlier = self._number_by_mark.setdefault(mark, number)
        if earlier != number:
            return TWIN, {"number": earlier}
        if is_same:
            return SAME, {}
        slug = self.find_meant(body, file)
        if slug is not None:
            known = self.standing[slug]
            kept = file.kept(body, known, slug)
            if known == (body if file.has_own_ids else renewed(body, known, kept)):
                return SAME, _named(slug, body)
            if file.has_own_ids:
                return self._beside_edits_of_own(slug, body)
        double = self._slug_by_mark.get(mark)
        if double is not None and double != slug:
            return DOUBLE, {"slug": double}
        if slug is not None:
            code, merged, both = self._beside_edits(slug, body, kept, file)
            if code in (SAME, EDITED) or "kind" in merged or known.get("kind") == body.get("kind"):
                return code, {"slug": slug, "kept": merged, **both}
            # An id that is made of stem and key says no more than that these are the same.
            is_double = body["id"] == mark and not brings_more(body, known)
            return (DOUBLE, {"slug": slug}) if is_double else (RECAST, {"slug": slug, "kept": merged})
        return self._judge_unknown(body, mark, file)

    def _beside_edits(
        self, slug: str, body: Body, kept: list[str], file: FileMarks
    ) -> tuple[str, list[str], dict[str, bool]]:
        """Tell whether an entry says what it said before its question was edited, which fields stay, and `BOTH`."""
        before = self.before.get(slug)
        if before is None:
            return UPDATE, kept, {}
        known, said = self.standing[slug], file.said_before.get(slug)
        merged = kept_since(body, known, before, said, kept, is_partial=file.is_partial, unsaid=file.unsaid)
        made = renewed(body, known, merged)
        if made == known:
            return SAME if _is_tagged_alone(known, before) else EDITED, kept, {}
        lost = (name for name in made.keys() | known.keys() if made.get(name) != known.get(name) != before.get(name))
        is_lost = any(name not in ("id", "origin") for name in lost)
        return (EDITED, merged, BOTH) if is_lost else (UPDATE, merged, {})

    def _beside_edits_of_own(self, slug: str, body: Body) -> Verdict:
        """Tell the same of a file that says all of its questions."""
        before = self.before.get(slug)
        if before is None:
            return UPDATE, {"slug": slug}
        kept, is_contradicted = edited_since(body, self.standing[slug], before)
        partner = {"slug": slug} | ({"kept": kept} if kept else {})
        if body == before:
            return (SAME, {}) if _is_tagged_alone(self.standing[slug], before) else (EDITED, {"slug": slug})
        is_nothing_new = renewed(body, self.standing[slug], kept) == self.standing[slug]
        if is_contradicted:
            return EDITED, partner | BOTH
        return EDITED if is_nothing_new else UPDATE, partner

    def _judge_unknown(self, body: Body, mark: str, file: FileMarks) -> Verdict:
        """Give the verdict on an entry that means no question in use, by its id or by what it asks."""
        double = self._find_lesser(body, mark)
        if double is not None:
            return DOUBLE, {"slug": double}
        archived = self._find_archived(body, mark, file)
        if archived is not None:
            known = self.archived[archived]
            if rests(known) and body == known:
                return SAME, _named(archived, body)
            return ARCHIVED, {"slug": archived, "kept": file.kept(body, known, archived), "rests": rests(known)}
        if body["id"] in file.named:
            return UNFILLED, {}
        return (CLASH if str(body["id"]) in self.standing else NEW), {}

    def _find_archived(self, body: Body, mark: str, file: FileMarks) -> str | None:
        """Find the question out of use that an entry is, by its id or by its stem and key."""
        known = self.archived.get(str(body["id"]))
        is_own = file.has_own_ids or body["id"] in file.named
        if known is not None and verdict_by_id(body, known, is_own, file.is_known) != CLASH:
            return str(body["id"])
        return self._archived_by_mark.get(mark)

    def _find_lesser(self, body: Body, mark: str) -> str | None:
        """Find the question of which an entry says only the words: without markup, pictures or the text above it."""
        if self._slug_by_lesser_mark is None:
            self._slug_by_lesser_mark = {
                lesser: slug for slug, known in self.standing.items() for lesser in self._lesser_marks(slug, known)
            }
        if mark in self._slug_by_lesser_mark or shows_media(body):
            return self._slug_by_lesser_mark.get(mark)
        plain = plain_mark_of(body)
        return self._slug_by_mark.get(plain) or self._slug_by_lesser_mark.get(plain)

    def _lesser_marks(self, slug: str, known: Body) -> set[str]:
        marks = {plain_mark_of(known), truth_mark_of(known), *([bare_mark_of(known)] if known.get("context") else ())}
        return marks - {self._mark_by_slug[slug], ""}


def _said_by(known: Format, bank: BankFields, some: Sequence[Body]) -> dict[str, Body]:
    """Give what a format says of questions; where its writer or reader breaks it is not known, which ends no import."""
    try:
        with told_as_ours(known.name):
            return said_by(known, bank, some)
    except ReaderBroke:
        return {}


def _pieces_of(all_of_them: Iterable[T]) -> Iterator[list[T]]:
    left = iter(all_of_them)
    while piece := list(islice(left, _PIECE)):
        yield piece


def _foreign_name(body: Body) -> tuple[str, str] | None:
    origin = body.get("origin") or {}
    named = origin.get("id")
    return (str(origin.get("format")), as_id(named)) if isinstance(named, str) and named.strip() else None
