"""The network, handed to the user's own `git`, which knows their keys, proxies and agents.

What git is told is told in full: which refs go where, and that nothing else happens on the way. A
repository may come from anybody, so its own configuration starts no program here: what would is
overruled or, where it says how to reach a remote, refused. The user's own configuration is theirs.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.display import safe
from constitution.errors import ConstitutionError, Refused
from constitution.language import _
from constitution.names import check_address, check_ref, check_remote, is_plain_ref
from constitution.repository.commits import MAIN
from constitution.repository.library import pygit2
from constitution.repository.refs import RefMove

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constitution.repository.commits import CommitId
    from constitution.repository.store import Repository

__all__ = [
    "FETCHED",
    "fetch_refs",
    "push_branch",
    "push_refs",
    "refuse_foreign_programs",
    "remember_remote",
    "remotes",
    "seen_on",
    "unnoted",
]

FETCHED = "refs/fetched/"
"""Where ballots and tags of a remote are kept as they were fetched: `<remote>/ballots/…`."""

_SECONDS = 600
_OVERRULED = (
    ("core.hooksPath", os.devnull),
    ("core.fsmonitor", "false"),
    ("core.fsync", "all"),
    ("protocol.ext.allow", "never"),
    ("fetch.fsckObjects", "true"),
    ("fetch.recurseSubmodules", "no"),
    ("push.recurseSubmodules", "no"),
    ("push.followTags", "false"),
    ("push.gpgSign", "false"),
    ("submodule.recurse", "false"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
)
_STARTS_A_PROGRAM = re.compile(
    r"core\.(?:sshcommand|gitproxy|askpass|alternaterefscommand)"
    r"|credential(?:\..*)?\.helper"
    r"|remote\..*\.(?:uploadpack|receivepack|vcs)"
    r"|protocol(?:\..*)?\.allow"
    r"|url\..*\.(?:insteadof|pushinsteadof)",
    re.DOTALL,
)
"""Settings by which a repository could make git start a program, or reach another place."""

_IN_THE_WAY = re.compile("'(refs/[^']+)' exists; cannot create '(refs/[^']+)'")
"""Git's words where the name of a ref keeps that of another from being."""

_OF_ANOTHER_REPOSITORY = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
)


def remotes(repository: Repository) -> tuple[str, ...]:
    """The names of the remotes this clone knows."""
    return tuple(
        str(remote.name) for remote in pygit2.Repository(str(repository.git_folder)).remotes
    )


def remember_remote(repository: Repository, name: str, address: str) -> None:
    """Nothing, once the clone knows the address under that name; `Refused` where it has another."""
    git = pygit2.Repository(str(repository.git_folder))
    check_remote(name)
    address = _absolute(check_address(address))
    if name not in remotes(repository):
        git.remotes.create(name, address)
        return
    known = str(git.remotes[name].url)
    if known != address:
        raise Refused(
            _("this clone knows {remote} under another address: {address}").format(
                remote=name, address=safe(known)
            ),
            hint=_("`git remote set-url {remote} ADDRESS` changes it.").format(remote=name),
        )


def _absolute(address: str) -> str:
    """The address; a folder is named from the root, so that it is one wherever git is called."""
    is_elsewhere = "://" in address or re.match(r"[^/\\]+:", address)
    return address if is_elsewhere else str(Path(address).absolute())


def fetch_refs(repository: Repository, remote: str) -> None:
    """Nothing, once all branches, tags and ballots of a remote are here as it has them.

    Branches are at `refs/remotes/<remote>/`, tags and ballots at `refs/fetched/<remote>/`: no ref
    that is this clone's own is touched.
    """
    staged = f"{FETCHED}{check_remote(remote)}"
    done = _git(
        repository,
        [
            "fetch",
            "--quiet",
            "--prune",
            "--no-tags",
            "--refmap=",
            "--no-write-fetch-head",
            "--end-of-options",
            remote,
            f"+refs/heads/*:refs/remotes/{remote}/*",
            f"+refs/tags/*:{staged}/tags/*",
            f"+refs/ballots/*:{staged}/ballots/*",
        ],
    )
    if done.returncode:
        raise _unreachable(
            remote, done.stderr, _("Everything is kept here; fetch again when the network is back.")
        )


