"""Pages of HTML: whole in themselves, well-formed, and harmless whatever the text holds."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution import language
from constitution.assembly.sheets import print_pending
from constitution.cli.main import run
from constitution.cli.talk import Talk
from constitution.diff import Delta, diff_texts
from constitution.diff.breaks import BREAK_MARK
from constitution.governance import Members
from constitution.html import GovernanceChange, Sheet, print_delta, print_pile
from constitution.html.style import STYLE
from tests.committee import MEMBERS, Committee
from tests.pages import Element, parse_page
from tests.strategies_of_prose import articles, edited, texts_of_any_kind

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.html import Layout

LAYOUTS: tuple[Layout, ...] = ("unified", "side by side", "figures")

ELEMENTS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "header",
        "section",
        "h1",
        "h2",
        "h3",
        "p",
        "a",
        "b",
        "em",
        "strong",
        "sup",
        "del",
        "ins",
        "span",
        "div",
        "pre",
        "br",
        "ol",
        "li",
        "blockquote",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
)
ATTRIBUTES = frozenset(
    [
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "id",
        "href",
        "title",
        "scope",
        "colspan",
    ]
)

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "<!-- ",
    "&lt;b&gt; &#x202e; &amp;",
    "javascript:alert(1)",
    "\u202egnp.exe\u202c",
    "\u2066\u200b\ufeff\u00ad",
    "\x00\x1b[31m\x7f\ud800",
)
"""What would run, break out, turn the reading direction or hide, if it were not escaped."""

hostile = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12))


def print_texts(old: str, new: str, layout: Layout = "unified", **said: str) -> str:
    """The page of one article."""
    delta = diff_texts({"a.md": old} if old else {}, {"a.md": new} if new else {})
    heading = said.get("heading", "What changed")
    title = said.get("title", "Article 1")
    tag = said.get("language", "en")
    return print_delta(
        delta, lambda _path: title, heading=heading, language=tag, layout=layout, context=99
    )


def assert_harmless(page: str) -> Element:
    """The page, which fetches nothing, runs nothing and hides nothing."""
    root = parse_page(page)
    for element in [root, *root.all()]:
        assert element.name in ELEMENTS
        assert set(element.attributes) <= ATTRIBUTES, element
        assert element.attributes.get("href", "#").startswith("#")
    (style,) = root.all("style")
    assert style.text() == STYLE
    assert not re.search(r"url\(|@import|expression|</", STYLE)
    shown = page.replace("\n", "")
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    page.encode()
    return root


class TestOneFile:
    """A page needs nothing beside it, and a browser is told to fetch nothing."""

    @pytest.mark.parametrize("layout", LAYOUTS)
    def test_a_page_allows_no_script_and_fetches_nothing(self, layout: Layout) -> None:
        """Its policy forbids everything but its own style."""
        root = assert_harmless(print_texts("# A\n\nUn.\n", "# A\n\nDeux.\n", layout))
        policies = [m for m in root.all("meta") if "http-equiv" in m.attributes]
        assert [m.attributes["content"] for m in policies] == [
            "default-src 'none'; style-src 'unsafe-inline'"
        ]

    def test_the_language_is_that_of_the_text(self) -> None:
        """So are its labels, where we speak it, whatever the screen's."""
        with language.speaking("en"):
            root = parse_page(print_texts("Un mot.\n", "Deux mots.\n", language="fr"))
        assert root.attributes["lang"] == "fr"
        assert "modifié" in root.text()

    def test_a_text_in_a_language_we_lack_has_the_labels_of_the_screen(self) -> None:
        """The page still says what language the text is in."""
        with language.speaking("fr"):
            root = parse_page(print_texts("Ein Wort.\n", "Zwei Worte.\n", language="de"))
        assert root.attributes["lang"] == "de"
        assert "modifié" in root.text()

    def test_a_page_is_set_for_paper_and_for_dark_screens(self) -> None:
        """A4, no break within a paragraph; dark on a screen alone, so that paper stays white."""
        assert "size: A4" in STYLE
        assert re.search(r"@media print \{.*\.alinea.*break-inside: avoid", STYLE, re.DOTALL)
        assert "@media screen and (prefers-color-scheme: dark)" in STYLE


