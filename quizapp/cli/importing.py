"""`quizapp import`: question files of all formats, and bank files, into the database."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import click
from click.core import ParameterSource

from quizapp.banks.service import CARD_CHOICES, LoadReport, read_bank_file
from quizapp.banks.service.folders import BANK_NAMES
from quizapp.banks.service.importing.commanding import OTHERWISE
from quizapp.cli.foreign import Brought, bring_in, look_at, report_dry
from quizapp.cli.histories import history_words
from quizapp.cli.loading import (
    bring_cards_up_to_date,
    load_file,
    load_zip,
    look_at_bank,
    place,
    tell_kept,
    tell_not_taken,
    tell_problems,
    tell_skipped,
    tell_unheeded,
    title_of,
    with_unproven,
)
from quizapp.cli.opened import found_database, opened_database
from quizapp.cli.sources import Source, open_source
from quizapp.cli.undoing import has_way_back, undo
from quizapp.core.document import Document, read_document
from quizapp.core.errors import Conflict, FormatError
from quizapp.core.formats.parcel import Parcel, Report
from quizapp.core.formats.registry import FORMATS
from quizapp.core.formats.texts_above import CHOICES
from quizapp.core.formats.wishes import ImportWish
from quizapp.core.slugs import as_slug
from quizapp.people.service import list_accounts_of_address
from quizapp.plumbing.clock import system_clock
from quizapp.plumbing.files import FileStore, MediaStore
from quizapp.settings import Settings

_NAMES = ("auto", *(known.name for known in FORMATS if known.read is not None))
_OWN = {"bank", "bank-json"}
_ZIP = "bank-zip"
_SAID = ParameterSource.COMMANDLINE


@click.command("import")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "format_name", type=click.Choice(_NAMES), default="auto", help="Format of the files.")
@click.option("--encoding", default="", help="Encoding of the files, such as shift_jis.")
@click.option(
    "--bank",
    help="Bank to make or to add to, instead of the file’s own title or name. One that stands keeps its own title, "
    "reading and further words.",
)
@click.option(
    "--owner", metavar="E-MAIL", help="Account whose own bank it is, for that teacher alone at first; else everybody’s."
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Report only, also of what --undo would undo; needs no database, and compares with it where there is one.",
)
@click.option(
    "--cards",
    type=click.Choice([choice.replace("_", "-") for choice in CARD_CHOICES]),
    default=CARD_CHOICES[0].replace("_", "-"),
    help="What becomes of what learners know where another answer is right now: asked again today, kept "
    "as it is, or begun anew.",
)
@click.option(
    "--texts",
    type=click.Choice(CHOICES),
    default=CHOICES[0],
    help="Which texts without an answer stand above the questions that follow them: those that these seem to need, "
    "all, or none.",
)
@click.option(
    "--backwards",
    is_flag=True,
    help="Notes of Anki and Mnemosyne that are asked both ways there: also from the answer to the question.",
)
@click.option(
    "--history",
    is_flag=True,
    help="Also bring along what the owner (--owner) has answered in Anki: it becomes their own learning history.",
)
@click.option(
    "--contrary",
    is_flag=True,
    help="Bring in too what asks the same as another question, with another answer; else it is left out and named.",
)
@click.option("--undo", "undone", type=int, metavar="NUMBER", help="Undo the import of this number.")
@click.option("--json", "is_json", is_flag=True, help="Print one JSON object a file, or one of what was undone.")
def command(
    files: tuple[Path, ...],
    format_name: str,
    encoding: str,
    bank: str | None,
    owner: str | None,
    dry_run: bool,
    cards: str,
    texts: str,
    backwards: bool,
    history: bool,
    contrary: bool,
    undone: int | None,
    is_json: bool,
) -> None:
    """Make a bank of each file, or bring it up to date; learners keep their history."""
    if bool(files) is (undone is not None):
        raise click.UsageError("Name the files to import, or with --undo the number of the import to undo.")
    if undone is not None:
        _check_heeded()
        raise SystemExit(0 if undo(undone, is_dry=dry_run, is_json=is_json) else 1)
    if history and owner is None:
        raise click.UsageError("--history needs --owner: it says whose learning history this becomes.")
    goal = _Goal(bank, None if owner is None else _find_owner(owner), cards.replace("-", "_"))
    reading = _Reading(format_name, encoding, ImportWish(texts, backwards, history, contrary))
    results = [_one(path, reading, goal, dry_run, is_json) for path in files]
    raise SystemExit(0 if all(results) else 1)


def _check_heeded() -> None:
    """Refuse what says nothing of the undo of an import.

    Raises:
        UsageError: such an option was given.
    """
    context = click.get_current_context()
    heeded = {"undone", "dry_run", "is_json"}
    given = [each for each in context.command.params if context.get_parameter_source(each.name or "") is _SAID]
    unheeded = [each.opts[-1] for each in given if each.name not in heeded]
    if unheeded:
        raise click.UsageError(f"--undo takes no {', '.join(unheeded)}. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class _Goal:
    """Where files go: a bank by the name that was said (None = the file's own), and whose (None = everybody's).

    `cards` is one of `CARD_CHOICES`.
    """

    bank: str | None
    owner_id: int | None
    cards: str

    @property
    def slug(self) -> str | None:
        return as_slug(self.bank) if self.bank else None

    @property
    def title(self) -> str:
        return title_of(self.bank) if self.bank else ""


@dataclass(frozen=True, slots=True)
class _Reading:
    """How files are read."""

    format_name: str
    encoding: str
    wish: ImportWish

    def open(self, path: Path) -> Source:
        return open_source(path, self.format_name, self.encoding, self.wish)


def _find_owner(email: str) -> int:
    with found_database(Settings.from_env()) as database:
        if database is None:
            raise _no_owner("There are no accounts here yet: no database of this release. Start quizapp serve once.")
        with database.reading() as session:
            found = list_accounts_of_address(session, email)
    if not found:
        raise _no_owner(f"No account has the address {email}. It is given with quizapp user add NAME --email {email}.")
    if len(found) > 1:
        raise _no_owner(f"{len(found)} accounts have the address {email}, so it does not say whose the bank shall be.")
    if not found[0].is_teacher:
        raise _no_owner(f"{found[0].name} is no teacher, and cannot have banks. quizapp user set-role makes one.")
    return found[0].id or 0


def _no_owner(why: str) -> click.BadParameter:
    return click.BadParameter(f"{why} Nothing was changed.", param_hint="--owner")


def _one(path: Path, reading: _Reading, goal: _Goal, is_dry: bool, is_json: bool) -> bool:
    try:
        path = _in_folder(path)
        source = reading.open(path)
        bring = _own if source.format.name in _OWN else _zipped if source.format.name == _ZIP else _foreign
        parcel, report, told = bring(source, goal, is_dry)
        report = report if bring is _foreign else replace(report, unheeded=reading.wish.options)
    except (FormatError, Conflict) as error:
        _refuse(path, error, is_dry, is_json)
        return False
    if is_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False))
        return _is_read(report)
    if parcel is not None:
        tell_problems(parcel, path, _warn)
    tell_not_taken(report, path, _warn)
    tell_unheeded(report, path, _warn)
    tell_kept(report, path, _warn)
    tell_skipped(report, path, _warn)
    click.echo(told)
    if not report.found:
        click.echo(f"{path}: {_nothing(source)}", err=True)
    return _is_read(report)


def _is_read(report: Report) -> bool:
    """Tell whether a file was read: not where its problems left no question of it."""
    return bool(report.found) or not report.problems


def _warn(line: str) -> None:
    click.echo(line, err=True)


def _in_folder(path: Path) -> Path:
    """Give the bank file of a folder, and any other path as it is."""
    found = (path / name for name in BANK_NAMES) if path.is_dir() else ()
    return next((each for each in found if each.is_file()), path)


def _own(source: Source, goal: _Goal, is_dry: bool) -> tuple[Parcel, Report, str]:
    """Load a bank file with the document beside it."""
    file = read_bank_file(source.path)
    if is_dry:
        parcel, document = file.read()
        report = _looked_at(source, parcel, document, parcel.bank.slug or file.slug, goal)
        return with_unproven(parcel, document), report, _would_sentence(report)
    settings = Settings.from_env()
    media = MediaStore(settings.home / "media")
    with opened_database(settings) as database:
        now = system_clock()
        loaded = load_file(
            database,
            file,
            now,
            goal.slug,
            media,
            opens=True,
            owner_id=goal.owner_id,
            cards=goal.cards,
            title=goal.title,
        )
        bring_cards_up_to_date(database, settings.home)
        where = database.url.render_as_string(hide_password=True)
    report = loaded.public(str(source.path))
    return loaded.parcel, report, _sentence(loaded.report, report, where)


def _zipped(source: Source, goal: _Goal, is_dry: bool) -> tuple[Parcel, Report, str]:
    """Load a zipped bank folder as if it were the folder."""
    parcel, file = source.read(), str(source.path)
    if is_dry:
        document = read_document(parcel.document) if parcel.document else None
        own = parcel.bank.slug or as_slug(parcel.bank.title or source.path.stem)
        report = _looked_at(source, parcel, document, own, goal)
        return with_unproven(parcel, document), report, _would_sentence(report)
    settings = Settings.from_env()
    media = MediaStore(settings.home / "media")
    with opened_database(settings) as database:
        now = system_clock()
        loaded = load_zip(
            database, parcel, source.path.stem, now, goal.slug, media, goal.owner_id, goal.cards, goal.title
        )
        bring_cards_up_to_date(database, settings.home)
        where = database.url.render_as_string(hide_password=True)
    report = loaded.public(file)
    return loaded.parcel, report, _sentence(loaded.report, report, where)


def _looked_at(source: Source, parcel: Parcel, document: Document | None, own_slug: str, goal: _Goal) -> Report:
    """Report what a bank file would change, or into a new bank where there is no database."""
    with found_database(Settings.from_env()) as database:
        if database is None:
            return report_dry(with_unproven(parcel, document), str(source.path), source.wish)
        looked = look_at_bank(database, parcel, document, own_slug, goal.slug, system_clock(), goal.owner_id)
    return looked.public(str(source.path))


def _foreign(source: Source, goal: _Goal, is_dry: bool) -> tuple[Parcel | None, Report, str]:
    """Bring a file of another program in."""
    settings = Settings.from_env()
    media = MediaStore(settings.home / "media")
    if is_dry:
        with found_database(settings) as found:
            if found is not None:
                looked, report = look_at(found, media, source, goal.bank, system_clock(), goal.owner_id)
                return looked, report, _would_sentence(report)
        parcel = source.read()
        report = report_dry(parcel, str(source.path), source.wish)
        return parcel, report, _would_sentence(report)
    files = FileStore(settings.home / "files")
    with opened_database(settings) as database:
        result = bring_in(database, media, source, goal.bank, system_clock(), goal.owner_id, goal.cards, files)
        bring_cards_up_to_date(database, settings.home)
        where = database.url.render_as_string(hide_password=True)
        if (
            isinstance(result, Brought)
            and result.import_id is not None
            and not has_way_back(database, result.import_id)
        ):
            result = replace(result, import_id=None)
    if not isinstance(result, Brought):
        return None, result, f"{result.file}: all {_questions(result.found)} stand unchanged in {where}"
    report = result.public(str(source.path))
    if not result.parcel.entries:
        return result.parcel, report, f"{report.file}: nothing was imported{_problems(report)}"
    result.load.import_id = result.import_id
    return result.parcel, report, _sentence(result.load, report, where)


def _nothing(source: Source) -> str:
    if source.format.name in {*_OWN, _ZIP}:
        return "The bank has no questions. Write some under questions: in its file."
    return f"No question was found in it as {source.format.label}. Try another --format, or look at the problems above."


def _refuse(path: Path, error: FormatError | Conflict, is_dry: bool, is_json: bool) -> None:
    line = error.line if isinstance(error, FormatError) else None
    if is_json:
        problem = {"where": "file", "line": line, "reason": error.message}
        refused = Report(str(path), "", 0, 0, {}, (), (), is_dry=is_dry).to_json() | {"problems": [problem]}
        click.echo(json.dumps(refused, ensure_ascii=False))
    else:
        click.echo(f"{place(path, line)}: {error.message} Nothing was changed.", err=True)


def _would_sentence(report: Report) -> str:
    kinds = ", ".join(f"{n} {kind}" for kind, n in report.by_kind.items())
    listed = f" ({kinds})" if kinds else ""
    changed = f", {report.changed} of them as changes" if report.changed else ""
    near = f"; {len(report.near)} nearly the same as others" if report.near else ""
    taken = f"{report.imported} of {_questions(report.found)} can be taken in{listed}{changed}{near}"
    return f"{report.file}: {taken}{_more(report)}"


def _sentence(loaded: LoadReport, report: Report, where: str) -> str:
    counts = [("added", loaded.created), ("changed", loaded.changed), ("unchanged", loaded.unchanged)]
    counts += [("kept as edited here", loaded.kept)] if loaded.kept else []
    counts += [("still archived", loaded.archived)] if loaded.archived else []
    told = ", ".join(f"{len(ids)} {word}" for word, ids in counts)
    made = "made" if loaded.is_new else "brought up to date"
    way_back = "; it changed nothing, so there is nothing to undo"
    if loaded.import_id is not None:
        way_back = f"; to undo it: quizapp import --undo {loaded.import_id}"
    return f"{report.file}: bank “{loaded.slug}” {made} in {where}: {told}{_more(report)}{way_back}"


def _more(report: Report) -> str:
    """Tell what a file changes beside the words of questions, and how many problems it has."""
    beside = f"; changed beside them: {', '.join(report.beside)}" if report.beside else ""
    return f"{_rekeyed(report)}{beside}{_contrary(report)}{history_words(report)}{_problems(report)}"


def _contrary(report: Report) -> str:
    count = sum(each.reason.endswith(OTHERWISE) for each in report.skipped)
    return f"; left out as asking the same as others, with another answer: {count:,}" if count else ""


def _rekeyed(report: Report) -> str:
    """Tell in how many questions something else is right then, and what that means for learners."""
    if not report.rekeyed or not (report.is_dry or report.cards):
        return ""
    say = " (see --cards)" if report.is_dry and report.cards else ""
    cards = f"{report.cards:,} card{'' if report.cards == 1 else 's'} of learners"
    return f"; another answer is right in {_questions(report.rekeyed)}, which touches {cards}{say}"


def _problems(report: Report) -> str:
    count = len(report.problems)
    return f"; {count} problem{'' if count == 1 else 's'}" if count else ""


def _questions(count: int) -> str:
    return f"{count:,} question{'' if count == 1 else 's'}"
