"""The constitution as it stands at one commit: its text, its rules, its members."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from constitution.encoding import decode
from constitution.errors import Refused
from constitution.language import _
from constitution.path import path_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.canonical import Digest
    from constitution.governance import Members, Rules, Settings
    from constitution.repository import CommitId, Repository

__all__ = ["TEXT_FOLDERS", "Snapshot"]

TEXT_FOLDERS = ("articles", "governance")
"""The folders that amendments change and votes protect."""

_FEW = 16
"""Paths that are looked for one by one; whoever asks for more is given the listing."""


class _Texts(Mapping[str, str]):
    """The articles and headings of a snapshot, by path, in reading order.

    They are put in order when they are gone through: whoever names a path need not wait for it.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.read: dict[str, str] = {}

    def __getitem__(self, path: str) -> str:
        if path not in self.read:
            if path not in self:
                raise KeyError(path)
            self.read[path] = self.snapshot.text(path)
        return self.read[path]

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and _is_text(path) and self.snapshot.holds(path)

    def __iter__(self) -> Iterator[str]:
        return iter(self.snapshot.article_paths)

    def __len__(self) -> int:
        return len(self.snapshot.article_paths)


def _is_text(path: str) -> bool:
    return path.startswith("articles/") and path.endswith(".md")


class Snapshot:
    """What stands at a commit, read when asked for and kept."""

    def __init__(self, repository: Repository, commit: CommitId) -> None:
        self.repository = repository
        self.commit = commit
        self._found: dict[str, str | None] = {}

    @cached_property
    def files(self) -> Mapping[str, str]:
        """The files of the text and of the governance: path to blob."""
        return self.repository.listing(self.commit, *TEXT_FOLDERS)

    @cached_property
    def article_paths(self) -> tuple[str, ...]:
        """The Markdown files below `articles/`, headings included, in reading order."""
        return tuple(sorted(filter(_is_text, self.files), key=path_key))

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The text of every article and heading, in reading order; each is read when asked for."""
        return _Texts(self)

    def holds(self, path: str) -> bool:
        """Whether a file stands at a path below the folders of the text and of the governance."""
        return self._blob(path) is not None

    def _blob(self, path: str) -> str | None:
        """The blob of a file of `files`; they are not all listed for the sake of one or two."""
        if "files" in self.__dict__ or len(self._found) >= _FEW or not path.isprintable():
            return self.files.get(path)
        if path not in self._found:
            is_ours = path.partition("/")[0] in TEXT_FOLDERS
            self._found[path] = self.repository.file_at(self.commit, path) if is_ours else None
        return self._found[path]

    def data(self, path: str) -> bytes:
        """The bytes of a file that is in `files`; `KeyError` where it is not."""
        blob = self._blob(path)
        if blob is None:
            raise KeyError(path)
        return self.repository.blob(blob)

    def text(self, path: str) -> str:
        """The text of an article; `Malformed` where it is not UTF-8."""
        return decode(self.data(path), path)

    def digest(self, path: str) -> Digest:
        """The SHA-256 of a file that is in `files`."""
        from constitution.canonical import digest

        return digest(self.data(path))

    @cached_property
    def digests(self) -> Mapping[str, Digest]:
        """The SHA-256 of every file of the text and of the governance."""
        return {path: self.digest(path) for path in self.files}

    @property
    def is_founded(self) -> bool:
        """Whether an assembly governs this text; a founding template has none."""
        from constitution.governance import SETTINGS_FILE

        return self.holds(SETTINGS_FILE)

    @cached_property
    def settings(self) -> Settings:
        """The names and the language of the text; empty where there is no governance."""
        from constitution.governance import SETTINGS_FILE, Settings

        if not self.holds(SETTINGS_FILE):
            return Settings(assembly="", text="", language="und")
        return Settings.parse(self.data(SETTINGS_FILE), canonical=False)

    @cached_property
    def rules(self) -> Rules:
        """The rules in force; `Refused` where the text has no assembly."""
        from constitution.governance import RULES_FILE, Rules

        self._need(RULES_FILE)
        return Rules.parse(self.data(RULES_FILE), canonical=False)

    @cached_property
    def members(self) -> Members:
        """Who may vote; `Refused` where the text has no assembly."""
        from constitution.governance import MEMBERS_FILE, Members

        self._need(MEMBERS_FILE)
        return Members.parse(self.data(MEMBERS_FILE), canonical=False)

    def _need(self, path: str) -> None:
        if not self.holds(path):
            raise Refused(
                _("this text has no assembly: there is no {path}").format(path=path),
                hint=_("Found a constitution from it: `constitution init DIR --from articles`."),
            )
