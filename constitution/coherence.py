"""Whether a text holds together: its form, its paths, its numbers and what it refers to.

`check` looks at one state of the text; `shifted` at what a change does to the relative
references ("l’alinéa précédent", "au deuxième alinéa") that nobody thought of.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from constitution.heading import heading_lines
from constitution.language import _
from constitution.names import path_fault
from constitution.number import fold, number_key
from constitution.outline import articles
from constitution.part import Article
from constitution.path import ArticlePath, path_key
from constitution.reference import Reference, references
from constitution.text import Alinea, Fault, faults, warnings, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constitution.number import Key

__all__ = ["Finding", "check", "shifted"]

Finding = tuple[str, Fault]
"""A fault and the path of the file it stands in."""


# --- a text as its references see it


@dataclass(frozen=True, slots=True)
class _Index:
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
        if article.path not in self._alineas:
            self._alineas[article.path] = article.alineas
        return self._alineas[article.path]

    def numbered(self, number: str) -> list[Article]:
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


def _alinea_at(alineas: tuple[Alinea, ...], target: str) -> int | None:
    """The place, from 0, of the alinéa that an ordinal names; by its label where it has one."""
    labels = [label[1] if (label := _LABEL.match(unit.text)) else "" for unit in alineas]
    if target in labels:
        return labels.index(target)
    if any(labels) or not target.lstrip("-").isdecimal():
        return None
    value = int(target)
    place = len(alineas) + value if value < 0 else value - 1
    return place if 0 <= place < len(alineas) else None


def _own_alinea(alineas: tuple[Alinea, ...], line: int) -> int | None:
    """The place, from 0, of the alinéa that stands on a line."""
    at = [place for place, unit in enumerate(alineas) if unit.line <= line]
    return at[-1] if at else None


# --- one state


def check(texts: Mapping[str, str], language: str) -> list[Finding]:
    """Every fault and every warning of a text, by path in reading order, then by line."""
    index = _Index(articles(texts))
    anchors = {path: _anchors(text) for path, text in texts.items()}
    found: list[Finding] = []
    for path, text in texts.items():
        found += ((path, fault) for fault in _file_faults(path, text, language))
        found += (
            (path, fault)
            for reference in references(text, language)
            if not reference.external and (fault := _dangling(path, reference, index, anchors))
        )
    found += _same_paths(texts)
    found += _same_numbers(index)
    found += _unnamed_folders(texts)
    return sorted(found, key=lambda finding: (path_key(finding[0]), finding[1]))


def _file_faults(path: str, text: str, language: str) -> Iterator[Fault]:
    if (reason := path_fault(path)) is not None:
        yield Fault(1, 1, "path", reason)
    yield from faults(text, language)
    yield from warnings(text)
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


def _same_numbers(index: _Index) -> Iterator[Finding]:
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


_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


def _anchors(text: str) -> frozenset[str]:
    """The anchors of a text's headings, as forges make them."""
    titles = (line.words.casefold() for line in heading_lines(text))
    return frozenset(_NOT_IN_ANCHOR.sub("", title).replace(" ", "-") for title in titles)


