"""Cross-references as ways through a text: where an article leads, and what leads to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from constitution.anchor import Anchors, anchors_of
from constitution.number import number_key
from constitution.outline import articles
from constitution.reference import references

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constitution.number import Key
    from constitution.part import Article
    from constitution.reference import Reference

__all__ = ["Crossing", "Ways", "crossings", "crossings_to"]


@dataclass(frozen=True, slots=True)
class Crossing:
    """One place where an article refers to others."""

    source: str
    """The path of the article that refers."""
    alinea: int | None
    """The alinéa that refers, counted from 1; None for the heading."""
    words: str
    """The words that refer, as written."""
    targets: tuple[str, ...]
    """The paths it leads to, in reading order; empty where it leads out of this text."""


def crossings(texts: Mapping[str, str], path: str, language: str) -> tuple[Crossing, ...]:
    """Where an article leads: its references to other articles, in the order of its words."""
    return tuple(_crossings(Ways(texts, language), path))


def crossings_to(texts: Mapping[str, str], path: str, language: str) -> tuple[Crossing, ...]:
    """What leads to an article: the references to it in every other one, in reading order."""
    ways = Ways(texts, language)
    return tuple(
        crossing
        for source in texts
        if source != path
        for crossing in _crossings(ways, source)
        if path in crossing.targets
    )


class Ways:
    """The articles of a text by number and in order: where each reference leads."""

    def __init__(self, texts: Mapping[str, str], language: str) -> None:
        self.texts = texts
        self.language = language
        self.order = articles(texts)
        self.place = {str(article.path): place for place, article in enumerate(self.order)}
        self.numbered: dict[Key, list[Article]] = {}
        for article in self.order:
            if article.number is not None:
                self.numbered.setdefault(number_key(article.number), []).append(article)

    def targets(self, path: str, reference: Reference) -> tuple[str, ...]:
        """The paths that a reference leads to."""
        match reference.kind:
            case "article":
                found = [self._named(number) for number in reference.targets]
                if reference.through and len(found) == 2 and all(found):
                    first, last = self.place[found[0][0]], self.place[found[1][0]]
                    return tuple(str(one.path) for one in self.order[first : last + 1])
                return tuple(one for paths in found for one in paths)
            case "article-relative":
                place = self.place.get(path)
                steps = [int(step) for step in reference.targets]
                return self._beside(place, steps) if place is not None else ()
            case "link":
                led = [self._anchors.led(path, to) for to in reference.targets]
                return tuple(to for to in led if to is not None and to != path)
            case "alinea-ordinal" | "alinea-relative":
                return tuple(self._named(reference.article)) if reference.article else ()

    @cached_property
    def _anchors(self) -> Anchors:
        return Anchors({path: anchors_of(text) for path, text in self.texts.items()})

    def _named(self, number: str) -> list[str]:
        return [str(article.path) for article in self.numbered.get(number_key(number), ())]

    def _beside(self, place: int, steps: Sequence[int]) -> tuple[str, ...]:
        return tuple(
            str(self.order[place + step].path)
            for step in steps
            if 0 <= place + step < len(self.order)
        )


def _crossings(ways: Ways, path: str) -> Iterator[Crossing]:
    text = ways.texts.get(path)
    if text is None:
        return
    place = ways.place.get(path)
    units = ways.order[place].alineas if place is not None else ()
    seen: set[tuple[int, str]] = set()
    found = references(text, ways.language)
    around = [
        (one, {*ways.targets(path, one)})
        for one in found
        if one.kind in {"article", "link"} and not one.external
    ]
    for reference in found:
        if any(
            one is not reference
            and one.holds(reference)
            and led.issuperset(ways.targets(path, reference))
            for one, led in around
        ):
            continue  # the words around it lead there as well
        if (reference.line, reference.words) in seen:
            continue
        seen.add((reference.line, reference.words))
        targets = () if reference.external else ways.targets(path, reference)
        targets = tuple(dict.fromkeys(one for one in targets if one != path))
        if targets or reference.external:
            above = [unit.number for unit in units if unit.line <= reference.line]
            yield Crossing(path, above[-1] if above else None, reference.words, targets)
