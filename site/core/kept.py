"""How long the site keeps what Django and its packages store on the way."""

from datetime import datetime
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet

from core import retention

_SUCCESSFUL = "SUCCESSFUL"


def connect() -> None:
    """Called once, when the apps are ready."""
    retention.keep("ended-sessions", days=0, clean=remove_sessions)
    # A site may keep its tasks elsewhere.
    if apps.is_installed("django_tasks_db"):
        # Mail tasks hold addresses. What failed is kept longer, so that somebody can look into it.
        retention.keep("finished-tasks", days=1, clean=remove_finished_tasks)
        retention.keep("failed-tasks", days=14, clean=remove_failed_tasks)


def remove_sessions(before: datetime) -> int:
    sessions = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class()
    return sessions.objects.filter(expire_date__lt=before).delete()[0]


def remove_finished_tasks(before: datetime) -> int:
    return _tasks_until(before).filter(status=_SUCCESSFUL).delete()[0]


def remove_failed_tasks(before: datetime) -> int:
    return _tasks_until(before).exclude(status=_SUCCESSFUL).delete()[0]


def _tasks_until(before: datetime) -> QuerySet:
    tasks = apps.get_model("django_tasks_database", "DBTaskResult")
    return tasks.objects.finished().filter(finished_at__lt=before)
