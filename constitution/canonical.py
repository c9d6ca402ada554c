r"""The one canonical form of every file of a constitution repository: a small subset of TOML.

A file is written by `write` alone, and what is read is written again and compared byte by byte,
so that no verdict depends on a library's version. The form:

- UTF-8 in NFC, LF, one key a line as ``key = value``, keys in the order of the file's format;
- text in basic strings with `\"` and `\\` as the only escapes, and no control, format,
  separator or unassigned characters at all;
- whole numbers in decimal, dates as ``2026-11-23``, lists of text on one line, except the lists
  whose items are long (`Lines`), which have one item a line;
- a blank line before each ``[table]`` and ``[[table]]``; a final newline; no comments.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NewType

from constitution.errors import Malformed
from constitution.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Digest", "Lines", "Table", "digest", "open_table", "refuse_other_bytes", "write"]

Digest = NewType("Digest", str)
"""`sha256:` and 64 lowercase hexadecimal digits."""

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_DEEP_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){40}""")
"""A key nested so deep that reading it would take memory without end."""
_CONTROL = re.compile(r"[\0-\x09\x0b-\x1f\x7f]")
_HEADER = re.compile(r"\[(?:\[([A-Za-z0-9_-]+)\]|([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+))\]")
_LIST = re.compile(r'\["[^"\\]*"(?:, "[^"\\]*")*\]')
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST = 1 << 22
_MOST = 999_999_999
_UNWELCOME = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Lines(tuple[str, ...]):
    """A list of text written with one item a line."""

    __slots__ = ()


Value = str | int | dt.date | Sequence[str] | Sequence[Mapping[str, Any]] | Mapping[str, Any]


def digest(data: bytes) -> Digest:
    """The SHA-256 of the bytes, as every file names it."""
    return Digest("sha256:" + hashlib.sha256(data).hexdigest())


def is_plain(text: str) -> bool:
    """Whether a text may stand in a canonical file: NFC, and every character visible."""
    if text.isascii():
        return text.isprintable()
    return unicodedata.is_normalized("NFC", text) and (
        text.isprintable()  # it has no space but the plain one, and nothing unwelcome
        or not any(unicodedata.category(character) in _UNWELCOME for character in text)
    )


def write(document: Mapping[str, Value | None]) -> bytes:
    """The document in canonical bytes; keys come out in the order they were put in.

    Values that are `None` are left out. Tables come after the plain values.
    """
    lines: list[str] = []
    _write_table(document, (), lines)
    return ("\n".join(lines) + "\n").encode()


def _write_table(table: Mapping[str, Any], prefix: tuple[str, ...], lines: list[str]) -> None:
    below: list[tuple[str, Any]] = []
    for key, value in table.items():
        if value is None:
            continue
        if type(value) is str:  # most values, and quickly told
            lines.append(f"{_key(key)} = {_quoted(value)}")
        elif (type(value) is tuple and value and type(value[0]) is str) or isinstance(
            value, str | int | dt.date | Lines
        ):
            lines.append(f"{_key(key)} = {_plain_value(value)}")
        elif isinstance(value, Mapping) or (
            isinstance(value, Sequence) and any(isinstance(item, Mapping) for item in value)
        ):
            below.append((key, value))
        else:
            lines.append(f"{_key(key)} = {_plain_value(value)}")
    for key, value in below:
        name = (*prefix, _key(key))
        if isinstance(value, Mapping):
            if all(isinstance(item, Mapping) for item in value.values()):
                _write_table(value, name, lines)
                continue
            lines.extend(("", f"[{'.'.join(name)}]"))
            _write_table(value, name, lines)
        else:
            for item in value:
                lines.extend(("", f"[[{'.'.join(name)}]]"))
                _write_table(item, name, lines)


@lru_cache(maxsize=1 << 10)
def _key(key: str) -> str:
    if not _BARE_KEY.fullmatch(key):
        raise Malformed(_("“{key}” cannot be a key of a canonical file").format(key=key))
    return key


