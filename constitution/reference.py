"""What articles say of one another: cross-references, found in the words and the links.

Read in French, English and German; in other languages, articles by number and links. A reference
to another text ("l’article 99 de la loi…", "Artikel 41 des Einigungsvertrags") says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from constitution.number import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Kind",
    "Link",
    "Mention",
    "Reference",
    "is_external",
    "links",
    "mentions",
    "owner_of",
    "references",
]

Kind: TypeAlias = Literal[
    "article", "article-relative", "alinea-ordinal", "alinea-relative", "link"
]


@dataclass(frozen=True, slots=True)
class Reference:
    """One place where a text refers to a part of a text."""

    line: int
    column: int
    kind: Kind
    words: str
    """The words that refer, as written."""
    targets: tuple[str, ...]
    """What they refer to. Articles: numbers as written. Ordinal alinéas: their numbers, `-1` for
    the last. Relative ones: `-1` for the one before, `+1` for the next. Links: their target."""
    through: bool = False
    """Whether two articles are named as the ends of a range ("articles 20 à 24")."""
    article: str = ""
    """For alinéas: the number of their article, as written; empty for the article itself."""
    external: bool = False
    """Whether they belong to another text: a law, a treaty, a code."""
    stop: int = 0
    """The column after its last letter, on the line as it is written."""

    def holds(self, other: Reference) -> bool:
        """Whether the words of another are among its own; a link begins a bracket before its words."""
        begun = other.column + 1 if other.kind == "link" else other.column
        return self.line == other.line and self.column <= begun and other.stop <= self.stop


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the text, with what is not prose blanked out, letter for letter."""

    number: int
    prose: str

    def reference(
        self, match: re.Match[str], kind: Kind, targets: tuple[str, ...], owner: str = ""
    ) -> Reference:
        outside = _EXTERNAL.match(self.prose, match.end()) is not None
        words = match[0].strip()
        column = match.start() + len(match[0]) - len(match[0].lstrip()) + 1
        return Reference(
            self.number,
            column,
            kind,
            _BLANKS.sub(" ", _BEFORE_COMMA.sub("", words)),
            targets,
            article=owner,
            external=outside,
            stop=column + len(words),
        )


_BLANKS = re.compile(r" {2,}")
_BEFORE_COMMA = re.compile(r" +(?=,)")
"""What a link leaves where it was."""


# --- articles and links

_LINK = re.compile(r"(?<![\\!])\[(?P<words>(?:\\.|[^\[\]\\])*)\]\((?P<target>[^()\s]*)\)")
_WORD = (
    r"\b(?:[Aa]rticles?|[Aa]rtikel[ns]?|[Aa]rt[íi]culos?|[Aa]rtigos?|[Aa]rticol[oi]"
    r"|[Aa]rtikkel|[Aa]rt\.)"
)
_ASIDE = r"(?:\s*\([^()]*\))?"
_TO = r"(?:\s+(?:à|to|through|bis|al)\s+|\s*–\s*)"
_ARTICLES = re.compile(
    rf"""{_WORD}\s+(?P<numbers>{NUMBER}{_ASIDE}
        (?: (?:{_TO}|(?:\s*+,)?\s++(?:et|ou|and|or|und|oder|sowie|y|o)\s+){NUMBER}{_ASIDE}
          | \s*+,\s*+{NUMBER}{_ASIDE}(?=\s*(?:[,.;:)]|et\b|ou\b|and\b|or\b|und\b|oder\b|y\b|$))
        )* )""",
    re.VERBOSE,
)
_ONE = re.compile(rf"(?<![\w(]){NUMBER}", re.VERBOSE)
_THROUGH = re.compile(rf"{_TO}(?=\d)")

