"""What nobody foresaw, told in a file for whoever mends it."""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path

from constitution.errors import ConstitutionError
from constitution.repository import Repository

__all__ = ["keep_report"]


def keep_report(folder: Path | str, error: BaseException) -> Path:
    """The file that tells of an error: beside the repository that holds the folder, or elsewhere.

    It lies in `.git/constitution/reports/`, or among the temporary files where there is no
    repository or nothing can be written in it.
    """
    told = "".join(traceback.format_exception(error))
    try:
        with Repository.open(Path(folder)) as repository:
            reports = repository.state_folder / "reports"
        reports.mkdir(parents=True, exist_ok=True)
        return _write(told, reports)
    except (ConstitutionError, OSError):
        return _write(told, None)


def _write(told: str, folder: Path | None) -> Path:
    handle, name = tempfile.mkstemp(".txt", "constitution-", folder)
    with os.fdopen(handle, "w", encoding="utf-8") as report:
        report.write(told)
    return Path(name)
