"""The room in a browser of this machine: a page, and a room in a process of its own for each visitor.

The server listens on the loopback alone and answers only who asks for it by that name, so that no
page of another site can reach the room behind a person's back. The page fetches nothing from
anywhere else.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
import secrets
import shlex
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp_jinja2
from aiohttp import web
from textual_serve.server import Server

from constitution.errors import Refused
from constitution.language import _, language
from constitution.system import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["HOST", "Visitors", "room_command", "serve"]

HOST = "127.0.0.1"
_COOKIE = "constitution-room"
_PATIENCE = 10.0
"""Seconds that open rooms have to be left in, once the server is stopped."""


@dataclass(frozen=True, slots=True)
class Visitors:
    """Who is let in: those who ask for this machine by its name and, where there is one, have the key."""

    port: int
    key: str | None = None

    @property
    def url(self) -> str:
        """What to open in a browser."""
        base = f"http://{HOST}:{self.port}/"
        return base if self.key is None else f"{base}?key={self.key}"

    def refusal(
        self, headers: Mapping[str, str], query: Mapping[str, str], cookies: Mapping[str, str]
    ) -> str | None:
        """Why a request is not answered, in a sentence; None where it is."""
        names = {f"{HOST}:{self.port}", f"localhost:{self.port}"}
        origin = headers.get("Origin")
        if headers.get("Host") not in names or (
            origin is not None
            and (urlsplit(origin).scheme, urlsplit(origin).netloc)
            not in {("http", name) for name in names}
        ):
            return _("This room is open on its own machine only, at {url}.").format(
                url=f"http://{HOST}:{self.port}/"
            )
        if self.key is None:
            return None
        given = query.get("key") or cookies.get(_COOKIE) or ""
        if hmac.compare_digest(given.encode(), self.key.encode()):
            return None
        return _("This room can be written in: open it with the address that `serve` printed.")


def room_command(folder: Path, *, writes: bool) -> str:
    """The command that opens a room for one visitor, in place of the shell that starts it."""
    words = [sys.executable, "-m", "constitution", "-C", str(folder.absolute())]
    words += ["--lang", language(), "tui"]
    command = shlex.join(words if writes else [*words, "--read-only"])
    return command if os.name == "nt" else f"exec {command}"


class _RoomServer(Server):  # type: ignore[misc] # textual-serve is an extra, and may not be here
    """The page and the rooms."""

    def __init__(
        self, command: str, title: str, visitors: Visitors, say: Callable[[], None]
    ) -> None:
        super().__init__(
            command,
            host=HOST,
            port=visitors.port,
            title=title,
            templates_path=Path(__file__).with_name("served"),
        )
        self._visitors = visitors
        self._say = say
        self._opening: asyncio.Task[None] | None = None
        self._rooms: set[asyncio.Task[Any]] = set()
        self._is_leaving = False

    def initialize_logging(self) -> None:
        """Only what goes wrong is told."""
        logging.basicConfig(level=logging.ERROR)

    def request_exit(self) -> None:
        """The server is stopped, the first time; whoever asks again waits for it."""
        if not self._is_leaving:
            self._is_leaving = True
            super().request_exit()

    async def on_startup(self, app: web.Application) -> None:
        """Where the room is open is said once it is."""
        aiohttp_jinja2.get_env(app).globals.update(
            language=language(), ended=_("The room was left."), again=_("Open it again")
        )
        self._opening = asyncio.create_task(self._tell_once_open())

    async def _tell_once_open(self) -> None:
        """The address is said once it answers."""
        while True:
            try:
                _reader, writer = await asyncio.open_connection(HOST, self._visitors.port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                break
        self._say()

    def _refuse(self, request: web.Request) -> web.Response | None:
        sentence = self._visitors.refusal(request.headers, request.query, request.cookies)
        return None if sentence is None else web.Response(status=403, text=sentence + "\n")

    async def handle_index(self, request: web.Request) -> Any:
        """The page, for whoever is let in."""
        refused = self._refuse(request)
        if refused is not None:
            return refused
        answer = await super().handle_index(request)
        if self._visitors.key is not None:
            answer.set_cookie(_COOKIE, self._visitors.key, httponly=True, samesite="Strict")
        answer.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
        return answer

    async def handle_websocket(self, request: web.Request) -> Any:
        """A room, for whoever is let in."""
        refused = self._refuse(request)
        if refused is not None:
            return refused
        room = asyncio.current_task()
        if room is not None:
            self._rooms.add(room)
            room.add_done_callback(self._rooms.discard)
        return await super().handle_websocket(request)

    async def on_shutdown(self, app: web.Application) -> None:
        """Every room that is open is left, as with its own key."""
        del app
        rooms = tuple(self._rooms)
        for room in rooms:
            room.cancel()
        await asyncio.wait_for(asyncio.gather(*rooms, return_exceptions=True), _PATIENCE)


def serve(folder: Path, title: str, *, port: int, writes: bool, say: Callable[[str], None]) -> None:
    """The room was served until somebody stopped it; `say` is told its address once it is open."""
    _refuse_taken(port)
    visitors = Visitors(port, secrets.token_urlsafe(16) if writes else None)
    command = room_command(folder, writes=writes)
    _RoomServer(command, title, visitors, lambda: say(visitors.url)).serve()


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Refused(
                _("nothing can be served on port {port}: {reason}").format(
                    port=port, reason=reason_of(error)
                ),
                hint=_("Choose another one: `constitution serve --port 8001`."),
            ) from None
