"""Tamperings with the text, the votes, the rules and the history, each with the answer it must get.

The numbers are those of the table in docs/trust.md; `tamperings_of_objects` has those below the
text: repositories, objects, characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constitution.canonical import digest
from constitution.cli.main import run
from constitution.cli.talk import Talk
from constitution.governance import (
    MEMBERS_FILE,
    RULES_FILE,
    SETTINGS_FILE,
    Members,
    Rules,
    founding_rules,
    parse_majority,
)
from constitution.motion import Question
from tests.handmade import (
    FOUNDING_FILES,
    ONE,
    THREE,
    TWO,
    Handmade,
    article,
    changed_files,
    named,
    rules_of,
    votes,
    with_rule,
)

if TYPE_CHECKING:
    from collections.abc import Callable

CONSISTENT, WRONG, CANNOT_TELL = 0, 1, 2
NEW_ONE = article("1", "The state is a federal republic.", "It is one.")
NEW_TWO = article("2", "Its seat is in the second city.")
TO = "articles/02-revision/article-4.md"
ALL = votes(9, 0, 0)


@dataclass(frozen=True)
class Tampering:
    """What is done, and what must be answered."""

    case: int
    name: str
    do: Callable[[Handmade], Handmade | list[str] | None]
    """Gives another repository to verify, or the words to verify with; or nothing."""
    exit: int
    code: str
    words: tuple[str, ...]


TAMPERINGS: list[Tampering] = []


def case(number: int, code: str, *words: str, exit_: int = WRONG) -> Callable[..., None]:
    """Register a tampering as one of a case, with its answer; its docstring is its name."""

    def register(do: Callable[[Handmade], Handmade | list[str] | None]) -> None:
        name = re.sub(r"[^a-z0-9]+", "-", (do.__doc__ or "").lower()).strip("-")
        TAMPERINGS.append(Tampering(number, name, do, exit_, code, words))

    return register


def refound(made: Handmade, changed: dict[str, bytes | None]) -> Handmade:
    """Another constitution, founded with some files replaced."""
    return Handmade.found(made.path.with_name("other.git"), changed)


def answer(made: Handmade, *words: str) -> int:
    """The exit code of the command."""
    return run(["-C", str(made.path), "verify", *words], Talk(paging=False))


# --- 1: the text changed with no vote


@case(1, "unratified-change", f"{ONE} was changed with no vote.")
def _(made: Handmade) -> None:
    """An article edited on main with no vote."""
    made.commit({**made.files, ONE: NEW_ONE}, "Typo")


@case(1, "bad-path", "'.hidden.md': names here begin with a letter or a digit.")
def _(made: Handmade) -> None:
    """A hidden file under articles."""
    made.commit({**made.files, "articles/.hidden.md": b"# H\n\nx.\n"}, "Nothing")


@case(1, "unratified-change", f"{ONE} was changed with no vote.")
def _(made: Handmade) -> None:
    """An adopted article reverted with no vote."""
    made.adopt("1", "first", {ONE: NEW_ONE})
    made.commit({**made.files, ONE: FOUNDING_FILES[ONE]}, "Revert")


@case(1, "unratified-change", ".gitattributes was changed with no vote.")
def _(made: Handmade) -> None:
    """Gitattributes changed."""
    made.commit({**made.files, ".gitattributes": b"* filter=x\n"}, "Settings")


@case(1, "changed-after-the-vote", ".gitattributes is not as the motion")
def _(made: Handmade) -> None:
    """Gitattributes changed under the cover of an adoption."""
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    made.declare(sealed, made.record(sealed, ALL), changed={".gitattributes": b"* filter=x\n"})


@case(1, "bad-tree", "This name is that of a protected file on some computers.")
def _(made: Handmade) -> None:
    """A root folder Articles beside articles."""
    made.commit({**made.files, "Articles/a.md": b"# A\n"}, "Other")


@case(1, "bad-tree", "This name is that of a protected file on some computers.")
def _(made: Handmade) -> None:
    """A root folder under the short name that Windows gives to articles."""
    made.commit({**made.files, "ARTICL~1/01-state/article-1.md": b"# A\n"}, "Other")


# --- 2: votes that do not carry it


@case(2, "wrong-count", "For 4, against 5: 9 votes cast; more than 1/2 is 5. Rejected.")
def _(made: Handmade) -> None:
    """Adopted with too few votes."""
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    made.declare(sealed, made.record(sealed, votes(4, 5, 0)))


@case(2, "vote-failed", f"{ONE} was changed, and the vote did not adopt that change.")
def _(made: Handmade) -> None:
    """Recorded rejected yet the text changed."""
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    record = made.record(sealed, votes(3, 5, 0, adopted=False))
    made.declare(sealed, record, changed={ONE: NEW_ONE})


@case(2, "bad-motion", "A question has changes, or a subject and a rule, and not both")
def _(made: Handmade) -> None:
    """A question without changes or subject."""
    sealed = made.put("1", "first", {}, subject=("x", "ordinary"))
    sealed.motion = made.put("1", "x", {}, questions=(), subject=("x", "ordinary")).motion
    sealed.motion = replace(sealed.motion, questions=(Question("Nothing"),))
    made.declare(sealed, made.record(sealed, ALL), parents=())


@case(2, "bad-rules", "“evidence” is missing")
def _(made: Handmade) -> None:
    """A rule that omits a key."""
    rules = made.files[RULES_FILE].replace(b'evidence = "counted"\n', b"", 1)
    made.adopt("1", "short", {RULES_FILE: rules})


@case(2, "bad-rules", "No rule reaches articles/**")
def _(made: Handmade) -> None:
    """A path that no rule reaches."""
    made.adopt("1", "gap", {RULES_FILE: Rules(rules_of(made.files).rules[1:]).to_bytes()})


# --- 3: not what was voted on


@case(3, "changed-after-the-vote", f"{ONE} is not as the motion that was voted on says.")
def _(made: Handmade) -> None:
    """One word changed after the vote."""
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    other = {ONE: NEW_ONE.replace(b"one", b"two")}
    made.declare(sealed, made.record(sealed, ALL), changed=other)


@case(3, "changed-after-the-vote", f"{TWO} is not as the motion that was voted on says.")
def _(made: Handmade) -> None:
    """A second article smuggled in."""
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    made.declare(sealed, made.record(sealed, ALL), changed={TWO: NEW_TWO})


@case(3, "changed-after-the-vote", "The text had changed since the motion was sealed")
def _(made: Handmade) -> None:
    """A stale motion merged."""
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    made.adopt("2", "second", {ONE: article("1", "Other words.")})
    made.declare(sealed, made.record(sealed, ALL))


@case(3, "changed-after-the-vote", THREE)
def _(made: Handmade) -> None:
    """A move or deletion not in the motion."""
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    moved: dict[str, bytes | None] = {THREE: None, TO: made.files[THREE]}
    made.declare(sealed, made.record(sealed, ALL), changed=moved)


@case(3, "changed-after-the-vote", "The printed amendment is not the one that the motion names.")
def _(made: Handmade) -> None:
    """The printed amendment or the reasons rewritten after the vote."""
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    other: dict[str, bytes | None] = {f"{sealed.folder}/README.md": b"# Other reasons\n"}
    made.declare(sealed, made.record(sealed, ALL), changed=other, parents=())


# --- 4: merges and squashes


@case(4, "changed-after-the-vote", f"{ONE} is not as the motion that was voted on says.")
def _(made: Handmade) -> None:
    """A merge that differs from its declared changes."""
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    other = {ONE: article("1", "A merge made by hand.")}
    made.declare(sealed, made.record(sealed, ALL), changed=other)


@case(4, "unratified-change", f"{ONE} was changed with no vote.")
def _(made: Handmade) -> None:
    """Main merged into a branch and swapped."""
    draft = made.object({**made.files, ONE: NEW_ONE}, "Draft", [made.head])
    made.adopt("1", "first", {TWO: NEW_TWO})
    files = {**made.files, ONE: NEW_ONE}
    made.advance(made.object(files, "Merge main", [draft, made.head]), files)


@case(4, "bad-seal", "The second parent does not hold the same votes/1-first/README.md.")
def _(made: Handmade) -> None:
    """A second parent that is not the sealed commit and bears another's name."""
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    forged = made.object({**made.files, ONE: NEW_ONE}, "By somebody else", [made.head])
    made.declare(sealed, made.record(sealed, ALL), parents=[forged])


