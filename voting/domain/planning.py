from wagtail.models import Locale

from voting.models import MemberVote, MemberVotePage, State


def plan_vote(*, page: MemberVotePage) -> MemberVote | None:
    """The operational half of a published page, made or brought up to date while it is a draft.

    Only the page in the default language plans a vote: its translations are
    words for the same one. Announced votes are left alone.
    """
    if page.locale_id != Locale.get_default().pk or page.alias_of_id:
        return None
    facts = {name: getattr(page, name) for name in MemberVotePage.fact_fields}
    member_vote, created = MemberVote.objects.get_or_create(
        page=page, defaults={**facts, "is_demo": page.is_demo}
    )
    if not created and member_vote.state == State.DRAFT:
        for name, value in facts.items():
            setattr(member_vote, name, value)
        member_vote.save(update_fields=list(facts))
    return member_vote
