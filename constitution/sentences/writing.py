"""Acts written as sentences, one a paragraph; passages of the text stand below as quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from constitution.part import Article, stub_change
from constitution.path import ArticlePath, path_key
from constitution.sentences.acts import (
    Abolish,
    Act,
    Add,
    AppendPassage,
    AppendSentences,
    AppendWords,
    DeletePlaces,
    DeleteSentence,
    DeleteWords,
    DivideAfterSentence,
    DivideAfterWords,
    FollowLinks,
    InsertPassage,
    InsertWords,
    JoinPlaces,
    LayOut,
    Move,
    MovePlace,
    PrependWords,
    PutLink,
    Relink,
    RemoveLink,
    Repeal,
    ReplacePlaces,
    ReplaceWords,
    Respell,
    Rewrite,
)
from constitution.sentences.alike import likeness
from constitution.sentences.naming import Called, Names, call
from constitution.sentences.pieces import read_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constitution.sentences.fields import Lexicon
    from constitution.sentences.phrases import Style
    from constitution.sentences.pieces import Place

__all__ = ["write_acts"]


def write_acts(
    acts: Sequence[Act], texts: Mapping[str, str], lexicon: Lexicon, style: Style
) -> str:
    """The sentences of the acts, in order, with a lead line for each article in the sitting."""
    return "".join(f"{paragraph}\n\n" for paragraph in _paragraphs(acts, texts, lexicon, style))[
        :-1
    ]


def _paragraphs(
    acts: Sequence[Act], texts: Mapping[str, str], lexicon: Lexicon, style: Style
) -> Iterator[str]:
    writer = _Writer(acts, texts, lexicon, style)
    lead = ""
    for act in acts:
        if style == "amendment" and (above := writer.lead(act)) != lead:
            yield above
            lead = above
        yield writer.sentence(act)
        if (text := _passage_of(act)) is not None:
            yield from _quoted(act, text, lexicon)


def _passage_of(act: Act) -> str | None:
    match act:
        case ReplacePlaces(text=text) | InsertPassage(text=text) | AppendPassage(text=text):
            return text
        case Rewrite(text=""):
            return None
        case Rewrite(text=text) | Add(text=text):
            return text
        case _:
            return None


def _quoted(act: Act, text: str, lexicon: Lexicon) -> Iterator[str]:
    """A passage as a quotation; a whole text ends with an end of line unless it is said not to."""
    whole = isinstance(act, (Rewrite, Add))
    ended = whole and text.endswith("\n")
    lines = (text[:-1] if ended else text).split("\n")
    yield "\n".join(f"> {line}" if line else ">" for line in lines)
    if whole and not ended:
        yield lexicon.table.unended


class _Writer:
    """The sentences of one language and one style, over one text."""

    def __init__(
        self, acts: Sequence[Act], texts: Mapping[str, str], lexicon: Lexicon, style: Style
    ) -> None:
        self._texts = texts
        moves = [act for act in acts if isinstance(act, Move) and act.path is not None]
        self._gone = {act.article for act in acts if isinstance(act, Repeal)}
        self._gone |= {act.article for act in moves}
        self._come = {act.article for act in acts if isinstance(act, Add)}
        self._come |= {act.path for act in moves if act.path is not None}
        self._names = Names(texts)
        self._lexicon = lexicon
        self._style: Style = style

    def lead(self, act: Act) -> str:
        """The line above the sentences of one article, as the sitting calls it."""
        if isinstance(act, Add):
            return self._say("lead of new", file=call(act.article, act.text, with_path=False))
        return self._say("lead", file=self._names.call(act.article))

    def sentence(self, act: Act) -> str:
        """The sentence of an act, without its passage."""
        match act:
            case Add(article, after, text, after_new):
                new = call(article, text)
                beside = None
                if after is not None:
                    beside = self._names.call_new(after) if after_new else self._names.call(after)
                self._names.introduce(article, text)
                if beside is None:
                    key = "first" if self._texts else "alone"
                else:
                    key = "after new" if after_new else "after"
                above = Article(ArticlePath(article), text).headings_above
                values = {"a file": self._lexicon.file("a file", new) + self._lexicon.above(above)}
                return self._say(f"add {key}", file=beside, values=values)
            case Repeal(article, headings):
                with_it = self._lexicon.headings(headings)
                key = "repeal" if with_it is None else "repeal with headings"
                said = {"headings": with_it or ""}
                return self._say(key, file=self._names.call(article), values=said)
            case Abolish(article, keeps, mention, below):
                key = "abolish below" if below else "abolish beside"
                said = {
                    "kept": self._lexicon.table.kept[keeps],
                    "text": self._lexicon.quote(mention) or "",
                }
                return self._say(key, file=self._names.call(article), values=said)
            case FollowLinks(article):
                return self._say("follow", file=self._names.call(article))
            case LayOut(article):
                return self._say("lay out", file=self._names.call(article))
            case Rewrite(article, text):
                return self._say(self._rewriting(article, text), file=self._names.call(article))
            case Move(article, number, path):
                return self._move(article, number, path)
            case InsertPassage(article, side, place, text):
                return self._on(f"insert {side}", article, place, beside=place, text=text)
            case AppendPassage(article, text):
                said = {"passage": self._lexicon.passage("passage", text)}
                return self._say("complete", file=self._names.call(article), values=said)
            case MovePlace(article, place, side, beside):
                return self._on(f"move {side}", article, place, beside=beside)
            case DeletePlaces(article, first, last):
                if first == last:
                    return self._on("delete one", article, first)
                return self._on("delete several", article, first, last=last)
            case JoinPlaces(article, first, last):
                return self._on("join", article, first, last=last)
            case ReplacePlaces(article, first, last, text):
                if first != last:
                    return self._on("replace several", article, first, last=last, text=text)
                key = "replace one" if len(read_pieces(text)) > 1 else "reword"
                if key == "reword" and self._reads_alike(article, first, text):
                    key = "reword alike"
                return self._on(key, article, first, text=text)
            case ReplaceWords(article, place, old, occurrence, new):
                return self._words("replace", article, place, old, occurrence, new)
            case InsertWords(article, place, old, occurrence, new):
                return self._words("insert", article, place, old, occurrence, new)
            case DeleteWords(article, place, old, occurrence):
                return self._words("delete", article, place, old, occurrence)
            case DeleteSentence(article, place, number):
                said = {"sentence": self._lexicon.sentence(number)}
                return self._on("delete sentence", article, place, values=said)
            case DivideAfterWords(article, place, old, occurrence):
                return self._words("divide", article, place, old, occurrence)
            case DivideAfterSentence(article, place, number):
                said = {"sentence": self._lexicon.sentence(number)}
                return self._on("divide after sentence", article, place, values=said)
            case Respell(article, place, new, occurrence, what):
                key = "respace" if what == "spaces" else "respell"
                return self._words(key, article, place, "", occurrence, new)
            case Relink(article, place, old, occurrence, new, target):
                key = "retarget" if old == new else "relink"
                return self._words(key, article, place, old, occurrence, new, target)
            case PutLink(article, place, old, occurrence, target):
                return self._words("link", article, place, old, occurrence, "", target)
            case RemoveLink(article, place, old, occurrence):
                return self._words("unlink", article, place, old, occurrence)
            case PrependWords(article, place, new):
                return self._words("prepend", article, place, "", None, new)
            case AppendWords(article, place, new):
                return self._words("append", article, place, "", None, new)
            case AppendSentences(article, place, new):
                said = {
                    "sentences": self._lexicon.sentences(new),
                    "text": self._lexicon.quote_linked(new),
                }
                return self._on("append sentences", article, place, values=said)
            case _:
                assert_never(act)

    def _move(self, article: str, number: str | None, path: str | None) -> str:
        """The sentence of a move: after which article, where that alone tells where; else the path."""
        file = self._names.call(article)
        numbered = Called("article", number, None, None, file.word)
        values = {"numbered": self._lexicon.file("numbered", numbered), "path": f"`{path}`"}
        beside = None if path is None else self._beside(article, number, path)
        if beside is not None:
            values["file"] = self._lexicon.file("file", self._names.call(beside))
            key = "move file after" if number is None else "renumber and move after"
        else:
            said = (("renumber", number), ("move", path))
            key = " and ".join(name for name, one in said if one)
        return self._say(key, file=file, values=values)

    def _beside(self, article: str, number: str | None, path: str) -> str | None:
        """The article that one comes to stand right after; None where that would not say its path.

        Nor is one said that goes or moves itself, or where another comes between.
        """
        beside = self._names.before(article, path)
        if beside is None or beside in self._gone:
            return None
        low, high = path_key(beside), path_key(path)
        if any(low < path_key(come) < high for come in self._come):
            return None
        return beside if self._names.path_after(article, beside, number) == path else None

    def _rewriting(self, article: str, text: str) -> str:
        """The form that says a whole article anew."""
        old = self._texts[article]
        if not text:
            return "empty"
        if stub_change(old, text) == "filled":
            return "restore"
        return "rewrite" if likeness(old, text) is None else "rewrite alike"

    def _reads_alike(self, article: str, place: Place, text: str) -> bool:
        piece = next(piece for piece in read_pieces(self._texts[article]) if piece.place == place)
        return likeness(piece.text, text) is not None

    def _words(
        self,
        key: str,
        article: str,
        place: Place,
        old: str,
        occurrence: int | None,
        new: str = "",
        target: str = "",
    ) -> str:
        lexicon = self._lexicon
        counted = new if key in {"insert", "prepend", "append"} else old
        values = {
            "old": lexicon.announce(old),
            "which": lexicon.occurrence(occurrence),
            "new": lexicon.announce(new),
            "is": lexicon.agree("is", counted),
            "s": lexicon.agree("s", counted),
            "path": f"`{target}`",
        }
        return self._on(key, article, place, values=values)

    def _on(
        self,
        key: str,
        article: str,
        place: Place,
        *,
        last: Place | None = None,
        beside: Place | None = None,
        text: str = "",
        values: Mapping[str, str] | None = None,
    ) -> str:
        """A sentence about one piece of an article, or several."""
        lexicon = self._lexicon
        several = (
            {name: lexicon.several(name, place, last) for name in ("Labels", "The several")}
            if last is not None
            else {}
        )
        other = place if beside is None else beside
        said = {
            **{name: lexicon.piece(name, place) for name in _OF_PIECE},
            **{name: lexicon.piece(name, other) for name in ("beside", "the other")},
            **several,
            "e": lexicon.ending(place),
            "passage": lexicon.passage("passage", text),
            "put": lexicon.passage("put", text),
            **(values or {}),
        }
        return self._say(key, file=self._names.call(article), values=said)

    def _say(
        self,
        key: str,
        *,
        file: Called | None = None,
        values: Mapping[str, str] | None = None,
    ) -> str:
        lexicon = self._lexicon
        said = dict(values or {})
        if file is not None:
            said = {name: lexicon.file(name, file) for name in _OF_FILE} | said
        return lexicon.write(self._style, key, said)


_OF_PIECE = ("Label", "this", "nth", "the nth", "The nth")
_OF_FILE = ("Label of file", "file", "The file", "of file", "At file", "this file", "gone")