_QUALIFIER = (
    r"(?:\s*+,?\s*+(?:(?:Abs\.|Absatz|Absätze|Satz|Nr\.|Nummer|Buchstabe|alinéas?|paragraphs?"
    r"|paragraphe)(?:\s+\w+)?|(?:und\s+|et\s+)?\d+)\b)*+"
)
_EXTERNAL = re.compile(
    rf"""{_QUALIFIER}(?:\s*+,)?\s++
    (?: (?:de\ la|du|de\ l['’]|des|de\ cette|de\ ce|dudit|de\ ladite)\s*(?:[\w-]+\s+){{0,2}}?
        (?: lois?|codes?|trait[ée]s?|chartes?|conventions?|r[èe]glements?|d[ée]crets?
          | ordonnances?|d[ée]clarations?|accords?|pactes?|protocoles?|directives?|statuts?
          | Constitution\s+(?:du\s+\d+|de\s+\d+|d['’]) )\b
      | of\ (?:the|that|this)\s+(?:[\w-]+\s+){{0,3}}?
        (?: Acts?|Laws?|Code|Treaty|Treaties|Charter|Convention|Covenant|Declaration|Regulation
          | Statute|Directive|Protocol|Agreement|Constitution\s+of\s+(?!the\b) )\b
      | (?:des|der|dieses|jenes)\s+(?:[\w-]+\s+){{0,2}}?
        (?: [\w-]*(?:[Vv]ertrag|[Aa]bkommen|[Üü]bereinkommen|[Cc]harta|[Kk]onvention|[Vv]erordnung
          | gesetzbuch)e?s? | [Gg]esetzes | (?!Grundgesetzes)[A-ZÄÖÜ][\w-]*gesetzes
          | (?:deutschen|alten)\ Verfassung)\b )""",
    re.VERBOSE | re.IGNORECASE,
)


def is_external(line: str, end: int) -> bool:
    """Whether what ends here in a line is a part of another text: a law, a treaty, a code."""
    return _EXTERNAL.match(line, end) is not None


def _articles(row: _Row) -> Iterator[Reference]:
    for match in _ARTICLES.finditer(row.prose):
        bare = re.sub(r"\([^()]*\)", "", match["numbers"])
        numbers = tuple(found[0].strip() for found in _ONE.finditer(bare))
        through = len(numbers) == 2 and _THROUGH.search(bare) is not None
        yield replace(row.reference(match, "article", numbers), through=through)


_ASIDES = re.compile(r"\([^()]*\)")
_DEGREE = re.compile(r"\d[º°]")


class Mention(NamedTuple):
    """A number in a line that names an article of this text."""

    start: int
    stop: int
    number: str
    """As written."""
    through: bool = False
    """Whether it begins a range that the next mention ends."""


def mentions(line: str, language: str) -> list[Mention]:
    """Each number by which a line names an article of this text, where it stands, in order.

    Those of another text are left out, and so is what leads out of the text.
    """
    found: list[Mention] = []
    prose = _LINK.sub(_joined, line)
    abroad = [(link.start, link.stop) for link in links(line) if link.external or link.elsewhere]
    for match in _ARTICLES.finditer(prose):
        if is_external(prose, match.end()):
            continue
        begin = match.start("numbers")
        bare = _ASIDES.sub(lambda aside: " " * len(aside[0]), match["numbers"])
        ones = list(_ONE.finditer(bare))
        for one, after in zip_longest(ones, ones[1:]):
            between = bare[one.end() : after.start()] if after is not None else ""
            found.append(
                Mention(
                    begin + one.start(),
                    begin + one.end(),
                    one[0],
                    re.fullmatch(_TO, between) is not None,
                )
            )
    french = language.lower().startswith("fr")
    return [
        one
        for one in found
        if not any(start <= one.start < stop for start, stop in abroad)
        and not (french and _DEGREE.search(one.number))  # an item: "l’article 16, 3°"
    ]


class Link(NamedTuple):
    """A link in a line: where its words and its target stand."""

    start: int
    """Where the words begin."""
    stop: int
    """Where they end; the target begins two characters later."""
    words: str
    target: str
    elsewhere: bool = False
    """Whether the words after it say that it is a part of another text ("… des Vertrags")."""

    @property
    def external(self) -> bool:
        """Whether it leads out of the text."""
        return re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", self.target) is not None


