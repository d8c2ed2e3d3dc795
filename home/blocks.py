from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError


class ActionCardBlock(blocks.StructBlock):
    """One thing a visitor can do now."""

    title = blocks.CharBlock(max_length=80, label=_("What to do"))
    text = blocks.CharBlock(max_length=200, required=False, label=_("Why, in one sentence"))
    label = blocks.CharBlock(max_length=60, label=_("Words on the button"))
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    url = blocks.URLBlock(required=False, label=_("Or an address elsewhere"))
    ends_on = blocks.DateBlock(required=False, label=_("Last day"))

    class Meta:
        icon = "pick"
        label = _("Action")
        template = "blocks/action_card_block.html"

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            raise StructBlockValidationError(
                {"page": ValidationError(_("Choose a page or give an address, one of the two."))}
            )
        return cleaned
