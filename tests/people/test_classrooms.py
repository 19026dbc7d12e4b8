"""Classrooms: made by teachers, entered by code or link with or without an account, led by their teacher alone."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from quizapp.core.errors import NotFound
from quizapp.joining import learner_history
from quizapp.live.service import close_doors
from quizapp.people import service
from quizapp.people.attempts import CLASSROOM_CODE
from quizapp.people.models import Classroom, Membership
from quizapp.people.service.classrooms import CODE_LETTERS
from quizapp.people.service.names import tidy_name
from quizapp.people.viewer import PASSER_BY


@pytest.fixture
def ada(sign_in_as):
    return sign_in_as("ada")


@pytest.fixture
def room(ada, runtime, cast):
    """Make ada's classroom through its page."""
    response = ada.post("/classrooms", {"name": "History 8b"})
    assert response.status_code == 303
    return room_of(runtime, cast)


def room_of(runtime, cast):
    with runtime.database.reading() as session:
        (found,) = service.list_classrooms(session, cast.ada)
    return found


def members(runtime, room, cast, who="ada"):
    with runtime.database.reading() as session:
        return service.get_roster(session, cast[who], room.id)[1]


def join(browser, room, name):
    return browser.post(f"/join/{room.link_token}", {"name": name})


def test_a_classroom_is_made_once_for_one_name(ada, room, runtime, cast):
    assert re.fullmatch(f"[{CODE_LETTERS}]{{8}}", room.code)
    again = ada.post("/classrooms", {"name": " history  8B"})
    assert again.headers["Location"].endswith(f"/classrooms/{room.id}")
    assert room_of(runtime, cast) == room
    assert "History 8b" in ada.get("/classrooms").text
    page = ada.get(f"/classrooms/{room.id}").text
    assert f"{room.code[:4]} {room.code[4:]}" in page
    assert room.link_token in page


def test_students_come_in_by_code_with_and_without_an_account(room, runtime, cast, sign_in_as, mallory):
    sam = sign_in_as("sam")
    typed = f" {room.code[:4].lower()}-{room.code[4:]} "
    found = sam.post("/join", {"code": typed})
    assert found.headers["Location"].endswith(f"/join/{room.link_token}")
    assert "History 8b" in sam.get(f"/join/{room.link_token}").text
    for _ in range(2):
        assert join(sam, room, "Sam Hill").status_code == 303
    assert join(mallory, room, "Mal Ory").status_code == 303
    assert [(each.roster_name, each.is_guest) for each in members(runtime, room, cast)] == [
        ("Mal Ory", True), ("Sam Hill", False),
    ]  # fmt: skip
    assert mallory.who() == "guest"
    assert "History 8b" in sam.get("/classrooms").text


def test_two_students_of_one_name_are_told_apart(cast, room, runtime, sign_in_as):
    join(sign_in_as("sam"), room, "Kim")
    answer = join(sign_in_as("tess"), room, "kim ")
    assert answer.status_code == 422
    assert "Somebody in this classroom has that name" in answer.text
    assert len(members(runtime, room, cast)) == 1


def test_a_name_in_letters_that_look_alike_is_no_other_name(cast, room, runtime, sign_in_as):
    join(sign_in_as("sam"), room, "Sam")
    assert (
        "Somebody in this classroom has that name"
        in join(sign_in_as("tess"), room, "S\N{CYRILLIC SMALL LETTER A}m").text
    )
    join(sign_in_as("cora"), room, "Tom")
    for name in ("\N{CYRILLIC CAPITAL LETTER TE}om", "\N{GREEK CAPITAL LETTER TAU}om"):
        assert "Somebody in this classroom has that name" in join(sign_in_as("tess"), room, name).text
    assert join(sign_in_as("tess"), room, "Ana").status_code == 303
    assert join(sign_in_as("eve"), room, "Anna").status_code == 303
    assert len(members(runtime, room, cast)) == 4


def test_a_code_ends_and_is_renewed_without_putting_anybody_out(ada, room, runtime, cast, clock, sign_in_as, mallory):
    join(sign_in_as("sam"), room, "Sam")
    clock.move(days=15)
    assert mallory.get(f"/join/{room.link_token}").status_code == 404
    assert "wrong=" in mallory.post("/join", {"code": room.code}).headers["Location"]
    assert sign_in_as("ada").post(f"/classrooms/{room.id}/codes").status_code == 303
    newer = room_of(runtime, cast)
    assert {newer.code, newer.link_token}.isdisjoint({room.code, room.link_token})
    assert mallory.get(f"/join/{room.link_token}").status_code == 404
    assert mallory.get(f"/join/{newer.link_token}").status_code == 200
    assert len(members(runtime, newer, cast)) == 1


