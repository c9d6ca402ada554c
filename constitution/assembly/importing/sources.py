"""What is to be imported, read into versions: a folder, a file, a git repository or a bundle.

A folder and a file are one version each. Of a repository the first parents of its default branch
are read, and each commit that changes the Markdown of the text is a version.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from constitution.errors import Refused, Unknown
from constitution.language import _, ngettext
from constitution.repository import Repository
from constitution.repository.bulk import foreign, in_bulk
from constitution.repository.bundle import is_bundle, unbundle
from constitution.system import reason_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from constitution.repository import CommitId

__all__ = ["Sourced", "Version", "is_markdown", "read_source"]

_MARKDOWN = (".md", ".markdown")
_ABOUT = frozenset(
    {
        "authors",
        "changelog",
        "code_of_conduct",
        "contributing",
        "copying",
        "license",
        "licence",
        "notice",
        "readme",
        "security",
    }
)
"""Files at the root of a repository that speak of it, and are no article."""


@dataclass(frozen=True, slots=True)
class Version:
    """The text as it stood at one point of its history."""

    name: str
    """What to call it: its tag, its short commit, or the name of the file or folder."""
    title: str
    """The first line of its commit; the name where there is none."""
    files: Mapping[str, bytes]
    """Its Markdown files, by their paths below the folder of the text."""
    commit: str | None = None
    author: str | None = None
    date: dt.date | None = None
    """The day that its commit states, which proves nothing."""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sourced:
    """A history as its source tells it, oldest version first."""

    versions: tuple[Version, ...]
    single: bool
    """Whether it is one Markdown file, to be split at its headings."""
    notes: tuple[str, ...]


def is_markdown(name: str) -> bool:
    """Whether a file is Markdown by its name."""
    return PurePosixPath(name).suffix.lower() in _MARKDOWN


def read_source(
    source: Path,
    path: str | None,
    tags: frozenset[str],
    progress: Callable[[int, int, str], None] | None,
) -> Sourced:
    """The versions that a source holds; each commit that bears one of `tags` is a version.

    `Unknown` where there is no such source, `Refused` where it holds no text or the folder of the
    text must be named, `CannotTell` where its history cannot be read.
    """
    if not source.exists():
        raise Unknown(
            _("{path} does not exist").format(path=source),
            hint=_("Name a folder of Markdown, a Markdown file, a git repository or a bundle."),
        )
    if source.is_dir():
        if (source / ".git").exists() or (
            (source / "HEAD").is_file() and (source / "objects").is_dir()
        ):
            with Repository.open(source) as repository, foreign(source):
                return _history(repository, source, path, tags, progress)
        return _folder(source, path)
    if is_markdown(source.name):
        return _file(source, path)
    if is_bundle(source):
        with tempfile.TemporaryDirectory(prefix="constitution-") as scratch:
            folder = Path(scratch) / "history.git"
            with foreign(source):
                with in_bulk(folder):
                    repository = unbundle(source, folder)
                with repository:
                    return _history(repository, source, path, tags, progress)
    raise Refused(
        _("{path} is neither Markdown nor a git bundle").format(path=source),
        hint=_("Name a folder of Markdown, a Markdown file, a git repository or a bundle."),
    )


# -- one file, one folder ----------------------------------------------------------------------------


def _file(source: Path, path: str | None) -> Sourced:
    if path is not None:
        raise Refused(
            _("{path} is one file, and holds no folder").format(path=source),
            hint=_("Leave --path out."),
        )
    name = source.stem
    return Sourced((Version(name, name, {source.name: _read(source)}),), single=True, notes=())


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unknown(
            _("{path} cannot be read: {reason}").format(path=file, reason=reason_of(error))
        ) from None


def _folder(source: Path, path: str | None) -> Sourced:
    everything = sorted(
        file.relative_to(source).as_posix()
        for file in source.rglob("*")
        if file.is_file() and not file.is_symlink()
    )
    folder = _named(path) if path is not None else _articles_alone(everything)
    inside, others = _sort_out(everything, folder)
    if not inside:
        raise _no_markdown(source, path)
    files = {below: _read(source / whole) for below, whole in inside.items()}
    name = source.resolve().name
    notes = [*_taken_from(folder, path), *_left_out(others)]
    return Sourced((Version(name, name, files),), single=False, notes=tuple(notes))


def _articles_alone(everything: Iterable[str]) -> str:
    """`articles` where all that is not about the folder itself stands there, else the root."""
    text = [file for file in everything if is_markdown(file) and _is_visible(file)]
    elsewhere = [f for f in text if not f.startswith("articles/") and not _is_about(f)]
    inside = any(file.startswith("articles/") for file in text)
    return "articles" if inside and not elsewhere else ""


def _named(path: str) -> str:
    """The folder of the text as it was named, without dots and slashes around it."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in {"", "."}]
    if ".." in parts or path.startswith("/"):
        raise Refused(
            _("“{path}” is not a folder inside the source").format(path=path),
            hint=_("Name it from the top of the source, such as `--path articles`."),
        )
    return "/".join(parts)


def _is_visible(file: str) -> bool:
    return not any(part.startswith(".") for part in file.split("/"))


def _is_about(file: str) -> bool:
    return "/" not in file and PurePosixPath(file).stem.lower().replace("-", "_") in _ABOUT


