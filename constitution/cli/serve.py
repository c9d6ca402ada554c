"""Serving the room to the browsers of this machine."""

from __future__ import annotations

from importlib.util import find_spec

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import Figure, option, verb
from constitution.errors import Refused
from constitution.language import N_, _

__all__ = ["serve_verb"]


@verb(
    "serve",
    help=N_(
        "Open the room in a browser, on this machine alone and for reading; with --write, for "
        "whoever has the address that is printed, to work in it under your name."
    ),
    example="constitution serve\nconstitution serve --port 8080\nconstitution serve --write",
)
@option(
    "--port",
    type=Figure(1, 65535),
    default=8000,
    metavar="PORT",
    help=N_("The port; 8000 by default."),
)
@option("--write", is_flag=True, help=N_("Let acts be done in the browser, under your name."))
@pass_talk
def serve_verb(talk: Talk, *, port: int, write: bool) -> None:
    """Serve the room."""
    if find_spec("textual_serve") is None:
        raise Refused(
            _("the room in a browser needs textual-serve, which is not installed"),
            hint=_("In the folder of the program: `.venv/bin/pip install '.[serve]'`."),
        )
    from constitution.cli.serving import serve

    desk = talk.writer() if write else talk.desk()
    settings = desk.main().settings

    def say(url: str) -> None:
        talk.say(
            _("The room is open at {url}, for reading and for writing.").format(url=url)
            if write
            else _("The room is open at {url}, for reading.").format(url=url)
        )
        talk.say(_("Ctrl-C closes it."))

    serve(talk.folder, settings.text or "Constitution", port=port, writes=write, say=say)
