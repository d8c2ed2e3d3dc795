"""The editor's form for a new survey: asked and open in one step."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from voting.domain.errors import NotReady, VotingError
from voting.domain.surveying import SurveyWords, hold_survey, place_for_surveys
from voting.models import VoteIndexPage
from voting.survey_form import SurveyForm


def page_for_surveys(user) -> VoteIndexPage | None:
    """Where this person may publish a survey: below the page of the votes, in the default language."""
    parent = place_for_surveys()
    if parent is None or not parent.permissions_for_user(user).can_publish_subpage():
        return None
    return parent


class NewSurveyView(WagtailAdminTemplateMixin, FormView):
    """What is refused stands beside its field, and nothing that was typed is lost."""

    form_class = SurveyForm
    template_name = "wagtailadmin/generic/form.html"
    page_title = gettext_lazy("New survey")
    header_icon = "list-ul"

    def dispatch(self, request, *args, **kwargs):
        self.parent = page_for_surveys(request.user)
        if self.parent is None:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "action_url": self.request.path,
            "media": context["form"].media,
            "submit_button_label": _("Ask now"),
            "submit_button_active_label": _("Asking…"),
        }

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def form_invalid(self, form):
        # Says what belongs to no field, too.
        messages.validation_error(
            self.request, _("Nothing was asked yet. Please look at what is marked below."), form
        )
        return super().form_invalid(form)

    def form_valid(self, form):
        given = form.cleaned_data
        words = SurveyWords(
            question=given["question"],
            summary=given["summary"] or self._usual_summary(),
            choices=given["choices"],
            method=given["method"],
        )
        try:
            vote = hold_survey(
                parent=self.parent,
                words=words,
                electorate=given["electorate"],
                box=given["box"],
                closes_at=given["closes_at"],
                at=timezone.now(),
                actor=self.request.user,
            )
        except NotReady as error:
            form.add_error(None, error.problems)
        except (ValidationError, VotingError) as error:
            form.add_error(None, str(error) if isinstance(error, VotingError) else error.messages)
        else:
            messages.success(
                self.request,
                _("The survey is open. To place it in a page, add the block “Survey” to the page’s body."),
                buttons=[messages.button(vote.page.full_url, _("See it"), new_window=True)],
            )
            return redirect("wagtailadmin_explore", self.parent.pk)
        return self.form_invalid(form)

    def _usual_summary(self) -> str:
        """In the language of the page, whatever language the editor works in."""
        with translation.override(self.parent.locale.language_code):
            return _("This survey asks for your advice. Nothing is decided.")
