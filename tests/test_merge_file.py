"""`merge-file` answers as `git merge-file` does, so that git can call it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.cli.main import run
from constitution.merge import Conflicted, Labels, mark_conflicts, merge, resolve
from tests.strategies_of_prose import articles, edited

if TYPE_CHECKING:
    from pathlib import Path

BASE = "# Article 1\n\nLe vote est secret. Il est personnel.\n\nLa séance est publique.\n"
OURS = BASE.replace("secret", "public")
THEIRS = BASE.replace("personnel", "personnel et libre")
AGAINST = BASE.replace("secret", "libre")


@pytest.fixture
def three(tmp_path: Path) -> tuple[str, str, str]:
    """Three files; the first two sides go together."""
    paths = []
    for name, text in (("ours.md", OURS), ("base.md", BASE), ("theirs.md", THEIRS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        paths.append(str(tmp_path / name))
    ours, base, theirs = paths
    return ours, base, theirs


def read(path: str) -> str:
    with open(path, encoding="utf-8") as stream:  # noqa: PTH123 - a name, as git gives it
        return stream.read()


class TestExitCodes:
    """The number of conflicts, or 255."""

    def test_a_clean_merge_is_written_into_current(self, three: tuple[str, str, str]) -> None:
        """0, even where git sees one line changed by both."""
        assert run(["merge-file", *three]) == 0
        assert read(three[0]) == OURS.replace("personnel", "personnel et libre")

    def test_a_conflict_is_counted_and_marked_in_whole_lines(
        self, three: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Git's marks, with the labels it gave."""
        with open(three[2], "w", encoding="utf-8") as stream:  # noqa: PTH123 - the same
            stream.write(AGAINST)
        labels = ["-L", "mine", "-L", "before", "-L", "theirs"]
        assert run(["merge-file", *labels, *three]) == 1
        assert read(three[0]) == (
            "# Article 1\n\n<<<<<<< mine\nLe vote est public. Il est personnel.\n=======\n"
            "Le vote est libre. Il est personnel.\n>>>>>>> theirs\n\nLa séance est publique.\n"
        )
        assert "1 conflict" in capsys.readouterr().err

    def test_the_base_is_shown_with_diff3_and_nothing_is_written_with_p(
        self, three: tuple[str, str, str], capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        """`-p --diff3 --marker-size`, as git has them."""
        with open(three[2], "w", encoding="utf-8") as stream:  # noqa: PTH123 - the same
            stream.write(AGAINST)
        assert run(["merge-file", "-p", "-q", "--diff3", "--marker-size", "9", *three]) == 1
        out, err = capfdbinary.readouterr()
        assert err == b""
        assert b"||||||||| " in out
        assert b"\nLe vote est secret. Il est personnel.\n=========\n" in out
        assert read(three[0]) == OURS

    @pytest.mark.parametrize(("way", "words"), [("--ours", "public"), ("--theirs", "libre")])
    def test_a_side_can_be_given_its_way(
        self, three: tuple[str, str, str], way: str, words: str
    ) -> None:
        """No conflict is left."""
        with open(three[2], "w", encoding="utf-8") as stream:  # noqa: PTH123 - the same
            stream.write(AGAINST)
        assert run(["merge-file", way, *three]) == 0
        assert f"Le vote est {words}." in read(three[0])

    @pytest.mark.parametrize("wrong", [["nowhere.md"], ["a", "b", "c", "d"], ["--nonsense"]])
    def test_an_error_is_255_and_never_the_code_of_a_conflict(
        self, three: tuple[str, str, str], wrong: list[str]
    ) -> None:
        """Too few files, too many, no such option: nothing was written."""
        assert run(["merge-file", *wrong]) == 255
        assert run(["merge-file", three[0], three[1], three[1] + ".not-there"]) == 255
        assert read(three[0]) == OURS

    def test_what_is_not_text_is_255(self, three: tuple[str, str, str]) -> None:
        """Bytes that are not UTF-8 are left alone."""
        with open(three[1], "wb") as stream:  # noqa: PTH123 - the same
            stream.write(b"\xff\xfe\x00")
        assert run(["merge-file", *three]) == 255
        assert read(three[0]) == OURS

    @pytest.mark.parametrize("which", [0, 1, 2])
    def test_a_zero_byte_is_no_text_and_255(
        self, three: tuple[str, str, str], which: int, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """As git has it for binary files: no mark is written into CURRENT."""
        with open(three[which], "wb") as stream:  # noqa: PTH123 - the same
            stream.write(b"\x00\x01" + AGAINST.encode())
        before = read(three[0])
        assert run(["merge-file", *three]) == 255
        assert read(three[0]) == before
        assert three[which] in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("git") is None, reason="git is missing")
class TestAsGitDoes:
    """Where whole lines collide, the answer is that of `git merge-file`, to the byte."""

    @pytest.mark.parametrize(
        ("way", "configured"),
        [
            *((way, "") for way in ("", "--diff3", "--zdiff3", "--ours", "--theirs", "--union")),
            *(("", style) for style in ("merge", "diff3", "zdiff3")),
            ("--diff3", "merge"),
            ("--union", "zdiff3"),
        ],
    )
    def test_the_styles_and_sides_are_gits(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        way: str,
        configured: str,
    ) -> None:
        """`--diff3`, `--zdiff3`, `--ours`, `--theirs`, `--union`, and `merge.conflictStyle` without them."""
        subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
        if configured:
            asked = ["git", "-C", str(tmp_path), "config", "merge.conflictStyle", configured]
            subprocess.run(asked, check=True)
        monkeypatch.chdir(tmp_path)
        answers = []
        for name, program in (("git", ["git", "merge-file"]), ("ours", None)):
            files = [f"{side}-{name}.md" for side in ("current", "base", "other")]
            for file, text in zip(files, (OURS, BASE, AGAINST), strict=True):
                (tmp_path / file).write_text(text, encoding="utf-8")
            words = ["-q", *filter(None, [way]), "-L", "a", "-L", "b", "-L", "c", *files]
            code = (
                run(["merge-file", *words])
                if program is None
                else subprocess.run([*program, *words], check=False).returncode
            )
            answers.append((code, read(str(tmp_path / files[0]))))
        assert answers[1] == answers[0]

    def test_a_style_that_git_has_not_is_an_error(
        self, three: tuple[str, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """255, and nothing is written."""
        (tmp_path / "theirs.md").write_text(AGAINST, encoding="utf-8")
        subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
        asked = ["git", "-C", str(tmp_path), "config", "merge.conflictStyle", "wavy"]
        subprocess.run(asked, check=True)
        monkeypatch.chdir(tmp_path)
        assert run(["merge-file", *three]) == 255
        assert read(three[0]) == OURS


@given(st.data())
def test_marks_hold_every_reading_and_nothing_else(data: st.DataObject) -> None:
    """Without the marks and the other side, what is left is the text with the current readings."""
    base = data.draw(articles())
    result = merge(base, data.draw(edited(base)), data.draw(edited(base)))
    if not isinstance(result, Conflicted):
        return
    text, number = mark_conflicts(result, Labels("current", "base", "other"), size=11)
    assert 1 <= number <= len(result.conflicts)
    for side, choice in (("current", "current"), ("other", "amendment")):
        whole = resolve(
            Conflicted(result.pieces, result.review, laid_out=False),
            dict.fromkeys(range(len(result.conflicts)), choice),  # type: ignore[arg-type] # one of two ways
        )
        assert _kept(text, side).rstrip("\n") == whole.rstrip("\n")


def _kept(text: str, side: str) -> str:
    """The lines of one side, as a person who takes that side would leave them."""
    kept: list[str] = []
    within: str | None = None
    for line in text.split("\n"):
        if line == "<" * 11 + " current":
            within = "current"
        elif line == "=" * 11:
            within = "other"
        elif line == ">" * 11 + " other":
            within = None
        elif within in (None, side):
            kept.append(line)
    return "\n".join(kept)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is missing")
def test_git_merges_two_branches_through_it(tmp_path: Path) -> None:
    """The lines of configuration in docs/with-git.md: git calls it and believes its exit codes."""

    def git(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["git", "-C", str(tmp_path), "-c", "user.name=A", "-c", "user.email=a@b.c", *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": os.getcwd()},  # noqa: PTH109 - the checkout under test
        )

    def commit(text: str, branch: str, message: str) -> None:
        git("switch", "-q", branch)
        (tmp_path / "articles" / "article-1.md").write_text(text, encoding="utf-8")
        assert git("commit", "-qam", message).returncode == 0

    git("init", "-q", "-b", "main")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "article-1.md").write_text(BASE, encoding="utf-8")
    git("add", ".")
    assert git("commit", "-qm", "base").returncode == 0
    driver = (
        f"{sys.executable} -m constitution merge-file -L current -L base -L other "
        "--marker-size %L %A %O %B"
    )
    git("config", "merge.constitution.driver", driver)
    (tmp_path / ".git" / "info").mkdir(exist_ok=True)
    (tmp_path / ".git" / "info" / "attributes").write_text("articles/**/*.md merge=constitution\n")
    for name in ("one", "two", "three"):
        git("branch", name)
    commit(OURS, "one", "ours")
    commit(THEIRS, "two", "theirs")
    commit(AGAINST, "three", "against")
    git("switch", "-q", "one")
    merged = git("merge", "-q", "-m", "both", "two")
    assert merged.returncode == 0, merged.stderr
    article = (tmp_path / "articles" / "article-1.md").read_text(encoding="utf-8")
    assert article == OURS.replace("personnel", "personnel et libre")
    clash = git("merge", "-m", "against", "three")
    assert clash.returncode == 1
    assert "CONFLICT" in clash.stdout
    assert "<<<<<<< current\n" in (tmp_path / "articles" / "article-1.md").read_text(
        encoding="utf-8"
    )


class TestOwnLines:
    """Between the marks stands what each file says, and `--ours` takes that."""

    base = "# Article 1\n\nUne majorité absolue vote. Elle siège.\n"
    ours = "# Article 1\n\nLa majorité absolue vote. Elle siège.\n"
    theirs = "# Article 1\n\nDeux majorités ou une majorité simple vote. Elle siège là.\n"

    def merged(self, folder: Path, *options: str) -> str:
        """What the three files become."""
        named = {"ours.md": self.ours, "base.md": self.base, "theirs.md": self.theirs}
        for name, text in named.items():
            (folder / name).write_text(text, encoding="utf-8")
        run(["merge-file", *options, *(str(folder / name) for name in named)])
        return (folder / "ours.md").read_text(encoding="utf-8")

    def test_the_marks_quote_each_file(self, tmp_path: Path) -> None:
        """No section mixes the words of two files."""
        labels = ["-L", "a", "-L", "b", "-L", "c"]
        line, was, other = (text.splitlines()[-1] for text in (self.ours, self.base, self.theirs))
        assert self.merged(tmp_path, "--diff3", *labels) == (
            f"# Article 1\n\n<<<<<<< a\n{line}\n||||||| b\n{was}\n=======\n{other}\n>>>>>>> c\n"
        )

    @pytest.mark.parametrize(("option", "side"), [("--ours", "ours"), ("--theirs", "theirs")])
    def test_a_side_is_taken_as_it_reads(self, tmp_path: Path, option: str, side: str) -> None:
        """The line of that file, as `git merge-file` takes it."""
        assert self.merged(tmp_path, option) == getattr(self, side)
