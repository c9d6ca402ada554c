"""The amendment as members have it in hand: the `README.md` that is sealed with every motion.

It is Markdown that a forge page shows well, in the language of the text: who proposes what, each
article with its words struck out and put in, and the reasons.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from constitution.amendment import label
from constitution.article import Article, ArticlePath, path_key
from constitution.diff import diff_texts
from constitution.diff.alineas import is_heading
from constitution.diff.breaks import in_one_column
from constitution.diff.naming import describe_headings
from constitution.diff.places import with_places
from constitution.diff.views import describe, describe_division, is_title, opening, sides
from constitution.governance import GOVERNANCE_FILES
from constitution.language import _, introduce, speaking
from constitution.path import is_heading_file
from constitution.sentences import write
from constitution.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constitution.amendment import Amendment
    from constitution.diff import ArticleDelta, Delta, Division, Hunk, Passage
    from constitution.motion import Question

__all__ = ["articles_of", "authors_line", "delta_of", "print_amendment"]

_UP = "../../"  # from votes/<folder>/ to the root


def articles_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """The articles and the headings among the files, as texts by path, in reading order."""
    paths = (path for path in files if path.startswith("articles/") and path.endswith(".md"))
    return {path: decode(files[path], path) for path in sorted(paths, key=path_key)}


def delta_of(
    before: Mapping[str, bytes], files: Mapping[str, bytes | None], moves: Mapping[str, str]
) -> Delta:
    """What an amendment changes in the articles, level by level, in reading order."""
    changed = sorted((path for path in files if path not in GOVERNANCE_FILES), key=path_key)
    old = {path: decode(before[path], path) for path in changed if path in before}
    new = {path: decode(data, path) for path in changed if (data := files[path]) is not None}
    delta = diff_texts(
        old, new, {source: target for source, target in moves.items() if source in old}
    )
    if not moves:
        return delta
    after = {path: data for path, data in {**before, **files}.items() if data is not None}
    return with_places(delta, articles_of(before), articles_of(after))


def print_amendment(
    *,
    language: str,
    number: str,
    revision: int,
    round_: int,
    amendment: Amendment,
    reasons: str,
    questions: Sequence[Question],
    before: Mapping[str, bytes],
    delta: Delta,
    governance: Mapping[str, tuple[bytes | None, bytes | None]],
    joined: Sequence[tuple[str, Amendment, str]] = (),
) -> str:
    """The printed amendment, in Markdown, in the language of the text.

    `before` is the whole text that is amended, for its sentences; `governance` gives the old and
    new bytes of each governance file that changes; `joined` the number, the amendment and the
    reasons of those voted together with it.
    """
    with speaking(language):
        blocks = [
            "# "
            + _("Amendment {number} — {title}").format(
                number=label(number, revision, round_), title=_escape(amendment.title)
            ),
            authors_line(amendment.authors),
        ]
        if amendment.on is not None:
            blocks.append(_("A change to amendment {number}.").format(number=amendment.on))
        if amendment.takes_effect is not None:
            blocks.append(
                _("Takes effect on {date}.").format(date=amendment.takes_effect.isoformat())
            )
        blocks.extend(_questions(questions))
        blocks.extend(_sentences(delta, before, language))
        for article in delta.articles:
            blocks.extend(_article(article))
        for path, (old, new) in governance.items():
            blocks.extend(_governance(path, old, new))
        blocks.extend(_reasons(reasons, _("Reasons")))
        for other, its, its_reasons in joined:
            blocks.append(
                "## "
                + _("Voted together with amendment {number} — {title}").format(
                    number=other, title=_escape(its.title)
                )
            )
            blocks.append(authors_line(its.authors))
            blocks.extend(_reasons(its_reasons, ""))
    return "\n\n".join(blocks) + "\n"


def authors_line(authors: Sequence[str]) -> str:
    """Who proposes it, as it is printed."""
    return _("Proposed by: {authors}").format(authors=_escape(", ".join(authors)))


def _questions(questions: Sequence[Question]) -> Iterator[str]:
    for place, question in enumerate(questions, start=1):
        if question.subject is not None:
            yield f"## {_escape(question.subject)}"
        elif len(questions) > 1:
            yield (
                _("Question {place}: {title}").format(place=place, title=_escape(question.title))
                + "\n\n"
                + "\n".join(f"- `{change.path}`" for change in question.changes)
            )


def _sentences(delta: Delta, before: Mapping[str, bytes], language: str) -> Iterator[str]:
    """The amendment in words: read back, they give what is put to the vote, to the byte."""
    if delta:
        yield "## " + _("The amendment in words")
        yield write(delta, articles_of(before), language=language).removesuffix("\n")


def _article(article: ArticleDelta) -> Iterator[str]:
    text = article.new if article.new is not None else article.old or ""
    yield f"## {Article(ArticlePath(article.path), text).title or article.path}"
    link = f"[{article.path}]({_UP}{article.path})"
    if article.renumbered is not None and article.stub is None:
        yield from _renumbered(article, *article.renumbered, link)
        return
    match article.status:
        case "added":
            new = (
                _("New heading: {link}")
                if is_heading_file(article.path)
                else _("New article: {link}")
            )
            yield new.format(link=link)
            yield from describe_headings(article)
            yield from _quoted_body(article.path, text)
            return
        case "removed":
            yield _("Repealed: {path}").format(path=f"`{article.path}`")
            yield from describe_headings(article)
            yield from _quoted_body(article.path, text)
            return
        case "moved":
            yield _moved(article, link)
            yield from describe_headings(article)
            return
        case "moved and amended":
            yield _moved(article, link)
            yield from describe_headings(article)
        case "amended" | "unchanged" if article.stub is None:
            yield link
        case "amended" | "unchanged":
            yield from _stubbed(article, link)
            return
        case _:
            assert_never(article.status)
    match article.degree:
        case "words":
            pass
        case "breaks":
            yield _("No word changes: the breaks between paragraphs alone.")
        case "level":
            yield _("No word changes: the level of items in a list alone.")
        case _:
            yield _("No word changes: spacing and typography alone.")
    told: set[Division] = set()
    for passage in in_one_column(article.passages):
        if passage.division is not None and passage.division not in told:
            told.add(passage.division)
            yield describe_division(passage.division)
        if passage.status != "unchanged":
            yield _passage(passage)


def _moved(article: ArticleDelta, link: str) -> str:
    """Where an article was moved to, and whether its words change; `link` names its file."""
    if article.place is None:
        old, is_amended = f"`{article.old_path}`", article.status == "moved and amended"
        if is_amended:
            return _("Moved from {old} to {new}, and amended.").format(old=old, new=link)
        return _("Moved from {old} to {new}, unchanged.").format(old=old, new=link)
    title = Article(ArticlePath(article.path), article.new or "").title
    named = f"[{_escape(title)}]({_UP}{article.path})" if title else link
    return introduce(opening(describe(article)), named)


def _renumbered(article: ArticleDelta, old: str, new: str, link: str) -> Iterator[str]:
    """An article that bears another number, with what else changes in it."""
    if article.only_renumbered:
        yield _("Renumbered from {old} to {new}, no other word changes: {link}").format(
            old=old, new=new, link=link
        )
        return
    yield _("Renumbered from {old} to {new}, and amended: {link}").format(
        old=old, new=new, link=link
    )
    for passage in in_one_column(article.passages):
        if passage.status != "unchanged" and not is_title(passage):
            yield _passage(passage)


def _stubbed(article: ArticleDelta, link: str) -> Iterator[str]:
    """An article that leaves its number as a stub, with the words that go; or one restored."""
    left = article.stub == "left"
    said = _("Repealed, its number stays: {link}") if left else _("Restored: {link}")
    yield said.format(link=link)
    for passage in article.passages:
        if _in_headings(passage) and passage.status != "unchanged":
            yield _passage(passage)
    yield _quoted(_below(article.path, (article.old if left else article.new) or ""))


def _in_headings(passage: Passage) -> bool:
    return all(is_heading(side.text) for side in sides(passage))


def _passage(passage: Passage) -> str:
    here = passage.new or passage.old
    number = here.number if here is not None else None
    place = _("Paragraph {number}").format(number=number) if number else _("Heading")
    match passage.status:
        case "added":
            what = _("{place}, new").format(place=place)
        case "removed":
            what = _("{place}, deleted").format(place=place)
        case "moved here":
            what = _("{place}, moved from paragraph {number}").format(
                place=place, number=passage.old.number if passage.old is not None else "?"
            )
        case "moved away":
            what = _("{place}, moved elsewhere").format(place=place)
        case "amended" | "unchanged":
            what = place
        case _:
            assert_never(passage.status)
    words = "".join(map(_hunk, _with_neighbours(passage.hunks)))
    return f"**{what}**\n\n{_quoted(words)}"


_LAST_RUN = re.compile(r"\S+\Z")
_FIRST_RUN = re.compile(r"\A\S+")


def _with_neighbours(hunks: Sequence[Hunk]) -> list[Hunk]:
    """The hunks, a sign that comes or goes at a word told with that word: `~~mot~~ **mot,**`.

    Marks between a letter and a sign are none in Markdown, and would be read as stars and tildes.
    """
    told: list[Hunk] = []
    waiting = list(hunks[::-1])
    while waiting:
        hunk = waiting.pop()
        if not hunk.changes_words:
            told.append(hunk)
            continue
        sides = [side for side in (hunk.old, hunk.new) if side.strip()]
        run = _run_beside(_LAST_RUN, told, [side[0] for side in sides])
        if run:
            told[-1] = _equal(told[-1], told[-1].new[: -len(run)])
            hunk = replace(hunk, kind="replace", old=run + hunk.old, new=run + hunk.new)
        run = _run_beside(_FIRST_RUN, waiting, [side[-1] for side in sides])
        if run:
            waiting[-1] = _equal(waiting[-1], waiting[-1].new[len(run) :])
            hunk = replace(hunk, kind="replace", old=hunk.old + run, new=hunk.new + run)
        told.append(hunk)
    return told


def _run_beside(pattern: re.Pattern[str], hunks: Sequence[Hunk], ends: Sequence[str]) -> str:
    """The run of characters that is kept beside a change, where that ends in a sign; else nothing."""
    signs = any(not one.isalnum() and not one.isspace() for one in ends)
    if not signs or not hunks or hunks[-1].kind != "equal":
        return ""
    found = pattern.search(hunks[-1].new)
    return "" if found is None else found[0]


def _equal(hunk: Hunk, words: str) -> Hunk:
    return replace(hunk, old=words, new=words)


def _hunk(hunk: Hunk) -> str:
    match hunk.kind:
        case "equal" | "spacing":
            return hunk.new
        case "insert":
            return _marked(hunk.new, "**")
        case "delete":
            return _marked(hunk.old, "~~")
        case "replace":
            old, new = _marked(hunk.old, "~~"), _marked(hunk.new, "**")
            return f"{old.rstrip()} {new.lstrip()}" if hunk.old.strip() else new
        case _:
            assert_never(hunk.kind)


def _marked(text: str, mark: str) -> str:
    """The words between marks, with the white space around them left outside."""
    words = text.strip()
    if not words:
        return text
    start = text.index(words)
    return f"{text[:start]}{mark}{words}{mark}{text[start + len(words) :]}"


def _quoted_body(path: str, text: str) -> Iterator[str]:
    """The text without the line that names it, which stands above already; nothing of a bare heading."""
    lines = text.split("\n")
    own = Article(ArticlePath(path), text).line - 1
    if is_heading(lines[own]):
        del lines[own]
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    if body:
        yield _quoted(body)


def _below(path: str, text: str) -> str:
    """The text below the line that names the article."""
    lines = text.split("\n")
    own = Article(ArticlePath(path), text).line
    return "\n".join(lines[own:] if is_heading(lines[own - 1]) else lines).strip("\n")


def _governance(path: str, old: bytes | None, new: bytes | None) -> Iterator[str]:
    yield f"## {path}"
    before = (old or b"").decode("utf-8", "replace").split("\n")
    after = (new or b"").decode("utf-8", "replace").split("\n")
    yield "```diff\n" + "\n".join(_lines(before, after)) + "\n```"


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    from difflib import unified_diff  # noqa: PLC0415 - only printing rules and members needs it

    yield from list(unified_diff(before, after, lineterm="", n=3))[2:]


def _reasons(reasons: str, title: str) -> Iterator[str]:
    if not reasons.strip():
        return
    if title:
        yield f"## {title}"
    yield reasons.strip()


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _escape(text: str) -> str:
    """Words of a person in a line of Markdown, showing every character as it is."""
    return "".join(f"\\{c}" if c in r"\`*_[]<>#" else c for c in text)
