import os
import subprocess
import sys

import pytest

from tests.support.fingerprints import ROOT


@pytest.mark.drill
def test_voting_runs_in_a_site_that_has_none_of_our_other_apps(tmp_path):
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "tests.plain_site.whole_vote"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.split()[-4:] == ["published", "endorsed", "5", "True"]
