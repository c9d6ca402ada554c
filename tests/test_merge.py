"""What a merge promises: nothing lost, nothing mixed that nobody proposed, conflicts as values."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from constitution.diff import tokens
from constitution.errors import Unknown
from constitution.merge import (
    Choice,
    Conflict,
    Conflicted,
    Merged,
    Reworded,
    collide,
    merge,
    merge_mapping,
    read_choices,
    read_side,
    resolve,
    review_choices,
)
from constitution.merge.layout import is_laid_out, lay_out
from constitution.text import format_text
from tests.cases_in_markdown import Case, each_case
from tests.strategies_of_prose import articles, edited, texts_of_any_kind


@each_case("merge")
def test_a_named_case_merges_as_written(case: Case) -> None:
    """The result, the conflicts and the sentences to review are those of the case, both ways."""
    base, current, amendment = (case.texts[name] for name in ("base", "current", "amendment"))
    merged = merge(base, current, amendment)
    reviews = "".join(f"alinéa {review.alinea}: {review.merged}\n" for review in merged.review)
    assert reviews == case.texts.get("review", "")
    if isinstance(merged, Merged):
        assert merged.text == case.texts["merged"]
        assert merge(base, amendment, current).text == merged.text  # type: ignore[union-attr] # clean both ways
    else:
        assert [_told(conflict) for conflict in merged.conflicts] == case.texts[
            "conflict"
        ].splitlines()
        assert isinstance(merge(base, amendment, current), Conflicted)


def _told(conflict: Conflict) -> str:
    readings = (conflict.base, conflict.current, conflict.amendment)
    shown = " | ".join(reading.replace("\n", "¶") for reading in readings)
    return f"alinéa {conflict.alinea}: {shown}"


def _has_notes(*texts: str) -> bool:
    """Whether there are footnotes: they stay with their marks, and have cases of their own."""
    return any("[^" in text for text in texts)


_LIKE = st.sampled_from(
    ["La loi est votée.", "La loi fixe les règles.", "Le Président nomme les juges."]
)


@st.composite
def _one_edit(draw: st.DrawFn, sentences: list[str]) -> list[str]:
    """The sentences with one of them gone, or with a word put into one."""
    edited_ones = list(sentences)
    place = draw(st.integers(0, len(sentences) - 1))
    if draw(st.booleans()):
        del edited_ones[place]
    else:
        words = edited_ones[place].split(" ")
        words.insert(draw(st.integers(1, len(words) - 1)), draw(st.sampled_from(["seul", "ainsi"])))
        edited_ones[place] = " ".join(words)
    return edited_ones


@given(st.lists(_LIKE, min_size=2, max_size=5), st.sampled_from([" ", "\n\n"]), st.data())
def test_no_change_lands_in_another_copy(like: list[str], part: str, data: st.DataObject) -> None:
    """Nobody can say which of several like sentences went, or which one was amended.

    They are merged to what they would be if each bore a mark of its own, or they conflict.
    """
    marked = [re.sub(r"\w+", rf"\g<0>{place}", words) for place, words in enumerate(like)]

    def text(sentences: list[str], *, bare: bool) -> str:
        whole = f"# Article A\n\n{part.join(sentences)}\n"
        return re.sub(r"(?<=\w)\d", "", whole) if bare else whole

    sides = [marked, data.draw(_one_edit(marked)), data.draw(_one_edit(marked))]
    known = merge(*(text(side, bare=False) for side in sides))
    base, one, other = (text(side, bare=True) for side in sides)
    told = merge(base, one, other)
    if one != other and isinstance(told, Merged):
        assert isinstance(known, Merged)
        assert told.text == re.sub(r"(?<=\w)\d", "", known.text)


class TestLaws:
    """What holds of every merge, whatever the texts."""

    @given(st.data())
    def test_a_side_that_changed_nothing_gives_way(self, data: st.DataObject) -> None:
        """`merge(b, b, x)` and `merge(b, x, b)` are `x`; `merge(b, x, x)` is `x`."""
        base = data.draw(texts_of_any_kind)
        side = data.draw(st.one_of(texts_of_any_kind, edited(base)))
        assert merge(base, base, side) == Merged(side)
        assert merge(base, side, base) == Merged(side)
        assert merge(base, side, side) == Merged(side)

    @given(st.data())
    def test_the_sides_can_be_swapped(self, data: st.DataObject) -> None:
        """The text is the same, and conflicts and reviews with their readings swapped."""
        base = data.draw(texts_of_any_kind)
        current = data.draw(st.one_of(texts_of_any_kind, edited(base)))
        amendment = data.draw(st.one_of(texts_of_any_kind, edited(base)))
        assume(not _has_notes(base, current, amendment))
        one, two = merge(base, current, amendment), merge(base, amendment, current)
        assert [(r.base, r.current, r.amendment, r.merged) for r in one.review] == [
            (r.base, r.amendment, r.current, r.merged) for r in two.review
        ]
        if isinstance(one, Merged):
            assert isinstance(two, Merged)
            assert one.text == two.text
        else:
            assert isinstance(two, Conflicted)
            assert [(c.base, c.current, c.amendment) for c in one.conflicts] == [
                (c.base, c.amendment, c.current) for c in two.conflicts
            ]

    @given(st.data())
    def test_sides_collide_where_their_merge_conflicts(self, data: st.DataObject) -> None:
        """Rivals are told by the sides alone, read once each; the answer is that of the merge."""
        base = data.draw(articles())
        current, amendment = data.draw(edited(base)), data.draw(edited(base))
        sides = read_side(base, current), read_side(base, amendment)
        conflicts = isinstance(merge(base, current, amendment), Conflicted)
        assert collide(base, *sides) is conflicts

    @given(st.data())
    def test_a_clean_merge_keeps_what_came_and_loses_what_went(self, data: st.DataObject) -> None:
        """Every token either side inserted is there, and none that either deleted.

        The words of the base are all different, and so are those each side brings, so that no
        token can stand for another.
        """
        base = [f"mot{n}" for n in range(data.draw(st.integers(1, 12)))]
        current, gone, came = data.draw(_changed(base, "ours"))
        amendment, gone_too, came_too = data.draw(_changed(base, "theirs"))
        merged = merge(" ".join(base), " ".join(current), " ".join(amendment))
        if isinstance(merged, Merged):
            found = Counter(tokens(merged.text))
            assert set(found) == (set(base) - gone - gone_too) | came | came_too
            assert set(found.values()) <= {1}

    @given(st.data())
    def test_changes_of_the_same_place_are_never_both_taken(self, data: st.DataObject) -> None:
        """The gap rule: two changes with no untouched word between them conflict."""
        base = [f"mot{n}" for n in range(8)]
        cut = data.draw(st.integers(1, 7))
        current = [*base[: cut - 1], "ours", *base[cut:]]
        amendment = [*base[:cut], "theirs", *base[cut + 1 :]]
        assert isinstance(merge(" ".join(base), " ".join(current), " ".join(amendment)), Conflicted)
        inserted = [*base[:cut], "theirs", *base[cut:]]
        assert isinstance(merge(" ".join(base), " ".join(current), " ".join(inserted)), Conflicted)

    @given(st.data())
    def test_a_clean_merge_of_laid_out_texts_is_laid_out(self, data: st.DataObject) -> None:
        """What was in the line structure of the normal form stays in it."""
        base = data.draw(articles())
        merged = merge(base, data.draw(edited(base)), data.draw(edited(base)))
        if isinstance(merged, Merged):
            assert is_laid_out(merged.text)

    @given(st.data())
    def test_every_choice_gives_a_text(self, data: st.DataObject) -> None:
        """Choosing one side everywhere keeps all its words; the pieces are all that is needed."""
        base = data.draw(articles())
        merged = merge(base, data.draw(edited(base)), data.draw(edited(base)))
        if isinstance(merged, Conflicted):
            places = range(len(merged.conflicts))
            for choice in ("base", "current", "amendment"):
                text = resolve(merged, dict.fromkeys(places, choice))
                for conflict in merged.conflicts:
                    reading: str = getattr(conflict, choice)
                    assert "".join(reading.split()) in "".join(text.split())

    @given(st.data())
    def test_the_settled_text_tells_what_was_chosen(self, data: st.DataObject) -> None:
        """The choices read from a settled text settle the conflicts as they were, but for spaces."""
        base = data.draw(articles())
        merged = merge(base, data.draw(edited(base)), data.draw(edited(base)))
        if isinstance(merged, Conflicted) and not _has_notes(*merged.sides):
            ways: st.SearchStrategy[Choice] = st.one_of(
                st.sampled_from(["base", "current", "amendment"]),
                st.just(Reworded("D’autres mots")),
            )
            choices = {n: data.draw(ways) for n in range(len(merged.conflicts))}
            text = resolve(merged, choices)
            told = resolve(merged, read_choices(merged, text))
            assert "".join(told.split()) == "".join(text.split())

    def test_a_list_is_counted_where_an_item_was_moved_that_the_other_side_took_out(self) -> None:
        """The texts are counted as they were written: the base, its item moved, is not."""

        def counted(*items: str) -> str:
            lines = "".join(f"{n}. {item}\n" for n, item in enumerate(items, start=1))
            return f"# Article 1\n\nLa loi fixe :\n\n{lines}\nFin.\n"

        one, two, three, four = (
            "la nationalité ;",
            "les droits de chacun ;",
            "les peines ;",
            "la paix.",
        )
        merged = merge(
            counted(one, two, three), counted(one, three), counted(one, four, three, two)
        )
        assert isinstance(merged, Conflicted)
        assert resolve(merged, {0: "amendment"}) == counted(one, four, three, two)
        assert resolve(merged, {0: "current"}) == counted(one, four, three)

    def test_a_list_begins_with_one_where_its_first_item_went_to_another_place(self) -> None:
        """All three texts count from one: so does what comes of them, whichever item is first."""
        one, two, three, four = (
            "la nationalité ;",
            "les peines ;",
            "la paix.",
            "les droits de chacun ;",
        )

        def counted(*items: str) -> str:
            lines = "".join(f"{n}. {item}\n" for n, item in enumerate(items, start=1))
            return f"# Article 1\n\nLa loi fixe :\n\n{lines}\nFin.\n"

        merged = merge(
            counted(one, two, three, four), counted(three, four), counted(two, four, three)
        )
        ways: tuple[Choice, ...] = ("base", "current", "amendment")
        texts = (
            [merged.text]
            if isinstance(merged, Merged)
            else [resolve(merged, dict.fromkeys(range(len(merged.conflicts)), way)) for way in ways]
        )
        for text in texts:
            numbers = [line.partition(".")[0] for line in text.split("\n") if line[:1].isdigit()]
            assert numbers == [str(n) for n in range(1, len(numbers) + 1)]

    @given(st.data())
    def test_a_list_is_counted_from_one_whatever_was_chosen(self, data: st.DataObject) -> None:
        """Where all three texts count their items without a gap, so does what comes of them."""
        items = st.lists(
            st.sampled_from(
                ["les droits de chacun ;", "la nationalité ;", "les peines ;", "la paix."]
            ),
            min_size=1,
            max_size=4,
            unique=True,
        )
        sides = [
            "# Article 1\n\nLa loi fixe :\n\n"
            + "\n".join(f"{n}. {item}" for n, item in enumerate(data.draw(items), start=1))
            + "\n\nFin.\n"
            for _side in range(3)
        ]
        merged = merge(*sides)
        text = merged.text if isinstance(merged, Merged) else ""
        if isinstance(merged, Conflicted):
            ways: st.SearchStrategy[Choice] = st.sampled_from(["base", "current", "amendment"])
            text = resolve(merged, {n: data.draw(ways) for n in range(len(merged.conflicts))})
        numbers = [line.partition(".")[0] for line in text.split("\n") if line[:1].isdigit()]
        assert numbers == [str(n) for n in range(1, len(numbers) + 1)]

    @given(st.data())
    def test_words_moved_are_never_given_twice(self, data: st.DataObject) -> None:
        """One side splits off, joins or moves a sentence, the other amends it: each reading is whole.

        All words differ, so any word found twice was given twice. As the amendment changes nothing
        outside the conflict, choosing the current words everywhere gives the current text; as the
        current side changes nothing else either, the same holds of the amendment and the base.
        """
        count = data.draw(st.integers(2, 5))
        sentences = [
            " ".join(f"mot{n}{letter}" for letter in "abcdefg"[: data.draw(st.integers(4, 7))])
            for n in range(count)
        ]
        place = data.draw(st.integers(1, count - 1))
        apart, joined = "\n\n", ". "
        breaks = data.draw(st.lists(st.sampled_from([apart, joined]), min_size=count))[:count]
        act = data.draw(st.sampled_from(["split", "join", "move"]))
        breaks[place] = {"split": joined, "join": apart, "move": apart}[act]
        base = _written(sentences, breaks)
        if act == "move":
            order = [n for n in range(count) if n != place]
            order.insert(data.draw(st.integers(0, count - 1)), place)
            current = _written([sentences[n] for n in order], [apart] * count)
            base = _written(sentences, [apart] * count)
            breaks = [apart] * count
        else:
            other = list(breaks)
            other[place] = joined if act == "join" else apart
            current = _written(sentences, other)
        amended = list(sentences)
        amended[place] = amended[place].replace(f"mot{place}c", "autre")
        amendment = _written(amended, breaks)
        merged = merge(base, current, amendment)
        if isinstance(merged, Conflicted):
            places = range(len(merged.conflicts))
            assert resolve(merged, dict.fromkeys(places, "base")) == base
            assert resolve(merged, dict.fromkeys(places, "current")) == current
            assert resolve(merged, dict.fromkeys(places, "amendment")) == amendment

    @given(st.data())
    def test_no_choice_glues_words(self, data: st.DataObject) -> None:
        """One side splits an alinéa where the other puts words: every word of a reading stays whole."""
        words = [f"mot{n}" for n in range(data.draw(st.integers(4, 8)))]
        cut = data.draw(st.integers(2, len(words) - 2))
        base, split = (
            f"# Article 1\n\n{' '.join(words[:cut])}.{gap}{' '.join(words[cut:])}.\n"
            for gap in (" ", "\n\n")
        )
        added = data.draw(st.sampled_from([" Ajout.", " Ajout", "", " Ajout ici même."]))
        amended = data.draw(st.sampled_from([words[cut], "autre"]))
        amendment = f"# Article 1\n\n{' '.join(words[:cut])}.{added} {amended} {' '.join(words[cut + 1 :])}.\n"
        merged = merge(base, split, amendment)
        known = set(tokens(base)) | set(tokens(amendment))
        if isinstance(merged, Conflicted):
            places = range(len(merged.conflicts))
            for choice in ("base", "current", "amendment"):
                assert set(tokens(resolve(merged, dict.fromkeys(places, choice)))) <= known
        else:
            assert set(tokens(merged.text)) <= known

    @given(st.data())
    def test_an_amendment_follows_a_move(self, data: st.DataObject) -> None:
        """One side moves an alinéa, the other amends it: it stands where it went, as amended.

        All words differ, so there is no doubt which alinéa moved; a person is asked to read again.
        """
        count = data.draw(st.integers(2, 6))
        sentences = [
            f"A{n} {' '.join(f'mot{n}{letter}' for letter in 'abcdef')}" for n in range(count)
        ]
        order = data.draw(st.permutations(range(count)))
        place = data.draw(st.integers(0, count - 1))
        kept = [n for n in range(count) if n != place]
        kept.insert(data.draw(st.integers(0, count - 1)), place)
        amended = list(sentences)
        which = data.draw(st.sampled_from(order))
        amended[which] = amended[which].replace(f"mot{which}c", "autre")
        apart = ["\n\n"] * count
        base, amendment = _written(sentences, apart), _written(amended, apart)
        merged = merge(base, _written([sentences[n] for n in kept], apart), amendment)
        assert isinstance(merged, Merged)
        assert merged.text == _written([amended[n] for n in kept], apart)

    @given(st.data())
    def test_what_two_sides_do_apart_is_all_done(self, data: st.DataObject) -> None:
        """Each side amends, splits, deletes, completes or moves alinéas that the other leaves alone.

        A clean merge is the text in which both did what they did; all words differ.
        """
        count = data.draw(st.integers(1, 6))
        base = [
            (n, f"A{n} mot{n}a mot{n}b mot{n}c. B{n} mot{n}d mot{n}e mot{n}f.")
            for n in range(count)
        ]
        acts = st.sampled_from(["", "", "amend", "split", "delete", "complete", "move"])
        sides: tuple[list[_Act], list[_Act]] = [], []
        for n in range(count):
            act = data.draw(acts)
            sides[data.draw(st.integers(0, 1))].append((n, act, data.draw(st.integers(0, count))))
        texts = [_acted(base, acts) for acts in ([], *sides, [*sides[0], *sides[1]])]
        merged = merge(texts[0], texts[1], texts[2])
        moves = [act for acts in sides for act in acts if act[1] == "move"]
        if isinstance(merged, Merged) and len(moves) < 2:
            assert merged.text == texts[3]

    @given(articles())
    def test_the_line_structure_is_that_of_the_normal_form(self, text: str) -> None:
        """Laying out a text in the normal form changes nothing."""
        formed = format_text(text, "fr")
        assert lay_out(formed) == formed


def _written(sentences: list[str], breaks: list[str]) -> str:
    """An article of sentences, each but the first after a break or in the alinéa before."""
    text = sentences[0]
    for sentence, gap in zip(sentences[1:], breaks[1:], strict=False):
        text += (gap if gap == ". " else f".{gap}") + sentence
    return f"# Article 1\n\n{text}.\n"


_Act = tuple[int, str, int]
"""Which alinéa, what is done to it, and where it goes if it is moved."""


def _acted(base: list[tuple[int, str]], acts: list[_Act]) -> str:
    """The article once everything was done to its alinéas."""
    done = {n: (act, to) for n, act, to in acts}
    order = [n for n, _text in base]
    for n, (act, to) in done.items():
        if act == "move":
            order.remove(n)
            order.insert(to, n)
    lines = []
    for n in order:
        act, text = done.get(n, ("", 0))[0], base[n][1]
        match act:
            case "amend":
                text = text.replace(f"mot{n}b", f"autre{n}")
            case "split":
                text = text.replace(". ", ".\n\n")
            case "complete":
                text = f"{text} Ajout{n} entier."
        lines += [] if act == "delete" else [text]
    return "\n\n".join(["# Article 1", *lines]) + "\n"


@st.composite
def _changed(
    draw: st.DrawFn, base: list[str], name: str
) -> tuple[list[str], frozenset[str], frozenset[str]]:
    """Words with some deleted and some, of a name of their own, inserted; which ones, too."""
    text, gone, came = [], set(), set()
    for n, word in enumerate([*base, ""]):
        act = draw(st.sampled_from(["keep", "keep", "keep", "delete", "insert"]))
        if act == "insert":
            came.add(f"{name}{n}")
            text.append(f"{name}{n}")
        if word and act != "delete":
            text.append(word)
        elif word:
            gone.add(word)
    return text, frozenset(gone), frozenset(came)


class TestResolving:
    """A conflict is settled by a choice; nothing is left in the text for later."""

    base = "# Article 1\n\nLe mandat dure sept ans.\n\nIl est unique.\n"
    conflicted = merge(
        base,
        base.replace("sept", "cinq").replace("unique", "rare"),
        base.replace("sept", "six").replace("unique", "seul"),
    )

    def test_each_conflict_is_settled_on_its_own(self) -> None:
        """One by the current words, one by one's own."""
        assert isinstance(self.conflicted, Conflicted)
        text = resolve(self.conflicted, {0: "current", 1: Reworded(" renouvelable une fois ")})
        assert text == "# Article 1\n\nLe mandat dure cinq ans.\n\nIl est renouvelable une fois.\n"

    def test_a_conflict_left_open_is_refused_by_number(self) -> None:
        """A text with an open conflict does not exist."""
        assert isinstance(self.conflicted, Conflicted)
        with pytest.raises(Unknown, match="conflict 2"):
            resolve(self.conflicted, {0: "base"})

    def test_a_conflict_bears_its_context(self) -> None:
        """The alinéa around the words is at hand, to be shown."""
        assert isinstance(self.conflicted, Conflicted)
        first, second = self.conflicted.conflicts
        assert (first.alinea, first.before, first.after) == (1, "Le mandat dure ", " ans.")
        assert (second.alinea, second.before, second.after) == (2, "Il est ", ".")


