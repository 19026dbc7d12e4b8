"""After a game: whoever does not study the bank is asked, and a guest who signs in claims what they played."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from quizapp.banks.models import Bank, QuestionRow
from quizapp.core.game import End, Next, Void
from quizapp.live import service
from quizapp.live.models import Player
from quizapp.plumbing.clock import epoch_ms
from quizapp.study import service as study
from quizapp.study.models import Enrolment, ReviewEvent


@pytest.fixture(autouse=True)
def public(runtime, bank_id):
    with runtime.database.transaction() as session:
        session.execute(update(Bank).values(visibility="public"))


@pytest.fixture
def over(match, cast):
    """Play the game to its end: bob is a guest who missed two of four, sam has an account."""
    match.join("bob")
    match.join("sam", cast.sam.id)
    for right in (True, False, True, False):
        match.round(bob=right, sam=not right)
    match.move(Next())
    match.move(Next())
    assert match.standing.game.phase == "closed"
    return match


@pytest.fixture
def address(over):
    return f"/play/{over.standing.link_token}/keep"


def seated(match, browser, name: str):
    """Give a browser the secret of a player."""
    browser.client.set_cookie(f"play-{match.game_id}", match.tokens[name], path="/play")
    return browser


def events(database, learner_id):
    with database.reading() as session:
        rows = session.query(ReviewEvent).filter(ReviewEvent.learner_id == learner_id).order_by(ReviewEvent.id)
        return [(row.kind, row.rating) for row in rows]


ALL = [("live", 3), ("live", 1), ("live", 3), ("live", 1)]


def test_a_learner_who_says_yes_is_enrolled_and_handed_over(runtime, over, address, cast, sign_in_as):
    browser = seated(over, sign_in_as("sam"), "sam")
    page = browser.get(address)
    assert page.status_code == 200
    assert "2 of 4 to review" in page.text
    assert "Keep the 2 I missed" in page.text
    assert "What you keep goes into Sam’s study." in page.text
    assert "Kept" not in page.text
    assert f'href="{address.removesuffix("/keep")}">No, thanks' in page.text
    assert events(runtime.database, cast.sam.id) == []
    for _ in range(2):
        assert browser.post(address).status_code == 303
        assert events(runtime.database, cast.sam.id) == [(kind, 4 - rating) for kind, rating in ALL]
    assert "You study this bank already" in browser.get(address).text
    with runtime.database.reading() as session:
        assert study.check_learner(session, cast.sam.id) == []


def test_a_guest_who_signed_in_since_claims_the_player(runtime, over, address, cast, sign_in_as):
    browser = seated(over, sign_in_as("tess"), "bob")
    over.hand_over()
    assert browser.post(address).status_code == 303
    assert events(runtime.database, cast.tess.id) == ALL
    assert over.player("bob").user_id == cast.tess.id


def test_a_passer_by_who_says_yes_becomes_a_guest_of_this_browser(runtime, over, address, mallory):
    browser = seated(over, mallory, "bob")
    assert "in this browser alone" in browser.get(address).text
    assert browser.post(address).status_code == 303
    learner_id = over.player("bob").user_id
    assert learner_id is not None
    assert events(runtime.database, learner_id) == ALL


def test_a_passer_by_whose_reply_was_lost_keeps_the_game_once(runtime, over, address, mallory):
    browser = seated(over, mallory, "bob")
    browser.get(address)
    before = browser.cookie()
    assert browser.post(address).status_code == 303
    again = seated(over, browser.with_cookie(before), "bob")
    assert again.post(address).status_code == 303
    assert again.who() == "guest"
    assert "what you gave in the game is part of it" in again.get(address).text
    assert events(runtime.database, over.player("bob").user_id) == ALL
    stranger = seated(over, browser.with_cookie(None), "bob")
    assert stranger.post(address).status_code == 403, "the player's secret alone opens nobody's study"


def test_a_claimed_round_that_is_voided_is_taken_back(runtime, over, address, cast, sign_in_as):
    seated(over, sign_in_as("tess"), "bob").post(address)
    with runtime.database.transaction() as session:
        session.execute(update(Enrolment).values(live_responses="on"))
    over.move(Void(1))
    over.hand_over()
    assert events(runtime.database, cast.tess.id)[-1] == ("undo", 0)


def test_what_guests_played_can_be_claimed_for_thirty_days(runtime, over, address, cast, clock, sign_in_as):
    browser = seated(over, sign_in_as("tess"), "bob")
    clock.move(days=29)
    assert browser.get(address).status_code == 200
    clock.move(days=2)
    late = seated(over, sign_in_as("tess"), "bob")
    assert late.get(address).status_code == 404
    assert late.post(address).status_code == 404
    assert events(runtime.database, cast.tess.id) == []


def test_a_learner_who_began_to_study_later_is_offered_the_game_too(runtime, over, address, cast, bank_id, sign_in_as):
    over.hand_over()
    with runtime.database.transaction() as session:
        study.enrol(session, cast.sam.id, bank_id)
    browser = seated(over, sign_in_as("sam"), "sam")
    page = browser.get(address).text
    assert "Take in what you gave in this game?" in page
    assert "Keep the 2 I missed" in page
    assert browser.post(address).status_code == 303
    assert [kind for kind, _ in events(runtime.database, cast.sam.id)] == ["live"] * 4
    assert "You study this bank already" in browser.get(address).text


def test_who_began_later_and_wants_misses_alone_is_offered_those(runtime, over, address, cast, bank_id, sign_in_as):
    over.hand_over()
    with runtime.database.transaction() as session:
        study.enrol(session, cast.sam.id, bank_id)
        study.set_live_responses(session, cast.sam.id, bank_id, "misses")
    browser = seated(over, sign_in_as("sam"), "sam")
    assert "Take in what you missed in this game?" in browser.get(address).text
    assert "What you knew" not in browser.post(address, follow_redirects=True).text
    assert events(runtime.database, cast.sam.id) == [("live", 1)] * 2
    assert "of this game only what you missed enters there" in browser.get(address).text


def test_who_wants_nothing_of_games_is_told_so_and_asked_nothing(runtime, over, address, cast, bank_id, sign_in_as):
    with runtime.database.transaction() as session:
        study.enrol(session, cast.sam.id, bank_id)
        study.set_live_responses(session, cast.sam.id, bank_id, "off")
    browser = seated(over, sign_in_as("sam"), "sam")
    page = browser.get(address).text
    assert "Nothing of this game enters your study of this bank" in page
    assert "/study/bridges" in page or "/banks/bridges" in page
    assert f'action="{address}"' not in page
    assert browser.post(address).status_code == 409
    assert events(runtime.database, cast.sam.id) == []


def test_what_was_kept_before_nothing_was_wanted_of_games_is_said_to_be_there(
    runtime, over, address, cast, bank_id, sign_in_as
):
    browser, summary = seated(over, sign_in_as("sam"), "sam"), address.replace("/keep", "/summary")
    browser.post(address)
    with runtime.database.transaction() as session:
        study.set_live_responses(session, cast.sam.id, bank_id, "off")
    for page in (address, summary):
        assert "What you kept of this game stays in your study of this bank" in browser.get(page).text
    for no in range(1, 5):
        over.move(Void(no, is_voided=True))
    over.hand_over()
    assert "What you kept of this game stays" not in browser.get(summary).text


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("on", "what you gave counts there too"),
        ("misses", "of what you gave, what you missed comes back there"),
        ("off", "Nothing of this game enters your study of this bank"),
    ],
)
def test_who_studies_the_bank_already_is_not_asked(runtime, match, cast, bank_id, sign_in_as, wish, said):
    with runtime.database.transaction() as session:
        study.enrol(session, cast.sam.id, bank_id)
        study.set_live_responses(session, cast.sam.id, bank_id, wish)
    match.join("sam", cast.sam.id)
    link, browser = f"/play/{match.standing.link_token}", seated(match, sign_in_as("sam"), "sam")
    for right in (True, False, True, False):
        match.round(sam=right)
    match.move(Next())
    stored = {"on": ALL, "misses": [("live", 1)] * 2, "off": []}[wish]
    for is_handed_over in (False, True):
        if is_handed_over:
            match.hand_over()
        summary, page = browser.get(f"{link}/summary").text, browser.get(f"{link}/keep").text
        assert said in summary
        assert f"{link}/keep" not in summary
        assert f'action="{link}/keep"' not in page, "what is not told yet is told without being asked for"
    assert events(runtime.database, cast.sam.id) == stored


def test_who_missed_nothing_reads_of_no_misses(runtime, match, cast, bank_id, sign_in_as):
    with runtime.database.transaction() as session:
        study.enrol(session, cast.sam.id, bank_id)
        study.set_live_responses(session, cast.sam.id, bank_id, "misses")
    match.join("sam", cast.sam.id)
    for _ in range(4):
        match.round(sam=True)
    match.move(Next())
    summary = seated(match, sign_in_as("sam"), "sam").get(f"/play/{match.standing.link_token}/summary").text
    assert "Every answer right." in summary
    assert "Of this game only what you missed enters your study of this bank." in summary
    kept = sign_in_as("sam").get(f"/play/{match.standing.link_token}/keep").text
    assert "of this game only what you missed enters there, and you missed nothing of what you answered" in kept
    assert "left out" not in kept


def test_who_signs_in_during_a_game_and_studies_the_bank_is_handed_over(runtime, match, cast, bank_id, sign_in_as):
    match.join("bob")
    for right in (True, False):
        match.round(bob=right)
    match.hand_over()
    with runtime.database.transaction() as session:
        study.enrol(session, cast.tess.id, bank_id)
    link, browser = f"/play/{match.standing.link_token}", seated(match, sign_in_as("tess"), "bob")
    assert browser.post(f"{link}/seat").status_code == 303
    assert events(runtime.database, cast.tess.id) == ALL[:2]
    for right in (True, False):
        match.round(bob=right)
    match.move(Next())
    match.hand_over()
    assert events(runtime.database, cast.tess.id) == ALL
    assert f"{link}/keep" not in browser.get(f"{link}/summary").text


@pytest.mark.parametrize("who", ["tess", "mallory"])
def test_without_the_players_secret_nothing_is_offered(over, address, sign_in_as, who):
    browser = sign_in_as(who)
    assert browser.get(address).status_code == 403
    assert browser.post(address).status_code == 403


def test_another_accounts_player_is_not_to_be_claimed(runtime, over, address, cast, sign_in_as):
    browser = seated(over, sign_in_as("tess"), "sam")
    assert browser.post(address).status_code == 403
    assert over.player("sam").user_id == cast.sam.id


def test_nobody_claims_a_second_player_of_a_game(runtime, over, address, cast, sign_in_as):
    browser = seated(over, sign_in_as("sam"), "bob")
    assert browser.post(address).status_code == 303, "what they keep is their own"
    assert (over.player("bob").user_id, over.player("sam").user_id) == (None, cast.sam.id)
    assert events(runtime.database, cast.sam.id) == [("live", 1), ("live", 3), ("live", 1), ("live", 3)]


@pytest.mark.parametrize("is_removed", [True, False])
def test_a_seat_that_was_taken_out_or_gave_nothing_keeps_nobody_from_claiming(
    runtime, match, cast, sign_in_as, is_removed
):
    match.join("sam", cast.sam.id)
    link = played_in_part(match, (True, False, True, False))
    if is_removed:
        match.give("sam", right=True, round_no=4)
        with runtime.database.transaction() as session:
            service.remove_player(session, match.host, match.game_id, match.players["sam"].id, match.clock())
    assert seated(match, sign_in_as("sam"), "bob").post(f"{link}/keep").status_code == 303
    assert events(runtime.database, cast.sam.id) == ALL
    sams = cast.sam.id if is_removed else None
    assert (match.player("bob").user_id, match.player("sam").user_id) == (cast.sam.id, sams)


def test_a_game_that_runs_offers_nothing(match, cast, sign_in_as):
    match.join("sam", cast.sam.id)
    match.round(sam=True)
    browser = seated(match, sign_in_as("sam"), "sam")
    assert browser.get(f"/play/{match.standing.link_token}/keep").status_code == 404


def test_a_private_bank_is_not_opened_by_a_game(runtime, over, address, cast, sign_in_as):
    with runtime.database.transaction() as session:
        session.execute(update(Bank).values(visibility="private"))
    browser = seated(over, sign_in_as("sam"), "sam")
    assert "This bank is not open to you, or was closed" in browser.get(address).text
    assert browser.post(address).status_code == 404
    assert events(runtime.database, cast.sam.id) == []


def test_a_learner_chooses_what_of_games_counts(runtime, cast, bank_id, sign_in_as):
    browser = sign_in_as("sam")
    with runtime.database.transaction() as session:
        study.enrol(session, cast.sam.id, bank_id)
    assert "From games in class" in browser.get("/banks/bridges").text
    assert browser.post("/study/bridges/live-responses", {"live_responses": "misses"}).status_code == 303
    with runtime.database.reading() as session:
        assert session.get(Enrolment, (cast.sam.id, bank_id)).live_responses == "misses"
    assert '<option value="misses" selected>' in browser.get("/banks/bridges").text


def test_the_event_is_of_the_moment_of_the_game(runtime, over, address, cast, clock, sign_in_as):
    clock.move(days=3)
    browser = seated(over, sign_in_as("sam"), "sam")
    browser.post(address)
    with runtime.database.reading() as session:
        moments = [row.answered_at for row in session.query(ReviewEvent).filter_by(learner_id=cast.sam.id)]
        players = session.query(Player).count()
    assert players == 2
    assert max(moments) < epoch_ms(clock()) - 2 * 86_400_000


def played_in_part(match, answers):
    """Play the game to its end; bob answers only where it is said whether rightly."""
    match.join("bob")
    for right in answers:
        match.round(**({} if right is None else {"bob": right}))
    match.move(Next())
    match.move(Next())
    return f"/play/{match.standing.link_token}"


@pytest.mark.parametrize("who", ["tess", "mallory"])
def test_only_what_will_be_stored_is_counted(runtime, match, sign_in_as, who):
    link = played_in_part(match, (False, None, None, True))
    browser = seated(match, sign_in_as(who), "bob")
    page = browser.get(f"{link}/keep").text
    assert "3 of 4 to review" in page
    assert "Keep the one I missed" in page
    assert "did not answer stay out of it" in page
    told = browser.post(f"{link}/keep", follow_redirects=True).text
    assert "The one that you missed comes back in your study. What you knew" in told
    assert events(runtime.database, match.player("bob").user_id) == [("live", 1), ("live", 3)]
    assert "in your study already" in browser.post(f"{link}/keep", follow_redirects=True).text


@pytest.mark.parametrize("who", ["tess", "mallory"])
def test_nothing_is_offered_where_nothing_would_be_stored(runtime, match, sign_in_as, who):
    link = played_in_part(match, (None,) * 4)
    browser = seated(match, sign_in_as(who), "bob")
    page, summary = browser.get(f"{link}/keep").text, browser.get(f"{link}/summary").text
    # Under an account the guest's seat is not one's own before it is claimed.
    for words in (page, summary) if who == "mallory" else (page,):
        assert "4 of 4 to review" in words
        assert "nothing of it can enter your study" in words
    assert f'action="{link}/keep"' not in page
    assert f"{link}/keep" not in summary
    assert browser.post(f"{link}/keep").status_code == 409


def test_what_was_erased_since_is_not_counted(runtime, match, sign_in_as, clock):
    link = played_in_part(match, (False, False, True, True))
    with runtime.database.transaction() as session:
        session.execute(update(QuestionRow).where(QuestionRow.slug == "b1").values(deleted_at=clock()))
    browser = seated(match, sign_in_as("tess"), "bob")
    assert "Keep the one I missed" in browser.get(f"{link}/keep").text
    browser.post(f"{link}/keep")
    assert [rating for _, rating in events(runtime.database, match.player("bob").user_id)] == [1, 3, 3]


@pytest.mark.parametrize("other", ["", "bob"])
def test_on_another_device_an_account_has_its_own_result_and_keeps_it(runtime, over, address, cast, sign_in_as, other):
    sam = sign_in_as("sam")
    if other:
        seated(over, sam, other)
    page = sam.get(address.removesuffix("/keep")).text
    assert "This game is over. You played it as sam, on another device" in page
    assert "data-player=" not in page, "nothing of it is live here"
    assert "2 of 4 to review" in page
    assert f'href="{address}">Keep these questions in my study' in page
    assert "2 of 4 to review" in sam.get(address).text
    assert sam.post(address).status_code == 303
    assert events(runtime.database, cast.sam.id) == [("live", 1), ("live", 3), ("live", 1), ("live", 3)]
    sam.post("/sign-outs")
    assert "sam" not in sam.get(address.removesuffix("/keep")).text
    tess = sign_in_as("tess")
    assert "You played it" not in tess.get(address.removesuffix("/keep")).text
    assert tess.get(address).status_code == 403


def test_who_played_without_an_account_did_so_once_the_game_is_over(match, sign_in_as):
    match.join("bob")
    match.round(bob=True)
    tess, address = seated(match, sign_in_as("tess"), "bob"), f"/play/{match.standing.link_token}"
    assert "“bob” plays without an account" in tess.get(address).text
    match.move(End())
    match.move(End())
    page = tess.get(address).text
    assert "“bob” played without an account. Is that you?" in page
    assert "Go on as bob" not in page
    tess.post(f"{address}/seat")
    assert "data-player=" in tess.get(address).text
