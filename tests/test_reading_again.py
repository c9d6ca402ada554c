"""What was amended on both sides without meeting is to be read again, and so is what it cites."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from constitution.assembly.drafting import (
    add_article,
    new_amendment,
    repeal_article,
    submit,
)
from constitution.assembly.pending import find_pending
from constitution.assembly.renumbering import renumber
from tests.colliding import DONE, READ_AGAIN, collide
from tests.committee import Committee, path_of

if TYPE_CHECKING:
    from collections.abc import Callable


class TestReview:
    """A sentence that both sides touched is merged, and said to be."""

    def test_update_exits_with_three_where_a_sentence_is_to_be_read_again(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """The commit is made; `--json` has the sentence in all its readings."""
        c = committee
        c.submitted("un", "4", "quatre cents", "trois cents")
        c.submitted("deux", "4", "députés", "députés élus")
        c.pass_("1")
        page = json.loads(typed("amend", "show", "2", "--json")[1])
        assert [one["merged"] for one in page["review"]] == [
            "L’Assemblée compte trois cents députés élus."
        ]
        code, out, _err = typed("amend", "update", "2", "--json")
        data = json.loads(out)
        assert code == READ_AGAIN
        assert data["state"] == "updated"
        assert data["review"] == page["review"]
        assert data["review"][0]["current"] == "L’Assemblée compte trois cents députés."
        assert not find_pending(c.another_desk(), "2").is_rectified

    def test_put_exits_with_three_and_seals(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """The chair is told before the vote."""
        c = committee
        c.submitted("un", "4", "quatre cents", "trois cents")
        c.submitted("deux", "4", "députés", "députés élus")
        c.pass_("1")
        code, out, err = typed("put", "2")
        assert code == READ_AGAIN
        assert "read it again" in out
        assert "is put to the vote" in err

    def test_what_an_update_merged_is_told_again_before_the_vote(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Until somebody changes the sentence: whoever seals it may not be who updated it."""
        c = committee
        c.submitted("un", "4", "quatre cents", "trois cents")
        c.submitted("deux", "4", "députés", "députés élus")
        c.pass_("1")
        assert typed("amend", "update", "2")[0] == READ_AGAIN
        [review] = json.loads(typed("amend", "show", "2", "--json")[1])["review"]
        assert review["merged"] == "L’Assemblée compte trois cents députés élus."
        code, out, _err = typed("put", "2")
        assert (code, "read it again" in out) == (READ_AGAIN, True)
        c.desk = c.another_desk()
        c.reword("deux", "4", "députés élus", "élus")
        submit(c.desk, "2")
        assert typed("put", "2")[0] == DONE

    def test_what_was_settled_is_told_again_before_the_vote(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Whatever was chosen, in whichever clone, until somebody changes the sentence."""
        collide(committee)
        assert typed("amend", "resolve", "2", "1", "--words", "Six cent mille")[0] == DONE
        assert typed("amend", "resolve", "2", "2", "--amendment")[0] == READ_AGAIN
        settled = ["Six cent mille électeurs", "L’Assemblée compte six cents députés."]
        page = json.loads(typed("amend", "show", "2", "--json")[1])
        assert all(
            review["merged"].startswith(words)
            for review, words in zip(page["review"], settled, strict=True)
        )
        c = committee
        c.desk = c.another_desk()
        c.reword("second", "3", "Six cent mille", "Quelque six cent mille")
        submit(c.desk, "2")
        code, out, _err = typed("put", "2")
        assert code == READ_AGAIN
        assert "six cents députés" in out
        assert out.count("read it again") == 1

    def test_an_amendment_of_which_nothing_is_left_is_to_be_disposed_of(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """The text says already what it proposes: it cannot be put, and nobody is told to."""
        c = committee
        c.submitted("un", "4", "quatre cents", "trois cents")
        c.submitted("deux", "4", "quatre cents", "trois cents")
        c.pass_("1")
        code, _out, err = typed("amend", "update", "2")
        assert code == DONE
        assert "constitution dispose 2 fallen" in err
        assert "constitution put" not in err

    def test_a_clean_update_exits_with_zero(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Nothing to read again, nothing to settle."""
        c = committee
        c.submitted("un", "4", "quatre cents", "trois cents")
        c.submitted("deux", "5", "neuf mois", "dix mois")
        c.pass_("1")
        assert typed("amend", "update", "2")[0] == DONE


def cite(committee: Committee) -> None:
    """Amendment 1 cites article 4."""
    end = "La décision est prise à la majorité des suffrages exprimés."
    committee.submitted("citing", "3", end, f"{end}\n\nL’article 4 est applicable.")


class TestReferencesThatTurned:
    """Whoever votes on "article 4" votes on the article that its author read."""

    @pytest.mark.parametrize("updated", [False, True])
    def test_a_renumbering_meanwhile_is_told(
        self,
        committee: Committee,
        typed: Callable[..., tuple[int, str, str]],
        *,
        updated: bool,
    ) -> None:
        """At the update, on the amendment's page, and when it is put."""
        c = committee
        cite(c)
        new_amendment(c.desk, "new", title="new")
        add_article(c.desk, "new", "1-1", "Elle a un drapeau.")
        c.pass_(c.submit("new"))
        c.desk = c.another_desk()
        renumber(c.desk, "numbers")
        c.pass_(c.submit("numbers"), votes=(50, 2, 0))
        c.desk = c.another_desk()
        if updated:
            code, _out, err = typed("amend", "update", "1")
            assert code == READ_AGAIN
            assert "“article 4” was written for “Article 4 — L’Assemblée”" in err
        [review] = json.loads(typed("amend", "show", "1", "--json")[1])["review"]
        assert (review["kind"], review["words"]) == ("reference", "article 4")
        assert review["written_for"] == ["articles/02-pouvoirs/article-5.md"]
        assert review["leads_to"] == ["articles/01-peuple/article-4.md"]
        code, out, _err = typed("put", "1", "--yes")
        assert code == READ_AGAIN
        assert "a reference leads elsewhere; read it again" in out

    def test_a_repeal_meanwhile_is_foretold_and_told_until_it_is_put_right(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Whoever looks ahead is told as well; once the words changed, nobody is."""
        c = committee
        cite(c)
        new_amendment(c.desk, "repeal", title="repeal")
        repeal_article(c.desk, "repeal", path_of("4"))
        number = c.submit("repeal")
        _code, out, _err = typed("rivals", "--if", number, "adopted")
        assert "must be read again" in out
        assert "“article 4” was written for “Article 4 — L’Assemblée”" in " ".join(out.split())
        c.pass_(number)
        c.desk = c.another_desk()
        assert typed("amend", "update", "1")[0] == READ_AGAIN
        c.desk = c.another_desk()
        c.reword("1", "3", "\n\nL’article 4 est applicable.", "")
        c.reword("1", "3", "douze mois", "onze mois")
        c.submit("1")
        assert typed("put", "1", "--yes")[0] == DONE
