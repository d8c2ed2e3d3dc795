"""What the site shows of its evidence: the bundle as a file, the log in words, figures beside a result."""

import io
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.voting import make_survey, make_user, make_vote
from tests.sample_plugin.electorate import Listed
from tests.voting.evidence.bundles import HOLDS, TWELVE, bundle_of, check, not_held, values_of
from tests.voting.views.pages import desk_url, text_of
from voting.domain import bundle_files
from voting.domain.certifying import certify_vote
from voting.domain.counting import count_vote
from voting.domain.lifecycle import archive_vote, close_vote, publish_vote
from voting.domain.purging import purge_demo_votes
from voting.domain.reconciliation import Reconciliation, reconciliation_of
from voting.domain.roll_changes import ADD, STRIKE, agree_to_roll_change, ask_for_roll_change
from voting.log_words import log_days
from voting.models import MemberVote, State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return Path(settings.MEDIA_ROOT)


def published(**facts):
    return make_vote(**{"state": State.PUBLISHED, "voters": 15, "ballots": TWELVE, **facts})


def bundle_url(vote):
    return reverse("voting:bundle", args=[vote.pk])


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


# --- the file ---


def test_everybody_downloads_the_same_bundle_and_may_keep_it(client, sign_in):
    vote = published()
    answer = client.get(bundle_url(vote))
    content = body(answer)
    assert content == bundle_of(vote) == body(sign_in().get(bundle_url(vote)))
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Content-Disposition"].endswith('.zip"')
    again = client.get(bundle_url(vote), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_bundle_is_made_once_and_anew_when_the_vote_changes(client, monkeypatch, media):
    vote, made = published(), []
    write = bundle_files.write_bundle

    def watched(**facts):
        made.append(facts["member_vote"].state)
        write(**facts)

    monkeypatch.setattr(bundle_files, "write_bundle", watched)
    first = client.get(bundle_url(vote))
    body(first)
    body(client.get(bundle_url(vote)))
    assert made == ["published"]
    archive_vote(member_vote=vote, at=vote.published_at)
    later = client.get(bundle_url(vote))
    body(later)
    assert made == ["published", "archived"]
    assert later.headers["ETag"] != first.headers["ETag"]
    assert len(list(media.rglob("*.zip"))) == 1
    assert not list(media.rglob("draft-*"))


def test_a_bundle_that_failed_leaves_no_half_file(client, monkeypatch, media):
    vote = published()

    def broken(*, member_vote, file):
        file.write(b"PK")
        raise RuntimeError

    monkeypatch.setattr(bundle_files, "write_bundle", broken)
    with pytest.raises(RuntimeError):
        client.get(bundle_url(vote))
    assert [path for path in media.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.COUNTED, State.CERTIFIED])
def test_before_the_result_is_published_there_is_no_bundle(client, state):
    assert client.get(bundle_url(make_vote(state=state))).status_code == 404


def test_bundles_of_a_demo_go_with_its_votes(client, media):
    vote = published()
    body(client.get(bundle_url(vote)))
    MemberVote.objects.update(is_demo=True)
    purge_demo_votes()
    assert not list(media.rglob("*.zip"))


def test_the_vote_page_leads_to_the_bundle_and_to_the_check(client):
    vote = published()
    html = client.get(vote.page.url).content.decode()
    assert bundle_url(vote) in html
    assert reverse("voting:check_vote", args=[vote.pk]) in html
    assert bundle_url(vote) not in client.get(make_vote(state=State.COUNTED).page.url).content.decode()


