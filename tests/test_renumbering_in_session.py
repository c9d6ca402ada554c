"""A renumbering from the verb to the verdict: one amendment, one vote, and every clone agrees."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from constitution.assembly.drafting import edit_article, new_amendment
from constitution.assembly.founding import default_rules
from constitution.assembly.pending import snapshot_of
from constitution.assembly.printing import delta_of
from constitution.assembly.renumbering import prepare_renumbering, renumber
from constitution.assembly.undoing import undo
from constitution.cli.main import run
from constitution.cli.talk import Talk
from constitution.coherence import check
from constitution.errors import Refused, Unknown
from constitution.governance import RULES_FILE
from constitution.text import format_text
from constitution.verify import verify
from tests.committee import Committee
from tests.handmade import THREE, TWO, Handmade, article

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.assembly import Desk

_TEXT = {
    "articles/00-preambule.md": "# Préambule\n\nNous, le peuple.",
    "articles/01-peuple/README.md": "# Titre Ier — Du peuple",
    "articles/01-peuple/article-1.md": "# Article 1er\n\nLa République est une.",
    "articles/01-peuple/article-1-1.md": (
        "# Article 1-1 — La langue\n\nSa langue est le français, sous réserve de l’article 7."
    ),
    "articles/01-peuple/article-2.md": (
        "# Article 2\n\nLe peuple vote tous les 3 ans, selon les articles 3 et 7."
    ),
    "articles/02-fin/README.md": "# Titre II — De la fin",
    "articles/02-fin/article-3.md": "# Article 3 — La révision\n\nVoir les articles 1er à 2.",
    "articles/02-fin/article-7.md": (
        "# Article 7\n\nLa forme républicaine, à l’article 2 et au "
        "[présent article](article-7.md#article-7), ne se révise pas."
    ),
}
ARTICLES = {path: format_text(text, "fr") for path, text in _TEXT.items()}
ETERNAL = "articles/02-fin/article-7.md"
FOLLOWED = "articles/02-fin/article-5.md"


@pytest.fixture
def committee(tmp_path: Path) -> Committee:
    """A committee whose draft has gaps, and whose last article is eternal and refers to others."""
    return Committee.sit(
        tmp_path / "projet", articles=ARTICLES, rules=default_rules(ARTICLES, (ETERNAL,))
    )


class TestAdopted:
    """Put, voted, declared."""

    def test_a_renumbering_is_adopted_and_every_clone_agrees(self, committee: Committee) -> None:
        """The eternal article has another number, other references and another path."""
        _one, proposal = renumber(committee.desk, "numeros")
        assert proposal.is_sure
        assert proposal.rules == {ETERNAL: FOLLOWED}
        committee.pass_(committee.submit("numeros"), votes=(45, 5, 0))
        texts = committee.desk.main().texts
        assert texts[FOLLOWED] == format_text(
            "# Article 5\n\nLa forme républicaine, à l’article 3 et au "
            "[présent article](article-5.md#article-5), ne se révise pas.",
            "fr",
        )
        assert texts["articles/01-peuple/article-3.md"] == format_text(
            "# Article 3\n\nLe peuple vote tous les 3 ans, selon les articles 4 et 5.", "fr"
        )
        assert "articles 1er à 3." in texts["articles/02-fin/article-4.md"]
        assert [fault for _path, fault in check(texts, "fr") if "unknown" in fault.code] == []
        rule = committee.desk.main().rules.named("eternity")
        assert rule is not None
        assert rule.paths == (FOLLOWED,)
        assert verify(committee.folder).outcome == "consistent"

    def test_the_motion_says_renumbered(self, tmp_path: Path) -> None:
        """Amended are only the articles of which more than the number changes."""
        texts = {**ARTICLES, "articles/02-fin/article-3.md": "# Article 3\n\nNul n’est tenu.\n"}
        committee = Committee.sit(tmp_path / "autre", articles=texts)
        renumber(committee.desk, "numeros")
        readme = committee.put(committee.submit("numeros")).readme.decode()
        only = [line for line in readme.split("\n") if line.startswith("Renuméroté de ")]
        assert any("aucun autre mot ne change" in line for line in only)
        assert any("et modifié" in line for line in only)
        assert "Déplacé de" not in readme

    def test_the_eternity_rule_guards_its_article_afterwards(self, committee: Committee) -> None:
        """Its words are as eternal under another number."""
        renumber(committee.desk, "numeros")
        committee.pass_(committee.submit("numeros"), votes=(45, 5, 0))
        new_amendment(committee.desk, "fin", title="Fin")
        edit_article(committee.desk, "fin", "5", "# Article 5\n\nTout se révise.")
        motion = committee.put(committee.submit("fin"))
        assert motion.rules[0].blocking is not None

    def test_a_word_slipped_into_it_meets_the_eternity_rule(self, committee: Committee) -> None:
        """In another article, even: it is no renumbering any more."""
        one, _proposal = renumber(committee.desk, "numeros")
        text = snapshot_of(committee.desk, one).texts["articles/01-peuple/article-3.md"]
        edit_article(committee.desk, "numeros", "3", text.replace("vote", "élit"))
        motion = committee.put(committee.submit("numeros"))
        assert motion.rules[0].blocking is not None

    def test_an_amendment_that_was_pending_is_carried_along(self, committee: Committee) -> None:
        """Drafted on article 3, it changes article 4 once the number has changed."""
        new_amendment(committee.desk, "revision", title="Révision")
        edit_article(
            committee.desk, "revision", "3",
            "# Article 3 — La révision\n\nVoir d’abord les articles 1er à 2.",
        )  # fmt: skip
        number = committee.submit("revision")
        renumber(committee.desk, "numeros")
        committee.pass_(committee.submit("numeros"), votes=(45, 5, 0))
        motion = committee.put(number)
        change = motion.motion.changes[0]
        assert change.path == "articles/02-fin/article-4.md"
        assert "Voir d’abord les articles 1er à 3." in motion.sealed.texts[change.path]


class TestDrafted:
    """One amendment, and its reasons."""

    def test_the_reasons_hold_the_concordance_table(self, committee: Committee) -> None:
        """Old number and new, one article a row: of those that bear another number, and no path."""
        one, _proposal = renumber(committee.desk, "numeros", title="Numéros", authors=("siege-01",))
        rows = [line for line in one.reasons.split("\n") if line.startswith("|")][2:]
        assert rows[-1] == "| 7 | 5 |"
        assert not any(old == new for _left, old, new, _right in (r.split("|") for r in rows))
        assert (one.amendment.title, one.amendment.authors) == ("Numéros", ("siege-01",))

    def test_its_articles_are_told_in_reading_order(self) -> None:
        """Article 9 comes before article 10, though its path does not in a plain sort."""
        before = {f"articles/article-{n}.md": f"# Article {n}\n".encode() for n in (9, 10, 11)}
        files = {path: data + b"\nWords.\n" for path, data in before.items()}
        told = delta_of(before, dict(sorted(files.items())), {})
        assert [article.path for article in told.articles] == list(before)

    def test_one_act_makes_it_and_one_takes_it_back(self, committee: Committee) -> None:
        """The draft with all its changes is one commit."""
        before = committee.repository.refs("refs/heads/")
        renumber(committee.desk, "numeros")
        undo(committee.desk)
        assert committee.repository.refs("refs/heads/") == before

    def test_from_an_article_on(self, committee: Committee) -> None:
        """What stands before keeps its number, and no rule is touched where no path changes."""
        proposal = prepare_renumbering(committee.desk, start="3")
        assert [row.new for row in proposal.plan.concordance] == ["1er", "1-1", "2", "3", "4"]
        assert RULES_FILE in proposal.files
        with pytest.raises(Unknown, match="99"):
            prepare_renumbering(committee.desk, start="99")

    def test_a_text_that_is_numbered_already_is_left_alone(self, committee: Committee) -> None:
        """Nothing to propose."""
        renumber(committee.desk, "numeros")
        committee.pass_(committee.submit("numeros"), votes=(45, 5, 0))
        with pytest.raises(Refused, match="continuously already"):
            prepare_renumbering(committee.desk)


class TestVerb:
    """The command line says what it does, and to whom it may concern."""

    def command(self, committee: Committee, *words: str) -> int:
        """The exit code of a verb."""

        def desk(_folder: Path) -> Desk:
            return committee.another_desk()

        return run(["-C", str(committee.folder), *words], Talk(make_desk=desk, paging=False))

    def test_a_dry_run_writes_nothing(
        self, committee: Committee, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """It shows the concordance, and how much follows."""
        before = committee.repository.refs("refs/")
        assert self.command(committee, "renumber", "numeros", "--dry-run") == 0
        out, err = capsys.readouterr()
        assert f"  7 → 5  {ETERNAL} → {FOLLOWED.rpartition('/')[2]}" in out
        assert max(map(len, out.splitlines())) <= 80
        assert "4 articles bear another number; " in out
        assert f"The rules follow: {ETERNAL} becomes {FOLLOWED}." in " ".join(out.split())
        assert err == "Nothing was written.\n"
        assert committee.repository.refs("refs/") == before

    @pytest.mark.parametrize(
        ("name", "shown"),
        [("2", [("1-1", "2"), ("2", "3")]), ("1-1", [("1-1", "2")]), ("7", [("7", "5")])],
    )
    def test_the_difference_of_an_article_in_a_chain_is_whole(
        self,
        committee: Committee,
        capsys: pytest.CaptureFixture[str],
        name: str,
        shown: list[tuple[str, str]],
    ) -> None:
        """What bears the number on either side, each with what it was or became; no half of another."""
        renumber(committee.desk, "numeros")
        compared = ("diff", name, "--amendment", "numeros")
        assert self.command(committee, *compared, "--json") == 0
        articles = json.loads(capsys.readouterr().out)["articles"]
        assert [tuple(one["renumbered"].values()) for one in articles] == shown
        assert self.command(committee, *compared, "--words") == 0
        told = capsys.readouterr().out
        assert "nouveau" not in told
        assert "Supprimer" not in told

    def test_its_data_hold_the_concordance(
        self, committee: Committee, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """One row an article, those that keep their number included."""
        assert self.command(committee, "renumber", "numeros", "--json") == 0
        data = json.loads(capsys.readouterr().out)
        assert data["format"] == "constitution-renumbering/1"
        assert data["amendment"] == "numeros"
        assert data["concordance"][-1] == {
            "old": "7",
            "new": "5",
            "old_path": ETERNAL,
            "new_path": FOLLOWED,
            "heading": "",
            "repealed": False,
        }
        assert data["rules"] == [[ETERNAL, FOLLOWED]]
        assert data["doubts"] == data["broken"] == []

    def test_what_a_person_must_read_has_an_exit_code_of_its_own(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """3, as where a merge must be read again; the reasons name the place as well."""
        doubtful = {
            **ARTICLES,
            "articles/03-annexe/article-1.md": "# Article 1er\n\nVoir l’article 1er.\n",
        }
        committee = Committee.sit(
            tmp_path / "autre", articles=doubtful, rules=default_rules(doubtful, ())
        )
        assert self.command(committee, "renumber", "numeros") == 3
        _out, err = capsys.readouterr()
        named = "Article 1er (articles/03-annexe/article-1.md), line 3"
        assert f"{named}: “1er” needs a person." in err
        reasons = committee.repository.read(
            committee.repository.branches("amendments")["numeros"].tip, "drafts/numeros/reasons.md"
        )
        assert reasons is not None
        assert "articles/03-annexe/article-6.md" in reasons.decode()
        assert self.command(committee, "renumber", "autres", "--dry-run", "--json") == 3
        doubts = {one["old_path"]: one for one in json.loads(capsys.readouterr().out)["doubts"]}
        doubt = doubts["articles/03-annexe/article-1.md"]
        assert doubt["path"] == "articles/03-annexe/article-6.md"
        assert doubt["article"].startswith("Article 1er")
        assert doubt["becomes"] == "Article 6"

    def test_the_concordance_says_which_articles_are_stubs(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A number without words moves as others do, and one sees that it is one."""
        stubbed = {ETERNAL: "# Article 7\n\n(Abrogé)\n"}
        texts = {**ARTICLES, **stubbed}
        committee = Committee.sit(
            tmp_path / "autre", articles=texts, rules=default_rules(texts, ())
        )
        assert self.command(committee, "renumber", "numeros", "--dry-run") in {0, 3}
        rows = [line for line in capsys.readouterr().out.splitlines() if "→" in line]
        assert [line for line in rows if line.endswith("· repealed")] == [rows[-1]]
        assert self.command(committee, "renumber", "numeros", "--dry-run", "--json") in {0, 3}
        table = json.loads(capsys.readouterr().out)["concordance"]
        assert [row["old"] for row in table if row["repealed"]] == ["7"]
        reasons = prepare_renumbering(committee.desk).reasons
        assert "| 7 (abrogé) |" in reasons

    def test_a_repealed_article_is_shown_as_such(
        self, committee: Committee, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """In words, in data, and with the stub of the text's language."""
        assert self.command(committee, "amend", "new", "fin", "--title", "Fin") == 0
        assert self.command(committee, "amend", "repeal", "fin", "2", "--stub") == 0
        capsys.readouterr()
        assert self.command(committee, "contents", "--amendment", "fin") == 0
        assert "  Article 2 · repealed\n" in capsys.readouterr().out
        assert self.command(committee, "contents", "--amendment", "fin", "--json") == 0
        entries = json.loads(capsys.readouterr().out)["entries"]
        assert [entry["path"] for entry in entries if entry["repealed"]] == [
            "articles/01-peuple/article-2.md"
        ]
        assert self.command(committee, "show", "2", "--amendment", "fin") == 0
        assert "(Abrogé)" in capsys.readouterr().out


class TestVerified:
    """A repository made by hand, where the record says adopted whatever was changed."""

    WORDS = "The republic of article 2 is for ever."

    @pytest.mark.parametrize(
        ("number", "words", "codes"),
        [
            ("5", "The republic of article 5 is for ever.", []),
            ("5", "The republic of article 1 is for ever.", ["wrong-count"]),
            ("2", "The republic of article 1 is for ever.", ["wrong-count"]),
            ("5", "The republic of article 5 is for 5 years.", ["wrong-count"]),
        ],
    )
    def test_eternal_words_follow_a_number_and_nothing_else(
        self, tmp_path: Path, number: str, words: str, codes: list[str]
    ) -> None:
        """Article 2 becomes 5, and the eternal article may say so."""
        made = Handmade.found(tmp_path / "made", {THREE: article("3", self.WORDS)})
        changed: dict[str, bytes | None] = {THREE: article("3", words)}
        if number != "2":
            changed[TWO] = article(number, "Its seat is in the capital.")
        made.adopt("1", "renumber", changed)
        assert [fault.code for fault in verify(made.path).faults] == codes
