"""A teacher with banks, imports of many formats, reports and shares, stored beside the pages that show them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import select

from quizapp.banks import engine
from quizapp.banks import service as banks
from quizapp.banks.models import Bank, QuestionReport, QuestionRow
from quizapp.banks.parcels import ParcelShelf
from quizapp.banks.service import importing, sharing
from quizapp.core.kinds import parse_question
from quizapp.people import passwords, service
from quizapp.people.service import NewAccount
from quizapp.people.viewer import Viewer
from quizapp.plumbing import jobs
from tests.browser.served import Site

PASSWORD = "violin harbour seven"
NAME = "Theodora Featherstonehaugh-Ortega"
LIMIT_BYTES = 20_000_000
FILES = Path(__file__).parents[1] / "data"
EVEREST = Path(__file__).with_name("banks") / "everest"
COUNTRIES = "Land;Hauptstadt;Falsch;Auch falsch\n" + "".join(
    f"Welche Stadt ist die Hauptstadt von {land}?;{city};Graz;Brno\n"
    for land, city in [("Frankreich", "Paris"), ("Italien", "Rom"), ("Österreich", "Wien"), ("Italien", "Rom")]
)
#: One stands in the bank already, one nearly so, one changes it, one is new.
BESIDE = """bank:
  title: More of the mountain
questions:
- {id: named-1865, kind: true_false, stem: The mountain got its English name in 1865., key: true}
- {id: first-woman, kind: text, about: actor, stem: Who was the first woman who stood on the top?, key: Junko Tabei}
- {id: top-woman, kind: text, stem: Which woman stood first on the top?, key: Ms Tabei}
- {id: after-whom, kind: choice, stem: After whom was it named?, key: George Everest, distractors: [Andrew Waugh]}
- {id: far-off, kind: number, stem: How many days did the first expedition walk to its foot?, key: 17}
"""  # fmt: skip
LIGHT = """$CATEGORY: physics/light

