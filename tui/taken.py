"""An act of this clone as a person reads it, before it is taken back and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.language import _

if TYPE_CHECKING:
    from constitution.repository import RefMove
    from constitution.repository.acts import Act

__all__ = ["act_words", "undoing_words"]


def act_words(act: Act) -> str:
    """What was done, as it is called when it is taken back."""
    match act.verb:
        case "amend new":
            words = _("opening amendment {name}")
        case "amend withdraw":
            words = _("withdrawing the draft {name}")
        case "amend update":
            words = _("bringing amendment {name} onto the current text")
        case "amend submit":
            words = _("submitting amendment {name}")
        case "amend edit":
            words = _("editing a text of amendment {name}")
        case "amend add":
            words = _("adding an article in amendment {name}")
        case "amend move":
            words = _("moving an article in amendment {name}")
        case "amend repeal":
            words = _("repealing an article in amendment {name}")
        case "amend reasons":
            words = _("writing the reasons of amendment {name}")
        case "put":
            words = _("putting amendment {name} to the vote")
        case "count":
            words = _("entering the votes on amendment {name}")
        case "vote":
            words = _("casting a ballot ({name})")
        case "declare":
            words = _("declaring the result of amendment {name}")
        case "dispose":
            words = _("disposing of amendment {name} without a vote")
        case "order":
            words = _("changing the order of call")
        case _:
            words = _("changing amendment {name}")
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
