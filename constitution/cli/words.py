"""The amendment in words, printed: the sentences of a difference, in the language of the text."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from constitution.cli.verbs import Word, option
from constitution.errors import Unclear
from constitution.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from constitution.cli.talk import Talk
    from constitution.diff import Delta
    from constitution.sentences import Style

__all__ = ["show_words", "words_options"]


def words_options(function: Callable[..., None]) -> Callable[..., None]:
    """The verb with --words, and --style for the sitting or for the law."""

    @wraps(function)
    def in_words(*args: Any, words: bool, style: Style | None, **kwargs: Any) -> None:
        if style is not None and not words:
            raise Unclear(
                _("--style says how sentences are worded, and none are asked for"),
                hint=_("Add --words."),
            )
        function(*args, words=words, style=style or "amendment", **kwargs)

    with_style: Any = option(
        "--style",
        type=Word(["amendment", "law"]),
        help=N_("With --words: as read out in the sitting, or as the law that revises says it."),
    )
    words = option(
        "--words", is_flag=True, help=N_("In formal sentences, in the language of the text.")
    )
    made: Callable[..., None] = words(with_style(in_words))
    return made


def show_words(
    talk: Talk,
    delta: Delta,
    texts: Mapping[str, str],
    *,
    language: str,
    style: Style,
    as_json: bool,
) -> None:
    """Print the sentences of a difference; `texts` is the whole text that it changes."""
    from constitution.display import safe
    from constitution.sentences import write

    said = write(delta, texts, language=language, style=style)
    if as_json:
        talk.json({"format": "constitution-words/1", "style": style, "sentences": said})
    elif not delta:
        talk.say(_("Nothing changed."))
    else:
        talk.show(map(safe, said.removesuffix("\n").split("\n")))