class TestWhatAReaderSees:
    """Words, with what became of them, under the numbers of their alinéas."""

    def test_replaced_words_are_struck_out_and_put_in(self) -> None:
        """`del` and `ins`, the white space outside; the number stands in the margin."""
        root = parse_page(print_texts("# A\n\nIl dure sept ans.\n", "# A\n\nIl dure cinq ans.\n"))
        (alinea,) = root.all("div", "alinea")
        assert alinea.text() == "~1Il dure sept cinq ans."
        assert [e.text() for e in alinea.all("del")] == ["sept"]
        assert [e.text() for e in alinea.all("ins")] == ["cinq"]
        assert [e.text() for e in alinea.all("span", "number")] == ["~1"]

    def test_what_came_of_an_alinea_is_a_sign_and_not_only_a_colour(self) -> None:
        """Added, removed and unchanged ones are told in the margin, and named when pointed at."""
        old = "# A\n\nLe premier reste là.\n\nNul ne cumule deux charges.\n"
        new = "# A\n\nLe premier reste là.\n\nLa langue est le français de tous.\n"
        root = parse_page(print_texts(old, new))
        signs = [e.text() for e in root.all("span", "number")]
        assert signs == ["1", "−2", "+2"]
        assert [e.attributes["title"] for e in root.all("b")] == ["removed", "added"]

    def test_moved_words_are_neither_deleted_nor_inserted(self) -> None:
        """They have a mark of their own, with the same number at both ends."""
        moved = "Les Français établis hors de France y sont représentés."
        old = (
            "# Article 24\n\nL’Assemblée nationale est élue au suffrage direct pour cinq années.\n\n"
            f"Le Sénat, élu au suffrage indirect pour six années, assure la représentation des "
            f"collectivités. {moved}\n"
        )
        new = (
            "# Article 24\n\nL’Assemblée nationale est élue au suffrage direct pour cinq années. "
            f"{moved}\n\nLe Sénat, élu au suffrage indirect pour six années, assure la "
            "représentation des collectivités.\n"
        )
        root = parse_page(print_texts(old, new))
        alineas = root.all("div", "alinea")
        (left,) = [mark for one in alineas for mark in one.all("del", "moved")]
        (came,) = [mark for one in alineas for mark in one.all("ins", "moved")]
        assert left.text("sup") == came.text("sup") == moved
        assert left.all("sup")[0].text() == came.all("sup")[0].text() == "1"

    def test_two_columns_hold_one_version_each(self) -> None:
        """What goes stands on the left alone, what comes on the right alone."""
        page = print_texts(
            "# A\n\nIl dure sept ans.\n", "# A\n\nIl dure cinq ans.\n", "side by side"
        )
        (row,) = parse_page(page).all("table", "sides")[0].all("tr")
        cells = [e.text() for e in row.all("td")]
        assert cells == ["1", "Il dure sept ans.", "~", "1", "Il dure cinq ans."]

    def test_a_heading_loses_its_marks_unless_they_changed(self) -> None:
        """`## The debate` is read as a heading; another depth is a change one sees."""
        same = parse_page(print_texts("# A\n\n## Un\n", "# A\n\n## Deux\n"))
        assert "#" not in "".join(e.text() for e in same.all("div", "heading"))
        other = parse_page(print_texts("# A\n\n## Un\n", "# A\n\n### Un\n"))
        assert "##" in "".join(e.text() for e in other.all("div", "alinea"))

    def test_nothing_changed_is_said(self) -> None:
        """A page without a difference is a page all the same."""
        root = assert_harmless(print_texts("Un.\n", "Un.\n"))
        assert "Nothing changed." in root.text()

    def test_a_split_alinea_is_told_in_both_layouts(self) -> None:
        """Which became which, above the first of them."""
        first = "Les députés élisent leur président au scrutin secret pour la législature."
        second = "Ils adoptent ensuite le règlement qui organise leurs travaux publics."
        old, new = f"# A\n\n{first} {second}\n", f"# A\n\n{first}\n\n{second}\n"
        for layout in LAYOUTS[:2]:
            root = parse_page(print_texts(old, new, layout))
            said = [e.text() for e in root.all(class_="what")]
            assert "Paragraph 1 is split into paragraphs 1 and 2." in said

    @pytest.mark.parametrize("layout", LAYOUTS[:2])
    def test_a_table_is_a_table_and_a_row_that_came_says_so(self, layout: Layout) -> None:
        """One row was added: one row is marked, cell by cell; the rule below the head is not shown."""
        old = "# A\n\n| Région | Sièges |\n| --- | --- |\n| Nord | 10 |\n| Sud | 12 |\n"
        new = old.replace("| Sud", "| Est | 10 |\n| Sud")
        root = parse_page(print_texts(old, new, layout))
        grid = root.all("table", "grid")[-1]
        rows = grid.all("tr")
        assert len(rows) == 4
        assert [row.text() for row in grid.all("tr", "added")] == ["Est10"]
        assert [e.text() for e in grid.all("ins")] == ["Est", "10"]
        assert not grid.all("del")

    def test_an_item_stands_as_deep_as_it_is(self) -> None:
        """By a class, at most so deep as a page is wide."""
        old = "# A\n\n- un\n- deux mots ici\n"
        page = print_texts(old, old.replace("- deux", "  - deux"))
        [deeper] = parse_page(page).all("div", "level-1")
        assert deeper.all("p")[0].text().strip() == "- deux mots ici"

    def test_what_changed_comes_before_the_table_of_articles(self) -> None:
        """The head leads to the table, which stands last."""
        old = {"a.md": "# Un\n\nPremier.\n", "b.md": "# Deux\n\nSecond.\n"}
        new = {path: text.replace(".", " aussi.") for path, text in old.items()}
        page = print_delta(diff_texts(old, new), str, heading="H", lead="Un\nDeux", language="en")
        assert page.index('<section class="article"') < page.index('id="figures"')
        assert 'href="#figures"' in page
        lines = [e.text() for e in parse_page(page).all("p", "quiet")]
        assert lines[:2] == ["Un", "Deux"]

    @given(data=st.data(), old=articles())
    def test_a_page_holds_the_new_text_and_nothing_else(
        self, data: st.DataObject, old: str
    ) -> None:
        """Without what is struck out, the alinéas read as the new text does, in order."""
        new = data.draw(edited(old))
        delta = diff_texts({"a.md": old}, {"a.md": new})
        if not delta.changes_words:
            return
        root = assert_harmless(print_texts(old, new))
        shown = "".join(
            (e.all("p") or e.all("table"))[0].text("del", "sup") for e in root.all("div", "alinea")
        )
        _heading, _break, body = new.partition("\n")
        assert _bare(shown).replace(BREAK_MARK, "").endswith(_bare(body))


