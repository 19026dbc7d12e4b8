"""Templates T1 to T12: from facts to proposals; what is wrong with a proposal is for the rules to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from quizapp.core.extraction.drafted import Proof
from quizapp.core.extraction.drafts.askable import is_askable
from quizapp.core.extraction.drafts.called import ask_called
from quizapp.core.extraction.drafts.holding import ask_kin, ask_letters, ask_office
from quizapp.core.extraction.drafts.inner import ask_between_whom, ask_dependence, ask_owner, ask_place_of
from quizapp.core.extraction.drafts.matching import ask_pairs
from quizapp.core.extraction.drafts.ordering import EventTest, ask_first, ask_order, list_dated
from quizapp.core.extraction.drafts.places import ask_place
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.sayings import (
    ask_for_what,
    ask_listener,
    ask_speaker,
    ask_two_phrases,
    ask_who_said,
    ask_words,
    complete_quote,
)
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.statements import complete_name, complete_time, state_name, state_time
from quizapp.core.extraction.drafts.told import ask_foreseen, ask_proposed
from quizapp.core.extraction.drafts.what import ask_what, ask_what_it_was, ask_which_thing, ask_with_what
from quizapp.core.extraction.drafts.when import ask_when
from quizapp.core.extraction.drafts.who import ask_complements, ask_object, ask_other_party, ask_subject
from quizapp.core.extraction.values import Fact

Template = Callable[[DraftSetting, Fact], Iterator[Proposal]]

TEMPLATES: tuple[Template, ...] = (
    *(ask_when, ask_subject, ask_object, ask_complements, ask_what, ask_with_what, ask_which_thing, ask_what_it_was),
    *(ask_speaker, ask_who_said, ask_words, ask_office, ask_kin, ask_letters, ask_place),
    *(ask_owner, ask_place_of, ask_dependence, ask_two_phrases, ask_for_what, ask_listener, complete_quote),
    *(ask_called, ask_proposed, ask_foreseen, ask_other_party, ask_between_whom),
)

__all__ = ["TEMPLATES", "propose", "propose_from_choice", "propose_from_time", "propose_of_all"]


def propose(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Give every way in which a fact can be asked."""
    if not is_askable(setting, fact):
        return
    for template in TEMPLATES:
        yield from template(setting, fact)


def propose_from_time(setting: DraftSetting, asked: Proposal, proofs: Sequence[Proof]) -> Iterator[Proposal]:
    """Give the statements that a question for a time, with its proven wrong times, can be turned into."""
    for made in (state_time(setting, asked, proofs), complete_time(setting, asked, proofs)):
        if made is not None:
            yield made


def propose_from_choice(setting: DraftSetting, asked: Proposal, proofs: Sequence[Proof]) -> Iterator[Proposal]:
    """Give the statements that a question for an actor or place, with its proven wrong ones, can be turned into."""
    for made in (state_name(setting, asked, proofs), complete_name(setting, asked, proofs)):
        if made is not None:
            yield made


def propose_of_all(setting: DraftSetting, is_sound: EventTest) -> Iterator[Proposal]:
    """Give what is asked of several facts at once; `is_sound` tells which events can be put in order."""
    dated = list_dated(setting, is_sound)
    yield from ask_order(setting, dated)
    yield from ask_first(setting, dated)
    yield from ask_pairs(setting)
