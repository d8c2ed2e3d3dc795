from tests.drill.running import play

SCENES = "tests.drill.lifecycle_scenes"
WHOLE_LIFE = [
    "announced",
    "opened",
    "closed",
    "lot_drawn",
    "counted",
    "recounted",
    "signed",
    "signed",
    "certified",
    "secrets_destroyed",
]


def test_five_timers_take_each_step_once(drill_site):
    votes = play(drill_site, SCENES, "many_timers", processes=5, votes=3)
    for vote in votes:
        assert vote["complaints"] == []
        assert vote["log"] == WHOLE_LIFE
        assert vote["broken_line"] is None
        assert vote["told"] == ["closed", "counted", "opened", "secrets destroyed"]
        assert (vote["roll"], vote["opened"]) == (6, 3)


def test_tellers_signing_at_once_sign_once_each_and_certify_once(drill_site):
    two, one_four_times, three = play(
        drill_site, SCENES, "tellers_at_once", orders=[[0, 1], [0, 0, 0, 0], [0, 1, 2]]
    )
    assert two["outcomes"] == {"counted": 1, "certified": 1}
    assert (two["state"], two["signatures"]) == ("certified", 2)
    assert two["log"] == ["recounted", "signed", "signed", "certified"]
    assert two["broken_line"] is None

    assert one_four_times["outcomes"] == {"counted": 1, "SameTeller": 3}
    assert (one_four_times["state"], one_four_times["signatures"]) == ("counted", 1)
    assert one_four_times["log"] == ["recounted", "signed"]

    # A third teller comes too late.
    assert three["outcomes"] == {"counted": 1, "certified": 1, "WrongState": 1}
    assert three["signatures"] == 2
    assert three["log"] == ["recounted", "signed", "signed", "certified"]
