"""The one place that speaks git: domain types in, domain types out, no pygit2 type in sight.

- `Repository` opens, founds, reads and writes; objects are computed in memory and published by
  moving refs, compare-and-swap (`Repository.publish`);
- `Acts` remembers what was done here, so that the last act can be taken back;
- `Remote` hands the network to the user's own `git`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constitution.repository.acts import Act, Acts, Settled
    from constitution.repository.commits import MAIN, Commit, CommitId, Person, When
    from constitution.repository.keeping import keep, lock_now
    from constitution.repository.refs import RefMove
    from constitution.repository.remote import (
        FETCHED,
        fetch_refs,
        push_branch,
        push_refs,
        refuse_foreign_programs,
        remember_remote,
        remotes,
        seen_on,
        unnoted,
    )
    from constitution.repository.settings import conflict_style
    from constitution.repository.store import Branch, Repository, default_identity
else:
    from constitution.facade import offering

    __getattr__ = offering(
        __name__,
        {
            "acts": ("Act", "Acts", "Settled"),
            "commits": ("MAIN", "Commit", "CommitId", "Person", "When"),
            "keeping": ("keep", "lock_now"),
            "remote": (
                "FETCHED",
                "fetch_refs",
                "push_branch",
                "push_refs",
                "refuse_foreign_programs",
                "remember_remote",
                "remotes",
                "seen_on",
                "unnoted",
            ),
            "refs": ("RefMove",),
            "settings": ("conflict_style",),
            "store": ("Branch", "Repository", "default_identity"),
        },
    )

__all__ = [
    "FETCHED",
    "MAIN",
    "Act",
    "Acts",
    "Branch",
    "Commit",
    "CommitId",
    "Person",
    "RefMove",
    "Repository",
    "Settled",
    "When",
    "conflict_style",
    "default_identity",
    "fetch_refs",
    "keep",
    "lock_now",
    "push_branch",
    "push_refs",
    "refuse_foreign_programs",
    "remember_remote",
    "remotes",
    "seen_on",
    "unnoted",
]
