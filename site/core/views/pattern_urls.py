"""Included by the project's addresses in development only."""

from core.views.patterns import patterns
from django.urls import path

urlpatterns = [path("patterns/", patterns, name="patterns")]
