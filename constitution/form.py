"""The normal form written: blocks as lines that every Markdown program reads alike.

What would be read otherwise is escaped: words that look like a marker, numbers that a program
would count anew.
"""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, assert_never

from constitution.blocks import Block, Footnote, Heading, Item, Paragraph, Quote, Table
from constitution.typography import typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["write"]

_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_MISREAD = re.compile(
    r"""[#]{1,6}(?=\s|$) | > | [-+*](?=\s|$) | -(?=[^\W\d_]) | ([-*_])(?:\s*\1){2,}\s*$ | ~{3}
      | ={3,}\s*$ | %(?=\s|$) | \[(?:\\.|[^\[\]\\])+\]: | \|""",
    re.VERBOSE,
)
_TRAILING = re.compile(r"(?:(?<=\s)|^)(#+)$")


def _guarded(content: str) -> str:
    """The words so escaped that they begin no other kind of block."""
    if number := _NUMBERED.match(content):
        return f"{number[1]}\\{content[number.end(1) :]}"
    return f"\\{content}" if _MISREAD.match(content) else content


def _settled(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks, where a number that Markdown would count otherwise is plain words."""
    queue = deque(blocks)
    done: list[Block] = []
    while queue:
        block = queue.popleft()
        if isinstance(block, Item) and block.number:
            above = done[-1] if done else None
            digits, sign = block.number[:-1], block.number[-1]
            out_of_step = (
                isinstance(above, Item)
                and above.number[-1:] == sign
                and int(digits) != int(above.number[:-1]) + 1
            )
            if out_of_step or str(int(digits)) != digits or not block.content:
                words = f"{digits}\\{sign} {block.content}".rstrip()
                done.append(Paragraph(words, block.line))
                queue.extendleft(reversed(block.children))
                continue
        done.append(block)
    return done


def _follows(block: Block, above: Block | None) -> bool:
    """Whether the block stands on the line right below, as the next item of one list."""
    if not (isinstance(block, Item) and isinstance(above, Item)):
        return False
    return block.number[-1:] == above.number[-1:]


def _interrupts(block: Block) -> bool:
    """Whether Markdown lets the block begin right under a line of words."""
    return isinstance(block, Item) and block.number in {"", "1.", "1)"}


def write(blocks: Iterable[Block], language: str = "") -> str:
    """The normal form of the blocks, typeset in the language; empty when there are none."""

    def typeset_here(content: str) -> str:
        return typeset(content, language)

    lines = _written(blocks, typeset_here)
    return "".join(f"{line}\n" for line in lines)


def _written(blocks: Iterable[Block], dress: Callable[[str], str]) -> list[str]:
    lines: list[str] = []
    above: Block | None = None
    for block in _settled(blocks):
        if above is not None and not _follows(block, above):
            lines.append("")
        lines.extend(_write_block(block, dress))
        above = block
    return lines


def _write_block(block: Block, dress: Callable[[str], str]) -> list[str]:
    match block:
        case Heading(level, content):
            words = dress(content)
            if "#" in words:
                words = _TRAILING.sub(r"\\\1", words)
            return [f"{'#' * level} {words}"]
        case Paragraph(content):
            return [_guarded(dress(content))]
        case Item(number, content, _, children):
            marker = f"{number or '-'} "
            return _hung(marker, " " * len(marker), content, children, dress)
        case Footnote(label, content, _, children):
            return _hung(f"[^{label}]: ", "    ", content, children, dress)
        case Quote(children):
            return [f"> {line}".rstrip(" ") for line in _written(children, dress)]
        case Table(rows, marks):
            written = [[dress(cell) for cell in row] for row in rows]
            return [_row(row) for row in (written[0], marks, *written[1:])]
        case _:
            assert_never(block)


def _row(cells: Sequence[str]) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells)


def _hung(
    marker: str,
    margin: str,
    content: str,
    children: Sequence[Block],
    dress: Callable[[str], str],
) -> list[str]:
    lines = [f"{marker}{_guarded(dress(content))}"]
    below = _written(children, dress)
    if below and not _interrupts(_settled(children)[0]):
        lines.append("")
    return lines + [f"{margin}{line}" if line else "" for line in below]
