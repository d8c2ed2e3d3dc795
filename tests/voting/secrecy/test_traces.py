"""Before a vote is opened, what somebody chose stands nowhere."""

import time
import uuid
from pathlib import Path

from tests.drill.running import play
from tests.voting.secrecy.evidence import dump, files_holding, kept_open, needles, storage_folder

SCENES = "tests.voting.secrecy.scenes"


def test_a_choice_stands_nowhere_before_the_vote_is_opened(drill_site):
    begun = time.time() - 1
    contest, *choices = (str(uuid.uuid4()) for _number in range(4))
    wanted = needles(contest, choices[1])
    folder = storage_folder(drill_site)
    with kept_open(drill_site):
        found = play(
            drill_site,
            SCENES,
            "vote_on_the_web",
            contest_key=contest,
            choice_keys=choices,
            cast_key=choices[1],
        )
        assert found["participations"] == 4
        assert found["statuses"] == [200, 302, 500]
        assert len(found["sessions"]) == 6
        log = (drill_site.folder / "everything.log").read_text()
        assert "RuntimeError: broken" in log
        assert not [text for text in (log, *found["sessions"]) if choices[1] in text]
        assert files_holding(drill_site.folder, wanted) == []
        assert files_holding(folder, wanted, since=begun) == []
        assert not [needle for needle in wanted if needle.decode() in dump(drill_site)]
        if drill_site.backend == "sqlite":
            changes = Path(f"{drill_site.database}-wal").read_bytes()
            assert changes and choices[1].encode() not in changes

        play(drill_site, SCENES, "close_and_count", vote=found["vote"])
        # The same search finds the same ballots where they may stand now.
        assert files_holding(folder, wanted, since=begun)
        assert [needle for needle in wanted if needle.decode() in dump(drill_site)]
