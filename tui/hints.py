"""What a refusal advises, in the keys of the room.

The core names a verb of the command line between backticks, with its arguments, in every language.
A hint that is read in the room names the key that does the same, and where; what has no key here is
said to be for a terminal.
"""

from __future__ import annotations

import re

from constitution.language import N_, _
from tui.moments import called_record

__all__ = ["ERRANDS", "in_keys"]

_AMENDMENTS, _SESSION, _HISTORY = (
    N_("`{key}` among the amendments (2)"),
    N_("`{key}` in the sitting (3)"),
    N_("`{key}` in the history (4)"),
)
_KEYS = {
    "amend add": ("a", _AMENDMENTS),
    "amend divide": ("D", _AMENDMENTS),
    "amend edit": ("e", _AMENDMENTS),
    "amend move": ("M", _AMENDMENTS),
    "amend new": ("n", _AMENDMENTS),
    "amend reasons": ("r", _AMENDMENTS),
    "amend repeal": ("d", _AMENDMENTS),
    "amend resolve": ("b", _AMENDMENTS),
    "amend show": ("2", N_("the page of the amendment (`{key}`)")),
    "amend list": ("2", N_("the list of the amendments (`{key}`)")),
    "amend submit": ("s", _AMENDMENTS),
    "amend update": ("b", _AMENDMENTS),
    "amend withdraw": ("w", _AMENDMENTS),
    "renumber": ("R", _AMENDMENTS),
    "put": ("p", _SESSION),
    "count": ("c", _SESSION),
    "declare": ("d", _SESSION),
    "declare --as-counted": ("u", N_("`{key}` in the roll call")),
    "dispose": ("x", _SESSION),
    "order": ("o", _SESSION),
    "order --as-proposed": ("O", _SESSION),
    "ballots": ("3", N_("the page of the amendment in the sitting (`{key}`)")),
    "verify": ("c", _HISTORY),
    "history": ("4", N_("the history (`{key}`)")),
    "undo": ("u", N_("`{key}`")),
}
"""The key of each verb, and the words for where it stands, marked for translation."""

ERRANDS = {
    "members": N_("The members"),
    "rules": N_("The rules"),
    "fetch": N_("Fetch what others published"),
    "publish": N_("Publish what was done here"),
    "doctor": N_("Look at the health of this copy"),
    "doctor --fix": N_("Look at the health of this copy"),
    "votes": N_("How a member voted"),
}
"""What each verb is called among all actions, which `ctrl+p` shows in every place."""

_OPTIONS = {"current": "1", "amendment": "2", "both": "3", "words TEXT": "4"}
"""The keys that settle a conflict, by the options that do."""

_OPTION = re.compile(r"--(current|amendment|both|words TEXT)\b")
_RECORD = re.compile(r"vote:(\d+)")
_QUOTED = re.compile(r"`([^`]+)`")
_RUN = re.compile(r"(?:constitution )?((?:amend )?[a-z-]+(?: --as-[a-z]+)?)(?: .*)?", re.DOTALL)


def in_keys(hint: str) -> str:
    """The hint with the keys of the room in place of commands; what is no command stays."""
    keyed = _QUOTED.sub(lambda found: _key(found[1], found[0]), hint)
    return _OPTION.sub(lambda found: f"`{_OPTIONS[found[1]]}`", keyed)


def _key(quoted: str, whole: str) -> str:
    run = _RUN.fullmatch(quoted)
    known = _KEYS.get(run[1]) if run is not None else None
    if known is not None:
        key, where = known
        return _(where).format(key=key)
    is_command = quoted.startswith("constitution ")
    errand = ERRANDS.get(quoted.removeprefix("constitution ")) if is_command else None
    if errand is not None:
        return _("“{action}” (`{key}`)").format(action=_(errand), key="ctrl+p")
    if record := _RECORD.fullmatch(quoted):
        return _("“{moment}”").format(moment=called_record(int(record[1])))
    if is_command:
        return _("`{command}` (in a terminal)").format(command=quoted)
    return whole
