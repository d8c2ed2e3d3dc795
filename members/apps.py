from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members")

    def ready(self):
        from members import checks, receivers, retention  # noqa: F401 -- `checks` registers itself
        from members.electorates.good_standing import GoodStanding
        from voting.api import electorates

        electorates.register(GoodStanding)
        receivers.connect()
        retention.connect()
        post_migrate.connect(_make_groups, sender=self, dispatch_uid="members.groups")


def _make_groups(using, **kwargs):
    """A fresh database has the groups before anybody signs in.

    Django makes permissions after this signal reaches us, so the ones that the
    groups need are made first.
    """
    from django.apps import apps
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Permission

    from members.domain.groups import ensure_groups

    # Before Wagtail's own migrations have run, its groups must not be in their way.
    wagtail_is_ready = Permission.objects.filter(codename="access_admin").exists()
    if using != "default" or not wagtail_is_ready:
        return
    for label in ("members", "voting"):
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    ensure_groups()
