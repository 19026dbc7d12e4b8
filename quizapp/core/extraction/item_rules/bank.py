"""Rules that need a whole bank or its document: R06 and R12 over all questions, R20, and evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from quizapp.core.calendar import parse_value
from quizapp.core.compare import fold
from quizapp.core.document import Document, find_evidence
from quizapp.core.extraction.item_rules.asked import Asked, Reason, named, words_of
from quizapp.core.extraction.item_rules.chi_square import chi_square_p
from quizapp.core.extraction.item_rules.word_lists import COMMON_STARTS
from quizapp.core.question import Question

DUPLICATE_RATIO = 90
POSITIONS_FROM = 40
POSITION_P = 0.01
LENGTHS_FROM = 10
#: So many questions of one key are compared with each other, more of them by their rarest words.
COMPARED_WHOLE = 200
RAREST = 3
NEAR_AT_MOST = 20


def find_duplicates(questions: Sequence[Question | Asked]) -> list[tuple[Question, Reason]]:
    """Find all of R20 in a bank, comparing only questions of the same key; the earlier one stays."""
    groups: dict[tuple[str, ...], list[tuple[str, Question]]] = defaultdict(list)
    order: dict[int, int] = {}
    for one in questions:
        asked = Asked.of(one)
        order[id(asked.question)] = len(order)
        groups[_key_of(asked)].append((fold(asked.question.stem), asked.question))
    found = []
    for group in groups.values():
        for place, earlier in _compared(group):
            stem, question = group[place]
            alike = (group[at][1] for at in earlier if _is_alike(stem, group[at][0]))
            same = next((other for other in alike if not _state_of_others(question, other)), None)
            if same is not None:
                found.append((question, _duplicate(same)))
    return sorted(found, key=lambda pair: order[id(pair[0])])


def _is_alike(one: str, other: str) -> bool:
    return bool(fuzz.token_set_ratio(one, other, score_cutoff=DUPLICATE_RATIO))


def _state_of_others(one: Question, two: Question) -> bool:
    """Tell whether two statements, which are true or false alike, name others or another number."""
    if one.kind != "true_false":
        return False
    own, other = _names_in(one.stem), _names_in(two.stem)
    return bool(own - other and other - own)


def _names_in(stem: str) -> set[str]:
    words = (word for word in words_of(stem) if word[0].isupper() or word[0].isdigit())
    return {word for word in words if word.lower() not in COMMON_STARTS}


def _compared(group: Sequence[tuple[str, Question]]) -> Iterator[tuple[int, Sequence[int]]]:
    """Give each place of a group with the earlier ones that it is compared with.

    A small group is compared whole. Of a large one, such as all true statements, only those that have one of the
    other's rarest words: stems of which one holds the other, or that differ in a word or two, do.
    """
    if len(group) <= COMPARED_WHOLE:
        yield from ((place, range(place)) for place in range(len(group)))
        return
    words = [frozenset(words_of(stem)) for stem, _ in group]
    counts = Counter(word for each in words for word in each)
    with_word: dict[str, list[int]] = defaultdict(list)
    with_rare: dict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(words):
        rarest = sorted(own, key=lambda word: (counts[word], word))[:RAREST]
        near = {at for word in rarest for at in with_word[word][-NEAR_AT_MOST:]}
        near |= {at for word in own for at in with_rare[word][-NEAR_AT_MOST:]}
        yield place, sorted(near)
        for word in own:
            with_word[word].append(place)
        for word in rarest:
            with_rare[word].append(place)


def judge_key_lengths(questions: Sequence[Question | Asked]) -> Reason | None:
    """R06 over a bank: the key is the strictly longest option no more often than by chance and a tenth.

    Judged from 10 questions of words on; `k` options make 1/k by chance.
    """
    judged = [
        asked for question in questions if (asked := Asked.of(question)).kind in ("choice", "text") and asked.options
    ]
    if len(judged) < LENGTHS_FROM:
        return None
    longest = sum(len(asked.keys[0]) > max(map(len, asked.distractors)) for asked in judged)
    allowed = sum(1 / len(asked.options) for asked in judged) / len(judged) + 0.1
    if longest <= allowed * len(judged):
        return None
    message = (
        f"In {longest} of {len(judged)} questions the key is the longest option; at most {allowed:.0%} should be so."
    )
    return Reason("R06", message, "")


def judge_key_positions(questions: Sequence[Question | Asked]) -> Reason | None:
    """R12 over a bank: where options stand in a fixed or ascending order, the key is anywhere equally often.

    Judged from 40 such questions on, by Pearson's χ² summed over the numbers of options; p < .01 is a finding.
    """
    positions: dict[int, Counter[int]] = defaultdict(Counter)
    for question in questions:
        place = _fixed_place(question)
        if place:
            positions[place[1]][place[0]] += 1
    count = sum(counter.total() for counter in positions.values())
    if count < POSITIONS_FROM:
        return None
    statistic, freedom = 0.0, 0
    for size, counter in positions.items():
        expected = counter.total() / size
        statistic += sum((counter[place] - expected) ** 2 / expected for place in range(size))
        freedom += size - 1
    p = chi_square_p(statistic, freedom)
    if p >= POSITION_P:
        return None
    spread = "; ".join(
        f"of {size} options: " + ", ".join(f"{counter[place]} × place {place + 1}" for place in range(size))
        for size, counter in sorted(positions.items())
    )
    return Reason("R12", f"The key’s place can be guessed ({spread}; p = {p:.2g}); spread it evenly.", "")


def check_evidence(questions: Sequence[Question], document: Document | None) -> list[tuple[Question, Reason]]:
    """Test that each quoted evidence stands verbatim in the paragraph it names; without a document none can.

    What is marked as of an earlier state of the document stands nowhere, and is known to.
    """
    found = []
    for question in questions:
        for number, evidence in enumerate(question.evidence):
            if evidence.is_earlier:
                continue
            field = f"evidence[{number}]" if len(question.evidence) > 1 else "evidence"
            message = _evidence_flaw(evidence.paragraph, evidence.quote, document)
            if message:
                found.append((question, Reason("evidence", message, field)))
    return found


def _evidence_flaw(number: int, quote: str, document: Document | None) -> str:
    if document is None:
        return "The bank has no document that evidence could stand in; name it in “bank.document”."
    paragraph = document.find_paragraph(number)
    if paragraph and find_evidence(paragraph, quote):
        return ""
    elsewhere = [other.number for other in document.paragraphs if find_evidence(other, quote)]
    if elsewhere:
        return f"“{quote}” stands in paragraph {elsewhere[0]}, not in {number}."
    if paragraph is None:
        return f"There is no paragraph {number}; the document has {len(document.paragraphs)}."
    return f"“{quote}” does not stand in paragraph {number}; quote it verbatim."


def _duplicate(earlier: Question) -> Reason:
    return Reason("R20", f"Asks the same as {named(earlier)}; keep one.", other=earlier.id)


def _key_of(question: Question | Asked) -> tuple[str, ...]:
    asked = Asked.of(question)
    pairs = sorted(f"{fold(left)} = {fold(right)}" for left, right in asked.pairs)
    keys = [fold(key) for key in asked.keys]
    ordered = keys if asked.kind != "multiple" else sorted(keys)
    return (*ordered, *(fold(gap.key) for gap in asked.gaps), *pairs, *(fold(item) for item in asked.items))


def _fixed_place(question: Question | Asked) -> tuple[int, int] | None:
    """Give the key's place and the number of options, where the order does not depend on chance."""
    asked = Asked.of(question)
    if len(asked.keys) != 1:
        return None
    if asked.fixed and asked.keys[0] in asked.fixed:
        return asked.fixed.index(asked.keys[0]), len(asked.fixed)
    if asked.kind in ("date", "number") and len(asked.distractors) > 1:
        ordered = sorted(asked.options, key=_ascending if asked.kind == "number" else _first_day)
        return ordered.index(asked.keys[0]), len(ordered)
    return None


def _ascending(value: str) -> tuple[float, str]:
    """Sort numbers by value, and values of dates by their first day."""
    try:
        return float(value.replace(",", ".")), value
    except ValueError:
        return _first_day(value), value


def _first_day(value: str) -> float:
    try:
        return float(parse_value(value).lo or 0)
    except ValueError:
        return 0.0
