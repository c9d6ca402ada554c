"""What a change does to references that nobody thought of: they mean another part than before.

"l’alinéa précédent", "au deuxième alinéa", "le n° 2", "Absatz 1 Satz 2", "the second sentence": the
words stay, and something was inserted, removed, joined or moved before what they meant.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from constitution.anchor import Anchors, anchors_of
from constitution.coherence import Index, alinea_at, own_alinea, places_of, references_of
from constitution.language import _
from constitution.number import fold, number_key
from constitution.outline import articles
from constitution.part import Article
from constitution.path import ArticlePath, path_key
from constitution.subdivision import (
    Subdivision,
    item_places,
    sentences_of,
    subdivisions,
    unlabelled,
)
from constitution.text import Fault, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from constitution.coherence import Finding
    from constitution.reference import Reference

__all__ = ["shifted"]

_ALIKE = 0.5
"""From this share of common words on, an alinéa that stands elsewhere is the same, reworded."""


def shifted(
    before: Mapping[str, str],
    after: Mapping[str, str],
    language: str,
    moves: Mapping[str, str] = MappingProxyType({}),
    *,
    within: Collection[str] | None = None,
) -> list[Finding]:
    """References that now mean another alinéa or article than before, of all articles or some.

    Only references in words that stood before and stand after are looked at: whoever wrote a new
    one wrote it for the new text. `moves` are the declared ones, old path to new. Each is a warning
    at its line in the text after.
    """
    old, new = Index(_moved(articles(before), moves)), Index(articles(after))
    matches = _Matches(old, new)
    read = [one for one in new.articles if within is None or str(one.path) in within]
    found: list[Finding] = list(_turned(old, new, read, language))
    for article in read:
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
    found += _turned_parts(matches, read, language)
    return sorted(found, key=lambda finding: (path_key(finding[0]), finding[1]))


_PARTS = re.compile(
    r"\d\s?°|n°|point|phrase|item|paragraph|clause|sentence|Satz|N[ru]|Buchst", re.IGNORECASE
)


def _turned_parts(matches: _Matches, read: Sequence[Article], language: str) -> Iterator[Finding]:
    """References to items and sentences that now mean another one."""
    old, new = matches.old, matches.new
    for article in read:
        place = old.by_path.get(article.path)
        if place is None or not _PARTS.search(article.text):
            continue
        earlier = subdivisions(old.articles[place].text, language)
        later = subdivisions(article.text, language) if earlier else []
        units = old.alineas(old.articles[place]), new.alineas(article)
        mapping = matches.of(article.path) if later else {}
        for first in earlier:
            was = own_alinea(units[0], first.line)
            now = None if was is None else mapping.get(was)
            second = next(
                (
                    one
                    for one in later
                    if now is not None
                    and own_alinea(units[1], one.line) == now
                    and replace(one, line=0, column=0) == replace(first, line=0, column=0)
                ),
                None,
            )
            if was is None or second is None or now is None or second.external:
                continue
            later.remove(second)
            if (message := _turned_part(article.path, first, (was, now), matches)) is not None:
                yield article.path, _warning(second, message)


def _turned_part(
    path: str, part: Subdivision, own: tuple[int, int], matches: _Matches
) -> str | None:
    """What is said of words that now mean another item or sentence; None where they mean the same."""
    old, new = matches.old, matches.new
    owners = [
        index.numbered(part.article) if part.article else [index.articles[index.by_path[path]]]
        for index in (old, new)
    ]
    if [one.path for one in owners[0]] != [one.path for one in owners[1]] or len(owners[0]) != 1:
        return None
    before, after = old.alineas(owners[0][0]), new.alineas(owners[1][0])
    mapping = matches.of(owners[0][0].path)
    if part.kind == "item":
        places = item_places(before, part.target)
        if len(places) != 1 or item_places(after, part.target) == [mapping.get(places[0])]:
            return None
        return _("“{words}” no longer means the item that it meant.")
    if part.alinea:
        was, now = alinea_at(before, part.alinea), alinea_at(after, part.alinea)
    elif part.article:
        was, now = (0, 0) if len(before) == len(after) == 1 else (None, None)
    else:
        was, now = own
    if was is None or now is None or mapping.get(was) != now:
        return None  # another alinéa is meant, and that is said
    sentences = [sentences_of(unit, words) for unit in (before[was], after[now])]
    target = int(part.target)
    at = [len(one) + target if target < 0 else target - 1 for one in sentences]
    if at[0] >= len(sentences[0]) or _matched(*sentences).get(at[0]) == at[1]:
        return None
    return _("“{words}” no longer means the sentence that it meant.")


def _moved(order: tuple[Article, ...], moves: Mapping[str, str]) -> tuple[Article, ...]:
    """The articles in the order they had, under the paths they have."""
    return tuple(
        Article(ArticlePath(moves[one.path]), one.text) if one.path in moves else one
        for one in order
    )


def _turned(old: Index, new: Index, read: Sequence[Article], language: str) -> Iterator[Finding]:
    """References by number that were left as they were, while another article took the number."""
    taken = {
        key
        for key, bearers in old.by_number.items()
        if len(bearers) == 1
        and [one.path for one in new.by_number.get(key, [])] not in ([], [bearers[0].path])
    }
    anchors = tuple(
        Anchors({str(one.path): anchors_of(one.text) for one in index.articles})
        for index in ((old, new) if taken else ())
    )
    for article in read if taken else ():
        place = old.by_path.get(article.path)
        if place is None:
            continue
        earlier, later = (
            _by_number(text, language) for text in (old.articles[place].text, article.text)
        )
        if len(earlier) != len(later):
            continue
        for first, second in zip(earlier, later, strict=True):
            if first.targets != second.targets or second.external:
                continue
            if second.kind == "link":
                led = [one.led(article.path, second.targets[0]) for one in anchors]
                turned = None not in led and led[0] != led[1]
            else:
                turned = not taken.isdisjoint(map(number_key, second.targets))
            if turned:
                message = _("“{words}” now means another article than before.")
                yield article.path, _warning(second, message)


def _by_number(text: str, language: str) -> list[Reference]:
    """What names articles by their number, in words or by the anchor of a link, each once."""
    found = references_of(text, language)
    named = [one for one in found if one.kind == "article"]
    return [
        one
        for one in found
        if one.kind == "article"
        or (
            one.kind == "link"
            and one.targets[0].startswith("#")
            and not any(words.holds(one) for words in named)
        )
    ]


_RELATIVE_WORDS = re.compile(
    r"alin[ée]a|paragraph|absatz|absätz|\babs\.|précéd|suivant|preceding|following|artikel",
    re.IGNORECASE,
)


def _may_shift(text: str) -> bool:
    return _RELATIVE_WORDS.search(text) is not None


def _by_alinea(article: Article, index: Index, language: str) -> dict[int, list[Reference]]:
    """The references that a change elsewhere may turn, by the alinéa they stand in."""
    units = index.alineas(article)
    found: dict[int, list[Reference]] = {}
    for reference in references_of(article.text, language):
        if reference.external or reference.kind in {"article", "link"}:
            continue
        own = own_alinea(units, reference.line)
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

    def __init__(self, old: Index, new: Index) -> None:
        self.old, self.new = old, new
        self._known: dict[str, dict[int, int]] = {}

    def of(self, path: str) -> dict[int, int]:
        """The place after, for each place before of an alinéa that is still there."""
        if path not in self._known:
            before = self.old.alineas(self.old.articles[self.old.by_path[path]])
            after = self.new.alineas(self.new.articles[self.new.by_path[path]])
            self._known[path] = _matched(
                [words(unlabelled(unit.text)) for unit in before],
                [words(unlabelled(unit.text)) for unit in after],
            )
        return self._known[path]


def _matched(old: list[tuple[str, ...]], new: list[tuple[str, ...]]) -> dict[int, int]:
    """Which alinéa or sentence, as words, became which."""
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
        return _warning(second, message)
    owners = old.owners(path, first), new.owners(path, second)
    if len(owners[0]) != 1 or len(owners[1]) != 1 or owners[0][0].path != owners[1][0].path:
        return None
    owner_before, owner_after = owners[0][0], owners[1][0]
    mapping = matches.of(owner_before.path)
    was_places = places_of(first, old.alineas(owner_before))
    now_places = places_of(second, new.alineas(owner_after))
    expected = [None if place is None else mapping.get(place) for place in was_places]
    if None in was_places or expected == now_places:
        return None
    message = _("“{words}” now means another alinéa than before.")
    return _warning(second, message)


def _warning(cited: Reference | Subdivision, message: str) -> Fault:
    """The fault of words that mean something else than before, where they stand."""
    return Fault(cited.line, cited.column, "shifted", message.format(words=cited.words), "warning")
