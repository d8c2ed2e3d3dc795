"""A survey in the body of any page."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from core.blocks import BodyBlock


class SurveyBlock(blocks.StructBlock):
    """Asks readers to answer a survey; once it is over, shows what they said.

    It says the same to everybody, so that the page can be cached; what fits
    one reader is fetched afterwards, as for a decision panel.
    """

    survey = blocks.PageChooserBlock(
        page_type="voting.MemberVotePage",
        label=_("Survey"),
        help_text=_("Make it first: “New survey” in the menu."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Survey")
        template = "blocks/survey_block.html"

    def clean(self, value):
        cleaned = super().clean(value)
        if not cleaned["survey"].specific.is_advisory:
            raise StructBlockValidationError(
                {"survey": ValidationError(_("This is a vote that decides. Choose a survey."))}
            )
        return cleaned


class PageBodyBlock(BodyBlock):
    """The body of a page, where a survey can stand too."""

    survey = SurveyBlock()
