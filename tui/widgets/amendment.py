"""What the page of an amendment says beside its change: what it waits for, needs, and meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.display import Run, safe
from constitution.language import _, introduce
from tui.reading import title_of
from tui.widgets.page import Block, said
from tui.widgets.prose import printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constitution.assembly.pending import Pending, Wait
    from tui.reading import Around, Change

__all__ = ["tell_around", "tell_needs", "tell_reasons", "wait_words", "warn"]


def wait_words() -> dict[Wait, str]:
    """What is to be done next, by what an amendment waits for."""
    return {
        "write": _("to be written"),
        "submit": _("to be submitted"),
        "submit again": _("to be submitted again: it is no longer what was submitted"),
        "put": _("to be put to the vote"),
        "bring": _("to be brought onto the current text"),
        "dispose": _("to be disposed of, for the text says already what it proposes"),
        "count": _("to be counted and declared"),
    }


def _led(lead: str, sentences: Iterable[str]) -> Iterator[Block]:
    """Sentences after what they are about, set in below it."""
    head = safe(introduce(lead, "")).rstrip() + " "
    for place, sentence in enumerate(sentences):
        start = Run("quiet", head if place == 0 else " " * len(head))
        yield Block((start, Run("", safe(sentence))), hang=" " * len(head), is_close=True)


def warn(change: Change) -> Iterator[Block]:
    """What keeps it off the current text, and what is to be read again."""
    titles = {
        one.path: title_of(one.path, one.new or one.old or "") for one in change.delta.articles
    }
    for place, (path, sentence) in enumerate(change.clashes):
        article = titles.get(path, path)
        words = _("Conflict in {article}: {sentence}.").format(article=article, sentence=sentence)
        yield Block((Run("strong", f"! {safe(words)}"),), hang="  ", is_close=place > 0)
    if change.clashes:
        words = _("The change is shown on the text for which it was written.")
        yield said(words, is_close=True)
        yield said(_("`b` settles the conflicts, one at a time."), "quiet", is_close=True)
    for place, words in enumerate(change.review):
        yield Block((Run("strong", f"! {safe(words)}"),), hang="  ", is_close=place > 0)


def tell_needs(change: Change) -> Iterator[Block]:
    """The rules that govern it and the votes that it needs, question by question."""
    if change.trouble is not None:
        yield said(safe(change.trouble.message), "strong")
        yield said(safe(change.trouble.hint), "quiet", is_close=True)
    for question, sentences in change.needs:
        if len(change.needs) > 1:
            yield said(safe(question), "strong", is_close=True)
        yield from _led(_("Needs"), sentences)


def tell_around(around: Around) -> Iterator[Block]:
    """The amendments that it meets, and what it breaks elsewhere."""
    yield from _led(
        _("Rivals"),
        (
            _("{name} — {title} ({relation})").format(name=name, title=title, relation=how)
            for name, title, how in around.rivals
        ),
    )
    yield from _led(_("Breaks"), around.broken)


def tell_reasons(one: Pending) -> Iterator[Block]:
    """The reasons."""
    if one.reasons.strip():
        yield said(_("Reasons"), "strong")
        yield from (block for block in printed(one.reasons) if isinstance(block, Block))
