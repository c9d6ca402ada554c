"""Where an article stands: the path of a new one, and another place for one that stands already."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constitution.article import Article, ArticlePath, check_path, find, number_key
from constitution.assembly.drafting.branch import draft_snapshot, save_draft
from constitution.assembly.pending import draft_file, find_pending
from constitution.errors import Refused
from constitution.history import Snapshot
from constitution.language import N_, _
from constitution.number import number_slug
from constitution.part import number_span, read_number
from constitution.placing import path_after

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constitution.assembly.desk import Desk
    from constitution.assembly.pending import Pending

__all__ = ["move_article", "place_article"]


def place_article(
    desk: Desk, name: str, article: str, *, heading: str = "", after: str | None = None
) -> tuple[ArticlePath, str]:
    """Where a new article stands in the amendment, and the title that its first line bears.

    `Refused` where an article stands there already.
    """
    texts = draft_snapshot(desk, find_pending(desk, name)).texts
    if "/" in article or article.endswith(".md"):
        path, title = _written(article), heading
    else:
        neighbour = _neighbour(article, after, texts)
        path = path_after(neighbour, article, texts) or check_path(
            f"{neighbour.rpartition('/')[0]}/article-{number_slug(article)}.md"
        )
        beside = Article(ArticlePath(neighbour), texts[neighbour])
        word = beside.title.split(" ")[0] if beside.number else ""
        title = f"{word if word[:3].isalpha() else 'Article'} {article}"
        title += f" — {heading}" if heading else ""
    if path in texts:
        raise Refused(
            _("there is an article at {path} already").format(path=path),
            hint=_("Edit that one, or choose another number."),
        )
    return path, title


def _written(place: str) -> ArticlePath:
    """A path as a person writes it."""
    full = place if place.startswith("articles/") else f"articles/{place}"
    return check_path(full if full.endswith(".md") else f"{full}.md")


def _neighbour(number: str | None, after: str | None, texts: Mapping[str, str]) -> str:
    """The path of the article that one is to follow, which `after` names or its number tells.

    `Refused` where another bears the number already: in the whole text, or beside the one named,
    for numbers begin anew in another part of a text.
    """
    named = find(after, texts) if after is not None else None
    for path, text in texts.items() if number is not None else ():
        has = Article(ArticlePath(path), text).number
        is_beside = named is None or path.rpartition("/")[0] == named.rpartition("/")[0]
        if is_beside and has is not None and number_key(has) == number_key(number or ""):
            raise Refused(
                _("there is an article {number} already").format(number=has),
                hint=_("Edit that one, or choose another number."),
            )
    return named if named is not None else _before(number or "", texts)


def _before(number: str, texts: Mapping[str, str]) -> str:
    """The path of the last article with a smaller number."""
    wanted = number_key(number)
    found: str | None = None
    for path, text in texts.items():
        has = Article(ArticlePath(path), text).number
        if has is not None and number_key(has) < wanted:
            found = path
    if found is None:
        raise Refused(
            _("no article comes before {number}").format(number=number),
            hint=_("Say which article it follows, or give its path."),
        )
    return found


def move_article(
    desk: Desk, name: str, article: str, place: str = "", *, after: str | None = None
) -> Pending:
    """The amendment with an article at another place, declared as a move.

    `place` is a number, which the article then bears, and its path is found from it; or a folder or
    a path, and its words stay as they are. `after` names the article that it is to follow.
    """
    one = find_pending(desk, name)
    snapshot = draft_snapshot(desk, one)
    path = find(article, snapshot.texts)
    others = {at: text for at, text in snapshot.texts.items() if at != path}
    number = _number(place, others)
    text = snapshot.texts[path]
    if number is not None:
        text = _numbered(Article(ArticlePath(path), text), number)
    if place and number is None:
        if after is not None:
            raise Refused(
                _("a path says already where the article stands"),
                hint=_("Give the path, or the article that it follows."),
            )
        target = _at(place, path)
    else:
        keeps_name = number is None or text == snapshot.texts[path]
        own = path.rpartition("/")[2] if keeps_name else ""
        target = _found(own, number, after, others)
    if target == path and text == snapshot.texts[path]:
        called = Article(ArticlePath(path), text).title or path
        raise Refused(
            _("{article} stands there already").format(article=called),
            hint=_("Say another place: a number, or the article that it is to follow."),
        )
    if target in others:
        raise Refused(
            _("another article stands at {path}").format(path=target),
            hint=_("Move that one first, or choose another path."),
        )
    files: dict[str, bytes | None] = {path: None, target: text.encode()}
    if number is None:
        files[target] = snapshot.data(path)
    if target != path:
        files[draft_file(one.slug, "amendment.toml")] = _declared(desk, one, path, target)
    message = desk.written(N_("Move {old} to {new}")).format(old=path, new=target)
    return save_draft(desk, one, files, "move", message)


def _number(place: str, texts: Mapping[str, str]) -> str | None:
    """The number that a place names; None for a folder or a path."""
    folder = f"articles/{place.strip('/').removeprefix('articles/')}/"
    if not place or "/" in place or place.endswith(".md"):
        return None
    if any(path.startswith(folder) for path in texts):
        return None
    asked = read_number(place) or read_number(f"Article {place}")
    return asked[0] if asked is not None and not asked[1] else None


def _at(place: str, path: str) -> ArticlePath:
    """The path that a folder or a path names, for an article that stands at another."""
    is_file = place.endswith(".md")
    return _written(place if is_file else f"{place.rstrip('/')}/{path.rpartition('/')[2]}")


def _found(
    own: str, number: str | None, after: str | None, others: Mapping[str, str]
) -> ArticlePath:
    """The path of an article that bears a number, or follows another; `own` is a name to keep."""
    if after is None and number is None:
        raise Refused(
            _("say where the article goes"),
            hint=_("Give the number that it is to bear, or the article that it is to follow."),
        )
    neighbour = _neighbour(number, after, others)
    target = path_after(neighbour, number, others, own=own)
    if target is None:
        raise Refused(
            _("no path is free between {article} and the one that follows it").format(
                article=Article(ArticlePath(neighbour), others[neighbour]).title or neighbour
            ),
            hint=_("Give a path, or renumber the articles first."),
        )
    return target


def _numbered(article: Article, number: str) -> str:
    """The text of an article that bears another number."""
    lines = article.text.split("\n")
    line = lines[article.line - 1]
    span = number_span(line)
    if span is None:
        raise Refused(
            _("{article} bears no number").format(article=article.title or article.path),
            hint=_("Say which article it is to follow instead."),
        )
    lines[article.line - 1] = f"{line[: span[0]]}{number}{line[span[1] :]}"
    return "\n".join(lines)


def _declared(desk: Desk, one: Pending, path: str, target: str) -> bytes:
    """What the amendment says of itself, with the move from where the article stood on main."""
    origin = {now: old for old, now in one.amendment.moves}
    source = origin.get(path, path)
    moves = [(old, new) for old, new in one.amendment.moves if new != path]
    base = Snapshot(desk.repository, one.fork)
    if source in base.files and source != target:
        moves.append((source, target))
    return replace(one.amendment, moves=tuple(sorted(moves))).to_bytes()
