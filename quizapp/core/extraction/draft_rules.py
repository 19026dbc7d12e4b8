"""The item-writing rules as filters of drafts: each gives a rejection with its id and a message, or None."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from quizapp.core.compare import fold
from quizapp.core.extraction import item_rules
from quizapp.core.extraction.distractors import NEEDED
from quizapp.core.extraction.drafted import QUEUE_FROM, Proof, Rejection
from quizapp.core.extraction.drafts.called import says_of_whom
from quizapp.core.extraction.drafts.circumstances import speaks_first
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.rivals import list_rivals
from quizapp.core.extraction.drafts.setting import DraftSetting, singular
from quizapp.core.extraction.drafts.spoken import content_words, find_open_quote
from quizapp.core.extraction.drafts.wording import relation_of
from quizapp.core.extraction.facts.event_nouns import event_nouns
from quizapp.core.extraction.item_rules import RuleContext
from quizapp.core.extraction.item_rules.asked import Asked, contains_words, folded, unquoted, words_of
from quizapp.core.extraction.item_rules.word_lists import STOP_WORDS
from quizapp.core.extraction.standalone import find_open_reference
from quizapp.core.extraction.values import Fact

LEAST_WORTH = 0.25
#: Whole sentences of so many words of sense are known again, whoever the “they” that opens them are.
_KNOWN_BY = 5

#: In so many paragraphs a thing stands that is one of those of which the document is.
_KNOWN_IN = 2
_SURE = 0.85
_ANYBODY = frozenset(
    {
        *("man", "woman", "other", "friend", "time", "place", "thing", "day", "way", "part", "hour", "money"),
        *("end", "owner", "officer", "member", "year", "letter", "report"),
    }
)
_OPENS_WITH_PRONOUN = re.compile(r"^(?:now )?(?:he|she|it|they|him|her|them|his|its|their)\b", re.IGNORECASE)
_OPEN_PRONOUN = re.compile(r"\b(?:he|she|it|they|him|them|this|these|those)\b|^(?:his|her|its|their)\b", re.IGNORECASE)
_ANY_PRONOUN = re.compile(r"\b(?:he|she|it|they|him|them|this|that|these|those)\b", re.IGNORECASE)
_OWNER = re.compile(r"\b(?:his|her|its)\b")
_SHORT = 2
_OPINION = re.compile(
    r"\b(?:remarkabl[ey]|unfortunate(?:ly)?|sadly|happily|obvious(?:ly)?|clearly|shameful|disgraceful|wonderful|"
    r"brilliant|terribl[ey]|awful|beautiful|pariah|notorious|so-called|infamous|surprisingly|great success)\b",
    re.IGNORECASE,
)
_EXPECTING = re.compile(r"\bexpected\b|^According to .*\bwould\b")
_BOUNDS = frozenset({"before", "after", "by"})
#: What is no text, and how it is called.
_BESIDE = {"furniture": "what belongs to the page", "caption": "a caption", "heading": "a heading"}
_REFERRING = frozenset({"role", "kin", "letters"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft as the rules see it: what was proposed, the question as read, and what was proven for it."""

    setting: DraftSetting
    proposal: Proposal
    asked: Asked
    proofs: tuple[Proof, ...]
    context: RuleContext
    confidence: float
    worth: float


DraftRule = Callable[[Judged], Rejection | None]


def judge(draft: Judged) -> tuple[Rejection, ...]:
    """Give all rejections of a draft, in the order of the rules."""
    return tuple(rejection for rule in DRAFT_RULES if (rejection := rule(draft)) is not None)


def checks_passed(rejections: tuple[Rejection, ...]) -> tuple[str, ...]:
    """Name the rules that found nothing."""
    failed = {rejection.rule for rejection in rejections}
    return tuple(rule for rule in RULE_IDS if rule not in failed)


