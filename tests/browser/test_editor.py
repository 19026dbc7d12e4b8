"""A teacher's questions by keys: one after the other, gaps made of words, and nothing lost by a key too many."""

from __future__ import annotations

import re
from base64 import b64decode

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from quizapp.banks.models import Bank, QuestionRow
from quizapp.people import passwords, service
from quizapp.people.service import NewAccount
from tests.browser.axe import COLOUR_RULES, violations
from tests.browser.served import Site
from tests.browser.witness import Witness

PASSWORD = "violin harbour seven"
NEW = "/banks/everest/questions/new"
#: A red dot of one pixel.
DOT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def owner(site: Site):
    """Store a teacher who owns the bank of all kinds, as long as this file runs."""
    with site.runtime.database.transaction() as session:
        account = NewAccount(
            name="Edda", password_hash=passwords.hash_password(PASSWORD), role="teacher", is_admin=False
        )
        edda = service.sign_up(session, account, site.clock())
        session.execute(update(Bank).where(Bank.slug == "everest").values(owner_id=edda.id))
    yield
    with site.runtime.database.transaction() as session:
        session.execute(update(Bank).where(Bank.slug == "everest").values(owner_id=None))


@pytest.fixture
def desk(page: Page) -> Page:
    page.goto("/sign-in")
    page.get_by_label("Name").fill("edda")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Documents")).to_be_visible()
    return page


def opened(page: Page, address: str) -> Page:
    """Open an editor, once its behaviours have started."""
    page.goto(address)
    expect(page.locator("[data-behaviour=editor][data-started] [data-editor][data-started]")).to_be_visible()
    expect(page.locator("[data-behaviour=preview][data-started]")).to_be_visible()
    return page


def stored(site: Site, stem: str) -> dict:
    with site.runtime.database.reading() as session:
        return next(body for body in session.scalars(select(QuestionRow.body)) if body["stem"] == stem)


def taken_away(site: Site, *stems: str) -> None:
    """Leave the bank as it was for the other tests of the folder."""
    with site.runtime.database.transaction() as session:
        for row in session.scalars(select(QuestionRow)):
            if row.body["stem"] in stems:
                row.deleted_at = site.clock()


def question_of(site: Site, kind: str) -> str:
    with site.runtime.database.reading() as session:
        found = select(QuestionRow.id).join(Bank).where(Bank.slug == "everest", QuestionRow.kind == kind)
        return f"/banks/everest/questions/{session.scalars(found.limit(1)).one()}"


def assert_fair(page: Page) -> None:
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, COLOUR_RULES) == []
    page.emulate_media(color_scheme="light")


def test_one_question_after_the_other_by_keys_alone(desk: Page, site: Site) -> None:
    opened(desk, NEW)
    stem = desk.get_by_label("Question", exact=True)
    for number in (1, 2):
        expect(stem).to_be_focused()
        desk.keyboard.type(f"Which answer is right here, number {number}?")
        option = desk.get_by_label("Option 1", exact=True)
        option.focus()
        for text in ("right", "wrong", "wronger", "wrongest", "a fifth"):
            desk.keyboard.type(text)
            desk.keyboard.press("Enter")
        expect(desk.locator(".preview button.option")).to_have_count(5)
        desk.keyboard.press("Control+Enter")
        expect(desk.locator(".notice--good")).to_contain_text("Saved")
        expect(stem).to_have_value("")
        expect(desk.locator("[data-behaviour=editor][data-started] [data-editor][data-started]")).to_be_visible()
    body = stored(site, "Which answer is right here, number 2?")
    assert (body["key"], body["distractors"]) == ("right", ["wrong", "wronger", "wrongest", "a fifth"])
    taken_away(site, *(f"Which answer is right here, number {number}?" for number in (1, 2)))


