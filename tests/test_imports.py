"""What is imported, and when: whoever asks for little waits for little."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from constitution.cli.main import run

ROOT = Path(__file__).resolve().parent.parent

_HEAVY = ("pygit2", "textual", "markdown_it", "rapidfuzz", "cryptography")


def loaded(*arguments: str) -> set[str]:
    """The modules that a fresh interpreter has loaded when a command is done."""
    program = (
        "import sys; from constitution.cli.main import run; "
        f"run({list(arguments)!r}); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("show", "--help")])
def test_help_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    """Neither git nor screens nor words are needed to say what the verbs are."""
    modules = loaded(*arguments)
    assert not modules.intersection(_HEAVY)
    for name in ("assembly", "repository", "history", "diff", "governance"):
        assert f"constitution.{name}" not in modules


def test_completing_a_verb_imports_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names and their lines are known without them; a verb's own options are its own affair."""
    monkeypatch.setenv("_CONSTITUTION_COMPLETE", "zsh_complete")
    monkeypatch.setenv("COMP_CWORD", "1")
    program = (
        "import sys; from constitution.cli.main import run\n"
        "try: run([])\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    said = {}
    for words in ("constitution sh", "constitution --l", "constitution show --j"):
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
        )
        said[words] = done.stdout.split("\n")
        assert ("constitution.cli.read" in done.stderr.split()) is ("show" in words.split())
    assert said["constitution sh"][:3] == [
        "plain",
        "show",
        "Articles as prose, as they stand or stood.",
    ]
    assert "--lang" in said["constitution --l"]
    assert "--json" in said["constitution show --j"]


def test_completing_a_word_is_answered_with_a_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """So the command ends at once after it, as after every verb."""
    monkeypatch.setenv("_CONSTITUTION_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "constitution sh")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert run([]) == 0
    assert capsys.readouterr().out == "plain,show\n"


def test_version_loads_no_talk() -> None:
    """Nor what only a verb says."""
    modules = loaded("--version")
    for name in ("constitution.cli.talk", "constitution.display", "json", "subprocess"):
        assert name not in modules


def test_showing_an_article_loads_no_votes_and_no_words() -> None:
    """A reader waits for the text, and for nothing else."""
    modules = loaded("show", "3")
    assert not modules.intersection({"textual", "markdown_it", "rapidfuzz", "cryptography"})
    for name in ("governance", "motion", "vote", "blocks", "typography", "diff.words", "merge"):
        assert f"constitution.{name}" not in modules


@pytest.mark.parametrize("name", ["assembly.drafting", "diff", "history", "merge", "repository"])
def test_a_package_offers_what_the_type_checker_sees(name: str) -> None:
    """The names it gives when asked are those it imports for the checker, and those it lists."""
    package = import_module(f"constitution.{name}")
    tree = ast.parse(Path(str(package.__file__)).read_text("utf-8"))
    (seen,) = (node.body for node in tree.body if isinstance(node, ast.If))
    imported = {
        alias.name: node.module
        for node in seen
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert sorted(imported) == sorted(package.__all__)
    for offered, module in imported.items():
        assert module is not None
        assert package.__getattr__(offered) is getattr(import_module(module), offered)


def test_a_package_offers_nothing_else() -> None:
    """A name that is misspelt is an error, as in any module."""
    import constitution.diff

    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = constitution.diff.nothing  # type: ignore[attr-defined] # that is the point


def test_the_room_is_in_sight_before_what_no_first_screen_needs() -> None:
    """Who opens the room waits for the text, and not for votes, editor, verification and words."""
    program = "import tui.app, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    modules = set(done.stdout.split())
    assert "textual" in modules
    assert not modules.intersection({"cryptography", "markdown_it", "pygit2", "rapidfuzz"})
    for name in (
        "constitution.assembly.motions",
        "constitution.assembly.putting",
        "constitution.judgement",
        "constitution.merge.texts",
        "constitution.sentences.acts",
        "constitution.verify",
        "constitution.vote",
        "tui.drafting.stories",
        "tui.editor.screen",
        "tui.places.session",
        "tui.sitting.roll",
    ):
        assert name not in modules
