"""T11: what somebody foresees, and who should do what somebody proposes; read from the words that they are told in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.extraction.drafts.described import deal_between
from quizapp.core.extraction.drafts.proposal import Answer, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.what import TYPED_WORDS, words_key
from quizapp.core.extraction.drafts.wording import claim_opening, inside, is_well_formed, key_name, named, question, who
from quizapp.core.extraction.values import Fact, Slot
from quizapp.core.extraction.verbs import find_verb

_PROPOSING = frozenset({"suggest", "propose", "demand", "recommend", "urge", "request", "insist"})
_FORESEEN = re.compile(
    r"^(?P<subject>(?:(?:the|an?|any|such) )?[\w’' -]{2,60}?) (?P<modal>would|will|could|must|should) "
    r"(?P<verb>[a-z]+) (?P<rest>[^,;:“”()]+)$"
)
_PRONOUN = re.compile(r"\b(?:he|she|it|they|we|I|you|his|her|its|their|our|this|that|these|those|him|them)\b")
_BEGINS_BADLY = re.compile(
    r"^(?:to|in|on|at|by|for|from|with|of|as|across|through|along|around|under|between|into|up|down|out|off|over|be"
    r"|been|no|not|only|more|less|\w+ly|\w+ing|that|if|when|where|how|why|what|whether|and|or|back|away|together|again|soon|all)\b"
)
_LIST = re.compile(
    r"^(?P<names>(?:[A-Z][\w’ -]*?, )*[A-Z][\w’ -]*? and (?:the )?[A-Z][\w’-]*(?: [A-Z][\w’-]*)*) "
    r"(?:should )?(?P<verb>[a-z]+) (?P<rest>.+)$"
)
_MOST_KEY_WORDS = 10


def ask_foreseen(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask what, by somebody’s words, something would do: violate which treaty, harm whom."""
    if fact.rule != "facts.saying" or fact.subject is None or fact.object is None or fact.claimant != fact.subject:
        return
    found = _FORESEEN.match(fact.object.words)
    if found is None or _PRONOUN.search(fact.object.words) or not fact.subject.heads:
        return
    verb, rest = find_verb(found["verb"]), found["rest"].strip(" .")
    if verb is None or not verb.is_transitive or found["verb"] in ("be", "have", "do", "get", "take", "make"):
        return
    if _BEGINS_BADLY.match(rest) or len(rest.split()) > _MOST_KEY_WORDS or not is_well_formed(rest):
        return
    key = words_key(rest)
    stem = f"According to {named(setting, fact.subject)}, what {found['modal']} "
    stem += f"{deal_between(setting, inside(found['subject']))} {verb.lemma}"
    is_typed = len(key.split()) <= TYPED_WORDS
    yield Proposal(
        template="T11",
        family="foreseen",
        slot="object",
        kind="text" if is_typed else "open",
        stem=question(stem),
        answer=Answer("words", key),
        about="other",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        accept=(rest,) if is_typed and key != rest else (),
        needs_options=False,
        takes_options=False,
        in_stem=frozenset(fact.subject.heads),
        weight=0.9,
    )


def ask_proposed(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask which states or people somebody proposes should do something together."""
    if fact.rule != "facts.saying" or fact.verb not in _PROPOSING or fact.subject is None or fact.object is None:
        return
    found, opening = _LIST.match(fact.object.words), claim_opening(setting, fact)
    if found is None or opening is None or _PRONOUN.search(found["rest"]):
        return
    names = re.split(r", (?:and )?| and ", found["names"])
    numbers = [_actor_named(setting, fact.object, re.sub(r"^the ", "", name)) for name in names]
    heads = tuple(number for number in numbers if number is not None)
    if len(heads) != len(names) or find_verb(found["verb"]) is None:
        return
    asked = who(setting, Slot(found["names"], fact.object.start, fact.object.end, heads=heads))
    if asked is None:
        return
    proposed = f"did {inside(named(setting, fact.subject))} {fact.verb} should {found['verb']} {found['rest']}"
    texts = tuple(key_name(setting, number) for number in heads)
    yield Proposal(
        template="T11",
        family="proposed",
        slot="object",
        kind="multiple",
        stem=question(opening + asked, proposed),
        answer=Answer("actors", texts[0], heads, texts=texts),
        about="actor",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        in_stem=frozenset(fact.subject.heads),
    )


def _actor_named(setting: DraftSetting, slot: Slot, name: str) -> int | None:
    return next(
        (
            number
            for number in slot.actors
            if name == re.sub(r"^[Tt]he ", "", setting.actor(number).canonical) or name in setting.actor(number).forms
        ),
        None,
    )