def reject_dependent(draft: Judged) -> Rejection | None:
    """R02: the stem leans on the document."""
    if draft.proposal.kind in ("order", "match"):
        return None  # “these events” are the items shown below
    of_speaker = speaks_of_oneself(draft.setting, draft.proposal)
    found = find_open_reference(
        draft.proposal.stem,
        draft.setting.spread,
        of_speaker=of_speaker,
        owns=owns_what_is_told(draft.setting, draft.proposal),
        told=nouns_of_label(draft.proposal.label) | _known_parties(draft),
    )
    return Rejection("R02", f"“{found}” is clear only to those who have the document before them.") if found else None


def _known_parties(draft: Judged) -> frozenset[str]:
    """Give the nouns of which a document tells again and again, where its matter stands before the stem."""
    label, spread = draft.proposal.label, draft.setting.spread
    is_report = draft.setting.analysis.text.published is not None
    if not label or not is_report or draft.confidence < _SURE or label.startswith("On "):
        return frozenset()
    words = {singular(word) for word in words_of(unquoted(draft.proposal.stem))} - _ANYBODY
    return frozenset(word for word in words if spread.get(word, 0) >= _KNOWN_IN or word in event_nouns())


def reject_telling_stem(draft: Judged) -> Rejection | None:
    """R03: the stem names the key by another name, its people, or an office that it holds."""
    proposal, setting = draft.proposal, draft.setting
    if proposal.answer.sort not in ("actor", "actors") or proposal.kind == "true_false":
        return None
    stem = folded(proposal.stem)
    for number in proposal.answer.actors:
        for name in sorted(_telling_names(setting, number, proposal.family != "holder")):
            if contains_words(stem, name):
                return Rejection("R03", f"“{name}” in the stem gives the key away.")
    return None


def reject_clang(draft: Judged) -> Rejection | None:
    """R04: a word of the stem stands in the key and not in all options."""
    asked = draft.asked
    if asked.kind not in ("choice", "multiple"):
        return None
    told = unquoted(draft.proposal.stem) if draft.proposal.family == "speaker" else draft.proposal.stem
    if asked.kind == "multiple":
        told = _without_others(draft, told)  # South Korea in the stem does not tell North Korea, one key of three
    stem = _roots(told)
    for word in sorted(frozenset().union(*map(_roots, asked.keys)) & stem):
        if not all(word in _roots(option) for option in asked.options):
            return Rejection("R04", f"“{word}” stands in the stem and in the key, but not in all options.")
    return None


def reject_unproven(draft: Judged) -> Rejection | None:
    """R08, R09: too few distractors with proofs."""
    if not draft.proposal.needs_options or draft.proposal.kind not in ("choice", "multiple"):
        return None
    count = len({proof.option for proof in draft.proofs})
    if count < NEEDED:
        return Rejection("R09", f"Too few wrong answers are proven to be wrong: {count} of {NEEDED}.")
    return None


def reject_no_fact(draft: Judged) -> Rejection | None:
    """R13: what did not happen, or is only thought of, or is the writer’s opinion."""
    for fact in draft.proposal.facts:
        if fact.is_negative:
            return Rejection("R13", "The text says what did not happen.")
        if fact.modality == "hypothetical":
            return Rejection("R13", "The document does not say that this happened.")
        if fact.modality == "expected" and not _EXPECTING.search(draft.proposal.stem):
            return Rejection("R13", "The document only expects this.")
    found = _OPINION.search(unquoted(draft.proposal.stem))
    return Rejection("R13", f"“{found[0]}” is an opinion.") if found else None


def reject_unclaimed(draft: Judged) -> Rejection | None:
    """R14: somebody’s claim without them."""
    fact = draft.proposal.fact
    if (
        fact.modality == "claimed"
        and fact.rule != "facts.saying"
        and not draft.proposal.stem.startswith("According to")
    ):
        return Rejection("R14", "This is a claim; the stem does not say whose.")
    return None


