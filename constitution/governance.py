"""Who may vote and what a vote needs: the three files under `governance/`.

- `Settings`: `governance/constitution.toml`, the names and the language of the text;
- `Members`: `governance/members.toml`, named members or a number of seats;
- `Rules`: `governance/rules.toml`, majority, quorum and evidence for each part of the text.

Every path under `articles/` and `governance/` is reached by at least one rule, every rule that
matches a path must be satisfied, and a rule guards its own removal, weakening and narrowing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Literal, NewType, cast

from constitution.canonical import open_table, refuse_other_bytes, write
from constitution.errors import Malformed
from constitution.language import _, ngettext
from constitution.names import is_slug
from constitution.publickey import parse_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from constitution.canonical import Table

__all__ = [
    "EVIDENCE",
    "GOVERNANCE_FILES",
    "MEMBERS_FILE",
    "NEVER",
    "RULES_FILE",
    "SETTINGS_FILE",
    "Evidence",
    "Majority",
    "Member",
    "MemberId",
    "Members",
    "Quorum",
    "Rule",
    "Rules",
    "Settings",
    "founding_rules",
    "guarded_rules",
    "rule_word",
]

SETTINGS_FILE = "governance/constitution.toml"
MEMBERS_FILE = "governance/members.toml"
RULES_FILE = "governance/rules.toml"
GOVERNANCE_FILES = (SETTINGS_FILE, MEMBERS_FILE, RULES_FILE)

MemberId = NewType("MemberId", str)
"""A member's slug; once removed it never returns."""

Evidence = Literal["signed", "named", "counted", "declared", "reported"]
EVIDENCE: tuple[Evidence, ...] = ("signed", "named", "counted", "declared", "reported")
"""From the strongest to the weakest."""

Base = Literal["cast", "present", "members"]
_BASES: tuple[Base, ...] = (
    "cast",
    "present",
    "members",
)  # each at least as large as the one before

_MAJORITY = re.compile(r"(>=|>) ([1-9][0-9]{0,5})/([1-9][0-9]{0,5}) of (cast|present|members)")
_QUORUM = re.compile(r"(>=|>) ([1-9][0-9]{0,5})/([1-9][0-9]{0,5}) of members")
_PATTERN = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*(?:\*\*|[A-Za-z0-9][A-Za-z0-9._-]*)")


def at_least(evidence: Evidence, wanted: Evidence) -> bool:
    """Whether one kind of evidence is as strong as another."""
    return EVIDENCE.index(evidence) <= EVIDENCE.index(wanted)


def _required(share: Fraction, number: int, *, strict: bool) -> int:
    exact = share * number
    return floor(exact) + 1 if strict else ceil(exact)


@dataclass(frozen=True, slots=True)
class Majority:
    """How many votes for adopt, as an exact share of a base."""

    share: Fraction
    strict: bool
    """True for "more than" the share, False for "at least" it."""
    base: Base
    """`cast`: for and against; `present`: with abstentions; `members`: everyone entitled."""
    written: str
    """The share as the rule writes it, `3/5`."""

    def required(self, number: int) -> int:
        """The fewest votes for that adopt when the base counts `number`; never less than one."""
        return max(1, _required(self.share, number, strict=self.strict))

    def as_strong_as(self, other: Majority) -> bool:
        """Whether whatever passes this majority always passes the other."""
        return _BASES.index(self.base) >= _BASES.index(other.base) and (
            self.share,
            self.strict,
        ) >= (other.share, other.strict)

    def __str__(self) -> str:
        return f"{'>' if self.strict else '>='} {self.written} of {self.base}"


@dataclass(frozen=True, slots=True)
class Never:
    """No vote changes the words; only a pure move or a renumbering passes."""

    def __str__(self) -> str:
        return "never"


