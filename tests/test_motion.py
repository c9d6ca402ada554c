"""Motions: changes bound to digests, questions that do not overlap, one way to write them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.canonical import Digest, digest
from constitution.errors import Malformed
from constitution.governance import MEMBERS_FILE, RULES_FILE
from constitution.motion import (
    Add,
    AmendmentNumber,
    Change,
    Delete,
    Modify,
    Motion,
    Move,
    Question,
    apply,
    changed_paths,
    changes_between,
    folder_name,
)
from constitution.names import is_number

A, B, C, D = (digest(letter) for letter in (b"a", b"b", b"c", b"d"))
ONE, TWO, THREE = (f"articles/{number}.md" for number in (1, 2, 3))

paths = st.sampled_from([f"articles/{number}.md" for number in range(6)])
texts = st.sampled_from([A, B, C, D])
file_sets = st.dictionaries(paths, texts, max_size=6)


@st.composite
def declared_moves(draw: st.DrawFn) -> dict[str, str]:
    """Moves from distinct paths to distinct paths."""
    sources = draw(st.lists(paths, unique=True, max_size=3))
    targets = draw(st.lists(paths, unique=True, min_size=len(sources), max_size=len(sources)))
    return {old: new for old, new in zip(sources, targets, strict=True) if old != new}


@given(file_sets, file_sets, declared_moves())
def test_the_changes_between_two_texts_lead_from_one_to_the_other(
    old: dict[str, Digest], new: dict[str, Digest], moves: dict[str, str]
) -> None:
    """Applied to the old files they give the new ones, whatever was moved or swapped."""
    changes = changes_between(old, new, moves)
    assert apply(changes, old) == new
    moved = {change.source: change.path for change in changes if isinstance(change, Move)}
    assert moved.items() <= moves.items()


@given(file_sets, file_sets, declared_moves())
def test_the_changes_between_two_texts_make_a_motion_that_reads_back(
    old: dict[str, Digest], new: dict[str, Digest], moves: dict[str, str]
) -> None:
    """Whatever is proposed can be written, and is read as it was written."""
    changes = changes_between(old, new, moves)
    if changes:
        motion = replace(MOTION, questions=(Question("All", changes),))
        assert Motion.parse(motion.to_bytes()) == motion


@given(file_sets, file_sets)
def test_changes_are_bound_to_the_words_they_name(
    old: dict[str, Digest], new: dict[str, Digest]
) -> None:
    """On other words than those they name, changes are refused."""
    changes = changes_between(old, new, {})
    for change in changes:
        if isinstance(change, Modify | Delete):
            with pytest.raises(Malformed, match="not those the motion names"):
                apply(changes, {**old, change.path: digest(b"other")})


MOTION = Motion(
    number=AmendmentNumber("12"),
    title="Lower the threshold",
    authors=("ardeche-1", "nievre-2"),
    base="0" * 40,
    readme=A,
    nonce="f" * 32,
    questions=(Question("To lower it", (Modify(ONE, A, B),)),),
)


def test_a_motion_is_written_as_it_was_designed() -> None:
    """Every key that is there, in order, and a change a line."""
    motion = replace(
        MOTION,
        revision=1,
        round=2,
        takes_effect=dt.date(2027, 1, 1),
        questions=(*MOTION.questions, Question("The whole", (), "The text", "ordinary")),
    )
    assert motion.to_bytes().decode() == (
        'format = "constitution-motion/1"\n'
        'number = "12"\n'
        "revision = 1\n"
        "round = 2\n"
        'title = "Lower the threshold"\n'
        'authors = ["ardeche-1", "nievre-2"]\n'
        f'base = "{"0" * 40}"\n'
        f'readme = "{A}"\n'
        f'nonce = "{"f" * 32}"\n'
        "takes_effect = 2027-01-01\n"
        "\n[[question]]\n"
        'title = "To lower it"\n'
        f'changes = [\n  "modify {ONE} {A} {B}",\n]\n'
        "\n[[question]]\n"
        'title = "The whole"\n'
        'subject = "The text"\n'
        'rule = "ordinary"\n'
    )
    assert Motion.parse(motion.to_bytes()) == motion


def test_a_sub_amendment_and_joined_ones_read_back() -> None:
    """`on` names what it changes, `joined` what is voted together."""
    motion = replace(
        MOTION, on=AmendmentNumber("9"), joined=(AmendmentNumber("3"), AmendmentNumber("4"))
    )
    assert Motion.parse(motion.to_bytes()) == motion


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ((Modify(ONE, A, A),), "is not a change"),
        ((Move(ONE, ONE, A, B),), "is not a change"),
        ((Modify("articles/../x.md", A, B),), "articles/../x.md: "),
        ((Modify("votes/1-x/vote.toml", A, B),), "votes/1-x/vote.toml: "),
        ((Modify("README.md", A, B),), "README.md: "),
        ((Add("articles/aux.md", A),), "articles/aux.md: "),
        ((Add("articles/.hidden.md", A),), "articles/.hidden.md: "),
        ((Add("articles/1.txt", A),), "articles/1.txt: "),
        ((Delete(RULES_FILE, A),), "can only be modified"),
        ((Move(RULES_FILE, MEMBERS_FILE, A, B),), "can only be modified"),
        ((Modify(TWO, A, B), Modify(ONE, A, B)), "not in the order of their paths"),
        ((Add(ONE, B), Add(ONE, A)), "is changed 2 times"),
        ((Delete(ONE, A), Modify(ONE, A, B)), "is changed 2 times"),
        ((Move(ONE, TWO, A, A), Move(ONE, THREE, A, A)), "is changed 2 times"),
        ((Move(ONE, THREE, A, A), Move(TWO, THREE, A, A)), "is changed 2 times"),
    ],
)
def test_changes_that_make_no_sense_are_refused(changes: tuple[Change, ...], sentence: str) -> None:
    """Each path once on each side, in order, and only paths of the text and the governance."""
    motion = replace(MOTION, questions=(Question("All", changes),))
    with pytest.raises(Malformed, match=sentence):
        Motion.parse(motion.to_bytes())


@pytest.mark.parametrize(
    ("questions", "sentence"),
    [
        ((), "asks no question"),
        ((Question("Nothing"),), "changes, or a subject and a rule, and not both"),
        (
            (Question("Both", (Modify(ONE, A, B),), "x", "ordinary"),),
            "changes, or a subject and a rule, and not both",
        ),
        ((Question("No rule", (), "The whole"),), "names its rule"),
        ((Question("No subject", (Modify(ONE, A, B),), None, "ordinary"),), "names its rule"),
        (
            (Question("One", (Modify(ONE, A, B),)), Question("Two", (Delete(ONE, A),))),
            f"two questions change {ONE}",
        ),
        (
            (Question("One", (Move(ONE, TWO, A, A),)), Question("Two", (Modify(TWO, A, B),))),
            f"two questions change {TWO}",
        ),
    ],
)
def test_questions_that_make_no_sense_are_refused(
    questions: tuple[Question, ...], sentence: str
) -> None:
    """Each question has changes of its own, or a subject and a rule; paths are never shared."""
    with pytest.raises(Malformed, match=sentence):
        Motion.parse(replace(MOTION, questions=questions).to_bytes())


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('number = "12"', 'number = "012"', "is not an amendment's number"),
        ('number = "12"', "number = 12", "text in quotes"),
        (f'base = "{"0" * 40}"', 'base = "main"', "“base” is not a commit"),
        (f'nonce = "{"f" * 32}"', 'nonce = "f"', "“nonce” is not 32"),
        (f'readme = "{A}"', 'readme = "sha1:0"', "“readme” should be a digest"),
        ('title = "Lower the threshold"\n', "", "“title” is missing"),
        ('number = "12"\n', 'number = "12"\nround = 1\n', "canonical form"),
        ('number = "12"\n', 'number = "12"\nrevision = 0\n', "canonical form"),
        ('number = "12"\n', 'number = "12"\nmajority = "> 1/2 of cast"\n', "is not a key"),
        ('number = "12"\n', 'number = "12"\non = "x"\n', "is not an amendment's number"),
        ("motion/1", "motion/2", "its format is"),
        ("modify articles", "Modify articles", "is not a change"),
        ("modify articles", "modify  articles", "is not a change"),
    ],
)
def test_a_wrong_motion_is_refused_with_its_sentence(old: str, new: str, sentence: str) -> None:
    """Strict in what it reads: what members vote on has one form."""
    text = MOTION.to_bytes().decode()
    assert old in text
    with pytest.raises(Malformed, match=sentence):
        Motion.parse(text.replace(old, new, 1).encode())


def test_a_swap_is_applied_at_once() -> None:
    """Two files exchange their paths, and neither is lost."""
    swap = (Move(ONE, TWO, A, A), Move(TWO, ONE, B, B))
    assert apply(swap, {ONE: A, TWO: B}) == {ONE: B, TWO: A}


def test_a_path_may_be_left_and_taken_in_one_question() -> None:
    """An article moves away and another takes its number, as French practice did with article 76."""
    changes = (Add(ONE, C), Move(ONE, TWO, A, B))
    assert apply(changes, {ONE: A}) == {ONE: C, TWO: B}
    motion = replace(MOTION, questions=(Question("All", changes),))
    assert Motion.parse(motion.to_bytes()) == motion


def test_a_path_that_is_taken_is_refused() -> None:
    """Nothing is overwritten that the motion does not name."""
    for change in (Add(TWO, C), Move(ONE, TWO, A, A)):
        with pytest.raises(Malformed, match="another file stands there already"):
            apply((change,), {ONE: A, TWO: B})


def test_every_path_of_a_change_is_named_once() -> None:
    """Old and new."""
    changes = (Add(ONE, A), Move(TWO, THREE, A, B), Delete("articles/4.md", C))
    assert changed_paths(changes) == {ONE, TWO, THREE, "articles/4.md"}


@pytest.mark.parametrize(
    ("number", "slug", "round_", "name"),
    [
        ("12", "lower-the-threshold", 1, "12-lower-the-threshold"),
        ("12", "lower-the-threshold", 2, "12-lower-the-threshold.round-2"),
    ],
)
def test_a_folder_is_named_after_number_slug_and_round(
    number: str, slug: str, round_: int, name: str
) -> None:
    """So that a second deliberation has a folder of its own."""
    assert folder_name(number, slug, round_) == name


@pytest.mark.parametrize(("number", "slug"), [("0", "a"), ("x", "a"), ("1", "A"), ("1", "../x")])
def test_a_folder_with_another_name_is_refused(number: str, slug: str) -> None:
    """Names become paths and branches: letters, digits and hyphens alone."""
    with pytest.raises(Malformed, match="cannot name an amendment"):
        folder_name(number, slug)


def test_numbers_are_whole_and_begin_at_one() -> None:
    """As they are called in the sitting."""
    assert [
        text for text in ("1", "12", "0", "01", "1 ", "-1", "1.0", "", "²") if is_number(text)
    ] == [
        "1",
        "12",
    ]
