from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voting.api import Electorate


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
        return []

    def contacts(self, *, refs):
        return {}

    def names(self, *, refs):
        return {}