def _dangling(
    path: str, reference: Reference, index: _Index, anchors: Mapping[str, frozenset[str]]
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


def _alineas_exist(reference: Reference, owner: Article, index: _Index) -> bool:
    units = index.alineas(owner)
    return all(place is not None for place in _places(reference, units))


def _places(reference: Reference, units: tuple[Alinea, ...]) -> list[int | None]:
    """The places, from 0, of the alinéas that a reference names among those of its article."""
    if reference.kind == "alinea-ordinal":
        return [_alinea_at(units, target) for target in reference.targets]
    own = _own_alinea(units, reference.line)
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


# --- a change


_ALIKE = 0.5
"""From this share of common words on, an alinéa that stands elsewhere is the same, reworded."""


def shifted(
    before: Mapping[str, str],
    after: Mapping[str, str],
    language: str,
    moves: Mapping[str, str] = MappingProxyType({}),
) -> list[Finding]:
    """References that now mean another alinéa or article than before.

    Only references in words that stood before and stand after are looked at: whoever wrote a new
    one wrote it for the new text. `moves` are the declared ones, old path to new. Each is a warning
    at its line in the text after.
    """
    old, new = _Index(_moved(articles(before), moves)), _Index(articles(after))
    matches = _Matches(old, new)
    found: list[Finding] = list(_turned(old, new, language))
    for article in new.articles:
        place = old.by_path.get(article.path)
        if place is None or not _may_shift(article.text):
            continue
        earlier = _by_alinea(old.articles[place], old, language)
        later = _by_alinea(article, new, language)
        mapping = matches.of(article.path)
        for was, theirs in earlier.items():
            now = mapping.get(was)
            if now is None:
                continue
            found += (
                (article.path, fault)
                for first, second in _paired(theirs, later.get(now, []))
                if (fault := _shift(article.path, first, second, matches))
            )
    return sorted(found, key=lambda finding: (path_key(finding[0]), finding[1]))


def _moved(order: tuple[Article, ...], moves: Mapping[str, str]) -> tuple[Article, ...]:
    """The articles in the order they had, under the paths they have."""
    return tuple(
        Article(ArticlePath(moves[one.path]), one.text) if one.path in moves else one
        for one in order
    )


def _turned(old: _Index, new: _Index, language: str) -> Iterator[Finding]:
    """References by number that were left as they were, while another article took the number."""
    taken = {
        key
        for key, bearers in old.by_number.items()
        if len(bearers) == 1
        and [one.path for one in new.by_number.get(key, [])] not in ([], [bearers[0].path])
    }
    for article in new.articles if taken else ():
        place = old.by_path.get(article.path)
        if place is None:
            continue
        earlier, later = (
            [one for one in references(text, language) if one.kind == "article"]
            for text in (old.articles[place].text, article.text)
        )
        if len(earlier) != len(later):
            continue
        for first, second in zip(earlier, later, strict=True):
            keys = {number_key(number) for number in second.targets}
            if first.targets == second.targets and keys & taken and not second.external:
                message = _("“{words}” now means another article than before.")
                yield (
                    article.path,
                    Fault(
                        second.line,
                        second.column,
                        "shifted",
                        message.format(words=second.words),
                        "warning",
                    ),
                )


_RELATIVE_WORDS = re.compile(
    r"alin[ée]a|paragraph|absatz|absätz|\babs\.|précéd|suivant|preceding|following|artikel",
    re.IGNORECASE,
)


def _may_shift(text: str) -> bool:
    return _RELATIVE_WORDS.search(text) is not None


def _by_alinea(article: Article, index: _Index, language: str) -> dict[int, list[Reference]]:
    """The references that a change elsewhere may turn, by the alinéa they stand in."""
    units = index.alineas(article)
    found: dict[int, list[Reference]] = {}
    for reference in references(article.text, language):
        if reference.external or reference.kind in {"article", "link"}:
            continue
        own = _own_alinea(units, reference.line)
        if own is not None:
            found.setdefault(own, []).append(reference)
    return found


def _paired(
    earlier: list[Reference], later: list[Reference]
) -> Iterator[tuple[Reference, Reference]]:
    """The same references before and after: alike in words and article, taken in order."""
    left = list(later)
    for first in earlier:
        for second in left:
            if (first.kind, fold(first.words), first.article) == (
                second.kind,
                fold(second.words),
                second.article,
            ):
                left.remove(second)
                yield first, second
                break


class _Matches:
    """Which alinéa became which, article by article."""

    def __init__(self, old: _Index, new: _Index) -> None:
        self.old, self.new = old, new
        self._known: dict[str, dict[int, int]] = {}

    def of(self, path: str) -> dict[int, int]:
        """The place after, for each place before of an alinéa that is still there."""
        if path not in self._known:
            before = self.old.alineas(self.old.articles[self.old.by_path[path]])
            after = self.new.alineas(self.new.articles[self.new.by_path[path]])
            self._known[path] = _matched(before, after)
        return self._known[path]


def _matched(before: tuple[Alinea, ...], after: tuple[Alinea, ...]) -> dict[int, int]:
    old = [words(unit.text) for unit in before]
    new = [words(unit.text) for unit in after]
    mapping: dict[int, int] = {}
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, low, high in matcher.get_opcodes():
        if tag == "equal":
            mapping.update(zip(range(start, end), range(low, high), strict=True))
        elif tag == "replace":
            mapping.update(_reworded(old, new, range(start, end), range(low, high)))
    return mapping


def _reworded(
    old: list[tuple[str, ...]], new: list[tuple[str, ...]], gone: range, come: range
) -> Iterator[tuple[int, int]]:
    """Alinéas that were reworded in place, the most alike first, in their order."""
    if len(gone) == len(come):
        yield from zip(gone, come, strict=True)
        return
    low = come.start
    for was in gone:
        scores = [
            (difflib.SequenceMatcher(None, old[was], new[now], autojunk=False).ratio(), -now)
            for now in range(low, come.stop)
        ]
        if scores and max(scores)[0] >= _ALIKE:
            now = -max(scores)[1]
            yield was, now
            low = now + 1


def _shift(path: str, first: Reference, second: Reference, matches: _Matches) -> Fault | None:
    """A warning where the same words now refer to something else; None where they do not."""
    old, new = matches.old, matches.new
    if first.kind == "article-relative":
        was = [getattr(old.beside(path, int(step)), "path", None) for step in first.targets]
        now = [getattr(new.beside(path, int(step)), "path", None) for step in second.targets]
        if was == now:
            return None
        message = _("“{words}” now means another article than before.")
        return Fault(
            second.line, second.column, "shifted", message.format(words=second.words), "warning"
        )
    owners = old.owners(path, first), new.owners(path, second)
    if len(owners[0]) != 1 or len(owners[1]) != 1 or owners[0][0].path != owners[1][0].path:
        return None
    owner_before, owner_after = owners[0][0], owners[1][0]
    mapping = matches.of(owner_before.path)
    was_places = _places(first, old.alineas(owner_before))
    now_places = _places(second, new.alineas(owner_after))
    expected = [None if place is None else mapping.get(place) for place in was_places]
    if None in was_places or expected == now_places:
        return None
    message = _("“{words}” now means another alinéa than before.")
    return Fault(
        second.line, second.column, "shifted", message.format(words=second.words), "warning"
    )
