"""What the articles of a delta are called where several stand in one view."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from constitution.article import Article, ArticlePath
from constitution.diff.headings import headings_that_follow
from constitution.diff.views import in_sentence, listed, listed_numbers, opening
from constitution.display import safe
from constitution.language import _, join_clauses, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from constitution.diff.articles import ArticleDelta
    from constitution.diff.texts import Delta

__all__ = [
    "describe_followers",
    "describe_headings",
    "describe_undeclared",
    "list_articles",
    "name_articles",
]

_PLURALS: Final = {"Article": "Articles", "Artikel": "Artikel"}
"""What several articles are called, by what one is called in the text."""


def name_articles(
    delta: Delta, titles: Callable[[str], str], above: Callable[[str], str] | None = None
) -> tuple[str, ...]:
    """The name of each article of a delta, in order; those of one name are told apart.

    They are by the heading that stands `above` a path, where that is known and another for each,
    and else by their path. `titles` gives the heading of the article that stands at a path now. One that is gone from a
    path where another stands bears the heading it had.
    """
    taken = {article.new_path for article in delta.articles}
    names = [
        _heading_before(article.path, article.old)
        if article.new_path is None and article.path in taken
        else titles(article.path)
        for article in delta.articles
    ]
    times = Counter(names)
    chapters = [
        above(article.path) if above is not None and times[name] > 1 else ""
        for name, article in zip(names, delta.articles, strict=True)
    ]
    both = Counter(zip(names, chapters, strict=True))
    return tuple(
        name
        if times[name] == 1
        else _at(name, chapter if chapter and both[name, chapter] == 1 else article.path)
        for name, chapter, article in zip(names, chapters, delta.articles, strict=True)
    )


def list_articles(titles: Iterable[str]) -> str:
    """The articles in one phrase, those of mere numbers together: `Articles 17, 18 and 20 to 24`.

    A title that another has too is said once for each; empty where there are none.
    """
    together: dict[str, list[str]] = {}
    clauses: list[str] = []
    for title in titles:
        word, _space, number = title.partition(" ")
        if word in _PLURALS and number[:1].isdigit() and " " not in number:
            if word not in together:
                clauses.append(word)
            together.setdefault(word, []).append(number)
        else:
            clauses.append(title)
    return join_clauses(
        _numbered(one, together.pop(one)) if one in together else one for one in clauses
    )


def _numbered(word: str, numbers: Sequence[str]) -> str:
    if len(numbers) == 1:
        return f"{word} {numbers[0]}"
    plain = all(map(str.isdecimal, numbers))
    said = listed_numbers([*map(int, numbers)]) if plain else listed(numbers)
    return f"{_PLURALS[word]} {said}"


def describe_undeclared(delta: Delta, titles: Callable[[str], str]) -> Iterator[str]:
    """What looks like a move that nobody declared, each in a sentence; whether it is shown as one."""
    moves = dict(delta.undeclared)
    shown = {(article.old_path, article.new_path) for article in delta.articles}
    before = {article.old_path: article.old for article in delta.articles}
    taken = {article.new_path for article in delta.articles}

    def name_before(path: str) -> str:
        text = before.get(path)
        return _heading_before(path, text) if path in taken and text is not None else titles(path)

    told: set[str] = set()
    for old, new in delta.undeclared:
        if old in told:
            continue
        both = moves.get(new) == old
        one, other = name_before(old), name_before(new) if both else titles(new)
        if one == other or both:
            one, other = _at(one, old), _at(other, new)
        names = {"old": safe(in_sentence(one)), "new": safe(in_sentence(other))}
        told |= {old, new} if both else {old}
        if both and (old, new) in shown:
            words = _("{old} and {new} are shown as having changed places; nobody declared it.")
        elif both:
            words = _(
                "{old} and {new} have each other’s words: this looks like two articles that "
                "changed places, which is not declared."
            )
        elif (old, new) in shown:
            words = _(
                "{old} is shown as moved to {new}, which has its words; nobody declared that move."
            )
        else:
            words = _("{new} has the words of {old}: this looks like a move that is not declared.")
        yield opening(words.format(**names))


def describe_followers(delta: Delta, titles: Callable[[str], str]) -> tuple[tuple[str, ...], ...]:
    """For each article of a delta, in sentences, what went with it, came with it or changed articles.

    Those are the headings that stand above it in its file, and alinéas that went to another article
    or came from one.
    """
    names = name_articles(delta, titles)
    by_old = {article.old_path: name for article, name in zip(delta.articles, names, strict=True)}
    by_new = {article.new_path: name for article, name in zip(delta.articles, names, strict=True)}
    numbers: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for one in delta.transfers:
        places = numbers.setdefault((one.old_path, one.new_path), [])
        places.append((one.old_alinea, one.new_alinea))
    said = [list(describe_headings(article)) for article in delta.articles]
    for place, article in enumerate(delta.articles):
        for (old, new), places in numbers.items():
            went, come = (listed_numbers([pair[side] for pair in places]) for side in (0, 1))
            if old == article.old_path:
                words = ngettext(
                    "Paragraph {old} went, word for word, to {article}, paragraph {new}.",
                    "Paragraphs {old} went, word for word, to {article}, paragraphs {new}.",
                    len(places),
                )
                said[place].append(
                    words.format(old=went, new=come, article=safe(in_sentence(by_new[new])))
                )
            if new == article.new_path:
                words = ngettext(
                    "Paragraph {new} came, word for word, from {article}, paragraph {old}.",
                    "Paragraphs {new} came, word for word, from {article}, paragraphs {old}.",
                    len(places),
                )
                said[place].append(
                    words.format(old=went, new=come, article=safe(in_sentence(by_old[old])))
                )
    return tuple(map(tuple, said))


def describe_headings(article: ArticleDelta) -> Iterator[str]:
    """The headings that come, go or move with an article, in a sentence; none where none do."""
    headings = headings_that_follow(article)
    if not headings:
        return
    count = len(headings)
    match article.status:
        case "added":
            words = ngettext(
                "The heading {headings} comes with it.",
                "The headings {headings} come with it.",
                count,
            )
        case "removed":
            words = ngettext(
                "The heading {headings} goes with it.",
                "The headings {headings} go with it.",
                count,
            )
        case _:
            words = ngettext(
                "The heading {headings} moves with it.",
                "The headings {headings} move with it.",
                count,
            )
    quoted = [_("“{words}”").format(words=safe(heading)) for heading in headings]
    yield words.format(headings=listed(quoted))


def _heading_before(path: str, text: str | None) -> str:
    return Article(ArticlePath(path), text or "").title or path


def _at(name: str, place: str) -> str:
    """A name with the path, or the heading above it, that tells it from another."""
    return name if name == place else f"{name} ({place})"
