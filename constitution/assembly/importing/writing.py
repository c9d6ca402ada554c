"""A planned import written: the founding, each version sealed and merged, the dates, the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.amendment import Amendment
from constitution.assembly.importing.telling import tell_version
from constitution.assembly.importing.told import plain_line
from constitution.assembly.printing import delta_of, print_amendment
from constitution.assembly.putting import sealed_commit
from constitution.canonical import digest
from constitution.governance import RULES_FILE
from constitution.history import Calendar, LegalDates
from constitution.history.calendars import CALENDAR_FILE, FOUNDING_NUMBER
from constitution.language import _, speaking
from constitution.motion import (
    AmendmentNumber,
    Motion,
    Question,
    changed_paths,
    changes_between,
    folder_name,
)
from constitution.vote import FOUNDING, Count, Report, VoteRecord, judge_reports

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from constitution.assembly.desk import Desk
    from constitution.assembly.importing.plan import Step
    from constitution.assembly.importing.told import ToldVersion
    from constitution.governance import Rules
    from constitution.repository import CommitId

__all__ = ["Scribe", "calendar_of"]


@dataclass(slots=True)
class Scribe:
    """Main as it grows, record by record; no ref moves until all is written."""

    desk: Desk
    rules: Rules
    """The rules of the import."""
    language: str
    tip: CommitId
    sequence: int = 0
    previous: str = FOUNDING

    def adopt(self, step: Step) -> None:
        """Main is one version further: the step sealed, and merged by its reported record."""
        amendment = Amendment(
            step.title,
            step.authors,
            moves=tuple(sorted(step.moves.items())),
            takes_effect=step.takes_effect,
        )
        readme = (
            print_amendment(
                language=self.language,
                number=step.number,
                revision=0,
                round_=1,
                amendment=amendment,
                reasons="",
                questions=(step.question,),
                before=step.before,
                delta=delta_of(step.before, step.files, step.moves),
                governance={},
            )
            + "\n"
            + tell_version(self.language, step.version, step.told)
        )
        motion = self._motion(
            step.number, step.title, step.authors, readme, step.question, step.takes_effect
        )
        self._merge(
            motion, folder_name(step.number, step.slug), readme, step.files, step.reports, step.held
        )

    def end(self, number: str, after: Rules, source: str) -> None:
        """Main is under the rules that no longer accept what is reported."""
        person = plain_line(self.desk.person().name) or "unknown"
        with speaking(self.language):
            title = _("End of the import: votes are counted from now on")
            reasons = _(
                "What stands before this record was imported from {source}, and its votes are as "
                "reported there. From here on no reported vote is accepted."
            ).format(source=f"`{source}`")
        old, new = self.rules.to_bytes(), after.to_bytes()
        changes = changes_between({RULES_FILE: digest(old)}, {RULES_FILE: digest(new)}, {})
        question = Question(title, changes)
        readme = print_amendment(
            language=self.language,
            number=number,
            revision=0,
            round_=1,
            amendment=Amendment(title, (person,)),
            reasons=reasons,
            questions=(question,),
            before={},
            delta=delta_of({}, {}, {}),
            governance={RULES_FILE: (old, new)},
        )
        held = self.desk.clock().date
        motion = self._motion(number, title, (person,), readme, question, None)
        report = Report(title, "none", held, None, None, None, None, None, plain_line(source))
        self._merge(
            motion,
            folder_name(number, "end-of-the-import"),
            readme,
            {RULES_FILE: new},
            (report,),
            held,
        )

    def write_free(self, files: Mapping[str, bytes], message: str) -> None:
        """Main has these files, which are not the text and need no vote."""
        repository, person = self.desk.repository, self.desk.person()
        self.tip = repository.write_commit(
            repository.write_files(self.tip, files),
            [self.tip],
            message + "\n",
            author=person,
            committer=person,
            when=self.desk.clock(),
        )

    def _motion(
        self,
        number: str,
        title: str,
        authors: tuple[str, ...],
        readme: str,
        question: Question,
        takes_effect: dt.date | None,
    ) -> Motion:
        motion = Motion(
            number=AmendmentNumber(number),
            title=title,
            authors=authors,
            base=self.tip,
            readme=digest(readme.encode()),
            nonce=self.desk.nonce(),
            questions=(question,),
            takes_effect=takes_effect,
        )
        return Motion.parse(motion.to_bytes())

    def _merge(
        self,
        motion: Motion,
        folder: str,
        readme: str,
        files: Mapping[str, bytes | None],
        reports: tuple[Report, ...],
        held: dt.date | None,
    ) -> None:
        repository, person = self.desk.repository, self.desk.person()
        data, printed = motion.to_bytes(), readme.encode()
        sealed = sealed_commit(
            self.desk, motion=motion, readme=printed, folder=folder, files=files, author=person
        )
        record = VoteRecord(
            sequence=self.sequence + 1,
            previous=self.previous,
            motion=digest(data),
            evidence="reported",
            held=held,
            counts=(Count("adopted"),),
            reports=reports,
        )
        vote = record.to_bytes()
        self.tip = repository.write_commit(
            repository.write_files(sealed, {f"votes/{folder}/vote.toml": vote}),
            [self.tip, sealed],
            self._message(motion, folder, reports),
            author=person,
            committer=person,
            when=self.desk.clock(),
        )
        self.sequence, self.previous = record.sequence, digest(vote)

    def _message(self, motion: Motion, folder: str, reports: Iterable[Report]) -> str:
        paths = changed_paths(motion.changes) or {"articles/README.md"}
        with speaking(self.language):
            return "\n".join(
                (
                    _("Adopt amendment {number}: {title}").format(
                        number=motion.number, title=motion.title
                    ),
                    "",
                    judge_reports(self.rules.governing(paths), reports).sentence,
                    _("The amendment and its vote: votes/{folder}/").format(folder=folder),
                    "",
                )
            )


def calendar_of(founding: ToldVersion | None, steps: Sequence[Step]) -> dict[str, bytes]:
    """`calendar.toml` with the dates that are told; no file where none is."""
    parts = {step.number: step.dated for step in steps}
    told = [(FOUNDING_NUMBER, founding), *((step.number, step.told) for step in steps)]
    entries = []
    for number, one in told:
        if one is None:
            continue
        some = parts.get(number, ())
        adopted = {law.adopted for law in one.laws if law.adopted is not None}
        published = {law.published for law in one.laws if law.published is not None}
        dates = LegalDates(
            number=number,
            adopted=adopted.pop() if len(adopted) == 1 else None,
            published=published.pop() if len(published) == 1 else None,
            in_force=None if some else one.in_force,
        )
        if some:
            entries.append(LegalDates(number=number, in_force=one.in_force, paths=some))
        if dates.earliest_effect is not None:
            entries.append(dates)
    return {CALENDAR_FILE: Calendar(tuple(entries)).to_bytes()} if entries else {}
