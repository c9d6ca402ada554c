"""The one canonical form: what is written reads back, and nothing else is accepted."""

from __future__ import annotations

import datetime as dt
import tomllib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.canonical import (
    Lines,
    digest,
    is_digest,
    is_plain,
    open_table,
    refuse_other_bytes,
    write,
)
from constitution.errors import Malformed

plain_texts = st.text(max_size=20).map(
    lambda text: "".join(
        letter
        for letter in unicodedata.normalize("NFC", text)
        if unicodedata.category(letter)[0] != "C" and unicodedata.category(letter) not in {"Zl", "Zp"}
    )
).filter(is_plain)  # fmt: skip
keys = st.from_regex(r"[a-z][a-z0-9_-]{0,6}", fullmatch=True)
plain_values = st.one_of(
    plain_texts,
    st.integers(min_value=0, max_value=999_999_999),
    st.dates(),
    st.lists(plain_texts, max_size=3).map(tuple),
    st.lists(plain_texts, max_size=3).map(Lines),
)
tables = st.dictionaries(keys, plain_values, min_size=1, max_size=4)
documents = st.tuples(
    tables,
    st.dictionaries(keys.map("a-{}".format), st.lists(tables, min_size=1, max_size=3), max_size=2),
    st.dictionaries(keys.map("b-{}".format), tables, max_size=2),
).map(lambda parts: {**parts[0], **parts[1], **parts[2]})


def thawed(value: object) -> object:
    """The value with lists for tuples, as TOML gives it."""
    match value:
        case dict():
            return {key: thawed(inner) for key, inner in value.items()}
        case tuple() | list():
            return [thawed(inner) for inner in value]
        case _:
            return value


@given(documents)
def test_what_is_written_is_toml_that_says_the_same(document: dict[str, object]) -> None:
    """Any TOML reader, in any language, finds the same values."""
    data = write(document)  # type: ignore[arg-type]  # the strategy makes only such values
    assert tomllib.loads(data.decode()) == thawed(document)
    assert data.endswith(b"\n")
    assert b"\r" not in data
    assert unicodedata.is_normalized("NFC", data.decode())


LINES = st.lists(
    st.sampled_from(
        [
            "a = 1",
            "b = 01",
            "c = -1",
            "a = 1.0",
            "b = true",
            "c = 2026-11-23",
            "a = 2026-13-23",
            "b = 2026-11-23T00:00:00Z",
            'c = "é"',
            'a = ""',
            'b = """',
            'c = "x" # "',
            'a = "\\u0041"',
            "b = 'x'",
            "c = []",
            'a = ["x"]',
            'b = ["x", "y"]',
            'c = ["x","y"]',
            'a = ["x", 1]',
            'b = "x\ty"',
            'c = "x\0"',
            "a = [",
            '  "x",',
            '  "x"',
            '  "",',
            "  1,",
            "]",
            "",
            "# c",
            "[a]",
            "[a.b]",
            "[a.c]",
            "[b.c.a]",
            "[[a]]",
            "[[b]]",
            "[[a.b]]",
            'a.b = "x"',
            '"a" = 1',
            "a=1",
            " a = 1",
            "a = 1 ",
            "a = 1\r",
            "a = { b = 1 }",
        ]
    ),
    max_size=8,
)


@given(LINES)
def test_a_file_reads_as_toml_reads_it_whatever_its_form(lines: list[str]) -> None:
    """What is read quickly, because it is canonical, is what the library would have read."""
    text = "\n".join(['format = "test/1"', *lines])
    try:
        wanted = tomllib.loads(text)
    except ValueError:
        wanted = None
    try:
        found = open_table(text.encode(), "file", "test/1").values
    except Malformed:
        found = None
    assert repr(found) == repr(wanted)


@given(documents)
def test_writing_is_stable(document: dict[str, object]) -> None:
    """The same document gives the same bytes, whatever was written before."""
    assert write(document) == write(dict(document))  # type: ignore[arg-type]  # as above


def test_the_form_of_each_value() -> None:
    """One key a line, tables after plain values, a blank line before each table."""
    assert write(
        {
            "format": "x/1",
            "text": 'He said "no" \\ yes',
            "number": 12,
            "absent": None,
            "day": dt.date(1958, 10, 4),
            "list": ("a", "b"),
            "lines": Lines(("one", "two")),
            "none": (),
            "rule": {"first": {"a": 1}, "second": {"a": 2}},
            "entry": [{"a": 1}, {"a": 2}],
        }
    ).decode() == (
        'format = "x/1"\n'
        'text = "He said \\"no\\" \\\\ yes"\n'
        "number = 12\n"
        "day = 1958-10-04\n"
        'list = ["a", "b"]\n'
        'lines = [\n  "one",\n  "two",\n]\n'
        "none = []\n"
        "\n[rule.first]\na = 1\n"
        "\n[rule.second]\na = 2\n"
        "\n[[entry]]\na = 1\n"
        "\n[[entry]]\na = 2\n"
    )


