"""Words that tell how a name is built; data alone."""

from __future__ import annotations

import re

#: Word lists are kept as running text.
_split = str.split

HONORIFICS = frozenset(
    _split(
        "mr mrs ms miss mister dr doctor prof professor sir dame lord lady king queen emperor empress tsar "
        "tsarina czar czarina kaiser pope saint st president chancellor prime foreign minister vice deputy "
        "premier general generalissimo marshal colonel captain major lieutenant admiral senator congressman "
        "representative governor mayor secretary chairman chairwoman chair comrade prince princess duke "
        "duchess count countess baron earl archduke sultan shah ayatollah imam sheikh emir ambassador judge "
        "justice rev reverend father brother sister bishop archbishop cardinal herr frau monsieur madame "
        "senor senora the leader supreme former us"
    )
)
#: Titles that part two holders of one name: Pope John is not King John.
RANKS = (
    frozenset(_split("king emperor tsar czar kaiser shah sultan")),
    frozenset(["queen", "empress", "tsarina", "czarina"]),
    frozenset(("pope",)),
    frozenset(("saint", "st")),
)
AFTER_NAMES = frozenset(_split("jr sr junior senior phd md esq kg"))
PARTICLES = frozenset(
    _split(
        "de du des da das do dos di del della der den van von vom zu zur af av ter ten la le lo el al ul ad "
        "as bin ibn ben abu ap san st mac d"
    )
)
#: Family names that stand first in Chinese, Korean and Vietnamese names.
FAMILY_FIRST = frozenset(
    _split(
        "kim lee yi rhee park pak choi jung chung jeong kang cho yoon yun jang chang lim im han shin suh seo "
        "kwon hwang ahn song hong moon mun roh noh ban paek mao deng xi li wang zhang chen liu zhao chiang "
        "sun zhou hu jiang wen zhu lin peng hua lu wu xu yang ma gao guo luo liang tang feng cao yuan song yu "
        "dong xiao cheng cai pan tian ren bai bo ye wei tsai ho nguyen tran pham le vo ngo dang bui duong ly "
        "dinh trinh truong vu phan"
    )
)
SYLLABLES = re.compile(
    r"(?:(?:[bcdfghjklmnpqrstwxyz]|[csztkp]h|ts|ng|tr|kk|jj|hy|ky|my|ry|by)?[aeiouy]{1,3}"
    r"(?:ng|nh|ch|[nkhlmptrc])?){1,3}"
)
NO_SURNAME = frozenset(("of", "the", "and"))
#: Names with these are no persons: “Union” is not enough for the Soviet Union, nor “Korea” for North Korea.
NO_PERSON_FIRST = frozenset(
    _split(
        "north south east west northern southern eastern western new great united soviet nazi saudi sri costa "
        "sierra ivory burkina papua hong czech peoples democratic imperial royal national central "
        "international european african american british french german russian chinese japanese vichy free "
        "red white communist socialist federal world trinidad equatorial cape dominican bosnia antigua"
    )
)
NO_PERSON_LAST = frozenset(
    _split(
        "union states kingdom republic party ministry army navy council committee bank league university "
        "company office court parliament congress government nations forces force guard guards police front "
        "movement group association federation agency department service services house church empire "
        "organization organisation alliance commission assembly senate institute society corps brigade "
        "brigades brothers family people commune treaty pact fund board club team band orchestra school "
        "college academy museum times post journal"
    )
)
