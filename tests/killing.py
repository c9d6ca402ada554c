"""Acts killed at the n-th system call, and clerks who act at once: the driver of `test_killed.py`.

`python -m tests.killing ACT [--every K]` kills the act before each of its file-system calls in
turn (`SIGKILL`, from within the call), looks at what is left, lets `doctor` mend it and does the
act again. It runs under a shim in C that stands before the C library, so that the calls of libgit2
are counted like those of Python. `--at-random N` kills from outside, at random moments, and needs
no shim. `python -m tests.killing clerks --times N` lets two processes declare at once.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.assembly import Desk
from constitution.assembly.balloting import gather
from constitution.assembly.motions import open_motion
from constitution.assembly.pending import find_pending
from constitution.assembly.verification import verify_clone
from constitution.cli.main import run
from constitution.repository import MAIN, Repository
from tests.committee import CLERK, Committee, path_of

if TYPE_CHECKING:
    from collections.abc import Callable

SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>
static long armed = 0, count = 0, last = 0;
void kill_at(long n) { armed = 1; count = 0; last = n; access("/armed", F_OK); }
long calls_made(void) { armed = 0; access("/disarmed", F_OK); return count; }
static void step(void) {
  if (!armed) return;
  count++;
  if (count == last) { kill(getpid(), SIGKILL); for (;;) pause(); }
}
#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define WRITES(flags) ((flags) & (O_CREAT | O_TRUNC) || ((flags) & O_ACCMODE) != O_RDONLY)
#define MODE(flags) mode_t mode = 0; if ((flags) & O_CREAT) { va_list a; va_start(a, flags); mode = va_arg(a, mode_t); va_end(a); }
int open(const char *p, int flags, ...) { REAL(open); MODE(flags); if (WRITES(flags)) step(); return real(p, flags, mode); }
int open64(const char *p, int flags, ...) { REAL(open64); MODE(flags); if (WRITES(flags)) step(); return real(p, flags, mode); }
int openat(int d, const char *p, int flags, ...) { REAL(openat); MODE(flags); if (WRITES(flags)) step(); return real(d, p, flags, mode); }
int openat64(int d, const char *p, int flags, ...) { REAL(openat64); MODE(flags); if (WRITES(flags)) step(); return real(d, p, flags, mode); }
ssize_t write(int f, const void *b, size_t n) { REAL(write); if (f > 2) step(); return real(f, b, n); }
ssize_t pwrite(int f, const void *b, size_t n, off_t o) { REAL(pwrite); step(); return real(f, b, n, o); }
ssize_t pwrite64(int f, const void *b, size_t n, off64_t o) { REAL(pwrite64); step(); return real(f, b, n, o); }
ssize_t writev(int f, const struct iovec *v, int n) { REAL(writev); if (f > 2) step(); return real(f, v, n); }
int fsync(int f) { REAL(fsync); step(); return real(f); }
int fdatasync(int f) { REAL(fdatasync); step(); return real(f); }
int rename(const char *a, const char *b) { REAL(rename); step(); return real(a, b); }
int renameat(int c, const char *a, int d, const char *b) { REAL(renameat); step(); return real(c, a, d, b); }
int link(const char *a, const char *b) { REAL(link); step(); return real(a, b); }
int linkat(int c, const char *a, int d, const char *b, int f) { REAL(linkat); step(); return real(c, a, d, b, f); }
int symlink(const char *a, const char *b) { REAL(symlink); step(); return real(a, b); }
int unlink(const char *a) { REAL(unlink); step(); return real(a); }
int unlinkat(int d, const char *a, int f) { REAL(unlinkat); step(); return real(d, a, f); }
int mkdir(const char *a, mode_t m) { REAL(mkdir); step(); return real(a, m); }
int mkdirat(int d, const char *a, mode_t m) { REAL(mkdirat); step(); return real(d, a, m); }
int rmdir(const char *a) { REAL(rmdir); step(); return real(a); }
int ftruncate(int f, off_t n) { REAL(ftruncate); step(); return real(f, n); }
int ftruncate64(int f, off64_t n) { REAL(ftruncate64); step(); return real(f, n); }
int chmod(const char *a, mode_t m) { REAL(chmod); step(); return real(a, m); }
int fchmod(int f, mode_t m) { REAL(fchmod); step(); return real(f, m); }
"""
CALLS = (
    "openat,open,creat,write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2,link,linkat,"
    "symlink,unlink,unlinkat,mkdir,mkdirat,rmdir,ftruncate,chmod,fchmod,fchmodat"
)
OLD, NEW = "quatre cents", "trois cents"


@dataclass(frozen=True, slots=True)
class Killed:
    """An act that is killed: how it is prepared, called, and known to be done."""

    prepare: Callable[[Committee], object]
    command: Callable[[Path], list[str]]
    is_done: Callable[[Desk], bool]


def _submitted(committee: Committee) -> None:
    committee.submitted("moins", "4", OLD, NEW)


def _put(committee: Committee) -> None:
    _submitted(committee)
    committee.put("1")


