"""The message catalogues: brought up to date with the source, or found wanting.

python .ci/catalogue.py update    extract, merge into every constitution.po, compile
python .ci/catalogue.py check     fail when a sentence is missing, fuzzy, or not compiled
"""

from __future__ import annotations

import gettext
import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "constitution" / "locale"
KEYWORDS = {"_": None, "N_": None, "NN_": (1, 2), "ngettext": (1, 2)}
FIELD = re.compile(r"\{[a-z_!]*\}")


def extract() -> Catalog:
    """Every sentence of the source, in the order of the files."""
    catalogue = Catalog(domain="constitution", charset="utf-8")
    for package in ("constitution", "tui"):
        for name, _line, message, comments, _context in extract_from_dir(
            str(ROOT / package), [("**.py", "python")], keywords=KEYWORDS, comment_tags=()
        ):
            catalogue.add(message, None, [(f"{package}/{name}", 0)], auto_comments=comments)
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def said(compiled: bytes) -> dict[object, str]:
    """The sentences of a compiled catalogue, without its header, which names who compiled it."""
    found = gettext.GNUTranslations(io.BytesIO(compiled))._catalog  # type: ignore[attr-defined] # noqa: SLF001 - no public way to list them
    return {key: value for key, value in found.items() if key}


def update() -> int:
    """Merge the source into every catalogue and compile it."""
    source = extract()
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/constitution.po")):
        language = po.parent.parent.name
        with po.open("rb") as stream:
            catalogue = read_po(stream, locale=language)
        catalogue.update(source, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        written = io.BytesIO()
        write_po(written, catalogue, width=0, omit_header=False, no_location=True, sort_output=True)
        # who wrote the file is no part of it: it would change with every release of the tool
        po.write_bytes(re.sub(rb'"Generated-By: .*\n', b"", written.getvalue()))
        po.with_suffix(".mo").write_bytes(compiled(catalogue))
        missing = sum(not _translated(message.string) for message in catalogue if message.id)
        print(f"{language}: {len(catalogue)} sentences, {missing} without a translation")
    return 0


def _translated(string: str | tuple[str, ...]) -> bool:
    return bool(string) and all(string if isinstance(string, tuple) else (string,))


def _fields(text: str) -> set[str]:
    return set(FIELD.findall(text))


def check() -> int:
    """Print what is missing, and count it."""
    source = extract()
    faults: list[str] = []
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/constitution.po")):
        language = po.parent.parent.name
        with po.open("rb") as stream:
            catalogue = read_po(stream, locale=language)
        for message in source:
            if not message.id:
                continue
            first = message.id if isinstance(message.id, str) else message.id[0]
            found = catalogue.get(first)
            if found is None or not _translated(found.string) or found.fuzzy:
                faults.append(f"{language}: no translation of {first!r}")
                continue
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = found.string if isinstance(found.string, tuple) else (found.string,)
            wanted = set().union(*map(_fields, ids))
            faults.extend(
                f"{language}: other fields in {string!r}"
                for string in strings
                if _fields(string) - wanted or (wanted - _fields(string) and len(ids) == 1)
            )
        for message in catalogue:
            first = message.id if isinstance(message.id, str) else (message.id or ("",))[0]
            if first and source.get(first) is None:
                faults.append(f"{language}: no longer said: {first!r}")
        mo = po.with_suffix(".mo")
        if not mo.is_file() or said(mo.read_bytes()) != said(compiled(catalogue)):
            faults.append(f"{language}: {mo.name} is not compiled from {po.name}")
    print("\n".join(faults) or "The catalogues are complete.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit({"update": update, "check": check}[sys.argv[1] if len(sys.argv) > 1 else "check"]())
