"""Several programs at the same moment, on both databases."""

from tests.drill.running import play


def test_two_syncs_at_once_add_everybody_once(drill_site):
    found = play(drill_site, "tests.members.api.at_once", "sync_at_once", processes=3)
    assert found == {
        "outcomes": {"[200, 40]": 1, "[200, 0]": 2},
        "members": 40,
        "addresses": 40,
        "numbers": 40,
    }
