"""What README.txt in the bundle of a vote says, in every language of the vote."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from voting.domain.manifest import manifest_of, words
from voting.models import MemberVote


def readme(member_vote: MemberVote) -> str:
    """Plain text: what each file is, and how to check them. The site's default language comes first."""
    titles = manifest_of(member_vote)["title"]
    codes = sorted(titles, key=lambda code: (code != settings.LANGUAGE_CODE, code))
    return "\n\n".join(_in_one_language(titles, code) for code in codes)


def _in_one_language(titles: dict[str, str], code: str) -> str:
    with translation.override(code):
        title = words(titles, code)
        paragraphs = [
            f"{title}\n{'=' * len(title)}",
            _("This file holds all that is published of one vote. With it, anybody can check the result."),
            _lines(
                [
                    ("manifest.json", _("The questions, the choices and the rules, fixed before the vote.")),
                    (
                        "log.jsonl",
                        _("Every step of the vote. Each line holds the fingerprint of the one before."),
                    ),
                    ("checkpoints.txt", _("What the site signed after each great step.")),
                    ("roll.json", _("How many people could vote, and the fingerprint of their list.")),
                    ("reconciliation.json", _("How people and ballots fit together.")),
                    ("count.json", _("The ballots, if they are published, and the result.")),
                    ("ballots.jsonl", _("Each ballot with its tracking code, if the vote has them.")),
                    ("second_count.json", _("What a second program found when it counted.")),
                    ("SHA256SUMS", _("The fingerprint of every file.")),
                ]
            ),
            _(
                "To check it on your own computer, take the program tools/verify_result.py of this site. "
                "It needs Python 3.10 or later and no network:"
            ),
            "    python3 verify_result.py bundle.zip",
            _("It says in plain words what holds and what does not."),
            _(
                "If you have kept a signed note from a mail, compare it too: "
                "it shows whether the log was changed later."
            ),
        ]
        return "\n\n".join(paragraphs) + "\n"


def _lines(entries: list[tuple[str, str]]) -> str:
    return "\n".join(f"{name}\n    {words}" for name, words in entries)
