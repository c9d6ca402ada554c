"""What an import is going to write, version by version, judged before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constitution.article import Article, ArticlePath, number_key
from constitution.assembly.founding import slug_of
from constitution.assembly.importing.landing import sure_moves
from constitution.assembly.importing.told import plain_line
from constitution.canonical import digest
from constitution.errors import Refused
from constitution.governance import Never, Rules, founding_rules, parse_majority
from constitution.language import _, ngettext, speaking
from constitution.motion import UNKNOWN_AUTHOR, Question, changed_paths, changes_between
from constitution.names import is_number
from constitution.vote import Report, judge_reports

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from constitution.assembly.importing.sources import Version
    from constitution.assembly.importing.told import Told, ToldVersion

__all__ = ["Step", "match", "notes_on", "plan_steps", "rules_during"]


def rules_during(majority: str) -> Rules:
    """The rules of an import: the majority of the text everywhere, and votes as reported."""
    if isinstance(parse_majority(majority), Never):
        raise Refused(
            _("under the majority “never” nothing could have been adopted"),
            hint=_("Write for example “> 1/2 of cast” or “>= 2/3 of members”."),
        )
    return Rules(
        tuple(
            replace(
                rule,
                majority=parse_majority(majority),
                quorum=None,
                no_quorum="reject",
                evidence="reported",
            )
            for rule in founding_rules(majority=majority).rules
        )
    )


# -- which version is which --------------------------------------------------------------------------


def match(
    versions: Sequence[Version], told: Told | None, votes: Path | None
) -> tuple[ToldVersion | None, ...]:
    """What is told of each version: by its tag or, where no tag is known, by its place.

    `Refused` where one of them is left over.
    """
    if told is None:
        return (None,) * len(versions)
    by_tag = {one.tag: one for one in told.versions if one.tag is not None}
    here = {tag for version in versions for tag in version.tags}
    if not here.intersection(by_tag):
        return _by_place(versions, told, votes)
    for tag in by_tag:
        if tag not in here:
            raise Refused(
                _("{votes} names {tag}, which is no tag on the main line of the source").format(
                    votes=votes, tag=tag
                ),
                hint=_("Each version it tells of is a tag of the source, or none is."),
            )
    found = []
    for version in versions:
        own = [by_tag[tag] for tag in version.tags if tag in by_tag]
        if len(own) != 1:
            raise Refused(
                _("{votes} tells nothing of the version {name}").format(
                    votes=votes, name=version.name
                )
                if not own
                else _("{votes} tells of the version {name} under two tags").format(
                    votes=votes, name=version.name
                ),
                hint=_("Each version of the source is told of once; its laws may be none."),
            )
        found.append(own[0])
    return tuple(found)


def _by_place(
    versions: Sequence[Version], told: Told, votes: Path | None
) -> tuple[ToldVersion, ...]:
    if len(told.versions) == len(versions):
        return told.versions
    raise Refused(
        _(
            "the source has {here} versions, {votes} tells of {there}, and no tag says which is which"
        ).format(here=len(versions), votes=votes, there=len(told.versions)),
        hint=_("Give each version in it the tag of its commit."),
    )


# -- steps -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """One later version, as the motion and the record that will stand for it."""

    number: str
    slug: str
    title: str
    authors: tuple[str, ...]
    version: Version
    told: ToldVersion | None
    before: Mapping[str, bytes]
    files: Mapping[str, bytes | None]
    """What changes: path to new bytes, None where a file goes."""
    moves: Mapping[str, str]
    question: Question
    reports: tuple[Report, ...]

    @property
    def takes_effect(self) -> dt.date | None:
        """From when all of it is in force, as told."""
        return self.told.in_force if self.told is not None and not self.dated else None

    @property
    def dated(self) -> tuple[str, ...]:
        """The files that the date is told of, where it is told of some of them only."""
        numbers = {number_key(number) for number in (self.told.parts if self.told else ())}
        named = tuple(
            path
            for path, data in self.files.items()
            if (number := _number_at(path, data if data is not None else self.before[path]))
            is not None
            and number_key(number) in numbers
        )
        return named if len(named) < len(self.files) else ()

    @property
    def held(self) -> dt.date | None:
        """The day of the last vote behind it."""
        return max((one.date for one in self.reports if one.date is not None), default=None)


def plan_steps(
    versions: Sequence[Version],
    texts: Sequence[Mapping[str, bytes]],
    told: Sequence[ToldVersion | None],
    rules: Rules,
    language: str,
) -> Iterator[Step]:
    """Every version after the first; one that changes nothing is a step where it is told of.

    `Refused` where the figures that are reported do not meet the rules.
    """
    number = 0
    for place in range(1, len(versions)):
        one, before, after = told[place], texts[place - 1], texts[place]
        files: dict[str, bytes | None] = {
            path: after.get(path)
            for path in sorted(before.keys() | after.keys())
            if before.get(path) != after.get(path)
        }
        if not files and one is None:
            continue
        number += 1
        title = plain_line(one.title if one is not None else versions[place].title)
        title = title or versions[place].name
        moves = sure_moves(before, after)
        step = Step(
            number=str(number),
            slug=_slug(title, versions[place].name),
            title=title,
            authors=_authors(versions[place], one),
            version=versions[place],
            told=one,
            before=before,
            files=files,
            moves=moves,
            question=_question(title, before, after, moves, language),
            reports=_reports(title, one),
        )
        _refuse_failed(step, rules)
        yield step


def _slug(title: str, name: str) -> str:
    slug = slug_of(title)
    if len(slug) == 60:
        slug = slug.rpartition("-")[0] or slug
    slug = slug or slug_of(name) or "version"
    return f"version-{slug}" if is_number(slug) else slug


def _authors(version: Version, told: ToldVersion | None) -> tuple[str, ...]:
    if told is None:
        return (plain_line(version.author or "") or UNKNOWN_AUTHOR,)
    known = [law.initiative for law in told.laws]
    return tuple(dict.fromkeys(one for one in known if one is not None)) or (UNKNOWN_AUTHOR,)


def _question(
    title: str,
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
    moves: Mapping[str, str],
    language: str,
) -> Question:
    changes = changes_between(
        {path: digest(data) for path, data in before.items()},
        {path: digest(data) for path, data in after.items()},
        moves,
    )
    if changes:
        return Question(title, changes)
    with speaking(language):
        return Question(title, (), _("A version that changes no word"), "ordinary")


def _reports(title: str, told: ToldVersion | None) -> tuple[Report, ...]:
    if told is None:
        return (Report(title, "unknown", None, None, None, None, None, None, "unknown"),)
    if not told.laws:
        return (Report(title, "none", None, None, None, None, None, None, "unknown"),)
    return tuple(law.report for law in told.laws)


def _refuse_failed(step: Step, rules: Rules) -> None:
    paths = changed_paths(step.question.changes)
    governing = rules.governing(paths) if paths else rules.governing(["articles/README.md"])
    judgement = judge_reports(governing, step.reports)
    if judgement.outcome in {"rejected", "postponed"}:
        raise Refused(
            _("as reported, “{title}” was not adopted. {sentence}").format(
                title=step.title, sentence=judgement.sentence
            ),
            hint=_("Give the majority that held then with --majority, or mend the figures."),
        )


def _number_at(path: str, data: bytes) -> str | None:
    return Article(ArticlePath(path), data.decode()).number


# -- what is not known -------------------------------------------------------------------------------


def notes_on(told: Sequence[ToldVersion | None]) -> Iterator[str]:
    """A sentence on each thing that nobody reports, or that is reported in a way of its own."""
    later = told[1:]
    if any(one is None for one in later):
        yield _("No votes were given: what stands behind each version is unknown, and said to be.")
    laws = [law for one in later if one is not None for law in one.laws]
    unknown = [law for law in laws if law.report.figures.cast is None]
    if unknown:
        yield ngettext(
            "The figures of {number} vote of {laws} are unknown: {names}",
            "The figures of {number} votes of {laws} are unknown: {names}",
            len(unknown),
        ).format(
            number=len(unknown),
            laws=len(laws),
            names=", ".join(law.number or law.title for law in unknown),
        )
    without = [one for one in later if one is not None and not one.laws]
    if without:
        yield ngettext(
            "{number} version entered into force without a vote.",
            "{number} versions entered into force without a vote.",
            len(without),
        ).format(number=len(without))
    for one in told:
        name = (one.tag or one.title) if one is not None else ""
        if one is not None and one.in_force is None:
            yield _("From when {version} was in force is unknown.").format(version=name)
        elif one is not None and one.statement != str(one.in_force):
            yield _("The entry into force of {version} is told as: {statement}").format(
                version=name, statement=one.statement
            )
