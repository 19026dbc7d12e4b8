"""Put uses of names together to a cast: who is one, their fullest name, forms, roles, gender and kin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from quizapp.core.extraction.actors.compounds import title_end
from quizapp.core.extraction.actors.gathering import Seen
from quizapp.core.extraction.actors.organisations import Organisation, is_acronym
from quizapp.core.extraction.actors.people import Person
from quizapp.core.extraction.actors.roles import FoundRole, role_behind
from quizapp.core.extraction.actors.runs import INITIAL
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import (
    Actor,
    ActorMention,
    ActorType,
    Cast,
    Gender,
    NameMention,
    PlaceMention,
    Reason,
    Role,
)

#: A person, an organisation, or a state by the name of its row.
Named: TypeAlias = Person | Organisation | str

_UNKNOWN_TYPE = Reason("name of unknown type", 0.85, "No title, list or verb tells for sure what this name is.")


@dataclass(frozen=True, slots=True)
class Use:
    """One place where something is named, and how: as an actor, as a metonym, or only as a place."""

    named: Named
    is_metonym: bool = False
    acts: bool = True
    is_place: bool = False
    is_unsure: bool = False
    rule: str = ""
    with_article: bool = False


@dataclass(frozen=True, slots=True)
class _Use:
    at: int
    seen: Seen
    use: Use
    start: int
    end: int


@dataclass(eq=False, slots=True)
class _Cluster:
    named: Named
    uses: list[_Use] = field(default_factory=list)
    aliases: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Assembly:
    """Uses gathered by what they name; `cast` closes it."""

    text: str
    _clusters: dict[Named, _Cluster] = field(default_factory=dict)
    _of_piece: dict[int, _Cluster] = field(default_factory=dict)
    _places: list[PlaceMention] = field(default_factory=list)
    _names: list[NameMention] = field(default_factory=list)
    _kin: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, at: int, one: Seen, use: Use) -> None:
        """Note that the piece at a place names an actor."""
        cluster = self._clusters.setdefault(use.named, _Cluster(use.named))
        start = one.tokens[one.piece.first - 1].start if use.with_article else one.start
        cluster.uses.append(_Use(at, one, use, start, one.end))
        self._of_piece[at] = cluster

    def add_place(self, one: Seen, rule: str) -> None:
        """Note a name that is a place here."""
        self._places.append(PlaceMention(one.start, one.end, self.text[one.start : one.end], rule))

    def add_name(self, one: Seen) -> None:
        """Note a name that is neither actor nor place."""
        kind = one.piece.kind
        value = kind if kind in ("event", "work", "language") else "other"
        self._names.append(NameMention(one.start, one.end, self.text[one.start : one.end], value))

    def join(self, first: int, second: int) -> None:
        """Let two pieces name the same actor, where both are of one type and no gender speaks against it."""
        left, right = self._of_piece.get(first), self._of_piece.get(second)
        if left is None or right is None or left is right or type(left.named) is not type(right.named):
            return
        if isinstance(left.named, str):
            return
        if isinstance(left.named, Person) and isinstance(right.named, Person):
            left.named.gender = left.named.gender or right.named.gender
        for use in right.uses:
            self._of_piece[use.at] = left
            left.aliases.add(use.at)
        left.uses.extend(right.uses)
        right.uses.clear()

    def alias(self, at: int) -> None:
        """Let a form never be the name that an actor goes by, where another is there."""
        cluster = self._of_piece.get(at)
        if cluster is not None and any(use.at != at and use.at not in cluster.aliases for use in cluster.uses):
            cluster.aliases.add(at)

    def one_person(self, places: Sequence[int]) -> int | None:
        """Give the last of the pieces that names a person, where all that do name the same one."""
        found = [at for at in places if at in self._of_piece and isinstance(self._of_piece[at].named, Person)]
        return found[-1] if len({id(self._of_piece[at]) for at in found}) == 1 else None

    def adopt(self, first: int, second: int, one: Seen) -> None:
        """Let a name that was nobody’s be another form of what the first piece names."""
        cluster = self._of_piece.get(first)
        if cluster is not None and not isinstance(cluster.named, str) and second not in self._of_piece:
            self.add(second, one, Use(cluster.named))
            cluster.aliases.add(second)

    def relate(self, relative: int, owner: int, word: str) -> None:
        """Note that one piece names a relative of what another names."""
        self._kin.append((relative, owner, word))

    def cast(self, seen: Sequence[Seen]) -> Cast:
        """Close the gathering: number the actors by their first mention and sort all lists by offset."""
        clusters = [cluster for cluster in self._clusters.values() if _is_actor(cluster)]
        for cluster in clusters:
            cluster.uses.sort(key=lambda use: use.start)
        clusters.sort(key=lambda cluster: (cluster.uses[0].start, cluster.uses[0].end))
        ids = {id(cluster): number for number, cluster in enumerate(clusters)}
        kin = self._kin_by_id(ids)
        actors = []
        mentions: list[ActorMention] = []
        places = [*self._places]
        for number, cluster in enumerate(clusters):
            actors.append(self._actor(number, cluster, tuple(kin.get(number, ()))))
            for use in cluster.uses:
                self._note(number, use, mentions, places)
        for cluster in self._clusters.values():
            if id(cluster) not in ids:
                places.extend(self._place_of(use) for use in cluster.uses)
        mentions.sort(key=lambda mention: (mention.start, mention.end))
        places.sort(key=lambda place: (place.start, place.end))
        return Cast(tuple(actors), tuple(mentions), tuple(places), tuple(self._names))

    def _note(self, number: int, use: _Use, mentions: list[ActorMention], places: list[PlaceMention]) -> None:
        if use.use.is_place and not use.use.is_metonym and not use.use.acts:
            places.append(self._place_of(use))
            return
        rule = use.use.rule or use.seen.piece.rule
        surface = self.text[use.start : use.end]
        mentions.append(ActorMention(use.start, use.end, surface, number, rule, use.use.is_metonym))

    def _place_of(self, use: _Use) -> PlaceMention:
        return PlaceMention(use.start, use.end, self.text[use.start : use.end], "A34-state-as-place")

    def _kin_by_id(self, ids: dict[int, int]) -> dict[int, list[tuple[str, int]]]:
        """Give for each actor (word, id of the relative), in the order of the text."""
        found: dict[int, list[tuple[str, int]]] = {}
        for relative, owner, word in self._kin:
            mine, other = self._of_piece.get(owner), self._of_piece.get(relative)
            if mine is None or other is None or mine is other or id(mine) not in ids or id(other) not in ids:
                continue
            pair = (word, ids[id(other)])
            known = found.setdefault(ids[id(mine)], [])
            if pair not in known:
                known.append(pair)
        return found

    def _actor(self, number: int, cluster: _Cluster, relations: tuple[tuple[str, int], ...]) -> Actor:
        forms = tuple(dict.fromkeys(self.text[use.start : use.end] for use in cluster.uses))
        canonical, died = self._canonical(cluster), None
        if isinstance(cluster.named, Person):
            canonical, died = self._with_title(cluster) or canonical, cluster.named.died
        roles = tuple(self._roles(cluster)) if isinstance(cluster.named, Person) else ()
        reasons = (_UNKNOWN_TYPE,) if all(use.use.is_unsure for use in cluster.uses) else ()
        gender = _gender(cluster) if isinstance(cluster.named, Person) else None
        forms = forms if canonical in forms or not canonical.startswith(forms) else (*forms, canonical)
        return Actor(number, canonical, _type_of(cluster), forms, gender, roles, relations, reasons, died)

    def _with_title(self, cluster: _Cluster) -> str:
        """Give “Mary, Queen of Scots”, where nothing but the title parts namesakes."""
        if not isinstance(cluster.named, Person) or not cluster.named.is_titled:
            return ""
        ends = ((one, title_end(one.tokens, one.piece.last)) for one in (use.seen for use in cluster.uses))
        named = ((one, end) for one, end in ends if end > one.piece.last)
        return next((self.text[one.start : one.tokens[end - 1].end] for one, end in named), "")

    def _canonical(self, cluster: _Cluster) -> str:
        """Give the fullest name in the text: most words, then most often, then first."""
        counts: dict[str, int] = {}
        named: dict[str, tuple[int, int]] = {}
        polite: dict[str, str] = {}
        bare: set[str] = set()
        row = vocabulary().states.get(cluster.named) if isinstance(cluster.named, str) else None
        for use in cluster.uses:
            seen = use.seen
            if use.at in cluster.aliases:
                continue
            surface = self.text[seen.tokens[seen.piece.core].start : use.end]
            counts[surface] = counts.get(surface, 0) + 1
            if use.use.is_metonym:
                fullness = 0
            elif row is not None:
                fullness = 9 if surface == row.name else 2 - int(use.use.with_article)
            else:
                fullness = (
                    1 if is_acronym(surface) else 1 + sum(3 - 2 * bool(INITIAL.match(word)) for word in seen.words[:6])
                )
            named.setdefault(surface, (fullness, use.start))
            if len(seen.words) == 1 and use.start < seen.tokens[seen.piece.core].start:
                polite.setdefault(surface, self.text[use.start : use.end])
            else:
                bare.add(surface)
        best = max(counts, key=lambda surface: (named[surface][0], counts[surface], -named[surface][1]))
        return best if best in bare else polite.get(best, best)

    def _roles(self, cluster: _Cluster) -> Iterable[Role]:
        """Give each role once by its words, in the order of the text."""
        said: set[tuple[str, str]] = set()
        for use in cluster.uses:
            seen = use.seen
            behind = None if seen.context.is_owner else role_behind(seen.tokens, seen.piece.last)
            for found in (seen.role, behind):
                if found is None or found.last <= found.first:
                    continue
                role = self._role(seen, found)
                if (role.words.casefold(), role.time) not in said:
                    said.add((role.words.casefold(), role.time))
                    yield role

    def _role(self, seen: Seen, found: FoundRole) -> Role:
        last = found.last
        while last > found.first + 1 and not seen.tokens[last - 1].is_word:
            last -= 1
        start, end = seen.tokens[found.first].start, seen.tokens[last - 1].end
        return Role(self.text[start:end], start, end, found.time)


def _is_actor(cluster: _Cluster) -> bool:
    """Tell an actor from a place that never acts, and from one that only headings name."""
    if not cluster.uses:
        return False
    return any(use.use.acts for use in cluster.uses)


def _type_of(cluster: _Cluster) -> ActorType:
    if isinstance(cluster.named, Person):
        return "person"
    if isinstance(cluster.named, Organisation):
        return "group" if cluster.named.type == "group" else "organisation"
    return "state"


def _gender(cluster: _Cluster) -> Gender | None:
    named = cluster.named
    return named.gender if isinstance(named, Person) else None
