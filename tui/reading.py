"""What the room reads from a repository: frozen values, made in a worker, shown by a widget.

Every function opens the repository afresh: what libgit2 gives belongs to one thread. Nothing here
decides anything; it asks the core and gathers the answers. What only one of them needs, it imports itself: the room is in
sight before.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import local
from typing import TYPE_CHECKING, TypeVar

from constitution.article import Article, ArticlePath
from constitution.article import contents as contents_of
from constitution.assembly import Desk
from constitution.assembly.drafting.unsaved import drawer_of
from constitution.assembly.pending import find_pending, pending, unreadable
from constitution.display import safe
from constitution.errors import ConstitutionError
from constitution.governance import MEMBERS_FILE, RULES_FILE, SETTINGS_FILE
from constitution.language import _, introduce, speaking
from constitution.part import read_number
from constitution.repository import FETCHED

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from constitution.article import Entry as ContentsEntry
    from constitution.assembly.drafting.unsaved import Unsaved
    from constitution.assembly.pending import Pending
    from constitution.assembly.readings import Asked
    from constitution.crossing import Crossing
    from constitution.diff import ArticleDelta, Delta
    from constitution.errors import Malformed
    from constitution.history import ArticleVersion, Entry, Phrase, Snapshot
    from constitution.motion import Motion
    from constitution.repository import CommitId, Repository
    from constitution.verify import Verdict

__all__ = [
    "Around",
    "Change",
    "PendingThere",
    "Room",
    "about",
    "founding_of",
    "governance_deltas",
    "in_words",
    "list_refs",
    "read_around",
    "read_article_history",
    "read_change",
    "read_crossings",
    "read_gone",
    "read_origin",
    "read_pending_on",
    "read_printed",
    "read_room",
    "read_verdict",
    "texts_with",
]

T = TypeVar("T")

_FAMILIES = ("refs/heads/", "refs/remotes/", "refs/counts/", "refs/ballots/", FETCHED)


@dataclass(frozen=True, slots=True)
class Room:
    """Everything that the places list: the current text, what is pending, what was recorded."""

    assembly: str
    name: str
    """The name of the text; empty where no assembly governs it."""
    is_founded: bool
    texts: Mapping[str, str]
    contents: tuple[ContentsEntry, ...]
    pending: tuple[Pending, ...]
    records: tuple[Entry, ...]
    """Oldest first."""
    refs: frozenset[tuple[str, str]]
    """Every branch with its tip, as it was before the rest was read."""
    unsaved: tuple[Unsaved, ...]
    """What was typed in this clone and not saved, and nobody types now."""
    unreadable: Mapping[str, Malformed]
    """The amendments whose branch is broken, by slug, each with why."""
    pending_trouble: ConstitutionError | None = None
    """Why what is pending cannot be read; it keeps nobody from reading the text."""
    records_trouble: ConstitutionError | None = None
    """Why the records cannot be read."""
    is_named: bool = True
    """Whether the members have names, by which votes can be told; else they are counted."""

    @property
    def is_whole(self) -> bool:
        """Whether all of it could be read, and nothing is to be offered that was not saved."""
        troubles = (self.pending_trouble, self.records_trouble)
        return not (any(troubles) or self.unreadable or self.unsaved)

    def title(self, path: str) -> str:
        """What an article is called; its path where the current text has none there."""
        text = self.texts.get(path)
        return path if text is None else title_of(path, text)


def title_of(path: str, text: str) -> str:
    """What an article with this text is called: its first heading, or its path.

    So are the rules, the members and the settings, whose text bears no heading.
    """
    governance = {
        MEMBERS_FILE: _("The members"),
        RULES_FILE: _("The rules"),
        SETTINGS_FILE: _("The settings"),
    }
    if path in governance:
        return governance[path]
    return Article(ArticlePath(path), text).title or path


def about(title: str, of_article: str, of_heading: str) -> str:
    """What is told of an article by its number, or of what bears none by its words, safe to show.

    An article is named within the sentence, "of article 49"; a preamble or a heading stands after it.
    """
    numbered = read_number(title)
    if numbered is None:
        return of_heading.format(heading=safe(title))
    return of_article.format(number=safe(numbered[0]))


@dataclass(frozen=True, slots=True)
class Change:
    """A pending amendment with what it changes, on the current text wherever that is possible."""

    one: Pending
    delta: Delta
    governance: tuple[ArticleDelta, ...]
    """What it changes in the rules, the members and the settings."""
    clashes: tuple[tuple[str, str], ...] = ()
    """Path and sentence of each file that collides with the current text; the change is then shown
    on the text it was written for."""
    review: tuple[str, ...] = ()
    """The paths in which the amendment and the current text touched one sentence."""
    needs: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """For each question: what it asks, and what each rule that governs it needs, in sentences."""
    trouble: ConstitutionError | None = None
    """Why it cannot be told what would be asked."""
    sentences: str = ""
    """The change in words, in the language of the text."""
    doubts: tuple[str, ...] = ()
    """What it may do without declaring it, in sentences that are safe to show."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around an amendment: its rivals, and what it breaks elsewhere."""

    slug: str
    rivals: tuple[tuple[str, str, str], ...]
    """Name, title, and how they meet."""
    broken: tuple[str, ...]
    """What it makes wrong elsewhere in the text, a sentence each."""


