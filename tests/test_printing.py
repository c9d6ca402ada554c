"""The amendment as members have it in hand: what its printed pages say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constitution.assembly.drafting import add_article, new_amendment, repeal_article
from constitution.assembly.founding import default_rules
from constitution.stub import stub_of
from tests.committee import Committee

if TYPE_CHECKING:
    from pathlib import Path

TWO = "Le vote est personnel et secret. Chaque bulletin porte un seul nom imprimé."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (TWO, TWO.replace(". ", ".\n\n"), "Aucun mot ne change : seules les séparations"),
        (
            "- une loi\n- un décret",
            "- une loi\n  - un décret",
            "Aucun mot ne change : seul le niveau",
        ),
        ("L’élu dit « oui ».", "L’élu dit “oui”.", "Aucun mot ne change : seules les espaces"),
    ],
    ids=["breaks", "level", "typography"],
)
def test_where_no_word_changes_the_page_says_what_does(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """A split is told as one, with the mark of a break; no word is struck out or put in."""
    articles = {"articles/article-1.md": f"# Article 1\n\n{old}\n"}
    committee = Committee.sit(
        tmp_path / "projet", articles=articles, rules=default_rules(articles, ())
    )
    committee.submitted("un", "1", old, new)
    text = committee.put("1").readme.decode().replace("\u00a0", " ")
    assert said in text
    if "\n\n" in new:
        assert "est divisé en plusieurs alinéas" in text
        assert "**¶**" in text
        assert "~~" not in text


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (
            "La loi ou le décret fixe tout.",
            "La loi, le décret fixe tout.",
            "La ~~loi ou~~ **loi,** le",
        ),
        (
            "Il nomme les préfets.",
            "Il nomme, seul, les préfets.",
            "Il ~~nomme~~ **nomme, seul,** les",
        ),
        ("Il vote, seul.", "Il vote seul.", "Il ~~vote,~~ **vote** seul."),
    ],
    ids=["replaced", "inserted", "deleted"],
)
def test_a_sign_is_marked_with_its_word(tmp_path: Path, old: str, new: str, shown: str) -> None:
    """Between a letter and a sign Markdown reads no marks, and no space is put in that nobody wrote."""
    articles = {"articles/article-1.md": f"# Article 1\n\n{old}\n"}
    committee = Committee.sit(
        tmp_path / "projet", articles=articles, rules=default_rules(articles, ())
    )
    committee.submitted("un", "1", old, new)
    assert shown in committee.put("1").readme.decode()


def test_headings_that_go_and_come_with_an_article_are_printed(tmp_path: Path) -> None:
    """A heading above an article in its file is shown and said; the line that names it is said once."""
    articles = {
        "articles/article-50.md": "# Titre IV\n\n## Article 50 — Du Conseil\n\nIl siège.\n",
        "articles/article-51.md": "# Article 51 — Du vote\n\nLe vote est secret.\n",
    }
    committee = Committee.sit(
        tmp_path / "projet", articles=articles, rules=default_rules(articles, ())
    )
    new_amendment(committee.desk, "un", title="Un", authors=("siege-01",))
    repeal_article(committee.desk, "un", "50")
    repeal_article(committee.desk, "un", "51", stub=stub_of("fr"))
    add_article(
        committee.desk,
        "un",
        "52",
        "# Titre V\n\n## Chapitre premier\n\n### Article 52\n\nElle siège.\n",
    )
    committee.submit("un")
    text = committee.put("1").readme.decode().replace("\u00a0", " ")
    assert "L’intitulé « Titre IV » disparaît avec lui.\n\n> # Titre IV\n>\n> Il siège.\n" in text
    assert "> # Article 51 ~~— Du vote~~\n" in text
    assert "> # Titre V\n>\n> ## Chapitre premier\n>\n> Elle siège.\n" in text
    assert "Les intitulés « Titre V » et « Chapitre premier » l’accompagnent." in text
