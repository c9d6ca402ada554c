"""The page that was in sight when the room was opened last, in sight again before the room is loaded.

    open_early    the opening of a room, its page already in sight where nothing changed
    Opening       the terminal meanwhile, and the page to keep for the next time

`situation` says all that a page depends on, `kept` where pages lie, `opening` what becomes of the
terminal. Nothing here imports anything but a little of Python: it runs before all else is loaded. What reads
a text, where main moved since, is handed in.
"""

from constitution.early.opening import Opening, open_early

__all__ = ["Opening", "open_early"]
