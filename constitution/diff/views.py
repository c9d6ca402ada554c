"""What of a delta is shown, and in which words; every front end dresses it in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, assert_never

from constitution.diff.breaks import in_one_column, in_two_columns
from constitution.diff.degrees import degree_of
from constitution.diff.headings import find_own_heading
from constitution.diff.places import describe_place
from constitution.display import safe
from constitution.language import _, ngettext
from constitution.path import is_heading_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from constitution.diff.alineas import Alinea
    from constitution.diff.articles import ArticleDelta, WordCount
    from constitution.diff.degrees import Degree
    from constitution.diff.divisions import Division
    from constitution.diff.hunks import Hunk
    from constitution.diff.passages import Passage, PassageStatus
    from constitution.diff.reshaping import Reshaped
    from constitution.stub import StubChange

__all__ = [
    "Piece",
    "Row",
    "Side",
    "describe",
    "describe_division",
    "describe_extent",
    "describe_reshaped",
    "describe_stub",
    "describe_words",
    "in_sentence",
    "is_title",
    "listed",
    "listed_numbers",
    "name_alinea",
    "opening",
    "pair_rows",
    "pieces",
    "rows_with_remarks",
    "shown_passages",
    "shown_status",
    "sides",
    "summarise",
    "with_remarks",
]

Side = Literal["old", "new", "both"]

Gone = Literal["deleted", "moved away"]
Come = Literal["inserted", "moved here"]

Row = tuple["Passage | None", "Passage | None"]
"""What stands on the left and on the right; two Nones stand for what is left out between."""


def describe(article: ArticleDelta) -> str:
    """What became of an article, in a few words."""
    if article.renumbered is not None:
        return _describe_renumbered(article, *article.renumbered)
    match article.status:
        case "added":
            return _("added")
        case "removed":
            is_article = article.path.startswith("articles/") and not is_heading_file(article.path)
            return _("repealed") if is_article else _("removed")
        case "amended" | "unchanged":
            if article.degree == "words":
                return describe_stub(article.stub) or _("amended")
            return _describe_degree(article.degree)
        case "moved" | "moved and amended":
            moved = _describe_moved(article)
            if article.changes_words:
                return _and_amended(article, moved)
            return _("{moved}, no word changes").format(moved=moved)
        case never:
            assert_never(never)


def describe_stub(stub: StubChange | None) -> str | None:
    """That an article is repealed though its number stays, or is restored; None of any other."""
    match stub:
        case "left":
            return _("repealed, its number stays")
        case "filled":
            return _("restored")
        case None:
            return None
        case never:
            assert_never(never)


def _describe_degree(degree: Degree | None) -> str:
    """What became of an article that stayed, by how far its change goes."""
    match degree:
        case "words":
            return _("amended")
        case "breaks":
            return _("no word changes, only the breaks between paragraphs")
        case "level":
            return _("no word changes, only the level of items in a list")
        case "typography":
            return _("no word changes, only typography")
        case "spacing" | None:
            return _("no word changes, only spacing")
        case never:
            assert_never(never)


def _describe_moved(article: ArticleDelta) -> str:
    """Where it was moved to; the file it stood in where its place among the others is not known."""
    if article.place is not None:
        return describe_place(article.place)
    return _("moved from {path}").format(path=safe(article.old_path or ""))


def _and_amended(article: ArticleDelta, moved: str) -> str:
    stub = describe_stub(article.stub)
    if stub is not None:
        return _("{moved}; {what}").format(moved=moved, what=stub)
    return _("{moved}, and amended").format(moved=moved)


def _describe_renumbered(article: ArticleDelta, old: str, new: str) -> str:
    said = _("renumbered from {old} to {new}").format(old=safe(old), new=safe(new))
    stays = article.place is not None and article.place.side == "same"
    if article.old_path != article.new_path and not stays:
        said = _("{renumbered}, {moved}").format(renumbered=said, moved=_describe_moved(article))
    if article.only_renumbered:
        return _("{renumbered}, no other word changes").format(renumbered=said)
    return _and_amended(article, said)


def summarise(article: ArticleDelta) -> str:
    """What became of an article, and the figures where there are any."""
    what = describe(article)
    if not article.changes_words or article.only_renumbered:
        return what
    return f"{what} — {describe_extent(article)}"


def describe_extent(article: ArticleDelta) -> str:
    """By how much an article changes, in words; that it is by signs alone where no word does."""
    if article.words == type(article.words)():
        return _("signs alone, no word")
    return describe_words(article.words)


def describe_words(words: WordCount) -> str:
    """The figures in words: `12 words inserted, 5 deleted`."""
    count = words.inserted
    inserted = ngettext("{count} word inserted", "{count} words inserted", count)
    count = words.deleted
    deleted = ngettext("{count} word deleted", "{count} words deleted", count)
    count = words.moved
    moved = ngettext("{count} word moved", "{count} words moved", count)
    parts = [
        sentence.format(count=count)
        for sentence, count in (
            (inserted, words.inserted),
            (deleted, words.deleted),
            (moved, words.moved),
        )
        if count
    ]
    return ", ".join(parts) or _("no word inserted or deleted")


def describe_division(division: Division) -> str:
    """Which alinéas became which, in a sentence."""
    old, new = map(listed_numbers, (division.old, division.new))
    match division.kind:
        case "split":
            return _("Paragraph {old} is split into paragraphs {new}.").format(old=old, new=new)
        case "joined":
            return _("Paragraphs {old} are joined into paragraph {new}.").format(old=old, new=new)
        case never:
            assert_never(never)


def describe_reshaped(one: Reshaped, titles: Callable[[str], str]) -> str:
    """Which articles look as if they became which, in a sentence."""
    old, new = (
        listed([in_sentence(titles(path)) for path in paths]) for paths in (one.old, one.new)
    )
    match one.kind:
        case "split":
            sentence = _(
                "{new} have the words of {old}: this looks like an article that was split."
            )
        case "joined":
            sentence = _("{new} has the words of {old}: this looks like articles joined in one.")
        case never:
            assert_never(never)
    return opening(sentence.format(old=old, new=new))


def in_sentence(name: str) -> str:
    """The name of an article as it stands within a sentence: « l’article 25 » where French is spoken."""
    number = name.removeprefix("Article ")
    return name if number == name else _("Article {number}").format(number=number)


def opening(sentence: str) -> str:
    """A sentence with a capital where it begins."""
    return sentence[:1].upper() + sentence[1:]


def listed(names: Sequence[str]) -> str:
    """The names in one phrase: `1, 2 and 3`."""
    *others, last = names
    if not others:
        return last
    return _("{names} and {last}").format(names=", ".join(others), last=last)


def listed_numbers(numbers: Sequence[int]) -> str:
    """The numbers in one phrase, three or more that follow each other as a range: `1, 2 and 4 to 7`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    names = []
    for run in runs:
        if len(run) > 2:
            names.append(_("{first} to {last}").format(first=run[0], last=run[-1]))
        else:
            names += map(str, run)
    return listed(names)


