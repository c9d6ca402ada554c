"""A page of HTML as a reader's program meets it: parsed strictly, and asked what it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["Element", "parse_page"]

_VOID = frozenset({"br", "meta"})


@dataclass(slots=True)
class Element:
    """An element: its attributes, and what stands in it in order."""

    name: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def all(self, name: str = "", class_: str = "") -> list[Element]:
        """The elements within, of a name or of a class where one is asked for."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                classes = child.attributes.get("class", "").split()
                if name in {"", child.name} and (not class_ or class_ in classes):
                    found.append(child)
                found.extend(child.all(name, class_))
        return found

    def text(self, *without: str) -> str:
        """The words within, except those in elements of these names."""
        return "".join(
            child if isinstance(child, str) else child.text(*without)
            for child in self.children
            if isinstance(child, str) or child.name not in without
        )


class _Strict(HTMLParser):
    """Every element is closed where it was opened; anything else is an error."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _value in attrs}) == len(attrs), f"<{tag}> says a thing twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raise AssertionError(f"<{tag} {attrs}/> is not HTML")

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")


def parse_page(page: str) -> Element:
    """The `html` element of a page; an error where it is not well-formed."""
    assert page.startswith("<!DOCTYPE html>\n<html ")
    parser = _Strict()
    parser.feed(page)
    parser.close()
    assert len(parser.open) == 1, f"<{parser.open[-1].name}> is never closed"
    (root,) = [child for child in parser.open[0].children if isinstance(child, Element)]
    assert root.name == "html"
    return root
