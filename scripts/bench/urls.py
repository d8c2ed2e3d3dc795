"""The site's addresses, and an empty view that takes a POST with a CSRF token."""

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from config.urls import *  # noqa: F403 -- the same site
from config.urls import urlpatterns as site_patterns


@csrf_protect
@require_POST
def empty(request):
    return HttpResponse(status=204)


urlpatterns = [path("bench/empty/", empty), *site_patterns]
