"""The forms of an import: the file, its columns, and what is done where it leaves something open."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.importing.limits import LARGEST_FILE
from members.importing.mapping import CHOICES, FIELDS, Options, title_key
from members.models import Chapter, ImportMapping, MembershipTier

_COLUMN = "column-"
_QUESTIONS = {
    "dates": gettext_lazy("Dates such as 1/2/2026"),
    "without_membership": gettext_lazy("People without a membership"),
    "empty_first_day": gettext_lazy("If the first day is empty"),
    "empty_last_day": gettext_lazy("If the last day paid is empty"),
    "addresses": gettext_lazy("E-mail addresses"),
}
_SWITCHES = {
    "whole_list": gettext_lazy("This file is everybody: list the members who are not in it"),
    "blank_clears": gettext_lazy("An empty cell empties the field"),
    "address_is_enough": gettext_lazy(
        "The e-mail address names the member, also where the first name differs"
    ),
    "us_postal_codes": gettext_lazy("Put back the zeros that a spreadsheet took from ZIP codes"),
}
_CODES = {"tiers": MembershipTier, "chapters": Chapter}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A list of NationBuilder or Action Network, or your own, as CSV or Excel (XLSX). "
            "Nothing changes until you have read the report."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    mapping = forms.ModelChoiceField(
        label=gettext_lazy("Column mapping"),
        queryset=ImportMapping.objects.all(),
        required=False,
        empty_label=gettext_lazy("Recognize the columns"),
        help_text=gettext_lazy("One that you saved for this kind of file."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file is larger than %(number)s megabytes.") % {"number": LARGEST_FILE >> 20}
            )
        return file


class MappingForm(forms.Form):
    """Which column is which of our fields, and the options; `as_mapping` gives both."""

    def __init__(self, *args, header: list[str], columns: dict[str, str], options: dict, **kwargs):
        super().__init__(*args, **kwargs)
        titles = [title for title in header if title]
        same = {title_key(title): title for title in reversed(titles)}
        # Other systems' numbers that a saved mapping names are asked for, too.
        self.ours = {**{name: None for name in columns if name not in FIELDS}, **FIELDS}
        for name, label in self.ours.items():
            self.fields[_COLUMN + name] = forms.ChoiceField(
                label=label or name,
                required=False,
                choices=[
                    ("", gettext_lazy("Not in the file")),
                    *((title, title) for title in dict.fromkeys(titles)),
                ],
                initial=same.get(title_key(columns.get(name, "")), ""),
            )
        self._add_options(Options.from_json(options))
        self.fields["save_as"] = forms.CharField(
            label=gettext_lazy("Save this mapping as"),
            required=False,
            max_length=100,
            help_text=gettext_lazy("A name to choose it by next time. The same name replaces the old one."),
        )

    def _add_options(self, options: Options) -> None:
        for name, question in _QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=question, choices=list(CHOICES[name].items()), initial=getattr(options, name)
            )
        self.fields["default_tier"] = forms.ModelChoiceField(
            label=gettext_lazy("Kind of membership, where the file names none"),
            queryset=MembershipTier.objects.all(),
            to_field_name="code",
            required=False,
            empty_label=gettext_lazy("None: refuse the row"),
            initial=options.default_tier or None,
        )
        for name, model in _CODES.items():
            self.fields[name] = forms.CharField(
                label={
                    "tiers": gettext_lazy("What the file calls kinds of membership"),
                    "chapters": gettext_lazy("What the file calls chapters"),
                }[name],
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("One on a line, as “Sustainer = %(code)s”. Known codes: %(codes)s.")
                % {
                    "code": model.objects.values_list("code", flat=True).first() or "regular",
                    "codes": ", ".join(model.objects.values_list("code", flat=True)) or "–",
                },
                initial="\n".join(f"{text} = {code}" for text, code in getattr(options, name).items()),
            )
        for name, label in _SWITCHES.items():
            self.fields[name] = forms.BooleanField(
                label=label, required=False, initial=getattr(options, name)
            )

    def column_fields(self):
        return [self[_COLUMN + name] for name in self.ours]

    def option_fields(self):
        return [self[name] for name in (*_QUESTIONS, "default_tier", *_CODES, *_SWITCHES)]

    def clean_tiers(self):
        return self._pairs("tiers")

    def clean_chapters(self):
        return self._pairs("chapters")

    def _pairs(self, name: str) -> dict[str, str]:
        known = set(_CODES[name].objects.values_list("code", flat=True))
        pairs = {}
        for line in filter(str.strip, self.cleaned_data[name].splitlines()):
            # The last sign divides: a text in a file may hold one itself.
            text, sign, code = (part.strip() for part in line.rpartition("="))
            if not sign or not text or code not in known:
                raise forms.ValidationError(
                    _("This line names no code that we know: %(line)s") % {"line": line}
                )
            pairs[text] = code
        return pairs

    def as_mapping(self) -> ImportMapping:
        """The choices as a mapping, under its name where one was given; not yet saved."""
        said = self.cleaned_data
        columns = {name: said[_COLUMN + name] for name in self.ours if said[_COLUMN + name]}
        options = {name: said[name] for name in (*_QUESTIONS, *_CODES, *_SWITCHES)}
        options["default_tier"] = said["default_tier"].code if said["default_tier"] else ""
        name = said["save_as"].strip()
        mapping = (ImportMapping.objects.filter(name=name).first() if name else None) or ImportMapping(
            name=name
        )
        mapping.columns, mapping.options = columns, options
        return mapping
