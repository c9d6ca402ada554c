"""Settling what an amendment and the current text both changed: `amend update` and `amend resolve`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from constitution.cli.collisions import (
    READ_AGAIN,
    clash_lines,
    dispute_json,
    dispute_lines,
    keeping_both,
    review_json,
    review_lines,
)
from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import Figure, argument, json_option, option, verb
from constitution.language import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.assembly.clashes import Dispute
    from constitution.assembly.drafting import Updated
    from constitution.merge import Choice

__all__ = ["resolve_verb", "update_verb"]


@verb(
    "update",
    help=N_(
        "Bring an amendment onto the current text, word by word, in one commit on its branch; "
        "where words collide, list the conflicts, and in a terminal ask about each. Exit 1 where "
        "conflicts are left, 3 where something is to be read again: a sentence that both sides "
        "touched, a reference that one side turned."
    ),
    example="constitution amend update 12\nconstitution amend update 12 --json",
)
@argument("amendment")
@json_option
@pass_talk
def update_verb(talk: Talk, *, amendment: str, as_json: bool) -> None:
    """Bring an amendment onto the current text."""
    from constitution.assembly.choices import remembered_choices
    from constitution.assembly.drafting import Updated, disputes_of, update
    from constitution.assembly.pending import find_pending

    desk = talk.writer()
    result = update(desk, amendment)
    if isinstance(result, Updated):
        _tell_updated(talk, result, as_json=as_json)
        return
    one = find_pending(desk, amendment)
    disputes = disputes_of(desk, amendment)
    choices = remembered_choices(desk, one.slug)
    if as_json:
        talk.json(
            {
                "format": "constitution-update/1",
                "state": "conflicting",
                "commit": None,
                "review": [],
                "conflicts": [
                    dispute_json(dispute, number, choices.get(dispute.id))
                    for number, dispute in enumerate(disputes, start=1)
                ],
            }
        )
        raise click.exceptions.Exit(1)
    if talk.is_interactive:
        left = [place for place, one in enumerate(disputes) if one.id not in choices]
        for place in left:
            _ask(talk, amendment, disputes, place)
        if not _finish(talk, amendment):
            raise click.exceptions.Exit(1)
        return
    talk.show(_all_lines(talk, amendment))
    left = [number for number, one in enumerate(disputes, start=1) if one.id not in choices]
    if len(left) < len(disputes):
        talk.say(_left_words(left, disputes))
    talk.say(_("Nothing was changed. Settle the conflicts one by one:"))
    number = left[0] if left else 1
    for way in _ways(disputes[number - 1]):
        talk.say(f"  constitution amend resolve {one.number or one.slug} {number} {way}")
    raise click.exceptions.Exit(1)


def _ways(dispute: Dispute) -> Iterator[str]:
    """The options by which a conflict can be settled."""
    yield "--current"
    if not dispute.takes_both:
        yield "--amendment"
    if dispute.takes_both:
        yield "--both"
    if dispute.takes_words:
        yield '--words "…"'
        yield "--edit"


def _left_words(left: Sequence[int], disputes: Sequence[Dispute]) -> str:
    return _("Left to settle: {numbers} of {total}.").format(
        numbers=", ".join(map(str, left)), total=len(disputes)
    )


def _all_lines(talk: Talk, amendment: str) -> Iterator[str]:
    """Every conflict of an amendment with its number, and what was chosen."""
    from constitution.assembly.carrying import carry, current_text
    from constitution.assembly.choices import remembered_choices
    from constitution.assembly.clashes import Conflicting
    from constitution.assembly.drafting import ground
    from constitution.assembly.pending import find_pending

    desk = talk.desk()
    one = find_pending(desk, amendment)
    carried = carry(desk, one, current_text(ground(desk, one)))
    if isinstance(carried, Conflicting):
        yield from clash_lines(
            talk,
            carried.clashes,
            numbered=True,
            choices=remembered_choices(desk, one.slug),
            drafted=one.files,
        )


def _tell_updated(talk: Talk, result: Updated, *, as_json: bool) -> None:
    """Say that an amendment stands on the current text; exit 3 where something is to be read again."""
    from constitution.cli.read import waits_for
    from constitution.display import safe

    if as_json:
        talk.json(
            {
                "format": "constitution-update/1",
                "state": "updated",
                "commit": result.pending.branch.tip,
                "review": review_json(result.rereadings),
                "conflicts": [],
            }
        )
    else:
        for line in review_lines(talk, result.rereadings, result.pending.files):
            talk.say(line)
        one = result.pending
        talk.say(_("Amendment {name} stands on the current text.").format(name=safe(one.name)))
        wait = waits_for(talk.desk(), one)
        talk.say(talk.dim(wait) if talk.is_interactive else wait)
    if result.rereadings:
        raise click.exceptions.Exit(READ_AGAIN)


@verb(
    "resolve",
    help=N_(
        "Settle conflicts between an amendment and the current text, by the numbers that `amend "
        "update` shows; without numbers, every one that is left. Choices are remembered until the "
        "last is made; then the amendment is brought onto the current text, in one commit."
    ),
    example=(
        "constitution amend resolve 12 1 --current\n"
        "constitution amend resolve 12 2 3 --amendment\n"
        'constitution amend resolve 12 4 --words "six cent mille"\n'
        "constitution amend resolve 12 4 --edit"
    ),
)
@argument("amendment")
@argument("numbers", nargs=-1, type=Figure(1), metavar="[K]…")
@option("--current", is_flag=True, help=N_("Keep the words of the current text."))
@option("--amendment", "theirs", is_flag=True, help=N_("Take those of the amendment."))
@option(
    "--both",
    is_flag=True,
    help=N_(
        "Keep both where both only insert: the words of the current text, then those of the "
        "amendment; of two new articles, the one of the amendment under the next number."
    ),
)
@option("--edit", is_flag=True, help=N_("Write other words in your editor."))
@option("--words", metavar="TEXT", help=N_("Take these words instead."))
@option("--file", metavar="FILE", help=N_("Take the words of a file; - for standard input."))
@pass_talk
def resolve_verb(
    talk: Talk,
    *,
    amendment: str,
    numbers: tuple[int, ...],
    current: bool,
    theirs: bool,
    both: bool,
    edit: bool,
    words: str | None,
    file: str | None,
) -> None:
    """Settle conflicts."""
    from constitution.assembly.choices import remembered_choices
    from constitution.assembly.drafting import disputes_of
    from constitution.assembly.pending import find_pending
    from constitution.errors import Refused, Unclear, Unknown

    desk = talk.writer()
    one = find_pending(desk, amendment)
    disputes = disputes_of(desk, amendment)
    if not disputes:
        raise Refused(
            _("amendment {name} collides with nothing in the current text").format(name=one.name),
            hint=_("Bring it there: `constitution amend update {name}`.").format(
                name=one.number or one.slug
            ),
        )
    for number in numbers:
        if number > len(disputes):
            raise Unknown(
                _("there is no conflict {number}").format(number=number),
                hint=ngettext(
                    "`constitution amend update {name}` shows the only one.",
                    "`constitution amend update {name}` shows all {total}.",
                    len(disputes),
                ).format(name=one.number or one.slug, total=len(disputes)),
            )
    named = {"current": current, "amendment": theirs, "both": both, "edit": edit}
    flags = [name for name, given in named.items() if given]
    way = flags[0] if flags else None
    ways = flags + [given for given in (words, file) if given is not None]
    if len(ways) > 1 or (not ways and not talk.is_interactive):
        raise Unclear(
            _("say in one way how the conflict is settled"),
            hint=_("Add --current, --amendment, --both, --edit, --words TEXT or --file FILE."),
        )
    chosen = remembered_choices(desk, one.slug)
    places = [number - 1 for number in numbers] or [
        place for place, dispute in enumerate(disputes) if dispute.id not in chosen
    ]
    for place in places:
        if not ways:
            _ask(talk, amendment, disputes, place)
        else:
            _settle(talk, amendment, disputes[place], place, way=way, words=words, file=file)
    _finish(talk, amendment)


def _ask(talk: Talk, amendment: str, disputes: Sequence[Dispute], place: int) -> None:
    """Ask a person about one conflict, and remember what they say."""
    from constitution.outline import name_at

    dispute = disputes[place]
    talk.say()
    talk.say(
        _("Conflict {number} of {total}, in {article}").format(
            number=place + 1,
            total=len(disputes),
            article=name_at(dispute.place, talk.desk().main().texts),
        )
    )
    for line in dispute_lines(talk, dispute, None):
        talk.say(line)
    ways = [
        "current",
        *([] if dispute.takes_both else ["amendment"]),
        *(["both"] if dispute.takes_both else []),
        *(["edit"] if dispute.takes_words else []),
        "later",
    ]
    words = {
        "current": _("the current text"),
        "amendment": _("the amendment"),
        "both": (
            _("both, that of the current text first")
            if dispute.beside is None
            else keeping_both(dispute)
        ),
        "edit": _("other words"),
        "later": _("later"),
    }
    for number, way in enumerate(ways, start=1):
        talk.say(f"  {number}  {words[way]}")
    answer: int = click.prompt(
        _("Your choice"),
        type=click.IntRange(1, len(ways)),
        default=len(ways),
        prompt_suffix=_(": "),
        err=True,
    )
    way = ways[answer - 1]
    if way != "later":
        _settle(talk, amendment, dispute, place, way=way, words=None, file=None)


def _settle(
    talk: Talk,
    amendment: str,
    dispute: Dispute,
    place: int,
    *,
    way: str | None,
    words: str | None,
    file: str | None,
) -> None:
    """Remember how one conflict is settled."""
    from constitution.assembly.drafting import settle
    from constitution.assembly.pending import find_pending
    from constitution.display import safe
    from constitution.errors import Refused
    from constitution.merge import Reworded
    from constitution.text import decode

    choice: Choice
    if way == "current":
        choice = "current"
    elif way == "amendment":
        choice = "amendment"
    elif way == "both":
        choice = Reworded(dispute.both) if dispute.only_inserts else "both"
    elif way == "edit":
        conflict = dispute.conflict
        edited = talk.edited(
            (conflict.amendment.strip() if conflict is not None else "") + "\n",
            slug=find_pending(talk.desk(), amendment).slug,
            path=f"conflicts/{dispute.id.removeprefix('sha256:')[:16]}.txt",
            base=conflict.current if conflict is not None else None,
        )
        if edited is None:
            raise Refused(_("nothing was saved in the editor: nothing changes"))
        choice = Reworded(edited.strip())
    else:
        text = words if words is not None else decode(talk.read_input(file), file or "-")
        choice = Reworded(text.strip())
    settle(talk.desk(), amendment, place + 1, choice)
    if choice == "both" and dispute.beside is not None:
        talk.say(
            _(
                "The article of the amendment becomes article {number}; where the amendment refers "
                "to it by number, change that: `constitution amend edit {name}`."
            ).format(number=safe(dispute.beside), name=safe(amendment))
        )


def _finish(talk: Talk, amendment: str) -> bool:
    """Whether every choice is made, and the amendment was brought onto the current text."""
    from constitution.assembly.drafting import Updated, conclude

    result = conclude(talk.desk(), amendment)
    if isinstance(result, Updated):
        _tell_updated(talk, result, as_json=False)
        return True
    talk.say(_left_words(result.left, result.disputes))
    return False
