"""Members and rules: what they may say, and how a rule guards itself."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.errors import Malformed
from constitution.governance import (
    EVIDENCE,
    GOVERNANCE_FILES,
    NEVER,
    Majority,
    Member,
    MemberId,
    Members,
    Never,
    Quorum,
    Rule,
    Rules,
    Settings,
    at_least,
    founding_rules,
    guarded_rules,
    parse_majority,
    refuse_unsatisfiable,
    weakens,
)
from tests.signers import key_line

slugs = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,4})?", fullmatch=True)
shares = st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda pair: pair[0] <= pair[1])
majorities = st.builds(
    lambda share, base, strict: Majority(Fraction(*share), strict, base, f"{share[0]}/{share[1]}"),
    shares.filter(lambda pair: 2 * pair[0] >= pair[1]),
    st.sampled_from(["cast", "present", "members"]),
    st.booleans(),
).filter(lambda majority: not (majority.strict and majority.share == 1))
quorums = st.builds(
    lambda share, strict: Quorum(Fraction(*share), strict, f"{share[0]}/{share[1]}"),
    shares,
    st.booleans(),
).filter(lambda quorum: not (quorum.strict and quorum.share == 1))
rules_alone = st.builds(
    Rule,
    name=slugs,
    paths=st.just(("**",)),
    majority=majorities | st.just(NEVER),
    quorum=quorums | st.none(),
    no_quorum=st.sampled_from(["postpone", "reject"]),
    evidence=st.sampled_from(EVIDENCE),
)
rule_books = st.lists(rules_alone, min_size=1, max_size=4, unique_by=lambda rule: rule.name).map(
    lambda rules: Rules(tuple(rules))
)
member_lists = st.lists(
    st.builds(
        Member,
        id=slugs.map(MemberId),
        name=st.sampled_from(["Ardèche, 1st seat", "Nièvre"]),
        group=st.sampled_from(["", "Left"]),
        status=st.sampled_from(["active", "suspended"]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda member: member.id,
).map(lambda members: Members(tuple(members)))


@given(rule_books)
def test_rules_read_back_as_they_were_written(rules: Rules) -> None:
    """Rules, to bytes and back, are the same rules."""
    assert Rules.parse(rules.to_bytes()) == rules


@given(member_lists | st.integers(1, 999).map(lambda seats: Members(seats=seats)))
def test_members_read_back_as_they_were_written(members: Members) -> None:
    """Members, to bytes and back, are the same members."""
    assert Members.parse(members.to_bytes()) == members
    assert b"member = []" not in members.to_bytes()


def test_settings_read_back_as_they_were_written() -> None:
    """Settings, to bytes and back, are the same settings."""
    settings = Settings("L’Assemblée", "La Constitution", "fr")
    assert Settings.parse(settings.to_bytes()) == settings


@given(majorities, majorities, st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_a_stronger_majority_never_passes_what_a_weaker_one_refuses(
    one: Majority, other: Majority, for_: int, against: int, abstain: int
) -> None:
    """`as_strong_as` is what it says, on every count."""
    entitled = for_ + against + abstain + 3
    bases = {"cast": for_ + against, "present": for_ + against + abstain, "members": entitled}
    if one.as_strong_as(other) and for_ >= one.required(bases[one.base]):
        assert for_ >= other.required(bases[other.base])


@given(quorums, quorums, st.integers(1, 200))
def test_a_stronger_quorum_is_never_met_where_a_weaker_one_is_missed(
    one: Quorum, other: Quorum, members: int
) -> None:
    """As for majorities."""
    if one.as_strong_as(other):
        assert one.required(members) >= other.required(members)


@pytest.mark.parametrize(
    ("share", "number", "required"),
    [
        (">= 2/3 of cast", 9, 6),
        (">= 3/5 of cast", 514, 309),
        (">= 3/5 of cast", 852, 512),
        (">= 3/5 of cast", 896, 538),
        (">= 3/5 of cast", 741, 445),
        (">= 2/3 of members", 709, 473),
        (">= 2/3 of members", 154, 103),
        ("> 1/2 of cast", 10, 6),
        (">= 1/2 of cast", 10, 5),
        (">= 2/3 of cast", 0, 1),
    ],
)
def test_the_fewest_votes_are_exact(share: str, number: int, required: int) -> None:
    """Fractions, never floats: 2/3 of 9 is 6, where 0.67 gives 7; and never less than one."""
    majority = parse_majority(share)
    assert isinstance(majority, Majority)
    assert majority.required(number) == required
    assert str(majority) == share


ORDINARY = Rule(
    "ordinary", ("articles/**",), parse_majority("> 1/2 of cast"), None, "reject", "counted"
)
GUARD = Rule(
    "guard",
    ("articles/16-revision/article-89.md",),
    parse_majority(">= 2/3 of cast"),
    Quorum(Fraction(1, 2), strict=False, written="1/2"),
    "postpone",
    "named",
)
ETERNITY = replace(GUARD, name="eternity", majority=NEVER)
GOVERNANCE = Rule(
    "governance", GOVERNANCE_FILES, parse_majority(">= 2/3 of members"), None, "reject", "counted"
)


class TestRulesFile:
    """What a rules file may not do."""

    @pytest.mark.parametrize("missing", ["articles/**", *GOVERNANCE_FILES])
    def test_a_path_without_a_rule_is_refused(self, missing: str) -> None:
        """Every path under articles/ and governance/ is reached by at least one rule."""
        paths = tuple(path for path in ("articles/**", *GOVERNANCE_FILES) if path != missing)
        rules = Rules((replace(ORDINARY, paths=paths),))
        with pytest.raises(Malformed, match=f"no rule reaches {missing}".replace("*", r"\*")):
            Rules.parse(rules.to_bytes())

    def test_a_part_of_the_articles_is_not_all_of_them(self) -> None:
        """A rule for one folder leaves the others without."""
        rules = Rules((replace(ORDINARY, paths=("articles/01-state/**", "governance/**")),))
        with pytest.raises(Malformed, match="no rule reaches articles"):
            Rules.parse(rules.to_bytes())

    @pytest.mark.parametrize("key", ["paths", "majority", "quorum", "no_quorum", "evidence"])
    def test_a_key_left_out_is_refused(self, key: str) -> None:
        """Every key is required: silence would be a weaker rule."""
        lines = founding_rules().to_bytes().decode().split("\n")
        first = next(line for line in lines if line.startswith(f"{key} ="))
        lines.remove(first)
        with pytest.raises(Malformed, match=f"“{key}” is missing"):
            Rules.parse("\n".join(lines).encode())

    @pytest.mark.parametrize(
        ("written", "sentence"),
        [
            ("> 1/100 of cast", "is less than one half"),
            (">= 49/100 of cast", "is less than one half"),
            ("> 1/2", "is not a majority"),
            ("> 0.5 of cast", "is not a majority"),
            ("> 1/0 of cast", "is not a majority"),
            ("> 1/2 of seats", "is not a majority"),
            (">= 3/2 of cast", "is more than the whole"),
            ("> 1/1 of members", "can never be reached"),
            ("Never", "is not a majority"),
        ],
    )
    def test_a_majority_that_makes_no_sense_is_refused(self, written: str, sentence: str) -> None:
        """A majority is an exact share of a named base, at least 1/2."""
        with pytest.raises(Malformed, match=sentence):
            parse_majority(written)

    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [
            ('quorum = ">= 1/2 of members"', 'quorum = ">= 1/2 of cast"', "is not a quorum"),
            ('quorum = ">= 1/2 of members"', 'quorum = "> 1/1 of members"', "never be reached"),
            ('quorum = ">= 1/2 of members"', 'quorum = ">= 2/1 of members"', "more than the whole"),
            ('no_quorum = "postpone"', 'no_quorum = "ignore"', "“postpone” or “reject”"),
            ('no_quorum = "postpone"', "no_quorum = 1", "text in quotes"),
            ('evidence = "declared"', 'evidence = "sworn"', "is not a kind of evidence"),
            ('paths = ["articles/**"]', "paths = []", "reaches nothing"),
            ('paths = ["articles/**"]', 'paths = ["articles/*"]', "is not a path"),
            ('paths = ["articles/**"]', 'paths = ["../articles/**"]', "is not a path"),
            ("[rule.ordinary]", '[rule."Or di"]', "cannot be the name of a rule"),
            ("[rule.ordinary]", "[rule.ordinary]\nweight = 1", "“weight” is not a key"),
            ('format = "constitution-rules/1"', 'format = "constitution-rules/2"', "its format is"),
            ('quorum = ">= 1/2', 'quorum =  ">= 1/2', "not in the canonical form"),
        ],
    )
    def test_a_wrong_value_is_refused_with_its_sentence(
        self, old: str, new: str, sentence: str
    ) -> None:
        """Strict in what it reads."""
        text = founding_rules().to_bytes().decode()
        assert old in text
        with pytest.raises(Malformed, match=sentence):
            Rules.parse(text.replace(old, new, 1).encode())

    def test_every_rule_that_matches_governs(self) -> None:
        """Rules add up; the first that matches is not the only one."""
        rules = Rules((ORDINARY, GUARD, GOVERNANCE))
        assert rules.governing(GUARD.paths) == (ORDINARY, GUARD)
        assert rules.governing(["articles/1.md"]) == (ORDINARY,)
        assert rules.governing(["articles/1.md", GOVERNANCE_FILES[0]]) == (ORDINARY, GOVERNANCE)
        assert rules.governing(["README.md"]) == ()

    def test_a_folder_does_not_reach_a_name_that_begins_like_it(self) -> None:
        """`articles/1/**` is not `articles/10/…`."""
        rule = replace(GUARD, paths=("articles/1/**",))
        assert rule.reaches("articles/1/a.md")
        assert not rule.reaches("articles/10/a.md")
        assert not rule.reaches("articles/1.md")


def half(written: str) -> Quorum:
    """A quorum of that share or more."""
    above, below = written.split("/")
    return Quorum(Fraction(int(above), int(below)), strict=False, written=written)


class TestGuardedRules:
    """A rule guards its own removal, weakening and narrowing."""

    @pytest.mark.parametrize(
        "weaker",
        [
            replace(GUARD, majority=parse_majority("> 1/2 of cast")),
            replace(GUARD, majority=parse_majority(">= 3/5 of members")),
            replace(GUARD, quorum=None),
            replace(GUARD, quorum=half("1/3")),
            replace(GUARD, evidence="counted"),
            replace(GUARD, no_quorum="reject"),
            replace(GUARD, paths=("articles/16-revision/article-90.md",)),
            replace(GUARD, name="keeper"),
        ],
    )
    def test_a_weakened_rule_must_be_passed(self, weaker: Rule) -> None:
        """By base, share, quorum, evidence, effect, reach or name."""
        old, new = Rules((ORDINARY, GUARD, GOVERNANCE)), Rules((ORDINARY, weaker, GOVERNANCE))
        assert guarded_rules(old, new, {}) == (GUARD,)

    @pytest.mark.parametrize(
        "stronger",
        [
            GUARD,
            replace(GUARD, majority=parse_majority("> 2/3 of cast")),
            replace(GUARD, majority=parse_majority(">= 2/3 of present")),
            replace(GUARD, majority=parse_majority(">= 3/4 of members")),
            replace(GUARD, majority=NEVER),
            replace(GUARD, quorum=half("2/3")),
            replace(GUARD, evidence="signed"),
            replace(GUARD, paths=("articles/16-revision/**",)),
            replace(GUARD, paths=("**",)),
        ],
    )
    def test_a_strengthened_rule_need_not_be_passed(self, stronger: Rule) -> None:
        """What passes it would have passed the old one."""
        old, new = Rules((ORDINARY, GUARD, GOVERNANCE)), Rules((ORDINARY, stronger, GOVERNANCE))
        assert guarded_rules(old, new, {}) == ()
        assert not weakens(GUARD, stronger, {})

    def test_strictness_counts(self) -> None:
        """Debian had to amend its constitution over > and >=."""
        strict = replace(GUARD, majority=parse_majority("> 2/3 of cast"))
        assert weakens(strict, GUARD, {})
        assert not weakens(GUARD, strict, {})

    def test_a_removed_rule_must_be_passed(self) -> None:
        """Dropping the eternity rule is what the eternity rule forbids."""
        old, new = Rules((ORDINARY, ETERNITY, GOVERNANCE)), Rules((ORDINARY, GOVERNANCE))
        assert guarded_rules(old, new, {}) == (ETERNITY,)

    def test_never_is_weakened_by_any_majority(self) -> None:
        """Even by all of the members."""
        softened = replace(ETERNITY, majority=parse_majority(">= 1/1 of members"))
        assert weakens(ETERNITY, softened, {})

    def test_a_narrowed_folder_must_be_passed(self) -> None:
        """A folder that no longer reaches all it reached."""
        wide = replace(GUARD, paths=("articles/16-revision/**",))
        assert weakens(wide, GUARD, {})
        assert not weakens(GUARD, wide, {})

    def test_a_move_out_of_reach_must_be_passed(self) -> None:
        """Also where the rules themselves do not change."""
        rules = Rules((ORDINARY, ETERNITY, GOVERNANCE))
        moves = {ETERNITY.paths[0]: "articles/17-end/article-1.md"}
        assert guarded_rules(rules, rules, moves) == (ETERNITY,)

    def test_a_move_that_its_rule_follows_need_not_be_passed(self) -> None:
        """A renumbering takes the path named in the rule along, in the same question."""
        to = "articles/16-revision/article-90.md"
        old = Rules((ORDINARY, ETERNITY, GOVERNANCE))
        new = Rules((ORDINARY, replace(ETERNITY, paths=(to,)), GOVERNANCE))
        assert guarded_rules(old, new, {ETERNITY.paths[0]: to}) == ()
        assert guarded_rules(old, new, {}) == (ETERNITY,)
        assert guarded_rules(old, new, {ETERNITY.paths[0]: "articles/x.md"}) == (ETERNITY,)

    def test_two_motions_do_not_do_what_one_cannot(self) -> None:
        """Widen, move within, narrow: the last one is guarded."""
        to = "articles/16-revision/article-90.md"
        narrow = Rules((ORDINARY, ETERNITY, GOVERNANCE))
        wide = Rules((ORDINARY, replace(ETERNITY, paths=(*ETERNITY.paths, to)), GOVERNANCE))
        assert guarded_rules(narrow, wide, {}) == ()
        assert guarded_rules(wide, wide, {ETERNITY.paths[0]: to}) == ()
        assert guarded_rules(wide, narrow, {}) == (wide.rules[1],)

    @given(rules_alone)
    def test_a_rule_does_not_weaken_itself(self, rule: Rule) -> None:
        """Strength is an order: every rule is as strong as itself."""
        assert not weakens(rule, rule, {})

    @given(rules_alone, rules_alone, rules_alone)
    def test_strength_is_transitive(self, one: Rule, other: Rule, third: Rule) -> None:
        """What is not weakened twice is not weakened: no detour leads below a rule."""
        if not weakens(one, other, {}) and not weakens(other, third, {}):
            assert not weakens(one, third, {})


class TestMembers:
    """Who may vote."""

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("", "without members cannot vote"),
            ("seats = 0\n", "at least one seat"),
            (
                'seats = 2\n\n[[member]]\nid = "a"\nname = "A"\nkeys = []\nstatus = "active"\n',
                "not both",
            ),
            (
                '\n[[member]]\nid = "A"\nname = "A"\nkeys = []\nstatus = "active"\n',
                "cannot be a member's id",
            ),
            ('\n[[member]]\nid = "a"\nname = " "\nkeys = []\nstatus = "active"\n', "has no name"),
            (
                '\n[[member]]\nid = "a"\nname = "A"\nkeys = []\nstatus = "gone"\n',
                "“active” or “suspended”",
            ),
            (
                '\n[[member]]\nid = "a"\nname = "A"\ngroup = ""\nkeys = []\nstatus = "active"\n',
                "leave it out",
            ),
            (
                '\n[[member]]\nid = "a"\nname = "A"\nkeys = ["ssh"]\nstatus = "active"\n',
                "not an SSH public key",
            ),
            ('\n[[member]]\nid = "a"\nname = "A"\nstatus = "active"\n', "“keys” is missing"),
            ("seats = 3\nmember = []\n", "canonical form"),
        ],
    )
    def test_a_wrong_file_is_refused_with_its_sentence(self, text: str, sentence: str) -> None:
        """Strict in what it reads."""
        with pytest.raises(Malformed, match=sentence):
            Members.parse(f'format = "constitution-members/1"\n{text}'.encode())

    def test_two_members_do_not_share_an_id_or_a_key(self) -> None:
        """One key speaks for one member."""
        ada = Member(MemberId("ada"), "Ada", keys=(key_line(1),))
        ben = Member(MemberId("ben"), "Ben", keys=(key_line(1),))
        with pytest.raises(Malformed, match="ada and ben have the same key"):
            Members.parse(Members((ada, ben)).to_bytes())
        with pytest.raises(Malformed, match="two members have the id ada"):
            Members.parse(Members((ada, replace(ada, name="Other", keys=()))).to_bytes())

    def test_those_removed_or_suspended_since_may_not_vote(self) -> None:
        """Who was a member at the base, less those; nobody who came later."""
        ada, ben, cleo, dan = (Member(MemberId(id_), id_) for id_ in ("ada", "ben", "cleo", "dan"))
        base = Members((ada, ben, cleo))
        now = Members((ada, replace(ben, status="suspended"), dan))
        may = base.who_may_vote(now)
        assert [member.id for member in may.named] == ["ada"]
        assert may.entitled == 1

    @pytest.mark.parametrize(("base", "now", "entitled"), [(9, 7, 7), (7, 9, 7), (9, 9, 9)])
    def test_seats_that_went_do_not_vote(self, base: int, now: int, entitled: int) -> None:
        """As for names."""
        assert Members(seats=base).who_may_vote(Members(seats=now)).entitled == entitled

    @given(member_lists, member_lists)
    def test_nobody_votes_who_is_not_a_member_twice(self, base: Members, now: Members) -> None:
        """Entitled then, and active now."""
        for member in base.who_may_vote(now).named:
            assert base.active(member.id)
            assert now.active(member.id)


class TestSatisfiable:
    """Rules that the members there could meet."""

    def test_names_need_named_members(self) -> None:
        """Seats have no names to call."""
        rules = founding_rules(evidence="named")
        with pytest.raises(Malformed, match="the members are not named"):
            refuse_unsatisfiable(rules, Members(seats=9))
        refuse_unsatisfiable(rules, Members((Member(MemberId("ada"), "Ada"),)))

    def test_signatures_need_enough_keys(self) -> None:
        """Enough for the majority and the quorum."""
        rules = Rules((replace(GOVERNANCE, paths=("**",), evidence="signed"),))
        ids = [MemberId(f"m{number}") for number in range(3)]
        keyed = [Member(id_, id_, keys=(key_line(place),)) for place, id_ in enumerate(ids)]
        with pytest.raises(Malformed, match="1 of the 2 members it needs have a key"):
            refuse_unsatisfiable(rules, Members((keyed[0], *(Member(i, i) for i in ids[1:]))))
        refuse_unsatisfiable(rules, Members((*keyed[:2], Member(ids[2], ids[2]))))

    def test_never_needs_nobody(self) -> None:
        """What no vote passes needs no voters."""
        rules = Rules((replace(ETERNITY, paths=("**",), evidence="signed"),))
        refuse_unsatisfiable(rules, Members(seats=9))


def test_the_founding_rules_are_complete_and_guard_what_is_eternal() -> None:
    """Complete from the first day, with an eternity rule where asked for."""
    path = "articles/16-revision/article-89.md"
    rules = founding_rules(eternal=[path])
    assert Rules.parse(rules.to_bytes()) == rules
    governing = rules.governing([path])
    assert [rule.name for rule in governing] == ["ordinary", "eternity"]
    assert isinstance(governing[1].majority, Never)
    refuse_unsatisfiable(rules, Members(seats=60))


def test_evidence_is_an_order() -> None:
    """Signed > named > counted > declared > reported."""
    assert [at_least(kind, "counted") for kind in EVIDENCE] == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('language = "french!"', "is not a language tag"),
        ('language = ""', "is not a language tag"),
        ("language = 1", "text in quotes"),
    ],
)
def test_wrong_settings_are_refused(text: str, sentence: str) -> None:
    """The language decides the typography: it must be one."""
    data = Settings("A", "B", "fr").to_bytes().decode().replace('language = "fr"', text)
    with pytest.raises(Malformed, match=sentence):
        Settings.parse(data.encode())
