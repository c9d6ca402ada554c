"""Random changes to a lawful repository: verification never calls another text consistent.

    python -m tests.fuzz 20000 [SEED]

changes one thing at random so many times, in three ways, and counts the answers:

- bytes: any file of a repository, loose or packed, its refs, its configuration, its indexes: bits
  turned, bytes replaced, cut, put in, or taken from another file;
- rewritten: any file of the tree changed, put in the place of another or exchanged with it,
  committed on main as a new commit or in place of the last one, with every object named anew as
  an attacker would;
- objects: a byte of a commit or of a tree, with everything above it named anew.

An answer of `valid` or `consistent` is only accepted for a text that was voted on: articles,
governance and attributes to the byte; `valid`, where all have signed, only with their records. Anything but an answer is a failure, and so is to wait.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.errors import ConstitutionError
from constitution.governance import MEMBERS_FILE, MemberId, Members
from constitution.verify import verify
from constitution.vote import Count
from tests.handmade import ONE, TWO, Handmade, article, named
from tests.test_verify_ballots import IDS, KEYED, Poll

if TYPE_CHECKING:
    from collections.abc import Callable

SLOWEST = 20.0
"""The most seconds of work an answer may take."""


@dataclass
class Ground:
    """A lawful repository, and every text that was ever in force in it."""

    made: Handmade
    chance: random.Random
    texts: set[tuple[tuple[str, bytes], ...]] = field(default_factory=set)
    commits: list[str] = field(default_factory=list)
    before: str = ""
    """The commit before the last."""

    def remember(self) -> None:
        """Remember what is in force now."""
        if self.commits:
            self.before = self.commits[-1]
        self.texts.add(text_of(self.made.files))
        self.commits.append(self.made.head)


def text_of(files: dict[str, bytes]) -> tuple[tuple[str, bytes], ...]:
    """What may only change by a vote, without the records."""
    protected = ("articles/", "governance/", ".gitattributes")
    return tuple(sorted((path, data) for path, data in files.items() if path.startswith(protected)))


def lawful(path: Path, chance: random.Random) -> Ground:
    """A repository with an adoption, a rejection, a free commit, a division and a roll call."""
    made = Handmade.found(path, {MEMBERS_FILE: named("ada", "ben", "cleo").to_bytes()})
    ground = Ground(made, chance)
    ground.remember()
    made.adopt("1", "first", {ONE: article("1", "The state is a federal republic.")})
    ground.remember()
    sealed = made.put("2", "second", {TWO: article("2", "Its seat is elsewhere.")})
    names = tuple(map(MemberId, ("ada", "ben", "cleo")))
    against = Count("rejected", 3, names[:1], names[1:], ())
    made.declare(sealed, made.record(sealed, against, evidence="named"))
    ground.remember()
    made.commit({**made.files, "README.md": b"Other free words.\n"}, "Edit")
    ground.remember()
    made.adopt("3", "seat", {MEMBERS_FILE: named("ada", "ben", "cleo", "dan").to_bytes()})
    ground.remember()
    made.adopt("4", "fourth", {TWO: article("2", "Its seat is in the second city.")})
    ground.remember()
    assert Members.parse(made.files[MEMBERS_FILE]).entitled == 4
    return ground


def signed(path: Path, chance: random.Random) -> Ground:
    """A repository in which every member signed every vote, so that its verdict is `valid`."""
    made = Handmade.found(path, {MEMBERS_FILE: KEYED.to_bytes()})
    ground = Ground(made, chance)
    ground.remember()
    for number, path_, words, choice in (
        ("1", ONE, "The state is a federal republic.", "for"),
        ("2", TWO, "Its seat is elsewhere.", "against"),
        ("3", TWO, "Its seat is in the second city.", "for"),
    ):
        sealed = made.put(number, f"change-{number}", {path_: article(path_[-4], words)})
        Poll(made, sealed, dict.fromkeys(IDS, choice)).declare()
        ground.remember()
    return ground


def answer(ground: Ground) -> str:
    """The verdict, once it is known to be a lawful one; `refused` where there is none."""
    began = time.process_time()
    try:
        verdict = verify(ground.made.path)
    except ConstitutionError:
        return "refused"
    finally:
        assert time.process_time() - began < SLOWEST, "verification took too long"
    if verdict.outcome in {"valid", "consistent"}:
        assert verdict.tip is not None
        if verdict.tip not in ground.commits:
            files = tree_files(ground.made, verdict.tip)
            assert text_of(files) in ground.texts, "another text was called consistent"
            if verdict.outcome == "valid":
                records = {path: data for path, data in files.items() if path.startswith("votes/")}
                assert records.items() <= ground.made.files.items(), "other votes were called valid"
    return verdict.outcome


def tree_files(made: Handmade, commit: str) -> dict[str, bytes]:
    """The files of a commit, as git reads them."""
    listed = subprocess.run(
        ["git", "-C", str(made.path), "ls-tree", "-rz", commit], check=True, capture_output=True
    ).stdout.split(b"\0")
    found = {}
    for line in filter(None, listed):
        meta, _tab, path = line.partition(b"\t")
        id_ = meta.split(b" ")[2].decode()
        found[path.decode(errors="replace")] = made.repo.odb.read(id_)[1]
    return found


def changed(data: bytes, chance: random.Random, other: bytes = b"") -> bytes:
    """The bytes, changed at random."""
    place = chance.randrange(len(data)) if data else 0
    few = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 9)))
    match chance.randrange(6):
        case 0 | 1 if data:
            return (
                data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]
            )
        case 2 if data:
            return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
        case 3 if data:
            return data[:place]
        case 4 if other:
            return other
        case _:
            return data[:place] + few + data[place + chance.randrange(2) * len(few) :]


def change_bytes(ground: Ground) -> str:
    """One file of the repository changed, and put back."""
    files = sorted(
        path
        for path in ground.made.path.rglob("*")
        if path.is_file() and "hooks" not in path.parts and path.name != "description"
    )
    path, other = ground.chance.choice(files), ground.chance.choice(files)
    path.chmod(0o644)
    whole = path.read_bytes()
    path.write_bytes(changed(whole, ground.chance, other.read_bytes()))
    try:
        return answer(ground)
    finally:
        path.write_bytes(whole)


def rewrite(ground: Ground) -> str:
    """A file of the text, the governance or the records changed, and committed."""
    made = ground.made
    head, files = made.head, made.files
    path = ground.chance.choice(sorted(files))
    other = ground.chance.choice(sorted(files))
    if ground.chance.randrange(8):
        new = {**files, path: changed(files[path], ground.chance, files[other])}
    else:
        new = {**files, path: files[other], other: files[path]}
    parents = [head]
    if ground.chance.randrange(2):
        parents = [str(id_) for id_ in made.repo[head].parent_ids]  # type: ignore[attr-defined]
    commit = made.object(new, "Change", parents)
    made.repo.references.create("refs/heads/main", commit, force=True)
    try:
        return answer(ground)
    finally:
        made.repo.references.create("refs/heads/main", head, force=True)


def change_objects(ground: Ground) -> str:
    """A commit or a tree of the last commit changed, and all above it named anew."""
    made = ground.made
    head = made.head
    data = made.repo.odb.read(head)[1]
    if ground.chance.randrange(2):
        tree = data[5:45].decode()
        path = ground.chance.choice(["", "articles", "articles/01-state", "votes", "governance"])
        data = data.replace(tree.encode(), _retree(ground, tree, path).encode(), 1)
    else:
        data = changed(data, ground.chance)
    commit = made.raw("commit", data) if _is_commit(data) else head
    made.repo.references.create("refs/heads/main", commit, force=True)
    try:
        return answer(ground)
    finally:
        made.repo.references.create("refs/heads/main", head, force=True)


def _is_commit(data: bytes) -> bool:
    return data.startswith(b"tree ")


def _retree(ground: Ground, tree: str, path: str) -> str:
    """The id of a tree whose folder at a path has other bytes."""
    made = ground.made
    data = made.repo.odb.read(tree)[1]
    if not path:
        return made.raw("tree", changed(data, ground.chance))
    name, _slash, rest = path.partition("/")
    start = data.index(b" " + name.encode() + b"\0") + len(name) + 2
    below = data[start : start + 20].hex()
    new = bytes.fromhex(_retree(ground, below, rest))
    return made.raw("tree", data[:start] + new + data[start + 20 :])


WAYS: tuple[tuple[str, Callable[[Ground], str]], ...] = (
    ("bytes", change_bytes),
    ("rewritten", rewrite),
    ("objects", change_objects),
)


def fuzz(rounds: int, seed: int, folder: Path) -> Counter[tuple[str, str]]:
    """How often each way of changing got each answer; half of the rounds on packed repositories."""
    chance = random.Random(seed)  # noqa: S311 - a fixed sequence, not a secret
    tally: Counter[tuple[str, str]] = Counter()
    for make, packed in ((lawful, False), (lawful, True), (signed, False), (signed, True)):
        ground = make(folder / f"{make.__name__}-{packed}.git", chance)
        if packed:
            subprocess.run(["git", "-C", str(ground.made.path), "gc", "-q"], check=True)
        before = answer(ground)
        assert before == ("consistent" if make is lawful else "valid")
        for number in range(rounds // 4):
            name, change = WAYS[number % len(WAYS)] if not packed else WAYS[0]
            place = "packed" if packed else "loose"
            tally[f"{make.__name__}, {place}, {name}", change(ground)] += 1
        assert answer(ground) == before, "a change was not put back"
    return tally


def main() -> None:
    """Run as many rounds as the command line says, and print the answers."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1789
    folder = Path(tempfile.mkdtemp())
    try:
        tally = fuzz(rounds, seed, folder)
    finally:
        shutil.rmtree(folder)
    print(f"{sum(tally.values())} changes, seed {seed}")  # noqa: T201 - it is a command
    for (way, outcome), number in sorted(tally.items()):
        print(f"  {way}: {outcome} {number}")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
