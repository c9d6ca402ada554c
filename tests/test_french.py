"""French, as a constituent assembly reads it: complete, exact, in its own words and typography."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import threading
import unicodedata
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from babel.messages.pofile import read_po

from constitution import language
from constitution.assembly import Desk, founding
from constitution.cli.main import cli, run
from constitution.cli.talk import Talk
from constitution.governance import Member, MemberId, Members, Settings
from constitution.judgement import Figures, judge
from constitution.language import _, grouped, ngettext, speaking
from constitution.number import fold
from constitution.repository import Person, Repository, When
from tests.test_vote import rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "constitution" / "locale" / "fr" / "LC_MESSAGES" / "constitution.po"
DONE, REFUSED, USAGE = 0, 1, 2
CLERK = Person("Camille Laurent", "secretariat@assembly.invalid")
ARTICLES = {
    "articles/00-preamble.md": "# Préambule\n\nNous écrivons ceci ensemble.\n",
    "articles/article-1.md": "# Article 1\n\nLe peuple décide.\n",
    "articles/article-2.md": "# Article 2 — Le référendum\n\nDix mille électeurs le demandent.\n",
}

NO_BREAK, NARROW = "\u00a0", "\u202f"


def plain(text: str) -> str:
    """The text with ordinary spaces and apostrophes, so that a test can be read."""
    return text.replace(NO_BREAK, " ").replace(NARROW, " ").replace("’", "'")


@pytest.fixture
def in_french() -> Iterator[None]:
    """Sentences are in French."""
    with speaking("fr"):
        yield


def test_votes_are_grouped_by_threes_as_the_language_does() -> None:
    """Thirteen millions are not counted digit by digit; where nothing is known nothing stands."""
    assert grouped(13_150_516) == "13,150,516"
    with speaking("fr"):
        assert grouped(13_150_516) == f"13{NARROW}150{NARROW}516"
        assert grouped(449) == "449"
        assert grouped(None) == ""


# -- the catalogue -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Translated:
    """One French string, and what it says in English."""

    english: str
    french: str

    @property
    def prose(self) -> str:
        """The French without the code in backquotes and the names of fields."""
        return re.sub(r"`[^`]*`|\{[^}]*\}", "x", self.french)


def translated() -> list[Translated]:
    """Every string of the French catalogue."""
    with CATALOGUE.open("rb") as stream:
        catalogue = read_po(stream, locale="fr")
    found = []
    for message in catalogue:
        if message.id:
            english = (message.id,) if isinstance(message.id, str) else message.id
            french = (message.string,) if isinstance(message.string, str) else message.string
            assert french is not None
            found += [Translated(*pair) for pair in zip(english, french, strict=True)]
    return found


def _tool() -> ModuleType:
    """The script that keeps the catalogues."""
    spec = importlib.util.spec_from_file_location("catalogue", ROOT / ".ci" / "catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_sentence_has_its_french(capsys: pytest.CaptureFixture[str]) -> None:
    """None is missing, fuzzy, left over or not compiled, and every field is kept."""
    assert _tool().check() == 0, capsys.readouterr().out
    assert len(translated()) > 1000


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("a straight apostrophe", r"'"),
        ("quotation marks that are not guillemets", r"[\"“”„]"),
        ("a plain space before a colon", r" :"),
        ("no no-break space before a colon", rf"[^{NO_BREAK}]:(?=\s|$)"),
        (
            "no narrow no-break space before a semicolon, an exclamation or a question mark",
            rf"[^{NARROW}][;!?]",
        ),
        ("no no-break space inside guillemets", rf"«[^{NO_BREAK}]|[^{NO_BREAK}]»"),
        ("three dots for an ellipsis", r"\.\.\."),
        ("a space of another kind", r"[\u2000-\u200b\u2060\ufeff\t]"),
        ("two spaces where the English has one", r"(?<=[^.}x]) {2,}"),
    ],
)
def test_no_french_string_has(fault: str, pattern: str) -> None:
    """Curved apostrophes; U+00A0 before the colon and in guillemets, U+202F before ; and ! and ?."""
    wrong = [one.french for one in translated() if re.search(pattern, one.prose)]
    assert not wrong, fault


def sentences_of(source: Path) -> Iterator[str]:
    """Every sentence that a module hands to gettext, as the syntax tree has it."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            first = node.args[0] if node.args else None
            if node.func.id in {"_", "N_", "ngettext", "NN_"} and isinstance(first, ast.Constant):
                yield str(first.value)


