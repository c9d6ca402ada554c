"""What a vote needs, in words: a sentence for each rule that governs a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.governance import Never, rule_word
from constitution.language import _, join_clauses
from constitution.vote import evidence_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.scrutiny import Governing

__all__ = ["needs"]


def needs(governing: Governing, entitled: int) -> Iterator[str]:
    """What each rule that governs a question asks for, were everyone to vote."""
    for rule in governing.rules:
        if isinstance(rule.majority, Never):
            if rule.name in governing.unchanged:
                yield _("Rule “{rule}”: these words never change; places and numbers may.").format(
                    rule=rule_word(rule.name)
                )
            else:
                yield _("Rule “{rule}”: never. No vote can adopt this.").format(
                    rule=rule_word(rule.name)
                )
            continue
        base = {
            "cast": _("votes cast"),
            "present": _("members present"),
            "members": _("members"),
        }[rule.majority.base]
        words = (
            _("more than {share} of the {base}")
            if rule.majority.strict
            else _("at least {share} of the {base}")
        )
        clauses = [
            _("Rule “{rule}”: {majority}").format(
                rule=rule_word(rule.name),
                majority=words.format(share=rule.majority.written, base=base),
            ),
            _("{required} if all {entitled} vote for or against").format(
                required=rule.majority.required(entitled), entitled=entitled
            ),
        ]
        if rule.quorum is not None:
            clauses.append(_("quorum {needed}").format(needed=rule.quorum.required(entitled)))
        evidence = evidence_word(rule.evidence)
        clauses.append(_("evidence at least {evidence}").format(evidence=evidence))
        yield join_clauses(clauses)
