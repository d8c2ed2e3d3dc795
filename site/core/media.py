"""Uploaded pictures, served by the application: for the demo and for development only."""

import posixpath

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404
from django.views.static import serve

# Documents have their own view, which asks who may see them; the originals of
# pictures are larger than what any page shows.
NOT_FOR_EVERYBODY = ("documents/", "original_images/")


def serve_media(request, path):
    # Before it is compared, as the view below does: "images/../documents/" is documents.
    path = posixpath.normpath(path).lstrip("/")
    if path.startswith(NOT_FOR_EVERYBODY):
        raise Http404
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT)
    except SuspiciousFileOperation as error:
        raise Http404 from error
    response["Cache-Control"] = "public, max-age=3600"
    return response
