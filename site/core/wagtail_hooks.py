from django.contrib import messages
from django.utils.translation import gettext as _
from wagtail import hooks

from core.member_only.gate import guard_documents, guard_pages
from core.member_only.versions import carry_to_copy
from core.models import SummaryMixin
from core.plain_language import reading_grade
from core.rich_text import NearestPageLinkHandler

HARD_GRADE = 8

# After Wagtail's own guards, so that a page for staff is not even named to others.
hooks.register("on_serve_page", guard_pages, order=10)
hooks.register("before_serve_document", guard_documents, order=10)


# After Wagtail's own, which it takes the place of.
@hooks.register("register_rich_text_features", order=10)
def link_to_the_nearest_page(features):
    features.register_link_type(NearestPageLinkHandler)


@hooks.register("after_publish_page")
def warn_of_a_hard_summary(request, page):
    """A summary that is hard to read is published all the same; its editor is told."""
    if not isinstance(page, SummaryMixin) or page.locale.language_code != "en":
        return
    grade = reading_grade(page.summary)
    if grade > HARD_GRADE:
        messages.warning(
            request,
            _(
                "The summary reads like grade %(grade)d. Most readers want grade 6. "
                "Shorter sentences and plainer words help."
            )
            % {"grade": round(grade)},
        )


@hooks.register("after_copy_page")
def keep_a_copy_as_private_as_its_original(request, page, new_page):
    if carry_to_copy(page=page, copy=new_page):
        messages.info(request, _("The copy is private, as the page that it is a copy of."))
