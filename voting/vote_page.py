"""The public page of a vote: the same for everybody, in every state."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from voting.domain.exporting import publishes_ballots
from voting.domain.manifest import manifest_of
from voting.domain.publishing import ALIKE, FEW, kept_back
from voting.domain.reconciliation import reconciliation_of
from voting.log_words import LogDay, log_days
from voting.models import MemberVote, MemberVotePage, State
from voting.panels import Panel, panel_of_vote, public_state, state_sentence
from voting.paper import ContestPaper, Paper, paper_of, paper_of_page
from voting.reconciliation_words import ShownReconciliation, shown_reconciliation
from voting.results import Figure, Result, figures_of, result_of
from voting.roll_call import is_public, is_shown
from voting.wording import length_text, moment_text


@dataclass(frozen=True)
class Download:
    label: str
    url: str


@dataclass(frozen=True)
class ContestOnPage:
    paper: ContestPaper
    result: Result | None
    downloads: tuple[Download, ...] = ()


@dataclass(frozen=True)
class VotePage:
    """What templates/voting/member_vote_page.html shows. `vote` is None before the page is published."""

    vote: MemberVote | None
    paper: Paper
    state: str
    sentence: str
    contests: tuple[ContestOnPage, ...]
    opens: str
    closes: str
    length: str
    panel: Panel | None = None
    reason: str = ""
    figures: tuple[Figure, ...] = ()
    certified_by: tuple[str, ...] = ()
    certified: str = ""
    published: str = ""
    fingerprint: str = ""
    # What the lot of a counted vote was drawn from.
    seed: str = ""
    log: tuple[LogDay, ...] = ()
    is_survey: bool = False
    reconciliation: ShownReconciliation | None = None
    # Why the ballots are not among the downloads, although the vote publishes ballots.
    kept_back: str = ""
    # What the link to the names says; "" while they cannot be read.
    names_link: str = ""


def vote_page(page: MemberVotePage) -> VotePage:
    """The vote of a page, in whichever language the page is."""
    vote = (
        MemberVote.objects.filter(page__translation_key=page.translation_key)
        .select_related("page__locale")
        .first()
    )
    if vote is None or vote.state == State.DRAFT:
        return _before_announcement(page)
    paper = paper_of(vote)
    tallies = {}
    if vote.state in (State.PUBLISHED, State.ARCHIVED):
        tallies = {contest.key: contest.tally for contest in vote.contests.select_related("tally")}
    events = list(vote.log.order_by("number"))
    state = public_state(vote.state)
    certifications = list(vote.certifications.all()) if state == "published" else []
    has_ballots = bool(tallies) and publishes_ballots(vote)
    return VotePage(
        vote=vote,
        paper=paper,
        state=state,
        sentence=state_sentence(vote),
        contests=tuple(
            ContestOnPage(
                paper=contest,
                result=(
                    result_of(tally=tallies[contest.key], contest=contest) if contest.key in tallies else None
                ),
                downloads=(
                    _downloads(vote, number, contest, has_ballots=has_ballots)
                    if contest.key in tallies
                    else ()
                ),
            )
            for number, contest in enumerate(paper.contests, 1)
        ),
        opens=moment_text(vote.opens_at),
        closes=moment_text(vote.closes_at),
        length=length_text(vote.opens_at, vote.closes_at),
        panel=_own_panel(vote),
        reason=_(vote.public_reason) if vote.public_reason else "",
        figures=figures_of(next(iter(tallies.values()))) if tallies else (),
        certified_by=tuple(signature.name for signature in certifications),
        certified=moment_text(vote.certified_at) if certifications else "",
        published=moment_text(vote.published_at) if state == "published" else "",
        seed=next((tally.result.get("lot", "") for tally in tallies.values()), ""),
        fingerprint=bytes(vote.manifest_sha256).hex(),
        log=tuple(log_days(events)),
        reconciliation=_reconciliation(events, tallies.values()),
        is_survey=vote.is_advisory,
        kept_back=_words_kept_back(vote) if tallies and not has_ballots else "",
        names_link=_names_link(vote),
    )


def _names_link(vote: MemberVote) -> str:
    if not is_shown(vote):
        return ""
    if is_public(vote):
        return _("How each person voted")
    return _("How each person voted (for people who could vote)")


def _words_kept_back(vote: MemberVote) -> str:
    """Why a vote that publishes its ballots does not; "" where it never said that it would."""
    reason = kept_back(vote)
    if reason == FEW:
        least = manifest_of(vote)["least_published"]
        return _(
            "Fewer than %(least)d ballots were counted. We do not publish them: "
            "somebody could guess whose they are. The totals are here."
        ) % {"least": least}
    if reason == ALIKE:
        return _(
            "All ballots were alike. We do not publish them: they would say how everybody voted. "
            "The totals are here."
        )
    return ""


def _reconciliation(events, tallies) -> ShownReconciliation | None:
    if not tallies:
        return None
    counted = next(iter(tallies)).result["figures"]["valid"]
    return shown_reconciliation(reconciliation_of(events, counted=counted))


def _downloads(
    vote: MemberVote, number: int, contest: ContestPaper, *, has_ballots: bool
) -> tuple[Download, ...]:
    """The files of a published contest, as far as the vote publishes its ballots."""
    if has_ballots:
        labels = {
            "blt": _("Download the ballots (BLT, for counting programs)"),
            "csv": _("Download the ballots (CSV, for a spreadsheet)"),
            "json": _("Download the ballots with rules and result (JSON)"),
        }
    else:
        labels = {"csv": _("Download the totals (CSV)"), "json": _("Download the totals (JSON)")}
    has_form = bool(contest.method.ballot_type)
    if not has_form or contest.method.ballot_type == "scores":
        labels.pop("blt", None)
    if not has_form and has_ballots:
        labels.pop("csv", None)
    return tuple(
        Download(label=label, url=reverse("voting:contest_file", args=[vote.pk, number, ending]))
        for ending, label in labels.items()
    )


def _own_panel(vote: MemberVote) -> Panel | None:
    """The panel of a vote on its own page: it need not name it, and leads on to the ballot.

    Once there is a result, that stands there instead.
    """
    if vote.state in (State.PUBLISHED, State.ARCHIVED):
        return None
    is_open = vote.state == State.OPEN
    return replace(
        panel_of_vote(vote, urls={}),
        question="",
        vote_url=reverse("voting:ballot", args=[vote.pk]) if is_open else "",
    )


def _before_announcement(page: MemberVotePage) -> VotePage:
    paper = paper_of_page(page)
    has_times = page.opens_at and page.closes_at
    return VotePage(
        vote=None,
        paper=paper,
        state="draft",
        sentence=(
            _("This survey is being prepared.")
            if page.is_advisory
            else _("This vote is being prepared. It is not announced yet.")
        ),
        contests=tuple(ContestOnPage(paper=contest, result=None) for contest in paper.contests),
        opens=moment_text(page.opens_at) if page.opens_at else "",
        closes=moment_text(page.closes_at) if page.closes_at else "",
        length=length_text(page.opens_at, page.closes_at) if has_times else "",
        is_survey=page.is_advisory,
    )
