"""Turns of a conversation: whose words fill a paragraph, when the paragraph before closed its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quizapp.core.extraction.quotes.answers import Found, Speaker
from quizapp.core.extraction.quotes.cues import Cue, find_cue
from quizapp.core.extraction.quotes.phrases import subject_of
from quizapp.core.extraction.quotes.scenes import Piece, Scene
from quizapp.core.extraction.quotes.speakers import Company
from quizapp.core.extraction.quotes.starting import phrase_starting
from quizapp.core.extraction.quotes.vocatives import addressed
from quizapp.core.extraction.values import Quote, Reason

TURN_REASON = Reason("turn of a conversation", 0.75, "Two speak by turns; the words fill the next paragraph.")
ANSWER_REASON = Reason("answer", 0.75, "The paragraph before asks somebody; the words are the answer.")
_ASKING = frozenset(("ask", "wonder", "inquire", "enquire", "demand", "question"))
_QUESTIONS = frozenset(("when", "whether", "if", "why", "how", "what", "where", "who", "which"))
_MEASURES = frozenset(("often", "long", "much", "far", "soon", "well"))
#: So many pieces behind “asked” are looked at for the word that opens what is asked.
_REACH = 10
#: A question of the writer to somebody has no more letters.
_QUESTION = 240
_TO_SOMEBODY = re.compile(r"\byou(?:r|rs)?\b", re.IGNORECASE)
#: So many turns behind the paragraph that names who speaks.
_TURNS = 12


@dataclass(slots=True)
class Dialogue:
    """Who spoke with whom, by paragraph; `take` is asked once for each quotation that fills its paragraph."""

    company: Company
    scenes: Mapping[int, Sequence[Scene]]
    _partners: dict[int, int] = field(default_factory=dict)
    _answers: dict[int, tuple[bool, Found | None]] = field(default_factory=dict)
    _interviewing: set[int] = field(default_factory=set)

    def take(self, block: int, quotes: Sequence[Quote]) -> tuple[bool, Found | None]:
        """Tell whether the paragraph is a turn of a conversation, and whose, where that can be told."""
        if block not in self._answers:
            self._answers[block] = self._turn(block, quotes)
        return self._answers[block]

    def asked_by_writer(self, block: int) -> Found | None:
        """Take the one whom the first paragraphs introduce for who answers the writer’s “Why did you go?”."""
        text = self.company.text
        asking = text.blocks[block - 1]
        words = text.text[asking.start : asking.end].strip()
        is_question = words.endswith("?") and len(words) < _QUESTION and not self.company.is_quoted(asking.start + 1)
        if not is_question or (_TO_SOMEBODY.search(words) is None and block - 3 not in self._interviewing):
            return None
        self._interviewing.add(block - 1)
        answerer = self.company.introduced(asking.start)
        if answerer is None:
            return None
        return Found(self.company.named(answerer, "turn"), "Q7-interview", reasons=(ANSWER_REASON,))

    def _turn(self, block: int, quotes: Sequence[Quote]) -> tuple[bool, Found | None]:
        before = self.scenes.get(block - 1, ())
        if not before or not before[0].pieces:
            return False, None
        called = self._by_address(block)
        if called is not None:
            return True, called
        asked = self._asked(block, before[-1])
        if asked is not None:
            return True, asked
        said = self._last(block - 1, quotes)
        if said is None:
            return False, None
        other = self._partner(block, said, quotes)
        if other is not None:
            if said.actor is not None:
                self._partners[block] = said.actor
            return True, Found(self.company.named(other), "Q7-turn", reasons=(TURN_REASON,))
        if self._is_question(block - 1):
            return True, self._reply(block, said, self._answerer(block, said, quotes))
        if self._opens(block - 1) and not self._is_question(block):
            reply = self._reply(block, said, self._spoken_to(said))
            if reply is not None:
                return True, reply
        # Two who spoke without a question leave it open who goes on; so does a question behind a statement.
        is_open = self._is_question(block) or self._earlier(block, said, quotes) is not None
        return self._opens(block - 1) and is_open, None

    def _answerer(self, block: int, said: Quote, quotes: Sequence[Quote]) -> int | None:
        return said.addressee if said.addressee is not None else self._facing(block - 1, said, quotes)

    def _reply(self, block: int, said: Quote, answerer: int | None) -> Found | None:
        if said.actor is not None:
            self._partners[block] = said.actor
        return None if answerer is None else Found(self.company.named(answerer), "Q7-answer", reasons=(ANSWER_REASON,))

    def _spoken_to(self, said: Quote) -> int | None:
        """Give the person whom the words before address by name: “You were drunk, Mr Sallow.”"""
        people = [actor for actor in self.company.cast.actors if actor.type == "person" and actor.id != said.actor]
        return addressed(said.text, people) if said.actor is not None else None

    def _facing(self, block: int, said: Quote, quotes: Sequence[Quote]) -> int | None:
        """Tell who answers where the cue names only who asks: whom the text before puts face to face with her."""
        lead = next((at for at in range(block, max(-1, block - _TURNS), -1) if not self._opens(at)), None)
        if said.actor is None or lead is None:
            return None
        start = self.company.text.blocks[block].start
        asks, answers = self.company.party(start, "Q"), self.company.party(start, "A")
        if asks is not None and answers is not None and asks.actor == said.actor:
            return answers.actor
        found = (
            self._object_of(lead, said.actor),
            self._other_of(lead, said.actor),
            self._spoke(lead, said, quotes),
        )
        return next((who for who in found if who is not None), None)

    def _object_of(self, lead: int, asker: int) -> int | None:
        """Read “Rao took him to the report”."""
        for piece in (piece for scene in self.scenes.get(lead, ()) for piece in scene.pieces):
            if piece.kind == "word" and piece.lower == "him":
                found = self.company.refer(piece.start, piece.end)
                return found.actor if self.company.is_person(found) and found.actor != asker else None
        return None

    def _other_of(self, lead: int, asker: int) -> int | None:
        """Give the one person whom the paragraph names beside the asker, where there are two."""
        people = [one.id for one in self.company.people_of(lead)]
        others = [one for one in people if one != asker]
        return others[0] if len(others) == 1 and asker in people else None

    def _spoke(self, lead: int, said: Quote, quotes: Sequence[Quote]) -> int | None:
        """Give the last person before who spoke and is not the asker, in the paragraphs that lead to the question."""
        if lead < 1:
            return None
        floor = self.company.text.blocks[lead - 1].start
        for quote in reversed(quotes):
            if quote.start < floor:
                return None
            if quote.is_speech and quote.actor not in (None, said.actor):
                return quote.actor if self.company.is_person(self.company.named(quote.actor or 0)) else None
        return None

    def _by_address(self, block: int) -> Found | None:
        """Take the other of the two whom the paragraph before the turns names, where the words address one of them."""
        lead = next((at for at in range(block - 1, max(-1, block - _TURNS), -1) if not self._opens(at)), None)
        if lead is None:
            return None
        people = [one for one in self.company.people_of(lead)]
        if len(people) != 2:
            return None
        scene = self.scenes[block][0]
        words = " ".join(scene.pieces[place].text for place in scene.quotes)
        addressee = addressed(words, people)
        if addressee is None:
            return None
        speaker = next(one.id for one in people if one.id != addressee)
        self._partners[block] = addressee
        return Found(self.company.named(speaker), "Q7-turn", addressee=addressee, reasons=(TURN_REASON,))

    def _partner(self, block: int, said: Quote, quotes: Sequence[Quote]) -> int | None:
        """Give who spoke before the last speaker, in a row of paragraphs that begin with their words and ask."""
        if not self._opens(block - 1):
            return None
        known = self._partners.get(block - 1)
        if known is not None:
            return known if known != said.actor else None
        earlier = self._earlier(block, said, quotes)
        earlier = self._asker(block - 2, said) if earlier is None else earlier
        if earlier is None:
            return None
        return earlier if any(self._is_question(at) for at in (block - 2, block - 1, block)) else None

    def _asker(self, block: int, said: Quote) -> int | None:
        """Give who asks in a paragraph without words spoken: “The prosecutor, Helga Strand, asked him who …”."""
        scenes = self.scenes.get(block, ())
        if not scenes or scenes[-1].quotes or said.actor is None:
            return None
        pieces = scenes[-1].pieces
        for at in range(len(pieces)):
            cue = find_cue(pieces, at)
            if cue is None or cue.verb.lemma not in _ASKING or cue.is_passive:
                continue
            if any(pieces[n].lower in _QUESTIONS for n in range(cue.end, min(len(pieces), cue.end + _REACH))):
                asker = self.company.who(pieces, subject_of(pieces, at))
                return asker.actor if self.company.is_person(asker) and asker.actor != said.actor else None
        return None

    def _earlier(self, block: int, said: Quote, quotes: Sequence[Quote]) -> int | None:
        """Give the person who spoke two paragraphs before, where another did in the last."""
        earlier = self._last(block - 2, quotes) if self._opens(block - 2) or self._is_question(block - 2) else None
        if earlier is None or earlier.actor is None or said.actor in (None, earlier.actor):
            return None
        return earlier.actor if self.company.is_person(self.company.named(earlier.actor)) else None

    def _last(self, block: int, quotes: Sequence[Quote]) -> Quote | None:
        if block < 0:
            return None
        start = self.company.text.blocks[block].start
        last = None
        for quote in reversed(quotes):
            if quote.start < start:
                return last
            if quote.is_speech and last is None and quote.start < self.company.text.blocks[block].end:
                last = quote
        return last

    def _opens(self, block: int) -> bool:
        """Whether a paragraph begins with words that are spoken."""
        scenes = self.scenes.get(block, ())
        return bool(scenes) and scenes[0].pieces[0].kind == "quote"

    def _is_question(self, block: int) -> bool:
        """Whether the last words spoken in a paragraph ask, and nothing but their cue stands behind them."""
        scenes = self.scenes.get(block, ())
        if not scenes or not scenes[-1].quotes:
            return False
        return scenes[-1].pieces[scenes[-1].quotes[-1]].text.endswith("?")

    def _asked(self, block: int, scene: Scene) -> Found | None:
        """Read “She asked when the minister had been there.”, “He was asked why.”: the one who is asked answers."""
        pieces = scene.pieces
        if scene.quotes:
            return None
        for at in range(len(pieces)):
            cue = find_cue(pieces, at)
            if cue is None or cue.verb.lemma not in _ASKING:
                continue
            subject = self.company.who(pieces, subject_of(pieces, at))
            if cue.is_passive:
                return self._answer(subject)
            opener = next((n for n in range(cue.end, len(pieces) - 1) if pieces[n].lower in _QUESTIONS), None)
            if opener is None or opener - cue.end > _REACH:
                continue
            answerer = self._whom(pieces, cue, opener)
            if answerer is None and at and pieces[at - 1].text == "I":
                return self._answer(self._interviewed())
            if subject is not None and subject.actor is not None:
                self._partners[block] = subject.actor
                answerer = None if answerer is not None and answerer.actor == subject.actor else answerer
            return self._answer(answerer)
        return None

    def _interviewed(self) -> Speaker | None:
        """Take the one whom the text is about for the one whom its writer asks."""
        about = [actor for actor in self.company.protagonists.values() if actor is not None]
        return self.company.named(about[0], "turn") if len(about) == 1 else None

    def _whom(self, pieces: Sequence[Piece], cue: Cue, opener: int) -> Speaker | None:
        """Take the object of “asked”, else the subject of what is asked."""
        place = cue.end
        if opener == cue.end:
            place = opener + 1 + (pieces[opener].lower == "how" and pieces[opener + 1].lower in _MEASURES)
        speaker = self.company.who(pieces, phrase_starting(pieces, place))
        return speaker if self.company.is_person(speaker) else None

    def _answer(self, speaker: Speaker | None) -> Found:
        found = speaker if self.company.is_person(speaker) else None
        reasons = (*found.reasons, ANSWER_REASON) if found is not None else ()
        return Found(found, "Q7-answer", reasons=reasons)
