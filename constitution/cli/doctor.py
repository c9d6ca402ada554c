"""Doctor: what keeps people from working in this clone, and what mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import json_option, option, verb
from constitution.language import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.assembly.doctoring import Finding

__all__ = ["doctor_verb"]


@verb(
    "doctor",
    help=N_(
        "Find what keeps you from working in this clone, and explain it: locks left behind, broken "
        "objects, an act cut short, files of an older main, names in the way, lost drafts."
    ),
    example="constitution doctor\nconstitution doctor --fix",
)
@option("--fix", is_flag=True, help=N_("Mend what can be mended; nothing is ever destroyed."))
@json_option
@pass_talk
def doctor_verb(talk: Talk, *, fix: bool, as_json: bool) -> None:
    """Diagnose, and repair; exit 1 while something keeps people from working."""
    from constitution.assembly.doctoring import diagnose, repair
    from constitution.display import safe
    from constitution.errors import ConstitutionError

    desk = talk.desk()
    with talk.progress(_("Looking")) as progress:
        found = diagnose(desk, progress)
    done: dict[Finding, str] = {}
    if fix:
        again = True
        while again:  # what one repair uncovers is repaired as well
            again = False
            for finding in found:
                if finding.repair is None or finding in done:
                    continue
                try:
                    done[finding] = repair(desk, finding)
                    again = True
                except ConstitutionError as refusal:
                    talk.say(safe(refusal.message))
            talk.renew()
            desk = talk.desk()
            found = [*done, *(one for one in diagnose(desk) if one not in done)]
    if as_json:
        talk.json(
            {
                "format": "constitution-health/1",
                "findings": [
                    {
                        "code": one.code,
                        "sentence": safe(one.sentence),
                        "advice": safe(one.advice),
                        "note": one.is_note,
                        "can_be_mended": one.repair is not None,
                        "mended": safe(done[one]) if one in done else None,
                    }
                    for one in found
                ],
            }
        )
    else:
        talk.show(_lines(talk, found, done, fix=fix))
    if any(not one.is_note and one not in done for one in found):
        raise click.exceptions.Exit(1)


def _lines(
    talk: Talk, found: list[Finding], done: dict[Finding, str], *, fix: bool
) -> Iterator[str]:
    from constitution.display import safe

    if not found:
        yield _("Nothing keeps you from working here.")
        return
    for one in found:
        yield talk.dim(safe(one.sentence)) if one.is_note else talk.bold(safe(one.sentence))
        yield f"  {safe(done.get(one, one.advice))}"
    mendable = sum(one.repair is not None for one in found)
    if mendable and not fix:
        yield ""
        yield ngettext(
            "{number} of these is mended by `constitution doctor --fix`.",
            "{number} of these are mended by `constitution doctor --fix`.",
            mendable,
        ).format(number=mendable)
