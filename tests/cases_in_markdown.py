"""Cases written in Markdown, for lawyers to read: a title, then texts in named fences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

_CASES = Path(__file__).parent / "cases"
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its title and its texts by name."""

    title: str
    texts: dict[str, str]


def read_cases(folder: str) -> list[Case]:
    """The cases of every file of a folder of `tests/cases`, in order."""
    found = []
    for file in sorted((_CASES / folder).glob("*.md")):
        text = file.read_text(encoding="utf-8")
        fences = list(_FENCE.finditer(text))
        titles = [
            title
            for title in _TITLE.finditer(text)
            if not any(fence.start() < title.start() < fence.end() for fence in fences)
        ]
        ends = [*(title.start() for title in titles[1:]), len(text)]
        for title, end in zip(titles, ends, strict=True):
            texts = {fence[1]: fence[2] for fence in fences if title.start() < fence.start() < end}
            found.append(Case(title[1], texts))
    return found


def each_case(folder: str) -> pytest.MarkDecorator:
    """A test for every case of a folder, named by its title."""
    cases = read_cases(folder)
    return pytest.mark.parametrize("case", cases, ids=[case.title for case in cases])
