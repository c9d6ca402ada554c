"""References that two changes turn together: written for one article, they lead to another.

An amendment cites an article by the number it bears in the text that its author read. Once another
amendment was adopted, the same words may name another article, or none; and what was adopted may
cite what the amendment moves or repeals. Neither change is wrong alone: only a person can tell.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from constitution.crossing import Ways
from constitution.language import _
from constitution.number import fold
from constitution.outline import name_at
from constitution.part import Article, stub_change
from constitution.path import ArticlePath
from constitution.reference import Reference, references
from constitution.shifting import shifted
from constitution.subdivision import Subdivision, subdivisions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


__all__ = ["Change", "Turned", "find_turned"]


@dataclass(frozen=True, slots=True)
class Turned:
    """A reference that leads elsewhere than it was written to lead: for a person to read again."""

    stands: int | None
    """The alinéa in which it stands; None where it stands in none."""
    words: str
    """The words that refer, as written."""
    message: str
    """What became of what they refer to, in a sentence."""
    merged: str
    """The line in which they stand."""
    written_for: tuple[str, ...] = ()
    """The paths of what they were written for, as they are now; empty for an alinéa."""
    leads_to: tuple[str, ...] = ()
    """The paths of what they lead to."""


@dataclass(frozen=True, slots=True)
class Change:
    """One of two changes that a result carries: the text it made by itself, and where that went."""

    texts: Mapping[str, str]
    moves: Mapping[str, str] = field(default_factory=dict)
    """The articles that the other change moved: path in these texts to path in the result."""

    def read_in(self, result: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
        """The articles that stand in the result as well: path there, path here, and the text here."""
        back = {new: old for old, new in self.moves.items()}
        for path in result:
            here = back.get(path, path)
            if here in self.texts and self.moves.get(here, here) == path:
                yield path, here, self.texts[here]


def find_turned(
    one: Change, other: Change, result: Mapping[str, str], language: str
) -> dict[str, tuple[Turned, ...]]:
    """The references that either change wrote and the other turned, by path in the result.

    What a change turns by itself is told when it is drafted, and is not told here.
    """
    found: dict[str, dict[Turned, None]] = {}
    for writer, turner in ((one, other), (other, one)):
        for path, turned in _Turning(writer, turner, result, language).run():
            found.setdefault(path, {})[turned] = None
    return {path: tuple(turned) for path, turned in sorted(found.items())}


_Cited: TypeAlias = Reference | Subdivision
"""Words that refer to an article or an alinéa, or to a part of one."""


def _key(cited: _Cited) -> tuple[str, ...]:
    named = cited.targets if isinstance(cited, Reference) else (cited.target,)
    return cited.kind, fold(cited.words), *named


_TO_ARTICLES = frozenset({"article", "article-relative", "link"})


class _Turning:
    """What one change refers to, in words that the other does not have, and the result turns."""

    def __init__(
        self, writer: Change, turner: Change, result: Mapping[str, str], language: str
    ) -> None:
        self.writer = writer
        self.result = result
        self.language = language
        theirs = {path: text for path, _here, text in turner.read_in(result)}
        self.ours = {
            path: (here, text, theirs.get(path, ""))
            for path, here, text in writer.read_in(result)
            if result[path] != theirs.get(path)
        }

    def run(self) -> Iterator[tuple[str, Turned]]:
        """By path, in the order of the lines."""
        brought = {path: found for path in self.ours if (found := self._brought(path))}
        if not brought:
            return
        told = {(path, *place): one for path, place, one in self._led_elsewhere(brought)}
        for path, fault in shifted(
            self.writer.texts, self.result, self.language, self.writer.moves, within=brought
        ):
            cited = brought.get(path, {}).get((fault.line, fault.column))
            if cited is not None and (path, fault.line, fault.column) not in told:
                told[path, fault.line, fault.column] = self._turned(path, cited, fault.message)
        for (path, _line, _column), turned in sorted(told.items(), key=lambda one: one[0]):
            yield path, turned

    def _led_elsewhere(
        self, brought: Mapping[str, Mapping[tuple[int, int], _Cited]]
    ) -> Iterator[tuple[str, tuple[int, int], Turned]]:
        """The references that lead to another article than they were written for, or to none."""
        before, after = Ways(self.writer.texts, self.language), Ways(self.result, self.language)
        for path, places in brought.items():
            here = self.ours[path][0]
            numbers: list[Reference] = []
            for place, reference in sorted(places.items()):
                if isinstance(reference, Subdivision) or reference.kind not in _TO_ARTICLES:
                    continue
                if reference.kind == "link" and any(
                    one.holds(reference)
                    or (one.line == reference.line and one.words in reference.words)
                    for one in numbers
                ):
                    continue  # the number among its words is told already
                was, now = before.targets(here, reference), after.targets(path, reference)
                message = self._message(reference.words, was, now)
                if message is not None:
                    numbers.append(reference)
                    yield path, place, self._turned(path, reference, message, was, now)

    def _brought(self, path: str) -> dict[tuple[int, int], _Cited]:
        """The references of an article that this change wrote, by where they stand in the result."""
        _here, own, others = self.ours[path]
        text = self.result[path]
        both = set(text.split("\n")) & set(others.split("\n"))
        lines = text.split("\n")
        known = Counter(map(_key, self._references(others)))
        known -= Counter(_key(one) for one in self._references(text) if lines[one.line - 1] in both)
        wrote = {_key(one) for one in self._references(own)}
        found: dict[tuple[int, int], _Cited] = {}
        for one in self._references(text):
            key = _key(one)
            if one.external or lines[one.line - 1] in both or key not in wrote:
                continue
            if known[key] > 0:
                known[key] -= 1
                continue
            found[one.line, one.column] = one
        return found

    def _references(self, text: str) -> list[_Cited]:
        return [*references(text, self.language), *subdivisions(text, self.language)]

    def _message(self, words: str, was: tuple[str, ...], now: tuple[str, ...]) -> str | None:
        """What became of what a reference was written for; None where it leads there still."""
        for path in was:
            place = self.writer.moves.get(path, path)
            name = name_at(path, self.writer.texts)
            if place not in self.result:
                return _(
                    "“{words}” was written for “{article}”, which is no longer in the text."
                ).format(words=words, article=name)
            if stub_change(self.writer.texts[path], self.result[place]) == "left":
                return _("“{words}” was written for “{article}”, which is repealed.").format(
                    words=words, article=name
                )
            if place not in now:
                return _("“{words}” was written for “{article}”, which is now “{other}”.").format(
                    words=words, article=name, other=name_at(place, self.result)
                )
        more = [
            path for path in now if path not in {self.writer.moves.get(one, one) for one in was}
        ]
        if was and more:
            return _("“{words}” now takes in “{article}” as well.").format(
                words=words, article=name_at(more[0], self.result)
            )
        return None

    def _turned(
        self,
        path: str,
        cited: _Cited,
        message: str,
        was: tuple[str, ...] = (),
        now: tuple[str, ...] = (),
    ) -> Turned:
        text = self.result[path]
        above = [
            one.number for one in Article(ArticlePath(path), text).alineas if one.line <= cited.line
        ]
        merged = text.split("\n")[cited.line - 1].strip()
        stands = above[-1] if above else None
        meant = tuple(self.writer.moves.get(one, one) for one in was)
        return Turned(stands, cited.words, message, merged, meant, now)
