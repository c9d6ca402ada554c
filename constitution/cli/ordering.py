"""The voting order, and the chair's changes to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import json_option, option, verb
from constitution.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constitution.assembly.pending import Pending
    from constitution.order import Called

__all__ = ["order_verb"]


@verb(
    "order",
    help=N_(
        "The voting order: article by article, suppression first, then what departs furthest from "
        "the text, by the share of words changed; sub-amendments before their amendment, identical "
        "ones together, the text as a whole last. The chair may change it, with a reason."
    ),
    example=(
        "constitution order\n"
        'constitution order --move 12 --before 9 --reason "It is a compromise"\n'
        'constitution order --as-proposed --reason "The compromise was withdrawn"'
    ),
)
@option("--move", metavar="N", help=N_("The amendment to call elsewhere."))
@option("--before", metavar="M", help=N_("Call it before this one."))
@option("--after", metavar="M", help=N_("Call it after this one."))
@option("--as-proposed", is_flag=True, help=N_("Return to the proposed order."))
@option("--reason", default="", help=N_("Why, for the record."))
@option("--by", metavar="NAME", help=N_("Who decided; whoever records it, by default."))
@option(
    "--publish/--no-publish",
    default=True,
    help=N_("Push it to the remote of this clone, where there is one."),
)
@json_option
@pass_talk
def order_verb(
    talk: Talk,
    *,
    move: str | None,
    before: str | None,
    after: str | None,
    as_proposed: bool,
    reason: str,
    by: str | None,
    publish: bool,
    as_json: bool,
) -> None:
    """Print the voting order, or change it."""
    from constitution.assembly.ordering import rule_on_order, voting_order, withdraw_rulings
    from constitution.assembly.pending import pending
    from constitution.errors import Unclear

    other = before or after
    if (move is not None or other is not None) and (
        move is None or other is None or (before and after) or as_proposed
    ):
        raise Unclear(
            _("say what moves, and before or after what"),
            hint=_('For example: `constitution order --move 12 --before 9 --reason "…"`.'),
        )
    unpublished = None
    if as_proposed:
        unpublished = withdraw_rulings(talk.writer(), reason=reason, publish=publish)
    elif move is not None and other is not None:
        unpublished = rule_on_order(
            talk.writer(),
            move,
            other,
            after=after is not None,
            reason=reason,
            by=by,
            publish=publish,
        )
    desk = talk.desk()
    order = voting_order(desk)
    by_number = {str(one.number): one for one in pending(desk)}
    if as_json:
        talk.json(_order_json(order, by_number))
    elif not order:
        talk.say(_("No amendment was submitted."))
    else:
        talk.show(_order_lines(talk, order, by_number))
        if any(turn.candidate.departure is not None for turn in order):
            talk.say(
                _(
                    "The share is that of the words of the article which an amendment changes: what "
                    "changes most is called first."
                )
            )
    if unpublished is not None:
        talk.say(_("It was not published: {reason}").format(reason=unpublished))


def _order_json(order: Sequence[Called], by_number: Mapping[str, Pending]) -> dict[str, object]:
    return {
        "format": "constitution-voting-order/1",
        "order": [
            {
                "number": turn.candidate.number,
                "title": by_number[turn.candidate.number].amendment.title,
                "state": by_number[turn.candidate.number].state,
                "path": turn.candidate.path,
                "suppression": turn.candidate.suppression,
                "departure": round(float(turn.candidate.departure), 4)
                if turn.candidate.departure is not None
                else None,
                "on": turn.candidate.on,
                "identical": list(turn.candidate.twins),
                "ruling": {
                    "amendment": turn.ruling.amendment,
                    "before": None if turn.ruling.after else turn.ruling.other,
                    "after": turn.ruling.other if turn.ruling.after else None,
                    "reason": turn.ruling.reason,
                    "by": turn.ruling.by,
                    "decided": turn.ruling.decided.isoformat(),
                }
                if turn.ruling is not None
                else None,
            }
            for turn in order
        ],
    }


def _order_lines(
    talk: Talk, order: Sequence[Called], by_number: Mapping[str, Pending]
) -> Iterator[str]:
    from constitution.display import Run, safe, wrap
    from constitution.order import tell_departures

    look = talk.look()
    width = max(len(by_number[turn.candidate.number].name) for turn in order)
    measures = tell_departures(order)
    room = max(5, *map(len, measures))
    last: str | None = ""
    headed: set[str | None] = set()
    for turn, measure in zip(order, measures, strict=True):
        one = turn.candidate
        if one.path != last:
            last = one.path
            place = _place(talk, turn, by_number)
            if one.path in headed:
                place = _("{article}, continued").format(article=place)
            headed.add(one.path)
            yield ("" if turn is order[0] else "\n") + talk.bold(place)
        pending = by_number[one.number]
        told = [safe(pending.amendment.title), *_notes(turn)]
        start = f"  {safe(pending.name):<{width}}  {measure:>{room}}  "
        for row, line in enumerate(
            wrap([Run("", " · ".join(told))], max(look.width - len(start), 20))
        ):
            yield (start if row == 0 else " " * len(start)) + look.dress(line)


def _notes(turn: Called) -> Iterator[str]:
    """What decided the turn, beside the measure."""
    from constitution.display import safe

    one = turn.candidate
    if one.suppression:
        yield _("suppression")
    if one.on is not None:
        yield _("a change to amendment {number}").format(number=one.on)
    if one.twins:
        yield _("identical to {names}").format(names=", ".join(one.twins))
    if turn.ruling is not None:
        words = (
            _("called after {other} by decision of {name}: {reason}")
            if turn.ruling.after
            else _("called before {other} by decision of {name}: {reason}")
        )
        yield words.format(
            other=turn.ruling.other, name=safe(turn.ruling.by), reason=safe(turn.ruling.reason)
        )


def _place(talk: Talk, turn: Called, by_number: Mapping[str, Pending]) -> str:
    """The article where an amendment is called."""
    from constitution.cli.choosing import heading_of
    from constitution.display import safe

    path = turn.candidate.path
    if path is None:
        return _("The text as a whole, and other questions")
    main = talk.desk().main()
    if path in main.texts:
        return safe(heading_of(path, main.texts[path]))
    data = by_number[turn.candidate.number].files.get(path)
    if data and path.startswith("articles/"):
        return safe(heading_of(path, data.decode("utf-8", "replace")))
    return safe(path)
