"""Items are put in order by buttons, by keys alone too; the select boxes carry the places and do without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import learner
from tests.browser.served import Site


@pytest.fixture
def asked(page: Page, site: Site) -> Page:
    """Ask for the order."""
    page.goto(f"/study/{learner.BANK}?question={site.question_id(learner.BANK, 'earliest-first')}")
    expect(page.locator(".order.is-movable")).to_be_visible()
    return page


def items(page: Page) -> list[str]:
    return [words.strip() for words in page.locator(".order__words").all_inner_texts()]


def places(page: Page) -> list[str]:
    return [select.input_value() for select in page.locator(".order select").all()]


def move(page: Page, by: str, item: str) -> Locator:
    return page.get_by_role("button", name=f"Move {by}: {item}")


def test_a_list_stands_in_the_place_of_the_select_boxes(asked: Page) -> None:
    assert sorted(items(asked)) == sorted(learner.ORDER)
    assert places(asked) == ["1", "2", "3", "4"]
    expect(asked.locator(".order select:visible")).to_have_count(0)


def test_keys_move_an_item_and_the_focus_stays_on_its_button(asked: Page) -> None:
    before = items(asked)
    down = move(asked, "down", before[0])
    expect(down).to_be_focused()
    asked.keyboard.press("Enter")
    assert items(asked) == [before[1], before[0], *before[2:]]
    expect(down).to_be_focused()
    expect(asked.locator(".order + [role=status]")).to_have_text(f"{before[0]}: place 2 of 4")
    asked.keyboard.press("Space")
    expect(asked.locator(".order + [role=status]")).to_have_text(f"{before[0]}: place 3 of 4")
    expect(down).to_be_focused()
    assert places(asked) == ["1", "2", "3", "4"]


def test_the_ends_of_the_list_keep_the_focus_and_change_nothing(asked: Page) -> None:
    before = items(asked)
    up = move(asked, "up", before[1])
    up.focus()
    asked.keyboard.press("Enter")
    expect(up).to_be_focused()
    expect(up).to_have_attribute("aria-disabled", "true")
    asked.keyboard.press("Enter")
    assert items(asked) == [before[1], before[0], *before[2:]]


def test_what_stands_is_what_is_sent(asked: Page, site: Site) -> None:
    learner.answer_right(asked, "earliest-first")
    expect(learner.await_feedback(asked)).to_contain_text("Right.")


def test_it_comes_with_a_reply_as_well(page: Page, site: Site) -> None:
    page.goto(f"/study/{learner.BANK}?question={site.question_id(learner.BANK, 'earliest-first')}")
    learner.answer_wrongly(page, "earliest-first")
    learner.await_feedback(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".order.is-movable")).to_be_visible()
    expect(page.locator(".order__move").nth(1)).to_be_focused()


def test_without_a_script_the_select_boxes_do(plain_page: Page, site: Site) -> None:
    plain_page.goto(f"/study/{learner.BANK}?question={site.question_id(learner.BANK, 'earliest-first')}")
    expect(plain_page.locator(".order select:visible")).to_have_count(4)
    expect(plain_page.locator(".order__move")).to_have_count(0)
    learner.answer_right(plain_page, "earliest-first")
    expect(learner.await_feedback(plain_page)).to_contain_text("Right.")
