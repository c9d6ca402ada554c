"""Signatures are believed in one spelling alone, and what is believed `ssh-keygen` believes too.

The comparison with `ssh-keygen -Y verify` runs on 300 random mutations; a longer one:

    CONSTITUTION_MUTATIONS=20000 python -m pytest -n 0 tests/test_signature.py -k mutations -s
"""

from __future__ import annotations

import base64
import os
import random
import shutil
import subprocess
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constitution.errors import Malformed
from constitution.publickey import KEY_TYPES, fingerprint, parse_key, read_key_line
from constitution.signature import (
    NAMESPACE,
    Signature,
    armoured,
    explain,
    find_flaw,
    read_armour,
    read_signature,
)
from tests.signers import KINDS, Kind, Signer, key_line, mpint, signer, text

if TYPE_CHECKING:
    from pathlib import Path

MESSAGE = b'format = "constitution-ballot/1"\nmotion = "sha256:00"\n'

MUTATIONS = int(os.environ.get("CONSTITUTION_MUTATIONS", "300"))
"""How many are judged; read before the environment is sealed."""

needs_ssh_keygen = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None, reason="OpenSSH is not installed"
)


def flaw(blob: bytes, message: bytes = MESSAGE, *lines: str) -> str | None:
    """What is wrong with a signature by one of some keys."""
    return find_flaw(blob, message, [parse_key(line) for line in lines])


def loose_base64(line: str) -> str:
    """The same bytes in another base64: the bits that padding leaves over are set."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    assert line.endswith("=")
    return line[:-2] + letters[letters.index(line[-2]) + 1] + "="


class TestKeys:
    """A key is one line in one spelling."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_type_of_key_is_read_and_written_again(self, kind: Kind) -> None:
        """The types are those whose signatures can be checked."""
        key = parse_key(key_line(1, kind))
        assert key.line == key_line(1, kind)
        assert key.type == kind
        assert kind in KEY_TYPES

    def test_a_comment_is_no_part_of_a_key_and_options_are_refused(self) -> None:
        """A `.pub` file has a comment; a line of `authorized_keys` may say what would be lost."""
        line = key_line(1)
        assert read_key_line(f"{line} ada@example.org\n").line == line
        with pytest.raises(Malformed, match="not an SSH public key"):
            read_key_line(f"no-touch-required {line}")
        with pytest.raises(Malformed, match="not an SSH public key"):
            parse_key(f"{line} ada@example.org")

    @needs_ssh_keygen
    @pytest.mark.parametrize("kind", KINDS)
    def test_the_fingerprint_is_the_one_that_ssh_keygen_shows(
        self, kind: Kind, tmp_path: Path
    ) -> None:
        """A person compares the two."""
        file = tmp_path / "key.pub"
        file.write_text(key_line(1, kind) + "\n")
        said = subprocess.run(
            ["ssh-keygen", "-l", "-f", str(file)], capture_output=True, text=True, check=True
        ).stdout
        assert fingerprint(signer(1, kind).blob) in said

    @pytest.mark.parametrize(
        ("line", "sentence"),
        [
            ("ssh-dss AAAAB3NzaC1kc3M=", "“ssh-dss” cannot be used to vote"),
            ("ssh-ed25519", "not an SSH public key"),
            ("ssh-ed25519  AAAA", "not an SSH public key"),
            ("ssh-ed25519 AAAAA", "not whole"),
            ("ssh-ed25519 AAAB", "damaged"),
            ("ssh-rsa " + key_line(1).split(" ")[1], "not of the type"),
            (loose_base64(key_line(1, "ecdsa-sha2-nistp256")), "not in its usual spelling"),
        ],
    )
    def test_a_line_that_is_no_key_is_refused(self, line: str, sentence: str) -> None:
        """With a sentence that says which of the ways it is wrong."""
        with pytest.raises(Malformed, match=sentence):
            parse_key(line)

    def test_bytes_after_a_key_are_refused(self) -> None:
        """One key, one spelling."""
        blob = signer(1).blob + b"\0"
        with pytest.raises(Malformed, match="damaged"):
            parse_key("ssh-ed25519 " + base64.b64encode(blob).decode())

    @pytest.mark.parametrize(
        ("blob", "sentence"),
        [
            (text(b"ssh-rsa") + mpint(65537) + mpint((1 << 1023) + 1), "this one has 1024"),
            (text(b"ssh-rsa") + mpint(65536) + mpint((1 << 2047) + 1), "cannot be those of one"),
            (text(b"ssh-rsa") + mpint(1) + mpint((1 << 2047) + 1), "cannot be those of one"),
            (text(b"ssh-rsa") + text(b"\0\1\0\1") + mpint((1 << 2047) + 1), "damaged"),
            (text(b"ssh-rsa") + text(b"\x81") + mpint((1 << 2047) + 1), "damaged"),
            (text(b"ssh-ed25519") + text(b"\1" + bytes(31)), "nobody holds"),
            (text(b"ssh-ed25519") + text(bytes(31) + b"\x80"), "nobody holds"),
            (text(b"ssh-ed25519") + text(b"\xff" * 32), "nobody holds"),
            (
                text(b"ecdsa-sha2-nistp256") + text(b"nistp256") + text(b"\4" + b"\1" * 64),
                "not on its curve",
            ),
            (
                text(b"ecdsa-sha2-nistp256") + text(b"nistp256") + text(b"\2" + b"\1" * 32),
                "damaged",
            ),
            (
                text(b"ecdsa-sha2-nistp256") + text(b"nistp384") + text(b"\4" + b"\1" * 64),
                "damaged",
            ),
        ],
    )
    def test_a_key_under_which_anyone_could_sign_is_refused(
        self, blob: bytes, sentence: str
    ) -> None:
        """Too short, of small order, or not a key at all."""
        kind = blob[4 : 4 + int.from_bytes(blob[:4], "big")].decode()
        with pytest.raises(Malformed, match=sentence):
            parse_key(f"{kind} {base64.b64encode(blob).decode()}")