def test_a_vote_whose_roll_was_changed_holds(tmp_path):
    vote = make_vote(voters=15, ballots=TWELVE)
    one, two = vote.tellers.order_by("pk")
    unused = vote.roll.exclude(voter_ref__in=vote.participations.values("voter_ref")).first().voter_ref
    for kind, ref in ((ADD, Listed().ref_for(user=make_user())), (STRIKE, unused)):
        request = ask_for_roll_change(
            member_vote=vote, kind=kind, voter_ref=ref, teller=one, reason="An error.", at=vote.opens_at
        )
        agree_to_roll_change(member_vote=vote, request_id=request.pk, teller=two, at=vote.opens_at)
    close_vote(member_vote=vote, at=vote.closes_at)
    count_vote(member_vote=vote, at=vote.closes_at)
    for teller in (one, two):
        certify_vote(member_vote=vote, teller=teller, at=vote.closes_at)
    publish_vote(member_vote=vote, at=vote.closes_at)
    vote.refresh_from_db()
    content = bundle_of(vote)
    code, report = check(content, tmp_path)
    assert not_held(report) == {}
    assert code == HOLDS
    assert values_of(content, "roll.json")["changes"] == 2


# --- the log ---


def test_the_log_page_shows_what_was_signed(client):
    vote = published()
    answer = client.get(reverse("voting:log", args=[vote.pk]))
    for checkpoint in vote.checkpoints.all():
        assert f'<th scope="row">{checkpoint.size}</th>' in answer.content.decode()
    assert reverse("voting:checkpoints", args=[vote.pk]) in answer.content.decode()
    assert "Set-Cookie" not in answer.headers


def test_lines_from_before_minutes_were_left_out_show_none():
    vote = make_vote()
    events = list(vote.log.order_by("number"))
    asked = type(events[0])(
        member_vote=vote, number=3, kind="void_asked", at=vote.opens_at, payload={"reason": "So."}
    )
    asked.hash = b""
    lines = [line for day in log_days([*events, asked]) for line in day.lines]
    assert [bool(line.moment) for line in lines] == [True, True, False]


def queries_of(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_a_long_log_costs_no_more_queries_than_a_short_one(client):
    short, long = make_vote(), make_vote()
    one = long.tellers.first()
    for number in range(6):
        ask = ask_for_roll_change(
            member_vote=long,
            kind=ADD,
            voter_ref=Listed().ref_for(user=make_user()),
            teller=one,
            reason=f"Reason {number}.",
            at=long.opens_at,
        )
        ask.delete()
    for url_of in (lambda vote: reverse("voting:log", args=[vote.pk]), lambda vote: vote.page.url):
        assert queries_of(client, url_of(long)) == queries_of(client, url_of(short))


# --- the figures ---


def test_a_result_comes_with_its_figures_in_words(client):
    words = text_of(client.get(published().page.url))
    for line in (
        "People on the roll 15",
        "People who took part 12",
        "Ballots in the box at the close 12",
        "Ballots that were opened 12",
        "Valid ballots 12",
        "Invalid ballots 0",
        "Ballots that were counted 12",
        "The figures fit",
    ):
        assert line in words


def test_tellers_see_the_figures_before_they_sign(sign_in):
    vote = make_vote(state=State.COUNTED, voters=15, ballots=TWELVE)
    assert "People who took part 12" in text_of(sign_in(vote.tellers.first()).get(desk_url(vote)))


def test_a_survey_shows_its_figures_too(client):
    survey = make_survey(state=State.PUBLISHED, ballots=[{"q": "a"}] * 3)
    assert "People who took part 3" in text_of(client.get(survey.page.url))


def test_before_the_count_there_are_no_figures():
    vote = make_vote(state=State.CLOSED)
    assert reconciliation_of(vote.log.all(), counted=0) is None


FITTING = {
    "eligible": 9,
    "participated": 7,
    "stored": 7,
    "opened": 7,
    "valid": 6,
    "invalid": 1,
    "counted": 6,
}


def test_figures_that_fit_hold():
    assert Reconciliation(**FITTING).holds


@pytest.mark.parametrize("name", FITTING)
def test_each_figure_that_does_not_fit_shows(name):
    wrong = 6 if name == "eligible" else FITTING[name] + 1
    assert not Reconciliation(**{**FITTING, name: wrong}).holds


def test_the_bundle_is_a_zip_that_anybody_opens(client):
    with zipfile.ZipFile(io.BytesIO(body(client.get(bundle_url(published()))))) as archive:
        assert archive.testzip() is None
        assert "README.txt" in archive.namelist()
