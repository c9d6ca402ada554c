"""A git repository in words of our own: what is read of it, and what is written and published."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.errors import Refused
from constitution.language import _
from constitution.names import check_person
from constitution.repository import worktree
from constitution.repository.commits import MAIN, CommitId, Person, When
from constitution.repository.library import enums, pygit2
from constitution.repository.opening import make_empty
from constitution.repository.reading import Branch, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from constitution.repository.refs import RefMove

__all__ = ["Branch", "Repository", "default_identity"]


_LOOKED_BACK = 100  # commits of main


@dataclass(slots=True)
class Repository(Reading):
    """A constitution's repository: objects are computed in memory, and published by moving refs."""

    @classmethod
    def found(cls, path: Path) -> Repository:
        """A new, empty repository with `main` as its branch; `Refused` where one stands."""
        return cls(make_empty(path))

    # -- writing -------------------------------------------------------------------------------

    def write_files(
        self, base: CommitId | None, files: Mapping[str, bytes | None], *, keep: bool = True
    ) -> str:
        """The id of a tree: that of `base` with the files put in, or taken out where None.

        With `keep=False` the tree holds the files alone.
        """
        from constitution.repository.identity import nest

        tree = self._git[base].peel(pygit2.Tree) if base is not None and keep else None
        return str(self._write_tree(tree, nest(files)) or self._git.TreeBuilder().write())

    def tree_with(self, base: CommitId, files: Mapping[str, bytes | None]) -> str:
        """The id that `write_files` would give; nothing is written."""
        from constitution.repository.identity import nest, tree_id

        return tree_id(self._git[base].peel(pygit2.Tree), nest(files))

    def _write_tree(
        self, tree: pygit2.Tree | None, nested: Mapping[str, object]
    ) -> pygit2.Oid | None:
        builder = self._git.TreeBuilder(tree) if tree is not None else self._git.TreeBuilder()
        for name, value in nested.items():
            before = tree[name] if tree is not None and name in tree else None
            if isinstance(value, dict):
                below = before if isinstance(before, pygit2.Tree) else None
                id_ = self._write_tree(below, value)
                if id_ is not None:
                    builder.insert(name, id_, enums.FileMode.TREE)
                elif before is not None:
                    builder.remove(name)
            elif isinstance(value, bytes):
                builder.insert(name, self._git.create_blob(value), enums.FileMode.BLOB)
            elif before is not None:
                builder.remove(name)
        return builder.write() if len(builder) else None

    def write_commit(
        self,
        tree: str,
        parents: Sequence[CommitId],
        message: str,
        *,
        author: Person,
        committer: Person,
        when: When,
    ) -> CommitId:
        """The id of a new commit that no ref points to yet."""
        return CommitId(
            str(
                self._git.create_commit(
                    None,
                    pygit2.Signature(author.name, author.email, when.seconds, when.offset),
                    pygit2.Signature(committer.name, committer.email, when.seconds, when.offset),
                    _clean(message),
                    tree,
                    list(parents),
                )
            )
        )

    def publish(self, moves: Sequence[RefMove]) -> tuple[str, ...]:
        """The files of the work tree that were refreshed, once every ref was moved.

        Where one of them cannot move, `Outdated` or `Refused`, all stand where they stood. If the
        branch that is checked out moves, the files it changes are refreshed; where one of them
        has changes of yours, or where that branch would go, `Refused`, and nothing was moved.
        """
        from constitution.repository.refs import move_refs, refuse_moved

        stale = self._moved_under_work_tree(moves)
        if stale is not None and stale.old is not None and stale.new is None:
            raise Refused(
                _("{branch} is checked out in your work tree, and this would remove it").format(
                    branch=stale.ref.removeprefix("refs/heads/")
                ),
                hint=_("Go back to the text first: `git checkout main`."),
            )
        for move in moves:
            refuse_moved(self._git, move)
        fresh: tuple[str, ...] = ()
        if stale is not None and stale.old is not None and stale.new is not None:
            fresh = worktree.refreshable(
                self._git, self.listing(stale.old), self.listing(stale.new)
            )
        move_refs(self._git, moves)
        if fresh:
            worktree.refresh(self._git, fresh, self.state_folder)
        return fresh

    def settle(self, moves: Sequence[RefMove]) -> bool:
        """Whether moves that were cut short are now all made; False where all were taken back.

        The first of them decided (`refs.in_order`). A ref that stands elsewhere by now, and a file
        with words of yours, stay as they are.
        """
        from constitution.repository.refs import RefMove, in_order, move_refs

        lead, *others = in_order(moves)
        here = self.tip(lead.ref)
        made = here == lead.new or (
            here is not None and lead.new is not None and self.contains(here, lead.new)
        )
        for move in others:
            was, wanted = (move.old, move.new) if made else (move.new, move.old)
            if was != wanted and self.tip(move.ref) == was:
                move_refs(self._git, [RefMove(move.ref, was, wanted)])
        stale = self._moved_under_work_tree(moves)
        if made and stale is not None and here == lead.new and stale.old and stale.new:
            left = worktree.unfinished(self._git, self.listing(stale.old), self.listing(stale.new))
            worktree.refresh(self._git, left, self.state_folder)
        return made

    def _moved_under_work_tree(self, moves: Sequence[RefMove]) -> RefMove | None:
        head = worktree.checked_out(self._git)
        return next((move for move in moves if move.ref == head), None)

    # -- the work tree -------------------------------------------------------------------------

    @property
    def checked_out(self) -> str | None:
        """The branch in the work tree, such as `main`; None when bare or detached."""
        ref = worktree.checked_out(self._git)
        return ref.removeprefix("refs/heads/") if ref else None

    def dirty_files(self) -> tuple[str, ...]:
        """The tracked files of the work tree with changes that are not committed."""
        return worktree.dirty_files(self._git)

    def late_files(self) -> tuple[CommitId, tuple[str, ...]] | None:
        """The files that hold the words of an older main, and which; None where there are none.

        Only where main is checked out, and every file that differs from it is such a one.
        """
        if worktree.checked_out(self._git) != MAIN:
            return None
        dirty = set(self.dirty_files())
        if not dirty:
            return None
        tip = self.main()
        now = self.listing(tip)
        for past, commit in enumerate(self.first_parents(tip)):
            if past > _LOOKED_BACK:
                break
            if commit == tip:
                continue
            then = self.listing(commit)
            late = worktree.unfinished(self._git, then, now)
            differing = {path for path in then | now if then.get(path) != now.get(path)}
            if dirty <= differing == set(late):
                return commit, late
        return None

    def refresh_since(self, commit: CommitId) -> tuple[str, ...]:
        """The files that held the words of that older main, and now hold those of main."""
        late = worktree.unfinished(self._git, self.listing(commit), self.listing(self.main()))
        worktree.refresh(self._git, late, self.state_folder)
        return late

    def check_out_main(self) -> None:
        """The work tree as main has it, in a repository that was just founded."""
        self._git.checkout_head(  # type: ignore[no-untyped-call] # pygit2 leaves it untyped
            strategy=enums.CheckoutStrategy.FORCE
        )

    # -- people and remotes --------------------------------------------------------------------

    def identity(self) -> Person | None:
        """The name and address of whoever works here, or None when git knows none."""
        config = self._opened.config
        try:
            name, email = config["user.name"], config["user.email"]
        except KeyError:
            return None
        return Person(_clean(str(name)).strip(), _clean(str(email)).strip()) if name else None

    def set_identity(self, person: Person) -> None:
        """Remember the name and the address, in this repository."""
        check_person(person.name, person.email)
        self._opened.config["user.name"] = person.name.strip()
        self._opened.config["user.email"] = person.email.strip()

    def is_published(self, commit: CommitId) -> bool:
        """Whether a branch of a remote, as last fetched or pushed, contains the commit."""
        for ref in self.refs("refs/remotes/"):
            tip = self.tip(ref)
            if tip is not None and self.contains(tip, commit):
                return True
        return False


def default_identity() -> Person | None:
    """The name and address that git is configured with outside any repository, or None."""
    try:
        config = pygit2.Config.get_global_config()
    except OSError:
        return None
    try:
        name, email = str(config["user.name"]), str(config["user.email"])
        return Person(_clean(name).strip(), _clean(email).strip())
    except KeyError:
        return None


def _clean(text: str) -> str:
    """The text without control characters but line feeds, composed."""
    kept = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})
    return re.sub(r"\n{3,}", "\n\n", unicodedata.normalize("NFC", kept))
