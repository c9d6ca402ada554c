"""Majority and quorum as bars: how many there are, where enough is, and in words whether it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.display import Run, safe
from constitution.governance import rule_word
from constitution.language import _
from tui.widgets.page import Block, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.tally import Gauge

__all__ = ["bar", "gauge_blocks", "gauge_words"]

_WIDEST = 48


def bar(gauge: Gauge, width: int) -> str:
    """The share that is there, and a line where enough is: full cells reach it only where it is."""
    width = max(8, min(width, _WIDEST))
    if gauge.out_of == 0:
        return "░" * width
    full = min(width, width * gauge.reached // gauge.out_of)
    line = min(width, width * gauge.needed // gauge.out_of)
    if not gauge.is_met:
        full = min(full, max(line - 1, 0)) if full >= line else full
    cells = "█" * full + "░" * (width - full)
    return f"{cells[:line]}┃{cells[line:]}"


def gauge_words(gauge: Gauge) -> str:
    """The same in words, with a sign that needs no colour."""
    if gauge.out_of == 0:
        return _("✗ Nobody voted for or against yet")
    words = {
        "majority": _("For {reached} of {out_of}, needed {needed}"),
        "quorum": _("Took part {reached} of {out_of}, quorum {needed}"),
    }[gauge.kind]
    sign = "✓" if gauge.is_met else "✗"
    figures = words.format(reached=gauge.reached, out_of=gauge.out_of, needed=gauge.needed)
    return f"{sign} {figures}"


def gauge_blocks(
    gauge: Gauge, width: int = _WIDEST, *, names_rule: bool = False
) -> Iterator[Block]:
    """A bar, and its words above it."""
    words = gauge_words(gauge)
    if names_rule:
        words += " " + _("(rule “{rule}”)").format(rule=safe(rule_word(gauge.rule)))
    yield said(words, is_close=True)
    yield Block((Run("strong" if gauge.is_met else "", bar(gauge, width)),), is_close=True)
