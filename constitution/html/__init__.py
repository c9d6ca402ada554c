"""Pages to print and to send: a difference, or a pile of amendments, as one file of HTML.

    print_delta   a difference, in one column, in two, or in figures
    print_pile    amendments, one a page, with a first page that lists them
    Sheet         one amendment of the pile, as values

A page is whole in itself: no script, no address that is fetched, its style within. Whatever came
from a repository is escaped, and its hidden characters are shown. Words struck out and put in are
`del` and `ins`: they can be told without colours, on paper, and by a program that reads aloud.
"""

from __future__ import annotations

from constitution.html.deltas import Layout, print_delta
from constitution.html.pile import GovernanceChange, Sheet, print_pile

__all__ = ["GovernanceChange", "Layout", "Sheet", "print_delta", "print_pile"]
