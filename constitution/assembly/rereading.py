"""What is to be read again: sentences that both sides touched when an amendment was brought up to date.

The commit that brought it there holds both sides and, where they collided, the words that somebody
chose: so whoever puts the amendment to the vote is told again, until somebody changes the sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.merge import Merged, merge, read_choices, review_choices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.assembly.desk import Desk
    from constitution.assembly.pending import Pending
    from constitution.merge import Review
    from constitution.repository import CommitId

__all__ = ["find_sentences", "joined"]

Sentences = dict[str, tuple["Review", ...]]


def find_sentences(desk: Desk, one: Pending) -> Sentences:
    """The sentences that both sides touched in an update of the amendment and that stand as it left them.

    They are told by the path of their article, which is the same on both sides.
    """
    texts = {path: data.decode("utf-8", "replace") for path, data in one.files.items() if data}
    found: Sentences = {}
    for after, before, onto in _updates(desk, one):
        fork = desk.repository.merge_base(before, onto)
        if fork is None:
            continue
        for path, text in texts.items():
            sides = [desk.repository.read(commit, path) for commit in (fork, onto, before)]
            if path.endswith(".md") and None not in sides and len(set(sides)) == len(sides):
                base, current, amendment = (
                    (data or b"").decode("utf-8", "replace") for data in sides
                )
                left = (desk.repository.read(after, path) or b"").decode("utf-8", "replace")
                standing = tuple(
                    review
                    for review in _reviews(base, current, amendment, left)
                    if review.merged and review.merged in text
                )
                found = joined(found, {path: standing} if standing else {})
    return found


def _reviews(base: str, current: str, amendment: str, left: str) -> tuple[Review, ...]:
    """The sentences that both sides touched, those of conflicts as the update left them."""
    merged = merge(base, current, amendment)
    if isinstance(merged, Merged):
        return merged.review
    return review_choices(merged, read_choices(merged, left))


def joined(first: Sentences, second: Sentences) -> Sentences:
    """The sentences of both, each once."""
    return {
        path: tuple(dict.fromkeys((*first.get(path, ()), *second.get(path, ()))))
        for path in (*first, *(path for path in second if path not in first))
    }


def _updates(desk: Desk, one: Pending) -> Iterator[tuple[CommitId, CommitId, CommitId]]:
    """The commits that brought an amendment onto a later text, its own before each, and that text."""
    repository = desk.repository
    main = repository.main()
    for id_ in repository.first_parents(one.branch.tip):
        if repository.contains(main, id_):
            return
        parents = repository.commit(id_).parents
        if len(parents) > 1:
            yield id_, parents[0], parents[1]
