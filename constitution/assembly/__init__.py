"""The use cases: found, draft, submit, put to the vote, count, declare, dispose, take back.

Everything a front end can do goes through here, on a `Desk`: a repository as one person works in
it. Expected outcomes are values (`Conflicting`, a postponed `Declaration`); refusals are
exceptions of `constitution.errors`.

- `founding`: the first text, members and rules;
- `drafting`: amendments on their branches; `pending` reads them;
- `carrying`: an amendment onto the current text, word by word;
- `putting`: a motion shown and sealed; `printing`: what members have in hand;
- `counting`: ballots and the clerk's entry;
- `declaring`: the result, recorded; undo; `disposing`: what was not voted on;
- `readings`: how a pending amendment reads; `rivalry`, `ordering`: which to call first;
- `renumbering`, `checking`, `verification`, `importing`.
"""

from constitution.assembly.desk import Desk

__all__ = ["Desk"]