_JOINED = re.compile(r"\s*(?:,|\b(?:et|ou|and|or|und|oder|sowie|y|o)\b)\s*")


def links(line: str) -> list[Link]:
    """The links of a line, in order."""
    found: list[Link] = []
    for match in reversed(list(_LINK.finditer(line))):
        elsewhere = is_external(line, match.end())
        if found and _JOINED.fullmatch(line, match.end(), found[-1].start - 1):
            elsewhere = found[-1].elsewhere
        found.append(
            Link(
                match.start("words"), match.end("words"), match["words"], match["target"], elsewhere
            )
        )
    return found[::-1]


def _links(number: int, line: str) -> Iterator[Reference]:
    for link in links(line):
        yield Reference(
            number,
            link.start,
            "link",
            link.words,
            (link.target,),
            external=link.external or (link.elsewhere and link.target.startswith("#")),
            stop=link.stop + 1,
        )


def _blank(match: re.Match[str]) -> str:
    """The same length, with the words of the link and without its target."""
    return f" {match['words']}]{' ' * (len(match['target']) + 2)}"


def _joined(match: re.Match[str]) -> str:
    """The same length, with the words of the link alone: articles are enumerated across links."""
    return f" {match['words']}{' ' * (len(match['target']) + 3)}"


# --- alinéas

_FRENCH_ORDINALS: Final = {
    "premier": 1,
    "première": 1,
    "second": 2,
    "deuxième": 2,
    "troisième": 3,
    "quatrième": 4,
    "cinquième": 5,
    "sixième": 6,
    "septième": 7,
    "huitième": 8,
    "neuvième": 9,
    "dixième": 10,
    "onzième": 11,
    "douzième": 12,
    "treizième": 13,
    "quatorzième": 14,
    "quinzième": 15,
    "avant-dernier": -2,
    "pénultième": -2,
    "dernier": -1,
}
_FRENCH_COUNTS: Final = dict(zip("deux trois quatre cinq six".split(), range(2, 7), strict=True))  # noqa: SIM905 - a row of words reads better so
_ENGLISH_ORDINALS: Final = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "last but one": -2,
    "penultimate": -2,
    "last": -1,
}


