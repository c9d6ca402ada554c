"""Articles: named by paths, numbered, ordered, found, and checked against one another.

ArticlePath, check_path, path_fault, path_key     paths and their order
number_key, bill_number_key, normal_number        numbers and theirs
Article, Heading, articles, contents, find        what a folder of texts holds
same_but_number                                   whether only the number changed
Reference, references, check, shifted             what articles say of one another
"""

from __future__ import annotations

from constitution.coherence import Finding, check, shifted
from constitution.number import bill_number_key, normal_number, number_key
from constitution.outline import Entry, Part, articles, contents, find
from constitution.part import Article, Heading, same_but_number
from constitution.path import ArticlePath, check_path, name_fault, path_fault, path_key
from constitution.reference import Reference, references

__all__ = [
    "Article",
    "ArticlePath",
    "Entry",
    "Finding",
    "Heading",
    "Part",
    "Reference",
    "articles",
    "bill_number_key",
    "check",
    "check_path",
    "contents",
    "find",
    "name_fault",
    "normal_number",
    "number_key",
    "path_fault",
    "path_key",
    "references",
    "same_but_number",
    "shifted",
]
