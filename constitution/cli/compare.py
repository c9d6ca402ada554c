"""Comparing: what changed, word by word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import argument, json_option, option, verb
from constitution.cli.words import show_words, words_options
from constitution.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constitution.assembly import Desk
    from constitution.diff import Delta
    from constitution.sentences import Style

__all__ = ["diff_verb", "show_delta"]


@verb(
    "diff",
    help=N_(
        "What changed, word by word: with an amendment, between two moments, or, without either, "
        "what you changed in the work tree or on the branch that is checked out."
    ),
    example=(
        "constitution diff --amendment 12\n"
        "constitution diff 12 --from vote:3\n"
        "constitution diff --from 2026-01-01 --to 2026-11-23 --stat\n"
        "constitution diff --amendment 12 --words --style law"
    ),
)
@argument("articles", nargs=-1, metavar="[ARTICLE]…")
@option("--from", "from_", metavar="WHEN", help=N_("The older text."))
@option("--to", metavar="WHEN", help=N_("The newer text; the current one by default."))
@option("--amendment", metavar="N", help=N_("What this amendment changes."))
@option("--stat", is_flag=True, help=N_("Words inserted and deleted, an article a line."))
@option("--side-by-side", is_flag=True, help=N_("The old text on the left, the new on the right."))
@words_options
@json_option
@pass_talk
def diff_verb(
    talk: Talk,
    *,
    articles: tuple[str, ...],
    from_: str | None,
    to: str | None,
    amendment: str | None,
    stat: bool,
    side_by_side: bool,
    words: bool,
    style: Style,
    as_json: bool,
) -> None:
    """Print what changed."""
    from constitution.diff import diff_texts
    from constitution.errors import Refused
    from constitution.outline import find

    desk = talk.desk()
    if amendment is not None and (from_ or to):
        raise Refused(
            _("--amendment compares with the text it amends; --from and --to name others"),
            hint=_("Give one or the other."),
        )
    if amendment is not None:
        old, new, moves = _sides_of_amendment(desk, amendment)
    elif from_ is not None or to is not None:
        old, new, moves = _sides_of_moments(talk, desk, from_, to)
    else:
        old, new, moves = _sides_of_work(desk)
    whole = old
    if articles:
        wanted: set[str] = {find(name, {**old, **new}) for name in articles}
        origin = {target: source for source, target in moves.items()}
        wanted |= {origin[path] for path in wanted if path in origin}
        wanted |= {moves[path] for path in wanted if path in moves}
        old = {path: text for path, text in old.items() if path in wanted}
        new = {path: text for path, text in new.items() if path in wanted}
    moves = {a: b for a, b in moves.items() if a in old and b in new}
    delta = diff_texts(old, new, moves)
    if words:
        language = desk.main().settings.language
        show_words(talk, delta, whole, language=language, style=style, as_json=as_json)
        return
    show_delta(
        talk,
        delta,
        {**old, **new},
        stat=stat,
        side_by_side=side_by_side,
        as_json=as_json,
    )


def show_delta(
    talk: Talk,
    delta: Delta,
    texts: Mapping[str, str],
    *,
    stat: bool = False,
    side_by_side: bool = False,
    as_json: bool = False,
) -> None:
    """Print a difference in the layout that was asked for."""
    from constitution.cli.choosing import heading_of
    from constitution.cli.rendering import render_side_by_side, render_stat, render_unified
    from constitution.diff import to_json

    def title(path: str) -> str:
        return heading_of(path, texts.get(path, ""))

    if as_json:
        talk.json({"format": "constitution-diff/1", **to_json(delta)})
    elif not delta:
        talk.say(_("Nothing changed."))
    elif stat:
        talk.show(render_stat(delta, title, talk.look()))
    elif side_by_side:
        talk.show(render_side_by_side(delta, title, talk.look()))
    else:
        talk.show(render_unified(delta, title, talk.look()))


Sides = tuple[dict[str, str], dict[str, str], dict[str, str]]


def _sides_of_amendment(desk: Desk, name: str) -> Sides:
    """The text an amendment amends, and the same with it; the current text where it carries."""
    from constitution.assembly.carrying import Conflicting, carry, current_text
    from constitution.assembly.pending import find_pending
    from constitution.history import Snapshot
    from constitution.text import decode

    entry = next((one for one in reversed(desk.records()) if name in {one.number, one.slug}), None)
    if entry is not None and entry.adopted:
        before, after = desk.at(entry.parent), desk.at(entry.commit.id)
        return dict(before.texts), dict(after.texts), entry.motion.moves
    one = find_pending(desk, name, disposed=True)
    main = desk.main()
    carried = carry(desk, one, current_text(main))
    if isinstance(carried, Conflicting) or one.state not in {"draft", "submitted", "put"}:
        base, draft = desk.at(one.fork), Snapshot(desk.repository, one.branch.tip)
        return dict(base.texts), dict(draft.texts), dict(one.amendment.moves)
    new = {path: text for path, text in main.texts.items() if path not in carried.files}
    new |= {
        path: decode(data, path)
        for path, data in carried.files.items()
        if data is not None and path.startswith("articles/")
    }
    return dict(main.texts), new, dict(carried.moves)


def _sides_of_moments(talk: Talk, desk: Desk, from_: str | None, to: str | None) -> Sides:
    from constitution.cli.choosing import choose, declared_moves
    from constitution.cli.read import warn

    main = desk.main()
    if from_ is None:
        founding = list(desk.repository.first_parents(main.commit))[-1]
        from_ = founding
    old = choose(desk, from_, None)
    new = choose(desk, to, None)
    for chosen in (old, new):
        warn(talk, chosen)
    doubted = {**(old.cannot_tell or {}), **(new.cannot_tell or {})}
    moves = declared_moves(desk, old.commit, new.commit)
    return (
        {path: text for path, text in old.texts.items() if path not in doubted},
        {path: text for path, text in new.texts.items() if path not in doubted},
        moves,
    )


def _sides_of_work(desk: Desk) -> Sides:
    """What the branch that is checked out, and the files not committed yet, change."""
    from constitution.article import path_key
    from constitution.assembly.pending import find_pending
    from constitution.history import Snapshot
    from constitution.text import decode

    repository = desk.repository
    main = desk.main()
    branch = repository.checked_out or ""
    base, moves = main, dict[str, str]()
    if branch.startswith("amendments/"):
        one = find_pending(desk, branch.removeprefix("amendments/"), disposed=True)
        base, moves = desk.at(one.fork), dict(one.amendment.moves)
    if repository.is_bare:
        return dict(base.texts), dict(main.texts), {}
    folder = Path(repository.folder)
    here = {
        file.relative_to(folder).as_posix(): decode(
            file.read_bytes(), file.relative_to(folder).as_posix()
        )
        for file in (folder / "articles").rglob("*.md")
    }
    new = {path: here[path] for path in sorted(here, key=path_key)}
    if not branch:
        base = Snapshot(repository, main.commit)
    return dict(base.texts), new, moves
