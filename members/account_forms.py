"""Forms of a member's own pages."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from members.models import Chapter, Correction, MailPreferences, Member


class OwnDataForm(forms.ModelForm):
    """What a member changes at once."""

    language = forms.ChoiceField(label=_("Language for our mail to you"), choices=lambda: settings.LANGUAGES)

    class Meta:
        model = Member
        fields = ["display_name", "phone", "street", "postal_code", "town", "language"]
        labels = {"display_name": _("Name to show")}
        help_texts = {
            "display_name": _("How we call you, if it is not your first and last name."),
            "phone": _("Only our office sees it."),
        }
        widgets = {
            "display_name": forms.TextInput(attrs={"autocomplete": "nickname"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
            "street": forms.TextInput(attrs={"autocomplete": "street-address"}),
            "postal_code": forms.TextInput(attrs={"autocomplete": "postal-code"}),
            "town": forms.TextInput(attrs={"autocomplete": "address-level2"}),
        }


class MailChoiceForm(forms.ModelForm):
    """Which mails about votes a member wants."""

    class Meta:
        model = MailPreferences
        fields = ["invitations", "reminders", "results"]


class _CorrectionForm(forms.Form):
    """`kind` of the correction, and `wanted` once the form is valid."""

    kind = ""
    note = forms.CharField(
        label=_("What should our office know?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def wanted(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "note"}


class NameForm(_CorrectionForm):
    kind = Correction.Kind.NAME
    first_name = forms.CharField(
        label=_("First name"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    field_order = ("first_name", "last_name", "note")


class AddressForm(_CorrectionForm):
    kind = Correction.Kind.ADDRESS
    address = forms.EmailField(
        label=_("New e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address, such as ana@example.org."),
        },
    )
    old_address = forms.ChoiceField(
        label=_("The old address"),
        choices=[
            ("keep", _("stays: I can still sign in with it")),
            ("remove", _("goes: I no longer read mail there")),
        ],
        initial="keep",
        widget=forms.RadioSelect,
    )
    field_order = ("address", "old_address", "note")


class ChapterForm(_CorrectionForm):
    kind = Correction.Kind.CHAPTER
    chapter = forms.ChoiceField(label=_("Chapter"), required=False)
    field_order = ("chapter", "note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chapters = Chapter.objects.filter(is_active=True).values_list("code", "name")
        self.fields["chapter"].choices = [("", _("No chapter")), *chapters]


class OtherForm(_CorrectionForm):
    kind = Correction.Kind.OTHER
    note = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("For example dues that you paid and do not find here."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what is wrong.")},
    )


CORRECTION_FORMS = {form.kind.value: form for form in (NameForm, AddressForm, ChapterForm, OtherForm)}


class DeleteLoginForm(forms.Form):
    """The word to type is shown beside the field, in the reader's language."""

    word = forms.CharField(
        max_length=30,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args, expected: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.expected = expected
        self.fields["word"].label = _("Type “%(word)s” to confirm") % {"word": expected}
        self.fields["word"].error_messages["required"] = _("Type the word first.")

    def clean_word(self):
        if self.cleaned_data["word"].strip().casefold() != self.expected.casefold():
            raise forms.ValidationError(_("This is not the word."))
        return self.expected