class TestSignatures:
    """Every part of a signature is what it must be."""

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("hash_", ["sha256", "sha512"])
    def test_a_signature_of_every_type_of_key_holds(self, kind: Kind, hash_: str) -> None:
        """For its message, by its key, and for nothing and nobody else."""
        blob = signer(1, kind).sign(MESSAGE, hash_=hash_)
        assert flaw(blob, MESSAGE, key_line(2, "ssh-ed25519"), key_line(1, kind)) is None
        assert flaw(blob, MESSAGE + b"\n", key_line(1, kind)) == "forged"
        assert flaw(blob, MESSAGE, key_line(2)) == "other-key"
        assert flaw(blob, MESSAGE) == "other-key"

    def test_rsa_signs_with_sha_2_alone(self) -> None:
        """`ssh-rsa` as an algorithm is SHA-1."""
        line = key_line(1, "ssh-rsa")
        assert (
            flaw(signer(1, "ssh-rsa").sign(MESSAGE, algorithm="rsa-sha2-256"), MESSAGE, line)
            is None
        )
        assert flaw(signer(1, "ssh-rsa").sign(MESSAGE, algorithm="ssh-rsa"), MESSAGE, line) == (
            "algorithm"
        )

    @pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.startswith("sk-")])
    def test_a_hardware_key_must_have_been_touched(self, kind: Kind) -> None:
        """Whatever was signed without a person there was signed by a program."""
        hardware = signer(1, kind)
        assert flaw(hardware.sign(MESSAGE, flags=0), MESSAGE, hardware.line) == "not-touched"
        assert flaw(hardware.sign(MESSAGE, flags=5, counter=0), MESSAGE, hardware.line) is None

    @pytest.mark.parametrize(
        ("tampered", "wrong"),
        [
            ({"namespace": "git"}, "namespace"),
            ({"namespace": "file"}, "namespace"),
            ({"hash_": "md5"}, "hash"),
            ({"hash_": "sha1"}, "hash"),
            ({"hash_": "sha384"}, "hash"),
            ({"hash_": "sha256", "digest_with": "sha512"}, "forged"),
            ({"version": 2}, "version"),
            ({"magic": b"SSHSIH"}, "form"),
            ({"reserved": b"x"}, "reserved"),
            ({"after": b"\0"}, "form"),
            ({"after_inside": b"\0"}, "form"),
            ({"algorithm": "ssh-rsa"}, "algorithm"),
            ({"algorithm": "sk-ssh-ed25519@openssh.com"}, "algorithm"),
            ({"key": b""}, "key-type"),
            ({"key": text(b"ssh-dss")}, "key-type"),
        ],
    )
    def test_a_tampered_part_is_named(self, tampered: dict[str, object], wrong: str) -> None:
        """In one word of the closed set, and in a sentence."""
        blob = signer(1).sign(MESSAGE, **tampered)  # type: ignore[arg-type]  # by name
        found = find_flaw(blob, MESSAGE, [parse_key(key_line(1))])
        assert found == wrong
        assert found is not None
        assert explain(found).endswith(".")

    def test_integers_of_a_signature_have_one_spelling(self) -> None:
        """A needless zero before r would make a second signature of the first."""
        line = key_line(1, "ecdsa-sha2-nistp256")
        blob = signer(1, "ecdsa-sha2-nistp256").sign(MESSAGE)
        read = read_signature(blob)
        assert isinstance(read, Signature)
        size = int.from_bytes(read.bytes_[:4], "big")
        r, rest = read.bytes_[4 : 4 + size], read.bytes_[4 + size :]
        padded = text(text(read.algorithm.encode()) + text(text(b"\0" + r) + rest))
        start = blob.index(text(read.algorithm.encode()) + text(read.bytes_)) - 4
        assert flaw(blob[:start] + padded, MESSAGE, line) == "form"

    @given(st.binary(max_size=400))
    def test_no_bytes_make_it_stumble(self, data: bytes) -> None:
        """Whatever comes, the answer is a flaw."""
        assert flaw(data, MESSAGE, key_line(1)) is not None
        assert flaw(b"SSHSIG\0\0\0\1" + data, MESSAGE, key_line(1)) is not None

    @settings(max_examples=60)
    @given(st.sampled_from(KINDS), st.data())
    def test_no_bit_of_a_signature_can_be_turned(self, kind: Kind, data: st.DataObject) -> None:
        """Every bit is signed, or has one value only."""
        blob = bytearray(signer(1, kind).sign(MESSAGE))
        place = data.draw(st.integers(0, 1 << 20)) % (8 * len(blob))
        blob[place // 8] ^= 1 << place % 8
        assert flaw(bytes(blob), MESSAGE, key_line(1, kind)) is not None


class TestArmour:
    """The armour is that of `ssh-keygen`, to the byte."""

    def test_it_is_read_and_written_again(self) -> None:
        """One spelling."""
        blob = signer(1).sign(MESSAGE)
        assert read_armour(armoured(blob)) == blob

    @pytest.mark.parametrize(
        "loosen",
        [
            lambda data: data + b"\n",
            lambda data: b"\n" + data,
            lambda data: b"x\n" + data,
            lambda data: data.replace(b"\n", b"\r\n"),
            lambda data: data.rstrip(b"\n"),
            lambda data: data.replace(b"-----BEGIN", b"----BEGIN"),
            lambda data: data.replace(b"SSH SIGNATURE", b"SSH Signature"),
            lambda data: data[:40] + b"\n" + data[40:],
            lambda data: data[:40] + b" " + data[40:],
            lambda data: data.replace(b"-----END", b"=\n-----END"),
            lambda data: data.replace(b"-----END", b"\n-----END"),
            lambda data: data + data,
        ],
    )
    def test_loose_armour_is_refused(self, loosen: object) -> None:
        """Nothing before, nothing after, and every line as wide as it must be."""
        assert callable(loosen)
        assert read_armour(loosen(armoured(signer(1).sign(MESSAGE)))) is None


@needs_ssh_keygen
class TestAgainstSshKeygen:
    """`ssh-keygen` is the judge of what holds; ours is stricter in what is listed, and only there."""

    @pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.startswith("sk-")])
    def test_it_believes_what_ssh_keygen_signs(self, kind: Kind, tmp_path: Path) -> None:
        """File by file, in the armour as it comes."""
        key = tmp_path / "key"
        key.write_bytes(signer(1, kind).private)
        key.chmod(0o600)
        armour = subprocess.run(
            ["ssh-keygen", "-q", "-Y", "sign", "-n", NAMESPACE, "-f", str(key)],
            input=MESSAGE,
            capture_output=True,
            check=True,
        ).stdout
        blob = read_armour(armour)
        assert blob is not None
        assert flaw(blob, MESSAGE, key_line(1, kind)) is None

    @pytest.mark.parametrize("kind", KINDS)
    def test_ssh_keygen_believes_what_is_signed_here(self, kind: Kind, tmp_path: Path) -> None:
        """The hardware keys of these tests sign as real ones do."""
        believed = SshKeygen(tmp_path, [signer(1, kind)])
        assert believed(armoured(signer(1, kind).sign(MESSAGE)), MESSAGE, NAMESPACE)

    def test_random_mutations_are_judged_alike(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Armour, signature, message, namespace and key are each mutated, one at a time.

        Ours may be stricter: loose armour, something reserved, needless zeros, a number beyond the
        order of ed25519, hardware keys that nobody touched. What it believes, `ssh-keygen` believes.
        """
        random_ = random.Random(20261127)  # noqa: S311 - the same mutations every time
        people = [signer(1, kind) for kind in KINDS]
        believes = SshKeygen(tmp_path, people)
        ran: Counter[str] = Counter()
        for _round in range(MUTATIONS):
            who = random_.choice(people)
            kind, armour, message, namespace = mutated(random_, who)
            theirs = believes(armour, message, namespace)
            ours = judged(armour, message, namespace, people)
            if ours is None:
                assert theirs, (kind, armour, message, namespace)
                ran["both believe"] += 1
            elif theirs:
                assert ours in {"armour", "reserved", "not-touched", "form", "forged"}, (kind, ours)
                assert ours != "forged" or kind == "beyond the order", (kind, armour)
                assert ours != "form" or kind == "needless zero", (kind, armour)
                ran[f"stricter: {ours}"] += 1
            else:
                ran["both refuse"] += 1
        with capsys.disabled():
            print(f"\n{MUTATIONS} mutations judged: {dict(ran)}")  # noqa: T201 - how many ran
        assert sum(ran.values()) == MUTATIONS
        assert ran["both believe"]
        assert ran["both refuse"]


def judged(armour: bytes, message: bytes, namespace: str, people: list[Signer]) -> str | None:
    """What is wrong with a signature, for us."""
    blob = read_armour(armour)
    if blob is None:
        return "armour"
    return find_flaw(blob, message, [parse_key(one.line) for one in people], namespace)


def mutated(random_: random.Random, who: Signer) -> tuple[str, bytes, bytes, str]:
    """What was mutated, and a signature in armour with the message and the namespace to check."""
    message, namespace = MESSAGE, NAMESPACE
    kind = random_.choice(
        [
            "nothing",
            "bit",
            "byte",
            "cut",
            "message",
            "namespace",
            "signed namespace",
            "key",
            "reserved",
            "hash",
            "trailing",
            "armour",
            "untouched",
            "needless zero",
            "beyond the order",
        ]
    )
    blob = who.sign(message, hash_=random_.choice(["sha256", "sha512"]))
    match kind:
        case "bit":
            turned = bytearray(blob)
            turned[random_.randrange(len(blob))] ^= 1 << random_.randrange(8)
            blob = bytes(turned)
        case "byte":
            at = random_.randrange(len(blob))
            blob = blob[:at] + bytes([random_.randrange(256)]) + blob[at:]
        case "cut":
            blob = blob[: random_.randrange(len(blob))]
        case "message":
            at = random_.randrange(len(message))
            message = message[:at] + b"x" + message[at + 1 :]
        case "namespace":
            namespace = "git"
        case "signed namespace":
            blob = who.sign(message, namespace="file")
        case "key":
            blob = who.sign(message, key=signer(2).blob)
        case "reserved":
            blob = who.sign(message, reserved=b"something")
        case "hash":
            blob = who.sign(message, hash_=random_.choice(["sha1", "md5", "sha384"]))
        case "trailing":
            blob = who.sign(message, **{random_.choice(["after", "after_inside"]): b"\0"})  # type: ignore[arg-type]  # both are bytes
        case "untouched":
            blob = who.sign(message, flags=0)
        case "needless zero":
            blob = with_needless_zero(blob)
        case "beyond the order":
            blob = beyond_the_order(blob)
    armour = armoured(blob)
    if kind == "armour":
        at = random_.randrange(len(armour))
        armour = armour[:at] + random_.choice([b"\n", b" ", b"=", b"A", b""]) + armour[at + 1 :]
    return kind, armour, message, namespace


def with_needless_zero(blob: bytes) -> bytes:
    """The same signature with a zero before r, where it is one of ECDSA; another one otherwise."""
    read = read_signature(blob)
    assert isinstance(read, Signature)
    inner = text(read.algorithm.encode()) + text(read.bytes_)
    start = blob.index(inner)
    rest = blob[start + len(inner) :]
    size = int.from_bytes(read.bytes_[:4], "big")
    padded = text(b"\0" + read.bytes_[4 : 4 + size]) + read.bytes_[4 + size :]
    made = text(read.algorithm.encode()) + text(padded) + rest
    return blob[: start - 4] + text(made)


def beyond_the_order(blob: bytes) -> bytes:
    """A signature of ed25519 with the order of the curve added to its number; others as they are."""
    read = read_signature(blob)
    assert isinstance(read, Signature)
    if "ed25519" not in read.algorithm:
        return blob
    order = (1 << 252) + 27742317777372353535851937790883648493
    number = int.from_bytes(read.bytes_[32:], "little") + order
    return blob.replace(read.bytes_, read.bytes_[:32] + number.to_bytes(32, "little"))


class SshKeygen:
    """Whether `ssh-keygen -Y verify` believes that someone signed."""

    def __init__(self, folder: Path, people: list[Signer]) -> None:
        self.folder = folder
        self.allowed = folder / "allowed"
        self.allowed.write_text("".join(f"somebody {one.line}\n" for one in people))

    def __call__(self, armour: bytes, message: bytes, namespace: str) -> bool:
        """Whether it exits with zero."""
        file = self.folder / "signature"
        file.write_bytes(armour)
        done = subprocess.run(
            [
                "ssh-keygen",
                "-Y",
                "verify",
                "-f",
                str(self.allowed),
                "-I",
                "somebody",
                "-n",
                namespace,
                "-s",
                str(file),
            ],
            input=message,
            capture_output=True,
            check=False,
        )
        return done.returncode == 0