def push_branch(repository: Repository, remote: str, ref: str) -> None:
    """Nothing, once the remote has the branch as it is here; `Refused` with git's own words else."""
    push_refs(repository, remote, [RefMove(ref, None, repository.tip(ref))], forced=False)


def push_refs(
    repository: Repository, remote: str, moves: Sequence[RefMove], *, forced: bool = True
) -> None:
    """Nothing, once the remote has every ref where `moves` takes it, all of them or none.

    A move that is no step forward takes place only from where the remote was last seen to have
    the ref (`old`), and only with `forced`. `Refused` otherwise, with git's own words.
    """
    if not moves:
        return
    refspecs, leases = [], []
    for move in sorted(moves, key=lambda one: one.ref != MAIN):
        check_ref(move.ref)
        refspecs.append(f"{move.new or ''}:{move.ref}")
        if forced and move.old is not None and not _is_forward(repository, move):
            leases.append(f"--force-with-lease={move.ref}:{move.old}")
    command = ["push", "--quiet", "--porcelain", "--no-verify", *leases]
    tail = ["--end-of-options", check_remote(remote), *refspecs]
    done = _git(repository, [*command, "--atomic", *tail])
    if done.returncode and "--atomic" in done.stderr:
        done = _git(repository, [*command, *tail])  # an old server: main still goes first
    if done.returncode:
        raise _push_refused(remote, done)
    try:
        _note(repository, remote, moves)
    except (ConstitutionError, OSError) as error:
        raise unnoted(remote, error) from None


def unnoted(remote: str, error: Exception) -> Refused:
    """That all of it went out, and that this clone could not write that down."""
    return Refused(
        _("it was published to {remote}, but this clone could not note it: {reason}").format(
            remote=remote, reason=safe(str(error))
        ),
        hint=_("`constitution doctor` says why nothing can be written here; then fetch."),
    )


def _is_forward(repository: Repository, move: RefMove) -> bool:
    return (
        move.old is not None
        and move.new is not None
        and repository.has(move.old)
        and repository.contains(move.new, move.old)
    )


def _note(repository: Repository, remote: str, moves: Sequence[RefMove]) -> None:
    """What the remote was seen to have is noted, whatever the clone's own refspecs say."""
    seen = []
    for move in moves:
        ref = _seen_at(remote, move.ref)
        here = repository.tip(ref)
        if here != move.new:
            seen.append(RefMove(ref, here, move.new))
    repository.publish(seen)


def _seen_at(remote: str, ref: str) -> str:
    for prefix, where in (
        ("refs/heads/", f"refs/remotes/{remote}/"),
        ("refs/tags/", f"{FETCHED}{remote}/tags/"),
        ("refs/ballots/", f"{FETCHED}{remote}/ballots/"),
    ):
        if ref.startswith(prefix):
            return where + ref.removeprefix(prefix)
    raise Refused(_("{ref} is of this clone alone").format(ref=ref))


def _push_refused(remote: str, done: subprocess.CompletedProcess[str]) -> Refused:
    """What git said of the ref that could not move, or of the remote."""
    in_the_way = _IN_THE_WAY.search(done.stderr)
    if in_the_way is not None:
        return Refused(
            _("{blocker} at {remote} is in the way of {ref}; nothing was sent").format(
                blocker=safe(in_the_way[1]), remote=remote, ref=safe(in_the_way[2])
            ),
            hint=_("Whoever keeps {remote} can give {blocker} another name.").format(
                remote=remote, blocker=safe(in_the_way[1])
            ),
        )
    rejected = [line.split("\t") for line in done.stdout.split("\n") if line.startswith("!\t")]
    for _mark, pair, reason in (line for line in rejected if len(line) == 3):
        if "atomic" in reason:
            continue
        ref = pair.partition(":")[2]
        if "fetch first" in reason or "non-fast-forward" in reason or "stale info" in reason:
            return Refused(
                _("{remote} has a {ref} that this clone does not have; nothing was sent").format(
                    remote=remote, ref=safe(ref)
                ),
                hint=_("Fetch it first: `constitution fetch`."),
            )
        return Refused(
            _("{remote} refused {ref}: {reason}; nothing was sent").format(
                remote=remote, ref=safe(ref), reason=safe(reason)
            ),
            hint=_last_words(done.stderr) or _("Whoever keeps the server can say why."),
        )
    if rejected and _last_words(done.stderr):
        return Refused(
            _("{remote} refused this: {reason}; nothing was sent").format(
                remote=remote, reason=_last_words(done.stderr)
            ),
            hint=_("Whoever keeps the server can say why."),
        )
    return _unreachable(
        remote, done.stderr, _("Everything is kept here; publish again when the network is back.")
    )


