"""What was just done, in a line above the keys: it covers nothing, and goes away by itself."""

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
        self.display = False

    @property
    def words(self) -> str:
        """What stands there."""
        return "\n".join(self._sentences)

    def say(self, sentence: str) -> None:
        """A sentence, already safe to show, joins those that still stand."""
        self._sentences = [*self._sentences, sentence][-AT_ONCE:]
        self._tell()
        self.set_timer(max(FOR, len(sentence) / A_SECOND), lambda: self._forget(sentence))

    def _forget(self, sentence: str) -> None:
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
