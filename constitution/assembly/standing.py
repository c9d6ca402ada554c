"""Whether what was shown of a motion still stands: others put, count and declare meanwhile.

A motion is meant by its digest. What bears its number by now may be another text, on which nobody
answered anything yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.assembly.declaring import refuse_outdated
from constitution.assembly.motions import open_motion
from constitution.assembly.pending import motion_branches
from constitution.errors import ConstitutionError, Outdated
from constitution.language import _

if TYPE_CHECKING:
    from constitution.assembly.desk import Desk
    from constitution.assembly.motions import OpenMotion
    from constitution.canonical import Digest
    from constitution.repository import CommitId

__all__ = ["Footing", "footing_of", "standing_motion", "what_became"]


@dataclass(frozen=True, slots=True)
class Footing:
    """Where main and the branch of a motion stood: as long as both do, so does what was shown."""

    ref: str
    main: CommitId | None
    motion: CommitId | None

    def holds(self, desk: Desk) -> bool:
        """Whether neither moved; two refs are looked at, and nothing else."""
        return (desk.repository.tip(), desk.repository.tip(self.ref)) == (self.main, self.motion)


def footing_of(desk: Desk, motion: OpenMotion) -> Footing:
    """Where main and the motion's branch stand."""
    return Footing(motion.branch.ref, desk.repository.tip(), motion.branch.tip)


def standing_motion(desk: Desk, folder: str, shown: Digest) -> OpenMotion:
    """The motion that was shown, still put to the vote.

    `Refused` with its result where it was declared or disposed of, `Outdated` where what is put
    under its number is another text.
    """
    number = folder.partition("-")[0]
    motion = open_motion(desk, folder if folder in motion_branches(desk) else number)
    if motion.digest != shown:
        raise Outdated(
            _("amendment {name} was put again since this was begun").format(name=motion.name),
            hint=_("Nothing was entered. Look at what is put now, and do it again."),
        )
    return motion


def what_became(desk: Desk, folder: str, shown: Digest) -> ConstitutionError | None:
    """Why no vote can be taken any more on a motion that was shown; None where one can."""
    try:
        refuse_outdated(desk, standing_motion(desk, folder, shown), desk.main())
    except ConstitutionError as error:
        return error
    return None
