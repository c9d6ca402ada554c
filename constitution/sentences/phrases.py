"""The closed language in two tables, French and English: the one place where its words stand.

A form is a whole sentence with fields in braces; both tables have the same forms and the same
fields. A row is what one kind of piece, or one kind of file, is called in each grammatical place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from constitution.typography import NARROW, WIDE

if TYPE_CHECKING:
    from constitution.sentences.acts import Keeps

__all__ = ["TABLES", "Row", "Style", "Table", "table_of"]

Style = Literal["amendment", "law"]
"""Read out in the sitting, in the infinitive; or said by the law that revises."""

Row: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The words of one language."""

    forms: dict[Style, dict[str, str]]
    """The sentences, by what they do."""
    pieces: dict[str, Row]
    """What an alinéa, a heading, one of several headings and a footnote are called."""
    several: tuple[Row, Row]
    """What two alinéas in a row are called, and more."""
    files: dict[str, Row]
    """What an article with a number, with a title or with neither, a title and a preamble are called;
    and what they are called whose heading has another word for them than the language."""
    own: tuple[str, ...]
    """The words of headings, folded to lower case, that are those of the language itself."""
    quotes: tuple[tuple[str, str], ...]
    """Quotation marks, the usual ones first: a phrase stands between marks that it does not hold."""
    words: tuple[str, str, str, str, str]
    """What announces a sign, a number in digits, one word, several words, a footnote’s mark."""
    linked: tuple[str, str]
    """Said of the links that come with words: all of them, and each."""
    agreement: dict[str, tuple[str, ...]]
    """What agrees with one word, and with several."""
    kept: dict[Keeps, str]
    """What stays of the heading of an article that is repealed and leaves a stub."""
    headings: tuple[str, str, str]
    """What one heading of a chapter above an article is called, and several; what stands between two."""
    above: str
    """Said of the headings that come with a new article."""
    ordinals: tuple[str, ...]
    suffixes: tuple[str, ...]
    """What follows the digits of an ordinal beyond those spelled out, by its last digit."""
    occurrence: str
    occurrences: tuple[str, ...]
    """The ordinals that count occurrences."""
    every: str
    """Said of words that are meant wherever they stand."""
    counts: tuple[str, ...]
    """Numbers spelled out, from one."""
    passage: tuple[str, str, str]
    """What announces no alinéa, one, several."""
    put: tuple[str, str, str]
    """What the style of the law says is inserted: no alinéa, one, several."""
    sentences: tuple[str, str]
    """What announces one sentence, several."""
    sentence: tuple[str, str]
    """What a sentence of a piece is called by its number, and what the last one is."""
    unended: str
    """Said after a text that does not end with an end of line."""


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_FRENCH_FORMS: dict[Style, dict[str, str]] = {
    "amendment": {
        "lead": "**{Label of file}**",
        "lead of new": "**{Label of file} (nouveau)**",
        "replace": "{Label} — Remplacer {old}{which} par {new}.",
        "insert": "{Label} — Après {old}{which}, insérer {new}.",
        "prepend": "{Label} — Au début de {this}, insérer {new}.",
        "append": "{Label} — Compléter {this} par {new}.",
        "append sentences": "{Label} — Compléter {this} par {sentences} : {text}",
        "delete": "{Label} — Supprimer {old}{which}.",
        "delete sentence": "{Label} — Supprimer {sentence}.",
        "divide": "{Label} — Scinder {this} après {old}{which}.",
        "divide after sentence": "{Label} — Scinder {this} après {sentence}.",
        "respace": "{Label} — Corriger les espaces dans {new}{which}.",
        "respell": "{Label} — Corriger les caractères dans {new}{which}.",
        "retarget": "{Label} — Adapter le lien sur {old}{which}, qui mène à {path}.",
        "relink": "{Label} — Remplacer {old}{which} par {new}, dont le lien mène à {path}.",
        "link": "{Label} — Mettre sur {old}{which} un lien qui mène à {path}.",
        "unlink": "{Label} — Retirer le lien mis sur {old}{which}.",
        "reword alike": "{Label} — Rédiger ainsi {this}, dont aucun mot ne change :",
        "rewrite alike": "Rédiger ainsi {this file}, dont aucun mot ne change :",
        "empty": "Supprimer tout le texte de {this file}.",
        "reword": "{Label} — Rédiger ainsi {this} :",
        "replace one": "{Label} — Remplacer {this} par {passage} :",
        "replace several": "{Labels} — Remplacer ces alinéas par {passage} :",
        "delete one": "{Label} — Supprimer {this}.",
        "delete several": "{Labels} — Supprimer ces alinéas.",
        "join": "{Labels} — Réunir ces alinéas en un seul.",
        "insert after": "Après {beside}, insérer {passage} :",
        "insert before": "Avant {beside}, insérer {passage} :",
        "complete": "Compléter {this file} par {passage} :",
        "move after": "{Label} — Déplacer {this} après {beside}.",
        "move before": "{Label} — Déplacer {this} avant {beside}.",
        "rewrite": "Rédiger ainsi {this file} :",
        "restore": "Rétablir {this file} dans la rédaction suivante :",
        "repeal": "Supprimer {this file}.",
        "repeal with headings": "Supprimer {this file}, avec {headings} au-dessus de lui.",
        "abolish below": "Supprimer {this file} ; {kept} demeure, et au-dessous la mention : {text}.",
        "abolish beside": "Supprimer {this file} ; {kept} demeure, suivi de la mention : {text}.",
        "follow": "Adapter les liens de {this file}.",
        "lay out": "Adapter les lignes blanches de {this file}.",
        "move file after": "Déplacer {this file} après {file}.",
        "move": "Déplacer {this file} à l’emplacement {path}.",
        "renumber": "Cet article devient {numbered}.",
        "renumber and move after": "Cet article devient {numbered}, après {file}.",
        "renumber and move": "Cet article devient {numbered}, à l’emplacement {path}.",
        "add after": "Après {file}, insérer {a file} ainsi rédigé :",
        "add after new": "Après {file} (nouveau), insérer {a file} ainsi rédigé :",
        "add first": "Au début du texte, insérer {a file} ainsi rédigé :",
        "add alone": "Insérer {a file} ainsi rédigé :",
    },
    "law": {
        "replace": "{At file}, {nth}, {old}{which} {is} remplacé{s} par {new}.",
        "insert": "{At file}, {nth}, après {old}{which}, {is} inséré{s} {new}.",
        "prepend": "{At file}, {nth}, au début, {is} inséré{s} {new}.",
        "append": "{At file}, {the nth} est complété{e} par {new}.",
        "append sentences": "{At file}, {the nth} est complété{e} par {sentences} : {text}",
        "delete": "{At file}, {nth}, {old}{which} {is} supprimé{s}.",
        "delete sentence": "{At file}, {nth}, {sentence} est supprimée.",
        "divide": "{At file}, {the nth} est scindé{e} après {old}{which}.",
        "divide after sentence": "{At file}, {the nth} est scindé{e} après {sentence}.",
        "respace": "{At file}, {nth}, les espaces sont corrigées dans {new}{which}.",
        "respell": "{At file}, {nth}, les caractères sont corrigés dans {new}{which}.",
        "retarget": "{At file}, {nth}, le lien sur {old}{which} est adapté et mène à {path}.",
        "relink": "{At file}, {nth}, {old}{which} {is} remplacé{s} par {new}, dont le lien mène à {path}.",
        "link": "{At file}, {nth}, il est mis sur {old}{which} un lien qui mène à {path}.",
        "unlink": "{At file}, {nth}, le lien mis sur {old}{which} est retiré.",
        "reword alike": "{The nth} {of file}, dont aucun mot ne change, est ainsi rédigé{e} :",
        "rewrite alike": "{The file}, dont aucun mot ne change, est ainsi rédigé :",
        "empty": "Tout le texte {of file} est supprimé.",
        "reword": "{The nth} {of file} est ainsi rédigé{e} :",
        "replace one": "{The nth} {of file} est remplacé{e} par {passage} :",
        "replace several": "{The several} {of file} sont remplacés par {passage} :",
        "delete one": "{The nth} {of file} est supprimé{e}.",
        "delete several": "{The several} {of file} sont supprimés.",
        "join": "{The several} {of file} sont réunis en un seul.",
        "insert after": "Après {the nth} {of file}, {put} :",
        "insert before": "Avant {the nth} {of file}, {put} :",
        "complete": "{The file} est complété par {passage} :",
        "move after": "{The nth} {of file} est déplacé{e} après {the other}.",
        "move before": "{The nth} {of file} est déplacé{e} avant {the other}.",
        "rewrite": "{The file} est ainsi rédigé :",
        "restore": "{The file} est rétabli dans la rédaction suivante :",
        "repeal": "{The file} est {gone}.",
        "repeal with headings": "{The file} est {gone}, avec {headings} au-dessus de lui.",
        "abolish below": "{The file} est abrogé ; {kept} demeure, et au-dessous la mention : {text}.",
        "abolish beside": "{The file} est abrogé ; {kept} demeure, suivi de la mention : {text}.",
        "follow": "Les liens {of file} sont adaptés.",
        "lay out": "Les lignes blanches {of file} sont adaptées.",
        "move file after": "{The file} est déplacé après {file}.",
        "move": "{The file} est déplacé à l’emplacement {path}.",
        "renumber": "{The file} devient {numbered}.",
        "renumber and move after": "{The file} devient {numbered}, après {file}.",
        "renumber and move": "{The file} devient {numbered}, à l’emplacement {path}.",
        "add after": "Après {file}, il est inséré {a file} ainsi rédigé :",
        "add after new": "Après {file} (nouveau), il est inséré {a file} ainsi rédigé :",
        "add first": "Au début du texte, il est inséré {a file} ainsi rédigé :",
        "add alone": "Il est inséré {a file} ainsi rédigé :",
    },
}

