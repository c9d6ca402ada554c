"""Two texts that come from one: what they become together, or where they conflict."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from constitution.diff import Alinea, read_alineas
from constitution.errors import Unknown
from constitution.language import _
from constitution.merge.changes import read_side, stand_apart, step_aside
from constitution.merge.following import follow_moves
from constitution.merge.joints import find_joints, has_conflict
from constitution.merge.layout import is_laid_out, lay_out
from constitution.merge.notes import keep_notes, note_label, set_notes_apart
from constitution.merge.numbering import Counting, counting_of, number_on, review_numbers
from constitution.merge.review import Review, find_reviews
from constitution.merge.sentence import is_added_within, read_sentences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constitution.merge.changes import Side
    from constitution.merge.following import Followed
    from constitution.merge.joints import Joint
    from constitution.merge.sentence import Extent

__all__ = [
    "Choice",
    "Conflict",
    "Conflicted",
    "Merged",
    "Review",
    "Reworded",
    "chosen_words",
    "collide",
    "merge",
    "only_insert",
    "resolve",
    "review_choices",
]


_CLINGING = (",", ".", ")")
"""Signs that stand at the word before them in every language; other signs are for the form."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Words that both sides changed, in three readings, to the byte.

    `alinea` is counted in the base; None stands for the heading. `before` and `after` are what
    stands around the words in their alinéa of the base, for context.
    """

    alinea: int | None
    base: str
    current: str
    amendment: str
    before: str
    after: str

    @property
    def note(self) -> str | None:
        """The label of the footnote whose words they are; None where they are in none."""
        return None if self.alinea is not None else note_label(self.before + self.base)

    @property
    def only_inserts(self) -> bool:
        """Whether both sides add words in one place, and neither takes any away."""
        return bool(not self.base.strip() and self.current.strip() and self.amendment.strip())

    @property
    def both(self) -> str:
        """The words of the current text and then those of the amendment."""
        readings = (self.current, self.amendment)
        sides = [side.strip() for side in readings]
        apart = any("\n" in side for side in (readings if self.only_inserts else sides))
        space = "" if sides[1][:1] in _CLINGING else " "
        return ("\n\n" if apart else space).join(filter(None, sides))


@dataclass(frozen=True, slots=True)
class Merged:
    """The text that carries both changes, and the sentences a person should read again."""

    text: str
    review: tuple[Review, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflicted:
    """A merge that waits for decisions: what is merged, with conflicts where a choice is due.

    `review` holds the sentences touched by both sides in which there is no conflict; `laid_out`
    says that all three texts had the line structure of the normal form, so the result will;
    `counting` how the items of their lists were counted, so those of the result are.
    """

    pieces: tuple[str | Conflict, ...]
    review: tuple[Review, ...]
    laid_out: bool
    counting: Counting = ""
    sides: tuple[str, str, str] = field(default=("", "", ""), compare=False, repr=False)
    """The base, the current text and the amendment."""

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The conflicts, in the order of the text."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Conflict))


@dataclass(frozen=True, slots=True)
class Reworded:
    """Words of one's own in place of all three readings."""

    words: str


Choice: TypeAlias = Literal["base", "current", "amendment", "both"] | Reworded
"""How a conflict is resolved."""


def merge(
    base: str, current: str, amendment: str, *, extent: Extent = "sentence"
) -> Merged | Conflicted:
    """What `base` becomes with the changes of both sides; symmetric but for the names of the sides.

    Of two new footnotes under one label, that of the amendment takes the next: there it is not.

    A conflict is of all that either side changed in a sentence, or in a line.

    `merge(b, b, x)` and `merge(b, x, b)` are `x`, and so is `merge(b, x, x)`. If all three texts
    have the line structure of the normal form, so has the result.
    """
    apart = set_notes_apart(base, current, amendment)
    if apart is None or base in (current, amendment) or current == amendment:
        return _merge_words(base, current, amendment, extent)
    merged = _merge_words(base, apart.current, apart.amendment, extent)
    merged = replace(merged, review=(*merged.review, *apart.review))
    return _with_notes(merged, apart.notes, apart.sides)


def _merge_words(base: str, current: str, amendment: str, extent: Extent) -> Merged | Conflicted:
    """The merge of texts that bring no footnotes to be set apart."""
    if amendment in (base, current):
        return Merged(current)
    if current == base:
        return Merged(amendment)
    merged = _merge_sides(base, read_side(base, current), read_side(base, amendment), extent)
    return _with_notes(merged, (), (current, amendment))


def _with_notes(
    merged: Merged | Conflicted, notes: Sequence[str], sides: tuple[str, str]
) -> Merged | Conflicted:
    """The merge with these notes at its end, and with each note that a mark in it calls."""
    if isinstance(merged, Merged):
        text = merged.text
        if notes:
            text = "\n\n".join([text.rstrip("\n"), *notes]) + "\n"
        return replace(merged, text=keep_notes(text, sides))
    if not notes:
        return merged
    *others, last = merged.pieces if isinstance(merged.pieces[-1], str) else (*merged.pieces, "")
    ending = "\n\n".join([str(last).rstrip("\n"), *notes]) + "\n"
    return replace(merged, pieces=(*others, ending), sides=(merged.sides[0], *sides))


