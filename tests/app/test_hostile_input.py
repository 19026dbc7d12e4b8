"""S3, S5, S37, S38: whatever is sent to study's pages gets a plain page or a 4xx with words; no key leaks."""

# ruff: noqa: F811 -- fixtures of the study room are imported by name
from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from sqlalchemy import delete, select

from quizapp.banks.models import QuestionReport, QuestionRow
from quizapp.core.formats.native_write import write_yaml
from quizapp.core.formats.parcel import BankFields
from quizapp.core.kinds import KINDS, parse_question
from quizapp.study.models import CardState, ReviewEvent
from tests.browserlike import Browser
from tests.study import bank_files
from tests.study.conftest import bank_id, bank_size, desk_of, runtime, sam, seat_of, ten_id  # noqa: F401
from tests.study.databases import BOTH
from tests.study.desk import Desk, Page, Seat

NONE = "00000000-0000-7000-8000-000000000000"
EXTRA = {
    "learner_id": "1", "owner_id": "1", "score": "1", "points": "99", "role": "teacher", "is_admin": "1",
    "study_day": "1", "answered_at": "1", "counts": "0", "bank_id": "7", "question_id": "3", "revision": "9",
    "rating": "4", "kind": "live", "is_helped": "0",
}  # fmt: skip
ODD = {
    "nothing": "", "NUL": "a\0b", "huge": "x" * 200_000, "number": "9" * 5_000, "negative": "-1", "float": "1e999",
    "list": "[" * 10_000, "markup": "<script>alert(1)</script>", "bidi": "\u202eabc\u2066",
    "combining": "e" + "\u0301" * 5_000,
    "surrogate": "%ED%A0%80", "bytes": "%ff%fe%00", "newline": "a\r\nSet-Cookie: x=1",
}  # fmt: skip
FIELDS = (
    *("asked", "client_id", "response", "rating", "gave_up", "taken_ms", "help"),
    *("action", "way", "next", "reason", "note"),
)


def encoded(**fields: str) -> bytes:
    """Encode a form; a value that begins with % goes as it is, so that it need not be text at all."""
    return "&".join(f"{n}={v if v.startswith('%') else urlencode({'': v})[1:]}" for n, v in fields.items()).encode()


def doors(desk: Desk) -> list[str]:
    """List all addresses of study that take a form."""
    one = desk.question_id("b1")
    return [
        "/study/asks", "/study/reviews", f"/study/reviews/{NONE}/reversals", f"/study/reviews/{NONE}/corrections",
        f"/study/cards/{one}/acts", f"/study/questions/{one}/reports", "/study/bridges/ways", "/study/bridges/lifts",
    ]  # fmt: skip


def post_raw(seat: Seat, path: str, body: bytes, token: str):
    body += (b"&" if body else b"") + encoded(csrf_token=token)
    return seat.browser._send("POST", path, data=body, content_type="application/x-www-form-urlencoded")