def test_who_goes_back_to_what_was_saved_changes_it_and_makes_no_second(desk: Page, site: Site) -> None:
    opened(desk, NEW)
    stem = desk.get_by_label("Question", exact=True)
    stem.fill("Which anser is right?")
    for number, text in ((1, "right"), (2, "wrong")):
        desk.get_by_label(f"Option {number}", exact=True).fill(text)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".notice--good")).to_contain_text("Saved")
    desk.go_back()
    expect(stem).to_have_value("Which anser is right?")
    expect(desk.locator("[data-behaviour=editor][data-started]")).to_be_visible()
    stem.fill("Which answer is right?")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("heading", name="It was saved elsewhere meanwhile")).to_be_visible()
    expect(desk.locator("[data-behaviour=editor][data-started]")).to_be_visible()
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".notice--good")).to_contain_text("Saved")
    assert stored(site, "Which answer is right?")["key"] == "right"
    with site.runtime.database.reading() as session:
        newest = select(QuestionRow).where(QuestionRow.deleted_at.is_(None)).order_by(QuestionRow.id.desc()).limit(2)
        stems = [row.body["stem"] for row in session.scalars(newest)]
    assert [stem for stem in stems if stem.startswith("Which an")] == ["Which answer is right?"]
    taken_away(site, "Which answer is right?")


def test_rows_move_and_go_by_keys_and_buttons(desk: Page, site: Site) -> None:
    opened(desk, question_of(site, "order"))
    items = desk.get_by_label("Item ", exact=False)
    texts = [each.input_value() for each in items.all()]
    items.first.focus()
    desk.keyboard.press("Alt+ArrowDown")
    assert [each.input_value() for each in items.all()][:2] == [texts[1], texts[0]]
    rows = desk.get_by_role("group", name="In the right order")
    rows.get_by_role("button", name=f"Move up: {texts[0]}").click()
    rows.get_by_role("button", name=f"Remove: {texts[-1]}").click()
    assert [each.input_value() for each in items.all()] == texts[:-1]
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_contain_text("Leave without saving")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog")).to_be_hidden()
    desk.keyboard.press("Escape")
    desk.get_by_role("link", name="Leave it").click()
    expect(desk).to_have_url(re.compile("/banks/everest/questions$"))


def test_gaps_are_made_of_marked_and_of_typed_words(desk: Page, site: Site) -> None:
    opened(desk, f"{NEW}?kind=cloze")
    expect(desk.locator("[data-behaviour=gaps][data-started]")).to_be_visible()
    stem = desk.get_by_label("Text with gaps")
    desk.keyboard.type("The summit was reached by Hillary in [[1953]]")
    expect(stem).to_have_value("The summit was reached by Hillary in [[1]]")
    expect(desk.get_by_label("Gap 1: right answer")).to_have_value("1953")
    stem.evaluate("(box) => box.setSelectionRange(26, 33)")
    desk.get_by_role("button", name="Make a gap").click()
    expect(stem).to_have_value("The summit was reached by [[2]] in [[1]]")
    expect(desk.get_by_label("Gap 2: right answer")).to_have_value("Hillary")
    expect(desk.locator(".preview .field--gap")).to_have_count(2)
    assert_fair(desk)
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".notice--good")).to_contain_text("Saved")
    assert [gap["key"] for gap in stored(site, "The summit was reached by [[2]] in [[1]]")["gaps"]] == [1953, "Hillary"]
    taken_away(site, "The summit was reached by [[2]] in [[1]]")