@case(4, "records-tampered-with", "This merge leaves out a record of the history that it merges.")
def _(made: Handmade) -> None:
    """An adoption merged into the main before it and thrown away."""
    before, files = made.head, made.files
    adopted = made.adopt("1", "first", {ONE: NEW_ONE})
    merge = made.object(files, "Merge branch 'main'", [before, adopted])
    made.advance(merge, files)


@case(4, "records-tampered-with", "This merge leaves out a record of the history that it merges.")
def _(made: Handmade) -> None:
    """An adoption thrown away in a merge of a merge."""
    before, files = made.head, made.files
    adopted = made.adopt("1", "first", {ONE: NEW_ONE})
    beside = made.object({**files, "README.md": b"Other words.\n"}, "Edit", [adopted])
    merge = made.object(files, "Merge branch 'other'", [before, beside])
    made.advance(merge, files)


@case(4, "unratified-change", f"{ONE} was changed with no vote.")
def _(made: Handmade) -> None:
    """A draft squashed onto main."""
    drafts = {"drafts/first/amendment.toml": b"x\n"}
    made.commit({**made.files, **drafts, ONE: NEW_ONE}, "Draft (#12)")


@case(4, "unratified-change", "2 records came in one commit; each needs a commit of its own.")
def _(made: Handmade) -> Handmade:
    """Two adoptions squashed into one."""
    made.adopt("1", "first", {ONE: NEW_ONE})
    made.adopt("2", "second", {TWO: NEW_TWO})
    squashed = refound(made, {})
    squashed.commit(made.files, "Both")
    return squashed


