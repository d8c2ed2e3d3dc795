"""Forms of the teller desk."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voting.domain.appeals import LONGEST
from voting.models import Appeal


class ReasonForm(forms.Form):
    """Why something unusual is done to a vote: members will read it."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Members will read this."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give a reason. Members will read it.")},
    )


class FindPersonForm(forms.Form):
    """Whom a change of the roll is about."""

    text = forms.CharField(
        label=_("Name, address or member number"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write whom you look for.")},
    )


class RollReasonForm(ReasonForm):
    """Why the roll changes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Members will read this. Do not name the person.")


class RollChangeForm(RollReasonForm):
    """What is asked for: a kind of change and a reference, chosen from what was found; and why."""

    person = forms.ChoiceField(
        label=_("Who"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a person."),
            "invalid_choice": _("Search for the person again."),
        },
    )
    field_order = ("person", "reason")

    def __init__(self, *args, choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = choices


def possible_tellers():
    """People who may run votes, by a right of their own or of a group."""
    may_run = Permission.objects.filter(codename="run_membervote", content_type__app_label="voting")
    return (
        get_user_model()
        .objects.filter(Q(groups__permissions__in=may_run) | Q(user_permissions__in=may_run), is_active=True)
        .distinct()
        .order_by("pk")
    )


class TellersForm(forms.Form):
    """Who runs a vote."""

    tellers = forms.ModelMultipleChoiceField(
        label=_("Tellers"),
        help_text=_("At least two. They see how many voted, and never how."),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least two tellers.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tellers"].queryset = possible_tellers()

    def clean_tellers(self):
        tellers = self.cleaned_data["tellers"]
        if len(tellers) < 2:
            raise forms.ValidationError(_("Choose at least two tellers."))
        return tellers


class AppealForm(forms.Form):
    """Why somebody should be on the roll."""

    text = forms.CharField(
        label=_("Why should you be able to vote?"),
        help_text=_("Only the tellers of this vote read this. Do not write how you want to vote."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write why you should be able to vote.")},
    )


class AppealAnswerForm(forms.Form):
    """Why an appeal is declined."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        help_text=_("The member reads it in the member’s own language."),
        choices=Appeal.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    answer = forms.CharField(
        label=_("More for the member"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self):
        data = super().clean()
        if data.get("reason") == Appeal.Reason.OTHER and not data.get("answer", "").strip():
            self.add_error("answer", _("Give a reason. The member will read it."))
        return data
