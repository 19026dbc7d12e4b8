"""Verbs and nouns of speech, each in its place beside invented words: whoever is their subject speaks."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.text import make_text

SAID = (
    "regretted | recalled | insisted | maintained | conceded | joked | testified | ruled | thundered | shot back "
    "| lamented | mused | countered | warned | cautioned | marvelled | marveled | fretted | bristled | barked | "
    "drawled | croaked | whispered | mumbled | chimed in | cut in | pleaded | ventured | offered | scoffed | spat "
    "| rasped | intoned | opined | pronounced | decreed | theorised | surmised | contended | posited | stressed | "
    "rejoined | riposted | retorted | vouched | chuckled | sniffed | wrote back | hit back | fired back | went on "
    "| added | piped up | declaimed | enthused | sniped | railed | admitted | allowed | averred | deposed | "
    "submitted | taught | reckoned | quipped | deadpanned | reminisced | reflected | volunteered | interjected | "
    "prayed | swore | gloated | crowed | wept | wailed | promised | guessed | decided | concluded | began | "
    "continued | finished | hissed | beamed | winked | explained | read | summed up | broke in | blurted | "
    "breathed | called out | bawled | hollered | yelled | yelped | grumbled | griped | carped | counselled | "
    "vowed | jibed | lied | agreed | corrected | objected | relented | nodded | tweeted | posted | messaged | "
    "texted"
)
REPORTED = (
    "regretted | recalled | insisted | maintained | conceded | joked | testified | ruled | lamented | worried | "
    "feared | hoped | doubted | suspected | mused | countered | warned | marvelled | fretted | thundered | "
    "scoffed | opined | decreed | theorised | surmised | contended | posited | held | taught | reckoned | quipped "
    "| protested | averred | deposed | submitted | calculated | found | accepted | acknowledged | advised | "
    "announced | denied | decided | stipulated | noticed | noted | observed | spotted | bragged | promised | "
    "predicted | prophesied | swore | vowed | pledged | argued | reasoned | remembered | wrote | intimated | let "
    "slip | let it be known | made clear | made it clear | pointed out | spelled out | gave evidence | told "
    "reporters | told the court | told parliament | told me | complained to the king | confided to her diary | "
    "informed the board | reminded the house | sniffed | grumbled | griped | ordered | demanded | proposed | "
    "recommended | hinted | implied | signalled | was adamant | was certain | was convinced | cautioned | "
    "emphasised | clarified | explained | felt | thought | believed | commented | remarked | advocated | agreed | "
    "read out | boasted | alleged | asserted | objected | concluded | estimated | judged | deemed"
)
CALLED = (
    "called | branded | dubbed | deemed | considered | thought | labelled | hailed | praised | decried | "
    "denounced | derided | lambasted | blasted | slated | panned | savaged | deplored | condemned | lamented | "
    "found | judged | pronounced | declared | termed | described | portrayed | painted | characterised | "
    "dismissed | rejected | ridiculed | mocked | celebrated | saluted | welcomed | attacked | slammed | "
    "criticised | defended | remembered | recalled | saw | viewed | regarded | ranked | rated | trashed | "
    "lampooned | castigated | excoriated | berated | chided | cursed | damned | lauded | extolled | applauded | "
    "eulogised | summed up | wrote off | brushed off | shrugged off | held up | invoked | cited | likened | "
    "compared"
)
WITH_WORDS = (
    "spoke of | wrote of | talked of | told of | warned of | complained of | boasted of | dreamed of | accused "
    "them of | spoke about | warned against | railed against | protested against | hinted at | pointed to | "
    "alluded to | referred to | admitted to | confessed to | apologised for | called for | pleaded for | begged "
    "for | appealed for | thanked them for | blamed it on | objected to | expressed | voiced | promised | "
    "predicted | cited | demanded | urged | mocked | lamented | denounced | deplored | regretted | attacked | "
    "praised | welcomed | conceded | admitted | acknowledged | recalled | remembered | described | noted | "
    "reported | alleged | claimed | offered | threatened | foresaw | detected | saw in it | heard | evoked | "
    "invoked | insisted on | vowed | decried"
)
BEFORE_COLON = (
    "was blunt | is blunt | was curt | was unrepentant | was less kind | was categorical | puts it this way | put "
    "it differently | put it bluntly | had this to say | had a different view | tells it otherwise | sums it up | "
    "summed up | hit back | struck a gentler note | disagreed | begged to differ | begs to differ | laughed | "
    "shook her head | grew angry | remained defiant | did not hesitate | is in no doubt | goes further | went "
    "further | did not mince her words | gave a short answer | offered an explanation | remembers it well | "
    "issued a warning | took a different line | cut her short | rose to reply | turned to the jury | answered for "
    "all of them | sent a telegram | scribbled in the margin | noted in her diary | added a postscript | posted "
    "on Tuesday | spoke last | spoke up | spoke for many"
)
OWNED = (
    "answer | verdict | reply | response | conclusion | view | message | advice | explanation | comment | retort "
    "| riposte | rejoinder | assessment | judgement | diagnosis | motto | last words | words | summary | warning "
    "| prediction | instruction | instructions | orders | order | argument | point | theory | plea | reaction | "
    "defence | excuse | finding | ruling | opinion | report | boast | complaint | confession | epitaph | tribute "
    "| maxim | recipe | question | promise | vow | version | account | recollection | memory | description | line "
    "| mantra | lament | protest | objection | apology | admission | challenge | slogan | toast | sentence | "
    "prayer | remark | quip | joke | testimony | evidence | statement | statement to the court | note | entry | "
    "caption | headline | demand | request | offer | proposal | hope | fear | belief | claim | suggestion | hunch "
    "| instinct | creed | stance | position | rule"
)
#: How the words of these verbs are handed on: “called it “…””, “likened it to “…””, “hailed it as “…””.
BARE = "called branded dubbed deemed considered thought labelled found judged pronounced declared termed"
TO = frozenset(("likened", "compared"))


def listed(words: str) -> list[str]:
    """Part a list."""
    return words.split(" | ")


def speakers(words: str) -> list[str | None]:
    return [quote.speaker for quote in analyse(make_text(words)).quotes if quote.is_speech]


@pytest.mark.parametrize("verb", listed(SAID))
def test_a_verb_behind_the_words(verb: str) -> None:
    assert speakers(f"Ada Moll watched the door. “The boats will not come tonight,” Ada Moll {verb}.") == ["Ada Moll"]


@pytest.mark.parametrize("verb", [verb for verb in listed(SAID) if " " not in verb])
def test_a_verb_between_the_words_and_the_speaker(verb: str) -> None:
    assert speakers(f"Bo Lind looked up. “The boats will not come tonight,” {verb} Bo Lind.") == ["Bo Lind"]


@pytest.mark.parametrize("verb", listed(REPORTED))
def test_a_verb_with_a_clause(verb: str) -> None:
    assert speakers(f"Ada Moll {verb} that the harbour was “no longer fit for any ship of ours”.") == ["Ada Moll"]


@pytest.mark.parametrize("verb", listed(CALLED))
def test_a_verb_that_calls_something_so(verb: str) -> None:
    link = "" if verb in BARE.split() else "to " if verb in TO else "as "
    assert speakers(f"Ada Moll {verb} the new harbour {link}“a bath for rich men’s boats”.") == ["Ada Moll"]


@pytest.mark.parametrize("verb", listed(WITH_WORDS))
def test_a_verb_whose_object_is_the_words(verb: str) -> None:
    assert speakers(f"Ada Moll {verb} “a harbour fit for no ship of ours”.") == ["Ada Moll"]


@pytest.mark.parametrize("lead", listed(BEFORE_COLON))
def test_what_somebody_is_or_does_before_a_colon(lead: str) -> None:
    assert speakers(f"Ada Moll {lead}: “The boats will not come tonight.”") == ["Ada Moll"]


@pytest.mark.parametrize("noun", listed(OWNED))
def test_what_is_somebodys_before_a_colon(noun: str) -> None:
    assert speakers(f"Ada Moll’s {noun}: “The boats will not come tonight.”") == ["Ada Moll"]
    assert speakers(f"Ada Moll’s {noun} was simple: “The boats will not come tonight.”") == ["Ada Moll"]


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("The dog barked at “a guest of great renown”.", None),
        ("Bo Lind allowed the men “a last long drink of beer”. The rain fell.", "Bo Lind"),
        ("Ida Rask broke in on Monday. On the wall stood “back soon, with friends”.", None),
    ],
)
def test_a_verb_that_tells_only_beside_the_words(words: str, speaker: str | None) -> None:
    assert set(speakers(words)) <= {speaker, None}
