"""The bar beside what scrolls, each of its cells drawn at once.

Textual draws it as any picture of Rich's, which takes longer than the page beside it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.scrollbar import ScrollBarRender
from textual.strip import Strip
from textual.visual import Visual

if TYPE_CHECKING:
    from textual.css.styles import RulesMap
    from textual.style import Style as VisualStyle
    from textual.visual import RenderOptions

__all__ = ["Bar"]

_GREY = Color.parse("#555555")
"""What a bar without a colour is drawn in."""


class Bar(ScrollBarRender, Visual):
    """The bar that Textual draws, cell for cell."""

    def render_strips(
        self, width: int, height: int | None, style: VisualStyle, options: RenderOptions
    ) -> list[Strip]:
        """A line for each cell of an upright bar; of one that lies, each line the same."""
        del options
        size = (height or 0) if self.vertical else width
        part = (size, self.virtual_size, self.window_size, self.position, self.thickness)
        look = Style.parse(self.style) if isinstance(self.style, str) else self.style
        return list(_draw(*part, look, style.rich_style, is_upright=self.vertical))

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """As wide as it is thick, where it stands."""
        del rules
        return self.thickness if self.vertical else container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """As high as it is thick, where it lies."""
        del rules, width
        return 1 if self.vertical else self.thickness


@lru_cache(maxsize=256)
def _draw(
    size: int,
    length: float,
    window: float,
    position: float,
    thickness: int,
    look: Style,
    ground: Style,
    *,
    is_upright: bool,
) -> tuple[Strip, ...]:
    """The lines of a bar in the colours of `look`, on a ground."""
    drawn = ScrollBarRender.render_bar(
        size=size,
        virtual_size=length,
        window_size=window,
        position=position,
        thickness=thickness if is_upright else 1,
        vertical=is_upright,
        back_color=look.bgcolor or _GREY,
        bar_color=look.color or _GREY,
    )
    cells = [
        Segment(segment.text, ground + segment.style if segment.style else ground)
        for segment in drawn.segments
        if segment.text != "\n"
    ]
    if is_upright:
        return tuple(Strip([cell], thickness) for cell in cells)
    return (Strip(cells, size),) * thickness