def _plain_value(value: object) -> str:
    match value:
        case str():
            return _quoted(value)
        case bool():
            raise TypeError(value)
        case int():
            return str(value)
        case dt.date():
            return value.isoformat()
        case Lines():
            if not value:
                return "[]"
            return "[\n" + "".join(f"  {_quoted(item)},\n" for item in value) + "]"
        case list() | tuple():
            return "[" + ", ".join(_quoted(item) for item in value) + "]"
        case _:
            raise TypeError(value)


def _quoted(text: str) -> str:
    if not is_plain(text):
        raise Malformed(
            _("{text} holds a character that is invisible or not composed").format(
                text=ascii(text)
            ),
            hint=_("Write it in plain, visible characters."),
        )
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def refuse_other_bytes(data: bytes, canonical: bytes, where: str) -> None:
    """Nothing, when the bytes are the canonical ones; otherwise a refusal naming the line."""
    if data == canonical:
        return
    for number, (found, wanted) in enumerate(
        zip(data.split(b"\n"), canonical.split(b"\n"), strict=False), start=1
    ):
        if found != wanted:
            raise Malformed(
                _("this line is not in the canonical form, which is: {line}").format(
                    line=wanted.decode()
                ),
                where=f"{where}:{number}",
                hint=_("`constitution format` writes it in the canonical form."),
            )
    raise Malformed(
        _("the file does not end as its canonical form does"),
        where=where,
        hint=_("`constitution format` writes it in the canonical form."),
    )


