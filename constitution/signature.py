"""SSH signatures (SSHSIG, OpenSSH's PROTOCOL.sshsig), checked strictly and in process.

A signature is believed only in its one spelling: the armour that `ssh-keygen -Y sign` writes to
the byte, version 1, our namespace, nothing reserved, sha256 or sha512, a key the member registered,
an algorithm that belongs to the key, and no byte too many anywhere. Whatever is refused here says
why in one word of a closed set; whatever is accepted here, `ssh-keygen -Y verify` accepts too.

Stricter than `ssh-keygen` on purpose: the armour and the integers have one spelling, the reserved
field is empty, an RSA signature is as long as its key, the number in one of ed25519 is below the
order of the curve (RFC 8032, section 5.1.7), and a hardware key must have been touched.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from constitution.language import _
from constitution.publickey import CURVES, Misread, PublicKey, Wire, read_blob, string

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "NAMESPACE",
    "Flaw",
    "Signature",
    "armoured",
    "explain",
    "find_flaw",
    "read_armour",
    "read_signature",
    "signed_bytes",
]

NAMESPACE = "ballot@constitution.v1"
"""What ballots are signed for: a signature made for anything else is none."""

Flaw = Literal[
    "armour",
    "form",
    "version",
    "namespace",
    "reserved",
    "hash",
    "key-type",
    "algorithm",
    "other-key",
    "not-touched",
    "forged",
]
"""Why a signature is refused."""

_MAGIC = b"SSHSIG"
_BEGIN = b"-----BEGIN SSH SIGNATURE-----\n"
_END = b"-----END SSH SIGNATURE-----\n"
_WIDTH = 70
_LONGEST = 1 << 16
_TOUCHED = 1
_HASHES: tuple[Literal["sha256", "sha512"], ...] = ("sha512", "sha256")

_ALGORITHMS: dict[str, tuple[str, ...]] = {"ssh-rsa": ("rsa-sha2-256", "rsa-sha2-512")}
"""The algorithms a key may sign with, where that is not the name of its type."""


def armoured(blob: bytes) -> bytes:
    """The signature between the lines that `ssh-keygen -Y sign` writes."""
    encoded = base64.b64encode(blob)
    lines = [encoded[at : at + _WIDTH] for at in range(0, len(encoded), _WIDTH)]
    return _BEGIN + b"".join(line + b"\n" for line in lines) + _END


def read_armour(data: bytes) -> bytes | None:
    """The signature that an armoured file holds; None unless the file is its one spelling."""
    if len(data) > 2 * _LONGEST or not data.startswith(_BEGIN) or not data.endswith(_END):
        return None
    body = data[len(_BEGIN) : -len(_END)]
    try:
        blob = base64.b64decode(body.replace(b"\n", b""), validate=True)
    except binascii.Error:
        return None
    return blob if armoured(blob) == data else None


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature whose form is sound; nothing says yet that it is true."""

    key: PublicKey
    hash: Literal["sha256", "sha512"]
    algorithm: str
    bytes_: bytes
    """The signature proper, in the form of its algorithm."""
    flags: int = 0
    counter: int = 0
    """What a hardware key signed besides."""


def read_signature(blob: bytes, namespace: str = NAMESPACE) -> Signature | Flaw:
    """The signature in the wire form, or the first thing that is wrong with its form."""
    try:
        return _read(blob, namespace)
    except Misread:
        return "form"


def _read(blob: bytes, namespace: str) -> Signature | Flaw:
    wire = Wire(blob)
    if len(blob) > _LONGEST or wire.take(len(_MAGIC)) != _MAGIC:
        return "form"
    if wire.number() != 1:
        return "version"
    key_blob = wire.string()
    found, reserved, hash_ = wire.string(), wire.string(), wire.string()
    made = Wire(wire.string())
    wire.end()
    if found != namespace.encode():
        return "namespace"
    if reserved:
        return "reserved"
    if hash_ not in {b"sha256", b"sha512"}:
        return "hash"
    try:
        key = read_blob(key_blob)
    except Misread:
        return "key-type"
    algorithm = made.text()
    if algorithm not in _ALGORITHMS.get(key.type, (key.type,)):
        return "algorithm"
    proper = made.string()
    flags, counter = (made.byte(), made.number()) if key.is_hardware else (0, 0)
    made.end()
    return Signature(
        key,
        "sha256" if hash_ == b"sha256" else "sha512",
        algorithm,
        proper,
        flags,
        counter,
    )


@lru_cache(maxsize=1 << 14)
def _frame(key: PublicKey, hash_: str, namespace: str) -> bytes:
    """How every signature by a key of ed25519 begins, up to its last 64 bytes.

    It has one spelling, so that most signatures are known to be in form by comparing them.
    """
    made = string(key.type.encode()) + (64).to_bytes(4, "big")
    return (
        _MAGIC
        + (1).to_bytes(4, "big")
        + b"".join(string(part) for part in (key.blob, namespace.encode(), b"", hash_.encode()))
        + (len(made) + 64).to_bytes(4, "big")
        + made
    )


