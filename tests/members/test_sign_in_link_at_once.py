"""One link, several processes at the same moment, on both databases."""

from tests.drill.running import play


def test_link_used_at_the_same_moment_signs_in_once(drill_site):
    found = play(drill_site, "tests.members.at_once", "use_one_link", processes=3)
    assert found == {"signed in": 1, "LinkNotValid": 2}
    assert drill_site.rows("SELECT count(*) FROM members_user") == [(1,)]
