"""What workers tell the places: an answer to what was asked, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    import datetime as dt

    from constitution.assembly.drafting.meanwhile import Meanwhile
    from constitution.crossing import Crossing
    from constitution.errors import ConstitutionError
    from constitution.history import ArticleVersion, Phrase
    from constitution.verify import Verdict
    from tui.editor.judging import Judgement
    from tui.past.reading import Comparison, DayShown, FoundingShown, RecordShown
    from tui.reading import Around, Change, PendingThere
    from tui.reading import Room as RoomRead

__all__ = [
    "AroundRead",
    "ChangeRead",
    "CrossingsRead",
    "FoundingRead",
    "GoneRead",
    "HistoryRead",
    "Judged",
    "Looked",
    "MomentRead",
    "OriginRead",
    "PendingOnRead",
    "RecordRead",
    "RefsRead",
    "RoomIsRead",
    "Shaken",
    "Troubled",
    "Unwritten",
    "VerdictRead",
    "Verifying",
]


class Troubled(Message):
    """What was asked could not be answered, and why."""

    def __init__(self, group: str, sentence: str, hint: str = "") -> None:
        super().__init__()
        self.group = group
        """What was asked: the name of the group of workers."""
        self.sentence = sentence
        self.hint = hint


class Unwritten(Message):
    """Why nothing can be written in the folder of the room; None where it can be."""

    def __init__(self, error: ConstitutionError | None) -> None:
        super().__init__()
        self.error = error


class Shaken(Message):
    """Why what a dialog asks about stands no more; None where it does."""

    def __init__(self, error: ConstitutionError | None) -> None:
        super().__init__()
        self.error = error


class MomentRead(Message):
    """The text of a day, or a comparison of two, read once more."""

    def __init__(self, before: DayShown | Comparison, shown: DayShown | Comparison) -> None:
        super().__init__()
        self.before = before
        """What was in sight when it was asked for."""
        self.shown = shown


class RoomIsRead(Message):
    """The current text, what is pending and what was recorded."""

    def __init__(self, room: RoomRead) -> None:
        super().__init__()
        self.room = room


class Judged(Message):
    """What the core says of a text that is being written."""

    def __init__(self, judgement: Judgement) -> None:
        super().__init__()
        self.judgement = judgement


class RefsRead(Message):
    """Every branch with its tip."""

    def __init__(self, refs: frozenset[tuple[str, str]]) -> None:
        super().__init__()
        self.refs = refs


class GoneRead(Message):
    """What became of an article that was asked for and stands no more; empty if none was."""

    def __init__(self, asked: str, sentence: str, hint: str) -> None:
        super().__init__()
        self.asked = asked
        self.sentence = sentence
        self.hint = hint
        """Which articles are near."""


class CrossingsRead(Message):
    """Where one article leads, and what leads to it."""

    def __init__(self, path: str, out: tuple[Crossing, ...], back: tuple[Crossing, ...]) -> None:
        super().__init__()
        self.path = path
        self.out = out
        self.back = back


class HistoryRead(Message):
    """The versions of one article, and the day of the founding."""

    def __init__(self, path: str, versions: tuple[ArticleVersion, ...], founded: dt.date) -> None:
        super().__init__()
        self.path = path
        self.versions = versions
        self.founded = founded


class OriginRead(Message):
    """One article phrase by phrase."""

    def __init__(self, path: str, phrases: tuple[Phrase, ...]) -> None:
        super().__init__()
        self.path = path
        self.phrases = phrases


class PendingOnRead(Message):
    """What is pending on one article."""

    def __init__(self, path: str, found: tuple[PendingThere, ...]) -> None:
        super().__init__()
        self.path = path
        self.found = found


class AroundRead(Message):
    """What stands around one pending amendment."""

    def __init__(self, around: Around, refs: frozenset[tuple[str, str]]) -> None:
        super().__init__()
        self.around = around
        self.refs = refs
        """Every branch with its tip, as they were known when it was asked for."""


class ChangeRead(Message):
    """What one pending amendment changes."""

    def __init__(self, change: Change, refs: frozenset[tuple[str, str]]) -> None:
        super().__init__()
        self.change = change
        self.refs = refs
        """Every branch with its tip, as they were known when it was asked for."""


class Looked(Message):
    """What happened to the amendment in which a text is written."""

    def __init__(self, seen: Meanwhile) -> None:
        super().__init__()
        self.seen = seen


class FoundingRead(Message):
    """How the text began."""

    def __init__(self, shown: FoundingShown) -> None:
        super().__init__()
        self.shown = shown


class RecordRead(Message):
    """One record, with its printed amendment."""

    def __init__(self, shown: RecordShown) -> None:
        super().__init__()
        self.shown = shown


class Verifying(Message):
    """How far verification has come."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__()
        self.done = done
        self.total = total


class VerdictRead(Message):
    """What the clone proves."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        self.verdict = verdict
