"""Tamperings below the text: clones that hide, objects git would not write, characters unseen."""

from __future__ import annotations

import subprocess
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pygit2

from constitution.canonical import digest
from constitution.governance import MEMBERS_FILE
from tests import tamperings
from tests.handmade import FOUNDING_FILES, ONE, Handmade, article, named, votes
from tests.handmade_packs import squeezed
from tests.tamperings import ALL, CANNOT_TELL, CONSISTENT, NEW_ONE, case, refound

if TYPE_CHECKING:
    from pathlib import Path

# --- 12: what hides the history


@case(12, "unsupported-repository", "This clone has grafts", exit_=CANNOT_TELL)
def _(made: Handmade) -> None:
    """Grafts."""
    (made.path / "info").mkdir(exist_ok=True)
    (made.path / "info" / "grafts").write_text(f"{made.head}\n")


@case(12, "unsupported-repository", "This clone is shallow", exit_=CANNOT_TELL)
def _(made: Handmade) -> Handmade:
    """A clone of depth one."""
    made.adopt("1", "first", {ONE: NEW_ONE})
    clone = made.path.with_name("clone.git")
    url = made.path.as_uri()
    subprocess.run(["git", "clone", "-q", "--bare", "--depth=1", url, str(clone)], check=True)
    return Handmade(clone)


@case(12, "consistent", "consistent", exit_=CONSISTENT)
def _(made: Handmade) -> None:
    """Replace refs change nothing."""
    other = made.object({**made.files, ONE: b"x\n"}, "Other", [])
    made.repo.references.create(f"refs/replace/{made.head}", other)


@case(12, "consistent", "consistent", exit_=CONSISTENT)
def _(made: Handmade) -> None:
    """A forged commit graph changes nothing."""
    made.adopt("1", "first", {ONE: NEW_ONE})
    folder = made.path / "objects" / "info"
    subprocess.run(
        ["git", "-C", str(made.path), "commit-graph", "write", "--reachable"],
        check=True, capture_output=True,
    )  # fmt: skip
    graph = folder / "commit-graph"
    data = bytearray(graph.read_bytes())
    place = data.index(made.repo[made.head].peel(pygit2.Tree).id.raw)
    data[place : place + 20] = bytes.fromhex(made.tree({**made.files, ONE: b"x\n"}))
    graph.chmod(0o644)
    graph.write_bytes(data)


@case(12, "corrupt-object", "its bytes are not those it is named after", exit_=CANNOT_TELL)
def _(made: Handmade) -> None:
    """A blob swapped on disk."""
    data = article("1", "Other words.")
    loose(made, str(made.blob(FOUNDING_FILES[ONE]))).write_bytes(
        zlib.compress(b"blob %d\0" % len(data) + data)
    )


def loose(made: Handmade, id_: str) -> Path:
    """Where an object lies, which may now be changed."""
    path = made.path / "objects" / id_[:2] / id_[2:]
    path.chmod(0o644)
    return path


# --- 13: objects that git would not write, names that trip


def in_first_folder(made: Handmade, *lines: bytes, first: bool = False) -> None:
    """A commit whose folder of first articles has these lines too, however they sort."""
    root = made.repo[made.head].peel(pygit2.Tree)
    state = str(root["articles/01-state"].id)
    raw = made.repo.odb.read(state)[1]
    new = made.raw("tree", b"".join(lines) + raw if first else raw + b"".join(lines))
    articles = made.repo.odb.read(str(root["articles"].id))[1]
    id_ = made.raw("tree", articles.replace(bytes.fromhex(state), bytes.fromhex(new)))
    top = made.repo.odb.read(str(root.id))[1]
    tree = made.raw("tree", top.replace(root["articles"].id.raw, bytes.fromhex(id_)))
    commit_bytes(made, tree)


def commit_bytes(made: Handmade, tree: str, extra: bytes = b"", message: bytes = b"x\n") -> None:
    """A commit on main with just this tree, these headers and this message."""
    who = b"The clerk <clerk@example.org> 1900000000 +0000"
    data = b"tree %s\nparent %s\nauthor %s\ncommitter %s\n" % (
        tree.encode(), made.head.encode(), who, who,
    )  # fmt: skip
    made.advance(made.raw("commit", data + extra + b"\n" + message), made.files)


