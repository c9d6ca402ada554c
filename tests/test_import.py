"""Importing: whatever the source, its words arrive whole, what is unknown stays so, and verify agrees."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.article import articles
from constitution.assembly.importing.landing import name_paths
from constitution.assembly.importing.splitting import split
from constitution.errors import ConstitutionError, Malformed, Refused, Unknown
from constitution.names import path_fault
from constitution.number import fold
from constitution.text import words
from tests.imported import ONE, THREE, TWO, is_consistent
from tests.sources import (
    git,
    load,
    repository,
    texts_of,
    told,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path


class TestAFolder:
    """A folder of Markdown is a founding, and no vote stands behind it."""

    def test_a_folder_becomes_the_founding_text_in_the_normal_form(self, tmp_path: Path) -> None:
        """Names are kept, hard wraps are joined, no record is made up."""
        source = write(tmp_path / "source", {"article-1.md": ONE, "02-law/article-2.md": TWO})
        imported = load(source, tmp_path / "new")
        assert texts_of(imported) == {
            "articles/02-law/article-2.md": TWO.replace("law,\nand", "law, and"),
            "articles/article-1.md": ONE,
        }
        assert (imported.versions, imported.records, imported.articles) == (1, 0, 2)
        assert is_consistent(imported)

    def test_a_folder_that_holds_its_text_in_articles_is_taken_from_there(
        self, tmp_path: Path
    ) -> None:
        """What speaks of the folder itself is no article."""
        source = write(tmp_path / "source", {"README.md": "# Us\n", "articles/1.md": ONE})
        imported = load(source, tmp_path / "new")
        assert set(texts_of(imported)) == {"articles/1.md"}
        assert any("articles" in note for note in imported.notes)

    def test_what_is_no_markdown_is_left_out_and_named(self, tmp_path: Path) -> None:
        """Nothing is dropped in silence: pictures, empty files, files under another name."""
        source = write(
            tmp_path / "source",
            {"1.md": ONE, "seal.png": b"\x89PNG", "empty.md": "\n", "Ärtikel 2.md": TWO},
        )
        imported = load(source, tmp_path / "new")
        assert set(texts_of(imported)) == {"articles/1.md", "articles/artikel-2.md"}
        said = " ".join(imported.notes)
        assert "seal.png" in said
        assert "empty.md" in said
        assert "Ärtikel 2.md is articles/artikel-2.md" in said

    def test_a_mark_at_the_beginning_and_foreign_line_ends_change_no_word(
        self, tmp_path: Path
    ) -> None:
        """Files saved on other systems are read."""
        source = write(
            tmp_path / "source", {"1.md": b"\xef\xbb\xbf" + ONE.replace("\n", "\r\n").encode()}
        )
        assert texts_of(load(source, tmp_path / "new")) == {"articles/1.md": ONE}

    def test_headings_are_raised_together_as_far_as_the_highest_allows(
        self, tmp_path: Path
    ) -> None:
        """A chapter's heading above an article keeps its place above the next files too."""
        flat = write(tmp_path / "flat", {"1.md": f"#{ONE}", "2.md": f"#{TWO}"})
        assert texts_of(load(flat, tmp_path / "a"))["articles/1.md"] == ONE
        chapters = write(tmp_path / "kept", {"1.md": f"# I.\n\n#{ONE}", "2.md": f"#{THREE}"})
        assert texts_of(load(chapters, tmp_path / "b")) == {
            "articles/1.md": f"# I.\n\n#{ONE}",
            "articles/2.md": f"#{THREE}",
        }


OUTLINE = """\
# The constitution

Given by the people.

## Preamble

We, the people.[^1]

## Title I — Of the Republic

Words of the title.

### Article 1

One and indivisible.

#### Its emblem

The flag.

### Article 12 bis

Liberty.

## Title II

### Chapter 1 — Of Parliament

#### Article 13

It votes the law.

[^1]: All of them.
"""


