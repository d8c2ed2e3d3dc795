from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    FEDERAL = "federal", _("Federal")
    STATE = "state", _("State")
    COUNTY = "county", _("County")
    MUNICIPAL = "municipal", _("City or town")


class Chamber(models.TextChoices):
    HOUSE = "house", _("House")
    SENATE = "senate", _("Senate")


class Office(models.Model):
    """A kind of post, such as State Senator. Who holds it is another matter."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    # English; shown through the translation catalogs (see statehouse/domain/offices.py).
    name = models.CharField(_("name"), max_length=80, help_text=_("In English."))
    level = models.CharField(_("level"), max_length=12, choices=Level)
    chamber = models.CharField(_("chamber"), max_length=8, choices=Chamber, blank=True)
    is_statewide = models.BooleanField(
        _("statewide"), default=False, help_text=_("One office for the whole state: it has no districts.")
    )
    order = models.PositiveIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["order", "name"]

    def __str__(self):
        return gettext(self.name)


class DistrictQuerySet(models.QuerySet):
    def valid(self, *, on):
        """Districts that exist on a day; redistricting ends some and starts others."""
        return self.filter(valid_from__lte=on).exclude(valid_to__lt=on)


class District(models.Model):
    """A geography for one kind of office, between two redistrictings."""

    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="districts"
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["office", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "slug", "valid_from"],
                name="statehouse_district_once",
                violation_error_message=_("This district is already there."),
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        problems = {}
        if self.office_id and self.office.is_statewide:
            problems["office"] = _("A statewide office has no districts.")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            problems["valid_to"] = _("The last day cannot be before the first.")
        if problems:
            raise ValidationError(problems)