class TestForms:
    def test_odd_values_in_every_field(self, seat_of, sam):
        seat = seat_of("sam")
        seat.open()
        hidden, token = seat.form.hidden, seat.form.hidden["csrf_token"]
        for path in doors(sam):
            for name in ("all", *ODD):
                fields = {"asked": hidden["asked"], "action": "bury", "reason": "typo", "rating": "3", "way": "recall"}
                if name != "all":
                    fields = dict.fromkeys(FIELDS, ODD[name] if len(ODD[name]) < 20_000 else ODD[name][:20_000])
                response = post_raw(seat, path, encoded(**fields), token)
                assert response.status_code < 500, (path, name)
                assert response.status_code != 200 or "<h1" in response.text or "aria-level" in response.text
        sam.check()

    @BOTH
    @pytest.mark.parametrize("name", ["nothing", "NUL", "huge", "number", "markup", "bytes"])
    def test_odd_answers_to_every_kind(self, seat_of, sam, ten_id, name):
        seat = seat_of("sam", "ten")
        desk = Desk(sam.database, sam.viewer, sam.clock, ten_id)
        for kind in KINDS:
            seat.open(desk.question_id(kind.kind.replace("_", "-")))
            controls = [name for name in seat.form.controls if name not in ("help", "gave_up", "rating")]
            fields = {n: v for n, v in seat.form.hidden.items() if n != "csrf_token"} | dict.fromkeys(
                controls, ODD[name]
            )
            response = post_raw(seat, "/study/reviews", encoded(**fields), seat.form.hidden["csrf_token"])
            assert response.status_code < 500, kind
            if response.status_code == 303:
                page = seat.browser.get(response.headers["Location"])
                assert page.status_code == 200, kind
                assert "<script>alert" not in page.text
        desk.check()

    def test_no_token(self, seat_of, sam):
        seat = seat_of("sam")
        for path in doors(sam):
            response = seat.browser.post(path, {"rating": "3", "action": "suspend"}, token="")
            assert response.status_code == 400, path
            assert "Reload the page" in response.text
        assert sam.events() == []

    def test_nothing_at_all(self, seat_of, sam):
        seat = seat_of("sam")
        statuses = {path: seat.browser.post(path, {}).status_code for path in doors(sam)[:6]}
        assert set(statuses.values()) <= {400, 404, 409, 422}, statuses
        assert sam.events() == []

    def test_a_hundred_thousand_fields(self, seat_of, sam):
        seat = seat_of("sam")
        seat.open()
        token = seat.form.hidden["csrf_token"]
        body = "&".join(f"f{number:x}=" for number in range(60_000)).encode()
        assert post_raw(seat, "/study/reviews", body, token).status_code == 409
        assert post_raw(seat, "/study/reviews", body + b"&x" * 300_000, token).status_code == 413
        parts = b"".join(b'--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n' for _ in range(5_000))
        options = {"data": parts + b"--x--", "content_type": "multipart/form-data; boundary=x"}
        response = seat.browser._send("POST", "/study/reviews", **options)
        assert response.status_code == 413
        assert sam.events() == []

    @pytest.mark.parametrize(
        "content_type", ["application/json", "text/plain", "application/xml", "multipart/form-data"]
    )
    def test_other_media_types(self, seat_of, sam, content_type):
        seat = seat_of("sam")
        for path in doors(sam):
            response = seat.browser._send("POST", path, data=b'{"a":' * 5_000, content_type=content_type)
            assert 400 <= response.status_code < 500, path


@BOTH
class TestAddresses:
    @pytest.mark.parametrize("number", ["0", "987654", str(2**31), str(2**63), "9" * 300])
    def test_numbers_of_no_row(self, seat_of, sam, number):
        seat = seat_of("sam")
        acts = seat.browser.post(f"/study/cards/{number}/acts", {"action": "suspend"})
        reports = seat.browser.get(f"/study/questions/{number}/reports")
        assert (acts.status_code, reports.status_code) == (404, 404)
        assert seat.browser.get(f"/study/bridges?question={number}").status_code == 200
        assert seat.browser.get("/study/bridges?question=x&question=-1").status_code == 200

    @pytest.mark.parametrize(
        "slug", ["%00", "a%00b", "%ff", "%ED%A0%80", "..%2f..", "'%20OR%201=1--", "x" * 5_000, "%F0%9F%8C%89"]
    )
    def test_slugs_of_no_bank(self, seat_of, bank_id, slug):
        seat = seat_of("sam")
        for path in (f"/banks/{slug}", f"/banks/{slug}/reading", f"/study/{slug}"):
            response = seat.browser.get(path)
            assert response.status_code == 404, path
            assert "<h1" in response.text
        for path in (f"/study/{slug}/lifts", f"/study/{slug}/ways"):
            assert seat.browser.post(path).status_code == 404, path

    def test_ids_of_no_answer(self, seat_of, bank_id):
        seat = seat_of("sam")
        for client_id in (NONE, "x", "%00", "9" * 50):
            assert seat.browser.get(f"/study/reviews/{client_id}").status_code == 404
            assert seat.browser.post(f"/study/reviews/{client_id}/reversals").status_code == 404

    def test_wrong_methods(self, seat_of, sam):
        seat = seat_of("sam")
        for path in doors(sam):
            if not path.endswith("reports"):
                assert seat.browser.get(path).status_code in (404, 405), path


