"""What the first page of a ballot gives a browser, so that it can do the rest without the site.

Every screen comes empty with that page, with the words the site itself would
use: nothing that a voter does afterwards has to be asked for.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from voting.domain.counting import is_tracked
from voting.domain.errors import TryAgain
from voting.domain.manifest import manifest_of
from voting.models import MemberVote
from voting.models.member_vote import vote_ref
from voting.paper import Paper
from voting.views.ballot_form import CHOOSE_FIRST, BallotContest, BallotForm

# The forms of a selection that ballot.js can read: see voting.api.CountingMethod.
FORMS = frozenset({"one", "approval", "ranking", "scores"})


@dataclass(frozen=True)
class BrowserBallot:
    """`contests`: each as it looks before anything is chosen. `data`: JSON values for ballot.js."""

    contests: list[BallotContest]
    data: dict[str, Any]


def browser_ballot(
    *, vote: MemberVote, form: BallotForm, voter_ref: str, sign_in_url: str
) -> BrowserBallot | None:
    """None where the browser cannot seal: then the site seals what it is sent."""
    box = vote.ballot_box
    if not box.seals_in_browser or box.can_change:
        return None
    rules = {
        contest.key: contest.method.browser_rules(contest=contest.spec) for contest in form.paper.contests
    }
    manifest = manifest_of(vote)
    terms = box.sealing(vote=vote_ref(vote, manifest))
    if not terms or any(rule.get("form") not in FORMS for rule in rules.values()):
        return None
    data = {
        "terms": terms,
        "tracked": is_tracked(manifest),
        # Tells one voter from the next at the same browser, and tells it to nobody else.
        "voter": salted_hmac("voting.browser_ballot", f"{vote.pk} {voter_ref}").hexdigest(),
        "contests": _contests(form.paper, rules),
        "words": _words(sign_in_url),
    }
    return BrowserBallot(contests=form.contests(), data=data)


def _contests(paper: Paper, rules: dict[str, dict]) -> list[dict[str, Any]]:
    return [
        {
            "key": contest.key,
            # In the contest's order, which is not always that of the screen.
            "choices": [[choice.key, choice.label] for choice in contest.choices],
            **rules[contest.key],
        }
        for contest in paper.contests
    ]


def _words(sign_in_url: str) -> dict[str, Any]:
    """What ballot.js may have to say, each as a title and a sentence, or one sentence alone."""
    return {
        "error": _("Error"),
        "choose": str(CHOOSE_FIRST),
        "to_review": _("Back to my review"),
        "on_its_way": _("Your ballot is on its way."),
        "lost": [
            _("The connection was lost."),
            _("Your choices are still here. Cast your ballot again: only one ballot can count."),
        ],
        "busy": [str(TryAgain.message), _("Your choices are still here.")],
        "signed_out": [
            _("You are signed out, so your ballot was not stored."),
            _("Your choices are still here. Sign in in a new tab. Then cast your ballot on this page."),
        ],
        "sign_in": [_("Sign in (opens in a new tab)"), sign_in_url],
        "language": [
            _("The connection was lost."),
            _("Your choices are still here. Try the other language again."),
        ],
    }
