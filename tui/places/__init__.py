"""The places of the room: the text, the amendments, the history."""
