from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core.blocks import BodyBlock
from core.models import BasePage
from voting.blocks import ADVICE, ContestBlock, contest_spec
from voting.models.member_vote import Disclosure, Kind, MemberVote, NamesShownTo, State
from voting.page_form import MemberVotePageForm
from voting.validators import tracking_codes_problem, validate_ballot_box, validate_electorate


class VoteIndexPage(BasePage):
    """The votes of the members: open, coming and over."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    private_page_options = ()
    subpage_types = ["voting.MemberVotePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("member votes page")


class ResultsPage(BasePage):
    """What members have decided, newest first."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    private_page_options = ()
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("results page")


class MemberVotePage(BasePage):
    """The editorial half of a member vote: its words, in every language.

    Block ids are the same in every language, so a contest and a choice are
    named by them. What is chosen here is copied into `MemberVote` while that
    is a draft and frozen when the vote is announced.
    """

    summary = models.TextField(
        _("summary"), max_length=400, help_text=_("What is decided, in one or two sentences.")
    )
    explanation = StreamField(BodyBlock(), blank=True, verbose_name=_("explanation"))
    contests = StreamField([("contest", ContestBlock())], verbose_name=_("contests"), min_num=1)

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DECISION)
    disclosure = models.CharField(
        _("published with the result"),
        max_length=12,
        choices=Disclosure,
        default=Disclosure.BALLOTS,
        help_text=_(
            "With many choices to rank, a ballot can be so rare that it gives its voter away, "
            "or proves a vote to somebody who pays for it. Then publish the totals only."
        ),
    )
    box = models.CharField(_("ballot box"), max_length=64, default="secret", validators=[validate_ballot_box])
    tracking_codes = models.BooleanField(
        _("tracking codes"),
        default=False,
        help_text=_(
            "Each voter of a secret vote gets a code and finds the ballot again in the published list. "
            "The code can also prove a vote to somebody who pays for it."
        ),
    )
    names_shown_to = models.CharField(
        _("names are shown to"),
        max_length=12,
        choices=NamesShownTo,
        default=NamesShownTo.MEMBERS,
        help_text=_("Of a roll call only."),
    )
    names_live = models.BooleanField(
        _("names are shown while voting is open"),
        default=False,
        help_text=_("Of a roll call only. Otherwise names are shown with the published result."),
    )
    electorate = models.CharField(
        _("who may vote"), max_length=64, default="good_standing", validators=[validate_electorate]
    )
    standing_cutoff = models.DateField(
        _("cut-off date"), help_text=_("Membership is tested on this day. Later payments do not count.")
    )
    opens_at = models.DateTimeField(_("opens"), help_text=_("Eastern time."))
    closes_at = models.DateTimeField(
        _("closes"), help_text=_("Eastern time. A ballot at this minute is too late.")
    )
    challenge_hours = models.PositiveIntegerField(
        _("hours for objections"),
        default=72,
        validators=[MaxValueValidator(24 * 60)],
        help_text=_("The result can be published this long after it was certified."),
    )

    private_page_options = ()
    base_form_class = MemberVotePageForm

    # Facts that do not vary by language stand on the page of the default language alone.
    fact_fields = (
        "kind",
        "disclosure",
        "box",
        "tracking_codes",
        "names_shown_to",
        "names_live",
        "electorate",
        "standing_cutoff",
        "opens_at",
        "closes_at",
        "challenge_hours",
    )
    override_translatable_fields = [SynchronizedField(name, overridable=False) for name in fact_fields]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("explanation"),
        FieldPanel("contests"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("box"), FieldPanel("electorate")]),
                FieldPanel("standing_cutoff"),
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldPanel("challenge_hours"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("disclosure")]),
                FieldPanel("tracking_codes"),
                FieldRowPanel([FieldPanel("names_shown_to"), FieldPanel("names_live")]),
            ],
            _("Who, when and how"),
        ),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("summary")]
    parent_page_types = ["voting.VoteIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("member vote page")

    @property
    def is_advisory(self) -> bool:
        """A survey: it asks for advice, and nothing is decided."""
        return self.kind == Kind.ADVISORY

    def clean(self):
        super().clean()
        problems = {}
        for block in self.contests:
            if self.is_advisory:
                # A survey has one rule, whatever stood there before.
                block.value["rule"]["rule"] = ADVICE
            elif block.value["rule"]["rule"] == ADVICE:
                problems["contests"] = _(
                    "Only a survey gives advice. Choose another rule, or make it a survey."
                )
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            problems["closes_at"] = _("The vote must close after it opens.")
        if self.opens_at and self.standing_cutoff and self.standing_cutoff > self.opens_at.date():
            problems["standing_cutoff"] = _("The cut-off date cannot be after the vote opens.")
        if self.tracking_codes:
            publishes_ballots = self.disclosure == Disclosure.BALLOTS
            problem = tracking_codes_problem(box=self.box, publishes_ballots=publishes_ballots)
            if problem:
                problems["tracking_codes"] = problem
        problems.update(self._changes_of_what_is_locked())
        if problems:
            raise ValidationError(problems)

    def _changes_of_what_is_locked(self) -> dict:
        member_vote = MemberVote.objects.filter(page_id=self.pk).exclude(state=State.DRAFT).first()
        if member_vote is None:
            return {}
        locked = _("This is locked: the vote has been announced.")
        changed = {
            name: locked for name in self.fact_fields if getattr(self, name) != getattr(member_vote, name)
        }
        announced_keys = {
            (contest.key, choice.key)
            for contest in member_vote.contests.all()
            for choice in contest.choices.all()
        }
        if announced_keys and announced_keys != set(self.contest_and_choice_keys()):
            changed["contests"] = locked
        return changed

    def contest_and_choice_keys(self):
        """(contest key, choice key) of every choice, as the ballots will name them."""
        for block in self.contests:
            spec = contest_spec(key=block.id, value=block.value)
            for key in spec.choice_keys:
                yield spec.key, key
