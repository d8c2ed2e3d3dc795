"""Who can see what of a vote, and what its evidence shows: the words of the public page about it.

They promise what tests hold, and name what nothing holds. The table follows
the boxes that come with the program; docs/secrecy.md says the same at length.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voting.api import ballot_boxes

# The columns of the table.
KINDS = (
    gettext_lazy("Votes with names"),
    gettext_lazy("Secret votes, the site keeps the key"),
    gettext_lazy("Secret votes, three officers keep the key"),
)


@dataclass(frozen=True)
class Way:
    """A way to keep ballots: what editors choose, and what it promises on the ballot."""

    label: str
    promise: str


@dataclass(frozen=True)
class Row:
    """What somebody can see, in the order of KINDS."""

    who: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """A piece of evidence: what it shows, and what it does not show."""

    name: str
    shows: str
    not_shown: str


def kept_ways() -> list[Way]:
    """Every ballot box that is installed, in its own words."""
    return [Way(label=str(box.label), promise=str(box.promise)) for box in ballot_boxes if box.is_offered]


def who_sees() -> list[Row]:
    turnout = _("How many people voted. Never how.")
    not_the_site = _("Your vote is sealed by the site when it arrives, or by your browser before.")
    return [
        Row(
            _("You"),
            (
                _("Your own choices. You may change them until the close."),
                _("That you voted. Never how, unless the vote gives you a tracking code."),
                _("That you voted. Never how, unless the vote gives you a tracking code."),
            ),
        ),
        Row(
            _("People who could vote"),
            (
                _("Your name and your choices. The ballot says from when."),
                _("The result. If the vote says so, also the ballots without names, when there are enough."),
                _("The result. If the vote says so, also the ballots without names, when there are enough."),
            ),
        ),
        Row(
            _("Everybody else"),
            (
                _("The result. Your name and your choices only if the ballot says so."),
                _("The same as people who could vote."),
                _("The same as people who could vote."),
            ),
        ),
        Row(
            _("Tellers and staff, on their pages"),
            (
                _("How many people voted. Names and choices when others see them, if they could vote."),
                turnout,
                turnout,
            ),
        ),
        Row(
            _("Officers who hold the key"),
            (
                _("There are none."),
                _("There are none."),
                _("One alone: nothing. Two open all ballots after the close, without names."),
            ),
        ),
        Row(
            _("Whoever runs the server"),
            (
                _("Everything, at any time."),
                _("Who voted. With the key, and ill will, also how, until the key is destroyed.")
                + " "
                + not_the_site,
                _("Who voted. How only together with two officers, or by changing the program.")
                + " "
                + not_the_site,
            ),
        ),
        Row(
            _("Somebody with a stolen copy of the database"),
            (
                _("Everything that stood in it."),
                _("Who voted. Not how: what was copied during the vote is sealed, and the key is not in it."),
                _("Who voted. Not how: what was copied during the vote is sealed, and the key is not in it."),
            ),
        ),
        Row(
            _("Somebody who listens on the network"),
            tuple([_("That you visit this site. Not what you read or send.")] * 3),
        ),
        Row(
            _("Somebody who stands beside you"),
            (
                _("What you do. You may change your vote later, until the close."),
                _("What you do. Nothing here prevents that. A tracking code can prove your vote to them."),
                _("What you do. Nothing here prevents that. A tracking code can prove your vote to them."),
            ),
        ),
    ]


def evidence() -> list[Evidence]:
    return [
        Evidence(
            _("The fingerprint of what was announced"),
            _("Questions, choices and rules are the ones of the announcement."),
            _("Whether they were fair."),
        ),
        Evidence(
            _("The log of the vote"),
            _("No step was taken out, put in or changed without a broken line."),
            _("Whether what a step says is true."),
        ),
        Evidence(
            _("The signed notes in the mails about a vote"),
            _("The log was not written anew after the mail was sent: you hold a copy."),
            _("Anything, if nobody compares. Please keep the mail."),
        ),
        Evidence(
            _("The count of people and of ballots"),
            _("There are as many ballots as people who took part, and no more than could."),
            _("Whether somebody with the whole server voted in the name of people who did not."),
        ),
        Evidence(
            _("The file of a published vote, and the two programs that count it again"),
            _("The published ballots give the published result."),
            _("Whether each ballot says what its voter meant."),
        ),
        Evidence(
            _("Your tracking code, where a vote has them"),
            _("Your own ballot is in the list, and says what you chose."),
            _("How others voted. It also shows your vote to anybody who sees the code."),
        ),
    ]
