"""The contract with later versions: repositories, files and texts, each with its verdict.

`python -m tests.vectors` adds the vectors that are not there yet; it changes none that is.
docs/vectors.md says what they hold.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constitution.ballot import Ballot, parse_ballots
from constitution.canonical import Digest
from constitution.errors import Malformed
from constitution.governance import Members, Rules, Settings
from constitution.motion import Motion
from constitution.text import byte_faults, warnings
from constitution.vote import parse_record

if TYPE_CHECKING:
    from constitution.verify import Verdict
    from constitution.verify.report import Fault

HERE = Path(__file__).parent
SUMS = HERE / "SHA256SUMS"
FOLDERS = ("repositories", "files", "texts")
_FORMAT = re.compile(rb'format = "([a-z-]+)/[0-9]+"\n')
_MOTION = re.compile(rb'"(sha256:[0-9a-f]{64})"')


def unbundled(bundle: Path, folder: Path) -> Path:
    """A bare repository in a folder, with all that the bundle holds."""
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(folder)], check=True)
    subprocess.run(
        ["git", "-C", str(folder), "fetch", "-q", str(bundle), "+refs/*:refs/*"], check=True
    )
    return folder


def verdict_on_repository(verdict: Verdict) -> dict[str, Any]:
    """What any later version must answer alike; its sentences may be others."""
    return {
        "outcome": verdict.outcome,
        "founding": verdict.founding,
        "tip": verdict.tip,
        "commits": verdict.commits,
        "fingerprint": verdict.fingerprint,
        "faults": [_said(fault) for fault in verdict.faults],
        "doubts": [_said(doubt) for doubt in verdict.doubts],
        "warnings": [_said(warning) for warning in verdict.warnings],
        "records": [
            {
                "sequence": record.sequence,
                "number": record.number,
                "round": record.round,
                "outcome": record.outcome,
                "evidence": record.evidence,
                "questions": [
                    {
                        "outcome": question.outcome,
                        "rules": list(question.rules),
                        "hidden_ballots_could_have_turned_it": question.hidden_ballots,
                    }
                    for question in record.questions
                ],
            }
            for record in verdict.records
        ],
    }


def _said(fault: Fault) -> str:
    return " ".join(filter(None, (fault.code, fault.commit, ascii(fault.path)[1:-1])))


def verdict_on_file(data: bytes) -> str:
    """`canonical` where the bytes are the one form of their format, else `malformed`."""
    found = _FORMAT.match(data)
    family = found[1].decode() if found else ""
    try:
        match family:
            case "constitution":
                again = Settings.parse(data).to_bytes()
            case "constitution-members":
                again = Members.parse(data).to_bytes()
            case "constitution-rules":
                again = Rules.parse(data).to_bytes()
            case "constitution-motion":
                again = Motion.parse(data).to_bytes()
            case "constitution-vote":
                again = parse_record(data).to_bytes()
            case "constitution-ballot":
                again = Ballot.parse(data, "").to_bytes()
            case "constitution-ballots":
                named = _MOTION.search(data)
                parse_ballots(data, Digest(named[1].decode() if named else "sha256:" + "0" * 64))
                again = data
            case _:
                return "malformed"
    except Malformed:
        return "malformed"
    assert again == data
    return "canonical"


def verdict_on_text(data: bytes) -> list[str]:
    """The faults and warnings of a text, as `line:column code`; none where it is in the form."""
    faults = byte_faults(data)
    found = faults or warnings(data.decode())
    return [f"{fault.line}:{fault.column} {fault.code}" for fault in found]


def verdicts(folder: str) -> dict[str, Any]:
    """The verdicts of a folder, by the name of the file."""
    file = HERE / folder / "verdicts.json"
    if not file.exists():
        return {}
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def write_verdicts(folder: str, found: dict[str, Any]) -> None:
    """Write the verdicts of a folder, in the order of their names."""
    text = json.dumps(dict(sorted(found.items())), indent=1, ensure_ascii=True)
    (HERE / folder / "verdicts.json").write_text(text + "\n", encoding="utf-8")


def sum_of(path: str) -> str:
    """The line of SHA256SUMS for a vector: of its bytes and of its verdict."""
    folder, _slash, name = path.partition("/")
    data = (HERE / path).read_bytes()
    said = json.dumps(verdicts(folder)[name], sort_keys=True, ensure_ascii=True).encode()
    return f"{hashlib.sha256(data).hexdigest()} {hashlib.sha256(said).hexdigest()}  {path}"


def paths() -> list[str]:
    """Every vector, in the order of names."""
    return sorted(
        f"{folder}/{file.name}"
        for folder in FOLDERS
        for file in (HERE / folder).iterdir()
        if file.name != "verdicts.json"
    )
