"""The bundle of a vote: what is in it, the same bytes each time, and that it holds for the second program."""

import hashlib
import io
import json
import zipfile

import pytest

from tests.factories.voting import make_survey, make_vote
from tests.tools.bundles import packed
from tests.voting.evidence.bundles import (
    HOLDS,
    NOT_CHECKED,
    TWELVE,
    bundle_of,
    check,
    files_of,
    log_of,
    not_held,
    values_of,
)
from voting.domain.canonical import canonical_json
from voting.domain.errors import WrongState
from voting.domain.exporting import counted_contests, published_contests
from voting.domain.lifecycle import archive_vote, void_vote
from voting.domain.log import record
from voting.domain.manifest import build_manifest, manifest_of
from voting.models import Disclosure, MemberVote, State

pytestmark = pytest.mark.django_db


def published(**facts):
    return make_vote(**{"state": State.PUBLISHED, "voters": 15, "ballots": TWELVE, **facts})


def tracked():
    """A published vote whose ballots carry codes."""
    return published(tracking_codes=True)


def test_a_vote_with_published_ballots_holds(tmp_path):
    code, report = check(bundle_of(published()), tmp_path)
    assert not_held(report) == {}
    assert code == HOLDS


def test_a_vote_with_tracking_codes_holds_and_lists_each_ballot_with_its_code(tmp_path):
    vote = tracked()
    content = bundle_of(vote)
    code, report = check(content, tmp_path)
    assert not_held(report) == {}
    assert code == HOLDS
    lines = [json.loads(line) for line in files_of(content)["ballots.jsonl"].splitlines()]
    assert len(lines) == 12
    assert [line["code"] for line in lines] == sorted(line["code"] for line in lines)


def test_a_roll_call_holds_and_names_nobody(tmp_path):
    vote = published(box="roll_call")
    content = bundle_of(vote)
    code, report = check(content, tmp_path)
    assert not_held(report) == {}
    assert code == HOLDS
    assert all(entry.voter_ref.encode() not in content for entry in vote.roll.all())


def test_a_survey_holds_without_signatures(tmp_path):
    survey = make_survey(
        state=State.PUBLISHED, voters=12, ballots=[{"q": "a"}] * 8 + [{"q": "b"}] * 3 + [{"q": None}]
    )
    content = bundle_of(survey)
    code, report = check(content, tmp_path)
    assert not_held(report) == {}
    assert code == HOLDS
    assert "second_count.json" not in files_of(content)


def test_totals_alone_are_checked_as_far_as_they_can_be(tmp_path):
    content = bundle_of(published(disclosure=Disclosure.TOTALS))
    code, report = check(content, tmp_path)
    assert code == NOT_CHECKED
    assert set(not_held(report)) >= {"ballots", "recounted"}
    assert "ballots" not in values_of(content, "count.json")["contests"][0]
    counted = next(line for line in log_of(content) if line["kind"] == "counted")
    assert "ballots_sha256" not in counted["payload"]


def test_nobody_can_try_out_ballots_that_are_not_published():
    """A few ballots could be guessed: no published fingerprint tells whether a guess is right."""
    vote = published(disclosure=Disclosure.TOTALS)
    guess = hashlib.sha256(canonical_json(counted_contests(vote))).hexdigest()
    content = bundle_of(vote)
    assert guess.encode() not in content
    assert bytes(vote.blinding).hex().encode() not in content


def test_nobody_can_try_out_results_before_they_are_published():
    one, other = (make_vote(state=State.COUNTED, voters=15, ballots=TWELVE) for _time in range(2))
    salts = {vote.log.get(kind="counted").payload["salt"] for vote in (one, other)}
    assert len(salts) == 2
    assert all(len(salt) == 32 for salt in salts)