def shown_status(passage: Passage) -> PassageStatus:
    """The status a reader cares about: an alinéa that was only respaced is unchanged."""
    return "unchanged" if degree_of(passage) in {None, "spacing"} else passage.status


def shown_passages(
    article: ArticleDelta, context: int, *, in_columns: bool = False
) -> list[Passage | None]:
    """The changed passages and those around them; None stands for what is left out between.

    None at all of an article of which the number alone changed: the head says it. What was split or
    joined is laid out for one column, or, `in_columns`, for two.
    """
    if article.only_renumbered:
        return []
    passages = article.passages
    if article.status in {"added", "removed"} and len(passages) > 1:
        passages = _without_own_heading(article)
    passages = in_two_columns(passages) if in_columns else in_one_column(passages)
    near = {
        place + step
        for place, passage in enumerate(passages)
        if _is_told(passage)
        for step in range(-context, context + (not is_title(passage)))
    }
    shown: list[Passage | None] = []
    own = find_own_heading(article)
    for place, passage in enumerate(passages):
        is_said = is_title(passage) or _names(passage, own)  # by the head, as the name
        if place in near and not (shown_status(passage) == "unchanged" and is_said):
            shown.append(passage)
        elif shown and shown[-1] is not None and place not in near:
            shown.append(None)
    if shown and shown[-1] is None:
        shown.pop()
    return shown


