"""Collisions with the current text, shown with their readings."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from constitution.language import _, introduce

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from constitution.assembly.clashes import Clash, Dispute
    from constitution.assembly.rereading import Rereading, Rereadings
    from constitution.canonical import Digest
    from constitution.cli.talk import Talk
    from constitution.merge import Choice

__all__ = [
    "READ_AGAIN",
    "clash_json",
    "clash_lines",
    "dispute_json",
    "dispute_lines",
    "keeping_both",
    "review_json",
    "review_lines",
]

READ_AGAIN = 3
"""The exit code of what was done, where both sides touched one sentence: a person reads it again."""

_BREAK = re.compile(r"\s*\n\s*")

Choices = dict["Digest", "Choice"]


def clash_lines(
    talk: Talk,
    clashes: Sequence[Clash],
    *,
    numbered: bool = False,
    choices: Mapping[Digest, Choice] | None = None,
    drafted: Mapping[str, bytes | None] = MappingProxyType({}),
) -> Iterator[str]:
    """The collisions of an amendment with the current text, each with its readings.

    An article that the current text no longer has is called as the amendment `drafted` it.

    With `numbered` they bear the numbers that `amend resolve` takes, and what was chosen so far.
    """
    from constitution.display import safe
    from constitution.outline import name_at

    number = 0
    texts = _texts_with(talk, [clash.place for clash in clashes], drafted)
    for clash in clashes:
        yield ""
        yield talk.bold(introduce(safe(name_at(clash.place, texts)), clash.sentence))
        for dispute in clash.disputes:
            number += 1
            yield from dispute_lines(talk, dispute, number if numbered else None)
            if choices is not None and dispute.id in choices:
                yield "      " + _("chosen: {choice}").format(
                    choice=_choice_word(choices[dispute.id])
                )
        yield ""


def _texts_with(
    talk: Talk, paths: Collection[str], drafted: Mapping[str, bytes | None]
) -> dict[str, str]:
    """The current text, with those articles at these paths that an amendment alone has."""
    texts = dict(talk.desk().main().texts) if paths else {}
    for path in paths:
        data = drafted.get(path)
        if data is not None and path not in texts:
            texts[path] = data.decode("utf-8", "replace")
    return texts


def dispute_lines(talk: Talk, dispute: Dispute, number: int | None) -> Iterator[str]:
    """One conflict with its readings; its number leads where it can be settled by it."""
    from constitution.assembly.clashes import place_words
    from constitution.diff.breaks import BREAK_MARK
    from constitution.display import Run, safe, wrap

    look = talk.look()
    label = f"{number:>3}" if number is not None else "   "
    before, current, amendment = _("before"), _("current text"), _("amendment")
    wide = max(16, len(before), len(current), len(amendment))
    if dispute.conflict is None:
        keeping, changing = dispute.meanings
        if dispute.key is not None:
            yield f"{label}  {safe(dispute.key)}"
            label = "   "
        yield f"{label}  {current:<{wide}}  {keeping}"
        if dispute.beside is None:
            yield f"     {amendment:<{wide}}  {changing}"
        else:
            yield f"     {_('both'):<{wide}}  {keeping_both(dispute)}"
        if dispute.rewriting is not None:
            from constitution.cli.rendering import render_words

            who, what = dispute.rewriting
            yield f"     {who}"
            narrow = replace(look, width=max(look.width - 5, 20))
            yield from (f"     {line}".rstrip() for line in render_words(what, narrow, context=0))
        return
    conflict = dispute.conflict
    where = place_words(conflict.alinea, conflict.note)
    if around := _around(conflict.before, conflict.after):
        where = introduce(where, around)
    yield f"{label}  {safe(where)}"
    for word, reading in (
        (before, conflict.base),
        (current, conflict.current),
        (amendment, conflict.amendment),
    ):
        shown = safe(_BREAK.sub(f" {BREAK_MARK} ", reading).strip()) or "—"
        for row, line in enumerate(wrap([Run("", shown)], max(look.width - wide - 8, 20)) or [()]):
            yield f"     {word if row == 0 else '':<{wide}}  {look.dress(line)}"


def keeping_both(dispute: Dispute) -> str:
    """What becomes of a new article whose number another bears."""
    from constitution.display import safe

    return _("keep both: this one becomes article {number}").format(
        number=safe(dispute.beside or "")
    )


def _around(before: str, after: str) -> str:
    """The words next to those that collide, so that a person finds the place."""
    left, right = " ".join(before.split()), " ".join(after.split())
    if not left and not right:
        return ""
    left = left if len(left) <= 24 else "…" + left[-24:].partition(" ")[2]
    right = right if len(right) <= 24 else right[:24].rpartition(" ")[0] + "…"
    space = "" if right[:1] in {",", ".", ")"} else " "
    return f"{left} [ ]{space}{right}".strip()


def _choice_word(choice: Choice) -> str:
    from constitution.display import safe
    from constitution.merge import Reworded

    if isinstance(choice, Reworded):
        return safe(choice.words)
    return {
        "base": _("before"),
        "current": _("current text"),
        "amendment": _("amendment"),
        "both": _("both"),
    }[choice]


def clash_json(clash: Clash) -> dict[str, Any]:
    """A collision as data."""
    return {
        "path": clash.path,
        "kind": clash.kind,
        "keys": list(clash.keys),
        "passages": [
            {
                "alinea": conflict.alinea,
                "base": conflict.base,
                "current": conflict.current,
                "amendment": conflict.amendment,
            }
            for conflict in clash.conflicts
        ],
    }


def dispute_json(dispute: Dispute, number: int, choice: Choice | None) -> dict[str, Any]:
    """One conflict as `--json` gives it."""
    from constitution.merge import Reworded

    conflict = dispute.conflict
    return {
        "number": number,
        "path": dispute.path,
        "kind": dispute.kind,
        "key": dispute.key,
        "alinea": conflict.alinea if conflict else None,
        "base": conflict.base if conflict else None,
        "current": conflict.current if conflict else None,
        "amendment": conflict.amendment if conflict else None,
        "before": conflict.before if conflict else None,
        "after": conflict.after if conflict else None,
        "chosen": {"words": choice.words} if isinstance(choice, Reworded) else choice,
    }


def review_lines(
    talk: Talk, rereadings: Rereadings, drafted: Mapping[str, bytes | None] = MappingProxyType({})
) -> Iterator[str]:
    """What a person must read again, as it reads once merged, and why.

    An article that the current text does not have is called as the amendment `drafted` it.
    """
    from constitution.assembly.clashes import place_words
    from constitution.assembly.rereading import reasons_to_reread
    from constitution.display import Run, safe, wrap
    from constitution.merge import note_label
    from constitution.outline import name_at

    look = talk.look()
    texts = _texts_with(talk, rereadings, drafted)
    for path, places in rereadings.items():
        for reason in reasons_to_reread(places):
            yield introduce(safe(name_at(path, texts)), reason.sentence)
            for place in reason.places:
                label = place_words(place.stands, note_label(place.merged))
                for told in filter(None, (*place.merged.split("\n"), place.message)):
                    shown = [Run("", safe(told))]
                    for line in wrap(shown, max(look.width - 20, 20)) or [()]:
                        yield f"  {label:<16}  {look.dress(line)}"
                        label = ""


def review_json(rereadings: Rereadings) -> list[dict[str, Any]]:
    """What a person must read again as data."""
    return [
        {"path": path, **_rereading_json(place)}
        for path, places in rereadings.items()
        for place in places
    ]


def _rereading_json(place: Rereading) -> dict[str, Any]:
    from constitution.merge import Review

    if isinstance(place, Review):
        return {
            "kind": place.kind,
            "alinea": place.alinea,
            "base": place.base,
            "current": place.current,
            "amendment": place.amendment,
            "merged": place.merged,
        }
    return {
        "kind": "reference",
        "alinea": place.stands,
        "words": place.words,
        "written_for": list(place.written_for),
        "leads_to": list(place.leads_to),
        "merged": place.merged,
    }
