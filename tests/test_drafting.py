"""Drafting: every refusal says what to do next, and changes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from constitution.assembly.drafting import (
    add_article,
    divide,
    edit_article,
    edit_governance,
    move_article,
    new_amendment,
    repeal_article,
    submit,
    update,
    withdraw_draft,
)
from constitution.assembly.pending import find_pending, pending, unreadable
from constitution.errors import ConstitutionError, Malformed, Outdated, Refused, Unknown
from constitution.governance import MEMBERS_FILE, RULES_FILE, Rules, parse_majority
from constitution.repository import RefMove
from tests.committee import ARTICLES, ETERNAL, Committee, path_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def refs(committee: Committee) -> dict[str, str | None]:
    """Every ref of the repository, to see that nothing moved."""
    return {ref: committee.repository.tip(ref) for ref in committee.repository.refs("refs/")}


REFUSALS: dict[str, tuple[Callable[[Committee], object], type[ConstitutionError], str, str]] = {
    "an unknown article": (
        lambda c: edit_article(c.desk, "idee", "99", "# Article 99\n\nDu neuf."),
        Unknown,
        "99",
        "",
    ),
    "words that are there already": (
        lambda c: edit_article(c.desk, "idee", "4", c.text("4")),
        Refused,
        "nothing changes",
        "",
    ),
    "an empty article": (
        lambda c: edit_article(c.desk, "idee", "4", "\n"),
        Refused,
        "would be empty",
        "amend repeal",
    ),
    "a hidden character": (
        lambda c: edit_article(c.desk, "idee", "4", "# Article 4\n\nDes dépu\u202etés."),
        Malformed,
        "article-4.md:3",
        "nothing was saved",
    ),
    "a number that is taken": (
        lambda c: add_article(c.desk, "idee", "5", "Encore."),
        Refused,
        "there is an article 5 already",
        "another number",
    ),
    "a number before all others": (
        lambda c: add_article(c.desk, "idee", "0", "Avant tout."),
        Refused,
        "no article comes before 0",
        "which article it follows",
    ),
    "a place that is taken": (
        lambda c: move_article(c.desk, "idee", "8", "02-pouvoirs/article-4.md"),
        Refused,
        "another article stands at articles/02-pouvoirs/article-4.md",
        "Move that one first",
    ),
    "the place where it stands": (
        lambda c: move_article(c.desk, "idee", "8", "03-revision"),
        Refused,
        "stands there already",
        "",
    ),
    "members that are not TOML": (
        lambda c: edit_governance(c.desk, "idee", MEMBERS_FILE, b"[[member]\nid = 1"),
        Malformed,
        MEMBERS_FILE,
        "",
    ),
    "a member without a name": (
        lambda c: edit_governance(
            c.desk, "idee", MEMBERS_FILE, b'format = "constitution-members/1"\n[[member]]\nid="a"\n'
        ),
        Malformed,
        MEMBERS_FILE,
        "",
    ),
    "rules that leave a path alone": (
        lambda c: edit_governance(
            c.desk,
            "idee",
            RULES_FILE,
            c.desk.main().rules.to_bytes().replace(b'"articles/**"', b'"articles/01-peuple/**"'),
        ),
        Malformed,
        "no rule reaches",
        "Every path needs a rule",
    ),
    "a draft that changes nothing": (
        lambda c: submit(c.desk, "idee"),
        Refused,
        "changes nothing yet",
        "amend edit",
    ),
    "a slug that is taken": (
        lambda c: new_amendment(c.desk, "idee", title="Encore"),
        Refused,
        "already",
        "another short name",
    ),
    "a slug that is a number": (
        lambda c: new_amendment(c.desk, "12", title="Douze"),
        Malformed,
        "is a number",
        "a few words",
    ),
    "a slug that git would take for an option": (
        lambda c: new_amendment(c.desk, "--force", title="Non"),
        Malformed,
        "cannot name an amendment",
        "lowercase",
    ),
    "no title": (
        lambda c: new_amendment(c.desk, "sans-titre", title="  "),
        Refused,
        "needs a title",
        "Say in a line",
    ),
    "a subject under no rule": (
        lambda c: new_amendment(c.desk, "sujet", title="S", subject="Tout", rule="unanime"),
        Unknown,
        "no rule “unanime”",
        "ordinary, members, rules, eternity",
    ),
    "a change to a draft": (
        lambda c: new_amendment(c.desk, "sur", title="Sur", on="idee"),
        Refused,
        "was not submitted yet",
        "Submit it first",
    ),
    "the opposite of what was not adopted": (
        lambda c: new_amendment(c.desk, "contraire", title="C", reversing="3"),
        Unknown,
        "no amendment 3 was adopted",
        "history",
    ),
    "an update where main has not moved": (
        lambda c: update(c.desk, "idee"),
        Refused,
        "stands on the current text already",
        "",
    ),
    "the division of one article": (
        lambda c: divide(c.desk, "idee", []),
        Refused,
        "cannot be divided",
        "",
    ),
    "an amendment nobody wrote": (
        lambda c: edit_article(c.desk, "ide", "4", "x"),
        Unknown,
        "no amendment “ide”",
        "Did you mean idee?",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_refusal_names_the_fault_and_changes_nothing(committee: Committee, case: str) -> None:
    """One sentence, a hint where there is a way on, and no ref that moved."""
    act, kind, sentence, hint = REFUSALS[case]
    new_amendment(committee.desk, "idee", title="Une idée")
    before = refs(committee)
    with pytest.raises(kind) as error:
        act(committee)
    assert sentence in error.value.message
    assert hint in error.value.hint
    assert refs(committee) == before


def test_an_unknown_article_gets_the_nearest_as_a_hint(committee: Committee) -> None:
    """Articles are named as a person names them, and a near miss is told."""
    new_amendment(committee.desk, "idee", title="Une idée")
    with pytest.raises(Unknown) as error:
        edit_article(committee.desk, "idee", "Les scéances", "x")
    assert "séances" in error.value.hint


def test_an_article_repealed_in_a_draft_can_be_added_again(committee: Committee) -> None:
    """What comes back as it was is no change at all; with other words it is amended."""
    c = committee
    new_amendment(c.desk, "idee", title="Une idée")
    assert repeal_article(c.desk, "idee", "9").files == {path_of("9"): None}
    same = add_article(c.desk, "idee", path_of("9"), ARTICLES[path_of("9")])
    assert same.files == {}
    repeal_article(c.desk, "idee", "9")
    other = add_article(c.desk, "idee", "9", "La première Assemblée est élue dans le mois.")
    assert other.files[path_of("9")] == (
        "# Article 9\n\nLa première Assemblée est élue dans le mois.\n".encode()
    )


def test_a_moved_article_that_is_repealed_is_no_longer_declared_moved(committee: Committee) -> None:
    """Moves are declared only for what is there."""
    c = committee
    new_amendment(c.desk, "idee", title="Une idée")
    moved = move_article(c.desk, "idee", "8", "02-pouvoirs")
    assert moved.amendment.moves == ((path_of("8"), "articles/02-pouvoirs/article-8.md"),)
    gone = repeal_article(c.desk, "idee", "8")
    assert gone.amendment.moves == ()
    assert gone.files == {path_of("8"): None}


def test_a_move_taken_back_is_no_change(committee: Committee) -> None:
    """An article that comes home was never moved."""
    c = committee
    new_amendment(c.desk, "idee", title="Une idée")
    move_article(c.desk, "idee", "8", "02-pouvoirs")
    home = move_article(c.desk, "idee", "8", "03-revision")
    assert home.amendment.moves == ()
    assert home.files == {}


def test_an_article_moves_to_a_number_that_it_then_bears(committee: Committee) -> None:
    """The program makes the path; the move is declared, and the first line says the number."""
    c = committee
    new_amendment(c.desk, "idee", title="Une idée")
    one = move_article(c.desk, "idee", "8", "4-1")
    target = "articles/02-pouvoirs/article-4-1.md"
    assert one.amendment.moves == ((path_of("8"), target),)
    data = one.files[target]
    assert data is not None
    assert data.startswith(b"# Article 4-1")
    with pytest.raises(Refused, match="there is an article 5 already"):
        move_article(c.desk, "idee", "4-1", "5")


def test_an_article_moves_after_another_with_the_number_that_it_bears(
    committee: Committee,
) -> None:
    """Where its name does not sort there, the program makes one that does."""
    c = committee
    new_amendment(c.desk, "idee", title="Une idée")
    one = move_article(c.desk, "idee", "8", after="4")
    target = "articles/02-pouvoirs/article-4-1.md"
    assert one.files[target] == c.desk.main().data(path_of("8"))
    for place, after in (("", None), ("02-pouvoirs", "4"), ("", "4")):
        with pytest.raises(Refused):
            move_article(c.desk, "idee", "8", place, after=after)


def test_a_number_finds_its_folder_and_its_heading(committee: Committee) -> None:
    """`5-1` stands after article 5, in its folder, and says its number in its first line."""
    c = committee
    new_amendment(c.desk, "idee", title="Une idée")
    one = add_article(c.desk, "idee", "5-1", "L’opposition a ses droits.", heading="L’opposition")
    data = one.files["articles/02-pouvoirs/article-5-1.md"]
    assert data == "# Article 5-1 — L’opposition\n\nL’opposition a ses droits.\n".encode()


def test_words_out_of_the_form_cannot_be_submitted(committee: Committee) -> None:
    """Plain git brings any bytes; what is submitted is in the normal form, UTF-8, in its place."""
    c = committee
    for slug, path, data in (
        ("latin", path_of("4"), "# Article 4\n\nÉlus.\n".encode("latin-1")),
        ("retours", path_of("4"), b"# Article 4\r\n\r\nElus.\r\n"),
        ("image", "articles/carte.png", b"\x89PNG"),
        ("sans-membres", MEMBERS_FILE, None),
    ):
        c.commit_by_hand(f"refs/heads/amendments/{slug}", {path: data})
        with pytest.raises((Malformed, Refused)):
            submit(c.desk, slug)
        assert find_pending(c.desk, slug).number is None


def test_the_same_words_are_not_submitted_twice(committee: Committee) -> None:
    """Submitting again is for other words, and makes them “rect.”."""
    c = committee
    c.submitted("idee", "4", "cinq ans", "six ans")
    with pytest.raises(Refused, match="with these words"):
        submit(c.desk, "idee")
    c.reword("idee", "4", "six ans", "sept ans")
    assert submit(c.desk, "idee")[0].name == "1 rect."
    c.reword("idee", "4", "sept ans", "huit ans")
    assert submit(c.desk, "1")[0].name == "1 rect. bis"


def test_a_number_given_by_two_clones_is_ambiguous_until_one_is_renumbered(
    committee: Committee,
) -> None:
    """Two authors offline both get number 1; nothing is voted under a number that means two texts."""
    c = committee
    c.submitted("ici", "4", "cinq ans", "six ans")
    here = c.repository.tip("refs/heads/amendments/ici")
    data = c.repository.read(here, "drafts/ici/amendment.toml") if here else None
    assert data is not None
    c.commit_by_hand(
        "refs/remotes/origin/amendments/ailleurs",
        {
            path_of("5"): ARTICLES[path_of("5")].replace("neuf", "dix").encode(),
            "drafts/ailleurs/amendment.toml": data,
        },
    )
    with pytest.raises(Refused, match="several amendments bear the number 1: ailleurs, ici"):
        find_pending(c.desk, "1")
    one, _unpublished = submit(c.desk, "ailleurs")
    assert one.number == "2"
    assert find_pending(c.desk, "1").slug == "ici"


def test_a_branch_that_nobody_can_read_stops_no_other(committee: Committee) -> None:
    """Whoever may push a branch must not be able to stop the sitting; the branch is named."""
    c = committee
    c.submitted("bonne", "4", "cinq ans", "six ans")
    c.commit_by_hand(
        "refs/remotes/origin/amendments/mauvaise", {"drafts/mauvaise/amendment.toml": b"=\xff"}
    )
    assert [one.slug for one in pending(c.desk)] == ["bonne"]
    assert list(unreadable(c.desk)) == ["mauvaise"]
    with pytest.raises(Malformed) as error:
        find_pending(c.desk, "mauvaise")
    assert "mauvaise" in error.value.message
    c.submitted("suivante", "5", "neuf", "dix")
    assert find_pending(c.desk, "2").slug == "suivante"


def test_two_desks_that_save_at_once_lose_no_words(committee: Committee) -> None:
    """The second finds the branch moved: `Outdated`, and nothing of the first is overwritten."""
    c = committee
    c.draft("idee", "4", "cinq ans", "six ans")
    ref = "refs/heads/amendments/idee"
    other = c.another_desk()
    seen = c.repository.tip(ref)
    written = other.repository.write_commit

    def meanwhile(*arguments: object, **more: object) -> object:
        """The other desk is about to publish when this one saves."""
        object.__setattr__(other, "_records", {})
        c.reword("idee", "4", "six ans", "sept ans")
        return written(*arguments, **more)  # type: ignore[arg-type] # handed through as they came

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(other.repository), "write_commit", _once(meanwhile, written))
        with pytest.raises(Outdated):
            edit_article(other, "idee", "5", ARTICLES[path_of("5")].replace("neuf", "dix"))
    tip = c.repository.tip(ref)
    assert tip is not None
    assert c.repository.commit(tip).parents == (seen,)
    assert "sept ans" in c.desk.at(tip).text(path_of("4"))


def _once(first: Callable[..., object], then: Callable[..., object]) -> Callable[..., object]:
    """The first at the first call, the other from then on."""
    calls: list[Callable[..., object]] = [first]

    def call(repository: object, *arguments: object, **more: object) -> object:
        if calls:
            return calls.pop()(*arguments, **more)
        del repository
        return then(*arguments, **more)

    return call


def test_a_draft_is_withdrawn_and_brought_back(committee: Committee) -> None:
    """A draft leaves no record; `undo` gives its branch back. What was submitted is disposed of."""
    from constitution.assembly.undoing import undo

    c = committee
    c.draft("idee", "4", "cinq ans", "six ans")
    withdraw_draft(c.desk, "idee")
    assert pending(c.desk) == []
    undo(c.desk)
    assert [one.slug for one in pending(c.desk)] == ["idee"]
    c.submit("idee")
    with pytest.raises(Refused, match="was submitted"):
        withdraw_draft(c.desk, "idee")


def test_a_draft_checked_out_in_the_work_tree_is_not_removed(committee: Committee) -> None:
    """HEAD would point at nothing."""
    import pygit2

    c = committee
    c.draft("idee", "4", "cinq ans", "six ans")
    git = pygit2.Repository(str(c.folder))
    git.checkout("refs/heads/amendments/idee")
    with pytest.raises(Refused, match="is checked out in your work tree"):
        withdraw_draft(c.another_desk(), "idee")
    assert c.repository.tip("refs/heads/amendments/idee") is not None


def test_a_draft_checked_out_follows_its_edits(committee: Committee) -> None:
    """The branch in the work tree is refreshed, as main is."""
    import pygit2

    c = committee
    c.draft("idee", "4", "cinq ans", "six ans")
    pygit2.Repository(str(c.folder)).checkout("refs/heads/amendments/idee")
    desk = c.another_desk()
    edit_article(desk, "idee", "5", ARTICLES[path_of("5")].replace("neuf", "dix"))
    assert "dix mois" in (c.folder / path_of("5")).read_text(encoding="utf-8")
    assert desk.repository.dirty_files() == ()


def test_the_opposite_of_an_adoption_restores_the_words(committee: Committee) -> None:
    """`--reversing` proposes what stood before, as long as the words still stand."""
    c = committee
    c.submitted("idee", "4", "cinq ans", "six ans")
    c.pass_("1")
    one = new_amendment(c.desk, "retour", title="Retour", reversing="1")
    assert one.files == {path_of("4"): ARTICLES[path_of("4")].encode()}
    c.submitted("encore", "4", "quatre cents", "cinq cents")
    c.pass_("2")
    with pytest.raises(Refused, match="was changed again since amendment 1"):
        new_amendment(c.desk, "trop-tard", title="Trop tard", reversing="1")


def test_earlier_words_are_taken_up_on_the_current_text(committee: Committee) -> None:
    """`--from` carries what an amendment proposed, even a rejected one."""
    c = committee
    c.submitted("rejete", "4", "cinq ans", "six ans")
    c.pass_("1", votes=(10, 30, 0))
    c.submitted("autre", "4", "quatre cents", "cinq cents")
    c.pass_("2")
    one = new_amendment(c.desk, "reprise", title="Reprise", from_="1")
    text = (one.files[path_of("4")] or b"").decode()
    assert "six ans" in text
    assert "cinq cents" in text


def test_a_fetched_amendment_becomes_a_branch_of_this_clone_when_it_is_edited(
    committee: Committee,
) -> None:
    """Remote-tracking branches count as well, and are never written to."""
    c = committee
    words = ARTICLES[path_of("4")].replace("cinq ans", "six ans").encode()
    fetched = c.commit_by_hand("refs/remotes/origin/amendments/loin", {path_of("4"): words})
    assert find_pending(c.desk, "loin").branch.remote == "origin"
    one = c.reword("loin", "4", "six ans", "sept ans")
    assert one.branch.remote is None
    assert c.repository.tip("refs/remotes/origin/amendments/loin") == fetched
    assert c.repository.commit(one.branch.tip).parents == (fetched,)


def test_the_article_that_guards_itself_can_be_drafted_on(committee: Committee) -> None:
    """Anyone may propose anything; it is the vote that cannot adopt it."""
    one = committee.draft("eternel", "1", "une et démocratique", "un empire")
    assert list(one.files) == [ETERNAL]


def test_an_undo_gives_each_step_back(committee: Committee) -> None:
    """Opening, editing, submitting: the last act first, down to nothing."""
    from constitution.assembly.undoing import undo

    c = committee
    before = refs(c)
    c.submitted("idee", "4", "cinq ans", "six ans")
    assert [undo(c.desk).verb for _act in range(3)] == ["amend submit", "amend edit", "amend new"]
    assert refs(c) == before
    with pytest.raises(Refused, match="nothing to take back"):
        undo(c.desk)


def test_what_a_remote_has_seen_is_not_taken_back(committee: Committee) -> None:
    """A pushed branch is public; an undo refuses and says what to do."""
    from constitution.assembly.undoing import undo

    c = committee
    c.submitted("idee", "4", "cinq ans", "six ans")
    tip = c.repository.tip("refs/heads/amendments/idee")
    c.repository.publish([RefMove("refs/remotes/origin/amendments/idee", None, tip)])
    before = refs(c)
    with pytest.raises(Refused, match="was published"):
        undo(c.desk)
    assert refs(c) == before


def test_the_list_names_the_branch_that_nobody_can_read(
    committee: Committee, capsys: pytest.CaptureFixture[str]
) -> None:
    """It stops nothing, and it is not passed over in silence."""
    from constitution.cli.main import run

    committee.commit_by_hand(
        "refs/remotes/origin/amendments/mauvaise", {"drafts/mauvaise/amendment.toml": b"="}
    )
    for verb in (["status"], ["amend", "list"]):
        assert run(["-C", str(committee.folder), *verb]) == 0
        assert "amendments/mauvaise cannot be read" in capsys.readouterr().err


def test_rules_that_drop_or_narrow_never_are_refused_before_any_vote(tmp_path: Path) -> None:
    """A rule guards its own removal, weakening and narrowing; no vote could adopt that."""
    committee = Committee.sit(tmp_path / "text")
    new_amendment(committee.desk, "no-eternity", title="No eternity")
    rules = committee.desk.main().rules
    eternity = rules.named("eternity")
    assert eternity is not None
    others = tuple(rule for rule in rules.rules if rule.name != "eternity")
    for changed in (
        Rules(others),
        Rules((*others, replace(eternity, majority=parse_majority(">= 2/3 of members")))),
        Rules((*others, replace(eternity, paths=("articles/elsewhere.md",)))),
    ):
        with pytest.raises(Refused, match="eternity"):
            edit_governance(committee.desk, "no-eternity", RULES_FILE, changed.to_bytes())
