"""On a real PostgreSQL server: the web process takes the shares, and only the timer opens the box."""

import pytest

from tests.drill.running import play
from tests.support import postgres
from tests.voting.secrecy import test_web_role

pytestmark = [
    pytest.mark.drill,
    pytest.mark.postgres,
    pytest.mark.skipif(bool(postgres.WHY_NOT), reason=postgres.WHY_NOT or "there is one"),
]

HERE, DESK = "tests.voting.officers.role_scenes", "tests.voting.secrecy.role_scenes"
two_roles = test_web_role.two_roles


def test_a_whole_vote_of_officers_under_two_roles(two_roles):
    web, owner = two_roles.web_site, two_roles.owner_site
    people = play(owner, HERE, "prepare")
    vote, (one, two) = people["vote"], people["tellers"]
    owner.manage("restrict_web_role")

    made = play(web, HERE, "make_and_test", vote=vote, user=one)
    assert made["statuses"] == [302, 302]
    assert play(web, DESK, "at_the_desk", vote=vote, acts=[[one, {"do": "announce"}]]) == [302]
    assert play(owner, DESK, "do_what_is_due", vote=vote, hours=1.1) == ["opened"]
    cast = play(web, DESK, "cast_on_the_web", vote=vote, people=people["people"])
    assert [address.endswith("/done/") for address in cast] == [True] * 6
    acts = [[one, {"do": "ask_close_early", "reason": "All have voted."}], [two, {"do": "agree_close_early"}]]
    assert play(web, DESK, "at_the_desk", vote=vote, acts=acts) == [302, 302]

    assert play(owner, DESK, "do_what_is_due", vote=vote, hours=0) == []
    assert play(web, HERE, "give", vote=vote, user=one, share=made["shares"][0]) == 302
    assert play(owner, DESK, "do_what_is_due", vote=vote, hours=0) == []
    assert play(web, HERE, "give", vote=vote, user=two, share=made["shares"][2]) == 302
    assert play(web, HERE, "kept_files", vote=vote) == [".outer.json", ".share-1.json", ".share-3.json"]
    assert play(owner, DESK, "do_what_is_due", vote=vote, hours=0) == ["counted"]
    # Gone with the commit of the count.
    assert play(web, HERE, "kept_files", vote=vote) == [".outer.json"]

    acts = [[one, {"do": "certify"}], [two, {"do": "certify"}]]
    assert play(web, DESK, "at_the_desk", vote=vote, acts=acts) == [302, 302]
    assert play(owner, DESK, "do_what_is_due", vote=vote, hours=100) == ["secrets destroyed"]
    assert play(web, HERE, "kept_files", vote=vote) == []
    facts = play(web, DESK, "facts", vote=vote)
    assert (facts["table"], facts["broken_line"]) == (False, None)
    assert facts["log"][:6] == [
        "announced",
        "opened",
        "close_early_asked",
        "closed_early",
        *["share_given"] * 2,
    ]
