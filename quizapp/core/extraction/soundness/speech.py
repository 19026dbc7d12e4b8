"""Whether it is certain who spoke, and whether the words are worth knowing: no gap, no capital for its state."""

from __future__ import annotations

import re

from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.spoken import content_words
from quizapp.core.extraction.soundness.matter import find_untold_words
from quizapp.core.extraction.values import Fact

#: How a speaker was found who is not named beside the words.
_BY_GUESS = frozenset(
    {
        *("author of a writing", "subject of the clause", "answer", "description", "heading"),
        *("point of view", "turn of a conversation", "subject goes on"),
    }
)
_QUOTED = re.compile(r"“(.*)”")
_INNER = re.compile(r"[“\"][^”\"]+[”\"]|(?<![\w’'])[‘'][^’']+[’'](?!\w)")
#: “… might be useful, and found?”
_BROKEN_OFF = re.compile(r"\b(?:and|or|but) \w+\?$")
_ANSWERING = re.compile(
    r"(?:According to the document, )?[Ww]h(?:o|ich [a-z]+) (?:added|replied|answered|retorted|responded|continued)\b"
)
_PERSON = re.compile(r"\b(?:he|she|him|they|them)\b")
#: Who is whose says only the text: her client, his accuser. What is one’s own is another thing: her work.
_RELATED = re.compile(
    r"\b(?:his|her|their|its) (?:[a-z-]+ ){0,2}?(?:clients?|accusers?|opponents?|predecessors?|successors?|critics"
    r"|captors?|employers?|patients?|colleagues?|boss|deput(?:y|ies)|rivals?|victims?|partners?|lawyers?|neighbours?"
    r"|pupils?|teachers?|masters?|superiors?|commanders?)\b"
)
#: Somebody whom the text knows: warned that a regime would pay.
_HIDDEN = re.compile(
    r"\bthat an? (regime|country|state|government|nation|ministry|party|company|city)\b(?! (?:of|in) )"
)
_ADVICE = re.compile(r"Please\b")
_NAME = re.compile(r"(?<!^)(?<![.!?…] )\b[A-Z][a-z]{2,}")
#: So many words, or words of sense, are known again without a name among them.
_WORDS_TO_KNOW_BY = 7
_KNOWN_BY = 5


def find_poor_speech(setting: DraftSetting, proposal: Proposal) -> tuple[int, str] | None:
    """Give the question of a strict reader that a question about speech fails, and why; None where it fails none."""
    if proposal.template == "T7":
        return 7, "A gap in a sentence asks for less than a question does."
    if proposal.template == "T11" and (claim := _of_claim(proposal)) is not None:
        return claim
    if proposal.family != "speaker":
        return None
    fact = proposal.fact
    if fact.subject is not None and {reason.name for reason in fact.subject.reasons} & _BY_GUESS:
        return 6, "Who said it is not told beside the words."
    if _is_by_capital(setting, fact):
        return 6, "The text names a capital, not the state that is asked for."
    found = _QUOTED.search(proposal.stem) if proposal.template == "T4" else None
    if found is None:
        return None
    if (slight := _of_words(found[1])) is not None:
        return slight
    untold = find_untold_words(setting, proposal, found[1])
    return (5, untold) if untold is not None else None


def _of_claim(proposal: Proposal) -> tuple[int, str] | None:
    if _ANSWERING.match(proposal.stem):
        return 5, "What it answers or goes on from stands elsewhere in the text."
    if proposal.family.startswith("who-"):
        return 6, "Who did it is told only in somebody’s words."
    if _BROKEN_OFF.search(proposal.stem):
        return 5, "What was said is not told in full."
    told = _INNER.sub("", proposal.stem)
    if (hidden := _HIDDEN.search(told)) is not None:
        return 5, f"Which {hidden[1]} it is stands elsewhere in the text."
    found = _PERSON.search(told) or _RELATED.search(told)
    return (5, f"Who “{found[0]}” is stands elsewhere in the text.") if found is not None else None


def _of_words(words: str) -> tuple[int, str] | None:
    if "” and “" in words:
        return None
    if _ADVICE.match(words):
        return 7, "It is advice of the day and tells nothing that is worth learning."
    if _INNER.search(words):
        return 6, "Somebody else is quoted in the words."
    is_short = len(words.split()) < _WORDS_TO_KNOW_BY and content_words(words) < _KNOWN_BY
    if is_short and not _NAME.search(words):
        return 7, "The words are too slight to be known again."
    return None


def _is_by_capital(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether a state is told of by its capital where it speaks: Bishkek says."""
    speaker = fact.subject
    if speaker is None or len(speaker.heads) != 1 or setting.actor(speaker.heads[0]).type != "state":
        return False
    sentence = setting.sentence_at(fact.start)
    told = [
        one.surface
        for one in setting.standing.between(sentence.start, sentence.end)
        if one.actor == speaker.heads[0] and one.start <= speaker.end
    ]
    return bool(told) and told[-1] in setting.standing.metonyms
