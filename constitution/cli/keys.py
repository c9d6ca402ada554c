"""Registering keys: `amend key`."""

from __future__ import annotations

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import argument, option, verb
from constitution.language import N_, _

__all__ = ["key_verb"]


@verb(
    "key",
    help=N_(
        "Register the public keys of a member, with which ballots are signed; as an amendment to "
        "the members."
    ),
    example=(
        "constitution amend key our-keys ardeche-1 id_ed25519.pub\n"
        "constitution amend key our-keys ardeche-1 new.pub --instead"
    ),
)
@argument("amendment")
@argument("member")
@argument("files", nargs=-1, required=True, metavar="FILE.pub…")
@option("--instead", is_flag=True, help=N_("In the place of the keys the member has."))
@pass_talk
def key_verb(
    talk: Talk, *, amendment: str, member: str, files: tuple[str, ...], instead: bool
) -> None:
    """Register keys, and say their fingerprints."""
    from constitution.assembly.drafting.keys import register_keys
    from constitution.cli.read import waits_for
    from constitution.display import safe
    from constitution.publickey import fingerprint, read_key_line

    texts = {file: talk.read_input(file).decode("utf-8", "replace") for file in files}
    one = register_keys(talk.writer(), amendment, member, texts, instead=instead)
    for text in texts.values():
        for line in text.split("\n"):
            if line.strip() and not line.startswith("#"):
                talk.print(fingerprint(read_key_line(line).blob))
    talk.say(_("Saved in amendment {name}.").format(name=safe(one.name)))
    talk.say(waits_for(talk.desk(), one))
