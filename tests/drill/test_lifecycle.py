from tests.drill.running import play

SCENES = "tests.drill.lifecycle_scenes"
WHOLE_LIFE = [
    "announced",
    "opened",
    "closed",
    "counted",
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


def test_two_tellers_signing_at_once_certify_once(drill_site):
    found = play(drill_site, SCENES, "tellers_at_once", order=[0, 1])
    assert found["outcomes"] == {"counted": 1, "certified": 1}
    assert (found["state"], found["signatures"]) == ("certified", 2)
    assert found["log"] == ["signed", "signed", "certified"]
    assert found["broken_line"] is None


def test_a_teller_signing_twice_at_once_signs_once(drill_site):
    found = play(drill_site, SCENES, "tellers_at_once", order=[0, 0, 0, 0])
    assert found["outcomes"] == {"counted": 1, "SameTeller": 3}
    assert (found["state"], found["signatures"]) == ("counted", 1)
    assert found["log"] == ["signed"]


def test_a_third_teller_signing_at_once_comes_too_late(drill_site):
    found = play(drill_site, SCENES, "tellers_at_once", order=[0, 1, 2])
    assert found["outcomes"] == {"counted": 1, "certified": 1, "WrongState": 1}
    assert found["signatures"] == 2
    assert found["log"] == ["signed", "signed", "certified"]
