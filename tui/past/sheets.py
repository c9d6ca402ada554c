"""The text of a day, and two days compared, as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.display import Run, safe
from constitution.governance import MEMBERS_FILE, RULES_FILE, SETTINGS_FILE
from constitution.language import _, introduce, join_clauses, ngettext
from constitution.outline import number_of_articles
from tui.past.timeline import founding_headline
from tui.widgets.change import show_changes
from tui.widgets.page import Block, said
from tui.widgets.prose import prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constitution.diff import ArticleDelta
    from tui.past.reading import Comparison, DayShown, FoundingShown
    from tui.widgets.change import View
    from tui.widgets.page import Sheet, Sides

__all__ = ["articles_begin", "show_comparison", "show_day", "show_founding"]


def show_founding(shown: FoundingShown) -> Sheet:
    """How it began, and the whole text as it was founded."""
    members = ngettext("{number} member", "{number} members", shown.entitled)
    blocks: list[Block | Sides] = [
        said(founding_headline(shown), "title"),
        said(safe(shown.text), "strong"),
        said(safe(shown.assembly), is_close=True),
        said(
            join_clauses((_articles(shown.texts), members.format(number=shown.entitled))),
            is_close=True,
        ),
        said(
            _("Its mark, by which the history can be pinned: {id}").format(id=shown.commit), "quiet"
        ),
    ]
    for text in shown.texts.values():
        blocks.extend(prose(text))
    return tuple(blocks)


def _articles(texts: Mapping[str, str]) -> str:
    """How many articles there are."""
    number = number_of_articles(texts)
    return ngettext("{number} article", "{number} articles", number).format(number=number)


def show_day(shown: DayShown) -> Sheet:
    """The whole text of a moment, article after article."""
    blocks: list[Block | Sides] = [
        said(safe(shown.title), "title"),
        said(_articles(shown.texts), "quiet", is_close=True),
        *(said(safe(note), "strong") for note in shown.notes),
        *_doubts(shown.cannot_tell),
    ]
    for text in shown.texts.values():
        blocks.extend(prose(text))
    return tuple(blocks)


def articles_begin(shown: DayShown) -> dict[str, int]:
    """The place in the sheet of a day at which each of its files begins."""
    lengths = {path: len(prose(text)) for path, text in shown.texts.items()}
    place = len(show_day(shown)) - sum(lengths.values())
    begin = {}
    for path, length in lengths.items():
        begin[path] = place
        place += length
    return begin


def show_comparison(shown: Comparison, view: View, *, marked: bool) -> Sheet:
    """What changed between two moments, article after article."""
    heading = _("From {old} to {new}").format(old=shown.old, new=shown.new)
    changed = [one for one in shown.delta.articles if one.status != "unchanged"]
    return (
        said(safe(heading), "title"),
        said(_what_changed(len(changed), shown.governance), "quiet", is_close=True),
        *_doubts(shown.cannot_tell),
        *show_changes(shown.delta, shown.governance, view, marked=marked),
    )


def _what_changed(articles: int, governance: Sequence[ArticleDelta]) -> str:
    """How many articles, and what else, in a line."""
    number = ngettext("{number} article changed", "{number} articles changed", articles)
    told = number.format(number=articles) if articles else _("No article changed")
    names = {
        MEMBERS_FILE: _("the members changed"),
        RULES_FILE: _("the rules changed"),
        SETTINGS_FILE: _("the settings changed"),
    }
    return join_clauses((told, *(names[delta.path] for delta in governance)))


def _doubts(cannot_tell: Mapping[str, str]) -> Iterator[Block]:
    if cannot_tell:
        yield said(_("What cannot be told"), "strong")
    for path, sentence in cannot_tell.items():
        yield Block((Run("", safe(f"– {introduce(path, sentence)}")),), hang="  ", is_close=True)
