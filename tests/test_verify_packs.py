"""Cases 12, 17 and 18 in packs: what is packed is read as far as it may be, and proven."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import time
import tracemalloc
from pathlib import Path

import pytest

from constitution.objects.packs import Packs
from constitution.verify import verify
from constitution.verify.clone import open_store
from constitution.verify.doubt import LARGEST, Doubt
from tests.handmade import ONE, TWO, Handmade, article, changed_files, votes
from tests.handmade_packs import HandmadePack, copied, delta, name_of, squeezed

NEW_ONE = article("1", "The state is a federal republic.", "It is one.")
BOMB = 1 << 29


@pytest.fixture
def made(tmp_path: Path) -> Handmade:
    """A constitution with a few adoptions, whose objects lie loose."""
    made = Handmade.found(tmp_path / "constitution.git")
    for number in range(1, 6):
        words = [f"Paragraph {place} of the text of the state." for place in range(30)]
        words[number] = f"Paragraph {number} is another one."
        made.adopt(str(number), f"change-{number}", {ONE: article("1", *words)})
    return made


def repacked(made: Handmade, *config: str, **how: str) -> None:
    """Pack all there is, with git itself, and leave nothing loose."""
    options = [word for setting in config for word in ("-c", setting)]
    subprocess.run(
        ["git", "-C", str(made.path), *options, "repack", "-adfq", "--depth=50", "--window=50"],
        check=True,
        env={**os.environ, **how},
    )
    subprocess.run(["git", "-C", str(made.path), "prune-packed"], check=True)
    assert not list((made.path / "objects").glob("??/*"))


def without(made: Handmade, id_: str) -> None:
    """Take a loose object away."""
    (made.path / "objects" / id_[:2] / id_[2:]).unlink()


class TestWhatGitPacks:
    """Every way in which git packs is read, to the same verdict."""

    @pytest.mark.parametrize(
        "config",
        [
            ("repack.useDeltaBaseOffset=true",),
            ("repack.useDeltaBaseOffset=false",),
            ("pack.indexVersion=1",),
            ("pack.indexVersion=2", "core.bigFileThreshold=1"),
            ("repack.writeBitmaps=true", "core.multiPackIndex=true"),
        ],
    )
    def test_a_packed_repository_gets_the_verdict_of_a_loose_one(
        self, made: Handmade, config: tuple[str, ...]
    ) -> None:
        """By offset or by id, old indexes and new, with differences or without."""
        before = verify(made.path)
        assert before.outcome == "consistent"
        repacked(made, *config)
        assert verify(made.path) == before

    def test_every_object_reads_as_git_reads_it(self, made: Handmade) -> None:
        """Kind and bytes, each one, whatever chain it hangs on."""
        repacked(made)
        listed = subprocess.run(
            ["git", "-C", str(made.path), "verify-pack", "-v", *_indexes(made)],
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        assert "chain length = " in listed, "git stored no difference, and nothing is tested"
        store = open_store(made.path)
        ids = [line.split(" ")[0] for line in listed.splitlines() if len(line.split(" ")[0]) == 40]
        assert len(ids) > 30
        for id_ in ids:
            kind = str(made.repo[id_].type_str)
            assert store.read(id_, kind) == made.repo.odb.read(id_)[1]  # type: ignore[arg-type]

    def test_names_that_are_looked_up_all_at_once_are_found_as_one_by_one(
        self, made: Handmade
    ) -> None:
        """Whoever reads much of a pack gets the bytes that whoever reads little gets."""
        repacked(made)
        ids = list(map(str, made.repo))
        first = {id_: Packs((made.path / "objects",)).read(id_, BOMB) for id_ in ids}
        packs = Packs((made.path / "objects",))
        for _ in range(5):
            assert {id_: packs.read(id_, BOMB) for id_ in ids} == first
            assert packs.read("0" * 40, BOMB) is None
            assert packs.read("f" * 40, BOMB) is None

    def test_offsets_beyond_two_gigabytes_are_read(self, made: Handmade) -> None:
        """Such an index has a second table; git is asked to use it for all offsets."""
        repacked(made)
        for index in _indexes(made):
            Path(index).chmod(0o644)
            subprocess.run(
                ["git", "index-pack", "--index-version=2,0x40", index.replace(".idx", ".pack")],
                cwd=made.path, check=True, capture_output=True,
            )  # fmt: skip
        assert verify(made.path).outcome == "consistent"

    def test_objects_packed_during_a_check_are_found(self, made: Handmade) -> None:
        """A repository is used while it is judged: git may tidy it up."""
        store = open_store(made.path)
        assert store.read(made.head, "commit")
        repacked(made)
        assert store.read(made.head, "commit")


def _indexes(made: Handmade) -> list[str]:
    return [str(file) for file in (made.path / "objects" / "pack").glob("*.idx")]


class TestHostilePacks:
    """What a pack says of itself is held to the cap before a byte of it is inflated."""

    def refused(self, made: Handmade, id_: str, code: str) -> None:
        """The object is refused for this reason, at once and without the memory it asks for."""
        store = open_store(made.path)
        tracemalloc.start()
        began = time.process_time()
        with pytest.raises(Doubt) as refused:
            store.read(id_, "blob")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert refused.value.code == code
        assert time.process_time() - began < 5
        assert peak < 8 * LARGEST["blob"]

    def test_a_bomb_in_a_pack_is_not_inflated(self, made: Handmade) -> None:
        """512 MB in half a megabyte."""
        stream, id_ = squeezed(BOMB), "b" * 40
        assert len(stream) < 1 << 20
        pack = HandmadePack()
        pack.add(id_, 3, BOMB, stream)
        pack.write(made.path)
        self.refused(made, id_, "too-big")

    def test_a_small_object_that_differs_from_a_bomb_is_not_read(self, made: Handmade) -> None:
        """The size of the object is innocent; libgit2 would inflate what it differs from."""
        stream, bomb = squeezed(BOMB), "b" * 40
        pack = HandmadePack()
        base = pack.add(bomb, 3, BOMB, stream)
        id_ = name_of("blob", bytes(10))
        pack.differs(id_, base, delta(BOMB, 10, copied(0, 10)))
        pack.write(made.path)
        assert made.repo.odb.read_header(id_)[1] == 10
        self.refused(made, id_, "too-big")

    def test_a_difference_that_is_a_bomb_is_not_put_together(self, made: Handmade) -> None:
        """A few bytes of orders that copy 16 MB a hundred times."""
        pack = HandmadePack()
        base = pack.whole("blob", bytes(1 << 20))
        orders = [copied(0, 1 << 20)] * 512
        pack.differs("1" * 40, base, delta(1 << 20, BOMB, *orders))
        pack.write(made.path)
        self.refused(made, "1" * 40, "too-big")

    def test_a_difference_whose_own_stream_is_a_bomb_is_not_inflated(self, made: Handmade) -> None:
        """It says it is small, and goes on; or it says it is big."""
        stream = squeezed(BOMB)
        for said, code in ((100, "corrupt-object"), (BOMB, "too-big")):
            pack = HandmadePack()
            base = pack.whole("blob", b"x")
            pack.add("2" * 40, 6, said, stream, bytes([len(pack.data) - base]))
            pack.write(made.path)
            self.refused(made, "2" * 40, code)

    def test_a_chain_that_would_take_the_work_of_years_is_not_followed(
        self, made: Handmade
    ) -> None:
        """Each link is within the cap; all of them together are not."""
        size = LARGEST["blob"]
        pack = HandmadePack()
        place = pack.whole("blob", bytes(size))
        orders = delta(size, size, *[copied(at, 1 << 20) for at in range(0, size, 1 << 20)])
        for number in range(200):
            place = pack.differs(f"{number:040x}", place, orders)
        pack.write(made.path)
        self.refused(made, f"{199:040x}", "too-big")

    def test_objects_that_differ_from_each_other_are_corrupt(self, made: Handmade) -> None:
        """A circle has no end, and neither has one of one."""
        pack = HandmadePack()
        orders = delta(1, 1, copied(0, 1))
        pack.differs("3" * 40, "4" * 40, orders)
        pack.differs("4" * 40, "3" * 40, orders)
        pack.differs("5" * 40, "5" * 40, orders)
        pack.write(made.path)
        for id_ in ("3" * 40, "5" * 40):
            self.refused(made, id_, "corrupt-object")

    @pytest.mark.parametrize(
        "orders",
        [
            delta(4, 4, copied(2, 4)),  # beyond the end of the base
            delta(4, 4, copied(0, 3)),  # too few bytes
            delta(4, 4, copied(0, 4), copied(0, 4)),  # too many
            delta(4, 4, b"\x05abcd"),  # beyond the end of the orders
            delta(4, 4, b"\x00", copied(0, 4)),  # an order that git keeps for later
            delta(5, 4, copied(0, 4)),  # another base
            b"\xff" * 12,  # a size without end
            b"",
        ],
    )
    def test_a_difference_that_does_not_fit_is_corrupt(self, made: Handmade, orders: bytes) -> None:
        """Every order is held to the base, to itself and to the size it should come to."""
        pack = HandmadePack()
        base = pack.whole("blob", b"abcd")
        pack.differs("6" * 40, base, orders)
        pack.write(made.path)
        self.refused(made, "6" * 40, "corrupt-object")

    def test_an_index_that_lies_gives_no_other_object(self, made: Handmade) -> None:
        """Whatever the index says, the bytes must hash to the name."""
        pack = HandmadePack()
        pack.whole("blob", b"The state is a monarchy.\n")
        wanted = name_of("blob", NEW_ONE)
        pack.names[wanted] = 12
        pack.write(made.path)
        self.refused(made, wanted, "corrupt-object")

    def test_a_pack_cut_at_every_byte_is_never_waited_for(self, made: Handmade) -> None:
        """Corrupt or missing, at once."""
        pack = HandmadePack()
        base = pack.whole("blob", b"abcd" * 20)
        text = b"abcd" * 10
        id_ = name_of("blob", text)
        pack.differs(id_, base, delta(80, 40, copied(0, 40)))
        pack.write(made.path)
        (file,) = (made.path / "objects" / "pack").glob("*.pack")
        whole = file.read_bytes()
        assert open_store(made.path).read(id_, "blob") == text
        for length in range(len(whole) - 20):
            file.write_bytes(whole[:length])
            with pytest.raises(Doubt):
                open_store(made.path).read(id_, "blob")

    def test_an_index_cut_or_changed_is_never_believed(self, made: Handmade) -> None:
        """An object is found and proven, or it is not read."""
        pack = HandmadePack()
        text = b"The state is a republic.\n"
        pack.whole("blob", text)
        pack.write(made.path)
        id_ = name_of("blob", text)
        (file,) = (made.path / "objects" / "pack").glob("*.idx")
        whole = file.read_bytes()
        chance = random.Random(1789)  # noqa: S311 - a fixed sequence, not a secret
        damaged = [whole[:length] for length in range(0, len(whole), 7)]
        for _ in range(300):
            place = chance.randrange(len(whole))
            damaged.append(whole[:place] + bytes([chance.randrange(256)]) + whole[place + 1 :])
        for data in damaged:
            file.write_bytes(data)
            with contextlib.suppress(Doubt):
                assert open_store(made.path).read(id_, "blob") == text


def test_a_verdict_on_a_bomb_in_a_pack_is_that_one_cannot_tell(made: Handmade) -> None:
    """An article that is a bomb: exit 2, with its size in the sentence."""
    sealed = made.put("9", "bomb", {TWO: article("2", "Small.")})
    made.declare(sealed, made.record(sealed, votes(9, 0, 0)))
    id_ = str(made.blob(article("2", "Small.")))
    without(made, id_)
    stream = squeezed(BOMB)
    pack = HandmadePack()
    pack.add(id_, 3, BOMB, stream)
    pack.write(made.path)
    verdict = verify(made.path)
    assert (verdict.faults, {doubt.code for doubt in verdict.doubts}) == ((), {"too-big"})
    assert str(BOMB) in verdict.doubts[0].sentence


def test_one_folder_in_endlessly_many_places_is_not_walked(made: Handmade) -> None:
    """Ten folders of ten, ten deep: a thousand bytes that stand for ten thousand million files."""
    inner = made.raw("tree", b"100644 a.md\0" + bytes.fromhex(made.raw("blob", NEW_ONE)))
    for _ in range(10):
        inner = made.raw(
            "tree", b"".join(b"40000 f%d\0" % place + bytes.fromhex(inner) for place in range(10))
        )
    kept = made.tree(changed_files(made.files, {path: None for path in made.files if path > "a"}))
    whole = made.repo.odb.read(kept)[1] + b"40000 articles\0" + bytes.fromhex(inner)
    bomb = made.raw("tree", whole)
    who = b"A <a@b> 1900000000 +0000"
    data = b"tree %s\nparent %s\nauthor %s\ncommitter %s\n\nx\n" % (
        bomb.encode(), made.head.encode(), who, who,
    )  # fmt: skip
    made.advance(made.raw("commit", data), made.files)
    began = time.process_time()
    verdict = verify(made.path)
    assert time.process_time() - began < 10
    assert (verdict.outcome, verdict.doubts[0].code) == ("cannot-tell", "too-big")
    assert "would have to be looked at" in verdict.doubts[0].sentence
