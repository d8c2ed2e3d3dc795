import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from voting.api import (
    ChoiceSpec,
    ContestSpec,
    VoteRef,
    ballot_boxes,
    counting_methods,
    decision_rules,
    electorates,
)


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    COUNTED = "counted", _("Counted")
    CERTIFIED = "certified", _("Certified")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")
    CANCELLED = "cancelled", _("Canceled")
    VOID = "void", _("Void")


class Kind(models.TextChoices):
    DECISION = "decision", _("Decision: it binds the organization")
    ADVISORY = "advisory", _("Survey: advice, nothing is decided")


class Disclosure(models.TextChoices):
    """How much of the opened ballots is published with the result."""

    BALLOTS = "ballots", _("The ballots, equal ones put together")
    TOTALS = "totals", _("The totals only")


class NamesShownTo(models.TextChoices):
    """Who reads the roll call of a vote whose ballots carry names."""

    MEMBERS = "members", _("The people who could vote")
    PUBLIC = "public", _("Everybody")


class MemberVoteQuerySet(models.QuerySet):
    def announced(self):
        """Known to the public: everything but drafts."""
        return self.exclude(state=State.DRAFT)

    def open(self):
        return self.filter(state=State.OPEN)

    def published(self):
        return self.filter(state__in=(State.PUBLISHED, State.ARCHIVED))


class MemberVote(models.Model):
    """The operational half of a member vote; its words are on the page.

    The state changes only through `voting.domain.lifecycle`. From
    `announced` on, everything refers to the manifest; the fields that were
    copied into it no longer decide anything.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The page in the language it was written in; translations share its translation key.
    page = models.OneToOneField("voting.MemberVotePage", on_delete=models.PROTECT, related_name="member_vote")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT, editable=False)

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DECISION)
    disclosure = models.CharField(
        _("published with the result"), max_length=12, choices=Disclosure, default=Disclosure.BALLOTS
    )
    box = models.CharField(_("ballot box"), max_length=64)
    tracking_codes = models.BooleanField(_("tracking codes"), default=False)
    names_shown_to = models.CharField(
        _("names are shown to"), max_length=12, choices=NamesShownTo, default=NamesShownTo.MEMBERS
    )
    names_live = models.BooleanField(_("names are shown while voting is open"), default=False)
    electorate = models.CharField(_("who may vote"), max_length=64)
    standing_cutoff = models.DateField(_("cut-off date"), null=True)
    opens_at = models.DateTimeField(_("opens"), null=True)
    closes_at = models.DateTimeField(_("closes"), null=True)
    challenge_hours = models.PositiveIntegerField(_("hours for objections"), default=72)
    tellers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("tellers"), blank=True, related_name="votes_told"
    )

    manifest = models.TextField(blank=True, editable=False)
    manifest_sha256 = models.BinaryField(max_length=32, null=True, editable=False)
    announced_at = models.DateTimeField(null=True, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    certified_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    secrets_destroyed_at = models.DateTimeField(null=True, editable=False)
    # The report of the second program, byte for byte as it was at the first signature.
    second_count = models.TextField(blank=True, editable=False)
    # Goes into what the second program is given where ballots are not published: nobody can guess
    # from its fingerprint what the ballots are.
    blinding = models.BinaryField(max_length=16, null=True, editable=False)
    # Why a vote was canceled, voided or closed early, in the words of those who did it.
    public_reason = models.TextField(blank=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = MemberVoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("member vote")
        verbose_name_plural = _("member votes")
        permissions = [
            ("run_membervote", _("Can run member votes they are a teller of")),
            ("operate_membervote", _("Can appoint tellers and operate member votes")),
        ]

    def __str__(self):
        return str(self.page)

    @property
    def is_advisory(self) -> bool:
        """A survey: it asks for advice, and nothing is decided."""
        return self.kind == Kind.ADVISORY

    @property
    def ballot_box(self):
        return ballot_boxes.get(self.box)

    @property
    def electorate_plugin(self):
        return electorates.get(self.electorate)


class Contest(models.Model):
    """One question of an announced vote, frozen: the page's wording may be read in the manifest."""

    member_vote = models.ForeignKey(MemberVote, on_delete=models.CASCADE, related_name="contests")
    # The same in every language: the id of the block on the page.
    key = models.CharField(max_length=36)
    order = models.PositiveIntegerField()
    # What the contest is about; the outcome is shown beside this page in every language.
    subject = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="contests_about"
    )
    method = models.CharField(max_length=64)
    rule = models.CharField(max_length=64)
    rule_settings = models.JSONField(default=dict)
    seats = models.PositiveIntegerField(default=1)
    # What the editor settled of the counting method.
    options = models.JSONField(default=dict)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["member_vote", "key"], name="voting_contest_key")]

    def __str__(self):
        return self.key

    @property
    def counting_method(self):
        return counting_methods.get(self.method)

    @property
    def decision_rule(self):
        return decision_rules.get(self.rule)

    @property
    def spec(self) -> ContestSpec:
        """The contest as plain values for plugins."""
        return ContestSpec(
            key=self.key,
            choices=tuple(ChoiceSpec(key=choice.key, kind=choice.kind) for choice in self.choices.all()),
            seats=self.seats,
            options=self.options,
        )


class Choice(models.Model):
    """An option of a contest, frozen."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="choices")
    key = models.CharField(max_length=36)
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, default="option")
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="choices_about"
    )

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["contest", "key"], name="voting_choice_key")]

    def __str__(self):
        return self.key


def vote_ref(member_vote: MemberVote, manifest: dict) -> VoteRef:
    """The vote as ballot boxes see it."""
    return VoteRef(
        id=str(member_vote.pk),
        manifest=manifest,
        manifest_sha256=bytes(member_vote.manifest_sha256),
    )
