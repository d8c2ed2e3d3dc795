from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class CandidatePageForm(WagtailAdminPageForm):
    """Knows the race page above, which a page that is being created does not know yet."""

    def clean(self):
        cleaned = super().clean()
        candidacy = cleaned.get("candidacy")
        race_page = self.parent_page and self.parent_page.specific
        if candidacy and race_page and candidacy.race_id != race_page.race_id:
            self.add_error("candidacy", _("This candidacy is in another race than the page above."))
        return cleaned
