"""An article that stands no more: when it was repealed, and by which amendment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.diff.places import name_in_sentence
from constitution.diff.views import opening
from constitution.display import safe
from constitution.errors import Unknown
from constitution.history.article import trace_lives
from constitution.history.entries import read_entry
from constitution.history.index import indexed_steps
from constitution.language import _
from constitution.outline import find

if TYPE_CHECKING:
    from constitution.repository import CommitId, Repository

__all__ = ["tell_gone"]


def tell_gone(repository: Repository, tip: CommitId, name: str) -> str:
    """When the article that was called so was repealed and by what, in a sentence; empty if none was.

    Where several were, the last of them is told.
    """
    deleted = trace_lives(indexed_steps(repository, tip)).deleted
    last = {path: life.touches[-1] for path, life in deleted.items()}
    texts = {
        path: repository.blob(touch.old_blob).decode("utf-8", "replace")
        for path, (_step, touch) in last.items()
        if touch.old_blob is not None
    }
    for path in reversed(texts):  # those that went last, first: of one number the last one is meant
        try:
            if find(name, {path: texts[path]}) != path:
                continue
        except Unknown:
            continue
        step, touch = last[path]
        entry = None
        if step.parent is not None and touch.folder is not None:
            entry = read_entry(repository, step.commit, step.parent, touch.folder)
        article = safe(opening(name_in_sentence(path, {path: texts[path]})))
        day = repository.commit(step.commit).committed.date
        if entry is None:
            return _("{article} was repealed on {date}, without a vote.").format(
                article=article, date=day.isoformat()
            )
        return _("{article} was repealed on {date} by amendment {number}.").format(
            article=article,
            date=(entry.record.held or day).isoformat(),
            number=entry.number,
        )
    return ""
