"""Legal prose of our own, in French: as many articles as are wanted, the same ones every time."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["amended", "dice_of", "numbered", "path_of", "write_article", "write_text"]

_WHO = (
    "le Parlement", "l’Assemblée", "le Sénat", "le Gouvernement", "le Premier ministre",
    "le Président de la République", "la Cour constitutionnelle", "le Conseil supérieur de la justice",
    "toute commune", "toute région", "chaque département", "la Cour des comptes", "le Médiateur",
    "l’autorité indépendante", "la commission compétente", "le bureau de l’Assemblée",
    "le Conseil économique et social", "chaque ministre", "le procureur général", "la collectivité",
)  # fmt: skip
_DOES = (
    "règle", "organise", "garantit", "contrôle", "autorise", "détermine", "surveille", "assure",
    "protège", "fixe chaque année", "arrête", "évalue", "publie", "suspend", "rétablit", "finance",
    "réserve", "partage", "délègue", "administre", "soumet à l’enquête", "prépare", "limite", "ouvre",
)  # fmt: skip
_HEAD = (
    "la protection", "le régime", "l’usage", "la gestion", "le financement", "la publicité",
    "l’inventaire", "la conservation", "l’exercice", "la répartition", "le contrôle", "l’étendue",
    "la transmission", "la mise en valeur", "le calendrier", "l’enseignement", "le transport",
    "la police", "la statistique", "l’ouverture au public",
)  # fmt: skip
_OF = (
    "des forêts", "des eaux courantes", "des rivages", "de la presse", "des archives", "des écoles",
    "des hôpitaux", "des marchés publics", "de la monnaie", "des impôts directs", "des routes",
    "des chemins de fer", "des ports maritimes", "de l’énergie", "des semences", "des langues",
    "des cultes", "des associations", "des syndicats", "des partis", "des pétitions", "des jurys",
    "des prisons", "des frontières", "de la nationalité", "des successions", "des brevets",
    "des terres agricoles", "du littoral", "du sous-sol", "de l’espace aérien", "des fréquences",
    "des données personnelles", "des fonds de retraite", "des mutuelles", "des coopératives",
    "des monuments", "des musées", "des bibliothèques", "des universités", "de la recherche",
    "des médicaments", "des denrées", "de la pêche", "de la chasse", "des parcs naturels",
    "des îles", "des zones de montagne", "des villes nouvelles", "des logements vacants",
    "des loyers", "de l’apprentissage", "des congés", "du travail de nuit", "des retraités",
    "des anciens combattants", "de la garde nationale", "des réservistes", "des ambassades",
    "des traités de commerce",
)  # fmt: skip
_HOW = (
    "à la majorité des suffrages exprimés", "à la majorité des trois cinquièmes de ses membres",
    "en séance publique", "après avis de la commission", "sur proposition du Gouvernement",
    "par une loi organique", "dans les conditions que fixe la loi", "au scrutin secret",
    "sous le contrôle du juge", "après consultation des communes", "par décret motivé",
    "dans le respect de l’égalité", "sans distinction de fortune", "à titre provisoire",
    "pour une durée qui n’excède pas {n} mois", "dans un délai de {n} jours", "au moins {n} fois par an",
    "lorsque {n} députés le demandent", "si le dixième des électeurs le réclame", "à parts égales",
    "avec l’accord des régions intéressées", "à l’ouverture de la session ordinaire",
)  # fmt: skip
_WHEN = (
    "En cas d’urgence", "Sauf disposition contraire", "Hors session", "En temps de paix",
    "À défaut d’accord", "Au terme de ce délai", "Pendant la vacance du siège", "Outre ce qui précède",
    "Dans chaque ressort", "Lorsque l’intérêt général l’exige",
)  # fmt: skip
_MAKERS = (
    "les décisions",
    "les avis",
    "les comptes",
    "les actes",
    "les marchés",
    "les nominations",
)
_ENDS = (
    "sont publiés au Journal officiel", "peuvent être contestés devant le juge",
    "prennent effet le lendemain de leur publication", "sont communiqués à qui en fait la demande",
    "sont soumis à ratification", "restent confidentiels pendant {n} ans",
)  # fmt: skip


def dice_of(*seed: object) -> random.Random:
    """Dice that fall the same way every time for the same words."""
    return random.Random(" ".join(map(str, seed)))  # noqa: S311 - a text, not a secret


def _one(dice: random.Random, among: Sequence[str]) -> str:
    return dice.choice(among).format(n=dice.randint(2, 90))


def _sentence(dice: random.Random) -> str:
    words = f"{_one(dice, _WHO)} {_one(dice, _DOES)} {_one(dice, _HEAD)} {_one(dice, _OF)}"
    if dice.random() < 0.4:
        words += f" et {_one(dice, _HEAD)} {_one(dice, _OF)}"
    if dice.random() < 0.7:
        words += f", {_one(dice, _HOW)}"
    if dice.random() < 0.25:
        words = f"{_one(dice, _WHEN)}, {words}"
    if dice.random() < 0.2:
        words += f"\u202f; {_one(dice, _MAKERS)} qui en résultent {_one(dice, _ENDS)}"
    return words[0].upper() + words[1:] + "."


def write_article(dice: random.Random, number: int, alineas: int | None = None) -> str:
    """An article of some alinéas, three or so unless it is said how many."""
    count = alineas or dice.choice((1, 2, 2, 3, 3, 4, 5))
    blocks = [" ".join(_sentence(dice) for _ in range(dice.randint(1, 4))) for _ in range(count)]
    return "\n\n".join([f"# Article {number}", *blocks]) + "\n"


def path_of(number: int, folder_of: int = 50) -> str:
    """Where an article stands: in a folder of some fifty."""
    title = (number - 1) // folder_of + 1
    return f"articles/{title:03}-titre/article-{number}.md"


def write_text(articles: int, name: object = "text") -> dict[str, str]:
    """A text of so many articles in titles of fifty, by path, in the order it is read."""
    dice = dice_of(name, articles)
    return {path_of(n): write_article(dice, n) for n in range(1, articles + 1)}


def numbered(text: str, number: int) -> str:
    """The article under another number."""
    return f"# Article {number}\n" + text.partition("\n")[2]


def amended(dice: random.Random, text: str, edits: int, alinea: int | None = None) -> str:
    """The article with some runs of words put in, taken out or replaced, in one alinéa or in all."""
    heading, *blocks = text.rstrip("\n").split("\n\n")
    for _ in range(edits):
        at = dice.randrange(len(blocks)) if alinea is None else alinea % len(blocks)
        words = blocks[at].split(" ")
        place = dice.randrange(1, max(2, len(words) - 6))
        fresh = _sentence(dice).rstrip(".").split(" ")[1 : dice.randint(2, 6)]
        gone = dice.choice((0, 1, 2, 4))
        if gone and dice.random() < 0.2:
            fresh = []
        words[place : min(place + gone, len(words) - 1)] = fresh
        blocks[at] = " ".join(words)
    return "\n\n".join([heading, *blocks]) + "\n"