def _names(passage: Passage, own: int) -> bool:
    """Whether this is the line that names the article, which stands at `own` in its text."""
    line = sides(passage)[-1]
    return line.number is None and line.start == own


def _without_own_heading(article: ArticleDelta) -> tuple[Passage, ...]:
    """The passages of an article that came or went but for the line that names it: the head says that.

    Headings that stand above that line in its file come and go with it, and are shown.
    """
    place = find_own_heading(article)
    return tuple(passage for passage in article.passages if not _names(passage, place))


def _is_told(passage: Passage) -> bool:
    """Whether an alinéa is shown for its own sake, and not only beside another."""
    return degree_of(passage) in {"words", "breaks", "level"}


def with_remarks(
    shown: Sequence[Passage | None],
) -> Iterator[tuple[Passage | None, tuple[str, ...]]]:
    """What is shown in one column, each with the sentences to be said before it."""
    for row, said in rows_with_remarks([(passage, passage) for passage in shown]):
        yield row[0], said


def rows_with_remarks(rows: Iterable[Row]) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """What stands side by side, each row with the sentences to be said before it.

    Each division is told once. Where words change elsewhere, an alinéa in which none does says so.
    """
    every = list(rows)
    mixed = any(
        passage is not None and degree_of(passage) == "words" for row in every for passage in row
    )
    told: set[Division] = set()
    for row in every:
        said = []
        for passage in dict.fromkeys(row):
            if passage is None:
                continue
            if passage.division is not None and passage.division not in told:
                told.add(passage.division)
                said.append(describe_division(passage.division))
            elif mixed and (remark := _remark(passage)):
                said.append(remark)
        yield row, tuple(said)


def _remark(passage: Passage) -> str:
    match degree_of(passage):
        case "level":
            sentence = _("Paragraph {number}: no word changes, only its level in the list.")
        case "typography":
            sentence = _("Paragraph {number}: no word changes, only typography.")
        case _:
            return ""
    return sentence.format(number=name_alinea(passage)) if name_alinea(passage) else ""


def sides(passage: Passage) -> tuple[Alinea, ...]:
    """The alinéa as it read and as it reads, as far as it did."""
    return tuple(side for side in (passage.old, passage.new) if side is not None)


def is_title(passage: Passage) -> bool:
    """Whether this is the line that names the article."""
    return all(side.number is None and side.start == 0 for side in sides(passage))


def name_alinea(passage: Passage) -> str:
    """The number of an alinéa, or both where it changed."""
    numbers = [str(side.number or "") for side in sides(passage)]
    return "→".join(dict.fromkeys(numbers))


def pair_rows(shown: Sequence[Passage | None]) -> Iterator[Row]:
    """What stands side by side: what was removed beside what was added in its place.

    Several stand beside each other where words moved from one to the other, or one for one.
    """
    removed: list[Passage] = []
    added: list[Passage] = []
    for passage in shown:
        if passage is not None and passage.status == "removed":
            removed.append(passage)
        elif passage is not None and passage.status == "added":
            added.append(passage)
        else:
            yield from _beside(removed, added)
            removed, added = [], []
            yield (
                passage if passage is not None and passage.in_old else None,
                passage if passage is not None and passage.in_new else None,
            )
    yield from _beside(removed, added)


