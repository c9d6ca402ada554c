"""Signing a ballot with the member's own `ssh-keygen`, which knows files, agents and hardware keys.

The private key is never seen here. What is asked for (a passphrase, a touch) is asked by
`ssh-keygen` on the terminal; what it gives back is checked before it is believed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.assembly.balloting import find_voter, voters
from constitution.ballot import signing_keys
from constitution.errors import Malformed, Refused, Unknown
from constitution.language import _
from constitution.publickey import fingerprint, parse_key, read_key_line
from constitution.system import reason_of

if TYPE_CHECKING:
    from constitution.assembly.desk import Desk
    from constitution.assembly.motions import OpenMotion
    from constitution.ballot import Ballot
    from constitution.publickey import PublicKey

__all__ = ["Signer", "find_signer", "sign"]


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that can sign for a member."""

    key: PublicKey | None
    """None where only `ssh-keygen` can tell which key the file holds."""
    file: Path | None
    """The private key, or the public one of a pair; None where an agent alone holds the key."""

    @property
    def name(self) -> str:
        """How a person knows the key: its file, and its fingerprint."""
        told = fingerprint(self.key.blob) if self.key is not None else ""
        return " ".join(part for part in (str(self.file or _("ssh-agent")), told) if part)


def find_signer(desk: Desk, motion: OpenMotion, member: str, named: str | None = None) -> Signer:
    """The key with which a member can sign a ballot on a motion.

    The one that is named, or the one registered key that this machine has, in its agent or in
    `~/.ssh`. `Refused` where there is none, where there are several, or where the one that is
    named is not registered.
    """
    member_id = find_voter(voters(desk, motion), member)
    registered = signing_keys(motion.base.members, desk.main().members, member_id)
    if not registered:
        had = motion.base.members.by_id[member_id].keys
        raise Refused(
            _("{member} has no key that counts for this motion").format(member=member_id),
            hint=_("The key was replaced since the motion was put: the clerk can put it again.")
            if had
            else _("A key is registered by an amendment: `constitution amend edit N members`."),
        )
    if named is not None:
        return _named(named, member_id, registered)
    usable = {line: one for line, one in _here().items() if line in registered}
    if not usable:
        raise Refused(
            _("no key registered for {member} is on this machine: {keys}").format(
                member=member_id,
                keys=", ".join(fingerprint(parse_key(key).blob) for key in registered),
            ),
            hint=_("Add it to your agent with `ssh-add`, or name its file: `--sign FILE`."),
        )
    if len(usable) > 1:
        raise Refused(
            _("several keys of {member} are on this machine: {keys}").format(
                member=member_id, keys=", ".join(one.name for one in usable.values())
            ),
            hint=_("Say which one: `--sign FILE`."),
        )
    return next(iter(usable.values()))


def _named(named: str, member: str, registered: tuple[str, ...]) -> Signer:
    file = Path(named).expanduser()
    if not file.is_file():
        raise Unknown(
            _("there is no key file {path}").format(path=named),
            hint=_("Name the private key, or the public one where an agent holds the key."),
        )
    public = file if file.suffix == ".pub" else file.with_name(file.name + ".pub")
    key = _read_public(public) if public.is_file() else None
    if key is None and file.suffix == ".pub":
        raise Malformed(
            _("{path} does not hold a public key that can be used to vote").format(path=named),
            hint=_("Make one: `ssh-keygen -t ed25519`."),
        )
    if key is not None and key.line not in registered:
        raise Refused(
            _("the key {key} is not registered for {member}").format(
                key=fingerprint(key.blob), member=member
            ),
            hint=_("`constitution members` shows the fingerprints of the keys."),
        )
    return Signer(key, file)


def _read_public(file: Path) -> PublicKey | None:
    try:
        return read_key_line(file.read_text(encoding="utf-8", errors="replace").split("\n")[0])
    except (OSError, Malformed):
        return None


def _here() -> dict[str, Signer]:
    """The keys this machine can sign with, by their lines: those of files, then of the agent."""
    found: dict[str, Signer] = {}
    agent = {key.line: key for key in _agent_keys()}
    try:
        files = sorted((Path.home() / ".ssh").glob("*.pub"))
    except (OSError, RuntimeError):
        files = []
    for file in files:
        key = _read_public(file)
        if key is not None and (key.line in agent or file.with_suffix("").is_file()):
            found.setdefault(key.line, Signer(key, file))
    for line, key in agent.items():
        found.setdefault(line, Signer(key, None))
    return found


def _agent_keys() -> list[PublicKey]:
    """The keys of the agent that can be used to vote; none where no agent runs."""
    program = shutil.which("ssh-add")
    if program is None or not os.environ.get("SSH_AUTH_SOCK"):
        return []
    try:
        said = subprocess.run(  # noqa: S603 - a fixed command
            [program, "-L"], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    keys = []
    for line in said.stdout.split("\n") if said.returncode == 0 else ():
        try:
            keys.append(read_key_line(line))
        except Malformed:
            continue  # an agent holds certificates and keys of other types too
    return keys


def sign(ballot: Ballot, signer: Signer) -> bytes:
    """The signature of a ballot in the wire form; `Refused` where `ssh-keygen` makes none.

    Passphrases and touches are asked for on the terminal, and an interruption is passed on.
    """
    from constitution.signature import (  # noqa: PLC0415 - only where something is signed
        NAMESPACE,
        explain,
        find_flaw,
        read_armour,
        read_signature,
    )

    program = shutil.which("ssh-keygen")
    if program is None:
        raise Refused(
            _("signing needs `ssh-keygen`, which is not installed"),
            hint=_("Install OpenSSH; nothing was written."),
        )
    data = ballot.to_bytes()
    with ExitStack() as stack:
        file = signer.file
        if file is None and signer.key is not None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            file = folder / "key.pub"
            file.write_text(signer.key.line + "\n", encoding="ascii")
        try:
            done = subprocess.run(  # noqa: S603 - a fixed command; the file is a path, not an option
                [
                    program,
                    "-q",
                    "-Y",
                    "sign",
                    "-n",
                    NAMESPACE,
                    "-f",
                    str(Path(file or "").absolute()),
                ],
                input=data,
                stdout=subprocess.PIPE,
                check=False,
            )
        except OSError as error:
            raise Refused(
                _("`ssh-keygen` could not be run: {reason}").format(reason=reason_of(error))
            ) from None
    if done.returncode:
        raise Refused(
            _("`ssh-keygen` did not sign the ballot"),
            hint=_("What it said stands above; nothing was written."),
        )
    blob = read_armour(done.stdout)
    if blob is None:
        raise Refused(explain("armour").rstrip("."), hint=_("Nothing was written."))
    read = read_signature(blob)
    if isinstance(read, str):
        raise Refused(explain(read).rstrip("."), hint=_("Nothing was written."))
    if signer.key is not None:
        flaw = find_flaw(blob, data, [signer.key])
        if flaw is not None:
            raise Refused(explain(flaw).rstrip("."), hint=_("Nothing was written."))
    return blob
