"""Decision panels: what members decide, or have decided, about a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from voting.models import Choice, Contest, Kind, MemberVote, MemberVotePage, Outcome, State, Tally
from voting.outcome_words import fills_seats, is_endorsement
from voting.paper import ContestPaper, paper_of
from voting.results import Result, result_of, stored_threshold, tag_of
from voting.wording import (
    day_text,
    list_text,
    moment_text,
    number_text,
    share_text,
    threshold_text,
)

_COUNTING = (State.CLOSED, State.COUNTED, State.CERTIFIED)
_RESULT = (State.PUBLISHED, State.ARCHIVED)
# Outcomes that choose people, and the mark of somebody whom they leave out.
_CHOSEN = {"endorsed": lambda: _("Not endorsed"), "elected": lambda: _("Not chosen")}


@dataclass(frozen=True)
class Panel:
    """What templates/components/decision_panel.html shows. `vote_id` is unique on a page: the vote's
    id, with the number of the contest where it is about one."""

    vote_id: str
    state: str
    headline: str
    detail: str
    vote_url: str
    tag_label: str
    tag_kind: str
    question: str = ""
    result_url: str = ""
    percent_text: str = ""
    bar_percent: str = ""
    threshold_percent: str = ""
    outcome_kind: str = ""
    is_survey: bool = False


def public_state(state: str) -> str:
    """A state as the public is told it."""
    if state in _COUNTING:
        return "closed"
    if state in _RESULT:
        return "published"
    return state


def panels_about(page: Page) -> list[Panel]:
    """The panels of every announced contest that asks about this page or offers it, newest first.

    What a survey finds is advice about its subject, never about a page that is one of its choices.
    """
    # The key alone: what else the choices are stands in the manifest.
    offered = Choice.objects.filter(
        contest=OuterRef("pk"), page__translation_key=page.translation_key
    ).order_by("order")
    contests = list(
        _contests(Contest.objects.annotate(choice_key=Subquery(offered.values("key")[:1])))
        .filter(
            Q(subject__translation_key=page.translation_key)
            | Q(choice_key__isnull=False, member_vote__kind=Kind.DECISION)
        )
        .order_by("-member_vote__opens_at", "order")
    )
    urls = vote_page_urls((contest.member_vote for contest in contests), shown_on=page)
    return [
        _panel_of_contest(
            contest, key=None if contest.member_vote.is_advisory else contest.choice_key, urls=urls
        )
        for contest in contests
    ]


def panels_of_open_votes() -> list[Panel]:
    """One panel for each vote that is open or announced, the one that closes first first."""
    votes = list(
        MemberVote.objects.filter(state__in=(State.OPEN, State.ANNOUNCED))
        .select_related("page__locale")
        .order_by("closes_at")
    )
    # Open ones first, whatever closes sooner.
    votes.sort(key=lambda vote: vote.state != State.OPEN)
    urls = vote_page_urls(votes)
    return [panel_of_vote(vote, urls=urls) for vote in votes]


def panels_of_results(limit: int | None = None) -> list[Panel]:
    """One panel for each decided contest, newest result first. Surveys decide nothing."""
    return _published_panels(Kind.DECISION, limit)


def panels_of_answers(limit: int | None = None) -> list[Panel]:
    """One panel for each contest of a survey that is over, newest first."""
    return _published_panels(Kind.ADVISORY, limit)


def _published_panels(kind: Kind, limit: int | None) -> list[Panel]:
    published = _contests(
        Contest.objects.filter(member_vote__state__in=_RESULT, member_vote__kind=kind)
    ).order_by("-member_vote__published_at", "member_vote_id", "order")
    contests = list(published[:limit] if limit else published)
    urls = vote_page_urls(contest.member_vote for contest in contests)
    return [_panel_of_contest(contest, key=None, urls=urls) for contest in contests]


def panels_of_votes(votes: Iterable[MemberVote]) -> list[Panel]:
    votes = list(votes)
    urls = vote_page_urls(votes)
    return [panel_of_vote(vote, urls=urls) for vote in votes]


def panel_of_vote(vote: MemberVote, *, urls: dict[object, str]) -> Panel:
    """The panel of a vote as a whole."""
    paper = paper_of(vote, with_pages=False)
    return _panel(vote, vote_id=str(vote.pk), question=paper.title, urls=urls)


def vote_page_urls(votes: Iterable[MemberVote], *, shown_on: Page | None = None) -> dict[object, str]:
    """Addresses of the votes' public pages in the active language, by translation key.

    Costs at most one query, for votes that were read with `page__locale`: the
    page of a vote serves readers of the language it was written in. A page that
    names its votes in several places is `shown_on`, and keeps the answers.
    """
    language = get_language()
    urls = shown_on.__dict__.setdefault(f"_vote_page_urls_{language}", {}) if shown_on else {}
    pages = {vote.page.translation_key: vote.page for vote in votes}
    for key, page in pages.items():
        if page.live and page.locale.language_code == language:
            urls[key] = page.url
    missing = pages.keys() - urls.keys()
    if missing:
        found = MemberVotePage.objects.filter(translation_key__in=missing).live().select_related("locale")
        # Those in the active language come last and win.
        ordered = sorted(found, key=lambda page: page.locale.language_code == language)
        urls.update({page.translation_key: page.url for page in ordered})
    return urls


def _contests(contests):
    return contests.exclude(member_vote__state=State.DRAFT).select_related(
        "member_vote__page__locale", "tally"
    )


def _panel_of_contest(contest: Contest, *, key: str | None, urls: dict[object, str]) -> Panel:
    """`key`: the choice that stands for the page; None where the page is what the contest is about."""
    vote = contest.member_vote
    paper = paper_of(vote, with_pages=False)
    words = next(each for each in paper.contests if each.key == contest.key)
    vote_id = f"{vote.pk}-{contest.order}"
    if vote.state not in _RESULT:
        return _panel(vote, vote_id=vote_id, question=words.question, urls=urls)
    result = result_of(tally=contest.tally, contest=words)
    label, kind = _tag(contest, result, words, key)
    shown = result.row(key) if key else _leading_row(result)
    has_share = shown is not None and _has_shares(contest.tally) and result.outcome_kind != "quorum"
    return Panel(
        vote_id=vote_id,
        state="published",
        headline=_headline(contest.tally, words, result, key),
        detail=_detail(contest.tally, words, result, key),
        vote_url=_url(vote, urls),
        result_url=_url(vote, urls) + "#result",
        tag_label=label,
        tag_kind=kind,
        question=words.question,
        percent_text=shown.percent_text if has_share else "",
        bar_percent=shown.bar_percent if has_share else "",
        threshold_percent=result.threshold_percent if has_share else "",
        outcome_kind=_kind(contest.tally, result, key),
        is_survey=vote.is_advisory,
    )


def _panel(vote: MemberVote, *, vote_id: str, question: str, urls: dict[object, str]) -> Panel:
    state = public_state(vote.state)
    label, kind = {
        "announced": (_("Announced"), "announced"),
        "open": (_("Open now"), "open"),
        "closed": (_("Closed"), "closed"),
        "published": (_("Answered") if vote.is_advisory else _("Decided"), "neutral"),
        "cancelled": (_("Canceled"), "neutral"),
        "void": (_("Void"), "not_adopted"),
    }[state]
    return Panel(
        vote_id=vote_id,
        state=state,
        headline=state_sentence(vote),
        detail=_(vote.public_reason) if vote.public_reason else "",
        vote_url=_url(vote, urls),
        result_url=_url(vote, urls) + "#result" if state == "published" else "",
        tag_label=label,
        tag_kind=kind,
        question=question,
        outcome_kind="void" if state == "void" else "",
        is_survey=vote.is_advisory,
    )


def state_sentence(vote: MemberVote, *, state: str = "") -> str:
    """Where a vote stands, in one sentence that serves everybody.

    `state`: as the public is told it, where the clock is ahead of the vote.
    """
    state = state or public_state(vote.state)
    if vote.is_advisory and (sentence := _survey_sentence(vote, state)):
        return sentence
    match state:
        case "announced":
            return _("Members decide this from %(opens)s to %(closes)s.") % {
                "opens": day_text(vote.opens_at),
                "closes": day_text(vote.closes_at),
            }
        case "open":
            return _("Open now: closes %(moment)s.") % {"moment": moment_text(vote.closes_at)}
        case "closed":
            return _("Closed. The count is being certified.")
        case "published":
            return _("Members have decided.")
        case "cancelled":
            return _("This vote will not take place.")
        case "void":
            return _("This vote does not count.")
    return ""


def _survey_sentence(vote: MemberVote, state: str) -> str:
    """Where a survey stands, where that is not told as of a decision."""
    match state:
        case "announced":
            return _("You can answer from %(opens)s to %(closes)s.") % {
                "opens": day_text(vote.opens_at),
                "closes": day_text(vote.closes_at),
            }
        case "closed":
            return _("Closed. The answers are being counted.")
        case "published":
            return _("Members have answered. This is advice; nothing is decided.")
        case "cancelled":
            return _("This survey will not take place.")
    return ""


def _url(vote: MemberVote, urls: dict[object, str]) -> str:
    return urls.get(vote.page.translation_key) or ""


def _leading_row(result: Result):
    winners = [row for row in result.rows if row.is_winner]
    return (winners or list(result.rows) or [None])[0]


def _has_shares(tally: Tally) -> bool:
    """Whether the tallies are shares of something: not without a ballot, and not for every method."""
    return tally.result["base"] > 0 and bool(tally.result["shares"])


def _kind(tally: Tally, result: Result, key: str | None) -> str:
    if key and result.outcome_kind in _CHOSEN and key not in tally.winners:
        return "none"
    return result.outcome_kind


def _tag(contest: Contest, result: Result, words: ContestPaper, key: str | None) -> tuple[str, str]:
    if key and result.outcome_kind in _CHOSEN and key not in contest.tally.winners:
        return _CHOSEN[result.outcome_kind](), "neutral"
    return tag_of(
        result.outcome_kind,
        tie=result.outcome == Outcome.TIE,
        endorsement=is_endorsement(words),
        seats=fills_seats(words),
    )


def _headline(tally: Tally, words: ContestPaper, result: Result, key: str | None) -> str:
    """The outcome as this page should tell it: a candidate's page speaks of the candidate."""
    if key is None:
        return _subject_headline(tally, words, result)
    if tally.outcome == Outcome.ENDORSED:
        if key in tally.winners:
            return _("Endorsed by members: %(share)s") % {"share": _share_of_base(tally, words, key)}
        names = list_text([words.choice(winner).label for winner in tally.winners])
        return _("Members endorsed %(names)s in this race.") % {"names": names}
    if tally.outcome == Outcome.ELECTED and key in tally.winners:
        if not _has_shares(tally):
            return _("Chosen by members.")
        return _("Chosen by members: %(share)s") % {"share": _share_of_base(tally, words, key)}
    if tally.outcome == Outcome.NONE_REACHED and _has_shares(tally):
        return _("Members did not endorse: %(share)s") % {"share": _share_of_base(tally, words, key)}
    return result.outcome_sentence


