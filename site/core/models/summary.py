from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from core.plain_language import count_words

MAX_SUMMARY_WORDS = 60


class SummaryMixin(models.Model):
    """A page with a summary in plain words, which also serves cards and search engines."""

    summary = models.TextField(
        _("summary"),
        max_length=600,
        help_text=_("At most 60 words. Short sentences, plain words."),
    )

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        # Other languages need more words for the same thing, or write no spaces at all.
        if self.locale_id and self.locale_id != Locale.get_default().pk:
            return
        words = count_words(self.summary)
        if words > MAX_SUMMARY_WORDS:
            raise ValidationError(
                {
                    "summary": _("The summary has %(words)d words. Use at most %(limit)d.")
                    % {"words": words, "limit": MAX_SUMMARY_WORDS}
                }
            )
