"""The fields of a form: how each is written in a language, and how it is read back.

A field is written from what an act says, and read into the same; fields that only agree with
others (`est` or `sont`, how many alinéas follow) are written and read past.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, assert_never

from constitution.diff import read_alineas, tokens
from constitution.part import ARTICLE_WORD
from constitution.sentences.acts import EVERY
from constitution.sentences.linking import aloud, list_links, put_links
from constitution.sentences.naming import NUMBER, Called
from constitution.sentences.phrases import TABLES
from constitution.sentences.pieces import Place
from constitution.sentences.spans import list_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from constitution.sentences.acts import Keeps
    from constitution.sentences.phrases import Row, Style, Table

__all__ = ["Form", "Lexicon", "lexicon_of", "lexicons"]

_NUMBER = re.compile(r"[ ,;.:]*\d+(?:[.,/]\d+)*(?:er|re|e|ère|ème|st|nd|rd|th|[º°ᵉ])?[ ,;.:]*")
_NOTE_MARK = re.compile(r"\[\^[^\]]+\]")
_FIELD = re.compile(r"\{([^}]+)\}")


@dataclass(frozen=True)
class Form:
    """One form of sentence: its template, its fields in order, and the pattern it is read by."""

    style: Style
    key: str
    template: str
    fields: tuple[str, ...]
    pattern: re.Pattern[str]

    def read(self, sentence: str) -> dict[str, str] | None:
        """The words in each field of a sentence; None if it is not of this form."""
        found = self.pattern.fullmatch(sentence)
        return None if found is None else dict(zip(self.fields, found.groups(), strict=True))


class Lexicon:
    """One language: its forms compiled, its fields written and read."""

    def __init__(self, table: Table) -> None:
        self.table = table

    # --- forms

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Every form of both styles."""
        return tuple(
            self._form(style, key, template)
            for style, forms in self.table.forms.items()
            for key, template in forms.items()
        )

    def _form(self, style: Style, key: str, template: str) -> Form:
        parts = _FIELD.split(template)
        pattern = "".join(
            f"({self._pattern(part)})" if n % 2 else re.escape(part) for n, part in enumerate(parts)
        )
        return Form(style, key, template, tuple(parts[1::2]), re.compile(pattern))

    def _pattern(self, name: str) -> str:
        table = self.table
        rows, key = _SOURCES.get(name, ("", ""))
        if rows == "pieces":
            return _any(_row_pattern(text) for text in _column(table.pieces.values(), key))
        if rows == "files":
            path = r"(?: \(`[^`\n]+`\))?" if key not in {"this", "gone"} else ""
            return self._any_file(key) + path + (f"(?:{self._above})?" if name == "a file" else "")
        if rows == "several":
            return _any(map(_row_pattern, _column(table.several, key)))
        patterns: dict[str, Callable[[], str]] = {
            "old": lambda: self._announced,
            "new": lambda: self._announced,
            "text": lambda: self._quoted + self._linked,
            "which": lambda: _any([_row_pattern(table.occurrence), re.escape(table.every)]) + "?",
            "sentence": lambda: _any(map(_row_pattern, table.sentence)),
            "is": lambda: _any(table.agreement["is"]),
            "s": lambda: _any(table.agreement["s"]),
            "e": lambda: _any({row["e"] for row in table.pieces.values()}),
            "passage": lambda: _any(map(_row_pattern, table.passage)),
            "put": lambda: _any(map(_row_pattern, table.put)),
            "sentences": lambda: _any(map(_row_pattern, table.sentences)),
            "kept": lambda: _any(table.kept.values()),
            "headings": lambda: self._headings,
            "path": lambda: r"`[^`\n]+`",
        }
        return patterns[name]()

    def _any_file(self, key: str) -> str:
        return _any(
            _row_pattern(text).replace(r"\{title\}", self._quoted)
            for text in _column(self.table.files.values(), key)
        )

    @cached_property
    def _quoted(self) -> str:
        return _any(
            rf"{re.escape(a)}[^{re.escape(a[0] + b[-1])}\n]+{re.escape(b)}"
            for a, b in self.table.quotes
        )

    @cached_property
    def _announced(self) -> str:
        return _any(map(re.escape, self.table.words)) + self._quoted + self._linked

    @cached_property
    def _linked(self) -> str:
        every, each = (re.escape(text) for text in self.table.linked)
        one = each.replace(r"\{words\}", self._quoted).replace(r"\{path\}", r"`[^`\n]+`")
        return "(?:" + every.replace(r"\{links\}", f"{one}(?:, {one})*") + ")?"

    @cached_property
    def _headings(self) -> str:
        one, several, joint = (re.escape(text) for text in self.table.headings)
        many = f"{self._quoted}(?:(?:, |{joint}){self._quoted})*"
        return _any(text.replace(r"\{words\}", many) for text in (one, several))

    @cached_property
    def _above(self) -> str:
        return re.escape(self.table.above).replace(r"\{headings\}", self._headings)

    def write(self, style: Style, key: str, values: Mapping[str, str]) -> str:
        """A sentence, its fields filled in."""
        template = self.table.forms[style][key]
        return _FIELD.sub(lambda field: values[field[1]], template)

    # --- numbers

    def ordinal(self, number: int, words: tuple[str, ...] | None = None) -> str:
        """An ordinal, spelled out up to twenty."""
        spelled = self.table.ordinals if words is None else words
        if number <= len(spelled):
            return spelled[number - 1]
        teen = 10 < number % 100 < 14
        return f"{number}{self.table.suffixes[0 if teen else number % 10]}"

    def rank(self, ordinal: str) -> int:
        """The number that an ordinal says."""
        for words in (self.table.ordinals, self.table.occurrences):
            if ordinal in words:
                return words.index(ordinal) + 1
        found = re.match(r"\d+", ordinal)
        return int(found[0]) if found else 0

    def count(self, number: int) -> str:
        """A number, spelled out up to twenty."""
        spelled = self.table.counts
        return spelled[number - 1] if 0 < number <= len(spelled) else str(number)

    # --- words

    def quote(self, words: str) -> str | None:
        """The words between marks that they do not hold; None where they hold all of them."""
        for opening, closing in self.table.quotes:
            if not {opening[0], closing[-1]} & set(words):
                return f"{opening}{words}{closing}"
        return None

    def unquote(self, quoted: str) -> str:
        """The words between quotation marks."""
        for opening, closing in self.table.quotes:
            if quoted.startswith(opening):
                return quoted[len(opening) : -len(closing)]
        return quoted

    def announce(self, words: str) -> str:
        """`le mot : « … »`, `les mots : « … »`, as many as they are."""
        sign, number, word, several, mark = self.table.words
        plain = aloud(words)
        before = (sign, word, several)[min(count_words(plain), 2)]
        if _NUMBER.fullmatch(plain):
            before = number
        elif _NOTE_MARK.fullmatch(words):
            before = mark
        return before + self.quote_linked(words)

    def unannounce(self, announced: str) -> str:
        """The words that are announced."""
        for before in self.table.words:
            if announced.startswith(before):
                return self.unquote_linked(announced[len(before) :])
        return announced

    def quote_linked(self, words: str) -> str:
        """The words between marks as they are read aloud, and after them where their links lead."""
        every, each = self.table.linked
        links = [(link.words, link.target) for link in list_links(words)]
        quoted = [self.quote(called) for called, _target in links]
        if not all(quoted) or put_links(aloud(words), links) != words:
            return self.quote(words) or ""
        said = [
            each.format(words=called, path=f"`{target}`")
            for called, (_words, target) in zip(quoted, links, strict=True)
        ]
        return (self.quote(aloud(words)) or "") + (
            every.format(links=", ".join(said)) if said else ""
        )

    def unquote_linked(self, quoted: str) -> str:
        """The words between marks, with the links that are said after them."""
        first = re.match(self._quoted, quoted)
        if first is None:
            return quoted
        words = self.unquote(first[0])
        each = re.escape(self.table.linked[1])
        one = each.replace(r"\{words\}", f"({self._quoted})").replace(r"\{path\}", r"`([^`\n]+)`")
        links = [
            (self.unquote(called), target)
            for called, target in re.findall(one, quoted[first.end() :])
        ]
        return put_links(words, links) or words

    def agree(self, name: str, words: str) -> str:
        """`est` or `sont`, as the words that are announced ask."""
        both = self.table.agreement[name]
        one = _NUMBER.fullmatch(words) or _NOTE_MARK.fullmatch(words)
        return both[0 if one else min(max(count_words(words) - 1, 0), len(both) - 1)]

    def occurrence(self, number: int | None) -> str:
        """Which of several is meant; nothing where the words stand once."""
        if number is None:
            return ""
        if number == EVERY:
            return self.table.every
        return self.table.occurrence.format(nth=self.ordinal(number, self.table.occurrences))

    def which(self, said: str) -> int | None:
        """Which of several the words mean."""
        if not said:
            return None
        return EVERY if said == self.table.every else self.rank(said.strip(" ()").split(" ")[0])

    def sentence(self, number: int | None) -> str:
        """What one sentence of a piece is called."""
        counted, last = self.table.sentence
        if number is None:
            return last
        return counted.format(nth=self.ordinal(number, self.table.occurrences))

    def sentence_number(self, called: str) -> int | None:
        """The number of the sentence so called; None for the last."""
        counted, last = self.table.sentence
        values = None if called == last else _read_row(counted, called)
        return None if values is None else self.rank(values["nth"])

    def passage(self, name: str, text: str) -> str:
        """What announces a passage: how many alinéas it has."""
        rows = self.table.put if name == "put" else self.table.passage
        alineas = sum(alinea.number is not None for alinea in read_alineas(text))
        return rows[min(alineas, 2)].format(count=self.count(alineas))

    def sentences(self, text: str) -> str:
        """What announces whole sentences: how many they are."""
        many = len(list_sentences(text))
        return self.table.sentences[min(many, 2) - 1].format(count=self.count(many))

    def headings(self, headings: Sequence[str]) -> str | None:
        """What the headings above an article are called; None if there is none, or one cannot be quoted."""
        quoted = [words for heading in headings if (words := self.quote(heading)) is not None]
        if not quoted or len(quoted) < len(headings):
            return None
        one, several, joint = self.table.headings
        words = joint.join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
        return (several if len(quoted) > 1 else one).format(words=words)

    def named_headings(self, called: str) -> tuple[str, ...]:
        """The headings so called."""
        return tuple(map(self.unquote, re.findall(self._quoted, called)))

    def above(self, headings: Sequence[str]) -> str:
        """What is said of the headings that come with a new article; nothing where there are none."""
        called = self.headings(headings)
        return "" if called is None else self.table.above.format(headings=called)

    def keeps(self, kept: str) -> Keeps:
        """What of a heading the words say that an article keeps."""
        return "number" if kept == self.table.kept["number"] else "heading"

    # --- pieces

    def _row(self, place: Place) -> Row:
        first = place == Place("heading", "1")
        return self.table.pieces["first heading" if first else place.kind]

    def piece(self, name: str, place: Place) -> str:
        """What a piece is called in one grammatical place."""
        key = _SOURCES[name][1]
        number = int(place.key) if place.kind != "note" else 0
        called = self._row(place)[key].format(
            n=place.key, nth=self.ordinal(number) if number else "", note=place.key
        )
        return _open(called) if name[0].isupper() else called

    def ending(self, place: Place) -> str:
        """What a participle ends in that agrees with a piece."""
        return self._row(place)["e"]

    def several(self, name: str, first: Place, last: Place) -> str:
        """What several alinéas in a row are called."""
        more = int(last.key) > int(first.key) + 1
        called = self.table.several[more][_SOURCES[name][1]].format(
            n=first.key,
            m=last.key,
            nth=self.ordinal(int(first.key)),
            mth=self.ordinal(int(last.key)),
        )
        return _open(called)

    def place(self, name: str, words: str) -> Place | None:
        """The piece so called."""
        for kind, row in self.table.pieces.items():
            template = row[_SOURCES[name][1]]
            values = _read_row(template, words)
            if values is None:
                continue
            if kind == "note":
                return Place("note", values["note"])
            number = values.get("n") or str(self.rank(values.get("nth", "")) or 1)
            return Place("alinea" if kind == "alinea" else "heading", number)
        return None

    def places(self, name: str, words: str) -> tuple[Place, Place] | None:
        """The first and the last of several alinéas so called."""
        for row in self.table.several:
            values = _read_row(row[_SOURCES[name][1]], words)
            if values is not None:
                first = values.get("n") or str(self.rank(values["nth"]))
                last = values.get("m") or str(self.rank(values["mth"]))
                return Place("alinea", first), Place("alinea", last)
        return None

    # --- files

    def file(self, name: str, called: Called) -> str:
        """What a file is called in one grammatical place, its path after it where that is said."""
        key = _SOURCES[name][1]
        title = None if called.title is None else self.quote(called.title)
        words = self.table.files[self._kind(called, title)][key].format(
            number=called.number, title=title, word=called.word, name=called.word
        )
        if name[0].isupper():
            words = _open(words)
        stated = called.path is not None and key not in {"this", "gone"}
        return f"{words} (`{called.path}`)" if stated else words

    def _kind(self, called: Called, title: str | None) -> str:
        """Which row of the table a file is called by, its title quoted where it can be."""
        has_own = called.word is not None and called.word.casefold() not in self.table.own
        match called.noun:
            case "title":
                return "title" if title else "bare title"
            case "preamble":
                return "named preamble" if has_own else "preamble"
            case "article":
                if called.number:
                    return "named" if has_own else "numbered"
                return "titled" if title else "bare"
            case never:
                assert_never(never)

    def called(self, name: str, words: str) -> Called | None:
        """What a file is called, read back."""
        above = f"(?:{self._above})?" if name == "a file" else ""
        found = re.fullmatch(rf"(?P<words>.*?)(?: \(`(?P<path>[^`]+)`\))?{above}", words)
        key = _SOURCES[name][1]
        if found is None:
            return None
        for kind, row in self.table.files.items():
            template = row[key]
            values = _read_row(template, found["words"])
            if values is None:
                continue
            title = values.get("title")
            return Called(
                "preamble"
                if kind.endswith("preamble")
                else "title"
                if "title" in kind[-5:]
                else "article",
                values.get("number"),
                None if title is None else self.unquote(title),
                found["path"],
            )
        return None


