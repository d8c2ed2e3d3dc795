"""Every block that more than one app uses; BodyBlock, the body of a page, last."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["h3", "h4", "bold", "italic", "link", "ol", "ul", "document-link"]
SENTENCE_FEATURES = ["bold", "italic", "link"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading_block.html"
        preview_value = "What we want"


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(features=TEXT_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text_block.html"
        preview_value = "<p>Rents rise faster than pay. We can change that.</p>"


class FactBlock(blocks.StructBlock):
    """One figure with where it comes from and when."""

    figure = blocks.CharBlock(max_length=40, label=_("Figure"))
    text = blocks.CharBlock(max_length=240, label=_("What it says"))
    source = blocks.CharBlock(max_length=160, label=_("Source"))
    source_url = blocks.URLBlock(required=False, label=_("Address of the source"))
    source_date = blocks.DateBlock(label=_("Date of the source"))

    class Meta:
        icon = "order"
        label = _("Fact")
        template = "blocks/fact_block.html"


class QuoteBlock(blocks.StructBlock):
    quote = blocks.TextBlock(label=_("Quote"))
    name = blocks.CharBlock(max_length=120, required=False, label=_("Who said it"))

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote_block.html"


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(max_length=200, required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture_block.html"


class ButtonBlock(blocks.StructBlock):
    """One thing to do, on this site or elsewhere."""

    label = blocks.CharBlock(max_length=60, label=_("Words on the button"))
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    url = blocks.URLBlock(required=False, label=_("Or an address elsewhere"))

    class Meta:
        icon = "link"
        label = _("Button")
        template = "blocks/button_block.html"

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            raise StructBlockValidationError(
                {"page": ValidationError(_("Choose a page or give an address, one of the two."))}
            )
        return cleaned


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = HeadingBlock()
    text = TextBlock()
    fact = FactBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    button = ButtonBlock()
