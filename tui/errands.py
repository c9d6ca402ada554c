"""What concerns the whole copy and no one place: exchange with others, its health, who may vote.

Each is found in the palette of every place. What takes time says so; a refusal is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import SystemCommand

from constitution.assembly.doctoring import diagnose, repair
from constitution.assembly.exchanging import fetch, prepare_publication, publish, the_remote
from constitution.assembly.exchanging.telling import fetched_lines, publication_lines
from constitution.display import safe
from constitution.errors import ConstitutionError
from constitution.governance import MEMBERS_FILE, RULES_FILE
from constitution.language import N_, _
from tui.acting import perform_unnamed
from tui.dialogs.confirm import Confirm
from tui.dialogs.reading import Told
from tui.hints import ERRANDS, in_keys
from tui.reading import governance_deltas
from tui.widgets.change import show_change, title_of_delta
from tui.widgets.page import said

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence

    from constitution.assembly import Desk
    from constitution.assembly.doctoring import Finding
    from constitution.assembly.exchanging import Publication
    from tui.app import DraftingRoom
    from tui.widgets.page import Block

__all__ = ["errands"]


def errands(room: DraftingRoom) -> Iterator[SystemCommand]:
    """The errands that can be done in the room, each told by what it does."""
    for verb, told, story in _ERRANDS:
        if story in _READING or not room.is_read_only:
            yield SystemCommand(_(ERRANDS[verb]), _(told), _begin(room, story))


def _begin(
    room: DraftingRoom, story: Callable[[DraftingRoom], Coroutine[object, object, None]]
) -> Callable[[], None]:
    return lambda: room.tell(story(room))


async def _fetch(room: DraftingRoom) -> None:
    room.refuse_reading_only()
    room.say(_("Fetching what others published…"))

    def deed(desk: Desk) -> list[str]:
        return list(fetched_lines(desk, fetch(desk, the_remote(desk))))

    lines = await perform_unnamed(room, deed)
    room.read_again()
    await room.push_screen_wait(Told(_("What others published"), _blocks(lines)))


async def _publish(room: DraftingRoom) -> None:
    room.refuse_reading_only()
    room.say(_("Looking at what others have…"))

    def prepare(desk: Desk) -> tuple[Publication, list[str]]:
        publication = prepare_publication(desk, the_remote(desk))
        fetched = publication.fetched
        came = list(fetched_lines(desk, fetched)) if fetched.arrivals else []
        return publication, [*came, *publication_lines(desk, publication)]

    def send(desk: Desk) -> bool:
        publish(desk, publication)
        return True

    publication, lines = await perform_unnamed(room, prepare)
    room.read_again()
    if not publication.shifts:
        await room.push_screen_wait(Told(_("Nothing to publish"), _blocks(lines)))
        return
    title = _("Publish this to {remote}? It cannot be taken back.").format(
        remote=publication.remote
    )
    if await room.push_screen_wait(Confirm(title, tuple(_blocks(lines)), send)):
        room.say(_("Published to {remote}.").format(remote=publication.remote))


async def _doctor(room: DraftingRoom) -> None:
    room.say(_("Looking at this copy…"))
    found = await perform_unnamed(room, diagnose)
    if not found:
        room.say(_("Nothing keeps you from working here."))
        return
    mendable = [finding for finding in found if finding.repair is not None]
    blocks = tuple(_findings(found))
    if not mendable or room.is_read_only:
        await room.push_screen_wait(Told(_("What was found in this copy"), blocks))
        return
    title = _("Mend what can be mended? Nothing is destroyed.")
    done = await room.push_screen_wait(Confirm(title, blocks, lambda desk: _mend(desk, mendable)))
    if done is not None:
        room.read_again()
        await room.push_screen_wait(Told(_("What was done"), _blocks(done)))


def _mend(desk: Desk, found: Sequence[Finding]) -> list[str]:
    """What became of each that can be mended, in a sentence."""
    done = []
    for finding in found:
        try:
            done.append(repair(desk, finding))
        except ConstitutionError as refusal:
            done.append(refusal.message)
    return [safe(sentence) for sentence in done]


def _findings(found: Iterable[Finding]) -> Iterator[Block]:
    for finding in found:
        yield said(safe(finding.sentence), "" if finding.is_note else "strong")
        yield said(safe(in_keys(finding.advice)), "quiet", is_close=True)


async def _members(room: DraftingRoom) -> None:
    await _table(room, MEMBERS_FILE, _("Who may vote"))


async def _rules(room: DraftingRoom) -> None:
    await _table(room, RULES_FILE, _("What a vote needs"))


async def _table(room: DraftingRoom, path: str, title: str) -> None:
    """The members or the rules as they are; they are changed by an amendment."""
    data = await perform_unnamed(
        room, lambda desk: desk.main().data(path) if desk.main().holds(path) else None
    )
    deltas = governance_deltas({}, {path: data}) if data is not None else ()
    blocks = tuple(show_change(deltas, "reading", title_of_delta))[2:]  # the title has its name
    note = _("They are changed by an amendment: `e` among the amendments (2).")
    if data is None:
        note = _("This text has no assembly: nothing can be amended here.")
    await room.push_screen_wait(Told(title, (*blocks, said(note, "quiet"))))


def _blocks(lines: Iterable[str]) -> tuple[Block, ...]:
    return tuple(said(in_keys(line), is_close=place > 0) for place, line in enumerate(lines))


async def _votes(room: DraftingRoom) -> None:
    from tui.past.voters import choose_member

    await choose_member(room)


_READING = (_votes, _members, _rules, _doctor)
"""Those that a room for reading offers too."""

_ERRANDS = (
    ("fetch", N_("Results, amendments and ballots"), _fetch),
    ("publish", N_("You are shown what goes out"), _publish),
    ("doctor", N_("What keeps you from working"), _doctor),
    ("votes", N_("On everything, where names are known"), _votes),
    ("members", N_("Who may vote"), _members),
    ("rules", N_("What a vote needs"), _rules),
)
"""The verb of each, by which the hints call it, and what it tells, marked for translation."""
