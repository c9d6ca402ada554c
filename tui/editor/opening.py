"""Texts of an amendment, opened to be written: each is held, so that one window alone types it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from constitution.article import Article, ArticlePath, find
from constitution.assembly import drafting
from constitution.assembly.drafting.editing import edit_message
from constitution.assembly.drafting.meanwhile import REASONS, Begun, begin, look, set_apart
from constitution.assembly.drafting.unsaved import drawer_of
from constitution.assembly.pending import Pending, find_pending
from constitution.language import N_, _
from constitution.text import decode
from tui.editor.home import Home
from tui.editor.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from constitution.assembly import Desk

__all__ = ["Opened", "open_article", "open_governance", "open_new", "open_reasons", "reopen"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A text to write, and how it is saved."""

    writing: Writing
    save: Callable[[str, str, str], Callable[[Desk], Pending]]
    """From the text, the message, and the text with which the writing began."""
    home: Home[Pending]
    """The amendment it belongs to."""


def open_article(desk: Desk, name: str, article: str) -> Opened:
    """An article as the amendment has it, compared with the current text."""
    one = find_pending(desk, name)
    snapshot = drafting.draft_snapshot(desk, one)
    path = find(article, snapshot.texts)
    text = snapshot.texts[path]
    was = {new: old for old, new in one.amendment.moves}.get(path, path)
    base = desk.at(one.fork).texts.get(was, "")
    read = Article(ArticlePath(path), text)
    writing = _writing(desk, one, path, text, base, "article", read.title or path)
    return Opened(
        _with(writing, edit_message(desk, read)),
        lambda text, message, begun: (
            lambda desk: drafting.edit_article(
                desk, one.slug, path, text, message=message, begun=begun
            )
        ),
        _home(desk, one, path),
    )


def open_new(
    desk: Desk, name: str, article: str, *, heading: str = "", after: str | None = None
) -> Opened:
    """A new article: its number in its first line, and nothing else yet."""
    one = find_pending(desk, name)
    path, title = drafting.place_article(desk, name, article, heading=heading, after=after)
    start = f"# {title}\n\n" if title else ""
    writing = _writing(desk, one, path, start, "", "article", title or path)
    return Opened(
        _with(writing, desk.written(N_("Add {article}")).format(article=title or path)),
        lambda text, message, _begun: (
            lambda desk: drafting.add_article(desk, one.slug, path, text, message=message)
        ),
        _home(desk, one, path),
    )


def open_reasons(desk: Desk, name: str) -> Opened:
    """The reasons of an amendment."""
    one = find_pending(desk, name)
    writing = _writing(desk, one, REASONS, one.reasons, None, "prose", _("Reasons"))
    return Opened(
        _with(writing, desk.written(N_("Give the reasons"))),
        lambda text, message, begun: (
            lambda desk: drafting.write_reasons(desk, one.slug, text, message=message, begun=begun)
        ),
        _home(desk, one, REASONS),
    )


def open_governance(desk: Desk, name: str, file: str) -> Opened:
    """The members, the rules or the settings as the amendment has them."""
    one = find_pending(desk, name)
    path = drafting.governance_file(file) or file
    text = decode(drafting.draft_snapshot(desk, one).data(path), path)
    base = decode(desk.at(one.fork).data(path), path)
    writing = _writing(desk, one, path, text, base, "table", path)
    return Opened(
        _with(writing, desk.written(N_("Amend {path}")).format(path=path)),
        lambda text, message, begun: (
            lambda desk: drafting.edit_governance(
                desk, one.slug, path, text.encode(), message=message, begun=begun
            )
        ),
        _home(desk, one, path),
    )


def reopen(desk: Desk, slug: str, path: str) -> Opened:
    """The text of a file of an amendment, whatever it is: to take up what was typed in it."""
    if path == REASONS:
        return open_reasons(desk, slug)
    if drafting.governance_file(path) is not None:
        return open_governance(desk, slug, path)
    if path in drafting.draft_snapshot(desk, find_pending(desk, slug)).texts:
        return open_article(desk, slug, path)
    return open_new(desk, slug, path)


def _writing(
    desk: Desk,
    one: Pending,
    path: str,
    text: str,
    base: str | None,
    kind: Literal["article", "prose", "table"],
    called: str,
) -> Writing:
    drawer = drawer_of(desk)
    return Writing(
        title=_("“{title}” — {what}").format(title=one.amendment.title, what=called)
        if one.number is None
        else _("Amendment {name} — {what}").format(name=one.name, what=called),
        path=path,
        text=text,
        language=desk.main().settings.language,
        kind=kind,
        base=base,
        found=drawer.find(one.slug, path),
        held=drawer.hold(
            one.slug,
            path,
            called=_("{article} of “{title}”").format(article=called, title=one.amendment.title),
        ),
    )


def _home(desk: Desk, one: Pending, path: str) -> Home[Pending]:
    begun = begin(desk, one.slug, path)

    def since(text: str) -> Begun:
        """What was begun with by now; a new article is none that the amendment has."""
        return begun if begun.text is None else replace(begun, text=text)

    return Home(
        begun.title,
        lambda text: lambda desk: look(desk, since(text)),
        lambda text, title, begun_with: (
            lambda desk: set_apart(desk, since(begun_with), text, title)
        ),
    )


def _with(writing: Writing, message: str) -> Writing:
    return replace(writing, message=message)
