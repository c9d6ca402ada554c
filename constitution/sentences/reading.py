"""Sentences read back into the acts they say; whatever is not of the closed language is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.errors import Malformed
from constitution.language import _
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
from constitution.sentences.fields import lexicons
from constitution.sentences.naming import Names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constitution.sentences.acts import Side
    from constitution.sentences.fields import Lexicon
    from constitution.sentences.pieces import Place

__all__ = ["Said", "malformed", "read_acts"]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and what it does."""

    sentence: str
    line: int
    """Where it stands, counted from 1."""
    act: Act


def malformed(sentence: str, line: int, reason: str) -> Malformed:
    """The refusal of a sentence that cannot be applied."""
    return Malformed(
        _("“{sentence}” cannot be applied: {reason}").format(sentence=sentence, reason=reason),
        where=str(line),
        hint=_("Write the sentences again from the amendment, and apply them to its own text."),
    )


@dataclass(frozen=True, slots=True)
class _Paragraph:
    line: int
    sentence: str
    passage: str | None
    ended: bool


def read_acts(text: str, texts: Mapping[str, str]) -> tuple[Said, ...]:
    """What the sentences say of these texts, in order; Malformed names the first that says nothing."""
    return tuple(_acts(text, Names(texts)))


def _acts(text: str, names: Names) -> Iterator[Said]:
    lead: str | None = None
    for paragraph in _paragraphs(text):
        for lexicon, key, fields in _readings(paragraph.sentence):
            if key == "lead of new":
                lead = None
            elif key == "lead":
                lead = _file(fields, "Label of file", lexicon, names)
                if lead is None:
                    continue
            else:
                reader = _Reader(lexicon, names, lead, fields, paragraph)
                act = reader.act(key)
                if act is None:
                    continue
                if isinstance(act, Add):
                    names.introduce(act.article, act.text)
                yield Said(paragraph.sentence, paragraph.line, act)
            break
        else:
            reason = _("no form of sentence reads so, or it names nothing that is there")
            raise malformed(paragraph.sentence, paragraph.line, reason)


def _readings(sentence: str) -> Iterator[tuple[Lexicon, str, dict[str, str]]]:
    """Every form that a sentence has, with its fields."""
    for lexicon in lexicons():
        for form in lexicon.forms:
            fields = form.read(sentence)
            if fields is not None:
                yield lexicon, form.key, fields


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    """Each sentence with the passage quoted below it."""
    unended = {lexicon.table.unended for lexicon in lexicons()}
    held: tuple[int, str] | None = None
    passage: list[str] = []
    ended = True

    def finish() -> Iterator[_Paragraph]:
        if held is not None:
            yield _Paragraph(*held, "\n".join(passage) if passage else None, ended)

    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith(">"):
            if held is None:
                raise malformed(line, number, _("no sentence announces it"))
            passage.append(line[2:])
        elif line in unended:
            ended = False
        elif line:
            yield from finish()
            held, passage, ended = (number, line), [], True
    yield from finish()


def _file(fields: Mapping[str, str], name: str, lexicon: Lexicon, names: Names) -> str | None:
    called = lexicon.called(name, fields[name])
    return None if called is None else names.find(called)


