from django import forms
from django.conf import settings
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


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language for our mail to you"), choices=lambda: settings.LANGUAGES)
