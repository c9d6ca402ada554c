"""What the operating system refused, in the language of the screen."""

from __future__ import annotations

import errno

from constitution.language import N_, _

__all__ = ["reason_of"]

_REASONS = {
    errno.ENOENT: N_("No such file or directory"),
    errno.EACCES: N_("Permission denied"),
    errno.EPERM: N_("Operation not permitted"),
    errno.EISDIR: N_("Is a directory"),
    errno.ENOTDIR: N_("Not a directory"),
    errno.EEXIST: N_("File exists"),
    errno.ENOTEMPTY: N_("Directory not empty"),
    errno.ENOSPC: N_("No space left on device"),
    errno.EDQUOT: N_("Disk quota exceeded"),
    errno.EROFS: N_("Read-only file system"),
    errno.ENAMETOOLONG: N_("File name too long"),
    errno.ELOOP: N_("Too many levels of symbolic links"),
    errno.EMFILE: N_("Too many open files"),
    errno.EBUSY: N_("Device or resource busy"),
    errno.EIO: N_("Input/output error"),
    errno.EADDRINUSE: N_("Address already in use"),
    errno.EADDRNOTAVAIL: N_("Cannot assign requested address"),
    errno.EINVAL: N_("Invalid argument"),
}
"""The words of the C library, which speaks the language of the machine; by what went wrong."""


def reason_of(error: OSError) -> str:
    """Why the system refused, in a few words; in its own where they are not among ours."""
    known = None if error.errno is None else _REASONS.get(error.errno)
    return _(known) if known is not None else error.strerror or str(error)
