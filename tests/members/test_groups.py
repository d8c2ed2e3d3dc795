from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from members.domain.groups import ensure_groups
from members.models import GroupGrant

pytestmark = pytest.mark.django_db


def _permissions(name):
    group = Group.objects.get(name=name)
    return {
        f"{permission.content_type.app_label}.{permission.codename}" for permission in group.permissions.all()
    }


def test_fresh_database_has_the_four_groups():
    assert set(Group.objects.values_list("name", flat=True)) == {
        "Editors",
        "Publishers",
        "Tellers",
        "Operators",
    }


def test_publishers_are_wagtails_moderators_with_all_they_may():
    publishers = Group.objects.get(name="Publishers")
    assert publishers.page_permissions.filter(permission__codename="publish_page").exists()
    assert "wagtailimages.add_image" in _permissions("Publishers")


@pytest.mark.parametrize("name", ["Editors", "Publishers", "Tellers"])
def test_only_operators_reach_members_and_logins(name):
    assert not {label for label in _permissions(name) if label.startswith("members.")}
    assert "members.change_member" in _permissions("Operators")


def test_every_group_enters_the_editor():
    for name in ("Editors", "Publishers", "Tellers", "Operators"):
        assert "wagtailadmin.access_admin" in _permissions(name)


def test_tellers_run_votes_and_operators_do_not():
    assert "voting.run_membervote" in _permissions("Tellers")
    assert "voting.operate_membervote" in _permissions("Operators")
    assert "voting.run_membervote" not in _permissions("Operators")


def test_right_that_is_new_reaches_a_group_that_exists():
    operators = Group.objects.get(name="Operators")
    # As on a site that was set up before there were exports.
    GroupGrant.objects.filter(group=operators, permission="members.export_member").delete()
    operators.permissions.remove(operators.permissions.get(codename="export_member"))
    ensure_groups()
    assert "members.export_member" in _permissions("Operators")


def test_right_that_was_taken_away_does_not_come_back():
    operators = Group.objects.get(name="Operators")
    operators.permissions.remove(operators.permissions.get(codename="export_member"))
    ensure_groups()
    assert "members.export_member" not in _permissions("Operators")


def test_site_from_before_grants_keeps_what_its_operators_took_away():
    office = import_module("members.migrations.0006_office")
    operators = Group.objects.get(name="Operators")
    GroupGrant.objects.all().delete()
    operators.permissions.clear()
    office.remember_what_was_given(apps, None)
    ensure_groups()
    assert "members.change_member" not in _permissions("Operators")
    assert "members.merge_member" in _permissions("Operators")


def test_ensuring_again_keeps_what_an_operator_changed():
    Group.objects.get(name="Tellers").permissions.clear()
    ensure_groups()
    assert _permissions("Tellers") == set()