# --- 10: rules and members


@case(10, "wrong-count", "The record says that 20 may vote; by the members there, 9 may.")
def _(made: Handmade) -> None:
    """Members added in the motion that needs them."""
    sealed = made.put("1", "more", {MEMBERS_FILE: Members(seats=20).to_bytes()})
    made.declare(sealed, made.record(sealed, votes(11, 0, 0, 20)))


@case(10, "wrong-count", "9 members in all; at least 2/3 is 6. Rejected.")
def _(made: Handmade) -> None:
    """The majority lowered in the motion that needs it."""
    lower = with_rule(made.files, "rules", majority=parse_majority("> 1/2 of cast"))
    sealed = made.put("1", "lower", {RULES_FILE: lower})
    made.declare(sealed, made.record(sealed, votes(5, 4, 0)))


@case(10, "wrong-count", "at least 8/9 is 8. Rejected.")
def _(made: Handmade) -> Handmade:
    """A rules change that passed only its own path's rule."""
    strong = with_rule(FOUNDING_FILES, "ordinary", majority=parse_majority(">= 8/9 of members"))
    other = refound(made, {RULES_FILE: strong})
    sealed = other.put("1", "easier", {RULES_FILE: FOUNDING_FILES[RULES_FILE]})
    other.declare(sealed, other.record(sealed, votes(7, 2, 0)))
    return other


@case(10, "wrong-count", "The rule “eternity” says never: no vote takes it away, nor an article")
def _(made: Handmade) -> None:
    """The eternity rule removed."""
    made.adopt("1", "end", {RULES_FILE: Rules(rules_of(made.files).rules[:-1]).to_bytes()})


@case(10, "wrong-count", "The rule “eternity” says never: no vote takes it away, nor an article")
def _(made: Handmade) -> None:
    """The eternity rule narrowed."""
    made.adopt("1", "narrow", {RULES_FILE: with_rule(made.files, "eternity", paths=(TWO,))})


@case(10, "wrong-count", "The rule “eternity” says never: no vote takes it away, nor an article")
def _(made: Handmade) -> None:
    """The eternal article moved out of reach in one motion."""
    made.adopt("1", "away", {THREE: None, TO: made.files[THREE]}, moves={THREE: TO})


@case(10, "wrong-count", "The rule “eternity” says never: no vote takes it away, nor an article")
def _(made: Handmade) -> None:
    """The eternal article moved out of reach in two motions."""
    made.adopt("1", "wide", {RULES_FILE: with_rule(made.files, "eternity", paths=(THREE, TO))})
    made.adopt("2", "move", {THREE: None, TO: made.files[THREE]}, moves={THREE: TO})
    made.adopt("3", "narrow", {RULES_FILE: with_rule(made.files, "eternity", paths=(THREE,))})


@case(10, "bad-rules", "“> 1/100 of cast” is less than one half: a minority could adopt")
def _(made: Handmade) -> None:
    """A majority of one in a hundred."""
    low = made.files[RULES_FILE].replace(b"> 1/2 of cast", b"> 1/100 of cast")
    made.adopt("1", "low", {RULES_FILE: low})


@case(10, "bad-members", "governance/members.toml is missing")
def _(made: Handmade) -> None:
    """The members deleted."""
    made.commit(changed_files(made.files, {MEMBERS_FILE: None}), "Tidy")


@case(10, "bad-rules", "governance/rules.toml is missing")
def _(made: Handmade) -> None:
    """The rules deleted."""
    made.commit(changed_files(made.files, {RULES_FILE: None}), "Tidy")


def _misplaced(made: Handmade, place: str, other: str) -> Handmade:
    """A constitution without eternal articles, where one file is put in the place of another."""
    bare = refound(made, {RULES_FILE: founding_rules(evidence="declared").to_bytes()})
    bare.adopt("1", "misplaced", {place: bare.files[other]})
    return bare


@case(10, "bad-rules", "Its format is “constitution-members/1”, and “constitution-rules/1”")
def _(made: Handmade) -> Handmade:
    """The rules replaced by a copy of the members."""
    return _misplaced(made, RULES_FILE, MEMBERS_FILE)


