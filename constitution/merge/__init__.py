"""Three-way merge of legal prose, word by word; a conflict is a value, never a mark in a text.

Two changes, one of either side, are both taken only if at least one word, sign or break that
neither touched stands between them: this is the gap rule. Without it "quatre cinquièmes" and
"trois quarts" would merge into "quatre quarts", which nobody proposed. `merge` gives `Merged`, with
the sentences that both sides touched, for a person to read again; or `Conflicted`, whose conflicts
`resolve` settles one by one and `read_choices` tells from the text that was settled. `merge_mapping` merges tables by their keys. `mark_conflicts` writes
conflicts as git does, for git alone. `collide` says whether two sides, each read once by `read_side`,
conflict; `only_insert` whether both can be kept all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constitution.merge.changes import Side, read_side
    from constitution.merge.marks import (
        Labels,
        MarkStyle,
        mark_conflicts,
        refuse_marks,
        unite_conflicts,
    )
    from constitution.merge.notes import note_label
    from constitution.merge.settled import read_choices
    from constitution.merge.tables import merge_mapping
    from constitution.merge.texts import (
        Choice,
        Conflict,
        Conflicted,
        Merged,
        Review,
        Reworded,
        collide,
        merge,
        only_insert,
        resolve,
        review_choices,
    )
else:
    from constitution.facade import offering

    __getattr__ = offering(
        __name__,
        {
            "changes": ("Side", "read_side"),
            "marks": ("Labels", "MarkStyle", "mark_conflicts", "refuse_marks", "unite_conflicts"),
            "notes": ("note_label",),
            "settled": ("read_choices",),
            "tables": ("merge_mapping",),
            "texts": (
                "Choice",
                "Conflict",
                "Conflicted",
                "Merged",
                "Review",
                "Reworded",
                "collide",
                "merge",
                "only_insert",
                "resolve",
                "review_choices",
            ),
        },
    )

__all__ = [
    "Choice",
    "Conflict",
    "Conflicted",
    "Labels",
    "MarkStyle",
    "Merged",
    "Review",
    "Reworded",
    "Side",
    "collide",
    "mark_conflicts",
    "merge",
    "merge_mapping",
    "note_label",
    "only_insert",
    "read_choices",
    "read_side",
    "refuse_marks",
    "resolve",
    "review_choices",
    "unite_conflicts",
]
