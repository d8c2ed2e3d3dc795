"""The whole life of a vote whose key officers hold, and every way in which it must not go on."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from tests.factories.officers import NAMES, TESTED, bring_on, make_held_vote, make_key, make_test
from tests.factories.voting import NOW, make_voters
from voting.domain.announcing import announce_vote, problems
from voting.domain.certifying import certify_vote
from voting.domain.counting import count_vote
from voting.domain.errors import CannotOpen, KeyRefused, NotReady, WrongState
from voting.domain.key_holding import give_share, hold_key, key_holding_box, key_status, pass_key_test
from voting.domain.lifecycle import destroy_secrets, open_vote, run_due
from voting.domain.log import first_broken_line
from voting.domain.manifest import manifest_of
from voting.models import MemberVote, State
from voting.plugins.secret.models import OfficersKey
from voting.plugins.secret.officers_key import make_officers_key
from voting.plugins.secret.share_files import share_path
from voting.plugins.secret.shares import Share, read_share

pytestmark = pytest.mark.django_db

BALLOTS = [{"race": "a"}] * 3 + [{"race": "ne"}]


def kinds(vote):
    return list(vote.log.order_by("number").values_list("kind", flat=True))


def files(vote):
    """Those of this vote in the folder of the keys, without its id before them."""
    found = settings.VOTING_KEY_DIR.glob(f"{vote.pk}*")
    return sorted(path.name.removeprefix(str(vote.pk)) for path in found)


def give(vote, share, *, actor=None):
    return give_share(member_vote=vote, share=share, at=vote.closes_at, actor=actor)


def altered(text):
    share = read_share(text)
    return Share(share.number, share.vote_prefix, share.value[:-1] + bytes([share.value[-1] ^ 1])).text


def test_vote_is_counted_with_two_of_three_shares(django_capture_on_commit_callbacks):
    vote, shares = make_held_vote(ballots=BALLOTS)
    assert list(run_due(at=vote.closes_at)) == []
    give(vote, shares[0], actor=vote.tellers.first())
    assert list(run_due(at=vote.closes_at)) == []
    # The second officer cannot come.
    give(vote, shares[2])
    assert files(vote) == [".outer.json", ".share-1.json", ".share-3.json"]
    with django_capture_on_commit_callbacks(execute=True):
        assert [done for _vote, done in run_due(at=vote.closes_at)] == ["counted"]
    assert files(vote) == [".outer.json"]
    vote.refresh_from_db()
    assert vote.contests.get().tally.result["figures"]["valid"] == 4
    for teller in vote.tellers.all():
        certify_vote(member_vote=vote, teller=teller, at=vote.closes_at)
    vote.refresh_from_db()
    assert vote.state == State.CERTIFIED
    assert destroy_secrets(member_vote=vote, at=vote.certified_at) is True
    assert files(vote) == []
    assert first_broken_line(vote) is None
    assert kinds(vote) == [
        *["announced", "opened", "closed", "share_given", "share_given", "lot_drawn", "counted"],
        *["recounted", "signed", "signed", "certified", "secrets_destroyed"],
    ]


def test_manifest_names_who_holds_the_key():
    vote, shares = make_held_vote(state=State.ANNOUNCED)
    box = manifest_of(vote)["box"]
    assert box == {
        "slug": "secret_officers",
        "public_key": OfficersKey.objects.get(pk=vote.pk).public_key,
        "key_kept_by": "officers",
        "shares_needed": 2,
        "officers": NAMES,
        "share_sha256": [read_share(share).sha256 for share in shares],
    }


def test_site_has_no_key_that_opens_before_the_shares_come():
    vote, shares = make_held_vote(ballots=BALLOTS)
    assert files(vote) == [".outer.json"]
    with pytest.raises(Exception, match="Two officers must bring their shares first"):
        count_vote(member_vote=vote, at=vote.closes_at)
    give(vote, shares[0])
    with pytest.raises(Exception, match="Two officers must bring their shares first"):
        count_vote(member_vote=vote, at=vote.closes_at)
    vote.refresh_from_db()
    assert vote.state == State.CLOSED and "lot_drawn" not in kinds(vote)


# --- before the announcement --------------------------------------------------------------------


def draft(**fields):
    times = {"opens_at": NOW + timedelta(days=1), "closes_at": NOW + timedelta(days=5)}
    return make_held_vote(state=State.DRAFT, **times, **fields)


def test_vote_without_a_key_cannot_be_announced():
    vote, _shares = draft()
    OfficersKey.objects.all().delete()
    sentence = "The officers’ key is not made yet. Make it at the desk."
    assert sentence in problems(member_vote=vote, at=NOW)
    with pytest.raises(NotReady):
        announce_vote(member_vote=vote, at=NOW)


def test_making_again_replaces_the_key_and_its_test():
    vote, first = draft()
    assert key_status(vote).key.is_tested
    second = make_key(vote, ["Dan", "Eve", "Fay"])
    key = key_status(vote).key
    assert [officer.name for officer in key.officers] == ["Dan", "Eve", "Fay"] and not key.is_tested
    with pytest.raises(Exception, match="the share that Dan was given"):
        make_test(vote, first)
    make_test(vote, second)
    assert key_status(vote).key.is_tested


def test_nothing_is_logged_before_the_announcement():
    vote, _shares = draft()
    assert kinds(vote) == []


@pytest.mark.parametrize("state", [State.ANNOUNCED, State.OPEN, State.CLOSED])
def test_announced_key_is_never_replaced(state):
    vote, _shares = make_held_vote(state=state, ballots=BALLOTS)
    before = key_status(vote).key
    made = key_holding_box(vote).make_key(vote_id=str(vote.pk), names=NAMES)
    with pytest.raises(WrongState):
        hold_key(member_vote=vote, public_text=made.public_text)
    assert key_status(vote).key == before


def test_key_of_another_vote_is_refused():
    vote, _shares = draft()
    made = make_officers_key(vote_id="0" * 8, names=NAMES)
    with pytest.raises(KeyRefused, match="made for another vote"):
        hold_key(member_vote=vote, public_text=made.public_text)


def test_box_whose_key_the_site_keeps_takes_no_key(db):
    vote, _shares = draft()
    MemberVote.objects.filter(pk=vote.pk).update(box="secret")
    with pytest.raises(KeyRefused, match="no key that officers hold"):
        hold_key(member_vote=vote, public_text="{}")


# --- the test of the key ------------------------------------------------------------------------


def test_untested_vote_does_not_open_and_is_canceled_when_its_time_is_over():
    vote, _shares = make_held_vote(state=State.ANNOUNCED, tested=False)
    with pytest.raises(CannotOpen, match="not tested yet"):
        open_vote(member_vote=vote, at=vote.opens_at)
    assert list(run_due(at=vote.opens_at)) == []
    assert [done for _vote, done in run_due(at=vote.closes_at)][0] == "cancelled"


def test_test_after_the_announcement_is_logged_and_lets_the_vote_open():
    vote, shares = make_held_vote(state=State.ANNOUNCED, tested=False)
    teller = vote.tellers.first()
    at = vote.opens_at - timedelta(hours=2)
    make_test(vote, shares[1:], at=at, actor=teller)
    line = vote.log.get(kind="officers_key_tested")
    assert line.actor == f"user:{teller.pk}" and set(line.payload) == {"public_key_sha256"}
    open_vote(member_vote=vote, at=vote.opens_at)
    facts = vote.log.get(kind="opened").payload["officers_key"]
    assert facts == {**line.payload, "tested_at": at.isoformat()}


def test_opening_tells_of_a_test_before_the_announcement():
    vote, _shares = make_held_vote(state=State.OPEN)
    assert vote.log.get(kind="opened").payload["officers_key"]["tested_at"] == TESTED.isoformat()


@pytest.mark.parametrize("answer", ["", "x", "0" * 64, "é"])
def test_wrong_answer_passes_no_test(answer):
    vote, _shares = make_held_vote(state=State.ANNOUNCED, tested=False)
    with pytest.raises(KeyRefused, match="not the answer"):
        pass_key_test(member_vote=vote, answer=answer, at=vote.opens_at)
    assert not key_status(vote).key.is_tested and kinds(vote) == ["announced"]


def test_key_that_was_exchanged_in_the_database_does_not_open_the_vote():
    vote, _shares = make_held_vote(state=State.ANNOUNCED)
    made = make_officers_key(vote_id=str(vote.pk), names=NAMES)
    OfficersKey.objects.update(public_key=json.loads(made.public_text)["public_key"])
    with pytest.raises(CannotOpen, match="not the one that was announced"):
        open_vote(member_vote=vote, at=vote.opens_at)


def test_open_vote_takes_no_test():
    vote, shares = make_held_vote(state=State.OPEN)
    with pytest.raises(WrongState):
        make_test(vote, shares)


# --- the shares ---------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.DRAFT, State.ANNOUNCED, State.OPEN])
def test_no_share_is_taken_before_the_close(state):
    vote, shares = make_held_vote(state=state)
    with pytest.raises(WrongState):
        give(vote, shares[0])
    assert not share_path(str(vote.pk), 1).exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda shares: altered(shares[0]), "not the share that Ada Okafor was given"),
        (lambda shares: shares[0][:-1] + ("A" if shares[0][-1] != "A" else "B"), "letter or digit is wrong"),
        (lambda shares: make_officers_key(vote_id="f" * 8, names=NAMES).shares[0], "of another vote"),
        (lambda shares: "", "68 letters and digits"),
    ],
    ids=["altered", "typo", "of another vote", "empty"],
)
def test_wrong_share_is_refused_in_words_and_changes_nothing(wrong, words):
    vote, shares = make_held_vote(ballots=BALLOTS)
    before = kinds(vote)
    with pytest.raises(KeyRefused, match=words):
        give(vote, wrong(shares))
    assert kinds(vote) == before and files(vote) == [".outer.json"]
    assert key_status(vote).given == ()


def test_one_share_twice_is_one_share():
    vote, shares = make_held_vote(ballots=BALLOTS)
    for _time in range(2):
        assert give(vote, shares[1]).name == NAMES[1]
    status = key_status(vote)
    assert [officer.name for officer in status.given] == [NAMES[1]]
    assert status.waits_for == "One more officer must bring a share of the key."
    assert kinds(vote).count("share_given") == 1


def test_log_names_the_officer_and_who_brought_the_share():
    vote, shares = make_held_vote(ballots=BALLOTS)
    teller = vote.tellers.first()
    give(vote, shares[1], actor=teller)
    line = vote.log.get(kind="share_given")
    assert (line.payload, line.actor) == ({"number": 2, "officer": NAMES[1]}, f"user:{teller.pk}")


def test_only_the_owner_reads_a_share():
    vote, shares = make_held_vote(ballots=BALLOTS)
    give(vote, shares[0])
    assert share_path(str(vote.pk), 1).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "{}", "null", '{"share": 7}', '{"share": "MV1"}'])
def test_damaged_file_counts_as_missing_and_the_officer_may_come_again(content):
    vote, shares = make_held_vote(ballots=BALLOTS)
    for share in shares[:2]:
        give(vote, share)
    share_path(str(vote.pk), 2).write_text(content)
    assert key_status(vote).waits_for == "One more officer must bring a share of the key."
    assert list(run_due(at=vote.closes_at)) == []
    give(vote, shares[1])
    assert [done for _vote, done in run_due(at=vote.closes_at)] == ["counted"]


def test_forged_file_counts_as_missing():
    vote, shares = make_held_vote(ballots=BALLOTS)
    for share in shares[:2]:
        give(vote, share)
    share_path(str(vote.pk), 1).write_text(json.dumps({"share": altered(shares[0])}))
    assert [officer.name for officer in key_status(vote).given] == [NAMES[1]]


def test_third_share_helps_where_two_do_not_open():
    """The first share was never right, though its hash was published: the other two still open the box."""
    people = make_voters(5)
    vote, shares = make_held_vote(state=State.DRAFT, tested=False, voters=people)
    nonsense = altered(shares[0])
    content = _public_text(vote)
    content["officers"][0]["share_sha256"] = read_share(nonsense).sha256
    hold_key(member_vote=vote, public_text=json.dumps(content))
    make_test(vote, shares[1:])
    bring_on(vote, state=State.CLOSED, people=people, ballots=BALLOTS)
    give(vote, nonsense)
    give(vote, shares[1])
    assert "The third officer must bring a share too" in key_status(vote).waits_for
    assert list(run_due(at=vote.closes_at)) == []
    give(vote, shares[2])
    assert [done for _vote, done in run_due(at=vote.closes_at)] == ["counted"]


def _public_text(vote):
    key = key_status(vote).key
    return {
        "format": "member-vote-officers-key/1",
        "vote": str(vote.pk),
        "public_key": key.public_key,
        "officers": [{"name": each.name, "share_sha256": each.share_sha256} for each in key.officers],
    }


def test_vote_in_which_nobody_voted_needs_no_share():
    vote, _shares = make_held_vote(ballots=[])
    assert [done for _vote, done in run_due(at=vote.closes_at)] == ["counted"]


def test_shares_go_with_a_vote_that_is_void(django_capture_on_commit_callbacks):
    vote, shares = make_held_vote(ballots=BALLOTS)
    give(vote, shares[0])
    MemberVote.objects.filter(pk=vote.pk).update(state=State.VOID)
    assert destroy_secrets(member_vote=vote, at=vote.closes_at) is True
    assert files(vote) == []


def test_counting_that_fails_keeps_the_shares(django_capture_on_commit_callbacks, monkeypatch):
    vote, shares = make_held_vote(ballots=BALLOTS)
    for share in shares[:2]:
        give(vote, share)
    monkeypatch.setattr("voting.domain.counting.count_contest", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError), django_capture_on_commit_callbacks(execute=True):
        count_vote(member_vote=vote, at=vote.closes_at)
    monkeypatch.undo()
    assert [officer.name for officer in key_status(vote).given] == NAMES[:2]
    count_vote(member_vote=vote, at=vote.closes_at)


def test_forgotten_vote_leaves_no_key_and_no_share():
    vote, shares = make_held_vote(ballots=BALLOTS)
    give(vote, shares[0])
    vote.ballot_box.forget(vote_id=str(vote.pk))
    assert files(vote) == [] and not OfficersKey.objects.exists()


# --- nothing of a share anywhere ----------------------------------------------------------------


def test_no_share_stands_in_the_database_or_the_log(caplog, django_capture_on_commit_callbacks):
    vote, shares = make_held_vote(ballots=BALLOTS)
    caplog.set_level("DEBUG")
    with pytest.raises(KeyRefused):
        give(vote, altered(shares[0]))
    for share in shares[:2]:
        give(vote, share)
    with django_capture_on_commit_callbacks(execute=True):
        count_vote(member_vote=vote, at=vote.closes_at)
    assert whole_database().count(NAMES[0]) >= 2, "the search finds what is there"
    for text in (whole_database(), caplog.text):
        assert not [piece for share in shares for piece in pieces(share) if piece in text.upper()]


def pieces(share):
    """Parts of a share as typed, without dashes, and as bytes in hexadecimal."""
    signs, value = share.replace("-", ""), read_share(share).value.hex().upper()
    return [share[15:29], signs[12:24], signs[40:52], value[:16], value[40:56]]


def whole_database() -> str:
    """Every row of every table; bytes in hexadecimal."""
    lines = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            lines += [
                " ".join(
                    bytes(cell).hex() if isinstance(cell, bytes | memoryview) else str(cell) for cell in row
                )
                for row in cursor.fetchall()
            ]
    return "\n".join(lines)
