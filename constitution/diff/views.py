"""What of a delta is shown, and in which words; every front end dresses it in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, assert_never

from constitution.display import safe
from constitution.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from constitution.diff.alineas import Alinea
    from constitution.diff.articles import ArticleDelta, WordCount
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
    "describe_reshaped",
    "describe_stub",
    "describe_words",
    "is_title",
    "name_alinea",
    "pair_rows",
    "pieces",
    "shown_passages",
    "shown_status",
    "sides",
    "summarise",
]

Side = Literal["old", "new", "both"]

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
            return _("removed")
        case "amended" | "unchanged":
            if not article.changes_words:
                return _("no word changes, only spacing")
            return describe_stub(article.stub) or _("amended")
        case "moved" | "moved and amended":
            moved = _("moved from {path}").format(path=safe(article.old_path or ""))
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


def _and_amended(article: ArticleDelta, moved: str) -> str:
    stub = describe_stub(article.stub)
    if stub is not None:
        return _("{moved}; {what}").format(moved=moved, what=stub)
    return _("{moved}, and amended").format(moved=moved)


def _describe_renumbered(article: ArticleDelta, old: str, new: str) -> str:
    said = _("renumbered from {old} to {new}").format(old=safe(old), new=safe(new))
    if article.old_path != article.new_path:
        moved = _("moved from {path}").format(path=safe(article.old_path or ""))
        said = _("{renumbered}, {moved}").format(renumbered=said, moved=moved)
    if article.only_renumbered:
        return _("{renumbered}, no other word changes").format(renumbered=said)
    return _and_amended(article, said)


def summarise(article: ArticleDelta) -> str:
    """What became of an article, and the figures where there are any."""
    what = describe(article)
    if not article.changes_words or article.only_renumbered:
        return what
    return f"{what} — {describe_words(article.words)}"


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
    old, new = (_listed(list(map(str, numbers))) for numbers in (division.old, division.new))
    match division.kind:
        case "split":
            return _("Paragraph {old} is split into paragraphs {new}.").format(old=old, new=new)
        case "joined":
            return _("Paragraphs {old} are joined into paragraph {new}.").format(old=old, new=new)
        case never:
            assert_never(never)


def describe_reshaped(one: Reshaped, titles: Callable[[str], str]) -> str:
    """Which articles look as if they became which, in a sentence."""
    old, new = (_listed(list(map(titles, paths))) for paths in (one.old, one.new))
    match one.kind:
        case "split":
            return _(
                "{new} have the words of {old}: this looks like an article that was split."
            ).format(old=old, new=new)
        case "joined":
            return _(
                "{new} has the words of {old}: this looks like articles joined in one."
            ).format(old=old, new=new)
        case never:
            assert_never(never)


def _listed(names: Sequence[str]) -> str:
    *others, last = names
    if not others:
        return last
    return _("{names} and {last}").format(names=", ".join(others), last=last)


def shown_status(passage: Passage) -> PassageStatus:
    """The status a reader cares about: an alinéa that was only respaced is unchanged."""
    return passage.status if passage.changes_words else "unchanged"


def shown_passages(article: ArticleDelta, context: int) -> list[Passage | None]:
    """The changed passages and those around them; None stands for what is left out between.

    None at all of an article of which the number alone changed: the head says it.
    """
    if article.only_renumbered:
        return []
    passages = article.passages
    if article.status in {"added", "removed"} and len(passages) > 1 and is_title(passages[0]):
        passages = passages[1:]  # the head of the article says it
    near = {
        place + step
        for place, passage in enumerate(passages)
        if passage.changes_words
        for step in range(-context, context + (not is_title(passage)))
    }
    shown: list[Passage | None] = []
    for place, passage in enumerate(passages):
        if place in near and not (shown_status(passage) == "unchanged" and is_title(passage)):
            shown.append(passage)
        elif shown and shown[-1] is not None and place not in near:
            shown.append(None)
    if shown and shown[-1] is None:
        shown.pop()
    return shown


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
    if passage.status == "moved away":
        yield from _changed("moved away", passage.old.text if passage.old else "")
        return
    if passage.status == "moved here":
        whole = passage.new is not None and not any(h.changes_words for h in passage.hunks)
        if whole or side == "new":
            yield from _changed("moved here", passage.new.text if passage.new else "")
            return
    for hunk in passage.hunks:
        yield from _of_hunk(hunk, side)


def _of_hunk(hunk: Hunk, side: Side) -> Iterator[Piece]:
    if not hunk.changes_words:
        yield Piece("kept", hunk.old if side == "old" else hunk.new)
        return
    moved = hunk.move is not None
    if side != "new":
        yield from _changed("moved away" if moved else "deleted", hunk.old, hunk.move)
    if side != "old":
        replaced = side == "both" and hunk.old.strip() and hunk.new.strip()
        new = hunk.new.lstrip() if replaced and hunk.old[:1].isspace() else hunk.new
        yield from _changed("moved here" if moved else "inserted", new, hunk.move)


def _changed(
    kind: Literal["deleted", "inserted", "moved away", "moved here"],
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
