"""A whole text across two versions: which articles were added, removed, amended and moved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from constitution.diff.articles import ArticleDelta, WordCount, diff_article
from constitution.diff.transfers import find_transfers
from constitution.errors import Malformed, Outdated, Unknown
from constitution.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constitution.diff.reshaping import Reshaped
    from constitution.diff.transfers import Transfer

__all__ = ["Delta", "diff_texts", "join"]


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed between two texts, article by article in the order they are read.

    Articles that did not change are left out. `undeclared` pairs the paths of articles that have
    the words of others that are gone: moves that nobody declared, to be shown while drafting.
    `transfers` are the alinéas that went from one article to another.
    """

    articles: tuple[ArticleDelta, ...]
    undeclared: tuple[tuple[str, str], ...] = ()
    transfers: tuple[Transfer, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.articles)

    @property
    def changes_words(self) -> bool:
        """Whether any word of any article changed."""
        return any(article.changes_words for article in self.articles)

    @property
    def words(self) -> WordCount:
        """How many words were inserted, deleted and moved in all."""
        return sum((article.words for article in self.articles), WordCount())

    @property
    def reshaped(self) -> tuple[Reshaped, ...]:
        """The articles that were split or joined, by the words they share; nobody declared it.

        Found each time it is asked for.
        """
        from constitution.diff.reshaping import find_reshaped  # noqa: PLC0415 - few ask

        both = {
            article.old_path: article.new_path
            for article in self.articles
            if article.old_path is not None and article.new_path is not None
        }
        sources, targets = dict(self.undeclared), {target for _old, target in self.undeclared}
        old = {
            a.old_path: a.old
            for a in self.articles
            if a.old_path is not None and a.old and a.old_path not in sources
        }
        new = {
            a.new_path: a.new
            for a in self.articles
            if a.new_path is not None and a.new and a.new_path not in targets
        }
        return find_reshaped(
            old,
            new,
            {a: b for a, b in both.items() if a in old and b in new and old[a] != new[b]},
            [path for path in old if path not in both],
            [path for path in new if path not in both.values()],
        )

    def apply(self, texts: Mapping[str, str]) -> dict[str, str]:
        """The new texts; refused if `texts` are not those this delta was computed from."""
        result = dict(texts)
        for article in self.articles:
            if article.old_path is not None and texts.get(article.old_path) != article.old:
                raise Outdated(
                    _("{path} is not what it was when this change was computed").format(
                        path=article.old_path
                    ),
                    hint=_("Compute the change again on the current text."),
                )
            if article.old_path is None and article.new_path in _kept(texts, self.articles):
                raise Outdated(
                    _("{path} exists already").format(path=article.new_path),
                    hint=_("Compute the change again on the current text."),
                )
        for article in self.articles:
            if article.old_path is not None:
                result.pop(article.old_path, None)
        for article in self.articles:
            if article.new_path is not None and article.new is not None:
                result[article.new_path] = article.new
        return result

    def invert(self) -> Delta:
        """The delta that takes the new texts back to the old."""
        return Delta(
            tuple(article.invert() for article in self.articles),
            tuple((new, old) for old, new in self.undeclared),
            tuple(transfer.invert() for transfer in self.transfers),
        )


def join(first: Delta, second: Delta) -> Delta:
    """What two changes, the second made on the result of the first, change together.

    Articles that the second brings back to what they were are left out.
    """
    old = {a.old_path: a.old for a in first.articles if a.old_path is not None}
    new = {a.new_path: a.new for a in second.articles if a.new_path is not None}
    came = {a.new_path: a for a in first.articles if a.new_path is not None}
    went = {a.old_path: a for a in second.articles if a.old_path is not None}
    for path, article in went.items():
        between = came.get(path)
        if between is None:
            old[path] = article.old
        elif between.new != article.old:
            raise Outdated(
                _("{path} is not what it was when this change was computed").format(path=path),
                hint=_("Compute the change again on the current text."),
            )
    for path, article in came.items():
        if path not in went:
            new[path] = article.new
    return diff_texts(
        {path: text for path, text in old.items() if text is not None},
        {path: text for path, text in new.items() if text is not None},
        _moves_of_both(came, went),
    )


def _moves_of_both(came: dict[str, ArticleDelta], went: dict[str, ArticleDelta]) -> dict[str, str]:
    """Where each article that is in the first text and in the last one went, if it moved."""
    moves = {path: article.new_path for path, article in went.items() if path not in came}
    for path, article in came.items():
        if article.old_path is not None:
            moves[article.old_path] = went[path].new_path if path in went else path
    return {old: new for old, new in moves.items() if new is not None and new != old}


def _kept(texts: Mapping[str, str], articles: tuple[ArticleDelta, ...]) -> set[str]:
    """The paths that a delta leaves in place."""
    return set(texts) - {article.old_path for article in articles if article.old_path is not None}


def diff_texts(
    old: Mapping[str, str],
    new: Mapping[str, str],
    moves: Mapping[str, str] = MappingProxyType({}),
) -> Delta:
    """What changed between two texts, given as articles by path in the order they are read.

    A path is the identity of an article, except where `moves` declares that the article at an old
    path stands at a new one.
    """
    for source, target in moves.items():
        if source not in old:
            raise Unknown(
                _("the move of {path} has no article to move").format(path=source),
                hint=_("Correct the declared moves."),
            )
        if target not in new:
            raise Unknown(
                _("nothing stands at {path}, to which an article was moved").format(path=target),
                hint=_("Correct the declared moves."),
            )
    origin = {target: source for source, target in moves.items()}
    if len(origin) < len(moves):
        raise Malformed(
            _("two articles cannot move to the same place"),
            hint=_("Correct the declared moves."),
        )
    articles = []
    for old_path, new_path in _paths(old, new, moves, origin):
        before = None if old_path is None else old[old_path]
        after = None if new_path is None else new[new_path]
        if before != after or old_path != new_path:
            articles.append(diff_article(before, after, old_path, new_path))
    if len(articles) < 2:
        return Delta(tuple(articles))  # whatever left its place, nothing came into another
    from constitution.diff.undeclared import find_undeclared  # noqa: PLC0415 - one alone, mostly

    undeclared = find_undeclared(old, new, moves)
    return Delta(
        tuple(articles),
        tuple(undeclared.items()),
        find_transfers(articles, old, new, undeclared),
    )


def _paths(
    old: Mapping[str, str], new: Mapping[str, str], moves: Mapping[str, str], origin: dict[str, str]
) -> Iterator[tuple[str | None, str | None]]:
    """Each article by its two paths, in the order of the new text, removed ones where they stood."""
    removed_after: defaultdict[str | None, list[str]] = defaultdict(list)
    last: str | None = None
    for path in old:
        if path in moves or (path in new and path not in origin):
            last = moves.get(path, path)
        else:
            removed_after[last].append(path)
    yield from ((path, None) for path in removed_after[None])
    for path in new:
        if path in origin:
            yield origin[path], path
        elif path in old and path not in moves:
            yield path, path
        else:
            yield None, path
        yield from ((gone, None) for gone in removed_after[path])
