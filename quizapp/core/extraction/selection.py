"""Which drafts are proposed by default: the best first, for new ground, each slot once, none that tells another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from quizapp.core.calendar import format_value, parse_value
from quizapp.core.extraction.drafted import SELECTED_FROM, Draft
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.item_rules import find_duplicates, find_leaks, judge_key_lengths, judge_key_positions
from quizapp.core.extraction.item_rules.asked import Asked, contains_words, folded, words_of
from quizapp.core.extraction.item_rules.word_lists import STOP_WORDS
from quizapp.core.extraction.values import Fact
from quizapp.core.kinds import parse_question

PER_THOUSAND_WORDS = 40
PER_SENTENCE = 4
_PER_FACT = 3
_KEY_FALL = 0.6
#: Each further question of one sentence or fact counts less, so that other ground comes first.
_SENTENCE_FALL = 0.7
_MOST_ROUNDS = 12
_TOLD_FALL = 0.95
_NEW_GROUND = 0.08
_NEW_FORM = 0.35
#: Questions of several dated events at once are few: they lean on the others.
_SHARE_OF_TIMELINE = 0.12
_MODALITY_WORTH = {"asserted": 1.0, "claimed": 0.8, "expected": 0.6, "hypothetical": 0.0}
_SAYING_WORTH = 0.65
_DATED_WORTH = 0.5
#: “Reliant on aid”, “uneasy about the treaty”: more than an adjective.
_BOUND_WORTH = 0.45


def worth_of(setting: DraftSetting, fact: Fact) -> float:
    """Weigh a fact: its frame, how sure it is meant, how much of the document is about its actors."""
    known = setting.remembered.worths
    if id(fact) not in known:
        known[id(fact)] = _worth(setting, fact)
    return known[id(fact)]


def _worth(setting: DraftSetting, fact: Fact) -> float:
    own = fact.worth
    if fact.rule == "facts.saying":
        own = max(own, _SAYING_WORTH)
    elif fact.time is not None and fact.time.value is not None and fact.frame != "be":
        own = max(own, _DATED_WORTH)
    elif fact.frame == "be" and fact.others:
        own = max(own, _BOUND_WORTH)
    actors = {number for slot in fact.slots for number in (*slot.heads, *slot.actors)}
    named = {number for actor in actors for number in setting.paragraphs[actor]}
    share = min(1.0, len(named) / max(1, setting.body))
    return own * _MODALITY_WORTH[fact.modality] * (0.5 + 0.5 * share)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a draft asks and tells: the folded spellings of its keys with their words, and the text that all see."""

    keys: tuple[tuple[str, frozenset[str]], ...]
    text: str
    words: frozenset[str]

    def tells(self, other: _Shown) -> bool:
        """Tell whether this text holds the other’s key, whole or in all its words."""
        return any(contains_words(self.text, key) or words <= self.words for key, words in other.keys)


def _content(key: str) -> frozenset[str]:
    words = frozenset(word for word in words_of(key) if word not in STOP_WORDS)
    return words or frozenset((key,))


@dataclass(slots=True)
class _Taken:
    """What the chosen drafts cover so far."""

    facts: dict[int, list[Draft]] = field(default_factory=lambda: defaultdict(list))
    sentences: dict[int, list[Draft]] = field(default_factory=lambda: defaultdict(list))
    told: set[tuple[int, str]] = field(default_factory=set)
    keys: Counter[str] = field(default_factory=Counter)
    grounds: set[tuple[str, object]] = field(default_factory=set)
    timeline: int = 0
    known_grounds: dict[str, tuple[tuple[str, object], ...]] = field(default_factory=dict)


