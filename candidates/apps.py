from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CandidatesConfig(AppConfig):
    name = "candidates"
    verbose_name = _("Candidates")

    def ready(self):
        from candidates import receivers  # noqa: F401 -- importing connects them
        from candidates.models import Candidacy, Candidate, Endorsement, PublicElection, Race
        from core.page_cache import clear_pages_on_change

        clear_pages_on_change(Candidacy, Candidate, Endorsement, PublicElection, Race)
