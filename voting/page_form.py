"""The form in which editors write the page of a member vote."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from voting.api import ballot_boxes, electorates

_WHO_HOLDS_THE_KEY = _(
    "Who holds the key of a secret vote: the site itself, or three officers. Officers make the key at the "
    "desk before the vote is announced. After the close, two of them must come to open the ballots."
)


class MemberVotePageForm(WagtailAdminPageForm):
    """Shows stored slugs as lists of what can be chosen, and what stands there already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, registry in (("box", ballot_boxes), ("electorate", electorates)):
            field = self.fields.get(name)
            # wagtail-localize shows a translation's form without these.
            if field is None:
                continue
            choices = registry.choices()
            stored = getattr(self.instance, name, "")
            if stored and stored not in dict(choices):
                choices.append((stored, registry.get(stored).label))
            field.widget = forms.Select(choices=choices)
            if name == "box":
                field.help_text = _WHO_HOLDS_THE_KEY