def choose(setting: DraftSetting, drafts: Sequence[Draft], limit: int | None) -> tuple[Draft, ...]:
    """Choose greedily those that cover new ground, then take out what gives another away."""
    words = sum(token.is_word for sentence in setting.analysis.sentences for token in sentence.tokens)
    most = limit if limit is not None else max(3, words * PER_THOUSAND_WORDS // 1000)
    pool = [draft for draft in drafts if draft.confidence >= SELECTED_FROM and draft.held is None]
    questions = {draft.id: draft.asked or Asked.of(parse_question(draft.raw)) for draft in pool}
    shown = {draft.id: _shown(questions[draft.id]) for draft in pool}
    bars = _bars(setting, pool, shown)
    barred: set[str] = set()
    chosen: list[Draft] = []
    for _ in range(_MOST_ROUNDS):
        chosen = _greedy(setting, [draft for draft in pool if draft.id not in barred], most, shown, bars)
        telling = _telling(chosen, questions)
        if not telling:
            break
        barred |= telling
    else:
        chosen = [draft for draft in chosen if draft.id not in barred]
    return tuple(_balanced(chosen, questions))


def _shown(asked: Asked) -> _Shown:
    question = asked.question
    keys = (
        *asked.keys,
        *asked.accept,
        *(gap.key for gap in asked.gaps),
        *(text for pair in asked.pairs for text in pair),
    )
    if asked.kind == "date" or asked.gaps:
        keys = (*keys, *(_written(key) for key in keys))
    pairs = (f"{left} {right}" for left, right in asked.pairs)
    text = " ".join((question.stem, *asked.items, *pairs, question.explanation))
    is_statement = asked.kind in ("true_false", "order")
    plain, spellings = folded(text), () if is_statement else sorted(set(map(folded, keys)))
    return _Shown(tuple((key, _content(key)) for key in spellings), plain, frozenset(words_of(plain)))


def _bars(setting: DraftSetting, pool: Sequence[Draft], shown: Mapping[str, _Shown]) -> dict[str, float]:
    """Give a factor for each draft: the more slots of its own fact it gives away, the fewer can be asked beside it."""
    of_fact: dict[int, list[Draft]] = defaultdict(list)
    for draft in pool:
        of_fact[_mark(setting, draft.facts[0])].append(draft)
    found: dict[str, float] = {}
    for drafts in of_fact.values():
        for draft in drafts:
            told = {
                other.slot for other in drafts if other.slot != draft.slot and shown[draft.id].tells(shown[other.id])
            }
            found[draft.id] = _TOLD_FALL ** len(told)
    return found


def _written(value: str) -> str:
    try:
        return format_value(parse_value(value)).replace("\N{NO-BREAK SPACE}", " ")
    except ValueError:
        return value


def _greedy(
    setting: DraftSetting,
    pool: Sequence[Draft],
    most: int,
    shown: Mapping[str, _Shown],
    bars: Mapping[str, float],
) -> list[Draft]:
    """Take the best again and again; gains only fall, so that one that is weighed anew and still leads is the best."""
    taken = _Taken()
    chosen: list[Draft] = []
    left = [(-bars[draft.id] * _gain(setting, draft, taken), draft.start, place) for place, draft in enumerate(pool)]
    heapify(left)
    while left and len(chosen) < most:
        weighed, start, place = heappop(left)
        draft = pool[place]
        has_timeline = taken.timeline >= max(2, round(most * _SHARE_OF_TIMELINE))
        if (has_timeline and draft.template == "T8") or not _is_free(setting, draft, taken, shown):
            continue
        gain = bars[draft.id] * _gain(setting, draft, taken)
        if gain < -weighed:
            heappush(left, (-gain, start, place))
            continue
        chosen.append(draft)
        _take(setting, draft, taken)
    return chosen


def _is_free(setting: DraftSetting, draft: Draft, taken: _Taken, shown: Mapping[str, _Shown]) -> bool:
    """Tell whether a draft may still be chosen: another slot, few of its sentence, and none that tells another."""
    if draft.template == "T8":
        return True
    sentence = setting.sentence_at(draft.facts[0].start).start
    if _tellings(setting, draft) & taken.told or len(taken.sentences[sentence]) >= PER_SENTENCE:
        return False
    of_facts = [other for fact in draft.facts for other in taken.facts[_mark(setting, fact)]]
    if len(of_facts) >= _PER_FACT or any(_asks_same(draft, other) for other in of_facts):
        return False
    own, near = shown[draft.id], {other.id for other in (*of_facts, *taken.sentences[sentence])}
    return not any(own.tells(shown[other]) or shown[other].tells(own) for other in near)


def _asks_same(one: Draft, two: Draft) -> bool:
    """Tell whether two drafts of a fact ask one slot of it, or ask it whole: a statement, a match."""
    wholes = {"true_false", "match", "cloze"}
    return one.slot == two.slot or bool({one.raw.get("kind"), two.raw.get("kind")} & wholes)


def _take(setting: DraftSetting, draft: Draft, taken: _Taken) -> None:
    if draft.template != "T8":
        for fact in draft.facts:
            taken.facts[_mark(setting, fact)].append(draft)
        sentence = setting.sentence_at(draft.facts[0].start).start
        taken.sentences[sentence].append(draft)
        taken.told |= _tellings(setting, draft)
    taken.timeline += draft.template == "T8"
    taken.keys[_key_text(draft)] += 1
    taken.grounds.update(taken.known_grounds[draft.id])


def _tellings(setting: DraftSetting, draft: Draft) -> set[tuple[int, str]]:
    """Give what may be asked once: a key of one sentence, and who spoke in one paragraph."""
    fact, key = draft.facts[0], _key_text(draft)
    found = {(setting.sentence_at(fact.start).start, key)}
    if draft.template == "T4":
        found.add((-1 - setting.analysis.text.block_at(fact.start).start, key))
    return found


def _mark(setting: DraftSetting, fact: Fact) -> int:
    """Facts that say the same are one: give the place of the first of them."""
    return setting.first[setting.key_of(fact)]


def _gain(setting: DraftSetting, draft: Draft, taken: _Taken) -> float:
    if draft.id not in taken.known_grounds:
        taken.known_grounds[draft.id] = _grounds(setting, draft)
    new = [ground for ground in taken.known_grounds[draft.id] if ground not in taken.grounds]
    bonus = sum(_NEW_FORM if ground[0] in ("kind", "template") else _NEW_GROUND for ground in new)
    repeated = 0
    if draft.template != "T8":
        repeated = len(taken.sentences.get(setting.sentence_at(draft.facts[0].start).start, ()))
    falls = _KEY_FALL ** taken.keys[_key_text(draft)] * _SENTENCE_FALL**repeated
    return draft.rank * (1 + bonus) * falls


def _grounds(setting: DraftSetting, draft: Draft) -> tuple[tuple[str, object], ...]:
    fact = draft.facts[0]
    grounds: list[tuple[str, object]] = [("block", setting.analysis.text.block_at(fact.start).number)]
    grounds += [("actor", number) for slot in fact.slots for number in slot.heads]
    grounds += [("kind", draft.raw.get("kind")), ("about", draft.raw.get("about")), ("template", draft.template)]
    return tuple(dict.fromkeys(grounds))


def _key_text(draft: Draft) -> str:
    return str(draft.raw.get("key") or draft.id)


def _telling(chosen: Sequence[Draft], questions: Mapping[str, Asked]) -> set[str]:
    """Give the ids of those to leave out: the lower-ranked of two where one tells the other, and second copies."""
    order = {draft.id: place for place, draft in enumerate(chosen)}
    asked = [questions[draft.id] for draft in chosen]
    out = {question.id for question, _ in find_duplicates(asked)}
    for leak in find_leaks(asked):
        pair = (leak.question.id, leak.told_by.id)
        if not out & set(pair):
            out.add(max(pair, key=lambda one: order[one]))
    return out


def _balanced(chosen: Sequence[Draft], questions: Mapping[str, Asked]) -> list[Draft]:
    """Leave out the last ones by which lengths or places of keys give the key away over the whole bank."""
    kept = list(chosen)
    while kept:
        asked = [questions[draft.id] for draft in kept]
        if judge_key_lengths(asked) is not None:
            place = _last_longest(kept)
        elif judge_key_positions(asked) is not None:
            place = max(place for place, draft in enumerate(kept) if draft.raw.get("kind") == "date")
        else:
            return kept
        del kept[place]
    return kept


def _last_longest(kept: Sequence[Draft]) -> int:
    for place in range(len(kept) - 1, -1, -1):
        raw = kept[place].raw
        options = [option["text"] if isinstance(option, dict) else option for option in raw.get("distractors", ())]
        if raw.get("kind") in ("choice", "text") and options and len(str(raw["key"])) > max(map(len, options)):
            return place
    return len(kept) - 1
