"""Importing: whatever the source, its words arrive whole, what is unknown stays so, and verify agrees."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.article import articles
from constitution.assembly.importing.landing import name_paths, sure_moves
from constitution.assembly.importing.splitting import split
from constitution.errors import CannotTell, ConstitutionError, Malformed, Refused, Unknown
from constitution.history import article_history, read_calendar, text_of_the_day
from constitution.names import path_fault
from constitution.number import fold
from constitution.text import words
from constitution.verify import verify
from constitution.vote import VoteRecord
from tests.sources import (
    NOW,
    bundle,
    git,
    law,
    load,
    repository,
    texts_of,
    told,
    versions_of,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.assembly.importing import Imported
    from constitution.vote import Report

ONE = "# Article 1\n\nThe Republic is one and indivisible.\n"
TWO = "# Article 2\n\nIts language is that of the law,\nand its law that of the people.\n"
THREE = "# Article 3\n\nSovereignty belongs to the people, who exercise it by their votes.\n"


def is_consistent(imported: Imported) -> bool:
    """Whether verify agrees with every record, and calls each one reported."""
    verdict = verify(imported.desk.repository.folder)
    assert not verdict.faults
    assert not verdict.doubts
    assert {record.evidence for record in verdict.records} <= {"reported"}
    return verdict.outcome == "consistent" and len(verdict.records) == imported.records


def reports_of(imported: Imported, number: int) -> tuple[Report, ...]:
    """What the record of a version reports."""
    record = imported.desk.records()[number - 1].record
    assert isinstance(record, VoteRecord)
    return record.reports


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


class TestAHistory:
    """Each commit that changes the text is a version; the first founds, the others are reported."""

    def test_each_version_is_an_adoption_that_says_what_is_unknown(self, tmp_path: Path) -> None:
        """Without a file of votes a record reports an unknown body, and no figures."""
        source = repository(
            tmp_path / "source",
            {"text/1.md": ONE, "notes.txt": "mine"},
            {"notes.txt": "no version"},
            {"text/2.md": TWO, "text/1.md": ONE.replace("one", "one, secular")},
            {"text/1.md": None, "text/3.md": THREE},
        )
        imported = load(source, tmp_path / "new")
        assert [sorted(texts_of(imported, one)) for one in versions_of(imported)] == [
            ["articles/1.md"],
            ["articles/1.md", "articles/2.md"],
            ["articles/2.md", "articles/3.md"],
        ]
        first, second, _end = imported.desk.records()
        assert (first.motion.title, first.motion.authors) == ("Version 2", ("Source",))
        assert first.record.held is None
        (report,) = reports_of(imported, 1)
        assert (report.body, report.for_, report.entitled, report.source) == (
            "unknown",
            None,
            None,
            "unknown",
        )
        assert [str(change).split(" ")[0] for change in second.motion.changes] == ["delete", "add"]
        assert first.commit.committer.name == "Clerk"
        assert first.commit.committed == NOW
        assert is_consistent(imported)
        assert any("unknown" in note for note in imported.notes)

    def test_the_import_ends_by_rules_that_accept_no_report(self, tmp_path: Path) -> None:
        """The last record installs them, and reported votes are refused from then on."""
        source = repository(tmp_path / "source", {"1.md": ONE}, {"1.md": TWO})
        imported = load(source, tmp_path / "new", majority=">= 3/5 of cast")
        rules = {rule.name: rule for rule in imported.desk.main().rules.rules}
        assert {rule.evidence for rule in rules.values()} == {"declared", "counted"}
        assert str(rules["ordinary"].majority) == ">= 3/5 of cast"
        last = imported.desk.records()[-1]
        assert [change.path for change in last.motion.changes] == ["governance/rules.toml"]
        before = imported.desk.at(last.parent).rules.rules
        assert {(rule.evidence, rule.quorum) for rule in before} == {("reported", None)}

    def test_a_version_that_is_only_written_otherwise_has_no_record(self, tmp_path: Path) -> None:
        """The normal form makes hard wraps and spaces no change; where it is told of, it has one."""
        source = repository(tmp_path / "source", {"1.md": TWO}, {"1.md": TWO.replace(",\n", ", ")})
        imported = load(source, tmp_path / "new")
        assert (imported.versions, imported.records) == (2, 0)
        assert any("normal form" in note for note in imported.notes)
        again = load(source, tmp_path / "told", votes=told(tmp_path, {}, {}))
        assert again.records == 2
        assert again.desk.records()[0].motion.questions[0].subject is not None
        assert is_consistent(again)

    def test_of_merges_first_parents_are_followed_and_that_is_said(self, tmp_path: Path) -> None:
        """A side branch is the business of whoever merged it."""
        source = repository(tmp_path / "source", {"1.md": ONE}, {"1.md": THREE})
        git(source, "checkout", "-q", "-b", "side", "v0")
        write(source, {"2.md": TWO})
        git(source, "add", "-A")
        git(source, "commit", "-q", "-m", "Aside")
        git(source, "checkout", "-q", "trunk")
        git(source, "merge", "-q", "--no-ff", "-m", "Together", "side")
        imported = load(source, tmp_path / "new")
        assert [entry.motion.title for entry in imported.desk.records()[:-1]] == [
            "Version 1",
            "Together",
        ]
        assert any("1 merge" in note for note in imported.notes)
        assert is_consistent(imported)

    def test_a_bare_repository_and_a_bundle_say_the_same(self, tmp_path: Path) -> None:
        """The kind of the source leaves no trace in the text, the motions or the records."""
        source = repository(
            tmp_path / "source", {"a/1.md": ONE}, {"a/2.md": TWO}, {"a/1.md": THREE}
        )
        git(tmp_path, "clone", "-q", "--bare", str(source), str(tmp_path / "bare"))
        found = [
            load(one, tmp_path / f"new-{number}")
            for number, one in enumerate((source, tmp_path / "bare", bundle(source)))
        ]
        trees = {
            tuple(one.desk.repository.tree_of(commit, "articles") for commit in versions_of(one))
            for one in found
        }
        assert len(trees) == 1
        assert all(map(is_consistent, found))

    def test_a_shallow_clone_is_read_as_far_as_it_goes_and_that_is_said(
        self, tmp_path: Path
    ) -> None:
        """Its first commit is then the founding text."""
        source = repository(tmp_path / "source", {"1.md": ONE}, {"1.md": TWO}, {"1.md": THREE})
        git(tmp_path, "clone", "-q", "--depth=2", f"file://{source}", str(tmp_path / "shallow"))
        imported = load(tmp_path / "shallow", tmp_path / "new")
        assert imported.versions == 2
        assert any("shallow" in note for note in imported.notes)

    def test_a_history_with_a_missing_object_cannot_be_told(self, tmp_path: Path) -> None:
        """One sentence, and nothing written."""
        source = repository(tmp_path / "source", {"1.md": ONE}, {"1.md": THREE})
        blob = git(source, "rev-parse", "v0:1.md")
        (source / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
        with pytest.raises(CannotTell, match="cannot be read"):
            load(source, tmp_path / "new")
        assert not (tmp_path / "new").exists()

    def test_a_certain_move_is_declared_and_the_history_follows_it(self, tmp_path: Path) -> None:
        """The same words under another path, once before and once after, moved."""
        source = repository(
            tmp_path / "source",
            {"1.md": ONE, "3.md": THREE},
            {"1.md": None, "9.md": ONE, "3.md": None, "30.md": THREE.replace("3", "30")},
        )
        imported = load(source, tmp_path / "new")
        assert imported.moves == 2
        repo = imported.desk.repository
        for path, old in (("articles/9.md", "articles/1.md"), ("articles/30.md", "articles/3.md")):
            kinds = [(one.kind, one.old_path) for one in article_history(repo, repo.main(), path)]
            assert kinds == [("founded", None), ("moved", old)]
        assert is_consistent(imported)

    def test_two_files_that_swap_their_places_move_both(self, tmp_path: Path) -> None:
        """A number in use is no hindrance: identity is the words."""
        source = repository(
            tmp_path / "source", {"1.md": TWO, "2.md": THREE}, {"1.md": THREE, "2.md": TWO}
        )
        imported = load(source, tmp_path / "new")
        assert imported.desk.records()[0].motion.moves == {
            "articles/1.md": "articles/2.md",
            "articles/2.md": "articles/1.md",
        }
        assert is_consistent(imported)

    def test_what_could_be_a_move_but_is_not_certain_is_none(self) -> None:
        """Two twins, a stub, a text with another word: nobody guesses."""
        one, three = ONE.encode(), THREE.encode()
        stub = b"# Article 7\n\n(repealed)\n"
        assert sure_moves({"a": three}, {"b": three}) == {"a": "b"}
        assert sure_moves({"a": three, "b": three}, {"c": three}) == {}
        assert sure_moves({"a": three}, {"b": three, "c": three}) == {}
        assert sure_moves({"a": three}, {"a": three, "b": three}) == {}
        assert sure_moves({"a": stub}, {"b": stub}) == {}
        assert sure_moves({"a": one}, {"b": one.replace(b"one", b"two")}) == {}


class TestVotes:
    """`history.json` is believed as far as it goes, and quoted."""

    def test_figures_dates_and_authors_are_those_reported(self, tmp_path: Path) -> None:
        """Several laws can stand behind one version; what is null stays unknown."""
        source = repository(tmp_path / "source", {"1.md": ONE}, {"1.md": THREE}, {"2.md": TWO})
        votes = told(
            tmp_path,
            {"in_force": "1958-10-05"},
            {
                "laws": [
                    law(vote_changes={"registered": 900, "blank_or_null": 3}),
                    law(number="62-2", title="Law 62-2", initiative="Government", vote=None),
                ]
            },
            {"laws": [law(vote_changes={"date": "1969-04-27", "not_voted": 5})]},
        )
        imported = load(source, tmp_path / "new", votes=votes, language=None)
        one, other = reports_of(imported, 1)
        assert (one.for_, one.against, one.abstain, one.blank, one.entitled) == (80, 20, 5, 3, 900)
        assert (one.body, one.date, one.act) == ("Congress", dt.date(1962, 10, 28), "Law 62-1")
        assert (other.body, other.for_, other.date) == ("unknown", None, None)
        (third,) = reports_of(imported, 2)
        assert (third.entitled, third.blank) == (110, None)
        first, second, _end = imported.desk.records()
        assert first.motion.authors == ("Government",)
        assert first.record.held == dt.date(1962, 10, 28)
        assert second.motion.takes_effect == dt.date(1962, 1, 1)
        readme = imported.desk.repository.read(first.commit.id, f"votes/{first.folder}/README.md")
        assert readme is not None
        assert (
            "for 80, against 20, abstentions 5, blank or null 3, registered 900" in readme.decode()
        )
        assert is_consistent(imported)
        assert "The figures of 1 vote of 3 are unknown: 62-2" in imported.notes

    def test_a_version_with_no_law_entered_into_force_without_a_vote(self, tmp_path: Path) -> None:
        """And its record says so."""
        source = repository(tmp_path / "source", {"1.md": ONE}, {"1.md": THREE})
        imported = load(source, tmp_path / "new", votes=told(tmp_path, {}, {"title": "Deferred"}))
        (report,) = reports_of(imported, 1)
        assert (report.act, report.body) == ("Deferred", "none")
        verdict = verify(tmp_path / "new")
        assert "without a vote" in verdict.records[0].sentences[0]

    def test_the_calendar_states_the_dates_and_the_text_of_the_day_follows(
        self, tmp_path: Path
    ) -> None:
        """Also before 1970, where no commit can stand."""
        source = repository(tmp_path / "source", {"1.md": ONE}, {"1.md": THREE})
        votes = told(tmp_path, {"laws": [law(adopted="1959-12-01")]}, {"laws": [law()]})
        imported = load(source, tmp_path / "new", votes=votes)
        repo = imported.desk.repository
        founded = read_calendar(repo, repo.main()).of("0")
        assert (founded.adopted, founded.in_force) == (dt.date(1959, 12, 1), dt.date(1960, 1, 1))
        for day, text in ((dt.date(1960, 12, 31), ONE), (dt.date(1961, 1, 1), THREE)):
            assert text_of_the_day(repo, repo.main(), day).texts == {"articles/1.md": text}

    def test_a_date_told_of_some_articles_is_the_date_of_these_alone(self, tmp_path: Path) -> None:
        """The whole statement stands in the printed amendment."""
        source = repository(
            tmp_path / "source", {"1.md": ONE, "2.md": TWO}, {"1.md": f"{ONE}\nA.\n", "2.md": THREE}
        )
        votes = told(tmp_path, {}, {"in_force": "1962-06-01 (Art. 1, par. 2)", "laws": [law()]})
        imported = load(source, tmp_path / "new", votes=votes)
        repo = imported.desk.repository
        assert imported.desk.records()[0].motion.takes_effect is None
        own = read_calendar(repo, repo.main()).of_article("1", 1, "articles/1.md")
        assert own is not None
        assert own.in_force == dt.date(1962, 6, 1)
        assert read_calendar(repo, repo.main()).of("1").in_force is None
        assert any("1962-06-01 (Art. 1, par. 2)" in note for note in imported.notes)

    def test_versions_without_tags_are_told_in_their_order(self, tmp_path: Path) -> None:
        """Where no tag of the source is named, the counts must agree."""
        source = repository(tmp_path / "source", {"1.md": ONE}, {"1.md": THREE})
        votes = told(tmp_path, {"tag": None}, {"tag": None, "title": "Second"})
        imported = load(source, tmp_path / "new", votes=votes)
        assert imported.desk.records()[0].motion.title == "Second"
        three = told(tmp_path, {"tag": "x"}, {"tag": "y"}, {"tag": "z"})
        with pytest.raises(Refused, match=r"has 2 versions, .* tells of 3"):
            load(source, tmp_path / "other", votes=three)

    def test_a_tag_that_is_not_there_or_a_version_not_told_of_is_refused(
        self, tmp_path: Path
    ) -> None:
        """Half a match would put votes behind the wrong text."""
        source = repository(tmp_path / "source", {"1.md": ONE}, {"1.md": THREE})
        with pytest.raises(Refused, match="names gone, which is no tag"):
            load(source, tmp_path / "a", votes=told(tmp_path, {}, {"tag": "gone"}))
        with pytest.raises(Refused, match="tells nothing of the version v1"):
            load(source, tmp_path / "b", votes=told(tmp_path, {}))
        git(source, "tag", "twice", "v1")
        with pytest.raises(Refused, match="under two tags"):
            load(source, tmp_path / "c", votes=told(tmp_path, {}, {}, {"tag": "twice"}))

    def test_figures_that_miss_the_majority_are_refused_with_the_arithmetic(
        self, tmp_path: Path
    ) -> None:
        """A record that says adopted where the rule says rejected would never verify."""
        source = repository(tmp_path / "source", {"1.md": ONE}, {"1.md": THREE})
        votes = told(tmp_path, {}, {"laws": [law(vote_changes={"for": 55, "against": 45})]})
        with pytest.raises(Refused, match="100 votes cast; at least 3/5 is 60"):
            load(source, tmp_path / "new", votes=votes, majority=">= 3/5 of cast")
        assert is_consistent(load(source, tmp_path / "new", votes=votes))

    @pytest.mark.parametrize(
        ("version", "said"),
        [
            ({"in_force": "1960-13-45"}, "in_force"),
            ({"in_force": 1960}, "in_force"),
            ({"laws": {}}, "laws"),
            ({"laws": ["x"]}, "keys"),
            ({"laws": [law(vote_changes={"for": "80"})]}, "for"),
            ({"laws": [law(vote_changes={"for": -1})]}, "for"),
            ({"laws": [law(vote_changes={"for": True})]}, "for"),
            ({"laws": [law(vote_changes={"date": "yesterday"})]}, "date"),
            ({"laws": [law(vote=[])]}, "keys"),
        ],
    )
    def test_votes_in_another_form_are_refused_with_their_place(
        self, tmp_path: Path, version: dict[str, Any], said: str
    ) -> None:
        """A figure that is no number is not unknown, it is wrong."""
        source = repository(tmp_path / "source", {"1.md": ONE}, {"1.md": THREE})
        with pytest.raises(Malformed, match=said) as refusal:
            load(source, tmp_path / "new", votes=told(tmp_path, {}, version))
        assert "versions 2" in refusal.value.where

    @pytest.mark.parametrize("data", [b"{", b"\xff", b"[]", b'{"versions": 3}', b"[" * 100_000])
    def test_votes_that_are_no_json_are_refused(self, tmp_path: Path, data: bytes) -> None:
        """With a sentence, and without a trace."""
        source = write(tmp_path / "source", {"1.md": ONE})
        write(tmp_path, {"votes.json": data})
        with pytest.raises(Malformed):
            load(source, tmp_path / "new", votes=tmp_path / "votes.json")
        with pytest.raises(Unknown):
            load(source, tmp_path / "new", votes=tmp_path / "gone.json")
        assert not (tmp_path / "new").exists()

    def test_hidden_characters_of_a_title_do_not_reach_the_records(self, tmp_path: Path) -> None:
        """Canonical files hold none."""
        source = repository(tmp_path / "source", {"1.md": ONE}, {"1.md": THREE})
        votes = told(tmp_path, {}, {"title": "Law\u202e on\u00a0the\nflag\u0007"})
        imported = load(source, tmp_path / "new", votes=votes)
        assert imported.desk.records()[0].motion.title == "Law on the flag"


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