NEVER = Never()


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many members must take part, as an exact share of those entitled to vote."""

    share: Fraction
    strict: bool
    written: str

    def required(self, members: int) -> int:
        """The fewest members that make a quorum."""
        return _required(self.share, members, strict=self.strict)

    def as_strong_as(self, other: Quorum) -> bool:
        """Whether whatever meets this quorum always meets the other."""
        return (self.share, self.strict) >= (other.share, other.strict)

    def __str__(self) -> str:
        return f"{'>' if self.strict else '>='} {self.written} of members"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a vote needs to change the paths the rule reaches."""

    name: str
    paths: tuple[str, ...]
    """Patterns: a path, or a folder with `/**` for everything below it."""
    majority: Majority | Never
    quorum: Quorum | None
    no_quorum: Literal["postpone", "reject"]
    evidence: Evidence
    """The weakest kind of evidence the rule accepts."""

    def reaches(self, path: str) -> bool:
        """Whether the rule governs a change of this path."""
        return any(_covers(pattern, path) for pattern in self.paths)


def _covers(pattern: str, path: str) -> bool:
    """Whether a pattern reaches a path, or everything that another pattern reaches."""
    if pattern in {path, "**"}:
        return True
    return pattern.endswith("/**") and path.startswith(pattern[:-2])


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force, complete: no path of the text or of the governance is without one."""

    rules: tuple[Rule, ...]

    @classmethod
    def parse(cls, data: bytes, where: str = RULES_FILE, *, canonical: bool = True) -> Rules:
        """The rules a file holds; `Malformed` when a key, a path or the canonical form is wrong."""
        table = open_table(data, where, "constitution-rules/1")
        rules = cls(tuple(_rule(name, rule) for name, rule in table.named_tables("rule").items()))
        table.end()
        rules.refuse_gaps(where)
        if canonical:
            refuse_other_bytes(data, rules.to_bytes(), where)
        return rules

    def refuse_gaps(self, where: str = RULES_FILE) -> None:
        """Nothing, when every path is reached by a rule; otherwise a refusal naming the path."""
        for path in ("articles/**", *GOVERNANCE_FILES):
            if not any(_covers(pattern, path) for rule in self.rules for pattern in rule.paths):
                raise Malformed(
                    _("no rule reaches {path}").format(path=path),
                    where=where,
                    hint=_("Every path needs a rule: add the path to one of them."),
                )

    def to_bytes(self) -> bytes:
        """The canonical bytes of `governance/rules.toml`."""
        return write(
            {
                "format": "constitution-rules/1",
                "rule": {
                    rule.name: {
                        "paths": rule.paths,
                        "majority": str(rule.majority),
                        "quorum": str(rule.quorum) if rule.quorum else "none",
                        "no_quorum": rule.no_quorum,
                        "evidence": rule.evidence,
                    }
                    for rule in self.rules
                },
            }
        )

    def named(self, name: str) -> Rule | None:
        """The rule of that name."""
        return next((rule for rule in self.rules if rule.name == name), None)

    def governing(self, paths: Iterable[str]) -> tuple[Rule, ...]:
        """Every rule that reaches one of the paths, in the order of the file."""
        wanted = tuple(paths)
        return tuple(rule for rule in self.rules if any(rule.reaches(path) for path in wanted))


def _rule(name: str, table: Table) -> Rule:
    if not is_slug(name):
        raise Malformed(
            _("“{name}” cannot be the name of a rule").format(name=ascii(name)[1:-1]),
            where=table.where,
            hint=_("Use lowercase letters, digits and hyphens."),
        )
    paths = table.texts("paths")
    if not paths:
        raise Malformed(_("“paths” is empty: the rule reaches nothing"), where=table.where)
    for path in paths:
        if not _PATTERN.fullmatch(path):
            raise Malformed(
                _("“{path}” is not a path, nor a folder followed by /**").format(path=path),
                where=table.where,
            )
    no_quorum = table.text("no_quorum") if table.has("no_quorum") else None
    if no_quorum not in {"postpone", "reject"}:
        table.text("no_quorum")
        raise Malformed(_("“no_quorum” should be “postpone” or “reject”"), where=table.where)
    rule = Rule(
        name=name,
        paths=paths,
        majority=_majority(table.text("majority"), table.where),
        quorum=_quorum(table.text("quorum"), table.where),
        no_quorum=cast("Literal['postpone', 'reject']", no_quorum),
        evidence=_evidence(table.text("evidence"), table.where),
    )
    table.end()
    return rule


def parse_majority(text: str) -> Majority | Never:
    """The majority that a rule writes: `> 1/2 of cast`, `>= 2/3 of members`, `never`."""
    return _majority(text, "")


def _majority(text: str, where: str) -> Majority | Never:
    if text == "never":
        return NEVER
    found = _MAJORITY.fullmatch(text)
    if not found:
        raise Malformed(
            _("“{text}” is not a majority").format(text=text),
            where=where,
            hint=_("Write for example “> 1/2 of cast”, “>= 2/3 of members”, or “never”."),
        )
    strict, above, below, base = found.groups()
    share = _share(above, below, text, where)
    if share < Fraction(1, 2):
        raise Malformed(
            _("“{text}” is less than one half: a minority could adopt").format(text=text),
            where=where,
            hint=_("A majority is at least 1/2."),
        )
    strictly = strict == ">"
    if strictly and share == 1:
        raise Malformed(_("“{text}” can never be reached").format(text=text), where=where)
    return Majority(share, strictly, cast("Base", base), f"{above}/{below}")


def _quorum(text: str, where: str) -> Quorum | None:
    if text == "none":
        return None
    found = _QUORUM.fullmatch(text)
    if not found:
        raise Malformed(
            _("“{text}” is not a quorum").format(text=text),
            where=where,
            hint=_("Write for example “>= 1/2 of members”, or “none”."),
        )
    strict, above, below = found.groups()
    strictly = strict == ">"
    share = _share(above, below, text, where)
    if strictly and share == 1:
        raise Malformed(_("“{text}” can never be reached").format(text=text), where=where)
    return Quorum(share, strictly, f"{above}/{below}")


def _share(above: str, below: str, text: str, where: str) -> Fraction:
    share = Fraction(int(above), int(below))
    if share > 1:
        raise Malformed(_("“{text}” is more than the whole").format(text=text), where=where)
    return share


def _evidence(text: str, where: str) -> Evidence:
    if text not in EVIDENCE:
        raise Malformed(
            _("“{text}” is not a kind of evidence").format(text=text),
            where=where,
            hint=_("The kinds are: {kinds}.").format(kinds=", ".join(EVIDENCE)),
        )
    return text


def weakens(old: Rule, new: Rule | None, moves: Mapping[str, str]) -> bool:
    """Whether the new form of a rule lets through what the old one would not.

    True when the rule is gone, when its majority, quorum or evidence is not at least as strong,
    when a missing quorum has another effect, or when it no longer reaches all it reached;
    a path that the same question moves may be followed to its new place (`moves`: old to new).
    """
    if new is None or new.no_quorum != old.no_quorum or not at_least(new.evidence, old.evidence):
        return True
    if isinstance(old.majority, Never):
        if not isinstance(new.majority, Never):
            return True
    elif isinstance(new.majority, Majority) and not new.majority.as_strong_as(old.majority):
        return True
    if old.quorum and not (new.quorum and new.quorum.as_strong_as(old.quorum)):
        return True
    return not all(
        any(_covers(kept, moves.get(pattern, pattern)) for kept in new.paths)
        for pattern in old.paths
    )


def guarded_rules(old: Rules, new: Rules, moves: Mapping[str, str]) -> tuple[Rule, ...]:
    """The old rules that a change must pass because it removes, weakens or narrows them.

    A move out of a rule's reach narrows it: `moves` are the declared ones, old path to new.
    """
    if new is old and not moves:
        return ()
    guarded = []
    for rule in old.rules:
        heir = new.named(rule.name)
        if weakens(rule, heir, moves) or any(
            rule.reaches(source) and not (heir is not None and heir.reaches(target))
            for source, target in moves.items()
        ):
            guarded.append(rule)
    return tuple(guarded)


def refuse_unsatisfiable(rules: Rules, members: Members, where: str = RULES_FILE) -> None:
    """Nothing, when the members there are could meet every rule; otherwise a refusal naming one.

    A rule that asks for names needs named members; one that asks for signatures needs enough
    members with keys for its majority and its quorum.
    """
    entitled = members.entitled
    keyed = sum(member.status == "active" and bool(member.keys) for member in members.named)
    for rule in rules.rules:
        if rule.evidence == "named" and members.seats is not None:
            raise Malformed(
                _("the rule “{rule}” asks for names, and the members are not named").format(
                    rule=rule.name
                ),
                where=where,
                hint=_("Name the members first, or accept counted votes."),
            )
        if rule.evidence != "signed" or isinstance(rule.majority, Never):
            continue
        needed = rule.majority.required(entitled if rule.majority.base == "members" else 1)
        if rule.quorum is not None:
            needed = max(needed, rule.quorum.required(entitled))
        if keyed < needed:
            raise Malformed(
                _(
                    "the rule “{rule}” asks for signatures, and {keyed} of the {needed} members "
                    "it needs have a key"
                ).format(rule=rule.name, keyed=keyed, needed=needed),
                where=where,
                hint=_("Give the members their keys first."),
            )


def rule_word(name: str) -> str:
    """What a person reads for a rule: those of the founding have words, others the name they bear."""
    words = {
        "ordinary": _("ordinary"),
        "members": _("members"),
        "rules": _("rules"),
        "eternity": _("eternity"),
    }
    return words.get(name, name)


def founding_rules(
    *,
    eternal: Iterable[str] = (),
    majority: str = "> 1/2 of cast",
    evidence: Evidence = "declared",
) -> Rules:
    """The rules a constitution is founded with.

    A simple majority for the draft text and for seating members, two thirds of the members for
    the rules themselves, and never for the words of the articles that are eternal.
    """
    quorum = Quorum(Fraction(1, 2), strict=False, written="1/2")
    simple = parse_majority(majority)
    rules = [
        Rule("ordinary", ("articles/**",), simple, quorum, "postpone", evidence),
        Rule("members", (MEMBERS_FILE,), simple, quorum, "postpone", "counted"),
        Rule(
            "rules",
            (RULES_FILE, SETTINGS_FILE),
            parse_majority(">= 2/3 of members"),
            None,
            "reject",
            "counted",
        ),
    ]
    guarded = tuple(eternal)
    if guarded:
        rules.append(Rule("eternity", guarded, NEVER, None, "reject", evidence))
    return Rules(tuple(rules))


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who may vote."""

    id: MemberId
    name: str
    group: str = ""
    keys: tuple[str, ...] = ()
    """SSH public keys, `type base64` without a comment; may be empty."""
    status: Literal["active", "suspended"] = "active"