::Speed:: How fast is light, in km/s? {#299792:1}

::Halves:: Which colours make up half of what is seen? {~%50%red ~%40%green ~%0%none}

::Pairs:: Match what belongs together. {=lens -> glass =mirror -> silver}

::Broken:: What has no end? {=this ~that

Light is {=a wave#Right, and more than that. =waves} when it bends.

::Essay:: Why is the sky blue? {}
"""
AIKEN = "What bends light?\nA) A lens\nB) A wall\nANSWER: A\n\nWhat has no key?\nA) This\nB) That\n"
MOODLE = """<quiz>
<question type="category"><category><text>$course$/top/Light</text></category></question>
<question type="cloze"><name><text>Gaps</text></name><questiontext format="html"><text><![CDATA[<p>Light moves in
{1:SHORTANSWER:=straight} lines and {1:MULTICHOICE:=bends~stops} in glass.
<img src="@@PLUGINFILE@@/dot.png" alt="A dot"></p>]]>
</text><file name="dot.png" encoding="base64">DOT</file></questiontext></question>
<question type="calculated"><name><text>Sum</text></name>
<questiontext><text>What is {a} + {b}?</text></questiontext></question>
<question type="ordering"><name><text>Order</text></name><questiontext><text>From red on.</text></questiontext>
<answer fraction="1"><text>red</text></answer><answer fraction="2"><text>green</text></answer></question>
<question type="multichoice"><name><text>One third</text></name>
<questiontext><text>Which are colours?</text></questiontext>
<single>false</single><answer fraction="33"><text>red</text></answer><answer fraction="67"><text>green</text></answer>
<answer fraction="0"><text>loud</text></answer></question>
</quiz>""".replace(
    "DOT",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
)
MANY = "question,answer,wrong 1,tags\n" + "".join(
    f"What stands in row {n} of the long list?,The words of row {n},Other words,lists/row{n % 7}\n" for n in range(70)
)


@dataclass
class Teaching:
    """What there is: numbers of imports by name; `bank` holds every kind, `large` seventy questions."""

    site: Site
    teacher: Viewer
    colleague: Viewer
    bank: str = "alps-and-beyond"
    large: str = "the-long-list"
    imports: dict[str, int] = field(default_factory=dict)

    def bring(self, name: str, *files: tuple[str, bytes], bank: str = "", is_read: bool = True) -> None:
        """Bring files and, unless told otherwise, read them as the job does, without a process for each."""
        runtime = self.site.runtime
        brought = [
            importing.BroughtFile(title, runtime.files.put(body), hashlib.sha256(body).hexdigest(), len(body))
            for title, body in files
        ]
        with runtime.database.transaction() as session:
            made = importing.begin_import(session, self.teacher, brought, bank, f"teaching-{name}", self.site.clock())
        self.imports[name] = made.id
        if is_read:
            self._read()

    def _read(self) -> None:
        database, shelf = self.site.runtime.database, ParcelShelf(self.site.runtime.settings.home / "parcels")
        reader = importing.ImportReading(shelf, self.site.runtime.files, database.reading, LIMIT_BYTES)
        moment = self.site.clock()
        with database.transaction() as session:
            claimed = jobs.claim(session, "setting up", [reader.kind().name], moment)
        assert claimed is not None
        result = engine.work(reader.task(claimed).arguments, lambda *_: None)
        with database.transaction() as session:
            reader.apply(session, claimed, result, moment)
            jobs.finish(session.get_one(jobs.Job, claimed.id), {}, moment)
        reader.clean(claimed)

    def carry_out(self, name: str, title: str) -> None:
        """Import what is proposed into a new bank."""
        runtime, moment = self.site.runtime, self.site.clock()
        shelf = ParcelShelf(runtime.settings.home / "parcels")
        with runtime.database.reading() as session:
            held = importing.get_import(session, self.teacher, self.imports[name])
            parcel = shelf.open(held.parcel)
            plan = importing.plan_import(session, self.teacher, held, parcel, runtime.media, moment)
        target = importing.ImportTarget(slug="", title=title)
        with runtime.database.transaction() as session:
            importing.carry_out(session, self.teacher, held.id, target, parcel, plan, moment)

    def undo(self, name: str) -> None:
        """Undo an import, after somebody has edited one of its questions."""
        with self.site.runtime.database.transaction() as session:
            held = importing.get_import(session, self.teacher, self.imports[name])
            row = session.scalars(select(QuestionRow).where(QuestionRow.bank_id == held.bank_id)).first()
            assert row is not None
            _edit(session, self.teacher, row, self.site.clock())
        with self.site.runtime.database.transaction() as session:
            importing.undo_import(session, self.teacher, self.imports[name], lambda *_: set(), self.site.clock())

    def question_id(self, question: str) -> int:
        """Give the number of a question of the bank of all kinds."""
        return self.site.question_id(self.bank, question)


def _edit(session, viewer, row, moment) -> None:
    slug = session.get_one(Bank, row.bank_id).slug
    made = parse_question({**row.body, "explanation": "So it is told."})
    wanted = banks.WantedSave(row.id, made, row.revision)
    banks.save_question(session, viewer, slug, wanted, lambda *_: 0, moment)


def _people(site: Site) -> tuple[Viewer, Viewer]:
    digest = passwords.hash_password(PASSWORD)
    with site.runtime.database.transaction() as session:
        made = [
            service.sign_up(
                session, NewAccount(name=name, password_hash=digest, role="teacher", is_admin=False), site.clock()
            )
            for name in (NAME, "Nell Abernathy")
        ]
        session.flush()
        teacher, colleague = made
    return teacher, colleague


def _own_bank(site: Site, teacher: Viewer, colleague: Viewer, slug: str) -> None:
    parcel, document = banks.read_bank_file(EVEREST / "bank.yaml").read()
    parcel = replace(parcel, bank=replace(parcel.bank, title="The Alps and beyond: every kind of question"))
    with site.runtime.database.transaction() as session:
        made = banks.load_bank(
            session, parcel, document, slug=slug, file_hash=None, now=site.clock(), document_name="reading.md"
        )
        bank = session.get_one(Bank, made.bank_id)
        bank.owner_id, bank.visibility, bank.authors = teacher.id, "private", [NAME, "Nell Abernathy"]
        session.flush()
        sharing.share_bank(session, teacher, slug, colleague.name.casefold(), "edit", site.clock())
        sharing.set_visibility(session, teacher, slug, "unlisted")
        for row in session.scalars(select(QuestionRow).where(QuestionRow.bank_id == bank.id)):
            if row.slug in ("namesake", "first-woman"):
                _edit(session, teacher, row, site.clock())
                session.add_all(_reports(row, site.clock()))
            elif row.slug == "height":
                _double(session, teacher, row, site.clock())


def _reports(row: QuestionRow, moment) -> list[QuestionReport]:
    said = {
        "another_right": "My book of 1904 names another person, and my grandmother says so too.",
        "spelling": "Tabei-san",
        "typo": "",
    }
    return [
        QuestionReport(
            client_id=f"{row.id}-{reason}", question_id=row.id, revision=1, reason=reason, note=note, created_at=moment
        )
        for reason, note in said.items()
    ]


def _double(session, teacher: Viewer, row: QuestionRow, moment) -> None:
    made = parse_question({**row.body, "id": "height-again", "stem": "How high is this mountain, as agreed in 2020?"})
    slug = session.get_one(Bank, row.bank_id).slug
    banks.add_question(session, teacher, slug, made, "0" * 22 + "abcdef9876", moment)


def set_up(site: Site) -> Teaching:
    """Store all of it."""
    teacher, colleague = _people(site)
    made = Teaching(site, teacher, colleague)
    _own_bank(site, teacher, colleague, made.bank)
    _bring_all(made)
    return made


def _bring_all(made: Teaching) -> None:
    made.bring("columns", ("Hauptstädte.csv", COUNTRIES.encode()))
    made.bring("beside", ("more.yaml", BESIDE.encode()), bank=made.bank)
    made.bring("texts", ("Light.gift", LIGHT.encode()), ("Light again.txt", AIKEN.encode()))
    made.bring("packages", ("Light.xml", MOODLE.encode()))
    made.bring("sheets", ("traps.xlsx", (FILES / "kahoot" / "traps.xlsx").read_bytes()))
    made.bring("pairs", ("Pasted questions", b"un arbre\ta tree\nune feuille\ta leaf\nla racine\n"))
    made.bring("refused", ("letters.zip", b"PK\x03\x04 and no more"))
    made.bring("long", ("The long list.csv", MANY.encode()))
    made.bring("undone", ("Light.gift", LIGHT.encode()))
    made.carry_out("long", "The long list")
    made.carry_out("undone", "Undone again")
    made.undo("undone")
    made.bring(
        "waiting", ("A file that waits for its turn with a rather long name of its own.gift", b"// x\n"), is_read=False
    )


def sign_in(page: Page) -> None:
    """Sign the teacher in."""
    page.goto("/sign-in")
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Documents")).to_be_visible()