def _merge_sides(base: str, ours: Side, theirs: Side, extent: Extent) -> Merged | Conflicted:
    """The merge of two sides that differ from the base and from each other, moves followed."""
    merged = _merge(base, ours, theirs, extent)
    if isinstance(merged, Merged) or not (ours.moves or theirs.moves):
        return merged
    followed = follow_moves(base, ours.text, theirs.text)
    if followed is None:
        return merged
    return _follow(followed, extent, counting_of((base, ours.text, theirs.text)))


def _merge(
    base: str,
    current: Side,
    amendment: Side,
    extent: Extent,
    moved: frozenset[int | None] = frozenset(),
    counting: Counting | None = None,
) -> Merged | Conflicted:
    """The merge of two sides; of the alinéas of the base, one of them `moved` some before.

    Items are counted as all three texts count theirs: these do, unless `counting` says how those
    did that they were made of.
    """
    ours, theirs = step_aside(base, current, amendment), step_aside(base, amendment, current)
    joints = find_joints(base, ours, theirs, extent)
    pieces = _assemble(base, joints)
    merged = "".join(piece if isinstance(piece, str) else piece.base for piece in pieces)
    review = tuple(find_reviews(base, ours, theirs, joints, merged, moved))
    sides = (base, current.text, amendment.text)
    laid_out = all(map(is_laid_out, sides))
    if any(joint.taken is None for joint in joints):
        counting = counting_of(sides) if counting is None else counting
        return Conflicted(pieces, review, laid_out, counting if laid_out else "", sides)
    if not laid_out:
        return Merged(merged, review)
    merged = lay_out(merged)
    if not number_on(merged, "from one")[1]:
        return Merged(merged, review)
    counted, changed = number_on(merged, counting_of(sides) if counting is None else counting)
    if not changed:
        return Merged(merged, review)
    return Merged(counted, tuple(review_numbers(sides, counted, changed, review)))


def _follow(followed: Followed, extent: Extent, counting: Counting) -> Merged | Conflicted:
    """The merge once every move was made, told by the numbers of the base as it was."""
    ours = read_side(followed.base, followed.current)
    theirs = read_side(followed.base, followed.amendment)
    merged = _merge(followed.base, ours, theirs, extent, followed.moved, counting)
    review = tuple(replace(one, alinea=followed.numbers[one.alinea]) for one in merged.review)
    if isinstance(merged, Merged):
        return Merged(merged.text, review)
    pieces = tuple(
        piece if isinstance(piece, str) else replace(piece, alinea=followed.numbers[piece.alinea])
        for piece in merged.pieces
    )
    return replace(merged, pieces=pieces, review=review)


def collide(base: str, one: Side, other: Side) -> bool:
    """Whether the merge of two sides, read once each against their base, has a conflict."""
    if other.text in (base, one.text) or one.text == base or not _near(base, one, other):
        return False
    if "\n[^" in one.text and "\n[^" in other.text:  # new notes have no place to collide over
        return isinstance(merge(base, one.text, other.text), Conflicted)
    if not _clash(base, one, other):
        return False
    if not one.moves and not other.moves:
        return True
    followed = follow_moves(base, one.text, other.text)
    return followed is None or _clash(
        followed.base,
        read_side(followed.base, followed.current),
        read_side(followed.base, followed.amendment),
    )


def only_insert(base: str, one: Side, other: Side) -> bool:
    """Whether two sides conflict nowhere but where both insert words in one place."""
    if not all(_inserts(base, side) for side in (one, other)):
        return False  # most pairs: no merge is needed to know
    merged = _merge_sides(base, one, other, "sentence")
    return isinstance(merged, Conflicted) and all(c.only_inserts for c in merged.conflicts)


def _inserts(base: str, side: Side) -> bool:
    """Whether a side puts words in somewhere and takes none away there."""
    return any(not base[change.start : change.end].strip() for change in side.changes)


def _clash(base: str, one: Side, other: Side) -> bool:
    """Whether some joint of two sides is a conflict."""
    ours, theirs = step_aside(base, one, other), step_aside(base, other, one)
    return has_conflict(base, ours, theirs)


def _near(base: str, one: Side, other: Side) -> bool:
    """Whether some change of one side meets one of the other, or has nothing untouched between."""
    ours, theirs = iter(one.changes), iter(other.changes)
    mine, its = next(ours, None), next(theirs, None)
    while mine is not None and its is not None:
        first, second = (mine, its) if mine.start <= its.start else (its, mine)
        if first.end >= second.start or not stand_apart(base, first.end, second.start):
            return True
        if first is mine:
            mine = next(ours, None)
        else:
            its = next(theirs, None)
    return False


