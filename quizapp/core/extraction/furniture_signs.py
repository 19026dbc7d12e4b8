"""Words and forms by which the furniture of web pages is known; how they are weighed is `furniture`'s."""

from __future__ import annotations

import re

LINE_WORDS = 14
NOTICE_WORDS = 60
CAPTION_WORDS = 40
BRACKETED_WORDS = 100
_LINE_LETTERS = 300

ENDED = re.compile(r"[.!?…][”’\"')\]»]*(?:\[\d{1,3}\])*\Z")
HAS_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did|"
    r"said|says|became|began|made|took|won|lost|led|[a-z]{3,}ed)\b"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY_NAME = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?"
_ZONE = r"(?:gmt|utc|bst|cet|cest|ist|jst|e[ds]?t|c[ds]t|p[ds]?t|m[ds]t)(?:[+-]\d{1,2})?"
_DATE_WORD = (
    rf"(?:{_MONTH}|{_DAY_NAME}|{_CLOCK}|{_ZONE}|\d{{1,4}}(?:st|nd|rd|th)?|\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}|"
    rf"at|on)"
)
_DATE_WORDS = rf"{_DATE_WORD}(?:[\s,|·•–-]{{1,3}}{_DATE_WORD}){{0,9}}"

STAMP_ALONE = re.compile(
    rf"(?=.*\d)(?=.*(?:{_MONTH}|\d[:.]\d\d|\d[/.-]\d))(?=.*\d[:.]\d\d|.*\d{{4}})[(\[]?{_DATE_WORDS}[)\].]?\Z",
    re.IGNORECASE,
)
"""A date by itself: near the top of a page it is the day of upload."""

STAMP = re.compile(
    rf"(?:(?:first |last )?(?:published|updated|posted|modified|uploaded|reviewed|edited|created|revised|issued)"
    rf"(?:\s+(?:on|at|by|date))?\s*[:–—-]?\s*(?:{_DATE_WORDS}|(?:an?|\d{{1,3}})\s+\w{{3,7}}\s+ago\b.*)"
    rf"|(?:an?|\d{{1,3}})\s+(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\s+ago)",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?:(?:[Ww]ritten |[Rr]eported |[Pp]osted |[Rr]eviewed |[Ee]dited |[Ss]tory )?[Bb]y|BY)[:\s]\s*"
    r"[^\W\d_][\w.’'-]*(?:,?\s(?:and|de|van|von|der|al|el|bin|da|in|[A-Z&|@][\w.’'@-]*)){0,9}\.?\Z"
)
"""Says who wrote a page; a heading such as “By Land and Sea” looks alike, so it counts near the top alone."""

