"""Add the vectors that are not there yet."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import tests.tamperings_of_objects  # noqa: F401 - it adds to the list
from constitution import language
from constitution.verify import verify
from tests.handmade import Handmade
from tests.tamperings import TAMPERINGS
from tests.vectors import (
    FOLDERS,
    HERE,
    SUMS,
    paths,
    sum_of,
    unbundled,
    verdict_on_file,
    verdict_on_repository,
    verdict_on_text,
    verdicts,
    write_verdicts,
)
from tests.vectors.lawful import LAWFUL, SIGNED
from tests.vectors.written import FILES, TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

IN_BUNDLES = {1, 2, 3, 4, 10, 11, 13, 14, 15}
"""The cases whose tampering is in the objects, which a bundle carries."""
LEFT_OUT = {"main-reset-behind-the-pin", "an-article-full-of-faults"}
"""What a clone of a bundle cannot show, and what is but a matter of how much is said."""


def repositories() -> dict[str, Callable[[Path], Handmade | None]]:
    """Every repository by its name, made in a folder; None where a bundle cannot carry it."""
    made: dict[str, Callable[[Path], Handmade | None]] = {
        **{f"lawful-{name}": make for name, make in LAWFUL.items()},
        **{f"case-{name}": make for name, make in SIGNED.items()},
    }
    for tampering in TAMPERINGS:
        if tampering.case in IN_BUNDLES and tampering.name not in LEFT_OUT:

            def tampered(folder: Path, do: object = tampering.do) -> Handmade | None:
                start = Handmade.found(folder / "constitution.git")
                given = do(start)  # type: ignore[operator]  # one of the tamperings
                return None if isinstance(given, list) else given or start

            made[f"case-{tampering.case:02}-{tampering.name}"] = tampered
    return made


def add_repositories() -> None:
    """Bundle every repository that is not there yet, with its verdict."""
    folder = HERE / "repositories"
    said = verdicts("repositories")
    for name, make in repositories().items():
        bundle = folder / f"{name}.bundle"
        if bundle.name in said:
            continue
        place = Path(tempfile.mkdtemp())
        made = make(place)
        if made is not None:
            written = subprocess.run(
                ["git", "-C", str(made.path), "bundle", "create", "-q", str(bundle), "--all"],
                check=False,
            )
            if written.returncode == 0:
                clone = unbundled(bundle, place / "clone.git")
                said[bundle.name] = verdict_on_repository(verify(clone))
        shutil.rmtree(place)
    write_verdicts("repositories", said)


def add_files(folder: str, written: Mapping[str, bytes]) -> None:
    """Write every file or text that is not there yet, with its verdict."""
    said = verdicts(folder)
    for name, data in written.items():
        if name not in said:
            (HERE / folder / name).write_bytes(data)
            said[name] = verdict_on_file(data) if folder == "files" else verdict_on_text(data)
    write_verdicts(folder, said)


def main() -> None:
    """Add what is new, and its digests after those that are there."""
    language.speak("en")
    for name in FOLDERS:
        (HERE / name).mkdir(exist_ok=True)
    add_repositories()
    add_files("files", FILES)
    add_files("texts", TEXTS)
    lines = SUMS.read_text("ascii").splitlines() if SUMS.exists() else []
    known = {line.split("  ")[1] for line in lines}
    new = [path for path in paths() if path not in known]
    SUMS.write_text("".join(f"{one}\n" for one in [*lines, *map(sum_of, new)]), encoding="ascii")
    print(f"{len(new)} vectors added, {len(lines)} were there")  # noqa: T201 - it is a command


if __name__ == "__main__":
    main()
