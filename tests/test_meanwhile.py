"""A text is written for minutes: what happens to its amendment meanwhile, and where the text then goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constitution.assembly.disposing import dispose
from constitution.assembly.drafting import (
    add_article,
    draft_snapshot,
    move_article,
    new_amendment,
    update,
    withdraw_draft,
    write_reasons,
)
from constitution.assembly.drafting.meanwhile import REASONS, begin, look, set_apart
from constitution.assembly.pending import find_pending
from constitution.assembly.readings import read_amendment
from constitution.errors import Malformed, Refused
from constitution.governance import MEMBERS_FILE
from constitution.repository import RefMove
from tests.committee import path_of, remove

if TYPE_CHECKING:
    from constitution.assembly.pending import Pending
    from tests.committee import Committee

FOUR, FIVE = path_of("4"), path_of("5")


def would_read(committee: Committee, one: Pending, path: str) -> str:
    """An article as it would read, were the amendment adopted now."""
    reading = read_amendment(committee.desk, one)
    assert not reading.clashes
    return (reading.files[path] or b"").decode()


def forget_branch(committee: Committee, slug: str) -> None:
    """The branch of an amendment is gone, as after a clean-up by plain git."""
    ref = f"refs/heads/amendments/{slug}"
    tip = committee.repository.tip(ref)
    if tip is not None:
        committee.repository.publish([RefMove(ref, tip, None)])


class TestLooking:
    """What happened, as the editor says it."""

    def test_nothing_happened(self, committee: Committee) -> None:
        """The amendment can be saved, and nobody else touched the text."""
        committee.draft("idee", "4", "quatre cents", "trois cents")
        seen = look(committee.desk, begin(committee.desk, "idee", FOUR))
        assert (seen.state, seen.is_saved, seen.is_amended) == ("draft", False, False)
        assert seen.can_be_saved

    @pytest.mark.parametrize("outcome", ["adopted", "rejected", "withdrawn", None])
    def test_what_became_of_an_amendment_is_known_whether_its_branch_stands_or_not(
        self, committee: Committee, outcome: str | None
    ) -> None:
        """A draft that is withdrawn leaves no record: it is no longer on the list."""
        committee.draft("idee", "4", "quatre cents", "trois cents")
        begun = begin(committee.desk, "idee", FOUR)
        match outcome:
            case None:
                withdraw_draft(committee.desk, "idee")
            case "withdrawn":
                dispose(committee.desk, committee.submit("idee"), "withdrawn", ruling="repris")
            case _:
                number = committee.submit("idee")
                committee.pass_(number, votes=(40, 10, 0) if outcome == "adopted" else (10, 40, 0))
        for _branch in range(2):
            seen = look(committee.another_desk(), begun)
            assert (seen.state, seen.can_be_saved) == (outcome, False)
            forget_branch(committee, "idee")

    def test_a_text_that_was_put_can_still_be_written(self, committee: Committee) -> None:
        """What is voted on is sealed; the draft goes on."""
        number = committee.submitted("idee", "4", "quatre cents", "trois cents")
        begun = begin(committee.desk, "idee", FOUR)
        committee.put(number)
        seen = look(committee.desk, begun)
        assert (seen.state, seen.can_be_saved) == ("put", True)

    def test_what_a_colleague_saved_is_seen(self, committee: Committee) -> None:
        """In the article, and in the reasons; another article is none of it."""
        committee.draft("idee", "4", "quatre cents", "trois cents")
        begun, reasons = (begin(committee.desk, "idee", path) for path in (FOUR, REASONS))
        committee.reword("idee", "5", "neuf mois", "dix mois")
        assert not look(committee.desk, begun).is_saved
        committee.reword("idee", "4", "cinq ans", "six ans")
        write_reasons(committee.desk, "idee", "Parce que.\n")
        assert look(committee.desk, begun).is_saved
        assert look(committee.desk, reasons).is_saved
        assert not look(committee.desk, reasons).is_amended

    def test_a_current_text_that_was_amended_is_seen_until_the_amendment_stands_on_it(
        self, committee: Committee
    ) -> None:
        """Another article is none of it."""
        committee.draft("idee", "4", "quatre cents", "trois cents")
        begun = begin(committee.desk, "idee", FOUR)
        committee.pass_(
            committee.submitted("autre", "5", "neuf mois", "dix mois"), votes=(40, 10, 0)
        )
        assert not look(committee.desk, begun).is_amended
        committee.pass_(committee.submitted("duree", "4", "cinq ans", "six ans"), votes=(40, 10, 0))
        seen = look(committee.desk, begun)
        assert (seen.is_amended, seen.is_saved) == (True, False)
        assert seen.base == begun.base
        update(committee.desk, "idee")
        seen = look(committee.desk, begun)
        assert (seen.is_amended, seen.is_saved) == (False, True)
        assert seen.base == committee.text("4")


class TestSettingApart:
    """The text that was typed, in a new amendment."""

    def test_a_text_of_an_amendment_that_is_gone_is_proposed_anew(
        self, committee: Committee
    ) -> None:
        """With all that it changed; its short name is not that of the one that is gone."""
        committee.draft("idee", "4", "quatre cents", "trois cents")
        begun = begin(committee.desk, "idee", FOUR)
        typed = (begun.text or "").replace("cinq ans", "six ans")
        withdraw_draft(committee.desk, "idee")
        one = set_apart(committee.desk, begun, typed, "Idée")
        assert one.slug == "idee-2"
        assert one.amendment.title == "Idée"
        assert would_read(committee, one, FOUR) == typed

    def test_the_text_alone_goes_there(self, committee: Committee) -> None:
        """Other articles that the amendment changed do not."""
        committee.draft("idee", "4", "quatre cents", "trois cents")
        committee.reword("idee", "5", "neuf mois", "dix mois")
        begun = begin(committee.desk, "idee", FOUR)
        one = set_apart(committee.desk, begun, f"{begun.text}\nEt plus.\n", "Autre idée")
        assert set(one.files) == {FOUR}
        assert set(find_pending(committee.desk, "idee").files) == {FOUR, FIVE}

    def test_what_was_adopted_meanwhile_is_not_taken_back(self, committee: Committee) -> None:
        """The text is a change to the one it was written for, and is carried onto the current one."""
        number = committee.submitted("idee", "4", "quatre cents", "trois cents")
        begun = begin(committee.desk, "idee", FOUR)
        typed = (begun.text or "").replace("trois fois", "deux fois")
        committee.pass_(committee.submitted("duree", "4", "cinq ans", "six ans"), votes=(40, 10, 0))
        dispose(committee.desk, number, "fallen", ruling="tombé")
        one = set_apart(committee.desk, begun, typed, "Idée")
        assert would_read(committee, one, FOUR) == typed.replace("cinq ans", "six ans")

    def test_what_was_typed_in_an_adopted_amendment_goes_on_from_its_words(
        self, committee: Committee
    ) -> None:
        """Words that replace adopted ones collide with nothing."""
        number = committee.submitted("idee", "4", "quatre cents", "trois cents")
        begun = begin(committee.desk, "idee", FOUR)
        committee.pass_(number, votes=(40, 10, 0))
        committee.pass_(committee.submitted("duree", "4", "cinq ans", "six ans"), votes=(40, 10, 0))
        typed = (begun.text or "").replace("trois cents", "deux cents")
        one = set_apart(committee.desk, begun, typed, "Moins")
        assert would_read(committee, one, FOUR) == typed.replace("cinq ans", "six ans")

    def test_words_that_restore_an_older_text_are_still_proposed(
        self, committee: Committee
    ) -> None:
        """That the text once read so is no reason to take them for adopted."""
        was = committee.text("4")
        committee.pass_(committee.submitted("duree", "4", "cinq ans", "six ans"), votes=(40, 10, 0))
        committee.draft("retour", "4", "six ans", "cinq ans")
        begun = begin(committee.desk, "retour", FOUR)
        assert begun.text == was
        withdraw_draft(committee.desk, "retour")
        one = set_apart(committee.desk, begun, was.replace("trois fois", "deux fois"), "Retour")
        assert would_read(committee, one, FOUR) == was.replace("trois fois", "deux fois")

    def test_words_that_collide_wait_to_be_brought_along(self, committee: Committee) -> None:
        """Nothing is refused, nothing is lost: the conflict is settled like any other."""
        number = committee.submitted("idee", "4", "quatre cents", "trois cents")
        begun = begin(committee.desk, "idee", FOUR)
        committee.pass_(
            committee.submitted("autre", "4", "quatre cents", "cinq cents"), votes=(40, 10, 0)
        )
        dispose(committee.desk, number, "fallen", ruling="tombé")
        one = set_apart(committee.desk, begun, begun.text or "", "Idée")
        assert read_amendment(committee.desk, one).clashes

    def test_a_new_article_is_added_again(self, committee: Committee) -> None:
        """At the path it had; once adopted, it is amended there."""
        new_amendment(committee.desk, "neuf", title="Neuf")
        add_article(committee.desk, "neuf", "7-1", "Un texte nouveau.")
        path = next(iter(find_pending(committee.desk, "neuf").files))
        begun = begin(committee.desk, "neuf", path)
        assert begun.base is None
        typed = (begun.text or "").replace("nouveau", "récent")
        one = set_apart(committee.desk, begun, typed, "Récent")
        assert would_read(committee, one, path) == typed
        committee.pass_(committee.submit("neuf"), votes=(40, 10, 0))
        one = set_apart(committee.desk, begun, typed, "Encore")
        assert would_read(committee, one, path) == typed

    def test_a_move_goes_with_its_article(self, committee: Committee) -> None:
        """Else the history of the article would end."""
        new_amendment(committee.desk, "place", title="Place")
        one = move_article(committee.desk, "place", FIVE, "6-1")
        path = dict(one.amendment.moves)[FIVE]
        begun = begin(committee.desk, "place", path)
        assert begun.was == FIVE
        withdraw_draft(committee.desk, "place")
        typed = (begun.text or "").replace("neuf mois", "dix mois")
        again = set_apart(committee.desk, begun, typed, "Ailleurs")
        assert dict(again.amendment.moves) == {FIVE: path}
        assert draft_snapshot(committee.desk, again).texts[path] == typed

    def test_a_text_of_an_amendment_to_an_amendment_stays_one(self, committee: Committee) -> None:
        """As long as that one is pending; it starts from the words it was written for."""
        number = committee.submitted("idee", "4", "quatre cents", "trois cents")
        new_amendment(committee.desk, "sous", title="Sous", on=number)
        begun = begin(committee.desk, "sous", FOUR)
        typed = (begun.text or "").replace("trois cents", "deux cents")
        withdraw_draft(committee.desk, "sous")
        committee.reword("idee", "4", "cinq ans", "six ans")
        one = set_apart(committee.desk, begun, typed, "Encore moins")
        assert one.amendment.on == number
        assert one.files[FOUR] == typed.encode()

    def test_reasons_and_members_go_there_too(self, committee: Committee) -> None:
        """Each in its own form."""
        committee.draft("idee", "4", "quatre cents", "trois cents")
        begun = begin(committee.desk, "idee", REASONS)
        assert set_apart(committee.desk, begun, "Parce  que.", "Motifs").reasons == "Parce que.\n"
        begun = begin(committee.desk, "idee", MEMBERS_FILE)
        fewer = remove(committee.desk.main().members, "siege-60")
        one = set_apart(committee.desk, begun, fewer.to_bytes().decode(), "Un siège de moins")
        assert one.files == {MEMBERS_FILE: fewer.to_bytes()}

    def test_where_nothing_is_known_of_what_it_was_written_for_it_changes_the_current_text(
        self, committee: Committee
    ) -> None:
        """So is a text that was typed before a crash, in a draft that was withdrawn since."""
        begun = begin(committee.desk, "partie", FOUR)
        typed = committee.text("4").replace("cinq ans", "six ans")
        assert would_read(committee, set_apart(committee.desk, begun, typed, "T"), FOUR) == typed

    def test_what_changes_nothing_or_is_out_of_form_opens_nothing(
        self, committee: Committee
    ) -> None:
        """The refusal comes before the branch."""
        begun = begin(committee.desk, "partie", FOUR)
        with pytest.raises(Refused, match="nothing changes"):
            set_apart(committee.desk, begun, committee.text("4"), "T")
        with pytest.raises(Malformed):
            set_apart(committee.desk, begun, "# Article 4\n\n![a](b)\n", "T")
        with pytest.raises(Refused, match="needs a title"):
            set_apart(committee.desk, begun, "# Article 4\n\nAutre.\n", " ")
        assert committee.desk.repository.branches("amendments") == {}
