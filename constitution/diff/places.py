"""Where an article that moved stands among the others, as a person says it: after which, and where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from constitution.display import safe
from constitution.language import _
from constitution.outline import chapter_of, name_at
from constitution.part import Article, number_span
from constitution.path import ArticlePath, is_heading_file, path_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constitution.diff.articles import ArticleDelta
    from constitution.diff.texts import Delta

__all__ = ["Place", "describe_place", "name_in_sentence", "with_places"]


@dataclass(frozen=True, slots=True)
class Place:
    """Beside which article another comes to stand, and under which heading where that is another.

    `same` is where it stood: its file was renamed, and it is read where it was.
    """

    side: Literal["after", "before", "same"]
    beside: str = ""
    """What the neighbour is called, by its number where it bears one."""
    chapter: str = ""
    """The heading it comes under; empty where it stays under the one it had."""


def with_places(delta: Delta, old: Mapping[str, str], new: Mapping[str, str]) -> Delta:
    """The delta, each article that moved knowing where it stands now, and where it would go back to.

    `old` and `new` are the whole texts, so that a neighbour that does not change is known.
    """
    moves = {
        one.old_path: one.new_path
        for one in delta.articles
        if one.old_path is not None and one.new_path is not None and one.old_path != one.new_path
    }
    if not moves:
        return delta
    sides = _Order(old), _Order(new)
    return replace(delta, articles=tuple(_placed(one, moves, sides) for one in delta.articles))


def _placed(
    article: ArticleDelta, moves: Mapping[str, str], sides: tuple[_Order, _Order]
) -> ArticleDelta:
    """One article of the delta, with its two places if it moved."""
    before, after = sides
    source, path = article.old_path, article.new_path
    if source is None or path is None or path == source:
        return article
    if source not in before or path not in after:
        return article
    stood, stands = before.around(source), after.around(path)
    changes = not _is_same_chapter(source, path, moves, (before.texts, after.texts))
    stays = any(
        now and now == moves.get(then, then) for now, then in zip(stands, stood, strict=True)
    )
    if stays and not changes:
        return replace(article, place=Place("same"), place_before=Place("same"))
    return replace(
        article,
        place=after.place(path, changes=changes),
        place_before=before.place(source, changes=changes),
    )


def _is_same_chapter(
    source: str, path: str, moves: Mapping[str, str], sides: tuple[Mapping[str, str], ...]
) -> bool:
    """Whether the heading above two articles is one: by its words, or for it was moved with them."""
    readmes = [f"{one.rpartition('/')[0]}/README.md" for one in (source, path)]
    above, now = (chapter_of(one, texts) for one, texts in zip((source, path), sides, strict=True))
    return above == now or moves.get(readmes[0]) == readmes[1]


def describe_place(place: Place) -> str:
    """Where it was moved to: `moved after Article 20, into “Title II”`."""
    beside, chapter = safe(place.beside), safe(place.chapter)
    if place.side == "same":
        return _("moved to another file, and read where it was")
    if place.side == "after":
        if chapter:
            return _("moved after {article}, into “{chapter}”").format(
                article=beside, chapter=chapter
            )
        return _("moved after {article}").format(article=beside)
    if chapter:
        return _("moved before {article}, into “{chapter}”").format(article=beside, chapter=chapter)
    return _("moved before {article}").format(article=beside)


def name_in_sentence(path: str, texts: Mapping[str, str]) -> str:
    """What an article is called within a sentence: by its number, else by its heading, quoted.

    Where another is called the same, what tells them apart follows, as `name_at` says it.
    """
    title = Article(ArticlePath(path), texts[path].partition("\n")[0]).title
    told = name_at(path, texts).removeprefix(title)
    line = f"# {title}"
    span = number_span(line)
    if not title:
        return path
    if span is None:
        return _("“{words}”").format(words=title) + told
    word, number = line[2 : span[0]].strip(" \u00a0\u202f*_"), line[slice(*span)]
    if word == "Article":
        return _("Article {number}").format(number=number) + told
    return line[2 : span[1]].lstrip("*_") + told


class _Order:
    """The articles of a whole text in reading order; headings are none."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._paths = sorted((p for p in texts if not is_heading_file(p)), key=path_key)
        self._places = {path: place for place, path in enumerate(self._paths)}

    def __contains__(self, path: object) -> bool:
        return path in self._places

    def around(self, path: str) -> tuple[str, str]:
        """The articles before and after one; empty where there is none."""
        at = self._places[path]
        before = self._paths[at - 1] if at else ""
        return before, self._paths[at + 1] if at + 1 < len(self._paths) else ""

    def place(self, path: str, *, changes: bool) -> Place | None:
        """Where an article stands, told by the neighbour under its own heading where one alone is.

        None where it stands alone. `changes` says whether the heading it stands under is said.
        """
        before, after = self.around(path)
        above = chapter_of(path, self.texts)
        is_first = before == "" or chapter_of(before, self.texts) != above
        side: Literal["after", "before"] = "after"
        if is_first and after and (not before or chapter_of(after, self.texts) == above):
            side = "before"
        beside = after if side == "before" else before
        if not beside:
            return None
        return Place(side, name_in_sentence(beside, self.texts), above if changes else "")