def test_no_sentence_escapes_the_extraction() -> None:
    """A sentence inside an f-string is not seen by it, and would stay in English."""
    known = {one.english for one in translated()}
    for package in ("constitution", "tui"):
        for source in sorted((ROOT / package).rglob("*.py")):
            missing = sorted(set(sentences_of(source)) - known)
            assert not missing, source


def test_french_strings_are_composed() -> None:
    """NFC, as every text of ours."""
    assert all(unicodedata.is_normalized("NFC", one.french) for one in translated())


@pytest.mark.parametrize(
    "word",
    ["motion", "paragraphe", "tabl[eé]r", "ratifier", "ordre du jour", "vote par tête", "clerc"],
)
def test_no_french_string_says(word: str) -> None:
    """French puts a text to the vote, never a motion; its paragraphs are alinéas."""
    wrong = [
        one.french for one in translated() if re.search(rf"\b{word}", one.prose, re.IGNORECASE)
    ]
    assert not wrong


def test_commands_stay_as_they_are_typed() -> None:
    """What stands in backquotes is code: the French shows the same, word for word."""
    code = re.compile(r"`[^`]*`")
    wrong = [
        one
        for one in translated()
        if sorted(code.findall(one.english)) != sorted(code.findall(one.french))
    ]
    assert not wrong


def test_sentences_begin_and_end_as_in_english() -> None:
    """A capital stays a capital and a full stop a full stop, since sentences are put together."""
    for one in translated():
        first = one.french[:1]
        if one.english[:1].islower() and first.isalpha():
            assert first.islower(), one
        if one.english != "No.":
            assert one.english.endswith(".") == one.french.endswith("."), one
        assert one.english.endswith(" ") == one.french.endswith(" "), one


# -- the votes of the record -------------------------------------------------------------------------


@pytest.mark.usefixtures("in_french")
@pytest.mark.parametrize(
    ("majority", "figures", "sentence"),
    [
        (
            ">= 3/5 of cast",
            Figures(780, 72, 50, 925),
            (
                "Pour 780, contre 72, abstentions 50 : 852 suffrages exprimés ; "
                "majorité requise (au moins 3/5) : 512. Adopté."
            ),
        ),
        (
            ">= 3/5 of cast",
            Figures(539, 357, 0, 906),
            (
                "Pour 539, contre 357 : 896 suffrages exprimés ; "
                "majorité requise (au moins 3/5) : 538. Adopté."
            ),
        ),
        (
            ">= 2/3 of members",
            Figures(574, 74, 0, 709),
            (
                "Pour 574, contre 74 : 709 membres en tout ; "
                "majorité requise (au moins 2/3) : 473. Adopté."
            ),
        ),
        (
            ">= 2/3 of cast",
            Figures(0, 0, 0, 9),
            "Pour 0, contre 0 : personne n'a voté, et un vote vide n'adopte jamais. Rejeté.",
        ),
        (
            "> 1/2 of cast",
            Figures(5, 5, 0, 10),
            "Pour 5, contre 5 : 10 suffrages exprimés ; majorité requise (plus de 1/2) : 6. Rejeté.",
        ),
        (
            ">= 1/2 of cast",
            Figures(5, 5, 0, 10),
            (
                "Pour 5, contre 5 : 10 suffrages exprimés ; "
                "majorité requise (au moins 1/2) : 5. Adopté."
            ),
        ),
        (
            "> 1/2 of present",
            Figures(3, 2, 5, 10),
            (
                "Pour 3, contre 2, abstentions 5 : 10 membres présents ; "
                "majorité requise (plus de 1/2) : 6. Rejeté."
            ),
        ),
        (
            "> 1/2 of cast",
            Figures(1, 0, 0, 10),
            "Pour 1, contre 0 : 1 suffrage exprimé ; majorité requise (plus de 1/2) : 1. Adopté.",
        ),
    ],
)
def test_the_sentence_of_a_vote(majority: str, figures: Figures, sentence: str) -> None:
    """The figures, the base, the majority that is required, and the result in one word."""
    assert plain(judge(rule(majority), figures).sentence) == sentence


