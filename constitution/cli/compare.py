"""Comparing: what changed, word by word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.cli.layouts import Layout, layout_options, show_delta
from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import argument, option, verb
from constitution.cli.words import show_words, words_options
from constitution.language import N_, _, join_clauses

if TYPE_CHECKING:
    from constitution.assembly import Desk
    from constitution.history import Entry
    from constitution.sentences import Style

__all__ = ["diff_verb"]


@verb(
    "diff",
    help=N_(
        "What changed, word by word: with an amendment, between two moments, between two files or "
        "folders of Markdown, or, without any, what you changed in the work tree or on the branch "
        "that is checked out."
    ),
    example=(
        "constitution diff --amendment 12\n"
        "constitution diff 12 --from vote:3\n"
        "constitution diff --from 2026-01-01 --to 2026-11-23 --stat\n"
        "constitution diff --amendment 12 --words --style law\n"
        "constitution diff --amendment 12 --html amendment-12.html\n"
        "constitution diff --files old.md new.md --side-by-side"
    ),
)
@argument("articles", nargs=-1, metavar="[ARTICLE]…")
@option("--from", "from_", metavar="WHEN", help=N_("The older text."))
@option("--to", metavar="WHEN", help=N_("The newer text; the current one by default."))
@option("--amendment", metavar="N", help=N_("What this amendment changes."))
@option(
    "--files",
    nargs=2,
    metavar="OLD NEW",
    help=N_("Two files, or two folders, of Markdown, in a repository or not."),
)
@option(
    "--match",
    is_flag=True,
    help=N_(
        "Follow articles that moved and were not declared moved, by their words, however many; by "
        "default, without --amendment, those of which nobody can doubt it."
    ),
)
@option("--no-match", is_flag=True, help=N_("Follow declared moves alone."))
@option(
    "--git-driver",
    is_flag=True,
    help=N_("Take the seven arguments that git gives an external differ."),
)
@option(
    "--text-language",
    metavar="TAG",
    help=N_(
        "With --files: the language of the sentences and of the page; by default that of the words."
    ),
)
@words_options
@layout_options
@pass_talk
def diff_verb(
    talk: Talk,
    *,
    articles: tuple[str, ...],
    from_: str | None,
    to: str | None,
    amendment: str | None,
    files: tuple[str, str] | None,
    match: bool,
    no_match: bool,
    git_driver: bool,
    text_language: str | None,
    words: bool,
    style: Style,
    layout: Layout,
) -> None:
    """Print what changed."""
    from constitution.assembly.moments import follow_by_words
    from constitution.diff import diff_texts
    from constitution.diff.places import with_places
    from constitution.diff.undeclared import find_undeclared
    from constitution.display import safe
    from constitution.errors import Unclear

    _refuse_two(layout, words=words, match=match, no_match=no_match)
    if git_driver or files is not None:
        if amendment or from_ or to or (git_driver and files):
            raise Unclear(
                _("--files and --git-driver compare files, and no moments of a constitution"),
                hint=_("Give them alone."),
            )
        _compare_files(
            talk,
            articles,
            files,
            follow=not no_match,
            text_language=text_language,
            words=words,
            style=style,
            layout=layout,
        )
        return
    if text_language is not None:
        raise Unclear(
            _("--text-language says what language files are in; a constitution says it itself"),
            hint=_("Give it with --files."),
        )
    desk = talk.desk()
    if amendment is not None and (from_ or to):
        raise Unclear(
            _("--amendment compares with the text it amends; --from and --to name others"),
            hint=_("Give one or the other."),
        )
    if amendment is not None:
        old, new, moves = _sides_of_amendment(talk, desk, amendment)
    elif from_ is not None or to is not None:
        old, new, moves = _sides_of_moments(talk, desk, from_, to)
    else:
        old, new, moves = _sides_of_work(desk)
    whole, whole_new = old, new
    evident: dict[str, str] = {}
    if match:
        moves = follow_by_words(old, new, moves)
    elif not no_match and amendment is None:
        evident = find_undeclared(old, new, moves)
    old, new, moves = _only(articles, old, new, {**moves, **evident})
    delta = with_places(diff_texts(old, new, moves), whole, whole_new)
    shown = tuple(move for move in evident.items() if move in moves.items())
    delta = replace(delta, undeclared=(*shown, *delta.undeclared))
    settings = desk.main().settings
    language = settings.language
    governance = _governance_of(desk, amendment) if amendment and not articles else ()
    if governance and (words or not layout.is_in_lines):
        talk.say(
            _(
                "This amendment also changes who votes, or how: "
                "`constitution amend show {name}` shows those lines."
            ).format(name=safe(amendment or ""))
        )
    if words:
        if delta or layout.as_json or not governance:
            show_words(talk, delta, whole, language=language, style=style, as_json=layout.as_json)
        return
    heading, *lead = _heading(desk, amendment, from_, to) if layout.html is not None else ("",)
    show_delta(
        talk,
        delta,
        {**old, **new},
        layout,
        heading=heading,
        lead="\n".join((settings.text, *lead)),
        language=language,
        governance=governance,
    )


def _refuse_two(layout: Layout, *, words: bool, match: bool, no_match: bool) -> None:
    """Refuse options of which one would be passed over in silence."""
    from constitution.errors import Unclear

    if words:
        layout.refuse_words()
    if match and no_match:
        raise Unclear(
            _("--match and --no-match contradict each other"), hint=_("Give one or the other.")
        )


def _only(
    articles: tuple[str, ...], old: dict[str, str], new: dict[str, str], moves: dict[str, str]
) -> Sides:
    """The sides as far as they are the articles that were named; all without a name.

    An article is meant by what it is called on either side, and shown with what it was or became.
    """
    from constitution.outline import find_in_each

    if not articles:
        return old, new, moves
    origin = {target: source for source, target in moves.items()}
    before: set[str] = set()
    after: set[str] = set()
    for name in articles:
        was, is_now = find_in_each(name, old, new)
        if was is not None:
            before.add(was)
            if was in moves or was not in origin:
                after.add(moves.get(was, was))
        if is_now is not None:
            after.add(is_now)
            if is_now in origin or is_now not in moves:
                before.add(origin.get(is_now, is_now))
    old = {path: text for path, text in old.items() if path in before}
    new = {path: text for path, text in new.items() if path in after}
    return old, new, {a: b for a, b in moves.items() if a in old and b in new}


def _heading(
    desk: Desk, amendment: str | None, from_: str | None, to: str | None
) -> tuple[str, ...]:
    """What was compared, in a line, then in lines that say more, in the language of the text."""
    from constitution.assembly.moments import name_moment
    from constitution.assembly.pending import find_pending
    from constitution.html.markup import speaking_for

    with speaking_for(desk.main().settings.language):
        if amendment is not None:
            entry = _adopted(desk, amendment)
            if entry is not None:
                name, title = entry.number, entry.motion.title
            else:
                one = find_pending(desk, amendment, disposed=True)
                name, title = one.name, one.amendment.title
            return (_("Amendment {number} — {title}").format(number=name, title=title),)
        if from_ is not None or to is not None:
            old, more = name_moment(desk, from_ or "founding")
            new, still = name_moment(desk, to) if to else (_("the current text"), "")
            heading = _("From {old} to {new}").format(old=old, new=new)
            return (heading, *filter(None, (more, still)))
        return (_("Changes of the work tree"),)


def _compare_files(
    talk: Talk,
    arguments: tuple[str, ...],
    files: tuple[str, str] | None,
    *,
    follow: bool,
    text_language: str | None,
    words: bool,
    style: Style,
    layout: Layout,
) -> None:
    """Print what changed between two files or folders, whoever asks."""
    from constitution.cli.files import (
        NotCompared,
        compare_files,
        compare_for_git,
        language_of_files,
    )
    from constitution.errors import Unclear

    if files is not None and arguments:
        raise Unclear(
            _("--files compares whole files, and no articles by name"),
            hint=_("Give the files alone."),
        )
    compared = (
        compare_files(*files, follow=follow) if files is not None else compare_for_git(arguments)
    )
    if isinstance(compared, NotCompared):
        if layout.as_json or layout.html is not None:
            talk.say(compared.why)
        else:
            talk.print(compared.why)
            talk.print()
        return
    for sentence in compared.left_out:
        talk.say(sentence)
    language = text_language or ""
    if not language and (words or layout.html is not None):
        language = language_of_files(talk, compared)
    if words:
        show_words(
            talk,
            compared.delta,
            compared.old,
            language=language,
            style=style,
            as_json=layout.as_json,
        )
        if files is None and not layout.as_json:
            talk.print()
        return
    show_delta(
        talk, compared.delta, compared.texts, layout, heading=compared.name, language=language
    )
    if files is None and not layout.as_json and layout.html is None:
        talk.print()


Sides = tuple[dict[str, str], dict[str, str], dict[str, str]]


def _adopted(desk: Desk, name: str) -> Entry | None:
    """The record of an amendment, where the last one of that name says it was adopted."""
    entry = next((one for one in reversed(desk.records()) if name in {one.number, one.slug}), None)
    return entry if entry is not None and entry.adopted else None


def _sides_of_amendment(talk: Talk, desk: Desk, name: str) -> Sides:
    """The text an amendment amends, and the same with it; the current text where it carries."""
    from constitution.assembly.pending import find_pending
    from constitution.assembly.printing import articles_of
    from constitution.assembly.readings import read_amendment
    from constitution.display import safe
    from constitution.outline import name_at

    entry = _adopted(desk, name)
    if entry is not None:
        before, after = desk.at(entry.parent), desk.at(entry.commit.id)
        return dict(before.texts), dict(after.texts), entry.motion.moves
    one = find_pending(desk, name, disposed=True)
    reading = read_amendment(desk, one)
    if reading.clashes:
        texts = articles_of(reading.before.files)
        places = join_clauses(name_at(clash.place, texts) for clash in reading.clashes)
        talk.say(
            _(
                "Amendment {name} collides with the current text in {articles}; its change is "
                "shown on the text for which it was written."
            ).format(name=safe(one.name), articles=safe(places))
        )
        talk.say(
            _("See the conflicts: `constitution amend update {name}`.").format(
                name=one.number or one.slug
            )
        )
    return (
        articles_of(reading.before.files),
        articles_of(reading.after.files),
        dict(reading.moves),
    )


def _governance_of(desk: Desk, name: str) -> tuple[str, ...]:
    """What an amendment changes in the rules, the members and the settings, line by line."""
    from constitution.assembly.pending import find_pending
    from constitution.assembly.readings import read_amendment
    from constitution.cli.pending import governance_lines
    from constitution.governance import GOVERNANCE_FILES

    entry = _adopted(desk, name)
    if entry is None:
        reading = read_amendment(desk, find_pending(desk, name, disposed=True))
        return tuple(governance_lines(reading.before.files, reading.files))
    before, after = (
        {path: moment.data(path) for path in GOVERNANCE_FILES if path in moment.files}
        for moment in (desk.at(entry.parent), desk.at(entry.commit.id))
    )
    changed = {
        path: after.get(path) for path in GOVERNANCE_FILES if before.get(path) != after.get(path)
    }
    return tuple(governance_lines(before, changed))


def _sides_of_moments(talk: Talk, desk: Desk, from_: str | None, to: str | None) -> Sides:
    from constitution.assembly.moments import compare
    from constitution.cli.read import warn

    compared = compare(desk, from_, to)
    for chosen in (compared.old, compared.new):
        warn(talk, chosen)
    return dict(compared.before), dict(compared.after), dict(compared.moves)


def _sides_of_work(desk: Desk) -> Sides:
    """What the branch that is checked out, and the files not committed yet, change."""
    from constitution.article import path_key
    from constitution.assembly.pending import find_pending
    from constitution.history import Snapshot
    from constitution.objects.pipes import read_whole
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
            read_whole(file), file.relative_to(folder).as_posix()
        )
        for file in (folder / "articles").rglob("*.md")
    }
    new = {path: here[path] for path in sorted(here, key=path_key)}
    if not branch:
        base = Snapshot(repository, main.commit)
    return dict(base.texts), new, moves
