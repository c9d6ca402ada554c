"""An act of this clone as a person reads it, before it is taken back and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.language import _

if TYPE_CHECKING:
    from constitution.repository import RefMove
    from constitution.repository.acts import Act

__all__ = ["act_words", "undoing_words"]


def act_words(act: Act) -> str:
    """What was done, in a sentence."""
    match act.verb:
        case "amend new":
            words = _("Amendment {name} was opened.")
        case "amend withdraw":
            words = _("The draft {name} was withdrawn.")
        case "amend update":
            words = _("Amendment {name} was brought onto the current text.")
        case "amend submit":
            words = _("Amendment {name} was submitted.")
        case "amend edit":
            words = _("A text of amendment {name} was edited.")
        case "amend add":
            words = _("An article was added in amendment {name}.")
        case "amend move":
            words = _("An article was moved in amendment {name}.")
        case "amend repeal":
            words = _("An article was repealed in amendment {name}.")
        case "amend reasons":
            words = _("The reasons of amendment {name} were written.")
        case "put":
            words = _("Amendment {name} was put to the vote.")
        case "count":
            words = _("The votes on amendment {name} were entered.")
        case "vote":
            words = _("A ballot was cast: {name}.")
        case "declare":
            words = _("The result of amendment {name} was declared.")
        case "dispose":
            words = _("Amendment {name} was disposed of without a vote.")
        case "order":
            words = _("The order of call was changed.")
        case _:
            words = _("Amendment {name} was changed.")
    return words.format(name=act.subject)


def undoing_words(act: Act) -> str:
    """What is then as it was before, in a sentence."""
    match act.verb:
        case "declare":
            return _("The text is then as it was before, and the votes wait to be declared again.")
        case "dispose":
            return _("It then stands among the amendments again, with its votes.")
        case "put" if any(_is_motion(move) and move.old is not None for move in act.moves):
            return _("What was put before then stands again, with the votes and answers it had.")
        case "put":
            return _("It then waits to be put again; votes that came in since are not counted.")
        case "count":
            return _("What was entered before then stands again.")
        case "amend new":
            return _("Its draft then goes from the list.")
        case _:
            return _("Everything is then as it was before.")


def _is_motion(move: RefMove) -> bool:
    """Whether it is the branch of what was put to the vote."""
    return "/motions/" in move.ref
