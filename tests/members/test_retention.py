"""How long members' data on the way is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone
from social_django.models import Partial

from core import retention
from members.models import ImportRow, ImportRun, ImportUpload, MemberChange, SignInLink
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def _ago(days):
    return NOW - timedelta(days=days)


def _clean():
    done, failed = retention.clean_up(at=NOW)
    assert failed == []
    return done


def _link(name, *, expires, used=None):
    SignInLink.objects.create(
        token_hash=name, address="ana@example.org", expires_at=_ago(expires), used_at=used and _ago(used)
    )


def test_sign_in_links_go_a_day_after_they_are_used_or_too_old():
    _link("used long ago", expires=-1, used=2)
    _link("too old", expires=2)
    _link("used today", expires=0.1, used=0.2)
    _link("good", expires=-0.01)
    assert _clean()["sign-in-links"] == 2
    assert set(SignInLink.objects.values_list("token_hash", flat=True)) == {"used today", "good"}


def test_abandoned_sign_ins_go_after_a_day():
    for token, days in (("old", 2), ("new", 0)):
        Partial.objects.create(token=token, backend="google-oauth2", data={})
        Partial.objects.filter(token=token).update(timestamp=_ago(days))
    assert _clean()["abandoned-sign-ins"] == 1
    assert list(Partial.objects.values_list("token", flat=True)) == ["new"]


def _run(days, **fields):
    return ImportRun.objects.create(
        format="csv", file_name="Ana's list.csv", started_at=_ago(days), counts={"new": 1}, **fields
    )


def _row(run, **fields):
    return ImportRow.objects.create(
        run=run,
        number=2,
        outcome="changed",
        problems=[{"column": "email", "message": "“ana@” is not an e-mail address."}],
        changes={"town": ["Lynn", "Salem"]},
        written={"member": [1]},
        **fields,
    )


def test_file_of_a_dry_run_goes_after_a_week():
    for days in (6, 8):
        ImportUpload.objects.create(run=_run(days), content=b"x", uploaded_at=_ago(days))
    assert _clean()["import-files"] == 1
    assert ImportUpload.objects.get().uploaded_at == _ago(6)


def test_what_an_import_said_about_people_goes_and_its_counts_stay():
    member = make_member()
    old, new = _run(91), _run(89)
    _row(old, member=member)
    _row(old)
    kept = _row(new, member=member)
    assert _clean()["import-rows"] == 2
    row = old.rows.get()
    assert (row.outcome, row.member, row.problems, row.changes, row.written) == (
        "changed",
        member,
        [],
        {},
        {},
    )
    old.refresh_from_db()
    assert (old.counts, old.file_name) == ({"new": 1}, "")
    kept.refresh_from_db()
    assert kept.changes and kept.problems and kept.written
    assert _clean()["import-rows"] == 0


def test_old_and_new_words_of_an_entry_go_after_three_years():
    member = make_member()
    for days in (1096, 1000):
        MemberChange.objects.create(
            member=member, at=_ago(days), source="office", changes={"town": ["Lynn", "Salem"]}
        )
    assert _clean()["member-changes"] == 1
    assert MemberChange.objects.get().at == _ago(1000)
