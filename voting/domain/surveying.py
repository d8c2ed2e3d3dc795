"""Holding a survey: its page, its vote and its opening in one step."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale

from voting.blocks import ADVICE
from voting.domain.announcing import announce_vote
from voting.domain.lifecycle import open_vote
from voting.models import Kind, MemberVote, MemberVotePage, VoteIndexPage

_SLUG_LENGTH = 80


@dataclass(frozen=True)
class SurveyWords:
    """What a survey asks. `choices`: in the order of the paper; empty where the method brings its own."""

    question: str
    summary: str
    choices: Sequence[str]
    method: str


def hold_survey(
    *,
    parent: VoteIndexPage,
    words: SurveyWords,
    electorate: str,
    box: str,
    closes_at: datetime,
    at: datetime,
    actor=None,
) -> MemberVote:
    """Publish, announce and open a survey, all of it or nothing.

    It is put in the language of `parent` alone; readers of another one are
    told so. Raises NotReady with what is missing, ValidationError of the page,
    TooFewVoters.
    """
    with transaction.atomic():
        page = MemberVotePage(
            title=words.question,
            slug=free_slug(parent, words.question),
            summary=words.summary,
            contests=[contest_of_survey(words=words)],
            kind=Kind.ADVISORY,
            box=box,
            electorate=electorate,
            standing_cutoff=timezone.localdate(at),
            opens_at=at,
            closes_at=closes_at,
            challenge_hours=0,
        )
        parent.add_child(instance=page)
        page.save_revision(user=actor).publish(user=actor)
        mirror_in_other_languages(page)
        # Publishing planned it.
        vote = MemberVote.objects.get(page=page)
        announce_vote(member_vote=vote, at=at, actor=actor)
        return open_vote(member_vote=vote, at=at)


def mirror_in_other_languages(page: MemberVotePage) -> None:
    """Give a page its mirrors in the other languages, as the editor does with pages that are made there."""
    if apps.is_installed("wagtail_localize"):
        # Only where it is installed: the module brings a hook of its own along.
        import_module("wagtail_localize.synctree").create_aliases_for_new_page(page)


def place_for_surveys() -> VoteIndexPage | None:
    """The page of the votes in the site's default language; None where it has none."""
    return VoteIndexPage.objects.filter(locale=Locale.get_default(), live=True).order_by("path").first()


def contest_of_survey(*, words: SurveyWords, choice_keys: Sequence[str] = ()) -> dict:
    """The one contest of a survey as a page stores it; choices get keys of their own unless given."""
    keys = choice_keys or [str(uuid.uuid4()) for _label in words.choices]
    return {
        "type": "contest",
        "id": str(uuid.uuid4()),
        "value": {
            "question": words.question,
            "method": words.method,
            "choices": [
                {"type": "item", "id": key, "value": {"label": label, "kind": "option"}}
                for key, label in zip(keys, words.choices, strict=True)
            ],
            "rule": {"rule": ADVICE},
        },
    }


def free_slug(parent: VoteIndexPage, question: str) -> str:
    """An address below the parent that no page has."""
    stem = slugify(question, allow_unicode=True)[:_SLUG_LENGTH].strip("-") or "survey"
    taken = set(MemberVotePage.objects.child_of(parent).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
