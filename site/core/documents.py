"""Serving documents so that no cache between us and the reader keeps a restricted one."""

from django.utils.cache import patch_cache_control
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve


def serve_document(request, document_id, document_filename):
    """Wagtail's own view, with an explicit Cache-Control.

    Wagtail says nothing about caching when somebody who may see a restricted
    document fetches it, and many network caches keep a PDF by its name alone.
    """
    response = serve(request, document_id, document_filename)
    if response.has_header("Cache-Control"):
        return response
    document = get_document_model().objects.select_related("collection").get(pk=document_id)
    if document.collection.get_view_restrictions():
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, public=True, max_age=60)
    return response
