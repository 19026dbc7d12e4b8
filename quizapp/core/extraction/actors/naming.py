"""Give each name its person, or what else it is: full names first, then shorter ones in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal, TypeAlias

from quizapp.core.extraction.actors.evidence import Verdict, verdict_of
from quizapp.core.extraction.actors.gathering import Seen
from quizapp.core.extraction.actors.namesakes import Namesakes, find_namesakes, note_death
from quizapp.core.extraction.actors.organisations import Organisation, OrganisationBook
from quizapp.core.extraction.actors.people import PeopleBook, Person, fits, fold_name, given_gender
from quizapp.core.extraction.actors.runs import NUMERAL
from quizapp.core.extraction.actors.surnames import Subject, find_subject
from quizapp.core.extraction.actors.towns import is_town_here
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import DateMention


@dataclass(frozen=True, slots=True)
class State:
    """A state that no list knows, by its name."""

    name: str


Named: TypeAlias = Person | Organisation | State | Literal["place", "other"]

#: Behind “the” they tell words, and nobody.
_NAMES = frozenset(("name", "title", "nickname", "motto", "slogan", "codename"))
#: How far before a name “daughter of” may stand: “of the printer and bookseller Josiah Hale”.
_PARENT_WORDS = 8
_ELDERS = frozenset(("father", "mother", "grandfather", "grandmother", "uncle", "aunt"))
_CHILDREN = frozenset(("son", "daughter", "grandson", "granddaughter", "nephew", "niece"))
_PAIRS = frozenset(["brothers", "sisters", "siblings", "cousins", "twins", "spouses", "friends", "couple", "newlyweds"])


@dataclass(slots=True)
class Naming:
    """The names of a text while they are resolved; `found` maps the place of a piece to what it names."""

    book: PeopleBook = field(default_factory=PeopleBook)
    found: dict[int, Named] = field(default_factory=dict)
    unsure: set[int] = field(default_factory=set)
    subject: Subject | None = None
    namesakes: Namesakes = field(default_factory=Namesakes)
    _holders: dict[str, Person] = field(default_factory=dict)
    _lone: dict[str, list[Person]] = field(default_factory=dict)


def name_people(
    seen: Sequence[Seen],
    organisations: OrganisationBook,
    small: frozenset[str] = frozenset(),
    blocks: Sequence[int] = (),
    dates: Sequence[DateMention] = (),
) -> Naming:
    """Resolve all pieces that are names, and places that turn out to be somebody’s surname.

    `small` are the words that the text also writes without a capital, `blocks` those that its sentences stand in;
    `dates` tell who is dead when.
    """
    naming = Naming()
    forms: dict[tuple[str, ...], list[int]] = {}
    for at, one in enumerate(seen):
        if one.piece.kind == "name":
            forms.setdefault(tuple(fold_name(word) for word in one.words), []).append(at)
    verdicts = {form: _judge(places, seen, small) for form, places in forms.items()}
    _found_full_names(naming, forms, verdicts, seen)
    _siblings(naming, seen)
    naming.subject = find_subject(seen, naming.book, blocks)
    naming.namesakes = find_namesakes(seen, naming.book, blocks, dates)
    _found_titled(naming)
    countries = {one.words[0] for one in seen if one.piece.kind in ("place", "state") and _is_inside(one)}
    for at, one in enumerate(seen):
        if at in naming.found:
            continue
        if one.piece.kind == "name":
            form = tuple(fold_name(word) for word in one.words)
            naming.found[at] = _resolve(naming, at, one, verdicts[form], organisations)
        elif one.piece.kind in ("capital", "place", "state", "title") and len(one.words) == 1:
            _try_surname(naming, at, one)
            if at not in naming.found and one.piece.kind in ("place", "state") and one.words[0] not in countries:
                _try_given_name(naming, at, one)
        elif one.piece.kind == "other" and one.context.verb in ("speech", "life", "act", "decide", "give", "other"):
            _try_given_name(naming, at, one)
    _note_deaths(naming, seen, dates)
    return naming


def _found_titled(naming: Naming) -> None:
    """Found those whom only a title parts from their namesakes."""
    naming.found.update(naming.namesakes.titled)
    for person in naming.namesakes.titled.values():
        naming._lone.setdefault(person.keys[0], []).append(person)
        naming._holders.setdefault(person.keys[0], person)


def _note_deaths(naming: Naming, seen: Sequence[Seen], dates: Sequence[DateMention]) -> None:
    for at, named in naming.found.items():
        if isinstance(named, Person):
            note_death(named, seen[at], dates)


def _is_inside(one: Seen) -> bool:
    """Tell “in Georgia”, “across Chad”, which no person is; a letter may reach one."""
    before = one.tokens[one.piece.first - 1].text.lower() if one.piece.first else ""
    return before in ("in", "across", "throughout", "within", "outside")


def _judge(places: Sequence[int], seen: Sequence[Seen], small: frozenset[str]) -> Verdict:
    body = [seen[at] for at in places if not seen[at].piece.in_heading]
    if not body:
        return Verdict("other", False)
    words = body[0].words
    if len(words) == 1 and (_is_pair(words[0]) or (words[0][-1] == "s" and words[0][:-1].isupper())):
        return Verdict("other", True)
    if len(words) > 1 and all(_is_told_as_name(one) for one in body):
        return Verdict("other", True)
    return verdict_of(words, body, small)


def _is_told_as_name(one: Seen) -> bool:
    """Tell “a basin was given the name Lind Deep”, which nobody bears who acts."""
    before = [token.text.lower() for token in one.tokens[max(0, one.piece.first - 2) : one.piece.first]]
    is_led = len(before) > 1 and before[0] in ("the", "a", "its") and before[1] in _NAMES
    return is_led and not one.context.verb and not one.piece.prefix


def _is_pair(word: str) -> bool:
    """Tell “Mora-Lund” made of a state or prefix from a double name."""
    parts = word.split("-")
    lexicon = vocabulary()
    if len(parts) != 2 or not all(part[:1].isupper() for part in parts):
        return False
    listed = (
        "Anglo",
        "Sino",
        "Franco",
        "Russo",
        "Indo",
        "Austro",
        "Greco",
        "Italo",
        "Polono",
        "Soviet",
        "Euro",
        "Afro",
    )
    return any(part in lexicon.demonyms or part in lexicon.states or part in listed for part in parts)


def _found_full_names(
    naming: Naming,
    forms: dict[tuple[str, ...], list[int]],
    verdicts: dict[tuple[str, ...], Verdict],
    seen: Sequence[Seen],
) -> None:
    """Found persons by their names of several words, the longest first, then in the order of the text."""
    full = [form for form in forms if len(form) > 1 and verdicts[form].type == "person"]
    for form in sorted(full, key=lambda form: (-len(form), forms[form][0])):
        first = seen[forms[form][0]]
        known = len(naming.book.people)
        person = naming.book.found(first.words)
        is_new = len(naming.book.people) > known
        person.first_at = forms[form][0] if is_new else min(person.first_at, forms[form][0])
        if first.kin is not None or _is_parent(first) or _is_apposed_kin(first):
            person.is_relation = True
        for at in forms[form]:
            _learn_gender(person, seen[at])


def _is_parent(one: Seen) -> bool:
    """Tell “the daughter of Harald Brandt”, “son of the late printer Josiah Hale”: named for a relative of theirs."""
    first = one.piece.title_first if one.piece.title_first >= 0 else one.piece.first
    words = [token.text.lower() for token in one.tokens[max(0, first - _PARENT_WORDS) : first]]
    while words and words[-1] != "of":
        if not words[-1].isalpha() or not one.tokens[first - 1].text.islower():
            return False
        first -= 1
        words.pop()
    return len(words) > 1 and words[-2] in vocabulary().kin


def _is_apposed_kin(one: Seen) -> bool:
    """Tell “Her daughter, the filmmaker Ada Moe”, “a husband, the Danish engineer Bo Moe”: named as a relative."""
    first = one.piece.title_first if one.piece.title_first >= 0 else one.piece.first
    for at in range(first - 1, max(1, first - _PARENT_WORDS), -1):
        if one.tokens[at].text == ",":
            is_told = at + 1 == first or one.tokens[at + 1].text in ("the", "a", "an")
            return is_told and one.tokens[at - 1].text in vocabulary().kin
        if not one.tokens[at].is_word:
            return False
    return False


def _siblings(naming: Naming, seen: Sequence[Seen]) -> None:
    """Take “Federico” in “the brothers Federico and Anselmo Rosales” for a person of his own."""
    for at in range(len(seen) - 1):
        one, other = seen[at], seen[at + 1]
        if len(one.words) > 1 or len(other.words) < 2 or one.piece.sentence != other.piece.sentence:
            continue
        is_pair = [token.text for token in one.tokens[one.piece.last : other.piece.first]] == ["and"]
        before = {token.text.lower() for token in one.tokens[max(0, one.piece.first - 2) : one.piece.first]}
        if is_pair and before & _PAIRS and one.piece.kind == "name":
            person = Person(one.words, (fold_name(one.words[0]),), given_gender(one.words))
            naming.found[at] = person
            naming._lone.setdefault(person.keys[0], []).append(person)
            naming._holders.setdefault(person.keys[0], person)


def _learn_gender(person: Person, one: Seen) -> None:
    """Take the gender from a title or a relative’s word, which outdo a given name."""
    title = one.piece.honorific
    if title and title.gender:
        person.gender = title.gender
    elif one.kin:
        person.gender = vocabulary().kin[one.kin.word][0] or person.gender
    elif person.gender is None and one.role and one.role.title:
        person.gender = one.role.title.gender


def _resolve(naming: Naming, at: int, one: Seen, verdict: Verdict, organisations: OrganisationBook) -> Named:
    """Give what one name names."""
    keys = tuple(fold_name(word) for word in one.words)
    if len(keys) == 1 and _is_people_pair(naming, one.words[0]):
        return "other"
    organisation = organisations.find(one.words) if not one.piece.prefix else None
    if len(keys) > 1:
        person = naming.book.find_full(one.words, keys) if verdict.type == "person" or one.piece.in_heading else None
        if person:
            _hold(naming, person)
            return person
        return organisation or _unresolved(naming, at, one, verdict, organisations)
    if naming.namesakes.are_many(keys[0]) and one.kin is None:
        return naming.namesakes.meant(keys[0], at, one) or "other"
    person = _short(naming, keys[0], one)
    if person and len(person.keys) > 1 and is_town_here(one.tokens, one.piece):
        return organisation or "place"  # “the people of Perrin” are no Georges Perrin’s
    if person and not _is_namesake_of_later(person, keys[0], at, one):
        return person
    if organisation and len(organisation.words) > 1 and one.context.is_place_like:
        # “in Orrin” is the town, whatever the Orrin Herald is called for short.
        return "place"
    return organisation or _unresolved(naming, at, one, verdict, organisations)


def _is_namesake_of_later(person: Person, key: str, at: int, one: Seen) -> bool:
    """Tell “Karl, the brother who …” from a Karl Holm, “his nephew Oto” from an Oto II, named in full only later."""
    if at < person.first_at and one.kin is not None and NUMERAL.match(person.numeral.upper() or "-"):
        return True
    if at >= person.first_at or len(person.keys) < 2 or key != person.keys[0] or key in person.surnames():
        return False
    behind = [token.text.lower() for token in one.tokens[one.piece.last : one.piece.last + 3]]
    return (
        len(behind) == 3
        and behind[0] == ","
        and behind[1] in ("the", "her", "his", "a")
        and behind[2] in (vocabulary().kin)
    )


def _is_people_pair(naming: Naming, word: str) -> bool:
    """Tell “Hale-Torres” of two people’s names from a double surname."""
    parts = word.split("-")
    return (
        len(parts) == 2
        and all(naming.book.namesakes(fold_name(part)) for part in parts)
        and not (naming.book.namesakes(fold_name(word)))
    )


def _hold(naming: Naming, person: Person) -> None:
    """Let a full name take its words over from namesakes, unless it came in as a relative’s and has no numeral."""
    for place, key in enumerate(person.keys[: person.core]):
        holder = naming._holders.get(key)
        if place == 0 and holder is not None and _is_ruler(holder, key) and not person.numeral:
            continue  # “Alexander” stays Alexander II, when an Alexander Lind is named
        if not person.is_relation or person.numeral or holder is None:
            naming._holders[key] = person


def _is_ruler(person: Person, key: str) -> bool:
    """Whether somebody goes by the given name with a numeral, and has no surname."""
    return person.core == 2 and person.keys[0] == key and NUMERAL.match(person.numeral.upper() or "-") is not None


def _short(naming: Naming, key: str, one: Seen) -> Person | None:
    """Give the person whom a lone word stands for: who holds it, else the first namesake that fits."""
    title = one.piece.honorific
    subject = naming.subject
    if subject is not None and subject.goes_by(key, one) and _suits_surname(subject.person, one):
        return subject.person
    holder = naming._holders.get(key)
    if holder and _suits(holder, key, one):
        return holder
    namesakes = naming.book.namesakes(key)
    for person in chain(naming._lone.get(key, ()), namesakes):
        if _suits(person, key, one):
            if holder is None:
                naming._holders[key] = person
            return person
    if title is None and not namesakes and one.kin is None:
        lone = naming._lone.get(key)
        return lone[0] if lone else None
    return None


def _suits_surname(person: Person, one: Seen) -> bool:
    """Tell “Moe” of Ada Berg-Moe from “Mr Moe”, her husband, and from “her brother Moe”."""
    title = one.piece.honorific
    is_of_sex = title is None or not title.gender or title.gender == person.gender
    return one.kin is None and is_of_sex


def _suits(person: Person, key: str, one: Seen) -> bool:
    if one.kin is not None and {one.kin.word, person.kin} & _ELDERS and {one.kin.word, person.kin} & _CHILDREN:
        return False  # “a son, Karl” is not “his father, Karl”
    if one.kin is not None and key in person.keys and len(person.keys) > 1 and not one.piece.prefix:
        # “his brother Karl” is not the Karl Holm whom the text is about.
        return person.is_relation and key in person.keys[:1]
    return fits(person, key, one.piece.honorific)


def _unresolved(naming: Naming, at: int, one: Seen, verdict: Verdict, organisations: OrganisationBook) -> Named:
    """Give a new person for a lone name, an organisation, or say that it is nobody."""
    if one.piece.in_heading:
        return "other"
    if verdict.type in ("organisation", "group"):
        return organisations.found(one.words, verdict.type)
    if verdict.type == "state":
        return State(" ".join(one.words))
    if verdict.type == "other" and len(one.words) > 1 and one.context.has_article:
        return naming._holders.get(fold_name(one.words[-1]), "other")
    if verdict.type in ("place", "other"):
        return "place" if verdict.type == "place" else "other"
    if not verdict.is_sure:
        naming.unsure.add(at)
    person = Person(one.words, tuple(fold_name(word) for word in one.words), given_gender(one.words))
    _learn_gender(person, one)
    person.kin = one.kin.word if one.kin is not None else ""
    naming._lone.setdefault(person.keys[0], []).append(person)
    if len(one.words) == 1:
        naming._holders.setdefault(person.keys[0], person)
    return person


def _try_given_name(naming: Naming, at: int, one: Seen) -> None:
    """Take “August had said”, “Georgia shrugged” for the one whom the text names in full."""
    person = naming._holders.get(fold_name(one.words[0])) if len(one.words) == 1 else None
    if person and len(person.keys) > 1 and person.keys[0] == fold_name(one.words[0]) and not one.context.has_article:
        naming.found[at] = person


def _try_surname(naming: Naming, at: int, one: Seen) -> None:
    """Take “Lincoln” or “Jordan” for the person whose surname it is, where no preposition of place governs it."""
    if one.context.is_place_like or one.context.has_article or is_town_here(one.tokens, one.piece):
        return
    key = fold_name(one.words[0])
    person = naming._holders.get(key)
    if person and key in person.surnames() and not NUMERAL.match(person.words[-1]):
        naming.found[at] = person
