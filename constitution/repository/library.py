"""pygit2, imported so that it also loads on a machine without certificates.

Its import fails where the machine has no store of certificate authorities, although nothing here
uses the network; pointing OpenSSL elsewhere for the moment of the import mends that, and is faster.
"""

from __future__ import annotations

import os

_HERE = os.path.dirname(__file__)  # noqa: PTH120 - pathlib is slow to load
_CERTIFICATES = {"SSL_CERT_DIR": _HERE, "SSL_CERT_FILE": os.path.join(_HERE, "-")}  # noqa: PTH118 - a path that never exists, as text
_before = {name: os.environ.get(name) for name in _CERTIFICATES}
os.environ.update(_CERTIFICATES)
try:
    import pygit2
    from pygit2 import enums
finally:
    for _name, _value in _before.items():
        if _value is None:
            del os.environ[_name]
        else:
            os.environ[_name] = _value

pygit2.settings.enable_fsync_gitdir(True)

__all__ = ["enums", "pygit2"]
