"""Which drafts are proposed by default: the best first, for new ground, no two of one fact, none that tells another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quizapp.core.extraction.drafted import SELECTED_FROM, Draft
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.item_rules import find_duplicates, find_leaks, judge_key_lengths, judge_key_positions
from quizapp.core.extraction.values import Fact
from quizapp.core.kinds import parse_question
from quizapp.core.question import Question

PER_THOUSAND_WORDS = 40
PER_SENTENCE = 2
_KEY_FALL = 0.6
_MODALITY_WORTH = {"asserted": 1.0, "claimed": 0.8, "expected": 0.6, "hypothetical": 0.0}
_SAYING_WORTH = 0.65
_DATED_WORTH = 0.5


def worth_of(setting: DraftSetting, fact: Fact) -> float:
    """Weigh a fact: its frame, how sure it is meant, how much of the document is about its actors."""
    own = fact.worth
    if fact.rule == "facts.saying":
        own = max(own, _SAYING_WORTH)
    elif fact.time is not None and fact.time.value is not None and fact.frame != "be":
        own = max(own, _DATED_WORTH)
    actors = {number for slot in fact.slots for number in (*slot.heads, *slot.actors)}
    blocks = [block for block in setting.analysis.text.blocks if block.kind in ("paragraph", "list")]
    named = {number for actor in actors for number in setting.paragraphs[actor]}
    share = min(1.0, len(named) / max(1, len(blocks)))
    return own * _MODALITY_WORTH[fact.modality] * (0.5 + 0.5 * share)


@dataclass(slots=True)
class _Taken:
    """What the chosen drafts cover so far."""

    facts: set[int] = field(default_factory=set)
    sentences: Counter[int] = field(default_factory=Counter)
    told: set[tuple[int, str]] = field(default_factory=set)
    keys: Counter[str] = field(default_factory=Counter)
    grounds: set[tuple[str, object]] = field(default_factory=set)


def choose(setting: DraftSetting, drafts: Sequence[Draft], limit: int | None) -> tuple[Draft, ...]:
    """Choose greedily those that cover new ground, then take out what gives another away."""
    words = sum(token.is_word for sentence in setting.analysis.sentences for token in sentence.tokens)
    most = limit if limit is not None else max(3, words * PER_THOUSAND_WORDS // 1000)
    pool = [draft for draft in drafts if draft.confidence >= SELECTED_FROM]
    questions = {draft.id: parse_question(draft.raw) for draft in pool}
    barred: set[str] = set()
    chosen: list[Draft] = []
    for _ in range(8):
        chosen = _greedy(setting, [draft for draft in pool if draft.id not in barred], most)
        telling = _telling(chosen, questions)
        if not telling:
            break
        barred |= telling
    else:
        chosen = [draft for draft in chosen if draft.id not in barred]
    return tuple(_balanced(chosen, questions))


def _greedy(setting: DraftSetting, pool: Sequence[Draft], most: int) -> list[Draft]:
    taken = _Taken()
    chosen: list[Draft] = []
    left = list(pool)
    while left and len(chosen) < most:
        best = max(range(len(left)), key=lambda place: (_gain(setting, left[place], taken), -left[place].start, -place))
        draft = left.pop(best)
        chosen.append(draft)
        _take(setting, draft, taken)
        left = [other for other in left if _is_free(setting, other, taken)]
    return chosen


def _is_free(setting: DraftSetting, draft: Draft, taken: _Taken) -> bool:
    if draft.template == "T8":
        return True
    sentence = setting.sentence_at(draft.facts[0].start).start
    if (sentence, _key_text(draft)) in taken.told:
        return False
    return taken.sentences[sentence] < PER_SENTENCE and not any(
        _mark(setting, fact) in taken.facts for fact in draft.facts
    )


def _take(setting: DraftSetting, draft: Draft, taken: _Taken) -> None:
    if draft.template != "T8":
        taken.facts.update(_mark(setting, fact) for fact in draft.facts)
        sentence = setting.sentence_at(draft.facts[0].start).start
        taken.sentences[sentence] += 1
        taken.told.add((sentence, _key_text(draft)))
    taken.keys[_key_text(draft)] += 1
    taken.grounds.update(_grounds(setting, draft))


def _mark(setting: DraftSetting, fact: Fact) -> int:
    """Facts that say the same are one: give the place of the first of them."""
    key = setting.key_of(fact)
    same = setting.same_verb[key.frame, key.verb_class]
    return next((place for place in same if setting.keys[place] == key), setting.places[id(fact)])


def _gain(setting: DraftSetting, draft: Draft, taken: _Taken) -> float:
    new = [ground for ground in _grounds(setting, draft) if ground not in taken.grounds]
    return draft.rank * (1 + 0.08 * len(new)) * _KEY_FALL ** taken.keys[_key_text(draft)]


def _grounds(setting: DraftSetting, draft: Draft) -> list[tuple[str, object]]:
    fact = draft.facts[0]
    grounds: list[tuple[str, object]] = [("block", setting.analysis.text.block_at(fact.start).number)]
    grounds += [("actor", number) for slot in fact.slots for number in slot.heads]
    grounds += [("kind", draft.raw.get("kind")), ("about", draft.raw.get("about")), ("template", draft.template)]
    return list(dict.fromkeys(grounds))


def _key_text(draft: Draft) -> str:
    return str(draft.raw.get("key") or draft.id)


def _telling(chosen: Sequence[Draft], questions: Mapping[str, Question]) -> set[str]:
    """Give the ids of those to leave out: the lower-ranked of two where one tells the other, and second copies."""
    order = {draft.id: place for place, draft in enumerate(chosen)}
    asked = [questions[draft.id] for draft in chosen]
    out = {question.id for question, _ in find_duplicates(asked)}
    for leak in find_leaks(asked):
        pair = (leak.question.id, leak.told_by.id)
        if not out & set(pair):
            out.add(max(pair, key=lambda one: order[one]))
    return out


def _balanced(chosen: Sequence[Draft], questions: Mapping[str, Question]) -> list[Draft]:
    """Leave out the last ones by which lengths or places of keys give the key away over the whole bank."""
    kept = list(chosen)
    while kept:
        asked = [questions[draft.id] for draft in kept]
        if judge_key_lengths(asked) is not None:
            place = _last_longest(kept, questions)
        elif judge_key_positions(asked) is not None:
            place = max(place for place, draft in enumerate(kept) if draft.raw.get("kind") == "date")
        else:
            return kept
        del kept[place]
    return kept


def _last_longest(kept: Sequence[Draft], questions: Mapping[str, Question]) -> int:
    for place in range(len(kept) - 1, -1, -1):
        raw = kept[place].raw
        options = [option["text"] if isinstance(option, dict) else option for option in raw.get("distractors", ())]
        if raw.get("kind") in ("choice", "text") and options and len(str(raw["key"])) > max(map(len, options)):
            return place
    return len(kept) - 1
