"""Names that come from people, from files and from other machines: each is plain, or it is refused.

Git's own rules let a branch be called `--upload-pack=…`, or hold an escape or a line feed after
all the libraries in between; a file may be called what one computer takes and another does not.
Whoever reads a name asks here: the command line, the files of a constitution, the verifier, the
exchange with a remote.

    is_slug, is_number         an amendment, a member or a rule; a number
    slug_in                    the folder of a record, and so the branch of a motion
    name_fault, path_fault     a file or a folder of the text; the path of an article
    one_place                  two paths that some computer takes for one
    is_written_out             a path at which git writes a file of a work tree
    is_plain_ref, check_ref    a ref that may be told to git
    is_remote, check_remote    a remote
    check_address              where a repository is
    check_person               who writes
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from constitution.display import safe
from constitution.errors import Malformed
from constitution.language import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

__all__ = [
    "DEEPEST",
    "LONGEST_PATH",
    "check_address",
    "check_person",
    "check_ref",
    "check_remote",
    "is_number",
    "is_plain_ref",
    "is_possible",
    "is_remote",
    "is_slug",
    "is_too_long",
    "is_written_out",
    "name_fault",
    "one_place",
    "path_fault",
    "slug_in",
]

LONGEST_PATH = 180
"""The most bytes of a path of the text, the governance or the records."""

DEEPEST = 64
"""The most folders within each other in which a file may stand."""

_PART = r"[A-Za-z0-9_][A-Za-z0-9._+@-]*"
_NAME = re.compile(rf"{_PART}(?:/{_PART})*")
_REMOTE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_HELPER = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.-]*::")
_LONGEST = 200
_LONGEST_SLUG = 60
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_FOLDER = re.compile(rf"{_NUMBER.pattern}-({_SLUG.pattern})(?:\.round-[1-9][0-9]*)?")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@<>\x00]+@[^\s@<>\x00]+")


# -- what a constitution names ---------------------------------------------------------------------


def is_slug(text: str) -> bool:
    """Whether the text is lowercase letters, digits and single hyphens, 60 characters at most."""
    return len(text) <= _LONGEST_SLUG and bool(_SLUG.fullmatch(text))


def is_number(text: str) -> bool:
    """Whether the text is an amendment's number: whole, from 1, without leading zeros."""
    return bool(_NUMBER.fullmatch(text))


def slug_in(folder: str) -> str | None:
    """The short name in the name of a record's folder, `12-slug` or `12-slug.round-2`; or None."""
    found = _FOLDER.fullmatch(folder)
    return None if found is None else found[1]


def is_too_long(path: str) -> bool:
    """Whether a path has more bytes than every computer takes."""
    return len(path.encode("utf-8", "surrogatepass")) > LONGEST_PATH


def name_fault(name: str) -> str | None:
    """Why a file or a folder of the text cannot bear this name; None when it can."""
    if not _FILE.fullmatch(name):
        return _(
            "The name “{name}” must begin with a letter or a digit and hold only letters without"
            " accents, digits, dots, hyphens and underscores."
        ).format(name=name)
    if name.endswith("."):
        return _("The name “{name}” ends in a dot.").format(name=name)
    if _DEVICE.fullmatch(name):
        return _("The name “{name}” is a device on Windows.").format(name=name)
    return None


def path_fault(path: str) -> str | None:
    """Why an article cannot have this path; None when it can."""
    if is_too_long(path):
        return _("The path is longer than {longest} bytes.").format(longest=LONGEST_PATH)
    folder, *names = path.split("/")
    if folder != "articles" or not names:
        return _("The path is not under articles/.")
    if len(names) > DEEPEST:
        return _("The folders are nested too deep.")
    for name in names:
        if (fault := name_fault(name)) is not None:
            return fault
    if not path.endswith(".md"):
        return _("The name of an article ends in .md.")
    return None