@pytest.mark.usefixtures("in_french")
@pytest.mark.parametrize(
    ("reject", "last"),
    [(False, "Scrutin reporté, faute de quorum."), (True, "Rejeté, faute de quorum.")],
)
def test_the_sentence_of_a_vote_without_a_quorum(reject: bool, last: str) -> None:
    """No quorum is not a rejection unless the rule says so, and the sentence says quorum."""
    judgement = judge(rule("> 1/2 of cast", "1/3", reject=reject), Figures(10, 0, 0, 100))
    assert plain(judgement.sentence) == (
        "Pour 10, contre 0 ; votants : 10 sur 100 membres ; quorum (au moins 1/3 des membres) : 34. "
        + last
    )
    assert judgement.outcome == ("rejected" if reject else "postponed")


@pytest.mark.usefixtures("in_french")
def test_nothing_is_singular_and_two_are_plural() -> None:
    """French counts nought with one: « 0 mot inséré »."""
    said = [ngettext("{count} word inserted", "{count} words inserted", n) for n in (0, 1, 2)]
    assert said == ["{count} mot inséré", "{count} mot inséré", "{count} mots insérés"]


# -- the screen --------------------------------------------------------------------------------------


@dataclass
class Place:
    """A small constitution, and the command line in it."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    clock: Callable[[], When]

    def desk(self, folder: Path) -> Desk:
        """A desk with a clock and a clerk of its own."""
        return Desk(Repository.open(folder), clock=self.clock, who=CLERK)

    def run(self, *arguments: str, lang: str | None = "fr") -> tuple[int, str, str]:
        """The exit code, stdout and stderr of a verb, in ordinary spaces."""
        self.capture.readouterr()
        said = () if lang is None else ("--lang", lang)
        talk = Talk(make_desk=self.desk, paging=False)
        code = run(["-C", str(self.folder), *said, *arguments], talk)
        out, err = self.capture.readouterr()
        return code, plain(out), plain(err)

    def vote(self, lang: str) -> None:
        """Amendment 1 adopted, with reasons, by a screen in this language."""
        new = self.folder.parent / "new.md"
        new.write_text(
            "# Article 2 — Le référendum\n\nCinq mille le demandent.\n", encoding="utf-8"
        )
        reasons = self.folder.parent / "reasons.md"
        reasons.write_text("Dix mille, c’est trop.\n", encoding="utf-8")
        for typed in (
            ("amend", "new", "seuil", "--title", "Le seuil", "--author", "Amina Diallo"),
            ("amend", "edit", "seuil", "2", "--file", str(new)),
            ("amend", "reasons", "seuil", "--file", str(reasons)),
            ("amend", "submit", "seuil"),
            ("put", "1"),
            ("count", "1", "--for", "2", "--against", "0"),
            ("declare", "1", "--yes"),
        ):
            assert self.run(*typed, lang=lang)[0] == DONE, typed

    def git(self, *arguments: str) -> str:
        """What git says of the repository, in ordinary spaces."""
        done = subprocess.run(
            ["git", "-C", str(self.folder), *arguments],
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
        return plain(done.stdout)


def found(
    folder: Path,
    language: str,
    capture: pytest.CaptureFixture[str],
    names: tuple[str, ...] = ("Ada", "Bo"),
) -> Place:
    """A constitution whose text is in this language, with these members."""
    ticks = count(1_800_000_000)
    clock = lambda: When(next(ticks))  # noqa: E731 - one expression
    founding.found(
        folder,
        founding.Founding(
            Settings("Assemblée", "Texte", language),
            Members(tuple(Member(MemberId(fold(name)), name) for name in names)),
            founding.default_rules(ARTICLES, ()),
            ARTICLES,
        ),
        who=CLERK,
        clock=clock,
    )
    return Place(folder, capture, clock)


@pytest.fixture
def place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Place:
    """A constitution in French."""
    return found(tmp_path / "texte", "fr", capsys)


@pytest.mark.parametrize(
    ("typed", "code", "sentence", "hint"),
    [
        (("shwo",), USAGE, "il n'y a pas de verbe « shwo »", "Vouliez-vous dire show ?"),
        (
            ("amend", "ouvrir"),
            USAGE,
            "il n'y a pas de verbe « ouvrir »",
            "`constitution amend --help` les énumère.",
        ),
        (
            ("dispose", "1", "rangé", "--ruling", "x"),
            USAGE,
            "« rangé » n'est pas parmi : fallen (tombé), inadmissible (irrecevable)",
            "`constitution dispose --help` en montre l'usage.",
        ),
        (("show", "99"), USAGE, "il n'y a pas d'article « 99 »", "Les plus proches : Article 2"),
        (
            ("amend", "new", "Été", "--title", "x"),
            REFUSED,
            "« Été » ne peut pas nommer un amendement",
            "Utilisez des minuscules, des chiffres et des traits d'union simples",
        ),
        (("put", "7"), USAGE, "il n'y a pas d'amendement 7", "`constitution amend new SLUG"),
        (
            ("show", "--at", "vote:9"),
            USAGE,
            "il n'y a pas de procès-verbal 9",
            "Il n'y a encore aucun procès-verbal.",
        ),
        (
            ("undo", "--yes"),
            REFUSED,
            "il n'y a rien à annuler dans ce clone",
            "Seul ce qui a été fait ici peut être annulé ici.",
        ),
        (
            ("dispose",),
            USAGE,
            "argument manquant : « AMENDMENT »",
            "`constitution dispose --help` en montre l'usage.",
        ),
        (
            ("count", "1", "--for", "beaucoup"),
            USAGE,
            "« beaucoup » n'est pas un nombre entier, 0 ou plus",
            "Écrivez seulement des chiffres après --for.",
        ),
        (("show", "--zut"), USAGE, "il n'y a pas d'option « --zut »", "--help"),
    ],
)
def test_a_refusal_is_a_french_sentence_with_a_hint(
    place: Place, typed: tuple[str, ...], code: int, sentence: str, hint: str
) -> None:
    """Our refusals and those of the library that reads the command line, in one language."""
    said, out, err = place.run(*typed)
    assert (said, out) == (code, "")
    first, second = err.split("\n", 1)
    assert first.startswith(f"constitution: {sentence}")
    assert second.startswith(f"  {hint}") or hint in second


def test_more_votes_than_members_are_refused_in_the_plural(place: Place) -> None:
    """The number of members decides, as in « 2 membres seulement peuvent voter »."""
    place.vote("fr")
    place.run("amend", "new", "autre", "--title", "Autre")
    place.run("amend", "repeal", "autre", "1")
    place.run("amend", "submit", "autre")
    assert place.run("put", "2")[0] == DONE
    code, _out, err = place.run("count", "2", "--for", "3", "--against", "0")
    assert code == REFUSED
    assert "3 votes ont été comptés, et 2 membres seulement peuvent voter" in err


@pytest.mark.parametrize("outcome", ["non soutenu", "Non-soutenu", "not-moved"])
def test_what_became_of_an_amendment_is_typed_in_french_as_it_is_read(
    place: Place, outcome: str
) -> None:
    """The words of the screen are taken as those of the help, whatever their capitals."""
    place.run("amend", "new", "autre", "--title", "Autre")
    place.run("amend", "repeal", "autre", "1")
    place.run("amend", "submit", "autre")
    code, _out, err = place.run("dispose", "1", outcome, "--ruling", "Personne", "--yes")
    assert (code, err.startswith("Amendement 1 : non soutenu")) == (DONE, True), err


def test_who_voted_is_listed_as_a_dictionary_orders_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An accent does not send a name to the end; the colon is spaced."""
    place = found(tmp_path / "texte", "fr", capsys, ("Zoé", "Élodie", "Farid"))
    place.run("amend", "new", "autre", "--title", "Autre")
    place.run("amend", "repeal", "autre", "1")
    place.run("amend", "submit", "autre")
    place.run("put", "1")
    roll = tmp_path / "roll.csv"
    roll.write_text("member,choice\nelodie,pour\nfarid,pour\nzoe,pour\n", encoding="utf-8")
    assert place.run("count", "1", "--roll-call", str(roll))[0] == DONE
    assert place.run("declare", "1", "--yes")[0] == DONE
    assert "Pour (3) : Élodie, Farid, Zoé" in place.run("votes", "1")[1]


