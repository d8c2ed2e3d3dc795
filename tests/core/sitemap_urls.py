from django.urls import path
from wagtail.contrib.sitemaps.views import sitemap

from config.urls import urlpatterns as site_urlpatterns
from core.sitemaps import AllLocalesSitemap
from core.views.robots import robots

urlpatterns = [
    path("sitemap.xml", sitemap, {"sitemaps": {"wagtail": AllLocalesSitemap}}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    *site_urlpatterns,
]
