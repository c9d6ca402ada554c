"""What a clone remembers: the text of any day, every record, and where each phrase comes from.

Snapshot                                  the text, the rules and the members at a commit
records.records, Entry                    what became of every amendment, in order
article_history, ArticleVersion           every version of one article, through its moves
resolve_when, Day, Point                  WHEN, as a person writes it
text_of_the_day, DayText, DayArticle, Doubt   the text of a day, as far as one can tell
origin.origin, Phrase                     which record brought each phrase of an article
who_voted, votes_of, by_group             who voted how, and the rows of their tables
search.search, Match                      words found in a text
to_json                                   any of these as plain data, with keys that last

Three functions bear the names of their modules, and are imported from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constitution.history.article import ArticleVersion, VersionKind, article_history
    from constitution.history.calendars import Calendar, LegalDates, read_calendar
    from constitution.history.dates import Day, Moment, Point, resolve_when
    from constitution.history.day import DayArticle, DayText, Doubt, text_of_the_day
    from constitution.history.effects import Effect
    from constitution.history.origin import Phrase
    from constitution.history.plain import to_json
    from constitution.history.records import Entry
    from constitution.history.search import Match
    from constitution.history.snapshot import Snapshot
    from constitution.history.votes import (
        GroupVotes,
        MemberVotes,
        by_group,
        entitled_members,
        group_rows,
        member_rows,
        votes_of,
        who_voted,
    )
else:
    from constitution.facade import offering

    __getattr__ = offering(
        __name__,
        {
            "article": ("ArticleVersion", "VersionKind", "article_history"),
            "calendars": ("Calendar", "LegalDates", "read_calendar"),
            "dates": ("Day", "Moment", "Point", "resolve_when"),
            "day": ("DayArticle", "DayText", "Doubt", "text_of_the_day"),
            "effects": ("Effect",),
            "origin": ("Phrase",),
            "plain": ("to_json",),
            "records": ("Entry",),
            "search": ("Match",),
            "snapshot": ("Snapshot",),
            "votes": (
                "GroupVotes",
                "MemberVotes",
                "by_group",
                "entitled_members",
                "group_rows",
                "member_rows",
                "votes_of",
                "who_voted",
            ),
        },
    )

__all__ = [
    "ArticleVersion",
    "Calendar",
    "Day",
    "DayArticle",
    "DayText",
    "Doubt",
    "Effect",
    "Entry",
    "GroupVotes",
    "LegalDates",
    "Match",
    "MemberVotes",
    "Moment",
    "Phrase",
    "Point",
    "Snapshot",
    "VersionKind",
    "article_history",
    "by_group",
    "entitled_members",
    "group_rows",
    "member_rows",
    "read_calendar",
    "resolve_when",
    "text_of_the_day",
    "to_json",
    "votes_of",
    "who_voted",
]
