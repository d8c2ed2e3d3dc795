"""How long members' data on the way is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone
from social_django.models import Partial
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from core import retention
from members.importing.errors import RunTooOld
from members.importing.undoing import undo_run
from members.models import (
    Correction,
    ImportRow,
    ImportRun,
    ImportUpload,
    MemberChange,
    MemberExport,
    MembershipClaim,
    SignInLink,
)
from tests.factories.members import make_member, make_user

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


def test_file_of_a_dry_run_goes_after_three_days():
    for days in (2, 4):
        ImportUpload.objects.create(run=_run(days), content=b"x", uploaded_at=_ago(days))
    assert _clean()["import-files"] == 1
    assert ImportUpload.objects.get().uploaded_at == _ago(2)


def test_what_an_import_said_about_people_goes_and_its_counts_stay():
    member = make_member()
    old, new = _run(91, state="applied"), _run(89)
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
    with pytest.raises(RunTooOld):
        undo_run(run=old, at=NOW)
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


def _claim(decided=None, **fields):
    return MembershipClaim.objects.create(
        user=make_user(),
        given_number="M-1",
        given_address="ana@example.org",
        given_name="Ana",
        language="en",
        made_at=_ago(500),
        session_hash="x",
        decided_at=decided and _ago(decided),
        **fields,
    )


def test_what_a_claim_gave_goes_a_year_after_the_decision():
    waiting, fresh = _claim(), _claim(300, state="verified")
    old = _claim(366, state="rejected", reason="Not you")
    assert _clean()["claim-words"] == 1
    for claim, name in ((waiting, "Ana"), (fresh, "Ana"), (old, "")):
        claim.refresh_from_db()
        assert claim.given_name == name
    assert (old.given_address, old.given_number, old.session_hash) == ("", "", "")
    assert (old.state, old.reason) == ("rejected", "Not you")
    assert _clean()["claim-words"] == 0


def test_words_of_a_correction_go_a_year_after_the_answer():
    member = make_member()
    for kind, settled in (("name", 366), ("address", 300), ("other", None)):
        Correction.objects.create(
            member=member,
            kind=kind,
            wanted={"last_name": "New"},
            note="Please",
            made_at=_ago(400),
            settled_at=settled and _ago(settled),
            state="accepted" if settled else "open",
        )
    assert _clean()["correction-words"] == 1
    assert set(Correction.objects.values_list("kind", "note")) == {
        ("name", ""),
        ("address", "Please"),
        ("other", "Please"),
    }


def test_address_that_nobody_proved_goes_after_a_week():
    for days in (6, 8):
        Correction.objects.create(member=make_member(), kind="address", state="unproved", made_at=_ago(days))
    assert _clean()["corrections-unproved"] == 1


def test_logs_with_names_go_after_three_years():
    member, user = make_member(), make_user()
    for days in (1096, 1000):
        entry = log(member, "wagtail.edit", user=user)
        ModelLogEntry.objects.filter(pk=entry.pk).update(timestamp=_ago(days))
        MemberExport.objects.create(at=_ago(days), by=user, form="csv", count=1, purpose="Mail")
    done = _clean()
    assert (done["editor-log"], done["export-log"]) == (1, 1)
    assert ModelLogEntry.objects.count() == MemberExport.objects.count() == 1
