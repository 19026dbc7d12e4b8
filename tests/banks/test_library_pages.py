"""The pages of a teacher's banks: the list, the questions, duplicates, reports, sharing, settings, links."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import select, update

from quizapp.banks.models import Bank, QuestionReport, QuestionRow, Share
from quizapp.banks.service import inbox, questions
from quizapp.banks.views.pages import LINKS
from tests.banks.desk import ids_of, own_bank, slugs_of
from tests.browserlike import Browser
from tests.conftest import BEGIN


@pytest.fixture
def bank_id(runtime, cast) -> int:
    return own_bank(runtime.database, cast.ada)


@pytest.fixture
def ada(sign_in_as):
    return sign_in_as("ada")


def text_of(page) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def share(runtime, bank_id, person, access) -> None:
    with runtime.database.transaction() as session:
        session.add(Share(bank_id=bank_id, user_id=person.id, access=access, created_at=BEGIN))


def test_list_of_banks(runtime, cast, bank_id, sign_in_as, ada):
    share(runtime, bank_id, cast.cora, "read")
    with runtime.database.transaction() as session:
        question_id = session.scalars(select(QuestionRow.id).limit(1)).one()
        session.add(QuestionReport(client_id="a", question_id=question_id, revision=1, reason="typo", created_at=BEGIN))
    mine = text_of(ada.get("/banks"))
    assert "Yours Bridges 4 questions · only yours · 1 reported" in mine
    theirs = text_of(sign_in_as("cora").get("/banks"))
    assert "Shared with you Bridges 4 questions · from Ada · to look at and copy from" in theirs
    assert "reported" not in theirs
    assert "Bridges" not in text_of(sign_in_as("eve").get("/banks"))
    assert "Of others here Bridges" in text_of(sign_in_as("ann").get("/banks"))


def test_search_over_all_banks(bank_id, sign_in_as, ada):
    assert "Bridges" in text_of(ada.get("/banks?q=bridge+3"))
    assert "No question in these banks fits" in text_of(sign_in_as("eve").get("/banks?q=bridge"))


def test_what_a_search_does_not_know_is_named_above_what_the_rest_finds(bank_id, ada):
    for address in ("/banks/bridges/questions", "/banks"):
        page = text_of(ada.get(f"{address}?q=kind%3Anonsense+bridge"))
        assert "“nonsense” is not a kind; kinds are choice, cloze, date," in page
        assert "bridge 3" in page
    assert "Nothing here fits" in text_of(ada.get("/banks/bridges/questions?q=kind%3Anonsense"))
    assert "is not a kind" not in text_of(ada.get("/banks/bridges/questions?q=bridge"))


def test_make_a_bank(runtime, cast, ada):
    response = ada.post("/banks", {"title": "Rivers of the north"})
    assert response.headers["Location"] == "/banks/rivers-of-the-north/questions"
    page = text_of(ada.get(response.headers["Location"]))
    assert "This bank has no questions yet" in page
    assert ada.post("/banks", {"title": "  "}).status_code == 422
    with runtime.database.reading() as session:
        bank = session.scalars(select(Bank).where(Bank.slug == "rivers-of-the-north")).one()
        assert (bank.owner_id, bank.visibility) == (cast.ada.id, "private")


def test_a_bank_of_archived_questions_says_so(runtime, ada, bank_id):
    with runtime.database.transaction() as session:
        session.execute(update(QuestionRow).where(QuestionRow.bank_id == bank_id).values(deleted_at=BEGIN))
    page = ada.get("/banks/bridges/questions").text
    assert "All questions of this bank are archived." in page
    assert 'href="/banks/bridges/questions?state=archived"' in page
    assert "no questions yet" not in page


def test_list_of_questions(ada, bank_id):
    page = text_of(ada.get("/banks/bridges/questions"))
    assert "4 questions" in page
    assert page.index("bridge 1 opened") < page.index("bridge 4 opened")
    assert "1 question" in text_of(ada.get("/banks/bridges/questions?q=bridge+2"))
    assert "Nothing here fits" in text_of(ada.get("/banks/bridges/questions?kind=choice"))
    assert "Nothing here fits" in text_of(ada.get("/banks/bridges/questions?state=archived"))
    assert ada.get("/banks/bridges/questions?after=99999999999999999999&before=x&state=odd&kind=odd").status_code == 200


def test_pages_of_a_long_bank(runtime, cast, ada):
    own_bank(runtime.database, cast.ada, slug="long", count=120)
    first = ada.get("/banks/long/questions")
    assert (first.text.count('name="question"'), "Previous page" in first.text) == (50, False)
    after = re.search(r'rel="next" href="([^"]+)"', first.text)
    second = ada.get(html.unescape(after.group(1)))
    third = ada.get(html.unescape(re.search(r'rel="next" href="([^"]+)"', second.text).group(1)))
    assert (third.text.count('name="question"'), "Next page" in third.text) == (20, False)
    back = ada.get(html.unescape(re.search(r'rel="prev" href="([^"]+)"', third.text).group(1)))
    assert re.findall(r'name="question" value="(\d+)"', back.text) == re.findall(
        r'name="question" value="(\d+)"', second.text
    )
    found = ada.get("/banks/long/questions?q=bridge")
    assert "120 questions" in found.text
    assert 'rel="next"' in found.text


def follow(browser, page, words):
    """Go on by a link between the pages of a list, and tell which of them come there."""
    places = re.search(r'<nav class="lines__pages".*?</nav>', page.text, re.S).group(0)
    links = {name: html.unescape(href) for href, name in re.findall(r'href="([^"]+)">([^<]+)<', places)}
    there = browser.get(links[words])
    numbers = [int(n) for n in re.findall(r"bridge (\d+) opened\?<", there.text)]
    shown = re.search(r'tabular">([^<]*)</span>', there.text)
    return there, (numbers[0], numbers[-1]), shown and html.unescape(shown.group(1))


@pytest.mark.parametrize("search", ["", "?q=bridge"])
def test_a_page_says_where_in_the_list_it_is(runtime, cast, ada, search):
    own_bank(runtime.database, cast.ada, slug="long", count=120)
    first = ada.get(f"/banks/long/questions{search}")
    assert "1–50 of 120" in text_of(first)
    assert "First page" not in first.text
    second, ends, shown = follow(ada, first, "Next page")
    assert (ends, shown) == ((51, 100), "51–100 of 120")
    _, ends, shown = follow(ada, second, "Previous page")
    assert (ends, shown) == ((1, 50), "1–50 of 120")
    last, ends, shown = follow(ada, second, "Last page")
    assert (ends, shown) == ((71, 120), "71–120 of 120")
    assert "Next page" not in last.text
    before, ends, shown = follow(ada, last, "Previous page")
    assert (ends, shown) == ((21, 70), "21–70 of 120")
    start, ends, shown = follow(ada, before, "Previous page")
    assert (ends, shown) == ((1, 20), "1–20 of 120")
    assert "Previous page" not in start.text
    assert follow(ada, last, "First page")[1:] == ((1, 50), "1–50 of 120")


def test_a_page_without_a_number_or_with_a_wrong_one_claims_none(runtime, cast, ada):
    own_bank(runtime.database, cast.ada, slug="long", count=120)
    for address in ("?after=20", "?after=20&at=0", "?after=20&at=100", "?after=20&at=99999999", "?after=20&at=x"):
        page = ada.get(f"/banks/long/questions{address}")
        assert page.text.count('name="question"') == 50
        assert "of 120" not in text_of(page)


def test_more_than_are_counted_have_a_last_page_too(runtime, cast, ada, monkeypatch):
    monkeypatch.setattr(questions, "COUNTED_AT_MOST", 100)
    own_bank(runtime.database, cast.ada, slug="long", count=160)
    first = ada.get("/banks/long/questions?q=bridge")
    assert "1–50 of more than 100" in text_of(first)
    assert follow(ada, first, "Next page")[1:] == ((51, 100), "51–100 of more than 100")
    last, ends, shown = follow(ada, first, "Last page")
    assert (ends, shown) == ((111, 160), None)
    assert follow(ada, last, "Previous page")[1:] == ((61, 110), None)


def test_no_bank_is_offered_as_a_place_for_its_own_questions(runtime, cast, bank_id, ada):
    other = own_bank(runtime.database, cast.ada, slug="lakes", count=1)
    for slug, offered in (("bridges", other), ("lakes", bank_id)):
        form = re.search(r'<select[^>]*name="target">(.*?)</select>', ada.get(f"/banks/{slug}/questions").text, re.S)
        assert re.findall(r'<option value="(\d+)"', form.group(1)) == [str(offered)]


def test_archive_and_undo_by_the_page(runtime, ada, bank_id):
    ids = ids_of(runtime.database, bank_id, "b1", "b2")
    form = {"question": ids, "act": "archive", "client_id": "one", "q": "bridge"}
    response = ada.post("/banks/bridges/changes", form)
    assert response.status_code == 303
    assert slugs_of(runtime.database, bank_id) == ["b3", "b4"]
    page = ada.get(response.headers["Location"])
    assert "2 archived." in text_of(page)
    reversal = re.search(r'action="(/banks/bridges/changes/\d+/reversals)"', page.text).group(1)
    undone = ada.post(reversal)
    assert undone.status_code == 303
    assert "Undone." in text_of(ada.get(undone.headers["Location"]))
    assert ada.post(reversal).status_code == 303
    assert slugs_of(runtime.database, bank_id) == ["b1", "b2", "b3", "b4"]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"act": "archive"}, "Tick the questions"),
        ({"act": "explode", "question": "1"}, "Choose first what shall be done"),
        ({"act": "tag", "question": "{id}"}, "Write the tag first"),
        ({"act": "tag", "question": "{id}", "new_tag": "x" * 300}, "character"),
        ({"act": "move", "question": "{id}"}, "Choose the bank"),
        ({"act": "archive", "question": "99999999999999999999999"}, "Tick the questions"),
    ],
)
def test_what_cannot_be_done_is_said(runtime, ada, bank_id, form, words):
    first = str(ids_of(runtime.database, bank_id)[0])
    sent = {name: value.format(id=first) for name, value in form.items()}
    assert ada.post("/banks/bridges/changes", sent).status_code == 303
    assert words in text_of(ada.get("/banks/bridges/questions"))
    assert len(slugs_of(runtime.database, bank_id)) == 4


@pytest.mark.parametrize("form", [{"act": "tag"}, {"act": "move", "tag": "sea"}, {"act": "explode"}])
def test_ticks_stay_where_something_is_missing(runtime, ada, bank_id, form):
    ids = [str(each) for each in ids_of(runtime.database, bank_id)]
    response = ada.post("/banks/bridges/changes", {**form, "question": ids[1:3]})
    page = ada.get(response.headers["Location"]).text
    ticked = re.findall(r'name="question" value="(\d+)" checked', page)
    assert ticked == [each for each in ids[1:3] if f'value="{each}"' in page]
    plain = ada.get("/banks/bridges/questions").text
    assert " checked" not in "".join(re.findall(r'<input[^>]*name="question"[^>]*>', plain))


def test_duplicates(runtime, cast, ada):
    same = {"stem": "On what DATE was bridge 1 opened", "key": "1802-04-10", "distractors": ["1700"]}
    bank_id = own_bank(runtime.database, cast.ada, b2=same | {"title": "Bridge 1"})
    page = ada.get("/banks/bridges/duplicates")
    assert "One pair" in text_of(page)
    second = ids_of(runtime.database, bank_id, "b2")[0]
    form = {"question": second, "act": "archive", "next": "/banks/bridges/duplicates"}
    assert ada.post("/banks/bridges/changes", form).headers["Location"] == "/banks/bridges/duplicates"
    assert "No two questions here ask the same" in text_of(ada.get("/banks/bridges/duplicates"))


def test_inbox(runtime, cast, ada, bank_id, sign_in_as):
    question_id = ids_of(runtime.database, bank_id, "b1")[0]
    with runtime.database.transaction() as session:
        for name, person in (("sam", cast.sam), ("gil", cast.gil)):
            session.add(
                QuestionReport(
                    client_id=name, question_id=question_id, revision=1, learner_id=person.id, reason="other",
                    note=f"<b>{name}</b>", created_at=BEGIN,
                )
            )  # fmt: skip
    for path in ("/reports", "/banks/bridges/reports"):
        page = ada.get(path)
        assert "&lt;b&gt;sam&lt;/b&gt;" in page.text
        assert "· Sam" in text_of(page)
        assert "Guest" not in page.text
        assert "with most reports" not in text_of(page)
    assert "No report waits" in text_of(sign_in_as("eve").get("/reports"))
    assert ada.post(f"/banks/bridges/reports/{question_id}/dismissals").status_code == 303
    assert "No report waits" in text_of(ada.get("/reports"))


def test_an_inbox_says_that_there_is_more(runtime, cast, ada, bank_id, monkeypatch):
    monkeypatch.setattr(inbox, "SHOWN_AT_MOST", 1)
    monkeypatch.setattr(inbox, "REPORTS_AT_MOST", 2)
    first, second = ids_of(runtime.database, bank_id, "b1", "b2")
    with runtime.database.transaction() as session:
        session.add_all(
            QuestionReport(
                client_id=f"r{number}", question_id=question_id, revision=1, learner_id=cast.sam.id, reason="typo",
                created_at=BEGIN,
            )
            for number, question_id in enumerate((first, first, first, second))
        )  # fmt: skip
    for path in ("/reports", "/banks/bridges/reports"):
        page = text_of(ada.get(path))
        assert "Reports wait on 2 questions. These are the 1 with most reports" in page
        assert "the oldest 2 of 3 reports" in page


def test_sharing_by_name(runtime, cast, ada, bank_id, sign_in_as):
    assert ada.post("/banks/bridges/sharing", {"name": " CORA ", "access": "read"}).status_code == 303
    cora = sign_in_as("cora")
    assert cora.get("/banks/bridges/questions").status_code == 200
    assert "New question" not in cora.get("/banks/bridges/questions").text
    assert cora.get("/banks/bridges/sharing").status_code == 403
    assert ada.post("/banks/bridges/sharing", {"name": "cora", "access": "edit"}).status_code == 303
    assert "New question" in cora.get("/banks/bridges/questions").text
    assert ada.post(f"/banks/bridges/sharing/{cast.cora.id}/withdrawals").status_code == 303
    assert cora.get("/banks/bridges/questions").status_code == 404
    for name in ("nobody", "sam", "ada", ""):
        assert ada.post("/banks/bridges/sharing", {"name": name, "access": "read"}).status_code == 422
    assert ada.post("/banks/bridges/sharing", {"name": "cora", "access": "own"}).status_code == 422


def test_a_link_and_its_renewal(ada, bank_id, mallory, sign_in_as):
    assert mallory.get("/banks/bridges").status_code == 404
    ada.post("/banks/bridges/visibility", {"visibility": "unlisted"})

    def link() -> str:
        return re.search(r'value="http://[^/"]+(/links/[\w-]+)"', ada.get("/banks/bridges/sharing").text).group(1)

    first = link()
    assert mallory.get(first).status_code == 200
    assert mallory.get("/banks/bridges").status_code == 404
    assert mallory.post(first).headers["Location"] == "/banks/bridges"
    assert mallory.post(first).status_code == 303
    assert mallory.get("/study/bridges").status_code == 200
    sam = sign_in_as("sam")
    assert (sam.post(first).status_code, sam.get("/study/bridges").status_code) == (303, 200)
    ada.post("/banks/bridges/links")
    assert link() != first
    assert (mallory.get(first).status_code, mallory.post(first).status_code) == (404, 404)
    assert (mallory.get("/banks/bridges").status_code, sam.get("/study/bridges").status_code) == (404, 404)
    assert (sam.post(link()).status_code, sam.get("/study/bridges").status_code) == (303, 200)
    last = link()
    ada.post("/banks/bridges/visibility", {"visibility": "private"})
    assert (sam.get(last).status_code, sam.get("/study/bridges").status_code) == (404, 404)


def test_one_passer_by_does_not_shut_the_door_to_others(app, runtime, ada, bank_id):
    ada.post("/banks/bridges/visibility", {"visibility": "unlisted"})
    door = re.search(r"/links/[\w-]+", ada.get("/banks/bridges/sharing").text).group()
    for _ in range(600):
        runtime.limits.count(LINKS, "203.0.113.7")
    assert Browser(app, "203.0.113.7").post(door).status_code == 429
    assert Browser(app, "203.0.113.8").post(door).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "é", "a" * 500, "%00", "..%2f"])
def test_forged_links(mallory, bank_id, token):
    assert mallory.get(f"/links/{token}").status_code == 404


def test_settings(runtime, ada, bank_id, sign_in_as):
    said = {
        "title": "Spans", "description": "Old ones.", "language": "de", "licence": "CC0", "authors": "A\nB\n",
        "tags": "valley, river",
    }  # fmt: skip
    assert ada.post("/banks/bridges/settings", said | {"owner_id": "1", "slug": "x"}).status_code == 303
    with runtime.database.reading() as session:
        bank = session.get_one(Bank, bank_id)
        assert (bank.title, bank.language, bank.authors, bank.tags) == ("Spans", "de", ["A", "B"], ["valley", "river"])
        assert (bank.slug, bank.licence, bank.description) == ("bridges", "CC0", "Old ones.")
    assert "Spans" in ada.get("/banks/bridges/settings").text
    for wrong in ({"title": ""}, {"language": "no language"}, {"title": "x" * 300}):
        assert ada.post("/banks/bridges/settings", said | wrong).status_code == 422


def test_close_and_open_again(ada, bank_id, sign_in_as):
    assert ada.post("/banks/bridges/closings").status_code == 303
    assert ada.get("/banks/bridges/questions").status_code == 404
    assert "Closed banks (1)" in text_of(ada.get("/banks"))
    assert sign_in_as("eve").post("/banks/bridges/openings").status_code == 404
    assert ada.post("/banks/bridges/openings").status_code == 303
    assert ada.get("/banks/bridges/questions").status_code == 200


def test_copy_of_a_bank(runtime, cast, bank_id, sign_in_as):
    cora = sign_in_as("cora")
    assert cora.post("/banks/bridges/copies").status_code == 404
    share(runtime, bank_id, cast.cora, "read")
    location = cora.post("/banks/bridges/copies").headers["Location"]
    assert location == "/banks/bridges-copy/questions"
    assert "4 questions" in text_of(cora.get(location))
    assert cora.get("/banks/bridges-copy/reading").status_code == 200
    assert sign_in_as("ada").get("/banks/bridges-copy").status_code == 404


def test_reader_cannot_change(runtime, cast, bank_id, sign_in_as):
    share(runtime, bank_id, cast.cora, "read")
    cora, first = sign_in_as("cora"), ids_of(runtime.database, bank_id)[0]
    for act in ("archive", "restore", "tag", "untag"):
        form = {"act": act, "question": first, "new_tag": "x"}
        assert cora.post("/banks/bridges/changes", form).status_code == 403
    with runtime.database.transaction() as session:
        session.execute(update(Bank).values(visibility="public"))
    assert sign_in_as("eve").post("/banks/bridges/closings").status_code == 403
    assert slugs_of(runtime.database, bank_id) == ["b1", "b2", "b3", "b4"]


def test_importing_is_offered_where_it_is_looked_for(runtime, cast, sign_in_as):
    bank_id = own_bank(runtime.database, cast.ada)
    share(runtime, bank_id, cast.cora, "read")
    ada = sign_in_as("ada")
    shelf = ada.get("/banks").text
    assert shelf.index("Import questions") < shelf.index("New bank") < shelf.index("From a document")
    assert shelf.index("From a document") < shelf.index('href="/banks/bridges/questions"')
    assert 'href="/imports?bank=bridges"' in ada.get("/banks/bridges/questions").text
    assert "/imports?bank=" not in sign_in_as("cora").get("/banks/bridges/questions").text
