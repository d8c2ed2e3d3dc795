"""Forms in which an editor adds the facts of an election, also from inside a page's form."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from candidates.domain.endorsing import withdraw_endorsement
from candidates.models import Candidacy, Candidate, Endorsement, PublicElection, Race
from candidates.models.endorsement import EndorsementStatus


class NewPublicElectionForm(forms.ModelForm):
    class Meta:
        model = PublicElection
        fields = ["name", "date", "kind", "registration_deadline", "info_url"]
        widgets = {
            "date": forms.DateInput(attrs={"type": "date"}),
            "registration_deadline": forms.DateInput(attrs={"type": "date"}),
        }


class NewRaceForm(forms.ModelForm):
    class Meta:
        model = Race
        fields = ["election", "office", "district", "party", "seats", "endorse_by"]
        # Plain selects: a chooser inside a chooser would lose what was typed.
        widgets = {"election": forms.Select, "office": forms.Select, "district": forms.Select}


class NewCandidacyForm(forms.ModelForm):
    """A person in a race; the person may be new."""

    name = forms.CharField(
        label=_("name"), max_length=120, required=False, help_text=_("As the person writes it.")
    )
    family_name = forms.CharField(
        label=_("surname"),
        max_length=120,
        required=False,
        help_text=_("Lists of candidates are sorted by it."),
    )
    field_order = [
        "candidate",
        "name",
        "family_name",
        "race",
        "party",
        "is_incumbent",
        "status",
    ]

    class Meta:
        model = Candidacy
        fields = ["candidate", "race", "party", "is_incumbent", "status"]
        widgets = {"candidate": forms.Select, "race": forms.Select}
        help_texts = {"candidate": _("Somebody who ran before. For a new person, give the name below.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["candidate"].required = False
        self.fields["race"].queryset = Race.objects.select_related("election", "office", "district")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("candidate"):
            if cleaned.get("name"):
                self.add_error("name", _("Choose somebody, or give a new name, not both."))
        else:
            for field in ("name", "family_name"):
                if not cleaned.get(field):
                    self.add_error(field, _("Give the name of the new candidate, or choose somebody above."))
        return cleaned

    def _get_validation_exclusions(self):
        exclusions = super()._get_validation_exclusions()
        if not self.cleaned_data.get("candidate"):
            exclusions.add("candidate")
        return exclusions

    def save(self, commit=True):
        with transaction.atomic():
            if self.cleaned_data.get("candidate") is None:
                self.instance.candidate = Candidate.objects.create(
                    name=self.cleaned_data["name"], family_name=self.cleaned_data["family_name"]
                )
            return super().save(commit)


class WithdrawEndorsementForm(forms.ModelForm):
    """The one thing a person can do to an endorsement: take it back, and say why."""

    class Meta:
        model = Endorsement
        fields = ["withdrawn_reason"]
        help_texts = {"withdrawn_reason": _("Saving withdraws the endorsement. The reason is public.")}

    def clean_withdrawn_reason(self):
        reason = self.cleaned_data["withdrawn_reason"].strip()
        if not reason:
            raise forms.ValidationError(_("Say why the endorsement is withdrawn."))
        return reason

    def clean(self):
        cleaned = super().clean()
        if self.instance.status != EndorsementStatus.ACTIVE:
            raise forms.ValidationError(_("Only an endorsement in force can be withdrawn."))
        return cleaned

    def save(self, commit=True):
        return withdraw_endorsement(endorsement=self.instance, reason=self.cleaned_data["withdrawn_reason"])