_SOURCES = {
    "Label": ("pieces", "label"),
    "this": ("pieces", "this"),
    "beside": ("pieces", "beside"),
    "nth": ("pieces", "nth"),
    "the nth": ("pieces", "the nth"),
    "The nth": ("pieces", "the nth"),
    "the other": ("pieces", "the nth"),
    "Labels": ("several", "label"),
    "The several": ("several", "the several"),
    "Label of file": ("files", "label"),
    "file": ("files", "the"),
    "The file": ("files", "the"),
    "of file": ("files", "of"),
    "At file": ("files", "at"),
    "a file": ("files", "a"),
    "this file": ("files", "this"),
    "gone": ("files", "gone"),
    "numbered": ("files", "the"),
}
"""Where the words of a field stand in a table: which rows, and which column."""

_VALUES = {
    "n": r"\d+",
    "m": r"\d+",
    "nth": r"\w[\w-]*",
    "mth": r"\w[\w-]*",
    "note": r"\S+?",
    "number": NUMBER,
    "word": ARTICLE_WORD,
    "name": r"[^\W\d_]+",
    "count": r"[\w-]+",
}
"""What may stand for a value of a row; a title stands between quotation marks."""


def count_words(text: str) -> int:
    """How many words a phrase has; a word with its elision is two."""
    return sum(token[0].isalnum() for token in tokens(text))


