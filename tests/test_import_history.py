"""Importing a text with its history: every version arrives, and what is known of each vote."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from constitution.assembly.importing.landing import sure_moves
from constitution.errors import CannotTell, Malformed, Refused, Unknown
from constitution.history import article_history, read_calendar, text_of_the_day
from constitution.verify import verify
from tests.imported import ONE, THREE, TWO, is_consistent, reports_of
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
