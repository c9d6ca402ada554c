"""The table of contents, which the files are, and articles found as a person names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from constitution.errors import Unknown
from constitution.heading import heading_lines
from constitution.language import _
from constitution.number import fold, number_key
from constitution.part import Article, Heading, read_number
from constitution.path import ArticlePath, is_heading_file, path_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = [
    "Entry",
    "Part",
    "articles",
    "chapter_of",
    "contents",
    "find",
    "find_in_each",
    "name_at",
    "number_of_articles",
]

Part: TypeAlias = Article | Heading
_README: Final = "README.md"
_PREAMBLES: Final = frozenset({"preamble", "preambule", "praambel", "preambulo", "preambolo"})
_CHOICES: Final = 6
"""How many choices a hint names before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents."""

    depth: int
    """How many headings stand above it."""
    part: Part


def articles(texts: Mapping[str, str]) -> tuple[Article, ...]:
    """The articles of a text in reading order, without the headings that folders are."""
    paths = sorted((path for path in texts if not is_heading_file(path)), key=path_key)
    return tuple(Article(ArticlePath(path), texts[path]) for path in paths)


def number_of_articles(texts: Mapping[str, str]) -> int:
    """How many numbered articles stand; a preamble is none, nor is one that was repealed."""
    every = (Article(ArticlePath(path), text) for path, text in texts.items())
    return sum(article.number is not None and not article.is_repealed for article in every)


def contents(texts: Mapping[str, str]) -> tuple[Entry, ...]:
    """Every heading and article in reading order, each with its depth.

    A folder is a heading, named by its `README.md` or, without one, by its own name; `texts` are
    whole texts by path. Headings inside a file, above its article, are headings too, and what
    follows them in the same folder stands under them.
    """
    return tuple(_entries(texts))


def _entries(texts: Mapping[str, str]) -> Iterator[Entry]:
    root = _root(texts)
    shown: set[str] = set()
    for path in sorted(texts, key=path_key):
        folders = path.split("/")[:-1]
        for depth in range(len(folders)):
            folder = "/".join(folders[: depth + 1])
            if depth < root or folder in shown:
                continue
            shown.add(folder)
            if depth > root or f"{folder}/{_README}" in texts:
                yield Entry(max(0, depth - root - 1), _folder_heading(folder, texts))
        if is_heading_file(path):
            continue
        article = Article(ArticlePath(path), texts[path])
        depth = max(0, len(folders) - root - 1)
        for line in heading_lines(article.text):
            if line.words in article.headings_above and line.line < article.line:
                yield Entry(depth + line.level - 1, Heading(article.path, line.words))
        yield Entry(depth + article.level - 1, article)


def _root(texts: Iterable[str]) -> int:
    """How deep the folder lies that holds the whole text."""
    folders = [path.split("/")[:-1] for path in texts]
    if not folders or any(not names for names in folders):
        return 0
    if all(names[0] == "articles" for names in folders):
        return 0
    common = 0
    while all(len(names) > common for names in folders) and (
        len({names[common] for names in folders}) == 1
    ):
        common += 1
    return max(0, common - 1)


def _folder_heading(folder: str, texts: Mapping[str, str]) -> Heading:
    path = f"{folder}/{_README}"
    text = texts.get(path, "")
    lines = heading_lines(text)
    if lines:
        return Heading(ArticlePath(path), lines[0].words, text)
    name = folder.rpartition("/")[2].lstrip("0123456789-_.") or folder.rpartition("/")[2]
    return Heading(ArticlePath(path), name.replace("-", " ").replace("_", " "), text)


# --- finding


def name_at(path: str, texts: Mapping[str, str]) -> str:
    """What a person calls the article at a path: its heading.

    Where another has the same, the heading above it is said too, or its path where that does not
    tell them apart. The path alone where nothing stands there, or nothing with a heading.
    """
    line = texts.get(path, "").partition("\n")[0]
    title = Article(ArticlePath(path), line).title
    if not title:
        return path
    twins = [at for at, text in texts.items() if at != path and text.partition("\n")[0] == line]
    if not twins:
        return title
    above = chapter_of(path, texts)
    tells = above and all(chapter_of(twin, texts) != above for twin in twins)
    return f"{title} ({above if tells else path})"


def chapter_of(path: str, texts: Mapping[str, str]) -> str:
    """The nearest heading above an article, in its own file or that of a folder; empty if there is none."""
    within = Article(ArticlePath(path), texts.get(path, "")).headings_above
    if within:
        return within[-1]
    folder = path.rpartition("/")[0]
    while folder:
        readme = f"{folder}/{_README}"
        lines = heading_lines(texts.get(readme, "")) if readme != path else ()
        if lines:
            return lines[0].words
        folder = folder.rpartition("/")[0]
    return ""


def find(name: str, texts: Mapping[str, str]) -> ArticlePath:
    """The path of the one article that a person calls so.

    By path or the end of one (`article-11`, `01-sovereignty/article-1.md`), by number (`11`,
    `72-4`, `12bis`, `art. 11`), as the preamble in several languages, or by words of a heading.
    Unknown, with the nearest names as its hint; or with the choices, where several bear the name.
    """
    (path,) = find_in_each(name, texts)
    assert path is not None  # noqa: S101 - it stands in the only text, or is refused
    return path


def find_in_each(name: str, *sides: Mapping[str, str]) -> tuple[ArticlePath | None, ...]:
    """The path of the article that a person calls so in each of several versions of a text.

    As `find` does; None where a version has none that is called so. Unknown where none has one.
    """
    wanted = name.strip()
    for matches in (_by_path, _by_number, _by_title, _by_words):
        found = [sorted(matches(wanted, texts), key=path_key) for texts in sides]
        several = next((paths for paths in found if len(paths) > 1), None)
        if several is not None:
            raise Unknown(
                _("“{name}” could be several articles").format(name=name),
                hint=_("Name one by its path: {choices}.").format(choices=_choices(several)),
            )
        if any(found):
            return tuple(ArticlePath(paths[0]) if paths else None for paths in found)
    every = {path: text for texts in sides for path, text in texts.items()}
    raise Unknown(_("there is no article “{name}”").format(name=name), hint=_nearest(wanted, every))


def _choices(found: list[str]) -> str:
    if len(found) <= _CHOICES:
        return ", ".join(found)
    named = ", ".join(found[:_CHOICES])
    return _("{choices} and {count} more").format(choices=named, count=len(found) - _CHOICES)


def _by_path(wanted: str, texts: Mapping[str, str]) -> Iterable[str]:
    if wanted in texts:
        return [wanted]
    tail = wanted.removeprefix("./").strip("/").casefold()
    if not tail:
        return []
    ends = {tail, f"{tail}.md", f"{tail}/readme.md"}
    return [
        path
        for path in texts
        if any(path.casefold() == end or path.casefold().endswith(f"/{end}") for end in ends)
    ]


def _by_number(wanted: str, texts: Mapping[str, str]) -> Iterable[str]:
    asked = read_number(wanted) or read_number(f"Article {wanted}")
    if asked is None or asked[1]:
        return []
    key = number_key(asked[0])
    same = (a for a in articles(texts) if a.number is not None and number_key(a.number) == key)
    return [article.path for article in same]


def _titles(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every heading, folded, with the path of its file."""
    for path, text in texts.items():
        for line in heading_lines(text):
            yield path, fold(line.words)