class TestOneFile:
    """One Markdown file is split at its headings, and keeps its words."""

    def test_articles_become_files_and_other_headings_folders(self, tmp_path: Path) -> None:
        """The levels of the source become the depth of the folders; a title above all names it."""
        source = write(tmp_path, {"text.md": OUTLINE}) / "text.md"
        imported = load(source, tmp_path / "new")
        assert texts_of(imported) == {
            "articles/README.md": "# The constitution\n\nGiven by the people.\n",
            "articles/00-preamble.md": "# Preamble\n\nWe, the people.[^1]\n\n[^1]: All of them.\n",
            "articles/01-title-i-of-the-republic/README.md": (
                "# Title I — Of the Republic\n\nWords of the title.\n"
            ),
            "articles/01-title-i-of-the-republic/article-1.md": (
                "# Article 1\n\nOne and indivisible.\n\n## Its emblem\n\nThe flag.\n"
            ),
            "articles/01-title-i-of-the-republic/article-12-bis.md": "# Article 12 bis\n\nLiberty.\n",
            "articles/02-title-ii/README.md": "# Title II\n",
            "articles/02-title-ii/01-chapter-1-of-parliament/README.md": (
                "# Chapter 1 — Of Parliament\n"
            ),
            "articles/02-title-ii/01-chapter-1-of-parliament/article-13.md": (
                "# Article 13\n\nIt votes the law.\n"
            ),
        }
        assert imported.desk.main().settings.text == "The constitution"
        assert is_consistent(imported)

    def test_articles_out_of_order_are_still_read_in_the_order_of_the_source(
        self, tmp_path: Path
    ) -> None:
        """Where numbers alone would sort otherwise, or twice alike, the files get sort keys."""
        text = "\n".join(f"## Article {n}\n\nText {n}.\n" for n in ("2", "1", "2"))
        source = write(tmp_path, {"text.md": text}) / "text.md"
        texts = texts_of(load(source, tmp_path / "new"))
        assert [article.number for article in articles(texts)] == ["2", "1", "2"]

    def test_a_file_whose_headings_bear_no_article_is_refused(self, tmp_path: Path) -> None:
        """Where the articles begin cannot be guessed."""
        source = write(tmp_path, {"text.md": "# On liberty\n\nAn essay.\n"}) / "text.md"
        with pytest.raises(Refused, match=r"no heading of text\.md"):
            load(source, tmp_path / "new")

    @given(
        st.lists(
            st.tuples(
                st.integers(1, 5),
                st.sampled_from(
                    ["Article {n}", "Article {n} bis — Of votes", "Title {n}", "Preamble", "§ {n}"]
                ),
                st.sampled_from(["", "Some words.", "1. one\n2. two", "> quoted\n\n| a |\n|---|"]),
            ),
            min_size=1,
            max_size=12,
        )
    )
    def test_a_file_that_is_split_keeps_its_words_in_order(
        self, outline: list[tuple[int, str, str]]
    ) -> None:
        """Read in the order of their paths, the files say what the source says."""
        source = "Opening words.\n\n" + "\n\n".join(
            f"{'#' * level} {title.format(n=number)}\n\n{body}"
            for number, (level, title, body) in enumerate(outline, start=1)
        )
        try:
            files = split(source, "en", "text.md")
        except Refused:
            assert not any(title.startswith(("Article", "Pre", "§")) for _l, title, _b in outline)
            return
        in_order = sorted(files, key=lambda path: list(files).index(path))
        from constitution.article import path_key

        assert in_order == sorted(files, key=path_key)
        assert tuple(word for path in in_order for word in words(files[path])) == words(source)
        assert not [path for path in files if path_fault(path)]


class TestTheFolderOfTheText:
    """The folder is found where only one can be meant, and asked for otherwise."""

    def test_it_is_articles_or_the_only_one_or_the_root(self, tmp_path: Path) -> None:
        """Files that speak of the repository are not the text."""
        for name, files, wanted in (
            ("a", {"articles/1.md": ONE, "docs/x.md": TWO}, {"articles/1.md"}),
            ("b", {"artikel/1.md": ONE, "README.md": "# Us\n"}, {"articles/1.md"}),
            ("c", {"1.md": ONE, "README.md": "# Us\n", "LICENSE.md": "MIT"}, {"articles/1.md"}),
        ):
            imported = load(repository(tmp_path / name, files), tmp_path / f"new-{name}")
            assert set(texts_of(imported)) == wanted
        assert any("LICENSE.md, README.md" in note for note in imported.notes)

    def test_where_several_could_be_meant_the_choices_are_named(self, tmp_path: Path) -> None:
        """And --path chooses, `.` for all."""
        source = repository(tmp_path / "source", {"old/1.md": ONE, "new/1.md": THREE})
        with pytest.raises(Refused) as refusal:
            load(source, tmp_path / "x")
        assert "new, old" in refusal.value.hint
        assert texts_of(load(source, tmp_path / "a", path="./old/")) == {"articles/1.md": ONE}
        assert set(texts_of(load(source, tmp_path / "b", path="."))) == {
            "articles/old/1.md",
            "articles/new/1.md",
        }
        for path in ("..", "/etc", "none"):
            with pytest.raises(Refused):
                load(source, tmp_path / "y", path=path)


class TestNames:
    """Every file has one path in every version, and no two are alike."""

    @given(
        st.sets(
            st.lists(
                st.one_of(
                    st.sampled_from(["a", "A", "aux", "é", "É", "x.", "_", "文", "a b", "1.md"]),
                    st.text("aBé. -/".replace("/", ""), min_size=1, max_size=4),
                ),
                min_size=1,
                max_size=3,
            )
            .map("/".join)
            .map(lambda path: f"{path}.md"),
            min_size=1,
            max_size=12,
        )
    )
    def test_every_file_gets_a_path_of_its_own_that_every_computer_takes(
        self, files: set[str]
    ) -> None:
        """Paths never differ by case alone, and none is a folder of another."""
        paths = name_paths(files)
        assert set(paths) == files
        assert not [path for path in paths.values() if path_fault(path)]
        folded = {fold(path) for path in paths.values()}
        assert len(folded) == len(files)
        assert not any(other.startswith(f"{one}/") for one in folded for other in folded)

    def test_a_good_name_is_kept_and_the_bad_one_beside_it_gives_way(self) -> None:
        """Who is well named already is not renamed because of another."""
        assert name_paths({"12 a.md", "12-a.md", "ok/B.md", "ok/b.md", "x.markdown"}) == {
            "12-a.md": "articles/12-a.md",
            "12 a.md": "articles/12-a-2.md",
            "ok/B.md": "articles/ok/B.md",
            "ok/b.md": "articles/ok/b-2.md",
            "x.markdown": "articles/x.md",
        }