def open_table(data: bytes, where: str, format_name: str, *, longest: int = _LONGEST) -> Table:
    """The file as a table to take values from, once its `format` was found to be `format_name`."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Malformed(
            _("this line is not UTF-8"),
            where=f"{where}:{line}",
            hint=_("Save the file as UTF-8."),
        ) from None
    if len(data) > longest:
        raise Malformed(_("the file is too long"), where=where)
    try:
        values = _read_plainly(text)
        if values is None:
            if _DEEP_KEY.search(text):
                raise RecursionError  # noqa: TRY301 - tomllib says so of other nesting
            values = tomllib.loads(text)
    except ValueError as error:  # also a number of thousands of digits
        raise Malformed(
            _("this is not TOML: {reason}").format(reason=error),
            where=where,
            hint=_("Compare it with docs/format.md."),
        ) from None
    except RecursionError:
        raise Malformed(_("this is not TOML: nested too deep"), where=where) from None
    table = Table(values, where)
    found = table.text("format")
    if found != format_name:
        raise Malformed(
            _("its format is “{found}”, and “{wanted}” was expected").format(
                found=found, wanted=format_name
            ),
            where=where,
            hint=_("A newer version of this program may know it."),
        )
    return table


def _read_plainly(text: str) -> dict[str, Any] | None:
    """What `tomllib` reads in a text that has nothing but the lines of `write`; None of any other.

    Most files are canonical, and are read several times as fast so. Nothing rests on it: the
    caller writes again what was read, and compares.
    """
    if _CONTROL.search(text):
        return None
    values: dict[str, Any] = {}
    here = values
    made: dict[str, type] = {}
    """What stands in `values` because of headers alone."""
    lines = iter(text.split("\n"))
    for line in lines:
        key, equals, written = line.partition(" = ")
        if equals and _BARE_KEY.fullmatch(key):
            value = _read_items(lines) if written == "[" else _read_value(written)
            if value is None or key in here:
                return None
            here[key] = value
        elif line:
            found = _HEADER.fullmatch(line)
            if found is None:
                return None
            array, group, name = found.groups()
            top, kind = array or group, list if array else dict
            if (top in values) != (top in made) or made.setdefault(top, kind) is not kind:
                return None
            here = {}
            above = values.setdefault(top, kind())
            if array:
                above.append(here)
            elif name in above:
                return None
            else:
                above[name] = here
    return values


def _read_value(written: str) -> str | int | dt.date | list[str] | None:
    """The value that is written on one line; None unless it is written as `write` does."""
    inner = written[1:-1]
    if written[:1] == '"':
        if len(written) < 2 or written[-1] != '"' or '"' in inner or "\\" in inner:
            return None
        return inner
    if written[:1] == "[":
        if not inner:
            return [] if written == "[]" else None
        if not _LIST.fullmatch(written):
            return None
        return inner[1:-1].split('", "')
    if _NUMBER.fullmatch(written):
        return int(written)
    if _DATE.fullmatch(written):
        try:
            return dt.date.fromisoformat(written)
        except ValueError:
            return None
    return None


def _read_items(lines: Iterator[str]) -> list[str] | None:
    """The items of a list that has one a line; None unless they are written as `write` does."""
    items: list[str] = []
    for line in lines:
        if line == "]":
            return items or None
        item = line[3:-2]
        if line[:3] != '  "' or line[-2:] != '",' or len(line) < 5 or '"' in item or "\\" in item:
            return None
        items.append(item)
    return None


@dataclass(slots=True)
class Table:
    """A table being read: every value is taken by name and type, and none may be left over."""

    values: dict[str, Any]
    where: str
    taken: set[str] = field(default_factory=set)

    def _take(self, key: str) -> Any:
        self.taken.add(key)
        return self.values.get(key)

    def _fault(self, key: str, wanted: str) -> Malformed:
        if key not in self.values:
            return Malformed(
                _("“{key}” is missing").format(key=key),
                where=self.where,
                hint=_("Every key is required; docs/format.md lists them."),
            )
        return Malformed(
            _("“{key}” should be {wanted}").format(key=key, wanted=wanted), where=self.where
        )

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self.values

    def text(self, key: str) -> str:
        """A text, composed and visible."""
        value = self._take(key)
        if type(value) is not str:
            raise self._fault(key, _("text in quotes"))
        if not is_plain(value):
            raise self._fault(key, _("plain, visible text"))
        return value

    def optional_text(self, key: str) -> str | None:
        """A text, or None where the key is absent."""
        return self.text(key) if key in self.values else None

    def number(self, key: str) -> int:
        """A whole number, zero or more, below a billion."""
        value = self._take(key)
        if type(value) is not int or not 0 <= value <= _MOST:
            raise self._fault(key, _("a whole number"))
        return value

    def optional_number(self, key: str) -> int | None:
        """A whole number, or None where the key is absent."""
        return self.number(key) if key in self.values else None

    def date(self, key: str) -> dt.date:
        """A date without a time."""
        value = self._take(key)
        if type(value) is not dt.date:
            raise self._fault(key, _("a date such as 2026-11-23"))
        return value

    def optional_date(self, key: str) -> dt.date | None:
        """A date, or None where the key is absent."""
        return self.date(key) if key in self.values else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._take(key)
        if type(value) is not list or not all(
            type(item) is str and is_plain(item) for item in value
        ):
            raise self._fault(key, _("a list of texts"))
        return tuple(value)

    def digest(self, key: str) -> Digest:
        """A SHA-256 digest."""
        value = self.text(key)
        if not _DIGEST.fullmatch(value):
            raise self._fault(key, _("a digest, `sha256:` and 64 hexadecimal digits"))
        return Digest(value)

    def value(self, key: str) -> Any:
        """The value as it is; the caller judges it."""
        return self._take(key)

    def tables(self, key: str) -> tuple[Table, ...]:
        """The tables of an array, in order; none where the key is absent."""
        value = self._take(key)
        if value is None:
            return ()
        if type(value) is not list or not all(type(item) is dict for item in value):
            raise self._fault(key, f"[[{key}]]")
        return tuple(
            Table(item, f"{self.where} [[{key}]] {number}")
            for number, item in enumerate(value, start=1)
        )

    def named_tables(self, key: str) -> dict[str, Table]:
        """The tables `[key.name]` by name, in order; none where the key is absent."""
        value = self._take(key)
        if value is None:
            return {}
        if type(value) is not dict or not all(type(item) is dict for item in value.values()):
            raise self._fault(key, f"[{key}.…]")
        return {name: Table(item, f"{self.where} [{key}.{name}]") for name, item in value.items()}

    def end(self) -> None:
        """Nothing, when every key was taken; otherwise a refusal naming the unknown one."""
        for key in self.values:
            if key not in self.taken:
                raise Malformed(
                    _("“{key}” is not a key of this file").format(key=ascii(key)[1:-1]),
                    where=self.where,
                    hint=_("Remove it, or see docs/format.md for the keys there are."),
                )


def is_digest(text: str) -> bool:
    """Whether the text is a digest as every file names it."""
    return bool(_DIGEST.fullmatch(text))
