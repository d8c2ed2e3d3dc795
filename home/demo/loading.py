"""Loading the demo: what is missing is made, what is there is left alone."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from wagtail.models import Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from candidates.models import (
    Candidacy,
    Candidate,
    CandidatePage,
    ElectionPage,
    PublicElection,
    Race,
    RacePage,
)
from candidates.models.elections import ElectionKind
from core.models import OrganisationSettings
from home.demo import elections, faq, issues, pages, votes
from home.demo.appeals import load_appeals, load_corrections
from home.demo.ballots import run_vote
from home.demo.calendar import Calendar
from home.demo.images import portrait, share_image
from home.demo.member_resources import load_member_resources
from home.demo.membership import load_claim, load_members, load_staff
from home.demo.office import load_import
from home.demo.references import read_references_anew
from home.demo.site import demo_site_tree
from home.demo.words import Text
from home.demo.writing import Writer
from home.domain.site_tree import SiteTree
from home.models import FaqEntry, FaqGroup, StandardPage
from issues.models import IssueArea, IssuePage
from statehouse.models import District, Office
from voting.models import MemberVote, MemberVotePage

_DISTRICTS_SINCE = timedelta(days=3000)


def load_demo(*, today: date, say: Callable[[str], None]) -> None:
    """Make what is missing of the demo, with its days counted from `today`; `say` gets progress lines."""
    calendar = Calendar(today)
    say("People ...")
    with transaction.atomic():
        load_members(calendar)
        load_staff()
        load_import(calendar)
        load_claim(calendar)
        load_corrections()
    # The index of references is kept by a task for each save; once at the end is enough.
    with disable_reference_index_auto_update(), transaction.atomic():
        writer = _load_content(calendar, say)
        # Translations are published when the transaction ends, and bring back the number of
        # children that their pages had before. With that, no page could be added below them.
        transaction.on_commit(Page.fix_tree)
    if writer.has_written:
        read_references_anew(is_demo=True)
    say("Member votes ...")
    for demo in votes.VOTES:
        vote = MemberVote.objects.filter(page=writer.pages[demo.text.key]).select_related("page").first()
        if vote is not None:
            run_vote(vote=vote, demo=demo, say=say)
            vote.refresh_from_db()
            load_appeals(vote=vote)


def _load_content(calendar: Calendar, say) -> Writer:
    say("Pages and languages ...")
    tree = demo_site_tree()
    _load_organisation(tree.site)
    writer = Writer({**tree.pages, "": tree.home})
    # Pages that others link to come before those.
    say("Text pages and questions ...")
    _load_text_pages(writer, tree)
    _load_questions(writer, tree, calendar)
    say("Issues ...")
    _load_issues(writer, tree, calendar)
    say("Elections and candidates ...")
    _load_elections(writer, tree, calendar)
    _load_vote_pages(writer, tree, calendar)
    closes = calendar.day(votes.OPEN_NOW.schedule.closes)
    writer.fill(tree.home, pages.home(vote_ends_on=closes.isoformat()))
    return writer


def _load_organisation(site: Site) -> None:
    organisation = OrganisationSettings.for_site(site)
    changed = False
    for name, value in pages.CONTACTS.items():
        if not getattr(organisation, name):
            setattr(organisation, name, value)
            changed = True
    if changed:
        organisation.save()


def _load_issues(writer: Writer, tree: SiteTree, calendar: Calendar) -> None:
    writer.fill(tree.pages["issues"], Text("issues", pages.ISSUES_TITLE, {"intro": issues.INTRO}))
    areas = {
        key: writer.snippet(
            IssueArea, key=f"areas/{key}", slug=key, order=order, name=name, short_tag=short_tag
        )
        for key, order, name, short_tag in issues.AREAS
    }
    for number, issue in enumerate(issues.ISSUES):
        title = issue.text.title.en
        writer.page(
            issue.text,
            model=IssuePage,
            parent=tree.pages["issues"],
            facts=lambda issue=issue, title=title, number=number: {
                "area": areas[issue.area],
                "last_reviewed_on": calendar.day(-issue.reviewed),
                "share_image": share_image(title=f"Share image: {title}", words=title, number=number),
            },
        )


def _load_elections(writer: Writer, tree: SiteTree, calendar: Calendar) -> None:
    index = tree.pages["elections"]
    writer.fill(index, Text("elections", pages.ELECTIONS_TITLE, {"intro": elections.INTRO}))
    writer.fill(
        tree.pages["endorsements"],
        Text("endorsements", pages.ENDORSEMENTS_TITLE, {"intro": elections.ENDORSEMENTS_INTRO}),
    )
    election = PublicElection.objects.filter(name=elections.ELECTION_NAME, is_demo=True).first()
    if election is None:
        election = PublicElection.objects.create(
            name=elections.ELECTION_NAME,
            is_demo=True,
            date=calendar.day(elections.ELECTION_DAY),
            kind=ElectionKind.PRIMARY,
            registration_deadline=calendar.day(elections.LAST_DAY_TO_REGISTER),
            info_url=elections.OFFICIAL_INFORMATION,
        )
    page = writer.page(
        elections.ELECTION, model=ElectionPage, parent=index, facts=lambda: {"election": election}
    )
    races = {}
    for demo in elections.RACES:
        race = races[demo.text.key] = _race(election, demo, calendar)
        writer.page(demo.text, model=RacePage, parent=page, facts=lambda race=race: {"race": race})
    for number, demo in enumerate(elections.CANDIDATES):
        candidacy = _candidacy(demo, races[demo.race])
        writer.page(
            demo.text,
            model=CandidatePage,
            parent=writer.pages[demo.race],
            facts=lambda demo=demo, candidacy=candidacy, number=number: {
                "candidacy": candidacy,
                "portrait": portrait(name=demo.name, initials=demo.initials, number=number),
                "share_image": share_image(title=f"Share image: {demo.name}", words=demo.name, number=number),
            },
        )


def _race(election: PublicElection, demo: elections.DemoRace, calendar: Calendar) -> Race:
    office = Office.objects.get(code=demo.office)
    district = District.objects.filter(office=office, name=demo.district, is_demo=True).first()
    if district is None:
        district = District.objects.create(
            office=office,
            name=demo.district,
            slug=demo.text.slug,
            valid_from=calendar.today - _DISTRICTS_SINCE,
            is_demo=True,
        )
    race, _created = Race.objects.get_or_create(
        election=election, office=office, district=district, party="", defaults={"is_demo": True}
    )
    return race


def _candidacy(demo: elections.DemoCandidate, race: Race) -> Candidacy:
    candidate, _created = Candidate.objects.get_or_create(
        name=demo.name, is_demo=True, defaults={"family_name": demo.family_name}
    )
    candidacy, _created = Candidacy.objects.get_or_create(
        candidate=candidate,
        race=race,
        defaults={"status": demo.status, "is_incumbent": demo.is_incumbent, "is_demo": True},
    )
    return candidacy


def _load_text_pages(writer: Writer, tree: SiteTree) -> None:
    for text in (pages.HOW_WE_DECIDE, pages.PRIVACY, pages.ACCESSIBILITY, pages.ABOUT):
        writer.fill(tree.pages[text.key], text)
    writer.page(pages.HOW_WE_ENDORSE, model=StandardPage, parent=tree.home)
    writer.page(pages.JOIN, model=StandardPage, parent=tree.home, in_menu=True)
    load_member_resources(writer, tree)


def _load_questions(writer: Writer, tree: SiteTree, calendar: Calendar) -> None:
    writer.fill(tree.pages["questions"], Text("questions", pages.QUESTIONS_TITLE, {"intro": faq.INTRO}))
    groups = {
        key: writer.snippet(FaqGroup, key=f"questions/{key}", name=name, order=order)
        for key, order, name in faq.GROUPS
    }
    for order, entry in enumerate(faq.ENTRIES, start=1):
        writer.snippet(
            FaqEntry,
            key=f"questions/{entry.group}/{entry.anchor}",
            group=groups[entry.group],
            anchor=entry.anchor,
            order=order,
            question=entry.question,
            answer=entry.answer,
            last_reviewed_on=calendar.day(-14),
        )


def _load_vote_pages(writer: Writer, tree: SiteTree, calendar: Calendar) -> None:
    index: Page = tree.pages["member-votes"]
    writer.fill(index, Text("member-votes", pages.VOTES_TITLE, {"intro": votes.INTRO}))
    writer.fill(tree.pages["results"], Text("results", pages.RESULTS_TITLE, {"intro": votes.RESULTS_INTRO}))
    for demo in votes.VOTES:
        schedule = demo.schedule
        text = Text(
            demo.text.key,
            demo.text.title,
            {**demo.text.fields, "contests": [question.block for question in demo.questions]},
        )
        writer.page(
            text,
            model=MemberVotePage,
            parent=index,
            facts=lambda schedule=schedule, demo=demo: {
                "kind": demo.kind,
                "box": "secret",
                "electorate": "good_standing",
                "standing_cutoff": calendar.day(schedule.cutoff),
                "opens_at": calendar.moment(schedule.opens, 9),
                "closes_at": calendar.moment(schedule.closes, 20),
                "challenge_hours": schedule.challenge_hours,
            },
        )
