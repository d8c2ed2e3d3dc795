"""The form of a new survey: a question and what is needed to ask it now."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from voting.api import (
    ChoiceSpec,
    ContestSpec,
    InvalidSettings,
    ballot_boxes,
    counting_methods,
    electorates,
)
from voting.domain.announcing import roll_problems

_LONGEST_CHOICE = 160


class SurveyForm(forms.Form):
    """One question, opened as soon as it is sent."""

    question = forms.CharField(label=gettext_lazy("Question"), max_length=200)
    summary = forms.CharField(
        label=gettext_lazy("Why you ask"),
        help_text=gettext_lazy("One or two sentences. You may leave this empty."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    method = forms.ChoiceField(label=gettext_lazy("How people choose"))
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        help_text=gettext_lazy("One a line. Leave this empty for a yes-or-no question."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    electorate = forms.ChoiceField(label=gettext_lazy("Who may answer"))
    closes_at = forms.DateTimeField(
        label=gettext_lazy("Closes"),
        help_text=gettext_lazy("The survey opens at once, and shows its result when it has closed."),
        widget=AdminDateTimeInput,
    )
    box = forms.ChoiceField(label=gettext_lazy("How answers are kept"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, registry, usual in (
            ("method", counting_methods, "single_choice"),
            ("electorate", electorates, "good_standing"),
            ("box", ballot_boxes, "secret"),
        ):
            self.fields[name].choices = registry.choices()
            if registry is ballot_boxes:
                # A survey opens at once: nobody has time to make a key.
                self.fields[name].choices = [
                    (slug, label)
                    for slug, label in registry.choices()
                    if not registry.get(slug).kept_by_officers
                ]
            if usual in registry:
                self.fields[name].initial = usual

    def clean_choices(self):
        """The lines as a list."""
        choices = [line.strip() for line in self.cleaned_data["choices"].splitlines() if line.strip()]
        if len(set(choices)) != len(choices):
            raise forms.ValidationError(_("A choice stands here twice. Remove one of them."))
        if any(len(choice) > _LONGEST_CHOICE for choice in choices):
            raise forms.ValidationError(
                _("A choice is too long. Use at most %(number)d letters.") % {"number": _LONGEST_CHOICE}
            )
        return choices

    def clean_closes_at(self):
        closes_at = self.cleaned_data["closes_at"]
        if closes_at <= timezone.now():
            raise forms.ValidationError(_("This time has passed. Choose a later one."))
        return closes_at

    def clean(self):
        cleaned = super().clean()
        if "method" in cleaned and "choices" in cleaned:
            self._check_counting(counting_methods.get(cleaned["method"]), cleaned["choices"])
        if "electorate" in cleaned and "box" in cleaned:
            for problem in roll_problems(
                box=ballot_boxes.get(cleaned["box"]),
                electorate=electorates.get(cleaned["electorate"]),
                cutoff=timezone.localdate(),
            ):
                self.add_error("electorate", problem)
        return cleaned

    def _check_counting(self, method, choices):
        if method.fixed_choices:
            if choices:
                self.add_error("choices", _("This way of choosing brings its own choices. Remove these."))
            return
        specs = tuple(ChoiceSpec(key=f"choice-{number}") for number in range(len(choices)))
        contest = ContestSpec(key="survey", choices=specs, options=method.clean_options(options={}))
        try:
            method.check_contest(contest=contest)
        except InvalidSettings as error:
            for name, text in error.problems.items():
                self.add_error("choices" if name == "choices" else "method", text)
