from django.contrib import messages
from django.utils.translation import gettext as _
from wagtail import hooks

from core.models import SummaryMixin
from core.plain_language import reading_grade
from core.rich_text import NearestPageLinkHandler

HARD_GRADE = 8


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
