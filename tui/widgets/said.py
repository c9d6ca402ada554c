"""What was just done, in a line above the keys: it covers nothing, and goes with the next act."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

__all__ = ["Said"]

FOR = 6.0
"""Seconds for which a sentence stands, at least."""

A_SECOND = 20
"""Characters that are read in a second by somebody who is not in a hurry."""

AT_ONCE = 3
"""How many sentences stand below each other at the most; the last ones."""


class Said(Static):
    """The last sentences, each for as long as it takes to read; not there where there is none."""

    def __init__(self) -> None:
        super().__init__(id="said")
        self._sentences: list[str] = []
        self._of_here: set[str] = set()
        """Those that say why a key does nothing in the place in sight."""
        self._said_at: dict[str, int] = {}
        """The place of each among all that was ever said."""
        self._count = 0
        self._times: dict[str, int] = {}
        """How often each was said that is still to be forgotten."""
        self.display = False

    @property
    def words(self) -> str:
        """What stands there."""
        return "\n".join(self._sentences)

    @property
    def last(self) -> int:
        """The place of what was said last among all that was ever said."""
        return self._count

    def end(self, last: int) -> None:
        """What was said up to then has had its time: something else was done."""
        left = [one for one in self._sentences if self._said_at[one] > last]
        if left != self._sentences:
            self._sentences = left
            self._of_here.intersection_update(left)
            self._tell()

    def say(self, sentence: str, *, is_of_here: bool = False) -> None:
        """A sentence, already safe to show, joins those that still stand; said again, it is one.

        One that is of the place in sight goes when another place is, or when another of them comes.
        """
        gone = {sentence}
        if is_of_here:
            gone |= self._of_here
            self._of_here = {sentence}
        others = [one for one in self._sentences if one not in gone]
        self._count += 1
        self._said_at[sentence] = self._count
        self._sentences = [*others, sentence][-AT_ONCE:]
        self._tell()
        self._times[sentence] = self._times.get(sentence, 0) + 1
        self.set_timer(max(FOR, len(sentence) / A_SECOND), lambda: self._forget(sentence))

    def leave(self) -> None:
        """What was of the place in sight goes with it."""
        if not self._of_here:
            return
        self._sentences = [one for one in self._sentences if one not in self._of_here]
        self._of_here.clear()
        self._tell()

    def _forget(self, sentence: str) -> None:
        self._times[sentence] -= 1
        if self._times[sentence]:
            return
        del self._times[sentence]
        if sentence in self._sentences:
            self._sentences.remove(sentence)
            self._tell()

    def _tell(self) -> None:
        self.update(Content(self.words))
        self.display = bool(self._sentences)

    def on_click(self) -> None:
        """What was read goes."""
        self._sentences.clear()
        self._tell()
