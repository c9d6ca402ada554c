"""What each act of drafting asks, and what it does: a story from the first question to the deed.

A story is awaited in a worker of the room. It ends where a question is left; a refusal that no
question shows is raised, and the room shows it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from constitution.article import Article
from constitution.assembly import drafting
from constitution.assembly.checking import consequences
from constitution.assembly.drafting.meanwhile import begin, set_apart
from constitution.assembly.drafting.unsaved import drawer_of
from constitution.assembly.pending import find_pending, pending
from constitution.assembly.rereading import told_to_reread
from constitution.display import Run, safe
from constitution.errors import ConstitutionError, Refused
from constitution.governance import GOVERNANCE_FILES
from constitution.language import _, introduce, ngettext
from constitution.outline import contents
from constitution.repository import remotes
from tui.acting import perform, perform_unnamed
from tui.dialogs.choose import Choose
from tui.dialogs.confirm import Confirm
from tui.drafting import fields
from tui.drafting.settling import Settling
from tui.editor.home import setting_apart
from tui.editor.leaving import Stranded
from tui.editor.opening import open_article, open_governance, open_new, open_reasons, reopen
from tui.editor.screen import Editor
from tui.reading import about, texts_with, title_of
from tui.widgets.page import said
from tui.widgets.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from constitution.assembly import Desk
    from constitution.assembly.drafting import Updated
    from constitution.assembly.drafting.unsaved import Unsaved
    from constitution.assembly.pending import Pending
    from tui.app import DraftingRoom
    from tui.drafting.verbs import VerbName
    from tui.editor.opening import Opened

__all__ = ["amend_article", "offer_unsaved", "resume", "tell"]


async def tell(room: DraftingRoom, verb: VerbName, one: Pending | None) -> None:
    """The story of an act, with the amendment it was asked for."""
    match verb:
        case "new":
            await _new(room)
        case "renumber":
            await _renumber(room)
        case _ if one is not None:
            await _STORIES[verb](room, one)


# -- opening ---------------------------------------------------------------------------------------


async def _new(room: DraftingRoom, *, on: str | None = None) -> Pending | None:
    rules = await perform_unnamed(
        room, lambda desk: [rule.name for rule in desk.main().rules.rules]
    )
    one = await room.push_screen_wait(fields.opening(rules, on=on))
    if one is not None:
        room.point_at_amendment(one.slug)
        room.say(_("Opened “{title}”, to be written.").format(title=one.amendment.title))
    return one


async def _on(room: DraftingRoom, one: Pending) -> None:
    await _new(room, on=one.number)


async def _renumber(room: DraftingRoom) -> None:
    one = await room.push_screen_wait(fields.renumbering())
    if one is not None:
        room.point_at_amendment(one.slug)
        room.say(_("Opened “{title}”, to be submitted.").format(title=one.amendment.title))


async def amend_article(room: DraftingRoom, path: str, title: str) -> None:
    """An amendment on an article, a new one or one that can still be changed, opened in the editor."""
    ones = await perform_unnamed(
        room, lambda desk: [one for one in pending(desk) if one.state != "put"]
    )
    ones.sort(key=lambda one: path not in one.files)
    slug: str | None = ""
    if ones:
        rows = [
            Row("", ((Run("strong", _("A new amendment")),),)),
            *(Row(one.slug, ((Run("", safe(_listed(one))),),)) for one in ones),
        ]
        question = about(
            title,
            _("Amend article {number} in which amendment?"),
            _("Amend “{heading}” in which amendment?"),
        )
        slug = await room.push_screen_wait(Choose(question, rows))
    if slug is None:
        return
    if not slug:
        one = await _new(room)
        if one is None:
            return
        slug = one.slug
    name = slug
    await _write(room, lambda desk: open_article(desk, name, path))


# -- writing ---------------------------------------------------------------------------------------


def _listed(one: Pending) -> str:
    """An amendment in a list: its number and its title, or of a draft its title alone."""
    title = one.amendment.title
    return title if one.number is None else f"{one.name} · {title}"


async def _write(room: DraftingRoom, open_: Callable[[Desk], Opened]) -> None:
    """A text is opened, written and saved; what it breaks elsewhere is said."""
    room.refuse_reading_only()
    opened = await perform_unnamed(room, open_)
    editor: Editor[Pending] = Editor(
        opened.writing, opened.save, marked=room.is_marked, home=opened.home
    )
    one = await room.push_screen_wait(editor)
    if one is not None:
        room.show_pending(one.slug)
        await _saved(room, one)


async def _saved(room: DraftingRoom, one: Pending) -> None:
    room.say(
        _("Saved in “{title}”.").format(title=one.amendment.title)
        if one.number is None
        else _("Saved in amendment {name}.").format(name=one.name)
    )
    with suppress(ConstitutionError):
        broken = await perform_unnamed(room, lambda desk: consequences(desk, one))
        if broken:
            path, fault = broken[0]
            titles = await perform_unnamed(room, lambda desk: _titles(desk, one))
            room.say(introduce(titles.get(path, path), fault.message))


async def resume(room: DraftingRoom, found: Unsaved) -> None:
    """A text that was typed and not saved is opened again; the editor offers both versions.

    Where the amendment can no longer be written, it can be read, and given up.
    """
    try:
        await perform_unnamed(room, lambda desk: find_pending(desk, found.slug))
    except ConstitutionError as error:
        await _set_apart_or_give_up(room, found, error.message)
        return
    await _write(room, lambda desk: reopen(desk, found.slug, found.path))


async def _set_apart_or_give_up(room: DraftingRoom, found: Unsaved, reason: str) -> None:
    """A text whose amendment can no longer be written: read, put into a new one, or given up."""
    drawer = await perform_unnamed(room, drawer_of)
    wish = await room.push_screen_wait(Stranded(found, str(drawer.lies_in(found)), reason))
    if wish is None:
        return
    if wish == "apart":
        begun = await perform_unnamed(room, lambda desk: begin(desk, found.slug, found.path))
        form = setting_apart(
            begun.title,
            lambda title: lambda desk: set_apart(desk, begun, found.text, title),
        )
        one = await room.push_screen_wait(form)
        if one is None:
            return
        room.show_pending(one.slug)
        await _saved(room, one)
    drawer.discard(found)


async def offer_unsaved(room: DraftingRoom, unsaved: Sequence[Unsaved]) -> None:
    """What was typed before a crash, or kept for later, is offered; left, it stays where it is."""
    titles = await perform_unnamed(room, _titles)
    rows = [
        Row(
            str(place),
            (
                (
                    Run("quiet", f"{place + 1}  "),
                    Run(
                        "strong",
                        safe(
                            f"{one.slug} · {titles.get(one.path) or title_of(one.path, one.text)}"
                        ),
                    ),
                    Run("quiet", f" · {one.at.astimezone():%Y-%m-%d %H:%M}"),
                ),
            ),
        )
        for place, one in enumerate(unsaved)
    ]
    title = ngettext(
        "This text was typed and not saved", "These texts were typed and not saved", len(rows)
    )
    chosen = await room.push_screen_wait(Choose(title, rows))
    if chosen is not None:
        await resume(room, unsaved[int(chosen)])


async def _edit(room: DraftingRoom, one: Pending) -> None:
    path = await _which(room, one, _("Edit which article?"), with_governance=True)
    if path is None:
        return
    if path in GOVERNANCE_FILES:
        await _write(room, lambda desk: open_governance(desk, one.slug, path))
    else:
        await _write(room, lambda desk: open_article(desk, one.slug, path))


async def _add(room: DraftingRoom, one: Pending) -> None:
    room.refuse_reading_only()
    asked: dict[str, str] = {}

    def take(answers: Mapping[str, str]) -> Callable[[Desk], str]:
        def place(desk: Desk) -> str:
            asked.update(answers)
            if not answers["number"]:
                raise Refused(_("say which number it bears"), hint=_("For example: 11-1."))
            path, _title = drafting.place_article(
                desk, one.slug, answers["number"], after=answers["after"] or None
            )
            return path

        return place

    if await room.push_screen_wait(fields.adding(take)) is not None:
        await _write(
            room,
            lambda desk: open_new(
                desk,
                one.slug,
                asked["number"],
                heading=asked["heading"],
                after=asked["after"] or None,
            ),
        )


async def _reasons(room: DraftingRoom, one: Pending) -> None:
    await _write(room, lambda desk: open_reasons(desk, one.slug))


# -- acts with a form ------------------------------------------------------------------------------


async def _move(room: DraftingRoom, one: Pending) -> None:
    path = await _which(room, one, _("Move which article?"))
    if path is not None:
        changed = await room.push_screen_wait(
            fields.moving(one, path, await _called(room, one, path))
        )
        if changed is not None:
            await _saved(room, changed)


async def _repeal(room: DraftingRoom, one: Pending) -> None:
    path = await _which(room, one, _("Repeal which article?"))
    if path is not None:
        title = await _called(room, one, path)
        changed = await room.push_screen_wait(fields.repealing(one, path, title))
        if changed is not None:
            await _saved(room, changed)


async def _details(room: DraftingRoom, one: Pending) -> None:
    if await room.push_screen_wait(fields.detailing(one)) is not None:
        room.say(_("Amendment {name} was changed.").format(name=one.called))


async def _divide(room: DraftingRoom, one: Pending) -> None:
    if await room.push_screen_wait(fields.dividing(one)) is not None:
        room.say(_("Amendment {name} was divided.").format(name=one.called))


async def _key(room: DraftingRoom, one: Pending) -> None:
    if await room.push_screen_wait(fields.registering(one)) is not None:
        room.say(_("Saved in amendment {name}.").format(name=one.name))


async def _submit(room: DraftingRoom, one: Pending) -> None:
    remote = await perform_unnamed(room, lambda desk: next(iter(remotes(desk.repository)), None))
    summary = (
        said(safe(one.amendment.title), "strong"),
        said(safe(", ".join(one.amendment.authors)), is_close=True),
        said(
            _("It gets a number; nothing is bound yet.")
            if one.number is None
            else _("It keeps its number, and is called “rect.”.")
        ),
        said(
            _("Nobody else sees it yet: no place to publish it is known here.")
            if remote is None
            else safe(_("It is published at {remote}.").format(remote=remote)),
            is_close=True,
        ),
    )
    question = (
        _("Submit “{title}”?").format(title=one.amendment.title)
        if one.number is None
        else _("Submit amendment {name}?").format(name=one.name)
    )
    done = await room.push_screen_wait(
        Confirm(question, summary, lambda desk: drafting.submit(desk, one.slug))
    )
    if done is not None:
        submitted, unpublished = done
        room.point_at_amendment(submitted.slug)
        room.say(_("Submitted as amendment {name}.").format(name=submitted.name))
        if unpublished:
            room.say(_("It could not be published: {reason}").format(reason=unpublished))


async def _withdraw(room: DraftingRoom, one: Pending) -> None:
    if one.number is not None:
        if await room.push_screen_wait(fields.ruling(one)) is not None:
            room.say(_("Amendment {name} was disposed of.").format(name=one.name))
        return

    def unsaved(desk: Desk) -> list[str]:
        number = sum(typed.slug == one.slug for typed in drawer_of(desk).all())
        sentence = ngettext(
            "{number} text was typed in it and not saved: it is kept, and still offered to be read.",
            "{number} texts were typed in it and not saved: they are kept, and still offered to be "
            "read.",
            number,
        )
        return [sentence.format(number=number)] if number else []

    summary = (
        said(safe(one.amendment.title), "strong"),
        said(
            _("The draft goes from the list, with all that was written in it. `u` brings it back.")
        ),
        *(said(sentence) for sentence in await perform_unnamed(room, unsaved)),
    )
    question = _("Withdraw the draft “{title}”?").format(title=one.amendment.title)
    deed = Confirm(question, summary, lambda desk: drafting.withdraw_draft(desk, one.slug))
    if await room.push_screen_wait(deed) is not None:
        room.say(_("Withdrawn: “{title}”.").format(title=one.amendment.title))


# -- onto the current text -------------------------------------------------------------------------


async def _update(room: DraftingRoom, one: Pending) -> None:
    """The amendment is brought onto the current text; conflicts are settled one at a time first."""
    result: Updated | None
    titles = await perform_unnamed(room, lambda desk: _titles(desk, one))
    found = await perform(room, lambda desk: drafting.update(desk, one.slug))
    if isinstance(found, drafting.Updated):
        result = found
    else:
        now = await perform_unnamed(room, lambda desk: drafting.settled(desk, one.slug))
        result = await room.push_screen_wait(Settling(one, now, titles))
    if result is not None:
        name = result.pending.called
        room.say(_("Amendment {name} stands on the current text.").format(name=name))
        if told := await perform_unnamed(room, partial(_told_to_reread, result)):
            room.say(" ".join(told))


def _told_to_reread(result: drafting.Updated, desk: Desk) -> tuple[str, ...]:
    return told_to_reread(result.rereadings, texts_with(desk.main().texts, result.pending))


def _titles(desk: Desk, one: Pending | None = None) -> dict[str, str]:
    """What the articles of the current text are called, by path; and those that an amendment brings."""
    texts = texts_with(desk.main().texts, one)
    return {path: title_of(path, text) for path, text in texts.items()}


# -- which article ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Named:
    """An article of the amendment's branch, or a governance file."""

    path: str
    title: str
    is_changed: bool