@pytest.mark.parametrize("wrong", ["AAAAAAAA", "12", "", "12 & x", "9" * 5_000, "\0"])
def test_a_wrong_code_is_told_on_a_page_of_its_own(room, mallory, wrong):
    sent = mallory.post("/join", {"code": wrong})
    assert sent.status_code == 303, "back and reload send it not again"
    for _ in range(2):
        page = mallory.get(sent.headers["Location"])
        assert page.status_code == 422
        assert page.text.count('aria-invalid="true"') == 1
        typed = wrong.strip("\0")
        assert ("No classroom has this code now" if typed else "Enter the code that your teacher shows.") in page.text
        assert f'value="{typed[:40].replace("&", "&amp;")}"' in page.text, "it stands there to be mended"
    assert "No classroom" in mallory.get(f"/join?wrong={room.code}").text, "an address tries no codes"


def test_only_wrong_codes_count_against_an_address(room, mallory):
    for _ in range(int(CLASSROOM_CODE.rate.partition("/")[0])):
        assert mallory.post("/join", {"code": "AAAAAAAA"}).status_code == 303
        assert mallory.get(f"/join/{room.link_token}").status_code == 200
    assert mallory.post("/join", {"code": room.code}).status_code == 429
    assert join(mallory, room, "Mal").status_code == 303, "link and QR code go on"


def test_a_teacher_renames_takes_out_and_gives_time(ada, room, runtime, cast, sign_in_as):
    join(sign_in_as("sam"), room, "Sam")
    sam_id = cast.sam.id
    assert ada.post(f"/classrooms/{room.id}/names", {"name": "History 9b"}).status_code == 303
    assert room_of(runtime, cast).name == "History 9b"
    assert ada.post(f"/classrooms/{room.id}/time-factors", {"member": sam_id, "factor": "1.5"}).status_code == 303
    assert members(runtime, room, cast)[0].time_factor == 1.5
    for factor in ("3", "", "x", "nan"):
        refused = ada.post(f"/classrooms/{room.id}/time-factors", {"member": sam_id, "factor": factor})
        assert refused.status_code == 404
    for _ in range(2):
        assert ada.post(f"/classrooms/{room.id}/removals", {"member": sam_id}).status_code == 303
    assert members(runtime, room, cast) == []


#: Names that cover the lines around them.
OVERRUNNING = ("Z" + "\u0337\u0321\u0322" * 6, "Al \ufdfd", "\U0001242b", "a\u2e3b")


def test_a_teacher_mends_the_name_of_a_student(ada, cast, room, runtime, sign_in_as):
    join(sign_in_as("sam"), room, "Sma Hill")
    join(sign_in_as("tess"), room, "Tess")
    page = f"/classrooms/{room.id}"
    assert f"{page}/roster-names" in ada.get(page).text

    def rename(name, member=cast.sam.id):
        return ada.post(f"{page}/roster-names", {"member": member, "name": name})

    for _ in range(2):
        assert rename(" Sam  Hill ").headers["Location"].endswith(page)
        assert "Renamed." in ada.get(page).text
    assert [each.roster_name for each in members(runtime, room, cast)] == ["Sam Hill", "Tess"]
    for name, why in {
        "tess": "Somebody else in this classroom is called tess",
        "T\N{CYRILLIC SMALL LETTER IE}ss": "or so that it looks alike",
        "": "Enter a name with at least one letter",
        "x" * 81: "Use at most 80 characters.",
        **dict.fromkeys(OVERRUNNING, "Write the name in plain letters."),
    }.items():
        refused = rename(name)
        assert refused.status_code == 422
        assert why in refused.text, name
        assert f'name="name" value="{name[:80]}"' in refused.text, "it stays there to be mended"
        assert refused.text.count('aria-invalid="true"') == 1
        line = refused.text.partition("<details open>")[2].partition("</details>")[0]
        assert why in line, "in the line that was folded open"
        assert f'<a class="link" href="{page}">Cancel<' in line
    assert [each.roster_name for each in members(runtime, room, cast)] == ["Sam Hill", "Tess"]
    assert rename("Eve", cast.eve.id).status_code == 404, "she is no student here"
    assert "Sam Hill" not in sign_in_as("sam").get("/settings").text, "the account keeps its own name"


def test_a_teacher_knows_what_a_student_is_called(ada, room, runtime, cast, sign_in_as):
    """A list of words holds some names back from whoever comes in; the teacher writes them in full."""
    sam = sign_in_as("sam")
    assert "your teacher can write it in full" in join(sam, room, "Jan de Cock").text
    join(sam, room, "Jan")
    ada.post(f"/classrooms/{room.id}/roster-names", {"member": cast.sam.id, "name": "Jan de Cock"})
    assert [each.roster_name for each in members(runtime, room, cast)] == ["Jan de Cock"]


