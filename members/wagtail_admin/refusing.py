import logging

from django.core.exceptions import PermissionDenied
from django.views.defaults import permission_denied

logger = logging.getLogger(__name__)


class RefusingMixin:
    """Answers 403 and keeps a record, where Wagtail would lead back to its home page with a message."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied as refusal:
            # The login's number and the address asked for: no name, no e-mail, no query.
            logger.warning("refused: login %s asked for %s", request.user.pk, request.path)
            return permission_denied(request, refusal)


def refusing(view_class):
    """The same view, answering 403."""
    return type(f"Refusing{view_class.__name__}", (RefusingMixin, view_class), {})
