"""Forms of the teller desk."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why something unusual is done to a vote: members will read it."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Members will read this."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give a reason. Members will read it.")},
    )


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
