"""Repositories to measure on: constitutions of any size with a history of any length, and real ones."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measures import sealed_environment
from bench.prose import amended, dice_of
from constitution.assembly.founding import Founding, default_rules, founding_files
from constitution.governance import Members, Settings
from constitution.repository import CommitId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = [
    "REAL",
    "Chronicler",
    "Commit",
    "amend_over_and_over",
    "files_of",
    "found",
    "git",
    "real_versions",
    "write_history",
    "write_tree",
]

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
"""Two real constitutions, beside the checkout where they exist."""

REAL = {
    "fr": ("fr-constitution-1958", "articles"),
    "de": ("de-grundgesetz", "artikel"),
}
"""By language: the folder of a real history, and where its text stands."""

Commit = tuple[str, "Mapping[str, bytes | None]"]
"""The branch that a commit goes onto, and the files it changes."""

_BEGAN = 1_700_000_000


def git(folder: Path, *words: str, stdin: bytes | None = None) -> str:
    """What git says, in a folder."""
    done = subprocess.run(
        ["git", *words],
        cwd=folder,
        env=sealed_environment(folder),
        input=stdin,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"git {' '.join(words)}: {done.stderr.decode('utf-8', 'replace')}")
    return done.stdout.decode("utf-8", "replace")


def files_of(texts: Mapping[str, str]) -> dict[str, bytes]:
    """The files of a founding of this text, by an assembly of sixty."""
    settings = Settings("L’assemblée", "Le texte", "fr")
    founding = Founding(settings, Members(seats=60), default_rules(texts, ()), texts)
    return founding_files(founding)


def write_history(folder: Path, commits: Iterable[Commit]) -> Path:
    """A new bare repository with these commits, packed as a clone has them.

    A branch that a commit names first begins at main as it stands then.
    """
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "--bare", "--initial-branch=main")
    git(folder, "fast-import", "--quiet", stdin=b"".join(_stream(commits)))
    git(folder, "repack", "-adq")
    git(folder, "pack-refs", "--all")
    return folder


def _stream(commits: Iterable[Commit]) -> Iterator[bytes]:
    begun: set[str] = set()
    for number, (branch, files) in enumerate(commits):
        when = f"Bench <bench@example.org> {_BEGAN + 60 * number} +0000"
        message = f"Change {number}\n".encode()
        yield f"commit refs/heads/{branch}\ncommitter {when}\ndata {len(message)}\n".encode()
        yield message
        if branch not in begun and begun:
            yield b"from refs/heads/main\n"
        begun.add(branch)
        for path, data in files.items():
            if data is None:
                yield f"D {path}\n".encode()
            else:
                yield f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"


class Chronicler:
    """A history that is written commit by commit, by `git fast-import`, each told its id at once."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        git(folder, "init", "-q", "--initial-branch=main")
        self.folder = folder
        self._marks: dict[CommitId, int] = {}
        self._git = subprocess.Popen(
            ["git", "fast-import", "--quiet", "--done"],
            cwd=folder,
            env=sealed_environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def commit(self, branch: str, files: Mapping[str, bytes], *parents: CommitId) -> CommitId:
        """The id of a commit that puts files into the tree of its first parent."""
        mark = len(self._marks) + 1
        head = (
            f"commit refs/heads/{branch}\nmark :{mark}\n"
            f"committer Bench <bench@example.org> {_BEGAN + mark} +0000\ndata 7\nChange\n\n"
        )
        for place, parent in enumerate(parents):
            head += f"{'merge' if place else 'from'} :{self._marks[parent]}\n"
        self._write(head.encode())
        for path, data in files.items():
            self._write(f"M 100644 inline {path}\ndata {len(data)}\n".encode(), data, b"\n")
        self._write(f"get-mark :{mark}\n".encode())
        if self._git.stdin is None or self._git.stdout is None:
            raise RuntimeError("git fast-import has no pipes")
        self._git.stdin.flush()
        id_ = CommitId(self._git.stdout.readline().decode().strip())
        self._marks[id_] = mark
        return id_

    def _write(self, *parts: bytes) -> None:
        if self._git.stdin is not None:
            for part in parts:
                self._git.stdin.write(part)

    def end(self) -> None:
        """The history is written, and packed as a clone has it."""
        self._write(b"done\n")
        self._git.communicate()
        if self._git.returncode:
            raise RuntimeError("git fast-import failed")
        git(self.folder, "repack", "-adq")


def found(folder: Path, texts: Mapping[str, str], *more: Commit) -> Path:
    """A repository founded with a text, and the commits that follow."""
    return write_history(folder, [("main", files_of(texts)), *more])


def amend_over_and_over(texts: Mapping[str, str], commits: int) -> Iterator[Commit]:
    """So many commits on main, each of which amends one article of a text, in turns."""
    dice = dice_of("amend", len(texts), commits)
    now = dict(texts)
    paths = list(texts)
    for _ in range(commits):
        path = dice.choice(paths)
        now[path] = amended(dice, now[path], 1)
        yield "main", {path: now[path].encode()}


def write_tree(folder: Path, texts: Mapping[str, str]) -> Path:
    """A folder that holds the articles of a text."""
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def real_versions(
    language: str, folder: Path, first: str = "", last: str = ""
) -> tuple[dict[str, str], dict[str, str]] | None:
    """Two versions of a real constitution, by their tags; its first and its last else.

    None where it is not there.
    """
    name, source = REAL[language]
    bundle = SHARED / name / "history.bundle"
    if not bundle.is_file():
        return None
    clone = folder / name
    git(folder, "clone", "-q", "--bare", str(bundle), str(clone))
    tags = sorted(git(clone, "tag").split())
    return _version(clone, first or tags[0], source), _version(clone, last or tags[-1], source)


def _version(clone: Path, tag: str, source: str) -> dict[str, str]:
    """The articles of one version, by path."""
    listed = git(clone, "ls-tree", "-r", tag, "--", source).splitlines()
    paths = [line.partition("\t")[2] for line in listed]
    texts = _blobs(clone, [line.split()[2] for line in listed])
    return {
        path.replace(f"{source}/", "articles/", 1): text
        for path, text in zip(paths, texts, strict=True)
    }


def _blobs(folder: Path, ids: Iterable[str]) -> list[str]:
    """The texts of blobs, read in one go."""
    done = subprocess.run(
        ["git", "cat-file", "--batch"],
        cwd=folder,
        env=sealed_environment(folder),
        input="".join(f"{id_}\n" for id_ in ids).encode(),
        capture_output=True,
        check=True,
    ).stdout
    texts = []
    while done:
        head, _newline, rest = done.partition(b"\n")
        size = int(head.split()[2])
        texts.append(rest[:size].decode("utf-8"))
        done = rest[size + 1 :]
    return texts
