"""Who a noun phrase means: a named actor, an actor behind a pronoun or an office, or a speaker without a name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from quizapp.core.extraction.actors import resolve_reference
from quizapp.core.extraction.actors.pronouns import EARLIER, is_subject
from quizapp.core.extraction.actors.runs import NUMERAL
from quizapp.core.extraction.quotes.centres import centre, may_be_unnamed, stands_as_subject, unnamed_subject
from quizapp.core.extraction.quotes.cues import is_claim_noun
from quizapp.core.extraction.quotes.genders import GENDERS, PRONOUN, known_genders
from quizapp.core.extraction.quotes.phrases import Phrase
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.turns import parties
from quizapp.core.extraction.quotes.words import ARTICLES, PERSONAL, POSSESSIVES, word_set
from quizapp.core.extraction.values import Actor, ActorMention, Cast, Gender, MarkPair, Reason, Sentence, Text

ROLE_REASON = Reason("role", 0.9, "One actor fits the office that is named as the speaker.")
PROTAGONIST_REASON = Reason(
    "whom the text is about", 0.7, "No name near by fits the pronoun; the text is about one such person."
)
CENTRE_REASON = Reason("subject goes on", 0.7, "Two fit the pronoun; the other only stands beside the subject.")
CALLING_REASON = Reason("description", 0.85, "The paragraph names one person whom the description can mean.")
WRITING_REASON = Reason("author of a writing", 0.85, "The words stand in a letter or note whose author is named.")
PARTY_REASON = Reason(
    "turns", 0.85, "The turn is marked with a letter; the text before tells who asks and who answers."
)
_WRITINGS = re.compile(
    r"\b(?:e-?mail|letter|note|memo|memorandum|message|telegram|postcard|diary|will|statement|tweet|post)\b",
    re.IGNORECASE,
)
_AUTHOR_LINK = re.compile(r"\s*,?\s*(?:that|which|from|by|of|signed by)?(?:\s(?:the|one|his|her))?\s*", re.IGNORECASE)
_SENT = re.compile(
    r"(?:\b(?P<who>he|she)|(?<=\w)) (?:\w+ly |had |then |also |once |later ){0,2}"
    r"(?P<verb>sent|wrote|left|handed|gave|passed|posted|mailed|cabled|dictated|scribbled|slipped|pinned|addressed) ",
    re.IGNORECASE,
)
_SENT_TO = re.compile(
    r"(?:(?!and |who |which |that )[\w’'-]+ ){0,4}(?:an?|the|this|one) (?:[\w-]+ ){0,2}", re.IGNORECASE
)
_CALLINGS = word_set(
    "witness defendant accused plaintiff author writer novelist poet speaker suspect survivor patient artist painter "
    "composer singer actor actress player champion winner guest man woman"
)
_SOVEREIGNS = word_set("king queen emperor empress pope sultan tsar pharaoh shah")
_PAPERS = word_set("newspaper paper daily weekly")
_PAPER_NAMES = word_set(
    "bugle chronicle courier daily dispatch echo examiner express gazette gazeta guardian herald journal mail mercury "
    "mirror news observer post record register review standard star telegraph times tribune weekly zeitung"
)
_REACH = 60
_CHAIN_LETTERS = 400
_OWN_LETTERS = 25


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke: `name` is a canonical name or the text's words, None where it is known that nobody can be named."""

    name: str | None
    actor: int | None
    how: str
    reasons: tuple[Reason, ...] = ()