class _Reader:
    """One sentence of one form, its fields read as they are asked for."""

    def __init__(
        self,
        lexicon: Lexicon,
        names: Names,
        lead: str | None,
        fields: Mapping[str, str],
        paragraph: _Paragraph,
    ) -> None:
        self._lexicon = lexicon
        self._names = names
        self._lead = lead
        self._fields = fields
        self._paragraph = paragraph

    def act(self, key: str) -> Act | None:
        """What the sentence does; None where it names nothing that is there."""
        match key.split():
            case ["add", *where]:
                return self._add(" ".join(where))
            case _:
                article = self._article()
                return None if article is None else self._act(key, article)

    def _article(self) -> str | None:
        for name in ("The file", "of file", "At file"):
            if name in self._fields:
                return _file(self._fields, name, self._lexicon, self._names)
        return self._lead

    def _add(self, where: str) -> Act | None:
        new = self._lexicon.called("a file", self._fields["a file"])
        text = self._whole()
        if new is None or new.path is None or text is None:
            return None
        if where in {"first", "alone"}:
            return Add(new.path, None, text)
        beside = self._lexicon.called("file", self._fields["file"])
        if beside is None:
            return None
        follows = where == "after new"
        after = self._names.find_new(beside) if follows else self._names.find(beside)
        return None if after is None else Add(new.path, after, text, follows)

    def _act(self, key: str, article: str) -> Act | None:
        passage = self._paragraph.passage
        match key.split():
            case ["repeal"]:
                return Repeal(article)
            case ["repeal", "with", "headings"]:
                return Repeal(article, self._lexicon.named_headings(self._fields["headings"]))
            case ["follow"]:
                return FollowLinks(article)
            case ["lay", "out"]:
                return LayOut(article)
            case ["complete"]:
                return None if passage is None else AppendPassage(article, passage)
            case ["abolish", where]:
                keeps = self._lexicon.keeps(self._fields["kept"])
                mention = self._lexicon.unquote(self._fields["text"])
                return Abolish(article, keeps, mention, where == "below")
            case ["empty"]:
                return Rewrite(article, "")
            case ["rewrite" | "restore"] | ["rewrite", "alike"]:
                text = self._whole()
                return None if text is None else Rewrite(article, text)
            case ["move", "file", "after"] | ["renumber", "and", "move", "after"]:
                return self._move_after(article)
            case ["renumber" | "move"] | ["renumber", "and", "move"]:
                path = self._fields.get("path")
                return Move(article, self._number(), path and path[1:-1])
            case ["replace" | "delete", "several"] | ["join"]:
                places = self._places()
                if places is None:
                    return None
                if key == "join":
                    return JoinPlaces(article, *places)
                if key == "delete several":
                    return DeletePlaces(article, *places)
                return None if passage is None else ReplacePlaces(article, *places, passage)
            case _:
                place = self._place()
                return None if place is None else self._act_on(key, article, place)

    def _move_after(self, article: str) -> Act | None:
        """The move of an article to right after another, under the name that its file then has."""
        beside = _file(self._fields, "file", self._lexicon, self._names)
        number = self._number()
        path = None if beside is None else self._names.path_after(article, beside, number)
        return None if path is None else Move(article, number, path)

    def _act_on(self, key: str, article: str, place: Place) -> Act | None:
        passage = self._paragraph.passage
        old, new, which = self._old(), self._new(), self._which()
        match key:
            case "replace":
                return ReplaceWords(article, place, old, which, new)
            case "insert":
                return InsertWords(article, place, old, which, new)
            case "delete":
                return DeleteWords(article, place, old, which)
            case "prepend":
                return PrependWords(article, place, new)
            case "append":
                return AppendWords(article, place, new)
            case "append sentences":
                said = self._lexicon.unquote_linked(self._fields["text"])
                return AppendSentences(article, place, said)
            case "delete one":
                return DeletePlaces(article, place, place)
            case "delete sentence":
                number = self._lexicon.sentence_number(self._fields["sentence"])
                return DeleteSentence(article, place, number)
            case "divide":
                return DivideAfterWords(article, place, old, which)
            case "divide after sentence":
                number = self._lexicon.sentence_number(self._fields["sentence"])
                return None if number is None else DivideAfterSentence(article, place, number)
            case "respace":
                return Respell(article, place, new, which, "spaces")
            case "respell":
                return Respell(article, place, new, which, "characters")
            case "retarget" | "relink":
                target = self._fields["path"][1:-1]
                return Relink(article, place, old, which, new or old, target)
            case "link":
                return PutLink(article, place, old, which, self._fields["path"][1:-1])
            case "unlink":
                return RemoveLink(article, place, old, which)
            case "reword" | "reword alike" | "replace one":
                return None if passage is None else ReplacePlaces(article, place, place, passage)
            case "move after" | "move before":
                beside = self._beside()
                return None if beside is None else MovePlace(article, place, _side(key), beside)
            case "insert after" | "insert before":
                return (
                    None if passage is None else InsertPassage(article, _side(key), place, passage)
                )
            case _:
                return None

    def _number(self) -> str | None:
        """The number that the article comes to bear; None where it keeps its own."""
        numbered = self._fields.get("numbered")
        called = None if numbered is None else self._lexicon.called("numbered", numbered)
        return None if called is None else called.number

    def _whole(self) -> str | None:
        """The passage as a whole text, with the end of line that it has unless it is said not to."""
        passage = self._paragraph.passage
        if passage is None:
            return None
        return f"{passage}\n" if self._paragraph.ended else passage

    def _place(self) -> Place | None:
        for name in ("Label", "nth", "the nth", "The nth", "beside"):
            if name in self._fields:
                return self._lexicon.place(name, self._fields[name])
        return None

    def _beside(self) -> Place | None:
        for name in ("beside", "the other"):
            if name in self._fields:
                return self._lexicon.place(name, self._fields[name])
        return None

    def _places(self) -> tuple[Place, Place] | None:
        for name in ("Labels", "The several"):
            if name in self._fields:
                return self._lexicon.places(name, self._fields[name])
        return None

    def _old(self) -> str:
        return self._lexicon.unannounce(self._fields.get("old", ""))

    def _new(self) -> str:
        return self._lexicon.unannounce(self._fields.get("new", ""))

    def _which(self) -> int | None:
        return self._lexicon.which(self._fields.get("which") or "")


def _side(key: str) -> Side:
    return "after" if key.endswith("after") else "before"