def line(mode: str, name: str, id_: str) -> bytes:
    """A line of a tree."""
    return f"{mode} {name}\0".encode() + bytes.fromhex(id_)


for mode, what in (("120000", "symlink"), ("160000", "gitlink"), ("100755", "executable")):

    @case(13, "bad-mode", "Only plain files and folders may stand here.")
    def _(made: Handmade, mode: str = mode) -> None:
        in_first_folder(made, line(mode, "article-9.md", made.raw("blob", b"x")))

    object.__setattr__(tamperings.TAMPERINGS[-1], "name", f"an-article-that-is-a-{what}")


for name in (".gitmodules", "aux.md", "x.", "CON", "lpt1.md"):

    @case(13, "bad-path", f"'{name}'", "names here" if name[0] == "." else "every computer takes")
    def _(made: Handmade, name: str = name) -> None:
        in_first_folder(
            made,
            line("100644", name, made.raw("blob", NEW_ONE)),
            first=name < "README",
        )

    object.__setattr__(tamperings.TAMPERINGS[-1], "name", f"a-file-named-{name}")


@case(13, "bad-tree", "The folder holds 'README.md' twice.")
def _(made: Handmade) -> None:
    """A duplicate in a tree."""
    in_first_folder(made, line("100644", "README.md", made.raw("blob", b"# X\n")), first=True)


@case(13, "bad-tree", "The folder is not sorted as git sorts it.")
def _(made: Handmade) -> None:
    """An unsorted tree."""
    in_first_folder(made, line("100644", "A.md", made.raw("blob", NEW_ONE)))


@case(13, "bad-tree", "'ARTICLE-1.md' and 'article-1.md' are one name on some computers.")
def _(made: Handmade) -> None:
    """Two names that differ by case alone."""
    in_first_folder(made, line("100644", "ARTICLE-1.md", made.raw("blob", NEW_ONE)), first=True)


@case(13, "bad-commit", "The commit bears two signatures.")
def _(made: Handmade) -> None:
    """Two signature headers."""
    commit_bytes(made, made.tree(made.files), b"gpgsig a\n b\ngpgsig c\n")


@case(13, "bad-commit", "The commit holds a NUL byte.")
def _(made: Handmade) -> None:
    """A NUL in a message."""
    commit_bytes(made, made.tree(made.files), message=b"x\0y\n")


# --- 14: text that readers would not see as it is

for title, bad, sentence in (
    ("a bidirectional override", "The \u202estate.", "changes the direction of the text"),
    ("the same as a reference", "The &#x202E;state.", "A character reference is not part"),
    ("a zero width space", "The\u200bstate.", "cannot be seen"),
    ("accents that are not composed", "E\u0301tat.", "are not in NFC"),
    ("a carriage return", "The state.\r", "is not how a line ends here"),
    ("an escape", "The \x1b[31mstate.", "is a control character"),
    ("an escape as a reference", "The &#27;[31mstate.", "A character reference is not part"),
    ("a reference definition", "[x]: https://example.org", "A link definition is not seen"),
    ("a link title", 'The [state](https://example.org "x").', "A link has a title"),
    ("an unused footnote", "The state.\n\n[^1]: Unseen.", "The footnote 1 is called nowhere."),
):

    @case(14, "bad-text", sentence)
    def _(made: Handmade, bad: str = bad) -> None:
        made.adopt("1", "bad", {ONE: article("1", bad)})

    object.__setattr__(tamperings.TAMPERINGS[-1], "name", title.replace(" ", "-"))


@case(
    14, "consistent", "Warning", "The word “stаte” mixes letters of several scripts",
    "U+0430 CYRILLIC SMALL LETTER A", exit_=CONSISTENT,
)  # fmt: skip
def _(made: Handmade) -> None:
    """A Cyrillic letter in a Latin word."""
    made.adopt("1", "mixed", {ONE: article("1", "The st\u0430te.")})


