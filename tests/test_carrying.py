"""In session: amendments carried along as the text moves, and what keeps them from it."""

from __future__ import annotations

from constitution.assembly.carrying import Conflicting, carry, current_text
from constitution.assembly.drafting import (
    add_article,
    divide,
    move_article,
    new_amendment,
    repeal_article,
    update,
)
from constitution.assembly.putting import prepare
from constitution.governance import MEMBERS_FILE, MemberId
from tests.committee import (
    Committee,
    consistent,
    path_of,
    rename,
)


def clash(committee: Committee, name: str) -> tuple[str, str, str]:
    """The only clash of an amendment with the current text: its path, its kind, its sentence."""
    result = prepare(committee.desk, [name])
    assert isinstance(result, Conflicting)
    (one,) = result.clashes
    return one.path, one.kind, one.sentence


def test_an_article_that_was_repealed_cannot_be_amended(committee: Committee) -> None:
    """The chair rules such an amendment fallen."""
    c = committee
    c.submitted("autre-delai", "9", "dans l’année", "dans le mois")
    new_amendment(c.desk, "abroger", title="Abroger")
    repeal_article(c.desk, "abroger", "9")
    c.submit("abroger")
    c.pass_("2")
    path, kind, _sentence = clash(c, "1")
    assert (path, kind) == (path_of("9"), "deleted-here")


def test_an_article_that_was_amended_is_not_repealed_unseen(committee: Committee) -> None:
    """Whoever proposed to repeal it had other words in hand."""
    c = committee
    new_amendment(c.desk, "abroger", title="Abroger")
    repeal_article(c.desk, "abroger", "9")
    c.submit("abroger")
    c.submitted("autre-delai", "9", "dans l’année", "dans le mois")
    c.pass_("2")
    assert clash(c, "1")[:2] == (path_of("9"), "changed-here")


def test_two_articles_do_not_take_one_place(committee: Committee) -> None:
    """Two new articles under one number, or a move onto a new one, collide."""
    c = committee
    target = "articles/02-pouvoirs/article-8.md"
    for slug, words in (("un", "Le premier."), ("deux", "Le second.")):
        new_amendment(c.desk, slug, title=slug)
        add_article(c.desk, slug, target, f"# Article 8 bis\n\n{words}")
        c.submit(slug)
    new_amendment(c.desk, "trois", title="trois")
    move_article(c.desk, "trois", path_of("8"), target)
    c.submit("trois")
    c.pass_("1")
    assert clash(c, "2")[:2] == (target, "both-added")
    assert clash(c, "3")[:2] == (target, "place-taken")


def test_governance_tables_are_merged_entry_by_entry(committee: Committee) -> None:
    """Two amendments to other members are apart; two names for one member collide on that member."""
    c = committee
    base = c.desk.main().members
    c.governance("nom-3", members=rename(base, "siege-03", "Trois"))
    c.governance("nom-4", members=rename(base, "siege-04", "Quatre"))
    c.governance("nom-3-bis", members=rename(base, "siege-03", "Three"))
    c.pass_("1")
    c.pass_("2")
    by_id = c.desk.main().members.by_id
    assert by_id[MemberId("siege-03")].name == "Trois"
    assert by_id[MemberId("siege-04")].name == "Quatre"
    path, kind, sentence = clash(c, "3")
    assert (path, kind) == (MEMBERS_FILE, "table")
    assert "siege-03" in sentence
    assert consistent(c)


def test_an_amendment_follows_an_article_that_main_moved(committee: Committee) -> None:
    """Identity is declared: what was written for the old place lands in the new one."""
    c = committee
    c.submitted("deux-tiers", "8", "trois cinquièmes", "deux tiers")
    new_amendment(c.desk, "deplacer", title="Déplacer")
    move_article(c.desk, "deplacer", "8", "02-pouvoirs")
    c.submit("deplacer")
    c.pass_("2")
    c.pass_("1")
    assert "deux tiers" in c.desk.main().text("articles/02-pouvoirs/article-8.md")
    assert path_of("8") not in c.desk.main().files
    assert consistent(c)


def test_a_divided_amendment_follows_a_move_too(committee: Committee) -> None:
    """The question keeps its article, wherever it went."""
    c = committee
    c.draft("deux", "8", "trois cinquièmes", "deux tiers")
    c.reword("deux", "4", "cinq ans", "six ans")
    divide(c.desk, "deux", [])
    c.submit("deux")
    new_amendment(c.desk, "deplacer", title="Déplacer")
    move_article(c.desk, "deplacer", "8", "02-pouvoirs")
    c.submit("deplacer")
    c.pass_("2")
    motion = c.put("1")
    assert [len(question.changes) for question in motion.motion.questions] == [1, 1]


def test_an_update_keeps_what_was_submitted(committee: Committee) -> None:
    """Carried along, an amendment is not rectified: its authors proposed the same words."""
    c = committee
    c.submitted("un", "3", "Sept cent mille", "Cinq cent mille")
    c.submitted("deux", "3", "douze mois", "dix mois")
    c.pass_("1")
    result = update(c.desk, "2")
    assert not isinstance(result, Conflicting)
    assert not result.pending.is_rectified
    assert result.pending.fork == c.desk.main().commit
    carried = carry(c.desk, result.pending, current_text(c.desk.main()))
    assert not isinstance(carried, Conflicting)
    assert list(carried.files) == [path_of("3")]
