"""Serving documents, so that no cache between us and the reader keeps a private one."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.documents.models import document_served

from core.file_answers import answer_with_file


@require_safe
def serve_document(request, document_id, document_filename) -> HttpResponseBase:
    """The file, for those who may have it. The only way to it: it lies in `core.document_storage`.

    Wagtail's own view says nothing about caching when somebody who may see a
    private document fetches it, and many network caches keep a PDF by its name
    alone. It also sends no part of a file, which phones ask for.
    """
    documents = get_document_model().objects.select_related("collection")
    document = get_object_or_404(documents, pk=document_id)
    # Else any address with a right number would do.
    if document.filename != document_filename:
        raise Http404
    for check in hooks.get_hooks("before_serve_document"):
        refusal = check(document, request)
        if isinstance(refusal, HttpResponse):
            return _kept_by_nobody(refusal)
    document_served.send(sender=type(document), instance=document, request=request)
    response = answer_with_file(
        request,
        file=document.file,
        name=document.filename,
        content_type=document.content_type,
        shown_in_browser=document.content_disposition == "inline",
        fingerprint=document.file_hash,
    )
    if document.collection.get_view_restrictions():
        return _kept_by_nobody(response)
    patch_cache_control(response, public=True, max_age=60)
    return response


def _kept_by_nobody(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.pop("Expires", None)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
