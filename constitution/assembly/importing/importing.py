"""A text with its history, imported: the first version founds, each later one is a reported vote.

All is read, brought into the form and judged before anything is written; the repository is then
built beside its place and moved into it, so that an import that is stopped leaves nothing.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.article import articles
from constitution.assembly.desk import Desk
from constitution.assembly.founding import Founding, found
from constitution.assembly.importing.landing import land
from constitution.assembly.importing.plan import match, notes_on, plan_steps, rules_during
from constitution.assembly.importing.sources import read_source
from constitution.assembly.importing.splitting import top_heading
from constitution.assembly.importing.telling import tell_origin
from constitution.assembly.importing.told import plain_line, read_told
from constitution.assembly.importing.writing import Scribe, calendar_of
from constitution.errors import Refused
from constitution.governance import Members, Settings, founding_rules, refuse_unsatisfiable
from constitution.language import _, ngettext, speaking
from constitution.repository import MAIN, RefMove, Repository
from constitution.repository.bulk import in_bulk
from constitution.system import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from constitution.assembly.importing.sources import Sourced
    from constitution.assembly.importing.told import Told
    from constitution.repository import Person, When

__all__ = ["Imported", "import_history"]


@dataclass(frozen=True, slots=True)
class Imported:
    """A history that was imported."""

    desk: Desk
    """At the new repository."""
    versions: int
    """How many versions the source has, the founding one included."""
    records: int
    """How many records stand on main: one a later version, and the end of the import."""
    articles: int
    """How many articles the last version has; headings are not counted."""
    moves: int
    """How many moves were certain, and are declared."""
    notes: tuple[str, ...]
    """Sentences on what is unknown, was left out, or is not as it stood in the source."""


def import_history(
    source: Path,
    folder: Path,
    *,
    votes: Path | None = None,
    path: str | None = None,
    language: str | None = None,
    name: str | None = None,
    members: Members,
    majority: str = "> 1/2 of cast",
    who: Person | None = None,
    clock: Callable[[], When],
    nonce: Callable[[], str] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Imported:
    """The constitution in `folder` with the whole history of `source`; a refusal leaves nothing.

    `votes` is a `history.json`; `path` the folder of the text in the source; `language` and `name`
    are those of the text, before what `votes` says of them. Every vote that is reported with its
    figures must meet `majority`, which stays the rule for the text. `progress` is told how many of
    how many versions are done, and what is being done to them.
    """
    _refuse_place(folder)
    told = read_told(votes) if votes is not None else None
    during, after = rules_during(majority), founding_rules(majority=majority)
    refuse_unsatisfiable(after, members)
    sourced = read_source(source, path, told.tags if told else frozenset(), progress)
    tongue = language or (told.language if told else None)
    if tongue is None:
        raise Refused(
            _("nobody has said in which language the text is written"),
            hint=_("Say it with `--text-language`, for example `--text-language fr`."),
        )
    settings = _settings(_title(name, told, sourced, source), tongue)
    told_of = match(sourced.versions, told, votes)
    landed = land(sourced, tongue)
    steps = tuple(plan_steps(sourced.versions, landed.texts, told_of, during, tongue))
    first = {place: data.decode() for place, data in landed.texts[0].items()}
    origin = source.resolve().name
    with _built_beside(folder) as fresh, in_bulk(fresh):
        desk = found(
            fresh,
            Founding(settings, members, during if steps else after, first),
            who=who,
            clock=clock,
            nonce=nonce,
        )
        with desk.repository as repository:
            founding = repository.main()
            scribe = Scribe(desk, during, tongue, founding)
            for place, step in enumerate(steps):
                if progress is not None:
                    progress(place, len(steps), _("recording"))
                scribe.adopt(step)
            free = calendar_of(told_of[0], steps)
            if steps or free:
                about = told.about if told else ()
                readme = repository.read(founding, "README.md") or b""
                free["README.md"] = (
                    readme
                    + b"\n"
                    + tell_origin(tongue, origin, sourced.versions[0], told_of[0], about).encode()
                )
                with speaking(tongue):
                    scribe.write_free(free, _("State where the text comes from, and its dates"))
            if steps:
                scribe.end(str(len(steps) + 1), after, origin)
            repository.publish([RefMove(MAIN, founding, scribe.tip)])
    desk = Desk(Repository.open(folder), clock, who=who)
    if nonce is not None:
        desk.nonce = nonce
    last = {place: data.decode() for place, data in landed.texts[-1].items()}
    return Imported(
        desk=desk,
        versions=len(sourced.versions),
        records=scribe.sequence,
        articles=len(articles(last)),
        moves=sum(len(step.moves) for step in steps),
        notes=(
            *sourced.notes,
            *landed.notes,
            *_notes_on_form(last, len(sourced.versions) - 1 - len(steps)),
            *notes_on(told_of),
            *_notes_on_majority(told, majority),
        ),
    )


def _notes_on_majority(told: Told | None, majority: str) -> Iterator[str]:
    """Which majority past votes were held against, and what the source says of it."""
    if told is None:
        return
    yield _("Past votes are held against “{majority}”, which is this import's own rule.").format(
        majority=majority
    )
    if told.majority:
        yield _("The source says of the majority: {words}. Give another with `--majority`.").format(
            words=told.majority
        )


def _title(name: str | None, told: Told | None, sourced: Sourced, source: Path) -> str:
    """The name of the text: as given, as told, as the file's own title, or as the source's."""
    if name is not None:
        return name
    if told is not None and told.title is not None:
        return told.title
    if sourced.single:
        (data,) = sourced.versions[0].files.values()
        heading = top_heading(data.decode("utf-8", "replace").replace("\r\n", "\n"))
        if heading is not None:
            return heading
    return source.resolve().name.removesuffix(".md").removesuffix(".bundle").removesuffix(".git")


def _settings(title: str, language: str) -> Settings:
    with speaking(language):
        plain = plain_line(title) or _("Constitution")
        settings = Settings(_("Constituent assembly"), plain, language)
    return Settings.parse(settings.to_bytes())


def _notes_on_form(texts: Mapping[str, str], unchanged: int) -> Iterator[str]:
    bare = sorted(path for path, text in texts.items() if not text.startswith("#"))
    if bare:
        yield ngettext(
            "{number} article begins without a heading: {path}",
            "{number} articles begin without a heading: {path}",
            len(bare),
        ).format(number=len(bare), path=bare[0])
    if unchanged:
        yield ngettext(
            "{number} version changes nothing once it is in the normal form, and has no record.",
            "{number} versions change nothing once they are in the normal form, and have no record.",
            unchanged,
        ).format(number=unchanged)


# -- the place ---------------------------------------------------------------------------------------


def _refuse_place(folder: Path) -> None:
    """Refuse a place that is taken, before anything is read."""
    if folder.exists() and not folder.is_dir():
        raise Refused(_("{path} is a file").format(path=folder), hint=_("Name a new folder."))
    if folder.is_dir() and any(folder.iterdir()):
        raise Refused(
            _("{path} is not empty").format(path=folder),
            hint=_("Name a new folder; nothing was changed in this one."),
        )


@contextmanager
def _built_beside(folder: Path) -> Iterator[Path]:
    """A new folder beside `folder`, which takes its place once the block is done without a fault."""
    place = folder.absolute()
    above = next(parent for parent in place.parents if parent.is_dir())
    try:
        scratch = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=above))
    except OSError as error:
        raise Refused(
            _("{path} cannot be written: {reason}").format(path=folder, reason=reason_of(error)),
            hint=_("Choose a folder where you may write."),
        ) from None
    fresh = scratch / "new"
    try:
        yield fresh
        _take_place(fresh, place)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _take_place(fresh: Path, place: Path) -> None:
    """The new folder in its place; an empty folder that stands there is filled, not replaced."""
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh.rename(place)
        return
    _refuse_place(place)
    moved: list[Path] = []
    try:
        for entry in sorted(
            fresh.iterdir(), reverse=True
        ):  # `.git` last: until then, no repository
            moved.append(place / entry.name)
            entry.rename(place / entry.name)
    except BaseException:
        for path in moved:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        raise