def reject_superlative(draft: Judged) -> Rejection | None:
    """R15: first, last, only or most as if for ever."""
    fact = draft.proposal.fact
    if fact.superlative and fact.frame not in _REFERRING and not draft.proposal.stem.startswith("According to"):
        return Rejection("R15", f"“{fact.superlative}” is true at the document’s date only.")
    return None


def reject_trivial(draft: Judged) -> Rejection | None:
    """R16: worth too little, or from what is not the text itself."""
    if draft.worth < LEAST_WORTH:
        return Rejection("R16", "Too small a thing to ask.")
    kind = draft.setting.analysis.text.block_at(draft.proposal.fact.start).kind
    if kind in _BESIDE:
        return Rejection("R16", f"It stands in {_BESIDE[kind]}, not in the text itself.")
    return None


def reject_quote(draft: Judged) -> Rejection | None:
    """R17: words that name their speaker, or that nobody understands without what stands before them."""
    fact = draft.proposal.fact
    if draft.proposal.family != "speaker" or not fact.rule.startswith("facts.quote") or fact.object is None:
        return None
    if says_of_whom(draft.proposal.stem):
        return None
    found = re.search(r"“(.*)”", draft.proposal.stem)
    words = found[1] if found else fact.object.words
    names = frozenset().union(*(draft.setting.names[number] for number in draft.proposal.answer.actors))
    if any(contains_words(fold(words), name) for name in names):
        return Rejection("R17", "The words name their speaker.")
    is_fragment = not fact.rule.endswith(".direct")
    if not is_fragment and (problem := find_open_quote(words)):
        return Rejection("R17", f"“{problem}” in the words leans on what was said before.")
    count = content_words(words)
    is_open = is_fragment or count < _KNOWN_BY or len(_ANY_PRONOUN.findall(words)) > 1
    if (is_open and _OPENS_WITH_PRONOUN.search(words)) or (is_fragment and _OPEN_PRONOUN.search(words)):
        return Rejection("R17", "A pronoun in the words is not explained.")
    return Rejection("R17", "Too few words to know them by.") if count < 4 else None


def reject_grain(draft: Judged) -> Rejection | None:
    """R18: a weekday, a month without a year, or a bound asked as if it were exact."""
    proposal = draft.proposal
    if proposal.answer.sort != "date" or proposal.answer.value is None:
        return None
    if proposal.answer.value.lo is None:
        return Rejection("R18", "The year of this time is not to be had.")
    if relation_of(draft.setting, proposal.fact) in _BOUNDS and "which" not in proposal.stem:
        return Rejection("R18", "The text says before or after what time it happened, not when.")
    return None


def reject_not_unique(draft: Judged) -> Rejection | None:
    """R19: another fact of the document answers the question too."""
    proposal = draft.proposal
    if proposal.kind in ("order", "match") or proposal.family == "speaker":
        return None
    for other in list_rivals(draft.setting, proposal.fact, proposal.slot, proposal.left_out):
        if _are_one_saying(proposal.fact, other):
            continue
        passage = draft.setting.analysis.text.text[other.start : min(other.end, other.start + 80)]
        return Rejection("R19", f"Another passage answers it too: “{passage}”.")
    return None


def _are_one_saying(one: Fact, two: Fact) -> bool:
    """Tell whether two facts tell of one saying: the quotation of a sentence, and what its clause does with it."""
    is_quote = one.rule.startswith("facts.quote") != two.rule.startswith("facts.quote")
    return is_quote and one.frame == two.frame == "say" and one.start < two.end and two.start < one.end


def reject_contradiction(draft: Judged) -> Rejection | None:
    """R21: a weekday that does not fit its date."""
    dates = draft.setting.analysis.dates
    times = [fact.time.date for fact in draft.proposal.facts if fact.time is not None and fact.time.date is not None]
    if any(dates[number].contradicts for number in times):
        return Rejection("R21", "The weekday does not fit the date.")
    return None