def _assemble(base: str, joints: Sequence[Joint]) -> tuple[str | Conflict, ...]:
    """The merged text in order, in as few pieces as the conflicts allow."""
    pieces: list[str | Conflict] = []
    text: list[str] = []
    here = 0
    alineas = read_alineas(base)
    for joint in joints:
        text.append(base[here : joint.start])
        here = joint.end
        if joint.taken is not None:
            text.append(joint.taken)
            continue
        pieces += ["".join(text), _conflict(base, alineas, joint)]
        text = []
    pieces.append("".join([*text, base[here:]]))
    return tuple(pieces)


def _conflict(base: str, alineas: Sequence[Alinea], joint: Joint) -> Conflict:
    """A joint as a conflict, in its alinéa; whole alinéas that both add stand after the last one."""
    reading = base[joint.start : joint.end]
    adds = joint.start == joint.end and "\n" in joint.current + joint.amendment
    place = joint.start - adds
    at = next((alinea for alinea in reversed(alineas) if alinea.start <= place), None)
    if at is None:
        return Conflict(None, reading, joint.current, joint.amendment, "", "")
    end = at.start + len(at.text)
    before = base[at.start : min(joint.start, end)]
    after = base[min(joint.end, end) : end]
    return Conflict(at.number, reading, joint.current, joint.amendment, before, after)


def resolve(conflicted: Conflicted, choices: Mapping[int, Choice]) -> str:
    """The text with every conflict resolved; `choices` are keyed by the place of the conflict."""
    resolved = _resolved(conflicted, choices)
    return number_on(resolved, conflicted.counting)[0]


def _resolved(conflicted: Conflicted, choices: Mapping[int, Choice]) -> str:
    """The text with every conflict resolved, the items of lists as they were numbered."""
    text: list[str] = []
    place = 0
    for piece in conflicted.pieces:
        if isinstance(piece, str):
            text.append(piece)
            continue
        if place not in choices:
            raise Unknown(
                _("conflict {number} is not resolved").format(number=place + 1),
                hint=_("Choose the current words, those of the amendment, or your own."),
            )
        text.append(chosen_words(piece, choices[place]))
        place += 1
    resolved = keep_notes("".join(text), conflicted.sides[1:])
    return lay_out(resolved) if conflicted.laid_out else resolved


def review_choices(conflicted: Conflicted, choices: Mapping[int, Choice]) -> tuple[Review, ...]:
    """The sentences to read again once every conflict was settled: those of the conflicts, too.

    Both sides changed them, whatever was chosen. What both only added, outside any sentence, is
    not among them; but the items of a list that were counted on are.
    """
    text = resolve(conflicted, choices)
    settled = [
        review
        for place, conflict in enumerate(conflicted.conflicts)
        if (review := _settled(conflict, choices[place], text)) is not None
    ]
    told = (*conflicted.review, *settled)
    resolved = _resolved(conflicted, choices)
    counted, changed = number_on(resolved, conflicted.counting)
    if not changed:
        return told
    return tuple(review_numbers(conflicted.sides, counted, changed, told))


def _settled(conflict: Conflict, choice: Choice, text: str) -> Review | None:
    """The sentence of a conflict in its readings and as it was settled; None if it is in none."""
    around = conflict.before + conflict.base + conflict.after
    low, high = len(conflict.before), len(conflict.before) + len(conflict.base)
    told = (conflict.current, conflict.amendment)
    within = [
        (start, end)
        for start, end in read_sentences(Alinea(None, around, 0, ""))
        if (start < high and low < end)
        or (low == high and is_added_within(around, low, (start, end), told))
    ]
    if not within:
        return None
    before, after = around[within[0][0] : low], around[high : within[-1][1]]
    readings = (conflict.base, *told, chosen_words(conflict, choice))
    base, current, amendment, merged = (f"{before}{one}{after}".strip() for one in readings)
    if not merged:
        return None  # nothing is left to read
    place = text.find(merged.partition("\n")[0])
    stands = next((one.number for one in reversed(read_alineas(text)) if one.start <= place), None)
    return Review(conflict.alinea, base, current, amendment, merged, stands)


def chosen_words(conflict: Conflict, choice: Choice) -> str:
    """The words that stand in the place of a conflict by a choice."""
    match choice:
        case "base":
            return conflict.base
        case "current":
            return conflict.current
        case "amendment":
            return conflict.amendment
        case "both":
            return _spaced(conflict.both, conflict)
        case Reworded(words):
            return _spaced(words.strip(), conflict)
        case never:
            assert_never(never)


def _spaced(words: str, conflict: Conflict) -> str:
    """A person's words, with the white space around them that the readings have."""
    if not words:
        return ""
    model = max((conflict.base, conflict.current, conflict.amendment), key=len)
    lead = model[: len(model) - len(model.lstrip())]
    trail = model[len(model.rstrip()) :]
    return f"{lead}{words}{trail}"
