"""What a clone remembers of each article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constitution.errors import Unknown
from constitution.history import article_history
from constitution.history.records import records
from tests.chronicle import Chronicle, count

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.history import ArticleVersion

ONE = "# Article 1\n\nThe people are sovereign.\n"
TWO = "# Article 2\n\nThe law is the same for all.\n"
REJECTED = count("rejected", for_=1, against=4)


@pytest.fixture
def chronicle(tmp_path: Path) -> Chronicle:
    return Chronicle.found(tmp_path / "text", {"1": ONE, "2": TWO})


def told(versions: tuple[ArticleVersion, ...]) -> list[tuple[str, str | None, str]]:
    return [
        (version.kind, version.entry.number if version.entry else None, version.path)
        for version in versions
    ]


def history(
    chronicle: Chronicle, path: str, *, every: bool = False
) -> list[tuple[str, str | None, str]]:
    return told(article_history(chronicle.repository, chronicle.tip, path, every=every))


def test_an_article_begins_with_the_founding_and_lists_only_the_records_that_changed_it(
    chronicle: Chronicle,
) -> None:
    """Records of other articles, and free files, are no part of its history."""
    chronicle.record("1", {"1": ONE + "\nAnd free.\n"})
    chronicle.record("2", {"2": TWO + "\nAll of them.\n"})
    chronicle.write_free("README.md", "A text.\n")
    chronicle.record("3", {"1": ONE + "\nAnd free, always.\n"})
    assert history(chronicle, "articles/1.md") == [
        ("founded", None, "articles/1.md"),
        ("modified", "1", "articles/1.md"),
        ("modified", "3", "articles/1.md"),
    ]


def test_each_version_has_its_words_before_and_after(chronicle: Chronicle) -> None:
    """A version can be compared without reading anything else."""
    after = ONE.replace("people", "citizens")
    chronicle.record("1", {"1": after})
    founding, version = article_history(chronicle.repository, chronicle.tip, "articles/1.md")
    assert (founding.old, founding.new) == (None, ONE)
    assert (version.old, version.new) == (ONE, after)
    delta = version.delta()
    assert (delta.status, delta.words.inserted, delta.words.deleted) == ("amended", 1, 1)


def test_a_declared_move_carries_the_history_on(chronicle: Chronicle) -> None:
    """An article is followed through every place where it stood, and found by each of them."""
    chronicle.record("1", {"1": ONE + "\nAnd free.\n"})
    here = chronicle.files["articles/1.md"].decode()
    chronicle.record("2", {"1": None, "1-1": here}, moves={"1": "1-1"})
    moved = here.replace("Article 1", "Article 3")
    chronicle.record("3", {"1-1": None, "3": moved}, moves={"1-1": "3"})
    wanted = [
        ("founded", None, "articles/1.md"),
        ("modified", "1", "articles/1.md"),
        ("moved", "2", "articles/1-1.md"),
        ("moved", "3", "articles/3.md"),
    ]
    for path in ("articles/3.md", "articles/1-1.md", "articles/1.md"):
        assert history(chronicle, path) == wanted
    last = article_history(chronicle.repository, chronicle.tip, "articles/3.md")[-1]
    assert (last.old_path, last.new_path) == ("articles/1-1.md", "articles/3.md")


def test_two_articles_that_swap_their_places_keep_their_own_histories(
    chronicle: Chronicle,
) -> None:
    """Moves are applied all at once."""
    chronicle.record("1", {"1": TWO, "2": ONE}, moves={"1": "2", "2": "1"})
    chronicle.record("2", {"1": TWO + "\nMore.\n"})
    assert history(chronicle, "articles/1.md") == [
        ("founded", None, "articles/2.md"),
        ("moved", "1", "articles/1.md"),
        ("modified", "2", "articles/1.md"),
    ]
    assert history(chronicle, "articles/2.md")[0] == ("founded", None, "articles/1.md")


def test_articles_with_the_same_words_swap_though_no_byte_changes(tmp_path: Path) -> None:
    """What is declared counts, even where the tree looks the same."""
    same = "Repealed.\n"
    chronicle = Chronicle.found(tmp_path / "text", {"1": same, "2": same})
    chronicle.record("1", {"1": same, "2": same}, moves={"1": "2", "2": "1"})
    assert history(chronicle, "articles/1.md") == [
        ("founded", None, "articles/2.md"),
        ("moved", "1", "articles/1.md"),
    ]


def test_the_same_words_under_another_path_are_no_move_unless_declared(
    chronicle: Chronicle,
) -> None:
    """Identity is declared, never guessed."""
    chronicle.record("1", {"1": None, "9": ONE})
    assert history(chronicle, "articles/9.md") == [("added", "1", "articles/9.md")]
    assert history(chronicle, "articles/1.md") == [
        ("founded", None, "articles/1.md"),
        ("deleted", "1", "articles/1.md"),
    ]


def test_what_is_added_where_an_article_moved_away_is_another_article(
    chronicle: Chronicle,
) -> None:
    """The path is free again; the identity went with the move."""
    chronicle.record("1", {"1": "# Article 1\n\nNew.\n", "5": ONE}, moves={"1": "5"})
    assert history(chronicle, "articles/1.md") == [("added", "1", "articles/1.md")]
    assert history(chronicle, "articles/5.md") == [
        ("founded", None, "articles/1.md"),
        ("moved", "1", "articles/5.md"),
    ]


def test_an_article_that_takes_the_place_of_a_deleted_one_keeps_its_own_history(
    chronicle: Chronicle,
) -> None:
    """A deletion and a move onto its path, in one motion."""
    chronicle.record("1", {"1": TWO, "2": None}, moves={"2": "1"})
    assert history(chronicle, "articles/1.md") == [
        ("founded", None, "articles/2.md"),
        ("moved", "1", "articles/1.md"),
    ]


def test_an_article_repealed_and_brought_back_is_one_article(chronicle: Chronicle) -> None:
    """The path is the identity: what was deleted there and added there again is the same."""
    chronicle.record("1", {"1": None})
    chronicle.record("2", {"1": "# Article 1\n\nAgain.\n"})
    assert history(chronicle, "articles/1.md") == [
        ("founded", None, "articles/1.md"),
        ("deleted", "1", "articles/1.md"),
        ("added", "2", "articles/1.md"),
    ]


def test_a_return_to_earlier_words_is_called_reverted(chronicle: Chronicle) -> None:
    """To the byte, and the version that had them is named."""
    founding = chronicle.tip
    chronicle.record("1", {"1": ONE + "\nAnd free.\n"})
    chronicle.record("2", {"1": ONE})
    versions = article_history(chronicle.repository, chronicle.tip, "articles/1.md")
    assert [version.kind for version in versions] == ["founded", "modified", "reverted"]
    assert versions[-1].returns_to == founding


def test_a_change_with_no_vote_is_listed_as_such(chronicle: Chronicle) -> None:
    """Also one that hides in the commit of an adoption."""
    chronicle.smuggle({"1": ONE + "\nQuietly.\n"})
    chronicle.record("1", {"2": TWO + "\nMore.\n"}, smuggled={"1": ONE + "\nVery quietly.\n"})
    versions = article_history(chronicle.repository, chronicle.tip, "articles/1.md")
    assert told(versions) == [
        ("founded", None, "articles/1.md"),
        ("modified", None, "articles/1.md"),
        ("modified", None, "articles/1.md"),
    ]
    assert [version.is_ratified for version in versions] == [True, False, False]
    assert history(chronicle, "articles/2.md")[-1] == ("modified", "1", "articles/2.md")


def test_words_that_are_not_those_of_the_motion_are_not_ratified_by_it(
    chronicle: Chronicle,
) -> None:
    """The record names digests; other words under the same path have no vote."""
    chronicle.record("1", {"1": ONE + "\nMore.\n"}, smuggled={"1": ONE + "\nMuch more.\n"})
    last = article_history(chronicle.repository, chronicle.tip, "articles/1.md")[-1]
    assert (last.entry, last.is_ratified) == (None, False)


def test_a_rejected_question_leaves_the_article_alone(chronicle: Chronicle) -> None:
    """Of a divided amendment only the adopted questions enter the text."""
    chronicle.record(
        "1",
        {"1": ONE + "\nMore.\n"},
        {"2": TWO + "\nMore.\n"},
        counts=[count(), REJECTED],
    )
    assert history(chronicle, "articles/1.md")[-1] == ("modified", "1", "articles/1.md")
    assert history(chronicle, "articles/2.md") == [("founded", None, "articles/2.md")]
    proposed = article_history(chronicle.repository, chronicle.tip, "articles/2.md", every=True)[-1]
    assert (proposed.kind, proposed.new) == ("proposed", TWO + "\nMore.\n")


def test_what_was_not_adopted_is_told_on_demand_in_its_place(chronicle: Chronicle) -> None:
    """Rejected, withdrawn, fallen: each where main recorded it, under the path of then."""
    chronicle.record("1", {"1": ONE + "\nNo.\n"}, counts=[REJECTED], slug="no")
    chronicle.record("2", {"1": None, "4": ONE}, moves={"1": "4"}, slug="move")
    chronicle.record("3", {"4": ONE + "\nPerhaps.\n"}, outcome="withdrawn", slug="perhaps")
    chronicle.record("4", {"2": TWO + "\nNo.\n"}, outcome="fallen", slug="other")
    wanted = [
        ("founded", None, "articles/1.md"),
        ("proposed", "1", "articles/1.md"),
        ("moved", "2", "articles/4.md"),
        ("proposed", "3", "articles/4.md"),
    ]
    assert history(chronicle, "articles/4.md", every=True) == wanted
    assert [line for line in wanted if line[0] != "proposed"] == history(chronicle, "articles/4.md")


def test_a_proposal_to_add_an_article_precedes_the_one_that_succeeded(
    chronicle: Chronicle,
) -> None:
    """Earlier attempts belong to the history of what came of them."""
    chronicle.record("1", {"3": "First.\n"}, counts=[REJECTED], slug="first")
    assert history(chronicle, "articles/3.md", every=True) == [("proposed", "1", "articles/3.md")]
    chronicle.record("2", {"3": "Second.\n"}, slug="second")
    assert history(chronicle, "articles/3.md", every=True) == [
        ("proposed", "1", "articles/3.md"),
        ("added", "2", "articles/3.md"),
    ]


def test_words_that_were_not_kept_are_not_invented(chronicle: Chronicle) -> None:
    """Without the tag of a rejection, only the digest of the words is known."""
    chronicle.record("1", {"1": "Other.\n"}, counts=[REJECTED], keep=False)
    proposed = article_history(chronicle.repository, chronicle.tip, "articles/1.md", every=True)[-1]
    assert (proposed.kind, proposed.old, proposed.new) == ("proposed", ONE, None)


def test_an_adopted_sub_amendment_changes_no_article(chronicle: Chronicle) -> None:
    """It changes an amendment; the text changes with that one."""
    chronicle.record("2", {"1": "Other.\n"}, on="1", slug="sub")
    assert history(chronicle, "articles/1.md") == [("founded", None, "articles/1.md")]
    assert history(chronicle, "articles/1.md", every=True)[-1][0] == "proposed"


def test_a_path_where_nothing_ever_stood_is_refused(chronicle: Chronicle) -> None:
    """Not an empty history, which would say that it stood there unchanged."""
    with pytest.raises(Unknown, match="never was"):
        article_history(chronicle.repository, chronicle.tip, "articles/99.md")


def test_records_that_were_read_already_are_not_read_again(chronicle: Chronicle) -> None:
    """A front end reads the records once and asks many questions of them."""
    chronicle.record("1", {"1": "Other.\n"})
    entries = records(chronicle.repository, chronicle.tip)
    versions = article_history(
        chronicle.repository, chronicle.tip, "articles/1.md", entries=entries
    )
    assert versions[-1].entry is entries[-1]


def test_an_article_that_is_not_utf_8_has_a_history_all_the_same(chronicle: Chronicle) -> None:
    """Somebody must be able to see what was smuggled in."""
    tree = chronicle.repository.write_files(chronicle.tip, {"articles/1.md": b"caf\xe9\n"})
    from tests.chronicle import CLERK

    tip = chronicle.repository.write_commit(
        tree, [chronicle.tip], "Bytes", author=CLERK, committer=CLERK, when=chronicle.when
    )
    last = article_history(chronicle.repository, tip, "articles/1.md")[-1]
    assert (last.is_ratified, last.new) == (False, "caf\ufffd\n")
