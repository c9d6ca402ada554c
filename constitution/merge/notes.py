"""Footnotes in a merge: a note and the marks that call it are of one thing, and stay together.

A label is a place in a count, as the number of an item is. Where both sides add a note under one
label, that of the amendment takes the next label that is free, with its marks. New notes never
collide with one another: they have no place but at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.language import _
from constitution.merge.review import Review

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Apart", "keep_notes", "note_label", "set_notes_apart"]

_LABEL = r"\[\^(?P<label>[^\s\[\]\\^]+)\]"
_NOTE = re.compile(rf"{_LABEL}:(?=\s)")
_MARK = re.compile(rf"(?<!\\){_LABEL}")


@dataclass(frozen=True, slots=True)
class Apart:
    """Two sides without the notes that both brought, those notes, and what is to be read again."""

    current: str
    amendment: str
    notes: tuple[str, ...]
    """The new notes of the current text, then those of the amendment, under labels of their own."""
    sides: tuple[str, str]
    """The current text and the amendment with their notes, no label of two minds."""
    review: tuple[Review, ...]


def note_label(words: str) -> str | None:
    """The label of the note that begins so; None where none does."""
    found = _NOTE.match(words.lstrip())
    return None if found is None else found["label"]


def set_notes_apart(base: str, current: str, amendment: str) -> Apart | None:
    """The sides without their new notes, where both have some or one turns the notes of the other."""
    if "[^" not in current or "[^" not in amendment:
        return None
    known, theirs, ours = _notes(base), _called(current), _called(amendment)
    turned = tuple(_turned(base, known, theirs, amendment, ours))
    fresh = [label for label in ours if label not in known]
    if not turned and not (fresh and theirs.keys() - known.keys()):
        return None
    renamed: dict[str, str] = {}
    taken = {*known, *theirs, *ours}
    for label in fresh:
        if label in theirs and theirs[label] != ours[label]:
            renamed[label] = _free(label, taken)
            taken.add(renamed[label])
    relabelled = _relabelled(amendment, renamed)
    new = theirs | _called(relabelled)
    both = new.keys() - known.keys()
    return Apart(
        _without(current, both),
        _without(relabelled, both),
        tuple(block for label, block in new.items() if label in both),
        (current, relabelled),
        (*(_counted_on(theirs, ours, new, *pair) for pair in renamed.items()), *turned),
    )


def _counted_on(
    theirs: Mapping[str, str], ours: Mapping[str, str], new: Mapping[str, str], old: str, label: str
) -> Review:
    message = _("In the amendment it was note {number}; its marks follow it.").format(number=old)
    return Review(None, "", theirs[old], ours[old], new[label], None, "note", message)


def _turned(
    base: str,
    known: Mapping[str, str],
    theirs: Mapping[str, str],
    amendment: str,
    ours: Mapping[str, str],
) -> list[Review]:
    """The notes that the current text words otherwise, and that the amendment calls once more."""
    before, now = _marks(base), _marks(amendment)
    message = _("The amendment calls it once more, and its words were others then.")
    return [
        Review(None, known[label], theirs[label], ours[label], theirs[label], None, "note", message)
        for label in known
        if now.count(label) > before.count(label)
        and label in theirs
        and ours.get(label) == known[label] != theirs[label]
    ]


def keep_notes(text: str, sides: Sequence[str]) -> str:
    """The text with each note that a mark in it calls, and without those that nothing calls now.

    A merge, or a choice, may take a mark and leave its note, or the other way round.
    """
    if all("[^" not in side for side in (text, *sides)):
        return text
    notes, marks = _notes(text), set(_marks(text))
    read = [(_notes(side), set(_marks(side))) for side in sides]
    idle = {
        label
        for label in notes.keys() - marks
        if any(label in known for known, _called in read)
        and all(label in called for known, called in read if label in known)
    }
    lost: dict[str, str] = {}
    for known, called in reversed(read):
        for label in known:
            if label in marks and label in called and label not in notes:
                lost.setdefault(label, known[label])
    if not idle and not lost:
        return text
    kept = _without(text, idle) if idle else text
    return "\n\n".join([kept.rstrip("\n"), *lost.values()]) + "\n"


def _lines_of_notes(text: str) -> list[tuple[str, str | None]]:
    """Each line, with the label of the note to which it belongs."""
    label: str | None = None
    lines: list[tuple[str, str | None]] = []
    for line in text.split("\n"):
        found = _NOTE.match(line)
        if found is not None:
            label = found["label"]
        elif line.strip() and not line.startswith("    "):
            label = None
        lines.append((line, label))
    return lines


def _notes(text: str) -> dict[str, str]:
    """The notes of a text by their label, each with all of its lines."""
    found: dict[str, list[str]] = {}
    if "[^" in text:
        for line, label in _lines_of_notes(text):
            if label is not None:
                found.setdefault(label, []).append(line)
    return {label: "\n".join(lines).rstrip() for label, lines in found.items()}


def _called(text: str) -> dict[str, str]:
    """The notes that a mark in the text calls."""
    marks = set(_marks(text))
    return {label: block for label, block in _notes(text).items() if label in marks}


def _marks(text: str) -> list[str]:
    """The labels that marks in a text call, as often as they do."""
    return [
        found["label"]
        for line in text.split("\n")
        for found in _MARK.finditer(_NOTE.sub("", line, count=1) if line[:2] == "[^" else line)
    ]


def _without(text: str, labels: set[str]) -> str:
    """The text without the notes of these labels."""
    kept = "\n".join(line for line, label in _lines_of_notes(text) if label not in labels)
    return kept.rstrip("\n") + "\n" if labels & _notes(text).keys() else text


def _relabelled(text: str, renamed: Mapping[str, str]) -> str:
    if not renamed:
        return text
    return _MARK.sub(lambda mark: f"[^{renamed.get(mark['label'], mark['label'])}]", text)


def _free(label: str, taken: set[str]) -> str:
    """The next label after one that nothing bears: `2` gives way to `3`, `a` to `a-2`."""
    stem, number = ("", int(label)) if label.isascii() and label.isdecimal() else (f"{label}-", 1)
    while f"{stem}{number + 1}" in taken:
        number += 1
    return f"{stem}{number + 1}"
