"""The summaries that are agreed to before an act of the sitting, and what is said once it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.assembly.disposing import record_fallen
from constitution.assembly.sitting import (
    declare_as_shown,
    putting_as_shown,
    result_as_shown,
    seal_as_shown,
)
from constitution.display import safe
from constitution.language import _, ngettext
from tui.dialogs.confirm import Confirm
from tui.dialogs.dialog import as_long_as
from tui.dialogs.notice import Notice
from tui.sitting.sheets import outcome_words, show_putting, show_result
from tui.widgets.page import said

if TYPE_CHECKING:
    from constitution.assembly import Desk
    from constitution.assembly.declaring import Declared
    from constitution.assembly.motions import OpenMotion
    from constitution.repository import CommitId
    from tui.sitting.reading import PuttingShown, ResultShown

__all__ = ["declaring", "fallen", "falling", "postponed", "putting", "tell_declared", "tell_put"]


def putting(shown: PuttingShown, *, marked: bool) -> Confirm[OpenMotion]:
    """What would be put to the vote; exactly that is sealed."""

    def deed(desk: Desk) -> OpenMotion:
        return seal_as_shown(desk, shown.names, shown.mark, again=shown.again)

    one = shown.change.one
    title = (
        _("Put amendment {name} to the vote again?")
        if one.state == "put"
        else _("Put amendment {name} to the vote?")
    ).format(name=one.name)
    return Confirm(title, show_putting(shown, marked=marked), deed).bind_to(
        as_long_as(lambda desk: putting_as_shown(desk, shown.names, shown.mark, again=shown.again))
    )


def tell_put(motion: OpenMotion) -> str:
    """What is said once it was put."""
    return _("Amendment {name} is put to the vote; what is voted on is sealed.").format(
        name=motion.name
    )


def postponed(shown: ResultShown) -> Notice:
    """A vote without a quorum: why, and that nothing was recorded."""
    sentence = _("The vote on amendment {name} is postponed; nothing was recorded.")
    lines = (*shown.sentences, *filter(None, (shown.replaced,)))
    return Notice(sentence.format(name=shown.tally.name), "\n".join(lines))


def declaring(shown: ResultShown) -> Confirm[Declared]:
    """The result; exactly that is declared."""

    def deed(desk: Desk) -> Declared:
        return declare_as_shown(desk, shown.folder, shown.mark)

    title = {
        "adopted": _("Declare amendment {name} adopted?"),
        "rejected": _("Declare amendment {name} rejected?"),
        "divided": _("Declare amendment {name} adopted in part?"),
    }[shown.outcome]
    return Confirm(title.format(name=shown.tally.name), show_result(shown), deed).bind_to(
        as_long_as(lambda desk: result_as_shown(desk, shown.folder, shown.mark))
    )


def tell_declared(done: Declared) -> str:
    """What is said once it was declared, with what must be put again."""
    outcome = outcome_words()[done.declaration.outcome]
    sentence = _("Amendment {name} is {outcome}.").format(
        name=done.declaration.motion.name, outcome=outcome
    )
    behind = [
        _("Amendment {name} was put on the text before: put it again.").format(name=name)
        for name in done.fallen_behind
    ]
    return "\n".join((sentence, *behind))


def falling(shown: ResultShown) -> Confirm[tuple[CommitId, ...]]:
    """The amendments of which a declared result left nothing to vote on; a yes records the ruling."""
    names = [fate.number for fate in shown.falling]
    lead = shown.fates.number

    def deed(desk: Desk) -> tuple[CommitId, ...]:
        return record_fallen(desk, names, lead)

    title = ngettext(
        "Record amendment {names} as fallen?", "Record amendments {names} as fallen?", len(names)
    ).format(names=", ".join(fate.name for fate in shown.falling))
    lines = [
        said(safe(f"{fate.name} — {fate.title} ({fate.reason})"), is_close=place > 0)
        for place, fate in enumerate(shown.falling)
    ]
    rest = _(
        "The chair rules on what falls. The record bears your name, and `u` takes it back. Escape "
        "leaves it in the list: `x` disposes of it there, in the chair’s words."
    )
    return Confirm(title, (*lines, said(rest, "quiet")), deed)


def fallen(shown: ResultShown) -> str:
    """What is said once it was recorded."""
    return ngettext(
        "Recorded as fallen: amendment {names}.",
        "Recorded as fallen: amendments {names}.",
        len(shown.falling),
    ).format(names=", ".join(fate.name for fate in shown.falling))
