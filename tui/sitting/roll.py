"""The roll call: every member, found as one types, one key a choice, corrected until it is closed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingsMap
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from constitution.assembly.rollcall import close_roll_call, differing, matching
from constitution.assembly.standing import standing_motion, what_became
from constitution.ballot import CHOICES
from constitution.display import Run, safe, width_of
from constitution.language import N_, _, ngettext
from constitution.system import reason_of
from tui.dialogs.dialog import Dialog
from tui.sitting.answering import Answering
from tui.sitting.rollwords import (
    asked_of_rest,
    choice_keys,
    choice_words,
    sign_of,
    votes_so_far,
)
from tui.widgets.page import Page
from tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget

    from constitution.assembly import Desk
    from constitution.assembly.counting import Entered
    from constitution.assembly.rollcall import RollCall
    from constitution.ballot import Choice
    from constitution.governance import Member, MemberId
    from tui.sitting.reading import RollCallShown

__all__ = ["RollCallDialog"]

_LEAD = 6
"""Columns of a row beside the choice and the name: the cursor, the sign, and what parts them."""
_GROUP = 6
"""Columns that a group needs to say anything."""


class Members(Rows, inherit_bindings=False):
    """The members; there is nothing to open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        one for one in Rows.BINDINGS if isinstance(one, Binding) and one.action != "open"
    ]