@dataclass(frozen=True, slots=True)
class Members:
    """Who may vote: named members, or a number of seats where the assembly is not named."""

    named: tuple[Member, ...] = ()
    seats: int | None = None
    by_id: Mapping[MemberId, Member] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the look-up table that every roll call uses."""
        object.__setattr__(self, "by_id", {member.id: member for member in self.named})

    @classmethod
    def parse(cls, data: bytes, where: str = MEMBERS_FILE, *, canonical: bool = True) -> Members:
        """The members a file holds; `Malformed` on a double id or key, or another form."""
        table = open_table(data, where, "constitution-members/1")
        seats = table.optional_number("seats")
        members = cls(tuple(_member(entry) for entry in table.tables("member")), seats)
        table.end()
        members.refuse_faults(where)
        if canonical:
            refuse_other_bytes(data, members.to_bytes(), where)
        return members

    def refuse_faults(self, where: str = MEMBERS_FILE) -> None:
        """Nothing, when ids and keys are each used once; otherwise a refusal naming them."""
        if self.seats is not None and self.named:
            raise Malformed(_("an assembly has named members or seats, not both"), where=where)
        if self.seats is None and not self.named:
            raise Malformed(
                _("an assembly without members cannot vote"),
                where=where,
                hint=_("Name the members, or give `seats = 60`."),
            )
        if self.seats == 0:
            raise Malformed(_("an assembly has at least one seat"), where=where)
        seen: dict[bytes, MemberId] = {}
        for member in self.named:
            if self.by_id[member.id] is not member:
                raise Malformed(_("two members have the id {id}").format(id=member.id), where=where)
            for key in member.keys:
                material = parse_key(key, where).material
                if material in seen:
                    raise Malformed(
                        _("{one} and {other} have the same key").format(
                            one=seen[material], other=member.id
                        )
                        if seen[material] != member.id
                        else _("{member} has the same key twice").format(member=member.id),
                        where=where,
                        hint=_("One key speaks for one member."),
                    )
                seen[material] = member.id

    def to_bytes(self) -> bytes:
        """The canonical bytes of `governance/members.toml`."""
        return write(
            {
                "format": "constitution-members/1",
                "seats": self.seats,
                "member": [
                    {
                        "id": member.id,
                        "name": member.name,
                        "group": member.group or None,
                        "keys": member.keys,
                        "status": member.status,
                    }
                    for member in self.named
                ]
                or None,
            }
        )

    @property
    def entitled(self) -> int:
        """How many may vote."""
        if self.seats is not None:
            return self.seats
        return sum(member.status == "active" for member in self.named)

    def active(self, member: str) -> bool:
        """Whether the member is here and not suspended."""
        found = self.by_id.get(MemberId(member))
        return found is not None and found.status == "active"

    def who_may_vote(self, now: Members) -> Members:
        """The members of a motion's base, less those removed or suspended since."""
        if self.seats is not None and now.seats is not None:
            return Members(seats=min(self.seats, now.seats))
        if self.seats is not None or now.seats is not None:
            named = self if self.seats is None else now
            counted = self if self.seats is not None else now
            return Members(seats=min(counted.entitled, named.entitled))
        return Members(
            tuple(
                member
                for member in self.named
                if member.status == "active" and now.active(member.id)
            )
        )

    def __str__(self) -> str:
        return ngettext("{number} member", "{number} members", self.entitled).format(
            number=self.entitled
        )