@dataclass(frozen=True, slots=True)
class PendingThere:
    """What one pending amendment does to one article."""

    one: Pending
    delta: ArticleDelta


class _Desks(local):
    """The desk of each thread, which remembers what it has read: commits never change."""

    def __init__(self) -> None:
        self.open: dict[Path, Desk] = {}


_DESKS = _Desks()


def _reader(folder: Path) -> Desk:
    """A desk to read at, of this thread: the same as last time in the same folder."""
    if folder not in _DESKS.open:
        _DESKS.open.clear()
        _DESKS.open[folder] = Desk.open(folder)
    return _DESKS.open[folder]


def list_refs(folder: Path) -> frozenset[tuple[str, str]]:
    """Every branch with its tip: two answers differ when something moved."""
    with Desk.open(folder).repository as repository:
        return _refs(repository)


def _refs(repository: Repository) -> frozenset[tuple[str, str]]:
    return frozenset(
        (ref, str(repository.tip(ref))) for family in _FAMILIES for ref in repository.refs(family)
    )


def read_room(folder: Path) -> Room:
    """The current text, what is pending and what was recorded."""
    desk = Desk.open(folder)
    with desk.repository as repository:
        refs = _refs(repository)
        main = desk.main()
        texts = dict(main.texts)
        records, records_trouble = _or_trouble(desk.records)
        ones, pending_trouble = _or_trouble(lambda: pending(desk))
        return Room(
            assembly=main.settings.assembly,
            name=main.settings.text,
            is_founded=main.is_founded,
            texts=texts,
            contents=contents_of(texts),
            pending=ones,
            unsaved=tuple(drawer_of(desk).all()),
            unreadable=unreadable(desk),
            records=records,
            refs=refs,
            pending_trouble=pending_trouble,
            records_trouble=records_trouble,
            is_named=not main.is_founded or main.members.seats is None,
        )


def _or_trouble(read: Callable[[], Iterable[T]]) -> tuple[tuple[T, ...], ConstitutionError | None]:
    """What was read, or nothing and why."""
    try:
        return tuple(read()), None
    except ConstitutionError as error:
        return (), error


def read_gone(folder: Path, name: str) -> str:
    """When an article of this name was repealed, and by what; empty if none was."""
    from constitution.history.gone import tell_gone

    desk = Desk.open(folder)
    with desk.repository as repository:
        return tell_gone(repository, repository.main(), name)


