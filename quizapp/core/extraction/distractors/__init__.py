"""Distractors, each with every proof that applies to it; one that is not proven is not used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizapp.core.compare import fold
from quizapp.core.extraction.distractors.actors import wrong_actors
from quizapp.core.extraction.distractors.phrases import later_events, wrong_phrases
from quizapp.core.extraction.distractors.times import explain_time, prove_time, wrong_times
from quizapp.core.extraction.distractors.words import wrong_kin, wrong_offices, wrong_places, wrong_quotes
from quizapp.core.extraction.drafted import Proof
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting

WANTED = 3
NEEDED = 2
#: Of names three are needed: with two, who knows one of them to be wrong has the key. Fewer are typed instead.
_NAMES = frozenset({"actor", "place"})

_PAIR = 2
_CROSSING = frozenset({"cross", "ford", "bridge"})
#: Of the others some are on the one side and some on the other.
_GIVING_IN = frozenset({"capitulate", "surrender", "desert"})

__all__ = ["NEEDED", "WANTED", "explain_time", "find_distractors", "prove_given"]


def find_distractors(setting: DraftSetting, proposal: Proposal, place: int) -> tuple[Proof, ...]:
    """Give the proofs of three distractors, or of two that are no names; none where there are fewer.

    `place` is where the key should stand among options that ascend.
    """
    if not proposal.takes_options or _is_pair(setting, proposal) or _is_of_its_own(proposal):
        return ()
    if proposal.answer.sort == "date":
        return wrong_times(setting, proposal, place)
    sound: list[tuple[Proof, ...]] = []
    for proofs in _pool(setting, proposal):
        sound.append(proofs)
        if len(sound) == WANTED:
            break
    needed = WANTED if proposal.answer.sort in _NAMES else NEEDED
    return tuple(proof for proofs in sound for proof in proofs) if len(sound) >= needed else ()


def _is_pair(setting: DraftSetting, proposal: Proposal) -> bool:
    """Tell whether two people are asked for: among others those whom the deed fits sort themselves out."""
    actors = proposal.answer.actors if proposal.kind == "multiple" else ()
    return len(actors) == _PAIR and all(setting.actor(number).type == "person" for number in actors)


def _is_of_its_own(proposal: Proposal) -> bool:
    """Tell whether a river was crossed, or somebody gave in: others of the document are none, or their foes."""
    if proposal.answer.sort == "actor" and proposal.fact.verb in _GIVING_IN:
        return True
    return proposal.answer.sort == "place" and proposal.slot == "object" and proposal.fact.verb in _CROSSING


def prove_given(setting: DraftSetting, proposal: Proposal, texts: Sequence[str]) -> tuple[tuple[Proof, ...], ...]:
    """Give the proofs of those proposed distractors that can be proven wrong, three at most, in their order."""
    found: dict[str, tuple[Proof, ...]]
    if proposal.answer.sort == "date":
        alone = (prove_time(setting, proposal, text) for text in texts)
        found = {proof.option: (proof,) for proof in alone if proof is not None}
    else:
        pool = {fold(proofs[0].option): proofs for proofs in _pool(setting, proposal) if proofs}
        found = {name: pool[name] for text in texts if (name := fold(text)) in pool}
    return tuple(found.values())[:WANTED]


def _pool(setting: DraftSetting, proposal: Proposal) -> Iterator[tuple[Proof, ...]]:
    match proposal.answer.sort:
        case "actor" | "actors":
            yield from wrong_actors(setting, proposal)
        case "office":
            yield from wrong_offices(setting, proposal)
        case "kin":
            yield from wrong_kin(setting, proposal)
        case "place":
            yield from wrong_places(setting, proposal)
        case "quote":
            yield from wrong_quotes(setting, proposal)
        case "words":
            yield from wrong_phrases(setting, proposal)
        case "event":
            yield from later_events(setting, proposal)
        case _:
            return
