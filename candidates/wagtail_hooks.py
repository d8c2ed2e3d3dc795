from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from candidates.forms import (
    NewCandidacyForm,
    NewPublicElectionForm,
    NewRaceForm,
    WithdrawEndorsementForm,
)
from candidates.models import Candidacy, Candidate, Endorsement, PublicElection, Race


class NeverTypedPolicy(ModelPermissionPolicy):
    """Rows that only a published result makes: nobody adds or deletes one by hand."""

    def user_has_permission(self, user, action):
        return action not in ("add", "delete") and super().user_has_permission(user, action)


register_permission_policy(Endorsement, NeverTypedPolicy(Endorsement))


class PublicElectionChooser(ChooserViewSet):
    model = PublicElection
    icon = "calendar-alt"
    choose_one_text = _("Choose a public election")
    choose_another_text = _("Choose another public election")
    create_action_label = _("Add public election")
    creation_form_class = NewPublicElectionForm


class RaceChooser(ChooserViewSet):
    model = Race
    icon = "group"
    choose_one_text = _("Choose a race")
    choose_another_text = _("Choose another race")
    create_action_label = _("Add race")
    creation_form_class = NewRaceForm

    def get_object_list(self):
        return Race.objects.select_related("election", "office", "district")


class CandidacyChooser(ChooserViewSet):
    model = Candidacy
    icon = "user"
    choose_one_text = _("Choose a candidacy")
    choose_another_text = _("Choose another candidacy")
    create_action_label = _("Add candidacy")
    creation_form_class = NewCandidacyForm

    def get_object_list(self):
        return Candidacy.objects.with_names()


class RaceIndexView(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("election", "office", "district")


class CandidacyIndexView(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().with_names()


class EndorsementIndexView(IndexView):
    def get_base_queryset(self):
        return (
            super()
            .get_base_queryset()
            .select_related(
                "candidacy__candidate",
                "candidacy__race__election",
                "candidacy__race__office",
                "candidacy__race__district",
            )
        )


class PublicElectionViewSet(ModelViewSet):
    model = PublicElection
    icon = "calendar-alt"
    form_fields = ["name", "date", "kind", "registration_deadline", "info_url"]
    list_display = ["name", "date", "kind"]
    list_filter = ["kind", "date"]
    search_fields = ["name"]
    search_backend_name = None


class RaceViewSet(ModelViewSet):
    model = Race
    index_view_class = RaceIndexView
    icon = "group"
    form_fields = ["election", "office", "district", "party", "seats", "endorse_by"]
    list_display = ["__str__", "election", "office", "district", "party"]
    list_filter = ["election", "office", "endorse_by"]


class CandidateViewSet(ModelViewSet):
    model = Candidate
    icon = "user"
    form_fields = ["name", "family_name"]
    list_display = ["name", "family_name"]
    search_fields = ["name"]
    search_backend_name = None


class CandidacyViewSet(ModelViewSet):
    model = Candidacy
    index_view_class = CandidacyIndexView
    icon = "user"
    form_fields = ["candidate", "race", "party", "is_incumbent", "status"]
    list_display = ["candidate", "race", "party", "status"]
    list_filter = ["status", "race__election", "race__office"]
    search_fields = ["candidate__name"]
    search_backend_name = None


class EndorsementViewSet(ModelViewSet):
    model = Endorsement
    index_view_class = EndorsementIndexView
    icon = "success"
    list_display = ["candidacy", "body", "decided_on", "status"]
    list_filter = ["status", "body", "candidacy__race__election"]
    inspect_view_enabled = True
    inspect_view_fields = [
        "candidacy",
        "body",
        "member_vote",
        "share_in_words",
        "ballots_counted",
        "decided_on",
        "status",
        "withdrawn_reason",
    ]
    copy_view_enabled = False

    def get_form_class(self, for_update=False):
        return WithdrawEndorsementForm


class ElectionFactsGroup(ViewSetGroup):
    menu_label = _("Elections")
    menu_icon = "group"
    menu_order = 300
    items = (
        PublicElectionViewSet("public_elections"),
        RaceViewSet("races"),
        CandidateViewSet("candidates"),
        CandidacyViewSet("candidacies"),
        EndorsementViewSet("endorsements"),
    )


@hooks.register("register_admin_viewset")
def register_election_facts():
    return ElectionFactsGroup()


@hooks.register("register_admin_viewset")
def register_choosers():
    return [
        PublicElectionChooser("public_election_chooser"),
        RaceChooser("race_chooser"),
        CandidacyChooser("candidacy_chooser"),
    ]
