"""Recording what the organization stands for, once it is decided."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from issues.models import IssuePage, PolicyPosition
from issues.models.position import AdoptedBy, Stance
from voting.domain.manifest import manifest_of
from voting.models import MemberVote, Outcome

_STANCES = {Outcome.POSITION_YES: Stance.SUPPORT, Outcome.POSITION_NO: Stance.OPPOSE}


def adopt_position(
    *,
    issue: IssuePage,
    stance: str,
    texts: dict[str, str],
    adopted_on: date,
    member_vote: MemberVote,
    contest_key: str,
) -> PolicyPosition | None:
    """Record what members decided in one contest, in every language its question was put in.

    `texts` maps language codes to the question. Recording the same contest
    again changes nothing. Gives the position in the site's default language.
    """
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    # The default language first: its row names the position in all of them.
    codes = sorted(
        (code for code in texts if code in locales), key=lambda code: code != settings.LANGUAGE_CODE
    )
    first = None
    with transaction.atomic():
        for code in codes:
            fields = {
                "issue": issue,
                "stance": stance,
                "text": texts[code],
                "adopted_on": adopted_on,
                "adopted_by": AdoptedBy.MEMBERS,
                "is_demo": member_vote.is_demo,
            }
            if first is not None:
                fields["translation_key"] = first.translation_key
            position, _created = PolicyPosition.objects.get_or_create(
                member_vote=member_vote, contest_key=contest_key, locale=locales[code], defaults=fields
            )
            first = first or position
    return first


def adopt_positions_of_vote(*, member_vote: MemberVote) -> list[PolicyPosition]:
    """Record every contest of a published vote that settled a position on an issue."""
    questions = {contest["key"]: contest["question"] for contest in manifest_of(member_vote)["contests"]}
    contests = member_vote.contests.filter(tally__outcome__in=_STANCES, subject__isnull=False)
    adopted = []
    for contest in contests.select_related("tally", "subject"):
        issue = IssuePage.objects.filter(
            translation_key=contest.subject.translation_key, locale__language_code=settings.LANGUAGE_CODE
        ).first()
        if issue is None:
            continue
        position = adopt_position(
            issue=issue,
            stance=_STANCES[contest.tally.outcome],
            texts=questions[contest.key],
            adopted_on=timezone.localdate(member_vote.closed_at),
            member_vote=member_vote,
            contest_key=contest.key,
        )
        if position is not None:
            adopted.append(position)
    return adopted
