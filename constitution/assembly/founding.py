"""Founding a constitution: the first text, the first members, the first rules."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.article import check_path, path_key
from constitution.assembly.desk import Desk, no_identity
from constitution.errors import Malformed, Refused, Unknown
from constitution.governance import (
    MEMBERS_FILE,
    RULES_FILE,
    SETTINGS_FILE,
    Member,
    MemberId,
    Members,
    Rules,
    Settings,
    founding_rules,
    refuse_unsatisfiable,
)
from constitution.language import _, speaking
from constitution.repository import MAIN, RefMove, Repository, default_identity
from constitution.system import reason_of
from constitution.text import byte_faults, decode, format_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from constitution.repository import CommitId, Person, When

__all__ = [
    "GIT_ATTRIBUTES",
    "TEMPLATE_ETERNAL",
    "Founding",
    "found",
    "read_folder",
    "read_members",
    "template_folder",
]

GIT_ATTRIBUTES = b"""\
# Fixed at the founding and protected: line endings, and no filters.
* text=auto eol=lf -filter -ident
articles/** text eol=lf diff=markdown
governance/** text eol=lf
votes/** text eol=lf
"""

TEMPLATE_ETERNAL = ("articles/08-revision/article-43.md",)
"""The article of the founding template whose words no vote can change."""


@dataclass(frozen=True, slots=True)
class Founding:
    """All that a founding commit holds."""

    settings: Settings
    members: Members
    rules: Rules
    articles: Mapping[str, str]
    """Path to text, in the normal form."""


def template_folder() -> Path:
    """The folder of the founding template: in the installed package, or in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "founding" / "articles", package.parent / "articles"):
        if folder.is_dir():
            return folder
    raise Unknown(
        _("the founding template is not installed"),
        hint=_("Found the constitution from a folder of your own: `--from FOLDER`."),
    )


def read_folder(folder: Path, language: str) -> dict[str, str]:
    """The Markdown files below a folder, under `articles/`, each in the normal form.

    `Refused` where there is none, `Malformed` where one is not UTF-8 or its name cannot stand.
    """
    if not folder.is_dir():
        raise Unknown(_("{path} is not a folder").format(path=folder))
    texts: dict[str, str] = {}
    for file in sorted(folder.rglob("*.md")):
        if any(part.startswith(".") for part in file.relative_to(folder).parts):
            continue
        path = check_path("articles/" + file.relative_to(folder).as_posix())
        texts[path] = format_text(decode(file.read_bytes(), str(file)), language)
    if not any(not path.endswith("README.md") for path in texts):
        raise Refused(
            _("there is no article in {path}").format(path=folder),
            hint=_("An article is a Markdown file; its first line is `# Article 1`."),
        )
    return dict(sorted(texts.items(), key=lambda item: path_key(item[0])))


def read_members(file: Path) -> Members:
    """The members that a file lists: TOML as in `governance/members.toml`, or CSV.

    The CSV has a header; its columns are `name` and, as wanted, `id`, `group`, `key`, `status`.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Unknown(
            _("{path} cannot be read: {reason}").format(path=file, reason=reason_of(error))
        ) from None
    if file.suffix.lower() == ".toml":
        return Members.parse(data, str(file), canonical=False)
    return _members_from_csv(decode(data, str(file)), str(file))


def _members_from_csv(text: str, where: str) -> Members:
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:2000], ",;\t")
    except csv.Error:
        dialect = csv.excel
    reader = csv.DictReader(io.StringIO(text), dialect=dialect)
    columns = {name.strip().lower(): name for name in reader.fieldnames or ()}
    if "name" not in columns:
        raise Malformed(
            _("the first line names no column `name`"),
            where=where,
            hint=_("Write a header such as `id,name,group,key`."),
        )
    members: list[Member] = []
    for row in reader:
        value = {key: (row.get(name) or "").strip() for key, name in columns.items()}
        if not value["name"]:
            raise Malformed(_("this member has no name"), where=f"{where}:{reader.line_num}")
        id_ = value.get("id") or slug_of(value["name"])
        status = value.get("status") or "active"
        if status not in {"active", "suspended"}:
            raise Malformed(
                _("“status” should be “active” or “suspended”"), where=f"{where}:{reader.line_num}"
            )
        key = " ".join(value.get("key", "").split()[:2])
        members.append(
            Member(
                MemberId(id_),
                unicodedata.normalize("NFC", value["name"]),
                unicodedata.normalize("NFC", value.get("group", "")),
                (key,) if key else (),
                "active" if status == "active" else "suspended",
            )
        )
    found = Members(tuple(members))
    return Members.parse(found.to_bytes(), where)


def slug_of(text: str) -> str:
    """The text as a slug: lowercase, without accents, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("ß", "ss"))
    ascii_ = plain.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_).strip("-")[:60].strip("-")


def founding_files(founding: Founding) -> dict[str, bytes]:
    """The files of a founding commit, checked: path to bytes."""
    refuse_unsatisfiable(founding.rules, founding.members)
    founding.rules.refuse_gaps()
    files: dict[str, bytes] = {
        ".gitattributes": GIT_ATTRIBUTES,
        "README.md": _readme(founding).encode(),
        SETTINGS_FILE: founding.settings.to_bytes(),
        MEMBERS_FILE: founding.members.to_bytes(),
        RULES_FILE: founding.rules.to_bytes(),
    }
    for path, text in founding.articles.items():
        data = text.encode()
        for fault in byte_faults(data):
            raise Malformed(fault.message, where=f"{path}:{fault.line}")
        files[path] = data
    return files


def _readme(founding: Founding) -> str:
    """The words that meet whoever opens the repository, in the language of the text."""
    with speaking(founding.settings.language):
        return (
            "\n\n".join(
                (
                    f"# {founding.settings.text}",
                    founding.settings.assembly,
                    _(
                        "- [articles/](articles/): the text, one file an article\n"
                        "- [governance/](governance/): who may vote, and what a vote needs\n"
                        "- [votes/](votes/): every amendment that was disposed of, with its vote"
                    ),
                    _(
                        "Whoever clones this repository can recount every vote with the program "
                        "Constitution: `constitution verify`. From a phrase to its vote with git "
                        "alone: `git blame` names the commit, whose message names the folder under "
                        "`votes/`."
                    ),
                )
            )
            + "\n"
        )


def refuse_taken(folder: Path) -> None:
    """Nothing, when a constitution can be founded in the folder; otherwise a refusal."""
    if folder.exists() and not folder.is_dir():
        raise Refused(_("{path} is a file").format(path=folder), hint=_("Name a new folder."))
    if folder.is_dir() and any(folder.iterdir()):
        raise Refused(
            _("{path} is not empty").format(path=folder),
            hint=_("Name a new folder; nothing was changed in this one."),
        )


def found(
    folder: Path,
    founding: Founding,
    *,
    who: Person | None,
    clock: Callable[[], When],
    nonce: Callable[[], str] | None = None,
) -> Desk:
    """The desk of a new constitution; its founding commit is the first of main."""
    files = founding_files(founding)
    who = who or default_identity()
    if who is None:
        raise no_identity()
    repository = Repository.found(folder)
    desk = Desk(repository, clock, who=who)
    if nonce is not None:
        desk.nonce = nonce
    if repository.identity() is None:
        repository.set_identity(who)
    person = desk.person()
    with speaking(founding.settings.language):
        message = _("Found: {text}").format(text=founding.settings.text)
    commit: CommitId = repository.write_commit(
        repository.write_files(None, files),
        [],
        message + "\n",
        author=person,
        committer=person,
        when=clock(),
    )
    repository.publish([RefMove(MAIN, None, commit)])
    if not repository.is_bare:
        repository.check_out_main()
    return desk


def parse_rules_file(file: Path) -> Rules:
    """The rules that a file holds, whatever its layout."""
    return Rules.parse(file.read_bytes(), str(file), canonical=False)


def default_rules(articles: Mapping[str, str], eternal: tuple[str, ...]) -> Rules:
    """The founding rules, with the eternal articles that are there; `Unknown` for one that is not."""
    for path in eternal:
        if path not in articles:
            raise Unknown(_("there is no article {path}").format(path=path))
    return founding_rules(eternal=eternal)