def _beside(removed: Sequence[Passage], added: Sequence[Passage]) -> Iterator[Row]:
    """The rows of what was removed and added at one place."""
    if len(removed) == len(added):
        yield from zip(removed, added, strict=True)
        return
    left = list(removed)
    if not any(_moves(gone) & _moves(come) for gone in removed for come in added):
        yield from ((gone, None) for gone in removed)
        left = []
    for come in added:
        gone = next((n for n, passage in enumerate(left) if _moves(passage) & _moves(come)), None)
        yield from ((passage, None) for passage in left[:gone] if gone is not None)
        yield (None if gone is None else left[gone]), come
        left = left if gone is None else left[gone + 1 :]
    yield from ((passage, None) for passage in left)


def _moves(passage: Passage) -> set[int]:
    """The numbers of the moves that begin or end here."""
    return {hunk.move for hunk in passage.hunks if hunk.move is not None}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a passage with what became of them; those that changed have no space around them."""

    kind: Literal["kept", "deleted", "inserted", "moved away", "moved here"]
    text: str
    move: int | None = None
    """The same number where the words went and where they came from, within the article."""


def pieces(passage: Passage, side: Side) -> Iterator[Piece]:
    """The words of a passage as they are shown: one version, or both in one."""
    if passage.status in {"moved away", "moved here"}:
        yield from _of_moved(passage, side)
        return
    for hunk in passage.hunks:
        yield from _of_hunk(hunk, side)


def _of_moved(passage: Passage, side: Side) -> Iterator[Piece]:
    """An alinéa that moved: side by side in the words that it kept and those that changed."""
    kind: Literal["moved away", "moved here"] = (
        "moved away" if passage.status == "moved away" else "moved here"
    )
    here = passage.old if kind == "moved away" else passage.new
    amended = any(hunk.changes_words for hunk in passage.hunks)
    if not amended or (side == "both" and kind == "moved away"):
        yield from _changed(kind, here.text if here is not None else "")
        return
    for hunk in passage.hunks:
        if side == "both" or hunk.changes_words:
            yield from _of_hunk(hunk, side)
        else:
            yield from _changed(kind, hunk.old if side == "old" else hunk.new)


def _of_hunk(hunk: Hunk, side: Side) -> Iterator[Piece]:
    if not hunk.changes_words:
        yield Piece("kept", hunk.old if side == "old" else hunk.new)
        return
    gone: Gone = "moved away" if hunk.move is not None else "deleted"
    come: Come = "moved here" if hunk.move is not None else "inserted"
    if side == "both" and hunk.old.strip() and hunk.new.strip():
        yield from _replaced(hunk, gone, come)
        return
    if side != "new":
        yield from _changed(gone, hunk.old, hunk.move)
    if side != "old":
        yield from _changed(come, hunk.new, hunk.move)


def _replaced(hunk: Hunk, gone: Gone, come: Come) -> Iterator[Piece]:
    """What was put in the place of something: white space that both have stands around both.

    White space that one of them alone has goes with it, so that what is left reads well without
    the other.
    """
    old, new = hunk.old, hunk.new
    before = after = ""
    if old[0].isspace() and new[0].isspace():
        before = new[: len(new) - len(new.lstrip())]
        old, new = old.lstrip(), new.lstrip()
    if old[-1].isspace() and new[-1].isspace():
        after = new[len(new.rstrip()) :]
        old, new = old.rstrip(), new.rstrip()
    yield Piece("kept", before)
    yield Piece(gone, old, hunk.move)
    yield Piece(come, new, hunk.move)
    yield Piece("kept", after)


def _changed(
    kind: Gone | Come,
    text: str,
    move: int | None = None,
) -> Iterator[Piece]:
    """Changed words, the white space around them outside."""
    core = text.strip()
    if not core:
        yield Piece("kept", text)
        return
    start = text.index(core)
    yield Piece("kept", text[:start])
    yield Piece(kind, core, move)
    yield Piece("kept", text[start + len(core) :])
