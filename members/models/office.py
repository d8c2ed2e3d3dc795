"""What the office did with the roll: exports and merges, and which rights its groups were given."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class MemberExport(models.Model):
    """That somebody took members out of the site: who, when, how many, by which filter, and what for."""

    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # "csv" or "xlsx".
    form = models.CharField(_("kind of file"), max_length=8)
    # The search and the filters of the list, by their names there.
    filters = models.JSONField(_("filter"), default=dict)
    columns = models.JSONField(_("columns"), default=list)
    count = models.PositiveIntegerField(_("members"))
    purpose = models.CharField(_("what it is for"), max_length=200)

    class Meta:
        verbose_name = _("export of members")
        verbose_name_plural = _("exports of members")
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"#{self.pk}"


class MergedRecord(models.Model):
    """A record that became part of another one: it was the same person.

    The reference stays known, because past votes have it: it names the member
    who stayed, and it never votes again. The old number still finds her.
    """

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="merged_records")
    ref = models.UUIDField(unique=True)
    member_no = models.CharField(_("member number"), max_length=32, db_index=True)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who"),
    )

    class Meta:
        verbose_name = _("merged record")
        verbose_name_plural = _("merged records")
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.member_no


class GroupGrant(models.Model):
    """A right that a group was given when it, or the right, was new.

    It is given once: what an operator takes away later stays away.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    # "app.codename"
    permission = models.CharField(max_length=200)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["group", "permission"], name="members_one_grant_of_a_right")
        ]

    def __str__(self):
        return self.permission
