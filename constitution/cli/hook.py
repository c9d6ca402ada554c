"""For servers: the hook that judges a push, and workflow files for forges that run no hooks."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import argument, option, verb
from constitution.language import N_, _

if TYPE_CHECKING:
    from constitution.verify.push import Objection

__all__ = ["hook_verb"]

_FORGES = ("github", "gitlab", "forgejo")
_FOUNDING = "@FOUNDING@"


@verb(
    "hook",
    help=N_(
        "For servers: refuse a push to main that does not verify (`pre-receive`, started by git), "
        "or print the workflow file of a forge that runs no hooks."
    ),
    example=(
        "exec constitution hook pre-receive --founding 3f9c1d2e4b5a69788796a5b4c3d2e1f009182736\n"
        "constitution hook github > .github/workflows/constitution.yml"
    ),
)
@argument("kind", type=click.Choice(["pre-receive", *_FORGES]))
@option(
    "--founding", metavar="COMMIT", help=N_("The founding commit, as the assembly published it.")
)
@pass_talk
def hook_verb(talk: Talk, *, kind: str, founding: str | None) -> None:
    """Judge a push, with exit 1 where it is refused; or print a workflow file."""
    if kind in _FORGES:
        talk.print(_workflow(talk, kind, founding).rstrip("\n"))
        return
    from constitution.verify.push import judge_push, quarantine, read_updates

    # git starts a hook in the repository's folder, which is then the one that is meant
    folder = Path(os.environ.get("GIT_DIR", talk.folder)).absolute()
    updates = read_updates(sys.stdin.buffer.read().decode("utf-8", "surrogateescape"))
    objections = judge_push(
        folder, updates, objects=quarantine(os.environ, os.pathsep), founding=founding
    )
    for objection in objections:
        _object(talk, objection)
    if objections:
        talk.say(_("Nothing was accepted; everything here is as it was."))
        raise click.exceptions.Exit(1)


def _object(talk: Talk, objection: Objection) -> None:
    """Say it to whoever pushed; git brings what is said here to their screen."""
    from constitution.display import safe

    talk.say(
        safe(_("{ref} is refused: {reason}").format(ref=objection.ref, reason=objection.sentence))
    )
    for detail in objection.details:
        talk.say(f"  {safe(detail)}")
    talk.say(f"  {safe(objection.advice)}")


def _workflow(talk: Talk, forge: str, founding: str | None) -> str:
    """The workflow file, with this program's version and the constitution's founding commit."""
    from importlib import resources

    from constitution import __version__
    from constitution.errors import Refused, Unknown
    from constitution.verify.store import is_id

    if founding is None:
        try:
            repository = talk.desk().repository
            *_later, founding = repository.first_parents(repository.main())
        except Unknown:
            raise Refused(
                _("the founding commit is not known here"),
                hint=_("Give it with --founding, as the assembly published it."),
            ) from None
    if not is_id(founding):
        raise Unknown(
            _("“{id}” is not the full id of a commit").format(id=founding),
            hint=_("Give all 40 digits: a short id could be imitated."),
        )
    text = (resources.files("constitution") / "servers" / f"{forge}.yml").read_text("utf-8")
    return text.replace("@VERSION@", __version__).replace(_FOUNDING, founding)
