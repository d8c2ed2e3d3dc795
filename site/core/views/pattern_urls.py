"""Included by the project's addresses in development only."""

from django.urls import path

from core.views.patterns import patterns

urlpatterns = [path("", patterns, name="patterns")]