def _open(words: str) -> str:
    """The words with the capital that opens a sentence."""
    return words[:1].upper() + words[1:]


def _any(patterns: Iterable[str]) -> str:
    return "(?:" + "|".join(patterns) + ")"


def _column(rows: Iterable[Row], key: str) -> list[str]:
    return [text for row in rows for text in dict.fromkeys((row[key], _open(row[key])))]


def _row_pattern(template: str) -> str:
    """The pattern of a row, without groups."""
    parts = _FIELD.split(template)
    return "".join(
        _VALUES.get(part, rf"\{{{part}\}}") if n % 2 else re.escape(part)
        for n, part in enumerate(parts)
    )


@cache
def _row_reader(template: str) -> re.Pattern[str]:
    parts = _FIELD.split(template)
    return re.compile(
        "".join(
            f"(?P<{part}>{_VALUES.get(part, '.+')})" if n % 2 else re.escape(part)
            for n, part in enumerate(parts)
        )
    )


def _read_row(template: str, words: str) -> dict[str, str] | None:
    """The values of a row, which may open a sentence; None if the words are not of this row."""
    for row in (template, _open(template)):
        if found := _row_reader(row).fullmatch(words):
            return found.groupdict()
    return None


@cache
def _lexicon(language: str) -> Lexicon:
    return Lexicon(TABLES[language])


def lexicon_of(language: str) -> Lexicon:
    """The lexicon of a language; the English one where there is no other."""
    short = language.replace("_", "-").split("-")[0].lower()
    return _lexicon(short if short in TABLES else "en")


def lexicons() -> tuple[Lexicon, ...]:
    """The lexicons of every language that sentences are written in."""
    return tuple(map(_lexicon, TABLES))
