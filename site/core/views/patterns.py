"""The pattern page: every part of the design in every state, for development only."""

from django.shortcuts import render
from django.utils import translation

from core.views.pattern_samples import sample_context


def patterns(request):
    """Show all parts; `?language=ar` shows them in another language and direction."""
    with translation.override(request.GET.get("language") or translation.get_language()):
        return render(request, "patterns/index.html", sample_context())