def _counted(for_: int, against: int) -> Callable[[Committee], None]:
    def prepare(committee: Committee) -> None:
        _put(committee)
        committee.count("1", for_, against)

    return prepare


def _drafted(committee: Committee) -> None:
    committee.draft("moins", "4", OLD, NEW)
    snapshot = committee.desk.at(find_pending(committee.desk, "moins").branch.tip)
    text = snapshot.text(path_of("4")).replace("cinq ans", "six ans")
    (committee.folder.parent / "typed.md").write_text(text, encoding="utf-8")


def _recorded(outcome: str) -> Callable[[Desk], bool]:
    def is_done(desk: Desk) -> bool:
        repository = desk.repository
        return (
            [entry.outcome for entry in desk.records()] == [outcome]
            and not repository.refs("refs/heads/motions/")
            and not repository.refs("refs/counts/")
            and desk.acts.all()[-1].verb == "declare"
            and (outcome == "adopted" or bool(repository.refs("refs/tags/rejected/")))
        )

    return is_done


def _is_saved(desk: Desk) -> bool:
    one = find_pending(desk, "moins")
    return "six ans" in desk.at(one.branch.tip).text(path_of("4"))


ACTS = {
    "put": Killed(
        _submitted, lambda _at: ["put", "1", "--yes"], lambda d: bool(open_motion(d, "1"))
    ),
    "vote": Killed(
        _put,
        lambda _at: ["vote", "1", "for", "--as", "siege-01", "--yes"],
        lambda d: len(gather(d, open_motion(d, "1")).counted) == 1,
    ),
    "declare": Killed(_counted(40, 3), lambda _at: ["declare", "1", "--yes"], _recorded("adopted")),
    "reject": Killed(_counted(3, 40), lambda _at: ["declare", "1", "--yes"], _recorded("rejected")),
    "save": Killed(
        _drafted,
        lambda at: ["amend", "edit", "moins", "4", "--file", str(at.parent / "typed.md")],
        _is_saved,
    ),
}


def sit(folder: Path, act: Killed) -> Path:
    """A committee about to do the act, with a work tree on main."""
    committee = Committee.sit(folder / "text")
    committee.repository.set_identity(CLERK)
    act.prepare(committee)
    return committee.folder


def call(folder: Path, arguments: list[str]) -> int:
    """The exit code of a verb that says nothing."""
    nowhere = io.StringIO()
    with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        return run(["-C", str(folder), *arguments])


def check(folder: Path, act: Killed, before: str, where: str) -> None:
    """What is left verifies, main is old or new, the draft whole; doctor mends, the act is done."""
    repository = Repository.open(folder)
    main = repository.main()
    chain = list(repository.first_parents(main))
    assert before == main or before == chain[1], f"{where}: main is neither old nor new"
    verdict = verify_clone(repository)
    assert verdict.outcome in {"valid", "consistent"}, f"{where}: {verdict.sentence}"
    tip = repository.tip("refs/heads/amendments/moins")
    assert tip is not None, f"{where}: the draft is gone"
    text = Desk(repository).at(tip).text(path_of("4"))
    assert NEW in text, f"{where}: the draft is not whole"
    assert ("cinq ans" in text) != ("six ans" in text), f"{where}: the draft is neither"
    assert call(folder, ["doctor", "--fix"]) == 0, f"{where}: doctor cannot mend it"
    for _attempt in range(2):
        if not _done(folder, act):
            call(folder, act.command(folder))
    assert _done(folder, act), f"{where}: the act cannot be done"
    again = Repository.open(folder)
    assert again.dirty_files() == (), f"{where}: {again.dirty_files()}"
    assert verify_clone(again).outcome in {"valid", "consistent"}, where
    assert call(folder, ["doctor"]) == 0, f"{where}: something is left"
    assert call(folder, ["undo", "--yes"]) == 0, f"{where}: it cannot be taken back"


def _done(folder: Path, act: Killed) -> bool:
    from constitution.errors import ConstitutionError

    try:
        return act.is_done(Desk.open(folder))
    except (ConstitutionError, IndexError):
        return False


def kill_at_calls(name: str, every: int, folder: Path) -> dict[str, int]:
    """How many calls the act makes, and before how many it was killed."""
    act = ACTS[name]
    template = sit(folder / "template", act)
    before = Repository.open(template).main()
    shim = ctypes.CDLL(None)
    shim.calls_made.restype = ctypes.c_long
    total = _calls_of(shim, folder, template, act)
    killed = 0
    places = sorted({1, total, *range(1, total + 1, every)})
    for place in places:
        copy = _copy(folder, template)
        child = os.fork()
        if child == 0:
            shim.kill_at(ctypes.c_long(place))
            call(copy, act.command(copy))
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):  # ids differ from run to run, and folders with them
            assert place > total - 4, f"{name}: call {place} of {total} was never made"
            break
        assert os.WTERMSIG(status) == signal.SIGKILL
        killed += 1
        check(copy, act, before, f"{name}, killed before call {place} of {total}")
    return {"calls": total, "killed": killed}