def test_an_old_vote_without_signed_log_and_report_still_gives_a_bundle(tmp_path, monkeypatch):
    def older(member_vote):
        made = build_manifest(member_vote)
        return {
            name: value
            for name, value in made.items()
            if name not in ("log", "least_published", "tracking_codes")
        }

    def record_older(*, payload, **line):
        return record(payload={name: payload[name] for name in payload if name != "report"}, **line)

    monkeypatch.setattr("voting.domain.announcing.build_manifest", older)
    monkeypatch.setattr("voting.domain.recounting.record", record_older)
    vote = published()
    MemberVote.objects.filter(pk=vote.pk).update(second_count="")
    vote.refresh_from_db()
    content = bundle_of(vote)
    assert files_of(content)["checkpoints.txt"] == b""
    assert "second_count.json" not in files_of(content)
    code, report = check(content, tmp_path)
    assert set(not_held(report)) == {"checkpoints", "second_count"}
    assert code == NOT_CHECKED


def test_an_archived_vote_holds_too(tmp_path):
    vote = published()
    archive_vote(member_vote=vote, at=vote.published_at)
    vote.refresh_from_db()
    content = bundle_of(vote)
    code, report = check(content, tmp_path)
    assert not_held(report) == {}
    assert code == HOLDS
    assert values_of(content, "bundle.json")["state"] == "archived"


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED, State.COUNTED, State.CERTIFIED])
def test_a_vote_that_is_not_published_has_no_bundle(state):
    with pytest.raises(WrongState):
        bundle_of(make_vote(state=state))


def test_a_void_vote_has_no_bundle():
    vote = make_vote(state=State.COUNTED)
    void_vote(vote=vote, at=vote.closes_at, reason="It must be.", actor=vote.tellers.first())
    with pytest.raises(WrongState):
        bundle_of(vote)


def test_the_same_vote_always_gives_the_same_bytes():
    vote = published()
    first = bundle_of(vote)
    assert bundle_of(MemberVote.objects.get(pk=vote.pk)) == first
    assert packed(files_of(first)) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        for entry in archive.infolist():
            assert (entry.date_time, entry.create_system) == ((1980, 1, 1, 0, 0, 0), 3)
            assert (entry.external_attr, entry.compress_type) == (0o644 << 16, zipfile.ZIP_STORED)
            assert (entry.extra, entry.comment, entry.flag_bits) == (b"", b"", 0)


def test_every_json_file_is_canonical():
    files = files_of(bundle_of(tracked()))
    for name, content in files.items():
        if name.endswith(".json") and name != "second_count.json":
            assert canonical_json(json.loads(content)) == content
        if name.endswith(".jsonl"):
            for line in content.splitlines(keepends=True):
                assert canonical_json(json.loads(line)) + b"\n" == line


def test_figures_are_those_of_the_log():
    content = bundle_of(published())
    assert values_of(content, "reconciliation.json") == {
        "eligible": 15,
        "participated": 12,
        "stored": 12,
        "opened": 12,
        "valid": 12,
        "invalid": 0,
        "counted": 12,
    }
    opened = next(line for line in log_of(content) if line["kind"] == "opened")
    assert values_of(content, "roll.json") == {**opened["payload"]["roll"], "changes": 0}


def test_what_the_log_says_of_the_counts_is_what_the_files_hash_to():
    vote = published()
    content = bundle_of(vote)
    files, kinds = files_of(content), {line["kind"]: line["payload"] for line in log_of(content)}
    assert kinds["recounted"]["content"] == hashlib.sha256(files["count.json"]).hexdigest()
    assert kinds["recounted"]["report"] == hashlib.sha256(files["second_count.json"]).hexdigest()
    ballots = {contest["key"]: contest["ballots"] for contest in published_contests(vote)["contests"]}
    assert kinds["counted"]["ballots_sha256"] == hashlib.sha256(canonical_json(ballots)).hexdigest()


def test_readme_tells_in_every_language_of_the_vote_how_to_check():
    vote = published()
    text = files_of(bundle_of(vote))["README.txt"].decode()
    manifest = manifest_of(vote)
    assert text.count("SHA256SUMS") == len(manifest["title"])
    assert text.count("python3 verify_result.py bundle.zip") == len(manifest["title"])
    assert text.startswith(manifest["title"]["en"])