def _sort_out(everything: Iterable[str], folder: str) -> tuple[dict[str, str], list[str]]:
    """The Markdown files below a folder, by their paths below it, and what else is there."""
    prefix = f"{folder}/" if folder else ""
    inside: dict[str, str] = {}
    others: list[str] = []
    for file in everything:
        if not file.startswith(prefix):
            continue
        below = file.removeprefix(prefix)
        if is_markdown(file) and _is_visible(below):
            inside[below] = file
        elif _is_visible(below):
            others.append(below)
    return inside, others


def _no_markdown(source: Path, path: str | None) -> Refused:
    where = source if path is None else source / path
    return Refused(
        _("there is no Markdown in {path}").format(path=where),
        hint=_("The files of a text end in .md; --path names the folder where they are."),
    )


def _taken_from(folder: str, path: str | None) -> list[str]:
    if path is not None or not folder:
        return []
    return [_("The text was taken from the folder {folder}.").format(folder=folder)]


def _left_out(others: Iterable[str]) -> list[str]:
    names = sorted(set(others))
    if not names:
        return []
    shown = ", ".join(names[:3])
    return [
        ngettext(
            "{number} file was left out, since it is no text in Markdown: {names}",
            "{number} files were left out, since they are no text in Markdown: {names}",
            len(names),
        ).format(number=len(names), names=shown + (" …" if len(names) > 3 else ""))
    ]


# -- a history ---------------------------------------------------------------------------------------


def _history(
    repository: Repository,
    source: Path,
    path: str | None,
    tags: frozenset[str],
    progress: Callable[[int, int, str], None] | None,
) -> Sourced:
    tip = repository.tip("HEAD")
    if tip is None:
        raise Refused(
            _("the repository in {path} has no commit on its branch").format(path=source),
            hint=_("Check out the branch whose history is to be imported."),
        )
    chain = list(repository.first_parents(tip))
    chain.reverse()
    everything = repository.listing(tip)
    folder = _named(path) if path is not None else _folder_of_text(source, everything)
    skip = folder == "" and path is None
    labels = _labels(repository)
    versions: list[Version] = []
    before: dict[str, str] = {}
    others: list[str] = []
    about: set[str] = set()
    merges = 0
    for place, id_ in enumerate(chain):
        if progress is not None:
            progress(place, len(chain), _("reading"))
        commit = repository.commit(id_)
        merges += len(commit.parents) > 1
        listed = repository.listing(id_, folder) if folder else repository.listing(id_)
        inside, rest = _sort_out(listed, folder)
        if skip:
            about.update(filter(_is_about, inside))
            inside = {below: file for below, file in inside.items() if not _is_about(file)}
        others += rest
        blobs = {below: listed[file] for below, file in inside.items()}
        wanted = bool(tags.intersection(labels.get(id_, ())))
        if (blobs == before and not wanted) or (not versions and not blobs):
            continue
        before = blobs
        own = labels.get(id_, ())
        versions.append(
            Version(
                name=own[0] if own else id_[:10],
                title=commit.summary.strip() or id_[:10],
                files={below: repository.blob(blob) for below, blob in blobs.items()},
                commit=id_,
                author=commit.author.name.strip() or None,
                date=commit.authored.date,
                tags=own,
            )
        )
    if not versions:
        raise _no_markdown(source, path)
    notes = [*_taken_from(folder, path), *_left_out(others if folder else ())]
    if about:
        notes.append(
            _("Not taken for the text: {names}. With `--path .` all files are.").format(
                names=", ".join(sorted(about))
            )
        )
    notes += _read_in_part(repository, source, merges)
    return Sourced(tuple(versions), single=False, notes=tuple(notes))


def _read_in_part(repository: Repository, source: Path, merges: int) -> list[str]:
    notes = []
    if merges:
        notes.append(
            ngettext(
                "The history has {number} merge: only first parents were followed.",
                "The history has {number} merges: only first parents were followed.",
                merges,
            ).format(number=merges)
        )
    shallow = repository.git_folder / "shallow"
    if shallow.is_file() and shallow.read_bytes().strip():
        notes.append(
            _("{path} is a shallow clone: the history before its first commit is missing.").format(
                path=source
            )
        )
    return notes


def _labels(repository: Repository) -> dict[CommitId, tuple[str, ...]]:
    """The tags of each commit, by their short names, in order."""
    found: dict[CommitId, tuple[str, ...]] = {}
    for ref in repository.refs("refs/tags/"):
        commit = repository.resolve(ref)
        if commit is not None:
            found[commit] = (*found.get(commit, ()), ref.removeprefix("refs/tags/"))
    return found


def _folder_of_text(source: Path, everything: Mapping[str, str]) -> str:
    """The folder that holds the text, where only one can; `Refused` with the choices else."""
    text = [file for file in everything if is_markdown(file) and _is_visible(file)]
    folders = sorted({file.partition("/")[0] for file in text if "/" in file})
    at_root = [file for file in text if "/" not in file and not _is_about(file)]
    if "articles" in folders:
        return "articles"
    if len(folders) == 1 and not at_root:
        return folders[0]
    if not folders:
        if not at_root:
            raise _no_markdown(source, None)
        return ""
    raise Refused(
        _("the text of {path} could be in several folders").format(path=source),
        hint=_choices(folders),
    )


def _choices(folders: Sequence[str]) -> str:
    return _("Name one with --path: {choices}, or `.` for all of it.").format(
        choices=", ".join(folders)
    )
