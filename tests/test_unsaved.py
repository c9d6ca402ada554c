"""What is typed is on the disk before it is saved, whatever becomes of the program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from constitution.assembly.drafting.unsaved import Drawer
from constitution.errors import Malformed, Refused

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = "articles/01-people/article-1.md"


@pytest.fixture
def drawer(tmp_path: Path) -> Drawer:
    """An empty drawer."""
    return Drawer(tmp_path / "drafts")


class TestDrawer:
    """Texts that were typed and not saved."""

    def test_what_was_typed_is_found_as_it_was_typed(self, drawer: Drawer) -> None:
        """To the character, by amendment and path, and plain enough to be read without the program."""
        held = drawer.hold("idea", ARTICLE)
        held.keep("# Article 1\n\nNéw « words ».")
        held.let_go()
        (one,) = drawer.all()
        assert (one.slug, one.path) == ("idea", ARTICLE)
        assert one.text == "# Article 1\n\nNéw « words »."
        assert (drawer.folder / "idea" / ARTICLE).read_text() == one.text

    def test_a_text_that_was_saved_leaves_nothing_behind(self, drawer: Drawer) -> None:
        """No file, no lock, no empty folder."""
        held = drawer.hold("idea", ARTICLE)
        held.keep("words")
        held.forget()
        held.let_go()
        assert drawer.all() == []
        assert list(drawer.folder.rglob("*")) == []

    def test_one_window_alone_types_a_text(self, drawer: Drawer) -> None:
        """Another is refused until the first lets go; other texts are free."""
        held = drawer.hold("idea", ARTICLE)
        with pytest.raises(Refused, match="another window"):
            drawer.hold("idea", ARTICLE)
        drawer.hold("idea", "reasons.md").let_go()
        held.let_go()
        drawer.hold("idea", ARTICLE).let_go()

    def test_what_is_being_typed_is_not_offered(self, drawer: Drawer) -> None:
        """A second room on the clone does not take it for the leavings of a crash."""
        held = drawer.hold("idea", ARTICLE)
        held.keep("words")
        assert drawer.all() == []
        held.let_go()
        assert [one.text for one in drawer.all()] == ["words"]

    def test_what_was_given_up_is_gone(self, drawer: Drawer) -> None:
        """And the others stay."""
        for path in (ARTICLE, "reasons.md"):
            held = drawer.hold("idea", path)
            held.keep(path)
            held.let_go()
        drawer.discard(next(one for one in drawer.all() if one.path == "reasons.md"))
        assert [one.path for one in drawer.all()] == [ARTICLE]

    @pytest.mark.parametrize(
        "path", ["../escape.md", "/etc/passwd.md", "articles/../../x.md", "a\\b.md"]
    )
    def test_no_path_leads_out_of_the_drawer(self, drawer: Drawer, path: str) -> None:
        """A branch that anyone may push names no file of this machine."""
        with pytest.raises(Refused):
            drawer.hold("idea", path)
        with pytest.raises(Malformed):
            drawer.hold("../idea", ARTICLE)

    def test_a_killed_program_loses_nothing_it_kept_and_holds_nothing(self, drawer: Drawer) -> None:
        """SIGKILL in the middle of keeping: the last text that was kept is whole, and free."""
        code = (
            "import sys; from pathlib import Path\n"
            "from constitution.assembly.drafting.unsaved import Drawer\n"
            f"held = Drawer(Path(sys.argv[1])).hold('idea', {ARTICLE!r})\n"
            "number = 0\n"
            "while True:\n"
            "    held.keep(f'{number} ' * 20000)\n"
            "    print(number, flush=True)\n"
            "    number += 1\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", code, str(drawer.folder)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            lines = [int(writer.stdout.readline()) for _turn in range(5)]
            os.kill(writer.pid, signal.SIGKILL)
            lines += [int(line) for line in writer.stdout]
        (one,) = drawer.all()
        words = one.text.split()
        assert len(words) == 20000
        assert len(set(words)) == 1
        assert int(words[0]) >= lines[-1]
        drawer.hold("idea", ARTICLE).let_go()
