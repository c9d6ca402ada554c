"""Big letters, four lines high, for a room to read from the last row; plain where they do not fit."""

from __future__ import annotations

import unicodedata

__all__ = ["HEIGHT", "big_letters", "big_width"]

HEIGHT = 4
"""Lines of a terminal that a big letter takes."""

# Five columns a letter, a byte each, the lowest bit on top: the letters of old matrix printers.
_COLUMNS = {
    "A": "7c1211127c", "B": "7f49494936", "C": "3e41414122", "D": "7f4141413e", "E": "7f49494941",
    "F": "7f09090901", "G": "3e4149497a", "H": "7f0808087f", "I": "417f41", "J": "2040413f01",
    "K": "7f08142241", "L": "7f40404040", "M": "7f020c027f", "N": "7f0408107f", "O": "3e4141413e",
    "P": "7f09090906", "Q": "3e4151215e", "R": "7f09192946", "S": "2649494932", "T": "01017f0101",
    "U": "3f4040403f", "V": "1f2040201f", "W": "3f4038403f", "X": "6314081463", "Y": "0708700807",
    "Z": "6151494543", "0": "3e5149453e", "1": "427f40", "2": "4261514946", "3": "2141454b31",
    "4": "1814127f10", "5": "2745454539", "6": "3c4a494930", "7": "0171090503", "8": "3649494936",
    "9": "064949291e", "-": "080808", "’": "0403", "'": "0403", ".": "6060", "/": "6018040300",
    " ": "0000",
}  # fmt: skip
_ACCENTS = {"\u0301": (0, 1, 0), "\u0300": (0, 1, 0), "\u0302": (1, 0, 1), "\u0308": (1, 0, 1)}
_BLOCKS = " ▀▄█"


def _letter(character: str) -> list[int] | None:
    """The columns of a letter, eight dots each, the accent on top; None where there is none."""
    letters = unicodedata.normalize("NFD", character.upper())
    digits, marks = _COLUMNS.get(letters[:1]), letters[1:]
    if digits is None or any(mark not in _ACCENTS for mark in marks):
        return None
    columns = [int(digits[place : place + 2], 16) << 1 for place in range(0, len(digits), 2)]
    for mark in marks:
        start = (len(columns) - 3) // 2
        for step, dot in enumerate(_ACCENTS[mark]):
            columns[start + step] |= dot
    return columns


def _columns(text: str) -> list[int] | None:
    columns: list[int] = []
    for character in text:
        letter = _letter(character)
        if letter is None:
            return None
        columns += [*letter, 0]
    return columns[:-1]


def big_width(text: str) -> int | None:
    """How many cells a text takes in big letters; None where a letter of it is not drawn big."""
    columns = _columns(text)
    return None if columns is None else len(columns)


def big_letters(text: str, width: int) -> tuple[str, ...]:
    """The text in big letters on four lines, or on one line as it is where it does not fit."""
    columns = _columns(text)
    if not columns or len(columns) > width:
        return (text,)
    rows = []
    for row in range(HEIGHT):
        pairs = ((column >> (2 * row)) & 3 for column in columns)
        rows.append("".join(_BLOCKS[pair] for pair in pairs).rstrip())
    return tuple(rows)