def read_article_history(folder: Path, path: str) -> tuple[tuple[ArticleVersion, ...], dt.date]:
    """Every version of an article, oldest first, with what was proposed; the day of the founding."""
    from constitution.history import article_history

    desk = Desk.open(folder)
    with desk.repository as repository:
        versions = article_history(
            repository, repository.main(), path, entries=desk.records(), every=True
        )
        return versions, founding_of(repository, desk.main().commit)[1]


def founding_of(repository: Repository, tip: CommitId) -> tuple[CommitId, dt.date]:
    """The founding, and its day as the calendar states it, or else as its commit says."""
    from constitution.history import read_calendar

    *_later, founding = repository.first_parents(tip)
    day = read_calendar(repository, tip).founded(repository.commit(founding).committed.date)
    return founding, day


def read_origin(folder: Path, path: str) -> tuple[Phrase, ...]:
    """The article phrase by phrase, each with what brought it."""
    from constitution.history.origin import origin

    desk = Desk.open(folder)
    with desk.repository as repository:
        return origin(repository, repository.main(), path, entries=desk.records())


def read_crossings(folder: Path, path: str) -> tuple[tuple[Crossing, ...], tuple[Crossing, ...]]:
    """Where an article leads, and what leads to it."""
    from constitution.crossing import crossings, crossings_to

    desk = Desk.open(folder)
    with desk.repository:
        main = desk.main()
        texts, language = main.texts, main.settings.language
        return crossings(texts, path, language), crossings_to(texts, path, language)


def read_change(folder: Path, slug: str) -> Change:
    """What a pending amendment changes: as sealed, as carried, or as it was drafted."""
    desk = _reader(folder)
    return _change(desk, find_pending(desk, slug))


def _change(desk: Desk, one: Pending) -> Change:
    from constitution.assembly.motions import governing, open_motion
    from constitution.assembly.printing import delta_of
    from constitution.assembly.readings import Asked, questions_asked, read_amendment
    from constitution.assembly.rereading import told_to_reread
    from constitution.outline import name_at

    main = desk.main()
    if one.state == "put":
        motion = open_motion(desk, one.name)
        files = motion.files(motion.motion.questions)
        before: Mapping[str, bytes] = {path: motion.base.data(path) for path in motion.base.files}
        delta = motion.delta()
        asked = tuple(
            Asked(question, governing(motion.base, question, files))
            for question in motion.motion.questions
        )
        return Change(
            one,
            delta,
            governance_deltas(before, files),
            needs=_needs(asked, main),
            sentences=_sentences(delta, before, main),
            doubts=_doubts(delta),
        )
    reading = read_amendment(desk, one)
    ground = reading.before.files
    texts = texts_with(main.texts, one)
    delta = delta_of(ground, reading.files, reading.moves)
    asked, trouble = _or_trouble(lambda: questions_asked(desk, one, reading))
    return Change(
        one,
        delta,
        governance_deltas(ground, reading.files),
        clashes=tuple((name_at(clash.place, texts), clash.sentence) for clash in reading.clashes),
        review=told_to_reread(reading.rereadings, texts),
        needs=_needs(asked, main),
        trouble=trouble,
        sentences=_sentences(delta, ground, main),
        doubts=_doubts(delta),
    )


def _needs(asked: tuple[Asked, ...], main: Snapshot) -> tuple[tuple[str, tuple[str, ...]], ...]:
    from constitution.assembly.needs import needs

    entitled = main.members.entitled
    return tuple(
        (
            one.question.subject or one.question.title,
            tuple(needs(one.governing, entitled)),
        )
        for one in asked
    )


def _sentences(delta: Delta, before: Mapping[str, bytes], main: Snapshot) -> str:
    from constitution.assembly.printing import articles_of
    from constitution.sentences import write

    return write(delta, articles_of(before), language=main.settings.language)


