"""In session: nothing is put or declared that whoever verifies would then have to call wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.assembly.drafting import divide, new_amendment
from constitution.canonical import digest
from constitution.errors import Malformed, Refused
from constitution.governance import MEMBERS_FILE, RULES_FILE, Members, Rules
from constitution.motion import AmendmentNumber, Motion, Question, changes_between
from constitution.names import one_place
from constitution.repository import RefMove
from constitution.verify.objects import fold
from tests.committee import MEMBERS, Committee, consistent, path_of, remove

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def by_name(c: Committee) -> Rules:
    """The rules of a committee, the ordinary one asking for names."""
    rules = c.desk.main().rules.rules
    return Rules(
        tuple(replace(one, evidence="named") if one.name == "ordinary" else one for one in rules)
    )


def by_hand(c: Committee, slug: str, files: Mapping[str, bytes | None]) -> None:
    """A draft that plain git changed."""
    new_amendment(c.desk, slug, title=slug)
    c.commit_by_hand(f"refs/heads/amendments/{slug}", files)


def sealed_by_hand(
    c: Committee, files: Mapping[str, bytes], *, question: Question | None = None
) -> None:
    """A motion that no program of ours would seal: number 7, on a branch as anyone may push it."""
    main = c.desk.main()
    new = {path: digest(data) for path, data in files.items()}
    old = {path: main.digest(path) for path in files if main.holds(path)}
    motion = Motion(
        number=AmendmentNumber("7"),
        title="Autre",
        authors=("siege-01",),
        base=main.commit,
        readme=digest(b"Lisez.\n"),
        nonce="0" * 32,
        questions=(question or Question("Autre", changes_between(old, new, {})),),
    )
    folder = {
        "votes/7-autre/README.md": b"Lisez.\n",
        "votes/7-autre/motion.toml": motion.to_bytes(),
    }
    c.commit_by_hand("refs/heads/motions/7-autre", {**files, **folder})


# -- two motions that are each right -----------------------------------------------------------------


def test_rules_that_the_members_seated_meanwhile_cannot_meet_are_not_declared(
    committee: Committee,
) -> None:
    """A rule asks for names; before it is declared, the members become a number of seats."""
    c = committee
    c.governance("regles", rules=by_name(c))
    c.governance("sieges", members=Members(seats=60))
    for number in ("1", "2"):
        c.put(number)
        c.count(number, 50, 0)
    assert c.declare("2").fallen_behind == ("1",)
    with pytest.raises(Refused, match=r"amendment 1 cannot be adopted any more: .*asks for names"):
        c.result("1")
    assert consistent(c)


@pytest.mark.parametrize(
    "twins",
    [
        ("articles/02-pouvoirs/article-10.md", "articles/02-pouvoirs/Article-10.md"),
        ("articles/04-fin/article-10.md", "articles/04-Fin/article-11.md"),
        ("articles/04-fin.md", "articles/04-fin.md/article-10.md"),
        ("articles/04-fin.md/article-10.md", "articles/04-fin.md"),
    ],
)
def test_a_name_that_another_adoption_took_in_other_letters_is_not_declared(
    committee: Committee, twins: tuple[str, str]
) -> None:
    """On a computer that ignores case only one of the two could be checked out; a file is no folder."""
    c = committee
    for slug, path in zip(("un", "deux"), twins, strict=True):
        by_hand(c, slug, {path: "# Article 10\n\nLa loi est écrite.\n".encode()})
        number = c.submit(slug)
        c.put(number)
        c.count(number, 50, 0)
    assert c.declare("1").fallen_behind == ("2",)
    with pytest.raises(Refused, match="cannot both stand on every computer"):
        c.declare("2")
    with pytest.raises(Refused, match="cannot both stand on every computer"):
        c.put("2")
    assert consistent(c)


def test_a_number_that_another_clone_gave_too_is_declared_once(committee: Committee) -> None:
    """Two clones number apart from each other; the second result would be a second record of 1."""
    c = committee
    c.submitted("un", "3", "douze mois", "dix mois")
    c.put("1")
    own = ("refs/heads/amendments/un", "refs/heads/motions/1-un")
    there = {ref: c.repository.tip(ref) for ref in own}
    c.repository.publish([RefMove(ref, tip, None) for ref, tip in there.items()])
    c.submitted("deux", "4", "cinq ans", "six ans")
    c.pass_("1")
    c.repository.publish([RefMove(ref, None, tip) for ref, tip in there.items()])
    c.count("1-un", 50, 0)
    with pytest.raises(Refused, match="number 1 is that of another amendment: deux") as error:
        c.declare("1-un")
    assert "constitution amend submit un" in error.value.hint
    assert c.submit("un") == "2"
    c.pass_("2")
    assert consistent(c)


# -- one motion that is right as a whole alone ---------------------------------------------------------


def test_rules_and_the_members_they_need_are_one_question(tmp_path: Path) -> None:
    """Adopted without the members, the rules would ask for names that nobody has."""
    c = Committee.sit(tmp_path / "projet", members=Members(seats=60))
    files: dict[str, bytes | None] = {
        RULES_FILE: by_name(c).to_bytes(),
        MEMBERS_FILE: MEMBERS.to_bytes(),
    }
    by_hand(c, "noms", files)
    c.submit("noms")
    divide(c.desk, "noms", ())
    with pytest.raises(Refused, match=r"cannot be adopted without the others: .*asks for names"):
        c.put("1")
    divide(c.desk, "noms", [("Les noms", (RULES_FILE, MEMBERS_FILE))])
    c.pass_("1", votes=(60, 0, 0))
    assert consistent(c)


def test_a_name_written_anew_is_one_question(committee: Committee) -> None:
    """The new spelling without the repeal of the old would be two names that are one."""
    c = committee
    old = path_of("5")
    new = old.replace("article-5", "Article-5")
    by_hand(c, "nom", {old: None, new: c.desk.main().data(old)})
    c.submit("nom")
    divide(c.desk, "nom", ())
    with pytest.raises(Refused, match="cannot be adopted without the others"):
        c.put("1")


# -- a motion that no program of ours would seal -------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"# Article 5\r\n\r\nUn.\r\n", "not how a line ends"),
        ("# Article 5\n\nUn\u202e.\n".encode(), "changes the direction"),
        (b"# Article 5\n\n<b>Un</b>\n", "HTML"),
        (b"\xff\n", "UTF-8"),
    ],
)
def test_a_text_that_is_no_text_is_not_declared(
    committee: Committee, text: bytes, why: str
) -> None:
    """Whoever may push a branch may push any bytes under a seal that is whole."""
    c = committee
    sealed_by_hand(c, {path_of("5"): text})
    c.count("7", 50, 0)
    with pytest.raises(Malformed, match=why):
        c.result("7")


def test_a_removed_member_does_not_return_by_a_motion_made_by_hand(committee: Committee) -> None:
    """The check when it is put does not bind whoever seals without us."""
    c = committee
    members = c.desk.main().members
    c.governance("sans", members=remove(members, "siege-02"))
    c.pass_("1")
    sealed_by_hand(c, {MEMBERS_FILE: members.to_bytes()})
    c.count("7", 50, 0)
    with pytest.raises(Refused, match="siege-02 belonged to a member who was removed"):
        c.result("7")


def test_a_question_under_a_rule_that_is_not_there_is_not_declared(committee: Committee) -> None:
    """The chair could declare it adopted without figures, and no rule would say otherwise."""
    c = committee
    sealed_by_hand(c, {}, question=Question("Tout", subject="Le texte", rule="autre"))
    c.count("7", 50, 0)
    with pytest.raises(Refused, match="cannot be adopted any more: there is no rule “autre”"):
        c.result("7")


# -- names -------------------------------------------------------------------------------------------

_NAMES = st.lists(st.sampled_from(["a", "A", "b", "a.md", "A.md", "b.md"]), min_size=1, max_size=3)
_PATHS = st.frozensets(_NAMES.map("/".join), max_size=6)


@given(_PATHS, _PATHS)
def test_two_paths_are_one_exactly_where_the_verifier_takes_them_for_one(
    stood: frozenset[str], came: frozenset[str]
) -> None:
    """Whatever stood already may stand; what came must not be taken for anything else."""
    every = stood | came

    def is_new(path: str) -> bool:
        return any(one == path or one.startswith(f"{path}/") for one in came)

    levels = {one for path in every for one in _above(path)}
    twins = any(
        one != other
        and one.rpartition("/")[0] == other.rpartition("/")[0]
        and fold(one.rpartition("/")[2]) == fold(other.rpartition("/")[2])
        and (is_new(one) or is_new(other))
        for one in levels
        for other in levels
    )
    both = any(
        other.startswith(f"{one}/") and (one in came or other in came)
        for one in every
        for other in every
    )
    assert (one_place(every, came) is not None) == (twins or both)


def _above(path: str) -> set[str]:
    return {path[: found.start()] for found in re.finditer("/|$", path)}
