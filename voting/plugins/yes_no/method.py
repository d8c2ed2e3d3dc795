from django.utils.translation import gettext_lazy as _

from voting.api import InvalidSettings
from voting.plugins.single_choice.method import SingleChoice


class YesNo(SingleChoice):
    """A question answered yes or no; leaving it out is abstaining.

    A selection is "yes", "no" or None.
    """

    slug = "yes_no"
    label = _("Yes or no")
    explanation = _("You answer yes or no.")
    fixed_choices = (("yes", "yes", _("Yes")), ("no", "no", _("No")))

    def check_contest(self, *, contest):
        kinds = sorted(choice.kind for choice in contest.choices)
        if kinds != ["no", "yes"]:
            raise InvalidSettings({"choices": _("A yes-or-no question has exactly these two choices.")})