@pytest.mark.parametrize(
    "text",
    ["e\u0301", "a\u202eb", "a\u200bb", "a\nb", "a\tb", "\x1b[31m", "a\u2028b", "\ue000", "\ufeff"],
)
def test_what_cannot_be_seen_is_neither_written_nor_read(text: str) -> None:
    """No control, format, separator or private character, and NFC alone."""
    assert not is_plain(text)
    with pytest.raises(Malformed, match="invisible or not composed"):
        write({"title": text})
    escaped = "".join(f"\\U{ord(letter):08X}" for letter in text)
    table = open_table(f'format = "x/1"\nt = "{escaped}"\n'.encode(), "f", "x/1")
    with pytest.raises(Malformed, match="plain, visible text"):
        table.text("t")


def test_a_key_that_would_need_quotes_is_refused() -> None:
    """Keys are letters, digits, hyphens and underscores."""
    with pytest.raises(Malformed, match="cannot be a key"):
        write({"a b": 1})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'format = "x/1"\nn = \xff\n', "f:2: this line is not UTF-8"),
        (b"format\n", "f: this is not TOML"),
        (b'format = "x/1"\nn = 1\nn = 2\n', "f: this is not TOML"),
        (b"a = 1\n", "f: “format” is missing"),
        (b"format = 1\n", "f: “format” should be text in quotes"),
        (b'format = "x/2"\n', "f: its format is “x/2”, and “x/1” was expected"),
        (b'format = "x/1"\nn = ' + b"9" * 5000, "f: this is not TOML"),
        (b'format = "x/1"\nn = ' + b"[" * 9000, "f: this is not TOML: nested too deep"),
        (b'format = "x/1"\nn' + b".n" * 9000 + b" = 1", "f: this is not TOML: nested too deep"),
        (b'format = "x/1"\nn = "' + b"n" * (1 << 22) + b'"', "f: the file is too long"),
    ],
)
def test_a_file_that_cannot_be_opened_is_refused_with_a_sentence(
    data: bytes, sentence: str
) -> None:
    """One sentence, with the file and the line where there is one; never a traceback."""
    with pytest.raises(Malformed) as refusal:
        open_table(data, "f", "x/1")
    assert str(refusal.value).startswith(sentence)


@pytest.mark.parametrize(
    ("value", "kind", "sentence"),
    [
        ("1.0", "number", "“k” should be a whole number"),
        ("true", "number", "“k” should be a whole number"),
        ("-1", "number", "“k” should be a whole number"),
        ("1000000000", "number", "“k” should be a whole number"),
        ("2026-11-23T00:00:00", "date", "“k” should be a date such as 2026-11-23"),
        ('"2026-11-23"', "date", "“k” should be a date such as 2026-11-23"),
        ('"x"', "texts", "“k” should be a list of texts"),
        ("[1]", "texts", "“k” should be a list of texts"),
        ('"sha256:00"', "digest", "“k” should be a digest"),
        ("1", "tables", "“k” should be [[k]]"),
        ("[1]", "tables", "“k” should be [[k]]"),
        ("1", "named_tables", "“k” should be [k.…]"),
        ("1", "text", "“k” should be text in quotes"),
    ],
)
def test_a_value_of_another_kind_is_refused(value: str, kind: str, sentence: str) -> None:
    """`577 == 577.0` and `1 == True` in Python, and they are not the same here."""
    table = open_table(f'format = "x/1"\nk = {value}\n'.encode(), "f", "x/1")
    with pytest.raises(Malformed, match=sentence.replace("[", r"\[").replace("]", r"\]")):
        getattr(table, kind)("k")


def test_a_key_that_nobody_asked_for_is_refused() -> None:
    """Unknown keys may change a meaning that an older program does not know."""
    table = open_table(b'format = "x/1"\n"\\u001b" = 1\n', "f", "x/1")
    with pytest.raises(Malformed, match=r"“\\x1b” is not a key of this file"):
        table.end()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'a = "1"\nb =  2\n', "f:2: this line is not in the canonical form, which is: b = 2"),
        (b'a = "1"\nb = 2', "f: the file does not end as its canonical form does"),
        (b'a = "1"\nb = 2\n\n', "f: the file does not end as its canonical form does"),
        (b'a = "1"\r\nb = 2\n', "f:1: this line is not in the canonical form"),
        (b'a = "1" # one\nb = 2\n', "f:1: this line is not in the canonical form"),
        (b"a = '1'\nb = 2\n", "f:1: this line is not in the canonical form"),
    ],
)
def test_other_bytes_with_the_same_values_are_refused(data: bytes, sentence: str) -> None:
    """Verdicts compare bytes, so there is one way to write a file."""
    canonical = write({"a": "1", "b": 2})
    refuse_other_bytes(canonical, canonical, "f")
    with pytest.raises(Malformed) as refusal:
        refuse_other_bytes(data, canonical, "f")
    assert str(refusal.value).startswith(sentence)


def test_a_digest_names_bytes() -> None:
    """SHA-256, written in lowercase hexadecimal after its name."""
    empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest(b"") == empty
    assert is_digest(empty)
    assert not is_digest(empty.upper())
    assert not is_digest(empty + "\n")