class RollCallDialog(Dialog["Entered"]):
    """A roll call while it is taken; left, its answers are kept, closed, they are the entry."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", N_("Find"), key_display="/"),
        Binding("space", "mark('')", N_("No answer"), show=False),
        Binding("r", "rest", N_("The rest"), tooltip=N_("One choice for all the rest")),
        Binding("left_square_bracket", "question(-1)", N_("Question before"), key_display="["),
        Binding("right_square_bracket", "question(1)", N_("Next question"), key_display="]"),
        Binding("n", "silent", N_("Next without an answer"), show=False),
        Binding(
            "ctrl+s",
            "close_roll",
            N_("Close the roll"),
            key_display="^s",
            tooltip=N_("Close the roll call"),
        ),
        Binding("enter", "agree", N_("Close it all the same"), show=False),
    ]

    def __init__(self, shown: RollCallShown) -> None:
        super().__init__(_("Roll call on amendment {name}").format(name=shown.name))
        self._shown = shown
        self._answers = Answering(shown.roll, shown.journal)
        self._question = 1
        self._keys = choice_keys()
        self._rest: tuple[Member, ...] = ()
        """Who is about to get one answer together, where that was asked."""
        self._corrected = ""
        """What is said of what was answered last: whose place it took, or how many it is of."""
        self._is_warned = False
        """Whether it was said who gave no answer, so that closing again closes."""
        self._is_overtaken = False
        """Whether what happened meanwhile leaves nothing to answer: no answer is taken any more."""
        self._since: RollCall | None = None
        """The answers given since it was counted, once they were given up."""
        folder, motion = shown.folder, shown.roll.motion
        self.bind_to(lambda desk: what_became(desk, folder, motion))
        words = choice_words()
        self._bindings = BindingsMap(  # the choices first: they are what is pressed all the time
            (
                *(
                    Binding(key, f"mark('{choice}')", words[choice].capitalize())
                    for key, choice in self._keys.items()
                ),
                *(one for many in self._bindings.key_to_bindings.values() for one in many),
                _way_back(is_counted=shown.counted is not None),
            )
        )

    def body(self) -> Iterable[Widget]:
        """The question, the members, and the votes so far."""
        yield Static(id="roll-head")
        yield Static(id="roll-ask")
        yield Input(
            placeholder=_("Name, seat or group"),
            id="roll-find",
            compact=True,
            select_on_focus=False,
        )
        with Horizontal(id="roll-sides"):
            yield Members(id="members")
            with Vertical(id="roll-tally"):
                yield Page(id="roll-votes")

    def on_mount(self) -> None:
        """The members have the keys, at the first without an answer."""
        self._fill()
        self._rows.focus()
        self.action_silent()

    def on_resize(self) -> None:
        """The bars are as wide as there is room; where there is little, the names have it."""
        self.query_one("#roll-tally").styles.min_width = min(38, self.size.width * 9 // 20)
        self.call_after_refresh(self._fill)

    @property
    def _roll(self) -> RollCall:
        return self._answers.roll

    @property
    def _rows(self) -> Rows:
        return self.query_one("#members", Rows)

    # -- what is shown -----------------------------------------------------------------------------

    def _fill(self) -> None:
        total = self._roll.questions
        head = self._shown.questions[self._question - 1]
        if total > 1:
            head = _("Question {place} of {total}: {title}").format(
                place=self._question, total=total, title=head
            )
        self.query_one("#roll-head", Static).update(Content(safe(head)))
        found = self._found_members
        names = max((width_of(safe(one.name)) for one in self._roll.members), default=0)
        words = max(map(width_of, choice_words().values()))
        left = self._rows.size.width - _LEAD - names
        with_words, with_group = words <= left, words + _GROUP <= left
        self._rows.fill(
            [self._row(one, with_words=with_words, with_group=with_group) for one in found]
        )
        if not self._rest and not self._is_warned:
            self._ask(self._corrected if found else _("Nobody who may vote is called so."))
        page = self.query_one("#roll-votes", Page)
        page.show(
            votes_so_far(
                self._roll,
                self._question,
                self._shown.rules[self._question - 1],
                differing=len(self._differing),
                is_kept=not self._answers.unkept,
                width=max(page.size.width - 4, 12),
            ),
            stay=True,
        )

    @property
    def _found_members(self) -> tuple[Member, ...]:
        """The members in the list: those that are looked for, or all."""
        return matching(self._roll.members, self.query_one("#roll-find", Input).value)

    def _row(self, member: Member, *, with_words: bool, with_group: bool) -> Row:
        """A member and their answer, with its word and their group where the names stay whole."""
        answer = self._roll.answer(self._question, member.id)
        words = choice_words()[answer] if answer is not None and with_words else ""
        widest = max(len(word) for word in choice_words().values()) if with_words else 0
        return Row(
            member.id,
            (
                (
                    Run("strong", f"{sign_of(answer)} {words:<{widest}}  "),
                    Run("", safe(member.name)),
                    Run("quiet", safe(f"  {member.group}" if member.group and with_group else "")),
                ),
            ),
        )

    # -- answers -----------------------------------------------------------------------------------

    def action_mark(self, choice: str) -> None:
        """The member under the cursor answered; the cursor goes on to the next without an answer."""
        given = next((one for one in CHOICES if one == choice), None)
        if self._rest:
            self._mark_rest(given)
            return
        member = self._rows.key
        if member is None:
            return
        self._correct(_id_of(self._roll.members, member), given)
        self._leave_find()
        if given is not None:
            self._to_silent(after=member)

    def _correct(self, id_: MemberId, given: Choice | None) -> None:
        """The answer of one member; where it takes the place of another, that is said."""
        before = self._roll.answer(self._question, id_)
        name = next(one.name for one in self._roll.members if one.id == id_)
        words = choice_words()
        corrected = ""
        if before is not None and given is None:
            corrected = _("Taken out: {member}, who had answered “{before}”.").format(
                member=name, before=words[before]
            )
        elif before is not None and given is not None and before != given:
            corrected = _("Corrected: {member}, “{given}” in the place of “{before}”.").format(
                member=name, given=words[given], before=words[before]
            )
        self._answer({id_: given}, corrected)

    def _answer(self, answers: Mapping[MemberId, Choice | None], corrected: str = "") -> None:
        """What was answered at one key, which `u` takes back."""
        if not self._stands_no_more():
            self._keep(lambda: self._answers.give(self._question, answers), corrected)

    def _keep(self, give: Callable[[], None], corrected: str) -> None:
        """What was answered stands and is kept; where it cannot be kept, that is said."""
        self._corrected = corrected
        self._is_warned = False
        self.refuse("", "")
        try:
            give()
        except OSError as error:
            self.refuse(
                _("the answers cannot be kept: {reason}").format(reason=reason_of(error)),
                _("They are here until you leave; close the roll call to enter them."),
            )
        else:
            journal = self._shown.journal
            self.run_worker(journal.sync, group="sync", thread=True, exit_on_error=False)
        self._fill()

    def action_rest(self) -> None:
        """Everyone without an answer is about to get the same one: where some are looked for, those first."""
        offers = self._rests()
        following = offers.index(self._rest) + 1 if self._rest in offers else 0
        self._rest = offers[following] if following < len(offers) else ()
        if not offers:
            self._ask(_("Everybody has answered."))
        elif not self._rest:
            self._ask("")
        else:
            total = len(self._roll.silent(self._question))
            is_filtered = len(self._found_members) < len(self._roll.members)
            self._ask(asked_of_rest(len(self._rest), total, is_filtered=is_filtered))

    def _rests(self) -> list[tuple[Member, ...]]:
        """Who may get one answer together: those without one in the list, and all without one."""
        silent = self._roll.silent(self._question)
        sought = tuple(one for one in self._found_members if one in silent)
        return [found for found in dict.fromkeys((_by_id(sought), _by_id(silent))) if found]

    def _mark_rest(self, choice: Choice | None) -> None:
        members, self._rest = self._rest, ()
        self._ask("")
        if choice is None:
            return
        number = len(members)
        marked = ngettext(
            "{number} member is now marked “{choice}”; `u` takes that back.",
            "{number} members are now marked “{choice}”; `u` takes that back.",
            number,
        ).format(number=number, choice=choice_words()[choice])
        self._answer({one.id: choice for one in members}, marked)
        self._leave_find()
        self._to_silent(after=None)

    def action_take_back(self) -> None:
        """What was answered last is as it was before: one answer, or that of all the rest."""
        if self._stands_no_more():
            return
        last = self._answers.last_given()
        if last is None:
            self._ask(_("Nothing was answered since this roll call was taken up."))
            return
        self._rest, self._question = (), last.question
        number = len(last.before)
        if last.is_of_many:
            words = ngettext(
                "Taken back: the one choice for {number} member.",
                "Taken back: the one choice for {number} members.",
                number,
            ).format(number=number)
        else:
            names = (one.name for one in self._roll.members if one.id in last.before)
            words = _("Taken back: what {member} answered last.").format(member=next(names))
        self._keep(lambda: self._answers.set(last.question, last.before), words)
        self._leave_find()
        self._rows.point(next(iter(last.before)))

    @property
    def _differing(self) -> tuple[tuple[int, MemberId], ...]:
        """Every answer that is not the one that was counted, where it was closed before."""
        counted = self._shown.counted
        return () if counted is None else differing(counted, self._roll.answers)

    def action_as_counted(self) -> None:
        """The answers given since it was counted are given up; pressed again, they are back.

        One choice for many that was given last is taken back before.
        """
        if self._answers.given and self._answers.given[-1].is_of_many:
            self.action_take_back()
            return
        wanted: Mapping[tuple[int, MemberId], Choice]
        before, keys = self._roll, self._differing
        if keys:
            wanted = self._shown.counted or {}
            sentence = ngettext(
                "{number} answer is again the one that was counted; `u` gives back the one since.",
                "{number} answers are again those that were counted; `u` gives back those since.",
                len(keys),
            ).format(number=len(keys))
        elif self._since is not None:
            wanted = self._since.answers
            keys = differing(wanted, before.answers)
            sentence = ""
        else:
            self._ask(_("No answer differs from what was counted."))
            return
        if self._stands_no_more():
            return
        for place in sorted({place for place, _member in keys}):
            given = {
                member: wanted.get((place, member)) for asked, member in keys if asked == place
            }
            self._keep(partial(self._answers.set, place, given), sentence)
        self._answers.given.clear()
        self._since = before if sentence else None

    def _stands_no_more(self) -> bool:
        """Whether no answer is taken any more; what happened meanwhile is looked for at every one."""
        if self._is_overtaken:
            return True
        desk = self.room.open_desk(self.room.folder)
        with desk.repository:
            if self._shown.footing.holds(desk):
                return False
            error = what_became(desk, self._shown.folder, self._roll.motion)
        if error is not None:
            self.tell_overtaken(error.message, error.hint)
        return self._is_overtaken

    def _ask(self, sentence: str) -> None:
        line = self.query_one("#roll-ask", Static)
        line.update(Content(safe(sentence)))
        line.display = bool(sentence)

    # -- going about -------------------------------------------------------------------------------

    def action_silent(self) -> None:
        """The cursor stands on the next member without an answer."""
        self._to_silent(after=self._rows.key)

    def _to_silent(self, *, after: str | None) -> None:
        """The next without an answer below a member, else the first of all, else where one is."""
        ids = [one.id for one in self._roll.members]
        silent = {one.id for one in self._roll.silent(self._question)}
        start = ids.index(_id_of(self._roll.members, after)) if after is not None else 0
        for id_ in (*ids[start:], *ids[:start]):
            if id_ in silent:
                self._rows.point(id_)
                return

    def action_question(self, by: int) -> None:
        """Another question is called."""
        self._corrected = ""
        self._rest = ()
        self._question = (self._question - 1 + by) % self._roll.questions + 1
        self._is_warned = False
        self._fill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Questions are gone through where there are several; Enter agrees where something was asked."""
        del parameters
        if action == "agree":
            return self._is_warned
        return self._roll.questions > 1 if action == "question" else True

    def action_find(self) -> None:
        """What is typed finds a member."""
        self._rest = ()
        self._ask("")
        find = self.query_one("#roll-find", Input)
        find.display = True
        find.focus()

    def on_key(self, event: events.Key) -> None:
        """A digit begins the number of a seat."""
        find = self.query_one("#roll-find", Input)
        if event.character is not None and event.character.isdecimal() and not find.has_focus:
            event.stop()
            self._rest = ()
            find.display = True
            find.value = event.character
            find.cursor_position = 1
            find.focus()

    @on(Input.Changed, "#roll-find")
    def _sift(self) -> None:
        if not self.query_one("#roll-find", Input).display:
            return  # the search was left, and the cursor stands where that put it
        self._fill()
        self._rows.action_move_to(0)

    @on(Input.Submitted, "#roll-find")
    def _found(self) -> None:
        self._rows.focus()

    def _leave_find(self) -> None:
        find = self.query_one("#roll-find", Input)
        if not find.display:
            return
        find.value = ""
        find.display = False
        self._fill()
        self._rows.focus()

    def action_leave(self) -> None:
        """What was begun last is left: the rest, the search, the roll call; its answers are kept."""
        if self._rest:
            self._rest = ()
            self._ask("")
        elif self.query_one("#roll-find", Input).display:
            member = self._rows.key
            self._leave_find()
            if member is not None:
                self._rows.point(member)
        else:
            super().action_leave()

    @property
    def typed(self) -> object:
        """The answers that could not be kept, and are lost where the roll call is left."""
        return dict(self._answers.unkept) or None

    def loss(self) -> str:
        """What is lost by leaving."""
        return _("the answers that could not be kept are then gone")

    # -- closing -----------------------------------------------------------------------------------

    def action_close_roll(self) -> None:
        """The answers become the clerk's entry; whoever gave none did not take part."""
        if self._stands_no_more():
            return
        silent = sum(len(self._roll.silent(place)) for place in range(1, self._roll.questions + 1))
        if silent and not self._is_warned:
            self._is_warned = True
            self._ask(
                ngettext(
                    "{number} answer is missing: whoever gave none did not take part. Press `{key}` "
                    "again, or Enter, to close it so.",
                    "{number} answers are missing: whoever gave none did not take part. Press "
                    "`{key}` again, or Enter, to close it so.",
                    silent,
                ).format(number=silent, key="^s")
            )
            return
        roll, folder = self._roll, self._shown.folder

        def close(desk: Desk) -> Entered:
            return close_roll_call(desk, standing_motion(desk, folder, roll.motion), roll)

        self.attempt(close)

    def action_agree(self) -> None:
        """Enter closes what is closed without the answers that are missing, as it agrees elsewhere."""
        self.action_close_roll()

    def tell_overtaken(self, sentence: str, hint: str) -> None:
        """What happened meanwhile to the motion is said here; no answer is lost, and none is taken."""
        del hint  # what to do about the motion is said in the list of the sitting
        self._is_overtaken = True
        self._rest = ()
        self._ask("")
        given = len(self._roll.answers)
        kept = ngettext(
            "No answer is taken any more; the {number} answer given before is kept. Escape leaves.",
            "No answer is taken any more; the {number} answers given before are kept. Escape leaves.",
            given,
        ).format(number=given)
        self.refuse(sentence, kept)


def _id_of(members: tuple[Member, ...], text: str) -> MemberId:
    """The id of the member whose row bears this key."""
    return next(one.id for one in members if one.id == text)


def _by_id(members: tuple[Member, ...]) -> tuple[Member, ...]:
    """The members in an order that does not depend on what was looked for."""
    return tuple(sorted(members, key=lambda one: one.id))


def _way_back(*, is_counted: bool) -> Binding:
    """The key that takes back: the last answer, or all those since it was counted."""
    if is_counted:
        return Binding(
            "u",
            "as_counted",
            N_("As counted"),
            tooltip=N_("Give up the answers since it was counted"),
        )
    return Binding(
        "u",
        "take_back",
        N_("Take back"),
        tooltip=N_("Take back the last answer, or one choice for all the rest"),
    )
