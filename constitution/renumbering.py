"""Numbering the articles of a text anew: their numbers follow, and so does what refers to them.

One pure rewriting stands behind all of it. `plan` decides the numbers and the places and applies
it; `only_numbers_changed` reads the numbers from what was proposed, applies the same rewriting to
the old text, and compares. So what passes as a renumbering is what the rewriting gives, and
nothing else: a reference goes from N to M only where the article that bore N bears M.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from constitution.language import _
from constitution.number import number_key
from constitution.outline import articles
from constitution.part import Article
from constitution.path import ArticlePath, is_heading_file, path_key
from constitution.pointing import Doubt, Numbers, Pointed, point_anew
from constitution.titles import continuous_titles, title_numeral

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constitution.number import Key

__all__ = ["Doubt", "Fault", "Renumbered", "Renumbering", "only_numbers_changed", "plan"]


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A line of the concordance table: one article, before and after."""

    old_path: ArticlePath
    new_path: ArticlePath
    old: str
    """The number it bore, as written."""
    new: str
    """The number it bears."""
    heading: str
    """The words of its heading after the number."""
    repealed: bool = False
    """Whether its number stands as a stub, and its words are gone."""

    @property
    def changes(self) -> bool:
        """Whether its number or its path changes."""
        return (self.old, self.old_path) != (self.new, self.new_path)

    @property
    def told_path(self) -> str:
        """Its path, and where it goes: the name alone where the folder stays."""
        if self.old_path == self.new_path:
            return self.old_path
        folder, _slash, name = self.new_path.rpartition("/")
        stays = self.old_path.rpartition("/")[0] == folder
        return f"{self.old_path} → {name if stays else self.new_path}"


@dataclass(frozen=True, slots=True)
class Renumbering:
    """A text numbered anew: what changes in it, and what a person must look at."""

    concordance: tuple[Renumbered, ...]
    """Every article that bears a number, in reading order."""
    texts: Mapping[str, str]
    """The whole text after, by path."""
    moves: Mapping[str, str]
    """The articles whose path changes, old path to new."""
    doubts: tuple[Doubt, ...]
    """References that were left as they are, by path and line in the old text."""
    references: int
    """How many numbers were changed in references."""


def plan(
    texts: Mapping[str, str],
    language: str,
    *,
    start: str | None = None,
    headings: bool = False,
) -> Renumbering | Displaced:
    """The text with its articles numbered 1 to n in reading order, and all that refers to them.

    With `start`, a path, what stands before it keeps its numbers. An article's path follows its
    number where the file name bears it. With `headings` the numerals of titles and chapters are
    made continuous as well. `Displaced` where the new paths would be read in another order.
    """
    order = articles(texts)
    numbers = _continuous(order, language, start)
    moves = _new_paths(order, numbers)
    after = {path: moves.get(path, path) for path in texts}
    before = sorted(texts, key=path_key)
    places = [after[path] for path in before]
    for first, second in pairwise(places):
        if path_key(first) >= path_key(second):
            return Displaced(ArticlePath(first), ArticlePath(second))
    numerals = continuous_titles(texts) if headings else {}
    new, pointed = _rewrite(texts, Numbers(numbers, numerals), moves, language)
    concordance = tuple(
        Renumbered(
            article.path,
            ArticlePath(moves.get(article.path, article.path)),
            article.number,
            numbers.get(article.path, article.number),
            article.heading,
            article.is_repealed,
        )
        for article in order
        if article.number is not None
    )
    doubts = tuple(sorted((*pointed.doubts, *pointed.strays)))
    return Renumbering(concordance, new, moves, doubts, pointed.count)


@dataclass(frozen=True, slots=True)
class Displaced:
    """Two paths that a renumbering would put in another order, or in one place."""

    first: ArticlePath
    second: ArticlePath


def _continuous(order: Sequence[Article], language: str, start: str | None) -> dict[str, str]:
    """The new number of every article whose number changes, by path."""
    following = 1
    begun = start is None
    numbers: dict[str, str] = {}
    for article in order:
        begun = begun or article.path == start
        if article.number is None:
            continue
        if not begun:
            whole = next(
                (value for rank, value, _word in number_key(article.number) if not rank), 0
            )
            following = max(following, whole + 1)
            continue
        new = "1er" if following == 1 and language.lower().startswith("fr") else str(following)
        if number_key(article.number) != number_key(new):
            numbers[article.path] = new
        following += 1
    return numbers


# --- paths

_DIGITS = re.compile(r"(?<!\d)(?<!\d[-_.])\d")
_EDGE = re.compile(r"(?<=[A-Za-z0-9])(?=[._-]|\Z)")


def _number_in_name(stem: str, key: Key) -> tuple[int, int] | None:
    """Where a file name bears a number; the last place, and the longest, where it does twice."""
    spans = [
        (begin.start(), end.start())
        for begin in _DIGITS.finditer(stem)
        for end in _EDGE.finditer(stem, begin.end())
        if number_key(stem[begin.start() : end.start()]) == key
    ]
    return max(spans, default=None)


