import string
import uuid
from datetime import date, timedelta

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import DateField, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from members.models.membership import Membership, Suspension

_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def address_key(address: str) -> str:
    """An address as it is compared: A to Z without case, everything else as it is.

    Folding more than ASCII would let a look-alike letter reach another
    person's address; folding "+tags" or dots would guess at a provider's rules.
    """
    return address.strip().translate(_ASCII_LOWER)


class MemberQuerySet(models.QuerySet):
    def in_good_standing(self, *, on: date):
        """Members whom a voting membership covers on that day (or who are within grace) and who are
        not suspended: the same rule as `standing_of`, in one query."""
        # SQLite multiplies durations by plain integers alone.
        grace_days = Cast("tier__grace_days", models.IntegerField())
        grace = ExpressionWrapper(grace_days * Value(timedelta(days=1)), DurationField())
        covers = (
            Membership.objects.filter(member=OuterRef("pk"), tier__counts_for_voting=True, starts_on__lte=on)
            .filter(Q(cancelled_on=None) | Q(cancelled_on__gt=on))
            .annotate(covers_until=ExpressionWrapper(F("expires_on") + grace, DateField()))
            .filter(Q(expires_on=None) | Q(covers_until__gte=on))
        )
        suspended = Suspension.objects.filter(member=OuterRef("pk"), starts_on__lte=on).filter(
            Q(ends_on=None) | Q(ends_on__gte=on)
        )
        return self.filter(Exists(covers), ~Exists(suspended))

    def with_standing(self):
        """Everything `standing_of` reads, whatever the number of members."""
        return self.prefetch_related("memberships", "suspensions")

    def matching(self, text: str):
        """Members whose name holds each of these words, or whose address or number is this text."""
        words = text.split()
        by_name = Q()
        for word in words:
            by_name &= (
                Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(display_name__icontains=word)
            )
        addressed = MemberEmail.objects.filter(member=OuterRef("pk"), key=address_key(text))
        whole = Q(member_no__iexact=text.strip()) | Q(Exists(addressed))
        return self.filter(by_name | whole) if words else self.none()

    def at_address(self, address: str):
        return self.filter(emails__key=address_key(address))


class Member(ClusterableModel):
    """A person on the roll. Rights of membership hang here, never on a login."""

    member_no = models.CharField(_("member number"), max_length=32, unique=True)
    # How a voter roll names this person: it says nothing, and it never changes.
    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    display_name = models.CharField(
        _("name to show"), max_length=200, blank=True, help_text=_("If it is not first and last name.")
    )
    street = models.CharField(_("street"), max_length=200, blank=True)
    town = models.CharField(_("town"), max_length=100, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    do_not_contact = models.BooleanField(
        _("do not contact"), default=False, help_text=_("Gets no mail but what membership itself needs.")
    )
    language = models.CharField(
        _("language"),
        max_length=12,
        default="en",
        validators=[RegexValidator(r"^[a-z]{2,3}(-[a-z0-9]+)*$")],
    )
    # One member, one login; the login is joined by `members.domain.joining` alone.
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("login"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="member",
    )
    # Of all times; which one counts on a day is in `chapter_memberships`.
    chapters = models.ManyToManyField(
        "members.Chapter",
        verbose_name=_("chapters"),
        through="members.ChapterMembership",
        related_name="members",
        editable=False,
    )
    is_demo = models.BooleanField(default=False, editable=False)
    # When anything about the member was last written, here or in a row of its own:
    # what other programs ask for. `members.domain.touching` keeps it.
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["last_name", "first_name", "member_no"]
        permissions = [
            ("import_member", "Can import members and undo an import"),
            ("export_member", "Can export members"),
            ("merge_member", "Can merge two members"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.display_name or f"{self.first_name} {self.last_name}".strip() or self.member_no

    @property
    def primary_email(self) -> str:
        return next((email.address for email in self.emails.all() if email.is_primary), "")


class AddressKeyField(models.CharField):
    """Computed from `address` at every way of saving, bulk_create included."""

    def pre_save(self, model_instance, add):
        model_instance.key = address_key(model_instance.address)
        return model_instance.key


class MemberEmail(models.Model):
    """An address on the roll. Two people may share one; then it signs in neither of them."""

    member = ParentalKey(Member, on_delete=models.CASCADE, related_name="emails")
    address = models.EmailField(_("e-mail address"))
    key = AddressKeyField(max_length=254, editable=False, db_index=True)
    is_primary = models.BooleanField(_("send mail here"), default=True)

    class Meta:
        verbose_name = _("e-mail address")
        verbose_name_plural = _("e-mail addresses")
        ordering = ["-is_primary", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "key"], name="members_one_row_per_address"),
            models.UniqueConstraint(
                fields=["member"], condition=Q(is_primary=True), name="members_one_primary_address"
            ),
        ]

    def __str__(self):
        return self.address