class TestMassAssignment:
    def test_extra_fields_of_an_answer_change_nothing(self, seat_of, sam):
        seat = seat_of("sam")
        seat.open()
        seat.answer(knows=False, **EXTRA)
        (event,) = sam.events()
        assert (event.learner_id, event.rating, event.kind, event.counts) == (sam.viewer.id, 1, "review", True)
        assert (event.bank_id, event.study_day, event.question_revision) == (sam.bank_id, sam.day.today, 1)
        assert (seat.browser.who(), event.answered_at) == ("Sam", sam.day.now)

    def test_nor_of_acts_and_reports(self, seat_of, sam):
        seat = seat_of("sam")
        one = sam.question_id("b1")
        seat.browser.post(f"/study/cards/{one}/acts", EXTRA | {"action": "suspend"})
        seat.browser.post(f"/study/questions/{one}/reports", EXTRA | {"reason": "typo"})
        with sam.database.reading() as session:
            for table in (ReviewEvent, CardState, QuestionReport):
                (row,) = session.scalars(select(table))
                assert (row.learner_id, row.question_id) == (sam.viewer.id, one)


class TestNoKeyLeaks:
    """Two banks that differ in their keys alone look the same until an answer was sent."""

    def pages(self, app, runtime, raw: dict[str, object]) -> list[tuple[str, int, set[str]]]:
        """Put a question alone into a bank, and give what a passer-by gets to see of it."""
        with runtime.database.transaction() as session:
            session.execute(delete(QuestionRow))
            body = write_yaml(BankFields(title="Trees"), [parse_question(raw | {"id": "q"})])
            bank_files.load(session, body, slug="trees")
        replies = [Browser(app).get(path) for path in ("/study/trees", "/banks/trees")]
        return [(_without_token(reply.text), len(reply.text), set(reply.headers.keys())) for reply in replies]

    @pytest.mark.parametrize(
        "kind",
        [
            {"kind": "choice", "stem": "Which one of these is it?"},
            {"kind": "text", "stem": "Which is it?"},
            {"kind": "multiple", "stem": "Which are it?"},
        ],
        ids=lambda kind: kind["kind"],
    )
    def test_rendered_asks_of_two_keys_differ_nowhere(self, app, runtime, kind):
        words = ["Alder", "Beech", "Cedar", "Drift"]
        shown = []
        for key in words:
            others = [word for word in words if word != key]
            keys = [key] if kind["kind"] == "multiple" else key
            shown.append(self.pages(app, runtime, kind | {"key": keys, "distractors": others}))
        # The same row's number makes the same seed, so even the order and the seal must be the same.
        assert all(word in shown[0][0][0] for word in words)
        assert shown[1:] == shown[:1] * 3

    def test_what_is_typed_is_not_on_the_page(self, seat_of, sam, ten_id):
        seat = seat_of("sam", "ten")
        desk = Desk(sam.database, sam.viewer, sam.clock, ten_id)
        desk.prefer(fixed_way="recall")
        keys = {"choice": "Beethoven", "text": "Copenhagen", "number": "4806", "date": "1969", "open": "chlorophyll"}
        for slug, key in keys.items():
            page = seat.open(desk.question_id(slug))
            assert key.lower() not in page.html.lower(), slug
            hinted = Page(seat.send({"help": "hint"}, to="/study/asks").text)
            assert key.lower() not in hinted.html.lower(), slug

    def test_prefetched_card_holds_no_key(self, seat_of, sam):
        sam.prefer(fixed_way="recall")
        seat = seat_of("sam")
        seat.open()
        reply = seat.send(seat.fill(), headers={"X-Part": "1"}).text
        ahead = reply.split("<template data-next>")[1]
        assert "bridge 2" in ahead
        assert str(bank_files.opened(2).year) not in ahead


def _without_token(html: str) -> str:
    return re.sub(r'(name="(?:csrf_token|client_id)" value=)"[^"]+"', r"\1", html)