@dataclass(slots=True)
class Company:
    """The actors of a text and how to find the one that a phrase means."""

    text: Text
    sentences: Sequence[Sentence]
    cast: Cast
    pairs: Sequence[MarkPair] = ()
    genders: Mapping[int, Gender] = field(init=False)
    _counts: Counter[int] = field(init=False)
    _gendered: tuple[Actor, ...] = field(init=False)
    _resolved: dict[int, Speaker | None] = field(init=False, default_factory=dict)
    protagonists: Mapping[str, int | None] = field(init=False)
    roles: Mapping[str, tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        found: dict[str, list[int]] = {}
        for actor in self.cast.actors:
            for role in actor.roles:
                for word in role.words.lower().replace("’s", "").split():
                    if actor.id not in found.setdefault(word, []):
                        found[word].append(actor.id)
        self.roles = {word: tuple(ids) for word, ids in found.items()}
        self._counts = Counter(mention.actor for mention in self.cast.mentions)
        self.genders = known_genders(self.text, self.sentences, self.cast, self._is_quoted)
        self._gendered = tuple(replace(actor, gender=self.genders.get(actor.id)) for actor in self.cast.actors)
        self.protagonists = {gender: self._protagonist(gender) for gender in ("female", "male")}

    def _protagonist(self, gender: str) -> int | None:
        """Find the person whom the text is about: named thrice, twice as often as any other who fits."""
        ranked = sorted(
            ((self._counts[actor.id], -actor.id) for actor in self.cast.actors if self._fits(actor, gender)),
            reverse=True,
        )
        if not ranked or ranked[0][0] < 2:
            return None
        top = -ranked[0][1]
        if ranked[0][0] < 3:
            is_alone = len(ranked) == 1 or ranked[1][0] < ranked[0][0]
            return top if is_alone and self._is_life_of(top, gender) else None
        if len(ranked) == 1 or ranked[1][0] * 2 <= ranked[0][0]:
            return top
        return top if ranked[1][0] * 3 <= ranked[0][0] * 2 and self._is_told_by_pronouns(top, gender) else None

    def _is_told_by_pronouns(self, actor: int, gender: str) -> bool:
        """Whether a text begins with somebody and goes on in pronouns of that gender: four to each name of hers."""
        people = [one.actor for one in self.cast.mentions if self._fits(self.cast.actors[one.actor], gender)]
        said = sum(GENDERS[match.group().lower()] == gender for match in PRONOUN.finditer(self.text.text))
        return people[0] == actor and said >= 4 * self._counts[actor]

    def _is_life_of(self, actor: int, gender: str) -> bool:
        """Whether a text that names somebody twice tells a life: its pronouns are nearly all of that gender."""
        said = Counter(GENDERS[word] for word in PRONOUN.findall(self.text.text.lower()))
        return (
            self.genders.get(actor) == gender
            and said[gender] >= 8 * self._counts[actor]
            and (said[gender] >= 3 * (said.total() - said[gender]))
        )

    def _fits(self, actor: Actor, gender: str) -> bool:
        return actor.type == "person" and self.genders.get(actor.id) in (None, gender)

    def named(self, actor: int, how: str = "name", reasons: tuple[Reason, ...] = ()) -> Speaker:
        """Make a speaker of an actor."""
        return Speaker(self.cast.actors[actor].canonical, actor, how, reasons)

    def is_person(self, speaker: Speaker | None) -> TypeGuard[Speaker]:
        """Whether a speaker is a person with a name."""
        return speaker is not None and speaker.actor is not None and self.cast.actors[speaker.actor].type == "person"

    def who(self, pieces: Sequence[Piece], phrase: Phrase | None) -> Speaker | None:
        """Tell whom a phrase means; None where it means nobody who can be told."""
        if phrase is None:
            return None
        head = pieces[phrase.head]
        if head.actor is not None:
            return self.named(head.actor)
        if head.kind == "word" and head.lower in PERSONAL | {"him", "them", "her"}:
            return self.refer(head.start, head.end)
        if phrase.owner is not None and is_claim_noun(head):
            return self.owner(pieces, phrase.owner)
        if head.lower in ("both", "all", "each") and phrase.start == phrase.head:
            return None
        start = pieces[phrase.start].start
        words = self.text.text[start : pieces[phrase.end - 1].end]
        is_indefinite = pieces[phrase.start].lower not in ("the", "this", "that")
        if not is_indefinite:
            found = self._by_office(pieces, phrase)
            if found is not None:
                return found
        return Speaker(words, None, "unnamed")

    def refer(self, start: int, end: int) -> Speaker | None:
        """Resolve a pronoun of the writer; one that only goes on with an earlier one means the same person."""
        unnamed = self._unnamed(start, end)
        if unnamed is not None:
            return unnamed
        chain = [(start, end)]
        while chain[-1][0] not in self._resolved:
            earlier = self._earlier(*chain[-1])
            if earlier is None:
                self._resolved[chain[-1][0]] = self._refer(*chain[-1])
            else:
                chain.append(earlier)
        speaker = self._resolved[chain[-1][0]]
        self._resolved |= {at: speaker for at, _ in chain}
        return speaker

    def _earlier(self, start: int, end: int) -> tuple[int, int] | None:
        """Find the last pronoun of the same person in the paragraph that no fitting name parts from this one."""
        gender = GENDERS.get(self.text.text[start:end].lower())
        if gender is None:
            return None
        floor = max(self.text.block_at(start).start, start - _CHAIN_LETTERS)
        for match in reversed(list(PRONOUN.finditer(self.text.text, floor, start))):
            if GENDERS[match.group().lower()] == gender and not self._is_quoted(match.start()):
                between = (one for one in self._antecedents(start) if one.start > match.start())
                return None if any(self._parts(one, gender, match) for one in between) else match.span()
        return None

    def _parts(self, mention: ActorMention, gender: str, pronoun: re.Match[str]) -> bool:
        """Whether a name between two pronouns may take the second: one that fits, no mere object of the first."""
        if not self._fits(self.cast.actors[mention.actor], gender):
            return False
        is_acting = pronoun.group().lower() in ("he", "she") and mention.actor not in self.genders
        return not is_acting or is_subject(self.sentences, mention)

    def _refer(self, start: int, end: int) -> Speaker | None:
        near = Cast(self._gendered, tuple(self._without_own_subject(start, end)))
        gender = GENDERS.get(self.text.text[start:end].lower())
        here = [] if gender is None else self._fitting_here(near, gender, start)
        found, reasons = resolve_reference(self.text, self.sentences, near, start, end)
        if self.text.text[start:end].lower() == "it":
            last = max((one.end for one in near.mentions if one.actor == found), default=-1)
            author = self._author_of_writing(start, last)
            if author is not None:
                return author
        about = self.protagonists.get(gender or "")
        is_far = EARLIER in reasons and about is not None and found != about
        is_known = about is None or found in self.genders or about not in self.genders
        if found is not None and not is_far and (is_known or self._is_last_subject(found, here, start)):
            return self.named(found, "pronoun", tuple(reasons))
        if found is None and gender is not None:
            subject = centre(self.sentences, here, start)
            if subject is not None:
                return self.named(subject, "pronoun", (CENTRE_REASON,))
        if about is None or gender is None or (found is None and self._has_rival(near, gender, about, start)):
            return None
        return self.named(about, "pronoun", (PROTAGONIST_REASON,))

    def _unnamed(self, start: int, end: int) -> Speaker | None:
        """Take “A nurse” of a sentence before, where nobody who fits is named since."""
        gender = GENDERS.get(self.text.text[start:end].lower())
        if gender is None or not may_be_unnamed(self.sentences, start):
            return None
        here = self._fitting_here(Cast(self._gendered, tuple(self._antecedents(start))), gender, start)
        words = unnamed_subject(self.text, self.sentences, start, gender, here)
        return None if words is None else Speaker(words, None, "unnamed")

    def _fitting_here(self, near: Cast, gender: str, start: int) -> list[ActorMention]:
        """List the mentions of the paragraph that a pronoun may mean."""
        block = self.text.block_at(start)
        return [
            one for one in near.mentions if one.start >= block.start and self._fits(self._gendered[one.actor], gender)
        ]

    def _without_own_subject(self, start: int, end: int) -> Iterator[ActorMention]:
        """List the antecedents; in “Hale told her” she is not Hale."""
        sentence = self.sentences[max(0, bisect_right(self.sentences, start, key=lambda one: one.start) - 1)]
        is_object = (
            self.text.text[start:end].lower() in ("him", "her") and self.text.text[end : end + 1] in ".,;:!?”’\n"
        )
        for mention in self._antecedents(start):
            is_near = mention.start >= sentence.start and start - mention.end < _OWN_LETTERS
            if not (is_object and is_near and stands_as_subject(self.sentences, mention)):
                yield mention

    def _is_last_subject(self, actor: int, here: Sequence[ActorMention], start: int) -> bool:
        """Whether somebody is subject of the sentence right before an offset, and nobody else who fits is in it."""
        number = bisect_right(self.sentences, start, key=lambda one: one.start) - 2
        if number < 0 or not here or here[-1].actor != actor:
            return False
        floor = self.sentences[number].start
        return {one.actor for one in here if one.start >= floor} == {actor} and (
            stands_as_subject(self.sentences, here[-1])
        )

    def people_of(self, block: int) -> list[Actor]:
        """List the people whom the writer names in a paragraph."""
        span = self.text.blocks[block]
        at = bisect_left(self.cast.mentions, span.start, key=lambda one: one.start)
        last = bisect_left(self.cast.mentions, span.end, key=lambda one: one.start)
        named = {one.actor for one in self.cast.mentions[at:last] if not self._is_quoted(one.start)}
        return [self.cast.actors[actor] for actor in sorted(named) if self.cast.actors[actor].type == "person"]

    def _is_quoted(self, offset: int) -> bool:
        pair = bisect_right(self.pairs, offset, key=lambda one: one.start) - 1
        return pair >= 0 and offset < self.pairs[pair].end

    def _antecedents(self, start: int) -> Iterator[ActorMention]:
        """List the mentions near before an offset that a pronoun of the writer may stand for.

        Names within quotations are out, and so is a name right before a subject: “in a letter to her sister Ida she”.
        """
        mentions = self.cast.mentions
        at = bisect_left(mentions, start, key=lambda mention: mention.start)
        for mention in mentions[max(0, at - _REACH) : at]:
            is_led = self.text.text[mention.end : start].strip(" ,") == ""
            if not is_led and not self._is_quoted(mention.start):
                yield mention

    def _has_rival(self, near: Cast, gender: str, actor: int, start: int) -> bool:
        """Whether the paragraph names somebody else before whom the pronoun might mean."""
        block = self.text.block_at(start)
        others = (self.cast.actors[mention.actor] for mention in near.mentions if mention.start >= block.start)
        return any(one.id != actor and self._fits(one, gender) for one in others)

    def party(self, start: int, letter: str) -> Speaker | None:
        """Tell whose turn “Q” or “A” is."""
        at = bisect_left(self.cast.mentions, start, key=lambda mention: mention.start)
        asks, answers = parties(self.text.text, self.cast.actors, self.cast.mentions[:at])
        actor = asks if letter == "Q" else answers
        return None if actor is None else self.named(actor, "turn", (PARTY_REASON,))

    def _author_of_writing(self, start: int, floor: int) -> Speaker | None:
        """Take “it said” behind a letter or note for the one who is named as its author or sent it."""
        floor = max(self.text.block_at(start).start, start - _CHAIN_LETTERS, floor)
        noun = next(reversed(list(_WRITINGS.finditer(self.text.text, floor, start))), None)
        if noun is None:
            return None
        for mention in self._antecedents(start):
            between = self.text.text[noun.end() : mention.start]
            is_owner = self.text.text[mention.end : noun.start()].strip() in ("’s", "'s", "’")
            if (mention.start >= noun.end() and _AUTHOR_LINK.fullmatch(between)) or is_owner:
                return self.named(mention.actor, "role", (WRITING_REASON,))
        return self._sender(noun.start())

    def _sender(self, noun: int) -> Speaker | None:
        """Read “she sent him a note”, “Moe left a message for the cook”."""
        floor = max(self.text.block_at(noun).start, noun - _CHAIN_LETTERS)
        sent = next(reversed(list(_SENT.finditer(self.text.text, floor, noun))), None)
        if sent is None or not _SENT_TO.fullmatch(self.text.text[sent.end() : noun]):
            return None
        if sent["who"]:
            found = self.refer(*sent.span("who"))
            return None if found is None or found.actor is None else self.named(found.actor, "role", (WRITING_REASON,))
        at = bisect_left(self.cast.mentions, sent.start(), key=lambda mention: mention.start) - 1
        if at < 0 or self.cast.mentions[at].end != sent.start():
            return None
        return self.named(self.cast.mentions[at].actor, "role", (WRITING_REASON,))

    def owner(self, pieces: Sequence[Piece], owner: int) -> Speaker | None:
        """Tell whom “Kenya’s”, “his” or “the oracle’s” belongs to."""
        piece = pieces[owner]
        if piece.actor is not None:
            return self.named(piece.actor)
        if piece.lower in POSSESSIVES:
            return self.refer(piece.start, piece.end)
        start = owner
        while start > 0 and pieces[start - 1].kind == "word" and pieces[start - 1].lower in ARTICLES | POSSESSIVES:
            start -= 1
        return Speaker(self.text.text[pieces[start].start : piece.end], None, "unnamed")

    def _by_office(self, pieces: Sequence[Piece], phrase: Phrase) -> Speaker | None:
        if not any(piece.kind == "name" for piece in pieces[phrase.start : phrase.end]):
            start, end = pieces[phrase.start].start, pieces[phrase.head].end
            actor, reasons = resolve_reference(self.text, self.sentences, self.cast, start, end)
            if actor is not None:
                return self.named(actor, "role", tuple(reasons))
        found = self._by_calling(pieces, phrase) or self._by_paper(pieces, phrase)
        if found is not None:
            return found
        words = [piece.lower for piece in pieces[phrase.start : phrase.head + 1]]
        said = [word for word in words if word not in ARTICLES]
        return self.by_role(said) or self._by_office_here(said, pieces[phrase.start].start)

    def _by_calling(self, pieces: Sequence[Piece], phrase: Phrase) -> Speaker | None:
        """Take “the witness”, “the author” for the one person whom the paragraph names before."""
        if pieces[phrase.head].lower not in _CALLINGS or phrase.head - phrase.start > 1:
            return None
        start = pieces[phrase.start].start
        block = self.text.block_at(start)
        named = {one.actor for one in self._antecedents(start) if one.start >= block.start}
        people = [actor for actor in sorted(named) if self.cast.actors[actor].type == "person"]
        return self.named(people[0], "role", (CALLING_REASON,)) if len(people) == 1 else None

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
        block = self.text.block_at(start)
        here = {one.actor for one in self._antecedents(start) if one.start >= block.start}
        holders = set(self.roles.get(words[0], ()))
        if words[0] in _SOVEREIGNS:
            gender: Gender = "female" if words[0] in ("queen", "empress") else "male"
            kings = (self.cast.actors[actor] for actor in here)
            holders |= {one.id for one in kings if NUMERAL.match(one.canonical.split()[-1]) and self._fits(one, gender)}
        fitting = holders & here
        return self.named(min(fitting), "role", (ROLE_REASON,)) if len(fitting) == 1 else None

    def by_role(self, words: Sequence[str]) -> Speaker | None:
        """Find the one actor of the document whose office has all these words."""
        sets = [set(self.roles.get(word, ())) for word in words if word[:1].isalpha()]
        fitting = set.intersection(*sets) if sets else set()
        return self.named(min(fitting), "role", (ROLE_REASON,)) if len(fitting) == 1 else None
