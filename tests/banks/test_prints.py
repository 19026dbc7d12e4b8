"""A bank on paper: all kinds stand on it, the same draw gives the same pages, and only the key tells the key."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from lxml import html
from werkzeug.datastructures import MultiDict

from quizapp.banks import service as banks
from quizapp.core.formats.parcel import BankFields, Entry, Parcel
from quizapp.core.kinds import parse_question
from tests.banks.test_exports import QUESTIONS, bank_id, row_ids
from tests.conftest import BEGIN

__all__ = ["bank_id"]

PAGES = "/banks/range/print/pages"


def pages(browser, query=""):
    response = browser.get(f"{PAGES}?{query}")
    assert response.status_code == 200
    return html.fromstring(response.text)


def all_of(element, path):
    """Find elements by `tag`, or by `.class`; `a > b` are children."""
    steps = []
    for place, step in enumerate(path.split(" > ")):
        tag, _, name = step.partition(".")
        condition = f"[contains(concat(' ', @class, ' '), ' {name} ')]" if name else ""
        steps.append(f"{'/' if place else './/'}{tag or '*'}{condition}")
    return element.xpath("".join(steps))


def words(elements):
    return [" ".join(element.text_content().split()) for element in elements]


def test_all_questions_stand_on_paper_once(bank_id, sign_in_as) -> None:
    page = pages(sign_in_as("ada"), "part=paper")
    assert words(all_of(page, ".printed__question > .printed__number")) == [
        str(number) for number in range(1, len(QUESTIONS) + 2)
    ]
    assert len(all_of(page, "h1")) == 1
    assert words(all_of(page, "h2")) == ["Questions"]
    # Three gaps, one of which has options.
    assert [len(all_of(page, ".printed__gap")), len(all_of(page, ".printed__choices"))] == [3, 1]
    assert all_of(page, "img")[0].get("src").startswith("/banks/range/media/")
    text = page.text_content()
    assert "He was a teacher." not in text
    assert "It rises over Catania." not in text


def test_parts_stand_in_their_order_with_a_key_for_each_variant(bank_id, sign_in_as) -> None:
    page = pages(sign_in_as("ada"), "part=key&part=paper&part=sheet&variants=2")
    assert words(all_of(page, "h2")) == [
        "Variant A – Questions",
        "Variant A – Answer sheet",
        "Variant B – Questions",
        "Variant B – Answer sheet",
        "Variant A – Key",
        "Variant B – Key",
    ]


def test_the_key_fits_its_variant(bank_id, sign_in_as) -> None:
    page = pages(sign_in_as("ada"), "part=paper&part=key&variants=4&seed=june&mixed=1")
    sections = all_of(page, ".printed__part")
    tried = 0
    for paper, key in zip(sections[:4], sections[4:], strict=True):
        for question, row in zip(all_of(paper, ".printed__question"), all_of(key, ".printed__keyrow"), strict=True):
            if "Which peak is the highest?" in question.text_content():
                [letter] = words(all_of(row, "b"))
                assert f"{letter} Everest" in words(all_of(question, ".printed__options > li"))
                tried += 1
    assert tried == 4


def test_the_same_draw_gives_the_same_pages(bank_id, sign_in_as) -> None:
    query = "part=paper&variants=3&mixed=1&count=7&seed="
    first, again, other = (sign_in_as("ada").get(f"{PAGES}?{query}{seed}").text for seed in ("a", "a", "b"))
    assert first == again
    assert first != other
    assert len(all_of(html.fromstring(first), ".printed__question")) == 21


def test_backs_of_cards_lie_behind_their_fronts(bank_id, sign_in_as) -> None:
    page = pages(sign_in_as("ada"), "part=cards")
    sheets = all_of(page, ".printed__cards")
    assert len(sheets) == 2 * -(-(len(QUESTIONS) + 1) // 8)
    numbers = [[" ".join(card.text_content().split())[:2].strip() for card in sheet] for sheet in sheets]
    for fronts, backs in zip(numbers[::2], numbers[1::2], strict=True):
        # A printer that turns the page over its long edge swaps the columns.
        assert [backs[at ^ 1] for at in range(8)] == fronts
    assert "Everest" in sheets[1].text_content()
    assert not all_of(sheets[0], ".printed__cardkey")


def test_chosen_questions_and_tags(runtime, bank_id, sign_in_as) -> None:
    ada = sign_in_as("ada")
    ids = row_ids(runtime, bank_id, "alps", "why")
    assert "2 questions, on paper" in ada.post("/banks/range/print", {"question": ids}).text
    page = html.fromstring(ada.post(PAGES, {"questions": ",".join(ids), "part": "paper"}).text)
    assert len(all_of(page, ".printed__question")) == 2
    assert len(all_of(pages(ada, "part=paper&tag=mountains/fire"), ".printed__question")) == 1
    assert "mountains/fire (1)" in ada.get("/banks/range/print").text
    assert ada.get(f"{PAGES}?tag=nowhere").status_code == 409


@pytest.mark.parametrize("query", ["size=7", "size=x&columns=9&variants=0&count=-3", "variants=99&way=self&paper=a0"])
def test_nonsense_is_as_if_it_had_not_been_said(bank_id, sign_in_as, query) -> None:
    page = pages(sign_in_as("ada"), f"part=paper&{query}")
    assert len(all_of(page, ".printed__part")) in (1, 8)
    assert "printed--pt" in all_of(page, "main")[0].get("class")


def test_options_are_lettered_and_typed_ones_get_a_line(bank_id, sign_in_as) -> None:
    ada = sign_in_as("ada")
    page = pages(ada, "part=paper&tag=&way=recall")
    singles = [q for q in all_of(page, ".printed__question") if "Who fell?" in q.text_content()]
    assert all_of(singles[0], ".printed__rule")
    assert not all_of(singles[0], ".printed__options")
    assert "In 1924 two climbers were lost." in words(singles)[0]
    assert "2 points" in words(singles)[0]


def test_the_whole_page_asks_nobody_else(bank_id, sign_in_as) -> None:
    page = pages(sign_in_as("ada"), "part=paper&part=sheet&part=key&part=cards")
    addresses = [element.get(name) for name in ("src", "href") for element in page.xpath(f"//*[@{name}]")]
    assert [address for address in addresses if not address.startswith(("/", "#"))] == []


def test_a_card_shows_what_stands_above_its_question(bank_id, sign_in_as) -> None:
    fronts = all_of(pages(sign_in_as("ada"), "part=cards"), ".printed__cards")[::2]
    assert "In 1924 two climbers were lost." in " ".join(words(fronts))


def test_markup_is_shown_on_cards_and_keys(runtime, bank_id, sign_in_as) -> None:
    raws = (
        {
            "id": "signs",
            "kind": "match",
            "stem": "Which?",
            "pairs": [{"left": f"*l{n}*", "right": f"r{n}"} for n in "ab"],
        },
        {"id": "rows", "kind": "order", "stem": "In what order?", "items": ["*first*", "*second*"]},
        {"id": "essay", "kind": "open", "stem": "Why?", "key": "*Because.*"},
    )
    parcel = Parcel("bank", BankFields(title="Marked"), tuple(Entry(parse_question(raw), raw["id"]) for raw in raws))
    with runtime.database.transaction() as session:
        banks.load_bank(session, parcel, None, slug="marked", file_hash=None, now=BEGIN)
    page = html.fromstring(sign_in_as("ada").get("/banks/marked/print/pages?part=cards&part=key").text)
    fronts = all_of(page, ".printed__cards")[0]
    assert sorted(words(all_of(fronts, "em"))) == ["first", "la", "lb", "second"]
    assert words(all_of(page, "b > em")) == ["Because."]


@pytest.mark.parametrize(("page", "other"), [("/banks/range/print", "export"), ("/banks/range/export", "print")])
def test_thousands_of_chosen_questions_go_along_in_no_address(runtime, bank_id, sign_in_as, page, other) -> None:
    ids = [*row_ids(runtime, bank_id, "alps"), *map(str, range(10_000, 19_000))]
    form = html.fromstring(sign_in_as("ada").post(page, {"questions": ",".join(ids)}).text)
    assert max(len(address) for _, _, address, _ in form.iterlinks()) < 500
    [button] = form.xpath(f"//form[@method='post']//button[@formaction='/banks/range/{other}']")
    sent = dict(button.getparent().getparent().form_values())
    assert sent["questions"] == ",".join(ids)


def test_a_tag_above_those_of_questions_stays_chosen(bank_id, sign_in_as) -> None:
    page = html.fromstring(sign_in_as("ada").get("/banks/range/print?tag=mountains").text)
    assert words(page.xpath("//select[@name='tag']/option[@selected]")) == ["mountains (1)"]


def test_options_of_a_gap_show_their_markup(runtime, cast, sign_in_as) -> None:
    raw = {
        "id": "gap",
        "kind": "cloze",
        "stem": "It is [[1]].",
        "gaps": [{"key": "*wet*", "distractors": ["dry & hot"]}],
    }
    parcel = Parcel("bank", BankFields(title="Gaps"), (Entry(parse_question(raw), "gap"),))
    with runtime.database.transaction() as session:
        banks.load_bank(session, parcel, None, slug="gaps", file_hash=None, now=BEGIN)
    page = html.fromstring(sign_in_as("ada").get("/banks/gaps/print/pages?part=paper").text)
    assert words(all_of(page, ".printed__choices")) in (["(wet / dry & hot)"], ["(dry & hot / wet)"])
    assert words(all_of(page, ".printed__choices > em")) == ["wet"]


WISHED = {
    "part": ["key", "cards"], "count": "2", "variants": "3", "mixed": "1", "seed": "Friday", "way": "recall",
    "size": "14", "columns": "2", "paper": "letter",
}  # fmt: skip


def chosen(page) -> dict[str, list[str]]:
    """Give what the form of choices has chosen, by name."""
    [form] = page.xpath("//form[.//input[@name='seed']]")
    found: dict[str, list[str]] = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    return found


def test_choosing_anew_begins_from_what_was_chosen(runtime, bank_id, sign_in_as) -> None:
    ada = sign_in_as("ada")
    address = f"{PAGES}?{urlencode(WISHED | {'tag': 'mountains'}, doseq=True)}"
    page = html.fromstring(ada.get(address).text)
    [again] = [a.get("href") for a in all_of(page, "a") if "Choose anew" in a.text_content()]
    found = chosen(html.fromstring(ada.get(again).text))
    assert {name: found[name] for name in WISHED} == {
        name: [value] if isinstance(value, str) else value for name, value in WISHED.items()
    }
    assert found["tag"] == ["mountains"]
    ids = row_ids(runtime, bank_id, "alps", "why")
    page = html.fromstring(ada.post(PAGES, WISHED | {"questions": ",".join(ids)}).text)
    [form] = [form for form in page.xpath("//form") if "Choose anew" in form.text_content()]
    sent = MultiDict(form.form_values()).to_dict(flat=False)
    found = chosen(html.fromstring(ada.post(form.get("action"), sent).text))
    assert (found["questions"], found["seed"], found["part"]) == ([",".join(ids)], ["Friday"], ["key", "cards"])


@pytest.mark.parametrize("place", ["/banks/range/print", PAGES])
def test_what_is_not_used_is_told(bank_id, sign_in_as, place) -> None:
    ada = sign_in_as("ada")
    told = html.fromstring(ada.get(f"{place}?variants=-3&size=abc&columns=2&part=paper&part=moon&count=05").text)
    assert words(all_of(told, ".notice--warn")) == [
        "Not used, since there is no such choice: variants “-3”, size of letters “abc”, what “moon”"
    ]
    sound = html.fromstring(ada.get(f"{place}?variants=2&size=12&columns=1&part=paper&count=&paper=a4").text)
    assert not all_of(sound, ".notice--warn")


def test_the_answer_sheet_has_lines_for_what_is_written_at_length(sign_in_as, bank_id):
    page = pages(sign_in_as("ada"), "part=sheet&part=cards&way=recall")
    rows = [len(all_of(row, ".printed__lines > .printed__rule")) for row in all_of(page, ".printed__answer")]
    assert 6 in rows
    assert set(rows) == {0, 6}
    assert " · " not in page.text_content()


def test_cards_with_much_text_have_smaller_letters_and_cut_ones_are_named(runtime, bank_id, sign_in_as):
    keys = ["Short.", "It rained all day. " * 36, "It rained all day. " * 120, "It snowed all day. " * 120]
    raws = [{"id": f"q{n}", "kind": "open", "stem": "Why?", "key": key.strip()} for n, key in enumerate(keys)]
    parcel = Parcel("bank", BankFields(title="Long"), tuple(Entry(parse_question(raw), raw["id"]) for raw in raws))
    with runtime.database.transaction() as session:
        banks.load_bank(session, parcel, None, slug="long", file_hash=None, now=BEGIN)
    ada = sign_in_as("ada")
    page = html.fromstring(ada.get("/banks/long/print/pages?part=cards&size=12").text)
    backs = [card.get("class") for card in all_of(page, ".printed__cards--back > .printed__card")]
    assert ["smaller" in card for card in backs[:4]] == [True, False, True, True]
    assert [("cut" in card, "pt7" in card) for card in backs[2:4]] == [(True, True)] * 2
    assert words(all_of(page, ".printbar > .notice--warn")) == ["Cards 3 and 4 do not hold all their text."]
    assert not all_of(pages(ada, "part=cards"), ".printbar > .notice--warn")
