from datetime import date

import pytest

from home.demo.calendar import Calendar
from home.demo.membership import load_members
from home.demo.office import load_import, remove_import
from members.models import ImportRun, ImportUpload, Member

pytestmark = pytest.mark.django_db


def test_operator_of_the_demo_finds_a_list_with_a_row_of_each_kind():
    calendar = Calendar(date(2026, 11, 23))
    load_members(calendar)
    members = Member.objects.count()
    for _time in range(2):
        load_import(calendar)
    run = ImportRun.objects.get()
    assert run.counts == {"new": 1, "changed": 1, "ambiguous": 1, "refused": 1}
    assert Member.objects.count() == members
    remove_import()
    assert not ImportUpload.objects.exists()