@case(
    14, "consistent", "Warning", "votes/1-printed/README.md", "U+001B, U+202E",
    exit_=CONSISTENT,
)  # fmt: skip
def _(made: Handmade) -> None:
    """Control characters in a printed amendment."""
    readme = "# 1\n\n\x1b[2JAll is well.\u202e\n".encode()
    plain = made.put("1", "printed", {ONE: NEW_ONE})
    motion = replace(plain.motion, readme=digest(readme))
    sealed = made.seal(replace(plain, motion=motion, readme=readme), parents=[made.head])
    made.declare(sealed, made.record(sealed, votes(9, 0, 0)))


@case(14, "unknown-character", "is unknown to this program", exit_=CANNOT_TELL)
def _(made: Handmade) -> None:
    """A character that this program's Unicode does not know."""
    made.adopt("1", "new", {ONE: article("1", "A sign: \U0003fffd.")})


@case(14, "unknown-character", "holds U+3FFFD, which is unknown", exit_=CANNOT_TELL)
def _(made: Handmade) -> None:
    """Such a character in a title."""
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    path = f"{sealed.folder}/motion.toml"
    bytes_ = sealed.own[path].replace(b'title = "first"', 'title = "\U0003fffd"'.encode())
    record = replace(made.record(sealed, ALL), motion=digest(bytes_))
    made.declare(sealed, record, changed={path: bytes_}, parents=())


@case(14, "bad-text", "The text has more than 1048576 bytes.")
def _(made: Handmade) -> None:
    """An article that nobody could read."""
    made.adopt("1", "long", {ONE: article("1", "word " * 210_000 + "end.")})


@case(14, "bad-text", "And 950 more of this kind.")
def _(made: Handmade) -> None:
    """An article full of faults."""
    made.adopt("1", "esc", {ONE: article("1", "\x1b" * 100_000)})


# --- 15: what would reach the terminal


@case(15, "unratified-change", "␛]0;owned␇")
def _(made: Handmade) -> None:
    """Control sequences in the name of a file."""
    made.commit({**made.files, "articles/\x1b]0;owned\x07.md": b"# A\n\nx.\n"}, "\x1b[2J")


@case(15, "consistent", "Entered by ␛]0;owned␇ [/x] <a@b>", exit_=CONSISTENT)
def _(made: Handmade) -> None:
    """Control sequences in the name of whoever entered a record."""
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    files = made.result(sealed, made.record(sealed, ALL))
    who = b"\x1b]0;owned\x07 [/x] <a@b> 1900000000 +0000"
    data = b"tree %s\nparent %s\nauthor %s\ncommitter %s\n\n\x1b[2J\n" % (
        made.tree(files).encode(), made.head.encode(), who, who,
    )  # fmt: skip
    made.advance(made.raw("commit", data), files)


@case(15, "bad-members", "“name” should be plain, visible text")
def _(made: Handmade) -> Handmade:
    """Control sequences in the name of a member."""
    other = refound(made, {MEMBERS_FILE: named("ada", "ben").to_bytes()})
    hostile = other.files[MEMBERS_FILE].replace(b'"Ada"', b'"\\u001b]0;owned\\u0007"')
    other.adopt("1", "name", {MEMBERS_FILE: hostile})
    return other


# --- 17 and 18: objects cut, objects that swell


@case(17, "corrupt-object", "its bytes are not those it is named after", exit_=CANNOT_TELL)
def _(made: Handmade) -> None:
    """An article cut on disk."""
    path = loose(made, str(made.blob(FOUNDING_FILES[ONE])))
    path.write_bytes(path.read_bytes()[:-7])


@case(18, "too-big", "says it has 536870912 bytes: too big to be read.", exit_=CANNOT_TELL)
def _(made: Handmade) -> None:
    """512 megabytes in half a megabyte."""
    stream = squeezed(1 << 29)
    header = zlib.compressobj(0)
    packed = header.compress(b"blob 536870912\0") + header.flush()
    assert len(stream) < 1 << 20
    loose(made, str(made.blob(FOUNDING_FILES[ONE]))).write_bytes(packed + stream)
