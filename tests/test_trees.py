"""Trees compared by their bytes: faster than entry by entry, and never another answer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from constitution.repository.trees import Trees

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES = st.sampled_from([*(f"article-{n}.md" for n in range(12)), "a", "b", "ab", "40000 a"])
_IDS = st.one_of(
    st.sampled_from([b"\0" * 20, b"40000 a\0" + b"x" * 12, b"100644 b\0" + b"\0" * 11]),
    st.integers(0, 3).map(lambda n: bytes([n]) * 20),
    st.binary(min_size=20, max_size=20),
)
"""Ids that look like entries, too."""

_FILES = st.dictionaries(_NAMES, st.tuples(st.sampled_from(["100644", "120000"]), _IDS))

_MANY = {f"aa-{'x' * 40}-{n}.md": ("100644", bytes([n]) * 20) for n in range(80)}
"""Enough to be compared as long folders are."""


@dataclass
class _Objects:
    """Trees by id, as a repository gives them."""

    trees: dict[bytes, bytes] = field(default_factory=dict)

    @property
    def odb(self) -> _Objects:
        return self

    def read(self, id_: Any) -> tuple[int, bytes]:
        return 2, self.trees[id_.raw]

    def add(self, files: Mapping[str, tuple[str, bytes]]) -> bytes:
        data = b"".join(
            f"{mode} {name}\0".encode() + id_ for name, (mode, id_) in sorted(files.items())
        )
        id_ = hashlib.sha1(data, usedforsecurity=False).digest()
        self.trees[id_] = data
        return id_


@st.composite
def _versions(draw: st.DrawFn) -> list[dict[str, tuple[str, bytes]]]:
    """A folder across some versions, each the one before with a few entries others."""
    versions = [draw(_FILES) | draw(st.sampled_from([{}, _MANY]))]
    for _ in range(draw(st.integers(1, 5))):
        now = dict(versions[-1])
        for name in draw(st.lists(_NAMES, max_size=3)):
            if name in now and draw(st.booleans()):
                del now[name]
            else:
                now[name] = (draw(st.sampled_from(["100644", "120000"])), draw(_IDS))
        versions.append(now)
    return versions


def _blob(entry: tuple[str, bytes] | None) -> str | None:
    return entry[1].hex() if entry is not None and entry[0] == "100644" else None


@given(_versions(), st.data())
def test_what_differs_is_what_differs_entry_by_entry(
    versions: list[dict[str, tuple[str, bytes]]], data: st.DataObject
) -> None:
    """In whatever order versions are compared, and whatever was read before; links are no files."""
    objects = _Objects()
    ids = [objects.add(files) for files in versions]
    trees = Trees(objects)  # type: ignore[arg-type] # all that is asked of a repository
    places = st.integers(0, len(versions) - 1)
    for old, new in [
        *zip(range(len(versions)), range(1, len(versions)), strict=False),
        *data.draw(st.lists(st.tuples(places, places), max_size=4)),
    ]:
        before, after = versions[old], versions[new]
        wanted = {
            (f"x/{name}", _blob(before.get(name)), _blob(after.get(name)))
            for name in before.keys() | after.keys()
            if _blob(before.get(name)) != _blob(after.get(name))
        }
        assert set(trees.differences(ids[old], ids[new], "x/")) == wanted
        names = {name.decode() for name in trees.added(ids[old], ids[new])}
        assert names == after.keys() - before.keys()


@given(_FILES, _IDS)
def test_a_folder_is_found_among_entries_that_look_like_it(
    files: dict[str, tuple[str, bytes]], id_: bytes
) -> None:
    """By its own entry, and not by bytes within an id or a name."""
    objects = _Objects()
    trees = Trees(objects)  # type: ignore[arg-type] # all that is asked of a repository
    files.pop("a", None)
    without, with_it = objects.add(files), objects.add({**files, "a": ("40000", id_)})
    assert trees.folders(without, with_it) == {"a": (None, id_)}
    assert trees.folders(with_it, without) == {"a": (id_, None)}
    assert trees.folders(without, without) == {}


def test_what_is_below_a_folder_is_told_with_its_path() -> None:
    """A folder that came, went or became a file is told file by file."""
    objects = _Objects()
    trees = Trees(objects)  # type: ignore[arg-type] # all that is asked of a repository
    one, two = b"1" * 20, b"2" * 20
    below = objects.add({"f.md": ("100644", one)})
    old = objects.add({"a": ("40000", below), "b": ("100644", one)})
    new = objects.add({"a": ("100644", two), "c": ("40000", below)})
    assert set(trees.differences(old, new, "")) == {
        ("a/f.md", one.hex(), None),
        ("a", None, two.hex()),
        ("b", one.hex(), None),
        ("c/f.md", None, one.hex()),
    }
    assert set(trees.differences(None, new, "")) == {
        ("a", None, two.hex()),
        ("c/f.md", None, one.hex()),
    }