def _bare(text: str) -> str:
    """The characters that print, the marks of headings and of tables aside."""
    return re.sub(r"^[\s>]*\|[\s|:-]*\|$|\s|^#+ |\|", "", text, flags=re.MULTILINE)


class TestBetweenTwoMoments:
    """A page names the moments that it compares as people do."""

    def test_a_vote_is_named_with_its_title_and_its_day(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """In the head by its number, below it in full; the founding and the current text by name."""
        committee = Committee.sit(tmp_path / "projet")
        committee.submitted("seuil", "3", "Sept cent mille", "Cinq cent mille")
        committee.pass_("1")

        def page(*moments: str) -> Element:
            talk = Talk(make_desk=lambda _folder: committee.another_desk(), paging=False)
            capsys.readouterr()
            assert run(["-C", str(committee.folder), "diff", *moments, "--html", "-"], talk) == 0
            return parse_page(capsys.readouterr().out)

        root = page("--from", "vote:0", "--to", "vote:1")
        assert [e.text() for e in root.all("h1")] == ["Entre la fondation et le vote 1"]
        [line] = [e.text() for e in root.all("p", "quiet") if e.text().startswith("Vote 1")]
        assert re.fullmatch(r"Vote 1\s: .+ \(\d{4}-\d\d-\d\d\)", line)
        [head] = page("--from", "vote:0").all("h1")
        assert head.text() == "Entre la fondation et le texte en discussion"
        [head] = page("--to", "main").all("h1")
        assert head.text() in {"Entre la fondation et main", "Entre la fondation et le vote 1"}


class TestHostileTexts:
    """No word of a repository becomes markup."""

    @pytest.mark.parametrize("text", HOSTILE)
    @pytest.mark.parametrize("layout", LAYOUTS)
    def test_what_is_hostile_is_shown_as_it_is_written(self, text: str, layout: Layout) -> None:
        """In titles, in headings, and in words that go, stay and come."""
        old = f"# {text}\n\nKept {text} words {text}.\n\n{text}\n"
        new = f"# New {text}\n\nKept {text} other {text} words.\n\n| {text} | b |\n"
        page = print_texts(old, new, layout, heading=text, title=text)
        root = assert_harmless(page)
        if text.isascii() and text.isprintable():
            assert root.all("h1")[0].text() == text
            assert root.all("title")[0].text() == text

    @given(
        old=texts_of_any_kind,
        new=texts_of_any_kind,
        heading=hostile,
        title=hostile,
        layout=st.sampled_from(LAYOUTS),
    )
    def test_every_page_is_well_formed(
        self, old: str, new: str, heading: str, title: str, layout: Layout
    ) -> None:
        """Whatever the texts are."""
        assert_harmless(print_texts(old, new, layout, heading=heading, title=title))

    @given(
        words=st.lists(hostile, min_size=8, max_size=8),
        reasons=st.one_of(hostile, st.text(alphabet="ab*_[](:/)#>|-`!\n 1.", max_size=40)),
    )
    def test_every_pile_is_well_formed(self, words: list[str], reasons: str) -> None:
        """Names, titles, authors, questions, rules and reasons are written by anyone."""
        name, title, author, state, note, question, before, after = words
        sheet = Sheet(
            name=name,
            title=title,
            authors=(author, title),
            state=state,
            articles=(note,),
            delta=diff_texts({"a.md": before}, {"a.md": after}),
            headings={"a.md": title},
            governance=(GovernanceChange(name, before, after),),
            questions=(question,),
            notes=(note,),
            reasons=reasons,
        )
        assert_harmless(print_pile([sheet], heading=title, lead=note, language="en"))

    def test_a_link_in_the_reasons_leads_nowhere(self) -> None:
        """Its address is shown beside its words, to be typed by whoever trusts it."""
        sheet = _sheet(reasons="See [the report](https://example.invalid/r) *now*.")
        root = assert_harmless(print_pile([sheet], heading="Pile", language="en"))
        (reasons,) = root.all("section", "reasons")
        assert reasons.text().endswith("See the report (https://example.invalid/r) now.")
        assert [e.text() for e in reasons.all("em")] == ["now"]
        assert not reasons.all("a")


def _sheet(name: str = "1", *, reasons: str = "") -> Sheet:
    delta: Delta = diff_texts({"a.md": "Il dure sept ans.\n"}, {"a.md": "Il dure cinq ans.\n"})
    return Sheet(
        name=name,
        title="Lower the threshold",
        authors=("Amina Diallo", "Jean Petit"),
        state="submitted",
        articles=("12",),
        delta=delta,
        headings={"a.md": "Article 12"},
        reasons=reasons,
    )


class TestPile:
    """Amendments one a page, after a first page that lists them."""

    def test_the_first_page_lists_and_each_amendment_has_its_own(self) -> None:
        """Each row leads to the page of its amendment, which a printer begins anew."""
        root = assert_harmless(
            print_pile([_sheet("1"), _sheet("2 rect.")], heading="Pile", language="en")
        )
        (table,) = root.all("table")
        rows = [[cell.text() for cell in row.all("td")] for row in table.all("tr")[1:]]
        assert rows == [
            [name, "Lower the threshold", "Amina Diallo, Jean Petit", "12", "submitted", "+1 −1"]
            for name in ("1", "2 rect.")
        ]
        places = [link.attributes["href"].removeprefix("#") for link in table.all("a")]
        sheets = root.all("section", "sheet")
        assert [sheet.attributes["id"] for sheet in sheets] == places
        assert re.search(r"section\.sheet \{ break-before: page", STYLE)

    def test_a_sheet_names_its_authors_and_gives_its_reasons(self) -> None:
        """What a member needs to vote: title, authors, words, reasons."""
        sheet = _sheet("7", reasons="# Why\n\nBecause.\n\n- one\n- two\n\n> said\n")
        root = parse_page(print_pile([sheet], heading="Pile", language="en"))
        (shown,) = root.all("section", "sheet")
        assert shown.all("h1")[0].text() == "Amendment 7 — Lower the threshold"
        assert "Proposed by: Amina Diallo, Jean Petit" in shown.text()
        assert [e.text() for e in shown.all("del")] == ["words deleted", "sept"]
        reasons = shown.all("section", "reasons")[0]
        assert [e.text() for e in reasons.all("p")] == ["Because.", "– one", "– two", "said"]

    def test_no_amendment_is_a_page_too(self) -> None:
        """It says that there is none."""
        root = assert_harmless(print_pile([], heading="Pile", language="en"))
        assert "0 amendments" in root.text()

    def test_a_change_of_the_rules_is_told_line_by_line(self) -> None:
        """With its signs, so that it reads without colours."""
        change = GovernanceChange("governance/members.toml", "a\nseats = 60\n", "a\nseats = 80\n")
        sheet = _sheet()
        sheet = Sheet(
            sheet.name, sheet.title, sheet.authors, "", (), Delta(()), {}, governance=(change,)
        )
        (shown,) = parse_page(print_pile([sheet], heading="P", language="en")).all("pre")
        assert [e.text() for e in shown.all("del")] == ["-seats = 60"]
        assert [e.text() for e in shown.all("ins")] == ["+seats = 80"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_largest_real_revision_is_a_page(
    shared_data: Path, tmp_path: Path, layout: Layout
) -> None:
    """The French revision of 2008, article by article, none lost."""
    texts = tmp_path / "fr"
    bundle = shared_data / "fr-constitution-1958" / "history.bundle"
    subprocess.run(["git", "clone", "-q", bundle, texts], check=True)
    log = ["git", "-C", str(texts), "log", "--format=%H", "-1", "--before=2008-07-31"]
    found = subprocess.run(log, capture_output=True, check=True, text=True).stdout.strip()
    sides = []
    for commit in (f"{found}^", found):
        subprocess.run(["git", "-C", texts, "checkout", "-q", commit], check=True)
        files = sorted((texts / "articles").rglob("*.md"))
        sides.append({f.relative_to(texts).as_posix(): f.read_text("utf-8") for f in files})
    delta = diff_texts(*sides)
    page = print_delta(
        delta, lambda path: path, heading="2008", language="fr", layout=layout, context=1
    )
    root = assert_harmless(page)
    assert len(delta.articles) > 30
    titles = [e.text() for e in root.all("td" if layout == "figures" else "h2")]
    assert {article.path for article in delta.articles} <= set(titles)


class TestAtTheDesk:
    """The pile of a committee, on the current text."""

    def test_every_pending_amendment_is_printed(self, tmp_path: Path) -> None:
        """By number, then the drafts; in the language of the text, whatever the screen's."""
        committee = Committee.sit(tmp_path / "projet")
        committee.submitted("seuil", "3", "Sept cent mille", "Cinq cent mille")
        committee.governance("sieges", members=Members(MEMBERS.named[:-1]))
        committee.draft("brouillon", "4", "quatre cents", "trois cents")
        root = assert_harmless(print_pending(committee.desk))
        assert root.attributes["lang"] == "fr"
        (table,) = root.all("table")
        rows = [[cell.text() for cell in row.all("td")] for row in table.all("tr")[1:]]
        assert [(row[0], row[3], row[5]) for row in rows] == [
            ("1", "3", "+1 −1"),
            ("2", "members.toml", ""),
            ("brouillon", "4", "+1 −1"),
        ]
        sheets = root.all("section", "sheet")
        assert [e.text() for e in sheets[0].all("section", "article")[0].all("del")] == ["Sept"]
        assert sheets[1].all("pre")[0].all("del")

    def test_a_sheet_says_what_collides_and_shows_it_as_it_was_written(
        self, tmp_path: Path
    ) -> None:
        """Nothing is lost from the pile when the text moved beneath it."""
        committee = Committee.sit(tmp_path / "projet")
        committee.submitted("premier", "3", "Sept cent mille", "Cinq cent mille")
        committee.submitted("second", "3", "Sept cent mille", "Un million d’")
        committee.pass_("1")
        (sheet,) = parse_page(print_pending(committee.desk)).all("section", "sheet")
        (notes,) = sheet.all("div", "notes")
        assert notes.text()
        assert "Un million" in sheet.all("section", "article")[0].text()

    def test_a_carried_amendment_is_shown_on_the_current_text(self, tmp_path: Path) -> None:
        """Not on the one it was drafted on."""
        committee = Committee.sit(tmp_path / "projet")
        committee.submitted("premier", "3", "Sept cent mille", "Cinq cent mille")
        committee.submitted("second", "3", "douze mois", "dix mois")
        committee.pass_("1")
        (sheet,) = parse_page(print_pending(committee.desk)).all("section", "sheet")
        assert not sheet.all("div", "notes")
        shown = sheet.all("div", "alinea")[0].text()
        assert "Cinq cent mille" in shown
        assert "Sept" not in shown
