"""The order of article numbers and of paths (domain.md, "Order of article numbers")."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.article import (
    bill_number_key,
    check_path,
    normal_number,
    number_key,
    path_key,
)
from constitution.errors import Malformed
from constitution.names import path_fault

NUMBERS = st.from_regex(
    r"\A(?:[LR])?[0-9]{1,3}(?:er)?(?:-[0-9]{1,2}){0,2}[a-d]?(?: (?:bis|ter|quater))?\Z"
)
BILLS = st.from_regex(r"\A[0-9]{1,2}(?: (?:bis|ter|A|B|AA|AB)){0,3}\Z")
NAMES = st.from_regex(r"\A[0-9]{0,2}-?[a-z]{0,3}-?[0-9]{0,2}[a-c]?\Z").filter(bool)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(
    lambda names: "articles/" + "/".join(names) + ".md"
)


class TestNumbers:
    """Numbers in the order a reader expects."""

    @pytest.mark.parametrize(
        "chain",
        [
            "1er|2|9|10|72|72-1|72-2|72-10|73",
            "115a|115b|115k|116",
            "31|31A|31B|32",
            "12|12 bis|12 ter|12 quater|12 quinquies|12 sexies|12 septies|12 octies|13",
            "12 octies|12 nonies|12 decies|12 undecies|12 duodecies|13",
            "143|143a|143h|144|371F|372",
            "88-6|88-7|89|L111-1|L111-2|L112-1",
            "29|29-A|29-B|30",
            "Premier|2",
            "I|II|IV|IX|X|XL",
            "617 a 622|623",
        ],
    )
    def test_numbers_stand_in_reading_order(self, chain: str) -> None:
        """Digits, then hyphenated parts, then letters, then Latin ordinals."""
        for before, after in pairwise(chain.split("|")):
            assert number_key(before) < number_key(after), (before, after)

    @pytest.mark.parametrize(
        ("written", "normal"),
        [
            ("1er", "1"),
            ("Premier", "1"),
            ("1º", "1"),
            ("12bis", "12 bis"),
            ("12 BIS", "12 bis"),
            ("72‑4", "72-4"),
            ("115A", "115a"),
            ("IV", "4"),
        ],
    )
    def test_one_number_has_many_writings(self, written: str, normal: str) -> None:
        """And one key."""
        assert normal_number(written) == normal
        assert number_key(written) == number_key(normal)

    @given(st.lists(NUMBERS, max_size=8))
    def test_the_order_is_total(self, numbers: list[str]) -> None:
        """Whatever the order they come in, they sort alike."""
        keys = sorted(map(number_key, numbers))
        assert keys == sorted(map(number_key, reversed(numbers)))

    @given(NUMBERS)
    def test_the_bare_number_comes_first(self, number: str) -> None:
        """What is inserted after a number comes after it, and before the next."""
        for inserted in (f"{number}-1", f"{number} bis"):
            if number_key(inserted)[:-1] == number_key(number):
                assert number_key(number) < number_key(inserted)

    @given(NUMBERS)
    def test_the_normal_writing_keeps_the_key(self, number: str) -> None:
        """Normalising is idempotent and loses no part."""
        assert number_key(normal_number(number)) == number_key(number)


class TestBills:
    """French bills put letters before the number, recursively (La Fabrique de la Loi)."""

    CHAIN = "14 AA|14 AB|14 A|14 A bis A|14 A ter|14 B|14|14 bis A|14 bis|14 ter|15"

    def test_letters_come_before_what_they_precede(self) -> None:
        """The chain of the parliamentary parsers."""
        for before, after in pairwise(self.CHAIN.split("|")):
            assert bill_number_key(before) < bill_number_key(after), (before, after)

    @given(BILLS)
    def test_what_is_inserted_stays_on_its_side(self, number: str) -> None:
        """A capital before, a Latin ordinal after, at any depth."""
        assert bill_number_key(f"{number} A") < bill_number_key(number)
        assert bill_number_key(number) < bill_number_key(f"{number} bis")
        assert bill_number_key(f"{number} A") < bill_number_key(f"{number} B")


class TestPaths:
    """Paths in reading order, and what they may be."""

    CHAIN = (
        "articles/README.md",
        "articles/00-preamble.md",
        "articles/01-sovereignty/README.md",
        "articles/01-sovereignty/article-1.md",
        "articles/01-sovereignty/article-2.md",
        "articles/01-sovereignty/article-10.md",
        "articles/01-sovereignty/article-10-1.md",
        "articles/01-sovereignty/article-10a.md",
        "articles/01-sovereignty/article-10b.md",
        "articles/01-sovereignty/article-10-bis.md",
        "articles/01-sovereignty/article-10-ter.md",
        "articles/01-sovereignty/article-11.md",
        "articles/01-1-language/article-11-1.md",
        "articles/02-president/README.md",
        "articles/012.md",
        "articles/012a.md",
        "articles/013.md",
    )

    def test_an_insertion_never_renames_its_neighbours(self) -> None:
        """`01-1-…` stands after `01-…`, letters after the bare number, README first."""
        for before, after in pairwise(self.CHAIN):
            assert path_key(before) < path_key(after), (before, after)

    @given(PATHS, PATHS)
    def test_two_paths_never_tie(self, one: str, other: str) -> None:
        """The order of the text does not depend on the order of a folder's listing."""
        assert (path_key(one) == path_key(other)) == (one == other)

    @given(st.lists(PATHS, max_size=6))
    def test_the_order_is_total(self, paths: list[str]) -> None:
        """Any listing sorts alike."""
        backwards = list(reversed(paths))
        assert sorted(paths, key=path_key) == sorted(backwards, key=path_key)

    @pytest.mark.parametrize("path", CHAIN)
    def test_good_paths_pass(self, path: str) -> None:
        """Letters without accents, digits, dots, hyphens, underscores."""
        assert check_path(path) == path

    @pytest.mark.parametrize(
        "path",
        [
            "",
            "articles",
            "articles/",
            "article-1.md",
            "governance/article-1.md",
            "articles/article-1.txt",
            "articles//a.md",
            "articles/../a.md",
            "articles/./a.md",
            "articles/-a.md",
            "articles/.a.md",
            "articles/é.md",
            "articles/a b.md",
            "articles/a\n.md",
            "articles/x./a.md",
            "articles/a.md/",
            "articles/aux.md",
            "articles/COM1/a.md",
            "articles/nul.x.md",
            "articles/" + "a" * 169 + ".md",
        ],
    )
    def test_bad_paths_are_refused(self, path: str) -> None:
        """Hidden, foreign to Windows, too long, elsewhere (verification.md, step 2)."""
        assert path_fault(path)
        with pytest.raises(Malformed) as refusal:
            check_path(path)
        assert refusal.value.hint

    def test_180_bytes_are_allowed(self) -> None:
        """And not one more."""
        longest = "articles/" + "a" * 168 + ".md"
        assert len(longest) == 180
        assert path_fault(longest) is None
