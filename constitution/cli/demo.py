"""The demonstration: the whole story in a temporary repository, with the verbs anyone would type."""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import click

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import argument, option, verb
from constitution.errors import Refused
from constitution.language import N_, _

if TYPE_CHECKING:
    from constitution.assembly import Desk
    from constitution.repository import CommitId, Person

__all__ = ["demo_verb"]

_PAUSE = 1.2  # seconds between two steps, where a person watches
_SEATS = 60


@verb(
    "demo",
    help=N_(
        "Found a constitution in a temporary repository, take amendments through draft, "
        "difference, vote and declaration, tamper with the text, verify; then open the reading "
        "room on it, in a terminal."
    ),
    example="constitution demo\nconstitution demo my-demo --no-room",
)
@argument("folder", type=click.Path(path_type=Path), metavar="[DIR]", required=False)
@option("--room/--no-room", default=True, help=N_("Open the reading room at the end."))
@option("--pause/--no-pause", default=True, help=N_("Leave time to read, in a terminal."))
@pass_talk
def demo_verb(talk: Talk, *, folder: Path | None, room: bool, pause: bool) -> None:
    """Tell the story."""
    watched = talk.is_read_by_a_person
    place = folder if folder is not None else Path(tempfile.mkdtemp(prefix="constitution-"))
    with redirect_stderr(sys.stdout):
        _Story(place, pause=pause and watched).tell()
    if room and watched and talk.is_interactive:
        from constitution.cli.room import open_room

        open_room(talk, place)
    talk.say(
        _(
            "The demonstration is in {folder}; look around: `constitution -C {folder} status`."
        ).format(folder=place)
    )


def _clerk() -> Person:
    """Who writes in the demonstration."""
    from constitution.repository import Person

    return Person("Camille Laurent", "secretariat@assembly.invalid")


