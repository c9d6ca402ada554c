"""The forms that acts of drafting ask with, and how what was typed is read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.amendment import slug_of
from constitution.assembly import drafting
from constitution.assembly.counting import stranger
from constitution.assembly.disposing import check_ruling, dispose
from constitution.assembly.drafting.keys import register_keys
from constitution.assembly.moments import read_date
from constitution.assembly.renumbering import renumber
from constitution.errors import Malformed, Refused, Unknown
from constitution.governance import rule_word
from constitution.language import _
from constitution.stub import STUBS, stub_of
from constitution.system import reason_of
from tui.dialogs.form import Field, Form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from constitution.assembly import Desk
    from constitution.assembly.pending import Pending
    from constitution.repository import CommitId
    from constitution.vote import Disposed

__all__ = [
    "adding",
    "detailing",
    "dividing",
    "moving",
    "opening",
    "registering",
    "renumbering",
    "repealing",
    "ruling",
]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def opening(rules: Sequence[str], *, on: str | None = None, who: str = "") -> Form[Pending]:
    """The form that opens an amendment: on the text, an earlier one, or a question."""
    kinds = (
        ("text", _("a change to the text")),
        ("from", _("the words of an earlier amendment")),
        ("reversing", _("the opposite of an adopted one")),
        ("on", _("a change to a submitted amendment")),
        ("subject", _("a question that changes no text")),
    )
    fields = [
        Field("title", _("What it proposes:"), hint=_("a line, as it will be called")),
        Field("slug", _("Short name:"), hint=_("made from the title where it is empty")),
        Field("authors", _("Proposed by:"), who, hint=_("you; or several, with commas")),
        Field("kind", _("It is:"), "on" if on is not None else "text", choices=kinds),
        Field("which", _("Which one:"), on or "", only=("kind", ("from", "reversing", "on"))),
        Field("subject", _("What is asked:"), only=("kind", ("subject",))),
        Field(
            "rule",
            _("Rule of the question:"),
            only=("kind", ("subject",)),
            choices=tuple((one, rule_word(one)) for one in rules),
        ),
        Field("effect", _("Takes effect on:"), hint=_("a day, where it is decided")),
    ]
    return Form(
        _("Open an amendment"), [one for one in fields if one.name != "rule" or rules], _open
    )


def _open(answers: Mapping[str, str]) -> Callable[[Desk], Pending]:
    kind = answers["kind"]
    which = answers["subject" if kind == "subject" else "which"]

    def deed(desk: Desk) -> Pending:
        title, slug = answers["title"], answers["slug"] or slug_of(answers["title"])
        if not title:
            raise Refused(
                _("an amendment needs a title"), hint=_("Say in a line what it proposes.")
            )
        if title and not slug:
            raise Refused(
                _("this title makes no short name"),
                hint=_("Type one: the amendment is filed under it."),
            )
        if kind != "text" and not which:
            raise Refused(
                _("say which amendment is meant, or what is asked"),
                hint=_("It is the line below; or choose a change to the text."),
            )
        return drafting.new_amendment(
            desk,
            slug or "-",
            title=title,
            authors=_listed(answers["authors"]),
            from_=which if kind == "from" else None,
            reversing=which if kind == "reversing" else None,
            on=which if kind == "on" else None,
            subject=which if kind == "subject" else None,
            rule=answers.get("rule", "ordinary"),
            takes_effect=read_date(desk, answers["effect"] or None),
        )

    return deed


def detailing(one: Pending) -> Form[Pending]:
    """The form for what an amendment says of itself."""
    amendment = one.amendment
    effect = amendment.takes_effect.isoformat() if amendment.takes_effect is not None else ""

    def deed(answers: Mapping[str, str]) -> Callable[[Desk], Pending]:
        return lambda desk: drafting.write_details(
            desk,
            one.slug,
            title=answers["title"],
            authors=_listed(answers["authors"]),
            takes_effect=read_date(desk, answers["effect"] or None),
        )

    return Form(
        _("Amendment {name}").format(name=one.called),
        (
            Field("title", _("What it proposes:"), amendment.title),
            Field("authors", _("Proposed by:"), ", ".join(amendment.authors)),
            Field("effect", _("Takes effect on:"), effect, hint=_("a day, for example 2027-01-31")),
        ),
        deed,
    )


def adding(take: Callable[[Mapping[str, str]], Callable[[Desk], str]]) -> Form[str]:
    """The form that says where a new article stands; it is then written in the editor."""
    return Form(
        _("Add an article"),
        (
            Field("number", _("Its number, or its path:"), hint="11-1"),
            Field("heading", _("Words after the number:"), hint=_("none")),
            Field("after", _("The article it follows:"), hint=_("found from the number")),
        ),
        take,
        note=_("Neighbours keep their numbers: between 11 and 12 stands 11-1."),
    )


def moving(one: Pending, path: str, title: str) -> Form[Pending]:
    """The form that says where an article goes."""

    def deed(answers: Mapping[str, str]) -> Callable[[Desk], Pending]:
        return lambda desk: drafting.move_article(
            desk, one.slug, path, answers["place"], after=answers["after"] or None
        )

    return Form(
        _("Move {article}").format(article=title),
        (
            Field("after", _("The article it is to follow:"), hint=_("found from the number")),
            Field("place", _("The number it is to bear:"), hint=_("as it is; or a folder, a path")),
        ),
        deed,
        note=_("The move is declared: the history of the article follows it."),
    )


def repealing(one: Pending, path: str, title: str) -> Form[Pending]:
    """The form that repeals an article, with or without its number."""
    ways = (
        ("none", _("the article goes, and its number with it")),
        ("language", _("its number stays, in the form of this text")),
        *(
            (name, _("its number stays: {words}").format(words=stub.words))
            for name, stub in STUBS.items()
        ),
    )

    def deed(answers: Mapping[str, str]) -> Callable[[Desk], Pending]:
        def repeal(desk: Desk) -> Pending:
            way = answers["stub"]
            language = desk.main().settings.language
            stub = stub_of(language) if way == "language" else STUBS.get(way)
            return drafting.repeal_article(desk, one.slug, path, stub=stub)

        return repeal

    return Form(
        _("Repeal {article}").format(article=title),
        (Field("stub", _("What stays:"), "none", choices=ways),),
        deed,
        note=_("Its history stays. `u` takes this back."),
    )


def dividing(one: Pending) -> Form[Pending]:
    """The form that divides the question: in one line, or one part for each article."""

    def deed(answers: Mapping[str, str]) -> Callable[[Desk], Pending]:
        parts = [part.strip() for part in answers["parts"].split(";") if part.strip()]
        questions = []
        for part in parts:
            title, equals, articles = part.rpartition("=")
            if not equals or not title.strip():
                raise Malformed(
                    _("“{text}” is not a question").format(text=part),
                    hint=_("Write a title, an equals sign, and articles: “The threshold=12,13”."),
                )
            questions.append((title.strip(), _listed(articles)))
        return lambda desk: drafting.divide(desk, one.slug, questions)

    return Form(
        _("Divide amendment {name}").format(name=one.called),
        (Field("parts", _("The questions:"), hint=_("one for each article")),),
        deed,
        note=_(
            "Questions are voted separately. Leave it empty for one question an article, or write "
            "them with semicolons: The threshold=12; The delay=13,14"
        ),
    )


def registering(one: Pending) -> Form[Pending]:
    """The form that gives a member a public key, pasted or in a file, as an amendment to the members."""
    places = (
        ("beside", _("beside the keys the member has")),
        ("instead", _("in the place of the keys the member has")),
    )

    def deed(answers: Mapping[str, str]) -> Callable[[Desk], Pending]:
        told = answers["key"].strip()
        instead = answers["place"] == "instead"
        return lambda desk: register_keys(
            desk, one.slug, answers["member"], {told: _public_key(told)}, instead=instead
        )

    return Form(
        _("Register the public key of a member"),
        (
            Field("member", _("The member:"), hint=_("a name, or an identifier")),
            Field("key", _("The public key, or its file:"), hint=_("ends in .pub")),
            Field("place", _("It stands:"), "beside", choices=places),
        ),
        deed,
        note=_("Ballots are signed with the private key, which nobody else ever needs."),
    )


def _public_key(told: str) -> str:
    """A key that was pasted, or the text of the file that is named."""
    file = os.path.expanduser(told)  # noqa: PTH111 - a name like "~nobody" is none, and no error
    if not os.path.isfile(file):  # noqa: PTH113 - nor is a key, which is longer than any name
        if len(told.split()) > 1:
            return told
        raise Unknown(
            _("there is no file {path}").format(path=told),
            hint=_("Paste the line of the public key, or name its file, which ends in .pub."),
        )
    try:
        return Path(file).read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise Unknown(
            _("{path} cannot be read: {reason}").format(path=told, reason=reason_of(error)),
            hint=_("Check the name of the file."),
        ) from None


def ruling(one: Pending) -> Form[CommitId]:
    """The form that records why a submitted amendment is not voted on."""
    outcomes: tuple[tuple[Disposed, str], ...] = (
        ("withdrawn", _("withdrawn")),
        ("fallen", _("fallen")),
        ("inadmissible", _("inadmissible")),
        ("not-moved", _("not moved")),
    )
    by_name: dict[str, Disposed] = {name: name for name, _words in outcomes}

    def deed(answers: Mapping[str, str]) -> Callable[[Desk], CommitId]:
        return lambda desk: dispose(
            desk,
            one.slug,
            by_name[answers["outcome"]],
            ruling=answers["ruling"],
            by=answers["by"] or None,
        )

    def doubts(answers: Mapping[str, str]) -> Callable[[Desk], list[str]]:
        check_ruling(answers["ruling"])
        return lambda desk: list(filter(None, (stranger(desk, answers["by"]),)))

    return Form(
        _("Dispose of amendment {name} without a vote").format(name=one.name),
        (
            Field("outcome", _("It is:"), "withdrawn", choices=outcomes),
            Field("ruling", _("Because:")),
            Field("by", _("Ruled by:"), hint=_("you")),
        ),
        deed,
        note=_("A record of it is kept with the words as they were. `u` takes this back."),
        doubts=doubts,
    )


def renumbering() -> Form[Pending]:
    """The form that opens an amendment which numbers the articles continuously."""
    choices = (("no", _("the articles alone")), ("yes", _("titles and chapters as well")))

    def deed(answers: Mapping[str, str]) -> Callable[[Desk], Pending]:
        def number(desk: Desk) -> Pending:
            one, _proposal = renumber(
                desk,
                answers["slug"],
                start=answers["start"] or None,
                headings=answers["headings"] == "yes",
            )
            return one

        return number

    return Form(
        _("Renumber the articles"),
        (
            Field("slug", _("Short name:"), _("final-numbers")),
            Field("start", _("Keep the numbers before:"), hint=_("number them all")),
            Field("headings", _("What is numbered:"), "no", choices=choices),
        ),
        deed,
        note=_("One amendment that changes no word but numbers, and every reference with them."),
    )