def _either(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_FR_ONE = rf"(?:{_either(_FRENCH_ORDINALS)}|\d{{1,2}}(?:er|e|ème|nd))"
_FR_ORDINALS = re.compile(
    rf"\b(?P<list>{_FR_ONE}(?:(?:\s*+,\s*+|\s+(?:et|ou)\s+){_FR_ONE}){{0,9}})\s+alinéas?\b",
    re.IGNORECASE,
)
_FR_ENDS = re.compile(
    rf"\b(?P<count>{_either(_FRENCH_COUNTS)})\s+(?P<end>premiers|derniers)\s+alinéas\b",
    re.IGNORECASE,
)
_FR_NUMBERED = re.compile(
    r"\balinéas?\s+(?P<list>\d{1,2}(?:(?:\s*+,\s*+|\s+(?:et|ou|à)\s+)\d{1,2})*)"
)
_FR_RELATIVE = re.compile(
    rf"""\b(?: (?P<count>{_either(_FRENCH_COUNTS)})\s+)?
    (?: (?P<what>alinéas?|articles?)\s+(?P<way>précédents?|suivants?|qui\ précèdent|qui\ précède
          |qui\ suivent|qui\ suit|ci-dessus|ci-dessous)
      | (?P<way2>précédents?|suivants?)\s+(?P<what2>alinéas?|articles?) )\b""",
    re.VERBOSE | re.IGNORECASE,
)
_FR_OWNER = re.compile(rf"\s+de\s+l['’]\s*article\s+(?P<number>{NUMBER})", re.VERBOSE)
_FR_OWNER_BEFORE = re.compile(
    rf"""\barticles?\s+(?:[^.;:()]{{0,60}}?[\s,])??(?P<number>{NUMBER})\s*[,(]\s*
    (?:au\ |à\ son\ |en\ son\ )?\Z""",
    re.VERBOSE,
)

_EN_ONE = rf"(?:{_either(_ENGLISH_ORDINALS)})"
_EN_ORDINALS = re.compile(
    rf"\b(?P<list>{_EN_ONE}(?:(?:\s*+,\s*+|\s+(?:and|or)\s+){_EN_ONE}){{0,9}})\s+paragraphs?\b",
    re.IGNORECASE,
)
_EN_NUMBERED = re.compile(
    r"\b[Pp]aragraphs?\s+\(?(?P<list>\d{1,2}\)?(?:(?:\s*+,\s*+|\s+(?:and|or|to)\s+)\(?\d{1,2}\)?)*)"
)
_EN_RELATIVE = re.compile(
    r"""\b(?P<way>preceding|previous|foregoing|following|next)\s+
    (?:(?P<count>two|three|four)\s+)?(?P<what>paragraphs?|articles?)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_EN_OWNER = re.compile(rf"\s+of\s+[Aa]rticle\s+(?P<number>{NUMBER})", re.VERBOSE)
_EN_OWNER_BEFORE = re.compile(rf"\b[Aa]rticle\s+(?P<number>{NUMBER})\s*[,(]\s*\Z", re.VERBOSE)

_DE_NUMBERED = re.compile(
    r"\b(?:Absatz|Absatzes|Absätzen?|Abs\.)\s+"
    r"(?P<list>\d{1,2}[a-z]?(?:(?:\s*+,\s*+|\s+(?:und|oder|bis)\s+)\d{1,2}[a-z]?(?![\w.]))*)"
)
_DE_RELATIVE = re.compile(
    r"""\b(?P<way>vorstehende|vorhergehende|vorige|folgende|nachfolgende|nächste)[nmrs]?\s+
    (?:(?P<count>zwei|drei)\s+)?(?P<what>Abs[aä]tz\w*|Artikel\w*)\b""",
    re.VERBOSE,
)
_DE_OWNER_BEFORE = re.compile(
    rf"""\b(?:Artikels?|Art\.)\s+(?P<number>{NUMBER})
    (?:\s*+,?\s*+(?:Abs\.|Absatz\b|Satz\b|Nr\.|bis\b|und\b|sowie\b|oder\b|\d+[a-z]?\b))*\s*+,?\s*+\Z""",
    re.VERBOSE,
)

_COUNTS: Final = {
    **_FRENCH_COUNTS,
    "two": 2,
    "three": 3,
    "four": 4,
    "zwei": 2,
    "drei": 3,
}
_NUMERAL = re.compile(r"\d{1,2}[a-z]?")
_SPELT = re.compile(
    rf"{_either(_FRENCH_ORDINALS)}|{_either(_ENGLISH_ORDINALS)}|\d{{1,2}}", re.IGNORECASE
)
_VALUES: Final = {**_FRENCH_ORDINALS, **_ENGLISH_ORDINALS}


@dataclass(frozen=True, slots=True)
class _Grammar:
    """How a language refers to alinéas."""

    ordinals: re.Pattern[str] | None
    numbered: re.Pattern[str]
    relative: re.Pattern[str]
    owner: re.Pattern[str] | None
    owner_before: re.Pattern[str]


_GRAMMARS: Final = {
    "fr": _Grammar(_FR_ORDINALS, _FR_NUMBERED, _FR_RELATIVE, _FR_OWNER, _FR_OWNER_BEFORE),
    "en": _Grammar(_EN_ORDINALS, _EN_NUMBERED, _EN_RELATIVE, _EN_OWNER, _EN_OWNER_BEFORE),
    "de": _Grammar(None, _DE_NUMBERED, _DE_RELATIVE, None, _DE_OWNER_BEFORE),
}


def owner_of(line: str, start: int, end: int, language: str) -> tuple[str, bool]:
    """The article, as written, that words of a line say they are a part of, and whether of another text.

    Nothing where they name none, and mean the article that they stand in.
    """
    grammar = _GRAMMARS.get(language.replace("_", "-").split("-")[0].lower())
    if grammar is None:
        return "", False
    after = grammar.owner.match(line, end) if grammar.owner else None
    if after is not None:
        return after["number"], is_external(line, after.end())
    before = grammar.owner_before.search(line[max(0, start - 100) : start])
    return before["number"] if before else "", is_external(line, end)


def _owned(
    row: _Row, match: re.Match[str], targets: tuple[str, ...], grammar: _Grammar
) -> Reference:
    """A reference to alinéas by number, with the article they belong to."""
    after = grammar.owner.match(row.prose, match.end()) if grammar.owner else None
    if after is not None:
        found = row.reference(match, "alinea-ordinal", targets, after["number"])
        return replace(found, external=is_external(row.prose, after.end()))
    before = grammar.owner_before.search(row.prose[max(0, match.start() - 100) : match.start()])
    return row.reference(match, "alinea-ordinal", targets, before["number"] if before else "")


def _alineas(row: _Row, grammar: _Grammar) -> Iterator[Reference]:
    if grammar.ordinals is not None:
        for match in grammar.ordinals.finditer(row.prose):
            spelt = (word[0].casefold() for word in _SPELT.finditer(match["list"]))
            targets = tuple(str(_VALUES.get(word, word)) for word in spelt)
            yield _owned(row, match, targets, grammar)
    for match in grammar.numbered.finditer(row.prose):
        targets = tuple(word[0] for word in _NUMERAL.finditer(match["list"]))
        yield _owned(row, match, targets, grammar)
    if grammar.ordinals is _FR_ORDINALS:
        for match in _FR_ENDS.finditer(row.prose):
            count = _COUNTS[match["count"].casefold()]
            ends = range(1, count + 1) if match["end"][0] in "pP" else range(-count, 0)
            yield _owned(row, match, tuple(map(str, ends)), grammar)
    for match in grammar.relative.finditer(row.prose):
        named = match.groupdict()
        what = (named["what"] or named.get("what2") or "").casefold()
        way = (named["way"] or named.get("way2") or "").casefold()
        count = _COUNTS.get((named["count"] or "").casefold(), 1)
        if count == 1 and what.endswith("s") and grammar.ordinals is not None:
            continue  # "the following articles": how many is not said
        after = way.startswith(("suiv", "qui sui", "follow", "next", "folg", "nach", "näch"))
        after = after or way == "ci-dessous"
        steps = range(1, count + 1) if after else range(-count, 0)
        kind: Kind = "article-relative" if what.startswith("arti") else "alinea-relative"
        yield row.reference(match, kind, tuple(f"{step:+d}" for step in steps))


_LED = re.compile(rf"(?P<number>{NUMBER})\s+[A-Za-zä]", re.VERBOSE)


def _within(links: list[Reference], alineas: Reference) -> Reference:
    """The alinéas, of the article that the link they stand in begins with ("[98 Abs. 3](…)")."""
    for link in () if alineas.article else links:
        led = _LED.match(link.words)
        if led and link.holds(alineas):
            return replace(alineas, article=led["number"], external=link.external)
    return alineas


def references(text: str, language: str) -> list[Reference]:
    """The cross-references of a text, in order; headings refer to nothing."""
    grammar = _GRAMMARS.get(language.replace("_", "-").split("-")[0].lower())
    found: list[Reference] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("#"):
            continue
        links = list(_links(number, line))
        row = _Row(number, _LINK.sub(_blank, line))
        found.extend(links)
        found.extend(
            reference
            for reference in _articles(_Row(number, _LINK.sub(_joined, line)))
            if not any(link.holds(reference) for link in links)
        )
        if grammar is not None:
            found.extend(_within(links, reference) for reference in _alineas(row, grammar))
    return sorted(found, key=lambda reference: (reference.line, reference.column))
