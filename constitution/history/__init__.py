"""What a clone remembers: the text of any day, every record, and where each phrase comes from."""

from constitution.history.records import Entry, records
from constitution.history.snapshot import Snapshot

__all__ = ["Entry", "Snapshot", "records"]