def _calls_of(shim: ctypes.CDLL, folder: Path, template: Path, act: Killed) -> int:
    """How many file-system calls the act makes when nobody kills it."""
    copy = _copy(folder, template)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        shim.kill_at(ctypes.c_long(0))
        code = call(copy, act.command(copy))
        total = shim.calls_made()
        os.write(writing, f"{code} {total}".encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        ended, made = answer.read().split()
    os.waitpid(child, 0)
    assert ended == "0"
    return int(made)


def kill_at_random(name: str, times: int, folder: Path) -> dict[str, int]:
    """How often the act was killed while it ran, at random moments, from outside."""
    act = ACTS[name]
    template = sit(folder / "template", act)
    before = Repository.open(template).main()
    killed, longest = 0, 0.5
    rolling = random.Random(name)  # noqa: S311 - not for secrets
    for attempt in range(times):
        copy = _copy(folder, template)
        start = time.monotonic()
        child = os.fork()
        if child == 0:
            call(copy, act.command(copy))
            os._exit(0)
        wait = rolling.random() * longest if attempt else 60.0
        while time.monotonic() - start < wait and os.waitpid(child, os.WNOHANG) == (0, 0):
            time.sleep(0.001)
        if attempt == 0:
            longest = time.monotonic() - start
            continue
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            killed += 1
        check(copy, act, before, f"{name}, killed after {wait:.3f} s")
    return {"killed": killed}


def _copy(folder: Path, template: Path) -> Path:
    copy = folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(template.parent, copy)
    return copy / "text"


def clerks(times: int, folder: Path) -> dict[str, int]:
    """How often two clerks declared at once, and how often one of them had to do it again."""
    template = Committee.sit(folder / "template" / "text")
    template.repository.set_identity(CLERK)
    template.submitted("moins", "4", OLD, NEW)
    template.submitted("juges", "7", "neuf membres", "onze membres")
    for number in ("1", "2"):
        template.put(number)
        template.count(number, 40, 3)
    again = 0
    for turn in range(times):
        copy = _copy(folder, template.folder)
        start = time.time() + 0.05
        children = {}
        for number in ("1", "2"):
            child = os.fork()
            if child == 0:
                time.sleep(max(0.0, start - time.time()))
                tries = 1
                while call(copy, ["declare", number, "--yes"]) != 0 and tries < 10:
                    tries += 1
                os._exit(tries)
            children[child] = number
        for child, number in children.items():
            _pid, status = os.waitpid(child, 0)
            tries = os.WEXITSTATUS(status)
            assert tries < 10, f"turn {turn}: amendment {number} could not be declared"
            again += tries - 1
        desk = Desk.open(copy)
        assert sorted(entry.number for entry in desk.records()) == ["1", "2"], f"turn {turn}"
        assert verify_clone(desk.repository).outcome in {"valid", "consistent"}, f"turn {turn}"
        assert desk.repository.dirty_files() == (), f"turn {turn}"
        assert [one.verb for one in desk.acts.all()][-2:] == ["declare", "declare"], f"turn {turn}"
        assert call(copy, ["doctor"]) == 0, f"turn {turn}"
        assert desk.repository.tip(MAIN) is not None
    return {"turns": times, "again": again}


def main() -> None:
    """Kill one act, or let two clerks act at once; print what was done as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.killing")
    parser.add_argument("act", choices=[*ACTS, "clerks"])
    parser.add_argument("--every", type=int, default=1, help="kill before every K-th call")
    parser.add_argument("--at-random", type=int, default=0, help="kill at N random moments")
    parser.add_argument("--times", type=int, default=100, help="how often two clerks declare")
    asked = parser.parse_args()
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - the order of calls is the same in memory
    with tempfile.TemporaryDirectory(dir=base) as folder:
        if asked.act == "clerks":
            done = clerks(asked.times, Path(folder))
        elif asked.at_random:
            done = kill_at_random(asked.act, asked.at_random, Path(folder))
        elif os.environ.get("CONSTITUTION_SHIM") is None:
            _under_shim(Path(folder))
            return
        else:
            done = kill_at_calls(asked.act, asked.every, Path(folder))
    sys.stdout.write(json.dumps({asked.act: done}) + "\n")


def _under_shim(folder: Path) -> None:
    """This program again, under the shim."""
    import subprocess

    shim = build_shim(folder)
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing", *sys.argv[1:]],
        env={
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "1",
            "LD_PRELOAD": str(shim),
            "CONSTITUTION_SHIM": str(shim),
        },
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.returncode)


def build_shim(folder: Path) -> Path:
    """The shim, compiled."""
    import subprocess

    source, shim = folder / "shim.c", folder / "shim.so"
    source.write_text(SHIM, encoding="utf-8")
    subprocess.run(
        ["gcc", "-shared", "-fPIC", "-O1", "-o", str(shim), str(source), "-ldl"], check=True
    )
    return shim


if __name__ == "__main__":
    main()
