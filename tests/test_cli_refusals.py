"""Every wrong input gets one sentence and the right exit code, and changes nothing."""

from __future__ import annotations

import ast
import hashlib
import shutil
import subprocess
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from constitution import errors
from constitution.assembly import Desk, founding
from constitution.cli.main import run
from constitution.cli.talk import Talk
from constitution.governance import Member, MemberId, Members, Settings
from constitution.repository import Person, Repository, When
from tests.committee import Committee

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DONE, REFUSED, USAGE = 0, 1, 2
CLERK = Person("Clerk", "clerk@example.invalid")
CACHES = (".git/objects",)
"""What may grow while nothing changes: loose objects that no ref holds."""
ARTICLES = {
    "articles/00-preamble.md": "# Preamble\n\nWe write this together.\n",
    "articles/article-1.md": "# Article 1\n\nThe people decide.\n\nThey decide by vote.\n",
    "articles/article-2.md": "# Article 2 — The referendum\n\nTen thousand voters may ask.\n",
}


@dataclass
class Place:
    """A small constitution, and the command line in it."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    clock: Callable[[], When]

    def desk(self, folder: Path) -> Desk:
        """A desk with a clock and a clerk of its own."""
        return Desk(Repository.open(folder), clock=self.clock, who=CLERK)

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """The exit code, stdout and stderr of a verb."""
        self.capture.readouterr()
        code = run(["-C", str(self.folder), *arguments], Talk(make_desk=self.desk, paging=False))
        out, err = self.capture.readouterr()
        return code, out, err

    def state(self) -> str:
        """A digest of every ref and every file: equal when nothing changed."""
        found = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            inside = path.relative_to(self.folder).as_posix()
            if path.is_file() and not inside.startswith(CACHES):
                found.update(inside.encode() + b"\0" + path.read_bytes())
        return found.hexdigest()

    def submit(self, slug: str = "change", words: str = "Five thousand voters may ask.") -> None:
        """Amendment 1, submitted."""
        assert self.run("amend", "new", slug, "--title", "A change")[0] == DONE
        new = self.folder.parent / "new.md"
        new.write_text(f"# Article 2 — The referendum\n\n{words}\n", encoding="utf-8")
        assert self.run("amend", "edit", slug, "2", "--file", str(new))[0] == DONE
        assert self.run("amend", "submit", slug)[0] == DONE


@pytest.fixture
def place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Place:
    """Three articles and three members, one of them suspended."""
    ticks = count(1_800_000_000)
    clock = lambda: When(next(ticks))  # noqa: E731 - one expression
    founding.found(
        tmp_path / "text",
        founding.Founding(
            Settings("Assembly", "Text", "en"),
            Members(
                (
                    Member(MemberId("ada"), "Ada"),
                    Member(MemberId("bo"), "Bo"),
                    Member(MemberId("cy"), "Cy", status="suspended"),
                )
            ),
            founding.default_rules(ARTICLES, ()),
            ARTICLES,
        ),
        who=CLERK,
        clock=clock,
    )
    return Place(tmp_path / "text", capsys, clock)


@dataclass(frozen=True)
class Case:
    """What is typed, and what must come back."""

    typed: tuple[str, ...]
    code: int
    says: str


BARE = [
    Case(("show", "99"), USAGE, "99"),
    Case(("show", "referendun"), USAGE, "Article 2"),
    Case(("shw", "1"), USAGE, "show"),
    Case(("show", "--at", "someday"), USAGE, "someday"),
    Case(("show", "--at", "vote:7"), USAGE, "7"),
    Case(("amend", "show", "12"), USAGE, "there is no amendment 12"),
    Case(("amend", "new", "Bad Slug", "--title", "x"), REFUSED, "cannot name an amendment"),
    Case(("amend", "new", "12", "--title", "x"), REFUSED, "number"),
    Case(("amend", "new", "ok", "--title", "  "), REFUSED, "needs a title"),
    Case(("amend", "edit", "nobody", "1", "--file", "x"), USAGE, "nobody"),
    Case(("put", "1"), USAGE, "there is no amendment 1"),
    Case(("declare", "1", "--yes"), USAGE, "there is no amendment 1"),
    Case(("undo", "--yes"), REFUSED, "nothing to take back"),
    Case(("verify", "--founding", "abc"), USAGE, "abc"),
    Case(("verify", "--tip", "HEAD~1"), USAGE, "“HEAD~1” is no branch and no tag here"),
    Case(
        ("init", "new", "--seats", "3", "--eternal", "1", "--rules", "rules.toml"),
        USAGE,
        "--eternal and --rules do not go together",
    ),
    Case(("verify", "--founding", "0" * 40), REFUSED, "wrong-founding-commit"),
    Case(("diff", "--amendment", "1", "--from", "main"), USAGE, "--amendment"),
    Case(("votes", "1", "--member", "ada"), USAGE, "not both"),
    Case(("votes", "--member", "zoe"), USAGE, "zoe"),
    Case(("history", "99"), USAGE, "99"),
    Case(("search", "nothing-like-this"), REFUSED, "Nothing was found"),
    Case(("count", "1", "--for", "-3"), USAGE, "--for"),
    Case(("--lang", "de", "status"), USAGE, "de"),
]


@pytest.mark.parametrize("case", BARE, ids=lambda case: " ".join(case.typed))
def test_a_wrong_word_gets_a_sentence_and_changes_nothing(place: Place, case: Case) -> None:
    """One sentence on stderr (or the verdict on stdout), the right code, the same repository."""
    before = place.state()
    code, out, err = place.run(*case.typed)
    assert code == case.code
    assert case.says in out + err
    assert "Traceback" not in err
    assert place.state() == before


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        (("count", "1", "--for", "2", "--against", "1"), REFUSED, "only 2 members may vote"),
        (("count", "1", "--for", "2"), USAGE, "--against"),
        (("count", "1"), USAGE, "one way"),
        (("count", "1", "--for", "1", "--declared", "adopted"), USAGE, "one way"),
        (
            ("count", "1", "--question", "2", "--for", "1", "--against", "0"),
            USAGE,
            "no question 2",
        ),
        (("vote", "1", "for", "--as", "zoe"), REFUSED, "not a member"),
        (("vote", "1", "for", "--as", "cy"), REFUSED, "not a member"),
        (("vote", "1", "perhaps", "--as", "ada"), REFUSED, "not a choice"),
        (("vote", "1", "for", "for", "--as", "ada"), REFUSED, "the choices given are 2"),
        (("declare", "1", "--yes"), REFUSED, "no vote was counted"),
        (("put", "1", "--again"), REFUSED, "not voted on"),
        (("dispose", "1", "lost", "--ruling", "x"), USAGE, "lost"),
        (("dispose", "1", "fallen", "--ruling", " ", "--yes"), REFUSED, "reason"),
        (("amend", "submit", "1"), REFUSED, "submitted already"),
    ],
)
def test_a_wrong_act_in_session_is_refused(
    place: Place, typed: tuple[str, ...], code: int, says: str
) -> None:
    """The count, the ballots and the rulings are checked before anything is written."""
    place.submit()
    assert place.run("put", "1")[0] == DONE
    before = place.state()
    found, out, err = place.run(*typed)
    assert (found, says in out + err) == (code, True), err
    assert place.state() == before


def test_declaring_needs_someone_to_confirm(place: Place) -> None:
    """Nothing final happens without a summary and a yes."""
    place.submit()
    place.run("put", "1")
    place.run("count", "1", "--for", "2", "--against", "0")
    before = place.state()
    code, out, err = place.run("declare", "1")
    assert code == REFUSED
    assert "Adopted." in out
    assert "--yes" in err
    assert place.state() == before


def test_a_roll_call_file_that_is_wrong_is_named_with_its_line(place: Place) -> None:
    """Who is listed twice, unknown, or chooses what is no choice, is found before counting."""
    place.submit()
    place.run("put", "1")
    roll = place.folder.parent / "roll.csv"
    for body, says in (
        ("member,choice\nada,for\nada,against\n", "roll.csv:3"),
        ("member,choice\nada,perhaps\n", "not a choice"),
        ("member,choice\nzoe,for\n", "zoe"),
        ("who,what\nada,for\n", "member, choice"),
    ):
        roll.write_text(body, encoding="utf-8")
        code, _out, err = place.run("count", "1", "--roll-call", str(roll))
        assert code == REFUSED
        assert says in err


def test_malformed_toml_is_refused_with_its_place(place: Place) -> None:
    """A rules file that is not TOML, lacks a key or leaves a path without a rule is not saved."""
    place.run("amend", "new", "rules", "--title", "Other rules")
    before = place.state()
    good = (place.folder / "governance/rules.toml").read_text(encoding="utf-8")
    file = place.folder.parent / "rules.toml"
    for text, says in (
        ("not toml at all", "not TOML"),
        (good.replace('evidence = "counted"\n', "", 1), "“evidence” is missing"),
        (good.replace("articles/**", "articles/01/**"), "no rule reaches articles/**"),
        (good.replace("> 1/2 of cast", "> 1/3 of cast", 1), "less than one half"),
        (good + '\n[rule.more]\nsecret = "x"\n', "more"),
    ):
        file.write_text(text, encoding="utf-8")
        code, _out, err = place.run("amend", "edit", "rules", "rules", "--file", str(file))
        assert code == REFUSED, text
        assert says in err
    assert place.state() == before


def test_what_is_not_utf8_is_refused(place: Place) -> None:
    """The file and the line are named."""
    place.run("amend", "new", "bytes", "--title", "Bytes")
    file = place.folder.parent / "latin.md"
    file.write_bytes("# Article 1\n\nÉté.\n".encode("latin-1"))
    before = place.state()
    code, _out, err = place.run("amend", "edit", "bytes", "1", "--file", str(file))
    assert code == REFUSED
    assert "latin.md:3" in err
    assert place.state() == before


def test_a_dirty_work_tree_stops_an_adoption_before_anything_is_written(place: Place) -> None:
    """Files you have changed are never touched; the refusal names the file."""
    place.submit()
    place.run("put", "1")
    place.run("count", "1", "--for", "2", "--against", "0")
    (place.folder / "articles/article-2.md").write_text("mine\n", encoding="utf-8")
    before = place.state()
    code, _out, err = place.run("declare", "1", "--yes")
    assert code == REFUSED
    assert "articles/article-2.md" in err
    assert place.state() == before


def test_a_detached_head_and_a_bare_clone_work(place: Place) -> None:
    """Reading and adopting need no work tree."""
    place.submit()
    git = Repository.open(place.folder)
    (place.folder / ".git/HEAD").write_text(git.main() + "\n", encoding="ascii")
    assert place.run("put", "1")[0] == DONE
    assert place.run("count", "1", "--for", "2", "--against", "0")[0] == DONE
    assert place.run("declare", "1", "--yes")[0] == DONE
    assert place.run("verify")[0] == DONE


@pytest.mark.skipif(shutil.which("git") is None, reason="cloning needs git")
def test_a_bare_clone_is_read_and_verified(place: Place) -> None:
    """A clone without files answers like any other."""
    bare = place.folder.parent / "bare.git"
    subprocess.run(["git", "clone", "--quiet", "--bare", str(place.folder), str(bare)], check=True)
    place.folder = bare
    for verb in ("status", "contents", "show", "history", "verify", "check"):
        assert place.run(verb)[0] == DONE, verb
    assert place.run("format")[0] == REFUSED


def test_words_changed_under_a_sealed_motion_are_refused(place: Place) -> None:
    """Whoever shows or counts a motion first checks its seal."""
    place.submit()
    place.run("put", "1")
    repository = Repository.open(place.folder)
    ref = "refs/heads/motions/1-change"
    tip = repository.tip(ref)
    assert tip is not None
    sealed = repository.commit(tip)
    forged = repository.write_commit(
        repository.write_files(tip, {"articles/article-2.md": b"# Article 2\n\nOther words.\n"}),
        sealed.parents,
        sealed.message,
        author=CLERK,
        committer=CLERK,
        when=When(1_800_000_500),
    )
    (place.folder / ".git" / ref).write_text(forged + "\n", encoding="ascii")
    before = place.state()
    for typed in (
        ("count", "1", "--for", "2", "--against", "0"),
        ("vote", "1", "for", "--as", "ada"),
        ("declare", "1", "--yes"),
    ):
        code, _out, err = place.run(*typed)
        assert code == REFUSED
        assert "changed after it was sealed" in err
    assert place.state() == before


def test_outside_a_repository_one_sentence_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No repository, an empty folder, a folder that is not there: exit 2."""
    for folder in (tmp_path, tmp_path / "missing"):
        for verb in ("status", "show", "verify"):
            assert run(["-C", str(folder), verb]) == USAGE
            assert "constitution" in capsys.readouterr().err