def verbs(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every verb, and the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from verbs(command, (*path, name))


@pytest.mark.usefixtures("in_french")
def test_every_verb_and_every_option_says_in_french_what_it_does() -> None:
    """A help that nobody marked for translation would stay in English."""
    for path, command in verbs(cli):
        assert command.help, path
        assert _(command.help) != command.help, path
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.help, (path, parameter.name)
                assert _(parameter.help) != parameter.help, (path, parameter.name)


@pytest.mark.parametrize("path", [path for path, _command in verbs(cli)] + [()], ids=" ".join)
def test_the_help_of_a_verb_is_all_in_french(place: Place, path: tuple[str, ...]) -> None:
    """Headings, options, defaults, and the two lines that the library writes itself."""
    code, out, _err = place.run(*path, "--help")
    assert code == DONE
    assert out.startswith("Usage : constitution")
    assert "\nOptions :\n" in out
    assert "Afficher ce message et quitter." in " ".join(out.split())
    assert not re.search(r"default:|required|\bShow\b|Usage:|Options:|Commands:", out)


def test_what_is_required_is_not_a_majority(place: Place) -> None:
    """The library and the figures of a vote share the word: « requis » does for both."""
    assert "[requis]" in place.run("amend", "new", "--help")[1]


@pytest.mark.parametrize(
    ("environment", "lang", "said"),
    [
        ({}, None, "Nothing was found."),
        ({"LANG": "fr_FR.UTF-8"}, None, "Rien n'a été trouvé."),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C.UTF-8"}, None, "Nothing was found."),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "fr_BE"}, None, "Rien n'a été trouvé."),
        ({"LANG": "de_DE.UTF-8"}, None, "Nothing was found."),
        ({"LC_ALL": "fr_FR.UTF-8"}, "en", "Nothing was found."),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "en_US.UTF-8"}, "fr", "Rien n'a été trouvé."),
    ],
)
def test_the_language_of_the_screen(
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    lang: str | None,
    said: str,
) -> None:
    """--lang, then LC_ALL, then LANG; English where there is no catalogue."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert place.run("search", "introuvable", lang=lang)[2].strip() == said


@pytest.mark.parametrize(
    ("answer", "code"), [("oui", DONE), ("O", DONE), ("yes", DONE), ("non", REFUSED), ("", REFUSED)]
)
def test_a_french_yes_is_a_yes(
    place: Place, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    """The question says [o/N]; an empty answer does nothing."""
    asked: list[str] = []

    def read(prompt: str) -> str:
        asked.append(prompt)
        return answer

    place.vote("fr")
    monkeypatch.setattr(Talk, "is_interactive", property(lambda _talk: True))
    monkeypatch.setattr(click.termui, "visible_prompt_func", read)
    said, _out, err = place.run("undo")
    assert said == code
    assert "[o/N]" in plain("".join(asked)) + err
    assert ("Annulé : declare 1." in err) == (code == DONE)


@pytest.mark.parametrize("screen", ["fr", "en"])
def test_what_is_sealed_is_in_the_language_of_the_text(place: Place, screen: str) -> None:
    """A French text has French amendments and a French history, whoever's screen wrote them."""
    place.vote(screen)
    readme = place.git("show", "main:votes/1-seuil/README.md")
    assert readme.startswith("# Amendement 1 — Le seuil\n\nPrésenté par : Amina Diallo\n")
    assert "**Alinéa 1**" in readme
    assert "## Exposé sommaire" in readme
    log = place.git("log", "--format=%B", "main", "amendments/seuil")
    assert "Adoption de l'amendement 1 : Le seuil" in log
    assert (
        "Pour 2, contre 0 : 2 suffrages exprimés ; majorité requise (plus de 1/2) : 2. Adopté."
        in log
    )
    assert "Dépôt sous le numéro 1" in log
    assert "Fondation : Texte" in log
    assert not re.search(r"\b(Amend|Adopt|Submit|Found|Give|Open|votes cast)\b", log)


