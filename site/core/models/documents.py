from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document

from core.document_storage import document_storage


class SiteDocument(AbstractDocument):
    """A file that editors offer for download."""

    file = models.FileField(_("file"), upload_to="documents", storage=document_storage)
    is_demo = models.BooleanField(default=False, editable=False)

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