@dataclass(slots=True)
class _Story:
    """The demonstration as it is told, one verb after the other."""

    folder: Path
    pause: bool
    talk: Talk = field(init=False)
    drafts: Path = field(init=False)

    def __post_init__(self) -> None:
        self.talk = Talk(self.folder, make_desk=self._desk, paging=False)
        self.drafts = Path(tempfile.mkdtemp(prefix="constitution-drafts-"))

    @staticmethod
    def _desk(folder: Path) -> Desk:
        from constitution.assembly import Desk
        from constitution.repository import Repository

        return Desk(Repository.open(folder), who=_clerk())

    def tell(self) -> None:
        """Every chapter."""
        try:
            self._found()
            self._adopt()
            self._reject()
            self._take_back()
            self._ask()
            self._tamper()
        finally:
            shutil.rmtree(self.drafts, ignore_errors=True)

    # -- how it is told ------------------------------------------------------------------------

    def _chapter(self, title: str, words: str) -> None:
        if self.pause:
            sleep(_PAUSE)
        self.talk.print()
        self.talk.print(self.talk.bold(title))
        self.talk.print(words)

    def _type(self, *arguments: str) -> int:
        """The exit code of a verb as one would type it; what it answers is printed."""
        from constitution.cli.main import cli

        if self.pause:
            sleep(_PAUSE / 2)
        self.talk.print()
        shown = " ".join(f'"{word}"' if " " in word else word for word in arguments)
        shown = shown.replace(f"{self.drafts}/", "")
        self.talk.print(self.talk.bold(f"$ constitution {shown}"))
        self.talk.renew()
        code = cli.main(
            ["-C", str(self.folder), *arguments],
            prog_name="constitution",
            standalone_mode=False,
            obj=self.talk,
        )
        return code if isinstance(code, int) else 0

    def _rewrite(self, slug: str, article: str, old: str, new: str) -> None:
        """Save an article with some words replaced in a file, and hand the file to `amend edit`."""
        from constitution.outline import find

        main = self.talk.desk().main()
        path = find(article, main.texts)
        text = main.texts[path]
        if old not in text:
            raise Refused(
                _("the founding template no longer reads “{words}” in article {article}").format(
                    words=old, article=article
                )
            )
        file = self.drafts / f"article-{article}.md"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        self._type("amend", "edit", slug, article, "--file", str(file))

    # -- the chapters --------------------------------------------------------------------------

    def _found(self) -> None:
        from constitution.assembly import founding
        from constitution.governance import Members, Settings
        from constitution.language import speaking
        from constitution.repository import When

        self._chapter(
            _("1. A constitution is founded"),
            _("The draft text in the founding template, an assembly of sixty, and its rules."),
        )
        founding.refuse_taken(self.folder)
        articles = founding.read_folder(founding.template_folder(), "fr")
        with speaking("fr"):
            settings = Settings(_("Constituent assembly"), _("Draft constitution"), "fr")
        self.talk.print()
        self.talk.print(self.talk.bold(f"$ constitution init {self.folder.name} --seats {_SEATS}"))
        founding.found(
            self.folder,
            founding.Founding(
                settings,
                Members(seats=_SEATS),
                founding.default_rules(articles, founding.TEMPLATE_ETERNAL),
                articles,
            ),
            who=_clerk(),
            clock=When.now,
        )
        self._type("status")
        self._type("show", "12")

    def _adopt(self) -> None:
        self._chapter(
            _("2. An amendment is drafted, seen, put, voted and adopted"),
            _("A member finds the threshold of the citizens' referendum too high."),
        )
        slug = "abaisser-le-seuil"
        self._type(
            "amend", "new", slug, "--title", "Abaisser le seuil du référendum d’initiative citoyenne",
            "--author", "Amina Diallo",
        )  # fmt: skip
        self._rewrite(slug, "12", "Sept cent mille", "Cinq cent mille")
        reasons = self.drafts / "reasons.md"
        reasons.write_text(
            "Un seuil trop haut réserve l’initiative à ceux qui ont déjà les moyens de se faire "
            "entendre.\n",
            encoding="utf-8",
        )
        self._type("amend", "reasons", slug, "--file", str(reasons))
        self._type("diff", "--amendment", slug)
        self._type("amend", "submit", slug)
        self._type("put", "1")
        self._type("count", "1", "--for", "33", "--against", "20", "--abstain", "4")
        self._type("declare", "1", "--yes")

    def _reject(self) -> None:
        self._chapter(
            _("3. A second amendment is rejected"),
            _("The words that were proposed are kept, and change nothing."),
        )
        slug = "deux-tiers"
        self._type(
            "amend", "new", slug, "--title", "Exiger les deux tiers", "--author", "Jean Roux"
        )
        self._rewrite(slug, "24", "trois cinquièmes", "deux tiers")
        self._type("amend", "submit", slug)
        self._type("put", "2")
        self._type("count", "2", "--for", "21", "--against", "34", "--abstain", "2")
        self._type("declare", "2", "--yes")

    def _take_back(self) -> None:
        self._chapter(
            _("4. A mistake is taken back"),
            _("The clerk swapped two figures, and notices once the result is declared."),
        )
        slug = "petitions-plus-accessibles"
        self._type(
            "amend", "new", slug, "--title", "Rendre la pétition plus accessible",
            "--author", "Léa Martin",
        )  # fmt: skip
        self._rewrite(slug, "16", "Cent mille", "Cinquante mille")
        self._type("amend", "submit", slug)
        self._type("put", "3")
        self._type("count", "3", "--for", "28", "--against", "25")
        self._type("declare", "3", "--yes")
        self._type("undo", "--yes")
        self._type("count", "3", "--for", "25", "--against", "28")
        self._type("declare", "3", "--yes")

    def _ask(self) -> None:
        self._chapter(
            _("5. Where does a phrase come from?"),
            _("Every word leads to its amendment, and to the vote."),
        )
        self._type("origin", "12")
        self._type("history", "--all")
        self._type("verify")

    def _tamper(self) -> None:
        self._chapter(
            _("6. A change is smuggled into main"),
            _("Someone who can write to the repository changes article 17, with no vote."),
        )
        before, smuggled = self._smuggle()
        self.talk.print()
        self.talk.print(self.talk.bold('$ git commit -am "Corriger une coquille"'))
        self.talk.print(smuggled)
        if self._type("verify") != 1:
            raise Refused(_("the verification missed the smuggled commit {id}").format(id=smuggled))
        self._restore(before, smuggled)
        self._chapter(
            _("7. Main is put back where the last vote left it"),
            _("The smuggled commit is gone, and the history holds again."),
        )
        self._type("verify")

    def _smuggle(self) -> tuple[CommitId, CommitId]:
        from constitution.outline import find
        from constitution.repository import MAIN, Person, RefMove, When

        desk = self.talk.desk()
        main = desk.main()
        path = find("17", main.texts)
        old = "Un million et demi"
        text = main.texts[path]
        if old not in text:
            raise Refused(
                _("the founding template no longer reads “{words}” in article {article}").format(
                    words=old, article="17"
                )
            )
        person = Person("Personne", "nobody@assembly.invalid")
        commit = desk.repository.write_commit(
            desk.repository.write_files(
                main.commit, {path: text.replace(old, "Trois millions", 1).encode()}
            ),
            [main.commit],
            "Corriger une coquille\n",
            author=person,
            committer=person,
            when=When.now(),
        )
        desk.repository.publish([RefMove(MAIN, main.commit, commit)])
        return main.commit, commit

    def _restore(self, before: CommitId, smuggled: CommitId) -> None:
        from constitution.repository import MAIN, RefMove

        self.talk.desk().repository.publish([RefMove(MAIN, smuggled, before)])
