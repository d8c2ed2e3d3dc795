from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members")

    def ready(self):
        from members.electorates.good_standing import GoodStanding
        from voting.api import electorates

        electorates.register(GoodStanding)
        post_migrate.connect(_make_groups, sender=self, dispatch_uid="members.groups")


def _make_groups(app_config, using, apps, **kwargs):
    """A fresh database has the groups before anybody signs in.

    Django makes permissions after this signal reaches us, so the ones that the
    groups need are made first.
    """
    from django.apps import apps as all_apps
    from django.contrib.auth.management import create_permissions

    from members.domain.groups import ensure_groups

    if using != "default":
        return
    for label in ("members", "voting"):
        create_permissions(all_apps.get_app_config(label), verbosity=0, using=using)
    ensure_groups()