def reject_doubtful(draft: Judged) -> Rejection | None:
    """R22: low confidence."""
    if draft.confidence < QUEUE_FROM:
        return Rejection("R22", "Too much about it is uncertain.")
    return None


def reject_by_item_rules(draft: Judged) -> Rejection | None:
    """R01 … R11: the rules of finished questions."""
    reasons = item_rules.check_question(draft.asked, draft.context)
    return Rejection(reasons[0].rule, reasons[0].message) if reasons else None


DRAFT_RULES: tuple[DraftRule, ...] = (
    reject_by_item_rules,
    reject_dependent,
    reject_telling_stem,
    reject_clang,
    reject_unproven,
    reject_no_fact,
    reject_unclaimed,
    reject_superlative,
    reject_trivial,
    reject_quote,
    reject_grain,
    reject_not_unique,
    reject_contradiction,
    reject_doubtful,
)
RULE_IDS = tuple(f"R{number:02d}" for number in range(1, 23))


def speaks_of_oneself(setting: DraftSetting, proposal: Proposal) -> bool:
    """Tell whether “he” in what somebody said can only be the speaker: nobody else is named in it."""
    fact = proposal.fact
    if proposal.family != "speaker" or fact.object is None:
        return False
    if fact.rule == "facts.quote.fragment":
        return proposal.template == "T11" and speaks_first(setting, fact)
    if fact.rule != "facts.saying":
        return False
    own = fact.subject.heads if fact.subject is not None else ()
    return not any(setting.actor(number).type == "person" for number in fact.object.actors if number not in own)


def nouns_of_label(label: str) -> frozenset[str]:
    """Give the folded words of what stands before a stem, that a bare noun behind it can mean: the war."""
    return frozenset(singular(word) for word in words_of(label) if len(word) > _SHORT and word not in STOP_WORDS)


def owns_what_is_told(setting: DraftSetting, proposal: Proposal) -> bool:
    """Tell whether “his” or “its” in a question for who did it can only be theirs: nobody is named before it."""
    fact, found = proposal.fact, _OWNER.search(unquoted(proposal.stem))
    doer = fact.object if fact.is_passive else fact.subject
    is_asked = proposal.answer.sort == "actor" and doer is not None and doer.heads == proposal.answer.actors
    if found is None or doer is None or not is_asked or fact.rule.startswith(("facts.quote", "facts.saying")):
        return False
    if proposal.stem.removeprefix("According to the document, ")[:1].lower() != "w":
        return False
    actor, sentence = setting.actor(doer.heads[0]), setting.sentence_at(fact.start)
    owner = re.compile(rf"\b{found[0]}\b").search(setting.analysis.text.text, doer.end, sentence.end)
    if owner is None or (found[0] == "its") == (actor.type == "person"):
        return False
    named = setting.standing.between(sentence.start, owner.start())
    return bool(named) and all(one.actor in doer.heads for one in named)


def _telling_names(setting: DraftSetting, number: int, with_offices: bool) -> Iterator[str]:
    yield from setting.names[number]
    state = setting.states[number]
    if state is not None:
        yield from (fold(name) for name in (*state.adjectives, *state.people, *state.capitals, *state.seats))
    for role in setting.actor(number).roles:
        if with_offices and " " in role.words:
            yield fold(role.words)


def _without_others(draft: Judged, words: str) -> str:
    """Blank the names of actors that are no keys."""
    keys = draft.proposal.answer.actors
    names = [
        form
        for actor in draft.setting.analysis.cast.actors
        if actor.id not in keys
        for form in (actor.canonical, *actor.forms)
    ]
    for name in sorted(names, key=len, reverse=True):
        words = words.replace(name, " ")
    return words


def _roots(words: str) -> frozenset[str]:
    return frozenset(singular(word) for word in words_of(words) if len(word) > 3 and word.lower() not in STOP_WORDS)
