"""The room in a browser: on this machine alone, for reading unless it is opened for writing."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from time import monotonic, sleep
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from constitution.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("textual_serve", reason="the extra `serve` is not installed")

from constitution.cli.serving import Visitors, room_command

PAGE = {"Host": "127.0.0.1:8000"}


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, *, killed: bool = False) -> Iterator[tuple[str, list[str], int]]:
    """The address of a room that is served, and what was said; it is stopped with Ctrl-C."""
    port = free_port()
    words = [sys.executable, "-m", "constitution", "-C", str(folder)]
    with subprocess.Popen(
        [*words, "serve", "--port", str(port)],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "GIT_AUTHOR_NAME": "x"},
    ) as server:
        assert server.stderr is not None
        said = [server.stderr.readline()]
        try:
            yield f"http://127.0.0.1:{port}/", said, server.pid
        finally:
            server.send_signal(signal.SIGINT)
            said += server.stderr.readlines()
            assert server.wait(20) == (-signal.SIGKILL if killed else 0)


def test_stopping_leaves_the_rooms_that_are_open_without_a_word(seated: Path) -> None:
    """No traceback, and no process that stays."""
    import aiohttp

    async def visit(url: str) -> None:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{url}ws", headers={"Origin": url.rstrip("/")}) as socket_,
        ):
            await socket_.receive()
            os.kill(pid, signal.SIGINT)
            async for _message in socket_:
                pass

    with served(seated) as (url, said, pid):
        asyncio.run(asyncio.wait_for(visit(url), 60))
    assert said == [f"The room is open at {url}, for reading.\n", "Ctrl-C closes it.\n"]


@pytest.mark.skipif(shutil.which("pgrep") is None, reason="pgrep is missing")
def test_a_room_is_left_when_its_server_is_killed(seated: Path) -> None:
    """No process stays behind, whatever ended the one that started it."""
    import aiohttp

    async def visit(url: str, pid: int) -> list[int]:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{url}ws", headers={"Origin": url.rstrip("/")}) as socket_,
        ):
            await socket_.receive()
            rooms = rooms_of(pid)
            os.kill(pid, signal.SIGKILL)
            return rooms

    with served(seated, killed=True) as (url, _said, pid):
        rooms = asyncio.run(asyncio.wait_for(visit(url, pid), 60))
    assert rooms
    deadline = monotonic() + 20
    while any(is_there(room) for room in rooms):
        assert monotonic() < deadline
        sleep(0.1)


def rooms_of(server: int) -> list[int]:
    """The processes that a server started."""
    found = subprocess.check_output(["pgrep", "-P", str(server)], text=True)
    return [int(room) for room in found.split()]


def is_there(pid: int) -> bool:
    """Whether a process is there and not only waited for."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    return bool(state.strip()) and not state.startswith("Z")


def status(url: str, **headers: str) -> int:
    """What the server answers."""
    try:
        with urlopen(Request(url, headers=headers)) as answer:  # noqa: S310 - our own address
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_the_room_is_in_the_browser_and_in_no_other(seated: Path) -> None:
    """The page fetches nothing from elsewhere; the room is on its socket; strangers are refused."""
    import aiohttp

    async def frames(url: str, origin: str) -> bytes:
        seen = b""
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(
                f"{url}ws?width=90&height=28", headers={"Origin": origin}
            ) as socket_,
        ):
            async for message in socket_:
                seen += message.data if isinstance(message.data, bytes) else b""
                if b"Le peuple se donne" in seen:
                    break
        return seen

    with served(seated) as (url, said, _pid):
        assert said == [f"The room is open at {url}, for reading.\n"]
        with urlopen(url) as answer:  # noqa: S310 - our own address
            page = answer.read().decode()
        assert "Projet de Constitution" in page
        assert page.count("http://") == page.count(url)
        assert "https://" not in page
        assert status(url, Host="evil.example") == 403
        assert status(url + "ws", Origin="http://evil.example") == 403
        seen = asyncio.run(asyncio.wait_for(frames(url, url.rstrip("/")), 60))
        assert b"[1 Text]" in seen
        with pytest.raises(aiohttp.WSServerHandshakeError):
            asyncio.run(frames(url, "http://evil.example"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example:8000"},
        {},
        PAGE | {"Origin": "http://evil.example"},
        PAGE | {"Origin": "https://127.0.0.1:8000"},
        PAGE | {"Origin": "http://127.0.0.1:8001"},
        PAGE | {"Origin": "null"},
    ],
)
def test_who_asks_from_elsewhere_is_not_let_in(headers: dict[str, str]) -> None:
    """By another name, or from the page of another site."""
    refusal = Visitors(8000).refusal(headers, {}, {})
    assert refusal == "This room is open on its own machine only, at http://127.0.0.1:8000/."


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000"])
def test_who_asks_from_here_is_let_in(host: str) -> None:
    """By either of its names."""
    assert Visitors(8000).refusal({"Host": host, "Origin": f"http://{host}"}, {}, {}) is None


def test_a_room_for_writing_opens_with_its_key_alone() -> None:
    """In the address, and then in the cookie of the page."""
    room = Visitors(8000, "secret")
    assert room.url == "http://127.0.0.1:8000/?key=secret"
    assert room.refusal(PAGE, {}, {}) is not None
    assert room.refusal(PAGE, {"key": "Secret"}, {}) is not None
    assert room.refusal(PAGE, {"key": "secret"}, {}) is None
    assert room.refusal(PAGE, {}, {"constitution-room": "secret"}) is None
    assert room.refusal(PAGE, {}, {"constitution-room": "é"}) is not None


def test_a_room_is_for_reading_unless_it_is_opened_for_writing(tmp_path: Path) -> None:
    """And a folder's name is a name, whatever is in it."""
    folder = tmp_path / "a; touch b"
    assert room_command(folder, writes=False).endswith(" tui --read-only")
    assert room_command(folder, writes=True).endswith(" tui")
    assert f"'{folder}'" in room_command(folder, writes=True)


def test_a_port_in_use_is_refused(seated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With another one to try."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert run(["-C", str(seated), "serve", "--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert f"nothing can be served on port {port}" in said
    assert "--port 8001" in said


def test_without_the_extra_the_verb_says_what_to_install(
    seated: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback where a package is missing."""
    monkeypatch.setattr("constitution.cli.serve.find_spec", lambda _name: None)
    assert run(["-C", str(seated), "serve"]) == 1
    assert "pip install '.[serve]'" in capsys.readouterr().err
