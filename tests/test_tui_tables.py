"""The rules, the members and the settings, compared on a page."""

from __future__ import annotations

from constitution.diff import ArticleDelta, diff_article
from constitution.governance import Member, MemberId, Members, founding_rules
from constitution.language import speak
from tui.widgets.change import show_change, title_of_delta
from tui.widgets.page import Block
from tui.widgets.tables import show_table

MEMBERS = "governance/members.toml"
RULES = "governance/rules.toml"


def compared(path: str, old: bytes | None, new: bytes | None) -> ArticleDelta:
    """A governance file before and after."""
    before, after = (None if one is None else one.decode() for one in (old, new))
    return diff_article(before, after, path, path)


def told(delta: ArticleDelta, *, whole: bool = False) -> list[str]:
    """The lines of a table, each with its sign."""
    rows = show_table(delta, whole=whole, marked=True)
    assert rows is not None
    return [
        " ".join(f"{row.margin} {''.join(run.text for run in row.runs)}".split()) for row in rows
    ]


def members(*named: Member) -> bytes:
    """The bytes of a file of members."""
    return Members(named).to_bytes()


def test_a_value_that_changes_is_one_replacement_beside_what_stays() -> None:
    """The words of a rule are not compared letter by letter: what was asked for, what is asked for."""
    old = founding_rules(majority="> 1/2 of cast", evidence="declared").to_bytes()
    new = founding_rules(majority=">= 2/3 of members", evidence="declared").to_bytes()
    assert told(compared(RULES, old, new)) == [
        "Rule “ordinary”",
        "paths articles/**",
        "~ majority [-> 1/2 of cast-] {+>= 2/3 of members+}",
        "quorum >= 1/2 of members",
        "no_quorum postpone",
        "evidence declared",
        "Rule “members”",
        f"paths {MEMBERS}",
        "~ majority [-> 1/2 of cast-] {+>= 2/3 of members+}",
        "quorum >= 1/2 of members",
        "no_quorum postpone",
        "evidence counted",
    ]


def test_a_rule_that_is_ours_to_name_has_a_name_in_the_language_of_the_screen() -> None:
    """The keys stay as they stand in the file: people write them."""
    old = founding_rules().to_bytes()
    new = founding_rules(eternal=["articles/1.md"]).to_bytes()
    speak("fr")
    lines = told(compared(RULES, old, new))
    assert [line.replace("\u00a0", " ") for line in lines[:3]] == [
        "Règle « éternité »",
        "+ paths {+articles/1.md+}",
        "+ majority {+never+}",
    ]


def test_of_a_list_each_entry_is_told_apart() -> None:
    """A path that one rule reaches more is no other list."""
    old = founding_rules(eternal=["articles/1.md", "articles/2.md"]).to_bytes()
    new = founding_rules(eternal=["articles/1.md", "articles/3.md"]).to_bytes()
    assert "~ paths articles/1.md [-articles/2.md-] {+articles/3.md+}" in told(
        compared(RULES, old, new)
    )


def test_members_come_go_and_change_by_name() -> None:
    """One who stays as they were is not told of."""
    stays = Member(MemberId("a-1"), "Ada")
    old = members(stays, Member(MemberId("b-1"), "Bea"), Member(MemberId("c-1"), "Cy"))
    new = members(
        stays,
        Member(MemberId("b-1"), "Bea", status="suspended"),
        Member(MemberId("d-1"), "Dee", group="North"),
    )
    assert told(compared(MEMBERS, old, new)) == [
        "Bea (b-1)",
        "keys",
        "~ status [-active-] {+suspended+}",
        "Cy (c-1)",
        "keys",
        "- status [-active-]",
        "Dee (d-1)",
        "+ group {+North+}",
        "keys",
        "+ status {+active+}",
    ]


def test_what_is_no_table_is_compared_as_words() -> None:
    """Somebody wrote it with plain git; it is shown as it is."""
    delta = compared(MEMBERS, b"seats = 3\n", b"seats = \n")
    assert show_table(delta, whole=False, marked=True) is None
    shown = show_change([delta], "words", title_of_delta, marked=True)
    words = "".join(run.text for block in shown if isinstance(block, Block) for run in block.runs)
    assert "The members" in words
    assert "seats = " in words