class TestTables:
    """Tables merge by key, values whole."""

    def test_changes_of_different_keys_are_all_taken(self) -> None:
        """Added, changed and removed keys of both sides."""
        base = {"a": 1, "b": 2, "c": 3}
        merged, conflicts = merge_mapping(base, {"a": 9, "b": 2, "c": 3, "d": 4}, {"a": 1, "c": 3})
        assert (merged, conflicts) == ({"a": 9, "c": 3, "d": 4}, ())

    def test_a_key_changed_by_both_conflicts_and_keeps_its_current_value(self) -> None:
        """Unless both made the same change."""
        merged, conflicts = merge_mapping({"a": 1, "b": 1}, {"a": 2, "b": 2}, {"a": 3, "b": 2})
        assert (merged, conflicts) == ({"a": 2, "b": 2}, ("a",))

    def test_a_key_removed_here_and_changed_there_conflicts(self) -> None:
        """In both directions; added twice with two values as well."""
        assert merge_mapping({"a": 1}, {}, {"a": 2}) == ({}, ("a",))
        assert merge_mapping({"a": 1}, {"a": 2}, {}) == ({"a": 2}, ("a",))
        assert merge_mapping({}, {"a": 1}, {"a": 2}) == ({"a": 1}, ("a",))

    _tables = st.dictionaries(st.sampled_from("abcd"), st.sampled_from([None, 1, 2]))

    @given(_tables, _tables)
    def test_a_side_that_changed_nothing_gives_way(
        self, base: dict[str, int | None], side: dict[str, int | None]
    ) -> None:
        """`merge(b, b, x)`, `merge(b, x, b)` and `merge(b, x, x)` are `x`, with no conflict."""
        assert merge_mapping(base, base, side) == (side, ())
        assert merge_mapping(base, side, base) == (side, ())
        assert merge_mapping(base, side, side) == (side, ())


