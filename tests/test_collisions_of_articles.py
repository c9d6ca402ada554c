"""Where a whole article collides, or a file of the governance, one of the two is kept, or both."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from constitution.assembly.carrying import Carried, carry, current_text
from constitution.assembly.choices import remembered_choices
from constitution.assembly.drafting import (
    add_article,
    conclude,
    disputes_of,
    move_article,
    new_amendment,
    repeal_article,
    settle,
    submit,
)
from constitution.assembly.pending import find_pending
from constitution.assembly.rivalry import suppose
from constitution.governance import MEMBERS_FILE, Members
from constitution.stub import STUBS
from tests.colliding import DONE, READ_AGAIN, REFUSED, collide
from tests.committee import MEMBERS, Committee, path_of

if TYPE_CHECKING:
    from collections.abc import Callable


class TestWholeFiles:
    """Where a file collides as a whole, the current text keeps it or the amendment has its way."""

    def settled(self, committee: Committee, name: str, choice: str) -> dict[str, bytes | None]:
        """What the amendment changes once its only dispute is settled."""
        one = find_pending(committee.desk, name)
        text = current_text(committee.desk.main())
        (dispute,) = disputes_of(committee.desk, name)
        carried = carry(
            committee.desk,
            one,
            text,
            choices={dispute.id: "current" if choice == "current" else "amendment"},
        )
        assert isinstance(carried, Carried)
        return dict(carried.files)

    def test_an_article_that_is_gone_stays_gone_or_comes_back(self, committee: Committee) -> None:
        """deleted-here."""
        new_amendment(committee.desk, "abroger", title="Abroger")
        repeal_article(committee.desk, "abroger", "9")
        submit(committee.desk, "abroger")
        committee.submitted("changer", "9", "dans l’année", "dans les six mois")
        committee.pass_("1")
        assert self.settled(committee, "2", "current") == {}
        back = self.settled(committee, "2", "amendment")
        assert "six mois" in (back[path_of("9")] or b"").decode()

    def test_an_article_that_changed_is_kept_or_removed(self, committee: Committee) -> None:
        """changed-here."""
        committee.submitted("changer", "9", "dans l’année", "dans les six mois")
        new_amendment(committee.desk, "abroger", title="Abroger")
        repeal_article(committee.desk, "abroger", "9")
        submit(committee.desk, "abroger")
        committee.pass_("1")
        assert self.settled(committee, "2", "current") == {}
        assert self.settled(committee, "2", "amendment") == {path_of("9"): None}

    def test_what_changed_in_an_article_that_is_repealed_is_shown(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Whoever decides on keeping it reads what the current text, or the amendment, made of it."""
        committee.submitted("changer", "9", "dans l’année", "dans les six mois")
        committee.submitted("autre", "9", "première", "seconde")
        new_amendment(committee.desk, "abroger", title="Abroger")
        repeal_article(committee.desk, "abroger", "9")
        submit(committee.desk, "abroger")
        committee.pass_("1")
        _code, out, _err = typed("amend", "update", "3")
        assert "The current text changed in it:" in out
        assert "[-l’année-]{+les six mois+}" in out
        settle(committee.desk, "3", 1, "amendment")
        conclude(committee.desk, "3")
        committee.pass_("3")
        _code, out, _err = typed("amend", "update", "2")
        assert "The amendment changes in it:" in out
        assert "[-première-]{+seconde+}" in out

    def test_both_are_kept_where_both_only_insert(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Two paragraphs at the end of an article: that of the current text first, each its own."""
        c = committee
        text = c.text("3").rstrip()
        end = text.rsplit(" ", 1)[-1]
        for slug, words in (("un", "Un jour par mois."), ("deux", "Deux jours par mois.")):
            c.draft(slug, "3", end, f"{end}\n\n{words}")
            c.submit(slug)
        c.pass_("1")
        code, out, err = typed("amend", "update", "2")
        assert code == REFUSED
        assert "the current text has other words inserted in the same place" in out
        assert "amend resolve 2 1 --both" in out + err
        code, out, err = typed("amend", "resolve", "2", "1", "--both")
        assert code == DONE, out + err
        carried = find_pending(committee.another_desk(), "2").files[path_of("3")] or b""
        assert carried.decode() == f"{text}\n\nUn jour par mois.\n\nDeux jours par mois.\n"

    def test_both_is_refused_where_words_were_replaced(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Two replacements side by side are nobody's text."""
        collide(committee)
        code, _out, err = typed("amend", "resolve", "2", "1", "--both")
        assert code == REFUSED
        assert "conflict 1 is not one of insertions alone" in err
        assert remembered_choices(committee.desk, "second") == {}

    def test_two_new_articles_in_one_place(self, committee: Committee) -> None:
        """both-added."""
        for slug, words in (("un", "Un jour par mois."), ("deux", "Deux jours par mois.")):
            new_amendment(committee.desk, slug, title=slug)
            add_article(committee.desk, slug, "5-1", words, heading="L’opposition")
            submit(committee.desk, slug)
        committee.pass_("1")
        assert self.settled(committee, "2", "current") == {}
        (data,) = self.settled(committee, "2", "amendment").values()
        assert "Deux jours" in (data or b"").decode()

    def test_of_two_new_articles_both_are_kept(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """The second takes the next number that nobody bears; its words stay."""
        for slug, words in (
            ("un", "Un jour par mois."),
            ("deux", "Deux jours par mois."),
            ("trois", "Trois jours par mois."),
        ):
            new_amendment(committee.desk, slug, title=slug)
            add_article(committee.desk, slug, "5-1", words, heading="L’opposition")
            submit(committee.desk, slug)
        committee.pass_("1")
        code, out, err = typed("amend", "update", "2")
        assert code == REFUSED
        assert "keep both: this one becomes article 5-2" in out
        assert "amend resolve 2 1 --both" in err
        assert "--words" not in err
        code, _out, err = typed("amend", "resolve", "2", "1", "--both")
        assert code == READ_AGAIN, err
        assert "becomes article 5-2" in err
        assert "a number is not the one that its author gave" in err
        committee.submit("deux")
        [review] = json.loads(typed("amend", "show", "2", "--json")[1])["review"]
        assert (review["kind"], review["merged"]) == ("number", "Article 5-2 — L’opposition")
        committee.pass_("2")
        assert typed("amend", "resolve", "3", "1", "--both")[0] == READ_AGAIN
        committee.submit("trois")
        committee.pass_("3")
        assert [committee.text(number) for number in ("5-1", "5-2", "5-3")] == [
            f"# Article {number} — L’opposition\n\n{words} par mois.\n"
            for number, words in (("5-1", "Un jour"), ("5-2", "Deux jours"), ("5-3", "Trois jours"))
        ]

    def test_the_amendment_alone_never_strikes_out_an_insertion(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Nobody proposed to strike what was adopted there: both are kept, or words are written."""
        c = committee
        end = c.text("3").rstrip().rsplit(" ", 1)[-1]
        for slug, words in (("un", "Un jour par mois."), ("deux", "Deux jours par mois.")):
            c.draft(slug, "3", end, f"{end}\n\n{words}")
            c.submit(slug)
        c.pass_("1")
        code, _out, err = typed("amend", "resolve", "2", "1", "--amendment")
        assert code == REFUSED
        assert "would strike out words that the current text has inserted" in err
        assert "--both" in err
        assert remembered_choices(c.desk, "deux") == {}
        assert "resolve 2 1 --amendment" not in typed("amend", "update", "2")[2]

    def test_the_amendment_alone_never_strikes_out_a_new_article(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """It was adopted under that number: nobody proposed to repeal it."""
        c = committee
        for slug in ("un", "deux"):
            new_amendment(c.desk, slug, title=slug)
            add_article(c.desk, slug, "5-1", f"L’article {slug}.", heading="L’opposition")
            submit(c.desk, slug)
        c.pass_("1")
        code, _out, err = typed("amend", "resolve", "2", "1", "--amendment")
        assert code == REFUSED
        assert "would strike out an article that the current text has added" in err
        assert "--both" in err
        assert remembered_choices(c.desk, "deux") == {}
        _code, out, err = typed("amend", "update", "2")
        assert "resolve 2 1 --amendment" not in err
        assert "put this one in its place" not in out

    def test_items_that_were_counted_on_are_read_again(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """A choice numbers the amendment's item anew: its own reference then names another one."""
        c = committee
        c.draft("liste", "9", "l’année.", "l’année :\n\n1. par le peuple ;\n2. au scrutin secret.")
        c.pass_(c.submit("liste"))
        c.desk = c.another_desk()
        end = "scrutin secret."
        c.submitted("un", "9", end, "scrutin secret ;\n3. pour un an.")
        c.submitted("deux", "9", end, "scrutin secret ;\n3. sans appel.\n\nLe n° 3 est de rigueur.")
        c.pass_("2")
        c.desk = c.another_desk()
        code, _out, err = typed("amend", "resolve", "3", "1", "--both")
        assert code == READ_AGAIN
        told = " ".join(err.split())
        assert "a number is not the one that its author gave; read it again" in told
        assert "4. sans appel. The item before it ends with a full stop." in told
        assert "“n° 3” no longer means the item that it meant." in told
        c.desk = c.another_desk()
        c.submit("deux")
        kinds = [
            one["kind"] for one in json.loads(typed("amend", "show", "3", "--json")[1])["review"]
        ]
        assert sorted(kinds) == ["number", "reference"]
        assert typed("put", "3", "--yes")[0] == READ_AGAIN

    def test_an_article_that_changed_is_repealed_with_its_number_left(
        self, committee: Committee
    ) -> None:
        """A stub is a repeal: the whole article is the question, and no words of it are merged."""
        committee.submitted("changer", "9", "dans l’année", "dans les six mois")
        new_amendment(committee.desk, "abroger", title="Abroger")
        repeal_article(committee.desk, "abroger", "9", stub=STUBS["abroge"])
        submit(committee.desk, "abroger")
        committee.submitted("autre", "9", "première", "seconde")
        committee.pass_("1")
        (dispute,) = disputes_of(committee.desk, "2")
        assert dispute.kind == "changed-here"
        assert self.settled(committee, "2", "current") == {}
        stub = self.settled(committee, "2", "amendment")
        assert stub == {path_of("9"): "# Article 9\n\n(Abrogé)\n".encode()}
        settle(committee.desk, "2", 1, "amendment")
        conclude(committee.desk, "2")
        committee.pass_("2")
        (dispute,) = disputes_of(committee.desk, "3")
        assert dispute.kind == "repealed-here"
        assert self.settled(committee, "3", "current") == {}
        back = self.settled(committee, "3", "amendment")[path_of("9")] or b""
        assert "seconde Assemblée" in back.decode()

    def test_a_repeal_of_what_was_amended_does_not_fall(self, committee: Committee) -> None:
        """`rivals --if` says of it what `put` says: it can be carried out all the same."""
        committee.submitted("changer", "9", "dans l’année", "dans les six mois")
        for slug, stub in (("abroger", None), ("abreger", STUBS["abroge"])):
            new_amendment(committee.desk, slug, title=slug)
            repeal_article(committee.desk, slug, "9", stub=stub)
            submit(committee.desk, slug)
        fates = {str(fate.pending.number): fate for fate in suppose(committee.desk, "1", "adopted")}
        assert {number: fate.kind for number, fate in fates.items()} == {
            "2": "rewrite",
            "3": "rewrite",
        }
        assert {fate.reason for fate in fates.values()} == {
            "the current text has changed the article that this amendment repeals"
        }
        fates = {str(fate.pending.number): fate for fate in suppose(committee.desk, "3", "adopted")}
        assert fates["1"].kind == "falls"

    def test_a_place_that_is_taken(self, committee: Committee) -> None:
        """place-taken: the article stays where it is, or the other one goes."""
        c = committee
        new_amendment(c.desk, "ajouter", title="Ajouter")
        add_article(c.desk, "ajouter", "02-pouvoirs/article-9.md", "# Article 7-1\n\nNouveau.")
        submit(c.desk, "ajouter")
        new_amendment(c.desk, "deplacer", title="Déplacer")
        move_article(c.desk, "deplacer", "03-revision/article-9.md", "02-pouvoirs")
        submit(c.desk, "deplacer")
        c.pass_("1")
        assert self.settled(c, "2", "current") == {}
        moved = self.settled(c, "2", "amendment")
        assert moved[path_of("9")] is None
        assert "première Assemblée" in (moved["articles/02-pouvoirs/article-9.md"] or b"").decode()

    def test_a_member_that_both_sides_changed(self, committee: Committee) -> None:
        """A table: each entry is a decision of its own, and the others are merged."""
        c = committee
        for slug, group in (("un", "Plaine"), ("deux", "Rivage")):
            named = list(MEMBERS.named)
            named[0] = replace(named[0], group=group)
            if slug == "deux":
                named[5] = replace(named[5], status="suspended")
            c.governance(slug, members=Members(tuple(named)))
        c.pass_("1")
        for choice, group in (("current", "Plaine"), ("amendment", "Rivage")):
            data = self.settled(c, "2", choice)[MEMBERS_FILE]
            members = Members.parse(data or b"")
            assert members.named[0].group == group
            assert members.named[5].status == "suspended"