async def _which(
    room: DraftingRoom, one: Pending, question: str, *, with_governance: bool = False
) -> str | None:
    """The path of the article that is meant: those that the amendment changes come first."""
    room.refuse_reading_only()
    named = await perform_unnamed(room, lambda desk: _articles(desk, one, with_governance))
    changed = _("changed here")
    rows = [
        Row(
            each.path,
            (
                (
                    Run("strong" if each.is_changed else "", safe(each.title)),
                    Run("quiet", f" · {changed}" if each.is_changed else ""),
                ),
            ),
        )
        for each in named
    ]
    return await room.push_screen_wait(Choose(question, rows))


def _articles(desk: Desk, one: Pending, with_governance: bool) -> list[_Named]:
    fresh = find_pending(desk, one.slug)
    texts = drafting.draft_snapshot(desk, fresh).texts
    named = [
        _Named(entry.part.path, entry.part.title or entry.part.path, entry.part.path in fresh.files)
        for entry in contents(texts)
        if isinstance(entry.part, Article) or entry.part.path in texts
    ]
    if with_governance:
        named += [
            _Named(path, f"{title_of(path, '')} · {path}", path in fresh.files)
            for path in GOVERNANCE_FILES
        ]
    return sorted(named, key=lambda each: not each.is_changed)


async def _called(room: DraftingRoom, one: Pending, path: str) -> str:
    return await perform_unnamed(
        room, lambda desk: title_of(path, drafting.draft_snapshot(desk, one).texts[path])
    )


_STORIES: Mapping[VerbName, Callable[[DraftingRoom, Pending], Coroutine[None, None, None]]] = {
    "edit": _edit,
    "add": _add,
    "move": _move,
    "repeal": _repeal,
    "reasons": _reasons,
    "details": _details,
    "divide": _divide,
    "key": _key,
    "on": _on,
    "update": _update,
    "submit": _submit,
    "withdraw": _withdraw,
}
