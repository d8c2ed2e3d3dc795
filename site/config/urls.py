"""Every address of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from core.documents import serve_document
from core.health import healthz
from core.media import serve_media
from core.sitemaps import AllLocalesSitemap
from core.views.pages import serve_page
from core.views.robots import robots
from members.api.apart import PREFIX as MEMBERS_API
from members.api.urls import urlpatterns as members_api
from members.views.sign_in import to_sign_in
from members.wagtail_admin.account import StaffAccountView

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("sitemap.xml", sitemap, {"sitemaps": {"wagtail": AllLocalesSitemap}}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    # Before Wagtail's own, which ask for passwords and names that our logins do not have.
    path("admin/login/", to_sign_in, name="wagtailadmin_login"),
    path("admin/account/", require_admin_access(StaffAccountView.as_view()), name="wagtailadmin_account"),
    path("admin/", include(wagtailadmin_urls)),
    # Before Wagtail's own: the same address, with a word to caches.
    re_path(r"^documents/(\d+)/(.*)$", serve_document),
    path("documents/", include(wagtaildocs_urls)),
    path(MEMBERS_API, include(members_api)),
    path("auth/", include("social_django.urls", namespace="social")),
]
if settings.SERVE_MEDIA:
    urlpatterns += [re_path(r"^media/(?P<path>.*)$", serve_media)]
if settings.DEBUG:
    urlpatterns += [path("patterns/", include("core.views.pattern_urls"))]
urlpatterns += i18n_patterns(
    # First what is asked most often in the hours before a vote closes: addresses are tried in order.
    path("", include("voting.urls")),
    path("", include("members.urls")),
    path("_util/login/", to_sign_in, name="wagtailcore_login"),
    # Before Wagtail's own: the same pages, found with fewer queries.
    re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