def _new_paths(order: Sequence[Article], numbers: Mapping[str, str]) -> dict[str, str]:
    """The new path of every article whose file name bears the number that changes."""
    named: dict[str, tuple[int, int]] = {}
    for article in order:
        if article.number is not None:
            stem = posixpath.basename(article.path).removesuffix(".md")
            span = _number_in_name(stem, number_key(article.number))
            if span is not None:
                named[article.path] = span
    widths: Counter[str] = Counter()
    for path, (begin, _end) in named.items():
        folder, _slash, name = path.rpartition("/")
        digits = re.match(r"\d+", name[begin:])
        if digits is not None and digits[0].startswith("0") and digits[0] != "0":
            widths[folder] = max(widths[folder], len(digits[0]))
    moves: dict[str, str] = {}
    for path, (begin, end) in named.items():
        if path in numbers:
            folder, slash, name = path.rpartition("/")
            number = (numbers[path].removesuffix("er")).zfill(widths[folder])
            moves[path] = f"{folder}{slash}{name[:begin]}{number}{name[end:]}"
    return {old: new for old, new in moves.items() if old != new}


# --- rewriting


def _rewrite(
    texts: Mapping[str, str], numbers: Numbers, moves: Mapping[str, str], language: str
) -> tuple[dict[str, str], Pointed]:
    """The text with other numbers and paths, by its new paths, and how its references fared."""
    pointed = point_anew(texts, numbers, moves, language)
    new = {moves.get(path, path): text for path, text in pointed.texts.items()}
    return (
        dict(sorted(new.items(), key=lambda item: path_key(item[0]))),
        pointed,
    )


# --- checking

Code: TypeAlias = Literal["added", "removed", "moves", "words", "stale", "doubt"]
_WHOLE: Final = frozenset({"added", "removed", "moves"})


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a change is more than one of numbers."""

    code: Code
    """`words`: the text differs from what the numbers alone make of it; `stale`: it was left as it
    was though what it refers to has another number; `doubt`: nobody can tell what it refers to."""
    path: str
    line: int
    message: str


def only_numbers_changed(
    old: Mapping[str, str], new: Mapping[str, str], moves: Mapping[str, str], language: str
) -> tuple[Fault, ...]:
    """Every place where one text is more than the other with its articles numbered anew.

    Whole texts, by path; `moves` are the declared ones. None is found where each article keeps its
    words, and each reference to an article by number or by link follows that article.
    """
    after = {path: moves.get(path, path) for path in old}
    faults = [
        Fault("moves", source, 1, _("{path} is moved, and is not there.").format(path=source))
        for source in moves
        if source not in old
    ]
    twice = [path for path, times in Counter(after.values()).items() if times > 1]
    faults += [
        Fault("moves", path, 1, _("Two articles would stand at {path}.").format(path=path))
        for path in twice
    ]
    faults += [
        Fault("removed", path, 1, _("{path} goes.").format(path=path))
        for path, place in after.items()
        if place not in new
    ]
    faults += [
        Fault("added", path, 1, _("{path} is new.").format(path=path))
        for path in new.keys() - set(after.values())
    ]
    if faults:
        return tuple(faults)
    numbers = _numbers_between(old, new, after)
    expected, pointed = _rewrite(old, numbers, moves, language)
    for path, place in after.items():
        if new[place] != expected[place]:
            untouched = new[place] == old[path]
            message = (
                _("It refers to articles by their old numbers.")
                if untouched
                else _("More than numbers changes here.")
            )
            line = _first_difference(expected[place], new[place])
            faults.append(Fault("stale" if untouched else "words", place, line, message))
    faults += [
        Fault("doubt", after[doubt.path], doubt.line, doubt.message)
        for doubt in pointed.doubts
        if doubt.path in after
    ]
    return tuple(sorted(faults, key=lambda fault: (path_key(fault.path), fault.line, fault.code)))


def _numbers_between(
    old: Mapping[str, str], new: Mapping[str, str], after: Mapping[str, str]
) -> Numbers:
    """The numbers that change, as the new text bears them."""
    numbers: dict[str, str] = {}
    numerals: dict[str, str] = {}
    for path, place in after.items():
        if is_heading_file(path):
            was, now = title_numeral(old[path]), title_numeral(new[place])
            if was is not None and now is not None and was.key != now.key:
                numerals[path] = now.written
            continue
        before = Article(ArticlePath(path), old[path]).number
        number = Article(ArticlePath(place), new[place]).number
        if before is not None and number is not None and number_key(before) != number_key(number):
            numbers[path] = number
    return Numbers(numbers, numerals)


def _first_difference(one: str, other: str) -> int:
    pairs = zip(one.split("\n"), other.split("\n"), strict=False)
    return next((line for line, (first, second) in enumerate(pairs, start=1) if first != second), 1)
