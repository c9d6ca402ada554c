"""Three articles to import, and what is said of a text that was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.verify import verify
from constitution.vote import VoteRecord

if TYPE_CHECKING:
    from constitution.assembly.importing import Imported
    from constitution.vote import Report

ONE = "# Article 1\n\nThe Republic is one and indivisible.\n"

TWO = "# Article 2\n\nIts language is that of the law,\nand its law that of the people.\n"

THREE = "# Article 3\n\nSovereignty belongs to the people, who exercise it by their votes.\n"


def is_consistent(imported: Imported) -> bool:
    """Whether verify agrees with every record, and calls each one reported."""
    verdict = verify(imported.desk.repository.folder)
    assert not verdict.faults
    assert not verdict.doubts
    assert {record.evidence for record in verdict.records} <= {"reported"}
    return verdict.outcome == "consistent" and len(verdict.records) == imported.records


def reports_of(imported: Imported, number: int) -> tuple[Report, ...]:
    """What the record of a version reports."""
    record = imported.desk.records()[number - 1].record
    assert isinstance(record, VoteRecord)
    return record.reports