def _by_title(wanted: str, texts: Mapping[str, str]) -> Iterable[str]:
    folded = fold(wanted)
    names = _PREAMBLES if folded in _PREAMBLES else {folded}
    exact = {path for path, title in _titles(texts) if title in names}
    exact |= {a.path for a in articles(texts) if a.heading and fold(a.heading) in names}
    if exact:
        return exact
    return {path for path in texts if set(path_key(path)[0][-1]) & {(5, 0, n) for n in names}}


def _by_words(wanted: str, texts: Mapping[str, str]) -> Iterable[str]:
    asked = fold(wanted).split()
    if not any(word.isalpha() and len(word) > 1 for word in asked):
        return []
    return {
        path
        for path, title in _titles(texts)
        if all(f" {word}" in f" {title.replace(chr(39), ' ')}" for word in asked)
    }


def _beside(number: str, texts: Mapping[str, str]) -> Iterator[str]:
    """What the articles are called whose numbers come right before one and right after it."""
    key = number_key(number)
    numbered = [(number_key(a.number), a) for a in articles(texts) if a.number is not None]
    before = max((k for k, _a in numbered if k < key), default=None)
    after = min((k for k, _a in numbered if k > key), default=None)
    for wanted in (before, after):
        found = next((a.title for k, a in numbered if k == wanted), None)
        if found is not None:
            yield found


def _nearest(wanted: str, texts: Mapping[str, str]) -> str:
    """A sentence with the names most like the one asked for: of a number, those before and after."""
    asked = read_number(wanted) or read_number(f"Article {wanted}")
    if asked is not None and not asked[1] and (beside := list(_beside(asked[0], texts))):
        return _("The nearest: {names}.").format(names=", ".join(beside))
    called: dict[str, str] = {}
    for article in articles(texts):
        label = article.title or article.path
        called.setdefault(fold(label), label)
        if article.heading:
            called.setdefault(fold(article.heading), label)
        if article.number is not None:
            called.setdefault(fold(article.number), label)
    for path, text in texts.items():
        if is_heading_file(path) and (lines := heading_lines(text)):
            called.setdefault(fold(lines[0].words), lines[0].words)
    import difflib  # noqa: PLC0415 - most names are right

    near = difflib.get_close_matches(fold(wanted), called, n=4, cutoff=0.5)
    if not near and (asked := read_number(f"Article {wanted}")):
        near = difflib.get_close_matches(asked[0], called, n=4, cutoff=0.4)
    names = list(dict.fromkeys(called[match] for match in near))[:3]
    if not names:
        return _("The contents list every article.")
    return _("The nearest: {names}.").format(names=", ".join(names))
