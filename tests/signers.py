"""Keys of every type that can vote, made and used in process, hardware keys included.

Signatures are put together here byte by byte, after OpenSSH's PROTOCOL.sshsig, PROTOCOL.u2f and
RFC 8332, by nothing that reads them. Each piece can be replaced by a tampered one.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Literal

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

NAMESPACE = "ballot@constitution.v1"

Kind = Literal[
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
]
KINDS: tuple[Kind, ...] = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
)

Secret = Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def text(data: bytes) -> bytes:
    """A string of the SSH wire form."""
    return len(data).to_bytes(4, "big") + data


def mpint(number: int) -> bytes:
    """A whole number of the SSH wire form."""
    return text(number.to_bytes(number.bit_length() // 8 + 1, "big")) if number else text(b"")


@dataclass(frozen=True)
class Signer:
    """Someone with a key."""

    kind: Kind
    secret: Secret
    application: str = "ssh:"

    @property
    def blob(self) -> bytes:
        """The public key in the wire form."""
        parts = [text(self.kind.encode())]
        public = self.secret.public_key()
        if isinstance(public, rsa.RSAPublicKey):
            numbers = public.public_numbers()
            parts += [mpint(numbers.e), mpint(numbers.n)]
        elif isinstance(public, ec.EllipticCurvePublicKey):
            curve = {256: b"nistp256", 384: b"nistp384", 521: b"nistp521"}[public.curve.key_size]
            point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
            parts += [text(curve), text(point)]
        else:
            parts.append(text(public.public_bytes(Encoding.Raw, PublicFormat.Raw)))
        if self.kind.startswith("sk-"):
            parts.append(text(self.application.encode()))
        return b"".join(parts)

    @property
    def line(self) -> str:
        """The public key as members hold it."""
        return f"{self.kind} {base64.b64encode(self.blob).decode()}"

    @property
    def private(self) -> bytes:
        """The private key as a file that `ssh-keygen` reads; not of hardware keys."""
        return self.secret.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())

    def sign(
        self,
        message: bytes,
        *,
        magic: bytes = b"SSHSIG",
        version: int = 1,
        key: bytes | None = None,
        namespace: str = NAMESPACE,
        reserved: bytes = b"",
        hash_: str = "sha512",
        algorithm: str | None = None,
        flags: int = 1,
        counter: int = 7,
        after: bytes = b"",
        after_inside: bytes = b"",
        digest_with: str | None = None,
    ) -> bytes:
        """The signature of a message, in the wire form."""
        digest = hashlib.new(digest_with or hash_, message).digest()
        data = (
            b"SSHSIG" + text(namespace.encode()) + text(b"") + text(hash_.encode()) + text(digest)
        )
        inner = self._sign(data, algorithm, flags, counter) + after_inside
        return (
            magic
            + version.to_bytes(4, "big")
            + text(self.blob if key is None else key)
            + text(namespace.encode())
            + text(reserved)
            + text(hash_.encode())
            + text(inner)
            + after
        )

    def _sign(self, data: bytes, algorithm: str | None, flags: int, counter: int) -> bytes:
        trail = b""
        if self.kind.startswith("sk-"):
            data = (
                hashlib.sha256(self.application.encode()).digest()
                + bytes([flags])
                + counter.to_bytes(4, "big")
                + hashlib.sha256(data).digest()
            )
            trail = bytes([flags]) + counter.to_bytes(4, "big")
        name = algorithm or {"ssh-rsa": "rsa-sha2-512"}.get(self.kind, self.kind)
        if isinstance(self.secret, rsa.RSAPrivateKey):
            hash_ = {
                "rsa-sha2-256": hashes.SHA256(),
                "rsa-sha2-512": hashes.SHA512(),
                "ssh-rsa": hashes.SHA1(),  # noqa: S303 - to be refused
            }[name]
            proper = self.secret.sign(data, padding.PKCS1v15(), hash_)
        elif isinstance(self.secret, ec.EllipticCurvePrivateKey):
            size = self.secret.curve.key_size
            digest = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}[size]
            r, s = decode_dss_signature(self.secret.sign(data, ec.ECDSA(digest)))
            proper = mpint(r) + mpint(s)
        else:
            proper = self.secret.sign(data)
        return text(name.encode()) + text(proper) + trail


@cache
def signer(seed: int, kind: Kind = "ssh-ed25519") -> Signer:
    """The same key for the same seed; RSA keys excepted, which are drawn once a run."""
    if kind.endswith(("ed25519", "ed25519@openssh.com")):
        raw = hashlib.sha256(f"{kind} {seed}".encode()).digest()
        return Signer(kind, Ed25519PrivateKey.from_private_bytes(raw))
    if kind == "ssh-rsa":
        return Signer(kind, rsa.generate_private_key(65537, 2048))
    curves = {"384": ec.SECP384R1(), "521": ec.SECP521R1()}
    curve = next((one for size, one in curves.items() if size in kind), ec.SECP256R1())
    drawn = hashlib.sha512(f"{kind} {seed}".encode()).digest()
    number = int.from_bytes(drawn[: (curve.key_size - 1) // 8], "big")
    return Signer(kind, ec.derive_private_key(number, curve))


def key_line(seed: int, kind: Kind = "ssh-ed25519") -> str:
    """The public key of a seed, as members hold it."""
    return signer(seed, kind).line