def _subject_headline(tally: Tally, words: ContestPaper, result: Result) -> str:
    # One share can stand only behind one name.
    if len(tally.winners) != 1 or not _has_shares(tally) or tally.outcome == Outcome.ADVICE:
        return result.outcome_sentence
    sentence = result.outcome_sentence.removesuffix(".")
    return _("%(sentence)s: %(share)s") % {
        "sentence": sentence,
        "share": _share_of_base(tally, words, tally.winners[0]),
    }


def _detail(tally: Tally, words: ContestPaper, result: Result, key: str | None) -> str:
    if not _has_shares(tally) or tally.outcome == Outcome.QUORUM_NOT_MET:
        return ""
    if key and key not in tally.winners and tally.outcome != Outcome.NONE_REACHED:
        return _("%(name)s: %(share)s.") % {
            "name": words.choice(key).label,
            "share": _share_of_base(tally, words, key),
        }
    if key is None and not tally.winners:
        leading = _leading_row(result)
        return _("The highest share was %(share)s.") % {"share": _share_of_base(tally, words, leading.key)}
    return ""


def _share_of_base(tally: Tally, words: ContestPaper, key: str) -> str:
    """ "60.0 % of 100 ballots (60 % needed)"."""
    threshold = stored_threshold(tally)
    share = Fraction(tally.result["shares"].get(key, "0"))
    values = {
        "percent": share_text(share, threshold),
        "number": number_text(tally.result["base"]),
        "needed": threshold_text(threshold) if threshold is not None else "",
    }
    of_people = words.denominator == "eligible_minus_recused"
    if tally.result.get("per_ballot", 1) > 1:
        if threshold is None:
            return _("%(percent)s of the points that %(number)s ballots can give") % values
        return _("%(percent)s of the points that %(number)s ballots can give (%(needed)s needed)") % values
    if threshold is None:
        return (
            _("%(percent)s of %(number)s people") if of_people else _("%(percent)s of %(number)s ballots")
        ) % values
    if of_people:
        return _("%(percent)s of %(number)s people (%(needed)s needed)") % values
    return _("%(percent)s of %(number)s ballots (%(needed)s needed)") % values
