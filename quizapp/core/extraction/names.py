"""Names of actors as they stand in a stem, with “the” where the name needs it."""

from __future__ import annotations

import re

from quizapp.core.extraction.lexicons.word_sets import word_set
from quizapp.core.extraction.values import Actor

_NEEDS_ARTICLE = re.compile(
    r"(?:\b(?:Academy|Administration|Agency|Alliance|Army|Assembly|Association|Authority|Bank|Bloc|Brigade|Bureau|"
    r"Caliphate|Chamber|Church|Club|Coalition|Commission|Committee|Company|Confederation|Congress|Convention|"
    r"Corporation|Council|Court|Democrats|Department|Directory|Duma|Dynasty|dynasty|Embassy|Empire|empire|Emirates|"
    r"Federation|Fleet|Foundation|Front|Fund|Government|government|Guard|Guild|Horde|Institute|Islands|Khanate|Kingdom|"
    r"Kremlin|League|Legion|Ministry|Mission|Movement|Nations|Navy|Netherlands|Office|Order|Organisation|Organization|"
    r"Parliament|Party|Philippines|Police|Porte|Reichstag|Republic|Senate|Service|Society|States|Sultanate|Treasury|"
    r"Tribunal|Trust|Union|Vatican)\Z)|^(?:University|Kingdom|Republic|Bank|Duchy|Order|Church|House|Ministry|"
    r"Department|Council|League|Union|Principality|Grand Duchy|Holy See|Papal States|Democratic|People’s Republic|"
    r"Society|Federal Republic|Communist Party|Federation|Knights|Kingdoms)\b(?= )"
    r"|^(?:Royal |Imperial )?(?:Academy|Archduchy|Army|Assembly|Association|Bishopric|Board|Bureau|Caliphate|Chamber|"
    r"Commission|Committee|Commonwealth|Confederation|County|Court|Directorate|Electorate|Emirate|"
    r"Empire|Institute|Khanate|Museum|Office|Senate|Sultanate|Viceroyalty) of\b"
)
#: Bodies whose bare name is a name of its own: Parliament sat, Congress voted.
NEVER_WITH_ARTICLE = frozenset({"Parliament", "Congress"})
#: Who is named by the title alone.
_LONE_SOVEREIGNS = frozenset(
    ("Pope", "Queen", "King", "Emperor", "Empress", "Kaiser", "Tsar", "Tsarina", "Sultan", "Caliph", "Shah", "Mikado")
)
_SHORT_FORMS = word_set("short_forms")


def with_article(actor: Actor) -> str:
    """Give the canonical name as it stands inside a sentence: the Soviet Union, the Vandals, Peru."""
    name = actor.canonical
    if name in _LONE_SOVEREIGNS:
        return f"the {name}"
    if actor.type == "person" or name in NEVER_WITH_ARTICLE or name.lower().startswith(("the ", "a ", "an ")):
        return name
    if actor.type == "group":
        return f"the {name}" if name[:1].isupper() else name
    return f"the {name}" if name in _SHORT_FORMS or _NEEDS_ARTICLE.search(name) else name