@pytest.mark.parametrize("name", [*OVERRUNNING, "\ufdfa" * 5])
def test_no_student_comes_in_under_a_name_that_overruns_the_others(room, runtime, cast, mallory, name):
    assert join(mallory, room, name).status_code == 422
    assert members(runtime, room, cast) == []


def test_signs_that_stand_for_words_are_written_out(room, runtime, cast, mallory):
    join(mallory, room, "\ufdfa")
    assert [len(each.roster_name) for each in members(runtime, room, cast)] == [18]


def test_no_student_comes_in_under_a_rude_name(room, runtime, cast, mallory):
    answer = join(mallory, room, "Fuck You")
    assert answer.status_code == 422
    assert "Choose another name: the whole class may read it." in answer.text
    assert members(runtime, room, cast) == []


ACTS = {
    "see": lambda session, who, room: service.get_roster(session, who, room.id),
    "rename": lambda session, who, room: service.rename_classroom(session, who, room.id, "Mine"),
    "code": lambda session, who, room: service.renew_code(session, who, room.id, room.closes_at),
    "delete": lambda session, who, room: service.delete_classroom(session, who, room.id, close_doors),
    "rename a student": lambda session, who, room: service.rename_member(session, who, room.id, 1, "Kim"),
    "take a student out": lambda session, who, room: service.remove_member(session, who, room.id, 1),
    "give time": lambda session, who, room: service.set_time_factor(session, who, room.id, 1, 2.0),
}


@pytest.mark.parametrize("act", ACTS)
def test_whatever_page_asks_nobody_else_does_a_teachers_acts(act, room, runtime, cast, sign_in_as):
    """The services ask for the right themselves."""
    join(sign_in_as("sam"), room, "Sam")
    with runtime.database.transaction() as session:
        session.execute(update(Classroom).where(Classroom.id == room.id).values(teacher_id=cast.sam.id))
    for who in (cast.sam, cast.eve, cast.gil, PASSER_BY):
        with pytest.raises(NotFound), runtime.database.transaction() as session:
            ACTS[act](session, who, room)
    assert members(runtime, room, cast, "ann")[0].roster_name == "Sam"


def test_a_student_leaves(cast, room, runtime, sign_in_as):
    sam = sign_in_as("sam")
    join(sam, room, "Sam")
    assert sam.post(f"/classrooms/{room.id}/departures").status_code == 303
    assert members(runtime, room, cast) == []


@pytest.mark.parametrize(("who", "status"), [("mallory", 303), ("gil", 403), ("sam", 403), ("eve", 404), ("ann", 200)])
def test_a_classroom_is_its_teachers(room, runtime, sign_in_as, who, status):
    join(sign_in_as("sam"), room, "Sam")
    browser = sign_in_as(who)
    assert browser.get(f"/classrooms/{room.id}").status_code == status
    if who != "ann":
        for act in ("names", "codes", "removals", "time-factors"):
            answer = browser.post(f"/classrooms/{room.id}/{act}", {"name": "X", "member": "2", "factor": "2"})
            assert answer.status_code == status
        with runtime.database.reading() as session:
            assert session.get(Classroom, room.id).name == "History 8b"
            assert session.query(Membership).count() == 1


def test_the_time_factor_is_shown_to_its_student_and_to_no_other(room, runtime, cast, sign_in_as):
    for name in ("sam", "tess"):
        join(sign_in_as(name), room, name.title())
    with runtime.database.transaction() as session:
        service.set_time_factor(session, cast.ada, room.id, cast.sam.id, 2.0)
    assert "2 times the usual time" in sign_in_as("sam").get("/classrooms").text
    assert "the usual time" not in sign_in_as("tess").get("/classrooms").text
    assert "Sam" not in sign_in_as("tess").get("/classrooms").text


def test_a_guest_who_signs_up_stays_in(room, runtime, cast, sign_in_as, clock):
    join(sign_in_as("gil"), room, "Gil")
    with runtime.database.transaction() as session:
        assert service.take_over_guest(session, learner_history(), cast.gil.id, cast.tess.id, clock())
    assert [each.user_id for each in members(runtime, room, cast)] == [cast.tess.id]


def ask(room, gil, next_page="/settings"):
    """Let gil, a guest of the classroom, sit before a browser in which tess signs in; gives where that leads."""
    join(gil, room, "Mia K.")
    return gil.sign_in("tess", "violin harbour seven", next=next_page).headers["Location"]


