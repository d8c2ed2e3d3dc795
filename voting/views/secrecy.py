"""Who can see what: how votes are kept, in plain words, for everybody."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.page_cache import PUBLIC
from voting.secrecy_words import KINDS, evidence, kept_ways, who_sees


@require_safe
def secrecy(request):
    """The same for everybody. It speaks of the ways that come with the program, and names any other."""
    context = {"kinds": KINDS, "ways": kept_ways(), "rows": who_sees(), "evidence": evidence()}
    response = render(request, "voting/secrecy.html", context)
    response.headers["Cache-Control"] = PUBLIC
    return response
