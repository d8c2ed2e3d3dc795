"""What browsers may do with an answer: the parts that the packages leave to us."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property

# Views of the editor that show a page inside a frame of the editor. They carry
# the page's own strict policy, and only this site may frame them.
PREVIEW_VIEWS = ("view_draft", "revisions_view")


class BrowserPolicyMiddleware:
    """Sets Permissions-Policy everywhere and picks the content policy of the editor.

    Stands inside `csp.middleware.CSPMiddleware`, which writes the header, and
    outside the middleware that forbids frames.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        # Wagtail makes a preview by a dummy request through the middleware.
        if getattr(request, "is_dummy", False) or self.shows_preview(request):
            response._csp_replace = {"frame-ancestors": ["'self'"]}
            response["X-Frame-Options"] = "SAMEORIGIN"
        elif self.is_editor(request):
            response._csp_config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response

    def is_editor(self, request) -> bool:
        return request.path_info.startswith(self.editor_prefix)

    def shows_preview(self, request) -> bool:
        match = request.resolver_match
        name = (match and match.url_name) or ""
        return self.is_editor(request) and ("preview" in name or name in PREVIEW_VIEWS)

    @cached_property
    def editor_prefix(self) -> str:
        return reverse("wagtailadmin_home")
