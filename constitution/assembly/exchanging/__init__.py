"""Exchange with a remote: what comes in, what goes out, and never one clerk's work over another's.

- `fetch` brings a remote's branches, tags and ballots here;
- `prepare_publication` says what would go out, and `publish` sends it;
- `behind` says how far main is behind what was last fetched.
"""

from constitution.assembly.exchanging.fetching import Arrival, Fetched, behind, fetch, the_remote
from constitution.assembly.exchanging.publishing import (
    Publication,
    Shift,
    prepare_publication,
    publish,
)

__all__ = [
    "Arrival",
    "Fetched",
    "Publication",
    "Shift",
    "behind",
    "fetch",
    "prepare_publication",
    "publish",
    "the_remote",
]
