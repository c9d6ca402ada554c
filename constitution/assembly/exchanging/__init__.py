"""Exchange with a remote: what comes in, what goes out, and never one clerk's work over another's.

- `fetch` brings a remote's branches, tags and ballots here;
- `prepare_publication` says what would go out, and `publish` sends it;
- `behind` says how far main is behind what was last fetched;
- `apart` says why it is not to follow, where it is not;
- `void_ballots` names the ballots of this clone on what was put anew since.
"""

from constitution.assembly.exchanging.fetching import (
    Apart,
    Arrival,
    Fetched,
    apart,
    behind,
    explain_apart,
    fetch,
    the_remote,
    void_ballots,
)
from constitution.assembly.exchanging.publishing import (
    Publication,
    Shift,
    prepare_publication,
    publish,
)

__all__ = [
    "Apart",
    "Arrival",
    "Fetched",
    "Publication",
    "Shift",
    "apart",
    "behind",
    "explain_apart",
    "fetch",
    "prepare_publication",
    "publish",
    "the_remote",
    "void_ballots",
]