def _doubts(delta: Delta) -> tuple[str, ...]:
    from tui.doubts import tell_doubts

    titles = {
        one.path: title_of(one.path, one.new if one.new is not None else one.old or "")
        for one in delta.articles
    }
    return tuple(tell_doubts(delta, titles))


def read_around(folder: Path, slug: str) -> Around:
    """The rivals of an amendment, and what it breaks elsewhere."""
    from constitution.assembly.checking import consequences
    from constitution.assembly.rivalry import relation_words, standings
    from constitution.outline import name_at
    from constitution.rivals import find_rivals

    desk = _reader(folder)
    one = find_pending(desk, slug)
    every = {each.pending.slug: each for each in standings(desk, [slug])}
    own = every[one.slug].proposal
    texts = texts_with(desk.main().texts, one)
    rivals = [
        (every[other].pending, rivalry.relation)
        for other in every
        if other != one.slug
        for rivalry in find_rivals((own, every[other].proposal))
    ]
    words = relation_words()
    return Around(
        slug,
        tuple((each.name, each.amendment.title, words[how]) for each, how in rivals),
        tuple(
            introduce(name_at(path, texts), fault.message)
            for path, fault in consequences(desk, one)
        ),
    )


def governance_deltas(
    before: Mapping[str, bytes], files: Mapping[str, bytes | None]
) -> tuple[ArticleDelta, ...]:
    """What changes in the rules, the members and the settings."""
    from constitution.diff import diff_article
    from constitution.governance import GOVERNANCE_FILES

    found = []
    for path in GOVERNANCE_FILES:
        if path in files:
            old, new = before.get(path), files[path]
            found.append(
                diff_article(
                    None if old is None else old.decode("utf-8", "replace"),
                    None if new is None else new.decode("utf-8", "replace"),
                    path,
                    path,
                )
            )
    return tuple(found)


def texts_with(texts: Mapping[str, str], one: Pending | None) -> dict[str, str]:
    """The current text and the articles that an amendment brings, to be called by their names."""
    brought = {
        path: data.decode("utf-8", "replace")
        for path, data in (one.files if one is not None else {}).items()
        if data is not None
    }
    return {**brought, **texts}


def touches(one: Pending, path: str) -> bool:
    """Whether a pending amendment names an article, where it stands or where it would stand."""
    return path in one.files or any(path in move for move in one.amendment.moves)


def read_pending_on(folder: Path, path: str) -> tuple[PendingThere, ...]:
    """What each pending amendment does to the article at a path."""
    desk = Desk.open(folder)
    with desk.repository:
        found: list[PendingThere] = []
        for one in pending(desk):
            if touches(one, path):
                found.extend(
                    PendingThere(one, delta)
                    for delta in _change(desk, one).delta.articles
                    if path in {delta.old_path, delta.new_path}
                )
        return tuple(found)


def read_printed(desk: Desk, record: Entry) -> str:
    """The amendment of a record as the members had it in hand; empty where none was kept."""
    data = desk.repository.read(record.commit.id, f"votes/{record.folder}/README.md")
    printed = (data or b"").decode("utf-8", "replace")
    if record.motion.proposers is not None:
        return printed
    return in_words(printed, record.motion, desk.at(record.commit.id).settings.language)


def in_words(printed: str, motion: Motion, language: str) -> str:
    """What was printed in a language, where nobody is known to have proposed it, in the words of the screen."""
    from constitution.assembly.printing import authors_line

    with speaking(language):
        line = authors_line(motion.authors)
    told = authors_line((_("not known"),))
    return printed.replace(f"\n{line}\n", f"\n{told}\n", 1)


def read_verdict(folder: Path, progress: Callable[[int, int], None]) -> Verdict:
    """What the repository proves; `progress` is told how many commits of how many were judged."""
    from constitution.assembly.verification import verify_clone

    with Desk.open(folder).repository as repository:
        return verify_clone(repository, progress=progress)