_FRENCH_ORDINALS = _listed(
    "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième "
    "onzième douzième treizième quatorzième quinzième seizième dix-septième dix-huitième "
    "dix-neuvième vingtième"
)

_FRENCH = Table(
    forms={
        style: {
            key: form.replace(" :", f"{WIDE}:").replace(" ;", f"{NARROW};")
            for key, form in forms.items()
        }
        for style, forms in _FRENCH_FORMS.items()
    },
    pieces={
        "alinea": {
            "label": "Alinéa {n}",
            "beside": "l’alinéa {n}",
            "this": "cet alinéa",
            "nth": "{nth} alinéa",
            "the nth": "le {nth} alinéa",
            "e": "",
        },
        "first heading": {
            "label": "Intitulé",
            "beside": "l’intitulé",
            "this": "cet intitulé",
            "nth": "intitulé",
            "the nth": "l’intitulé",
            "e": "",
        },
        "heading": {
            "label": "Intitulé {n}",
            "beside": "l’intitulé {n}",
            "this": "cet intitulé",
            "nth": "{nth} intitulé",
            "the nth": "le {nth} intitulé",
            "e": "",
        },
        "note": {
            "label": "Note {note}",
            "beside": "la note {note}",
            "this": "cette note",
            "nth": "note {note}",
            "the nth": "la note {note}",
            "e": "e",
        },
    },
    several=(
        {"label": "Alinéas {n} et {m}", "the several": "les {nth} et {mth} alinéas"},
        {"label": "Alinéas {n} à {m}", "the several": "les {nth} à {mth} alinéas"},
    ),
    files={
        "numbered": {
            "label": "Article {number}",
            "the": "l’article {number}",
            "of": "de l’article {number}",
            "at": "à l’article {number}",
            "a": "un article {number}",
            "this": "cet article",
            "gone": "abrogé",
        },
        "titled": {
            "label": "Article {title}",
            "the": "l’article {title}",
            "of": "de l’article {title}",
            "at": "à l’article {title}",
            "a": "un article {title}",
            "this": "cet article",
            "gone": "abrogé",
        },
        "bare": {
            "label": "Article",
            "the": "l’article",
            "of": "de l’article",
            "at": "à l’article",
            "a": "un article",
            "this": "cet article",
            "gone": "abrogé",
        },
        "title": {
            "label": "En-tête {title}",
            "the": "l’en-tête {title}",
            "of": "de l’en-tête {title}",
            "at": "à l’en-tête {title}",
            "a": "un en-tête {title}",
            "this": "cet en-tête",
            "gone": "supprimé",
        },
        "bare title": {
            "label": "En-tête",
            "the": "l’en-tête",
            "of": "de l’en-tête",
            "at": "à l’en-tête",
            "a": "un en-tête",
            "this": "cet en-tête",
            "gone": "supprimé",
        },
        "preamble": {
            "label": "Préambule",
            "the": "le préambule",
            "of": "du préambule",
            "at": "au préambule",
            "a": "un préambule",
            "this": "ce préambule",
            "gone": "supprimé",
        },
        "named": {
            "label": "{word} {number}",
            "the": "{word} {number}",
            "of": "de {word} {number}",
            "at": "à {word} {number}",
            "a": "{word} {number}",
            "this": "cet article",
            "gone": "abrogé",
        },
        "named preamble": {
            "label": "{name}",
            "the": "le préambule ({name})",
            "of": "du préambule ({name})",
            "at": "au préambule ({name})",
            "a": "un préambule ({name})",
            "this": "ce préambule",
            "gone": "supprimé",
        },
    },
    own=("article", "art.", "art", "préambule"),
    quotes=((f"«{WIDE}", f"{WIDE}»"), ("“", "”"), ('"', '"')),
    words=(
        f"le signe{WIDE}: ",
        f"le nombre{WIDE}: ",
        f"le mot{WIDE}: ",
        f"les mots{WIDE}: ",
        f"l’appel de note{WIDE}: ",
    ),
    linked=(f" (lien{WIDE}: {{links}})", "{words} vers {path}"),
    agreement={"is": ("est", "sont"), "s": ("", "s")},
    kept={"number": "son numéro", "heading": "son intitulé"},
    headings=("l’intitulé {words}", "les intitulés {words}", " et "),
    above=", avec {headings} au-dessus de lui,",
    ordinals=_FRENCH_ORDINALS,
    suffixes=("e",) * 10,
    occurrence=" ({nth} occurrence)",
    occurrences=("première", *_FRENCH_ORDINALS[1:]),
    every=" (à chaque occurrence)",
    counts=_listed(
        "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
        "dix-sept dix-huit dix-neuf vingt"
    ),
    passage=("le passage suivant", "un alinéa ainsi rédigé", "{count} alinéas ainsi rédigés"),
    put=(
        "il est inséré le passage suivant",
        "il est inséré un alinéa ainsi rédigé",
        "sont insérés {count} alinéas ainsi rédigés",
    ),
    sentences=("une phrase ainsi rédigée", "{count} phrases ainsi rédigées"),
    sentence=("la {nth} phrase", "la dernière phrase"),
    unended="(Ce texte ne se termine pas par une fin de ligne.)",
)

