"""Files in their canonical form and beside it, and texts in the grammar and beside it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.ballot import Ballot
from constitution.canonical import digest
from constitution.governance import MemberId
from tests.handmade import FOUNDING_FILES, article, named
from tests.signers import key_line
from tests.test_verify_ballots import KEYED
from tests.vectors.lawful import LAWFUL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.handmade import Handmade


def _made(name: str) -> Handmade:
    return LAWFUL[name](Path(tempfile.mkdtemp()))


def _files() -> Iterator[tuple[str, bytes]]:
    for name in ("constitution", "members", "rules"):
        yield f"{name}.toml", FOUNDING_FILES[f"governance/{name}.toml"]
    members = named("ada", "ben").to_bytes()
    yield "members-named.toml", members
    yield "members-two-of-one-id.toml", members.replace(b'"ben"', b'"ada"')
    for name in ("moves", "division", "disposals", "declared-and-reported", "signed-by-all"):
        files = _made(name).files
        for path in sorted(files):
            if path.startswith("votes/") and path.endswith(".toml"):
                folder, _slash, file = path.removeprefix("votes/").partition("/")
                yield f"{name}-{folder}-{file}", files[path]
    ballot = Ballot(digest(b"a motion"), MemberId("ada"), ("for", "abstain")).to_bytes()
    yield "ballot.toml", ballot
    keyed = KEYED.to_bytes()
    yield "members-with-keys.toml", keyed
    yield "members-two-with-one-key.toml", keyed.replace(key_line(2).encode(), key_line(1).encode())
    yield "members-with-a-comment-to-a-key.toml", keyed.replace(b'"]', b' ada@example.org"]', 1)
    small = b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    yield "members-with-a-key-of-small-order.toml", keyed.replace(key_line(2).encode(), small)
    dsa = b"ssh-dss AAAAB3NzaC1kc3M="
    yield "members-with-a-key-of-the-past.toml", keyed.replace(key_line(2).encode(), dsa)
    yield "ballot-with-another-choice.toml", ballot.replace(b"abstain", b"perhaps")
    rules = FOUNDING_FILES["governance/rules.toml"]
    vote = _made("division").files["votes/1-both/vote.toml"]
    for name, data in (
        ("rules-without-a-key", rules.replace(b'evidence = "declared"\n', b"", 1)),
        ("rules-that-leave-a-path", rules.replace(b'"articles/**"', b'"articles/01/**"')),
        ("rules-below-one-half", rules.replace(b"> 1/2", b"> 49/100", 1)),
        ("rules-beyond-the-whole", rules.replace(b">= 2/3", b"> 1/1", 1)),
        ("vote-with-a-comment", b"# x\n" + vote),
        ("vote-with-windows-lines", vote.replace(b"\n", b"\r\n")),
        ("vote-without-a-last-line", vote[:-1]),
        ("vote-with-a-blank-line-more", vote + b"\n"),
        ("vote-with-another-space", vote.replace(b" = ", b"=", 1)),
        ("vote-with-an-unknown-key", vote.replace(b"\n\n", b'\nnote = "x"\n\n', 1)),
        ("vote-with-a-float", vote.replace(b"for = 5", b"for = 5.0", 1)),
        ("vote-with-a-boolean", vote.replace(b"for = 1", b"for = true", 1)),
        ("vote-with-a-sign", vote.replace(b"for = 5", b"for = +5", 1)),
        ("vote-with-a-time", vote.replace(b"2026-11-23", b"2026-11-23T00:00:00", 1)),
        ("vote-with-an-escape", vote.replace(b'"counted"', b'"\\u0063ounted"', 1)),
        ("vote-with-keys-in-another-order", _swapped(vote, 1, 2)),
        ("vote-with-a-byte-order-mark", b"\xef\xbb\xbf" + vote),
        ("vote-that-is-not-utf-8", vote.replace(b"counted", b"count\xe9d", 1)),
        ("empty", b""),
    ):
        yield f"{name}.toml", data


def _swapped(data: bytes, one: int, other: int) -> bytes:
    lines = data.split(b"\n")
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


_PARAGRAPHS = {
    "plain": "The state is a republic.",
    "list": "It is:\n\n- one;\n- for all.",
    "numbered": "It is:\n\n1. one;\n2. for all.",
    "table": "| a | b |\n| --- | --- |\n| 1 | 2 |",
    "quote": "> Liberty.",
    "link": "See [article 2](article-2.md).",
    "footnote": "Liberty[^1].\n\n[^1]: As it was understood.",
    "emphasis": "The vote is *secret* and **equal**.",
    "no-break-spaces": "Le peuple\u00a0: «\u00a0tous\u00a0»\u202f; c’est dit.",
    "bidirectional": "The \u202estate.",
    "bidirectional-reference": "The &#x202E;state.",
    "zero-width": "The\u200bstate.",
    "soft-hyphen": "The sta\u00adte.",
    "not-composed": "E\u0301tat.",
    "carriage-return": "The state.\r",
    "escape": "The \x1b[31mstate.",
    "tab": "The\tstate.",
    "no-such-space": "The\u2003state.",
    "line-separator": "The state.\u2028It is one.",
    "private-use": "The \ue000state.",
    "noncharacter": "The \ufdd0state.",
    "unassigned": "The \U0003fffdstate.",
    "html": "The <b>state</b>.",
    "comment": "The state.<!-- unseen -->",
    "code": "The `state`.",
    "entity": "The state &amp; the people.",
    "definition": "[x]: https://example.org",
    "link-title": 'The [state](https://example.org "unseen").',
    "empty-link": "The state[](https://example.org).",
    "image": "![The state](state.png)",
    "unused-footnote": "The state.\n\n[^1]: Unseen.",
    "missing-footnote": "The state[^1].",
    "hard-wrap": "The state\nis a republic.",
    "trailing-space": "The state. ",
    "two-blank-lines": "The state.\n\n\nIt is one.",
    "mixed-script": "The st\u0430te.",
    "one-script": "\u0413\u043e\u0441\u0443\u0434\u0430\u0440\u0441\u0442\u0432\u043e.",
}

FILES: dict[str, bytes] = dict(_files())
TEXTS: dict[str, bytes] = {
    **{f"{name}.md": article("1", words) for name, words in _PARAGRAPHS.items()},
    "no-last-line.md": article("1", "The state.")[:-1],
    "byte-order-mark.md": b"\xef\xbb\xbf" + article("1", "The state."),
    "latin-1.md": b"# Article 1\n\nL'\xe9tat.\n",
    "surrogate.md": b"# Article 1\n\n\xed\xa0\x80\n",
    "overlong.md": b"# Article 1\n\n\xc0\xae\n",
    "nul.md": b"# Article 1\n\nThe \0state.\n",
    "empty.md": b"",
    "one-line.md": b"\n",
}