@lru_cache(maxsize=1 << 8)
def _signed_frame(hash_: str, namespace: str) -> bytes:
    """How the bytes that a key signs begin, up to the digest of the message."""
    return _MAGIC + b"".join(string(part) for part in (namespace.encode(), b"", hash_.encode()))


def signed_bytes(message: bytes, hash_: str, namespace: str = NAMESPACE) -> bytes:
    """What the key signs for a message: its digest, bound to the namespace."""
    proper = hashlib.sha512 if hash_ == "sha512" else hashlib.sha256
    return _signed_frame(hash_, namespace) + string(proper(message).digest())


def find_flaw(
    blob: bytes, message: bytes, keys: Iterable[PublicKey], namespace: str = NAMESPACE
) -> Flaw | None:
    """Why the signature is not one of the message by one of the keys; None where it is."""
    keys = tuple(keys)
    for key in keys:
        if key.type == "ssh-ed25519":
            for hash_ in _HASHES:
                if blob[:-64] == _frame(key, hash_, namespace):  # all of it but what is signed
                    data = signed_bytes(message, hash_, namespace)
                    return None if _ed25519_holds(key, blob[-64:], data) else "forged"
    signature = read_signature(blob, namespace)
    if not isinstance(signature, Signature):
        return signature
    if all(key.blob != signature.key.blob for key in keys):
        return "other-key"
    if signature.key.is_hardware and not signature.flags & _TOUCHED:
        return "not-touched"
    try:
        return None if _holds(signature, message, namespace) else "forged"
    except Misread:
        return "form"


def _holds(signature: Signature, message: bytes, namespace: str) -> bool:
    key = signature.key
    data = signed_bytes(message, signature.hash, namespace)
    if key.is_hardware:
        data = (
            hashlib.sha256(key.application.encode()).digest()
            + bytes([signature.flags])
            + signature.counter.to_bytes(4, "big")
            + hashlib.sha256(data).digest()
        )
    if key.type in CURVES:
        return _ecdsa_holds(key, signature.bytes_, data)
    if key.type == "ssh-rsa":
        return _rsa_holds(key, signature, data)
    return _ed25519_holds(key, signature.bytes_, data)


@lru_cache(maxsize=1 << 14)
def _ed25519(point: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(point)


def _ed25519_holds(key: PublicKey, proper: bytes, data: bytes) -> bool:
    if len(proper) != 64:
        raise Misread
    try:
        _ed25519(key.point).verify(proper, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _ecdsa_holds(key: PublicKey, proper: bytes, data: bytes) -> bool:
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - most keys are of ed25519
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric.utils import (  # noqa: PLC0415 - as above
        encode_dss_signature,
    )

    wire = Wire(proper)
    r, s = wire.natural(), wire.natural()
    wire.end()
    curve, digest = {
        "nistp256": (ec.SECP256R1(), hashes.SHA256()),
        "nistp384": (ec.SECP384R1(), hashes.SHA384()),
        "nistp521": (ec.SECP521R1(), hashes.SHA512()),
    }[CURVES[key.type][0]]
    try:
        public = ec.EllipticCurvePublicKey.from_encoded_point(curve, key.point)
        public.verify(encode_dss_signature(r, s), data, ec.ECDSA(digest))
    except (InvalidSignature, ValueError):
        return False
    return True


def _rsa_holds(key: PublicKey, signature: Signature, data: bytes) -> bool:
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - most keys are of ed25519
    from cryptography.hazmat.primitives.asymmetric import padding  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric.rsa import (  # noqa: PLC0415 - as above
        RSAPublicNumbers,
    )

    if len(signature.bytes_) != (key.modulus.bit_length() + 7) // 8:
        raise Misread
    digest = hashes.SHA256() if signature.algorithm == "rsa-sha2-256" else hashes.SHA512()
    try:
        public = RSAPublicNumbers(key.exponent, key.modulus).public_key()
        public.verify(signature.bytes_, data, padding.PKCS1v15(), digest)
    except (InvalidSignature, ValueError):
        return False
    return True


def explain(flaw: Flaw) -> str:
    """The sentence that says why a signature is refused."""
    return {
        "armour": _("The signature is not written as `ssh-keygen -Y sign` writes one."),
        "form": _("The signature is damaged, or holds more than a signature."),
        "version": _("The signature is of a version that this program does not know."),
        "namespace": _("The signature was made for something else than a ballot."),
        "reserved": _("The signature holds something where nothing may stand."),
        "hash": _("The signature rests on a digest other than sha256 and sha512."),
        "key-type": _("The signature was made with a key of a type that cannot be used to vote."),
        "algorithm": _("The signature was made with an algorithm that is not one for its key."),
        "other-key": _("The signature was made with a key that is not registered for the member."),
        "not-touched": _("The hardware key signed without anyone touching it."),
        "forged": _(
            "The signature does not hold for this ballot: it was made for other choices, for another "
            "motion or another constitution, or it was damaged."
        ),
    }[flaw]
