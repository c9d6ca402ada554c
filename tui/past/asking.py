"""Which moment, and which two: questions that only read, and bear nobody's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from constitution.language import _
from tui.acting import perform_unnamed
from tui.dialogs.dialog import capital
from tui.dialogs.form import Field, Form
from tui.moments import called_record
from tui.past.reading import Comparison, DayShown, read_comparison, read_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from constitution.assembly import Desk
    from constitution.history import Entry

__all__ = ["Question", "which_moment", "which_two"]

T = TypeVar("T")


class Question(Form[T]):
    """Lines to fill in, for an answer and no act."""

    PERFORM = staticmethod(perform_unnamed)

    @property
    def typed(self) -> object:
        """Nothing that is missed: what was asked can be asked again."""
        return None


def which_moment() -> Question[DayShown]:
    """The text of which day."""

    def read(answers: Mapping[str, str]) -> Callable[[Desk], DayShown]:
        return lambda desk: read_day(desk, answers["when"] or called_record(0))

    return Question(
        _("The text of which day?"),
        (Field("when", _("Day"), hint=_("the founding")),),
        read,
        note=_moments(),
    )


def which_two(record: Entry | None) -> Question[Comparison]:
    """Which two days are compared; before and after a record where one is in sight."""
    old = new = about = ""
    if record is not None:
        sequence = record.record.sequence
        old, new = called_record(sequence - 1), called_record(sequence)
        about = _("{record} is that of amendment {name}.").format(
            record=capital(new),
            name=record.name,
        )

    def read(answers: Mapping[str, str]) -> Callable[[Desk], Comparison]:
        return lambda desk: read_comparison(desk, answers["old"], answers["new"])

    return Question(
        _("Compare two moments"),
        (
            Field("old", _("From"), old, hint=_("the founding")),
            Field("new", _("To"), new, hint=_("the current text")),
        ),
        read,
        note="\n".join(filter(None, (about, _moments()))),
        is_ready=bool(old and new),
    )


def _moments() -> str:
    return _("A date such as 2026-11-23, “{record}”, or the number of an amendment.").format(
        record=called_record(12)
    )