class TestRefusals:
    """Whatever is wrong is said in a sentence, before anything is written."""

    def test_a_place_that_is_taken_stays_as_it_is(self, tmp_path: Path) -> None:
        """A folder with anything in it, or a file."""
        source = write(tmp_path / "source", {"1.md": ONE})
        taken = write(tmp_path / "taken", {"mine.txt": "mine"})
        with pytest.raises(Refused, match="not empty"):
            load(source, taken)
        assert [file.name for file in taken.iterdir()] == ["mine.txt"]
        with pytest.raises(Refused, match="is a file"):
            load(source, taken / "mine.txt")

    def test_an_empty_folder_and_one_that_is_not_there_yet_are_filled(self, tmp_path: Path) -> None:
        """Folders above it are made too."""
        source = write(tmp_path / "source", {"1.md": ONE})
        (tmp_path / "empty").mkdir()
        for folder in (tmp_path / "empty", tmp_path / "deep" / "er"):
            assert is_consistent(load(source, folder))
            assert (folder / "articles" / "1.md").read_text() == ONE
            assert git(folder, "status", "--porcelain") == ""
        assert {file.name for file in tmp_path.iterdir()} == {"source", "empty", "deep"}

    @pytest.mark.parametrize("exists", [False, True])
    def test_an_import_that_is_stopped_leaves_nothing(self, tmp_path: Path, exists: bool) -> None:
        """Ctrl-C while the records are written."""
        source = repository(tmp_path / "source", {"1.md": ONE}, {"1.md": THREE}, {"1.md": TWO})
        place = tmp_path / "above" / "new"
        if exists:
            place.mkdir(parents=True)
        before = sorted(tmp_path.rglob("*"))

        def stop(done: int, total: int, what: str) -> None:
            if (done, total, what) == (1, 2, "recording"):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            load(source, place, progress=stop)
        assert sorted(tmp_path.rglob("*")) == before

    def test_a_source_that_holds_no_text_is_refused(self, tmp_path: Path) -> None:
        """Missing, empty, no Markdown, no commit, headings alone, or another kind of file."""
        write(tmp_path, {"empty/x.txt": "x", "only/README.md": "# Title\n", "x.pdf": b"%PDF"})
        repository(tmp_path / "blank")
        repository(tmp_path / "other", {"x.txt": "x"})
        for name, kind in (
            ("gone", Unknown),
            ("empty", Refused),
            ("only", Refused),
            ("x.pdf", Refused),
            ("blank", Refused),
            ("other", Refused),
        ):
            with pytest.raises(kind) as refusal:
                load(tmp_path / name, tmp_path / "new")
            assert refusal.value.hint
            assert not (tmp_path / "new").exists()

    def test_a_file_that_is_not_utf_8_is_named_with_its_version_and_line(
        self, tmp_path: Path
    ) -> None:
        """In whatever version it stands."""
        source = repository(
            tmp_path / "source",
            {"1.md": ONE},
            {"1.md": b"# Article 1\n\nLibert\xe9.\n"},
            {"1.md": TWO},
        )
        with pytest.raises(Malformed) as refusal:
            load(source, tmp_path / "new")
        assert refusal.value.where == "v1:1.md:3"

    def test_a_character_that_no_text_may_hold_is_named(self, tmp_path: Path) -> None:
        """What verify would refuse is refused before."""
        source = write(tmp_path / "source", {"1.md": "# Article 1\n\nRight\u202eleft.\n"})
        with pytest.raises(Malformed) as refusal:
            load(source, tmp_path / "new")
        assert refusal.value.where == "1.md:3"

    def test_the_language_and_a_majority_that_can_be_met_must_be_known(
        self, tmp_path: Path
    ) -> None:
        """Neither is guessed."""
        source = write(tmp_path / "source", {"1.md": ONE})
        for options in (
            {"language": None},
            {"language": "not a tag"},
            {"majority": "never"},
            {"majority": "> 1/3 of cast"},
        ):
            with pytest.raises(ConstitutionError):
                load(source, tmp_path / "new", **options)
        assert not (tmp_path / "new").exists()

    def test_the_name_given_goes_before_the_one_that_is_told(self, tmp_path: Path) -> None:
        """And the language too."""
        source = write(tmp_path / "source", {"1.md": ONE})
        votes = told(tmp_path, {})
        imported = load(source, tmp_path / "a", votes=votes, language="fr", name="Ours")
        settings = imported.desk.main().settings
        assert (settings.text, settings.language) == ("Ours", "fr")
        assert (
            load(source, tmp_path / "b", votes=votes).desk.main().settings.text == "A constitution"
        )
        assert json.loads(votes.read_text())["title"] == "A constitution"
