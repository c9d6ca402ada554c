"""`diff --files`, and git's own differ: any Markdown, in a repository or not."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from constitution.cli.main import run
from constitution.cli.talk import Talk
from constitution.cli.terminal import colour_wanted
from tests.pages import parse_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DONE, CHANGED, REFUSED, USAGE = 0, 1, 1, 2

OLD = "# Article 1\n\nLe mandat dure sept ans.\n\nIl est renouvelable.\n"
NEW = "# Article 1\n\nLe mandat dure cinq ans.\n\nIl est renouvelable.\n"
SHOWN = [
    "Article 1",
    "amended — 1 word inserted, 1 word deleted",
    "",
    "~ 1  Le mandat dure [-sept-]{+cinq+} ans.",
    "",
    "  2  Il est renouvelable.",
]


@pytest.fixture
def typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """The command line in an empty folder that is no repository."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def type_(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(arguments, Talk(paging=False))
        out, err = capsys.readouterr()
        return code, out, err

    return type_


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files of a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


class TestFiles:
    """Two files are two versions of one article, whatever they are called."""

    def test_two_files_are_compared_word_by_word(
        self, typed: Callable[..., tuple[int, str, str]], tmp_path: Path
    ) -> None:
        """Outside any repository, and with exit code 0, as `git diff` has."""
        write(tmp_path, {"old.md": OLD, "other/name.md": NEW})
        code, out, _err = typed("diff", "--files", "old.md", "other/name.md")
        assert (code, out.splitlines()) == (DONE, SHOWN)

    def test_exit_code_is_asked_for(
        self, typed: Callable[..., tuple[int, str, str]], tmp_path: Path
    ) -> None:
        """1 where something changed, be it a space; 0 where nothing did."""
        write(tmp_path, {"a.md": OLD, "b.md": NEW, "c.md": OLD.replace("dure ", "dure\u00a0")})
        assert typed("diff", "--exit-code", "--files", "a.md", "b.md")[0] == CHANGED
        assert typed("diff", "--exit-code", "--files", "a.md", "c.md")[0] == CHANGED
        assert typed("diff", "--exit-code", "--files", "a.md", "a.md")[0] == DONE

    def test_what_cannot_be_told_is_no_change(
        self, typed: Callable[..., tuple[int, str, str]], tmp_path: Path
    ) -> None:
        """With `--exit-code`, 1 means that something changed and nothing else; a refusal is 2."""
        write(tmp_path, {"a.md": OLD, "b.md": NEW})
        (tmp_path / "latin.md").write_bytes("été\n".encode("latin-1"))
        no_text = ("diff", "--files", "a.md", "latin.md")
        assert typed(*no_text)[0] == REFUSED
        assert typed(*no_text, "--exit-code")[0] == USAGE
        no_page = ("diff", "--files", "a.md", "b.md", "--html", "none/x.html", "--exit-code")
        code, out, err = typed(*no_page)
        assert (code, out) == (USAGE, "")
        assert "none/x.html" in err

    def test_dev_null_is_a_side_that_does_not_exist(
        self, typed: Callable[..., tuple[int, str, str]], tmp_path: Path
    ) -> None:
        """As git names it: the article is new, or it is gone."""
        write(tmp_path, {"a.md": OLD})
        assert "added — 10 words inserted" in typed("diff", "--files", "/dev/null", "a.md")[1]
        assert "removed — 10 words deleted" in typed("diff", "--files", "a.md", "/dev/null")[1]

    def test_standard_input_is_a_side(
        self,
        typed: Callable[..., tuple[int, str, str]],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """`-`, for one of the two."""
        write(tmp_path, {"a.md": OLD})
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NEW.encode())))
        code, out, _err = typed("diff", "--files", "a.md", "-")
        assert (code, out.splitlines()) == (DONE, SHOWN)
        assert typed("diff", "--files", "-", "-")[0] == USAGE

    def test_every_layout_works(
        self, typed: Callable[..., tuple[int, str, str]], tmp_path: Path
    ) -> None:
        """In figures, in two columns, as data, as a page."""
        write(tmp_path, {"a.md": OLD, "b.md": NEW})
        files = ("--files", "a.md", "b.md")
        assert typed("diff", *files, "--stat")[1].startswith("~ Article 1  +1 -1 +-\n")
        assert "Le mandat dure [-sept-] ans." in typed("diff", *files, "--side-by-side")[1]
        data = json.loads(typed("diff", *files, "--json")[1])
        assert data["format"] == "constitution-diff/1"
        assert data["articles"][0]["new_path"] == "b.md"
        page = typed("diff", *files, "--html", "-")[1]
        assert [e.text() for e in parse_page(page).all("ins")] == ["mots insérés", "cinq"]
        code, out, err = typed("diff", *files, "--html", "page.html")
        assert (code, out, err) == (DONE, "", "The page was written to page.html.\n")
        assert (tmp_path / "page.html").read_text("utf-8") == page

    def test_the_sentences_are_in_the_language_of_the_files(
        self, typed: Callable[..., tuple[int, str, str]], tmp_path: Path
    ) -> None:
        """As their words tell it, whatever the screen's; or in the one that is named."""
        write(tmp_path, {"a.md": OLD, "b.md": NEW, "x.md": "# Article 1\n\nSept.\n"})
        write(tmp_path, {"y.md": "# Article 1\n\nCinq.\n"})
        files = ("diff", "--files", "a.md", "b.md", "--words")
        assert "Alinéa 1 — Remplacer le mot" in typed(*files)[1]
        assert "Paragraph 1 — Replace the word" in typed(*files, "--text-language", "en")[1]
        told_nothing = ("diff", "--files", "x.md", "y.md", "--words")
        assert "Paragraph 1 — " in typed(*told_nothing)[1]
        assert "Alinéa 1 — " in typed(*told_nothing, "--text-language", "fr")[1]

    def test_a_file_that_holds_several_articles_is_read_as_these(
        self, typed: Callable[..., tuple[int, str, str]], tmp_path: Path
    ) -> None:
        """Split at its headings, as an import splits it, in every layout; each counts its alinéas."""
        old = "# C\n\n### Article 1\n\nLe peuple vote.\n\nIl élit.\n\n### Article 2\n\nIl siège à Paris.\n"
        write(tmp_path, {"a.md": old, "b.md": old.replace("Paris", "Lyon")})
        files = ("--lang", "fr", "diff", "--files", "a.md", "b.md")
        told = "**Article 2**\n\nAlinéa 1 — Remplacer le mot : « Paris » par le mot : « Lyon »."
        assert (
            typed(*files, "--words")[1].replace("\u00a0", " ").replace("\u202f", " ") == told + "\n"
        )
        assert typed(*files)[1].splitlines()[0::3] == [
            "Article 2", "~ 1  Il siège à [-Paris-]{+Lyon+}."
        ]  # fmt: skip
        assert "Article 1" not in typed(*files, "--side-by-side")[1]
        assert typed(*files, "--stat")[1].startswith("~ Article 2  +1 -1")
        assert len(json.loads(typed(*files, "--json")[1])["articles"]) == 1
        page = parse_page(typed(*files, "--html", "-")[1])
        assert [e.text() for e in page.all("h2")] == ["Article 2"]

    @pytest.mark.parametrize("options", [(), ("--no-match",)])
    def test_an_article_inserted_into_such_a_file_moves_no_other(
        self, typed: Callable[..., tuple[int, str, str]], tmp_path: Path, options: tuple[str, ...]
    ) -> None:
        """Nor does a heading above it; one that changed places is told as moved."""
        one, two = "# Article 1\n\nLe peuple vote.\n", "# Article 2\n\nLes lois sont publiées.\n"
        more = "# Article 1 bis\n\nNul n’est tenu de dire son vote.\n"
        write(tmp_path, {"a.md": f"{one}\n{two}", "b.md": f"# Titre I\n\n{one}\n{more}\n{two}"})
        write(tmp_path, {"c.md": f"{two}\n{one}", "d.md": f"{one}\n\n\n{two}"})

        def seen(new: str) -> list[tuple[str, str | None]]:
            data = json.loads(typed("diff", "--files", "a.md", new, "--json", *options)[1])
            return [(one["status"], one["new_path"]) for one in data["articles"]]

        assert seen("b.md") == [("added", "01-titre-i/README.md"), ("added", "03-article-1-bis.md")]
        assert [status for status, _path in seen("c.md")] == ["moved"]
        assert typed("diff", "--files", "a.md", "d.md", "--exit-code", *options)[0] == CHANGED

    def test_context_and_width_are_chosen(
        self, typed: Callable[..., tuple[int, str, str]], tmp_path: Path
    ) -> None:
        """No alinéa around a change, and lines of at most so many columns."""
        write(
            tmp_path, {"a.md": OLD, "b.md": NEW + "\nUne phrase assez longue pour deux lignes.\n"}
        )
        files = ("--files", "a.md", "b.md")
        out = typed("diff", *files, "--context", "0", "--width", "40")[1]
        assert "renouvelable" not in out
        assert max(map(len, out.splitlines())) <= 40
        assert typed("diff", *files, "--width", "12")[0] == USAGE

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (("--files", "a.md", "none.md"), USAGE),
            (("--files", "a.md", "folder"), USAGE),
            (("--files", "a.md", "latin.md"), REFUSED),
            (("--files", "a.md", "a.md", "--from", "x"), USAGE),
            (("12", "--files", "a.md", "a.md"), USAGE),
            (("--git-driver", "--files", "a.md", "a.md"), USAGE),
            (("--git-driver", "a.md", "b.md"), USAGE),
            (("--files", "a.md"), USAGE),
            (("--text-language", "fr"), USAGE),
            (("--files", "a.md", "a.md", "--words", "--html", "-"), USAGE),
            (("--files", "a.md", "a.md", "--json", "--html", "-"), USAGE),
            (("--files", "a.md", "a.md", "--stat", "--side-by-side"), USAGE),
            (("--files", "a.md", "a.md", "--words", "--stat"), USAGE),
            (("--files", "a.md", "a.md", "--words", "--side-by-side"), USAGE),
            (("--files", "folder", "folder", "--match", "--no-match"), USAGE),
            (("--files", "a.md", "zero.md"), REFUSED),
            (("--files", "a.md", "picture.md"), REFUSED),
        ],
    )
    def test_what_cannot_be_compared_is_refused_in_a_sentence(
        self,
        typed: Callable[..., tuple[int, str, str]],
        tmp_path: Path,
        arguments: tuple[str, ...],
        code: int,
    ) -> None:
        """With a hint, and nothing on stdout."""
        write(tmp_path, {"a.md": OLD, "folder/a.md": OLD})
        (tmp_path / "latin.md").write_bytes("été\n".encode("latin-1"))
        (tmp_path / "zero.md").write_bytes(b"Un\0.\n")
        (tmp_path / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\xff")
        given, out, err = typed("diff", *arguments)
        assert (given, out) == (code, "")
        assert len(err.splitlines()) == 2
        assert "UTF-8 without a mark" not in err or "latin.md" in arguments

    def test_what_the_system_refuses_is_said_in_the_language_of_the_screen(
        self, typed: Callable[..., tuple[int, str, str]], tmp_path: Path
    ) -> None:
        """No sentence of the C library's in the midst of a French one."""
        write(tmp_path, {"a.md": OLD})
        for option in ((), ("--exit-code",)):
            code, _out, err = typed("--lang", "fr", "diff", "--files", "a.md", "none.md", *option)
            assert code == USAGE
            assert "ce fichier ou ce dossier n’existe pas" in err
            assert "No such file" not in err


class TestFolders:
    """The files of two folders are the same where they have the same path."""

    def test_files_are_paired_by_path(
        self, typed: Callable[..., tuple[int, str, str]], tmp_path: Path
    ) -> None:
        """In reading order; hidden folders and other files are passed over."""
        write(
            tmp_path,
            {
                "v1/02.md": OLD,
                "v1/10.md": OLD.replace("1\n", "10\n", 1),
                "v1/.git/x.md": OLD,
                "v1/notes.txt": "x",
                "v2/02.md": NEW,
                "v2/10.md": NEW.replace("1\n", "10\n", 1),
            },
        )
        data = json.loads(typed("diff", "--files", "v1", "v2", "--json")[1])
        paths = [(one["old_path"], one["new_path"]) for one in data["articles"]]
        assert paths == [("02.md", "02.md"), ("10.md", "10.md")]

    def test_a_file_that_is_no_text_is_named_and_the_others_are_compared(
        self, typed: Callable[..., tuple[int, str, str]], tmp_path: Path
    ) -> None:
        """On whichever side it is, it is not told as added or removed."""
        (tmp_path / "v1").mkdir()
        (tmp_path / "v2").mkdir()
        (tmp_path / "v1" / "bad.md").write_text(OLD, encoding="utf-8")
        (tmp_path / "v2" / "bad.md").write_bytes(b"\xff\xfe\x00")
        write(tmp_path, {"v1/a.md": OLD, "v2/a.md": NEW})
        code, out, err = typed("diff", "--files", "v1", "v2")
        assert code == DONE
        assert "bad.md is not text in UTF-8" in err
        assert "bad.md" not in out
        assert "[-sept-]" in out

    def test_a_file_at_another_path_is_found_by_its_words(
        self, typed: Callable[..., tuple[int, str, str]], tmp_path: Path
    ) -> None:
        """It moved, and is not told as removed and added."""
        text = (
            "# Article 4\n\nLes députés élisent leur président au scrutin secret pour la durée de "
            "la législature, et adoptent le règlement de leurs travaux.\n"
        )
        write(tmp_path, {"v1/a.md": text, "v1/b.md": OLD})
        write(tmp_path, {"v2/c/z.md": text.replace("secret", "public"), "v2/b.md": OLD})
        data = json.loads(typed("diff", "--files", "v1", "v2", "--json")[1])
        (one,) = data["articles"]
        assert (one["status"], one["old_path"], one["new_path"]) == (
            "moved and amended",
            "a.md",
            "c/z.md",
        )

    def test_articles_that_changed_places_moved(
        self, typed: Callable[..., tuple[int, str, str]], tmp_path: Path
    ) -> None:
        """Both folders have the same names of files; `--no-match` compares them name by name."""
        one = "Les députés élisent leur président au scrutin secret et à la majorité absolue.\n"
        two = "Le Gouvernement répond chaque semaine aux questions écrites des citoyens tirés.\n"
        for folder, four, five in (("v1", one, two), ("v2", two, one)):
            write(
                tmp_path,
                {
                    f"{folder}/article-1.md": OLD,
                    f"{folder}/article-4.md": f"# Article 4\n\n{four}",
                    f"{folder}/article-5.md": f"# Article 5\n\n{five}",
                },
            )

        def seen(*options: str) -> list[tuple[str, str, str]]:
            data = json.loads(typed("diff", "--files", "v1", "v2", "--json", *options)[1])
            return [(o["status"], o["old_path"], o["new_path"]) for o in data["articles"]]

        moved = {("article-4.md", "article-5.md"), ("article-5.md", "article-4.md")}
        for options in ((), ("--match",)):
            assert {(old, new) for _status, old, new in seen(*options)} == moved
        assert [status for status, _old, _new in seen("--no-match")] == ["amended", "amended"]


@dataclass(frozen=True, slots=True)
class Git:
    """A repository of Markdown, with our differ configured as the document says."""

    folder: Path
    environment: Mapping[str, str]

    def __call__(self, *words: str) -> str:
        """What git prints; it must succeed."""
        done = subprocess.run(
            ["git", "-C", self.folder, *words],
            env=dict(self.environment),
            capture_output=True,
            check=False,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """A repository with one commit, and `constitution` on the path."""
    if shutil.which("git") is None:
        pytest.skip("git is missing")
    shim = tmp_path / "bin" / "constitution"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m constitution "$@"\n', "utf-8")
    shim.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{shim.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
        "COLUMNS": "80",
        "LC_ALL": "C.UTF-8",
    }
    git = Git(tmp_path / "r", environment)
    subprocess.run(["git", "init", "-q", git.folder], env=environment, check=True)
    git("config", "user.name", "Amina Diallo")
    git("config", "user.email", "amina@assembly.invalid")
    git("config", "diff.constitution.command", "constitution diff --git-driver")
    git("config", "diff.tool", "constitution")
    git("config", "difftool.constitution.cmd", 'constitution diff --files "$LOCAL" "$REMOTE"')
    git("config", "difftool.prompt", "false")
    (git.folder / ".git" / "info" / "attributes").write_text("articles/** diff=constitution\n")
    write(
        git.folder, {"articles/01/article-1.md": OLD, "articles/01/article 2.md": OLD, "x": "x\n"}
    )
    git("add", ".")
    git("commit", "-qm", "One")
    return git


class TestGit:
    """Git asks us what changed in articles, and shows everything else itself."""

    def test_git_diff_shows_words(self, git: Git) -> None:
        """Articles by us, a blank line after each; other files by git."""
        write(git.folder, {"articles/01/article-1.md": NEW, "x": "y\n"})
        shown = git("diff").splitlines()
        assert shown[: len(SHOWN) + 1] == [*SHOWN, ""]
        assert shown[-2:] == ["-x", "+y"]

    def test_what_is_new_or_gone_is_told_so(self, git: Git) -> None:
        """Git gives `/dev/null` and dots for the side that does not exist; spaces in names hold."""
        write(git.folder, {"articles/01/article-3.md": NEW})
        (git.folder / "articles/01/article 2.md").unlink()
        git("add", "--all")
        shown = git("diff", "--cached", "--no-renames")
        assert "repealed — 10 words deleted" in shown
        assert "added — 10 words inserted" in shown

    def test_the_sentences_of_two_files_are_parted(self, git: Git) -> None:
        """As the differences of two files are: by a blank line."""
        write(git.folder, {"articles/01/article-3.md": OLD.replace("1\n", "3\n", 1)})
        git("add", "--all")
        git("commit", "-qm", "Three")
        for number in (1, 3):
            path = git.folder / f"articles/01/article-{number}.md"
            path.write_text(path.read_text("utf-8").replace("sept", "cinq"), "utf-8")
        git("config", "diff.constitution.command", "constitution diff --git-driver --words")
        shown = git("diff")
        assert "\n\n**Article 3**\n" in shown
        assert shown.endswith(".\n\n")

    def test_a_rename_is_told_with_its_path(self, git: Git) -> None:
        """Git then gives nine arguments."""
        git("mv", "articles/01/article-1.md", "articles/01/article-9.md")
        write(git.folder, {"articles/01/article-9.md": NEW})
        git("add", "--all")
        shown = git("diff", "--cached", "-M10%")
        assert "moved from articles/01/article-1.md, and amended" in shown

    def test_a_file_of_which_the_mode_alone_changed_is_named(self, git: Git) -> None:
        """Git asks, and nothing of its words is to be said."""
        (git.folder / "articles/01/article-1.md").chmod(0o755)
        line = "articles/01/article-1.md: no word changes, only its mode, from 100644 to 100755."
        assert line in git("diff").splitlines()

    def test_the_log_shows_words_where_it_is_asked_to(self, git: Git) -> None:
        """`git log -p` calls an external differ with `--ext-diff` alone."""
        write(git.folder, {"articles/01/article-1.md": NEW})
        git("commit", "-qam", "Two")
        assert "[-sept-]{+cinq+}" in git("log", "-1", "-p", "--ext-diff")
        assert "[-sept-]" not in git("log", "-1", "-p")

    def test_difftool_opens_each_article_or_all_of_them(self, git: Git) -> None:
        """File by file, or folder by folder with `-d`."""
        write(git.folder, {"articles/01/article-1.md": NEW})
        assert git("difftool").strip().splitlines() == SHOWN
        assert git("difftool", "-d").strip().splitlines() == SHOWN

    @pytest.mark.parametrize("wrong", ["été\n".encode("latin-1"), b"Un\0deux\n"])
    def test_a_file_that_is_no_text_is_a_line_among_the_others(
        self, git: Git, wrong: bytes
    ) -> None:
        """Git goes on: what follows is shown, and it exits as if it had shown everything."""
        (git.folder / "articles/01/article 2.md").write_bytes(wrong)
        write(git.folder, {"articles/01/article-1.md": NEW, "x": "y\n"})
        shown = git("diff").splitlines()
        line = "articles/01/article 2.md is not text in UTF-8: its words cannot be compared."
        assert line in shown
        assert SHOWN[4] in shown
        assert shown[-2:] == ["-x", "+y"]

    def test_a_file_that_is_not_merged_is_a_line(self, git: Git) -> None:
        """`git diff --ours` names it, and then shows what differs from our side."""
        path = "articles/01/article-1.md"
        write(git.folder, {path: NEW})
        blob = git("hash-object", "-w", path).strip()
        git("update-index", "--force-remove", path)
        entries = "".join(f"100644 {blob} {stage}\t{path}\n" for stage in (1, 2, 3))
        subprocess.run(
            ["git", "-C", git.folder, "update-index", "--index-info"],
            input=entries,
            env=dict(git.environment),
            check=True,
            text=True,
        )
        write(git.folder, {path: OLD})
        shown = git("diff", "--ours")
        assert f"{path} is not merged: settle its conflict first, then compare." in shown
        assert "[-cinq-]{+sept+}" in shown

    def test_gits_pager_gets_colours(self) -> None:
        """Git says that it pages what we print; a reader who declined colours gets none."""
        pipe = io.StringIO()
        assert colour_wanted(pipe, {"GIT_PAGER_IN_USE": "true"})
        assert not colour_wanted(pipe, {"GIT_PAGER_IN_USE": "true", "NO_COLOR": "1"})
        assert not colour_wanted(pipe, {})
