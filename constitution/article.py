"""Articles: named by paths, numbered, ordered and found; `coherence` checks them together.

ArticlePath, check_path, path_key     paths and their order
number_key, bill_number_key, normal_number        numbers and theirs
Article, Heading, articles, contents, find        what a folder of texts holds
same_but_number                                   whether only the number changed
"""

from __future__ import annotations

from constitution.number import bill_number_key, normal_number, number_key
from constitution.outline import Entry, Part, articles, contents, find
from constitution.part import Article, Heading, same_but_number
from constitution.path import ArticlePath, check_path, path_key

__all__ = [
    "Article",
    "ArticlePath",
    "Entry",
    "Heading",
    "Part",
    "articles",
    "bill_number_key",
    "check_path",
    "contents",
    "find",
    "normal_number",
    "number_key",
    "path_key",
    "same_but_number",
]
