from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voting.api import Check, Electorate


class Imported(Electorate):
    """Those who took part in a poll of older software, known by a reference alone.

    Nobody can be put on this roll any more, and nobody on it can be reached.
    """

    slug = "imported"
    label = _("Imported from older software")
    explanation = _("Those who answered there.")
    is_offered = False

    def sentence(self, *, cutoff):
        return gettext("This was asked with older software. Who could have answered is not known.")

    def voter_refs(self, *, cutoff):
        return []

    def ref_for(self, *, user):
        return None

    def checks(self, *, user, cutoff):
        return [Check(rule=gettext("You answered with the older software."), passed=False)]

    def contacts(self, *, refs):
        return {}

    def names(self, *, refs):
        return {}
