import json
from io import StringIO

import pytest
from django.core.management import call_command

from tests.factories.voting import OPENS, make_user, make_vote
from tests.voting.views.pages import text_of
from voting.api import Finding, ballot_boxes
from voting.domain.errors import CannotOpen
from voting.domain.lifecycle import open_vote
from voting.models import State
from voting.plugins.secret.keys import destroy_tally_key, make_tally_key, outer_key_path

pytestmark = pytest.mark.django_db

BAD = Finding(code="bad", problem="This betrays voters.", remedy="Do that.")
MILD = Finding(code="mild", problem="This could be better.", remedy="Do this.", blocks=False)


@pytest.fixture
def found(monkeypatch):
    """What the box of secret votes finds in the test: a list to be filled."""
    findings = []
    monkeypatch.setattr(type(ballot_boxes.get("secret")), "findings", lambda self: list(findings))
    return findings


def doctor(*arguments):
    out, code = StringIO(), 0
    try:
        call_command("ballot_doctor", *arguments, stdout=out)
    except SystemExit as ended:
        code = ended.code
    return code, out.getvalue()


@pytest.mark.parametrize(("findings", "code"), [([], 0), ([MILD], 1), ([BAD], 2), ([MILD, BAD], 2)])
def test_the_exit_code_tells_how_bad_it_is(found, findings, code):
    found.extend(findings)
    assert doctor()[0] == code


def test_it_says_what_is_wrong_and_how_to_mend_it(found):
    assert "Nothing found" in doctor()[1]
    found.extend([BAD, MILD])
    words = doctor()[1]
    assert "Blocks: bad\n  This betrays voters.\n  Do that." in words
    assert "Advice: mild\n" in words


def test_programs_get_json(found):
    found.extend([BAD, MILD])
    code, out = doctor("--json")
    assert code == 2
    assert json.loads(out)[0] == {
        "code": "bad",
        "problem": "This betrays voters.",
        "remedy": "Do that.",
        "blocks": True,
        "accepted": False,
    }


def test_what_was_accepted_blocks_nothing_and_is_named(found, settings):
    found.append(BAD)
    settings.VOTING_ACCEPTED_FINDINGS = ["bad"]
    code, words = doctor()
    assert code == 1 and "Accepted: bad" in words


def test_a_secret_vote_opens_only_when_nothing_blocks(found, settings):
    vote = make_vote(state=State.ANNOUNCED)
    found.extend([BAD, MILD])
    with pytest.raises(CannotOpen) as refused:
        open_vote(member_vote=vote, at=OPENS)
    assert refused.value.problems == ["This betrays voters. Do that."]
    settings.VOTING_ACCEPTED_FINDINGS = ["bad"]
    assert open_vote(member_vote=vote, at=OPENS).state == State.OPEN
    assert vote.log.get(kind="opened").payload["accepted"] == ["bad"]


def test_the_desk_says_what_keeps_an_announced_vote_from_opening(found, sign_in):
    vote = make_vote(state=State.ANNOUNCED)
    client = sign_in(make_user(groups=["Operators"]))
    address = f"/en/desk/{vote.pk}/"
    assert "What keeps this vote from opening" not in text_of(client.get(address))
    found.extend([BAD, MILD])
    words = text_of(client.get(address))
    assert "What keeps this vote from opening" in words
    assert "This betrays voters. Do that." in words and "could be better" not in words


def test_a_vote_whose_keys_are_gone_does_not_open():
    vote = make_vote(state=State.ANNOUNCED)
    destroy_tally_key(str(vote.pk))
    with pytest.raises(CannotOpen, match="key files of this vote are not there"):
        open_vote(member_vote=vote, at=OPENS)
    make_tally_key(str(vote.pk))
    with pytest.raises(CannotOpen, match="another one than the ballots are sealed to"):
        open_vote(member_vote=vote, at=OPENS)


def test_a_vote_whose_outer_key_is_gone_does_not_open():
    vote = make_vote(state=State.ANNOUNCED)
    outer_key_path(str(vote.pk)).unlink()
    with pytest.raises(CannotOpen, match="key files of this vote are not there"):
        open_vote(member_vote=vote, at=OPENS)


def test_asking_is_cheap(django_assert_max_num_queries):
    box = ballot_boxes.get("secret")
    with django_assert_max_num_queries(10):
        box.findings()


def test_the_tests_themselves_find_nothing_that_blocks(settings):
    blocking = {finding.code for finding in ballot_boxes.get("secret").findings() if finding.blocks}
    assert blocking <= set(settings.VOTING_ACCEPTED_FINDINGS)
