"""Acts: what a sentence of an amendment does, whatever its language and its style.

Every act is said of the text as it stood before the amendment: its articles, its alinéas and the
occurrences of its words are counted there, whatever the other acts do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from constitution.sentences.alike import Likeness
    from constitution.sentences.pieces import Place

__all__ = [
    "EVERY",
    "Abolish",
    "Act",
    "Add",
    "AppendPassage",
    "AppendSentences",
    "AppendWords",
    "Cannot",
    "DeletePlaces",
    "DeleteSentence",
    "DeleteWords",
    "DivideAfterSentence",
    "DivideAfterWords",
    "FollowLinks",
    "InsertPassage",
    "InsertWords",
    "JoinPlaces",
    "Keeps",
    "LayOut",
    "Move",
    "MovePlace",
    "PrependWords",
    "PutLink",
    "Relink",
    "RemoveLink",
    "Repeal",
    "ReplacePlaces",
    "ReplaceWords",
    "Respell",
    "Rewrite",
    "Side",
    "WordAct",
]

Side = Literal["before", "after"]

EVERY: Final = 0
"""The occurrence of words that change wherever they stand in their piece."""

Keeps = Literal["number", "heading"]
"""What a repealed article keeps of its heading line: as far as the number, or all of it."""


@dataclass(frozen=True, slots=True)
class ReplaceWords:
    """Words of one piece give way to others; the occurrence is None where they stand once."""

    article: str
    place: Place
    old: str
    occurrence: int | None
    new: str


@dataclass(frozen=True, slots=True)
class InsertWords:
    """Words come after others, with the space that they need."""

    article: str
    place: Place
    old: str
    occurrence: int | None
    new: str


@dataclass(frozen=True, slots=True)
class PrependWords:
    """Words come at the beginning of a piece, after the mark of its item or heading."""

    article: str
    place: Place
    new: str


@dataclass(frozen=True, slots=True)
class AppendWords:
    """Words come at the end of a piece, before the sign that closes it."""

    article: str
    place: Place
    new: str


@dataclass(frozen=True, slots=True)
class AppendSentences:
    """Whole sentences come at the end of a piece, after the sign that closes it."""

    article: str
    place: Place
    new: str


@dataclass(frozen=True, slots=True)
class DeleteWords:
    """Words go, with one of the spaces beside them."""

    article: str
    place: Place
    old: str
    occurrence: int | None


@dataclass(frozen=True, slots=True)
class DeleteSentence:
    """A whole sentence goes: the one of this number, counted from one, or the last."""

    article: str
    place: Place
    number: int | None


@dataclass(frozen=True, slots=True)
class DivideAfterWords:
    """An alinéa becomes two where some of its words end, with the signs that close them."""

    article: str
    place: Place
    old: str
    occurrence: int | None


@dataclass(frozen=True, slots=True)
class DivideAfterSentence:
    """An alinéa becomes two where the sentence of this number ends, counted from one."""

    article: str
    place: Place
    number: int


@dataclass(frozen=True, slots=True)
class Respell:
    """Words come to be written otherwise that read alike."""

    article: str
    place: Place
    new: str
    occurrence: int | None
    what: Likeness


@dataclass(frozen=True, slots=True)
class Relink:
    """A link comes to lead elsewhere, its words the same or others."""

    article: str
    place: Place
    old: str
    occurrence: int | None
    new: str
    target: str


@dataclass(frozen=True, slots=True)
class PutLink:
    """A link comes on words that had none."""

    article: str
    place: Place
    old: str
    occurrence: int | None
    target: str


@dataclass(frozen=True, slots=True)
class RemoveLink:
    """A link goes, and its words stay."""

    article: str
    place: Place
    old: str
    occurrence: int | None


@dataclass(frozen=True, slots=True)
class ReplacePlaces:
    """One piece, or all from one to another, gives way to a passage."""

    article: str
    first: Place
    last: Place
    text: str


@dataclass(frozen=True, slots=True)
class DeletePlaces:
    """One piece, or all from one to another, goes."""

    article: str
    first: Place
    last: Place


@dataclass(frozen=True, slots=True)
class JoinPlaces:
    """All the alinéas from one to another become one, a space where each of them ended."""

    article: str
    first: Place
    last: Place


@dataclass(frozen=True, slots=True)
class InsertPassage:
    """A passage of one piece or several comes before or after a piece."""

    article: str
    side: Side
    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class AppendPassage:
    """A passage of one piece or several comes at the end of the article."""

    article: str
    text: str


@dataclass(frozen=True, slots=True)
class MovePlace:
    """A piece comes to stand before or after another, its words unchanged."""

    article: str
    place: Place
    side: Side
    beside: Place


@dataclass(frozen=True, slots=True)
class Rewrite:
    """The whole article, its heading included, reads otherwise."""

    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Repeal:
    """The article goes."""

    article: str
    headings: tuple[str, ...] = ()
    """The headings of chapters above it, in its file, that are said to go with it."""


@dataclass(frozen=True, slots=True)
class Abolish:
    """The words of the article go, and leave a stub: what stays of its heading, and a mention."""

    article: str
    keeps: Keeps
    mention: str
    below: bool
    """Whether the mention stands below the heading, or follows it on its line."""


@dataclass(frozen=True, slots=True)
class Move:
    """The article bears another number, or stands at another path, or both."""

    article: str
    number: str | None
    path: str | None


@dataclass(frozen=True, slots=True)
class FollowLinks:
    """The links of the article lead to where the articles that they name come to stand."""

    article: str


@dataclass(frozen=True, slots=True)
class LayOut:
    """The blank lines between the pieces of the article come to be those of the normal form."""

    article: str


@dataclass(frozen=True, slots=True)
class Add:
    """A new article stands at a path, after another, or first where `after` is None."""

    article: str
    after: str | None
    text: str
    after_new: bool = False
    """Whether the one that it comes after is new too, added by a sentence above."""


WordAct: TypeAlias = (
    ReplaceWords
    | InsertWords
    | PrependWords
    | AppendWords
    | AppendSentences
    | DeleteWords
    | DeleteSentence
    | DivideAfterWords
    | DivideAfterSentence
    | Respell
    | Relink
    | PutLink
    | RemoveLink
)
Act: TypeAlias = (
    WordAct
    | ReplacePlaces
    | DeletePlaces
    | JoinPlaces
    | InsertPassage
    | AppendPassage
    | MovePlace
    | Rewrite
    | Repeal
    | Abolish
    | Move
    | FollowLinks
    | LayOut
    | Add
)


class Cannot(Exception):
    """An act that the old text does not bear, and why; `read` names its sentence."""

    def __init__(self, act: Act, reason: str) -> None:
        super().__init__(reason)
        self.act = act
        self.reason = reason
