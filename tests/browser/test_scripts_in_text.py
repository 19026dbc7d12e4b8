"""Nothing that people write is ever run: every text of a bank and of a person, on every page that shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import learner
from tests.browser.payloads import PAYLOADS
from tests.browser.served import Site

PER_QUESTION = 10
#: What the pages themselves are made of; anything else came out of a text.
ALLOWED = """
    a abbr article b blockquote body br button caption circle cite code dd details dialog div dl dt em
    fieldset footer form g h1 h2 h3 head header html i img input kbd label legend li line link main mark
    meta nav ol option p path pre progress rect script section select small span strong style sub
    summary sup svg table tbody td template text textarea th thead time title tr ul
"""
#: What Markdown takes for its own, so that it is not shown letter by letter.
MARKED_UP = re.compile(r"[\[\]&`\\_*]|^<javascript")
_FOUND = """(allowed) => {
    const odd = [];
    const names = allowed.trim().split(/\\s+/);
    for (const element of document.querySelectorAll("*")) {
        const name = element.localName;
        if (!names.includes(name)) odd.push(`<${name}>`);
        for (const { name: attribute, value } of element.attributes) {
            if (attribute.startsWith("on") || ["style", "srcdoc"].includes(attribute)) odd.push(`${name} ${attribute}`);
            const leads = ["href", "src", "action", "formaction"].includes(attribute);
            if (leads && /^\\s*(javascript|data|vbscript):/i.test(value)) odd.push(`${name} ${attribute}=${value}`);
        }
        if (name === "style" || (name === "script" && !element.src.startsWith(location.origin + "/static/")))
            odd.push(element.outerHTML.slice(0, 80));
        if (element.hasAttribute("src") && name !== "script") odd.push(element.outerHTML.slice(0, 80));
        const action = element.getAttribute(name === "form" ? "action" : "formaction");
        if (action && !action.startsWith("/")) odd.push(element.outerHTML.slice(0, 80));
    }
    return odd;
}"""


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def hostile_bank() -> dict[str, Any]:
    """Make a bank that carries the payloads in each of its texts."""
    questions: list[dict[str, Any]] = []
    for start in range(0, len(PAYLOADS), PER_QUESTION):
        some = [*PAYLOADS[start : start + PER_QUESTION], *PAYLOADS[:PER_QUESTION]][:PER_QUESTION]
        questions += _questions(start, some)
    return {
        "bank": {
            "slug": "hostile",
            "title": " ".join(one_line(p) for p in PAYLOADS[:4]),
            "description": "\n".join(PAYLOADS),
            "licence": one_line(PAYLOADS[1]),
            "document": "reading.md",
        },
        "questions": questions,
    }


def _questions(start: int, some: list[str]) -> list[dict[str, Any]]:
    first, *others = some
    texts = {
        "stem": f"Stem {start}: " + "\n\n".join(some),
        "context": "\n\n".join(some),
        "explanation": "\n\n".join(some),
        "hints": [*some],
        "about": "actor",
        "tags": [one_line(text)[:60] for text in some],
    }
    options = [{"text": one_line(f"{n} {text}"), "explanation": text} for n, text in enumerate(others)]
    key = one_line(f"key {first}")
    title = one_line(f"{start} {first}")
    return [
        {"id": f"choice-{start}", "kind": "choice", "key": key, "distractors": options, "title": title, **texts},
        {"id": f"multiple-{start}", "kind": "multiple", "key": [key], "distractors": options, **texts},
        {"id": f"open-{start}", "kind": "open", "key": "\n".join(some), "rubric": "\n".join(some), **texts},
        {
            "id": f"match-{start}",
            "kind": "match",
            "pairs": [
                {"left": f"left {n} {one_line(t)}", "right": f"right {n} {one_line(t)}"} for n, t in enumerate(some)
            ],
            **texts,
        },
        {"id": f"order-{start}", "kind": "order", "items": [f"{n} {one_line(t)}" for n, t in enumerate(some)], **texts},
        {
            "id": f"cloze-{start}",
            "kind": "cloze",
            "gaps": [{"key": key, "distractors": [one_line(f"{n} {t}") for n, t in enumerate(others)]}],
            **texts,
            "stem": f"Gap {start} [[1]] " + "\n\n".join(some),
        },
        {"id": f"date-{start}", "kind": "date", "key": f"{1900 + start}-05-06", "title": title, **texts},
    ]


@pytest.fixture(scope="package")
def hostile(site: Site, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Load the bank and its document."""
    folder = tmp_path_factory.mktemp("banks") / "hostile"
    folder.mkdir()
    (folder / "bank.json").write_text(json.dumps(hostile_bank(), ensure_ascii=False), "utf-8")
    paragraphs = [f"# Title {PAYLOADS[0]}", *PAYLOADS, *(f"> {one_line(p)}" for p in PAYLOADS[:20])]
    (folder / "reading.md").write_text("\n\n".join(paragraphs), "utf-8")
    site.load(Path(folder).parent)
    return "hostile"


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Give a page that tells of each breach of its policy, and where it was sent to."""
    context.add_init_script(
        """document.addEventListener("securitypolicyviolation", (event) =>
            console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));"""
    )
    made = context.new_page()
    yield made
    assert made.url.startswith("http://127.0.0.1:"), made.url


def inert(page: Page) -> None:
    """Look that the page holds nothing but what its templates are made of."""
    odd = page.evaluate(_FOUND, ALLOWED)
    assert not odd, odd
    assert page.evaluate("document.querySelectorAll('#sitting-status').length") <= 1


def starts() -> range:
    return range(0, len(PAYLOADS), PER_QUESTION)


def test_there_are_enough_payloads() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60


def test_library_bank_and_document(page: Page, hostile: str) -> None:
    for path in ("/", f"/banks/{hostile}", f"/banks/{hostile}/reading"):
        page.goto(path)
        inert(page)
        for summary in page.locator("main summary").all():
            summary.click()
        inert(page)
    page.goto(f"/banks/{hostile}")
    lede = one_line(page.locator(".lede").text_content() or "")
    assert lede == one_line("\n".join(PAYLOADS))
    expect(page.locator("h1")).to_have_text(" ".join(one_line(p) for p in PAYLOADS[:4]))
    assert PAYLOADS[0] in " ".join(page.locator(".names").all_text_contents())
    page.goto(f"/banks/{hostile}/reading")
    expect(page.locator("h1")).to_have_text(f"Title {PAYLOADS[0]}")
    for payload in ("</script><script>alert(1)</script>", "{{7*7}}", "<%= 7*7 %>", "${7*7}", PAYLOADS[-1]):
        expect(page.locator(".paper")).to_contain_text(payload)


@pytest.mark.parametrize("kind", ["choice", "multiple", "open", "match", "order", "cloze", "date"])
def test_questions_and_feedback(page: Page, site: Site, hostile: str, kind: str) -> None:
    for start in starts():
        page.goto(f"/study/{hostile}?question={site.question_id(hostile, f'{kind}-{start}')}")
        learner.await_question(page)
        inert(page)
        first = PAYLOADS[start]
        if kind != "cloze" and not MARKED_UP.search(first):
            expect(page.locator("#stem")).to_contain_text(one_line(first))
        page.get_by_role("button", name="Show a hint").click()
        expect(page.locator(".hint")).to_have_count(1)
        inert(page)
        _answer(page, kind)
        learner.await_feedback(page)
        inert(page)


def _answer(page: Page, kind: str) -> None:
    if kind == "open":
        page.get_by_label("Your answer").fill(PAYLOADS[0] + PAYLOADS[6])
        page.get_by_role("button", name="Show the answer").click()
        inert(page)
        expect(page.locator(".typed__text").first).to_have_text(PAYLOADS[0] + PAYLOADS[6])
        page.get_by_role("button", name="Knew it").click()
    elif kind in ("match", "order"):
        # The boxes of an order stand for rows that move: they hold a place already.
        for number, select in enumerate(page.locator("select.field:visible").all()):
            select.select_option(index=number + 1)
        page.locator("[data-card] button[type=submit]").click()
    elif kind == "choice":
        page.locator("button.option").first.click()
    else:
        page.locator("[name=gave_up]").click()


def test_a_name_a_note_and_a_typed_answer(page: Page, site: Site, hostile: str) -> None:
    page.goto(f"/study/{hostile}?question={site.question_id(hostile, 'choice-0')}")
    page.locator("button.option").first.click()
    learner.await_feedback(page)
    page.goto(f"/study/questions/{site.question_id(hostile, 'choice-0')}/reports")
    inert(page)
    page.get_by_label("In your words").fill("\n".join(PAYLOADS)[:900])
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_be_visible()
    inert(page)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".notice")).to_contain_text("Thank you.")
    for path in ("/progress", "/progress/questions", f"/progress/cards/{site.question_id(hostile, 'choice-0')}"):
        page.goto(path)
        inert(page)


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=alert(1)>", "{{7*7}}<svg onload=alert(1)>", "\" onfocus=alert(1) '"]
)
def test_the_name_of_a_person(page: Page, name: str) -> None:
    page.goto("/sign-up")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(learner.PASSWORD)
    page.get_by_label("E-mail").evaluate("(field) => { field.type = 'text'; field.form.noValidate = true; }")
    page.get_by_role("button", name="Make the account").click()
    inert(page)
    if page.get_by_role("alert").count():
        expect(page.get_by_label("Name")).to_have_value(name)
        return
    page.goto("/settings")
    inert(page)
    expect(page.locator("main")).to_contain_text(f"Signed in as {name}.")


def test_an_address_that_is_shown_again(page: Page) -> None:
    for payload in PAYLOADS[:40]:
        page.goto("/sign-in?next=" + "/" + re.sub(r"[^!-~]", "", payload).replace("#", "%23").replace("&", "%26"))
        inert(page)
    page.goto("/banks/%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    inert(page)
    page.goto("/progress/questions?order=<script>alert(1)</script>&bank=%22%3E%3Csvg%20onload=alert(1)%3E")
    inert(page)
