"""Names that come from people and from other machines: what may be told to git, and what never.

Git's own rules let a branch be called `--upload-pack=…`, or hold an escape or a line feed after
all the libraries in between; here a name is plain or it is refused. A path of the text is judged
by `constitution.path`, which holds it to this form as well.
"""

from __future__ import annotations

import re

from constitution.display import safe
from constitution.errors import Malformed
from constitution.language import _

__all__ = [
    "check_address",
    "check_person",
    "check_ref",
    "check_remote",
    "is_plain_ref",
    "is_remote",
]

_PART = r"[A-Za-z0-9_][A-Za-z0-9._+@-]*"
_NAME = re.compile(rf"{_PART}(?:/{_PART})*")
_REMOTE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_HELPER = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.-]*::")
_LONGEST = 200
_ADDRESS = re.compile(r"[^\s@<>\x00]+@[^\s@<>\x00]+")


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