_LINKS = re.compile(
    r"(?:share(?: (?:this|on|via|with|page|article|story|post)\b.*)?|tweet|pin it|e-?mail(?: this)?|print(?: this)?|"
    r"copy (?:link|url)|(?:read|learn|see|show|view|load|find out|discover) (?:more|less|all)\b.*|"
    r"continue reading\b.*|"
    r"(?:click|tap) (?:here|to)\b.*|(?:sign|log) ?(?:in|up|out)\b.*|register(?: now| here)?|"
    r"subscribe\b.*|newsletters?\b.*|"
    r"advertisements?|ad|ads|sponsored(?: content| by\b.*)?|promoted|paid content|"
    r"skip to\b.*|jump to\b.*|back to (?:top|home|all)\b.*|"
    r"(?:go|return) to (?:top|home)\b.*|menu|main menu|navigation|close(?: menu)?|"
    r"open menu|toggle\b.*|search(?: \w+)?|home|homepage|"
    r"about(?: us)?|contact(?: us)?|careers|jobs|help|faqs?|sitemap|site map|privacy(?: (?:policy|notice|settings))?|"
    r"terms(?: (?:of (?:use|service)|and conditions|& conditions))?|cookies?(?: (?:policy|settings|preferences))?|"
    r"accessibility(?: \w+)?|rss(?: feed)?|comments?(?: \(?\d+\)?)?|\d[\d,.]*k? (?:comments?|shares?|likes?|"
    r"views?|followers?|reads?|replies|min(?:ute)?s? read)|"
    r"(?:leave|post|add|write) a (?:comment|reply)\b.*|reply|like|follow(?: us)?\b.{0,40}|"
    r"join (?:us|now|the \w+)\b.{0,40}|"
    r"facebook|twitter|x|whatsapp|linkedin|instagram|youtube|telegram|reddit|"
    r"pinterest|tiktok|messenger|flipboard|threads|bluesky|"
    r"(?:previous|next)(?: (?:article|post|page|story|chapter))?|prev|older posts?|newer posts?|"
    r"(?:image|photo|picture|media|video) (?:source|caption|gallery|credit)s?|getty images|reuters|ap|afp|epa|"
    r"(?:listen|watch)(?: (?:now|live|here|to this (?:article|story)))?|play(?: video)?|"
    r"live(?: updates)?|breaking(?: news)?|"
    r"bookmark|save(?: (?:article|story|for later))?|download(?: pdf| app)?\b.{0,20}|"
    r"donate(?: now)?|shop|store|cart|my account|account|"
    r"getting time to read|estimated reading time\b.*|reading time\b.*|font size\b.*|text size\b.*|a\+|a-|edit|"
    r"(?:more|latest|top) (?:stories|news|articles|posts|videos)(?: from\b.*)?|"
    r"all rights reserved\b.*|powered by\b.*|"
    r"(?:next|previous) in \w+\b.*|part of the \w+ network|"
    r"view (?:comments|gallery|image|in browser)\b.*)(?:[\s:!»›>→…*|]|\.{3})*\Z",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"(?:also read|read also|read (?:next|more)|related(?: (?:articles?|stories|posts?|content|topics?|"
    r"links?|news))?|see also|recommended(?: \w+)?|"
    r"more on(?: this)?(?: (?:story|topic))?|don[’']t miss|watch|listen|in pictures|"
    r"topics?|tags?|filed under|categor(?:y|ies)|"
    r"keywords|source link|editor[’']s pick|in case you missed it|trending)\s*[:|»›>]\s*\S",
    re.IGNORECASE,
)
TEASER_HEAD = re.compile(
    r"(?:related(?: (?:articles?|stories|posts?|content|topics?|links?|news|reading|coverage))?|you (?:may|"
    r"might) also (?:like|be interested in|enjoy)\b.*|"
    r"more (?:from|on|in|about|like)\b.*|most (?:read|popular|viewed|shared|watched|commented)\b.*|"
    r"recommended(?: for you| \w+)?|"
    r"trending(?: now| \w+)?|popular (?:posts|now|stories|articles)|latest (?:news|stories|posts|articles|"
    r"headlines|updates)|top (?:stories|news)|"
    r"recent (?:posts|comments|articles|stories)|editor[’']?s[’']? picks?|around the web|"
    r"from our partners|up next|read next|"
    r"also in (?:the )?(?:news|\w+)|don[’']t miss|what to read next|elsewhere on\b.*|"
    r"other (?:stories|news)|sponsored links)\s*:?\Z",
    re.IGNORECASE,
)
"""Heads a run of titles of other pages."""