def _member(table: Table) -> Member:
    id_ = table.text("id")
    if not is_slug(id_):
        raise Malformed(
            _("“{id}” cannot be a member's id").format(id=id_),
            where=table.where,
            hint=_("Use lowercase letters, digits and hyphens, such as ardeche-1."),
        )
    name = table.text("name")
    if not name.strip():
        raise Malformed(_("the member {id} has no name").format(id=id_), where=table.where)
    status = table.text("status")
    if status not in {"active", "suspended"}:
        raise Malformed(_("“status” should be “active” or “suspended”"), where=table.where)
    group = table.optional_text("group")
    if group == "":
        raise Malformed(_("“group” is empty: leave it out"), where=table.where)
    keys = table.texts("keys")
    for key in keys:
        try:
            parse_key(key)
        except Malformed as fault:
            raise Malformed(
                _("a key of {id}: {fault}").format(id=id_, fault=fault.bare),
                where=table.where,
                hint=fault.hint,
            ) from None
    member = Member(
        MemberId(id_), name, group or "", keys, cast("Literal['active', 'suspended']", status)
    )
    table.end()
    return member


@dataclass(frozen=True, slots=True)
class Settings:
    """The names of the assembly and of the text, and the language the text is written in."""

    assembly: str
    text: str
    language: str
    """A language tag such as `fr`."""
    normal_form: int = 1
    """The version of the normal form that new article text obeys."""

    @classmethod
    def parse(cls, data: bytes, where: str = SETTINGS_FILE, *, canonical: bool = True) -> Settings:
        """The settings a file holds; `Malformed` on an unknown key, language or form."""
        table = open_table(data, where, "constitution/1")
        settings = cls(
            table.text("assembly"),
            table.text("text"),
            table.text("language"),
            table.number("normal_form"),
        )
        table.end()
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*", settings.language):
            raise Malformed(
                _("“{tag}” is not a language tag").format(tag=settings.language),
                where=where,
                hint=_("Write for example “fr” or “en”."),
            )
        if canonical:
            refuse_other_bytes(data, settings.to_bytes(), where)
        return settings

    def to_bytes(self) -> bytes:
        """The canonical bytes of `governance/constitution.toml`."""
        return write(
            {
                "format": "constitution/1",
                "assembly": self.assembly,
                "text": self.text,
                "language": self.language,
                "normal_form": self.normal_form,
            }
        )
