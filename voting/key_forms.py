"""The forms of the desk page about a key that officers hold."""

from django import forms
from django.utils.translation import gettext_lazy as _

# What is typed here must not be kept by a browser or changed by a phone.
_UNCHANGED = {"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}


class PublicTextForm(forms.Form):
    """What the site is told about a key that was made elsewhere."""

    public_text = forms.CharField(
        label=_("The public text of the key"),
        help_text=_("As the command printed it, from { to }. There is no share in it."),
        max_length=4000,
        widget=forms.Textarea(attrs={**_UNCHANGED, "autocapitalize": "off"}),
        error_messages={"required": _("Paste the text that the command printed.")},
    )


class AnswerForm(forms.Form):
    """What only the holders of the key could read."""

    answer = forms.CharField(
        label=_("The answer"),
        help_text=_("As the command printed it: 64 letters and digits."),
        max_length=200,
        widget=forms.TextInput(attrs={**_UNCHANGED, "autocapitalize": "off"}),
        error_messages={"required": _("Paste the answer that the command printed.")},
    )


class ShareForm(forms.Form):
    """One officer's share, after the close."""

    share = forms.CharField(
        label=_("Your share"),
        help_text=_("It begins with MV1. Small letters, blanks and missing dashes do no harm."),
        max_length=400,
        widget=forms.Textarea(attrs={**_UNCHANGED, "autocapitalize": "characters"}),
        error_messages={"required": _("Type or paste your share.")},
    )
