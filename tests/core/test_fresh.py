"""The decorator for grave steps asks whom the site names, and nobody where it names nobody."""

from django.http import HttpResponse

from core.views.fresh import freshly_confirmed


def refuse(request):
    return HttpResponse("Who are you?", status=403)


def go_ahead(request):
    return None


def step(request):
    return HttpResponse("Done.")


def test_step_goes_ahead_where_the_site_names_no_way_to_ask(rf, settings):
    settings.FRESH_CONFIRMATION = None
    assert freshly_confirmed(step)(rf.post("/")).content == b"Done."


def test_step_waits_until_the_person_has_confirmed(rf, settings):
    settings.FRESH_CONFIRMATION = f"{__name__}.refuse"
    assert freshly_confirmed(step)(rf.post("/")).status_code == 403
    settings.FRESH_CONFIRMATION = f"{__name__}.go_ahead"
    assert freshly_confirmed(step)(rf.post("/")).content == b"Done."


def test_reading_is_asked_about_only_where_the_view_says_so(rf, settings):
    settings.FRESH_CONFIRMATION = f"{__name__}.refuse"
    assert freshly_confirmed(step)(rf.get("/")).status_code == 200
    assert freshly_confirmed(also_reading=True)(step)(rf.get("/")).status_code == 403