@case(10, "bad-members", "Its format is “constitution-rules/1”, and “constitution-members/1”")
def _(made: Handmade) -> Handmade:
    """The members replaced by a copy of the rules."""
    return _misplaced(made, MEMBERS_FILE, RULES_FILE)


@case(10, "bad-settings", "Its format is “constitution-members/1”, and “constitution/1”")
def _(made: Handmade) -> Handmade:
    """The settings replaced by a copy of the members."""
    return _misplaced(made, SETTINGS_FILE, MEMBERS_FILE)


@case(10, "bad-members", "Its format is “constitution-rules/1”, and “constitution-members/1”")
def _(made: Handmade) -> Handmade:
    """The rules and the members exchanged."""
    bare = refound(made, {RULES_FILE: founding_rules(evidence="declared").to_bytes()})
    rules, members = bare.files[RULES_FILE], bare.files[MEMBERS_FILE]
    bare.adopt("1", "exchanged", {RULES_FILE: members, MEMBERS_FILE: rules}, moves={})
    return bare


@case(10, "rules-changed", "The rules changed since the motion was sealed.")
def _(made: Handmade) -> None:
    """The rules changed between putting and declaring."""
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    strict = with_rule(made.files, "ordinary", majority=parse_majority(">= 2/3 of cast"))
    made.adopt("2", "rules", {RULES_FILE: strict})
    made.declare(sealed, made.record(sealed, ALL))


@case(10, "rules-changed", "The rules changed since the motion was sealed.")
def _(made: Handmade) -> None:
    """The rules changed and changed back between putting and declaring."""
    before = made.files[RULES_FILE]
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    strict = with_rule(made.files, "ordinary", majority=parse_majority(">= 2/3 of cast"))
    made.adopt("2", "rules", {RULES_FILE: strict})
    made.adopt("3", "back", {RULES_FILE: before})
    made.declare(sealed, made.record(sealed, ALL))


@case(10, "bad-members", "The id cleo belonged to a member who was removed; it never returns.")
def _(made: Handmade) -> Handmade:
    """A removed id given to a new person."""
    other = refound(made, {MEMBERS_FILE: named("ada", "ben", "cleo").to_bytes()})
    other.adopt("1", "out", {MEMBERS_FILE: named("ada", "ben").to_bytes()})
    other.adopt("2", "in", {MEMBERS_FILE: named("ada", "ben", "cleo").to_bytes()})
    return other


@case(10, "bad-settings", "The version of the normal form never goes down.")
def _(made: Handmade) -> Handmade:
    """A format version that goes down."""
    newer = FOUNDING_FILES[SETTINGS_FILE].replace(b"normal_form = 1", b"normal_form = 2")
    other = refound(made, {SETTINGS_FILE: newer})
    other.adopt("1", "down", {SETTINGS_FILE: FOUNDING_FILES[SETTINGS_FILE]})
    return other


# --- 11: another history


@case(11, "history-rewritten", "where the last check ended, is no longer in the history")
def _(made: Handmade) -> None:
    """Main reset behind the pin."""
    before, files = made.head, made.files
    made.adopt("1", "first", {ONE: NEW_ONE})
    answer(made)
    made.advance(before, files)


@case(11, "wrong-founding-commit", "This history was founded by", "and not by 0000000000")
def _(made: Handmade) -> list[str]:
    """A wrong founding commit."""
    assert made.head
    return ["--founding", "0" * 40]


@case(11, "wrong-founding-commit", "This history was founded by")
def _(made: Handmade) -> list[str]:
    """A new root with the same text."""
    founding = made.head
    made.head = ""
    made.commit(made.files, "Found it again")
    return ["--founding", founding]


@case(11, "records-tampered-with", "An earlier record was changed or removed.")
def _(made: Handmade) -> None:
    """An old record edited."""
    made.adopt("1", "first", {ONE: NEW_ONE})
    vote = "votes/1-first/vote.toml"
    edited = made.files[vote].replace(b"against = 0", b"against = 1")
    made.commit({**made.files, vote: edited}, "Correct")


@case(11, "records-tampered-with", "An earlier record was changed or removed.")
def _(made: Handmade) -> None:
    """An old record removed."""
    made.adopt("1", "first", {ONE: NEW_ONE})
    gone: dict[str, bytes | None] = dict.fromkeys(
        path for path in made.files if path.startswith("votes/")
    )
    made.commit(changed_files(made.files, gone), "Tidy")


@case(11, "records-tampered-with", "here the next is 2, after sha256:")
def _(made: Handmade) -> None:
    """A record left out of the chain."""
    made.adopt("1", "first", {ONE: NEW_ONE})
    sealed = made.put("2", "second", {TWO: NEW_TWO})
    made.declare(sealed, made.record(sealed, ALL, previous=digest(b"another"), sequence=3))
