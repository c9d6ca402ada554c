"""Ballots: vote, with or without a signature, and look at those that are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import argument, json_option, option, verb
from constitution.language import N_, _, introduce, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.assembly import Desk
    from constitution.assembly.balloting import Gathered
    from constitution.assembly.motions import OpenMotion
    from constitution.assembly.signing import Signer
    from constitution.ballot import Ballot, Choice

__all__ = ["ballots_verb", "choice_word", "left_out_lines", "say_doubts", "vote_verb"]


def choice_word(choice: str) -> str:
    """What a person reads for a choice."""
    return {"for": _("for"), "against": _("against"), "abstain": _("abstention")}[choice]


@verb(
    "vote",
    help=N_(
        "Cast a member's ballot on a motion: for, against or abstain, once a question. With --sign "
        "the member's own ssh-keygen signs it, from a file, an agent or a hardware key."
    ),
    example=(
        "constitution vote 12 for --as ardeche-1\n"
        "constitution vote 12 for --as ardeche-1 --sign\n"
        "constitution vote 12 for against --as ardeche-1 --sign ~/.ssh/id_ed25519"
    ),
)
@argument("amendment")
@argument("choices", nargs=-1, required=True, metavar="for|against|abstain…")
@option("--as", "member", required=True, metavar="MEMBER", help=N_("Who votes."))
@option(
    "--sign",
    is_flag=False,
    flag_value="",
    metavar="[KEY]",
    help=N_("Sign the ballot, with the registered key of this machine or the one in a file."),
)
@option(
    "--publish/--no-publish",
    default=None,
    help=N_("Push it to the remote of this clone; a signed ballot is pushed by default."),
)
@option("--yes", is_flag=True, help=N_("Do not ask before signing."))
@pass_talk
def vote_verb(
    talk: Talk,
    *,
    amendment: str,
    choices: tuple[str, ...],
    member: str,
    sign: str | None,
    publish: bool | None,
    yes: bool,
) -> None:
    """Cast a ballot."""
    from constitution.assembly.balloting import ballots_in, cast_ballot
    from constitution.assembly.motions import open_motion
    from constitution.ballot import parse_choice
    from constitution.display import safe

    desk = talk.writer()
    motion = open_motion(desk, amendment)
    chosen = [parse_choice(choice) for choice in choices]
    signature = None
    if sign is not None:
        signature = _signature(talk, desk, motion, member, chosen, sign or None, yes=yes)
    voter = cast_ballot(desk, motion, member, chosen, signature=signature)
    number = ballots_in(desk, motion)
    talk.say(
        ngettext(
            "The ballot is in; {number} ballot on amendment {name} so far.",
            "The ballot is in; {number} ballots on amendment {name} so far.",
            number,
        ).format(number=number, name=motion.name)
    )
    if publish or (publish is None and signature is not None):
        from constitution.assembly.balloting import publish_ballot
        from constitution.errors import Refused

        try:
            remote = publish_ballot(desk, motion, voter)
        except Refused as refusal:
            talk.say(
                _("It was not published: {reason}").format(
                    reason=safe(f"{refusal.message}. {refusal.hint}")
                )
            )
            raise click.exceptions.Exit(1) from None
        if remote is not None:
            talk.say(_("It is published at {remote}.").format(remote=safe(remote)))


def _signature(
    talk: Talk,
    desk: Desk,
    motion: OpenMotion,
    member: str,
    chosen: list[Choice],
    named: str | None,
    *,
    yes: bool,
) -> bytes:
    """The signature of the ballot, once the member saw what it is for and said yes."""
    from constitution.assembly.balloting import prepare_ballot
    from constitution.assembly.signing import find_signer, sign

    ballot = prepare_ballot(desk, motion, member, chosen)
    signer = find_signer(desk, motion, ballot.member, named)
    talk.show(_signing_lines(talk, motion, ballot, signer))
    talk.confirm(_("Sign this ballot? It is final."), yes=yes)
    return sign(ballot, signer)


def _signing_lines(talk: Talk, motion: OpenMotion, ballot: Ballot, signer: Signer) -> Iterator[str]:
    """What is voted on, as it is sealed, and the bytes that are signed."""
    from constitution.cli.choosing import heading_of
    from constitution.cli.pending import governance_lines
    from constitution.cli.rendering import render_unified
    from constitution.display import safe

    yield talk.bold(
        safe(_("Amendment {name} — {title}").format(name=motion.name, title=motion.motion.title))
    )
    yield _("Sealed in {commit}, and checked against it.").format(commit=motion.branch.tip)
    delta = motion.delta()
    if delta.articles:
        yield ""
    titles = {article.path: article.new or article.old or "" for article in delta.articles}
    yield from render_unified(delta, lambda path: heading_of(path, titles[path]), talk.look())
    base = motion.base
    yield from governance_lines(
        {path: base.data(path) for path in base.files}, motion.files(motion.motion.questions)
    )
    yield ""
    for question, choice in zip(motion.motion.questions, ballot.choices, strict=True):
        yield introduce(safe(question.subject or question.title), talk.bold(choice_word(choice)))
    yield ""
    yield _("With the key {key}, this is signed:").format(key=safe(signer.name))
    for line in ballot.to_bytes().decode().rstrip("\n").split("\n"):
        yield f"   {line}"


@verb(
    "ballots",
    help=N_(
        "The ballots that are in on a motion: who voted how, which do not count and why, and what "
        "it would come to. With --fetch, what the others published is fetched first."
    ),
    example="constitution ballots 12\nconstitution ballots 12 --fetch",
)
@argument("amendment")
@option(
    "--fetch",
    is_flag=False,
    flag_value="",
    metavar="[REMOTE]",
    help=N_("Fetch what the others published first; no ballot of this clone gives way."),
)
@json_option
@pass_talk
def ballots_verb(talk: Talk, *, amendment: str, fetch: str | None, as_json: bool) -> None:
    """Print the ballots that are in."""
    from constitution.assembly import balloting
    from constitution.assembly.declaring import NoVotes, prepare_declaration
    from constitution.assembly.motions import open_motion
    from constitution.display import safe
    from constitution.errors import ConstitutionError

    desk = talk.desk()
    motion = open_motion(desk, amendment)
    if fetch is not None:
        from constitution.assembly.exchanging import fetch as fetch_all
        from constitution.assembly.exchanging import the_remote

        with talk.progress(_("Verifying")) as progress:
            fetch_all(desk, the_remote(desk, fetch or None), progress=progress)
        motion = open_motion(desk, amendment)
    gathered = balloting.gather(desk, motion)
    sentences: tuple[str, ...] = ()
    trouble = ""
    try:
        sentences = prepare_declaration(desk, motion.folder).sentences
    except NoVotes as error:
        # why each ballot does not count is listed already
        trouble = f"{error.message}. {'' if gathered.left_out else error.hint}".rstrip()
    except ConstitutionError as error:
        trouble = f"{error.message}. {error.hint}".rstrip()
    if as_json:
        talk.json(_to_json(motion, gathered, sentences, trouble))
        return
    talk.show(_lines(talk, gathered))
    for sentence in sentences:
        talk.print(safe(sentence))
    if trouble:
        talk.say(safe(trouble))


def _lines(talk: Talk, gathered: Gathered) -> Iterator[str]:
    from constitution.vote import evidence_word

    widest = max((len(one.ballot.member) for one in gathered.counted), default=0)
    for one in gathered.counted:
        words = ", ".join(map(choice_word, one.ballot.choices))
        mark = _("signed") if one.signature is not None else _("not signed")
        yield f"{one.ballot.member:<{widest}}  {words} ({mark})"
    yield from left_out_lines(gathered)
    if gathered.counted:
        number = len(gathered.counted)
        yield talk.dim(
            ngettext(
                "{number} ballot counts; the record would be “{evidence}”.",
                "{number} ballots count; the record would be “{evidence}”.",
                number,
            ).format(number=number, evidence=evidence_word(gathered.evidence))
        )


def left_out_lines(gathered: Gathered) -> Iterator[str]:
    """Why each ballot that does not count does not."""
    from constitution.display import safe

    for one in gathered.left_out:
        yield _("Does not count: {sentence}").format(sentence=safe(one.sentence))


def _to_json(
    motion: OpenMotion, gathered: Gathered, sentences: tuple[str, ...], trouble: str
) -> dict[str, object]:
    from constitution.display import safe

    return {
        "format": "constitution-ballots-list/1",
        "number": motion.number,
        "motion": motion.digest,
        "evidence": gathered.evidence if gathered.counted else None,
        "ballots": [
            {
                "member": one.ballot.member,
                "choices": list(one.ballot.choices),
                "signed": one.signature is not None,
            }
            for one in gathered.counted
        ],
        "left_out": [
            {"member": safe(one.member), "reason": one.reason, "sentence": safe(one.sentence)}
            for one in gathered.left_out
        ],
        "sentences": [safe(sentence) for sentence in sentences],
        "trouble": safe(trouble) or None,
    }


def say_doubts(talk: Talk, motion: OpenMotion, place: int, by: str | None) -> None:
    """Say what the entry takes the place of, and that whoever declared is nobody here."""
    from constitution.assembly.counting import stranger
    from constitution.assembly.rollcall import keep_answers, replacing, taken_roll_call
    from constitution.assembly.superseding import ballots_superseded
    from constitution.display import safe

    taken = taken_roll_call(talk.desk(), motion)
    if taken is not None:
        keep_answers(talk.desk(), motion)
        talk.say(replacing(taken, place))
        talk.say(_("Its answers are kept beside the count: the room takes them up again."))
    for sentence in ballots_superseded(talk.desk(), motion, place):
        talk.say(sentence)
    doubt = stranger(talk.desk(), by or "")
    if doubt:
        talk.say(safe(doubt))
