"""T11: who called somebody what, where both are known: Who called Ada Berg “a nuisance with a ruler”?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.extraction.drafts.circumstances import quote_of
from quizapp.core.extraction.drafts.proposal import Answer, Proposal
from quizapp.core.extraction.drafts.proven import is_proven
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.wording import inside, key_name, named, other_forms, question, who
from quizapp.core.extraction.values import Fact, Reason, Slot
from quizapp.core.extraction.verbs import verb_forms

_BARE = ("called", "dubbed", "labelled", "nicknamed", "termed")
_WITH_AS = (
    *("described", "dismissed", "denounced", "hailed", "praised", "condemned", "branded", "characterised", "derided"),
    *("mocked", "remembered"),
)
_SPOKEN = ("spoke of", "speak of", "thought of", "wrote of")
_BEHIND = {**dict.fromkeys(_BARE, ""), **dict.fromkeys((*_WITH_AS, *_SPOKEN), " as"), "accused": " of"}
_CALLING = re.compile(
    rf"\b(?P<verb>{'|'.join(_BEHIND)}) (?:(?P<pronoun>him|her)|(?P<name>[^\n“”\"]{{2,60}}?))"
    r"(?: (?:once|later|afterwards|simply))?(?P<behind> as| of)? ?[“”\"‘’']{1,2}$"
)
#: A stem that says of whom the words are.
_OF_WHOM = re.compile(rf"\b(?:{'|'.join(_BEHIND)}) [^“]*[A-Z][^“]*“")
_OPEN = re.compile(
    r"\b(?:he|she|it|they|him|her|his|hers|its|their|them|this|that|these|those|such|here|there|you|your)\b",
    re.IGNORECASE,
)
_SEX = {"him": "male", "her": "female"}
_MOST_WORDS = 25
_LEAST_WORDS = 2
_LOOKS_BACK = 120
ONLY_ONE = Reason("one person meant", 0.9, "The paragraph names one person whom “him” or “her” can mean.")


def says_of_whom(stem: str) -> bool:
    """Tell whether a stem names whom the quoted words are about."""
    return _OF_WHOM.search(stem) is not None


def ask_called(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask who called a named one something in so many words, and whom a named speaker called so."""
    quote = quote_of(setting, fact)
    if not fact.rule.startswith("facts.quote") or quote is None or fact.subject is None or len(fact.subject.heads) != 1:
        return
    words = quote.text.strip(" ,.;:")
    text, sentence = setting.analysis.text.text, setting.sentence_at(quote.start)
    found = _CALLING.search(text, max(sentence.start, quote.start - _LOOKS_BACK), quote.start)
    if found is None or _BEHIND[found["verb"]] != (found["behind"] or "") or not _is_fit(words):
        return
    meant = _meant(setting, fact, found)
    if meant is None or not _is_speaker_beside(setting, fact, sentence.start, found.start()):
        return
    start, end = found.span("pronoun" if found["pronoun"] else "name")
    of_whom = Slot(setting.actor(meant).canonical, start, end, (meant,), heads=(meant,))
    yield from _asked(setting, fact, of_whom, found["verb"], words, (ONLY_ONE,) if found["pronoun"] else ())


def _asked(
    setting: DraftSetting, fact: Fact, of_whom: Slot, verb: str, words: str, reasons: tuple[Reason, ...]
) -> Iterator[Proposal]:
    speaker = fact.subject
    if speaker is None:
        return
    asked, other = who(setting, speaker), who(setting, of_whom)
    told = f"{_BEHIND[verb]} “{words}”"
    if asked is not None:
        verb = verb.replace("speak ", "spoke ")
        stem = question(asked, verb, f"{inside(named(setting, of_whom))}{told}")
        yield _proposal(setting, fact, stem, ("speaker", "subject"), speaker.heads[0], of_whom.heads[0], reasons)
    head, _, rest = verb.partition(" ")
    form = verb_forms().get(head)
    if other is not None and form is not None:
        whom = f"{rest} {'whom' if other == 'who' else other}".strip()
        stem = question(whom, "did", inside(named(setting, speaker)), f"{form.plain.lemma}{told}")
        yield _proposal(setting, fact, stem, ("called", "object"), of_whom.heads[0], speaker.heads[0], reasons)


def _proposal(
    setting: DraftSetting,
    fact: Fact,
    stem: str,
    family: tuple[str, str],
    number: int,
    other: int,
    reasons: tuple[Reason, ...],
) -> Proposal:
    key = key_name(setting, number)
    return Proposal(
        template="T11",
        family=family[0],
        slot=family[1],
        kind="choice",
        stem=stem,
        answer=Answer("actor", key, (number,), texts=(key,)),
        about="quote",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        accept=other_forms(setting, number, key),
        in_stem=frozenset((other,)),
        reasons=reasons,
    )


def _is_fit(words: str) -> bool:
    return _LEAST_WORDS <= len(words.split()) <= _MOST_WORDS and _OPEN.search(words) is None


def _meant(setting: DraftSetting, fact: Fact, found: re.Match[str]) -> int | None:
    """Give whom the words are about: one who is named there, or the only one of the paragraph by sex."""
    if found["pronoun"] is None:
        start, end = found.span("name")
        inner = [one for one in setting.standing.between(start, end) if one.start <= start + 4 and one.end == end]
        is_whole = bool(inner) and setting.analysis.text.text[start : inner[0].start] in ("", "the ")
        return inner[0].actor if is_whole and len(inner) == 1 and inner[0].actor not in _heads(fact) else None
    sex = _SEX[found["pronoun"]]
    block = setting.analysis.text.block_at(found.start())
    people = {
        one.actor
        for one in setting.standing.between(block.start, found.start())
        if setting.actor(one.actor).type == "person"
        and setting.actor(one.actor).gender in (None, sex)
        and is_proven(setting, one.actor)
    } - set(_heads(fact))
    alone = [one for one in setting.parts.alone if setting.actor(one).gender == sex and one not in _heads(fact)]
    only = people or set(alone)
    return only.pop() if len(only) == 1 else None


def _heads(fact: Fact) -> tuple[int, ...]:
    return fact.subject.heads if fact.subject is not None else ()


def _is_speaker_beside(setting: DraftSetting, fact: Fact, start: int, end: int) -> bool:
    """Tell whether the speaker is named before the verb in its sentence, and nobody else behind that name."""
    told = list(setting.standing.between(start, end))
    return bool(told) and told[-1].actor in _heads(fact)
