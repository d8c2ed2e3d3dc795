from django import forms
from django.utils.translation import gettext_lazy as _


class _CodeField(forms.CharField):
    """A field that phones and password managers fill in by themselves."""

    def __init__(self, **kwargs):
        attrs = {"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false", "size": 14}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attrs), **kwargs)


class _AnswerField(forms.CharField):
    """What a key answered, put there by the page's script."""

    def __init__(self, **kwargs):
        super().__init__(
            max_length=20_000, widget=forms.HiddenInput(attrs={"data-key-answer": True}), **kwargs
        )


class _NameField(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(
            max_length=40,
            required=False,
            label=_("Name"),
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            **kwargs,
        )


class AppForm(forms.Form):
    code = _CodeField(
        label=_("Code that the app shows"),
        error_messages={"required": _("Enter the six digits that the app shows.")},
    )
    name = _NameField(help_text=_("To tell it apart from others, such as “My phone”."))


class KeyForm(forms.Form):
    answer = _AnswerField(error_messages={"required": _("The passkey or security key did not answer.")})
    name = _NameField(help_text=_("To tell it apart from others, such as “Blue key”."))


class ShowForm(forms.Form):
    """A code, or the answer of a key."""

    code = _CodeField(
        label=_("Code"),
        help_text=_("The six digits of your app, or one of your recovery codes."),
        error_messages={"required": _("Enter a code, or use your passkey or security key.")},
    )
    answer = _AnswerField(required=False)
    # After too many wrong codes: the answer is 429.
    has_to_wait = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.data.get(self.add_prefix("answer")):
            self.fields["code"].required = False
