"""The pending amendments as a pile to print: each on the current text, or on the one it amends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constitution.article import Article, ArticlePath, path_key
from constitution.assembly.carrying import current_text
from constitution.assembly.pending import pending, state_words
from constitution.assembly.printing import delta_of
from constitution.assembly.readings import read_amendment
from constitution.governance import GOVERNANCE_FILES
from constitution.html import GovernanceChange, Sheet, print_pile
from constitution.html.markup import speaking_for
from constitution.language import _, introduce

if TYPE_CHECKING:
    from constitution.amendment import DraftQuestion
    from constitution.assembly.carrying import Text
    from constitution.assembly.desk import Desk
    from constitution.assembly.pending import Pending
    from constitution.diff import ArticleDelta

__all__ = ["print_pending", "sheet_of"]


def print_pending(desk: Desk, *, context: int = 1) -> str:
    """A page of HTML with every pending amendment on a page of its own, in the text's language."""
    main = desk.main()
    with speaking_for(main.settings.language):
        text = current_text(main)
        return print_pile(
            [sheet_of(desk, one, text) for one in pending(desk)],
            heading=introduce(_("Pending amendments"), main.settings.text),
            lead=main.settings.assembly,
            language=main.settings.language,
            context=context,
        )


def sheet_of(desk: Desk, one: Pending, text: Text) -> Sheet:
    """An amendment as it is printed; where it collides, on the text it was written for."""
    reading = read_amendment(desk, one, onto=text)
    before, files = reading.before.files, reading.files
    notes = list(_notes(one))
    if reading.clashes:
        notes.append(_("It collides with the current text; this is the text it was written for."))
    delta = delta_of(before, files, reading.moves)
    delta = replace(
        delta, articles=tuple(sorted(delta.articles, key=lambda one: path_key(one.path)))
    )
    governance = tuple(
        GovernanceChange(path, _decoded(before.get(path)), _decoded(files[path]))
        for path in GOVERNANCE_FILES
        if path in files
    )
    state = state_words()[one.state]
    if one.is_rectified:
        state += ", " + _("changed since")
    return Sheet(
        name=one.name,
        title=one.amendment.title,
        authors=one.amendment.authors,
        state=state,
        articles=(
            *map(_short_name, delta.articles),
            *(change.path.rpartition("/")[2] for change in governance),
        ),
        delta=delta,
        headings={article.path: _heading(article) for article in delta.articles},
        governance=governance,
        questions=tuple(map(_question, one.amendment.questions)),
        notes=tuple(notes),
        reasons=one.reasons,
    )


def _notes(one: Pending) -> list[str]:
    notes = []
    if one.amendment.on is not None:
        notes.append(_("A change to amendment {number}.").format(number=one.amendment.on))
    if one.amendment.takes_effect is not None:
        notes.append(
            _("Takes effect on {date}.").format(date=one.amendment.takes_effect.isoformat())
        )
    return notes


def _question(question: DraftQuestion) -> str:
    return question.subject or f"{question.title} ({', '.join(question.paths)})"


def _read(delta: ArticleDelta) -> Article:
    return Article(ArticlePath(delta.path), delta.new or delta.old or "")


def _heading(delta: ArticleDelta) -> str:
    return _read(delta).title or delta.path


def _short_name(delta: ArticleDelta) -> str:
    article = _read(delta)
    return article.number or article.title or delta.path


def _decoded(data: bytes | None) -> str:
    return (data or b"").decode("utf-8", "replace")
