"""Words for by trade, office or kin: whether a noun is somebody."""

from __future__ import annotations

from functools import cache

from quizapp.core.extraction.lexicons.tables import cue_words
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.quotes.cues import is_claim_noun
from quizapp.core.extraction.quotes.nouns import is_person_noun
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.words import QUANTIFIERS, THINGS_IN_ER, word_set
from quizapp.core.extraction.quotes.writings import is_writing

PEOPLE = word_set(
    "man woman boy girl nurse resident neighbour passer-by shopkeeper mother father widow widower "
    "pensioner student visitor passenger villager worker driver survivor tourist refugee conscript "
    "prisoner clerk peasant farmer fisherman miner docker sailor soldier veteran teacher pupil voter "
    "customer guest colleague friend relative cousin aide official officer diplomat witness bystander "
    "protester demonstrator spokesman spokeswoman spokesperson adviser analyst lawyer trader merchant "
    "chaplain rector vicar curate parson deacon abbot abbess rabbi imam schoolmaster schoolmistress governess "
    "housekeeper gardener butler maid servant surgeon midwife magistrate constable overseer foreman carpenter "
    "blacksmith weaver "
    "courtier monk nun priest pilgrim traveller landlord tenant owner waiter cook doctor patient engineer "
    "coroner pathologist headteacher skipper treasurer secretary detective constable sergeant inspector superintendent "
    "barmaid barman chef conductor curator librarian archivist translator juror usher bailiff mechanic electrician "
    "plumber fitter welder joiner mason roofer baker butcher grocer tailor cobbler fishmonger postman postmistress "
    "bookseller bookkeeper accountant paramedic firefighter midwife pharmacist dentist vet psychiatrist warden ranger "
    "lifeguard coxswain bosun stoker purser pianist cellist sculptor potter critic editor columnist economist "
    "commissioner councillor alderman minister mayor marshal lieutenant major corporal envoy consul "
    "pupil apprentice heckler caller listener reader "
    "volunteer organiser activist campaigner striker picket delegate negotiator mediator broker banker auditor "
    "publisher producer director biographer obituarist chronicler scholar sociologist geologist "
    "archaeologist anthropologist botanist surveyor builder contractor developer tenant squatter beggar pedlar "
    "chair chairman chairwoman convener convenor steward referee umpire coach captain trainer jockey rider "
    "person insider source lawyer barrister attorney "
    "guide gentleman lady lad lass youth elder chieftain peasant serf slave knight squire envoy herald"
)

#: What somebody is to others; a “he” behind them may well be somebody who has a name.
_RELATIONS = word_set(
    "client head chief boss leader deputy partner girlfriend boyfriend flatmate classmate mate host manager agent "
    "people"
)
#: Several of those spoken of, and what stands for a people or a ruler.
_SOME = QUANTIFIERS | word_set(
    "one two three another other others none authors relatives crowd mob jury bench tribunal embassy court palace "
    "press deputies envoys parents family villagers townsmen settlers crew public audience majority minority "
    "delegation side"
)


def is_somebody(piece: Piece) -> bool:
    """Whether a noun means a person or people, by a list or by its ending."""
    if is_calling(piece.lower):
        return True
    if is_claim_noun(piece) or is_writing(piece) or piece.lower in THINGS_IN_ER:
        return False
    return is_person_noun(piece)


def may_speak(piece: Piece) -> bool:
    """Whether words can be those of what a noun means: somebody, a body of people, a writing, some of several."""
    lower = piece.lower
    if piece.kind == "name" or piece.is_capital or is_somebody(piece) or is_claim_noun(piece) or is_writing(piece):
        return True
    return lower in _SOME or lower in cue_words("body_nouns") or lower.removesuffix("s") in cue_words("body_nouns")


def is_calling(noun: str) -> bool:
    """Whether a noun in lower case is that of a trade, an office or kin."""
    known = _callings()
    return noun in known or noun.removesuffix("s") in known


@cache
def _callings() -> frozenset[str]:
    return PEOPLE | _RELATIONS | vocabulary().role_nouns.keys() | vocabulary().kin.keys()
