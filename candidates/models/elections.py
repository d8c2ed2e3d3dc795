"""The facts of public elections: the same in every language. The words about them are pages."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from statehouse.models import District, Office


class ElectionKind(models.TextChoices):
    PRIMARY = "primary", _("Primary")
    GENERAL = "general", _("General election")
    SPECIAL_PRIMARY = "special_primary", _("Special primary")
    SPECIAL_GENERAL = "special_general", _("Special election")
    PRELIMINARY = "preliminary", _("Municipal preliminary")
    MUNICIPAL = "municipal", _("Municipal election")


class EndorseBy(models.TextChoices):
    STATEWIDE = "statewide", _("All members of the organization")
    CHAPTER = "chapter", _("The local chapter")
    NONE = "none", _("Nobody: we do not endorse in this race")


class CandidacyStatus(models.TextChoices):
    DECLARED = "declared", _("Declared")
    ON_BALLOT = "on_ballot", _("On the ballot")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    NOT_ELECTED = "not_elected", _("Not elected")
    ELECTED = "elected", _("Elected")


class PublicElection(index.Indexed, models.Model):
    """An election the government holds, on one day."""

    name = models.CharField(_("name"), max_length=120)
    date = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=16, choices=ElectionKind)
    registration_deadline = models.DateField(_("last day to register"), null=True, blank=True)
    info_url = models.URLField(
        _("official information"), blank=True, help_text=_("A page of the state or the town.")
    )
    is_demo = models.BooleanField(default=False, editable=False)

    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("date")]

    class Meta:
        verbose_name = _("public election")
        verbose_name_plural = _("public elections")
        ordering = ["-date", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "date"],
                name="candidates_election_once",
                violation_error_message=_("This election is already there."),
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.date and self.registration_deadline and self.registration_deadline > self.date:
            raise ValidationError(
                {"registration_deadline": _("The last day to register cannot be after the election.")}
            )


class Race(models.Model):
    """One office to be filled at one public election; a primary has a race for each party."""

    election = models.ForeignKey(
        PublicElection, verbose_name=_("public election"), on_delete=models.PROTECT, related_name="races"
    )
    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="races"
    )
    district = models.ForeignKey(
        District,
        verbose_name=_("district"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="races",
        help_text=_("Leave empty for a statewide office."),
    )
    party = models.CharField(_("party"), max_length=60, blank=True, help_text=_("For a primary."))
    seats = models.PositiveIntegerField(_("seats"), default=1, validators=[MinValueValidator(1)])
    endorse_by = models.CharField(
        _("who decides on an endorsement"), max_length=10, choices=EndorseBy, default=EndorseBy.STATEWIDE
    )
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("race")
        verbose_name_plural = _("races")
        ordering = ["-election__date", "office__order", "district__name", "party"]
        constraints = [
            models.UniqueConstraint(
                fields=["election", "office", "district", "party"],
                condition=models.Q(district__isnull=False),
                name="candidates_race_once",
                violation_error_message=_("This race is already there."),
            ),
            models.UniqueConstraint(
                fields=["election", "office", "party"],
                condition=models.Q(district__isnull=True),
                name="candidates_statewide_race_once",
                violation_error_message=_("This race is already there."),
            ),
        ]

    def __str__(self):
        parts = [str(self.office)]
        if self.district_id:
            parts.append(str(self.district))
        if self.party:
            parts.append(self.party)
        return f"{', '.join(parts)} ({self.election})"

    def clean(self):
        super().clean()
        problems = {}
        if self.office_id:
            if self.office.is_statewide and self.district_id:
                problems["district"] = _("A statewide office has no district.")
            elif not self.office.is_statewide and not self.district_id:
                problems["district"] = _("Choose the district of this office.")
            elif self.district_id and self.district.office_id != self.office_id:
                problems["district"] = _("This district belongs to another office.")
        if self.election_id and self.district_id and "district" not in problems:
            day = self.election.date
            if not District.objects.filter(pk=self.district_id).valid(on=day).exists():
                problems["district"] = _("This district does not exist on the day of the election.")
        if problems:
            raise ValidationError(problems)


class Candidate(models.Model):
    """A person who runs, now or another time."""

    name = models.CharField(_("name"), max_length=120, help_text=_("As the person writes it."))
    family_name = models.CharField(
        _("surname"), max_length=120, help_text=_("Lists of candidates are sorted by it.")
    )
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["family_name", "name"]

    def __str__(self):
        return self.name

    @property
    def initials(self) -> str:
        """First letters of the first and the last word of the name, where there is no portrait."""
        words = [word for word in self.name.split() if word[0].isalpha()]
        return "".join(word[0] for word in dict.fromkeys([*words[:1], *words[-1:]])).upper()


class CandidacyQuerySet(models.QuerySet):
    def with_names(self):
        """With everything that its name and its page show."""
        return self.select_related("candidate", "race__election", "race__office", "race__district")


class Candidacy(index.Indexed, models.Model):
    """A person in one race."""

    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="candidacies"
    )
    race = models.ForeignKey(
        Race, verbose_name=_("race"), on_delete=models.PROTECT, related_name="candidacies"
    )
    party = models.CharField(_("party"), max_length=60, blank=True)
    is_incumbent = models.BooleanField(_("holds the office now"), default=False)
    status = models.CharField(
        _("status"), max_length=12, choices=CandidacyStatus, default=CandidacyStatus.DECLARED
    )
    is_demo = models.BooleanField(default=False, editable=False)

    objects = CandidacyQuerySet.as_manager()

    search_fields = [
        index.RelatedFields("candidate", [index.SearchField("name"), index.AutocompleteField("name")]),
        index.FilterField("status"),
    ]

    class Meta:
        verbose_name = _("candidacy")
        verbose_name_plural = _("candidacies")
        ordering = ["candidate__family_name", "candidate__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "race"],
                name="candidates_candidacy_once",
                violation_error_message=_("This person is already a candidate in this race."),
            )
        ]

    def __str__(self):
        return gettext("%(name)s for %(race)s") % {"name": self.candidate, "race": self.race}

    @property
    def is_running(self) -> bool:
        return self.status in (CandidacyStatus.DECLARED, CandidacyStatus.ON_BALLOT)
