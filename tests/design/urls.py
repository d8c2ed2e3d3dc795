from django.urls import include, path

from config.urls import urlpatterns as site_patterns

urlpatterns = [path("patterns/", include("core.views.pattern_urls")), *site_patterns]