def is_written_out(path: str) -> bool:
    """Whether git itself writes a file to this path of a work tree, on any computer.

    Not where it leads out of the work tree, nor into what git keeps there, however it is spelt
    (`.GIT`, `git~1`, `.git:x`).
    """
    for part in path.split("/"):
        visible = "".join(letter for letter in part if unicodedata.category(letter) != "Cf")
        if visible.casefold().partition(":")[0].rstrip(". ") in {"", ".git", "git~1"}:
            return False
    return True


def one_place(paths: Iterable[str], came: Collection[str]) -> tuple[str, str] | None:
    """Two paths that cannot both stand on every computer, one of them new; None where all can.

    They, or two folders above them, differ by case alone, or one is a file where the other needs a
    folder.
    """
    every = tuple(paths)
    mine = {_fold(above): above for path in came for above in _and_above(path)}
    files = set(every)
    for path in every:
        for above in _and_above(path):
            known = mine.get(_fold(above))
            if known is not None and known != above:
                return known, above
            if above != path and above in files and (path in came or above in came):
                return above, path
    return None


def _and_above(path: str) -> Iterator[str]:
    """A path, and the folders that it stands in."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _fold(path: str) -> str:
    """The path as a computer takes it that ignores case; names of ours have no other twin."""
    return path.lower()


# -- what is told to git, and who writes -----------------------------------------------------------


def check_person(name: str, address: str) -> None:
    """Nothing, where both can stand in a commit and the address is one; `Malformed` else."""
    if not name.strip() or set("<>\n\0") & set(name):
        raise Malformed(
            _("“{name}” cannot be a name").format(name=safe(name.strip())),
            hint=_("Write it as others read it, without < or >."),
        )
    if not _ADDRESS.fullmatch(address.strip()):
        raise Malformed(
            _("“{address}” is not an e-mail address").format(address=safe(address.strip())),
            hint=_("Write it with its @: name@example.org. It will be public."),
        )


def is_plain_ref(ref: str) -> bool:
    """Whether a full ref name is one that can be told to git, and shown, as it is."""
    return (
        ref.startswith("refs/")
        and len(ref) <= _LONGEST
        and bool(_NAME.fullmatch(ref))
        and ".." not in ref
        and "@{" not in ref
        and not any(part.endswith((".lock", ".")) for part in ref.split("/"))
    )


def is_possible(ref: str) -> bool:
    """Whether git takes a full ref name at all (git-check-ref-format)."""
    return (
        not re.search(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//", ref)
        and not ref.endswith(("/", "."))
        and not any(part.startswith(".") or part.endswith(".lock") for part in ref.split("/"))
    )


def is_remote(name: str) -> bool:
    """Whether a remote can bear this name."""
    return bool(_REMOTE.fullmatch(name)) and ".." not in name and not name.endswith((".lock", "."))


def check_ref(ref: str) -> str:
    """The full name of a ref, known to be plain; `Malformed` else."""
    if not is_plain_ref(ref):
        raise Malformed(
            _("“{name}” cannot be the name of a branch").format(name=safe(ref)),
            hint=_("A name holds letters, digits, dots, hyphens and slashes."),
        )
    return ref


def check_remote(name: str) -> str:
    """The name of a remote, known to be plain; `Malformed` else."""
    if not is_remote(name):
        raise Malformed(
            _("“{name}” cannot be the name of a remote").format(name=safe(name)),
            hint=_("`git remote` lists those of this clone; an address is given with --to."),
        )
    return name


def check_address(address: str) -> str:
    """The address of a repository, known to start no program by itself; `Malformed` else."""
    if (
        not address.strip()
        or address.startswith("-")
        or not address.isprintable()
        or _HELPER.match(address)
    ):
        raise Malformed(
            _("“{address}” cannot be the address of a repository").format(address=safe(address)),
            hint=_("Give a folder, or an address such as https://… or ssh://…."),
        )
    return address