def _last_words(said: str) -> str:
    """What the server itself said, line by line."""
    lines = [
        line.removeprefix("remote:").strip()
        for line in said.split("\n")
        if line.startswith("remote:")
    ]
    return safe(" ".join(line for line in lines if line))


def _unreachable(remote: str, said: str, hint: str) -> Refused:
    lines = [line.strip() for line in said.split("\n") if line.strip()]
    fatal = [line for line in lines if line.startswith(("fatal:", "error:"))]
    reason = (fatal or lines or ["git"])[0].removeprefix("fatal: ").removeprefix("error: ")
    return Refused(
        _("{remote} could not be reached or refused: {reason}").format(
            remote=remote, reason=safe(reason)
        ),
        hint=hint,
    )


# -- git -------------------------------------------------------------------------------------------


def _git(repository: Repository, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """What git answered; nothing but what it was told is done on the way."""
    program = _program()
    refuse_foreign_programs(repository)
    try:
        return _run(program, repository, arguments)
    except subprocess.TimeoutExpired:
        raise Refused(
            _("the remote did not answer within {seconds} seconds").format(seconds=_SECONDS),
            hint=_("Everything is kept here; try again when the network is back."),
        ) from None


def _program() -> str:
    git = shutil.which("git")
    if git is None:
        raise Refused(
            _("publishing needs `git`, which is not installed"),
            hint=_("Install git; everything else works without it."),
        )
    return git


def _run(
    program: str, repository: Repository, arguments: Sequence[str]
) -> subprocess.CompletedProcess[str]:
    overruled = [part for name, value in _OVERRULED for part in ("-c", f"{name}={value}")]
    return subprocess.run(  # noqa: S603 - a fixed command; every name in it was checked
        [program, f"--git-dir={repository.git_folder}", *overruled, *arguments],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=_SECONDS,
        check=False,
        cwd=repository.folder,
        env=_environment(os.environ),
    )


def _environment(env: Mapping[str, str]) -> dict[str, str]:
    """The user's environment, less what would point git at another repository; git answers in English.

    Its answers are read here, and shown in this program's own words.
    """
    kept = {name: value for name, value in env.items() if name not in _OF_ANOTHER_REPOSITORY}
    return {**kept, "LANGUAGE": "en"}


def refuse_foreign_programs(repository: Repository) -> None:
    """Refuse where the repository itself says by which program, or where else, it is reached."""
    listed = _run(_program(), repository, ["config", "--show-scope", "--null", "--list"]).stdout
    fields = listed.split("\0")
    for scope, setting in zip(fields[::2], fields[1::2], strict=False):
        key = setting.partition("\n")[0]
        if scope in {"local", "worktree"} and _STARTS_A_PROGRAM.fullmatch(key.lower()):
            raise Refused(
                _("this repository itself sets {key}, by which git would run a program").format(
                    key=safe(key)
                ),
                hint=_(
                    "Whoever made the repository may have written it. If it is yours, set it for "
                    "yourself (`git config --global`) and take it out here (`git config --unset`)."
                ),
            )


def seen_on(repository: Repository, remote: str) -> dict[str, CommitId]:
    """The refs of a remote as they were last seen there: full name there to commit."""
    seen: dict[str, CommitId] = {}
    for where, prefix in (
        (f"refs/remotes/{remote}/", "refs/heads/"),
        (f"{FETCHED}{remote}/tags/", "refs/tags/"),
        (f"{FETCHED}{remote}/ballots/", "refs/ballots/"),
    ):
        for ref in repository.refs(where):
            tip = repository.tip(ref)
            name = prefix + ref.removeprefix(where)
            if tip is not None and is_plain_ref(name) and not name.endswith("/HEAD"):
                seen[name] = tip
    return seen
