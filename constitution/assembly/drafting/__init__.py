"""Drafting: an amendment opened, its articles edited, added, moved and repealed, then submitted.

Every act is one ordinary commit on the branch `amendments/<slug>`, made without a checkout;
commits made there with plain git are just as good.

- `opening`: a new amendment, from nothing, from an earlier one, or against an adopted one;
- `editing`: articles, governance files, reasons, the division of the question;
- `placing`: the path of a new article, or another place for one;
- `updating`: onto the current text, collision by collision;
- `meanwhile`: what happened to a text since one began to write it, and a new amendment for it;
- `unsaved`: what is being typed, kept until it is saved;
- `submitting`: a number, a revision, or off the list; `branch` is what all of them write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constitution.assembly.drafting.branch import branch_move, draft_snapshot
    from constitution.assembly.drafting.editing import (
        add_article,
        divide,
        edit_article,
        edit_governance,
        governance_file,
        repeal_article,
        write_details,
        write_reasons,
    )
    from constitution.assembly.drafting.opening import new_amendment
    from constitution.assembly.drafting.placing import move_article, place_article
    from constitution.assembly.drafting.submitting import submit, withdraw_draft
    from constitution.assembly.drafting.updating import (
        Settled,
        Updated,
        conclude,
        disputes_of,
        ground,
        settle,
        settled,
        update,
    )
else:
    from constitution.facade import offering

    __getattr__ = offering(
        __name__,
        {
            "branch": ("branch_move", "draft_snapshot"),
            "editing": (
                "add_article",
                "divide",
                "edit_article",
                "edit_governance",
                "governance_file",
                "repeal_article",
                "write_details",
                "write_reasons",
            ),
            "opening": ("new_amendment",),
            "placing": ("move_article", "place_article"),
            "submitting": ("submit", "withdraw_draft"),
            "updating": (
                "Settled",
                "Updated",
                "conclude",
                "disputes_of",
                "ground",
                "settle",
                "settled",
                "update",
            ),
        },
    )

__all__ = [
    "Settled",
    "Updated",
    "add_article",
    "branch_move",
    "conclude",
    "disputes_of",
    "divide",
    "draft_snapshot",
    "edit_article",
    "edit_governance",
    "governance_file",
    "ground",
    "move_article",
    "new_amendment",
    "place_article",
    "repeal_article",
    "settle",
    "settled",
    "submit",
    "update",
    "withdraw_draft",
    "write_details",
    "write_reasons",
]
