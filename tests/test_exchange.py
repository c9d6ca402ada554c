"""Clones that exchange over a real remote: nothing is lost, nobody's work replaces another's."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from constitution.assembly import Desk
from constitution.assembly.balloting import cast_ballot, gather
from constitution.assembly.exchanging import (
    Arrival,
    apart,
    behind,
    fetch,
    prepare_publication,
    publish,
    the_remote,
)
from constitution.assembly.motions import open_motion
from constitution.assembly.undoing import undo
from constitution.assembly.verification import verify_clone
from constitution.errors import Malformed, Refused
from constitution.names import check_address, is_plain_ref, is_remote
from constitution.repository import MAIN, RefMove, Repository, remotes
from tests.committee import CLERK, Committee

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def ours(tmp_path: Path) -> Committee:
    """A committee whose constitution was published to an empty bare repository."""
    committee = Committee.sit(tmp_path / "ours")
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "hub.git")], check=True)
    git(tmp_path / "hub.git", "symbolic-ref", "HEAD", MAIN)
    the_remote(committee.desk, address=str(tmp_path / "hub.git"))
    send(committee)
    return committee


@pytest.fixture
def theirs(ours: Committee, tmp_path: Path) -> Committee:
    """Another clerk's clone of it."""
    git(tmp_path, "clone", "-q", "hub.git", "theirs")
    desk = Desk(Repository.open(tmp_path / "theirs"), ours.clock, ours.clock.nonce, CLERK)
    return Committee(tmp_path / "theirs", desk, ours.clock)


def send(committee: Committee, *, drafts: bool = False) -> list[tuple[str, str]]:
    """What went out: refs, and what became of each."""
    publication = prepare_publication(committee.desk, "origin", drafts=drafts)
    publish(committee.desk, publication)
    return [(shift.ref, shift.became) for shift in publication.shifts]


def receive(committee: Committee) -> list[tuple[str, str]]:
    """What came in."""
    return [(one.ref, one.became) for one in fetch(committee.desk, "origin").arrivals]


class TestADay:
    """What one clerk does reaches the other, whole, and verifies there."""

    def test_a_result_goes_out_and_comes_in(self, ours: Committee, theirs: Committee) -> None:
        """Submitted there, put and declared here: both end with one main, and its files."""
        theirs.submitted("moins", "4", "quatre cents", "trois cents")
        assert send(theirs) == [], "submitting published it"
        assert receive(ours) == [("refs/heads/amendments/moins", "new")]
        ours.put("1")
        assert send(ours) == [("refs/heads/motions/1-moins", "new")]
        receive(theirs)
        assert open_motion(theirs.desk, "1").number == "1"
        ours.count("1", 40, 3)
        ours.declare("1")
        assert send(ours) == [(MAIN, "forward"), ("refs/heads/motions/1-moins", "gone")]
        fetched = fetch(theirs.desk, "origin")
        assert [entry.outcome for entry in fetched.records] == ["adopted"]
        assert Arrival(MAIN, "forward") in fetched.arrivals
        assert theirs.repository.main() == ours.repository.main()
        assert "trois cents" in theirs.text("4")
        assert theirs.repository.dirty_files() == ()
        assert theirs.repository.refs("refs/heads/motions/") == []
        assert verify_clone(theirs.repository).outcome == "consistent"
        assert receive(theirs) == []
        assert send(theirs) == []

    def test_what_was_published_is_not_taken_back(self, ours: Committee) -> None:
        """Others may have seen it; what was declared since can still be taken back."""
        for slug, old in (("moins", "quatre cents"), ("plus", "cinq ans")):
            ours.submitted(slug, "4", old, "autres")
        ours.pass_("1")
        send(ours)
        ours.pass_("2")
        assert undo(ours.desk).verb == "declare"
        for _act in range(2):
            undo(ours.desk)  # the count and the motion of amendment 2
        with pytest.raises(Refused, match="was published"):
            undo(ours.desk)

    def test_a_rejected_text_travels_by_its_tag(self, ours: Committee, theirs: Committee) -> None:
        """No branch holds a rejected text: its tag does, and `git fetch` alone follows it not."""
        ours.submitted("moins", "4", "quatre cents", "trois cents")
        ours.pass_("1", votes=(3, 40, 0))
        assert ("refs/tags/rejected/1-moins", "new") in send(ours)
        receive(theirs)
        tag = "refs/tags/rejected/1-moins"
        assert theirs.repository.tip(tag) == ours.repository.tip(tag) is not None

    def test_drafts_stay_until_they_are_submitted(self, ours: Committee) -> None:
        """A draft is its author's; sending it takes saying so."""
        ours.draft("moins", "4", "quatre cents", "trois cents")
        assert prepare_publication(ours.desk, "origin").drafts == ("moins",)
        assert send(ours) == []
        assert send(ours, drafts=True) == [("refs/heads/amendments/moins", "new")]
        ours.reword("moins", "4", "cinq ans", "six ans")
        assert send(ours) == [("refs/heads/amendments/moins", "forward")]

    def test_a_branch_of_ours_follows_a_newer_one_that_was_fetched(
        self, ours: Committee, theirs: Committee
    ) -> None:
        """It does not hide it."""
        ours.submitted("moins", "4", "quatre cents", "trois cents")
        send(ours)
        receive(theirs)
        theirs.reword("moins", "4", "cinq ans", "six ans")
        theirs.submit("moins")
        send(theirs)
        assert ("refs/heads/amendments/moins", "forward") in receive(ours)
        branch = ours.repository.branches("amendments")["moins"]
        assert branch.remote is None
        assert b"six ans" in (ours.repository.read(branch.tip, _path("4")) or b"")


