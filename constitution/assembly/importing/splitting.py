"""One Markdown file split at its headings: articles into files, other headings into folders.

A heading that bears an article's number, or names a preamble, opens an article; any other opens a
folder `NN-slug/` whose `README.md` has its words, nested as the headings are. Read in order, the
files say the words of the source, one by one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constitution.article import path_key
from constitution.assembly.founding import slug_of
from constitution.errors import Refused
from constitution.heading import HeadingLine, heading_lines
from constitution.language import _
from constitution.number import fold, normal_number
from constitution.part import read_number
from constitution.text import format_text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Piece", "pieces", "split", "top_heading"]

_PREAMBLES = frozenset(
    {"preamble", "preambule", "praambel", "preambulo", "preambolo", "eingangsformel", "vorspruch"}
)
_FOOTNOTE = re.compile(r"^\[\^([^\]]+)\]:.*\n(?:(?:[ ]+.*)?\n)*", re.MULTILINE)
_HEADING = re.compile(r"^(#{1,6}) ", re.MULTILINE)
_LONGEST = 40


@dataclass(slots=True)
class _Part:
    """An article or a heading, with the lines that are its own."""

    level: int
    words: str
    number: str | None
    is_article: bool
    lines: list[str] = field(default_factory=list)
    below: list[_Part] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """What its file or folder is called, without a number for the order."""
        if self.number is not None:
            return f"article-{slug_of(normal_number(self.number)) or 'x'}"
        slug = slug_of(self.words)
        if len(slug) > _LONGEST:
            slug = slug[: _LONGEST + 1].rpartition("-")[0] or slug[:_LONGEST]
        return slug or "part"


def split(text: str, language: str, where: str) -> dict[str, str]:
    """The files below `articles/` that a text becomes: path to text, in reading order."""
    text = format_text(text, language)
    footnotes = {found[1]: found[0].strip("\n") for found in _FOOTNOTE.finditer(text)}
    root = _tree(_FOOTNOTE.sub("", text))
    if not any(part.is_article for part in _all(root)):
        raise Refused(
            _("no heading of {path} is that of an article").format(path=where),
            hint=_("A heading such as `## Article 1` opens an article."),
        )
    files = {}
    for path, part in _placed(root, "articles"):
        body = "\n".join(part.lines).strip("\n")
        if not body:
            continue
        called = [note for label, note in footnotes.items() if f"[^{label}]" in body]
        files[path] = format_text(_raised("\n\n".join((body, *called))), language)
    return files


@dataclass(frozen=True, slots=True)
class Piece:
    """An article of a text, or a heading with the words of its own, as they are written there."""

    name: str
    """What its file or folder could be called, without a number for the order."""
    is_article: bool
    text: str
    """Its lines; its headings are raised as those of a file of its own."""


def pieces(text: str) -> tuple[Piece, ...]:
    """The articles and headings of a text, in order; nothing of it but their level is changed."""
    return tuple(
        Piece(part.slug, part.is_article, _raised(body) + "\n")
        for part in _all(_tree(text))
        if (body := "\n".join(part.lines).strip("\n"))
    )


def _all(part: _Part) -> Iterator[_Part]:
    yield part
    for child in part.below:
        yield from _all(child)


def _tree(text: str) -> _Part:
    """The headings and articles of a formatted text, nested."""
    root = _Part(0, "", None, is_article=False)
    open_: list[_Part] = [root]
    headings = {heading.line: heading for heading in heading_lines(text)}
    title = _title(list(headings.values()))
    for number, line in enumerate(text.split("\n"), start=1):
        heading = headings.get(number)
        if heading is None or heading is title or _stays_inside(heading, open_):
            open_[-1].lines.append(line)
            continue
        numbered = read_number(heading.words)
        is_article = numbered is not None or _is_preamble(heading.words)
        while len(open_) > 1 and (open_[-1].is_article or open_[-1].level >= heading.level):
            open_.pop()
        part = _Part(
            heading.level,
            heading.words,
            numbered[0] if numbered is not None else None,
            is_article=is_article,
            lines=[line],
        )
        open_[-1].below.append(part)
        open_.append(part)
    return root


def top_heading(text: str) -> str | None:
    """The words of the heading that is the title of the whole text, where there is one."""
    title = _title(list(heading_lines(text)))
    return title.words if title is not None else None


def _title(headings: list[HeadingLine]) -> HeadingLine | None:
    """The first heading, where it is that of no article and all others are below it."""
    if len(headings) < 2:
        return None
    first, *others = headings
    if read_number(first.words) or _is_preamble(first.words):
        return None
    return first if all(heading.level > first.level for heading in others) else None


def _is_preamble(words: str) -> bool:
    return fold(words).strip(" .:") in _PREAMBLES


def _stays_inside(heading: HeadingLine, open_: list[_Part]) -> bool:
    """Whether a heading is one of the article that is open: deeper, and of no other article."""
    last = open_[-1]
    if not last.is_article or heading.level <= last.level or _is_preamble(heading.words):
        return False
    numbered = read_number(heading.words)
    section = heading.words.startswith("§") and not last.words.startswith("§")
    return numbered is None or (section and last.number is not None)


def _placed(part: _Part, folder: str) -> Iterator[tuple[str, _Part]]:
    """Each part with the path of its file, in reading order."""
    yield f"{folder}/README.md", part
    for name, child in zip(_names(part.below), part.below, strict=True):
        if child.is_article:
            yield f"{folder}/{name}.md", child
        else:
            yield from _placed(child, f"{folder}/{name}")


def _names(parts: list[_Part]) -> list[str]:
    """The names of what stands in one folder, such that their order is that of reading."""
    width = max(2, len(str(len(parts))))
    opens = bool(parts) and parts[0].is_article and parts[0].number is None
    names = []
    for place, part in enumerate(parts, start=0 if opens else 1):
        bare = part.is_article and part.number is not None
        names.append(part.slug if bare else f"{place:0{width}d}-{part.slug}")
    if len(set(names)) == len(names) and names == sorted(names, key=path_key):
        return names
    return [f"{place:0{width}d}-{part.slug}" for place, part in enumerate(parts, start=not opens)]


def _raised(text: str) -> str:
    """The text with its headings raised, so that the highest is of the first level."""
    depths = [len(found[1]) for found in _HEADING.finditer(text)]
    if not depths:
        return text
    up = min(depths) - 1
    return _HEADING.sub(lambda found: "#" * (len(found[1]) - up) + " ", text)
