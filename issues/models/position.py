from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField


class Stance(models.TextChoices):
    SUPPORT = "support", _("We support this")
    OPPOSE = "oppose", _("We oppose this")
    NEUTRAL = "neutral", _("We take no side")
    WATCH = "watch", _("We are watching this")


class AdoptedBy(models.TextChoices):
    MEMBERS = "members", _("Members, by a vote")
    COMMITTEE = "committee", _("The Issues Committee")
    BOARD = "board", _("The board")


class PolicyPositionQuerySet(models.QuerySet):
    def about(self, page):
        """Positions on an issue, whichever language of its page they were recorded for."""
        return self.filter(issue__translation_key=page.translation_key)

    def in_force(self):
        """Without those that a later position replaced, and without those of a vote found void."""
        replaced = PolicyPosition.objects.filter(supersedes__isnull=False).values(
            "supersedes__translation_key"
        )
        return self.exclude(translation_key__in=replaced).exclude(member_vote__state="void")


class PolicyPosition(TranslatableMixin, models.Model):
    """What the organization stands for on an issue: since when, and decided by whom.

    One that members decided is written only by `issues.domain.positions`,
    when the result of their vote is published.
    """

    # A deleted page takes no decision with it.
    issue = models.ForeignKey(
        "issues.IssuePage",
        verbose_name=_("issue"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    stance = models.CharField(_("stance"), max_length=8, choices=Stance)
    text = models.TextField(_("text"), max_length=600, help_text=_("The position in one or two sentences."))
    adopted_on = models.DateField(_("adopted on"))
    adopted_by = models.CharField(_("adopted by"), max_length=10, choices=AdoptedBy)
    member_vote = models.ForeignKey(
        "voting.MemberVote",
        verbose_name=_("member vote"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="policy_positions",
    )
    # Which question of the vote.
    contest_key = models.CharField(max_length=36, blank=True, editable=False)
    supersedes = models.ForeignKey(
        "self",
        verbose_name=_("replaces"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="superseded_by",
        help_text=_("An earlier position that is no longer in force."),
    )
    is_demo = models.BooleanField(default=False, editable=False)

    objects = PolicyPositionQuerySet.as_manager()

    panels = [
        FieldPanel("issue"),
        FieldRowPanel([FieldPanel("stance"), FieldPanel("adopted_by"), FieldPanel("adopted_on")]),
        FieldPanel("text"),
        FieldPanel("supersedes"),
    ]
    override_translatable_fields = [
        SynchronizedField(name, overridable=False)
        for name in ("issue", "stance", "adopted_on", "adopted_by", "supersedes")
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("policy position")
        verbose_name_plural = _("policy positions")
        ordering = ["-adopted_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["member_vote", "contest_key", "locale"],
                condition=models.Q(member_vote__isnull=False),
                name="issues_one_position_a_contest",
            )
        ]

    def __str__(self):
        return self.text

    def clean(self):
        super().clean()
        problems = {}
        if self.member_vote_id is None:
            if self.adopted_by == AdoptedBy.MEMBERS:
                problems["adopted_by"] = _("What members decide is recorded from the result of their vote.")
        else:
            problems = self._changes_of_what_members_decided()
        if self.supersedes_id and self.supersedes_id == self.pk:
            problems["supersedes"] = _("A position cannot replace itself.")
        if problems:
            raise ValidationError(problems)

    def _changes_of_what_members_decided(self) -> dict:
        stored = PolicyPosition.objects.filter(pk=self.pk).first()
        if stored is None:
            return {}
        locked = _("This is locked: members decided it.")
        fixed = ("stance", "adopted_on", "adopted_by", "text")
        return {name: locked for name in fixed if getattr(self, name) != getattr(stored, name)}

    @property
    def tag_kind(self) -> str:
        """Which shape and color the stance has (templates/components/tag.html)."""
        return {Stance.SUPPORT: "adopted", Stance.OPPOSE: "not_adopted"}.get(self.stance, "neutral")
