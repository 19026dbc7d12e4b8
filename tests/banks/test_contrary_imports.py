"""A file whose questions ask what the bank or an earlier question of it asks, with another answer."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from quizapp.banks.service import find_doubles
from quizapp.banks.service.importing.alike import alike_of
from quizapp.banks.verdicts import CONTRARY, NEW, SAME
from quizapp.cli.importing import command as import_command
from quizapp.core.formats.csv_table import CSV
from tests.banks.imports import HEADING, RIVERS, Counter
from tests.banks.test_import_pages import ada, bring, runner, send, settled, ticked

__all__ = ["ada", "runner"]

LAKES = HEADING + "Größter See der Schweiz?,Genfersee,Zürichsee,Thunersee\nTiefster See?,Baikalsee,Tahoe,Genfersee\n"
SWAPPED = LAKES.replace("Genfersee,Zürichsee", "Zürichsee,Genfersee")
QUIZLET = "enzyme\ta protein that speeds reactions\nlipid\ta fat\n"


@pytest.mark.parametrize(
    ("name", "before", "after", "codes"),
    [
        ("lakes.csv", LAKES, SWAPPED, CONTRARY + SAME),
        ("cards.txt", QUIZLET, QUIZLET.replace("speeds", "greatly speeds"), CONTRARY + SAME),
        ("cards.txt", "Katze\tcat\nHund\tdog\n", "Katze\ttomcat\nHund\tdog\n", CONTRARY + SAME),
    ],
)
def test_a_corrected_key_without_ids_is_not_brought_beside_the_wrong_one(
    database, people, tmp_path, name, before, after, codes
):
    counter = Counter(database, tmp_path / "home")
    counter.import_all(people.ada, (name, before))
    choice = counter.choice(people.ada, counter.bring(people.ada, (name, after), bank="rivers"))
    assert choice.verdicts.codes == codes
    assert choice.numbers() == []


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (HEADING + "Hund,dog,cat,cow\nKatze,cat,dog,cow\nHund,hound,cat,cow\n", NEW + NEW + CONTRARY),
        ("question,answer\nHund,dog\nKatze,cat\nHund,hound\n", NEW + NEW + CONTRARY),
        ("".join(f"Spell the word\tword {n}\n" for n in range(5)), NEW * 5),
    ],
)
def test_within_one_file(database, people, tmp_path, content, codes):
    counter = Counter(database, tmp_path / "home")
    assert counter.choice(people.ada, counter.bring(people.ada, ("pairs.txt", content))).verdicts.codes == codes


MEANINGS = ["the side of a river", "a house for money", "a long seat", "a store of blood"]


@pytest.mark.parametrize("count", [2, 4])
def test_a_term_of_a_list_of_pairs_has_several_meanings(database, people, tmp_path, monkeypatch, count):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "command"))
    content = "".join(f"bank\t{meaning}\n" for meaning in MEANINGS[:count]) + "lake\ta body of water\n"
    counter = Counter(database, tmp_path / "home")
    choice = counter.choice(people.ada, counter.bring(people.ada, ("pairs.txt", content)))
    assert (choice.verdicts.codes, len(choice.numbers())) == (NEW * (count + 1), count + 1)
    assert choice.verdicts.partners.get(1) == ({"number": 0, "score": 99} if count == 2 else None)
    path = tmp_path / "pairs.txt"
    path.write_text(content)
    told = command(path, "--dry-run")
    assert (told["imported"], told["skipped"], len(told["near"])) == (count + 1, [], int(count == 2))
    assert command(path)["imported"] == count + 1
    path.write_text("bank\ta heap of snow\nlake\ta body of water\n")
    assert command(path)["imported"] == (0 if count == 2 else 1)


def command(path, *arguments):
    result = CliRunner().invoke(import_command, [str(path), "--json", *arguments])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_a_file_of_ours_brings_all_that_its_bank_asks(database, people, tmp_path):
    counter = Counter(database, tmp_path / "home")
    asked = "".join(f"- {{id: q{key}, kind: text, stem: Hund, key: {key}}}\n" for key in ("dog", "hound"))
    own = f"bank: {{slug: words, title: Words}}\nquestions:\n{asked}"
    assert counter.choice(people.ada, counter.bring(people.ada, ("words.yaml", own))).verdicts.codes == NEW * 2


def test_the_preview_tells_the_other_answer_and_a_tick_brings_it(ada, runtime):
    first = bring(ada, ("lakes.csv", LAKES))
    settled(ada, first)
    send(ada, first, "insertions", shown=["0", "1"], tick=["0", "1"], title="Lakes")
    settled(ada, first)
    address = bring(ada, ("lakes.csv", SWAPPED), bank="lakes", client_id="again")
    page = settled(ada, address)
    assert ticked(page) == []
    assert "asks the same, with another answer" in page
    assert "The other answer: “Genfersee”" in page
    send(ada, address, "insertions", shown=["0", "1"], tick=["0"], bank="lakes")
    settled(ada, address)
    doubles = ada.get("/banks/lakes/duplicates").text
    label = re.search(r'<h2 class="versions__label">([^<]+)', doubles)
    assert label[1] == "Asks the same, with another answer"


def test_contrary_ones_stand_first_among_duplicates(database, people, tmp_path):
    counter = Counter(database, tmp_path / "home")
    counter.import_all(people.ada, ("rivers.csv", RIVERS.replace("Vienna", "Paris")))
    with database.reading() as session:
        doubles = find_doubles(session, people.ada, "rivers")
    # The first import leaves it out unless it is ticked.
    assert doubles.found == 0
    import_id = counter.bring(
        people.ada,
        (
            "paris.csv",
            HEADING + "Which river flows through Paris?,Marne,Seine,Elbe\n"
            "Which river flows through Paris today?,Seine,Rhine,Volga\n",
        ),
        bank="rivers",
    )
    counter.turn(people.ada, import_id, [0, 1], [0, 1])
    counter.carry_out(people.ada, import_id, "rivers")
    with database.reading() as session:
        doubles = find_doubles(session, people.ada, "rivers")
    assert [pair.is_contrary for pair in doubles.pairs] == [True, False]


def test_a_look_of_the_command_line_names_them():
    entries = CSV.read((LAKES + SWAPPED.partition("\n")[2]).encode()).entries
    assert [(each.entry.where, each.likeness) for each in alike_of(entries, {0, 1, 2}, {})] == [(entries[2].where, 99)]
