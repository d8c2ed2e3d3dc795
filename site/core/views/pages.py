from wagtail import views

from core.routing import find_page


def serve_page(request, path):
    """Serves a page as Wagtail does, which keeps what an address means on the request."""
    route = find_page(request, path)
    if route is not None:
        request._wagtail_route_for_request = route
    return views.serve(request, path)
