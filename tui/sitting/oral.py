"""An oral amendment: opened, written on the screen, submitted, and put, without leaving the sitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.assembly import drafting
from constitution.assembly.counting import stranger
from constitution.assembly.drafting.opening import free_slug
from constitution.display import safe
from constitution.errors import Refused
from constitution.language import N_, _
from tui.acting import perform, perform_unnamed
from tui.dialogs.articles import which_article
from tui.dialogs.form import Field, Form
from tui.editor.opening import open_article
from tui.editor.screen import Editor
from tui.reading import title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from constitution.assembly import Desk
    from constitution.assembly.pending import Pending
    from constitution.assembly.sitting import Turn
    from tui.app import DraftingRoom

__all__ = ["move_orally"]


async def move_orally(
    room: DraftingRoom, turn: Turn | None, article: str, put: Callable[[str], None]
) -> None:
    """The story of an amendment that somebody moves in the sitting, to be put at once.

    `article` is the path of the one that is being discussed. Left before it was saved, it stays a
    draft.
    """
    room.refuse_reading_only()
    texts = await perform_unnamed(room, lambda desk: dict(desk.main().texts))
    chosen = await room.push_screen_wait(
        which_article(_("Oral amendment: on which article?"), texts, at=article)
    )
    if chosen is None:
        return
    title = title_of(chosen, texts[chosen])
    opened = await room.push_screen_wait(_opening(turn, chosen, title))
    if opened is None:
        return
    slug, path = opened
    text = await perform_unnamed(room, lambda desk: open_article(desk, slug, path))
    editor: Editor[Pending] = Editor(text.writing, text.save, marked=room.is_marked, home=text.home)
    saved = await room.push_screen_wait(editor)
    if saved is None:
        room.say(_("It stays a draft: {name}.").format(name=slug))
        return
    submitted, unpublished = await perform(room, lambda desk: drafting.submit(desk, saved.slug))
    room.say(_("Submitted as amendment {name}.").format(name=submitted.name))
    if unpublished:
        room.say(_("It could not be published: {reason}").format(reason=unpublished))
    put(str(submitted.number))


def _opening(turn: Turn | None, path: str, title: str) -> Form[tuple[str, str]]:
    """Who moves what, on which article; the slug and the path of the draft it opens."""
    grounds = [("", _("the current text"))]
    if turn is not None and turn.pending.amendment.on is None:
        grounds.append((turn.number, _("amendment {name}").format(name=turn.pending.name)))
    return Form(
        safe(_("Oral amendment: {article}").format(article=title)),
        (
            Field("title", _("What it proposes"), hint=_("a line, as it will be called")),
            Field("author", _("Moved by"), hint=_("a member, or a name")),
            Field("on", _("It changes"), choices=tuple(grounds)),
        ),
        lambda answers: _open(path, answers),
        doubts=_doubts,
        note=_("It is written on the screen, submitted, and shown to be put."),
    )


def _doubts(answers: Mapping[str, str]) -> Callable[[Desk], list[str]]:
    def doubt(desk: Desk) -> list[str]:
        _mover(answers)
        return list(filter(None, (stranger(desk, answers["author"]),)))

    return doubt


def _mover(answers: Mapping[str, str]) -> str:
    """Who moves it; `Refused` where that is not said."""
    if not answers["author"]:
        raise Refused(_("an oral amendment is moved by somebody"), hint=_("Type who moves it."))
    return answers["author"]


def _open(path: str, answers: Mapping[str, str]) -> Callable[[Desk], tuple[str, str]]:
    def deed(desk: Desk) -> tuple[str, str]:
        on = answers["on"] or None
        title = answers["title"] or desk.written(N_("Oral amendment"))
        author = _mover(answers)
        one = drafting.new_amendment(
            desk, free_slug(desk, title), title=title, authors=(author,), on=on
        )
        return one.slug, path

    return deed
