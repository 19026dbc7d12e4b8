"""What goes over the wire: to this site alone, without complaints, and little of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from tests.browser import keyboard, learner
from tests.browser.served import Site
from tests.browser.witness import Witness

PAGES = (
    "/",
    "/banks/everest",
    "/banks/north-korea-russia",
    "/banks/north-korea-russia/reading",
    "/study/north-korea-russia",
    "/progress",
    "/settings",
    "/sign-in",
    "/sign-up",
)
FIRST_LOAD_LIMIT_BYTES = 50_000
FIRST_LOAD_LIMIT_REQUESTS = 6
REPLY_LIMIT_BYTES = 4_000
LATER_LOAD_LIMIT_BYTES = 8_000


@dataclass
class Wire:
    """The bytes of each answer as they came, headers and all."""

    addresses: dict[str, str] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)

    def watch(self, session: CDPSession) -> None:
        """Count from now on."""
        session.on("Network.requestWillBeSent", self._on_request)
        session.on("Network.loadingFinished", self._on_end)
        session.send("Network.enable")

    def forget(self) -> None:
        """Start again from nothing."""
        self.addresses.clear()
        self.bytes.clear()

    def total(self) -> int:
        """Give the bytes of all answers."""
        return sum(self.bytes.values())

    def lines(self) -> list[str]:
        """Tell each address with its bytes."""
        return [f"{self.bytes.get(key, 0):>7} {address}" for key, address in self.addresses.items()]

    def _on_request(self, event: dict[str, Any]) -> None:
        self.addresses[event["requestId"]] = urlsplit(event["request"]["url"]).path

    def _on_end(self, event: dict[str, Any]) -> None:
        self.bytes[event["requestId"]] = int(event["encodedDataLength"])


def watched(context: BrowserContext) -> tuple[Page, Wire]:
    """Open a page whose bytes are counted."""
    page, wire = context.new_page(), Wire()
    wire.watch(context.new_cdp_session(page))
    return page, wire


def test_every_page_asks_this_site_alone(context: BrowserContext, site: Site, witness: Witness) -> None:
    page = context.new_page()
    for path in PAGES:
        answer = page.goto(path, wait_until="networkidle")
        assert answer is not None
        assert answer.ok, path
    keyboard_answer_and_go_on(page)
    assert {urlsplit(request.url).netloc for request in witness.requests} == {urlsplit(site.base).netloc}
    assert not [request.url for request in witness.requests if request.failure]


def test_no_page_names_another_host(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    for path in PAGES:
        page.goto(path)
        named = page.evaluate(
            """() => [...document.querySelectorAll("[src], [href], [action], [formaction], [srcset], [poster], [data]")]
                .flatMap((element) => ["src", "href", "action", "formaction", "srcset", "poster", "data"]
                    .filter((name) => element.hasAttribute(name))
                    .map((name) => new URL(element.getAttribute(name), location).origin))"""
        )
        assert set(named) == {site.base}, path


def test_styles_and_scripts_name_no_other_host(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    texts: dict[str, str] = {}
    page.on("response", lambda answer: texts.update({answer.url: answer.text()}) if "/static/" in answer.url else None)
    page.goto("/study/everest", wait_until="networkidle")
    assert len(texts) >= 4
    for address, text in texts.items():
        assert "http://" not in text.replace("http://www.w3.org/2000/svg", ""), address
        assert "https://" not in text, address


def test_the_first_load_of_the_study_page_is_small(context: BrowserContext) -> None:
    page, wire = watched(context)
    page.goto("/study/north-korea-russia", wait_until="networkidle")
    print(f"\nfirst load: {wire.total()} bytes in {len(wire.addresses)} requests", *wire.lines(), sep="\n")
    assert wire.total() <= FIRST_LOAD_LIMIT_BYTES
    assert len(wire.addresses) <= FIRST_LOAD_LIMIT_REQUESTS
    wire.forget()
    page.goto("/study/north-korea-russia", wait_until="networkidle")
    print(f"later load: {wire.total()} bytes", *wire.lines(), sep="\n")
    assert wire.total() <= LATER_LOAD_LIMIT_BYTES


def test_the_reply_to_an_answer_is_small_and_comes_alone(context: BrowserContext) -> None:
    page, wire = watched(context)
    page.goto("/study/north-korea-russia", wait_until="networkidle")
    sizes = []
    for _ in range(10):
        learner.await_question(page)
        wire.forget()
        page.locator("[name=gave_up]").click()
        learner.await_feedback(page)
        page.keyboard.press("Space")
        expect(page.locator("footer.feedback")).to_be_hidden()
        assert list(wire.addresses.values()) == ["/study/reviews"], "the next card needs a request of its own"
        sizes.append(wire.total())
    print(f"\nreplies: {sorted(sizes)} bytes")
    assert max(sizes) <= REPLY_LIMIT_BYTES


def test_the_next_card_stands_within_a_tenth_of_a_second(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/study/north-korea-russia", wait_until="networkidle")
    page.evaluate(
        """() => {
            window.waits = [];
            document.addEventListener("keydown", () => {
                const begun = performance.now();
                requestAnimationFrame(() => setTimeout(() => window.waits.push(performance.now() - begun)));
            }, true);
        }"""
    )
    for _ in range(5):
        learner.await_question(page)
        page.locator("[name=gave_up]").click()
        learner.await_feedback(page)
        page.keyboard.press("Space")
        expect(page.locator("footer.feedback")).to_be_hidden()
    waits = sorted(page.evaluate("window.waits"))
    print(f"\nfrom key to next card: {[round(wait) for wait in waits]} ms")
    assert waits[len(waits) // 2] < 100


def test_static_files_are_kept_for_ever(context: BrowserContext) -> None:
    page = context.new_page()
    kept: dict[str, str] = {}
    page.on(
        "response",
        lambda answer: (
            kept.update({answer.url: answer.headers.get("cache-control", "")}) if "/static/" in answer.url else None
        ),
    )
    page.goto("/study/everest", wait_until="networkidle")
    assert kept
    assert set(kept.values()) == {"public, max-age=31536000, immutable"}


def test_a_page_that_breaks_the_policy_would_be_seen(
    new_context: Callable[..., BrowserContext], witness: Witness
) -> None:
    page = new_context().new_page()
    page.goto("/")
    blocked = page.evaluate(
        """() => new Promise((resolve) => {
            document.addEventListener("securitypolicyviolation", (event) => resolve(event.violatedDirective));
            document.body.append(Object.assign(document.createElement("img"), { src: "http://127.0.0.2/x.png" }));
        })"""
    )
    assert blocked == "img-src"
    assert witness.complaints, "the witness sleeps"
    witness.complaints.clear()


def keyboard_answer_and_go_on(page: Page) -> None:
    """Answer one question of the test bank by keys."""
    page.goto("/study/everest", wait_until="networkidle")
    keyboard.answer(page)
    learner.await_feedback(page)
    page.keyboard.press("Space")
    learner.await_question(page)