class TestFootnotes:
    """A note and its marks are of one thing: no mark comes to mean another note unsaid."""

    BASE = (
        "# Article 1\n\nLe Conseil a neuf membres[^1].\n\nIl juge.\n\nIl siège.\n\n[^1]: Serment.\n"
    )
    ADDS = BASE.replace("[^1].", "[^1][^2].") + "\n[^2]: Sans renouvellement.\n"

    def test_two_notes_under_one_label_are_counted_on(self) -> None:
        """The amendment's takes the next label, with its marks, and is to be read again."""
        amendment = self.BASE.replace("juge.", "juge[^2].") + "\n[^2]: Lois seules.\n"
        merged = merge(self.BASE, self.ADDS, amendment)
        assert isinstance(merged, Merged)
        assert "membres[^1][^2]." in merged.text
        assert "juge[^3]." in merged.text
        assert merged.text.endswith("[^2]: Sans renouvellement.\n\n[^3]: Lois seules.\n")
        [review] = merged.review
        assert (review.kind, review.merged) == ("note", "[^3]: Lois seules.")

    def test_a_note_goes_with_the_mark_that_a_choice_drops(self) -> None:
        """And a mark that a choice keeps brings its note."""
        amendment = self.BASE.replace("[^1].", "[^1][^2].") + "\n[^2]: Renouvelable.\n"
        merged = merge(self.BASE, self.ADDS, amendment)
        assert isinstance(merged, Conflicted)
        assert "Renouvelable" not in resolve(merged, {0: "current"})
        assert resolve(merged, {0: "amendment"}).endswith("[^3]: Renouvelable.\n")
        without = "# Article 1\n\nIl juge.\n\nIl siège.\n"
        gone = merge(self.BASE, without, self.BASE.replace("neuf", "onze"))
        assert isinstance(gone, Conflicted)
        assert resolve(gone, {0: "current"}) == without
        assert resolve(gone, {0: "amendment"}).endswith("[^1]: Serment.\n")

    def test_a_note_that_was_reworded_and_is_called_once_more_is_read_again(self) -> None:
        """Whoever calls it knew other words of it."""
        current = self.BASE.replace("Serment", "Sans serment")
        merged = merge(self.BASE, current, self.BASE.replace("juge.", "juge[^1]."))
        assert [review.kind for review in merged.review] == ["note"]

    def test_a_conflict_in_a_note_is_called_by_its_label(self) -> None:
        """It is no conflict of the heading, though it has no alinéa either."""
        merged = merge(
            self.BASE,
            self.BASE.replace("Serment", "Sans serment"),
            self.BASE.replace("Serment", "Serment solennel"),
        )
        assert isinstance(merged, Conflicted)
        assert [(one.alinea, one.note) for one in merged.conflicts] == [(None, "1")]

    def test_nothing_is_read_again_where_nothing_is_left(self) -> None:
        """A choice that keeps an alinéa out leaves no sentence."""
        current = self.BASE.replace("Il siège.\n\n", "")
        merged = merge(self.BASE, current, self.BASE.replace("siège", "siège en public"))
        assert isinstance(merged, Conflicted)
        assert review_choices(merged, {0: "current"}) == ()