def test_a_pasted_picture_is_asked_for_its_words(desk: Page) -> None:
    opened(desk, NEW)
    desk.get_by_label("Question", exact=True).fill("What is this?")
    desk.evaluate(
        """(dot) => {
            const bytes = Uint8Array.from(atob(dot), (c) => c.charCodeAt(0));
            const brought = new DataTransfer();
            brought.items.add(new File([bytes], "dot.png", { type: "image/png" }));
            const stem = document.querySelector("[name=stem]");
            const options = { clipboardData: brought, bubbles: true, cancelable: true };
            stem.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        DOT,
    )
    expect(desk.get_by_label("What is to be seen")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("alert")).to_contain_text("Say in a few words")
    desk.keyboard.type("A red dot")
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Question", exact=True)).to_have_value(re.compile(r"!\[A red dot\]\(media/"))


def chosen(desk: Page) -> None:
    """Choose a picture in the editor, say what is to be seen, and press the button."""
    desk.get_by_text("Add a picture or a sound").click()
    desk.get_by_label("File").set_input_files({"name": "dot.png", "mimeType": "image/png", "buffer": b64decode(DOT)})
    desk.get_by_label("What is to be seen").fill("A red dot")
    desk.get_by_role("button", name="Put it into the question").click()


MEDIA = r"!\[A red dot\]\(media/[0-9a-f]{64}\.png\)"


def test_a_chosen_picture_stands_in_the_question(desk: Page) -> None:
    opened(desk, f"{NEW}?kind=text")
    stem = desk.get_by_label("Question", exact=True)
    stem.fill("What colour is this?")
    desk.get_by_label("Right answer").fill("red")
    chosen(desk)
    expect(stem).to_have_value(re.compile(rf"^What colour is this\?\n\n{MEDIA}$"))
    expect(desk.get_by_label("Right answer")).to_have_value("red")
    expect(desk.locator(".preview .stem img")).to_be_visible()


def test_a_picture_after_the_sign_in_ended_says_that_save_keeps_the_question(desk: Page, witness: Witness) -> None:
    witness.expect("a status of 401")
    opened(desk, f"{NEW}?kind=text")
    desk.get_by_label("Question", exact=True).fill("Which dot is kept?")
    desk.context.clear_cookies()
    chosen(desk)
    expect(desk.get_by_role("alert")).to_contain_text("Save keeps all that you wrote")
    desk.get_by_role("button", name="Save", exact=True).last.click()
    expect(desk.get_by_role("heading", name="Not sent yet")).to_be_visible()
    expect(desk.get_by_text("Which dot is kept?")).to_be_visible()


def test_a_preview_that_cannot_follow_shows_no_earlier_state(desk: Page, witness: Witness) -> None:
    witness.expect("a status of 401|ERR_INTERNET_DISCONNECTED")
    opened(desk, f"{NEW}?kind=text")
    stem, preview = desk.get_by_label("Question", exact=True), desk.locator("[data-into]")
    stem.fill("What is first?")
    desk.get_by_label("Right answer").fill("this")
    expect(preview).to_contain_text("What is first?")
    desk.context.set_offline(True)
    stem.fill("What is second?")
    expect(preview).to_have_text("The preview could not follow; it tries again with the next change.")
    desk.context.set_offline(False)
    stem.fill("What is third?")
    expect(preview).to_contain_text("What is third?")
    desk.context.clear_cookies()
    stem.fill("What is fourth?")
    expect(preview).to_contain_text("the sign-in of this page has ended")
    expect(preview).not_to_contain_text("What is third?")
    assert_fair(desk)


def test_a_chosen_picture_follows_a_cursor_that_was_set(desk: Page, site: Site) -> None:
    opened(desk, question_of(site, "text"))
    stem = desk.get_by_label("Question", exact=True)
    before = stem.input_value()
    chosen(desk)
    expect(stem).to_have_value(re.compile(rf"^{re.escape(before)}\n\n{MEDIA}$"))
    stem.fill("Look:\nWhat is it?")
    stem.press("ArrowUp")
    stem.press("End")
    chosen(desk)
    expect(stem).to_have_value(re.compile(rf"^Look:\n\n{MEDIA}\n\nWhat is it\?$"))


@pytest.mark.parametrize(
    "kind", ["choice", "multiple", "true_false", "text", "number", "date", "match", "order", "open"]
)
def test_each_kind_is_fair_and_fits_a_phone(desk: Page, site: Site, kind: str) -> None:
    opened(desk, question_of(site, kind))
    assert_fair(desk)
    desk.set_viewport_size({"width": 360, "height": 740})
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_revisions_and_a_conflict_are_fair(desk: Page, site: Site) -> None:
    address = question_of(site, "open")
    opened(desk, address)
    desk.get_by_label("Explanation", exact=True).fill("Told.")
    other = desk.context.new_page()
    opened(other, address).get_by_label("Explanation", exact=True).fill("Told otherwise.")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".notice--good")).to_be_visible()
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_role("alert")).to_contain_text("saved elsewhere")
    expect(other.get_by_label("Explanation", exact=True)).to_have_value("Told otherwise.")
    assert_fair(other)
    desk.goto(f"{address}/revisions")
    expect(desk.locator(".changes ins").first).to_be_visible()
    assert_fair(desk)