_ENGLISH_ORDINALS = _listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)

_ENGLISH = Table(
    forms={
        "amendment": {
            "lead": "**{Label of file}**",
            "lead of new": "**{Label of file} (new)**",
            "replace": "{Label} — Replace {old}{which} by {new}.",
            "insert": "{Label} — After {old}{which}, insert {new}.",
            "prepend": "{Label} — At the beginning of {this}, insert {new}.",
            "append": "{Label} — Add at the end of {this} {new}.",
            "append sentences": "{Label} — Add at the end of {this} {sentences}: {text}",
            "delete": "{Label} — Delete {old}{which}.",
            "delete sentence": "{Label} — Delete {sentence}.",
            "divide": "{Label} — Divide {this} after {old}{which}.",
            "divide after sentence": "{Label} — Divide {this} after {sentence}.",
            "respace": "{Label} — Correct the spaces in {new}{which}.",
            "respell": "{Label} — Correct the characters in {new}{which}.",
            "retarget": "{Label} — Adapt the link on {old}{which}, to lead to {path}.",
            "relink": "{Label} — Replace {old}{which} by {new}, linked to {path}.",
            "link": "{Label} — Put on {old}{which} a link to {path}.",
            "unlink": "{Label} — Remove the link on {old}{which}.",
            "reword alike": "{Label} — Reword {this} as follows, no word of it changing:",
            "rewrite alike": "Reword {this file} as follows, no word of it changing:",
            "empty": "Delete all the text of {this file}.",
            "reword": "{Label} — Reword {this} as follows:",
            "replace one": "{Label} — Replace {this} by {passage}:",
            "replace several": "{Labels} — Replace these paragraphs by {passage}:",
            "delete one": "{Label} — Delete {this}.",
            "delete several": "{Labels} — Delete these paragraphs.",
            "join": "{Labels} — Join these paragraphs into one.",
            "insert after": "After {beside}, insert {passage}:",
            "insert before": "Before {beside}, insert {passage}:",
            "complete": "Add at the end of {this file} {passage}:",
            "move after": "{Label} — Move {this} after {beside}.",
            "move before": "{Label} — Move {this} before {beside}.",
            "rewrite": "Reword {this file} as follows:",
            "restore": "Restore {this file}, reading:",
            "repeal": "Delete {this file}.",
            "repeal with headings": "Delete {this file}, with {headings} above it.",
            "abolish below": "Delete {this file}; {kept} stays, and below it: {text}.",
            "abolish beside": "Delete {this file}; {kept} stays, followed by: {text}.",
            "follow": "Adapt the links of {this file}.",
            "lay out": "Adapt the blank lines of {this file}.",
            "move file after": "Move {this file} after {file}.",
            "move": "Move {this file} to {path}.",
            "renumber": "This article becomes {numbered}.",
            "renumber and move after": "This article becomes {numbered}, after {file}.",
            "renumber and move": "This article becomes {numbered}, at {path}.",
            "add after": "After {file}, insert {a file} reading:",
            "add after new": "After {file} (new), insert {a file} reading:",
            "add first": "At the beginning of the text, insert {a file} reading:",
            "add alone": "Insert {a file} reading:",
        },
        "law": {
            "replace": "{At file}, {nth}, {old}{which} {is} replaced by {new}.",
            "insert": "{At file}, {nth}, after {old}{which}, {new} {is} inserted.",
            "prepend": "{At file}, {nth}, at the beginning, {new} {is} inserted.",
            "append": "{At file}, {new} {is} added at the end of {the nth}.",
            "append sentences": "{At file}, {the nth} is completed by {sentences}: {text}",
            "delete": "{At file}, {nth}, {old}{which} {is} deleted.",
            "delete sentence": "{At file}, {nth}, {sentence} is deleted.",
            "divide": "{At file}, {the nth} is divided after {old}{which}.",
            "divide after sentence": "{At file}, {the nth} is divided after {sentence}.",
            "respace": "{At file}, {nth}, the spaces are corrected in {new}{which}.",
            "respell": "{At file}, {nth}, the characters are corrected in {new}{which}.",
            "retarget": "{At file}, {nth}, the link on {old}{which} is adapted, to lead to {path}.",
            "relink": "{At file}, {nth}, {old}{which} {is} replaced by {new}, linked to {path}.",
            "link": "{At file}, {nth}, a link to {path} is put on {old}{which}.",
            "unlink": "{At file}, {nth}, the link on {old}{which} is removed.",
            "reword alike": "{The nth} {of file}, no word of which changes, reads as follows:",
            "rewrite alike": "{The file}, no word of which changes, reads as follows:",
            "empty": "All the text {of file} is deleted.",
            "reword": "{The nth} {of file} reads as follows:",
            "replace one": "{The nth} {of file} is replaced by {passage}:",
            "replace several": "{The several} {of file} are replaced by {passage}:",
            "delete one": "{The nth} {of file} is deleted.",
            "delete several": "{The several} {of file} are deleted.",
            "join": "{The several} {of file} are joined into one.",
            "insert after": "After {the nth} {of file}, {put}:",
            "insert before": "Before {the nth} {of file}, {put}:",
            "complete": "{The file} is completed by {passage}:",
            "move after": "{The nth} {of file} is moved after {the other}.",
            "move before": "{The nth} {of file} is moved before {the other}.",
            "rewrite": "{The file} reads as follows:",
            "restore": "{The file} is restored, reading:",
            "repeal": "{The file} is {gone}.",
            "repeal with headings": "{The file} is {gone}, with {headings} above it.",
            "abolish below": "{The file} is repealed; {kept} stays, and below it: {text}.",
            "abolish beside": "{The file} is repealed; {kept} stays, followed by: {text}.",
            "follow": "The links {of file} are adapted.",
            "lay out": "The blank lines {of file} are adapted.",
            "move file after": "{The file} is moved after {file}.",
            "move": "{The file} is moved to {path}.",
            "renumber": "{The file} becomes {numbered}.",
            "renumber and move after": "{The file} becomes {numbered}, after {file}.",
            "renumber and move": "{The file} becomes {numbered}, at {path}.",
            "add after": "After {file}, {a file} is inserted, reading:",
            "add after new": "After {file} (new), {a file} is inserted, reading:",
            "add first": "At the beginning of the text, {a file} is inserted, reading:",
            "add alone": "There is inserted {a file}, reading:",
        },
    },
    pieces={
        "alinea": {
            "label": "Paragraph {n}",
            "beside": "paragraph {n}",
            "this": "this paragraph",
            "nth": "{nth} paragraph",
            "the nth": "the {nth} paragraph",
            "e": "",
        },
        "first heading": {
            "label": "Heading",
            "beside": "the heading",
            "this": "this heading",
            "nth": "heading",
            "the nth": "the heading",
            "e": "",
        },
        "heading": {
            "label": "Heading {n}",
            "beside": "heading {n}",
            "this": "this heading",
            "nth": "{nth} heading",
            "the nth": "the {nth} heading",
            "e": "",
        },
        "note": {
            "label": "Footnote {note}",
            "beside": "footnote {note}",
            "this": "this footnote",
            "nth": "footnote {note}",
            "the nth": "footnote {note}",
            "e": "",
        },
    },
    several=(
        {"label": "Paragraphs {n} and {m}", "the several": "the {nth} and {mth} paragraphs"},
        {"label": "Paragraphs {n} to {m}", "the several": "the {nth} to {mth} paragraphs"},
    ),
    files={
        "numbered": {
            "label": "Article {number}",
            "the": "article {number}",
            "of": "of article {number}",
            "at": "in article {number}",
            "a": "an article {number}",
            "this": "this article",
            "gone": "repealed",
        },
        "titled": {
            "label": "Article {title}",
            "the": "the article {title}",
            "of": "of the article {title}",
            "at": "in the article {title}",
            "a": "an article {title}",
            "this": "this article",
            "gone": "repealed",
        },
        "bare": {
            "label": "Article",
            "the": "the article",
            "of": "of the article",
            "at": "in the article",
            "a": "an article",
            "this": "this article",
            "gone": "repealed",
        },
        "title": {
            "label": "Title {title}",
            "the": "the title {title}",
            "of": "of the title {title}",
            "at": "in the title {title}",
            "a": "a title {title}",
            "this": "this title",
            "gone": "deleted",
        },
        "bare title": {
            "label": "Title",
            "the": "the title",
            "of": "of the title",
            "at": "in the title",
            "a": "a title",
            "this": "this title",
            "gone": "deleted",
        },
        "preamble": {
            "label": "Preamble",
            "the": "the preamble",
            "of": "of the preamble",
            "at": "in the preamble",
            "a": "a preamble",
            "this": "this preamble",
            "gone": "deleted",
        },
        "named": {
            "label": "{word} {number}",
            "the": "{word} {number}",
            "of": "of {word} {number}",
            "at": "in {word} {number}",
            "a": "{word} {number}",
            "this": "this article",
            "gone": "repealed",
        },
        "named preamble": {
            "label": "{name}",
            "the": "the {name}",
            "of": "of the {name}",
            "at": "in the {name}",
            "a": "a {name}",
            "this": "this preamble",
            "gone": "deleted",
        },
    },
    own=("article", "preamble"),
    quotes=(("“", "”"), ('"', '"'), ("«", "»")),
    words=("the sign ", "the number ", "the word ", "the words ", "the footnote mark "),
    linked=(" (link: {links})", "{words} to {path}"),
    agreement={"is": ("is", "are"), "s": ("",)},
    kept={"number": "its number", "heading": "its heading"},
    headings=("the heading {words}", "the headings {words}", " and "),
    above=", with {headings} above it,",
    ordinals=_ENGLISH_ORDINALS,
    suffixes=("th", "st", "nd", "rd", *("th",) * 6),
    occurrence=" ({nth} occurrence)",
    occurrences=_ENGLISH_ORDINALS,
    every=" (at each occurrence)",
    counts=_listed(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty"
    ),
    passage=("the following", "a paragraph reading", "{count} paragraphs reading"),
    put=(
        "the following is inserted",
        "a paragraph is inserted, reading",
        "{count} paragraphs are inserted, reading",
    ),
    sentences=("a sentence reading", "{count} sentences reading"),
    sentence=("the {nth} sentence", "the last sentence"),
    unended="(This text does not end with an end of line.)",
)

TABLES: dict[str, Table] = {"fr": _FRENCH, "en": _ENGLISH}


def table_of(language: str) -> Table:
    """The words of a language; the English ones where there are no others."""
    return TABLES.get(language.replace("_", "-").split("-")[0].lower(), _ENGLISH)
