from dataclasses import dataclass, field

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from candidates.models.candidate_page import CandidatePage
from candidates.models.election_pages import ElectionPage
from candidates.models.elections import PublicElection
from candidates.models.endorsement import Endorsement, with_vote_urls
from core.models import BasePage
from core.restrictions import named_in_lists


@dataclass(frozen=True)
class EndorsedCandidate:
    endorsement: Endorsement
    # None while the candidate has no live page.
    page: CandidatePage | None

    @property
    def candidate(self):
        return self.endorsement.candidacy.candidate

    @property
    def race(self):
        return self.endorsement.candidacy.race


@dataclass(frozen=True)
class EndorsementGroup:
    """Those endorsed for one public election by one body; bodies never share a list."""

    election: PublicElection
    body: str
    page: ElectionPage | None
    rows: list[EndorsedCandidate] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.page.title if self.page else self.election.name

    @property
    def language(self) -> str:
        """Of the title: the facts themselves are named in the site's default language."""
        return self.page.foreign_language if self.page else settings.LANGUAGE_CODE


class EndorsementIndexPage(BasePage):
    """Everybody whom members endorse now, by public election."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("endorsements page")

    @property
    def summary(self):
        return self.intro

    @cached_property
    def groups(self) -> list[EndorsementGroup]:
        """The endorsements in force: the latest election first, members statewide before chapters."""
        endorsements = with_vote_urls(
            Endorsement.objects.active()
            .select_related(
                "candidacy__candidate",
                "candidacy__race__election",
                "candidacy__race__office",
                "candidacy__race__district",
                "member_vote__page__locale",
            )
            .order_by(
                "-candidacy__race__election__date",
                "candidacy__race__election_id",
                # "statewide" comes after "chapter" in the alphabet.
                "-body",
                "candidacy__race__office__order",
                "candidacy__race__district__name",
                "candidacy__candidate__family_name",
            )
        )
        elections = {row.candidacy.race.election_id for row in endorsements}
        election_pages = {
            page.election_id: page
            for page in named_in_lists(
                ElectionPage.objects.live()
                .filter(locale_id=self.locale_id, election_id__in=elections)
                .select_related("locale", "alias_of__locale"),
                on=self,
            )
        }
        candidate_pages = {
            page.candidacy_id: page
            for page in named_in_lists(
                CandidatePage.objects.live()
                .filter(locale_id=self.locale_id, candidacy_id__in=[row.candidacy_id for row in endorsements])
                .select_related("locale", "alias_of__locale", "portrait")
                .prefetch_related("portrait__renditions"),
                on=self,
            )
        }
        groups: dict = {}
        for endorsement in endorsements:
            election = endorsement.candidacy.race.election
            group = groups.setdefault(
                (election.pk, endorsement.body),
                EndorsementGroup(
                    election=election, body=endorsement.body, page=election_pages.get(election.pk)
                ),
            )
            group.rows.append(
                EndorsedCandidate(endorsement=endorsement, page=candidate_pages.get(endorsement.candidacy_id))
            )
        return list(groups.values())
