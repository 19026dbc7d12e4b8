"""What “the board” or “the dam” is: the one thing of its kind that the document describes, in full words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from quizapp.core.extraction.drafts.nouns import find_bare_thing
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.item_rules.asked import unquoted
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.names import with_article
from quizapp.core.extraction.standalone import find_open_reference
from quizapp.core.extraction.values import Actor, Reason

#: Longer documents speak of many boards.
_LONGEST = 40_000
#: A noun by itself, or with the verb behind it.
_BARE = re.compile(r"the ([a-z]+)(?: (?:had|has|was|were|is|would|could|should|might|did|[a-z]+ed)\b.*)?")
_INDEFINITE = re.compile(r"(?:such )?(?:an?|the) ([a-z]+)")
_MARKED = re.compile(r"(“[^”]*”|\"[^\"]*\")")
#: Prepositions that belong to the noun before them, wherever they stand.
_WHICH = r"(?:of|between|against)"
_NAME = r"[A-Z][\w’'&-]*(?: (?:of |the |and |de )?[A-Z][\w’'&-]*)*"
#: Nouns that a document uses of many things, or that mean something else without more words.
_LOOSE = frozenset(
    {
        *(
            "time",
            "day",
            "night",
            "year",
            "month",
            "week",
            "way",
            "end",
            "part",
            "side",
            "case",
            "work",
            "word",
            "name",
        ),
        *("house", "place", "thing", "man", "woman", "people", "state", "country", "war", "world", "letter", "paper"),
        *(
            "minister",
            "president",
            "spokesman",
            "spokeswoman",
            "official",
            "leader",
            "member",
            "former",
            "first",
            "same",
        ),
    }
)
#: Bodies of people that are named by what they are.
_BODIES = frozenset(
    {
        *(
            "company",
            "firm",
            "contractor",
            "bank",
            "union",
            "party",
            "agency",
            "newspaper",
            "club",
            "authority",
            "board",
        ),
        *("ministry", "operator", "airline", "museum", "university", "commission", "committee", "court", "council"),
        *("association", "foundation", "federation", "society", "institute", "railway", "supplier", "manufacturer"),
    }
)

NAMED_ELSEWHERE = Reason("named elsewhere", 0.92, "The full words for a thing stand in another sentence.")


def describe(setting: DraftSetting, proposal: Proposal) -> Proposal:
    """Put full words for what a stem only points at: Brennick Ltd for “the company”, where there is but one."""
    if len(setting.analysis.text.text) > _LONGEST or " the " not in proposal.stem:
        return proposal
    for _ in range(2):
        found = _BARE.fullmatch(_open_words(setting, proposal))
        changed = with_described(setting, proposal.stem, found[1]) if found is not None else None
        if changed is None:
            break
        reasons = (*proposal.reasons, NAMED_ELSEWHERE)
        stem = changed[0][:1].upper() + changed[0][1:] if proposal.stem[:1].isupper() else changed[0]
        proposal = replace(proposal, stem=stem, in_stem=proposal.in_stem | changed[1], reasons=reasons)
    return proposal


def _open_words(setting: DraftSetting, proposal: Proposal) -> str:
    """Give the first thing of a stem that only points, by either of both tests."""
    open_words = find_open_reference(proposal.stem, setting.spread, of_speaker=proposal.family == "speaker")
    return open_words or find_bare_thing(unquoted(proposal.stem).replace("“”", "“")) or ""


def deal_between(setting: DraftSetting, words: str) -> str:
    """Give “an arms deal between Peru and Chile” for “a deal”, where the document knows one; else the words."""
    found = _INDEFINITE.fullmatch(words)
    text = setting.analysis.text.text
    if found is None or len(text) > _LONGEST:
        return words
    full = rf"\b[Aa]n? ((?:[a-z]+ )?{found[1]} between (?:the )?{_NAME} and (?:the )?{_NAME})"
    known = dict.fromkeys(one[0][:1].lower() + one[0][1:] for one in re.finditer(full, text))
    return next(iter(known)) if len(known) == 1 else words


def with_described(setting: DraftSetting, stem: str, noun: str) -> tuple[str, frozenset[int]] | None:
    """Put the full words for “the ⟨noun⟩” into a stem, and give the actors that they name; None without such words.

    Words between quotation marks stay as they were said.
    """
    text = setting.analysis.text.text
    if len(text) > _LONGEST or noun in _LOOSE or not noun.isalpha():
        return None
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")):
        return None  # every town has its walls
    known = setting.remembered.descriptions
    if noun not in known:
        known[noun] = _description(setting, text, noun)
    found = known[noun]
    if found is None:
        return None
    bare = re.compile(rf"\b[Tt]he {noun}\b(?! (?:of|in|between|at) )")
    parts = _MARKED.split(stem)
    changed = "".join(part if place % 2 else bare.sub(_plain(found), part) for place, part in enumerate(parts))
    named = frozenset(actor.id for actor in setting.analysis.cast.actors if _is_named(actor, found))
    return (changed, named) if unquoted(changed) != unquoted(stem) else None


def _plain(words: str) -> str:
    return words.replace("\\", r"\\")


def _is_named(actor: Actor, words: str) -> bool:
    return any(re.search(rf"\b{re.escape(form)}\b", words) for form in (actor.canonical, *actor.forms))


def _description(setting: DraftSetting, text: str, noun: str) -> str | None:
    """Give the one description of a thing; None where the document knows several, or tells of another one."""
    if re.search(rf"(?i)\b(?:another|other|second|third|new|old|two|three|both|each|every) {noun}s?\b", text):
        return None
    found = dict.fromkeys(_descriptions(setting, text, noun))
    full = next(iter(found)) if len(found) == 1 else None
    if full is None or not full.endswith(noun):
        return full
    at = text.find(full.removeprefix("the "))
    bare = re.compile(rf"\b[Tt]he {noun}\b(?! (?:of|between) |, [A-Z])").search(text, 0, max(0, at))
    return full if bare is None else None  # “the union”, “the union in Lima” before “the Catholic union” is another


def _descriptions(setting: DraftSetting, text: str, noun: str) -> Iterator[str]:
    before = rf"\b(?:[Tt]he|[Aa]n?|his|her|its|their) ((?:[A-Z][\w’'-]* )+(?:[a-z]+ )?){noun}\b(?![’'-])"
    for one in re.finditer(before, text):
        yield f"the {one[1]}{noun}"
    behind = rf"\b(?:[Tt]he|[Aa]n?) {noun} ({_WHICH} (?:the )?{_NAME}(?: (?:of|in) (?:{_NAME} )?\d{{4}})?)\b(?![’'])"
    for one in re.finditer(behind, text):
        yield f"the {noun} {one[1]}"
    yield from _appositions(setting, text, noun)


def _appositions(setting: DraftSetting, text: str, noun: str) -> Iterator[str]:
    """Give the body or person whom the noun is said of: the company, Brennick Ltd, …; Judge Adair; the Water Board."""
    is_person, is_body = noun in vocabulary().role_nouns, noun in _BODIES
    if not is_person and not is_body:
        return
    for actor in setting.analysis.cast.actors:
        is_called = is_body and actor.type == "organisation" and noun.title() in actor.canonical.split()
        if is_called or any(role.time == "now" and role.words.lower() == noun for role in actor.roles):
            yield _named(setting, actor)
    for one in re.finditer(rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir) (?:[a-z-]+ )?{noun}, ({_NAME}),", text):
        for actor in setting.analysis.cast.actors:
            if actor.type == ("person" if is_person else "organisation") and one[1] in (actor.canonical, *actor.forms):
                yield _named(setting, actor)


def _named(setting: DraftSetting, actor: Actor) -> str:
    name = with_article(actor)
    return f"the {name}" if name == actor.canonical and actor.id in setting.standing.with_article else name
