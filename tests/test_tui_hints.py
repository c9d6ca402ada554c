"""What the room says of what was refused and of what was done: its own keys, and no word of git."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po
from textual.widgets import Input, Static

from constitution.assembly import Desk, drafting
from constitution.assembly.drafting.unsaved import drawer_of
from constitution.assembly.pending import pending
from constitution.errors import Malformed
from constitution.names import check_person
from constitution.repository.acts import Act
from tests.console import ROOT
from tests.rooms import amend, desk_in, joined, page, press, room, screen, settle, until, vote
from tui.app import DraftingRoom
from tui.dialogs.choose import Choose
from tui.dialogs.form import Form
from tui.hints import in_keys
from tui.reading import read_room
from tui.taken import act_words, undoing_words

if TYPE_CHECKING:
    from pathlib import Path

    from tui.reading import Room

_KEYED = re.compile(
    r"`(?:constitution )?(?:amend (?!key\b)|put\b|count\b|declare\b|dispose\b|order\b|undo\b|ballots\b)"
)


class TestHints:
    """A hint of the core, in the keys of the room."""

    @pytest.mark.parametrize(
        ("hint", "shown"),
        [
            ("Put it again: `constitution put 3`.", "Put it again: `p` in the sitting (3)."),
            (
                "Settle the conflicts first: `constitution amend update 4`.",
                "Settle the conflicts first: `b` among the amendments (2).",
            ),
            ("Take that back first (`constitution undo`).", "Take that back first (`u`)."),
            (
                "`constitution members` lists them.",
                "“The members” (`ctrl+p`) lists them.",
            ),
            ("Keep both: --both, or --words TEXT.", "Keep both: `3`, or `4`."),
            ("Write `[[question]]`, or `2027-01-31`.", "Write `[[question]]`, or `2027-01-31`."),
        ],
    )
    def test_a_verb_is_named_by_its_key(self, hint: str, shown: str) -> None:
        """With the place where the key is; what has no key is for a terminal."""
        assert in_keys(hint) == shown

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_every_verb_that_a_hint_names_is_known(self, language: str) -> None:
        """None of the sentences of the program keeps a verb for which the room has a key."""
        catalogue = ROOT / "constitution" / "locale" / "fr" / "LC_MESSAGES" / "constitution.po"
        with catalogue.open("rb") as stream:
            messages = [one for one in read_po(stream, locale="fr") if isinstance(one.id, str)]
        for message in messages:
            sentence = str(message.id) if language == "en" else str(message.string)
            assert not _KEYED.search(in_keys(sentence)), sentence

    async def test_a_refusal_speaks_in_keys(self, own: Path) -> None:
        """Where it is shown, whatever shows it."""
        desk = desk_in(own)
        amend(desk, "quick", "Six hundred", "article-2.md", ("five hundred", "six hundred"))
        drafting.submit(desk, "quick")
        drafting.submit(desk, "clash")
        vote(desk, "6", (40, 0, 0))
        async with room(own) as pilot:
            await press(pilot, "3")
            pilot.app.query_one("#turns").point("7")  # type: ignore[attr-defined] # Rows
            await settle(pilot)
            assert "Conflict in Article 2 — The petition" in joined(page(pilot, "called"))
            await press(pilot, "p")
            said = joined(screen(pilot))
            assert "`b` among the amendments" in said
            assert "amend update" not in said


class TestTakingBack:
    """What was done, in words."""

    async def test_the_last_act_is_told_in_words(self, own: Path) -> None:
        """No ref, no verb of the command line."""
        drafting.new_amendment(desk_in(own), "idea", title="An idea")
        async with room(own) as pilot:
            await press(pilot, "u")
            said = joined(screen(pilot))
            assert "Opening amendment idea" in said
            assert "amendments/idea" not in said

    def test_every_act_has_its_words(self) -> None:
        """Those that a clone notes, each in a sentence with its subject."""
        verbs = [
            "new",
            "edit",
            "add",
            "move",
            "repeal",
            "reasons",
            "details",
            "divide",
            "update",
            "submit",
            "withdraw",
        ]
        for verb in (
            *(f"amend {one}" for one in verbs),
            *["put", "count", "vote", "declare", "dispose"],
        ):
            act = Act(verb, "12", ())
            assert "12" in act_words(act)
            assert undoing_words(act).endswith(".")
        assert act_words(Act("order", "", ())) == "changing the order of call"


class TestForms:
    """What is filled in, and the key that was pressed once too often."""

    async def test_an_amendment_without_a_title_is_asked_for_one(self, own: Path) -> None:
        """And not for a short name."""
        async with room(own) as pilot:
            await press(pilot, "2", "n")
            await press(pilot, *["enter"] * 7)
            assert isinstance(pilot.app.screen, Form)
            refusal = joined(str(pilot.app.screen.query_one(".refusal", Static).content))
            assert refusal == "An amendment needs a title Say in a line what it proposes."

    async def test_what_stands_in_a_line_is_replaced_by_typing(self, own: Path) -> None:
        """A line that is filled in is selected when the keys come to it."""
        async with room(own) as pilot:
            await press(pilot, "2")
            pilot.app.query_one("#pending").point("clash")  # type: ignore[attr-defined] # Rows
            await press(pilot, "T")
            await pilot.press(*"New")
            assert pilot.app.screen.query_one("#title", Input).value == "New"

    async def test_a_key_too_many_reaches_nothing_below(self, own: Path) -> None:
        """An Enter more, after the last line of a form, does not fall into what opens next."""
        async with room(own) as pilot:
            app = pilot.app
            assert isinstance(app, DraftingRoom)
            app.REST = 60  # type: ignore[misc] # a person who does not read at all
            await press(pilot, "2")
            pilot.app.query_one("#pending").point("clash")  # type: ignore[attr-defined] # Rows
            await press(pilot, "T", *"New", *["enter"] * 3)
            await until(pilot, lambda: len(app.screen_stack) == 1)
            tips = {one.slug: one.branch.tip for one in pending(Desk.open(own))}
            await press(pilot, "w", "enter", "d", "n")
            assert len(app.screen_stack) == 1
            app.REST = 0  # type: ignore[misc] # and one who waits
            app._rests_until = 0
            await press(pilot, "w")
            assert len(app.screen_stack) == 2
            assert tips == {one.slug: one.branch.tip for one in pending(Desk.open(own))}

    @pytest.mark.parametrize("address", ["", "not an address", "a@", "@b", "a b@c", "a@b@c"])
    def test_what_is_no_address_is_refused(self, address: str) -> None:
        """It stands in every commit, and cannot be mended later."""
        with pytest.raises(Malformed, match="not an e-mail address"):
            check_person("Clerk", address)
        check_person("Clerk", "clerk@example.org")


class TestUnsaved:
    """What was typed and not saved is offered when nobody types."""

    async def test_the_offer_waits_until_nobody_types(
        self, own: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A question that is open, or a line that has the keys, comes first."""
        desk = desk_in(own)
        held = drawer_of(desk).hold("clash", "articles/01-people/article-2.md")
        held.keep("# Article 2\n\nTyped and not saved.\n")
        held.let_go()
        is_typing = threading.Event()

        def read_slowly(folder: Path) -> Room:
            is_typing.wait(10)
            return read_room(folder)

        monkeypatch.setattr("tui.app.read_room", read_slowly)
        app = DraftingRoom(own, open_desk=desk_in)
        app.REST = 0  # type: ignore[misc] # a test presses keys sooner than a person reads
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("slash")
            is_typing.set()
            await settle(pilot)
            assert len(app.screen_stack) == 1
            assert isinstance(app.focused, Input)
            await press(pilot, "escape")
            app._watch()
            await until(pilot, lambda: isinstance(app.screen, Choose))
