"""S11: how passwords are hashed and which are refused."""

from __future__ import annotations

import threading
import unicodedata

import argon2
import pytest

from quizapp.people import passwords
from quizapp.plumbing.db_errors import Busy


def test_parameters_of_the_hash():
    hashed = passwords.hash_password("violin harbour seven")
    found = argon2.extract_parameters(hashed)
    assert found.type is argon2.Type.ID
    assert (found.memory_cost, found.time_cost, found.parallelism, found.salt_len) == (19_456, 2, 1, 16)
    assert len(hashed) <= 200
    assert passwords.hash_password("violin harbour seven") != hashed


def test_all_128_characters_count():
    long = "ab" * 63 + "cd"
    assert len(long) == 128
    assert passwords.problem(long[:-2] + "xy") is None
    hashed = passwords.hash_password(long)
    assert passwords.verify(hashed, long)
    assert not passwords.verify(hashed, long[:-1] + "e")
    assert not passwords.verify(hashed, long + "e")


def test_composed_and_decomposed_are_one_password():
    composed = unicodedata.normalize("NFC", "Žürich-grüßt-öfter")
    assert passwords.verify(passwords.hash_password(composed), unicodedata.normalize("NFD", composed))


def test_spaces_at_the_ends_count():
    assert not passwords.verify(passwords.hash_password(" violin harbour "), "violin harbour")


@pytest.mark.parametrize(
    "password",
    ["password", "PASSWORD", "12345678", "1234567890", "iloveyou", "qwertyuiop", "poiuytrewq", "trustno1", "aaaaaaaa",
     "abcabcabc", "12341234", "abcdefgh", "baseball1!", "Sunshine2024", "ｐａｓｓｗｏｒｄ"],
)  # fmt: skip
def test_common_ones_are_refused(password):
    assert passwords.problem(password) == passwords.COMMON


@pytest.mark.parametrize("password", ["violin harbour seven", "correct-horse-bat", "mþrž ßœ¿ 八个字", "Tr0ub4dor&3x"])
def test_others_are_not(password):
    assert passwords.problem(password) is None


def test_the_list_holds_three_thousand_that_could_be_used():
    listed = [line for line in passwords._COMMON.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(listed) == len(set(listed)) == 3_000
    assert all(len(word) >= passwords.MIN_LENGTH and word == word.casefold() for word in listed)


@pytest.mark.parametrize(
    "password", ["nora lindqvist", "NoraLindqvist", "Nora Lindqvist99", "noralindqvistnoralindqvist"]
)
def test_own_name_is_refused(password):
    assert "your own name" in passwords.problem(password, ["Nora Lindqvist", ""])


def test_nobody_has_the_dummys_password():
    assert not passwords.verify(None, "nobody has this password")


def test_a_damaged_hash_opens_nothing():
    assert not passwords.verify("not a hash", "violin harbour seven")


def test_weak_parameters_ask_for_a_new_hash():
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash("violin harbour seven")
    assert passwords.needs_rehash(weak)
    assert not passwords.needs_rehash(passwords.hash_password("violin harbour seven"))


def test_few_hash_at_once_few_wait_and_the_rest_is_told():
    queue = passwords.HashQueue(at_once=2, waiting=3)
    running, most, release = [], [], threading.Event()

    def hash_one():
        with queue.place():
            running.append(1)
            most.append(len(running))
            release.wait(5)
            running.pop()

    threads = [threading.Thread(target=hash_one) for _ in range(5)]
    for thread in threads:
        thread.start()
    while len(running) < 2 or queue._places._value:
        pass
    with pytest.raises(Busy), queue.place():
        pass
    release.set()
    for thread in threads:
        thread.join()
    assert max(most) == 2
    with queue.place():
        pass