def test_whose_browser_a_classroom_knows_by_name_is_asked_before_it_is_an_accounts(room, runtime, cast, sign_in_as):
    gil = sign_in_as("gil")
    page = ask(room, gil)
    assert page.endswith("/settings/guest?next=/settings")
    assert "“Mia K.” has learned without an account" in gil.get(page).text
    assert [each.user_id for each in members(runtime, room, cast)] == [cast.gil.id], "nothing is moved unasked"
    assert "Is that you?" in gil.get("/settings").text
    assert gil.post(page).headers["Location"].endswith("/settings")
    assert [each.user_id for each in members(runtime, room, cast)] == [cast.tess.id]
    assert "Is that you?" not in gil.get("/settings").text
    assert gil.post(page).status_code == 303, "sent twice it is done once"
    gil.post("/sign-outs")
    assert gil.who() == "nobody"


@pytest.mark.parametrize("is_gil", [False, True])
def test_who_signs_up_in_the_browser_of_a_classrooms_guest_is_asked_too(room, runtime, cast, sign_in_as, is_gil):
    gil = sign_in_as("gil")
    join(gil, room, "Mia K.")
    new = {"name": "Nora", "password": "teapot meadow nine", "next": "/settings"}
    page = gil.post("/sign-up", new).headers["Location"]
    assert page.endswith("/settings/guest?next=/settings")
    assert gil.who() == "Nora"
    assert "“Mia K.” has learned without an account" in gil.get(page).text
    (member,) = members(runtime, room, cast)
    assert member.user_id == cast.gil.id, "nothing is moved unasked"
    if is_gil:
        gil.post(page)
        (member,) = members(runtime, room, cast)
        assert member.user_id != cast.gil.id
        assert "8b" in gil.get("/classrooms").text
    gil.post("/sign-outs")
    assert gil.who() == ("nobody" if is_gil else "guest")


@pytest.mark.parametrize("has_ended", [False, True])
def test_a_browser_in_which_somebody_else_signs_in_is_its_guests_again_afterwards(
    room, runtime, cast, sign_in_as, has_ended
):
    gil = sign_in_as("gil")
    ask(room, gil)
    assert gil.who() == "Tess"
    if has_ended:
        with runtime.database.transaction() as session:
            service.sign_out_everywhere(session, cast.tess.id)
        gil.get("/settings")
    else:
        gil.post("/sign-outs")
    assert gil.who() == "guest"
    assert "8b" in gil.get("/classrooms").text
    assert [each.user_id for each in members(runtime, room, cast)] == [cast.gil.id]


def test_who_asks_gets_their_classrooms_and_who_goes_is_gone(room, runtime, cast, sign_in_as, clock):
    join(sign_in_as("sam"), room, "Sam Hill")
    with runtime.database.reading() as session:
        sam = service.export_person(session, learner_history(), cast.sam.id, clock())
        ada = service.export_person(session, learner_history(), cast.ada.id, clock())
    assert [each["roster_name"] for each in sam["classrooms"]["classrooms_joined"]] == ["Sam Hill"]
    assert [each["name"] for each in ada["classrooms"]["classrooms_led"]] == ["History 8b"]
    with runtime.database.transaction() as session:
        service.erase_person(session, learner_history(), cast.sam.id)
    assert members(runtime, room, cast) == []


@pytest.mark.parametrize("name", ["", "   ", "\u202e", "x" * 81, "\x00"])
def test_bad_names_are_refused_in_words(ada, room, name, sign_in_as):
    assert ada.post("/classrooms", {"name": name}).status_code == 422
    assert join(sign_in_as("sam"), room, name).status_code == 422


def test_the_way_in_is_an_address_that_phones_can_reach(runtime, cast, sign_in_as):
    ada = sign_in_as("ada")
    ada.post("/classrooms", {"name": "8b"})
    with runtime.database.reading() as session:
        (room,) = service.list_classrooms(session, cast.ada)
    address = f"/classrooms/{room.id}"
    assert "Only this computer can open this address" in ada.get(address).text
    ada.app.config["TRUSTED_HOSTS"] = [*ada.app.config["TRUSTED_HOSTS"], "192.168.1.20"]
    page = ada.get(address).text
    assert "<b>http://192.168.1.20/join</b>" in page
    assert f'value="http://192.168.1.20/join/{room.link_token}"' in page
    assert "Only this computer" not in page


@pytest.mark.parametrize("filler", ["\u3164", "\u115f", "\u1160", "\uffa0"])
def test_a_name_holds_no_letter_that_nobody_sees(filler):
    for name in (filler, f"A{filler}", f"Mia {filler}L."):
        with pytest.raises(service.InvalidField):
            tidy_name(name)