def _path(number: str) -> str:
    from tests.committee import path_of

    return path_of(number)


class TestApart:
    """What moved here and there apart stays on both sides, and is named."""

    def test_two_clerks_declare_and_the_second_puts_again(
        self, ours: Committee, theirs: Committee
    ) -> None:
        """Whoever publishes second is refused, takes back, fetches, puts again: no record is lost."""
        ours.submitted("moins", "4", "quatre cents", "trois cents")
        ours.submitted("juges", "7", "neuf membres", "onze membres")
        send(ours)
        receive(theirs)
        ours.pass_("1")
        theirs.pass_("2")
        send(theirs)
        before = ours.repository.main()
        with pytest.raises(Refused, match="commits that this clone lacks") as refusal:
            send(ours)
        assert "undo" in refusal.value.hint
        assert ours.repository.main() == before
        undo(ours.desk)
        assert (MAIN, "forward") in receive(ours)
        ours.put("1")
        ours.count("1", 34, 18)
        ours.declare("1")
        send(ours)
        receive(theirs)
        assert {entry.number for entry in theirs.desk.records()} == {"1", "2"}
        assert verify_clone(theirs.repository).outcome == "consistent"

    def test_an_amendment_changed_on_both_sides_is_named(
        self, ours: Committee, theirs: Committee
    ) -> None:
        """Neither text takes the place of the other, here or there."""
        ours.submitted("moins", "4", "quatre cents", "trois cents")
        send(ours)
        receive(theirs)
        theirs.reword("moins", "4", "cinq ans", "six ans")
        send(theirs)
        ours.reword("moins", "4", "cinq ans", "sept ans")
        tip = ours.repository.tip("refs/heads/amendments/moins")
        assert ("refs/heads/amendments/moins", "parted") in receive(ours)
        publication = prepare_publication(ours.desk, "origin")
        assert publication.parted == ("refs/heads/amendments/moins",)
        assert publication.shifts == ()
        assert ours.repository.tip("refs/heads/amendments/moins") == tip
        theirs_there = git(ours.folder.parent / "hub.git", "rev-parse", "amendments/moins").strip()
        assert theirs_there == theirs.repository.tip("refs/heads/amendments/moins")

    def test_a_motion_put_again_elsewhere_is_followed(
        self, ours: Committee, theirs: Committee
    ) -> None:
        """Nobody touched it here: the newer seal takes its place, and old ballots bind nobody."""
        ours.submitted("moins", "4", "quatre cents", "trois cents")
        ours.submitted("juges", "7", "neuf membres", "onze membres")
        ours.put("1")
        send(ours)
        receive(theirs)
        git(theirs.folder, "branch", "motions/1-moins", "origin/motions/1-moins")
        cast_ballot(ours.desk, open_motion(ours.desk, "1"), "siege-01", ["for"])
        send(ours)
        receive(theirs)
        ours.pass_("2")
        ours.put("1")
        assert ("refs/heads/motions/1-moins", "parted") not in receive(ours), "it is put anew here"
        sent = dict(send(ours))
        assert sent["refs/heads/motions/1-moins"] == "replaced"
        assert sent["refs/ballots/1/siege-01"] == "gone"
        assert ("refs/heads/motions/1-moins", "replaced") in receive(theirs)
        assert open_motion(theirs.desk, "1").digest == open_motion(ours.desk, "1").digest
        assert "refs/ballots/1/siege-01" not in dict(send(theirs)), "it names the older motion"

    def test_ballots_travel_and_none_gives_way(self, ours: Committee, theirs: Committee) -> None:
        """Each clone ends with both members' ballots; another one of the same member changes none."""
        ours.submitted("moins", "4", "quatre cents", "trois cents")
        ours.put("1")
        send(ours)
        receive(theirs)
        motion = open_motion(theirs.desk, "1")
        cast_ballot(theirs.desk, motion, "siege-01", ["for"])
        send(theirs)
        cast_ballot(ours.desk, open_motion(ours.desk, "1"), "siege-02", ["against"])
        assert ("refs/ballots/1/siege-01", "new") in receive(ours)
        send(ours)
        receive(theirs)
        names = ["refs/ballots/1/siege-01", "refs/ballots/1/siege-02"]
        assert theirs.repository.refs("refs/ballots/") == names
        with pytest.raises(Refused, match="was published"):
            undo(theirs.desk)
        git(ours.folder.parent / "hub.git", "update-ref", "-d", "refs/ballots/1/siege-01")
        other = Committee(theirs.folder, theirs.another_desk(), theirs.clock)
        mine = other.repository.tip(names[0])
        seen = f"refs/fetched/origin/{names[0].removeprefix('refs/')}"
        other.repository.publish([RefMove(names[0], mine, None), RefMove(seen, mine, None)])
        cast_ballot(other.desk, motion, "siege-01", ["against"])
        send(other)
        here = ours.repository.tip(names[0])
        assert (names[0], "kept") in receive(ours)
        assert ours.repository.tip(names[0]) == here
        assert ours.repository.tip("refs/fetched/origin/ballots/1/siege-01") not in {None, here}
        gathered = gather(ours.desk, open_motion(ours.desk, "1"))
        assert [one.ballot.member for one in gathered.counted] == ["siege-02"]
        assert [(one.member, one.reason) for one in gathered.left_out] == [
            ("siege-01", "two-ballots")
        ]

    def test_files_you_changed_hold_main_back(self, ours: Committee, theirs: Committee) -> None:
        """They stay; the refusal says which, and main follows once they are out of the way."""
        ours.submitted("moins", "4", "quatre cents", "trois cents")
        ours.pass_("1")
        send(ours)
        file = theirs.folder / _path("4")
        before, text = theirs.repository.main(), file.read_text(encoding="utf-8")
        file.write_text("Mine.\n", encoding="utf-8")
        fetched = fetch(theirs.desk, "origin")
        assert "article-4.md" in fetched.held_back
        assert theirs.repository.main() == before
        assert behind(theirs.desk) == {"origin": 1}
        assert file.read_text(encoding="utf-8") == "Mine.\n"
        file.write_text(text, encoding="utf-8")
        fetch(theirs.desk, "origin")
        assert theirs.repository.main() == ours.repository.main()
        assert behind(theirs.desk) == {}

    def test_a_main_that_does_not_verify_is_not_followed(
        self, ours: Committee, theirs: Committee
    ) -> None:
        """It was pushed by plain git to a server without our hook; the faults are told."""
        theirs.commit_by_hand(MAIN, {_path("4"): "# Article 4\n\nÀ nous.\n".encode()})
        git(theirs.folder, "push", "-q", "origin", "main")
        before = ours.repository.main()
        fetched = fetch(ours.desk, "origin")
        assert [fault.code for fault in fetched.faults] == ["unratified-change"]
        assert ours.repository.main() == before
        assert behind(ours.desk) == {}, "fetch would not follow it"
        assert apart(ours.desk) == {"origin": "refused"}
        with pytest.raises(Refused, match="does not verify"):
            prepare_publication(ours.desk, "origin")
        git(ours.folder.parent / "hub.git", "update-ref", MAIN, before)
        assert not fetch(ours.desk, "origin").arrivals, "it was mended, and took nothing away"
        assert apart(ours.desk) == {}

    def test_a_main_that_was_set_back_is_told(self, ours: Committee, theirs: Committee) -> None:
        """Whoever had the record says so at every fetch; publishing brings it back."""
        ours.submitted("moins", "4", "quatre cents", "trois cents")
        ours.pass_("1")
        send(ours)
        receive(theirs)
        full = ours.repository.main()
        git(ours.folder.parent / "hub.git", "update-ref", MAIN, f"{full}~1")
        for committee in (ours, theirs, theirs):
            assert (MAIN, "rewritten") in receive(committee)
            assert committee.repository.main() == full
            assert apart(committee.desk) == {"origin": "rewritten"}
        assert (MAIN, "forward") in send(ours)
        assert receive(theirs) == []
        assert apart(theirs.desk) == {}

    def test_a_main_that_was_set_back_is_not_consistent(
        self, ours: Committee, theirs: Committee
    ) -> None:
        """`verify --tip origin/main` says so, while what is only not published yet is nothing wrong."""
        before = ours.repository.main()
        theirs.submitted("moins", "4", "quatre cents", "trois cents")
        theirs.pass_("1")
        verify_clone(theirs.repository)
        assert verify_clone(theirs.repository, tip="origin/main").outcome == "consistent"
        send(theirs)
        receive(theirs)
        had = theirs.repository.main()
        git(ours.folder.parent / "hub.git", "update-ref", MAIN, before)
        receive(theirs)
        for name in ("origin/main", "refs/remotes/origin/main"):
            verdict = verify_clone(theirs.repository, tip=name)
            assert [fault.code for fault in verdict.faults] == ["history-rewritten"]
            assert f"{had}, which origin/main was seen to have" in verdict.sentence
        assert verify_clone(theirs.repository, tip=before).outcome == "consistent"

    @pytest.mark.parametrize("knows", [True, False])
    def test_a_main_merged_into_another_history_is_not_followed(
        self, ours: Committee, theirs: Committee, tmp_path: Path, knows: bool
    ) -> None:
        """It is an ancestor, so that git would follow; its text and its records would be gone."""
        ours.submitted("moins", "4", "quatre cents", "trois cents")
        ours.pass_("1")
        send(ours)
        receive(theirs)
        full, hub = theirs.repository.main(), tmp_path / "hub.git"
        other = Committee.sit(tmp_path / "other")
        git(hub, "fetch", "-q", str(other.folder), "main:refs/heads/other")
        if not knows:  # as for a remote that was never fetched before
            git(theirs.folder, "update-ref", "-d", "refs/remotes/origin/main")
            (theirs.repository.state_folder / "remotes").unlink(missing_ok=True)
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        merge = git(
            hub, *who, "commit-tree", "other^{tree}", "-p", "other", "-p", "main", "-m", "Merge"
        ).strip()
        git(hub, "update-ref", MAIN, merge)
        became = "rewritten" if knows else "parted"
        assert (MAIN, became) in receive(theirs)
        assert theirs.repository.main() == full
        assert not behind(theirs.desk)
        assert apart(theirs.desk)
        with pytest.raises(Refused, match=r"nothing was sent|commits that this clone lacks"):
            send(theirs)

    def test_a_main_that_was_rewritten_is_told_and_verified(
        self, ours: Committee, theirs: Committee
    ) -> None:
        """Another history in the place of a published record is no quarrel of two clerks."""
        ours.submitted("moins", "4", "quatre cents", "trois cents")
        ours.pass_("1")
        send(ours)
        theirs.commit_by_hand(MAIN, {_path("4"): "# Article 4\n\nÀ nous.\n".encode()})
        git(theirs.folder, "push", "-q", "--force", "origin", "main")
        full = ours.repository.main()
        fetched = fetch(ours.desk, "origin")
        assert Arrival(MAIN, "rewritten") in fetched.arrivals
        assert [fault.code for fault in fetched.faults] == ["unratified-change"]
        assert ours.repository.main() == full
        assert apart(ours.desk) == {"origin": "rewritten"}
        with pytest.raises(Refused, match="does not verify"):
            prepare_publication(ours.desk, "origin")

    def test_a_branch_in_the_way_at_the_remote_is_named(self, ours: Committee) -> None:
        """`amendments` there keeps `amendments/…` from being; git's reason is not the network."""
        tip = ours.repository.main()
        git(ours.folder.parent / "hub.git", "update-ref", "refs/heads/amendments", tip)
        ours.submitted("moins", "4", "quatre cents", "trois cents")
        publication = prepare_publication(ours.desk, "origin")
        with pytest.raises(Refused, match=r"refs/heads/amendments at origin is in the way") as why:
            publish(ours.desk, publication)
        assert "network" not in why.value.hint

    def test_what_went_out_is_said_to_have_gone_out(
        self, ours: Committee, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A clone that cannot be written publishes all the same, and says what it could not do."""
        ours.submitted("moins", "4", "quatre cents", "trois cents")
        ours.put("1")
        publication = prepare_publication(ours.desk, "origin")

        def refuse(*_arguments: object) -> None:
            raise OSError(30, "Read-only file system")

        monkeypatch.setattr(Repository, "publish", refuse)
        with pytest.raises(Refused, match="it was published to origin, but"):
            publish(ours.desk, publication)
        assert "motions/1-moins" in git(ours.folder.parent / "hub.git", "branch", "--list")

    def test_a_fetch_without_a_network_is_tried_again_as_a_fetch(self, ours: Committee) -> None:
        """Whoever fetched is not told to publish."""
        (ours.folder.parent / "hub.git").rename(ours.folder.parent / "gone.git")
        with pytest.raises(Refused) as refusal:
            fetch(ours.desk, "origin")
        assert "fetch again" in refusal.value.hint


class TestHostile:
    """A repository that came from anybody starts nothing here."""

    @pytest.fixture
    def canary(self, tmp_path: Path) -> Path:
        """A program that leaves a trace when it is started."""
        program = tmp_path / "canary.sh"
        program.write_text(f"#!/bin/sh\ntouch {tmp_path}/sang\nexit 1\n", encoding="utf-8")
        program.chmod(0o755)
        return program

    @pytest.mark.parametrize(
        "key",
        [
            "core.sshCommand",
            "core.gitProxy",
            "core.askPass",
            "core.alternateRefsCommand",
            "credential.helper",
            "credential.https://example.org.helper",
            "remote.origin.uploadpack",
            "remote.origin.receivepack",
            "remote.origin.vcs",
            "protocol.ext.allow",
            "url.ext::sh.insteadOf",
        ],
    )
    def test_a_repository_that_names_a_program_is_refused(
        self, ours: Committee, canary: Path, key: str
    ) -> None:
        """Before anything is started; the sentence names the setting."""
        git(ours.folder, "config", "--local", key, str(canary))
        for exchange in (fetch, prepare_publication):
            with pytest.raises(Refused, match=r"would run a program"):
                exchange(ours.desk, "origin")
        assert not (canary.parent / "sang").exists()

    def test_an_included_file_is_the_repositorys_own(self, ours: Committee, canary: Path) -> None:
        """A setting hidden one file further is refused alike."""
        hidden = ours.folder / ".git" / "more"
        hidden.write_text(f"[core]\n\tsshCommand = {canary}\n", encoding="utf-8")
        git(ours.folder, "config", "--local", "include.path", "more")
        with pytest.raises(Refused, match=r"core\.sshcommand"):
            fetch(ours.desk, "origin")

    def test_hooks_and_monitors_are_not_run(self, ours: Committee, canary: Path) -> None:
        """They are overruled: exchange goes on without them."""
        hooks = ours.folder / ".git" / "hooks"
        hooks.mkdir(exist_ok=True)
        for name in ("pre-push", "reference-transaction", "post-checkout", "pre-auto-gc"):
            shutil.copy(canary, hooks / name)
        for key in ("core.fsmonitor", "diff.external", "filter.x.clean", "alias.fetch"):
            git(ours.folder, "config", "--local", key, str(canary))
        git(ours.folder, "config", "--local", "core.hooksPath", str(hooks))
        ours.submitted("moins", "4", "quatre cents", "trois cents")
        receive(ours)
        ours.pass_("1")
        send(ours)
        verify_clone(ours.repository)
        assert not (canary.parent / "sang").exists()

    def test_refspecs_of_the_repository_move_nothing_of_ours(
        self, ours: Committee, theirs: Committee
    ) -> None:
        """`remote.origin.fetch` could say that the server's branches take the place of ours."""
        git(ours.folder, "branch", "notes")
        before = ours.repository.tip("refs/heads/notes")
        git(ours.folder, "config", "--local", "remote.origin.fetch", "+refs/heads/*:refs/heads/*")
        theirs.commit_by_hand("refs/heads/notes", {"notes.md": b"Theirs.\n"})
        git(theirs.folder, "push", "-q", "origin", "notes")
        receive(ours)
        assert ours.repository.tip("refs/heads/notes") == before
        assert ours.repository.tip("refs/remotes/origin/notes") != before

    def test_a_branch_named_like_an_option_starts_nothing(
        self, ours: Committee, theirs: Committee, canary: Path
    ) -> None:
        """It comes in as any name does, is told to nobody, and goes out never."""
        hub = ours.folder.parent / "hub.git"
        name = f"refs/heads/--upload-pack={canary.name}"
        (hub / "packed-refs").write_text(f"{ours.repository.main()} {name}\n", encoding="utf-8")
        ours.repository._git.references.create(name, ours.repository.main())
        receive(theirs)
        assert all("upload-pack" not in ref for ref, _became in send(ours))
        assert not (canary.parent / "sang").exists()
        assert ours.repository.resolve("--upload-pack=x") is None

    @pytest.mark.parametrize(
        "address", ["-oProxyCommand=x", "ext::sh -c x", "", "a\x1b[0m", "fd::17"]
    )
    def test_an_address_that_starts_a_program_is_refused(
        self, ours: Committee, address: str
    ) -> None:
        """A leading dash, a transport helper, a control character."""
        with pytest.raises(Malformed, match="address"):
            check_address(address)
        with pytest.raises(Malformed):
            the_remote(ours.desk, "more", address=address)
        assert remotes(ours.repository) == ("origin",)

    @pytest.mark.parametrize("name", ["-x", "--upload-pack=x", "a b", "a/../b", "x\n", "é"])
    def test_a_remote_with_such_a_name_is_refused(self, ours: Committee, name: str) -> None:
        """Git would take some of them for options."""
        assert not is_remote(name)
        with pytest.raises(Malformed):
            the_remote(ours.desk, name, address="https://example.org/x.git")

    @pytest.mark.parametrize(
        ("ref", "plain"),
        [
            ("refs/heads/main", True),
            ("refs/heads/amendments/lower-it", True),
            ("refs/ballots/12/ardeche-1", True),
            ("refs/heads/-x", False),
            ("refs/heads/a..b", False),
            ("refs/heads/a.lock", False),
            ("refs/heads/a\x1b[31m", False),
            ("refs/heads/a\nb", False),
            ("refs/heads/a b", False),
            ("main", False),
        ],
    )
    def test_plain_refs(self, ref: str, plain: bool) -> None:
        """Letters, digits, dots, hyphens and slashes; nothing that git or a terminal would read."""
        assert is_plain_ref(ref) == plain