def test_an_english_text_keeps_its_language_on_a_french_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The screen is the reader's; the record is the assembly's."""
    place = found(tmp_path / "text", "en", capsys)
    place.vote("fr")
    assert place.git("show", "main:votes/1-seuil/README.md").startswith("# Amendment 1 — Le seuil")
    log = place.git("log", "--format=%B", "main", "amendments/seuil")
    assert "Adopt amendment 1: Le seuil" in log
    assert not re.search(r"amendement|Adoption|Dépôt|suffrages", log)


def test_a_day_reads_in_french_from_status_to_verdict(place: Place) -> None:
    """State, votes, history and verdict, without a word of English but names and commands."""
    place.vote("fr")
    assert "Aucun amendement n'est en cours." in place.run("status")[1]
    assert "1  adopté : Le seuil (Pour 2, contre 0 ; compté)" in place.run("history")[1]
    header, row = place.run("votes")[1].splitlines()
    assert header.split()[:5] == ["procès-verbal", "amendement", "titre", "jour", "question"]
    assert row.split()[-6:] == ["adopté", "compté", "2", "0", "0", "2"]
    said = place.run("verify")[1]
    assert "amendement 1, adopté (compté) : Le seuil" in said
    assert said.splitlines()[-1] == "cohérent"
    assert "preuve minimale : vote compté" in place.run("rules", "members")[1]


@pytest.mark.usefixtures("in_french")
def test_the_words_of_the_field() -> None:
    """What members call things, term by term."""
    words = {
        "withdrawn": "retiré",
        "fallen": "tombé",
        "inadmissible": "irrecevable",
        "not moved": "non soutenu",
        "put to the vote": "mis aux voix",
        "Paragraph {number}": "Alinéa {number}",
        "Reasons": "Exposé sommaire",
        "current text": "texte en discussion",
        "votes cast": "suffrages exprimés",
        "named": "nominatif",
        "declared": "proclamé sans décompte",
        "Declare the result.": "Proclamer le résultat.",
    }
    assert {english: plain(_(english)) for english in words} == words


def test_the_language_that_was_chosen_is_spoken_in_every_thread() -> None:
    """A front end speaks once; what it computes beside the screen says the same words."""
    heard: list[str] = []
    language.speak("fr")
    thread = threading.Thread(target=lambda: heard.append(language.language()))
    thread.start()
    thread.join()
    assert heard == ["fr"]