def test_founding_where_something_stands_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder with files, an empty source, an unknown file: nothing is created."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("keep me", encoding="utf-8")
    assert run(["init", str(tmp_path / "full"), "--seats", "3"]) == REFUSED
    assert "not empty" in capsys.readouterr().err
    (tmp_path / "none").mkdir()
    new = tmp_path / "new"
    assert run(["init", str(new), "--from", str(tmp_path / "none"), "--seats", "3"]) == REFUSED
    assert "no article" in capsys.readouterr().err
    missing = str(tmp_path / "members.csv")
    assert run(["init", str(new), "--members", missing]) == USAGE
    assert "members.csv" in capsys.readouterr().err
    assert run(["init", str(new), "--seats", "3"]) == REFUSED
    assert "name and address" in capsys.readouterr().err
    assert not new.exists()


def test_an_interruption_says_so_and_exits_130(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C in the middle of a verb leaves the repository as it was."""
    place.submit()
    before = place.state()

    def interrupted(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("constitution.assembly.putting.seal", interrupted)
    code, _out, err = place.run("put", "1")
    assert code == 130
    assert "interrupted" in err
    assert place.state() == before


def test_a_move_made_with_plain_files_is_shown_and_said_to_be_undeclared(place: Place) -> None:
    """While drafting in the work tree; `--no-match` follows only what was declared."""
    old = place.folder / "articles" / "article-2.md"
    text = old.read_text(encoding="utf-8").replace("Article 2", "Article 5")
    old.unlink()
    (place.folder / "articles" / "article-5.md").write_text(text, encoding="utf-8")
    out = place.run("diff")[1]
    assert "renumbered from 2 to 5" in out
    assert "nobody declared that move" in out
    strict = place.run("diff", "--no-match")[1]
    assert "repealed —" in strict
    assert "this looks like a move that is not declared" in " ".join(strict.split())
    assert "nobody declared" not in place.run("diff", "--match")[1]


def test_a_difference_tells_that_the_rules_change(place: Place) -> None:
    """Line by line in one column or two; said beside figures and sentences, where articles are told."""
    rules = (place.folder / "governance" / "rules.toml").read_text(encoding="utf-8")
    place.run("amend", "new", "raise", "--title", "Raise")
    file = place.folder.parent / "rules.toml"
    file.write_text(rules.replace("> 1/2 of cast", ">= 3/5 of cast"), encoding="utf-8")
    assert place.run("amend", "edit", "raise", "rules", "--file", str(file))[0] == 0
    for layout in ([], ["--side-by-side"]):
        code, out, err = place.run("diff", "--amendment", "raise", "--exit-code", *layout)
        assert code == 1
        assert out.startswith("governance/rules.toml\n")
        assert ">= 3/5 of cast" in out
        assert "Nothing changed" not in err
    for layout in (["--stat"], ["--words"], ["--json"]):
        _code, out, err = place.run("diff", "--amendment", "raise", *layout)
        assert "`constitution amend show raise`" in err
        assert "Nothing changed" not in out + err


def test_what_no_vote_can_adopt_is_put_only_by_whoever_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An eternal article: nothing is sealed where nobody confirms."""
    committee = Committee.sit(tmp_path / "text")
    committee.draft("end", "1", "une et démocratique", "une")
    committee.submit("end")
    assert run(["-C", str(committee.folder), "put", "1"]) == REFUSED
    out, err = capsys.readouterr()
    assert "No vote can adopt this." in out
    assert "nobody is here to confirm" in err
    assert not committee.repository.branches("motions")
    assert run(["-C", str(committee.folder), "put", "1", "--yes"]) == DONE
    assert committee.repository.branches("motions")


_FAMILY = {
    name
    for name, one in vars(errors).items()
    if isinstance(one, type) and issubclass(one, errors.ConstitutionError)
}


def test_every_refusal_begins_small_and_has_no_full_stop() -> None:
    """It stands after a colon in a terminal; where it stands alone, the room gives it its capital."""
    wrong = []
    for package in ("constitution", "tui"):
        for file in sorted((Path(__file__).parents[1] / package).rglob("*.py")):
            for call in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(call, ast.Call) and call.args and _name_of(call.func) in _FAMILY:
                    wrong += [
                        f"{file.name}:{call.lineno}: {words}"
                        for words in _sentences_in(call.args[0])
                        if words[0].isupper() or words.endswith(".")
                    ]
    assert wrong == []


def _name_of(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def _sentences_in(message: ast.expr) -> Iterator[str]:
    """The words that are written in a message as it is raised."""
    for node in ast.walk(message):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.value


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("verify --founding zz", "constitution: “zz” is not the full id of a commit\n"),
        ("rivals --if 3", "`constitution rivals --help` shows how it is used."),
        ("count 1 --for x", "“x” is not a whole number, 0 or more"),
        ("fetch nowhere", "Say where it is, once: `constitution publish --to ADDRESS`."),
    ],
)
def test_what_is_mistyped_is_refused_in_our_words(place: Place, words: str, said: str) -> None:
    """Each names its own page, or what to write."""
    assert said in place.run(*words.split())[2]
