"""The addresses below `members.api.apart.PREFIX`."""

from django.urls import path

from members.api.api import api
from members.api.document import show_document

urlpatterns = [path("openapi.json", show_document, name="members_api_document"), path("", api.urls)]
