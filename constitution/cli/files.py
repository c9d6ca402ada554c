"""Files and folders of Markdown as the two sides of a difference, outside any repository."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.errors import Malformed, Unclear, Unknown
from constitution.language import _
from constitution.system import reason_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constitution.cli.talk import Talk
    from constitution.diff import Delta

__all__ = ["Compared", "NotCompared", "compare_files", "compare_for_git", "language_of_files"]

_NOTHING = frozenset({"/dev/null", "nul", "NUL"})
"""What git names the side on which a file does not exist."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two sides, what differs, and what the comparison is called."""

    delta: Delta
    texts: Mapping[str, str]
    """The articles by path, the later ones where there are two."""
    old: Mapping[str, str]
    name: str
    left_out: tuple[str, ...] = ()
    """A sentence for each file that is no text, on either side, and was not compared."""


@dataclass(frozen=True, slots=True)
class NotCompared:
    """A file of which git asked what changed, and of which its words cannot tell."""

    why: str
    """A sentence that names it."""


def compare_files(old: str, new: str, *, follow: bool = True) -> Compared:
    """What changed between two files, or between two folders, of Markdown.

    Two files are one article, whatever their names, or the several that one of them holds. The
    files of two folders are the same as the
    matcher finds, or where they have the same path below them unless `follow`; a side that does
    not exist is `/dev/null`, and `-` is standard input.
    """
    from constitution.diff import diff_texts
    from constitution.diff.places import with_places

    folders = [Path(side).is_dir() for side in (old, new) if side not in _NOTHING]
    name = new if new not in _NOTHING else old
    if not any(folders):
        return _compare_texts(*_texts(old, new), name, name, follow=follow)
    if not all(folders):
        raise Unclear(
            _("one of them is a folder and the other a file"),
            hint=_("Compare two files, or two folders."),
        )
    unread: dict[str, str] = {}
    before, after = _read_folder(old, unread), _read_folder(new, unread)
    for path in unread:
        before.pop(path, None)
        after.pop(path, None)
    delta = diff_texts(before, after, _moves(before, after) if follow else {})
    delta = with_places(delta, before, after)
    return Compared(delta, {**before, **after}, before, name, tuple(unread.values()))


def compare_for_git(arguments: Sequence[str]) -> Compared | NotCompared:
    """What changed in a file, from the arguments that git gives an external differ.

    They are `path old-file old-hex old-mode new-file new-hex new-mode`, and two more for a rename:
    the new path, and what git says of it. For a file that is not merged, git gives its path alone.
    Git shows no further file once its differ fails: one that cannot be compared is told, and no
    refusal.
    """
    from constitution.display import safe

    match arguments:
        case [path]:
            return NotCompared(
                _("{path} is not merged: settle its conflict first, then compare.").format(
                    path=safe(path)
                )
            )
        case [path, old, _old_hex, old_mode, new, _new_hex, new_mode, *renamed]:
            now = renamed[0] if renamed else path
            texts = _texts_for_git(old, new)
            if texts is None:
                return NotCompared(_no_words(now))
            if path == now and texts[0] == texts[1] and old_mode != new_mode:
                return NotCompared(
                    _("{path}: no word changes, only its mode, from {old} to {new}.").format(
                        path=safe(now), old=safe(old_mode), new=safe(new_mode)
                    )
                )
            return _compare_texts(*texts, path, now)
        case _:
            raise Unknown(
                _("git gives seven arguments, and {count} came").format(count=len(arguments)),
                hint=_("Give git the command `constitution diff --git-driver`."),
            )


def _compare_texts(
    old: str | None, new: str | None, path: str, now: str, *, follow: bool = True
) -> Compared:
    """What changed from one file to another; None of either is a side that does not exist."""
    from constitution.cli.parted import part_files
    from constitution.diff import diff_texts
    from constitution.diff.places import with_places

    parted = part_files(old, new, follow=follow) if old != new else None
    if parted is not None:
        delta = diff_texts(parted.old, parted.new, parted.moves)
        delta = with_places(delta, parted.old, parted.new)
        if delta:  # else what differs stands between the articles
            return Compared(delta, {**parted.old, **parted.new}, parted.old, now)
    before = {path: old} if old is not None else {}
    after = {now: new} if new is not None else {}
    moves = {path: now} if before and after and path != now else {}
    return Compared(diff_texts(before, after, moves), {**before, **after}, before, now)


def _no_words(path: str) -> str:
    from constitution.display import safe

    return _("{path} is not text in UTF-8: its words cannot be compared.").format(path=safe(path))


def language_of_files(talk: Talk, compared: Compared) -> str:
    """The language that the files are in, as far as their words tell.

    Else that of the text of the constitution one stands in; that of the screen elsewhere.
    """
    from constitution.errors import ConstitutionError
    from constitution.language import language
    from constitution.tongue import tell_language

    told = tell_language([*compared.old.values(), *compared.texts.values()])
    if told is not None:
        return told
    try:
        return talk.desk().main().settings.language
    except ConstitutionError:
        return language()


def _moves(old: Mapping[str, str], new: Mapping[str, str]) -> Mapping[str, str]:
    """Where the files went that stand at another path of the other folder."""
    if old == new:
        return {}
    from constitution.diff.matching import match

    return match(old, new).moves


def _texts(old: str, new: str) -> tuple[str | None, str | None]:
    if old == new == "-":
        raise Unclear(
            _("standard input is one text, not two"), hint=_("Give a file for one of them.")
        )
    return _read(old), _read(new)


def _texts_for_git(old: str, new: str) -> tuple[str | None, str | None] | None:
    """The two texts; None where one of them is no text."""
    try:
        texts = _texts(old, new)
    except Malformed:
        return None
    return texts


def _read(side: str) -> str | None:
    """The text of a file; None where it does not exist in this version."""
    from constitution.encoding import no_text
    from constitution.text import decode

    if side in _NOTHING:
        return None
    try:
        data = sys.stdin.buffer.read() if side == "-" else Path(side).read_bytes()
    except OSError as error:
        raise Unknown(
            _("{path} cannot be read: {reason}").format(path=side, reason=reason_of(error)),
            hint=_("Check the name of the file."),
        ) from None
    if b"\0" in data:
        raise no_text(side)
    return decode(data, side)


def _read_folder(side: str, unread: dict[str, str]) -> dict[str, str]:
    """The Markdown below a folder by path, in reading order; nothing below hidden folders.

    A file that is no text goes to `unread`, by its path, with a sentence that names it.
    """
    from constitution.path import path_key

    if side in _NOTHING:
        return {}
    folder = Path(side)
    paths = [
        file.relative_to(folder)
        for file in folder.rglob("*.md")
        if file.is_file()
        and not any(name.startswith(".") for name in file.relative_to(folder).parts)
    ]
    names = sorted((path.as_posix() for path in paths), key=path_key)
    texts = {}
    for name in names:
        try:
            texts[name] = _read(str(folder / name)) or ""
        except Malformed:
            unread[name] = _no_words(str(folder / name))
    return texts
