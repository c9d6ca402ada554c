"""Rivals: who collides with whom, and what becomes of the others once one is voted on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import Word, argument, json_option, option, verb
from constitution.language import N_, _, introduce

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constitution.assembly.rivalry import Fate, Standing
    from constitution.rivals import Relation, Rivalry

__all__ = ["rivals_verb"]

_MARKS: dict[Relation, str] = {
    "apart": "·",
    "same article": "o",
    "same place": "+",
    "same words": "X",
    "identical": "=",
}


@verb(
    "rivals",
    help=N_(
        "Which pending amendments meet: apart, same article, same place (both only insert there), "
        "same words, identical; for every pair, or for those that are named. With --if, what becomes of the others once one is "
        "adopted or rejected."
    ),
    example=(
        "constitution rivals\n"
        "constitution rivals 12\n"
        "constitution rivals --if 12 adopted\n"
        "constitution rivals --json"
    ),
)
@argument("amendments", nargs=-1, metavar="[N]…")
@option(
    "--if",
    "supposed",
    type=(str, Word(["adopted", "rejected"])),
    multiple=True,
    metavar="N adopted|rejected",
    help=N_("What falls, what is carried over, what must be rewritten."),
)
@json_option
@pass_talk
def rivals_verb(
    talk: Talk,
    *,
    amendments: tuple[str, ...],
    supposed: tuple[tuple[str, Literal["adopted", "rejected"]], ...],
    as_json: bool,
) -> None:
    """Print the rivals."""
    from constitution.assembly.pending import find_pending
    from constitution.assembly.rivalry import standings, suppose
    from constitution.errors import Unclear
    from constitution.rivals import find_rivals

    desk = talk.desk()
    if len(supposed) > 1:
        raise Unclear(
            _("only one outcome can be supposed at a time"),
            hint=_("Give --if once, and ask again for the other."),
        )
    if supposed:
        [(name, outcome)] = supposed
        named = {find_pending(desk, one).slug for one in amendments}
        fates = [
            fate for fate in suppose(desk, name, outcome) if not named or fate.pending.slug in named
        ]
        _show_fates(talk, find_pending(desk, name).name, outcome, fates, as_json=as_json)
        return
    every = standings(desk, amendments)
    named = {find_pending(desk, one).slug for one in amendments}
    found = [
        rivalry
        for rivalry in find_rivals([one.proposal for one in every])
        if not named or rivalry.one in named or rivalry.other in named
    ]
    if as_json:
        talk.json(_rivals_json(every, found))
    elif not every:
        talk.say(_("No amendment was submitted."))
    elif named:
        talk.show(_pair_lines(talk, every, found))
    else:
        talk.show(_matrix_lines(talk, every, found))


def _rivals_json(every: Sequence[Standing], found: Sequence[Rivalry]) -> dict[str, Any]:
    names: dict[str, str] = {
        one.pending.slug: one.pending.number or one.pending.slug for one in every
    }
    return {
        "format": "constitution-rivals/1",
        "amendments": [
            {
                "slug": one.pending.slug,
                "number": one.pending.number,
                "title": one.pending.amendment.title,
                "state": one.pending.state,
                "on": one.pending.amendment.on,
                "files": list(one.proposal.paths),
                "collides": bool(one.clashes),
            }
            for one in every
        ],
        "pairs": [
            {
                "one": names[rivalry.one],
                "other": names[rivalry.other],
                "relation": rivalry.relation,
                "files": list(rivalry.paths),
            }
            for rivalry in found
        ],
    }


# -- for people ------------------------------------------------------------------------------------


def _matrix_lines(talk: Talk, every: Sequence[Standing], found: Sequence[Rivalry]) -> Iterator[str]:
    """A square of marks, in blocks as wide as the screen, and what each amendment touches."""
    from constitution.display import safe

    relations = {
        pair: rivalry.relation
        for rivalry in found
        for pair in ((rivalry.one, rivalry.other), (rivalry.other, rivalry.one))
    }
    shown = [one for one in every if any(one.pending.slug in pair for pair in relations)]
    labels = _labels(shown)
    width = max((len(label) for label in labels.values()), default=1)
    fitting = max(1, (talk.width - width - 1) // (width + 1))
    for start in range(0, len(shown), fitting):
        columns = [one.pending.slug for one in shown[start : start + fitting]]
        yield " " * width + "".join(f" {labels[slug]:>{width}}" for slug in columns)
        for row in (one.pending.slug for one in shown):
            marks = (
                "\\" if row == slug else _MARKS[relations.get((row, slug), "apart")]
                for slug in columns
            )
            yield f"{labels[row]:>{width}}" + "".join(f" {mark:>{width}}" for mark in marks)
        yield ""
    from constitution.assembly.rivalry import relation_words

    words = relation_words()
    if shown:
        yield "   ".join(f"{mark} {words[relation]}" for relation, mark in _MARKS.items())
    for one in shown:
        if one.pending.number is None:
            yield f"{labels[one.pending.slug]}  {safe(one.pending.slug)}"
    alone = [safe(one.pending.name) for one in every if one not in shown]
    if alone:
        yield _("Apart from all others: {names}").format(names=", ".join(alone))
    yield from _collision_lines(every)
    if found:
        yield ""
        yield from _place_lines(talk, every, found)


def _labels(shown: Sequence[Standing]) -> dict[str, str]:
    """The number of each amendment; `d1`, `d2` for drafts, which have none."""
    labels: dict[str, str] = {}
    drafts = 0
    for one in shown:
        if one.pending.number is None:
            drafts += 1
            labels[one.pending.slug] = f"d{drafts}"
        else:
            labels[one.pending.slug] = one.pending.number
    return labels


def _collision_lines(every: Sequence[Standing]) -> Iterator[str]:
    from constitution.display import safe

    behind = [safe(one.pending.name) for one in every if one.clashes]
    if behind:
        yield _("Colliding with the current text: {names}").format(names=", ".join(behind))


def _place_lines(talk: Talk, every: Sequence[Standing], found: Sequence[Rivalry]) -> Iterator[str]:
    """The places where amendments meet, in reading order, with their numbers."""
    from constitution.display import Run, safe, wrap
    from constitution.path import path_key

    names: dict[str, str] = {
        one.pending.slug: one.pending.number or one.pending.slug for one in every
    }
    order: dict[str, int] = {one.pending.slug: place for place, one in enumerate(every)}
    at: dict[str, set[str]] = {}
    for rivalry in found:
        for path in rivalry.paths:
            at.setdefault(path, set()).update((rivalry.one, rivalry.other))
    look = talk.look()
    for path in sorted(at, key=lambda path: (not path.startswith("articles/"), path_key(path))):
        numbers = ", ".join(names[slug] for slug in sorted(at[path], key=order.__getitem__))
        line = introduce(_heading(path, every), numbers)
        for wrapped in wrap([Run("", safe(line))], look.width):
            yield look.dress(wrapped)


def _heading(path: str, every: Sequence[Standing]) -> str:
    from constitution.cli.choosing import heading_of

    if not path.startswith("articles/"):
        return path
    for one in every:
        data = one.beneath.get(path) or one.proposal.added.get(path)
        if data:
            return heading_of(path, data.decode("utf-8", "replace"))
    return path


def _pair_lines(talk: Talk, every: Sequence[Standing], found: Sequence[Rivalry]) -> Iterator[str]:
    """A line for each pair, with the places where the two meet."""
    from constitution.display import Run, safe, wrap

    by_slug: Mapping[str, Standing] = {one.pending.slug: one for one in every}
    from constitution.assembly.rivalry import relation_words

    words = relation_words()
    look = talk.look()
    for rivalry in found:
        one, other = by_slug[rivalry.one].pending, by_slug[rivalry.other].pending
        line = _("{one} and {other}: {relation}").format(
            one=one.name, other=other.name, relation=words[rivalry.relation]
        )
        if rivalry.paths:
            line += f" ({', '.join(_heading(path, every) for path in rivalry.paths)})"
        for wrapped in wrap([Run("", safe(line))], look.width):
            yield look.dress(wrapped)
    if not found:
        yield _("Apart from all others.")
    yield from _collision_lines(every)


# -- if one is adopted or rejected -----------------------------------------------------------------


def _show_fates(
    talk: Talk, name: str, outcome: str, fates: Sequence[Fate], *, as_json: bool
) -> None:
    from constitution.cli.collisions import clash_json, review_json

    if as_json:
        talk.json(
            {
                "format": "constitution-prospect/1",
                "amendment": name,
                "outcome": outcome,
                "others": [
                    {
                        "slug": fate.pending.slug,
                        "number": fate.pending.number,
                        "title": fate.pending.amendment.title,
                        "fate": fate.kind,
                        "conflicts": [clash_json(clash) for clash in fate.clashes],
                        "review": review_json(fate.rereadings),
                    }
                    for fate in fates
                ],
            }
        )
        return
    talk.show(_fate_lines(talk, name, outcome, fates))


def _fate_lines(talk: Talk, name: str, outcome: str, fates: Sequence[Fate]) -> Iterator[str]:
    from constitution.assembly.rivalry import fate_words
    from constitution.display import Run, safe, wrap

    words = {
        "adopted": _("If amendment {name} is adopted:"),
        "rejected": _("If amendment {name} is rejected:"),
    }
    yield talk.bold(words[outcome].format(name=safe(name)))
    look = talk.look()
    for kind, title in fate_words().items():
        own = [fate for fate in fates if fate.kind == kind]
        if not own:
            continue
        yield ""
        yield title
        if kind == "unchanged":
            names = ", ".join(fate.pending.name for fate in own)
            for line in wrap([Run("", safe(names))], look.width - 2):
                yield "  " + look.dress(line)
            continue
        for fate in own:
            named = f"{fate.pending.name} — {fate.pending.amendment.title}"
            told = introduce(named, fate.reason)
            for row, line in enumerate(wrap([Run("", safe(told))], look.width - 4)):
                yield ("  " if row == 0 else "    ") + look.dress(line)
            if kind == "both":
                advice = _("once that is so: `constitution amend resolve {name} --both`").format(
                    name=fate.pending.number or fate.pending.slug
                )
                yield "    " + look.dress((Run("", safe(advice)),))
    if not fates:
        yield _("No other amendment was submitted.")