NOTICE = re.compile(
    r"we (?:and our partners )?use (?:our own and third-party )?cookies|(?:this|our) (?:web)?site uses cookies|"
    r"accept (?:all )?cookies|"
    r"your (?:e-?mail|email) address will not be published|required fields are marked|enable javascript|"
    r"sign up (?:for|to) (?:our|the|receive|get)|subscribe to (?:our|the|receive|get)|"
    r"already (?:have an account|a subscriber|a member)|"
    r"all rights reserved|©\s*(?:copyright )?\d{4}|copyright (?:©|\(c\)|\d{4})|"
    r"by (?:clicking|continuing|signing up|subscribing)\b.{0,80}\byou (?:agree|consent|accept)|"
    r"support (?:our|independent) journalism|thank you for (?:subscribing|signing up|reading|visiting)|"
    r"(?:follow|like|find|join) us on (?:facebook|twitter|x|instagram|whatsapp|telegram|linkedin|youtube)|"
    r"(?:get|receive) (?:the|our) (?:latest|best|top)\b.{0,60}\b(?:inbox|newsletter|updates|news)|"
    r"(?:is|are) not responsible for the content of external|may earn (?:a|an) (?:affiliate )?commission|"
    r"your browser (?:is|does|doesn)|turn off your ad ?blocker|have (?:a )?(?:story|tip|feedback)\?|"
    r"this (?:article|story|post|page) (?:was|has been) (?:originally |first )?(?:published|updated|amended|"
    r"corrected|translated)|"
    r"click here to\b|(?:views|opinions) expressed (?:here|in this)",
    re.IGNORECASE,
)
"""Sentences that pages say about themselves."""

CREDIT = re.compile(
    r"\((?:photo|image|picture|credit|file|source|photograph|ap|afp|reuters|getty)\b[^)]{0,60}\)|"
    r"(?:/|\||via |\bby )\s*(?:getty images|afp|reuters|ap photo|epa|alamy|shutterstock|wikimedia commons|"
    r"xinhua|tass)\b[^.]{0,30}\.?\Z|"
    r"\A(?:file )?(?:photo|photograph|image|picture|caption|credit)(?: credit| caption| source)?\s*:|"
    r"\A(?:ap photo|file photo)\b|\bpictured (?:above|below|left|right)\b|"
    r"\A(?:image|photo|picture|media|video) (?:caption|source|credit)\s*[,:–—-]|"
    r"\A(?:photo(?:graph)?|picture|image)s? by [^.:]{2,40}:|\A(?-i:FILE)\s*[-–—]\s|"
    r"[.!?”\"]\s+(?:photo(?:graph)?|picture|image)s?(?: credits?)?(?:\s*:| by| courtesy of)\s[^.:]{2,60}\.?\Z",
    re.IGNORECASE,
)
"""Says that a block belongs to a picture."""

BRACKETED = re.compile(
    r"[\[(]\s*(?:(?:file|stock|press|cover|main) )?"
    r"(?:photo(?:graph)?|image|picture|video|illustration|caption|map|chart|graphic|above|below|left|right|pictured)s?"
    r"(?: (?:caption|credit|source|above|below|by|courtesy of)\b[^:]{0,60})?\s*[:–—]\s?[^\])]*[\])]\.?\Z",
    re.IGNORECASE,
)
"""A whole block in brackets, as copied pages have what stood under a picture."""

_CRUMBS = re.compile(r"[^.!?]{1,30}(?:[>›»→·•|][^.!?>›»→·•|]{0,60}){1,12}\Z")
_CRUMB_SIGN = re.compile(r"[>›»→·•|]")
_HANDLE = re.compile(r"(?:[@#][\w-]{2,40}[\s,]*){1,14}\Z|https?://\S+\Z|www\.\S+\Z|\S+@\S+\.\w{2,10}\Z")
_HERE = re.compile(r"^You are here:?\s+", re.IGNORECASE)
_COUNTER = re.compile(r"[\d\s,.k/+×x%-]{1,14}\Z", re.IGNORECASE)


def is_line_of_page(words: str) -> bool:
    """Tell a link, stamp, trail of crumbs, handle or counter from a line of the text."""
    if len(words) > _LINE_LETTERS:
        return False
    forms = (_LINKS, _LEADS, _HANDLE)
    if any(form.match(words) for form in forms):
        return True
    stamp = STAMP.match(words)
    if stamp and len(words) - stamp.end() <= 30 and not ENDED.search(words):
        return True
    if _COUNTER.match(words) and not (len(words) == 4 and words.isdigit()):
        return True
    trail = _HERE.sub("", words)
    return len(_CRUMB_SIGN.findall(trail)) > 1 and bool(_CRUMBS.match(trail)) and not HAS_VERB.search(trail)
