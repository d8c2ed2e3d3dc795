from django import forms
from django.utils.translation import gettext_lazy as _


class SignInLinkForm(forms.Form):
    address = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address, such as ana@example.org."),
        },
    )


class ClaimForm(forms.Form):
    number = forms.CharField(label=_("Member number"), max_length=32, required=False)
    address = forms.EmailField(
        label=_("E-mail address you joined with"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Enter an e-mail address, such as ana@example.org.")},
    )
    name = forms.CharField(
        label=_("Your name, as we know it"),
        max_length=200,
        required=False,
        help_text=_("It helps our office if we do not find you at once."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean(self):
        super().clean()
        if not self.errors and not (self.cleaned_data.get("number") or self.cleaned_data.get("address")):
            raise forms.ValidationError(_("Give your member number or an e-mail address, or both."))
