"""SSH public keys as members hold them, and the SSH wire form they are written in.

A key is one line of two words, its type and its bytes in base64, in exactly one spelling: two keys
are the same key where their lines are the same. Options and comments are no part of a key. The
types are those whose signatures `constitution.signature` can check, and no others; a key so weak
that anyone could sign for its member is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NewType

from constitution.errors import Malformed
from constitution.language import _

__all__ = [
    "KEY_TYPES",
    "KeyType",
    "Misread",
    "PublicKey",
    "Wire",
    "fingerprint",
    "parse_key",
    "read_key_line",
    "string",
]

KeyType = Literal[
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
]
KEY_TYPES: tuple[KeyType, ...] = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
)
"""Every type of key a member may have."""

CURVES = {
    "ecdsa-sha2-nistp256": ("nistp256", 32),
    "ecdsa-sha2-nistp384": ("nistp384", 48),
    "ecdsa-sha2-nistp521": ("nistp521", 66),
    "sk-ecdsa-sha2-nistp256@openssh.com": ("nistp256", 32),
}
"""The curve of an ECDSA key, and how many bytes a coordinate has."""

SHORTEST_RSA = 2048
LONGEST_RSA = 16384

_LINE = re.compile(r"([a-z0-9@.-]{1,64}) ([A-Za-z0-9+/]{1,16000}={0,2})")
_P25519 = 2**255 - 19
_SMALL_ORDER = frozenset(
    {
        0,
        1,
        _P25519 - 1,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
    }
)
"""Points of Ed25519 that generate eight points or fewer: under such a key, anything verifies."""


class Misread(ValueError):
    """Bytes that are not the one spelling of what they should be."""


@dataclass(slots=True)
class Wire:
    """Bytes in the SSH wire form (RFC 4251, section 5), taken from the front, one spelling each."""

    data: bytes
    at: int = 0

    def take(self, count: int) -> bytes:
        """The next bytes."""
        end = self.at + count
        if end > len(self.data):
            raise Misread
        found = self.data[self.at : end]
        self.at = end
        return found

    def byte(self) -> int:
        """The next byte."""
        return self.take(1)[0]

    def number(self) -> int:
        """The next four bytes, as a number."""
        return int.from_bytes(self.take(4), "big")

    def string(self) -> bytes:
        """The next string: its length, then its bytes."""
        return self.take(self.number())

    def text(self) -> str:
        """The next string, visible ASCII."""
        try:
            text = self.string().decode("ascii")
        except UnicodeDecodeError:
            raise Misread from None
        if not text.isprintable():
            raise Misread
        return text

    def natural(self) -> int:
        """The next multiple-precision integer, above zero and without a needless byte."""
        data = self.string()
        if not data or data[0] & 0x80 or (data[0] == 0 and not (len(data) > 1 and data[1] & 0x80)):
            raise Misread
        return int.from_bytes(data, "big")

    def end(self) -> None:
        """Nothing, when all was taken; `Misread` where bytes are left over."""
        if self.at != len(self.data):
            raise Misread


def string(data: bytes) -> bytes:
    """The bytes as a string of the wire form."""
    return len(data).to_bytes(4, "big") + data


Line = NewType("Line", str)
"""A public key in its one spelling: type, space, base64."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key that a member may have, its form checked."""

    type: KeyType
    blob: bytes
    """The key in the wire form, as it stands in every signature made with it."""
    point: bytes = b""
    """The point of an ed25519 (32 bytes) or an ECDSA key (uncompressed)."""
    modulus: int = 0
    exponent: int = 0
    application: str = ""
    """What a hardware key was made for, `ssh:`."""

    @property
    def line(self) -> Line:
        """The key as members hold it."""
        return Line(f"{self.type} {base64.b64encode(self.blob).decode()}")

    @property
    def material(self) -> bytes:
        """What two keys have in common where one secret is behind both, under whatever type."""
        return self.point or self.modulus.to_bytes(LONGEST_RSA // 8, "big")

    @property
    def is_hardware(self) -> bool:
        """Whether the private half is held by a security key."""
        return self.type.startswith("sk-")


def parse_key(text: str, where: str = "") -> PublicKey:
    """The key that a line holds; `Malformed` unless the line is its one spelling."""
    try:
        return _parsed(text)
    except Malformed as fault:
        raise Malformed(fault.bare, where=where, hint=fault.hint) from None


@lru_cache(maxsize=1 << 14)
def _parsed(text: str) -> PublicKey:
    """The key of a line; the same line is read again for every ballot its member casts."""
    found = _LINE.fullmatch(text)
    if not found:
        raise _malformed(_("this is not an SSH public key: its type, a space, its base64"))
    type_, encoded = found.groups()
    if type_ not in KEY_TYPES:
        raise Malformed(
            _("keys of the type “{type}” cannot be used to vote").format(type=type_),
            hint=_("The types are: {types}.").format(types=", ".join(KEY_TYPES)),
        )
    try:
        blob = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise _malformed(_("the key is not whole")) from None
    if base64.b64encode(blob).decode() != encoded:
        raise _malformed(_("the base64 of the key is not in its usual spelling"))
    try:
        key = read_blob(blob)
    except Misread:
        raise _malformed(_("the key is damaged, or not written as ssh-keygen writes it")) from None
    if key.type != type_:
        raise _malformed(_("the key is not of the type that its line says"))
    _refuse_weak(key)
    return key


def _malformed(message: str) -> Malformed:
    return Malformed(message, hint=_("Paste the first two words of the file that ends in .pub."))


def read_blob(blob: bytes) -> PublicKey:
    """The key in the wire form; `Misread` unless the bytes are its one spelling."""
    wire = Wire(blob)
    type_ = wire.text()
    if type_ not in KEY_TYPES:
        raise Misread
    point, modulus, exponent, application = b"", 0, 0, ""
    if type_ == "ssh-rsa":
        exponent, modulus = wire.natural(), wire.natural()
    elif type_ in CURVES:
        curve, size = CURVES[type_]
        if wire.text() != curve:
            raise Misread
        point = wire.string()
        if len(point) != 1 + 2 * size or point[0] != 4:
            raise Misread
    else:
        point = wire.string()
        if len(point) != 32:
            raise Misread
    if type_.startswith("sk-"):
        application = wire.text()
        if not application.startswith("ssh:"):
            raise Misread
    wire.end()
    return PublicKey(type_, blob, point, modulus, exponent, application)


def _refuse_weak(key: PublicKey) -> None:
    """Refuse a key under which others than its holder could sign."""
    if key.type == "ssh-rsa":
        bits = key.modulus.bit_length()
        if not SHORTEST_RSA <= bits <= LONGEST_RSA:
            raise Malformed(
                _("an RSA key has {least} to {most} bits, and this one has {bits}").format(
                    least=SHORTEST_RSA, most=LONGEST_RSA, bits=bits
                ),
                hint=_("Make a new key: `ssh-keygen -t ed25519`."),
            )
        if key.modulus % 2 == 0 or key.exponent % 2 == 0 or not 3 <= key.exponent < 1 << 64:
            raise _malformed(_("the numbers of this RSA key cannot be those of one"))
    if key.type in {"ssh-ed25519", "sk-ssh-ed25519@openssh.com"}:
        height = int.from_bytes(key.point, "little") & ((1 << 255) - 1)
        if height >= _P25519 or height in _SMALL_ORDER:
            raise _malformed(_("this key is one that nobody holds and anyone could use"))
        return
    if key.type in CURVES and not _on_curve(key):
        raise _malformed(_("the point of this key is not on its curve"))


_FIELDS = {
    "nistp256": (
        2**256 - 2**224 + 2**192 + 2**96 - 1,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    ),
    "nistp384": (
        2**384 - 2**128 - 2**96 + 2**32 - 1,
        0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    ),
    "nistp521": (
        2**521 - 1,
        0x0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00,
    ),
}
"""The prime and the coefficient b of each curve (FIPS 186-4, D.1.2); a is -3 in all of them."""


def _on_curve(key: PublicKey) -> bool:
    curve, size = CURVES[key.type]
    prime, b = _FIELDS[curve]
    x = int.from_bytes(key.point[1 : 1 + size], "big")
    y = int.from_bytes(key.point[1 + size :], "big")
    return x < prime and y < prime and (y * y - (x * x * x - 3 * x + b)) % prime == 0


def read_key_line(text: str, where: str = "") -> PublicKey:
    """The key of a line as people have them: of a `.pub` file, with its comment.

    A line that begins with options, as `authorized_keys` may, is refused: they would be lost.
    """
    words = text.split()
    return parse_key(" ".join(words[:2]), where)


def fingerprint(blob: bytes) -> str:
    """The fingerprint that `ssh-keygen -l` shows for a key."""
    digest = hashlib.sha256(blob).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")
