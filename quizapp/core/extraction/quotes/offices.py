"""Who is meant by an office, a trade or a description: “the minister”, “the witness”, “his lawyer”."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quizapp.core.extraction.actors import resolve_reference
from quizapp.core.extraction.actors.namesakes import day_at, is_dead
from quizapp.core.extraction.actors.runs import NUMERAL
from quizapp.core.extraction.quotes.answers import Speaker
from quizapp.core.extraction.quotes.antecedents import Antecedents
from quizapp.core.extraction.quotes.centres import stands_as_subject
from quizapp.core.extraction.quotes.described import Described
from quizapp.core.extraction.quotes.phrases import Phrase
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.turns import PARTIES, PARTY_REASON, parties
from quizapp.core.extraction.quotes.words import ARTICLES, word_set
from quizapp.core.extraction.values import Gender, Reason

ROLE_REASON = Reason("role", 0.9, "The speaker is named by office; one person fits it.")
CALLING_REASON = Reason("description", 0.85, "The paragraph names one person whom the description can mean.")
_CALLINGS = word_set(
    "witness defendant accused plaintiff author writer novelist poet speaker suspect survivor patient artist painter "
    "composer singer actor actress player champion winner guest man woman"
)
#: “The old man”, “the young woman”: what they are besides tells nobody apart.
_GROWN = word_set("man woman")
#: So many names before a question tell who asks.
_PARTIES = 24
_SOVEREIGNS = word_set("king queen emperor empress pope sultan tsar pharaoh shah")
_PAPERS = word_set("newspaper paper daily weekly")
_PAPER_NAMES = word_set(
    "bugle chronicle courier daily dispatch echo examiner express gazette gazeta guardian herald journal mail mercury "
    "mirror news observer post record register review standard star telegraph times tribune weekly zeitung"
)


@dataclass(slots=True)
class Offices(Antecedents):
    """The actors of a text by their offices and by the words that tell who they are."""

    roles: Mapping[str, tuple[int, ...]] = field(init=False)
    _described: Described | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        Antecedents.__post_init__(self)
        found: dict[str, list[int]] = {}
        for actor in self.cast.actors:
            for role in actor.roles:
                for word in role.words.lower().replace("’s", "").split():
                    if actor.id not in found.setdefault(word, []):
                        found[word].append(actor.id)
        self.roles = {word: tuple(ids) for word, ids in found.items()}

    def named(self, actor: int, how: str = "name", reasons: tuple[Reason, ...] = ()) -> Speaker:
        """Make a speaker of an actor."""
        return Speaker(self.cast.actors[actor].canonical, actor, how, reasons)

    def party(self, start: int, letter: str) -> Speaker | None:
        """Tell whose turn “Q” or “A” is."""
        at = bisect_left(self.cast.mentions, start, key=lambda mention: mention.start)
        asks, answers = parties(self.text.text, self.cast.actors, self.cast.mentions[:at])
        actor = asks if letter == "Q" else answers
        return None if actor is None else self.named(actor, "turn", (PARTY_REASON,))

    def asker(self, start: int) -> int | None:
        """Give who asks by the paragraph before an offset: “Cross-examined by Moe, for the defence, she agreed …”."""
        number = bisect_right(self.text.block_starts, start) - 1
        if number < 1 or not self.people_of(number - 1):
            return None
        at = bisect_left(self._mention_starts, start)
        asks, _ = parties(self.text.text, self.cast.actors, self.cast.mentions[max(0, at - _PARTIES) : at])
        return asks if asks in {one.id for one in self.people_of(number - 1)} else None

    def _by_office(self, pieces: Sequence[Piece], phrase: Phrase) -> Speaker | None:
        if not any(piece.kind == "name" for piece in pieces[phrase.start : phrase.end]):
            start, end = pieces[phrase.start].start, pieces[phrase.head].end
            actor, reasons = resolve_reference(self.text, self.sentences, self.cast, start, end)
            if actor is not None:
                return self.named(actor, "role", tuple(reasons))
        if [piece.lower for piece in pieces[phrase.start : phrase.head]] == ["the", "same"]:
            return self._same(pieces, phrase)
        found = self._by_calling(pieces, phrase) or self._by_paper(pieces, phrase)
        if found is not None:
            return found
        words = [piece.lower for piece in pieces[phrase.start : phrase.head + 1]]
        said = [word for word in words if word not in ARTICLES]
        start = pieces[phrase.start].start
        # Who is named in the paragraph is the queen, whatever another queen of the text is called.
        is_sovereign = len(said) == 1 and said[0] in _SOVEREIGNS
        found = self._by_office_here(said, start) if is_sovereign else None
        found = found or self.by_role(said, start) or self._by_office_here(said, start)
        found = found or self.described(pieces, phrase)
        is_gone = found is not None and found.actor is not None and not self._is_alive(found.actor, start)
        return None if is_gone else found

    def _by_calling(self, pieces: Sequence[Piece], phrase: Phrase) -> Speaker | None:
        """Take “the witness”, “the author” for the one person whom the paragraph names before."""
        word = pieces[phrase.head].lower
        if (
            word not in _CALLINGS | PARTIES.keys() and not word.endswith("-year-old")
        ) or phrase.head - phrase.start > 1 + (word in _GROWN):
            return None
        start = pieces[phrase.start].start
        block = self.text.block_at(start)
        named = {one.actor for one in self._antecedents(start) if one.start >= block.start}
        people = [actor for actor in sorted(named) if self.cast.actors[actor].type == "person"]
        if len(people) == 1 and word != "counsel":
            return self.named(people[0], "role", (CALLING_REASON,))
        return self.party(start, PARTIES[word]) if word in PARTIES else None

    def _same(self, pieces: Sequence[Piece], phrase: Phrase) -> Speaker | None:
        """Take “the same king” for the last person of the paragraph who is a subject."""
        start = pieces[phrase.start].start
        block = self.text.block_at(start)
        acting = [
            one.actor
            for one in self._antecedents(start)
            if one.start >= block.start and self.cast.actors[one.actor].type == "person"
            if stands_as_subject(self.sentences, one)
        ]
        return self.named(acting[-1], "role", (CALLING_REASON,)) if acting else None

    def _by_paper(self, pieces: Sequence[Piece], phrase: Phrase) -> Speaker | None:
        """Take “the newspaper” for the one of the text, told by its name: a Herald, a Gazette, a Journal."""
        if pieces[phrase.head].lower not in _PAPERS or phrase.head - phrase.start > 1:
            return None
        bodies = (actor for actor in self.cast.actors if actor.type == "organisation")
        papers = [one.id for one in bodies if _PAPER_NAMES.intersection(one.canonical.lower().split())]
        return self.named(papers[0], "role", (ROLE_REASON,)) if len(papers) == 1 else None

    def _by_office_here(self, words: Sequence[str], start: int) -> Speaker | None:
        """Take “the king” for the one king whom the paragraph names before, where the text has several."""
        if len(words) != 1 or words[0] not in self.roles.keys() | _SOVEREIGNS:
            return None
        fitting = self._holders_here(words[0], start)
        return self.named(min(fitting), "role", (ROLE_REASON,)) if len(fitting) == 1 else None

    def _holders_here(self, word: str, start: int) -> set[int]:
        """Give those alive whom the paragraph names before and who have an office, or a numeral for “the king”."""
        block = self.text.block_at(start)
        here = {one.actor for one in self._antecedents(start) if one.start >= block.start}
        holders = set(self.roles.get(word, ()))
        if word in _SOVEREIGNS:
            gender: Gender = "female" if word in ("queen", "empress") else "male"
            kings = (self.cast.actors[actor] for actor in here)
            holders |= {one.id for one in kings if NUMERAL.match(one.canonical.split()[-1]) and self._fits(one, gender)}
        return {actor for actor in holders & here if self._is_alive(actor, start)}

    def _is_alive(self, actor: int, start: int) -> bool:
        """Whether the text lets nobody die before the last day that the paragraph tells up to a place."""
        day = day_at(self.cast.days, self.text.block_at(start).start, start)
        return not is_dead(self.cast.actors[actor].died, day)

    def by_role(self, words: Sequence[str], start: int) -> Speaker | None:
        """Find the one actor of the document whose office has all these words; “the king” beside no other king."""
        sets = [set(self.roles.get(word, ())) for word in words if word[:1].isalpha()]
        fitting = set.intersection(*sets) if sets else set()
        if len(fitting) == 1 and words[-1] in _SOVEREIGNS:
            fitting = {actor for actor in fitting if self._is_alive(actor, start)}
            if len(words) == 1 and self._holders_here(words[0], start) - fitting:
                return None
        return self.named(min(fitting), "role", (ROLE_REASON,)) if len(fitting) == 1 else None

    def described(self, pieces: Sequence[Piece], phrase: Phrase) -> Speaker | None:
        """Take “the skipper”, “her daughter” for the one whom the text before tells to be that."""
        words = [piece.lower for piece in pieces[phrase.start : phrase.head + 1]]
        found = self._descriptions().find(words, pieces[phrase.start].start)
        if found is None:
            return None
        if found.actor is None:
            return Speaker(found.words, None, "unnamed")
        return self.named(found.actor, "role", (CALLING_REASON,))

    def given(self, pieces: Sequence[Piece], phrase: Phrase) -> Speaker | None:
        """Take “a woman who gave her name as Fatima” for Fatima."""
        follows = pieces[phrase.end].lower if phrase.end < len(pieces) else ""
        actor = self._descriptions().given(pieces[phrase.start].start) if follows in ("who", ",") else None
        return None if actor is None else self.named(actor, "role", (CALLING_REASON,))

    def _descriptions(self) -> Described:
        if self._described is None:
            self._described = Described(self.text, self.cast, self.is_quoted)
        return self._described
