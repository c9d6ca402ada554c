"""What the files of an import say to whoever opens them: laws, dates and figures, as reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.language import _, speaking

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from constitution.assembly.importing.sources import Version
    from constitution.assembly.importing.told import Law, ToldVersion

__all__ = ["tell_origin", "tell_version"]


def tell_version(language: str, version: Version, told: ToldVersion | None) -> str:
    """The section that the printed amendment ends with, in the language of the text."""
    with speaking(language):
        blocks = ["## " + _("As reported"), *_told(told), _source(version)]
    return "\n\n".join(blocks) + "\n"


def tell_origin(
    language: str, source: str, version: Version, told: ToldVersion | None, about: Sequence[str]
) -> str:
    """The section on the founding text that the repository's README.md gets, in its language."""
    with speaking(language):
        blocks = [
            "## " + _("Where this comes from"),
            _(
                "This history was imported from {source}. What happened before the import is as "
                "reported there, and `calendar.toml` states the dates."
            ).format(source=f"`{source}`"),
            *map(escape, about),
            "### " + _("The founding text, as reported"),
            *_told(told),
            _source(version),
        ]
    return "\n\n".join(blocks) + "\n"


def _told(told: ToldVersion | None) -> Iterator[str]:
    if told is None:
        yield _(
            "No law and no vote is reported for this version: what stands behind it is unknown."
        )
        return
    if not told.laws:
        yield _("No law is reported: it entered into force without a vote of its own.")
    for law in told.laws:
        yield "\n".join((f"**{escape(law.title)}**", "", *_law(law)))
    yield _("In force: {statement}").format(statement=escape(told.statement or _("unknown")))


def _law(law: Law) -> Iterator[str]:
    if law.number is not None:
        yield "- " + _("Number: {number}").format(number=escape(law.number))
    yield "- " + _("Adopted: {date}").format(date=_day(law.adopted))
    yield "- " + _("Published: {date}").format(date=_day(law.published))
    if law.initiative is not None:
        yield "- " + _("Initiative: {name}").format(name=escape(law.initiative))
    yield "- " + _vote(law)
    if law.source is not None:
        yield "- " + _("Source of the vote: {source}").format(source=escape(law.source))


def _vote(law: Law) -> str:
    if law.body is None and law.held is None and not law.figures:
        return _("Vote: unknown")
    names = {
        "for": _("for"),
        "against": _("against"),
        "abstentions": _("abstentions"),
        "not_voted": _("did not vote"),
        "blank_or_null": _("blank or null"),
        "voters": _("voters"),
        "expressed": _("votes cast"),
        "registered": _("registered"),
        "required": _("required"),
    }
    figures = ", ".join(f"{names[key]} {number}" for key, number in law.figures)
    return _("Vote: {body}, {date}; {figures}").format(
        body=escape(law.body or _("unknown body")),
        date=_day(law.held),
        figures=figures or _("the figures are unknown"),
    )


def _day(date: dt.date | None) -> str:
    return date.isoformat() if date is not None else _("unknown")


def _source(version: Version) -> str:
    if version.commit is None:
        return _("In the source: {name}").format(name=escape(version.name))
    return _("In the source: {name}, commit {commit}, which dates itself {date}").format(
        name=escape(version.name), commit=f"`{version.commit}`", date=_day(version.date)
    )


def escape(text: str) -> str:
    """Words of a source in a line of Markdown, showing every character as it is."""
    return "".join(f"\\{c}" if c in r"\`*_[]<>#" else c for c in text)
