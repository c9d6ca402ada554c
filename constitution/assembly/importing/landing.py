"""Files landed: each in the normal form, at a path of its own, followed where it surely moved.

No word changes on the way, and every file is held against its source to make sure of it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from constitution.article import path_key
from constitution.assembly.founding import slug_of
from constitution.assembly.importing.sources import is_markdown
from constitution.assembly.importing.splitting import split
from constitution.errors import Malformed, Refused
from constitution.language import _, ngettext
from constitution.names import name_fault, path_fault
from constitution.number import NUMBER, fold
from constitution.part import ARTICLE_WORD
from constitution.text import byte_faults, decode, format_text, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from constitution.assembly.importing.sources import Sourced, Version

__all__ = ["Landed", "land", "sure_moves"]

_MARK = b"\xef\xbb\xbf"
_HEADING = re.compile(r"^#+(?= )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Landed:
    """Every version of the text as it will stand."""

    texts: tuple[dict[str, bytes], ...]
    """Of each version: path to bytes, in the order of reading."""
    notes: tuple[str, ...]


def land(sourced: Sourced, language: str) -> Landed:
    """The files of every version, in the normal form of the language, under `articles/`.

    `Malformed` where a file is not UTF-8 or cannot be brought into the form, `Refused` where
    there is no article at all.
    """
    notes: list[str] = []
    texts: tuple[dict[str, bytes], ...]
    if sourced.single:
        texts = (_split(sourced.versions[0], language),)
    else:
        texts, notes = _landed(sourced.versions, language)
    if not any(not path.endswith("README.md") for path in texts[0]):
        raise Refused(
            _("there is no article in {path}").format(path=sourced.versions[0].name),
            hint=_("An article is a Markdown file; its first line is `# Article 1`."),
        )
    return Landed(texts, tuple(notes))


def _split(version: Version, language: str) -> dict[str, bytes]:
    ((name, data),) = version.files.items()
    source = decode(data.removeprefix(_MARK), name)
    files = {}
    for path, text in split(source, language, name).items():
        _refuse_faults(text, path)
        files[path] = text.encode()
    said = tuple(word for data in files.values() for word in words(data.decode()))
    wanted = words(source)
    if Counter(wanted) - Counter(said):
        raise _unkept(name)
    return dict(sorted(files.items(), key=lambda item: path_key(item[0])))


def _landed(
    versions: Sequence[Version], language: str
) -> tuple[tuple[dict[str, bytes], ...], list[str]]:
    paths = name_paths({below for version in versions for below in version.files})
    forge = _Forge(language)
    for version in versions:
        for below, data in version.files.items():
            forge.take(data, f"{version.name}:{below}" if version.commit else below)
    texts = []
    empty: set[str] = set()
    for version in versions:
        files = {}
        for below, data in version.files.items():
            text = forge.text(data)
            if text:
                files[paths[below]] = text
            else:
                empty.add(below)
        texts.append(dict(sorted(files.items(), key=lambda item: path_key(item[0]))))
    notes = []
    renamed = {old: new for old, new in paths.items() if f"articles/{old}" != new}
    if renamed:
        old, new = min(renamed.items())
        notes.append(
            ngettext(
                "{number} file was given another name, which every computer takes: {old} is {new}.",
                "{number} files were given another name, which every computer takes: {old} is {new}.",
                len(renamed),
            ).format(number=len(renamed), old=old, new=new)
        )
    if empty:
        notes.append(
            ngettext(
                "{number} empty file was left out: {name}",
                "{number} empty files were left out: {name}",
                len(empty),
            ).format(number=len(empty), name=min(empty))
        )
    return tuple(texts), notes


@dataclass(slots=True)
class _Forge:
    """Texts brought into the form, each once, however many versions hold it."""

    language: str
    made: dict[bytes, str] = field(default_factory=dict)
    up: int = 6
    """How many levels above the highest heading of all are free."""
    raised: dict[bytes, bytes] = field(default_factory=dict)

    def take(self, data: bytes, where: str) -> None:
        """Nothing, once the text is in the form; `Malformed` where it cannot be."""
        if data in self.made:
            return
        source = decode(data.removeprefix(_MARK), where)
        text = format_text(source, self.language)
        if text:
            _refuse_faults(text, where)
            if words(source) != words(text):
                raise _unkept(where)
        self.made[data] = text
        for found in _HEADING.finditer(text):
            self.up = min(self.up, len(found[0]) - 1)

    def text(self, data: bytes) -> bytes:
        """The text, with its headings raised as far as those of all texts can be together.

        Raised one by one, the headings of chapters that stand above an article would lose what
        their level says of the articles in the next files.
        """
        if data not in self.raised:
            text = self.made[data]
            if self.up and text:
                text = _HEADING.sub(lambda found: found[0][self.up :], text)
            self.raised[data] = text.encode()
        return self.raised[data]


def _refuse_faults(text: str, where: str) -> None:
    for fault in byte_faults(text.encode()):
        raise Malformed(
            fault.message,
            where=f"{where}:{fault.line}",
            hint=_("Mend the source, and import it again."),
        )


def _unkept(where: str) -> Malformed:
    return Malformed(
        _("this text cannot be brought into the normal form without a change of words"),
        where=where,
        hint=_("Write it in plainer Markdown, and import it again."),
    )


# -- names -------------------------------------------------------------------------------------------


def name_paths(files: Iterable[str]) -> dict[str, str]:
    """The path of each file under `articles/`, in every version the same, and no two alike.

    A name that every computer takes is kept; another one becomes a slug, with a number where two
    would differ by capitals alone.
    """
    target = {"": "articles"}
    taken: set[tuple[str, str]] = set()
    steps = {step for file in files for step in _steps(file)}
    for step in sorted(
        steps, key=lambda step: (step.rstrip("/").count("/"), not _is_kept(step), step)
    ):
        whole = step.removesuffix("/")
        parent, _slash, name = whole.rpartition("/")
        folder = target[f"{parent}/" if parent else ""]
        base = _good_name(name, is_file=not step.endswith("/"))
        wanted = base
        number = 2
        while (folder, fold(wanted)) in taken:
            stem, dot, ending = base.partition(".md") if base.endswith(".md") else (base, "", "")
            wanted = f"{stem}-{number}{dot}{ending}"
            number += 1
        taken.add((folder, fold(wanted)))
        target[step] = f"{folder}/{wanted}"
    paths = {file: target[file] for file in steps if not file.endswith("/")}
    for file, path in paths.items():
        if (fault := path_fault(path)) is not None:
            raise Malformed(
                fault, where=file, hint=_("Give it a shorter name in the source, or name a folder.")
            )
    return paths


def _steps(file: str) -> list[str]:
    """The folders on the way to a file, each with a slash at its end, and the file."""
    parts = file.split("/")
    return ["/".join(parts[:end]) + "/" for end in range(1, len(parts))] + [file]


def _is_kept(step: str) -> bool:
    name = step.removesuffix("/").rpartition("/")[2]
    return _good_name(name, is_file=not step.endswith("/")) == name


def _good_name(name: str, *, is_file: bool) -> str:
    stem = str(PurePosixPath(name).with_suffix("")) if is_file and is_markdown(name) else name
    whole = f"{stem}.md" if is_file else stem
    if name_fault(whole) is None and name_fault(stem) is None:
        return whole
    slug = slug_of(stem) or "text"
    if name_fault(slug) is not None:
        slug += "-1"
    return f"{slug}.md" if is_file else slug


# -- moves -------------------------------------------------------------------------------------------

_FEWEST = 8
"""Words that a text has at least before its moving can be sure: stubs are all alike."""

_NUMBER = re.compile(rf"\A(\#+\ {ARTICLE_WORD}[ \u00a0\u202f])({NUMBER})(?![\w-])", re.VERBOSE)


def sure_moves(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, str]:
    """The moves that are certain between two versions, old path to new.

    The same text stands under another path, but perhaps for the number in its heading, and
    stands once in each of the two versions.
    """
    left = {path: data for path, data in old.items() if new.get(path) != data}
    come = {path: data for path, data in new.items() if old.get(path) != data}
    if not left or not come:
        return {}
    moves: dict[str, str] = {}
    for key in (_itself, _but_number):
        times_old = Counter(map(key, old.values()))
        times_new = Counter(map(key, new.values()))
        sources = {key(data): path for path, data in left.items() if path not in moves}
        for path, data in come.items():
            its = key(data)
            source = sources.get(its)
            if (
                source is not None
                and source != path
                and path not in moves.values()
                and times_old[its] == times_new[its] == 1
                and len(its.split()) >= _FEWEST
            ):
                moves[source] = path
    return moves


def _itself(data: bytes) -> str:
    return data.decode()


def _but_number(data: bytes) -> str:
    return _NUMBER.sub(r"\1", data.decode())
