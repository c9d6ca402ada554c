"""Whether a text holds together: its form, its paths, its numbers and what it refers to.

`check` looks at one state of the text; `constitution.shifting` at what a change does to it.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from constitution.anchor import anchors_of
from constitution.language import _
from constitution.names import path_fault
from constitution.number import fold, number_key
from constitution.outline import articles
from constitution.path import path_key
from constitution.punctuation import punctuation_warnings
from constitution.reference import Reference, references
from constitution.stops import stop_warnings
from constitution.text import Alinea, Fault, faults, warnings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from constitution.number import Key
    from constitution.part import Article

__all__ = [
    "Finding",
    "Index",
    "alinea_at",
    "check",
    "doubts",
    "own_alinea",
    "places_of",
    "references_of",
]

Finding = tuple[str, Fault]
"""A fault and the path of the file it stands in."""


# --- a text as its references see it


@dataclass(frozen=True, slots=True)
class Index:
    """The articles of a text in order, by path and by number."""

    articles: tuple[Article, ...]
    by_path: dict[str, int] = field(init=False)
    by_number: dict[Key, list[Article]] = field(init=False)
    _alineas: dict[str, tuple[Alinea, ...]] = field(init=False)

    def __post_init__(self) -> None:
        by_number: dict[Key, list[Article]] = {}
        for article in self.articles:
            if article.number is not None:
                by_number.setdefault(number_key(article.number), []).append(article)
        by_path = {str(article.path): place for place, article in enumerate(self.articles)}
        object.__setattr__(self, "by_path", by_path)
        object.__setattr__(self, "by_number", by_number)
        object.__setattr__(self, "_alineas", {})

    def alineas(self, article: Article) -> tuple[Alinea, ...]:
        """The alinéas of an article, read once."""
        if article.path not in self._alineas:
            self._alineas[article.path] = article.alineas
        return self._alineas[article.path]

    def numbered(self, number: str) -> list[Article]:
        """The articles that bear a number."""
        return self.by_number.get(number_key(number), [])

    def owners(self, path: str, reference: Reference) -> list[Article]:
        """The articles whose alinéas the reference may mean."""
        if reference.article:
            return self.numbered(reference.article)
        return [self.articles[self.by_path[path]]] if path in self.by_path else []

    def beside(self, path: str, step: int) -> Article | None:
        """The article so many places before or after this one."""
        place = self.by_path.get(path)
        if place is None or not 0 <= place + step < len(self.articles):
            return None
        return self.articles[place + step]


_LABEL = re.compile(r"\((\d{1,3}[a-z]?)\)\s")


def alinea_at(alineas: tuple[Alinea, ...], target: str) -> int | None:
    """The place, from 0, of the alinéa that an ordinal names; by its label where it has one."""
    labels = [label[1] if (label := _LABEL.match(unit.text)) else "" for unit in alineas]
    if target in labels:
        return labels.index(target)
    if any(labels) or not target.lstrip("-").isdecimal():
        return None
    value = int(target)
    place = len(alineas) + value if value < 0 else value - 1
    return place if 0 <= place < len(alineas) else None


def own_alinea(alineas: tuple[Alinea, ...], line: int) -> int | None:
    """The place, from 0, of the alinéa that stands on a line."""
    at = [place for place, unit in enumerate(alineas) if unit.line <= line]
    return at[-1] if at else None


# --- one state


def check(
    texts: Mapping[str, str], language: str, *, unread: Collection[str] = ()
) -> list[Finding]:
    """Every fault and every warning of a text, by path in reading order, then by line.

    Of the files that are left `unread`, only what concerns others is told: where they lead, and
    what they share with others. Their own form is the greater part of the work.
    """
    index = Index(articles(texts))
    anchors = {path: anchors_of(text) for path, text in texts.items()}
    found: list[Finding] = []
    for path, text in texts.items():
        if path not in unread:
            found += ((path, fault) for fault in _file_faults(path, text, language))
        found += (
            (path, fault)
            for reference in references_of(text, language)
            if not reference.external and (fault := _dangling(path, reference, index, anchors))
        )
    found += _same_paths(texts)
    found += _same_numbers(index)
    found += _unnamed_folders(texts)
    return sorted(found, key=lambda finding: (path_key(finding[0]), finding[1]))


@lru_cache(maxsize=1 << 13)
def references_of(text: str, language: str) -> tuple[Reference, ...]:
    """The cross-references of a text, read once: of two states of a whole, most texts are the same."""
    return tuple(references(text, language))


def doubts(text: str, language: str) -> Iterator[Fault]:
    """What the form of a text allows, but a person should look at."""
    yield from warnings(text)
    yield from stop_warnings(text)
    yield from punctuation_warnings(text, language)


def _file_faults(path: str, text: str, language: str) -> Iterator[Fault]:
    if (reason := path_fault(path)) is not None:
        yield Fault(1, 1, "path", reason)
    yield from faults(text, language)
    yield from doubts(text, language)
    if not text.startswith("#"):
        yield Fault(1, 1, "no-heading", _("The first line is not a heading."))


def _same_paths(texts: Mapping[str, str]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for path in sorted(texts, key=path_key):
        folded = fold(path)
        if folded in seen:
            message = _("The path differs from {other} by capitals alone.").format(
                other=seen[folded]
            )
            yield path, Fault(1, 1, "same-path", message)
        seen.setdefault(folded, path)


def _same_numbers(index: Index) -> Iterator[Finding]:
    """Two articles of one folder that bear one number; a warning where folders differ."""
    for same in index.by_number.values():
        for place, article in enumerate(same[1:], start=1):
            folder = posixpath.dirname(article.path)
            twin = next(
                (other for other in same[:place] if posixpath.dirname(other.path) == folder), None
            )
            other = twin or same[0]
            message = _("The number {number} is also borne by {other}.").format(
                number=article.number, other=other.path
            )
            severity = "fault" if twin else "warning"
            yield article.path, Fault(article.line, 1, "same-number", message, severity)  # type: ignore[arg-type] # one of two literals


def _unnamed_folders(texts: Mapping[str, str]) -> Iterator[Finding]:
    folders = {posixpath.dirname(path) for path in texts}
    for folder in sorted(folders):
        readme = f"{folder}/README.md"
        if "/" in folder and readme not in texts:
            message = _("The folder {folder} has no README.md to name it.").format(folder=folder)
            yield readme, Fault(1, 1, "unnamed-folder", message, "warning")


def _dangling(
    path: str, reference: Reference, index: Index, anchors: Mapping[str, frozenset[str]]
) -> Fault | None:
    """The fault of a reference to what does not exist; None when all of it does."""
    line, column = reference.line, reference.column
    match reference.kind:
        case "link":
            if _link_holds(path, reference.targets[0], anchors):
                return None
            message = _("The link leads nowhere: {target}.").format(target=reference.targets[0])
            return Fault(line, column, "unknown-link", message)
        case "article":
            missing = [number for number in reference.targets if not index.numbered(number)]
            if not missing:
                return None
            message = _("There is no article {number}.").format(number=", ".join(missing))
            return Fault(line, column, "unknown-article", message)
        case "article-relative":
            if all(index.beside(path, int(step)) for step in reference.targets):
                return None
            message = _("There is no such article: “{words}”.").format(words=reference.words)
            return Fault(line, column, "unknown-article", message)
        case "alinea-ordinal" | "alinea-relative":
            owners = index.owners(path, reference)
            if not owners or any(_alineas_exist(reference, owner, index) for owner in owners):
                return None  # an unknown article is a fault of its own
            message = _("There is no such alinéa: “{words}”.").format(words=reference.words)
            return Fault(line, column, "unknown-alinea", message)


def _alineas_exist(reference: Reference, owner: Article, index: Index) -> bool:
    units = index.alineas(owner)
    return all(place is not None for place in places_of(reference, units))


def places_of(reference: Reference, units: tuple[Alinea, ...]) -> list[int | None]:
    """The places, from 0, of the alinéas that a reference names among those of its article."""
    if reference.kind == "alinea-ordinal":
        return [alinea_at(units, target) for target in reference.targets]
    own = own_alinea(units, reference.line)
    if own is None:
        return [None]
    places = [own + int(step) for step in reference.targets]
    return [place if 0 <= place < len(units) else None for place in places]


def _link_holds(path: str, target: str, anchors: Mapping[str, frozenset[str]]) -> bool:
    file, _hash, anchor = target.partition("#")
    if not file:
        return not anchor or any(anchor.casefold() in known for known in anchors.values())
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
    if wanted not in anchors and f"{wanted}/README.md" not in anchors:
        return False
    return not anchor or anchor.casefold() in anchors.get(wanted, frozenset())
