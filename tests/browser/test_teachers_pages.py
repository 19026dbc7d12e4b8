"""Every page on which a teacher brings, keeps, edits and takes away questions: by axe and by its measures."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import teaching
from tests.browser.inspection import inspect, keep_pictures
from tests.browser.served import Site
from tests.browser.teaching import Teaching

Way = Callable[[Page, Teaching], None]
BANK = "/banks/{bank}"


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as a teacher meets it, and the way that leads there."""

    name: str
    go: Way
    #: Whether it is a state of a page that was seen in all looks already.
    is_variant: bool = False


def at(address: str, status: int = 200, *, unfolded: bool = False) -> Way:
    """Give the way to an address; `{bank}` and `{large}` name banks, other names the numbers of imports."""

    def go(page: Page, school: Teaching) -> None:
        answer = page.goto(address.format(bank=school.bank, large=school.large, **school.imports))
        assert answer is not None
        assert answer.status == status
        if unfolded:
            page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")

    return go


def pressed(address: str, *buttons: str, fill: dict[str, str] | None = None, shows: str = "[role=alert]") -> Way:
    """Give the way to what comes of buttons pressed at an address, with inputs filled in by their labels."""

    def go(page: Page, school: Teaching) -> None:
        at(address)(page, school)
        for label, value in (fill or {}).items():
            page.get_by_label(label, exact=True).fill(value)
        for button in buttons:
            page.get_by_role("main").get_by_role("button", name=button, exact=True).first.click()
        expect(page.locator(shows).first).to_be_visible()

    return go


def _question(path: str = "") -> Way:
    def go(page: Page, school: Teaching) -> None:
        at(f"/banks/{{bank}}/questions/{school.question_id('first-woman')}{path}")(page, school)

    return go


def _tagged(page: Page, school: Teaching) -> None:
    at("/banks/{large}/questions")(page, school)
    page.get_by_label("Tick all on this page").check()
    page.get_by_label("Tags with commas between them").fill("spring")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("spring")


def _copied(page: Page, school: Teaching) -> None:
    at("/banks/{bank}/questions")(page, school)
    page.get_by_role("button", name="Copy this bank").click()
    expect(page.locator(".notice")).to_be_visible()


def _door(page: Page, school: Teaching) -> None:
    at("/banks/{bank}/sharing")(page, school)
    page.goto(page.get_by_role("textbox", name="Its link").input_value())


def _mending(page: Page, school: Teaching) -> None:
    at("/imports/{texts}?show=problem")(page, school)
    page.get_by_role("button", name="Edit").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Edit question")


def _mending_problems(page: Page, school: Teaching) -> None:
    _mending(page, school)
    page.get_by_label("Question", exact=True).fill("")
    page.get_by_role("button", name="Keep").last.click()
    expect(page.get_by_role("alert")).to_be_visible()


PRINTED = "/print/pages?part=paper&part=sheet&part=key&part=cards&columns=2"
SEEN = (
    Seen("imports", at("/imports")),
    Seen("imports-for-bank", at("/imports?bank={bank}"), is_variant=True),
    Seen("imports-errors", pressed("/imports", "Look at the questions"), is_variant=True),
    Seen("import-columns", at("/imports/{columns}", unfolded=True)),
    Seen("import-beside", at("/imports/{beside}", unfolded=True)),
    Seen("import-doubles", at("/imports/{columns}?show=double"), is_variant=True),
    Seen("import-texts", at("/imports/{texts}", unfolded=True)),
    Seen("import-problems", at("/imports/{texts}?show=problem"), is_variant=True),
    Seen("import-packages", at("/imports/{packages}", unfolded=True)),
    Seen("import-sheets", at("/imports/{sheets}", unfolded=True), is_variant=True),
    Seen("import-pairs", at("/imports/{pairs}", unfolded=True), is_variant=True),
    Seen("import-editor", _mending),
    Seen("import-editor-problems", _mending_problems, is_variant=True),
    Seen("import-refused", at("/imports/{refused}")),
    Seen("import-waits", at("/imports/{waiting}")),
    Seen("import-done", at("/imports/{long}")),
    Seen("import-undone", at("/imports/{undone}", unfolded=True)),
    Seen("banks", at("/banks")),
    Seen("banks-found", at("/banks?q=mountain"), is_variant=True),
    Seen("banks-errors", pressed("/banks", "Make it"), is_variant=True),
    Seen("questions", at(f"{BANK}/questions")),
    Seen("questions-paged", at("/banks/{large}/questions?q=row&kind=choice&tag=lists/row3"), is_variant=True),
    Seen("questions-none", at(f"{BANK}/questions?q=zebra&state=any&about=place"), is_variant=True),
    Seen("questions-tagged", _tagged, is_variant=True),
    Seen("questions-read-alone", at("/banks/north-korea-russia/questions"), is_variant=True),
    Seen("bank-copied", _copied, is_variant=True),
    Seen("bank-of-owner", at(BANK), is_variant=True),
    Seen("editor-new", at(f"{BANK}/questions/new")),
    Seen("editor-cloze", at(f"{BANK}/questions/new?kind=cloze", unfolded=True), is_variant=True),
    Seen("editor", _question()),
    Seen("revisions", _question("/revisions")),
    Seen("settings", at(f"{BANK}/settings")),
    Seen("settings-errors", pressed(f"{BANK}/settings", "Keep", fill={"Title": ""}), is_variant=True),
    Seen("sharing", at(f"{BANK}/sharing")),
    Seen("sharing-errors", pressed(f"{BANK}/sharing", "Share", fill={"Sign-in name": "nobody"}), is_variant=True),
    Seen("door", _door),
    Seen("duplicates", at(f"{BANK}/duplicates")),
    Seen("check", at(f"{BANK}/check")),
    Seen("reports", at(f"{BANK}/reports")),
    Seen("inbox", at("/reports"), is_variant=True),
    Seen("export", at(f"{BANK}/export")),
    Seen("export-account", at(f"{BANK}/export?format=aiken", unfolded=True)),
    Seen("print", at(f"{BANK}/print")),
    Seen("print-pages", at(f"{BANK}{PRINTED}")),
)


@pytest.fixture(scope="module")
def school(site: Site) -> Teaching:
    return teaching.set_up(site)


@pytest.fixture(scope="module")
def cookies(chromium: Browser, site: Site, school: Teaching) -> Any:
    """Sign the teacher in once."""
    site.forget_limits()
    context = chromium.new_context(base_url=site.base)
    teaching.sign_in(context.new_page())
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def desk(new_context: Callable[..., BrowserContext], cookies: Any) -> Iterator[Page]:
    return new_context(storage_state=cookies).new_page()


@pytest.mark.parametrize("seen", SEEN, ids=lambda seen: seen.name)
def test_a_page_is_accessible(desk: Page, school: Teaching, seen: Seen) -> None:
    seen.go(desk, school)
    found = inspect(desk, is_variant=seen.is_variant)
    if os.environ.get("TEST_PICTURES") == "1":
        keep_pictures(desk, f"teacher-{seen.name}")
    assert not found, "\n".join(found)


def test_all_tabs_of_a_bank_are_seen_on_a_phone(desk: Page, school: Teaching) -> None:
    at("/banks/{bank}/settings")(desk, school)
    desk.set_viewport_size({"width": 360, "height": 740})
    tabs = desk.get_by_role("navigation", name="This bank").get_by_role("link")
    boxes = [tab.bounding_box() for tab in tabs.all()]
    assert len(boxes) == 11
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in boxes)
