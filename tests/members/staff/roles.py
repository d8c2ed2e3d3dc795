"""One person for each role, and one thing of each kind that they may ask for."""

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page

from members.models import ApiToken, Chapter, MembershipClaim
from tests.factories.candidates import make_candidacy, make_district, make_election, make_office, make_race
from tests.factories.home import make_entry
from tests.factories.issues import make_area
from tests.factories.members import YEAR_2026, make_member, make_tier, make_user
from tests.factories.voting import contest, make_vote

_GROUPS = {
    "editor": ["Editors"],
    "publisher": ["Editors", "Publishers"],
    "teller": ["Tellers"],
    "operator": ["Operators"],
}


def people_of_every_role() -> dict:
    """By role; None for a stranger. A member has a login and is in good standing."""
    member = make_member(email="ana@example.org", periods=[YEAR_2026], user=make_user())
    people = {"anonymous": None, "login": make_user(), "member": member.user}
    for role, groups in _GROUPS.items():
        people[role] = make_user(groups=groups, email=f"{role}@example.org")
        people[role].is_of_staff = True
    people["superuser"] = make_user(is_superuser=True, is_staff=True, email="boss@example.org")
    people["superuser"].is_of_staff = True
    return people


def things_to_ask_for() -> dict[str, dict[str, object]]:
    """Values for the places in addresses, by namespace; under "" for all others.

    What nothing was made for is asked for by the number 1; that may be a
    missing page for those who may see such things, and a refusal for the others.
    """
    page = Page.objects.filter(depth=2).first()
    vote = make_vote(contest())
    office, election = make_office(), make_election()
    race = make_race(election)
    candidacy = make_candidacy(race)
    member, other = make_member(periods=[YEAR_2026]), make_member()
    claim = MembershipClaim.objects.create(user=make_user(), given_name="Somebody", made_at=timezone.now())
    chapter = Chapter.objects.create(code="north", name="North")
    token = ApiToken.objects.create(
        name="sync", token_hash="0" * 64, expires_on=YEAR_2026[1], created_at=timezone.now()
    )
    entry, area = make_entry(), make_area()
    return {
        "": {
            "vote_id": vote.pk,
            "page_id": page.pk,
            "parent_page_id": page.pk,
            "page_to_copy_id": page.pk,
            "page_to_move_id": page.pk,
            "backend": "demo-oidc",
            "token": "not-a-token",
            "session_id": "not-a-session",
            "app_label": "home",
            "model_name": "faqentry",
            "ending": "json",
            "number": 1,
        },
        "member_roll": {"pk": member.pk, "other": other.pk},
        "membership_claims": {"pk": claim.pk},
        "membership_tiers": {"pk": make_tier().pk},
        "chapters": {"pk": chapter.pk},
        "api_tokens": {"pk": token.pk},
        "wagtailsnippets_home_faqentry": {"pk": entry.pk},
        "wagtailsnippets_home_faqgroup": {"pk": entry.group_id},
        "wagtailsnippets_issues_issuearea": {"pk": area.pk},
        "offices": {"pk": office.pk},
        "districts": {"pk": make_district(office).pk},
        "public_elections": {"pk": election.pk},
        "races": {"pk": race.pk},
        "candidacies": {"pk": candidacy.pk},
        "candidates": {"pk": candidacy.candidate_id},
        "wagtailadmin_pages": {"pk": page.pk},
        "wagtailusers_users": {"pk": make_user(email="noor@example.org").pk},
        "wagtailusers_groups": {"pk": Group.objects.get(name="Editors").pk},
    }
